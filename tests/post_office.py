"""Round folders for the tests of the post: agencies whose contacts, scores and comments carry markers, and what drafts hold."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, tzinfo
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rounds import SIGNED, filled, small_assessment

from snwp_xl.blanks import blank
from snwp_xl.folders import FOLDERS
from snwp_xl.incidents import counts_workbook
from snwp_xl.model import Agency, Assessment, Contact, Dates, Settings, SignOff
from snwp_xl.operations import make_blanks, write_round
from snwp_xl.queries import queries
from snwp_xl.returns import read_returns
from snwp_xl.rounds import open_round

NAMES = ("Police", "Fire", "Health", "Probation", "District")
DATES = Dates(
    assessment=date(2017, 6, 30), returns_by=date(2017, 5, 31), counts_by=date(2017, 5, 19), papers_out=date(2017, 6, 7),
    board=date(2017, 6, 14), publish_by=date(2017, 7, 1), keep_returns_until=date(2018, 3, 31))
BEFORE = datetime(2017, 5, 2, 9, 30)  # the returns are due
OFFICER = Contact("Jo Marsh", "01530 454545", "community.safety@nwl.example")


class InTime(datetime):
    """A clock that shows a time at which nobody is late yet."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """May 2017."""
        return BEFORE.replace(tzinfo=tz)


def agency(number: int, name: str, **more: object) -> Agency:
    """An agency whose contact and address carry its name as a marker."""
    key = name.casefold()
    made = Agency(number, name, f"{name} organisation", contact=f"Contact{name}", email=f"mailbox-{key}@{key}.example")
    return replace(made, **more)  # type: ignore[arg-type]


def an_assessment(**more: object) -> Assessment:
    """Five agencies, three crime types, two factors, every date and address given."""
    settings = Settings(board_addresses="chair@board.example; vice@board.example", analyst_addresses="analyst@police.example")
    made = small_assessment(NAMES, dates=DATES, contact=OFFICER, marking="OFFICIAL", settings=settings)
    crime_types = tuple(replace(one, definition=f"What counts as {one.name}.") for one in made.crime_types)
    agencies = tuple(agency(i, name) for i, name in enumerate(NAMES, 1))
    return replace(made, **{"crime_types": crime_types, "agencies": agencies, **more})  # type: ignore[arg-type]


def with_agency(assessment: Assessment, which: str, **more: object) -> Assessment:
    """The assessment with one agency altered."""
    agencies = tuple(replace(one, **more) if one.name == which else one for one in assessment.agencies)  # type: ignore[arg-type]
    return replace(assessment, agencies=agencies)


def with_settings(assessment: Assessment, **more: object) -> Assessment:
    """The assessment with some settings altered."""
    return replace(assessment, settings=replace(assessment.settings, **more))  # type: ignore[arg-type]


def a_round(folder: Path, assessment: Assessment | None = None, *, blanks: bool = True) -> Path:
    """A round folder, with its blanks."""
    for name, data in _files(assessment or an_assessment(), blanks):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    return folder


@lru_cache(maxsize=8)
def _files(assessment: Assessment, blanks: bool) -> tuple[tuple[str, bytes], ...]:
    """The files of a fresh round; drawn once, for many tests want the same."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        write_round(folder, assessment, counts_workbook(assessment))
        if blanks:
            make_blanks(folder)
        return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*.xlsx")))


def scores(assessment: Assessment, first: int = 1, leave: int = 0) -> dict[int, tuple[int, ...]]:
    """Scores that differ from row to row, so that nothing is to be asked; the last `leave` crime types are left out."""
    kept = assessment.crime_types[: len(assessment.crime_types) - leave]
    return {one.number: tuple((first + i + j) % assessment.scale + 1 for j in range(len(assessment.factors))) for i, one in enumerate(kept)}


def put_return(
    folder: Path, name: str, *, leave: int = 0, comments: Mapping[int, str] | None = None, sign_off: SignOff = SIGNED, first: int = 1
) -> Path:
    """An agency's filled-in blank in returns/; complete unless it is to leave rows out."""
    assessment = open_round(folder).ready()
    data = filled(blank(assessment, name), assessment, scores(assessment, first, leave), comments=comments, sign_off=sign_off)
    path = folder / "returns" / f"{name}.xlsx"
    path.write_bytes(data)
    return path


def put_queries(folder: Path) -> None:
    """The query workbooks that the returns call for, in queries/."""
    assessment = open_round(folder).ready()
    for name, data in queries(read_returns(folder, assessment), assessment).items():
        (folder / "queries" / name).write_bytes(data)


# --- what drafts hold -----------------------------------------------------------------------------------------------------------


def parsed(data: bytes | Path) -> EmailMessage:
    """A message as Python's modern policy reads it; it must have no defect."""
    raw = data.read_bytes() if isinstance(data, Path) else data
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
        assert not [defect for value in part.values() for defect in value.defects]
    return message


def drafts(folder: Path) -> dict[str, EmailMessage]:
    """Every draft in emails/, parsed, by its file name without the suffix."""
    return {path.stem: parsed(path) for path in sorted((folder / "emails").glob("*.eml"))}


def bodies(message: EmailMessage) -> tuple[str, str]:
    """The text and the HTML."""
    found = []
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert isinstance(part, EmailMessage)
        found.append(part.get_content())
    return found[0], found[1]


def attachments(message: EmailMessage) -> dict[str, bytes]:
    """The attachments' bytes by name."""
    return {part.get_filename() or "": part.get_content() for part in message.iter_attachments()}


def everything(message: EmailMessage) -> str:
    """All that a nosy reader can find: the head, both bodies, and every part of every attached workbook, unzipped."""
    found = [f"{name}: {value}" for name, value in message.items()] + list(bodies(message))
    for name, data in attachments(message).items():
        found.append(name)
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            found += [part + parts.read(part).decode("utf-8", "replace") for part in parts.namelist()]
    return "\n".join(found)


def codes(findings: Iterable[object]) -> list[str]:
    """The codes of findings, in order."""
    return [one.code for one in findings]  # type: ignore[attr-defined]
