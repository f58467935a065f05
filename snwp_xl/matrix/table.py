"""The harm matrix as a value: its rows, what they add up to, and how it is handed on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from snwp_xl.control import Chart
from snwp_xl.findings import Finding
from snwp_xl.frozen import dataclass
from snwp_xl.matrix.bands import Points
from snwp_xl.matrix.bounds import Outstanding, possible_bands
from snwp_xl.matrix.harm import NO_VIEW
from snwp_xl.matrix.row import MatrixRow
from snwp_xl.matrix.status import Status
from snwp_xl.matrix.themes import Priorities, Theme, gathered, in_rank_order, recommended
from snwp_xl.model import AgencyState, Assessment, Choice, Counts, RiskBand
from snwp_xl.phrases import listed

if TYPE_CHECKING:
    from pandas import DataFrame

WHOLE = ("combined_harm", "scored_by", "probability", "risk_score", "rank")
EXACT = ("combined_harm_unrounded", "share")

@dataclass(frozen=True, slots=True)
class Matrix:
    """The harm matrix of one assessment."""

    assessment: Assessment
    rows: tuple[MatrixRow, ...]  # in the assessment's order
    status: Status
    thresholds: Points
    agency_states: Mapping[str, AgencyState]  # in the assessment's order
    charts: Mapping[int, Chart]  # by crime type number; crime types without counts have none
    counts: Counts  # as used: up to the last complete month
    findings: tuple[Finding, ...]  # what the matrix itself has to say

    def row(self, crime_type: int) -> MatrixRow:
        """The row of the crime type with that number; raises KeyError."""
        for row in self.rows:
            if row.crime_type.number == crime_type:
                return row
        raise KeyError(crime_type)

    def ranked(self) -> tuple[MatrixRow, ...]:
        """The rows by rank, ties by number, those not assessed last."""
        return in_rank_order(self.rows)

    def themes(self) -> tuple[Theme, ...]:
        """The themes in the order of their highest crime types, those not assessed last."""
        return gathered(self.rows)

    def priorities(self) -> Priorities:
        """What is recommended to the board by theme, against the places it has while it has set no priority yet."""
        of = self.assessment
        decided = any(one.choice is Choice.PRIORITY for one in of.decisions)
        return recommended(self.themes(), of.settings.places, decided=decided)

    @property
    def by_hand(self) -> tuple[str, ...]:
        """Whose probability and whose control state were set by hand, a sentence each; none where nothing was."""
        ranked = self.ranked()
        kinds = {
            "Probability": [row.name for row in ranked if row.probability_by_hand],
            "Control state": [row.name for row in ranked if row.state_by_hand]}
        return tuple(f"{what} by hand: {listed(names)}." for what, names in kinds.items() if names)

    def could_be(self, row: MatrixRow) -> frozenset[RiskBand]:
        """Every band that the row can still have, whatever is said by those who have not spoken (see `bounds`)."""
        return possible_bands(self.assessment, self.thresholds, row.scores, row.outstanding, row.probability)

    def settled(self, row: MatrixRow) -> bool:
        """The row keeps its band whatever is still said."""
        return len(self.could_be(row)) == 1

    def unheard(self, row: MatrixRow) -> tuple[str, ...]:
        """The agencies that were closed before they scored the row: nothing more will come from them."""
        awaited = {one.agency for one in row.outstanding}
        names = (one.name for one in self.assessment.agencies)
        return tuple(name for name, score in zip(names, row.harm_scores, strict=True) if score is None and name not in awaited)

    def could_have_been(self, row: MatrixRow) -> frozenset[RiskBand]:
        """Every band that the row can still have, or could have had if the agencies closed without a return had spoken too."""
        of = self.assessment
        closed = [Outstanding(name, of.lowest_harm_score, of.highest_harm_score, begun=False) for name in self.unheard(row)]
        return possible_bands(of, self.thresholds, row.scores, (*row.outstanding, *closed), row.probability)

    def record(self, row: MatrixRow) -> dict[str, object]:
        """The row under the names of `calculate --json`; a missing value is None."""
        agencies = [agency.name for agency in self.assessment.agencies]
        scores = [str(score) if score is NO_VIEW else score for score in row.harm_scores]
        return {
            "crime_type": row.name, "theme": row.crime_type.theme,
            "harm_scores": dict(zip(agencies, scores, strict=True)), "combined_harm": row.combined_harm,
            "combined_harm_unrounded": as_float(row.combined_harm_unrounded), "scored_by": row.scored_by, "share": as_float(row.share),
            "control_state": str(row.control_state), "probability": row.probability, "probability_by_hand": row.probability_by_hand,
            "risk_score": row.risk_score, "risk_band": str(row.risk_band), "rank": row.rank,
            "recommendation": None if row.recommendation is None else str(row.recommendation),
        }

    @property
    def frame(self) -> DataFrame:
        """A pandas DataFrame, one row a crime type, with the columns of `record`; each agency's harm score also as "harm_scores.Police".

        An installation from a bundle has no pandas: there this raises ModuleNotFoundError; `record` needs none.
        """
        import pandas  # slow to import, and only this needs it

        records = [self.record(row) for row in self.rows]
        frame = pandas.DataFrame(records, dtype="object")
        numbers = {**dict.fromkeys(WHOLE, "Int64"), **dict.fromkeys(EXACT, "Float64"), "probability_by_hand": "bool"}
        frame = frame.astype(numbers)
        for i, agency in enumerate(self.assessment.agencies):
            said = [str(row.harm_scores[i]) if row.harm_scores[i] is NO_VIEW else row.harm_scores[i] for row in self.rows]
            frame[f"harm_scores.{agency.name}"] = pandas.Series(said, dtype="object")
        return frame


def as_float(value: Fraction | None) -> float | None:
    """An exact number as JSON has it."""
    return None if value is None else float(value)
