"""The lists of the set-up workbook, a sheet each, and the columns that an officer may add to them."""

from __future__ import annotations

from snwp_xl.layout.parts import KNOWN_EVENT, NO, RECORDING_CHANGE, YES, Column, Table, Value
from snwp_xl.model import (
    AgencyKind,
    Choice,
    ControlState,
    Ground,
    RiskBand,
)

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
