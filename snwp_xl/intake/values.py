"""What a spreadsheet stores -> what it means: numbers, dates, texts, formulas that are shared by many cells."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

from snwp_xl.formulas import column_name
from snwp_xl.intake.cells import LAST_COLUMN, LAST_ROW, parse_column
from snwp_xl.intake.limits import MAX_NUMBER

XML_SPACE = " \t\r\n"
EXACT = 10**15  # below it a float that is whole is exactly the number that was typed (Excel keeps 15 digits)
BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})  # ECMA-376 18.8.30
LAST_SERIAL = 2_958_465  # 31 December 9999
NO_SUCH_DAY = 60  # Excel's 29 February 1900, which never was
SECONDS_A_DAY = 86_400

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_ESCAPE = r"_x([0-9A-Fa-f]{4})_"
_NOT_SHOWN_AS_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general|am/pm|a/p', re.IGNORECASE | re.DOTALL)
_DATE_LETTERS = frozenset("dmyhs")
_SHIFTED = (  # what stays as it is, then references: cells, whole columns, whole rows
    r"""(?P<kept>"[^"]*"|'[^']*'|\[[^\]]*\])"""
    r"|(?<![\w.$])(?:(?P<column>\$?[A-Z]{1,3})(?P<row>\$?[0-9]{1,7})(?![\w.(!])"
    r"|(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w.(!])|(?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w.(!]))"
)


def number(text: str) -> int | float | None:
    """The number that is stored as `text`, an int where it is whole; None if it is not a finite number."""
    if text.isdigit() and text.isascii() and len(text) <= 15:
        return int(text)
    text = text.strip(XML_SPACE)
    if len(text) > MAX_NUMBER or not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < EXACT else value


def unescaped(text: str) -> str:
    """A text with its _x000D_ escapes undone; halves of a character that stand alone become U+FFFD."""
    if "_x" not in text:
        return text
    plain = re.sub(_ESCAPE, lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time; letters in quotes, brackets and after a backslash do not count."""
    return not _DATE_LETTERS.isdisjoint(_NOT_SHOWN_AS_DATE.sub("", code).partition(";")[0].casefold())


def moment(serial: float, since_1904: bool) -> date | time | None:
    """The date of a serial number, with its time to the second if it has one; a time alone below 1; None if there is no such day."""
    days = math.floor(serial)
    seconds = int((serial - days) * SECONDS_A_DAY + 0.5)
    if not 0 <= days <= LAST_SERIAL or (days == NO_SUCH_DAY and not since_1904):
        return None
    clock = datetime(1904, 1, 1) + timedelta(seconds=min(seconds, SECONDS_A_DAY - 1))
    if days == 0:
        return clock.time()
    epoch = date(1904, 1, 1) if since_1904 else date(1899, 12, 31) if days < NO_SUCH_DAY else date(1899, 12, 30)
    try:
        day = epoch + timedelta(days=days)
    except OverflowError:  # the 1904 system reaches past the year 9999
        return None
    return datetime.combine(day, clock.time()) if seconds else day


def iso_moment(text: str) -> date | None:
    """The date of an ISO 8601 text, as strict workbooks store it; a datetime where it has a time of day."""
    try:
        found = datetime.fromisoformat(text.strip(XML_SPACE)).replace(tzinfo=None)
    except ValueError:
        return None
    return found if found.time() != time() else found.date()


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads so many rows below and columns to the right: relative references move, others stay."""

    def moved(found: re.Match[str]) -> str:
        if found["kept"]:
            return found["kept"]
        if found["column"]:
            column, row = _moved_column(found["column"], columns), _moved_row(found["row"], rows)
            return column + row if column and row else "#REF!"
        ends = (found["columns"] or found["rows"]).split(":")
        new = [_moved_column(end, columns) if found["columns"] else _moved_row(end, rows) for end in ends]
        return ":".join(new) if all(new) else "#REF!"

    return re.sub(_SHIFTED, moved, formula)


def _moved_column(text: str, by: int) -> str:
    if text.startswith("$"):
        return text
    column = parse_column(text) + by
    return column_name(column) if 0 <= column <= LAST_COLUMN else ""


def _moved_row(text: str, by: int) -> str:
    if text.startswith("$"):
        return text
    row = int(text) - 1 + by
    return str(row + 1) if 0 <= row <= LAST_ROW else ""
