"""All scores and Harm scores: from each agency's answers to the combined harm, as in the published table."""

from __future__ import annotations

from snwp_xl.layout import NO_VIEW
from snwp_xl.matrix import MatrixRow
from snwp_xl.model import Agency, CombiningRule, CrimeType, Return, ScoreRow
from snwp_xl.results import page
from snwp_xl.results.as_read import drawn_scores, score_check
from snwp_xl.results.plan import KEY_STEP, MISSING, NOT_SCORED, Plan, agency_key, factor_key
from snwp_xl.results.report import Report
from snwp_xl.results.tables import otherwise
from snwp_xl.results.trace import Trace, trace_of
from snwp_xl.sheets import Formula, Sheet

FEW_VIEWS = ", few views"


def draw_all_scores(sheet: Sheet, report: Report, plan: Plan) -> None:
    """One row for each agency and crime type: its scores as read, its comment, and where they stand in its file."""
    page.head(sheet, report, "All scores", (
        "Every score as the agency gave it. The key leads from the sheet Harm scores to a row here: agency x 10,000 + crime type.",
        "Change a score here to see what follows: every number in this workbook is worked out from this sheet and Incident counts.",
        "As read: the key, each score and V for No view, as they were when this was calculated. Check names any cell changed since.",
    ))
    table, trace = plan.all_scores, trace_of(report, plan)
    table.start(sheet)
    returned = {one.agency: one for one in report.returns}
    row = table.first
    for crime_type in report.assessment.crime_types:
        for agency in report.assessment.agencies:
            _score_row(sheet, row, agency, crime_type, returned.get(agency.name), trace)
            row += 1
    page.altered(sheet, table)
    page.finish(sheet, table, until="cells")


def _score_row(sheet: Sheet, row: int, agency: Agency, crime_type: CrimeType, source: Return | None, trace: Trace) -> None:
    table = trace.plan.all_scores
    said = source.row(crime_type.number) if source else ScoreRow(crime_type.number, ())
    factors = len([column for column in table.columns if column.key.startswith("factor:")])
    key = agency.number * KEY_STEP + crime_type.number
    scores = table.span(factor_key(1), factor_key(factors), row)
    view = table.own("view", row)
    formula = f'=IF({view}="{NO_VIEW}","{NO_VIEW}",IF(COUNT({scores})={factors},SUM({scores}),"{MISSING}"))'
    harm = said.harm_score if source else None
    values: dict[str, object] = {
        "key": key, "agency": agency.name, "number": crime_type.number, "name": crime_type.name,
        **{factor_key(i): score for i, score in enumerate(said.scores, 1)}, "view": NO_VIEW if said.no_view else None,
        "harm": Formula(formula, NO_VIEW if said.no_view else MISSING if harm is None else harm), "comment": said.comment,
        "file": trace.of_file(source.file) if source else "no return", "cells": _cells(said),
        "as_read": drawn_scores(key, said, factors), "check": score_check(table, row, factors)}
    table.put(sheet, row, values)
    sheet.fit(row, {table.column("comment"): said.comment, table.column("name"): crime_type.name, table.column("agency"): agency.name,
                    table.column("file"): source.file if source else ""})


def _cells(said: ScoreRow) -> str:
    where = [one for one in said.cells if one]
    if not where:
        return ""
    return where[0] if len(where) == 1 else f"{where[0]}:{where[-1]}"


def draw_harm_scores(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Crime types down, agencies across, the combined harm behind them: the published table, live."""
    assessment = report.assessment
    page.head(sheet, report, "Harm scores", (
        f"Each agency's harm score is the sum of its scores on {len(assessment.factors)} factors, from {assessment.lowest_harm_score} to "
        f"{assessment.highest_harm_score}. Combined by the rule: {assessment.rule.value}.",
        _rule_words(report),
        f"{MISSING}: the agency has not scored the crime type in full. {NO_VIEW}: it says that it has none. Neither counts as zero.",
    ))
    plan.harm.start(sheet)
    trace = trace_of(report, plan)
    for row, one in enumerate(report.matrix.rows, start=plan.harm.first):
        _harm_row(sheet, row, one, report, trace)
    agencies = assessment.agencies
    box = plan.harm.box(agency_key(agencies[0].number), agency_key(agencies[-1].number))
    page.colour(sheet, box, {MISSING: "todo", NO_VIEW: "none"})
    page.finish(sheet, plan.harm, until="views")


def _rule_words(report: Report) -> str:
    assessment = report.assessment
    if assessment.rule is not CombiningRule.SUM_OVER_DIVISOR:
        return "Rounded half up to a whole number; the unrounded value is beside it."
    origin = ("The published 2017/18 table divides five agencies' sums by 6 and does not say why." if assessment.as_published
              else f"The partnership divides the sums by {assessment.divisor}.")
    return (f"{origin} With some agencies missing: sum x {len(assessment.agencies)} / ({assessment.divisor} x agencies that scored). "
            "Rounded half up.")


def _harm_row(sheet: Sheet, row: int, one: MatrixRow, report: Report, trace: Trace) -> None:
    plan, table, agencies = trace.plan, trace.plan.harm, report.assessment.agencies
    keys, harms = plan.all_scores.all("key"), plan.all_scores.all("harm")
    scores = table.span(agency_key(agencies[0].number), agency_key(agencies[-1].number), row)
    values: dict[str, object] = {"number": one.crime_type.number, "name": one.name}
    for agency, score in zip(agencies, one.harm_scores, strict=True):
        lookup = f"=INDEX({harms},MATCH({agency.number * KEY_STEP}+{table.own('number', row)},{keys},0))"
        values[agency_key(agency.number)] = Formula(lookup, MISSING if score is None else score if isinstance(score, int) else NO_VIEW)
    unrounded = table.own("unrounded", row)
    values["unrounded"] = Formula(
        f'=IF(COUNT({scores})=0,"{NOT_SCORED}",{_rule(report, scores, plan)})', otherwise(one.combined_harm_unrounded, NOT_SCORED))
    values["combined"] = Formula(
        f'=IF(ISNUMBER({unrounded}),ROUND({unrounded},0),"{NOT_SCORED}")', otherwise(one.combined_harm, NOT_SCORED))
    values["scored"] = Formula(f"=COUNT({scores})", one.scored_by)
    scored, asked = table.own("scored", row), plan.settings["agencies"]
    few = f'IF(AND({scored}>0,2*{scored}<{asked}),"{FEW_VIEWS}","")'
    words = f"scored by {one.scored_by} of {len(agencies)}" + (FEW_VIEWS if one.few_views and one.scored_by else "")
    values["views"] = Formula(f'="scored by "&{scored}&" of "&{asked}&{few}', words)
    values["scores"] = trace.of_harm(table.own("number", row))
    table.put(sheet, row, values)
    sheet.fit(row, {table.column("name"): one.name, table.column("views"): words})


def _rule(report: Report, scores: str, plan: Plan) -> str:
    match report.assessment.rule:
        case CombiningRule.MEAN:
            return f"SUM({scores})/COUNT({scores})"
        case CombiningRule.MEDIAN:
            return f"MEDIAN({scores})"
        case _:
            return f"SUM({scores})*{plan.settings['agencies']}/({plan.settings['divisor']}*COUNT({scores}))"
