"""Control charts: small charts of every crime type on one page, then a large one each with the same months last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from snwp_xl.control.chart import Chart
from snwp_xl.matrix import MatrixRow
from snwp_xl.month_chart import ChartLine, MonthChart
from snwp_xl.results import chart_words, page
from snwp_xl.results.chart_plan import (
    BLOCK_HEADING,
    BLOCK_LIMITS,
    BLOCK_ROWS,
    BLOCK_SAYS,
    BLOCK_TABLE,
    TILES_ACROSS,
    TILES_DOWN,
    TILES_FIRST,
    ChartPlan,
    chart_plan_of,
    line_key,
)
from snwp_xl.results.chart_points import Points, axis, is_drawn, points
from snwp_xl.results.plan import CHARTS, Plan
from snwp_xl.results.probability import explanation
from snwp_xl.results.report import Report
from snwp_xl.sheets import Formula, Link, Sheet, cell
from snwp_xl.theme import CHART_SHEET

WORDS = (
    "Line: count of the month. Thin line: mean. Dashed: limits. Triangle: part of a high signal. Diamond: part of a low signal. "
    "Cross: known event. Dotted upright: recording changed.",
    "Charts and words are as calculated; the numbers stand on the sheets Chart data and Signals. The state by the chart decides with the "
    "yearly total: see Method.",
)
NO_COUNT = "Missing"
SHORT_RUN = 3  # marked months that share one label
AXIS_NAME = "Incidents a month"


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The overview, the crime types without a chart, and a block for each chart."""
    without = chart_words.without_chart(report.matrix)
    at = chart_plan_of(report.matrix, len(without))
    wide, narrow = CHART_SHEET["column"], CHART_SHEET["table column"]
    sheet.widths((wide, narrow, narrow, narrow, narrow))
    page.head(sheet, report, CHARTS, (chart_words.states_line(report.matrix), *WORDS))
    breaks = _overview(sheet, report, at)
    for i, line in enumerate(("Without a chart", *without) if without else ()):
        sheet.put(at.reasons_first + i, 0, line, "line" if i else "subheading")
    used = float("inf")
    for place in range(len(at.charts)):
        height = _block(sheet, report, at, place)
        used += height
        if used > CHART_SHEET["page height"]:
            breaks.append(at.block(place))
            used = height
    sheet.page(marking=report.assessment.marking, scale=int(CHART_SHEET["scale"]))
    sheet.pages(at.last_row, 4, breaks)


def _overview(sheet: Sheet, report: Report, at: ChartPlan) -> list[int]:
    """The small charts, row by row; gives the rows that start a page."""
    for row in range(at.tile_rows):
        sheet.row_height(TILES_FIRST + row, CHART_SHEET["tile row"])
    for place in range(len(at.charts)):
        row, across = divmod(place, TILES_ACROSS)
        last = across == TILES_ACROSS - 1  # over the columns of the tables; the others side by side in the first column
        right = 0 if last else across * int(CHART_SHEET["tile width"])
        sheet.chart(TILES_FIRST + row, int(last), _small(report, at, place), right=right)
    return [TILES_FIRST + row for row in range(TILES_DOWN, at.tile_rows, TILES_DOWN)]


def _block(sheet: Sheet, report: Report, at: ChartPlan, place: int) -> float:
    """A crime type's words, large chart and season; gives its height in points."""
    number, chart = at.charts[place]
    one, top = report.matrix.row(number), at.block(place)
    sheet.across(top + BLOCK_HEADING, 0, (one.name, None, None, None), "heading")
    sheet.put(top + BLOCK_HEADING, 4, Link(CHARTS, cell(0, 0), "To the top"), "heading link right small")
    sheet.row_height(top + BLOCK_HEADING, CHART_SHEET["heading row"])
    limits = " ".join((*chart_words.limits(chart), chart_words.year(chart), *chart_words.remarks(one, chart, report.assessment)))
    height = CHART_SHEET["heading row"] + CHART_SHEET["table head row"] + CHART_SHEET["chart row"] * (BLOCK_ROWS - BLOCK_TABLE - 1)
    for row, text in ((top + BLOCK_SAYS, explanation(one, chart)), (top + BLOCK_LIMITS, limits)):
        sheet.put(row, 0, text, "text")
        height += sheet.fit(row, {0: text})
    for row in range(top + BLOCK_TABLE + 1, top + BLOCK_ROWS):
        sheet.row_height(row, CHART_SHEET["chart row"])
    sheet.chart(top + BLOCK_TABLE, 0, _large(report, at, place))
    _season(sheet, at, place, chart)
    return height


def _season(sheet: Sheet, at: ChartPlan, place: int, chart: Chart) -> None:
    """The latest 12 months beside the same months a year before."""
    table = at.season(place)
    table.start(sheet, widths=False, filters=False)
    sheet.row_height(table.head, CHART_SHEET["table head row"])
    for row, (month, count, before) in enumerate(chart.same_month_last_year, start=table.first):
        both = f"COUNT({table.span('count', 'before', row)})=2"
        change = f"=IF({both},{table.own('count', row)}-{table.own('before', row)},\"{NO_COUNT}\")"
        table.put(sheet, row, {
            "month": month.first_day, "count": NO_COUNT if count is None else count, "before": NO_COUNT if before is None else before,
            "change": Formula(change, NO_COUNT if count is None or before is None else count - before)})


def _large(report: Report, at: ChartPlan, place: int) -> MonthChart:
    number, chart = at.charts[place]
    one = report.matrix.row(number)
    return MonthChart(
        chart_words.title(one, chart), chart_words.says(one, chart, report.assessment), at.cells(place, "month"),
        tuple(month.first_day for month in chart.months), _lines(at, place, chart), axis(chart), AXIS_NAME,
        int(CHART_SHEET["chart width"]), int(CHART_SHEET["chart height"]))


def _small(report: Report, at: ChartPlan, place: int) -> MonthChart:
    number, chart = at.charts[place]
    one = report.matrix.row(number)
    return replace(
        _large(report, at, place), title=chart_words.small_title(one, chart), says=chart_words.small_says(one, chart), small=True,
        width=int(CHART_SHEET["tile width"]) - int(CHART_SHEET["gap"]), height=int(CHART_SHEET["tile height"]))


def _lines(at: ChartPlan, place: int, chart: Chart) -> tuple[ChartLine, ...]:
    """What the chart draws, lowest layer last in the drawing order: count first, since it brings the dates."""
    values = points(chart)
    wanted: list[tuple[str, str, str, bool]] = [("count", "Count", "count", True)]
    for back in range(len(chart.segments)):
        wanted += [(line_key("mean", back), "Mean", "mean", not back), (line_key("upper", back), "Limits", "limit", not back),
                   (line_key("lower", back), "Limits", "limit", False)]
    wanted += [("event", "Known event", "event", True), ("low", "Low signal", "low", True), ("high", "High signal", "high", True),
               ("change", "Recording changed", "change", False)]
    return tuple(
        ChartLine(
            name, role, at.cells(place, key), values[key], legend=legend, bars=role == "change", words=_words(role, values[key], chart))
        for key, name, role, legend in wanted if is_drawn(values[key], key))


def _words(role: str, values: Points, chart: Chart) -> Mapping[int, str]:
    """The dates of marked months, of a run its first and last, and the words at a recording change."""
    marked = [i for i, value in enumerate(values) if value is not None]
    if role == "change":
        return dict.fromkeys(marked, "Recording changed")
    if role not in ("high", "low", "event"):
        return {}
    words: dict[int, str] = {}
    for _, group in groupby(enumerate(marked), key=lambda one: one[1] - one[0]):
        run = [place for _, place in group]
        dates = [chart.months[run[0]].short, chart.months[run[-1]].short]
        words |= {run[0]: dates[0], run[-1]: dates[1]} if len(run) > SHORT_RUN else {run[len(run) // 2]: " to ".join(dict.fromkeys(dates))}
    return words


def chart_row(row: MatrixRow, report: Report) -> int | None:
    """The row of a crime type's large chart, from 0, for links to it; None where it has none."""
    at = chart_plan_of(report.matrix, len(chart_words.without_chart(report.matrix)))
    return next((at.block(place) for place, (number, _) in enumerate(at.charts) if number == row.crime_type.number), None)
