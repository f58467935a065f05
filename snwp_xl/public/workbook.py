"""The public edition as a workbook that meets the Government Analysis Function's essentials for accessible spreadsheets.

One table a sheet, marked up and named, at the left edge, its title in the first cell; no merged cells, no empty rows, no
filters, no frozen panes, nothing hidden and nothing floating; every empty value has its shorthand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl import theme
from snwp_xl.public.edition import PublicEdition
from snwp_xl.public.parts import FIRST_WORDS, PublicTable, head_row, shorthand_line, value_of
from snwp_xl.public.standing import PUBLIC_EDITION
from snwp_xl.results.tables import Column, TablePlan
from snwp_xl.sheets import Content, Link, Sheet, Workbook, cell

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
COVER_WIDTH = 96
TEXT, STRONG, MIDDLE, LINE, TITLE = "cell wrap public", "cell wrap strong public", "cell centre public", "line public", "title"


def public_workbook(edition: PublicEdition) -> bytes:
    """The workbook of a public edition: the same edition gives the same bytes."""
    of = edition.report.assessment
    book = Workbook(title=edition.title, author=of.partnership, day=of.dates.assessment)
    for name in (COVER, CONTENTS, NOTES, *(table.sheet for table in edition.tables)):
        book.sheet(name)
    _cover(book.sheets[COVER], edition)
    _contents(book.sheets[CONTENTS], edition)
    _notes(book.sheets[NOTES], edition)
    for table in edition.tables:
        _table(book.sheets[table.sheet], edition, table)
    book.remember(PUBLIC_EDITION, str(edition.report.edition))
    return book.save()


def _cover(sheet: Sheet, edition: PublicEdition) -> None:
    sheet.widths((COVER_WIDTH,))
    sheet.put(0, 0, edition.title, TITLE)
    sheet.row_height(0, 30)
    sheet.put(1, 0, edition.belongs, LINE)
    _fit(sheet, 1, {})
    for row, line in enumerate(edition.cover, start=FIRST_WORDS):
        sheet.put(row, 0, line, "text public")
        _fit(sheet, row, {line: COVER_WIDTH})
    sheet.page(landscape=False)


def _contents(sheet: Sheet, edition: PublicEdition) -> None:
    pages = ((COVER, "What this workbook is and what is withheld"), (NOTES, "The notes that the tables refer to"),
             *((table.sheet, table.words[0]) for table in edition.tables))
    words = ("This sheet contains one table: every other sheet, with a link to it.",)
    plan = TablePlan(CONTENTS, CONTENTS, (Column("sheet", "Sheet", 30, "cell link public"), Column("words", "What it holds", 100, TEXT)),
                     len(pages), head=head_row(words))
    rows: list[dict[str, Content]] = [
        {"sheet": Link(name, cell(0, 0), name), "words": holds} for name, holds in pages]
    _draw(sheet, edition, CONTENTS, words, plan, rows)
    sheet.page(repeat=(plan.head, plan.head))


def _notes(sheet: Sheet, edition: PublicEdition) -> None:
    words = ("This sheet contains one table: the notes that the headings of the other tables refer to.",)
    plan = TablePlan(NOTES, NOTES, (Column("note", "Note", 14, STRONG), Column("words", "What it says", 116, TEXT)), len(edition.notes),
                     head=head_row(words))
    rows: list[dict[str, Content]] = [{"note": f"note {number}", "words": text} for number, text in edition.notes]
    _draw(sheet, edition, NOTES, words, plan, rows)
    sheet.page(landscape=False, repeat=(plan.head, plan.head))


def _table(sheet: Sheet, edition: PublicEdition, table: PublicTable) -> None:
    of = edition.report.assessment
    words = (*table.words, shorthand_line(table.rows))
    _draw(sheet, edition, f"{table.title}, {of.area}, {of.name}", words, table.plan, table.rows)
    for column in table.plan.columns:
        if column.key == "band":
            for word, role in theme.BAND_ROLES.items():
                sheet.when(table.plan.box("band"), f'={table.plan.own("band", table.plan.first)}="{word}"', role)
    sheet.page(repeat=(table.plan.head, table.plan.head))


def _draw(
    sheet: Sheet, edition: PublicEdition, title: str, words: Sequence[str], plan: TablePlan, rows: Sequence[Mapping[str, Content]]
) -> None:
    """Title, what it belongs to, words, and the table without a filter."""
    sheet.widths([column.width for column in plan.columns])
    sheet.put(0, 0, title, TITLE)
    sheet.row_height(0, 30)
    sheet.put(1, 0, edition.belongs, LINE)
    for row, line in enumerate(words, start=FIRST_WORDS):
        sheet.put(row, 0, line, LINE)
    for row in range(1, plan.head):
        _fit(sheet, row, {})
    looks = [f"{column.head_style} public" for column in plan.columns]
    sheet.table(plan.head, 0, plan.name, plan.headings, plan.last, filters=False, looks=looks)
    rooms = {column.key: theme.room(column.width, column.style) for column in plan.columns}
    _fit(sheet, plan.head, {f"{heading}  ": column.width for heading, column in zip(plan.headings, plan.columns, strict=True)})
    for at, values in enumerate(rows, start=plan.first):
        plan.put(sheet, at, values)
        shown = {key: value_of(values.get(key)) for key in rooms}
        _fit(sheet, at, {text: rooms[key] for key, text in shown.items() if isinstance(text, str)})


def _fit(sheet: Sheet, row: int, texts: Mapping[str, float]) -> None:
    """Make a row high enough for its texts at the size of the public edition."""
    sheet.row_height(row, theme.public_height(*texts.items()))
