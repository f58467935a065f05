"""The round at a glance: who was asked, who has answered, which dates are near, what to do next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from post_office import NAMES, a_round, an_assessment, put_queries, put_return, with_agency
from relay import HOST, Behaviour, relay
from small_rounds import counts, year

from snwp_xl import cli
from snwp_xl.assessment import setup_workbook
from snwp_xl.blanks import blank
from snwp_xl.incidents import counts_workbook
from snwp_xl.model import AgencyState, Choice, Closed, Decision, Month
from snwp_xl.operations import RoundStatus, calculate, draft_emails, round_status, send_emails
from snwp_xl.post.sending import Relay
from snwp_xl.post.status import AgencyLine, Glance

MAY = date(2017, 5, 21)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A round with its blanks."""
    return a_round(tmp_path / "2017-18")


def look(folder: Path, today: date = MAY) -> Glance:
    """The round on a day."""
    status = round_status(folder, today=today)
    assert status.glance is not None
    return status.glance


def line(glance: Glance, agency: str) -> AgencyLine:
    """One agency's line."""
    return next(one for one in glance.agencies if one.agency == agency)


def with_counts(folder: Path) -> None:
    """Counts for two of three crime types."""
    assessment = an_assessment()
    monthly = counts(assessment, {"Robbery": year(24), "Hate Crime": year(36)}, year(400), Month(2017, 3))
    (folder / "incidents.xlsx").write_bytes(counts_workbook(assessment, monthly))


def steps(glance: Glance) -> list[str]:
    """What to do next, the first words of each step."""
    return [one.partition(":")[0] for one in glance.next_steps]


def test_a_fresh_round_asks_for_blanks_then_for_invitations(tmp_path: Path) -> None:
    bare = look(a_round(tmp_path / "bare", blanks=False))
    assert steps(bare) == ["Make the blanks", "There are no full counts for any crime type"]
    assert {(one.asked, one.reminded, one.queried, one.state, one.returned) for one in bare.agencies} == {
        ("no", "no", "no", AgencyState.MISSING, False)}
    ready = look(a_round(tmp_path / "ready"))
    assert steps(ready)[0] == "Invite Police, Fire, Health, Probation and District"
    assert ready.next_steps[0].endswith("--kind invitation")
    assert ready.results == "none yet"


def test_nothing_is_written(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    look(folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_drafted_is_not_sent(folder: Path) -> None:
    day = date.today()
    today = f"{day.day} {Month.of(day).words}"
    draft_emails(folder, "invitation")
    assert line(look(folder), "Fire").asked == f"drafted {today}"
    with relay(Behaviour()) as port:
        send_emails(folder, "invitation", Relay(HOST, port), dry_run=False)
    assert line(look(folder), "Fire").asked == f"sent {today}"
    draft_emails(folder, "reminder")
    assert line(look(folder), "Fire").reminded == f"drafted {today}"
    put_return(folder, "Fire")
    draft_emails(folder, "reminder")
    assert line(look(folder), "Fire").reminded == "no", "its draft was taken away"


def test_each_agency_stands_where_it_stands(tmp_path: Path) -> None:
    assessment = with_agency(an_assessment(), "District", closed=Closed("Under review", MAY))
    folder = a_round(tmp_path / "round", with_agency(assessment, "Probation", more_time_until=date(2017, 6, 7)))
    put_return(folder, "Police")
    put_return(folder, "Fire", leave=1)
    put_return(folder, "Health", comments={1: "this score is wrong"})
    put_queries(folder)
    draft_emails(folder, "invitation")
    draft_emails(folder, "query")
    glance = look(folder)
    assert {one.agency: (one.state.value, one.returned, one.questions) for one in glance.agencies} == {
        "Police": ("complete", True, 0), "Fire": ("incomplete", True, 1), "Health": ("complete", True, 1),
        "Probation": ("missing", False, 0), "District": ("closed", False, 0)}
    assert line(glance, "Fire").queried.startswith("drafted ")
    assert (line(glance, "Probation").due, line(glance, "Probation").extended) == (date(2017, 6, 7), True)
    assert (line(glance, "Police").due, line(glance, "Police").extended) == (date(2017, 5, 31), False)
    assert line(glance, "District").closed == "Under review"
    assert steps(glance)[:2] == ["Ask Fire and Health", "Wait for Probation; to remind them"]
    late = look(folder, date(2017, 6, 8))
    assert steps(late)[1] == "Remind Probation, or close them on the sheet Agencies"


def test_what_came_after_closing_is_something_to_look_at(tmp_path: Path) -> None:
    assessment = with_agency(an_assessment(), "District", closed=Closed("Under review", MAY))
    folder = a_round(tmp_path / "round", assessment)
    assert not [one for one in steps(look(folder)) if one.startswith("Look")]
    put_return(folder, "District")
    assert "Look at what came from District after closing; it does not count" in steps(look(folder))
    form = next((folder / "returns").glob("*.xlsx"))
    form.write_bytes(blank(replace(an_assessment(), name="2016/17"), "District"))
    assert "Look at what came from District after closing; it cannot be used" in steps(look(folder))


def test_who_was_reminded_was_asked(folder: Path) -> None:
    draft_emails(folder, "reminder")
    said = steps(look(folder))
    assert not [one for one in said if one.startswith("Invite")]
    assert [one for one in said if one.startswith("Remind Police")] or [one for one in said if one.startswith("Wait for Police")]


def test_an_extension_puts_the_reminder_off(tmp_path: Path) -> None:
    folder = a_round(tmp_path / "round", with_agency(an_assessment(), "Fire", more_time_until=date(2017, 6, 7)))
    draft_emails(folder, "invitation")
    glance = look(folder, date(2017, 6, 1))
    assert "Remind Police, Health, Probation and District, or close them on the sheet Agencies" in steps(glance)
    assert "Wait for Fire; to remind them" in steps(glance)


def test_days_to_each_date(folder: Path) -> None:
    dates = {one.label: (one.day, one.words) for one in look(folder, date(2017, 5, 30)).dates}
    assert dates["Counts by"] == (date(2017, 5, 19), "11 days ago")
    assert dates["Returns by"] == (date(2017, 5, 31), "in 1 day")
    assert dates["Board meeting"][1] == "in 15 days"
    assert list(dates)[:2] == ["Counts by", "Returns by"]
    assert {one.label: one.words for one in look(folder, date(2017, 5, 31)).dates}["Returns by"] == "today"
    assert {one.label: one.words for one in look(folder, date(2017, 6, 1)).dates}["Returns by"] == "1 day ago"


def test_crime_types_without_counts(folder: Path) -> None:
    assert look(folder).without_counts == ("Robbery", "Hate Crime", "Burglary Other")
    with_counts(folder)
    glance = look(folder)
    assert glance.without_counts == ("Burglary Other",)
    assert "There are no full counts for Burglary Other" in steps(glance)
    standard = an_assessment()
    by_hand = tuple(replace(one, probability_by_hand=2, by_hand_reason="known") if one.name == "Burglary Other" else one
                    for one in standard.crime_types)
    (folder / "assessment.xlsx").write_bytes(setup_workbook(replace(standard, crime_types=by_hand)))
    assert look(folder).without_counts == ()


def test_results_are_none_current_or_older(folder: Path) -> None:
    for i, name in enumerate(NAMES):
        put_return(folder, name, first=i)
    assert "Calculate" in steps(look(folder))
    calculate(folder)
    glance = look(folder)
    assert glance.results == "edition 1, PROVISIONAL"
    assert "Calculate" not in steps(glance)
    put_return(folder, "Fire", first=3)
    glance = look(folder)
    assert glance.results == "older than the files in this folder"
    assert "Calculate" in steps(glance)


def finished(folder: Path) -> None:
    """Everything that makes the matrix final, calculated."""
    standard = an_assessment()
    by_hand = tuple(replace(one, probability_by_hand=2, by_hand_reason="known") for one in standard.crime_types)
    (folder / "assessment.xlsx").write_bytes(setup_workbook(replace(standard, crime_types=by_hand)))
    with_counts(folder)
    for i, name in enumerate(NAMES):
        put_return(folder, name, first=i)
    calculate(folder)


def test_the_end_of_the_round(folder: Path) -> None:
    finished(folder)
    glance = look(folder)
    assert glance.results == "edition 1, FINAL"
    assert steps(glance) == ["Send the results to the board"]
    draft_emails(folder, "results")
    assert look(folder).next_steps == ("Nothing to do now.",)
    put_return(folder, "Fire", first=3)
    calculate(folder)
    assert steps(look(folder)) == ["Send edition 2 to the board; the last draft had edition 1"]
    draft_emails(folder, "results")
    assert look(folder).next_steps == ("Nothing to do now.",)
    meeting = date(2017, 6, 14)
    assert look(folder, meeting - timedelta(1)).next_steps == ("Nothing to do now.",)
    assert "Decisions" in look(folder, meeting).next_steps[0]
    standard = an_assessment()
    decided = replace(standard, decisions=(Decision("Robbery", Choice.PRIORITY, None),))
    (folder / "assessment.xlsx").write_bytes(setup_workbook(decided))
    later = look(folder, date(2018, 4, 1))
    assert later.next_steps[-1].startswith("The date until which you keep the returns")


def test_status_on_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_return(folder, "Fire", leave=1)
    assert cli.main(["status", str(folder)]) == cli.DONE
    said = capsys.readouterr().out
    assert "Safer North West Community Safety Partnership, 2017/18" in said
    rows = {row.split()[0]: row.split() for row in said.splitlines() if row and row.split()[0] in NAMES}
    assert rows["Fire"][:5] == ["Fire", "no", "no", "yes", "incomplete"]
    assert rows["Police"][:5] == ["Police", "no", "no", "no", "missing"]
    assert "Crime types without full counts: Robbery, Hate Crime, Burglary Other." in said
    assert "Results: none yet." in said
    assert "Returns by" in said
    assert "1. Invite Police, Health, Probation and District: snwp-xl emails" in " ".join(said.split())


def test_status_of_a_set_up_with_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "assessment.xlsx").write_bytes(setup_workbook(replace(an_assessment(), name="")))
    status = round_status(folder)
    assert (status.assessment, status.glance) == (None, None)
    assert isinstance(status, RoundStatus)
    assert cli.main(["status", str(folder)]) == cli.FOUND_ERRORS
    assert "correct the set-up workbook" in capsys.readouterr().out
