"""Incident counts from police files: what is drawn, what a person typed and is never lost, and what is asked."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import Document, Entry, Office, Place
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from rounds import edited, small_assessment, with_cells
from setups import field_at

import snwp_xl
from snwp_xl import cli, operations
from snwp_xl.blanks import blank
from snwp_xl.example import example_assessment, example_returns, write_example
from snwp_xl.files import place
from snwp_xl.findings import Finding, RoundError, Severity
from snwp_xl.gathering import Earlier, gather, read_earlier, workbook
from snwp_xl.gathering.table import PoliceTable
from snwp_xl.incidents import counts_workbook, read_counts
from snwp_xl.intake import Book, read_book, read_book_bytes
from snwp_xl.layout.police import LICENCE
from snwp_xl.model import Counts, KnownEvent, Month, RecordingChange, Series
from snwp_xl.operations import Added, add_incidents, write_round
from snwp_xl.police import SUGGESTED_MAPPING, Area, read_street_files
from snwp_xl.rounds import open_round
from workbooks import assert_recalculates, assert_valid

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2] / "shared" / "data" / "police-uk"
AREA = "North West Leicestershire"
HEADER = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
JANUARY, FEBRUARY, MARCH, APRIL = (Month(2025, i) for i in range(1, 5))
TYPES = ("Anti-Social Behaviour", "Robbery", "Domestic Burglary", "Burglary Other", "Road Safety*")
COUNTS, MAPPING, POLICE, FILES = "Incident counts", "Mapping", "Police categories", "Police files"

Monthly = Mapping[Month, Mapping[str, int]]
TWO_MONTHS: Monthly = {
    JANUARY: {"Anti-social behaviour": 5, "Robbery": 2, "Burglary": 3, "Drugs": 1},
    FEBRUARY: {"Anti-social behaviour": 6, "Robbery": 1, "Burglary": 4},
}


def round_of(folder: Path, **more: object) -> Path:
    """A round folder with an empty incident workbook."""
    assessment = small_assessment(crime_types=TYPES, **more)  # type: ignore[arg-type]
    write_round(folder, assessment, counts_workbook(assessment))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return round_of(tmp_path / "2017-18")


def street(folder: Path, monthly: Monthly, *, area: str = AREA, force: str = "Leicestershire Police", nowhere: int = 1) -> Path:
    """Street-level files of these incidents, a file a month, with rows elsewhere and without a location."""
    folder.mkdir(parents=True, exist_ok=True)
    for month, counts in monthly.items():
        rows = [_row(month, force, area, "E01025938", category) for category, number in counts.items() for _ in range(number)]
        rows += [_row(month, force, "Leicester", "E01013600", "Drugs"), *[_row(month, force, "", "", "Drugs")] * nowhere]
        name = f"{month}-{force.split()[0].lower()}-street.csv"
        (folder / name).write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return folder


def _row(month: Month, force: str, area: str, code: str, category: str) -> str:
    where = f"-1.3,52.7,On or near High Street,{code},{area} 001A" if area else ",,No Location,,"
    return f"abc,{month},{force},{force},{where},{category},Under investigation,"


def added(folder: Path, files: Path, area: Area | str = AREA) -> Added:
    return add_incidents(folder, [files], area)


def book_in(folder: Path, name: str = "incidents.xlsx") -> Workbook:
    return openpyxl.load_workbook(folder / name)


def where(sheet: Worksheet, name: str, heading: str) -> str:
    """The cell of a row under a heading, both as they read on the sheet, in the first table that has them."""
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == heading)
    row = next(cell.row for cell in sheet["A"] if cell.value == name and cell.row > head.row)
    return f"{head.column_letter}{row}"


def at(folder: Path, name: str, month: Month) -> str:
    return where(book_in(folder)[COUNTS], name, month.short)


def counted(folder: Path, name: str) -> dict[Month, object]:
    """What stands in a row of Incident counts, by month, empty cells left out."""
    sheet = book_in(folder)[COUNTS]
    (head,) = [cell.row for cell in sheet["A"] if cell.value == "Counts of"]
    months = {cell.column: _month(cell.value) for cell in sheet[head] if cell.value and re.fullmatch(r"\w{3} \d\d", str(cell.value))}
    (row,) = [cell.row for cell in sheet["A"] if cell.value == name and cell.row > head]
    return {month: sheet.cell(row, column).value for column, month in months.items() if sheet.cell(row, column).value is not None}


def _month(short: object) -> Month:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    name, year = str(short).split()
    return Month(2000 + int(year), names.index(name) + 1)


def type_in(folder: Path, cells: Mapping[str, object], sheet: str = COUNTS) -> None:
    """A person types into cells and saves."""

    def entries(book: Workbook) -> None:
        for at_cell, value in cells.items():
            book[sheet][at_cell] = value

    change(folder, entries)


def change(folder: Path, edit: Callable[[Workbook], object]) -> None:
    path = folder / "incidents.xlsx"
    path.write_bytes(edited(path.read_bytes(), edit))


def give(folder: Path, mapping: Mapping[str, str | None]) -> None:
    """A person edits the sheet Mapping."""
    sheet = book_in(folder)[MAPPING]
    type_in(folder, {where(sheet, category, "Crime type"): name for category, name in mapping.items()}, MAPPING)


def mapped(folder: Path) -> dict[str, object]:
    sheet = book_in(folder)[MAPPING]
    rows = [row for row in sheet.iter_rows(min_row=8, max_col=2, values_only=True) if row[0]]
    return {str(category): name for category, name in rows if name}


def told(findings: Iterable[Finding], *codes: str) -> list[tuple[str, str]]:
    """Code and cell of the findings with these codes."""
    return [(one.code, one.place.cell) for one in findings if one.code in codes]


def asked(done: Added) -> list[tuple[str, str]]:
    return told(done.findings, "counts-differ", "counts-row-differs")


def the(done: Added, code: str) -> Finding:
    (only,) = [one for one in done.findings if one.code == code]
    return only


def codes(done: Added) -> set[str]:
    return {one.code for one in done.findings}


def read_back(folder: Path) -> tuple[Counts, tuple[Finding, ...]]:
    """The counts as `calculate` reads them."""
    this = open_round(folder)
    assert this.assessment
    assert this.counts_file
    return read_counts(this.counts_file.book, this.assessment, "incidents.xlsx")


# --- the first time ------------------------------------------------------------------------------------------------------


def test_the_first_time_the_suggested_mapping_fills_what_has_a_category_and_leaves_the_rest_empty(folder: Path, tmp_path: Path) -> None:
    done = added(folder, street(tmp_path / "files", TWO_MONTHS))
    assert done.path == folder / "incidents.xlsx"
    assert mapped(folder) == {"Anti-social behaviour": "Anti-Social Behaviour", "Robbery": "Robbery"}
    assert counted(folder, "All incidents") == {JANUARY: 11, FEBRUARY: 11}
    assert counted(folder, "Anti-Social Behaviour") == {JANUARY: 5, FEBRUARY: 6}
    assert counted(folder, "Robbery") == {JANUARY: 2, FEBRUARY: 1}
    assert counted(folder, "Domestic Burglary") == counted(folder, "Road Safety*") == {}
    counts, findings = read_back(folder)
    assert counts.months == (JANUARY, FEBRUARY)
    assert counts.all_incidents == Series("All incidents", (11, 11))
    assert [one.name for one in counts.series] == ["Anti-Social Behaviour", "Robbery"]
    assert counts.source.endswith(LICENCE)
    assert not [one for one in findings if one.severity is Severity.ERROR]


def test_a_category_absent_in_a_month_that_is_there_is_a_true_0_and_a_missing_month_is_empty(folder: Path, tmp_path: Path) -> None:
    monthly = {JANUARY: {"Robbery": 1, "Drugs": 3}, MARCH: {"Drugs": 3}}
    done = added(folder, street(tmp_path / "files", monthly))
    assert counted(folder, "Robbery") == {JANUARY: 1, MARCH: 0}
    assert "Feb 25" in [cell.value for row in book_in(folder)[COUNTS].iter_rows() for cell in row]
    assert "February 2025" in the(done, "police-months-missing").message
    assert read_back(folder)[0].all_incidents == Series("All incidents", (4, None, 3))


def test_the_categories_and_the_forces_rows_stand_on_a_sheet_with_the_licence(folder: Path, tmp_path: Path) -> None:
    added(folder, street(tmp_path / "files", TWO_MONTHS, nowhere=2))
    sheet = book_in(folder)[POLICE]

    def number(label: str, heading: str) -> object:
        return sheet[where(sheet, label, heading)].value

    assert [number("Burglary", month.short) for month in (JANUARY, FEBRUARY)] == [3, 4]
    assert [number("Shoplifting", month.short) for month in (JANUARY, FEBRUARY)] == [0, 0]
    assert number("All incidents", "Jan 25") == 11
    assert number("The force: all rows", "Jan 25") == 14
    assert number("The force: rows without a location", "Jan 25") == 2
    assert number("The force: rows in other districts", "Jan 25") == 1
    texts = [str(cell.value) for cell in sheet["A"] if cell.value]
    assert any(text.endswith(LICENCE) for text in texts)
    assert "There are police numbers for every month." in texts


def test_every_finding_of_the_reading_stands_in_a_table(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", {JANUARY: {"Drugs": 3, "Flying saucers": 2}, MARCH: {"Drugs": 1}})
    street(files, {JANUARY: {"Robbery": 1}}, force="Derbyshire Constabulary")
    done = added(folder, files)
    sheet = book_in(folder)[FILES]
    (head,) = [cell.row for cell in sheet["A"] if cell.value == "Severity"]
    rows = list(sheet.iter_rows(min_row=head + 1, max_row=head + len(done.findings), max_col=4, values_only=True))
    assert sorted(rows, key=str) == sorted(
        [(str(one.severity), str(one.place) or None, one.message, one.fix) for one in done.findings], key=str)
    assert {"police-unknown-category", "police-months-missing", "police-other-force", "police-no-location"} <= codes(done)
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "1 in the area, which are counted; 1 without a location" in texts
    assert "2025-01-derbyshire-street.csv" in " ".join(texts)
    assert mapped(folder) == {"Anti-social behaviour": "Anti-Social Behaviour", "Robbery": "Robbery"}
    assert counted(folder, "Robbery") == {JANUARY: 1, MARCH: 0}, "rows of another force in the area are counted"


def test_what_cannot_be_split_is_said_and_left_to_the_analyst(folder: Path, tmp_path: Path) -> None:
    done = added(folder, street(tmp_path / "files", TWO_MONTHS))
    sheet = book_in(folder)[MAPPING]
    assert "cannot be split into domestic burglary and other burglary" in str(sheet[where(sheet, "Burglary", "Remark")].value)
    assert "Burglary" in the(done, "mapping-not-given").message
    assert the(done, "counts-by-hand").message == (
        "No police category counts as Domestic Burglary, Burglary Other, Road Safety*, and no counts were typed.")


def test_a_round_that_is_not_set_up_yet_can_have_its_counts(tmp_path: Path) -> None:
    folder = tmp_path / "2026-27"
    operations.new_round(folder, today=date(2026, 2, 1), macros=False)
    setup = folder / "assessment.xlsx"
    setup.write_bytes(with_cells(setup.read_bytes(), {field_at("places"): None}))
    assert open_round(folder).assessment is None, "a field is still empty"
    done = added(folder, street(tmp_path / "files", TWO_MONTHS), "")
    assert counted(folder, "Anti-Social Behaviour") == {JANUARY: 5, FEBRUARY: 6}
    assert not [one for one in done.findings if one.severity is Severity.ERROR]


# --- running again -----------------------------------------------------------------------------------------------------------


def test_the_same_files_again_change_nothing(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    type_in(folder, {at(folder, "Domestic Burglary", JANUARY): 2, at(folder, "Robbery", FEBRUARY): 9})
    first = added(folder, files)
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    again = added(folder, files)
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before
    assert again.before is None
    assert again.findings == first.findings


def test_the_earlier_workbook_is_kept_under_the_next_number(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    kept = []
    for number in (1, 2):
        kept.append((folder / "incidents.xlsx").read_bytes())
        done = added(folder, files)
        assert done.before == folder / "incidents before" / f"incidents ({number}).xlsx"
        type_in(folder, {at(folder, "Domestic Burglary", JANUARY): number})
    assert [(folder / "incidents before" / f"incidents ({number}).xlsx").read_bytes() for number in (1, 2)] == kept
    assert open_round(folder).counts_file, "the earlier ones are not taken for the round's"


def test_typed_rows_are_carried_over_with_whether_they_are_part_of_all_incidents(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    sheet = book_in(folder)[COUNTS]
    last = sheet.max_row
    type_in(folder, {
        at(folder, "Domestic Burglary", JANUARY): 2, at(folder, "Domestic Burglary", FEBRUARY): 0,
        where(sheet, "Domestic Burglary", "Part of All incidents"): "No",
        f"A{last + 1}": "Fraud, for information", f"{where(sheet, 'Robbery', 'Jan 25')[0]}{last + 1}": 12})
    done = added(folder, street(tmp_path / "more", {**TWO_MONTHS, MARCH: {"Robbery": 1}}))
    assert counted(folder, "Domestic Burglary") == {JANUARY: 2, FEBRUARY: 0}
    assert counted(folder, "Fraud, for information") == {JANUARY: 12}
    assert counted(folder, "Robbery") == {JANUARY: 2, FEBRUARY: 1, MARCH: 1}
    sheet = book_in(folder)[COUNTS]
    assert sheet[where(sheet, "Domestic Burglary", "Part of All incidents")].value == "No"
    assert asked(done) == []


def test_where_a_typed_number_and_the_files_differ_it_is_asked_and_the_typed_one_is_kept(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    cell = at(folder, "Robbery", JANUARY)
    type_in(folder, {cell: 7})
    done = added(folder, files)
    assert asked(done) == [("counts-differ", at(folder, "Robbery", JANUARY))]
    found = the(done, "counts-differ")
    assert (found.severity, found.place.file, found.place.sheet, found.crime_type) == (Severity.WARNING, "incidents.xlsx", COUNTS, 2)
    assert found.message == "Robbery, January 2025: by hand 7, in the police files 2. What was entered by hand is kept."
    assert found.fix == "If the police files are right, enter 2."
    assert counted(folder, "Robbery") == {JANUARY: 7, FEBRUARY: 1}
    assert asked(added(folder, files)) == asked(done), "it is asked until somebody answers"
    type_in(folder, {cell: 2})
    assert asked(added(folder, files)) == []


def test_counts_typed_before_any_police_file_was_read_are_kept_and_compared(tmp_path: Path) -> None:
    assessment = small_assessment(crime_types=TYPES)
    months = (Month(2024, 12), JANUARY)
    series = (Series("Robbery", (4, 2), 2), Series("Domestic Burglary", (1, 3), 3))
    typed = Counts(months, series, Series("All incidents", (20, 12)), "Own system.")
    folder = tmp_path / "round"
    write_round(folder, assessment, counts_workbook(assessment, typed))
    done = added(folder, street(tmp_path / "files", TWO_MONTHS))
    assert asked(done) == [("counts-differ", at(folder, "All incidents", JANUARY))]
    assert "by hand 12, in the police files 11" in the(done, "counts-differ").message
    assert counted(folder, "All incidents") == {Month(2024, 12): 20, JANUARY: 12, FEBRUARY: 11}
    assert counted(folder, "Robbery") == {Month(2024, 12): 4, JANUARY: 2, FEBRUARY: 1}
    assert counted(folder, "Domestic Burglary") == {Month(2024, 12): 1, JANUARY: 3}
    source = read_back(folder)[0].source
    assert source.startswith("Own system. data.police.uk street-level crime files, Leicestershire Police, January 2025 to February 2025")


def test_a_row_that_differs_throughout_is_one_finding(folder: Path, tmp_path: Path) -> None:
    monthly = {JANUARY.shift(i): {"Robbery": 5, "Drugs": 30} for i in range(12)}
    files = street(tmp_path / "files", monthly)
    added(folder, files)
    type_in(folder, {at(folder, "Robbery", month): 9 for month in list(monthly)[2:]})
    done = added(folder, files)
    span = f"{at(folder, 'Robbery', MARCH)}:{at(folder, 'Robbery', Month(2025, 12))}"
    assert asked(done) == [("counts-row-differs", span)]
    assert "in 10 months" in the(done, "counts-row-differs").message
    assert "March 2025 9, not 5; April 2025 9, not 5; May 2025 9, not 5" in the(done, "counts-row-differs").message


def test_a_number_that_was_emptied_stays_empty_and_is_asked_about(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    type_in(folder, {at(folder, "Robbery", FEBRUARY): None})
    for _ in range(2):
        done = added(folder, files)
        assert counted(folder, "Robbery") == {JANUARY: 2}
        assert "Robbery, February 2025: by hand empty, in the police files 1." in the(done, "counts-differ").message


@pytest.mark.parametrize(
    ("typed", "stands"), [("about 10", "about 10"), (date(2025, 4, 3), "2025-04-03"), (-3, -3), (2.5, 2.5), (" 4 ", 4)])
def test_what_is_no_count_is_carried_over_as_it_was_typed(folder: Path, tmp_path: Path, typed: object, stands: object) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    type_in(folder, {at(folder, "Domestic Burglary", JANUARY): typed})
    added(folder, files)
    found = counted(folder, "Domestic Burglary")[JANUARY]
    assert str(found).startswith(str(stands)) if isinstance(typed, date) else found == stands
    errors = [one.code for one in read_back(folder)[1] if one.severity is Severity.ERROR]
    assert errors == ([] if stands == 4 else ["counts-negative"] if stands == -3 else ["counts-not-a-number"])


def test_months_that_the_new_files_do_not_hold_are_kept(folder: Path, tmp_path: Path) -> None:
    added(folder, street(tmp_path / "files", {**TWO_MONTHS, MARCH: {"Robbery": 8}}))
    type_in(folder, {at(folder, "Domestic Burglary", JANUARY): 2})
    done = added(folder, street(tmp_path / "newer", {FEBRUARY: TWO_MONTHS[FEBRUARY], APRIL: {"Robbery": 3}}))
    assert counted(folder, "Robbery") == {JANUARY: 2, FEBRUARY: 1, MARCH: 8, APRIL: 3}
    assert counted(folder, "Domestic Burglary") == {JANUARY: 2}
    assert the(done, "counts-months-stay").message == (
        "The police files given this time have no usable rows for January 2025, March 2025; the numbers read before are kept.")
    give(folder, {"Burglary": "Burglary Other"})
    added(folder, tmp_path / "newer")
    assert counted(folder, "Burglary Other") == {JANUARY: 3, FEBRUARY: 4, MARCH: 0, APRIL: 0}, "the mapping reaches the months read before"
    assert "January 2025 to April 2025; area:" in read_back(folder)[0].source


def test_numbers_that_the_police_corrected_are_replaced_and_said(folder: Path, tmp_path: Path) -> None:
    added(folder, street(tmp_path / "files", TWO_MONTHS))
    type_in(folder, {at(folder, "Robbery", JANUARY): 7})
    newer = {**TWO_MONTHS, JANUARY: {**TWO_MONTHS[JANUARY], "Robbery": 3, "Burglary": 2}}
    done = added(folder, street(tmp_path / "newer", newer))
    assert "Burglary, January 2025: 2, was 3; Robbery, January 2025: 3, was 2." in the(done, "counts-revised").message
    assert counted(folder, "Robbery") == {JANUARY: 7, FEBRUARY: 1}
    assert "by hand 7, in the police files 3" in the(done, "counts-differ").message
    assert "counts-revised" not in codes(added(folder, tmp_path / "newer"))


def test_recording_changes_and_events_live_in_the_set_up_which_is_not_touched(tmp_path: Path) -> None:
    changes, events = (RecordingChange(FEBRUARY, 2, "new guidance"),), (KnownEvent(JANUARY, 1, "a festival"),)
    folder = round_of(tmp_path / "round", recording_changes=changes, known_events=events)
    setup = (folder / "assessment.xlsx").read_bytes()
    files = street(tmp_path / "files", TWO_MONTHS)
    for _ in range(2):
        added(folder, files)
    assert (folder / "assessment.xlsx").read_bytes() == setup
    assessment = operations.load_assessment(folder)
    assert (assessment.recording_changes, assessment.known_events) == (changes, events)


def test_a_typed_source_is_kept_beside_that_of_the_police_files(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    sheet = book_in(folder)[COUNTS]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == "Source"]
    line = str(sheet[f"B{row}"].value)
    type_in(folder, {f"B{row}": f"{line} Road safety: the county's collision database"})
    added(folder, street(tmp_path / "more", {**TWO_MONTHS, MARCH: {"Robbery": 1}}))
    source = read_back(folder)[0].source
    assert source.endswith("Road safety: the county's collision database")
    assert "January 2025 to March 2025, 3 files" in source
    assert source.count(LICENCE) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(
        st.tuples(st.sampled_from(TYPES), st.sampled_from((JANUARY, FEBRUARY, MARCH))), st.integers(0, 9) | st.just("n/a")),
    mapping=st.dictionaries(st.sampled_from(("Burglary", "Robbery", "Drugs", "Other theft")), st.sampled_from((*TYPES, "", "Nonsense"))),
    later=st.booleans())
def test_whatever_was_typed_stays_and_reading_again_changes_nothing(
    tmp_path: Path, typed: dict[tuple[str, Month], int | str], mapping: dict[str, str], later: bool,
) -> None:
    assessment = small_assessment(crime_types=TYPES)
    read = read_street_files([street(tmp_path / "files", TWO_MONTHS)], Area.named(AREA))
    files = street(tmp_path / "more", {MARCH: {"Robbery": 4, "Burglary": 1}} if later else TWO_MONTHS)
    newer = read_street_files([files], Area.named(AREA))
    data = workbook(gather(assessment, newer if later else read, Earlier(), "incidents.xlsx"))

    def entries(book: Workbook) -> None:
        counts, sheet = book[COUNTS], book[MAPPING]
        for (name, month), value in typed.items():
            if month.short in [cell.value for row in counts.iter_rows() for cell in row]:
                counts[where(counts, name, month.short)] = value
        for category, name in mapping.items():
            sheet[where(sheet, category, "Crime type")] = name or None

    data = edited(data, entries)
    before = read_earlier(opened(data), "incidents.xlsx")
    first = workbook(gather(assessment, read, before, "incidents.xlsx"))
    after = read_earlier(opened(first), "incidents.xlsx")
    for row in before.rows:
        for month, content in row.cells.items():
            if before.typed(row.name, month):
                kept = after.row(row.name)
                assert kept
                assert kept.cells[month] == content
    assert workbook(gather(assessment, read, after, "incidents.xlsx")) == first


def opened(data: bytes) -> Book:
    book = read_book_bytes(data, "incidents.xlsx")
    assert isinstance(book, Book)
    return book


# --- the mapping -----------------------------------------------------------------------------------------------------------------


def test_a_mapping_that_a_person_made_is_kept_and_used_many_to_one(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    give(folder, {"Burglary": "Burglary Other", "Drugs": "burglary other ", "Robbery": None})
    done = added(folder, files)
    wanted = {"Anti-social behaviour": "Anti-Social Behaviour", "Burglary": "Burglary Other", "Drugs": "Burglary Other"}
    assert mapped(folder) == wanted
    assert counted(folder, "Burglary Other") == {JANUARY: 4, FEBRUARY: 4}
    assert counted(folder, "Robbery") == {}, "no category, so nothing but what is typed"
    added(folder, street(tmp_path / "more", {MARCH: {"Burglary": 2, "Robbery": 9}}))
    assert mapped(folder) == wanted, "the suggestion is made only once"
    cell = where(book_in(folder)[MAPPING], "Burglary", "Crime type")
    assert told(done.findings, "mapping-cannot-be-split") == [("mapping-cannot-be-split", cell)]
    assert "Burglary counts as Burglary Other. It cannot be split into domestic burglary" in the(done, "mapping-cannot-be-split").message


def test_a_typed_number_outlives_a_mapping_that_is_made_later(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    type_in(folder, {at(folder, "Burglary Other", JANUARY): 2})
    give(folder, {"Burglary": "Burglary Other"})
    done = added(folder, files)
    assert counted(folder, "Burglary Other") == {JANUARY: 2, FEBRUARY: 4}
    assert asked(done) == [("counts-differ", at(folder, "Burglary Other", JANUARY))]


def test_a_crime_type_that_is_not_in_the_assessment_is_said_with_its_cell_and_counts_as_none(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    give(folder, {"Robbery": "Robery"})
    done = added(folder, files)
    cell = where(book_in(folder)[MAPPING], "Robbery", "Crime type")
    assert told(done.findings, "mapping-unknown-crime-type") == [("mapping-unknown-crime-type", cell)]
    assert "'Robery', which is not a crime type" in the(done, "mapping-unknown-crime-type").message
    assert mapped(folder)["Robbery"] == "Robery", "what was typed is not lost"
    assert counted(folder, "Robbery") == {}


def test_a_category_that_stands_twice_is_an_error_and_counts_as_none(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    sheet = book_in(folder)[MAPPING]
    type_in(folder, {f"A{sheet.max_row + 1}": "Robbery", f"B{sheet.max_row + 1}": "Burglary Other"}, MAPPING)
    for _ in range(2):
        done = added(folder, files)
        assert the(done, "mapping-twice").severity is Severity.ERROR
        assert "Robbery and Burglary Other" in the(done, "mapping-twice").message
        assert counted(folder, "Robbery") == counted(folder, "Burglary Other") == {}


def test_a_mapping_sheet_that_was_deleted_is_suggested_again_and_said(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    change(folder, lambda book: book.remove(book[MAPPING]))
    done = added(folder, files)
    assert "mapping-gone" in codes(done)
    assert mapped(folder) == {"Anti-social behaviour": "Anti-Social Behaviour", "Robbery": "Robbery"}


def test_a_crime_type_that_was_renamed_leaves_no_police_numbers_under_its_old_name(folder: Path, tmp_path: Path) -> None:
    assessment = operations.load_assessment(folder)
    read = read_street_files([street(tmp_path / "files", TWO_MONTHS)], Area.named(AREA))
    data = workbook(gather(assessment, read, Earlier(), "incidents.xlsx"))
    renamed = replace(assessment, crime_types=tuple(
        replace(one, name="Robbery of a person") if one.name == "Robbery" else one for one in assessment.crime_types))
    gathered = gather(renamed, read, read_earlier(opened(data), "incidents.xlsx"), "incidents.xlsx")
    assert [row.name for row in gathered.rows] == ["All incidents", "Anti-Social Behaviour", "Robbery of a person", *TYPES[2:]]
    assert told(gathered.findings, "mapping-unknown-crime-type")


def test_categories_of_another_time_are_added_only_where_they_were_in_use(folder: Path, tmp_path: Path) -> None:
    older, newer = Month(2013, 4), Month(2013, 5)
    files = street(tmp_path / "files", {
        older: {"Violent crime": 4, "Robbery": 1, "Drugs": 1}, newer: {"Violence and sexual offences": 6, "Theft from the person": 2}})
    added(folder, files)
    give(folder, {"Violent crime": "Robbery", "Violence and sexual offences": "Robbery", "Theft from the person": "Robbery"})
    done = added(folder, files)
    assert counted(folder, "Robbery") == {older: 5, newer: 8}
    assert "police-eras" in codes(done)
    sheet = book_in(folder)[MAPPING]
    assert "It was in use until April 2013." in str(sheet[where(sheet, "Violent crime", "Remark")].value)


def test_two_sets_of_categories_that_meet_only_in_the_workbook_are_said(folder: Path, tmp_path: Path) -> None:
    first = added(folder, street(tmp_path / "old", {Month(2013, 4): {"Violent crime": 4}}))
    done = added(folder, street(tmp_path / "new", {Month(2013, 5): {"Drugs": 4}}))
    assert "police-eras" not in codes(first)
    assert "enter a recording change for May 2013" in the(done, "police-eras").fix


def test_a_sum_of_which_a_part_is_in_use_but_not_known_is_not_known() -> None:
    month = Month(2013, 4)
    table = PoliceTable({"All incidents": {month: 7}, "Robbery": {month: 1}})
    assert table.given(["Robbery"]) == {month: 1}
    assert table.given(["Robbery", "Public disorder and weapons"]) == {}, "in use in April 2013, but nobody knows how many"
    assert table.given(["Robbery", "Public order"]) == {month: 1}, "not in use before May 2013"


# --- areas ------------------------------------------------------------------------------------------------------------------------


def test_another_area_takes_no_number_of_the_earlier_one_along(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    street(tmp_path / "files", {MARCH: {"Robbery": 9}}, area="Charnwood")
    added(folder, files)
    type_in(folder, {at(folder, "Domestic Burglary", JANUARY): 2})
    done = added(folder, tmp_path / "files" / "2025-03-leicestershire-street.csv", "Charnwood")
    assert counted(folder, "All incidents") == {MARCH: 9}
    assert counted(folder, "Domestic Burglary") == {JANUARY: 2}
    assert the(done, "counts-area-changed").message.startswith(f"The earlier numbers from police files were for {AREA}, not Charnwood.")
    assert the(done, "counts-other-area").severity is Severity.WARNING
    assert "counts-area-changed" not in codes(added(folder, tmp_path / "files" / "2025-03-leicestershire-street.csv", "Charnwood"))


def test_an_area_of_codes(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    area = Area.of_codes(["e01025938", "E01013600"])
    done = added(folder, files, area)
    assert counted(folder, "All incidents") == {JANUARY: 12, FEBRUARY: 12}
    assert "counts-other-area" not in codes(done)
    texts = [str(cell.value) for row in book_in(folder)[FILES].iter_rows() for cell in row]
    assert "E01013600, E01025938" in texts
    assert added(folder, files, area).before is None


def test_an_area_that_is_in_no_row_changes_nothing(folder: Path, tmp_path: Path) -> None:
    before = (folder / "incidents.xlsx").read_bytes()
    done = added(folder, street(tmp_path / "files", TWO_MONTHS), "North West Leicstershire")
    assert done.path is None
    assert "Districts with such a name in the files: North West Leicestershire" in the(done, "police-no-area").message
    assert (folder / "incidents.xlsx").read_bytes() == before
    assert not (folder / "incidents before").exists()


def test_the_assessments_area_is_meant_where_none_is_given(folder: Path, tmp_path: Path) -> None:
    added(folder, street(tmp_path / "files", TWO_MONTHS), "")
    assert counted(folder, "All incidents") == {JANUARY: 11, FEBRUARY: 11}


# --- files ------------------------------------------------------------------------------------------------------------------------


def test_without_an_incident_workbook_one_is_made(folder: Path, tmp_path: Path) -> None:
    (folder / "incidents.xlsx").unlink()
    done = added(folder, street(tmp_path / "files", TWO_MONTHS))
    assert counted(folder, "All incidents") == {JANUARY: 11, FEBRUARY: 11}
    assert done.before is None


def test_counts_that_came_back_under_another_name_are_carried_over_and_kept(folder: Path, tmp_path: Path) -> None:
    (folder / "incidents.xlsx").rename(folder / "Counts from Jo.xlsx")
    done = added(folder, street(tmp_path / "files", TWO_MONTHS))
    assert done.before == folder / "incidents before" / "Counts from Jo (1).xlsx"
    assert not (folder / "Counts from Jo.xlsx").exists()
    this = open_round(folder).counts_file
    assert this
    assert this.name == "incidents.xlsx"


def test_a_strangers_file_called_incidents_is_left_alone(folder: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "my own list"
    book.save(folder / "incidents.xlsx")
    before = (folder / "incidents.xlsx").read_bytes()
    done = added(folder, street(tmp_path / "files", TWO_MONTHS))
    assert (folder / "incidents.xlsx").read_bytes() == before
    assert done.path == folder / "incidents (2).xlsx"
    assert "file-kept" in codes(done)


def refused(folder: Path, files: Path) -> str:
    """Why nothing was done; everything is as it was."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(RoundError) as problem:
        added(folder, files)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    return str(problem.value)


def test_a_workbook_that_is_open_or_cannot_be_read_or_stands_twice_is_refused_and_left(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    lock = folder / "~$incidents.xlsx"
    lock.write_bytes(b"lock")
    assert refused(folder, files) == "incidents.xlsx is open in another program. Save it there, close it, and try again."
    lock.unlink()
    (folder / "copy.xlsx").write_bytes((folder / "incidents.xlsx").read_bytes())
    assert "There are two incident workbooks in this folder" in refused(folder, files)
    (folder / "copy.xlsx").unlink()
    (folder / "incidents.xlsx").write_bytes(b"PK\x03\x04 damaged")
    assert refused(folder, files).startswith("The incident counts cannot be made again. incidents.xlsx:")


def test_a_workbook_that_was_saved_while_the_files_were_read_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)

    def meanwhile(done: int, every: int) -> None:
        type_in(folder, {"A1": "saved meanwhile"})

    with pytest.raises(RoundError, match="was saved while the police files were read"):
        add_incidents(folder, [files], AREA, progress=meanwhile)
    assert book_in(folder)[COUNTS]["A1"].value == "saved meanwhile"
    assert not (folder / "incidents before").exists()


def test_what_is_not_carried_over_is_said(folder: Path, tmp_path: Path) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    sheet = book_in(folder)[COUNTS]
    head = int(where(sheet, "Robbery", "Jan 25")[1:]) - 3
    column = openpyxl.utils.get_column_letter(sheet.max_column + 1)

    def entries(book: Workbook) -> None:
        book[COUNTS][f"{column}{head}"] = "Notes"
        book[COUNTS][f"{column}{head + 3}"] = "as the sergeant said"
        book.create_sheet("My sums")["A1"] = 12

    change(folder, entries)
    done = added(folder, files)
    assert the(done, "counts-left-behind").message == (
        "Not carried over from the earlier incident counts: the column Notes; the sheet My sums.")
    assert done.before
    assert "My sums" in book_in(done.before.parent, done.before.name).sheetnames
    assert "counts-left-behind" not in codes(added(folder, files))


# --- Excel ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def full(folder: Path, tmp_path: Path) -> bytes:
    """A workbook with everything: typed, emptied, asked, an added row, findings of every kind."""
    files = street(tmp_path / "full", {**TWO_MONTHS, APRIL: {"Flying saucers": 2, "Robbery": 1}})
    street(files, {JANUARY: {"Robbery": 1}}, force="Derbyshire Constabulary")
    added(folder, files)
    below = book_in(folder)[COUNTS].max_row + 1
    type_in(folder, {
        at(folder, "Domestic Burglary", JANUARY): 0, at(folder, "Robbery", JANUARY): 8, at(folder, "Robbery", FEBRUARY): None,
        at(folder, "All incidents", MARCH): 9, f"A{below}": "Fraud", f"{at(folder, 'Robbery', APRIL)[0]}{below}": "n/a"})
    give(folder, {"Burglary": "Burglary Other", "Drugs": "Nonsense"})
    path = added(folder, files).path
    assert path
    return path.read_bytes()


def test_the_workbook_is_valid_and_its_stored_values_are_those_of_a_recalculation(full: bytes, office: Office, tmp_path: Path) -> None:
    assert_valid(full, tmp_path)
    assert assert_recalculates(office, full, tmp_path) > 20


def test_where_a_rows_numbers_come_from_is_said_live(full: bytes, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "incidents.xlsx"
    path.write_bytes(full)
    sheet = openpyxl.load_workbook(path, data_only=True)[COUNTS]
    names = ("All incidents", "Anti-Social Behaviour", "Robbery", "Domestic Burglary", "Burglary Other", "Road Safety*")
    said = {name: sheet[where(sheet, name, "Where from")].value for name in names}
    assert said == {
        "All incidents": "Police files, 1 typed", "Anti-Social Behaviour": "Police files", "Robbery": "Police files, 2 typed",
        "Domestic Burglary": "Typed", "Burglary Other": "Police files", "Road Safety*": None}
    asb, road = (where(sheet, name, "Feb 25") for name in ("Anti-Social Behaviour", "Road Safety*"))
    found = office.recalculate(path, {(COUNTS, asb): 99, (COUNTS, road): 0})
    assert found[COUNTS, where(sheet, "Anti-Social Behaviour", "Where from")][1] == "Police files, 1 typed"
    assert found[COUNTS, where(sheet, "Road Safety*", "Where from")][1] == "Typed"
    row = where(book_in(tmp_path)[MAPPING], "Robbery", "Counted")
    changed = office.recalculate(path, {(MAPPING, where(book_in(tmp_path)[MAPPING], "Robbery", "Crime type")): None})
    assert changed[MAPPING, row][1] == "Changed: read the files again"


def test_a_person_in_a_spreadsheet_program_types_maps_sorts_and_inserts(folder: Path, tmp_path: Path, office: Office) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    added(folder, files)
    sheet, mapping = book_in(folder)[COUNTS], book_in(folder)[MAPPING]
    entries: dict[Place, Entry] = {
        (COUNTS, where(sheet, "Domestic Burglary", "Jan 25")): 2, (COUNTS, where(sheet, "Domestic Burglary", "Feb 25")): 3,
        (COUNTS, where(sheet, "Robbery", "Jan 25")): 6, (MAPPING, where(mapping, "Burglary", "Crime type")): "Burglary Other",
        (MAPPING, where(mapping, "Anti-social behaviour", "Crime type")): None}
    first, last = (int(where(sheet, name, "Counts of")[1:]) for name in ("Anti-Social Behaviour", "Road Safety*"))

    def edits(document: Document) -> None:
        document.sort(COUNTS, f"A{first}:F{last}")
        document.insert_rows(COUNTS, 3, 2)
        document.rename(POLICE, "Police numbers")

    path = folder / "incidents.xlsx"
    saved = office.fill(path, entries, tmp_path / "saved.xlsx", edits)
    path.write_bytes(saved.read_bytes())
    done = added(folder, files)
    assert counted(folder, "Domestic Burglary") == {JANUARY: 2, FEBRUARY: 3}
    assert counted(folder, "Robbery") == {JANUARY: 6, FEBRUARY: 1}
    assert counted(folder, "Burglary Other") == {JANUARY: 3, FEBRUARY: 4}
    assert counted(folder, "Anti-Social Behaviour") == {}
    assert mapped(folder) == {"Burglary": "Burglary Other", "Robbery": "Robbery"}
    assert asked(done) == [("counts-differ", at(folder, "Robbery", JANUARY))]
    assert "counts-left-behind" not in codes(done)
    assert added(folder, files).before is None


# --- the command ------------------------------------------------------------------------------------------------------------------


def run(*args: object) -> int:
    return cli.main([str(arg) for arg in args])


def test_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    assert run("incidents", folder, files, "--area", AREA) == cli.DONE
    said = capsys.readouterr()
    assert re.search(r"All incidents +22 +every category", said.out)
    assert re.search(r"Robbery +3 +Robbery", said.out)
    assert LICENCE in " ".join(said.out.split())
    assert f"Incident counts: {folder / 'incidents.xlsx'}" in said.out
    assert said.err == "", "a bar only on a terminal, and only after a second"
    type_in(folder, {at(folder, "Robbery", JANUARY): 7})
    assert run("incidents", folder, files, "--area", AREA) == cli.DONE
    assert "Robbery, January 2025: by hand 7, in the police files 2." in " ".join(capsys.readouterr().out.split())


def test_the_command_counts_by_codes_in_a_file(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    lsoas = tmp_path / "lsoas.csv"
    lsoas.write_text("code,name\ne01025938,North West Leicestershire 001A\nE01013600,Leicester 001A\n", encoding="utf-8")
    assert run("incidents", folder, files, "--lsoa", lsoas) == cli.DONE
    assert re.search(r"All incidents +24 ", capsys.readouterr().out)


def test_exit_codes_of_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = street(tmp_path / "files", TWO_MONTHS)
    (files / "2025-03-leicestershire-street.csv").write_text("", encoding="utf-8")
    assert run("incidents", folder, files) == cli.FOUND_ERRORS
    assert "This file is empty" in capsys.readouterr().out
    assert run("incidents", folder, files, "--area", "Nowhere") == cli.FOUND_ERRORS
    assert "Nothing was counted, so the incident counts are unchanged." in capsys.readouterr().out
    none = tmp_path / "none.txt"
    none.write_text("nothing here", encoding="utf-8")
    for args in ((folder, tmp_path / "nowhere"), (tmp_path / "nowhere", files), (folder, files, "--lsoa", none)):
        assert run("incidents", *args) == cli.BAD_CALL
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("snwp-xl: ")
        assert said.err.count("\n") == 1


def test_the_library_has_the_verb(folder: Path, tmp_path: Path) -> None:
    done = snwp_xl.add_incidents(str(folder), [str(street(tmp_path / "files", TWO_MONTHS))], AREA)
    assert done.path
    assert isinstance(read_book(done.path), Book)


# --- a real round ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The district's 2025 counts with the harm scores of 2017/18; what police.uk does not count has the example's probability by hand."""
    if not SHARED.is_dir():
        pytest.skip(f"the real street-level files are not at {SHARED}")
    base = tmp_path_factory.mktemp("real")
    write_example(base / "example")
    was = {row.name: row.probability for row in operations.calculate(base / "example").matrix.rows}
    example = example_assessment()
    crime_types = tuple(one if one.name in SUGGESTED_MAPPING.values() else replace(
        one, probability_by_hand=was[one.name], by_hand_reason="police.uk does not count it: as in the 2017/18 example")
        for one in example.crime_types)
    assessment = replace(example, crime_types=crime_types, settings=replace(example.settings, last_month=Month(2025, 12)))
    folder = base / "2025"
    write_round(folder, assessment, counts_workbook(assessment))
    for one in example_returns(assessment):
        place(folder / "returns" / f"{one.agency}.xlsx", blank(assessment, one.agency, one))
    added(folder, SHARED)
    return folder


def test_the_districts_real_figures_stand_in_the_workbook_in_every_cell(real: Path) -> None:
    sheet = book_in(real)[POLICE]
    labels = {
        "Force rows": "The force: all rows", "Force rows with no location": "The force: rows without a location",
        "NWL rows": "All incidents"}
    with (DATA / "nwl-police-uk-monthly-2025.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 12
    for line in lines:
        month = Month.parse(line.pop("Month"))
        assert len(line) == 17
        assert {label: sheet[where(sheet, labels.get(label, label), month.short)].value for label in line} == {
            label: int(number) for label, number in line.items()}


def test_a_real_round_is_calculated(real: Path) -> None:
    rows = operations.calculate(real).matrix.ranked()
    found = [(row.rank, row.name, row.probability, row.combined_harm, row.risk_score, str(row.risk_band)) for row in rows]
    assert found == [
        (1, "Violent Crime", 5, 12, 60, "High"),
        (2, "Anti-Social Behaviour", 4, 11, 44, "Medium"),
        (3, "Domestic Abuse", 3, 13, 39, "Medium"),
        (4, "Alcohol Related Violence", 3, 11, 33, "Medium"),
        (4, "Road Safety", 3, 11, 33, "Medium"),
        (6, "Criminal Damage (including Arson)", 3, 9, 27, "Low"),
        (7, "Sexual Offences", 2, 13, 26, "Low"),
        (8, "Business Crime", 3, 8, 24, "Low"),
        (8, "Cybercrime", 3, 8, 24, "Low"),
        (10, "Vehicle Crime - Theft from", 3, 7, 21, "Low"),
        (10, "Theft - Shoplifting", 3, 7, 21, "Low"),
        (12, "Domestic Burglary", 2, 10, 20, "Low"),
        (13, "Burglary Other", 2, 8, 16, "Low"),
        (13, "Vehicle Crime - Theft of", 2, 8, 16, "Low"),
        (13, "Rural Crime", 2, 8, 16, "Low"),
        (16, "Robbery", 1, 11, 11, "Low"),
        (17, "Hate Crime", 1, 10, 10, "Low")]
    shares = {row.name: row.share for row in rows if row.share is not None}
    assert shares == {
        "Anti-Social Behaviour": Fraction(1274, 7884), "Criminal Damage (including Arson)": Fraction(715, 7884),
        "Theft - Shoplifting": Fraction(441, 7884), "Robbery": Fraction(28, 7884)}
    assert {str(row.control_state) for row in rows if row.name in shares} == {"Under control"}
    assert {row.name for row in rows if row.probability_by_hand} == {row.name for row in rows} - set(shares)
