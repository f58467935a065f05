"""Agreement: how far the agencies' scores go together, agency by agency, factor by factor, crime type by crime type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from snwp_xl.analysis import AgencyView, Scenario, Spread
from snwp_xl.phrases import listed
from snwp_xl.results import page
from snwp_xl.results.plan import AGREEMENT, NONE, NOT_RANKED, NOT_SCORED, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.results.tables import otherwise
from snwp_xl.sheets import Content, Sheet

NUMBER, NAME = Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 34, "cell wrap")
NOT_TOLD = "Cannot be judged"
WIDTHS = (9, 34, 12, 12, 12, 12, 40, 40)
WORDS = (
    "As calculated. Agencies may differ for good reasons: each sees harm from its own side. Where they differ, ask why before you decide.",
)
MOST_NAMED = 5  # agencies in a cell; more are counted
BETWEEN = 3  # rows from the end of a table to the headings of the next
BY_AGENCY = (
    Column("number", "Agency", style="cell centre"), Column("name", "Name", style="cell wrap strong"),
    Column("scored", "Crime types scored", style="cell centre"),
    Column("order", "Rank correlation with the others", style="cell centre two"),
    Column("without", "Kendall's W without it", style="cell centre two"), Column("most", "Given most often", style="cell centre"),
    Column("words", "In words", style="cell wrap"))
BY_FACTOR = (
    Column("number", "Place", style="cell centre"), Column("name", "Factor", style="cell wrap strong"),
    Column("apart", "Levels apart on average", style="cell centre two"))
WITHOUT = (
    NUMBER, NAME, Column("harm", "Combined harm", style="cell centre"), Column("harm_then", "Without", style="cell centre"),
    Column("rank", "Rank", style="cell centre"), Column("rank_then", "Rank without", style="cell centre"),
    Column("band", "Risk band", style="cell wrap"), Column("band_then", "Risk band without", style="cell wrap"))
BY_CRIME_TYPE = (
    NUMBER, NAME, Column("lowest", "Lowest harm score", style="cell centre"), Column("highest", "Highest", style="cell centre"),
    Column("apart", "Apart", style="cell centre"), Column("scored", "Agencies compared", style="cell centre"),
    Column("low", "Lowest from", style="cell wrap"), Column("high", "Highest from", style="cell wrap"))
Rows = Iterable[dict[str, Content]]


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The sentences, then tables of agencies, factors, the matrix without agencies of one answer, and crime types."""
    made, without = report.analysis.agreement, report.analysis.without_one_answer
    sheet.widths(WIDTHS)
    page.head(sheet, report, AGREEMENT, WORDS)
    head = page.told(sheet, 3, made.sentences, tuple(Column("", "", width) for width in WIDTHS))
    agencies = _table(sheet, head, "Agencies", "AgreementByAgency", BY_AGENCY, _agencies(made.agencies))
    factors = _table(sheet, agencies.last + BETWEEN, "Factors, the widest apart first", "AgreementByFactor", BY_FACTOR, [
        {"number": i, "name": one.factor, "apart": one.mean_width} for i, one in enumerate(made.factors, start=1)])
    last, breaks = factors, [factors.last + BETWEEN - 1]
    if without:
        heading = f"The matrix {without.label}: one answer on more than half of the crime types"
        last = _table(sheet, last.last + BETWEEN, heading, "AgreementWithout", WITHOUT, _without(without))
        breaks.append(last.last + BETWEEN - 1)
    last = _table(sheet, last.last + BETWEEN, "Crime types, the widest apart first", "AgreementByCrimeType", BY_CRIME_TYPE,
                  _spreads(report, made.spreads), filters=True)
    sheet.freeze(0, 2)
    page.finish(sheet, last, freeze=False, breaks=breaks)


def _table(
    sheet: Sheet, head: int, heading: str, name: str, columns: Sequence[Column], rows: Rows, *, filters: bool = False
) -> TablePlan:
    """A heading and a table below it, in the widths of the sheet."""
    given = list(rows)
    table = TablePlan(name, AGREEMENT, tuple(columns), len(given), head=head)
    sheet.put(head - 1, 0, heading, "subheading")
    table.start(sheet, widths=False, filters=filters)
    for row, values in enumerate(given, start=table.first):
        table.put(sheet, row, values)
        sheet.fit(row, {table.column(key): text for key, text in values.items() if isinstance(text, str)})
    if not given:
        table.put(sheet, table.first, {"name": NONE})
    return table


def _agencies(views: Iterable[AgencyView]) -> Rows:
    for i, one in enumerate(views, start=1):
        most = f"{one.commonest}: {one.commonest_count} times" if one.commonest is not None else NONE
        yield {
            "number": i, "name": one.agency, "scored": one.scored, "order": NOT_TOLD if one.correlation is None else one.correlation,
            "without": NOT_TOLD if one.w_without is None else one.w_without, "most": most, "words": one.words}


def _without(scenario: Scenario) -> Rows:
    """The matrix with and without the agencies that gave one answer nearly everywhere."""
    for old, new in zip(scenario.before, scenario.after, strict=True):
        yield {
            "number": old.crime_type, "name": old.name,
            "harm": otherwise(old.combined_harm, NOT_SCORED), "harm_then": otherwise(new.combined_harm, NOT_SCORED),
            "rank": otherwise(old.rank, NOT_RANKED), "rank_then": otherwise(new.rank, NOT_RANKED), "band": old.band.value,
            "band_then": new.band.value if new.band is old.band else f"{new.band}, changed"}


def _spreads(report: Report, spreads: Iterable[Spread]) -> Rows:
    scored = {row.crime_type.number: row.scored_by for row in report.matrix.rows}
    for one in spreads:
        yield {
            "number": one.crime_type, "name": one.name, "lowest": one.lowest, "highest": one.highest, "apart": one.width,
            "scored": scored[one.crime_type], "low": _who(one.lowest_by), "high": _who(one.highest_by)}


def _who(names: Sequence[str]) -> str:
    """Who gave a score; many are counted."""
    return listed(names) if len(names) <= MOST_NAMED else f"{listed(names[:MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"
