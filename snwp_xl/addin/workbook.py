"""The open workbook that a button was pressed in: everything that is asked of Excel, and nothing else.

The only module that imports xlwings, and only its free part. Cells are written in bulk, those for words formatted as text
first: Excel would turn "3-4" or "MAR1" into a date, and "=..." into a formula.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import xlwings

from snwp_xl import layout, theme
from snwp_xl.addin.outcome import Outcome, Section, Value, short
from snwp_xl.buttons import BUTTONS, Button
from snwp_xl.layout import Field, WorkbookKind, latest

TITLE = "Harm matrix"
TEXT, NUMBER = "@", "0_M_M"  # the second with room at its right, as the words beside it stand at their left
BOOK_ARGUMENT = "--wb="
LONGEST_PROMPT = 1000  # characters of a message box
LONGEST_HEADING = 120  # characters in bold across the sheet Latest
ROOM = 20  # rows that an officer may have put above the buttons' rows on Latest


class NotThere(Exception):
    """Something that is asked of Excel cannot be had; the text is for a person."""


class OpenBook:
    """The officer's workbook, open in Excel."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.app = book.app

    @classmethod
    def caller(cls) -> OpenBook:
        """The workbook that the button was pressed in; raises NotThere."""
        name = next((one.removeprefix(BOOK_ARGUMENT).strip() for one in sys.argv if one.startswith(BOOK_ARGUMENT)), "")
        try:
            book = xlwings.Book.caller()
        except Exception:  # xlwings cuts a name at "=", and each system has errors of its own
            book = _open_book(name)
        if name and not _same(book.name if book else "", name):
            book = _open_book(name) or book
        if book is None:
            raise NotThere(f"Excel has no open workbook called {name or 'anything'}. Open the round's set-up workbook and press again.")
        return cls(book)

    @property
    def name(self) -> str:
        """The file's name."""
        return str(self.book.name)

    def path(self) -> Path | None:
        """Where the workbook stands on this computer; None for a web address or one that was never saved."""
        try:
            path = Path(self.book.fullname)
        except Exception:  # of several kinds, for SharePoint and OneDrive addresses
            return None
        return path if path.is_absolute() and path.is_file() else None

    @property
    def is_setup(self) -> bool:
        """Whether it says of itself that it is a round's set-up; the ribbon's buttons are there in every workbook."""
        return _same(self.field(layout.KIND), WorkbookKind.SETUP)

    def field(self, wanted: Field) -> str:
        """What stands in a field now, saved or not; empty if the field is not there."""
        with suppress(Exception):  # the officer may have deleted the name or the sheet
            value = self.book.names[wanted.name].refers_to_range.value
            return "" if value is None else str(value).strip()
        return ""

    def save(self) -> None:
        """Save the officer's entries, without Excel asking anything; whether it worked is seen in the file."""
        if self._read_only:  # Excel would ask for another name, or take one
            return
        before = self.app.display_alerts
        self.app.display_alerts = False
        try:
            with suppress(Exception):  # read-only, open elsewhere, no room: each system says it in its own way
                self.book.save()
        finally:
            self.app.display_alerts = before

    @property
    def _read_only(self) -> bool:
        """Whether Excel says so; False where it does not say (on a Mac), and saving shows it."""
        with suppress(Exception):
            return self.book.api.ReadOnly is True
        return False

    # --- the officer
    def say(self, words: str, *, serious: bool = False) -> None:
        """A message box."""
        self.app.alert(_prompt(words), TITLE, "ok", "critical" if serious else "info")

    def ask(self, words: str, buttons: str) -> str:
        """A message box with a question, "yes_no" or "yes_no_cancel": the answer, in small letters."""
        return str(self.app.alert(_prompt(words), TITLE, buttons, "info"))

    @contextmanager
    def progress(self, words: str) -> Iterator[None]:
        """Words in the status bar while something goes on."""
        self._status(f"{TITLE}: {words}")
        try:
            yield
        finally:
            self._status(False)

    def _status(self, words: str | bool) -> None:
        with suppress(Exception):  # not worth an error
            self.app.status_bar = words

    def open(self, path: Path) -> None:
        """Open another workbook; raises NotThere with the reason."""
        try:
            self.app.books.open(str(path))
        except Exception as problem:
            raise NotThere(f"Excel could not open {path}. Close a workbook of the same name, or open it from its folder.") from problem

    # --- the sheet Latest
    def note(self, button: Button, when: str, state: str) -> None:
        """Put what a button found, and when, into its row on Latest; raises NotThere if nothing can be written there."""
        sheet = self._latest()
        _write(sheet, _rows(sheet)[button], latest.WHEN, [(when, state)])

    def report(self, button: Button, when: str, outcome: Outcome) -> None:
        """Put the tables of an outcome below the buttons' rows, in place of what stood there; raises NotThere."""
        sheet = self._latest()
        top = max(_rows(sheet).values()) + latest.GAP
        used = sheet.used_range.last_cell.row
        try:
            if used > top:
                sheet.range((top + 1, 1), (used, len(latest.WIDTHS))).clear()
            _write(sheet, top, 0, [(short(f"{button.caption}, {when}: {outcome.state}", LONGEST_HEADING),)])
            sheet.range((top + 1, 1)).font.bold = True
            top += 2
            for section in outcome.sections:
                top = _write_section(sheet, top, section)
        except Exception as problem:
            raise NotThere(_locked(sheet)) from problem

    def _latest(self) -> Any:
        """The sheet; made again if it was deleted."""
        for sheet in self.book.sheets:
            if sheet.name.casefold() == layout.LATEST_SHEET.casefold():
                return sheet
        try:
            sheet = self.book.sheets.add(layout.LATEST_SHEET, after=self.book.sheets[0])
            rows = [latest.HEADINGS, *((button.caption, None, None) for button in BUTTONS)]
            _write(sheet, latest.HEAD, 0, rows)
        except Exception as problem:
            words = "The sheet Latest is gone and cannot be made again. Unprotect the workbook (Review, Protect Workbook)."
            raise NotThere(words) from problem
        return sheet


def say_anyhow(words: str) -> bool:
    """A message box of whichever Excel is in front; False if there is none."""
    with suppress(Exception):
        app: Any = xlwings.apps.active
        app.alert(_prompt(words), TITLE, "ok", "critical")
        return True
    return False


def _open_book(name: str) -> Any:
    """The open workbook of that name, in any Excel that runs."""
    with suppress(Exception):
        for app in xlwings.apps:
            for book in app.books:
                if name and _same(book.name, name):
                    return book
    return None


def _same(one: str, other: str) -> bool:
    """Whether two names are one, without regard to case and to how accents are stored."""
    return unicodedata.normalize("NFC", one).casefold() == unicodedata.normalize("NFC", other).casefold()


def _prompt(words: str) -> str:
    return words if len(words) <= LONGEST_PROMPT else f"{words[: LONGEST_PROMPT - 1].rstrip()}…"


# --- cells ----------------------------------------------------------------------------------------------------------------


def _rows(sheet: Any) -> dict[Button, int]:
    """The row of each button on Latest, from 0: where its caption stands, else where it was drawn."""
    captions = sheet.range((1, 1), (latest.report(len(BUTTONS)) + ROOM, 1)).value
    return {button: captions.index(button.caption) if button.caption in captions else latest.row(number)
            for number, button in enumerate(BUTTONS)}


def _write(sheet: Any, row: int, column: int, rows: Sequence[Sequence[Value]]) -> None:
    """Words, side by side and one below another, from a cell on (rows and columns from 0); raises NotThere."""
    cells = sheet.range((row + 1, column + 1), (row + len(rows), column + len(rows[0])))
    try:
        cells.number_format = TEXT
        cells.value = [list(one) for one in rows]
    except Exception as problem:
        raise NotThere(_locked(sheet)) from problem


def _write_section(sheet: Any, top: int, section: Section) -> int:
    """A heading, a row of headings, the rows; gives the next free row."""
    width = len(section.headings)
    lines = section.lines()
    rows = [[section.heading, *[None] * (width - 1)], list(section.headings), *(list(line) for line in lines)]
    cells = sheet.range((top + 1, 1), (top + len(rows), width))
    cells.number_format = TEXT
    if section.numbers and lines:
        first, last = section.numbers[0] + 1, section.numbers[-1] + 1
        sheet.range((top + 3, first), (top + len(rows), last)).number_format = NUMBER
    cells.value = rows
    sheet.range((top + 1, 1), (top + 2, width)).font.bold = True
    sheet.range((top + 2, 1), (top + 2, width)).color = theme.PALE_BLUE
    for first, last, colour in _bands(lines, section.bands):
        column = section.bands + 1
        sheet.range((top + 3 + first, column), (top + 3 + last, column)).color = colour
    return top + len(rows) + 1


def _bands(lines: Sequence[Sequence[Value]], column: int) -> Iterator[tuple[int, int, str]]:
    """Lines of one risk band that follow each other, first and last, with the band's colour."""
    if column < 0:
        return
    bands: list[str] = []
    for line in lines:
        bands.append(str(line[column] or bands[-1]))  # a long name goes on in a line without a band
    first = 0
    for i, band in enumerate(bands, start=1):
        if i == len(bands) or bands[i] != band:
            yield first, i - 1, theme.ROLES[theme.BAND_ROLES[band]]["bg_color"]
            first = i


def _locked(sheet: Any) -> str:
    return f"Nothing can be written on the sheet {sheet.name}. If it is protected, unprotect it (Review, Unprotect Sheet) and press again."
