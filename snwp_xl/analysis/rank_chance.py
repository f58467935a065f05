"""The rank that each crime type could have when its risk score, and independently everybody else's, has a distribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl.analysis.one_level import count_chances

CERTAIN = 1e-15  # a chance nearer to 0 or 1 than this counts as 0 or 1


def rank_chances(risks: Sequence[Mapping[int, float]]) -> list[list[float]]:
    """For each crime type the chance of rank 1, 2 ...; ties share a rank, and an empty distribution has none.

    Exact for independent risk scores: at each possible score of a crime type the number of others above it is a sum of
    independent yes-or-no events.
    """
    assessed = [place for place, risk in enumerate(risks) if risk]
    found = [[0.0] * len(assessed) if risk else [] for risk in risks]
    above = [0.0] * len(risks)  # the chance of each crime type to lie above the level
    at_level: dict[int, list[int]] = {}
    for place in assessed:
        for score in risks[place]:
            at_level.setdefault(score, []).append(place)
    for level in sorted(at_level, reverse=True):
        _add_level(found, risks, above, level, at_level[level])
        for place in at_level[level]:
            above[place] += risks[place][level]
    return found


def rank_interval(chances: Sequence[float], inside: float) -> tuple[int, int] | None:
    """The ranks between which a crime type lies with this chance or more, with no more than half the rest on either side."""
    if not chances:
        return None
    tail = (1.0 - inside) / 2 + CERTAIN
    low, below = 0, chances[0]
    while below <= tail:
        low += 1
        below += chances[low]
    high, over = len(chances) - 1, chances[-1]
    while over <= tail:
        high -= 1
        over += chances[high]
    return low + 1, high + 1


def _add_level(
    found: list[list[float]], risks: Sequence[Mapping[int, float]], above: Sequence[float], level: int, here: Sequence[int]
) -> None:
    """Add what happens when a crime type of `here` scores exactly `level`: its rank is one more than how many lie above."""
    sure = sum(chance >= 1.0 - CERTAIN for chance in above)
    unsure = [chance for chance in above if CERTAIN < chance < 1.0 - CERTAIN]
    counts = count_chances(unsure)
    for place in here:
        own, scored = above[place], risks[place][level]
        others = _without(counts, own) if CERTAIN < own < 1.0 - CERTAIN else counts
        start = sure - (own >= 1.0 - CERTAIN)
        for more, chance in enumerate(others):
            found[place][start + more] += scored * chance


def _without(counts: Sequence[float], chance: float) -> list[float]:
    """The distribution of a number of events without one of them, from the end where taking it out loses nothing."""
    rest = [0.0] * (len(counts) - 1)
    if chance <= 0.5:
        for i in range(len(rest)):
            rest[i] = (counts[i] - (chance * rest[i - 1] if i else 0.0)) / (1.0 - chance)
    else:
        for i in reversed(range(len(rest))):
            rest[i] = (counts[i + 1] - ((1.0 - chance) * rest[i + 1] if i + 1 < len(rest) else 0.0)) / chance
    return rest
