"""A return sent back with questions: what the agency sees, what it can answer, and what the answers do."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from golden import check_golden, dump
from libreoffice import Office
from openxml_audit import OpenXmlValidator
from rounds import (
    SIGNED,
    a_return,
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
from snwp_xl.findings import CATALOGUE, Finding, Severity
from snwp_xl.incidents import counts_workbook
from snwp_xl.layout import QUESTIONS_HEAD, REFERENCES, SIGN_OFF, SUPERSEDES, WorkbookKind, grid_of
from snwp_xl.model import AgencyState, Assessment, LastYear, SignOff
from snwp_xl.operations import check_returns, write_round
from snwp_xl.queries import queries, query, query_name
from snwp_xl.returns import ReadReturn, Returns, read_return, read_returns

ROBBERY, ROAD = 10, 13
EXAMPLE = example_assessment(last_year=(
    LastYear(ROBBERY, "Robbery", harm_scores=(("Fire", 17),)), LastYear(ROAD, "Road Safety", harm_scores=(("Fire", 6),)),
))  # fmt: skip
SCORES = {**example_scores("Fire"), 3: "No view", 5: (1, 2, 7, 1, 1, 1), 6: (1, 2, None, 1, None, 1)}
COMMENTS = {2: "Seldom called to these.", 12: "This score is wrong."}


def a_file(assessment: Assessment = EXAMPLE, agency: str = "Fire", scores: object = SCORES, **more: object) -> bytes:
    given = {"comments": COMMENTS, "sign_off": SignOff("Sam", "", None), **more}
    return filled(blank(assessment, agency), assessment, scores, **given)  # type: ignore[arg-type]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def beside(data: bytes, number: int, heading: str, assessment: Assessment = EXAMPLE) -> object:
    book = opened(data)
    return book["Harm scores"][cells_of(book, assessment)[number, heading]].value


Rows = dict[int, tuple[int, ...]]


def answer(
    data: bytes, rows: dict[int, str] | None = None, whole: dict[str, str] | None = None, scores: Rows | None = None,
    sign_off: SignOff | None = None, assessment: Assessment = EXAMPLE,
) -> bytes:  # fmt: skip
    """A query workbook as an agency answers it."""

    def edit(book: openpyxl.Workbook) -> None:
        places, sheet = cells_of(book, assessment), book["Harm scores"]
        for number, words in (rows or {}).items():
            sheet[places[number, "Your reply"]] = words
        for number, row in (scores or {}).items():
            for factor, score in zip(assessment.factors, row, strict=True):
                sheet[places[number, factor.name]] = score
        start, where = named(book, QUESTIONS_HEAD) if whole else (sheet, "A1:A1")
        by_reference = {REFERENCES[code]: words for code, words in (whole or {}).items()}
        for row in range(start[where][0][0].row, start[where][0][0].row + 9):
            if start.cell(row, 1).value in by_reference:
                start.cell(row, 3).value = by_reference[str(start.cell(row, 1).value)]
        if sign_off:
            for field, value in zip(SIGN_OFF, (sign_off.name, sign_off.role, sign_off.on), strict=True):
                on, at = named(book, field.name)
                on[at] = value

    return edited(data, edit)


def made(data: bytes, assessment: Assessment = EXAMPLE) -> bytes:
    found = query(assessment, read_return(data, assessment, file="returns/Fire.xlsx"))
    assert found is not None
    return found


def made_again(read: ReadReturn, assessment: Assessment = EXAMPLE) -> str:
    """The next query workbook, as text."""
    found = query(assessment, read)
    assert found is not None
    return dump(found)


def offers(data: bytes) -> dict[tuple[str, str], tuple[str | None, str]]:
    """What each reply cell offers in its list, and its prompt."""
    book = opened(data)
    return {(sheet.title, str(one.sqref)): (one.formula1, one.prompt)
            for sheet in book for one in sheet.data_validations.dataValidation if one.promptTitle == "Your reply"}


def codes(findings: tuple[Finding, ...], *severities: Severity) -> list[tuple[str, int | None]]:
    return [(one.code, one.crime_type) for one in findings if one.severity in (severities or tuple(Severity))]


def a_folder(tmp_path: Path, files: dict[str, bytes], assessment: Assessment = EXAMPLE) -> Returns:
    (tmp_path / "returns").mkdir(exist_ok=True)
    for name, data in files.items():
        (tmp_path / "returns" / name).write_bytes(data)
    return read_returns(tmp_path, assessment)


# --- what the agency sees ----------------------------------------------------------------------------------------------------


def test_scores_and_comments_are_kept_and_the_doubtful_cells_are_said_beside_them() -> None:
    data = made(a_file())
    assert beside(data, 2, "Comment") == "Seldom called to these."
    assert [beside(data, 6, one.name) for one in EXAMPLE.factors] == [1, 2, None, 1, None, 1]
    assert beside(data, 3, "No view") == "No view"
    assert beside(data, 5, "Question") == "Psychological - Community: 7 is not a score. Enter 1 to 4, or choose No view."
    assert beside(data, 6, "Question") == (
        "No score: Psychological - Community; Economic - Your organisation. Enter 1 to 4, or choose No view.")
    assert beside(data, ROAD, "Question") == (
        "Your harm score is 17; last year it was 6. Is that what you meant? If so, answer Keep, and say why if you wish. "
        "If not, change the scores.")
    assert str(beside(data, 12, "Question")).startswith("Your comment seems to say that a score is not right: “This score is wrong.”")
    assert beside(data, 1, "Question") == "See the question on Start here."
    assert beside(data, 3, "Question") is None
    book = opened(data)
    assert book["Harm scores"]["B4"].value == WorkbookKind.QUERY
    doubtful = cells_of(book, EXAMPLE)[5, "Psychological - Community"]
    assert book["Harm scores"][doubtful].fill.start_color.rgb == "FFFDE6DA"


def test_start_here_asks_what_is_about_several_crime_types_and_for_the_sign_off() -> None:
    book = opened(made(a_file()))
    sheet, where = named(book, QUESTIONS_HEAD)
    row = sheet[where][0][0].row
    asked = {sheet.cell(row + i, 1).value: sheet.cell(row + i, 2).value for i in (1, 2)}
    assert list(asked) == ["Lowest scores", "Sign-off"]
    assert "to 11 of the 17 crime types" in asked["Lowest scores"]
    assert asked["Sign-off"].startswith("The form is not signed off: your role and date are missing. Please fill in")
    signed, at = named(book, "snwp_sign_name")
    assert signed[at].value == "Sam"


def test_only_answers_can_be_typed_into() -> None:
    book = opened(made(a_file()))
    places = cells_of(book, EXAMPLE)
    replies = {where for (_, heading), where in places.items() if heading == "Your reply"}
    open_replies = {cell for cell in replies if not book["Harm scores"][cell].protection.locked}
    assert open_replies == {places[number, "Your reply"] for number in (5, 6, 12, ROAD)}
    assert all(sheet.protection.sheet for sheet in book)


def test_keep_is_offered_only_where_it_can_close_the_question() -> None:
    data = made(a_file())
    book, found = opened(data), offers(data)
    places = cells_of(book, EXAMPLE)
    offered = {number: found["Harm scores", places[number, "Your reply"]] for number in (5, 6, 12, ROAD)}
    assert {number: one[0] for number, one in offered.items()} == {5: None, 6: None, 12: '"Keep"', ROAD: '"Keep"'}
    assert offered[6][1].startswith("Enter 1 to 4, or choose No view. Do so in the row itself")
    sheet, where = named(book, QUESTIONS_HEAD)
    row = sheet[where][0][0].row
    assert [found["Start here", f"C{row + i}"][0] for i in (1, 2)] == ['"Keep"', None], "a sign-off cannot be kept"


def test_the_first_page_does_not_call_for_replies_that_nobody_needs() -> None:
    unsigned = a_file(scores=varied_scores(EXAMPLE), comments={})
    text = dump(made(unsigned, replace(EXAMPLE, last_year=())))
    assert "Nothing needs a reply: the table below and Harm scores say what to put right." in text
    added = with_cells(a_file(scores=varied_scores(EXAMPLE), comments={}, sign_off=SIGNED), {"Harm scores!A30": "Fly tipping", "Harm scores!B30": 3})
    text = dump(made(added, replace(EXAMPLE, last_year=())))
    assert "Reply to each question below: answer in your own words." in text
    assert "1 of 1 replies still to give" in text
    assert "row-unknown" not in text


def test_a_row_that_did_not_come_back_is_asked_for_in_words_that_fit_the_form_that_shows_it() -> None:
    renamed = edited(a_file(), lambda book: book["Harm scores"].__setitem__(cells_of(book, EXAMPLE)[4, "Crime type"], "Burglary"))
    assert beside(made(renamed), 4, "Question") == "It had no row on the form that came back. Enter 1 to 4, or choose No view."


def test_it_does_not_say_what_others_scored_nor_carry_the_notes_for_the_officer(tmp_path: Path) -> None:
    files = {f"{one}.xlsx": a_file(agency=one, scores=example_scores(one), comments={}) for one in ("NWLDC", "Police", "Community safety")}
    returns = a_folder(tmp_path, {**files, "Fire.xlsx": a_file()})
    assert "far-from-others" in {one.code for one in returns.findings if one.agency == "Fire"}
    text = dump(queries(returns, EXAMPLE)["Questions 2017-18 - Fire.xlsx"])
    assert "median" not in text
    assert "others" not in text.replace("the other agencies score for themselves", "")


def test_where_nothing_is_asked_there_is_no_query_workbook(tmp_path: Path) -> None:
    returns = a_folder(tmp_path, {
        "1.xlsx": a_file(agency="Police", scores=example_scores("Police"), comments={}, sign_off=SIGNED),
        "2.xlsx": a_file(), "3.xlsx": b"nothing", "4.xlsx": a_file(agency="UAVA"), "5.xlsx": a_file(agency="UAVA", comments={}),
    })  # fmt: skip
    assert returns.states["UAVA"] == AgencyState.DUPLICATE
    assert list(queries(returns, EXAMPLE)) == [query_name(EXAMPLE, "Fire")] == ["Questions 2017-18 - Fire.xlsx"]
    assert query(EXAMPLE, ReadReturn("x", "", AgencyState.UNUSABLE)) is None


def test_the_whole_query_workbook_is_the_one_that_was_looked_at() -> None:
    assessment = small_assessment(last_year=(LastYear(2, "Hate", harm_scores=(("Police", 2),)),))
    scores = {1: (9, 2), 2: (4, 4), 3: (1, 2)}
    data = filled(blank(assessment, "Police"), assessment, scores, comments={3: "wrong score"}, sign_off=SignOff())
    text = dump(made(data, assessment)).replace(read_return(data, assessment).sha256, "<SHA-256 of the return>")
    check_golden("query", text)


@pytest.mark.parametrize("assessment", [EXAMPLE, largest_assessment(), small_assessment(no_view=False, scale=2, factors=("One",))])
def test_the_open_xml_validator_finds_nothing(assessment: Assessment, tmp_path: Path) -> None:
    agency = assessment.agencies[0].name
    scores = {one.number: (1,) * len(assessment.factors) for one in assessment.crime_types[: len(assessment.crime_types) * 2 // 3]}
    path = tmp_path / "query.xlsx"
    path.write_bytes(made(filled(blank(assessment, agency), assessment, scores, sign_off=SignOff()), assessment))
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_every_formula_has_the_value_that_libreoffice_works_out(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "query.xlsx"
    path.write_bytes(made(with_cells(a_file(), {"Harm scores!I15": "No view"})))
    book = openpyxl.load_workbook(path, data_only=True)
    found = {place: value for place, (_, value) in office.recalculate(path).items()}
    assert len(found) > 2 * 17
    for (sheet, cell), value in found.items():
        assert (book[sheet][cell].value or "") == value, (sheet, cell)
    assert {value for (sheet, _), value in found.items() if sheet == "Start here"} == {
        "3 of 3 replies still to give", "3 of 17 crime types still to do. Next: Burglary Other", "2 of 3 fields below still to fill in",
    }  # fmt: skip


# --- what the answers do ------------------------------------------------------------------------------------------------------


def test_unanswered_it_reads_as_the_return_that_it_was_made_from() -> None:
    original = a_file()
    first, again = read_return(original, EXAMPLE), read_return(made(original), EXAMPLE)
    assert again.return_.supersedes == first.sha256
    assert [row.scores for row in again.return_.rows] == [row.scores for row in first.return_.rows]
    assert [row.comment for row in again.return_.rows] == [row.comment for row in first.return_.rows]
    assert [one.finding.code for one in again.questions] == [one.finding.code for one in first.questions]
    assert (again.return_.sign_off, again.return_.replies) == (first.return_.sign_off, ())


def test_answered_in_full_everything_is_closed_and_told() -> None:
    data = answer(
        made(a_file()), {12: "Keep", ROAD: "Keep - a new motorway junction", 5: "3"}, {"scores-minimum": "Lowest harm for all of them"},
        {6: (1, 2, 2, 1, 2, 1)}, SIGNED)  # fmt: skip
    read = read_return(data, EXAMPLE)
    assert read.state == AgencyState.COMPLETE
    assert codes(read.findings, Severity.ERROR, Severity.QUERY, Severity.WARNING) == [("question-answered-in-words", None)]
    assert read.return_.row(5).scores == (1, 2, 3, 1, 1, 1)
    assert [(one.question, one.reply, one.keep) for one in read.return_.replies] == [
        ("scores-minimum", "Lowest harm for all of them", False), ("5", "3", False), ("12", "Keep", True),
        ("13", "Keep - a new motorway junction", True),
    ]  # fmt: skip
    assert codes(read.findings, Severity.NOTE) == [
        ("reply-used", 5), ("question-answered", 5), ("question-kept", 12), ("question-answered", ROAD)]
    told = next(one for one in read.findings if one.crime_type == ROAD)
    assert told.message == (
        "Fire was asked: Your harm score is 17; last year it was 6. Is that what you meant? If so, answer Keep, and say why if you wish. "
        "If not, change the scores. It answered: “Keep - a new motorway junction”.")


@pytest.mark.parametrize("reply", [
    "No view", "We have no view of most of these", "N/A", "not ours", "B should be 4", "change Robbery to 3", "3", "No.", "?", "tbc",
    "Will get back to you", "Not sure!", "Keep. Also Robbery: change to 14", "Keep all except Robbery, which should be 12",
])
def test_an_answer_that_asks_for_another_score_leaves_the_question_open(reply: str) -> None:
    read = read_return(answer(made(a_file()), {}, {"scores-minimum": reply}), EXAMPLE)
    assert ("reply-still-open", None) in codes(read.findings, Severity.WARNING)
    assert ("scores-minimum", None) in codes(read.findings, Severity.QUERY)


@pytest.mark.parametrize("reply", [
    "keep", "Keep.", "KEEP!", "yes keep", "Yes, please keep", "We keep these", "ok", "Agreed.", "Keep - no change to what we see", "No change",
])
def test_keep_said_in_any_way_closes_the_question_and_needs_no_reading(reply: str) -> None:
    read = read_return(answer(made(a_file()), {ROAD: reply}, {"scores-minimum": reply}), EXAMPLE)
    assert {"scores-minimum", "harm-changed"}.isdisjoint(one.finding.code for one in read.questions)
    assert [one.severity for one in read.findings if one.code in ("question-kept", "question-answered")] == [Severity.NOTE] * 2


@pytest.mark.parametrize("reply", ["Keep, but Robbery is 12", "Keep for now", "Keep: this is not an error", "No change to these, Robbery is 3"])
def test_keep_with_a_reservation_closes_the_question_and_is_to_be_read(reply: str) -> None:
    read = read_return(answer(made(a_file()), {}, {"scores-minimum": reply}), EXAMPLE)
    assert "scores-minimum" not in [one.finding.code for one in read.questions]
    assert ("question-answered-in-words", None) in codes(read.findings, Severity.WARNING)


def test_a_reply_that_asks_for_what_was_done_on_the_form_leaves_nothing_open() -> None:
    asked = made(a_file())
    lowest = [row.crime_type for row in read_return(asked, EXAMPLE).return_.rows if row.harm_score == EXAMPLE.lowest_harm_score]
    changed = answer(asked, {}, {"scores-minimum": "No, they were wrong"}, dict.fromkeys(lowest, (2, 1, 1, 1, 1, 1)))
    read = read_return(changed, EXAMPLE)
    assert [one.code for one in read.findings if one.crime_type is None and one.severity is Severity.WARNING] == [
        "sign-off-missing", "question-answered-in-words"]


@pytest.mark.parametrize("reply", ["3", "Keep", "2 and 3"])
def test_a_reply_beside_scores_that_are_still_missing_is_not_told_as_closed(reply: str) -> None:
    read = read_return(answer(made(a_file()), {6: reply}), EXAMPLE)
    assert [found for found in codes(read.findings) if found[1] == 6] == [("score-missing", 6), ("score-missing", 6), ("reply-leaves-wrong", 6)]
    told = next(one for one in read.findings if one.code == "reply-leaves-wrong")
    assert "Keep" not in told.fix, "Keep cannot fill in a score"
    assert "What you have answered before" not in made_again(read)


def with_added_row(data: bytes, name: str | None) -> bytes:
    return with_cells(data, {"Harm scores!A30": name, "Harm scores!B30": 3, "Harm scores!C30": 4})


@pytest.mark.parametrize(("name", "code"), [("Fly tipping", "row-unknown"), (None, "row-without-name")])
def test_keep_does_not_close_in_silence_what_was_not_used(name: str | None, code: str) -> None:
    original = with_added_row(a_file(sign_off=SIGNED), name)
    read = read_return(answer(made(original), whole={code: "Keep"}), EXAMPLE)
    assert code not in [one.code for one in read.findings], "the row is not on the new form"
    assert ("reply-keeps-unused", None) in codes(read.findings, Severity.WARNING)
    read = read_return(answer(made(original), whole={code: "3"}), EXAMPLE)
    assert ("question-answered-in-words", None) in codes(read.findings, Severity.WARNING)


def test_a_reply_about_one_added_row_says_nothing_of_another() -> None:
    answered = answer(made(with_added_row(a_file(sign_off=SIGNED), "Fly tipping")), whole={"row-unknown": "That is Environmental crime"})
    told = {name: [one.code for one in read_return(with_added_row(answered, name), EXAMPLE).findings if "It answered" in one.message]
            for name in ("Fly tipping", "Graffiti")}
    assert told == {"Fly tipping": ["reply-leaves-wrong"], "Graffiti": ["question-answered-in-words"]}


def test_keep_does_not_stand_for_a_sign_off() -> None:
    read = read_return(answer(made(a_file()), whole={"sign-off-missing": "Keep"}), EXAMPLE)
    assert "reply-leaves-wrong" in [one.code for one in read.findings]
    assert "Sign-off" in made_again(read)
    explained = read_return(answer(made(a_file()), whole={"sign-off-missing": "Our chief officer is on leave"}), EXAMPLE)
    assert "reply-leaves-wrong" not in [one.code for one in explained.findings]


def test_replies_beside_the_codes_of_older_query_workbooks_are_still_understood() -> None:
    data = answer(made(a_file()), whole={"scores-minimum": "Keep"})

    def as_before(book: openpyxl.Workbook) -> None:
        start, where = named(book, QUESTIONS_HEAD)
        start.cell(start[where][0][0].row + 1, 1).value = "scores-minimum"

    read = read_return(edited(data, as_before), EXAMPLE)
    assert [one.question for one in read.return_.replies] == ["scores-minimum"]
    assert "scores-minimum" not in [one.finding.code for one in read.questions]


def test_every_question_of_the_whole_form_is_referred_to_in_words() -> None:
    several = {code for code, kind in CATALOGUE.items() if kind.severity is Severity.QUERY and "{crime_type_name}" not in kind.message}
    assert several <= REFERENCES.keys()
    assert REFERENCES.keys() <= CATALOGUE.keys()


def test_a_number_that_is_asked_about_once_more_is_not_told_as_closed_too() -> None:
    read = read_return(answer(made(a_file()), {ROAD: "12"}), EXAMPLE)
    assert [found for found in codes(read.findings) if found[1] == ROAD] == [("reply-unclear", ROAD)]


def test_a_changed_score_without_a_reply_closes_the_question_if_nothing_is_odd_any_more() -> None:
    read = read_return(answer(made(a_file()), scores={ROAD: (1, 2, 2, 2, 1, 1)}), EXAMPLE)
    assert ("harm-changed", ROAD) not in codes(read.findings)


def test_a_reply_beside_a_score_changed_at_the_same_time_is_about_the_new_score() -> None:
    read = read_return(answer(made(a_file()), {ROAD: "Changed, and meant"}, scores={ROAD: (4,) * 6}), EXAMPLE)
    assert ("harm-changed", ROAD) not in codes(read.findings)


def test_a_number_as_reply_that_is_not_what_the_scores_make_is_asked_once_more() -> None:
    read = read_return(answer(made(a_file()), {ROAD: "9"}), EXAMPLE)
    (one,) = [one for one in read.questions if one.crime_types == (ROAD,)]
    assert one.finding.code == "reply-unclear"
    assert "your reply is 9, but your scores add up to 17" in one.finding.message
    assert "reply-unclear" in [one.finding.code for one in read_return(answer(made(a_file()), {ROAD: "3"}), EXAMPLE).questions]
    for reply, number, scores in (("17", ROAD, {}), ("3", 5, {5: (1, 2, 3, 1, 1, 1)})):
        same = read_return(answer(made(a_file()), {number: reply}, scores=scores), EXAMPLE)
        assert "reply-unclear" not in [one.finding.code for one in same.questions]


@pytest.mark.parametrize(("reply", "score"), [("3", 3), (" 4 ", 4), ("7", None), ("high", None), ("Keep", None)])
def test_a_score_in_the_reply_counts_where_exactly_one_is_missing(reply: str, score: int | None) -> None:
    read = read_return(answer(made(a_file()), {5: reply, 6: reply}), EXAMPLE)
    assert read.return_.row(5).scores[2] == score
    assert read.return_.row(6).scores == (1, 2, None, 1, None, 1), "two are missing: which one is meant?"
    assert (("reply-used", 5) in codes(read.findings)) is (score is not None)
    assert (("score-missing", 5) in codes(read.findings)) is (score is None)


# --- in the folder ---------------------------------------------------------------------------------------------------------------


def test_dropped_into_returns_it_replaces_the_return_it_asks_about(tmp_path: Path) -> None:
    original = a_file()
    answered = answer(made(original), {12: "Keep", ROAD: "Keep", 5: "3"}, {"scores-minimum": "Keep"}, {6: (1, 2, 2, 1, 2, 1)}, SIGNED)
    returns = a_folder(tmp_path, {"Fire.xlsx": original, "Questions 2017-18 - Fire.xlsx": answered})
    assert returns.states["Fire"] == AgencyState.COMPLETE
    assert returns.of("Fire").file == "returns/Questions 2017-18 - Fire.xlsx"
    assert {one.file: one.became for one in returns.files} == {
        "returns/Fire.xlsx": "superseded", "returns/Questions 2017-18 - Fire.xlsx": "used"}
    fire = tuple(one for one in returns.findings if one.agency == "Fire")
    assert codes(fire, Severity.ERROR, Severity.QUERY, Severity.WARNING) == []
    assert ("return-superseded", None) in codes(fire)
    assert queries(returns, EXAMPLE) == {}


def test_a_corrected_return_beside_an_answered_query_is_still_a_duplicate(tmp_path: Path) -> None:
    original = a_file()
    files = {"1.xlsx": original, "2.xlsx": answer(made(original), {12: "Keep"})}
    returns = a_folder(tmp_path, {**files, "sorry, use this one.xlsx": a_file(scores=example_scores("Fire"))})
    assert returns.states["Fire"] == AgencyState.DUPLICATE
    chosen = replace(EXAMPLE, agencies=tuple(
        replace(one, counting_file="sorry, use this one.xlsx") if one.name == "Fire" else one for one in EXAMPLE.agencies))
    assert read_returns(tmp_path, chosen).of("Fire").file == "returns/sorry, use this one.xlsx"
    named_original = replace(EXAMPLE, agencies=tuple(
        replace(one, counting_file="1.xlsx") if one.name == "Fire" else one for one in EXAMPLE.agencies))
    assert read_returns(tmp_path, named_original).of("Fire").file == "returns/2.xlsx", "what answers for the file named counts in its place"


def test_answered_questions_stay_closed_through_a_second_query_even_when_the_first_files_are_gone(tmp_path: Path) -> None:
    original = a_file()
    first = answer(made(original), {12: "Keep", ROAD: "Keep"}, {"scores-minimum": "Keep"})
    returns = a_folder(tmp_path, {"1.xlsx": original, "2.xlsx": first})
    assert codes(tuple(returns.findings), Severity.QUERY) == []
    (second,) = queries(returns, EXAMPLE).values()
    assert [one.finding.code for one in returns.read["Fire"].questions] == []
    assert "What you have answered before" in dump(second)
    done = answer(second, scores={5: (3,) * 6, 6: (2,) * 6}, sign_off=SIGNED)
    returns = a_folder(tmp_path, {"3.xlsx": done})
    assert {one.file: one.became for one in returns.files} == {
        "returns/1.xlsx": "superseded", "returns/2.xlsx": "superseded", "returns/3.xlsx": "used"}
    assert (returns.states["Fire"], queries(returns, EXAMPLE)) == (AgencyState.COMPLETE, {})
    (tmp_path / "returns" / "2.xlsx").unlink()
    returns = read_returns(tmp_path, EXAMPLE)
    assert {one.became for one in returns.files} == {"superseded", "used"}
    assert codes(tuple(returns.findings), Severity.ERROR, Severity.QUERY) == []
    (tmp_path / "returns" / "1.xlsx").unlink()
    assert codes(tuple(read_returns(tmp_path, EXAMPLE).findings), Severity.ERROR, Severity.QUERY) == []


def test_a_settled_question_is_asked_again_when_its_score_changes(tmp_path: Path) -> None:
    original = a_file(scores=example_scores("Fire"), comments={}, sign_off=SIGNED)
    first = answer(made(original), {ROAD: "Keep", ROBBERY: "Keep"}, {"scores-minimum": "Keep"})
    returns = a_folder(tmp_path, {"1.xlsx": original, "2.xlsx": first})
    assert codes(tuple(returns.findings), Severity.QUERY) == []
    changed = edited(first, lambda book: book["Harm scores"].__setitem__(cells_of(book, EXAMPLE)[ROAD, "Physical - Individual"], 4))
    settled_then = replace(returns.read["Fire"], file="x")
    assert ("", ROAD, "17") in {(one.code, one.crime_type, one.state) for one in settled_then.settled}
    again = made(edited(changed, lambda book: _without_replies(book)))
    assert "last year it was 6" in str(beside(again, ROAD, "Question"))


def _without_replies(book: openpyxl.Workbook) -> None:
    sheet = book["Harm scores"]
    for (_, heading), where in cells_of(book, EXAMPLE).items():
        if heading == "Your reply":
            sheet[where] = None


def test_what_is_wrong_with_the_form_as_a_whole_is_asked_and_shifted_scores_are_not_offered_again() -> None:
    assessment = small_assessment(("Police",), [f"Type {i}" for i in range(1, 6)])
    good = filled(blank(assessment, "Police"), assessment, varied_scores(assessment))
    added = made(with_cells(good, {"Harm scores!A12": "Modern slavery", "Harm scores!B12": 3, "Harm scores!C12": 4}), assessment)
    assert "'Modern slavery' is not a crime type of this assessment" in dump(added)
    low = made(with_cells(good, {"Harm scores!B7": None, "Harm scores!C7": None, "Harm scores!B12": 1, "Harm scores!C12": 2}), assessment)
    assert "one row too low" in dump(low)
    assert [beside(low, number, one.name, assessment) for number in range(1, 6) for one in assessment.factors] == [None] * 10


def test_a_remark_in_a_return_that_a_query_workbook_replaced_is_still_told(tmp_path: Path) -> None:
    original = with_cells(a_file(), {"Guidance!J6": "Robbery will rise"})
    returns = a_folder(tmp_path, {"Fire.xlsx": original, "answered.xlsx": answer(made(original), {ROAD: "Keep"})})
    assert [one.place.file for one in returns.findings if one.code == "outside-form"] == ["returns/Fire.xlsx"]


# --- a question that was answered is not sent again ---------------------------------------------------------------------------------


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A round folder in which one agency was asked."""
    folder = tmp_path / "round"
    write_round(folder, EXAMPLE, counts_workbook(EXAMPLE))
    (folder / "returns" / "Fire.xlsx").write_bytes(a_file())
    check_returns(folder)
    return folder


def answered_in_full(folder: Path) -> None:
    given = answer(
        (folder / "queries" / "Questions 2017-18 - Fire.xlsx").read_bytes(), {12: "Keep", ROAD: "Keep", ROBBERY: "Keep", 5: "3"},
        {"scores-minimum": "Keep"}, {6: (1, 2, 2, 1, 2, 1)}, SIGNED)  # fmt: skip
    (folder / "returns" / "answered.xlsx").write_bytes(given)


def in_queries(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder / "queries").as_posix() for path in (folder / "queries").rglob("*.xlsx"))


def test_a_query_workbook_that_was_answered_is_put_away(asked: Path) -> None:
    sent = (asked / "queries" / "Questions 2017-18 - Fire.xlsx").read_bytes()
    answered_in_full(asked)
    checked = check_returns(asked)
    assert [(one.severity, one.agency) for one in checked.findings if one.code == "query-put-away"] == [(Severity.NOTE, "Fire")]
    assert in_queries(asked) == ["answered/Questions 2017-18 - Fire.xlsx"]
    assert (asked / "queries" / "answered" / "Questions 2017-18 - Fire.xlsx").read_bytes() == sent
    assert not [one for one in check_returns(asked).findings if one.code.startswith("query-")]


def test_one_put_away_takes_the_place_of_none_before_it(asked: Path) -> None:
    answered_in_full(asked)
    (asked / "queries" / "answered").mkdir()
    (asked / "queries" / "answered" / "Questions 2017-18 - Fire.xlsx").write_bytes(b"earlier")
    check_returns(asked)
    assert in_queries(asked) == ["answered/Questions 2017-18 - Fire (2).xlsx", "answered/Questions 2017-18 - Fire.xlsx"]


@pytest.mark.parametrize("why", ["changed", "open"])
def test_one_that_a_person_changed_or_has_open_stays_and_is_told(asked: Path, why: str) -> None:
    answered_in_full(asked)
    path = asked / "queries" / "Questions 2017-18 - Fire.xlsx"
    if why == "changed":
        path.write_bytes(with_cells(path.read_bytes(), {"Start here!A60": "Sent on Monday"}))
    else:
        path.with_name("~$" + path.name).write_bytes(b"lock")
    before = path.read_bytes()
    assert [one.code for one in check_returns(asked).findings if one.code.startswith("query-")] == ["query-out-of-date"]
    assert path.read_bytes() == before


def test_one_that_is_still_open_stays(asked: Path) -> None:
    check_returns(asked)
    assert in_queries(asked) == ["Questions 2017-18 - Fire.xlsx"]


# --- in LibreOffice ----------------------------------------------------------------------------------------------------------------


def test_the_round_trip_in_libreoffice(office: Office, tmp_path: Path) -> None:
    """Made, answered there without lifting the protection, saved, read, closed."""
    original = a_file()
    path = tmp_path / "Questions.xlsx"
    path.write_bytes(made(original))
    book = opened(path.read_bytes())
    places = cells_of(book, EXAMPLE)
    start, where = named(book, QUESTIONS_HEAD)
    row = start[where][0][0].row
    entries: dict[object, object] = {
        ("Harm scores", places[12, "Your reply"]): "Keep", ("Harm scores", places[ROAD, "Your reply"]): "We changed nothing; it rose.",
        ("Harm scores", places[5, "Your reply"]): 3, ("Start here", f"C{row + 1}"): "Keep",
        ("Harm scores", places[6, "Psychological - Community"]): 2, ("Harm scores", places[6, "Economic - Your organisation"]): 2,
        "snwp_sign_role": "Watch manager", "snwp_sign_date": date(2017, 5, 20),
    }  # fmt: skip
    saved = office.fill(path, entries, tmp_path / "answered.xlsx")  # type: ignore[arg-type]
    returns = a_folder(tmp_path, {"Fire.xlsx": original, "answered.xlsx": saved.read_bytes()})
    assert returns.states["Fire"] == AgencyState.COMPLETE
    fire = tuple(one for one in returns.findings if one.agency == "Fire")
    assert codes(fire, Severity.ERROR, Severity.QUERY, Severity.WARNING) == [("question-answered-in-words", ROAD)]
    assert returns.of("Fire").row(5).scores == (1, 2, 3, 1, 1, 1)
    assert [one.reply for one in returns.of("Fire").replies] == ["Keep", "3", "Keep", "We changed nothing; it rose."]
    assert returns.of("Fire").sign_off == SignOff("Sam", "Watch manager", date(2017, 5, 20))


def test_the_reference_is_a_visible_cell() -> None:
    original = a_file()
    sheet, where = named(opened(made(original)), SUPERSEDES.name)
    assert sheet.title == "Start here"
    assert sheet[where].value == hashlib.sha256(original).hexdigest()
    assert grid_of(EXAMPLE, asks=True).headings[-3:] == ("Question", "Your reply", "Comment")
    assert a_return(EXAMPLE, "Fire", {}).supersedes == ""
