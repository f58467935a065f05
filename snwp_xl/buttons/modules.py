"""The stream `VBA/dir` of a VBA project: which modules it has and where their source begins, [MS-OVBA] 2.3.4.2."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import replace

from snwp_xl.frozen import dataclass

# Record identifiers.
PROJECT_VERSION, MODULE_COUNT, END_OF_PROJECT = 0x09, 0x0F, 0x10
NAME, NAME_UNICODE, STREAM_NAME, STREAM_NAME_UNICODE = 0x19, 0x47, 0x1A, 0x32
DOCUMENTATION, DOCUMENTATION_UNICODE, SOURCE_OFFSET, HELP_CONTEXT, COOKIE = 0x1C, 0x48, 0x31, 0x1E, 0x2C
PROCEDURAL, DOCUMENT_OR_CLASS, END_OF_MODULE = 0x21, 0x22, 0x2B

VERSION_BYTES = 6  # a project version's record says 4 and holds 6
NO_COOKIE = b"\xff\xff"  # what the specification asks writers for
CODE_PAGE = "cp1252"


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the stream."""

    kind: int
    data: bytes
    size: int  # as the record says it, which for a project version is not the data's

    @classmethod
    def of(cls, kind: int, data: bytes = b"") -> Record:
        """A record whose size is that of its data."""
        return cls(kind, data, len(data))


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the project."""

    name: str
    procedural: bool  # else a document's module or a class
    source_offset: int  # where in its stream the compressed source begins; compiled code may stand before it


def read_records(stream: bytes) -> tuple[Record, ...]:
    """The records of a decompressed `dir`; raises ValueError where it is cut short."""
    records = []
    at = 0
    while at < len(stream):
        if at + 6 > len(stream):
            raise ValueError("the list of modules ends within a record")
        kind, size = struct.unpack_from("<HI", stream, at)
        length = VERSION_BYTES if kind == PROJECT_VERSION else size
        data = stream[at + 6 : at + 6 + length]
        if len(data) < length:
            raise ValueError("the list of modules ends within a record")
        records.append(Record(kind, data, size))
        at += 6 + length
    return tuple(records)


def write_records(records: Iterable[Record]) -> bytes:
    """The stream that `read_records` reads as these records."""
    return b"".join(struct.pack("<HI", record.kind, record.size) + record.data for record in records)


def modules(records: Iterable[Record]) -> tuple[Module, ...]:
    """The project's modules in order; raises ValueError if they are not as many as it says."""
    found: list[Module] = []
    said = None
    name, offset, procedural = "", 0, False
    for record in records:
        if record.kind == MODULE_COUNT:
            (said,) = struct.unpack("<H", record.data)
        elif record.kind == NAME:
            name, offset, procedural = record.data.decode(CODE_PAGE), 0, False
        elif record.kind == SOURCE_OFFSET:
            (offset,) = struct.unpack("<I", record.data)
        elif record.kind == PROCEDURAL:
            procedural = True
        elif record.kind == END_OF_MODULE:
            found.append(Module(name, procedural, offset))
    if said != len(found):
        raise ValueError(f"the list of modules says {said} and holds {len(found)}")
    return tuple(found)


def source_at_start(records: Iterable[Record], name: str) -> tuple[Record, ...]:
    """The records with that module's source beginning at its stream's first byte."""
    changed, current = [], ""
    for record in records:
        if record.kind == NAME:
            current = record.data.decode(CODE_PAGE)
        if record.kind == SOURCE_OFFSET and current == name:
            record = replace(record, data=struct.pack("<I", 0))
        changed.append(record)
    return tuple(changed)


def with_document_modules(records: Iterable[Record], names: Iterable[str]) -> tuple[Record, ...]:
    """The records with a document's module added for each name, after the others."""
    extra = list(names)
    changed: list[Record] = []
    for record in records:
        if record.kind == MODULE_COUNT:
            (count,) = struct.unpack("<H", record.data)
            record = replace(record, data=struct.pack("<H", count + len(extra)))
        if record.kind == END_OF_PROJECT:
            changed += [part for name in extra for part in _document_module(name)]
        changed.append(record)
    return tuple(changed)


def _document_module(name: str) -> tuple[Record, ...]:
    narrow, wide = name.encode(CODE_PAGE), name.encode("utf-16-le")
    return (
        Record.of(NAME, narrow),
        Record.of(NAME_UNICODE, wide),
        Record.of(STREAM_NAME, narrow),
        Record.of(STREAM_NAME_UNICODE, wide),
        Record.of(DOCUMENTATION),
        Record.of(DOCUMENTATION_UNICODE),
        Record.of(SOURCE_OFFSET, struct.pack("<I", 0)),
        Record.of(HELP_CONTEXT, struct.pack("<I", 0)),
        Record.of(COOKIE, NO_COOKIE),
        Record.of(DOCUMENT_OR_CLASS),
        Record.of(END_OF_MODULE),
    )
