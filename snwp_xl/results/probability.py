"""Incident counts and Probability: from monthly counts and control states to the probability score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from snwp_xl.control import Chart
from snwp_xl.layout import ALL_INCIDENTS
from snwp_xl.matrix import MatrixRow
from snwp_xl.model import CHARTED_STATES, Counts, RiskBand, Series
from snwp_xl.results import page
from snwp_xl.results.as_read import count_check, drawn_counts
from snwp_xl.results.plan import LATEST_MONTHS, MONTHS_MISSING, NO_COUNTS, NONE, Plan, month_key
from snwp_xl.results.report import Report
from snwp_xl.results.tables import otherwise
from snwp_xl.results.trace import Trace, trace_of
from snwp_xl.sheets import Formula, Sheet

SPLIT_WORDS = (
    " Where recording changed, the state comes from the months after the change; what would follow without the change is beside it.")
One = TypeVar("One")  # a month, or its count
ALL_NUMBER = 0  # the number by which formulas look up All incidents; crime types start at 1


def draw_counts(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The monthly counts that were used, as they were read."""
    counts = report.matrix.counts
    source = f"Source: {counts.source}" if counts.source else ""
    last = f"The latest 12 months end with {counts.months[-1].words}." if counts.months else "There are no counts."
    page.head(sheet, report, "Incident counts", (
        f"Monthly counts as read. An empty month is missing, not 0. {last}", source,
        f"{ALL_INCIDENTS} is counted separately; crime types overlap, and some are not part of it."))
    plan.counts.start(sheet)
    series = [(ALL_NUMBER, ALL_INCIDENTS, counts.all_incidents)]
    series += [(one.number, one.name, counts.of(one.number)) for one in report.assessment.crime_types]
    for row, (number, name, one) in enumerate(series, start=plan.counts.first):
        read = one.counts if one else (None,) * len(counts.months)
        values: dict[str, object] = {
            "number": number, "name": name, **_by_month(one, report), "as_read": drawn_counts(read), "check": count_check(plan, row, read)}
        plan.counts.put(sheet, row, values)
        sheet.fit(row, {plan.counts.column("name"): name})
    page.altered(sheet, plan.counts)
    page.finish(sheet, plan.counts, until=plan.months[-1] if plan.months else "name")


def _by_month(series: Series | None, report: Report) -> dict[str, object]:
    months = report.matrix.counts.months
    return {month_key(month): count for month, count in zip(months, series.counts, strict=True)} if series else {}


def draw_probability(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Share, control state and probability of each crime type, and why."""
    page.head(sheet, report, "Probability", (
        "Probability comes from a crime type's share of all incidents in the latest 12 months and its control state, using the matrix on "
        "the sheet Method.",
        "The chart's verdict and the reasons are as calculated. A state or probability by hand takes the chart's place. "
        "An empty cell: nothing by hand, nothing to add.",
        "The charts are on the sheet Control charts." + (SPLIT_WORDS if _is_split(plan) else ""),
    ))
    table, trace = plan.probability, trace_of(report, plan)
    table.start(sheet)
    for row, one in enumerate(report.matrix.rows, start=table.first):
        _row(sheet, row, one, report.matrix.charts.get(one.crime_type.number), trace, counted_values(one, report.matrix.counts))
    if _is_split(plan):
        page.bands(sheet, table, "unsplit_band")
    page.finish(sheet, table, until="why")


def _is_split(plan: Plan) -> bool:
    return any(column.key == "unsplit" for column in plan.probability.columns)


def _row(
    sheet: Sheet, row: int, one: MatrixRow, chart: Chart | None, trace: Trace, counted: Mapping[str, int | Fraction | str]
) -> None:
    plan, table = trace.plan, trace.plan.probability
    why, beside = explanation(one, chart), beside_state(one, chart)
    at = {column.key: table.own(column.key, row) for column in table.columns}
    probability = f'=IF(ISNUMBER({at["hand"]}),{at["hand"]},{at["from_chart"]})'
    table.put(sheet, row, {
        "number": one.crime_type.number, "name": one.name,
        "latest": Formula(total(plan, at["number"]), counted["latest"]), "all": Formula(total(plan, str(ALL_NUMBER)), counted["all"]),
        "share": Formula(f"={share_formula(at)}", counted["share"]),
        "chart": str(one.chart_state), "state": str(one.control_state), "beside": beside,
        "from_chart": Formula(_scored(plan, at["share"], at["state"]), otherwise(_by_state(one), NONE)),
        "hand": one.crime_type.probability_by_hand, "probability": Formula(probability, otherwise(one.probability, NONE)), "why": why,
        **(_unsplit(one, chart, at, plan) if _is_split(plan) else {}), **trace.of_probability(one.crime_type.number, at["number"])})
    sheet.fit(row, {table.column("why"): why, table.column("name"): one.name, table.column("chart"): str(one.chart_state),
                    table.column("beside"): beside})


def _scored(plan: Plan, share: str, state: str) -> str:
    """The formula of the probability of a share and a state."""
    found = f"INDEX({plan.scores},MATCH({share},{plan.edges},1),MATCH({state},{plan.states},0))"
    return f'=IF(ISNUMBER({share}),IFERROR({found},"{NONE}"),"{NONE}")'


def _unsplit(one: MatrixRow, chart: Chart | None, at: Mapping[str, str], plan: Plan) -> dict[str, object]:
    """The verdict, probability and band as if recording had not changed; none where it did not."""
    unsplit, settings = chart.unsplit if chart else None, plan.settings
    harm = f"INDEX({plan.harm.all('combined')},MATCH({at['number']},{plan.harm.all('number')},0))"
    risk = f"{at['unsplit']}*{harm}"
    above = f'IF({risk}>={settings["high"]},"{RiskBand.HIGH}",IF({risk}>={settings["medium"]},"{RiskBand.MEDIUM}","{RiskBand.LOW}"))'
    band = f'=IF(AND(ISNUMBER({at["unsplit"]}),ISNUMBER({harm})),{above},"{NONE}")'
    return {
        "unsplit_state": str(unsplit.state) if unsplit else NONE,
        "unsplit": Formula(_scored(plan, at["share"], at["unsplit_state"]), otherwise(one.probability_unsplit, NONE)),
        "unsplit_band": Formula(band, NONE if one.band_unsplit is None else one.band_unsplit.value)}


def beside_state(one: MatrixRow, chart: Chart | None) -> str:
    """What must be read with a control state: by hand, trial, low count."""
    marks = ["by hand"] if one.state_by_hand else []
    marks += ["trial"] if chart and chart.trial and not one.state_by_hand else []
    marks += ["low count"] if chart and chart.low_count else []
    return ", ".join(marks)


def _by_state(one: MatrixRow) -> int | None:
    """What share and the state in force give, before a probability by hand."""
    if one.probability_by_hand:
        return one.probability_from_chart
    return one.probability if one.share is not None and one.control_state in CHARTED_STATES else None


def total(plan: Plan, number: str, *, back: int = 0) -> str:
    """The formula of a row's count in the latest 12 months, or in the 12 so many years before; it needs every month."""
    table = plan.counts
    months = year_of(plan.months, back)
    if not months:
        return f'="{NO_COUNTS}"'
    line = f"INDEX({table.block(months[0], months[-1])},MATCH({number},{table.all('number')},0),0)"
    return f"={whole_year(f'COUNT({line})', f'SUM({line})')}"


def whole_year(months: str, added: str) -> str:
    """A year's total if so many of its months have a count, or the words in its place."""
    return f'CHOOSE(MATCH({months},{{0,1,{LATEST_MONTHS}}},1),"{NO_COUNTS}","{MONTHS_MISSING}",{added})'


def share_formula(own: Mapping[str, str]) -> str:
    """The share from the cells of the two counts; without one of them, the words in its place."""
    latest, every = own["latest"], own["all"]
    return f'IF(ISNUMBER({latest}),IF(ISNUMBER({every}),IF({every}>0,{latest}/{every},"{NO_COUNTS}"),{every}),{latest})'


def year_of(months: Sequence[One], back: int = 0) -> Sequence[One]:
    """The latest 12 of some months, or the 12 so many years before; fewer where they do not reach that far."""
    last = max(0, len(months) - back * LATEST_MONTHS)
    return months[max(0, last - LATEST_MONTHS) : last]


def no_total(counts: Sequence[int | None]) -> str:
    """What stands in place of a year's total that lacks months."""
    return NO_COUNTS if all(count is None for count in counts) else MONTHS_MISSING


def counted_values(one: MatrixRow, counts: Counts) -> dict[str, int | Fraction | str]:
    """What the formulas of the two counts and of the share give."""
    latest, every = (
        otherwise(total_, no_total(year_of(series.counts) if series else ()))
        for total_, series in ((one.latest_count, counts.of(one.crime_type.number)), (one.all_count, counts.all_incidents)))
    words = next((count for count in (latest, every) if isinstance(count, str)), NO_COUNTS)
    return {"latest": latest, "all": every, "share": otherwise(one.share, words)}


def explanation(one: MatrixRow, chart: Chart | None) -> str:
    """Why a crime type has its probability, in one or two sentences."""
    parts = [chart.sentence if chart else ""]
    reason = one.crime_type.by_hand_reason or "no reason is given"
    if one.state_by_hand:
        parts.append(f"By hand: {one.control_state}, because {reason.rstrip('.')}.")
    if one.probability_by_hand:
        parts.append(f"By hand: probability {one.probability}, because {reason.rstrip('.')}.")
    if chart and chart.low_count:
        parts.append("Low count: fewer than 5 a month.")
    if one.close_to_edge:
        parts.append(f"Close to the edge: {one.edge_words}.")
    if one.not_assessed_because and one.probability is None:
        parts.append(one.not_assessed_because)
    return " ".join(part for part in parts if part)
