"""Findings and Audit: what a person should know, and what the calculation read."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.assessment.origins import project_defaults
from snwp_xl.findings import in_order
from snwp_xl.layout import ASSESSMENT, KIND, SETUP_FIELDS, WorkbookKind
from snwp_xl.model import day_in_words
from snwp_xl.results import page
from snwp_xl.results.plan import FINDINGS, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Sheet

NOTHING = "Nothing was found."


def obligations(report: Report) -> str:
    """The statutory obligations in one line."""
    return "; ".join(report.assessment.settings.statutory_obligations) or "none entered in the set-up"


def draw_findings(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Every finding with its place, what it means and what to do, as calculated."""
    page.head(sheet, report, "Findings", (
        "What a person should know about the files that were read, as calculated.",
        "Problems in writing files, such as one that was open, are shown where you started the calculation: on the screen, or on the "
        "sheet Latest of the set-up."))
    findings = in_order(report.findings)
    table = TablePlan("Findings", FINDINGS, (
        Column("severity", "How urgent", 12, "cell strong"), Column("agency", "Agency", 18, "cell wrap"),
        Column("file", "File", 30, "cell wrap"),
        Column("sheet", "Sheet", 16, "cell wrap"), Column("cell", "Cell", 10, "cell"), Column("what", "What was found", 56, "cell wrap"),
        Column("fix", "What to do", 50, "cell wrap"), Column("code", "Code", 24, "cell"),
    ), len(findings))
    table.start(sheet)
    for row, one in enumerate(findings, start=table.first):
        table.put(sheet, row, {
            "severity": one.severity.value, "agency": one.agency, "file": one.place.file, "sheet": one.place.sheet, "cell": one.place.cell,
            "what": one.message, "fix": one.fix, "code": one.code})
        sheet.fit(row, {
            table.column("agency"): one.agency or "", table.column("file"): one.place.file, table.column("sheet"): one.place.sheet,
            table.column("what"): one.message, table.column("fix"): one.fix})
    if not findings:
        table.put(sheet, table.first, {"severity": "None", "what": NOTHING})
    page.finish(sheet, table, names="agency")


def draw_audit(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Which files were read, with their hashes; which settings are project defaults; versions."""
    page.head(sheet, report, "Audit", (
        f"Edition {report.edition}. Every file that was read or left alone, with its SHA-256: anyone can tell if it has changed since.",
        f"SHA-256 of the settings as read: {report.assessment.sha256 or 'not read from a file'}",
    ))
    table = plan.audit
    table.start(sheet)
    for row, one in enumerate(report.inputs, start=table.first):
        table.put(sheet, row, {
            "number": row - table.head, "file": one.file, "what": one.what, "agency": one.agency, "state": one.state, "sha": one.sha256})
        sheet.fit(row, {
            table.column("file"): one.file, table.column("what"): one.what, table.column("agency"): one.agency,
            table.column("state"): one.state})
    row = _pairs(sheet, table.last + 2, "Who signed off", "SignOffs", ("Agency", "Name, role and date"), _signed(report))
    row = _pairs(sheet, row, "What each agency was asked and answered", "Replies", ("Agency", "Question and reply"), _replied(report))
    heading = "What is a project default, to be confirmed by the partnership"
    row = _pairs(sheet, row, heading, "ProjectDefaults", ("What", "Where"), project_defaults(report.assessment))
    row = _pairs(sheet, row, "Versions", "Versions", ("Program", "Version"), report.versions)
    _identity(sheet, row, report)
    sheet.freeze(table.first, 2)
    sheet.page(repeat=(table.head, table.head))


def _signed(report: Report) -> list[tuple[str, str]]:
    """Who answers for each return."""
    signed = []
    for one in report.returns:
        said = one.sign_off
        day = day_in_words(said.on) if said.on else "no date"
        signed.append((one.agency, f"{said.name or 'no name'}, {said.role or 'no role'}, {day}"))
    return signed or [("None", "No return counts yet.")]


def _replied(report: Report) -> list[tuple[str, str]]:
    """What agencies answered to questions about their returns."""
    replied = [(one.agency, f"{reply.asked} Reply: {reply.reply}") for one in report.returns for reply in one.replies]
    return replied or [("None", "No question has been answered.")]


def _identity(sheet: Sheet, row: int, report: Report) -> None:
    """What this workbook is, in cells by which next year's round knows it."""
    of = report.assessment
    for i, (one, value) in enumerate((
            (KIND, WorkbookKind.RESULTS.value), (ASSESSMENT, of.name), (SETUP_FIELDS["area"], of.area)), start=row):
        sheet.across(i, 1, (one.label, value), "cell indent")
        sheet.define(one.name, i, 2)


def _pairs(sheet: Sheet, row: int, heading: str, name: str, headings: tuple[str, str], pairs: Sequence[tuple[str, str]]) -> int:
    sheet.put(row, 1, heading, "subheading")
    sheet.table(row + 1, 1, name, headings, row + 1 + max(1, len(pairs)), looks=["head indent"] * len(headings))
    for i, pair in enumerate(pairs, start=row + 2):
        sheet.put(i, 1, pair[0], "cell wrap")
        sheet.put(i, 2, pair[1], "cell wrap")  # below the hashes, so in a wide column
        sheet.fit(i, dict(enumerate(pair, start=1)))
    return row + 3 + max(1, len(pairs))
