"""Since last year, Agencies since last year and Last year: what moved, live from last year's numbers and this year's tables."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from snwp_xl.analysis import Move, SinceLastYear, since_last_year
from snwp_xl.frozen import dataclass
from snwp_xl.locate import plain
from snwp_xl.matrix import MatrixRow
from snwp_xl.model import LastYear, Match
from snwp_xl.results import page
from snwp_xl.results.plan import (
    AGENCIES_SINCE,
    LAST_YEAR,
    NONE,
    NOT_RANKED,
    SINCE,
    Column,
    Plan,
    TablePlan,
    agency_key,
)
from snwp_xl.results.report import Report
from snwp_xl.results.tables import otherwise
from snwp_xl.sheets import Formula, Sheet, cell, quoted

TYPED = "typed in the set-up"
GONE, OPEN, UNKNOWN = "Gone", "Not matched", "Not known"
NEW = "New: nothing from last year is matched with it."
OTHER_SCALE = "Not compared: last year an agency's harm score had a different highest value, so a difference would mean nothing."
HIGHEST = (("highest_harm", "Last year's highest combined harm"), ("highest_possible", "Last year's highest possible risk score"))


@dataclass(frozen=True, slots=True)
class Years:
    """Both years' places on the sheets."""

    report: Report
    plan: Plan
    since: SinceLastYear
    last: TablePlan
    highest: Mapping[str, str]  # last year's, this year's in the plan's settings


def years_of(report: Report, plan: Plan) -> Years:
    """The places of a report that has something of last year."""
    since = since_last_year(report.matrix)
    assert since is not None, "drawn only where something of last year was given"
    rows = report.assessment.last_year
    last = TablePlan("LastYear", LAST_YEAR, (
        Column("place", "Row", 7, "cell centre"), Column("number", "Number now", 9, "cell centre"),
        Column("name", "Last year's crime type", 34, "cell wrap"), Column("now", "This year's crime type", 34, "cell wrap"),
        Column("match", "Matched", 18, "cell wrap"), Column("harm", "Combined harm", 11, "cell centre"),
        Column("harm_share", "Of the highest combined harm", 13, "cell centre percent"),
        Column("probability", "Probability", 12, "cell centre"), Column("risk", "Risk score", 9, "cell centre"),
        Column("risk_share", "Of the highest possible risk", 13, "cell centre percent"), Column("band", "Risk band", 13, "cell centre"),
        Column("rank", "Rank", 11, "cell centre"),
        *(Column(_then(i), f"Harm score: {name}", 13, "cell centre") for i, name in enumerate(_agencies(rows))),
    ), len(rows))
    at = {key: f"{quoted(LAST_YEAR)}!{cell(last.last + 3 + i, 3, fixed=True)}" for i, (key, _) in enumerate(HIGHEST)}
    return Years(report, plan, since, last, at)


def _agencies(rows: tuple[LastYear, ...]) -> tuple[str, ...]:
    """The agencies with harm scores last year, as they were written first."""
    return tuple({plain(name): name for one in rows for name, _ in one.harm_scores}.values())


def _then(number: int) -> str:
    return f"then:{number}"


# --- Since last year --------------------------------------------------------------------------------------------------------


def draw_since(sheet: Sheet, report: Report, plan: Plan) -> None:
    """A row for each crime type of this year: how it stood in both years, and what moved."""
    years = years_of(report, plan)
    of = f" {years.since.name}" if years.since.name else ""
    page.head(sheet, report, SINCE, (
        f"This year beside last year{of}. Risk and harm are percentages of each year's highest possible, so that a different scale, rule "
        "or number of agencies does not look like a change.",
        years.since.counted,
        f"The words are as calculated. Last year's numbers, and how each crime type was matched, are on the sheet {LAST_YEAR}."))
    table = _since_plan(len(report.matrix.rows))
    table.start(sheet)
    moves = {one.crime_type: one for one in years.since.moves}
    merged = dict(years.since.merged)
    for row, one in enumerate(report.matrix.rows, start=table.first):
        number, name = one.crime_type.number, one.name
        move = moves.get(number)
        words = move.words if move else f"Not compared: {' and '.join(merged[name])} are matched with it." if name in merged else NEW
        values: dict[str, object] = {"number": number, "name": name, "words": words, "match": move.match.value if move else NONE}
        values |= {column.key: NONE for column in table.columns if column.key not in values}
        values |= _now(table, row, one, years) | (_moved(table, row, move, years) if move else {})
        table.put(sheet, row, values)
        sheet.fit(row, {table.column("name"): name, table.column("words"): words})
    for key in ("band_before", "band_now"):
        page.bands(sheet, table, key)
    page.finish(sheet, table)


def _since_plan(rows: int) -> TablePlan:
    percent, points = "cell centre percent", "cell centre signedpercent"
    return TablePlan("SinceLastYear", SINCE, (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 32, "cell wrap strong"),
        Column("band_before", "Band last year", 13, "cell centre"), Column("band_now", "Band now", 13, "cell centre"),
        Column("rank_before", "Rank last year", 11, "cell centre"), Column("rank_now", "Rank now", 11, "cell centre"),
        Column("rank_move", "Places up", 9, "cell centre signed"),
        Column("risk_share_before", "Risk last year", 10, percent), Column("risk_share_now", "Risk now", 10, percent),
        Column("risk_share_move", "Change of risk, points", 10, points),
        Column("harm_share_before", "Harm last year", 10, percent), Column("harm_share_now", "Harm now", 10, percent),
        Column("harm_share_move", "Change of harm, points", 10, points),
        Column("probability_before", "Probability last year", 12, "cell centre"),
        Column("probability_now", "Probability now", 12, "cell centre"),
        Column("probability_move", "Change of probability", 12, "cell centre signed"),
        Column("words", "What moved", 42, "cell wrap"), Column("match", "Matched", 14, "cell wrap"),
    ), rows)


def _now(table: TablePlan, row: int, one: MatrixRow, years: Years) -> dict[str, object]:
    """How the crime type stands this year, live."""
    plan, number, most = years.plan, table.own("number", row), years.report.matrix.thresholds
    cells: dict[str, object] = {
        "band_now": Formula(f"={plan.risk.at('band', number)}", one.risk_band),
        "rank_now": Formula(f"={plan.risk.at('rank', number)}", otherwise(one.rank, NOT_RANKED)),
        "probability_now": Formula(f"={plan.risk.at('probability', number)}", otherwise(one.probability, NONE))}
    shares = (
        ("risk", one.risk_score, most.highest_possible, "highest_possible"), ("harm", one.combined_harm, most.highest_harm, "highest_harm"))
    for key, value, highest, at in shares:
        found = plan.risk.at(key, number)
        share = f'=IF(ISNUMBER({found}),{found}/{plan.settings[at]},"{NONE}")'
        cells[f"{key}_share_now"] = Formula(share, NONE if value is None else value / highest)
    return cells


def _moved(table: TablePlan, row: int, move: Move, years: Years) -> dict[str, object]:
    """How the crime type stood last year, and the differences, live."""
    number = table.own("number", row)
    cells: dict[str, object] = {"band_before": Formula(f"={years.last.at('band', number)}", otherwise(move.before.band, UNKNOWN))}
    for key in ("rank", "probability", "risk_share", "harm_share"):
        before, now = getattr(move.before, key), getattr(move.now, key)
        cells[f"{key}_before"] = Formula(f"={years.last.at(key, number)}", otherwise(before, NOT_RANKED if key == "rank" else NONE))
        first, second = (table.own(f"{key}_{when}", row) for when in ("before", "now"))
        up, down = (first, second) if key == "rank" else (second, first)  # a lower rank is a rise
        moved: Fraction | int | None = None if before is None or now is None else (before - now if key == "rank" else now - before)
        both = f"AND(ISNUMBER({first}),ISNUMBER({second}))"
        cells[f"{key}_move"] = Formula(f'=IF({both},{up}-{down},"{NONE}")', otherwise(moved, NONE))
    return cells


# --- Agencies since last year -----------------------------------------------------------------------------------------------


def draw_agencies(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Crime types down, agencies across: by how much each agency's own harm score changed."""
    years = years_of(report, plan)
    page.head(sheet, report, AGENCIES_SINCE, (
        OTHER_SCALE if years.since.other_scale else
        "Each agency's own harm score now, less its own last year. It is for the agency to say why; a change is not an error.",
        f"{NONE}: the agency has no harm score in one of the years, or the crime type is not compared."))
    asked = report.assessment.agencies
    table = TablePlan("AgenciesSince", AGENCIES_SINCE, (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 34, "cell wrap strong"),
        *(Column(agency_key(one.number), one.name, 13, "cell centre signed") for one in asked)), len(report.matrix.rows))
    table.start(sheet)
    compared = {one.crime_type for one in years.since.moves}
    then = {plain(name): i for i, name in enumerate(_agencies(report.assessment.last_year))}
    scores = {plain(one.agency): one.scores for one in years.since.agencies}
    for row, one in enumerate(report.matrix.rows, start=table.first):
        number, values = table.own("number", row), dict[str, object]()
        for agency in asked:
            key = plain(agency.name)
            both = scores.get(key, {}).get(one.crime_type.number)
            if key not in then or years.since.other_scale or one.crime_type.number not in compared:
                values[agency_key(agency.number)] = NONE
                continue
            now, before = plan.harm.at(agency_key(agency.number), number), years.last.at(_then(then[key]), number)
            change = f'=IF(AND(ISNUMBER({now}),ISNUMBER({before})),{now}-{before},"{NONE}")'
            values[agency_key(agency.number)] = Formula(change, NONE if both is None else both[1] - both[0])
        table.put(sheet, row, {"number": one.crime_type.number, "name": one.name, **values})
        sheet.fit(row, {table.column("name"): one.name})
    page.finish(sheet, table)


# --- Last year --------------------------------------------------------------------------------------------------------------


def draw_last_year(sheet: Sheet, report: Report, plan: Plan) -> None:
    """A row for each crime type of last year as it was given, and what it is matched with."""
    years, rows = years_of(report, plan), report.assessment.last_year
    of = report.assessment.last_year_results
    page.head(sheet, report, LAST_YEAR, (
        f"Last year's numbers, from {of.file} ({of.name}) and as {TYPED}." if of else f"Last year's numbers, as {TYPED}.",
        f"Matched by the officer on the set-up's sheet {LAST_YEAR}, or because both years use the same name; never by guesswork. "
        f"{OPEN}: the officer has still to say what became of it.",
        f"The rank is among the {years.since.ranked} crime types that have a risk score here."))
    table = years.last
    table.start(sheet)
    names = {one.number: one.name for one in report.assessment.crime_types}
    once = len({plain(one.name) for one in rows}) == len(rows)
    for row, one in enumerate(rows, start=table.first):
        number = one.crime_type if _compared(one, years.since) else None
        values = _of_last_year(row, one, years, live_rank=once)
        table.put(sheet, row, {"place": row - table.head, "number": number or NONE, "now": names.get(one.crime_type or 0, NONE), **values})
        sheet.fit(row, {table.column("name"): one.name, table.column("now"): names.get(one.crime_type or 0, "")})
    page.bands(sheet, table)
    _highest(sheet, years)
    page.finish(sheet, table)
    sheet.pages(table.last + 4 + len(HIGHEST), table.column("rank"), ())


def _compared(one: LastYear, since: SinceLastYear) -> bool:
    return one.crime_type in {move.crime_type for move in since.moves}


def _of_last_year(row: int, one: LastYear, years: Years, *, live_rank: bool) -> dict[str, object]:
    table, settings = years.last, years.report.assessment.settings
    match = one.match.value if one.crime_type else OPEN if one.match is Match.NONE else GONE
    scores = {plain(name): score for name, score in one.harm_scores}
    rank = years.since.ranks[plain(one.name)]
    risk = table.own("risk", row)
    live = Formula(f'=IF(ISNUMBER({risk}),RANK({risk},{table.all("risk", here=True)}),"{NOT_RANKED}")', otherwise(rank, NOT_RANKED))
    return {
        "name": one.name, "match": match, "harm": otherwise(one.combined_harm, NONE), "probability": otherwise(one.probability, NONE),
        "risk": otherwise(one.risk_score, NONE), "band": otherwise(one.risk_band, UNKNOWN),
        "rank": live if live_rank else otherwise(rank, NOT_RANKED),
        "harm_share": _share(table.own("harm", row), years.highest["highest_harm"], one.combined_harm, settings.last_year_highest_harm),
        "risk_share": _share(risk, years.highest["highest_possible"], one.risk_score, settings.last_year_highest_possible),
        **{_then(i): otherwise(scores.get(plain(name)), NONE) for i, name in enumerate(_agencies(years.report.assessment.last_year))}}


def _share(value: str, most: str, number: int | None, highest: Fraction | None) -> Formula:
    found = NONE if number is None or not highest else number / highest
    return Formula(f'=IF(AND(ISNUMBER({value}),ISNUMBER({most})),{value}/{most},"{NONE}")', found)


def _highest(sheet: Sheet, years: Years) -> None:
    """What last year's percentages are of, below the table."""
    settings = years.report.assessment.settings
    top = years.last.last + 2
    sheet.table(top, 2, "LastYearHighest", ("Percentages are of", "Highest"), top + len(HIGHEST), filters=False, looks=["head indent"] * 2)
    values = (settings.last_year_highest_harm, settings.last_year_highest_possible)
    for row, ((_, words), value) in enumerate(zip(HIGHEST, values, strict=True), start=top + 1):
        sheet.put(row, 2, words, "cell wrap")
        sheet.put(row, 3, UNKNOWN if value is None else value, "cell left")
        sheet.fit(row, {2: words})
