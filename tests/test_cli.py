"""The command: what it prints, its exit codes, and one JSON object and nothing else where that is asked for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from rounds import edited

from snwp_xl import cli, operations
from snwp_xl.assessment import setup_workbook
from snwp_xl.cli.terminal import MOST_FINDINGS, findings_text
from snwp_xl.example import example_assessment, example_counts, write_example
from snwp_xl.findings import Place, finding
from snwp_xl.incidents import counts_workbook
from snwp_xl.model import Choice, Decision, Ground

HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "jinja2", "xlwings")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example round, not calculated."""
    folder = tmp_path / "2017-18"
    write_example(folder)
    return folder


def run(*args: object) -> int:
    """The command, in this process."""
    return cli.main([str(arg) for arg in args])


def spoil(path: Path, value: object) -> str:
    """Put a value into the first score of a return; gives its address."""
    book = openpyxl.load_workbook(path)
    sheet = book["Harm scores"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Crime type") + 1
    sheet.cell(row, 2).value = value  # type: ignore[assignment]
    book.save(path)
    return f"B{row}"


def test_demo_makes_a_whole_round_and_prints_the_priorities(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "here"
    assert run("demo", folder) == cli.DONE
    said = capsys.readouterr().out
    assert "2017/18: FINAL" in said
    assert "Protecting those that live, work and visit the District from the effects" in said
    assert f"Results workbook: {folder / 'results' / 'Harm matrix 2017-18.xlsx'}" in said
    assert {path.name for path in folder.iterdir()} >= {"assessment.xlsm", "incidents.xlsx", "blanks", "returns", "results"}
    assert len(list((folder / "returns").iterdir())) == 5


def test_demo_does_not_write_over_a_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo", tmp_path / "here") == cli.DONE
    capsys.readouterr()
    assert run("demo", tmp_path / "here") == cli.BAD_CALL
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("snwp-xl: There is already a round in")
    assert said.err.count("\n") == 1


def test_a_round_from_new_to_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "2027-28"
    assert run("new", folder) == cli.DONE
    assert operations.open_round(folder).findings, "a fresh set-up still wants a contact and dates"
    said = capsys.readouterr().out
    assert "assessment.xlsm" in said
    run("check", folder)
    assert "Setup!" in capsys.readouterr().out


def test_blanks_say_what_they_lack_and_draw_untouched_counts_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "2027-28"
    run("new", "--no-macros", folder)
    empty = (folder / "incidents.xlsx").read_bytes()
    capsys.readouterr()
    assert run("blanks", folder) == cli.DONE
    said = " ".join(capsys.readouterr().out.split())
    assert "Returns by is empty, so the blanks name no date to send them back by. Enter a date, such as 30 June 2026." in said
    assert "Contact name is empty, so the blanks name nobody to ask. Enter it." in said
    assert "again" not in said
    assert (folder / "incidents.xlsx").read_bytes() == empty
    setup = folder / "assessment.xlsx"
    setup.write_bytes(edited(setup.read_bytes(), _as_officer))
    run("blanks", folder)
    assert "Made incidents.xlsx again" in capsys.readouterr().out
    names = {cell.value for cell in openpyxl.load_workbook(folder / "incidents.xlsx")["Incident counts"]["A"]}
    assert "Online fraud" in names
    assert "Cybercrime" not in names
    assert "Please fill this in by 11 December 2026 and send it to the community safety officer." in names


def test_blanks_of_an_earlier_set_up_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An agency was renamed after blanks were made: its old form must not be sent, for its return could not be used."""
    folder = tmp_path / "2027-28"
    run("new", "--no-macros", folder)
    run("blanks", folder)
    assert "earlier set-up" not in capsys.readouterr().out

    def rename(book: openpyxl.Workbook) -> None:
        next(cell for cell in book["Agencies"]["B"] if cell.value == "NWLDC").value = "District council"

    setup = folder / "assessment.xlsx"
    setup.write_bytes(edited(setup.read_bytes(), rename))
    assert run("blanks", folder) == cli.DONE
    said = " ".join(capsys.readouterr().out.split())
    assert "Harm scores 2027-28 - NWLDC.xlsx: This blank is from an earlier set-up; it was not made this time. Delete it" in said
    assert said.count("earlier set-up") == 1


def _as_officer(book: openpyxl.Workbook) -> None:
    """Rename a crime type and say by when counts are wanted."""
    name = next(cell for cell in book["Crime types"]["C"] if cell.value == "Cybercrime")
    name.value = "Online fraud"
    label = next(cell for cell in book["Setup"]["A"] if cell.value == "Counts by")
    book["Setup"].cell(label.row, 2).value = date(2026, 12, 11)


def test_counts_that_a_person_touched_stay_when_blanks_are_made(tmp_path: Path) -> None:
    folder = tmp_path / "2027-28"
    operations.new_round(folder, macros=False)
    counts, setup = folder / "incidents.xlsx", folder / "assessment.xlsx"
    setup.write_bytes(edited(setup.read_bytes(), _as_officer))
    counts.write_bytes(edited(counts.read_bytes(), lambda book: book.active.cell(4, 2, "The force's own system")))
    touched = counts.read_bytes()
    assert operations.make_blanks(folder).counts is None
    assert counts.read_bytes() == touched
    assert [path.name for path in folder.glob("incidents*")] == ["incidents.xlsx"]


def test_the_next_step_of_open_questions_is_to_send_them_back(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(example / "returns" / "Police.xlsx", 7)
    run("check", example)
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last == (f"Next: put right what is marked ERROR, or send the questions back: snwp-xl emails {example} --kind query. "
                    "Then check again.")


def test_check_prints_what_somebody_wrote_beside_the_form_and_counts_the_notes_that_it_leaves_out(
    example: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    path = example / "returns" / "Police.xlsx"
    path.write_bytes(edited(path.read_bytes(), lambda book: book["Guidance"].__setitem__("J6", "Robbery will rise")))
    run("check", example)
    said = " ".join(capsys.readouterr().out.split())
    assert "NOTE Police.xlsx, Guidance!J6: Outside the form, and not read: J6 'Robbery will rise'. Read them yourself" in said
    assert "far from the median" not in said
    assert "Not printed: 9 notes that ask nothing of you; check --json has them all." in said


def test_where_much_is_wrong_each_agency_has_its_share_of_the_lines(capsys: pytest.CaptureFixture[str]) -> None:
    found = [finding("row-empty", Place("a.xlsx", "Harm scores", f"B{i}"), agency=agency, crime_type_name=f"Type {i}", rule="Enter 1.")
             for agency, count in (("NWLDC", 60), ("Police", 3), ("Fire", 60)) for i in range(count)]
    findings_text(found, "check --json has them all")
    said = capsys.readouterr().out
    assert {agency: said.count(f"{agency}\n") for agency in ("NWLDC", "Police", "Fire")} == {"NWLDC": 1, "Police": 1, "Fire": 1}
    assert said.count("ERROR") == MOST_FINDINGS
    assert "  ... and 41 more\n" in said
    assert said.endswith("  ... and 42 more\nNot printed: 83 more findings; check --json has them all.\n\n")


def test_before_anything_was_sent_nobody_is_to_be_reminded(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example / "returns" / "NWLDC.xlsx").unlink()
    run("check", example)
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith(f"Next: ask NWLDC for its return; snwp-xl status {example} says whom to invite or remind.")


def test_what_the_board_decided_is_told_without_its_reasons(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assessment = operations.load_assessment(example)
    decided = Decision("Cyber crime", Choice.PRIORITY, Ground.COMMUNITY, reason="Survey")
    settings = replace(assessment.settings, statutory_obligations=("Reducing reoffending", "Tackling substance misuse " * 5))
    for path in example.glob("assessment.xls*"):
        path.unlink()
    (example / "assessment.xlsx").write_bytes(setup_workbook(replace(assessment, decisions=(decided,), settings=settings)))
    run("calculate", example)
    said = capsys.readouterr().out
    assert "  1. Cyber crime (Community view)\n" in said
    by_law = said.partition("Alongside them, by law:")[2].partition(".")[0]
    assert "\n" in by_law
    assert max(map(len, by_law.splitlines())) <= 100


def test_no_folder_is_one_line_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("calculate", tmp_path / "nowhere") == cli.BAD_CALL
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"snwp-xl: There is no folder {tmp_path / 'nowhere'}.\n"


@pytest.mark.parametrize(("call", "said"), [
    ([], "snwp-xl: it needs a command, such as demo. For help: snwp-xl --help\n"),
    (["check", ""], "snwp-xl check: argument FOLDER: it is empty. For help: snwp-xl check --help\n"),
    (["blanks"], "snwp-xl blanks: the following arguments are required: FOLDER. For help: snwp-xl blanks --help\n"),
    (["calculate", "2027-28", "--pubic"], "snwp-xl: unknown arguments: --pubic. For help: snwp-xl --help\n"),
])
def test_a_wrong_call_is_one_line_on_standard_error(call: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*call)
    assert ended.value.code == cli.BAD_CALL
    assert capsys.readouterr() == ("", said)


def test_calculate_as_json(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("calculate", example, "--json") == cli.DONE
    said = json.loads(capsys.readouterr().out)
    assert (said["status"], said["assessment"], said["combining_rule"]) == ("FINAL", "2017/18", "Sum / 6, as published")
    assert said["thresholds"] == {"high": 48, "medium": 30, "highest_possible": 120}
    assert said["edition"] == 1
    assert said["results"] == "results/Harm matrix 2017-18.xlsx"
    violent = said["matrix"][1]
    assert violent["crime_type"] == "Violent Crime"
    assert violent["harm_scores"] == {"NWLDC": 13, "Police": 15, "Fire": 6, "Community safety": 19, "UAVA": 21}
    assert (violent["combined_harm"], violent["probability"], violent["risk_score"], violent["risk_band"]) == (12, 5, 60, "High")
    assert violent["combined_harm_unrounded"] == pytest.approx(74 / 6)
    assert [one["state"] for one in said["returns"]] == ["complete"] * 5
    assert all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) for one in said["returns"])


def test_check_names_the_cell(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cell = spoil(example / "returns" / "Police.xlsx", 7)
    assert run("check", example, "--json") == cli.FOUND_ERRORS
    said = json.loads(capsys.readouterr().out)
    errors = [one for one in said["findings"] if one["severity"] == "ERROR"]
    assert [(one["code"], one["file"], one["sheet"], one["cell"], one["agency"]) for one in errors] == [
        ("score-out-of-range", "returns/Police.xlsx", "Harm scores", cell, "Police")]
    assert run("check", example) == cli.FOUND_ERRORS
    text = " ".join(capsys.readouterr().out.split())
    assert f"Police.xlsx, Harm scores!{cell}: Alcohol Related Violence, Physical - Individual: 7 is not a score. " \
           "Enter 1 to 4, or choose No view." in text


def test_an_error_in_a_return_does_not_stop_the_calculation(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(example / "returns" / "Police.xlsx", "high")
    assert run("calculate", example, "--json") == cli.FOUND_ERRORS
    said = json.loads(capsys.readouterr().out)
    assert said["status"] == "PROVISIONAL"
    assert said["matrix"][0]["harm_scores"]["Police"] is None
    assert said["matrix"][0]["scored_by"] == 4


@pytest.mark.parametrize("verb", ["demo", "new", "blanks", "check", "calculate"])
def test_each_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(verb, "--help")
    assert stopped.value.code == 0
    assert f"example: snwp-xl {verb}" in capsys.readouterr().out


def test_no_colour_where_nobody_looks(example: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "snwp_xl", "check", str(example)], capture_output=True, text=True, check=True)
    assert "\x1b" not in done.stdout


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from snwp_xl.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n" \
           f"print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_calculate_imports_no_pandas_and_no_openpyxl(example: Path) -> None:
    """jinja2 is imported: it writes the briefing, which must never be of another edition than the workbook beside it."""
    code = f"import sys; from snwp_xl.cli import main; main(['calculate', {str(example)!r}, '--json']); " \
           "print([m for m in ('pandas', 'numpy', 'openpyxl', 'xlwings') if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_the_same_call_twice_leaves_the_results_alone(example: Path) -> None:
    first = operations.calculate(example)
    before = {path: path.read_bytes() for path in (example / "results").rglob("*") if path.is_file()}
    assert {first.results, first.briefing} <= set(before)
    second = operations.calculate(example)
    assert second.report.edition == 1
    assert {path: path.read_bytes() for path in (example / "results").rglob("*") if path.is_file()} == before


def test_what_is_published_is_written_only_where_it_is_asked_for(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("calculate", example, "--json") == cli.DONE
    said = json.loads(capsys.readouterr().out)
    assert (said["briefing"], said["public"]) == ("results/Briefing 2017-18.html", None)
    assert run("calculate", example, "--public", "--json") == cli.DONE
    said = json.loads(capsys.readouterr().out)["public"]
    assert (said["workbook"], said["briefing"]) == ("results/Harm matrix 2017-18 - public.xlsx", "results/Briefing 2017-18 - public.html")
    assert all((example / name).is_file() for name in (said["workbook"], said["briefing"], *said["tables"]))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix closes it")
@pytest.mark.parametrize("verb", ["check", "calculate", "status"])
def test_a_closed_standard_output_does_not_stop_the_work(example: Path, verb: str) -> None:
    done = subprocess.run(f"{sys.executable} -m snwp_xl {verb} '{example}' >&-", shell=True, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_json_is_the_same_on_every_console(tmp_path: Path) -> None:
    of = replace(example_assessment(), area="Gŵyr – naïve")
    of = replace(of, agencies=tuple(replace(one, name="Café") if one.name == "Fire" else one for one in of.agencies))
    operations.write_round(tmp_path / "round", of, counts_workbook(of, example_counts(of)))
    said = [
        subprocess.run([sys.executable, "-m", "snwp_xl", "check", "--json", str(tmp_path / "round")], capture_output=True, check=True,
                       env={**os.environ, "PYTHONIOENCODING": encoding}).stdout for encoding in ("utf-8", "cp1252", "ascii")]
    assert said[0] == said[1] == said[2]
    assert "Café" in {one["agency"] for one in json.loads(said[2])["returns"]}


def test_ctrl_c_is_one_line(example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def pressed(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(operations, "calculate", pressed)
    assert run("calculate", example) == 130
    assert capsys.readouterr() == ("", "\nsnwp-xl: stopped.\n")


@pytest.mark.parametrize("verb", ["new", "demo", "check", "calculate"])
def test_a_folder_that_leads_to_itself_is_one_line(tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    loop = tmp_path / "loop"
    try:
        loop.symlink_to(loop)
    except OSError:
        pytest.skip("no links here")
    assert run(verb, loop) == cli.BAD_CALL
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_a_file_is_called_never_steers_the_terminal(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        (example / "returns" / "\x1b]0;mine\x07\x9b2J.xlsx").write_bytes(b"no workbook")
    except OSError:
        pytest.skip("this disk takes no such name")
    assert run("check", example) == cli.FOUND_ERRORS
    said = capsys.readouterr().out
    assert "mine" in said
    assert not set(said) & {"\x1b", "\x07", "\x9b"}


def test_nobody_is_asked_or_reminded_of_a_crime_type_that_the_officer_renamed(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    of = example_assessment()
    renamed = tuple(replace(one, name="Robbery offences") if one.name == "Robbery" else one for one in of.crime_types)
    (example / "assessment.xlsx").write_bytes(setup_workbook(replace(of, crime_types=renamed)))
    assert run("check", example) == cli.FOUND_ERRORS
    said = " ".join(capsys.readouterr().out.split())
    assert "The set-up has Robbery offences; 5 returns have Robbery instead" in said
    assert said.endswith("Next: put right what is marked ERROR. Then check again.")
    run("emails", example, "--kind", "reminder")
    assert list((example / "emails").glob("*.eml")) == []
    capsys.readouterr()
    run("status", example)
    assert "Put right: " in capsys.readouterr().out
