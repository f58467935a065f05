"""What the sheet Latest of the set-up workbook holds: a row for each button, and below what the last one found.

The buttons write it; nothing on it is read, but that a button looks there in the saved file for the time at which it was
pressed, to be sure that the file is the workbook it was pressed in.
"""

from __future__ import annotations

HEADINGS = ("Button", "When it was pressed", "What it found")
WHEN, STATE = 1, 2  # columns of a button's row
HEAD = 3  # the row of these headings, from 0
GAP = 2  # rows between the last button's and the report
NOT_PRESSED = "Not pressed yet"  # on Start, while a button's row is empty
NOT_DONE = "Not done"  # how what a button found begins, where something was in the way
SHOWN = 100  # characters of it that a row of Start has room for
GONE = "The sheet Latest is gone; pressing a button makes it again"
WIDTHS = (38, 30, 16, 14, 14, 18, 26)


def name(function: str) -> str:
    """The defined name of the cell with what a button found, by the button's function."""
    return f"snwp_latest_{function}"


def row(number: int) -> int:
    """The row of the button with that number, both from 0."""
    return HEAD + 1 + number


def report(buttons: int) -> int:
    """The first row of the report, below the rows of so many buttons."""
    return row(buttons) + GAP - 1
