"""A real mouse click on a button of a workbook, in a visible LibreOffice on a virtual screen.

Excel's own way, as far as it goes here: our macro, unchanged and compiled, calls RunPython; a child Python is started with
the arguments that xlwings' VBA gives it; `Book.caller()` finds the workbook. Only xlwings' two VBA modules, which
LibreOffice cannot compile, are replaced in the opened copy by a RunPython of a few lines.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excel_engine import ANSWERS_VARIABLE, JOURNAL_VARIABLE, PIPE_VARIABLE
from libreoffice import ALL_MACROS, Document, OfficeMissing, OfficeTimeout, Soffice

TESTS = Path(__file__).parent
LAUNCHER = TESTS / "click_child" / "launch.py"
WIDTH, HEIGHT = 1280, 900
WHOLE_WINDOW = 15  # com.sun.star.awt.PosSize: place and size
SCREEN_LIMIT = 60  # seconds until Xvfb says its number
SHOWN_LIMIT = 90  # seconds until a button stands still on the screen
RUN_LIMIT = 300  # seconds until a child has ended; a click takes 3 on an idle computer
STANDS_STILL = 3  # looks, one after another, that find a button in the same place
PAUSE = 0.2  # seconds between looks
ROWS_AT_A_TIME = 10  # rows to scroll when a button is below the window

XLWINGS_MODULES = ("xlwings", "Dictionary")
STAND_IN = '''Option VBASupport 1
' Stands in for xlwings' module of this name: the same public function, and a program started the way this system starts one.
Public Function RunPython(PythonCommand As String)
    Shell "{python}", 0, """{launcher}"" ""{settings}"" """ & PythonCommand & """ """ & ActiveWorkbook.Name & """", False
End Function
'''


class Screen:
    """A virtual screen of its own."""

    def __init__(self) -> None:
        """Start it; raises OfficeMissing without the programs that a click needs, and OfficeTimeout if it does not come up."""
        for program in ("soffice", "Xvfb", "xdotool"):
            if shutil.which(program) is None:
                raise OfficeMissing(f"{program} is not installed")
        reading, writing = os.pipe()
        # -noreset: without it the screen starts afresh when the first client goes, and soffice sometimes goes with it
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp", "-noreset"]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, pass_fds=(writing,), stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        os.close(writing)
        os.set_blocking(reading, False)
        self.display = f":{wait_for(lambda: self._number(reading), SCREEN_LIMIT, 'Xvfb did not say its display')}"
        os.close(reading)

    def _number(self, reading: int) -> str:
        try:
            return os.read(reading, 16).decode().strip()
        except BlockingIOError:
            return ""

    def press(self, x: int, y: int) -> None:
        """Move the mouse there and press its left button."""
        command = ["xdotool", "mousemove", str(x), str(y), "sleep", "0.2", "click", "1"]
        subprocess.run(command, check=True, timeout=SCREEN_LIMIT, env={**os.environ, "DISPLAY": self.display})

    def picture(self, path: Path) -> Path | None:
        """A picture of the whole screen, where ImageMagick is there to take it."""
        if shutil.which("import") is None:
            return None
        command = ["import", "-display", self.display, "-window", "root", str(path)]
        subprocess.run(command, check=True, timeout=SCREEN_LIMIT)
        return path

    def end(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(SCREEN_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()


def wait_for(look: Callable[[], Any], seconds: float, otherwise: str) -> Any:
    """What `look` finds as soon as that is true; raises OfficeTimeout with the words `otherwise`."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        found = look()
        if found:
            return found
        time.sleep(PAUSE)
    raise OfficeTimeout(otherwise)


@dataclass
class ClickedBook:
    """A workbook open on the screen, whose buttons can be pressed."""

    screen: Screen
    document: Document
    journal: Path

    def press(self, caption: str, sheet: str = "Start") -> None:
        """Press the button with that caption; returns at once, as the child runs beside LibreOffice."""
        self.screen.press(*self._centre(sheet, caption))

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What has happened so far of a kind: started, status, alert, converted, ended."""
        lines = self.journal.read_text(encoding="utf-8").splitlines() if self.journal.exists() else []
        return [event for event in map(json.loads, lines) if event["kind"] == kind]

    def ended(self, times: int = 1) -> dict[str, Any]:
        """Wait until the child has ended for that many times; its exit code and what it wrote to standard error."""
        wait_for(lambda: len(self.events("ended")) >= times, RUN_LIMIT, f"the click's Python has not ended {times} times")
        return self.events("ended")[times - 1]

    def _centre(self, sheet: str, caption: str) -> tuple[int, int]:
        """The middle of a button on the screen, scrolled into view and standing still."""
        controller = self.document.model.CurrentController
        page = self.document.model.Sheets.getByName(sheet)
        controller.setActiveSheet(page)
        shape = self._button(page.DrawPage, caption)
        first_row = 0
        give_up = time.monotonic() + SHOWN_LIMIT
        places: list[tuple[int, int]] = []
        while time.monotonic() < give_up:
            controller.setFirstVisibleRow(first_row)
            time.sleep(PAUSE)
            places.append(self._place(controller, shape))
            x, y = places[-1]
            if not (0 < x < WIDTH and 0 < y < HEIGHT - 60):  # the last lines are the sheets' tabs and the status bar
                first_row += ROWS_AT_A_TIME if y > 0 and len(places) >= STANDS_STILL else 0
            elif len(places) >= STANDS_STILL and len(set(places[-STANDS_STILL:])) == 1:
                return x, y
        raise OfficeTimeout(f"the button {caption} did not come into view; it was last at {places[-1]}")

    @staticmethod
    def _button(page: Any, caption: str) -> Any:
        shapes = [page.getByIndex(number) for number in range(page.Count)]
        labels = {shape.Control.Label: shape for shape in shapes if hasattr(shape, "Control")}
        if caption not in labels:
            raise KeyError(f"{caption}; there are {sorted(labels)}")
        return labels[caption]

    @staticmethod
    def _place(controller: Any, shape: Any) -> tuple[int, int]:
        seen = controller.getControl(shape.Control).AccessibleContext
        corner, size = seen.getLocationOnScreen(), seen.getSize()
        return corner.X + size.Width // 2, corner.Y + size.Height // 2


@contextmanager
def clicked_book(path: Path, screen: Screen, *, first_on_path: Sequence[Path] = (), answers: Sequence[str] = ()) -> Iterator[ClickedBook]:
    """Open a workbook in place, on the screen, ready for clicks; a soffice of its own, ended with the with block.

    Modules in `first_on_path` come before those installed, in the child's Python; `answers` are for its message boxes.
    """
    soffice = Soffice(visible=True, environment={"DISPLAY": screen.display})
    try:
        document = soffice.load(path, hidden=False, macros=ALL_MACROS)
        document.model.CurrentController.Frame.ContainerWindow.setPosSize(0, 0, WIDTH, HEIGHT, WHOLE_WINDOW)
        journal, settings = soffice.folder / "journal.jsonl", soffice.folder / "child.json"
        paths = [*first_on_path, LAUNCHER.parent, TESTS]
        environment = {
            PIPE_VARIABLE: soffice.pipe, JOURNAL_VARIABLE: str(journal), ANSWERS_VARIABLE: ",".join(answers),
            "PYTHONPATH": os.pathsep.join(str(one) for one in paths), "DISPLAY": screen.display, "PYTHONFAULTHANDLER": "1",
        }  # fmt: skip
        settings.write_text(json.dumps({"workbook": str(path), "environment": environment}), encoding="utf-8")
        put_stand_in(document, settings)
        yield ClickedBook(screen, document, journal)
    finally:
        soffice.kill()


def put_stand_in(document: Document, settings: Path) -> None:
    """Replace xlwings' two modules in the opened copy; ours stay as they are, and a test would fail if they did not."""
    libraries = document.model.BasicLibraries
    libraries.loadLibrary("VBAProject")
    library = libraries.getByName("VBAProject")
    before = {name: library.getByName(name) for name in library.ElementNames if name not in XLWINGS_MODULES}
    for name in XLWINGS_MODULES:
        library.removeByName(name)
    library.insertByName("xlwings", STAND_IN.format(python=sys.executable, launcher=LAUNCHER, settings=settings))
    assert {name: library.getByName(name) for name in before} == before
