"""Which incident counts the public edition withholds, so that no small count can be read or worked out from what is told.

A count from 1 up to one below the limit of the set-up is small. 0 tells of nobody and is told.

- A year of a crime type with a small month tells no month, only its total: from a total over 12 unknown months none follows.
- A total that is small is not told, and with it its share, its change and what is said of the change.
- Where the crime types add up to All incidents (nearly: by less than the limit), All incidents less the others would give a
  withheld number back: All incidents tells no months of such a year, and with a withheld total the next smallest one is withheld too.
- A probability that only one small total could have is not told, nor a band.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from snwp_xl.frozen import dataclass
from snwp_xl.model import Counts, Month, Series

YEAR = 12
ALL = 0  # the number of All incidents; crime types start at 1


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months that are told together, counted back from the last one; the earliest may be shorter."""

    first: int  # place among the months
    last: int
    months: tuple[Month, ...]

    @property
    def whole(self) -> bool:
        """Has all its months in the table."""
        return len(self.months) == YEAR


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not told, by crime type number (0: All incidents) and place of the year from the latest, 0."""

    years: tuple[Year, ...]  # latest first
    months: frozenset[tuple[int, int]]
    totals: frozenset[tuple[int, int]]

    def total_told(self, number: int, back: int) -> bool:
        """Whether a year's total may be told."""
        return (number, back) not in self.totals

    def months_told(self, number: int, back: int) -> bool:
        """Whether a year's months may be told."""
        return (number, back) not in self.months

    @property
    def anything(self) -> bool:
        """Whether anything at all is withheld."""
        return bool(self.months or self.totals)


def withheld(counts: Counts, below: int) -> Withheld:
    """What the public edition withholds of some counts where those under `below` are small; nothing where it is 0 or 1."""
    years = years_of(counts.months)
    rows = {ALL: counts.all_incidents} | {one.crime_type: one for one in counts.series if one.crime_type}
    known = {number: one for number, one in rows.items() if one is not None}
    months: set[tuple[int, int]] = set()
    totals: set[tuple[int, int]] = set()
    for back, year in enumerate(years):
        of_year = {number: one.counts[year.first : year.last + 1] for number, one in known.items()}
        hidden = {number for number, row in of_year.items() if any(is_small(count, below) for count in row)}
        if hidden - {ALL} and _adds_up_in_some_month(of_year, below):
            hidden.add(ALL)
        without_total = _totals(of_year, below)
        totals |= {(number, back) for number in without_total}
        months |= {(number, back) for number in hidden | without_total}  # the months of a withheld total would add up to it
    return Withheld(years, frozenset(months), frozenset(totals))


def years_of(months: Sequence[Month]) -> tuple[Year, ...]:
    """The months in years counted back from the last one, latest first."""
    ends = range(len(months) - 1, -1, -YEAR)
    return tuple(Year(max(0, last - YEAR + 1), last, tuple(months[max(0, last - YEAR + 1) : last + 1])) for last in ends)


def is_small(count: int | None, below: int) -> bool:
    """Whether a count is small; a missing one is not."""
    return count is not None and 0 < count < below


def year_total(series: Series | None, year: Year) -> int | None:
    """The total of a year; None where it lacks a month."""
    return _total(series.counts[year.first : year.last + 1]) if series and year.whole else None


def _total(row: Sequence[int | None]) -> int | None:
    known = [count for count in row if count is not None]
    return sum(known) if len(known) == len(row) == YEAR else None


def _adds_up(every: int | None, parts: Iterable[int], below: int) -> bool:
    """Whether All incidents is the sum of the crime types, but for less than a small count."""
    return every is not None and 0 <= every - sum(parts) < max(1, below)


def _adds_up_in_some_month(of_year: Mapping[int, Sequence[int | None]], below: int) -> bool:
    if ALL not in of_year:
        return False
    parts = [row for number, row in of_year.items() if number != ALL]
    return any(
        _adds_up(every, (count for count in column if count is not None), below)
        for every, *column in zip(of_year[ALL], *parts, strict=True))


def _totals(of_year: Mapping[int, Sequence[int | None]], below: int) -> set[int]:
    """Whose totals of a year are withheld."""
    totals = {number: total for number, row in of_year.items() if (total := _total(row)) is not None}
    hidden = {number for number, total in totals.items() if is_small(total, below)}
    parts = {number: total for number, total in totals.items() if number != ALL}
    if hidden - {ALL} and _adds_up(totals.get(ALL), parts.values(), below):
        others = sorted((total, number) for number, total in parts.items() if number not in hidden and total >= below)
        hidden.add(others[0][1] if others else ALL)
    return hidden
