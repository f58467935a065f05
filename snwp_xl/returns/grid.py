"""Finds the scores in a workbook that came back: which column is which factor, which row is which crime type.

A defined name leads to the grid, but labels decide: rows and columns may have been moved, sorted, hidden or inserted, and
the sheet renamed or copied. What cannot be told for certain is an ERROR and not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from snwp_xl import locate
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book, Cell, CellKind, Sheet, address
from snwp_xl.layout import Grid
from snwp_xl.locate import places_of, plain
from snwp_xl.phrases import first_few
from snwp_xl.returns.scores import clean, read_score, shown

VALUES_ONLY = "file-values-only"  # intake's remark on a format without names and formulas
NAMED = 8  # so many cells are named in a message; more are counted


@dataclass(frozen=True, slots=True)
class Located:
    """Where the grid stands on one sheet."""

    sheet: Sheet
    head: int  # the row of headings
    names: int  # the column of crime types
    columns: Mapping[str, int]  # heading, as the grid writes it -> column
    twice: tuple[str, ...] = ()  # headings that stand in several columns
    rows: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # place of a crime type in the grid -> its rows, mostly one

    def cell(self, row: int, heading: str) -> Cell | None:
        """The cell of a row under a heading; None if there is no such column."""
        column = self.columns.get(heading)
        return None if column is None else self.sheet.cell(row, column)

    def address(self, row: int, heading: str) -> str:
        """The address of that cell; empty if there is no such column."""
        column = self.columns.get(heading)
        return "" if column is None else address(row, column)

    def answers(self, row: int, grid: Grid) -> tuple[str, ...]:
        """What stands in the score, No view, comment and reply cells of a row, as stored."""
        columns, cells = self.columns, self.sheet.cells
        found = []
        for heading in (*grid.factors, grid.view, grid.comment, grid.reply):
            cell = cells.get((row, columns[heading])) if heading in columns else None
            found.append("" if cell is None else clean(cell.text).strip())
        return tuple(found)


def locate_grids(book: Book, grid: Grid) -> list[Located]:
    """Every sheet's grid, if it has one; first the one to which the defined name leads."""
    found = [one for one in (_on_sheet(sheet, grid, _named_row(book, grid, sheet)) for sheet in book.sheets) if one]
    named = locate.named_cell(book, grid.head)
    return sorted(found, key=lambda one: not (named and named.sheet is one.sheet))


def _named_row(book: Book, grid: Grid, sheet: Sheet) -> int | None:
    named = locate.named_cell(book, grid.head)
    return named.row if named and named.sheet is sheet else None


def _on_sheet(sheet: Sheet, grid: Grid, named_row: int | None) -> Located | None:
    """The sheet's row with the most of the factors' names (the named one before others), if it has half of them."""
    wanted = {plain(heading): heading for heading in (grid.view, grid.question, grid.reply, *grid.headings)}
    factors = {plain(factor) for factor in grid.factors}
    by_row: dict[int, list[tuple[int, str]]] = {}
    for label in wanted:
        for row, column in _texts(sheet, label):
            by_row.setdefault(row, []).append((column, label))
    counts = {row: len({label for _, label in found} & factors) for row, found in by_row.items()}
    enough = (len(factors) + 1) // 2
    behind = {plain(one) for one in (grid.harm_score, grid.view, grid.check, grid.comment)}  # one factor's name stands on Guidance too
    rows = [row for row, count in counts.items() if count >= enough and (count > 1 or behind & {label for _, label in by_row[row]})]
    if not rows:
        return None
    head = max(rows, key=lambda row: (counts[row], row == named_row, -row))
    columns: dict[str, int] = {}
    twice: dict[str, None] = {}
    for column, label in sorted(by_row[head]):
        if wanted[label] in columns:
            twice[wanted[label]] = None
        columns.setdefault(wanted[label], column)
    names = _names_column(sheet, grid, head, columns.get(grid.corner))
    if names is None:
        return None
    return Located(sheet, head, names, columns, tuple(twice), _rows(sheet, grid, head, names))


def _texts(sheet: Sheet, label: str) -> Iterator[tuple[int, int]]:
    """Where a label stands as a text, not as an error that reads like one."""
    return (place for place in places_of(sheet, label) if sheet.cells[place].kind is CellKind.TEXT)


def _names_column(sheet: Sheet, grid: Grid, head: int, corner: int | None) -> int | None:
    """The column that holds crime types' names: under its heading, or, where that is gone, the one with the most of them."""
    wanted = {plain(name) for name in grid.crime_types}
    counts: dict[int, int] = {}
    for row, column in (place for label in wanted for place in _texts(sheet, label)):
        if row > head:
            counts[column] = counts.get(column, 0) + 1
    if corner is not None and (corner in counts or not counts):
        return corner
    return max(counts, key=lambda column: (counts[column], -column), default=None)


def _rows(sheet: Sheet, grid: Grid, head: int, names: int) -> dict[int, tuple[int, ...]]:
    known = {plain(name): i for i, name in enumerate(grid.crime_types)}
    found: dict[int, tuple[int, ...]] = {}
    for row, label in _labels(sheet, head, names):
        place = known.get(plain(label))
        if place is not None:
            found[place] = (*found.get(place, ()), row)
    return found


def _labels(sheet: Sheet, head: int, names: int) -> Iterator[tuple[int, str]]:
    """Each row under the headings that holds something, with what stands in its names cell."""
    for row in sheet.rows():
        if row > head:
            yield row, sheet.cell(row, names).text


# --- what should be said of where it stands ------------------------------------------------------------------------------


def strange_rows(at: Located, grid: Grid, file: str) -> list[Finding]:
    """Rows with entries that belong to no crime type: added by the agency, or without a name."""
    known = {row for rows in at.rows.values() for row in rows}
    found = []
    for row, label in _labels(at.sheet, at.head, at.names):
        if row in known or not any(at.answers(row, grid)[: len(grid.factors) + 1]):
            continue
        place = Place(file, at.sheet.name, address(row, at.names))
        if clean(label).strip():
            found.append(finding("row-unknown", place, name=shown(at.sheet.cell(row, at.names))))
        else:
            place = _span(at, row, grid, file)
            found.append(finding("row-without-name", place, cells=place.cell))
    return found


def _span(at: Located, row: int, grid: Grid, file: str) -> Place:
    columns = [at.columns[factor] for factor in grid.factors if factor in at.columns]
    first, last = address(row, min(columns)), address(row, max(columns))
    return Place(file, at.sheet.name, first if first == last else f"{first}:{last}")


@dataclass(frozen=True, slots=True)
class Shift:
    """A block of scores that seems to have been pasted beside its place."""

    how: str
    rows: frozenset[int]  # of the crime types whose scores would be another's


def shift(at: Located, grid: Grid) -> Shift | None:
    """The block of scores that stands beside its place, as far as it can be told; None if nothing speaks for that."""
    rows = sorted(row for rows in at.rows.values() for row in rows)
    columns = [at.columns[factor] for factor in grid.factors if factor in at.columns]
    if len(rows) < 2 or not columns:
        return None
    return _too_low(at, grid, rows, columns) or _too_far_right(at, grid, rows, columns)


def _too_low(at: Located, grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> Shift | None:
    """Scores without a name under the last crime type, and above the block a name without scores."""
    below = [at.sheet.cell(rows[-1] + 1, column) for column in columns]
    entered = [read_score(cell, grid.allowed) for cell in below if clean(cell.text).strip()]
    if not entered or any(said.score is None for said in entered) or clean(at.sheet.cell(rows[-1] + 1, at.names).text).strip():
        return None
    empty = [row for row in rows if not any(at.answers(row, grid)[: len(grid.factors) + 1])]
    if not empty or empty[-1] == rows[-1]:
        return None
    return Shift("one row too low", frozenset(row for row in rows if row >= empty[-1]))


def _too_far_right(at: Located, grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> Shift | None:
    """Nothing under the first factor, and numbers typed over the live harm scores."""
    harm = at.columns.get(grid.harm_score)
    if harm is None or len(columns) < 2:
        return None
    first = any(clean(at.sheet.cell(row, columns[0]).text).strip() for row in rows)
    typed = all(at.sheet.cell(row, harm).text.strip() and at.sheet.cell(row, harm).formula is None for row in rows)
    last = all(at.sheet.cell(row, columns[-1]).text.strip() for row in rows)
    return Shift("one column too far to the right", frozenset(rows)) if typed and last and not first else None


def remarks(at: Located, grid: Grid, book: Book, file: str, name: str) -> list[Finding]:
    """NOTEs: the grid is where it should not be, yet what stands in it could be read."""
    place = Place(file, at.sheet.name)
    found = []
    if locate.named_cell(book, grid.head) is None and VALUES_ONLY not in book.remarks:
        found.append(finding("names-lost", place))
    if at.sheet.name.strip().casefold() != name.casefold():
        found.append(finding("sheet-renamed", place, name=at.sheet.name, wanted=name))
    order = [row for i in range(len(grid.crime_types)) for row in at.rows.get(i, ())[:1]]
    columns = [at.columns[factor] for factor in grid.factors if factor in at.columns]
    if order != sorted(order):
        found.append(finding("rows-reordered", place))
    if columns != sorted(columns):
        found.append(finding("columns-reordered", place))
    hidden = [row for row in sorted(order) if row in at.sheet.hidden_rows]
    if hidden:
        found.append(finding("rows-hidden", place, count=len(hidden)))
    found += _respelt(at, grid, place)
    return found


def _respelt(at: Located, grid: Grid, place: Place) -> list[Finding]:
    """A NOTE of labels that were read as ours, though written differently."""
    pairs = [(at.sheet.cell(rows[0], at.names).text, grid.crime_types[i]) for i, rows in sorted(at.rows.items())]
    pairs += [(at.sheet.cell(at.head, at.columns[factor]).text, factor) for factor in grid.factors if factor in at.columns]
    odd = [f"{found.strip()!r} as {meant!r}" for found, meant in pairs if found != meant]
    return [finding("labels-respelt", place, count=len(odd), names=some(odd))] if odd else []


def some(words: Sequence[str]) -> str:
    """The first few of some words, and how many more there are."""
    return first_few(words, NAMED)


def outside(at: Located, grid: Grid, file: str, first_row: int) -> list[Finding]:
    """A NOTE of what somebody wrote beside or below the grid, from `first_row` on."""
    ours = {*at.columns.values(), at.names}
    known = {row for rows in at.rows.values() for row in rows} | {at.head}
    found = []
    for (row, column), cell in sorted(at.sheet.cells.items()):
        if row < first_row or (row in known and column in ours) or not clean(cell.text).strip():
            continue
        if row not in known and any(at.answers(row, grid)[: len(grid.factors) + 1]):
            continue  # said already: a row with scores that is nobody's
        found.append(f"{address(row, column)} {shown(cell)!r}")
    where = Place(file, at.sheet.name, found[0].split(" ", 1)[0]) if found else Place()
    return [finding("outside-form", where, count=len(found), cells=some(found))] if found else []
