"""Where everything stands in a results workbook: sheets, tables, columns, named settings. The home of the results' addresses."""

from __future__ import annotations

from collections.abc import Mapping

from snwp_xl.editions import AS_READ, CHECK
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.model import RiskBand
from snwp_xl.results.report import Report
from snwp_xl.results.tables import HEAD_ROW, Column, TablePlan
from snwp_xl.sheets import area, cell, quoted

SUMMARY, RISK, HEAT_MAP, HARM, PROBABILITY, DECISIONS, MINUTES = (
    "Summary", "Risk matrix", "Heat map", "Harm scores", "Probability", "Decisions", "Minutes")
VOICES, AGREEMENT, CHANGES, ONE_CHANGE, OTHERWISE = (
    "Who spoke", "Agreement", "What would change it", "One change at a time", "Other rules and agencies")
CHART_DATA, SIGNALS, PROFILE = "Chart data", "Signals", "Crime profile"
THEMES, CHARTS, ALL_SCORES, COUNTS, METHOD, CHECKS, FINDINGS, AUDIT = (
    "Themes", "Control charts", "All scores", "Incident counts", "Method", "Checks", "Findings", "Audit")
ADOPTED = "Since adopted"
SINCE, AGENCIES_SINCE, LAST_YEAR = "Since last year", "Agencies since last year", "Last year"

KEY_STEP = 10_000  # the key of a row of All scores: agency number x this + crime type number
NOT_SCORED = "Not scored"
MISSING = "Missing"
NO_COUNTS, MONTHS_MISSING = "No counts", "Months missing"  # none of a year's months has a count; some have
NONE = "None"
NOT_RANKED = "Not ranked"
LATEST_MONTHS = 12
MONTH = "month:"


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands in one results workbook."""

    all_scores: TablePlan
    harm: TablePlan
    counts: TablePlan
    probability: TablePlan
    risk: TablePlan
    themes: TablePlan
    audit: TablePlan
    decisions: TablePlan
    summary: TablePlan  # the themes on Summary
    settings: Mapping[str, str]  # key of a setting -> its cell, with the sheet
    setting_checks: str  # behind them: TRUE, or the cell that was altered
    edges: str  # lower edges of the probability matrix
    states: str  # its headings
    scores: str  # its scores
    matrix_checks: str  # behind them: TRUE, or the cell that was altered
    band_counts: Mapping[RiskBand, str]  # where Summary counts the crime types of a band

    @property
    def months(self) -> tuple[str, ...]:
        """The keys of the months on Incident counts."""
        return tuple(column.key for column in self.counts.columns if column.key.startswith(MONTH))


SETTINGS = (
    ("agencies", "Agencies asked"), ("factors", "Factors"), ("scale", "Highest score"), ("divisor", "Divisor of Sum / 6"),
    ("highest_harm", "Highest combined harm"), ("highest_probability", "Highest probability"),
    ("highest_possible", "Highest possible risk score"), ("high_percent", "High starts at, percent"),
    ("high", "High starts at, points"), ("medium_percent", "Medium starts at, percent"), ("medium", "Medium starts at, points"),
    ("high_harm_percent", "High harm, low volume from, percent"), ("high_harm", "High harm, low volume from, points"),
)
SETTING_COLUMN = 1  # on Method: words in the first column, then values, then the values as calculated
THEN_COLUMN, SETTING_CHECK, SETTING_SOURCE = (SETTING_COLUMN + i for i in (1, 2, 3))
MATRIX_CHECK = 4  # behind the edges and the scores of three states
SETTINGS_HEAD = HEAD_ROW
SUMMARY_HEAD = 6  # the headings of the themes on Summary
MOST_THEMES = 12  # on Summary; the rest stand on Themes
MATRIX_HEAD = SETTINGS_HEAD + len(SETTINGS) + 4


def plan_of(report: Report) -> Plan:
    """The places in the results workbook of a calculation."""
    matrix = report.matrix
    crime_types = len(matrix.rows)
    edges = len(matrix.assessment.probability_matrix.lower_edges)
    settings = {key: f"{quoted(METHOD)}!{cell(SETTINGS_HEAD + i, SETTING_COLUMN, fixed=True)}" for i, (key, _) in enumerate(SETTINGS, 1)}
    first = MATRIX_HEAD + 1
    return Plan(
        _all_scores(matrix, comments=any(row.comment for one in report.returns for row in one.rows)), _harm(matrix), _counts(matrix),
        _probability(crime_types, split=any(chart.changes for chart in matrix.charts.values())), _risk(crime_types),
        _themes(len(matrix.themes())), _audit(len(report.inputs)),
        _decisions(len(report.analysis.decisions.rows)), _summary(matrix), settings,
        _settings_column(SETTING_CHECK),
        area(first, 0, first + edges - 1, 0, METHOD), area(MATRIX_HEAD, 1, MATRIX_HEAD, 3, METHOD),
        area(first, 1, first + edges - 1, 3, METHOD), area(first, MATRIX_CHECK, first + edges - 1, MATRIX_CHECK, METHOD),
        _band_counts(matrix))


def _settings_column(column: int) -> str:
    return area(SETTINGS_HEAD + 1, column, SETTINGS_HEAD + len(SETTINGS), column, METHOD)


def bands_row(matrix: Matrix) -> int:
    """The row of Summary with the number of High crime types; the other bands follow."""
    more = len(matrix.themes()) > MOST_THEMES
    return _summary(matrix).last + more + 3


def _band_counts(matrix: Matrix) -> dict[RiskBand, str]:
    first = bands_row(matrix)
    return {band: f"{quoted(SUMMARY)}!{cell(first + i, 1, fixed=True)}" for i, band in enumerate(RiskBand)}


def agency_key(number: int) -> str:
    """The key of an agency's column on Harm scores."""
    return f"agency:{number}"


def factor_key(number: int) -> str:
    """The key of a factor's column on All scores, from 1."""
    return f"factor:{number}"


def _all_scores(matrix: Matrix, *, comments: bool) -> TablePlan:
    """`comments`: some agency wrote one, so that their column needs room."""
    factors, longest = matrix.assessment.factors, max(len(one.name) for one in matrix.assessment.agencies)
    agencies = min(30.0, max(14.0, longest + 2.0))
    return TablePlan("AllScores", ALL_SCORES, (
        Column("key", "Key", 9, "cell centre"), Column("agency", "Agency", agencies, "cell wrap"),
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 30, "cell wrap"),
        *(Column(factor_key(i), factor.name, 13, "cell centre") for i, factor in enumerate(factors, 1)),
        Column("view", "View", 10, "cell centre"), Column("harm", "Harm score", 10, "cell centre shade"),
        Column("comment", "Agency's comment", 40 if comments else 12, "cell wrap"), Column("file", "Return", 30, "cell wrap link"),
        Column("cells", "Cells", 11, "cell"), Column("as_read", AS_READ, 9 + 2.2 * len(factors), "cell"),
        Column("check", CHECK, 16, "cell left truth"),
    ), len(matrix.rows) * len(matrix.assessment.agencies))


def _harm(matrix: Matrix) -> TablePlan:
    return TablePlan("HarmScores", HARM, (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 34, "cell wrap"),
        *(Column(agency_key(one.number), one.name, 12, "cell centre") for one in matrix.assessment.agencies),
        Column("combined", "Combined harm", 11, "cell centre total"), Column("unrounded", "Unrounded", 11, "cell centre two"),
        Column("scored", "Scored by", 9, "cell centre"), Column("views", "In words", 26, "cell wrap"),
        Column("scores", "Each agency's scores", 11, "cell link"),
    ), len(matrix.rows))


def month_key(month: object) -> str:
    """The key of a month's column on Incident counts."""
    return f"{MONTH}{month}"


def _counts(matrix: Matrix) -> TablePlan:
    months = matrix.counts.months
    return TablePlan("IncidentCounts", COUNTS, (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 34, "cell wrap"),
        *(Column(month_key(month), month.short, 7.5, "cell whole right") for month in months),
        Column("as_read", AS_READ, 12, "cell"), Column("check", CHECK, 20, "cell left truth")), len(matrix.rows) + 1)


def _probability(rows: int, *, split: bool) -> TablePlan:
    """`split`: some recording change splits a series, so that there is a second verdict to show."""
    unsplit = (
        Column("unsplit_state", "Chart says as if recording had not changed", 15, "cell wrap"),
        Column("unsplit", "Probability from that", 11, "cell centre"), Column("unsplit_band", "Risk band from that", 13, "cell centre"))
    return TablePlan("ProbabilityScores", PROBABILITY, (
        Column("number", "Number", 8, "cell centre"), Column("name", "Crime type", 26, "cell wrap"),
        Column("latest", "Latest 12 months", 14, "cell whole right"), Column("all", "All incidents", 14, "cell whole right"),
        Column("share", "Share of all incidents", 14, "cell percent right"), Column("chart", "Chart says", 13, "cell wrap"),
        Column("state", "Control state used", 13, "cell wrap"), Column("beside", "Beside the state", 12, "cell wrap"),
        Column("from_chart", "Probability by share and state", 12, "cell centre"),
        Column("hand", "Probability by hand", 11, "cell centre"), Column("probability", "Probability", 12, "cell centre total"),
        *(unsplit if split else ()), Column("why", "Why", 48, "cell wrap"),
        Column("chart_link", "Its chart", 9, "cell link"), Column("signal_link", "Its signals", 9, "cell link"),
        Column("count_link", "Its counts", 9, "cell link"),
    ), rows)


def _risk(rows: int) -> TablePlan:
    return TablePlan("RiskMatrix", RISK, (
        Column("rank", "Rank", 8, "cell centre"), Column("number", "Number", 9, "cell centre"),
        Column("name", "Crime type", 30, "cell wrap strong"), Column("theme", "Theme", 20, "cell wrap"),
        Column("probability", "Probability", 11, "cell centre"), Column("harm", "Combined harm", 10, "cell centre"),
        Column("risk", "Risk score", 9, "cell centre strong"), Column("band", "Risk band", 11, "cell centre"),
        Column("steer", "National steer", 19, "cell wrap"), Column("advice", "Recommendation", 17, "cell wrap strong"),
        Column("reason", "Why, as calculated", 46, "cell wrap"), Column("order", "Order", 8, "cell centre"),
        Column("harm_link", "Its harm scores", 13, "cell link"), Column("probability_link", "Its probability", 12, "cell link"),
        Column("chart_link", "Its chart", 9, "cell link"), Column("theme_number", "Theme number", 8, "cell centre"),
        Column("leads", "Leads theme", 8, "cell centre"), Column("rests", "First with its recommendation", 15, "cell centre"),
    ), rows)


def _themes(rows: int) -> TablePlan:
    return TablePlan("Themes", THEMES, (
        Column("number", "Number", 8, "cell centre"),
        Column("theme", "Theme", 24, "cell wrap strong"), Column("lead", "Order of its highest crime type", 12, "cell centre"),
        Column("name", "Highest crime type", 30, "cell wrap"), Column("risk", "Risk score", 9, "cell centre strong"),
        Column("band", "Risk band", 13, "cell centre"), Column("advice", "Recommendation", 17, "cell wrap strong"),
        Column("place", "Place in the list", 10, "cell centre"), Column("why", "Why", 52, "cell wrap"),
        Column("members", "Its crime types, highest first", 52, "cell wrap"),
        Column("because", "Order of the crime type that it rests on", 12, "cell centre"), Column("code", "Code", 9, "cell centre"),
    ), rows)


def _decisions(rows: int) -> TablePlan:
    return TablePlan("Decisions", DECISIONS, (
        Column("number", "Number", 8, "cell centre"),
        Column("theme", "Theme", 18, "cell wrap strong"), Column("band", "Risk band", 11, "cell centre"),
        Column("advice", "Recommendation", 17, "cell wrap"), Column("choice", "The board's choice", 12, "cell wrap strong"),
        Column("ground", "Ground", 12, "cell wrap"), Column("reason", "Reason", 24, "cell wrap"),
        Column("wording", "Public wording", 32, "cell wrap"), Column("lead", "Lead agency", 11, "cell wrap"),
        Column("board", "Board", 12, "cell wrap"), Column("on", "Date", 17, "cell date"), Column("minute", "Minute", 8, "cell wrap"),
        Column("open", "Still open", 14, "cell wrap"), Column("doubt", "What does not fit", 16, "cell wrap"),
    ), rows)


def _summary(matrix: Matrix) -> TablePlan:
    return TablePlan("Recommended", SUMMARY, (
        Column("theme", "Theme", 25, "cell wrap strong"), Column("band", "Risk band", 13, "cell centre"),
        Column("advice", "Recommendation", 17, "cell wrap"), Column("why", "Why", 49, "cell wrap"),
        Column("choice", "The board's choice", 18, "cell wrap"),
    ), min(MOST_THEMES, len(matrix.themes())), head=SUMMARY_HEAD)


def _audit(rows: int) -> TablePlan:
    return TablePlan("AuditFiles", AUDIT, (
        Column("number", "File", 7, "cell centre"), Column("file", "Name", 46, "cell wrap"), Column("sha", "SHA-256", 70, "cell"),
        Column("what", "What it is", 18, "cell wrap"), Column("agency", "Agency", 18, "cell wrap"),
        Column("state", "What became of it", 34, "cell wrap"),
    ), rows)


__all__ = [
    "ADOPTED", "AGENCIES_SINCE", "AGREEMENT", "ALL_SCORES", "AS_READ", "AUDIT", "CHANGES", "CHARTS", "CHART_DATA", "CHECK", "CHECKS",
    "COUNTS", "DECISIONS", "FINDINGS", "HARM", "HEAD_ROW", "HEAT_MAP", "KEY_STEP", "LAST_YEAR", "LATEST_MONTHS", "MATRIX_CHECK",
    "MATRIX_HEAD", "METHOD", "MINUTES", "MISSING", "MONTHS_MISSING", "NONE", "NOT_RANKED", "NOT_SCORED", "NO_COUNTS", "ONE_CHANGE",
    "OTHERWISE", "PROBABILITY", "PROFILE", "RISK", "SETTINGS", "SETTINGS_HEAD", "SETTING_CHECK", "SETTING_COLUMN", "SETTING_SOURCE",
    "SIGNALS", "SINCE", "SUMMARY", "SUMMARY_HEAD", "THEMES", "THEN_COLUMN", "VOICES", "Column", "Plan", "TablePlan", "agency_key",
    "bands_row", "factor_key", "month_key", "plan_of",
]  # fmt: skip
