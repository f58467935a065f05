"""What an agency answered in a query workbook, and which return the workbook answers for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from snwp_xl import layout, locate
from snwp_xl.findings import CATALOGUE, Finding, Place, Severity, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book
from snwp_xl.layout import KEEP, REFERENCES
from snwp_xl.locate import Found, Head, plain
from snwp_xl.model import Assessment, Reply, Return
from snwp_xl.questions import Fact, facts_of, quoted, state_of
from snwp_xl.returns.scores import as_typed, whole_text

CODES = {plain(words): code for code, words in REFERENCES.items()}  # older workbooks have the codes themselves as references

# Patterns that few workbooks need are texts: re compiles them when they are first used, and keeps them.
SHA256 = r"[0-9a-f]{64}"
KEEPS = frozenset({
    plain(KEEP), "kept", "yes", "y", "ok", "okay", "correct", "confirmed", "confirm", "agreed", "agree", "as is", "no change", "unchanged"})
STANDS = r"(?:(?:yes|ok|okay|agreed|confirmed|correct|please|we|i|to)\b[\s,;:.!-]*)*(?:keep|kept)\b"

# Keep with a reservation, or with a number, is not plainly Keep: a person reads it.
RESERVED = r"\d|\b(?:but|except|apart from|other than|unless|although|however|also|pending|until|for now|wrong|mistake|error)\b"

# A reply that asks for another score or another view, or does not decide: while the scores are as they were, it settles nothing.
ASKS_FOR_ANOTHER = r"(?<!no )(?<!not )(?<!n't )\bchange (?:[^.;]{0,40} )?to\b|\bshould (?:be|read|say)\b|\bmake (?:it|that) \d"
REOPENS = (
    rf"{ASKS_FOR_ANOTHER}|\bno view|\bn/?a\b|\bnot (?:ours|applicable|relevant|sure|certain)\b|\bunsure\b|\bchange (?:it|them|this|that)\b"
    r"|\bwrong|\bmistake|\berror|\btbc\b|\btbd\b|\bto be (?:confirmed|decided|checked)\b|\b(?:get|come) back to\b|\bdo(?:n't| not) know\b")
DECIDES_NOTHING = r"[\s?.\u2026-]*|no|nope|n|maybe|perhaps|pending|later"


@dataclass(frozen=True, slots=True)
class Beside:
    """A reply in a crime type's row."""

    asked: str
    reply: str
    cell: str


def supersedes(book: Book) -> tuple[str, ...]:
    """The SHA-256 of the return that a query workbook asks about, then of those that one replaced."""
    found = locate.field(book, layout.SUPERSEDES)
    return tuple(re.findall(SHA256, found.text.lower())) if found else ()


def reply_of(question: str, asked: str, words: str) -> Reply:
    """A reply, and whether the agency stands by its scores."""
    said = _said(words)
    plainly = re.match(STANDS, said) and not re.search(RESERVED, said) and not re.search(ASKS_FOR_ANOTHER, said)
    return Reply(question, asked, words, said in KEEPS or bool(plainly))


def _said(words: str) -> str:
    return plain(words).rstrip(".! ")


@dataclass(frozen=True, slots=True)
class Told:
    """A reply, with where it stands."""

    reply: Reply
    place: Place
    crime_type: int | None = None  # None: about several, or the whole form


def whole_replies(book: Book, file: str) -> list[Told]:
    """The replies on Start here."""
    head = locate.head(book, layout.QUESTIONS_HEAD, layout.QUESTION_HEADINGS)
    found = []
    for reference, asked, reply in _rows(head, layout.QUESTION_HEADINGS):
        words = _text(reply)
        if _text(reference) and words and reply:
            found.append(Told(reply_of(_code(reference), _text(asked), words), reply.place(file)))
    return found


def beside_replies(beside: Mapping[int, Beside], sheet: str, file: str) -> list[Told]:
    """The replies beside crime types."""
    return [Told(reply_of(str(number), one.asked, one.reply), Place(file, sheet, one.cell), number) for number, one in beside.items()]


def settles(reply: Reply) -> bool:
    """Whether a reply closes its question at the present scores: Keep does, and words that decide and ask for no other score."""
    said = _said(reply.reply)
    if reply.keep:
        return True
    if re.match(STANDS, said):
        return not re.search(ASKS_FOR_ANOTHER, said)
    return not (re.search(REOPENS, said) or re.fullmatch(DECIDES_NOTHING, said))


def _settles_whole(reply: Reply) -> bool:
    """The same on Start here, where a number says nothing, for it is nobody's score, and Keep says nothing but to a question."""
    if reply.keep:
        return _severity(reply.question) is Severity.QUERY
    return settles(reply) and whole_text(reply.reply) is None


def _severity(code: str) -> Severity | None:
    return CATALOGUE[code].severity if code in CATALOGUE else None


def tell(told: Sequence[Told], agency: str, still_open: Sequence[Finding]) -> list[Finding]:
    """What the officer is told of each reply; `still_open` is what the agency has still to answer for."""
    return [_told(one, agency, [found for found in still_open if _about(one, found)]) for one in told]


def _about(one: Told, found: Finding) -> bool:
    """Whether a reply answers what is found: in its row, or for the whole form the same question, or the very same thing wrong."""
    if one.crime_type is not None or found.crime_type is not None:
        return one.crime_type == found.crime_type
    same = plain(one.reply.asked).startswith(plain(found.message))
    return found.code == one.reply.question and (same or found.severity is not Severity.ERROR)


def _told(one: Told, agency: str, still_open: Sequence[Finding]) -> Finding:
    reply = one.reply
    asked = quoted(reply.asked) or "(no question)"
    return finding(_code_of(reply, still_open), one.place, agency=agency, crime_type=one.crime_type, asked=asked, reply=quoted(reply.reply))


def _code_of(reply: Reply, still_open: Sequence[Finding]) -> str:
    """What is told of a reply; words are for a person to read, and so is whatever answers for something that was not used."""
    if still_open:
        return "reply-still-open" if all(found.severity is Severity.QUERY for found in still_open) else "reply-leaves-wrong"
    unused = _severity(reply.question) is Severity.ERROR
    if reply.keep and unused:
        return "reply-keeps-unused"
    if unused or not (reply.keep or whole_text(reply.reply) is not None):
        return "question-answered-in-words"
    return "question-kept" if _said(reply.reply) in KEEPS else "question-answered"


def settled(book: Book, answers: Return, assessment: Assessment, beside: dict[int, Beside]) -> tuple[Fact, ...]:
    """What the replies in a query workbook settle, and those that it says were given before."""
    found = [fact for reply in answers.replies if not reply.question.isdigit() and _settles_whole(reply)
             for fact in facts_of(reply.question, answers, assessment, reply.reply)]
    states = {number: state_of(answers.row(number)) for number in beside}
    replies = {number: reply_of(str(number), one.asked, one.reply) for number, one in beside.items()}
    found += [Fact("", number, states[number], reply.reply) for number, reply in replies.items()
              if states[number] and settles(reply)]  # where nothing is scored, nothing is settled
    numbers = {plain(one.name): one.number for one in assessment.crime_types}
    head = locate.head(book, layout.ANSWERED_HEAD, layout.ANSWERED_HEADINGS)
    for about, reply, state in _rows(head, layout.ANSWERED_HEADINGS):
        subject = plain(_text(about))
        if subject:
            number = numbers.get(subject, 0)
            found.append(Fact("" if number else _code(about), number, _text(state), _text(reply)))
    return tuple(found)


def _rows(head: Head | None, headings: tuple[str, ...]) -> Iterator[tuple[Found | None, ...]]:
    """The rows under a table's headings, down to the first one that is empty."""
    if head is None:
        return
    row = head.row + 1
    while any(_text(head.at(row, heading)) for heading in headings):
        yield tuple(head.at(row, heading) for heading in headings)
        row += 1


def _code(reference: Found | None) -> str:
    """The code of a question, from its reference."""
    said = plain(_text(reference))
    return CODES.get(said, said)


def _text(found: Found | None) -> str:
    return as_typed(found.text) if found else ""
