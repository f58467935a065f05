"""Control charts: small charts of every crime type on one page, then a large one each with the same months last year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from snwp_xl.control.chart import Chart
from snwp_xl.model import Month
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
from snwp_xl.results.plan import CHARTS, HEAD_ROW, Plan
from snwp_xl.results.probability import explanation
from snwp_xl.results.report import Report
from snwp_xl.sheets import Formula, Link, Sheet, cell
from snwp_xl.theme import CHART_SHEET

WORDS = (
    "Line: monthly count. Thin line: mean. Dashed: limits. Triangle: high signal. Diamond: low signal. Cross: known event. "
    "Dotted: new recording.",
    "As calculated; the numbers are on Chart data and Signals. A state rests on the chart and on the yearly total: see Method.",
)
WITHOUT = "Without a chart"
LAST_COLUMN = 4  # of the table beside a chart
NO_COUNT = "Missing"
SHORT_RUN = 3  # marked months that share one label
AXIS_NAME = "Incidents a month"


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The overview, the crime types without a chart, and a block for each chart."""
    without = chart_words.without_chart(report.matrix)
    at = chart_plan_of(report.matrix, len(without))
    wide, narrow = CHART_SHEET["column"], CHART_SHEET["table column"]
    sheet.widths((wide, narrow, narrow, narrow, narrow))
    used = _words(sheet, report)
    breaks, used = _overview(sheet, report, at, used)
    heights = _without(sheet, at, without)
    if used + heights > CHART_SHEET["page height"]:
        breaks.append(at.reasons_first)
    used = CHART_SHEET["page height"]  # the first block starts a page
    for place in range(len(at.charts)):
        height = _block(sheet, report, at, place)
        used += height
        if used > CHART_SHEET["page height"]:
            breaks.append(at.block(place))
            used = height
    sheet.page(scale=int(CHART_SHEET["scale"]))
    sheet.pages(at.last_row, LAST_COLUMN, breaks)


def _words(sheet: Sheet, report: Report) -> float:
    """The top of the sheet; gives its height in points."""
    page.head(sheet, report, CHARTS)
    height = CHART_SHEET["title rows"]
    for row, text in enumerate((chart_words.states_line(report.matrix), *WORDS), start=HEAD_ROW - len(WORDS) - 1):
        height += _line(sheet, row, text)
    return height


def _line(sheet: Sheet, row: int, text: str) -> float:
    """A text that runs on over the columns of the tables, or is wrapped if it is too long for that; gives the height in points."""
    short = len(text) <= CHART_SHEET["letters across"]
    sheet.put(row, 0, text, "line" if short else "text")
    return sheet.fit(row, {} if short else {0: text})


def _overview(sheet: Sheet, report: Report, at: ChartPlan, used: float) -> tuple[list[int], float]:
    """The small charts, row by row; gives the rows that start a page, and how much of the last page is used."""
    breaks = []
    for row in range(TILES_FIRST, TILES_FIRST + at.tile_rows):
        sheet.row_height(row, CHART_SHEET["tile row"])
        used += CHART_SHEET["tile row"]
        if (row - TILES_FIRST) % TILES_DOWN == 0 and row > TILES_FIRST:
            breaks.append(row)
            used = CHART_SHEET["tile row"]
    for place in range(len(at.charts)):
        row, across = divmod(place, TILES_ACROSS)
        last = across == TILES_ACROSS - 1  # over the columns of the tables; the others side by side in the first column
        right = 0 if last else across * int(CHART_SHEET["tile width"])
        sheet.chart(TILES_FIRST + row, int(last), _small(report, at, place), right=right)
    return breaks, used


def _without(sheet: Sheet, at: ChartPlan, without: Sequence[str]) -> float:
    """The crime types without a chart, and why; gives the height in points."""
    height = 0.0
    for i, line in enumerate((WITHOUT, *without) if without else ()):
        height += _line(sheet, at.reasons_first + i, line)
    if without:
        sheet.put(at.reasons_first, 0, WITHOUT, "subheading")
    return height


def _block(sheet: Sheet, report: Report, at: ChartPlan, place: int) -> float:
    """A crime type's words, large chart and season; gives its height in points."""
    number, chart = at.charts[place]
    one, top = report.matrix.row(number), at.block(place)
    sheet.across(top + BLOCK_HEADING, 0, (one.name, None, None, None), "heading")
    sheet.put(top + BLOCK_HEADING, LAST_COLUMN, Link(CHARTS, cell(0, 0), "To the top"), "heading link right small")
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
            name, role, at.cells(place, key), values[key], legend=legend, bars=role == "change", words=_beside(role, values[key], chart))
        for key, name, role, legend in wanted if is_drawn(values[key], key))


def _beside(role: str, values: Points, chart: Chart) -> Mapping[int, str]:
    """The dates of marked months, of a run its first and last, and the words at a recording change."""
    marked = [i for i, value in enumerate(values) if value is not None]
    if role == "change":
        return dict.fromkeys(marked, "Recording changed")
    if role not in ("high", "low", "event"):
        return {}
    words: dict[int, str] = {}
    for _, group in groupby(enumerate(marked), key=lambda one: one[1] - one[0]):
        run = [place for _, place in group]
        first, last = chart.months[run[0]], chart.months[run[-1]]
        if len(run) > SHORT_RUN:
            words |= {run[0]: first.short, run[-1]: last.short}
        else:
            words[run[len(run) // 2]] = span_short(first, last)
    return words


def span_short(first: Month, last: Month) -> str:
    """Jun 25; Jun to Aug 25; Dec 24 to Jan 25."""
    if first == last:
        return first.short
    return f"{first.short[:3] if first.year == last.year else first.short} to {last.short}"
