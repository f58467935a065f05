"""Police numbers by month: those read now, joined with those of months that were read before, and what they give a crime type.

A number that is not in a table is not known; it is never 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from snwp_xl.frozen import dataclass
from snwp_xl.layout import ALL_INCIDENTS
from snwp_xl.layout.police import ELSEWHERE, FORCE_ROWS, NO_LOCATION, OF_THE_FORCE
from snwp_xl.model import Month
from snwp_xl.police import KNOWN, StreetCounts
from snwp_xl.police.categories import era_of


class Revised(NamedTuple):
    """A number that the police files give otherwise than before."""

    label: str
    month: Month
    before: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class PoliceTable:
    """Rows of numbers by month: the categories, All incidents, and those of the force."""

    rows: Mapping[str, Mapping[Month, int]]

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of which anything is known."""
        return tuple(sorted(self.rows.get(ALL_INCIDENTS, {})))

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that have any number, today's first, unknown ones last."""
        used = {label for label, numbers in self.rows.items() if numbers}.difference((ALL_INCIDENTS, *OF_THE_FORCE))
        return (*(category for category in KNOWN if category in used), *sorted(used.difference(KNOWN)))

    def number(self, label: str, month: Month) -> int | None:
        """The number, None where it is not known."""
        return self.rows.get(label, {}).get(month)

    def total(self, label: str) -> int | None:
        """The sum of the months that are known; None if none is."""
        numbers = self.rows.get(label)
        return sum(numbers.values()) if numbers else None

    def joined(self, earlier: PoliceTable) -> PoliceTable:
        """This table, with the months of an earlier one that it knows nothing of."""
        rows: defaultdict[str, dict[Month, int]] = defaultdict(dict)
        for label, numbers in self.rows.items():
            rows[label].update(numbers)
        known = set(self.months)
        for label, numbers in earlier.rows.items():
            rows[label].update({month: number for month, number in numbers.items() if month not in known})
        return PoliceTable(dict(rows))

    def revised(self, earlier: PoliceTable) -> Iterator[Revised]:
        """Where this table and an earlier one know the same month and differ over it."""
        both = sorted(set(self.months).intersection(earlier.months))
        for label in (*dict.fromkeys((*self.categories, *earlier.categories)), ALL_INCIDENTS):
            for month in both:
                before, now = earlier.number(label, month), self.number(label, month)
                if before != now:
                    yield Revised(label, month, before, now)

    def given(self, categories: Iterable[str]) -> dict[Month, int]:
        """What some categories make together, by month; a month in which any of them is in use but not known is left out."""
        wanted = tuple(categories)
        found = {}
        for month in self.months:
            numbers = {category: self.number(category, month) for category in wanted}
            known = [number for number in numbers.values() if number is not None]
            if known and not any(number is None and _in_use(category, month) for category, number in numbers.items()):
                found[month] = sum(known)
        return found


def _in_use(category: str, month: Month) -> bool:
    """Whether data.police.uk has the category in that month: of another time's categories there is nothing to count."""
    return category in era_of(month).categories


def table_of(counts: StreetCounts) -> PoliceTable:
    """The numbers of a reading."""
    rows = {**counts.counts, ALL_INCIDENTS: counts.all_incidents, FORCE_ROWS: counts.force_rows,
            NO_LOCATION: counts.rows_without_location, ELSEWHERE: counts.rows_elsewhere}
    known = {month for month, number in counts.all_incidents.items() if number is not None}
    return PoliceTable({
        label: {month: number for month, number in numbers.items() if number is not None and month in known}
        for label, numbers in rows.items()})
