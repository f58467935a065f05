"""Which bands a crime type could still have when some of its scores have not come.

Each missing score of a row that was begun lies anywhere between 1 and k. A row of which nothing has come may be scored
anywhere in its range, or stay without scores: the agency says No view, or is closed without a return. The band that
stands now always counts as possible.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from fractions import Fraction

from snwp_xl.frozen import dataclass
from snwp_xl.matrix.bands import ORDER, Points
from snwp_xl.matrix.harm import half_up, joined, median
from snwp_xl.model import Assessment, CombiningRule, RiskBand


@dataclass(frozen=True, slots=True)
class Outstanding:
    """An agency's harm score that has not come, and between which values it lies."""

    agency: str
    lowest: int
    highest: int
    begun: bool  # some of its scores are there, so it will not become No view


def possible_bands(
    assessment: Assessment, at: Points, known: Sequence[int], outstanding: Sequence[Outstanding], probability: int | None
) -> frozenset[RiskBand]:
    """The bands that the harm scores known and outstanding can still lead to with this probability."""
    if probability is None:
        return frozenset({RiskBand.NOT_ASSESSED})
    now = joined(known, assessment.rule, len(assessment.agencies), assessment.divisor)
    possible = {at.band(None if now is None else probability * half_up(now))}
    begun = [one for one in outstanding if one.begun]
    silent = [one for one in outstanding if not one.begun]
    for speaking in range(len(silent) + 1):
        heard = begun + silent[:speaking]  # silent rows have one range, so only their number counts
        low, high = [*known, *(one.lowest for one in heard)], [*known, *(one.highest for one in heard)]
        possible |= _bands_between(assessment, at, low, high, probability)
    return frozenset(possible)


def _bands_between(assessment: Assessment, at: Points, low: list[int], high: list[int], probability: int) -> set[RiskBand]:
    """Every band met on the way from the lowest scores to the highest, one score one step at a time."""
    if not low:
        return {at.band(None)}
    if assessment.rule is CombiningRule.MEDIAN:
        # One step moves the median by at most 1, so its rounded value takes every whole number on the way.
        return _bands_of(range(half_up(median(low)), half_up(median(high)) + 1), lambda harm: at.band(probability * harm))
    factor = joined([1] * len(low), assessment.rule, len(assessment.agencies), assessment.divisor) or Fraction(0)
    each = factor / len(low)  # combined harm a point of the sum
    return _bands_of(range(sum(low), sum(high) + 1), lambda total: at.band(probability * half_up(total * each)))


def _bands_of(steps: range, band: Callable[[int], RiskBand]) -> set[RiskBand]:
    """The bands along steps on which the band never falls; found by halving, not by trying each."""
    ranks = [ORDER.index(band(steps[0])), ORDER.index(band(steps[-1]))]
    met = {ORDER[rank] for rank in ranks}
    for rank in range(ranks[0] + 1, ranks[1]):
        first = bisect_left(steps, rank, key=lambda step: ORDER.index(band(step)))
        met.add(band(steps[first]))
    return met
