"""Who spoke: every body of the partnership, whether it was asked and heard, and whose voice counts more than once."""

from __future__ import annotations

from collections.abc import Iterator

from snwp_xl.layout import NO_VIEW
from snwp_xl.model import Agency, AgencyState, day_in_words
from snwp_xl.phrases import listed
from snwp_xl.results import page
from snwp_xl.results.plan import VOICES, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Content, Sheet

ASKED, NOT_ASKED = "Yes", "Not asked"
STATE_WORDS = {
    AgencyState.COMPLETE: "Complete", AgencyState.INCOMPLETE: "Incomplete", AgencyState.UNUSABLE: "Cannot be used",
    AgencyState.MISSING: "Not received", AgencyState.DUPLICATE: "Two that differ", AgencyState.CLOSED: "Closed without a return",
}
NOTHING = "None"


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The sentences, then a row for each body; as calculated."""
    rows = [*_asked(report), *_not_asked(report)]
    columns = (
        Column("name", "Body", 34, "cell wrap strong"), Column("organisation", "Organisation", 34, "cell wrap"),
        Column("kind", "Kind", 22, "cell wrap"), Column("asked", "Asked to score", 12, "cell wrap"),
        Column("state", "Its return", 18, "cell wrap"), Column("scored", "Crime types scored", 11, "cell centre"),
        Column("no_view", NO_VIEW, 9, "cell centre"), Column("remark", "Remark", 46, "cell wrap"))
    sheet.widths([column.width for column in columns])
    page.head(sheet, report, VOICES, ("As calculated.",))
    table = TablePlan("WhoSpoke", VOICES, columns, len(rows), head=page.told(sheet, 3, report.analysis.voices.sentences, columns))
    table.start(sheet)
    for row, values in enumerate(rows, start=table.first):
        table.put(sheet, row, values)
        sheet.fit(row, {table.column(key): text for key, text in values.items() if isinstance(text, str)})
    page.finish(sheet, table)


def _asked(report: Report) -> Iterator[dict[str, Content]]:
    matrix = report.matrix
    for i, one in enumerate(matrix.assessment.agencies):
        said = [row.harm_scores[i] for row in matrix.rows]
        scored = sum(isinstance(score, int) for score in said)
        yield {
            "name": one.name, "organisation": one.organisation or one.name, "kind": str(one.kind), "asked": ASKED,
            "state": STATE_WORDS[matrix.agency_states[one.name]], "scored": scored,
            "no_view": sum(score is not None for score in said) - scored, "remark": _remark(report, one)}


def _remark(report: Report, agency: Agency) -> str:
    told = []
    if agency.closed:
        day = agency.closed.on
        when = f" on {day_in_words(day)}" if day else ""
        told.append(f"Closed{when}: {agency.closed.reason or 'no reason is given'}")
    for one in report.analysis.voices.shared:
        if agency.name in one.agencies:
            told.append(f"Same organisation as {listed([name for name in one.agencies if name != agency.name])}")
    return "; ".join(told) or NOTHING


def _not_asked(report: Report) -> Iterator[dict[str, Content]]:
    for one in report.assessment.partners_not_asked:
        yield {"name": one.name, "organisation": one.organisation or one.name, "kind": str(one.kind), "asked": NOT_ASKED,
               "state": NOT_ASKED, "scored": NOTHING, "no_view": NOTHING, "remark": NOTHING}
