"""The set-up workbook -> Assessment, and everything wrong in it as findings with their cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from snwp_xl import layout
from snwp_xl.assessment.cells import Row, Sift
from snwp_xl.findings import Finding, Place, Severity
from snwp_xl.intake import Book
from snwp_xl.layout import Table
from snwp_xl.locate import plain
from snwp_xl.model import (
    AGENCY_COUNTS,
    CHARTED_STATES,
    CRIME_TYPE_COUNTS,
    FACTOR_COUNTS,
    SCALES,
    Agency,
    AgencyKind,
    Assessment,
    Choice,
    Closed,
    CombiningRule,
    Contact,
    ControlState,
    CrimeType,
    Dates,
    Decision,
    Factor,
    Ground,
    KnownEvent,
    LastYear,
    Partner,
    ProbabilityMatrix,
    RecordingChange,
    RiskBand,
    Settings,
    Thresholds,
)

LONGEST_NAME = 80  # characters; longer names break headings and file names
WINDOWS_REFUSES = '<>:"/\\|?*'
WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}
HEADINGS = {plain(one) for one in (
    "Number", "Crime type", "Theme", "Combined harm", "Unrounded", "Scored by", "Agency", "Factor", "Harm score", layout.NO_VIEW,
    "Comment", "Still to do", "Question", "Your reply", "Check", layout.ALL_INCIDENTS)}




def read_setup(book: Book, file: str) -> tuple[Assessment | None, tuple[Finding, ...]]:
    """The assessment that a set-up workbook holds; None, and at least one ERROR, if it cannot be used."""
    assessment, findings = _read(book, file)
    if assessment is None or any(one.severity is Severity.ERROR for one in findings):
        return None, findings
    return replace(assessment, sha256=settings_hash(assessment)), findings


def read_unfinished(book: Book, file: str) -> Assessment | None:
    """The assessment where nothing is wrong but fields of Setup that are still empty: enough for what needs no dates and no contact."""
    assessment, findings = _read(book, file)
    errors = (one for one in findings if one.severity is Severity.ERROR)
    empty = all(one.code == "setup-missing" and one.place.sheet == layout.SETUP_SHEET for one in errors)
    return assessment if empty else None


def _read(book: Book, file: str) -> tuple[Assessment | None, tuple[Finding, ...]]:
    sift = Sift(book, file)
    fields = sift.fields(layout.SETUP_FIELDS)
    tables = {table.key: sift.rows(table) for table in layout.SETUP_TABLES}
    if any(one.code == "setup-missing-part" for one in sift.findings):
        return None, tuple(sift.findings)
    return _assessment(sift, fields, tables), tuple(sift.findings)


def settings_hash(assessment: Assessment) -> str:
    """SHA-256 of the settings as read: the same for two files that say the same."""
    return hashlib.sha256(repr(replace(assessment, sha256="")).encode("utf-8", "replace")).hexdigest()


def _assessment(sift: Sift, fields: Row, tables: Mapping[str, list[Row]]) -> Assessment:
    scale = fields.whole("scale", SCALES.start, SCALES.stop - 1, 4)
    crime_types = _crime_types(sift, tables["crime_types"])
    numbers = {plain(one.name): one.number for one in crime_types}
    agencies, others = _agencies(sift, tables["agencies"])
    matrix = _matrix(sift, tables["probability_matrix"])
    changes, events = _changes(sift, tables["changes"], numbers)
    return Assessment(
        name=_name(sift, fields, "name"), partnership=fields.text("partnership"), area=fields.text("area"),
        agencies=agencies, crime_types=crime_types, factors=_factors(sift, tables["factors"], scale),
        probability_matrix=matrix, scale=scale, rule=fields.choice("rule", CombiningRule, CombiningRule.SUM_OVER_DIVISOR),
        divisor=fields.whole("divisor", 1, 1000, 6), thresholds=_thresholds(sift, fields), marking=fields.text("marking"),
        dates=Dates(*(fields.day(key) for key in (
            "assessment_date", "returns_by", "counts_by", "papers_out", "board_date", "publish_by", "keep_returns_until"))),
        contact=Contact(fields.text("contact_name"), fields.text("contact_phone"), fields.text("contact_email")),
        settings=_settings(fields), partners_not_asked=others, recording_changes=changes, known_events=events,
        decisions=_decisions(sift, tables["decisions"], crime_types), last_year=_last_year(tables["last_year"], numbers))


def _settings(fields: Row) -> Settings:
    obligations = (fields.text(f"obligation_{i}") for i in range(1, 6))
    return Settings(
        no_view_allowed=fields.yes("no_view"), screening=fields.yes("screening"), places=fields.whole("places", 1, 50, 3),
        statutory_obligations=tuple(one for one in obligations if one), last_month=fields.month("last_month"),
        adopted_edition=fields.optional_whole("adopted_edition", 1),
        last_year_highest_possible=fields.exact("last_year_highest_possible"),
        last_year_highest_harm=fields.exact("last_year_highest_harm"),
        public_agency_scores=fields.yes("public_agency_scores"), suppress_below=fields.whole("suppress_below", 0, 1000, 0),
        board_sees_agency_scores=fields.yes("board_sees_agency_scores"), figures_in_mail=fields.yes("figures_in_mail"),
        attachment_limit_mb=fields.whole("attachment_limit", 1, 1000, 10), board_addresses=fields.text("board_addresses"),
        analyst_addresses=fields.text("analyst_addresses"), round_folder=fields.text("round_folder"))


def _thresholds(sift: Sift, fields: Row) -> Thresholds:
    standard = Thresholds()
    high = fields.share("high", standard.high)
    medium = fields.share("medium", standard.medium)
    if high <= medium and fields.holds("high") and fields.holds("medium"):
        sift.find("setup-thresholds-order", fields.place("high"), high=_percent(high), medium=_percent(medium))
    return Thresholds(high, medium, fields.share("high_harm", standard.high_harm))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"


# --- names ------------------------------------------------------------------------------------------------------------


def _name(sift: Sift, row: Row, key: str, *, for_files: bool = False) -> str:
    """A name that can head a column and, for agencies, be part of a file's name."""
    name = row.text(key)
    why = name and (_refused(name) or (for_files and _refused_by_windows(name)))
    if why:
        sift.find("setup-name-refused", row.place(key), name=name, why=why)
    return name


def _refused(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return f"it has {len(name)} characters and the most is {LONGEST_NAME}"
    if any(not letter.isprintable() for letter in name):
        return "it holds a line break or a character that cannot be printed"
    if plain(name) in HEADINGS:
        return "the workbooks use this word as a heading"
    return ""


def _refused_by_windows(name: str) -> str:
    bad = sorted({letter for letter in name if letter in WINDOWS_REFUSES})
    if bad:
        return f"Windows does not allow {' '.join(bad)} in a file's name"
    if name.endswith("."):
        return "Windows does not allow a full stop at the end of a name"
    if name.partition(".")[0].strip().casefold() in WINDOWS_DEVICES:
        return "Windows keeps this name for itself"
    return ""


def _once(sift: Sift, rows: Iterable[tuple[Row, str]], key: str, what: str) -> None:
    seen: set[str] = set()
    for row, name in rows:
        if name and plain(name) in seen:
            sift.find("setup-duplicate-name", row.place(key), what=what, name=name)
        seen.add(plain(name))


def _count(sift: Sift, table: Table, count: int, allowed: range) -> None:
    place = Place(sift.file, table.sheet)
    if not count:
        sift.find("setup-empty-list", place, what=table.what, least=allowed.start)
    elif count < allowed.start:
        sift.find("setup-too-few", place, what=table.what, count=count, least=allowed.start)
    elif count >= allowed.stop:
        sift.find("setup-too-many", place, what=table.what, count=count, most=allowed.stop - 1)


# --- lists ------------------------------------------------------------------------------------------------------------


def _agencies(sift: Sift, rows: list[Row]) -> tuple[tuple[Agency, ...], tuple[Partner, ...]]:
    agencies: list[Agency] = []
    others: list[Partner] = []
    for row in rows:
        name = _name(sift, row, "name", for_files=True)
        kind = row.choice("kind", AgencyKind, AgencyKind.RESPONSIBLE)
        if not row.yes("asked"):
            others.append(Partner(name, row.text("organisation"), kind))
            continue
        agencies.append(Agency(
            len(agencies) + 1, name, row.text("organisation"), kind, row.text("contact"), row.text("email"), _closed(sift, row, name),
            row.text("counting_file"), row.day("more_time_until")))
    _once(sift, ((row, row.text("name")) for row in rows), "name", layout.AGENCIES.what)
    _count(sift, layout.AGENCIES, len(agencies), AGENCY_COUNTS)
    return tuple(agencies), tuple(others)


def _closed(sift: Sift, row: Row, name: str) -> Closed | None:
    on, reason = row.day("closed_on"), row.text("closed_reason")
    if on and not reason:
        sift.find("setup-no-reason", row.place("closed_reason"), what=f"Closing {name}")
    return Closed(reason, on) if on or reason else None


def _crime_types(sift: Sift, rows: list[Row]) -> tuple[CrimeType, ...]:
    found = tuple(_crime_type(sift, row) for row in rows)
    _once(sift, ((row, row.text("name")) for row in rows), "name", layout.CRIME_TYPES.what)
    seen: set[int] = set()
    for row, one in zip(rows, found, strict=True):
        if one.number in seen:
            sift.find("setup-duplicate-number", row.place("number"), number=one.number)
        seen.add(one.number)
    _count(sift, layout.CRIME_TYPES, len(found), CRIME_TYPE_COUNTS)
    return found


def _crime_type(sift: Sift, row: Row) -> CrimeType:
    name = _name(sift, row, "name")
    state = row.optional_choice("state_by_hand", ControlState, CHARTED_STATES)
    probability = row.optional_whole("probability_by_hand", 1)
    reason = row.text("by_hand_reason")
    if state and probability:
        sift.find("setup-two-answers", row.place("probability_by_hand"), what=name)
    if (state or probability) and not reason:
        sift.find("setup-no-reason", row.place("by_hand_reason"), what=f"{name}, by hand,")
    return CrimeType(
        row.whole("number", 1, 9999, 0), name, row.text("theme") or name, row.text("definition"), row.text("national_steer"),
        row.text("commissioner_priority"), row.text("community_view"), state, probability, reason)


def _factors(sift: Sift, rows: list[Row], scale: int) -> tuple[Factor, ...]:
    levels = [f"level_{level}" for level in range(1, scale + 1)]
    found = tuple(
        Factor(row.whole("number", 1, 9999, 0), _name(sift, row, "name"), row.text("question"), tuple(row.text(key) for key in levels))
        for row in rows)
    _once(sift, ((row, row.text("name")) for row in rows), "name", layout.FACTORS.what)
    _count(sift, layout.FACTORS, len(found), FACTOR_COUNTS)
    return found


def _matrix(sift: Sift, rows: list[Row]) -> ProbabilityMatrix:
    keys = ("reducing", "under_control", "uncontrolled")
    _count(sift, layout.PROBABILITY_MATRIX, len(rows), range(1, 101))
    edges = [row.share("from", Fraction(0)) for row in rows] or [Fraction(0)]
    scores = [tuple(row.whole(key, 0, 1000, 0) for key in keys) for row in rows] or [(1, 1, 1)]
    for i, row in enumerate(rows):
        if i == 0 and edges[0] != 0:
            sift.find("setup-matrix-edges", row.place("from"), what=f"the first row starts at {_percent(edges[0])}")
        elif i and edges[i] <= edges[i - 1]:
            sift.find("setup-matrix-edges", row.place("from"), what=f"{_percent(edges[i])} follows {_percent(edges[i - 1])}")
        for key, what in _falls(scores, i):
            sift.find("setup-matrix-falls", row.place(key), what=what)
    return ProbabilityMatrix(tuple(edges), tuple(scores))


def _falls(scores: list[tuple[int, ...]], i: int) -> Iterable[tuple[str, str]]:
    reducing, control, uncontrolled = scores[i]
    if control < reducing:
        yield "under_control", f"Under control, {control}, is below Reducing, {reducing}"
    if uncontrolled < control:
        yield "uncontrolled", f"Uncontrolled, {uncontrolled}, is below Under control, {control}"
    for at, key in enumerate(("reducing", "under_control", "uncontrolled")):
        if i and scores[i][at] < scores[i - 1][at]:
            yield key, f"{scores[i][at]} stands below {scores[i - 1][at]}"


def _changes(
    sift: Sift, rows: list[Row], numbers: Mapping[str, int]
) -> tuple[tuple[RecordingChange, ...], tuple[KnownEvent, ...]]:
    changes: list[RecordingChange] = []
    events: list[KnownEvent] = []
    for row in rows:
        month, name, reason = row.month("month"), row.text("crime_type"), row.text("reason")
        kind = row.one_of("kind", (layout.RECORDING_CHANGE, layout.KNOWN_EVENT))
        number = numbers.get(plain(name))
        if name and number is None:
            sift.find("setup-unknown-crime-type", row.place("crime_type"), name=name)
        if not reason:
            sift.find("setup-no-reason", row.place("reason"), what=f"{kind or 'This row'}, {name},")
        if month and number and kind == layout.RECORDING_CHANGE:
            changes.append(RecordingChange(month, number, reason))
        elif month and number and kind:
            events.append(KnownEvent(month, number, reason))
    return tuple(changes), tuple(events)


def _decisions(sift: Sift, rows: list[Row], crime_types: tuple[CrimeType, ...]) -> tuple[Decision, ...]:
    themes = {plain(one.theme): one.theme for one in crime_types}
    found = []
    for row in rows:
        theme = row.text("theme")
        if theme and plain(theme) not in themes:
            sift.find("setup-unknown-theme", row.place("theme"), name=theme)
        found.append(Decision(
            themes.get(plain(theme), theme), row.choice("choice", Choice, Choice.DEFERRED),
            row.optional_choice("ground", Ground, tuple(Ground)),
            row.text("reason"), row.text("public_wording"), row.text("lead"), row.text("board"), row.day("on"), row.text("minute")))
    return tuple(found)


def _last_year(rows: list[Row], numbers: Mapping[str, int]) -> tuple[LastYear, ...]:
    found = []
    for row in rows:
        name = row.text("crime_type")
        if name and plain(name) not in numbers:
            row.sift.find("setup-unknown-crime-type", row.place("crime_type"), name=name)
        found.append(LastYear(
            numbers.get(plain(name)), row.text("name"), row.optional_whole("combined_harm", 0), row.optional_whole("probability", 0),
            row.optional_whole("risk_score", 0), row.optional_choice("risk_band", RiskBand, tuple(RiskBand)), _agency_scores(row)))
    return tuple(found)


def _agency_scores(row: Row) -> tuple[tuple[str, int], ...]:
    scores = ((key.removeprefix("agency:"), row.optional_whole(key, 0)) for key in row.known if key.startswith("agency:"))
    return tuple((name, score) for name, score in scores if score is not None)


