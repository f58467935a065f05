"""The sheets of the set-up workbook that are about the round: Start, with its steps, buttons and states, and Latest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from snwp_xl import layout
from snwp_xl.buttons import BUTTONS, Button
from snwp_xl.buttons.book import ButtonBook
from snwp_xl.layout import WorkbookKind, latest
from snwp_xl.model import Assessment
from snwp_xl.sheets import Formula, Link, Sheet, Workbook, cell, quoted, text_literal

WIDTHS = (6, 24, 54, 42, 28)
NUMBER, WHAT, DOES, STATE, COMMAND = range(len(WIDTHS))
HEADINGS = ("Step", "What", "What it does", "How it stands", "The same as a command")
FIRST_STEP = 5  # row, from 0
STEP_HEIGHT = 42  # points, room for a button
BUTTON_WIDTH, BUTTON_HEIGHT, BUTTON_INSET = 160, 44, 6  # pixels
BY_FUNCTION = {button.function: button for button in BUTTONS}
ON_THE_SHEETS = "See the column Check on each sheet."


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the round."""

    what: str
    does: str
    command: str  # the same as a command; empty where there is none
    button: Button | None = None
    state: str = ""


def _pressed(function: str, command: str) -> Step:
    button = BY_FUNCTION[function]
    return Step(button.caption, button.does, command, button)


STEPS = (
    Step("Set up", "Fill in the sheets of this workbook, from Setup to Changes and events. Yellow cells are yours.", "",
         state=ON_THE_SHEETS),
    _pressed("create_blanks", "snwp-xl blanks FOLDER"),
    _pressed("check_returns", "snwp-xl check FOLDER"),
    _pressed("calculate", "snwp-xl calculate FOLDER"),
    _pressed("draft_emails", "snwp-xl emails FOLDER"),
    Step("Decide", "After the meeting, type the board's choices on the sheet Decisions and calculate again.", "snwp-xl calculate FOLDER"),
    Step("Publish", "Writes the public edition beside the results.", "snwp-xl calculate FOLDER --public"),
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
    layout.LATEST_SHEET: "What the buttons last found; nothing here is read",
}


def draw_start(book: Workbook, sheet: Sheet, assessment: Assessment) -> None:
    """The round's steps down the page, each with its button where the workbook has them, and how it stands."""
    sheet.widths(WIDTHS)
    sheet.put(0, 0, f"Harm matrix {assessment.name}: set-up", "title")
    sheet.row_height(0, 30)
    sheet.put(1, 0, assessment.partnership, "subtitle")
    sheet.put(2, 0, assessment.marking or None, "marking")
    sheet.across(FIRST_STEP - 1, 0, HEADINGS, "head")
    for i, step in enumerate(STEPS):
        _step(book, sheet, FIRST_STEP + i, i + 1, step)
    row = _sheets(sheet, FIRST_STEP + len(STEPS) + 1)
    for i, (one, value) in enumerate(((layout.KIND, WorkbookKind.SETUP), (layout.VERSION, layout.LAYOUT_VERSION)), start=row + 1):
        sheet.put(i, WHAT, one.label, "muted")
        sheet.put(i, DOES, str(value), "muted")
        sheet.define(one.name, i, DOES)
    sheet.page(tall=1)


def _step(book: Workbook, sheet: Sheet, row: int, number: int, step: Step) -> None:
    numbered = step.button is None or step.button.function not in NEEDED_AT_ANY_TIME
    sheet.put(row, NUMBER, str(number) if numbered else None, "cell centre middle strong")
    sheet.put(row, WHAT, step.what, "cell middle wrap strong")
    sheet.put(row, DOES, step.does, "cell middle wrap")
    sheet.put(row, STATE, _state(step), "cell middle wrap")
    sheet.put(row, COMMAND, step.command or None, "cell middle wrap")
    sheet.fit(row, {DOES: step.does}, points=STEP_HEIGHT)
    if step.button and isinstance(book, ButtonBook):
        book.button(sheet, row, WHAT, step.button, width=BUTTON_WIDTH, height=BUTTON_HEIGHT, inset=BUTTON_INSET)


def _state(step: Step) -> Formula | str | None:
    """What the step's button last found, from its row on Latest."""
    if step.button is None:
        return step.state or None
    row = latest.row(BUTTONS.index(step.button))
    when, found = (f"{quoted(layout.LATEST_SHEET)}!{cell(row, column, fixed=True)}" for column in (latest.WHEN, latest.STATE))
    shown = f'IF({found}="",{text_literal(latest.NOT_PRESSED)},{when}&": "&{found})'
    return Formula(f"=IFERROR({shown},{text_literal(latest.GONE)})", latest.NOT_PRESSED)


def _sheets(sheet: Sheet, row: int) -> int:
    """A link to each sheet; gives the last row."""
    sheet.put(row, 0, "The sheets", "subheading")
    for i, (name, words) in enumerate(SHEET_WORDS.items(), start=row + 1):
        sheet.put(i, WHAT, Link(name, cell(0, 0), name), "link")
        sheet.put(i, DOES, words, "text")
    return row + len(SHEET_WORDS)


def draw_latest(sheet: Sheet, assessment: Assessment, buttons: Sequence[Button] = BUTTONS) -> None:
    """A row for each button, still empty; the report of the last one comes below."""
    sheet.widths(latest.WIDTHS)
    sheet.put(0, 0, f"Latest: {assessment.name}", "title")
    sheet.put(1, 0, "The buttons write here what they found. Nothing on this sheet is read.", "line")
    sheet.across(latest.HEAD, 0, latest.HEADINGS, "head")
    for number, button in enumerate(buttons):
        row = latest.row(number)
        sheet.put(row, 0, button.caption, "strong")
        sheet.across(row, latest.WHEN, (None, None), "plain")
        sheet.define(latest.name(button.function), row, latest.STATE)
    sheet.page(landscape=True)
