"""Puts new incident counts in the place of the earlier ones, which are kept in a folder of their own."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from snwp_xl.files import Placed, is_open, place, sha256
from snwp_xl.findings import RoundError

BEFORE = "incidents before"


def refuse_open(path: Path) -> None:
    """RoundError if a spreadsheet program has the workbook open: what was not saved yet would be left behind."""
    if is_open(path):
        raise RoundError(f"{path.name} is open in another program. Save it there, close it, and try again.")


def replace_counts(target: Path, data: bytes, earlier: Path | None, read: str = "") -> tuple[Placed, Path | None]:
    """Write the new counts, and say where the earlier ones went: None if there were none, or they are the same.

    `read` is the SHA-256 of the earlier ones as they were read; RoundError if they were changed since.
    """
    if earlier is None:
        return place(target, data), None
    there = earlier.read_bytes()
    if sha256(there) != read:
        raise RoundError(f"{earlier.name} was saved while the police files were read. Nothing was changed; please try again.")
    if there == data and earlier == target:
        return Placed(target), None
    refuse_open(earlier)
    before = place(_free(earlier, there), there).path
    placed = place(target, data, ours=lambda found: found == there)
    if earlier != target:
        earlier.unlink()
    return placed, before


def _free(earlier: Path, data: bytes) -> Path:
    """The first number, from 1, that no other workbook has."""
    numbered = (earlier.parent / BEFORE / f"{earlier.stem} ({number}){earlier.suffix}" for number in count(1))
    return next(path for path in numbered if not path.exists() or path.read_bytes() == data)
