"""Scores one level off: what a crime type's combined harm could be if nobody's score is sure to the level.

Each score is, independently and with a third each, one lower, the same or one higher, held at 1 and k. The distribution
of a sum is worked out by convolution, of a median by counting who lies below; floating point is the only inexactness.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from snwp_xl.analysis.said import Scored
from snwp_xl.matrix import half_up, joined, median
from snwp_xl.model import Assessment, CombiningRule

NEGLIGIBLE = 1e-18  # a tail with less is left out: far under what a float can add to 1

ROUNDING = 1e-14  # a chance as small as what floats lose on the way to it

Spread = tuple[int, list[float]]  # lowest value, and the chance of it and of each following one


class Convolver:
    """Distributions of sums of scores one level off; keeps what rows have in common, for one calculation."""

    def __init__(self, scale: int) -> None:
        self.scale = scale
        self._free: list[Spread] = [(0, [1.0])]  # of so many scores that are held on neither side
        self._whole: dict[tuple[int, int, int], Spread] = {}

    def of_sum(self, scores: Sequence[int]) -> Spread:
        """The distribution of the sum of independent scores, each one level off."""
        lowest, highest = scores.count(1), scores.count(self.scale)
        key = (len(scores) - lowest - highest, lowest, highest)
        if key not in self._whole:
            held = convolved(_held(lowest), _mirrored(_held(highest)))
            self._whole[key] = convolved(held, self._of_free(key[0]))
        offset, chances = self._whole[key]
        return sum(scores) + offset, chances

    def _of_free(self, count: int) -> Spread:
        while len(self._free) <= count:
            offset, chances = self._free[-1]
            left, middle, right = [*chances, 0.0, 0.0], [0.0, *chances, 0.0], [0.0, 0.0, *chances]
            self._free.append(_trimmed(offset - 1, [(a + b + c) / 3 for a, b, c in zip(left, middle, right, strict=True)]))
        return self._free[count]


def harm_chances(assessment: Assessment, scored: Sequence[Scored], convolver: Convolver) -> dict[int, float]:
    """The chance of each rounded combined harm of a crime type with these scores; empty where nobody scored."""
    if not scored:
        return {}
    if assessment.rule is CombiningRule.MEDIAN:
        return median_chances([convolver.of_sum(one.scores) for one in scored])
    lowest, chances = convolver.of_sum([score for one in scored for score in one.scores])
    each = joined([1] * len(scored), assessment.rule, len(assessment.agencies), assessment.divisor)
    assert each is not None
    up, down = each.numerator, each.denominator * len(scored)
    found: dict[int, float] = {}
    for total, share in enumerate(chances, lowest):
        harm = (2 * total * up + down) // (2 * down)  # half up, as `half_up` does, without a Fraction a value
        found[harm] = found.get(harm, 0.0) + share
    return found


def median_chances(spreads: Sequence[Spread]) -> dict[int, float]:
    """The chance of each rounded median of independent values with these distributions."""
    below = [_Below(spread) for spread in spreads]
    half = len(spreads) // 2
    if len(spreads) % 2:
        return _order_statistics(below, half + 1)[0]
    lower, upper = _order_statistics(below, half, half + 1)
    halves = _Halves(below)
    found: dict[int, float] = {}
    for low, chance in lower.items():
        for high in (value for value in upper if value > low):
            both = halves.in_the_middle(low, high)
            harm = half_up(median([low, high]))
            found[harm] = found.get(harm, 0.0) + both
            chance -= both
        found[low] = found.get(low, 0.0) + max(chance, 0.0)  # both in the middle are this value
    return found


class _Below:
    """How likely a value is at most so much."""

    def __init__(self, spread: Spread) -> None:
        self.lowest, chances = spread
        self.upto, total = [], 0.0
        for chance in chances:
            total += chance
            self.upto.append(total)
        self.highest = self.lowest + len(chances) - 1

    def at_most(self, value: int) -> float:
        if value < self.lowest:
            return 0.0
        return self.upto[value - self.lowest] if value < self.highest else 1.0


class _Halves:
    """How likely half of the values lie at or under one value and the other half at or over another."""

    def __init__(self, below: Sequence[_Below]) -> None:
        self.below = below
        self._known: dict[tuple[int, int], float] = {}

    def in_the_middle(self, low: int, high: int) -> float:
        """The chance that the two values in the middle are `low` and, above it, `high`."""
        corners = ((low, high, 1), (low - 1, high, -1), (low, high + 1, -1), (low - 1, high + 1, 1))
        return max(0.0, sum(sign * self._apart(under, over) for under, over, sign in corners))

    def _apart(self, under: int, over: int) -> float:
        if (under, over) not in self._known:
            half, sure, chances = len(self.below) // 2, 0, [1.0]
            for one in self.below:
                at_most, at_least = one.at_most(under), 1.0 - one.at_most(over - 1)
                if at_least <= 0.0:
                    sure, chances = sure + 1, [chance * at_most for chance in chances]
                elif at_most <= 0.0:
                    chances = [chance * at_least for chance in chances]
                else:
                    chances = [a * at_least + b * at_most for a, b in zip([*chances, 0.0], [0.0, *chances], strict=True)]
            self._known[under, over] = chances[half - sure] if 0 <= half - sure < len(chances) else 0.0
        return self._known[under, over]


def _order_statistics(below: Sequence[_Below], *ranks: int) -> list[dict[int, float]]:
    """For each rank the chance of each value of the rank-th smallest, where it is more than rounding."""
    found: list[dict[int, float]] = [{} for _ in ranks]
    before = [0.0] * len(ranks)
    first = sorted(one.lowest for one in below)[ranks[0] - 1]
    last = sorted(one.highest for one in below)[ranks[-1] - 1]
    for value in range(first, last + 1):
        counts = count_chances([one.at_most(value) for one in below])
        for i, rank in enumerate(ranks):
            upto = sum(counts[rank:])
            if upto - before[i] > ROUNDING:
                found[i][value] = upto - before[i]
                before[i] = upto
        if before[-1] > 1.0 - ROUNDING:
            break
    return found


def count_chances(chances: Sequence[float]) -> list[float]:
    """The chance of each number of successes among independent ones, from 0 up (Poisson binomial)."""
    sure = sum(chance >= 1.0 - NEGLIGIBLE for chance in chances)
    found = [1.0]
    for chance in chances:
        if NEGLIGIBLE < chance < 1.0 - NEGLIGIBLE:
            found = [a * (1.0 - chance) + b * chance for a, b in zip([*found, 0.0], [0.0, *found], strict=True)]
    return [0.0] * sure + found


def convolved(one: Spread, other: Spread) -> Spread:
    """The distribution of the sum of two independent values."""
    (first, short), (second, long) = sorted((one, other), key=lambda spread: len(spread[1]))
    found = [0.0] * (len(short) + len(long) - 1)
    for i, chance in enumerate(short):
        for j, share in enumerate(long, i):
            found[j] += chance * share
    return _trimmed(first + second, found)


def _held(count: int) -> Spread:
    """The sum of so many scores held at the lowest: each rises with a third, and stays otherwise."""
    every = 3**count
    return _trimmed(0, [comb(count, i) * 2 ** (count - i) / every for i in range(count + 1)])


def _mirrored(spread: Spread) -> Spread:
    lowest, chances = spread
    return -(lowest + len(chances) - 1), chances[::-1]


def _trimmed(lowest: int, chances: list[float]) -> Spread:
    first, last = 0, len(chances)
    while last - first > 1 and chances[first] < NEGLIGIBLE:
        first += 1
    while last - first > 1 and chances[last - 1] < NEGLIGIBLE:
        last -= 1
    return lowest + first, chances[first:last]
