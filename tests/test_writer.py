"""The quick writer gives the bytes that XlsxWriter gives."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from snwp_xl import sheets, writer
from snwp_xl.assessment import setup_workbook
from snwp_xl.blanks import blank
from snwp_xl.example import example_assessment, example_counts, write_example
from snwp_xl.incidents import counts_workbook
from snwp_xl.operations import calculate

pytestmark = pytest.mark.skipif(
    writer.Book is not writer.QuickBook, reason=f"XlsxWriter {xlsxwriter.__version__} has not been looked at in snwp_xl/writer.py")
TYPED = ["", "plain", "a & b < c > d", '"quoted"', " spaces ", "_x000D_", "two\nlines", "\x07", "£1 – naïve", "=1+1", "{=1}", "http://x"]
NUMBERS = [0, -1, 12, 10**15, 10**17, 0.1, 1 / 3, -2.5e-9, 1e300, Fraction(74, 6), Fraction(3)]
VALUES = [*NUMBERS, True, False, "words", "", "#N/A", "#N/A!", "a & b", "<"]


def by_both(draw: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, bytes]:
    """A workbook from the quick writer and from XlsxWriter as it comes."""
    quick = draw()
    with monkeypatch.context() as patch:
        patch.setattr(writer, "Book", xlsxwriter.Workbook)
        return quick, draw()


def test_the_example_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "2017-18"
    write_example(folder)
    quick, plain = by_both(lambda: calculate(folder).results.read_bytes(), monkeypatch)
    assert quick == plain
    (folder / "results" / "Harm matrix 2017-18.xlsx").unlink()
    assert by_both(lambda: calculate(folder).results.read_bytes(), monkeypatch) == (quick, quick)


def test_the_files_of_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = example_assessment()
    for draw in (lambda: setup_workbook(assessment), lambda: blank(assessment, "Police"),
                 lambda: counts_workbook(assessment, example_counts(assessment))):
        quick, plain = by_both(draw, monkeypatch)
        assert quick == plain


def test_every_kind_of_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw() -> bytes:
        book = sheets.Workbook(title="Cells", author="Tests")
        sheet, empty = book.sheet("Cells & <more>"), book.sheet("Empty")
        for row, typed in enumerate(TYPED):
            sheet.put(row, 0, typed, "cell")
            sheet.put(row, 700, typed, "cell wrap")
        for row, number in enumerate(NUMBERS):
            sheet.put(row + 40, 1, number, "cell centre")
        for row, value in enumerate(VALUES):
            sheet.put(100 + row, 2, sheets.Formula('=IF(A1<>"a & b",$B$1>=2,"<")', value), "cell")
        sheet.across(30, 3, [True, False, None, date(2017, 2, 1), sheets.Link("Empty", "A1", "go & see")], "cell date")
        sheet.row_height(33, 50)
        sheet.row_height(35, 20)
        sheet.widths([12, 30], first=1)
        sheet.table(200, 5, "Table", ["One", "Two <&>"], 203)
        sheet.raw.write(210, 0, "without a style")
        sheet.raw.write_array_formula(211, 0, 211, 0, "{=SUM(A1:A2)}", None, 3)
        empty.freeze(1, 1)
        return book.save()

    quick, plain = by_both(draw, monkeypatch)
    assert quick == plain


def test_a_sheet_with_a_comment_of_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw() -> bytes:
        stream = io.BytesIO()
        book = writer.Book(stream, {"in_memory": True})
        sheet = book.add_worksheet()
        sheet.write_comment(3, 3, "said", {"author": "Tests"})
        sheet.write_number(1, 1, 5)
        book.close()
        parts: dict[str, bytes] = getattr(book, "parts", None) or sheets.unpacked(stream.getvalue())
        return parts["xl/worksheets/sheet1.xml"]

    quick, plain = by_both(draw, monkeypatch)
    assert quick == plain


@given(st.integers(0, 16_383))
def test_a_columns_letters(column: int) -> None:
    assert sheets.column_name(column) == xlsxwriter.utility.xl_col_to_name(column)


def test_no_cell_beyond_the_edge() -> None:
    sheet = sheets.Workbook(title="Edge", author="Tests").sheet("One")
    for content in ("text", 1, None, sheets.Formula("=1", 1)):
        with pytest.raises(sheets.WorkbookError, match=r"One!A1048577: refused"):
            sheet.put(1_048_576, 0, content)


def test_a_document_property_longer_than_excel_takes_is_refused() -> None:
    book = sheets.Workbook(title="Long", author="Tests")
    book.sheet("One")
    book.remember("kept", "x" * 255)
    with pytest.raises(sheets.WorkbookError, match="the document property longer has 256 characters; Excel takes 255"):
        book.remember("longer", "x" * 256)
    assert sheets.document_properties(book.save())["kept"] == "x" * 255
