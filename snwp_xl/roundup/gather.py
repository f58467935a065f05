"""Many rounds -> their lines: in parallel processes, reading only what changed since the last run.

What was read is kept as it comes, a line a round, in a file beside the rounds; a run that is interrupted loses nothing of it.
Only the lines are kept in memory, so it grows by some kilobytes a partnership whatever its returns hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import cache
from importlib.metadata import version
from pathlib import Path

from snwp_xl.findings import RoundError
from snwp_xl.folders import RETURNS, SUFFIXES
from snwp_xl.frozen import dataclass
from snwp_xl.roundup.line import Line, from_record, line_of, to_record

MEMORY = ".snwp_xl-roundup.jsonl"
AHEAD = 4  # rounds handed out for each process, so that none waits and few are in memory
FEW = 4  # so many changed rounds are read here: starting processes would take longer


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every round's line, in the order of their folders, and how many of them were read this time."""

    lines: tuple[Line, ...]
    read: int


def gather(folder: Path, progress: Callable[[int, int], None] = lambda done, every: None, processes: int | None = None) -> Gathered:
    """The lines of all rounds in a folder. RoundError if there is no such folder or no round in it."""
    if not folder.is_dir():
        raise RoundError(f"There is no folder {folder}.")
    rounds = {path.name: (path, fingerprint(path)) for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")}
    if not rounds:
        raise RoundError(f"There are no round folders in {folder}.")
    kept = _remembered(folder / MEMORY)
    known = {name: line for name, (line, _) in kept.items()}
    lines = {name: known[name] for name, (_, mark) in rounds.items() if name in known and known[name].fingerprint == mark}
    changed = [rounds[name] for name in rounds if name not in lines]
    with (folder / MEMORY).open("a", encoding="utf-8") as memory:
        for line in _read(changed, processes):
            lines[line.folder] = line
            kept[line.folder] = line, json.dumps(to_record(line)) + "\n"
            memory.write(kept[line.folder][1])
            memory.flush()
            progress(len(lines), len(rounds))
    if changed:
        _compact(folder / MEMORY, [kept[name][1] for name in rounds])
    return Gathered(tuple(lines[name] for name in rounds), len(changed))


@cache
def _version() -> str:
    return version("snwp_xl")


def fingerprint(folder: Path) -> str:
    """What tells whether a round has changed: its workbooks' and returns' names, sizes and times, and this program's version.

    Where that cannot be told it is this moment, so that the round is read, and says why it cannot be, in each run.
    """
    try:
        parts = _sizes_and_times(folder)
    except OSError:
        parts = [str(time.time_ns())]
    return hashlib.sha256("\n".join([_version(), *parts]).encode("utf-8", "replace")).hexdigest()


def _sizes_and_times(folder: Path) -> list[str]:
    entries = [entry for entry in _entries(folder) if entry.is_file()]
    return sorted(f"{entry.path}\t{entry.stat().st_size}\t{entry.stat().st_mtime_ns}" for entry in entries)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    yield from (entry for entry in os.scandir(folder) if entry.name.lower().endswith(SUFFIXES))
    returns = folder / RETURNS
    if returns.is_dir():
        yield from os.scandir(returns)


def _read(rounds: Sequence[tuple[Path, str]], processes: int | None) -> Iterator[Line]:
    workers = processes or os.cpu_count() or 1
    if workers == 1 or len(rounds) <= FEW:
        yield from (line_of(path, mark) for path, mark in rounds)
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting = iter(rounds)
        running: set[Future[Line]] = set()
        for path, mark in waiting:
            running.add(pool.submit(line_of, path, mark))
            if len(running) >= workers * AHEAD:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        done, _ = wait(running)
        yield from (one.result() for one in done)


def _remembered(file: Path) -> dict[str, tuple[Line, str]]:
    """What earlier runs kept, each line with its text; one cut short by an interruption is left out."""
    known: dict[str, tuple[Line, str]] = {}
    if not file.exists():
        return known
    with file.open(encoding="utf-8", errors="replace") as lines:
        for text in lines:
            try:
                line = from_record(json.loads(text))
            except (ValueError, TypeError, KeyError):
                continue
            known[line.folder] = line, text.rstrip("\n") + "\n"
    return known


def _compact(file: Path, texts: Sequence[str]) -> None:
    """Write the memory anew with one line a round."""
    fresh = file.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as kept:
        kept.writelines(texts)
    fresh.replace(file)
