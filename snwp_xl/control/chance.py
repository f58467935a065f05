"""Has a total changed by more than chance? One function, for control states and for the crime profile.

Comparing the same months of both years takes the season out. Totals are of incidents; the verdict is worked out in integers, the
printed numbers are floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import copysign, sqrt

from snwp_xl.frozen import dataclass

CRITICAL_Z = Fraction(196, 100)  # two-sided, 5%


@dataclass(frozen=True, slots=True)
class Change:
    """Two totals of the same calendar months a year apart, and whether they differ by more than chance."""

    latest: int  # A
    before: int  # B
    months: int  # how many months each total has: 12, or fewer where some have no count in one of the years
    dispersion: float  # f: how many times more than Poisson the same-month differences vary; at least 1
    z: float  # (A - B) / sqrt(f (A + B)); positive is higher
    verdict: bool  # |z| > 1.96

    @property
    def words(self) -> str:
        """Higher or lower by more than chance, or no more than chance."""
        if not self.verdict:
            return "no more than chance"
        return f"{'higher' if self.latest > self.before else 'lower'} by more than chance"


def more_than_chance(latest: Sequence[int], before: Sequence[int]) -> Change:
    """Whether two years' totals differ by more than chance; each month stands at the same place in both.

    With A and B the totals, V the sample variance of the n same-month differences (which take the season out) and
    f = max(1, V / ((A + B) / n)): |A - B| / sqrt(f (A + B)) > 1.96. Two years without any incident do not differ.
    Raises ValueError for years of different length, fewer than two months or a negative count.
    """
    n = len(latest)
    if n != len(before) or n < 2:
        raise ValueError(f"two years of the same months are needed, not {n} and {len(before)} months")
    if min(*latest, *before) < 0:
        raise ValueError("a count is never negative")
    a, b = sum(latest), sum(before)
    squares = sum((x - y) ** 2 for x, y in zip(latest, before, strict=True))
    # f (A + B) = max(A + B, n V), and n V = (n * squares - (A - B)^2) / (n - 1); kept whole by the factor n - 1.
    spread = max((a + b) * (n - 1), n * squares - (a - b) ** 2)
    if not spread:
        return Change(a, b, n, 1.0, 0.0, False)
    # Without incidents there is no spread, so A + B is at least 1 here.
    z = copysign(sqrt(Fraction((a - b) ** 2 * (n - 1), spread)), a - b)
    return Change(a, b, n, float(Fraction(spread, (a + b) * (n - 1))), z, (a - b) ** 2 * (n - 1) > CRITICAL_Z**2 * spread)


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """A line of the crime profile: two annual totals and what can be said of them."""

    before: int | None
    latest: int | None
    change: int | None  # None where a total is missing
    percent: Fraction | None  # of the total before, exact: -7.6...; None where that is 0 or a total is missing
    more_than_chance: bool | None  # None where it cannot be told
    words: str


def profile_change(
    before_total: int | None,
    latest_total: int | None,
    latest_months: Sequence[int | None] | None = None,
    before_months: Sequence[int | None] | None = None,
    *,
    recording_change: bool = False,
) -> ProfileChange:
    """The change from one annual total to the next, always computed, and in words whether it is more than chance.

    That needs every month of both years; with two totals alone it "cannot be judged from two totals", and where
    recording changed between them it cannot be told either. Raises ValueError where months do not add up to their total.
    """
    if before_total is None or latest_total is None:
        return ProfileChange(before_total, latest_total, None, None, None, "cannot be judged: a total is missing")
    change = latest_total - before_total
    percent = Fraction(100 * change, before_total) if before_total else None
    if recording_change:
        return ProfileChange(before_total, latest_total, change, percent, None, "cannot be judged across a change of recording")
    latest, before = _complete(latest_months, latest_total), _complete(before_months, before_total)
    if latest is None or before is None:
        return ProfileChange(before_total, latest_total, change, percent, None, "cannot be judged from two totals")
    told = more_than_chance(latest, before)
    return ProfileChange(before_total, latest_total, change, percent, told.verdict, told.words)


def _complete(months: Sequence[int | None] | None, total: int) -> list[int] | None:
    """The months' counts if there are months and none is missing."""
    known = [count for count in months or () if count is not None]
    if months is None or len(known) < len(months):
        return None
    if sum(known) != total:
        raise ValueError(f"the months add up to {sum(known)}, not to the total of {total}")
    return known
