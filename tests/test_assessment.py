"""The set-up workbook: what is written is read, what a person moves is found, and each wrong thing is one finding at its cell."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from rounds import largest_assessment, named
from setups import (
    FILE,
    Found,
    assessments,
    changed,
    complete,
    entry_at,
    field_at,
    found,
    inside,
    read,
    read_back,
    spoilt,
    values_of,
)

from snwp_xl import layout, theme
from snwp_xl.assessment import default_assessment, read_setup, settings_hash, setup_workbook
from snwp_xl.assessment.names import HEADINGS, LONGEST_NAME
from snwp_xl.example import example_assessment
from snwp_xl.findings import CATALOGUE, Severity
from snwp_xl.intake import address
from snwp_xl.layout import AGENCIES, CHANGES, CRIME_TYPES, DECISIONS, FACTORS, LAST_YEAR, PROBABILITY_MATRIX, SETUP_FIELDS
from snwp_xl.matrix import points
from snwp_xl.model import (
    Agency,
    Assessment,
    CombiningRule,
    Contact,
    CrimeType,
    Dates,
    Factor,
    Month,
    ProbabilityMatrix,
    RecordingChange,
    Thresholds,
)
from workbooks import assert_valid, opened

DAY = date(2026, 6, 1)
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def default() -> Assessment:
    """A fresh round."""
    return default_assessment("2027/28", DAY)


# --- what is written is read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("assessment", [default(), example_assessment(), complete(), largest_assessment()], ids=["new", "example", "complete", "largest"])
def test_what_is_written_is_read_in_every_field(assessment: Assessment) -> None:
    again = read_back(setup_workbook(assessment))
    assert {one.name: getattr(again, one.name) for one in fields(again)} == {one.name: getattr(assessment, one.name) for one in fields(again)}


@settings(SLOW, max_examples=60)
@given(assessments())
def test_any_valid_assessment_survives(assessment: Assessment) -> None:
    again = read_back(setup_workbook(assessment))
    assert [one.name for one in fields(again) if getattr(again, one.name) != getattr(assessment, one.name)] == []


def test_a_fresh_round_can_be_used_and_says_what_is_still_open() -> None:
    assessment, findings = read(setup_workbook(default()))
    assert assessment is not None
    assert [(one.code, one.severity, f"Setup!{one.place.cell}") for one in findings] == [
        ("setup-still-empty", Severity.WARNING, field_at(key)) for key in ("returns_by", "contact_name", "contact_email")]


@pytest.mark.parametrize("assessment", [complete(), example_assessment()], ids=["complete", "example"])
def test_nothing_is_found_in_a_finished_set_up(assessment: Assessment) -> None:
    assert found(setup_workbook(assessment)) == []


def test_a_longer_scale_without_words_for_its_highest_score_is_told() -> None:
    """An agency that may enter 5, and finds no word on what 5 means, scores unlike the others."""
    told = read(setup_workbook(replace(example_assessment(), scale=5)))[1]
    assert [(one.code, one.severity, one.place.sheet, one.message) for one in told] == [
        ("setup-still-undescribed", Severity.WARNING, FACTORS.sheet, "6 of the 6 factors do not say what the score 5 means.")]
    silent = tuple(replace(one, levels=()) for one in example_assessment().factors)
    assert found(setup_workbook(replace(example_assessment(), scale=5, factors=silent))) == []


def test_the_hash_is_of_the_settings_not_of_the_file() -> None:
    first, again = read(setup_workbook(complete()))[0], read(changed(lambda book: book.create_sheet("Notes")))[0]
    other = read(spoilt({field_at("places"): 4}))[0]
    assert first
    assert again
    assert other
    assert first.sha256 == again.sha256 == settings_hash(complete())
    assert len({first.sha256, other.sha256}) == 2


def test_the_same_assessment_gives_the_same_bytes_and_the_validator_finds_nothing(tmp_path: Path) -> None:
    for assessment in (default(), example_assessment(), largest_assessment()):
        data = setup_workbook(assessment)
        assert data == setup_workbook(assessment)
        assert_valid(data, tmp_path)


def test_more_obligations_than_there_is_room_for_are_refused_not_lost() -> None:
    too_many = replace(complete().settings, statutory_obligations=tuple("abcdef"))
    with pytest.raises(ValueError, match="6 statutory obligations"):
        setup_workbook(replace(complete(), settings=too_many))


def test_the_duty_of_2022_is_asked_about_beside_its_cell_and_not_in_what_is_published() -> None:
    told = default().settings.statutory_obligations
    assert "Preventing and reducing serious violence" in told
    assert not [one for one in told if "confirm" in one]
    field = SETUP_FIELDS[f"obligation_{told.index('Preventing and reducing serious violence') + 1}"]
    assert field.help == "A new round has serious violence here, a duty since 2022: confirm that it applies, or clear the cell."


# --- how values may be typed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [
    "30/6/2026", "30/06/26", "30.6.2026", "30-06-2026", "30 June 2026", "30th June, 2026", "Tuesday 30 June 2026", "30 Jun 26", "30-Jun-26",
    "30-Jun-2026", "June 30, 2026", "2026-06-30", " 30 / 6 / 2026 ".replace(" / ", "/"),
])
def test_a_date_as_text_is_read_as_in_britain_and_noted(typed: str) -> None:
    assessment, findings = read(spoilt({field_at("returns_by"): typed}))
    assert assessment is not None
    assert assessment.dates.returns_by == date(2026, 6, 30)
    assert [(one.code, one.severity, one.place.cell) for one in findings] == [
        ("setup-read-from-text", Severity.NOTE, inside(field_at("returns_by")))]
    assert "30 June 2026" in findings[0].message


@pytest.mark.parametrize(("typed", "month"), [
    (date(2016, 3, 1), Month(2016, 3)), (date(2016, 3, 31), Month(2016, 3)), (datetime(2016, 2, 29, 12), Month(2016, 2)),
    ("March 2016", Month(2016, 3)), ("Mar 2016", Month(2016, 3)), ("Mar-16", Month(2016, 3)), ("03/2016", Month(2016, 3)),
    ("2016-03", Month(2016, 3)), ("01/03/2016", Month(2016, 3)),
])
def test_a_month_is_read_however_it_is_typed(typed: object, month: Month) -> None:
    assessment, findings = read(spoilt({field_at("last_month"): typed}))
    assert assessment is not None
    assert assessment.settings.last_month == month
    assert [one.code for one in findings] == (["setup-read-from-text"] if isinstance(typed, str) else [])


def test_numbers_and_percentages_as_text_are_read_and_noted() -> None:
    assessment, findings = read(spoilt({field_at("places"): " 4 ", field_at("high"): "45 %", field_at("last_year_highest_harm"): "40/3"}))
    assert assessment is not None
    assert (assessment.settings.places, assessment.thresholds.high) == (4, Fraction(45, 100))
    assert assessment.settings.last_year_highest_harm == Fraction(40, 3)
    assert [one.code for one in findings] == ["setup-read-from-text"] * 3


def test_exact_numbers_come_back_from_what_a_spreadsheet_stores() -> None:
    assessment = read_back(spoilt({field_at("last_year_highest_harm"): 13.333333333333334, field_at("high"): 0.30000000000000004,
                                   field_at("medium"): 0.07}))
    assert assessment.settings.last_year_highest_harm == Fraction(40, 3)
    assert (assessment.thresholds.high, assessment.thresholds.medium) == (Fraction(3, 10), Fraction(7, 100))


def test_choices_may_be_typed_in_any_case_with_spaces_and_other_dashes() -> None:
    assessment = read_back(spoilt({field_at("no_view"): " yes ", field_at("rule"): "SUM / 6,  as published",
                                   entry_at(AGENCIES, "kind"): "co‑operating body", entry_at(CHANGES, "crime_type"): "ROBBERY "}))
    assert assessment.settings.no_view_allowed
    assert assessment.rule is CombiningRule.SUM_OVER_DIVISOR
    assert assessment.agencies[0].kind.value == "Co-operating body"
    assert assessment.recording_changes[0].crime_type == 1


def test_a_name_is_read_on_one_line() -> None:
    assessment = read_back(spoilt({entry_at(CRIME_TYPES, "name", 2): "Online\n  crime"}))
    assert assessment.crime_types[2].name == "Online crime"


def test_themes_that_differ_in_case_are_one() -> None:
    assessment = read_back(spoilt({entry_at(CRIME_TYPES, "theme", 2): "VIOLENCE"}))
    assert [one.theme for one in assessment.crime_types] == ["Violence", "Hate", "Violence"]


def test_a_formula_counts_with_its_stored_value_and_not_without() -> None:
    cell = inside(entry_at(CRIME_TYPES, "number", 1))
    with_value = setup_workbook(complete())
    book = opened(with_value)
    sheet = book.sheet(CRIME_TYPES.sheet)
    assert sheet is not None
    at = (CRIME_TYPES.first + 1, CRIME_TYPES.at("number"))
    calculated = replace(sheet, cells={**sheet.cells, at: sheet.cells[at]._replace(formula="=2+2")})
    assessment, _ = read_setup(replace(book, sheets=tuple(calculated if one is sheet else one for one in book.sheets)), FILE)
    assert assessment is not None
    assert [one.number for one in assessment.crime_types] == [1, 4, 7]
    assert found(spoilt({f"Crime types!{cell}": "=2+2"})) == [("setup-no-value", f"Crime types!{cell}")]


# --- each wrong thing is one finding at its cell ---------------------------------------------------------------------------

FIRST_AGENCY, SECOND_AGENCY = entry_at(AGENCIES, "name"), entry_at(AGENCIES, "name", 1)
SECOND_CRIME_TYPE = entry_at(CRIME_TYPES, "name", 1)
POLICE_LAST_YEAR = f"{LAST_YEAR.sheet}!{address(LAST_YEAR.first, len(LAST_YEAR.columns))}"
WRONG: list[tuple[str, dict[str, object], Found]] = [
    # names
    ("two agencies with one name", {SECOND_AGENCY: "police "}, [("setup-duplicate-name", SECOND_AGENCY)]),
    ("an agency named as one that is not asked", {SECOND_AGENCY: "HEALTH"}, [("setup-duplicate-name", entry_at(AGENCIES, "name", 2))]),
    ("two crime types with one name", {SECOND_CRIME_TYPE: "Robbery", entry_at(CHANGES, "crime_type", 1): "Robbery"},
     [("setup-duplicate-name", SECOND_CRIME_TYPE)]),
    ("two factors with one name", {entry_at(FACTORS, "name", 1): "Physical – individual"}, [("setup-duplicate-name", entry_at(FACTORS, "name", 1))]),
    ("an agency without a name", {SECOND_AGENCY: None}, [("setup-missing", SECOND_AGENCY)]),
    ("a name that Windows refuses", {SECOND_AGENCY: "Fire/Rescue"}, [("setup-name-refused", SECOND_AGENCY)]),
    ("a name with a star", {SECOND_AGENCY: "Fire*"}, [("setup-name-refused", SECOND_AGENCY)]),
    ("a name that Windows keeps", {SECOND_AGENCY: "Con"}, [("setup-name-refused", SECOND_AGENCY)]),
    ("a name that ends with a stop", {SECOND_AGENCY: "Fire."}, [("setup-name-refused", SECOND_AGENCY)]),
    ("a name that is a heading", {SECOND_AGENCY: "combined harm"}, [("setup-name-refused", SECOND_AGENCY)]),
    ("a factor that is a heading", {entry_at(FACTORS, "name", 1): "No view"}, [("setup-name-refused", entry_at(FACTORS, "name", 1))]),
    ("a crime type that is All incidents", {entry_at(CRIME_TYPES, "name", 2): "All incidents"}, [("setup-name-refused", entry_at(CRIME_TYPES, "name", 2))]),
    ("a name that is too long", {SECOND_AGENCY: "a" * (LONGEST_NAME + 1)}, [("setup-name-refused", SECOND_AGENCY)]),
    ("an assessment without a name", {field_at("name"): None}, [("setup-missing", field_at("name"))]),
    ("a date for a name", {SECOND_AGENCY: date(2011, 12, 1)}, [("setup-date-for-text", SECOND_AGENCY)]),
    # numbers
    ("a threshold that is not a number", {field_at("high"): "lots"}, [("setup-not-a-number", field_at("high"))]),
    ("a threshold without its percent sign", {field_at("high"): 40}, [("setup-over-100-percent", field_at("high"))]),
    ("a threshold as text without its percent sign", {field_at("medium"): "25"}, [("setup-not-a-number", field_at("medium"))]),
    ("a threshold below nothing", {field_at("medium"): -0.1}, [("setup-not-a-number", field_at("medium"))]),
    ("the board meets before the returns are due", {field_at("returns_by"): date(2026, 9, 1), field_at("board_date"): date(2026, 8, 1)},
     [("setup-dates-order", field_at("board_date"))]),
    ("published before the assessment", {field_at("publish_by"): date(2017, 1, 1)}, [("setup-dates-order", field_at("publish_by"))]),
    ("High not above Medium", {field_at("high"): 0.25}, [("setup-thresholds-order", field_at("high"))]),
    ("a scale out of range", {field_at("scale"): 11}, [("setup-not-a-number", field_at("scale"))]),
    ("a scale of one", {field_at("scale"): 1}, [("setup-not-a-number", field_at("scale"))]),
    ("half a place", {field_at("places"): 2.5}, [("setup-not-a-number", field_at("places"))]),
    ("no places", {field_at("places"): 0}, [("setup-not-a-number", field_at("places"))]),
    ("a divisor of nothing", {field_at("divisor"): 0}, [("setup-not-a-number", field_at("divisor"))]),
    ("a date for a number", {field_at("places"): date(2026, 1, 3)}, [("setup-not-a-number", field_at("places"))]),
    ("yes for a number", {field_at("places"): True}, [("setup-not-a-number", field_at("places"))]),
    ("last year's number in words", {field_at("last_year_highest_harm"): "twenty"}, [("setup-not-a-number", field_at("last_year_highest_harm"))]),
    ("an error value", {field_at("area"): "#REF!"}, [("setup-no-value", field_at("area"))]),
    ("a formula without a value", {field_at("places"): "=1+2"}, [("setup-no-value", field_at("places"))]),
    ("two crime types with one number", {entry_at(CRIME_TYPES, "number", 2): 4}, [("setup-duplicate-number", entry_at(CRIME_TYPES, "number", 2))]),
    ("two factors with one number", {entry_at(FACTORS, "number", 1): 1}, [("setup-duplicate-number", entry_at(FACTORS, "number", 1))]),
    ("a crime type without a number", {entry_at(CRIME_TYPES, "number", 2): None}, [("setup-missing", entry_at(CRIME_TYPES, "number", 2))]),
    ("a number of nothing", {entry_at(CRIME_TYPES, "number", 2): 0}, [("setup-not-a-number", entry_at(CRIME_TYPES, "number", 2))]),
    # dates
    ("text in a date cell", {field_at("returns_by"): "soon"}, [("setup-not-a-date", field_at("returns_by"))]),
    ("an American date", {field_at("returns_by"): "6/30/2026"}, [("setup-not-a-date", field_at("returns_by"))]),
    ("a date of another century", {field_at("board_date"): date(1917, 2, 1)}, [("setup-not-a-date", field_at("board_date"))]),
    ("a number in a date cell", {field_at("board_date"): 4}, [("setup-not-a-date", field_at("board_date"))]),
    ("no date of the assessment", {field_at("assessment_date"): None}, [("setup-missing", field_at("assessment_date"))]),
    ("a day for a month", {field_at("last_month"): date(2026, 4, 16)}, [("setup-not-a-month", field_at("last_month"))]),
    ("text in a month", {entry_at(CHANGES, "month"): "spring"}, [("setup-not-a-month", entry_at(CHANGES, "month"))]),
    # choices
    ("a wrong choice", {field_at("no_view"): "Perhaps"}, [("setup-not-allowed", field_at("no_view"))]),
    ("an unknown rule", {field_at("rule"): "Sum"}, [("setup-not-allowed", field_at("rule"))]),
    ("a wrong kind of agency", {entry_at(AGENCIES, "kind"): "Friend"}, [("setup-not-allowed", entry_at(AGENCIES, "kind"))]),
    ("asked or not, unclear", {entry_at(AGENCIES, "asked", 1): "maybe"}, [("setup-not-allowed", entry_at(AGENCIES, "asked", 1))]),
    ("a state that no chart gives", {entry_at(CRIME_TYPES, "state_by_hand"): "Not assessable"},
     [("setup-not-allowed", entry_at(CRIME_TYPES, "state_by_hand"))]),
    ("an unknown choice of the board", {entry_at(DECISIONS, "choice"): "Yes"}, [("setup-not-allowed", entry_at(DECISIONS, "choice"))]),
    ("an unknown ground", {entry_at(DECISIONS, "ground"): "Because"}, [("setup-not-allowed", entry_at(DECISIONS, "ground"))]),
    ("an unknown band", {entry_at(LAST_YEAR, "risk_band"): "Red"}, [("setup-not-allowed", entry_at(LAST_YEAR, "risk_band"))]),
    # by hand
    ("both state and probability by hand", {entry_at(CRIME_TYPES, "probability_by_hand"): 2}, [("setup-two-answers", entry_at(CRIME_TYPES, "probability_by_hand"))]),
    ("by hand without a reason", {entry_at(CRIME_TYPES, "by_hand_reason"): None}, [("setup-no-reason", entry_at(CRIME_TYPES, "by_hand_reason"))]),
    ("a probability above the matrix's", {entry_at(CRIME_TYPES, "probability_by_hand", 2): 7}, [("setup-not-a-number", entry_at(CRIME_TYPES, "probability_by_hand", 2))]),
    ("closed without a reason", {entry_at(AGENCIES, "closed_reason", 1): None}, [("setup-no-reason", entry_at(AGENCIES, "closed_reason", 1))]),
    ("closed without a date", {entry_at(AGENCIES, "closed_on", 1): None}, [("setup-no-date", entry_at(AGENCIES, "closed_on", 1))]),
    # the probability matrix
    ("a matrix that does not start at 0%", {entry_at(PROBABILITY_MATRIX, "from"): 0.005}, [("setup-matrix-edges", entry_at(PROBABILITY_MATRIX, "from"))]),
    ("shares that do not rise", {entry_at(PROBABILITY_MATRIX, "from", 2): 0.01}, [("setup-matrix-edges", entry_at(PROBABILITY_MATRIX, "from", 2))]),
    ("a share without its percent sign", {entry_at(PROBABILITY_MATRIX, "from", 2): 5}, [("setup-over-100-percent", entry_at(PROBABILITY_MATRIX, "from", 2))]),
    ("a matrix that falls down the page", {entry_at(PROBABILITY_MATRIX, "uncontrolled", 4): 4}, [("setup-matrix-falls", entry_at(PROBABILITY_MATRIX, "uncontrolled", 4))]),
    ("a matrix that falls across the page", {entry_at(PROBABILITY_MATRIX, "under_control", 4): 3}, [("setup-matrix-falls", entry_at(PROBABILITY_MATRIX, "under_control", 4))]),
    ("a score that is missing", {entry_at(PROBABILITY_MATRIX, "reducing", 1): None}, [("setup-missing", entry_at(PROBABILITY_MATRIX, "reducing", 1))]),
    ("a score of 0", {entry_at(PROBABILITY_MATRIX, "reducing"): 0}, [("setup-not-a-number", entry_at(PROBABILITY_MATRIX, "reducing"))]),
    # other lists
    ("an unknown crime type in Changes", {entry_at(CHANGES, "crime_type"): "Piracy"}, [("setup-unknown-crime-type", entry_at(CHANGES, "crime_type"))]),
    ("a change without a reason", {entry_at(CHANGES, "reason"): None}, [("setup-no-reason", entry_at(CHANGES, "reason"))]),
    ("a change without a month", {entry_at(CHANGES, "month"): None}, [("setup-missing", entry_at(CHANGES, "month"))]),
    ("a decision on an unknown theme", {entry_at(DECISIONS, "theme", 1): "Piracy"}, [("setup-unknown-theme", entry_at(DECISIONS, "theme", 1))]),
    ("a theme decided twice", {entry_at(DECISIONS, "theme", 1): "violence"}, [("setup-decided-twice", entry_at(DECISIONS, "theme", 1))]),
    ("a decision without a choice", {entry_at(DECISIONS, "choice", 1): None}, [("setup-missing", entry_at(DECISIONS, "choice", 1))]),
    ("last year matched to nothing known", {entry_at(LAST_YEAR, "crime_type"): "Piracy"}, [("setup-unknown-crime-type", entry_at(LAST_YEAR, "crime_type"))]),
    ("a harm score of last year in words", {POLICE_LAST_YEAR: "high"}, [("setup-not-a-number", POLICE_LAST_YEAR)]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "wanted"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_a_wrong_thing_is_one_finding_at_its_cell(cells: dict[str, object], wanted: Found) -> None:
    data = spoilt(cells)
    assert found(data) == wanted
    usable = all(CATALOGUE[code].severity is not Severity.ERROR for code, _ in wanted)
    assert (read(data)[0] is not None) == usable


def test_another_layout_version_is_refused() -> None:
    sheet, cell = named(openpyxl.load_workbook(io.BytesIO(setup_workbook(complete()))), layout.VERSION.name)
    at = f"{sheet.title}!{cell}"
    assert found(spoilt({at: "2"})) == [("setup-wrong-version", at)]


def test_messages_say_what_is_so_and_what_to_do() -> None:
    (over,) = read(spoilt({field_at("high"): 40}))[1]
    assert str(over) == (f"{FILE}, Setup!{inside(field_at('high'))}: High starts at is 40, which a spreadsheet reads as 4000%. "
                         "Enter a percentage from 0% to 100% with its percent sign, such as 40%.")
    (refused,) = read(spoilt({SECOND_AGENCY: "Fire/Rescue"}))[1]
    assert refused.message == "'Fire/Rescue' cannot be used as a name: Windows does not allow / in a file name."


@pytest.mark.parametrize("name", sorted(set(HEADINGS)))
def test_no_agency_may_be_called_as_a_heading(name: str) -> None:
    assert found(spoilt({SECOND_AGENCY: name.upper()})) == [("setup-name-refused", SECOND_AGENCY)]


def test_partners_who_get_no_blank_may_have_any_name() -> None:
    assert [one.name for one in read_back(setup_workbook(complete())).partners_not_asked] == ["Health", "A/B: joint"]


@pytest.mark.parametrize(("assessment", "code", "table"), [
    (complete(agencies=(Agency(1, "Police"),)), "setup-too-few", AGENCIES),
    (complete(agencies=(), partners_not_asked=()), "setup-empty-list", AGENCIES),
    (complete(agencies=tuple(Agency(i, f"A{i}") for i in range(1, 42))), "setup-too-many", AGENCIES),
    (complete(crime_types=(), recording_changes=(), known_events=(), decisions=(), last_year=()), "setup-empty-list", CRIME_TYPES),
    (complete(crime_types=(*complete().crime_types, *(CrimeType(i, f"C{i}", "T") for i in range(10, 208)))), "setup-too-many", CRIME_TYPES),
    (complete(factors=()), "setup-empty-list", FACTORS),
    (complete(factors=tuple(Factor(i, f"F{i}") for i in range(1, 14))), "setup-too-many", FACTORS),
], ids=lambda value: value if isinstance(value, str) else "")
def test_too_few_and_too_many(assessment: Assessment, code: str, table: layout.Table) -> None:
    at = entry_at(table, "name")
    assert found(setup_workbook(assessment)) == [(code, at)]


def test_an_empty_matrix_is_one_finding() -> None:
    rows = {entry_at(PROBABILITY_MATRIX, key, row): None for key in ("from", "reducing", "under_control", "uncontrolled") for row in range(5)}
    assert found(spoilt(rows, complete(crime_types=complete().crime_types[:2]))) == [("setup-empty-list", entry_at(PROBABILITY_MATRIX, "from"))]


# --- what a person moves is found -----------------------------------------------------------------------------------------


def _without_names(book: Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]


def _moved(book: Workbook) -> None:
    """Every list three rows down and two columns to the right; the names stay behind."""
    for table in layout.SETUP_TABLES:
        sheet = book[table.sheet]
        sheet.tables.clear()
        sheet.move_range(f"A{table.head + 1}:Z{table.head + 40}", rows=3, cols=2)


def _renamed_sheets(book: Workbook) -> None:
    for table in layout.SETUP_TABLES:
        book[table.sheet].title = f"Our {table.key}"
    _without_names(book)


@pytest.mark.parametrize("edit", [_without_names, _moved, _renamed_sheets], ids=["names deleted", "lists moved", "sheets renamed"])
def test_lists_and_fields_are_found_by_their_labels(edit: object) -> None:
    data = changed(edit)  # type: ignore[arg-type]
    assert found(data) == []
    assert read_back(data) == complete()


def test_columns_in_another_order_are_read_by_their_headings() -> None:
    def swapped(book: Workbook) -> None:
        sheet = book[AGENCIES.sheet]
        sheet.tables.clear()
        for row in range(AGENCIES.head + 1, AGENCIES.head + 10):
            two, six = sheet.cell(row, 2).value, sheet.cell(row, 6).value
            sheet.cell(row, 2).value, sheet.cell(row, 6).value = six, two

    assert read_back(changed(swapped)) == complete()


def test_a_label_whose_words_were_changed_leaves_its_field_to_the_name() -> None:
    data = changed(lambda book: book["Setup"].__setitem__(f"A{layout.SETUP_ROWS['area'] + 1}", "District"))
    assert found(data) == []
    assert read_back(data) == complete()


def test_a_field_without_label_and_name_is_missed() -> None:
    def gone(key: str) -> bytes:
        def edit(book: Workbook) -> None:
            book["Setup"][f"A{layout.SETUP_ROWS[key] + 1}"] = None
            del book.defined_names[f"snwp_{key}"]

        return changed(edit)

    assert found(gone("area")) == [("setup-missing-part", "Setup")]
    assert found(gone("marking")) == [("setup-part-gone", "Setup")]
    assert "The field Area" in read(gone("area"))[1][0].message


def test_where_label_and_name_part_the_label_decides() -> None:
    """A cell pushed down beside its labels takes its name along; a person sees the label."""
    def shifted(book: Workbook) -> None:
        sheet = book["Setup"]
        places, top = layout.SETUP_ROWS["places"] + 1, layout.SETUP_ROWS["divisor"] + 1
        sheet[f"B{places}"], sheet[f"B{top}"] = 5, 3
        book.defined_names["snwp_places"].attr_text = f"Setup!$B${top}"

    assessment = read_back(changed(shifted))
    assert (assessment.settings.places, assessment.divisor) == (5, 3)


def test_a_deleted_sheet_is_one_finding() -> None:
    data = changed(lambda book: book.remove(book[DECISIONS.sheet]))
    assert found(data) == [("setup-missing-part", DECISIONS.sheet)]
    assert read(data)[1][0].message == "The list of decisions was not found in the set-up workbook."


@pytest.mark.parametrize(("table", "key", "wanted"), [
    (CRIME_TYPES, "name", "setup-missing-part"), (DECISIONS, "choice", "setup-missing-part"), (DECISIONS, "minute", "setup-part-gone")])
def test_a_deleted_column_is_one_finding(table: layout.Table, key: str, wanted: str) -> None:
    def edit(book: Workbook) -> None:
        book[table.sheet].tables.clear()
        for row in range(table.head + 1, table.head + 20):
            book[table.sheet].cell(row, table.at(key) + 1).value = None

    data = changed(edit)
    assert found(data) == [(wanted, table.sheet)]
    assert table.column(key).heading in read(data)[1][0].message


def test_rows_below_the_drawn_list_and_after_gaps_are_read() -> None:
    row = CRIME_TYPES.rows + 30
    cells = {entry_at(CRIME_TYPES, "number", row): 99, entry_at(CRIME_TYPES, "name", row): "Late arrival"}
    assessment = read_back(spoilt(cells))
    assert assessment.crime_types[-1] == CrimeType(99, "Late arrival", "Late arrival")
    assert len(assessment.crime_types) == 4


def test_columns_that_the_officer_adds() -> None:
    right = len(FACTORS.columns) + 1

    def edit(book: Workbook) -> None:
        factors, last = book[FACTORS.sheet], book[LAST_YEAR.sheet]
        factors.tables.clear()
        last.tables.clear()
        factors.cell(FACTORS.head + 1, right, " score 5 MEANS")
        factors.cell(FACTORS.head + 2, right, "Worst of all")
        last.cell(LAST_YEAR.head + 1, 20, "harm score:  UAVA")
        last.cell(LAST_YEAR.head + 2, 20, 24)
        book["Setup"][f"B{layout.SETUP_ROWS['scale'] + 1}"] = 5

    assessment = read_back(changed(edit))
    assert assessment.factors[0].levels == ("", "", "", "", "Worst of all")
    assert assessment.factors[1].levels == ()
    assert assessment.last_year[0].harm_scores == (("Police", 15), ("Fire", 6), ("UAVA", 24))
    assert assessment.last_year[1].harm_scores == (("Fire", 7),)


# --- nothing is raised for bad content -------------------------------------------------------------------------------------

JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-10**9, 10**9), st.floats(allow_nan=False, allow_infinity=False), st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)), st.sampled_from(["#REF!", "=1/0", "=A1", "1e5", "40%", "0", " ", "\u00a0", "30 June", "Yes", "²", "١"]))
PLACES = st.one_of(
    st.sampled_from(sorted(layout.SETUP_FIELDS)).map(field_at),
    st.sampled_from(layout.SETUP_TABLES).flatmap(lambda table: st.builds(
        entry_at, st.just(table), st.sampled_from([column.key for column in table.columns]), st.integers(0, 4))),
    st.sampled_from(layout.SETUP_TABLES).flatmap(lambda table: st.integers(0, 6).map(
        lambda column: f"{table.sheet}!{chr(ord('A') + column)}{table.head + 1}")))


@settings(SLOW, max_examples=60)
@given(st.dictionaries(PLACES, JUNK, min_size=1, max_size=4))
def test_junk_anywhere_is_read_or_found_and_never_raises(cells: dict[str, object]) -> None:
    assessment, findings = read(spoilt(cells))
    assert (assessment is None) == any(one.severity is Severity.ERROR for one in findings)
    for one in findings:
        assert one.place.file == FILE
        assert one.place.sheet


# --- what it shows ----------------------------------------------------------------------------------------------------------


def _shown(data: bytes) -> dict[str, object]:
    """The worked-out lines of Setup, by their labels."""
    return {str(row[0]): row[1] for row in values_of(data, "Setup") if row[0]}


def test_thresholds_are_shown_as_points_and_who_can_be_high_at_all() -> None:
    shown = _shown(setup_workbook(example_assessment()))
    labels = ("Highest combined harm", "Highest possible risk score", "High starts at, in points", "Medium starts at, in points",
              "High harm, in points", "Probability needed for High", "Which crime types can be High")
    assert [shown[label] for label in labels] == [20, 120, 48, 30, 13, 3, "Those with 1% of all incidents or more"]
    reach = values_of(setup_workbook(example_assessment()), PROBABILITY_MATRIX.sheet)[PROBABILITY_MATRIX.first:][:5]
    assert [row[-2:] for row in reach] == [(40, "Medium"), (60, "High"), (80, "High"), (100, "High"), (120, "High")]


@pytest.mark.parametrize(("change", "words"), [
    ({"thresholds": Thresholds(Fraction(1, 4), Fraction(1, 10))}, "Any crime type"),
    ({"thresholds": Thresholds(Fraction(1), Fraction(1, 2))}, "Those with 20% of all incidents or more"),
    ({"rule": CombiningRule.MEAN}, "Those with 1% of all incidents or more"),
    ({"probability_matrix": ProbabilityMatrix((Fraction(0), Fraction(125, 1000)), ((1, 1, 2), (4, 5, 6)))}, "Those with 12.5% of all incidents or more"),
    ({"probability_matrix": ProbabilityMatrix((Fraction(0), Fraction(1, 100), Fraction(5, 100)), ((4, 5, 6), (1, 1, 1), (1, 1, 2)))}, "Only some shares: see Probability matrix"),
])
def test_which_crime_types_can_be_high_follows_the_matrix_and_the_thresholds(change: dict[str, object], words: str) -> None:
    assessment = replace(example_assessment(), **change)  # type: ignore[arg-type]
    shown = _shown(setup_workbook(assessment))
    at = points(assessment)
    assert shown["Which crime types can be High"] == words
    assert shown["High starts at, in points"] == pytest.approx(float(at.high))


def test_a_rounded_combined_harm_can_reach_where_the_unrounded_cannot() -> None:
    """Risk scores use the rounded number: 12.5 counts as 13, and 13 x 3 is 39."""
    five = complete(agencies=tuple(Agency(i, f"A{i}") for i in range(1, 6)), factors=tuple(Factor(i, f"F{i}") for i in range(1, 6)), scale=3,
                    thresholds=Thresholds(Fraction(52, 100), Fraction(1, 10)))
    shown = _shown(setup_workbook(five))
    assert (shown["Highest combined harm"], shown["High starts at, in points"]) == (12.5, 39)
    assert shown["Probability needed for High"] == 3


def test_checks_stand_beside_the_cells_in_words() -> None:
    data = setup_workbook(replace(default(), contact=Contact("", "", "x@y.example"), dates=Dates(assessment=DAY)))
    checks = {str(row[0]): row[2] for row in values_of(data, "Setup")[3:] if row[0] and row[2]}
    assert {label: words for label, words in checks.items() if words != "OK"} == {"Returns by": "Still empty", "Contact name": "Still empty"}
    assert values_of(data, "Setup")[layout.SETUP_STATE_ROW][0] == "2 fields to look at"
    start = values_of(data, "Start")
    assert any("1 sheet to look at below" in row for row in start)
    assert [row[3] for row in start if row[1] == "Agencies"] == ["OK: 5 agencies asked to score"]
    one = setup_workbook(replace(default(), recording_changes=(RecordingChange(Month(2026, 1), 1, "A new system."),)))
    assert "OK: 1 recording change or known event" in {row[3] for row in values_of(one, "Start")}


def test_setup_has_room_for_two_addresses_and_no_group_is_torn_in_print() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(setup_workbook(default())))["Setup"]
    rows = {cell.value: cell.row for cell in sheet["A"] if cell.value}
    height = {label: sheet.row_dimensions[rows[label]].height for label in ("The board's addresses", "Contact name")}
    assert height["The board's addresses"] >= 1.5 * height["Contact name"]
    assert sheet.sheet_properties.pageSetUpPr is None or not sheet.sheet_properties.pageSetUpPr.fitToPage, "Excel would drop the breaks"
    starts = [0, *(one.id for one in sheet.row_breaks.brk), sheet.max_row]
    headings = {one.heading for one in layout.SETUP_GROUPS}
    assert all(sheet.cell(row + 1, 1).value in headings for row in starts[1:-1])


def test_a_fresh_round_names_partners_as_they_are_called_now_and_the_example_as_then() -> None:
    named = {name: {one.name: one.organisation for one in of.partners_not_asked}
             for name, of in (("now", default()), ("then", example_assessment()))}
    assert named["now"]["Probation"] == "Probation Service"
    assert "Integrated Care Board" in named["now"]["Health"]
    assert named["then"]["Probation"] == "National Probation Service"
    assert named["then"]["Health"] == "West Leicestershire Clinical Commissioning Group"


def test_headings_have_room_for_what_explains_them() -> None:
    """No explanation above a heading is a narrow stack: three lines at most."""
    for table in layout.SETUP_TABLES:
        for column in table.columns:
            assert theme.lines(column.help, column.width, 9) <= 3, f"{table.sheet}: {column.heading}"


def test_drop_downs_stand_wherever_words_are_chosen() -> None:
    book = openpyxl.load_workbook(io.BytesIO(setup_workbook(example_assessment())))
    for table in layout.SETUP_TABLES:
        rules = book[table.sheet].data_validations.dataValidation
        for column in table.entries:
            if column.allowed or column.source:
                first = inside(entry_at(table, column.key))
                assert [rule.type for rule in rules if first in rule.sqref] == ["list"], f"{table.sheet}: {column.heading}"
