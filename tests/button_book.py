"""A small workbook with buttons, for tests of the VBA project and of clicks: XlsxWriter, our project, and no more."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from snwp_xl.buttons import BUTTONS, Interpreter, configuration, vba_project
from snwp_xl.buttons.interpreter import SHEET

SHEETS = ("Start", "Harm matrix", "Audit")

def make_button_book(
    path: Path, sheets: Sequence[str] = SHEETS, interpreter: Interpreter | None = None, rows_between: int = 3
) -> Path:
    """A workbook whose first sheet has the five buttons, and whose last is the very hidden `xlwings.conf`."""
    names = [*sheets, SHEET]
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_vba_project(io.BytesIO(vba_project(len(names))), is_stream=True)
    workbook.set_vba_name("ThisWorkbook")
    made = [workbook.add_worksheet(name) for name in names]
    for number, sheet in enumerate(made, start=1):
        sheet.set_vba_name(f"Sheet{number}")
    for number, button in enumerate(BUTTONS):
        look = {"macro": button.macro, "caption": button.caption, "width": 160, "height": 40}
        made[0].insert_button(2 + number * rows_between, 1, look)
    made[-1].very_hidden()
    for row, (name, value) in enumerate(configuration(interpreter or Interpreter())):
        made[-1].write_string(row, 0, name)
        made[-1].write_string(row, 1, value)
    workbook.close()
    return path
