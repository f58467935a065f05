"""Reading: names, the same workbook written in other ways or by other programs, what was lost, what is remarked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from intake_files import (
    MAIN,
    SHEET,
    STRICT_MAIN,
    Parts,
    book_parts,
    changed,
    links,
    ods,
    ods_number,
    parts_of,
    read,
    small_form,
    text_cell,
    values,
    workbook,
    worksheet,
    xlsb,
    zipped,
)
from libreoffice import Office

from snwp_xl.findings import CATALOGUE
from snwp_xl.intake import Area, Book, Cell, CellKind, Sheet, read_book

Change = Callable[[Parts], object]


@pytest.fixture(scope="module")
def form() -> bytes:
    """The small form of intake_files."""
    return small_form()


# --- defined names ----------------------------------------------------------------------------------------------------


def name(called: str, reference: str, more: str = "") -> str:
    """A defined name."""
    return f'<definedName name="{called}"{more}>{reference}</definedName>'


def test_names_that_lead_nowhere_are_left_out() -> None:
    rectangles = {"good": "S!$A$1", "quoted": "'S'!$B$2:$C$3"}
    nowhere = {"lost": "#REF!", "half": "S!#REF!", "elsewhere": "[1]S!$A$1", "no_such_sheet": "T!$A$1", "edge": "S!$A$1048577"}
    no_rectangle = {"two": "S!$A$1,S!$B$2", "worked_out": "OFFSET(S!$A$1,1,1)"}
    names = "".join(name(called, reference) for called, reference in (rectangles | nowhere | no_rectangle).items())
    names += name("_xlnm.Print_Area", "S!#REF!", ' localSheetId="0"')
    book = read(zipped(book_parts(names=names)))
    assert book.names == {"good": Area("S", 0, 0, 0, 0), "quoted": Area("S", 1, 1, 2, 2)}
    assert book.area("lost") is None
    assert book.area("absent") is None


def test_a_sheet_name_with_an_apostrophe_and_an_exclamation_mark() -> None:
    parts = book_parts()
    parts["xl/workbook.xml"] = workbook("Police's !1", names=name("it", "'Police''s !1'!$A$2"))
    assert read(zipped(parts)).names == {"it": Area("Police's !1", 1, 0, 1, 0)}


def test_names_of_a_copied_sheet() -> None:
    parts = book_parts()
    names = name("it", "S!$A$1") + name("it", "'S (2)'!$A$9", ' localSheetId="1"') + name("only", "'S (2)'!$B$9", ' localSheetId="1"')
    several = name("which", "S!$C$1", ' localSheetId="0"') + name("which", "'S (2)'!$C$1", ' localSheetId="1"')
    parts["xl/workbook.xml"] = workbook("S", "S (2)", names=names + several)
    parts["xl/_rels/workbook.xml.rels"] = links(("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet1.xml"))
    book = read(zipped(parts))
    assert book.names == {"it": Area("S", 0, 0, 0, 0), "only": Area("S (2)", 8, 1, 8, 1)}


# --- the same workbook, written otherwise -----------------------------------------------------------------------------


def rename(parts: Parts, how: Callable[[str], str]) -> None:
    """Give every part another name."""
    for old in list(parts):
        parts[how(old)] = parts.pop(old)


def without(*names_of_parts: str) -> Change:
    """A change that takes parts away."""
    return lambda parts: [parts.pop(one) for one in names_of_parts]


def prefixed(parts: Parts) -> None:
    """Write the main parts with a prefix for their namespace."""
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        text = parts[part].decode()  # type: ignore[union-attr]
        head, rest = text.split("?>", 1)
        parts[part] = head + "?>" + rest.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("xmlns=", "xmlns:x=")


def pretty(parts: Parts) -> None:
    """Indent every sheet, as some programs do."""
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        parts[part] = parts[part].replace(b"><", b">\r\n  <")  # type: ignore[union-attr, arg-type]


def utf_16(parts: Parts) -> None:
    """Write a sheet in UTF-16."""
    part = "xl/worksheets/sheet2.xml"
    parts[part] = parts[part].decode().replace("UTF-8", "UTF-16").encode("utf-16")  # type: ignore[union-attr]


def elsewhere(parts: Parts) -> None:
    """Put the workbook under other names, found by relationships alone; some from the root, some relative."""
    renamed = {
        "xl/workbook.xml": "content/Book.xml",
        "xl/_rels/workbook.xml.rels": "content/_rels/Book.xml.rels",
        "xl/worksheets/sheet2.xml": "pages/two.xml",
    }
    for old, new in renamed.items():
        parts[new] = parts.pop(old)
    parts["_rels/.rels"] = links(("officeDocument", "/content/Book.xml"), ("custom-properties", "docProps/custom.xml"))
    parts["content/_rels/Book.xml.rels"] = links(
        ("worksheet", "../xl/worksheets/sheet1.xml"),
        ("worksheet", "..\\pages\\two.xml"),
        ("theme", "/none.xml"),
        ("styles", "/xl/styles.xml"),
        ("sharedStrings", "../xl/sharedStrings.xml"),
    )


@pytest.mark.parametrize(
    "change",
    [
        without("[Content_Types].xml"),
        without("xl/theme/theme1.xml"),
        without("_rels/.rels"),
        without("xl/_rels/workbook.xml.rels"),
        without("docProps/core.xml", "docProps/app.xml"),
        lambda parts: rename(parts, lambda old: old.replace("/", "\\")),
        lambda parts: rename(parts, str.upper),
        lambda parts: rename(parts, lambda old: "Police return/" + old),
        lambda parts: parts.update({"__MACOSX/._rels/.rels": b"", "xl/media/huge.png": b"x" * 1000}),
        lambda parts: parts.update({"xl/theme/theme1.xml": b"<damaged"}),
        prefixed,
        pretty,
        utf_16,
        elsewhere,
    ],
    ids=[
        "no types",
        "no theme",
        "no root links",
        "no links",
        "no properties",
        "backslashes",
        "upper case",
        "in a folder",
        "more parts",
        "damaged theme",
        "prefixes",
        "indented",
        "utf-16",
        "elsewhere",
    ],
)
def test_other_ways_to_write_the_same(form: bytes, change: Change) -> None:
    good, other = read(form), read(changed(form, change))
    assert (other.sheets, other.names, other.remarks) == (good.sheets, good.names, ())


def test_stored_instead_of_deflated_and_with_something_before_the_zip(form: bytes) -> None:
    assert read(zipped(parts_of(form), zipfile.ZIP_STORED)).sheets == read(form).sheets
    assert read(form + b"\0" * 100).sheets == read(form).sheets


def test_strict_open_xml(form: bytes) -> None:
    def strict(parts: Parts) -> None:
        for part, content in parts.items():
            text = content.decode() if isinstance(content, bytes) else content
            parts[part] = text.replace(MAIN, STRICT_MAIN).replace(
                "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
            )

    book = read(changed(form, strict))
    assert book.sheets == read(form).sheets
    assert book.remarks == ("file-strict",)


# --- what was lost is said ---------------------------------------------------------------------------------------------


def test_lost_texts_leave_the_numbers(form: bytes) -> None:
    book = read(changed(form, without("xl/sharedStrings.xml")))
    assert book.remarks == ("file-strings-lost",)
    assert book.sheets[1].cell(8, 1) == Cell(CellKind.LOST, None, "")
    assert [book.sheets[1].cell(8, column).value for column in (2, 3, 4)] == [3, 4, 7]


def test_a_text_that_the_table_does_not_have_is_lost() -> None:
    book = read(
        zipped(
            book_parts(
                '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>-1</v></c><c r="C1" t="s"><v>0</v></c></row>',
                strings="<si><t>a</t></si>",
            )
        )
    )
    assert [cell.kind for _position, cell in book.sheets[0].row_cells(0)] == [CellKind.LOST, CellKind.LOST, CellKind.TEXT]
    assert book.remarks == ("file-strings-lost",)


@pytest.mark.parametrize("styles", [b"<styleSheet", b"\x00\x01", b"<a/><b/>"])
def test_damaged_styles_never_stop_it(form: bytes, styles: bytes) -> None:
    book = read(changed(form, lambda parts: parts.update({"xl/styles.xml": styles})))
    assert book.remarks == ("file-styles-lost",)
    assert (book.sheets[1], book.sheets[0].cell(3, 1).value) == (read(form).sheets[1], 42867)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<worksheet><sheetData><row", "its text is cut off or garbled"),
        (b"<html/>", "it is not a sheet"),
        (None, "it is missing from the file"),
    ],
)
def test_one_damaged_sheet_leaves_the_others(form: bytes, content: bytes | None, why: str) -> None:
    def damage(parts: Parts) -> None:
        del parts["xl/worksheets/sheet1.xml"]
        if content is not None:
            parts["xl/worksheets/sheet1.xml"] = content

    book = read(changed(form, damage))
    assert book.sheets[0] == Sheet("Start here", damage=why)
    assert (book.sheets[1], book.remarks) == (read(form).sheets[1], ("file-sheet-damaged",))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="ZZZZ1"><v>3</v></c></row>',
        '<row r="0"><c><v>3</v></c></row>',
        '<row r="x"><c><v>3</v></c></row>',
        '<row r="2000000"><c><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>3</v></c></row><row r="2000000"><c r="A2000000"><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>3</v></c></row><row r="2000000" spans="1:1"><c r="A2000000" s="0"><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>3</v></c></row><row r="0"><c r="A0"><v>3</v></c></row>',
        '<row r="1048576"/><row><c r="A1048577"><v>3</v></c></row>',
        '<row r="1"><c r="A1"><v>3<x/>4</v></c></row>',
        '<row r="1"><c r="XFD1"/><c><v>3</v></c></row>',
    ],
)
def test_a_value_that_has_no_certain_place_or_form_damages_its_sheet(form: bytes, row: str) -> None:
    book = read(changed(form, lambda parts: parts.update({"xl/worksheets/sheet1.xml": worksheet(row)})))
    assert book.sheets[0].cells == {}
    assert book.sheets[0].damage
    assert book.remarks == ("file-sheet-damaged",)


def test_characters_that_xml_cannot_hold_are_replaced_never_left_out() -> None:
    parts = book_parts('<row r="1">' + text_cell("A1", "a\x0bb&#1;&#233;") + '<c r="B1"><v>3\x034</v></c><c r="C1"><v>2</v></c></row>')
    book = read(zipped(parts))
    assert values(book) == {"A1": "a\ufffdb\ufffdé", "B1": "3\ufffd4", "C1": 2}
    assert book.sheets[0].cell(0, 1).kind is CellKind.ERROR
    assert book.remarks == ("file-characters-replaced",)
    parts[SHEET] = worksheet('<row r="1">' + text_cell("A1", "caf\xe9") + "</row>").encode("latin-1")
    assert values(read(zipped(parts))) == {"A1": "caf\ufffd"}


# --- what is remarked --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "remark", "form_of"),
    [
        ("xl/vbaProject.bin", "file-macros", "xlsm"),
        ("xl/externalLinks/externalLink1.xml", "file-external-links", "xlsx"),
        ("xl/connections.xml", "file-external-links", "xlsx"),
        ("xl/embeddings/oleObject1.bin", "file-embedded", "xlsx"),
    ],
)
def test_what_is_never_run_followed_or_opened(form: bytes, part: str, remark: str, form_of: str) -> None:
    book = read(changed(form, lambda parts: parts.update({part: b"\xff not looked at"})))
    assert (book.remarks, book.format, book.sheets) == ((remark,), form_of, read(form).sheets)


def test_every_remark_can_be_said() -> None:
    codes = (
        "macros",
        "external-links",
        "embedded",
        "strict",
        "values-only",
        "strings-lost",
        "styles-lost",
        "characters-replaced",
        "sheet-damaged",
    )
    assert all("{" not in CATALOGUE[f"file-{code}"].message for code in codes)


def test_visibility_and_sheets_that_are_all_chart() -> None:
    parts = book_parts()
    parts["xl/workbook.xml"] = str(workbook("S", "Chart", "T")).replace('name="T"', 'name="T" state="veryHidden"')
    parts["xl/_rels/workbook.xml.rels"] = links(
        ("worksheet", "worksheets/sheet1.xml"), ("chartsheet", "chartsheets/sheet1.xml"), ("worksheet", "worksheets/sheet3.xml")
    )
    parts["xl/chartsheets/sheet1.xml"] = "<chartsheet/>"
    parts["xl/worksheets/sheet3.xml"] = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert [(sheet.name, sheet.visibility) for sheet in read(zipped(parts)).sheets] == [("S", "visible"), ("T", "veryHidden")]


# --- other programs and formats ----------------------------------------------------------------------------------------


def test_a_file_written_by_openpyxl() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Robbery", 3, 2.5, True, date(2017, 5, 12), "=B1*2", None, "  "])
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue()).sheets[0]
    assert [cell.value for _position, cell in found.row_cells(0)] == ["Robbery", 3, 2.5, True, date(2017, 5, 12), None, "  "]
    assert found.cell(0, 5).uncalculated


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls"])
def test_a_form_filled_in_and_saved_by_libreoffice(office: Office, form: bytes, tmp_path: Path, ending: str) -> None:
    sent = tmp_path / "sent.xlsx"
    sent.write_bytes(form)
    book = read_book(office.fill(sent, {("Harm scores", "C9"): 2, ("Harm scores", "D10"): "No view"}, tmp_path / f"back{ending}"))
    assert isinstance(book, Book)
    found = values(book, 1)
    assert {key: found[key] for key in ("B9", "C9", "D9", "B10", "C10", "D10")} == {
        "B9": "Robbery",
        "C9": 2,
        "D9": 4,
        "B10": "Road Safety*",
        "C10": 1,
        "D10": "No view",
    }
    assert book.sheets[0].cell(3, 1).value == date(2017, 5, 12)
    assert (book.format, book.remarks) == (ending[1:], () if ending == ".xlsx" else ("file-values-only",))
    assert set(book.names) == ({"agency", "grid"} if ending == ".xlsx" else set())


def test_a_binary_workbook() -> None:
    book = read(xlsb())
    assert (values(book), book.format, book.remarks) == ({"B2": 3, "C2": "No view"}, "xlsb", ("file-values-only",))


def test_an_opendocument_sheet_keeps_its_addresses() -> None:
    book = read(
        ods(f'<table:table-row table:number-rows-repeated="2"/><table:table-row><table:table-cell/>{ods_number(3)}</table:table-row>')
    )
    assert (values(book), book.format) == ({"B3": 3}, "ods")
