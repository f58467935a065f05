"""One set-up workbook being sifted: cells become typed values, and what is wrong with them findings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from snwp_xl import layout, locate
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.intake import Book, CellKind
from snwp_xl.layout import Column, Field, Table, Value
from snwp_xl.locate import Found, Head, plain
from snwp_xl.model import Month

Word = TypeVar("Word", bound=StrEnum)

LEVEL_HEADING = re.compile(r"score (\d{1,2}) means")
AGENCY_HEADING = re.compile(r"harm score: (.+)")
WHOLE_TEXT = re.compile(r"[+-]?\d{1,9}(\.0+)?")
EXACT_TEXT = re.compile(r"\d{1,9}(\.\d{1,9}|/[1-9]\d{0,8})?")
PERCENT_TEXT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*%")
DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%d-%m-%Y")
MONTH_FORMATS = ("%B %Y", "%b %Y", "%Y-%m", "%m/%Y", "%b-%y", "%b %y")


class Sift:
    """A set-up workbook and the findings made of it so far."""

    def __init__(self, book: Book, file: str) -> None:
        self.book = book
        self.file = file
        self.findings: list[Finding] = []

    def find(self, code: str, place: Place, **values: str | int) -> None:
        """Note a finding."""
        self.findings.append(finding(code, place, **values))  # type: ignore[arg-type]

    def fields(self, wanted: Mapping[str, Field]) -> Row:
        """The cells of labelled fields; a label that is gone is a finding."""
        cells: dict[str, Found] = {}
        for key, one in wanted.items():
            found = locate.field(self.book, one)
            if found:
                cells[key] = found
            elif one.required:
                self.find("setup-missing-part", Place(self.file, layout.SETUP_SHEET), what=f"The field {one.label}")
        return Row(self, cells, wanted)

    def rows(self, table: Table) -> list[Row]:
        """The used rows of a list, from its headings to the last one in which something stands."""
        head = locate.head(self.book, table.name, [column.heading for column in table.columns], least=_enough(table))
        if head is None:
            self.find("setup-missing-part", Place(self.file, table.sheet), what=f"The list of {table.what}")
            return []
        columns = {column.key: column for column in table.columns if plain(column.heading) in head.columns}
        for column in table.columns:
            if column.required and column.key not in columns:
                self.find("setup-missing-part", Place(self.file, head.sheet.name), what=f"The column {column.heading}")
        at = {key: head.columns[plain(column.heading)] for key, column in columns.items()} | _added(table, head)
        rows = sorted({row for row, column in head.sheet.cells if row > head.row and column in set(at.values())})
        found = (Row(self, {key: _found(head, row, column) for key, column in at.items()}, columns) for row in rows)
        return [row for row in found if row.used]


def _enough(table: Table) -> int:
    return max(2, len(table.columns) // 2)


def _found(head: Head, row: int, column: int) -> Found:
    return Found(head.sheet, row, column, head.sheet.cells.get((row, column)))


def _added(table: Table, head: Head) -> dict[str, int]:
    """Columns that the officer added: descriptors of a longer scale, agencies' scores last year."""
    pattern = {layout.FACTORS.key: LEVEL_HEADING, layout.LAST_YEAR.key: AGENCY_HEADING}.get(table.key)
    found: dict[str, int] = {}
    if pattern is None:
        return found
    for (row, column), cell in sorted(head.sheet.cells.items()):
        match = row == head.row and pattern.fullmatch(plain(cell.value))
        if match and table is layout.FACTORS:
            found.setdefault(f"level_{match[1]}", column)
        elif match:
            found.setdefault(f"agency:{str(cell.value).partition(':')[2].strip()}", column)
    return found


class Row:
    """Cells by key, read as what they should be; each wrong one becomes a finding and a harmless value."""

    def __init__(self, sift: Sift, cells: Mapping[str, Found], definitions: Mapping[str, Field | Column]) -> None:
        self.sift = sift
        self._cells = cells
        self._definitions = definitions

    @property
    def known(self) -> tuple[str, ...]:
        """The keys that this row has a cell for."""
        return tuple(self._cells)

    @property
    def used(self) -> bool:
        """Whether anything stands in the row."""
        return any(found.text for found in self._cells.values())

    def holds(self, key: str) -> bool:
        """Whether something stands in the cell."""
        return key in self._cells and bool(self._cells[key].text)

    def place(self, key: str) -> Place:
        """Where the cell is."""
        if key in self._cells:
            return self._cells[key].place(self.sift.file)
        return next(iter(self._cells.values())).place(self.sift.file)

    def _what(self, key: str) -> str:
        one = self._definitions.get(key)
        if one is None:
            return key
        return one.label if isinstance(one, Field) else one.heading

    def _missing(self, key: str, wanted: str) -> None:
        one = self._definitions.get(key)
        if one is not None and one.required:
            self.sift.find("setup-missing", self.place(key), what=self._what(key), wanted=wanted)

    def _wrong(self, key: str, code: str, **values: str | int) -> None:
        self.sift.find(code, self.place(key), what=self._what(key), value=self._cells[key].text, **values)

    # --- kinds of values
    def text(self, key: str) -> str:
        """The text; an empty required one is a finding."""
        if not self.holds(key):
            self._missing(key, "a text")
            return ""
        return self._cells[key].text

    def optional_whole(self, key: str, least: int, most: int = 1_000_000) -> int | None:
        """The whole number of a range; None where the cell is empty or wrong."""
        wanted = f"a whole number from {least} to {most}"
        if not self.holds(key):
            self._missing(key, wanted)
            return None
        number = _whole(self._cells[key])
        if number is None or not least <= number <= most:
            self._wrong(key, "setup-not-a-number", wanted=wanted)
            return None
        return number

    def whole(self, key: str, least: int, most: int, otherwise: int) -> int:
        """The whole number of a range, or `otherwise` where the cell is empty or wrong."""
        number = self.optional_whole(key, least, most)
        return otherwise if number is None else number

    def share(self, key: str, otherwise: Fraction) -> Fraction:
        """A percentage as an exact share of 1."""
        wanted = "a percentage from 0% to 100%"
        if not self.holds(key):
            self._missing(key, wanted)
            return otherwise
        share = _share(self._cells[key])
        if share is None or not 0 <= share <= 1:
            self._wrong(key, "setup-not-a-number", wanted=wanted)
            return otherwise
        return share

    def exact(self, key: str) -> Fraction | None:
        """A number of zero or more, exactly; None where empty or wrong."""
        if not self.holds(key):
            return None
        if not EXACT_TEXT.fullmatch(self._cells[key].text):
            self._wrong(key, "setup-not-a-number", wanted="a number")
            return None
        return Fraction(self._cells[key].text)

    def day(self, key: str) -> date | None:
        """A date; None where empty or wrong."""
        if not self.holds(key):
            self._missing(key, "a date, such as 30 June 2026")
            return None
        day = day_of(self._cells[key], DAY_FORMATS)
        if day is None:
            self._wrong(key, "setup-not-a-date")
        return day

    def month(self, key: str) -> Month | None:
        """A month, from a date in it or words such as March 2016."""
        if not self.holds(key):
            self._missing(key, "a month, such as 01/03/2016")
            return None
        day = day_of(self._cells[key], (*DAY_FORMATS, *MONTH_FORMATS))
        if day is None:
            self._wrong(key, "setup-not-a-date")
            return None
        return Month.of(day)

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        """One of the words allowed, as we write it; empty where the cell is empty or wrong."""
        if not self.holds(key):
            self._missing(key, f"one of: {'; '.join(allowed)}")
            return ""
        said = plain(self._cells[key].text)
        for word in allowed:
            if plain(word) == said:
                return str(word)
        self._wrong(key, "setup-not-allowed", allowed="; ".join(allowed))
        return ""

    def optional_choice(self, key: str, words: type[Word], allowed: Sequence[Word]) -> Word | None:
        """One of some words; None where the cell is empty or wrong."""
        said = self.one_of(key, [str(one) for one in allowed])
        return words(said) if said else None

    def choice(self, key: str, words: type[Word], otherwise: Word) -> Word:
        """One of all the words of an enumeration, or `otherwise`."""
        return self.optional_choice(key, words, tuple(words)) or otherwise

    def yes(self, key: str) -> bool:
        """Whether the cell says Yes."""
        return self.one_of(key, (layout.YES, layout.NO)) == layout.YES


def _whole(found: Found) -> int | None:
    value = found.cell.value if found.cell else None
    if isinstance(value, bool) or (found.cell and found.cell.kind is CellKind.DATE):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and WHOLE_TEXT.fullmatch(value.strip()):
        return int(Fraction(value.strip()))
    return None


def _share(found: Found) -> Fraction | None:
    value = found.cell.value if found.cell else None
    if isinstance(value, bool) or (found.cell and found.cell.kind is CellKind.DATE):
        return None
    if isinstance(value, int | float):
        return Fraction(str(value))
    match = PERCENT_TEXT.fullmatch(found.text)
    return Fraction(match[1]) / 100 if match else None


def day_of(found: Found, formats: Sequence[str]) -> date | None:
    """The day in a cell: a date, or words in one of the formats; None for anything else."""
    value = found.cell.value if found.cell else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    for one in formats:
        try:
            return datetime.strptime(" ".join(value.split()), one).date()
        except ValueError:
            continue
    return None


__all__ = ["Row", "Sift", "Value", "day_of"]
