"""The roundup workbook: a row a partnership, and crime types against partnerships."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.locate import plain
from snwp_xl.model import RiskBand
from snwp_xl.phrases import counted
from snwp_xl.roundup.line import CrimeTypeLine, Line
from snwp_xl.sheets import Formula, Sheet, Workbook, area, cell, own
from snwp_xl.theme import BAND_ROLES

PARTNERSHIPS, BANDS, PERCENT, ROWS, PROBLEMS = "Partnerships", "Risk bands", "Risk percent", "All rows", "Not read"
HEAD = 3
MARKING_ROW = 2  # every marking that a round has, on each sheet
NOT_THERE = "Not scored here"
GRID_HEADINGS = ("Crime type", "High in", "Scored in")
SHOWN_BANDS = (RiskBand.HIGH, RiskBand.MEDIUM, RiskBand.LOW, RiskBand.NOT_ASSESSED)
PARTNERSHIP_COLUMNS = (
    ("Partnership", 34), ("Area", 26), ("Assessment", 12), ("Status", 24), ("Agencies asked", 10), ("Returns complete", 10),
    *((band.value, 10) for band in SHOWN_BANDS), ("Priorities chosen by the board", 60), ("Themes recommended", 40), ("Errors", 8),
    ("Folder", 24))


def roundup_workbook(lines: Sequence[Line]) -> bytes:
    """The workbook of these partnerships; the same lines give the same bytes."""
    book = Workbook(title="Roundup of harm matrices", author="snwp_xl")
    read, failed = [line for line in lines if not line.failed], [line for line in lines if line.failed]
    names = names_of(read)
    sheets = {name: book.sheet(name) for name in (PARTNERSHIPS, BANDS, PERCENT, ROWS, PROBLEMS)}
    _all_rows(sheets[ROWS], read, names)
    _partnerships(sheets[PARTNERSHIPS], read, names, len(failed))
    _grid(sheets[BANDS], "Risk bands by crime type and partnership", "RiskBands", read, names, percent=False)
    _grid(sheets[PERCENT], "Risk scores as percent of each partnership's highest possible", "RiskPercent", read, names, percent=True)
    _problems(sheets[PROBLEMS], failed)
    marked = "; ".join(sorted({line.marking for line in read if line.marking}))
    for sheet in sheets.values() if marked else ():
        sheet.put(MARKING_ROW, 0, marked, "marking")
    return book.save()


def names_of(lines: Sequence[Line]) -> list[str]:
    """A heading for each partnership, unique; two alike are told apart by their folders."""
    first = [line.area or line.partnership or line.folder for line in lines]
    alike = [*(plain(name) for name in first), *(plain(heading) for heading in GRID_HEADINGS)]
    return [f"{name} ({line.folder})" if alike.count(plain(name)) > 1 else name for name, line in zip(first, lines, strict=True)]


def _head(sheet: Sheet, title: str, words: str, name: str, columns: Sequence[tuple[str, float]], rows: int) -> None:
    sheet.widths([width for _, width in columns])
    sheet.put(0, 0, title, "title")
    sheet.row_height(0, 30)
    sheet.put(1, 0, words, "line")
    headings = [heading for heading, _ in columns]
    sheet.table(HEAD, 0, name, headings, HEAD + max(1, rows))
    sheet.fit(HEAD, {i: f"{heading}    " for i, heading in enumerate(headings)}, least=2)
    sheet.page(repeat=(HEAD, HEAD))


def _partnerships(sheet: Sheet, lines: Sequence[Line], names: Sequence[str], failed: int) -> None:
    words = counted(len(lines), "partnership") + (f"; {failed} could not be read, see the sheet {PROBLEMS}." if failed else ".")
    _head(sheet, "Roundup of harm matrices", words, "Partnerships", PARTNERSHIP_COLUMNS, len(lines))
    last = HEAD + max(1, sum(len(line.crime_types) for line in lines))
    who, bands = area(HEAD + 1, 0, last, 0, ROWS), area(HEAD + 1, 7, last, 7, ROWS)
    for row, (line, name) in enumerate(zip(lines, names, strict=True), start=HEAD + 1):
        chosen, recommended = "; ".join(line.priorities) or "Not decided yet", "; ".join(line.recommended) or "None"
        sheet.put(row, 0, name, "cell wrap strong")
        sheet.across(row, 1, (line.area, line.assessment, line.status), "cell wrap")
        sheet.across(row, 4, (line.asked, line.complete), "cell centre")
        for i, band in enumerate(SHOWN_BANDS, start=6):
            count = f'=SUMPRODUCT(--({who}={own(0, row)}),--({bands}="{band}"))'
            sheet.put(row, i, Formula(count, line.count(band)), "cell centre")
        sheet.across(row, 10, (chosen, recommended), "cell wrap")
        sheet.put(row, 12, line.errors, "cell centre")
        sheet.put(row, 13, line.folder, "cell wrap")
        sheet.fit(row, {0: name, 1: line.area, 3: line.status, 10: chosen, 11: recommended, 13: line.folder})
    sheet.freeze(HEAD + 1, 1)


def _all_rows(sheet: Sheet, lines: Sequence[Line], names: Sequence[str]) -> None:
    columns = (("Partnership", 34), ("Crime type", 34), ("Theme", 22), ("Combined harm", 10), ("Probability", 10), ("Risk score", 10),
               ("Percent of highest", 10), ("Risk band", 13), ("Recommendation", 16))
    total = sum(len(line.crime_types) for line in lines)
    words = "One row for each; filter it or make a pivot table of it."
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
    ways = (("High in", 9), ("Scored in", 9)) if not percent else (("Scored in", 9),)
    _head(sheet, title, f"{NOT_THERE}: the partnership has no crime type of that name.", table,
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
    scored = Formula(f'=COLUMNS({across})-COUNTIF({across},"{NOT_THERE}")', sum(one is not None for one in found))
    if percent:
        sheet.put(row, 1, scored, "cell centre")
        return
    high = sum(one is not None and one.band == RiskBand.HIGH for one in found)
    sheet.put(row, 1, Formula(f'=COUNTIF({across},"{RiskBand.HIGH}")', high), "cell centre strong")
    sheet.put(row, 2, scored, "cell centre")


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
