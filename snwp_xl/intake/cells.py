"""What was read of a workbook: cells with their addresses, sheets, defined names. Rows and columns count from 0."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from snwp_xl.formulas import column_name
from snwp_xl.frozen import dataclass

LAST_ROW = 1_048_575
LAST_COLUMN = 16_383
MOST_AREAS = 500  # areas that are kept: the forms of a round have the same names
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

Value = str | int | float | bool | date | time | None  # a datetime is a date


class CellKind(StrEnum):
    """What sort of thing a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    BOOL = "true or false"
    ERROR = "error"  # #REF! and its like, or something stored as a number that is none
    DATE = "date"  # a number formatted as a date or time
    EMPTY = "empty"  # no stored value: only a formula that was never calculated is kept as such a cell
    LOST = "lost"  # a text whose words were lost on the way


class Cell(NamedTuple):
    """A cell that holds something. A named tuple: made in 0.2 microseconds, a frozen dataclass in 0.5."""

    kind: CellKind
    value: Value  # int where a number is whole; the error's name; None where EMPTY or LOST
    text: str  # exactly as stored: "3.0", " 3 ", "#REF!"; "" where nothing is
    formula: str | None = None  # "=SUM(E10:J10)", with or without a stored value
    number: int | float | None = None  # of a DATE: the stored number, where the file has one

    @property
    def uncalculated(self) -> bool:
        """A formula without a stored value."""
        return self.kind is CellKind.EMPTY and self.formula is not None


NOTHING = Cell(CellKind.EMPTY, None, "")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells on a sheet; the last row and column belong to it."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def address(self) -> str:
        """E10, or E10:J12."""
        first, last = address(self.first_row, self.first_column), address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    def __contains__(self, position: object) -> bool:
        if not isinstance(position, tuple) or len(position) != 2:
            return False
        row, column = position
        return bool(self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it came back."""

    name: str
    visibility: str = "visible"  # or "hidden", "veryHidden"
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)  # (row, column) of each cell that holds something
    hidden_rows: frozenset[int] = frozenset()  # of the rows that hold something
    struck: frozenset[tuple[int, int]] = frozenset()  # the cells that are crossed out
    damage: str = ""  # why the sheet could not be read; then it has no cells
    _rows: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _labels: dict[str, list[tuple[int, int]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def cell(self, row: int, column: int) -> Cell:
        """The cell there; NOTHING where there is none."""
        return self.cells.get((row, column), NOTHING)

    def rows(self) -> tuple[int, ...]:
        """The rows that hold something, in order. (Not a range: one stray cell may stand in row 1,048,576.)"""
        return tuple(sorted(self._by_row()))

    def row_cells(self, row: int) -> Iterator[tuple[tuple[int, int], Cell]]:
        """The cells of a row from left to right, each with its (row, column)."""
        for column in self._by_row().get(row, ()):
            yield (row, column), self.cells[row, column]

    def labels(self, plain: Callable[[str], str]) -> Mapping[str, Sequence[tuple[int, int]]]:
        """The places of each text, by what `plain` makes of it (always the same function), row by row from left to right."""
        if not self._labels:
            for place, text in sorted((place, cell.value) for place, cell in self.cells.items() if isinstance(cell.value, str)):
                self._labels.setdefault(plain(text), []).append(place)
        return self._labels

    def _by_row(self) -> dict[int, list[int]]:
        if not self._rows:
            for row, column in sorted(self.cells):
                self._rows.setdefault(row, []).append(column)
        return self._rows


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as it came back."""

    name: str
    sha256: str  # of the file
    sheets: tuple[Sheet, ...]
    names: Mapping[str, Area] = field(default_factory=dict)  # defined names that lead to a rectangle
    remarks: tuple[str, ...] = ()  # codes of the catalogue: what should be said once of this file
    format: str = "xlsx"  # or xlsm, xls, xlsb, ods: what the bytes are, whatever the file is called

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, whatever its case; None if there is none."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    def area(self, name: str) -> Area | None:
        """Where a defined name leads, whatever its case; None if it is absent or broken."""
        exact = self.names.get(name)
        return exact or next((area for known, area in self.names.items() if known.casefold() == name.casefold()), None)

    def at(self, area: Area) -> Cell:
        """The top left cell of an area; NOTHING where it is empty."""
        sheet = self.sheet(area.sheet)
        return sheet.cell(area.first_row, area.first_column) if sheet else NOTHING


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read as a workbook; the caller makes the finding of it."""

    code: str  # of the catalogue
    what: str  # the reason in plain words, for {what}
    sha256: str  # of the file; empty where it could not be read at all


def address(row: int, column: int) -> str:
    """The address of a cell: address(9, 4) is E10."""
    return f"{column_name(column)}{row + 1}"


def parse_address(text: str) -> tuple[int, int]:
    """Row and column of an address, E10 or $E$10; ValueError for anything else, or beyond XFD1048576."""
    found = _ADDRESS.fullmatch(text)
    if not found:
        raise ValueError(f"not an address: {text[:20]!r}")
    column = parse_column(found[1])
    row = int(found[2]) - 1
    if not 0 <= row <= LAST_ROW or column > LAST_COLUMN:
        raise ValueError(f"beyond the edge of a sheet: {text[:20]!r}")
    return row, column


def parse_column(letters: str) -> int:
    """The column of its letters: E is 4."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


@lru_cache(MOST_AREAS)
def parse_area(text: str, sheet: str = "") -> Area:
    """The rectangle of E10, $E$10:$J$12, $A:$C (whole columns) or $1:$3 (whole rows); ValueError for anything else."""
    first, _, last = text.replace("$", "").partition(":")
    last = last or first
    if first.isalpha() and last.isalpha() and ":" in text:
        first, last = f"{first}1", f"{last}{LAST_ROW + 1}"
    elif first.isdecimal() and last.isdecimal() and ":" in text:
        first, last = f"A{first}", f"{column_name(LAST_COLUMN)}{last}"
    (top, left), (bottom, right) = parse_address(first), parse_address(last)
    return Area(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))
