"""Settings and Probability matrix of the public edition: what the bands and probabilities rest on."""

from __future__ import annotations

from fractions import Fraction

from snwp_xl.assessment.origins import matrix_origin, threshold_origin
from snwp_xl.matrix import half_up
from snwp_xl.model import CHARTED_STATES
from snwp_xl.public.parts import PublicTable, table_plan
from snwp_xl.public.told import Public
from snwp_xl.results.tables import Column, TablePlan
from snwp_xl.sheets import Content, Formula, cell, quoted

SETTINGS, MATRIX = "Settings", "Probability matrix"
TEXT, STRONG, MIDDLE = "cell wrap public", "cell wrap strong public", "cell centre public"


def settings_plan() -> TablePlan:
    """The place of the settings."""
    return table_plan(SETTINGS, (
        Column("setting", "Setting", 44, STRONG), Column("value", "Value", 16, "cell right public"),
        Column("percent", "Per cent of the highest possible", 18, "cell percent right public"),
        Column("source", "Where it comes from", 60, TEXT)), 5, 1)


def settings_cells(plan: TablePlan) -> dict[str, str]:
    """The cells that other sheets' formulas look at."""
    keys = ("highest_harm", "highest_possible", "high", "medium")
    return {key: f"{quoted(SETTINGS)}!{cell(plan.first + i, plan.column('value'), fixed=True)}" for i, key in enumerate(keys)}


def settings(public: Public, plan: TablePlan) -> PublicTable:
    """What the numbers of the assessment can be at most, and where the bands start."""
    at, of = public.matrix.thresholds, public.matrix.assessment
    cells, most, whole = settings_cells(plan), of.probability_matrix.highest, Fraction(1)
    possible = Formula(f"={cells['highest_harm']}*{most}", at.highest_possible)
    rows: list[dict[str, Content]] = [
        {"setting": "Highest combined harm", "value": at.highest_harm, "percent": whole, "source": f"Combining rule: {of.rule.value}"},
        {"setting": "Highest possible risk score", "value": possible, "percent": whole,
         "source": f"Highest combined harm times the highest probability, {most}"}]
    starts = (
        ("high", "High from a risk score of", at.high, "highest_possible"),
        ("medium", "Medium from a risk score of", at.medium, "highest_possible"),
        ("high_harm", "Low, but to be discussed, from a combined harm of", at.high_harm, "highest_harm"))
    for row, (key, name, value, top) in enumerate(starts, start=plan.first + len(rows)):
        live = Formula(f"=ROUND({plan.own('percent', row)}*{cells[top]},9)", _nine_decimals(value))
        part, source = getattr(of.thresholds, key), threshold_origin(of, key)
        rows.append({"setting": name, "value": live, "percent": part, "source": source})
    words = ("How high the risk scores can be, where the bands start, and the harm from which a Low crime type is discussed.",)
    return PublicTable(plan, "Settings", words, tuple(rows))


def _nine_decimals(value: Fraction) -> Fraction:
    """As the formula rounds it, half up."""
    return Fraction(half_up(value * 10**9), 10**9)


def probability_matrix(public: Public) -> PublicTable:
    """The probability score by share and control state."""
    matrix = public.matrix.assessment.probability_matrix
    columns = (
        Column("from", "Share of all incidents from", 20, "cell percent right public"),
        *(Column(state.name.lower(), state.value, 18, MIDDLE) for state in CHARTED_STATES))
    keys = [state.name.lower() for state in CHARTED_STATES]
    rows: list[dict[str, Content]] = [
        {"from": edge, **dict(zip(keys, scores, strict=True))} for edge, scores in zip(matrix.lower_edges, matrix.scores, strict=True)]
    origin = matrix_origin(public.matrix.assessment)
    words = (f"The probability score for each share of all incidents and control state: {origin}. A row applies up to the next share.",)
    return PublicTable(table_plan(MATRIX, columns, len(rows), len(words)), "Probability matrix", words, tuple(rows))
