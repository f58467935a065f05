"""The words below the lists on Summary: what there is to discuss, what is settled, close, missing, and who spoke."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from snwp_xl.matrix import Matrix, MatrixRow, other_bands
from snwp_xl.model import RiskBand
from snwp_xl.phrases import capital, counted, listed
from snwp_xl.results import chart_words
from snwp_xl.results.lists import obligations
from snwp_xl.results.plan import AGREEMENT, CHANGES, DECISIONS, MINUTES, PROBABILITY, VOICES, Plan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Formula

LINE = 96  # letters beside a heading
MEDIUM_LINES = 3  # of Medium crime types, at most
BETWEEN = "; "
NO_MEDIUM = "No crime type is Medium."
MOST_LINES = 4  # of a section
NOTHING = "Nothing."


def medium_lines(matrix: Matrix, plan: Plan) -> tuple[Formula, ...]:
    """The Medium crime types with their risk scores, highest first, live: in the order they come after the High ones."""
    medium = plan.band_counts[RiskBand.MEDIUM]
    names = [f"{row.name} ({row.risk_score})" for row in matrix.ranked() if row.risk_band is RiskBand.MEDIUM]
    each = max(1, LINE // (max(map(len, names), default=LINE) + len(BETWEEN)))  # on a line
    lines = min(MEDIUM_LINES, ceil((len(names) + 1) / each))
    room = lines * each
    found = []
    for first in range(0, room, each):
        terms = "&".join(_medium(plan, place, first) for place in range(first + 1, first + 1 + each))
        value = BETWEEN.join(names[first : first + each])
        if first == 0:
            terms, value = f'IF({medium}=0,"{NO_MEDIUM}",{terms})', value or NO_MEDIUM
        if first + each == room:
            more = f'{medium}-{room}&" more crime type"&IF({medium}-{room}=1,"","s")'
            terms += f'&IF({medium}>{room},"{BETWEEN}and "&{more},"")'
            value += f"{BETWEEN}and {counted(len(names) - room, 'more crime type')}" if len(names) > room else ""
        found.append(Formula(f"={terms}", value))
    return tuple(found)


def _medium(plan: Plan, place: int, first: int) -> str:
    """The Medium crime type at a place from 1; nothing where there are fewer."""
    high, medium = plan.band_counts[RiskBand.HIGH], plan.band_counts[RiskBand.MEDIUM]
    name, risk = (plan.risk.at(key, f"{high}+{place}", "order") for key in ("name", "risk"))
    between = f'"{BETWEEN}"&' if place > first + 1 else ""
    return f'IF({medium}>={place},{between}{name}&" ("&{risk}&")","")'


def sections(report: Report) -> Iterator[tuple[str, Sequence[str]]]:
    """Each heading with its lines, as calculated; few of each, so that all stand on one page."""
    matrix, analysis = report.matrix, report.analysis
    room = matrix.priorities().sentence
    yield "The places", [*([room] if room else []), *_few(analysis.decisions.sentences, DECISIONS)]
    yield "Statutory obligations", [f"Always alongside the priorities: {obligations(report)}."]
    yield "What is missing", _few([f"{capital(one)}." for one in matrix.status.missing], MINUTES) or [NOTHING]
    yield "What is settled", analysis.sensitivity.firm
    told = list(beside(matrix))
    if told:
        yield "Beside the numbers", told
    yield "What is close", _few([*analysis.sensitivity.close, *close(matrix)], CHANGES) or [NOTHING]
    yield VOICES, _few(analysis.voices.sentences, VOICES)
    yield "Do they agree?", _few(analysis.agreement.sentences[:2], AGREEMENT)


def _few(lines: Iterable[str], sheet: str) -> list[str]:
    """The first lines, and where the others stand."""
    every = list(lines)
    if len(every) <= MOST_LINES:
        return every
    return [*every[: MOST_LINES - 1], f"{len(every) - MOST_LINES + 1} more of these: see the sheet {sheet}."]


def beside(matrix: Matrix) -> Iterator[str]:
    """What must be read beside the numbers, whatever else there is to say: by hand, by rounding, other without a recording change."""
    ranked = matrix.ranked()
    yield from matrix.by_hand
    rounded = [f"{one.name} (unrounded it would be {one.unrounded_band})" for one in ranked if one.decided_by_rounding]
    if rounded:
        yield f"Band decided by rounding: {listed(rounded)}."
    differ = {one.name: words for one in ranked if (words := _unsplit(matrix, one))}
    if len(differ) < MOST_LINES:
        yield from (f"{name}: {words}" for name, words in differ.items())
    else:
        yield f"Had recording not changed, the charts would say otherwise for {listed(list(differ))}: see the sheet {PROBABILITY}."


def close(matrix: Matrix) -> Iterator[str]:
    """What a small change would alter: bands that missing scores could change, shares at an edge."""
    for one in matrix.ranked():
        bands = matrix.could_be(one)
        if len(bands) > 1:
            yield f"{one.name}: {one.risk_band} now, could still become {other_bands(bands, one.risk_band)}."
    for one in matrix.ranked():
        edge = one.close_to_edge
        if edge and edge.probability != one.probability:
            yield f"{one.name}: its share, {float(one.share or 0):.1%}, is close to an edge: {one.edge_words}."


def _unsplit(matrix: Matrix, one: MatrixRow) -> str:
    chart = matrix.charts.get(one.crime_type.number)
    return chart_words.unsplit_differs(one, chart) if chart else ""
