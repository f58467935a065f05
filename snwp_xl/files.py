"""Writing files so that nothing is lost: whole or not at all, and never over what a person changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.stamp import unchanged

UNSAFE = str.maketrans({"/": "-", "\\": "-", ":": "-", "*": "-", "?": "", '"': "'", "<": "(", ">": ")", "|": "-"})

MOST_NAMES = 999  # tried for one file


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a file went, and what a person should know about it."""

    path: Path
    findings: tuple[Finding, ...] = ()


def safe_name(name: str) -> str:
    """A name that Windows and Excel accept for a file: 2017/18 becomes 2017-18."""
    shown = "".join(letter if letter.isprintable() else " " for letter in name.translate(UNSAFE))
    return " ".join(shown.split()).strip(" .") or "unnamed"


def names_like(path: Path) -> Iterator[Path]:
    """The path itself, then "NAME (2).xlsx", "NAME (3).xlsx" and so on, beside it."""
    yield path
    for number in range(2, MOST_NAMES + 1):
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")


def place(path: Path, data: bytes, *, ours: Callable[[bytes], bool] = unchanged) -> Placed:
    """Write a file, or beside it under the next free name if a person changed it or has it open.

    `ours` tells from a file's bytes whether it is still as this program wrote it. Raises OSError if nothing can be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    reasons: list[str] = []
    for target in names_like(path):
        reason = _in_the_way(target, data, ours)
        if not reason and not _write(target, data):
            reason = "file-open"
        if not reason:
            found = [finding(code, Place(target.name), name=path.name, other=target.name) for code in dict.fromkeys(reasons)]
            return Placed(target, tuple(found))
        reasons.append(reason)
    raise OSError(f"no free name for {path.name}")


def _in_the_way(target: Path, data: bytes, ours: Callable[[bytes], bool]) -> str:
    """Why a file may not be replaced: the code of a finding, or nothing."""
    if not target.exists():
        return ""
    if is_open(target):
        return "file-open"
    there = target.read_bytes()
    return "" if there == data or ours(there) else "file-kept"


def put_away(path: Path, folder: Path, *, ours: Callable[[bytes], bool] = unchanged) -> bool:
    """Move a file into a folder, under the next free name; False, and nothing done, if a person changed it or has it open."""
    if is_open(path) or not ours(path.read_bytes()):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    target = next((one for one in names_like(folder / path.name) if not one.exists()), None)
    try:
        if target is not None:
            path.rename(target)
    except PermissionError:  # open in a program that leaves no lock file
        return False
    return target is not None


def is_open(path: Path) -> bool:
    """Whether a spreadsheet program says, by its lock file, that it has the file open."""
    names = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")  # Excel, Word-style short form, LibreOffice
    return any(path.with_name(name).exists() for name in names)


def _write(target: Path, data: bytes) -> bool:
    """Write to a temporary file in the same folder, then move it into place; False if the place is held open."""
    temporary = target.with_name(f".snwp_xl-{os.urandom(8).hex()}{target.suffix}")
    file = temporary.open("xb")
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except PermissionError:
        temporary.unlink(missing_ok=True)
        return False
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
