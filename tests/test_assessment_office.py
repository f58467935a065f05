"""The set-up workbook in a spreadsheet program: its formulas, its checks against the reader, and a person at work in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from libreoffice import Office
from rounds import largest_assessment
from setups import assessments, complete, entry_at, field_at, found, inside, read_back
from test_assessment import WRONG

from snwp_xl import layout
from snwp_xl.assessment import default_assessment, setup_workbook
from snwp_xl.example import example_assessment
from snwp_xl.intake import parse_address
from snwp_xl.layout import AGENCIES, CHANGES, CRIME_TYPES, DECISIONS, FACTORS
from snwp_xl.model import Agency, AgencyKind, Assessment, Choice, CombiningRule, CrimeType, KnownEvent, Month, ProbabilityMatrix
from workbooks import assert_recalculates, assert_valid, opened

FEW = settings(deadline=None, max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck))
NOT_SEEN_BY_CHECKS = {"setup-no-value", "setup-date-for-text", "setup-wrong-version"}  # of how a value came into its cell


def place(at: str) -> tuple[str, str]:
    """"Setup!B9" as LibreOffice's harness has it."""
    return at.rpartition("!")[0], inside(at)


# --- formulas ----------------------------------------------------------------------------------------------------------------

FALLING = ProbabilityMatrix(complete().probability_matrix.lower_edges, ((2, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 5, 4)))
ASSESSMENTS = {
    "new": default_assessment("2027/28", date(2026, 6, 1)),
    "example": example_assessment(),
    "complete": complete(),
    "median": replace(complete(), rule=CombiningRule.MEDIAN, scale=10),
    "falls": replace(complete(), probability_matrix=FALLING),
    "only the first can be High": replace(example_assessment(), probability_matrix=ProbabilityMatrix(
        (Fraction(0), Fraction(1, 100), Fraction(5, 100)), ((4, 5, 6), (1, 1, 1), (1, 1, 2)))),
    "too few": complete(agencies=(Agency(1, "Police"),)),
    "nobody": complete(agencies=(), partners_not_asked=()),
    "two alike": complete(agencies=(Agency(1, "Police"), Agency(2, "POLICE"), Agency(3, "Fire/Rescue"), Agency(4, "x" * 81))),
    "by hand without reasons": complete(crime_types=(CrimeType(1, "Robbery", "R", probability_by_hand=9), CrimeType(1, "Hate", "H", probability_by_hand=2)),
                                        recording_changes=(), known_events=(), decisions=(), last_year=()),
}  # fmt: skip


@pytest.mark.parametrize("assessment", ASSESSMENTS.values(), ids=ASSESSMENTS.keys())
def test_every_formula_recalculates_to_its_stored_value(office: Office, tmp_path: Path, assessment: Assessment) -> None:
    data = setup_workbook(assessment)
    assert_valid(data, tmp_path)
    assert assert_recalculates(office, data, tmp_path) > 200


def test_the_largest_set_up_recalculates(office: Office, tmp_path: Path) -> None:
    assert assert_recalculates(office, setup_workbook(largest_assessment()), tmp_path) > 1000


@FEW
@given(assessment=assessments(3))
def test_odd_names_and_numbers_recalculate_too(office: Office, tmp_path_factory: pytest.TempPathFactory, assessment: Assessment) -> None:
    data, folder = setup_workbook(assessment), tmp_path_factory.mktemp("odd")
    assert_valid(data, folder)
    assert_recalculates(office, data, folder)


# --- the checks and the reader agree ------------------------------------------------------------------------------------------


@contextmanager
def typed(document: Any, cells: dict[str, object]) -> Iterator[None]:
    """Cells with other values for as long as the with block."""
    before = {at: document.cells(place(at)).getDataArray() for at in cells}
    for at, value in cells.items():
        document.enter(place(at), value)
    document.model.calculateAll()
    try:
        yield
    finally:
        for at, values in before.items():
            document.cells(place(at)).setDataArray(values)


def check_of(at: str) -> tuple[str, str]:
    """The check beside the field, or of the row, that a cell belongs to."""
    sheet, cell = place(at)
    row = parse_address(cell)[0] + 1
    return sheet, f"{'C' if sheet == layout.SETUP_SHEET else 'A'}{row}"


def state_of(sheet: str) -> tuple[str, str]:
    """Where a sheet says how it stands."""
    rows = {table.sheet: table.check_row for table in layout.SETUP_TABLES} | {layout.SETUP_SHEET: layout.SETUP_STATE_ROW}
    return sheet, f"A{rows[sheet] + 1}"


def test_where_the_reader_finds_something_the_check_says_so(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "assessment.xlsx"
    path.write_bytes(setup_workbook(complete()))
    silent = []
    with office.opened(path, limit=120) as document:
        for name, cells, wanted in WRONG:
            if {code for code, _ in wanted} & NOT_SEEN_BY_CHECKS or any(value is True for value in cells.values()):  # a number to LibreOffice
                continue
            with typed(document, cells):
                for _, at in wanted:
                    said = document.read(check_of(at)), str(document.read(state_of(place(at)[0])))
                    if said[0] in ("OK", "", None) or said[1].startswith("OK"):
                        silent.append((name, *said))
        assert all(str(document.read(state_of(sheet))).startswith("OK") for sheet in (layout.SETUP_SHEET, *(one.sheet for one in layout.SETUP_TABLES)))
    assert silent == []


def test_nothing_is_marked_where_the_reader_finds_nothing() -> None:
    for sheet in opened(setup_workbook(complete())).sheets:
        rows = {table.sheet: table.check_row for table in layout.SETUP_TABLES} | {layout.SETUP_SHEET: layout.SETUP_STATE_ROW}
        if sheet.name in rows:
            assert str(sheet.cell(rows[sheet.name], 0).value).startswith("OK"), sheet.name


# --- a person at work -----------------------------------------------------------------------------------------------------------


def test_a_person_fills_in_a_fresh_set_up(office: Office, tmp_path: Path) -> None:
    """An agency added, one renamed, a crime type added, a longer scale; saved by another program, and read as typed."""
    fresh = default_assessment("2027/28", date(2026, 6, 1))
    path = tmp_path / "fresh.xlsx"
    path.write_bytes(setup_workbook(fresh))
    row, last = len(fresh.agencies) + len(fresh.partners_not_asked), len(fresh.crime_types)
    entries: dict[str, object] = {
        field_at("returns_by"): date(2026, 9, 1), field_at("contact_name"): "Jo Marsh", field_at("contact_email"): "jo@nwl.example",
        field_at("scale"): 5, field_at("high"): 0.45, field_at("last_month"): date(2026, 5, 1), field_at("obligation_4"): "Prevent",
        entry_at(AGENCIES, "name"): "District", entry_at(AGENCIES, "name", row): "Youth justice", entry_at(AGENCIES, "kind", row): "Invited",
        entry_at(AGENCIES, "asked", row): "Yes", entry_at(CRIME_TYPES, "number", last): 18, entry_at(CRIME_TYPES, "name", last): "Fly-tipping*",
        entry_at(CRIME_TYPES, "definition", last): "Waste left where it should not be.",
        f"Factors!{inside(entry_at(FACTORS, 'level_4')).replace('H', 'I')}": "Beyond repair",
        f"Factors!I{FACTORS.head + 1}": "Score 5 means",
        entry_at(CHANGES, "month"): date(2025, 4, 1), entry_at(CHANGES, "crime_type"): "Fly-tipping*", entry_at(CHANGES, "kind"): "Known event",
        entry_at(CHANGES, "reason"): "A new tip", entry_at(DECISIONS, "theme"): "Fly-tipping*", entry_at(DECISIONS, "choice"): "Deferred",
    }  # fmt: skip
    saved = office.fill(path, {place(at): value for at, value in entries.items()}, tmp_path / "saved.xlsx")  # type: ignore[misc]
    assert found(saved.read_bytes()) == [("setup-still-undescribed", f"Factors!C{FACTORS.head + 2}")], "one factor alone says what 5 means"
    again = read_back(saved.read_bytes())
    assert again.agencies[0] == replace(fresh.agencies[0], name="District")
    assert again.agencies[-1] == Agency(6, "Youth justice", "", AgencyKind.INVITED)
    assert again.partners_not_asked == fresh.partners_not_asked
    assert again.crime_types == (*fresh.crime_types, CrimeType(18, "Fly-tipping*", "Fly-tipping*", "Waste left where it should not be."))
    assert again.factors[0].levels == (*fresh.factors[0].levels, "Beyond repair")
    assert again.factors[1:] == fresh.factors[1:]
    assert (again.scale, again.thresholds.high.limit_denominator(100), again.settings.last_month) == (5, again.thresholds.high, Month(2026, 5))
    assert again.settings.statutory_obligations == (*fresh.settings.statutory_obligations, "Prevent")
    assert again.known_events == (KnownEvent(Month(2025, 4), 18, "A new tip"),)
    assert [(one.theme, one.choice) for one in again.decisions] == [("Fly-tipping*", Choice.DEFERRED)]


def test_what_is_typed_shows_at_once(office: Office, tmp_path: Path) -> None:
    """The points, the themes to choose from, and how each sheet stands follow what is typed."""
    path = tmp_path / "example.xlsx"
    path.write_bytes(setup_workbook(example_assessment()))
    with office.opened(path) as document:
        points = [document.read(place(field_at(key))) for key in ("top_harm", "high_points", "needed")]
        document.enter(place(entry_at(AGENCIES, "asked", 5)), "Yes")  # the county council is asked too
        document.enter(place(entry_at(CRIME_TYPES, "theme", 9)), "Theft with force")
        document.enter(place(field_at("name")), "2018/19")
        document.model.calculateAll()
        assert [document.read(place(field_at(key))) for key in ("top_harm", "high_points", "needed")] == [24, 57.6, 3]
        themes = [document.read((layout.LISTS_SHEET, f"A{layout.LISTS_HEAD + 2 + i}")) for i in range(13)]
        assert document.read((AGENCIES.sheet, "A1")).startswith("Agencies: 2018/19")
        assert document.read(state_of(AGENCIES.sheet)) == "OK: 6 agencies asked to score"
    assert points == [20, 48, 3]
    assert themes == ["Violence", "Burglary", "Vehicle crime", "Criminal damage", "Shoplifting", "Theft with force", "Anti-social behaviour",
                      "Road safety", "Business crime", "Cybercrime", "Rural crime", "Hate crime", ""]  # fmt: skip


def test_inserted_rows_and_columns_and_a_renamed_sheet_change_nothing(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "complete.xlsx"
    path.write_bytes(setup_workbook(complete()))

    def edit(document: Any) -> None:
        document.insert_rows(layout.SETUP_SHEET, layout.SETUP_ROWS["scale"] + 1, 2)
        document.insert_columns(layout.SETUP_SHEET, "A")
        for table in layout.SETUP_TABLES:
            document.insert_rows(table.sheet, 2, 3)
            document.insert_rows(table.sheet, table.first + 5)
            document.insert_columns(table.sheet, "C")
        document.rename(AGENCIES.sheet, "Partners of ours")

    saved = office.fill(path, {}, tmp_path / "moved.xlsx", edit)
    assert found(saved.read_bytes()) == []
    assert read_back(saved.read_bytes()) == complete()


def test_a_deleted_row_of_setup_is_missed(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "complete.xlsx"
    path.write_bytes(setup_workbook(complete()))
    saved = office.fill(path, {}, tmp_path / "cut.xlsx", lambda document: document.delete_rows(layout.SETUP_SHEET, layout.SETUP_ROWS["scale"] + 1))
    assert found(saved.read_bytes()) == [("setup-missing-part", "Setup")]


def test_drop_downs_offer_the_names_and_themes_there_are(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "example.xlsx"
    path.write_bytes(setup_workbook(example_assessment()))
    with office.opened(path) as document:
        offered = {at: document.cells(place(at)).Validation.getFormula1() for at in (
            entry_at(CHANGES, "crime_type"), entry_at(DECISIONS, "theme"), entry_at(DECISIONS, "lead"))}
        names = document.model.NamedRanges
        contents = {name: names.getByName(name).Content for name in set(offered.values())}
        for at, name in offered.items():  # count them as a spreadsheet sees them, in a cell to the right of everything
            cell = document.cells((place(at)[0], "AZ1"))
            cell.setFormula(f"=ROWS({name})")
        document.model.calculateAll()
        counts = [document.read((place(at)[0], "AZ1")) for at in (entry_at(CHANGES, "crime_type"), entry_at(DECISIONS, "lead"))]
        document.cells((DECISIONS.sheet, "AZ1")).setFormula(f"=ROWS({offered[entry_at(DECISIONS, 'theme')]})")
        document.model.calculateAll()
        themes = document.read((DECISIONS.sheet, "AZ1"))
    assert set(contents) == {"snwp_crime_type_names", "snwp_themes", "snwp_agency_names"}
    assert [*counts, themes] == [17, 9, 12]
