"""Returns and counts -> combined harm, probability, risk score, band, recommendation. Pure: no file, no state.

`combine` makes the `Matrix` of an assessment; every rule stands in one module of this package, named by what it decides.
"""

from snwp_xl.matrix.bands import Points, in_words, other_bands, points
from snwp_xl.matrix.bounds import Outstanding, possible_bands
from snwp_xl.matrix.combining import combine
from snwp_xl.matrix.harm import NO_VIEW, HarmScore, NoView, combined_harm, half_up, highest_harm, joined, median
from snwp_xl.matrix.probability import Edge, Gap, Probability
from snwp_xl.matrix.row import MatrixRow
from snwp_xl.matrix.status import Status
from snwp_xl.matrix.table import Matrix
from snwp_xl.matrix.themes import STRENGTH, Priorities, Theme, in_advice_order, in_rank_order

__all__ = [
    "NO_VIEW", "STRENGTH", "Edge", "Gap", "HarmScore", "Matrix", "MatrixRow", "NoView", "Outstanding", "Points", "Priorities",
    "Probability", "Status", "Theme", "combine", "combined_harm", "half_up", "highest_harm", "in_advice_order", "in_rank_order",
    "in_words", "joined", "median", "other_bands", "points", "possible_bands",
]
