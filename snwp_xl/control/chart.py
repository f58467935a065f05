"""A control chart as a value: what to draw, the verdict, and why. `control.assess` makes it."""

from __future__ import annotations

from snwp_xl.control.chance import Change, ProfileChange, profile_change
from snwp_xl.control.signals import Limits, Signal
from snwp_xl.frozen import dataclass
from snwp_xl.model import ControlState, Month

YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the series recorded in one way, with the limits that hold in it."""

    first: Month
    last: Month
    baseline_first: Month  # the months that limits come from, or would
    baseline_last: Month
    limits: Limits | None  # None: too few months

    @property
    def mean(self) -> float | None:
        """The mean of the baseline, None without limits."""
        return None if self.limits is None else self.limits.mean

    @property
    def upper(self) -> float | None:
        """The upper limit, None without limits."""
        return None if self.limits is None else self.limits.upper

    @property
    def lower(self) -> float | None:
        """The lower limit, None without limits."""
        return None if self.limits is None else self.limits.lower

    @property
    def upper_two_sigma(self) -> float | None:
        """The upper two-sigma line, None without limits."""
        return None if self.limits is None else self.limits.upper_two_sigma

    @property
    def lower_two_sigma(self) -> float | None:
        """The lower two-sigma line, None without limits."""
        return None if self.limits is None else self.limits.lower_two_sigma


@dataclass(frozen=True, slots=True)
class Chart:
    """The control chart of one crime type: what to draw, the verdict, and why."""

    name: str
    months: tuple[Month, ...]
    counts: tuple[int | None, ...]
    state: ControlState
    sentence: str  # one plain sentence: the state with the rule, months and values that made it
    signals: tuple[Signal, ...]  # every one in the series, earliest first
    segments: tuple[Segment, ...]  # one, and one more for each recording change; the last decides the state
    trial: bool  # the limits or the state rest on less than the rules ask for
    low_count: bool
    latest_total: int | None  # of the latest 12 months; None where any is missing
    before_total: int | None  # of the 12 before, as counted, even where recording changed in between
    change: Change | None  # the two years compared; None where that cannot be done
    events: tuple[Month, ...]  # inside the series
    changes: tuple[Month, ...]  # inside the series: later than its first count
    unsplit: Chart | None  # the verdict as if recording had not changed; None where it did not
    same_month_last_year: tuple[tuple[Month, int | None, int | None], ...]  # each of the latest 12: month, its count, a year before

    @property
    def more_than_chance(self) -> bool | None:
        """Whether the totals changed by more than chance; None where that cannot be told."""
        return None if self.change is None else self.change.verdict

    @property
    def limits(self) -> Limits | None:
        """The limits that the state rests on."""
        return self.segments[-1].limits if self.segments else None

    def limits_at(self, month: Month) -> Limits | None:
        """The limits that hold in a month; None before the first count or where there were too few months for any."""
        return next((segment.limits for segment in self.segments if segment.first <= month <= segment.last), None)

    def signals_at(self, month: Month) -> tuple[Signal, ...]:
        """The signals that a month is part of."""
        return tuple(signal for signal in self.signals if signal.first <= month <= signal.last)

    @property
    def profile(self) -> ProfileChange:
        """The crime profile's line for the two years."""
        latest, before = zip(*((new, old) for _, new, old in self.same_month_last_year), strict=True) if self.months else ((), ())
        year_before = self.months[-1].shift(1 - 2 * YEAR) if self.months else None
        crossed = bool(year_before and self.changes and self.changes[-1] > year_before)
        return profile_change(self.before_total, self.latest_total, latest, before, recording_change=crossed)
