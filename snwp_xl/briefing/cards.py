"""A card for each crime type that the board has to talk about: its chart, why it is where it is, and what would change that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from snwp_xl.analysis import Kind
from snwp_xl.briefing.svg import drawing
from snwp_xl.briefing.view import BEFORE, LATEST, View
from snwp_xl.briefing.why import change_words, harm_words, moved, probability_words, score_words, since_words
from snwp_xl.control import Chart
from snwp_xl.control.wording import span_words
from snwp_xl.matrix import MatrixRow
from snwp_xl.model import Advice, Choice, RiskBand
from snwp_xl.public.parts import CONFIDENTIAL
from snwp_xl.results import chart_words
from snwp_xl.theme import BAND_ROLES

MOST_CARDS = 9
LEAST_CARDS = 3  # where hardly anything is to be discussed, the highest are shown all the same


def cards(view: View) -> list[dict[str, Any]]:
    """The cards, highest risk first."""
    return [_card(row, view) for row in shown(view)]


def shown(view: View) -> tuple[MatrixRow, ...]:
    """The crime types that have a card: those to be selected or discussed, and those of a priority that the board chose."""
    ranked = [one.row for one in view.ranked() if one.band and one.row.rank is not None]
    raised = [row for row in ranked if row.recommendation is not Advice.DO_NOT_SELECT or row.crime_type.number in _chosen(view)]
    return tuple(raised[:MOST_CARDS] if len(raised) >= LEAST_CARDS else ranked[:LEAST_CARDS])


def _chosen(view: View) -> set[int]:
    """The crime types on which the board's priorities rest."""
    return {one.theme.leading.crime_type.number for one in view.report.analysis.decisions.chosen(Choice.PRIORITY) if one.theme}


def _weight(row: MatrixRow, view: View) -> int:
    """Which cards are printed first: High and chosen (0), then bands that are still open (1); 2 may be left off where there is no room."""
    if row.risk_band is RiskBand.HIGH or row.crime_type.number in _chosen(view):
        return 0
    firm = view.report.analysis.sensitivity.row(row.crime_type.number)
    return 2 if firm.steady and firm.settled and not row.decided_by_rounding and not any(moved(row, view, Kind.AGENCY)) else 1


def _card(row: MatrixRow, view: View) -> dict[str, Any]:
    why = [score_words(row, view), probability_words(row, view), harm_words(row, view), since_words(row, view)]
    said = {"why": [words for words in why if words], "change": list(change_words(row, view))}
    return {"name": row.name, "band": str(row.risk_band), "role": BAND_ROLES[row.risk_band], "number": row.crime_type.number,
            "weight": _weight(row, view), **said, **_chart(row, view)}


def _chart(row: MatrixRow, view: View) -> dict[str, Any]:
    """The chart to draw, with its words and numbers; without one, why there is none."""
    chart = view.matrix.charts.get(row.crime_type.number)
    none: dict[str, Any] = {"chart": None, "shows": "", "months": []}
    if chart is None or not chart.segments:
        return none | {"said": "None, because there are no monthly counts."}
    if not view.tells_months(row):
        verdict = chart.sentence.partition(":")[0].rstrip(".")
        return none | {"said": f"{verdict}. It is not shown, because some of its counts are withheld {CONFIDENTIAL}."}
    return {"chart": drawing(chart), "said": _said(row, chart, view), "shows": " ".join(_shows(row, chart, view)), "months": _months(chart)}


def _said(row: MatrixRow, chart: Chart, view: View) -> str:
    """The verdict with what made it, and the two years where it does not name them."""
    told = chart.change is not None and chart.change.verdict
    return chart.sentence if told or not _both_years(row, view) else f"{chart.sentence} {chart_words.year(chart)}"


def _both_years(row: MatrixRow, view: View) -> bool:
    return view.tells_total(row, LATEST) and view.tells_total(row, BEFORE)


def _shows(row: MatrixRow, chart: Chart, view: View) -> Iterable[str]:
    """What the drawing shows, for those who do not see it; the verdict stands beneath it for everybody."""
    yield f"Line chart of the monthly counts of {row.name}, {span_words(chart.months[0], chart.months[-1])}."
    yield from chart_words.limits(chart)
    if view.public is None:
        yield from chart_words.remarks(row, chart, view.assessment)
        return
    yield from (f"Recording changed in {month.words}." for month in chart.changes)
    yield from (f"Known event in {month.words}; left out of limits and signals." for month in chart.events)


def _months(chart: Chart) -> list[Mapping[str, str]]:
    """The counts as a table: what the drawing is made of."""
    return [{"month": month.words, "count": "Missing" if count is None else f"{count:,}"}
            for month, count in zip(chart.months, chart.counts, strict=True)]
