"""Rounds of plain numbers for the tests of the harm matrix, with counts, and the published table of 2017/18 as data."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from snwp_xl.model import Agency, Assessment, Counts, CrimeType, Factor, Month, ProbabilityMatrix, Return, ScoreRow, Series

PUBLISHED = Path(__file__).parent / "data" / "published-2017-18.csv"
AGENCIES = ("NWLDC", "Police", "Fire", "Community safety", "UAVA")
DEFAULT_MATRIX = ProbabilityMatrix(
    (Fraction(0), Fraction(1, 100), Fraction(5, 100), Fraction(10, 100), Fraction(20, 100)),
    ((1, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 5, 6)),
)
LAST = Month(2016, 3)

Said = int | str | Sequence[int | None] | None  # a harm score, "No view", the factor scores, or nothing


def published() -> tuple[tuple[str, tuple[int, ...], int], ...]:
    """The published rows: crime type, the agencies' harm scores, the printed total."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return tuple((row[0], tuple(int(score) for score in row[1:6]), int(row[6])) for row in rows)


def split(harm: int, factors: int = 6, scale: int = 4) -> tuple[int, ...]:
    """An illustrative split of a harm score over the factors, as even as it goes."""
    assert factors <= harm <= factors * scale
    return tuple(harm // factors + (i < harm % factors) for i in range(factors))


def assessment(agencies: Sequence[str | Agency], crime_types: Sequence[str | CrimeType], factors: int = 6, **other: object) -> Assessment:
    """An assessment with the project defaults; each crime type is its own theme unless it says otherwise."""
    asked = tuple(one if isinstance(one, Agency) else Agency(i, one) for i, one in enumerate(agencies, 1))
    rows = tuple(one if isinstance(one, CrimeType) else CrimeType(i, one, one) for i, one in enumerate(crime_types, 1))
    questions = tuple(Factor(i, f"Factor {i}") for i in range(1, factors + 1))
    values: dict[str, object] = {"probability_matrix": DEFAULT_MATRIX, **other}
    return Assessment("2017/18", "Safer North West", "North West Leicestershire", asked, rows, questions, **values)  # type: ignore[arg-type]


def by_hand(*probabilities: int, themes: str = "", steer: str = "") -> list[CrimeType]:
    """Crime types A, B, C ... with a probability by hand each, and a theme each from a string of letters."""
    return [
        CrimeType(i, name, (themes or "ABCDEFGHIJ")[i - 1], probability_by_hand=probability, by_hand_reason="a test", national_steer=steer)
        for i, (name, probability) in enumerate(zip("ABCDEFGHIJ", probabilities, strict=False), 1)
    ]


def returned(of: Assessment, agency: str, said: Mapping[str, Said] | Sequence[Said]) -> Return:
    """An agency's return: what it said of each crime type, by name or in the assessment's order."""
    names = [one.name for one in of.crime_types]
    by_name = said if isinstance(said, Mapping) else dict(zip(names, said, strict=True))
    rows = tuple(_row(of, one, by_name.get(one.name)) for one in of.crime_types)
    return Return(agency, f"returns/{agency}.xlsx", "0" * 64, rows)


def _row(of: Assessment, crime_type: CrimeType, said: Said) -> ScoreRow:
    nothing: tuple[int | None, ...] = (None,) * len(of.factors)
    if said is None or said == "No view":
        return ScoreRow(crime_type.number, nothing, no_view=said is not None)
    assert not isinstance(said, str)
    return ScoreRow(crime_type.number, split(said, len(of.factors), of.scale) if isinstance(said, int) else tuple(said))


def all_returned(of: Assessment, table: Sequence[Sequence[Said]]) -> tuple[Return, ...]:
    """A return of each agency from a table with the crime types down and the agencies across."""
    return tuple(returned(of, agency.name, [row[i] for row in table]) for i, agency in enumerate(of.agencies))


def counts(of: Assessment, monthly: Mapping[str, Sequence[int | None]], every: Sequence[int | None] | None, last: Month = LAST) -> Counts:
    """Counts by crime type name and for All incidents, ending with `last`; each series has the same number of months."""
    length = len(next(iter(monthly.values()), every or ()))
    numbers = {one.name: one.number for one in of.crime_types}
    series = tuple(Series(name, tuple(values), numbers[name]) for name, values in monthly.items())
    months = tuple(last.shift(i + 1 - length) for i in range(length))
    return Counts(months, series, None if every is None else Series("All incidents", tuple(every)))


def year(total: int) -> list[int]:
    """Twelve months that add up to a total, as even as they go."""
    return [total // 12 + (i < total % 12) for i in range(12)]


def assessment_2017(**other: object) -> Assessment:
    """The published crime types and agencies with the project defaults."""
    crime_types = other.pop("crime_types", [name for name, _, _ in published()])
    return assessment(AGENCIES, crime_types, **other)  # type: ignore[arg-type]


def returns_2017(of: Assessment) -> tuple[Return, ...]:
    """Five returns whose harm scores are the published ones."""
    return all_returned(of, [scores for _, scores, _ in published()])
