"""The verbs: each takes a round folder, joins reading, computing and writing, and returns a frozen outcome.

The command line, the buttons and the library call these same functions.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.analysis import Reconciled, analysis_record, read_table
from snwp_xl.analysis import reconcile as rule_of
from snwp_xl.assessment import default_assessment, read_unfinished, setup_workbook
from snwp_xl.blanks import blank, blank_name
from snwp_xl.buttons import Interpreter, ProjectRefused, interpreter_here
from snwp_xl.calculation import adopted_beside, report_of
from snwp_xl.correspondence import Drafted, RoundStatus, Sent, deliver, draft, glance
from snwp_xl.editions import keep_earlier, standing
from snwp_xl.files import place, safe_name
from snwp_xl.findings import Finding, Place, RoundError, Severity, finding, in_order, worst
from snwp_xl.gathering import Earlier, Gathered, gather, read_earlier, refuse_open, replace_counts, workbook
from snwp_xl.incidents import counts_workbook
from snwp_xl.matrix import Matrix
from snwp_xl.model import AgencyState, Assessment, Month
from snwp_xl.police import Area, read_street_files
from snwp_xl.post import MailKind
from snwp_xl.private import write_pages
from snwp_xl.results import Report, results_workbook
from snwp_xl.returns import Returns, read_returns
from snwp_xl.rounds import BLANKS, COUNTS_NAME, FOLDERS, MACRO_SETUP_NAME, QUERIES, RESULTS, RETURNS, SETUP_NAME, Round, open_round

if TYPE_CHECKING:
    from snwp_xl.post.sending import Delivery, Relay
    from snwp_xl.roundup import Line
    from snwp_xl.setup_again import Again

ROUNDUP_NAME = "roundup.xlsx"
YEAR_OF_FOLDER = re.compile(r"(20\d\d)-(\d\d)")
FIRST_MONTH_OF_YEAR = 4  # assessments run from April


@dataclass(frozen=True, slots=True)
class Made:
    """Files that were made, and what a person should know about them."""

    folder: Path
    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Who has returned, and everything found."""

    folder: Path
    assessment: Assessment | None
    returns: Returns | None
    findings: tuple[Finding, ...]
    files: tuple[Path, ...] = ()  # queries written

    @property
    def worst(self) -> Severity | None:
        """The most urgent severity found."""
        return worst(self.findings)

    def record(self) -> dict[str, object]:
        """What `check --json` prints."""
        return {"returns": returns_record(self.returns), "findings": findings_record(self.findings)}


@dataclass(frozen=True, slots=True)
class Added:
    """Incident counts with numbers from police files."""

    folder: Path
    path: Path | None  # the workbook; None: the files gave no number, and nothing was changed
    before: Path | None  # where the earlier workbook went; None: there was none, or the new one is the same
    gathered: Gathered | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Calculated:
    """A calculation: its matrix, where the results stand, and everything found."""

    folder: Path
    report: Report
    returns: Returns
    results: Path

    @property
    def matrix(self) -> Matrix:
        """The harm matrix."""
        return self.report.matrix

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, most urgent first within an agency."""
        return self.report.findings

    def record(self) -> dict[str, object]:
        """What `calculate --json` prints."""
        matrix, at = self.matrix, self.matrix.thresholds
        return {
            "status": "FINAL" if matrix.status.final else "PROVISIONAL", "status_words": matrix.status.words,
            "assessment": matrix.assessment.name, "combining_rule": matrix.assessment.rule.value, "edition": self.report.edition,
            "thresholds": {"high": _number(at.high), "medium": _number(at.medium), "highest_possible": _number(at.highest_possible)},
            "matrix": [matrix.record(row) for row in matrix.rows], **analysis_record(matrix, self.report.analysis),
            "returns": returns_record(self.returns), "findings": findings_record(self.findings),
            "results": self.results.relative_to(self.folder).as_posix()}


@dataclass(frozen=True, slots=True)
class RoundedUp:
    """Many rounds gathered into one workbook."""

    folder: Path
    lines: tuple[Line, ...]
    read: int  # how many rounds were read this time; the others had not changed
    workbook: Path
    findings: tuple[Finding, ...] = ()


# --- the verbs ------------------------------------------------------------------------------------------------------------


def new_round(folder: Path | str, *, today: date | None = None, macros: bool = True) -> Made:
    """Make a fresh round folder with a set-up workbook holding the project defaults, with buttons or without macros.

    RoundError if the folder already holds a round.
    """
    folder = Path(folder)
    day = today or date.today()
    assessment = default_assessment(_year_of(folder, day), day)
    return write_round(folder, assessment, counts_workbook(assessment), macros=macros)


def write_round(folder: Path, assessment: Assessment, counts: bytes, *, macros: bool = False) -> Made:
    """Make a round folder of an assessment and a counts workbook; RoundError if one stands there already."""
    taken = [name for name in (SETUP_NAME, MACRO_SETUP_NAME, COUNTS_NAME) if (folder / name).exists()]
    if taken:
        raise RoundError(f"There is already a round in {folder} ({taken[0]}). Choose another folder.")
    name, setup, found = _setup(assessment, macros)
    for folder_name in FOLDERS:
        (folder / folder_name).mkdir(parents=True, exist_ok=True)
    placed = (place(folder / name, setup), place(folder / COUNTS_NAME, counts))
    return Made(folder, tuple(one.path for one in placed), (*found, *(single for one in placed for single in one.findings)))


def renew_buttons(folder: Path | str) -> Again:
    """Write the set-up workbook afresh beside the old one, with its settings and buttons that start the Python running now.

    RoundError if an entry in it is wrong, if there are two, or if the installed xlwings does not yield the buttons.
    """
    from snwp_xl.setup_again import make_again  # other verbs need none of it

    return make_again(open_round(Path(folder)), _python_here())


def make_blanks(folder: Path | str, *, setup: Path | None = None) -> Made:
    """Make a blank for each agency, in blanks/. RoundError if the set-up cannot be used."""
    this = open_round(Path(folder), setup=setup)
    assessment = this.ready()
    placed = [place(this.folder / BLANKS / blank_name(assessment, one.name), blank(assessment, one.name)) for one in assessment.agencies]
    return Made(this.folder, tuple(one.path for one in placed), (*this.findings, *(found for one in placed for found in one.findings)))


def check_returns(folder: Path | str, *, setup: Path | None = None) -> Checked:
    """Read the set-up, the counts and every return, and write a query workbook for each agency that has something to answer.

    Nothing is calculated. RoundError if there is no set-up workbook.
    """
    from snwp_xl.queries import queries  # calculating needs none of it

    this = open_round(Path(folder), setup=setup)
    if this.assessment is None:
        return Checked(this.folder, None, None, in_order(this.findings))
    returns = read_returns(this.folder, this.assessment)
    placed = [place(this.folder / QUERIES / name, data) for name, data in queries(returns, this.assessment).items()]
    found = (*this.findings, *returns.findings, *(one for single in placed for one in single.findings))
    return Checked(this.folder, this.assessment, returns, in_order(found), tuple(one.path for one in placed))


def calculate(folder: Path | str, *, setup: Path | None = None) -> Calculated:
    """Read, check, combine, and write the results workbook. RoundError if the set-up cannot be used."""
    this = open_round(Path(folder), setup=setup)
    return _write_results(this, read_returns(this.folder, this.ready()))


def reconcile(table: Path | str) -> Reconciled:
    """Find the combining rule that made a published table, a csv or a workbook. RoundError if no such table can be read from it."""
    found = read_table(Path(table))
    if isinstance(found, Finding):
        raise RoundError(str(found))
    return rule_of(found)


def roundup(folder: Path | str, *, progress: Callable[[int, int], None] = lambda done, every: None) -> RoundedUp:
    """Gather every round in a folder into roundup.xlsx there; rounds that have not changed since the last run are not read again.

    RoundError if there is no round folder in it.
    """
    from snwp_xl.roundup import gather, roundup_workbook  # other verbs need none of it

    folder = Path(folder)
    gathered = gather(folder, progress)
    placed = place(folder / ROUNDUP_NAME, roundup_workbook(gathered.lines))
    return RoundedUp(folder, gathered.lines, gathered.read, placed.path, placed.findings)


def add_incidents(
    folder: Path | str, paths: Sequence[Path | str], area: Area | str = "", *, setup: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, every: None,
) -> Added:
    """Make incidents.xlsx from street-level files, folders or zips of data.police.uk, keeping what was typed into the one before.

    `area` is a district's name (empty: the assessment's) or an Area of LSOA codes; `progress` is told how many of how many
    files are read. RoundError if the set-up cannot be used, a path does not exist, or the counts cannot be read or replaced.
    """
    this = open_round(Path(folder), setup=setup)
    _refuse_counts(this)
    assessment = this.assessment or read_unfinished(this.setup.book, this.setup.name) or this.ready()
    wanted = area if isinstance(area, Area) else Area.named(area or assessment.area)
    read = read_street_files([Path(path) for path in paths], wanted, progress)
    if all(number is None for number in read.all_incidents.values()):
        return Added(this.folder, None, None, None, in_order(read.findings))
    old = this.counts_file
    gathered = gather(assessment, read, read_earlier(old.book, old.name) if old else Earlier(), COUNTS_NAME)
    placed, before = replace_counts(
        this.folder / COUNTS_NAME, workbook(gathered), this.folder / old.name if old else None, old.sha256 if old else "")
    return Added(this.folder, placed.path, before, gathered, in_order((*gathered.findings, *gathered.news, *placed.findings)))


def draft_emails(folder: Path | str, kind: MailKind | str, *, setup: Path | None = None) -> Drafted:
    """Write the drafts of a kind into emails/: invitation, incidents, reminder, query or results. Nothing is sent.

    RoundError if there is no such kind or the set-up cannot be used.
    """
    return draft(open_round(Path(folder), setup=setup), _kind(kind), datetime.now())


def send_emails(
    folder: Path | str, kind: MailKind | str, relay: Relay, *, dry_run: bool = True, again: bool = False, setup: Path | None = None,
    progress: Callable[[Delivery], None] = lambda delivery: None,
) -> Sent:
    """Write the drafts of a kind and send through a relay those that have not gone; a dry run only says what would go.

    `again` sends once more what went before. RoundError if the set-up cannot be used, or the log of what went before.
    """
    this = open_round(Path(folder), setup=setup)
    return deliver(
        this, _kind(kind), relay, dry_run=dry_run, again=again, now=lambda: datetime.now().astimezone(), progress=progress)


def round_status(folder: Path | str, *, today: date | None = None, setup: Path | None = None) -> RoundStatus:
    """The round at a glance; nothing is written. RoundError if there is no set-up workbook."""
    return glance(open_round(Path(folder), setup=setup), today or date.today())


def load_assessment(path: Path | str) -> Assessment:
    """The assessment in a round folder or a set-up workbook. RoundError, with the first ERROR, if it cannot be used."""
    path = Path(path)
    return open_round(path).ready() if path.is_dir() else open_round(path.parent, setup=path).ready()


# --- parts ----------------------------------------------------------------------------------------------------------------


def _python_here() -> Interpreter:
    return interpreter_here(sys.platform, sys.executable, os.environ)


def _setup(assessment: Assessment, macros: bool) -> tuple[str, bytes, tuple[Finding, ...]]:
    """The name and the bytes of a set-up workbook; without buttons, and a finding, where they cannot be made."""
    try:
        if macros:
            return MACRO_SETUP_NAME, setup_workbook(assessment, _python_here()), ()
        refused: tuple[Finding, ...] = ()
    except ProjectRefused as problem:
        refused = (finding("setup-no-buttons", Place(SETUP_NAME), why=problem),)
    return SETUP_NAME, setup_workbook(assessment), refused


def _kind(kind: MailKind | str) -> MailKind:
    try:
        return MailKind(kind)
    except ValueError:
        raise RoundError(f"There is no kind of e-mail called {kind}. There are: {', '.join(MailKind)}.") from None


def _year_of(folder: Path, day: date) -> str:
    """The assessment's name: the folder's year, 2027-28, else the year after the one that today lies in."""
    named = YEAR_OF_FOLDER.search(folder.resolve().name)
    if named and int(named[2]) == (int(named[1]) + 1) % 100:
        return f"{named[1]}/{named[2]}"
    first = Month.of(day).shift(1 - FIRST_MONTH_OF_YEAR).year + 1
    return f"{first}/{(first + 1) % 100:02d}"


def _write_results(this: Round, returns: Returns) -> Calculated:
    """Calculate, keep the earlier edition, and put the new one in its place."""
    folder = this.folder / RESULTS
    editions = standing(folder)
    report = report_of(this, returns, editions)
    kept = keep_earlier(editions, folder, report.edition)
    report = replace(report, adopted=adopted_beside(this, standing(folder), report))
    placed = place(folder / f"Harm matrix {safe_name(report.assessment.name)}.xlsx", results_workbook(report))
    found = (*placed.findings, *(one for copy in kept for one in copy.findings), *write_pages(this.folder, report))
    return Calculated(this.folder, replace(report, findings=in_order((*report.findings, *found))), returns, placed.path)


def _refuse_counts(this: Round) -> None:
    """RoundError where what was typed into the incident counts could not be carried over."""
    for one in this.findings:
        unreadable = this.counts_file is None and one.place.file == COUNTS_NAME and one.code != "counts-missing-file"
        if one.code == "setup-two-workbooks" or unreadable:
            raise RoundError(f"The incident counts cannot be made again. {one}")
    if this.counts_file:
        refuse_open(this.folder / this.counts_file.name)


def returns_record(returns: Returns | None) -> list[dict[str, object]]:
    """An entry an agency, as `--json` prints it."""
    if returns is None:
        return []
    files = {one.agency: one for one in returns.in_force}
    return [{"agency": agency, "state": str(state), "file": files[agency].file if agency in files else None,
             "sha256": files[agency].sha256 if agency in files else None} for agency, state in returns.states.items()]


def findings_record(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Findings as `--json` prints them."""
    return [{
        "code": one.code, "severity": str(one.severity), "file": one.place.file or None, "sheet": one.place.sheet or None,
        "cell": one.place.cell or None, "agency": one.agency or None, "message": one.message, "fix": one.fix} for one in findings]


def _number(value: object) -> int | float:
    exact = Fraction(str(value))
    return int(exact) if exact.denominator == 1 else float(exact)


__all__ = [
    "RETURNS",
    "Added",
    "AgencyState",
    "Calculated",
    "Checked",
    "Drafted",
    "Made",
    "RoundStatus",
    "Sent",
    "add_incidents",
    "calculate",
    "check_returns",
    "draft_emails",
    "load_assessment",
    "make_blanks",
    "new_round",
    "reconcile",
    "round_status",
    "send_emails",
    "write_round",
]
