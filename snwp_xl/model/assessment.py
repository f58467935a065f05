"""One year's round: agencies, crime types, factors, probability matrix, settings, decisions."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from fractions import Fraction

from snwp_xl.frozen import dataclass
from snwp_xl.model.months import Month
from snwp_xl.model.words import CHARTED_STATES, PUBLISHED_DIVISOR, AgencyKind, Choice, CombiningRule, ControlState, Ground, Match, RiskBand

SCALES = range(2, 11)  # the highest score k may be 2 to 10
AGENCY_COUNTS = range(2, 41)
CRIME_TYPE_COUNTS = range(1, 201)
FACTOR_COUNTS = range(1, 13)


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
    more_time_until: date | None = None  # its own date for returns, where the officer has extended it


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
        return bisect_right(self.lower_edges, share) - 1

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
    """A crime type's row of last year's results, and the crime type of this year that it is matched with."""

    crime_type: int | None  # this year's number; None: gone, or not matched
    name: str  # last year's name
    combined_harm: int | None = None
    probability: int | None = None
    risk_score: int | None = None
    risk_band: RiskBand | None = None
    harm_scores: tuple[tuple[str, int], ...] = ()  # agency name, its harm score last year
    match: Match = Match.OFFICER


@dataclass(frozen=True, slots=True)
class EarlierResults:
    """Last year's results workbook, where one lies in the round folder."""

    name: str  # of its assessment: "2016/17"
    file: str
    highest_harm_score: int | None = None  # the most that an agency could give a crime type


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
    """What a partnership may choose; the defaults are the project's own."""

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
    divisor: int = PUBLISHED_DIVISOR  # used by Sum / 6 only
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
    last_year_results: EarlierResults | None = None  # None: there is none, or the sheet Last year was typed
    sha256: str = ""  # of the settings as read, not of the file

    @property
    def lowest_harm_score(self) -> int:
        """The least an agency can give a crime type: 1 on every factor."""
        return len(self.factors)

    @property
    def highest_harm_score(self) -> int:
        """The most an agency can give a crime type: k on every factor."""
        return len(self.factors) * self.scale

    @property
    def as_published(self) -> bool:
        """The scores are joined as those of the published 2017/18 table were: divided by six."""
        return self.rule is CombiningRule.SUM_OVER_DIVISOR and self.divisor == PUBLISHED_DIVISOR

    def crime_type(self, number: int) -> CrimeType:
        """The crime type with that number; raises KeyError."""
        for crime_type in self.crime_types:
            if crime_type.number == number:
                return crime_type
        raise KeyError(number)

    def due(self, agency: str) -> date | None:
        """When that agency must have sent its scores: its own date, else the round's; raises KeyError."""
        return self.agency(agency).more_time_until or self.dates.returns_by

    def agency(self, name: str) -> Agency:
        """The agency of that name, whatever its case; raises KeyError."""
        for agency in self.agencies:
            if agency.name.casefold() == name.casefold():
                return agency
        raise KeyError(name)
