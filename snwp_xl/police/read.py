"""Paths -> StreetCounts: reads every file, joins them, and says everything that a person should know of the result."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.layout.police import LICENCE
from snwp_xl.model import Month
from snwp_xl.phrases import counted, first_few
from snwp_xl.police.area import Area, Places, district
from snwp_xl.police.categories import KNOWN, era_of, fits
from snwp_xl.police.counts import (
    TRANSPORT_POLICE,
    EraMonths,
    Merged,
    OtherForce,
    StreetCounts,
    Table,
    eras_of,
    force_names,
    merge,
    months_covered,
    other_forces,
    own_force,
    table,
    tallied,
)
from snwp_xl.police.downloads import sources_in
from snwp_xl.police.streetfile import StreetFile, read_street_file

MANY_WITHOUT_LOCATION = 10  # percent of a month's rows; 2 to 3 are usual
ENOUGH_ROWS = 100  # in a month, for a share of them to mean anything
MOST_NAMED = 10  # codes or districts in one message


def read_street_files(
    paths: Sequence[Path], area: Area, progress: Callable[[int, int], None] = lambda done, every: None
) -> StreetCounts:
    """Monthly counts of an area from street-level files, folders of them, or the zip as published.

    What is wrong with a file is a finding, and what it should hold is missing. `progress` is told how many of how many
    files are done. RoundError for a path that does not exist.
    """
    places = Places(area)
    files: list[StreetFile] = []
    with ExitStack() as stack:
        download = sources_in([Path(path) for path in paths], stack)
        for source in download.sources:
            files.append(read_street_file(source.label, source.open, places))
            progress(len(files), len(download.sources))
    return _counts(files, places, download.findings)


def _counts(files: Sequence[StreetFile], places: Places, found: tuple[Finding, ...]) -> StreetCounts:
    names = force_names(files)
    tallies = [tallied(file, names) for file in files]
    area, force, merged = places.area, own_force(tallies), merge(tallies)
    only_transport = force == TRANSPORT_POLICE
    made = table(merged, months_covered(tallies, force), "" if only_transport else force)
    others = other_forces(merged, made.parts, force)
    eras = eras_of(made.in_area)
    findings = (*found, *_about_files(files), *_about_clashes(merged), *_about_names(names))
    if only_transport:
        findings += (finding("police-only-transport", force=force, area=area.name),)
    elif not made.parts:
        findings += (finding("police-nothing"),)
    elif not any(made.all_incidents.values()):
        findings += (finding("police-no-area", area=area.name, near=_near(places)),)
    else:
        findings += (*_about_months(made, force, area), *_about_rows(made, force), *_about_forces(made, others, area))
        findings += (*_about_categories(made, eras), *_about_codes(places))
    return StreetCounts(
        area=area,
        force=force,
        months=made.months,
        categories=made.categories,
        counts=MappingProxyType({category: made.monthly(category) for category in made.categories}),
        all_incidents=made.all_incidents,
        force_rows=made.of_force({month: part.rows for month, part in made.parts.items()}),
        rows_without_location=made.of_force({month: part.no_location for month, part in made.parts.items()}),
        rows_elsewhere=made.of_force({month: part.elsewhere for month, part in made.parts.items()}),
        rows_of_other_forces=MappingProxyType(others),
        eras=eras,
        files=tuple(file.label for file in files if file.usable),
        findings=findings,
        source=_source(made, force, area, sum(file.usable for file in files)),
    )


def _about_files(files: Iterable[StreetFile]) -> Iterator[Finding]:
    for file in files:
        yield from file.findings
        if file.usable and file.named_month and file.months != (file.named_month,):
            yield finding("police-month-differs", Place(file=file.label), named=file.named_month.words, found=spans(file.months))


def _about_clashes(merged: Merged) -> Iterator[Finding]:
    months: dict[tuple[tuple[str, ...], str, bool], list[Month]] = defaultdict(list)
    for clash in merged.clashes:
        months[clash.labels, clash.key[1], clash.same].append(clash.key[0])
    for (labels, force, same), found in months.items():
        code = "police-duplicate" if same else "police-duplicate-differs"
        yield finding(code, Place(file=labels[0]), names=" and ".join(labels), force=force, months=spans(found))


def _about_names(names: Mapping[str, str]) -> Iterator[Finding]:
    older = defaultdict(list)
    for name, latest in sorted(names.items()):
        if name and name != latest:
            older[latest].append(name)
    for latest, known_as in older.items():
        yield finding("police-force-renamed", force=latest, names=", ".join(known_as))


def _about_months(made: Table, force: str, area: Area) -> Iterator[Finding]:
    missing = [month for month in made.months if month not in made.parts]
    if missing:
        yield finding("police-months-missing", force=force, months=spans(missing))
    if made.vanished:
        mean = sum(sum(counts.values()) for counts in made.in_area.values()) // len(made.in_area)
        yield finding("police-area-vanishes", months=spans(made.vanished), area=area.name, mean=mean)


def _about_rows(made: Table, force: str) -> Iterator[Finding]:
    rows, nowhere = sum(part.rows for part in made.parts.values()), sum(part.no_location for part in made.parts.values())
    if nowhere:
        yield finding("police-no-location", rows=nowhere, every=rows, force=force, percent=_percent(nowhere, rows))
    many = [
        month
        for month, part in made.parts.items()
        if part.rows >= ENOUGH_ROWS and part.no_location * 100 >= part.rows * MANY_WITHOUT_LOCATION
    ]
    if many:
        yield finding("police-no-location-high", force=force, months=spans(many))
    falls: Counter[str] = Counter()
    for part in made.parts.values():
        falls.update(part.falls_elsewhere)
    if falls:
        yield finding("police-falls-within", rows=falls.total(), force=force, others=", ".join(sorted(falls)))


def _about_forces(made: Table, others: dict[str, OtherForce], area: Area) -> Iterator[Finding]:
    for name, other in others.items():
        if other.in_area:
            yield finding("police-other-force", rows=other.in_area, area=area.name, force=name)
        if other.missing_months:
            yield finding("police-other-force-gap", force=name, area=area.name, months=spans(other.missing_months))


def _about_categories(made: Table, eras: Sequence[EraMonths]) -> Iterator[Finding]:
    for name, rows in _unknown(made).items():
        yield finding("police-unknown-category", name=name, rows=rows)
    strange: dict[tuple[str, ...], list[Month]] = defaultdict(list)
    for month, counts in made.in_area.items():
        seen = made.parts[month].seen.union(counts)
        if not fits(month, seen):
            strange[tuple(sorted(seen.intersection(KNOWN).difference(era_of(month).categories)))].append(month)
    for categories, months in strange.items():
        yield finding("police-era-differs", months=spans(months), categories=", ".join(categories))
    if len(eras) > 1:
        sets = "; ".join(f"{span(era.first, era.last)}, {len(era.categories)} categories" for era in eras)
        yield finding("police-eras", sets=sets, changes=" and ".join(era.first.words for era in eras[1:]))


def _about_codes(places: Places) -> Iterator[Finding]:
    unseen = sorted(places.area.codes - {code.upper() for code in places.seen})
    if unseen:
        yield finding("police-codes-unseen", codes=first_few(unseen, MOST_NAMED))


def _unknown(made: Table) -> dict[str, int]:
    """Categories that nobody knows, with the area's incidents."""
    return {
        category: sum(counts.get(category, 0) for counts in made.in_area.values())
        for category in made.categories
        if category not in KNOWN
    }


def _near(places: Places) -> str:
    """Districts in the files with a name like the one asked for."""
    if places.area.codes:
        return ""
    wanted = places.area.name.casefold()
    names = {name.casefold(): name for name in map(district, places.seen)}
    close = difflib.get_close_matches(wanted, names, MOST_NAMED)
    near = sorted({*close, *(name for name in names if wanted in name)})[:MOST_NAMED]
    return f" Districts with such a name in the files: {', '.join(names[name] for name in near)}." if near else ""


def _source(made: Table, force: str, area: Area, files: int) -> str:
    months = span(made.months[0], made.months[-1]) if made.months else ""
    return source_line(force, months, area, counted(files, "file"))


def source_line(force: str, months: str, area: Area, files: str = "") -> str:
    """Where counts come from, in one line; the force, the months and the number of files in words."""
    told = ", ".join(part for part in ("data.police.uk street-level crime files", force, months, files) if part)
    return f"{told}; area: {area.name}. {LICENCE}"


def _percent(part: int, whole: int) -> str:
    """A share with one decimal, rounded half up."""
    tenths = (part * 2000 + whole) // (whole * 2)
    return f"{tenths // 10}.{tenths % 10}%"


def span(first: Month, last: Month) -> str:
    """A run of months in words."""
    return first.words if first == last else f"{first.words} to {last.words}"


def spans(months: Iterable[Month]) -> str:
    """Months in words, runs joined: "January 2025, March 2025 to May 2025"."""
    runs: list[list[Month]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][1].shift(1) == month:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    return ", ".join(span(first, last) for first, last in runs)
