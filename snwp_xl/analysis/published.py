"""A published table of harm scores, found in whatever cells a csv or workbook has: crime types, agencies, a total."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Refusal, Sheet, read_book

Grid = Sequence[Sequence[object]]  # rows of texts and numbers; None or "" where nothing stands

CSV_ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # whatever its name says
DELIMITERS = ",;\t"
MOST_BYTES = 5_000_000  # a published table has a few kilobytes
MOST_ROWS, MOST_COLUMNS = 2_000, 200
LEAST_ROWS, LEAST_AGENCIES = 2, 2
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,17})?")
TOTAL_HEADING = re.compile(r"(?<![a-z])(totals?|combined|overall)(?![a-z])", re.IGNORECASE)  # also in published_total
UNROUNDED = re.compile(r"\bunrounded\b", re.IGNORECASE)
FOOTER = re.compile(r"(grand )?(total|sum|all|mean|average|median)s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A crime type as published."""

    name: str
    scores: tuple[Fraction | None, ...]  # one an agency; None: blank, or words
    total: Fraction
    decimals: int  # with which the total is printed


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """The table that a rule is sought for."""

    agencies: tuple[str, ...]
    total_heading: str
    rows: tuple[PublishedRow, ...]
    left_out: tuple[str, ...] = ()  # rows without a total


def read_table(path: Path) -> PublishedTable | Finding:
    """The table in a csv file or workbook; the finding that says why not."""
    unclear = finding("table-unclear", Place(path.name), what="no table in it has a column that is plainly the total")
    if path.suffix.casefold() in CSV_ENDINGS:
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as problem:  # ValueError: a name with a null in it
            return finding("file-unreadable", Place(path.name), what=getattr(problem, "strerror", None) or "its name cannot be used")
        if len(data) > MOST_BYTES:
            return finding("file-too-big", Place(path.name), what=f"it is larger than {MOST_BYTES // 1_000_000} MB")
        if not data.startswith(WORKBOOK_BEGINNINGS):
            return table_of(csv_grid(data)) or unclear
    book = read_book(path)
    if isinstance(book, Refusal):
        return finding(book.code, Place(path.name), what=book.what)
    tables = (table_of(sheet_grid(sheet)) for sheet in book.sheets if sheet.visibility == "visible")
    return next((table for table in tables if table), None) or unclear


def csv_grid(data: bytes) -> list[list[str]]:
    """The cells of a csv file, whichever of the usual delimiters and encodings it has."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    text = text.replace("\0", "")
    delimiter = max(DELIMITERS, key=text.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [row[:MOST_COLUMNS] for row, _ in zip(rows, range(MOST_ROWS), strict=False)]
    except csv.Error:
        return []


def sheet_grid(sheet: Sheet) -> list[list[object]]:
    """The cells of a sheet, row by row; those far outside any table are left out."""
    grid = []
    for row in sheet.rows()[:MOST_ROWS]:
        cells: list[object] = [None] * MOST_COLUMNS
        for (_, column), cell in sheet.row_cells(row):
            if column < MOST_COLUMNS:
                cells[column] = cell.value if isinstance(cell.value, int | float | str) else None
        grid.append(cells)
    return grid


def table_of(grid: Grid) -> PublishedTable | None:
    """The table in a grid of cells: names in a column of words, then a column an agency, then the total.

    The total is the first column of numbers, after two or more, whose heading says total, combined or overall.
    None where there is no such column, or not two rows: another column would only be a guess.
    """
    width = max((len(row) for row in grid), default=0)
    cells = [[_cell(value) for value in (*row, *[None] * (width - len(row)))] for row in grid]
    name_column = _name_column(cells, width)
    if name_column is None:
        return None
    body = [row for row in cells if _name(row[name_column]) and _numbers(row[name_column + 1 :]) > 1]
    columns = [i for i in range(name_column + 1, width) if 2 * sum(isinstance(row[i], _Number) for row in body) >= len(body)]
    if len(body) < LEAST_ROWS or len(columns) <= LEAST_AGENCIES:
        return None
    headings = _headings(cells[: cells.index(body[0])], columns)
    named = [i for i in columns if TOTAL_HEADING.search(headings[i]) and not UNROUNDED.search(headings[i])]
    total = next((i for i in named if columns.index(i) >= LEAST_AGENCIES), None)
    if total is None:
        return None
    agencies = [i for i in columns if i < total]
    rows = tuple(_rows(body, name_column, agencies, total))
    left_out = tuple(_name(row[name_column]) for row in body if not isinstance(row[total], _Number))
    if len(rows) < LEAST_ROWS:
        return None
    return PublishedTable(tuple(headings[i] for i in agencies), headings[total], rows, left_out)


@dataclass(frozen=True, slots=True)
class _Number:
    value: Fraction
    decimals: int


def _cell(value: object) -> str | _Number:
    """A cell as a number with its decimals, or as words."""
    if isinstance(value, bool) or value is None:
        return ""
    text = " ".join(str(value).split())
    if not NUMBER.fullmatch(text):
        return text
    exact = Fraction(text)
    return _Number(exact, 0 if isinstance(value, float) and exact.denominator == 1 else len(text.partition(".")[2]))


def _name_column(cells: Sequence[Sequence[str | _Number]], width: int) -> int | None:
    """The first column with words in most rows that have two numbers or more to their right."""
    for i in range(width):
        rows = [row for row in cells if _numbers(row[i + 1 :]) > 1]
        if rows and 2 * sum(bool(_name(row[i])) for row in rows) > len(rows):
            return i
    return None


def _numbers(cells: Sequence[str | _Number]) -> int:
    return sum(isinstance(cell, _Number) for cell in cells)


def _name(cell: str | _Number) -> str:
    return cell if isinstance(cell, str) and not FOOTER.fullmatch(cell) else ""


def _headings(above: Sequence[Sequence[str | _Number]], columns: Sequence[int]) -> dict[int, str]:
    """The words over each column, from the nearest row that has some over most columns."""
    for row in reversed(above):
        if 2 * sum(isinstance(row[i], str) and bool(row[i]) for i in columns) > len(columns):
            return {i: str(row[i]) if isinstance(row[i], str) and row[i] else f"column {i + 1}" for i in columns}
    return {i: f"column {i + 1}" for i in columns}


def _rows(body: Sequence[Sequence[str | _Number]], name: int, agencies: Sequence[int], total: int) -> Iterator[PublishedRow]:
    for row in body:
        printed = row[total]
        if isinstance(printed, _Number):
            scores = tuple(cell.value if isinstance(cell := row[i], _Number) else None for i in agencies)
            yield PublishedRow(_name(row[name]), scores, printed.value, printed.decimals)
