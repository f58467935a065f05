"""The Government Analysis Function's essentials for published spreadsheets, a rule each: what of a workbook breaks it.

A rule takes the bytes of a workbook and gives what is wrong, in words; nothing where it is kept.
"""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rule = Callable[[bytes], list[str]]
COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
SHORTHAND = ("[c]", "[x]", "[z]", "[low]", "[r]", "[e]")
LEAST_CONTRAST = 4.5  # of text, Web Content Accessibility Guidelines
LEAST_SIZE = 12  # points
LINE_POINTS = 14  # of 12 point text, at least
LETTERS_A_UNIT = 1.1  # of 12 point text to a unit of column width, which is counted in 10 point digits
FLOATING = ("drawing", "media", "vml", "comments", "chart", "ctrlProps", "embeddings", "activeX", "slicers")
HIDDEN = ("externalLinks", "pivot", "connections", "customXml", "printerSettings", "vbaProject", "persons", "threadedComments")
PROPERTIES = {"snwp_xl content", "snwp_xl public edition"}


def opened(data: bytes, *, values: bool = True) -> Workbook:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def parts(data: bytes) -> dict[str, str]:
    """Every part of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name).decode("utf-8", "replace") for name in zipped.namelist()}


def tables(book: Workbook) -> Iterator[tuple[Worksheet, list[tuple[Cell, ...]]]]:
    """Each sheet's tables as rows of cells, the headings first."""
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            yield sheet, list(sheet[table.ref])


# --- tables -------------------------------------------------------------------------------------------------------------------


def tables_are_marked_up(data: bytes) -> list[str]:
    """Every cell below a sheet's words is in its one table; the cover has words only."""
    found = []
    for sheet in opened(data).worksheets:
        made = list(sheet.tables.values())
        if len(made) != (sheet.title != COVER):
            found.append(f"{sheet.title}: {len(made)} tables")
        inside = {cell.coordinate for table in made for row in sheet[table.ref] for cell in row}
        top = min((int(re.findall(r"\d+", table.ref)[0]) for table in made), default=sheet.max_row + 1)
        found += [f"{sheet.title}!{cell.coordinate} is outside" for row in sheet.iter_rows(min_row=top) for cell in row
                  if cell.value is not None and cell.coordinate not in inside]
        beside = (cell for row in sheet.iter_rows(max_row=top - 1, min_col=2) for cell in row)
        found += [f"{sheet.title}!{cell.coordinate} is beside the words" for cell in beside if cell.value is not None]
    return found


def tables_have_names(data: bytes) -> list[str]:
    """A table is called as what it holds, and no two alike."""
    names = [table.displayName for sheet in opened(data).worksheets for table in sheet.tables.values()]
    return [name for name in names if re.fullmatch(r"(?i)(table|list|data)\d*", name) or names.count(name) > 1]


def nothing_is_merged(data: bytes) -> list[str]:
    """No merged cells."""
    return [f"{sheet.title}!{area}" for sheet in opened(data).worksheets for area in sheet.merged_cells.ranges]


def no_row_or_column_is_empty(data: bytes) -> list[str]:
    """Nothing is spaced out with empty rows or columns."""
    found = []
    for sheet in opened(data).worksheets:
        rows = [row for row in range(1, sheet.max_row + 1) if all(cell.value is None for cell in sheet[row])]
        columns = [column[0].column_letter for column in sheet.iter_cols() if all(cell.value is None for cell in column)]
        found += [f"{sheet.title}: {one}" for one in (*rows, *columns)]
    return found


def one_row_of_headings(data: bytes) -> list[str]:
    """Each column has its own heading, tagged as such."""
    found = []
    for sheet in opened(data).worksheets:
        for table in sheet.tables.values():
            headings = [cell.value for cell in sheet[table.ref][0]]
            if table.headerRowCount != 1 or [one.name for one in table.tableColumns] != headings or len(set(headings)) < len(headings):
                found.append(f"{sheet.title}: {headings}")
    return found


def text_is_wrapped(data: bytes) -> list[str]:
    """A text longer than its column is wrapped, and its row high enough; words before the table may run on to the right."""
    found = []
    for sheet, rows in tables(opened(data)):
        for cell in (cell for row in rows for cell in row if isinstance(cell.value, str)):
            room = width(sheet, cell.column) * LETTERS_A_UNIT
            needed = len(textwrap.wrap(cell.value, int(room))) * LINE_POINTS
            if (len(cell.value) > room and not cell.alignment.wrap_text) or (sheet.row_dimensions[cell.row].height or 0) < needed:
                found.append(f"{sheet.title}!{cell.coordinate}")
    return found


def width(sheet: Worksheet, column: int) -> float:
    """A column's width; columns alike are kept as one entry."""
    return next((float(one.width) for one in sheet.column_dimensions.values() if one.min <= column <= one.max), 8.43)


def no_cell_is_empty(data: bytes) -> list[str]:
    """Where there is no value, its shorthand says why."""
    return [f"{sheet.title}!{cell.coordinate}" for sheet, rows in tables(opened(data)) for row in rows for cell in row
            if cell.value in (None, "")]


def no_filters_and_no_frozen_panes(data: bytes) -> list[str]:
    """Nothing that a screen reader or a screen magnifier stumbles over."""
    return [sheet.title for sheet in opened(data).worksheets
            if sheet.freeze_panes or sheet.auto_filter.ref or any(table.autoFilter for table in sheet.tables.values())]


# --- notes and shorthand --------------------------------------------------------------------------------------------------------


def notes_are_on_the_notes_sheet(data: bytes) -> list[str]:
    """Each [note 1] is on the sheet Notes, and each note there is referred to."""
    book = opened(data)
    asked = {int(number) for sheet, rows in tables(book) if sheet.title != NOTES for cell in rows[0]
             for number in re.findall(r"\[note (\d+)\]", str(cell.value))}
    there = {int(str(row[0].value).split()[1]) for sheet, rows in tables(book) if sheet.title == NOTES for row in rows[1:]}
    return [f"note {number}" for number in asked ^ there]


def no_symbols_for_notes(data: bytes) -> list[str]:
    """No superscript and no dagger."""
    headings = ((sheet, cell) for sheet, rows in tables(opened(data)) for cell in rows[0])
    marks = [f"{sheet.title}!{cell.coordinate}" for sheet, cell in headings if re.search(r"[*†‡¹²³]", str(cell.value))]
    return [*marks, *(name for name, text in parts(data).items() if "superscript" in text)]


def shorthand_is_explained_where_it_is_used(data: bytes) -> list[str]:
    """The words before a table say what its shorthand means."""
    found = []
    for sheet, rows in tables(opened(data)):
        words = " ".join(str(sheet.cell(row, 1).value) for row in range(1, rows[0][0].row))
        used = {str(cell.value) for row in rows[1:] for cell in row if str(cell.value) in SHORTHAND}
        found += [f"{sheet.title}: {mark}" for mark in used if f"{mark} " not in words]
    return found


# --- sheets ---------------------------------------------------------------------------------------------------------------------


def sheets_have_names(data: bytes) -> list[str]:
    """Descriptive, unique, at most 31 characters."""
    names = opened(data).sheetnames
    return [name for name in names if re.fullmatch(r"(?i)(sheet|table)\s*\d*", name) or len(name) > 31
            or sum(one.casefold() == name.casefold() for one in names) > 1]


def titles_stand_in_the_first_cell(data: bytes) -> list[str]:
    """A1 says what the sheet is, each differently."""
    titles = {sheet.title: sheet["A1"].value for sheet in opened(data).worksheets}
    return [name for name, title in titles.items() if not title or list(titles.values()).count(title) > 1]


def tables_start_at_the_left_edge(data: bytes) -> list[str]:
    """A table starts in column A."""
    return [sheet.title for sheet, rows in tables(opened(data)) if rows[0][0].column != 1]


def nothing_floats(data: bytes) -> list[str]:
    """No text boxes, pictures, charts, comments or controls."""
    return [name for name in parts(data) if any(f"/{kind}" in name for kind in FLOATING)]


def headers_and_footers_say_nothing_of_their_own(data: bytes) -> list[str]:
    """Only the sheet's name and the page's number, which stand elsewhere too."""
    found = []
    for name, text in parts(data).items():
        for words in re.findall(r"<(?:odd|even|first)(?:Header|Footer)>(.*?)<", text):
            left = re.sub(r"&amp;(8|[LRCAPN])|Page|of|\s", "", words)
            found += [f"{name}: {left}"] if left else []
    return found


def contents_lead_everywhere(data: bytes) -> list[str]:
    """The sheet Contents links to every other sheet by its name."""
    book = opened(data)
    sheet = book[CONTENTS]
    links = {cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    wanted = {name: f"'{name}'!A1" for name in book.sheetnames if name != CONTENTS}
    plain = {name: str(where).replace("'", "") for name, where in links.items()}
    return [name for name, where in wanted.items() if plain.get(name) != where.replace("'", "")]


# --- looks ----------------------------------------------------------------------------------------------------------------------


def fonts_are_plain_and_large(data: bytes) -> list[str]:
    """Sans serif, 12 points or more, upright."""
    return [f"{sheet.title}!{cell.coordinate}" for sheet in opened(data).worksheets for row in sheet.iter_rows() for cell in row
            if cell.value is not None and (cell.font.name != "Arial" or cell.font.sz < LEAST_SIZE or cell.alignment.textRotation)]


def colours_have_contrast(data: bytes) -> list[str]:
    """Text stands out from what it is on, in cells and where conditions colour them."""
    book, found = opened(data), []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                fill = cell.fill.fgColor.rgb if cell.fill.fill_type else "FFFFFFFF"
                if cell.value is not None and contrast(_rgb(cell.font.color), fill) < LEAST_CONTRAST:
                    found.append(f"{sheet.title}!{cell.coordinate}")
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                look = rule.dxf
                fill = look.fill.bgColor.rgb if look and look.fill else "FFFFFFFF"
                if contrast(_rgb(look.font.color if look and look.font else None), fill) < LEAST_CONTRAST:
                    found.append(f"{sheet.title}: {rule.formula}")
    return found


def colour_says_nothing_by_itself(data: bytes) -> list[str]:
    """Wherever there is a colour there is a word, and conditions look at words."""
    book = opened(data)
    bare = [f"{sheet.title}!{cell.coordinate}" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
            if cell.fill.fill_type and cell.value in (None, "")]
    rules = [f"{sheet.title}: {rule.type} {rule.formula}" for sheet in book.worksheets for area in sheet.conditional_formatting
             for rule in area.rules if rule.type != "expression" or not re.fullmatch(r'\$?[A-Z]+\$?\d+="[A-Za-z ]+"', str(rule.formula[0]))]
    return [*bare, *rules]


def _rgb(colour: object) -> str:
    value = getattr(colour, "rgb", None)
    return value if isinstance(value, str) else "FF000000"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as the Web Content Accessibility Guidelines reckon it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts_ = [int(colour[-6:][i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts_)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- the document -----------------------------------------------------------------------------------------------------------------


def the_document_says_what_it_is(data: bytes, partnership: str) -> list[str]:
    """Title, author (the partnership, not a person) and language are set, and nothing else is said."""
    core, app = parts(data)["docProps/core.xml"], parts(data)["docProps/app.xml"]
    said = {tag: text for tag, text in re.findall(r"<(\w+:\w+)[^>]*>([^<]*)(?=<)", core) if text.strip()}
    wanted = {"dc:title", "dc:creator", "cp:lastModifiedBy", "dc:language", "dcterms:created", "dcterms:modified"}
    found = [f"{tag}: {said.get(tag)}" for tag in ("dc:title", "dc:language") if not said.get(tag)]
    found += [f"{tag}: {said[tag]}" for tag in said if tag not in wanted]
    found += [f"{tag}: {said.get(tag)}" for tag in ("dc:creator", "cp:lastModifiedBy") if said.get(tag) not in (partnership, None)]
    found += [f"company: {name}" for name in re.findall("<Company>(.*?)</Company>", app) if name != partnership]
    custom = set(re.findall(r'name="([^"]+)"', parts(data).get("docProps/custom.xml", "")))
    return [*found, *(f"property {name}" for name in custom - PROPERTIES)]


def it_opens_on_the_first_cell(data: bytes) -> list[str]:
    """On the first sheet, and on each with the cursor in A1."""
    book = opened(data)
    cursors = ((sheet, view.activeCell) for sheet in book.worksheets for view in sheet.sheet_view.selection)
    elsewhere = [sheet.title for sheet, where in cursors if where not in (None, "A1")]
    return [*elsewhere, *([] if book.worksheets.index(book.active) == 0 else ["active sheet"])]


def nothing_is_hidden(data: bytes) -> list[str]:
    """No hidden sheet, row, column or name, and no part of a workbook that nobody sees."""
    book = opened(data)
    found = [f"sheet {sheet.title}" for sheet in book.worksheets if sheet.sheet_state != "visible"]
    for sheet in book.worksheets:
        found += [f"row {sheet.title}!{row}" for row, one in sheet.row_dimensions.items() if one.hidden or one.height == 0]
        found += [f"column {sheet.title}!{at}" for at, one in sheet.column_dimensions.items() if one.hidden]
    names = re.findall(r'<definedName name="([^"]+)"', parts(data)["xl/workbook.xml"])
    found += [f"name {name}" for name in names if name != "_xlnm.Print_Titles"]
    found += [f"format {sheet.title}!{cell.coordinate}" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
              if cell.number_format == ";;;"]
    return [*found, *(name for name in parts(data) if any(kind in name for kind in HIDDEN))]


def essentials(partnership: str) -> dict[str, Rule]:
    """Every rule by its name."""
    rules: tuple[Rule, ...] = (
        tables_are_marked_up, tables_have_names, nothing_is_merged, no_row_or_column_is_empty, one_row_of_headings, text_is_wrapped,
        no_cell_is_empty, no_filters_and_no_frozen_panes, notes_are_on_the_notes_sheet, no_symbols_for_notes,
        shorthand_is_explained_where_it_is_used, sheets_have_names, titles_stand_in_the_first_cell, tables_start_at_the_left_edge,
        nothing_floats, headers_and_footers_say_nothing_of_their_own, contents_lead_everywhere, fonts_are_plain_and_large,
        colours_have_contrast, colour_says_nothing_by_itself, it_opens_on_the_first_cell, nothing_is_hidden)
    named = {rule.__name__: rule for rule in rules}
    return named | {"the_document_says_what_it_is": partial(the_document_says_what_it_is, partnership=partnership)}
