"""Draws the sheets that hold a list each: words, how the list stands, explanations above the headings, rows with their checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl import layout
from snwp_xl.assessment.list_checks import Listing, list_check, row_check
from snwp_xl.assessment.points import row_reach
from snwp_xl.assessment.tops import ROW_HEIGHT, STYLES, draw_top, entry_rule
from snwp_xl.assessment.values import Entry, columns_drawn
from snwp_xl.layout import Column, Table, Value
from snwp_xl.model import Assessment
from snwp_xl.sheets import Formula, Sheet, own
from snwp_xl.theme import BAND_ROLES

SPARE = 6  # empty rows under the entries, at least
CHECK = 0  # the column of the checks
CENTRED = (Value.WHOLE, Value.PERCENT)


def draw_list(sheet: Sheet, table: Table, entries: Mapping[str, Sequence[Entry]], assessment: Assessment) -> str:
    """Draw a list on its sheet; gives what the sheet says of itself now."""
    listing = _listing(table, entries, assessment)
    columns = listing.columns
    sheet.widths([column.width for column in columns])
    draw_top(sheet, table.title, assessment, len(columns))
    for row, words in enumerate(table.intro, start=1):
        sheet.put(row, 0, words, "line indent")
    rows = max(table.rows, len(listing.entries) + SPARE)
    last = table.head + rows
    _headings(sheet, table, columns, last)
    checks = [row_check(listing, i) for i in range(rows)]
    for i, check in enumerate(checks):
        worked = row_reach(table.first + i, assessment, listing.entries, i) if table is layout.PROBABILITY_MATRIX else {}
        entry = listing.entries[i] if i < len(listing.entries) else {}
        _row(sheet, table.first + i, columns, entry, {"check": check, **worked})
    said = list_check(listing, [str(check.value) for check in checks])
    sheet.put(table.check_row, CHECK, said, "good indent")
    _looks(sheet, table, columns, last)
    sheet.freeze(table.first, table.at("name") + 1 if table in (layout.CRIME_TYPES, layout.FACTORS) else CHECK + 2)
    sheet.select(table.first, CHECK + 1)
    sheet.page(repeat=(0, table.head))
    return str(said.value)


def _listing(table: Table, entries: Mapping[str, Sequence[Entry]], assessment: Assessment) -> Listing:
    names = [str(one["name"]) for one in entries["crime_types"]]
    choices = {"crime_types.name": names, layout.THEMES: [one.theme or one.name for one in assessment.crime_types]}
    return Listing(table, columns_drawn(table, assessment), entries[table.key], assessment.probability_matrix.highest, choices)


def _headings(sheet: Sheet, table: Table, columns: Sequence[Column], last: int) -> None:
    above = table.head - 1
    for i, column in enumerate(columns):
        sheet.put(above, i, column.help or None, "muted small bottom indent")
    sheet.fit(above, {i: column.help for i, column in enumerate(columns)})
    sheet.table(table.head, 0, table.excel_name, [column.heading for column in columns], last)
    sheet.across(table.head, 0, [column.heading for column in columns], "head indent")
    sheet.fit(table.head, {i: column.heading + "    " for i, column in enumerate(columns)}, least=2)
    sheet.define(table.name, table.head, 0, table.head, len(columns) - 1)


def _row(sheet: Sheet, row: int, columns: Sequence[Column], entry: Entry, worked: Mapping[str, Formula]) -> None:
    for i, column in enumerate(columns):
        if column.key in worked:
            sheet.put(row, i, worked[column.key], "cell good small wrap middle" if i == CHECK else "cell shade centre middle")
        else:
            place = " centre" if column.value in CENTRED else ""
            sheet.put(row, i, entry.get(column.key), f"input entry middle {STYLES[column.value]}{place}")
    sheet.fit(row, {i: str(entry.get(column.key) or "") for i, column in enumerate(columns)}, points=ROW_HEIGHT)


def _looks(sheet: Sheet, table: Table, columns: Sequence[Column], last: int) -> None:
    """Entry rules and drop-downs, and the colours that follow the words of checks and bands."""
    for i, column in enumerate(columns):
        if column.value is not Value.CHECK:
            entry_rule(sheet, (table.first, i, last, i), column)
    at, state = own(CHECK, table.first), own(CHECK, table.check_row)
    sheet.when((table.first, CHECK, last, CHECK), f'=AND(LEN({at})>0,{at}<>"OK")', "todo")
    sheet.when((table.check_row, CHECK, table.check_row, CHECK), f'=LEFT({state},2)<>"OK"', "todo")
    if table is layout.PROBABILITY_MATRIX:
        reach = table.at("reach")
        for words, role in BAND_ROLES.items():
            sheet.when((table.first, reach, last, reach), f'={own(reach, table.first)}="{words}"', role)
