"""The 2017/18 example: the partnership's published harm scores and counts as a whole round.

Made from the small files in workbooks/source. The harm scores and the annual counts are the published ones where the
published summary has them; the split over factors and months, and the other crime types' counts, are illustrative.
`python -m snwp_xl.example` makes workbooks/2017-18 again.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from snwp_xl.assessment import default_assessment
from snwp_xl.assessment.defaults import ASB, OBLIGATIONS, VIOLENCE
from snwp_xl.blanks import blank
from snwp_xl.files import place
from snwp_xl.folders import RETURNS
from snwp_xl.incidents import counts_workbook
from snwp_xl.intake import Book, read_book_bytes
from snwp_xl.layout import ALL_INCIDENTS, KEEP
from snwp_xl.locate import plain
from snwp_xl.model import (
    Agency,
    Assessment,
    Choice,
    Contact,
    Counts,
    Dates,
    Decision,
    Ground,
    Month,
    Return,
    ScoreRow,
    Series,
    SignOff,
)
from snwp_xl.operations import Made, calculate, make_blanks, write_round
from snwp_xl.queries import query
from snwp_xl.resources import shipped
from snwp_xl.returns import read_return

NAME, FOLDER = "2017/18", "2017-18"
SOURCE = (
    "Annual totals of All incidents, violence, domestic abuse, domestic burglary, theft from and of vehicles and anti-social behaviour: "
    "the partnership's published profile of 2014/15 and 2015/16. The split over months and the other rows are illustrative."
)
STEER = "Home Office: cyber-enabled crime is a national priority (illustrative)"
SIGNED = {  # illustrative names
    "NWLDC": SignOff("A. Example", "Head of community services", date(2017, 1, 16)),
    "Police": SignOff("B. Example", "Neighbourhood inspector", date(2017, 1, 18)),
    "Fire": SignOff("C. Example", "Station manager", date(2017, 1, 19)),
    "Community safety": SignOff("D. Example", "Community safety team leader", date(2017, 1, 12)),
    "UAVA": SignOff("E. Example", "Service manager", date(2017, 1, 20)),
}
DATES = Dates(
    assessment=date(2017, 2, 1), returns_by=date(2017, 1, 20), counts_by=date(2017, 1, 13), papers_out=date(2017, 2, 8),
    board=date(2017, 2, 15), publish_by=date(2017, 4, 1), keep_returns_until=date(2018, 3, 31))
NAMES_THEN = {  # partners whose names have changed since
    "Probation": "National Probation Service", "Health": "West Leicestershire Clinical Commissioning Group",
}
BOARD = "Safer North West board"
DECISIONS = (
    Decision(VIOLENCE, Choice.PRIORITY, Ground.HIGH, "High in the harm matrix.",
             "Protecting those that live, work and visit the District from the effects of violence.", "Police", BOARD,
             date(2017, 2, 15), "5"),
    Decision(ASB, Choice.PRIORITY, Ground.HIGH, "High in the harm matrix.",
             "Increasing community confidence by effectively addressing Anti-social behaviour and its causes.", "NWLDC", BOARD,
             date(2017, 2, 15), "5"),
    Decision("Cybercrime", Choice.PRIORITY, Ground.NATIONAL_STEER, "A national priority, and rising in the district.",
             "Support for business, schools and residents to reduce the risk of Cybercrime", "Police", BOARD, date(2017, 2, 15), "6"),
)


def example_assessment() -> Assessment:
    """The 2017/18 assessment with the board's published decisions."""
    standard = default_assessment(NAME, date(2017, 2, 1))
    crime_types = tuple(replace(one, national_steer=STEER if one.name == "Cybercrime" else "") for one in standard.crime_types)
    agencies = tuple(replace(one, contact=SIGNED[one.name].name, email=_address(one)) for one in standard.agencies)
    partners = tuple(replace(one, organisation=NAMES_THEN.get(one.name, one.organisation)) for one in standard.partners_not_asked)
    settings = replace(standard.settings, statutory_obligations=OBLIGATIONS, last_month=Month(2016, 3), public_agency_scores=True,
        board_addresses="board@nwl.example", analyst_addresses="analyst@partner.example")
    contact = Contact("Community safety officer", "01530 000000", "community.safety@nwl.example")
    return replace(
        standard, crime_types=crime_types, agencies=agencies, settings=settings, dates=DATES, contact=contact, decisions=DECISIONS,
        marking="OFFICIAL", partners_not_asked=partners)


def _address(agency: Agency) -> str:
    return f"{agency.name.casefold().replace(' ', '.')}@partner.example"


def example_counts(assessment: Assessment) -> Counts:
    """Monthly counts from April 2014 to March 2016."""
    with shipped("workbooks", "source", "counts.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    months = tuple(Month.parse(text) for text in head[1:])
    numbers = {plain(one.name): one.number for one in assessment.crime_types}
    series = {name: tuple(int(count) for count in counts) for name, *counts in rows}
    every = Series(ALL_INCIDENTS, series.pop(ALL_INCIDENTS))
    return Counts(months, tuple(Series(name, counts, numbers[plain(name)]) for name, counts in series.items()), every, SOURCE)


def example_returns(assessment: Assessment) -> tuple[Return, ...]:
    """The five agencies' scores; each crime type's sum to the published harm score."""
    with shipped("workbooks", "source", "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    factors = [factor.name for factor in assessment.factors]
    numbers = {plain(one.name): one.number for one in assessment.crime_types}
    return tuple(
        Return(agency.name, "", "", tuple(
            ScoreRow(numbers[plain(row["Crime type"])], tuple(int(row[factor]) for factor in factors))
            for row in rows if row["Agency"] == agency.name), SIGNED[agency.name])
        for agency in assessment.agencies)


def write_example(folder: Path, *, macros: bool = False) -> Made:
    """Make the example as a round folder: set-up, counts, blanks and the five completed returns. RoundError if one is there."""
    assessment = example_assessment()
    made = write_round(folder, assessment, counts_workbook(assessment, example_counts(assessment)), macros=macros)
    placed = [place(folder / RETURNS / f"{one.agency}.xlsx", _completed(assessment, one)) for one in example_returns(assessment)]
    blanks = make_blanks(folder)
    return Made(folder, (*made.files, *(one.path for one in placed), *blanks.files), made.findings)


def _completed(assessment: Assessment, said: Return) -> bytes:
    """What an agency sent back: its form or, where that raised a question, the same form with the question answered.

    Fire gave the lowest harm score to 14 of 17 crime types. The published table leaves its scores as they are, so here it
    has been asked and has answered Keep (illustrative).
    """
    form = blank(assessment, said.agency, said)
    book = read_book_bytes(form, said.agency)
    assert isinstance(book, Book)
    return query(assessment, read_return(book, assessment), reply=KEEP) or form


def main(target: Path) -> None:
    """Write the example and its results into a folder that does not hold a round yet."""
    write_example(target)
    calculate(target)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else f"workbooks/{FOLDER}"))
