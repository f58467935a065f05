"""The smallest change of scores that gives a crime type another band: how many levels, from whom, and to which band."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from snwp_xl.analysis.said import Scored
from snwp_xl.analysis.words import number, sentence, shortened
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow, half_up, joined
from snwp_xl.matrix.bands import ORDER
from snwp_xl.model import CombiningRule, RiskBand
from snwp_xl.phrases import listed


@dataclass(frozen=True, slots=True)
class Flip:
    """The fewest levels, up or down, that give a crime type another band."""

    up: bool
    levels: int  # in all, over every agency and factor
    band: RiskBand  # the band that they make
    alone: tuple[str, ...]  # agencies any one of which could give them all
    example: tuple[tuple[str, int], ...]  # agencies and levels that do it, one way of several
    anyhow: bool  # only the sum counts, so any agencies with room may share them


@dataclass(frozen=True, slots=True)
class FlipRoom:
    """What would change a crime type's band by scores alone."""

    crime_type: int
    name: str
    band: RiskBand
    higher: Flip | None  # None: no scores that can be given make it higher
    lower: Flip | None
    everybody: tuple[str, ...]  # the agencies that scored it

    @property
    def smallest(self) -> tuple[Flip, ...]:
        """The smallest change, both where up and down take as many levels; empty where scores cannot change the band."""
        flips = [flip for flip in (self.higher, self.lower) if flip]
        fewest = min((flip.levels for flip in flips), default=0)
        return tuple(flip for flip in flips if flip.levels == fewest)

    @property
    def words(self) -> str:
        """One sentence."""
        if self.band is RiskBand.NOT_ASSESSED:
            return f"{self.name} is not assessed, so no change in scores has a band to change."
        if not self.smallest:
            return f"No change in scores can move {self.name} from {self.band}: its probability decides."
        named = zip(self.smallest, (self.name, "it"), strict=False)
        return sentence("; ".join(f"{_how(flip, self.everybody)} {name} {flip.band}" for flip, name in named))


def flip_room(matrix: Matrix, row: MatrixRow, scored: Sequence[Scored]) -> FlipRoom:
    """The smallest changes of the scores given that change the row's band, upwards and downwards."""
    everybody = tuple(one.agency for one in scored)
    if row.risk_band is RiskBand.NOT_ASSESSED or row.probability is None:
        return FlipRoom(row.crime_type.number, row.name, row.risk_band, None, None, everybody)
    search = _Search(matrix, row.probability, row.risk_band, scored)
    return FlipRoom(row.crime_type.number, row.name, row.risk_band, search.flip(up=True), search.flip(up=False), everybody)


class _Search:
    """One crime type's harm scores and how they make a band."""

    def __init__(self, matrix: Matrix, probability: int, band: RiskBand, scored: Sequence[Scored]) -> None:
        self.of, self.at, self.probability, self.now, self.scored = matrix.assessment, matrix.thresholds, probability, band, scored
        self.harms = [one.harm_score for one in scored]
        self.lowest, self.highest = self.of.lowest_harm_score, self.of.highest_harm_score

    def band(self, exact: Fraction | None) -> RiskBand:
        return self.at.band(None if exact is None else self.probability * half_up(exact))

    def band_of(self, harms: Sequence[int]) -> RiskBand:
        return self.band(joined(harms, self.of.rule, len(self.of.agencies), self.of.divisor))

    def beyond(self, band: RiskBand, up: bool) -> bool:
        """The band is another one on that side of what stands now."""
        return (ORDER.index(band) > ORDER.index(self.now)) if up else (ORDER.index(band) < ORDER.index(self.now))

    def flip(self, up: bool) -> Flip | None:
        changes = self._median(up) if self.of.rule is CombiningRule.MEDIAN else self._total(up)
        if changes is None:
            return None
        levels = sum(changes)
        side = 1 if up else -1
        band = self.band_of([harm + side * change for harm, change in zip(self.harms, changes, strict=True)])
        alone = tuple(one.agency for i, one in enumerate(self.scored) if self._alone(i, side * levels, up))
        example = tuple((one.agency, change) for one, change in zip(self.scored, changes, strict=True) if change)
        return Flip(up, levels, band, alone, example, anyhow=self.of.rule is not CombiningRule.MEDIAN)

    def _alone(self, i: int, change: int, up: bool) -> bool:
        """The i-th agency could make the change by itself."""
        harms = list(self.harms)
        harms[i] += change
        return self.lowest <= harms[i] <= self.highest and self.beyond(self.band_of(harms), up)

    def _room(self, up: bool) -> list[int]:
        return [self.highest - harm if up else harm - self.lowest for harm in self.harms]

    def _total(self, up: bool) -> list[int] | None:
        """Levels for each agency where only the sum counts: the fewest, from whoever has the most room first."""
        room, side = self._room(up), 1 if up else -1
        each = joined([1] * len(self.harms), self.of.rule, len(self.of.agencies), self.of.divisor) or Fraction(0)
        total = sum(self.harms)
        levels = _first(1, sum(room), lambda change: self.beyond(self.band((total + side * change) * each / len(self.harms)), up))
        if levels is None:
            return None
        changes = [0] * len(room)
        for i in sorted(range(len(room)), key=lambda i: -room[i]):
            changes[i] = min(room[i], levels - sum(changes))
        return changes

    def _median(self, up: bool) -> list[int] | None:
        """Levels for each agency where the middle counts: the fewest that bring enough of them to the middle wanted."""
        side = 1 if up else -1
        heights = [side * harm for harm in self.harms]  # upside down for a fall, so that there is one search
        top = self.highest if up else -self.lowest
        order = sorted(range(len(heights)), key=lambda i: -heights[i])
        enough = len(heights) // 2 + 1  # so many at or over a value put the lower of the two in the middle there
        best: list[int] | None = None
        for upper in range(heights[order[enough - 1]], top + 1):
            least = sum(max(0, upper - heights[i]) for i in order[: enough - 1])
            if best is not None and least >= sum(best):
                break
            lower = _first(min(heights), upper, lambda low: self.beyond(self.band(side * Fraction(low + upper, 2)), up))  # noqa: B023
            if lower is None:
                continue
            changes = [0] * len(heights)
            for place, i in enumerate(order[:enough]):
                wanted = lower if place == enough - 1 and len(heights) % 2 == 0 else upper
                changes[i] = max(0, wanted - heights[i])
            if best is None or sum(changes) < sum(best):
                best = changes
        return best


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int | None:
    """The first whole number from low to high for which something holds, that then holds for all that follow."""
    if low > high or not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _how(flip: Flip, everybody: Sequence[str]) -> str:
    """The change in words: how many levels, on how many factors, from whom, with its verb."""
    more = "higher" if flip.up else "lower"
    everyone = len(everybody) > 1 and set(flip.alone) == set(everybody)
    who = "any agency" if everyone else listed(flip.alone, last="or")
    if flip.levels == 1:
        return f"one level {more} on one factor from {who} makes"
    levels = f"{number(flip.levels)} levels {more} in all"
    if flip.alone:
        return f"{levels}, from {who}{' or shared among several' if flip.anyhow and len(everybody) > 1 else ''}, make"
    if flip.anyhow:
        return f"{levels}, shared among several agencies, make"
    return f"{levels}, such as {shortened([f'{number(levels)} from {agency}' for agency, levels in flip.example], 'agencies')}, make"
