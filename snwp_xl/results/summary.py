"""Summary: what a board member needs, on one printed page."""

from __future__ import annotations

from collections.abc import Iterable

from snwp_xl.matrix import Matrix, in_advice_order
from snwp_xl.model import Advice, Choice, RiskBand
from snwp_xl.results import chart_words, page
from snwp_xl.results.lists import obligations
from snwp_xl.results.plan import RISK, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.results.risk import ADVICE_ROLES, NO_ADVICE
from snwp_xl.sheets import Formula, Link, Sheet, cell
from snwp_xl.theme import BAND_ROLES

WIDTHS = (5, 24, 27, 13, 10, 16, 22)  # place, theme, crime type, band, risk, recommendation, the board's choice
WIDE = sum(WIDTHS)
MOST_THEMES = 14  # listed; the rest stand on Themes
MOST_LINES = 6
RAISED = (Advice.SELECT, Advice.COMPELLED, Advice.DISCUSS)
BAND_WORDS = ((RiskBand.HIGH, "High"), (RiskBand.MEDIUM, "Medium"), (RiskBand.LOW, "Low"), (RiskBand.NOT_ASSESSED, "Not assessed"))


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Status, what is recommended and decided, what is missing and what is close."""
    sheet.widths(WIDTHS)
    matrix = report.matrix
    page.head(sheet, report, "Harm matrix")
    row = _status(sheet, 2, report)
    row = _counts(sheet, row + 1, report, plan)
    row = _themes(sheet, row + 1, report, plan)
    row = _lines(sheet, row + 1, "How the recommendations fit", [matrix.priorities().sentence])
    row = _lines(sheet, row, "Statutory obligations, always beside the priorities", [obligations(report)])
    row = _lines(sheet, row, "What is missing", matrix.status.missing or ["Nothing."])
    row = _lines(sheet, row, "What is close", list(close(matrix)) or ["Nothing."])
    sheet.put(row, 1, Link(RISK, cell(0, 0), "Every crime type, with the reason: sheet Risk matrix"), "link")
    sheet.page(landscape=False, tall=1)


def _status(sheet: Sheet, row: int, report: Report) -> int:
    status = report.matrix.status
    style = "final" if status.final else "provisional"
    sheet.across(row, 0, (f" {status.words}", *[None] * (len(WIDTHS) - 1)), style)
    sheet.row_height(row, 26)
    day = report.assessment.dates.assessment
    dated = f"Date of the assessment: {day.day} {day:%B %Y}. " if day else ""
    returned = sum(bool(one) for one in report.returns)
    asked = len(report.assessment.agencies)
    sheet.put(row + 1, 0, f"{dated}Edition {report.edition}. {returned} of {asked} agencies' scores are in it.", "line")
    return row + 2


def _counts(sheet: Sheet, row: int, report: Report, plan: Plan) -> int:
    sheet.across(row, 0, ("Risk bands", *[None] * (len(WIDTHS) - 1)), "heading")
    sheet.row_height(row, 22)
    bands = [one.risk_band for one in report.matrix.rows]
    for i, (band, words) in enumerate(BAND_WORDS, start=row + 1):
        sheet.put(i, 1, words, f"cell {BAND_ROLES[band]}")
        sheet.put(i, 2, Formula(f'=COUNTIF({plan.risk.all("band")},"{band}")', bands.count(band)), "cell left")
    return row + 1 + len(BAND_WORDS)


def _themes(sheet: Sheet, row: int, report: Report, plan: Plan) -> int:
    """Themes in the order of the recommendation: live, by their place in the list on Themes."""
    sheet.across(row, 0, ("Recommended to the board, by theme", *[None] * (len(WIDTHS) - 1)), "heading")
    sheet.row_height(row, 22)
    themes = list(enumerate(in_advice_order(report.matrix.themes()), start=1))
    shown = themes[:MOST_THEMES]
    table = TablePlan("Recommended", sheet.name, (
        Column("place", "No.", WIDTHS[0], "cell centre"), Column("theme", "Theme", WIDTHS[1], "cell wrap strong"),
        Column("name", "Highest crime type", WIDTHS[2], "cell wrap"), Column("band", "Risk band", WIDTHS[3], "cell centre"),
        Column("risk", "Risk score", WIDTHS[4], "cell centre"), Column("advice", "Recommendation", WIDTHS[5], "cell wrap"),
        Column("choice", "The board's choice", WIDTHS[6], "cell wrap"),
    ), len(shown), head=row + 1)
    table.start(sheet)
    made = {one.theme.casefold(): one for one in report.assessment.decisions}
    for at, (place, theme) in enumerate(shown, start=table.first):
        lead = theme.leading
        values = {"theme": theme.name, "name": lead.name, "band": theme.band.value, "risk": lead.risk_score if lead.risk_score else "None",
                  "advice": theme.advice.value if theme.advice else NO_ADVICE}
        decision = made.get(theme.name.casefold())
        cells: dict[str, object] = {
            key: Formula(f"=INDEX({plan.themes.all(key)},MATCH({table.own('place', at)},{plan.themes.all('place')},0))", value)
            for key, value in values.items()}
        choice = decision.choice.value if decision else "Open"
        ground = f" ({decision.ground.value})" if decision and decision.ground and decision.choice is Choice.PRIORITY else ""
        table.put(sheet, at, {"place": place, **cells, "choice": choice + ground})
        sheet.fit(at, {1: theme.name, 2: lead.name, 6: choice + ground})
    page.bands(sheet, table)
    page.colour(sheet, table.box("advice"), {key: role for key, role in ADVICE_ROLES.items() if role == "high"})
    after = table.last + 1
    if len(themes) > len(shown):
        sheet.put(after, 1, f"{len(themes) - len(shown)} more themes stand on the sheet Themes.", "muted")
        after += 1
    return after


def _lines(sheet: Sheet, row: int, heading: str, lines: Iterable[str]) -> int:
    sheet.put(row, 0, heading, "subheading")
    every = list(lines)
    shown = every[:MOST_LINES] + ([f"and {len(every) - MOST_LINES} more; see the sheet Findings."] if len(every) > MOST_LINES else [])
    row += 1
    for line in shown:
        row = sheet.paragraph(row, 1, line, WIDE - WIDTHS[0])
    return row + 1


def close(matrix: Matrix) -> Iterable[str]:
    """What a small change would alter: rows decided by rounding, shares at an edge, bands that missing scores could change."""
    for one in matrix.ranked():
        if one.decided_by_rounding:
            yield f"{one.name}: decided by rounding; unrounded it would be {one.unrounded_band}."
        if one.close_to_edge:
            edge = one.close_to_edge
            yield (f"{one.name}: its share, {float(one.share or 0):.1%}, is close to the edge at {float(edge.share * 100):g}%; "
                   f"beyond it the probability is {edge.probability}.")
        chart = matrix.charts.get(one.crime_type.number)
        differs = chart_words.unsplit_differs(one, chart) if chart else ""
        if differs:
            yield f"{one.name}: {differs}"
        bands = matrix.could_be(one)
        if len(bands) > 1:
            others = sorted(str(band) for band in bands if band is not one.risk_band)
            yield f"{one.name}: {one.risk_band} now, could still become {' or '.join(others)}."
