"""Sorting a table of a workbook as Excel does: each row's cells move together, and a reference to a formula's own row follows it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

TEXTS = re.compile(r'("(?:[^"]|"")*")')  # inside a formula
CELL = r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})"
REFERENCE = re.compile(rf"(?<![\w$.!])(?:('(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?{CELL}(?::{CELL})?(?![\d(\w])")
LINK = re.compile(r"=HYPERLINK\((.*),\"[^\"]*\"\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell that a formula names."""

    sheet: str  # empty: the formula's own
    fixed_column: bool
    column: str
    fixed_row: bool
    row: int


def references(formula: str) -> Iterator[Reference]:
    """Every cell that a formula names, both ends of a range; texts are left out."""
    for code in TEXTS.split(formula)[::2]:
        for found in REFERENCE.finditer(code):
            sheet = (found[1] or "").strip("'")
            yield Reference(sheet, bool(found[2]), found[3], bool(found[4]), int(found[5]))
            if found[7]:
                yield Reference(sheet, bool(found[6]), found[7], bool(found[8]), int(found[9]))


def moved(formula: str, source: int, target: int) -> str:
    """A formula of row `source` as it stands in row `target`."""

    def follow(found: re.Match[str]) -> str:
        if found[1]:
            return found[0]
        ends = [f"{column_fixed}{column}{row_fixed}{target if not row_fixed and int(row) == source else row}"
                for column_fixed, column, row_fixed, row in (found.group(2, 3, 4, 5), found.group(6, 7, 8, 9)) if column]
        return ":".join(ends)

    return _in_code(formula, follow)


def _in_code(formula: str, change: Callable[[re.Match[str]], str]) -> str:
    """A formula with its references changed, its texts as they are."""
    parts = TEXTS.split(formula)
    parts[::2] = [REFERENCE.sub(change, part) for part in parts[::2]]
    return "".join(parts)


def sorted_tables(data: bytes, order: Callable[[Sequence[int]], Sequence[int]]) -> tuple[bytes, dict[tuple[str, int, int], int]]:
    """The workbook with the rows of every table that has filter buttons in another order.

    `order` gives the rows that shall stand one below the other. Also gives, for each moved cell by (sheet, column, new
    row), the row that it came from.
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    came_from: dict[tuple[str, int, int], int] = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            if table.autoFilter is not None:
                came_from |= _sort(sheet, table, order)
    return saved(book), came_from


def _sort(sheet: Worksheet, table: Table, order: Callable[[Sequence[int]], Sequence[int]]) -> dict[tuple[str, int, int], int]:
    left, top, right, bottom = range_boundaries(table.ref)
    rows = list(range(top + 1, bottom + 1))
    kept = {row: [sheet.cell(row, column).value for column in range(left, right + 1)] for row in rows}
    came_from = {}
    for target, source in zip(rows, order(rows), strict=True):
        for column, value in enumerate(kept[source], start=left):
            if isinstance(value, str) and value.startswith("="):
                value = moved(value, source, target)
            sheet.cell(target, column).value = value
            came_from[sheet.title, column, target] = source
    return came_from


def saved(book: Workbook) -> bytes:
    """The workbook's bytes, without stored values."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def link_targets(data: bytes) -> tuple[bytes, list[tuple[str, str]]]:
    """The workbook with a sheet Probe whose cells A1, A2 ... say where each link formula leads, and where those formulas stand."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    places: list[tuple[str, str]] = []
    probes = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                found = LINK.match(cell.value) if isinstance(cell.value, str) else None
                if found:
                    places.append((sheet.title, cell.coordinate))
                    probes.append(f"={_elsewhere(found[1], sheet.title)}")
    probe = book.create_sheet("Probe")
    for i, formula in enumerate(probes, start=1):
        probe.cell(i, 1).value = formula
    return saved(book), places


def _elsewhere(formula: str, sheet: str) -> str:
    """A formula as it must be written on another sheet."""
    return _in_code(formula, lambda found: found[0] if found[1] else f"'{sheet}'!{found[0]}")
