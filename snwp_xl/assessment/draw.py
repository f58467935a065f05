"""Assessment -> the set-up workbook: Start, Setup, a sheet for each list, Latest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from snwp_xl import layout
from snwp_xl.assessment.checks import Check, field_check, points, row_check
from snwp_xl.assessment.start import draw_latest, draw_start
from snwp_xl.buttons import Interpreter
from snwp_xl.buttons.book import ButtonBook
from snwp_xl.layout import Field, Table, Value
from snwp_xl.model import Assessment, Month
from snwp_xl.sheets import (
    Formula,
    Plain,
    Sheet,
    Workbook,
    anything,
    area,
    choices,
    choices_from,
    dates_from,
    fractions,
    whole_numbers,
)

LABEL, ENTRY, CHECK, HELP = range(4)  # columns of Setup
SETUP_WIDTHS = (36, 46, 14, 84)
EARLIEST = date(2000, 1, 1)
LARGEST = 1_000_000
ENTRY_STYLES = {
    Value.TEXT: "input wrap", Value.LONG: "input wrap", Value.WHOLE: "input left", Value.PERCENT: "input left wholepercent",
    Value.DATE: "input date", Value.MONTH: "input month", Value.CHOICE: "input wrap",
}


def setup_workbook(assessment: Assessment, interpreter: Interpreter | None = None) -> bytes:
    """The set-up workbook of an assessment: with buttons that start this Python, or without macros if there is none.

    Raises ProjectRefused if the installed xlwings does not yield the buttons.
    """
    book = _book(assessment, interpreter)
    for name in (layout.START_SHEET, layout.SETUP_SHEET, *(table.sheet for table in layout.SETUP_TABLES), layout.LATEST_SHEET):
        book.sheet(name)
    draw_start(book, book.sheets[layout.START_SHEET], assessment)
    _setup(book.sheets[layout.SETUP_SHEET], assessment)
    entries = table_rows(assessment)
    for table in layout.SETUP_TABLES:
        _table(book.sheets[table.sheet], table, entries[table.key], assessment)
    draw_latest(book.sheets[layout.LATEST_SHEET], assessment)
    return book.save()


def _book(assessment: Assessment, interpreter: Interpreter | None) -> Workbook:
    title, day = f"Set-up of the assessment {assessment.name}", assessment.dates.assessment
    if interpreter is None:
        return Workbook(title=title, author=assessment.partnership, day=day, subject=assessment.marking)
    return ButtonBook(interpreter, title=title, author=assessment.partnership, day=day, subject=assessment.marking)


# --- Setup ------------------------------------------------------------------------------------------------------------


def _setup(sheet: Sheet, assessment: Assessment) -> None:
    sheet.widths(SETUP_WIDTHS)
    sheet.put(0, LABEL, f"Setup: {assessment.name}", "title")
    sheet.row_height(0, 30)
    sheet.put(1, LABEL, "Fill in the yellow cells. The column Check shows what is missing while you type.", "line")
    values = field_values(assessment)
    at: dict[str, int] = {}
    row = 3
    for group in layout.SETUP_GROUPS:
        sheet.across(row, LABEL, (group.heading, None, None, None), "heading")
        sheet.row_height(row, 24)
        row += 1
        for one in group.fields:
            at[one.key] = row
            _field(sheet, row, one, values[one.key])
            row += 1
        if "high" in at and group.fields[0].key == "high":
            row = _points(sheet, row, assessment, at)
        row += 1
    sheet.freeze(3, 0)
    sheet.page(landscape=True, repeat=(0, 2))


def _field(sheet: Sheet, row: int, one: Field, value: Plain) -> None:
    check = field_check(one, row, ENTRY, value)
    sheet.put(row, LABEL, one.label, "label")
    sheet.put(row, ENTRY, value, ENTRY_STYLES[one.value])
    sheet.put(row, CHECK, Formula(check.formula, check.words), "good")
    sheet.put(row, HELP, one.help or None, "muted")
    sheet.when((row, CHECK, row, CHECK), f'=AND(${chr(65 + CHECK)}${row + 1}<>"OK",${chr(65 + CHECK)}${row + 1}<>"")', "todo")
    sheet.define(one.name, row, ENTRY)
    sheet.fit(row, {ENTRY: str(value or ""), HELP: one.help})
    _entry_rule(sheet, (row, ENTRY, row, ENTRY), one, one.help or one.label)


def _points(sheet: Sheet, row: int, assessment: Assessment, at: Mapping[str, int]) -> int:
    for label, formula, value, words in points(assessment, at, ENTRY):
        sheet.put(row, LABEL, label, "label")
        sheet.put(row, ENTRY, Formula(formula, value), "line left")
        sheet.put(row, HELP, words, "muted")
        sheet.fit(row, {HELP: words})
        row += 1
    return row


def _entry_rule(sheet: Sheet, box: tuple[int, int, int, int], one: Field | layout.Column, prompt: str) -> None:
    title = one.label if isinstance(one, Field) else one.heading
    match one.value:
        case Value.CHOICE if one.allowed:
            sheet.allow(box, choices(one.allowed), title=title, prompt=prompt, error="Choose from the list.")
        case Value.DATE | Value.MONTH:
            sheet.allow(box, dates_from(EARLIEST), title=title, prompt=prompt, error="Enter a date, such as 30/06/2026.")
        case Value.WHOLE:
            sheet.allow(box, whole_numbers(0, LARGEST), title=title, prompt=prompt, error="Enter a whole number.")
        case Value.PERCENT:
            sheet.allow(box, fractions(0, 1), title=title, prompt=prompt, error="Enter a percentage from 0% to 100%.")
        case _ if prompt:
            sheet.allow(box, anything(), title=title, prompt=prompt)


# --- tables -----------------------------------------------------------------------------------------------------------


def _table(sheet: Sheet, table: Table, entries: Sequence[Mapping[str, Plain]], assessment: Assessment) -> None:
    columns = columns_of(table, assessment)
    last_column = len(columns)  # the check stands behind the entries
    sheet.widths([*(column.width for column in columns), 18])
    sheet.put(0, 0, f"{table.title}: {assessment.name}", "title")
    sheet.row_height(0, 30)
    for i, words in enumerate(table.intro, start=1):
        sheet.put(i, 0, words, "line")
    helps = len(table.intro) + 1
    head = helps + 1
    for i, column in enumerate(columns):
        sheet.put(helps, i, column.help or None, "muted")
    sheet.fit(helps, {i: column.help for i, column in enumerate(columns)})
    rows = max(table.rows, len(entries) + 4)
    last = head + rows
    sheet.table(head, 0, table.excel_name, [*(column.heading for column in columns), "Check"], last)
    sheet.fit(head, {i: column.heading + "  " for i, column in enumerate(columns)}, least=2)
    sheet.define(table.name, head, 0, head, last_column)
    for i in range(rows):
        entry = entries[i] if i < len(entries) else {}
        _row(sheet, head + 1 + i, columns, entry, row_check(table, columns, entries, i, head + 1, last))
    for i, column in enumerate(columns):
        box = (head + 1, i, last, i)
        if column.source:
            from_list = choices_from(source_area(column.source))
            sheet.allow(box, from_list, title=column.heading, prompt=column.help, error="Choose from the list.")
        else:
            _entry_rule(sheet, box, column, column.help)
    sheet.freeze(head + 1, 2 if table in (layout.CRIME_TYPES, layout.FACTORS) else 1)
    sheet.page(repeat=(head, head))


def _row(sheet: Sheet, row: int, columns: Sequence[layout.Column], entry: Mapping[str, Plain], check: Check) -> None:
    for i, column in enumerate(columns):
        sheet.put(row, i, entry.get(column.key), ENTRY_STYLES[column.value])
    last = len(columns)
    sheet.put(row, last, Formula(check.formula, check.words), "good wrap")
    letter = chr(65 + last)
    sheet.when((row, last, row, last), f'=AND(${letter}${row + 1}<>"OK",${letter}${row + 1}<>"")', "todo")
    sheet.fit(row, {i: str(entry.get(column.key) or "") for i, column in enumerate(columns)})


def columns_of(table: Table, assessment: Assessment) -> tuple[layout.Column, ...]:
    """A table's columns for this assessment: Factors has a descriptor for each score, Last year a column an agency."""
    if table is layout.FACTORS:
        fixed = tuple(column for column in table.columns if not column.key.startswith("level_"))
        levels = range(1, assessment.scale + 1)
        return fixed + tuple(
            layout.Column(f"level_{level}", layout.LEVEL.format(level=level), Value.LONG, "", 28) for level in levels)
    if table is layout.LAST_YEAR:
        names = dict.fromkeys(agency for row in assessment.last_year for agency, _ in row.harm_scores)
        return table.columns + tuple(
            layout.Column(f"agency:{name}", layout.LAST_YEAR_AGENCY.format(agency=name), Value.WHOLE, "", 14) for name in names)
    return table.columns


def source_area(source: str) -> str:
    """The cells that a drop-down takes its choices from: all the room that a list may ever need."""
    key, _, column = source.partition(".")
    table = next(one for one in layout.SETUP_TABLES if one.key == key)
    first = len(table.intro) + 3
    at = [one.key for one in table.columns].index(column)
    return area(first, at, first + 199, at, table.sheet)


# --- values -----------------------------------------------------------------------------------------------------------


def field_values(assessment: Assessment) -> dict[str, Plain]:
    """What stands in each field of Setup."""
    dates, contact, settings, thresholds = assessment.dates, assessment.contact, assessment.settings, assessment.thresholds
    obligations = settings.statutory_obligations
    return {
        "name": assessment.name, "partnership": assessment.partnership, "area": assessment.area, "marking": assessment.marking,
        "assessment_date": dates.assessment, "returns_by": dates.returns_by, "counts_by": dates.counts_by,
        "papers_out": dates.papers_out, "board_date": dates.board, "publish_by": dates.publish_by,
        "keep_returns_until": dates.keep_returns_until,
        "contact_name": contact.name, "contact_phone": contact.phone, "contact_email": contact.email,
        "board_addresses": settings.board_addresses, "analyst_addresses": settings.analyst_addresses,
        "scale": assessment.scale, "no_view": _yes(settings.no_view_allowed), "rule": assessment.rule.value, "divisor": assessment.divisor,
        "high": thresholds.high, "medium": thresholds.medium, "high_harm": thresholds.high_harm, "places": settings.places,
        **{f"obligation_{i}": obligations[i - 1] if i <= len(obligations) else None for i in range(1, 6)},
        "last_month": _month(settings.last_month), "screening": _yes(settings.screening),
        "board_sees_agency_scores": _yes(settings.board_sees_agency_scores),
        "public_agency_scores": _yes(settings.public_agency_scores), "suppress_below": settings.suppress_below,
        "adopted_edition": settings.adopted_edition, "last_year_highest_harm": _number(settings.last_year_highest_harm),
        "last_year_highest_possible": _number(settings.last_year_highest_possible),
        "figures_in_mail": _yes(settings.figures_in_mail), "attachment_limit": settings.attachment_limit_mb,
        "round_folder": settings.round_folder,
    }


def table_rows(assessment: Assessment) -> dict[str, list[dict[str, Plain]]]:
    """What stands in each table, by column key."""
    names = {one.number: one.name for one in assessment.crime_types}
    asked: list[dict[str, Plain]] = [{
        "name": one.name, "organisation": one.organisation, "kind": one.kind.value, "asked": layout.YES, "contact": one.contact,
        "email": one.email, "more_time_until": one.more_time_until, "closed_on": one.closed.on if one.closed else None,
        "closed_reason": one.closed.reason if one.closed else None, "counting_file": one.counting_file} for one in assessment.agencies]
    others: list[dict[str, Plain]] = [{"name": one.name, "organisation": one.organisation, "kind": one.kind.value, "asked": layout.NO}
              for one in assessment.partners_not_asked]
    matrix = assessment.probability_matrix
    changes = [(one.month, one.crime_type, layout.RECORDING_CHANGE, one.reason) for one in assessment.recording_changes]
    events = [(one.month, one.crime_type, layout.KNOWN_EVENT, one.reason) for one in assessment.known_events]
    return {
        "agencies": [*asked, *others],
        "crime_types": [{
            "number": one.number, "name": one.name, "theme": one.theme, "definition": one.definition, "national_steer": one.national_steer,
            "commissioner_priority": one.commissioner_priority, "community_view": one.community_view, "state_by_hand": one.state_by_hand,
            "probability_by_hand": one.probability_by_hand, "by_hand_reason": one.by_hand_reason} for one in assessment.crime_types],
        "factors": [{
            "number": one.number, "name": one.name, "question": one.question,
            **{f"level_{i}": words for i, words in enumerate(one.levels, start=1)}} for one in assessment.factors],
        "probability_matrix": [
            {"from": edge, "reducing": row[0], "under_control": row[1], "uncontrolled": row[2]}
            for edge, row in zip(matrix.lower_edges, matrix.scores, strict=True)],
        "changes": [
            {"month": month.first_day, "crime_type": names.get(number), "kind": kind, "reason": reason}
            for month, number, kind, reason in (*changes, *events)],
        "decisions": [{
            "theme": one.theme, "choice": one.choice.value, "ground": one.ground and one.ground.value, "reason": one.reason,
            "public_wording": one.public_wording, "lead": one.lead, "board": one.board, "on": one.on, "minute": one.minute}
            for one in assessment.decisions],
        "last_year": [{
            "name": one.name, "crime_type": names.get(one.crime_type or 0), "combined_harm": one.combined_harm,
            "probability": one.probability, "risk_score": one.risk_score, "risk_band": one.risk_band and one.risk_band.value,
            **{f"agency:{name}": score for name, score in one.harm_scores}} for one in assessment.last_year],
    }


def _yes(value: bool) -> str:
    return layout.YES if value else layout.NO


def _month(month: Month | None) -> date | None:
    return month.first_day if month else None


def _number(value: object) -> str | None:
    return None if value is None else str(value)
