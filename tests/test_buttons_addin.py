"""The ribbon add-in, where Excel looks for it, and which Python a button starts."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree

import olefile
import openpyxl
import pytest
import xlwings
from libreoffice import Office
from openxml_audit import OpenXmlValidator

from snwp_xl.buttons import BUTTONS, Interpreter, ProjectRefused, addin_bytes, configuration, interpreter_here, ribbon
from snwp_xl.buttons.compression import decompress
from snwp_xl.buttons.install import install, places, remove, status
from snwp_xl.buttons.interpreter import MADE_BY
from snwp_xl.buttons.modules import modules, read_records
from snwp_xl.buttons.ribbon import ADDIN_SHEET, RIBBON_NAMESPACE, RIBBON_PART
from snwp_xl.buttons.shipped import RIBBON, VBA_PART, shipped_parts

ANY = Interpreter()
MAC_ADDIN = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/snwp_xl.xlam"
MAC_SCRIPT = f"Library/Application Scripts/com.microsoft.Excel/xlwings-{xlwings.__version__}.applescript"
WINDOWS_ADDIN = "Microsoft/Excel/XLSTART/snwp_xl.xlam"


def sources(content: bytes) -> dict[str, str]:
    """Every module's source, by its name."""
    with olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_UNSURE) as container:
        listed = modules(read_records(decompress(container.openstream(["VBA", "dir"]).read())))
        streams = {module: container.openstream(["VBA", module.name]).read() for module in listed}
    return {module.name: decompress(data[module.source_offset :]).decode("cp1252") for module, data in streams.items()}


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def as_workbook(addin: bytes, path: Path) -> Path:
    """The add-in's content as a macro workbook, which is the kind that openpyxl and LibreOffice read."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts_of(addin).items():
            archive.writestr(name, data.replace(b"ms-excel.addin.", b"ms-excel.sheet."))
    return path


# --- the add-in --------------------------------------------------------------------------------------------------------


def test_the_ribbon_has_a_tab_with_the_five_buttons_in_order() -> None:
    root = ElementTree.fromstring(parts_of(addin_bytes(ANY))[RIBBON_PART])
    space = f"{{{RIBBON_NAMESPACE}}}"
    assert [tab.get("label") for tab in root.iter(f"{space}tab")] == ["Harm matrix"]
    buttons = list(root.iter(f"{space}button"))
    assert [button.get("label") for button in buttons] == [
        "Create blanks", "Check returns", "Calculate", "Draft e-mails", "Check this computer",
    ]  # fmt: skip
    assert [button.get("supertip") for button in buttons] == [button.does for button in BUTTONS]
    assert len({button.get("id") for button in buttons}) == 5


def test_every_button_of_the_ribbon_calls_a_macro_that_is_there() -> None:
    parts = parts_of(addin_bytes(ANY))
    source = sources(parts[VBA_PART])["RibbonMyAddin"]
    called = re.findall(r'onAction="RibbonMyAddin\.(\w+)"', parts[RIBBON_PART].decode())
    assert called == [button.macro for button in BUTTONS]
    for button in BUTTONS:
        wanted = f'Public Sub {button.macro}(control As IRibbonControl)\r\n    RunPython "{button.command}"\r\nEnd Sub'
        assert source.count(wanted) == 1


def test_the_rest_of_the_add_in_is_xlwings_but_for_its_name_and_settings() -> None:
    ours, theirs = parts_of(addin_bytes(ANY)), shipped_parts(RIBBON)
    assert list(ours) == list(theirs)
    changed = {name for name in theirs if ours[name] != theirs[name]}
    assert changed == {VBA_PART, RIBBON_PART, "xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"}
    own, shipped = sources(ours[VBA_PART]), sources(theirs[VBA_PART])
    assert {name for name in shipped if own[name] != shipped[name]} == {"RibbonMyAddin", "xlwings"}
    assert own["xlwings"] == shipped["xlwings"].replace('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "snwp_xl"')


def test_the_add_in_finds_its_settings_by_the_name_that_its_module_looks_for(tmp_path: Path) -> None:
    content = addin_bytes(Interpreter(windows=r"C:\Users\A & B\python.exe"))
    path = as_workbook(content, tmp_path / "snwp_xl.xlsm")
    name = re.search(r'PROJECT_NAME As String = "(\w+)"', sources(parts_of(content)[VBA_PART])["xlwings"])
    assert name is not None
    assert f"{name[1]}.conf" == ADDIN_SHEET
    sheet = openpyxl.load_workbook(path)[ADDIN_SHEET]
    rows = {row[0].value: (row[1].value or "", row[1].data_type) for row in sheet.iter_rows()}
    assert rows["Interpreter_Win"] == (r"C:\Users\A & B\python.exe", "s")
    assert rows["ADD_WORKBOOK_TO_PYTHONPATH"] == ("False", "s")
    assert len(rows) == len(configuration(ANY))


def test_the_add_in_is_sound_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    (tmp_path / "snwp_xl.xlam").write_bytes(addin_bytes(ANY))
    (tmp_path / "theirs.xlam").write_bytes((Path(xlwings.__file__).parent / RIBBON).read_bytes())
    ours, theirs = (OpenXmlValidator().validate(str(tmp_path / name)) for name in ("snwp_xl.xlam", "theirs.xlam"))
    assert {str(error) for error in ours.errors} <= {str(error) for error in theirs.errors}
    assert addin_bytes(ANY) == addin_bytes(ANY) != addin_bytes(Interpreter(windows="python.exe"))


def test_libreoffice_reads_the_add_in(office: Office, tmp_path: Path) -> None:
    with office.opened(as_workbook(addin_bytes(ANY), tmp_path / "snwp_xl.xlsm")) as document:
        assert document.sheets == (ADDIN_SHEET,)
        assert document.read((ADDIN_SHEET, "B8")) == "False"
        document.model.BasicLibraries.loadLibrary("MyAddin")  # the name of xlwings' project
        library = document.model.BasicLibraries.getByName("MyAddin")
        assert 'RunPython "import snwp_xl.addin; snwp_xl.addin.calculate()"' in library.getByName("RibbonMyAddin")


def test_an_add_in_that_is_not_as_expected_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = shipped_parts(RIBBON)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"_myaddin.conf", b"settings")
    monkeypatch.setattr(ribbon, "shipped_parts", lambda name: parts)
    with pytest.raises(ProjectRefused, match=r"cannot be made from xlwings .*: its add-in's xl/workbook\.xml is different\."):
        addin_bytes(ANY)


# --- where Excel looks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "variable", "wanted"),
    [("win32", "APPDATA", [WINDOWS_ADDIN]), ("darwin", "HOME", [MAC_ADDIN, MAC_SCRIPT])],
)
def test_installed_where_excel_looks_then_up_to_date_then_removed(
    tmp_path: Path, platform: str, variable: str, wanted: list[str]
) -> None:
    environment = {variable: str(tmp_path)}
    before = status(platform, environment, ANY)
    assert (before.done, before.lines[0].split(".")[0]) == (False, "The add-in is not installed")
    report = install(platform, environment, ANY)
    assert report.done
    assert str(tmp_path / wanted[0]) in report.lines[0]
    files = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(files) == sorted(wanted)
    assert files[wanted[0]].read_bytes() == addin_bytes(ANY)
    assert status(platform, environment, ANY).done
    moved = status(platform, environment, Interpreter(windows="elsewhere"))
    assert (moved.done, moved.lines[-1]) == (False, "Run: snwp-xl addin install")
    assert remove(platform, environment).done
    assert not files[wanted[0]].exists()
    assert remove(platform, environment).lines == (f"There is no add-in in {files[wanted[0]].parent}.",)


def test_on_a_mac_the_script_that_starts_programs_is_xlwings_own(tmp_path: Path) -> None:
    install("darwin", {"HOME": str(tmp_path)}, ANY)
    own = Path(xlwings.__file__).parent / Path(MAC_SCRIPT).name
    assert (tmp_path / MAC_SCRIPT).read_bytes() == own.read_bytes()
    (tmp_path / MAC_SCRIPT).unlink()
    assert "applescript" in status("darwin", {"HOME": str(tmp_path)}, ANY).lines[0]


def test_elsewhere_it_says_what_it_would_do_and_does_nothing(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "APPDATA": str(tmp_path)}
    for report in (install("linux", environment, ANY), remove("linux", environment), status("linux", environment, ANY)):
        assert not report.done
        assert r"%APPDATA%\Microsoft\Excel\XLSTART\snwp_xl.xlam" in "\n".join(report.lines)
        assert f"~/{MAC_ADDIN}" in "\n".join(report.lines)
    assert list(tmp_path.iterdir()) == []
    assert places("linux", environment) is None


def test_an_account_without_the_folder_is_told_so() -> None:
    for platform, variable in (("win32", "APPDATA"), ("darwin", "HOME")):
        report = install(platform, {}, ANY)
        assert not report.done
        assert variable in report.lines[0]


def test_an_add_in_that_excel_holds_open_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"APPDATA": str(tmp_path)}
    install("win32", environment, ANY)

    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    for report in (install("win32", environment, ANY), remove("win32", environment)):
        assert not report.done
        assert "Permission denied. Close Excel completely and try again." in report.lines[0]


# --- which Python -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "executable", "environment", "wanted"),
    [
        (
            "win32", r"C:\Users\jo\AppData\Local\snwp_xl\venv\Scripts\python.exe", {"LOCALAPPDATA": r"C:\Users\jo\AppData\Local"},
            Interpreter(),
        ),
        (
            "win32", r"c:\users\JO\appdata\local\snwp_xl\venv\Scripts\python.exe", {"LOCALAPPDATA": r"C:\Users\jo\AppData\Local"},
            Interpreter(),
        ),
        (
            "win32", r"D:\Programs (x86)\Python\python.exe", {"LOCALAPPDATA": r"C:\Users\jo\AppData\Local"},
            Interpreter(windows=r"D:\Programs (x86)\Python\python.exe"),
        ),
        ("win32", r"D:\Python\python.exe", {}, Interpreter(windows=r"D:\Python\python.exe")),
        ("darwin", "/Users/jo/.snwp_xl/venv/bin/python", {"HOME": "/Users/jo"}, Interpreter()),
        ("darwin", "/opt/python/bin/python3", {"HOME": "/Users/jo"}, Interpreter(mac="/opt/python/bin/python3")),
        ("linux", "/usr/bin/python3", {"HOME": "/home/jo"}, Interpreter()),
        ("win32", "", {}, Interpreter()),
    ],
)  # fmt: skip
def test_the_python_that_runs_now_or_the_fixed_place(
    platform: str, executable: str, environment: dict[str, str], wanted: Interpreter
) -> None:
    found = interpreter_here(platform, executable, environment)
    assert PureWindowsPath(found.windows) == PureWindowsPath(wanted.windows)
    assert found.mac == wanted.mac


def test_the_settings_say_the_interpreter_and_leave_nothing_to_files_on_the_computer() -> None:
    rows = dict(configuration(Interpreter("w", "m")))
    assert rows["Interpreter_Win"] == "w"
    assert rows["Interpreter_Mac"] == "m"
    assert rows["ADD_WORKBOOK_TO_PYTHONPATH"] == rows["Use UDF Server"] == rows["Show Console"] == "False"
    assert rows["PYTHONPATH"] == rows["Conda Path"] == rows["Conda Env"] == ""
    source = sources(shipped_parts(RIBBON)[VBA_PART])["xlwings"]
    asked = {name.upper() for name in re.findall(r'GetConfig\("([^"]+)"', source)}
    assert {name.upper() for name in rows if name != MADE_BY} <= asked  # a setting that the macro does not know would do nothing
