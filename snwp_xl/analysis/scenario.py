"""What the matrix would be under another rule, without an agency, or with one threshold or probability moved a step.

An agency left out is treated as one that was closed: the number of agencies stays, so that the scale of combined harm
does. A threshold's step is five percentage points, the grain in which thresholds are chosen; a probability's is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from snwp_xl.analysis.ranks import competition_ranks
from snwp_xl.analysis.words import ordinal, sentence, shortened
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow, half_up, joined, points
from snwp_xl.model import CHARTED_STATES, Assessment, CombiningRule, ControlState, ProbabilityMatrix, RiskBand
from snwp_xl.phrases import listed

THRESHOLD_STEP = Fraction(5, 100)  # of the highest possible risk score
LEAST_PROBABILITY = 1


class Kind(StrEnum):
    """What a scenario changes."""

    RULE = "Combining rule"
    AGENCY = "Without an agency"
    THRESHOLD = "Threshold"
    CELL = "Probability matrix"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a crime type is, or would be."""

    crime_type: int
    name: str
    combined_harm: int | None
    risk_score: int | None
    band: RiskBand
    rank: int | None  # by risk score
    harm_rank: int | None  # by combined harm


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing changed, and every crime type before and after."""

    kind: Kind
    label: str  # "Mean", "without Fire", "High from 45%"
    before: tuple[Outcome, ...]  # in the assessment's order
    after: tuple[Outcome, ...]

    @property
    def band_changes(self) -> tuple[tuple[Outcome, Outcome], ...]:
        """The crime types whose band changes, before and after."""
        return tuple((old, new) for old, new in zip(self.before, self.after, strict=True) if old.band is not new.band)

    @property
    def biggest_move(self) -> tuple[Outcome, Outcome] | None:
        """The crime type that moves furthest by combined harm, before and after; None where none moves."""
        moved = [(abs(new.harm_rank - old.harm_rank), old, new) for old, new in zip(self.before, self.after, strict=True)
                 if old.harm_rank and new.harm_rank and old.harm_rank != new.harm_rank]  # fmt: skip
        return max(moved, key=lambda one: one[0])[1:] if moved else None

    @property
    def words(self) -> str:
        """The bands that change, and for rules and agencies who moves furthest by combined harm."""
        changes = [f"{new.name} becomes {new.band} (was {old.band})" for old, new in self.band_changes]
        told = f"{self.label}: {shortened(changes) if changes else 'no band changes'}"
        move = self.biggest_move if self.kind in (Kind.RULE, Kind.AGENCY) else None
        if move and move[0].harm_rank and move[1].harm_rank:
            told += f"; {move[0].name} goes from {ordinal(move[0].harm_rank)} to {ordinal(move[1].harm_rank)} by combined harm"
        return sentence(told)


def scenarios(matrix: Matrix) -> tuple[Scenario, ...]:
    """Every single change in turn: the other rules, each agency, each threshold and each probability a step up and down."""
    before = outcomes(matrix)
    found = [*_rules(matrix, before), *_agencies(matrix, before), *_thresholds(matrix, before), *_cells(matrix, before)]
    return tuple(found)


def without(matrix: Matrix, *agencies: str) -> Scenario:
    """The matrix without the scores of these agencies; the number of agencies stays."""
    return Scenario(Kind.AGENCY, f"without {listed(agencies)}", outcomes(matrix), outcomes(matrix, leave_out=agencies))


def outcomes(matrix: Matrix, changed: Assessment | None = None, leave_out: Collection[str] = ()) -> tuple[Outcome, ...]:
    """Every crime type as it would be under a changed rule, thresholds or probability matrix, or without some agencies."""
    of = changed or matrix.assessment
    at, names = points(of), [agency.name for agency in of.agencies]
    rows = []
    for row in matrix.rows:
        scores = [score for name, score in zip(names, row.harm_scores, strict=True) if isinstance(score, int) and name not in leave_out]
        exact = joined(scores, of.rule, len(names), of.divisor)
        harm, chance = None if exact is None else half_up(exact), _probability(row, of.probability_matrix)
        rows.append((row, harm, None if harm is None or chance is None else harm * chance))
    ranks, harm_ranks = competition_ranks([risk for _, _, risk in rows]), competition_ranks([harm for _, harm, _ in rows])
    return tuple(
        Outcome(row.crime_type.number, row.name, harm, risk, at.band(risk), rank, harm_rank)
        for (row, harm, risk), rank, harm_rank in zip(rows, ranks, harm_ranks, strict=True)
    )


def _probability(row: MatrixRow, cells: ProbabilityMatrix) -> int | None:
    if row.probability_by_hand or row.share is None or row.control_state is ControlState.NOT_ASSESSABLE:
        return row.probability
    return cells.probability(row.share, row.control_state)


def _rules(matrix: Matrix, before: tuple[Outcome, ...]) -> Iterator[Scenario]:
    for rule in CombiningRule:
        if rule is not matrix.assessment.rule:
            yield Scenario(Kind.RULE, f"rule {rule}", before, outcomes(matrix, replace(matrix.assessment, rule=rule)))


def _agencies(matrix: Matrix, before: tuple[Outcome, ...]) -> Iterator[Scenario]:
    for i, agency in enumerate(matrix.assessment.agencies):
        if any(isinstance(row.harm_scores[i], int) for row in matrix.rows):
            yield Scenario(Kind.AGENCY, f"without {agency.name}", before, outcomes(matrix, leave_out=(agency.name,)))


def _thresholds(matrix: Matrix, before: tuple[Outcome, ...]) -> Iterator[Scenario]:
    """Each threshold a step down and up, where High stays above Medium and both within the scale."""
    now = matrix.assessment.thresholds
    for step in (-THRESHOLD_STEP, THRESHOLD_STEP):
        for name, moved in (("High", replace(now, high=now.high + step)), ("Medium", replace(now, medium=now.medium + step))):
            if 0 < moved.medium < moved.high <= 1:
                start = moved.high if name == "High" else moved.medium
                after = outcomes(matrix, replace(matrix.assessment, thresholds=moved))
                yield Scenario(Kind.THRESHOLD, f"{name} from {float(start * 100):g}%", before, after)


def _cells(matrix: Matrix, before: tuple[Outcome, ...]) -> Iterator[Scenario]:
    """Each probability a step down and up; the highest moves the thresholds with it."""
    cells = matrix.assessment.probability_matrix
    for i, scores in enumerate(cells.scores):
        for j, score in enumerate(scores):
            for moved in (score - 1, score + 1):
                if moved >= LEAST_PROBABILITY:
                    changed = replace(matrix.assessment, probability_matrix=_with_cell(cells, i, j, moved))
                    label = f"probability {moved} instead of {score} for {_share_words(cells.lower_edges, i)}, {CHARTED_STATES[j]}"
                    yield Scenario(Kind.CELL, label, before, outcomes(matrix, changed))


def _with_cell(cells: ProbabilityMatrix, i: int, j: int, score: int) -> ProbabilityMatrix:
    rows = [list(row) for row in cells.scores]
    rows[i][j] = score
    return replace(cells, scores=tuple(map(tuple, rows)))


def _share_words(edges: Sequence[Fraction], row: int) -> str:
    low = f"{float(edges[row] * 100):g}%"
    if row + 1 == len(edges):
        return f"a share of {low} and over"
    high = f"{float(edges[row + 1] * 100):g}%"
    return f"a share of {low} to under {high}" if row else f"a share under {high}"
