"""The lists of the set-up workbook -> agencies, crime types, factors and the rest, each wrong cell a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from snwp_xl import layout
from snwp_xl.assessment.cells import Row, in_percent
from snwp_xl.assessment.names import refused, refused_by_windows
from snwp_xl.assessment.sift import Listed, Sift
from snwp_xl.layout import Table
from snwp_xl.locate import plain
from snwp_xl.model import (
    Agency,
    AgencyKind,
    Choice,
    Closed,
    ControlState,
    CrimeType,
    Decision,
    Factor,
    Ground,
    KnownEvent,
    LastYear,
    Partner,
    ProbabilityMatrix,
    RecordingChange,
    RiskBand,
)

NO_STEER = frozenset(("none", "no", "nil", "n/a", "na", "-", "0", "no steer"))  # what people type where there is none
STATES = ("reducing", "under_control", "uncontrolled")


# --- what lists have alike ----------------------------------------------------------------------------------------------


def _name(sift: Sift, row: Row, *, for_files: bool = False) -> str:
    """A name that can head a column and, for those who get a blank, be part of a file's name."""
    name = row.name("name")
    why = name and (refused(name) or (for_files and refused_by_windows(name)))
    if why:
        sift.find("setup-name-refused", row.place("name"), name=name, why=why)
    return name


def _names_once(sift: Sift, rows: Iterable[Row], names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for row, name in zip(rows, names, strict=True):
        if name and plain(name) in seen:
            sift.find("setup-duplicate-name", row.place("name"), what=what, name=name)
        seen.add(plain(name))


def _numbers_once(sift: Sift, rows: Iterable[Row], numbers: Iterable[int], what: str) -> None:
    seen: set[int] = set()
    for row, number in zip(rows, numbers, strict=True):
        if number and number in seen:
            sift.find("setup-duplicate-number", row.place("number"), what=what, number=number)
        seen.add(number)


def _count(sift: Sift, table: Table, listed: Listed, count: int) -> None:
    least, most = table.counted.start, table.counted.stop - 1
    if not count and least:
        sift.find("setup-empty-list", listed.place, what=table.what, least=least)
    elif count < least:
        sift.find("setup-too-few", listed.place, what=table.what, count=count, least=least)
    elif count > most:
        sift.find("setup-too-many", listed.place, what=table.what, count=count, most=most)


# --- the lists ----------------------------------------------------------------------------------------------------------


def read_agencies(sift: Sift, listed: Listed) -> tuple[tuple[Agency, ...], tuple[Partner, ...]]:
    """Those asked to score, in the sheet's order, and the other partners."""
    agencies: list[Agency] = []
    others: list[Partner] = []
    names: list[str] = []
    for row in listed:
        asked = row.one_of("asked", (layout.YES, layout.NO)) != layout.NO
        names.append(_name(sift, row, for_files=asked))
        kind = row.choice("kind", AgencyKind, AgencyKind.RESPONSIBLE)
        if asked:
            agencies.append(_agency(sift, row, len(agencies) + 1, names[-1], kind))
        else:
            others.append(Partner(names[-1], row.text("organisation"), kind))
    _names_once(sift, listed, names, layout.AGENCIES.what)
    _count(sift, layout.AGENCIES, listed, len(agencies))
    return tuple(agencies), tuple(others)


def _agency(sift: Sift, row: Row, number: int, name: str, kind: AgencyKind) -> Agency:
    return Agency(
        number, name, row.text("organisation"), kind, row.text("contact"), row.text("email"), _closed(sift, row, name),
        row.text("counting_file"), row.day("more_time_until"))


def _closed(sift: Sift, row: Row, name: str) -> Closed | None:
    """The officer's decision to go on without the agency: the date makes it, the reason goes with it; what is missing is a finding."""
    on, reason = row.day("closed_on"), row.text("closed_reason")
    if on and not reason:
        sift.find("setup-no-reason", row.place("closed_reason"), what=f"Closing {name}")
    if reason and not row.holds("closed_on"):
        sift.find("setup-no-date", row.place("closed_on"), what=f"Closing {name}")
    return Closed(reason, on) if on else None


def read_crime_types(sift: Sift, listed: Listed, matrix: ProbabilityMatrix) -> tuple[CrimeType, ...]:
    """The rows of the harm matrix, in the sheet's order; themes that differ only in case are one."""
    themes: dict[str, str] = {}
    found = []
    for row in listed:
        name = _name(sift, row)
        theme = row.name("theme") or name
        found.append(_crime_type(sift, row, name, themes.setdefault(plain(theme), theme), matrix.highest))
    _names_once(sift, listed, (one.name for one in found), layout.CRIME_TYPES.what)
    _numbers_once(sift, listed, (one.number for one in found), layout.CRIME_TYPES.what)
    _count(sift, layout.CRIME_TYPES, listed, len(found))
    return tuple(found)


def _crime_type(sift: Sift, row: Row, name: str, theme: str, highest: int) -> CrimeType:
    number = row.whole("number", 0)
    state = row.optional_choice("state_by_hand", ControlState)
    probability = row.optional_whole("probability_by_hand", highest or None)
    reason = row.text("by_hand_reason")
    if state and probability:
        sift.find("setup-two-answers", row.place("probability_by_hand"), what=name)
    if (state or probability) and not reason:
        sift.find("setup-no-reason", row.place("by_hand_reason"), what=f"{name}, by hand,")
    steer = row.text("national_steer")
    return CrimeType(
        number, name, theme, row.text("definition"), "" if plain(steer) in NO_STEER else steer, row.text("commissioner_priority"),
        row.text("community_view"), state, probability, reason)


def read_factors(sift: Sift, listed: Listed, scale: int) -> tuple[Factor, ...]:
    """The harm questions, in the sheet's order, with what each score means as far as that is said."""
    found = tuple(
        Factor(row.whole("number", 0), _name(sift, row), row.text("question"), _levels(row, scale)) for row in listed)
    _names_once(sift, listed, (one.name for one in found), layout.FACTORS.what)
    _numbers_once(sift, listed, (one.number for one in found), layout.FACTORS.what)
    _count(sift, layout.FACTORS, listed, len(found))
    silent = sum(0 < len(one.levels) < scale for one in found)  # a longer scale, most often, without words for its highest score
    if silent:
        sift.find("setup-still-undescribed", listed.place, count=silent, every=len(found), score=scale)
    return found


def _levels(row: Row, scale: int) -> tuple[str, ...]:
    """What scores 1, 2 ... mean, up to the last that is described."""
    words = [row.text(layout.level_column(level).key) for level in range(1, scale + 1)]
    while words and not words[-1]:
        words.pop()
    return tuple(words)


def read_matrix(sift: Sift, listed: Listed) -> ProbabilityMatrix:
    """The probability matrix; what does not rise is a finding. A harmless matrix where there is none."""
    _count(sift, layout.PROBABILITY_MATRIX, listed, len(listed.rows))
    edges: list[Fraction | None] = []
    scores: list[tuple[int, ...]] = []
    for i, row in enumerate(listed):
        edges.append(row.share("from"))
        scores.append(tuple(row.whole(key, 0) for key in STATES))
        what = _edge_wrong(edges, i)
        if what:
            sift.find("setup-matrix-edges", row.place("from"), what=what)
        key, what = _fall(scores, i)
        if what:
            sift.find("setup-matrix-falls", row.place(key), what=what)
    return ProbabilityMatrix(tuple(edge or Fraction(0) for edge in edges) or (Fraction(0),), tuple(scores) or ((0, 0, 0),))


def _edge_wrong(edges: Sequence[Fraction | None], i: int) -> str:
    """What is wrong with where a row starts; nothing where it or the one above could not be read."""
    edge, above = edges[i], edges[i - 1] if i else None
    if edge is None:
        return ""
    if i == 0:
        return f"the first row starts at {in_percent(edge)}" if edge else ""
    return f"{in_percent(edge)} follows {in_percent(above)}" if above is not None and edge <= above else ""


def _fall(scores: Sequence[tuple[int, ...]], i: int) -> tuple[str, str]:
    """The first score of a row that is lower than it should be, and why; 0 stands for one that could not be read."""
    here = scores[i]
    for at, key in enumerate(STATES):
        name, before = layout.PROBABILITY_MATRIX.column(key).heading, layout.PROBABILITY_MATRIX.column(STATES[at - 1]).heading
        if at and 0 < here[at] < here[at - 1]:
            return key, f"{name}, {here[at]}, is below {before}, {here[at - 1]}"
        if i and 0 < here[at] < scores[i - 1][at]:
            return key, f"{name}, {here[at]}, is below {scores[i - 1][at]} for a lower share"
    return "", ""


def read_changes(
    sift: Sift, listed: Listed, numbers: Mapping[str, int]
) -> tuple[tuple[RecordingChange, ...], tuple[KnownEvent, ...]]:
    """Recording changes and known events, each in the sheet's order."""
    changes: list[RecordingChange] = []
    events: list[KnownEvent] = []
    for row in listed:
        month, number = row.month("month"), _crime_type_called(sift, row, numbers)
        kind, reason = row.one_of("kind", (layout.RECORDING_CHANGE, layout.KNOWN_EVENT)), row.text("reason")
        if not reason:
            sift.find("setup-no-reason", row.place("reason"), what=kind or "This row")
        if month and number and kind == layout.RECORDING_CHANGE:
            changes.append(RecordingChange(month, number, reason))
        elif month and number and kind:
            events.append(KnownEvent(month, number, reason))
    return tuple(changes), tuple(events)


def _crime_type_called(sift: Sift, row: Row, numbers: Mapping[str, int]) -> int | None:
    """The number of the crime type that a row names; an unknown name is a finding."""
    name = row.name("crime_type")
    if name and plain(name) not in numbers:
        sift.find("setup-unknown-crime-type", row.place("crime_type"), name=name)
    return numbers.get(plain(name))


def read_decisions(sift: Sift, listed: Listed, crime_types: Iterable[CrimeType]) -> tuple[Decision, ...]:
    """What the board decided, in the sheet's order; a theme is spelt as the crime types spell it."""
    themes = {plain(one.theme): one.theme for one in crime_types}
    found: list[Decision] = []
    for row in listed:
        said = row.name("theme")
        theme = themes.get(plain(said), said)
        if said and plain(said) not in themes:
            sift.find("setup-unknown-theme", row.place("theme"), name=said)
        if said and any(one.theme == theme for one in found):
            sift.find("setup-decided-twice", row.place("theme"), name=theme)
        found.append(Decision(
            theme, row.choice("choice", Choice, Choice.DEFERRED), row.optional_choice("ground", Ground), row.text("reason"),
            row.text("public_wording"), row.text("lead"), row.text("board"), row.day("on"), row.text("minute")))
    return tuple(found)


def read_last_year(sift: Sift, listed: Listed, numbers: Mapping[str, int]) -> tuple[LastYear, ...]:
    """Last year's rows as the officer matched them."""
    return tuple(
        LastYear(
            _crime_type_called(sift, row, numbers), row.name("name"), row.optional_whole("combined_harm"),
            row.optional_whole("probability"), row.optional_whole("risk_score"), row.optional_choice("risk_band", RiskBand),
            tuple(_agency_scores(row)))
        for row in listed)


def _agency_scores(row: Row) -> Iterator[tuple[str, int]]:
    for key in row.known:
        if key.startswith(layout.AGENCY_KEY):
            score = row.optional_whole(key)
            if score is not None:
                yield key.removeprefix(layout.AGENCY_KEY), score
