"""Risk matrix and Themes: probability x combined harm, bands, ranks, recommendations, gathered by theme."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.matrix import MatrixRow, Theme, in_rank_order
from snwp_xl.model import Advice, RiskBand
from snwp_xl.results import page
from snwp_xl.results.plan import NONE, NOT_RANKED, NOT_SCORED, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Formula, Sheet

NO_STEER = "None"
NO_ADVICE = "Not assessed"
ADVICE_ORDER = (Advice.SELECT, Advice.COMPELLED, Advice.DISCUSS, Advice.DO_NOT_SELECT)
LAST = 99_999  # an order behind every crime type's
STRENGTH_STEP = 10_000  # keeps the recommendation before the order in one number
ADVICE_ROLES = {Advice.SELECT.value: "high", Advice.COMPELLED.value: "high", Advice.DISCUSS.value: "medium"}


def order_of(rows: Sequence[MatrixRow]) -> dict[int, int]:
    """A place from 1 for each crime type number, in the matrix's own order."""
    return {row.crime_type.number: place for place, row in enumerate(in_rank_order(rows), start=1)}


def draw_risk(sheet: Sheet, report: Report, plan: Plan) -> None:
    """A row for each crime type, highest risk first."""
    at = report.matrix.thresholds
    page.head(sheet, report, "Risk matrix", (
        "Risk score = probability x combined harm. "
        f"High from {float(at.high):g} points, Medium from {float(at.medium):g}, of at most {float(at.highest_possible):g}.",
        "Ties share a rank. The thresholds and the probability matrix are project defaults, to be confirmed by the partnership.",
    ))
    table = plan.risk
    table.start(sheet)
    order = order_of(report.matrix.rows)
    for row, one in enumerate(sorted(report.matrix.rows, key=lambda one: order[one.crime_type.number]), start=table.first):
        _risk_row(sheet, row, one, order[one.crime_type.number], plan)
    page.bands(sheet, table)
    page.finish(sheet, table)


def _risk_row(sheet: Sheet, row: int, one: MatrixRow, order: int, plan: Plan) -> None:
    table, cells, settings = plan.risk, _own(plan.risk, row), plan.settings
    risks, numbers = table.all("risk", here=True), table.all("number", here=True)
    risk, number, band, harm = cells["risk"], cells["number"], cells["band"], cells["harm"]
    behind = f"SUMPRODUCT(--NOT(ISNUMBER({risks})),--({numbers}<{number}))"
    before = f'COUNTIF({risks},">"&{risk})+SUMPRODUCT(--({risks}={risk}),--({numbers}<{number}))'
    volume = f'IF({harm}>={settings["high_harm"]},"{Advice.DISCUSS}","{Advice.DO_NOT_SELECT}")'
    low = f'IF({cells["steer"]}<>"{NO_STEER}","{Advice.COMPELLED}",{volume})'
    above = f'IF({risk}>={settings["medium"]},"{RiskBand.MEDIUM}","{RiskBand.LOW}")'
    advice = f'=IF({band}="{RiskBand.HIGH}","{Advice.SELECT}",IF({band}="{RiskBand.MEDIUM}","{Advice.DISCUSS}",' \
             f'IF({band}="{RiskBand.LOW}",{low},"{NO_ADVICE}")))'
    reason = one.reason or one.not_assessed_because
    table.put(sheet, row, {
        "rank": Formula(f'=IF(ISNUMBER({risk}),RANK({risk},{risks}),"{NOT_RANKED}")', NOT_RANKED if one.rank is None else one.rank),
        "number": one.crime_type.number, "name": one.name, "theme": one.crime_type.theme,
        "probability": Formula(_found(plan.probability, "probability", number), NONE if one.probability is None else one.probability),
        "harm": Formula(_found(plan.harm, "combined", number), NOT_SCORED if one.combined_harm is None else one.combined_harm),
        "risk": Formula(f'=IF(AND(ISNUMBER({cells["probability"]}),ISNUMBER({harm})),{cells["probability"]}*{harm},"{NONE}")',
                        NONE if one.risk_score is None else one.risk_score),
        "band": Formula(f'=IF(ISNUMBER({risk}),IF({risk}>={settings["high"]},"{RiskBand.HIGH}",{above}),"{RiskBand.NOT_ASSESSED}")',
                        one.risk_band.value),
        "steer": one.crime_type.national_steer or NO_STEER,
        "advice": Formula(advice, one.recommendation.value if one.recommendation else NO_ADVICE), "reason": reason,
        "order": Formula(f"=IF(ISNUMBER({risk}),{before},COUNT({risks})+{behind})+1", order)})
    sheet.fit(row, {table.column("reason"): reason, table.column("name"): one.name, table.column("steer"): one.crime_type.national_steer,
                    table.column("theme"): one.crime_type.theme})


def _own(table: TablePlan, row: int) -> dict[str, str]:
    return {column.key: table.own(column.key, row) for column in table.columns}


def _found(table: TablePlan, key: str, number: str) -> str:
    return f"=INDEX({table.all(key)},MATCH({number},{table.all('number')},0))"


# --- themes -------------------------------------------------------------------------------------------------------------


def draw_themes(sheet: Sheet, report: Report, plan: Plan) -> None:
    """A row for each theme: its highest crime type, its band, and the strongest recommendation among its crime types."""
    page.head(sheet, report, "Themes", (
        "Crime types that the partnership treats as one priority. A theme has the band of its highest crime type.",
        "Its recommendation is the strongest among its crime types.",
    ))
    table = plan.themes
    table.start(sheet)
    for row, (theme, place) in enumerate(listed_themes(report), start=table.first):
        _theme_row(sheet, row, theme, place, report, plan)
    page.bands(sheet, table)
    page.finish(sheet, table, names="theme")


def listed_themes(report: Report) -> list[tuple[Theme, int]]:
    """Themes with their place from 1: by recommendation, then by their highest crime type."""
    order = order_of(report.matrix.rows)
    themes = sorted(report.matrix.themes(), key=lambda one: _code(one, order))
    return [(theme, place) for place, theme in enumerate(themes, start=1)]


def _code(theme: Theme, order: dict[int, int]) -> int:
    strength = ADVICE_ORDER.index(theme.advice) if theme.advice else len(ADVICE_ORDER)
    return strength * STRENGTH_STEP + min(order[row.crime_type.number] for row in theme.rows)


def _theme_row(sheet: Sheet, row: int, theme: Theme, place: int, report: Report, plan: Plan) -> None:
    table, risk = plan.themes, plan.risk
    cells = _own(table, row)
    order = order_of(report.matrix.rows)
    mine = f"({risk.all('theme')}={cells['theme']})"
    leading = min(theme.rows, key=lambda one: order[one.crime_type.number])
    members = ", ".join(one.name for one in sorted(theme.rows, key=lambda one: order[one.crime_type.number]))
    advice = f'"{NO_ADVICE}"'
    for one in reversed(ADVICE_ORDER):
        advice = f'IF(SUMPRODUCT({mine}*({risk.all("advice")}="{one}"))>0,"{one}",{advice})'
    strengths = ",".join(f'"{one}"' for one in (*ADVICE_ORDER, NO_ADVICE))
    codes = f"(MATCH({table.all('advice', here=True)},{{{strengths}}},0)*{STRENGTH_STEP}+{table.all('lead', here=True)})"
    code = f"(MATCH({cells['advice']},{{{strengths}}},0)*{STRENGTH_STEP}+{cells['lead']})"
    lead = f"=SUMPRODUCT(MIN({risk.all('order')}+({risk.all('theme')}<>{cells['theme']})*{LAST}))"
    table.put(sheet, row, {
        "theme": theme.name, "lead": Formula(lead, order[leading.crime_type.number]),
        "name": Formula(_by_order(risk, "name", cells["lead"]), leading.name),
        "risk": Formula(_by_order(risk, "risk", cells["lead"]), NONE if leading.risk_score is None else leading.risk_score),
        "band": Formula(_by_order(risk, "band", cells["lead"]), leading.risk_band.value),
        "advice": Formula(f"={advice}", theme.advice.value if theme.advice else NO_ADVICE),
        "place": Formula(f"=SUMPRODUCT(--({codes}<{code}))+1", place), "members": members})
    sheet.fit(row, {table.column("members"): members, table.column("theme"): theme.name})


def _by_order(risk: TablePlan, key: str, order: str) -> str:
    return f"=INDEX({risk.all(key)},MATCH({order},{risk.all('order')},0))"
