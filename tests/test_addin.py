"""The five buttons, run against a real spreadsheet program on the real set-up workbook with the 2017/18 returns."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from email import message_from_bytes, policy
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import xlwings
from excel_engine import App, Book
from pressing import Officer, sit_down
from small_rounds import published

from snwp_xl import addin, operations
from snwp_xl.addin import logbook, pressed
from snwp_xl.example import write_example
from snwp_xl.intake import Book as ReadBook
from snwp_xl.intake import read_book

WHEN = re.compile(r"\d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d:\d\d")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example round with buttons, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made") / "2017-18"
    write_example(folder, macros=True)
    return folder


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where errors are written down."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))
    return logbook.log_file()


@pytest.fixture
def officer(excel: App, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """An officer with a copy of the example open."""
    folder = tmp_path / "2017-18"
    shutil.copytree(example, folder)
    return sit_down(excel, folder / "assessment.xlsm", monkeypatch)


# --- what each does ---------------------------------------------------------------------------------------------------------


def test_calculate_puts_the_published_numbers_on_latest_and_the_results_on_disk(officer: Officer) -> None:
    said = officer.press("calculate", "no")
    assert "Harm matrix 2017/18: FINAL. 2 High, 4 Medium, 11 Low." in said
    assert "Open the results workbook now?" in said
    assert (officer.folder / "results" / "Harm matrix 2017-18.xlsx").is_file()
    matrix = officer.table("Crime type")
    assert {row[0]: row[2] for row in matrix} == {name: total for name, _, total in published()}
    calculated = operations.calculate(officer.folder)
    assert matrix == [
        [row.name, row.rank, row.combined_harm, row.probability, row.risk_score, str(row.risk_band), str(row.recommendation)]
        for row in calculated.matrix.ranked()]
    assert [row[:2] for row in officer.table("Agency")] == [
        [name, "complete"] for name in ("NWLDC", "Police", "Fire", "Community safety", "UAVA")]
    assert calculated.report.edition == 1, "the button's calculation and the command's are one"


def test_the_numbers_are_numbers_and_the_words_are_text(officer: Officer) -> None:
    officer.press("calculate", "no")
    officer.book.save()
    sheet = openpyxl.load_workbook(officer.path)["Latest"]
    head = next(cell.row for cell in sheet["A"] if cell.value == "Crime type")
    kinds = [(cell.data_type, cell.number_format.rpartition("]")[2]) for cell in sheet[head + 1]]  # LibreOffice adds the language
    assert kinds == [("s", "@"), *[("n", "0_M_M")] * 4, ("s", "@"), ("s", "@")]


def test_start_says_how_each_step_stands(officer: Officer) -> None:
    assert officer.state("Calculate") == "Not pressed yet"
    officer.press("check_returns")
    officer.press("calculate", "no")
    assert re.fullmatch(rf"{WHEN.pattern}: 5 of 5 complete; nothing to ask", officer.state("Check returns"))
    assert re.fullmatch(rf"{WHEN.pattern}: FINAL, edition 1: 2 High, 4 Medium, 11 Low", officer.state("Calculate"))
    assert officer.state("Create blanks") == "Not pressed yet"


def test_create_blanks_writes_one_for_each_agency(officer: Officer) -> None:
    shutil.rmtree(officer.folder / "blanks")
    assert officer.press("create_blanks").startswith("5 blanks made, in the folder blanks.")
    names = {f"blanks/{path.name}" for path in (officer.folder / "blanks").iterdir()}
    assert len(names) == 5
    assert names <= {str(row[0]) for row in officer.latest()}
    assert "blanks/Harm scores 2017-18 - Police.xlsx" in names


def test_check_returns_lists_who_is_missing_and_names_the_cell(officer: Officer) -> None:
    (officer.folder / "returns" / "Fire.xlsx").unlink()
    path = officer.folder / "returns" / "Police.xlsx"
    book = openpyxl.load_workbook(path)
    grid = next(name.attr_text for key, name in book.defined_names.items() if key == "snwp_scores")
    first = grid.rpartition("!")[2].partition(":")[0].replace("$", "")
    book["Harm scores"][first] = 7
    book.save(path)
    said = officer.press("check_returns")
    assert "3 of 5 complete, incomplete: Police, missing: Fire" in said
    assert f"Police.xlsx, Harm scores!{first}" in said
    listed = officer.table("Where")
    assert [f"Police.xlsx, Harm scores!{first}", "ERROR"] in [row[:2] for row in listed]
    assert [row[1] for row in officer.table("Agency")] == ["complete", "incomplete", "missing", "complete", "complete"]


def test_drafts_of_the_kind_that_is_due_after_a_question(officer: Officer) -> None:
    officer.press("calculate", "no")
    said = officer.press("draft_emails", "yes")
    assert officer.prompts[0].startswith("Due now: the results to the board (edition 1, FINAL).")
    assert "(results)" in said
    drafts = sorted((officer.folder / "emails").glob("*.eml"))
    assert any("board" in path.name for path in drafts)
    assert message_from_bytes(drafts[0].read_bytes(), policy=policy.default)["X-Unsent"] == "1"


def test_no_goes_on_to_the_next_kind_and_cancel_drafts_nothing(officer: Officer) -> None:
    (officer.folder / "returns" / "Fire.xlsx").unlink()
    officer.press("draft_emails", "no", "cancel")
    assert officer.prompts[0].startswith("Due now: invitations, with their blanks; not asked yet: Fire.")
    assert len(officer.prompts) == 2
    assert list((officer.folder / "emails").glob("*.eml")) == []
    assert officer.state("Draft e-mails").endswith(": Cancelled")
    assert officer.press("draft_emails", "yes").startswith("5 drafts (invitations).")
    assert officer.press("draft_emails", "yes").startswith("1 draft (reminders).")
    with (officer.folder / "emails" / "log.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.reader(lines))) >= 3


def test_check_this_computer_needs_no_round(officer: Officer) -> None:
    for name in ("blanks", "returns", "queries", "results", "emails"):
        shutil.rmtree(officer.folder / name)
    (officer.folder / "incidents.xlsx").unlink()
    officer.press("check_computer")
    lines = {row[0]: row[1] for row in officer.table("What")}
    assert (lines["Workbook"], lines["Packages"], lines["Versions"]) == ("OK", "OK", "OK")


def test_the_results_are_opened_if_the_officer_says_yes(officer: Officer) -> None:
    officer.press("calculate", "yes")
    assert "Harm matrix 2017-18.xlsx" in [book.name for book in officer.book.app.books]


# --- the officer's workbook -------------------------------------------------------------------------------------------------


def test_unsaved_edits_are_saved_and_count(officer: Officer) -> None:
    officer.type("medium", 0.15)
    officer.press("calculate", "no")
    assert operations.load_assessment(officer.path).thresholds.medium == pytest.approx(0.15)
    bands = {row[0]: row[5] for row in officer.table("Crime type")}
    assert list(bands.values()).count("Medium") > 4


def test_where_it_cannot_be_saved_nothing_is_done_unless_wanted(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Book, path: object = None, password: object = None) -> None:
        raise xlwings.XlwingsError("read-only")

    monkeypatch.setattr(Book, "save", refuse)
    officer.type("medium", 0.15)
    officer.press("calculate", "no")
    assert "could not be saved: it is read-only, or open on another computer" in officer.prompts[0]
    assert not (officer.folder / "results" / "Harm matrix 2017-18.xlsx").exists()
    said = officer.press("calculate", "yes", "no")
    assert said.startswith("Done with the workbook as it was last saved.")
    assert list({row[0]: row[5] for row in officer.table("Crime type")}.values()).count("Medium") == 4


def test_a_read_only_workbook_is_not_even_tried(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel would offer to save it as a copy of another name."""
    saved: list[Book] = []
    monkeypatch.setattr(Book, "save", lambda self, path=None, password=None: saved.append(self))
    monkeypatch.setattr(Book, "api", SimpleNamespace(ReadOnly=True))
    officer.press("create_blanks", "no")
    assert "could not be saved: it is read-only" in officer.prompts[0]
    assert officer.state("Create blanks").endswith(": Cancelled")
    assert saved == []


@pytest.mark.parametrize("name", [
    "assessment (1).xlsm", "Copy of assessment.xlsm", "O'Brien's [draft] & more; 50%.xlsm", "set up = final = 2.xlsm",
    "Überblick – März.xlsm"])
def test_whatever_the_workbook_is_called(name: str, excel: App, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in a folder with spaces and brackets, and beside another set-up workbook: the button uses its own."""
    folder = tmp_path / "Safer NW (board) [2017-18] = a"
    shutil.copytree(example, folder)
    shutil.copy(folder / "assessment.xlsm", folder / name)
    officer = sit_down(excel, folder / name, monkeypatch)
    officer.type("medium", 0.15)
    assert "FINAL" in officer.press("calculate", "no")
    assert operations.load_assessment(folder / name).thresholds.medium == pytest.approx(0.15)
    assert (folder / "results" / "Harm matrix 2017-18.xlsx").is_file()
    audit = read_book(folder / "results" / "Harm matrix 2017-18.xlsx")
    assert isinstance(audit, ReadBook)
    assert any(cell.value == name for sheet in audit.sheets if sheet.name == "Audit" for cell in sheet.cells.values())


def test_a_copy_outside_a_round_asks_first(excel: App, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    shutil.copy(example / "assessment.xlsm", downloads / "assessment (1).xlsm")
    officer = sit_down(excel, downloads / "assessment (1).xlsm", monkeypatch)
    officer.press("create_blanks", "no")
    assert "It may be a copy" in officer.prompts[0]
    assert [path.name for path in downloads.iterdir()] == ["assessment (1).xlsm"]
    officer.press("create_blanks", "yes", "ok")
    assert len(list((downloads / "blanks").iterdir())) == 5


WEB = "https://council.sharepoint.com/sites/Safer/Shared Documents/2017-18/assessment.xlsm"


def test_a_workbook_from_the_web_needs_the_folder_of_the_round(officer: Officer) -> None:
    officer.app.seen.addresses["assessment.xlsm"] = WEB
    said = officer.press("calculate")
    assert "open from SharePoint or OneDrive" in said
    assert "sheet Setup, Folder of this round" in said
    officer.type("round_folder", str(officer.folder.parent / "elsewhere"))
    assert "there is no assessment.xlsm in it" in officer.press("calculate")
    officer.type("round_folder", f'"{officer.folder}"')
    assert "FINAL" in officer.press("calculate", "no")


def test_old_entries_are_never_used_while_onedrive_is_bringing_the_new_ones(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = officer.folder.parent / "synced"
    shutil.copytree(officer.folder, synced)
    officer.app.seen.addresses["assessment.xlsm"] = WEB
    officer.type("round_folder", str(synced))
    monkeypatch.setattr(pressed, "WAIT", 0.3)
    monkeypatch.setattr(pressed, "PAUSE", 0.1)
    said = officer.press("calculate")
    assert "it has not arrived in" in said
    assert not (synced / "results" / "Harm matrix 2017-18.xlsx").exists()
    looks = []

    def bring(seconds: float) -> None:
        looks.append(seconds)
        shutil.copy(officer.path, synced / "assessment.xlsm")

    monkeypatch.setattr("snwp_xl.addin.pressed.time.sleep", bring)
    assert "FINAL" in officer.press("calculate", "no")
    assert looks == [0.1]
    assert any("waiting for OneDrive" in str(status) for status in officer.app.seen.statuses)


def test_results_that_are_open_get_a_new_name_and_the_officer_is_told(officer: Officer) -> None:
    officer.press("calculate", "no")
    results = officer.folder / "results"
    (results / "~$Harm matrix 2017-18.xlsx").write_bytes(b"")  # as Excel leaves it while the workbook is open
    officer.type("medium", 0.15)
    said = officer.press("calculate", "no")
    assert "Harm matrix 2017-18.xlsx is open in another program; the new one is Harm matrix 2017-18 (2).xlsx" in said
    assert (results / "Harm matrix 2017-18 (2).xlsx").is_file()


def test_latest_is_made_again_if_it_was_deleted(officer: Officer) -> None:
    officer.book.sheets["Latest"].delete()
    officer.press("calculate", "no")
    assert len(officer.table("Crime type")) == 17
    rows = {row[0]: row[1:3] for row in officer.latest()}
    assert WHEN.fullmatch(str(rows["Calculate"][0]))


def test_an_older_and_longer_report_leaves_nothing_behind(officer: Officer) -> None:
    officer.press("calculate", "no")
    officer.press("create_blanks")
    assert "Violent Crime" not in {row[0] for row in officer.latest()}


def test_a_protected_latest_is_explained(officer: Officer) -> None:
    sheet = officer.book.sheets["Latest"].api
    protection = sheet.CellProtection
    protection.IsLocked = True
    sheet.CellProtection = protection
    sheet.protect("")
    said = officer.press("calculate")
    assert said.startswith("Nothing can be written on the sheet Latest.")
    assert "Unprotect Sheet" in said


# --- errors -----------------------------------------------------------------------------------------------------------------


def test_an_error_in_the_set_up_is_a_sentence_with_its_cell(officer: Officer) -> None:
    officer.type("high", "lots")
    said = officer.press("calculate")
    assert re.search(r"The set-up workbook cannot be used\. assessment\.xlsm, Setup!B\d+: High starts at is .lots.", said)
    assert officer.app.seen.alerts[-1]["mode"] == "critical"
    assert re.fullmatch(rf"{WHEN.pattern}: Not done: The set-up workbook cannot be used\. assessment\.xlsm, Setup!.{{20,60}}…", officer.state("Calculate"))
    rows = [row[0] for row in officer.latest()]
    assert rows[rows.index("Why") + 1].startswith("The set-up workbook cannot be used. assessment.xlsm, Setup!B")
    officer.press("check_returns")
    assert "The set-up has 1 error, so no return was read." in officer.prompts[0]


@pytest.mark.parametrize(("problem", "words"), [
    (RuntimeError("no such luck"), "Something unexpected went wrong."),
    (PermissionError(13, "Permission denied", "/rounds/results/x.xlsx"), "x.xlsx cannot be read or written"),
    (OSError(28, "No space left on device", "/rounds/y.xlsx"), "y.xlsx could not be read or written (No space left on device)."),
    (ModuleNotFoundError("No module named 'xlsxwriter'", name="xlsxwriter"), "xlsxwriter is missing. Ask ICT to install it again."),
])
def test_what_nobody_foresaw_is_a_sentence_and_a_log(
    problem: Exception, words: str, officer: Officer, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path, *, setup: Path) -> None:
        raise problem

    monkeypatch.setattr(operations, "calculate", fail)
    said = officer.press("calculate")
    assert words in said
    assert f"The details are in {log}." in said
    assert "Traceback" not in said
    written = log.read_text(encoding="utf-8")
    assert "Calculate  assessment.xlsm" in written
    assert "Traceback" in written
    assert type(problem).__name__ in written


GONE = "Excel has no open workbook called gone.xlsm. Open the round's set-up workbook and press again."


def test_no_such_workbook_is_said_by_whichever_excel_runs(excel: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=gone.xlsm", "--from_xl=1"])
    addin.calculate()
    assert [one["prompt"] for one in excel.seen.alerts] == [GONE]


def test_no_excel_is_said_without_a_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """xlwings' macro shows what is written when Python leaves with another code than 0."""
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=gone.xlsm", "--from_xl=1"])
    with pytest.raises(SystemExit) as left:
        addin.calculate()
    assert left.value.code == 1
    assert capsys.readouterr().err == f"{GONE}\n"


def test_another_workbook_is_told_from_a_set_up(excel: App, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ribbon's buttons work on whatever workbook is in front."""
    shutil.copytree(example, tmp_path / "round")
    officer = sit_down(excel, tmp_path / "round" / "incidents.xlsx", monkeypatch)
    said = officer.press("calculate")
    assert said == "Nothing was done, because incidents.xlsx is not the set-up workbook of a round. Open the round's own, and press again."
    said = officer.press("check_computer")
    assert said.endswith("Nothing was recorded, because incidents.xlsx is not the set-up workbook of a round.")
    assert "Latest" not in [sheet.name for sheet in officer.book.sheets]
    assert officer.path.read_bytes() == (example / "incidents.xlsx").read_bytes()


def test_a_full_log_is_begun_again(log: Path) -> None:
    log.parent.mkdir(parents=True)
    log.write_bytes(b"x" * (logbook.LARGEST + 1))
    assert logbook.write_down("Calculate", ValueError("one")) == log
    assert logbook.write_down("Calculate", ValueError("two")) == log
    text = log.read_text(encoding="utf-8")
    assert "x" * 10 not in text
    assert text.index("ValueError: one") < text.index("ValueError: two")


@pytest.mark.parametrize(("system", "environment", "place"), [
    ("win32", {"LOCALAPPDATA": "/l"}, "/l/snwp_xl/snwp_xl.log"), ("darwin", {"HOME": "/h"}, "/h/Library/Logs/snwp_xl/snwp_xl.log"),
    ("linux", {"HOME": "/h"}, "/h/.local/state/snwp_xl/snwp_xl.log"),
    ("linux", {"HOME": "/h", "XDG_STATE_HOME": "/s"}, "/s/snwp_xl/snwp_xl.log")])
def test_where_the_log_is(system: str, environment: dict[str, str], place: str) -> None:
    assert logbook.log_file(system, environment) == Path(place)


def test_what_stands_on_latest_is_never_read(officer: Officer) -> None:
    """Its harm matrix has columns of the list Last year; without that list it must not be taken for it."""
    officer.press("calculate", "no")
    officer.book.sheets["Last year"].delete()
    said = officer.press("check_returns")
    assert "last year's results" in said
    assert "not found in the set-up workbook" in said
