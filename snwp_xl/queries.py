"""A return with something to ask about it -> the same form again, answers kept, the questions beside the doubtful cells.

Dropped back into returns/ it is a return, and replaces the one whose SHA-256 it carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from snwp_xl.blanks import form_name
from snwp_xl.findings import Finding, Severity
from snwp_xl.forms.form import Answered, Ask, Form, Line
from snwp_xl.forms.guidance import draw_guidance
from snwp_xl.forms.question_sheet import draw_questions
from snwp_xl.forms.score_sheet import draw_scores
from snwp_xl.layout import GUIDANCE_SHEET, REFERENCES, SCORES_SHEET, SEE_START, START_HERE, WorkbookKind, grid_of
from snwp_xl.model import Assessment, CrimeType
from snwp_xl.phrases import capital
from snwp_xl.questions import Question
from snwp_xl.returns import NOT_SIGNED, Entry, ReadReturn, Returns, for_agency, to_ask

NOTHING_FILLED_IN, EMPTY_ROW, MISSING_ROW, MISSING_SCORE = "return-empty", "row-empty", "row-missing", "score-missing"

NEEDS_WORDS = frozenset({"row-unknown", "row-without-name"})  # what the agency alone can say, and the form does not show


def queries(returns: Returns, assessment: Assessment) -> dict[str, bytes]:
    """The query workbook of each agency that has something to answer, by file name."""
    made = {query_name(assessment, agency): query(assessment, read) for agency, read in returns.read.items()}
    return {name: data for name, data in made.items() if data}


def query_name(assessment: Assessment, agency: str) -> str:
    """The query workbook's file name: "Questions 2017-18 - Police.xlsx". KeyError for an unknown agency."""
    return form_name(assessment, agency, WorkbookKind.QUERY)


def query(assessment: Assessment, read: ReadReturn, reply: str = "") -> bytes | None:
    """The query workbook about a return, as an .xlsx file; None where nothing is to be asked or it could not be read.

    With a `reply` it is what comes back when each question about several crime types has been answered so.
    """
    asked = to_ask(read)
    if read.return_ is None or not asked:
        return None
    form = _form(assessment, read)
    form = replace(form, asks=tuple(replace(one, reply=reply if one.keep else "") for one in form.asks))
    book = form.workbook()
    start, scores, guidance = (book.sheet(name) for name in (START_HERE, SCORES_SHEET, GUIDANCE_SHEET))
    drawn = draw_scores(scores, form)
    draw_questions(start, form, drawn)
    draw_guidance(guidance, form)
    return book.save()


def _form(assessment: Assessment, read: ReadReturn) -> Form:
    assert read.return_ is not None
    found = to_ask(read)
    beside = {one.crime_types[0]: one for one in read.questions if one.beside_row}
    lines = {
        entry.crime_type: _line(assessment, assessment.crime_type(entry.crime_type), entry, read, beside.get(entry.crime_type))
        for entry in read.entries}
    return Form(
        assessment, read.agency, WorkbookKind.QUERY, lines, read.return_.sign_off, _asks(read, found), _answered(assessment, read),
        " ".join(dict.fromkeys((read.sha256, *read.ancestors))))


# --- beside the rows -----------------------------------------------------------------------------------------------------


def _line(assessment: Assessment, crime_type: CrimeType, entry: Entry, read: ReadReturn, question: Question | None) -> Line:
    """A crime type's row: what was typed, what is wrong with it, what is asked."""
    errors = [found for found in read.findings if found.severity is Severity.ERROR and found.crime_type == crime_type.number]
    words = _errors_in_words(errors, crime_type, grid_of(assessment).rule)
    if question:
        words.append(f"{_without_name(question.finding.message, crime_type)} {question.finding.fix}")
    several = any(crime_type.number in one.crime_types for one in read.questions if not one.beside_row)
    if several and not words:
        words.append(SEE_START)
    lacking = [i for i, score in enumerate(entry.scores) if score is None]
    doubtful = frozenset(lacking if errors and not entry.no_view else ())
    asked = bool(errors or question)
    keep = bool(question) and not errors
    return Line(
        entry.scores, entry.no_view, entry.comment, " ".join(words), doubtful=doubtful, open=asked, wanted=bool(question), keep=keep)


def _errors_in_words(errors: Sequence[Finding], crime_type: CrimeType, rule: str) -> list[str]:
    """What is wrong in a row, the missing scores together and the rule said once."""
    wrong = [_without_name(found.message, crime_type) for found in errors if found.code not in (EMPTY_ROW, MISSING_SCORE)]
    missing = [_without_name(found.message, crime_type).removesuffix(": no score.") for found in errors if found.code == MISSING_SCORE]
    if missing:
        wrong.append(f"No score: {'; '.join(missing)}.")
    if any(found.code == EMPTY_ROW for found in errors):
        wrong.append("No scores.")
    to_do = dict.fromkeys(rule if found.code == MISSING_ROW else (for_agency(found) or found.fix) for found in errors)
    return [*wrong, *(one for one in to_do if one != rule), *([rule] if rule in to_do else [])]


def _without_name(message: str, crime_type: CrimeType) -> str:
    for after in (", ", ": "):
        if message.startswith(f"{crime_type.name}{after}"):
            rest = message.removeprefix(f"{crime_type.name}{after}")
            return capital(rest)
    return message


# --- on Start here -------------------------------------------------------------------------------------------------------


def _asks(read: ReadReturn, found: Sequence[Finding]) -> tuple[Ask, ...]:
    """Questions about several crime types, and what is wrong with the form as a whole."""
    several = {id(one.finding) for one in read.questions if not one.beside_row}
    questions = [one for one in found if id(one) in several]
    whole = [one for one in found if one.severity is Severity.ERROR and one.crime_type is None and one.code != NOTHING_FILLED_IN]
    unsigned = [one for one in found if one.code == NOT_SIGNED]
    return tuple(_ask(one) for one in (*questions, *whole, *unsigned))


def _ask(found: Finding) -> Ask:
    question = found.severity is Severity.QUERY
    words = f"{found.message} {for_agency(found) or found.fix}"
    return Ask(REFERENCES.get(found.code, found.code), words, wanted=question or found.code in NEEDS_WORDS, keep=question)


def _answered(assessment: Assessment, read: ReadReturn) -> tuple[Answered, ...]:
    """What replies have settled, so that it stays settled when the files that carried them are gone."""
    names = {one.number: one.name for one in assessment.crime_types}
    facts = [fact for fact in read.settled if not fact.crime_type or fact.crime_type in names]
    return tuple(Answered(names.get(fact.crime_type) or REFERENCES.get(fact.code, fact.code), fact.reply, fact.state) for fact in facts)
