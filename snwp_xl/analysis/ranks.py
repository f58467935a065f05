"""Ranks and what is made of them: tied ranks, Kendall's W, Spearman's rank correlation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

LEAST_COMPARED = 3  # crime types, below which an order says nothing


def competition_ranks(values: Sequence[Fraction | int | None]) -> tuple[int | None, ...]:
    """1 for the highest; ties share and the next rank is left out (1, 2, 2, 4); None has none."""
    first: dict[Fraction | int, int] = {}
    for place, value in enumerate(sorted((one for one in values if one is not None), reverse=True), 1):
        first.setdefault(value, place)
    return tuple(None if value is None else first[value] for value in values)


def doubled_ranks(values: Sequence[Fraction | int]) -> list[int]:
    """Twice the rank from the lowest up, tied values sharing the mean of their places: doubled, that is a whole number."""
    first: dict[Fraction | int, int] = {}
    last: dict[Fraction | int, int] = {}
    for place, value in enumerate(sorted(values), 1):
        first.setdefault(value, place)
        last[value] = place
    return [first[value] + last[value] for value in values]


def kendalls_w(judges: Sequence[Sequence[int]]) -> Fraction | None:
    """Kendall's coefficient of concordance, corrected for ties: 1 where all judges give one order.

    `judges` holds a judge's scores a row, all of the same items. It equals Friedman's chi-squared / (m (k - 1)).
    None with fewer than two judges or three items, or where no judge tells any two items apart.
    Source: M. G. Kendall, Rank Correlation Methods.
    """
    m, k = len(judges), len(judges[0]) if judges else 0
    if m < 2 or k < LEAST_COMPARED:
        return None
    sums = [sum(ranks) for ranks in zip(*map(doubled_ranks, judges), strict=True)]
    spread = sum((total - m * (k + 1)) ** 2 for total in sums)  # four times Kendall's S
    ties = sum(count**3 - count for scores in judges for count in Counter(scores).values())
    most = m * m * (k**3 - k) - m * ties
    return Fraction(3 * spread, most) if most else None


def spearman(one: Sequence[Fraction | int], other: Sequence[Fraction | int]) -> float | None:
    """Spearman's rank correlation, ties by middle ranks; None for fewer than three items or where one side is constant."""
    if len(one) < LEAST_COMPARED:
        return None
    mean = len(one) + 1  # of doubled ranks
    first, second = ([rank - mean for rank in doubled_ranks(side)] for side in (one, other))
    along = sum(a * b for a, b in zip(first, second, strict=True))
    across = sum(a * a for a in first) * sum(b * b for b in second)
    return along / sqrt(across) if across else None
