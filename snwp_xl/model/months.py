"""A calendar month as a value."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    """A calendar month: 2016-03. A named tuple: months are looked up some 5,000 times in a round, and Python does that by itself."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written as YYYY-MM; raises ValueError for anything else."""
        year, month = text.split("-")
        if len(year) != 4 or len(month) != 2 or not 1 <= int(month) <= 12:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(year), int(month))

    def shift(self, months: int) -> Month:
        """The month so many months later (earlier if negative)."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def until(self, last: Month) -> tuple[Month, ...]:
        """Every month from this one to `last`, both included."""
        return tuple(Month(serial // 12, serial % 12 + 1) for serial in range(self.serial, last.serial + 1))

    @property
    def serial(self) -> int:
        """Months since the year 0: differences are numbers of months."""
        return self.year * 12 + self.month - 1

    @property
    def first_day(self) -> date:
        """The month's first day, which is what a spreadsheet stores."""
        return date(self.year, self.month, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def words(self) -> str:
        """June 2025."""
        names = "January February March April May June July August September October November December".split()
        return f"{names[self.month - 1]} {self.year}"

    @property
    def short(self) -> str:
        """Jun 25."""
        return f"{self.words[:3]} {self.year % 100:02d}"


def day_in_words(day: date) -> str:
    """31 May 2017, whatever language the machine speaks."""
    return f"{day.day} {Month.of(day).words}"
