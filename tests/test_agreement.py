"""Who spoke and how far the agencies agree, judged by scipy and by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import isnan

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from small_rounds import AGENCIES, all_returned, assessment, assessment_2017, by_hand, published, returned, returns_2017

from snwp_xl.analysis import Agreement, agreement, agreement_record, analyse, voices, without
from snwp_xl.analysis.ranks import competition_ranks, kendalls_w, spearman
from snwp_xl.matrix import combine
from snwp_xl.model import Agency, AgencyKind, AgencyState, Closed, Counts, Partner

NO_COUNTS = Counts(())
SCORES = {agency: [row[1][i] for row in published()] for i, agency in enumerate(AGENCIES)}


def agreement_2017() -> Agreement:
    of = assessment_2017()
    returns = returns_2017(of)
    return agreement(combine(of, returns, NO_COUNTS), returns)


def friedman_w(judges: list[list[int]]) -> float:
    """Kendall's W as Friedman's chi-squared (corrected for ties) / (m (k - 1))."""
    statistic = stats.friedmanchisquare(*zip(*judges, strict=True)).statistic
    return float(statistic) / (len(judges) * (len(judges[0]) - 1))


# --- agreement --------------------------------------------------------------------------------------------------------


def test_kendalls_w_of_2017_with_and_without_fire() -> None:
    found = agreement_2017()
    w, fire = found.concordance.w, found.agencies[2]
    assert w is not None
    assert fire.w_without is not None
    assert (round(float(w), 3), round(float(fire.w_without), 2)) == (0.526, 0.71)
    assert float(w) == pytest.approx(friedman_w(list(SCORES.values())))
    assert float(fire.w_without) == pytest.approx(friedman_w([scores for agency, scores in SCORES.items() if agency != "Fire"]))
    assert found.sentences[0] == (
        "Kendall's W is 0.53, some agreement: 1 would be the same order from all 5 agencies on the 17 crime types that all of them "
        "scored, and unrelated orders would give about 0.2."
    )


def test_fire_is_named_for_the_minimum_on_14_of_17() -> None:
    found = agreement_2017()
    assert [one.agency for one in found.one_answer] == ["Fire"]
    fire = found.one_answer[0]
    assert (fire.commonest, fire.commonest_count, fire.scored, fire.is_lowest) == (6, 14, 17, True)
    assert found.sentences[1] == (
        "Fire: nothing in common with the others' order (rank correlation -0.06); it gave 6, the lowest it could give, to 14 of 17 "
        "crime types. Without it, Kendall's W is 0.71."
    )


def test_road_safety_goes_from_4th_to_9th_by_combined_harm_without_fire() -> None:
    of = assessment_2017()
    returns = returns_2017(of)
    matrix = combine(of, returns, NO_COUNTS)
    for scenario in (without(matrix, "Fire"), analyse(matrix, returns).without_one_answer):
        assert scenario is not None
        road_safety = [one.harm_rank for rows in (scenario.before, scenario.after) for one in rows if one.name == "Road Safety"]
        assert road_safety == [4, 9]
        assert scenario.words == "Without Fire: no band changes; Road Safety goes from 4th to 9th by combined harm."
    sums = [sum(scores) for _, scores, _ in published()]
    rest = [total - scores[2] for total, (_, scores, _) in zip(sums, published(), strict=True)]
    road = [name for name, _, _ in published()].index("Road Safety")
    assert [int(stats.rankdata([-one for one in totals], method="min")[road]) for totals in (sums, rest)] == [4, 9]


def test_each_agencys_rank_correlation_with_the_mean_of_the_others() -> None:
    for one in agreement_2017().agencies:
        others = numpy.mean([scores for agency, scores in SCORES.items() if agency != one.agency], axis=0)
        assert one.correlation == pytest.approx(stats.spearmanr(SCORES[one.agency], others).statistic)


def test_spreads_name_who_scored_lowest_and_highest_widest_first() -> None:
    spreads = agreement_2017().spreads
    assert [one.width for one in spreads] == sorted((max(scores) - min(scores) for _, scores, _ in published()), reverse=True)
    assert spreads[0].words == "Domestic Abuse: from 6 (Fire) to 24 (UAVA)."
    shoplifting = next(one for one in spreads if one.name == "Theft - Shoplifting")
    assert (shoplifting.lowest_by, shoplifting.highest_by) == (("Fire", "Community safety"), ("NWLDC", "Police"))


def test_factors_are_compared_over_the_crime_types_that_two_agencies_scored() -> None:
    of = assessment(["X", "Y", "Z"], by_hand(1, 1, 1), factors=2)
    table = [[(1, 1), (4, 2), (2, 2)], [(1, 3), (1, 3), "No view"], [(4, 4), "No view", None]]
    returns = all_returned(of, table)  # type: ignore[arg-type]
    found = agreement(combine(of, returns, NO_COUNTS), returns)
    assert [(one.factor, one.mean_width) for one in found.factors] == [("Factor 1", Fraction(3, 2)), ("Factor 2", Fraction(1, 2))]
    assert [one.name for one in found.spreads] == ["A", "B"]
    assert found.spreads[1].words == "B: every agency that scored it gave 4."


def test_an_agency_that_scored_little_is_left_out_of_w_and_said_so() -> None:
    of = assessment(["X", "Y", "Z"], by_hand(*[1] * 6))
    returns = all_returned(of, [[10, 8, 6], [11, 9, None], [12, 9, None], [13, 14, None], [14, 15, None], [15, "No view", None]])
    found = agreement(combine(of, returns, NO_COUNTS), returns)
    assert (found.concordance.agencies, found.concordance.left_out, found.concordance.crime_types) == (("X", "Y"), ("Z",), 5)
    assert found.concordance.words.endswith("Z scored too few crime types to be compared.")
    assert found.agencies[2].correlation is None
    assert found.agencies[2].words == "Z: its order cannot be compared with the others'."


def test_agreement_of_nobody_and_of_everybody_alike() -> None:
    of = assessment(["X", "Y"], by_hand(1, 1, 1))
    nobody = agreement(combine(of, (), NO_COUNTS), ())
    assert (nobody.concordance.w, nobody.spreads, nobody.factors) == (None, (), ())
    assert nobody.sentences[0].startswith("Agreement cannot be measured")
    assert nobody.agencies[0].words == "X has not scored."
    alike = all_returned(of, [[10, 10]] * 3)
    assert agreement(combine(of, alike, NO_COUNTS), alike).concordance.w is None


def test_one_answer_is_more_than_half_and_the_jointly_same_are_left_out_together() -> None:
    of = assessment(["X", "Y", "Z"], by_hand(*[1] * 4))
    returns = all_returned(of, [[10, 8, 6], [10, 9, 6], [10, 8, 7], [11, 9, 7]])
    result = analyse(combine(of, returns, NO_COUNTS), returns)
    assert [one.agency for one in result.agreement.one_answer] == ["X"]  # three of four; Y and Z two of four
    returns = all_returned(of, [[10, 8, 6], [10, 8, 6], [10, 8, 7], [11, 9, 7]])
    both = analyse(combine(of, returns, NO_COUNTS), returns).without_one_answer
    assert both is not None
    assert both.label == "without X and Y"
    assert [one.combined_harm for one in both.after] == [3, 3, 4, 4]  # 6 or 7 x 3 / 6


def test_returns_of_another_matrix_are_a_wrong_call() -> None:
    of = assessment(["X", "Y"], by_hand(1, 1, 1))
    matrix = combine(of, all_returned(of, [[10, 12]] * 3), NO_COUNTS)
    with pytest.raises(ValueError, match="Y, A: the returns are not those"):
        agreement(matrix, all_returned(of, [[10, 13]] * 3))


def test_the_record_holds_plain_values() -> None:
    record = agreement_record(agreement_2017())
    assert record["kendalls_w"] == pytest.approx(0.5256, abs=1e-4)
    assert record["agencies_compared"] == list(AGENCIES)
    widest = {"crime_type": "Domestic Abuse", "lowest": 6, "lowest_by": ["Fire"], "highest": 24, "highest_by": ["UAVA"]}
    assert record["spread"][0] == widest  # type: ignore[index]


@settings(deadline=None)
@given(st.integers(3, 9).flatmap(lambda k: st.lists(st.lists(st.integers(1, 5), min_size=k, max_size=k), min_size=3, max_size=6)))
def test_w_equals_friedmans_statistic(judges: list[list[int]]) -> None:
    w = kendalls_w(judges)
    if all(len(set(scores)) == 1 for scores in judges):
        assert w is None
    else:
        assert w is not None
        assert float(w) == pytest.approx(friedman_w(judges), abs=1e-12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=3, max_size=12))
def test_spearman_equals_scipys(pairs: list[tuple[int, int]]) -> None:
    one, other = zip(*pairs, strict=True)
    found = spearman(one, other)
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert found is None
    else:
        judged = stats.spearmanr(one, other).statistic
        assert not isnan(judged)
        assert found == pytest.approx(judged)


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=12))
def test_competition_ranks_equal_scipys(values: list[int | None]) -> None:
    known = [value for value in values if value is not None]
    judged = iter(stats.rankdata([-value for value in known], method="min")) if known else iter(())
    assert competition_ranks(values) == tuple(None if value is None else int(next(judged)) for value in values)


# --- who spoke --------------------------------------------------------------------------------------------------------


def test_who_spoke_closed_not_asked_and_two_of_one_organisation() -> None:
    council = "North West Leicestershire District Council"
    agencies = [
        Agency(1, "NWLDC", council), Agency(2, "Police", "Leicestershire Police"),
        Agency(3, "Fire", closed=Closed("no officer in post", date(2016, 5, 4))), Agency(4, "Community safety", f"{council} "),
        Agency(5, "UAVA"),
    ]  # fmt: skip
    of = assessment(agencies, by_hand(1), partners_not_asked=(Partner("Probation", "Probation Service", AgencyKind.RESPONSIBLE),))
    returns = [returned(of, name, [10]) for name in ("NWLDC", "Police", "Community safety")]
    found = voices(combine(of, returns, NO_COUNTS))
    assert (found.heard, found.awaited) == (("NWLDC", "Police", "Community safety"), ("UAVA",))
    assert found.sentences == (
        "3 of 5 agencies asked have scored.",
        "Awaited: UAVA.",
        "Fire was closed without a return on 4 May 2016: no officer in post.",
        "Not asked: Probation.",
        f"Two returns come from one organisation, {council}: NWLDC and Community safety.",
    )


def test_one_organisation_is_only_said_to_have_returned_what_came() -> None:
    of = assessment([Agency(1, "X", "Council"), Agency(2, "Y", "council"), Agency(3, "Z")], by_hand(1))
    returns = [returned(of, "X", [10]), returned(of, "Y", [10])]
    found = voices(combine(of, returns, NO_COUNTS, states={"Y": AgencyState.UNUSABLE}))
    assert found.sentences[-1] == "Two agencies asked are from one organisation, Council: X and Y."
    assert found.shared[0].heard == ("X",)


def test_everybody_heard_needs_one_sentence() -> None:
    of = assessment_2017()
    assert voices(combine(of, returns_2017(of), NO_COUNTS)).sentences == ("5 of 5 agencies asked have scored.",)
    one = replace(of, agencies=of.agencies[:2])
    assert voices(combine(one, returns_2017(of)[:1], NO_COUNTS)).sentences[0] == "1 of 2 agencies asked has scored."
