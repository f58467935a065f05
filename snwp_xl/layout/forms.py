"""What a blank holds, and so a return and a query workbook."""

from __future__ import annotations

from dataclasses import field

from snwp_xl.findings import SCORE_RULE, SCORE_RULE_NO_VIEW
from snwp_xl.frozen import dataclass
from snwp_xl.layout.parts import AGENCY, ASSESSMENT, NO_VIEW, VERSION, Field, Value
from snwp_xl.model import Assessment

START_HERE = "Start here"
SCORES_SHEET = "Harm scores"
GUIDANCE_SHEET = "Guidance"

START_WIDTH = 3  # columns of Start here
GUIDANCE_TABLES = (("Factor", "Question"), ("Crime type", "What it covers"))  # the first headings of its two tables, one above the other

# The same on Start here, should a column of Harm scores be deleted; the two names of the agency must agree.
FORM_FOR = Field("form_for", AGENCY.label, Value.TEXT)
FORM_ROUND = Field("form_assessment", ASSESSMENT.label, Value.TEXT)
FORM_VERSION = Field("form_layout", VERSION.label, Value.TEXT)
SUPERSEDES = Field("supersedes", "Answers for the return", Value.TEXT)  # SHA-256 of the return asked about, then of those before it

# Tables on Start here of a query workbook: the defined name of the row of headings, and the headings.
QUESTIONS_HEAD, QUESTION_HEADINGS = "snwp_questions_head", ("Reference", "Question", "Your reply")
ANSWERED_HEAD, ANSWERED_HEADINGS = "snwp_answered_head", ("Answered earlier", "Your answer", "Harm score or count then")
KEEP = "Keep"  # the reply that says: the scores are as we mean them

# What the column Reference says of a question, by the finding's code.
REFERENCES = {
    "scores-all-equal": "Equal scores", "scores-minimum": "Lowest scores", "harms-changed": "Since last year", "comments-doubt": "Your comments",
    "row-unknown": "Unknown crime type", "row-without-name": "A row without a name", "column-missing": "A missing column",
    "column-twice": "A column twice", "grid-shifted": "Scores out of place", "sign-off-missing": "Sign-off",
}
SEE_START = "See the question on Start here."  # beside a row that a question about several rows concerns

DONE = "Done"
BESIDE_SCORES = "No view beside scores"
NOT_NO_VIEW = "Only No view is allowed here"
TO_CORRECT = "{count} to correct"
ONE_MISSING, MISSING = "1 score missing", "{count} scores missing"

SIGN_OFF = (
    Field("sign_name", "Your name", Value.TEXT, "Who answers for these scores in your agency.", required=True),
    Field("sign_role", "Your role", Value.TEXT, "", required=True),
    Field("sign_date", "Date", Value.DATE, "", required=True),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """The scores on a blank: crime types down, factors across, and what stands behind them."""

    crime_types: tuple[str, ...]
    factors: tuple[str, ...]
    scale: int
    no_view: bool
    asks: bool = False  # a query workbook: two columns more
    head: str = "snwp_scores_head"  # defined name of the row of headings
    body: str = "snwp_scores"  # defined name of the cells that hold scores
    excel_name: str = "HarmScores"
    corner: str = "Crime type"
    harm_score: str = "Harm score"
    view: str = NO_VIEW
    check: str = "Still to do"
    comment: str = "Comment"
    question: str = "Question"
    reply: str = "Your reply"
    allowed: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "allowed", tuple(range(1, self.scale + 1)))

    @property
    def rule(self) -> str:
        """What may be entered: the pop-up's words and the finding's."""
        return (SCORE_RULE_NO_VIEW if self.no_view else SCORE_RULE).format(scores=self.scores)

    @property
    def scores(self) -> str:
        """1 to 4."""
        return f"1 to {self.scale}"

    @property
    def headings(self) -> tuple[str, ...]:
        """The row of headings, left to right."""
        asked = (self.question, self.reply) if self.asks else ()
        return (self.corner, *self.factors, self.harm_score, *((self.view,) if self.no_view else ()), self.check, *asked, self.comment)

    @property
    def score_columns(self) -> range:
        """The columns of the scores, the first being that of the crime types, 0."""
        return range(1, 1 + len(self.factors))


def grid_of(assessment: Assessment, *, asks: bool = False) -> Grid:
    """The grid that an assessment's blanks hold, or its query workbooks."""
    return Grid(
        tuple(one.name for one in assessment.crime_types), tuple(one.name for one in assessment.factors),
        assessment.scale, assessment.settings.no_view_allowed, asks)
