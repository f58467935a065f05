"""What is called a project default, and what the partnership set itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from snwp_xl.assessment import default_assessment
from snwp_xl.assessment.origins import DEFAULT, matrix_origin, origin_words, project_defaults, threshold_origin
from snwp_xl.briefing.why import rule_words
from snwp_xl.example import example_assessment, example_returns
from snwp_xl.matrix import combine
from snwp_xl.model import NO_COUNTS, CombiningRule, ProbabilityMatrix, Thresholds

FRESH = default_assessment("2027/28", date(2027, 1, 4))
OTHER_MATRIX = ProbabilityMatrix((Fraction(0), Fraction(1, 10)), ((1, 2, 3), (2, 3, 4)))


def test_a_fresh_round_has_project_defaults_and_says_so() -> None:
    assert origin_words(FRESH) == "The thresholds and the probability matrix are project defaults, to be confirmed by the partnership."
    assert threshold_origin(FRESH, "high") == threshold_origin(FRESH, "high_harm") == matrix_origin(FRESH) == DEFAULT
    assert [what for what, _ in project_defaults(FRESH)] == [
        "Questions and score descriptors", "Probability matrix", "Thresholds for High and Medium", "High harm, low volume",
        "Control states from chart and total", "Combining rule: Sum / 6"]


def test_what_the_partnership_set_is_not_called_a_default() -> None:
    high = replace(FRESH, thresholds=Thresholds(high=Fraction(45, 100)))
    assert threshold_origin(high, "high") == "set by the partnership (project default: 40%)"
    assert threshold_origin(high, "medium") == DEFAULT
    assert origin_words(high) == (
        "The thresholds are set by the partnership; the probability matrix is a project default, to be confirmed by the partnership.")
    matrix = replace(FRESH, probability_matrix=OTHER_MATRIX)
    assert origin_words(matrix) == (
        "The thresholds are project defaults, to be confirmed by the partnership; the probability matrix is set by the partnership.")
    both = replace(high, probability_matrix=OTHER_MATRIX, factors=FRESH.factors[:4], rule=CombiningRule.MEAN)
    assert origin_words(both) == "The thresholds and the probability matrix are set by the partnership."
    assert [what for what, _ in project_defaults(both)] == ["High harm, low volume", "Control states from chart and total"]


def test_another_divisor_is_not_called_the_published_one() -> None:
    of = example_assessment()
    other = replace(of, divisor=5)
    published, own = (rule_words(combine(one, example_returns(one), NO_COUNTS)) for one in (of, other))
    assert published.endswith("harm scores divided by 6, as in the published 2017/18 table")
    assert own.endswith("harm scores divided by 5, a number that the partnership set")
    assert "Combining rule: Sum / 6" not in [what for what, _ in project_defaults(other)]
