"""Matrix and findings -> the results workbook that the board gets. A module a sheet, or a few that belong together."""

from __future__ import annotations

from snwp_xl.results import lists, method, probability, risk, scores, summary
from snwp_xl.results.plan import (
    ALL_SCORES,
    AUDIT,
    COUNTS,
    DECISIONS,
    FINDINGS,
    HARM,
    METHOD,
    PROBABILITY,
    RISK,
    SUMMARY,
    THEMES,
    plan_of,
)
from snwp_xl.results.report import InputFile, Report
from snwp_xl.sheets import Workbook

SHEETS = (
    (SUMMARY, summary.draw), (RISK, risk.draw_risk), (HARM, scores.draw_harm_scores), (PROBABILITY, probability.draw_probability),
    (DECISIONS, lists.draw_decisions), (THEMES, risk.draw_themes), (ALL_SCORES, scores.draw_all_scores), (COUNTS, probability.draw_counts),
    (METHOD, method.draw), (FINDINGS, lists.draw_findings), (AUDIT, lists.draw_audit),
)


def results_workbook(report: Report) -> bytes:
    """The results workbook of a calculation: the same report gives the same bytes."""
    assessment = report.assessment
    book = Workbook(
        title=f"Harm matrix {assessment.name}", author=assessment.partnership, day=assessment.dates.assessment, subject=assessment.marking)
    plan = plan_of(report.matrix)
    for name, _ in SHEETS:
        book.sheet(name)
    for name, draw in SHEETS:
        draw(book.sheets[name], report, plan)
    return book.save()


__all__ = ["InputFile", "Report", "results_workbook"]
