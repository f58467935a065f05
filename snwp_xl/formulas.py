"""Formulas, and the addresses and texts that they are put together from; rows and columns count from 0."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from snwp_xl.frozen import dataclass

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_TEXT = 32_767  # characters in a cell
NOT_IN_XML = {  # what no workbook can hold, and what takes its place: other control characters than tab and line end, halves of characters
    **dict.fromkeys((code for code in range(32) if chr(code) not in "\t\n"), " "),
    **dict.fromkeys((0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\ufffd")}


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and the value it has, which previews show and a recalculation must give again."""

    text: str  # with the leading =
    value: str | int | float | bool | Fraction


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """The address of a cell: E10, or $E$10 when fixed."""
    return f"${column_name(column)}${row + 1}" if fixed else f"{column_name(column)}{row + 1}"


def area(first_row: int, first_column: int, last_row: int, last_column: int, sheet: str = "") -> str:
    """A fixed range, with its sheet where one is given: 'All scores'!$A$5:$A$89."""
    words = f"{cell(first_row, first_column, fixed=True)}:{cell(last_row, last_column, fixed=True)}"
    return f"{quoted(sheet)}!{words}" if sheet else words


def own(column: int, row: int) -> str:
    """A cell of the formula's own row: $E10."""
    return f"${column_name(column)}{row + 1}"


@cache
def column_name(column: int) -> str:
    """A column's letters: 4 is E."""
    before, last = divmod(column, len(LETTERS))
    return (column_name(before - 1) if before else "") + LETTERS[last]


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def text_literal(text: str) -> str:
    """A text inside a formula."""
    return '"' + text_for_a_cell(text).replace('"', '""') + '"'


def text_for_a_cell(text: str) -> str:
    """Text that a cell and its formula can hold: characters that no XML can hold replaced (odd file names have them), cut if too long."""
    clean = str(text)
    if not clean.isprintable():
        clean = clean.replace("\r\n", "\n").translate(NOT_IN_XML)
    if len(clean) > LONGEST_TEXT:
        return clean[: LONGEST_TEXT - 1] + "…"
    return clean


def shortened(text: str, longest: int) -> str:
    """A text cut at a word to fit, with an ellipsis."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
