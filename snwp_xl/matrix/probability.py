"""From a crime type's counts to its probability: share of all incidents, control state, probability matrix.

All incidents is its own row of counts and never the sum of the crime types. What the officer enters by hand goes
before what the counts say, and stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from snwp_xl.control import Chart, assess
from snwp_xl.frozen import dataclass
from snwp_xl.model import Assessment, ControlState, Counts, CrimeType, ProbabilityMatrix, Series

LATEST = 12  # months that make a share
CLOSE = 2  # standard deviations from an edge of the probability matrix

BY_HAND = "or give a probability by hand in the set-up workbook"


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge of the probability matrix that a share is close to."""

    share: Fraction  # where the edge lies
    probability: int  # on its other side


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a crime type has no probability."""

    because: str  # completes "there is no probability, because ..."
    wanted: str  # what would give it one
    everywhere: bool = False  # the cause is not this crime type's own


@dataclass(frozen=True, slots=True)
class Probability:
    """A crime type's probability and everything that made it."""

    latest_count: int | None  # in the latest 12 months; None where one of them is missing
    all_count: int | None  # All incidents in the same months
    share: Fraction | None
    chart_state: ControlState  # what the chart says; Not assessable without counts
    control_state: ControlState  # in force: by hand, or else the chart's
    state_by_hand: bool
    value: int | None  # in force
    by_hand: bool  # the probability itself was entered
    from_chart: int | None  # what share and chart say, whatever was entered
    unsplit: int | None  # the same with the recording changes ignored; None where there are none
    close_to_edge: Edge | None
    gap: Gap | None  # set where there is no value

    @property
    def by_hand_words(self) -> str:
        """What was set by hand, beside what the counts say; empty where nothing was."""
        if self.by_hand:
            counted = "give none" if self.from_chart is None else f"would give {self.from_chart}"
            return f"probability by hand (share and chart {counted})"
        return f"control state by hand (the chart says {self.chart_state})" if self.state_by_hand else ""


def complete_months(assessment: Assessment, counts: Counts) -> Counts:
    """The counts up to the assessment's last complete month; months that it expects beyond the table are missing."""
    last = assessment.settings.last_month
    if last is None or not counts.months:
        return counts
    if last <= counts.months[-1]:
        return counts.up_to(last)
    beyond = counts.months[-1].shift(1).until(last)
    longer = tuple(_with_missing(series, len(beyond)) for series in counts.series)
    every = counts.all_incidents and _with_missing(counts.all_incidents, len(beyond))
    return replace(counts, months=counts.months + beyond, series=longer, all_incidents=every)


def _with_missing(series: Series, months: int) -> Series:
    return replace(series, counts=series.counts + (None,) * months)


def charts_of(assessment: Assessment, counts: Counts) -> dict[int, Chart]:
    """A control chart for each crime type that has counts, by the crime type's number."""
    charts = {}
    for crime_type in assessment.crime_types:
        series = counts.of(crime_type.number)
        if series is not None:
            charts[crime_type.number] = assess(
                series.counts, counts.months,
                changes=tuple(one.month for one in assessment.recording_changes if one.crime_type == crime_type.number),
                events=tuple(one.month for one in assessment.known_events if one.crime_type == crime_type.number),
                screening=assessment.settings.screening, name=crime_type.name,
            )
    return charts


def latest_total(counts: Sequence[int | None]) -> int | None:
    """The total of the latest 12 months; None where one of them is missing."""
    latest = [count for count in counts[-LATEST:] if count is not None]
    return sum(latest) if len(latest) == LATEST else None


def probability(crime_type: CrimeType, matrix: ProbabilityMatrix, counts: Counts, chart: Chart | None) -> Probability:
    """A crime type's probability from counts that end with the last complete month, and its chart."""
    series = counts.of(crime_type.number)
    latest = None if series is None else latest_total(series.counts)
    every = None if counts.all_incidents is None else latest_total(counts.all_incidents.counts)
    share = Fraction(latest, every) if latest is not None and every else None
    charted = ControlState.NOT_ASSESSABLE if chart is None else chart.state
    state = crime_type.state_by_hand or charted
    scored = _score(matrix, share, state)
    entered = crime_type.probability_by_hand
    value = scored if entered is None else entered
    return Probability(
        latest, every, share, charted, state, crime_type.state_by_hand is not None, value, entered is not None,
        from_chart=_score(matrix, share, charted),
        unsplit=_score(matrix, share, chart.unsplit.state) if chart is not None and chart.unsplit is not None else None,
        close_to_edge=_close(matrix, share, every, state) if entered is None else None,
        gap=_gap(counts, series, every, chart) if value is None else None,
    )


def _score(matrix: ProbabilityMatrix, share: Fraction | None, state: ControlState) -> int | None:
    if share is None or state is ControlState.NOT_ASSESSABLE:
        return None
    return matrix.probability(share, state)


def _close(matrix: ProbabilityMatrix, share: Fraction | None, every: int | None, state: ControlState) -> Edge | None:
    """The edge that a share is within two standard deviations of, first one that would change the probability, then the nearest."""
    here = _score(matrix, share, state)
    if share is None or every is None or here is None:
        return None
    reach = CLOSE**2 * share * (1 - share) / every  # squared, so that no root is taken
    row = matrix.row_for(share)
    below = [(matrix.lower_edges[row], row - 1)] if row else []
    above = [(matrix.lower_edges[row + 1], row + 1)] if row + 1 < len(matrix.lower_edges) else []
    near = [(edge, matrix.probability(matrix.lower_edges[other], state)) for edge, other in below + above if (share - edge) ** 2 <= reach]
    near.sort(key=lambda one: (one[1] == here, abs(share - one[0])))
    return Edge(*near[0]) if near else None


def _gap(counts: Counts, series: Series | None, every: int | None, chart: Chart | None) -> Gap:
    """Why there is no probability: first what is true of every crime type, then what is this one's own."""
    if not counts.months:
        return Gap("there are no incident counts", f"Fill in the incident counts, {BY_HAND}.", everywhere=True)
    if counts.all_incidents is None:
        return Gap("there is no row All incidents", f"Enter All incidents, {BY_HAND}.", everywhere=True)
    if every is None:
        missing = _missing_months(counts, counts.all_incidents)
        return Gap(f"All incidents has no count for {missing}", f"Enter the counts, {BY_HAND}.", everywhere=True)
    if every == 0:
        return Gap(f"All incidents is 0 in the latest {LATEST} months", f"Check All incidents, {BY_HAND}.", everywhere=True)
    if series is None or chart is None:
        return Gap("it has no counts", f"Enter its counts, {BY_HAND}.")
    if latest_total(series.counts) is None:
        return Gap(f"it has no count for {_missing_months(counts, series)}", f"Enter the counts, {BY_HAND}.")
    wanted = "Add the months of counts, or give a control state by hand in the set-up workbook."
    if chart.state is not ControlState.NOT_ASSESSABLE:
        return Gap("its control state by hand is Not assessable", f"Give another control state, {BY_HAND}.")
    return Gap(f"its control chart says {chart.sentence.rstrip('.')}", wanted)


def _missing_months(counts: Counts, series: Series) -> str:
    latest = list(zip(counts.months, series.counts, strict=True))[-LATEST:]
    missing = [month.words for month, count in latest if count is None]
    if len(latest) < LATEST:
        return f"{LATEST} months: the table has only {len(latest)}"
    if len(missing) > 3:
        return f"{len(missing)} of the latest {LATEST} months"
    return " and ".join(missing)
