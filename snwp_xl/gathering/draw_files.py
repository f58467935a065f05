"""The sheet Police files: what was read, from whom, and everything that should be known of it."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.findings import Finding, in_order
from snwp_xl.gathering.gather import Gathered, codes_words
from snwp_xl.layout import police as parts
from snwp_xl.police.read import spans
from snwp_xl.sheets import Sheet

WIDTHS = (30, 40, 72, 58)
FIRST, SECOND, THIRD, FOURTH = range(4)


def files_sheet(sheet: Sheet, gathered: Gathered) -> None:
    """Draw it: fields, findings, other forces, files."""
    sheet.widths(WIDTHS)
    sheet.put(0, FIRST, f"Police files: {gathered.read.area.name}", "title")
    sheet.row_height(0, 30)
    sheet.put(1, FIRST, gathered.assessment.marking, "marking")
    row = _fields(sheet, 3, gathered)
    row = _findings(sheet, row + 1, in_order(gathered.findings))
    row = _forces(sheet, row + 1, gathered)
    _files(sheet, row + 1, gathered.read.files)
    sheet.page()


def _fields(sheet: Sheet, row: int, gathered: Gathered) -> int:
    fields = ((parts.POLICE_AREA, gathered.read.area.name), (parts.POLICE_CODES, codes_words(gathered.read)),
              (parts.POLICE_SOURCE, gathered.police_source))
    for one, value in ((one, value) for one, value in fields if value):
        sheet.put(row, FIRST, one.label, "label")
        sheet.put(row, SECOND, value, "line")
        sheet.define(one.name, row, SECOND)
        row += 1
    sheet.put(row, FIRST, "Force", "label")
    sheet.put(row, SECOND, gathered.read.force, "line")
    return row + 1


def _findings(sheet: Sheet, row: int, findings: Sequence[Finding]) -> int:
    sheet.put(row, FIRST, "What to know about the numbers", "subheading")
    if not findings:
        sheet.put(row + 1, FIRST, "Nothing.", "line")
        return row + 2
    head = row + 1
    sheet.table(head, FIRST, "PoliceFindings", parts.FINDINGS_HEADINGS, head + len(findings), filters=False)
    sheet.fit(head, {}, least=2)
    for at, one in enumerate(findings, start=head + 1):
        texts = (str(one.severity), str(one.place), one.message, one.fix)
        for column, text in enumerate(texts):
            sheet.put(at, column, text, "cell wrap")
        sheet.fit(at, dict(enumerate(texts)))
    return head + len(findings) + 1


def _forces(sheet: Sheet, row: int, gathered: Gathered) -> int:
    others = gathered.read.rows_of_other_forces
    sheet.put(row, FIRST, "Rows of other forces", "subheading")
    if not others:
        sheet.put(row + 1, FIRST, "None in the files.", "line")
        return row + 2
    head = row + 1
    sheet.table(head, FIRST, "OtherForces", parts.FORCES_HEADINGS, head + len(others), filters=False)
    sheet.fit(head, {}, least=2)
    for at, (force, one) in enumerate(others.items(), start=head + 1):
        where = f"{one.in_area} in the area, which are counted; {one.no_location} without a location"
        missing = spans(one.missing_months) if one.missing_months else "None"
        sheet.across(at, FIRST, (force, one.rows, where, missing), "cell wrap left")
        sheet.fit(at, {FIRST: force, THIRD: where, FOURTH: missing})
    return head + len(others) + 1


def _files(sheet: Sheet, row: int, files: Sequence[str]) -> None:
    sheet.put(row, FIRST, "Files that were counted", "subheading")
    for at, name in enumerate(files, start=row + 1):
        sheet.put(at, FIRST, name, "line")
