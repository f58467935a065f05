"""What stood in the incident counts before: what people typed, the mapping, and the numbers that police files gave last time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from snwp_xl import incidents, layout, locate
from snwp_xl.frozen import dataclass
from snwp_xl.gathering.table import PoliceTable
from snwp_xl.incidents import Content, Counted
from snwp_xl.intake import Book, Cell
from snwp_xl.layout import police as parts
from snwp_xl.locate import Head, plain, text_of
from snwp_xl.model import Month

WORKED_OUT = {plain(one) for one in ("total", "check")}  # columns that people add to add up; they hold nothing of their own


class Assigned(NamedTuple):
    """A row of the sheet Mapping as it came back."""

    category: str
    crime_type: str  # as typed; empty: none


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet Incident counts as it came back."""

    name: str
    within: bool  # whether it is part of All incidents
    cells: Mapping[Month, Content]  # numbers, and whatever else a person typed


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier incident counts; empty if there are none."""

    rows: tuple[Row, ...] = ()
    months: frozenset[Month] = frozenset()  # those with a column
    mapping: tuple[Assigned, ...] | None = None  # None: there is no such table
    table: PoliceTable | None = None  # None: police files were never read
    given: Mapping[str, Mapping[Month, int]] | None = None  # plain name of a row -> what the files gave it, by month
    area: tuple[str, str] = ("", "")  # the area that was counted, and its LSOA codes
    source: str = ""
    police_source: str = ""  # the part of the source that this program wrote
    left: tuple[str, ...] = ()  # what is not carried over, in words

    def typed(self, name: str, month: Month) -> bool:
        """Whether a person changed a row's cell, of a month that has a column, since this program last wrote it."""
        row = self.row(name)
        if row is None or month not in self.months:
            return False
        return row.cells.get(month) != self.was_given(name).get(month)

    def row(self, name: str) -> Row | None:
        """The first row of that name, if there is one."""
        return next((row for row in self.rows if plain(row.name) == plain(name)), None)

    def was_given(self, name: str) -> Mapping[Month, int]:
        """What the police files gave a row last time."""
        return (self.given or {}).get(plain(name), {})


def read_earlier(book: Book, file: str) -> Earlier:
    """What an incident-count workbook holds, whoever put it there. Nothing in it is judged: `check` does that."""
    found = incidents.rows_of(book, file)
    mapping = locate.head(book, parts.MAPPING_HEAD, [parts.CATEGORY, parts.CRIME_TYPE])
    police, given = _head(book, parts.POLICE_HEAD, parts.POLICE_CORNER), _head(book, parts.GIVEN_HEAD, parts.GIVEN_CORNER)
    area, codes = (text_of(locate.field(book, one)) for one in (parts.POLICE_AREA, parts.POLICE_CODES))
    of_ours = {head.sheet.name for head in (found and found[0], mapping, police, given) if head}
    read_from = locate.field(book, parts.POLICE_SOURCE)
    if read_from:
        of_ours.add(read_from.sheet.name)
    return Earlier(
        rows=tuple(_row(one) for one in found[2]) if found else (),
        months=frozenset(found[1]) if found else frozenset(),
        mapping=_mapping(mapping) if mapping else None,
        table=PoliceTable(_numbers(police)) if police else None,
        given={plain(name): numbers for name, numbers in _numbers(given).items()} if given else None,
        area=(area, codes),
        source=text_of(locate.field(book, layout.COUNTS_SOURCE)),
        police_source=text_of(read_from),
        left=(*(_left_beside(found[0], found[1]) if found else ()), *_left_sheets(book, of_ours)))


def _row(one: Counted) -> Row:
    cells: dict[Month, Content] = {}
    for month, found in one.cells.items():
        content = one.counts[month] if month in one.counts else _content(found.cell)
        if content is not None:
            cells[month] = content
    return Row(one.name.text, one.within, cells)


def _content(cell: Cell | None) -> Content | None:
    """What stands in a cell that holds no count, to be carried over as it is; a date as its words, so that it becomes no number."""
    if cell is None or (cell.value is None and not cell.formula) or not str(cell.value or cell.formula).strip():
        return None
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return cell.value
    return str(cell.formula if cell.value is None else cell.value).strip()


def _mapping(head: Head) -> tuple[Assigned, ...]:
    rows = ((head.at(row, parts.CATEGORY), head.at(row, parts.CRIME_TYPE)) for row in head.rows_below())
    found = (Assigned(text_of(category), text_of(crime_type)) for category, crime_type in rows)
    return tuple(dict.fromkeys(one for one in found if one.category))


def _head(book: Book, name: str, corner: str) -> Head | None:
    return locate.head(book, name, [corner])


def _numbers(head: Head) -> dict[str, dict[Month, int]]:
    """The rows of a table of ours, to the first that is empty: label -> month -> number."""
    columns = incidents.month_columns(head, "", [])
    found: dict[str, dict[Month, int]] = {}
    row = head.row + 1
    while label := text_of(head.at(row, next(iter(head.columns)))):
        cells = {month: head.sheet.cells.get((row, column)) for month, column in columns.items()}
        found[label] = {month: cell.value for month, cell in cells.items() if cell and type(cell.value) is int}
        row += 1
    return found


# --- what is left behind ------------------------------------------------------------------------------------------------------


def _left_beside(head: Head, months: Mapping[Month, int]) -> Iterator[str]:
    """Columns and rows of the sheet of counts that are neither months nor named."""
    ours = {plain(one) for one in (layout.COUNTS_CORNER, layout.COUNTS_WITHIN, layout.COUNTS_EMPTY, layout.COUNTS_FROM)} | WORKED_OUT
    sheet, named = head.sheet, head.columns[plain(layout.COUNTS_CORNER)]
    headings = {column: cell for (row, column), cell in sheet.cells.items() if row == head.row}
    for column, heading in sorted(headings.items()):
        known = column in months.values() or plain(heading.value) in ours
        if not known and any(row > head.row and at == column and not cell.formula for (row, at), cell in sheet.cells.items()):
            yield f"the column {str(heading.value).strip()}"
    rows = {row for (row, column), cell in sheet.cells.items() if row > head.row and column in months.values() and not cell.formula}
    nameless = sorted(row + 1 for row in rows if (row, named) not in sheet.cells)
    if nameless:
        yield f"row {_listed(nameless)} of {sheet.name}, which has no name"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _left_sheets(book: Book, of_ours: set[str]) -> Iterator[str]:
    yield from (f"the sheet {sheet.name}" for sheet in book.sheets if sheet.name not in of_ours and sheet.cells)
