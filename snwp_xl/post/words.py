"""What the templates of the post may say: names and values, one dictionary a letter, with nothing of anybody else in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from snwp_xl.forms.start_sheet import day_words
from snwp_xl.model import Agency, Assessment
from snwp_xl.post.asked import LEFT_OUT, Quoted
from snwp_xl.post.desk import Results


def _day(day: date | None) -> str:
    return day_words(day) if day else ""


def values(assessment: Assessment, attachment: str, contact: str = "") -> dict[str, object]:
    """What every letter may say; what a kind of letter adds is empty here."""
    officer, dates = assessment.contact, assessment.dates
    last = assessment.settings.last_month
    return {
        "assessment": assessment.name, "partnership": assessment.partnership, "area": assessment.area, "marking": assessment.marking,
        "officer": {"name": officer.name, "phone": officer.phone, "email": officer.email},
        "greeting": f"Dear {contact}" if contact else "Hello", "attachment": attachment,
        "returns_by": _day(dates.returns_by), "counts_by": _day(dates.counts_by), "board_date": _day(dates.board),
        "papers_out": _day(dates.papers_out), "last_month": last.words if last else "",
        "scale": assessment.scale, "no_view": assessment.settings.no_view_allowed,
        "crime_types": [{"name": one.name, "definition": one.definition} for one in assessment.crime_types],
        "agency": "", "organisation": "", "contact": contact, "state": "", "extended": False,
        "questions": [], "more_questions": False, "figures_left_out": False, "left_out": LEFT_OUT,
        "final": True, "status": "", "edition": "", "themes": [], "agency_scores": True,
    }


def of_agency(assessment: Assessment, agency: Agency, state: str) -> dict[str, object]:
    """What a letter to an agency says of it."""
    return {
        "agency": agency.name, "organisation": agency.organisation, "state": state,
        "returns_by": _day(assessment.due(agency.name)), "extended": agency.more_time_until is not None,
    }


def of_questions(questions: Sequence[Quoted], every: int, figures_left_out: bool) -> dict[str, object]:
    """What a query says: the questions quoted, and whether there are more."""
    listed = [{"words": one.words, "fix": one.fix} for one in questions]
    return {"questions": listed, "more_questions": every > len(questions), "figures_left_out": figures_left_out}


def of_results(results: Results) -> dict[str, object]:
    """What a letter with results says: their status and edition; the themes only where the set-up allows figures in e-mail."""
    matrix = results.matrix
    themes: list[dict[str, object]] = []
    if matrix.assessment.settings.figures_in_mail:
        priorities = matrix.priorities()
        themes = [
            {"name": one.name, "advice": str(one.advice), "band": str(one.band), "risk_score": one.leading.risk_score}
            for one in (*priorities.select, *priorities.compelled, *priorities.discuss)]
    return {
        "final": matrix.status.final, "status": matrix.status.words, "edition": str(results.edition), "themes": themes,
        "agency_scores": results.agency_scores}
