"""The roundup workbook: a row a partnership, and crime types against partnerships."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from snwp_xl.locate import plain
from snwp_xl.model import UNDECIDED, RiskBand
from snwp_xl.phrases import counted
from snwp_xl.roundup.line import CrimeTypeLine, Line
from snwp_xl.sheets import Formula, Sheet, Workbook, area, cell, own
from snwp_xl.theme import BAND_ROLES

PARTNERSHIPS, BANDS, PERCENT, ROWS, PROBLEMS = "Partnerships", "Risk bands", "Risk percent", "All rows", "Not read"
HEAD = 3
MARKING_ROW = 2  # every marking that a round has, on each sheet
NOT_THERE = "Not scored here"
HIGH_IN, ASSESSED_IN = "High in", "Assessed in"
GRID_HEADINGS = ("Crime type", HIGH_IN, ASSESSED_IN)
PAGE_WIDTH = 200  # characters of column width on a page of A4 landscape, where they are printed at 6.5 points
SHOWN_BANDS = (RiskBand.HIGH, RiskBand.MEDIUM, RiskBand.LOW, RiskBand.NOT_ASSESSED)
PARTNERSHIP_COLUMNS = (
    ("Partnership", 32), ("Assessment", 12), ("Status", 18), ("Agencies asked", 9), ("Returns complete", 10),
    *((band.value, 10) for band in SHOWN_BANDS), ("Priorities chosen by the board", 42), ("Themes recommended", 28), ("Errors", 8),
    ("Area", 26), ("Folder", 24))
NOT_PRINTED = 2  # of these, the last: they tell a partnership and its files apart on a screen


def roundup_workbook(lines: Sequence[Line]) -> bytes:
    """The workbook of these partnerships; the same lines give the same bytes."""
    read, failed = [line for line in lines if not line.failed], [line for line in lines if line.failed]
    marked = "; ".join(sorted({line.marking for line in read if line.marking}))
    book = Workbook(title="Roundup of harm matrices", author="snwp_xl", marking=marked)
    names = names_of(read)
    sheets = {name: book.sheet(name) for name in (PARTNERSHIPS, BANDS, PERCENT, ROWS, PROBLEMS)}
    _all_rows(sheets[ROWS], read, names)
    _partnerships(sheets[PARTNERSHIPS], read, names, len(failed))
    _grid(sheets[BANDS], "Risk bands by crime type and partnership", "RiskBands", read, names, percent=False)
    _grid(sheets[PERCENT], "Risk scores as a percentage of each partnership's highest possible", "RiskPercent", read, names, percent=True)
    _problems(sheets[PROBLEMS], failed)
    for sheet in sheets.values() if marked else ():
        sheet.put(MARKING_ROW, 0, marked, "marking")
    return book.save()


def names_of(lines: Sequence[Line]) -> list[str]:
    """A heading for each partnership, unique; two alike are told apart by their folders."""
    first = [line.area or line.partnership or line.folder for line in lines]
    alike = [*(plain(name) for name in first), *(plain(heading) for heading in GRID_HEADINGS)]
    return [f"{name} ({line.folder})" if alike.count(plain(name)) > 1 else name for name, line in zip(first, lines, strict=True)]


def _head(
    sheet: Sheet, title: str, words: str, name: str, columns: Sequence[tuple[str, float]], rows: int, *, unprinted: int = 0
) -> None:
    sheet.widths([width for _, width in columns])
    sheet.put(0, 0, title, "title")
    sheet.row_height(0, 30)
    sheet.put(1, 0, words, "line")
    headings = [heading for heading, _ in columns]
    sheet.table(HEAD, 0, name, headings, HEAD + max(1, rows))
    sheet.fit(HEAD, {i: f"{heading}    " for i, heading in enumerate(headings)}, least=2)
    across = _pages_across([width for _, width in columns[: len(columns) - unprinted]])
    sheet.page(repeat=(HEAD, HEAD), across=across, repeat_columns=int(across > 1))
    if unprinted:
        sheet.pages(HEAD + max(1, rows), len(columns) - unprinted - 1, ())


def _pages_across(widths: Sequence[float]) -> int:
    """On how many pages side by side the columns can be read, the first of them repeated on each."""
    return max(1, ceil(sum(widths[1:]) / (PAGE_WIDTH - widths[0])))


def _partnerships(sheet: Sheet, lines: Sequence[Line], names: Sequence[str], failed: int) -> None:
    words = counted(len(lines), "partnership") + (f"; {failed} could not be read, see the sheet {PROBLEMS}." if failed else ".")
    _head(sheet, "Roundup of harm matrices", words, "Partnerships", PARTNERSHIP_COLUMNS, len(lines), unprinted=NOT_PRINTED)
    last = HEAD + max(1, sum(len(line.crime_types) for line in lines))
    who, bands = area(HEAD + 1, 0, last, 0, ROWS), area(HEAD + 1, 7, last, 7, ROWS)
    for row, (line, name) in enumerate(zip(lines, names, strict=True), start=HEAD + 1):
        chosen, recommended = _listed(line.priorities) or UNDECIDED, _listed(line.recommended) or "None"
        sheet.put(row, 0, name, "cell wrap strong")
        sheet.across(row, 1, (line.assessment, line.status), "cell wrap")
        sheet.across(row, 3, (line.asked, line.complete), "cell centre")
        for i, band in enumerate(SHOWN_BANDS, start=5):
            count = f'=SUMPRODUCT(--({who}={own(0, row)}),--({bands}="{band}"))'
            sheet.put(row, i, Formula(count, line.count(band)), "cell centre")
        sheet.across(row, 9, (chosen, recommended), "cell wrap")
        sheet.put(row, 11, line.errors, "cell centre")
        sheet.across(row, 12, (line.area, line.folder), "cell wrap")
        sheet.fit(row, {0: name, 1: line.assessment, 2: line.status, 9: chosen, 10: recommended, 12: line.area, 13: line.folder})
    sheet.freeze(HEAD + 1, 1)


def _listed(sentences: Sequence[str]) -> str:
    """In one line, where a full stop would stand before a semicolon."""
    return "; ".join(one.strip().rstrip(".") for one in sentences)


def _all_rows(sheet: Sheet, lines: Sequence[Line], names: Sequence[str]) -> None:
    columns = (("Partnership", 34), ("Crime type", 34), ("Theme", 22), ("Combined harm", 10), ("Probability", 10), ("Risk score", 10),
               ("Percent of highest", 10), ("Risk band", 13), ("Recommendation", 16))
    total = sum(len(line.crime_types) for line in lines)
    words = "One row for each; filter it or make a pivot table from it."
    _head(sheet, "Every crime type of every partnership", words, "AllRows", columns, total)
    row = HEAD + 1
    for line, name in zip(lines, names, strict=True):
        for one in line.crime_types:
            sheet.across(row, 0, (name, one.name, one.theme), "cell")
            sheet.across(row, 3, (one.combined_harm, one.probability, one.risk_score), "cell centre")
            sheet.put(row, 6, one.percent, "cell centre percent")
            sheet.across(row, 7, (one.band, one.recommendation or RiskBand.NOT_ASSESSED.value), "cell")
            row += 1
    sheet.freeze(HEAD + 1, 2)


def _grid(sheet: Sheet, title: str, table: str, lines: Sequence[Line], names: Sequence[str], *, percent: bool) -> None:
    """Crime types down, by their names as people read them; partnerships across."""
    crime_types = _crime_types(lines)
    ways = ((HIGH_IN, 9), (ASSESSED_IN, 10)) if not percent else ((ASSESSED_IN, 10),)
    words = (f"{NOT_THERE}: the partnership has no crime type of that name. {RiskBand.NOT_ASSESSED}: it has one, but without scores "
             "or without a probability.")
    _head(sheet, title, words, table,
          (("Crime type", 34), *ways, *((name, 14) for name in names)), len(crime_types))
    first, last = 1 + len(ways), len(ways) + len(names)
    by_name = [{plain(one.name): one for one in line.crime_types} for line in lines]
    for row, (key, name) in enumerate(crime_types.items(), start=HEAD + 1):
        found = [crime_types_here.get(key) for crime_types_here in by_name]
        sheet.put(row, 0, name, "cell wrap strong")
        _counts(sheet, row, found, (first, last), percent=percent)
        style = "cell centre percent" if percent else "cell centre"
        for i, one in enumerate(found, start=first):
            sheet.put(row, i, NOT_THERE if one is None else _shown(one, percent=percent), style)
        sheet.fit(row, {0: name})
    if lines and not percent:
        box = (HEAD + 1, first, HEAD + max(1, len(crime_types)), last)
        for word, role in BAND_ROLES.items():
            sheet.when(box, f'={cell(HEAD + 1, first)}="{word}"', role)
    sheet.freeze(HEAD + 1, 1)


def _counts(sheet: Sheet, row: int, found: Sequence[CrimeTypeLine | None], columns: tuple[int, int], *, percent: bool) -> None:
    across = f"{own(columns[0], row)}:{own(columns[1], row)}"
    without = f'COUNTIF({across},"{NOT_THERE}")-COUNTIF({across},"{RiskBand.NOT_ASSESSED}")'
    assessed = Formula(
        f"=COLUMNS({across})-{without}", sum(one is not None and one.band != RiskBand.NOT_ASSESSED for one in found))
    if percent:
        sheet.put(row, 1, assessed, "cell centre")
        return
    high = sum(one is not None and one.band == RiskBand.HIGH for one in found)
    sheet.put(row, 1, Formula(f'=COUNTIF({across},"{RiskBand.HIGH}")', high), "cell centre strong")
    sheet.put(row, 2, assessed, "cell centre")


def _crime_types(lines: Sequence[Line]) -> dict[str, str]:
    """Every crime type's name, by what people read in it, in the order in which they are met."""
    found: dict[str, str] = {}
    for line in lines:
        for one in line.crime_types:
            found.setdefault(plain(one.name), one.name)
    return found


def _shown(one: CrimeTypeLine, *, percent: bool) -> str | float:
    if not percent:
        return one.band
    return RiskBand.NOT_ASSESSED.value if one.percent is None else one.percent


def _problems(sheet: Sheet, lines: Sequence[Line]) -> None:
    words = "Partnerships whose round could not be read, and why." if lines else "Every round could be read."
    _head(sheet, "Not read", words, "NotRead", (("Folder", 40), ("Why", 100)), len(lines))
    for row, line in enumerate(lines, start=HEAD + 1):
        sheet.across(row, 0, (line.folder, line.problem), "cell wrap")
        sheet.fit(row, {0: line.folder, 1: line.problem})
    if not lines:
        sheet.across(HEAD + 1, 0, ("None", words), "cell wrap")
