"""Tallies of many files -> one table of monthly counts.

A month is present if there are usable rows of the area's own force for it; of a month that is not, nothing is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from snwp_xl.findings import Finding
from snwp_xl.frozen import dataclass
from snwp_xl.model import Month
from snwp_xl.police.area import IN_AREA, NO_LOCATION, Area
from snwp_xl.police.categories import KNOWN, era_of, in_use, official
from snwp_xl.police.streetfile import StreetFile

TRANSPORT_POLICE = "British Transport Police"  # covers railways only, so never an area's own force
NO_FORCE = "(force not named)"
ALL_AT_ONCE = 20  # incidents a month: an area with so many on average has no month with none

MonthOfForce = tuple[Month, str]
Monthly = Mapping[Month, int | None]


@dataclass(frozen=True, slots=True)
class Part:
    """What one file, or all, hold of one month of one force; numbers are rows."""

    in_area: Mapping[str, int]  # by category
    seen: frozenset[str]  # every category that any of its rows has
    no_location: int
    elsewhere: int
    falls_elsewhere: Mapping[str, int]  # rows that fall within another force, by that force

    @property
    def rows(self) -> int:
        """All its rows."""
        return sum(self.in_area.values()) + self.no_location + self.elsewhere


@dataclass(frozen=True, slots=True)
class Tally:
    """A file with its rows by month and force."""

    file: StreetFile
    parts: Mapping[MonthOfForce, Part]


@dataclass(frozen=True, slots=True)
class Clash:
    """Files that hold the same month of the same force."""

    key: MonthOfForce
    labels: tuple[str, ...]
    same: bool  # they give the same counts


@dataclass(frozen=True, slots=True)
class Merged:
    """All usable files together."""

    parts: Mapping[MonthOfForce, Part]
    labels: Mapping[MonthOfForce, tuple[str, ...]]  # the files that hold it
    clashes: tuple[Clash, ...]

    def of(self, month: Month) -> dict[str, Part]:
        """What there is of a month, by force."""
        return {force: part for (at, force), part in self.parts.items() if at == month}


@dataclass(frozen=True, slots=True)
class OtherForce:
    """Rows reported by a force that is not the area's own; those in the area are counted."""

    rows: int
    in_area: int
    no_location: int
    missing_months: tuple[Month, ...]  # months that the area's own force has and this one, whose files are separate, has not


@dataclass(frozen=True, slots=True)
class EraMonths:
    """A run of months with one set of categories."""

    first: Month
    last: Month
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StreetCounts:
    """Monthly counts of an area from street-level files; None means missing, which is never 0."""

    area: Area
    force: str  # the area's own: it reported most of the incidents in the area; empty if there are no rows
    months: tuple[Month, ...]  # every month from the first to the last
    categories: tuple[str, ...]  # today's first, then those given up, then unknown ones
    counts: Mapping[str, Monthly]  # category -> month -> incidents in the area; None also where the category was not in use
    all_incidents: Monthly  # rows in the area, of every force and category
    force_rows: Monthly  # all rows reported by the force
    rows_without_location: Monthly  # of these, those that cannot be assigned to a district
    rows_elsewhere: Monthly  # of these, those in other districts
    rows_of_other_forces: Mapping[str, OtherForce]
    eras: tuple[EraMonths, ...]
    files: tuple[str, ...]  # those that were counted
    findings: tuple[Finding, ...]
    source: str  # one line to print beside the counts, with the licence

    @property
    def missing_months(self) -> tuple[Month, ...]:
        """The months between the first and the last of which nothing is known."""
        return tuple(month for month in self.months if self.all_incidents[month] is None)


def force_names(files: Iterable[StreetFile]) -> dict[str, str]:
    """Each force's name as it stands in a file -> its latest name: forces are called Constabulary in older files."""
    latest: dict[str, tuple[Month, str]] = {}
    seen: set[str] = {""}
    for file in files:
        for kind in file.rows:
            seen |= {kind.reported_by, kind.falls_within}
            named = (kind.month, kind.reported_by)
            latest[_plain(named[1])] = max(named, latest.get(_plain(named[1]), named))
    return {name: latest.get(_plain(name), (None, name))[1] or NO_FORCE for name in seen}


def _plain(force: str) -> str:
    """A force's name without the words that changed."""
    words = force.casefold().replace("&", "and").split()
    while words and words[-1] in ("police", "constabulary", "service"):
        words.pop()
    return " ".join(words)


def tallied(file: StreetFile, names: Mapping[str, str]) -> Tally:
    """A file's rows by month and reporting force, forces under their latest names."""
    kinds = defaultdict(list)
    for kind, rows in file.rows.items():
        kinds[kind.month, names[kind.reported_by]].append((kind, rows))
    parts = {}
    for key, found in kinds.items():
        in_area: Counter[str] = Counter()
        falls: Counter[str] = Counter()
        where: Counter[str] = Counter()
        for kind, rows in found:
            where[kind.where] += rows
            if kind.where == IN_AREA:
                in_area[official(kind.category)] += rows
            if names[kind.falls_within] != key[1]:
                falls[names[kind.falls_within]] += rows
        no_location = where[NO_LOCATION]
        seen = frozenset(official(kind.category) for kind, _ in found)
        parts[key] = Part(in_area, seen, no_location, where.total() - where[IN_AREA] - no_location, falls)
    return Tally(file, parts)


def merge(tallies: Iterable[Tally]) -> Merged:
    """Join the usable files by month and force; where two differ over one, neither is used."""
    found: dict[MonthOfForce, dict[str, Part]] = defaultdict(dict)
    for tally in tallies:
        for key, part in tally.parts.items() if tally.file.usable else ():
            found[key][tally.file.label] = part
    parts, clashes = {}, []
    for key in sorted(found):
        first, *others = found[key].values()
        same = all(other == first for other in others)
        if same:
            parts[key] = first
        if others:
            clashes.append(Clash(key, tuple(found[key]), same))
    return Merged(parts, {key: tuple(labels) for key, labels in found.items()}, tuple(clashes))


def own_force(tallies: Iterable[Tally]) -> str:
    """The force that reported most of the area's incidents, by all that could be read; empty if there are no rows."""
    weights: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for tally in tallies:
        for (_, force), part in tally.parts.items():
            weights[force][0] += sum(part.in_area.values())
            weights[force][1] += part.rows
    territorial = {force: weight for force, weight in weights.items() if force != TRANSPORT_POLICE}
    return max(sorted(territorial or weights), key=lambda force: weights[force], default="")


def months_covered(tallies: Sequence[Tally], force: str) -> tuple[Month, ...]:
    """Every month from the first to the last that the files hold, or should hold, of a force."""
    names = {tally.file.named_force for tally in tallies if any(name == force for _, name in tally.parts)} - {""}
    found = {month for tally in tallies for month, name in tally.parts if name == force}
    for file in (tally.file for tally in tallies):
        month = file.named_month
        if not file.usable and not file.rows and month and (not names or file.named_force in names):
            found.add(month)
    return min(found).until(max(found)) if found else ()


@dataclass(frozen=True, slots=True)
class Table:
    """The area's counts and what they were made from."""

    months: tuple[Month, ...]
    parts: Mapping[Month, Part]  # of the months present: the own force's
    in_area: Mapping[Month, Mapping[str, int]]  # of the months that can be used: incidents by category
    in_use: Mapping[Month, frozenset[str]]  # of these: the categories in use
    vanished: tuple[Month, ...]  # present, but with no incident in an area that always has many

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category in use in any month, today's first, unknown ones last."""
        used = frozenset[str]().union(*self.in_use.values())
        return (*(category for category in KNOWN if category in used), *sorted(used.difference(KNOWN)))

    def monthly(self, category: str) -> Monthly:
        """A category's counts; None where the month is missing or the category was not in use."""
        return self._each(
            {month: counts.get(category, 0) for month, counts in self.in_area.items() if category in self.in_use[month]}
        )

    @property
    def all_incidents(self) -> Monthly:
        """All rows in the area."""
        return self._each({month: sum(counts.values()) for month, counts in self.in_area.items()})

    def of_force(self, numbers: Mapping[Month, int]) -> Monthly:
        """Numbers of the own force for every month, None where it is missing."""
        return self._each(numbers)

    def _each(self, numbers: Mapping[Month, int]) -> Monthly:
        return MappingProxyType({month: numbers.get(month) for month in self.months})


def table(merged: Merged, months: tuple[Month, ...], force: str) -> Table:
    """The area's counts in the months that the own force has, from the rows of every force."""
    parts = {month: merged.parts[month, force] for month in months if (month, force) in merged.parts}
    in_area: dict[Month, Mapping[str, int]] = {}
    used: dict[Month, frozenset[str]] = {}
    for month, part in parts.items():
        joined: Counter[str] = Counter()
        for other in merged.of(month).values():
            joined.update(other.in_area)
        in_area[month] = joined
        used[month] = in_use(month, part.seen.union(joined))
    vanished = _vanished({month: sum(counts.values()) for month, counts in in_area.items()})
    for month in vanished:
        del in_area[month], used[month]
    return Table(months, parts, in_area, used, vanished)


def _vanished(totals: Mapping[Month, int]) -> tuple[Month, ...]:
    """Months without any incident where there cannot be none; all of them if there is none at all."""
    empty = tuple(month for month, total in totals.items() if total == 0)
    others = len(totals) - len(empty)
    return empty if sum(totals.values()) >= ALL_AT_ONCE * others else ()


def other_forces(merged: Merged, present: Collection[Month], force: str) -> dict[str, OtherForce]:
    """What every other force reported in the months present."""
    others = {}
    for name in sorted({name for _, name in merged.parts} - {force}):
        parts = {month: merged.parts[month, name] for month in sorted(present) if (month, name) in merged.parts}
        separate = any(not set(merged.labels[month, name]).intersection(merged.labels[month, force]) for month in parts)
        missing = tuple(month for month in sorted(present) if separate and month not in parts)
        in_area = sum(sum(part.in_area.values()) for part in parts.values())
        rows, nowhere = sum(part.rows for part in parts.values()), sum(part.no_location for part in parts.values())
        others[name] = OtherForce(rows, in_area, nowhere, missing if in_area else ())
    return others


def eras_of(months: Collection[Month]) -> tuple[EraMonths, ...]:
    """The runs of months with one set of categories."""
    runs = []
    for era, run in groupby(sorted(months), key=era_of):
        within = tuple(run)
        runs.append(EraMonths(within[0], within[-1], era.categories))
    return tuple(runs)
