"""What would change the matrix: against brute force, against the matrix worked out anew, and against a seeded simulation."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_rounds import (
    AGENCIES,
    DEFAULT_MATRIX,
    all_returned,
    assessment,
    assessment_2017,
    by_hand,
    counts,
    returned,
    returns_2017,
    year,
)

from snwp_xl.analysis import Kind, RowSensitivity, Sensitivity, scenarios, sensitivity, sensitivity_record
from snwp_xl.analysis.one_level import Convolver, count_chances, harm_chances, median_chances
from snwp_xl.analysis.rank_chance import rank_chances, rank_interval
from snwp_xl.analysis.said import Scored
from snwp_xl.analysis.scenario import Scenario, outcomes
from snwp_xl.analysis.words import chance, shortened
from snwp_xl.matrix import Matrix, combine, half_up, joined
from snwp_xl.matrix.bands import ORDER
from snwp_xl.model import (
    Assessment,
    Closed,
    CombiningRule,
    ControlState,
    Counts,
    CrimeType,
    Month,
    ProbabilityMatrix,
    RecordingChange,
    Return,
    RiskBand,
    Thresholds,
)

NO_COUNTS = Counts(())
HIGH, MEDIUM, LOW, NOT_ASSESSED = RiskBand.HIGH, RiskBand.MEDIUM, RiskBand.LOW, RiskBand.NOT_ASSESSED
RULES = tuple(CombiningRule)
MEAN, MEDIAN = CombiningRule.MEAN, CombiningRule.MEDIAN

Table = list[list[tuple[int, ...]]]  # crime types down, agencies across, the factor scores in each cell


def round_2017(rule: CombiningRule = CombiningRule.SUM_OVER_DIVISOR) -> tuple[Matrix, tuple[Return, ...]]:
    """The published scores with a probability by hand for each crime type: 1, 2 ... 6, 1, 2 ..."""
    of = assessment_2017(rule=rule)
    of = replace(of, crime_types=tuple(replace(one, probability_by_hand=1 + i % 6) for i, one in enumerate(of.crime_types)))
    returns = returns_2017(of)
    return combine(of, returns, NO_COUNTS), returns


def small(table: Table, probabilities: Sequence[int], rule: CombiningRule, **other: object) -> tuple[Matrix, tuple[Return, ...]]:
    """A small round from its factor scores, 1 to 3."""
    names = [f"Agency {i}" for i in range(1, len(table[0]) + 1)]
    of = assessment(names, by_hand(*probabilities), factors=len(table[0][0]), scale=3, rule=rule, **other)
    returns = all_returned(of, table)
    return combine(of, returns, NO_COUNTS), returns


def one_row(scores: Sequence[tuple[int, ...]], probability: int, rule: CombiningRule, **other: object) -> RowSensitivity:
    """What is said of a single crime type."""
    matrix, returns = small([list(scores)], [probability], rule, **other)  # type: ignore[arg-type]
    return sensitivity(matrix, returns).rows[0]


@st.composite
def rows(draw: st.DrawFn, most_agencies: int = 3, factors: int = 2) -> list[tuple[int, ...]]:
    """The factor scores, 1 to 3, of one crime type."""
    count = draw(st.integers(2, most_agencies))
    return [draw(st.tuples(*[st.integers(1, 3)] * factors)) for _ in range(count)]


THRESHOLDS = st.tuples(st.integers(2, 19), st.integers(1, 18)).map(
    lambda both: Thresholds(Fraction(max(both) + (both[0] == both[1]), 20), Fraction(min(both), 20))
)


# --- scores one level off ---------------------------------------------------------------------------------------------


def moves(score: int, scale: int) -> list[int]:
    """The three equally likely places of a score."""
    return [max(1, score - 1), score, min(scale, score + 1)]


def brute_harms(of: Assessment, scored: Sequence[Scored]) -> dict[int, float]:
    """The chance of each combined harm by trying every combination of moves."""
    flat = [score for one in scored for score in one.scores]
    found: dict[int, float] = {}
    for moved in itertools.product(*(moves(score, of.scale) for score in flat)):
        rest = iter(moved)
        harms = [sum(itertools.islice(rest, len(one.scores))) for one in scored]
        harm = half_up(joined(harms, of.rule, len(of.agencies), of.divisor))  # type: ignore[arg-type]
        found[harm] = found.get(harm, 0.0) + 1 / 3 ** len(flat)
    return found


@settings(max_examples=60, deadline=None)
@given(rows(most_agencies=4, factors=2), st.sampled_from(RULES), st.integers(1, 3))
def test_one_level_off_equals_every_combination(scores: list[tuple[int, ...]], rule: CombiningRule, divisor: int) -> None:
    names = [f"Agency {i}" for i in range(len(scores))]
    of = assessment(names, ["A"], factors=2, scale=3, rule=rule, divisor=divisor)
    scored = [Scored(name, one) for name, one in zip(names, scores, strict=True)]
    found, judged = harm_chances(of, scored, Convolver(3)), brute_harms(of, scored)
    assert {harm for harm, share in found.items() if share > 1e-12} == set(judged)
    assert all(found[harm] == pytest.approx(share, abs=1e-12) for harm, share in judged.items())


def test_a_scale_of_two_is_held_on_one_side_or_the_other() -> None:
    of = assessment(["X", "Y"], ["A"], factors=2, scale=2, rule=MEAN)
    scored = [Scored("X", (1, 2)), Scored("Y", (2, 2))]
    assert harm_chances(of, scored, Convolver(2)) == pytest.approx(brute_harms(of, scored))


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=5), st.integers(1, 4))
def test_medians_of_any_distributions(lowest: list[int], width: int) -> None:
    spreads = [(low, [(i + 1) / sum(range(1, width + 1)) for i in range(width)]) for low in lowest]
    judged: dict[int, float] = {}
    for values in itertools.product(*(list(enumerate(chances, low)) for low, chances in spreads)):
        middle = half_up(joined([value for value, _ in values], MEDIAN, len(values), 6))  # type: ignore[arg-type]
        judged[middle] = judged.get(middle, 0.0) + float(numpy.prod([share for _, share in values]))
    found = median_chances(spreads)
    assert {value for value, share in found.items() if share > 1e-12} == set(judged)
    assert all(found[value] == pytest.approx(share, abs=1e-12) for value, share in judged.items())


@pytest.mark.parametrize("rule", RULES)
def test_a_seeded_simulation_agrees_on_bands_and_ranks(rule: CombiningRule) -> None:
    matrix, returns = round_2017(rule)
    rounds, of, generator = 40_000, matrix.assessment, numpy.random.default_rng(20260101)
    scores = numpy.array([[one.row(row.crime_type.number).scores for one in returns] for row in matrix.rows])
    risks = numpy.empty((rounds, len(matrix.rows)), dtype=int)
    for i, row in enumerate(matrix.rows):
        moved = numpy.clip(scores[i] + generator.integers(-1, 2, size=(rounds, *scores[i].shape)), 1, of.scale)
        harms = moved.sum(axis=2)
        exact = {
            CombiningRule.SUM_OVER_DIVISOR: harms.sum(axis=1) / 6,
            MEAN: harms.mean(axis=1),
            MEDIAN: numpy.median(harms, axis=1),
        }[rule]
        risks[:, i] = numpy.floor(exact + 0.5).astype(int) * row.probability
    ranks = 1 + (risks[:, None, :] > risks[:, :, None]).sum(axis=2)
    at = matrix.thresholds
    five_deviations = 5 * (0.25 / rounds) ** 0.5
    for i, one in enumerate(sensitivity(matrix, returns).rows):
        highs = (risks[:, i] >= float(at.high)).mean()
        lows = (risks[:, i] < float(at.medium)).mean()
        assert one.one_level_off.chance_of(HIGH) == pytest.approx(highs, abs=five_deviations)
        assert one.one_level_off.chance_of(LOW) == pytest.approx(lows, abs=five_deviations)
        assert sum(share for _, share in one.one_level_off.bands) == pytest.approx(1)
        assert one.one_level_off.ranks is not None
        low, high = one.one_level_off.ranks
        assert ((ranks[:, i] >= low) & (ranks[:, i] <= high)).mean() >= 0.9 - five_deviations
        assert (ranks[:, i] < low).mean() <= 0.05 + five_deviations
        assert (ranks[:, i] > high).mean() <= 0.05 + five_deviations
        assert (ranks[:, i] <= low).mean() > 0.05 - five_deviations
        assert (ranks[:, i] >= high).mean() > 0.05 - five_deviations


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.integers(1, 6), st.integers(1, 5), max_size=3), min_size=1, max_size=5))
def test_rank_chances_equal_every_combination(weights: list[dict[int, int]]) -> None:
    risks = [{score: weight / sum(one.values()) for score, weight in one.items()} for one in weights]
    places = [place for place, risk in enumerate(risks) if risk]
    judged = [[0.0] * len(places) if risk else [] for risk in risks]
    for values in itertools.product(*(risks[place].items() for place in places)):
        share = float(numpy.prod([chance for _, chance in values]))
        for place, (score, _) in zip(places, values, strict=True):
            judged[place][sum(other > score for other, _ in values)] += share
    found = rank_chances(risks)
    assert [len(one) for one in found] == [len(one) for one in judged]
    for mine, theirs in zip(found, judged, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(
    ("chances", "interval"),
    [([1.0], (1, 1)), ([0.05, 0.9, 0.05], (2, 2)), ([0.06, 0.88, 0.06], (1, 3)), ([0.0, 0.04, 0.5, 0.46], (3, 4)), ([], None)],
)
def test_rank_intervals_leave_a_twentieth_on_either_side(chances: list[float], interval: tuple[int, int] | None) -> None:
    assert rank_interval(chances, 0.9) == interval


def test_counts_of_sure_and_unsure_events() -> None:
    assert count_chances([1.0, 0.0, 0.25, 0.5]) == pytest.approx([0.0, 0.375, 0.5, 0.125])


def test_chances_in_words() -> None:
    matrix, returns = round_2017()
    rows_ = {one.row.name: one for one in sensitivity(matrix, returns).rows}
    assert rows_["Robbery"].one_level_words == "Robbery: with scores one level off, High in 30%, Medium in 70% of cases; rank 4 to 7."
    assert rows_["Road Safety"].one_level_words == "Road Safety: with scores one level off, Low always; rank 15 to 16."
    assert rows_["Violent Crime"].one_level_words == "Violent Crime: with scores one level off, Low in over 99% of cases; rank 10 to 12."


# --- smallest change --------------------------------------------------------------------------------------------------


def nearest_bands(matrix: Matrix, scores: Sequence[tuple[int, ...]]) -> dict[bool, tuple[int, RiskBand]]:
    """The fewest levels to a higher and to a lower band, over every set of scores that could be given instead."""
    of, row = matrix.assessment, matrix.rows[0]
    flat = [score for one in scores for score in one]
    width, best = len(scores[0]), {}
    for other in itertools.product(range(1, of.scale + 1), repeat=len(flat)):
        harms = [sum(other[i : i + width]) for i in range(0, len(other), width)]
        exact = joined(harms, of.rule, len(of.agencies), of.divisor)
        band = matrix.thresholds.band(row.probability * half_up(exact))  # type: ignore[operator, arg-type]
        up = ORDER.index(band) > ORDER.index(row.risk_band)
        if band is not row.risk_band:
            levels = sum(abs(a - b) for a, b in zip(flat, other, strict=True))
            if up not in best or levels < best[up][0]:
                best[up] = (levels, band)
    return best


@settings(max_examples=120, deadline=None)
@given(rows(), st.integers(1, 6), st.sampled_from(RULES), THRESHOLDS, st.integers(1, 4))
def test_smallest_changes_are_the_fewest_levels_of_all_scores_possible(
    scores: list[tuple[int, ...]], probability: int, rule: CombiningRule, thresholds: Thresholds, divisor: int
) -> None:
    matrix, returns = small([scores], [probability], rule, thresholds=thresholds, divisor=divisor)
    room = sensitivity(matrix, returns).rows[0].flip
    best = nearest_bands(matrix, scores)
    assert (None if room.higher is None else room.higher.levels) == best.get(True, (None,))[0]
    assert (None if room.lower is None else room.lower.levels) == best.get(False, (None,))[0]


@settings(max_examples=120, deadline=None)
@given(rows(most_agencies=5), st.integers(1, 6), st.sampled_from(RULES), THRESHOLDS)
def test_single_and_double_changes_flip_what_they_are_said_to(
    scores: list[tuple[int, ...]], probability: int, rule: CombiningRule, thresholds: Thresholds
) -> None:
    matrix, returns = small([scores], [probability], rule, thresholds=thresholds)
    row, room = matrix.rows[0], sensitivity(matrix, returns).rows[0].flip
    names = [one.name for one in matrix.assessment.agencies]
    places = [(i, j) for i in range(len(scores)) for j in range(2)]
    flipping: dict[tuple[int, int], set[frozenset[int]]] = {}
    for side, levels in itertools.product((1, -1), (1, 2)):
        for chosen in itertools.combinations_with_replacement(places, levels):
            changed = [list(one) for one in scores]
            for i, j in chosen:
                changed[i][j] += side
            if all(1 <= score <= 3 for one in changed for score in one):
                now = small([[tuple(one) for one in changed]], [probability], rule, thresholds=thresholds)[0].rows[0]
                if now.risk_band is not row.risk_band:
                    flipping.setdefault((side, levels), set()).add(frozenset(i for i, _ in chosen))
    for side, flip in ((1, room.higher), (-1, room.lower)):
        first = next((levels for levels in (1, 2) if (side, levels) in flipping), None)
        assert (flip.levels if flip and flip.levels <= 2 else None) == first
        if flip and first:
            alone = {names[next(iter(who))] for who in flipping[side, first] if len(who) == 1}
            assert set(flip.alone) == alone
            given_by = frozenset(names.index(agency) for agency, _ in flip.example)
            assert given_by in flipping[side, first]
            assert sum(levels for _, levels in flip.example) == first


@pytest.mark.parametrize(
    ("scores", "rule", "words"),
    [  # highest harm 6, highest possible 36: High from 14.4, Medium from 9; the probability is 3
        ([(2, 2), (2, 2), (2, 2)], MEAN, "Two levels higher in all, from any agency or shared among several, make A High."),
        ([(1, 2), (1, 2), (2, 2)], MEAN, "Three levels lower in all, shared among several agencies, make A Low."),
        ([(3, 3), (3, 2), (1, 2)], MEAN, "One level lower on one factor from any agency makes A Medium."),
        ([(3, 3), (3, 3), (1, 1)], MEAN, "One level lower on one factor from Agency 1 or Agency 2 makes A Medium."),
        ([(2, 2), (2, 2), (2, 2)], MEDIAN, "Two levels higher in all, such as one from Agency 1 and one from Agency 2, make A High."),
        ([(2, 2), (1, 2), (3, 2)], MEDIAN, "One level higher on one factor from Agency 1 makes A High."),
    ],
)
def test_the_smallest_change_in_one_sentence(scores: list[tuple[int, ...]], rule: CombiningRule, words: str) -> None:
    assert one_row(scores, 3, rule).flip.words == words


def test_a_name_with_and_in_it_stays_as_it_is() -> None:
    of = assessment(["Fire and Rescue", "Police", "UAVA"], by_hand(3), factors=2, scale=3, rule=MEAN)
    returns = all_returned(of, [[(3, 3), (3, 3), (1, 1)]])
    flip = sensitivity(combine(of, returns, NO_COUNTS), returns).rows[0].flip
    assert flip.words == "One level lower on one factor from Fire and Rescue or Police makes A Medium."


def test_up_and_down_are_both_told_where_they_are_as_near() -> None:
    room = one_row([(2, 2)] * 3, 6, MEAN, thresholds=Thresholds(Fraction(8, 10), Fraction(6, 10))).flip
    assert [(flip.up, flip.levels, flip.band) for flip in room.smallest] == [(True, 2, HIGH), (False, 2, LOW)]
    assert room.words == (
        "Two levels higher in all, from any agency or shared among several, make A High; "
        "two levels lower in all, from any agency or shared among several, make it Low."
    )


def test_where_the_probability_decides_no_scores_are_named() -> None:
    assert one_row([(1, 1)] * 3, 1, MEAN).flip.words == "No change in scores can move A from Low: its probability decides."


def test_a_crime_type_that_is_not_assessed_has_no_band_to_change() -> None:
    of = assessment(AGENCIES, ["A", *by_hand(1, 2)[1:]])
    returns = all_returned(of, [[12] * 5, ["No view"] * 5])
    found = sensitivity(combine(of, returns, NO_COUNTS), returns)
    for one in found.rows:
        assert (one.flip.smallest, one.one_level_off.bands, one.one_level_off.ranks) == ((), ((NOT_ASSESSED, 1.0),), None)
        assert one.flip.words == f"{one.row.name} is not assessed, so no change in scores has a band to change."
        assert (one.one_level_words, one.open_words) == ("", "")


# --- bounds and remarks -------------------------------------------------------------------------------------------------


def test_bounds_in_words() -> None:
    of = assessment(AGENCIES, by_hand(6, 4, 1))
    returns = [returned(of, name, [12, 12, 12]) for name in AGENCIES[:4]]
    found = sensitivity(combine(of, returns, NO_COUNTS), returns)
    assert [one.open_words for one in found.rows] == [
        "settled whatever they say", "could still become High", "settled whatever they say",
    ]  # fmt: skip
    assert found.close[-1] == "Still open until the missing scores arrive: B."
    assert found.firm == (
        "2 of 3 crime types keep their band whatever the missing scores of UAVA are, among them A (High).",
        "3 of 3 crime types keep their band in 90% of cases or more if every score received may be one level off.",
    )  # fmt: skip


def test_whether_the_answer_of_an_agency_that_was_closed_would_have_changed_a_band() -> None:
    """Against the matrix worked out anew with each harm score that Fire could have given."""
    of = assessment(AGENCIES, by_hand(6, 4, 1))
    closed = replace(of, agencies=tuple(replace(one, closed=Closed("late", None)) if one.name == "Fire" else one for one in of.agencies))
    others = [returned(of, name, [12, 12, 12]) for name in AGENCIES if name != "Fire"]
    found = sensitivity(combine(closed, others, NO_COUNTS), others)
    bands = [{one.risk_band} for one in combine(closed, others, NO_COUNTS).rows]
    for score in range(of.lowest_harm_score, of.highest_harm_score + 1):
        for met, row in zip(bands, combine(of, [*others, returned(of, "Fire", [score] * 3)], NO_COUNTS).rows, strict=True):
            met.add(row.risk_band)
    assert [one.could_have_been for one in found.rows] == bands == [{HIGH}, {MEDIUM, HIGH}, {LOW}]
    assert all(one.settled for one in found.rows)
    assert [one.open_words for one in found.rows] == [
        "would still be High had Fire answered", "could have been High had Fire answered", "would still be Low had Fire answered",
    ]  # fmt: skip
    assert found.firm[0] == "Had Fire answered, 2 of 3 crime types would still have the same band, among them A (High)."
    assert found.close[-1] == "Had Fire answered, perhaps a different band: B."


def test_no_bounds_are_told_where_everything_has_come() -> None:
    matrix, returns = round_2017()
    assert {one.open_words for one in sensitivity(matrix, returns).rows} == {""}


def test_where_nobody_has_scored_nothing_is_called_settled() -> None:
    of = assessment(AGENCIES, ["A", *by_hand(6, 2)[1:]])
    found = sensitivity(combine(of, (), NO_COUNTS), ())
    assert [one.open_words for one in found.rows] == [
        "Not assessed: no agency has scored it; there are no incident counts", "could still become Medium or Low"]
    assert found.sentences == ("Nothing is assessed yet.", "Still open until the missing scores arrive: B.")
    closed = replace(of, agencies=tuple(replace(one, closed=Closed("late", None)) for one in of.agencies))
    assert sensitivity(combine(closed, (), NO_COUNTS), ()).rows[0].open_words == (
        "Not assessed: nobody scored it; there are no incident counts")


def test_remarks_where_they_hold() -> None:
    of = assessment(
        AGENCIES, [*by_hand(4), CrimeType(2, "B", "B"), CrimeType(3, "C", "C")],
        recording_changes=(RecordingChange(Month(2015, 4), 3, "new system"),),
    )  # fmt: skip
    returns = all_returned(of, [[13, 13, 13, 15, 15], [12] * 5, [12] * 5])
    jump = [60, 62] * 12 + [80, 82] * 6
    many, few = (counts(of, {"B": year(995) * 3, "C": jump}, [every] * 36) for every in (416, 500))
    assert [one.remarks for one in sensitivity(combine(of, returns, many), returns).rows] == [
        ("A: decided by rounding: unrounded it would be Medium.",),
        ("B: its share is close to an edge: from 20% the probability is 5.",),
        ("C: its share is close to an edge: from 20% the probability is 5.", "C: without the recording change its probability would be 5 and its band High."),
    ]
    assert [one.remarks for one in sensitivity(combine(of, returns, few), returns).rows][1:] == [
        (), ("C: without the recording change its probability would be 5 and its band High.",),
    ]  # fmt: skip


# --- scenarios ----------------------------------------------------------------------------------------------------------


def charted() -> tuple[Assessment, tuple[Return, ...], Counts]:
    """Six crime types with shares in every row of the probability matrix, one state by hand, one probability by hand."""
    crime_types: list[str | CrimeType] = [
        "A", "B", CrimeType(3, "C", "C", state_by_hand=ControlState.UNCONTROLLED), "D",
        CrimeType(5, "E", "E", state_by_hand=ControlState.REDUCING), CrimeType(6, "F", "F", probability_by_hand=6),
    ]  # fmt: skip
    of = assessment(AGENCIES[:4], crime_types)
    table = [[12, 14, 18, 9], [20, 21, 6, 19], [15, "No view", 16, 14], [10, 9, 24, 22], [18, 17, 19, 20], [6, 7, 12, 8]]
    shares = {"A": 2500, "B": 1500, "C": 700, "D": 300, "E": 50}
    return of, all_returned(of, table), counts(of, {name: year(total) * 3 for name, total in shares.items()}, year(10_000) * 3)


def bands_and_ranks(matrix: Matrix) -> list[tuple[RiskBand, int | None, int | None]]:
    return [(row.risk_band, row.rank, row.combined_harm) for row in matrix.rows]


def test_every_scenario_equals_the_matrix_worked_out_anew() -> None:
    of, returns, given_counts = charted()
    found = scenarios(combine(of, returns, given_counts))
    anew = {f"rule {rule}": replace(of, rule=rule) for rule in (MEAN, MEDIAN)}
    for agency in of.agencies:
        anew[f"without {agency.name}"] = replace(
            of, agencies=tuple(replace(one, closed=Closed("a test", None)) if one is agency else one for one in of.agencies)
        )
    for high, medium in ((35, 25), (45, 25), (40, 20), (40, 30)):
        label = f"High from {high}%" if medium == 25 else f"Medium from {medium}%"
        anew[label] = replace(of, thresholds=Thresholds(Fraction(high, 100), Fraction(medium, 100)))
    for one in found[: len(anew)]:
        changed = anew.pop(one.label)
        heard = [came for came in returns if f"without {came.agency}" != one.label]
        assert [(new.band, new.rank, new.combined_harm) for new in one.after] == bands_and_ranks(combine(changed, heard, given_counts))
        assert [(old.band, old.rank, old.combined_harm) for old in one.before] == bands_and_ranks(combine(of, returns, given_counts))
    assert anew == {}


def test_every_step_of_a_probability_equals_the_matrix_worked_out_anew() -> None:
    of, returns, given_counts = charted()
    cells = [one for one in scenarios(combine(of, returns, given_counts)) if one.kind is Kind.CELL]
    steps = []
    for i, j in itertools.product(range(5), range(3)):
        for score in (DEFAULT_MATRIX.scores[i][j] - 1, DEFAULT_MATRIX.scores[i][j] + 1):
            if score >= 1:
                changed = [list(row) for row in DEFAULT_MATRIX.scores]
                changed[i][j] = score
                steps.append(ProbabilityMatrix(DEFAULT_MATRIX.lower_edges, tuple(map(tuple, changed))))
    assert len(cells) == len(steps) == 27
    for one, changed_matrix in zip(cells, steps, strict=True):
        judged = combine(replace(of, probability_matrix=changed_matrix), returns, given_counts)
        assert [(new.band, new.rank, new.combined_harm) for new in one.after] == bands_and_ranks(judged)
    assert cells[0].label == "probability 2 instead of 1 for a share under 1%, Reducing"
    assert cells[-1].label == "probability 7 instead of 6 for a share of 20% and over, Uncontrolled"


def test_a_threshold_is_not_moved_past_the_other_or_off_the_scale() -> None:
    of = assessment(AGENCIES, by_hand(1), thresholds=Thresholds(Fraction(99, 100), Fraction(95, 100)))
    labels = [one.label for one in scenarios(combine(of, (), NO_COUNTS)) if one.kind is Kind.THRESHOLD]
    assert labels == ["Medium from 90%"]


def test_an_agency_that_said_nothing_is_not_left_out() -> None:
    of = assessment(AGENCIES, by_hand(1))
    returns = [returned(of, "Police", [12]), returned(of, "Fire", ["No view"])]
    found = scenarios(combine(of, returns, NO_COUNTS))
    assert [one.label for one in found if one.kind is Kind.AGENCY] == ["without Police"]


def test_scenarios_in_words() -> None:
    matrix, returns = round_2017()
    found = {one.label: one.words for one in sensitivity(matrix, returns).scenarios}
    assert found["without Fire"] == (
        "Without Fire: Vehicle Crime - Theft from becomes High (was Medium) and Robbery becomes High (was Medium); "
        "Road Safety goes from 4th to 9th by combined harm."
    )
    assert found["High from 45%"] == "High from 45%: Hate Crime becomes Medium (was High)."
    assert found["rule Mean"].startswith("Rule Mean: no band changes")


def test_the_summary_names_what_is_close_and_what_moves_bands() -> None:
    matrix, returns = round_2017()
    found = sensitivity(matrix, returns)
    assert found.sentences[0] == "13 of 17 crime types keep their band in 90% of cases or more if every score may be one level off."
    assert found.sentences[1] == (
        "Close, with the chance of keeping the band: Vehicle Crime - Theft from (9%), Robbery (70%), Cybercrime (77%) and Hate Crime (89%)."
    )
    assert [one.split(":")[0] for one in found.sentences[2:]] == [str(kind) for kind in Kind]


def test_a_list_names_the_closest_first_and_never_hides_one_alone() -> None:
    assert shortened(list("ABCDEFG")) == "A, B, C, D, E, F and G"
    assert shortened(list("ABCDEFGH")) == "A, B, C, D, E, F and 2 more crime types"
    matrix, returns = round_2017(MEDIAN)
    found = sensitivity(matrix, returns)
    chances = [one.kept for one in found.rows if not one.steady]
    assert re.findall(r"\(([^)]*%)\)", found.close[0]) == [chance(one) for one in sorted(chances)]


def test_how_many_single_changes_move_a_band_is_said_as_a_person_says_it() -> None:
    """One of five, all of two, neither of two, none of three; labels with commas are told apart by semicolons."""
    before = outcomes(round_2017()[0])
    moved = (replace(before[0], band=HIGH if before[0].band is LOW else LOW), *before[1:])

    def told(*moving: bool) -> str:
        made = tuple(Scenario(Kind.CELL, f"one, {i}", before, moved if moves_ else before) for i, moves_ in enumerate(moving, 1))
        return Sensitivity(sensitivity(*round_2017()).rows, made).sentences[-1].removeprefix("Probability matrix: ").partition(" (how")[0]

    assert told(True, False, False, False, False) == "1 of the 5 changes tried moves a band"
    assert told(True, True, False) == "2 of the 3 changes tried move a band"
    assert told(True, True) == "both changes tried move a band"
    assert told(True, True, True, True) == "all 4 changes tried move a band"
    assert told(False, False) == "neither of the 2 changes tried moves a band."
    assert told(False, False, False) == "none of the 3 changes tried moves a band."
    assert told(True) == "the one change tried moves a band"
    assert told(False) == "the one change tried does not move a band."
    both = Sensitivity(sensitivity(*round_2017()).rows, tuple(Scenario(Kind.CELL, f"one, {i}", before, moved) for i in (1, 2)))
    assert both.sentences[-1].endswith(": one, 1 (1); one, 2 (1).")


def test_the_record_is_plain_json() -> None:
    matrix, returns = round_2017()
    found = sensitivity(matrix, returns)
    record = json.loads(json.dumps(sensitivity_record(found)))
    robbery = next(one for one in record["crime_types"] if one["crime_type"] == "Robbery")
    assert (robbery["could_be"], robbery["settled"], robbery["ranks_one_level_off"]) == (["Medium"], True, [4, 7])
    assert robbery["higher"] == {"levels": 5, "risk_band": "High", "agencies_alone": list(AGENCIES)}
    assert found.row(10).row.name == "Robbery"
    with pytest.raises(KeyError):
        found.row(99)


@pytest.mark.parametrize("rule", RULES)
def test_the_largest_round_works(rule: CombiningRule) -> None:
    crime_types = [CrimeType(i, f"Crime type {i}", "", probability_by_hand=1 + i % 6) for i in range(1, 201)]
    of = assessment([f"Agency {i}" for i in range(40)], crime_types, factors=12, scale=10, rule=rule)
    returns = all_returned(of, [[12 + (i * 7 + j * 13) % 109 for j in range(40)] for i in range(200)])
    found: Sensitivity = sensitivity(combine(of, returns, NO_COUNTS), returns)
    for one in found.rows:
        assert sum(share for _, share in one.one_level_off.bands) == pytest.approx(1)
        assert one.one_level_off.ranks is not None
        assert one.row.rank is not None
