"""Which questions an agency is asked about its own return: few and fair, one for one cause, with one reply for all.

Only what the agency itself can answer from its own numbers is asked. What compares it with the others is a NOTE for the
officer: a question would tell one agency what the others scored. A question that was answered is not asked again unless
the score changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from math import ceil
from types import MappingProxyType

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.layout import NO_VIEW
from snwp_xl.model import Assessment, CrimeType, Return, ScoreRow

MOST = 7  # questions to an agency
FEWEST_EQUAL = 3  # crime types, below which equal harm scores say nothing
CHANGED = Fraction(1, 3)  # of the range of harm scores: as far from the agency's own last year
FAR = Fraction(4, 9)  # of the range: as far from the others' median
FEWEST_OTHERS = 3  # agencies, below which a median of others says nothing

LONGEST_QUOTED = 400  # characters of a comment or a reply in a message; the whole stands in the return
MOST_NAMED = 25  # crime types in a question; the form marks all

ALL_EQUAL, MINIMUM, HARM_CHANGED, COMMENT = "scores-all-equal", "scores-minimum", "harm-changed", "comment-doubt"
FOR_ALL = {"harms-changed": HARM_CHANGED, "comments-doubt": COMMENT}  # one question for several crime types -> that for one
UNCLEAR = "reply-unclear"
WRONG = r"(?:wrong|incorrect|inaccurate|not right|not correct|an? error|in error|a mistake|a typo)"
SCORE = r"(?:scores?|numbers?|figures?|marks?|rows?|entry|entries)"
OTHERWISE = "If not, change them"
DOUBTS = "|".join((
    rf"\b{SCORE}\b[^.]{{0,40}}\b{WRONG}\b", rf"\b{WRONG}\b[^.]{{0,20}}\b{SCORE}\b",
    rf"\b(?:this|that|it|above) (?:is|was|looks|seems) {WRONG}\b",
    r"\bshould (?:\w+ ){0,2}(?:be|have been|read|say)\b[^.]{0,20}\d", r"\b(?:i|we) meant\b[^.]{0,20}\d", r"\bby mistake\b", r"\btypo\b",
    rf"\b(?:ignore|disregard|correct|change) (?:this|the|these|my|our) {SCORE}\b",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """What a reply settled: a question about this crime type, at this state of its scores."""

    code: str  # of the question; empty: any question about the crime type
    crime_type: int = 0  # 0: the whole return
    state: str = ""  # the harm score then; for the minimum on many rows, how many rows
    reply: str = field(default="", compare=False)  # the agency's words


@dataclass(frozen=True, slots=True)
class Question:
    """A question to an agency about its own return."""

    finding: Finding  # its words, its fix and where it is about
    crime_types: tuple[int, ...] = ()  # numbers; empty: about the whole return
    facts: tuple[Fact, ...] = ()  # what a reply settles

    @property
    def key(self) -> str:
        """Code and crime type numbers."""
        return " ".join([self.finding.code, *map(str, self.crime_types)])

    @property
    def beside_row(self) -> bool:
        """Whether it stands beside one crime type's row; else on Start here."""
        return len(self.crime_types) == 1


def questions(
    assessment: Assessment, answers: Return, settled: Iterable[Fact] = (), unclear: Mapping[int, str] = MappingProxyType({})
) -> tuple[Question, ...]:
    """The questions still open about a return, at most seven, one to a crime type.

    `settled` is what replies have settled; `unclear` the replies, by crime type, that are another number than the scores make.
    """
    scored = [(row, row.harm_score) for row in answers.rows]
    asked = Asked(assessment, answers, frozenset(settled), tuple((row, score) for row, score in scored if score is not None))
    whole = [*asked.about_replies(unclear), *(one for one in (asked.all_equal(), asked.minimum()) if one)]
    taken = {number for one in whole for number in one.crime_types}
    comments = [row for row in asked.doubtful_comments() if row.crime_type not in taken]
    taken |= {row.crime_type for row in comments}
    taken |= {row.crime_type for row in (*asked.equal_rows(), *asked.lowest_rows())}  # also where that question is settled
    changed = [one for one in asked.changed() if one[0].crime_type not in taken]
    room = MOST - len(whole) - (not answers.sign_off.complete)
    about_comments = asked.about_comments(comments, apart=len(comments) + bool(changed) <= room)
    about_change = asked.about_change(changed, apart=len(about_comments) + len(changed) <= room)
    return (*whole, *about_comments, *about_change)


@dataclass(frozen=True, slots=True)
class Asked:
    """A return being looked at."""

    assessment: Assessment
    answers: Return
    settled: frozenset[Fact]
    scored: tuple[tuple[ScoreRow, int], ...]  # rows that have a harm score, with it

    def equal_rows(self) -> list[ScoreRow]:
        """The rows scored, if all have one harm score that is neither the lowest nor the highest."""
        scores = {score for _, score in self.scored}
        ends = {self.assessment.lowest_harm_score, self.assessment.highest_harm_score}
        return [row for row, _ in self.scored] if len(self.scored) >= FEWEST_EQUAL and len(scores) == 1 and not scores & ends else []

    def all_equal(self) -> Question | None:
        """Every crime type at one harm score: is that meant?"""
        rows = self.equal_rows()
        fact = Fact(ALL_EQUAL, state=state_of(rows[0]) if rows else "")
        return self._question(ALL_EQUAL, rows, (fact,), score=fact.state) if rows and fact not in self.settled else None

    def lowest_rows(self) -> list[ScoreRow]:
        """The rows with the lowest harm score, if they are more than half of the crime types."""
        every = len(self.assessment.crime_types)
        rows = [row for row, score in self.scored if score == self.assessment.lowest_harm_score]
        return rows if 2 * len(rows) > every >= FEWEST_EQUAL else []

    def minimum(self) -> Question | None:
        """The lowest harm score on more than half of the crime types: no view, or lowest harm?"""
        rows = self.lowest_rows()
        if not rows or any(one.code == MINIMUM and one.state.isdigit() and int(one.state) >= len(rows) for one in self.settled):
            return None
        no_view = f"If you have no view on some of them, choose {NO_VIEW} there" if self.assessment.settings.no_view_allowed else OTHERWISE
        fact = Fact(MINIMUM, state=str(len(rows)))
        every, lowest = len(self.assessment.crime_types), self.assessment.lowest_harm_score
        return self._question(MINIMUM, rows, (fact,), count=len(rows), every=every, lowest=lowest, otherwise=no_view)

    def doubtful_comments(self) -> list[ScoreRow]:
        """Rows whose comment says that a score is wrong."""
        said = (row for row in self.answers.rows if row.comment)
        doubtful = (row for row in said if re.search(DOUBTS, " ".join(row.comment.casefold().split())))
        return [row for row in doubtful if not self._settled(COMMENT, row)]

    def changed(self) -> list[tuple[ScoreRow, int, int]]:
        """Rows whose harm score is far from the agency's own last year, with both scores, the farthest first."""
        lowest, highest = self.assessment.lowest_harm_score, self.assessment.highest_harm_score
        before = self._last_year()
        found = []
        for row, score in self.scored:
            last = before.get(row.crime_type)
            if last is not None and lowest <= last <= highest and abs(score - last) >= CHANGED * (highest - lowest):
                found.append((row, score, last))
        found = [one for one in found if not self._settled(HARM_CHANGED, one[0])]
        return sorted(found, key=lambda one: -abs(one[1] - one[2]))

    def _last_year(self) -> Mapping[int, int]:
        name = self.answers.agency.casefold()
        return {
            one.crime_type: score for one in self.assessment.last_year if one.crime_type
            for agency, score in one.harm_scores if agency.casefold() == name}

    def _settled(self, code: str, row: ScoreRow) -> bool:
        state = state_of(row)
        return bool({Fact(code, row.crime_type, state), Fact("", row.crime_type, state)} & self.settled)

    # --- wording
    def about_replies(self, unclear: Mapping[int, str]) -> list[Question]:
        """A question for each reply that is another number than the scores make."""
        rows = [(row, score) for row, score in self.scored if row.crime_type in unclear]
        return [self._about(UNCLEAR, [row], score=score, reply=unclear[row.crime_type]) for row, score in rows]

    def about_comments(self, rows: Sequence[ScoreRow], *, apart: bool) -> list[Question]:
        """A question for each doubtful comment, or one for all."""
        if not rows:
            return []
        if apart:
            return [self._about(COMMENT, [row], comment=quoted(row.comment)) for row in rows]
        return [self._about("comments-doubt", rows, names=self._names(rows))]

    def about_change(self, changed: Sequence[tuple[ScoreRow, int, int]], *, apart: bool) -> list[Question]:
        """A question for each changed harm score, or one for all."""
        if not changed:
            return []
        if apart:
            return [self._about(HARM_CHANGED, [row], score=score, last=last) for row, score, last in changed]
        names = [f"{self._type(row).name} {score}, last year {last}" for row, score, last in changed]
        return [self._about("harms-changed", [row for row, _, _ in changed], names=_some(names, "; "), count=len(changed))]

    def _about(self, code: str, rows: Sequence[ScoreRow], **values: object) -> Question:
        facts = tuple(Fact(FOR_ALL.get(code, code), row.crime_type, state_of(row)) for row in rows)
        return self._question(code, rows, facts, **values)

    def _question(self, code: str, rows: Sequence[ScoreRow], facts: tuple[Fact, ...], **values: object) -> Question:
        one = self._type(rows[0]) if len(rows) == 1 else None
        name = {"crime_type_name": one.name} if one else {}
        place = Place(self.answers.file, self.answers.sheet, _cells(rows[0]) if one else "")
        made = finding(code, place, agency=self.answers.agency, crime_type=one.number if one else None, **name, **values)
        return Question(made, tuple(row.crime_type for row in rows), facts)

    def _type(self, row: ScoreRow) -> CrimeType:
        return self.assessment.crime_type(row.crime_type)

    def _names(self, rows: Sequence[ScoreRow]) -> str:
        return _some([self._type(row).name for row in rows], ", ")


def quoted(words: str) -> str:
    """A person's words in one line, short enough for a message."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTED else line[: LONGEST_QUOTED - 1] + "…"


def _some(names: Sequence[str], between: str) -> str:
    more = len(names) - MOST_NAMED
    return between.join(names[:MOST_NAMED]) + (f"{between}and {more} more" if more > 0 else "")


def state_of(row: ScoreRow) -> str:
    """The state of a row's scores to which a reply applies: its harm score, No view, or nothing."""
    return NO_VIEW if row.no_view else "" if row.harm_score is None else str(row.harm_score)


def facts_of(code: str, answers: Return, assessment: Assessment, reply: str) -> list[Fact]:
    """What a reply to a question about the whole form settles, at the scores of the form that carries it."""
    if code in FOR_ALL:
        return [Fact(FOR_ALL[code], row.crime_type, state_of(row), reply) for row in answers.rows]
    harm = [row.harm_score for row in answers.rows if row.harm_score is not None]
    lowest = sum(score == assessment.lowest_harm_score for score in harm)
    state = {MINIMUM: str(lowest), ALL_EQUAL: str(harm[0]) if len(set(harm)) == 1 else ""}.get(code, "")
    return [Fact(code, state=state, reply=reply)]


def _cells(row: ScoreRow) -> str:
    cells = [cell for cell in row.cells if cell]
    if not cells:
        return ""
    return cells[0] if len(cells) == 1 else f"{cells[0]}:{cells[-1]}"


# --- for the officer only ------------------------------------------------------------------------------------------------


def far_from_others(assessment: Assessment, in_force: Sequence[Return]) -> list[Finding]:
    """NOTEs: an agency's harm score that is four ninths of the range or more from the median of the others'."""
    found = []
    reach = FAR * (assessment.highest_harm_score - assessment.lowest_harm_score)
    twice_reach = ceil(2 * reach)  # everything is doubled, so that a median is a whole number
    for crime_type in assessment.crime_types:
        scores = {one.agency: (one, one.row(crime_type.number)) for one in in_force}
        harm = {agency: row.harm_score for agency, (_, row) in scores.items() if row.harm_score is not None}
        for agency, score in harm.items():
            others = sorted(other for name, other in harm.items() if name != agency)
            if len(others) < FEWEST_OTHERS:
                continue
            twice = _twice_the_median(others)
            if abs(2 * score - twice) >= twice_reach:
                answers, row = scores[agency]
                place = Place(answers.file, answers.sheet, _cells(row))
                words = f"{twice / 2:.1f}" if twice % 2 else str(twice // 2)
                found.append(finding("far-from-others", place, agency=agency, crime_type=crime_type.number,
                                     crime_type_name=crime_type.name, score=score, median=words))
    return found


def _twice_the_median(ordered: Sequence[int]) -> int:
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
