"""What the public edition tells of each crime type: its combined harm, probability, risk score, rank and band, or not.

A withheld value is never left to be worked out from what stands beside it: without a combined harm there is no risk score
and no rank, and the ranks of the others are counted among themselves.
"""

from __future__ import annotations

from fractions import Fraction

from snwp_xl.analysis import publishable
from snwp_xl.analysis.ranks import competition_ranks
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow
from snwp_xl.model import CHARTED_STATES, RiskBand
from snwp_xl.public.suppression import ALL, Withheld, withheld

LATEST = 0  # place of the latest year


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of one crime type."""

    row: MatrixRow
    harm: bool
    probability: bool
    band: bool
    share: bool
    rank: int | None  # among the rows whose risk score is told

    @property
    def risk(self) -> bool:
        """The risk score may be told."""
        return self.harm and self.probability


@dataclass(frozen=True, slots=True)
class Public:
    """A matrix and what of it may be published."""

    matrix: Matrix
    counts: Withheld
    rows: tuple[Told, ...]  # in the assessment's order
    agencies: bool  # each agency's scores are published

    @property
    def all_ranked(self) -> bool:
        """No risk score is withheld, so the ranks are those of the results."""
        return all(one.risk for one in self.rows)


def public_of(matrix: Matrix) -> Public:
    """What of a matrix may be published, by the settings of its assessment."""
    settings = matrix.assessment.settings
    counts = withheld(matrix.counts, settings.suppress_below)
    agencies = settings.public_agency_scores
    rows = [_told(matrix, row, counts, agencies) for row in matrix.rows]
    ranks = competition_ranks([one.row.risk_score if one.risk else None for one in rows])
    told = tuple(Told(one.row, one.harm, one.probability, one.band, one.share, rank) for one, rank in zip(rows, ranks, strict=True))
    return Public(matrix, counts, told, agencies)


def _told(matrix: Matrix, row: MatrixRow, counts: Withheld, agencies: bool) -> Told:
    number = row.crime_type.number
    shown = counts.total_told(number, LATEST)
    share = shown and counts.total_told(ALL, LATEST)
    probability, band = (True, True) if shown else _follow(matrix, row)
    harm = agencies or publishable(matrix, row)
    return Told(row, harm, probability, band, share, None)


def _follow(matrix: Matrix, row: MatrixRow) -> tuple[bool, bool]:
    """Whether probability and band of a withheld total may be told: not where only one small total could have them."""
    below = matrix.assessment.settings.suppress_below
    if not _from_share(row) or row.all_count is None or not row.latest_count or row.latest_count >= below:
        return True, True
    cells, harm = matrix.assessment.probability_matrix, row.combined_harm
    every = max(row.all_count, 1)
    values = [cells.probability(Fraction(total, every), row.control_state) for total in range(1, below)]
    bands = [matrix.thresholds.band(None if harm is None else value * harm) for value in values]
    one = values[row.latest_count - 1], bands[row.latest_count - 1]
    least = min(2, below - 1)
    return values.count(one[0]) >= least, one[1] is RiskBand.NOT_ASSESSED or bands.count(one[1]) >= least


def _from_share(row: MatrixRow) -> bool:
    return not row.probability_by_hand and row.control_state in CHARTED_STATES
