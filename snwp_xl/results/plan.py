"""Where everything stands in a results workbook: sheets, tables, columns, named settings.

The only home of the results' addresses. Formulas ask the plan for a column of a table, as a fixed range, or for a cell
of their own row, so that sorting a table never moves a number to another name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from snwp_xl.matrix import Matrix
from snwp_xl.sheets import Sheet, area, cell, own, quoted

SUMMARY, RISK, HEAT_MAP, HARM, PROBABILITY, DECISIONS = (
    "Summary", "Risk matrix", "Heat map", "Harm scores", "Probability", "Decisions")
CHART_DATA, SIGNALS, PROFILE = "Chart data", "Signals", "Crime profile"
THEMES, CHARTS, ALL_SCORES, COUNTS, METHOD, FINDINGS, AUDIT = (
    "Themes", "Control charts", "All scores", "Incident counts", "Method", "Findings", "Audit")
ADOPTED = "Since adopted"

HEAD_ROW = 5  # of every table that starts its sheet: title, marking, up to three lines of words, then the headings
KEY_STEP = 10_000  # the key of a row of All scores: agency number x this + crime type number
NOT_SCORED = "Not scored"
MISSING = "Missing"
NO_COUNTS = "No counts"
NONE = "None"
NOT_RANKED = "Not ranked"
LATEST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a results table."""

    key: str
    heading: str
    width: float = 12
    style: str = "cell"


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table's place: its sheet, headings, and rows."""

    name: str  # of the Excel table
    sheet: str
    columns: tuple[Column, ...]
    rows: int
    head: int = HEAD_ROW
    left: int = 0

    def column(self, key: str) -> int:
        """The column with that key, from 0; raises KeyError."""
        for i, column in enumerate(self.columns):
            if column.key == key:
                return self.left + i
        raise KeyError(key)

    @property
    def first(self) -> int:
        """The first row under the headings."""
        return self.head + 1

    @property
    def last(self) -> int:
        """The last row; an empty table keeps one."""
        return self.head + max(1, self.rows)

    def all(self, key: str, *, here: bool = False) -> str:
        """A column's cells as a fixed range; `here` leaves the sheet's name out."""
        at = self.column(key)
        return area(self.first, at, self.last, at, "" if here else self.sheet)

    def own(self, key: str, row: int) -> str:
        """A cell of a formula's own row."""
        return own(self.column(key), row)

    def span(self, first: str, last: str, row: int) -> str:
        """Cells side by side of a formula's own row."""
        return f"{self.own(first, row)}:{self.own(last, row)}"

    def block(self, first: str, last: str) -> str:
        """Columns side by side as a fixed range."""
        return area(self.first, self.column(first), self.last, self.column(last), self.sheet)

    def box(self, first: str, last: str | None = None) -> tuple[int, int, int, int]:
        """Columns as a rectangle, for conditions."""
        return self.first, self.column(first), self.last, self.column(last or first)

    def start(self, sheet: Sheet, *, widths: bool = True, filters: bool = True) -> None:
        """Draw the headings and mark the table."""
        if widths:
            sheet.widths([column.width for column in self.columns], self.left)
        sheet.table(self.head, self.left, self.name, [column.heading for column in self.columns], self.last, filters=filters)
        sheet.fit(self.head, {self.left + i: column.heading + "    " for i, column in enumerate(self.columns)}, least=2)

    def put(self, sheet: Sheet, row: int, values: Mapping[str, object]) -> None:
        """Write a row's values, each in its column's style; a key without a value leaves the cell empty."""
        for i, column in enumerate(self.columns):
            sheet.put(row, self.left + i, values.get(column.key), column.style)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands in one results workbook."""

    all_scores: TablePlan
    harm: TablePlan
    counts: TablePlan
    probability: TablePlan
    risk: TablePlan
    themes: TablePlan
    settings: Mapping[str, str]  # key of a setting -> its cell, with the sheet
    edges: str  # lower edges of the probability matrix
    states: str  # its headings
    scores: str  # its scores


SETTINGS = (
    ("agencies", "Agencies asked"), ("factors", "Factors"), ("scale", "Highest score"), ("divisor", "Divisor of Sum / 6"),
    ("highest_harm", "Highest combined harm"), ("highest_probability", "Highest probability"),
    ("highest_possible", "Highest possible risk score"), ("high_percent", "High starts at, percent"),
    ("high", "High starts at, points"), ("medium_percent", "Medium starts at, percent"), ("medium", "Medium starts at, points"),
    ("high_harm_percent", "High harm, low volume from, percent"), ("high_harm", "High harm, low volume from, points"),
)
SETTING_COLUMN = 1  # on Method: words in A, values in B
SETTINGS_HEAD = HEAD_ROW
MATRIX_HEAD = SETTINGS_HEAD + len(SETTINGS) + 4


def plan_of(matrix: Matrix) -> Plan:
    """The places in the results workbook of a matrix."""
    crime_types = len(matrix.rows)
    edges = len(matrix.assessment.probability_matrix.lower_edges)
    settings = {key: f"{quoted(METHOD)}!{cell(SETTINGS_HEAD + i, SETTING_COLUMN, fixed=True)}" for i, (key, _) in enumerate(SETTINGS, 1)}
    first = MATRIX_HEAD + 1
    return Plan(
        _all_scores(matrix), _harm(matrix),
        TablePlan("IncidentCounts", COUNTS, (
            Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 34, "cell wrap"),
            *(Column(str(month), month.short, 7.5, "cell whole right") for month in matrix.counts.months)), crime_types + 1),
        _probability(crime_types, split=any(chart.changes for chart in matrix.charts.values())), _risk(crime_types),
        _themes(len(matrix.themes())), settings,
        area(first, 0, first + edges - 1, 0, METHOD), area(MATRIX_HEAD, 1, MATRIX_HEAD, 3, METHOD),
        area(first, 1, first + edges - 1, 3, METHOD))


def agency_key(number: int) -> str:
    """The key of an agency's column on Harm scores."""
    return f"agency:{number}"


def factor_key(number: int) -> str:
    """The key of a factor's column on All scores, from 1."""
    return f"factor:{number}"


def _all_scores(matrix: Matrix) -> TablePlan:
    factors = matrix.assessment.factors
    return TablePlan("AllScores", ALL_SCORES, (
        Column("key", "Key", 9, "cell centre"), Column("agency", "Agency", 18, "cell wrap"),
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 30, "cell wrap"),
        *(Column(factor_key(i), factor.name, 13, "cell centre") for i, factor in enumerate(factors, 1)),
        Column("view", "View", 10, "cell centre"), Column("harm", "Harm score", 10, "cell centre shade"),
        Column("comment", "Agency's comment", 40, "cell wrap"), Column("file", "Return", 30, "cell wrap"),
        Column("cells", "Cells", 11, "cell"),
    ), len(matrix.rows) * len(matrix.assessment.agencies))


def _harm(matrix: Matrix) -> TablePlan:
    return TablePlan("HarmScores", HARM, (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 34, "cell wrap"),
        *(Column(agency_key(one.number), one.name, 12, "cell centre") for one in matrix.assessment.agencies),
        Column("combined", "Combined harm", 11, "cell centre total"), Column("unrounded", "Unrounded", 11, "cell centre two"),
        Column("scored", "Scored by", 9, "cell centre"), Column("views", "In words", 26, "cell wrap"),
    ), len(matrix.rows))


def _probability(rows: int, *, split: bool) -> TablePlan:
    """`split`: some recording change splits a series, so that there is a second verdict to show."""
    unsplit = (
        Column("unsplit_state", "Chart says as if recording had not changed", 15, "cell wrap"),
        Column("unsplit", "Probability from that", 11, "cell centre"), Column("unsplit_band", "Risk band from that", 13, "cell centre"))
    return TablePlan("ProbabilityScores", PROBABILITY, (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 30, "cell wrap"),
        Column("latest", "Latest 12 months", 10, "cell whole right"), Column("all", "All incidents", 10, "cell whole right"),
        Column("share", "Share of all incidents", 10, "cell percent right"), Column("chart", "Chart says", 15, "cell wrap"),
        Column("state", "Control state used", 15, "cell wrap"), Column("beside", "Beside the state", 14, "cell wrap"),
        Column("from_chart", "Probability by share and state", 12, "cell centre"),
        Column("hand", "Probability by hand", 11, "cell centre"), Column("probability", "Probability", 12, "cell centre total"),
        *(unsplit if split else ()), Column("why", "Why", 62, "cell wrap"),
    ), rows)


def _risk(rows: int) -> TablePlan:
    return TablePlan("RiskMatrix", RISK, (
        Column("rank", "Rank", 11, "cell centre"), Column("number", "Number", 9, "cell centre"),
        Column("name", "Crime type", 34, "cell wrap strong"), Column("theme", "Theme", 21, "cell wrap"),
        Column("probability", "Probability", 11, "cell centre"), Column("harm", "Combined harm", 10, "cell centre"),
        Column("risk", "Risk score", 9, "cell centre strong"), Column("band", "Risk band", 13, "cell centre"),
        Column("steer", "National steer", 16, "cell wrap"), Column("advice", "Recommendation", 15, "cell wrap strong"),
        Column("reason", "Why, as calculated", 52, "cell wrap"), Column("order", "Order", 8, "cell centre"),
    ), rows)


def _themes(rows: int) -> TablePlan:
    return TablePlan("Themes", THEMES, (
        Column("theme", "Theme", 24, "cell wrap strong"), Column("lead", "Order of its highest crime type", 12, "cell centre"),
        Column("name", "Highest crime type", 30, "cell wrap"), Column("risk", "Risk score", 9, "cell centre strong"),
        Column("band", "Risk band", 13, "cell centre"), Column("advice", "Recommendation", 16, "cell wrap strong"),
        Column("place", "Place in the list", 10, "cell centre"), Column("members", "Its crime types, highest first", 60, "cell wrap"),
    ), rows)


def headings(columns: Sequence[Column]) -> list[str]:
    """The headings of some columns."""
    return [column.heading for column in columns]
