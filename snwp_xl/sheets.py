"""Draws workbooks: the one place that talks to XlsxWriter.

Every value goes through `put`, which never lets typed text become a formula or a link and never writes a formula
without its value. `Workbook.save` gives the same bytes for the same content, marks the language, and stores a hash of
the content by which `unchanged` later tells whether a person has altered the file.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from snwp_xl import theme
from snwp_xl.formulas import Formula, area, cell, column_name, own, quoted, shortened, text_for_a_cell, text_literal
from snwp_xl.frozen import dataclass
from snwp_xl.stamp import CONTENT_PROPERTY, NO_HASH, content_hash, document_properties, finished, unchanged, unpacked

if TYPE_CHECKING:
    from snwp_xl.month_chart import MonthChart
    from snwp_xl.scatter_chart import ScatterChart

A4 = 9  # Excel's number for the paper
LONGEST_CHOICES = 255  # characters in a drop-down's list
LONGEST_PROMPT_TITLE, LONGEST_PROMPT = 32, 255
LONGEST_PROPERTY = 255  # characters of a document property
LONGEST_MARKING = 100  # characters on a printed page's head
LAST_COLUMN = 16_383
WORD_JOINER = "\u2060"  # unseen; keeps XlsxWriter from taking a title such as "Stop!M25" for a cell's address
EPOCH = date(2000, 1, 1)  # for documents without a date of their own

Plain = str | int | float | bool | date | Fraction | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a cell of the same workbook."""

    sheet: str
    cell: str
    words: str


Content = Plain | Formula | Link


class WorkbookError(Exception):
    """XlsxWriter would have left something out or written it wrong: a bug of ours."""


class Sheet:
    """One sheet being drawn; rows and columns count from 0."""

    def __init__(self, book: Workbook, sheet: Any, name: str) -> None:
        self.book = book
        self.name = name
        self.raw = sheet
        self._widths: dict[int, float] = {}

    # --- content
    def put(self, row: int, column: int, content: Content, style: str = "line") -> None:
        """Write a value, a Formula or a Link into a cell; typed text stays text."""
        raw, look = self.raw, self.book.format(style)
        if content is None or content == "":
            done = raw.write_blank(row, column, None, look)
        elif isinstance(content, str):
            done = raw.write_string(row, column, text_for_a_cell(content), look)
        elif isinstance(content, Formula):
            done = raw.write_formula(row, column, content.text, look, _stored(content.value))
        elif isinstance(content, bool):
            done = raw.write_boolean(row, column, content, look)
        elif isinstance(content, int | float | Fraction):
            done = raw.write_number(row, column, _stored(content), look)
        elif isinstance(content, date):
            done = raw.write_datetime(row, column, content, look)
        elif isinstance(content, Link):
            done = raw.write_url(row, column, f"internal:{quoted(content.sheet)}!{content.cell}", look, content.words)
        else:
            raise WorkbookError(f"cannot write {content!r}")
        if done:
            _check(done, f"{self.name}!{cell(row, column)}")

    def across(self, row: int, column: int, contents: Iterable[Content], style: str = "line") -> None:
        """Write values side by side."""
        for i, content in enumerate(contents):
            self.put(row, column + i, content, style)

    def paragraph(self, row: int, column: int, text: str, width: float, style: str = "line") -> int:
        """A text over as many rows as it needs in `width` characters, without merged cells; gives the next free row."""
        for line in textwrap.wrap(text, int(width * theme.TEXT_FIT)) or [""]:
            self.put(row, column, line, style)
            row += 1
        return row

    def table(
        self, row: int, column: int, name: str, headings: Sequence[str], last_row: int, *, filters: bool = True, looks: Sequence[str] = (),
    ) -> None:
        """Mark a range as a named Excel table; its cells are written apart, so that each keeps its own style.

        `looks` are the headings' styles, if they are not all plain.
        """
        columns = [{"header": heading} for heading in headings]
        options = {"name": name, "columns": columns, "style": None, "autofilter": filters}
        _check(self.raw.add_table(row, column, last_row, column + len(headings) - 1, options), name)
        for i, heading in enumerate(headings):
            self.put(row, column + i, heading, looks[i] if looks else "head")

    def define(self, name: str, row: int, column: int, last_row: int | None = None, last_column: int | None = None) -> None:
        """Give a cell or a range a defined name."""
        if last_row is None and last_column is None:
            where = cell(row, column, fixed=True)
        else:
            where = area(row, column, row if last_row is None else last_row, column if last_column is None else last_column)
        _check(self.book.raw.define_name(name, f"={quoted(self.name)}!{where}"), name)

    def chart(self, row: int, column: int, chart: MonthChart | ScatterChart, *, right: int = 0) -> None:
        """Put a chart on the sheet, so many pixels right of a cell's top left corner; set the widths first.

        It moves with its cell and keeps its size.
        """
        from snwp_xl import month_chart, scatter_chart  # most workbooks have no charts

        clean = replace(chart, title=_outside_cells(chart.title).replace("!", "!" + WORD_JOINER), says=_outside_cells(chart.says))
        place = {"x_offset": right, "object_position": 2, "description": clean.says}
        if isinstance(clean, scatter_chart.ScatterChart):
            drawn = scatter_chart.made(self.book.raw, clean)
        else:
            drawn = month_chart.made(self.book.raw, clean)
        _check(self.raw.insert_chart(row, column, drawn, place), f"chart at {cell(row, column)}")

    # --- entry
    def allow(self, box: tuple[int, int, int, int], rule: Mapping[str, Any], *, title: str = "", prompt: str = "",
              error: str = "", stop: bool = True, free: bool = False) -> None:
        """Check what is typed into a range (first row, first column, last row, last column); see `choices`, `whole_numbers`.

        Without `stop` a person is warned and may insist; `free` only offers the choices and takes anything.
        """
        words = {"input_title": title, "input_message": prompt, "error_title": title, "error_message": error or prompt}
        for key, longest in (("input_title", LONGEST_PROMPT_TITLE), ("error_title", LONGEST_PROMPT_TITLE),
                             ("input_message", LONGEST_PROMPT), ("error_message", LONGEST_PROMPT)):
            words[key] = shortened(text_for_a_cell(words[key]), longest)
        given = {key: value for key, value in words.items() if value}
        options = {**rule, **given, "error_type": "stop" if stop else "warning", "show_error": rule.get("show_error", True) and not free}
        _check(self.raw.data_validation(*box, options), f"validation at {cell(*box[:2])}")

    def when(self, box: tuple[int, int, int, int], condition: str, role: str) -> None:
        """Lay a role's colours over a range where a formula (for its first cell) is true."""
        look = self.book.conditional(role)
        options = {"type": "formula", "criteria": condition, "format": look}
        _check(self.raw.conditional_format(*box, options), f"condition at {cell(*box[:2])}")

    # --- page
    def widths(self, widths: Sequence[float], first: int = 0) -> None:
        """Set the widths of columns from the first on, in characters."""
        for i, width in enumerate(widths):
            self._widths[first + i] = width
            _check(self.raw.set_column(first + i, first + i, width, self.book.empty), "width")

    def width(self, column: int) -> float:
        """A column's width, in characters."""
        return self._widths.get(column, theme.COLUMN_WIDTH)

    def seal(self, used_columns: int) -> None:
        """Lock the unused columns and the sheet, without a password; only `input` styles can be typed into."""
        _check(self.raw.set_column(used_columns, LAST_COLUMN, None, self.book.empty), "unused columns")
        self.raw.protect("", {
            "format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True,
            "autofilter": True, "sort": True,
        })

    def row_height(self, row: int, points: float) -> None:
        """Set a row's height."""
        _check(self.raw.set_row(row, points), "height")

    def fit(self, row: int, texts: Mapping[int, str], least: int = 1, *, points: float = 0) -> float:
        """Make a row high enough for the texts in its columns, and `points` at least; set the widths first. Gives the height."""
        columns = [(text, self.width(column)) for column, text in texts.items()]
        height = max(points, theme.height(*columns, least=least))
        self.row_height(row, height)
        return height

    def page(self, *, landscape: bool = True, repeat: tuple[int, int] | None = None, tall: int = 0, scale: int = 0,
             across: int = 1, repeat_columns: int = 0) -> None:
        """Set up printing: A4, `across` pages wide, `tall` high (0: as many as needed), these rows and first columns on each.

        The workbook's marking is at the head of each page. With a `scale` in percent it is printed at that size, and breaks set by
        hand hold: Excel drops them when it fits pages.
        """
        self.raw.set_paper(A4)
        if landscape:
            self.raw.set_landscape()
        if scale:
            self.raw.set_print_scale(scale)
        else:
            self.raw.fit_to_pages(across, tall)
        self.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.raw.set_footer("&L&8&A&R&8Page &P of &N")
        if self.book.marking:
            self.raw.set_header("&C&8 " + shortened(self.book.marking, LONGEST_MARKING).replace("&", "&&"))
        if repeat:
            self.raw.repeat_rows(*repeat)
        if repeat_columns:
            self.raw.repeat_columns(0, repeat_columns - 1)
        self.raw.hide_gridlines(2)

    def pages(self, last_row: int, last_column: int, breaks: Sequence[int]) -> None:
        """Print from A1 to this cell, each of these rows starting a page."""
        _check(self.raw.print_area(0, 0, last_row, last_column), "print area")
        self.raw.set_h_pagebreaks(list(breaks))

    def freeze(self, row: int, column: int) -> None:
        """Keep rows above and columns left of a cell in view."""
        self.raw.freeze_panes(row, column)

    def zoom(self, percent: int) -> None:
        """Show the sheet smaller or larger."""
        self.raw.set_zoom(percent)

    def select(self, row: int, column: int) -> None:
        """Put the cursor in a cell, where somebody who opens the sheet starts to type."""
        self.raw.set_selection(row, column, row, column)


class Workbook:
    """A workbook being drawn."""

    def __init__(self, *, title: str, author: str, day: date | None = None, subject: str = "", marking: str = "",
                 locked: bool = False) -> None:
        """A `marking` is the document's subject, and at the head of each printed page."""
        from snwp_xl import writer  # XlsxWriter: a cost for nothing in verbs that only ask for an address or a name

        self._stream = io.BytesIO()
        normal = {"font_name": theme.FONT, "font_size": theme.SIZE, "locked": False}
        self.raw = writer.Book(self._stream, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "default_format_properties": normal, "default_date_format": "d mmmm yyyy",
        })
        made = datetime.combine(day or EPOCH, datetime.min.time())
        self.raw.set_properties({"title": title, "author": author, "subject": subject or marking, "company": author, "created": made})
        self.raw.set_custom_property(CONTENT_PROPERTY, NO_HASH, "text")
        self.locked = locked
        self.marking = marking
        self._formats: dict[str, Any] = {}
        self._conditionals: dict[str, Any] = {}
        self.sheets: dict[str, Sheet] = {}
        self.empty = self.format("line")

    def format(self, style: str) -> Any:
        """The XlsxWriter format of a style, made once."""
        if style not in self._formats:
            self._formats[style] = self.raw.add_format(theme.properties(style, locked=self.locked))
        return self._formats[style]

    def conditional(self, role: str) -> Any:
        """The XlsxWriter format that a condition lays over cells, made once."""
        if role not in self._conditionals:
            self._conditionals[role] = self.raw.add_format(theme.conditional(role))
        return self._conditionals[role]

    def sheet(self, name: str) -> Sheet:
        """Add a sheet."""
        sheet = Sheet(self, self.raw.add_worksheet(name), name)
        self.sheets[name] = sheet
        return sheet

    def define(self, name: str, formula: str) -> None:
        """Give a formula, such as a range that grows with its list, a defined name."""
        _check(self.raw.define_name(name, formula), name)

    def remember(self, name: str, value: str) -> None:
        """Store a custom document property, which goes wherever the file goes; see `document_properties`.

        WorkbookError where it is longer than Excel takes; XlsxWriter would only warn, and write what Excel calls damaged.
        """
        if len(value) > LONGEST_PROPERTY:
            raise WorkbookError(f"the document property {name} has {len(value)} characters; Excel takes {LONGEST_PROPERTY}")
        _check(self.raw.set_custom_property(name, value, "text"), name)

    def save(self) -> bytes:
        """The finished workbook; the same content gives the same bytes."""
        self.raw.close()
        return finished(getattr(self.raw, "parts", None) or unpacked(self._stream.getvalue()))


# --- entry rules ------------------------------------------------------------------------------------------------------


def choices(allowed: Sequence[object]) -> dict[str, Any]:
    """Only these may be entered, from a drop-down."""
    words = [str(one) for one in allowed]
    if len(",".join(words)) > LONGEST_CHOICES:
        raise WorkbookError(f"a drop-down's list is over {LONGEST_CHOICES} characters: {words}")
    return {"validate": "list", "source": words}


def suggestions(offered: Sequence[object]) -> dict[str, Any]:
    """Anything may be entered; these are offered from a drop-down."""
    return {**choices(offered), "show_error": False}


def choices_from(area_text: str) -> dict[str, Any]:
    """Only what stands in a range may be entered, from a drop-down."""
    return {"validate": "list", "source": f"={area_text}"}


def whole_numbers(least: int, most: int) -> dict[str, Any]:
    """Only whole numbers of a range."""
    return {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}


def fractions(least: float, most: float) -> dict[str, Any]:
    """Only numbers of a range, such as percentages."""
    return {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}


def dates_from(first: date) -> dict[str, Any]:
    """Only dates from a day on."""
    return {"validate": "date", "criteria": ">=", "value": first}


def dates_between(first: date, last: date) -> dict[str, Any]:
    """Only dates from one day to another."""
    return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}


def anything() -> dict[str, Any]:
    """No rule, only the pop-up."""
    return {"validate": "any"}


# --- what a file can hold ----------------------------------------------------------------------------------------------


def _stored(value: str | int | float | bool | Fraction) -> str | int | float | bool:
    """A value that a file can hold: XlsxWriter checks nothing, and NaN or a numpy number corrupts the file."""
    if isinstance(value, str):
        return text_for_a_cell(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise WorkbookError(f"not a number that a cell can hold: {value}")
        return value
    return int(value) if value.denominator == 1 else float(value)


def _outside_cells(text: str) -> str:
    """Text for a chart, where nothing escapes the control characters that a cell can hold."""
    return "".join(letter if letter >= " " else " " for letter in text_for_a_cell(text))


def _check(code: Any, what: str) -> None:
    if isinstance(code, int) and code < 0:
        raise WorkbookError(f"{what}: refused by the writer ({code})")


__all__ = [
    "Content", "Formula", "Link", "Sheet", "Workbook", "WorkbookError", "anything", "area", "cell", "choices", "choices_from",
    "column_name", "content_hash", "dates_between", "dates_from", "document_properties", "fractions", "own", "quoted",
    "shortened", "text_literal", "unchanged", "whole_numbers",
]
