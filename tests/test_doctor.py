"""What the doctor says of computers of every kind, and of the one that it runs on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest

from snwp_xl import cli
from snwp_xl.assessment import setup_workbook
from snwp_xl.buttons import Interpreter
from snwp_xl.buttons.install import install, places
from snwp_xl.buttons.shipped import xlwings_version
from snwp_xl.doctor import Line, Machine, Verdict, examine, this_machine
from snwp_xl.doctor import machine as real
from snwp_xl.doctor.windows import CHILD_PROCESSES, EXCEL, OWN, POLICIES, RULE_KEYS, RULES_IN_ONE, WIN32_CALLS
from snwp_xl.doctor.windows import lines as on_windows
from snwp_xl.example import example_assessment
from snwp_xl.installed import version_of

PYTHON = r"C:\Users\jo\AppData\Local\snwp_xl\venv\Scripts\python.exe"
OURS = version_of("snwp_xl") or ""
PACKAGES = {"snwp_xl": OURS, "xlwings": xlwings_version(), "pandas": "3.0", "pywin32": "311"}
Registry = dict[str, Mapping[str, object]]


def windows(registry: Registry | None = None, **changes: object) -> Machine:
    """A council's laptop on which everything is in order, but for what a test changes."""
    known: Registry = {EXCEL: {"": r"C:\Office\EXCEL.EXE"}, **(registry or {})}
    keys = {key.rpartition("\\")[0]: () for key in known}
    below = {parent: tuple(key.rpartition("\\")[2] for key in known if key.rpartition("\\")[0] == parent) for parent in keys}
    machine = Machine(
        "win32", {"LOCALAPPDATA": r"C:\Users\jo\AppData\Local", "USERPROFILE": r"C:\Users\jo"}, PYTHON, r"C:\Python312\python.exe",
        (3, 12), 64, PACKAGES, lambda path: path == PYTHON, lambda path: "", known.get, lambda key: below.get(key, ()), lambda path: "")
    return replace(machine, **changes)  # type: ignore[arg-type]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The example's set-up workbook, whose buttons start the fixed Python."""
    path = tmp_path / "assessment.xlsm"
    path.write_bytes(setup_workbook(example_assessment(), Interpreter()))
    return path


def wrong(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    """What is to be put right."""
    return [(line.subject, f"{line.words} {line.advice}") for line in lines if line.wrong]


def only(lines: tuple[Line, ...]) -> tuple[str, str]:
    """The one thing that is to be put right."""
    found = wrong(lines)
    assert len(found) == 1, found
    return found[0]


def test_where_everything_is_in_order_every_line_says_so(workbook: Path) -> None:
    lines = examine(windows(), workbook)
    assert {line.verdict for line in lines} == {Verdict.OK}
    assert [line.subject for line in lines] == [
        "Workbook", "Python", "Packages", "Versions", "Buttons' Python", "Excel", "Macros", "Mark of the Web", "Trusted location",
        "Defender", "Defender"]
    said = {line.subject: line.words for line in lines}
    assert said["Buttons' Python"] == f"{PYTHON} starts, and is the one that runs now."
    assert said["Versions"] == f"The workbook's macros and the installed xlwings are both {xlwings_version()}."


@pytest.mark.parametrize(("changes", "subject", "words"), [
    ({"python": (3, 9)}, "Python", "please install Python 3.11 or later"),
    ({"bits": 32}, "Python", "64-bit, from python.org"),
    ({"packages": {**PACKAGES, "pywin32": ""}}, "Packages", "Not installed: pywin32."),
    ({"packages": {**PACKAGES, "snwp_xl": "0.9.0"}}, "Versions", f"made by snwp_xl {OURS}, and 0.9.0 is installed. Run snwp-xl new --buttons"),
    ({"packages": {**PACKAGES, "xlwings": "0.40.0"}}, "Versions", "0.40.0 is installed. Run snwp-xl new --buttons FOLDER"),
    ({"exists": lambda path: False}, "Buttons' Python", f"The buttons start {PYTHON}, which is not there. Run snwp-xl new --buttons"),
    ({"starts": lambda path: "Access is denied"}, "Buttons' Python", "could not be started: Access is denied. Send to ICT: please allow"),
    ({"base": r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12\python.exe"}, "Microsoft Store", "Excel cannot see"),
    ({"mark": lambda path: "[ZoneTransfer]\nZoneId=3\nHostUrl=about:internet\n"}, "Mark of the Web", "Properties, Unblock"),
])
def test_one_thing_that_is_wrong(changes: dict[str, object], subject: str, words: str, workbook: Path) -> None:
    found = only(examine(windows(**changes), workbook))
    assert found[0] == subject
    assert words in found[1]


def locations(path: str, below: int = 1) -> Registry:
    return {rf"{OWN}\Excel\Security\Trusted Locations\Location7": {"Path": path, "AllowSubFolders": below}}


@pytest.mark.parametrize(("registry", "words"), [
    ({rf"{POLICIES[0]}\Excel\Security": {"VBAWarnings": 4}},
     "A policy lets Excel run no macros; those of this workbook are not signed. Send to ICT"),
    ({rf"{POLICIES[1]}\Excel\Security": {"vbawarnings": 3}}, "A policy lets Excel run only signed macros"),
    ({rf"{OWN}\Excel\Security": {"VBAWarnings": 4}},
     "Excel is set to run no macros; those of this workbook are not signed. In Excel: File, Options"),
    ({rf"{POLICIES[2]}\Common": {"VBAOFF": 1}}, "VBA is turned off for Office on this computer. Send to ICT"),
])
def test_macros_that_a_setting_bars(registry: Registry, words: str, workbook: Path) -> None:
    subject, said = only(examine(windows(registry), workbook))
    assert subject == "Macros"
    assert said.startswith(words)
    assert "snwp-xl watch FOLDER" in said


def test_a_policy_is_stronger_than_the_users_setting(workbook: Path) -> None:
    registry: Registry = {rf"{POLICIES[0]}\Excel\Security": {"VBAWarnings": 2}, rf"{OWN}\Excel\Security": {"VBAWarnings": 4}}
    assert wrong(examine(windows(registry), workbook)) == []


@pytest.mark.parametrize(("place", "below", "trusted"), [
    ("{folder}", 0, True), ("{folder}\\", 0, True), ("{parent}", 1, True), ("{parent}", 0, False), ("C:\\Elsewhere", 1, False),
    ("", 1, False)])
def test_in_a_trusted_location_neither_policy_nor_mark_stops_macros(place: str, below: int, trusted: bool) -> None:
    folder = r"C:\Users\jo\Rounds\2017-18"
    registry: Registry = {
        rf"{POLICIES[0]}\Excel\Security": {"VBAWarnings": 4},
        **locations(place.format(folder=r"%USERPROFILE%\Rounds\2017-18", parent=r"C:\Users\jo\Rounds"), below)}
    machine = windows(registry, mark=lambda path: "ZoneId=3")
    found = {line.subject for line in on_windows(machine, PureWindowsPath(folder, "assessment.xlsm")) if line.wrong}
    assert found == (set() if trusted else {"Macros", "Mark of the Web"})


@pytest.mark.parametrize(("allowed", "trusted"), [({}, False), ({"AllowNetworkLocations": 0}, False), ({"AllowNetworkLocations": 1}, True)])
def test_a_folder_on_the_network_is_trusted_only_if_excel_is_told_so(allowed: dict[str, object], trusted: bool) -> None:
    share = r"\\council\safer\2017-18"
    registry: Registry = {
        rf"{POLICIES[0]}\Excel\Security": {"VBAWarnings": 4}, **locations(share), rf"{OWN}\Excel\Security\Trusted Locations": allowed}
    found = {line.subject for line in on_windows(windows(registry), PureWindowsPath(share, "assessment.xlsm")) if line.wrong}
    assert found == (set() if trusted else {"Macros"})


def test_trusted_locations_can_be_turned_off(workbook: Path) -> None:
    registry: Registry = {
        rf"{POLICIES[0]}\Excel\Security\Trusted Locations": {"AllLocationsDisabled": 1}, **locations(str(workbook.parent)),
        rf"{POLICIES[0]}\Excel\Security": {"VBAWarnings": 4}}
    assert only(examine(windows(registry), workbook))[0] == "Macros"


@pytest.mark.parametrize(("guid", "name"), [CHILD_PROCESSES, WIN32_CALLS])
@pytest.mark.parametrize(("state", "verb"), [("1", "blocks"), ("6", "warns"), ("2", ""), ("0", "")])
@pytest.mark.parametrize("key", [*RULE_KEYS, RULES_IN_ONE[0]])
def test_defenders_rules(guid: str, name: str, state: str, verb: str, key: str, workbook: Path) -> None:
    values = {guid.upper(): state} if key in RULE_KEYS else {"ASRRules": f"26190899-1602-49e8-8b27-eb1d0a1ce869=1|{guid.upper()}={state}"}
    lines = examine(windows({key: values}), workbook)
    if verb:
        subject, said = only(lines)
        assert (subject, f"The rule {name} {verb} on this computer." in said, guid in said) == ("Defender", True, True)
    else:
        assert wrong(lines) == []
        assert any(f"The rule {name} does not block here." in line.words for line in lines)


def test_a_workbook_without_buttons_or_out_of_reach(tmp_path: Path) -> None:
    plain = tmp_path / "assessment.xlsx"
    plain.write_bytes(setup_workbook(example_assessment()))
    for path, words in ((plain, "has no buttons"), (Path("assessment.xlsm"), "is not on this computer")):
        lines = examine(windows(), path)
        assert (lines[0].subject, lines[0].verdict) == ("Workbook", Verdict.UNKNOWN)
        assert words in lines[0].words
        assert wrong(lines) == []


OTHER = r"D:\Python\python.exe"


@pytest.mark.parametrize(("there", "version", "words"), [
    ({PYTHON, OTHER}, xlwings_version(), ""),
    ({PYTHON}, xlwings_version(), rf"Its buttons start {OTHER}, which is not there. Run snwp-xl addin install, and start Excel again."),
    ({PYTHON, OTHER}, "0.40.0", f"Its macros are from xlwings {xlwings_version()}, and 0.40.0 is installed. Run snwp-xl addin install")])
def test_the_ribbon_add_in_where_it_is_installed(there: set[str], version: str, words: str, tmp_path: Path) -> None:
    """Also beside a workbook without buttons, whose Python is then not asked for."""
    environment = {"APPDATA": str(tmp_path)}
    target = places("win32", environment)
    assert target is not None
    install("win32", environment, Interpreter(windows=OTHER))
    plain = tmp_path / "assessment.xlsx"
    plain.write_bytes(setup_workbook(example_assessment()))
    machine = windows(environment=environment, packages={**PACKAGES, "xlwings": version}, exists={*there, str(target.addin)}.__contains__)
    lines = examine(machine, plain)
    assert "Buttons' Python" not in {line.subject for line in lines}
    if words:
        subject, said = only(lines)
        assert (subject, said.startswith(words)) == ("Ribbon add-in", True)
    else:
        assert wrong(lines) == []
        assert Line("Ribbon add-in", Verdict.OK, f"It is installed; its buttons start {OTHER}.") in lines


def test_a_ribbon_add_in_that_is_damaged_or_barred(workbook: Path, tmp_path: Path) -> None:
    environment = {"APPDATA": str(tmp_path), "LOCALAPPDATA": r"C:\Users\jo\AppData\Local"}
    target = places("win32", environment)
    assert target is not None
    install("win32", environment, Interpreter(windows=OTHER))
    machine = windows(environment=environment, exists={PYTHON, OTHER, str(target.addin)}.__contains__,
                      starts=lambda path: "Access is denied" if path == OTHER else "")
    subject, said = only(examine(machine, workbook))
    assert (subject, "Access is denied. Send to ICT: please allow" in said) == ("Ribbon add-in", True)
    target.addin.write_bytes(b"nothing")
    assert only(examine(machine, workbook)) == ("Ribbon add-in", "The add-in could not be read. Run snwp-xl addin install, and start Excel again.")


def test_a_mac_needs_xlwings_script(workbook: Path) -> None:
    script = f"/Users/jo/Library/Application Scripts/com.microsoft.Excel/xlwings-{xlwings_version()}.applescript"
    there = {"/Users/jo/.snwp_xl/venv/bin/python", script, "/Applications/Microsoft Excel.app/Contents/Info.plist"}
    mac = windows(platform="darwin", environment={"HOME": "/Users/jo"}, executable="/Users/jo/.snwp_xl/venv/bin/python",
                  exists=there.__contains__)
    assert wrong(examine(mac, workbook)) == []
    there.remove(script)
    subject, said = only(examine(mac, workbook))
    assert subject == "xlwings' script"
    assert said.endswith("Run once: xlwings runpython install")


def test_elsewhere_it_says_that_the_commands_do_the_same(workbook: Path) -> None:
    lines = examine(replace(windows(), platform="linux"), workbook)
    assert (lines[-1].subject, lines[-1].advice.endswith("The commands do the same here.")) == ("Excel", True)
    assert wrong(lines) == []


# --- this computer ----------------------------------------------------------------------------------------------------------


def test_this_computer_is_looked_at() -> None:
    machine = this_machine()
    assert machine.executable == sys.executable
    assert machine.python == sys.version_info[:2]
    assert machine.packages["snwp_xl"]
    assert machine.exists(sys.executable)
    assert machine.starts(sys.executable) == ""


def test_a_program_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = this_machine()
    assert machine.starts(str(tmp_path / "python.exe")) == "No such file or directory"
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'ModuleNotFoundError: No module named snwp_xl' >&2; exit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    assert machine.starts(str(broken)) == "ModuleNotFoundError: No module named snwp_xl"
    monkeypatch.setattr(real, "START_LIMIT", 0.1)
    broken.write_text("#!/bin/sh\nsleep 5\n", encoding="utf-8")
    assert machine.starts(str(broken)).startswith("it did not answer within")


def test_the_command_prints_a_line_for_each_thing(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", str(workbook.parent)]) == cli.DONE
    said = capsys.readouterr().out
    assert "OK         Workbook: assessment.xlsm has the buttons." in said
    assert said.endswith("Nothing to put right.\n")
    assert cli.main(["doctor", str(workbook)]) == cli.DONE
    assert cli.main(["doctor", str(workbook.parent / "nowhere")]) == cli.BAD_CALL


def test_the_command_leaves_1_where_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("snwp_xl.doctor.this_machine", lambda: windows(bits=32))
    assert cli.main(["doctor", str(tmp_path)]) == cli.FOUND_ERRORS
    said = " ".join(capsys.readouterr().out.split())
    assert "Put right Python: This is Python 3.12, 32-bit" in said
    assert "1 to put right. The commands work without any of it." in said


def test_it_runs_as_a_command_of_its_own(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "snwp_xl", "doctor"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
