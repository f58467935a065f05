"""A row of incident counts as it came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl.frozen import dataclass
from snwp_xl.locate import Found
from snwp_xl.model import Month


@dataclass(frozen=True, slots=True)
class Counted:
    """A row that came back: its name, whether it is part of All incidents, its counts by month."""

    name: Found
    within: bool
    counts: Mapping[Month, int]
    cells: Mapping[Month, Found]


def spoken(months: Sequence[Month]) -> str:
    """Months in words, the first and last of a long run."""
    runs: list[list[Month]] = []
    for month in months:
        if runs and runs[-1][-1].shift(1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(run[0].words if len(run) == 1 else f"{run[0].words} to {run[-1].words}" for run in runs)
