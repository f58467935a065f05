"""A table of the results as a place: its sheet, its columns, its rows, and how formulas and links get there.

Formulas ask for a column as a fixed range, for a cell of their own row, or for the row that has a number, so that sorting
a table never moves a number to another name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeVar

from snwp_xl.frozen import dataclass
from snwp_xl.sheets import Formula, Sheet, area, column_name, own, quoted, shortened, text_literal

HEAD_ROW = 5  # of every table that starts its sheet: title, marking, up to three lines of words, then the headings
MARK = "!"  # stands in every address, and in no word for TRUE
WORDS_STYLES = frozenset({"wrap", "left", "link"})
Value = TypeVar("Value")
LONGEST_LITERAL = 255  # characters of a text inside a formula


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a results table."""

    key: str
    heading: str
    width: float = 12
    style: str = "cell"

    @property
    def head_style(self) -> str:
        """The heading stands as what is below it: words to the left, numbers in the middle."""
        return "head indent" if WORDS_STYLES.intersection(self.style.split()) else "head centre"


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table's place: its sheet, headings, and rows."""

    name: str  # of the Excel table
    sheet: str
    columns: tuple[Column, ...]
    rows: int
    head: int = HEAD_ROW
    left: int = 0
    _places: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)  # of the columns, once asked for

    def column(self, key: str) -> int:
        """The column with that key, from 0; raises KeyError."""
        if not self._places:
            self._places.update({column.key: self.left + i for i, column in reversed(list(enumerate(self.columns)))})
        return self._places[key]

    @property
    def headings(self) -> list[str]:
        """The headings, told apart where an agency or factor is called like a column of ours: Excel repairs a table otherwise."""
        made: list[str] = []
        for column in self.columns:
            same = sum(one.casefold() == column.heading.casefold() for one in made)
            made.append(f"{column.heading} ({same + 1})" if same else column.heading)
        return made

    @property
    def first(self) -> int:
        """The first row under the headings."""
        return self.head + 1

    @property
    def last(self) -> int:
        """The last row; an empty table keeps one."""
        return self.head + max(1, self.rows)

    def all(self, key: str, *, here: bool = False) -> str:
        """A column's cells as a fixed range; `here` leaves the sheet's name out."""
        at = self.column(key)
        return area(self.first, at, self.last, at, "" if here else self.sheet)

    def own(self, key: str, row: int) -> str:
        """A cell of a formula's own row."""
        return own(self.column(key), row)

    def span(self, first: str, last: str, row: int) -> str:
        """Cells side by side of a formula's own row."""
        return f"{self.own(first, row)}:{self.own(last, row)}"

    def block(self, first: str, last: str) -> str:
        """Columns side by side as a fixed range."""
        return area(self.first, self.column(first), self.last, self.column(last), self.sheet)

    def box(self, first: str, last: str | None = None) -> tuple[int, int, int, int]:
        """Columns as a rectangle, for conditions."""
        return self.first, self.column(first), self.last, self.column(last or first)

    def start(self, sheet: Sheet, *, widths: bool = True, filters: bool = True) -> None:
        """Draw the headings and mark the table."""
        if widths:
            sheet.widths([column.width for column in self.columns], self.left)
        looks = [column.head_style for column in self.columns]
        sheet.table(self.head, self.left, self.name, self.headings, self.last, filters=filters, looks=looks)
        sheet.fit(self.head, {self.left + i: column.heading + "    " for i, column in enumerate(self.columns)}, least=2)

    def put(self, sheet: Sheet, row: int, values: Mapping[str, object]) -> None:
        """Write a row's values, each in its column's style; a key without a value leaves the cell empty."""
        for i, column in enumerate(self.columns):
            sheet.put(row, self.left + i, values.get(column.key), column.style)  # type: ignore[arg-type]

    # --- other sheets' way to a row of this table
    def place(self, value: str, by: str = "number") -> str:
        """The place from 1 of the row that has a value in column `by`."""
        return f"MATCH({value},{self.all(by)},0)"

    def at(self, key: str, value: str, by: str = "number") -> str:
        """The cell of that row in a column."""
        return f"INDEX({self.all(key)},{self.place(value, by)})"

    def link(self, value: str, words: str, by: str = "number", key: str = "") -> Formula:
        """A link to that row, wherever sorting has put it; a fixed link would lead to whatever stands there now."""
        column = column_name(self.column(key) if key else self.left)
        target = f'"#{quoted(self.sheet)}!{column}"&({self.place(value, by)}+{self.first})'
        told = shortened(words, LONGEST_LITERAL)
        return Formula(f"=HYPERLINK({target},{text_literal(told)})", told)

    def first_words(self, key: str) -> str:
        """The first address in a column of checks, which hold TRUE or an address."""
        return f"INDEX({self.all(key)},{self.first_worded(key)})"

    def first_worded(self, key: str) -> str:
        """The place from 1 of that address; not any text is asked for, since some programs take TRUE for one."""
        return f'MATCH("*{MARK}*",{self.all(key)},0)'


def otherwise(value: Value | None, words: str) -> Value | str:
    """A value, or the words that stand where there is none."""
    return words if value is None else value


def fixed_link(sheet: str, target: str, words: str) -> Formula:
    """A link in a row that may be sorted, to a cell that stands still: as a formula it goes with its row."""
    return Formula(f"=HYPERLINK({text_literal(f'#{quoted(sheet)}!{target}')},{text_literal(words)})", words)
