"""Draws the sheet `Start here` of a blank: what to do, by when, to whom, what to mind; here the form is signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from snwp_xl import layout
from snwp_xl.forms.form import LINE_HEIGHT, ROW_HEIGHT, Form, banner
from snwp_xl.forms.to_do import Drawn, all_answered, crime_types_to_do, first_entry, left_of
from snwp_xl.frozen import dataclass
from snwp_xl.layout import GUIDANCE_SHEET, NO_VIEW, SCORES_SHEET, Field, Value
from snwp_xl.model import day_in_words
from snwp_xl.sheets import Content, Formula, Link, Sheet, anything, area, cell, dates_from, text_literal
from snwp_xl.theme import FORM_WIDTHS

LABEL, WORDS, HELP = range(3)  # columns
STEPS = 4
STEP_HEIGHT, HEADING_HEIGHT = 32, 26  # points
SENDER = "the person who sent you this workbook"  # whom to answer, where the set-up names nobody
EARLIEST = date(2000, 1, 1)  # of a sign-off
NOTES = (
    ("Paste values only", "If you copy scores from elsewhere, paste them as values: Home, Paste, Values. Other kinds of paste bring "
     "formats and rules that do not belong here."),
    ("No personal data", "Do not name or describe a person anywhere in this workbook."),
    ("Disclosure", "Scores and comments may be disclosed under the Freedom of Information Act 2000."),
    ("By keyboard", "Tab goes to the next cell to fill in, Alt and the down arrow open its list, Ctrl and Page Down go to the next sheet."),
    ("Keep the form as it is", "Cells that are not yours to fill in are locked. Please do not add, remove or rename rows and sheets."),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered step: what it is called, what to do, and a link or a live line beside it."""

    name: str
    words: str
    beside: Content = None
    done: str = ""  # what the live line says when nothing is left


# --- Start here --------------------------------------------------------------------------------------------------------


def draw_start(sheet: Sheet, form: Form, drawn: Drawn) -> None:
    """Draw the first sheet of a blank."""
    sheet.widths([FORM_WIDTHS["label"], FORM_WIDTHS["words"], FORM_WIDTHS["help"]])
    row = draw_top(sheet, form, f"Harm scores {form.assessment.name}")
    row = draw_steps(sheet, row, blank_steps(form, drawn, row))
    row = draw_sign_off(sheet, row, form)
    draw_notes(sheet, row + 1, form)
    finish(sheet, form)


def draw_top(sheet: Sheet, form: Form, title: str) -> int:
    """Title, whose form it is, by when and to whom; returns the next free row."""
    assessment = form.assessment
    banner(sheet, 0, title, HELP + 1)
    banner(sheet, 1, assessment.partnership, HELP + 1, "underbanner")
    row = 2
    if assessment.marking:
        sheet.put(row, LABEL, assessment.marking, "marking indent")
        row += 1
    row += 1
    for label, words, style in _whose(form):
        sheet.put(row, LABEL, label, "label middle indent")
        sheet.put(row, WORDS, words, style)
        sheet.put(row, HELP, None, "ruled")
        sheet.row_height(row, ROW_HEIGHT)
        if label == layout.FORM_FOR.label:
            sheet.define(layout.FORM_FOR.name, row, WORDS)
        row += 1
    return row + 1


def _whose(form: Form) -> list[tuple[str, str, str]]:
    assessment = form.assessment
    by, contact = assessment.due(form.agency), assessment.contact
    lines = [(layout.FORM_FOR.label, form.agency, "ruled big")]
    lines.append(("Send it back by", day_words(by) if by else "as agreed", "ruled big"))
    lines.append(("To", " · ".join(part for part in (contact.name, contact.email, contact.phone) if part) or SENDER, "ruled strong middle"))
    return lines


def day_words(day: date) -> str:
    """Wednesday 31 May 2017, whatever language the machine speaks."""
    days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    return f"{days[day.weekday()]} {day_in_words(day)}"


def blank_steps(form: Form, drawn: Drawn, head: int) -> list[Step]:
    """The four steps of a blank, whose heading stands in row `head`."""
    grid = form.grid
    no_view = (f" If your agency cannot judge a crime type, choose {NO_VIEW} and leave its scores empty: "
               f"{NO_VIEW} is never counted as 1 or as 0.") if grid.no_view else ""
    answers = f"{layout.DONE} or {NO_VIEW}" if grid.no_view else layout.DONE
    factors = "the factor" if len(grid.factors) == 1 else f"each of the {len(grid.factors)} factors"
    return [
        Step("Read", f"{GUIDANCE_SHEET} explains each factor, each score and each crime type.",
             Link(GUIDANCE_SHEET, cell(0, 0), f"Go to {GUIDANCE_SHEET}")),
        Step("Score", f"On {SCORES_SHEET}, enter {grid.scores} for each crime type under {factors}, "
             f"as your agency sees it. 1 is the least harm.{no_view}",
             Link(SCORES_SHEET, first_entry(grid, drawn), f"Go to {SCORES_SHEET}")),
        Step("Check", f"The column {grid.check} must say {answers} in every row. What is not a score is marked in words and in colour.",
             crime_types_to_do(drawn, grid, SCORES_SHEET), all_answered(grid)),
        sign_step(form, head + STEPS + 1),
    ]


def sign_step(form: Form, row: int) -> Step:
    """The last step; the fields to sign stand from `row` on."""
    fields = area(row, WORDS, row + len(layout.SIGN_OFF) - 1, WORDS)
    empty = sum(not part for part in (form.sign_off.name, form.sign_off.role, form.sign_off.on))
    every, signed = len(layout.SIGN_OFF), "Signed off"
    live = left_of(every, [fields], empty, signed, f" of {every} fields below still to fill in")
    by, contact = form.assessment.due(form.agency), form.assessment.contact
    when, whom = f" by {day_words(by)}" if by else "", contact.email or contact.name or SENDER
    words = f"Enter below who answers for these scores, save this workbook, and e-mail it to {whom}{when}."
    return Step("Sign off and send", words, live, signed)


def heading(sheet: Sheet, row: int, words: str) -> None:
    """A heading across the sheet."""
    for column in (LABEL, WORDS, HELP):
        sheet.put(row, column, words if column == LABEL else None, "heading indent")
    sheet.row_height(row, HEADING_HEIGHT)


def draw_steps(sheet: Sheet, row: int, steps: Sequence[Step]) -> int:
    """A heading and the numbered steps; returns the next row."""
    heading(sheet, row, "What to do")
    for number, step in enumerate(steps, start=1):
        at = row + number
        sheet.put(at, LABEL, f"{number}  {step.name}", "label step middle indent")
        sheet.put(at, WORDS, step.words, "text middle ruled")
        sheet.put(at, HELP, step.beside, "link middle ruled" if isinstance(step.beside, Link) else "todo middle text ruled")
        if step.done:
            sheet.when((at, HELP, at, HELP), f"={cell(at, HELP)}={text_literal(step.done)}", "good")
        beside = step.beside.value if isinstance(step.beside, Formula) else ""
        sheet.fit(at, {LABEL: step.name, WORDS: step.words, HELP: str(beside)}, points=STEP_HEIGHT)
    return row + len(steps) + 1


def draw_sign_off(sheet: Sheet, row: int, form: Form) -> int:
    """The fields to sign; returns the next row."""
    sign_off = form.sign_off
    for one, value in zip(layout.SIGN_OFF, (sign_off.name, sign_off.role, sign_off.on), strict=True):
        sheet.put(row, LABEL, one.label, "label middle indent")
        sheet.put(row, WORDS, value or None, "input middle date" if one.value is Value.DATE else "input middle text")
        hint = _sign_help(one, form)
        sheet.put(row, HELP, hint or None, "muted middle ruled indent")
        sheet.define(one.name, row, WORDS)
        rule = dates_from(EARLIEST) if one.value is Value.DATE else anything()
        sheet.allow((row, WORDS, row, WORDS), rule, title=one.label, prompt=hint or f"Enter: {one.label.lower()}.")
        sheet.row_height(row, ROW_HEIGHT)
        row += 1
    return row


def _sign_help(one: Field, form: Form) -> str:
    if one.value is not Value.DATE:
        return one.help
    day = form.assessment.due(form.agency) or form.assessment.dates.assessment
    return f"For example, 31/05/{day.year}." if day else "Day, month and year."


def draw_notes(sheet: Sheet, row: int, form: Form) -> int:
    """What else to know, and which form this is; returns the next row."""
    heading(sheet, row, "Please note")
    for i, (label, words) in enumerate(NOTES, start=1):
        sheet.put(row + i, LABEL, label, "label middle indent")
        sheet.put(row + i, WORDS, words, "text middle ruled")
        sheet.put(row + i, HELP, None, "ruled")
        sheet.fit(row + i, {LABEL: label, WORDS: words}, points=LINE_HEIGHT)
    row += len(NOTES) + 2
    for one, value in ((layout.FORM_ROUND, form.assessment.name), (layout.FORM_VERSION, layout.LAYOUT_VERSION)):
        sheet.put(row, LABEL, one.label, "muted indent")
        sheet.put(row, WORDS, value, "muted")
        sheet.define(one.name, row, WORDS)
        row += 1
    return row


def finish(sheet: Sheet, form: Form, *, tall: int = 1) -> None:
    """Page, protection and cursor."""
    sheet.page(tall=tall)
    sheet.select(0, 0)
    sheet.seal(HELP + 1)
