"""What every workbook that people fill in holds: fields, tables, grids, allowed values, names and versions.

Written once, used twice: `sheets` draws from these definitions and finds the same things again in a workbook that came
back. No other module knows a cell's address.
"""

from snwp_xl.layout.counts import COUNTS_CORNER, COUNTS_EMPTY, COUNTS_FROM, COUNTS_HEAD, COUNTS_SHEET, COUNTS_SOURCE, COUNTS_WITHIN
from snwp_xl.layout.forms import (
    ANSWERED_HEAD,
    ANSWERED_HEADINGS,
    BESIDE_SCORES,
    DONE,
    FORM_FOR,
    FORM_ROUND,
    FORM_VERSION,
    GUIDANCE_SHEET,
    KEEP,
    MISSING,
    NOT_NO_VIEW,
    ONE_MISSING,
    QUESTION_HEADINGS,
    QUESTIONS_HEAD,
    SCORES_SHEET,
    SEE_START,
    SIGN_OFF,
    START_HERE,
    SUPERSEDES,
    TO_CORRECT,
    Grid,
    grid_of,
)
from snwp_xl.layout.lists import (
    AGENCIES,
    CHANGES,
    CRIME_TYPES,
    DECISIONS,
    FACTORS,
    LAST_YEAR,
    LAST_YEAR_AGENCY,
    LEVEL,
    PROBABILITY_MATRIX,
    SETUP_TABLES,
)
from snwp_xl.layout.parts import (
    AGENCY,
    ALL_INCIDENTS,
    ASSESSMENT,
    EARLIEST,
    KIND,
    KNOWN_EVENT,
    LATEST,
    LAYOUT_VERSION,
    MARKING,
    MOST,
    NO,
    NO_VIEW,
    NOT_ASKED,
    RECORDING_CHANGE,
    ROOM,
    VERSION,
    YES,
    Column,
    Field,
    Group,
    Table,
    Value,
    WorkbookKind,
)
from snwp_xl.layout.setup import LATEST_SHEET, SETUP_FIELDS, SETUP_GROUPS, SETUP_SHEET, START_SHEET

__all__ = [
    "AGENCIES", "AGENCY", "ALL_INCIDENTS", "ANSWERED_HEAD", "ANSWERED_HEADINGS", "ASSESSMENT", "BESIDE_SCORES", "CHANGES",
    "COUNTS_CORNER", "COUNTS_EMPTY", "COUNTS_FROM", "COUNTS_HEAD", "COUNTS_SHEET", "COUNTS_SOURCE", "COUNTS_WITHIN", "CRIME_TYPES",
    "DECISIONS", "DONE", "EARLIEST", "FACTORS", "FORM_FOR", "FORM_ROUND", "FORM_VERSION", "GUIDANCE_SHEET", "KEEP", "KIND",
    "KNOWN_EVENT", "LAST_YEAR", "LAST_YEAR_AGENCY", "LATEST", "LATEST_SHEET", "LAYOUT_VERSION", "LEVEL", "MARKING", "MISSING", "MOST",
    "NO", "NOT_ASKED", "NOT_NO_VIEW", "NO_VIEW", "ONE_MISSING", "PROBABILITY_MATRIX", "QUESTIONS_HEAD", "QUESTION_HEADINGS",
    "RECORDING_CHANGE", "ROOM", "SCORES_SHEET", "SEE_START", "SETUP_FIELDS", "SETUP_GROUPS", "SETUP_SHEET", "SETUP_TABLES", "SIGN_OFF",
    "START_HERE", "START_SHEET", "SUPERSEDES", "TO_CORRECT", "VERSION", "YES", "Column", "Field", "Grid", "Group", "Table", "Value",
    "WorkbookKind", "grid_of",
]
