"""The round at a glance: who was asked, who has answered, which dates are near, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from snwp_xl.findings import Severity
from snwp_xl.folders import BLANKS
from snwp_xl.frozen import dataclass
from snwp_xl.layout import SETUP_FIELDS
from snwp_xl.model import Agency, AgencyState, Assessment, Counts, day_in_words
from snwp_xl.phrases import counted, listed
from snwp_xl.post.asked import open_findings
from snwp_xl.post.desk import Desk, Results
from snwp_xl.post.kinds import BOARD, MailKind
from snwp_xl.post.log import Entry, Event, Log
from snwp_xl.returns import NOT_COUNTED

LATEST_MONTHS = 12  # those that a share and a probability rest on
NAMED = 6  # so many names in a sentence; more are counted
NOT_YET = "no"
WAITING = (AgencyState.MISSING, AgencyState.INCOMPLETE, AgencyState.UNUSABLE, AgencyState.DUPLICATE)


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """Where one agency stands."""

    agency: str
    state: AgencyState
    asked: str  # "sent 3 May 2017", "drafted 3 May 2017" or "no"
    reminded: str
    queried: str
    questions: int  # open now
    due: date | None
    extended: bool  # has a date of its own
    closed: str  # why it was closed without a return

    @property
    def returned(self) -> bool:
        """Something of it is in returns/, whether it can be used or not."""
        return self.state not in (AgencyState.MISSING, AgencyState.CLOSED)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date of the round."""

    label: str
    day: date
    days: int  # until then; negative: ago

    @property
    def words(self) -> str:
        """in 5 days, today, 1 day ago."""
        if self.days == 0:
            return "today"
        number = abs(self.days)
        span = counted(number, "day")
        return f"in {span}" if self.days > 0 else f"{span} ago"


@dataclass(frozen=True, slots=True)
class Glance:
    """A round as it stands on a day."""

    agencies: tuple[AgencyLine, ...]
    dates: tuple[DateLine, ...]  # in their order in time
    without_counts: tuple[str, ...]  # crime types that lack counts and have nothing by hand
    results: str  # in words
    next_steps: tuple[str, ...]  # most urgent first; never empty


def at_a_glance(desk: Desk, counts: Counts, log: Log, today: date) -> Glance:
    """What the files of a round and the log of its post say."""
    assessment = desk.assessment
    lines = tuple(_agency(desk, one, log) for one in assessment.agencies)
    days = [(SETUP_FIELDS[key].label, day) for key, day in _days(assessment) if day]
    dates = tuple(sorted((DateLine(label, day, (day - today).days) for label, day in days), key=lambda one: one.day))
    lacking = without_counts(assessment, counts)
    return Glance(lines, dates, lacking, _results(desk), _next(desk, lines, lacking, log, today))


def _days(assessment: Assessment) -> Sequence[tuple[str, date | None]]:
    dates = assessment.dates
    return (("counts_by", dates.counts_by), ("returns_by", dates.returns_by), ("papers_out", dates.papers_out), ("board_date", dates.board),
            ("publish_by", dates.publish_by), ("keep_returns_until", dates.keep_returns_until))


def _agency(desk: Desk, agency: Agency, log: Log) -> AgencyLine:
    written = {kind: _written(log, kind, agency.name) for kind in (MailKind.INVITATION, MailKind.REMINDER, MailKind.QUERY)}
    return AgencyLine(
        agency.name, desk.state(agency), written[MailKind.INVITATION], written[MailKind.REMINDER], written[MailKind.QUERY],
        len(open_findings(desk.returns, agency)), desk.assessment.due(agency.name), agency.more_time_until is not None,
        agency.closed.reason if agency.closed else "")


def _written(log: Log, kind: MailKind, recipient: str) -> str:
    """Whether such a letter was sent from here, or else drafted; what somebody sends from a mail program is not known."""
    own = [one for one in log.entries if one.kind == kind.value and one.recipient == recipient]
    sent = [one for one in own if one.event is Event.SENT]
    if sent:
        times = len({one.when for one in sent})
        return f"sent {_day(sent[-1])}" + (f", {times} times" if times > 1 else "")
    drafted = [one for one in own if one.event in (Event.DRAFTED, Event.WITHDRAWN)]
    return f"drafted {_day(drafted[-1])}".strip() if drafted and drafted[-1].event is Event.DRAFTED else NOT_YET


def _day(entry: Entry) -> str:
    return day_in_words(entry.when) if entry.when else "on an unknown day"


def without_counts(assessment: Assessment, counts: Counts) -> tuple[str, ...]:
    """Crime types that lack a count in the latest 12 months and have neither a state nor a probability by hand."""
    last = assessment.settings.last_month
    used = counts.up_to(last) if last and counts.months else counts
    found = []
    for one in assessment.crime_types:
        series = used.of(one.number)
        latest = series.counts[-LATEST_MONTHS:] if series else ()
        by_hand = one.state_by_hand is not None or one.probability_by_hand is not None
        if not by_hand and (len(latest) < LATEST_MONTHS or None in latest):
            found.append(one.name)
    return tuple(found)


def _results(desk: Desk) -> str:
    results = desk.results
    if results is None or not results.edition:
        return "none yet"
    words = f"{results.called}, {results.matrix.status.words}"
    return words if results.current else "older than the files in this folder"


# --- what to do next ------------------------------------------------------------------------------------------------------------


def _next(desk: Desk, lines: Sequence[AgencyLine], lacking: Sequence[str], log: Log, today: date) -> tuple[str, ...]:
    folder, waiting = desk.folder, [one for one in lines if one.state in WAITING]
    steps = [
        *_wrong(desk),
        *_ask(folder, lines, log),
        *_chase(folder, lines, today),
        *_late(desk),
        *_counts(folder, lacking, len(desk.assessment.crime_types)),
        *_calculate(desk, waiting),
        *_after(desk, log, today),
    ]
    return tuple(steps) or ("Nothing to do now.",)


def _wrong(desk: Desk) -> list[str]:
    """What is wrong with files that are no agency's, or with the set-up: only the officer can put it right."""
    wrong = [one for one in desk.returns.findings if one.severity is Severity.ERROR and not one.agency]
    if not wrong:
        return []
    more = f" ({len(wrong) - 1} more: snwp-xl check {desk.folder})" if len(wrong) > 1 else ""
    return [f"Put right: {wrong[0]}{more}"]


def _ask(folder: Path, lines: Sequence[AgencyLine], log: Log) -> list[str]:
    """Blanks and invitations, until everybody who has not answered was asked."""
    unasked = [one.agency for one in lines if one.state is AgencyState.MISSING and not _written_to(one)]
    if not unasked:
        return []
    if not any((folder / BLANKS).glob("*.xlsx")):
        return [f"Make the blanks: snwp-xl blanks {folder}"]
    return [f"Invite {listed(unasked, NAMED)}: snwp-xl emails {folder} --kind {MailKind.INVITATION}"] if log.readable else []


def _written_to(one: AgencyLine) -> bool:
    """A reminder carries the form too: who has one was asked."""
    return (one.asked, one.reminded) != (NOT_YET, NOT_YET)


def _late(desk: Desk) -> list[str]:
    """Answers that came after the officer closed the agency: never passed over in silence."""
    came = [one for one in desk.returns.files if desk.returns.states.get(one.agency) is AgencyState.CLOSED]
    usable = dict.fromkeys(one.agency for one in came if one.became == NOT_COUNTED)
    unusable = dict.fromkeys(one.agency for one in came if one.agency not in usable)
    kinds = ((usable, "does not count"), (unusable, "cannot be used"))
    return [f"Look at what came from {listed(list(names), NAMED)} after closing; it {why}: snwp-xl check {desk.folder}"
            for names, why in kinds if names]


def _chase(folder: Path, lines: Sequence[AgencyLine], today: date) -> list[str]:
    """Questions before reminders; a reminder once the date is here."""
    asked = [one.agency for one in lines if one.questions]
    missing = [one for one in lines if one.state is AgencyState.MISSING and _written_to(one)]
    late = [one.agency for one in missing if one.due and one.due <= today]
    steps = []
    if asked:
        steps.append(f"Ask {listed(asked, NAMED)}: snwp-xl check {folder}, then snwp-xl emails {folder} --kind {MailKind.QUERY}")
    if late:
        who = listed(late, NAMED)
        steps.append(f"Remind {who}, or close them on the sheet Agencies: snwp-xl emails {folder} --kind {MailKind.REMINDER}")
    in_time = [one.agency for one in missing if one.agency not in late]
    if in_time:
        steps.append(f"Wait for {listed(in_time, NAMED)}; to remind them: snwp-xl emails {folder} --kind {MailKind.REMINDER}")
    return steps


def _counts(folder: Path, lacking: Sequence[str], every: int) -> list[str]:
    if not lacking:
        return []
    what = "any crime type" if len(lacking) == every else listed(lacking, NAMED)
    return [f"There are no full counts for {what}: snwp-xl emails {folder} --kind {MailKind.INCIDENTS}"]


def _calculate(desk: Desk, waiting: Sequence[AgencyLine]) -> list[str]:
    if desk.results is not None and desk.results.current:
        return []
    if not desk.returns.in_force:
        return []
    return [f"Calculate{' meanwhile' if waiting else ''}: snwp-xl calculate {desk.folder}"]


def _after(desk: Desk, log: Log, today: date) -> list[str]:
    """The board, its decisions, and the end of the round."""
    dates, steps = desk.assessment.dates, []
    results = desk.results
    if results and results.current and results.matrix.status.final:
        steps += _to_board(desk.folder, results, log)
    if dates.board and dates.board <= today and not desk.assessment.decisions:
        steps.append("Type what the board decided on the sheet Decisions of the set-up workbook, and calculate again.")
    if dates.keep_returns_until and dates.keep_returns_until < today:
        steps.append("The date until which you keep the returns has passed: delete them.")
    return steps


def _to_board(folder: Path, results: Results, log: Log) -> list[str]:
    """The board has not had this edition; drafts of a time when the log did not say which are taken for it."""
    last = log.last(Event.DRAFTED, MailKind.RESULTS.value, BOARD)
    if last and last.remark in ("", results.called):
        return []
    what = f"{results.called} to the board; the last draft had {last.remark}" if last else "the results to the board"
    return [f"Send {what}: snwp-xl emails {folder} --kind {MailKind.RESULTS}"]
