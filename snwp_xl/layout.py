"""What every workbook that people fill in holds: fields, tables, grids, allowed values, names and versions.

Written once, used twice: `sheets` draws from these definitions and finds the same things again in a workbook that came
back. No other module knows a cell's address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from snwp_xl.findings import SCORE_RULE, SCORE_RULE_NO_VIEW
from snwp_xl.model import AgencyKind, Assessment, Choice, CombiningRule, ControlState, Ground, RiskBand

LAYOUT_VERSION = "1"  # of blanks, set-up and incident workbooks; raised when a reader could mistake one for another

NO_VIEW = "No view"
YES, NO = "Yes", "No"
RECORDING_CHANGE, KNOWN_EVENT = "Recording change", "Known event"
ALL_INCIDENTS = "All incidents"
NOT_ASKED = "Not asked"


class WorkbookKind(StrEnum):
    """What a workbook of a round is, as its cell `snwp_kind` says."""

    SETUP = "Set-up"
    BLANK = "Harm scores"
    QUERY = "Questions"
    COUNTS = "Incident counts"
    RESULTS = "Results"


class Value(StrEnum):
    """What may stand in a cell."""

    TEXT = "text"
    LONG = "long text"
    WHOLE = "a whole number"
    PERCENT = "a percentage"
    DATE = "a date"
    MONTH = "a month"
    CHOICE = "a choice"
    CHECK = "a live check"  # written by us, never read


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled cell that is read back."""

    key: str
    label: str
    value: Value
    help: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False

    @property
    def name(self) -> str:
        """The defined name that leads to the cell."""
        return f"snwp_{self.key}"


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    heading: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table that an officer extends."""

    key: str
    heading: str
    value: Value
    help: str = ""
    width: float = 16
    allowed: tuple[str, ...] = ()
    required: bool = False
    source: str = ""  # key of another table and column whose entries are the choices: "crime_types.name"


@dataclass(frozen=True, slots=True)
class Table:
    """A list on a sheet of its own, read from its header to the last used row."""

    key: str
    sheet: str
    title: str
    intro: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: int  # drawn at least: entries and room for more
    what: str = ""  # plural, for messages

    @property
    def name(self) -> str:
        """The defined name of the header row."""
        return f"snwp_{self.key}_head"

    @property
    def excel_name(self) -> str:
        """The name of the Excel table."""
        return "".join(word.capitalize() for word in self.key.split("_"))

    def column(self, key: str) -> Column:
        """The column with that key; raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


# --- identity: plain visible cells in every workbook that comes back -------------------------------------------------

KIND = Field("kind", "What this is", Value.TEXT)
VERSION = Field("layout", "Form version", Value.TEXT)
ASSESSMENT = Field("assessment", "Assessment", Value.TEXT)
AGENCY = Field("agency", "Agency", Value.TEXT)
MARKING = Field("protective_marking", "Protective marking", Value.TEXT)  # not read back

# --- set-up workbook -----------------------------------------------------------------------------------------------

START_SHEET = "Start"
SETUP_SHEET = "Setup"
LATEST_SHEET = "Latest"

SETUP_GROUPS = (
    Group("The assessment", (
        Field("name", "Assessment", Value.TEXT, "The year it sets priorities for, such as 2017/18.", required=True),
        Field("partnership", "Partnership", Value.TEXT, "Its full name, as the board uses it.", required=True),
        Field("area", "Area", Value.TEXT, "The district, as in the police's files.", required=True),
        Field("marking", "Protective marking", Value.TEXT, "Stands on every sheet, page and e-mail subject. Leave empty for none."),
    )),
    Group("Dates", (
        Field("assessment_date", "Date of the assessment", Value.DATE, "Documents carry this date.", required=True),
        Field("returns_by", "Returns by", Value.DATE, "When agencies must have sent their scores.", required=True),
        Field("counts_by", "Counts by", Value.DATE, "When the analyst must have filled in the incident counts."),
        Field("papers_out", "Papers out", Value.DATE, "When the board's papers go out."),
        Field("board_date", "Board meeting", Value.DATE, "When the board decides."),
        Field("publish_by", "Publish by", Value.DATE, "When the priorities must be public."),
        Field("keep_returns_until", "Keep returns until", Value.DATE, "When you delete the agencies' returns."),
    )),
    Group("Who agencies ask", (
        Field("contact_name", "Name", Value.TEXT, "Printed on each blank.", required=True),
        Field("contact_phone", "Phone", Value.TEXT, "Printed on each blank."),
        Field("contact_email", "E-mail", Value.TEXT, "Agencies send their returns here.", required=True),
        Field("board_addresses", "The board's addresses", Value.LONG, "Who gets the results; with ; between them."),
        Field("analyst_addresses", "The analyst's addresses", Value.LONG, "Who fills in the incident counts; with ; between them."),
    )),
    Group("Scoring", (
        Field("scale", "Highest score", Value.WHOLE, "Scores run from 1, the least harm, to this: 2 to 10.", required=True),
        Field("no_view", "Agencies may say No view", Value.CHOICE, "No view is never 1 and never 0.", (YES, NO), True),
        Field("rule", "Combining rule", Value.CHOICE,
              "Sum / 6 is what made the published 2017/18 table: five agencies' scores divided by six. The table does not say why six.",
              tuple(CombiningRule), True),
        Field("divisor", "Divisor of Sum / 6", Value.WHOLE, "Used by that rule only.", required=True),
    )),
    Group("Bands and priorities", (
        Field("high", "High starts at", Value.PERCENT, "Percentage of the highest possible risk score. Project default: confirm it.", required=True),
        Field("medium", "Medium starts at", Value.PERCENT,
              "Percentage of the highest possible risk score. Project default: confirm it.", required=True),
        Field("high_harm", "High harm, low volume", Value.PERCENT,
              "A Low crime type is discussed if its combined harm is at least this share of the highest. Project default: confirm it.",
              required=True),
        Field("places", "Places for priorities", Value.WHOLE, "How many priorities the board sets.", required=True),
    )),
    Group("Statutory obligations, beside the priorities", tuple(
        Field(f"obligation_{i}", f"Obligation {i}", Value.TEXT, "Leave empty what you do not need." if i == 1 else "") for i in range(1, 6)
    )),
    Group("Incident counts", (
        Field("last_month", "Last month of counts", Value.MONTH, "The last complete month, such as 01/03/2016. Empty: the last month in the table."),
        Field("screening", "Screen outlying moving ranges", Value.CHOICE, "Off in the NHS tool; see the method sheet of the results.", (YES, NO), True),
    )),
    Group("Results", (
        Field("board_sees_agency_scores", "Board sees each agency's scores", Value.CHOICE, "In 2017/18 it did.", (YES, NO), True),
        Field("public_agency_scores", "Publish each agency's scores", Value.CHOICE, "In the public edition. In 2017/18 they were published.", (YES, NO), True),
        Field("suppress_below", "Hide counts below", Value.WHOLE, "In the public edition; 0 hides none.", required=True),
        Field("adopted_edition", "Edition the board adopted", Value.WHOLE, "Later editions list what differs from it. Empty: none yet."),
        Field("last_year_highest_harm", "Last year's highest combined harm", Value.TEXT, "For comparing years; see the sheet Last year."),
        Field("last_year_highest_possible", "Last year's highest possible risk score", Value.TEXT, "For comparing years; see the sheet Last year."),
    )),
    Group("E-mail and files", (
        Field("figures_in_mail", "Figures in e-mail text", Value.CHOICE, "Voluntary partners may not have secure mail.", (YES, NO), True),
        Field("attachment_limit", "Largest attachment, MB", Value.WHOLE, "Larger ones are not drafted.", required=True),
        Field("round_folder", "Folder of this round", Value.TEXT, "Only if this workbook is opened from SharePoint: where the same folder is on this computer."),
    )),
)
SETUP_FIELDS = {one.key: one for group in SETUP_GROUPS for one in group.fields}

AGENCIES = Table(
    "agencies", "Agencies", "Agencies",
    ("One row for each partner. Those asked to score get a blank; the others are listed as Not asked in the results.",
     "If an agency will not answer, give the date and the reason: the matrix can then be final without it. It still counts as asked."),
    (
        Column("name", "Agency", Value.TEXT, "Short and unique; it heads a column in the results.", 20, required=True),
        Column("organisation", "Organisation", Value.TEXT, "Whose staff fill it in. Two agencies may belong to one.", 30),
        Column("kind", "Kind", Value.CHOICE, "", 20, tuple(AgencyKind), True),
        Column("asked", "Asked to score", Value.CHOICE, "", 12, (YES, NO), True),
        Column("contact", "Contact", Value.TEXT, "", 20),
        Column("email", "E-mail", Value.TEXT, "Several with ; between them.", 30),
        Column("more_time_until", "More time until", Value.DATE, "Only if its date for returns is later than the others'.", 16),
        Column("closed_on", "Closed without a return on", Value.DATE, "", 16),
        Column("closed_reason", "Why closed", Value.LONG, "", 28),
        Column("counting_file", "File that counts", Value.TEXT, "Only if an agency sent several: the file's name.", 24),
    ), 14, "agencies")

CRIME_TYPES = Table(
    "crime_types", "Crime types", "Crime types",
    ("One row for each row of the harm matrix. Crime types with the same theme become one priority.",
     "A state or a probability by hand takes the place of the control chart; say why. Leave both empty to use the chart."),
    (
        Column("number", "Number", Value.WHOLE, "Unique. Never use a number again in a round.", 10, required=True),
        Column("name", "Crime type", Value.TEXT, "", 34, required=True),
        Column("theme", "Theme", Value.TEXT, "Empty: its own theme.", 22),
        Column("definition", "Definition", Value.LONG, "Printed on the blanks' guidance.", 46),
        Column("national_steer", "National steer", Value.LONG, "Who compels it, and why. Only if someone does.", 26),
        Column("commissioner_priority", "Commissioner's priority", Value.LONG, "", 24),
        Column("community_view", "Community view", Value.LONG, "", 24),
        Column("state_by_hand", "Control state by hand", Value.CHOICE, "", 18,
               (ControlState.REDUCING, ControlState.UNDER_CONTROL, ControlState.UNCONTROLLED)),
        Column("probability_by_hand", "Probability by hand", Value.WHOLE, "", 14),
        Column("by_hand_reason", "Why by hand", Value.LONG, "", 28),
    ), 24, "crime types")

LEVEL = "Score {level} means"  # heading of a descriptor column

FACTORS = Table(
    "factors", "Factors", "Factors",
    ("The harm questions. Each agency scores each crime type on each factor; 1 is the least harm.",
     "The questions follow the partnership's published ones; the descriptors are project defaults, to be confirmed by the partnership. "
     "For a longer scale add columns headed Score 5 means, and so on."),
    (
        Column("number", "Number", Value.WHOLE, "", 10, required=True),
        Column("name", "Factor", Value.TEXT, "", 28, required=True),
        Column("question", "Question", Value.LONG, "", 44),
        *(Column(f"level_{level}", LEVEL.format(level=level), Value.LONG, "", 28) for level in range(1, 5)),
    ), 12, "factors")

PROBABILITY_MATRIX = Table(
    "probability_matrix", "Probability matrix", "Probability matrix",
    ("The probability score by a crime type's share of all incidents and its control state. Project default: confirm it.",
     "Each row holds from its share up to the next row's. The first row starts at 0%."),
    (
        Column("from", "Share of all incidents from", Value.PERCENT, "", 18, required=True),
        *(Column(state.name.lower(), state.value, Value.WHOLE, "", 16, required=True)
          for state in (ControlState.REDUCING, ControlState.UNDER_CONTROL, ControlState.UNCONTROLLED)),
    ), 8, "rows of the probability matrix")

CHANGES = Table(
    "changes", "Changes and events", "Recording changes and known events",
    ("A recording change splits the counts: months before and after it are not compared. The month is the first one recorded in the new way.",
     "A known event is drawn, but left out of limits and signals."),
    (
        Column("month", "Month", Value.MONTH, "Such as 01/04/2015.", 14, required=True),
        Column("crime_type", "Crime type", Value.CHOICE, "", 34, required=True, source="crime_types.name"),
        Column("kind", "Kind", Value.CHOICE, "", 20, (RECORDING_CHANGE, KNOWN_EVENT), True),
        Column("reason", "Reason", Value.LONG, "", 60),
    ), 10, "recording changes and known events")

DECISIONS = Table(
    "decisions", "Decisions", "The board's decisions",
    ("Type what the board decided of each theme, after the meeting. Calculating again never changes this sheet.",),
    (
        Column("theme", "Theme", Value.TEXT, "As on the sheet Crime types.", 24, required=True),
        Column("choice", "Choice", Value.CHOICE, "", 16, tuple(Choice), True),
        Column("ground", "Ground", Value.CHOICE, "", 24, tuple(Ground)),
        Column("reason", "Reason", Value.LONG, "", 38),
        Column("public_wording", "Public wording", Value.LONG, "The priority as published.", 42),
        Column("lead", "Lead agency", Value.TEXT, "", 20),
        Column("board", "Board", Value.TEXT, "", 22),
        Column("on", "Date", Value.DATE, "", 18),
        Column("minute", "Minute", Value.TEXT, "", 14),
    ), 10, "decisions")

LAST_YEAR = Table(
    "last_year", "Last year", "Last year",
    ("Last year's results, matched by you: give this year's crime type beside last year's name. Nothing is matched by guess.",
     "Type them, or copy them from last year's results workbook. Leave this year's name empty for a crime type that is gone."),
    (
        Column("name", "Last year's crime type", Value.TEXT, "", 34, required=True),
        Column("crime_type", "This year's crime type", Value.CHOICE, "", 34, source="crime_types.name"),
        Column("combined_harm", "Combined harm", Value.WHOLE, "", 12),
        Column("probability", "Probability", Value.WHOLE, "", 12),
        Column("risk_score", "Risk score", Value.WHOLE, "", 12),
        Column("risk_band", "Risk band", Value.CHOICE, "", 14, tuple(RiskBand)),
    ), 24, "rows of last year's results")
LAST_YEAR_AGENCY = "Harm score: {agency}"  # heading of a column the officer may add for an agency's own scores last year

SETUP_TABLES = (AGENCIES, CRIME_TYPES, FACTORS, PROBABILITY_MATRIX, CHANGES, DECISIONS, LAST_YEAR)


# --- blanks and returns ----------------------------------------------------------------------------------------------

START_HERE = "Start here"
SCORES_SHEET = "Harm scores"
GUIDANCE_SHEET = "Guidance"

FORM_FOR = Field("form_for", "Agency", Value.TEXT)  # on Start here, beside the agency's name on Harm scores: the two must agree
DONE = "Done"
BESIDE_SCORES = "No view beside scores"
NOT_NO_VIEW = "Only No view may stand here"
TO_CORRECT = "{count} to correct"
ONE_MISSING, MISSING = "1 score missing", "{count} scores missing"

SIGN_OFF = (
    Field("sign_name", "Your name", Value.TEXT, "Who answers for these scores in your agency.", required=True),
    Field("sign_role", "Your role", Value.TEXT, "", required=True),
    Field("sign_date", "Date", Value.DATE, "", required=True),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """The scores on a blank: crime types down, factors across, and what stands behind them."""

    crime_types: tuple[str, ...]
    factors: tuple[str, ...]
    scale: int
    no_view: bool
    asks: bool = False  # a query workbook: two columns more
    head: str = "snwp_scores_head"  # defined name of the row of headings
    body: str = "snwp_scores"  # defined name of the cells that hold scores
    excel_name: str = "HarmScores"
    corner: str = "Crime type"
    harm_score: str = "Harm score"
    view: str = NO_VIEW
    check: str = "Still to do"
    comment: str = "Comment"
    question: str = "Question"
    reply: str = "Your reply"
    allowed: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "allowed", tuple(range(1, self.scale + 1)))

    @property
    def rule(self) -> str:
        """What may be entered: the pop-up's words and the finding's."""
        return (SCORE_RULE_NO_VIEW if self.no_view else SCORE_RULE).format(scores=self.scores)

    @property
    def scores(self) -> str:
        """1 to 4."""
        return f"1 to {self.scale}"

    @property
    def headings(self) -> tuple[str, ...]:
        """The row of headings, left to right."""
        asked = (self.question, self.reply) if self.asks else ()
        return (self.corner, *self.factors, self.harm_score, *((self.view,) if self.no_view else ()), self.check, self.comment, *asked)

    @property
    def score_columns(self) -> range:
        """The columns of the scores, the first being that of the crime types, 0."""
        return range(1, 1 + len(self.factors))


def grid_of(assessment: Assessment, *, asks: bool = False) -> Grid:
    """The grid that an assessment's blanks hold, or its query workbooks."""
    return Grid(
        tuple(one.name for one in assessment.crime_types), tuple(one.name for one in assessment.factors),
        assessment.scale, assessment.settings.no_view_allowed, asks)


# --- incident counts ---------------------------------------------------------------------------------------------------

COUNTS_SHEET = "Incident counts"
COUNTS_HEAD = "snwp_counts_head"  # defined name of the row of headings: these three, then the months
COUNTS_CORNER = "Counts of"
COUNTS_WITHIN = "Part of All incidents"
COUNTS_EMPTY = "Months still empty"
COUNTS_SOURCE = Field("counts_source", "Source", Value.LONG, "Where the numbers come from.")
