"""Draws a workbook with buttons: XlsxWriter's, with the VBA project, a code name for each sheet, and the hidden settings."""

from __future__ import annotations

import io
from datetime import date

from snwp_xl.buttons.catalogue import Button
from snwp_xl.buttons.interpreter import SHEET, Interpreter, configuration
from snwp_xl.buttons.project import vba_project
from snwp_xl.sheets import Sheet, Workbook

WORKBOOK_CODE_NAME, SHEET_CODE_NAME = "ThisWorkbook", "Sheet{number}"  # the modules that the VBA project has


class ButtonBook(Workbook):
    """A workbook that is saved as .xlsm; `save` raises ProjectRefused if the installed xlwings does not yield the VBA."""

    def __init__(self, interpreter: Interpreter, *, title: str, author: str, day: date | None = None, subject: str = "") -> None:
        super().__init__(title=title, author=author, day=day, subject=subject)
        self.interpreter = interpreter

    def button(self, sheet: Sheet, row: int, column: int, button: Button, *, width: int, height: int, inset: int) -> None:
        """Put a button on a sheet, so many pixels wide and high, `inset` pixels from the cell's top left corner.

        It moves with its cell; it does not print, so whatever the cell says stands on paper.
        """
        sheet.raw.insert_button(row, column, {
            "macro": button.macro, "caption": button.caption, "width": width, "height": height, "x_offset": inset, "y_offset": inset,
            "description": f"{button.caption}: {button.does}"})

    def save(self) -> bytes:
        """The finished workbook; the same content, package and interpreter give the same bytes."""
        self._settings()
        self.raw.add_vba_project(io.BytesIO(vba_project(len(self.sheets))), is_stream=True)
        self.raw.set_vba_name(WORKBOOK_CODE_NAME)
        for number, sheet in enumerate(self.sheets.values(), start=1):
            sheet.raw.set_vba_name(SHEET_CODE_NAME.format(number=number))
        return super().save()

    def _settings(self) -> None:
        """The sheet that xlwings' macro reads first; no menu of Excel shows it."""
        sheet = self.sheet(SHEET)
        for row, (name, value) in enumerate(configuration(self.interpreter)):
            sheet.put(row, 0, name, "plain")
            sheet.put(row, 1, value, "plain")
        sheet.raw.very_hidden()
