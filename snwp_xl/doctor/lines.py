"""One thing that was looked at, and what to do about it."""

from __future__ import annotations

from enum import StrEnum

from snwp_xl.frozen import dataclass


class Verdict(StrEnum):
    """How a thing stands."""

    OK = "OK"
    WRONG = "Put right"  # the buttons do not work, or not reliably, until it is
    UNKNOWN = "Not known"  # cannot be told from here, or does not apply


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    subject: str
    verdict: Verdict
    words: str  # what was seen
    advice: str = ""  # what to do, or the sentence to send to ICT

    @property
    def wrong(self) -> bool:
        """Whether something is to be put right."""
        return self.verdict is Verdict.WRONG


def ok(subject: str, words: str, advice: str = "") -> Line:
    """Something is in order."""
    return Line(subject, Verdict.OK, words, advice)


def wrong(subject: str, words: str, advice: str) -> Line:
    """Something is to be put right."""
    return Line(subject, Verdict.WRONG, words, advice)
