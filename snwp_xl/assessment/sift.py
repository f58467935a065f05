"""A set-up workbook being sifted: its fields and lists are found wherever they have moved, and findings are gathered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from snwp_xl import layout, locate
from snwp_xl.assessment.cells import Row
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book, Sheet
from snwp_xl.layout import Column, Field, Table
from snwp_xl.locate import Found, Head, beside_label, places_of, plain
from snwp_xl.model import SCALES

LEVEL_COLUMNS = {one.key: one for one in map(layout.level_column, range(1, SCALES.stop))}
LEVELS = {plain(one.heading): key for key, one in LEVEL_COLUMNS.items()}
OF_AGENCY = plain(layout.LAST_YEAR_AGENCY.format(agency=""))
COLON = "[:\uff1a]"


class Sift:
    """A set-up workbook and the findings made of it so far."""

    def __init__(self, book: Book, file: str) -> None:
        read = tuple(sheet for sheet in book.sheets if sheet.name.casefold() != layout.LATEST_SHEET.casefold())
        self.book = replace(book, sheets=read)  # what the buttons wrote is never read, not even where a list is gone
        self.file = file
        self.findings: list[Finding] = []

    def find(self, code: str, place: Place, **values: str | int) -> None:
        """Note a finding."""
        self.findings.append(finding(code, place, **values))  # type: ignore[arg-type]

    def part_missing(self, sheet: str, what: str, *, required: bool) -> None:
        """Note that a part of the workbook is gone: an ERROR where it is required."""
        self.find("setup-missing-part" if required else "setup-part-gone", Place(self.file, sheet), what=what)

    def fields(self, wanted: Mapping[str, Field]) -> Row:
        """The cells of labelled fields; one that is gone is a finding."""
        cells: dict[str, Found] = {}
        fullest = _fullest(self.book.sheets, [one.label for one in wanted.values()])
        for key, one in wanted.items():
            found = _decided(locate.named_cell(self.book, one.name), one.label, fullest)
            if found:
                cells[key] = found
            else:
                self.part_missing(layout.SETUP_SHEET, f"The field {one.label}", required=one.required)
        return Row(self.file, self.find, cells, wanted)

    def rows(self, table: Table) -> Listed:
        """The used rows of a list, from its headings to the last one in which something stands."""
        headings = [column.heading for column in table.entries]
        head = locate.head(self.book, table.name, headings, least=_enough(table))
        if head is None:
            self.part_missing(table.sheet, f"The list of {table.what}", required=True)
            return Listed(Place(self.file, table.sheet), (), found=False)
        columns = {column.key: column for column in table.entries if plain(column.heading) in head.columns}
        for column in table.entries:
            if column.key not in columns and column.key not in LEVEL_COLUMNS:
                self.part_missing(head.sheet.name, f"The column {column.heading}", required=column.required)
        at = {key: head.columns[plain(column.heading)] for key, column in columns.items()} | _added(table, head)
        definitions: dict[str, Field | Column] = {**columns, **{key: _definition(key) for key in at if key not in columns}}
        used = sorted({row for row, column in head.sheet.cells if row > head.row and column in set(at.values())})
        rows = (Row(self.file, self.find, {key: _found(head, row, column) for key, column in at.items()}, definitions) for row in used)
        first = _found(head, head.row + 1, at.get("name", min(at.values())))
        return Listed(first.place(self.file), tuple(row for row in rows if row.used))


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list, and the cell where its first entry belongs."""

    place: Place
    rows: tuple[Row, ...]
    found: bool = True  # whether the workbook has the list

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def _decided(named: Found | None, label: str, fullest: Callable[[], Sheet | None]) -> Found | None:
    """The cell beside the label, for that is what a person sees; where it stands nowhere, the one that the name leads to.

    A label on another sheet than the name's is another word. Without a name the sheet with the most labels is taken.
    """
    sheet = named.sheet if named else fullest()
    return (beside_label([sheet], label) if sheet else None) or named


def _fullest(sheets: Sequence[Sheet], labels: Sequence[str]) -> Callable[[], Sheet | None]:
    """Tells which sheet has the most of these labels; looked up once, and only where a name is lost."""
    wanted = {plain(label) for label in labels}
    return cache(lambda: max(sheets, key=lambda sheet: sum(bool(places_of(sheet, one)) for one in wanted), default=None))


def _enough(table: Table) -> int:
    return max(2, len(table.entries) // 2)


def _found(head: Head, row: int, column: int) -> Found:
    return Found(head.sheet, row, column, head.sheet.cells.get((row, column)))


def _added(table: Table, head: Head) -> dict[str, int]:
    """Columns that depend on the assessment or that the officer added: descriptors of scores, agencies' scores last year."""
    found: dict[str, int] = {}
    for (_, column), cell in head.sheet.row_cells(head.row):
        heading = plain(cell.value)
        if table is layout.FACTORS and heading in LEVELS:
            found.setdefault(LEVELS[heading], column)
        elif table is layout.LAST_YEAR and heading.startswith(OF_AGENCY) and heading != OF_AGENCY:
            found.setdefault(layout.AGENCY_KEY + re.split(COLON, str(cell.value), maxsplit=1)[1].strip(), column)
    return found


def _definition(key: str) -> Column:
    if key.startswith(layout.AGENCY_KEY):
        return layout.last_year_column(key.removeprefix(layout.AGENCY_KEY))
    return LEVEL_COLUMNS[key]
