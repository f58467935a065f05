"""A round folder and its post: what lies on the desk, drafts into emails/, messages through a relay, the round at a glance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from snwp_xl.calculation import adopted_beside, report_of
from snwp_xl.editions import Edition, standing
from snwp_xl.files import place, safe_name
from snwp_xl.findings import Finding, Place, RoundError, Severity, finding, in_order, worst
from snwp_xl.folders import EMAILS, RESULTS
from snwp_xl.frozen import dataclass
from snwp_xl.model import Assessment
from snwp_xl.post import Desk, MailKind, Outcome, Results, compose
from snwp_xl.post.addresses import parse_addresses
from snwp_xl.post.kinds import BOARD
from snwp_xl.post.log import NAME as LOG_NAME
from snwp_xl.post.log import Log, read_log, writable
from snwp_xl.post.message import Attachment
from snwp_xl.post.sending import Delivery, Post, Relay, planned, send
from snwp_xl.post.status import Glance, at_a_glance
from snwp_xl.post.tray import Laid, lay
from snwp_xl.public import public_name
from snwp_xl.public.standing import PUBLIC_EDITION
from snwp_xl.results import Report, results_workbook
from snwp_xl.results.board import for_board
from snwp_xl.returns import Returns, read_returns
from snwp_xl.rounds import Round
from snwp_xl.sheets import document_properties, unchanged

FOR_THE_BOARD = "for the board"  # under results/: what goes to the board where it differs from the officer's workbook


@dataclass(frozen=True, slots=True)
class Drafted:
    """Drafts of one kind: who gets what, and why somebody gets nothing."""

    folder: Path
    kind: MailKind
    outcomes: tuple[Outcome, ...]
    files: tuple[Path, ...]  # one a draft, in the outcomes' order
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Severity | None:
        """The most urgent severity found."""
        return worst(self.findings)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of each draft that was to go through a relay; with a dry run, what would."""

    drafted: Drafted
    relay: Relay
    dry_run: bool
    deliveries: tuple[Delivery, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """A round at a glance."""

    folder: Path
    assessment: Assessment | None  # None: the set-up has an ERROR, and there is no glance
    glance: Glance | None
    findings: tuple[Finding, ...]


def draft(this: Round, kind: MailKind, now: datetime) -> Drafted:
    """Write the drafts of a kind into emails/. RoundError if the set-up cannot be used."""
    return _draft(this, kind, now)[0]


def deliver(
    this: Round, kind: MailKind, relay: Relay, *, dry_run: bool, again: bool, now: Callable[[], datetime],
    progress: Callable[[Delivery], None],
) -> Sent:
    """Write the drafts of a kind and send those that have not gone. RoundError if nobody would know what went before."""
    drafted, laid = _draft(this, kind, now())
    log_file = this.folder / EMAILS / LOG_NAME
    before = read_log(log_file)
    drafts = [one.draft for one in laid.outcomes if one.draft]
    plan = planned(drafts, laid.files, before, again=again)
    if dry_run:
        return Sent(drafted, relay, True, plan, _once(drafted.findings, plan))
    _refuse_unknown(before, log_file)
    contact = this.ready().contact
    senders, _ = parse_addresses(contact.email, contact.name)
    if not senders:
        return Sent(drafted, relay, False, plan, drafted.findings)  # nothing was drafted: there is nobody to answer to
    done = []
    for delivery in send(plan, before, Post(relay, senders[0], log_file, now, again)):
        progress(delivery)
        done.append(delivery)
    return Sent(drafted, relay, False, tuple(done), _once(drafted.findings, done))


def glance(this: Round, today: date) -> RoundStatus:
    """The round as it stands; nothing is written."""
    if this.assessment is None:
        return RoundStatus(this.folder, None, None, this.findings)
    returns = read_returns(this.folder, this.assessment)
    log = read_log(this.folder / EMAILS / LOG_NAME)
    report, editions, now = _standing(this, returns)
    results = Results(report.matrix, report.edition if editions else 0, bool(now), None)
    desk = replace(_desk(this, returns), results=results)
    return RoundStatus(this.folder, this.assessment, at_a_glance(desk, this.counts, log, today), (*this.findings, *log.findings))


# --- parts ------------------------------------------------------------------------------------------------------------------


def _draft(this: Round, kind: MailKind, now: datetime) -> tuple[Drafted, Laid]:
    returns = read_returns(this.folder, this.ready())
    desk = replace(_desk(this, returns), today=now.date())
    if kind is MailKind.RESULTS:
        desk = replace(desk, results=_results(this, returns))
    outcomes = compose(kind, desk)
    laid = lay(kind, desk, outcomes, now)
    found = (*(single for one in outcomes for single in one.findings), *laid.findings)
    return Drafted(this.folder, kind, laid.outcomes, laid.files, in_order(dict.fromkeys(found))), laid


def _desk(this: Round, returns: Returns) -> Desk:
    counts = this.counts_file.name if this.counts_file else ""
    return Desk(this.folder, this.ready(), returns, this.setup.name, this.setup.book, counts)


def _once(findings: tuple[Finding, ...], deliveries: tuple[Delivery, ...] | list[Delivery]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys((*findings, *(single for one in deliveries for single in one.findings))))


def _refuse_unknown(before: Log, log_file: Path) -> None:
    """RoundError where it is not known what went before, or could not be noted what goes now: somebody would get it twice."""
    if not before.readable:
        raise RoundError(f"Nothing was sent. {before.findings[0]}")
    if not writable(log_file):
        raise RoundError(f"Nothing was sent: {EMAILS}/{LOG_NAME} cannot be written. Close it in other programs.")


# --- results ------------------------------------------------------------------------------------------------------------------


def _standing(this: Round, returns: Returns) -> tuple[Report, tuple[Edition, ...], tuple[Edition, ...]]:
    """The calculation as it would be now, the editions in results/, and those among them that are this calculation."""
    folder = this.folder / RESULTS
    editions = standing(folder)
    report = report_of(this, returns, editions)
    there = tuple(one for one in editions if one.path.parent == folder)
    return report, there, tuple(one for one in there if one.inputs == report.inputs_hash)


def _results(this: Round, returns: Returns) -> Results:
    """The results for their letters: the edition that the files give now, as the board may see it."""
    report, there, now = _standing(this, returns)
    if not now:
        return Results(report.matrix, report.edition, False, None, (_not_current(this, there),))
    if not this.ready().settings.board_sees_agency_scores:
        return Results(report.matrix, report.edition, True, *_without_agencies(this, report), agency_scores=False)
    report = replace(report, adopted=adopted_beside(this, standing(this.folder / RESULTS), report))
    board = results_workbook(for_board(report))
    if board == results_workbook(report):
        return Results(report.matrix, report.edition, True, *_as_it_stands(this, now))
    name = f"Harm matrix {safe_name(report.assessment.name)} (edition {report.edition}).xlsx"
    placed = place(this.folder / RESULTS / FOR_THE_BOARD / name, board)
    file = placed.path.relative_to(this.folder).as_posix()
    said = finding("mail-board-edition", Place(file), name=name)
    return Results(report.matrix, report.edition, True, Attachment(file, board), (said, *placed.findings))


def _without_agencies(this: Round, report: Report) -> tuple[Attachment | None, tuple[Finding, ...]]:
    """The public edition, for a board that may not see each agency's scores: if it holds none, and was made of this calculation."""
    path = this.folder / RESULTS / public_name(report)
    data = path.read_bytes() if path.is_file() and not this.ready().settings.public_agency_scores else b""
    if document_properties(data).get(PUBLIC_EDITION) != str(report.edition):
        return None, (finding("mail-no-edition", Place(this.setup.name)),)
    return _attached(this, path, data)


def _not_current(this: Round, there: tuple[Edition, ...]) -> Finding:
    if not there:
        fix = "Make it with snwp-xl calculate, then draft again."
        return finding("mail-no-attachment", Place(RESULTS), what="The results workbook", who=BOARD.lower(), fix=fix)
    path = max(there, key=lambda one: one.number).path
    place_of = Place(path.relative_to(this.folder).as_posix())
    return finding("mail-attachment-old", place_of, name=path.name, command="snwp-xl calculate", who=BOARD.lower())


def _as_it_stands(this: Round, now: tuple[Edition, ...]) -> tuple[Attachment, tuple[Finding, ...]]:
    """The results workbook itself: as we wrote it, if there is one; else as a person changed it."""
    read = [(one.path, one.path.read_bytes()) for one in now]
    return _attached(this, *next((one for one in read if unchanged(one[1])), read[0]))


def _attached(this: Round, path: Path, data: bytes) -> tuple[Attachment, tuple[Finding, ...]]:
    """A file of the round, with a finding where a person has changed it."""
    file = path.relative_to(this.folder).as_posix()
    changed = () if unchanged(data) else (finding("mail-attachment-changed", Place(file), name=path.name),)
    return Attachment(file, data), changed


__all__ = ["Drafted", "RoundStatus", "Sent", "deliver", "draft", "glance"]
