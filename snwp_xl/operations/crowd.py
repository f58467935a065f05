"""The verb of a county or a country: roundup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from snwp_xl.files import place
from snwp_xl.findings import Finding
from snwp_xl.frozen import dataclass
from snwp_xl.roundup import Line, gather, names_of, roundup_workbook

ROUNDUP_NAME = "roundup.xlsx"


@dataclass(frozen=True, slots=True)
class RoundedUp:
    """Many rounds gathered into one workbook."""

    folder: Path
    lines: tuple[Line, ...]
    read: int  # how many rounds were read this time; the others had not changed
    workbook: Path
    findings: tuple[Finding, ...] = ()

    @property
    def named(self) -> tuple[tuple[str, Line], ...]:
        """The rounds that could be read, each by the name that it has in the workbook."""
        read = [line for line in self.lines if not line.failed]
        return tuple(zip(names_of(read), read, strict=True))


def roundup(folder: Path | str, *, progress: Callable[[int, int], None] = lambda done, every: None) -> RoundedUp:
    """Gather every round in a folder into roundup.xlsx there; rounds that have not changed since the last run are not read again.

    RoundError if there is no round folder in it.
    """
    folder = Path(folder)
    gathered = gather(folder, progress)
    placed = place(folder / ROUNDUP_NAME, roundup_workbook(gathered.lines))
    return RoundedUp(folder, gathered.lines, gathered.read, placed.path, placed.findings)
