"""Set-up workbooks for tests: any valid assessment, places in the workbook by what stands there, and what was found in one."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from rounds import edited, small_assessment, with_cells

from snwp_xl import layout
from snwp_xl.assessment import read_setup, setup_workbook
from snwp_xl.assessment.entries import NO_STEER
from snwp_xl.assessment.names import refused, refused_by_windows
from snwp_xl.findings import Finding
from snwp_xl.intake import address
from snwp_xl.locate import plain
from snwp_xl.model import (
    CHARTED_STATES,
    Agency,
    AgencyKind,
    Assessment,
    Choice,
    Closed,
    CombiningRule,
    Contact,
    CrimeType,
    Dates,
    Decision,
    Factor,
    Ground,
    KnownEvent,
    LastYear,
    Month,
    Partner,
    ProbabilityMatrix,
    RecordingChange,
    RiskBand,
    Settings,
    Thresholds,
)
from workbooks import opened

FILE = "assessment.xlsx"
Found = list[tuple[str, str]]  # code and "Sheet!E10" of each finding


# --- places and readings -----------------------------------------------------------------------------------------------


def field_at(key: str) -> str:
    """Where a field of Setup stands: "Setup!B9"."""
    return f"{layout.SETUP_SHEET}!{address(layout.SETUP_ROWS[key], layout.SETUP_ENTRY)}"


def entry_at(table: layout.Table, key: str, row: int = 0) -> str:
    """Where a column's entry stands in row `row` of a list, from 0: "Agencies!B6"."""
    return f"{table.sheet}!{address(table.first + row, table.at(key))}"


def inside(place: str) -> str:
    """The address alone: E10."""
    return place.rpartition("!")[2]


def read(data: bytes) -> tuple[Assessment | None, tuple[Finding, ...]]:
    """What our reader makes of a set-up workbook."""
    return read_setup(opened(data, FILE), FILE)


def read_back(data: bytes) -> Assessment:
    """The assessment in a workbook that has one, without the hash."""
    assessment, findings = read(data)
    assert assessment is not None, [str(one) for one in findings]
    return replace(assessment, sha256="")


def found(data: bytes) -> Found:
    """Code and cell of everything found."""
    return [(one.code, f"{one.place.sheet}!{one.place.cell}" if one.place.cell else one.place.sheet) for one in read(data)[1]]


def spoilt(cells: Mapping[str, object], assessment: Assessment | None = None) -> bytes:
    """The set-up workbook of an assessment, or of a small one, with other values in some cells."""
    return with_cells(setup_workbook(assessment or complete()), cells)


def changed(edit: Callable[[Workbook], object], assessment: Assessment | None = None) -> bytes:
    """The set-up workbook of an assessment, or of a small one, after an edit by openpyxl."""
    return edited(setup_workbook(assessment or complete()), edit)


def values_of(data: bytes, sheet: str) -> list[tuple[object, ...]]:
    """The stored values of a sheet, a row at a time."""
    return list(openpyxl.load_workbook(io.BytesIO(data), data_only=True)[sheet].values)


def complete(**more: object) -> Assessment:
    """A small assessment in which nothing is found: every list has two entries, every optional part something in it."""
    made = small_assessment(("Police", "Fire"), ("Robbery", "Hate Crime"), ("Physical - Individual", "Economic - Social"))
    return replace(made, **{**COMPLETE, **more})  # type: ignore[arg-type]


COMPLETE: dict[str, object] = {
    "agencies": (
        Agency(1, "Police", "Leicestershire Police", contact="B. Example", email="b@police.example"),
        Agency(2, "Fire", "Fire and Rescue", AgencyKind.INVITED, closed=Closed("No staff", date(2017, 5, 30)), counting_file="fire.xlsx",
               more_time_until=date(2017, 6, 7)),
    ),
    "crime_types": (
        CrimeType(1, "Robbery", "Violence", "Stealing by force", state_by_hand=CHARTED_STATES[0], by_hand_reason="Too few to chart"),
        CrimeType(4, "Hate Crime", "Hate", national_steer="Home Office", commissioner_priority="Yes", community_view="Survey, 3rd"),
        CrimeType(7, "Cybercrime", "Cybercrime", probability_by_hand=2, by_hand_reason="Recorded nationally"),
    ),
    "partners_not_asked": (Partner("Health", "NHS", AgencyKind.RESPONSIBLE), Partner("A/B: joint", "", AgencyKind.COOPERATING)),
    "recording_changes": (RecordingChange(Month(2015, 4), 1, "Violence recorded anew"),),
    "known_events": (KnownEvent(Month(2016, 2), 4, "One march"),),
    "decisions": (
        Decision("Violence", Choice.PRIORITY, Ground.HIGH, "High", "Protecting people", "Police", "Board", date(2017, 7, 1), "5"),
        Decision("Hate", Choice.DEFERRED, None),
    ),
    "last_year": (
        LastYear(1, "Robbery and theft", 12, 3, 36, RiskBand.MEDIUM, (("Police", 15), ("Fire", 6))),
        LastYear(None, "Graffiti", None, None, None, None, (("Fire", 7),)),
    ),
}


# --- any valid assessment ------------------------------------------------------------------------------------------------

LETTERS = "ab Zé漢😀–’'\"*?~=+1{}<&>@#%;:/\\|()-._,!$ß"
DAYS = st.dates(layout.EARLIEST, layout.LATEST)
MONTHS = st.builds(Month, st.integers(2000, 2099), st.integers(1, 12))
SHARES = st.integers(0, 10_000).map(lambda hundredths: Fraction(hundredths, 10_000))
TEXTS = st.text(LETTERS, max_size=30).map(str.strip)
LONG_TEXTS = st.text(LETTERS + "\n", max_size=60).map(str.strip)
STEERS = LONG_TEXTS.filter(lambda text: plain(text) not in NO_STEER)
SMALL = st.integers(0, 40)


def _name(text: str) -> str:
    return " ".join(text.split())


NAMES = st.one_of(st.sampled_from(["*", "?", "~*", "=1+1", "Theft* from?", "O'Neill", "North–West", "<b>&amp;", "漢字", "'quoted'", "@sum", "5", "1e5"]),
                  st.text(LETTERS, min_size=1, max_size=40).map(_name)).filter(lambda name: bool(name) and not refused(name))
FILE_NAMES = NAMES.filter(lambda name: not refused_by_windows(name))


def unique(names: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Names that are different to a reader."""
    return st.lists(names, min_size=least, max_size=most, unique_by=plain)


@st.composite
def assessments(draw: st.DrawFn, most: int = 6) -> Assessment:
    """Any valid assessment with at most so many crime types and factors, and a few agencies more."""
    scale = draw(st.integers(2, 10))
    matrix = draw(matrices())
    names = draw(unique(NAMES, 1, most))
    themes = draw(unique(NAMES, 1, 3))
    crime_types = tuple(draw(_crime_type(number, name, [name, *themes], matrix.highest)) for number, name in
                        zip(draw(_numbers(len(names))), names, strict=True))
    agency_names = draw(unique(FILE_NAMES, 2, most + 2))
    asked = draw(st.integers(2, len(agency_names)))
    medium, high = sorted(draw(st.lists(SHARES, min_size=2, max_size=2, unique=True)))
    last_year_agencies = draw(unique(NAMES, 0, 3))
    numbers = [one.number for one in crime_types]
    factors = draw(unique(NAMES, 1, min(most, 12)))
    return Assessment(
        name=draw(NAMES), partnership=draw(NAMES), area=draw(NAMES), marking=draw(TEXTS), scale=scale,
        agencies=tuple(draw(_agency(number, name)) for number, name in enumerate(agency_names[:asked], 1)),
        partners_not_asked=tuple(draw(st.builds(Partner, st.just(name), TEXTS, st.sampled_from(AgencyKind))) for name in agency_names[asked:]),
        crime_types=crime_types, probability_matrix=matrix,
        factors=tuple(Factor(number, name, draw(LONG_TEXTS), draw(_levels(scale))) for number, name in
                      zip(draw(_numbers(len(factors))), factors, strict=True)),
        rule=draw(st.sampled_from(CombiningRule)), divisor=draw(st.integers(1, 1000)), thresholds=Thresholds(high, medium, draw(SHARES)),
        dates=draw(st.builds(Dates, DAYS, *[st.none() | DAYS] * 6)), contact=draw(st.builds(Contact, TEXTS, TEXTS, TEXTS)),
        settings=draw(_settings()),
        recording_changes=tuple(draw(st.lists(st.builds(RecordingChange, MONTHS, st.sampled_from(numbers), LONG_TEXTS), max_size=3))),
        known_events=tuple(draw(st.lists(st.builds(KnownEvent, MONTHS, st.sampled_from(numbers), LONG_TEXTS), max_size=3))),
        decisions=tuple(draw(_decision(theme)) for theme in draw(st.lists(st.sampled_from([one.theme for one in crime_types]), max_size=3))),
        last_year=tuple(draw(_last_year(name, numbers, last_year_agencies)) for name in draw(st.lists(NAMES, max_size=3))))


def _numbers(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(1, 9999), min_size=count, max_size=count, unique=True)


@st.composite
def _agency(draw: st.DrawFn, number: int, name: str) -> Agency:
    closed = draw(st.none() | st.builds(Closed, TEXTS, DAYS))
    kind = draw(st.sampled_from(AgencyKind))
    return Agency(number, name, draw(TEXTS), kind, draw(TEXTS), draw(TEXTS), closed, draw(TEXTS), draw(st.none() | DAYS))


@st.composite
def _crime_type(draw: st.DrawFn, number: int, name: str, themes: list[str], highest: int) -> CrimeType:
    by_hand = draw(st.sampled_from((None, *CHARTED_STATES)))
    probability = draw(st.none() | st.integers(1, highest)) if by_hand is None else None
    by_plain = {plain(one): one for one in reversed(themes)}  # a theme that reads like the name is the name
    theme = by_plain[plain(draw(st.sampled_from(themes)))]
    return CrimeType(number, name, theme, draw(LONG_TEXTS), draw(STEERS), draw(LONG_TEXTS), draw(LONG_TEXTS), by_hand, probability, draw(LONG_TEXTS))


def _levels(scale: int) -> st.SearchStrategy[tuple[str, ...]]:
    def without_empty_end(words: list[str]) -> tuple[str, ...]:
        while words and not words[-1]:
            words = words[:-1]
        return tuple(words)

    return st.lists(LONG_TEXTS, max_size=scale).map(without_empty_end)


@st.composite
def matrices(draw: st.DrawFn) -> ProbabilityMatrix:
    """Any probability matrix with rising shares; its scores may fall."""
    edges = [Fraction(0), *sorted(draw(st.sets(SHARES.filter(bool), max_size=5)))]
    row = st.tuples(*[st.integers(1, 9)] * 3)
    return ProbabilityMatrix(tuple(edges), tuple(draw(row) for _ in edges))


def _settings() -> st.SearchStrategy[Settings]:
    yes = st.booleans()
    fractions = st.none() | st.builds(Fraction, st.integers(0, 5000), st.integers(1, 1000))
    return st.builds(
        Settings, no_view_allowed=yes, screening=yes, places=st.integers(1, 50),
        statutory_obligations=st.lists(NAMES, max_size=5).map(tuple), last_month=st.none() | MONTHS,
        adopted_edition=st.none() | st.integers(1, 99), last_year_highest_possible=fractions, last_year_highest_harm=fractions,
        public_agency_scores=yes, suppress_below=st.integers(0, 1000), board_sees_agency_scores=yes, figures_in_mail=yes,
        attachment_limit_mb=st.integers(1, 1000), board_addresses=LONG_TEXTS, analyst_addresses=LONG_TEXTS, round_folder=TEXTS)


@st.composite
def _decision(draw: st.DrawFn, theme: str) -> Decision:
    ground = draw(st.none() | st.sampled_from(Ground))
    return Decision(theme, draw(st.sampled_from(Choice)), ground, *(draw(TEXTS) for _ in range(4)), draw(st.none() | DAYS), draw(TEXTS))


@st.composite
def _last_year(draw: st.DrawFn, name: str, numbers: list[int], agencies: list[str]) -> LastYear:
    scores = [(agency, draw(st.none() | SMALL)) for agency in agencies]
    given = tuple((agency, score) for agency, score in scores if score is not None)
    band = draw(st.none() | st.sampled_from(RiskBand))
    return LastYear(draw(st.none() | st.sampled_from(numbers)), name, *(draw(st.none() | SMALL) for _ in range(3)), band, given)
