"""What came back from an agency."""

from __future__ import annotations

from datetime import date

from snwp_xl.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who in the agency answers for the scores."""

    name: str = ""
    role: str = ""
    on: date | None = None

    @property
    def complete(self) -> bool:
        """Signed with a name, a role and a date."""
        return bool(self.name and self.role and self.on)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What one agency said of one crime type."""

    crime_type: int
    scores: tuple[int | None, ...]  # one a factor, in the assessment's order; None: missing
    no_view: bool = False
    comment: str = ""
    cells: tuple[str, ...] = ()  # where each score stands in the agency's file: "E10"

    @property
    def harm_score(self) -> int | None:
        """Sum of the scores; None where any is missing or the agency has no view."""
        if self.no_view:
            return None
        total = 0
        for score in self.scores:
            if score is None:
                return None
            total += score
        return total

    @property
    def answered(self) -> bool:
        """Scored in full, or No view."""
        return self.no_view or self.harm_score is not None


@dataclass(frozen=True, slots=True)
class Return:
    """A usable workbook that came back from an agency."""

    agency: str
    file: str  # relative to the round folder
    sha256: str
    rows: tuple[ScoreRow, ...]  # one a crime type, in the assessment's order
    sign_off: SignOff = SignOff()
    sheet: str = "Harm scores"  # what the agency's file calls the sheet
    supersedes: str = ""  # SHA-256 of the return that this one answers for
    replies: tuple[Reply, ...] = ()

    def row(self, crime_type: int) -> ScoreRow:
        """The row of that crime type; raises KeyError."""
        for row in self.rows:
            if row.crime_type == crime_type:
                return row
        raise KeyError(crime_type)

    @property
    def complete(self) -> bool:
        """Every crime type answered."""
        return all(row.answered for row in self.rows)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an agency answered to a question that was sent back with its return."""

    question: str  # the question's key: code and crime type numbers
    asked: str  # the question's words
    reply: str  # the reply's words
    keep: bool  # the agency stands by its scores
