"""A row of the harm matrix: one crime type, what the agencies said of it, what was counted, and what follows."""

from __future__ import annotations

from fractions import Fraction

from snwp_xl.frozen import dataclass
from snwp_xl.matrix.bands import in_words, rounding_words
from snwp_xl.matrix.bounds import Outstanding
from snwp_xl.matrix.harm import HarmScore
from snwp_xl.matrix.probability import Edge
from snwp_xl.model import Advice, ControlState, CrimeType, RiskBand


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A crime type in the harm matrix; None is always missing, never zero."""

    crime_type: CrimeType
    harm_scores: tuple[HarmScore, ...]  # one an agency, in the assessment's order; None: missing
    outstanding: tuple[Outstanding, ...]  # the missing ones that may still come
    combined_harm: int | None
    combined_harm_unrounded: Fraction | None
    scored_by: int
    few_views: bool  # fewer than half of the agencies scored it
    share: Fraction | None  # of all incidents in the latest 12 months
    latest_count: int | None
    all_count: int | None
    chart_state: ControlState
    control_state: ControlState  # in force: by hand, or else the chart's
    state_by_hand: bool
    probability: int | None
    probability_by_hand: bool
    probability_from_chart: int | None  # what it would be with nothing by hand
    by_hand: str  # what was set by hand, beside what the counts say, in words; empty where nothing was
    probability_unsplit: int | None  # what the chart would give with recording changes ignored; None where there are none
    band_unsplit: RiskBand | None
    close_to_edge: Edge | None
    risk_score: int | None
    risk_band: RiskBand
    unrounded_band: RiskBand  # what the unrounded combined harm would give
    rank: int | None  # 1 is the highest risk score; ties share
    recommendation: Advice | None
    reason: str  # of the recommendation; empty where Not assessed
    not_assessed_because: str  # empty where assessed

    @property
    def name(self) -> str:
        """The crime type's name."""
        return self.crime_type.name

    @property
    def scores(self) -> tuple[int, ...]:
        """The harm scores that were given, without No view and missing ones."""
        return tuple(score for score in self.harm_scores if isinstance(score, int))

    @property
    def decided_by_rounding(self) -> bool:
        """The unrounded combined harm would give another band."""
        return self.unrounded_band is not self.risk_band

    @property
    def rounding_words(self) -> str:
        """That rounding decided its band; empty where it did not."""
        return rounding_words(self.risk_band, self.unrounded_band)

    @property
    def edge_words(self) -> str:
        """What holds on the other side of the edge that the share is close to; empty where it is close to none."""
        edge = self.close_to_edge
        if edge is None or self.share is None:
            return ""
        side = "under" if self.share >= edge.share else "from"
        too = " as well" if edge.probability == self.probability else ""
        return f"{side} {in_words(edge.share * 100)}% the probability is {edge.probability}{too}"

    @property
    def all_no_view(self) -> bool:
        """Everybody who can still speak has said No view."""
        return self.scored_by == 0 and not self.outstanding and any(score is not None for score in self.harm_scores)
