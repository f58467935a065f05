"""The sheets of the set-up workbook that are about the round: Start, with its steps, buttons and states, and Latest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from snwp_xl import layout
from snwp_xl.assessment.places import setup_cell
from snwp_xl.assessment.tops import draw_top
from snwp_xl.assessment.values import field_values
from snwp_xl.buttons import BUTTONS, Button
from snwp_xl.buttons.book import ButtonBook
from snwp_xl.frozen import dataclass
from snwp_xl.layout import WorkbookKind, latest
from snwp_xl.model import Assessment, Month
from snwp_xl.phrases import counted
from snwp_xl.sheets import Formula, Link, Plain, Sheet, Workbook, area, cell, own, quoted, text_literal

WIDTHS = (8, 25, 60, 46, 34)
NUMBER, WHAT, DOES, STATE, COMMAND = range(len(WIDTHS))
HEADINGS = ("Step", "What", "What it does", "Status", "The same as a command")
FIRST_STEP = 4  # row, from 0
STEP_HEIGHT, SHEET_HEIGHT, HEAD_HEIGHT = 42, 19, 22  # points; a step has room for a button
BUTTON_WIDTH, BUTTON_HEIGHT, BUTTON_INSET = 160, 44, 6  # pixels
BY_FUNCTION = {button.function: button for button in BUTTONS}
ALL_OK, OPEN = "OK: every sheet below", " to look at below"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the round."""

    what: str
    does: str
    command: str  # the same as a command; empty where there is none
    button: Button | None = None
    by: str = ""  # key of the date on Setup by which it should be done, where no button says how it stands


def _pressed(function: str, command: str) -> Step:
    button = BY_FUNCTION[function]
    return Step(button.caption, button.does, command, button)


STEPS = (
    Step("Set up", "Fill in the yellow cells of the sheets below, from Setup to Changes and events, until each says OK. Save.", ""),
    _pressed("create_blanks", "snwp-xl blanks FOLDER"),
    _pressed("check_returns", "snwp-xl check FOLDER"),
    _pressed("calculate", "snwp-xl calculate FOLDER"),
    _pressed("draft_emails", "snwp-xl emails FOLDER"),
    Step("Decide", "After the meeting, type the board's choices on the sheet Decisions and calculate again.", "snwp-xl calculate FOLDER",
         by="board_date"),
    Step("Publish", "Writes the public edition beside the results.", "snwp-xl calculate FOLDER --public", by="publish_by"),
    _pressed("check_computer", "snwp-xl doctor"),
)
NEEDED_AT_ANY_TIME = {"check_computer"}  # no step of the round, so without a number

SHEET_WORDS = {
    layout.SETUP_SHEET: "Names, dates, rule, thresholds",
    layout.AGENCIES.sheet: "Who scores",
    layout.CRIME_TYPES.sheet: "What is scored",
    layout.FACTORS.sheet: "The harm questions and what each score means",
    layout.PROBABILITY_MATRIX.sheet: "Probability by share of all incidents and control state",
    layout.CHANGES.sheet: "Months in which recording changed, and known events",
    layout.DECISIONS.sheet: "What the board decided",
    layout.LAST_YEAR.sheet: "Last year's results, for comparison",
    layout.LISTS_SHEET: "What the drop-downs offer; worked out, nothing to fill in",
    layout.LATEST_SHEET: "What the buttons last found; nothing here is read",
}


def draw_start(book: Workbook, sheet: Sheet, assessment: Assessment, states: Mapping[str, str]) -> None:
    """The round's steps down the page, each with its button where the workbook has them, and how it stands.

    Below, the other sheets, each with a link and what it says of itself; `states` are what they say now.
    """
    sheet.widths(WIDTHS)
    draw_top(sheet, "Harm matrix", assessment, len(WIDTHS))
    sheet.put(1, 0, Formula(f"=TRIM({setup_cell('partnership')})", assessment.partnership), "subtitle indent")
    sheet.across(FIRST_STEP - 1, 0, HEADINGS, "head indent")
    sheet.row_height(FIRST_STEP - 1, HEAD_HEIGHT)
    sheets = FIRST_STEP + len(STEPS) + 1
    values = field_values(assessment)
    for i, step in enumerate(STEPS):
        state = _state(step, values) if step.button or step.by else _all_sheets(sheets + 1, states)
        _step(book, sheet, FIRST_STEP + i, i + 1, step, state)
    not_done = text_literal(f": {latest.NOT_DONE}")
    sheet.when((FIRST_STEP, STATE, FIRST_STEP + len(STEPS) - 1, STATE), f"=ISNUMBER(SEARCH({not_done},{own(STATE, FIRST_STEP)}))", "todo")
    row = _sheets(sheet, sheets, states)
    for i, (one, value) in enumerate(((layout.KIND, WorkbookKind.SETUP), (layout.VERSION, layout.LAYOUT_VERSION)), start=row + 2):
        sheet.put(i, WHAT, one.label, "muted indent")
        sheet.put(i, DOES, str(value), "muted indent")
        sheet.define(one.name, i, DOES)
    sheet.page(tall=1)


def _step(book: Workbook, sheet: Sheet, row: int, number: int, step: Step, state: Formula) -> None:
    numbered = step.button is None or step.button.function not in NEEDED_AT_ANY_TIME
    sheet.put(row, NUMBER, str(number) if numbered else None, "cell centre middle step")
    sheet.put(row, WHAT, step.what, "cell middle wrap step")
    sheet.put(row, DOES, step.does, "cell middle wrap")
    sheet.put(row, STATE, state, "cell middle wrap")
    sheet.put(row, COMMAND, step.command or None, "cell middle wrap muted")
    sheet.fit(row, {DOES: step.does}, points=STEP_HEIGHT)
    if step.button and isinstance(book, ButtonBook):
        book.button(sheet, row, WHAT, step.button, width=BUTTON_WIDTH, height=BUTTON_HEIGHT, inset=BUTTON_INSET)


def _state(step: Step, values: Mapping[str, Plain]) -> Formula:
    """What the step's button last found, from its row on Latest; else the date by which the step should be done."""
    if step.button is None:
        at, day = setup_cell(step.by), values[step.by]
        words = f"By {day.day} {Month.of(day).words}" if isinstance(day, date) else ""
        return Formula(f'=IF(ISNUMBER({at}),"By "&TEXT({at},"d mmmm yyyy"),"")', words)
    row = latest.row(BUTTONS.index(step.button))
    when, found = (f"{quoted(layout.LATEST_SHEET)}!{cell(row, column, fixed=True)}" for column in (latest.WHEN, latest.STATE))
    brief = f'IF(LEN({found})>{latest.SHOWN},LEFT({found},{latest.SHOWN - 1})&"…",{found})'
    shown = f'IF({found}="",{text_literal(latest.NOT_PRESSED)},{when}&": "&{brief})'
    return Formula(f"=IFERROR({shown},{text_literal(latest.GONE)})", latest.NOT_PRESSED)


def _all_sheets(first: int, states: Mapping[str, str]) -> Formula:
    """How many of the sheets that are listed from row `first` on have something to look at."""
    said = area(first, STATE, first + len(SHEET_WORDS) - 1, STATE)
    count = f'SUMPRODUCT(--(LEN({said})>0),--(LEFT({said},2)<>"OK"))'
    now = sum(not state.startswith("OK") for state in states.values())
    some = f'{count}&IF({count}=1," sheet"," sheets")&"{OPEN}"'
    return Formula(f'=IF({count}=0,"{ALL_OK}",{some})', f"{counted(now, 'sheet')}{OPEN}" if now else ALL_OK)


def _sheets(sheet: Sheet, row: int, states: Mapping[str, str]) -> int:
    """A link to each sheet, and what it says of itself; gives the last row."""
    for column in range(len(WIDTHS)):
        sheet.put(row, column, "The sheets" if column == NUMBER else None, "heading indent")
    for i, (name, words) in enumerate(SHEET_WORDS.items(), start=row + 1):
        at = f"{quoted(name)}!{cell(_state_row(name), 0, fixed=True)}"
        sheet.across(i, 0, [None] * len(WIDTHS), "ruled")
        sheet.put(i, WHAT, Link(name, cell(0, 0), name), "link middle indent ruled")
        sheet.put(i, DOES, words, "text middle indent ruled")
        sheet.put(i, STATE, Formula(f"={at}", states[name]) if name in states else None, "good middle indent ruled")
        sheet.row_height(i, SHEET_HEIGHT)
    last = row + len(SHEET_WORDS)
    said = own(STATE, row + 1)
    sheet.when((row + 1, STATE, last, STATE), f'=AND(LEN({said})>0,LEFT({said},2)<>"OK")', "todo")
    return last


def _state_row(sheet: str) -> int:
    """The row in which a sheet says how it stands."""
    return next((table.check_row for table in layout.SETUP_TABLES if table.sheet == sheet), layout.SETUP_STATE_ROW)


def draw_latest(sheet: Sheet, assessment: Assessment, buttons: Sequence[Button] = BUTTONS) -> None:
    """A row for each button, still empty; the report of the last one comes below."""
    sheet.widths(latest.WIDTHS)
    draw_top(sheet, layout.LATEST_SHEET, assessment, len(latest.WIDTHS))
    sheet.put(1, 0, "The buttons write here what they found. Nothing on this sheet is read.", "line indent")
    sheet.across(latest.HEAD, 0, latest.HEADINGS, "head")
    for number, button in enumerate(buttons):
        row = latest.row(number)
        sheet.put(row, 0, button.caption, "strong")
        sheet.across(row, latest.WHEN, (None, None), "plain")
        sheet.define(latest.name(button.function), row, latest.STATE)
    sheet.page(repeat=(0, 0))
