"""Drafts: who gets what and why not, what a mail program reads, and whose answers are in it."""

from __future__ import annotations

import csv
import hashlib
import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import post_office
import pytest
from post_office import (
    NAMES,
    OFFICER,
    a_round,
    an_assessment,
    attachments,
    bodies,
    codes,
    drafts,
    everything,
    parsed,
    put_queries,
    put_return,
    with_agency,
    with_settings,
)
from small_rounds import counts, year

from snwp_xl.assessment import setup_workbook
from snwp_xl.blanks import blank
from snwp_xl.correspondence import draft
from snwp_xl.findings import RoundError, Severity
from snwp_xl.incidents import counts_workbook
from snwp_xl.model import Assessment, Closed, Contact, Dates, SignOff
from snwp_xl.operations import Drafted, calculate, draft_emails, make_blanks
from snwp_xl.post import MailKind
from snwp_xl.post.kinds import BOARD
from snwp_xl.post.message import unchanged
from snwp_xl.public import write_public
from snwp_xl.rounds import open_round

pytestmark = pytest.mark.usefixtures("in_time")
CLOSED = Closed("Under review", date(2017, 5, 30))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A round with its blanks: nothing has come back."""
    return a_round(tmp_path / "2017-18")


def whys(drafted: Drafted) -> dict[str, str]:
    """Why somebody gets nothing, or what to know about what they get."""
    return {one.recipient: one.why for one in drafted.outcomes}


def drafted_for(drafted: Drafted) -> list[str]:
    """Who gets a draft."""
    return [one.recipient for one in drafted.outcomes if one.draft]


def log_rows(folder: Path) -> list[dict[str, str]]:
    """The log's lines."""
    with (folder / "emails" / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def set_up_again(folder: Path, assessment: Assessment) -> None:
    """Put another set-up workbook into a round."""
    (folder / "assessment.xlsx").write_bytes(setup_workbook(assessment))


# --- invitations ----------------------------------------------------------------------------------------------------------------


def test_each_agency_is_invited_with_its_own_blank(folder: Path) -> None:
    drafted = draft_emails(folder, "invitation")
    assert drafted.findings == ()
    found = drafts(folder)
    assert list(found) == sorted(f"Invitation 2017-18 - {name}" for name in NAMES)
    for name in NAMES:
        message = found[f"Invitation 2017-18 - {name}"]
        file = f"Harm scores 2017-18 - {name}.xlsx"
        assert attachments(message) == {file: (folder / "blanks" / file).read_bytes()}
        assert message["X-Unsent"] == "1"
        assert message["To"] == f"Contact{name} <mailbox-{name.casefold()}@{name.casefold()}.example>"
        assert message["Cc"] == message["Reply-To"] == f"{OFFICER.name} <{OFFICER.email}>"
        assert message["From"] is None, "a mail program fills in who sends it"
        assert message["Subject"] == "[OFFICIAL] Harm scores 2017/18: please score by Wednesday 31 May 2017"


def test_an_invitation_for_a_day_that_has_passed_is_a_warning(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_return(folder, "Fire")
    monkeypatch.setattr(post_office, "BEFORE", datetime(2017, 6, 1))
    found = draft_emails(folder, "invitation").findings
    assert {(one.code, one.severity, one.place.sheet) for one in found} == {("mail-date-passed", Severity.WARNING, "Setup")}
    assert [one.agency for one in found] == [name for name in NAMES if name != "Fire"]
    assert "asks for its scores by 31 May 2017, which has passed" in found[0].message
    assert draft_emails(folder, "reminder").findings == (), "a reminder is for those who are late"


def test_both_bodies_say_the_same(folder: Path) -> None:
    draft_emails(folder, "invitation")
    message = drafts(folder)["Invitation 2017-18 - Fire"]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
    for body in bodies(message):
        for words in ("Dear ContactFire", "Wednesday 31 May 2017", "Harm scores 2017-18 - Fire.xlsx", "OFFICIAL", "01530 454545",
                      OFFICER.email, "score from 1 to 4"):
            assert words in body


def test_a_closed_agency_is_not_invited_and_a_late_invitation_is_remarked(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "round", with_agency(an_assessment(), "Fire", closed=CLOSED))
    put_return(folder, "Police")
    drafted = draft_emails(folder, "invitation")
    assert drafted_for(drafted) == ["Police", "Health", "Probation", "District"]
    assert whys(drafted)["Fire"] == "is closed without a return"
    assert whys(drafted)["Police"] == "has already sent a return"


def test_an_agency_with_more_time_is_told_its_own_date(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "round", with_agency(an_assessment(), "Fire", more_time_until=date(2017, 6, 7)))
    draft_emails(folder, "invitation")
    draft_emails(folder, "reminder")
    found = drafts(folder)
    assert "by Wednesday 7 June 2017" in found["Invitation 2017-18 - Fire"]["Subject"]
    assert "Wednesday 31 May" not in "".join(bodies(found["Invitation 2017-18 - Fire"]))
    assert "Wednesday 7 June 2017 (extended for you)" in bodies(found["Reminder 2017-18 - Fire"])[0]
    assert "by Wednesday 31 May 2017" in found["Invitation 2017-18 - Police"]["Subject"]


def test_without_a_date_the_letter_says_none_and_a_finding_says_so(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "round", replace(an_assessment(), dates=Dates(assessment=date(2017, 6, 30), returns_by=date(2017, 5, 31))))
    drafted = draft_emails(folder, "incidents")
    assert codes(drafted.findings) == ["mail-no-date"]
    assert str(drafted.findings[0].place).startswith("assessment.xlsx, Setup!B")
    assert drafts(folder)["Incident counts 2017-18 - The analyst"]["Subject"] == "[OFFICIAL] Incident counts 2017/18"


# --- reminders --------------------------------------------------------------------------------------------------------------------


def test_nobody_is_reminded_who_has_returned_or_is_closed(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "round", with_agency(an_assessment(), "District", closed=CLOSED))
    put_return(folder, "Police")
    put_return(folder, "Fire", leave=1)
    put_queries(folder)
    drafted = draft_emails(folder, "reminder")
    assert drafted_for(drafted) == ["Fire", "Health", "Probation"]
    assert whys(drafted)["Police"] == "has returned its scores"
    assert whys(drafted)["District"] == "is closed without a return"
    found = drafts(folder)
    assert set(found) == {f"Reminder 2017-18 - {name}" for name in ("Fire", "Health", "Probation")}
    assert list(attachments(found["Reminder 2017-18 - Health"])) == ["Harm scores 2017-18 - Health.xlsx"]
    assert list(attachments(found["Reminder 2017-18 - Fire"])) == ["Questions 2017-18 - Fire.xlsx"], "its answers, not an empty form"


def test_an_incomplete_agency_is_reminded_without_its_form_rather_than_not_at_all(folder: Path) -> None:
    put_return(folder, "Fire", leave=1)
    drafted = draft_emails(folder, "reminder")
    assert [(one.code, one.agency) for one in drafted.findings] == [("mail-without-form", "Fire")]
    assert attachments(drafts(folder)["Reminder 2017-18 - Fire"]) == {}


def test_once_an_agency_has_returned_its_reminder_is_taken_away(folder: Path) -> None:
    draft_emails(folder, "reminder")
    assert len(drafts(folder)) == 5
    put_return(folder, "Fire")
    put_return(folder, "Health")
    path = folder / "emails" / "Reminder 2017-18 - Health.eml"
    path.write_bytes(path.read_bytes().replace(b"please tell us", b"please ring us"))
    drafted = draft_emails(folder, "reminder")
    assert {name.removeprefix("Reminder 2017-18 - ") for name in drafts(folder)} == {"Police", "Probation", "District", "Health"}
    assert whys(drafted)["Fire"] == "has returned its scores; its earlier draft was removed"
    assert [(one.code, one.place.file) for one in drafted.findings] == [("mail-draft-left", "emails/Reminder 2017-18 - Health.eml")]
    assert [(row["What"], row["Recipient"]) for row in log_rows(folder)][-1] == ("withdrawn", "Fire")


def test_drafts_of_an_agency_that_was_renamed_are_taken_away(folder: Path) -> None:
    draft_emails(folder, "invitation")
    set_up_again(folder, with_agency(an_assessment(), "Fire", name="Fire and rescue"))
    make_blanks(folder)
    draft_emails(folder, "invitation")
    assert "Invitation 2017-18 - Fire" not in drafts(folder)
    assert "Invitation 2017-18 - Fire and rescue" in drafts(folder)


def test_drafts_of_one_kind_leave_the_others_alone(folder: Path) -> None:
    draft_emails(folder, "invitation")
    draft_emails(folder, "reminder")
    draft_emails(folder, "incidents")
    assert len(drafts(folder)) == 11


# --- queries ----------------------------------------------------------------------------------------------------------------------


def test_a_query_quotes_the_open_questions_and_carries_the_agencys_own_answers(folder: Path) -> None:
    put_return(folder, "Fire", leave=1, sign_off=SignOff())
    put_return(folder, "Police")
    put_queries(folder)
    drafted = draft_emails(folder, "query")
    assert drafted_for(drafted) == ["Fire"]
    not_yet = dict.fromkeys(("Health", "Probation", "District"), "has not returned yet: --kind reminder")
    assert whys(drafted) == {"Fire": "", "Police": "there is nothing to ask", **not_yet}
    message = drafts(folder)["Query 2017-18 - Fire"]
    file = "Questions 2017-18 - Fire.xlsx"
    assert attachments(message) == {file: (folder / "queries" / file).read_bytes()}
    for body in bodies(message):
        assert "Burglary Other: no scores." in body
        assert "Enter 1 to 4, or choose No view." in body
        assert "The form is not signed off: your name, your role and date are missing." in body
        assert "Please fill in on Start here who answers for these scores." in body
        assert "Ask the agency" not in body, "what the officer is told to do"


def test_figures_and_comments_are_left_out_of_the_text_unless_the_setting_allows_them(tmp_path: Path) -> None:
    comment = "this score is wrong, it should be 4"
    for allowed in (False, True):
        folder = a_round(tmp_path / str(allowed), with_settings(an_assessment(), figures_in_mail=allowed))
        put_return(folder, "Fire", comments={1: comment})
        put_queries(folder)
        draft_emails(folder, "query")
        for body in bodies(drafts(folder)["Query 2017-18 - Fire"]):
            assert "Robbery: your comment seems to say that a score is not right" in body
            assert (comment in body) is allowed
            assert ("[…]" in body) is not allowed


def test_a_query_wants_its_workbook_as_the_return_stands_now(folder: Path) -> None:
    put_return(folder, "Fire", leave=1)
    assert codes(draft_emails(folder, "query").findings) == ["mail-no-attachment"]
    put_queries(folder)
    assert codes(draft_emails(folder, "query").findings) == []
    put_return(folder, "Fire", leave=2)
    drafted = draft_emails(folder, "query")
    assert [(one.code, one.place.file) for one in drafted.findings] == [("mail-attachment-old", "queries/Questions 2017-18 - Fire.xlsx")]
    assert drafts(folder) == {}, "the earlier draft has another question's workbook"


def test_a_query_workbook_that_an_officer_changed_goes_only_if_it_asks_about_this_return(folder: Path) -> None:
    put_return(folder, "Fire", leave=1)
    put_queries(folder)
    path = folder / "queries" / "Questions 2017-18 - Fire.xlsx"
    note(path)
    assert codes(draft_emails(folder, "query").findings) == ["mail-attachment-changed"]
    assert attachments(drafts(folder)["Query 2017-18 - Fire"])[path.name] == path.read_bytes()
    put_return(folder, "Fire", leave=2)
    (wrong,) = draft_emails(folder, "query").findings
    assert wrong.code == "mail-attachment-other"
    assert "it asks about a different return" in wrong.message


def test_two_returns_that_differ_are_asked_about(folder: Path) -> None:
    put_return(folder, "Fire").rename(folder / "returns" / "first.xlsx")
    put_return(folder, "Fire", first=2)
    drafted = draft_emails(folder, "query")
    assert drafted_for(drafted) == ["Fire"]
    message = drafts(folder)["Query 2017-18 - Fire"]
    assert attachments(message) == {}
    assert "You have sent returns that differ" in bodies(message)[0]
    assert "say which of your files counts" in bodies(message)[0]


def test_a_file_that_is_not_the_form_is_answered_with_the_blank(folder: Path) -> None:
    put_return(folder, "Fire")
    other = open_book(folder / "returns" / "Fire.xlsx")
    sheet, cell = other.defined_names["snwp_assessment"].attr_text.replace("'", "").replace("$", "").split("!")
    other[sheet][cell] = "2016/17"
    other.save(folder / "returns" / "Fire.xlsx")
    for kind, title in (("query", "Query"), ("reminder", "Reminder")):
        draft_emails(folder, kind)
        message = drafts(folder)[f"{title} 2017-18 - Fire"]
        assert list(attachments(message)) == ["Harm scores 2017-18 - Fire.xlsx"]
        assert "Thank you for" in bodies(message)[0]


def open_book(path: Path) -> openpyxl.Workbook:
    """A workbook, by openpyxl."""
    return openpyxl.load_workbook(path)


def note(path: Path, words: str = "Please hurry") -> None:
    """What a person does to a workbook of ours: a few words in a cell far from everything."""
    book = open_book(path)
    book["Guidance"]["H40"] = words
    book.save(path)


# --- the analyst -------------------------------------------------------------------------------------------------------------------


def test_the_analyst_gets_the_counts_with_every_definition_and_its_own_date(folder: Path) -> None:
    drafted = draft_emails(folder, "incidents")
    assert drafted.findings == ()
    (message,) = drafts(folder).values()
    assert message["To"] == "analyst@police.example"
    assert message["Subject"] == "[OFFICIAL] Incident counts 2017/18: please fill in by Friday 19 May 2017"
    assert attachments(message) == {"incidents.xlsx": (folder / "incidents.xlsx").read_bytes()}
    for body in bodies(message):
        for name in ("Robbery", "Hate Crime", "Burglary Other"):
            assert f"What counts as {name}." in body
        assert "Friday 19 May 2017" in body
        assert "31 May" not in body


def test_without_counts_there_is_nothing_to_send_the_analyst(folder: Path) -> None:
    (folder / "incidents.xlsx").unlink()
    drafted = draft_emails(folder, "incidents")
    assert codes(drafted.findings) == ["mail-no-attachment"]
    assert drafts(folder) == {}


# --- results -----------------------------------------------------------------------------------------------------------------------


def returned(folder: Path, comments: Mapping[int, str] | None = None) -> None:
    """Every agency's complete return."""
    for i, name in enumerate(NAMES):
        put_return(folder, name, comments=comments, first=i)


def test_the_board_gets_the_results_workbook_and_hears_that_it_is_provisional(folder: Path) -> None:
    returned(folder)
    calculated = calculate(folder)
    assert not calculated.matrix.status.final, "there are no counts"
    drafted = draft_emails(folder, "results")
    assert drafted_for(drafted) == [BOARD, *NAMES]
    message = drafts(folder)["Results 2017-18 - The board"]
    assert message["To"] == "chair@board.example, vice@board.example"
    assert message["Subject"] == "[OFFICIAL] PROVISIONAL: Harm matrix 2017/18 for the board on Wednesday 14 June 2017"
    (logged,) = [row for row in log_rows(folder) if row["Recipient"] == BOARD]
    assert attachments(message) == {Path(logged["Attachment"]).name: (folder / logged["Attachment"]).read_bytes()}
    assert logged["Attachment"].startswith("results/")
    assert all("PROVISIONAL" in body for body in bodies(message))


def board_copy(folder: Path) -> Path:
    """What goes to the board, where the results hold what agencies wrote."""
    return folder / "results" / "for the board" / "Harm matrix 2017-18 (edition 1).xlsx"


def test_results_in_which_no_agency_wrote_anything_go_to_the_board_as_they_are(folder: Path) -> None:
    path = calculate(folder).results
    drafted = draft_emails(folder, "results")
    assert drafted.findings == ()
    assert attachments(drafts(folder)["Results 2017-18 - The board"]) == {"Harm matrix 2017-18.xlsx": path.read_bytes()}


def test_a_final_matrix_is_not_called_provisional_and_figures_wait_for_the_setting(tmp_path: Path) -> None:
    for allowed in (False, True):
        standard = with_settings(an_assessment(), figures_in_mail=allowed)
        by_hand = tuple(replace(one, probability_by_hand=6, by_hand_reason="a test") for one in standard.crime_types)
        folder = a_round(tmp_path / str(allowed), replace(standard, crime_types=by_hand))
        monthly = counts(standard, {"Robbery": year(24)}, year(400))
        (folder / "incidents.xlsx").write_bytes(counts_workbook(standard, monthly))
        returned(folder)
        calculated = calculate(folder)
        assert calculated.matrix.status.final
        draft_emails(folder, "results")
        message = drafts(folder)["Results 2017-18 - The board"]
        assert message["Subject"] == "[OFFICIAL] Harm matrix 2017/18 for the board on Wednesday 14 June 2017"
        risk = calculated.matrix.ranked()[0].risk_score
        for body in bodies(message):
            assert "PROVISIONAL" not in body
            assert (f"risk score {risk})" in body) is allowed
            assert ("Robbery" in body) is allowed


def test_results_that_are_not_those_of_the_folder_do_not_go(folder: Path) -> None:
    assert codes(draft_emails(folder, "results").findings) == ["mail-no-attachment"]
    calculate(folder)
    assert codes(draft_emails(folder, "results").findings) == []
    put_return(folder, "Fire")
    drafted = draft_emails(folder, "results")
    assert [(one.code, one.place.file) for one in drafted.findings] == [("mail-attachment-old", "results/Harm matrix 2017-18.xlsx")]
    assert "snwp-xl calculate" in drafted.findings[0].fix
    assert drafts(folder) == {}
    calculate(folder)
    assert drafted_for(draft_emails(folder, "results")) == [BOARD]


def test_results_that_an_officer_annotated_go_as_they_are(folder: Path) -> None:
    path = calculate(folder).results
    book = open_book(path)
    book["Summary"]["B60"] = "For item 5"
    book.save(path)
    drafted = draft_emails(folder, "results")
    assert codes(drafted.findings) == ["mail-attachment-changed"]
    assert attachments(drafts(folder)["Results 2017-18 - The board"])[path.name] == path.read_bytes()


def test_a_board_that_may_not_see_agencies_scores_gets_no_workbook_with_them(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "round", with_settings(an_assessment(), board_sees_agency_scores=False))
    calculate(folder)
    drafted = draft_emails(folder, "results")
    assert codes(drafted.findings) == ["mail-no-edition"]
    assert drafts(folder) == {}


@pytest.mark.parametrize("published", [True, False])
def test_such_a_board_gets_the_public_edition_if_that_has_no_agencys_scores(tmp_path: Path, published: bool) -> None:
    standard = with_settings(an_assessment(), board_sees_agency_scores=False, public_agency_scores=published)
    folder = a_round(tmp_path / "round", standard)
    returned(folder)
    made = write_public(folder, calculate(folder).report)
    drafted = draft_emails(folder, "results")
    assert (BOARD in drafted_for(drafted)) is not published
    if not published:
        message = drafts(folder)["Results 2017-18 - The board"]
        assert attachments(message) == {made.workbook.name: made.workbook.read_bytes()}
        assert all("edition without each agency" in body and "sheet Summary" not in body for body in bodies(message))
        put_return(folder, "Fire", first=3)
        calculate(folder)
        assert codes(draft_emails(folder, "results").findings) == ["mail-no-edition"], "made of an earlier edition"


def test_each_agency_gets_its_own_private_page_where_there_is_one(folder: Path) -> None:
    returned(folder)
    calculate(folder)

    def page(name: str) -> Path:
        return folder / "results" / "for agencies" / f"How your answers counted 2017-18 - {name}.xlsx"

    page("Police").unlink()
    page("Health").write_bytes(page("Fire").read_bytes())
    drafted = draft_emails(folder, "results")
    assert drafted_for(drafted) == [BOARD, "Fire", "Probation", "District"]
    assert whys(drafted)["Police"] == "has no private page"
    (wrong,) = [one for one in drafted.findings if one.severity is Severity.ERROR]
    assert (wrong.code, wrong.agency) == ("mail-attachment-other", "Health")
    assert "it is for Fire" in wrong.message
    message = drafts(folder)["Private page 2017-18 - Fire"]
    assert message["To"] == "ContactFire <mailbox-fire@fire.example>"
    assert message["Subject"] == "[OFFICIAL] PROVISIONAL: Harm matrix 2017/18: how your answers counted"
    assert attachments(message) == {page("Fire").name: page("Fire").read_bytes()}


def test_private_pages_wait_until_the_results_are_those_of_the_folder(folder: Path) -> None:
    returned(folder)
    calculate(folder)
    put_return(folder, "Fire", first=3)
    drafted = draft_emails(folder, "results")
    assert drafted_for(drafted) == []
    assert set(whys(drafted).values()) - {whys(drafted)[BOARD]} == {"the results are not up to date"}


# --- privacy -----------------------------------------------------------------------------------------------------------------------


def test_no_draft_holds_what_is_another_agencys(tmp_path: Path) -> None:
    """Contacts, comments, and the scores as the one thing that tells agencies apart: a row that only one of them can have."""
    folder = a_round(tmp_path / "round")
    comments = {name: {1: f"this score is wrong: comment{name}", 2: f"remark{name}"} for name in NAMES}
    for i, name in enumerate(NAMES):
        draft_emails(folder, "reminder")
        put_return(folder, name, comments=comments[name], first=i, sign_off=SignOff(f"Signer{name}", "Lead", date(2017, 5, 12)))
    put_queries(folder)
    calculate(folder)
    for kind in ("invitation", "query", "results", "incidents"):
        draft_emails(folder, kind)
    found = drafts(folder)
    letters = {name.rpartition(" 2017-18 - ")[0] for name in found}
    assert letters == {"Invitation", "Query", "Reminder", "Results", "Private page", "Incident counts"}
    assert len(found) == 5 + 5 + 1 + 1 + 5 + 1
    for title, message in found.items():
        text = everything(message)
        for name in NAMES:
            if not title.endswith(name):
                for marker in (f"Contact{name}", f"mailbox-{name.casefold()}", f"comment{name}", f"remark{name}", f"Signer{name}"):
                    assert marker not in text, f"{title} holds {marker}"
    assert "remarkFire" in everything(found["Query 2017-18 - Fire"]), "the markers would be seen"
    assert "Harm matrix 2017-18 (edition 1).xlsx" in attachments(found["Results 2017-18 - The board"])


def test_no_letter_to_an_agency_holds_another_agencys_name_or_scores(tmp_path: Path) -> None:
    names = ("PoliceMARK", "FireMARK", "HealthMARK", "ProbationMARK", "DistrictMARK")
    standard = an_assessment()
    renamed = tuple(replace(one, name=name) for one, name in zip(standard.agencies, names, strict=True))
    folder = a_round(tmp_path / "round", replace(standard, scale=9, agencies=renamed))
    for i, name in enumerate(names):
        put_return(folder, name, first=i, leave=1)
    put_queries(folder)
    for kind in ("invitation", "query", "reminder"):
        draft_emails(folder, kind)
    assert len(drafts(folder)) == 15
    for title, message in drafts(folder).items():
        for name in names:
            assert title.endswith(name) or name not in everything(message)
        for file, data in attachments(message).items():
            if file.startswith("Questions"):
                i = next(i for i, name in enumerate(names) if title.endswith(name))
                assert filled_scores(data) == [[(i + row + at) % 9 + 1 for at in range(2)] for row in range(2)]


def filled_scores(data: bytes) -> list[list[int]]:
    """The rows of scores that a form holds."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = ([cell.value for cell in row[1:3]] for row in book["Harm scores"].iter_rows(min_row=1))
    return [row for row in rows if all(isinstance(value, int) for value in row)]


def test_what_the_board_gets_says_everything_but_what_agencies_wrote(folder: Path) -> None:
    returned(folder, {1: "our own words about it"})
    calculated = calculate(folder)
    drafted = draft_emails(folder, "results")
    assert codes(drafted.findings) == ["mail-board-edition"]
    (data,) = attachments(drafts(folder)["Results 2017-18 - The board"]).values()
    assert data == board_copy(folder).read_bytes()
    full, bare = texts(calculated.results), texts(board_copy(folder))
    gone = {(sheet, words) for sheet, words in full if (sheet, words) not in bare}
    assert {words for _, words in gone if "Sam Okafor" not in words} == {"our own words about it"}
    assert not [words for _, words in bare if "Sam Okafor" in words], "who signed is no business of the board's"
    assert all("name withheld, Partnership lead" in words for sheet, words in bare if (sheet, words) not in full)


def texts(path: Path) -> list[tuple[str, str]]:
    """Every cell's content, with its sheet."""
    book = open_book(path)
    return [(sheet.title, str(cell.value)) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


# --- findings before anything is written ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("more", "code", "heading"), [
    ({"email": ""}, "mail-no-address", "E-mail"), ({"email": "fire station"}, "mail-address-wrong", "E-mail"),
    ({"email": "a@fire.example; b at fire.example"}, "mail-address-wrong", "E-mail"),
    ({"email": "a@fire.example\r\nBcc: spy@evil.example"}, "mail-address-wrong", "E-mail"),
    ({"contact": "Sam\r\nBcc: spy@evil.example"}, "mail-line-break", "Contact"), ({"contact": "Sam\x1b[31m"}, "mail-line-break", "Contact"),
])  # fmt: skip
def test_what_is_wrong_with_one_recipient_stops_that_draft_only(tmp_path: Path, more: dict[str, str], code: str, heading: str) -> None:
    folder = a_round(tmp_path / "round")
    this = open_round(folder)
    this = replace(this, assessment=with_agency(this.ready(), "Fire", **more))  # as typed, whatever a workbook makes of it
    drafted = draft(this, MailKind.INVITATION, datetime(2017, 5, 1))
    (wrong,) = drafted.findings
    assert (wrong.code, wrong.severity, wrong.agency) == (code, Severity.ERROR, "Fire")
    assert str(wrong.place) == f"assessment.xlsx, Agencies!{cell_under(folder, heading, 'Fire')}"
    assert drafted_for(drafted) == ["Police", "Health", "Probation", "District"]
    assert not any(b"spy@evil" in path.read_bytes() for path in (folder / "emails").iterdir())


def cell_under(folder: Path, heading: str, name: str) -> str:
    """Where an agency's cell under a heading of the sheet Agencies stands."""
    rows = list(open_book(folder / "assessment.xlsx")["Agencies"].iter_rows())
    head = next(row for row in rows if "E-mail" in [cell.value for cell in row])
    at = next(cell.column for cell in head if cell.value == heading)
    return next(row for row in rows if name in [cell.value for cell in row])[at - 1].coordinate


def test_a_line_break_typed_into_the_set_up_is_seen_there(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "round")
    set_up_again(folder, with_agency(an_assessment(), "Fire", contact="Sam\nBcc: spy@evil.example"))
    make_blanks(folder)
    drafted = draft_emails(folder, "invitation")
    assert "Fire" not in drafted_for(drafted)
    assert codes(drafted.findings) == ["mail-line-break"]


@pytest.mark.parametrize(("more", "code"), [
    ({"marking": "OFFICIAL\r\nBcc: spy@evil.example"}, "mail-line-break"),
    ({"contact": Contact("Jo\nBcc: spy@evil.example", "", OFFICER.email)}, "mail-line-break"),
    ({"contact": Contact("Jo", "", "the office")}, "mail-address-wrong"), ({"contact": Contact("Jo", "", "")}, "mail-no-address"),
])  # fmt: skip
def test_what_is_wrong_with_the_officers_own_part_stops_every_draft(tmp_path: Path, more: dict[str, object], code: str) -> None:
    folder = a_round(tmp_path / "round", blanks=False)
    this = open_round(folder)
    this = replace(this, assessment=replace(this.ready(), **more))  # type: ignore[arg-type]
    for one in this.ready().agencies:
        (folder / "blanks" / f"Harm scores 2017-18 - {one.name}.xlsx").write_bytes(blank(this.ready(), one.name))
    drafted = draft(this, MailKind.INVITATION, datetime(2017, 5, 1))
    assert codes(drafted.findings) == [code]
    assert drafted.files == ()


def test_a_blank_that_is_missing_or_old_is_not_sent(folder: Path) -> None:
    (folder / "blanks" / "Harm scores 2017-18 - Fire.xlsx").unlink()
    set_up_again(folder, with_agency(an_assessment(), "Police", more_time_until=date(2017, 6, 7)))
    drafted = draft_emails(folder, "invitation")
    assert [(one.code, one.agency) for one in drafted.findings] == [("mail-attachment-old", "Police"), ("mail-no-attachment", "Fire")]
    assert all("snwp-xl blanks" in one.fix for one in drafted.findings)
    assert drafted_for(drafted) == ["Health", "Probation", "District"]


def test_a_blank_that_an_officer_changed_is_attached_with_a_warning(folder: Path) -> None:
    path = folder / "blanks" / "Harm scores 2017-18 - Fire.xlsx"
    note(path)
    drafted = draft_emails(folder, "invitation")
    assert [(one.code, one.severity, one.agency) for one in drafted.findings] == [("mail-attachment-changed", Severity.WARNING, "Fire")]
    assert attachments(drafts(folder)["Invitation 2017-18 - Fire"])[path.name] == path.read_bytes()


def test_another_agencys_blank_under_its_name_is_never_attached(folder: Path) -> None:
    blanks = folder / "blanks"
    note(blanks / "Harm scores 2017-18 - Police.xlsx")
    (blanks / "Harm scores 2017-18 - Fire.xlsx").write_bytes((blanks / "Harm scores 2017-18 - Police.xlsx").read_bytes())
    (blanks / "Harm scores 2017-18 - Health.xlsx").write_text("not a workbook")
    drafted = draft_emails(folder, "invitation")
    wrong = {one.agency: one for one in drafted.findings if one.severity is Severity.ERROR}
    assert {one.code for one in wrong.values()} == {"mail-attachment-other"}
    assert "it is for Police" in wrong["Fire"].message
    assert drafted_for(drafted) == ["Police", "Probation", "District"]


def test_an_attachment_over_the_limit_is_not_drafted(folder: Path) -> None:
    set_up_again(folder, with_settings(an_assessment(), attachment_limit_mb=1))
    assert codes(draft_emails(folder, "incidents").findings) == []
    with zipfile.ZipFile(folder / "incidents.xlsx", "a") as parts:
        parts.writestr("xl/media/photo.png", random.Random(1).randbytes(1024 * 1024))
    drafted = draft_emails(folder, "incidents")
    (wrong,) = drafted.findings
    assert (wrong.code, wrong.place.file) == ("mail-attachment-too-big", "incidents.xlsx")
    assert "1.1 MB, more than the 1 MB" in wrong.message
    assert drafts(folder) == {}


def test_no_such_kind_is_a_bad_call(folder: Path) -> None:
    with pytest.raises(RoundError, match="no kind of e-mail called greetings"):
        draft_emails(folder, "greetings")


# --- files -------------------------------------------------------------------------------------------------------------------------


def test_the_same_round_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = a_round(tmp_path / name)
        draft_emails(folder, "invitation")
        made.append({path.name: path.read_bytes() for path in (folder / "emails").glob("*.eml")})
    assert made[0] == made[1]
    message = parsed(made[0]["Invitation 2017-18 - Police.eml"])
    assert message["Date"].datetime.date() == date(2017, 6, 30)
    assert len({parsed(data)["Message-ID"] for data in made[0].values()}) == 5


def test_lines_end_as_mail_wants_and_a_files_name_is_in_one_piece(tmp_path: Path) -> None:
    name = "Community safety and neighbourhood wardens of the northern parishes"
    folder = a_round(tmp_path / "round", with_agency(an_assessment(), "Fire", name=name))
    draft_emails(folder, "invitation")
    data = (folder / "emails" / f"Invitation 2017-18 - {name}.eml").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.isascii()
    assert f'filename="Harm scores 2017-18 - {name}.xlsx"'.encode() in data
    assert b"filename*0" not in data


@pytest.mark.parametrize("name", ["Fire & Rescue", "Überwachung – Süd", "O'Brien's", "警察", "50% team"])
def test_names_of_every_kind_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    changed = with_agency(an_assessment(), "Fire", name=name, contact="Zoë “Zo” Müller, Leitung", email="zoe@fire.example")
    folder = a_round(tmp_path / "round", replace(changed, marking="OFFICIAL – SENSITIVE"))
    drafted = draft_emails(folder, "invitation")
    assert drafted.findings == ()
    found = drafts(folder)[f"Invitation 2017-18 - {name}"]
    assert list(attachments(found)) == [f"Harm scores 2017-18 - {name}.xlsx"]
    assert found["To"].addresses[0].display_name == "Zoë “Zo” Müller, Leitung"
    assert found["Subject"].startswith("[OFFICIAL – SENSITIVE] Harm scores 2017/18")
    assert f"the view of {name}: how much" in bodies(found)[0]


def test_html_in_names_is_text(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "round", replace(an_assessment(), partnership="Safer <script>alert(1)</script> & Sons"))
    draft_emails(folder, "invitation")
    plain, html = bodies(drafts(folder)["Invitation 2017-18 - Fire"])
    assert "Safer <script>alert(1)</script> & Sons" in plain
    assert "<script" not in html
    assert "Safer &lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in html


def test_a_draft_that_a_person_changed_is_kept_and_the_new_one_stands_beside_it(folder: Path) -> None:
    draft_emails(folder, "invitation")
    path = folder / "emails" / "Invitation 2017-18 - Fire.eml"
    changed = path.read_bytes().replace(b"please score", b"do score")
    path.write_bytes(changed)
    drafted = draft_emails(folder, "invitation")
    assert codes(drafted.findings) == ["file-kept"]
    assert path.read_bytes() == changed
    assert unchanged((folder / "emails" / "Invitation 2017-18 - Fire (2).eml").read_bytes())
    assert not unchanged(changed)


def test_the_log_names_attachments_with_their_hash_and_repeats_nothing(folder: Path) -> None:
    draft_emails(folder, "invitation")
    draft_emails(folder, "invitation")
    rows = log_rows(folder)
    assert [(row["What"], row["Kind"], row["Recipient"]) for row in rows] == [("drafted", "invitation", name) for name in NAMES]
    for row in rows:
        data = (folder / row["Attachment"]).read_bytes()
        assert row["SHA-256 of the attachment"] == hashlib.sha256(data).hexdigest()
        assert row["Draft"] == f"Invitation 2017-18 - {row['Recipient']}.eml"
    set_up_again(folder, replace(an_assessment(), area="Elsewhere"))
    make_blanks(folder)
    draft_emails(folder, "invitation")
    assert len(log_rows(folder)) == 10, "other words are another draft"


def test_a_set_up_that_cannot_be_used_stops_everything(folder: Path) -> None:
    set_up_again(folder, replace(an_assessment(), name=""))
    with pytest.raises(RoundError, match="cannot be used"):
        draft_emails(folder, "invitation")
    assert not list((folder / "emails").iterdir())
