"""Which rule made a published table: the plausible ways of joining scores and of rounding, tried on every row.

The totals of 2017/18 are the sum of five agencies' harm scores over six, which nobody would guess and one program finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from snwp_xl.analysis.published import PublishedTable
from snwp_xl.analysis.words import sentence, shortened, some
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import in_words
from snwp_xl.phrases import listed

DIVISORS = range(1, 41)
EXACT_FROM = 7  # totals with so many decimals were not rounded
TOLERANCE = Fraction(1, 10**6)  # of a total that was not rounded
ANY_ROUNDING = "however it is rounded"
MOST_NEAR = 3  # rules told that come nearest

Scores = tuple[Fraction | None, ...]
Rule = Callable[[Scores], Fraction | None]
Rounding = Callable[[Fraction], Fraction]
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Differing:
    """A row that a rule does not reproduce."""

    name: str
    printed: Fraction
    computed: Fraction | None  # as rounded by the rule


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule with a rounding, and what of the table it reproduces."""

    rule: str
    same_as: tuple[str, ...]  # other descriptions that give the same value on every row of this table
    roundings: tuple[str, ...]  # those that do equally well
    differing: tuple[Differing, ...]  # with the first rounding; none: it reproduces the table

    @property
    def words(self) -> str:
        """The rule and its rounding."""
        also = f" (here the same as {shortened(self.same_as)})" if self.same_as else ""
        return f"{self.rule}{also}, {listed(self.roundings, last='or')}"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was found of a table."""

    table: PublishedTable
    fits: tuple[Attempt, ...]  # rules that reproduce every row; those that leave fewer roundings open come first
    nearest: tuple[Attempt, ...]  # of the others, those with the fewest rows that differ
    tried: int  # rules with roundings

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        rows, told = len(self.table.rows), []
        if len(self.fits) == 1:
            told.append(f"{self.fits[0].words}, makes every one of the {rows} totals; no other of the {self.tried} ways tried does")
        elif self.fits:
            told.append(f"{some(len(self.fits), 'rule')} make every one of the {rows} totals, and this table cannot tell them apart")
            told += [one.words for one in self.fits]
        else:
            told.append(f"none of the {self.tried} ways tried makes all {rows} totals")
        for one in self.nearest:
            rest = shortened([_difference(row) for row in one.differing])
            nearest = "nearest of the others" if self.fits else "nearest"
            told.append(f"{nearest}: {one.words}, differs in {len(one.differing)} of {rows} rows: {rest}")
        if self.table.left_out:
            told.append(f"left out, having no total: {shortened(self.table.left_out)}")
        return tuple(map(sentence, told))


def reconcile(table: PublishedTable) -> Reconciled:
    """Try every rule with every rounding on a table, and say which make it and which come nearest."""
    roundings = _roundings(max(row.decimals for row in table.rows))
    distinct = _distinct(table)
    attempts = [one for values, names in distinct.items() for one in _attempts(table, names, values, roundings)]
    fits = sorted((one for one in attempts if not one.differing), key=lambda one: len(one.roundings))
    others = sorted((one for one in attempts if one.differing), key=lambda one: (len(one.differing), _distance(one)))
    return Reconciled(table, tuple(fits), tuple(others[:MOST_NEAR]), len(distinct) * len(roundings))


def rules(agencies: Sequence[str], missing: bool) -> Iterator[tuple[str, Rule]]:
    """Every rule that is tried, in the words of the answer; the plainest first, since the first of equals gives the name."""
    yield "the mean", lambda scores: _over(_given(scores), len(_given(scores)))
    for divisor in DIVISORS:
        yield f"the sum / {divisor}", lambda scores, d=divisor: _over(_given(scores), d)  # type: ignore[misc]
    if missing:
        for divisor in DIVISORS:
            words = f"the sum x {len(agencies)} / ({divisor} x how many scored)"
            yield words, lambda scores, d=divisor: _over([one * len(scores) for one in _given(scores)], d * len(_given(scores)))  # type: ignore[misc]
    yield "the median", lambda scores: _median(_given(scores))
    yield "the highest score", lambda scores: max(_given(scores), default=None)
    yield "the lowest score", lambda scores: min(_given(scores), default=None)
    yield "halfway between highest and lowest", lambda scores: _mean([*sorted(_given(scores))[:1], *sorted(_given(scores))[-1:]])
    yield "the mean without highest and lowest", lambda scores: _trimmed(scores, 1, 1)
    yield "the mean without the highest", lambda scores: _trimmed(scores, 0, 1)
    yield "the mean without the lowest", lambda scores: _trimmed(scores, 1, 0)
    for i, agency in enumerate(agencies):
        yield f"the mean without {agency}", lambda scores, i=i: _mean([*scores[:i], *scores[i + 1 :]])  # type: ignore[misc]
        yield f"the mean with {agency} counted twice", lambda scores, i=i: _mean([*scores, scores[i]])  # type: ignore[misc]
        yield f"{agency}'s own score", lambda scores, i=i: scores[i]  # type: ignore[misc]


def _given(scores: Sequence[Fraction | None]) -> list[Fraction]:
    return [score for score in scores if score is not None]


def _over(scores: Sequence[Fraction], divisor: int) -> Fraction | None:
    return sum(scores, Fraction(0)) / divisor if scores else None


def _mean(scores: Sequence[Fraction | None]) -> Fraction | None:
    return _over(_given(scores), len(_given(scores)))


def _median(scores: list[Fraction]) -> Fraction | None:
    ordered = sorted(scores)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2 if ordered else None


def _trimmed(scores: Scores, low: int, high: int) -> Fraction | None:
    ordered = sorted(_given(scores))
    return _mean(ordered[low : len(ordered) - high])


def _roundings(decimals: int) -> dict[str, Rounding]:
    """The ways of rounding to the decimals that the totals have; none at all where they have too many to be rounded."""
    if decimals >= EXACT_FROM:
        return {"not rounded": lambda value: value}
    unit = Fraction(1, 10**decimals)
    ways: dict[str, Callable[[Fraction], int]] = {
        "rounded half up": lambda value: floor(value + HALF),
        "rounded half to even": round,
        "rounded half down": lambda value: ceil(value - HALF),
        "rounded down": floor,
        "rounded up": ceil,
    }
    to = f" to {some(decimals, 'decimal')}" if decimals else ""
    found: dict[str, Rounding] = {name + to: lambda value, way=way: way(value / unit) * unit for name, way in ways.items()}  # type: ignore[misc]
    return {**found, "not rounded": lambda value: value}


def _distinct(table: PublishedTable) -> dict[tuple[Fraction | None, ...], list[str]]:
    """The unrounded totals that the rules give, each with the names of the rules that give them on this table."""
    missing = any(None in row.scores for row in table.rows)
    found: dict[tuple[Fraction | None, ...], list[str]] = {}
    for name, rule in rules(table.agencies, missing):
        found.setdefault(tuple(rule(row.scores) for row in table.rows), []).append(name)
    return found


def _attempts(
    table: PublishedTable, names: Sequence[str], values: Sequence[Fraction | None], roundings: dict[str, Rounding]
) -> Iterator[Attempt]:
    """What a rule makes of the table, once for all roundings that make the same of it."""
    found: dict[tuple[Differing, ...], list[str]] = {}
    for name, rounding in roundings.items():
        made = [None if value is None else rounding(value) for value in values]
        differing = (
            Differing(row.name, row.total, value) for row, value in zip(table.rows, made, strict=True)
            if value is None or abs(value - row.total) > (TOLERANCE if len(roundings) == 1 else 0)
        )  # fmt: skip
        found.setdefault(tuple(differing), []).append(name)
    for differing_rows, equal in found.items():
        told = (ANY_ROUNDING,) if len(found) == 1 < len(roundings) else tuple(equal)
        yield Attempt(names[0], tuple(names[1:]), told, differing_rows)


def _distance(attempt: Attempt) -> Fraction:
    """How far its totals are off, added up; a total that it does not give counts as its whole printed value."""
    return sum((abs(row.printed - (row.computed or 0)) for row in attempt.differing), Fraction(0))


def _difference(row: Differing) -> str:
    made = "nothing" if row.computed is None else in_words(row.computed)
    return f"{row.name} (printed {in_words(row.printed)}, by this rule {made})"
