"""Where the control charts and their numbers stand: the part of the plan that depends on which crime types have a chart."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.control.chart import YEAR, Chart
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.results.plan import CHART_DATA, CHARTS, HEAD_ROW, Column, TablePlan
from snwp_xl.sheets import area

TILES_ACROSS, TILES_DOWN = 5, 4  # small charts on a printed page
TILES_FIRST = HEAD_ROW  # row of the first small charts
BLOCK_HEADING, BLOCK_SAYS, BLOCK_LIMITS, BLOCK_TABLE = range(4)  # rows of a crime type's block, from its first
BLOCK_ROWS = BLOCK_TABLE + 1 + YEAR + 1  # the table's headings, its months, and a row of air


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """Where everything stands on the sheets Control charts and Chart data."""

    charts: tuple[tuple[int, Chart], ...]  # crime type number and chart, in the assessment's order; only those that are drawn
    reasons: int  # lines on crime types without a chart
    data: TablePlan

    @property
    def tile_rows(self) -> int:
        """Rows of small charts."""
        return -(-len(self.charts) // TILES_ACROSS)

    @property
    def reasons_first(self) -> int:
        """The row of the heading over the crime types without a chart."""
        return TILES_FIRST + self.tile_rows

    @property
    def blocks_first(self) -> int:
        """The row where the large charts start."""
        return self.reasons_first + (self.reasons + 2 if self.reasons else 1)

    @property
    def last_row(self) -> int:
        """The last row that is printed."""
        return max(self.blocks_first + len(self.charts) * BLOCK_ROWS - 1, HEAD_ROW)

    def block(self, place: int) -> int:
        """The first row of the block of the chart at a place, from 0."""
        return self.blocks_first + place * BLOCK_ROWS

    def season(self, place: int) -> TablePlan:
        """The table of the same months last year beside a large chart."""
        number, _ = self.charts[place]
        return TablePlan(f"Season{number}", CHARTS, (
            Column("month", "Month", 7.29, "cell month small"), Column("count", "Count", 7.29, "cell whole right small"),
            Column("before", "Year before", 7.29, "cell whole right small"), Column("change", "Change", 7.29, "cell signed right small"),
        ), YEAR, head=self.block(place) + BLOCK_TABLE, left=1)

    def cells(self, place: int, key: str) -> str:
        """The cells of a chart's column on Chart data."""
        months = len(self.charts[place][1].months)
        first, column = self.data.first + place * months, self.data.column(key)
        return area(first, column, first + months - 1, column, CHART_DATA)


def chart_plan_of(matrix: Matrix, reasons: int) -> ChartPlan:
    """The places of a matrix's charts, with so many lines on crime types that have none."""
    charts = drawn(matrix)
    rows = sum(len(chart.months) for _, chart in charts)
    return ChartPlan(charts, reasons, TablePlan("ChartData", CHART_DATA, _columns([chart for _, chart in charts]), rows))


def drawn(matrix: Matrix) -> tuple[tuple[int, Chart], ...]:
    """The charts with at least one count, by crime type number."""
    numbers = (one.crime_type.number for one in matrix.rows)
    return tuple((number, matrix.charts[number]) for number in numbers if number in matrix.charts and matrix.charts[number].segments)


def line_key(name: str, back: int) -> str:
    """The column of a limit line in the segment so many recording changes before the latest."""
    return f"{name}:{back}"


def _columns(charts: Sequence[Chart]) -> tuple[Column, ...]:
    most = max((len(chart.segments) for chart in charts), default=1)
    lines = [
        Column(line_key(key, back), heading + _earlier(back), 11, "cell one right")
        for back in range(most) for key, heading in (("mean", "Mean"), ("upper", "Upper limit"), ("lower", "Lower limit"))]
    return (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 30, "cell"), Column("month", "Month", 11, "cell month"),
        Column("count", "Count", 9, "cell whole right"), *lines,
        Column("upper_two", "Upper two-sigma line", 11, "cell one right"),
        Column("lower_two", "Lower two-sigma line", 11, "cell one right"),
        Column("high", "High signal", 9, "cell whole right"), Column("low", "Low signal", 9, "cell whole right"),
        Column("event", "Known event", 9, "cell whole right"),
        Column("change", "Recording changed: top of the mark", 13, "cell whole right"))


def _earlier(back: int) -> str:
    if not back:
        return ""
    return " before the change" if back == 1 else f" {back} changes before"
