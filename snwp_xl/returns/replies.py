"""What an agency answered in a query workbook, and which return the workbook answers for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from snwp_xl import layout, locate
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book
from snwp_xl.layout import KEEP
from snwp_xl.locate import Found, Head, plain
from snwp_xl.model import Assessment, Reply, Return
from snwp_xl.questions import Fact, facts_of, quoted, state_of
from snwp_xl.returns.scores import as_typed

SHA256 = re.compile(r"[0-9a-f]{64}")
KEEPS = frozenset({plain(KEEP), "kept", "yes", "y", "ok", "okay", "correct", "confirmed", "confirm", "as is", "no change", "unchanged"})


# A reply that asks for another score or another view: while the scores stand as they were, it settles nothing.
REOPENS = re.compile(
    r"\bno view|\bn/?a\b|\bnot (ours|applicable|relevant)|\bchange (it|them|this|that|to|[a-z] to)\b|\bwrong|\bshould be|\bmistake|\berror")


@dataclass(frozen=True, slots=True)
class Beside:
    """A reply in a crime type's row."""

    asked: str
    reply: str
    cell: str


def supersedes(book: Book) -> tuple[str, ...]:
    """The SHA-256 of the return that a query workbook asks about, then of those that one replaced."""
    found = locate.field(book, layout.SUPERSEDES)
    return tuple(SHA256.findall(found.text.lower())) if found else ()


def reply_of(question: str, asked: str, words: str) -> Reply:
    """A reply, and whether the agency stands by its scores."""
    said = plain(words).rstrip(".!")
    return Reply(question, asked, words, said in KEEPS or said.startswith(plain(KEEP)))


def whole_replies(book: Book, file: str, agency: str) -> list[tuple[Reply, Finding]]:
    """The replies on Start here, each with the NOTE that tells the officer of it."""
    head = locate.head(book, layout.QUESTIONS_HEAD, layout.QUESTION_HEADINGS)
    found = []
    for reference, asked, reply in _rows(head, layout.QUESTION_HEADINGS):
        words = _text(reply)
        if _text(reference) and words and reply:
            made = reply_of(plain(_text(reference)), _text(asked), words)
            found.append((made, _told(made, reply.place(file), agency)))
    return found


def beside_replies(beside: dict[int, Beside], sheet: str, file: str, agency: str) -> list[tuple[Reply, Finding]]:
    """The replies beside crime types, each with the NOTE that tells the officer of it."""
    found = []
    for number, one in beside.items():
        made = reply_of(str(number), one.asked, one.reply)
        told = _told(made, Place(file, sheet, one.cell), agency, number)
        found.append((made, told))
    return found


def settles(reply: Reply) -> bool:
    """Whether a reply closes its question at the present scores: Keep does, and words that do not ask for another score."""
    return reply.keep or not REOPENS.search(plain(reply.reply))


def _told(reply: Reply, place: Place, agency: str, number: int | None = None) -> Finding:
    asked = quoted(reply.asked) or "(no question)"
    plainly = reply.keep or plain(reply.reply).isdecimal()  # a number is held against the scores elsewhere
    code = "question-answered" if plainly else "question-answered-in-words" if settles(reply) else "reply-still-open"
    return finding(code, place, agency=agency, crime_type=number, asked=asked, reply=quoted(reply.reply))


def settled(book: Book, answers: Return, assessment: Assessment, beside: dict[int, Beside]) -> tuple[Fact, ...]:
    """What the replies in a query workbook settle, and those that it says were given before."""
    found = [fact for reply in answers.replies if not reply.question.isdigit() and settles(reply)
             for fact in facts_of(reply.question, answers, assessment, reply.reply)]
    found += [Fact("", number, state_of(answers.row(number)), one.reply) for number, one in beside.items()
              if settles(reply_of(str(number), one.asked, one.reply))]
    numbers = {plain(one.name): one.number for one in assessment.crime_types}
    head = locate.head(book, layout.ANSWERED_HEAD, layout.ANSWERED_HEADINGS)
    for about, reply, state in _rows(head, layout.ANSWERED_HEADINGS):
        subject = plain(_text(about))
        if subject:
            number = numbers.get(subject, 0)
            found.append(Fact("" if number else subject, number, _text(state), _text(reply)))
    return tuple(found)


def _rows(head: Head | None, headings: tuple[str, ...]) -> Iterator[tuple[Found | None, ...]]:
    """The rows under a table's headings, down to the first one that is empty."""
    if head is None:
        return
    row = head.row + 1
    while any(_text(head.at(row, heading)) for heading in headings):
        yield tuple(head.at(row, heading) for heading in headings)
        row += 1


def _text(found: Found | None) -> str:
    return as_typed(found.text) if found else ""
