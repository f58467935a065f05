"""Draws the sheet `Harm scores` of a blank or of a query workbook: the grid, its entry rules, its colours."""

from __future__ import annotations

from collections.abc import Mapping

from snwp_xl import layout
from snwp_xl.forms.form import KEEP_PROMPT, LINE_HEIGHT, ROW_HEIGHT, Form, Line, banner
from snwp_xl.forms.to_do import Drawn, check, crime_types_to_do, open_count, still_to_do
from snwp_xl.layout import KEEP, NO_VIEW, SEE_START, Field, Grid
from snwp_xl.sheets import Formula, Sheet, anything, cell, choices, own, suggestions, text_literal
from snwp_xl.theme import FORM_WIDTHS

LONGEST_NAME = 40  # characters of an agency's name, which runs on over empty cells
QUERY_ZOOM = 80  # per cent: questions and replies are in view on a laptop beside the scores
NO_VIEW_PROMPT = (
    "Choose No view if your agency cannot judge this crime type, and leave its scores empty. No view is never counted as 1 or as 0."
)
COMMENT_PROMPT = (
    "If you wish, say why. Do not name or describe a person. Comments may be disclosed under the Freedom of Information Act."
)


def draw_scores(sheet: Sheet, form: Form) -> Drawn:
    """Draw the whole sheet; returns where the grid stands."""
    grid = form.grid
    columns = {heading: i for i, heading in enumerate(grid.headings)}
    widths = _widths(grid)
    sheet.widths(widths)
    head = _top(sheet, form, widths)
    open_names = [name for name, words in _words(form) if words not in (layout.DONE, NO_VIEW)]
    wanted = tuple(head + i for i, one in enumerate(form.assessment.crime_types, start=1) if form.line(one).wanted)
    drawn = Drawn(head, head + len(grid.crime_types), columns, len(open_names), (open_names or [""])[0], wanted)
    sheet.put(head - 1, 0, grid.check, "strong indent")
    sheet.put(head - 1, 1, crime_types_to_do(drawn, grid), "strong todo")
    _headings(sheet, grid, drawn)
    for i, crime_type in enumerate(form.assessment.crime_types, start=1):
        _row(sheet, head + i, crime_type.name, form.line(crime_type), grid, columns)
    _entry_rules(sheet, form, drawn)
    _conditions(sheet, grid, drawn)
    sheet.freeze(head + 1, 1)
    if grid.asks:
        sheet.zoom(QUERY_ZOOM)
    sheet.select(head + 1, grid.score_columns[0])
    sheet.page(repeat=(0, head))
    sheet.seal(len(widths))
    return drawn


def _words(form: Form) -> list[tuple[str, str]]:
    return [(one.name, still_to_do(form.line(one), form.grid)) for one in form.assessment.crime_types]


def _widths(grid: Grid) -> list[float]:
    longest = max(len(name) for name in grid.crime_types) + 2
    names = min(max(FORM_WIDTHS["crime type"], longest), FORM_WIDTHS["longest crime type"])
    behind = [FORM_WIDTHS["harm score"], *([FORM_WIDTHS["view"]] if grid.no_view else []), FORM_WIDTHS["check"]]
    asked = [FORM_WIDTHS["question"], FORM_WIDTHS["reply"]] if grid.asks else []
    return [names, *(FORM_WIDTHS["factor"] for _ in grid.factors), *behind, *asked, FORM_WIDTHS["comment"]]


def _top(sheet: Sheet, form: Form, widths: list[float]) -> int:
    """Title, instruction and identity; returns the row of headings, with a row for the live line above it."""
    assessment, grid = form.assessment, form.grid
    banner(sheet, 0, f"Harm scores {assessment.name}: {form.agency}", len(widths))
    otherwise = f", or choose {NO_VIEW} and leave the scores empty" if grid.no_view else ""
    start = f"These are the scores you sent; look at the rows with a {grid.question.lower()}. E" if grid.asks else "For each crime type e"
    sheet.put(1, 0, f"{start}nter {grid.scores} under each factor{otherwise}. 1 is the least harm; "
                    f"the sheet {layout.GUIDANCE_SHEET} says what each score means.", "line indent")
    row = 2
    for row, column, one, value in _identity(form, _second_pair(widths)):
        sheet.put(row, column, one.label, "line indent" if column == 0 else "line")
        sheet.put(row, column + 1, value, "marking" if one is layout.MARKING else "strong")
        sheet.define(one.name, row, column + 1)
    for at in range(1, row + 2):
        sheet.row_height(at, LINE_HEIGHT)
    return row + 2


def _identity(form: Form, beside: int) -> list[tuple[int, int, Field, str]]:
    """Row, column, field and value of what the form is: in two pairs of columns, or one above the other in a narrow form."""
    values = [
        (layout.AGENCY, form.agency), (layout.KIND, form.kind.value),
        (layout.ASSESSMENT, form.assessment.name), (layout.VERSION, layout.LAYOUT_VERSION),
    ]
    down = 2 if beside else len(values)  # rows of a pair of columns
    placed = [(2 + i % down, beside * (i // down), one, value) for i, (one, value) in enumerate(values)]
    if form.assessment.marking:
        placed.append((2 + down, 0, layout.MARKING, form.assessment.marking))
    return placed


def _second_pair(widths: list[float]) -> int:
    """The first column that leaves room for a long agency name to its left; 0 if there is none."""
    room = 0.0
    for column, width in enumerate(widths[1:-1], start=1):
        if room >= LONGEST_NAME and width >= FORM_WIDTHS["factor"]:
            return column
        room += width
    return 0


def _headings(sheet: Sheet, grid: Grid, drawn: Drawn) -> None:
    head = drawn.head
    sheet.table(head, 0, grid.excel_name, grid.headings, drawn.last, filters=False)
    for heading in (*grid.factors, grid.harm_score, *([grid.view] if grid.no_view else [])):
        sheet.put(head, drawn.columns[heading], heading, "head centre")
    for heading in (grid.corner, grid.check, grid.comment, *([grid.question, grid.reply] if grid.asks else [])):
        sheet.put(head, drawn.columns[heading], heading, "head indent")
    sheet.fit(head, {column: heading for heading, column in drawn.columns.items()}, least=3)
    sheet.define(grid.head, head, 0, head, len(grid.headings) - 1)
    sheet.define(grid.body, head + 1, grid.score_columns[0], drawn.last, grid.score_columns[-1])


def _row(sheet: Sheet, row: int, name: str, line: Line, grid: Grid, columns: Mapping[str, int]) -> None:
    """A crime type's row, high enough for what stands in it and for two lines of comment."""
    sheet.put(row, columns[grid.corner], name, "cell label middle indent")
    for i, column in enumerate(grid.score_columns):
        score = line.scores[i] if line.scores else None
        sheet.put(row, column, score, "input score doubt" if i in line.doubtful else "input score")
    live = check(row, line, grid, columns)
    scores = f"{own(grid.score_columns[0], row)}:{own(grid.score_columns[-1], row)}"
    done = live.value == layout.DONE
    summed = f'=IF({own(columns[grid.check], row)}="{layout.DONE}",SUM({scores}),"")'
    harm = Formula(summed, sum(score or 0 for score in line.scores) if done else "")
    sheet.put(row, columns[grid.harm_score], harm, "cell big centre")
    if grid.no_view:
        sheet.put(row, columns[grid.view], NO_VIEW if line.no_view else None, "input centre middle")
    sheet.put(row, columns[grid.check], live, "cell wrap middle indent")
    sheet.put(row, columns[grid.comment], line.comment, "input small text middle")
    if grid.asks:
        sheet.put(row, columns[grid.question], line.question, "cell text middle doubt" if line.question else "cell text middle")
        sheet.put(row, columns[grid.reply], line.reply, "input text middle" if line.open else "cell text middle")
    texts = {columns[grid.corner]: name, columns[grid.comment]: line.comment}
    if grid.asks:
        texts |= {columns[grid.question]: line.question, columns[grid.reply]: line.reply}
    sheet.fit(row, texts, points=ROW_HEIGHT)


def _entry_rules(sheet: Sheet, form: Form, drawn: Drawn) -> None:
    grid = form.grid
    for factor, column in zip(form.assessment.factors, grid.score_columns, strict=True):
        box = (drawn.head + 1, column, drawn.last, column)
        prompt = f"{grid.rule}\n{factor.question}" if factor.question else grid.rule
        sheet.allow(box, choices(grid.allowed), title=factor.name, prompt=prompt, error=grid.rule)
    if grid.no_view:
        _rule(sheet, drawn, grid.view, choices([NO_VIEW]), NO_VIEW_PROMPT)
    _rule(sheet, drawn, grid.comment, anything(), COMMENT_PROMPT)
    for i, crime_type in enumerate(form.assessment.crime_types, start=1):
        line = form.line(crime_type)
        if line.open:
            at = (drawn.head + i, drawn.columns[grid.reply], drawn.head + i, drawn.columns[grid.reply])
            prompt = KEEP_PROMPT if line.keep else f"{grid.rule} Do so in the row itself; write here only what the scores cannot say."
            sheet.allow(at, suggestions([KEEP]) if line.keep else anything(), title=grid.reply, prompt=prompt)


def _rule(sheet: Sheet, drawn: Drawn, heading: str, rule: Mapping[str, object], prompt: str) -> None:
    column = drawn.columns[heading]
    sheet.allow((drawn.head + 1, column, drawn.last, column), rule, title=heading, prompt=prompt)


def _conditions(sheet: Sheet, grid: Grid, drawn: Drawn) -> None:
    """Colours that follow the words of Still to do, the most urgent first."""
    first = drawn.head + 1
    scores = (first, grid.score_columns[0], drawn.last, grid.score_columns[-1])
    at, check = cell(first, grid.score_columns[0]), own(drawn.columns[grid.check], first)
    sheet.when(scores, f"=IF(ISNUMBER({at}),OR({at}<1,{at}>{grid.scale},{at}<>INT({at})),NOT(ISBLANK({at})))", "wrong")
    checks = (first, drawn.columns[grid.check], drawn.last, drawn.columns[grid.check])
    if grid.no_view:
        view = (first, drawn.columns[grid.view], drawn.last, drawn.columns[grid.view])
        for box in (scores, view):
            sheet.when(box, f'={check}="{layout.BESIDE_SCORES}"', "wrong")
        sheet.when(view, f'={check}="{layout.NOT_NO_VIEW}"', "wrong")
        sheet.when(scores, f'={check}="{NO_VIEW}"', "spare")
    answered = f'OR({check}="{layout.DONE}",{check}="{NO_VIEW}")'
    if grid.asks:
        question, reply = own(drawn.columns[grid.question], first), own(drawn.columns[grid.reply], first)
        doubt = f'=AND({answered},{question}<>"",{question}<>{text_literal(SEE_START)},{reply}="")'
        sheet.when((first, 0, drawn.last, drawn.columns[grid.check]), doubt, "doubt")
    sheet.when((first, 0, drawn.last, drawn.columns[grid.check]), f"={answered}", "done")
    sheet.when(checks, f"=NOT({answered})", "todo")
    live = (drawn.head - 1, 1, drawn.head - 1, 1)
    sheet.when(live, f"={open_count(drawn, grid)}=0", "good")
