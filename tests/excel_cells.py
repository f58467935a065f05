"""Sheets and ranges of the xlwings engine for LibreOffice; see excel_engine.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from numbers import Number
from typing import TYPE_CHECKING, Any

import xlwings
from excel_values import CellError, excel_would_convert
from libreoffice import ERROR_TEXTS, letters, load_uno
from xlwings import base_classes, utils

if TYPE_CHECKING:
    from excel_engine import Book

EPOCH = datetime(1899, 12, 30)
DATE_FORMAT, DATE_TIME_FORMAT, LOGICAL_FORMAT = 2, 6, 1024  # com.sun.star.util.NumberFormat
ERROR_CELLS = 4  # com.sun.star.sheet.FormulaResult.ERROR
VALUES_AND_TEXTS, FORMATS, EVERYTHING = 1 | 2 | 4 | 16, 32 | 64 | 128 | 256, 1023  # com.sun.star.sheet.CellFlags
EXCEL_NOTATION = 3  # com.sun.star.sheet.AddressConvention.XL_A1
LAST_ROW, LAST_COLUMN = 1_048_575, 1_023  # what LibreOffice 7.4 has, counted from 0
NO_COLOUR = -1
TEXT_FORMAT = "@"
NORMAL, BOLD = 100.0, 150.0  # com.sun.star.awt.FontWeight


def pick(items: list[Any], key: int | str) -> Any:
    """An item by its place, from 1, or by its name without regard to case; raises KeyError as Excel's collections do."""
    if isinstance(key, int):
        return items[key - 1]
    for item in items:
        if item.name.lower() == key.lower():
            return item
    raise KeyError(key)


class Sheets(base_classes.Sheets):
    """A workbook's sheets."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """The UNO sheets."""
        return self.book.document.Sheets

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.document.CurrentController.ActiveSheet)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.api.getByIndex(number)) for number in range(len(self)))

    def __call__(self, key: int | str) -> Sheet:
        return pick(list(self), key)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Insert a sheet."""
        given = name or f"Sheet{len(self) + 1}"
        self.api.insertNewByName(given, before.index - 1 if before else after.index if after else 0)
        return self(given)


class Sheet(base_classes.Sheet):
    """A sheet."""

    book = None

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book, self.sheet = book, sheet

    @property
    def api(self) -> Any:
        """The UNO sheet."""
        return self.sheet

    @property
    def name(self) -> str:
        """Its name."""
        return self.sheet.Name

    @name.setter
    def name(self, name: str) -> None:
        self.sheet.Name = name

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return self.sheet.IsVisible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self.sheet.IsVisible = bool(visible)

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return int(self.sheet.RangeAddress.Sheet) + 1

    @property
    def cells(self) -> Range:
        """All of it."""
        return Range(self, 0, 0, LAST_ROW, LAST_COLUMN)

    @property
    def used_range(self) -> Range:
        """From A1 to the last used cell."""
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        return Range(self, 0, 0, cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn)

    def range(self, first: Any, last: Any = None) -> Range:
        """The cells that an address, a name, a (row, column) or two of them span."""
        if isinstance(first, Number):
            first, last = (first, last), None
        start = self._corner(first)
        end = start if last is None else self._corner(last)
        top, left = min(start.first_row, end.first_row), min(start.first_column, end.first_column)
        return Range(start.sheet, top, left, max(start.last_row, end.last_row), max(start.last_column, end.last_column))

    def _corner(self, place: Any) -> Range:
        if isinstance(place, Range):
            return place
        if isinstance(place, tuple):
            if 0 in place[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            row, column, rows, columns = (*place, 1, 1)[:4]
            return Range(self, row - 1, column - 1, row + rows - 2, column + columns - 2)
        if self.book.names.contains(place):
            return self.book.names(place).refers_to_range
        return Range.of(self, self.sheet.getCellRangeByName(place.replace("$", "")).RangeAddress)

    def activate(self) -> None:
        """Bring to the front."""
        self.book.document.CurrentController.setActiveSheet(self.sheet)

    select = activate

    def clear(self) -> None:
        """Empty every used cell and lose its looks."""
        self.used_range.clear()

    def clear_contents(self) -> None:
        """Empty every used cell."""
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        """Lose the used cells' looks."""
        self.used_range.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        """Make rows and columns fit."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Delete the sheet."""
        self.book.document.Sheets.removeByName(self.name)


class Range(base_classes.Range):
    """A rectangle of cells; its corners are counted from 0."""

    sheet = options = None

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet = sheet
        self.first_row, self.first_column, self.last_row, self.last_column = top, left, bottom, right

    @classmethod
    def of(cls, sheet: Sheet, address: Any) -> Range:
        """The range of a UNO address."""
        return cls(sheet, address.StartRow, address.StartColumn, address.EndRow, address.EndColumn)

    @property
    def api(self) -> Any:
        """The UNO cell range."""
        return self.sheet.sheet.getCellRangeByPosition(self.first_column, self.first_row, self.last_column, self.last_row)

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self.first_row + 1

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.first_column + 1

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.last_row - self.first_row + 1, self.last_column - self.first_column + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        top, left = self.first_row + row - 1, self.first_column + column - 1
        return Range(self.sheet, top, left, top, left)

    @property
    def address(self) -> str:
        """$B$2:$C$9."""
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        """The address, with the workbook and sheet before it if external."""

        def corner(row: int, column: int) -> str:
            return f"{'$' * bool(column_absolute)}{letters(column)}{'$' * bool(row_absolute)}{row + 1}"

        first, last = corner(self.first_row, self.first_column), corner(self.last_row, self.last_column)
        address = first if first == last else f"{first}:{last}"
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{address}" if external else address

    @property
    def has_array(self) -> bool:
        """Whether an array formula stands here."""
        return bool(self.api.ArrayFormula)

    # --- values ---

    @property
    def raw_value(self) -> Any:
        """The values: one, or rows of them."""
        rows, columns = self.shape
        values: list[list[Any]] = [[None] * columns for _ in range(rows)]
        used = self.sheet.used_range
        bottom, right = min(self.last_row, used.last_row), min(self.last_column, used.last_column)
        if bottom >= self.first_row and right >= self.first_column:
            filled = Range(self.sheet, self.first_row, self.first_column, bottom, right)
            for row, cells in enumerate(filled.api.getDataArray()):
                values[row][: len(cells)] = [None if value == "" else value for value in cells]
            filled._say_what_numbers_mean(values)
        return values[0][0] if len(self) == 1 else values

    def _say_what_numbers_mean(self, values: list[list[Any]]) -> None:
        """Dates, truth values and errors are numbers to LibreOffice."""
        formats = self.sheet.book.document.NumberFormats
        for group in self._each(self.api.UniqueCellFormatRanges):
            kind = formats.getByKey(group.NumberFormat).Type
            for row, column in self._within(group.RangeAddresses) if kind & (DATE_TIME_FORMAT | LOGICAL_FORMAT) else ():
                value = values[row][column]
                if isinstance(value, float):
                    values[row][column] = bool(value) if kind & LOGICAL_FORMAT else EPOCH + timedelta(days=value)
        for row, column in self._within(self.api.queryFormulaCells(ERROR_CELLS).RangeAddresses):
            error = self.sheet.sheet.getCellByPosition(self.first_column + column, self.first_row + row).getError()
            values[row][column] = CellError(ERROR_TEXTS.get(error, "#VALUE!"))

    @staticmethod
    def _each(container: Any) -> Iterator[Any]:
        return (container.getByIndex(number) for number in range(container.Count))

    def _within(self, addresses: Any) -> Iterator[tuple[int, int]]:
        """Every cell of UNO addresses, as row and column within this range."""
        for one in addresses:
            for row in range(one.StartRow, one.EndRow + 1):
                for column in range(one.StartColumn, one.EndColumn + 1):
                    yield row - self.first_row, column - self.first_column

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = data if isinstance(data, (list, tuple)) else [[data] * self.shape[1] for _ in range(self.shape[0])]
        self._refuse_if_locked()
        changed = list(self._changed_by_excel(rows))  # before LibreOffice makes text cells of them
        self.api.setDataArray(tuple(tuple(self._plain(value) for value in row) for row in rows))
        for cell, value in changed:
            cell._as_excel_would(value)

    def _changed_by_excel(self, rows: Any) -> Iterator[tuple[Range, datetime | bool | str]]:
        """The cells whose content or look Excel would decide for itself, each with what is put there."""
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values, start=1):
                if isinstance(value, str):
                    if excel_would_convert(value) and self(row, column).number_format != TEXT_FORMAT:
                        yield self(row, column), value
                elif isinstance(value, (datetime, bool)) and self(row, column).number_format == "General":
                    yield self(row, column), value

    @staticmethod
    def _plain(value: Any) -> float | str:
        if value is None:
            return ""
        if isinstance(value, datetime):
            return (value - EPOCH) / timedelta(days=1)
        return value if isinstance(value, str) else float(value)

    def _as_excel_would(self, value: datetime | bool | str) -> None:
        """Note a text that Excel would have converted and make a formula of "=..."; give a date or a truth value its look."""
        if isinstance(value, str):
            seen = self.sheet.book.app.seen
            seen.converted.append((self.sheet.name, self.get_address(False, False, False), value))
            seen.note("converted", sheet=self.sheet.name, cell=self.address, text=value)
            if value.startswith("="):
                self.formula = value
            return
        timed = isinstance(value, datetime) and value.time() != time()
        kind = LOGICAL_FORMAT if isinstance(value, bool) else DATE_TIME_FORMAT if timed else DATE_FORMAT
        self.api.NumberFormat = self.sheet.book.document.NumberFormats.getStandardFormat(kind, self._locale())

    def _refuse_if_locked(self) -> None:
        if not self.sheet.sheet.isProtected():
            return
        for group in self._each(self.api.UniqueCellFormatRanges):
            if group.CellProtection.IsLocked:
                raise xlwings.XlwingsError(f"{self.sheet.name}!{self.address} is on a protected sheet.")

    @property
    def formula(self) -> Any:
        """The formulas as LibreOffice writes them; what was typed where there is none."""
        rows = [list(row) for row in self.api.getFormulaArray()]
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, formulas: Any) -> None:
        parser = self.sheet.book.document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.FormulaConvention = EXCEL_NOTATION
        for row, column in self._within([self.api.RangeAddress]):
            formula = formulas if isinstance(formulas, str) else formulas[row][column]
            cell = self.sheet.sheet.getCellByPosition(self.first_column + column, self.first_row + row)
            cell.setTokens(parser.parseFormula(formula.removeprefix("="), cell.CellAddress))

    formula2 = formula

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow lead."""
        down, right = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}[direction]
        used = self.sheet.used_range

        def full(row: int, column: int) -> bool:
            return self.sheet.sheet.getCellByPosition(column, row).Type.value != "EMPTY"

        row, column = self.first_row, self.first_column
        across_a_gap = not full(row + down, column + right)
        while 0 <= row + down <= used.last_row and 0 <= column + right <= used.last_column:
            if not across_a_gap and not full(row + down, column + right):
                break
            row, column = row + down, column + right
            if across_a_gap and full(row, column):
                break
        return Range(self.sheet, row, column, row, column)

    # --- looks ---

    def clear(self) -> None:
        """Empty the cells and lose their looks."""
        self._refuse_if_locked()
        self.api.clearContents(EVERYTHING)

    def clear_contents(self) -> None:
        """Empty the cells."""
        self._refuse_if_locked()
        self.api.clearContents(VALUES_AND_TEXTS)

    def clear_formats(self) -> None:
        """Lose the cells' looks."""
        self.api.clearContents(FORMATS)

    def autofit(self, axis: str | None = None) -> None:
        """Make rows and columns fit."""
        self.api.Columns.OptimalWidth = axis in (None, "c", "columns")
        self.api.Rows.OptimalHeight = axis in (None, "r", "rows")

    @property
    def number_format(self) -> str:
        """The format's code."""
        return self.sheet.book.document.NumberFormats.getByKey(self.api.NumberFormat).FormatString

    @number_format.setter
    def number_format(self, code: str) -> None:
        formats = self.sheet.book.document.NumberFormats
        known = formats.queryKey(code, self._locale(), False)
        self.api.NumberFormat = formats.addNew(code, self._locale()) if known == -1 else known

    @staticmethod
    def _locale() -> Any:
        return load_uno().createUnoStruct("com.sun.star.lang.Locale", "en", "GB", "")

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The background as red, green and blue."""
        colour = self.api.CellBackColor
        return None if colour == NO_COLOUR else tuple(colour.to_bytes(4, "big")[1:])

    @color.setter
    def color(self, colour: tuple[int, int, int] | str | None) -> None:
        rgb = utils.hex_to_rgb(colour) if isinstance(colour, str) else colour
        self.api.CellBackColor = NO_COLOUR if rgb is None else int.from_bytes(bytes(rgb), "big")

    @property
    def font(self) -> Font:
        """The looks of the letters."""
        return Font(self)


class Font(base_classes.Font):
    """The letters of a range; of what a font has, only what the add-in uses."""

    def __init__(self, cells: Range) -> None:
        self.cells = cells

    @property
    def bold(self) -> bool:
        """Whether they are bold."""
        return bool(self.cells.api.CharWeight >= BOLD)

    @bold.setter
    def bold(self, bold: bool) -> None:
        self.cells.api.CharWeight = BOLD if bold else NORMAL
