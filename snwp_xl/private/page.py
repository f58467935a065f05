"""How your answers counted: one agency's scores beside the combined ones, in a workbook for that agency alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snwp_xl import layout
from snwp_xl.analysis import OwnAnswers, OwnRow
from snwp_xl.files import sha256
from snwp_xl.layout import NO_VIEW, WorkbookKind
from snwp_xl.matrix import Matrix, in_words
from snwp_xl.model import Assessment, CombiningRule, Return
from snwp_xl.phrases import listed
from snwp_xl.results.tables import Column, TablePlan, otherwise
from snwp_xl.sheets import Formula, Sheet, Workbook
from snwp_xl.theme import BAND_ROLES

SCORED = "snwp_xl scored"  # property: the mark of how many agencies scored each row that is told
COUNTED, ANSWERS = "How your answers counted", "Your answers as read"
WITHHELD, NOT_SCORED, NONE, NOT_RANKED = "Withheld", "Not scored", "None", "Not ranked"
COUNTED_WIDTHS = (8, 32, 10, 12, 12, 11, 11, 12, 10, 13, 11, 15, 13)
WIDE = sum(COUNTED_WIDTHS)
WORDS_FIRST = 6  # row of the first sentence, below title, marking and identity
WITHHELD_WORDS = (
    f"{WITHHELD}: from the combined harm, your own score and the ends of the scale, another agency's score could be worked out, or nearly. "
    "This happens where only one other agency scored a crime type, and where all the others are at the same end of the scale. "
    "Agencies in one organisation are assumed to know each other's scores.")
PRIVATE_WORDS = "This workbook is for your agency alone. Anyone who has the pages of several agencies can work out the others' scores."
RULE_WORDS = {
    CombiningRule.SUM_OVER_DIVISOR: "All agencies together is the mean of the agencies that scored, on the scale of your own harm score.",
    CombiningRule.MEAN: "All agencies together is the mean of the agencies that scored.",
    CombiningRule.MEDIAN: "All agencies together is the median of the agencies that scored. What it would be without your scores is not "
                          "shown: two medians side by side give individual scores away.",
}


def private_page(matrix: Matrix, returned: Return, answers: OwnAnswers) -> bytes:
    """The workbook of the agency that sent this return; nothing in it names another agency."""
    of = matrix.assessment
    book = Workbook(
        title=f"{COUNTED} {of.name}: {answers.agency}", author=of.partnership, day=of.dates.assessment, marking=of.marking)
    counted, as_read = book.sheet(COUNTED), book.sheet(ANSWERS)
    told = _answers_plan(of)
    _draw_counted(counted, matrix, answers, told)
    _draw_answers(as_read, matrix, answers, told)
    book.remember(SCORED, scored_by(answers))
    return book.save()


def scored_by(answers: OwnAnswers) -> str:
    """A mark of how many agencies scored each crime type, as far as the page says so; the same for the same numbers only."""
    return sha256(repr([row.scored_by for row in answers.rows]).encode())


# --- How your answers counted ------------------------------------------------------------------------------------------------


def _draw_counted(sheet: Sheet, matrix: Matrix, answers: OwnAnswers, told: TablePlan) -> None:
    sheet.widths(COUNTED_WIDTHS)
    _head(sheet, matrix, COUNTED)
    identity = (
        (layout.KIND, WorkbookKind.PRIVATE.value), (layout.ASSESSMENT, matrix.assessment.name), (layout.AGENCY, answers.agency))
    for i, (field, value) in enumerate(identity, start=2):
        sheet.across(i, 1, (field.label, value), "line")
        sheet.define(field.name, i, 2)
    row = WORDS_FIRST
    for text in sentences(matrix, answers):
        row = sheet.paragraph(row, 1, text, WIDE - COUNTED_WIDTHS[0])
    table = _counted_plan(matrix.assessment, answers, row + 1)
    table.start(sheet)
    for at, one in enumerate(answers.rows, start=table.first):
        table.put(sheet, at, _counted(table, at, one, told))
        sheet.fit(at, {1: one.name})
    for key in ("band", "band_without"):
        for word, role in BAND_ROLES.items():
            sheet.when(table.box(key), f'={table.own(key, table.first)}="{word}"', role)
    sheet.page(repeat=(table.head, table.head))


def _head(sheet: Sheet, matrix: Matrix, title: str) -> None:
    of = matrix.assessment
    sheet.put(0, 0, f"{title}: {of.name}", "title")
    sheet.row_height(0, 30)
    status = "FINAL" if matrix.status.final else "PROVISIONAL"  # without the words that name agencies
    sheet.put(1, 0, " | ".join(part for part in (of.marking, of.partnership, status) if part), "marking" if of.marking else "subtitle")


def _counted_plan(of: Assessment, answers: OwnAnswers, head: int) -> TablePlan:
    shown = " among those shown" if answers.withheld else ""
    styles = ("centre", "wrap strong", "centre", "centre one", "centre signedone", *["centre"] * 8)
    columns = (
        ("number", "Number"), ("name", "Crime type"), ("own", "Your harm score"), ("together", "All agencies together"),
        ("apart", "You above or below"), ("scored", f"Scored by, of {len(of.agencies)}"), ("combined", "Combined harm"),
        ("probability", "Probability"), ("risk", "Risk score"), ("band", "Risk band"), ("rank", f"Rank{shown}"),
        ("band_without", "Band without your scores"), ("rank_without", f"Rank without your scores{shown}"))
    return TablePlan("Counted", COUNTED, tuple(
        Column(key, heading, width, f"cell {style}")
        for (key, heading), width, style in zip(columns, COUNTED_WIDTHS, styles, strict=True)), len(answers.rows), head=head)


def _counted(table: TablePlan, row: int, one: OwnRow, told: TablePlan) -> dict[str, object]:
    """A row's cells: your harm score live from the other sheet, the difference live from this row."""
    own = one.own if isinstance(one.own, int) else NOT_SCORED if one.own is None else NO_VIEW
    values: dict[str, object] = {
        "number": one.crime_type, "name": one.name, "own": Formula(f"={told.at('harm', table.own('number', row))}", own)}
    if not one.told:
        return values | {column.key: WITHHELD for column in table.columns if column.key not in values}
    cells = (table.own("own", row), table.own("together", row))
    difference = NONE if one.difference is None else one.difference
    apart = Formula(f'=IF(AND(ISNUMBER({cells[0]}),ISNUMBER({cells[1]})),{cells[0]}-{cells[1]},"{NONE}")', difference)
    return values | {
        "together": otherwise(one.together, NONE), "apart": apart, "scored": one.scored_by, "combined": otherwise(one.combined_harm, NONE),
        "probability": otherwise(one.probability, NONE), "risk": otherwise(one.risk_score, NONE), "band": one.band.value,
        "rank": otherwise(one.rank, NOT_RANKED), "band_without": one.band_without.value if one.band_without else NONE,
        "rank_without": NONE if one.band_without is None else otherwise(one.rank_without, NOT_RANKED)}


# --- Your answers as read -----------------------------------------------------------------------------------------------------


def _answers_plan(of: Assessment) -> TablePlan:
    return TablePlan("YourAnswers", ANSWERS, (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 32, "cell wrap strong"),
        *(Column(f"factor:{i}", one.name, 13, "cell centre") for i, one in enumerate(of.factors, 1)),
        Column("harm", "Harm score", 11, "cell centre total"), Column("comment", "Your comment", 60, "cell wrap"),
    ), len(of.crime_types), head=4)


def _draw_answers(sheet: Sheet, matrix: Matrix, answers: OwnAnswers, table: TablePlan) -> None:
    _head(sheet, matrix, ANSWERS)
    sheet.put(2, 0, f"Your scores and comments as they were read from your return. A harm score is their sum; {NO_VIEW} is not a number.")
    table.start(sheet)
    factors = range(1, len(matrix.assessment.factors) + 1)
    for row, one in enumerate(answers.rows, start=table.first):
        scores = table.span("factor:1", f"factor:{factors[-1]}", row)
        missing = NO_VIEW if one.said.no_view else NOT_SCORED
        sums = Formula(
            f'=IF(COUNT({scores})={len(factors)},SUM({scores}),"{missing}")', one.own if isinstance(one.own, int) else missing)
        values = {f"factor:{i}": otherwise(score, missing) for i, score in zip(factors, _scores(one, factors), strict=True)}
        table.put(sheet, row, {"number": one.crime_type, "name": one.name, **values, "harm": sums, "comment": one.said.comment or NONE})
        sheet.fit(row, {table.column("name"): one.name, table.column("comment"): one.said.comment})
    sheet.freeze(table.first, 2)
    sheet.page(repeat=(table.head, table.head))


def _scores(one: OwnRow, factors: Sequence[int]) -> tuple[int | None, ...]:
    return one.said.scores if len(one.said.scores) == len(factors) else (None,) * len(factors)


# --- words --------------------------------------------------------------------------------------------------------------------


def sentences(matrix: Matrix, answers: OwnAnswers) -> Iterator[str]:
    """What an agency should read first."""
    given = sum(isinstance(row.own, int) for row in answers.rows)
    views = sum(row.said.no_view for row in answers.rows)
    yield f"You scored {given} of {len(answers.rows)} crime types{f' and chose {NO_VIEW} for {views}' if views else ''}. {PRIVATE_WORDS}"
    yield RULE_WORDS[matrix.assessment.rule]
    for way, words in ((1, "above"), (-1, "below")):
        rows = answers.furthest(way)
        if rows:
            yield f"Furthest {words} all agencies together: {_apart(rows)}."
    if answers.without:
        yield _without(answers)
    if answers.withheld:
        yield f"{WITHHELD_WORDS} Ranks are among the crime types that are shown."
    contact = matrix.assessment.contact
    whom = ", ".join(part for part in (contact.name, contact.phone, contact.email) if part)
    yield f"Is something not as you meant it? Please tell us{f': {whom}' if whom else ''}."


def _apart(rows: Sequence[OwnRow]) -> str:
    return "; ".join(f"{row.name} (you {row.own}, together {in_words(row.together)})" for row in rows if row.together is not None)


def _without(answers: OwnAnswers) -> str:
    changed = [f"{row.name} ({row.band_without} instead of {row.band})" for row in answers.changed]
    if not changed:
        return "Without your scores no crime type that is shown would be in a different band."
    return f"Without your scores the band would change for {listed(changed)}."
