"""Chart data and Signals: the numbers that the control charts are drawn from, and every signal with what made it."""

from __future__ import annotations

from snwp_xl.control import Direction, Signal
from snwp_xl.control.wording import signal_words
from snwp_xl.phrases import capital
from snwp_xl.results import page
from snwp_xl.results.chart_plan import chart_plan_of, drawn
from snwp_xl.results.chart_points import points
from snwp_xl.results.plan import CHART_DATA, SIGNALS, Column, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Sheet

NOTHING = "None"


def draw_chart_data(sheet: Sheet, report: Report, plan: Plan) -> None:
    """A row for each crime type and month: its count, the lines that hold there, and the marks."""
    page.head(sheet, report, CHART_DATA, (
        "What the control charts are drawn from, as calculated: a row for each crime type and month, except those with no counts.",
        "An empty cell: nothing is drawn. An empty count is missing, not 0. A lower limit below 0 is not drawn.",
        "Leave the rows in this order: each chart draws its own rows.",
    ))
    table = chart_plan_of(report.matrix, 0).data
    table.start(sheet, filters=False)
    row = table.first
    for number, chart in drawn(report.matrix):
        values, name = points(chart), report.matrix.row(number).name
        for i, month in enumerate(chart.months):
            own = {key: column[i] for key, column in values.items()}
            table.put(sheet, row, {"number": number, "name": name, "month": month.first_day, **own})
            row += 1
    if row == table.first:
        table.put(sheet, row, {"name": NOTHING})
    page.finish(sheet, table, names="month")


def draw_signals(sheet: Sheet, report: Report, plan: Plan) -> None:
    """A row for each signal: rule, months, values and the lines it was judged by."""
    found = [(number, signal) for number, chart in drawn(report.matrix) for signal in chart.signals]
    page.head(sheet, report, SIGNALS, (
        "Every month or run of months that breaks one of the four rules, as calculated.",
        "A signal counts towards the control state if it ends in the latest 12 months and starts after the last change of recording.",
        "A state is Uncontrolled or Reducing only if the yearly total has changed by more than chance as well, unless it is a trial.",
    ))
    table = signals_table(len(found))
    table.start(sheet)
    for row, (number, signal) in enumerate(found, start=table.first):
        values = _signal(signal) | {"number": number, "name": report.matrix.row(number).name}
        table.put(sheet, row, values)
        sheet.fit(row, {table.column(key): str(values[key]) for key in ("name", "looks", "words")})
    if not found:
        table.put(sheet, table.first, {"name": NOTHING})
    page.finish(sheet, table)


def signals_table(rows: int) -> TablePlan:
    """The place of the signals."""
    return TablePlan("Signals", SIGNALS, (
        Column("number", "Number", 9, "cell centre"), Column("name", "Crime type", 30, "cell wrap"),
        Column("rule", "Rule", 7, "cell centre"), Column("looks", "What the rule looks for", 30, "cell wrap"),
        Column("way", "Direction", 10, "cell"),
        Column("first", "First month", 12, "cell month"), Column("last", "Last month", 12, "cell month"),
        Column("words", "Months, values and line", 58, "cell wrap"), Column("mean", "Mean", 9, "cell one right"),
        Column("upper", "Upper limit", 9, "cell one right"), Column("lower", "Lower limit", 9, "cell one right"),
        Column("counts", "Counts for the state", 11, "cell centre"),
    ), rows)


def _signal(signal: Signal) -> dict[str, object]:
    return {
        "rule": int(signal.rule), "looks": capital(signal.rule.plain), "way": "Up" if signal.direction is Direction.UP else "Down",
        "first": signal.first.first_day, "last": signal.last.first_day, "words": capital(signal_words(signal)),
        "mean": signal.limits.mean, "upper": signal.limits.upper, "lower": signal.limits.lower,
        "counts": "Yes" if signal.counts_for_state else "No"}
