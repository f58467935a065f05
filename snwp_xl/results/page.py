"""What every sheet of the results has alike: its title in A1, the marking in a cell, a few lines of words, print set-up."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.results.plan import HEAD_ROW, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Sheet, cell
from snwp_xl.theme import BAND_ROLES

AS_CALCULATED = "as calculated"


def head(sheet: Sheet, report: Report, title: str, words: Sequence[str] = ()) -> None:
    """The top of a sheet: rows above the headings of its table."""
    assessment = report.assessment
    sheet.put(0, 0, f"{title}: {assessment.name}", "title")
    sheet.row_height(0, 30)
    line = " | ".join(part for part in (assessment.marking, assessment.partnership, report.matrix.status.words) if part)
    sheet.put(1, 0, line, "marking" if assessment.marking else "subtitle")
    for row, text in enumerate(words[: HEAD_ROW - 2], start=2):
        sheet.put(row, 0, text, "line")


def finish(sheet: Sheet, table: TablePlan, *, names: str = "name", landscape: bool = True) -> None:
    """Keep headings and names in view, and repeat the headings in print."""
    sheet.freeze(table.first, table.column(names) + 1)
    sheet.page(landscape=landscape, repeat=(table.head, table.head))


def bands(sheet: Sheet, table: TablePlan, key: str = "band") -> None:
    """Colour a column of bands by its words."""
    colour(sheet, table.box(key), BAND_ROLES)


def colour(sheet: Sheet, box: tuple[int, int, int, int], roles: dict[str, str]) -> None:
    """Colour a rectangle by the words in its cells."""
    for word, role in roles.items():
        sheet.when(box, f'={cell(box[0], box[1])}="{word}"', role)
