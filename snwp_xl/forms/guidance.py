"""Draws the sheet `Guidance` of a form: what each factor asks, what each score means, what each crime type covers."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl import layout
from snwp_xl.forms.form import LINE_HEIGHT, Form, banner
from snwp_xl.model import Factor
from snwp_xl.sheets import Sheet
from snwp_xl.theme import FORM_WIDTHS

NOT_GIVEN = "(none given)"


def draw_guidance(sheet: Sheet, form: Form) -> None:
    """What each factor asks, what each score means, what each crime type covers."""
    assessment = form.assessment
    levels = [i for i in range(assessment.scale) if any(_level(one, i) for one in assessment.factors)]
    widths = [FORM_WIDTHS["name"], FORM_WIDTHS["explained"], *(FORM_WIDTHS["level"] for _ in levels)]
    sheet.widths(widths)
    banner(sheet, 0, f"Guidance for harm scores {assessment.name}", len(widths))
    sheet.put(1, 0, f"Scores run from 1, the least harm, to {assessment.scale}, the most. Score what your agency sees; "
                    "the other agencies score for themselves.", "line indent")
    if assessment.marking:
        sheet.put(2, 0, assessment.marking, "marking indent")
    factors, crime_types = layout.GUIDANCE_TABLES
    headings = [*factors, *(layout.LEVEL.format(level=i + 1) for i in levels)]
    rows = [[one.name, one.question, *(_level(one, i) for i in levels)] for one in assessment.factors]
    row = _words_table(sheet, 3, "The factors", "Factors", headings, rows)
    defined = [[one.name, one.definition] for one in assessment.crime_types]
    _words_table(sheet, row + 1, "The crime types", "CrimeTypes", crime_types, defined)
    sheet.page(repeat=(0, 0))
    sheet.select(0, 0)
    sheet.seal(len(widths))


def _level(factor: Factor, i: int) -> str:
    return factor.levels[i] if i < len(factor.levels) else ""


def _words_table(sheet: Sheet, row: int, title: str, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """A heading and a table under it; returns the row after it."""
    sheet.put(row, 0, title, "subheading indent")
    head = row + 1
    sheet.table(head, 0, name, headings, head + len(rows), filters=False)
    for i, cells in enumerate(rows, start=1):
        for column, words in enumerate(cells):
            style = "cell label indent" if column == 0 else "cell text" if words else "cell muted"
            sheet.put(head + i, column, words or NOT_GIVEN, f"{style} middle")
        sheet.fit(head + i, dict(enumerate(cells)), points=LINE_HEIGHT)
    return head + len(rows) + 1

