"""Workbooks of other formats (.xls, .xlsb, .ods), read by python-calamine in a process of its own.

calamine ends the whole process on some files (one stray cell in the last row and column), so it never runs in ours: the
child has its own limits of time and memory, and whatever ends it is a reason not to read the file. Only values come
back: calamine sees no formulas, names or comments, and an error in a cell looks empty to it.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from datetime import date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from snwp_xl.intake.cells import Cell, CellKind, Sheet
from snwp_xl.intake.limits import MAX_CELLS, MAX_SHEETS, MAX_TEXT, Refused
from snwp_xl.intake.values import EXACT

READER = "python_calamine"
CHILD_SECONDS = 8
CHILD_MEMORY = 256 * 2**20  # bytes of address space, where the system can limit it
MAX_ANSWER = 64 * 2**20  # bytes that the child may print

CHILD = Path(__file__).with_name("calamine_child.py")
REFUSALS = {
    "password": ("file-protected", "it has a password"),
    "big": ("file-too-big", "its cells stretch much further than a form's"),
    "damaged": ("file-damaged", "its content cannot be understood"),
}
VISIBILITIES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}


def read_foreign(data: bytes, ending: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook that is no .xlsx; raises Refused, also where the extra reader is not installed."""
    if find_spec(READER) is None:
        raise Refused("file-needs-extra", ending)
    answer = _ask_child(data)
    if answer == "missing":
        raise Refused("file-needs-extra", ending)
    if isinstance(answer, str):
        raise Refused(*REFUSALS[answer])
    return tuple(Sheet(name, VISIBILITIES.get(visibility, "visible"), _cells(found)) for name, visibility, found in answer)


def _ask_child(data: bytes) -> Any:
    """What the child says of the file; a word of REFUSALS, or "missing", where there is nothing else to say."""
    limits = (CHILD_SECONDS, CHILD_MEMORY, MAX_CELLS, MAX_SHEETS, MAX_ANSWER // 4)
    command = [sys.executable, "-P", str(CHILD), *map(str, limits)]  # -P: neither this package nor the current folder is on its path
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no black window flashes up
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=CHILD_SECONDS, creationflags=hidden, check=False)
    except subprocess.TimeoutExpired:
        raise Refused("file-too-big", "reading it takes too long") from None
    except OSError:
        raise Refused("file-unreadable", "the extra reader for this format could not be started") from None
    if done.returncode < 0 or len(done.stdout) > MAX_ANSWER:  # ended by the system: out of its memory or time
        return "big"
    return json.loads(done.stdout) if done.returncode == 0 else "damaged"


def _cells(found: list[tuple[int, int, str, Any]]) -> dict[tuple[int, int], Cell]:
    if any(len(value) > MAX_TEXT for _row, _column, _kind, value in found if isinstance(value, str)):
        raise Refused("file-too-big", f"a cell contains more than {MAX_TEXT:,} characters")
    return {(row, column): _cell(kind, value) for row, column, kind, value in found}


def _cell(kind: str, value: Any) -> Cell:
    if kind == "b":
        return Cell(CellKind.BOOL, value, str(value).upper())
    if kind == "n":
        if not math.isfinite(value):
            return Cell(CellKind.ERROR, repr(value), repr(value))
        whole = isinstance(value, float) and value.is_integer() and abs(value) < EXACT
        return Cell(CellKind.NUMBER, int(value) if whole else value, repr(value))
    if kind == "d":
        moment = datetime.fromisoformat(value)
        day: date = moment if moment.time() != time() else moment.date()
        return Cell(CellKind.DATE, day, value)
    if kind == "c":
        return Cell(CellKind.DATE, time.fromisoformat(value), value)
    return Cell(CellKind.TEXT, value, value)
