"""Days and months as people write them in a cell: a date, or words such as 30 June 2026, 30/6/26, Apr 2016, 2016-04.

Days come before months, as in Britain. What could be read in two ways, or has no year, is not read at all.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from snwp_xl.intake import Cell
from snwp_xl.locate import plain
from snwp_xl.model import Month

MONTH_NAMES = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SHORTEST_NAME = 3  # letters of a month's or a weekday's name: Apr, Fri
CENTURY = 2000  # of years written with two digits

ORDINAL = r"(?<=\d)(st|nd|rd|th)\b"
YEAR_FIRST = r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[t ]00:00(?::00)?)?"
DAY_FIRST = r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d\d)"
DAY_AND_NAME = r"(\d{1,2})[-/. ]{0,2}([a-z]+)[-/. ]{1,2}(\d{4}|\d\d)"
NAME_AND_DAY = r"([a-z]+) (\d{1,2}) (\d{4})"
NAME_AND_YEAR = r"([a-z]+)[-/. ]{1,2}(\d{4}|\d\d)"
YEAR_AND_MONTH = r"(\d{4})[-/. ](\d{1,2})"
MONTH_AND_YEAR = r"(\d{1,2})[-/. ](\d{4})"


def day_in(cell: Cell | None) -> date | None:
    """The day that stands in a cell, as a date or in words; None for anything else."""
    value = cell.value if cell else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return day_said(value) if isinstance(value, str) else None


def month_in(cell: Cell | None) -> Month | None:
    """The month that stands in a cell, in words or as its first or last day; None for anything else.

    Any other day is not taken for its month: spreadsheets read Apr 16, meant for April 2016, as 16 April of this year.
    """
    value = cell.value if cell else None
    said = month_said(value) if isinstance(value, str) else None
    if said is not None:
        return said
    day = day_in(cell)
    if day is None:
        return None
    month = Month.of(day)
    return month if day in (month.first_day, last_day(month)) else None


def last_day(month: Month) -> date:
    """The last day of a month."""
    return date.fromordinal(month.shift(1).first_day.toordinal() - 1)


def day_said(text: str) -> date | None:
    """The day that words name, day before month; None if they name none."""
    words = _words(text)
    if found := re.fullmatch(YEAR_FIRST, words):
        return _day(found[1], int(found[3]), found[4])
    if found := re.fullmatch(DAY_FIRST, words):
        return _day(found[4], int(found[3]), found[1])
    if found := re.fullmatch(DAY_AND_NAME, words):
        return _day(found[3], _month_called(found[2]), found[1])
    if found := re.fullmatch(NAME_AND_DAY, words):
        return _day(found[3], _month_called(found[1]), found[2])
    return None


def month_said(text: str) -> Month | None:
    """The month that words name; None if they name none, or a day."""
    words = _words(text)
    if found := re.fullmatch(NAME_AND_YEAR, words):
        return _month(found[2], _month_called(found[1]))
    if found := re.fullmatch(YEAR_AND_MONTH, words):
        return _month(found[1], int(found[2]))
    if found := re.fullmatch(MONTH_AND_YEAR, words):
        return _month(found[2], int(found[1]))
    return None


def _words(text: str) -> str:
    """Without a weekday, commas and the letters of 30th; one space between words."""
    words = re.sub(ORDINAL, "", plain(text).replace(",", " ")).replace(" of ", " ").split()
    if len(words) > 1 and any(len(words[0]) >= SHORTEST_NAME and day.startswith(words[0].rstrip(".")) for day in WEEKDAYS):
        words = words[1:]
    return " ".join(words)


def _month_called(name: str) -> int:
    """1 for january or jan; 0 for no month's name."""
    if name == "sept":
        return MONTH_NAMES.index("september") + 1
    fits = [i for i, month in enumerate(MONTH_NAMES, start=1) if len(name) >= SHORTEST_NAME and month.startswith(name)]
    return fits[0] if len(fits) == 1 else 0


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else CENTURY + int(text)


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(_year(year), month, int(day))
    except ValueError:
        return None


def _month(year: str, month: int) -> Month | None:
    return Month(_year(year), month) if 1 <= month <= len(MONTH_NAMES) and _year(year) >= 1 else None
