"""What would change the matrix: other rules, one agency less, one step of a threshold, scores one level off, one score more."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.analysis.flips import FlipRoom, flip_room
from snwp_xl.analysis.one_level import ROUNDING, Convolver, harm_chances
from snwp_xl.analysis.rank_chance import rank_chances, rank_interval
from snwp_xl.analysis.said import Scored, counted_scores
from snwp_xl.analysis.scenario import Kind, Scenario, scenarios
from snwp_xl.analysis.words import LEAST_TOLD, chance, sentence, shortened
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow, in_words
from snwp_xl.matrix.bands import ORDER
from snwp_xl.model import Return, RiskBand

INSIDE = 0.9  # of the cases lie within the rank interval that is given
STEADY = 0.9  # a band kept in so many cases is called steady


@dataclass(frozen=True, slots=True)
class OneLevelOff:
    """A crime type when each score is one lower, the same or one higher, a third each."""

    bands: tuple[tuple[RiskBand, float], ...]  # from High down; only bands that can come
    ranks: tuple[int, int] | None  # between these in 90% of cases; None where Not assessed

    def chance_of(self, band: RiskBand) -> float:
        """The chance of a band."""
        return dict(self.bands).get(band, 0.0)


@dataclass(frozen=True, slots=True)
class RowSensitivity:
    """How firmly one crime type stands where it stands."""

    row: MatrixRow
    could_be: frozenset[RiskBand]  # with the scores that have not come
    one_level_off: OneLevelOff
    flip: FlipRoom

    @property
    def settled(self) -> bool:
        """It keeps its band whatever is still said."""
        return len(self.could_be) == 1

    @property
    def steady(self) -> bool:
        """It keeps its band in nine of ten cases with the scores one level off."""
        return self.one_level_off.chance_of(self.row.risk_band) >= STEADY

    @property
    def bounds_words(self) -> str:
        """What the scores that have not come can still do; empty where none are awaited."""
        if not self.row.outstanding:
            return ""
        if self.settled:
            return f"{self.row.name}: {self.row.risk_band}, settled whatever they say."
        others = [str(band) for band in reversed(ORDER) if band in self.could_be and band is not self.row.risk_band]
        return f"{self.row.name}: {self.row.risk_band}, could still become {' or '.join(others)}."

    @property
    def one_level_words(self) -> str:
        """The chances and the ranks, in one sentence; empty where Not assessed."""
        if self.one_level_off.ranks is None:
            return ""
        low, high = self.one_level_off.ranks
        worth = [(band, share) for band, share in self.one_level_off.bands if share >= LEAST_TOLD]
        told = f"{worth[0][0]} always" if len(self.one_level_off.bands) == 1 else _bands_words(worth)
        return f"{self.row.name}: with scores one level off, {told}; rank {low if low == high else f'{low} to {high}'}."

    @property
    def remarks(self) -> tuple[str, ...]:
        """Decided by rounding, close to an edge, another band without the recording changes: those that hold."""
        row, told = self.row, []
        if row.decided_by_rounding:
            told.append(f"decided by rounding: unrounded it would be {row.unrounded_band}")
        if row.close_to_edge is not None:
            edge = row.close_to_edge
            then = f"beyond it the probability is {edge.probability}" + ("" if edge.probability != row.probability else ", the same")
            told.append(f"its share is close to the edge at {in_words(edge.share * 100)}%: {then}")
        if row.band_unsplit is not None and row.band_unsplit is not row.risk_band:
            told.append(f"without the recording change it would be {row.band_unsplit}")
        return tuple(sentence(f"{row.name}: {one}") for one in told)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What would change the matrix."""

    rows: tuple[RowSensitivity, ...]  # in the assessment's order
    scenarios: tuple[Scenario, ...]

    def row(self, crime_type: int) -> RowSensitivity:
        """The crime type with that number; raises KeyError."""
        for one in self.rows:
            if one.row.crime_type.number == crime_type:
                return one
        raise KeyError(crime_type)

    def of(self, kind: Kind) -> tuple[Scenario, ...]:
        """The scenarios of one kind."""
        return tuple(one for one in self.scenarios if one.kind is kind)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Settled and steady, close, and which single changes move a band, in a few sentences for the board."""
        assessed = [one for one in self.rows if one.row.risk_band is not RiskBand.NOT_ASSESSED]
        firm = [one.row.name for one in assessed if one.settled and one.steady]
        close = [f"{one.row.name} ({chance(one.one_level_off.chance_of(one.row.risk_band))})" for one in assessed if not one.steady]
        open_ = [one.row.name for one in self.rows if not one.settled]
        told = []
        if assessed:
            kept = f"{len(firm)} of {len(assessed)} crime types keep their band"
            told.append(f"{kept} in {chance(STEADY)} of cases or more if every score may be one level off")
        told += [f"close, with the chance of keeping the band: {shortened(close)}"] if close else []
        told += [f"still open until the missing scores come: {shortened(open_)}"] if open_ else []
        return (*map(sentence, told), *(_kind_words(kind, self.of(kind)) for kind in Kind if self.of(kind)))


def sensitivity(matrix: Matrix, returns: Sequence[Return]) -> Sensitivity:
    """What would change the matrix; ValueError where the returns are not those of the matrix."""
    table = counted_scores(matrix, returns)
    off = one_level_off(matrix, table)
    rows = tuple(
        RowSensitivity(row, matrix.could_be(row), chances, flip_room(matrix, row, scored))
        for row, scored, chances in zip(matrix.rows, table, off, strict=True)
    )
    return Sensitivity(rows, scenarios(matrix))


def one_level_off(matrix: Matrix, table: Sequence[Sequence[Scored]]) -> tuple[OneLevelOff, ...]:
    """Each crime type's chance of each band and its rank interval with the counted scores one level off."""
    convolver, risks = Convolver(matrix.assessment.scale), []
    for row, scored in zip(matrix.rows, table, strict=True):
        harms = harm_chances(matrix.assessment, scored, convolver) if row.probability is not None else {}
        risks.append({harm * (row.probability or 0): share for harm, share in harms.items()})
    found = []
    for risk, ranks in zip(risks, rank_chances(risks), strict=True):
        bands = dict.fromkeys(reversed(ORDER), 0.0)
        for score, share in risk.items():
            bands[matrix.thresholds.band(score)] += share
        if not risk:
            bands[RiskBand.NOT_ASSESSED] = 1.0
        possible = tuple((band, share) for band, share in bands.items() if share > ROUNDING)
        possible = possible if len(possible) > 1 else ((possible[0][0], 1.0),)
        found.append(OneLevelOff(possible, rank_interval(ranks, INSIDE)))
    return tuple(found)


def _bands_words(bands: Sequence[tuple[RiskBand, float]]) -> str:
    return ", ".join(f"{band} in {chance(share)}" for band, share in bands) + " of cases"


def _kind_words(kind: Kind, made: Sequence[Scenario]) -> str:
    """How many of the single changes of a kind move any band, and which."""
    moving = [one for one in made if one.band_changes]
    if not moving:
        return f"{kind}: none of the {len(made)} changes tried moves a band."
    told = [f"{one.label} ({len(one.band_changes)})" for one in sorted(moving, key=lambda one: -len(one.band_changes))]
    return f"{kind}: {len(moving)} of the {len(made)} changes tried move a band (how many bands in brackets): {shortened(told)}."
