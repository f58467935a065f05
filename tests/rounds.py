"""Assessments, blanks and returns for tests, built by hand from the model: no file of the project is read here."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from snwp_xl.layout import NO_VIEW, SIGN_OFF, grid_of
from snwp_xl.model import (
    Agency,
    Assessment,
    Contact,
    CrimeType,
    Dates,
    Factor,
    ProbabilityMatrix,
    Return,
    ScoreRow,
    Settings,
    SignOff,
)

Scores = Mapping[int, Sequence[object] | str]  # crime type number -> its scores, or "No view"

SIGNED = SignOff("Sam Okafor", "Partnership lead", date(2017, 5, 12))
MATRIX = ProbabilityMatrix(
    tuple(Fraction(edge, 100) for edge in (0, 1, 5, 10, 20)), ((1, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 5, 6))
)

PUBLISHED_AGENCIES = ("NWLDC", "Police", "Fire", "Community safety", "UAVA")
PUBLISHED = {  # harm scores of 2017/18, in the order of PUBLISHED_AGENCIES
    "Alcohol Related Violence": (15, 13, 6, 14, 19),
    "Violent Crime": (13, 15, 6, 19, 21),
    "Domestic Abuse": (15, 13, 6, 17, 24),
    "Domestic Burglary": (11, 12, 6, 16, 13),
    "Burglary Other": (9, 9, 6, 12, 11),
    "Vehicle Crime - Theft from": (10, 11, 6, 9, 8),
    "Vehicle Crime - Theft of": (10, 11, 6, 14, 9),
    "Criminal Damage (including Arson)": (10, 8, 13, 13, 10),
    "Theft - Shoplifting": (11, 11, 6, 6, 7),
    "Robbery": (15, 17, 6, 15, 11),
    "Sexual Offences": (14, 14, 6, 21, 23),
    "Anti-Social Behaviour": (13, 12, 9, 16, 14),
    "Road Safety": (11, 10, 17, 15, 14),
    "Business Crime": (10, 8, 6, 12, 9),
    "Cybercrime": (9, 11, 6, 13, 11),
    "Rural Crime": (9, 9, 6, 12, 12),
    "Hate Crime": (16, 8, 6, 16, 12),
}
PUBLISHED_TOTALS = (11, 12, 13, 10, 8, 7, 8, 9, 7, 11, 13, 11, 11, 8, 8, 8, 10)
THEMES = {"Alcohol Related Violence": "Violence", "Violent Crime": "Violence", "Domestic Abuse": "Violence"}

FACTORS = (
    ("Physical - Individual", "How badly is a person likely to be hurt: threatened, injured, seriously injured or killed?",
     ("No bodily harm to be expected", "Threats, or minor injury", "Injury that needs treatment", "Serious injury or death")),
    ("Psychological - Individual", "How much concern or distress is it likely to cause the person it happens to?",
     ("Little or none", "Minor concern", "Significant concern", "Extreme, lasting distress")),
    ("Psychological - Community", "How concerned is the community as a whole likely to be?",
     ("Little or none", "Minor concern", "Significant concern", "Extreme concern, fear")),
    ("Political - Your organisation", "How much of an issue is this area of criminality for your organisation?",
     ("Not an issue", "Some interest", "An important issue", "A leading issue")),
    ("Economic - Your organisation", "What does this area of criminality cost your organisation?",
     ("Little or nothing", "A medium cost", "A high cost", "A very high cost")),
    ("Economic - Social", "What does this area of criminality cost the community?",
     ("Little or nothing", "A medium cost", "A high cost", "A very high cost")),
)


def small_assessment(
    agencies: Sequence[str] = ("Police", "Fire"),
    crime_types: Sequence[str] = ("Robbery", "Hate Crime", "Burglary Other"),
    factors: Sequence[str] = ("Physical - Individual", "Economic - Social"),
    *,
    scale: int = 4,
    no_view: bool = True,
    name: str = "2017/18",
    **more: object,
) -> Assessment:
    """An assessment with these names, numbered from 1; `more` replaces any other part of it."""
    made = Assessment(
        name=name,
        partnership="Safer North West Community Safety Partnership",
        area="North West Leicestershire",
        agencies=tuple(Agency(i, one) for i, one in enumerate(agencies, 1)),
        crime_types=tuple(CrimeType(i, one, THEMES.get(one, one)) for i, one in enumerate(crime_types, 1)),
        factors=tuple(Factor(i, one, f"How much harm: {one}?") for i, one in enumerate(factors, 1)),
        probability_matrix=MATRIX,
        scale=scale,
        dates=Dates(assessment=date(2017, 6, 30), returns_by=date(2017, 5, 31)),
        contact=Contact("Jo Marsh", "01530 454545", "community.safety@nwl.example"),
        settings=Settings(no_view_allowed=no_view),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def example_assessment(**more: object) -> Assessment:
    """The published round of 2017/18: five agencies, 17 crime types, six factors, scores 1 to 4."""
    crime_types = tuple(
        CrimeType(i, name, THEMES.get(name, name), f"What the police record as {name.lower()} in the district.")
        for i, name in enumerate(PUBLISHED, 1)
    )
    factors = tuple(Factor(i, *one) for i, one in enumerate(FACTORS, 1))
    made = small_assessment(PUBLISHED_AGENCIES, tuple(PUBLISHED), marking="OFFICIAL")
    return replace(made, **{"crime_types": crime_types, "factors": factors, **more})  # type: ignore[arg-type]


def largest_assessment() -> Assessment:
    """The most that an assessment may hold, with long names."""
    return small_assessment(
        [f"Agency {i:02d} with a long and winding name"[:40] for i in range(1, 41)],
        [f"Crime type {i:03d}, including attempts and conspiracies" for i in range(1, 201)],
        [f"Factor {i:02d} - Your organisation" for i in range(1, 13)],
        scale=10,
    )


def split(harm_score: int, factors: int = 6, scale: int = 4) -> tuple[int, ...]:
    """Scores that add up to a harm score, as even as can be, the higher ones first."""
    each, over = divmod(harm_score, factors)
    scores = tuple(each + (i < over) for i in range(factors))
    assert all(1 <= score <= scale for score in scores), harm_score
    return scores


def example_scores(agency: str) -> dict[int, tuple[int, ...]]:
    """The scores behind an agency's published harm scores; the split over factors is made up."""
    column = PUBLISHED_AGENCIES.index(agency)
    return {number: split(row[column]) for number, row in enumerate(PUBLISHED.values(), 1)}


def varied_scores(assessment: Assessment) -> dict[int, tuple[int, ...]]:
    """Scores that differ from row to row, so that nothing is to be asked about them."""
    k, wide = assessment.scale, len(assessment.factors)
    return {one.number: tuple((i + j) % k + 1 for j in range(wide)) for i, one in enumerate(assessment.crime_types)}


def a_return(assessment: Assessment, agency: str, scores: Scores, *, sign_off: SignOff = SIGNED, file: str = "") -> Return:
    """A Return without a file: crime types that `scores` leaves out are unanswered."""
    nothing = (None,) * len(assessment.factors)
    rows = []
    for one in assessment.crime_types:
        said = scores.get(one.number, nothing)
        rows.append(ScoreRow(one.number, nothing, no_view=True) if isinstance(said, str) else ScoreRow(one.number, tuple(said)))  # type: ignore[arg-type]
    return Return(agency, file or f"returns/{agency}.xlsx", "0" * 64, tuple(rows), sign_off)


# --- filling in ---------------------------------------------------------------------------------------------------------


def named(book: Workbook, name: str) -> tuple[Worksheet, str]:
    """The sheet and the address that a defined name leads to, without dollar signs."""
    sheet, where = next(iter(book.defined_names[name].destinations))
    return book[sheet], where.replace("$", "")


def edited(data: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """The workbook after `edit`, saved by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_cells(data: bytes, cells: Mapping[str, object]) -> bytes:
    """The workbook with other values in some cells: {"Harm scores!E10": 7}."""

    def edit(book: Workbook) -> None:
        for place, value in cells.items():
            sheet, _, where = place.rpartition("!")
            book[sheet][where] = value

    return edited(data, edit)


def filled(
    data: bytes, assessment: Assessment, scores: Scores, *, comments: Mapping[int, str] | None = None, sign_off: SignOff = SIGNED
) -> bytes:
    """A blank as an agency fills it in; crime types that `scores` leaves out stay empty."""
    return edited(data, lambda book: fill(book, assessment, scores, comments or {}, sign_off))


def fill(book: Workbook, assessment: Assessment, scores: Scores, comments: Mapping[int, str], sign_off: SignOff) -> None:
    """Type scores, comments and the sign-off into an open blank."""
    places = cells_of(book, assessment)
    sheet, _ = named(book, grid_of(assessment).head)
    for number, said in scores.items():
        if isinstance(said, str):
            sheet[places[number, NO_VIEW]] = said
            continue
        for factor, score in zip(assessment.factors, said, strict=True):
            sheet[places[number, factor.name]] = score
    for number, comment in comments.items():
        sheet[places[number, grid_of(assessment).comment]] = comment
    for field, value in zip(SIGN_OFF, (sign_off.name, sign_off.role, sign_off.on), strict=True):
        on_sheet, where = named(book, field.name)
        on_sheet[where] = value or None


def cells_of(book: Workbook, assessment: Assessment) -> dict[tuple[int, str], str]:
    """Where each crime type's cell under each heading stands: (number, heading) -> "E10"."""
    sheet, where = named(book, grid_of(assessment).head)
    numbers = {one.name: one.number for one in assessment.crime_types}
    (head,) = sheet[where]
    found = {}
    for row in sheet.iter_rows(min_row=head[0].row + 1, max_row=head[0].row + len(numbers)):
        number = numbers.get(row[0].value)
        if number is not None:
            found |= {(number, one.value): row[one.column - 1].coordinate for one in head}
    return found
