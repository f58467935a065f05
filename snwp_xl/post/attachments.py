"""Which file goes with which letter: it must be there, up to date, made for its reader, and small enough."""

from __future__ import annotations

from pathlib import Path

from snwp_xl import layout, locate, private
from snwp_xl.blanks import blank, blank_name
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.folders import BLANKS, QUERIES
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book, Refusal, read_book_bytes
from snwp_xl.layout import WorkbookKind
from snwp_xl.locate import plain
from snwp_xl.model import Agency
from snwp_xl.post.desk import Desk
from snwp_xl.post.kinds import ANALYST
from snwp_xl.post.message import Attachment
from snwp_xl.queries import query, query_name
from snwp_xl.sheets import unchanged

MEGABYTE = 1024 * 1024  # as Windows counts


@dataclass(frozen=True, slots=True)
class Found:
    """The file for a letter, or why there is none."""

    attachment: Attachment | None = None
    findings: tuple[Finding, ...] = ()


def fitting(found: Found, desk: Desk, who: str) -> Found:
    """The same, unless the file is larger than the set-up allows."""
    most = desk.assessment.settings.attachment_limit_mb
    attachment = found.attachment
    if attachment is None or len(attachment.data) <= most * MEGABYTE:
        return found
    size = f"{-(-len(attachment.data) * 10 // MEGABYTE) / 10:.1f}"  # rounded up: a file over the limit never shows the limit
    wrong = finding("mail-attachment-too-big", Place(attachment.file), name=attachment.name, size=size, most=most, who=who)
    return Found(None, (*found.findings, wrong))


def blank_of(desk: Desk, agency: Agency) -> Found:
    """The agency's blank, as the set-up makes it now, or as a person changed it."""
    file = f"{BLANKS}/{blank_name(desk.assessment, agency.name)}"
    data = _data(desk.folder / file)
    if data is None:
        fix = "Make it with snwp-xl blanks, then draft again."
        return _wrong("mail-no-attachment", file, agency, what=f"The blank for {agency.name}", fix=fix, who=agency.name)
    attachment = Attachment(file, data)
    if data == blank(desk.assessment, agency.name):
        return Found(attachment)
    if unchanged(data):
        return _wrong("mail-attachment-old", file, agency, name=attachment.name, command="snwp-xl blanks", who=agency.name)
    return _made_for(desk, agency, attachment, (WorkbookKind.BLANK,))


def query_of(desk: Desk, agency: Agency) -> Found:
    """The workbook with the questions about the agency's return in force, as its return makes it now, or as a person changed it."""
    file = f"{QUERIES}/{query_name(desk.assessment, agency.name)}"
    data, read = _data(desk.folder / file), desk.returns.read.get(agency.name)
    if data is None or read is None:
        fix = "Make it with snwp-xl check, then draft again."
        what = f"The workbook with the questions to {agency.name}"
        return _wrong("mail-no-attachment", file, agency, what=what, fix=fix, who=agency.name)
    attachment = Attachment(file, data)
    if data == query(desk.assessment, read):
        return Found(attachment)
    if unchanged(data):
        return _wrong("mail-attachment-old", file, agency, name=attachment.name, command="snwp-xl check", who=agency.name)
    return _made_for(desk, agency, attachment, (WorkbookKind.QUERY,), about=read.sha256)


def counts_of(desk: Desk) -> Found:
    """The incident workbook, as it stands."""
    data = _data(desk.folder / desk.counts_name) if desk.counts_name else None
    if data is None:
        fix = "Put the incident workbook that snwp-xl new made back into this folder, and no other."
        return _wrong("mail-no-attachment", desk.counts_name, None, what="The workbook for incident counts", fix=fix, who=ANALYST.lower())
    return Found(Attachment(desk.counts_name, data))


def private_page_of(desk: Desk, agency: Agency) -> Found:
    """The agency's private page, if there is one: it must say in its cell `Agency` whose it is."""
    file = f"{private.FOLDER}/{private.page_name(desk.assessment, agency.name)}"
    data = _data(desk.folder / file)
    return Found() if data is None else _made_for(desk, agency, Attachment(file, data), (WorkbookKind.PRIVATE,))


# --- parts ----------------------------------------------------------------------------------------------------------------


def _made_for(desk: Desk, agency: Agency, attachment: Attachment, kinds: tuple[WorkbookKind, ...], about: str = "") -> Found:
    """A file that a person may have changed: only if it still says that it is this agency's, of this round, about this return."""
    book = read_book_bytes(attachment.data, attachment.name)
    if isinstance(book, Refusal):
        return _wrong("mail-attachment-other", attachment.file, agency, name=attachment.name, who=agency.name, what=book.what)
    if not _is_for(book, desk, agency, kinds):
        said = locate.field(book, layout.AGENCY)
        others = said is not None and said.text and plain(said.text) != plain(agency.name)
        what = f"it is for {said.text}" if said and others else "it does not say that it is theirs, for this assessment"
        return _wrong("mail-attachment-other", attachment.file, agency, name=attachment.name, who=agency.name, what=what)
    asks = locate.field(book, layout.SUPERSEDES) if about else None
    if about and not (asks and asks.text.startswith(about)):
        what = "it asks about a different return from the one that counts now"
        return _wrong("mail-attachment-other", attachment.file, agency, name=attachment.name, who=agency.name, what=what)
    return Found(attachment, () if unchanged(attachment.data) else (_changed(attachment.file, agency),))


def _is_for(book: Book, desk: Desk, agency: Agency, kinds: tuple[WorkbookKind, ...]) -> bool:
    said = {one: locate.field(book, one) for one in (layout.KIND, layout.AGENCY, layout.ASSESSMENT)}
    texts = {one: plain(found.text) if found else "" for one, found in said.items()}
    kind = texts[layout.KIND] in {plain(one) for one in kinds} or not texts[layout.KIND]
    return kind and texts[layout.AGENCY] == plain(agency.name) and texts[layout.ASSESSMENT] == plain(desk.assessment.name)


def _changed(file: str, agency: Agency) -> Finding:
    return finding("mail-attachment-changed", Place(file), agency=agency.name, name=file.rsplit("/", 1)[-1])


def _data(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _wrong(code: str, file: str, agency: Agency | None, **values: object) -> Found:
    return Found(None, (finding(code, Place(file), agency=agency.name if agency else "", **values),))  # type: ignore[arg-type]
