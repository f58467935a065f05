"""Questions to an agency about its own return: few, fair, and not asked again once answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rounds import PUBLISHED_AGENCIES, SIGNED, a_return, example_assessment, example_scores, small_assessment, varied_scores

from snwp_xl.findings import Severity
from snwp_xl.model import Assessment, LastYear, Return, Settings, SignOff
from snwp_xl.questions import Fact, far_from_others, questions

EXAMPLE = example_assessment()
NAMES = {one.number: one.name for one in EXAMPLE.crime_types}


def asked(assessment: Assessment, answers: Return, settled: tuple[Fact, ...] = ()) -> list[tuple[str, tuple[int, ...]]]:
    found = questions(assessment, answers, settled)
    assert all(one.finding.severity is Severity.QUERY for one in found)
    return [(one.finding.code, one.crime_types) for one in found]


def with_comments(answers: Return, comments: dict[int, str]) -> Return:
    return replace(answers, rows=tuple(replace(row, comment=comments.get(row.crime_type, "")) for row in answers.rows))


def last_year(scores: dict[int, int], agency: str = "Police", assessment: Assessment = EXAMPLE) -> Assessment:
    rows = tuple(LastYear(number, NAMES.get(number, ""), harm_scores=((agency, score),)) for number, score in scores.items())
    return replace(assessment, last_year=rows)


POLICE = a_return(EXAMPLE, "Police", example_scores("Police"))


@pytest.mark.parametrize("agency", PUBLISHED_AGENCIES)
def test_the_published_round_asks_fire_one_question_and_nobody_else_any(agency: str) -> None:
    found = questions(EXAMPLE, a_return(EXAMPLE, agency, example_scores(agency)))
    if agency != "Fire":
        assert found == ()
        return
    (one,) = found
    assert one.finding.code == "scores-minimum"
    assert len(one.crime_types) == 14
    assert "the lowest harm score, 6, to 14 of the 17 crime types" in one.finding.message
    assert "choose No view there" in one.finding.fix


def test_without_no_view_the_question_does_not_offer_it() -> None:
    assessment = replace(EXAMPLE, settings=Settings(no_view_allowed=False))
    (one,) = questions(assessment, a_return(assessment, "Fire", example_scores("Fire")))
    assert "No view" not in one.finding.message + one.finding.fix


@pytest.mark.parametrize(("lowest", "expected"), [(8, []), (9, [("scores-minimum", tuple(range(1, 10)))])])
def test_the_minimum_on_more_than_half_of_the_crime_types(lowest: int, expected: list[object]) -> None:
    scores = {number: (1,) * 6 if number <= lowest else row for number, row in varied_scores(EXAMPLE).items()}
    assert asked(EXAMPLE, a_return(EXAMPLE, "Police", scores)) == expected


@pytest.mark.parametrize(("score", "expected"), [(1, ["scores-minimum"]), (2, ["scores-all-equal"]), (3, ["scores-all-equal"]), (4, [])])
def test_all_scores_equal_unless_they_are_the_lowest_or_the_highest(score: int, expected: list[str]) -> None:
    answers = a_return(EXAMPLE, "Police", dict.fromkeys(range(1, 18), (score,) * 6))
    assert [code for code, _ in asked(EXAMPLE, answers)] == expected


def test_all_equal_looks_only_at_what_was_scored_and_at_three_rows_at_least() -> None:
    rows = {number: (2,) * 6 if number < 4 else "No view" for number in range(1, 18)}
    assert asked(EXAMPLE, a_return(EXAMPLE, "Police", rows)) == [("scores-all-equal", (1, 2, 3))]
    assert asked(EXAMPLE, a_return(EXAMPLE, "Police", {1: (2,) * 6, 2: (2,) * 6})) == []


@pytest.mark.parametrize(("last", "expected"), [(13 + 5, []), (13 + 6, [10]), (13 - 5, []), (13 - 6, [10]), (5, []), (25, [])])
def test_a_harm_score_a_third_of_the_range_from_the_agencys_own_last_year(last: int, expected: list[int]) -> None:
    scores = {**varied_scores(EXAMPLE), 10: (3, 2, 2, 2, 2, 2)}
    found = asked(last_year({10: last}), a_return(EXAMPLE, "Police", scores))
    assert found == [("harm-changed", (number,)) for number in expected]


def test_another_agencys_last_year_is_nobodys_business() -> None:
    assert asked(last_year({10: 6}, agency="Fire"), a_return(EXAMPLE, "Police", {10: (4,) * 6})) == []


@pytest.mark.parametrize(
    ("comment", "doubt"),
    [
        ("This score is wrong", True), ("Sorry, the number above is not right.", True), ("should be 12 I think", True), ("should maybe be a 3?", True),
        ("We meant 3 for the second factor", True), ("entered by mistake", True), ("Please ignore this row", True), ("Typo!", True),
        ("That is an error", True), ("WRONG  SCORE", True),
        ("", False), ("Rising in the north of the district", False), ("Things go wrong at weekends", False),
        ("Errors in recording were corrected in 2015", False), ("We are unsure about the future", False), ("A correct picture", False),
    ],
)  # fmt: skip
def test_a_comment_that_says_a_score_is_wrong_is_asked_about(comment: str, doubt: bool) -> None:
    found = asked(EXAMPLE, with_comments(POLICE, {3: comment}))
    assert found == ([("comment-doubt", (3,))] if doubt else [])


def test_one_question_to_a_crime_type() -> None:
    answers = with_comments(a_return(EXAMPLE, "Police", {**example_scores("Police"), 3: (4,) * 6}), {3: "wrong score"})
    assert asked(last_year({3: 6}), answers) == [("comment-doubt", (3,))]
    fire = with_comments(a_return(EXAMPLE, "Fire", example_scores("Fire")), {1: "wrong score"})
    (one,) = questions(last_year({1: 24, 2: 24}, "Fire"), fire)
    assert one.finding.code == "scores-minimum"


def test_at_most_seven_questions_and_none_is_dropped() -> None:
    changed = last_year(dict.fromkeys(range(1, 12), 24))
    answers = with_comments(POLICE, dict.fromkeys((12, 13), "this score is wrong"))
    found = questions(changed, answers)
    assert [(one.finding.code, len(one.crime_types)) for one in found] == [("comment-doubt", 1)] * 2 + [("harms-changed", 11)]
    assert "Violent Crime 15, last year 24" in found[-1].finding.message
    many = with_comments(POLICE, dict.fromkeys(range(10, 18), "this score is wrong"))
    assert [(one.finding.code, len(one.crime_types)) for one in questions(changed, many)] == [("comments-doubt", 8), ("harms-changed", 9)]


@pytest.mark.parametrize(("signed", "most"), [(SIGNED, 7), (SignOff(), 6)])
def test_a_missing_sign_off_is_one_of_the_seven(signed: SignOff, most: int) -> None:
    for count in (most, most + 1):
        answers = replace(with_comments(POLICE, dict.fromkeys(range(1, count + 1), "this score is wrong")), sign_off=signed)
        assert len(questions(EXAMPLE, answers)) == (most if count == most else 1)


def test_the_example_settled_in_every_way() -> None:
    fire = a_return(EXAMPLE, "Fire", example_scores("Fire"))
    assert asked(EXAMPLE, fire, (Fact("scores-minimum", state="14"),)) == []
    assert len(asked(EXAMPLE, fire, (Fact("scores-minimum", state="13"),))) == 1
    doubtful, changed = with_comments(POLICE, {3: "wrong score"}), last_year({3: 24})
    assert asked(EXAMPLE, doubtful, (Fact("", 3, "13"),)) == []
    assert asked(EXAMPLE, doubtful, (Fact("comment-doubt", 3, "13"),)) == []
    assert asked(changed, POLICE, (Fact("harm-changed", 3, "13"),)) == []
    assert asked(changed, POLICE, (Fact("", 3, "13"),)) == []
    assert asked(changed, POLICE, (Fact("", 3, "14"),)) == [("harm-changed", (3,))], "the score has changed since"
    assert asked(changed, POLICE, (Fact("comment-doubt", 3, "13"),)) == [("harm-changed", (3,))], "it was another question"
    equal = a_return(EXAMPLE, "Police", dict.fromkeys(range(1, 18), (2,) * 6))
    assert asked(EXAMPLE, equal, (Fact("scores-all-equal", state="12"),)) == []
    assert asked(EXAMPLE, equal, (Fact("scores-all-equal", state="13"),)) == [("scores-all-equal", tuple(range(1, 18)))]


def test_a_question_tells_nothing_of_the_other_agencies() -> None:
    in_force = [a_return(EXAMPLE, one, example_scores(one)) for one in PUBLISHED_AGENCIES]
    notes = far_from_others(EXAMPLE, in_force)
    assert all(one.severity is Severity.NOTE for one in notes)
    assert ("UAVA", 3) in {(one.agency, one.crime_type) for one in notes}
    for answers in in_force:
        assert all(one.finding.code != "far-from-others" for one in questions(EXAMPLE, answers))


@pytest.mark.parametrize(("mine", "noted"), [(17, False), (18, True)])
def test_four_ninths_of_the_range_from_the_median_of_the_others(mine: int, noted: bool) -> None:
    assessment = small_assessment(("A", "B", "C", "D"), ("Robbery",), [f"F{i}" for i in range(6)])
    scores = {"A": (4, 4, 4, 4, 1, mine - 17), "B": (2, 2, 2, 2, 1, 1), "C": (2, 2, 2, 2, 1, 1), "D": (2, 2, 2, 1, 1, 1)}
    in_force = [a_return(assessment, agency, {1: row}) for agency, row in scores.items() if mine != 17 or agency != "A"]
    if mine == 17:
        in_force.append(a_return(assessment, "A", {1: (4, 4, 4, 3, 1, 1)}))
    found = far_from_others(assessment, in_force)
    assert [(one.agency, one.crime_type) for one in found] == ([("A", 1)] if noted else [])


def test_two_others_are_too_few_to_compare() -> None:
    assessment = small_assessment(("A", "B", "C"), ("Robbery",), [f"F{i}" for i in range(6)])
    assert far_from_others(assessment, [a_return(assessment, one, {1: (row,) * 6}) for one, row in (("A", 4), ("B", 1), ("C", 1))]) == []
