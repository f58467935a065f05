"""What is said of a control chart on the results: its title, its limits and year, the text for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from snwp_xl.control.chart import YEAR, Chart, Segment
from snwp_xl.control.wording import also_marked, decimal_words, line_words, span_words
from snwp_xl.matrix import Matrix, MatrixRow
from snwp_xl.model import CHARTED_STATES, Assessment, ControlState
from snwp_xl.phrases import listed
from snwp_xl.results.chart_plan import drawn
from snwp_xl.results.chart_points import axis
from snwp_xl.sheets import shortened

LONGEST_NAME, LONGEST_SMALL_NAME = 60, 34  # letters of a crime type in a title
LONGEST_NAMES = 180  # letters of crime types named in the overview's line; more are counted


def title(row: MatrixRow, chart: Chart) -> str:
    """The verdict, short: "Violent Crime: Uncontrolled, two signals"; a state by hand beside what the chart says."""
    said = chart.sentence.partition(":")[0]
    beside = [f"by hand: {row.control_state}"] if row.state_by_hand else []
    beside += ["low count"] if chart.low_count else []
    return "; ".join([f"{shortened(row.name, LONGEST_NAME)}: {said}", *beside])


def small_title(row: MatrixRow, chart: Chart) -> str:
    """The crime type and what its chart says."""
    by_hand = f" (by hand: {row.control_state})" if row.state_by_hand else ""
    return f"{shortened(row.name, LONGEST_SMALL_NAME)}: {chart.state}{by_hand}"


def says(row: MatrixRow, chart: Chart, assessment: Assessment) -> str:
    """What the chart shows, for those who do not see it."""
    shown = f"Line chart of the monthly counts of {row.name}, {span_words(chart.months[0], chart.months[-1])}."
    by_hand = f"By hand: {row.control_state}." if row.state_by_hand else ""
    parts = (shown, chart.sentence, by_hand, *limits(chart), year(chart), *remarks(row, chart, assessment))
    return " ".join(part for part in parts if part)


def small_says(row: MatrixRow, chart: Chart) -> str:
    """The same for a small chart, whose large one follows."""
    return f"Small chart of the monthly counts of {row.name}: {chart.sentence.partition(':')[0]}."


def limits(chart: Chart) -> Iterable[str]:
    """The lines of each stretch, latest first, from which months they come, and where the axis starts if not at 0."""
    for back, segment in enumerate(reversed(chart.segments)):
        yield _lines(segment, chart, trial=chart.trial and not back)
    if axis(chart).bottom:
        yield f"The axis starts at {axis(chart).bottom}."


def _lines(segment: Segment, chart: Chart, *, trial: bool) -> str:
    if segment.limits is None:
        return f"Too few months for limits: {span_words(segment.first, segment.last)}."
    at = segment.limits
    here = {count for month, count in zip(chart.months, chart.counts, strict=True) if segment.first <= month <= segment.last}
    mean, upper, lower = (line_words(value, here) for value in (at.centre, at.centre + at.reach, at.centre - at.reach))
    below = " (below 0, so not drawn)" if at.lower < 0 else ""
    return (f"{'Trial limits' if trial else 'Limits'} from {span_words(segment.baseline_first, segment.baseline_last)}: "
            f"mean {mean}, upper {upper}, lower {lower}{below}.")


def year(chart: Chart) -> str:
    """The two years' totals, and whether they differ by more than chance."""
    told = chart.profile
    if told.latest is None or told.before is None:
        return f"Latest {YEAR} months against the {YEAR} before: {told.words}."
    percent = "" if told.percent is None else f" ({signed_percent(told.percent)})"
    return f"Latest {YEAR} months {told.latest:,}, the {YEAR} before {told.before:,}{percent}: {told.words}."


def signed_percent(percent: Fraction) -> str:
    """A percentage with its sign and one decimal, a half away from zero: +22.7%, -7.6%, 0.0%."""
    text = decimal_words(percent)
    return f"{'+' if Fraction(text) > 0 else ''}{text}%"


def remarks(row: MatrixRow, chart: Chart, assessment: Assessment) -> Iterable[str]:
    """Signals that made no state, recording changes with the verdict that ignores them, known events, each with its reason."""
    also = also_marked(chart.state, chart.signals)
    if also:
        yield also
    number = row.crime_type.number
    for month in chart.changes:
        reasons = [one.reason for one in assessment.recording_changes if one.crime_type == number and one.month == month]
        yield f"Recording changed in {month.words}{_because(reasons)}."
    if chart.unsplit is not None:
        yield f"As if it had not changed: {unsplit_words(row, chart.unsplit)}"
    for month in chart.events:
        reasons = [one.reason for one in assessment.known_events if one.crime_type == number and one.month == month]
        yield f"Known event in {month.words}{_because(reasons)}; left out of limits and signals."


def unsplit_words(row: MatrixRow, unsplit: Chart) -> str:
    """What would follow if recording had not changed: the sentence, the probability and the band."""
    follows = [f"probability {row.probability_unsplit}"] if row.probability_unsplit is not None else []
    follows += [f"band {row.band_unsplit}"] if row.band_unsplit is not None else []
    return f"{unsplit.sentence} That would be {', '.join(follows)}." if follows else unsplit.sentence


def unsplit_differs(row: MatrixRow, chart: Chart) -> str:
    """What would be other if recording had not changed: state, probability, band; empty where nothing would, or nothing changed.

    What is missing now is told by the state or the band; a state or probability by hand holds whatever the chart says.
    """
    if chart.unsplit is None:
        return ""
    pairs: list[tuple[str, object, object]] = [
        ("", chart.unsplit.state, chart.state), ("probability ", row.probability_unsplit, row.probability_from_chart)]
    if not row.probability_by_hand and not row.state_by_hand:
        pairs.append(("", row.band_unsplit, row.risk_band))
    differ = [f"{what}{then} instead of {now}" for what, then, now in pairs if None not in (then, now) and then != now]
    if not differ:
        return ""
    differ += [f"by hand it is {row.control_state}"] if row.state_by_hand else []
    differ += [f"by hand the probability is {row.probability}"] if row.probability_by_hand else []
    return f"had recording not changed, the chart would say {'; '.join(differ)}."


def _because(reasons: Sequence[str]) -> str:
    given = [reason.strip().rstrip(".") for reason in reasons if reason.strip()]
    return f" ({'; '.join(given)})" if given else ""


def states_line(matrix: Matrix) -> str:
    """What the charts say, state by state; crime types are named where that matters and there are few."""
    names: dict[ControlState, list[str]] = {state: [] for state in (*reversed(CHARTED_STATES), ControlState.NOT_ASSESSABLE)}
    for number, chart in drawn(matrix):
        names[chart.state].append(matrix.row(number).name)
    if not any(names.values()):
        return "There are no charts, because there are no counts."
    named: dict[ControlState, str] = {
        state: listed(found) for state, found in names.items() if found and state is not ControlState.UNDER_CONTROL}
    shown = named if sum(map(len, named.values())) <= LONGEST_NAMES else {}
    return "; ".join(f"{state}: {shown.get(state, len(found))}" for state, found in names.items()) + "."


def without_chart(matrix: Matrix) -> tuple[str, ...]:
    """The crime types that have no chart, a line a reason."""
    shown = {number for number, _ in drawn(matrix)}
    by_reason: dict[str, list[str]] = {}
    for row in matrix.rows:
        if row.crime_type.number not in shown:
            by_reason.setdefault(_why_none(row, matrix), []).append(row.name)
    return tuple(f"{reason}: {listed(names)}." for reason, names in by_reason.items())


def _why_none(row: MatrixRow, matrix: Matrix) -> str:
    if row.state_by_hand or row.probability_by_hand:
        return "No counts, set by hand"
    return "No counts in any month" if row.crime_type.number in matrix.charts and matrix.counts.months else "No counts"
