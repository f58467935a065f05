"""What would change it: how firmly each crime type stands, what one change at a time does, other rules and agencies left out."""

from __future__ import annotations

from collections.abc import Callable

from snwp_xl.analysis import Kind, Outcome, RowSensitivity
from snwp_xl.analysis.scenario import outcomes
from snwp_xl.analysis.words import chance
from snwp_xl.model import RiskBand
from snwp_xl.phrases import capital
from snwp_xl.results import page
from snwp_xl.results.plan import CHANGES, HEAD_ROW, NONE, NOT_RANKED, ONE_CHANGE, OTHERWISE, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Content, Sheet, cell

CHANGED = ", changed"
NOW = "as it is"
NUMBER, NAME = Column("number", "Number", 8, "cell centre"), Column("name", "Crime type", 34, "cell wrap")
NONE_MISSING = "None missing"
OUTCOME_WIDTH = 13
ROWS_ON_A_PAGE = 22  # of a table that starts one
ONE_LEVEL = (
    "As calculated. One level off: each score independently one lower, the same or one higher, a third each, held at 1 and the highest "
    "score; worked out exactly.",
    "A score held at 1 can only rise, so crime types with many scores of 1 lean upwards; those with many of the highest lean downwards.",
)


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The sentences, then for each crime type what is still open, the chances one level off, the smallest change and remarks."""
    made = report.analysis.sensitivity
    columns = (
        NUMBER, NAME, Column("band", "Risk band", 13, "cell centre"), Column("rank", "Rank", 8, "cell centre"),
        Column("open", "With the scores not received", 24, "cell wrap"),
        Column("high", "High, one level off", 10, "cell wholepercent right"),
        Column("medium", "Medium, one level off", 10, "cell wholepercent right"),
        Column("low", "Low, one level off", 10, "cell wholepercent right"), Column("ranks", "Rank, one level off", 11, "cell centre"),
        Column("smallest", "Smallest change in scores that gives a different band", 57, "cell wrap"),
        Column("remarks", "Close", 32, "cell wrap"))
    sheet.widths([column.width for column in columns])
    page.head(sheet, report, CHANGES, ONE_LEVEL)
    table = TablePlan("WhatWouldChangeIt", CHANGES, columns, len(made.rows), head=page.told(sheet, 4, made.sentences, columns))
    table.start(sheet)
    ranked = {row.crime_type.number: place for place, row in enumerate(report.matrix.ranked())}
    for row, one in enumerate(sorted(made.rows, key=lambda one: ranked[one.row.crime_type.number]), start=table.first):
        values = _standing(one)
        table.put(sheet, row, values)
        sheet.fit(row, {table.column(key): text for key, text in values.items() if isinstance(text, str)})
    page.bands(sheet, table)
    page.finish(sheet, table)


def _standing(one: RowSensitivity) -> dict[str, Content]:
    row, off = one.row, one.one_level_off
    ranks = NONE if off.ranks is None else f"{off.ranks[0]} to {off.ranks[1]}" if off.ranks[0] != off.ranks[1] else str(off.ranks[0])
    chances: dict[str, Content] = {
        key: NONE if off.ranks is None else _chance(off.chance_of(band))
        for key, band in (("high", RiskBand.HIGH), ("medium", RiskBand.MEDIUM), ("low", RiskBand.LOW))}
    return {
        "number": row.crime_type.number, "name": row.name, "band": row.risk_band.value,
        "rank": NOT_RANKED if row.rank is None else row.rank, "open": capital(one.open_words) or NONE_MISSING, **chances,
        "ranks": ranks,
        "smallest": one.flip.words, "remarks": " ".join(one.remarks) or NONE}


def _chance(share: float) -> float | str:
    """The number, or in words a chance that would round to a certainty that is not there."""
    words = chance(share)
    return share if words[0].isdigit() else words


def draw_single(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Each single change of rule, agency, threshold and probability, and the bands that it moves."""
    page.head(sheet, report, ONE_CHANGE, (
        "As calculated. One thing is changed at a time: a different rule, one agency fewer, a threshold five points lower or higher, "
        "one number of the probability matrix one lower or higher.",
        "An agency left out counts as one closed without a return. A change to the highest probability moves the thresholds too."))
    scenarios = report.analysis.sensitivity.scenarios
    table = TablePlan("OneChange", ONE_CHANGE, (
        Column("line", "Line", 7, "cell centre"), Column("kind", "What is changed", 20, "cell wrap"),
        Column("label", "To what", 44, "cell wrap strong"), Column("bands", "Bands that change", 11, "cell centre"),
        Column("words", "In words", 92, "cell wrap")), len(scenarios))
    table.start(sheet)
    for row, one in enumerate(scenarios, start=table.first):
        label, words = capital(one.label), one.words
        table.put(sheet, row, {
            "line": row - table.head, "kind": str(one.kind), "label": label, "bands": len(one.band_changes), "words": words})
        sheet.fit(row, {table.column("label"): label, table.column("words"): words})
    sheet.when(table.box("bands"), f"={table.own('bands', table.first)}>0", "doubt")
    page.finish(sheet, table, names="label")


def draw_otherwise(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Each crime type under the other rules and without each agency: its rank and band, then its rank by combined harm."""
    page.head(sheet, report, OTHERWISE, (
        "As calculated: rank and risk band of each crime type under the other rules, and without each agency.",
        f"{CHANGED.lstrip(', ').capitalize()}: a different band from now. Below, the rank by combined harm alone."))
    first = _outcomes(sheet, report, "RankAndBand", HEAD_ROW, _rank_and_band)
    sheet.put(first.last + 2, 0, "Rank by combined harm", "subheading")
    second = _outcomes(sheet, report, "RankByHarm", first.last + 3, lambda _, new: _or_not_ranked(new.harm_rank))
    top, left, bottom, right = first.box(NOW, first.columns[-1].key)
    sheet.when((top, left, bottom, right), f'=ISNUMBER(SEARCH("{CHANGED}",{cell(top, left)}))', "doubt")
    sheet.freeze(first.first, 2)
    repeated = first.head if first.rows > ROWS_ON_A_PAGE else second.head  # only pages after a row repeat it: not above its own table
    page.finish(sheet, second, freeze=False, breaks=(first.last + 2,), head=repeated)


def _outcomes(sheet: Sheet, report: Report, name: str, head: int, told: Callable[[Outcome, Outcome], Content]) -> TablePlan:
    """A row for each crime type, highest risk first, and a column for each other rule and each agency left out."""
    made = report.analysis.sensitivity
    scenarios = [*made.of(Kind.RULE), *made.of(Kind.AGENCY)]
    table = TablePlan(name, OTHERWISE, (
        NUMBER, NAME, Column(NOW, "As it is", OUTCOME_WIDTH, "cell wrap strong"),
        *(Column(str(i), capital(one.label), OUTCOME_WIDTH, "cell wrap") for i, one in enumerate(scenarios))),
        len(report.matrix.rows), head=head)
    table.start(sheet)
    before = {one.crime_type: one for one in outcomes(report.matrix)}
    after = [{one.crime_type: one for one in scenario.after} for scenario in scenarios]
    for row, number in enumerate((one.crime_type.number for one in report.matrix.ranked()), start=table.first):
        old = before[number]
        values: dict[str, Content] = {str(i): told(old, new[number]) for i, new in enumerate(after)}
        table.put(sheet, row, {"number": number, "name": old.name, NOW: told(old, old), **values})
        sheet.fit(row, {table.column("name"): old.name, **{table.column(key): str(text) for key, text in values.items()}})
    return table


def _rank_and_band(old: Outcome, new: Outcome) -> str:
    if new.rank is None:
        return f"{new.band}{CHANGED if new.band is not old.band else ''}"
    return f"{new.rank} {new.band}{CHANGED if new.band is not old.band else ''}"


def _or_not_ranked(rank: int | None) -> int | str:
    return NOT_RANKED if rank is None else rank
