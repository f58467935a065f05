"""Returns as they really come back: good ones damaged in more than 120 ways, each with what must be said of it, and where.

A case says how the file is made, the exact codes and cells expected, and what each score must be read as: as it was typed
unless the case says otherwise. `python tests/corpus.py FOLDER` writes them all, to be looked at.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from intake_files import Parts, changed, ole, zipped
from openpyxl.comments import Comment
from openpyxl.styles import Font, Protection
from openpyxl.workbook import Workbook
from rounds import Scores, edited, example_assessment, filled, named, small_assessment

from snwp_xl.assessment import setup_workbook
from snwp_xl.blanks import blank
from snwp_xl.incidents import counts_workbook
from snwp_xl.layout import AGENCY, ASSESSMENT, FORM_FOR, KIND, VERSION, Field
from snwp_xl.model import Factor, Partner

LEVELS = ("Little or none", "Minor concern", "Significant concern", "Extreme concern")
TYPES = ("Violent Crime", "Vehicle Crime – Theft from", "Children's “Homes”", "Anti-Social Behaviour", "Road Safety*", "Hate Crime")
ROUND = small_assessment(
    ("Police", "Fire"), TYPES,
    factors_named := ("Physical - Individual", "Political - Your organisation", "Economic - Social"),
    partners_not_asked=(Partner("Probation", "", small_assessment().agencies[0].kind),))  # fmt: skip
ROUND = type(ROUND)(**{
    **{name: getattr(ROUND, name) for name in ROUND.__dataclass_fields__},
    "factors": tuple(Factor(i, name, f"How much: {name}?", LEVELS) for i, name in enumerate(factors_named, 1)),
})  # fmt: skip
GOOD: Scores = {1: (1, 2, 3), 2: (3, 3, 1), 3: "No view", 4: (4, 2, 2), 5: (2, 1, 4), 6: (1, 1, 2)}
COMMENTS = {2: "Rising in the north.", 3: "Not ours."}
FIRST, LAST = 7, 12  # rows of the first and the last crime type in Excel
COLUMNS = "BCD"  # of the scores
SHEET = "xl/worksheets/sheet2.xml"  # the scores, in the blank as we write it

Read = Mapping[tuple[int, int], int | None]  # (crime type, factor from 0) -> what it must be read as


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged return."""

    name: str
    make: Callable[[], bytes]
    expected: tuple[tuple[str, str], ...]  # code and cell of every finding, in any order
    read: Read | None = field(default_factory=dict)  # scores that differ from what was typed; None: the file is unusable
    no_view: frozenset[int] = frozenset({3})  # crime types that must be read as No view
    ending: str = ".xlsx"


def typed(number: int, factor: int) -> int | None:
    """The score in the good return; None where there is none."""
    row = GOOD[number]
    return None if isinstance(row, str) else int(str(row[factor]))


@cache
def good() -> bytes:
    """The return before it is damaged, saved by openpyxl."""
    return filled(blank(ROUND, "Police"), ROUND, GOOD, comments=COMMENTS)


@cache
def ours() -> bytes:
    """The same as our own writer makes it: shared strings, stored values, one part a sheet."""
    from snwp_xl.returns import read_return

    answers = read_return(good(), ROUND).return_
    return blank(ROUND, "Police", answers)


# --- ways to damage ------------------------------------------------------------------------------------------------------------


def cells(**values: object) -> Callable[[], bytes]:
    """Type into cells of Harm scores."""

    def edit(book: Workbook) -> None:
        for where, value in values.items():
            book["Harm scores"][where] = value
            if isinstance(value, str) and value.startswith("="):
                book["Harm scores"][where].data_type = "f" if not value.startswith("='") else "s"

    return lambda: edited(good(), edit)


def by_hand(edit: Callable[[Any], object]) -> Callable[[], bytes]:
    """Any change of the sheet Harm scores through openpyxl."""
    return lambda: edited(good(), lambda book: edit(book["Harm scores"]))


def crossed_out(*places: str, value: object = None) -> Callable[[], bytes]:
    """Cells struck through by a person, with another value if one is given."""

    def edit(sheet: Any) -> None:
        for where in places:
            sheet[where].font = Font(strike=True)
            if value is not None:
                sheet[where] = value

    return by_hand(edit)


def in_book(edit: Callable[[Workbook], object]) -> Callable[[], bytes]:
    """Any change of the workbook through openpyxl."""
    return lambda: edited(good(), edit)


def fields(*values: tuple[Field, object]) -> Callable[[], bytes]:
    """Other words in named cells."""

    def edit(book: Workbook) -> None:
        for one, value in values:
            sheet, where = named(book, one.name)
            sheet[where] = value

    return in_book(edit)


def parts(change: Callable[[Parts], object], source: Callable[[], bytes] = ours) -> Callable[[], bytes]:
    """Any change of the zip's parts."""
    return lambda: changed(source(), change)


def in_part(name: str, old: str, new: str, count: int = -1) -> Callable[[], bytes]:
    """Other XML in a part; the old must be there."""

    def change(held: Parts) -> None:
        text = bytes(held[name]).decode() if isinstance(held[name], bytes) else str(held[name])
        assert old in text, (name, old)
        held[name] = text.replace(old, new, count)

    return parts(change)


def cell_xml(where: str, xml: str, source: Callable[[], bytes] = ours) -> Callable[[], bytes]:
    """A cell of Harm scores as raw XML; {style} is the style that it had."""

    def change(held: Parts) -> None:
        text = bytes(held[SHEET]).decode()
        found = re.search(rf'<c r="{where}"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)', text)
        assert found, where
        held[SHEET] = text.replace(found[0], xml.replace("{style}", found[1] or "0"), 1)

    return parts(change, source)


def added_row(xml: str) -> Callable[[], bytes]:
    """A row of raw XML at the end of Harm scores."""
    return in_part(SHEET, "</sheetData>", f"{xml}</sheetData>")


def move_rows(order: Sequence[int]) -> Callable[[Any], None]:
    """Put the crime types' rows into another order: order[i] is the old place of the row that stands at i."""

    def edit(sheet: Any) -> None:
        rows = [[cell.value for cell in sheet[FIRST + i]] for i in range(len(order))]
        for i, old in enumerate(order):
            for cell, value in zip(sheet[FIRST + i], rows[old], strict=True):
                cell.value = value

    return edit


def swap_columns(sheet: Any) -> None:
    """The first and the last factor change places, heading and scores."""
    for row in range(FIRST - 1, LAST + 1):
        sheet[f"B{row}"].value, sheet[f"D{row}"].value = sheet[f"D{row}"].value, sheet[f"B{row}"].value


def block(rows: int, columns: int) -> Callable[[Any], None]:
    """The block of scores pasted so many rows below and columns beside its place."""

    def edit(sheet: Any) -> None:
        held = [[sheet.cell(FIRST + i, 2 + j).value or 2 for j in range(3)] for i in range(len(TYPES))]
        for i in range(len(TYPES)):
            for j in range(3):
                sheet.cell(FIRST + i, 2 + j).value = None
        sheet["F9"] = None
        for i, row in enumerate(held):
            for j, score in enumerate(row):
                sheet.cell(FIRST + i + rows, 2 + j + columns).value = score

    return edit


def bare_copy() -> bytes:
    """The visible cells copied into a fresh workbook: no names, no tables, no formats, one more row on top, another column first."""
    source = openpyxl.load_workbook(io.BytesIO(good()))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for sheet in source:
        copy = book.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and cell.data_type != "f":
                    copy.write(cell.row, cell.column, cell.value)
    book.close()
    return out.getvalue()


def numbers_tables() -> bytes:
    """As Apple Numbers exports: a sheet for each table, a summary in front, no names."""

    def edit(book: Workbook) -> None:
        _no_names(book)
        book.create_sheet("Export Summary", 0)["A1"] = "This document was exported from Numbers."
        for sheet in list(book)[1:]:
            sheet.title = f"{sheet.title} - Table 1"

    return edited(good(), edit)


def inline_strings(held: Parts) -> None:
    """As Google Sheets and some tools write: texts in the cells, no shared strings, no dimension, scores as 3.0."""
    table = re.findall(r"<si><t[^>]*>(.*?)</t></si>", bytes(held.pop("xl/sharedStrings.xml")).decode(), re.DOTALL)
    for name in [name for name in held if name.startswith("xl/worksheets/sheet")]:
        text = bytes(held[name]).decode()
        text = re.sub(r'<c ([^>]*?) t="s"><v>(\d+)</v></c>',
                      lambda found: f'<c {found[1]} t="inlineStr"><is><t xml:space="preserve">{table[int(found[2])]}</t></is></c>', text)
        text = re.sub(r"<dimension [^>]*/>", "", text)
        held[name] = re.sub(r"<v>([1-4])</v>", r"<v>\1.0</v>", text)


def strict(held: Parts) -> None:
    """As Strict Open XML."""
    for name, content in list(held.items()):
        if name.endswith((".xml", ".rels")):
            text = bytes(content).decode() if isinstance(content, bytes) else content
            text = text.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
            held[name] = text.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")


def renamed_parts(change: Callable[[str], str]) -> Callable[[], bytes]:
    """The same parts under other names in the zip."""
    return lambda: zipped({change(name): content for name, content in _parts(ours()).items()})


def _parts(data: bytes) -> Parts:
    held: Parts = {}
    changed(data, held.update)
    return held


def _no_names(book: Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]


def _copy(book: Workbook, **values: object) -> None:
    again = book.copy_worksheet(book["Harm scores"])
    again.title = "Harm scores (2)"
    for where, value in values.items():
        again[where] = value


def _emptied(book: Workbook) -> None:
    _copy(book)
    for row in book["Harm scores"].iter_rows(min_row=FIRST, max_row=LAST, min_col=2):
        for cell in row:
            if cell.column_letter in "BCDFH":
                cell.value = None


def _without(book: Workbook, sheet: str) -> None:
    del book[sheet]
    for name in [name for name, one in book.defined_names.items() if sheet in one.attr_text]:
        book.defined_names[name].attr_text = "#REF!"


def _hide(sheet: Any, *rows: int) -> None:
    for row in rows:
        sheet.row_dimensions[row].hidden = True


# --- the cases -------------------------------------------------------------------------------------------------------------------

S = "Harm scores!"  # the sheet's cells in expectations


def read_as_typed() -> Iterator[Case]:
    """One reading only is possible: it is read, with a NOTE where it was odd."""
    for name, value in {
        "text 3": "3", "text with spaces": " 3 ", "text 3.0": "3.0", "text 3,0": "3,0", "text 3.": "3.", "full-width": "３",
        "non-breaking spaces": "\u00a03\u00a0", "zero-width space": "3\u200b", "line break behind": "3\n", "tab before": "\t3",
        "number and descriptor": "3 - Significant concern", "number and half a descriptor": "3 - Significant", "en dash": "3 – Significant",
        "colon": "3: significant", "brackets": "3 (significant)", "other words": "3 - serious",
    }.items():  # fmt: skip
        yield Case(f"score as {name}", cells(B8=value), (("scores-as-text", S + "B8"),))
    yield Case("descriptor that says not", cells(B9=None, B7="1 - Little or none"), (("scores-as-text", S + "B7"),))
    yield Case("many scores as text", cells(B7="1", C7="2", D7="3"), (("scores-as-text", S + "B7"),))
    yield Case("float that is whole", cell_xml("B8", '<c r="B8" s="{style}"><v>3.0</v></c>'), ())
    yield Case("float that Excel shows as whole", cell_xml("B8", '<c r="B8" s="{style}"><v>3.0000000000000004</v></c>'), ())
    yield Case("exponent", cell_xml("B8", '<c r="B8" s="{style}"><v>3E0</v></c>'), ())
    yield Case("formula with its value", cell_xml("B8", '<c r="B8" s="{style}"><f>1+2</f><v>3</v></c>'), (("scores-as-formulas", S + "B8"),))
    yield Case("formula giving text 3", cell_xml("B8", '<c r="B8" s="{style}" t="str"><f>"3"</f><v>3</v></c>'), (("scores-as-formulas", S + "B8"),))
    yield Case("link to another workbook", cell_xml("B8", '<c r="B8" s="{style}"><f>[1]Sheet1!A1</f><v>3</v></c>'), (("scores-as-formulas", S + "B8"),))

    def as_date(sheet: Any) -> None:
        sheet["B8"].number_format = "dd/mm/yyyy"

    yield Case("typed into a cell with a date's format", by_hand(as_date), (("scores-as-dates", S + "B8"),))
    yield Case("No view in every score cell", cells(B9="No view", C9="no view", D9=" No view ", F9=None), (("no-view-in-scores", S + "B9"),))
    yield Case("no view in small letters", cells(F9="no  view "), ())
    yield Case("space in a No view cell", cells(F8=" "), ())
    yield Case("name in capitals", cells(A7="VIOLENT CRIME"), (("labels-respelt", "Harm scores"),))
    yield Case("name with a hyphen", cells(A8="vehicle crime - theft  from"), (("labels-respelt", "Harm scores"),))
    yield Case("name with straight quotes", cells(A9="Children’s \"Homes\""), (("labels-respelt", "Harm scores"),))
    yield Case("heading with an en dash", cells(B6="Physical – individual "), (("labels-respelt", "Harm scores"),))
    yield Case("agency in other letters", fields((AGENCY, "  POLICE ")), ())
    yield Case("version as a number", fields((VERSION, 1)), ())


def moved_about() -> Iterator[Case]:
    """Rows, columns and sheets are not where they were."""
    yield Case("rows sorted backwards", by_hand(move_rows([5, 4, 3, 2, 1, 0])), (("rows-reordered", "Harm scores"),))
    yield Case("two rows swapped", by_hand(move_rows([1, 0, 2, 3, 4, 5])), (("rows-reordered", "Harm scores"),))
    yield Case("columns swapped", by_hand(swap_columns), (("columns-reordered", "Harm scores"),))
    yield Case("rows hidden", by_hand(lambda sheet: _hide(sheet, 8, 9)), (("rows-hidden", "Harm scores"),))

    def filtered(sheet: Any) -> None:
        sheet.auto_filter.ref = "A6:H12"
        _hide(sheet, 7, 10, 11)

    yield Case("a filter left on", by_hand(filtered), (("rows-hidden", "Harm scores"),))
    yield Case("panes frozen elsewhere", by_hand(lambda sheet: setattr(sheet, "freeze_panes", "D2")), ())
    yield Case("columns hidden", by_hand(lambda sheet: setattr(sheet.column_dimensions["C"], "hidden", True)), ())
    yield Case("title merged", by_hand(lambda sheet: sheet.merge_cells("A1:H1")), ())
    yield Case("rules and protection removed", by_hand(lambda sheet: (setattr(sheet.protection, "sheet", False), sheet.data_validations.dataValidation.clear())), ())
    yield Case("sheets in another order", in_book(lambda book: book.move_sheet("Harm scores", -1)), ())
    yield Case("scores sheet hidden", in_book(lambda book: setattr(book["Harm scores"], "sheet_state", "hidden")), ())
    yield Case("guidance deleted", in_book(lambda book: _without(book, "Guidance")), ())
    yield Case("Start here deleted", in_book(lambda book: _without(book, "Start here")), (("sign-off-missing", ""),))
    yield Case("names lost", in_book(_no_names), (("names-lost", "Harm scores"),))
    yield Case("sheet renamed, names lost", in_book(lambda book: (_no_names(book), setattr(book["Harm scores"], "title", "Sheet 2"))),
               (("names-lost", "Sheet 2"), ("sheet-renamed", "Sheet 2")))
    yield Case("exported by Numbers", numbers_tables, (("names-lost", "Harm scores - Table 1"), ("sheet-added", "Export Summary"), ("sheet-renamed", "Harm scores - Table 1")))
    yield Case("pasted into a fresh workbook", bare_copy, (("names-lost", "Harm scores"),))
    yield Case("sheet copied", in_book(_copy), (("sheet-copied", "Harm scores"),))
    yield Case("sheet copied, the original emptied", in_book(_emptied),
               (("sheet-copied", "Harm scores (2)"), ("sheet-renamed", "Harm scores (2)")))
    yield Case("sheet copied and changed", in_book(lambda book: _copy(book, B7=4)), (("sheet-twice", "Harm scores"),), None)
    yield Case("a crime type's row twice, the same", cells(A13="Violent Crime", B13=1, C13=2, D13=3), ())
    yield Case("a crime type's name again, without scores", cells(A13="Violent Crime"), ())
    yield Case("a note beside the grid", cells(J9="see my e-mail"), (("outside-form", S + "J9"),))
    yield Case("a sheet of remarks added", in_book(lambda book: setattr(book.create_sheet("Our notes")["B2"], "value", "Domestic Abuse: ring us")),
               (("sheet-added", "Our notes"),))
    yield Case("a sheet of remarks called nearly as ours", in_book(lambda book: setattr(book.create_sheet("Guidance, our view")["A1"], "value", "Ring us")),
               (("sheet-added", "Guidance, our view"),))
    yield Case("a remark beside the guidance", in_book(lambda book: setattr(book["Guidance"]["J6"], "value", "not clear to us")),
               (("outside-form", "Guidance!J6"),))
    yield Case("a remark under the guidance", in_book(lambda book: setattr(book["Guidance"]["A30"], "value", "not clear to us")),
               (("outside-form", "Guidance!A30"),))
    yield Case("a remark on the first sheet", in_book(lambda book: setattr(book["Start here"]["E5"], "value", "ring us first")),
               (("outside-form", "Start here!E5"),))
    yield Case("rows inserted in the guidance", in_book(lambda book: [book["Guidance"].insert_rows(at, 2) for at in (2, 6, 14)]), ())
    yield Case("an empty sheet added", in_book(lambda book: book.create_sheet("Sheet2")), ())
    yield Case("a total below the grid", cells(A14="Average", H14="of all"), (("outside-form", S + "A14"),))
    yield Case("a column added with a heading", cells(I6="Source", I7="CAD"), (("outside-form", S + "I6"),))
    yield Case("a long comment", cells(H7="x" * 32_767), ())
    yield Case("a cell comment", by_hand(lambda sheet: setattr(sheet["B7"], "comment", Comment("?", "me"))), (("file-notes", ""),))
    yield Case("locked cells unlocked", by_hand(lambda sheet: setattr(sheet["B7"], "protection", Protection(locked=True))), ())


def no_score() -> Iterator[Case]:
    """A cell holds something that a guess could read wrong."""
    for name, value, code in (
        ("0", 0, "score-out-of-range"), ("5", 5, "score-out-of-range"), ("-1", -1, "score-out-of-range"), ("2.5", 2.5, "score-out-of-range"),
        ("a billion", 10**9, "score-out-of-range"), ("3 per cent", 0.03, "score-out-of-range"), ("text 5", "5", "score-out-of-range"),
        ("text 0", "0", "score-out-of-range"), ("text 9.0", "9.0", "score-out-of-range"), ("text -3", "-3", "score-not-a-number"),
        ("high", "high", "score-not-a-number"), ("three", "three", "score-not-a-number"), ("3 or 4", "3 or 4", "score-not-a-number"),
        ("3-4", "3-4", "score-not-a-number"), ("3 - 4", "3 - 4", "score-not-a-number"), ("3?", "3?", "score-not-a-number"),
        ("3 - another's descriptor", "3 - Minor concern", "score-not-a-number"), ("3 - not sure", "3 - not sure", "score-not-a-number"),
        ("n/a", "n/a", "score-not-a-number"), ("dash", "-", "score-not-a-number"), ("question mark", "?", "score-not-a-number"),
        ("3 3", "3 3", "score-not-a-number"), ("1 and 0 with a space without width", "1\u200b0", "score-out-of-range"),
        ("a superscript", "3²", "score-out-of-range"), ("Arabic digit", "٣", "score-not-a-number"), ("a fraction", "½", "score-not-a-number"),
        ("No view among scores", "No view", "score-not-a-number"), ("300 letters", "x" * 300, "score-not-a-number"),
        ("an apostrophe typed twice", "'3", "score-not-a-number"), ("TRUE", True, "score-not-a-number"),
        ("a date made of 1-4", date(2017, 4, 1), "score-is-a-date"), ("a date and time", datetime(2017, 4, 3, 12), "score-is-a-date"),
        ("a time", time(3, 0), "score-is-a-date"), ("an error", "#REF!", "score-error"), ("#N/A", "#N/A", "score-error"),
        ("a formula without a value", "=1+2", "score-not-calculated"), ("nothing", None, "score-missing"), ("a space", " ", "score-missing"),
        ("a non-breaking space", "\u00a0", "score-missing"),
    ):  # fmt: skip
        yield Case(f"score is {name}", cells(B8=value), ((code, S + "B8"),), {(2, 0): None})
    yield Case("error with a formula", cell_xml("B8", '<c r="B8" s="{style}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
               (("score-error", S + "B8"),), {(2, 0): None})
    yield Case("formula giving 2.5", cell_xml("B8", '<c r="B8" s="{style}"><f>5/2</f><v>2.5</v></c>'), (("score-out-of-range", S + "B8"),), {(2, 0): None})
    yield Case("a text that is gone", cell_xml("B8", '<c r="B8" s="{style}" t="s"><v>99999</v></c>'),
               (("score-lost", S + "B8"), ("file-strings-lost", "")), {(2, 0): None})
    yield Case("an ISO date", cell_xml("B8", '<c r="B8" s="{style}" t="d"><v>2017-04-01</v></c>'), (("score-is-a-date", S + "B8"),), {(2, 0): None})
    yield Case("a score crossed out", crossed_out("B8"), (("score-crossed-out", S + "B8"),), {(2, 0): None})
    yield Case("a whole row crossed out", crossed_out("A8", "B8", "C8", "D8"), tuple(("score-crossed-out", f"{S}{one}8") for one in "BCD"),
               {(2, i): None for i in range(3)})
    yield Case("no score crossed out", crossed_out("B8", value="7"), (("score-out-of-range", S + "B8"),), {(2, 0): None})
    yield Case("No view crossed out beside scores", crossed_out("F8", value="No view"), ())
    yield Case("three wrong cells", cells(B7=9, C8=None, D10="x"),
               (("score-out-of-range", S + "B7"), ("score-missing", S + "C8"), ("score-not-a-number", S + "D10")),
               {(1, 0): None, (2, 1): None, (4, 2): None})
    yield Case("scores merged", by_hand(lambda sheet: sheet.merge_cells("B8:D8")), (("score-missing", S + "C8"), ("score-missing", S + "D8")),
               {(2, 1): None, (2, 2): None})
    yield Case("a row cleared", cells(B8=None, C8=None, D8=None), (("row-empty", S + "B8:D8"),), {(2, i): None for i in range(3)})
    yield Case("No view beside scores", cells(F8="No view"), (("score-beside-no-view", S + "F8"),), {(2, i): None for i in range(3)})
    yield Case("No view beside one score", cells(B9=2), (("score-beside-no-view", S + "F9"),), no_view=frozenset())
    yield Case("No view beside words", cells(B9="n/a"), (("score-beside-no-view", S + "F9"),), no_view=frozenset())
    yield Case("a tick for No view", cells(F9="x"), (("no-view-not-a-choice", S + "F9"),), no_view=frozenset())
    yield Case("a tick for No view beside scores", cells(F8="x"), (("no-view-not-a-choice", S + "F8"),))
    yield Case("all cleared", lambda: filled(blank(ROUND, "Police"), ROUND, {}), (("return-empty", S + "B7"),),
               {(n, i): None for n in GOOD for i in range(3)}, frozenset())


def rows_and_columns() -> Iterator[Case]:
    """Which crime type or factor a score is for cannot be told for certain."""
    none = {(2, i): None for i in range(3)}
    every = {(n, i): None for n in GOOD for i in range(3)}
    yield Case("a row deleted", by_hand(lambda sheet: sheet.delete_rows(8)), (("row-missing", "Harm scores"),), none)
    yield Case("a name cleared", cells(A8=None), (("row-missing", "Harm scores"), ("row-without-name", S + "B8:D8")), none)
    yield Case("a name typed over", cells(A8="Modern slavery"), (("row-missing", "Harm scores"), ("row-unknown", S + "A8")), none)
    yield Case("a crime type added", cells(A13="Modern slavery", B13=4, C13=4, D13=4), (("row-unknown", S + "A13"),))
    yield Case("a crime type added with No view", cells(A13="Modern slavery", F13="No view"), (("row-unknown", S + "A13"),))
    yield Case("scores below the grid", cells(B13=4, C13=4, D13=4), (("row-without-name", S + "B13:D13"),))
    yield Case("a crime type twice, differing", cells(A13="Vehicle Crime - Theft from", B13=1, C13=1, D13=1), (("row-twice", S + "A8"),), none)
    yield Case("a block pasted one row low", by_hand(block(1, 0)), (("grid-shifted", S + "B7"),), every, frozenset())
    yield Case("part of the block pasted one row low", by_hand(lambda sheet: sheet.move_range("B10:D12", rows=1)),
               (("grid-shifted", S + "B10"),), {(n, i): None for n in (4, 5, 6) for i in range(3)})
    yield Case("sums typed below, the first row not scored", cells(B13=11, C13=9, D13=12, B7=None, C7=None, D7=None),
               (("row-without-name", S + "B13:D13"), ("row-empty", S + "B7:D7")), {(1, i): None for i in range(3)})
    yield Case("a block pasted one column right", by_hand(block(0, 1)), (("grid-shifted", S + "B7"),), every, frozenset())
    yield Case("a column's heading typed over", cells(C6="Politics"), (("column-missing", "Harm scores"), ("outside-form", S + "C6")),
               {(n, 1): None for n in GOOD})
    yield Case("a factor's column twice", cells(I6="Economic - Social", I7=4), (("column-twice", "Harm scores"), ("outside-form", S + "I6")),
               {(n, 2): None for n in GOOD})
    yield Case("the row of headings cleared", by_hand(lambda sheet: [setattr(sheet.cell(6, i), "value", None) for i in range(1, 9)]),
               (("return-unusable", ""),), None)
    yield Case("the crime types' heading typed over", cells(A6="Crimes"), ())


def other_forms() -> Iterator[Case]:
    """Another round's, another agency's, or no form at all."""
    yield Case("last year's form", fields((ASSESSMENT, "2016/17")), (("return-wrong-round", S + "H3"),), None)
    yield Case("another layout version", fields((VERSION, "2")), (("return-wrong-version", S + "H4"),), None)
    yield Case("version 1.10", fields((VERSION, "1.10")), (("return-wrong-version", S + "H4"),), None)
    yield Case("last year's form in another version", fields((ASSESSMENT, "2016/17"), (VERSION, "0.9")),
               (("return-wrong-round", S + "H3"), ("return-wrong-version", S + "H4")), None)
    yield Case("an unknown agency", fields((AGENCY, "Ambulance"), (FORM_FOR, "Ambulance")), (("return-unknown-agency", S + "B3"),), None)
    yield Case("an agency that is not asked", fields((AGENCY, "probation"), (FORM_FOR, "Probation")), (("return-not-asked", S + "B3"),), None)
    yield Case("another agency's form with the name typed over", fields((AGENCY, "Fire")), (("return-agency-differs", S + "B3"),), None)
    yield Case("results", fields((KIND, "Results")), (("return-unusable", ""),), None)
    yield Case("the set-up workbook", lambda: setup_workbook(example_assessment()), (("return-unusable", ""),), None)
    yield Case("the incident counts", lambda: counts_workbook(example_assessment()), (("return-unusable", ""),), None)
    yield Case("an empty workbook", _empty, (("return-unusable", ""),), None)
    yield Case("no name, no role, no date", in_book(lambda book: [book["Start here"].__setitem__(f"B{row}", None) for row in range(13, 16)]),
               (("sign-off-missing", "Start here!B13"),))
    yield Case("a date that is none", in_book(lambda book: book["Start here"].__setitem__("B15", "soon")), (("sign-off-missing", "Start here!B15"),))
    yield Case("a date in words", in_book(lambda book: book["Start here"].__setitem__("B15", "12 May 2017")), ())
    yield Case("every harm score the same", lambda: filled(blank(ROUND, "Police"), ROUND, dict.fromkeys(GOOD, (2, 2, 2))),
               (("scores-all-equal", "Harm scores"),), {(n, i): 2 for n in GOOD for i in range(3)}, frozenset())
    yield Case("the minimum nearly everywhere", lambda: filled(blank(ROUND, "Police"), ROUND, {**dict.fromkeys(GOOD, (1, 1, 1)), 6: (4, 4, 4)}),
               (("scores-minimum", "Harm scores"),), {**{(n, i): 1 for n in GOOD for i in range(3)}, **{(6, i): 4 for i in range(3)}}, frozenset())
    yield Case("a comment that says so", cells(H8="Sorry, this score is wrong"), (("comment-doubt", S + "B8:D8"),))


def _empty() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def in_the_zip() -> Iterator[Case]:
    """What programs and gateways do to the file itself."""
    yield Case("our own writer's file", ours, ())
    yield Case("inline strings, no dimension, 3.0", parts(inline_strings), ())
    yield Case("strict Open XML", parts(strict), (("file-strict", ""),))
    yield Case("parts with backslashes", renamed_parts(lambda name: name.replace("/", "\\")), ())
    yield Case("parts in other letters", renamed_parts(str.upper), ())
    yield Case("zipped inside a folder", renamed_parts(lambda name: f"Harm scores/{name}"), ())
    yield Case("stored, not compressed", lambda: zipped(_parts(ours()), 0), ())
    yield Case("shared strings lost", parts(lambda held: held.pop("xl/sharedStrings.xml")), (("return-unusable", ""), ("file-strings-lost", "")), None)
    yield Case("styles lost", parts(lambda held: held.update({"xl/styles.xml": "<broken"})), (("file-styles-lost", ""),))
    yield Case("styles that other readers refuse", in_part("xl/styles.xml", 'family val="2"', 'family val="99"'), ())
    yield Case("a core date that other readers refuse", in_part("docProps/core.xml", "2017-06-30T00:00:00Z", "yesterday"), ())
    yield Case("macros added by a gateway", parts(lambda held: held.update({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})), (("file-macros", ""),), ending=".xlsm")
    yield Case("an embedded file", parts(lambda held: held.update({"xl/embeddings/oleObject1.bin": b"MZ"})), (("file-embedded", ""),))
    yield Case("a link to another file", parts(lambda held: held.update({"xl/externalLinks/externalLink1.xml": "<a/>"})), (("file-external-links", ""),))
    yield Case("a stray space in the last cell", added_row('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>'), ())
    yield Case("a stray letter in the last cell", added_row('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>q</t></is></c></row>'),
               (("outside-form", S + "XFD1048576"),))
    yield Case("a declared dimension of everything", in_part(SHEET, '<dimension ref="', '<dimension ref="A1:XFD1048576" was="'), ())
    yield Case("200,000 empty rows with formats", added_row("".join(f'<row r="{i}" s="1" customFormat="1"/>' for i in range(20, 200_020))), ())
    yield Case("a merge of everything", in_part(SHEET, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="J1:XFD1048576"/></mergeCells>'), ())
    yield Case("control characters", cells(H7="a_x0007_b"), ())
    yield Case("an entity", in_part(SHEET, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
                                    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "3">]>'), (("file-unsafe", ""),), None)
    yield Case("the sheet cut short", parts(lambda held: held.update({SHEET: bytes(held[SHEET])[:-400]})),
               (("return-unusable", ""), ("file-sheet-damaged", "")), None)
    yield Case("the file cut short", lambda: ours()[: len(ours()) // 2], (("file-damaged", ""),), None)
    yield Case("a flipped byte", lambda: _flipped(ours()), (("return-unusable", ""), ("file-sheet-damaged", "")), None)
    yield Case("a password", lambda: ole("EncryptedPackage", "EncryptionInfo"), (("file-protected", ""),), None)
    yield Case("rights management", lambda: ole("DRMEncryptedTransform", "EncryptedPackage"), (("file-protected", ""),), None)
    for name, data in {
        "PDF": b"%PDF-1.7\n...", "web page": b"<html><body>Harm scores</body></html>", "list of values": b"Crime type,Physical\nRobbery,3\n",
        "picture": b"\x89PNG\r\n\x1a\n", "text": b"sorry, see attached", "single zero": b"\0",
    }.items():  # fmt: skip
        yield Case(f"really a {name}", lambda data=data: data, (("not-a-workbook", ""),), None)  # type: ignore[misc]
    yield Case("really a Word document", lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), (("not-a-workbook", ""),), None)
    yield Case("a zip bomb", lambda: zipped({**_parts(ours()), SHEET: b" " * 60_000_000}), (("file-too-big", ""),), None)
    yield Case("thousands of parts", lambda: zipped({**_parts(ours()), **{f"x/{i}.xml": "" for i in range(3000)}}), (("file-too-big", ""),), None)


def _flipped(data: bytes) -> bytes:
    at = data.index(b"xl/worksheets/sheet2.xml") + 200
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def all_cases() -> list[Case]:
    """Every case that needs no other program; those made by LibreOffice stand in the test."""
    groups = (read_as_typed, moved_about, no_score, rows_and_columns, other_forms, in_the_zip)
    return [case for group in groups for case in group()]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(all_cases(), start=1):
        (folder / f"{number:03d} {re.sub('[^A-Za-z0-9]+', ' ', one.name)}{one.ending}").write_bytes(one.make())
