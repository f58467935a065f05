"""Gathered counts -> the workbook: Incident counts, Mapping, Police categories, Police files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl.frozen import dataclass
from snwp_xl.gathering.draw_files import files_sheet
from snwp_xl.gathering.gather import Gathered, GridRow
from snwp_xl.gathering.mapping import FIRST_ROW, MappingRow
from snwp_xl.incidents import MONTH_WIDTH, Line, counts_sheet, empty_counts, first_month_column, head_row
from snwp_xl.layout import ALL_INCIDENTS, COUNTS_SHEET, NO, YES
from snwp_xl.layout import police as parts
from snwp_xl.model import Month
from snwp_xl.police.read import spans
from snwp_xl.sheets import Formula, Sheet, area, choices_from, own, text_literal

TYPED, FROM_FILES = "Typed", "Police files"
LABEL, TOTAL, FIRST_MONTH = range(3)  # columns of Police categories
POLICE_WIDTHS = (36, 11)
MAPPING_WIDTHS = (30, 34, 28, 11, 74)
CATEGORY_COLUMN, CRIME_TYPE_COLUMN, STATE_COLUMN, INCIDENTS_COLUMN, REMARK_COLUMN = range(len(parts.MAPPING_HEADINGS))
MAPPING_WORDS = (
    "For each police category, choose the crime type it counts as. Several may count as one; leave empty any that count as none.",
    "A category that covers more than one crime type cannot be split: type the crime types' own counts on the sheet Incident counts.",
    "After a change, read the police files again (snwp-xl incidents): the mapping and everything you typed are kept.",
)
POLICE_WORDS = (
    "Incidents in the area, as in the police files. An empty cell is a number that is not known, or a category that was not in use; "
    "it is never 0.",
    "Rows without a location cannot be assigned to a district, so they are in none of its counts.",
)
GIVEN_WORDS = (
    "The categories that count as each crime type on the sheet Mapping, added up. Where Incident counts differs, somebody typed the number."
)
ROWS_OF_A_PAGE = 70  # still readable in print
POLICE_HEADING_ROW = 7  # title, marking, words, source, months missing and an empty row stand above


@dataclass(frozen=True, slots=True)
class Given:
    """Where the sheet Police categories says what the files give to each row of the sheet Incident counts."""

    head: int
    rows: tuple[GridRow, ...]
    months: tuple[Month, ...]

    @property
    def names(self) -> str:
        """The rows' names."""
        return area(self.head + 1, LABEL, self.head + len(self.rows), LABEL, parts.POLICE_SHEET)

    @property
    def crime_types(self) -> str:
        """The names without All incidents."""
        return area(self.head + 2, LABEL, self.head + len(self.rows), LABEL, parts.POLICE_SHEET)

    @property
    def numbers(self) -> str:
        """The rows' numbers."""
        return area(self.head + 1, FIRST_MONTH, self.head + len(self.rows), FIRST_MONTH + len(self.months) - 1, parts.POLICE_SHEET)


def workbook(gathered: Gathered) -> bytes:
    """The incident-count workbook of what was gathered."""
    book = empty_counts(gathered.assessment)
    names = (COUNTS_SHEET, parts.MAPPING_SHEET, parts.POLICE_SHEET, parts.FILES_SHEET)
    counts, mapping, police, files = (book.sheet(name) for name in names)
    labels = _labels(gathered)
    ours = tuple(row for row in gathered.rows if not row.added)
    given = Given(POLICE_HEADING_ROW + len(labels) + 4, ours, gathered.months)
    first = head_row(gathered.assessment, from_files=True) + 1
    lines = [_line(row, at, given) for at, row in enumerate(gathered.rows, start=first)]
    counts_sheet(counts, gathered.assessment, lines, gathered.months, gathered.source)
    _mapping_sheet(mapping, gathered, given)
    _police_sheet(police, gathered, labels, given)
    files_sheet(files, gathered)
    return book.save()


# --- Incident counts ----------------------------------------------------------------------------------------------------------


def _line(row: GridRow, at: int, given: Given) -> Line:
    within = "" if row.every else YES if row.within else NO
    return Line(row.name, row.cells, within, row.from_files, _origin(row, at, given))


def _origin(row: GridRow, at: int, given: Given) -> Formula:
    """Where a row's numbers come from: live, by comparing it with the row of that name on Police categories.

    Numbers are compared as texts, because an empty cell equals 0.
    """
    first = first_month_column(from_files=True)
    cells = f"{own(first, at)}:{own(first + len(given.months) - 1, at)}"
    mine = f"({given.names}={own(0, at)})"
    differ = f'SUMPRODUCT({mine}*({given.numbers}&""<>{cells}&""))'
    formula = (
        f'=IFERROR(IF(SUMPRODUCT({mine}*({given.numbers}<>""))=0,IF(COUNTA({cells})=0,"",{text_literal(TYPED)}),'
        f'IF({differ}=0,{text_literal(FROM_FILES)},{text_literal(FROM_FILES + ", ")}&{differ}&" typed")),{text_literal(TYPED)})')
    if not row.given:
        return Formula(formula, TYPED if row.cells else "")
    typed = sum(row.cells.get(month) != row.given.get(month) for month in given.months)
    return Formula(formula, f"{FROM_FILES}, {typed} typed" if typed else FROM_FILES)


# --- Mapping ------------------------------------------------------------------------------------------------------------------


def _mapping_sheet(sheet: Sheet, gathered: Gathered, given: Given) -> None:
    sheet.widths(MAPPING_WIDTHS)
    _top(sheet, gathered, f"Police categories and crime types: {gathered.assessment.name}", MAPPING_WORDS)
    head, last = FIRST_ROW - 1, FIRST_ROW + len(gathered.mapping) - 1
    sheet.table(head, 0, "PoliceMapping", parts.MAPPING_HEADINGS, last, filters=False)
    sheet.row_height(head, 30)
    sheet.define(parts.MAPPING_HEAD, head, 0, head, len(parts.MAPPING_HEADINGS) - 1)
    for at, row in enumerate(gathered.mapping, start=FIRST_ROW):
        _mapping_row(sheet, at, row, gathered.table.total(row.category))
    box = (FIRST_ROW, CRIME_TYPE_COLUMN, last, CRIME_TYPE_COLUMN)
    sheet.allow(box, choices_from(given.crime_types), title=parts.CRIME_TYPE,
                prompt="The crime type that this category counts as. Leave empty if it counts as none.",
                error="Choose a crime type from the list, or leave the cell empty.")
    state = own(STATE_COLUMN, FIRST_ROW)
    sheet.when((FIRST_ROW, STATE_COLUMN, last, STATE_COLUMN), f'=AND({state}<>"",{state}<>"Counted")', "todo")
    sheet.freeze(FIRST_ROW, 1)
    sheet.page(repeat=(head, head))


def _mapping_row(sheet: Sheet, at: int, row: MappingRow, incidents: int | None) -> None:
    sheet.put(at, CATEGORY_COLUMN, row.category, "cell wrap")
    sheet.put(at, CRIME_TYPE_COLUMN, row.crime_type, "input wrap middle")
    was = f"{own(CRIME_TYPE_COLUMN, at)}={text_literal(row.crime_type)}"
    state = f"=IF({was},{text_literal(row.state)},{text_literal(parts.MAPPING_CHANGED)})"
    sheet.put(at, STATE_COLUMN, Formula(state, row.state), "cell wrap")
    sheet.put(at, INCIDENTS_COLUMN, incidents, "cell whole right")
    sheet.put(at, REMARK_COLUMN, row.remark, "cell wrap")
    sheet.fit(at, {CRIME_TYPE_COLUMN: row.crime_type, REMARK_COLUMN: row.remark, STATE_COLUMN: row.state})


# --- Police categories ----------------------------------------------------------------------------------------------------------


def _labels(gathered: Gathered) -> tuple[str, ...]:
    return (*gathered.table.categories, ALL_INCIDENTS, *parts.OF_THE_FORCE)


def _police_sheet(sheet: Sheet, gathered: Gathered, labels: Sequence[str], given: Given) -> None:
    sheet.widths([*POLICE_WIDTHS, *(MONTH_WIDTH for _ in gathered.months)])
    missing = [month for month in gathered.months if month not in gathered.table.rows.get(ALL_INCIDENTS, {})]
    gaps = f"Months without police numbers: {spans(missing)}." if missing else "There are police numbers for every month."
    _top(sheet, gathered, f"Police categories by month: {gathered.read.area.name}", (*POLICE_WORDS, gathered.police_source, gaps))
    _months(sheet, POLICE_HEADING_ROW, gathered.months, (parts.POLICE_HEAD, "PoliceCategories", parts.POLICE_CORNER),
            [(label, gathered.table.rows.get(label, {})) for label in labels])
    sheet.put(given.head - 2, LABEL, "What the files give for each crime type", "subheading")
    sheet.put(given.head - 1, LABEL, GIVEN_WORDS, "line")
    _months(sheet, given.head, gathered.months, (parts.GIVEN_HEAD, "PoliceGiven", parts.GIVEN_CORNER),
            [(row.name, row.given) for row in given.rows])
    sheet.freeze(POLICE_HEADING_ROW + 1, FIRST_MONTH)
    whole = given.head + len(given.rows) < ROWS_OF_A_PAGE
    sheet.page(repeat=(POLICE_HEADING_ROW, POLICE_HEADING_ROW), tall=1 if whole else 0)


def _months(
    sheet: Sheet, head: int, months: Sequence[Month], names: tuple[str, str, str], rows: Sequence[tuple[str, Mapping[Month, int]]],
) -> None:
    """A table with the months across; `names` are its defined name, its name in Excel and its first heading."""
    defined, excel, corner = names
    last_column = FIRST_MONTH + len(months) - 1
    sheet.table(head, LABEL, excel, [corner, parts.ALL_MONTHS, *(month.short for month in months)], head + len(rows), filters=False)
    sheet.row_height(head, 30)
    sheet.define(defined, head, LABEL, head, last_column)
    for at, (label, numbers) in enumerate(rows, start=head + 1):
        every = label == ALL_INCIDENTS
        sheet.put(at, LABEL, label, "cell total" if every else "cell wrap")
        total = Formula(f"=SUM({own(FIRST_MONTH, at)}:{own(last_column, at)})", sum(numbers.values())) if numbers else None
        sheet.put(at, TOTAL, total, "cell total whole right" if every else "cell whole right")
        for i, month in enumerate(months):
            sheet.put(at, FIRST_MONTH + i, numbers.get(month), "cell total whole right" if every else "cell whole right")


def _top(sheet: Sheet, gathered: Gathered, title: str, words: Sequence[str]) -> None:
    """Title, marking, and words a line each."""
    sheet.put(0, 0, title, "title")
    sheet.row_height(0, 30)
    sheet.put(1, 0, gathered.assessment.marking, "marking")
    for at, line in enumerate(words, start=2):
        sheet.put(at, 0, line, "line")
