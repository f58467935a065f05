"""Writes a compound file, the folder-in-a-file in which Office keeps a VBA project: [MS-CFB], version 3.

Small streams share the mini stream in pieces of 64 bytes, others have sectors of 512; each piece's successor stands in
an allocation table. The directory is a red-black tree for each storage. Nothing in it depends on time or machine.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import field

from snwp_xl.frozen import dataclass

SECTOR = 512
MINI_SECTOR = 64
MINI_STREAM_BELOW = 4096  # bytes; streams of this size and more have sectors of their own
ENTRY = 128  # bytes of a directory entry
IDS_IN_SECTOR = SECTOR // 4
IDS_IN_HEADER = 109  # allocation table sectors that the header itself can name
LONGEST_NAME = 31  # characters

FREE, END, TABLE, NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1

Path = tuple[str, ...]  # ("PROJECT",) or ("VBA", "dir")


@dataclass(slots=True)
class _Entry:
    """A line of the directory while it is being written."""

    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    left: int = NOBODY
    right: int = NOBODY
    child: int = NOBODY
    colour: int = BLACK
    start: int = END
    size: int = 0

    @property
    def order(self) -> tuple[int, str]:
        """Names are ordered by length first, then without regard to case."""
        return len(self.name.encode("utf-16-le")), self.name.upper()

    def packed(self) -> bytes:
        """The entry's 128 bytes, without class, dates or state."""
        name = self.name.encode("utf-16-le") + b"\0\0"
        start = 0 if self.kind == STORAGE else self.start
        head = struct.pack("<64sHBBIII", name, len(name), self.kind, self.colour, self.left, self.right, self.child)
        return head + bytes(36) + struct.pack("<IQ", start, self.size)


EMPTY_ENTRY = bytes(68) + struct.pack("<III", NOBODY, NOBODY, NOBODY) + bytes(48)


class _Pieces:
    """Data cut into pieces of one size, and the table that says which piece follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.table: list[int] = []

    def add(self, data: bytes) -> int:
        """Append data; the number of its first piece, END if there are none."""
        if not data:
            return END
        first, count = len(self.table), -(-len(data) // self.size)
        self.data += data.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), END]
        return first


def write_container(streams: Mapping[Path, bytes]) -> bytes:
    """The bytes of a compound file with these streams, each in the root or in one storage.

    Raises ValueError for a name that is too long, a deeper path, or more data than the header can account for (7 MB).
    """
    entries = _entries(streams)
    for entry in entries:
        _balance(entries, entry)
    sectors, minis = _Pieces(SECTOR), _Pieces(MINI_SECTOR)
    for entry in entries:
        if entry.kind == STREAM:
            entry.size = len(entry.data)
            entry.start = (minis if entry.size < MINI_STREAM_BELOW else sectors).add(entry.data)
    entries[0].size = len(minis.data)
    entries[0].start = sectors.add(bytes(minis.data))
    mini_table = _table_bytes(minis.table)
    mini_table_start = sectors.add(mini_table)
    directory_start = sectors.add(_directory(entries))
    own = _allocation_table(sectors)
    header = _header(own, directory_start, mini_table_start, len(mini_table) // SECTOR)
    return header + bytes(sectors.data)


def _entries(streams: Mapping[Path, bytes]) -> list[_Entry]:
    """The root, and after it each storage and stream as it comes."""
    entries = [_Entry("Root Entry", ROOT)]
    storages: dict[str, int] = {}
    for path, data in streams.items():
        if len(path) > 2 or any(not 0 < len(name) <= LONGEST_NAME for name in path):
            raise ValueError(f"a compound file of this kind cannot hold {'/'.join(path)}")
        parent = 0
        if len(path) == 2:
            if path[0] not in storages:
                storages[path[0]] = _add(entries, 0, _Entry(path[0], STORAGE))
            parent = storages[path[0]]
        _add(entries, parent, _Entry(path[-1], STREAM, data))
    return entries


def _add(entries: list[_Entry], parent: int, entry: _Entry) -> int:
    entries.append(entry)
    entries[parent].children.append(len(entries) - 1)
    return len(entries) - 1


def _balance(entries: list[_Entry], storage: _Entry) -> None:
    """Hang a storage's children up as a tree, as flat as it can be; only an incomplete last row is red."""
    ordered = sorted(storage.children, key=lambda number: entries[number].order)
    full_rows = (len(ordered) + 1).bit_length() - 1

    def hang(numbers: list[int], row: int) -> int:
        if not numbers:
            return NOBODY
        middle = len(numbers) // 2
        entry = entries[numbers[middle]]
        entry.colour = RED if row > full_rows else BLACK
        entry.left, entry.right = hang(numbers[:middle], row + 1), hang(numbers[middle + 1 :], row + 1)
        return numbers[middle]

    storage.child = hang(ordered, 1)


def _directory(entries: list[_Entry]) -> bytes:
    packed = b"".join(entry.packed() for entry in entries)
    return packed + EMPTY_ENTRY * (-len(packed) % SECTOR // ENTRY)


def _table_bytes(table: list[int]) -> bytes:
    padding = [FREE] * (-len(table) % IDS_IN_SECTOR)
    return struct.pack(f"<{len(table) + len(padding)}I", *table, *padding)


def _allocation_table(sectors: _Pieces) -> list[int]:
    """Append the allocation table, which accounts for its own sectors too; their numbers."""
    used, count = len(sectors.table), 1
    while count * IDS_IN_SECTOR < used + count:
        count += 1
    if count > IDS_IN_HEADER:
        raise ValueError("too much data for a compound file of this kind")
    own = list(range(used, used + count))
    sectors.data += _table_bytes([*sectors.table, *[TABLE] * count])
    return own


def _header(table: list[int], directory: int, mini_table: int, mini_table_sectors: int) -> bytes:
    """The first 512 bytes: where the tables and the directory begin."""
    magic = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    minor, major, byte_order, sector_shift, mini_shift = 0x003E, 3, 0xFFFE, 9, 6
    sizes = struct.pack("<HHHHH6x", minor, major, byte_order, sector_shift, mini_shift)
    places = (0, len(table), directory, 0, MINI_STREAM_BELOW, mini_table, mini_table_sectors, END, 0)
    ids = [*table, *[FREE] * (IDS_IN_HEADER - len(table))]
    return magic + sizes + struct.pack(f"<9I{IDS_IN_HEADER}I", *places, *ids)
