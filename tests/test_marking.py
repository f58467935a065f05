"""The protective marking of the set-up stands in a cell on every sheet of every workbook; on what is published it never stands."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from snwp_xl.assessment import setup_workbook
from snwp_xl.blanks import blank
from snwp_xl.example import example_assessment, example_returns, write_example
from snwp_xl.files import place
from snwp_xl.model import LastYear
from snwp_xl.operations import add_incidents, calculate, check_returns, make_blanks, roundup
from snwp_xl.results import results_workbook

MARKING = "OFFICIAL"  # the example's
STREET = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
          "Last outcome category", "Context")


def unmarked(data: bytes, marking: str = MARKING) -> list[str]:
    """The sheets of a workbook without a cell that holds the marking."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [sheet.title for sheet in book.worksheets
            if not any(marking in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)]


def unmarked_in_print(data: bytes) -> list[str]:
    """The sheets with a printed page that lacks the marking: it is not at its head, nor in a row that each page repeats."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    found = []
    for sheet in book.worksheets:
        first, last = (int(row.strip("$")) for row in (sheet.print_title_rows or "2:1").split(":"))
        repeated = [str(cell) for row in sheet.iter_rows(first, last, values_only=True) for cell in row] if first <= last else []
        one_page = sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight is None
        if not one_page and not any(MARKING in words for words in (str(sheet.oddHeader.center.text), *repeated)):
            found.append(sheet.title)
    return found


def marked_round(folder: Path) -> None:
    """The example with a last year, and one return that something must be asked about."""
    write_example(folder, macros=False)
    of = replace(example_assessment(), last_year=(LastYear(2, "Violent Crime", 12, 5, 60, harm_scores=(("Police", 15),)),))
    (folder / "assessment.xlsx").write_bytes(setup_workbook(of))
    police = example_returns(of)[1]
    first = replace(police.rows[0], scores=(None, *police.rows[0].scores[1:]))
    data = blank(of, "Police", replace(police, rows=(first, *police.rows[1:])))
    (folder / "returns" / "Police.xlsx").unlink()
    place(folder / "returns" / "Police.xlsx", data)


def street_files(folder: Path) -> Path:
    """A month of the police's files."""
    folder.mkdir()
    with (folder / "2016-03-leicestershire-street.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(STREET)
        force = "Leicestershire Police"
        writer.writerows(
            ("", "2016-03", force, force, "", "", "On or near", "E01025938", "North West Leicestershire 001A", crime, "", "")
            for crime in ("Robbery", "Burglary", "Anti-social behaviour"))
    return folder


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one round, everything made of it that there is."""
    folder = tmp_path_factory.mktemp("county") / "2017-18"
    marked_round(folder)
    make_blanks(folder)
    assert check_returns(folder).files
    calculate(folder)  # with a score missing
    of = example_assessment()
    place(folder / "returns" / "Police again.xlsx", blank(of, "Police", example_returns(of)[1]))
    (folder / "returns" / "Police.xlsx").unlink()
    add_incidents(folder, [street_files(folder.parent / "downloads")])
    calculate(folder, public=True)
    (folder.parent / "downloads").rename(folder.parent.parent / f"{folder.parent.name}-downloads")
    roundup(folder.parent)
    return folder.parent


def test_every_sheet_of_every_workbook_carries_it(county: Path) -> None:
    made = {path.relative_to(county).as_posix(): path for path in county.rglob("*.xlsx") if "public" not in path.name}
    assert {name: unmarked(path.read_bytes()) for name, path in made.items()} == {name: [] for name in made}
    folders = {Path(name).parent.as_posix() for name in made}
    assert {".", "2017-18", "2017-18/blanks", "2017-18/returns", "2017-18/queries", "2017-18/results", "2017-18/results/earlier",
            "2017-18/results/for agencies", "2017-18/incidents before"} <= folders
    incidents = openpyxl.load_workbook(county / "2017-18" / "incidents.xlsx").sheetnames
    assert {"Mapping", "Police categories", "Police files"} <= set(incidents)


def test_every_printed_page_of_every_workbook_carries_it(county: Path) -> None:
    made = {path.relative_to(county).as_posix(): path for path in county.rglob("*.xlsx") if "public" not in path.name}
    assert {name: unmarked_in_print(path.read_bytes()) for name, path in made.items()} == {name: [] for name in made}


def test_with_an_adopted_edition_its_sheet_carries_it_too(county: Path) -> None:
    report = calculate(county / "2017-18").report
    settings = replace(report.assessment.settings, adopted_edition=1)
    matrix = replace(report.matrix, assessment=replace(report.assessment, settings=settings))
    assert unmarked(results_workbook(replace(report, matrix=matrix))) == []


def test_what_is_published_carries_none(county: Path) -> None:
    published = [path for path in (county / "2017-18" / "results").rglob("*") if "public" in path.as_posix() and path.is_file()]
    assert len(published) > 8
    for path in published:
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            assert len(unmarked(path.read_bytes(), "OFFICIAL")) == len(book.sheetnames)
            assert "OFFICIAL" not in f"{book.properties.subject} {book.properties.keywords} {book.properties.description}"
        else:
            assert b"OFFICIAL" not in path.read_bytes()


def test_a_round_without_a_marking_has_none_anywhere(tmp_path: Path) -> None:
    of = replace(example_assessment(), marking="")
    for data in (blank(of, "Police"), setup_workbook(of)):
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        assert len(unmarked(data, "OFFICIAL")) == len(book.sheetnames)
        assert len(unmarked(data, " | None")) == len(book.sheetnames)
