"""Where the words beside a point of a line chart can be read: above, below, right or left of it, clear of the lines.

Sizes are in pixels, as spreadsheet programs draw them, near enough to choose among four places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snwp_xl.frozen import dataclass

Box = tuple[float, float, float, float]  # left, bottom, right, top

PLACES = ("above", "below", "right", "left")
LETTER, HIGH = 5.3, 17.0  # width of a letter, and height of a line of words with some air
OVER, ASIDE = 6.0, 8.0  # from the middle of a mark to the air around words over or under it, and to words beside it
STEP = 2.0  # along a line
OUTSIDE = 10  # so much worse than a pixel that is struck through is one on an axis or the title


@dataclass(frozen=True, slots=True)
class Plot:
    """The area in which the lines of a chart are drawn, and its value axis."""

    width: float
    height: float
    months: int
    bottom: float
    top: float

    def at(self, place: float, value: float) -> tuple[float, float]:
        """How far right and up a month's value is; months take equal columns and are drawn in their middle."""
        return (place + 0.5) * self.width / self.months, (value - self.bottom) / (self.top - self.bottom) * self.height


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a point."""

    place: int  # of the month, from 0
    value: float
    words: str
    wanted: str  # one of PLACES, where it is as clear as any other


def placed(plot: Plot, lines: Sequence[Sequence[float | None]], labels: Sequence[Label]) -> list[str]:
    """A place for each label, in their order: where fewest pixels of it are struck through, lie on another or outside the plot."""
    taken: list[Box] = []
    found = []
    for label in labels:
        boxes = {where: _box(plot, label, where) for where in (label.wanted, *PLACES)}
        best = min(boxes, key=lambda where: _unreadable(plot, boxes[where], lines, taken))
        found.append(best)
        taken.append(boxes[best])
    return found


def _box(plot: Plot, label: Label, where: str) -> Box:
    x, y = plot.at(label.place, label.value)
    wide = len(label.words) * LETTER
    if where in ("above", "below"):
        bottom = y + OVER if where == "above" else y - OVER - HIGH
        return x - wide / 2, bottom, x + wide / 2, bottom + HIGH
    left = x + ASIDE if where == "right" else x - ASIDE - wide
    return left, y - HIGH / 2, left + wide, y + HIGH / 2


def _unreadable(plot: Plot, box: Box, lines: Sequence[Sequence[float | None]], taken: Sequence[Box]) -> float:
    left, bottom, right, top = box
    outside = max(0.0, -left) + max(0.0, right - plot.width) + max(0.0, -bottom) + max(0.0, top - plot.height)
    beside = sum(max(0.0, min(right, other[2]) - max(left, other[0])) for other in taken if bottom < other[3] and top > other[1])
    struck = sum(STEP for line in lines for x, y in _along(plot, line, left, right) if left <= x <= right and bottom <= y <= top)
    return OUTSIDE * outside + beside + struck


def _along(plot: Plot, line: Sequence[float | None], left: float, right: float) -> Iterator[tuple[float, float]]:
    """Points of a line, close together, of the months from `left` to `right`; a month without a value is a gap."""
    column = plot.width / plot.months
    steps = max(1, int(column / STEP))
    first, last = max(0, int(left / column - 0.5)), min(len(line) - 1, int(right / column) + 1)
    for place in range(first, last):
        here, after = line[place], line[place + 1]
        if here is not None and after is not None:
            for step in range(steps):
                part = step / steps
                yield plot.at(place + part, here + (after - here) * part)
