"""The command line on Windows, from xlwings' own VBA: the right Python, our function, and the workbook whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click_child.launch import arguments
from clicking import HEIGHT, RUN_LIMIT, WHOLE_WINDOW, WIDTH, ClickedBook, Screen, wait_for
from libreoffice import ALL_MACROS, Soffice
from windows_command import split_as_windows_does

from snwp_xl.assessment import setup_workbook
from snwp_xl.buttons import BUTTONS, Interpreter, configuration
from snwp_xl.example import example_assessment

COMPUTER = {"LOCALAPPDATA": r"C:\Users\Jo Smith\AppData\Local"}
PYTHON = r"C:\Users\Jo Smith\AppData\Local\snwp_xl\venv\Scripts\python.exe"


@pytest.mark.parametrize("name", ["assessment.xlsm", "Copy of assessment (1) [draft].xlsm"])
def test_the_command_that_windows_would_run(screen: Screen, tmp_path: Path, name: str) -> None:
    from windows_objects import put_windows

    path = tmp_path / name
    path.write_bytes(setup_workbook(example_assessment(), Interpreter()))
    soffice = Soffice(visible=True, environment={"DISPLAY": screen.display, "Temp": r"C:\Temp"})
    try:
        document = soffice.load(path, hidden=False, macros=ALL_MACROS)
        document.model.CurrentController.Frame.ContainerWindow.setPosSize(0, 0, WIDTH, HEIGHT, WHOLE_WINDOW)
        windows = put_windows(soffice, document, COMPUTER, settings=len(configuration(Interpreter())))
        book = ClickedBook(screen, document, tmp_path / "journal")
        for times, button in enumerate(BUTTONS[:3], start=1):
            book.press(button.caption)
            wait_for(lambda wanted=times: len(windows.run) >= wanted, RUN_LIMIT, "xlwings' macro ran nothing")
    finally:
        soffice.kill()
    for button, (command, style, wait) in zip(BUTTONS, windows.run, strict=False):
        assert (style, wait) == (0, True)  # no console window; Excel waits
        change, folder, call = command.split(" & ")
        assert change == "cmd.exe /C C:"
        assert folder == r'cd "C:\Users\Jo Smith\AppData\Local\snwp_xl\venv\Scripts"'
        call, log = call.split(" 2> ")
        assert log.startswith(r'"C:\Temp\xlwings-')
        given = split_as_windows_does(call)
        assert given[:3] == [PYTHON, "-B", "-c"]
        compile(given[3], "<command>", "exec")
        assert given[3].endswith(f"; {button.command}")
        assert [one for one in given if one.startswith("--wb=")] == [f"--wb={name}"]
        shared = given[4:6]
        ours = arguments(button.command, name, str(path))  # what the click's child is given
        assert shared == ours[4:6]
        assert [one.split("=")[0] for one in given[6:]] == [one.split("=")[0] for one in ours[6:]]
        assert given[3].replace("\\\\", "/").split(";")[:2] == ours[3].replace("\\\\", "/").split(";")[:2]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('a "b c" d', ["a", "b c", "d"]),
        (r'python -c "f(\"x;y\"); g()" --wb="a b.xlsm"', ["python", "-c", 'f("x;y"); g()', "--wb=a b.xlsm"]),
        (r'"C:\a b\\" x', ["C:\\a b\\", "x"]),
        (r'C:\a\b.exe ""', [r"C:\a\b.exe", ""]),
    ],
)
def test_a_command_line_is_taken_apart_as_windows_does(line: str, wanted: list[str]) -> None:
    assert split_as_windows_does(line) == wanted
