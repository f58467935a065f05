"""A person may sort any table of the results: each name keeps its own numbers, and each link leads to its own row."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from libreoffice import Office
from openpyxl.utils import column_index_from_string
from small_rounds import assessment_2017, returns_2017
from sorting import link_targets, moved, references, sorted_tables
from test_results import all_counts, results

from snwp_xl.intake import Sheet, parse_address
from snwp_xl.model import ScoreRow
from snwp_xl.results import InputFile, Report, results_workbook
from workbooks import opened, same, stored_formulas

FUNCTIONS = {  # of Excel 2016 and of every other program that people open workbooks with
    "ABS", "AND", "CHAR", "CHOOSE", "COUNT", "COUNTIF", "COUNTIFS", "HYPERLINK", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "LEFT", "LEN",
    "MATCH", "MAX", "MEDIAN", "MID", "MOD", "OR", "RANK", "RIGHT", "ROUND", "ROW", "ROWS", "SMALL", "SUM", "SUMIFS", "SUMPRODUCT", "TRIM",
}  # fmt: skip
CALL = re.compile(r"([A-Z][A-Z0-9.]*)\(")
CHARTS, AUDIT = "Control charts", "Audit"


@pytest.fixture(scope="module")
def book() -> bytes:
    """The 2017/18 results with a missing agency's row, a No view, and a crime type without counts."""
    of = assessment_2017()
    said = list(returns_2017(of))
    rows = list(said[2].rows)
    rows[4] = ScoreRow(5, (None,) * 6)
    rows[5] = ScoreRow(6, (None,) * 6, no_view=True)
    said[2] = replace(said[2], rows=tuple(rows))
    matrix, _ = results(of, said, all_counts(of))
    files = tuple(InputFile(one.file, "Return", one.agency, "used", f"{i:064d}") for i, one in enumerate(said))
    return results_workbook(Report(matrix, tuple(said), matrix.findings, files))


def shuffled(rows: Sequence[int]) -> list[int]:
    """Another order, the same each time."""
    mixed = list(rows)
    random.Random(len(mixed)).shuffle(mixed)
    return mixed


def test_moved_follows_its_own_row_and_nothing_else() -> None:
    lookup = "INDEX('Other'!$A$10:$A$12,MATCH({own},'Other'!$B$10:$B$12,0))"
    before = f"=IF($E10=\"E10\",SUM($B10:$D10)+'Other'!$B$10+{lookup.format(own='$A10')},ROUND(B10,1))"
    after = f"=IF($E7=\"E10\",SUM($B7:$D7)+'Other'!$B$10+{lookup.format(own='$A7')},ROUND(B7,1))"
    assert moved(before, 10, 7) == after
    assert moved("=$A$10+$A11", 10, 7) == "=$A$10+$A11"


def test_every_formula_names_only_its_own_row_or_fixed_cells(book: bytes) -> None:
    wrong, count = [], 0
    for sheet in opened(book).sheets:
        for (row, _), cell in sheet.cells.items():
            if cell.formula is None:
                continue
            count += 1
            for one in references(cell.formula):
                fixed = one.fixed_row and one.fixed_column
                if not fixed and (one.sheet or one.row != row + 1 or one.fixed_row):
                    wrong.append((sheet.name, row + 1, cell.formula))
    assert not wrong, wrong[:3]
    assert count > 1_500


def test_formulas_use_only_functions_that_every_program_has(book: bytes) -> None:
    used = {name for sheet in opened(book).sheets for cell in sheet.cells.values() if cell.formula
            for name in CALL.findall(re.sub(r'"[^"]*"', "", cell.formula))}
    assert used <= FUNCTIONS, used - FUNCTIONS


def test_formulas_look_nothing_up_by_a_typed_name(book: bytes) -> None:
    of = assessment_2017()
    names = [one.name for one in (*of.crime_types, *of.agencies)]
    formulas = [cell.formula for sheet in opened(book).sheets for cell in sheet.cells.values() if cell.formula]
    assert not [formula for formula in formulas if not formula.startswith("HYPERLINK") and any(f'"{name}"' in formula for name in names)]


@pytest.mark.parametrize("order", [shuffled, lambda rows: rows[::-1]], ids=["shuffled", "reversed"])
def test_sorted_tables_keep_every_number_beside_its_name(office: Office, tmp_path: Path, book: bytes, order: object) -> None:
    data, came_from = sorted_tables(book, order)  # type: ignore[arg-type]
    assert len({sheet for sheet, _, _ in came_from}) > 12
    path = tmp_path / "sorted.xlsx"
    path.write_bytes(data)
    stored, found = stored_formulas(book), office.recalculate(path)
    wrong = {}
    for (sheet, cell), (_, value) in found.items():
        row, column = parse_address(cell)
        source = came_from.get((sheet, column + 1, row + 1), row + 1)
        before = stored[sheet, f"{re.sub(r'[0-9]', '', cell)}{source}"]
        if not same(before, value):
            wrong[sheet, cell] = (before, value)
    assert not wrong, dict(list(wrong.items())[:5])
    assert found["Summary", "A4"][1] == "As calculated: nothing was altered since (sheet Checks)."


def test_links_lead_to_the_row_of_their_own_number_however_tables_are_sorted(office: Office, tmp_path: Path, book: bytes) -> None:
    data, _ = sorted_tables(book, shuffled)
    probed, places = link_targets(data)
    path = tmp_path / "links.xlsx"
    path.write_bytes(probed)
    found = office.recalculate(path)
    before = opened(data)
    assert len(places) > 180
    for i, (sheet, cell) in enumerate(places, start=1):
        target = str(found["Probe", f"A{i}"][1])
        to_sheet, _, to_cell = target.removeprefix("#").rpartition("!")
        to = before.sheet(to_sheet.strip("'"))
        assert to is not None, target
        if to.name == CHARTS:
            assert to.cells[parse_address(to_cell)].value == _of_row(before.sheet(sheet), cell, "Crime type"), (sheet, cell, target)
            continue
        if to.name == AUDIT:
            assert _of_row(to, to_cell, "File") == _file_of(before.sheet(sheet), cell), (sheet, cell, target)
        else:
            assert _of_row(to, to_cell, "Number") == _of_row(before.sheet(sheet), cell, "Number"), (sheet, cell, target)


def _of_row(sheet: Sheet | None, cell: str, heading: str) -> object:
    """What stands under a heading in a cell's row."""
    assert sheet is not None
    _, column = next(at for at, one in sorted(sheet.cells.items()) if one.value == heading)
    return sheet.cells[parse_address(cell)[0], column].value


def _file_of(sheet: Sheet | None, cell: str) -> object:
    """The number by which a link of All scores finds its file: it stands in the formula."""
    assert sheet is not None
    found = re.search(r"MATCH\((\d+),", sheet.cells[parse_address(cell)].formula or "")
    assert found is not None
    return int(found[1])


def test_a_real_sort_in_a_real_program(office: Office, tmp_path: Path, book: bytes) -> None:
    """The Risk matrix sorted by name and All scores by agency, in LibreOffice: nothing else changes."""
    path = tmp_path / "real.xlsx"
    path.write_bytes(book)
    sheet = opened(book).sheet("Risk matrix")
    assert sheet is not None
    name = column_index_from_string("C") - 1
    with office.opened(path) as document:
        before = {cell: value for (at, cell), (_, value) in document.formulas().items() if at in ("Summary", "Harm scores", "Checks")}
        names = [document.read(("Risk matrix", f"C{row}")) for row in range(7, 24)]
        risks = {one: document.read(("Risk matrix", f"G{row}")) for row, one in enumerate(names, start=7)}
        document.sort("Risk matrix", "A7:R23", by=name)
        document.sort("All scores", "A7:Q91", by=1)
        after = {cell: value for (at, cell), (_, value) in document.formulas().items() if at in ("Summary", "Harm scores", "Checks")}
        sorted_names = [document.read(("Risk matrix", f"C{row}")) for row in range(7, 24)]
        assert {one: document.read(("Risk matrix", f"G{row}")) for row, one in enumerate(sorted_names, start=7)} == risks
    assert sorted_names != names
    assert sorted(sorted_names) == sorted(names)
    assert after == before
