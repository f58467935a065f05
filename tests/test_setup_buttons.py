"""The set-up workbook with buttons, as `new` and `demo` write it: our macros in xlwings' project, each button's macro there."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import warnings
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import olefile
import openpyxl
import pytest
from libreoffice import Office
from openpyxl.comments import Comment
from openxml_audit import OpenXmlValidator

from snwp_xl import cli, operations
from snwp_xl.assessment import read_setup, setup_workbook
from snwp_xl.assessment.start import STEPS
from snwp_xl.buttons import BUTTONS, Interpreter, ProjectRefused, configuration
from snwp_xl.buttons.inside import buttons_inside
from snwp_xl.buttons.interpreter import SHEET
from snwp_xl.buttons.project import own_macros
from snwp_xl.buttons.shipped import STANDALONE, VBA_PART, shipped_parts, xlwings_version
from snwp_xl.example import example_assessment, write_example
from snwp_xl.findings import RoundError
from snwp_xl.layout import AGENCIES
from snwp_xl.model import Thresholds
from snwp_xl.rounds import open_round
from snwp_xl.setup_again import make_again
from snwp_xl.stamp import unchanged
from workbooks import assert_recalculates, opened

with warnings.catch_warnings():  # oletools still calls pyparsing's old names when it is imported
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser

HERE = Interpreter()
MOVED = Interpreter(windows=r"D:\Python\python.exe", mac="/opt/python/bin/python")
MACRO = re.compile(r"\[0\]!(\w+)")


@pytest.fixture(scope="module")
def data() -> bytes:
    """The example's set-up workbook."""
    return setup_workbook(example_assessment(), HERE)


@pytest.fixture
def book(data: bytes, tmp_path: Path) -> Path:
    """The same as a file."""
    path = tmp_path / "assessment.xlsm"
    path.write_bytes(data)
    return path


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(name)


def streams(project: bytes) -> dict[str, bytes]:
    """Every stream of a VBA project."""
    with olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_UNSURE) as container:
        return {"/".join(path): container.openstream(path).read() for path in container.listdir()}


# --- structure ----------------------------------------------------------------------------------------------------------


def test_no_macros_are_kept_in_the_project_but_as_text() -> None:
    root = Path(__file__).parent.parent
    kept = [path for folder in ("snwp_xl", "templates", "tests", "workbooks") for path in (root / folder).rglob("*")]
    assert [path.name for path in kept if path.suffix in (".xlsm", ".xlam", ".bin")] == []
    assert [path.name for path in kept if path.suffix == ".bas"] == ["module1.bas"]


def test_olevba_reads_our_macros_word_for_word(book: Path) -> None:
    parser = VBA_Parser(str(book))
    code = {name: text.replace("\r\n", "\n") for _, _, name, text in parser.extract_macros()}
    parser.close()
    assert code["Module1.bas"].removeprefix('Attribute VB_Name = "Module1"\n').rstrip("\n") == own_macros().rstrip("\n")
    assert all("Sub " not in text and "Function " not in text for name, text in code.items() if name.endswith(".cls") and "Sheet" in name)


def test_every_stream_but_ours_is_xlwings_byte_for_byte(data: bytes) -> None:
    ours, theirs = streams(part(data, VBA_PART)), streams(shipped_parts(STANDALONE)[VBA_PART])
    assert {name for name in theirs if ours.get(name) != theirs[name]} == {"VBA/Module1", "VBA/dir", "PROJECT", "PROJECTwm"}
    assert all(re.fullmatch(r"VBA/Sheet\d+", name) for name in ours.keys() - theirs.keys())


def test_each_sheet_has_a_code_name_of_its_own_that_the_project_knows(book: Path) -> None:
    workbook = openpyxl.load_workbook(book, keep_vba=True)
    names = [sheet.sheet_properties.codeName for sheet in workbook]
    assert workbook.code_name == "ThisWorkbook"
    assert names == [f"Sheet{number}" for number in range(1, len(names) + 1)]
    assert {f"VBA/{name}" for name in (*names, "ThisWorkbook")} <= set(streams(part(book.read_bytes(), VBA_PART)))


def test_every_button_presses_a_macro_that_is_there(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        drawings = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".vml"))
    pressed = MACRO.findall(drawings)
    assert pressed == [button.macro for step in STEPS if (button := step.button)]
    assert Counter(pressed) == Counter(button.macro for button in BUTTONS)
    assert {f"Public Sub {macro}()" for macro in pressed} <= {line.strip() for line in own_macros().splitlines()}
    assert all(f">{button.caption}<" in drawings for button in BUTTONS)


def test_the_hidden_settings_are_text_and_no_menu_shows_them(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)[SHEET]
    assert sheet.sheet_state == "veryHidden"
    rows = [(name.value, value.value or "") for name, value in sheet.iter_rows(max_col=2)]
    assert tuple(rows) == configuration(HERE)
    assert ("ADD_WORKBOOK_TO_PYTHONPATH", "False") in rows
    assert {cell.data_type for row in sheet.iter_rows(max_col=2) for cell in row if cell.value is not None} == {"s"}


def test_the_validator_finds_nothing_and_our_hash_holds(book: Path) -> None:
    assert OpenXmlValidator().validate(str(book)).errors == []
    assert unchanged(book.read_bytes())


def test_two_builds_are_the_same_bytes(data: bytes) -> None:
    assert setup_workbook(example_assessment(), HERE) == data
    assert setup_workbook(example_assessment(), MOVED) != data


def test_the_states_on_start_recalculate(office: Office, data: bytes, tmp_path: Path) -> None:
    assert assert_recalculates(office, data, tmp_path) > len(BUTTONS)


def test_it_is_read_as_the_same_set_up_as_without_macros(data: bytes) -> None:
    of = read_setup(opened(data), "assessment.xlsm")[0]
    without = read_setup(opened(setup_workbook(example_assessment())), "assessment.xlsx")[0]
    assert of is not None
    assert of == without


def test_drawing_buttons_imports_no_xlwings() -> None:
    code = "import sys; from snwp_xl.example import example_assessment as e; from snwp_xl.buttons import Interpreter\n" \
           "from snwp_xl.assessment import setup_workbook; setup_workbook(e(), Interpreter()); print('xlwings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_what_a_workbook_carries_is_read_back(book: Path, tmp_path: Path) -> None:
    inside = buttons_inside(book)
    assert inside is not None
    assert (inside.interpreter, inside.xlwings) == (HERE, xlwings_version())
    plain = tmp_path / "plain.xlsx"
    plain.write_bytes(setup_workbook(example_assessment()))
    assert buttons_inside(plain) is None
    plain.write_bytes(b"no workbook")
    assert buttons_inside(plain) is None


# --- new and demo ---------------------------------------------------------------------------------------------------------


def run(*args: object) -> int:
    return cli.main([str(arg) for arg in args])


def test_new_and_demo_write_buttons_and_no_macros_leaves_them_out(tmp_path: Path) -> None:
    assert run("new", tmp_path / "2027-28") == cli.DONE
    assert buttons_inside(tmp_path / "2027-28" / "assessment.xlsm") is not None
    assert run("new", tmp_path / "2028-29", "--no-macros") == cli.DONE
    assert run("demo", tmp_path / "2017-18", "--no-macros") == cli.DONE
    for year in ("2028-29", "2017-18"):
        assert sorted(path.name for path in (tmp_path / year).glob("*.xls*")) == ["assessment.xlsx", "incidents.xlsx"]


@pytest.mark.parametrize("first", ["--no-macros", None])
def test_a_round_is_never_made_over_another(first: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "2027-28"
    assert run("new", folder, *([first] if first else [])) == cli.DONE
    before = {path: path.read_bytes() for path in folder.glob("*.xls*")}
    for flags in ((), ("--no-macros",)):
        assert run("new", folder, *flags) == cli.BAD_CALL
        assert "There is already a round" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.glob("*.xls*")} == before


def test_without_a_usable_xlwings_the_round_is_made_without_buttons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(sheets: int) -> bytes:
        raise ProjectRefused("The buttons cannot be made from xlwings 9.9: its macro RunPython is different.")

    monkeypatch.setattr("snwp_xl.buttons.book.vba_project", refuse)
    assert run("new", tmp_path / "2027-28") == cli.DONE
    said = " ".join(capsys.readouterr().out.split())
    assert "made without buttons. The buttons cannot be made from xlwings 9.9: its macro RunPython is different." in said
    assert sorted(path.name for path in (tmp_path / "2027-28").glob("*.xls*")) == ["assessment.xlsx", "incidents.xlsx"]
    assert run("new", "--buttons", tmp_path / "2027-28") == cli.BAD_CALL
    assert "its macro RunPython is different" in capsys.readouterr().err


# --- new --buttons: the same settings, another Python -----------------------------------------------------------------------


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example round, with buttons."""
    write_example(tmp_path / "2017-18", macros=True)
    return tmp_path / "2017-18"


def edit(path: Path, **fields: object) -> None:
    """Type into fields of Setup, as the officer does; given as defined names without their beginning."""
    workbook = openpyxl.load_workbook(path, keep_vba=True)
    for key, value in fields.items():
        name = workbook.defined_names[f"snwp_{key}"]
        ((sheet, cell),) = name.destinations
        workbook[sheet][cell] = value
    workbook.save(path)


def test_the_officers_settings_are_carried_over_and_the_old_file_is_left_alone(example: Path) -> None:
    old = example / "assessment.xlsm"
    edit(old, high=0.45, places=4, contact_name="O'Brien & Sons = 1", round_folder=r"C:\Rounds\2017-18 (1)")
    before = old.read_bytes(), old.stat().st_mtime_ns
    again = make_again(open_round(example), MOVED)
    assert (again.old, again.new, again.findings) == (old, example / "assessment (2).xlsm", ())
    assert (old.read_bytes(), old.stat().st_mtime_ns) == before
    assert again.new is not None
    inside = buttons_inside(again.new)
    assert inside is not None
    assert inside.interpreter == MOVED
    old.unlink()
    now = open_round(example).ready()
    assert (now.thresholds, now.settings.places) == (Thresholds(high=replace(now.thresholds).high), 4)
    assert float(now.thresholds.high) == 0.45
    assert (now.contact.name, now.settings.round_folder) == ("O'Brien & Sons = 1", r"C:\Rounds\2017-18 (1)")
    assert now.decisions == example_assessment().decisions


def test_nothing_is_made_where_nothing_would_change(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", "--buttons", example) == cli.DONE
    assert "is what would be made" in capsys.readouterr().out
    assert sorted(path.name for path in example.glob("*.xls*")) == ["assessment.xlsm", "incidents.xlsx"]


def test_buttons_for_a_round_without_macros_and_what_to_do_with_the_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "2017-18"
    write_example(folder)
    assert run("new", "--buttons", folder) == cli.DONE
    said = " ".join(capsys.readouterr().out.split())
    assert "then move assessment.xlsx out of the folder" in said
    assert run("calculate", folder) == cli.BAD_CALL
    assert "assessment.xlsm, assessment.xlsx" in capsys.readouterr().err
    assert run("new", "--buttons", folder) == cli.BAD_CALL
    (folder / "assessment.xlsx").rename(tmp_path / "old.xlsx")
    assert run("calculate", folder) == cli.DONE


def test_an_unfinished_set_up_can_be_made_again_and_a_wrong_entry_is_not_lost(tmp_path: Path) -> None:
    folder = tmp_path / "2027-28"
    operations.new_round(folder, macros=False)
    edit(folder / "assessment.xlsx", contact_name="A. Officer")
    again = make_again(open_round(folder), MOVED)
    assert again.new == folder / "assessment.xlsm"
    edit(folder / "assessment.xlsx", places="three")
    again.new.unlink()
    with pytest.raises(RoundError, match=r"an entry would be lost. assessment.xlsx, Setup!\w+: Places for priorities is .three."):
        make_again(open_round(folder), MOVED)
    assert not again.new.exists()


def test_notes_of_the_officer_that_have_no_place_are_named(example: Path) -> None:
    workbook = openpyxl.load_workbook(example / "assessment.xlsm", keep_vba=True)
    agencies = workbook["Agencies"]
    head, name = AGENCIES.head + 1, AGENCIES.at("name") + 1
    rows = {agencies.cell(row, name).value: row for row in range(head + 1, agencies.max_row + 1)}
    beyond = agencies.max_column + 2
    agencies.cell(rows["Fire"], beyond).value = "rang on Monday"
    agencies.cell(head, beyond + 1).value = "Post code"
    agencies.cell(rows["Police"], beyond + 1).value = "LE67"
    workbook["Setup"]["H5"] = "ask ICT"
    workbook["Setup"]["B9"].comment = Comment("agreed on 3 May", "officer")
    workbook.create_sheet("My notes")["A1"] = "remember"
    workbook.save(example / "assessment.xlsm")
    again = make_again(open_round(example), MOVED)
    assert [one.code for one in again.findings] == ["setup-left-behind"]
    note, code = (agencies.cell(rows[name], beyond + more).coordinate for name, more in (("Fire", 0), ("Police", 1)))
    assert "notes or comments on cells, the sheet My notes, Setup!H5" in again.findings[0].message
    assert {f"Agencies!{note}", f"Agencies!{code}"} <= set(again.findings[0].message.rstrip(".").split(": ", 1)[1].split(", "))


def test_what_is_only_typed_otherwise_is_not_missed(example: Path) -> None:
    edit(example / "assessment.xlsm", high="45%", board_date="15 Feb 2017", no_view="yes")
    again = make_again(open_round(example), MOVED)
    assert again.findings == ()


def test_an_entry_that_no_setting_holds_is_named(example: Path) -> None:
    """A partner who is not asked to score keeps only name, organisation and kind."""
    workbook = openpyxl.load_workbook(example / "assessment.xlsm", keep_vba=True)
    sheet = workbook["Agencies"]
    asked, email = (AGENCIES.at(key) + 1 for key in ("asked", "email"))
    row = next(row for row in range(AGENCIES.first + 1, sheet.max_row + 1) if sheet.cell(row, asked).value == "No")
    sheet.cell(row, email).value = "partner@example.org"
    workbook.save(example / "assessment.xlsm")
    again = make_again(open_round(example), MOVED)
    assert again.findings[0].message.endswith(f": Agencies!{sheet.cell(row, email).coordinate}.")
