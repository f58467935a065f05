"""What a table of the public edition is made of, and the shorthand that stands where a value does not.

The shorthand is the Government Analysis Function's: [c] confidential, [x] not available, [z] not applicable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction

from snwp_xl.frozen import dataclass
from snwp_xl.results.tables import Column, TablePlan
from snwp_xl.sheets import Content, Formula

CONFIDENTIAL, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[x]", "[z]"
SHORTHAND = {
    CONFIDENTIAL: "withheld, so that no small count and no single agency's score can be read or worked out",
    NOT_AVAILABLE: "not available: there is no such number, or it is not known",
    NOT_APPLICABLE: "not applicable",
}
FIRST_WORDS = 2  # row of a sheet's first line of words, below its title and what it belongs to
NOTE = "[note {number}]"
PROVISIONAL = "Some answers or counts are still missing. The numbers may change."


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One table on a sheet of its own."""

    plan: TablePlan
    title: str
    words: tuple[str, ...]  # before the table
    rows: tuple[Mapping[str, Content], ...]

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self.plan.sheet

    def values(self) -> tuple[tuple[Content, ...], ...]:
        """Its rows as values, formulas with theirs."""
        return tuple(tuple(value_of(row.get(column.key)) for column in self.plan.columns) for row in self.rows)


def value_of(content: Content) -> Content:
    """What a cell shows."""
    return content.value if isinstance(content, Formula) else content


def head_row(words: tuple[str, ...]) -> int:
    """The row of headings below so many lines of words; no empty row stands between."""
    return FIRST_WORDS + len(words)


def table_plan(sheet: str, columns: tuple[Column, ...], rows: int, words: int) -> TablePlan:
    """A table's place on its own sheet, below its words and a line on the shorthand in it."""
    name = "".join(part.capitalize() for part in sheet.split())
    return TablePlan(name, sheet, columns, rows, head=FIRST_WORDS + words + 1)


def shorthand_line(rows: tuple[Mapping[str, Content], ...]) -> str:
    """The shorthand that some rows use, explained where it is used."""
    used = [mark for mark in SHORTHAND if any(value_of(value) == mark for row in rows for value in row.values())]
    if not used:
        return "This table uses no shorthand; every cell has a value."
    return f"Shorthand used in this table: {'; '.join(f'{mark} {SHORTHAND[mark]}' for mark in used)}."


def or_mark(value: Content, mark: str = NOT_AVAILABLE) -> str | int | float | bool | Fraction:
    """The value, or a shorthand where there is none."""
    return mark if value is None or value == "" else value  # type: ignore[return-value]


@dataclass(slots=True)
class Notes:
    """The notes of one edition, numbered in the order in which tables first ask for them."""

    texts: Mapping[str, str]
    asked: list[str] = field(default_factory=list)

    def mark(self, heading: str, key: str) -> str:
        """The heading with its note: Combined harm [note 1]."""
        if key not in self.asked:
            self.asked.append(key)
        return f"{heading} {NOTE.format(number=self.asked.index(key) + 1)}"

    def numbered(self) -> tuple[tuple[int, str], ...]:
        """The notes that were asked for."""
        return tuple((i, self.texts[key]) for i, key in enumerate(self.asked, start=1))
