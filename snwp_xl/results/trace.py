"""Links that follow a number back: risk score, harm scores, each agency's scores, its file; probability, chart, rule, counts.

A link is a formula that looks its row up by number. A fixed link would stay behind, or lead to another name, when somebody
sorts either table; a formula goes with its row and finds the other wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping

from snwp_xl.frozen import dataclass
from snwp_xl.results import chart_words
from snwp_xl.results.chart_data import signals_table
from snwp_xl.results.chart_plan import chart_plan_of, drawn
from snwp_xl.results.plan import CHARTS, NONE, Plan, TablePlan
from snwp_xl.results.report import Report
from snwp_xl.results.tables import fixed_link
from snwp_xl.sheets import Content, Formula, cell

TO_HARM, TO_PROBABILITY, TO_CHART, TO_SIGNALS, TO_COUNTS, TO_SCORES = (
    "Harm scores", "Probability", "Chart", "Signals", "Counts", "All scores")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the links of a results workbook lead that the plan does not know."""

    plan: Plan
    charts: Mapping[int, int]  # crime type number -> row of its large chart; those without a chart are left out
    signals: TablePlan
    signalled: frozenset[int]  # crime types with a signal
    files: Mapping[str, int]  # a file's name -> its number on Audit

    def of_risk(self, number: int, own: str) -> dict[str, Content]:
        """The links behind a row of Risk matrix; `own` is the cell with its number."""
        return {"harm_link": self.plan.harm.link(own, TO_HARM), "probability_link": self.plan.probability.link(own, TO_PROBABILITY),
                "chart_link": self.chart(number)}

    def of_probability(self, number: int, own: str) -> dict[str, Content]:
        """The links behind a row of Probability."""
        signals = self.signals.link(own, TO_SIGNALS) if number in self.signalled else NONE
        return {"chart_link": self.chart(number), "signal_link": signals, "count_link": self.plan.counts.link(own, TO_COUNTS)}

    def of_harm(self, own: str) -> Formula:
        """The link behind a row of Harm scores, to the first of the agencies' own scores."""
        return self.plan.all_scores.link(own, TO_SCORES)

    def of_file(self, file: str) -> Content:
        """The link from a return's name to what Audit says of it."""
        return self.plan.audit.link(str(self.files[file]), file) if file in self.files else file

    def chart(self, number: int) -> Content:
        """The link to a crime type's chart; charts stand still, so its place is fixed."""
        if number not in self.charts:
            return NONE
        return fixed_link(CHARTS, cell(self.charts[number], 0), TO_CHART)


def trace_of(report: Report, plan: Plan) -> Trace:
    """The links of a calculation."""
    matrix = report.matrix
    at = chart_plan_of(matrix, len(chart_words.without_chart(matrix)))
    charts = {number: at.block(place) for place, (number, _) in enumerate(at.charts)}
    signals = [number for number, chart in drawn(matrix) for _ in chart.signals]
    files = {one.file: i for i, one in reversed(list(enumerate(report.inputs, start=1)))}
    return Trace(plan, charts, signals_table(len(signals)), frozenset(signals), files)
