"""Matrix and findings -> the results workbook that the board gets. A module a sheet, or a few that belong together."""

from __future__ import annotations

from dataclasses import replace

from snwp_xl.editions import EDITION, INPUTS
from snwp_xl.results import (
    adopted,
    agreement,
    changes,
    chart_data,
    charts,
    checks,
    decisions,
    heat_map,
    lists,
    method,
    probability,
    profile,
    risk,
    scores,
    since,
    summary,
    voices,
)
from snwp_xl.results.plan import (
    ADOPTED,
    AGENCIES_SINCE,
    AGREEMENT,
    ALL_SCORES,
    AUDIT,
    CHANGES,
    CHART_DATA,
    CHARTS,
    CHECKS,
    COUNTS,
    DECISIONS,
    FINDINGS,
    HARM,
    HEAT_MAP,
    LAST_YEAR,
    METHOD,
    MINUTES,
    ONE_CHANGE,
    OTHERWISE,
    PROBABILITY,
    PROFILE,
    RISK,
    SIGNALS,
    SINCE,
    SUMMARY,
    THEMES,
    VOICES,
    plan_of,
)
from snwp_xl.results.report import Adopted, InputFile, Report
from snwp_xl.sheets import Workbook

SHEETS = (
    (SUMMARY, summary.draw),
    (RISK, risk.draw_risk),
    (HEAT_MAP, heat_map.draw),
    (HARM, scores.draw_harm_scores),
    (PROBABILITY, probability.draw_probability),
    (DECISIONS, decisions.draw),
    (MINUTES, decisions.draw_minutes),
    (VOICES, voices.draw),
    (AGREEMENT, agreement.draw),
    (CHANGES, changes.draw),
    (ONE_CHANGE, changes.draw_single),
    (OTHERWISE, changes.draw_otherwise),
    (CHARTS, charts.draw),
    (PROFILE, profile.draw),
    (SINCE, since.draw_since),
    (AGENCIES_SINCE, since.draw_agencies),
    (THEMES, risk.draw_themes),
    (ALL_SCORES, scores.draw_all_scores),
    (COUNTS, probability.draw_counts),
    (CHART_DATA, chart_data.draw_chart_data),
    (SIGNALS, chart_data.draw_signals),
    (LAST_YEAR, since.draw_last_year),
    (METHOD, method.draw),
    (ADOPTED, adopted.draw),
    (CHECKS, checks.draw),
    (FINDINGS, lists.draw_findings),
    (AUDIT, lists.draw_audit),
)


def results_workbook(report: Report) -> bytes:
    """The results workbook of a calculation: the same report gives the same bytes."""
    assessment = report.assessment
    book = Workbook(
        title=f"Harm matrix {assessment.name}", author=assessment.partnership, day=assessment.dates.assessment, marking=assessment.marking)
    book.remember(EDITION, str(report.edition))
    book.remember(INPUTS, report.inputs_hash)
    report = replace(report, analysed=report.analysis)
    plan = plan_of(report)
    sheets = [(name, draw) for name, draw in SHEETS if name not in _left_out(report)]
    for name, _ in sheets:
        book.sheet(name)
    for name, draw in sheets:
        draw(book.sheets[name], report, plan)
    return book.save()


def _left_out(report: Report) -> set[str]:
    """Sheets that this report has nothing for."""
    last_year = report.assessment.last_year
    agencies = any(one.harm_scores for one in last_year)
    wanted = {ADOPTED: report.adopted, SINCE: last_year, LAST_YEAR: last_year, AGENCIES_SINCE: agencies}
    return {name for name, given in wanted.items() if not given}


__all__ = ["Adopted", "InputFile", "Report", "results_workbook"]
