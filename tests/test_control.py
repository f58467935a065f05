"""Control charts: the published check series, an independent package, every rule and state at its boundary."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from statprocon import XmR

from snwp_xl.control import Chart, Direction, Limits, Rule, assess, more_than_chance, profile_change, xmr_limits
from snwp_xl.control.signals import find_signals, moving_ranges
from snwp_xl.control.wording import also_marked, decimal_words
from snwp_xl.model import ControlState, Month

UP, DOWN = Direction.UP, Direction.DOWN
LAST = Month(2025, 12)
CHECK_SERIES = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]

FLAT = [10, 12] * 6  # a year: mean 11, moving range 2, limits 16.32 and 5.68, two-sigma lines 14.55 and 7.45
HIGHER = [13] * 6 + [15] * 6  # 168 against 132: more than chance, and above the mean for 12 months
LOWER = [6] * 6 + [9] * 6  # 90 against 132


def chart(counts: Sequence[int | None], **settings: object) -> Chart:
    """The chart of counts that end in December 2025."""
    return assess(counts, LAST.shift(1 - len(counts)).until(LAST), **settings)


def month(text: str) -> Month:
    return Month.parse(text)


# --- limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("screening", "mean", "upper", "lower"), [(False, "1.94", "6.95", "-3.06"), (True, "1.94", "4.60", "-0.72")]
)
def test_limits_of_the_published_check_series(screening: bool, mean: str, upper: str, lower: str) -> None:
    limits = xmr_limits(CHECK_SERIES, screening)
    assert [f"{one:.2f}" for one in (limits.mean, limits.upper, limits.lower)] == [mean, upper, lower]
    assert chart(CHECK_SERIES, screening=screening).limits == limits  # 18 months: from all of them


def test_two_sigma_lines_lie_two_thirds_of_the_way_to_the_limits() -> None:
    limits = xmr_limits(CHECK_SERIES)
    assert limits.upper_two_sigma - limits.mean == pytest.approx((limits.upper - limits.mean) * 2 / 3)
    assert limits.mean - limits.lower_two_sigma == pytest.approx((limits.mean - limits.lower) * 2 / 3)


def test_a_missing_month_gives_no_moving_range_and_is_not_zero() -> None:
    assert moving_ranges([4, None, 9, 10]) == [1]
    assert xmr_limits([4, None, 9, 10]) == Limits(Fraction(23, 3), Fraction(266, 100), points=3, ranges=1)


def test_a_moving_range_exactly_at_the_screen_stays() -> None:
    ranges = [0] * 2266 + [1000] * 1000  # average 1000 / 3.266: the screen is at 1000.3...
    values = [0]
    for one in ranges:
        values.append(values[-1] + one)
    assert xmr_limits(values, screening=True) == xmr_limits(values)
    exactly = [0] * 2267 + [1000] * 1000  # average 1000 / 3.267: the screen is at 1000 and nothing lies above it
    values = [0]
    for one in exactly:
        values.append(values[-1] + one)
    assert xmr_limits(values, screening=True) == xmr_limits(values)
    assert xmr_limits([0, *values], screening=True).reach == 0  # one more 0: the screen is just below 1000


def test_limits_need_neighbouring_months() -> None:
    with pytest.raises(ValueError, match="neighbouring"):
        xmr_limits([1, None, 2, None, 3])


ROUNDING = 0.0025  # statprocon rounds the mean and the moving range to three decimals before it multiplies by 2.66


def thousand_series() -> list[list[int]]:
    """Small and big counts; in every second series the level rises by half on the way."""
    rng = random.Random(20)
    series = []
    for number in range(1000):
        level, length = rng.choice([3, 8, 30, 120]), rng.randint(12, 36)
        levels = [level * (1.5 if number % 2 and month * 2 > length else 1) for month in range(length)]
        series.append([max(0, int(rng.gauss(mean, mean**0.5 + 1))) for mean in levels])
    return series


def test_limits_agree_with_statprocon_on_1000_series() -> None:
    for values in thousand_series():
        ours, theirs = xmr_limits(values), XmR(values)
        assert ours.mean == pytest.approx(float(theirs.x_central_line()[0]), abs=ROUNDING)
        assert ours.upper == pytest.approx(float(theirs.upper_natural_process_limit()[0]), abs=ROUNDING)
        assert ours.lower == pytest.approx(float(theirs.lower_natural_process_limit()[0]), abs=ROUNDING)


def test_points_outside_the_limits_agree_with_statprocon_on_1000_series() -> None:
    compared = 0
    for values in thousand_series():
        limits = xmr_limits(values)
        outside = places(find_signals(values, limits), Rule.OUTSIDE_LIMITS)
        for place, flagged in enumerate(XmR(values).rule_1_x_indices_beyond_limits()):
            if min(abs(values[place] - limits.upper), abs(values[place] - limits.lower)) > ROUNDING:
                assert (place in outside) == flagged, (values, place)
                compared += 1
    assert compared > 23_000


def test_baseline_limits_agree_with_statprocon() -> None:
    for values in thousand_series():
        if len(values) < 24:
            continue
        theirs = XmR(values, subset_end_index=len(values) - 12)
        ours = chart(values).limits
        assert ours is not None
        assert ours.upper == pytest.approx(float(theirs.upper_natural_process_limit()[0]), abs=ROUNDING)


def test_runs_about_the_mean_agree_with_statprocon_where_both_define_them_alike() -> None:
    """Statprocon looks for eight, not seven, and lets a point on the mean stand inside a run; its rule 3 (three of four
    beyond half the distance) is another rule than METHOD's and its package has no rule for a trend."""
    runs = 0
    for values in thousand_series():
        limits = xmr_limits(values)
        if limits.centre in values:
            continue
        long = [one for one in find_signals(values, limits) if one.rule is Rule.ONE_SIDE and one.last - one.first >= 7]
        theirs = {place for place, flagged in enumerate(XmR(values).rule_2_runs_about_central_line()) if flagged}
        assert {place for one in long for place in range(one.first, one.last + 1)} == theirs, values
        runs += len(long)
    assert runs > 200


# --- the four rules at their boundaries -----------------------------------------------------------------------------------

LIMITS = Limits(Fraction(10), Fraction(6), points=24, ranges=23)  # 4, 6, 10, 14, 16


def places(found: Sequence[object], rule: Rule) -> set[int]:
    return {place for one in found if one.rule is rule for place in range(one.first, one.last + 1)}


def seen(points: Sequence[int | None], limits: Limits = LIMITS) -> list[tuple[int, Direction, int, int]]:
    """Each signal as rule, direction, first and last place."""
    return [(int(one.rule), one.direction, one.first, one.last) for one in find_signals(points, limits)]


@pytest.mark.parametrize(
    ("points", "signals"),
    [
        ([10, 16, 10], []),  # exactly on the limit is not outside
        ([10, 17, 10], [(1, UP, 1, 1)]),
        ([10, 4, 10], []),
        ([10, 3, 10], [(1, DOWN, 1, 1)]),
        ([17, 18, 3, 19], [(1, UP, 0, 1), (1, DOWN, 2, 2), (1, UP, 3, 3)]),  # neighbours on one side are one signal
        ([17, None, 17], [(1, UP, 0, 0), (1, UP, 2, 2)]),
    ],
)
def test_rule_1_strictly_outside_the_limits(points: list[int | None], signals: list[object]) -> None:
    assert seen(points) == signals


def test_rule_1_a_limit_between_whole_numbers() -> None:
    close = Limits(Fraction(10), Fraction(1999, 1000), 24, 23)  # upper 11.999, lower 8.001
    assert [one for one in seen([12, 10, 8], close) if one[0] == 1] == [(1, UP, 0, 0), (1, DOWN, 2, 2)]
    wide = Limits(Fraction(10), Fraction(2001, 1000), 24, 23)
    assert [one for one in seen([12, 10, 8], wide) if one[0] == 1] == []


@pytest.mark.parametrize(
    ("points", "signals"),
    [
        ([7, 8, 9, 10, 11, 12], []),  # six rising
        ([7, 8, 9, 10, 11, 12, 13], [(2, UP, 0, 6)]),
        ([13, 12, 11, 10, 9, 8, 7], [(2, DOWN, 0, 6)]),
        ([7, 8, 9, 10, 10, 11, 12, 13], []),  # a tie breaks it
        ([9, 7, 8, 9, 10, 11, 12, 13, 14, 8], [(2, UP, 1, 8)]),  # maximal
        ([7, 8, 9, None, 11, 12, 13, 14], []),  # nothing looks across a missing month
    ],
)
def test_rule_2_seven_rising_or_falling(points: list[int | None], signals: list[object]) -> None:
    assert seen(points) == signals


@pytest.mark.parametrize(
    ("points", "signals"),
    [
        ([10, 15, 15], [(3, UP, 1, 2)]),
        ([15, 10, 15], [(3, UP, 0, 2)]),
        ([15, 3, 15], [(1, DOWN, 1, 1), (3, UP, 0, 2)][::-1]),  # the third point may be anywhere
        ([15, 10, 10, 15], []),  # two of four
        ([10, 14, 14], []),  # on the two-sigma line is not beyond it
        ([10, 16, 16], [(3, UP, 1, 2)]),  # on the limit is inside it
        ([10, 17, 15], [(1, UP, 1, 1)]),  # a point outside is rule 1's
        ([15, 17, 15], [(3, UP, 0, 2), (1, UP, 1, 1)]),
        ([10, 15, 5], []),  # not across the mean
        ([10, 5, 5], [(3, DOWN, 1, 2)]),
        ([15, 15], []),  # there are no three months yet
        ([15, 15, None, 15], []),
        ([15, None, 15], []),
        ([15, 10, 15, 10, 15, 10, 10], [(3, UP, 0, 4)]),  # overlapping windows are one signal
        ([15, 15, 10, 10, 15, 15, 10], [(3, UP, 0, 1), (3, UP, 4, 5)]),
    ],
)
def test_rule_3_two_of_three_near_the_limit(points: list[int | None], signals: list[object]) -> None:
    assert seen(points) == signals


@pytest.mark.parametrize(
    ("points", "signals"),
    [
        ([11, 12] * 3, []),  # six
        ([11, 12] * 3 + [11], [(4, UP, 0, 6)]),
        ([9, 8] * 3 + [9], [(4, DOWN, 0, 6)]),
        ([11, 12, 11, 10, 12, 11, 12, 11], []),  # on the mean is on neither side
        ([9, *[11, 12] * 4, 10, 11], [(4, UP, 1, 8)]),
        ([11, 12, 11, None, 11, 12, 11, 12], []),
    ],
)
def test_rule_4_seven_on_one_side_of_the_mean(points: list[int | None], signals: list[object]) -> None:
    assert seen(points) == signals


def broken(points: Sequence[int | None], limits: Limits) -> set[tuple[Rule, Direction, int]]:
    """Every point that breaks a rule, straight from METHOD's words: each window looked at by itself."""
    marks = set()
    for direction, sign in ((UP, 1), (DOWN, -1)):
        turned = [None if point is None else sign * (point - limits.centre) for point in points]
        near = {i for i, x in enumerate(turned) if x is not None and Fraction(2, 3) * limits.reach < x <= limits.reach}
        marks |= {(Rule.OUTSIDE_LIMITS, direction, i) for i, x in enumerate(turned) if x is not None and x > limits.reach}
        for start in range(len(points)):
            three, seven = turned[start : start + 3], turned[start : start + 7]
            if len(three) == 3 and None not in three and len(near & set(range(start, start + 3))) >= 2:
                marks |= {(Rule.NEAR_LIMIT, direction, i) for i in near & set(range(start, start + 3))}
            if len(seven) == 7 and None not in seven:
                if seven == sorted(set(seven)):
                    marks |= {(Rule.TREND, direction, start + i) for i in range(7)}
                if min(seven) > 0:
                    marks |= {(Rule.ONE_SIDE, direction, start + i) for i in range(7)}
    return marks


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 24)), max_size=40),
    st.fractions(0, 24, max_denominator=24),
    st.fractions(0, 12, max_denominator=50),
)
@example([7, 8, 9, 10, 11, 12, 13, 15, 15], Fraction(10), Fraction(6))
def test_signals_are_the_maximal_runs_of_the_rules(points: list[int | None], centre: Fraction, reach: Fraction) -> None:
    limits = Limits(centre, reach, 24, 23)
    found = find_signals(points, limits)
    expected = broken(points, limits)
    near = {(rule, direction, i) for rule, direction, i in expected if rule is Rule.NEAR_LIMIT}
    covered = {(one.rule, one.direction, i) for one in found for i in range(one.first, one.last + 1)}
    assert {mark for mark in covered if mark[0] is not Rule.NEAR_LIMIT} == expected - near
    assert near <= covered
    for one in found:
        ends = {(one.rule, one.direction, one.first), (one.rule, one.direction, one.last)}
        assert ends <= expected
        assert None not in points[one.first : one.last + 1]
        assert not any(other.first == one.last + 1 for other in found if other[:2] == one[:2] and one.rule is not Rule.TREND)


# --- more than chance ----------------------------------------------------------------------------------------------------

BEFORE = [408, 409] * 6  # 4,902


def test_more_than_chance_is_strictly_above_196() -> None:
    exactly = [month + step for month, step in zip(BEFORE, [16, 16, 17] * 4, strict=True)]  # 196 / sqrt(10,000) = 1.96
    assert (sum(exactly), more_than_chance(exactly, BEFORE).z) == (5098, 1.96)
    assert not more_than_chance(exactly, BEFORE).verdict
    above = [*exactly[:-1], exactly[-1] + 1]
    assert more_than_chance(above, BEFORE).verdict
    down = more_than_chance(BEFORE, above)
    assert (down.verdict, down.words) == (True, "lower by more than chance")


def test_dispersion_makes_the_same_totals_chance() -> None:
    before = [100] * 12
    steady, wild = [110] * 12, [60, 160] * 6
    assert sum(steady) == sum(wild) == 1320
    assert more_than_chance(steady, before).verdict
    told = more_than_chance(wild, before)
    # Sample variance of -40 and +60: 12 x 50^2 / 11; over (1,320 + 1,200) / 12.
    assert told.dispersion == pytest.approx((12 * 2500 / 11) / 210)
    assert told.z == pytest.approx(120 / (told.dispersion * 2520) ** 0.5)
    assert not told.verdict


def test_a_season_is_not_a_change() -> None:
    season = [60, 50, 70, 90, 110, 140, 150, 170, 100, 80, 60, 50]
    assert more_than_chance(season, season).dispersion == 1
    assert not more_than_chance(season, season).verdict


def test_two_years_without_incidents_do_not_differ() -> None:
    told = more_than_chance([0] * 12, [0] * 12)
    assert (told.z, told.verdict, told.words) == (0, False, "no more than chance")
    assert more_than_chance([1] * 12, [0] * 12).verdict


@pytest.mark.parametrize(("latest", "before"), [([1] * 12, [1] * 11), ([1], [1]), ([], []), ([1, -1], [1, 1])])
def test_more_than_chance_refuses_what_is_not_two_years(latest: list[int], before: list[int]) -> None:
    with pytest.raises(ValueError, match=r"needed|negative"):
        more_than_chance(latest, before)


def test_the_published_misprint_is_computed_right() -> None:
    told = profile_change(537, 496)
    assert told.percent is not None
    assert (told.change, decimal_words(told.percent)) == (-41, "-7.6")  # printed: +12.7
    assert (told.more_than_chance, told.words) == (None, "cannot be judged from two totals")


@pytest.mark.parametrize(
    ("before", "latest", "percent"),
    [(4454, 4493, "0.9"), (822, 1009, "22.7"), (378, 351, "-7.1"), (215, 244, "13.5"), (116, 116, "0.0"), (1188, 1450, "22.1")],
)
def test_the_other_published_changes_are_right(before: int, latest: int, percent: str) -> None:
    told = profile_change(before, latest)
    assert told.percent is not None
    assert decimal_words(told.percent) == percent


def test_profile_with_months_says_whether_it_is_chance() -> None:
    assert profile_change(132, 168, HIGHER, FLAT).words == "higher by more than chance"
    assert profile_change(132, 132, FLAT, FLAT).words == "no more than chance"
    assert profile_change(132, 168, HIGHER, FLAT, recording_change=True).more_than_chance is None
    assert profile_change(132, 168, HIGHER, None).words == "cannot be judged from two totals"


def test_profile_without_a_total_or_a_base() -> None:
    assert profile_change(0, 5).percent is None
    assert profile_change(0, 5).change == 5
    assert profile_change(None, 5).change is None
    assert profile_change(None, 5).words == "cannot be judged: a total is missing"
    with pytest.raises(ValueError, match="add up to 132"):
        profile_change(132, 140, FLAT, FLAT)


def test_profile_of_a_chart() -> None:
    assert chart(FLAT + HIGHER).profile.words == "higher by more than chance"
    split = chart(FLAT + HIGHER, changes=[month("2025-01")]).profile
    assert (split.change, split.words) == (36, "cannot be judged across a change of recording")
    assert chart(FLAT * 2 + HIGHER, changes=[month("2024-01")]).profile.words == "higher by more than chance"
    assert chart(FLAT).profile.words == "cannot be judged: a total is missing"
    assert chart([]).profile.change is None


# --- control state: both conditions ----------------------------------------------------------------------------------------


def test_uncontrolled_needs_an_upward_signal_and_a_higher_total() -> None:
    told = chart(FLAT * 2 + HIGHER)
    assert (told.state, told.trial, told.more_than_chance) == (ControlState.UNCONTROLLED, False, True)
    assert (told.latest_total, told.before_total) == (168, 132)
    assert told.sentence == (
        "Uncontrolled, two signals: July to December 2025 (15, 15, 15, 15, 15, 15) all lie above the two-sigma line of 14.5 and inside "
        "the upper limit of 16.3; December 2024 to December 2025 (13 months, between 12 and 15) are all above the mean of "
        "11.0; and the latest 12 months (168) are higher than the 12 before (132) by more than chance."
    )


def test_reducing_needs_a_downward_signal_and_a_lower_total() -> None:
    told = chart(FLAT * 2 + LOWER)
    assert told.state is ControlState.REDUCING
    assert told.sentence == (
        "Reducing, two signals: January to June 2025 (6, 6, 6, 6, 6, 6) all lie below the two-sigma line of 7.5 and inside the lower "
        "limit of 5.7; January to December 2025 (6, 6, 6, 6, 6, 6, 9, 9, 9, 9, 9, 9) are all below the mean of 11.0; and the latest "
        "12 months (90) are lower than the 12 before (132) by more than chance."
    )


def test_four_signals_are_all_told_and_large_totals_can_be_read() -> None:
    told = chart([100, 104] * 12 + [110, 112, 112, 112, 103, 111, 112, 113, 114, 115, 116, 118])
    assert told.sentence == (
        "Uncontrolled, four signals: August to December 2025 (113, 114, 115, 116, 118) are above the upper limit of 112.6; May to "
        "December 2025 (103, 111, 112, 113, 114, 115, 116, 118) rise month after month; six of the seven months January to July 2025 "
        "(110, 112, 112, 112, 103, 111, 112) lie above the two-sigma line of 109.1 and inside the upper limit of 112.6; December 2024 "
        "to December 2025 (13 months, between 103 and 118) are all above the mean of 102.0; and the latest 12 months (1,348) are "
        "higher than the 12 before (1,224) by more than chance."
    )


def test_signals_that_made_no_state_are_told_beside_it() -> None:
    told = chart([*FLAT, *FLAT[:11], 25, *FLAT])
    assert also_marked(told.state, told.signals) == "Also marked: December 2024 (25) is above the upper limit of 18.4."
    assert also_marked(ControlState.UNDER_CONTROL, chart([*FLAT * 2, 17, *FLAT[1:]]).signals) == ""
    against = chart(FLAT * 2 + [17, 9, 7, 9, 7, 9, 6, 8, 6, 8, 6, 6])
    assert also_marked(against.state, against.signals) == "Also marked: January 2025 (17) is above the upper limit of 16.3."


def test_a_signal_without_a_changed_total_is_a_remark() -> None:
    """The issue's own example, word for word."""
    told = chart([12, 8, 13, 13, 9, 13, 12, 10, 10, 8, 8, 11, *FLAT[:5], 17, *FLAT[6:]])
    assert told.state is ControlState.UNDER_CONTROL
    assert told.sentence == "Under control, one high month: June 2025 (17) is above the upper limit of 16.6."


def test_a_changed_total_without_a_signal_is_a_remark() -> None:
    told = chart([80, 120] * 12 + [100, 140] * 6)
    assert (told.state, told.signals, told.more_than_chance) == (ControlState.UNDER_CONTROL, (), True)
    assert told.sentence == (
        "Under control: no signal in the latest 12 months, although the latest 12 months (1,440) are higher than the 12 before (1,200) "
        "by more than chance."
    )


def test_a_signal_against_the_total_does_not_decide() -> None:
    told = chart(FLAT * 2 + [17, 9, 7, 9, 7, 9, 6, 8, 6, 8, 6, 6])  # 98 against 132, and one high month
    assert told.state is ControlState.REDUCING
    assert "January 2025 (17)" not in told.sentence
    assert {signal.direction for signal in told.signals} == {UP, DOWN}


def test_a_signal_counts_if_its_last_month_is_among_the_latest_12() -> None:
    old = chart([*FLAT, *FLAT[:11], 25, *FLAT])
    assert [(one.last, one.counts_for_state) for one in old.signals if one.rule is Rule.OUTSIDE_LIMITS] == [(month("2024-12"), False)]
    assert old.sentence == "Under control: no signal in the latest 12 months."
    reaching = chart([*FLAT, *FLAT[:6], 13, 14, 13, 14, 13, 14, 13, *FLAT[1:-1], 10])
    run = [one for one in reaching.signals if one.rule is Rule.ONE_SIDE]
    assert [(one.first, one.last, one.counts_for_state) for one in run] == [(month("2024-06"), month("2025-02"), True)]


def test_rule_1_months_are_told_together() -> None:
    told = chart([*FLAT * 2, 17, 18, *FLAT[2:5], 19, *FLAT[6:8], 5, *FLAT[9:]])
    assert told.sentence == (
        "Under control, three signals: September 2025 (5) is below the lower limit of 5.7; January and February 2025 (17, 18) and June "
        "2025 (19) are above the upper limit of 16.3."
    )


def test_a_line_is_never_printed_as_equal_to_a_value_beyond_it() -> None:
    told = chart([10, 13, 9, 12, 12, 11, 12, 13, 9, 13, 10, 10, *FLAT[:11], 17])  # the limit is 16.9703
    assert told.sentence == "Under control, one high month: December 2025 (17) is above the upper limit of 16.97."


# --- how many months ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "first", "last", "trial"),
    [
        (12, "2025-01", "2025-12", True),
        (23, "2024-02", "2025-12", True),
        (24, "2024-01", "2024-12", False),
        (30, "2023-07", "2024-12", False),
        (36, "2023-01", "2024-12", False),
        (48, "2023-01", "2024-12", False),  # at most 24 months
    ],
)
def test_where_limits_come_from(months: int, first: str, last: str, trial: bool) -> None:
    told = chart((FLAT * 4)[:months])
    assert (told.segments[-1].baseline_first, told.segments[-1].baseline_last, told.trial) == (month(first), month(last), trial)
    assert told.state is ControlState.UNDER_CONTROL


def test_eleven_months_are_not_assessable() -> None:
    told = chart([3] * 11)
    assert (told.state, told.limits, told.trial) == (ControlState.NOT_ASSESSABLE, None, False)
    assert told.sentence == "Not assessable: 11 months with a count, and 12 are needed."


def test_no_counts_at_all() -> None:
    for counts in ([], [None] * 30):
        told = chart(counts)
        assert (told.state, told.segments, told.latest_total) == (ControlState.NOT_ASSESSABLE, (), None)
        assert told.sentence == "Not assessable: there are no monthly counts, and 12 are needed."


def test_trial_the_chart_alone_decides() -> None:
    up = chart([*FLAT[:8], 20, *FLAT[:9]])  # 18 months; no total can have changed
    assert (up.state, up.trial, up.change) == (ControlState.UNCONTROLLED, True, None)
    assert up.sentence == "Uncontrolled (trial, from 18 months), one high month: March 2025 (20) is above the upper limit of 19.0."


def test_trial_reducing_only_while_it_still_runs() -> None:
    still = chart([*FLAT[:10], *[9] * 7])
    assert still.state is ControlState.REDUCING
    assert still.sentence == (
        "Reducing (trial, from 17 months), seven months below the mean: June to December 2025 (9, 9, 9, 9, 9, 9, 9) are all below the "
        "mean of 10.2."
    )
    over = chart([*FLAT[:10], *[9] * 7, 12])
    assert over.state is ControlState.UNDER_CONTROL
    assert over.sentence.startswith("Under control (trial, from 18 months), seven months below the mean: May to November 2025")


def test_trial_upward_goes_before_downward() -> None:
    told = chart([*FLAT[:6], 20, *FLAT[:4], *[9] * 7])
    assert {signal.direction for signal in told.signals if signal.counts_for_state} == {UP, DOWN}
    assert told.state is ControlState.UNCONTROLLED


# --- missing months ---------------------------------------------------------------------------------------------------------


def test_one_missing_month_of_24_leaves_23() -> None:
    for place in (3, 15):
        counts: list[int | None] = FLAT + HIGHER
        counts[place] = None
        told = chart(counts)
        assert (told.trial, told.change, told.limits and told.limits.points) == (True, None, 23)


def test_a_missing_month_leaves_the_years_comparable_over_the_months_that_both_have() -> None:
    counts: list[int | None] = FLAT * 2 + HIGHER
    counts[14] = None  # March 2024, so March 2025 has nothing to stand beside
    told = chart(counts)
    assert told.change is not None
    assert (told.change.months, told.change.latest, told.change.before) == (11, 155, 122)
    assert (told.before_total, told.latest_total, told.trial) == (None, 168, False)
    assert told.state is ControlState.UNCONTROLLED
    assert told.sentence.endswith(
        "and the eleven months that both years have (155) are higher than a year before (122) by more than chance."
    )


def test_too_few_months_that_both_years_have() -> None:
    for missing, months in ((3, 9), (4, None)):
        told = chart([*FLAT, *FLAT, *[None] * missing, *FLAT[missing:], *FLAT])
        assert (told.change and told.change.months, told.trial) == (months, months is None)


def test_the_latest_month_missing() -> None:
    told = chart([*FLAT * 2, *HIGHER[:11], None])
    assert (told.latest_total, told.before_total, told.change and told.change.months) == (None, 132, 11)
    assert told.state is ControlState.UNCONTROLLED
    running = chart([*FLAT[:10], *[9] * 7, None])
    assert running.state is ControlState.UNDER_CONTROL  # not seen to be running in the latest month


def test_a_year_that_is_hardly_counted_is_not_assessable() -> None:
    assert chart([*FLAT * 2, *FLAT[:9], None, None, None]).state is ControlState.UNDER_CONTROL
    told = chart([*FLAT * 2, *FLAT[:8], None, None, None, None])
    assert told.state is ControlState.NOT_ASSESSABLE
    assert told.sentence == "Not assessable: 8 of the latest 12 months have a count, and 9 are needed."


def test_months_too_scattered_for_moving_ranges() -> None:
    told = chart([value for count in FLAT for value in (count, None)])
    assert told.sentence == "Not assessable: 12 months with a count make no pairs of neighbouring months, and six are needed."


def test_months_before_the_first_count_are_not_missing_months() -> None:
    told = chart([None] * 12 + FLAT + HIGHER)
    assert (told.segments[0].first, told.state) == (month("2024-01"), ControlState.UNCONTROLLED)
    assert told.limits_at(month("2023-12")) is None


# --- constant and small series ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 1, 5, 400])
@pytest.mark.parametrize("months", [12, 20, 24, 36])
def test_a_constant_series_gives_no_signal(value: int, months: int) -> None:
    told = chart([value] * months)
    assert (told.state, told.signals) == (ControlState.UNDER_CONTROL, ())
    assert told.limits is not None
    assert (told.limits.upper, told.limits.lower) == (value, value)


def test_one_incident_after_years_of_none_is_a_remark() -> None:
    told = chart([0] * 35 + [1])
    assert told.sentence == "Under control, one high month: December 2025 (1) is above the upper limit of 0.0."


def test_low_count_is_a_mean_under_five() -> None:
    assert chart([4, 5] * 18).low_count
    assert not chart([4, 6] * 18).low_count
    assert not chart([4] * 11).low_count  # no mean to speak of


# --- recording changes -----------------------------------------------------------------------------------------------------


def test_no_rule_looks_across_a_recording_change() -> None:
    counts = FLAT * 2 + [30, 32] * 12
    told = chart(counts, changes=[month("2024-01")])
    assert (told.state, told.signals, told.trial) == (ControlState.UNDER_CONTROL, (), False)
    assert [(one.first, one.last, one.mean) for one in told.segments] == [
        (month("2022-01"), month("2023-12"), 11),
        (month("2024-01"), month("2025-12"), 31),
    ]
    assert told.limits_at(month("2023-12")) is told.segments[0].limits
    assert told.limits_at(month("2024-01")) is told.segments[1].limits
    assert told.unsplit is not None
    assert told.unsplit.changes == ()
    assert {one.rule for one in told.unsplit.signals} >= {Rule.ONE_SIDE}


def test_a_run_of_seven_is_broken_by_a_recording_change() -> None:
    counts = [*FLAT * 3, *FLAT[:8], 13, 13, 13, 13, 13, 13, 13, *FLAT[:9]]
    assert [one.rule for one in chart(counts).signals] == [Rule.ONE_SIDE]
    assert chart(counts, changes=[month("2024-12")]).signals == ()


STEP = [16, 18] * 6  # as calm as FLAT, but 204 against 132


def test_the_unsplit_verdict_stands_beside_the_split_one() -> None:
    told = chart(FLAT * 2 + STEP, changes=[month("2025-01")])
    assert told.unsplit == chart(FLAT * 2 + STEP)
    assert (told.state, told.trial, told.change) == (ControlState.UNDER_CONTROL, True, None)
    assert told.unsplit is not None
    assert told.unsplit.state is ControlState.UNCONTROLLED
    assert (told.latest_total, told.before_total) == (204, 132)  # as counted


@pytest.mark.parametrize(
    ("change", "state", "trial", "compared"),
    [
        ("2024-01", ControlState.UNCONTROLLED, False, True),  # 24 months after it
        ("2024-02", ControlState.UNCONTROLLED, True, False),  # 23: the totals would look across it
        ("2025-01", ControlState.UNDER_CONTROL, True, False),
        ("2025-02", ControlState.NOT_ASSESSABLE, False, False),  # 11
    ],
)
def test_a_recording_change_moves_through_the_two_years(change: str, state: ControlState, trial: bool, compared: bool) -> None:
    told = chart(FLAT * 2 + STEP, changes=[month(change)])
    assert (told.state, told.trial, told.change is not None) == (state, trial, compared)


def test_a_recording_change_within_the_latest_12_says_how_many_months_there_are() -> None:
    told = chart(FLAT * 3, changes=[month("2023-06"), month("2025-04")])
    assert told.sentence == "Not assessable: 9 months with a count since the change of recording in April 2025, and 12 are needed."
    assert [one.limits is None for one in told.segments] == [True, False, True]  # 5, 22 and 9 months
    assert told.unsplit is not None
    assert told.unsplit.state is ControlState.UNDER_CONTROL


def test_signals_before_a_recording_change_do_not_count() -> None:
    told = chart([*FLAT * 2, 30, *FLAT[1:]], changes=[month("2025-03")])
    assert [(one.first, one.counts_for_state) for one in told.signals] == [(month("2025-01"), False)]


@pytest.mark.parametrize("when", ["2019-04", "2023-01", "2026-01"])
def test_a_change_outside_the_counts_changes_nothing(when: str) -> None:
    counts = FLAT * 2 + HIGHER
    assert chart(counts, changes=[month(when)]) == chart(counts)


def test_a_change_before_the_first_count_changes_nothing() -> None:
    counts: list[int | None] = [None] * 6 + FLAT * 2 + HIGHER
    assert chart(counts, changes=[month("2022-09")]) == chart(counts)


# --- known events ------------------------------------------------------------------------------------------------------------


def test_a_known_event_is_left_out_of_limits_and_signals_but_not_of_totals() -> None:
    counts = [*FLAT, *FLAT[:5], 90, *FLAT[6:], *FLAT[:7], 80, *FLAT[8:]]
    told = chart(counts, events=[month("2024-06"), month("2025-08"), month("2031-01")])
    assert (told.signals, told.state) == ((), ControlState.UNDER_CONTROL)
    assert told.limits is not None
    assert (told.limits.mean, told.limits.points) == (pytest.approx(252 / 23), 23)
    assert (told.latest_total, told.before_total) == (132 + 68, 132 + 78)
    assert told.events == (month("2024-06"), month("2025-08"))
    assert told.counts[-5] == 80


def test_a_known_event_ends_a_run() -> None:
    counts = [*FLAT * 2, *[13] * 7, *FLAT[7:]]
    assert Rule.ONE_SIDE in {one.rule for one in chart(counts).signals}
    assert chart(counts, events=[month("2025-04")]).signals == ()


def test_a_known_event_in_the_baseline_of_24_months_keeps_both_conditions() -> None:
    told = chart([*FLAT[:5], 90, *FLAT[6:], *FLAT[:5], 20, *FLAT[6:]], events=[month("2024-06")])
    assert (told.trial, told.limits and told.limits.points) == (True, 23)
    assert (told.state, told.more_than_chance) == (ControlState.UNDER_CONTROL, False)
    assert told.sentence == "Under control (trial, from 23 months), one high month: June 2025 (20) is above the upper limit of 18.7."


def test_known_events_that_leave_too_little() -> None:
    told = chart(FLAT, events=[month("2025-06")])
    assert told.sentence == "Not assessable: 12 months with a count, one of them left out for known events, and 12 are needed."


# --- what else a chart holds ---------------------------------------------------------------------------------------------------


def test_the_same_month_last_year_stands_beside_each_of_the_latest_12() -> None:
    counts: list[int | None] = list(range(1, 23))
    counts[12] = None
    told = chart(counts)
    assert [str(when) for when, _, _ in told.same_month_last_year] == [f"2025-{number:02d}" for number in range(1, 13)]
    assert told.same_month_last_year[0] == (month("2025-01"), 11, None)
    assert told.same_month_last_year[2] == (month("2025-03"), None, 1)
    assert told.same_month_last_year[11] == (month("2025-12"), 22, 10)
    assert chart([4, 5]).same_month_last_year[9:] == (
        (month("2025-10"), None, None), (month("2025-11"), 4, None), (month("2025-12"), 5, None),
    )  # fmt: skip


def test_signals_are_found_by_month() -> None:
    told = chart(FLAT * 2 + HIGHER)
    assert [one.rule for one in told.signals_at(month("2025-07"))] == [Rule.ONE_SIDE, Rule.NEAR_LIMIT]
    assert told.signals_at(month("2024-07")) == ()
    assert told.signals[0].rule.plain == "seven months in a row on one side of the mean"


def test_calls_that_make_no_sense_are_refused() -> None:
    months = month("2025-01").until(month("2025-12"))
    with pytest.raises(ValueError, match="11 counts for 12 months"):
        assess(FLAT[:11], months)
    with pytest.raises(ValueError, match="gap"):
        assess(FLAT[:11], [*months[:5], *months[6:]])
    with pytest.raises(ValueError, match="negative"):
        assess([*FLAT[:11], -1], months)


MONTHS = st.integers(0, 70).map(lambda back: LAST.shift(3 - back))


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 60), st.integers(8, 12)), max_size=60),
    st.lists(MONTHS, max_size=3),
    st.lists(MONTHS, max_size=3),
    st.booleans(),
)
def test_any_series_has_one_sentence_that_opens_with_its_state(
    counts: list[int | None], changes: list[Month], events: list[Month], screening: bool
) -> None:
    told = chart(counts, changes=changes, events=events, screening=screening)
    assert told.sentence.startswith(told.state.value)
    assert told.sentence.endswith(".")
    assert "None" not in told.sentence
    assert (told.unsplit is None) == (not told.changes)
    for signal in told.signals:
        assert not set(signal.months) & set(told.events)
        assert not any(signal.first < change <= signal.last for change in told.changes)
        assert len(signal.values) == len(signal.months)
        assert signal.limits == told.limits_at(signal.first)
    if told.state in (ControlState.UNCONTROLLED, ControlState.REDUCING):
        assert told.trial or told.more_than_chance
        assert any(signal.counts_for_state for signal in told.signals)
    if told.state is ControlState.NOT_ASSESSABLE:
        assert not told.trial
