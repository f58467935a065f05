"""What was read of one return, and of all the files of a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from snwp_xl.findings import Finding
from snwp_xl.frozen import dataclass
from snwp_xl.model import AgencyState, Return
from snwp_xl.questions import Fact, Question


@dataclass(frozen=True, slots=True)
class Entry:
    """A crime type's row as the agency typed it: what a query workbook shows again."""

    crime_type: int
    scores: tuple[int | None, ...]  # one a factor; None: missing, or no score
    no_view: bool = False
    comment: str = ""
    cells: tuple[str, ...] = ()  # of the scores; "" where the form has no such cell
    wrong: tuple[int, ...] = ()  # factors, from 0, whose cells hold something that is no score


@dataclass(frozen=True, slots=True)
class ReadReturn:
    """One file, read: a Return if it can be used, and everything that should be known of it."""

    file: str
    sha256: str
    state: AgencyState  # complete, incomplete or unusable
    agency: str = ""  # as the assessment writes it; empty where the file does not tell
    return_: Return | None = None
    findings: tuple[Finding, ...] = ()
    entries: tuple[Entry, ...] = ()  # in the assessment's order; empty where the file is unusable
    questions: tuple[Question, ...] = ()  # still open; their findings are among `findings`
    settled: tuple[Fact, ...] = ()  # what replies settle, in this file and in those it replaces
    ancestors: tuple[str, ...] = ()  # SHA-256 of the returns that it replaces, the latest first
    unknown: tuple[str, ...] = ()  # names of its rows that are no crime types, in the order of their findings
    unclear: Mapping[int, str] = field(default_factory=dict)  # replies, by crime type, that are another number than the scores make

    @property
    def usable(self) -> bool:
        """Whether there is a Return."""
        return self.return_ is not None


IGNORED = "ignored"  # what becomes of a file that is listed and never read


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A file in returns/ and what became of it."""

    file: str  # relative to the round folder
    became: str  # used, superseded, identical, duplicate, set aside, not counted, unusable, ignored
    sha256: str = ""  # empty for what was not read
    agency: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Returns:
    """Where every agency stands, and what became of every file."""

    in_force: tuple[Return, ...]  # at most one an agency, in the assessment's order
    states: Mapping[str, AgencyState]  # every agency, in the assessment's order
    findings: tuple[Finding, ...]
    files: tuple[ReturnFile, ...]
    read: Mapping[str, ReadReturn] = field(default_factory=dict)  # by agency: what stands behind the returns in force

    def of(self, agency: str) -> Return | None:
        """The agency's return in force, if it has one."""
        return next((one for one in self.in_force if one.agency == agency), None)
