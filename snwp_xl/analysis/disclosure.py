"""What may be told of a combined harm without letting anybody work out another agency's score.

A reader knows the combined harm exactly (in the worst case), how many agencies scored, how each score is bounded, and its
own scores. From these another agency's harm score is confined to a range; the row is told only if the range still holds
enough values, whoever reads it. Agencies of one organisation are taken to know each other's scores, and also not to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator

from snwp_xl.locate import plain
from snwp_xl.matrix import Matrix, MatrixRow
from snwp_xl.model import Assessment, CombiningRule

LEAST_VALUES = 5  # harm scores that another agency's must still be able to be; fewer, and it is as good as known
LEAST_OTHERS = 2  # a reader who knows all scores but one, and the combined harm, knows that one


def colleagues(assessment: Assessment, agency: str) -> frozenset[str]:
    """The agencies of an agency's organisation, itself included; an agency that names none stands for itself."""
    mine = assessment.agency(agency)
    same = plain(mine.organisation)
    return frozenset(one.name for one in assessment.agencies if one.name == mine.name or (same and plain(one.organisation) == same))


def tellable(matrix: Matrix, row: MatrixRow, agency: str) -> bool:
    """Whether an agency may be told the combined harm of a row: neither it nor its organisation learns a score of another."""
    return all(_safe(matrix, row, known) for known in ({agency}, colleagues(matrix.assessment, agency)))


def publishable(matrix: Matrix, row: MatrixRow) -> bool:
    """Whether anybody may be told the combined harm of a row: no reader, in an agency or outside, learns another's score."""
    return all(_safe(matrix, row, known) for known in _readers(matrix.assessment))


def _readers(assessment: Assessment) -> Iterator[frozenset[str]]:
    """The public, each agency, each organisation of several."""
    yield frozenset()
    seen = set()
    for one in assessment.agencies:
        for known in (frozenset({one.name}), colleagues(assessment, one.name)):
            if known not in seen:
                seen.add(known)
                yield known


def _safe(matrix: Matrix, row: MatrixRow, known: Collection[str]) -> bool:
    """Whether every score that the reader does not know keeps a range of values, once the combined harm is told."""
    said = list(zip((one.name for one in matrix.assessment.agencies), row.harm_scores, strict=True))
    own = [score for name, score in said if isinstance(score, int) and name in known]
    others = [score for name, score in said if isinstance(score, int) and name not in known]
    if not others:
        return True
    if len(others) < LEAST_OTHERS:
        return False
    lowest, highest = matrix.assessment.lowest_harm_score, matrix.assessment.highest_harm_score
    values = _possible(matrix.assessment, own, others)
    return values >= min(LEAST_VALUES, highest - lowest + 1)


def _possible(assessment: Assessment, own: list[int], others: list[int]) -> int:
    """How many values one of the others' scores can have, given the combined harm and the reader's own."""
    lowest, highest, more = assessment.lowest_harm_score, assessment.highest_harm_score, len(others) - 1
    if assessment.rule is not CombiningRule.MEDIAN:  # both rules tell the sum
        total = sum(others)
        return min(highest, total - more * lowest) - max(lowest, total - more * highest) + 1
    told, values = _middle([*own, *others]), range(lowest, highest + 1)
    least = bisect_left(values, told, key=lambda value: _middle([*own, value, *[highest] * more]))  # below, the median would be too low
    above = bisect_right(values, told, key=lambda value: _middle([*own, value, *[lowest] * more]))  # from here on, too high
    return above - least


def _middle(scores: list[int]) -> int:
    """Twice the median."""
    ordered = sorted(scores)
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
