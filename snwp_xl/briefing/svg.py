"""A control chart as places on a small drawing: the page's template turns them into lines, marks and words.

Places are in units of the drawing's own box, `WIDTH` by `HEIGHT`, whose corner is at the top left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from snwp_xl.control.chart import YEAR, Chart
from snwp_xl.frozen import dataclass
from snwp_xl.month_chart import Axis, Number
from snwp_xl.results.chart_plan import line_key
from snwp_xl.results.chart_points import axis, is_drawn, points

WIDTH, HEIGHT = 300, 94
LEFT, RIGHT, TOP, BOTTOM = 34, 6, 7, 19  # room around the plot, for its words
MOST_DOTS = 36  # months; a longer series is drawn without a dot at each
MOST_STEPS = 4  # numbers on the value axis
YEARS_NAMED = 5  # dates on the month axis
LINES = (("mean", "mean"), ("upper", "limit"), ("lower", "limit"))
MARKS = ("high", "low", "event")

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where months and counts lie on the drawing."""

    months: int
    axis: Axis

    def across(self, month: Fraction | int) -> Fraction:
        room = WIDTH - LEFT - RIGHT
        return LEFT + (Fraction(room) * month / (self.months - 1) if self.months > 1 else Fraction(room, 2))

    def down(self, count: Number) -> Fraction:
        share = (Fraction(count) - self.axis.bottom) / (self.axis.top - self.axis.bottom)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    def place(self, month: Fraction | int, count: Number) -> Place:
        return _unit(self.across(month)), _unit(self.down(count))


def drawing(chart: Chart) -> dict[str, object]:
    """Everything to draw of a chart: the frame, the latest year, limit lines, counts, marks."""
    frame, found = _Frame(len(chart.months), axis(chart)), points(chart)
    marks = {mark: [frame.place(i, value) for i, value in enumerate(found[mark]) if value is not None] for mark in MARKS}
    return {
        "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM,
        "latest": _latest(chart, frame), "numbers": list(_numbers(frame)), "dates": _dates(chart, frame),
        "lines": list(_lines(chart, frame)), "path": _path(frame, chart.counts), "dots": _dots(frame, chart.counts),
        "changes": _changes(chart, frame), **marks,
    }


def _latest(chart: Chart, frame: _Frame) -> dict[str, str]:
    """The shaded stretch of the latest 12 months."""
    start = frame.across(max(0, len(chart.months) - YEAR))
    return {"x": _unit(start), "width": _unit(frame.across(len(chart.months) - 1) - start)}


def _numbers(frame: _Frame) -> Iterator[dict[str, str]]:
    """The numbers on the value axis, from the bottom."""
    at = frame.axis
    step = at.step * -(-(at.top - at.bottom) // (at.step * MOST_STEPS))
    for value in range(at.bottom, at.top + 1, step):
        yield {"y": _unit(frame.down(value)), "words": f"{value:,}"}


def _dates(chart: Chart, frame: _Frame) -> list[dict[str, str]]:
    """The first month and every twelfth after it, or every so many years, and the last where there is room."""
    last = len(chart.months) - 1
    step = YEAR * max(1, -(-last // (YEAR * YEARS_NAMED)))
    named = [i for i in range(0, last, step) if last - i >= step // 2] + [last]
    ends = {0: "start", last: "end"}
    return [{"x": _unit(frame.across(i)), "words": chart.months[i].short, "anchor": ends.get(i, "middle")} for i in dict.fromkeys(named)]


def _lines(chart: Chart, frame: _Frame) -> Iterator[dict[str, str]]:
    """The mean and the limits of each stretch; a lower limit below 0 is not drawn."""
    found = points(chart)
    for back in range(len(chart.segments)):
        for key, look in LINES:
            values = found[line_key(key, back)]
            inside = [i for i, value in enumerate(values) if value is not None]
            if inside and is_drawn(values, key):
                (x1, y), (x2, _) = (frame.place(i, values[i] or 0) for i in (inside[0], inside[-1]))
                yield {"look": look, "x1": x1, "x2": x2, "y": y}


def _path(frame: _Frame, counts: Sequence[int | None]) -> str:
    """The line of counts; a missing month breaks it."""
    steps, pen = [], False
    for i, count in enumerate(counts):
        if count is not None:
            steps.append(f"{'L' if pen else 'M'}{' '.join(frame.place(i, count))}")
        pen = count is not None
    return "".join(steps)


def _dots(frame: _Frame, counts: Sequence[int | None]) -> list[Place]:
    """A dot a month; in a long series only for months without a neighbour, which no line would show."""
    known = [i for i, count in enumerate(counts) if count is not None]
    if len(counts) > MOST_DOTS:
        known = [i for i in known if i - 1 not in known and i + 1 not in known]
    return [frame.place(i, counts[i] or 0) for i in known]


def _changes(chart: Chart, frame: _Frame) -> list[str]:
    """Where recording changed: between the last month of the old way and the first of the new."""
    return [_unit(frame.across(chart.months.index(month) - Fraction(1, 2))) for month in chart.changes]


def _unit(value: Fraction) -> str:
    """A place with one decimal, half up."""
    tenths = (20 * value.numerator + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
