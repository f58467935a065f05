"""A control chart told in words: the sentence behind each state, with the rule, months and values that made it.

Numbers have one decimal, a half rounded away from zero as Excel's ROUND does, or more where one would print a line as
equal to a count that lies beyond it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from math import floor

from snwp_xl.control.chance import Change
from snwp_xl.control.chart import YEAR
from snwp_xl.control.signals import NEAR_IN_WINDOW, TWO_SIGMA, Direction, Limits, Rule, Signal
from snwp_xl.model import ControlState, Month

MOST_VALUES_LISTED = 12  # a longer run is described by its lowest and highest
MOST_TOLD = 4  # signals told in a sentence, high or low months as one; further ones are counted
MOST_DECIMALS = 6

NUMBER_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def verdict_words(state: ControlState, signals: Iterable[Signal], change: Change | None, trial: Limits | None) -> str:
    """The sentence of a charted state: what was seen, and whether the totals changed by more than chance.

    `trial` are the limits where the state is only a trial. Signals against the state, or before the latest 12 months,
    are left out.
    """
    head = state.value + (f" (trial, from {trial.points} months)" if trial else "")
    changed = _totals_words(change) if change and change.verdict else ""
    told = _worth_telling(state, signals)
    if not told:
        return f"{head}: no signal in the latest {YEAR} months{f', although {changed}' if changed else ''}."
    seen = headline(told[0]) if len(told) == 1 else f"{number_words(sum(map(len, told)))} signals"
    texts = _texts(told)
    joined = "although" if state is ControlState.UNDER_CONTROL else "and"
    total = f"{';' if len(texts) > 1 else ','} {joined} {changed}" if changed else ""
    return f"{head}, {seen}: {'; '.join(texts)}{total}."


def also_marked(state: ControlState, signals: Sequence[Signal]) -> str:
    """The signals that the state's sentence leaves out, since the chart marks their months too; empty where there are none."""
    charted = state is not ControlState.NOT_ASSESSABLE  # that sentence tells of no signal
    told = {signal for group in _worth_telling(state, signals) for signal in group if charted}
    others = _grouped([signal for signal in signals if signal not in told])
    return f"Also marked: {'; '.join(_texts(others))}." if others else ""


def _texts(groups: Sequence[Sequence[Signal]]) -> list[str]:
    """Each group's words; of more than a few, how many further signals there are."""
    shown = groups if len(groups) <= MOST_TOLD + 1 else groups[:MOST_TOLD]
    more = sum(map(len, groups[len(shown):]))
    return [signal_words(*group) for group in shown] + ([f"and {number_words(more)} more signals"] if more else [])


def _worth_telling(state: ControlState, signals: Iterable[Signal]) -> list[list[Signal]]:
    """The signals that made the state, or for Under control those that did not."""
    made_by = {ControlState.UNCONTROLLED: Direction.UP, ControlState.REDUCING: Direction.DOWN}
    wanted = {made_by[state]} if state in made_by else set(Direction)
    return _grouped([signal for signal in signals if signal.counts_for_state and signal.direction in wanted])


def _grouped(signals: Sequence[Signal]) -> list[list[Signal]]:
    """High or low months together, then the other signals one by one."""
    outside = sorted((one for one in signals if one.rule is Rule.OUTSIDE_LIMITS), key=lambda one: (one.direction.value, one.first))
    others = sorted((one for one in signals if one.rule is not Rule.OUTSIDE_LIMITS), key=lambda one: (one.rule, -one.last.serial))
    together = [list(group) for _, group in groupby(outside, key=lambda one: (one.direction, one.limits))]
    return together + [[one] for one in others]


def headline(signals: Sequence[Signal]) -> str:
    """The shortest name of one signal, or of high or low months together: "one high month"."""
    signal, up = signals[0], signals[0].direction is Direction.UP
    many = number_words(len(signal.values))
    if signal.rule is Rule.OUTSIDE_LIMITS:
        count = sum(len(one.values) for one in signals)
        return f"{number_words(count)} {'high' if up else 'low'} month{'' if count == 1 else 's'}"
    if signal.rule is Rule.TREND:
        return f"{many} months {'rising' if up else 'falling'}"
    if signal.rule is Rule.NEAR_LIMIT:
        return f"{number_words(signal.near)} months near the {'upper' if up else 'lower'} limit"
    return f"{many} months {'above' if up else 'below'} the mean"


def signal_words(*signals: Signal) -> str:
    """Months, values and line of one signal, or of high or low months together: "June 2025 (17) is above the upper limit of 16.6"."""
    signal, up = signals[0], signals[0].direction is Direction.UP
    side, limit = ("above", "upper limit") if up else ("below", "lower limit")
    centre, reach = signal.limits.centre, signal.limits.reach if up else -signal.limits.reach
    values = {value for one in signals for value in one.values}
    months = listed([_months_and_values(one) for one in signals])
    if signal.rule is Rule.OUTSIDE_LIMITS:
        verb = "is" if sum(len(one.values) for one in signals) == 1 else "are"
        return f"{months} {verb} {side} the {limit} of {line_words(centre + reach, values)}"
    if signal.rule is Rule.TREND:
        return f"{months} {'rise' if up else 'fall'} month after month"
    if signal.rule is Rule.ONE_SIDE:
        return f"{months} are all {side} the mean of {line_words(centre, values)}"
    inner, outer = line_words(centre + TWO_SIGMA * reach, values), line_words(centre + reach, values)
    return f"{_which_near(signal, months)} lie {side} the two-sigma line of {inner} and inside the {limit} of {outer}"


def _which_near(signal: Signal, months: str) -> str:
    if signal.near < len(signal.values):
        return f"{number_words(signal.near)} of the {number_words(len(signal.values))} months {months}"
    return f"{months} {'both' if signal.near == NEAR_IN_WINDOW else 'all'}"



def _months_and_values(signal: Signal) -> str:
    if len(signal.values) > MOST_VALUES_LISTED:
        listed = f"{len(signal.values)} months, between {min(signal.values)} and {max(signal.values)}"
    else:
        listed = ", ".join(map(str, signal.values))
    return f"{span_words(signal.first, signal.last)} ({listed})"


def line_words(value: Fraction, counts: Collection[int | None]) -> str:
    """A line of the chart, with as many decimals as tell it from the counts beyond it."""
    for places in range(1, MOST_DECIMALS):
        text = decimal_words(value, places)
        shown = Fraction(text)
        if shown.denominator > 1 or int(shown) not in counts or value in counts:
            return text
    return decimal_words(value, MOST_DECIMALS)


def _totals_words(change: Change) -> str:
    side = "higher" if change.latest > change.before else "lower"
    if change.months == YEAR:
        return f"the latest {YEAR} months ({change.latest:,}) are {side} than the {YEAR} before ({change.before:,}) by more than chance"
    months = f"the {number_words(change.months)} months that both years have"
    return f"{months} ({change.latest:,}) are {side} than a year before ({change.before:,}) by more than chance"


def not_assessable(*, counted: int, needed: int, events: int = 0, since: Month | None = None) -> str:
    """The sentence for too few months: how many there are and how many are needed."""
    if not counted:
        return f"Not assessable: there are no monthly counts{_since(since)}, and {needed} are needed."
    left_out = f", {number_words(events)} of them left out for known events" if events else ""
    return f"Not assessable: {counted} month{'' if counted == 1 else 's'} with a count{_since(since)}{left_out}, and {needed} are needed."


def few_neighbours(months: int, pairs: int, needed: int) -> str:
    """The sentence for months too scattered to give moving ranges."""
    neighbours = f"{number_words(pairs)} pair{'' if pairs == 1 else 's'} of neighbouring months"
    return f"Not assessable: {months} months with a count make {neighbours}, and {number_words(needed)} are needed."


def few_in_year(counted: int, needed: int) -> str:
    """The sentence for a latest year with too few counts to speak of it."""
    return f"Not assessable: {counted} of the latest {YEAR} months have a count, and {needed} are needed."


def _since(month: Month | None) -> str:
    return f" since the change of recording in {month.words}" if month else ""


def decimal_words(value: Fraction, places: int = 1) -> str:
    """The number with so many decimals, a half rounded away from zero."""
    scaled = floor(abs(value) * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole}.{rest:0{places}d}"


def number_words(number: int) -> str:
    """A small number as a word, a bigger one in figures."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def span_words(first: Month, last: Month) -> str:
    """June 2025; June and July 2025; November 2024 to January 2025."""
    if first == last:
        return first.words
    start = first.words if first.year != last.year else first.words.split()[0]
    return f"{start} {'and' if last.serial - first.serial == 1 else 'to'} {last.words}"


def listed(texts: Sequence[str]) -> str:
    """One; one and two; one, two and three."""
    return " and ".join(part for part in (", ".join(texts[:-1]), texts[-1]) if part)
