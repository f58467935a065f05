"""Calculates whenever the officer saves or a return arrives: the way without macros.

It looks at the times and sizes of files, a few times a minute, and waits until nothing has changed between two looks: a
workbook that is being saved or copied is not read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from snwp_xl.findings import RoundError
from snwp_xl.folders import RETURNS, SUFFIXES, SUPERSEDED
from snwp_xl.frozen import dataclass
from snwp_xl.intake import ignorable
from snwp_xl.operations import Calculated, calculate

PAUSE = 2.0  # seconds between looks

Snapshot = dict[str, tuple[int, int]]  # file, relative to the round folder -> time of change and size


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a change."""

    changed: tuple[str, ...]  # files, relative to the round folder; empty: the first calculation
    calculated: Calculated | None
    problem: str = ""  # why there is no calculation


def watch(folder: Path | str, *, pause: float = PAUSE, sleep: Callable[[float], None] = time.sleep) -> Iterator[Seen]:
    """Calculate now, and again after every change; goes on until the caller stops asking. RoundError if there is no such folder."""
    folder = Path(folder)
    if not folder.is_dir():
        raise RoundError(f"There is no folder {folder}.")
    before: Snapshot | None = None
    told = ""  # the problem that was last told, so that looking again does not repeat it
    while True:
        if snapshot(folder) == before and not told:
            sleep(pause)
            continue
        now = _settled(folder, pause, sleep)
        seen = _calculated(folder, _changed(before, now))
        if now != before or seen.problem != told:
            yield seen
        before, told = now, seen.problem


def snapshot(folder: Path) -> Snapshot:
    """The round's set-up, counts and returns as they stand; lock files and what is in the way for a moment are left out."""
    found: Snapshot = {}
    for path in _watched(folder):
        try:
            seen = path.stat()
        except OSError:  # gone since it was listed: a program replaces a file by another of its name
            continue
        found[path.relative_to(folder).as_posix()] = seen.st_mtime_ns, seen.st_size
    return found


def _watched(folder: Path) -> Iterator[Path]:
    """Workbooks beside the set-up, and every file in returns that is read."""
    for place in (folder, folder / RETURNS):
        try:
            paths = sorted(place.iterdir())
        except OSError:
            continue
        for path in paths:
            wanted = path.suffix.lower() in SUFFIXES if place == folder else path.name != Path(SUPERSEDED).name
            if wanted and not ignorable(path) and path.is_file():
                yield path


def _settled(folder: Path, pause: float, sleep: Callable[[float], None]) -> Snapshot:
    """The files once they have stood still for a pause."""
    seen = snapshot(folder)
    while True:
        sleep(pause)
        again = snapshot(folder)
        if again == seen:
            return again
        seen = again


def _changed(before: Snapshot | None, now: Snapshot) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name)))


def _calculated(folder: Path, changed: tuple[str, ...]) -> Seen:
    try:
        return Seen(changed, calculate(folder))
    except (RoundError, OSError) as problem:  # the officer is still at work: say so, and look again
        return Seen(changed, None, " ".join(str(problem).split()))
