"""The one harness for a real LibreOffice in tests: a private soffice, driven over UNO as a person would use it.

Every file is opened as a fresh copy, so that a stale lock file never hangs a load and no test changes another's file.
Everything has a time limit: past it soffice is ended, the call raises `OfficeTimeout`, and the next call starts another.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, cast

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"  # where Debian puts the uno module
START_LIMIT = 90  # seconds until soffice answers
CALL_LIMIT = 60  # seconds for one document, from loading to saving
END_LIMIT = 10  # seconds that soffice gets to close by itself

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
ALL_MACROS, NO_MACROS = 4, 0  # com.sun.star.document.MacroExecMode: always, without a warning; never
SPREADSHEET_EPOCH = date(1899, 12, 30)

# Values are worked out again on loading (0 = always); nothing asks, locks or reports on the way.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.0</value></prop></item>
</oor:items>
"""

CellValue = float | str | bool
Place = tuple[str, str] | str  # (sheet, "E10") or (sheet, "E10:J12"), or a defined name
Entry = None | bool | int | float | str | date


class OfficeMissing(Exception):
    """This machine has no soffice or no uno module; the text says which."""


class OfficeTimeout(Exception):
    """LibreOffice did not finish in time and was ended."""


class OfficeError(Exception):
    """LibreOffice refused something; the text is its own."""


class LockedCell(Exception):
    """A person could not have typed here: the sheet is protected and the cell locked."""


def load_uno() -> ModuleType:
    """Debian's uno module, found without leaving its folder on sys.path; raises OfficeMissing."""
    sys.path.append(DEBIAN_PACKAGES)
    try:
        import uno  # Debian's; it teaches `import` about com.sun.star as well
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


class Soffice:
    """A running soffice with its own profile, pipe and process group; `desktop` is its UNO desktop."""

    def __init__(self, *, visible: bool = False, environment: Mapping[str, str] | None = None) -> None:
        """Start it and wait until it answers; raises OfficeMissing or OfficeTimeout."""
        program = shutil.which("soffice")
        if program is None:
            raise OfficeMissing("soffice is not installed")
        self.uno = load_uno()
        self.pipe = f"snwp{uuid.uuid4().hex[:12]}"
        self.folder = Path(tempfile.mkdtemp(prefix="snwp-office-"))
        settings = self.folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE, encoding="utf-8")
        command = [program, f"-env:UserInstallation={(self.folder / 'profile').as_uri()}", "--norestore", "--nologo", "--nodefault"]
        command += [f"--accept=pipe,name={self.pipe};urp;"] + ([] if visible else ["--headless", "--invisible"])
        own = {**os.environ, **(environment or {})}
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, env=own, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        try:
            self.context = self._connect()
            self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        except BaseException:
            self.end()
            raise

    def _connect(self) -> Any:
        own = self.uno.getComponentContext()
        resolver = own.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", own)
        give_up = time.monotonic() + START_LIMIT
        while time.monotonic() < give_up and self.running:
            with suppress(self.uno.getClass("com.sun.star.connection.NoConnectException")):
                return resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
            time.sleep(0.1)
        raise OfficeTimeout(f"soffice did not answer (exit code {self.process.poll()})")

    @property
    def running(self) -> bool:
        """Whether the process is still there."""
        return self.process.poll() is None

    def end(self) -> None:
        """Ask it to close, and end the process group if it does not."""
        with suppress(Exception):  # it may be dead already, and answers a terminate by hanging up
            self.desktop.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_LIMIT if hasattr(self, "desktop") else 0)
        self.kill()

    def kill(self) -> None:
        """End the process group at once, and remove its folder."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_LIMIT)
        shutil.rmtree(self.folder, ignore_errors=True)
        for left in Path("/tmp").glob(f"OSL_PIPE_*_{self.pipe}"):
            left.unlink(missing_ok=True)

    def load(self, path: Path, *, hidden: bool = True, macros: int = NO_MACROS) -> Document:
        """Open a workbook in place; raises ValueError if LibreOffice will not read it."""
        arguments = property_values(Hidden=hidden, MacroExecutionMode=macros, Silent=True)
        model = self.desktop.loadComponentFromURL(path.absolute().as_uri(), "_blank", 0, arguments)
        if model is None:
            raise ValueError(f"LibreOffice could not open {path.name}")
        return Document(self.uno, model)


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


class Office:
    """LibreOffice for a whole test session: one hidden soffice, started when first needed."""

    def __init__(self) -> None:
        """Start it; raises OfficeMissing where this machine has none."""
        self._soffice: Soffice | None = Soffice()
        self.folder = Path(tempfile.mkdtemp(prefix="snwp-tests-"))

    def end(self) -> None:
        """End soffice and remove the copies."""
        if self._soffice:
            self._soffice.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def soffice(self) -> Soffice:
        """The running soffice; another one if it was ended."""
        if self._soffice is None or not self._soffice.running:
            self._soffice = Soffice()
        return self._soffice

    @contextmanager
    def opened(self, path: Path, *, limit: float = CALL_LIMIT) -> Iterator[Document]:
        """A fresh copy of a workbook, open for as long as the with block, at most `limit` seconds."""
        soffice, late, copy = self.soffice, threading.Event(), self._copy(path)

        def give_up() -> None:
            late.set()
            soffice.kill()

        timer = threading.Timer(limit, give_up)
        timer.start()
        document = None
        try:
            document = soffice.load(copy)
            yield document
        except Exception as error:
            if late.is_set():
                raise OfficeTimeout(f"{path.name}: LibreOffice took longer than {limit} seconds") from error
            if isinstance(error, soffice.uno.getClass("com.sun.star.uno.Exception")):  # it cannot pass through a with block itself
                raise OfficeError(f"{type(error).__name__}: {error}") from None
            raise
        finally:
            self._close(soffice, document)
            timer.cancel()
            shutil.rmtree(copy.parent, ignore_errors=True)

    def _close(self, soffice: Soffice, document: Document | None) -> None:
        """Close a document; a soffice that cannot is ended, and the next caller gets a fresh one."""
        try:
            if document:
                document.close()
        except Exception:
            soffice.kill()
        if not soffice.running:
            self._soffice = None

    def _copy(self, path: Path) -> Path:
        folder = self.folder / uuid.uuid4().hex[:8]
        folder.mkdir()
        return Path(shutil.copy(path, folder / path.name))

    def recalculate(
        self, path: Path, changes: Mapping[Place, Entry] | None = None
    ) -> dict[tuple[str, str], tuple[str, CellValue]]:
        """Every formula cell with its value worked out afresh, after typing `changes`; see `Document.formulas`."""
        with self.opened(path) as document:
            for place, value in (changes or {}).items():
                document.enter(place, value)
            return document.formulas()

    def fill(
        self,
        path: Path,
        entries: Mapping[Place, Entry | Sequence[Sequence[Entry]]],
        save_as: Path,
        edits: Callable[[Document], object] = lambda document: None,
    ) -> Path:
        """Fill a workbook in as a person would, then do `edits` to it, and save it; the ending says the format."""
        with self.opened(path) as document:
            for place, value in entries.items():
                document.enter(place, value)
            edits(document)
            return document.save(save_as)

    def pdf(self, path: Path, save_as: Path | None = None) -> Path:
        """What printing the workbook gives."""
        target = save_as or self.folder / f"{path.stem}-{uuid.uuid4().hex[:8]}.pdf"
        with self.opened(path) as document:
            return document.save(target)
