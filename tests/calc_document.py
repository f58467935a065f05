"""An open spreadsheet in LibreOffice, and what a person can do to it: type, move rows about, save, read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, cast

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"  # where Debian puts the uno module
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}
ERROR_TEXTS = {  # LibreOffice's numbers, as Excel shows them
    502: "#VALUE!", 503: "#NUM!", 504: "#VALUE!", 519: "#VALUE!", 521: "#NULL!", 523: "#NUM!", 524: "#REF!",
    525: "#NAME?", 526: "#N/A", 532: "#DIV/0!", 32767: "#N/A",
}  # fmt: skip
NUMBER_RESULT, TEXT_RESULT, ERROR_RESULT = 1, 2, 4  # com.sun.star.sheet.FormulaResult
SPREADSHEET_EPOCH = date(1899, 12, 30)

CellValue = float | str | bool
Place = tuple[str, str] | str  # (sheet, "E10") or (sheet, "E10:J12"), or a defined name
Entry = None | bool | int | float | str | date


class OfficeMissing(Exception):
    """This machine has no soffice or no uno module; the text says which."""


class LockedCell(Exception):
    """A person could not have typed here: the sheet is protected and the cell locked."""


def load_uno() -> ModuleType:
    """Debian's uno module, found without leaving its folder on sys.path; raises OfficeMissing."""
    sys.path.append(DEBIAN_PACKAGES)
    try:
        import uno  # Debian's; it teaches `import` about com.sun.star as well
        import unohelper
    except ImportError as error:
        raise OfficeMissing(f"the module uno cannot be imported: {error}") from error
    finally:
        sys.path.remove(DEBIAN_PACKAGES)
    return cast(ModuleType, uno)


def property_values(**values: object) -> tuple[Any, ...]:
    """UNO's form of keyword arguments."""
    made = []
    for name, value in values.items():
        one = load_uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


class Document:
    """An open spreadsheet: what a person can do to it."""

    def __init__(self, uno: ModuleType, model: Any) -> None:
        self.uno = uno
        self.model = model  # the UNO document, for what this class does not offer

    def close(self) -> None:
        """Close without saving."""
        self.model.setModified(False)
        self.model.close(True)

    def save(self, path: Path) -> Path:
        """Save under the format that the file name's ending says."""
        arguments = property_values(FilterName=FILTERS[path.suffix.lower()], Overwrite=True)
        self.model.storeToURL(path.absolute().as_uri(), arguments)
        return path

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets' names in order, hidden ones too."""
        return tuple(self.model.Sheets.ElementNames)

    def cells(self, place: Place) -> Any:
        """The UNO cell range of a place; raises KeyError for a sheet or name that is not there."""
        if isinstance(place, str):
            return self._named(place)
        return self._sheet(place[0]).getCellRangeByName(place[1])

    def _sheet(self, name: str) -> Any:
        if name not in self.sheets:
            raise KeyError(name)
        return self.model.Sheets.getByName(name)

    def _named(self, name: str) -> Any:
        for names in (self.model.NamedRanges, *(self._sheet(sheet).NamedRanges for sheet in self.sheets)):
            if names.hasByName(name):
                return names.getByName(name).ReferredCells
        raise KeyError(name)

    def enter(self, place: Place, value: Entry | Sequence[Sequence[Entry]]) -> None:
        """Type into a cell (or, a row of values at a time, into a range): text as text, "=..." as a formula, None clears.

        Raises LockedCell where a person would have been refused, before anything is typed.
        """
        cells = self.cells(place)
        for line in range(cells.Rows.Count):
            for column in range(cells.Columns.Count):
                cell = cells.getCellByPosition(column, line)
                self._enter(cell, value[line][column] if isinstance(value, (list, tuple)) else value)

    def _enter(self, cell: Any, value: Any) -> None:
        if cell.Spreadsheet.isProtected() and cell.CellProtection.IsLocked:
            raise LockedCell(cell.AbsoluteName)
        if value is None:
            cell.setString("")
        elif isinstance(value, bool):
            cell.setFormula("=TRUE()" if value else "=FALSE()")
        elif isinstance(value, date):
            self._enter_date(cell, value)
        elif isinstance(value, str):
            (cell.setFormula if value.startswith("=") else cell.setString)(value)
        else:
            cell.setValue(value)

    def _enter_date(self, cell: Any, value: date) -> None:
        """A person's date: Calc gives the cell a date format if it had none."""
        day = value.date() if isinstance(value, datetime) else value
        cell.setValue((day - SPREADSHEET_EPOCH).days)
        date_bit = 2  # com.sun.star.util.NumberFormat.DATE
        if not self.model.NumberFormats.getByKey(cell.NumberFormat).Type & date_bit:
            cell.NumberFormat = self.model.NumberFormats.getStandardFormat(date_bit, self.model.CharLocale)

    def read(self, place: Place) -> Any:
        """A single cell's value: None if empty, else a number, text, boolean, or an error's text."""
        cell = self.cells(place).getCellByPosition(0, 0)
        if cell.Type.value == "EMPTY":
            return None
        if cell.getError():
            return ERROR_TEXTS.get(cell.getError(), f"#{cell.getError()}")
        if cell.Type.value == "TEXT" or (cell.Type.value == "FORMULA" and cell.FormulaResultType2 == TEXT_RESULT):
            return cell.String
        return cell.String == "TRUE" if cell.String in ("TRUE", "FALSE") else cell.Value

    def insert_rows(self, sheet: str, at: int, count: int = 1) -> None:
        """Insert rows above row `at`, counted from 1."""
        self._sheet(sheet).Rows.insertByIndex(at - 1, count)

    def delete_rows(self, sheet: str, at: int, count: int = 1) -> None:
        """Delete rows from row `at` on, counted from 1."""
        self._sheet(sheet).Rows.removeByIndex(at - 1, count)

    def insert_columns(self, sheet: str, at: str, count: int = 1) -> None:
        """Insert columns before column `at`, a letter."""
        self._sheet(sheet).Columns.insertByIndex(self._column(sheet, at), count)

    def delete_columns(self, sheet: str, at: str, count: int = 1) -> None:
        """Delete columns from column `at` on, a letter."""
        self._sheet(sheet).Columns.removeByIndex(self._column(sheet, at), count)

    def _column(self, sheet: str, letter: str) -> int:
        return int(self._sheet(sheet).getCellRangeByName(f"{letter}1").RangeAddress.StartColumn)

    def rename(self, sheet: str, name: str) -> None:
        """Give a sheet another name."""
        self._sheet(sheet).Name = name

    def unprotect(self, sheet: str, password: str = "") -> None:
        """Lift a sheet's protection."""
        self._sheet(sheet).unprotect(password)

    def sort(self, sheet: str, cells: str, by: int = 0, *, ascending: bool = True, header: bool = False) -> None:
        """Sort the rows of a range by its column `by`, counted from 0."""
        field = self.uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = by, ascending
        fields = self.uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self.cells((sheet, cells)).sort(property_values(SortFields=fields, ContainsHeader=header))

    def formulas(self) -> dict[tuple[str, str], tuple[str, CellValue]]:
        """Every formula cell, recalculated: (sheet, "E10") -> (formula in LibreOffice's notation, value).

        Values are numbers, texts, booleans, and errors as the text that Excel shows.
        """
        self.model.calculateAll()
        found: dict[tuple[str, str], tuple[str, CellValue]] = {}
        for name in self.sheets:
            sheet = self._sheet(name)
            for result in (NUMBER_RESULT, TEXT_RESULT, ERROR_RESULT):
                for area in sheet.queryFormulaCells(result).RangeAddresses:
                    found |= {(name, cell): value for cell, value in self._area(sheet, area, result)}
        return found

    def _area(self, sheet: Any, area: Any, result: int) -> Iterator[tuple[str, tuple[str, CellValue]]]:
        cells = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
        values, formulas = cells.getDataArray(), cells.getFormulaArray()
        for line, (row, texts) in enumerate(zip(values, formulas, strict=True)):
            for column, (value, formula) in enumerate(zip(row, texts, strict=True)):
                if result == ERROR_RESULT or value in (0, 1):  # an error's number and a boolean need a look at the cell
                    value = self._odd(cells.getCellByPosition(column, line), value)
                yield f"{letters(area.StartColumn + column)}{area.StartRow + line + 1}", (formula, value)

    @staticmethod
    def _odd(cell: Any, value: CellValue) -> CellValue:
        if cell.getError():
            return ERROR_TEXTS.get(cell.getError(), f"#{cell.getError()}")
        return cell.String == "TRUE" if cell.String in ("TRUE", "FALSE") else value


def letters(column: int) -> str:
    """A column's letters, counted from 0."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
