"""Draws the sheet `Start here` of a query workbook: what is asked about the whole form, what was answered before."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl import layout
from snwp_xl.forms.form import KEEP_PROMPT, LINE_HEIGHT, ROW_HEIGHT, Ask, Form
from snwp_xl.forms.start_sheet import (
    HELP,
    LABEL,
    STEPS,
    WORDS,
    Step,
    draw_notes,
    draw_sign_off,
    draw_steps,
    draw_top,
    finish,
    heading,
    sign_step,
)
from snwp_xl.forms.to_do import Drawn, all_answered, crime_types_to_do, first_entry, left_of
from snwp_xl.layout import KEEP, SCORES_SHEET
from snwp_xl.sheets import Link, Sheet, anything, area, cell, quoted, suggestions
from snwp_xl.theme import FORM_WIDTHS

WORDS_PROMPT = "Please answer in your own words."
NO_REPLY_PROMPT = "Put it right on the form itself. Write here only what the form cannot say."
ON_ONE_PAGE = 3  # questions and answers, with which the sheet still prints on one page that can be read
NO_REPLY, ALL_REPLIED = "No reply is needed", "Every question has a reply"


def draw_questions(sheet: Sheet, form: Form, drawn: Drawn) -> None:
    """Draw the first sheet of a query workbook."""
    sheet.widths([FORM_WIDTHS["label"], FORM_WIDTHS["words"], FORM_WIDTHS["help"]])
    row = draw_top(sheet, form, f"Questions about your harm scores {form.assessment.name}")
    asks = row + STEPS + 2  # the heading of the questions, or of what follows them
    answered = asks + (len(form.asks) + 3 if form.asks else 0)
    sign = answered + (len(form.answered) + 3 if form.answered else 0)
    draw_steps(sheet, row, _steps(form, drawn, asks + 2, sign + 1))
    if form.asks:
        rows = [(one.reference, one.words, one.reply) for one in form.asks]
        title = "Questions about several crime types, or about the form"
        _table(sheet, asks, title, layout.QUESTIONS_HEAD, "Questions", layout.QUESTION_HEADINGS, rows)
        for i, one in enumerate(form.asks, start=asks + 2):
            rule = suggestions([KEEP]) if one.keep else anything()
            sheet.allow((i, HELP, i, HELP), rule, title=layout.QUESTION_HEADINGS[-1], prompt=_prompt(one))
    if form.answered:
        told = [(one.about, one.reply, one.state) for one in form.answered]
        _table(sheet, answered, "What you have answered before", layout.ANSWERED_HEAD, "Answered", layout.ANSWERED_HEADINGS, told)
    heading(sheet, sign, "Sign off")
    row = draw_sign_off(sheet, sign + 1, form)
    row = draw_notes(sheet, row + 1, form)
    sheet.put(row, LABEL, layout.SUPERSEDES.label, "muted indent")
    sheet.put(row, WORDS, form.supersedes, "muted")
    sheet.define(layout.SUPERSEDES.name, row, WORDS)
    finish(sheet, form, tall=1 if len(form.asks) + len(form.answered) <= ON_ONE_PAGE else 0)


def _steps(form: Form, drawn: Drawn, asks: int, sign: int) -> list[Step]:
    """The four steps; the replies to questions stand from row `asks` on, the fields to sign from row `sign` on."""
    grid = form.grid
    wanted = [i for i, one in enumerate(form.asks) if one.wanted]
    counted = [area(asks + i, HELP, asks + i, HELP) for i in wanted]
    counted += [f"{quoted(SCORES_SHEET)}!{cell(row, drawn.columns[grid.reply], fixed=True)}" for row in drawn.wanted]
    every = len(counted)
    left = every - sum(bool(form.asks[i].reply) for i in wanted)
    live = left_of(every, counted, left, ALL_REPLIED, f" of {every} replies still to give") if every else NO_REPLY
    return [
        Step("Reply", _reply_words(form) if every else _no_reply_words(form), live, ALL_REPLIED if every else NO_REPLY),
        Step("Correct", f"On {SCORES_SHEET} the column {grid.question} says what is missing or cannot be a score; those cells are marked. "
             "Everything else is as you sent it.", crime_types_to_do(drawn, grid, SCORES_SHEET), all_answered(grid)),
        Step("Look again", "You may change any score or comment, even where nothing is asked.",
             Link(SCORES_SHEET, first_entry(grid, drawn), f"Go to {SCORES_SHEET}")),
        sign_step(form, sign),
    ]


def _reply_words(form: Form) -> str:
    below = "below" if any(one.wanted for one in form.asks) else ""
    beside = f"beside the crime types on {SCORES_SHEET}" if any(one.wanted for one in form.lines.values()) else ""
    places = " and ".join(part for part in (below, beside) if part)
    kept = any(one.keep for one in form.asks) or any(one.keep for one in form.lines.values())
    meant = f"choose {KEEP} if the scores are what you meant, or change the scores, or answer" if kept else "answer"
    return f"Reply to each question {places}: {meant} in your own words."


def _no_reply_words(form: Form) -> str:
    below = "the table below and " if form.asks else ""
    return f"Nothing needs a reply: {below}{SCORES_SHEET} {'say' if below else 'says'} what to put right."


def _prompt(one: Ask) -> str:
    if one.keep:
        return KEEP_PROMPT
    return WORDS_PROMPT if one.wanted else NO_REPLY_PROMPT


def _table(sheet: Sheet, row: int, title: str, name: str, excel_name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A heading, a row of headings and the rows; the replies in the last column can be typed into unless they are old."""
    heading(sheet, row, title)
    head = row + 1
    sheet.table(head, LABEL, excel_name, headings, head + len(rows), filters=False)
    sheet.across(head, LABEL, headings, "head indent middle")
    sheet.define(name, head, LABEL, head, HELP)
    asked = name == layout.QUESTIONS_HEAD
    for i, cells in enumerate(rows, start=1):
        for column, words in zip((LABEL, WORDS, HELP), cells, strict=True):
            style = "cell muted indent" if column == LABEL else "input text" if asked and column == HELP else "cell text"
            sheet.put(head + i, column, words, f"{style} middle")
        sheet.fit(head + i, dict(zip((LABEL, WORDS, HELP), cells, strict=True)), points=ROW_HEIGHT if asked else LINE_HEIGHT)
