"""The officer's set-up workbook made again with buttons, where the Python that they start has moved.

The settings are read from the old workbook and drawn afresh; the old one is not touched, and what stands in it beside
the settings is named, so that nothing is lost without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from snwp_xl import layout, locate
from snwp_xl.assessment import read_setup, read_unfinished, settings_hash, setup_workbook
from snwp_xl.buttons import Interpreter, ProjectRefused
from snwp_xl.buttons.interpreter import SHEET as SETTINGS_SHEET
from snwp_xl.days import day_in, month_in
from snwp_xl.files import names_like, place
from snwp_xl.findings import Finding, Place, RoundError, Severity, finding
from snwp_xl.folders import MACRO_SETUP_NAME
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book, Cell, Refusal, Sheet, address, read_book_bytes
from snwp_xl.layout import Table, Value
from snwp_xl.locate import Head, plain
from snwp_xl.model import Assessment
from snwp_xl.phrases import first_few
from snwp_xl.rounds import Round

NOT_THE_OFFICERS = {plain(one) for one in (layout.START_SHEET, layout.LATEST_SHEET, SETTINGS_SHEET)}
NOTES = "file-notes"  # what the reader remarks of a workbook with notes on cells; ours has none
MOST_NAMED = 8  # cells in one message


@dataclass(frozen=True, slots=True)
class Again:
    """A set-up workbook made again."""

    old: Path
    new: Path | None  # None: the old one is what would have been made
    findings: tuple[Finding, ...] = ()


def make_again(this: Round, interpreter: Interpreter) -> Again:
    """Write the round's set-up workbook afresh beside the old one, with buttons that start this Python.

    RoundError if there are two, if an entry is wrong (it could not be carried over), or if xlwings does not yield the buttons.
    """
    for one in this.findings:
        if one.code == "setup-two-workbooks" and one.place.file == this.setup.name:
            raise RoundError(str(one))
    old = this.folder / this.setup.name
    assessment = _assessment(this)
    try:
        data = setup_workbook(assessment, interpreter)
    except ProjectRefused as refused:
        raise RoundError(str(refused)) from refused
    if data == old.read_bytes():
        return Again(old, None)
    made = _read_again(data, assessment)
    new = place(next(path for path in names_like(this.folder / MACRO_SETUP_NAME) if not path.exists()), data).path
    cells = left_behind(this.setup.book, made)
    what = first_few(cells, MOST_NAMED)
    return Again(old, new, (finding("setup-left-behind", Place(old.name), name=new.name, what=what),) if cells else ())


def _assessment(this: Round) -> Assessment:
    """The settings of the workbook alone: last year's results in the folder are not among them."""
    assessment, found = read_setup(this.setup.book, this.setup.name)
    settings = assessment or read_unfinished(this.setup.book, this.setup.name)
    if settings is None:
        wrong = next(one for one in found if one.severity is Severity.ERROR)
        raise RoundError(f"The set-up workbook cannot be made again, because an entry would be lost. {wrong}")
    return settings


def _read_again(data: bytes, wanted: Assessment) -> Book:
    """The new workbook as it will be read; RoundError if it does not say what the old one said."""
    book = read_book_bytes(data, MACRO_SETUP_NAME)
    if not isinstance(book, Refusal):
        found = read_setup(book, MACRO_SETUP_NAME)[0] or read_unfinished(book, MACRO_SETUP_NAME)
        if found and settings_hash(found) == settings_hash(wanted):
            return book
    raise RoundError("The set-up workbook cannot be made again: an entry would be lost. Nothing was written.")


# --- what a fresh workbook does not hold ------------------------------------------------------------------------------


def left_behind(old: Book, new: Book) -> tuple[str, ...]:
    """What a person wrote into the old workbook that the new one has no place for: notes, sheets, and cells as Agencies!E9."""
    notes = ["notes or comments on cells"] if NOTES in old.remarks else []
    known = {plain(sheet.name) for sheet in new.sheets} | NOT_THE_OFFICERS
    sheets = [f"the sheet {sheet.name}" for sheet in old.sheets if sheet.cells and plain(sheet.name) not in known]
    tables = [where for table in layout.SETUP_TABLES for where in _of_table(old, new, table)]
    return (*notes, *sheets, *_beside_fields(old, new), *tables)


def _beside_fields(old: Book, new: Book) -> Iterator[str]:
    """Cells right of everything that the sheet Setup holds."""
    before, after = (locate.sheet_called(book, layout.SETUP_SHEET) for book in (old, new))
    if before and after:
        last = max(column for _, column in after.cells)
        yield from (_where(before, row, column) for row, column in sorted(before.cells) if column > last)


def _of_table(old: Book, new: Book, table: Table) -> Iterator[str]:
    """Cells below a list's headings whose words do not stand under the same heading of the new list."""
    before, after = (locate.head(book, table.name, [column.heading for column in table.columns], least=2) for book in (old, new))
    if before is None or after is None:
        return
    kinds = {plain(column.heading): column.value for column in table.columns}
    headings = {column: plain(cell.value) for (_, column), cell in before.sheet.row_cells(before.row)}
    there = {plain(cell.value): column for (_, column), cell in after.sheet.row_cells(after.row)}
    kept = {heading: Counter(_said(cell, kinds.get(heading)) for _, cell in _below(after, column)) for heading, column in there.items()}
    for column in sorted({column for row, column in before.sheet.cells if row > before.row}):
        heading = headings.get(column, "")
        if kinds.get(heading) is Value.CHECK:  # drawn afresh
            continue
        for row, cell in _below(before, column):
            said = _said(cell, kinds.get(heading))
            if kept.get(heading, Counter())[said] <= 0:
                yield _where(before.sheet, row, column)
            else:
                kept[heading][said] -= 1


def _below(head: Head, column: int) -> Iterator[tuple[int, Cell]]:
    cells = head.sheet.cells
    return ((row, cells[row, at]) for row, at in sorted(cells) if at == column and row > head.row)


def _said(cell: Cell, kind: Value | None) -> str:
    """What a cell says, however it was typed: 30/6/26 and 30 June 2026 are the same, and so are 40% and 0.4."""
    day = day_in(cell) if kind is Value.DATE else None
    month = month_in(cell) if kind is Value.MONTH else None
    if day or month:
        return str(day or month)
    words = plain(cell.value)
    if kind in (Value.PERCENT, Value.WHOLE, Value.NUMBER):
        try:
            number = float(words.rstrip("%")) / (100 if words.endswith("%") else 1)
        except ValueError:
            return words
        return f"{number:.12g}"
    return words


def _where(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name}!{address(row, column)}"
