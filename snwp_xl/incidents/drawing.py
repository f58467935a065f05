"""The workbook of monthly incident counts, empty or with what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil

from snwp_xl import layout
from snwp_xl.frozen import dataclass
from snwp_xl.layout import ALL_INCIDENTS, COUNTS_CORNER, COUNTS_EMPTY, COUNTS_FROM, COUNTS_HEAD, COUNTS_SHEET, COUNTS_WITHIN, WorkbookKind
from snwp_xl.locate import plain
from snwp_xl.model import NO_COUNTS, Assessment, Counts, Month, Series, day_in_words
from snwp_xl.sheets import Formula, Sheet, Workbook, anything, cell, choices, column_name, own, whole_numbers

MONTHS_DRAWN = 36  # three years: a baseline of two and the latest 12 months
NAME, WITHIN, EMPTY, FIRST_MONTH = range(4)  # columns
WIDTHS = (34, 13, 11)
FROM_WIDTH = 22  # of the column that says where a row's numbers come from
MONTH_WIDTH = 8.5
MONTHS_A_PAGE = 15  # in print, beside the names
MOST_INCIDENTS = 1_000_000  # in a month; more is a slip of the hand
NOT_WITHIN = frozenset({plain("Road Safety")})  # collisions are not incidents that the police count
FROM_FILES_WORDS = (
    "White numbers are from the police files, by the sheet Mapping; yellow cells are yours. Type over any number that is wrong: "
    "it is kept when the files are read again.")

Content = int | float | str  # of a cell under a month: a number, or what a person typed where a number should be


def counts_workbook(assessment: Assessment, counts: Counts = NO_COUNTS) -> bytes:
    """The incident-count workbook of an assessment: with these counts, or empty for the last 36 complete months."""
    months = counts.months or months_wanted(assessment)
    book = empty_counts(assessment)
    series = [counts.all_incidents or Series(ALL_INCIDENTS, ())]
    series += [counts.of(one.number) or Series(one.name, (), one.number) for one in assessment.crime_types]
    counts_sheet(book.sheet(COUNTS_SHEET), assessment, [_line(one, counts.months) for one in series], months, counts.source)
    return book.save()


def empty_counts(assessment: Assessment) -> Workbook:
    """An incident-count workbook without its sheets."""
    return Workbook(
        title=f"Incident counts for {assessment.name}", author=assessment.partnership, day=assessment.dates.assessment,
        marking=assessment.marking)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: All incidents, a crime type, or another that a person added."""

    name: str
    cells: Mapping[Month, Content]  # empty cells are left out
    within: str = layout.YES  # whether it is part of All incidents: Yes, No, or what a person typed; empty for All incidents itself
    from_files: frozenset[Month] = frozenset()  # the months of which the cell is as the police files have it
    origin: Formula | None = None  # where the numbers come from, live


def within_as_usual(name: str) -> str:
    """Whether a crime type of that name is part of All incidents, unless somebody says otherwise."""
    return layout.NO if plain(name) in NOT_WITHIN else layout.YES


def _line(one: Series, months: Sequence[Month]) -> Line:
    cells = {month: count for month, count in zip(months, one.counts, strict=False) if count is not None}
    return Line(one.name, cells, "" if one.crime_type is None else within_as_usual(one.name))


def counts_sheet(sheet: Sheet, assessment: Assessment, lines: Sequence[Line], months: Sequence[Month], source: str) -> None:
    """Draw the sheet of counts, All incidents first; with a column Where from if the lines say so."""
    from_files = any(line.origin for line in lines)
    first = first_month_column(from_files=from_files)
    sheet.widths([*WIDTHS, *([FROM_WIDTH] if from_files else []), *(MONTH_WIDTH for _ in months)])
    head = _words(sheet, assessment, source, from_files=from_files)
    _grid(sheet, head, lines, months, first)
    sheet.freeze(head + 1, first)
    sheet.page(repeat=(head, head), across=max(1, ceil(len(months) / MONTHS_A_PAGE)), repeat_columns=WITHIN)


def first_month_column(*, from_files: bool) -> int:
    """The column of the first month, from 0."""
    return FIRST_MONTH + from_files


def months_wanted(assessment: Assessment) -> tuple[Month, ...]:
    """The 36 months up to the last month of counts: the setting, or the month before the assessment's date."""
    day = assessment.dates.assessment or date(2000, 1, 1)
    last = assessment.settings.last_month or Month.of(day).shift(-1)
    return last.shift(1 - MONTHS_DRAWN).until(last)


def words_above(assessment: Assessment, *, from_files: bool) -> tuple[str, ...]:
    """What stands between the title and the fields, a line a row."""
    by, to = assessment.dates.counts_by, assessment.contact.email or "the community safety officer"
    lines = (
        assessment.marking,
        "Enter how many incidents were recorded in each month. If there were none, enter 0. If the number is not known, "
        "leave the cell empty.",
        f"{ALL_INCIDENTS} is the number of all crimes and anti-social behaviour incidents together. It is never calculated from "
        "the other rows, because some overlap.",
        FROM_FILES_WORDS if from_files else "",
        f"Please fill this in by {day_in_words(by)} and send it to {to}." if by else "",
    )
    return tuple(one for one in lines if one)


def head_row(assessment: Assessment, *, from_files: bool) -> int:
    """The row of the headings, from 0: below the title, the words, the four fields and an empty row."""
    return 1 + len(words_above(assessment, from_files=from_files)) + 4 + 1


def _words(sheet: Sheet, assessment: Assessment, source: str, *, from_files: bool) -> int:
    sheet.put(0, 0, f"Incident counts for {assessment.name}: {assessment.area}", "title")
    sheet.row_height(0, 30)
    row = 1
    for words in words_above(assessment, from_files=from_files):
        sheet.put(row, 0, words, "marking" if words == assessment.marking else "line")
        row += 1
    named = ((layout.COUNTS_SOURCE, source), (layout.ASSESSMENT, assessment.name), (layout.KIND, WorkbookKind.COUNTS),
             (layout.VERSION, layout.LAYOUT_VERSION))
    for one, value in named:
        sheet.put(row, NAME, one.label, "label")
        sheet.put(row, WITHIN, str(value), "input" if one is layout.COUNTS_SOURCE else "muted line")
        sheet.define(one.name, row, WITHIN)
        if one.help:
            sheet.allow((row, WITHIN, row, WITHIN), anything(), title=one.label, prompt=one.help)
        row += 1
    return row + 1


def _grid(sheet: Sheet, head: int, lines: Sequence[Line], months: Sequence[Month], first_column: int) -> None:
    last, last_column = head + len(lines), first_column + len(months) - 1
    said = [COUNTS_FROM] if first_column > FIRST_MONTH else []
    headings = [COUNTS_CORNER, COUNTS_WITHIN, COUNTS_EMPTY, *said, *(month.short for month in months)]
    sheet.table(head, NAME, "IncidentCounts", headings, last)
    sheet.row_height(head, 44)
    sheet.define(COUNTS_HEAD, head, NAME, head, last_column)
    for row, one in enumerate(lines, start=head + 1):
        _row(sheet, row, one, months, first_column)
    box = (head + 1, first_column, last, last_column)
    first = cell(head + 1, first_column)
    sheet.allow(box, whole_numbers(0, MOST_INCIDENTS), title="Incidents in this month",
                prompt="A whole number. Enter 0 if there were none; leave empty if it is not known.")
    every = f"{column_name(first_column)}${head + 2}"
    sheet.when(box, f'=AND({first}<>"",NOT(ISNUMBER({first})))', "doubt")
    sheet.when((head + 2, first_column, last, last_column),
               f'=AND(${cell(head + 2, WITHIN)}="{layout.YES}",ISNUMBER({cell(head + 2, first_column)}),ISNUMBER({every}),'
               f"{cell(head + 2, first_column)}>{every})", "doubt")
    sheet.allow((head + 2, WITHIN, last, WITHIN), choices((layout.YES, layout.NO)), title=COUNTS_WITHIN,
                prompt="No if it is not counted in All incidents, such as collisions.")
    sheet.allow((head + 1, NAME, last, NAME), anything(), title=COUNTS_CORNER, prompt="The name, as on Crime types in the set-up.")


def _row(sheet: Sheet, row: int, one: Line, months: Sequence[Month], first_column: int) -> None:
    every = not one.within
    sheet.put(row, NAME, one.name, "cell total" if every else "cell wrap")
    sheet.put(row, WITHIN, one.within, "cell" if every else "input")
    line = f"{own(first_column, row)}:{own(first_column + len(months) - 1, row)}"
    sheet.put(row, EMPTY, Formula(f"=COUNTBLANK({line})", sum(month not in one.cells for month in months)), "cell centre")
    if one.origin:
        sheet.put(row, EMPTY + 1, one.origin, "cell")
    for i, month in enumerate(months):
        sheet.put(row, first_column + i, one.cells.get(month), "cell whole right" if month in one.from_files else "input whole right")
