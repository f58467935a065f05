"""One street-level file of data.police.uk -> its rows, tallied, or the finding that says why not.

A file is streamed in blocks and nothing of it is kept but the tally, so that memory does not grow with its size. A
file of which any row cannot be read is not used at all: a part of a month would look like a quiet month.
"""

from __future__ import annotations

import csv
import re
import struct
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.model import Month
from snwp_xl.police.area import COMMA_IN_QUOTES, Area, Places, text_of

if TYPE_CHECKING:
    import _csv

BLOCK = 1 << 16  # bytes read at a time: small enough to stay in the processor's cache
LONGEST_LINE = 1 << 16  # bytes; a street-level row has some 250
FIRST_MONTH, LAST_MONTH = Month(2010, 12), Month(2099, 12)  # the first that was published, and a guard against misprints
# What a damaged file can raise while it is read; RuntimeError is a zip with a password.
READ_ERRORS = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, struct.error, UnicodeDecodeError)
HOME_OFFICE_COLUMNS = {"financial year", "financial quarter", "csp name", "offence group", "offence subgroup"}

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_FILE_NAME = re.compile(r"([0-9]{4}-[0-9]{2})-(.+)-street(?:\b|_)", re.IGNORECASE)


class RowKind(NamedTuple):
    """What is counted of a row."""

    month: Month
    reported_by: str
    falls_within: str
    where: str
    category: str


@dataclass(frozen=True, slots=True)
class StreetFile:
    """What one file holds."""

    label: str  # the file's name, with its folder or archive where there is one
    rows: Mapping[RowKind, int]  # of a file that is not usable: what could be read of it
    usable: bool
    findings: tuple[Finding, ...] = ()

    @property
    def named_month(self) -> Month | None:
        """The month in the file's name."""
        match = _FILE_NAME.search(self.label.rsplit("/", 1)[-1])
        return month_of(match[1]) if match else None

    @property
    def named_force(self) -> str:
        """The force in the file's name ("leicestershire"); may be empty."""
        match = _FILE_NAME.search(self.label.rsplit("/", 1)[-1])
        return match[2].casefold() if match else ""

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of its rows."""
        return tuple(sorted({kind.month for kind in self.rows}))


class _Columns(NamedTuple):
    """Where the wanted columns stand in a file."""

    month: int
    reported_by: int
    falls_within: int
    lsoa: int
    category: int
    width: int


class _Unusual(Exception):
    """The quick way of reading does not hold for this file."""


class _NotThisFile(Exception):
    """The file cannot be used at all."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def month_of(text: str) -> Month | None:
    """The month written as YYYY-MM, None for anything else and for months that cannot be."""
    if not _MONTH.fullmatch(text):
        return None
    month = Month(int(text[:4]), int(text[5:]))
    return month if 1 <= month.month <= 12 and FIRST_MONTH <= month <= LAST_MONTH else None


def read_street_file(label: str, opened: Callable[[], BinaryIO], places: Places) -> StreetFile:
    """Tally one file; `opened` gives it from its start each time it is called. Never raises for what the file holds."""
    place = Place(file=label)
    try:
        rows, found = _rows(opened, places)
    except _NotThisFile as no:
        return StreetFile(label, {}, False, (finding(no.code, place, **no.values),))
    except READ_ERRORS as error:
        what = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return StreetFile(label, {}, False, (finding("police-unreadable", place, what=what.rstrip(".")),))
    if not rows and not found:
        found = _NotThisFile("police-no-rows")
    findings = (finding(found.code, place, **found.values),) if found else ()
    return StreetFile(label, rows, not findings, findings)


def _rows(opened: Callable[[], BinaryIO], places: Places) -> tuple[Counter[RowKind], _NotThisFile | None]:
    """The quick way, and where the file is unusual in any respect the careful one, from its start."""
    with opened() as stream:
        columns = _columns(stream, places.area)
        try:
            return _quick(stream, columns, places), None
        except _Unusual:
            pass
    with opened() as stream:
        return _careful(_Lines(stream), columns, places)


def _columns(stream: BinaryIO, area: Area) -> _Columns:
    """Find the columns by their names, whatever their order and case."""
    line = stream.readline(LONGEST_LINE)
    while line.strip() == b"" and line:
        line = stream.readline(LONGEST_LINE)
    _refuse_other_formats(line)
    header = next(csv.reader([line.decode("utf-8-sig", "replace").strip()]), [])
    names = [name.strip().casefold() for name in header]
    if len(HOME_OFFICE_COLUMNS.intersection(names)) > 1:
        raise _NotThisFile("police-home-office")

    def at(*wanted: str) -> int:
        found = [names.index(name.casefold()) for name in wanted if name.casefold() in names]
        if not found:
            raise _NotThisFile("police-no-lsoa" if wanted == (area.column,) else "police-not-street", missing=wanted[0])
        return found[0]

    return _Columns(
        at("Month"), at("Reported by", "Falls within"), at("Falls within", "Reported by"), category=at("Crime type"),
        lsoa=at(area.column), width=len(names),
    )  # fmt: skip


def _refuse_other_formats(line: bytes) -> None:
    """Say what a file is that is not CSV, as far as its beginning tells."""
    if not line:
        raise _NotThisFile("police-empty")
    start = line.removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower()
    kinds = {b"pk\x03\x04": "it is a zip or a workbook", b"\xd0\xcf\x11\xe0": "it is an old workbook", b"%pdf": "it is a PDF",
             b"<": "it is a web page"}  # fmt: skip
    what = next((kind for sign, kind in kinds.items() if start.startswith(sign)), "")
    if not what and (b"\0" in line or b"\r" in line.strip() or len(line) == LONGEST_LINE):
        what = "it is not a CSV file"
    if what:
        raise _NotThisFile("police-unreadable", what=what)


def _quick(stream: BinaryIO, columns: _Columns, places: Places) -> Counter[RowKind]:
    """Tally whole blocks without a loop over rows; raises _Unusual where a block is not exactly as expected."""
    uniform: defaultdict[tuple[bytes, bytes, bytes], Counter[tuple[str, bytes]]] = defaultdict(Counter)
    mixed: Counter[tuple[bytes, bytes, bytes, str, bytes]] = Counter()
    step = columns.width + 1  # each row's fields and a mark that it ends
    for block in _blocks(stream):
        marked = block.replace(b"\n", b",\n,")
        fields = marked.split(b",")
        fields.pop()
        # As many marks in their places as there are line ends: then every row has exactly the header's number of fields.
        lines = (len(marked) - len(block)) // 2
        if len(fields) != step * lines or fields[columns.width :: step].count(b"\n") != lines:
            raise _Unusual
        month, reported, falls, lsoa, category = (fields[start::step] for start in columns[:5])
        where = map(places.__getitem__, lsoa)
        if all(column.count(column[0]) == lines for column in (month, reported, falls)):  # as published: a month of a force
            uniform[month[0], reported[0], falls[0]].update(zip(where, category, strict=True))
        else:
            mixed.update(zip(month, reported, falls, where, category, strict=True))
    for whose, tally in uniform.items():
        mixed.update({(*whose, *kind): number for kind, number in tally.items()})
    return _row_kinds(mixed)


def _row_kinds(tally: Counter[tuple[bytes, bytes, bytes, str, bytes]]) -> Counter[RowKind]:
    """A tally of fields as they stand in a file, as words; raises _Unusual where one has no month."""
    rows: Counter[RowKind] = Counter()
    for (month, reported, falls, where, category), number in tally.items():
        found = month_of(text_of(month))
        if found is None:
            raise _Unusual
        rows[RowKind(found, text_of(reported), text_of(falls), where, text_of(category))] += number
    return rows


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Blocks of whole lines that end with a plain line end and hold no quotation marks."""
    while block := stream.read(BLOCK):
        rest = stream.readline(LONGEST_LINE)
        if len(rest) == LONGEST_LINE:
            raise _Unusual
        block += rest
        yield _plain(block if block.endswith(b"\n") else block + b"\n")


def _plain(block: bytes) -> bytes:
    """A block without carriage returns and quotation marks, commas inside them replaced by COMMA_IN_QUOTES."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
        if b"\r" in block:
            raise _Unusual
    if b'"' not in block:
        return block
    if COMMA_IN_QUOTES in block:
        raise _Unusual
    parts = block.split(b'"')
    if len(parts) % 2 == 0:
        raise _Unusual
    for i in range(1, len(parts), 2):
        before, inside, after = parts[i - 1 : i + 2]
        if b"\n" in inside or before[-1:] not in (b"", b",", b"\n") or after[:1] not in (b"", b",", b"\n"):
            raise _Unusual
        parts[i] = inside.replace(b",", COMMA_IN_QUOTES)
    return b"".join(parts)


class _Lines:
    """The lines of a stream as text, none of unbounded length."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.ended = True  # whether the last line read had its line end

    def __iter__(self) -> Iterator[str]:
        while line := self.stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise _NotThisFile("police-unreadable", what="a line is far too long")
            self.ended = line.endswith(b"\n")
            yield line.decode("utf-8", "replace").removeprefix("\ufeff")


def _careful(lines: _Lines, columns: _Columns, places: Places) -> tuple[Counter[RowKind], _NotThisFile | None]:
    """Tally row by row, with the line and reason of the first that cannot be read."""
    rows: Counter[RowKind] = Counter()
    reader = csv.reader(iter(lines), strict=True)
    bad: list[tuple[int, str]] = []
    header: list[str] = []
    while (row := _next_row(reader, bad)) is not None:
        if not any(row):  # a blank line
            continue
        header = header or row
        if row == header:  # again where files were put one under another
            continue
        month = month_of(row[columns.month].strip()) if len(row) == columns.width else None
        if month is None:
            bad.append((reader.line_num, _why(row, columns)))
            continue
        where = places[row[columns.lsoa].encode()]
        rows[RowKind(month, row[columns.reported_by].strip(), row[columns.falls_within].strip(), where, row[columns.category].strip())] += 1
    if bad and not lines.ended and bad[0][0] == reader.line_num:
        return rows, _NotThisFile("police-cut-short", line=bad[0][0])
    if bad:
        return rows, _NotThisFile("police-rows-unreadable", count=len(bad), line=bad[0][0], what=bad[0][1])
    return rows, None


def _next_row(reader: _csv.Reader, bad: list[tuple[int, str]]) -> list[str] | None:
    """The next row; None at the end, and where quotation marks do not pair, since no row after that is certain."""
    start = reader.line_num + 1
    try:
        return next(reader, None)
    except csv.Error:
        bad.append((start, "its quotation marks do not pair"))
        return None


def _why(row: list[str], columns: _Columns) -> str:
    """Why a row cannot be read."""
    if len(row) != columns.width:
        return f"{len(row)} fields where the column names are {columns.width}"
    return f"{row[columns.month][:20]!r} is not a month"
