"""Whose numbers an assessment works with: those that this project proposes until somebody confirms them, or the partnership's own."""

from __future__ import annotations

from snwp_xl.assessment.defaults import FACTORS, PROBABILITY_MATRIX
from snwp_xl.model import Assessment, Thresholds

DEFAULT = "project default, to be confirmed by the partnership"
OWN = "set by the partnership"
USUAL = Thresholds()


def threshold_origin(of: Assessment, name: str) -> str:
    """Where a threshold comes from: `high`, `medium` or `high_harm`."""
    usual = getattr(USUAL, name)
    return DEFAULT if getattr(of.thresholds, name) == usual else f"{OWN} (project default: {float(usual):.0%})"


def matrix_origin(of: Assessment) -> str:
    """Where the probability matrix comes from."""
    return DEFAULT if of.probability_matrix == PROBABILITY_MATRIX else OWN


def bands_origin(of: Assessment) -> str:
    """Where the thresholds of High and Medium come from, together."""
    return DEFAULT if (of.thresholds.high, of.thresholds.medium) == (USUAL.high, USUAL.medium) else OWN


def origin_words(of: Assessment) -> str:
    """A sentence on the thresholds and the probability matrix."""
    bands, matrix = bands_origin(of), matrix_origin(of)
    if bands == matrix:
        return f"The thresholds and the probability matrix are {_several(bands)}."
    return f"The thresholds are {_several(bands)}; the probability matrix is {_one(matrix)}."


def _several(origin: str) -> str:
    return origin.replace("project default,", "project defaults,")


def _one(origin: str) -> str:
    return f"a {origin}" if origin == DEFAULT else origin


def project_defaults(of: Assessment) -> tuple[tuple[str, str], ...]:
    """What of an assessment is a project default, and where it stands."""
    listed = (
        (of.factors == FACTORS, "Questions and score descriptors", "set-up: Factors"),
        (matrix_origin(of) == DEFAULT, "Probability matrix", "set-up: Probability matrix"),
        (bands_origin(of) == DEFAULT, "Thresholds for High and Medium", "set-up: Setup"),
        (of.thresholds.high_harm == USUAL.high_harm, "High harm, low volume", "set-up: Setup"),
        (True, "Control states from chart and total", "method"),
        (of.as_published, "Combining rule: Sum / 6", "the published 2017/18 table"),
    )
    return tuple((what, where) for so, what, where in listed if so)
