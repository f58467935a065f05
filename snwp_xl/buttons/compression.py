"""The compression in which Office keeps VBA source and the list of modules: [MS-OVBA] 2.4.1.

A container is a signature byte and chunks, each for 4,096 bytes of data. A chunk is either raw or a series of
flag bytes, each saying of the next eight tokens whether they are one literal byte or a copy of earlier bytes.
"""

from __future__ import annotations

import struct

SIGNATURE = 0x01
CHUNK = 4096  # bytes of data that a chunk holds
COMPRESSED_CHUNK = 0xB000  # header flags: compressed, and the signature 0b011
RAW_CHUNK = 0x3000  # header flags: not compressed, and the signature
COMPRESSED_FLAG = 0x8000
SIZE_MASK = 0x0FFF  # the header's low bits: the chunk's size with its header, less 3
HEADER = 2  # bytes of a chunk's header
SHORTEST_COPY = 3  # bytes; shorter ones are literals


def compress(data: bytes) -> bytes:
    """The container of `data`; the same data always give the same bytes.

    A last chunk of data that cannot be made smaller is stored raw and padded with zero bytes, as the specification
    wants it; text never is.
    """
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    return bytes([SIGNATURE]) + b"".join(_packed_chunk(chunk) for chunk in chunks)


def decompress(container: bytes) -> bytes:
    """What `compress` was given; raises ValueError if the container is damaged."""
    if not container or container[0] != SIGNATURE:
        raise ValueError("not a compressed container: its first byte is not 1")
    data = bytearray()
    start = 1
    while start < len(container):
        if start + HEADER > len(container):
            raise ValueError("a compressed container ends within a chunk's header")
        (header,) = struct.unpack_from("<H", container, start)
        end = start + (header & SIZE_MASK) + 3
        if end > len(container):
            raise ValueError("a compressed container ends within a chunk")
        body = container[start + HEADER : end]
        data += _unpacked(body) if header & COMPRESSED_FLAG else body
        start = end
    return bytes(data)


def _packed_chunk(chunk: bytes) -> bytes:
    body = _packed(chunk)
    if len(body) <= CHUNK:
        return struct.pack("<H", COMPRESSED_CHUNK | (len(body) + HEADER - 3)) + body
    return struct.pack("<H", RAW_CHUNK | (CHUNK + HEADER - 3)) + chunk.ljust(CHUNK, b"\0")


def _packed(chunk: bytes) -> bytes:
    """The chunk's flag bytes and tokens."""
    body = bytearray()
    seen: dict[bytes, list[int]] = {}  # where each run of three bytes has stood so far
    position = 0
    while position < len(chunk):
        flags, tokens = 0, bytearray()
        for bit in range(8):
            if position >= len(chunk):
                break
            length, offset = _longest_copy(chunk, position, seen)
            if length:
                flags |= 1 << bit
                tokens += _copy_token(position, length, offset)
            else:
                tokens.append(chunk[position])
            for passed in range(position, position + (length or 1)):
                seen.setdefault(chunk[passed : passed + SHORTEST_COPY], []).append(passed)
            position += length or 1
        body.append(flags)
        body += tokens
    return bytes(body)


def _longest_copy(chunk: bytes, position: int, seen: dict[bytes, list[int]]) -> tuple[int, int]:
    """Length and distance of the longest earlier copy of what stands at `position`, the nearest if several; (0, 0) if none."""
    most = min(_longest_length(position), len(chunk) - position)
    best = (0, 0)
    if most < SHORTEST_COPY:
        return best
    for candidate in reversed(seen.get(chunk[position : position + SHORTEST_COPY], ())):
        length = SHORTEST_COPY
        while length < most and chunk[candidate + length] == chunk[position + length]:
            length += 1
        if length > best[0]:
            best = (length, position - candidate)
        if length == most:
            break
    return best


def _offset_bits(position: int) -> int:
    """How many of a copy token's 16 bits hold the distance: enough to reach back to the chunk's start, at least 4."""
    return max(4, (position - 1).bit_length())


def _longest_length(position: int) -> int:
    """The longest copy that the token's other bits can say."""
    return (0xFFFF >> _offset_bits(position)) + SHORTEST_COPY


def _copy_token(position: int, length: int, offset: int) -> bytes:
    return struct.pack("<H", (offset - 1) << (16 - _offset_bits(position)) | (length - SHORTEST_COPY))


def _unpacked(body: bytes) -> bytes:
    """A compressed chunk's data; raises ValueError for a copy from before the chunk or a token cut short."""
    chunk = bytearray()
    at = 0
    while at < len(body):
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body):
                break
            if flags >> bit & 1:
                _append_copy(chunk, body[at : at + 2])
                at += 2
            else:
                chunk.append(body[at])
                at += 1
    return bytes(chunk)


def _append_copy(chunk: bytearray, token: bytes) -> None:
    if len(token) < 2:
        raise ValueError("a compressed chunk ends within a token")
    (value,) = struct.unpack("<H", token)
    bits = _offset_bits(len(chunk))
    offset = (value >> (16 - bits)) + 1
    if offset > len(chunk):
        raise ValueError("a compressed chunk copies from before its start")
    for _ in range((value & (0xFFFF >> bits)) + SHORTEST_COPY):  # byte by byte: a copy may overlap itself
        chunk.append(chunk[-offset])
