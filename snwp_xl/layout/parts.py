"""What layouts are made of: fields, columns, lists, and what may stand in their cells."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from snwp_xl.frozen import dataclass

LAYOUT_VERSION = "1"  # of blanks, set-up and incident workbooks; raised when a reader could mistake one for another

NO_VIEW = "No view"
YES, NO = "Yes", "No"
RECORDING_CHANGE, KNOWN_EVENT = "Recording change", "Known event"
ALL_INCIDENTS = "All incidents"
NOT_ASKED = "Not asked"
MOST = 1_000_000  # of any number that is typed; more is a slip of the hand
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)  # of any day that is typed


class WorkbookKind(StrEnum):
    """What a workbook of a round is, as its cell `snwp_kind` says."""

    SETUP = "Set-up"
    BLANK = "Harm scores"
    QUERY = "Questions"
    COUNTS = "Incident counts"
    RESULTS = "Results"
    PRIVATE = "How your answers counted"


class Value(StrEnum):
    """What may stand in a cell."""

    TEXT = "text"
    LONG = "long text"
    WHOLE = "a whole number"
    NUMBER = "a number"  # of zero or more, with decimals
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
    least: int = 0  # of a whole number
    most: int = MOST
    without: str = ""  # what follows while it is empty, where it should not be but may: "the blanks name no date"

    @property
    def name(self) -> str:
        """The defined name that leads to the cell."""
        return f"snwp_{self.key}"

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.label


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
    help: str = ""  # above the heading, and in the pop-up
    width: float = 16
    allowed: tuple[str, ...] = ()
    required: bool = False
    source: str = ""  # key of another table and column whose entries are the choices: "crime_types.name"
    free: bool = False  # the choices are only suggested
    least: int = 0  # of a whole number
    most: int = MOST
    without = ""  # a list has no entries that may be empty but should not

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.heading


ROOM = 240  # rows of a list that formulas look at


@dataclass(frozen=True, slots=True)
class Table:
    """A list on a sheet of its own, read from its header to the last used row."""

    key: str
    sheet: str
    title: str
    intro: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: int  # drawn at least: entries and room for more
    what: str = ""  # its entries, for messages
    one: str = ""  # one of them
    counted: range = range(MOST)  # how many entries there may be

    @property
    def name(self) -> str:
        """The defined name of the header row."""
        return f"snwp_{self.key}_head"

    @property
    def excel_name(self) -> str:
        """The name of the Excel table."""
        return "".join(word.capitalize() for word in self.key.split("_"))

    @property
    def entries(self) -> tuple[Column, ...]:
        """The columns that are read, without those that are worked out."""
        return tuple(column for column in self.columns if column.value is not Value.CHECK)

    def column(self, key: str) -> Column:
        """The column with that key; raises KeyError."""
        return self.columns[self.at(key)]

    def at(self, key: str) -> int:
        """Where the column with that key is drawn, from 0; raises KeyError."""
        for i, column in enumerate(self.columns):
            if column.key == key:
                return i
        raise KeyError(key)

    @property
    def check_row(self) -> int:
        """The row, from 0, that says how the whole list stands: below the title and the words."""
        return len(self.intro) + 1

    @property
    def head(self) -> int:
        """The row of headings, from 0; the columns' explanations stand above it."""
        return self.check_row + 2

    @property
    def first(self) -> int:
        """The first row of entries."""
        return self.head + 1

    @property
    def last(self) -> int:
        """The last row that formulas look at: more than a list may hold."""
        return self.head + ROOM


# --- identity: plain visible cells in every workbook that comes back -------------------------------------------------

KIND = Field("kind", "What this is", Value.TEXT)
VERSION = Field("layout", "Form version", Value.TEXT)
ASSESSMENT = Field("assessment", "Assessment", Value.TEXT)
AGENCY = Field("agency", "Agency", Value.TEXT)
MARKING = Field("protective_marking", "Protective marking", Value.TEXT)  # not read back
