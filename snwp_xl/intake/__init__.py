"""Any file that somebody sent -> its cells, values, formulas and names, or the reason why not.

This is the only door through which workbooks are read: set-up, incident counts and returns. What a file is, is told from
its bytes; nothing in it is run or followed; `limits` says how much of it is read at most. From a defined name to a cell:
`book.at(book.names["..."])`, or `book.sheet(area.sheet).cell(area.first_row, area.first_column)`.
"""

from __future__ import annotations

import contextlib
import hashlib
import stat
from pathlib import Path
from typing import BinaryIO

from snwp_xl.intake.cells import (
    NOTHING,
    Area,
    Book,
    Cell,
    CellKind,
    Refusal,
    Sheet,
    Value,
    address,
    parse_address,
    parse_area,
)
from snwp_xl.intake.container import Package
from snwp_xl.intake.limits import MAX_FILE, MAX_HASHED, Damaged, Deadline, Refused
from snwp_xl.intake.markup import Elements, made_of, read_part
from snwp_xl.intake.sheetxml import SheetReader, Surroundings
from snwp_xl.intake.sniff import container_of, ignorable
from snwp_xl.intake.workbookxml import (
    Contents,
    SheetEntry,
    Styles,
    read_contents,
    read_styles,
    shared_strings,
    workbook_part,
)

__all__ = [
    "NOTHING", "Area", "Book", "Cell", "CellKind", "Refusal", "Sheet", "Value", "address", "ignorable", "parse_address", "parse_area",
    "read_book", "read_book_bytes",
]

OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
MARKS = (  # what a part's name has in it, in lower case; the remark that it deserves
    ("vbaproject.bin", "file-macros"),
    ("xl/macrosheets/", "file-macros"),
    ("xl/externallinks/", "file-external-links"),
    ("xl/connections.xml", "file-external-links"),
    ("xl/embeddings/", "file-embedded"),
    ("xl/activex/", "file-embedded"),
    ("xl/comments", "file-notes"),
    ("xl/threadedcomments/", "file-notes"),
)


def read_book(path: Path, *, name: str = "") -> Book | Refusal:
    """The workbook in a file, called `name` (else by its own name); a Refusal where it cannot be read, whatever the reason."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Refusal("not-a-workbook", "it is a folder or a device, not a file", "")
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
            if len(data) <= MAX_FILE:
                return read_book_bytes(data, name or path.name)
            return Refusal("file-too-big", f"it is larger than {MAX_FILE // 2**20} MB", _digest(data, file))
    except (OSError, ValueError) as problem:  # ValueError: a name with a null in it
        return Refusal("file-unreadable", getattr(problem, "strerror", None) or "its name cannot be used", "")


def _digest(beginning: bytes, rest: BinaryIO) -> str:
    """SHA-256 of a file that is too big to be read; empty beyond MAX_HASHED."""
    digest, size = hashlib.sha256(beginning), len(beginning)
    while chunk := rest.read(2**20):
        size += len(chunk)
        if size > MAX_HASHED:
            return ""
        digest.update(chunk)
    return digest.hexdigest()


def read_book_bytes(data: bytes, name: str) -> Book | Refusal:
    """The workbook that these bytes are; a Refusal where they cannot be read, whatever the reason."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return _read(data, name, sha256)
    except Refused as refused:
        return Refusal(refused.code, refused.what, sha256)
    except Damaged as damaged:
        return Refusal("file-damaged", str(damaged), sha256)
    except MemoryError:
        return Refusal("file-too-big", "it does not fit into memory", sha256)


def _read(data: bytes, name: str, sha256: str) -> Book:
    if len(data) > MAX_FILE:
        raise Refused("file-too-big", f"it is larger than {MAX_FILE // 2**20} MB")
    if container_of(data) == "xls":
        return _foreign(data, name, sha256, "xls")
    deadline = Deadline()
    package = Package(data, deadline)
    part = workbook_part(package)
    if part.endswith(".bin"):
        return _foreign(data, name, sha256, "xlsb")
    if not part and "mimetype" in package and next(package.chunks("mimetype"), b"").startswith(OPEN_DOCUMENT):
        _refuse_encrypted(package)
        return _foreign(data, name, sha256, "ods")
    if not part:
        raise Refused("not-a-workbook", package.what_else())
    return _excel(package, read_contents(package, part), deadline, name, sha256)


def _refuse_encrypted(package: Package) -> None:
    """OpenDocument says in its list of parts which of them are encrypted."""
    with contextlib.suppress(Damaged):
        if made_of(package, "META-INF/manifest.xml", _encrypted, "encryption-data"):
            raise Refused("file-protected", "it has a password")


def _encrypted(read: Elements, _part: str) -> bool:
    return bool(read.found)


def _foreign(data: bytes, name: str, sha256: str, form: str) -> Book:
    from snwp_xl.intake.foreign import read_foreign  # starts processes: a cost for nothing where all is .xlsx

    return Book(name, sha256, read_foreign(data, "." + form), remarks=("file-values-only",), format=form)


def _excel(package: Package, contents: Contents, deadline: Deadline, name: str, sha256: str) -> Book:
    parts = "\n".join(package.names())
    remarks = dict.fromkeys(remark for mark, remark in MARKS if mark in parts)
    if contents.strict:
        remarks["file-strict"] = None
    around = Surroundings(_strings(package, contents, remarks), _styles(package, contents, remarks), contents.since_1904, deadline)
    sheets = tuple(_sheet(package, entry, around, remarks) for entry in contents.sheets if _has_cells(entry, contents))
    if not any(not sheet.damage for sheet in sheets):
        raise Damaged(sheets[0].damage if sheets else "it has no sheets")
    if around.lost_strings:
        remarks["file-strings-lost"] = None
    form = "xlsm" if "file-macros" in remarks else "xlsx"
    return Book(name, sha256, sheets, contents.names, tuple(remarks), form)


def _strings(package: Package, contents: Contents, remarks: dict[str, None]) -> list[str]:
    """The shared texts; none where they are lost, which is remarked once a cell needs them (many a program writes none)."""
    try:
        strings, replaced = shared_strings(package, contents.part_of_kind("sharedStrings", "sharedStrings.xml"))
    except Damaged:
        return []
    if replaced:
        remarks["file-characters-replaced"] = None
    return strings


def _styles(package: Package, contents: Contents, remarks: dict[str, None]) -> Styles:
    """The styles that show dates or cross out; none where the styles are lost."""
    try:
        return read_styles(package, contents.part_of_kind("styles", "styles.xml"))
    except Damaged:
        remarks["file-styles-lost"] = None
        return Styles()


def _has_cells(entry: SheetEntry, contents: Contents) -> bool:
    """Whether a sheet is one of cells, not one that is all chart or dialog."""
    kinds = {link.kind for link in contents.links.values() if link.target == entry.part}
    return not kinds & {"chartsheet", "dialogsheet"}


def _sheet(package: Package, entry: SheetEntry, around: Surroundings, remarks: dict[str, None]) -> Sheet:
    """A sheet with its cells; with its damage and no cells where they cannot all be read."""
    try:
        if not entry.part:
            raise Damaged("it is missing from the file")
        reader, replaced = read_part(package, entry.part, lambda: SheetReader(around))
    except Damaged as damaged:
        remarks["file-sheet-damaged"] = None
        return Sheet(entry.name, entry.visibility, damage=str(damaged))
    around.room -= len(reader.cells)
    if replaced:
        remarks["file-characters-replaced"] = None
    return Sheet(entry.name, entry.visibility, reader.cells, frozenset(reader.hidden_rows), frozenset(reader.struck))
