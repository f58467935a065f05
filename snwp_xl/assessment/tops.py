"""What every sheet of the set-up workbook has alike: its banner, the entry rules and looks of its cells."""

from __future__ import annotations

from snwp_xl import layout
from snwp_xl.assessment.places import setup_cell
from snwp_xl.layout import Column, Field, Value
from snwp_xl.model import Assessment
from snwp_xl.sheets import Formula, Sheet, anything, choices, choices_from, dates_between, fractions, text_literal, whole_numbers

BANNER_HEIGHT = 30  # points
ROW_HEIGHT = 20
BETWEEN = "  ·  "
STYLES = {
    Value.TEXT: "plain wrap", Value.LONG: "wrap", Value.WHOLE: "indent", Value.NUMBER: "indent", Value.PERCENT: "percent indent",
    Value.DATE: "date indent", Value.MONTH: "month indent", Value.CHOICE: "wrap",
}  # fmt: skip


def draw_top(sheet: Sheet, title: str, assessment: Assessment, columns: int) -> None:
    """The banner: the sheet's title, the assessment and the protective marking, live from Setup."""
    name, marking = setup_cell("name"), setup_cell("marking")
    marked = f"IF(LEN(TRIM({marking}))=0,\"\",{text_literal(BETWEEN)}&TRIM({marking}))"
    words = f"{title}: {assessment.name}{BETWEEN + assessment.marking if assessment.marking else ''}"
    sheet.put(0, 0, Formula(f"={text_literal(title + ': ')}&TRIM({name})&{marked}", words), "banner")
    for column in range(1, columns):
        sheet.put(0, column, None, "banner")
    sheet.row_height(0, BANNER_HEIGHT)


def entry_rule(sheet: Sheet, box: tuple[int, int, int, int], one: Field | Column) -> None:
    """What may be typed into a range, with the pop-up and the drop-down that help."""
    rule, error = _rule(one)
    if error or one.help:
        listed = isinstance(one, Column) and bool(one.source)
        free = isinstance(one, Column) and one.free
        sheet.allow(box, rule, title=one.called, prompt=_prompt(one), error=error, stop=not listed, free=free)


def _rule(one: Field | Column) -> tuple[dict[str, object], str]:
    if isinstance(one, Column) and one.source:
        return choices_from(layout.CHOICES[one.source]), "This is not in the list."
    match one.value:
        case Value.CHOICE if one.allowed:
            return choices(one.allowed), "Choose from the list."
        case Value.DATE | Value.MONTH:
            return dates_between(layout.EARLIEST, layout.LATEST), "Enter a date, such as 30/06/2026."
        case Value.WHOLE:
            return whole_numbers(one.least, one.most), f"Enter a whole number from {one.least} to {one.most}."
        case Value.NUMBER:
            return fractions(0, one.most), "Enter a number."
        case Value.PERCENT:
            return fractions(0, 1), "Enter a percentage from 0% to 100%."
        case _:
            return anything(), ""


def _prompt(one: Field | Column) -> str:
    if isinstance(one, Column) and one.source and one.free:
        return f"{one.help} Choose from the list, or type another."
    return one.help
