"""Which police category counts as which crime type: as suggested the first time, then as a person left it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.gathering.earlier import Assigned
from snwp_xl.layout.police import CRIME_TYPE, MAPPING_HEADINGS, MAPPING_SHEET
from snwp_xl.locate import plain
from snwp_xl.model import Assessment, CrimeType
from snwp_xl.police import CANNOT_BE_SPLIT, CATEGORIES, ERAS, KNOWN, SUGGESTED_MAPPING
from snwp_xl.police.categories import official
from snwp_xl.sheets import cell

FIRST_ROW = 7  # of the table's rows, from 0
COUNTED, NOT_GIVEN, UNKNOWN, TWICE = "Counted", "", "Not a crime type of this assessment", "Appears twice"


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A category and what a person wants it to count as."""

    category: str
    crime_type: str  # as typed; empty: none
    counted_as: CrimeType | None  # None: the category is in no crime type's counts
    state: str  # COUNTED, NOT_GIVEN, UNKNOWN or TWICE

    @property
    def remark(self) -> str:
        """What a person should know of the category."""
        return " ".join(part for part in (CANNOT_BE_SPLIT.get(self.category, ""), _out_of_use(self.category)) if part)


def _out_of_use(category: str) -> str:
    if category in CATEGORIES:
        return ""
    if category not in KNOWN:
        return "It is not a category that data.police.uk is known to use."
    last = max(i for i, era in enumerate(ERAS) if category in era.categories)
    return f"It was in use until {ERAS[last + 1].first.shift(-1).words}."


def mapping_rows(assessment: Assessment, earlier: Sequence[Assigned] | None, categories: Iterable[str]) -> tuple[MappingRow, ...]:
    """A row for each category, or more where a person made more: theirs, or the suggested ones if there is no mapping (None) yet."""
    typed: defaultdict[str, list[str]] = defaultdict(list)
    if earlier is None:
        typed.update({category: [name] for category, name in SUGGESTED_MAPPING.items() if _called(assessment, name)})
    for category, crime_type in earlier or ():
        typed[official(category)].append(crime_type)
    found = {*CATEGORIES, *categories, *typed}
    ordered = (*(category for category in KNOWN if category in found), *sorted(found.difference(KNOWN)))
    return tuple(row for category in ordered for row in _rows(assessment, category, typed.get(category, [""])))


def _rows(assessment: Assessment, category: str, typed: Sequence[str]) -> Iterator[MappingRow]:
    """The rows of a category: one, unless a person gave it to several crime types."""
    wanted = list(dict.fromkeys(name for name in typed if name)) or [""]
    several = len({plain(name) for name in wanted}) > 1
    for name in wanted:
        crime_type = _called(assessment, name)
        state = TWICE if several else NOT_GIVEN if not name else COUNTED if crime_type else UNKNOWN
        yield MappingRow(category, crime_type.name if crime_type else name, crime_type if state == COUNTED else None, state)


def _called(assessment: Assessment, name: str) -> CrimeType | None:
    return next((one for one in assessment.crime_types if plain(one.name) == plain(name)), None)


def categories_of(rows: Iterable[MappingRow]) -> Mapping[int, tuple[str, ...]]:
    """Crime type number -> the categories that count as it; crime types without one are left out."""
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in rows:
        if row.counted_as:
            found[row.counted_as.number] += (row.category,)
    return dict(found)


def about_mapping(rows: Sequence[MappingRow], file: str, read: Iterable[str]) -> Iterator[Finding]:
    """What should be said of the mapping; `read` are the categories that have incidents to give."""
    column = MAPPING_HEADINGS.index(CRIME_TYPE)
    told = set()
    for i, row in enumerate(rows):
        at = Place(file, MAPPING_SHEET, cell(FIRST_ROW + i, column))
        if row.state == UNKNOWN:
            yield finding("mapping-unknown-crime-type", at, category=row.category, name=row.crime_type)
        elif row.state == TWICE and row.category not in told:
            told.add(row.category)
            names = " and ".join(one.crime_type for one in rows if one.category == row.category)
            yield finding("mapping-twice", at, category=row.category, names=names)
        elif row.counted_as and row.category in CANNOT_BE_SPLIT and plain(row.category) != plain(row.crime_type):
            yield finding("mapping-cannot-be-split", at, crime_type=row.counted_as.number, category=row.category, name=row.crime_type,
                          why=CANNOT_BE_SPLIT[row.category])
    given_to_none = {row.category for row in rows if row.state == NOT_GIVEN}.intersection(read)
    if given_to_none:
        names = ", ".join(row.category for row in rows if row.category in given_to_none)
        yield finding("mapping-not-given", Place(file, MAPPING_SHEET), names=names)
