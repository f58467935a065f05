"""One workbook that came back -> a Return, and every finding with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.intake import Book, Refusal, parse_address, read_book, read_book_bytes
from snwp_xl.layout import SCORES_SHEET, Grid, WorkbookKind, grid_of
from snwp_xl.model import AgencyState, Assessment, Return
from snwp_xl.questions import Fact, questions
from snwp_xl.returns.asking import to_ask
from snwp_xl.returns.entries import ReadReturn
from snwp_xl.returns.grid import Located, locate_grids, outside, remarks
from snwp_xl.returns.identity import identify
from snwp_xl.returns.margins import added_sheets, in_the_margins
from snwp_xl.returns.replies import Told, beside_replies, settled, supersedes, tell, whole_replies
from snwp_xl.returns.rows import Reading
from snwp_xl.returns.signing import sign_off


def read_return(source: Path | str | bytes | Book, assessment: Assessment, *, file: str = "") -> ReadReturn:
    """Read a completed workbook: a path, its bytes, or what intake made of it; `file` is how findings call it.

    Whatever is wrong with it is a finding; nothing is raised for the content of a file.
    """
    if isinstance(source, Book):
        book: Book | Refusal = source
        file = file or source.name
    elif isinstance(source, bytes):
        book = read_book_bytes(source, file or "return.xlsx")
    else:
        file = file or Path(source).name
        book = read_book(Path(source), name=file)
    if isinstance(book, Refusal):
        return _unusable(file, book.sha256, "", [finding(book.code, Place(file), what=book.what)])
    return _read(book, file, assessment)


def _unusable(file: str, sha256: str, agency: str, findings: Sequence[Finding]) -> ReadReturn:
    return ReadReturn(file, sha256, AgencyState.UNUSABLE, agency, None, tuple(findings))


def _read(book: Book, file: str, assessment: Assessment) -> ReadReturn:
    said_once = [finding(code, Place(file)) for code in book.remarks]
    identity = identify(book, file, assessment)
    if identity.findings:
        return _unusable(file, book.sha256, identity.agency, [*identity.findings, *said_once])
    grid = grid_of(assessment)
    grids = locate_grids(book, grid)
    at, found = _one_grid(grids, grid, file, _damage(book))
    if at is None:
        return _unusable(file, book.sha256, identity.agency, [replace(one, agency=identity.agency) for one in (*found, *said_once)])
    reading = Reading(assessment, grid, at, file)
    rows = reading.rows()
    signed, unsigned = sign_off(book, file)
    told: list[Told] = []
    replaced: tuple[str, ...] = ()
    if identity.kind is WorkbookKind.QUERY or grid.reply in at.columns:
        told = [*whole_replies(book, file), *beside_replies(reading.beside, at.sheet.name, file)]
        replaced = supersedes(book)
    found += [*reading.findings, *unsigned, *remarks(at, grid, book, file, SCORES_SHEET)]
    found += [*outside(at, grid, file, at.head), *in_the_margins(book, grids, grid, file), *added_sheets(book, grids, file), *said_once]
    made = Return(
        identity.agency, file, book.sha256, rows, signed, at.sheet.name, replaced[0] if replaced else "", tuple(one.reply for one in told))
    read = ReadReturn(
        file, book.sha256, AgencyState.COMPLETE if made.complete else AgencyState.INCOMPLETE, identity.agency, made,
        tuple(replace(one, agency=identity.agency) for one in found), reading.entries, ancestors=replaced,
        unknown=_unknown(at, reading.findings), unclear=reading.unclear)
    clear = {number: one for number, one in reading.beside.items() if number not in reading.unclear}
    read = with_questions(read, assessment, settled(book, made, assessment, clear))
    heard = [one for one in told if one.crime_type not in reading.unclear]  # those are asked about in a question of their own
    return replace(read, findings=(*read.findings, *tell(heard, identity.agency, to_ask(read))))


def _unknown(at: Located, findings: Iterable[Finding]) -> tuple[str, ...]:
    cells = (parse_address(one.place.cell) for one in findings if one.code == "row-unknown")
    return tuple(at.sheet.cell(*cell).text.strip() for cell in cells)


def with_questions(read: ReadReturn, assessment: Assessment, facts: Iterable[Fact]) -> ReadReturn:
    """The same with the questions that are still open: not those that its own replies, or earlier ones, settle."""
    if read.return_ is None or any(found.code == "return-empty" for found in read.findings):
        return read
    facts = tuple(dict.fromkeys((*read.settled, *facts)))
    old = [one.finding for one in read.questions]
    open_now = questions(assessment, read.return_, facts, read.unclear)
    kept = [found for found in read.findings if found not in old]
    return replace(read, questions=open_now, settled=facts, findings=(*kept, *(one.finding for one in open_now)))


def _damage(book: Book) -> str:
    """Why the table of scores may be gone: the sheet that could not be read, if there is one."""
    return next((f"its sheet {sheet.name} cannot be read: {sheet.damage}" for sheet in book.sheets if sheet.damage), "")


def _one_grid(grids: Sequence[Located], grid: Grid, file: str, damage: str) -> tuple[Located | None, list[Finding]]:
    """The grid that counts, where a sheet was copied: the one that holds answers, if the others hold none or the same."""
    if not grids:
        return None, [finding("return-unusable", Place(file), what=damage or "its table of scores is missing")]
    if len(grids) == 1:
        return grids[0], []
    held = [_answers(one, grid) for one in grids]
    filled = [i for i, answers in enumerate(held) if any(any(cells) for cells in answers.values())] or [0]
    chosen = filled[0]
    place = Place(file, grids[chosen].sheet.name)
    others = ", ".join(one.sheet.name for i, one in enumerate(grids) if i != chosen)
    differ = [i for i in filled[1:] if held[i] != held[chosen]]
    if differ:
        names = " and ".join(grids[i].sheet.name for i in (chosen, *differ))
        return None, [finding("sheet-twice", place, names=names)]
    return grids[chosen], [finding("sheet-copied", place, name=place.sheet, others=others)]


def _answers(at: Located, grid: Grid) -> dict[int, tuple[str, ...]]:
    return {i: at.answers(rows[0], grid) for i, rows in at.rows.items()}
