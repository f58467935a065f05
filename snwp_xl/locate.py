"""Finds again, in a workbook that came back, what `layout` defines and `sheets` drew.

Defined names lead to a field or a row of headings, wherever inserted rows or a renamed sheet have moved them; where names
were lost on the way, labels do. Labels are compared as people read them: case, dashes, quotes and spaces do not matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from snwp_xl.findings import Place
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book, Cell, Sheet, address
from snwp_xl.layout import Field

LONGEST_KEPT, MOST_KEPT = 200, 2000  # letters of a label, and labels, whose plain form is kept
SAME = str.maketrans({
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),  # marks without width
})


class _Labels(dict[str, str]):
    """Labels -> their plain form. A dictionary finds one in a third of the time that a function takes, thousands of times a round."""

    def __missing__(self, label: str) -> str:
        normal = unicodedata.normalize("NFKC", label).translate(SAME)
        plainly = " ".join(normal.split()).casefold()
        if len(self) >= MOST_KEPT:
            self.clear()
        if len(label) <= LONGEST_KEPT:
            self[label] = plainly
        return plainly


_LABELS = _Labels()  # the same few labels stand in every workbook of a round
_plain_of = _LABELS.__getitem__


def plain(text: object) -> str:
    """A label as people read it: one kind of dash, quote and space, without case or full-width forms."""
    return _plain_of(str(text))


def places_of(sheet: Sheet, label: str) -> Sequence[tuple[int, int]]:
    """Where a label stands that is given in its plain form, row by row from left to right."""
    return sheet.labels(_plain_of).get(label, ())


@dataclass(frozen=True, slots=True)
class Found:
    """A cell that was looked for, empty or not."""

    sheet: Sheet
    row: int
    column: int
    cell: Cell | None

    @property
    def text(self) -> str:
        """What stands there, as text without spaces around it; empty if nothing does."""
        return "" if self.cell is None or self.cell.value is None else str(self.cell.value).strip()

    def place(self, file: str) -> Place:
        """The cell in that file."""
        return Place(file, self.sheet.name, address(self.row, self.column))


@dataclass(frozen=True, slots=True)
class Head:
    """A row of headings, and the column of each that was found."""

    sheet: Sheet
    row: int
    columns: dict[str, int]  # plain(heading) -> column

    def at(self, row: int, heading: str) -> Found | None:
        """The cell of a row under a heading; None if there is no such heading."""
        column = self.columns.get(plain(heading))
        return None if column is None else Found(self.sheet, row, column, self.sheet.cells.get((row, column)))

    def rows_below(self) -> Iterator[int]:
        """Every row under the headings in which a headed column holds something, in order."""
        wanted = set(self.columns.values())
        return iter(sorted({row for row, column in self.sheet.cells if row > self.row and column in wanted}))


def text_of(found: Found | None) -> str:
    """What stands there; empty if there is no such cell."""
    return found.text if found else ""


def field(book: Book, wanted: Field) -> Found | None:
    """The cell of a field: by its defined name, else beside its label; None if neither is there."""
    return named_cell(book, wanted.name) or beside_label(book.sheets, wanted.label)


def named_cell(book: Book, name: str) -> Found | None:
    """The first cell of a defined name; None if the name is lost or leads nowhere."""
    where = book.names.get(name)
    if where is None:
        return None
    sheet = sheet_called(book, where.sheet)
    if sheet is None:
        return None
    return Found(sheet, where.first_row, where.first_column, sheet.cells.get((where.first_row, where.first_column)))


def sheet_called(book: Book, name: str) -> Sheet | None:
    """The sheet of that name, whatever its case."""
    return next((sheet for sheet in book.sheets if sheet.name.casefold() == name.casefold()), None)


def head(book: Book, name: str, headings: Sequence[str], least: int | None = None) -> Head | None:
    """The row that holds `headings`: at the defined name, else the row of any sheet that holds the most of them.

    At least `least` of the headings must be there (all, if not given).
    """
    enough = len(headings) if least is None else least
    found = named_cell(book, name)
    if found:
        at_name = _headings_in(found.sheet, found.row, headings)
        if len(at_name.columns) >= enough:
            return at_name
    best = max((one for sheet in book.sheets for one in _heads(sheet, headings)), key=lambda one: len(one.columns), default=None)
    return best if best and len(best.columns) >= enough else None


def _heads(sheet: Sheet, headings: Sequence[str]) -> Iterable[Head]:
    wanted = {plain(heading) for heading in headings}
    rows = sorted({row for label in wanted for row, _ in places_of(sheet, label)})
    return (_headings_in(sheet, row, headings) for row in rows)


def _headings_in(sheet: Sheet, row: int, headings: Sequence[str]) -> Head:
    wanted = {plain(heading) for heading in headings}
    columns: dict[str, int] = {}
    for (at, column), cell in sorted(sheet.row_cells(row)):
        label = plain(cell.value) if at == row else ""
        if label in wanted:
            columns.setdefault(label, column)
    return Head(sheet, row, columns)


def beside_label(sheets: Sequence[Sheet], label: str) -> Found | None:
    """The cell right of a label, on the first of these sheets that has it."""
    wanted = plain(label)
    for sheet in sheets:
        for row, column in places_of(sheet, wanted):
            return Found(sheet, row, column + 1, sheet.cells.get((row, column + 1)))
    return None
