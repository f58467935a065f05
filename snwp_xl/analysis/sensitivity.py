"""What would change the matrix: other rules, one agency less, one step of a threshold, scores one level off, one score more."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.analysis.flips import FlipRoom, flip_room
from snwp_xl.analysis.one_level import ROUNDING, Convolver, harm_chances
from snwp_xl.analysis.rank_chance import rank_chances, rank_interval
from snwp_xl.analysis.said import Scored, counted_scores
from snwp_xl.analysis.scenario import Kind, Scenario, scenarios
from snwp_xl.analysis.words import LEAST_TOLD, MOST_NAMED, chance, sentence, shortened
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow, other_bands
from snwp_xl.matrix.bands import ORDER
from snwp_xl.model import Return, RiskBand
from snwp_xl.phrases import first_few

INSIDE = 0.9  # of the cases lie within the rank interval that is given
STEADY = 0.9  # a band kept in so many cases is called steady
AGENCIES = "agencies"  # what those beyond the named ones are
NOTHING_ASSESSED = "Nothing is assessed yet."


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
    unheard: tuple[str, ...]  # agencies closed before they scored it
    could_have_been: frozenset[RiskBand]  # with their scores too

    @property
    def settled(self) -> bool:
        """It keeps its band whatever is still said."""
        return len(self.could_be) == 1

    @property
    def steady(self) -> bool:
        """It keeps its band in nine of ten cases with the scores one level off."""
        return self.kept >= STEADY

    @property
    def kept(self) -> float:
        """The chance that it keeps its band with the scores one level off."""
        return self.one_level_off.chance_of(self.row.risk_band)

    @property
    def open_words(self) -> str:
        """What the scores that have not come can still do, or could have done; empty where everybody has spoken.

        Where it takes more than scores for any band, what is missing.
        """
        row = self.row
        if not (row.outstanding or self.unheard):
            return ""
        others = other_bands(self.could_be if row.outstanding else self.could_have_been, row.risk_band)
        if not others and row.risk_band is RiskBand.NOT_ASSESSED:
            return row.not_assessed_because.rstrip(".")
        if row.outstanding:
            return f"could still become {others}" if others else "settled whatever they say"
        told = f"could have been {others}" if others else f"would still be {row.risk_band}"
        return f"{told} had {shortened(self.unheard, AGENCIES)} answered"

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
            told.append(row.rounding_words)
        if row.close_to_edge is not None:
            told.append(f"its share is close to an edge: {row.edge_words}")
        if not row.by_hand and row.probability_unsplit not in (None, row.probability):
            band = f" and its band {row.band_unsplit}" if row.band_unsplit not in (None, row.risk_band) else ", and its band the same"
            told.append(f"without the recording change its probability would be {row.probability_unsplit}{band}")
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
        changes = [_kind_words(kind, self.of(kind)) for kind in Kind if self.of(kind)] if self._assessed else []
        return (*self.firm, *self.close, *changes)

    @property
    def firm(self) -> tuple[str, ...]:
        """How many crime types keep their band whatever is still said, and how many with scores one level off."""
        assessed = self._assessed
        if not assessed:
            return (NOTHING_ASSESSED,)
        kept = f"{sum(one.steady for one in assessed)} of {len(assessed)} crime types keep their band"
        scores = "every score received" if self._silent else "every score"
        return (*self._whatever_is_said(), sentence(f"{kept} in {chance(STEADY)} of cases or more if {scores} may be one level off"))

    @property
    def close(self) -> tuple[str, ...]:
        """Which crime types have another band one level off, and which may get one, or might have, from those not heard."""
        closest = sorted((one for one in self._assessed if not one.steady), key=lambda one: one.kept)
        odds = [f"{one.row.name} ({chance(one.kept)})" for one in closest]
        told = [f"close, with the chance of keeping the band: {shortened(odds)}"] if odds else []
        moved = [one.row.name for one in self.rows if not self._stays(one)]
        if moved:
            once = f"had {shortened(self._silent, AGENCIES)} answered, perhaps a different band"
            told.append(f"{'still open until the missing scores arrive' if self._awaited else once}: {shortened(moved)}")
        return tuple(map(sentence, told))

    @property
    def _assessed(self) -> list[RowSensitivity]:
        return [one for one in self.rows if one.row.risk_band is not RiskBand.NOT_ASSESSED]

    @property
    def _awaited(self) -> tuple[str, ...]:
        """The agencies from which scores may still come."""
        return tuple(dict.fromkeys(missing.agency for one in self.rows for missing in one.row.outstanding))

    @property
    def _silent(self) -> tuple[str, ...]:
        """Those awaited; where none is, those closed without a return."""
        return self._awaited or tuple(dict.fromkeys(name for one in self.rows for name in one.unheard))

    def _stays(self, one: RowSensitivity) -> bool:
        return one.settled if self._awaited else len(one.could_have_been) == 1

    def _whatever_is_said(self) -> tuple[str, ...]:
        """What those not heard cannot change, the High crime types by name; nothing where everybody has spoken."""
        who, assessed = shortened(self._silent, AGENCIES), self._assessed
        if not who:
            return ()
        stay = [one for one in assessed if self._stays(one)]
        count, high = f"{len(stay)} of {len(assessed)} crime types", [one.row for one in stay if one.row.risk_band is RiskBand.HIGH]
        among = f", among them {shortened([f'{row.name} ({row.risk_band})' for row in high])}" if high else ""
        if self._awaited:
            return (sentence(f"{count} keep their band whatever the missing scores of {who} are{among}"),)
        return (sentence(f"had {who} answered, {count} would still have the same band{among}"),)


def sensitivity(matrix: Matrix, returns: Sequence[Return]) -> Sensitivity:
    """What would change the matrix; ValueError where the returns are not those of the matrix."""
    table = counted_scores(matrix, returns)
    off = one_level_off(matrix, table)
    rows = tuple(
        RowSensitivity(row, matrix.could_be(row), chances, flip_room(matrix, row, scored), matrix.unheard(row), matrix.could_have_been(row))
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
    """How many of the single changes of a kind move any band, and which; their labels hold commas."""
    moving = sorted((one for one in made if one.band_changes), key=lambda one: -len(one.band_changes))
    tried = f"{kind}: {_some_of(len(moving), len(made))} a band"
    if not moving:
        return f"{tried}."
    labels = [f"{one.label} ({len(one.band_changes)})" for one in moving]
    return f"{tried} (how many bands in brackets): {first_few(labels, MOST_NAMED, '; ', 'changes')}."


def _some_of(moving: int, made: int) -> str:
    """Subject and verb: "1 of the 5 changes tried moves", "all 4 changes tried move", "neither of the 2 changes tried moves"."""
    if made == 1:
        return "the one change tried moves" if moving else "the one change tried does not move"
    if moving == made:
        return f"{'both' if made == 2 else f'all {made}'} changes tried move"
    few = str(moving) if moving else "neither" if made == 2 else "none"
    return f"{few} of the {made} changes tried {'move' if moving > 1 else 'moves'}"
