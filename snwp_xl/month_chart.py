"""A line chart over months as a value, and how XlsxWriter is told of it. `Sheet.chart` puts it on a sheet.

The numbers that a chart shows stand in cells; each line is given them a second time, for the copy that a workbook keeps
inside the chart and that previews draw from. Empty cells are gaps in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Any

from snwp_xl import theme
from snwp_xl.chart_labels import Label, Plot, placed
from snwp_xl.frozen import dataclass

Number = int | float | Fraction
DAY_ZERO = date(1899, 12, 30)  # of a spreadsheet's calendar
STEPS = (1, 3, 6, 12, 24, 60)  # months between two dates on the axis
MOST_DATES, MOST_DATES_SMALL = 13, 3
MOST_STEPS = 6  # of the value axis, about
NEAR_THE_END = 0.7  # of the months: words at a bar there would run out of the chart
PLOT_WIDE, PLOT_HIGH = 0.89, 0.59  # of a chart: the rest is title, axes and legend
WANTED = {"high": "above", "event": "above", "low": "below"}  # place of the words beside a mark
DIGITS = ".16G"  # as cells are written


@dataclass(frozen=True, slots=True)
class Axis:
    """The value axis of a chart."""

    bottom: int
    top: int
    step: int


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line of a chart, or marks without a line."""

    name: str
    role: str  # in theme.CHART_LINES
    cells: str  # where its values stand: a fixed range with its sheet
    values: tuple[Number | None, ...]  # what stands there; None: an empty cell
    legend: bool = True
    words: Mapping[int, str] = field(default_factory=dict)  # beside some points, by their place from 0
    bars: bool = False  # a line from each point down to the axis


@dataclass(frozen=True, slots=True)
class MonthChart:
    """A line chart with one point a month."""

    title: str
    says: str  # the text for those who do not see it
    months: str  # where the months stand
    days: tuple[date, ...]
    lines: tuple[ChartLine, ...]  # later ones lie on top
    axis: Axis
    axis_name: str
    width: int  # pixels
    height: int
    small: bool = False  # one of many: no legend, few numbers


def axis_for(values: Sequence[Number], *, room: Fraction = Fraction(1)) -> Axis:
    """An axis that reaches above `room` times the highest value. It starts at 0, unless everything lies in the upper third."""
    low, high = min(values, default=0), max(values, default=0)
    from_zero, reach = low <= high * Fraction(2, 3), high * room
    step = round_number((reach - (0 if from_zero else low)) / MOST_STEPS)
    bottom = 0 if from_zero else -int(-low // step) * step - step  # the multiple next below the lowest value
    return Axis(bottom, (int(reach // step) + 1) * step, step)


def round_number(least: Number) -> int:
    """The lowest of 1, 2, 5, 10, 20, 50, ... that is not below `least`."""
    scale = 1
    while True:
        for number in (scale, 2 * scale, 5 * scale):
            if number >= least:
                return number
        scale *= 10


def made(raw_book: Any, chart: MonthChart) -> Any:
    """The XlsxWriter chart."""
    raw = raw_book.add_chart({"type": "line"})
    places = {} if chart.small else _places(chart)  # a small one has no words beside its marks
    for i, line in enumerate(chart.lines):
        raw.add_series(_series(line, chart, places, dates=not i))
    size = "small " if chart.small else ""
    raw.set_title({"name": chart.title, "name_font": theme.CHART_WORDS[f"{size}title"], "overlay": False})
    raw.set_x_axis(_months_axis(chart))
    raw.set_y_axis(_value_axis(chart))
    hidden = [i for i, line in enumerate(chart.lines) if not line.legend]
    raw.set_legend({"none": True} if chart.small else {
        "position": "bottom", "font": theme.CHART_WORDS["axis"], "delete_series": hidden})
    raw.set_chartarea({"border": theme.CHART_FRAME["line"]})
    raw.set_size({"width": chart.width, "height": chart.height})
    raw.show_hidden_data()  # a filter on the table of numbers must not empty the charts
    return raw


def _places(chart: MonthChart) -> dict[tuple[str, int], str]:
    """Where the words beside each mark go, by the mark's role and the place of its month."""
    axis = chart.axis
    plot = Plot(chart.width * PLOT_WIDE, chart.height * PLOT_HIGH, len(chart.days), axis.bottom, axis.top)
    drawn = [[None if value is None else float(value) for value in line.values]
             for line in chart.lines if line.role not in (*WANTED, "change")]
    labels = {(line.role, i): Label(i, float(line.values[i] or 0), words, WANTED[line.role])
              for line in chart.lines if line.role in WANTED for i, words in line.words.items()}
    return dict(zip(labels, placed(plot, drawn, list(labels.values())), strict=True))


def _series(line: ChartLine, chart: MonthChart, places: Mapping[tuple[str, int], str], *, dates: bool) -> dict[str, Any]:
    """A series; the first brings the months, which hold for all."""
    options: dict[str, Any] = {
        "name": line.name, "values": f"={line.cells}", "values_data": [_cached(value) for value in line.values],
        **theme.chart_line(line.role, small=chart.small)}
    if dates:
        options |= {"categories": f"={chart.months}", "categories_data": [str((day - DAY_ZERO).days) for day in chart.days]}
    if line.bars:
        options["y_error_bars"] = {
            "type": "percentage", "value": 100, "direction": "minus", "end_style": 0, **theme.CHART_BAR}
    if line.words and not chart.small:
        options["data_labels"] = _labels(line, places)
    return options


def _labels(line: ChartLine, places: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    """Words beside some points, nothing beside the others; those at a bar point away from the nearer end."""
    font, points = theme.CHART_WORDS["mark"], len(line.values)
    own = [
        {"value": line.words[i], "font": font, "position": places.get((line.role, i), "left" if i > points * NEAR_THE_END else "right")}
        if i in line.words else {"delete": True} for i in range(points)]
    return {"value": True, "custom": own, "font": font}


def _cached(value: Number | None) -> str | None:
    """A number with the digits that its cell is written with."""
    return None if value is None else format(float(value), DIGITS)


def _months_axis(chart: MonthChart) -> dict[str, Any]:
    most = MOST_DATES_SMALL if chart.small else MOST_DATES
    step = next((step for step in STEPS if len(chart.days) <= step * most), STEPS[-1])
    return {
        "date_axis": True, "num_format": "mmm yy", "major_unit": step, "major_unit_type": "months", "minor_unit": 1,
        "minor_unit_type": "months", "num_font": theme.CHART_WORDS["small axis" if chart.small else "axis"], "label_position": "low",
        **theme.CHART_AXIS}


def _value_axis(chart: MonthChart) -> dict[str, Any]:
    axis, small = chart.axis, chart.small
    options = {
        "min": axis.bottom, "max": axis.top, "major_unit": axis.top - axis.bottom if small else axis.step, "num_format": "#,##0",
        "num_font": theme.CHART_WORDS["small axis" if small else "axis"], "major_gridlines": {"visible": False}, **theme.CHART_AXIS}
    return options if small else {**options, "name": chart.axis_name, "name_font": theme.CHART_WORDS["axis name"]}
