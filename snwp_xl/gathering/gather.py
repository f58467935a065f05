"""A reading of police files + what stood in the incident counts -> the new incident counts, as values.

What a person typed is never replaced: where the files say otherwise, both numbers are a finding. A cell counts as
typed if it differs from what the files gave it when the workbook was last written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.gathering.earlier import Earlier
from snwp_xl.gathering.mapping import MappingRow, about_mapping, categories_of, mapping_rows
from snwp_xl.gathering.table import PoliceTable, Revised, table_of
from snwp_xl.incidents import Content, first_month_column, head_row, within_as_usual
from snwp_xl.layout import ALL_INCIDENTS, COUNTS_SHEET, YES
from snwp_xl.locate import plain
from snwp_xl.model import Assessment, Month
from snwp_xl.police import StreetCounts, source_line
from snwp_xl.police.counts import eras_of
from snwp_xl.police.read import span, spans
from snwp_xl.sheets import cell

MOST_CELLS_ASKED = 6  # of a row; a row that differs throughout is one finding
EXAMPLES = 3
MOST_REVISED = 10  # numbers listed in one finding
NOTHING: Mapping[Month, int] = {}


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the new incident counts."""

    name: str
    crime_type: int | None  # its number; None for All incidents and for rows that a person added
    within: bool
    cells: Mapping[Month, Content]
    given: Mapping[Month, int]  # what the files give it
    kept: tuple[Month, ...] = ()  # where a person's entry stands and the files say otherwise
    every: bool = False  # this is All incidents

    @property
    def added(self) -> bool:
        """Whether a person added the row."""
        return self.crime_type is None and not self.every

    @property
    def from_files(self) -> frozenset[Month]:
        """The months whose number is as the files have it."""
        return frozenset(month for month, number in self.given.items() if self.cells.get(month) == number)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The new incident counts."""

    assessment: Assessment
    read: StreetCounts
    table: PoliceTable  # of all months, those kept from before too
    months: tuple[Month, ...]  # those that have a column
    rows: tuple[GridRow, ...]  # All incidents first
    mapping: tuple[MappingRow, ...]
    source: str
    police_source: str  # the part of it that says which police files
    findings: tuple[Finding, ...]  # what is so; it stands in the workbook
    news: tuple[Finding, ...]  # what has changed since last time; reading the same files again has none

    def categories(self, row: GridRow) -> tuple[str, ...]:
        """The police categories that count as a row's crime type."""
        return tuple(one.category for one in self.mapping if one.counted_as and one.counted_as.number == row.crime_type)


def gather(assessment: Assessment, read: StreetCounts, earlier: Earlier, file: str) -> Gathered:
    """Join a reading with what stood in the incident counts; `file` is what the new workbook will be called."""
    before = earlier.table if earlier.table and _same_area(read, earlier) else None
    newest = table_of(read)
    table = newest.joined(before) if before else newest
    mapping = mapping_rows(assessment, earlier.mapping, table.categories)
    rows = _rows(assessment, table, categories_of(mapping), earlier)
    months = tuple(sorted({*read.months, *table.months, *(month for row in rows for month in row.cells)}))
    source = _source(read, table)
    return Gathered(
        assessment, read, table, months, rows, mapping, joined_source(earlier, source), source,
        findings=(*read.findings, *_about_area(assessment, read), *_about_months(newest, table, file), *_about_eras(read, table),
                  *_asked(assessment, rows, months, file), *about_mapping(mapping, file, table.categories), *_about_typing(rows, file)),
        news=tuple(_news(read, newest, before, earlier, file)))


def _same_area(read: StreetCounts, earlier: Earlier) -> bool:
    """Whether the police numbers of last time are of the same area: by its codes where there are any, else by its name."""
    name, codes = earlier.area
    return codes == codes_words(read) and (bool(codes) or plain(name) == plain(read.area.name))


def codes_words(read: StreetCounts) -> str:
    """The LSOA codes of the area, empty where its name decides."""
    return ", ".join(sorted(read.area.codes))


# --- rows ---------------------------------------------------------------------------------------------------------------------


def _rows(assessment: Assessment, table: PoliceTable, categories: Mapping[int, Sequence[str]], earlier: Earlier) -> tuple[GridRow, ...]:
    """All incidents, the crime types, then the rows that a person added."""
    rows = [_row(ALL_INCIDENTS, None, table.rows.get(ALL_INCIDENTS, NOTHING), earlier)]
    for one in assessment.crime_types:
        rows.append(_row(one.name, one.number, table.given(categories.get(one.number, ())), earlier))
    return (*rows, *_added(rows, earlier))


def _row(name: str, crime_type: int | None, given: Mapping[Month, int], earlier: Earlier) -> GridRow:
    old = earlier.row(name)
    within = old.within if old else within_as_usual(name) == YES
    cells: dict[Month, Content] = {}
    kept = []
    for month in sorted({*given, *(old.cells if old else ()), *earlier.was_given(name)}):
        number: Content | None = given.get(month)
        if old and earlier.typed(name, month):
            entered = old.cells.get(month)
            if number is not None and entered != number:
                kept.append(month)
            number = entered
        if number is not None:
            cells[month] = number
    return GridRow(name, crime_type, within, cells, given, tuple(kept), every=crime_type is None)


def _added(rows: Sequence[GridRow], earlier: Earlier) -> Iterator[GridRow]:
    """Rows of the earlier workbook that are no crime type's first, with what a person typed into them."""
    names = {plain(row.name) for row in rows}
    firsts = {id(earlier.row(name)) for name in names}
    for old in earlier.rows:
        if id(old) in firsts:
            continue
        cells = {month: entered for month, entered in old.cells.items() if plain(old.name) in names or earlier.typed(old.name, month)}
        ours = earlier.given is not None and plain(old.name) in earlier.given
        if cells or not ours:
            yield GridRow(old.name, None, old.within, cells, NOTHING)


# --- the source -----------------------------------------------------------------------------------------------------------------


def _source(read: StreetCounts, table: PoliceTable) -> str:
    """The reading's own source line; where months were read before, one for all of them."""
    if set(table.months) <= set(read.months):
        return read.source
    return source_line(read.force, spans(table.months), read.area)


def joined_source(earlier: Earlier, source: str) -> str:
    """The source of all numbers: what a person typed, and the police files in the place of those read before."""
    if not earlier.source or earlier.source == earlier.police_source:
        return source
    if earlier.police_source and earlier.police_source in earlier.source:
        return earlier.source.replace(earlier.police_source, source)
    if source in earlier.source:
        return earlier.source
    return f"{earlier.source}{' ' if earlier.source.endswith('.') else '; '}{source}"


# --- findings -------------------------------------------------------------------------------------------------------------------


def _asked(assessment: Assessment, rows: Sequence[GridRow], months: Sequence[Month], file: str) -> Iterator[Finding]:
    """Where a person's entry and the files differ: each cell, or a row that differs nearly everywhere as one."""
    first = first_month_column(from_files=True)
    for at, row in enumerate(rows, start=head_row(assessment, from_files=True) + 1):
        columns = [first + months.index(month) for month in row.kept]
        if len(columns) > MOST_CELLS_ASKED:
            where = f"{cell(at, columns[0])}:{cell(at, columns[-1])}"
            examples = "; ".join(f"{month.words} {_entered(row, month)}, not {row.given[month]}" for month in row.kept[:EXAMPLES])
            yield finding("counts-row-differs", Place(file, COUNTS_SHEET, where), crime_type=row.crime_type, name=row.name,
                          count=len(columns), examples=examples)
            continue
        for month, column in zip(row.kept, columns, strict=True):
            yield finding("counts-differ", Place(file, COUNTS_SHEET, cell(at, column)), crime_type=row.crime_type, name=row.name,
                          month=month.words, typed=_entered(row, month), given=row.given[month])


def _entered(row: GridRow, month: Month) -> str:
    """What a person left in a cell, in words."""
    entered = row.cells.get(month)
    return "empty" if entered is None else repr(entered) if isinstance(entered, str) else str(entered)


def _about_area(assessment: Assessment, read: StreetCounts) -> Iterator[Finding]:
    if not read.area.codes and plain(read.area.name) != plain(assessment.area):
        yield finding("counts-other-area", area=read.area.name, wanted=assessment.area)


def _about_months(newest: PoliceTable, table: PoliceTable, file: str) -> Iterator[Finding]:
    stay = set(table.months).difference(newest.months)
    if stay:
        yield finding("counts-months-stay", Place(file), months=spans(stay))


def _about_eras(read: StreetCounts, table: PoliceTable) -> Iterator[Finding]:
    """Sets of categories that only appear together with the months read before."""
    eras = eras_of(table.months)
    if len(eras) > max(1, len(read.eras)):
        sets = "; ".join(f"{span(era.first, era.last)}, {len(era.categories)} categories" for era in eras)
        yield finding("police-eras", sets=sets, changes=" and ".join(era.first.words for era in eras[1:]))


def _about_typing(rows: Iterable[GridRow], file: str) -> Iterator[Finding]:
    by_hand = [row.name for row in rows if row.crime_type is not None and not row.given and not row.cells]
    if by_hand:
        yield finding("counts-by-hand", Place(file, COUNTS_SHEET), names=", ".join(by_hand))


def _news(read: StreetCounts, newest: PoliceTable, before: PoliceTable | None, earlier: Earlier, file: str) -> Iterator[Finding]:
    place = Place(file)
    if earlier.table and before is None:
        yield finding("counts-area-changed", place, before=earlier.area[0] or "another area", area=read.area.name)
    if earlier.table and earlier.mapping is None:
        yield finding("mapping-gone", place)
    revised = tuple(newest.revised(before)) if before else ()
    if revised:
        yield finding("counts-revised", place, what=_revised_words(revised))
    if earlier.left:
        yield finding("counts-left-behind", place, what="; ".join(earlier.left))


def _revised_words(revised: Sequence[Revised]) -> str:
    told = [f"{one.label}, {one.month.words}: {_known(one.now)}, was {_known(one.before)}" for one in revised[:MOST_REVISED]]
    more = [f"and {len(revised) - MOST_REVISED} more"] if len(revised) > MOST_REVISED else []
    return "; ".join([*told, *more])


def _known(number: int | None) -> str:
    return "not known" if number is None else str(number)
