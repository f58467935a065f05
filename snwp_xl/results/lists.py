"""Decisions, Findings and Audit: what the board chose, what a person should know, and what the calculation read."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.findings import in_order
from snwp_xl.model import Decision
from snwp_xl.results import page
from snwp_xl.results.plan import AUDIT, DECISIONS, FINDINGS, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.results.risk import NO_ADVICE, listed_themes
from snwp_xl.sheets import Formula, Sheet

OPEN = "Open"
NOTHING = "Nothing was found."
DEFAULTS = (
    ("Questions and score descriptors", "set-up: Factors"), ("Probability matrix", "set-up: Probability matrix"),
    ("Thresholds of High and Medium", "set-up: Setup"), ("High harm, low volume", "set-up: Setup"),
    ("Control states from chart and total", "method"), ("Combining rule: Sum / 6", "the published 2017/18 table"),
)


def draw_decisions(sheet: Sheet, report: Report, plan: Plan) -> None:
    """What is recommended and what the board decided, theme by theme."""
    page.head(sheet, report, "Decisions", (
        "What the method recommends and what the board decided. Type decisions in the set-up workbook and calculate again.",
        f"Statutory obligations, always beside the priorities: {obligations(report)}",
    ))
    themes = listed_themes(report)
    table = TablePlan("Decisions", DECISIONS, (
        Column("theme", "Theme", 20, "cell wrap strong"), Column("band", "Risk band", 13, "cell centre"),
        Column("advice", "Recommendation", 15, "cell wrap"), Column("choice", "The board's choice", 14, "cell wrap strong"),
        Column("ground", "Ground", 16, "cell wrap"), Column("reason", "Reason", 30, "cell wrap"),
        Column("wording", "Public wording", 36, "cell wrap"), Column("lead", "Lead agency", 14, "cell wrap"),
        Column("board", "Board", 16, "cell wrap"), Column("on", "Date", 17, "cell date"), Column("minute", "Minute", 10, "cell wrap"),
    ), len(themes))
    table.start(sheet)
    made = {one.theme.casefold(): one for one in report.assessment.decisions}
    for row, (theme, _) in enumerate(themes, start=table.first):
        decision = made.get(theme.name.casefold())
        values: dict[str, object] = {
            "theme": theme.name, "band": Formula(_of_theme(plan, "band", table.own("theme", row)), theme.band.value),
            "advice": Formula(_of_theme(plan, "advice", table.own("theme", row)), theme.advice.value if theme.advice else NO_ADVICE),
            **_decided(decision)}
        table.put(sheet, row, values)
        sheet.fit(row, {table.column(key): str(values.get(key) or "") for key in ("theme", "ground", "reason", "wording", "lead", "board")})
    page.bands(sheet, table)
    page.finish(sheet, table, names="theme")


def obligations(report: Report) -> str:
    """The statutory obligations in one line."""
    return "; ".join(report.assessment.settings.statutory_obligations) or "none entered in the set-up"


def _of_theme(plan: Plan, key: str, theme: str) -> str:
    themes = plan.themes
    return f"=INDEX({themes.all(key)},SUMPRODUCT(MAX(({themes.all('theme')}={theme})*(ROW({themes.all('theme')})-{themes.first}))))"


def _decided(decision: Decision | None) -> dict[str, object]:
    if decision is None:
        return {"choice": OPEN}
    return {
        "choice": decision.choice.value, "ground": decision.ground.value if decision.ground else None, "reason": decision.reason,
        "wording": decision.public_wording, "lead": decision.lead, "board": decision.board, "on": decision.on,
        "minute": decision.minute}


def draw_findings(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Every finding with its place, what it means and what to do, as calculated."""
    page.head(sheet, report, "Findings", ("What a person should know about the files that were read, as calculated.",))
    findings = in_order(report.findings)
    table = TablePlan("Findings", FINDINGS, (
        Column("severity", "How urgent", 12, "cell strong"), Column("agency", "Agency", 18, "cell wrap"),
        Column("file", "File", 30, "cell wrap"),
        Column("sheet", "Sheet", 16, "cell wrap"), Column("cell", "Cell", 10, "cell"), Column("what", "What is so", 56, "cell wrap"),
        Column("fix", "What to do", 50, "cell wrap"), Column("code", "Code", 24, "cell"),
    ), len(findings))
    table.start(sheet)
    for row, one in enumerate(findings, start=table.first):
        table.put(sheet, row, {
            "severity": one.severity.value, "agency": one.agency, "file": one.place.file, "sheet": one.place.sheet, "cell": one.place.cell,
            "what": one.message, "fix": one.fix, "code": one.code})
        sheet.fit(row, {table.column("file"): one.place.file, table.column("what"): one.message, table.column("fix"): one.fix})
    if not findings:
        table.put(sheet, table.first, {"severity": "None", "what": NOTHING})
    page.finish(sheet, table, names="agency")


def draw_audit(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Which files were read, with their hashes; which settings are project defaults; versions."""
    page.head(sheet, report, "Audit", (
        f"Edition {report.edition}. Every file that was read or left alone, with its SHA-256: anyone can tell if it has changed since.",
        f"SHA-256 of the settings as read: {report.assessment.sha256 or 'not read from a file'}",
    ))
    table = TablePlan("AuditFiles", AUDIT, (
        Column("file", "File", 46, "cell wrap"), Column("what", "What it is", 18, "cell wrap"), Column("agency", "Agency", 18, "cell wrap"),
        Column("state", "What became of it", 34, "cell wrap"), Column("sha", "SHA-256", 70, "cell"),
    ), len(report.inputs))
    table.start(sheet)
    for row, one in enumerate(report.inputs, start=table.first):
        table.put(sheet, row, {"file": one.file, "what": one.what, "agency": one.agency, "state": one.state, "sha": one.sha256})
        sheet.fit(row, {table.column("file"): one.file, table.column("state"): one.state})
    heading = "What is a project default, to be confirmed by the partnership"
    row = _pairs(sheet, table.last + 2, heading, "ProjectDefaults", ("What", "Where"), DEFAULTS)
    _pairs(sheet, row, "Versions", "Versions", ("Program", "Version"), report.versions)
    sheet.freeze(table.first, 1)
    sheet.page(repeat=(table.head, table.head))


def _pairs(sheet: Sheet, row: int, heading: str, name: str, headings: tuple[str, str], pairs: Sequence[tuple[str, str]]) -> int:
    sheet.put(row, 0, heading, "subheading")
    sheet.table(row + 1, 0, name, headings, row + 1 + max(1, len(pairs)))
    for i, pair in enumerate(pairs, start=row + 2):
        sheet.across(i, 0, pair, "cell wrap")
    return row + 3 + max(1, len(pairs))
