"""Where the set-up workbook's formulas look: fields of Setup, columns of lists, and what drop-downs choose from."""

from __future__ import annotations

from snwp_xl import layout
from snwp_xl.formulas import area, cell, quoted
from snwp_xl.layout import Table


def setup_cell(key: str) -> str:
    """The cell of a field of Setup, for formulas on any sheet."""
    return f"{quoted(layout.SETUP_SHEET)}!{cell(layout.SETUP_ROWS[key], layout.SETUP_ENTRY, fixed=True)}"


def column_area(table: Table, key: str, *, here: bool = False) -> str:
    """All the room of a list's column; `here` leaves the sheet's name out."""
    return area(table.first, table.at(key), table.last, table.at(key), "" if here else table.sheet)


def matrix_scores() -> str:
    """All the room of the probability matrix's scores."""
    table = layout.PROBABILITY_MATRIX
    return area(table.first, table.at("reducing"), table.last, table.at("uncontrolled"), table.sheet)


def lists_area(column: int) -> str:
    """All the room of a column of the sheet Lists."""
    return area(layout.LISTS_HEAD + 1, column, layout.LISTS_HEAD + layout.ROOM, column, layout.LISTS_SHEET)


def source_area(source: str) -> str:
    """All the cells that may hold what a column with that source may name."""
    if source == layout.THEMES:
        return lists_area(layout.LISTS_THEMES)
    key, _, column = source.partition(".")
    return column_area(next(table for table in layout.SETUP_TABLES if table.key == key), column)


def choices_formula(source: str) -> str:
    """The cells that are filled of those: what a drop-down offers, growing as the list does."""
    room = source_area(source)
    count = f"MAX({lists_area(layout.LISTS_ORDER)})" if source == layout.THEMES else f"COUNTA({room})"
    first, _, _ = room.rpartition("!")[2].partition(":")
    return f"={room.rpartition('!')[0]}!{first}:INDEX({room},MAX(1,{count}))"
