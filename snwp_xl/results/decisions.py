"""Decisions and Minutes: what the method recommends, what the board decided, what is still open, and the words for the minutes."""

from __future__ import annotations

from snwp_xl.analysis import Decided, minutes
from snwp_xl.model import UNDECIDED
from snwp_xl.phrases import capital
from snwp_xl.results import page
from snwp_xl.results.lists import obligations
from snwp_xl.results.plan import NONE, Plan
from snwp_xl.results.report import Report
from snwp_xl.results.risk import NO_ADVICE
from snwp_xl.sheets import Formula, Sheet

NO_THEME = "No such theme"
MINUTES_WIDTH = 96
MINUTES_FIRST = 4  # the row of the first paragraph


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """What is recommended and what the board decided, theme by theme; band and recommendation live."""
    made = report.analysis.decisions
    page.head(sheet, report, "Decisions", (
        "Type decisions in the set-up workbook, sheet Decisions, and calculate again. Bands and recommendations are live, the rest as "
        "calculated.",
        f"Statutory obligations, always alongside the priorities: {obligations(report)}", " ".join(made.sentences[:2])))
    table = plan.decisions
    table.start(sheet)
    for row, one in enumerate(made.rows, start=table.first):
        number = one.theme.number if one.theme else NONE
        values = {"number": number, "theme": one.name, **_recommended(one, table.own("number", row), plan), **_decided(one)}
        table.put(sheet, row, values)
        sheet.fit(row, {table.column(key): text for key, text in values.items() if isinstance(text, str)})
    page.bands(sheet, table)
    for key in ("open", "doubt"):
        sheet.when(table.box(key), f'={table.own(key, table.first)}<>"{NONE}"', "doubt")
    page.finish(sheet, table, names="theme")


def _recommended(one: Decided, number: str, plan: Plan) -> dict[str, object]:
    """Band and recommendation, live where there is such a theme."""
    themes = plan.themes
    if one.theme is None:
        return {"band": NO_THEME, "advice": NONE}
    advice = one.theme.advice.value if one.theme.advice else NO_ADVICE
    return {"band": Formula(f"={themes.at('band', number)}", one.band.value), "advice": Formula(f"={themes.at('advice', number)}", advice)}


def choice_formula(plan: Plan, number: str) -> str:
    """The board's choice with its ground, for the theme with that number."""
    ground = plan.decisions.at("ground", number)
    return f'{plan.decisions.at("choice", number)}&IF(LEN({ground})>0," ("&{ground}&")","")'


def _decided(one: Decided) -> dict[str, object]:
    said = one.decision
    words: dict[str, object] = {"open": _listed(one.still_open), "doubt": _listed(one.doubts)}
    if said is None:
        return {"choice": UNDECIDED, **words}
    return {
        "choice": said.choice.value, "ground": said.ground.value if said.ground else None, "reason": said.reason,
        "wording": said.public_wording, "lead": said.lead, "board": said.board, "on": said.on, "minute": said.minute, **words}


def _listed(phrases: tuple[str, ...]) -> str:
    told = "; ".join(phrases)
    return capital(told) or NONE


def draw_minutes(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The minutes of the decision, a paragraph a cell, to be copied into the board's own."""
    sheet.widths((MINUTES_WIDTH,))
    page.head(sheet, report, "Minutes", ("Copy what you need into the minutes: one paragraph in each cell, as calculated.",))
    analysis = report.analysis
    for row, text in enumerate(minutes(report.matrix, analysis.agreement, analysis.decisions, report.edition), start=MINUTES_FIRST):
        sheet.put(row, 0, text, "text")
        sheet.fit(row, {0: text})
    sheet.page(landscape=False)
