"""The lists of the set-up workbook, a sheet each, and the columns that an officer may add to them."""

from __future__ import annotations

from collections.abc import Iterable

from snwp_xl.layout.parts import KNOWN_EVENT, NO, RECORDING_CHANGE, YES, Column, Table, Value
from snwp_xl.layout.setup import CONFIRM
from snwp_xl.model import (
    AGENCY_COUNTS,
    CRIME_TYPE_COUNTS,
    FACTOR_COUNTS,
    AgencyKind,
    Choice,
    ControlState,
    Ground,
    RiskBand,
)

THEMES = "crime_types.theme"  # source of choices: each theme once, as the sheet Lists works them out
CHECK = Column("check", "Check", Value.CHECK, "", 17)  # first in every list, so that it stays in view

AGENCIES = Table(
    "agencies", "Agencies", "Agencies",
    ("One row for each partner. Those asked to score get a blank; the others are listed as Not asked in the results.",
     "If an agency will not answer, give the date and the reason: the matrix can then be final without it. It still counts as asked."),
    (
        CHECK,
        Column("name", "Agency", Value.TEXT, "Short and unique; it heads a column in the results.", 24, required=True),
        Column("organisation", "Organisation", Value.TEXT, "Whose staff fill it in. Two agencies may belong to one.", 28),
        Column("kind", "Kind", Value.CHOICE, "By the Crime and Disorder Act 1998.", 22, tuple(AgencyKind), True),
        Column("asked", "Asked to score", Value.CHOICE, "Yes: gets a blank.", 11, (YES, NO), True),
        Column("contact", "Contact", Value.TEXT, "The person to contact.", 21),
        Column("email", "E-mail", Value.TEXT, "Put ; between several.", 31),
        Column("more_time_until", "More time until", Value.DATE, "If later than the others' date.", 18),
        Column("closed_on", "Closed without a return on", Value.DATE, "Empty: still wanted.", 18),
        Column("closed_reason", "Why closed", Value.LONG, "Shown in the results.", 24),
        Column("counting_file", "File that counts", Value.TEXT, "If an agency sent several: the file's name.", 24),
    ), 16, "agencies", "agency", AGENCY_COUNTS)

CRIME_TYPES = Table(
    "crime_types", "Crime types", "Crime types",
    ("One row for each row of the harm matrix. Crime types with the same theme become one priority.",
     "A state or a probability by hand replaces the control chart; say why. Leave both empty to use the chart."),
    (
        CHECK,
        Column("number", "Number", Value.WHOLE, "Unique; keep it.", 9, required=True, least=1, most=9999),
        Column("name", "Crime type", Value.TEXT, "Unique, as the agencies will see it.", 32, required=True),
        Column("theme", "Theme", Value.TEXT, "Empty: a theme of its own.", 19, source=THEMES, free=True),
        Column("definition", "Definition", Value.LONG, "Printed on the blanks' guidance.", 44),
        Column("national_steer", "National steer", Value.LONG, "Who compels it, and why. Only if someone does.", 25),
        Column("commissioner_priority", "Commissioner's priority", Value.LONG, "Its wording, if it is one.", 22),
        Column("community_view", "Community view", Value.LONG, "What the public said, and where.", 22),
        Column("state_by_hand", "Control state by hand", Value.CHOICE, "Instead of the chart's.", 16,
               (ControlState.REDUCING, ControlState.UNDER_CONTROL, ControlState.UNCONTROLLED)),
        Column("probability_by_hand", "Probability by hand", Value.WHOLE, "Or this.", 12, least=1),
        Column("by_hand_reason", "Why by hand", Value.LONG, "The board sees this.", 24),
    ), 25, "crime types", "crime type", CRIME_TYPE_COUNTS)

LEVEL = "Score {level} means"  # heading of a descriptor column


def level_column(level: int) -> Column:
    """The column that says what a score means."""
    return Column(f"level_{level}", LEVEL.format(level=level), Value.LONG, "The least harm." if level == 1 else "", 26)


FACTORS = Table(
    "factors", "Factors", "Factors",
    ("The harm questions. Each agency scores each crime type on each factor; 1 is the least harm.",
     "The questions follow the partnership's published ones; the descriptors are project defaults, to be confirmed by the partnership. "
     "For a longer scale add columns headed Score 5 means, and so on."),
    (
        CHECK,
        Column("number", "Number", Value.WHOLE, "Unique.", 9, required=True, least=1, most=9999),
        Column("name", "Factor", Value.TEXT, "Heads a column of the blanks.", 29, required=True),
        Column("question", "Question", Value.LONG, "What the agency asks itself.", 40),
        *(level_column(level) for level in range(1, 5)),
    ), 12, "factors", "factor", FACTOR_COUNTS)

PROBABILITY_MATRIX = Table(
    "probability_matrix", "Probability matrix", "Probability matrix",
    (f"The probability score by a crime type's share of all incidents and its control state. {CONFIRM}",
     "Each row applies from its share up to the next row's. The first row starts at 0%. "
     "The last two columns say how far a crime type in the row can rise."),
    (
        CHECK,
        Column("from", "Share of all incidents from", Value.PERCENT, "From 0%, rising.", 20, required=True),
        *(Column(state.name.lower(), state.value, Value.WHOLE, "", 16, required=True, least=1, most=1000)
          for state in (ControlState.REDUCING, ControlState.UNDER_CONTROL, ControlState.UNCONTROLLED)),
        Column("highest_risk", "Highest risk score", Value.CHECK, "Worked out: with the highest combined harm.", 24),
        Column("reach", "Band within reach", Value.CHECK, "Worked out: by the thresholds on Setup.", 24),
    ), 8, "rows of the probability matrix", "row of the probability matrix", range(1, 101))

CHANGES = Table(
    "changes", "Changes and events", "Recording changes and known events",
    ("A recording change splits the counts: months before and after it are not compared. The month is the first one recorded in the new way.",
     "A known event is drawn, but left out of limits and signals."),
    (
        CHECK,
        Column("month", "Month", Value.MONTH, "For example, 01/04/2015.", 19, required=True),
        Column("crime_type", "Crime type", Value.CHOICE, "From the sheet Crime types.", 34, required=True, source="crime_types.name"),
        Column("kind", "Kind", Value.CHOICE, "What happened in it.", 22, (RECORDING_CHANGE, KNOWN_EVENT), True),
        Column("reason", "Reason", Value.LONG, "What changed, and who said so. The board sees this.", 60),
    ), 12, "recording changes and known events", "recording change or known event")

DECISIONS = Table(
    "decisions", "Decisions", "The board's decisions",
    ("Type what the board decided on each theme, after the meeting. Calculating again never changes this sheet.",),
    (
        CHECK,
        Column("theme", "Theme", Value.TEXT, "From the sheet Crime types.", 26, required=True, source=THEMES, free=True),
        Column("choice", "Choice", Value.CHOICE, "What the board said.", 17, tuple(Choice), True),
        Column("ground", "Ground", Value.CHOICE, "On what ground.", 23, tuple(Ground)),
        Column("reason", "Reason", Value.LONG, "Why, in the board's words.", 36),
        Column("public_wording", "Public wording", Value.LONG, "The priority as published.", 42),
        Column("lead", "Lead agency", Value.TEXT, "Who leads on it.", 19, source="agencies.name", free=True),
        Column("board", "Board", Value.TEXT, "Which board decided.", 21),
        Column("on", "Date", Value.DATE, "Of the meeting.", 18),
        Column("minute", "Minute", Value.TEXT, "Its number.", 11),
    ), 12, "decisions", "decision")

AGENCY_KEY = "agency:"  # before an agency's name, in the key of its column on Last year
LAST_YEAR_AGENCY = "Harm score: {agency}"  # heading of that column, which the officer may add


def last_year_column(agency: str) -> Column:
    """The column of an agency's harm scores last year."""
    return Column(f"{AGENCY_KEY}{agency}", LAST_YEAR_AGENCY.format(agency=agency), Value.WHOLE, "", 15)


LAST_YEAR = Table(
    "last_year", "Last year", "Last year",
    ("Last year's results, matched by you: give this year's crime type beside last year's name. Nothing is guessed.",
     "Type them, or put last year's results workbook into this folder: it fills in what you leave empty, and names that stay the same.",
     "Leave this year's name empty for a crime type that is gone.",
     "For agencies' own scores add columns headed Harm score: Police, and so on."),
    (
        CHECK,
        Column("name", "Last year's crime type", Value.TEXT, "What it was called then.", 34, required=True),
        Column("crime_type", "This year's crime type", Value.CHOICE, "From the sheet Crime types.", 34, source="crime_types.name"),
        Column("combined_harm", "Combined harm", Value.WHOLE, "", 13),
        Column("probability", "Probability", Value.WHOLE, "", 13),
        Column("risk_score", "Risk score", Value.WHOLE, "", 13),
        Column("risk_band", "Risk band", Value.CHOICE, "", 16, tuple(RiskBand)),
    ), 24, "rows of last year's results", "row of last year's results")

SETUP_TABLES = (AGENCIES, CRIME_TYPES, FACTORS, PROBABILITY_MATRIX, CHANGES, DECISIONS, LAST_YEAR)
CHOICES = {"crime_types.name": "snwp_crime_type_names", THEMES: "snwp_themes", "agencies.name": "snwp_agency_names"}


def columns_of(table: Table, levels: int = 4, agencies: Iterable[str] = ()) -> tuple[Column, ...]:
    """A list's columns as drawn: Factors has a descriptor for each of `levels` scores, Last year a column for each of `agencies`."""
    if table is FACTORS:
        fixed = tuple(column for column in table.columns if not column.key.startswith("level_"))
        return fixed + tuple(level_column(level) for level in range(1, levels + 1))
    if table is LAST_YEAR:
        return table.columns + tuple(last_year_column(agency) for agency in agencies)
    return table.columns


# The sheet Lists: each theme once; the theme of each row of Crime types; whether it is the first with its theme, and which.
LISTS_HEAD = 3  # row of headings, from 0
LISTS_THEMES, LISTS_OF_EACH, LISTS_ORDER = range(3)  # columns
