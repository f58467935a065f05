"""The harm matrix: every number of METHOD.md's Harm, Probability, Risk and Status, at its boundaries."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_rounds import (
    AGENCIES,
    all_returned,
    assessment,
    assessment_2017,
    by_hand,
    counts,
    published,
    returned,
    returns_2017,
    year,
)

from snwp_xl.findings import Finding, Severity, finding
from snwp_xl.matrix import NO_VIEW, Matrix, MatrixRow, combine, half_up, joined
from snwp_xl.model import (
    Advice,
    Agency,
    AgencyState,
    Assessment,
    Choice,
    Closed,
    CombiningRule,
    ControlState,
    Counts,
    CrimeType,
    Decision,
    Month,
    RecordingChange,
    RiskBand,
    ScoreRow,
    Settings,
    Thresholds,
)

NO_COUNTS = Counts(())
HIGH, MEDIUM, LOW, NOT_ASSESSED = RiskBand.HIGH, RiskBand.MEDIUM, RiskBand.LOW, RiskBand.NOT_ASSESSED
SUM, MEAN, MEDIAN = CombiningRule.SUM_OVER_DIVISOR, CombiningRule.MEAN, CombiningRule.MEDIAN
RULES = tuple(CombiningRule)
HAND = "probability by hand (share and chart give none)"  # what is said of crime types that have no counts


def alone(harm: object, probability: int = 1, **other: object) -> MatrixRow:
    """The row of one crime type that five agencies scored alike."""
    of = assessment(AGENCIES, by_hand(probability), **other)
    return combine(of, all_returned(of, [[harm] * 5]), NO_COUNTS).rows[0]  # type: ignore[list-item]


def round_half_up(value: Fraction) -> int:
    """Half up by another road than the code's."""
    return floor(value + Fraction(1, 2))


# --- harm -----------------------------------------------------------------------------------------------------------


def test_every_published_total_is_the_sum_over_six() -> None:
    of = assessment_2017()
    matrix = combine(of, returns_2017(of), NO_COUNTS)
    assert [(row.name, row.combined_harm) for row in matrix.rows] == [(name, total) for name, _, total in published()]
    assert {row.name: row.combined_harm for row in matrix.rows if row.name in ("Domestic Abuse", "Business Crime")} == {
        "Domestic Abuse": 13,
        "Business Crime": 8,
    }
    assert [row.combined_harm_unrounded for row in matrix.rows] == [Fraction(sum(scores), 6) for _, scores, _ in published()]


@pytest.mark.parametrize(("rule", "expected"), [(MEAN, statistics.mean), (MEDIAN, statistics.median)])
def test_mean_and_median_of_the_published_scores(rule: CombiningRule, expected: object) -> None:
    of = assessment_2017(rule=rule)
    rows = combine(of, returns_2017(of), NO_COUNTS).rows
    exact = [expected([Fraction(score) for score in scores]) for _, scores, _ in published()]  # type: ignore[operator]
    assert [row.combined_harm_unrounded for row in rows] == exact
    assert [row.combined_harm for row in rows] == [round_half_up(value) for value in exact]


def test_every_sum_agrees_with_fractions_and_with_excels_order_of_one_division() -> None:
    low, high, divisor = 6, 24, 6
    for n in range(2, 41):
        for scored in range(1, n + 1):
            for total in range(scored * low, scored * high + 1):
                scores = [total // scored + (i < total % scored) for i in range(scored)]
                exact = Fraction(total, 1) * Fraction(n, scored) / divisor
                assert joined(scores, SUM, n, divisor) == exact
                assert half_up(exact) == round_half_up(exact) == floor(total * n / (divisor * scored) + 0.5)
                mean = Fraction(total, scored)
                assert joined(scores, MEAN, n, divisor) == mean
                assert half_up(mean) == round_half_up(mean) == floor(total / scored + 0.5)


def test_sums_of_twelve_factors_to_ten_agree_with_excels_order() -> None:
    for n, divisor in itertools.product((2, 11, 29, 40), (1, 6, 7, 12, 40)):
        for scored in range(1, n + 1):
            for total in range(scored * 12, scored * 120 + 1, 7):
                assert half_up(Fraction(total * n, divisor * scored)) == floor(total * n / (divisor * scored) + 0.5)


@settings(deadline=None)
@given(st.lists(st.integers(1, 120), min_size=1, max_size=40))
def test_median_is_the_middle_score_half_up(scores: list[int]) -> None:
    middle = joined(scores, MEDIAN, 40, 6)
    assert middle == statistics.median([Fraction(score) for score in scores])
    assert half_up(middle) == floor(statistics.median(scores) + 0.5)


@pytest.mark.parametrize(("rule", "n", "highest"), [(SUM, 5, 20), (SUM, 7, 28), (SUM, 2, 8), (MEAN, 5, 24), (MEDIAN, 7, 24)])
def test_highest_combined_harm_and_thresholds_follow_the_rule(rule: CombiningRule, n: int, highest: int) -> None:
    of = assessment([f"Agency {i}" for i in range(n)], ["A"], rule=rule)
    at = combine(of, (), NO_COUNTS).thresholds
    assert (at.highest_harm, at.highest_possible) == (highest, 6 * highest)
    assert (at.high, at.medium) == (Fraction(24 * highest, 10), Fraction(15 * highest, 10))


def test_a_missing_agency_is_scaled_up_and_never_zero() -> None:
    of = assessment_2017()
    matrix = combine(of, returns_2017(of)[:4], NO_COUNTS)  # without UAVA
    for row, (_, scores, _) in zip(matrix.rows, published(), strict=True):
        assert row.scored_by == 4
        assert row.harm_scores[4] is None
        assert row.combined_harm_unrounded == Fraction(sum(scores[:4]) * 5, 6 * 4)
    assert matrix.agency_states["UAVA"] is AgencyState.MISSING
    assert not matrix.status.final
    assert matrix.status.missing[0] == "UAVA has not returned its scores"


@pytest.mark.parametrize(("rule", "exact"), [(SUM, Fraction(36 * 5, 6 * 3)), (MEAN, Fraction(12)), (MEDIAN, Fraction(11))])
def test_no_view_is_neither_one_nor_zero(rule: CombiningRule, exact: Fraction) -> None:
    of = assessment(AGENCIES, by_hand(1), rule=rule)
    row = combine(of, all_returned(of, [[10, "No view", 11, "No view", 15]]), NO_COUNTS).rows[0]
    assert row.harm_scores == (10, NO_VIEW, 11, NO_VIEW, 15)
    assert (row.scored_by, row.few_views, row.combined_harm_unrounded) == (3, False, exact)
    assert f"{row.harm_scores[1]}" == "No view"


def test_one_missing_factor_leaves_the_harm_score_missing() -> None:
    of = assessment(AGENCIES, by_hand(1))
    matrix = combine(of, all_returned(of, [[10, 10, (4, 4, 4, 4, 4, None), 10, 10]]), NO_COUNTS)
    assert matrix.rows[0].harm_scores == (10, 10, None, 10, 10)
    assert matrix.rows[0].scored_by == 4
    assert matrix.agency_states["Fire"] is AgencyState.INCOMPLETE
    assert matrix.status.missing == ("Fire's return is incomplete (scores are missing for A)",)


def test_an_incomplete_return_names_a_few_crime_types_that_it_lacks() -> None:
    of = assessment(AGENCIES, by_hand(*[1] * 10))
    table = [[10] * 4 + [10 if i < 2 else None] for i in range(10)]
    assert combine(of, all_returned(of, table), NO_COUNTS).status.missing == (
        "UAVA's return is incomplete (scores are missing for C, D, E, F, G and 3 more crime types)",)


@pytest.mark.parametrize(("scored", "few", "code"), [(3, False, []), (2, True, ["few-views"]), (0, True, ["nobody-scored"])])
def test_few_views_is_fewer_than_half(scored: int, few: bool, code: list[str]) -> None:
    of = assessment(AGENCIES, by_hand(1))
    matrix = combine(of, all_returned(of, [[10] * scored + ["No view"] * (5 - scored)]), NO_COUNTS)
    assert matrix.rows[0].few_views is few
    assert [one.code for one in matrix.findings] == code


def test_half_of_the_agencies_is_not_few() -> None:
    of = assessment(AGENCIES[:4], by_hand(1))
    assert not combine(of, all_returned(of, [[10, 10, "No view", "No view"]]), NO_COUNTS).rows[0].few_views


def test_views_still_awaited_are_not_reported_as_few() -> None:
    of = assessment(AGENCIES, by_hand(1, 2))
    matrix = combine(of, [returned(of, "Police", [10, "No view"])], NO_COUNTS)
    assert [row.few_views for row in matrix.rows] == [True, True]
    assert matrix.findings == ()


def test_no_view_from_all_is_not_assessed_but_may_be_final() -> None:
    of = assessment(AGENCIES, by_hand(1, 2))
    matrix = combine(of, all_returned(of, [["No view"] * 5, [10] * 5]), NO_COUNTS)
    row = matrix.rows[0]
    assert (row.combined_harm, row.risk_score, row.risk_band, row.rank, row.recommendation) == (None, None, NOT_ASSESSED, None, None)
    assert row.not_assessed_because == "Not assessed: nobody scored it."
    assert matrix.status.words == "FINAL"


def test_scores_that_no_reader_lets_through_are_a_wrong_call() -> None:
    of = assessment(AGENCIES, by_hand(1))
    good = returned(of, "Police", [10])
    with pytest.raises(ValueError, match="two returns of Police"):
        combine(of, [good, good], NO_COUNTS)
    with pytest.raises(ValueError, match="'Coastguard' is not an agency"):
        combine(of, [replace(good, agency="Coastguard")], NO_COUNTS)
    with pytest.raises(ValueError, match="5 is not a score from 1 to 4"):
        combine(of, [replace(good, rows=(ScoreRow(1, (5, 1, 1, 1, 1, 1)),))], NO_COUNTS)
    with pytest.raises(ValueError, match="2 scores for 6 factors"):
        combine(of, [replace(good, rows=(ScoreRow(1, (4, 4)),))], NO_COUNTS)


# --- probability ----------------------------------------------------------------------------------------------------


def counted(latest: int, every: int = 10_000, crime_type: CrimeType | None = None, **other: object) -> MatrixRow:
    """The row of one crime type with 36 flat months, the latest 12 of which add up to `latest`."""
    of = assessment(AGENCIES, [crime_type or CrimeType(1, "A", "A")], **other)
    months = counts(of, {"A": year(latest) * 3}, year(every) * 3)
    return combine(of, all_returned(of, [[12] * 5]), months).rows[0]


@pytest.mark.parametrize(
    ("latest", "probability"), [(0, 1), (99, 1), (100, 2), (499, 2), (500, 3), (999, 3), (1000, 4), (1999, 4), (2000, 5), (10_000, 5)]
)
def test_share_edges_belong_to_the_row_that_starts_there(latest: int, probability: int) -> None:
    row = counted(latest)
    assert (row.share, row.control_state, row.probability) == (Fraction(latest, 10_000), ControlState.UNDER_CONTROL, probability)
    assert (row.latest_count, row.all_count, row.risk_score) == (latest, 10_000, probability * 10)


def test_share_is_of_all_incidents_in_the_same_months_up_to_the_last_complete_one() -> None:
    of = assessment(AGENCIES, ["A"], settings=Settings(last_month=Month(2016, 1)))
    given_counts = counts(of, {"A": [10] * 34 + [None, None]}, [100] * 33 + [200] * 3)
    row = combine(of, (), given_counts).rows[0]
    assert (row.latest_count, row.all_count) == (120, 11 * 100 + 200)


def test_months_expected_beyond_the_table_are_missing() -> None:
    of = assessment(AGENCIES, ["A", "B"], settings=Settings(last_month=Month(2016, 5)))
    matrix = combine(of, (), counts(of, {"A": [10] * 36, "B": [9] * 36}, [100] * 36))
    assert [row.share for row in matrix.rows] == [None, None]
    assert [one.message for one in matrix.findings] == [
        "2 crime types: there is no probability, because All incidents has no count for April 2016 and May 2016."
    ]


@pytest.mark.parametrize(
    ("own", "every", "why"),
    [
        (None, [100] * 36, "it has no counts"),
        ([10] * 35 + [None], [100] * 36, "it has no count for March 2016"),
        ([10] * 36, None, "there is no row All incidents"),
        ([10] * 36, [100] * 30 + [None] * 6, "All incidents has no count for 6 of the latest 12 months"),
        ([0] * 36, [0] * 36, "All incidents is 0 in the latest 12 months"),
        ([10] * 11, [100] * 11, "All incidents has no count for 12 months: the table has only 11"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_guessed(own: list[int | None] | None, every: list[int | None] | None, why: str) -> None:
    of = assessment(AGENCIES, [CrimeType(1, "A", "A", state_by_hand=ControlState.UNDER_CONTROL)])
    matrix = combine(of, all_returned(of, [[12] * 5]), counts(of, {} if own is None else {"A": own}, every))
    row = matrix.rows[0]
    assert (row.share, row.probability, row.risk_score, row.risk_band) == (None, None, None, NOT_ASSESSED)
    assert row.combined_harm == 10
    assert row.not_assessed_because == f"Not assessed: {why}."
    assert [(one.code, one.message) for one in matrix.findings] == [("no-probability", f"A: there is no probability, because {why}.")]
    assert matrix.status.missing == ("no probability for A",)


def test_no_counts_at_all_is_one_finding() -> None:
    of = assessment_2017()
    matrix = combine(of, returns_2017(of), NO_COUNTS)
    assert [one.message for one in matrix.findings] == ["17 crime types: there is no probability, because there are no incident counts."]
    assert {row.control_state for row in matrix.rows} == {ControlState.NOT_ASSESSABLE}
    assert matrix.charts == {}


def test_a_chart_that_cannot_be_assessed_is_never_under_control() -> None:
    of = assessment(AGENCIES, ["A"], recording_changes=(RecordingChange(Month(2015, 10), 1, "new system"),))
    row = combine(of, all_returned(of, [[12] * 5]), counts(of, {"A": [10] * 36}, [100] * 36)).rows[0]
    assert (row.chart_state, row.control_state, row.probability) == (ControlState.NOT_ASSESSABLE, ControlState.NOT_ASSESSABLE, None)
    assert row.not_assessed_because.startswith("Not assessed: its control chart says Not assessable: 6 months with a count")
    assert (row.share, row.probability_unsplit, row.band_unsplit) == (Fraction(1, 10), 4, MEDIUM)


def test_the_split_series_decides_and_the_unsplit_one_stands_beside_it() -> None:
    of = assessment(AGENCIES, ["A"], recording_changes=(RecordingChange(Month(2015, 4), 1, "new system"),))
    jump = [60, 62] * 12 + [80, 82] * 6
    matrix = combine(of, all_returned(of, [[12] * 5]), counts(of, {"A": jump}, [500] * 36))
    row = matrix.rows[0]
    assert (row.control_state, row.probability, row.risk_band) == (ControlState.UNDER_CONTROL, 4, MEDIUM)
    assert (row.probability_unsplit, row.band_unsplit) == (5, HIGH)
    assert matrix.charts[1].unsplit is not None
    assert matrix.charts[1].unsplit.state is ControlState.UNCONTROLLED


def test_state_by_hand_goes_before_the_chart_and_stands_beside_it() -> None:
    row = counted(600, crime_type=CrimeType(1, "A", "A", state_by_hand=ControlState.UNCONTROLLED, by_hand_reason="as the analyst says"))
    assert (row.chart_state, row.control_state, row.state_by_hand) == (ControlState.UNDER_CONTROL, ControlState.UNCONTROLLED, True)
    assert (row.probability, row.probability_from_chart, row.probability_by_hand) == (4, 3, False)


def test_probability_by_hand_goes_before_everything() -> None:
    row = counted(600, crime_type=CrimeType(1, "A", "A", probability_by_hand=6, by_hand_reason="as the board says"))
    assert (row.probability, row.probability_from_chart, row.probability_by_hand, row.state_by_hand) == (6, 3, True, False)
    assert row.close_to_edge is None


def test_probability_by_hand_needs_no_counts() -> None:
    row = alone(12, probability=2)
    assert (row.probability, row.probability_from_chart, row.share, row.risk_score) == (2, None, None, 20)


@pytest.mark.parametrize(
    ("latest", "edge"),
    [
        (458, None), (459, Fraction(5, 100)), (499, Fraction(5, 100)), (500, Fraction(5, 100)), (545, Fraction(5, 100)), (546, None),
    ],
)  # fmt: skip
def test_close_to_the_edge_is_two_standard_deviations(latest: int, edge: Fraction | None) -> None:
    share = latest / 10_000
    assert (abs(share - 0.05) <= 2 * (share * (1 - share) / 10_000) ** 0.5) is (edge is not None)
    row = counted(latest)
    if edge is None:
        assert row.close_to_edge is None
    else:
        assert row.close_to_edge is not None
        assert (row.close_to_edge.share, row.close_to_edge.probability) == (edge, 3 if latest < 500 else 2)
        assert row.edge_words == ("from 5% the probability is 3" if latest < 500 else "under 5% the probability is 2")


def test_close_to_two_edges_names_the_one_that_changes_the_probability() -> None:
    reducing = CrimeType(1, "A", "A", state_by_hand=ControlState.REDUCING)
    row = counted(2, every=90, crime_type=reducing)  # near 1% (still 1) and near 5% (2)
    assert row.close_to_edge is not None
    assert (row.probability, row.close_to_edge.share, row.close_to_edge.probability) == (1, Fraction(5, 100), 2)


# --- risk, bands, recommendations -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("harm", "probability", "risk", "band"),
    [(18, 3, 45, MEDIUM), (14, 4, 48, HIGH), (12, 3, 30, MEDIUM), (17, 2, 28, LOW), (24, 6, 120, HIGH)],
)
def test_bands_begin_at_their_thresholds(harm: int, probability: int, risk: int, band: RiskBand) -> None:
    row = alone(harm, probability)
    assert (row.risk_score, row.risk_band) == (risk, band)


def test_the_risk_score_uses_the_rounded_harm_and_says_where_rounding_decides() -> None:
    of = assessment(AGENCIES, by_hand(4))
    matrix = combine(of, all_returned(of, [[13, 13, 13, 15, 15]]), NO_COUNTS)  # 69 / 6 = 11.5
    row = matrix.rows[0]
    assert (row.combined_harm, row.risk_score, row.risk_band) == (12, 48, HIGH)
    assert (row.unrounded_band, row.decided_by_rounding) == (MEDIUM, True)
    assert [one.message for one in matrix.findings] == ["A: rounding decides its band. Unrounded it would be Medium."]


def test_thresholds_that_are_not_whole_are_compared_exactly() -> None:
    of = {"thresholds": Thresholds(Fraction(1, 3), Fraction(1, 7)), "rule": MEAN}  # 48 and 20.57 of 144
    assert alone(12, 4, **of).risk_band is HIGH
    assert alone(20, 1, **of).risk_band is LOW
    assert alone(21, 1, **of).risk_band is MEDIUM
    assert alone(10, 2, **of).reason == f"Risk score 20 (2 x 10) is Low (under 20.57); {HAND}."


@pytest.mark.parametrize(
    ("harm", "probability", "steer", "advice", "reason"),
    [
        (16, 4, "", Advice.SELECT, f"Risk score 52 (4 x 13) is High (48 or more); {HAND}."),
        (12, 3, "Home Office", Advice.DISCUSS, f"Risk score 30 (3 x 10) is Medium (30 to under 48); {HAND}."),
        (14, 1, "", Advice.DO_NOT_SELECT, f"Risk score 12 (1 x 12) is Low (under 30); {HAND}."),
        (15, 1, "", Advice.DISCUSS, f"Risk score 13 (1 x 13) is Low (under 30); {HAND}; high harm, low volume: combined harm 13 of at most 20."),
        (6, 1, "Home Office", Advice.COMPELLED, f"Risk score 5 (1 x 5) is Low (under 30); {HAND}; national steer: Home Office."),
        (
            24, 1, "Home Office", Advice.COMPELLED,
            f"Risk score 20 (1 x 20) is Low (under 30); {HAND}; national steer: Home Office; high harm, low volume: combined harm 20 of at most 20.",
        ),
    ],
)  # fmt: skip
def test_recommendations_and_their_reasons(harm: int, probability: int, steer: str, advice: Advice, reason: str) -> None:
    of = assessment(AGENCIES, by_hand(probability, steer=steer))
    row = combine(of, all_returned(of, [[harm] * 5]), NO_COUNTS).rows[0]
    assert (row.recommendation, row.reason) == (advice, reason)


def test_what_was_set_by_hand_is_said_in_the_reason_beside_what_the_counts_say() -> None:
    def reason_of(**hand: object) -> tuple[str, str]:
        row = counted(600, crime_type=CrimeType(1, "A", "A", by_hand_reason="as the board says", **hand))  # type: ignore[arg-type]
        return row.by_hand, row.reason

    assert reason_of()[0] == ""
    assert "by hand" not in reason_of()[1]
    for hand, words in (
        ({"probability_by_hand": 6}, "probability by hand (share and chart would give 3)"),
        ({"state_by_hand": ControlState.UNCONTROLLED}, "control state by hand (the chart says Under control)"),
    ):
        said, reason = reason_of(**hand)
        assert said == words
        assert f"; {words}" in reason


def test_rounding_that_decides_is_said_in_the_reason() -> None:
    row = alone(15, 3, rule=CombiningRule.SUM_OVER_DIVISOR)  # 12.5 rounds to 13, and 39 of 120 is Medium both ways
    assert "rounding" not in row.reason
    near = alone(15, 3, thresholds=Thresholds(Fraction(385, 1200), Fraction(1, 10)))  # High from 38.5: 39, and 37.5 unrounded
    assert near.reason == f"Risk score 39 (3 x 13) is High (38.5 or more); {HAND}; decided by rounding: unrounded it would be Medium."


def five(*harms_and_probabilities: tuple[object, int], themes: str = "", places: int = 3) -> Matrix:
    """Crime types A, B, C ... with the same harm score from everybody and a probability by hand."""
    of = assessment(AGENCIES, by_hand(*(one[1] for one in harms_and_probabilities), themes=themes), settings=Settings(places=places))
    return combine(of, all_returned(of, [[harm] * 5 for harm, _ in harms_and_probabilities]), NO_COUNTS)  # type: ignore[misc]


def test_ties_share_a_rank_and_not_assessed_has_none() -> None:
    matrix = five((12, 2), (12, 4), ("No view", 6), (24, 2), (6, 1))
    assert [row.rank for row in matrix.rows] == [3, 1, None, 1, 4]
    assert [row.name for row in matrix.ranked()] == ["B", "D", "A", "E", "C"]


def test_ties_are_listed_by_number_wherever_the_row_stands() -> None:
    of = assessment(AGENCIES, [replace(one, number=9 - one.number) for one in by_hand(2, 2, 2, themes="XYX")])
    matrix = combine(of, all_returned(of, [[12] * 5] * 3), NO_COUNTS)
    assert [(row.name, row.crime_type.number) for row in matrix.ranked()] == [("C", 6), ("B", 7), ("A", 8)]
    assert [(theme.name, theme.leading.name) for theme in matrix.themes()] == [("X", "C"), ("Y", "B")]


def test_a_themes_band_is_its_highest_crime_types() -> None:
    matrix = five((6, 1), (12, 3), (24, 4), ("No view", 1), (10, 1), themes="XYXZZ")
    assert [(theme.name, [row.name for row in theme.rows], theme.band, theme.advice) for theme in matrix.themes()] == [
        ("X", ["C", "A"], HIGH, Advice.SELECT),
        ("Y", ["B"], MEDIUM, Advice.DISCUSS),
        ("Z", ["E", "D"], LOW, Advice.DO_NOT_SELECT),
    ]
    assert matrix.themes()[0].reason == f"C: Risk score 80 (4 x 20) is High (48 or more); {HAND}."


@pytest.mark.parametrize(
    ("high", "medium", "sentence"),
    [
        (2, 1, "2 themes are High and there are 3 places: 1 place is left, which the board may fill from the 1 theme to discuss."),
        (1, 0, "1 theme is High and there are 3 places: 2 places are left, with nothing Medium to discuss."),
        (3, 1, "3 themes are High, as many as there are places."),
        (4, 0, "4 themes are High and there are only 3 places: the board chooses among them, or sets more priorities."),
        (0, 2, "No themes are High and there are 3 places: 3 places are left, which the board may fill from the 2 themes to discuss."),
    ],
)
def test_how_the_high_themes_fit_the_places(high: int, medium: int, sentence: str) -> None:
    priorities = five(*[(24, 4)] * high, *[(12, 3)] * medium, (6, 1), ("No view", 1)).priorities()
    assert (len(priorities.select), len(priorities.discuss), len(priorities.not_assessed)) == (high, medium, 1)
    assert priorities.sentence == sentence


@pytest.mark.parametrize(
    ("high", "medium", "sentence"),
    [
        (
            2,
            2,
            "2 themes are High and there are 3 places: 1 place is left, "
            "which the board may fill from the 1 compelled theme and the 2 themes to discuss.",
        ),
        (0, 0, "No themes are High and there are 3 places: 3 places are left, which the board may fill from the 1 compelled theme."),
        (3, 0, "3 themes are High, as many as there are places. In addition, 1 is compelled."),
        (4, 1, "4 themes are High and there are only 3 places: the board chooses among them, or sets more priorities. In addition, 1 is compelled."),
    ],
)
def test_what_is_compelled_may_take_a_place_too(high: int, medium: int, sentence: str) -> None:
    harms = [*[(24, 4)] * high, *[(12, 3)] * medium, (6, 1)]
    *others, low = by_hand(*(probability for _, probability in harms))
    of = assessment(AGENCIES, [*others, replace(low, national_steer="Home Office: knife crime")])
    assert combine(of, all_returned(of, [[harm] * 5 for harm, _ in harms]), NO_COUNTS).priorities().sentence == sentence


def test_once_the_board_has_set_a_priority_nothing_is_said_of_places_that_are_left() -> None:
    of = assessment(AGENCIES, by_hand(4, 3))
    for choice, said in ((None, True), (Choice.DEFERRED, True), (Choice.PRIORITY, False)):
        made = () if choice is None else (Decision("A", choice, None),)
        matrix = combine(replace(of, decisions=made), all_returned(of, [[24] * 5, [12] * 5]), NO_COUNTS)
        assert ("2 places are left" in matrix.priorities().sentence) == said


# --- status -----------------------------------------------------------------------------------------------------------


def closing(*names: str) -> list[str | Agency]:
    closed = Closed("no officer in post", date(2016, 5, 1))
    return [Agency(i, name, closed=closed) if name in names else name for i, name in enumerate(AGENCIES, 1)]


def test_closed_agencies_are_named_and_stay_in_the_number_of_agencies() -> None:
    of = assessment(closing("Fire"), by_hand(1))
    matrix = combine(of, all_returned(of, [[10, 10, None, 10, 12]])[:2] + all_returned(of, [[10, 10, None, 10, 12]])[3:], NO_COUNTS)
    assert matrix.status.words == "FINAL, without Fire"
    assert matrix.agency_states["Fire"] is AgencyState.CLOSED
    assert matrix.rows[0].combined_harm_unrounded == Fraction(42 * 5, 6 * 4)
    assert (matrix.rows[0].scored_by, matrix.rows[0].outstanding) == (4, ())


def test_all_agencies_closed_is_never_final() -> None:
    matrix = combine(assessment(closing(*AGENCIES), by_hand(1)), (), NO_COUNTS)
    assert (matrix.status.words, matrix.status.missing) == ("PROVISIONAL", ("no combined harm for A",))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AgencyState.UNUSABLE, "Police's return cannot be used"),
        (AgencyState.DUPLICATE, "Police has sent returns that differ"),
        (AgencyState.MISSING, "Police has not returned its scores"),
    ],
)
def test_a_return_counts_only_where_its_agency_stands_well(state: AgencyState, words: str) -> None:
    of = assessment(AGENCIES, by_hand(1))
    matrix = combine(of, all_returned(of, [[10] * 5]), NO_COUNTS, states={"Police": state})
    assert matrix.rows[0].harm_scores == (10, None, 10, 10, 10)
    assert (matrix.status.words, matrix.status.missing) == ("PROVISIONAL", (words,))


def test_two_closed_agencies_are_both_named() -> None:
    of = assessment(closing("Fire", "UAVA"), by_hand(1))
    matrix = combine(of, [returned(of, name, [10]) for name in ("Police", "NWLDC", "Community safety")], NO_COUNTS)
    assert matrix.status.words == "FINAL, without Fire and UAVA"


@pytest.mark.parametrize(
    ("severity", "missing"),
    [(Severity.ERROR, ("1 error open",)), (Severity.QUERY, ("1 query open",)), (Severity.WARNING, ()), (Severity.NOTE, ())],
)
def test_open_errors_and_queries_keep_it_provisional(severity: Severity, missing: tuple[str, ...]) -> None:
    of = assessment(AGENCIES, by_hand(1))
    open_: list[Finding] = [replace(finding("sign-off-missing", what="the name"), severity=severity)]
    status = combine(of, all_returned(of, [[10] * 5]), NO_COUNTS, open_findings=open_).status
    assert (status.final, status.missing) == (not missing, missing)


# --- bounds -----------------------------------------------------------------------------------------------------------


def brute_bands(of: Assessment, matrix: Matrix, row: MatrixRow) -> set[RiskBand]:
    """Every band that some completion of the row gives, tried one by one."""
    if row.probability is None:
        return {NOT_ASSESSED}
    ranges: list[list[int | None]] = []
    for one in row.outstanding:
        ranges.append([*range(one.lowest, one.highest + 1), *([] if one.begun else [None])])
    met = {row.risk_band}
    for came in itertools.product(*ranges):
        scores = [*row.scores, *(score for score in came if score is not None)]
        exact = joined(scores, of.rule, len(of.agencies), of.divisor)
        met.add(matrix.thresholds.band(None if exact is None else row.probability * round_half_up(exact)))
    return met


SAID = st.one_of(
    st.none(), st.just("No view"), st.tuples(*[st.one_of(st.none(), st.integers(1, 3))] * 2), st.tuples(*[st.integers(1, 3)] * 2)
)


@settings(deadline=None)
@given(
    st.lists(SAID, min_size=2, max_size=5), st.integers(1, 6), st.sampled_from(RULES), st.integers(1, 7),
    st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=20), st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=20),
)  # fmt: skip
def test_possible_bands_are_those_of_every_completion(
    said: list[object], probability: int, rule: CombiningRule, divisor: int, one: Fraction, other: Fraction
) -> None:
    of = assessment(
        [f"Agency {i}" for i in range(len(said))], by_hand(probability), factors=2, scale=3, rule=rule, divisor=divisor,
        thresholds=Thresholds(max(one, other) + Fraction(1, 100), min(one, other)),
    )  # fmt: skip
    matrix = combine(of, all_returned(of, [said]), NO_COUNTS)  # type: ignore[list-item]
    assert matrix.could_be(matrix.rows[0]) == brute_bands(of, matrix, matrix.rows[0])


def test_settled_and_open_rows_of_a_round_with_an_agency_missing() -> None:
    of = assessment(AGENCIES, by_hand(6, 4, 1))
    matrix = combine(of, [returned(of, name, [12, 12, 12]) for name in AGENCIES[:4]], NO_COUNTS)
    assert [matrix.could_be(row) for row in matrix.rows] == [{HIGH}, {MEDIUM, HIGH}, {LOW}]
    assert [matrix.settled(row) for row in matrix.rows] == [True, False, True]


def test_a_closed_agency_changes_nothing_any_more() -> None:
    of = assessment(closing("UAVA"), by_hand(4))
    matrix = combine(of, [returned(of, name, [12]) for name in AGENCIES[:4]], NO_COUNTS)
    assert matrix.could_be(matrix.rows[0]) == {MEDIUM}


# --- handed on --------------------------------------------------------------------------------------------------------


def test_the_frame_has_the_contracts_names_and_missing_values() -> None:
    of = assessment(AGENCIES, by_hand(4, 2))
    matrix = combine(of, all_returned(of, [[12, 13, None, "No view", 12], ["No view"] * 5]), NO_COUNTS)
    frame = matrix.frame
    assert list(frame.columns)[:14] == [
        "crime_type", "theme", "harm_scores", "combined_harm", "combined_harm_unrounded", "scored_by", "share", "control_state",
        "probability", "probability_by_hand", "risk_score", "risk_band", "rank", "recommendation",
    ]  # fmt: skip
    assert frame["harm_scores"][0] == {"NWLDC": 12, "Police": 13, "Fire": None, "Community safety": "No view", "UAVA": 12}
    assert list(frame["harm_scores.Community safety"]) == ["No view", "No view"]
    assert frame["combined_harm"][0] == 10
    assert frame["combined_harm"].isna().tolist() == [False, True]
    assert frame["recommendation"].tolist() == ["Discuss", None]
    assert frame["share"].isna().all()


def test_a_record_holds_plain_values() -> None:
    of = assessment(AGENCIES, by_hand(4))
    matrix = combine(of, all_returned(of, [[14] * 5]), NO_COUNTS)
    assert matrix.record(matrix.row(1)) == {
        "crime_type": "A", "theme": "A", "harm_scores": dict.fromkeys(AGENCIES, 14), "combined_harm": 12,
        "combined_harm_unrounded": 70 / 6, "scored_by": 5, "share": None, "control_state": "Not assessable", "probability": 4,
        "probability_by_hand": True, "risk_score": 48, "risk_band": "High", "rank": 1, "recommendation": "Select",
    }  # fmt: skip
    with pytest.raises(KeyError):
        matrix.row(2)


def test_the_largest_round_works() -> None:
    names = [f"Crime type {i}" for i in range(1, 201)]
    of = assessment([f"Agency {i}" for i in range(40)], names, factors=12, scale=10)
    table = [[12 + (i * 7 + j * 13) % 109 for j in range(40)] for i in range(200)]
    matrix = combine(of, all_returned(of, table), counts(of, {name: [10 + i] * 36 for i, name in enumerate(names)}, [9000] * 36))
    assert [row.combined_harm for row in matrix.rows] == [round_half_up(Fraction(sum(row), 6)) for row in table]
    assert matrix.status.words == "FINAL"


def test_capitals_and_spaces_tell_no_themes_apart() -> None:
    of = assessment(AGENCIES, [replace(one, theme=theme) for one, theme in zip(by_hand(2, 4), ("Violence", " violence "), strict=True)])
    (theme,) = combine(of, all_returned(of, [[12] * 5] * 2), NO_COUNTS).themes()
    assert (theme.name, [row.name for row in theme.rows]) == ("Violence", ["B", "A"])
