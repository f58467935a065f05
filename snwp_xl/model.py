"""The words of the method as values: an assessment, what agencies returned, what was counted.

Everything here is frozen and knows no file, no spreadsheet and no pandas. METHOD.md defines each word; README's
method section prints the same definitions for the officer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

SCALES = range(2, 11)  # the highest score k may be 2 to 10
AGENCY_COUNTS = range(2, 41)
CRIME_TYPE_COUNTS = range(1, 201)
FACTOR_COUNTS = range(1, 13)


class AgencyKind(StrEnum):
    """How an agency comes to be in the partnership (Crime and Disorder Act 1998, section 5)."""

    RESPONSIBLE = "Responsible authority"
    COOPERATING = "Co-operating body"
    INVITED = "Invited"


class ControlState(StrEnum):
    """What a control chart says of a crime type."""

    REDUCING = "Reducing"
    UNDER_CONTROL = "Under control"
    UNCONTROLLED = "Uncontrolled"
    NOT_ASSESSABLE = "Not assessable"


CHARTED_STATES = (ControlState.REDUCING, ControlState.UNDER_CONTROL, ControlState.UNCONTROLLED)


class CombiningRule(StrEnum):
    """How the agencies' harm scores become one combined harm."""

    SUM_OVER_DIVISOR = "Sum / 6, as published"
    MEAN = "Mean"
    MEDIAN = "Median"


class RiskBand(StrEnum):
    """What a risk score means to the board."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"
    NOT_ASSESSED = "Not assessed"


class Advice(StrEnum):
    """The recommendation that follows from a band and a steer; the board decides."""

    SELECT = "Select"
    DISCUSS = "Discuss"
    DO_NOT_SELECT = "Do not select"
    COMPELLED = "Compelled"


class AgencyState(StrEnum):
    """Where an agency's return stands."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNUSABLE = "unusable"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    CLOSED = "closed"


class Choice(StrEnum):
    """What the board decided of a theme."""

    PRIORITY = "Priority"
    NOT_A_PRIORITY = "Not a priority"
    DEFERRED = "Deferred"


class Ground(StrEnum):
    """On what ground the board decided."""

    HIGH = "High"
    DISCUSSED = "Discussed"
    NATIONAL_STEER = "National steer"
    COMMISSIONER = "Police and crime commissioner's priority"
    COMMUNITY = "Community view"
    STATUTORY = "Statutory"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month: 2016-03."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written as YYYY-MM; raises ValueError for anything else."""
        year, month = text.split("-")
        if len(year) != 4 or len(month) != 2 or not 1 <= int(month) <= 12:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(year), int(month))

    def shift(self, months: int) -> Month:
        """The month so many months later (earlier if negative)."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def until(self, last: Month) -> tuple[Month, ...]:
        """Every month from this one to `last`, both included."""
        return tuple(self.shift(i) for i in range(last.index - self.index + 1))

    @property
    def index(self) -> int:
        """Months since the year 0: differences are numbers of months."""
        return self.year * 12 + self.month - 1

    @property
    def first_day(self) -> date:
        """The month's first day, which is what a spreadsheet stores."""
        return date(self.year, self.month, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def words(self) -> str:
        """June 2025."""
        names = "January February March April May June July August September October November December".split()
        return f"{names[self.month - 1]} {self.year}"

    @property
    def short(self) -> str:
        """Jun 25."""
        return f"{self.words[:3]} {self.year % 100:02d}"


@dataclass(frozen=True, slots=True)
class Closed:
    """The officer's decision to go on without an agency's return."""

    reason: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Agency:
    """A partner that scores."""

    number: int  # its place on the Agencies sheet, from 1, among those asked
    name: str
    organisation: str = ""
    kind: AgencyKind = AgencyKind.RESPONSIBLE
    contact: str = ""
    email: str = ""  # one or more addresses, with ; or , between
    closed: Closed | None = None  # closed without a return; the number of agencies does not change
    counting_file: str = ""  # the file name in returns/ that counts, where there are several


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation of the partnership that is not asked to score."""

    name: str
    organisation: str
    kind: AgencyKind


@dataclass(frozen=True, slots=True)
class CrimeType:
    """A row of the harm matrix."""

    number: int  # what formulas look a crime type up by; unique, never re-used in a round
    name: str
    theme: str
    definition: str = ""
    national_steer: str = ""  # who compels it and why; empty: nobody
    commissioner_priority: str = ""
    community_view: str = ""
    state_by_hand: ControlState | None = None
    probability_by_hand: int | None = None
    by_hand_reason: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the harm questions."""

    number: int
    name: str
    question: str = ""
    levels: tuple[str, ...] = ()  # what score 1, 2 ... k means; may be empty


@dataclass(frozen=True, slots=True)
class ProbabilityMatrix:
    """Probability score by share of all incidents (down) and control state (across)."""

    lower_edges: tuple[Fraction, ...]  # share from which each row holds; the first is 0
    scores: tuple[tuple[int, ...], ...]  # a row per edge; Reducing, Under control, Uncontrolled

    def row_for(self, share: Fraction) -> int:
        """The row, from 0, in which a share lies; an edge belongs to the row that starts there."""
        return max(i for i, edge in enumerate(self.lower_edges) if share >= edge)

    def probability(self, share: Fraction, state: ControlState) -> int:
        """The probability score of a share and a charted state."""
        return self.scores[self.row_for(share)][CHARTED_STATES.index(state)]

    @property
    def highest(self) -> int:
        """The highest probability score that the matrix holds."""
        return max(max(row) for row in self.scores)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where bands begin, as shares of the highest possible risk score."""

    high: Fraction = Fraction(40, 100)
    medium: Fraction = Fraction(25, 100)
    high_harm: Fraction = Fraction(65, 100)  # share of the highest combined harm: "high harm, low volume"


@dataclass(frozen=True, slots=True)
class RecordingChange:
    """A dated change of recording: the series before and after are not compared."""

    month: Month  # the first month recorded in the new way
    crime_type: int
    reason: str


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """A month whose count has a known, single cause: drawn, but left out of limits and signals."""

    month: Month
    crime_type: int
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the board decided of a theme, typed by the officer."""

    theme: str
    choice: Choice
    ground: Ground | None
    reason: str = ""
    public_wording: str = ""
    lead: str = ""
    board: str = ""
    on: date | None = None
    minute: str = ""


@dataclass(frozen=True, slots=True)
class LastYear:
    """A crime type's row of last year's results, matched by the officer."""

    crime_type: int | None  # this year's number; None: gone
    name: str  # last year's name
    combined_harm: int | None = None
    probability: int | None = None
    risk_score: int | None = None
    risk_band: RiskBand | None = None
    harm_scores: tuple[tuple[str, int], ...] = ()  # agency name, its harm score last year


@dataclass(frozen=True, slots=True)
class Dates:
    """The round's dates; any may be open."""

    assessment: date | None = None
    returns_by: date | None = None
    counts_by: date | None = None
    papers_out: date | None = None
    board: date | None = None
    publish_by: date | None = None
    keep_returns_until: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """The community safety officer whom agencies ask."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a partnership may choose; the defaults are those of METHOD.md."""

    no_view_allowed: bool = True
    screening: bool = False  # screen outlying moving ranges, once
    places: int = 3  # how many priorities the board sets
    statutory_obligations: tuple[str, ...] = ()
    last_month: Month | None = None  # last month of counts that is complete
    adopted_edition: int | None = None
    last_year_highest_possible: Fraction | None = None
    last_year_highest_harm: Fraction | None = None
    public_agency_scores: bool = False
    suppress_below: int = 0  # counts from 1 up to one below this are suppressed in the public edition; 0: none
    board_sees_agency_scores: bool = True
    figures_in_mail: bool = False
    attachment_limit_mb: int = 10
    board_addresses: str = ""
    analyst_addresses: str = ""
    round_folder: str = ""  # where the round's files are, when the workbook is opened from a web address


@dataclass(frozen=True, slots=True)
class Assessment:
    """One year's round: who scores what, on which factors, and how scores become bands."""

    name: str  # "2017/18"
    partnership: str
    area: str
    agencies: tuple[Agency, ...]
    crime_types: tuple[CrimeType, ...]
    factors: tuple[Factor, ...]
    probability_matrix: ProbabilityMatrix
    scale: int = 4  # scores run from 1 to this
    rule: CombiningRule = CombiningRule.SUM_OVER_DIVISOR
    divisor: int = 6  # the published table's divisor; used by Sum / 6 only
    thresholds: Thresholds = Thresholds()
    marking: str = ""
    dates: Dates = Dates()
    contact: Contact = Contact()
    settings: Settings = Settings()
    partners_not_asked: tuple[Partner, ...] = ()
    recording_changes: tuple[RecordingChange, ...] = ()
    known_events: tuple[KnownEvent, ...] = ()
    decisions: tuple[Decision, ...] = ()
    last_year: tuple[LastYear, ...] = ()
    sha256: str = ""  # of the settings as read, not of the file

    @property
    def lowest_harm_score(self) -> int:
        """The least an agency can give a crime type: 1 on every factor."""
        return len(self.factors)

    @property
    def highest_harm_score(self) -> int:
        """The most an agency can give a crime type: k on every factor."""
        return len(self.factors) * self.scale

    def crime_type(self, number: int) -> CrimeType:
        """The crime type with that number; raises KeyError."""
        for crime_type in self.crime_types:
            if crime_type.number == number:
                return crime_type
        raise KeyError(number)

    def agency(self, name: str) -> Agency:
        """The agency of that name, whatever its case; raises KeyError."""
        for agency in self.agencies:
            if agency.name.casefold() == name.casefold():
                return agency
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who in the agency answers for the scores."""

    name: str = ""
    role: str = ""
    on: date | None = None

    @property
    def complete(self) -> bool:
        """Signed with a name, a role and a date."""
        return bool(self.name and self.role and self.on)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What one agency said of one crime type."""

    crime_type: int
    scores: tuple[int | None, ...]  # one a factor, in the assessment's order; None: missing
    no_view: bool = False
    comment: str = ""
    cells: tuple[str, ...] = ()  # where each score stands in the agency's file: "E10"

    @property
    def harm_score(self) -> int | None:
        """Sum of the scores; None where any is missing or the agency has no view."""
        if self.no_view or any(score is None for score in self.scores):
            return None
        return sum(score for score in self.scores if score is not None)

    @property
    def answered(self) -> bool:
        """Scored in full, or No view."""
        return self.no_view or self.harm_score is not None


@dataclass(frozen=True, slots=True)
class Return:
    """A usable workbook that came back from an agency."""

    agency: str
    file: str  # relative to the round folder
    sha256: str
    rows: tuple[ScoreRow, ...]  # one a crime type, in the assessment's order
    sign_off: SignOff = SignOff()
    sheet: str = "Harm scores"  # what the agency's file calls the sheet
    supersedes: str = ""  # SHA-256 of the return that this one answers for
    replies: tuple[Reply, ...] = ()

    def row(self, crime_type: int) -> ScoreRow:
        """The row of that crime type; raises KeyError."""
        for row in self.rows:
            if row.crime_type == crime_type:
                return row
        raise KeyError(crime_type)

    @property
    def complete(self) -> bool:
        """Every crime type answered."""
        return all(row.answered for row in self.rows)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an agency answered to a question that was sent back with its return."""

    question: str  # the question's key: code and crime type numbers
    asked: str  # the question's words
    reply: str  # the reply's words
    keep: bool  # the agency stands by its scores


@dataclass(frozen=True, slots=True)
class Series:
    """A crime type's monthly counts, or those of All incidents."""

    name: str
    counts: tuple[int | None, ...]  # one a month, None: missing (never 0)
    crime_type: int | None = None  # None: All incidents


@dataclass(frozen=True, slots=True)
class Counts:
    """Monthly incident counts for the assessment's area."""

    months: tuple[Month, ...]  # without gaps
    series: tuple[Series, ...] = ()  # at most one a crime type
    all_incidents: Series | None = None
    source: str = ""
    file: str = ""
    sha256: str = ""

    def of(self, crime_type: int) -> Series | None:
        """The crime type's series, if it has one."""
        return next((series for series in self.series if series.crime_type == crime_type), None)

    def up_to(self, last: Month) -> Counts:
        """The same counts without the months after `last`."""
        keep = sum(month <= last for month in self.months)
        cut = tuple(replace(series, counts=series.counts[:keep]) for series in self.series)
        every = self.all_incidents and replace(self.all_incidents, counts=self.all_incidents.counts[:keep])
        return replace(self, months=self.months[:keep], series=cut, all_incidents=every)


NO_COUNTS = Counts(months=())
