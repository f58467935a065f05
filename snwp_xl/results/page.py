"""What every sheet of the results has alike: its title in A1, the marking in a cell, a few lines of words, print set-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from snwp_xl.results.plan import HEAD_ROW, Column, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Sheet, cell
from snwp_xl.theme import BAND_ROLES

AS_CALCULATED = "as calculated"
MOST_LETTERS = 175  # of a line of words
WHOLE_LANDSCAPE = 131  # characters of column width on a page of A4 landscape at its full size, in every program
LANDSCAPE_POINTS = 500  # height of such a page
LANDSCAPE, PORTRAIT = 250, 165  # characters of column width on a page of A4 that can still be read, at about 60% of its size


def head(sheet: Sheet, report: Report, title: str, words: Sequence[str] = ()) -> None:
    """The top of a sheet: rows above the headings of its table."""
    assessment = report.assessment
    sheet.put(0, 0, f"{title}: {assessment.name}", "title")
    sheet.row_height(0, 30)
    line = " | ".join(part for part in (assessment.marking, assessment.partnership, report.matrix.status.words) if part)
    sheet.put(1, 0, line, "marking" if assessment.marking else "subtitle")
    for row, text in enumerate(words[: HEAD_ROW - 2], start=2):
        sheet.put(row, 0, text, "line")


def finish(sheet: Sheet, table: TablePlan, *, names: str = "name", until: str = "", landscape: bool = True, freeze: bool = True,
           breaks: Sequence[int] = (), head: int | None = None) -> None:
    """Keep headings and names in view, and repeat both in print, as far as column `until`.

    A table too wide for one page is printed on several side by side, rather than too small to read. `breaks` are rows that
    start a page; `head` is the row that is repeated, if it is not the table's own.
    """
    last = table.column(until or table.columns[-1].key)
    if freeze:
        sheet.freeze(table.first, table.column(names) + 1)
    widths = [sheet.width(column) for column in range(last + 1)]
    beside = sum(widths[: table.column(names) + 1])
    room = (LANDSCAPE if landscape else PORTRAIT) - beside
    across = max(1, ceil((sum(widths) - beside) / room))
    named = table.column(names) + 1 if across > 1 else 0
    scale = int(min(100, 100 * WHOLE_LANDSCAPE / sum(widths))) if breaks and across == 1 else 0
    sheet.page(landscape=landscape, repeat=(head or table.head, head or table.head), across=across, repeat_columns=named, scale=scale)
    sheet.pages(table.last, last, breaks if scale else ())


def told(sheet: Sheet, row: int, sentences: Iterable[str], columns: Sequence[Column]) -> int:
    """Sentences as wide as some columns, before a table; gives the row of the table's headings."""
    width = min(MOST_LETTERS, sum(column.width for column in columns))
    for text in sentences:
        row = sheet.paragraph(row, 0, text, width)
    return row + 2


def altered(sheet: Sheet, table: TablePlan) -> None:
    """Mark the checks that name a cell."""
    sheet.when(table.box("check"), f"={table.own('check', table.first)}<>TRUE", "wrong")


def bands(sheet: Sheet, table: TablePlan, key: str = "band") -> None:
    """Colour a column of bands by its words."""
    colour(sheet, table.box(key), BAND_ROLES)


def colour(sheet: Sheet, box: tuple[int, int, int, int], roles: dict[str, str]) -> None:
    """Colour a rectangle by the words in its cells."""
    for word, role in roles.items():
        sheet.when(box, f'={cell(box[0], box[1])}="{word}"', role)


def colour_first_line(sheet: Sheet, box: tuple[int, int, int, int], roles: dict[str, str]) -> None:
    """Colour a rectangle by the words on the first line of its cells."""
    here = cell(box[0], box[1])
    for word, role in roles.items():
        sheet.when(box, f'=LEFT({here}&CHAR(10),{len(word) + 1})="{word}"&CHAR(10)', role)
