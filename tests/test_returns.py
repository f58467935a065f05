"""A completed form is read as it was filled in; whatever is wrong with it is a finding at its cell."""

from __future__ import annotations

import hashlib
import io
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import openpyxl.comments
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import Office
from rounds import (
    PUBLISHED,
    PUBLISHED_AGENCIES,
    SIGNED,
    Scores,
    cells_of,
    edited,
    example_assessment,
    example_scores,
    filled,
    largest_assessment,
    named,
    small_assessment,
    varied_scores,
    with_cells,
)

from snwp_xl.blanks import blank
from snwp_xl.findings import Finding, Severity
from snwp_xl.intake import Book
from snwp_xl.layout import AGENCY, ASSESSMENT, FORM_FOR, FORM_ROUND, KIND, NO_VIEW, VERSION, Field, grid_of
from snwp_xl.model import Agency, AgencyState, Assessment, Closed, CrimeType, Factor, Partner, Settings, SignOff
from snwp_xl.queries import queries
from snwp_xl.returns import ReadReturn, Returns, read_return, read_returns

SMALL = small_assessment()
GOOD: Scores = {1: (1, 4), 2: (3, 2), 3: (2, 2)}


def a_file(scores: Scores = GOOD, assessment: Assessment = SMALL, agency: str = "Police", **more: object) -> bytes:
    return filled(blank(assessment, agency), assessment, scores, **more)  # type: ignore[arg-type]


def seen(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Code and cell of each finding."""
    return [(one.code, f"{one.place.sheet}!{one.place.cell}" if one.place.cell else one.place.sheet) for one in findings]


def set_field(data: bytes, field: Field, value: object) -> bytes:
    def edit(book: object) -> None:
        sheet, where = named(book, field.name)  # type: ignore[arg-type]
        sheet[where] = value

    return edited(data, edit)


# --- as filled in ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agency", PUBLISHED_AGENCIES)
def test_the_published_harm_scores_come_back(agency: str) -> None:
    assessment = example_assessment()
    read = read_return(a_file(example_scores(agency), assessment, agency), assessment)
    assert (read.agency, read.state, read.return_.agency) == (agency, AgencyState.COMPLETE, agency)
    column = PUBLISHED_AGENCIES.index(agency)
    assert [row.harm_score for row in read.return_.rows] == [row[column] for row in PUBLISHED.values()]
    assert read.return_.sign_off == SIGNED


def test_scores_no_view_comments_sign_off_and_cells_are_read(tmp_path: Path) -> None:
    data = a_file({1: (1, 4), 2: "No view", 3: (2, 3)}, comments={2: "  Not ours.  ", 3: "Line one\nline two"})
    path = tmp_path / "any name.xlsx"
    path.write_bytes(data)
    read = read_return(path, SMALL)
    assert read.findings == ()
    first, second, third = read.return_.rows
    assert (first.scores, first.no_view, first.harm_score, first.cells) == ((1, 4), False, 5, ("B7", "C7"))
    assert (second.scores, second.no_view, second.harm_score, second.comment) == ((None, None), True, None, "Not ours.")
    assert (third.scores, third.comment) == ((2, 3), "Line one\nline two")
    assert (read.file, read.sha256) == ("any name.xlsx", hashlib.sha256(data).hexdigest())
    assert read.return_.sha256 == read.sha256


def test_the_largest_round_comes_back() -> None:
    assessment = largest_assessment()
    scores = varied_scores(assessment)
    agency = assessment.agencies[39].name
    read = read_return(a_file(scores, assessment, agency), assessment)
    assert (read.agency, read.state, read.findings) == (agency, AgencyState.COMPLETE, ())
    assert {row.crime_type: row.scores for row in read.return_.rows} == scores


def test_crime_types_with_awkward_names_keep_their_own_scores() -> None:
    names = ("Road Safety*", "Road Safety", "Why?~", "=1+1", "O'Brien's", "Theft – from", '"Quoted", & <odd>', "  Spaced   out ")
    assessment = small_assessment(crime_types=names)
    scores = varied_scores(assessment)
    read = read_return(a_file(scores, assessment), assessment)
    assert {row.crime_type: row.scores for row in read.return_.rows} == scores
    assert [code for code, _ in seen(read.findings)] == []


# --- one thing wrong -----------------------------------------------------------------------------------------------------------

RULE = "Enter 1 to 4, or choose No view."


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"B7": None}, [("score-missing", "B7")]),
        ({"B7": " "}, [("score-missing", "B7")]),
        ({"C9": 5}, [("score-out-of-range", "C9")]),
        ({"C9": 0}, [("score-out-of-range", "C9")]),
        ({"C9": -1}, [("score-out-of-range", "C9")]),
        ({"C9": 2.5}, [("score-out-of-range", "C9")]),
        ({"C9": "high"}, [("score-not-a-number", "C9")]),
        ({"C9": "n/a"}, [("score-not-a-number", "C9")]),
        ({"C9": True}, [("score-not-a-number", "C9")]),
        ({"C9": "7"}, [("score-out-of-range", "C9")]),
        ({"C9": "3 or 4"}, [("score-not-a-number", "C9")]),
        ({"C9": date(2017, 4, 1)}, [("score-is-a-date", "C9")]),
        ({"C9": "=1/0"}, [("score-not-calculated", "C9")]),
        ({"C9": "#N/A"}, [("score-error", "C9")]),
        ({"E8": NO_VIEW}, [("score-beside-no-view", "E8")]),
        ({"E8": "yes"}, [("no-view-not-a-choice", "E8")]),
        ({"B8": None, "C8": None}, [("row-empty", "B8:C8")]),
        ({"B8": None, "C8": None, "E8": "n/a"}, [("no-view-not-a-choice", "E8")]),
        ({"B7": 9, "C8": None, "C9": "x"}, [("score-out-of-range", "B7"), ("score-missing", "C8"), ("score-not-a-number", "C9")]),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_an_error_at_that_cell(cells: dict[str, object], expected: list[tuple[str, str]]) -> None:
    data = with_cells(a_file(), {f"Harm scores!{where}": value for where, value in cells.items()})
    read = read_return(data, SMALL, file="returns/P.xlsx")
    assert seen(read.findings) == [(code, f"Harm scores!{where}") for code, where in expected]
    assert {one.severity for one in read.findings} == {Severity.ERROR}
    assert {(one.place.file, one.agency) for one in read.findings} == {("returns/P.xlsx", "Police")}
    kept = expected[0][0] == "no-view-not-a-choice" and len(cells) == 1
    assert read.state == (AgencyState.COMPLETE if kept else AgencyState.INCOMPLETE)


def test_a_message_says_where_what_rule_and_what_to_do() -> None:
    (found,) = read_return(with_cells(a_file(), {"Harm scores!C9": 7}), SMALL, file="returns/Police.xlsx").findings
    assert str(found) == f"Police.xlsx, Harm scores!C9: Burglary Other, Economic - Social: 7 is not a score. {RULE}"
    assert found.crime_type == 3
    assert grid_of(SMALL).rule == RULE


def test_a_date_in_place_of_a_score_is_told_as_people_write_it() -> None:
    (found,) = read_return(with_cells(a_file(), {"Harm scores!C9": date(2026, 4, 1)}), SMALL).findings
    assert "1 April 2026 is a date" in found.message


def test_a_row_with_no_view_beside_scores_counts_as_missing_and_the_scores_are_not_lost() -> None:
    read = read_return(with_cells(a_file(), {"Harm scores!E8": NO_VIEW}), SMALL)
    assert (read.return_.row(2).scores, read.return_.row(2).no_view, read.return_.row(2).answered) == ((None, None), False, False)
    assert (read.entries[1].scores, read.entries[1].no_view) == ((3, 2), True)


def test_no_view_where_the_assessment_does_not_allow_it() -> None:
    data = a_file({1: (1, 4), 2: "No view", 3: (2, 3)})
    read = read_return(data, replace(SMALL, settings=Settings(no_view_allowed=False)))
    assert seen(read.findings) == [("no-view-not-allowed", "Harm scores!E8")]
    assert read.return_.row(2).answered is False


def test_a_blank_that_comes_back_empty_is_one_finding_and_not_signed() -> None:
    read = read_return(blank(SMALL, "Fire"), SMALL)
    assert seen(read.findings) == [("return-empty", "Harm scores!B7"), ("sign-off-missing", "Start here!B13")]
    assert read.state == AgencyState.INCOMPLETE


@pytest.mark.parametrize(
    ("signed", "what", "cell"),
    [
        (SignOff("", "Lead", date(2017, 5, 1)), "your name is", "B13"),
        (SignOff("Sam", "", None), "your role and date are", "B14"),
        (SignOff("Sam", "Lead", None), "date is", "B15"),
    ],
)
def test_a_missing_sign_off_is_a_warning_and_the_scores_stand(signed: SignOff, what: str, cell: str) -> None:
    read = read_return(a_file(sign_off=signed), SMALL)
    assert seen(read.findings) == [("sign-off-missing", f"Start here!{cell}")]
    assert (read.findings[0].severity, read.state) == (Severity.WARNING, AgencyState.COMPLETE)
    assert f"signed off: {what} missing" in read.findings[0].message


@pytest.mark.parametrize(("typed", "meant"), [("12 May 2017", True), ("12/05/2017", True), (42867, True), ("soon", False), (12, False)])
def test_a_sign_off_date_may_be_typed_as_words_or_have_lost_its_format(typed: object, meant: bool) -> None:
    def edit(book: object) -> None:
        sheet, where = named(book, "snwp_sign_date")  # type: ignore[arg-type]
        sheet[where].number_format = "General"
        sheet[where] = typed

    read = read_return(edited(a_file(), edit), SMALL)
    assert (read.return_.sign_off.on == date(2017, 5, 12)) is meant
    assert [code for code, _ in seen(read.findings)] == ([] if meant else ["sign-off-missing"])
    assert [one.message for one in read.findings if not meant] == ([] if meant else [f"The form is not signed off: '{typed}' is not a date."])


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (ASSESSMENT, "2016/17", "return-wrong-round"),
        (VERSION, "2", "return-wrong-version"),
        (VERSION, "1.10", "return-wrong-version"),
        (AGENCY, "Ambulance", "return-unknown-agency"),
        (AGENCY, "Probation", "return-not-asked"),
        (AGENCY, "Fire", "return-agency-differs"),
        (KIND, "Set-up", "return-unusable"),
    ],
)
def test_another_rounds_or_nobodys_form_cannot_be_used(field: Field, value: object, code: str) -> None:
    assessment = replace(SMALL, partners_not_asked=(Partner("Probation", "", SMALL.agencies[0].kind),))
    read = read_return(set_field(a_file(), field, value), assessment, file="x.xlsx")
    assert [one for one, _ in seen(read.findings)] == [code]
    assert (read.return_, read.state) == (None, AgencyState.UNUSABLE)
    assert read.findings[0].severity == Severity.ERROR


def test_the_identity_stands_twice_so_that_a_deleted_column_does_not_take_it_along() -> None:
    data = a_file()
    for field in (AGENCY, ASSESSMENT, VERSION, KIND):
        data = set_field(data, field, None)
    assert read_return(data, SMALL).agency == "Police"
    nobody = read_return(set_field(set_field(data, FORM_FOR, None), FORM_ROUND, ""), SMALL)
    assert [one.message for one in nobody.findings] == [
        "This file is not a harm scoring form made by this program: its cell Assessment is empty or missing.",
        "This file is not a harm scoring form made by this program: its cell Agency is empty or missing.",
    ]


@pytest.mark.parametrize(("field", "value"), [(VERSION, 1), (VERSION, "1.0"), (AGENCY, " police "), (ASSESSMENT, "2017/18 ")])
def test_small_differences_in_the_identity_do_not_matter(field: Field, value: object) -> None:
    read = read_return(set_field(a_file(), field, value), SMALL)
    assert (read.findings, read.agency) == ((), "Police")


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "not-a-workbook"), (b"hello", "not-a-workbook"), (b"%PDF-1.4 ...", "not-a-workbook"), (b"PK\x03\x04 broken", "file-damaged")],
)
def test_what_is_not_a_workbook_is_said(data: bytes, code: str) -> None:
    read = read_return(data, SMALL, file="returns/x.xlsx")
    assert [one.code for one in read.findings] == [code]
    assert (read.agency, read.state, read.findings[0].place.file) == ("", AgencyState.UNUSABLE, "returns/x.xlsx")


def test_a_workbook_that_is_no_form_is_said() -> None:
    import io

    import openpyxl

    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    (found,) = read_return(out.getvalue(), SMALL).findings
    assert (found.code, found.severity) == ("return-unusable", Severity.ERROR)
    assert "no part of the form" in found.message


def test_deleted_rows_and_columns_are_seen_because_each_is_asked_for() -> None:
    without_row = read_return(edited(a_file(), lambda book: book["Harm scores"].delete_rows(8)), SMALL)
    assert ("row-missing", "Harm scores") in seen(without_row.findings)
    assert [row.scores for row in without_row.return_.rows] == [(1, 4), (None, None), (2, 2)]
    without_column = read_return(edited(a_file(), lambda book: book["Harm scores"].delete_cols(2)), SMALL)
    assert ("column-missing", "Harm scores") in seen(without_column.findings)
    assert [row.scores for row in without_column.return_.rows] == [(None, 4), (None, 2), (None, 2)]


def test_all_scores_equal_is_a_question() -> None:
    assessment = example_assessment()
    same = read_return(a_file(dict.fromkeys(range(1, 18), (2, 3, 2, 3, 2, 3)), assessment), assessment)
    assert [(one.code, one.severity) for one in same.findings] == [("scores-all-equal", Severity.QUERY)]
    assert same.state == AgencyState.COMPLETE
    highest = read_return(a_file(dict.fromkeys(range(1, 18), (4,) * 6), assessment), assessment)
    assert highest.findings == ()


# --- a folder of returns -------------------------------------------------------------------------------------------------------


def a_round(tmp_path: Path, files: dict[str, bytes], assessment: Assessment = SMALL) -> Returns:
    for name, data in files.items():
        path = tmp_path / "returns" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    returns = read_returns(tmp_path, assessment)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    return returns


def became(returns: Returns) -> dict[str, str]:
    return {one.file.removeprefix("returns/"): one.became for one in returns.files}


OTHER: Scores = {1: (1, 3), 2: (3, 2), 3: (2, 2)}


def test_every_agency_has_a_state_and_every_file_a_fate(tmp_path: Path) -> None:
    returns = a_round(tmp_path, {"b.xlsx": a_file(agency="Fire"), "scan.pdf": b"%PDF-1.4", "~$b.xlsx": b"lock"})
    assert returns.states == {"Police": AgencyState.MISSING, "Fire": AgencyState.COMPLETE}
    assert [one.agency for one in returns.in_force] == ["Fire"]
    assert returns.in_force[0].file == "returns/b.xlsx"
    assert became(returns) == {"b.xlsx": "used", "scan.pdf": "unusable", "~$b.xlsx": "ignored"}
    assert {one.file: one.sha256 for one in returns.files}["returns/scan.pdf"] == hashlib.sha256(b"%PDF-1.4").hexdigest()
    assert sorted((one.code, one.agency, one.place.file) for one in returns.findings) == [
        ("file-ignored", "", "returns/~$b.xlsx"), ("not-a-workbook", "", "returns/scan.pdf"), ("return-missing", "Police", ""),
    ]  # fmt: skip


def test_returns_that_cannot_be_looked_into_are_not_taken_for_none(tmp_path: Path) -> None:
    a_round(tmp_path, {"b.xlsx": a_file(agency="Fire")})
    folder = tmp_path / "returns"
    shutil.rmtree(folder)
    assert set(read_returns(tmp_path, SMALL).states.values()) == {AgencyState.MISSING}
    folder.write_text("a file")
    with pytest.raises(NotADirectoryError):
        read_returns(tmp_path, SMALL)
    folder.unlink()
    try:
        folder.symlink_to(folder)
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(OSError, match="symbolic links"):
        read_returns(tmp_path, SMALL)


def test_a_fault_of_ours_with_one_file_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Book, assessment: Assessment, *, file: str) -> ReadReturn:
        if "bad" in file:
            raise ZeroDivisionError("of ours")
        return read_return(source, assessment, file=file)

    monkeypatch.setattr("snwp_xl.returns.folder.read_return", broken)
    returns = a_round(tmp_path, {"bad.xlsx": a_file(), "good.xlsx": a_file(agency="Fire")})
    assert returns.states == {"Police": AgencyState.MISSING, "Fire": AgencyState.COMPLETE}
    errors = [(one.code, one.place.file) for one in returns.findings if one.severity is Severity.ERROR]
    assert errors == [("return-fault", "returns/bad.xlsx")]


def test_no_folder_means_that_everybody_is_missing(tmp_path: Path) -> None:
    returns = read_returns(tmp_path, SMALL)
    assert set(returns.states.values()) == {AgencyState.MISSING}
    assert (returns.files, returns.in_force) == ((), ())


def test_an_unusable_return_does_not_stop_a_usable_one(tmp_path: Path) -> None:
    wrong = set_field(a_file(), ASSESSMENT, "2016/17")
    returns = a_round(tmp_path, {"old.xlsx": wrong, "new.xlsx": a_file(), "fire.xlsx": set_field(a_file(agency="Fire"), VERSION, "9")})
    assert returns.states == {"Police": AgencyState.COMPLETE, "Fire": AgencyState.UNUSABLE}
    assert became(returns) == {"old.xlsx": "unusable", "new.xlsx": "used", "fire.xlsx": "unusable"}
    assert [(one.code, one.agency) for one in returns.findings] == [("return-wrong-round", "Police"), ("return-wrong-version", "Fire")]


def test_two_returns_that_say_the_same_are_a_note(tmp_path: Path) -> None:
    again = edited(a_file(), lambda book: book["Harm scores"].insert_cols(12))
    returns = a_round(tmp_path, {"1.xlsx": a_file(), "2.xlsx": again})
    assert returns.states["Police"] == AgencyState.COMPLETE
    assert became(returns) == {"1.xlsx": "used", "2.xlsx": "identical"}
    assert [(one.code, one.severity) for one in returns.findings if one.agency == "Police"] == [("return-identical", Severity.NOTE)]


def test_two_returns_that_differ_are_duplicates_with_the_cells(tmp_path: Path) -> None:
    returns = a_round(tmp_path, {"1.xlsx": a_file(), "2.xlsx": a_file(OTHER, comments={2: "x"})})
    assert returns.states["Police"] == AgencyState.DUPLICATE
    assert returns.in_force == ()
    assert became(returns) == {"1.xlsx": "duplicate", "2.xlsx": "duplicate"}
    (found,) = (one for one in returns.findings if one.agency == "Police")
    assert (found.code, found.severity) == ("return-duplicate", Severity.ERROR)
    assert "1.xlsx, 2.xlsx" in found.message
    assert "C7 (Robbery, Economic - Social: 4 or 3), Hate Crime, Comment" in found.message


def test_returns_that_differ_only_in_what_is_no_score_are_not_the_same(tmp_path: Path) -> None:
    one, two = (with_cells(a_file(), {"Harm scores!C9": wrong}) for wrong in (7, 8))
    assert a_round(tmp_path, {"1.xlsx": one, "2.xlsx": two}).states["Police"] == AgencyState.DUPLICATE


@pytest.mark.parametrize("named_file", ["2.xlsx", "2", "returns/2.xlsx", "2.XLSX"])
def test_the_sheet_agencies_names_the_file_that_counts(tmp_path: Path, named_file: str) -> None:
    assessment = replace(SMALL, agencies=(replace(SMALL.agencies[0], counting_file=named_file), SMALL.agencies[1]))
    returns = a_round(tmp_path, {"1.xlsx": a_file(), "2.xlsx": a_file(OTHER)}, assessment)
    assert returns.states["Police"] == AgencyState.COMPLETE
    assert returns.of("Police").rows[0].scores == (1, 3)
    assert became(returns) == {"1.xlsx": "set aside", "2.xlsx": "used"}
    assert [one.code for one in returns.findings if one.agency == "Police"] == ["return-set-aside"]


def test_a_counting_file_that_is_not_there_or_not_usable_is_said_and_nothing_is_guessed(tmp_path: Path) -> None:
    agencies = (replace(SMALL.agencies[0], counting_file="gone.xlsx"), replace(SMALL.agencies[1], counting_file="bad"))
    files = {"1.xlsx": a_file(), "bad.xlsx": set_field(a_file(agency="Fire"), VERSION, "9"), "good.xlsx": a_file(agency="Fire")}
    returns = a_round(tmp_path, files, replace(SMALL, agencies=agencies))
    assert returns.states == {"Police": AgencyState.COMPLETE, "Fire": AgencyState.UNUSABLE}
    found = [(one.code, one.agency) for one in returns.findings]
    assert found == [
        ("return-counting-file", "Police"), ("return-wrong-version", "Fire"), ("return-counting-file", "Fire"),
        ("return-set-aside", "Fire"),
    ]  # fmt: skip
    assert became(returns) == {"1.xlsx": "used", "bad.xlsx": "unusable", "good.xlsx": "set aside"}


def test_moving_the_old_return_to_superseded_settles_it(tmp_path: Path) -> None:
    returns = a_round(tmp_path, {"superseded/1.xlsx": a_file(), "2.xlsx": a_file(OTHER), "elsewhere/3.xlsx": a_file()})
    assert returns.states["Police"] == AgencyState.COMPLETE
    assert returns.of("Police").file == "returns/2.xlsx"
    assert became(returns) == {"2.xlsx": "used", "superseded/1.xlsx": "ignored", "elsewhere/3.xlsx": "ignored"}
    assert [one.place.file for one in returns.findings if one.code == "return-elsewhere"] == ["returns/elsewhere/3.xlsx"]


def test_a_return_of_a_closed_agency_does_not_count_and_is_said(tmp_path: Path) -> None:
    closed = Agency(1, "Police", closed=Closed("No reply", date(2017, 6, 1)))
    returns = a_round(tmp_path, {"late.xlsx": a_file()}, replace(SMALL, agencies=(closed, SMALL.agencies[1])))
    assert returns.states["Police"] == AgencyState.CLOSED
    assert returns.in_force == ()
    assert became(returns) == {"late.xlsx": "not counted"}
    found = next(one for one in returns.findings if one.agency == "Police")
    assert (found.code, found.severity) == ("return-after-closing", Severity.WARNING)
    assert "late.xlsx" in found.message


def test_what_a_closed_agency_sent_that_could_never_count_is_said_otherwise(tmp_path: Path) -> None:
    closed = replace(SMALL, agencies=(Agency(1, "Police", closed=Closed("No reply", date(2017, 6, 1))), SMALL.agencies[1]))
    returns = a_round(tmp_path, {"old.xlsx": a_file(assessment=replace(SMALL, name="2016/17"))}, closed)
    (found,) = [one for one in returns.findings if one.agency == "Police"]
    assert (found.code, found.severity) == ("unusable-after-closing", Severity.WARNING)
    assert "old.xlsx, which came from it, could not be used. This form is for 2016/17, not 2017/18." in found.message


def test_a_crime_type_renamed_after_the_blanks_went_out_is_said_once_to_the_officer(tmp_path: Path) -> None:
    renamed = replace(SMALL, crime_types=tuple(replace(one, name="Burglary" if one.number == 3 else one.name) for one in SMALL.crime_types))
    files = {f"{name}.xlsx": a_file(agency=name) for name in ("Police", "Fire")}
    returns = a_round(tmp_path, files, renamed)
    (said,) = [one for one in returns.findings if one.severity is Severity.ERROR]
    assert (said.code, said.agency, said.place.sheet) == ("crime-type-renamed", "", "Crime types")
    assert said.message == "The set-up has Burglary; 2 returns have Burglary Other instead, whose scores were not used."
    assert set(returns.states.values()) == {AgencyState.INCOMPLETE}
    assert queries(returns, renamed) == {}
    (tmp_path / "returns" / "Fire.xlsx").write_bytes(blank(renamed, "Fire"))
    alone = read_returns(tmp_path, renamed)
    assert ("row-unknown", "Police") in {(one.code, one.agency) for one in alone.findings}, "one agency's own name is a question to it"


def test_one_return_that_is_otherwise_does_not_turn_the_others_into_questions(tmp_path: Path) -> None:
    """Fire has filled in the blank that was made after the renaming."""
    three = replace(SMALL, agencies=(*SMALL.agencies, Agency(3, "Health")))
    renamed = replace(three, crime_types=tuple(replace(one, name="Burglary" if one.number == 3 else one.name) for one in three.crime_types))
    files = {f"{name}.xlsx": a_file(assessment=three, agency=name) for name in ("Police", "Health")}
    returns = a_round(tmp_path, {**files, "Fire.xlsx": a_file(assessment=renamed, agency="Fire")}, renamed)
    errors = [one for one in returns.findings if one.severity is Severity.ERROR]
    assert [(one.code, one.agency) for one in errors] == [("crime-type-renamed", "")]
    assert returns.states["Fire"] is AgencyState.COMPLETE
    assert queries(returns, renamed) == {}


def test_what_compares_an_agency_with_the_others_is_a_note_and_no_question(tmp_path: Path) -> None:
    assessment = example_assessment()
    files = {f"{one}.xlsx": a_file(example_scores(one), assessment, one) for one in PUBLISHED_AGENCIES}
    returns = a_round(tmp_path, files, assessment)
    assert set(returns.states.values()) == {AgencyState.COMPLETE}
    assert [(one.agency, one.code) for one in returns.findings if one.severity is Severity.QUERY] == [("Fire", "scores-minimum")]
    notes = {(one.agency, one.crime_type) for one in returns.findings if one.code == "far-from-others"}
    assert ("UAVA", 3) in notes
    assert all(one.severity is Severity.NOTE for one in returns.findings if one.code == "far-from-others")
    assert [one.finding.code for read in returns.read.values() for one in read.questions] == ["scores-minimum"]


# --- any assessment, any scores --------------------------------------------------------------------------------------------------

LETTERS = st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Cn", "Co"), max_codepoint=0xFFFF)
NAMES = st.text(LETTERS, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)


def plain_names(least: int, most: int) -> st.SearchStrategy[list[str]]:
    from snwp_xl.locate import plain

    taken = {plain(one) for one in (*grid_of(SMALL).headings, "Question", "Your reply", "Agency", "Assessment")}
    fresh = NAMES.filter(lambda name: plain(name) and plain(name) not in taken)
    return st.lists(fresh, min_size=least, max_size=most, unique_by=plain)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Assessment, dict[int, tuple[int, ...] | str]]:
    factors, crime_types = draw(plain_names(1, 5)), draw(plain_names(1, 6))
    scale, no_view = draw(st.integers(2, 10)), draw(st.booleans())
    assessment = small_assessment(("Police", "Fire"), crime_types, factors, scale=scale, no_view=no_view)
    numbers = draw(st.lists(st.integers(1, 999), min_size=len(crime_types), max_size=len(crime_types), unique=True))
    row: st.SearchStrategy[tuple[int, ...] | str] = st.tuples(*(st.integers(1, scale) for _ in factors))
    scores = {number: draw(st.just(NO_VIEW) | row if no_view else row) for number in numbers}
    types = tuple(CrimeType(number, name, name) for number, name in zip(numbers, crime_types, strict=True))
    return replace(assessment, crime_types=types, factors=tuple(Factor(i, name) for i, name in enumerate(factors, 1))), scores


@given(rounds())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_complete_assessment_and_any_scores_survive(made: tuple[Assessment, dict[int, tuple[int, ...] | str]]) -> None:
    assessment, scores = made
    read = read_return(a_file(scores, assessment), assessment)
    assert [one for one in read.findings if one.severity is Severity.ERROR] == []
    assert read.state == AgencyState.COMPLETE
    assert {row.crime_type: NO_VIEW if row.no_view else row.scores for row in read.return_.rows} == scores


WRONG = st.sampled_from([None, 0, 11, -3, 2.5, "high", "3 or 4", "?", True, date(2017, 4, 1), "1-4", "#REF!", "x" * 300])


@given(rounds(), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_spoiled_cell_gives_exactly_one_more_error_at_that_cell(
    made: tuple[Assessment, dict[int, tuple[int, ...] | str]], data: st.DataObject
) -> None:
    assessment, scores = made
    spoil = data.draw(WRONG)
    number = data.draw(st.sampled_from(list(scores)))
    place: dict[str, str] = {}

    def edit(book: object) -> None:
        cells = cells_of(book, assessment)  # type: ignore[arg-type]
        sheet, _ = named(book, grid_of(assessment).head)  # type: ignore[arg-type]
        heading = NO_VIEW if scores[number] == NO_VIEW else data.draw(st.sampled_from([one.name for one in assessment.factors]))
        place["cell"] = cells[number, heading]
        sheet[place["cell"]] = "yes" if heading == NO_VIEW else spoil

    read = read_return(edited(a_file(scores, assessment), edit), assessment)
    assert [one.place.cell for one in read.findings if one.severity is Severity.ERROR] == [place["cell"]]
    others = {row.crime_type: NO_VIEW if row.no_view else row.scores for row in read.return_.rows if row.crime_type != number}
    assert others == {one: said for one, said in scores.items() if one != number}


# --- saved by LibreOffice ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls"])
def test_a_blank_filled_in_and_saved_by_libreoffice_reads_back_as_filled_in(office: Office, tmp_path: Path, ending: str) -> None:
    assessment = example_assessment()
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank(assessment, "UAVA"))
    scores = example_scores("UAVA")
    entries = {grid_of(assessment).body: tuple(scores.values()), "snwp_sign_name": "Sam", "snwp_sign_role": "Lead"}
    saved = office.fill(path, {**entries, "snwp_sign_date": date(2017, 5, 12)}, tmp_path / f"saved{ending}")
    read = read_return(saved, assessment)
    assert {row.crime_type: row.scores for row in read.return_.rows} == scores
    assert (read.state, read.return_.sign_off) == (AgencyState.COMPLETE, SignOff("Sam", "Lead", date(2017, 5, 12)))
    assert [one.code for one in read.findings] == ([] if ending == ".xlsx" else ["file-values-only"])


def test_after_rows_and_columns_were_inserted_and_the_sheet_renamed_each_score_is_still_its_own(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(with_cells(a_file(), {"Harm scores!C9": 7}))

    def rearrange(document: object) -> None:
        document.unprotect("Harm scores")  # type: ignore[attr-defined]
        document.insert_rows("Harm scores", 8, 2)  # type: ignore[attr-defined]
        document.insert_columns("Harm scores", "C")  # type: ignore[attr-defined]
        document.insert_rows("Harm scores", 2)  # type: ignore[attr-defined]
        document.rename("Harm scores", "Our scores")  # type: ignore[attr-defined]

    read = read_return(office.fill(path, {}, tmp_path / "saved.xlsx", rearrange), SMALL)
    assert [row.scores for row in read.return_.rows] == [(1, 4), (3, 2), (2, None)]
    assert ("score-out-of-range", "Our scores!D12") in seen(read.findings)
    assert [one.code for one in read.findings if one.severity is not Severity.ERROR] == ["sheet-renamed"]


def test_both_name_cells_typed_over_is_told_by_the_title() -> None:
    assessment = small_assessment()
    book = openpyxl.load_workbook(io.BytesIO(a_file()))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "Police":
                    cell.value = "Fire"
    out = io.BytesIO()
    book.save(out)
    read = read_return(out.getvalue(), assessment)
    assert read.return_ is None
    assert [one.code for one in read.findings] == ["return-agency-differs"]


def test_notes_on_cells_are_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(a_file()))
    book["Harm scores"]["B9"].comment = openpyxl.comments.Comment("please use 4 here", "B. Example")
    out = io.BytesIO()
    book.save(out)
    assert "file-notes" in [one.code for one in read_return(out.getvalue(), small_assessment()).findings]


# --- remarks beside the form ---------------------------------------------------------------------------------------------------


def longer(of: Assessment) -> Assessment:
    """The same round, with every word that may change after blanks were sent."""
    factors = tuple(replace(one, question="Another question", levels=("Little", "Some", "Much", "Most")) for one in of.factors)
    types = tuple(replace(one, definition="Defined since.") for one in of.crime_types)
    return replace(
        of, partnership="Another name", marking="OFFICIAL-SENSITIVE", factors=factors, crime_types=types,
        dates=replace(of.dates, returns_by=None), contact=replace(of.contact, name="", phone="1", email="other@nwl.example"))


@pytest.mark.parametrize("assessment", [SMALL, example_assessment(), largest_assessment()], ids=["small", "example", "largest"])
def test_words_changed_in_the_set_up_after_blanks_were_sent_are_not_taken_for_remarks(assessment: Assessment) -> None:
    later, agency = longer(assessment), assessment.agencies[0].name
    for sent, read_by in ((assessment, later), (later, assessment)):
        read = read_return(blank(sent, agency), read_by)
        assert not {"outside-form", "sheet-added"} & {one.code for one in read.findings}


def test_remarks_on_start_here_and_guidance_are_told_with_their_cells() -> None:
    words = {"Start here!E5": "Ring us", "Start here!B60": "and soon", "Guidance!H4": "not clear", "Guidance!C15": "nor this"}
    read = read_return(with_cells(a_file(assessment=longer(SMALL)), words), longer(SMALL))
    told = [(one.place.sheet, one.message) for one in read.findings if one.code == "outside-form"]
    assert told == [
        ("Start here", "Outside the form, and not read: E5 'Ring us', B60 'and soon'."),
        ("Guidance", "Outside the form, and not read: H4 'not clear', C15 'nor this'."),
    ]  # fmt: skip


def test_a_remark_in_a_file_that_is_the_same_as_another_is_still_told(tmp_path: Path) -> None:
    remark = with_cells(a_file(), {"Guidance!J6": "Robbery will rise"})
    returns = a_round(tmp_path, {"a.xlsx": a_file(), "b.xlsx": remark})
    assert [(one.code, one.place.file) for one in returns.findings if one.agency == "Police"] == [
        ("return-identical", "returns/b.xlsx"), ("outside-form", "returns/b.xlsx")]
