"""What a form is before it is drawn: whose, of what kind, and what already stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from snwp_xl.frozen import dataclass
from snwp_xl.layout import KEEP, SCORES_SHEET, Grid, WorkbookKind, grid_of
from snwp_xl.model import Assessment, CrimeType, SignOff
from snwp_xl.sheets import Sheet, Workbook

NOT_SIGNED = SignOff()
KEEP_PROMPT = (
    f"Choose {KEEP} if the scores are what you meant. Otherwise change the scores on {SCORES_SHEET}, or answer in your own words."
)
BANNER_HEIGHT, LINE_HEIGHT, ROW_HEIGHT = 34, 17, 24  # points


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in a crime type's row when a form is sent; an empty one on a blank."""

    scores: tuple[int | None, ...] = ()
    no_view: bool = False
    comment: str = ""
    question: str = ""
    reply: str = ""
    doubtful: frozenset[int] = frozenset()  # factors, counted from 0, whose cells are marked
    open: bool = False  # a reply may be given in this row
    wanted: bool = False  # and is counted as still to give
    keep: bool = False  # and may be Keep


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about the whole form, or about several crime types, with one reply for all."""

    reference: str  # a word or two on what it is about
    words: str
    wanted: bool = True  # its reply is counted as still to give
    keep: bool = True  # its reply may be Keep
    reply: str = ""  # typed already


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that the agency has answered before."""

    about: str  # a crime type, or a question's reference
    reply: str
    state: str  # the harm score then


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be drawn: for whom, of what kind, and what already stands in it."""

    assessment: Assessment
    agency: str
    kind: WorkbookKind = WorkbookKind.BLANK
    lines: Mapping[int, Line] = field(default_factory=dict)  # by crime type number
    sign_off: SignOff = NOT_SIGNED
    asks: tuple[Ask, ...] = ()
    answered: tuple[Answered, ...] = ()
    supersedes: str = ""

    @property
    def grid(self) -> Grid:
        """The form's grid."""
        return grid_of(self.assessment, asks=self.kind is WorkbookKind.QUERY)

    def line(self, crime_type: CrimeType) -> Line:
        """What stands in a crime type's row."""
        return self.lines.get(crime_type.number, Line())

    def workbook(self) -> Workbook:
        """An empty workbook for the form: only entry cells can be typed into."""
        assessment = self.assessment
        return Workbook(
            title=f"{self.kind} {assessment.name}: {self.agency}", author=assessment.partnership, day=assessment.dates.assessment,
            marking=assessment.marking, locked=True)


def banner(sheet: Sheet, row: int, words: str, columns: int, style: str = "banner") -> None:
    """A coloured row across the sheet that starts with some words."""
    for column in range(columns):
        sheet.put(row, column, words if column == 0 else None, style)
    sheet.row_height(row, BANNER_HEIGHT if style == "banner" else ROW_HEIGHT)
