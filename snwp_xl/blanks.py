"""Assessment -> the blank that an agency fills in: `Start here`, `Harm scores`, `Guidance`."""

from __future__ import annotations

from dataclasses import replace

from snwp_xl.files import safe_name
from snwp_xl.forms.form import Form, Line
from snwp_xl.forms.guidance import draw_guidance
from snwp_xl.forms.score_sheet import draw_scores
from snwp_xl.forms.start_sheet import draw_start
from snwp_xl.layout import GUIDANCE_SHEET, SCORES_SHEET, START_HERE
from snwp_xl.model import Assessment, Return


def blank(assessment: Assessment, agency: str, answers: Return | None = None) -> bytes:
    """The blank of an agency, as an .xlsx file, or what it looks like with some answers filled in.

    The same assessment gives the same bytes. KeyError for an unknown agency.
    """
    form = Form(assessment, assessment.agency(agency).name)
    if answers:
        form = replace(form, lines=lines_of(answers), sign_off=answers.sign_off)
    book = form.workbook()
    start, scores, guidance = (book.sheet(name) for name in (START_HERE, SCORES_SHEET, GUIDANCE_SHEET))
    drawn = draw_scores(scores, form)
    draw_start(start, form, drawn)
    draw_guidance(guidance, form)
    return book.save()


def lines_of(answers: Return) -> dict[int, Line]:
    """A return's answers as they stand in a form."""
    return {row.crime_type: Line(row.scores, row.no_view, row.comment) for row in answers.rows}


def blank_name(assessment: Assessment, agency: str) -> str:
    """The blank's file name, unique in its round: "Harm scores 2017-18 - Police.xlsx". KeyError for an unknown agency."""
    return form_name(assessment, agency, "Harm scores")


def form_name(assessment: Assessment, agency: str, what: str) -> str:
    """The file name of an agency's form, unique in its round and accepted by Windows. KeyError for an unknown agency."""
    return _names(assessment, what)[assessment.agency(agency).name]


def _names(assessment: Assessment, what: str) -> dict[str, str]:
    """A file name for each agency; names that become alike are told apart by the agency's number."""
    stems = {one.name: safe_name(f"{what} {assessment.name} - {one.name}")[:120].rstrip(" .") for one in assessment.agencies}
    alike = [stem.casefold() for stem in stems.values()]
    numbers = {one.name: one.number for one in assessment.agencies}
    return {
        name: f"{stem} ({numbers[name]}).xlsx" if alike.count(stem.casefold()) > 1 else f"{stem}.xlsx"
        for name, stem in stems.items()
    }
