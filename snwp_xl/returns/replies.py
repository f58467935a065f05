"""What an agency answered in a query workbook, and which return the workbook answers for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from snwp_xl import layout, locate
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book
from snwp_xl.layout import KEEP
from snwp_xl.locate import Found, Head, plain
from snwp_xl.model import Assessment, Reply, Return
from snwp_xl.questions import FOR_ALL, Fact, facts_of, quoted, state_of
from snwp_xl.returns.scores import as_typed, whole_text

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
    said = plain(words).rstrip(".! ")
    plainly = re.match(STANDS, said) and not re.search(RESERVED, said) and not re.search(ASKS_FOR_ANOTHER, said)
    return Reply(question, asked, words, said in KEEPS or bool(plainly))


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
            found.append(Told(reply_of(plain(_text(reference)), _text(asked), words), reply.place(file)))
    return found


def beside_replies(beside: Mapping[int, Beside], sheet: str, file: str) -> list[Told]:
    """The replies beside crime types."""
    return [Told(reply_of(str(number), one.asked, one.reply), Place(file, sheet, one.cell), number) for number, one in beside.items()]


def settles(reply: Reply) -> bool:
    """Whether a reply closes its question at the present scores: Keep does, and words that decide and ask for no other score."""
    said = plain(reply.reply).rstrip(".! ")
    if reply.keep:
        return True
    if re.match(STANDS, said):
        return not re.search(ASKS_FOR_ANOTHER, said)
    return not (re.search(REOPENS, said) or re.fullmatch(DECIDES_NOTHING, said))


def _settles_whole(reply: Reply) -> bool:
    """The same on Start here, where a number says nothing: it is nobody's score."""
    return settles(reply) and whole_text(reply.reply) is None


def tell(told: Sequence[Told], agency: str, still_open: Collection[object]) -> list[Finding]:
    """What the officer is told of each reply; `still_open` has the codes and the crime types of which something is open."""
    return [_told(one, agency, (one.crime_type or cause(one.reply.question)) in still_open) for one in told]


def cause(code: str) -> str:
    """What a question is about: one about several crime types is that of each."""
    return FOR_ALL.get(code, code)


def _told(one: Told, agency: str, still_open: bool) -> Finding:
    reply = one.reply
    plainly = reply.keep or whole_text(reply.reply) is not None
    code = "reply-still-open" if still_open else "question-answered" if plainly else "question-answered-in-words"
    asked = quoted(reply.asked) or "(no question)"
    return finding(code, one.place, agency=agency, crime_type=one.crime_type, asked=asked, reply=quoted(reply.reply))


def settled(book: Book, answers: Return, assessment: Assessment, beside: dict[int, Beside]) -> tuple[Fact, ...]:
    """What the replies in a query workbook settle, and those that it says were given before."""
    found = [fact for reply in answers.replies if not reply.question.isdigit() and _settles_whole(reply)
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
