"""An xlwings engine that drives a real LibreOffice over UNO, so that the add-in's code runs against a spreadsheet program.

It offers what the add-in uses, through xlwings' own `Book.caller()`, `Sheet` and `Range`, and behaves as Excel does where
LibreOffice would be kinder: a locked cell refuses, a read-only workbook cannot be saved, a web address is no path. What
happened to the officer (message boxes, status bar, texts that Excel would have turned into something else) is kept for
the test, and in a child process written to a journal, a line of JSON each.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlwings
from excel_cells import Range, Sheet, Sheets, pick
from excel_values import Values
from libreoffice import ALL_MACROS, FILTERS, Soffice, load_uno, property_values
from xlwings import base_classes, utils

ENGINE = "libreoffice"
PIPE_VARIABLE, JOURNAL_VARIABLE, ANSWERS_VARIABLE = "SNWP_OFFICE_PIPE", "SNWP_OFFICE_JOURNAL", "SNWP_OFFICE_ANSWERS"


class Engine(Values):
    """What xlwings asks of an engine."""

    name, type = ENGINE, "desktop"

    def __init__(self) -> None:
        self.apps = Apps([])


class Apps(base_classes.Apps):
    """The running programs: one."""

    def __init__(self, apps: list[App]) -> None:
        self.apps = apps

    def __iter__(self) -> Iterator[App]:
        return iter(self.apps)

    def __len__(self) -> int:
        return len(self.apps)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self.apps if app.pid == pid)

    def keys(self) -> list[int]:
        """Their process numbers."""
        return [app.pid for app in self.apps]


@dataclass
class Seen:
    """What the officer saw, and what a test prepares: answers to message boxes, and workbooks' web addresses."""

    alerts: list[dict[str, str | None]] = field(default_factory=list)
    statuses: list[str | bool] = field(default_factory=list)
    converted: list[tuple[str, str, str]] = field(default_factory=list)  # sheet, address, text that Excel would have changed
    answers: list[str] = field(default_factory=list)  # to the next message boxes; without one: "ok", or else "no"
    addresses: dict[str, str] = field(default_factory=dict)  # workbook name -> the web address that Excel has for it
    journal: Path | None = None

    def note(self, kind: str, **values: object) -> None:
        """Write a line to the journal, if there is one."""
        if self.journal:
            with self.journal.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"kind": kind, **values}) + "\n")


class App(base_classes.App):
    """LibreOffice as if it were Excel."""

    version = "16.0"
    xl = pid = hwnd = screen_updating = display_alerts = enable_events = interactive = calculation = engine = None

    def __init__(self, engine: Engine, desktop: Any, pid: int = 0) -> None:
        self.engine, self.xl, self.pid, self.hwnd = engine, desktop, pid, pid
        self.screen_updating = self.display_alerts = self.enable_events = self.interactive = True
        self.calculation = "automatic"
        self.seen = Seen()
        self._status: str | bool = False

    @property
    def api(self) -> Any:
        """The UNO desktop."""
        return self.xl

    @property
    def visible(self) -> bool:
        """Always said to be so; a hidden window does not matter to the code under test."""
        return True

    @visible.setter
    def visible(self, visible: bool) -> None:
        pass

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar, False for the program's own."""
        return self._status

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        self._status = text
        self.seen.statuses.append(text)
        self.seen.note("status", text=text)

    def alert(self, prompt: str, title: str | None, buttons: str, mode: str | None, callback: str | None) -> str:
        """A message box that never waits: the test's next answer, or the one that changes nothing."""
        shown = {"prompt": prompt, "title": title, "buttons": buttons, "mode": mode}
        self.seen.alerts.append(shown)
        self.seen.note("alert", **shown)
        if self.seen.answers:
            return self.seen.answers.pop(0)
        return "ok" if buttons in (None, "ok") else "no" if "no" in buttons else "cancel"

    def activate(self, steal_focus: bool = False) -> None:
        """Nothing to do."""

    def calculate(self) -> None:
        """Work out every open workbook."""
        for book in self.books:
            book.document.calculateAll()


class Books(base_classes.Books):
    """The open workbooks."""

    app = None

    def __init__(self, app: App) -> None:
        self.app = app

    def _all(self) -> list[Book]:
        kind = "com.sun.star.sheet.SpreadsheetDocument"
        return [Book(self.app, document) for document in self.app.xl.Components if document.supportsService(kind)]

    def __iter__(self) -> Iterator[Book]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, key: int | str) -> Book:
        return pick(self._all(), key)

    @property
    def active(self) -> Book:
        """The workbook in front, or the first."""
        current = self.app.xl.CurrentComponent
        return next((book for book in self._all() if book.document == current), self(1))

    def open(self, fullname: str, *others: object, **named: object) -> Book:
        """Open a workbook, hidden."""
        arguments = property_values(Hidden=True, MacroExecutionMode=ALL_MACROS, Silent=True)
        document = self.app.xl.loadComponentFromURL(Path(fullname).absolute().as_uri(), "_blank", 0, arguments)
        if document is None:
            raise xlwings.XlwingsError(f"LibreOffice could not open {fullname}")
        return Book(self.app, document)


class Book(base_classes.Book):
    """An open workbook."""

    app = None

    def __init__(self, app: App, document: Any) -> None:
        self.app, self.document = app, document

    @property
    def api(self) -> Any:
        """The UNO document."""
        return self.document

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self._path).name

    @property
    def _path(self) -> str:
        address = self.document.URL
        return load_uno().fileUrlToSystemPath(address) if address.startswith("file:") else self.document.Title

    @property
    def fullname(self) -> str:
        """The file's path; for a workbook on the web what xlwings makes of it, which may be an error."""
        address = self.app.seen.addresses.get(self.name)
        return utils.fullname_url_to_local_path(address) if address else self._path

    @property
    def sheets(self) -> Sheets:
        """The sheets, hidden ones too."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """The workbook's defined names."""
        return Names(self)

    def activate(self) -> None:
        """Bring to the front."""
        self.document.CurrentController.Frame.activate()

    def close(self) -> None:
        """Close without saving."""
        self.document.setModified(False)
        self.document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save in place or elsewhere; raises XlwingsError where Excel would refuse."""
        target = Path(path or self._path)
        if target.exists() and not os.access(target, os.W_OK):
            raise xlwings.XlwingsError(f"'{target.name}' is read-only.")
        arguments = property_values(FilterName=FILTERS[target.suffix.lower()], Overwrite=True)
        self.document.storeAsURL(target.absolute().as_uri(), arguments)


class Names(base_classes.Names):
    """A workbook's defined names."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """The UNO names."""
        return self.book.document.NamedRanges

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Name]:
        return (Name(self.book, self.api.getByIndex(number)) for number in range(len(self)))

    def __call__(self, key: int | str) -> Name:
        return pick(list(self), key)

    def contains(self, key: int | str) -> bool:
        """Whether there is such a name."""
        return isinstance(key, str) and any(name.name.lower() == key.lower() for name in self)


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book: Book, name: Any) -> None:
        self.book, self._name = book, name

    @property
    def name(self) -> str:
        """Its name."""
        return self._name.Name

    @property
    def refers_to(self) -> str:
        """='Sheet'!$A$1."""
        cells = self.refers_to_range
        return f"='{cells.sheet.name}'!{cells.address}"

    @property
    def refers_to_range(self) -> Range:
        """The cells that it names."""
        address = self._name.ReferredCells.RangeAddress
        return Range.of(Sheet(self.book, self.book.document.Sheets.getByIndex(address.Sheet)), address)


def register(desktop: Any, pid: int = 0) -> App:
    """Make a running LibreOffice what xlwings takes for Excel."""
    engine = Engine()
    app = App(engine, desktop, pid)
    engine.apps = Apps([app])
    xlwings.engines.add(xlwings.Engine(impl=engine))
    xlwings.engines[ENGINE].activate()
    return app


@contextmanager
def excel(soffice: Soffice) -> Iterator[App]:
    """LibreOffice as xlwings' Excel for as long as the with block; open workbooks are closed at its end."""
    before = xlwings.engines.active
    app = register(soffice.desktop, soffice.process.pid)
    try:
        yield app
    finally:
        with suppress(Exception):  # soffice may have been ended by a time limit
            for book in app.books:
                book.close()
        xlwings.engines.engines.remove(xlwings.engines.engines_by_name.pop(ENGINE))
        xlwings.engines.active = before
        if hasattr(xlwings.Book, "_mock_caller"):
            del xlwings.Book._mock_caller


def connect_child() -> None:
    """In a child process that a click started: the same LibreOffice, found through the environment."""
    uno = load_uno()
    own = uno.getComponentContext()
    resolver = own.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", own)
    context = resolver.resolve(f"uno:pipe,name={os.environ[PIPE_VARIABLE]};urp;StarOffice.ComponentContext")
    app = register(context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context))
    app.seen.journal = Path(os.environ[JOURNAL_VARIABLE])
    app.seen.answers = [answer for answer in os.environ.get(ANSWERS_VARIABLE, "").split(",") if answer]
