"""What the process that reads a workbook of another format runs, by itself: no other module of this package is imported.

    python -P calamine_child.py SECONDS MEMORY MOST_CELLS MOST_SHEETS MOST_BYTES < WORKBOOK

Prints [[name, visibility, [[row, column, kind, value], ...]], ...] as JSON; where it cannot, one word that says why.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

Found = tuple[int, int, str, Any]

KINDS = (  # of a cell, by its value: the first that fits
    (bool, "b"), ((int, float), "n"), (str, "t"), (datetime.datetime, "d"), (datetime.date, "d"), (datetime.time, "c"))


class TooBig(Exception):
    """The sheets hold more than a form."""


def limit(seconds: int, memory: int) -> None:
    """Let the system end this process beyond so much processor time or address space, where it can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cells(rows: Iterable[Iterable[Any]]) -> Iterator[Found]:
    """The cells that hold something, with dates and times as ISO 8601."""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value != "" and value is not None:
                kind = next((kind for types, kind in KINDS if isinstance(value, types)), "t")
                yield row, column, kind, _plain(kind, value)


def _plain(kind: str, value: Any) -> Any:
    if kind in "bn" or isinstance(value, str):
        return value
    return value.isoformat() if kind in "dc" else str(value)


def sheets(data: bytes, most_cells: int, most_sheets: int, most_bytes: int) -> list[tuple[str, str, list[Found]]]:
    """Every sheet; TooBig beyond the limits, any exception of calamine's where it cannot read them."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(book.sheets_metadata) > most_sheets:
        raise TooBig
    found, count, size = [], 0, 0
    for about in book.sheets_metadata:
        kept: list[Found] = []
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            for cell in cells(book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)):
                kept.append(cell)
                count += 1
                size += len(cell[3]) if isinstance(cell[3], str) else 8
                if count > most_cells or size > most_bytes:
                    raise TooBig
        found.append((about.name, str(about.visible).rpartition(".")[2], kept))
    return found


def answer(data: bytes, most: list[int]) -> object:
    """The sheets, or why they cannot be read: missing, password, big, damaged."""
    try:
        import python_calamine
    except ImportError:
        return "missing"
    try:
        return sheets(data, *most)
    except python_calamine.PasswordError:
        return "password"
    except (MemoryError, TooBig):
        return "big"
    except Exception:
        return "damaged"


if __name__ == "__main__":
    first, second, *others = map(int, sys.argv[1:])
    whole = sys.stdin.buffer.read()
    limit(first, second)
    print(json.dumps(answer(whole, others)))
