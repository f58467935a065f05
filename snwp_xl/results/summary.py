"""Summary: what a board member needs, on one printed page and in the first rows of a phone."""

from __future__ import annotations

from collections.abc import Iterable

from snwp_xl.matrix import Theme, in_advice_order
from snwp_xl.model import UNDECIDED, RiskBand, day_in_words
from snwp_xl.results import page
from snwp_xl.results.check_plan import LINES, check_plan
from snwp_xl.results.decisions import choice_formula
from snwp_xl.results.plan import (
    AGREEMENT,
    CHANGES,
    CHECKS,
    HEAT_MAP,
    MINUTES,
    RISK,
    THEMES,
    Plan,
    bands_row,
)
from snwp_xl.results.report import Report
from snwp_xl.results.risk import ADVICE_ROLES, NO_ADVICE, why
from snwp_xl.results.summary_lines import medium_lines, sections
from snwp_xl.sheets import Formula, Link, Sheet, cell
from snwp_xl.theme import BAND_ROLES

STATUS_ROW, CHECKED_ROW, DATE_ROW, TITLE_ROW = 2, 3, 4, 5
CHECKED = "As calculated: nothing was altered since (sheet Checks)."
ALTERED = "ALTERED SINCE CALCULATION: "
MEDIUM = "Medium, to discuss"
GAP_POINTS, STATUS_POINTS = 6, 26  # heights, between two sections and of the status
NEXT = ((RISK, "every crime type, with the reason"), (HEAT_MAP, "the same as a map"), (AGREEMENT, "how far the agencies agree"),
        (CHANGES, "what is settled and what is close"), (MINUTES, "words for the minutes"), (CHECKS, "whether anything was altered"))


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Status, what is recommended and decided, what there is to discuss, what is settled, close and missing."""
    table = plan.summary
    sheet.widths([column.width for column in table.columns])
    page.head(sheet, report, "Harm matrix")
    _status(sheet, report, plan)
    _themes(sheet, report, plan)
    row = _bands(sheet, report, plan)
    wide = sum(column.width for column in table.columns[1:])
    row = _section(sheet, row + 1, MEDIUM, medium_lines(report.matrix, plan), wide)
    for heading, lines in sections(report):
        row = _section(sheet, row + 1, heading, lines, wide)
    row += 1
    for i, (name, words) in enumerate(NEXT):
        sheet.put(row, 0, "Look next at" if not i else None, "strong")
        sheet.put(row, 1, Link(name, cell(0, 0), f"{name}: {words}"), "link")
        row += 1
    sheet.page(landscape=False, tall=1)
    sheet.pages(row - 1, len(table.columns) - 1, ())


def _heading(sheet: Sheet, row: int, words: str, plan: Plan, style: str = "heading", points: float = 22) -> None:
    """Words on a line under or over the whole width."""
    sheet.across(row, 0, (words, *[None] * (len(plan.summary.columns) - 1)), style)
    sheet.row_height(row, points)


def _status(sheet: Sheet, report: Report, plan: Plan) -> None:
    """FINAL or PROVISIONAL, whether anybody altered a number since, and what it was made of."""
    status = report.matrix.status
    _heading(sheet, STATUS_ROW, f" {status.words}", plan, "final" if status.final else "provisional", STATUS_POINTS)
    lines = check_plan(report.matrix).lines
    checks = lines.all("result")
    formula = f'=IF(COUNTIF({checks},TRUE)={len(LINES)},"{CHECKED}","{ALTERED}"&{lines.first_words("result")})'
    sheet.put(CHECKED_ROW, 0, Formula(formula, CHECKED), "line")
    here = cell(CHECKED_ROW, 0, fixed=True)
    sheet.when((CHECKED_ROW, 0, CHECKED_ROW, len(plan.summary.columns) - 1), f'={here}<>"{CHECKED}"', "wrong")
    day = report.assessment.dates.assessment
    dated = f"Date of the assessment: {day_in_words(day)}. " if day else ""
    made = f"Made from the scores of {report.analysis.voices.whose_scores}."
    sheet.put(DATE_ROW, 0, f"{dated}Edition {report.edition}. {made}", "line")


def _themes(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Themes in the order of the recommendation, live: each row looks up its own place in the list on Themes."""
    _heading(sheet, TITLE_ROW, "Recommended to the board, by theme", plan)
    table, themes = plan.summary, in_advice_order(report.matrix.themes())
    shown = table.rows
    table.start(sheet, filters=False)
    made = {one.name: one for one in reversed(report.analysis.decisions.rows)}
    for place, theme in enumerate(themes[:shown], start=1):
        row = table.head + place
        values: dict[str, str] = {
            "theme": theme.name, "band": theme.band.value, "advice": theme.advice.value if theme.advice else NO_ADVICE, "why": why(theme)}
        decision = made[theme.name].decision
        number = plan.themes.at("number", str(place), "place")
        ground = f" ({decision.ground})" if decision and decision.ground else ""
        choice = f"{decision.choice}{ground}" if decision else UNDECIDED
        cells: dict[str, object] = {key: Formula(f"={plan.themes.at(key, str(place), 'place')}", value) for key, value in values.items()}
        table.put(sheet, row, {**cells, "choice": Formula(f"={choice_formula(plan, number)}", choice)})
        sheet.fit(row, {table.column(key): text for key, text in {**values, "choice": choice}.items()})
    page.bands(sheet, table)
    page.colour(sheet, table.box("advice"), {key: role for key, role in ADVICE_ROLES.items() if role == "high"})
    if len(themes) > shown:
        _more(sheet, table.last + 1, themes[shown:])


def _more(sheet: Sheet, row: int, themes: Iterable[Theme]) -> None:
    """How many themes have no room here, by what is recommended."""
    counts: dict[str, int] = {}
    for theme in themes:
        words = theme.advice.value if theme.advice else NO_ADVICE
        counts[words] = counts.get(words, 0) + 1
    told = ", ".join(f"{count} {words}" for words, count in counts.items())
    sheet.put(row, 0, Link(THEMES, cell(0, 0), f"More on the sheet {THEMES}, as calculated: {told}."), "link")


def _bands(sheet: Sheet, report: Report, plan: Plan) -> int:
    """How many crime types are in each band, live; gives the next free row."""
    first = bands_row(report.matrix)
    _heading(sheet, first - 1, "Crime types by risk band", plan)
    bands = [one.risk_band for one in report.matrix.rows]
    for row, band in enumerate(RiskBand, start=first):
        sheet.put(row, 0, band.value, f"cell indent {BAND_ROLES[band]}")
        sheet.put(row, 1, Formula(f'=COUNTIF({plan.risk.all("band")},"{band}")', bands.count(band)), "cell centre")
    return first + len(RiskBand)


def _section(sheet: Sheet, row: int, heading: str, lines: Iterable[str | Formula], wide: float) -> int:
    """A heading with its lines beside it; gives the row of air below them."""
    sheet.put(row, 0, heading, "strong")
    for line in lines:
        if isinstance(line, Formula):
            sheet.put(row, 1, line, "line")
            row += 1
        else:
            row = sheet.paragraph(row, 1, line, wide)
    sheet.row_height(row, GAP_POINTS)
    return row
