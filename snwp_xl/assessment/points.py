"""Thresholds as points, and how far a crime type can rise: worked out live on Setup and on the probability matrix."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from snwp_xl import layout
from snwp_xl.assessment.names import among
from snwp_xl.assessment.places import column_area, matrix_scores, setup_cell
from snwp_xl.assessment.values import Entry
from snwp_xl.matrix import half_up, points
from snwp_xl.model import Assessment, CombiningRule, RiskBand
from snwp_xl.sheets import Formula, own, text_literal

UNKNOWN = "not known yet"
EXACT = 9  # decimals to which points are worked out, so that 0.4 x 120 is 48 and no hair less
NONE, ANY, SOME = "None", "Any crime type", "Only some shares: see Probability matrix"
FROM, OR_MORE = "Those with ", " of all incidents or more"


def worked_out(assessment: Assessment) -> dict[str, Formula]:
    """The lines of Setup that are worked out, by their keys."""
    at = points(assessment)
    harm, risk, high, medium, high_harm = (setup_cell(key) for key in ("top_harm", "top_risk", "high", "medium", "high_harm"))
    top = half_up(at.highest_harm)  # risk scores use the rounded combined harm
    return {
        "top_harm": _formula(_highest_harm(), at.highest_harm),
        "top_risk": _formula(f"{harm}*MAX({matrix_scores()})", at.highest_possible),
        "high_points": _formula(f"ROUND({high}*{risk},{EXACT})", at.high),
        "medium_points": _formula(f"ROUND({medium}*{risk},{EXACT})", at.medium),
        "high_harm_points": _formula(f"ROUND({high_harm}*{harm},{EXACT})", at.high_harm),
        "needed": _formula(
            f"ROUNDUP(ROUND({setup_cell('high_points')}/ROUND({harm},0),{EXACT}),0)", int(-(-at.high // top)) if top else UNKNOWN),
        "reach_high": _reach_words(assessment),
    }


def _formula(text: str, value: Fraction | int | str) -> Formula:
    return Formula(f"=IFERROR({text},{text_literal(UNKNOWN)})", value)


def _highest_harm() -> str:
    """What the rule gives if every agency scores the highest on every factor."""
    factors = f"SUMPRODUCT(--(LEN(TRIM({column_area(layout.FACTORS, 'name')}))>0))"
    asked = f'SUMPRODUCT(--(TRIM({column_area(layout.AGENCIES, "asked")})="{layout.YES}"))'
    most, rule = f"{factors}*{setup_cell('scale')}", setup_cell("rule")
    return f"IF({among((CombiningRule.SUM_OVER_DIVISOR,), rule)},{most}*{asked}/{setup_cell('divisor')},{most})"


def _reach_words(assessment: Assessment) -> Formula:
    """Which crime types can be High at all, by their share of all incidents."""
    bands, shares = column_area(layout.PROBABILITY_MATRIX, "reach"), column_area(layout.PROBABILITY_MATRIX, "from")
    first = f'MATCH("{RiskBand.HIGH}",{bands},0)'
    high, rows = f'COUNTIF({bands},"{RiskBand.HIGH}")', f'COUNTIF({bands},"?*")'
    share = f'"{FROM}"&ROUND(INDEX({shares},{first})*100,4)&"%{OR_MORE}"'
    formula = f'=IF({high}=0,"{NONE}",IF({high}<={rows}-{first},"{SOME}",IF({first}=1,"{ANY}",{share})))'
    reached = [band for _, band in reach(assessment)]
    if RiskBand.HIGH not in reached:
        return Formula(formula, NONE)
    at = reached.index(RiskBand.HIGH)
    if reached.count(RiskBand.HIGH) < len(reached) - at:  # a matrix that falls as the share rises
        return Formula(formula, SOME)
    edge = assessment.probability_matrix.lower_edges[at] * 100
    return Formula(formula, f"{FROM}{float(edge):.6g}%{OR_MORE}" if at else ANY)


def reach(assessment: Assessment) -> list[tuple[int, RiskBand]]:
    """For each row of the probability matrix the highest risk score that a crime type in it can have, and its band."""
    at = points(assessment)
    scores = [max(row) * half_up(at.highest_harm) for row in assessment.probability_matrix.scores]
    return [(score, at.band(score)) for score in scores]


def row_reach(row: int, assessment: Assessment, entries: Sequence[Entry], i: int) -> dict[str, Formula]:
    """The worked-out columns of row `i` of the probability matrix, which stands in sheet row `row`."""
    table = layout.PROBABILITY_MATRIX
    scores = f"{own(table.at('reducing'), row)}:{own(table.at('uncontrolled'), row)}"
    score = own(table.at("highest_risk"), row)
    risk = f'=IFERROR(IF(COUNT({scores})=0,"",MAX({scores})*ROUND({setup_cell("top_harm")},0)),"")'
    high, medium = (
        f'IF({score}>={setup_cell(key)},"{band}",' for key, band in (("high_points", RiskBand.HIGH), ("medium_points", RiskBand.MEDIUM)))
    band = f'=IF(ISNUMBER({score}),{high}{medium}"{RiskBand.LOW}")),"")'
    value, words = reach(assessment)[i] if i < len(entries) else ("", "")
    return {"highest_risk": Formula(risk, value), "reach": Formula(band, words)}
