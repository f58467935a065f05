"""The agencies' harm scores of a crime type, joined into its combined harm by the partnership's rule.

Exact throughout: integers and fractions, rounded half up as Excel's ROUND does. Two published rows (75/6 and 45/6)
stand on a half, where Python's own rounding prints another number than the partnership did.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from snwp_xl.model import Assessment, CombiningRule


class NoView(StrEnum):
    """An agency has no view on a crime type: neither the least harm nor a missing score."""

    NO_VIEW = "No view"


NO_VIEW = NoView.NO_VIEW
HarmScore = int | NoView | None  # None: missing


def half_up(value: Fraction | int) -> int:
    """The nearest whole number, a half going up: 12.5 is 13."""
    exact = Fraction(value)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def median(scores: Sequence[int]) -> Fraction:
    """The middle score, or the mean of the two in the middle; ValueError for none."""
    if not scores:
        raise ValueError("the median of no scores")
    ordered = sorted(scores)
    below, above = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return Fraction(below + above, 2)


def joined(scores: Sequence[int], rule: CombiningRule, agencies: int, divisor: int) -> Fraction | None:
    """The unrounded combined harm of the harm scores that were given; None where nobody scored.

    `agencies` is the number asked, whether or not they scored. Sum / divisor scales the sum up to that number,
    SUM x n / (divisor x scored), so that a missing agency is never counted as zero.
    """
    if not scores:
        return None
    if rule is CombiningRule.MEDIAN:
        return median(scores)
    if rule is CombiningRule.MEAN:
        return Fraction(sum(scores), len(scores))
    return Fraction(sum(scores) * agencies, divisor * len(scores))


def combined_harm(assessment: Assessment, scores: Sequence[int]) -> Fraction | None:
    """The unrounded combined harm of a crime type by the assessment's rule; None where nobody scored."""
    return joined(scores, assessment.rule, len(assessment.agencies), assessment.divisor)


def highest_harm(assessment: Assessment) -> Fraction:
    """The most that combined harm can be: every agency gives the highest score on every factor."""
    everyone = [assessment.highest_harm_score] * len(assessment.agencies)
    highest = combined_harm(assessment, everyone)
    return Fraction(0) if highest is None else highest
