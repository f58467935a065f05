"""The incident counts as an analyst fills them in: each thing that can be wrong in them, at its cell."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rounds import edited, small_assessment, with_cells

from snwp_xl.findings import Finding, Severity, finding
from snwp_xl.incidents import counts_workbook, read_counts
from snwp_xl.intake import Book, read_book_bytes
from snwp_xl.layout import COUNTS_SHEET
from snwp_xl.layout.police import MAPPING_CHANGED
from snwp_xl.model import NO_COUNTS, Assessment, ControlState, Counts, Month, Series

OF = small_assessment(crime_types=("Robbery", "Hate Crime", "Burglary Other", "Business Crime"))
NAMES = [one.name for one in OF.crime_types]
LAST = Month(2026, 3)
MONTHS = LAST.shift(-3).until(LAST)


def counted(every: int | None = 100) -> Counts:
    """Four months, 10 incidents of each crime type in each."""
    series = tuple(Series(one.name, (10,) * 4, one.number) for one in OF.crime_types)
    return Counts(MONTHS, series, Series("All incidents", (every,) * 4), "Recorded by hand")


def workbook(cells: Mapping[str, object] | None = None, counts: Counts | None = None) -> bytes:
    """The workbook of these counts with other values in some cells, which are given as "All incidents Jan 26"."""
    data = counts_workbook(OF, counts or counted())
    return with_cells(data, {f"{COUNTS_SHEET}!{at(data, words)}": value for words, value in (cells or {}).items()})


def at(data: bytes, words: str) -> str:
    """The cell of "All incidents Jan 26": a row and a heading as they read; a row alone is its name, a heading alone itself."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[COUNTS_SHEET]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Counts of")
    columns = {str(one.value): one.column_letter for one in head}
    rows = {str(one.value): one.row for one in sheet["A"] if one.row > head[0].row}
    for heading, column in columns.items():
        if words == heading:
            return f"{column}{head[0].row}"
        name = words.removesuffix(heading).strip()
        if words.endswith(heading) and name in rows:
            return f"{column}{rows[name]}"
    return f"A{rows[words]}"


def read(data: bytes, of: Assessment = OF) -> tuple[Counts, list[Finding]]:
    book = read_book_bytes(data, "incidents.xlsx")
    assert isinstance(book, Book)
    counts, found = read_counts(book, of, "incidents.xlsx")
    return counts, list(found)


def codes(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.code, one.place.cell) for one in found]


# --- what is right ------------------------------------------------------------------------------------------------------------


def test_whoever_types_the_source_is_told_that_it_is_published() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook()))[COUNTS_SHEET]
    (told,) = (one for one in sheet.data_validations.dataValidation if one.promptTitle == "Source")
    assert told.prompt == "Where the numbers come from. The public edition shows it, so do not name anyone."


def test_what_was_entered_is_read_with_its_source_and_file() -> None:
    counts, found = read(workbook())
    assert found == []
    assert (counts.months, counts.series, counts.all_incidents, counts.source) == (
        MONTHS, counted().series, counted().all_incidents, "Recorded by hand")
    assert counts.file == "incidents.xlsx"
    assert len(counts.sha256) == 64


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.none() | st.integers(0, 10**6), min_size=4, max_size=4), min_size=len(NAMES), max_size=len(NAMES)))
def test_any_counts_survive_the_workbook_and_missing_is_not_zero(table: list[list[int | None]]) -> None:
    most = Series("All incidents", (10**6,) * 4)
    series = tuple(Series(one.name, tuple(row), one.number) for one, row in zip(OF.crime_types, table, strict=True))
    counts, found = read(counts_workbook(OF, Counts(MONTHS, series, most)))
    held = tuple(one for one in series if any(count is not None for count in one.counts))
    assert (counts.series, counts.all_incidents) == (held, most)
    assert not [one for one in found if one.severity is Severity.ERROR]
    empty = [one for one in held if None in one.counts]
    assert [one.crime_type for one in found if one.code == "counts-gap"] == [one.crime_type for one in empty]


def test_a_month_that_is_empty_in_every_row_is_told_once() -> None:
    data = workbook({f"{name} Jan 26": None for name in ("All incidents", *NAMES)})
    counts, found = read(data)
    assert {one.counts for one in counts.series} == {(10, None, 10, 10)}
    assert [(one.code, one.message) for one in found] == [
        ("counts-month-gap", "There are no counts at all for January 2026. They are treated as missing, never as 0.")]


@pytest.mark.parametrize("typed", ["12", " 12 ", "1,2", "12.0"])
def test_a_number_typed_as_text(typed: str) -> None:
    counts, found = read(workbook({f"{NAMES[0]} Feb 26": typed}))
    whole = typed.replace(",", "").strip().isdecimal()
    assert counts.series[0].counts[2] == (12 if whole else None)
    assert bool(found) is not whole


def test_an_untouched_workbook_says_that_it_is_empty_and_nothing_else() -> None:
    counts, found = read(counts_workbook(OF))
    assert counts == NO_COUNTS
    assert [(one.code, one.severity) for one in found] == [("counts-empty", Severity.WARNING)]


def test_in_print_a_year_or_so_is_on_a_page_with_the_names_repeated() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(counts_workbook(OF)))["Incident counts"]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (3, "$A:$A")


# --- what is wrong -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("entry", "code"), [
    (-1, "counts-negative"), (2.5, "counts-not-a-number"), ("about 10", "counts-not-a-number"), ("-", "counts-not-a-number"),
    (True, "counts-not-a-number"), (datetime(2026, 4, 1), "counts-not-a-number"), (101, "counts-more-than-all"),
])
def test_one_cell_that_is_wrong_is_named_and_never_counted(entry: object, code: str) -> None:
    where = f"{NAMES[0]} Feb 26"
    data = workbook({where: entry})
    counts, found = read(data)
    cell = at(data, where)
    assert (code, cell) in codes(found)
    assert {one.severity for one in found if one.code == code} == {Severity.ERROR}
    assert counts.series[0].counts == (10, 10, None, 10)
    assert ("counts-gap", at(data, NAMES[0])) in codes(found)


def test_all_incidents_that_is_too_low_for_many_is_said_once_at_its_own_cell() -> None:
    zero = workbook({"All incidents Feb 26": 0})
    counts, found = read(zero)
    over = len(NAMES)
    assert over > 3
    assert codes(found) == [("counts-all-too-low", at(zero, "All incidents Feb 26")), ("counts-gap", at(zero, "All incidents"))]
    assert counts.all_incidents is not None
    assert counts.all_incidents.counts[2] is None, "what is an error is not used"
    assert found[0].message == f"All incidents, February 2026: 0 is less than the counts of {over} crime types: {', '.join(NAMES)}. It was not used."


def test_what_is_not_part_of_all_incidents_may_be_more() -> None:
    assert read(workbook({f"{NAMES[0]} Feb 26": 500, f"{NAMES[0]} Part of All incidents": "No"}))[1] == []


def test_all_incidents_is_never_worked_out() -> None:
    counts, found = read(workbook(counts=counted(every=None)))
    assert counts.all_incidents is None
    assert [(one.code, one.severity) for one in found] == [("counts-no-all-incidents", Severity.ERROR)]


def test_a_month_without_a_column_is_a_gap_and_not_zero() -> None:
    data = workbook()
    column = openpyxl.utils.column_index_from_string(at(data, "Jan 26")[0])
    counts, found = read(edited(data, lambda book: book[COUNTS_SHEET].delete_cols(column)))
    assert counts.months == MONTHS
    assert {one.counts for one in counts.series} == {(10, None, 10, 10)}
    assert [(one.code, one.message) for one in found] == [
        ("counts-month-gap", finding("counts-month-gap", months="January 2026").message)]


def test_headings_and_rows_that_cannot_be_used_are_named() -> None:
    data = workbook({"Jan 26": "Q1", NAMES[1]: "Piracy"})
    assert ("counts-not-a-month", at(data, "Q1")) in codes(read(data)[1])
    assert ("counts-unknown-row", at(data, "Piracy")) in codes(read(data)[1])
    assert [one.message for one in read(data)[1] if one.code == "counts-no-row"] == [f"There are no counts for {NAMES[1]}."]
    twice = workbook({"Jan 26": "Feb 26", NAMES[1]: NAMES[0]})
    sheet = openpyxl.load_workbook(io.BytesIO(twice))[COUNTS_SHEET]
    second = [one.coordinate for one in sheet["A"] if one.value == NAMES[0]][1]
    assert ("counts-duplicate-row", second) in codes(read(twice)[1])
    assert "counts-duplicate-month" in {one.code for one in read(twice)[1]}


def test_a_control_state_by_hand_does_not_stand_in_for_counts() -> None:
    """A state gives a probability only beside a share, and there is no share without counts."""
    def by_hand(**given: object) -> list[str]:
        first, second, *others = OF.crime_types
        of = replace(OF, crime_types=(first, replace(second, **given), *others))  # type: ignore[arg-type]
        return [str(one) for one in read(workbook({NAMES[1]: "Piracy"}), of)[1] if one.code == "counts-no-row"]

    assert len(by_hand(state_by_hand=ControlState.UNCONTROLLED)) == 1
    assert by_hand()[0].endswith("Enter the counts, or give a probability by hand in the set-up workbook.")
    assert by_hand(probability_by_hand=2) == []


def test_the_last_month_that_the_set_up_wants() -> None:
    of = replace(OF, settings=replace(OF.settings, last_month=Month(2026, 6)))
    assert [(one.code, one.message) for one in read(workbook(), of)[1]] == [
        ("counts-last-month", finding("counts-last-month", wanted="June 2026", found="March 2026").message)]


def test_a_workbook_without_the_table() -> None:
    counts, found = read(workbook({"Counts of": "Things"}))
    assert counts == NO_COUNTS
    assert [one.code for one in found] == ["counts-missing-part"]


# --- the mapping -----------------------------------------------------------------------------------------------------------------


def test_a_mapping_changed_after_the_files_were_read_is_said() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Mapping")
        sheet.append(["Police category", "Crime type", "Counted"])
        sheet.append(["Burglary", NAMES[0], "Counted"])
        sheet.append(["Robbery", NAMES[1], MAPPING_CHANGED])

    found = read(edited(workbook(), edit))[1]
    assert [(one.code, one.severity, one.place.sheet) for one in found] == [("mapping-changed", Severity.WARNING, "Mapping")]
    assert "Robbery" in found[0].message
    assert "Burglary" not in found[0].message
