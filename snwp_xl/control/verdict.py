"""Monthly counts of one crime type -> limits, signals, control state and the sentence that explains it.

Pure: no file, no spreadsheet. README, "Probability and control charts", has the rules; where they are silent this module decides:

- "Months" of a limit or a state are months with a count after the last recording change. Missing is never 0.
- With 24 months or more, limits come from the baseline if 12 of its values are neither missing nor a known event.
  Otherwise they come from every such value after the last change ("trial limits"): there must be 12, with six pairs of
  neighbours.
- The two years are compared over the calendar months that both have, at least nine of them. With fewer than 24 months,
  or fewer pairs, the chart alone decides and the state is "trial".
- Fewer than nine counts in the latest 12 months: Not assessable, since nothing can be said of a year that is not there.
- A known event is left out of limits and signals only: totals, the share and the comparison of years keep its count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from snwp_xl.control.chance import Change, more_than_chance
from snwp_xl.control.chart import YEAR, Chart, Segment
from snwp_xl.control.signals import Direction, Signal, find_signals, moving_ranges, xmr_limits
from snwp_xl.control.wording import few_in_year, few_neighbours, not_assessable, verdict_words
from snwp_xl.frozen import dataclass
from snwp_xl.model import ControlState, Month

BASELINE_MOST = 24  # months before the latest 12
MONTHS_NEEDED = 12  # for limits
RANGES_NEEDED = 6  # moving ranges for limits: half of those months have a neighbour
MONTHS_FOR_TWO_YEARS = 2 * YEAR  # fewer: the chart alone decides
COUNTS_NEEDED_IN_YEAR = 9  # of 12, for a year to be spoken of or compared
LOW_COUNT = 5  # a mean under this many a month is "low count"


def assess(
    counts: Sequence[int | None],
    months: Sequence[Month],
    *,
    changes: Iterable[Month] = (),
    events: Iterable[Month] = (),
    screening: bool = False,
    name: str = "",
) -> Chart:
    """The whole verdict for one crime type.

    `counts` are incidents a month, None where missing; `months` has no gaps and ends with the latest complete month.
    `changes` are first months recorded in the new way: no rule, limit or comparison looks across one, and only what
    follows the last decides the state. One that is not later than the first count, or is later than the last month,
    changes nothing. `events` are months of known events: drawn, but left out of limits and signals, where they end a
    run; totals, the share and the comparison of the two years keep their counts. `screening` leaves outlying moving
    ranges out of the limits. Raises ValueError where months have a gap, or counts do not fit them or are negative.
    """
    _check_call(counts, months)
    series = _Series(tuple(counts), tuple(months), frozenset(events), screening)
    inside = tuple(month for month in sorted(set(changes)) if series.first_count < series.place(month) < len(months))
    segments = _segments(series, inside)
    signals = tuple(signal for segment in segments for signal in _signals(series, segment, deciding=segment is segments[-1]))
    change = _compare(series, segments[-1]) if segments else None
    state, why_not = _state(series, segments, signals, change)
    trial = state is not ControlState.NOT_ASSESSABLE and (change is None or segments[-1].baseline_last == months[-1])
    limits = segments[-1].limits if segments else None
    return Chart(
        name=name,
        months=series.months,
        counts=series.counts,
        state=state,
        sentence=why_not or verdict_words(state, signals, change, limits if trial else None),
        signals=signals,
        segments=segments,
        trial=trial,
        low_count=limits is not None and limits.centre < LOW_COUNT,
        latest_total=_total(series.year(0)),
        before_total=_total(series.year(1)),
        change=change,
        events=tuple(sorted(series.events.intersection(months))),
        changes=inside,
        unsplit=assess(counts, months, events=series.events, screening=screening, name=name) if inside else None,
        same_month_last_year=tuple(zip(series.latest_months, series.year(0), series.year(1), strict=True)),
    )


@dataclass(frozen=True, slots=True)
class _Series:
    """The counts and the questions that are asked of them by place."""

    counts: tuple[int | None, ...]
    months: tuple[Month, ...]
    events: frozenset[Month]
    screening: bool

    @property
    def first_count(self) -> int:
        """The place of the first month with a count; past the end if none has."""
        return next((i for i, count in enumerate(self.counts) if count is not None), len(self.counts))

    def place(self, month: Month) -> int:
        """Where a month stands; may be outside the series."""
        return month.serial - self.months[0].serial if self.months else 0

    def points(self, first: int, last: int) -> list[int | None]:
        """The counts that limits and rules see: known events are left out as if missing."""
        points = self.counts[first : last + 1]
        if not self.events:  # as nearly always
            return list(points)
        return [None if month in self.events else count for month, count in zip(self.months[first:], points, strict=False)]

    def counted(self, first: int) -> int:
        """How many months have a count from this place on."""
        return sum(count is not None for count in self.counts[first:])

    @property
    def latest_months(self) -> tuple[Month, ...]:
        """The latest 12 months, those before the series included."""
        return self.months[-1].shift(1 - YEAR).until(self.months[-1]) if self.months else ()

    def year(self, back: int) -> tuple[int | None, ...]:
        """The counts of the latest 12 months, or of the 12 that many years before; None where there is none."""
        if not self.months:
            return ()
        end = len(self.months) - back * YEAR
        found = self.counts[max(end - YEAR, 0) : max(end, 0)]
        return (None,) * (YEAR - len(found)) + found


def _check_call(counts: Sequence[int | None], months: Sequence[Month]) -> None:
    if len(counts) != len(months):
        raise ValueError(f"{len(counts)} counts for {len(months)} months")
    if any(after - before != 1 for before, after in pairwise(month.serial for month in months)):
        raise ValueError("the months have a gap; a missing month is a count of None")
    if any(count is not None and count < 0 for count in counts):
        raise ValueError("a count is never negative")


def _segments(series: _Series, changes: Sequence[Month]) -> tuple[Segment, ...]:
    """The stretches between recording changes; an earlier one takes its limits from all its months."""
    starts = [series.first_count, *map(series.place, changes)]
    if starts[0] == len(series.months):
        return ()
    ends = [start - 1 for start in starts[1:]]
    earlier = [_segment(series, first, last, (first, last)) for first, last in zip(starts, ends, strict=False)]
    return (*earlier, _deciding_segment(series, starts[-1]))


def _deciding_segment(series: _Series, first: int) -> Segment:
    """What follows the last change: limits from the baseline, else trial limits from all of it."""
    last = len(series.months) - 1
    if series.counted(first) >= MONTHS_FOR_TWO_YEARS:
        segment = _segment(series, first, last, (max(first, last + 1 - YEAR - BASELINE_MOST), last - YEAR))
        if segment.limits:
            return segment
    return _segment(series, first, last, (first, last))


def _segment(series: _Series, first: int, last: int, baseline: tuple[int, int]) -> Segment:
    points = series.points(*baseline)
    enough = _usable(points) >= MONTHS_NEEDED and len(moving_ranges(points)) >= RANGES_NEEDED
    limits = xmr_limits(points, series.screening) if enough else None
    return Segment(series.months[first], series.months[last], series.months[baseline[0]], series.months[baseline[1]], limits)


def _usable(points: Sequence[int | None]) -> int:
    return sum(point is not None for point in points)


def _signals(series: _Series, segment: Segment, *, deciding: bool) -> Iterable[Signal]:
    """The segment's signals; only those of the deciding one that end in the latest 12 months count for the state."""
    if segment.limits is None:
        return
    start = series.place(segment.first)
    for found in find_signals(series.points(start, series.place(segment.last)), segment.limits):
        first, last = start + found.first, start + found.last
        values = tuple(count for count in series.counts[first : last + 1] if count is not None)
        counts = deciding and last >= len(series.months) - YEAR
        yield Signal(found.rule, found.direction, series.months[first], series.months[last], values, segment.limits, counts)


def _compare(series: _Series, segment: Segment) -> Change | None:
    """The two years compared over the months that both have; None with fewer than 24 months or too few pairs."""
    start = series.place(segment.first)
    if series.counted(start) < MONTHS_FOR_TWO_YEARS:
        return None
    # 24 counted months or more: both years lie after the last change.
    pairs = [(new, old) for new, old in zip(series.year(0), series.year(1), strict=True) if new is not None and old is not None]
    if len(pairs) < COUNTS_NEEDED_IN_YEAR:
        return None
    return more_than_chance(*zip(*pairs, strict=True))


def _total(year: Sequence[int | None]) -> int | None:
    known = [count for count in year if count is not None]
    return sum(known) if len(known) == YEAR else None


def _state(
    series: _Series, segments: Sequence[Segment], signals: Sequence[Signal], change: Change | None
) -> tuple[ControlState, str]:
    """The control state, and for Not assessable the sentence that says why."""
    why_not = _not_assessable(series, segments)
    if why_not:
        return ControlState.NOT_ASSESSABLE, why_not
    counting = [signal for signal in signals if signal.counts_for_state]
    upward = any(signal.direction is Direction.UP for signal in counting)
    downward = [signal for signal in counting if signal.direction is Direction.DOWN]
    if change is None:
        running = any(signal.last == series.months[-1] for signal in downward)
        return _of(higher=upward, lower=running), ""
    higher, lower = change.verdict and change.latest > change.before, change.verdict and change.latest < change.before
    return _of(higher=upward and higher, lower=bool(downward) and lower), ""


def _of(*, higher: bool, lower: bool) -> ControlState:
    if higher:
        return ControlState.UNCONTROLLED
    return ControlState.REDUCING if lower else ControlState.UNDER_CONTROL


def _not_assessable(series: _Series, segments: Sequence[Segment]) -> str:
    """Why there can be no state, with how many months there are and how many are needed; empty if there can."""
    if not segments:
        return not_assessable(counted=0, needed=MONTHS_NEEDED)
    first, last = series.place(segments[-1].first), len(series.months) - 1
    since = segments[-1].first if len(segments) > 1 else None
    points = series.points(first, last)
    counted, usable, ranges = series.counted(first), _usable(points), len(moving_ranges(points))
    if usable < MONTHS_NEEDED:
        return not_assessable(counted=counted, needed=MONTHS_NEEDED, events=counted - usable, since=since)
    if ranges < RANGES_NEEDED:
        return few_neighbours(usable, ranges, RANGES_NEEDED)
    latest = _usable(series.year(0))
    return few_in_year(latest, COUNTS_NEEDED_IN_YEAR) if latest < COUNTS_NEEDED_IN_YEAR else ""
