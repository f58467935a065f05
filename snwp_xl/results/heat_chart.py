"""The chart below the heat map: each crime type where its unrounded combined harm puts it, and where the bands begin.

It says what the map cannot: how near a crime type is to the next band.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow, in_words
from snwp_xl.model import RiskBand
from snwp_xl.month_chart import round_number
from snwp_xl.phrases import listed
from snwp_xl.results.heat_grid import Grid
from snwp_xl.results.plan import HEAT_MAP, Column, TablePlan
from snwp_xl.scatter_chart import Dots, ScatterChart, Span, spread
from snwp_xl.sheets import Sheet, area, shortened

PIXELS_A_CHARACTER = 7.1  # of column width
HEIGHT, ROW_PIXELS = 560, 20  # of the chart, and of a row that nobody set
PLOT, PLOT_ACROSS = 0.78, 0.9  # of the height and of the width: the rest is title, axes and legend
NAME_PIXELS, NAME_LETTER = 15, 5.3  # from one name to the next, and of a letter
LONGEST_NAME = 26  # letters beside a point
MOST_NAMED = 40  # crime types named on the chart, from the highest risk down
BESIDE = 0.05  # of a probability score: from a point to its name
EDGE_POINTS = 24  # of the line where a band begins
ROOM_RIGHT = 1  # of a probability score, for the last names
MOST_STEPS = 12  # of the upward axis

Box = tuple[float, float, float, float]  # left, bottom, right, top, in the numbers of the axes


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """Where the chart and the tables of its numbers stand."""

    row: int  # of its top left corner
    dots: TablePlan
    edges: TablePlan
    shown: tuple[MatrixRow, ...]  # crime types with a risk score, from the highest down


@dataclass(frozen=True, slots=True)
class Room:
    """What a name takes of the chart, in the numbers of its axes, and where the bands begin."""

    gap: float  # of combined harm, from one name to the next
    letter: float  # of probability
    begins: tuple[float, ...]  # risk scores

    def box(self, one: MatrixRow, level: float, *, left: bool) -> Box:
        """A name beside its point."""
        wide = BESIDE + len(_name(one)) * self.letter
        start = _across(one) - wide if left else _across(one)
        return start, level - self.gap / 2, start + wide, level + self.gap / 2

    def struck(self, box: Box) -> bool:
        """Whether the line of a band goes through it."""
        left, bottom, right, top = box
        return any(bottom * left < risk < top * right for risk in self.begins)


def assessed(matrix: Matrix) -> tuple[MatrixRow, ...]:
    """The crime types that the chart shows, from the highest risk down."""
    return tuple(one for one in matrix.ranked() if one.risk_score is not None)


def chart_rows(matrix: Matrix) -> int:
    """How many rows the chart lies over."""
    return ceil(HEIGHT / ROW_PIXELS) if assessed(matrix) else 0


def chart_plan(matrix: Matrix, row: int, head: int) -> ChartPlan:
    """The chart at a row, its tables from the row of headings `head` on."""
    shown = assessed(matrix)
    dots = TablePlan("HeatMapDots", HEAT_MAP, (
        Column("number", "Number", style="cell centre"), Column("name", "Crime type", style="cell wrap"),
        Column("across", "Point: probability", style="cell one"), Column("up", "Point: unrounded combined harm", style="cell two"),
        Column("beside", "Name: across", style="cell two"), Column("level", "Name: up", style="cell two")), len(shown), head=head)
    edges = TablePlan("HeatMapEdges", HEAT_MAP, (
        Column("band", "Band that begins", style="cell"), Column("across", "Probability", style="cell two"),
        Column("up", "Combined harm", style="cell two")), len(_beginnings(matrix)) * EDGE_POINTS, head=dots.last + 3)
    return ChartPlan(row, dots, edges, shown)


def draw_chart(sheet: Sheet, matrix: Matrix, grid: Grid, at: ChartPlan, characters: float) -> None:
    """The chart, as wide as so many characters, and the tables of its numbers."""
    if not at.shown:
        return
    last = max(*grid.columns, 1)
    up = _upwards(grid)
    across = Span("Probability", 0, last + ROOM_RIGHT, 1, grid.columns[0], grid.columns[-1])
    room = Room(
        (up.high - up.low) * NAME_PIXELS / (HEIGHT * PLOT), across.high * NAME_LETTER / (characters * PIXELS_A_CHARACTER * PLOT_ACROSS),
        (float(matrix.thresholds.high), float(matrix.thresholds.medium)))
    dots = _dots(sheet, at, room)
    edges = _edges(sheet, matrix, at, grid, last + ROOM_RIGHT)
    title = "How near each crime type is to the next band, as calculated"
    sheet.chart(at.row, 0, ScatterChart(
        title, _says(matrix, at), (*edges, *dots), across, up, int(characters * PIXELS_A_CHARACTER), HEIGHT))


def _upwards(grid: Grid) -> Span:
    """From a little under the lowest combined harm that can come to a little over the highest."""
    step = round_number((grid.highest - grid.lowest + 2) / MOST_STEPS)
    low = max(0, (grid.lowest - 1) // step * step)
    return Span("Combined harm, unrounded", low, low + ceil((grid.highest + 1 - low) / step) * step, step)


def _dots(sheet: Sheet, at: ChartPlan, room: Room) -> tuple[Dots, Dots]:
    """The points, and beside them the names of the highest, apart enough to be read."""
    table, named = at.dots, at.shown[:MOST_NAMED]
    levels = _levels(named, room.gap)
    left = _to_the_left(named, levels, room)
    beside = {one.crime_type.number: _across(one) + (-BESIDE if one in left else BESIDE) for one in named}
    table.start(sheet, widths=False, filters=False)
    for row, one in enumerate(at.shown, start=table.first):
        level = levels.get(one.crime_type.number)
        table.put(sheet, row, {
            "number": one.crime_type.number, "name": one.name, "across": one.probability, "up": one.combined_harm_unrounded,
            "beside": beside.get(one.crime_type.number), "level": level})
        sheet.fit(row, {table.column("name"): one.name})
    last = table.first + len(named) - 1
    points = Dots("Crime type", "dot", table.all("across"), table.all("up"), tuple(map(_across, at.shown)), tuple(map(_up, at.shown)))
    names = Dots(
        "", "name", _part(table, "beside", last), _part(table, "level", last), tuple(beside.values()),
        tuple(levels[one.crime_type.number] for one in named), tuple(map(_name, named)),
        tuple("left" if one in left else "right" for one in named))
    return points, names


def _name(one: MatrixRow) -> str:
    return shortened(one.name, LONGEST_NAME)


def _to_the_left(named: Sequence[MatrixRow], levels: Mapping[int, float], room: Room) -> list[MatrixRow]:
    """Those whose names a line of a band would strike through to the right of their points, and nothing would to the left."""
    boxes = {one.crime_type.number: room.box(one, levels[one.crime_type.number], left=False) for one in named}
    found = []
    for one in named:
        number = one.crime_type.number
        mirrored = room.box(one, levels[number], left=True)
        others = [box for other, box in boxes.items() if other != number]
        if room.struck(boxes[number]) and not room.struck(mirrored) and mirrored[0] > 0 and not any(_meet(mirrored, box) for box in others):
            boxes[number] = mirrored
            found.append(one)
    return found


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _levels(named: Sequence[MatrixRow], gap: float) -> dict[int, float]:
    """How high each name stands, by crime type number."""
    levels: dict[int, float] = {}
    for probability in {one.probability for one in named}:
        column = [one for one in named if one.probability == probability]
        apart = spread([_up(one) for one in column], gap)
        levels |= {one.crime_type.number: level for one, level in zip(column, apart, strict=True)}
    return levels


def _beginnings(matrix: Matrix) -> list[tuple[RiskBand, str, Fraction]]:
    """The bands whose beginning is a line: one that begins at 0 has none."""
    at = matrix.thresholds
    return [one for one in ((RiskBand.HIGH, "high edge", at.high), (RiskBand.MEDIUM, "medium edge", at.medium)) if one[2]]


def _edges(sheet: Sheet, matrix: Matrix, at: ChartPlan, grid: Grid, last: float) -> tuple[Dots, ...]:
    """Where High and Medium begin: the combined harm that each probability takes for it."""
    table, found = at.edges, []
    table.start(sheet, widths=False, filters=False)
    for i, (band, role, points) in enumerate(_beginnings(matrix)):
        first = float(points) / (grid.highest + 1)
        across = tuple(first + (last - first) * step / (EDGE_POINTS - 1) for step in range(EDGE_POINTS))
        up = tuple(float(points) / one for one in across)
        top = table.first + i * EDGE_POINTS
        for row, (x, y) in enumerate(zip(across, up, strict=True), start=top):
            table.put(sheet, row, {"band": band.value, "across": x, "up": y})
        bottom = top + EDGE_POINTS - 1
        name = f"{band} begins: risk score {in_words(points)}"
        found.append(Dots(name, role, _part(table, "across", bottom, top), _part(table, "up", bottom, top), across, up))
    return tuple(found)


def _part(table: TablePlan, key: str, last: int, first: int = -1) -> str:
    """Some rows of a column, from its first on unless another is given."""
    column = table.column(key)
    return area(table.first if first < 0 else first, column, last, column, table.sheet)


def _across(one: MatrixRow) -> float:
    return float(one.probability or 0)


def _up(one: MatrixRow) -> float:
    return float(one.combined_harm_unrounded or 0)


def _says(matrix: Matrix, at: ChartPlan) -> str:
    """The chart for those who do not see it: who is High and Medium, and who is nearest to another band."""
    told = [f"Points of {len(at.shown)} crime types: probability across, unrounded combined harm up."]
    for band in (RiskBand.HIGH, RiskBand.MEDIUM):
        names = [f"{one.name} ({in_words(one.probability or 0)} x {in_words(one.combined_harm_unrounded or 0)})"
                 for one in at.shown if one.risk_band is band]
        told.append(f"{band}: {listed(names)}." if names else f"{band}: none.")
    return " ".join([*told, f"Lines show where High ({in_words(matrix.thresholds.high)}) and Medium "
                            f"({in_words(matrix.thresholds.medium)}) begin."])
