"""Checks: everything worked out again by formulas, each line TRUE or naming the cell that somebody altered."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from snwp_xl.matrix import MatrixRow, Theme, in_advice_order
from snwp_xl.model import RiskBand
from snwp_xl.results import page
from snwp_xl.results.check_lines import Lines
from snwp_xl.results.check_plan import LINES, CheckPlan, check_plan
from snwp_xl.results.decisions import choice_formula
from snwp_xl.results.plan import CHECKS, KEY_STEP, NONE, NOT_RANKED, NOT_SCORED, Plan, TablePlan, agency_key, factor_key
from snwp_xl.results.probability import counted_values
from snwp_xl.results.report import Report
from snwp_xl.results.rework import NAMED, Rework
from snwp_xl.results.risk import NO_ADVICE, NO_STEER, order_of, strongest
from snwp_xl.sheets import Content, Formula, Sheet, column_name

WORDS = (
    "TRUE, or the cell that somebody altered. Everything is added up again from the typed cells, with different formulas.",
    "A setting or a score changed on purpose is named as well: then the last line says what follows from it.",
    "Sentences that are marked as calculated do not follow changes: calculate again for those.",
)

Again = str | int | float | Fraction  # what a formula gives


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """The lines, then what they rest on: a row for each agency, theme and crime type."""
    at = check_plan(report.matrix)
    sheet.widths([column.width for column in at.rows.columns])
    page.head(sheet, report, CHECKS, WORDS)
    _lines(sheet, report, plan, at)
    for table, heading in ((at.agencies, "By agency"), (at.themes, "By theme"), (at.rows, "By crime type")):
        sheet.put(table.head - 1, 0, heading, "subheading")
        table.start(sheet, widths=False, filters=False)
    _agencies(sheet, report, plan, at.agencies)
    _themes(sheet, report, plan, at.themes)
    _rows(sheet, report, plan, at.rows)
    for table, keys in ((at.lines, ("result",)), (at.agencies, ("result",)), (at.themes, ("result",)),
                        (at.rows, ("result", "harm_check", "probability_check", "risk_check", "rank_check", "typed_check"))):
        for key in keys:
            sheet.when(table.box(key), f"={table.own(key, table.first)}<>TRUE", "wrong")
    sheet.freeze(at.lines.first, 2)
    page.finish(sheet, at.rows, freeze=False)


def _lines(sheet: Sheet, report: Report, plan: Plan, at: CheckPlan) -> None:
    at.lines.start(sheet, widths=False, filters=False)
    formulas = Lines(plan, at).formulas()
    for i, (key, words) in enumerate(LINES, start=1):
        row = at.line(key)
        at.lines.put(sheet, row, {"line": i, "what": words, "result": Formula(formulas[key], True)})
        sheet.fit(row, {at.lines.column("what"): words}, least=2)


def _agencies(sheet: Sheet, report: Report, plan: Plan, table: TablePlan) -> None:
    """Each agency's scores added from All scores, beside its column on Harm scores."""
    scores, harm = plan.all_scores, plan.harm
    for i, agency in enumerate(report.assessment.agencies):
        row, own = table.first + i, table.own("number", table.first + i)
        given = [score for one in report.matrix.rows if isinstance(score := one.harm_scores[i], int)]
        mine = f'{scores.all("key")},">"&{own}*{KEY_STEP},{scores.all("key")},"<"&({own}+1)*{KEY_STEP},{scores.all("harm")},">0"'
        added = "+".join(f"SUMIFS({scores.all(factor_key(j))},{mine})" for j in range(1, len(report.assessment.factors) + 1))
        column = harm.all(agency_key(agency.number))
        same = f"AND(SUM({column})={table.own('sum', row)},COUNT({column})={table.own('scored', row)})"
        letter = column_name(harm.column(agency_key(agency.number)))
        where = f"{harm.sheet}!{letter}{harm.first + 1}:{letter}{harm.last + 1}"
        table.put(sheet, row, {
            "number": agency.number, "name": agency.name, "sum": Formula(f"={added}", sum(given)),
            "scored": Formula(f"=COUNTIFS({mine})", len(given)), "letter": letter,
            "result": Formula(f'=IFERROR(IF({same},TRUE,"{where}"),"{where}")', True)})
        sheet.fit(row, {table.column("name"): agency.name})


def _themes(sheet: Sheet, report: Report, plan: Plan, table: TablePlan) -> None:
    """Each theme's band and recommendation from the Risk matrix, beside the sheet Themes."""
    themes, risk = plan.themes, plan.risk
    places = {theme.number: place for place, theme in enumerate(in_advice_order(report.matrix.themes()), start=1)}
    for row, theme in enumerate(report.matrix.themes(), start=table.first):
        own = table.own("number", row)
        band = f'"{RiskBand.NOT_ASSESSED}"'
        for one in (RiskBand.LOW, RiskBand.MEDIUM, RiskBand.HIGH):
            band = f'IF(COUNTIFS({risk.all("theme_number")},{own},{risk.all("band")},"{one}")>0,"{one}",{band})'
        table.put(sheet, row, {
            "number": theme.number, "name": theme.name, "band": Formula(f"={band}", theme.band.value),
            "advice": Formula(f"={strongest(risk, own)}", _advice(theme)),
            "risk": Formula(f"={risk.at('risk', own, 'leads')}", _risk(theme.leading)),
            "place": Formula(f'=COUNTIF({themes.all("code")},"<"&{themes.at("code", own)})+1', places[theme.number]),
            "result": Formula(f'=IFERROR({_theme_check(plan, table, row)},"{themes.sheet}! Cannot be worked out")', True)})
        sheet.fit(row, {table.column("name"): theme.name, table.column("advice"): _advice(theme)})


def _theme_check(plan: Plan, table: TablePlan, row: int) -> str:
    """The theme's row on Themes beside what is worked out here, then its row on Summary beside Themes, if it stands there."""
    themes, summary, own, place = plan.themes, plan.summary, table.own("number", row), table.own("place", row)
    formula = "TRUE"
    wanted = {key: themes.at(key, own) for key in ("theme", "band", "advice", "why")} | {"choice": choice_formula(plan, own)}
    for key, again in reversed(wanted.items()):
        here, letter = f"INDEX({summary.all(key)},{place})", column_name(summary.column(key))
        formula = f'IF({here}<>{again},"{summary.sheet}!{letter}"&({place}+{summary.first}),{formula})'
    formula = f"IF({place}>{summary.rows},TRUE,{formula})"
    for key in ("place", "risk", "advice", "band"):
        letter = column_name(themes.column(key))
        where = f'"{themes.sheet}!{letter}"&({themes.place(own)}+{themes.first})'
        formula = f"IF({themes.at(key, own)}<>{table.own(key, row)},{where},{formula})"
    return formula


def _advice(one: Theme) -> str:
    return one.advice.value if one.advice else NO_ADVICE


def _rows(sheet: Sheet, report: Report, plan: Plan, table: TablePlan) -> None:
    rework, order = Rework(plan, report.assessment, table), order_of(report.matrix.rows)
    themes = {one.crime_type.number: theme.name for theme in report.matrix.themes() for one in theme.rows}
    for row, one in enumerate(report.matrix.rows, start=table.first):
        own = {column.key: table.own(column.key, row) for column in table.columns}
        counted = counted_values(one, report.matrix.counts)
        again = _again(one, order[one.crime_type.number], counted)
        values: dict[str, Content] = {
            key: Formula(formula, again[key]) for key, formula in rework.formulas(own).items()}
        checks: dict[str, Content] = {key: Formula(formula, True) for key, formula in rework.checks_of(own).items()}
        theme = themes[one.crime_type.number]
        table.put(sheet, row, {"number": one.crime_type.number, "name": one.name, **values, **checks, **_then(one, theme)})
        sheet.fit(row, {table.column("name"): one.name, table.column("theme_then"): theme})


def _again(one: MatrixRow, order: int, counted: Mapping[str, Again]) -> dict[str, Again]:
    """What the formulas give."""
    return {
        "sum": sum(one.scores), "scored": one.scored_by,
        "unrounded": NOT_SCORED if one.combined_harm_unrounded is None else float(one.combined_harm_unrounded),
        "harm": NOT_SCORED if one.combined_harm is None else one.combined_harm,
        **counted,
        "probability": NONE if one.probability is None else one.probability, "risk": _risk(one), "band": one.risk_band.value,
        "rank": NOT_RANKED if one.rank is None else one.rank, "advice": one.recommendation.value if one.recommendation else NO_ADVICE,
        "order": order}


def _then(one: MatrixRow, theme: str) -> dict[str, Content]:
    """What was typed, and what came out, when this was calculated."""
    return {
        "state_then": str(one.control_state), "hand_then": one.crime_type.probability_by_hand, "theme_then": theme,
        "steer_then": NAMED if one.crime_type.national_steer else NO_STEER, "risk_then": _risk(one), "band_then": one.risk_band.value}


def _risk(one: MatrixRow) -> int | str:
    return NONE if one.risk_score is None else one.risk_score
