"""Assessment -> the set-up workbook: Start, Setup, a sheet for each list, Lists, Latest."""

from __future__ import annotations

from snwp_xl import layout
from snwp_xl.assessment.list_sheets import draw_list
from snwp_xl.assessment.places import choices_formula, column_area, lists_area
from snwp_xl.assessment.setup_sheet import draw_setup
from snwp_xl.assessment.start import SHEET_WORDS, draw_latest, draw_start
from snwp_xl.assessment.tops import draw_top
from snwp_xl.assessment.values import list_entries
from snwp_xl.buttons import Interpreter
from snwp_xl.buttons.book import ButtonBook
from snwp_xl.model import Assessment
from snwp_xl.sheets import Formula, Sheet, Workbook, area, own

LISTS_WIDTHS = (36, 36, 18)
MORE_THEMES = 40  # rows of Lists for crime types that the officer may add


def setup_workbook(assessment: Assessment, interpreter: Interpreter | None = None) -> bytes:
    """The set-up workbook of an assessment: with buttons that start this Python, or without macros if there is none.

    The same assessment and interpreter give the same bytes. Raises ProjectRefused if the installed xlwings does not yield
    the buttons, ValueError for more statutory obligations than the workbook has room for.
    """
    book = _book(assessment, interpreter)
    for name in (layout.START_SHEET, *SHEET_WORDS):
        book.sheet(name)
    for source, name in layout.CHOICES.items():
        book.define(name, choices_formula(source))
    entries = list_entries(assessment)
    states = {layout.SETUP_SHEET: draw_setup(book.sheets[layout.SETUP_SHEET], assessment)}
    for table in layout.SETUP_TABLES:
        states[table.sheet] = draw_list(book.sheets[table.sheet], table, entries, assessment)
    draw_start(book, book.sheets[layout.START_SHEET], assessment, states)
    _lists(book.sheets[layout.LISTS_SHEET], assessment)
    draw_latest(book.sheets[layout.LATEST_SHEET], assessment)
    return book.save()


def _book(assessment: Assessment, interpreter: Interpreter | None) -> Workbook:
    title, day = f"Set-up of the assessment {assessment.name}", assessment.dates.assessment
    if interpreter is None:
        return Workbook(title=title, author=assessment.partnership, day=day, subject=assessment.marking)
    return ButtonBook(interpreter, title=title, author=assessment.partnership, day=day, subject=assessment.marking)


# --- Lists --------------------------------------------------------------------------------------------------------------


def _lists(sheet: Sheet, assessment: Assessment) -> None:
    """Each theme once, in the order of the crime types, for the drop-downs."""
    sheet.widths(LISTS_WIDTHS)
    draw_top(sheet, layout.LISTS_SHEET, assessment, len(LISTS_WIDTHS))
    sheet.put(1, 0, "What drop-downs offer, worked out from the sheet Crime types. There is nothing to fill in.", "line indent")
    head = layout.LISTS_HEAD
    sheet.across(head, 0, ("Themes", "Theme of each crime type", "First with it"), "head indent")
    themes = [one.theme or one.name for one in assessment.crime_types]
    firsts = list(dict.fromkeys(themes))
    for i in range(min(layout.ROOM, len(themes) + MORE_THEMES)):
        row = head + 1 + i
        theme = themes[i] if i < len(themes) else ""
        order = firsts.index(theme) + 1 if theme and theme not in themes[:i] else ""
        sheet.put(row, layout.LISTS_THEMES, Formula(_nth_theme(row), firsts[i] if i < len(firsts) else ""), "line indent")
        sheet.put(row, layout.LISTS_OF_EACH, Formula(_theme_of(i + 1), theme), "muted indent")
        sheet.put(row, layout.LISTS_ORDER, Formula(_order(row), order), "muted centre")
    sheet.freeze(head + 1, 0)
    sheet.page(landscape=False, repeat=(0, head))
    sheet.pages(head + len(themes), layout.LISTS_ORDER, ())


def _nth_theme(row: int) -> str:
    column, order = (lists_area(at).rpartition("!")[2] for at in (layout.LISTS_OF_EACH, layout.LISTS_ORDER))
    return f'=IFERROR(INDEX({column},MATCH(ROW()-{layout.LISTS_HEAD + 1},{order},0)),"")'


def _theme_of(i: int) -> str:
    """The theme of the crime type in row `i` of its list: its name where no theme is given."""
    theme, name = (f"TRIM(INDEX({column_area(layout.CRIME_TYPES, key)},{i}))" for key in ("theme", "name"))
    return f'=IFERROR(IF({name}="","",IF({theme}="",{name},{theme})),"")'


def _order(row: int) -> str:
    """Which of the themes it is, if no row above has it."""
    first, here = layout.LISTS_HEAD + 1, own(layout.LISTS_OF_EACH, row)
    above = area(first, layout.LISTS_OF_EACH, first, layout.LISTS_OF_EACH).partition(":")[0]
    before = f"{area(first - 1, layout.LISTS_ORDER, first - 1, layout.LISTS_ORDER).partition(':')[0]}:{own(layout.LISTS_ORDER, row - 1)}"
    return f'=IF({here}="","",IF(SUMPRODUCT(--({above}:{here}={here}))=1,MAX({before})+1,""))'
