"""What the board decided beside what is recommended: what is open, what does not fit, and the minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_rounds import AGENCIES, all_returned, assessment, by_hand

from snwp_xl.analysis import agreement, decision_findings, decisions, decisions_record, minutes
from snwp_xl.matrix import Matrix, combine
from snwp_xl.model import NO_COUNTS, Assessment, Choice, CrimeType, Decision, Ground, Settings

PRIORITY, DEFERRED, NOT_A_PRIORITY = Choice.PRIORITY, Choice.DEFERRED, Choice.NOT_A_PRIORITY
WHOLE = {"reason": "a reason", "public_wording": "In public", "lead": "Police", "board": "Board", "on": date(2017, 2, 15), "minute": "5"}


def round_of(*made: Decision, obligations: tuple[str, ...] = (), **steer: str) -> Assessment:
    """Three crime types and themes: A High, B Medium, C Low, which may have a steer."""
    types: list[CrimeType] = by_hand(6, 4, 1)
    types[2] = replace(types[2], **steer)  # type: ignore[arg-type]
    return assessment(AGENCIES, types, decisions=made, settings=Settings(statutory_obligations=obligations))


def matrix_of(of: Assessment) -> Matrix:
    return combine(of, all_returned(of, [[12] * 5, [11] * 5, [7] * 5]), NO_COUNTS)


def doubts(of: Assessment) -> list[tuple[str, str]]:
    return [(one.name, doubt) for one in decisions(matrix_of(of)).rows for doubt in one.doubts]


def test_themes_without_a_decision_wait_where_something_is_recommended() -> None:
    made = decisions(matrix_of(round_of()))
    assert [(one.name, str(one.band), one.still_open) for one in made.rows] == [
        ("A", "High", ("the board's choice",)), ("B", "Medium", ("the board's choice",)), ("C", "Low", ())]
    assert made.sentences == ("The board has decided nothing yet. It sets 3 priorities.",)


def test_what_a_priority_still_needs() -> None:
    of = round_of(Decision("a", PRIORITY, None), Decision("B", NOT_A_PRIORITY, None), Decision("C", DEFERRED, None))
    assert {one.name: one.still_open for one in decisions(matrix_of(of)).rows} == {
        "A": ("ground", "reason", "public wording", "lead agency", "date", "minute"), "B": ("date", "minute"),
        "C": ("the decision, which is deferred",)}
    against = round_of(Decision("A", NOT_A_PRIORITY, None))
    assert decisions(matrix_of(against)).rows[0].still_open == ("the reason against the recommendation Select", "date", "minute")
    assert decisions(matrix_of(round_of(Decision("A", PRIORITY, Ground.HIGH, **WHOLE)))).rows[0].still_open == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(("ground", "steer", "said"), [
    (None, {}, "chosen although it is Low and the set-up states no steer for it"),
    (Ground.HIGH, {}, "chosen although it is Low and the set-up states no steer for it"),
    (Ground.DISCUSSED, {}, "chosen although it is Low and the set-up states no steer for it"),
    (Ground.NATIONAL_STEER, {}, "chosen although it is Low and the set-up states no steer for it"),
    (Ground.STATUTORY, {}, "chosen although it is Low and the set-up states no steer for it"),
    (Ground.NATIONAL_STEER, {"national_steer": "Home Office"}, ""),
    (Ground.COMMISSIONER, {"commissioner_priority": "Plan 2016"}, ""),
    (Ground.COMMUNITY, {"community_view": "Survey"}, ""),
    (Ground.COMMUNITY, {"national_steer": "Home Office"}, "the ground is Community view, but the set-up names none for it"),
    (Ground.HIGH, {"national_steer": "Home Office"}, "the ground is High, but its band is Low"),
    (Ground.DISCUSSED, {"community_view": "Survey"}, ""),
])  # fmt: skip
def test_a_low_without_a_stated_steer_is_flagged(ground: Ground | None, steer: dict[str, str], said: str) -> None:
    of = round_of(Decision("C", PRIORITY, ground, **WHOLE), **steer)  # type: ignore[arg-type]
    assert doubts(of) == ([("C", said)] if said else [])
    wanted = "decision-low-no-steer" if said.startswith("chosen") else "decision-doubt"
    found = decision_findings(matrix_of(of), "assessment.xlsx")
    assert [(one.code, str(one.place)) for one in found] == ([(wanted, "assessment.xlsx, Decisions")] if said else [])


def test_a_duty_is_ground_enough_and_medium_may_be_discussed() -> None:
    of = round_of(Decision("C", PRIORITY, Ground.STATUTORY), Decision("B", PRIORITY, Ground.DISCUSSED), obligations=("A duty",))
    assert doubts(of) == []
    assert doubts(round_of(Decision("B", PRIORITY, Ground.HIGH))) == [("B", "the ground is High, but its band is Medium")]


def test_nothing_typed_is_lost() -> None:
    of = round_of(Decision("Z", PRIORITY, Ground.HIGH, **WHOLE), Decision("A", PRIORITY, Ground.HIGH), Decision("a", DEFERRED, None))  # type: ignore[arg-type]
    made = decisions(matrix_of(of))
    assert [(one.name, one.decision and str(one.decision.choice)) for one in made.rows] == [
        ("A", "Priority"), ("A", "Deferred"), ("B", None), ("C", None), ("Z", "Priority")]
    assert doubts(of) == [
        ("A", "the set-up has more than one decision on this theme"), ("A", "the set-up has more than one decision on this theme"),
        ("Z", "the set-up has no such theme")]


def test_minutes_name_priorities_in_the_boards_own_order() -> None:
    of = round_of(
        Decision("C", PRIORITY, Ground.NATIONAL_STEER, **WHOLE), Decision("A", PRIORITY, Ground.HIGH, "It is High."),  # type: ignore[arg-type]
        obligations=("Reducing reoffending", "Tackling substance misuse"), national_steer="Home Office")
    matrix = matrix_of(of)
    returns = all_returned(of, [[12] * 5, [11] * 5, [7] * 5])
    assert minutes(matrix, agreement(matrix, returns), decisions(matrix), 2) == (
        "The board received the harm matrix of Safer North West for 2017/18, edition 2, FINAL, made from the scores of 5 of 5 agencies on "
        "3 crime types.",
        "Kendall's W is 1.00, almost the same order: 1 would be the same order from all 5 agencies on the 3 crime types that all of them scored, "
        "and unrelated orders would give about 0.2.",
        "A (risk score 60) was recommended for selection, being High.",
        "C (risk score 6) was recommended because of a national steer.",
        "B (risk score 36) was recommended for discussion.",
        "Probability by hand: A, B and C.",
        "The board set these priorities:",
        "1. C, because: a reason. Ground: National steer. Public wording: In public. Lead: Police.",
        "2. A, because: It is High. Ground: High.",
        "Alongside the priorities are the statutory obligations: Reducing reoffending; Tackling substance misuse.",
        "Nothing was decided on B.",
        "Still to be written down: A: public wording, lead agency, date and minute.",
    )


def test_minutes_of_a_round_without_decisions_ask_for_them() -> None:
    of = round_of()
    matrix = matrix_of(of)
    told = minutes(matrix, agreement(matrix, all_returned(of, [[12] * 5, [11] * 5, [7] * 5])), decisions(matrix), 1)
    assert told[-1] == "For decision: the board is asked to set its priorities, 3 in all."


def test_the_record_has_every_theme_with_null_for_what_is_missing() -> None:
    record = decisions_record(matrix_of(round_of(Decision("A", PRIORITY, Ground.HIGH, on=date(2017, 2, 15)))))
    first, second, _ = record["themes"]  # type: ignore[misc]
    assert first == {
        "theme": "A", "risk_band": "High", "recommendation": "Select",
        "recommendation_reason": "A: Risk score 60 (6 x 10) is High (48 or more); probability by hand (share and chart give none).", "choice": "Priority", "ground": "High",
        "reason": None, "public_wording": None, "lead": None, "board": None, "minute": None, "date": "2017-02-15",
        "still_open": ["reason", "public wording", "lead agency", "minute"], "doubts": []}
    assert (second["choice"], second["date"]) == (None, None)
    assert (record["places"], record["chosen"]) == (3, 1)
