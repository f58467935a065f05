"""How one agency's answers counted: its own scores beside the combined ones, without what would give another's away.

Everything here follows from the agency's own scores and, row by row, from how many others scored and what their scores
make together; so it would be the same for any other scores that make the same (see `disclosure`).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from snwp_xl.analysis.disclosure import tellable
from snwp_xl.analysis.ranks import competition_ranks
from snwp_xl.analysis.scenario import Outcome, outcomes
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import HarmScore, Matrix, MatrixRow
from snwp_xl.model import AgencyState, CombiningRule, Return, RiskBand, ScoreRow

MOST_NAMED = 3  # crime types that are named as furthest from the combined harm
LEAST_AGENCIES = 3  # with two, the combined harm is the other agency's score
SETTLED = (AgencyState.COMPLETE, AgencyState.CLOSED)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One crime type as one agency may see it; what is None beside `told` false is withheld."""

    crime_type: int
    name: str
    said: ScoreRow
    own: HarmScore
    told: bool  # the combined harm may be told
    together: Fraction | None = None  # what the agencies make together, on the scale of one agency's harm score
    combined_harm: int | None = None
    probability: int | None = None  # of no agency: from counts
    risk_score: int | None = None
    band: RiskBand = RiskBand.NOT_ASSESSED
    rank: int | None = None  # among the rows that are told
    scored_by: int | None = None
    band_without: RiskBand | None = None  # without the agency's own scores
    rank_without: int | None = None

    @property
    def difference(self) -> Fraction | None:
        """How far the agency's own harm score lies above what all make together; below 0 under it."""
        return self.own - self.together if isinstance(self.own, int) and self.together is not None else None


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """One agency's answers and what became of them."""

    agency: str
    rows: tuple[OwnRow, ...]  # in the assessment's order
    without: bool  # what would be without its scores may be told: not under the median, where that gives single scores away

    @property
    def told(self) -> tuple[OwnRow, ...]:
        """The rows whose combined harm may be told."""
        return tuple(row for row in self.rows if row.told)

    @property
    def withheld(self) -> tuple[OwnRow, ...]:
        """The rows whose combined harm is not told."""
        return tuple(row for row in self.rows if not row.told)

    def furthest(self, way: int) -> tuple[OwnRow, ...]:
        """The rows in which it lies furthest above (1) or below (-1) what all make together."""
        apart = [row for row in self.rows if row.difference is not None and row.difference * way > 0]
        return tuple(sorted(apart, key=lambda row: -abs(row.difference or Fraction(0)))[:MOST_NAMED])

    @property
    def changed(self) -> tuple[OwnRow, ...]:
        """The rows that would be in another band without its scores."""
        return tuple(row for row in self.rows if row.band_without is not None and row.band_without is not row.band)


def own_answers(matrix: Matrix, returned: Return) -> OwnAnswers:
    """How the answers of the agency that sent this return counted."""
    agency = matrix.assessment.agency(returned.agency).name
    told = [row for row in matrix.rows if tellable(matrix, row, agency)]
    numbers = {row.crime_type.number for row in told}
    without = matrix.assessment.rule is not CombiningRule.MEDIAN
    gone = [one for one in outcomes(matrix, leave_out=(agency,)) if one.crime_type in numbers] if without else []
    ranks = dict(zip(numbers_of(told), competition_ranks([row.risk_score for row in told]), strict=True))
    ranks_without = dict(zip((one.crime_type for one in gone), competition_ranks([one.risk_score for one in gone]), strict=True))
    beside = {one.crime_type: one for one in gone}
    rows = tuple(
        _told(matrix, row, agency, returned, ranks[row.crime_type.number], beside.get(row.crime_type.number),
              ranks_without.get(row.crime_type.number)) if row.crime_type.number in numbers else _withheld(matrix, row, agency, returned)
        for row in matrix.rows)
    return OwnAnswers(agency, rows, without)


def numbers_of(rows: Sequence[MatrixRow]) -> list[int]:
    """The crime types' numbers."""
    return [row.crime_type.number for row in rows]


def why_no_pages(matrix: Matrix) -> str:
    """Why no agency can have such a page now; empty where they can.

    While scores can still come, each new edition would differ from the last by just one agency's scores.
    """
    if len(matrix.assessment.agencies) < LEAST_AGENCIES:
        return "with two agencies, each could work out the other's scores from its own and the combined ones"
    waiting = [name for name, state in matrix.agency_states.items() if state not in SETTLED]
    if waiting:
        return "scores can still come in, and two pages that differ by one agency's scores would give those scores away"
    return ""


def _own(matrix: Matrix, row: MatrixRow, agency: str) -> HarmScore:
    names = [one.name for one in matrix.assessment.agencies]
    return row.harm_scores[names.index(agency)]


def _withheld(matrix: Matrix, row: MatrixRow, agency: str, returned: Return) -> OwnRow:
    return OwnRow(row.crime_type.number, row.name, returned.row(row.crime_type.number), _own(matrix, row, agency), told=False)


def _told(
    matrix: Matrix, row: MatrixRow, agency: str, returned: Return, rank: int | None, gone: Outcome | None, rank_without: int | None
) -> OwnRow:
    own = _own(matrix, row, agency)
    gave = isinstance(own, int) and gone is not None
    return OwnRow(
        row.crime_type.number, row.name, returned.row(row.crime_type.number), own, told=True, together=_together(matrix, row),
        combined_harm=row.combined_harm, probability=row.probability, risk_score=row.risk_score, band=row.risk_band, rank=rank,
        scored_by=row.scored_by, band_without=gone.band if gone and gave else None, rank_without=rank_without if gave else None)


def _together(matrix: Matrix, row: MatrixRow) -> Fraction | None:
    """The combined harm on the scale of one agency's harm score: the mean of those who scored, or the median under that rule."""
    if row.combined_harm_unrounded is None:
        return None
    if matrix.assessment.rule is CombiningRule.SUM_OVER_DIVISOR:
        return row.combined_harm_unrounded * matrix.assessment.divisor / len(matrix.assessment.agencies)
    return row.combined_harm_unrounded
