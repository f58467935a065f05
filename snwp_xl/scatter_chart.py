"""A chart of points across and up as a value, with names where they can be read. `Sheet.chart` puts it on a sheet.

The numbers stand in cells; they are given a second time for the copy that a workbook keeps inside the chart. A name is a
point of its own without a mark, so that names beside neighbouring points need not lie on top of each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from snwp_xl import theme
from snwp_xl.frozen import dataclass
from snwp_xl.month_chart import DIGITS

FORMULA_MARKS = "=!"  # with one of these a text would be taken for a formula or a cell
WORD_JOINER = "\u2060"  # unseen


@dataclass(frozen=True, slots=True)
class Dots:
    """Points of one kind, or the points of a line."""

    name: str  # in the legend; empty: not in it
    role: str  # in theme.CHART_LINES
    across_cells: str  # where the values stand: a fixed range with its sheet
    up_cells: str
    across: tuple[float, ...]
    up: tuple[float, ...]
    words: tuple[str, ...] = ()  # beside each point; none: no words
    sides: tuple[str, ...] = ()  # right or left of each point; none: all to the right


@dataclass(frozen=True, slots=True)
class Span:
    """An axis."""

    name: str
    low: int
    high: int
    step: int
    first: int | None = None  # lowest and highest number written at the axis, if not all are: the rest is room
    last: int | None = None


@dataclass(frozen=True, slots=True)
class ScatterChart:
    """Points across and up."""

    title: str
    says: str  # the text for those who do not see it
    dots: tuple[Dots, ...]
    across: Span
    up: Span
    width: int  # pixels
    height: int


def made(raw_book: Any, chart: ScatterChart) -> Any:
    """The XlsxWriter chart."""
    raw = raw_book.add_chart({"type": "scatter"})
    for dots in chart.dots:
        raw.add_series(_series(dots))
    raw.set_title({"name": chart.title, "name_font": theme.CHART_WORDS["title"], "overlay": False})
    raw.set_x_axis(_axis(chart.across))
    raw.set_y_axis(_axis(chart.up))
    hidden = [i for i, dots in enumerate(chart.dots) if not dots.name]
    raw.set_legend({"position": "bottom", "font": theme.CHART_WORDS["axis"], "delete_series": hidden})
    raw.set_chartarea({"border": theme.CHART_FRAME["line"]})
    raw.set_size({"width": chart.width, "height": chart.height})
    raw.show_hidden_data()
    return raw


def _series(dots: Dots) -> dict[str, Any]:
    options: dict[str, Any] = {
        "name": dots.name or "Names", "categories": f"={dots.across_cells}", "values": f"={dots.up_cells}",
        "categories_data": [format(value, DIGITS) for value in dots.across], "values_data": [format(value, DIGITS) for value in dots.up],
        **theme.chart_line(dots.role)}
    if dots.words:
        font = theme.CHART_WORDS["mark"]
        sides = dots.sides or ("right",) * len(dots.words)
        custom = [{"value": _plain(words), "font": font, "position": side} if words else {"delete": True}
                  for words, side in zip(dots.words, sides, strict=True)]
        options["data_labels"] = {"value": True, "position": "right", "font": font, "custom": custom}
    return options


def _plain(words: str) -> str:
    return f"{WORD_JOINER}{words}" if words[0] in FORMULA_MARKS else words


def _axis(span: Span) -> dict[str, Any]:
    written = "0" if span.first is None else f'[<{span.first}]"";[>{span.last}]"";0'
    return {
        "name": span.name, "name_font": theme.CHART_WORDS["axis name"], "min": span.low, "max": span.high, "major_unit": span.step,
        "num_font": theme.CHART_WORDS["axis"], "num_format": written, "major_gridlines": {"visible": False}, **theme.CHART_AXIS}


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Heights moved apart so that each two differ by `gap` or more, as little as that takes, in the same order."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    blocks: list[tuple[list[int], float]] = []  # members from the lowest, and the height of their middle
    for i in order:
        members, middle = [i], heights[i]
        while blocks and middle - gap * (len(members) - 1) / 2 < blocks[-1][1] + gap * (len(blocks[-1][0]) - 1) / 2 + gap:
            below, under = blocks.pop()
            middle = (under * len(below) + middle * len(members)) / (len(below) + len(members))
            members = [*below, *members]
        blocks.append((members, middle))
    found = [0.0] * len(heights)
    for members, middle in blocks:
        for place, i in enumerate(members):
            found[i] = middle + gap * (place - (len(members) - 1) / 2)
    return found
