"""Since adopted: what differs from the edition that the board adopted, cell by cell."""

from __future__ import annotations

from snwp_xl.results import page
from snwp_xl.results.plan import ADOPTED, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.results.tables import fixed_link
from snwp_xl.sheets import Sheet

SAME = "Nothing differs."


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """A row for each cell that differs, with both values and a link; as calculated."""
    adopted = report.adopted
    assert adopted is not None, "drawn only where an edition was adopted"
    page.head(sheet, report, f"Since edition {adopted.edition}, adopted by the board", (
        adopted.problem or f"Cells that differ from the adopted edition, as calculated: {len(adopted.differences)}. {adopted.file}",))
    table = TablePlan("SinceAdopted", ADOPTED, (
        Column("sheet", "Sheet", 18, "cell wrap"), Column("row", "Row", 36, "cell wrap"), Column("column", "Column", 28, "cell wrap"),
        Column("was", "Adopted", 40, "cell wrap"), Column("now", "Now", 40, "cell wrap"), Column("cell", "Cell", 10, "cell link"),
    ), len(adopted.differences))
    table.start(sheet)
    for row, one in enumerate(adopted.differences, start=table.first):
        link = fixed_link(one.sheet, one.cell, one.cell) if one.cell else None
        table.put(sheet, row, {
            "sheet": one.sheet, "row": one.row, "column": one.column, "was": one.adopted, "now": one.now, "cell": link})
        sheet.fit(row, {1: one.row, 2: one.column, 3: one.adopted, 4: one.now})
    if not adopted.differences:
        table.put(sheet, table.first, {"sheet": "None", "row": adopted.problem or SAME})
    page.finish(sheet, table, names="row")
