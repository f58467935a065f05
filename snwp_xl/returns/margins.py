"""What somebody wrote on Start here or Guidance where the form has nothing: beside its columns, or under its last row.

Words of the form itself are never compared: dates, contact and guidance may have changed in the set-up since the form was
sent. Where the form ends is told from its own labels, so that inserted rows and renamed sheets do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from snwp_xl import locate
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book, Sheet, address
from snwp_xl.layout import FORM_FOR, FORM_VERSION, GUIDANCE_SHEET, GUIDANCE_TABLES, START_HERE, START_WIDTH, SUPERSEDES, Grid
from snwp_xl.locate import places_of, plain
from snwp_xl.returns.grid import Located, some
from snwp_xl.returns.scores import clean, shown

# What programs put after a sheet's name when they copy or export it: "Guidance (2)", "Guidance - Table 1".
COPIED = re.compile(r"\s*(?:\(\d+\)|[-_]?\s*\d+|-\s*table \d+(?:[-.]\d+)*)?")
LAST_LABELS = frozenset(map(plain, (FORM_VERSION.label, SUPERSEDES.label)))  # Start here ends with one of them
FACTORS, TYPES = (tuple(map(plain, headings)) for headings in GUIDANCE_TABLES)


@dataclass(frozen=True, slots=True)
class Edge:
    """Where the form ends on a sheet, counted from 0."""

    left: int
    right: int
    last: int
    spare: tuple[int, int, int] | None = None  # from a row on, the columns from one to another are empty on the form


def is_form_sheet(sheet: Sheet) -> bool:
    """Whether a sheet is called as one of those that a form has beside its grid, or as a program calls a copy of it."""
    name = plain(sheet.name)
    return any(name.startswith(own) and COPIED.fullmatch(name.removeprefix(own)) for own in (plain(START_HERE), plain(GUIDANCE_SHEET)))


def added_sheets(book: Book, grids: Sequence[Located], file: str) -> list[Finding]:
    """A NOTE of each sheet that the agency added; other programs put words of their own after the names of ours."""
    start = locate.named_cell(book, FORM_FOR.name)
    ours = [*(one.sheet for one in grids), *([start.sheet] if start else [])]
    found = []
    for sheet in (one for one in book.sheets if one not in ours and not is_form_sheet(one)):
        said = [f"{address(*place)} {shown(cell)!r}" for place, cell in sorted(sheet.cells.items()) if clean(cell.text).strip()]
        if said:
            found.append(finding("sheet-added", Place(file, sheet.name), name=sheet.name, count=len(said), cells=some(said)))
    return found


def in_the_margins(book: Book, grids: Sequence[Located], grid: Grid, file: str) -> list[Finding]:
    """A NOTE for each of the form's other sheets on which somebody wrote beside or under the form."""
    found = []
    others = (sheet for sheet in book.sheets if not any(one.sheet is sheet for one in grids))
    types = {plain(name) for name in grid.crime_types}
    count = max([len(types), *(sum(row > one.head for row, column in one.sheet.cells if column == one.names) for one in grids)])
    for sheet in others:
        edge = _start(sheet) or _guidance(sheet, count)
        if edge:
            found += _beyond(sheet, edge, types, file)
    return found


def _beyond(sheet: Sheet, edge: Edge, types: Collection[str], file: str) -> list[Finding]:
    from_row, first, last = edge.spare or (edge.last + 1, 0, -1)
    outside = [
        (place, cell) for place, cell in sorted(sheet.cells.items())
        if not edge.left <= place[1] <= edge.right or place[0] > edge.last or (place[0] >= from_row and first <= place[1] <= last)]
    said = [f"{address(*place)} {shown(cell)!r}" for place, cell in outside if clean(cell.text).strip() and plain(cell.text) not in types]
    where = Place(file, sheet.name, said[0].split(" ", 1)[0]) if said else Place()
    return [finding("outside-form", where, count=len(said), cells=some(said))] if said else []


def _start(sheet: Sheet) -> Edge | None:
    ends = [place for label in LAST_LABELS for place in places_of(sheet, label)]
    if not ends:
        return None
    left = min(column for _, column in ends)
    return Edge(left, left + START_WIDTH - 1, max(row for row, _ in ends))


def _guidance(sheet: Sheet, count: int) -> Edge | None:
    """Guidance ends with its table of crime types, and is as wide as its table of factors."""
    factors, types = (_head(sheet, headings) for headings in (FACTORS, TYPES))
    if factors is None or types is None:
        return None
    row, left = factors
    right = left
    while (row, right + 1) in sheet.cells:
        right += 1
    return Edge(left, right, types[0] + count, (types[0] + 1, types[1] + len(TYPES), right))


def _head(sheet: Sheet, headings: Sequence[str]) -> tuple[int, int] | None:
    """The first row, and its column, in which these headings stand side by side."""
    for row, column in places_of(sheet, headings[0]):
        if all(plain(sheet.cell(row, column + i).text) == one for i, one in enumerate(headings)):
            return row, column
    return None
