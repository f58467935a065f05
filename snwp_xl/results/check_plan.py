"""Where the checks stand: one line for each thing that is checked, then a row for each agency, theme and crime type."""

from __future__ import annotations

from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.results.tables import HEAD_ROW, Column, TablePlan

CHECKS = "Checks"
BETWEEN = 3  # rows from the end of a table to the headings of the next
LINES = (
    ("scores", "Every score is as the agency gave it"),
    ("counts", "Every monthly count is as it was read"),
    ("matrix", "The probability matrix is as in the set-up"),
    ("settings", "The settings are as in the set-up"),
    ("typed", "Names, control states, probabilities by hand, themes and steers are as they were"),
    ("harm", "The agencies' harm scores add up to their scores"),
    ("combined", "Combined harm follows from them"),
    ("probability", "Share and probability follow from counts, states and the matrix"),
    ("risk", "Risk score, band, rank, order and recommendation follow from both"),
    ("themes", "Each theme has the band and recommendation of its crime types, and Summary shows them"),
    ("bands", "The numbers of crime types by band on Summary add up"),
    ("result", "Risk scores and bands are as they were when this was calculated"),
)


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """The tables of the sheet, one below the other."""

    lines: TablePlan
    agencies: TablePlan
    themes: TablePlan
    rows: TablePlan

    def line(self, key: str) -> int:
        """The row of a line."""
        return self.lines.first + [one for one, _ in LINES].index(key)


def check_plan(matrix: Matrix) -> CheckPlan:
    """The places of a matrix's checks."""
    lines = TablePlan("Checks", CHECKS, (
        Column("line", "Line", 8, "cell centre"), Column("what", "What is checked", 34, "cell wrap"),
        Column("result", "Result", 30, "cell wrap strong truth")), len(LINES), head=HEAD_ROW)
    result = Column("result", "Result", style="cell wrap truth")
    agencies = TablePlan("ChecksByAgency", CHECKS, (
        Column("number", "Agency", style="cell centre"), Column("name", "Name", style="cell wrap"), result,
        Column("sum", "Scores added", style="cell centre"), Column("scored", "Crime types scored", style="cell centre"),
        Column("letter", "Column on Harm scores", style="cell centre")), len(matrix.assessment.agencies), head=lines.last + BETWEEN)
    themes = TablePlan("ChecksByTheme", CHECKS, (
        Column("number", "Theme", style="cell centre"), Column("name", "Name", style="cell wrap"), result,
        Column("band", "Risk band", style="cell centre"), Column("advice", "Advice", style="cell wrap"),
        Column("risk", "Risk score", style="cell centre"), Column("place", "Place", style="cell centre"),
    ), len(matrix.themes()), head=agencies.last + BETWEEN)
    return CheckPlan(lines, agencies, themes, _rows(len(matrix.rows), themes.last + BETWEEN))


def _rows(rows: int, head: int) -> TablePlan:
    """What is worked out again for each crime type, the check of each sheet, and what was typed when it was calculated."""
    return TablePlan("ChecksByCrimeType", CHECKS, (
        Column("number", "Number", 8, "cell centre"), Column("name", "Crime type", 34, "cell wrap"),
        Column("result", "Result", 30, "cell wrap truth"), Column("sum", "Scores added", 10, "cell centre"),
        Column("scored", "Agencies that scored", 10, "cell centre"), Column("unrounded", "Unrounded", 11, "cell centre two"),
        Column("harm", "Combined harm", 10, "cell centre"), Column("harm_check", "Sheet Harm scores", 22, "cell wrap truth"),
        Column("latest", "Latest 12 months", 14, "cell whole right"), Column("all", "All incidents", 14, "cell whole right"),
        Column("share", "Share", 14, "cell percent right"), Column("probability", "Probability", 11, "cell centre"),
        Column("probability_check", "Sheet Probability", 22, "cell wrap truth"), Column("risk", "Risk score", 9, "cell centre"),
        Column("band", "Risk band", 13, "cell centre"), Column("rank", "Rank", 10, "cell centre"),
        Column("advice", "Recommendation", 17, "cell wrap"), Column("order", "Order", 8, "cell centre"),
        Column("risk_check", "Sheet Risk matrix", 22, "cell wrap truth"), Column("rank_check", "Its rank and order", 22, "cell wrap truth"),
        Column("state_then", "State as calculated", 15, "cell wrap"),
        Column("hand_then", "Probability by hand as calculated", 12, "cell centre"),
        Column("theme_then", "Theme as calculated", 21, "cell wrap"), Column("steer_then", "Steer as calculated", 12, "cell wrap"),
        Column("typed_check", "Typed cells", 22, "cell wrap truth"), Column("risk_then", "Risk score as calculated", 11, "cell centre"),
        Column("band_then", "Risk band as calculated", 13, "cell centre"),
        Column("result_check", "Result as calculated", 26, "cell wrap truth"),
    ), rows, head=head)
