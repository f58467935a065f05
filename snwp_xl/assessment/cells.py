"""The cells of one row or form of the set-up workbook: read as what they should be, and what is wrong with them as findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from snwp_xl import layout
from snwp_xl.days import day_in, month_in
from snwp_xl.findings import Place
from snwp_xl.intake import CellKind
from snwp_xl.layout import Column, Field
from snwp_xl.locate import Found, plain
from snwp_xl.model import Month

Word = TypeVar("Word", bound=StrEnum)
Find = Callable[..., None]  # (code, place, **values): notes a finding

WHOLE_TEXT = r"[+-]?\d{1,9}(\.0+)?"
NUMBER_TEXT = r"\d{1,9}(\.\d{1,9}|/[1-9]\d{0,8})?"
PERCENT_TEXT = r"(\d{1,3}(?:\.\d{1,6})?)\s*%"
FINEST = 10**9  # the largest denominator: 0.07 and 40/3 come back exactly from the 15 digits that a spreadsheet keeps


class Row:
    """Cells by key, read as what they should be; each wrong one becomes a finding and a harmless value."""

    def __init__(self, file: str, find: Find, cells: Mapping[str, Found], definitions: Mapping[str, Field | Column]) -> None:
        self._file = file
        self._find = find
        self._cells = cells
        self._definitions = definitions

    @property
    def known(self) -> tuple[str, ...]:
        """The keys that this row has a cell for."""
        return tuple(self._cells)

    @property
    def used(self) -> bool:
        """Whether anything stands in the row."""
        return any(found.text or _unusable(found) for found in self._cells.values())

    def holds(self, key: str) -> bool:
        """Whether something that can be read stands in the cell."""
        return key in self._cells and bool(self._cells[key].text) and not _unusable(self._cells[key])

    def place(self, key: str) -> Place:
        """Where the cell is."""
        if key in self._cells:
            return self._cells[key].place(self._file)
        return next(iter(self._cells.values())).place(self._file)

    def _given(self, key: str, wanted: str) -> Found | None:
        """The cell if something stands in it; a finding if it should not be empty, or holds what has no value."""
        if key not in self._cells:
            return None
        found, one = self._cells[key], self._definitions[key]
        why = _unusable(found)
        if why:
            self._find("setup-no-value", self.place(key), what=one.called, why=why)
        elif found.text:
            return found
        elif one.required:
            self._find("setup-missing", self.place(key), what=one.called, wanted=wanted)
        elif one.without:
            self._find("setup-still-empty", self.place(key), what=one.called, so=one.without, wanted=wanted)
        return None

    def _wrong(self, key: str, code: str, **values: str | int) -> None:
        self._find(code, self.place(key), what=self._definitions[key].called, value=self._cells[key].text, **values)

    def _as_text(self, key: str, found: Found, read: str) -> None:
        """Note that a number or a date was typed as text, and how it was read."""
        if found.cell and found.cell.kind is CellKind.TEXT:
            self._wrong(key, "setup-read-from-text", read=read)

    # --- kinds of values
    def text(self, key: str) -> str:
        """The text; an empty required one is a finding."""
        found = self._given(key, "it")
        if found is None:
            return ""
        if found.cell and found.cell.kind is CellKind.DATE:
            self._wrong(key, "setup-date-for-text")
        return found.text

    def name(self, key: str) -> str:
        """A text that is a name: on one line, single spaces."""
        return " ".join(self.text(key).split())

    def optional_whole(self, key: str, most: int | None = None) -> int | None:
        """The whole number within its range, or up to `most`; None where the cell is empty or wrong."""
        one = self._definitions.get(key)
        if one is None:
            return None
        highest = one.most if most is None else most
        wanted = f"a whole number from {one.least} to {highest}"
        found = self._given(key, wanted)
        if found is None:
            return None
        number = _whole(found)
        if number is None or not one.least <= number <= highest:
            self._wrong(key, "setup-not-a-number", wanted=wanted)
            return None
        self._as_text(key, found, str(number))
        return number

    def whole(self, key: str, otherwise: int) -> int:
        """The whole number within its range, or `otherwise` where the cell is empty or wrong."""
        number = self.optional_whole(key)
        return otherwise if number is None else number

    def share(self, key: str) -> Fraction | None:
        """A percentage as an exact share of 1; None where the cell is empty or wrong."""
        wanted = "a percentage from 0% to 100%, such as 40%"
        found = self._given(key, wanted)
        if found is None:
            return None
        share = _share(found)
        if share is None:
            self._wrong(key, "setup-not-a-number", wanted=wanted)
        elif share > 1:
            self._wrong(key, "setup-over-100-percent", percent=in_percent(share))
        else:
            self._as_text(key, found, in_percent(share))
            return share
        return None

    def number(self, key: str) -> Fraction | None:
        """A number of zero or more, exactly; None where empty or wrong."""
        found = self._given(key, "a number")
        if found is None:
            return None
        number = _number(found)
        if number is None:
            self._wrong(key, "setup-not-a-number", wanted="a number of 0 or more")
            return None
        self._as_text(key, found, str(number))
        return number

    def day(self, key: str) -> date | None:
        """A date; None where empty or wrong."""
        found = self._given(key, "a date, such as 30 June 2026")
        if found is None:
            return None
        day = day_in(found.cell)
        if day is None or not layout.EARLIEST <= day <= layout.LATEST:
            self._wrong(key, "setup-not-a-date")
            return None
        self._as_text(key, found, f"{day.day} {Month.of(day).words}")
        return day

    def month(self, key: str) -> Month | None:
        """A month, as its first or last day or in words such as March 2016; None where empty or wrong."""
        found = self._given(key, "a month, such as 01/03/2016")
        if found is None:
            return None
        month = month_in(found.cell)
        if month is None or not layout.EARLIEST <= month.first_day <= layout.LATEST:
            self._wrong(key, "setup-not-a-month")
            return None
        self._as_text(key, found, month.words)
        return month

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        """One of the words allowed, as we write it; empty where the cell is empty or wrong."""
        found = self._given(key, f"one of: {'; '.join(allowed)}")
        if found is None:
            return ""
        said = plain(found.text)
        for word in allowed:
            if plain(word) == said:
                return str(word)
        self._wrong(key, "setup-not-allowed", allowed="; ".join(allowed))
        return ""

    def optional_choice(self, key: str, words: type[Word]) -> Word | None:
        """One of the words that the column allows; None where the cell is empty or wrong."""
        said = self.one_of(key, self._allowed(key))
        return words(said) if said else None

    def choice(self, key: str, words: type[Word], otherwise: Word) -> Word:
        """One of the words that the column allows, or `otherwise`."""
        return self.optional_choice(key, words) or otherwise

    def yes(self, key: str) -> bool:
        """Whether the cell says Yes."""
        return self.one_of(key, (layout.YES, layout.NO)) == layout.YES

    def _allowed(self, key: str) -> tuple[str, ...]:
        one = self._definitions.get(key)
        return one.allowed if one else ()


def _unusable(found: Found) -> str:
    """Why what stands in a cell has no value that can be read; empty if it has one, or nothing stands there."""
    cell = found.cell
    if cell is None:
        return ""
    if cell.uncalculated:
        return "it is a formula whose value was not saved"
    if cell.kind is CellKind.ERROR:
        return f"it shows the error {found.text}"
    return "its text was lost on the way" if cell.kind is CellKind.LOST else ""


def _whole(found: Found) -> int | None:
    value = found.cell.value if found.cell else None
    if isinstance(value, bool) or (found.cell and found.cell.kind is CellKind.DATE):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(WHOLE_TEXT, found.text):
        return int(Fraction(found.text))
    return None


def _share(found: Found) -> Fraction | None:
    number = _number(found)
    if number is not None and found.cell and found.cell.kind is CellKind.NUMBER:
        return number
    match = re.fullmatch(PERCENT_TEXT, found.text)
    return Fraction(match[1]) / 100 if match else None


def _number(found: Found) -> Fraction | None:
    value = found.cell.value if found.cell else None
    if isinstance(value, bool) or (found.cell and found.cell.kind is CellKind.DATE):
        return None
    if isinstance(value, int | float):
        return Fraction(value).limit_denominator(FINEST) if 0 <= value <= layout.MOST else None
    return Fraction(found.text) if re.fullmatch(NUMBER_TEXT, found.text) else None


def in_percent(share: Fraction) -> str:
    """A share as a person writes it: 12.5%."""
    return f"{float(share * 100):.10g}%"
