"""Whose form a workbook is, for which round: told from its visible cells, never from its file name."""

from __future__ import annotations

from snwp_xl import layout, locate
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book
from snwp_xl.layout import LAYOUT_VERSION, Field, WorkbookKind
from snwp_xl.locate import Found, plain, text_of
from snwp_xl.model import Assessment

RETURNED = (WorkbookKind.BLANK, WorkbookKind.QUERY)
IDENTITY = (  # each field, and where it stands again
    (layout.KIND, layout.KIND), (layout.VERSION, layout.FORM_VERSION), (layout.ASSESSMENT, layout.FORM_ROUND),
    (layout.AGENCY, layout.FORM_FOR),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook says of itself."""

    agency: str = ""  # as the assessment writes it; empty where it is not one of its agencies
    kind: WorkbookKind = WorkbookKind.BLANK
    findings: tuple[Finding, ...] = ()  # why it cannot be used; empty for a form of this round


def identify(book: Book, file: str, assessment: Assessment) -> Identity:
    """Whose form this is, and what keeps it from being read as a return of this assessment."""
    cells = {one.key: _field(book, one, again) for one, again in IDENTITY}
    kind = _kind(cells["kind"])
    if kind and kind not in RETURNED:
        return Identity(findings=(finding("return-unusable", Place(file), what=f"it is a workbook of a different kind: {kind}"),))
    missing = [one.label for one in (layout.VERSION, layout.ASSESSMENT, layout.AGENCY) if not text_of(cells[one.key])]
    if len(missing) == len(cells) - 1 and not kind:
        return Identity(findings=(finding("return-unusable", Place(file), what="no part of the form was found in it"),))
    agency = _agency(text_of(cells["agency"]), assessment)
    found = [finding("return-unusable", Place(file), agency=agency, what=f"its cell {label} is empty or missing") for label in missing]
    found += _other_round(cells, file, agency, assessment)
    if not found:
        found = _whose(book, cells["agency"], file, agency, assessment)
    return Identity(agency, kind or WorkbookKind.BLANK, tuple(found))


def _field(book: Book, one: Field, again: Field) -> Found | None:
    first = locate.field(book, one)
    return first if first and first.text else locate.named_cell(book, again.name) or first


def _kind(found: Found | None) -> WorkbookKind | None:
    said = plain(text_of(found))
    return next((kind for kind in WorkbookKind if plain(kind) == said), None)


def _agency(name: str, assessment: Assessment) -> str:
    return next((one.name for one in assessment.agencies if plain(one.name) == plain(name)), "")


def _other_round(cells: dict[str, Found | None], file: str, agency: str, assessment: Assessment) -> list[Finding]:
    version, name = cells["layout"], cells["assessment"]
    found = []
    if version and version.text and _version(version.text) != _version(LAYOUT_VERSION):
        place = version.place(file)
        found.append(finding("return-wrong-version", place, agency=agency, found=version.text, wanted=LAYOUT_VERSION))
    if name and name.text and plain(name.text) != plain(assessment.name):
        found.append(finding("return-wrong-round", name.place(file), agency=agency, found=name.text, wanted=assessment.name))
    return found


def _version(text: str) -> tuple[object, ...]:
    """A version as numbers, so that 1.10 is not 1.1 and 1.0 is 1; as it stands if it is no version."""
    parts = plain(text).split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return (plain(text),)
    numbers = [int(part) for part in parts]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _whose(book: Book, where: Found | None, file: str, agency: str, assessment: Assessment) -> list[Finding]:
    """Findings if the form is nobody's, or says two things of whose it is."""
    place, name = (where.place(file), where.text) if where else (Place(file), "")
    if not agency:
        partner = next((one.name for one in assessment.partners_not_asked if plain(one.name) == plain(name)), "")
        code = "return-not-asked" if partner else "return-unknown-agency"
        return [finding(code, place, name=partner or name)]
    made_for = text_of(locate.named_cell(book, layout.FORM_FOR.name))  # not by its label, which is the same on both sheets
    if made_for and plain(made_for) != plain(agency):
        return [finding("return-agency-differs", place, agency=agency, found=name, made_for=made_for)]
    titled = _titled(book, assessment)
    if titled and titled != agency:
        return [finding("return-agency-differs", place, agency=agency, found=name, made_for=titled)]
    return []


def _titled(book: Book, assessment: Assessment) -> str:
    """The agency that the title of a sheet names: people type over the cell, and leave the title as it was."""
    titles = [plain(sheet.cell(0, 0).text) for sheet in book.sheets]
    named = [one.name for one in assessment.agencies if any(title.endswith(f": {plain(one.name)}") for title in titles)]
    return max(named, key=len, default="")

