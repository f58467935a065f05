"""XmR limits and the four rules: which months of a series say that something has changed.

Pure sums on whole counts. Comparisons are exact (a point on a limit is not outside it), floats are for output only.
The rules are those of NHS England's Making Data Count; README, "Probability and control charts", says what they buy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum, StrEnum
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import NamedTuple

from snwp_xl.frozen import dataclass
from snwp_xl.model import Month

LIMIT_FACTOR = Fraction(266, 100)  # XmR: 3 / 1.128
TWO_SIGMA = Fraction(2, 3)  # of the distance from the mean to a limit
SCREENING_FACTOR = Fraction(3267, 1000)  # XmR: an outlying moving range is above this many average ones
RUN = 7  # consecutive points of rules 2 and 4
WINDOW, NEAR_IN_WINDOW = 3, 2  # rule 3: two of three consecutive points

Span = tuple[int, int]  # first and last place of a run, both included


class Rule(IntEnum):
    """Which of the four rules a signal broke."""

    OUTSIDE_LIMITS = 1
    TREND = 2
    NEAR_LIMIT = 3
    ONE_SIDE = 4

    @property
    def plain(self) -> str:
        """What the rule looks for, in words."""
        return RULE_NAMES[self]


RULE_NAMES = {
    Rule.OUTSIDE_LIMITS: "a month outside the limits",
    Rule.TREND: "seven months in a row rising or falling",
    Rule.NEAR_LIMIT: "two of three months near the same limit",
    Rule.ONE_SIDE: "seven months in a row on one side of the mean",
}


class Direction(StrEnum):
    """Which way a signal points."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Limits:
    """The lines of an XmR chart, in incidents a month; no floor at 0."""

    centre: Fraction  # the mean, exact
    reach: Fraction  # from the mean to a limit, exact: 2.66 x average moving range
    points: int  # how many values the mean came from
    ranges: int  # how many moving ranges the reach came from

    @property
    def mean(self) -> float:
        """The mean of the baseline."""
        return float(self.centre)

    @property
    def upper(self) -> float:
        """The upper limit."""
        return float(self.centre + self.reach)

    @property
    def lower(self) -> float:
        """The lower limit; below 0 where the arithmetic says so."""
        return float(self.centre - self.reach)

    @property
    def upper_two_sigma(self) -> float:
        """Two thirds of the way to the upper limit."""
        return float(self.centre + TWO_SIGMA * self.reach)

    @property
    def lower_two_sigma(self) -> float:
        """Two thirds of the way to the lower limit."""
        return float(self.centre - TWO_SIGMA * self.reach)


@dataclass(frozen=True, slots=True)
class Signal:
    """A maximal run of months that breaks one rule on one side."""

    rule: Rule
    direction: Direction
    first: Month
    last: Month
    values: tuple[int, ...]  # every month's count from first to last; rule 3 may hold one between that is not near the limit
    limits: Limits  # those it was judged by
    counts_for_state: bool  # after the last recording change, and its last month is among the latest 12

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month from first to last."""
        return self.first.until(self.last)

    @property
    def marked(self) -> tuple[Month, ...]:
        """The months to mark on a chart: every one, but for rule 3 only those near the limit."""
        if self.rule is not Rule.NEAR_LIMIT:
            return self.months
        lines = _lines(self.limits, self.direction)
        return tuple(month for month, value in zip(self.months, self.values, strict=True) if lines.near(_facing(value, self.direction)))

    @property
    def near(self) -> int:
        """How many of the values lie beyond the two-sigma line on the signal's side and inside the limits."""
        lines = _lines(self.limits, self.direction)
        return sum(lines.near(_facing(value, self.direction)) for value in self.values)


class Found(NamedTuple):
    """A run that breaks a rule, by places in the series that was searched."""

    rule: Rule
    direction: Direction
    first: int
    last: int


def xmr_limits(values: Sequence[int | None], screening: bool = False) -> Limits:
    """Mean and limits of a series: mean +/- 2.66 x average moving range, exact.

    None (a missing month, or a known event) gives no moving range to either neighbour. `screening` leaves moving
    ranges above 3.267 x their average out of the average, once. Raises ValueError where no two neighbouring months
    have a value, since there is no moving range then.
    """
    points = [value for value in values if value is not None]
    ranges = moving_ranges(values)
    if not ranges:
        raise ValueError("limits need at least two neighbouring months with a count")
    if screening:
        highest = SCREENING_FACTOR * Fraction(sum(ranges), len(ranges))
        ranges = [one for one in ranges if one <= highest]
    reach = LIMIT_FACTOR * Fraction(sum(ranges), len(ranges))
    return Limits(Fraction(sum(points), len(points)), reach, len(points), len(ranges))


def moving_ranges(values: Sequence[int | None]) -> list[int]:
    """The absolute differences of neighbouring months that both have a value."""
    return [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]


def find_signals(points: Sequence[int | None], limits: Limits) -> tuple[Found, ...]:
    """Every maximal run that breaks a rule, both ways, earliest first.

    None ends a run: no rule looks across a missing month or a known event.
    """
    found = []
    for direction in Direction:
        facing = [None if point is None else _facing(point, direction) for point in points]
        lines = _lines(limits, direction)
        found += [Found(rule, direction, *span) for rule, spans in RULES for span in spans(facing, lines)]
    return tuple(sorted(found, key=lambda one: (one.first, one.rule, one.last)))


class _Lines(NamedTuple):
    """The lines on one side, rounded down: a whole count is strictly above a line if it is above the line's floor."""

    mean: int
    two_sigma: int
    limit: int

    def near(self, point: int | None) -> bool:
        """Beyond the two-sigma line and not outside the limit."""
        return point is not None and self.two_sigma < point <= self.limit


def _facing(point: int, direction: Direction) -> int:
    """The point as the rules see it: looking down is looking up in a mirror, so each rule is written once."""
    return point if direction is Direction.UP else -point


def _lines(limits: Limits, direction: Direction) -> _Lines:
    centre = limits.centre if direction is Direction.UP else -limits.centre
    return _Lines(floor(centre), floor(centre + TWO_SIGMA * limits.reach), floor(centre + limits.reach))


def _outside_limits(points: Sequence[int | None], lines: _Lines) -> Iterator[Span]:
    return _runs([point is not None and point > lines.limit for point in points], 1)


def _trend(points: Sequence[int | None], lines: _Lines) -> Iterator[Span]:
    rises = [a is not None and b is not None and b > a for a, b in pairwise(points)]
    return ((first, last + 1) for first, last in _runs(rises, RUN - 1))


def _near_limit(points: Sequence[int | None], lines: _Lines) -> Iterator[Span]:
    near = [lines.near(point) for point in points]
    places: set[int] = set()
    for start in range(len(points) - WINDOW + 1):
        window = range(start, start + WINDOW)
        if sum(near[start : start + WINDOW]) >= NEAR_IN_WINDOW and all(points[i] is not None for i in window):
            places.update(i for i in window if near[i])
    return _chained(sorted(places), points)


def _one_side(points: Sequence[int | None], lines: _Lines) -> Iterator[Span]:
    return _runs([point is not None and point > lines.mean for point in points], RUN)


RULES: tuple[tuple[Rule, Callable[[Sequence[int | None], _Lines], Iterator[Span]]], ...] = (
    (Rule.OUTSIDE_LIMITS, _outside_limits),
    (Rule.TREND, _trend),
    (Rule.NEAR_LIMIT, _near_limit),
    (Rule.ONE_SIDE, _one_side),
)


def _runs(marks: Sequence[bool], least: int) -> Iterator[Span]:
    """The maximal runs of True that are at least so long."""
    start = 0
    for place, mark in enumerate([*marks, False]):
        if not mark:
            if place - start >= least:
                yield start, place - 1
            start = place + 1


def _chained(places: Sequence[int], points: Sequence[int | None]) -> Iterator[Span]:
    """Joins the places that share a window of three, so that overlapping windows are one signal."""
    start = None
    for i, place in enumerate(places):
        start = place if start is None else start
        after = places[i + 1] if i + 1 < len(places) else None
        if after is None or after - place >= WINDOW or None in points[place:after]:
            yield start, place
            start = None
