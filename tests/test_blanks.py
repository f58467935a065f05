"""What an agency's officer meets: what a blank says, what can be typed into it, what it says while somebody types."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from golden import check_golden, dump
from libreoffice import Office
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from rounds import (
    PUBLISHED_AGENCIES,
    a_return,
    cells_of,
    edited,
    example_assessment,
    example_scores,
    fill,
    filled,
    largest_assessment,
    named,
    small_assessment,
)

from snwp_xl.blanks import blank, blank_name
from snwp_xl.layout import AGENCY, ASSESSMENT, FORM_FOR, KIND, LAYOUT_VERSION, SIGN_OFF, VERSION, grid_of
from snwp_xl.model import Agency, Assessment, Contact, Dates, Factor, SignOff

AWKWARD = ("Road Safety*", "Why?~", "=1+1", "O'Brien's", "Vehicle Crime – Theft from", '"Quoted", & <odd>', "{=2}", "http://a.example")


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def said(book: openpyxl.Workbook, name: str) -> object:
    sheet, where = named(book, name)
    return sheet[where].value


def words(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None and cell.data_type != "f")


def unlocked(sheet: Worksheet) -> set[str]:
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}


@pytest.mark.parametrize("agency", PUBLISHED_AGENCIES)
def test_a_blank_says_in_visible_cells_whose_it_is_and_for_which_round(agency: str) -> None:
    book = opened(blank(example_assessment(), agency))
    assert book.sheetnames == ["Start here", "Harm scores", "Guidance"]
    assert [said(book, one.name) for one in (KIND, VERSION, ASSESSMENT, AGENCY, FORM_FOR)] == [
        "Harm scores", LAYOUT_VERSION, "2017/18", agency, agency,
    ]  # fmt: skip
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not any(row.hidden for sheet in book for row in sheet.row_dimensions.values())
    assert not any(sheet.merged_cells.ranges for sheet in book)


def test_it_opens_on_start_here_with_the_cursor_in_a1_and_on_harm_scores_at_the_first_score() -> None:
    book = opened(blank(example_assessment(), "Police"))
    assert book.active.title == "Start here"
    assert book["Start here"].sheet_view.selection[0].activeCell == "A1"
    first = cells_of(book, example_assessment())[1, "Physical - Individual"]
    assert book["Harm scores"].sheet_view.selection[-1].activeCell == first
    assert book["Harm scores"].freeze_panes == first


def test_crime_types_stand_down_and_factors_across_as_one_excel_table() -> None:
    assessment = example_assessment()
    book = opened(blank(assessment, "Police"))
    sheet, where = named(book, grid_of(assessment).head)
    assert tuple(cell.value for cell in sheet[where][0]) == (
        "Crime type", "Physical - Individual", "Psychological - Individual", "Psychological - Community", "Political - Your organisation",
        "Economic - Your organisation", "Economic - Social", "Harm score", "No view", "Still to do", "Comment",
    )  # fmt: skip
    (table,) = sheet.tables.values()
    assert table.ref == "A7:K24"
    assert [sheet.cell(row, 1).value for row in range(8, 25)] == [one.name for one in assessment.crime_types]


def test_only_scores_no_view_comments_and_the_sign_off_can_be_typed_into() -> None:
    assessment = example_assessment()
    book = opened(blank(assessment, "Police"))
    places = cells_of(book, assessment)
    wanted = {where for (_, heading), where in places.items() if heading not in ("Crime type", "Harm score", "Still to do")}
    assert {sheet.title: unlocked(sheet) for sheet in book} == {
        "Start here": {named(book, one.name)[1] for one in SIGN_OFF}, "Harm scores": wanted, "Guidance": set(),
    }  # fmt: skip
    for sheet in book:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert all(column.protection.locked for column in sheet.column_dimensions.values())
        assert max(column.max for column in sheet.column_dimensions.values()) == 16384
    assert not book._named_styles["Normal"].protection.locked  # a pasted cell brings the Normal style along: it must not lock itself


def test_each_score_cell_has_a_drop_down_and_says_the_rule_and_the_question() -> None:
    assessment = example_assessment()
    book = opened(blank(assessment, "Police"))
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["Harm scores"].data_validations.dataValidation}
    places = cells_of(book, assessment)
    for factor in assessment.factors:
        rule = rules[places[1, factor.name]]
        assert (rule.type, rule.formula1, rule.promptTitle) == ("list", '"1,2,3,4"', factor.name)
        assert rule.prompt == f"Enter 1 to 4, or choose No view.\n{factor.question}"
        assert rule.error == grid_of(assessment).rule
    assert rules[places[1, "No view"]].formula1 == '"No view"'
    assert "Do not name or describe a person" in rules[places[1, "Comment"]].prompt


def test_long_questions_and_names_are_cut_at_a_word_to_fit_the_pop_up() -> None:
    factor = Factor(1, "A factor whose name is much too long", "How much harm does it do? " * 30)
    (rule, *_) = opened(blank(example_assessment(factors=(factor,)), "Fire"))["Harm scores"].data_validations.dataValidation
    assert len(rule.promptTitle) <= 32
    assert rule.promptTitle == "A factor whose name is much…"
    assert len(rule.prompt) <= 255
    assert rule.prompt.startswith("Enter 1 to 4, or choose No view.\nHow much harm")
    assert rule.prompt.endswith("…")


def test_start_here_says_by_when_to_whom_and_what_to_mind() -> None:
    text = words(opened(blank(example_assessment(), "Police"))["Start here"])
    for part in (
        "Wednesday 31 May 2017", "Jo Marsh", "01530 454545", "community.safety@nwl.example", "OFFICIAL", "Paste values only",
        "Do not name or describe a person", "Freedom of Information Act", "1  Read", "2  Score", "3  Check", "4  Sign off and send",
    ):  # fmt: skip
        assert part in text


def test_guidance_has_every_question_descriptor_and_definition() -> None:
    assessment = example_assessment()
    sheet = opened(blank(assessment, "Police"))["Guidance"]
    text = words(sheet)
    for factor in assessment.factors:
        assert factor.question in text
        assert all(level in text for level in factor.levels)
    assert all(one.definition in text for one in assessment.crime_types)
    assert {table.name for table in sheet.tables.values()} == {"Factors", "CrimeTypes"}


def test_a_missing_definition_is_said_and_levels_without_words_have_no_column() -> None:
    sheet = opened(blank(small_assessment(), "Police"))["Guidance"]
    assert "(none given)" in words(sheet)
    assert "Score 1 means" not in words(sheet)


@pytest.mark.parametrize("sheet", ["Start here", "Harm scores", "Guidance"])
def test_prints_on_a4_one_page_wide_with_the_marking_on_paper_and_in_a_cell(sheet: str) -> None:
    one = opened(blank(example_assessment(), "Police"))[sheet]
    assert (one.page_setup.paperSize, one.page_setup.orientation, one.page_setup.fitToWidth or 1) == (9, "landscape", 1)
    assert one.sheet_properties.pageSetUpPr.fitToPage
    assert "OFFICIAL" in one.oddHeader.center.text
    if sheet == "Harm scores":
        assert one.print_title_rows == "$1:$7"
    if sheet != "Guidance":
        assert "OFFICIAL" in words(one)


def test_without_no_view_there_is_no_such_column_and_no_such_words() -> None:
    book = opened(blank(small_assessment(no_view=False), "Police"))
    assert all("No view" not in words(book[sheet]) for sheet in ("Start here", "Guidance"))
    assert "No view" not in [cell.value for row in book["Harm scores"].iter_rows() for cell in row]
    (rule, *_) = book["Harm scores"].data_validations.dataValidation
    assert rule.prompt.startswith("Enter 1 to 4.\n")


def test_what_a_person_typed_is_never_a_formula_or_a_link() -> None:
    assessment = small_assessment(crime_types=AWKWARD, factors=("=A", "O'Factor*", "Cost – you?"))
    book = opened(blank(assessment, "Fire"))
    sheet, where = named(book, grid_of(assessment).head)
    names = [sheet.cell(sheet[where][0][0].row + i, 1) for i in range(1, len(AWKWARD) + 1)]
    assert [cell.value for cell in names] == list(AWKWARD)
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in names)
    assert [cell.value for cell in sheet[where][0]][1:4] == ["=A", "O'Factor*", "Cost – you?"]


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert blank(example_assessment(), "Police") == blank(example_assessment(), "police")
    assert blank(example_assessment(), "Police") != blank(example_assessment(), "Fire")


def test_open_dates_and_contacts_leave_no_gap_in_the_words() -> None:
    text = words(opened(blank(small_assessment(dates=Dates(), contact=Contact("Jo Marsh")), "Fire"))["Start here"])
    assert "as agreed" in text
    assert "e-mail it to Jo Marsh." in text
    nobody = opened(blank(small_assessment(dates=Dates(), contact=Contact()), "Fire"))["Start here"]
    assert "e-mail it to the person who sent you this workbook." in words(nobody)
    assert [row[1].value for row in nobody.iter_rows() if row[0].value == "To"] == ["the person who sent you this workbook"]


def test_answers_can_be_filled_in_with_every_live_value_right(office: Office, tmp_path: Path) -> None:
    assessment = example_assessment()
    answers = a_return(assessment, "Fire", {**example_scores("Fire"), 3: "No view", 4: (1, None, 2, 3, 4, 4), 5: (None,) * 6})
    path = tmp_path / "return.xlsx"
    path.write_bytes(blank(assessment, "Fire", answers))
    found = {place: value for place, (_, value) in office.recalculate(path).items()}
    assert found == stored(path.read_bytes())
    assert "2 of 17 crime types still to do. Next: Domestic Burglary" in found.values()


def test_an_unknown_agency_is_a_wrong_call() -> None:
    with pytest.raises(KeyError):
        blank(small_assessment(), "Ambulance")


@pytest.mark.parametrize(
    ("agencies", "names"),
    [
        (("Police", "Fire"), ["Harm scores 2017-18 - Police.xlsx", "Harm scores 2017-18 - Fire.xlsx"]),
        (("A/B", "A-b"), ["Harm scores 2017-18 - A-B (1).xlsx", "Harm scores 2017-18 - A-b (2).xlsx"]),
        (("CON", "Trust."), ["Harm scores 2017-18 - CON.xlsx", "Harm scores 2017-18 - Trust.xlsx"]),
        (('What? "Us": <them>|*\\', "ÆØ – é"), ["Harm scores 2017-18 - What 'Us'- (them)---.xlsx", "Harm scores 2017-18 - ÆØ – é.xlsx"]),
    ],
)  # fmt: skip
def test_file_names_suit_windows_and_differ(agencies: tuple[str, str], names: list[str]) -> None:
    assessment = small_assessment(agencies)
    assert [blank_name(assessment, one) for one in agencies] == names


def test_the_whole_blank_is_the_one_that_was_looked_at() -> None:
    check_golden("blank", dump(blank(small_assessment(marking="OFFICIAL"), "Police")))


@pytest.mark.parametrize(
    "assessment",
    [
        example_assessment(), largest_assessment(), small_assessment(no_view=False, scale=2, factors=("One",), crime_types=("Only",)),
        small_assessment(crime_types=AWKWARD, agencies=("'&<>\"*?", "Ω" * 40)),
    ],
    ids=["example", "largest", "smallest", "awkward"],
)  # fmt: skip
def test_the_open_xml_validator_finds_nothing(assessment: Assessment, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank(assessment, assessment.agencies[0].name))
    result = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in result.errors] == []


# --- live ------------------------------------------------------------------------------------------------------------------


def stored(data: bytes) -> dict[tuple[str, str], object]:
    book, formulas = openpyxl.load_workbook(io.BytesIO(data), data_only=True), openpyxl.load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate): book[sheet.title][cell.coordinate].value or ""
        for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    }  # fmt: skip


@pytest.mark.parametrize(
    "assessment",
    [example_assessment(), small_assessment(no_view=False, scale=2), small_assessment(crime_types=AWKWARD, scale=10), largest_assessment()],
    ids=["example", "without No view", "awkward", "largest"],
)
def test_every_formula_has_the_value_that_libreoffice_works_out(office: Office, assessment: Assessment, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank(assessment, assessment.agencies[0].name))
    found = {place: value for place, (_, value) in office.recalculate(path).items()}
    assert found == stored(path.read_bytes())
    assert len(found) >= 2 * len(assessment.crime_types) + 3


def test_it_says_while_somebody_types_what_is_still_to_do(office: Office, tmp_path: Path) -> None:
    assessment = example_assessment()
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank(assessment, "Police"))
    places = cells_of(opened(path.read_bytes()), assessment)
    first, second, *_, last = [one.name for one in assessment.factors]
    row = [one.name for one in assessment.factors]

    def scores(number: int, *values: object) -> dict[tuple[str, str], object]:
        return {("Harm scores", places[number, heading]): value for heading, value in zip(row, values, strict=False)}

    typed = {
        **scores(1, 1, 2, 3, 4, 1, 2), **scores(2, 1, 2, 3, 4, 1), **scores(3, 1), **scores(4, 7, 2, 3, 4, 1, 2),
        **scores(5, 2.5, 0, 3, 4, 1, 2), **scores(6, "3", "high", 3, 4, 1), **scores(7, 1),
        ("Harm scores", places[7, "No view"]): "No view", ("Harm scores", places[8, "No view"]): "No view",
        ("Harm scores", places[9, "No view"]): "yes", **scores(10, "=NA()", 2), "snwp_sign_name": "A",
    }  # fmt: skip
    with office.opened(path) as document:
        for place, value in typed.items():
            document.enter(place, value)
        live = {place: value for place, (_, value) in document.formulas().items()}
        to_do = [live["Harm scores", places[number, "Still to do"]] for number in range(1, 12)]
        assert to_do == [
            "Done", "1 score missing", "5 scores missing", "1 to correct", "2 to correct", "2 to correct", "No view beside scores",
            "No view", "Only No view is allowed here", "Scores to correct", "6 scores missing",
        ]  # fmt: skip
        assert [live["Harm scores", places[number, "Harm score"]] for number in (1, 2, 4, 8)] == [13, "", "", ""]
        lines = {value for (sheet, _), value in live.items() if sheet == "Start here"}
        assert lines == {"15 of 17 crime types still to do. Next: Violent Crime", "2 of 3 fields below still to fill in"}
    assert (first, second, last) == (row[0], row[1], row[-1])


def test_a_complete_form_says_that_nothing_is_left(office: Office, tmp_path: Path) -> None:
    assessment = example_assessment()
    path = tmp_path / "return.xlsx"
    path.write_bytes(filled(blank(assessment, "UAVA"), assessment, {**example_scores("UAVA"), 4: "No view"}))
    found = {place: value for place, (_, value) in office.recalculate(path).items()}
    assert {value for (sheet, _), value in found.items() if sheet == "Start here"} == {"All 17 crime types are answered", "Signed off"}
    harm = [value for (_, where), value in found.items() if where.startswith("H")]
    assert sorted(value for value in harm if value != "") == sorted(sum(s) for n, s in example_scores("UAVA").items() if n != 4)


def test_everything_is_typed_without_lifting_the_protection(office: Office, tmp_path: Path) -> None:
    """The harness refuses a locked cell, as Excel does."""
    assessment = small_assessment()
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank(assessment, "Fire"))
    entries = {grid_of(assessment).body: ((1, 2), (3, 4), (2, 2)), "snwp_sign_name": "Sam", "snwp_sign_role": "Lead"}
    saved = office.fill(path, {**entries, "snwp_sign_date": date(2017, 5, 12)}, tmp_path / "saved.xlsx")
    book = openpyxl.load_workbook(saved)
    assert [[cell.value for cell in row] for row in book["Harm scores"]["B7:C9"]] == [[1, 2], [3, 4], [2, 2]]


def test_the_helper_fills_in_what_it_is_told() -> None:
    assessment = small_assessment()
    data = blank(assessment, "Police")
    signed = SignOff("S", "R", date(2017, 5, 1))
    book = opened(edited(data, lambda book: fill(book, assessment, {1: (1, 2), 2: "No view"}, {3: "why"}, signed)))
    places = cells_of(book, assessment)
    sheet = book["Harm scores"]
    assert [sheet[places[1, factor.name]].value for factor in assessment.factors] == [1, 2]
    assert sheet[places[2, "No view"]].value == "No view"
    assert sheet[places[3, "Comment"]].value == "why"
    assert Agency(1, "Police") == assessment.agencies[0]
