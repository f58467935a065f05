"""Returns and counts -> combined harm, probability, risk score, band, recommendation. Pure: no file, no state.

`combine` makes the `Matrix` of an assessment; every rule stands in one module of this package, named by what it decides.
"""

from .bands import Points, in_words, points
from .bounds import Outstanding, possible_bands
from .combining import combine
from .harm import NO_VIEW, HarmScore, NoView, combined_harm, half_up, highest_harm, joined
from .probability import Edge, Gap, Probability
from .row import MatrixRow
from .status import Status, listed
from .table import Matrix
from .themes import Priorities, Theme

__all__ = [
    "NO_VIEW", "Edge", "Gap", "HarmScore", "Matrix", "MatrixRow", "NoView", "Outstanding", "Points", "Priorities", "Probability",
    "Status", "Theme", "combine", "combined_harm", "half_up", "highest_harm", "in_words", "joined", "listed", "points",
    "possible_bands",
]
