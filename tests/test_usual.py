"""What is taken out of a part before expat hears it is read exactly as if expat had heard it.

The judge is the same reader with nothing taken out: our own workbooks, such workbooks damaged at random, and parts put
together at random from what sheets and their damage are made of, must come out alike, or be refused in the same words.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_files import SHEET, Parts, book_parts, parts_of, zipped
from libreoffice import Office
from test_intake_agrees import corpus, spoiled

from snwp_xl.blanks import blank
from snwp_xl.example import example_assessment
from snwp_xl.intake import Book, CellKind, Refusal, markup, read_book_bytes, usual

STRINGS = "xl/sharedStrings.xml"
PIECES = (  # of sheets, whole and broken
    '<c r="A1" s="1" t="s"><v>0</v></c>', '<c r="B1"><v>3</v></c>', '<c r="B1"><v>4</v></c>', '<c r="C1" s="2"/>', '<c r="AA7"><v>7</v></c>',
    '<c r="D1" t="str"><f>A1&amp;"–"</f><v>é &lt;</v></c>', '<c r="D1"><f></f><v>5</v></c>', '<c r="D1"><f>1+1</f><v></v></c>',
    '<c r="E1" t="s"><v></v></c>', '<c r="E1" t="b"><v>1</v></c>', '<c r="E1" t="e"><v>#REF!</v></c>', '<c r="E1" t="d"><v>2026-01-02</v></c>',
    '<c r="E1" t="zz"><v>_x0041_ 5</v></c>', '<c r="E1" s="1"><v>45000</v></c>', '<c r="E1" s="2"><v>2</v></c>', "<c><v>9</v></c>", "<c/>",
    '<c r="XFE1"><v>1</v></c>', '<c r="A01"><v>1</v></c>', '<c r="A9999999"/>', '<c r="F1" t="s"><v>99</v></c>', '<c r="F1"><v>x&amp;y</v></c>',
    '<c r="G1" t="inlineStr"><is><t>', "</t></is></c>", '<c r="H1"><f t="shared" si="0" ref="H1:H2">A1</f><v>1</v></c>',
    '<c r="H2"><f t="shared" si="0"/><v>2</v></c>', '<row r="1">', "<row>", '<row r="2" hidden="1">', "</row>", '</row><row r="2" spans="1:3" ht="1.5" hidden="1">', '</row><row r="5">',
    '</row><row r="1" s="1" customFormat="1" hidden="true" x14ac:dyDescent="0.3">', '</row><row r="3" r="4">', '</row><row r="0">', '<row r="x">', '<x:row r="3">',
    "</x:row>", "<x:c><x:v>8</x:v></x:c>", "<sheetData>", "</sheetData>", "<v>", "</v>", "<f>", "<is>", "</is>", "</c>", "<t>", "</t>", "text",
    "<!-- ", " -->", "<![CDATA[", "]]>", "<?a b?>", "<?run?>", "&lt;", "&#51;", "&no;", '<a b="', '">', "\r\n", "\x01", "<", ">", "\ufffe", "\x85",
    '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', "<rPh>", "</rPh>", "<sst>", "<si><t>one</t></si>", "<si><t> two &amp; é</t></si>",
    '<si><t xml:space="preserve"> _x0042_ </t></si>', "<si>", "</si>", "<si><t></t></si>", "<r><t>run</t></r>", "<si><t>a]]>b</t></si>",
)  # fmt: skip
BEGINNINGS = (
    b"", b'<?xml version="1.0" encoding="UTF-8"?>', b"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\r\n", b'<?xml version="1.0"?>',
    b'<?xml version="1.0" encoding="ISO-8859-1"?>', b'<?xml version="1.0" encoding="UTF-16"?>', b"\xef\xbb\xbf", b" ", b"<!DOCTYPE a>", b"<",
    b"\xff\xfe")
STYLES = (
    '<fonts><font/><font><strike/></font></fonts><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/>'
    '<xf numFmtId="0" fontId="1"/></cellXfs>')
part_bodies = st.lists(st.sampled_from(PIECES), max_size=14)


def outcome(data: bytes) -> object:
    """All that reading says; two unreadable texts are alike."""
    found = read_book_bytes(data, "a.xlsx")
    if isinstance(found, Refusal):
        return found
    return [(sheet, list(sheet.cells)) for sheet in found.sheets], found.remarks, found.names


def same_both_ways(data: bytes) -> Book | Refusal:
    """Read it with the usual form taken out and without, and compare."""
    quick = outcome(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "shortened", lambda *_: None)
        assert quick == outcome(data)
    return read_book_bytes(data, "a.xlsx")


@cache
def base() -> Parts:
    return book_parts('<row r="1"/>', strings="<si><t>zero</t></si>", formats=STYLES)


def raw(content: str | bytes) -> bytes:
    """A part's bytes."""
    return content if isinstance(content, bytes) else content.encode()


def with_part(name: str, content: bytes) -> bytes:
    return zipped({**base(), name: content})


@settings(max_examples=1500, deadline=None)
@given(beginning=st.sampled_from(BEGINNINGS[:4] * 3 + BEGINNINGS), pieces=part_bodies, how=st.integers(0, 3), cut=st.integers(0, 400))
def test_sheets_put_together_at_random(beginning: bytes, pieces: Sequence[str], how: int, cut: int) -> None:
    inside = "".join(pieces)
    text = (inside, f"<worksheet>{inside}</worksheet>", f"<worksheet><sheetData>{inside}</sheetData></worksheet>",
            f'<worksheet><sheetData><row r="1">{inside}</row></sheetData></worksheet>')[how]
    content = beginning + text.encode()
    same_both_ways(with_part(SHEET, content[:-cut] if cut and cut % 7 == 0 else content))


@settings(max_examples=700, deadline=None)
@given(beginning=st.sampled_from(BEGINNINGS[:4] * 3 + BEGINNINGS), pieces=part_bodies, around=st.booleans())
def test_texts_put_together_at_random(beginning: bytes, pieces: Sequence[str], around: bool) -> None:
    inside = "".join(pieces)
    shown = "".join(f'<c r="A{i}" t="s"><v>{i - 1}</v></c>' for i in range(1, 9))
    parts = {**base(), STRINGS: beginning + (f"<sst>{inside}</sst>" if around else inside).encode(),
             SHEET: f'<worksheet><sheetData><row r="1">{shown}</row></sheetData></worksheet>'}
    same_both_ways(zipped(parts))


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=60), part=st.sampled_from([SHEET, STRINGS]), before=st.integers(0, 60))
def test_any_bytes_in_the_middle_of_a_part(content: bytes, part: str, before: int) -> None:
    good = (b'<worksheet><sheetData><row r="1"><c r="A1"><v>3</v></c><c r="B1" t="s"><v>0</v></c></row></sheetData></worksheet>' if part == SHEET
            else b"<sst><si><t>zero</t></si><si><t>one</t></si></sst>")
    same_both_ways(with_part(part, good[:before] + content + good[before:]))


@pytest.mark.parametrize("number", range(2))
def test_our_own_workbooks_damaged_at_random(number: int) -> None:
    how = random.Random(f"usual {number}")
    for parts in corpus():
        whole = same_both_ways(zipped(parts))
        assert isinstance(whole, Book)
        for _ in range(12):
            name = how.choice([one for one in parts if one.startswith("xl/worksheets/sheet") or one == STRINGS])
            same_both_ways(zipped({**parts, name: spoiled(raw(parts[name]), how)}))


def all_but_a_few_are_taken_out(parts: Parts) -> None:
    for name in (one for one in parts if one.startswith("xl/worksheets/sheet")):
        short = usual.shortened(raw(parts[name]), usual.CELLS)
        assert short
        assert sum(map(len, short.runs)) > 20 * short.data.count(b"<c ")


def test_nearly_all_cells_of_our_forms_are_taken_out() -> None:
    """Else the whole thing does nothing."""
    all_but_a_few_are_taken_out(corpus()[1])


def test_so_are_those_that_a_spreadsheet_program_saved(office: Office, tmp_path: Path) -> None:
    form, saved = tmp_path / "Fire.xlsx", tmp_path / "saved.xlsx"
    form.write_bytes(blank(example_assessment(), "Fire"))
    office.fill(form, {("Harm scores", "B8"): 3, ("Harm scores", "K8"): "First line\nsecond – line"}, saved)
    all_but_a_few_are_taken_out(parts_of(saved.read_bytes()))
    same_both_ways(saved.read_bytes())


@pytest.mark.parametrize("spoil", ["<!-- a -->", "<![CDATA[a]]>", "<?a b?>"])
def test_a_part_with_anything_unusual_in_it_is_heard_whole(spoil: str) -> None:
    sheet = f'<worksheet><sheetData><row r="1">{spoil}<c r="A1"><v>3</v></c></row></sheetData></worksheet>'
    assert usual.shortened(sheet.encode(), usual.CELLS) is None
    book = read_book_bytes(with_part(SHEET, sheet.encode()), "a.xlsx")
    assert isinstance(book, Book)
    assert book.sheets[0].cell(0, 0).value == 3


def test_a_cell_in_a_comment_is_no_cell() -> None:
    sheet = '<worksheet><sheetData><row r="1"><!-- <c r="A1"><v>3</v></c> --><c r="B1"><v>4</v></c></row></sheetData></worksheet>'
    book = read_book_bytes(with_part(SHEET, sheet.encode()), "a.xlsx")
    assert isinstance(book, Book)
    assert [*book.sheets[0].cells] == [(0, 1)]


def test_a_cell_inside_a_broken_tag_is_damage_not_a_score() -> None:
    sheet = '<worksheet><sheetData><row r="1"><c r="B1" x="<c r="A1"><v>3</v></c>"/></row></sheetData></worksheet>'
    found = read_book_bytes(with_part(SHEET, sheet.encode()), "a.xlsx")
    assert isinstance(found, Refusal)
    assert found.code == "file-damaged"


def test_what_formulas_and_values_say_is_undone_once() -> None:
    cells = '<c r="A1" t="str"><f>B1&amp;"&lt;&amp;lt;"</f><v>&lt;&amp;amp; &quot;é&apos;</v></c><c r="B1" t="str"><f>C1</f><v></v></c>'
    book = read_book_bytes(with_part(SHEET, f'<worksheet><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.encode()), "a.xlsx")
    assert isinstance(book, Book)
    first, second = book.sheets[0].cell(0, 0), book.sheets[0].cell(0, 1)
    assert (first.formula, first.text) == ('=B1&"<&lt;"', "<&amp; \"é'")
    assert (second.kind, second.formula, second.text) == (CellKind.TEXT, "=C1", "")


def test_the_same_styles_are_heard_once_and_other_styles_are_not_taken_for_them() -> None:
    date, struck = ('<row r="1"><c r="A1" s="1"><v>45000</v></c></row>', '<row r="1"><c r="A1" s="2"><v>2</v></c></row>')
    plain = zipped(book_parts(date, formats="<cellXfs><xf/><xf/></cellXfs>"))
    for _ in range(2):
        dated, number = read_book_bytes(zipped(book_parts(date, formats=STYLES)), "a.xlsx"), read_book_bytes(plain, "a.xlsx")
        crossed = read_book_bytes(zipped(book_parts(struck, formats=STYLES)), "a.xlsx")
        assert isinstance(dated, Book)
        assert isinstance(number, Book)
        assert isinstance(crossed, Book)
        assert (dated.sheets[0].cell(0, 0).kind, number.sheets[0].cell(0, 0).kind) == (CellKind.DATE, CellKind.NUMBER)
        assert crossed.sheets[0].struck == {(0, 0)}
