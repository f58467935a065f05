"""Incident counts and Probability: from monthly counts and control states to the probability score."""

from __future__ import annotations

from snwp_xl.control import Chart
from snwp_xl.layout import ALL_INCIDENTS
from snwp_xl.matrix import MatrixRow
from snwp_xl.model import CHARTED_STATES, Series
from snwp_xl.results import page
from snwp_xl.results.plan import LATEST_MONTHS, NO_COUNTS, NONE, Plan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Formula, Sheet

ALL_NUMBER = 0  # the number by which formulas look up All incidents; crime types start at 1


def draw_counts(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The monthly counts that were used, as they were read."""
    counts = report.matrix.counts
    source = f"Source: {counts.source}" if counts.source else ""
    last = f"The latest 12 months end with {counts.months[-1].words}." if counts.months else "There are no counts."
    page.head(sheet, report, "Incident counts", (
        f"Monthly counts as read. An empty month is missing, not 0. {last}", source,
        f"{ALL_INCIDENTS} is counted for itself; crime types overlap, and some are not part of it."))
    plan.counts.start(sheet)
    series = [(ALL_NUMBER, ALL_INCIDENTS, counts.all_incidents)]
    series += [(one.number, one.name, counts.of(one.number)) for one in report.assessment.crime_types]
    for row, (number, name, one) in enumerate(series, start=plan.counts.first):
        values: dict[str, object] = {"number": number, "name": name, **_by_month(one, report)}
        plan.counts.put(sheet, row, values)
        sheet.fit(row, {plan.counts.column("name"): name})
    page.finish(sheet, plan.counts)


def _by_month(series: Series | None, report: Report) -> dict[str, object]:
    months = report.matrix.counts.months
    return {str(month): count for month, count in zip(months, series.counts, strict=True)} if series else {}


def draw_probability(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Share, control state and probability of each crime type, and why."""
    page.head(sheet, report, "Probability", (
        "Probability comes from a crime type's share of all incidents in the latest 12 months and its control state, by the matrix on the "
        "sheet Method.",
        "The chart's verdict and the reasons are as calculated. A state or probability by hand takes the chart's place.",
    ))
    table = plan.probability
    table.start(sheet)
    for row, one in enumerate(report.matrix.rows, start=table.first):
        _row(sheet, row, one, report.matrix.charts.get(one.crime_type.number), plan)
    page.finish(sheet, table)


def _row(sheet: Sheet, row: int, one: MatrixRow, chart: Chart | None, plan: Plan) -> None:
    table = plan.probability
    why = explanation(one, chart)
    at = {column.key: table.own(column.key, row) for column in table.columns}
    from_chart = (f'=IF(ISNUMBER({at["share"]}),IFERROR(INDEX({plan.scores},MATCH({at["share"]},{plan.edges},1),'
                  f'MATCH({at["state"]},{plan.states},0)),"{NONE}"),"{NONE}")')
    probability = f'=IF(ISNUMBER({at["hand"]}),{at["hand"]},{at["from_chart"]})'
    both = f'AND(ISNUMBER({at["latest"]}),ISNUMBER({at["all"]}))'
    share = f'=IF({both},IF({at["all"]}>0,{at["latest"]}/{at["all"]},"{NO_COUNTS}"),"{NO_COUNTS}")'
    by_state = _by_state(one)
    table.put(sheet, row, {
        "number": one.crime_type.number, "name": one.name,
        "latest": Formula(_total(plan, at["number"]), _or(one.latest_count, NO_COUNTS)),
        "all": Formula(_total(plan, str(ALL_NUMBER)), _or(one.all_count, NO_COUNTS)),
        "share": Formula(share, NO_COUNTS if one.share is None else one.share),
        "chart": str(one.chart_state), "state": str(one.control_state), "from_chart": Formula(from_chart, _or(by_state, NONE)),
        "hand": one.crime_type.probability_by_hand, "probability": Formula(probability, _or(one.probability, NONE)), "why": why})
    sheet.fit(row, {table.column("why"): why, table.column("name"): one.name, table.column("chart"): str(one.chart_state)})


def _by_state(one: MatrixRow) -> int | None:
    """What share and the state in force give, before a probability by hand."""
    if one.probability_by_hand:
        return one.probability_from_chart
    return one.probability if one.share is not None and one.control_state in CHARTED_STATES else None


def _total(plan: Plan, number: str) -> str:
    table = plan.counts
    months = [column.key for column in table.columns[2:]][-LATEST_MONTHS:]
    if len(months) < LATEST_MONTHS:
        return f'="{NO_COUNTS}"'
    line = f"INDEX({table.block(months[0], months[-1])},MATCH({number},{table.all('number')},0),0)"
    return f'=IF(COUNT({line})={LATEST_MONTHS},SUM({line}),"{NO_COUNTS}")'


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
        edge = one.close_to_edge
        parts.append(f"Close to the edge: at {float(edge.share * 100):g}% the probability becomes {edge.probability}.")
    if one.not_assessed_because and one.probability is None:
        parts.append(one.not_assessed_because)
    return " ".join(part for part in parts if part)


def _or(value: int | None, words: str) -> int | str:
    return words if value is None else value
