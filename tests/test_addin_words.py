"""What the buttons say: short enough for a message box, most urgent first, and the kind of e-mail that is due."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from snwp_xl import cli, operations
from snwp_xl.addin.letters import choose, kinds_in_order
from snwp_xl.addin.outcome import (
    LONGEST_CELL,
    Outcome,
    Section,
    of_blanks,
    of_calculation,
    of_check,
    of_computer,
    of_drafts,
    refused,
    short,
)
from snwp_xl.buttons import ProjectRefused
from snwp_xl.doctor import Line, Verdict
from snwp_xl.example import write_example
from snwp_xl.findings import Finding, Place, RoundError, Severity, finding
from snwp_xl.model import AgencyState
from snwp_xl.post import MailKind
from snwp_xl.post.status import AgencyLine, Glance

LONGEST_MESSAGE = 1000


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example round."""
    write_example(tmp_path / "2017-18")
    return tmp_path / "2017-18"


def fits(outcome: Outcome) -> bool:
    """Whether Excel can show it: a message box, and text cells."""
    cells = [cell for section in outcome.sections for row in section.lines() for cell in row if isinstance(cell, str)]
    return len(outcome.says) <= LONGEST_MESSAGE and all(len(cell) <= LONGEST_CELL for cell in cells)


# --- outcomes ---------------------------------------------------------------------------------------------------------------


def test_a_provisional_matrix_says_what_is_missing(example: Path) -> None:
    (example / "returns" / "Fire.xlsx").unlink()
    said = of_calculation(operations.calculate(example))
    assert said.state.startswith("PROVISIONAL, edition 1: ")
    assert "Still missing: Fire has not returned its scores." in said.says
    assert fits(said)


def test_hundreds_of_errors_are_counted_and_the_first_few_said(example: Path) -> None:
    checked = operations.check_returns(example)
    many = tuple(Finding("x", Severity.ERROR, "m" * 400, "f" * 300, Place(f"returns/{i}.xlsx", "Harm scores", f"B{i}")) for i in range(300))
    said = of_check(replace(checked, findings=many))
    assert said.state == "5 of 5 complete; 300 errors"
    assert said.says.count("\n- ") == 4
    assert fits(said)
    assert "The sheet Latest lists them all." in said.says
    assert len(said.sections[-1].rows) == 201
    assert "and 100 more" in str(said.sections[-1].rows[-1][2])
    first = said.sections[-1].lines()[:9]
    assert [line[:2] for line in first] == [("0.xlsx, Harm scores!B0", "ERROR"), *[(None, None)] * 7, ("1.xlsx, Harm scores!B1", "ERROR")]
    assert "".join(str(line[2]) for line in first[:8]).replace(" ", "") == "m" * 400 + "f" * 300, "nothing is cut"


def test_a_long_name_of_a_file_goes_on_in_the_line_below() -> None:
    section = Section("Found", ("Where", "Severity", "What"), (("Harm scores 2017-18 - Community safety (2).xlsx, Harm scores!B10", "NOTE", "-"),))
    assert section.lines() == (("Harm scores 2017-18 - Community safety", "NOTE", "-"), ("(2).xlsx, Harm scores!B10", None, None))
    numbers = Section("Matrix", ("Crime type", "Rank", "Band"), (("Robbery", None, "Low"), ("x" * 50, 2, "High")), range(1, 2), bands=2)
    assert numbers.lines() == (("Robbery", None, "Low"), ("x" * 38, 2, "High"), ("x" * 12, None, None))


def test_blanks_name_their_files(example: Path) -> None:
    said = of_blanks(operations.make_blanks(example))
    assert (said.state, said.serious) == ("5 blanks made", False)
    assert {str(row[0]) for row in said.sections[0].rows} == {
        str(Path("blanks", path.name)) for path in (example / "blanks").iterdir()}
    assert "made again" not in said.says, "these counts are filled in"


def test_blanks_say_that_empty_counts_were_made_again(example: Path) -> None:
    said = of_blanks(replace(operations.make_blanks(example), counts=example / "incidents.xlsx"))
    assert "incidents.xlsx, still empty, was made again with the crime types and dates of the set-up" in said.says


def test_drafts_name_those_who_get_none(example: Path) -> None:
    said = of_drafts(operations.draft_emails(example, MailKind.RESULTS))
    assert (said.state, said.serious) == ("0 drafts (results); none for The board", True)
    assert "The results workbook is not there, so nothing was drafted for the board." in said.says
    assert fits(said)


def test_a_computer_with_faults_says_them_first() -> None:
    lines = [Line("Python", Verdict.OK, "Python 3.12."), *(Line(f"Thing {i}", Verdict.WRONG, "w" * 300, "Send to ICT.") for i in range(9))]
    said = of_computer(lines)
    assert (said.state, said.serious) == ("9 things to put right", True)
    assert said.says.splitlines()[2].startswith("Thing 0: www")
    assert [row[1] for row in said.sections[0].rows] == ["OK", *["Put right"] * 9]
    assert of_computer(lines[:1]).state == "Everything that could be checked is in order"


def test_a_refusal_is_one_line_on_start() -> None:
    said = refused("There is no folder\nhere. " + "x" * 400)
    assert said.state.startswith("Not done: There is no folder here. xxx")
    assert len(said.state) == LONGEST_CELL
    assert said.state.endswith("…")
    assert short("a  b\nc") == "a b c"
    assert said.sections[0].rows == ((f"There is no folder here. {'x' * 400}",),)
    assert fits(said)


# --- which e-mails ----------------------------------------------------------------------------------------------------------


def line(agency: str, state: AgencyState = AgencyState.COMPLETE, asked: str = "sent 3 May 2017", questions: int = 0) -> AgencyLine:
    return AgencyLine(agency, state, asked, "no", "no", questions, date(2017, 1, 20), False, "")


def glance(*agencies: AgencyLine, without_counts: tuple[str, ...] = (), results: str = "none yet") -> Glance:
    return Glance(agencies, (), without_counts, results, ("Nothing to do now.",))


@pytest.mark.parametrize(("seen", "first", "words"), [
    (glance(line("Fire", AgencyState.MISSING, "no"), line("Police", questions=2)), MailKind.INVITATION,
     "Due now: invitations, with their blanks; not asked yet: Fire."),
    (glance(line("Fire", AgencyState.MISSING), line("Police", questions=2), line("UAVA", AgencyState.INCOMPLETE, questions=1)),
     MailKind.QUERY, "Due now: questions about their returns to Police and UAVA."),
    (glance(line("Fire", AgencyState.MISSING), line("Police", AgencyState.MISSING)), MailKind.REMINDER,
     "Due now: reminders to Fire and Police, who have not answered."),
    (glance(line("Fire"), without_counts=("Robbery",)), MailKind.INCIDENTS,
     "Due now: the incident counts to the analyst; some are still empty."),
    (glance(line("Fire"), results="edition 2, FINAL"), MailKind.RESULTS, "Due now: the results to the board (edition 2, FINAL)."),
    (glance(line("Fire"), results="older than the files in this folder"), MailKind.INVITATION,
     "Invitations to the agencies, each with its blank."),
])
def test_the_kind_that_is_due_comes_first_and_every_kind_once(seen: Glance, first: MailKind, words: str) -> None:
    kinds = kinds_in_order(seen)
    assert kinds[0] == (first, words)
    assert sorted(kind for kind, _ in kinds) == sorted(MailKind)


def test_the_officer_decides(example: Path) -> None:
    status = operations.round_status(example)
    asked: list[str] = []

    def answers(*given: str) -> MailKind | None:
        left = list(given)
        asked.clear()

        def ask(words: str, buttons: str) -> str:
            asked.append(words)
            assert buttons == "yes_no_cancel"
            return left.pop(0)

        return choose(status, ask)

    assert answers("no", "yes") == kinds_in_order(status.glance)[1][0]  # type: ignore[arg-type]
    assert answers("cancel") is None
    assert answers("no", "no", "no", "no", "no") is None
    assert len(asked) == len(MailKind)


def test_without_a_usable_set_up_there_is_nothing_to_decide(example: Path) -> None:
    status = operations.round_status(example)
    wrong = finding("setup-missing", Place("assessment.xlsx"), what="Assessment", wanted="a text")
    broken = replace(status, glance=None, findings=(wrong,))
    with pytest.raises(RoundError, match=r"^The set-up workbook cannot be used\. assessment\.xlsx: Assessment is empty\."):
        choose(broken, lambda words, buttons: "yes")


# --- the ribbon add-in as a command -------------------------------------------------------------------------------------------


def test_the_ribbon_add_in_from_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path))
    target = tmp_path / "Microsoft" / "Excel" / "XLSTART" / "snwp_xl.xlam"
    assert cli.main(["addin", "status"]) == cli.FOUND_ERRORS
    assert cli.main(["addin", "install"]) == cli.DONE
    assert target.is_file()
    assert cli.main(["addin", "status"]) == cli.DONE
    assert cli.main(["addin", "remove"]) == cli.DONE
    assert not target.exists()
    capsys.readouterr()
    assert cli.main(["addin", "destroy"]) == cli.BAD_CALL
    assert capsys.readouterr().err == "snwp-xl: destroy is not one of: install, remove, status.\n"


def test_a_ribbon_that_xlwings_does_not_yield_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(interpreter: object) -> bytes:
        raise ProjectRefused("The buttons cannot be made from xlwings 9.9: its add-in has a different name.")

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.setattr("snwp_xl.buttons.install.addin_bytes", refuse)
    assert cli.main(["addin", "install"]) == cli.BAD_CALL
    assert capsys.readouterr().err.startswith("snwp-xl: The buttons cannot be made from xlwings 9.9")
