"""What the plain script leaves out, to be written by it with openpyxl: contents and looks taken from finished workbooks.

`contents` is the preparation, whose time counts for nobody: it reads the results workbook and the agencies' pages of a round
that is calculated. `write_rest` is what the plain script then does within its measured time.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

DONE_BY_PLAIN = {
    "Summary", "Risk matrix", "Harm scores", "Probability", "Crime profile", "Themes", "All scores", "Incident counts", "Chart data", "Method"}
CHARTS = "Control charts"  # drawn by the plain script; the table beside them is not


def contents(round_folder: Path, target: Path) -> int:
    """Keep in a file what the plain script leaves out of this calculated round; gives the number of cells."""
    results = load_workbook(next((round_folder / "results").glob("Harm matrix *.xlsx")))
    books = {"": [_sheet(sheet) for sheet in results if sheet.title not in DONE_BY_PLAIN]}
    for path in sorted((round_folder / "results" / "for agencies").glob("*.xlsx")):
        books[path.name] = [_sheet(sheet) for sheet in load_workbook(path)]
    looks: dict[Any, int] = {}
    for sheets in books.values():
        for sheet in sheets:
            sheet["cells"] = [(row, column, value, looks.setdefault(look, len(looks))) for row, column, value, look in sheet["cells"]]
    target.write_bytes(pickle.dumps((books, list(looks))))
    return sum(len(sheet["cells"]) for sheets in books.values() for sheet in sheets)


def _sheet(sheet: Worksheet) -> dict[str, Any]:
    cells = [(cell.row, cell.column, cell.value, _look(cell)) for row in sheet.iter_rows() for cell in row if cell.has_style]
    return {
        "name": sheet.title, "cells": cells, "freeze": sheet.freeze_panes,
        "widths": {letter: one.width for letter, one in sheet.column_dimensions.items() if one.customWidth},
        "heights": {row: one.height for row, one in sheet.row_dimensions.items() if one.height},
        "tables": [(table.name, table.ref) for table in sheet.tables.values()]}


def _look(cell: Any) -> tuple[Any, ...]:
    font, place, edge = cell.font, cell.alignment, cell.border.left
    return (
        (font.name, font.sz, font.b, font.color.rgb if font.color else None), cell.fill.fgColor.rgb if cell.fill.patternType else None,
        edge.color.rgb if edge and edge.style else None, (place.horizontal, place.vertical, place.wrap_text, place.indent),
        cell.number_format, cell.protection.locked)


def write_rest(kept: Path, book: Workbook, folder: Path) -> None:
    """Add the sheets that are left out to the results workbook, and write the agencies' pages into a folder."""
    books, looks = pickle.loads(kept.read_bytes())
    styles = [_style(look) for look in looks]
    for name, sheets in books.items():
        target = Workbook() if name else book
        if name:
            target.remove(target.active)
        for sheet in sheets:
            _write(target[CHARTS] if sheet["name"] == CHARTS else target.create_sheet(sheet["name"]), sheet, styles)
        if name:
            target.save(folder / name)


def _style(look: tuple[Any, ...]) -> tuple[Any, ...]:
    (name, size, bold, colour), fill, edge, (across, down, wrap, indent), number, locked = look
    side = Side(style="thin", color=edge) if edge else Side()
    return (
        Font(name=name, size=size, bold=bold, color=colour), PatternFill("solid", fgColor=fill) if fill else PatternFill(),
        Border(left=side, right=side, top=side, bottom=side),
        Alignment(horizontal=across, vertical=down, wrap_text=wrap, indent=indent), number, Protection(locked=locked))


def _write(sheet: Worksheet, kept: dict[str, Any], styles: list[tuple[Any, ...]]) -> None:
    for row, column, value, look in kept["cells"]:
        cell = sheet.cell(row, column, value)
        cell.font, cell.fill, cell.border, cell.alignment, cell.number_format, cell.protection = styles[look]
    for letter, width in kept["widths"].items():
        sheet.column_dimensions[letter].width = width
    for row, height in kept["heights"].items():
        sheet.row_dimensions[row].height = height
    for name, reference in kept["tables"]:
        sheet.add_table(Table(displayName=name, ref=reference))
    sheet.freeze_panes = kept["freeze"]
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False
