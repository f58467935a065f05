"""openpyxl as the judge: same cells, values, formulas, dates and names on what both read; and bytes changed at random."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime, time
from functools import cache
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_files import SHEET, Parts, book_parts, parts_of, read, zipped
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.formula import ArrayFormula
from rounds import example_assessment, filled, largest_assessment, varied_scores

from snwp_xl.blanks import blank
from snwp_xl.findings import CATALOGUE
from snwp_xl.intake import Book, Cell, CellKind, address, read_book_bytes
from snwp_xl.intake.values import shifted

FUZZ_ROUNDS = 60  # of random changes for each of the files below; hypothesis adds its own

# What people type, without what XML cannot hold; openpyxl leaves _x000D_ as it is, we undo it
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(lambda text: "_x" not in text)
numbers = st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e300, 1e300))
days = st.dates(date(1900, 3, 1), date(9999, 12, 31))
values = st.one_of(texts, numbers, st.booleans(), days, st.just("=SUM(A1:B2)"), st.none())
grids = st.dictionaries(st.tuples(st.integers(0, 60), st.integers(0, 40)), values, max_size=30)


def judged(data: bytes) -> None:
    """Every cell of every sheet is what openpyxl says, in both of its ways of reading."""
    book = read(data)
    shown, written = (openpyxl.load_workbook(io.BytesIO(data), data_only=way) for way in (True, False))
    assert [sheet.name for sheet in book.sheets] == shown.sheetnames
    for sheet in book.sheets:
        assert sheet.visibility == shown[sheet.name].sheet_state
        expected = _expected(shown[sheet.name], written[sheet.name])
        assert {address(*position): _seen(cell) for position, cell in sheet.cells.items()} == expected


def _expected(shown: Any, written: Any) -> dict[str, tuple[object, object]]:
    """Value and formula by address, of the cells that hold either."""
    found = {}
    for row in written.iter_rows():
        for cell in row:
            formula = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value if cell.data_type == "f" else None
            value = shown[cell.coordinate].value
            if formula is not None or value not in (None, ""):
                found[cell.coordinate] = (_plain(value), formula)
    return found


def _plain(value: object) -> object:
    """openpyxl gives a datetime for every date, rounded to the millisecond, and None for an empty text."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return None if value == "" else value


def _seen(cell: Cell) -> tuple[object, object]:
    return _plain(cell.value), cell.formula


# --- agreement -----------------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(grid=grids)
def test_agrees_on_what_openpyxl_wrote(grid: dict[tuple[int, int], Any]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for (row, column), value in grid.items():
        cell = sheet.cell(row + 1, column + 1, value)
        if isinstance(value, str) and not value.startswith("=SUM"):
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    judged(out.getvalue())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(grid=grids, shared=st.booleans(), strings_inside=st.booleans())
def test_agrees_on_what_xlsxwriter_wrote(grid: dict[tuple[int, int], Any], shared: bool, strings_inside: bool) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": strings_inside})
    sheet = book.add_worksheet("Harm scores")
    day = book.add_format({"num_format": "dd/mm/yyyy" if shared else "d mmm yy"})
    for (row, column), value in sorted(grid.items()):
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), day)
        elif isinstance(value, str) and value.startswith("=SUM"):
            sheet.write_formula(row, column, value, None, 7)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value)
    book.close()
    judged(out.getvalue())


@pytest.mark.parametrize("assessment", [example_assessment(), largest_assessment()], ids=["example", "largest"])
def test_agrees_on_our_own_forms(assessment: Any) -> None:
    agency = assessment.agencies[1].name
    judged(blank(assessment, agency))
    judged(filled(blank(assessment, agency), assessment, varied_scores(assessment)))


CELLS = st.sampled_from(
    [
        '<c r="{0}"><v>{1}</v></c>',
        '<c r="{0}" t="str"><v>t{1}</v></c>',
        '<c r="{0}" t="b"><v>1</v></c>',
        '<c r="{0}" t="e"><v>#N/A</v></c>',
        '<c r="{0}" t="inlineStr"><is><t>i{1}</t></is></c>',
        '<c r="{0}" t="s"><v>1</v></c>',
        '<c r="{0}"><f>A1+{1}</f><v>{1}</v></c>',
        '<c r="{0}" s="1"><v>{1}.5</v></c>',
        '<c r="{0}" s="2"><v>4{1}</v></c>',
        '<c r="{0}"/>',
        "<c><v>{1}</v></c>",
        '<c r="{0}"><f>1+{1}</f></c>',
    ]
)
STYLES = (
    "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="14"/></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(st.lists(st.tuples(CELLS, st.integers(1, 9)), max_size=6), max_size=6))
def test_agrees_on_sheets_written_by_hand(rows: list[list[tuple[str, int]]]) -> None:
    master = '<row r="1"><c r="A1"><f t="shared" ref="A1:J30" si="0">B1+$B1+C$2+SUM(C3:D4)+LOG10(E1)</f><v>5</v></c></row>'
    made = master
    for row, cells in enumerate(rows, 2):
        inside = "".join(cell.format(address(row - 1, 2 * place), number) for place, (cell, number) in enumerate(cells))
        made += f'<row r="{row}">{inside}</row>'
    strings = "<si><t>a</t></si><si><r><t>b </t></r><r><t>c</t></r></si>"
    judged(zipped(book_parts(made, strings=strings, formats=STYLES)))


REFERENCES = st.sampled_from(
    [
        "A1",
        "$B2",
        "C$3",
        "$D$4",
        "XFC9",
        "A:C",
        "$A:B",
        "2:3",
        "Sheet1!E5",
        "'Harm scores'!F6",
        '"A1"',
        "LOG10(G7)",
        "H8:J9",
        "9",
        "TRUE",
        "Rate_1",
    ]
)


@given(parts=st.lists(REFERENCES, min_size=1, max_size=5), rows=st.integers(0, 5), columns=st.integers(0, 1))
def test_formulas_move_as_openpyxl_moves_them(parts: list[str], rows: int, columns: int) -> None:
    formula = "+".join(parts)
    expected = Translator("=" + formula, origin="A1").translate_formula(address(rows, columns))
    assert "=" + shifted(formula, rows, columns) == expected


def test_a_reference_moved_off_the_sheet_is_none() -> None:
    assert shifted("A1+B2+1:2+A:B", -1, -1) == "#REF!+A1+#REF!+#REF!"


# --- bytes changed at random --------------------------------------------------------------------------------------------


@cache
def corpus() -> list[Parts]:
    """The files whose bytes are changed: a filled form, a blank one, and one with everything that is rare."""
    assessment = example_assessment()
    form = filled(blank(assessment, "Police"), assessment, varied_scores(assessment))
    sheet = '<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c>'
    sheet += '<c r="B1" s="2"><f t="shared" si="0">A1</f><v>42867</v></c></row>'
    names = '<definedName name="n">S!$A$1</definedName><definedName name="m" localSheetId="0">\'S\'!$A$1:$B$2</definedName>'
    by_hand = book_parts(
        sheet, names=names, strings="<si><t>_x000D_</t></si>", formats=STYLES, after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    )
    return [parts_of(form), parts_of(blank(assessment, "Fire")), by_hand]


def outcome(data: bytes) -> str:
    """What came of it; anything but a Book or a Refusal of the catalogue is a failure."""
    found = read_book_bytes(data, "fuzz.xlsx")
    if isinstance(found, Book):
        assert all(
            cell.value is not None or cell.kind in (CellKind.EMPTY, CellKind.LOST)
            for sheet in found.sheets
            for cell in sheet.cells.values()
        )
        assert all(remark in CATALOGUE for remark in found.remarks)
        return "book"
    assert found.code in CATALOGUE
    assert found.what
    return found.code


def spoiled(content: bytes, how: random.Random) -> bytes:
    """A part with some of its bytes changed, taken out, doubled or swapped for what XML likes to stumble over."""
    changed = bytearray(content)
    for _ in range(how.randint(1, 8)):
        at = how.randrange(len(changed) + 1)
        length = how.choice([1, 1, 2, 8, 64])
        piece = how.choice(
            [
                b"",
                b"<",
                b">",
                b"&",
                b'"',
                b"\0",
                b"</v>",
                b"-1",
                b"9" * 30,
                b"\xff\xfe",
                b"<c>",
                b"</row>",
                how.randbytes(3),
                bytes(changed[:length]),
            ]
        )
        changed[at : at + (length if how.random() < 0.7 else 0)] = piece
    return bytes(changed)


@pytest.mark.parametrize("number", range(3))
def test_parts_changed_at_random_never_break_the_reader(number: int) -> None:
    how = random.Random(number)
    parts = corpus()[number]
    outcomes = set()
    for _ in range(FUZZ_ROUNDS):
        for name in parts:
            content = parts[name]
            raw = content if isinstance(content, bytes) else content.encode()
            outcomes.add(outcome(zipped(parts | {name: spoiled(raw, how)}, zipfile.ZIP_STORED)))
    assert {"book", "file-damaged"} <= outcomes


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_the_zip_itself_changed_at_random_never_breaks_the_reader(data: st.DataObject) -> None:
    whole = bytearray(zipped(corpus()[2], data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(whole))))
    outcome(bytes(whole[:cut]))


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=200))
def test_a_sheet_of_any_bytes(content: bytes) -> None:
    outcome(zipped(book_parts() | {SHEET: content}))
    outcome(content)
