"""Risk matrix and Themes: probability x combined harm, bands, ranks, recommendations, gathered by theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl.analysis import RowSensitivity
from snwp_xl.assessment.origins import origin_words
from snwp_xl.matrix import STRENGTH, MatrixRow, Theme, in_advice_order, in_rank_order
from snwp_xl.model import Advice, RiskBand
from snwp_xl.phrases import capital
from snwp_xl.results import page
from snwp_xl.results.plan import NONE, NOT_RANKED, NOT_SCORED, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.results.trace import Trace, trace_of
from snwp_xl.sheets import Formula, Sheet, text_literal

NO_STEER = "None"
NO_ADVICE = "Not assessed"
STEER_WORDS, VOLUME_WORDS = "national steer", "high harm, low volume"
STRENGTH_STEP = 10_000  # keeps a theme before a recommendation, and that before an order, in one number
FOLLOWS = "Follows"  # a crime type that is not the first of its theme
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
        f"Ties share a rank. {origin_words(report.assessment)}",
    ))
    table = plan.risk
    table.start(sheet)
    trace, themes = trace_of(report, plan), {one.crime_type.number: theme for theme in report.matrix.themes() for one in theme.rows}
    for order, one in enumerate(report.matrix.ranked(), start=1):
        number = one.crime_type.number
        reason = _reason(one, report.analysis.sensitivity.row(number))
        _risk_row(sheet, table.head + order, one, order, reason, themes[number], trace)
    page.bands(sheet, table)
    page.finish(sheet, table, until="reason")


def _reason(one: MatrixRow, firm: RowSensitivity) -> str:
    """Why it has its recommendation, and whether those who have not scored could change its band."""
    told = one.reason or one.not_assessed_because
    if one.risk_band is RiskBand.NOT_ASSESSED or not firm.open_words:
        return told
    still = "No missing score can change its band" if one.outstanding and firm.settled else capital(firm.open_words)
    return f"{told} {still}."


def _risk_row(sheet: Sheet, row: int, one: MatrixRow, order: int, reason: str, theme: Theme, trace: Trace) -> None:
    plan, table = trace.plan, trace.plan.risk
    cells, settings = _own(table, row), plan.settings
    risks, numbers = table.all("risk", here=True), table.all("number", here=True)
    risk, number, band, harm = cells["risk"], cells["number"], cells["band"], cells["harm"]
    behind = f'COUNT({risks})+COUNTIFS({risks},"{NONE}",{numbers},"<"&{number})'
    before = f'COUNTIF({risks},">"&{risk})+COUNTIFS({risks},{risk},{numbers},"<"&{number})'
    volume = f'IF({harm}>={settings["high_harm"]},"{Advice.DISCUSS}","{Advice.DO_NOT_SELECT}")'
    low = f'IF({cells["steer"]}<>"{NO_STEER}","{Advice.COMPELLED}",{volume})'
    above = f'IF({risk}>={settings["medium"]},"{RiskBand.MEDIUM}","{RiskBand.LOW}")'
    advice = f'=IF({band}="{RiskBand.HIGH}","{Advice.SELECT}",IF({band}="{RiskBand.MEDIUM}","{Advice.DISCUSS}",' \
             f'IF({band}="{RiskBand.LOW}",{low},"{NO_ADVICE}")))'
    table.put(sheet, row, {
        "rank": Formula(f'=IF(ISNUMBER({risk}),RANK({risk},{risks}),"{NOT_RANKED}")', NOT_RANKED if one.rank is None else one.rank),
        "number": one.crime_type.number, "name": one.name, "theme": theme.name, "theme_number": theme.number,
        "probability": Formula(f"={plan.probability.at('probability', number)}", NONE if one.probability is None else one.probability),
        "harm": Formula(f"={plan.harm.at('combined', number)}", NOT_SCORED if one.combined_harm is None else one.combined_harm),
        "risk": Formula(f'=IF(AND(ISNUMBER({cells["probability"]}),ISNUMBER({harm})),{cells["probability"]}*{harm},"{NONE}")',
                        NONE if one.risk_score is None else one.risk_score),
        "band": Formula(f'=IF(ISNUMBER({risk}),IF({risk}>={settings["high"]},"{RiskBand.HIGH}",{above}),"{RiskBand.NOT_ASSESSED}")',
                        one.risk_band.value),
        "steer": one.crime_type.national_steer or NO_STEER,
        "advice": Formula(advice, one.recommendation.value if one.recommendation else NO_ADVICE), "reason": reason,
        "order": Formula(f"=IF(ISNUMBER({risk}),{before},{behind})+1", order),
        "leads": Formula(_first_of(table, cells, "theme_number"), theme.number if theme.leading is one else FOLLOWS),
        "rests": Formula(
            _first_of(table, cells, "theme_number", "advice"),
            _rest_code(theme.number, one.recommendation) if _first_with_advice(theme, one) else FOLLOWS),
        **trace.of_risk(one.crime_type.number, number)})
    sheet.fit(row, {table.column("reason"): reason, table.column("name"): one.name, table.column("steer"): one.crime_type.national_steer,
                    table.column("theme"): theme.name})


def _first_of(table: TablePlan, cells: Mapping[str, str], *same: str) -> str:
    """A code where no row with the same values comes before in the order: the theme's number, or that with the recommendation."""
    alike = ",".join(f"{table.all(key, here=True)},{cells[key]}" for key in same)
    code = cells["theme_number"]
    if "advice" in same:
        code = f"{code}*{STRENGTH_STEP}+{_strength(cells['advice'])}"
    return f'=IF(COUNTIFS({alike},{table.all("order", here=True)},"<"&{cells["order"]})=0,{code},"{FOLLOWS}")'


def _first_with_advice(theme: Theme, row: MatrixRow) -> bool:
    return next(one for one in theme.rows if one.recommendation is row.recommendation) is row


def _rest_code(theme: int, advice: Advice | None) -> int:
    return theme * STRENGTH_STEP + (STRENGTH.index(advice) if advice else len(STRENGTH)) + 1


def _own(table: TablePlan, row: int) -> dict[str, str]:
    return {column.key: table.own(column.key, row) for column in table.columns}


# --- themes -------------------------------------------------------------------------------------------------------------


def draw_themes(sheet: Sheet, report: Report, plan: Plan) -> None:
    """A row for each theme: its highest crime type, its band, and the strongest recommendation among its crime types."""
    page.head(sheet, report, "Themes", (
        "Crime types that the partnership treats as one priority. A theme has the band of its highest crime type.",
        "Its recommendation is the strongest among its crime types.",
    ))
    table = plan.themes
    table.start(sheet)
    order = order_of(report.matrix.rows)
    for place, theme in enumerate(in_advice_order(report.matrix.themes()), start=1):
        _theme_row(sheet, table.head + place, theme, place, order, plan)
    page.bands(sheet, table)
    page.finish(sheet, table, names="theme", until="members")


def _theme_row(sheet: Sheet, row: int, theme: Theme, place: int, order: Mapping[int, int], plan: Plan) -> None:
    table, risk = plan.themes, plan.risk
    cells = _own(table, row)
    leading, resting = theme.leading, resting_on(theme)
    members = ", ".join(one.name for one in theme.rows)
    strength, lead = _strength(cells["advice"]), order[leading.crime_type.number]
    rests = f"{cells['number']}*{STRENGTH_STEP}+{strength}"
    table.put(sheet, row, {
        "number": theme.number, "theme": theme.name, "members": members,
        "lead": Formula(f"={risk.at('order', cells['number'], 'leads')}", lead),
        "name": Formula(_by_order(risk, "name", cells["lead"]), leading.name),
        "risk": Formula(_by_order(risk, "risk", cells["lead"]), NONE if leading.risk_score is None else leading.risk_score),
        "band": Formula(_by_order(risk, "band", cells["lead"]), leading.risk_band.value),
        "advice": Formula(f"={strongest(risk, cells['number'])}", theme.advice.value if theme.advice else NO_ADVICE),
        "place": Formula(f"=RANK({cells['code']},{table.all('code', here=True)},1)", place),
        "code": Formula(f"={strength}*{STRENGTH_STEP}+{cells['lead']}", _rest_code(0, theme.advice) * STRENGTH_STEP + lead),
        "why": Formula(_why_formula(risk, cells), why(theme)),
        "because": Formula(f"={risk.at('order', rests, 'rests')}", order[resting.crime_type.number])})
    sheet.fit(row, {table.column("members"): members, table.column("theme"): theme.name, table.column("why"): why(theme)})


def resting_on(theme: Theme) -> MatrixRow:
    """The crime type from which a theme has its recommendation."""
    return next(row for row in theme.rows if row.recommendation is theme.advice)


def why(theme: Theme) -> str:
    """Why a theme is recommended as it is, from the numbers as they stand."""
    row = resting_on(theme)
    if row.risk_score is None:
        return f"{row.name}: {NO_ADVICE.lower()}"
    steer = f"; {STEER_WORDS}" if row.recommendation is Advice.COMPELLED else ""
    volume = f"; {VOLUME_WORDS}" if row.recommendation is Advice.DISCUSS and row.risk_band is RiskBand.LOW else ""
    return f"{row.name}: risk score {row.risk_score} = {row.probability} x {row.combined_harm}, {row.risk_band}{steer}{volume}"


def _why_formula(risk: TablePlan, cells: Mapping[str, str]) -> str:
    """The same words, live."""
    at = {key: risk.at(key, cells["because"], "order") for key in ("name", "risk", "probability", "harm", "band")}
    steer = f'IF({cells["advice"]}="{Advice.COMPELLED}","; {STEER_WORDS}","")'
    volume = f'IF(AND({cells["advice"]}="{Advice.DISCUSS}",{at["band"]}="{RiskBand.LOW}"),"; {VOLUME_WORDS}","")'
    scored = f'": risk score "&{at["risk"]}&" = "&{at["probability"]}&" x "&{at["harm"]}&", "&{at["band"]}&{steer}&{volume}'
    return f'={at["name"]}&IF(ISNUMBER({at["risk"]}),{scored},": {NO_ADVICE.lower()}")'


def strongest(risk: TablePlan, number: str) -> str:
    """The strongest recommendation among a theme's crime types."""
    advice = f'"{NO_ADVICE}"'
    for one in reversed(STRENGTH):
        advice = f'IF(COUNTIFS({risk.all("theme_number")},{number},{risk.all("advice")},"{one}")>0,"{one}",{advice})'
    return advice


def _strength(advice: str) -> str:
    """The place of a recommendation among all, strongest first."""
    return f"MATCH({advice},{{{','.join(text_literal(one) for one in (*STRENGTH, NO_ADVICE))}}},0)"


def _by_order(risk: TablePlan, key: str, order: str) -> str:
    return f"={risk.at(key, order, 'order')}"
