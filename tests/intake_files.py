"""Workbooks made by hand for the tests of intake: parts as text, zipped; and a few whole files in other formats."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime

import xlsxwriter

from snwp_xl.intake import Book, Refusal, address, read_book_bytes

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
SHEET = "xl/worksheets/sheet1.xml"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)

Parts = dict[str, str | bytes]


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def parts_of(data: bytes) -> Parts:
    """A zip's parts, to be changed and zipped again."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def changed(data: bytes, change: Callable[[Parts], object]) -> bytes:
    """The same zip with its parts changed."""
    parts = parts_of(data)
    change(parts)
    return zipped(parts)


def links(*kinds_and_targets: tuple[str, str]) -> str:
    """A relationships part: rId1, rId2 ... of these kinds to these targets."""
    inside = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(kinds_and_targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">{inside}</Relationships>'


def worksheet(rows: str, after: str = "", main: str = MAIN) -> str:
    """A sheet part around rows."""
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(*sheets: str, names: str = "", before: str = "") -> str:
    """A workbook part that lists sheets by name."""
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(sheets, 1))
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">{before}<sheets>{listed}</sheets>{defined}</workbook>'


def book_parts(rows: str = "", *, names: str = "", strings: str = "", formats: str = "", before: str = "", after: str = "") -> Parts:
    """The parts of a workbook with one sheet, S; `strings` are si elements, `formats` what stands in the styles part."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook("S", names=names, before=before),
        "xl/_rels/workbook.xml.rels": links(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        SHEET: worksheet(rows, after),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{formats}</styleSheet>',
    }


def read(data: bytes) -> Book:
    """The workbook that must be readable."""
    found = read_book_bytes(data, "test.xlsx")
    assert isinstance(found, Book), found
    return found


def refused(data: bytes) -> Refusal:
    """The refusal that must come."""
    found = read_book_bytes(data, "test.xlsx")
    assert isinstance(found, Refusal), found
    return found


def one_sheet(rows: str, **more: str) -> dict[str, object]:
    """What is read of rows: address -> value."""
    return values(read(zipped(book_parts(rows, **more))))


def values(book: Book, sheet: int = 0) -> dict[str, object]:
    """A sheet's values by address."""
    return {address(row, column): cell.value for (row, column), cell in book.sheets[sheet].cells.items()}


def text_cell(at: str, text: str) -> str:
    """A cell with its text inside it."""
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet with one sheet, S."""
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    content = f"<office:body><office:spreadsheet><table:table table:name='S'>{rows}</table:table></office:spreadsheet></office:body>"
    return zipped(
        {
            "mimetype": OPEN_DOCUMENT,
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
        }
    )


def ods_number(number: float) -> str:
    """A cell of an OpenDocument spreadsheet."""
    return f'<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>'


def _record(kind: int, content: bytes = b"") -> bytes:
    """A record of the binary format: kind and length in groups of seven bits, then the content."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return head + bytes([len(content)]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb() -> bytes:
    """A binary workbook: S!B2 is 3, S!C2 is "No view" (records of MS-XLSB 2.4)."""
    sheet_entry = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("S")
    book = _record(131) + _record(143) + _record(156, sheet_entry) + _record(144) + _record(132)
    row = struct.pack("<IIHBBBI", 1, 0, 300, 0, 0, 0, 0)
    number = struct.pack("<IId", 1, 0, 3.0)
    text = struct.pack("<II", 2, 0) + _wide("No view")
    cells = _record(0, row) + _record(5, number) + _record(6, text)
    extent = _record(148, struct.pack("<IIII", 1, 1, 1, 2))
    sheet = _record(129) + extent + _record(145) + cells + _record(146) + _record(130)
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": links(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": links(("worksheet", "worksheets/sheet1.bin")),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def ole(*streams: str) -> bytes:
    """The beginning of an old Office file whose directory names these streams."""
    entries = b"".join(
        (name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)).ljust(128, b"\0")
        for name in ("Root Entry", *streams)
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(2048, b"\0")


def small_form() -> bytes:
    """A small form: names, labels, scores, a formula with its value, a date, a comment."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    start, scores = book.add_worksheet("Start here"), book.add_worksheet("Harm scores")
    day = book.add_format({"num_format": "d mmmm yyyy"})
    start.write_string("B3", "Police")
    start.write_datetime("B4", datetime(2017, 5, 12), day)
    scores.write_row("C8", ["Physical - Individual", "Economic - Social"])
    for row, (name, first, second) in enumerate([("Robbery", 3, 4), ("Road Safety*", 1, 2)], 8):
        scores.write_string(row, 1, name)
        scores.write_number(row, 2, first)
        scores.write_number(row, 3, second)
        scores.write_formula(row, 4, f"=SUM(C{row + 1}:D{row + 1})", None, first + second)
    scores.write_string("F9", " said in full,\nwith two lines ")
    book.define_name("agency", "='Start here'!$B$3")
    book.define_name("grid", "='Harm scores'!$C$9:$D$10")
    book.set_custom_property("content", "abc123")
    book.close()
    return out.getvalue()
