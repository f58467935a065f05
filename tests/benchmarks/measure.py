"""Measuring: processes of ours and of a rival in pairs that take turns, and the memory of each process by itself."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
POLL = 0.02  # seconds between two looks at the processes' memory
MB = 1024  # kilobytes, in which the system tells it


@dataclass(frozen=True)
class Run:
    """One run of a process, with its children's processor time."""

    wall: float  # seconds
    processor: float  # seconds
    peaks: tuple[float, ...] = ()  # MB of each process, its own first
    said: str = field(default="", repr=False)  # on standard output


@dataclass(frozen=True)
class Pairs:
    """Ours and a rival, run in turns."""

    name: str
    against: str
    ours: Sequence[Run] = field(repr=False)
    rival: Sequence[Run] = field(repr=False)
    floor: bool = False  # the rival does the least that must be done

    def ratios(self, kind: str = "wall") -> list[float]:
        """How many times longer the rival took (or we, over a floor), pair by pair, in order of size."""
        pairs = [(getattr(own, kind), getattr(rival, kind)) for own, rival in zip(self.ours, self.rival, strict=True)]
        return sorted(own / rival if self.floor else rival / own for own, rival in pairs)

    def row(self) -> tuple[str, ...]:
        """The row of the table: ours, the rival, the ratio with its spread, and that of processor time."""
        walls = self.ratios()
        quarter = len(walls) // 4
        return (
            self.name, self.against, seconds(middle(self.ours)), seconds(middle(self.rival)),
            f"{statistics.median(walls):.1f}", f"{walls[quarter]:.1f} to {walls[-1 - quarter]:.1f}",
            f"{statistics.median(self.ratios('processor')):.1f}", str(len(walls)))


FASTER, OVER_FLOOR = "times faster", "times the floor"
HEADINGS = ("what", "against", "ours", "theirs", FASTER, "middle half of the pairs", "in processor time", "pairs")


def middle(runs: Sequence[Run]) -> float:
    """The median time."""
    return statistics.median(run.wall for run in runs)


def seconds(time_taken: float) -> str:
    """A time in words: 4.1 ms, 0.38 s, 12 s."""
    if time_taken < 0.1:
        return f"{time_taken * 1000:.1f} ms"
    return f"{time_taken:.2f} s" if time_taken < 10 else f"{time_taken:.0f} s"


def in_turns(
    name: str, against: str, ours: Callable[[], Run], rival: Callable[[], Run], pairs: int, *, warm: bool = True, floor: bool = False,
) -> Pairs:
    """Run both once unmeasured, then in pairs, each side first in every other pair."""
    if warm:
        ours(), rival()
    runs: tuple[list[Run], list[Run]] = ([], [])
    for i in range(pairs):
        for side in (0, 1) if i % 2 else (1, 0):
            runs[side].append((ours, rival)[side]())
    return Pairs(name, against, *runs, floor=floor)


def call(work: Callable[[], object]) -> Run:
    """A function's time in this process."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Run(time.perf_counter() - wall, time.process_time() - processor)


def process(*command: str | Path, memory: bool = False) -> Run:
    """A process from its start to its end; with `memory`, the highest resident size of it and of each of its children."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        child = subprocess.Popen([str(part) for part in command], stdout=said, stderr=complained, env=_environment())
        peaks: dict[int, float] = {}
        if memory:
            threading.Thread(target=_watch, args=(child.pid, peaks), daemon=True).start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complained.seek(0)
        if child.returncode not in (0, 1):
            raise RuntimeError(f"{command}: {child.returncode}\n{complained.read()}")
        return Run(wall, usage.ru_utime + usage.ru_stime, tuple(peaks[pid] for pid in sorted(peaks)), said.read())


def python(*arguments: str | Path, memory: bool = False) -> Run:
    """A process of this Python."""
    return process(sys.executable, *arguments, memory=memory)


def snwp(*arguments: str | Path, memory: bool = False) -> Run:
    """The command of this checkout."""
    return python("-m", "snwp_xl", *arguments, memory=memory)


def _environment() -> dict[str, str]:
    """Compiled modules are kept, as in an installation, and this checkout's package comes first."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT)}


def _watch(pid: int, peaks: dict[int, float]) -> None:
    """Note the highest resident size of a process and its children, again and again until it is gone (Linux)."""
    while True:
        family = [pid, *_children(pid)]
        for one in family:
            try:
                status = Path(f"/proc/{one}/status").read_text()
            except OSError:
                continue
            peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "")
            if peak:
                peaks[one] = max(peaks.get(one, 0), int(peak.split()[1]) / MB)
            elif one == pid:
                return
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(POLL)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []
