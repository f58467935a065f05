"""Draws the sheet Setup: fields under headings, each with its check and its explanation beside it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from snwp_xl import layout
from snwp_xl.assessment.checks import Rule, field_check, name_rule
from snwp_xl.assessment.list_checks import sheet_check
from snwp_xl.assessment.places import setup_cell
from snwp_xl.assessment.points import worked_out
from snwp_xl.assessment.tops import ROW_HEIGHT, STYLES, draw_top, entry_rule
from snwp_xl.assessment.values import Entry, field_values
from snwp_xl.layout import SETUP_CHECK, SETUP_ENTRY, SETUP_HELP, SETUP_LABEL, SETUP_ROWS, SETUP_STATE_ROW, Field, Value
from snwp_xl.model import Assessment
from snwp_xl.sheets import Formula, Sheet, area, cell, own

HEADING_HEIGHT = 28  # points
PRINT_SCALE = 78  # per cent: the four columns on A4 across
PAGE_STARTS = ("Who agencies ask", "Bands and priorities", "Incident counts")  # groups with which a page begins, so that none is torn
WIDE = len(layout.SETUP_WIDTHS)


def draw_setup(sheet: Sheet, assessment: Assessment) -> str:
    """Draw the sheet; gives what it says of itself now."""
    sheet.widths(layout.SETUP_WIDTHS)
    draw_top(sheet, layout.SETUP_SHEET, assessment, WIDE)
    sheet.put(1, SETUP_LABEL, "Fill in the yellow cells; explanations are beside them. The column in between says what is missing or wrong "
              "while you type.", "line indent")
    values, worked = field_values(assessment), worked_out(assessment)
    checks = []
    for group in layout.SETUP_GROUPS:
        _heading(sheet, group.heading)
        for one in group.fields:
            if one.value is Value.CHECK:
                _worked_out(sheet, one, worked[one.key])
            else:
                checks.append(_field(sheet, one, values))
    first, last = min(SETUP_ROWS.values()), max(SETUP_ROWS.values())
    said = sheet_check(area(first, SETUP_CHECK, last, SETUP_CHECK), checks)
    sheet.put(SETUP_STATE_ROW, SETUP_LABEL, said, "good indent")
    sheet.when((SETUP_STATE_ROW, SETUP_LABEL, SETUP_STATE_ROW, SETUP_LABEL), f'=LEFT({own(SETUP_LABEL, SETUP_STATE_ROW)},2)<>"OK"', "todo")
    at = own(SETUP_CHECK, first)
    sheet.when((first, SETUP_CHECK, last, SETUP_CHECK), f'=AND(LEN({at})>0,{at}<>"OK")', "todo")
    sheet.freeze(SETUP_STATE_ROW + 1, 0)
    sheet.select(SETUP_ROWS["name"], SETUP_ENTRY)
    sheet.page(repeat=(0, SETUP_STATE_ROW), scale=PRINT_SCALE)
    sheet.pages(last + len(layout.SETUP_GROUPS[-1].fields), WIDE - 1, [SETUP_ROWS[one] for one in PAGE_STARTS])
    return str(said.value)


def _heading(sheet: Sheet, words: str) -> None:
    row = SETUP_ROWS[words]
    for column in range(WIDE):
        sheet.put(row, column, words if column == SETUP_LABEL else None, "heading indent")
    sheet.row_height(row, HEADING_HEIGHT)


def _field(sheet: Sheet, one: Field, values: Entry) -> str:
    """A field with its check and explanation; gives what the check says now."""
    row, value = SETUP_ROWS[one.key], values[one.key]
    check = field_check(one, cell(row, SETUP_ENTRY, fixed=True), value, *_rules(one, values))
    sheet.put(row, SETUP_LABEL, one.label, "label middle indent")
    sheet.put(row, SETUP_ENTRY, value, f"input entry middle {STYLES[one.value]}")
    sheet.put(row, SETUP_CHECK, check, "good middle indent ruled")
    sheet.put(row, SETUP_HELP, one.help or None, "muted middle indent ruled")
    sheet.define(one.name, row, SETUP_ENTRY)
    lines = 2 if one.value is Value.LONG else 1  # what is typed later does not make the row higher
    sheet.fit(row, {SETUP_ENTRY: str(value or ""), SETUP_HELP: one.help}, lines, points=ROW_HEIGHT)
    entry_rule(sheet, (row, SETUP_ENTRY, row, SETUP_ENTRY), one)
    return str(check.value)


def _rules(one: Field, values: Entry) -> list[Rule]:
    """What is asked of some fields beside the kind of their value."""
    if one.key == "name":
        return [name_rule(setup_cell("name"), values["name"])]
    if one.key in layout.NOT_BEFORE:
        earlier = layout.NOT_BEFORE[one.key]
        at, other = setup_cell(one.key), setup_cell(earlier)
        day, first = values[one.key], values[earlier]
        wrong = isinstance(day, date) and isinstance(first, date) and day < first
        return [Rule(f"IF(ISNUMBER({other}),{at}<{other},FALSE)", wrong, "Too early")]
    if one.key == "high":
        high, medium = setup_cell("high"), setup_cell("medium")
        above, below = values["high"], values["medium"]
        wrong = isinstance(above, Fraction) and isinstance(below, Fraction) and above <= below
        return [Rule(f"IF(AND(ISNUMBER({medium}),{medium}<=1),{high}<={medium},FALSE)", wrong, "Not above Medium")]
    return []


def _worked_out(sheet: Sheet, one: Field, formula: Formula) -> None:
    row = SETUP_ROWS[one.key]
    sheet.put(row, SETUP_LABEL, one.label, "label middle indent")
    sheet.put(row, SETUP_ENTRY, formula, "cell shade indent middle")
    sheet.put(row, SETUP_CHECK, None, "ruled")
    sheet.put(row, SETUP_HELP, one.help, "muted middle indent ruled")
    sheet.fit(row, {SETUP_ENTRY: str(formula.value), SETUP_HELP: one.help}, points=ROW_HEIGHT)
