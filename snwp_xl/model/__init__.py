"""The words of the method as values: an assessment, what agencies returned, what was counted.

Everything here is frozen and knows no file, no spreadsheet and no pandas. METHOD.md defines each word; README's
method section prints the same definitions for the officer.
"""

from snwp_xl.model.assessment import (
    AGENCY_COUNTS,
    CRIME_TYPE_COUNTS,
    FACTOR_COUNTS,
    SCALES,
    Agency,
    Assessment,
    Closed,
    Contact,
    CrimeType,
    Dates,
    Decision,
    EarlierResults,
    Factor,
    KnownEvent,
    LastYear,
    Partner,
    ProbabilityMatrix,
    RecordingChange,
    Settings,
    Thresholds,
)
from snwp_xl.model.counts import NO_COUNTS, Counts, Series
from snwp_xl.model.months import Month
from snwp_xl.model.returns import Reply, Return, ScoreRow, SignOff
from snwp_xl.model.words import (
    CHARTED_STATES,
    Advice,
    AgencyKind,
    AgencyState,
    Choice,
    CombiningRule,
    ControlState,
    Ground,
    Match,
    RiskBand,
)

__all__ = [
    "AGENCY_COUNTS",
    "CHARTED_STATES",
    "CRIME_TYPE_COUNTS",
    "FACTOR_COUNTS",
    "NO_COUNTS",
    "SCALES",
    "Advice",
    "Agency",
    "AgencyKind",
    "AgencyState",
    "Assessment",
    "Choice",
    "Closed",
    "CombiningRule",
    "Contact",
    "ControlState",
    "Counts",
    "CrimeType",
    "Dates",
    "Decision",
    "EarlierResults",
    "Factor",
    "Ground",
    "KnownEvent",
    "LastYear",
    "Match",
    "Month",
    "Partner",
    "ProbabilityMatrix",
    "RecordingChange",
    "Reply",
    "Return",
    "RiskBand",
    "ScoreRow",
    "Series",
    "Settings",
    "SignOff",
    "Thresholds",
]
