"""What a control chart draws, month by month: the values of its columns on Chart data, and the value axis."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from snwp_xl.control import Chart, Direction, Limits
from snwp_xl.month_chart import Axis, Number, axis_for
from snwp_xl.results.chart_plan import line_key

ROOM, ROOM_FOR_WORDS = Fraction(103, 100), Fraction(115, 100)  # of the highest value: for marks, for words above them
Points = tuple[Number | None, ...]  # one a month of the chart; None: nothing is drawn

LINES: tuple[tuple[str, Callable[[Limits], float]], ...] = (
    ("mean", lambda limits: limits.mean), ("upper", lambda limits: limits.upper), ("lower", lambda limits: limits.lower))


def points(chart: Chart) -> dict[str, Points]:
    """Each column of Chart data for one chart, by its key."""
    top = axis(chart).top
    found: dict[str, Points] = {"count": chart.counts}
    for back, segment in enumerate(reversed(chart.segments)):
        inside = [segment.first <= month <= segment.last for month in chart.months]
        for key, line in LINES:
            value = line(segment.limits) if segment.limits else None
            found[line_key(key, back)] = tuple(value if here else None for here in inside)
    sigma = [(one.first, one.last, one.upper_two_sigma, one.lower_two_sigma) for one in chart.segments]
    at = [next(((up, low) for first, last, up, low in sigma if first <= month <= last), (None, None)) for month in chart.months]
    found["upper_two"], found["lower_two"] = tuple(up for up, _ in at), tuple(low for _, low in at)
    found["high"], found["low"] = _signalled(chart, Direction.UP), _signalled(chart, Direction.DOWN)
    found["event"] = tuple(count if month in chart.events else None for month, count in _months(chart))
    found["change"] = tuple(top if month in chart.changes else None for month in chart.months)
    return found


def axis(chart: Chart) -> Axis:
    """The value axis: room for every count and line; a lower limit below 0 is not drawn."""
    lines = [line(one.limits) for one in chart.segments if one.limits for _, line in LINES]
    shown: list[Number] = [*(count for count in chart.counts if count is not None), *(line for line in lines if line >= 0)]
    return axis_for(shown, room=ROOM_FOR_WORDS if chart.changes else ROOM)


def is_drawn(found: Points, key: str) -> bool:
    """Whether a column gives something to draw; no count is below 0, so a lower limit below it would only confuse."""
    known = [value for value in found if value is not None]
    return bool(known) and not (key.startswith("lower") and known[0] < 0)


def _signalled(chart: Chart, direction: Direction) -> Points:
    marked = {month for signal in chart.signals if signal.direction is direction for month in signal.marked}
    return tuple(count if month in marked else None for month, count in _months(chart))


def _months(chart: Chart) -> zip[tuple[object, int | None]]:
    return zip(chart.months, chart.counts, strict=True)
