"""Why a crime type has its band, and what would change it: the answers to a board member's questions, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from snwp_xl.analysis import Kind, RowSensitivity, Scenario
from snwp_xl.analysis.words import number, sentence, some
from snwp_xl.briefing.view import LATEST, View, percent_words
from snwp_xl.matrix import NO_VIEW, Matrix, MatrixRow, in_words, other_bands
from snwp_xl.model import CombiningRule, RiskBand
from snwp_xl.phrases import listed
from snwp_xl.public.parts import CONFIDENTIAL


def score_words(row: MatrixRow, view: View) -> str:
    """The sum that made the band, and what else speaks for raising it."""
    if row.risk_score is None:
        return row.not_assessed_because
    at, told = view.matrix.thresholds, view.told(row)
    high, medium = in_words(at.high), in_words(at.medium)
    starts = {RiskBand.HIGH: f"High starts at {high}", RiskBand.MEDIUM: f"Medium is {medium} to under {high}"}
    product = f"{row.risk_score} = probability {row.probability} × harm {row.combined_harm}" if told.risk else CONFIDENTIAL
    words = [f"risk score {product}; {starts.get(row.risk_band, f'Medium starts at {medium}')}"]
    if row.risk_band is RiskBand.LOW and row.crime_type.national_steer:
        steer = view.typed(row.crime_type.national_steer)
        words.append(f"a national steer asks for it{f': {steer}' if steer else ''}")
    if row.risk_band is RiskBand.LOW and (row.combined_harm or 0) >= at.high_harm and told.harm:
        words.append(f"high harm, low volume: {in_words(at.high_harm)} or more of at most {in_words(at.highest_harm)}")
    return " ".join(map(sentence, words))


def probability_words(row: MatrixRow, view: View) -> str:
    """Where the probability comes from: share and control state, or by hand."""
    if row.probability is None:
        return ""
    reason = view.typed(row.crime_type.by_hand_reason)
    because = f", because: {reason}" if reason else ""
    if row.probability_by_hand:
        chart = f". Share and chart would give {row.probability_from_chart}" if row.probability_from_chart is not None else ""
        return f"Probability set by hand{because}{chart if view.told(row).probability else ''}."
    by_hand = f" (by hand{because}; the chart says {row.chart_state})" if row.state_by_hand else ""
    return f"Probability: {_share(row, view)}, {row.control_state}{by_hand}."


def _share(row: MatrixRow, view: View) -> str:
    if row.latest_count is None or not row.all_count:
        return "share of all incidents not known"
    if not view.told(row).share or not view.tells_total(row, LATEST):
        return f"share of all incidents {CONFIDENTIAL}"
    return f"{percent_words(row.latest_count, row.all_count)} of incidents ({row.latest_count:,} of {row.all_count:,})"


def harm_words(row: MatrixRow, view: View) -> str:
    """Who made the combined harm, and how far apart they are."""
    every = len(row.harm_scores)
    told = [f"Harm: {row.scored_by} of {every} scored it{_spread(row, view)}"]
    agencies = [one.name for one in view.assessment.agencies]
    for said, words in ((NO_VIEW, "No view"), (None, "Not answered")):
        who = [name for name, score in zip(agencies, row.harm_scores, strict=True) if score is said]
        if who:
            told.append(f"{words}: {listed(who) if view.names_scores else number(len(who))}")
    if row.few_views:
        told.append("This rests on few views")
    return " ".join(map(sentence, told))


def _spread(row: MatrixRow, view: View) -> str:
    spread = next((one for one in view.report.analysis.agreement.spreads if one.crime_type == row.crime_type.number), None)
    if not view.names_scores or spread is None:
        return ""
    if not spread.width:
        return f", each {spread.lowest}"
    return f", {spread.lowest} ({listed(spread.lowest_by)}) to {spread.highest} ({listed(spread.highest_by)})"


def since_words(row: MatrixRow, view: View) -> str:
    """How it moved since last year; empty where nothing of last year was given for it."""
    moves = view.since.moves if view.since else ()
    return next((f"Since last year: {one.words}" for one in moves if one.crime_type == row.crime_type.number), "")


# --- would it change? -----------------------------------------------------------------------------------------------------------


def change_words(row: MatrixRow, view: View) -> tuple[str, ...]:
    """Whether other answers, one agency less, another rule or threshold, or other scores would give another band.

    Where single scores may not be told, neither is what only they can tell: what is left follows from the combined harm.
    """
    if row.risk_band is RiskBand.NOT_ASSESSED or not view.told(row).risk:
        return ()
    firm = view.report.analysis.sensitivity.row(row.crime_type.number)
    told = list(_unheard(row, view))
    if view.names_scores:
        told += [*_without_one(row, view), *(f"by the {one.label} it would be {band}" for one, band in moved(row, view, Kind.RULE))]
    told += [f"if {one.label.replace(' from ', ' started at ')}, it would be {band}" for one, band in moved(row, view, Kind.THRESHOLD)]
    return tuple(map(sentence, [*told, *_flip(firm, view), *_doubts(firm, view)]))


def _unheard(row: MatrixRow, view: View) -> Iterator[str]:
    """What those who are still to answer can change, and what those closed without a return could have changed."""
    awaited, closed = [one.agency for one in row.outstanding], view.matrix.unheard(row)
    if awaited:
        who = listed(awaited) if view.names_scores else "those still to answer"
        others = other_bands(view.matrix.could_be(row), row.risk_band)
        stays = f"whatever the answers of {who}, it stays {row.risk_band}"
        yield f"with the answers of {who} it could become {others}" if others else stays
    if closed:
        who = f"{listed(closed) if view.names_scores else 'those closed without a return'} answered{' too' if awaited else ''}"
        others = other_bands(view.matrix.could_have_been(row), row.risk_band)
        yield f"had {who}, it could have been {others}" if others else f"had {who}, it would still be {row.risk_band}"


def _without_one(row: MatrixRow, view: View) -> Iterator[str]:
    """The matrix without each agency in turn."""
    if row.scored_by > 1:
        others = [f"{one.label}, it would be {band}" for one, band in moved(row, view, Kind.AGENCY)]
        yield from others or [f"leaving out any one agency, it stays {row.risk_band}"]


def moved(row: MatrixRow, view: View, kind: Kind) -> Iterator[tuple[Scenario, RiskBand]]:
    """The scenarios of a kind that give the crime type another band, with it."""
    for one in view.report.analysis.sensitivity.of(kind):
        for _, new in one.band_changes:
            if new.crime_type == row.crime_type.number:
                yield one, new.band


def _flip(firm: RowSensitivity, view: View) -> Iterator[str]:
    """The smallest change of scores that moves it; where scores may not be told, only what their sum says."""
    flips, name = firm.flip.smallest, firm.row.name
    if view.names_scores or not flips:
        yield firm.flip.words.replace(f"make {name} ", "make it ").replace(f"makes {name} ", "makes it ")
    elif view.assessment.rule is not CombiningRule.MEDIAN:
        ways = [f"{some(one.levels, 'level')} {'higher' if one.up else 'lower'} in all would make it {one.band}" for one in flips]
        yield "; ".join(ways)


def _doubts(firm: RowSensitivity, view: View) -> Iterator[str]:
    """Decided by rounding, close to an edge, another band without the recording changes."""
    if view.told(firm.row).share:
        yield from (one.removeprefix(f"{firm.row.name}: ") for one in firm.remarks)


def rule_words(matrix: Matrix) -> str:
    """How harm scores are joined, for somebody with a calculator: the short way only where it gives every row's number."""
    of, every = matrix.assessment, len(matrix.assessment.agencies)
    if of.rule is CombiningRule.MEDIAN:
        return "the middle one of the agencies' harm scores"
    if of.rule is CombiningRule.MEAN:
        return "the mean of the agencies' harm scores"
    origin = "as in the published 2017/18 table" if of.as_published else "a number that the partnership set"
    if all(row.scored_by == every for row in matrix.rows):
        return f"the sum of all {every} agencies' harm scores divided by {of.divisor}, {origin}"
    return f"the sum of the harm scores × {every} ÷ ({of.divisor} × the number of agencies that scored it), the {of.divisor} {origin}"
