"""What an incident-count workbook holds when it comes back, and what in it cannot be used, each with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl import layout, locate
from snwp_xl.days import month_in
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.incidents.doubts import doubts, without_excess
from snwp_xl.incidents.rows import Counted, spoken
from snwp_xl.intake import Book, CellKind
from snwp_xl.layout import ALL_INCIDENTS, COUNTS_CORNER, COUNTS_EMPTY, COUNTS_FROM, COUNTS_HEAD, COUNTS_WITHIN
from snwp_xl.locate import Found, Head, plain, text_of
from snwp_xl.model import NO_COUNTS, Assessment, Counts, Month, Series

NOT_MONTHS = ("total", "note", "notes", "check")  # headings


def rows_of(book: Book, file: str) -> tuple[Head, Mapping[Month, int], tuple[Counted, ...]] | None:
    """The row of headings of an incident-count workbook, the column of each month, and every named row; None if there is no such table."""
    head = locate.head(book, COUNTS_HEAD, [COUNTS_CORNER])
    if head is None:
        return None
    columns = month_columns(head, file, [])
    return head, columns, tuple(_lines(head, columns, file, []))


def read_counts(book: Book, assessment: Assessment, file: str) -> tuple[Counts, tuple[Finding, ...]]:
    """The counts in an incident-count workbook, and everything doubtful in it with its cell."""
    head = locate.head(book, COUNTS_HEAD, [COUNTS_CORNER])
    if head is None:
        return NO_COUNTS, (finding("counts-missing-part", Place(file), what=f"The heading {COUNTS_CORNER}"),)
    findings: list[Finding] = []
    columns = month_columns(head, file, findings)
    lines = _lines(head, columns, file, findings)
    counted = {month for line in lines for month in line.counts}
    if not counted:
        return NO_COUNTS, (*findings, finding("counts-empty", Place(file, head.sheet.name)))
    months = min(counted).until(max(counted))
    gaps = [month for month in months if month not in counted]
    if gaps:
        findings.append(finding("counts-month-gap", Place(file, head.sheet.name), months=spoken(gaps)))
    source = locate.field(book, layout.COUNTS_SOURCE)
    series, every = _series(assessment, without_excess(lines, file, findings), months, file, findings)
    found = Counts(months, series, every, text_of(source), file, book.sha256)
    findings += doubts(assessment, found, book, Place(file, head.sheet.name))
    return found, tuple(findings)


def month_columns(head: Head, file: str, findings: list[Finding]) -> dict[Month, int]:
    """The column of each month in a row of headings; what is neither a month nor a heading of ours is a finding."""
    known = {plain(one) for one in (COUNTS_CORNER, COUNTS_WITHIN, COUNTS_EMPTY, COUNTS_FROM, *NOT_MONTHS)}
    columns: dict[Month, int] = {}
    for (row, column), one in head.sheet.row_cells(head.row):
        if plain(one.value) in known:
            continue
        found = Found(head.sheet, row, column, one)
        month = month_in(one)
        if month is None:
            findings.append(finding("counts-not-a-month", found.place(file), value=found.text))
        elif month in columns:
            findings.append(finding("counts-duplicate-month", found.place(file), month=month.words))
        else:
            columns[month] = column
    return columns


def _lines(head: Head, columns: Mapping[Month, int], file: str, findings: list[Finding]) -> list[Counted]:
    at_name = head.columns[plain(COUNTS_CORNER)]
    within = next((column for (_, column), one in head.sheet.row_cells(head.row) if plain(one.value) == plain(COUNTS_WITHIN)), None)
    lines = []
    for row in sorted(row for row, column in head.sheet.cells if row > head.row and column == at_name):
        name = Found(head.sheet, row, at_name, head.sheet.cells.get((row, at_name)))
        cells = {month: Found(head.sheet, row, column, head.sheet.cells.get((row, column))) for month, column in columns.items()}
        numbers = {month: _count(one, name.text, month, file, findings) for month, one in cells.items()}
        said = head.sheet.cells.get((row, within)) if within is not None else None
        is_within = said is None or plain(said.value) != plain(layout.NO)
        lines.append(Counted(name, is_within, {month: number for month, number in numbers.items() if number is not None}, cells))
    return lines


def _count(found: Found, name: str, month: Month, file: str, findings: list[Finding]) -> int | None:
    """The number in a cell; None, and a finding unless it is empty, where there is none to use."""
    if found.cell is None or not found.text:
        return None
    value = found.cell.value
    if isinstance(value, str) and value.strip().replace(",", "").replace(" ", "").isdecimal():
        value = int(value.strip().replace(",", "").replace(" ", ""))
    if isinstance(value, bool) or not isinstance(value, int) or found.cell.kind is CellKind.DATE:
        findings.append(finding("counts-not-a-number", found.place(file), name=name, month=month.words, value=found.text))
        return None
    if value < 0:
        findings.append(finding("counts-negative", found.place(file), name=name, month=month.words, value=value))
        return None
    return value


def _series(
    assessment: Assessment, lines: Sequence[Counted], months: Sequence[Month], file: str, findings: list[Finding],
) -> tuple[tuple[Series, ...], Series | None]:
    held = {month for line in lines for month in line.counts}  # the others are told once
    numbers = {plain(one.name): one for one in assessment.crime_types}
    series: dict[int | None, Series] = {}
    for line in lines:
        label = plain(line.name.text)
        crime_type = numbers.get(label)
        if crime_type is None and label != plain(ALL_INCIDENTS):
            if line.counts:
                findings.append(finding("counts-unknown-row", line.name.place(file), name=line.name.text))
            continue
        key = crime_type.number if crime_type else None
        if key in series:
            findings.append(finding("counts-duplicate-row", line.name.place(file), name=line.name.text, crime_type=key))
            continue
        name = crime_type.name if crime_type else ALL_INCIDENTS
        series[key] = Series(name, tuple(line.counts.get(month) for month in months), key)
        missing = [month for month in months if month in held and month not in line.counts]
        if missing and line.counts:
            findings.append(finding("counts-gap", line.name.place(file), name=name, months=spoken(missing), crime_type=key))
    every = series.pop(None, None)
    counted = (one for one in series.values() if any(count is not None for count in one.counts))
    return tuple(counted), every if every and any(count is not None for count in every.counts) else None
