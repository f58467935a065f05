"""Text dumps of workbooks, kept in tests/golden and compared word for word.

A difference fails; nothing is overwritten unless a person asks for it: SNWP_XL_WRITE_GOLDEN=1 pytest ..., then reads the diff.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent / "golden"


def check_golden(name: str, text: str) -> None:
    """Fail unless the text is the one kept under that name."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("SNWP_XL_WRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"no golden text {path.name}: write it with SNWP_XL_WRITE_GOLDEN=1 and read it"
    kept = path.read_text(encoding="utf-8")
    assert text.splitlines() == kept.splitlines(), f"differs from {path.name}; if that is meant, SNWP_XL_WRITE_GOLDEN=1 and read the diff"


def dump(data: bytes) -> str:
    """All that a workbook says and does, a line each: values, formulas with stored values, names, entry rules, conditions, print set-up."""
    formulas, values = (openpyxl.load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    lines = [f"title: {formulas.properties.title}", f"author: {formulas.properties.creator}"]
    lines += [f"name {name} = {one.attr_text}" for name, one in sorted(formulas.defined_names.items())]
    for sheet in formulas.worksheets:
        lines += ["", f"=== {sheet.title} ({sheet.sheet_state})", *_about(sheet), *_cells(sheet, values[sheet.title])]
    return "\n".join(lines) + "\n"


def _about(sheet: Worksheet) -> Iterator[str]:
    page = sheet.page_setup
    yield f"page: {page.orientation}, paper {page.paperSize}, {page.fitToWidth} wide, {page.fitToHeight} high"
    yield f"repeats: {sheet.print_title_rows}; head {sheet.oddHeader.center.text}; foot {sheet.oddFooter.left.text}"
    yield f"protected: {sheet.protection.sheet}; frozen at {sheet.freeze_panes}; widths {[round(one.width, 1) for one in _widths(sheet)]}"
    yield f"unlocked: {_unlocked(sheet)}"
    for table in sheet.tables.values():
        yield f"table {table.name}: {table.ref}"
    for rule in sheet.data_validations.dataValidation:
        yield f"rule {rule.sqref}: {rule.type} {rule.formula1} {rule.formula2 or ''} | {rule.promptTitle} | {rule.prompt} | {rule.error}"
    for box in sheet.conditional_formatting:
        for condition in box.rules:
            yield f"condition {box.sqref}: {condition.formula[0]}"


def _widths(sheet: Worksheet) -> list[openpyxl.worksheet.dimensions.ColumnDimension]:
    return [one for _, one in sorted(sheet.column_dimensions.items()) if one.width and one.min < 100 and one.max < 100]


def _unlocked(sheet: Worksheet) -> str:
    found = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    return " ".join(found)


def _cells(sheet: Worksheet, stored: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                yield f"{cell.coordinate} {cell.value}  ->  {stored[cell.coordinate].value!r}"
            elif cell.value is not None:
                yield f"{cell.coordinate} {cell.value!r}"
