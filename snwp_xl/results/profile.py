"""Crime profile: the latest 12 months beside the 12 before, and whether the change is more than chance."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.control.chance import profile_change
from snwp_xl.control.chart import Chart
from snwp_xl.control.wording import span_words
from snwp_xl.layout import ALL_INCIDENTS
from snwp_xl.matrix import MatrixRow
from snwp_xl.model import Counts, Series
from snwp_xl.phrases import capital
from snwp_xl.results import page
from snwp_xl.results.plan import LATEST_MONTHS, MONTHS_MISSING, NO_COUNTS, NONE, PROFILE, Column, Plan, TablePlan
from snwp_xl.results.probability import ALL_NUMBER, no_total, total, year_of
from snwp_xl.results.report import Report
from snwp_xl.results.tables import otherwise
from snwp_xl.sheets import Formula, Sheet

UNCHANGED = "None"  # no recording change
NOT_CHARTED = "Not charted"


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """All incidents, then a row for each crime type."""
    matrix = report.matrix
    table = profile_plan(matrix.counts, len(matrix.rows), split=_is_split(report))
    page.head(sheet, report, PROFILE, (
        "Two years of counts side by side. The counts, the change and the percentage are worked out from the sheet Incident counts; "
        "percentages are always computed.",
        "More than chance compares the same months of both years, which takes the season out; as calculated. "
        "A percentage of a small number says little: read the words.",
        f"{MONTHS_MISSING}: at least one month of the year has no count. {NO_COUNTS}: none of them has. Missing is never 0.",
    ))
    table.start(sheet)
    counts = matrix.counts
    every: dict[str, object] = {"recording": UNCHANGED, "split": NOT_CHARTED, "unsplit": UNCHANGED} if _is_split(report) else {}
    _row(sheet, table.first, table, plan, {"number": ALL_NUMBER, "name": ALL_INCIDENTS, **_totals(counts.all_incidents, None), **every})
    for row, one in enumerate(matrix.rows, start=table.first + 1):
        number = one.crime_type.number
        chart = matrix.charts.get(number)
        said = {**_totals(counts.of(number), chart), **_split(one, chart, report)}
        _row(sheet, row, table, plan, {"number": number, "name": one.name, **said})
    page.finish(sheet, table)


def profile_plan(counts: Counts, crime_types: int, *, split: bool = False) -> TablePlan:
    """The table's place; the two years are named by their months, and a split by recording changes brings three columns more."""
    latest, before = ("Latest 12 months", "12 months before")
    if counts.months:
        last = counts.months[-1]
        latest = f"{latest}: {span_words(last.shift(1 - LATEST_MONTHS), last)}"
        before = f"{before}: {span_words(last.shift(1 - 2 * LATEST_MONTHS), last.shift(-LATEST_MONTHS))}"
    columns = (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 34, "cell wrap"),
        Column("before", before, 17, "cell whole right"), Column("latest", latest, 17, "cell whole right"),
        Column("change", "Change", 10, "cell signed right"), Column("percent", "Percent", 10, "cell signedpercent right"),
        Column("words", "More than chance?", 34, "cell wrap"))
    more = (
        Column("recording", "Recording changed", 30, "cell wrap"), Column("split", "Chart says", 15, "cell wrap"),
        Column("unsplit", "Chart as if recording had not changed", 18, "cell wrap"))
    return TablePlan("CrimeProfile", PROFILE, (*columns, *more) if split else columns, crime_types + 1)


def _is_split(report: Report) -> bool:
    return any(chart.changes for chart in report.matrix.charts.values())


def _row(sheet: Sheet, row: int, table: TablePlan, plan: Plan, given: dict[str, object]) -> None:
    """A row's live counts, change and percentage, and its words."""
    before, latest = given["before"], given["latest"]
    at = {key: table.own(key, row) for key in ("number", "before", "latest", "change")}
    both = isinstance(before, int) and isinstance(latest, int)
    change = latest - before if both else NONE  # type: ignore[operator]
    percent = change / before if both and before else NONE  # type: ignore[operator]
    values: dict[str, object] = {
        **given, "before": Formula(total(plan, at["number"], back=1), before), "latest": Formula(total(plan, at["number"]), latest),  # type: ignore[arg-type]
        "change": Formula(f'=IF(AND(ISNUMBER({at["before"]}),ISNUMBER({at["latest"]})),{at["latest"]}-{at["before"]},"{NONE}")', change),
        "percent": Formula(f'=IF(ISNUMBER({at["change"]}),IF({at["before"]}>0,{at["change"]}/{at["before"]},"{NONE}"),"{NONE}")', percent)}
    table.put(sheet, row, values)
    sheet.fit(row, {table.column(column.key): str(values.get(column.key) or "") for column in table.columns if "wrap" in column.style})


def _totals(series: Series | None, chart: Chart | None) -> dict[str, object]:
    """The two totals and what can be said of them."""
    counts: Sequence[int | None] = series.counts if series else ()
    latest, before = year_of(counts), year_of(counts, back=1)
    if chart is not None:
        told = chart.profile
    else:
        told = profile_change(_sum(before), _sum(latest), latest, before)
    shown = {key: otherwise(_sum(year), no_total(year)) for key, year in (("before", before), ("latest", latest))}
    return {**shown, "words": capital(told.words)}


def _sum(year: Sequence[int | None]) -> int | None:
    known = [count for count in year if count is not None]
    return sum(known) if len(known) == LATEST_MONTHS else None


def _split(one: MatrixRow, chart: Chart | None, report: Report) -> dict[str, object]:
    """When and why recording changed, and the two verdicts."""
    if not _is_split(report):
        return {}
    if chart is None or chart.unsplit is None:
        return {"recording": UNCHANGED, "split": str(one.chart_state), "unsplit": UNCHANGED}
    changes = [change for change in report.assessment.recording_changes
               if change.crime_type == one.crime_type.number and change.month in chart.changes]
    words = "; ".join(f"{change.month.words}: {change.reason}" if change.reason else change.month.words for change in changes)
    return {"recording": words, "split": str(chart.state), "unsplit": str(chart.unsplit.state)}
