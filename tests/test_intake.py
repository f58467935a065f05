"""Reading: every way in which a workbook may say the same thing, and what each cell then is."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from intake_files import (
    book_parts,
    one_sheet,
    read,
    small_form,
    text_cell,
    values,
    zipped,
)

from snwp_xl.intake import NOTHING, Area, Book, Cell, CellKind, address, parse_address, parse_area, read_book, read_book_bytes

DATES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'


@pytest.fixture(scope="module")
def form() -> bytes:
    """The small form of intake_files."""
    return small_form()


# --- a good file -----------------------------------------------------------------------------------------------------


def test_a_form_is_read_whole(form: bytes) -> None:
    book = read(form)
    assert (book.name, book.format, book.remarks) == ("test.xlsx", "xlsx", ())
    assert [sheet.name for sheet in book.sheets] == ["Start here", "Harm scores"]
    assert values(book, 1) == {
        "C8": "Physical - Individual", "D8": "Economic - Social",
        "B9": "Robbery", "C9": 3, "D9": 4, "E9": 7, "F9": " said in full,\nwith two lines ",
        "B10": "Road Safety*", "C10": 1, "D10": 2, "E10": 3,
    }  # fmt: skip
    assert book.sheets[1].cell(8, 4) == Cell(CellKind.NUMBER, 7, "7", "=SUM(C9:D9)")
    assert book.sheets[0].cell(3, 1) == Cell(CellKind.DATE, date(2017, 5, 12), "42867", None, 42867)


def test_a_name_leads_to_a_cell(form: bytes) -> None:
    book = read(form)
    assert book.names == {"agency": Area("Start here", 2, 1, 2, 1), "grid": Area("Harm scores", 8, 2, 9, 3)}
    agency, grid = book.names["agency"], book.area("GRID")
    assert grid is not None
    assert (book.at(agency).value, agency.address, grid.address) == ("Police", "B3", "C9:D10")
    sheet = book.sheet("harm SCORES")
    assert sheet is not None
    assert sheet.cell(grid.first_row, grid.first_column).value == 3
    assert (8, 3) in grid
    assert (8, 4) not in grid


def test_the_file_on_disk_and_its_bytes_are_the_same_book(form: bytes, tmp_path: Path) -> None:
    path = tmp_path / "Police (2).pdf"  # the name's ending says nothing
    path.write_bytes(form)
    assert read_book(path) == read_book_bytes(form, "Police (2).pdf")
    named = read_book(path, name="returns/Police.xlsx")
    assert isinstance(named, Book)
    assert named.name == "returns/Police.xlsx"


def test_rows_and_cells_of_a_sheet() -> None:
    sheet = read(
        zipped(book_parts('<row r="7"><c r="C7"><v>2</v></c><c r="A7"><v>1</v></c></row><row r="2"><c r="B2"><v>9</v></c></row>'))
    ).sheets[0]
    assert sheet.rows() == (1, 6)
    assert [(position, cell.value) for position, cell in sheet.row_cells(6)] == [((6, 0), 1), ((6, 2), 2)]
    assert list(sheet.row_cells(3)) == []
    assert sheet.cell(3, 3) is NOTHING


# --- what a cell is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "value"),
    [("3", 3), ("3.0", 3), ("1E0", 1), ("-2", -2), ("007", 7), (" 4 ", 4), ("2.5", 2.5), (".5", 0.5), ("1e-3", 0.001), ("-0", 0),
     ("3.0000000000000004", 3.0000000000000004), ("123456789012345", 123456789012345), ("1E300", 1e300)],
)  # fmt: skip
def test_numbers(stored: str, value: float) -> None:
    cell = read(zipped(book_parts(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'))).sheets[0].cell(0, 0)
    assert (cell.kind, cell.value, cell.text) == (CellKind.NUMBER, value, stored)
    assert isinstance(cell.value, int) == (abs(value) < 10**15 and value == int(value))


@pytest.mark.parametrize("stored", ["NaN", "INF", "1E999", "1_000", "0x3", "three", "３", "³", "1" * 400, "3,5", "--3", "1.2.3"])
def test_numbers_that_are_none_are_errors_with_their_text(stored: str) -> None:
    cell = read(zipped(book_parts(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'))).sheets[0].cell(0, 0)
    assert (cell.kind, cell.value, cell.text) == (CellKind.ERROR, stored, stored)


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ('<c r="A1" t="b"><v>1</v></c>', CellKind.BOOL, True),
        ('<c r="A1" t="b"><v>false</v></c>', CellKind.BOOL, False),
        ('<c r="A1" t="b"><v>7</v></c>', CellKind.ERROR, "7"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', CellKind.ERROR, "#REF!"),
        ('<c r="A1" t="str"><v>x</v></c>', CellKind.TEXT, "x"),
        ('<c r="A1" t="d"><v>2016-05-04</v></c>', CellKind.DATE, date(2016, 5, 4)),
        ('<c r="A1" t="d"><v>2016-05-04T09:30:00</v></c>', CellKind.DATE, datetime(2016, 5, 4, 9, 30)),
        ('<c r="A1" t="d"><v>4 May</v></c>', CellKind.ERROR, "4 May"),
        ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', CellKind.TEXT, "a"),
        ('<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>a </t></r><r><t>b</t></r></is></c>', CellKind.TEXT, "a b"),
        ('<c r="A1" t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>ヒガシ</t></rPh></is></c>', CellKind.TEXT, "東"),
        ('<c r="A1"><v><![CDATA[3]]></v></c>', CellKind.NUMBER, 3),
        ('<c r="A1"><v>1<!-- not in between -->2</v></c>', CellKind.NUMBER, 12),
        ('<c r="A1"><extLst><ext><v>9</v><is><t>no</t></is></ext></extLst><v>3</v></c>', CellKind.NUMBER, 3),
        ('<c r="A1" t="of tomorrow"><v>3</v></c>', CellKind.TEXT, "3"),
    ],
)
def test_kinds_of_cells(cell: str, kind: CellKind, value: object) -> None:
    found = read(zipped(book_parts(f'<row r="1">{cell}</row>'))).sheets[0].cell(0, 0)
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    "cell", ['<c r="A1"/>', '<c r="A1" s="1"><v/></c>', '<c r="A1"><v> </v></c>', '<c r="A1" t="s"><v/></c>', '<c r="A1" t="str"><v/></c>',
             '<c r="A1" t="inlineStr"><is><t/></is></c>', '<c r="A1" t="s"><v>0</v></c>'],
)  # fmt: skip
def test_empty_cells_are_not_kept(cell: str) -> None:
    assert one_sheet(f'<row r="1">{cell}</row>', strings="<si><t/></si>") == {}


def test_texts_are_kept_exactly() -> None:
    strings = '<si><t xml:space="preserve"> 3 </t></si><si><r><t>two </t></r><r><t>runs</t></r></si>'
    strings += "<si><t>_x0041_\n_x005F_x0042_ &lt;&#233;&gt;</t></si>"
    cells = "".join(f'<c t="s"><v>{place}</v></c>' for place in (0, 1, 2, 0))
    found = one_sheet(f'<row r="1">{cells}</row>', strings=strings)
    assert found == {"A1": " 3 ", "B1": "two runs", "C1": "A\n_x0042_ <é>", "D1": " 3 "}


@pytest.mark.parametrize(
    ("stored", "text"),
    [("a_x000D_b", "a\rb"), ("_x0007_", "\x07"), ("_xD83D__xDE00_", "\U0001f600"), ("_xD83D_", "\ufffd"), ("_x00_", "_x00_")],
)
def test_escaped_characters(stored: str, text: str) -> None:
    assert one_sheet(f'<row r="1">{text_cell("A1", stored)}<c r="B1" t="str"><v>{stored}</v></c></row>') == {"A1": text, "B1": text}


def test_a_cell_as_full_as_excel_allows() -> None:
    assert one_sheet(f'<row r="1">{text_cell("A1", "é" * 32_767)}</row>') == {"A1": "é" * 32_767}


def test_formulas_with_and_without_a_stored_value() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>B1*2</f><v>6</v></c><c r="B1"><f>1+2</f></c><c r="C1"><f>1+3</f><v></v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="F1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>'
    )
    sheet = read(zipped(book_parts(rows))).sheets[0]
    found = [sheet.cell(0, column) for column in range(6)]
    assert [cell.formula for cell in found] == ["=B1*2", "=1+2", "=1+3", '=""', "=1/0", '="a"&"b"']
    assert [cell.value for cell in found] == [6, None, None, "", "#DIV/0!", "ab"]
    assert [cell.uncalculated for cell in found] == [False, True, True, False, False, False]


def test_a_shared_formula_is_seen_in_every_cell() -> None:
    rows = (
        '<row r="2"><c r="C2"><f t="shared" ref="C2:D3" si="0">A2+$B$1+SUM(A:A)+"A2"</f><v>1</v></c>'
        '<c r="D2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    sheet = read(zipped(book_parts(rows))).sheets[0]
    assert sheet.cell(1, 3).formula == '=B2+$B$1+SUM(B:B)+"A2"'
    assert sheet.cell(2, 2).formula == '=A3+$B$1+SUM(A:A)+"A2"'


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("serial", "value"),
    [("42867", date(2017, 5, 12)), ("1", date(1900, 1, 1)), ("59", date(1900, 2, 28)), ("61", date(1900, 3, 1)), ("0.5", time(12)),
     ("42867.75", datetime(2017, 5, 12, 18)), ("2958465", date(9999, 12, 31))],
)  # fmt: skip
def test_dates(serial: str, value: date) -> None:
    cell = read(zipped(book_parts(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>', formats=DATES))).sheets[0].cell(0, 0)
    assert (cell.kind, cell.value, cell.text, cell.number) == (CellKind.DATE, value, serial, float(serial))


@pytest.mark.parametrize("serial", ["60", "-1", "2958466", "1E12"])
def test_numbers_that_no_day_has_stay_numbers(serial: str) -> None:
    cell = read(zipped(book_parts(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>', formats=DATES))).sheets[0].cell(0, 0)
    assert (cell.kind, cell.value) == (CellKind.NUMBER, float(serial))


def test_the_1904_system() -> None:
    parts = book_parts('<row r="1"><c r="A1" s="1"><v>1</v></c></row>', formats=DATES, before='<workbookPr date1904="1"/>')
    assert values(read(zipped(parts))) == {"A1": date(1904, 1, 2)}


@pytest.mark.parametrize(
    ("code", "is_date"),
    [("dd/mm/yyyy", True), ("d mmm", True), ("[$-809]d mmmm yyyy;@", True), ("h:mm AM/PM", True), ("[h]:mm", True), ("yyyy\\-mm", True),
     ("General", False), ("0.00", False), ("0.00E+00", False), ("0 &quot;days&quot;", False), ("[Red]0;[Blue]-0", False), ("0\\d", False),
     ("#,##0_d", False), ("@", False), ("[$SEK-41D]#,##0", False), ("0;dd/mm", False)],
)  # fmt: skip
def test_which_formats_show_dates(code: str, is_date: bool) -> None:
    formats = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    cell = read(zipped(book_parts('<row r="1"><c r="A1" s="1"><v>42867</v></c></row>', formats=formats))).sheets[0].cell(0, 0)
    assert cell.kind is (CellKind.DATE if is_date else CellKind.NUMBER)
    assert cell.value == (date(2017, 5, 12) if is_date else 42867)


def test_only_cell_styles_count_not_those_behind_named_styles() -> None:
    formats = '<cellStyleXfs><xf numFmtId="14"/><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="14"/><xf numFmtId="0"/></cellXfs>'
    assert one_sheet('<row r="1"><c r="A1" s="1"><v>3</v></c><c r="B1" s="9"><v>3</v></c></row>', formats=formats) == {"A1": 3, "B1": 3}


# --- where a cell is --------------------------------------------------------------------------------------------------


def test_positions_that_are_not_written_follow_from_the_order() -> None:
    assert one_sheet("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>") == {"A1": 1, "C1": 3, "A3": 4}
    assert one_sheet('<row r="5"><c r="D5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>') == {"D5": 1, "E5": 2, "A6": 3}
    assert one_sheet('<row><c r="D5"><v>1</v></c></row>') == {"D5": 1}


def test_a_cell_belongs_where_its_own_address_says() -> None:
    assert one_sheet('<row r="10"><c r="A10"><v>1</v></c></row><row r="1"><c r="A10"><v>1</v></c><c r="A110"><v>5</v></c></row>') == {
        "A10": 1,
        "A110": 5,
    }
    assert one_sheet('<row r="3"><c r="b3"><v>1</v></c><c r="$C$3"><v>2</v></c></row>') == {"B3": 1, "C3": 2}


def test_rows_out_of_order_and_in_pieces() -> None:
    rows = '<row r="9"><c r="B9"><v>2</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row r="9"><c r="A9"><v>3</v></c></row>'
    assert one_sheet(rows) == {"B9": 2, "A2": 1, "A9": 3}


def test_a_cell_that_is_there_twice_with_two_values_is_neither() -> None:
    sheet = read(
        zipped(book_parts('<row r="1"><c r="A1"><v>3</v></c><c r="A1"><v>4</v></c><c r="B1"><v>2</v></c><c r="B1"><v>2</v></c></row>'))
    ).sheets[0]
    assert sheet.cell(0, 0).kind is CellKind.ERROR
    assert sheet.cell(0, 0).value == "two values: 3 and 4"
    assert sheet.cell(0, 1).value == 2


def test_the_last_cell_of_all_is_a_cell_like_any_other() -> None:
    rows = '<row r="1"><c r="A1"><v>3</v></c></row><row r="1048576">' + text_cell("XFD1048576", " ") + "</row>"
    book = read(zipped(book_parts(rows, after='<mergeCells><mergeCell ref="B2:XFD1048576"/><mergeCell ref="nonsense"/></mergeCells>')))
    assert values(book) == {"A1": 3, "XFD1048576": " "}
    assert book.sheets[0].rows() == (0, 1_048_575)


def test_hidden_rows_are_named_where_they_hold_something() -> None:
    rows = '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" hidden="true"/><row r="4"><c r="A4"><v>2</v></c></row>'
    assert read(zipped(book_parts(rows))).sheets[0].hidden_rows == {1}


@pytest.mark.parametrize(
    ("text", "row", "column"), [("A1", 0, 0), ("E10", 9, 4), ("AA3", 2, 26), ("ZZ1", 0, 701), ("XFD1048576", 1_048_575, 16_383)]
)
def test_addresses(text: str, row: int, column: int) -> None:
    assert address(row, column) == text
    assert parse_address(text) == parse_address(text.lower()) == (row, column)


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "XFE1", "A1048577", "AAAA1", "A1:B2", "A 1", "Ａ1", "A１"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|edge"):
        parse_address(text)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("$C$9:$D$10", (8, 2, 9, 3)),
        ("D10:C9", (8, 2, 9, 3)),
        ("B2", (1, 1, 1, 1)),
        ("$A:$C", (0, 0, 1_048_575, 2)),
        ("2:3", (1, 0, 2, 16_383)),
    ],
)
def test_areas(text: str, area: tuple[int, int, int, int]) -> None:
    assert parse_area(text, "S") == Area("S", *area)
