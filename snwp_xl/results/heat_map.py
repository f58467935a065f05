"""Heat map: probability across, combined harm down, each crime type by name in its cell; below it the same as points."""

from __future__ import annotations

from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow
from snwp_xl.results import page
from snwp_xl.results.heat_chart import ChartPlan, chart_plan, chart_rows, draw_chart
from snwp_xl.results.heat_grid import (
    PLACE_STEP,
    Grid,
    Harms,
    band_formula,
    band_words,
    cell_words,
    grid_of,
    hand_mark,
    harm_words,
    label,
    shortened_names,
)
from snwp_xl.results.plan import HEAD_ROW, HEAT_MAP, NONE, NOT_SCORED, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.results.tables import otherwise
from snwp_xl.sheets import Content, Formula, Sheet, cell
from snwp_xl.theme import BAND_ROLES, PALE_BAND_ROLES

MOST_LIVE = 60  # crime types; with more, formulas get longer than is good for a workbook
FIRST_WIDTH, ALL_WIDTHS, LEAST_WIDTH = 16, 166, 15
HEAD_POINTS = 120  # height of what stands over the map
LEAST_SCALE = 55  # percent: smaller cannot be read
LEAST_LINES = 2  # of a row: room for a name that moves there
NOT_ON_MAP = " crime types are on the map. Those without a probability or a combined harm are not assessed."


@dataclass(frozen=True, slots=True)
class HeatPlan:
    """Where the parts of the sheet stand, one below the other."""

    grid: Grid
    map: TablePlan
    places: TablePlan
    chart: ChartPlan
    live: bool  # the map's cells are formulas


def heat_plan(matrix: Matrix) -> HeatPlan:
    """The places on the sheet of a matrix's heat map."""
    grid = grid_of(matrix)
    width = max(LEAST_WIDTH, (ALL_WIDTHS - FIRST_WIDTH) / len(grid.columns))
    map_ = TablePlan("HeatMap", HEAT_MAP, (
        Column("harm", "Combined harm", FIRST_WIDTH, "cell centre strong"),
        *(Column(_key(one), f"Probability {one}", width, "cell wrap") for one in grid.columns)), len(grid.rows))
    chart_row = map_.last + 2
    places = TablePlan("HeatMapPlaces", HEAT_MAP, (
        Column("number", "Number", 0, "cell centre"), Column("name", "Crime type", 0, "cell wrap"),
        Column("probability", "Probability", 0, "cell centre"), Column("harm", "Combined harm", 0, "cell centre"),
        Column("place", "Place on the map", 0, "cell centre"), Column("label", "Name on the map", 0, "cell wrap")),
        len(matrix.rows), head=chart_row + chart_rows(matrix) + 2)
    return HeatPlan(grid, map_, places, chart_plan(matrix, chart_row, places.last + 3), len(matrix.rows) <= MOST_LIVE)


def _key(probability: int) -> str:
    return f"probability:{probability}"


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The map, live where Excel can hold it, the chart below it, and the tables that both are drawn from."""
    at, matrix = heat_plan(report.matrix), report.matrix
    live = "The map is live." if at.live else f"With more than {MOST_LIVE} crime types the map is as calculated; Risk matrix is live."
    page.head(sheet, report, "Heat map", (
        "Probability across, combined harm down: the highest risk at the top right. Each cell says its band, and the crime types in it.",
        f"{live} The chart below it is as calculated." if at.chart.shown else live))
    sheet.put(HEAD_ROW - 1, 0, _count(at, matrix), "line")
    at.map.start(sheet, filters=False)
    heights = [_map_row(sheet, row, harms, at, matrix, plan) for row, harms in enumerate(at.grid.rows, start=at.map.first)]
    first, last = at.map.box(_key(at.grid.columns[0]))[:2], at.map.box(_key(at.grid.columns[-1]))[2:]
    page.colour(sheet, (*first, *last), PALE_BAND_ROLES)
    page.colour_first_line(sheet, (*first, *last), BAND_ROLES)
    wide = sum(column.width for column in at.map.columns)
    draw_chart(sheet, matrix, at.grid, at.chart, wide)
    _places(sheet, at, matrix, plan)
    sheet.freeze(at.map.first, 1)
    scale = _scale(wide, sum(heights))
    several = scale * (sum(heights) + HEAD_POINTS) > 100 * page.LANDSCAPE_POINTS  # pages for the map
    sheet.page(repeat=(at.map.head, at.map.head) if several else None, scale=scale)
    sheet.pages(at.places.head - 2, len(at.grid.columns), (at.chart.row - 1,) if at.chart.shown else ())


def _scale(wide: float, high: float) -> int:
    """The percent at which the map fits a page, or its width alone where the whole would be too small to read."""
    across, whole = 100 * page.WHOLE_LANDSCAPE / wide, 100 * page.LANDSCAPE_POINTS / (high + HEAD_POINTS)
    return int(min(100, across, whole if whole >= LEAST_SCALE else across))


def _map_row(sheet: Sheet, row: int, harms: Harms, at: HeatPlan, matrix: Matrix, plan: Plan) -> float:
    """A row of harm: a cell for each probability. Gives its height."""
    cells: dict[str, Content] = {"harm": harm_words(harms)}
    texts = {}
    for probability in at.grid.columns:
        number = at.grid.number(probability, harms[0])
        band = band_words(matrix.thresholds, probability, harms)
        inside = [one for one in (matrix.rows if at.live else matrix.ranked()) if at.grid.place(one) == number]
        names = [label(one, at.grid) if at.live or band not in BAND_ROLES else f"{one.name}{hand_mark(one)}" for one in inside]
        words = cell_words(band, names if at.live else shortened_names(names))
        texts[at.map.column(_key(probability))] = words
        cells[_key(probability)] = Formula(_cell_formula(at, probability, harms, number, plan), words) if at.live else words
    at.map.put(sheet, row, cells)
    return sheet.fit(row, texts, least=LEAST_LINES)


def _cell_formula(at: HeatPlan, probability: int, harms: Harms, number: int, plan: Plan) -> str:
    """The band, then each crime type that stands here on a line of its own."""
    place, name = at.places.column("place"), at.places.column("label")
    rows = range(at.places.first, at.places.first + at.places.rows)
    names = "".join(f'&IF({cell(row, place, fixed=True)}={number},CHAR(10)&{cell(row, name, fixed=True)},"")' for row in rows)
    return f"={band_formula(plan.settings['high'], plan.settings['medium'], probability, harms)}{names}"


def _places(sheet: Sheet, at: HeatPlan, matrix: Matrix, plan: Plan) -> None:
    """The table from which the map takes its names: where each crime type stands now."""
    table, grid = at.places, at.grid
    sheet.put(table.head - 1, 0, "What the map is drawn from", "subheading")
    table.start(sheet, widths=False, filters=False)
    for row, one in enumerate(matrix.rows, start=table.first):
        number, probability, harm = (table.own(key, row) for key in ("number", "probability", "harm"))
        place = f"{probability}*{PLACE_STEP}+INT(({harm}-{grid.lowest})/{grid.step})"
        band = f'&", "&{plan.risk.at("band", number)}' if grid.step > 1 else ""
        hand = f'&"{hand_mark(one)}"' if one.by_hand else ""
        table.put(sheet, row, {
            "number": one.crime_type.number, "name": one.name,
            "probability": Formula(f"={plan.probability.at('probability', number)}", otherwise(one.probability, NONE)),
            "harm": Formula(f"={plan.harm.at('combined', number)}", _harm(one)),
            "place": Formula(f'=IF(AND(ISNUMBER({probability}),ISNUMBER({harm})),{place},"{NONE}")', otherwise(grid.place(one), NONE)),
            "label": Formula(f"={table.own('name', row)}{band}{hand}", label(one, grid))})
        sheet.fit(row, {table.column("name"): one.name, table.column("label"): label(one, grid)})


def _count(at: HeatPlan, matrix: Matrix) -> Formula | str:
    """How many crime types the map shows: a setting changed here may move one off it."""
    shown = sum(at.grid.place(one) is not None for one in matrix.rows)
    words = f" of {len(matrix.rows)}{NOT_ON_MAP}"
    if not at.live:
        return f"{shown}{words}"
    probability, harm = (at.places.all(key, here=True) for key in ("probability", "harm"))
    inside = "+".join(
        f'COUNTIFS({probability},{column},{harm},">={at.grid.lowest}",{harm},"<={at.grid.highest}")' for column in at.grid.columns)
    return Formula(f'=({inside})&"{words}"', f"{shown}{words}")


def _harm(one: MatrixRow) -> int | str:
    return NOT_SCORED if one.combined_harm is None else one.combined_harm
