"""An officer with a set-up workbook open in (what xlwings takes for) Excel, who presses its buttons."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import xlwings
from excel_engine import App

from snwp_xl import addin

Row = list[object]


@dataclass
class Officer:
    """One workbook, open, and what Excel has shown of it."""

    app: App
    book: xlwings.Book
    path: Path

    @property
    def folder(self) -> Path:
        """The round folder."""
        return self.path.parent

    def press(self, function: str, *answers: str) -> str:
        """Press a button, answer its message boxes, and give the words of the last one."""
        self.app.seen.alerts.clear()
        self.app.seen.answers[:] = answers
        getattr(addin, function)()
        assert not self.app.seen.answers, "fewer message boxes than answers"
        assert self.app.seen.converted == [], "Excel would have made something else of it"
        assert self.app.seen.statuses[-1:] in ([], [False]), "the status bar was not given back"
        return str(self.app.seen.alerts[-1]["prompt"]) if self.app.seen.alerts else ""

    @property
    def prompts(self) -> list[str]:
        """The words of every message box since the last press."""
        return [str(one["prompt"]) for one in self.app.seen.alerts]

    def type(self, key: str, value: object) -> None:
        """Type into a field of Setup, without saving."""
        self.book.names[f"snwp_{key}"].refers_to_range.value = value

    def latest(self) -> list[Row]:
        """Everything on the sheet Latest."""
        rows: Any = self.book.sheets["Latest"].used_range.value
        return [list(row) for row in rows]

    def table(self, heading: str) -> list[Row]:
        """The rows below the row of headings that begins with that word, up to an empty one, with what goes on in further lines."""
        rows = self.latest()
        first = next(i for i, row in enumerate(rows) if row[0] == heading and row[1]) + 1
        width = len([one for one in rows[first - 1] if one])
        table: list[Row] = []
        for row in takewhile(any, rows[first:]):
            if row[0] and row[1]:
                table.append(row[:width])
            else:
                table[-1] = [f"{before} {more}" if more else before for before, more in zip(table[-1], row[:width], strict=True)]
        return table

    def state(self, button: str) -> str:
        """What Start says of a button, worked out."""
        self.book.app.calculate()
        rows: Any = self.book.sheets["Start"].range((5, 2), (13, 4)).value
        return next(str(row[2]) for row in rows if row[0] == button)


def sit_down(app: App, path: Path, monkeypatch: pytest.MonkeyPatch, *, argument: str | None = None) -> Officer:
    """Open a workbook; buttons are told its name as xlwings' macro tells it."""
    name = path.name if argument is None else argument
    monkeypatch.setattr(sys, "argv", ["-c", f"--wb={name}", "--from_xl=1", "--app=soffice", "--hwnd=0"])
    return Officer(app, xlwings.Book(str(path)), path)

