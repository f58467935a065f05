"""Last year: what its results workbook says, put beside what the officer typed on the sheet Last year.

A crime type is compared only where the officer matched it, or where both years call it the same as people read it; each
says which. What was typed stands; the workbook fills in what was left empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from snwp_xl import layout, locate
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book
from snwp_xl.layout import Field
from snwp_xl.layout import results as asked
from snwp_xl.locate import Head, plain, text_of
from snwp_xl.model import Assessment, CrimeType, EarlierResults, LastYear, Match, RiskBand

NUMBERS = ("combined_harm", "probability", "risk_score", "risk_band")
TYPED_AS = Fraction(1, 200)  # 16.67 is typed for 50/3
EXACT_PLACES = 9  # decimals of a stored number that count; a float has no more that mean anything


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a results workbook says of its year."""

    results: EarlierResults
    rows: tuple[LastYear, ...]  # matched with nothing yet
    highest_harm: Fraction | None
    highest_possible: Fraction | None


def is_of(book: Book, name: str) -> bool:
    """Whether a results workbook is of the assessment of that name."""
    said = locate.field(book, layout.ASSESSMENT)
    return said is not None and plain(said.text) == plain(name)


def with_last_year(assessment: Assessment, book: Book, file: str) -> tuple[Assessment, tuple[Finding, ...]]:
    """The assessment with last year's results from a workbook beside what was typed, and what does not fit together."""
    earlier = read_results(book, file)
    if not earlier.rows:
        return assessment, (finding("last-year-unreadable", Place(file)),)
    joined = _Join(assessment, earlier)
    rows = (*joined.typed(), *joined.by_name())
    settings = replace(
        assessment.settings,
        last_year_highest_harm=joined.one(assessment.settings.last_year_highest_harm, earlier.highest_harm, "highest combined harm"),
        last_year_highest_possible=joined.one(
            assessment.settings.last_year_highest_possible, earlier.highest_possible, "highest possible risk score"))
    made = replace(assessment, last_year=rows, last_year_results=earlier.results, settings=settings)
    return made, (*_of_another(assessment, book, file), *joined.findings)


def read_results(book: Book, file: str) -> Earlier:
    """What a results workbook says: a row a crime type, none where its table is gone."""
    name = locate.field(book, layout.ASSESSMENT)
    scores = _harm_scores(book)
    head = _head(book, asked.RISK_SHEET, asked.RISK_HEADINGS)
    rows = () if head is None else tuple(_row(head, row, scores) for row in head.rows_below() if _text(head, row, asked.CRIME_TYPE))
    factors, scale = (_whole(_setting(book, one)) for one in (asked.FACTORS_ASKED, asked.HIGHEST_SCORE))
    results = EarlierResults(name.text if name else "", file, factors * scale if factors and scale else None)
    return Earlier(results, rows, _exact(_setting(book, asked.HIGHEST_HARM)), _exact(_setting(book, asked.HIGHEST_POSSIBLE)))


# --- the workbook ---------------------------------------------------------------------------------------------------------


def _head(book: Book, sheet: str, headings: tuple[str, ...]) -> Head | None:
    """The row of headings, on the sheet of that name if there is one."""
    named = locate.sheet_called(book, sheet)
    return locate.head(replace(book, sheets=(named,)) if named else book, "", headings)


def _row(head: Head, row: int, scores: Mapping[str, tuple[tuple[str, int], ...]]) -> LastYear:
    name = _text(head, row, asked.CRIME_TYPE)
    harm, probability, risk = (
        _whole(_value(head, row, one)) for one in (asked.COMBINED_HARM, asked.PROBABILITY, asked.RISK_SCORE))
    band = next((one for one in RiskBand if plain(one) == plain(_text(head, row, asked.RISK_BAND))), None)
    return LastYear(None, name, harm, probability, risk, band, scores.get(plain(name), ()), Match.NONE)


def _harm_scores(book: Book) -> dict[str, tuple[tuple[str, int], ...]]:
    """Each crime type's harm scores by agency; No view and missing ones are left out."""
    head = _head(book, asked.HARM_SHEET, asked.HARM_HEADINGS)
    if head is None:
        return {}
    first, last = (head.columns[plain(one)] for one in asked.HARM_HEADINGS)
    agencies = [(column, str(head.sheet.cell(head.row, column).value)) for column in range(first + 1, last)]
    found = {}
    for row in head.rows_below():
        scores = ((agency, _whole(head.sheet.cell(row, column).value)) for column, agency in agencies)
        found[plain(_text(head, row, asked.CRIME_TYPE))] = tuple((agency, score) for agency, score in scores if score is not None)
    return found


def _setting(book: Book, one: Field) -> object:
    named = locate.sheet_called(book, asked.METHOD_SHEET)
    found = locate.field(replace(book, sheets=(named,)) if named else book, one)
    return found.cell.value if found and found.cell else None


def _value(head: Head, row: int, heading: str) -> object:
    found = head.at(row, heading)
    return found.cell.value if found and found.cell else None


def _text(head: Head, row: int, heading: str) -> str:
    return text_of(head.at(row, heading))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _exact(value: object) -> Fraction | None:
    """A stored number as a fraction: 20, 16.666666667 as 50/3."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    near = Fraction(value).limit_denominator(1000)
    return near if abs(near - Fraction(value)) < Fraction(1, 10**EXACT_PLACES) else Fraction(value)


def _of_another(assessment: Assessment, book: Book, file: str) -> tuple[Finding, ...]:
    """A WARNING where the workbook is of another area than the assessment."""
    area = locate.field(book, layout.SETUP_FIELDS["area"])
    if area is None or not area.text or plain(area.text) == plain(assessment.area):
        return ()
    return (finding("last-year-other-area", Place(file), found=area.text, wanted=assessment.area),)


# --- joined with what was typed ---------------------------------------------------------------------------------------------


class _Join:
    """One joining, and what does not fit."""

    def __init__(self, assessment: Assessment, earlier: Earlier) -> None:
        self.assessment = assessment
        self.earlier = earlier
        self.findings: list[Finding] = []

    def typed(self) -> list[LastYear]:
        """The rows that were typed, filled in from the workbook."""
        from_file = {plain(one.name): one for one in self.earlier.rows}
        rows = []
        for one in self.assessment.last_year:
            other = from_file.get(plain(one.name))
            if other is None:
                self._find("last-year-unknown", name=one.name)
            rows.append(one if other is None else self._filled(one, other))
        return rows

    def by_name(self) -> list[LastYear]:
        """The workbook's other rows: matched where both years have the same name, else with nothing."""
        done = {plain(one.name) for one in self.assessment.last_year}
        taken = {one.crime_type for one in self.assessment.last_year}
        free = {plain(one.name): one for one in self.assessment.crime_types if one.number not in taken}
        return [_named(one, free.get(plain(one.name))) for one in self.earlier.rows if plain(one.name) not in done]

    def one(self, typed: Fraction | None, read: Fraction | None, what: str) -> Fraction | None:
        """The typed number, else the one read; a WARNING where they differ."""
        if typed is None or read is None:
            return read if typed is None else typed
        if abs(typed - read) <= TYPED_AS:
            return read
        self._find("last-year-differs", what=f"Last year's {what}", typed=_words(typed), read=_words(read))
        return typed

    def _filled(self, one: LastYear, other: LastYear) -> LastYear:
        for key in NUMBERS:
            typed, read = getattr(one, key), getattr(other, key)
            if typed is not None and read is not None and typed != read:
                self._find("last-year-differs", what=f"{one.name}, {key.replace('_', ' ')}", typed=typed, read=read)
        values = {key: getattr(other, key) if getattr(one, key) is None else getattr(one, key) for key in NUMBERS}
        known = {plain(agency) for agency, _ in one.harm_scores}
        more = tuple((agency, score) for agency, score in other.harm_scores if plain(agency) not in known)
        return replace(one, harm_scores=(*one.harm_scores, *more), **values)

    def _find(self, code: str, **values: object) -> None:
        self.findings.append(finding(code, Place(self.earlier.results.file), **values))  # type: ignore[arg-type]


def _named(one: LastYear, same: CrimeType | None) -> LastYear:
    return replace(one, crime_type=same.number, match=Match.SAME_NAME) if same else one


def _words(value: Fraction) -> str:
    return f"{float(value):.10g}"
