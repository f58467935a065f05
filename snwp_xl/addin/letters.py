"""Which e-mails are due, worked out from how the round stands; the officer confirms, or goes on to the next kind."""

from __future__ import annotations

from collections.abc import Callable

from snwp_xl.findings import RoundError, Severity
from snwp_xl.model import AgencyState
from snwp_xl.operations import RoundStatus
from snwp_xl.phrases import listed
from snwp_xl.post import MailKind
from snwp_xl.post.status import NOT_YET, Glance

YES, NO = "yes", "no"
EDITION = "edition"  # how the glance speaks of results that are up to date
HOW = "Yes drafts them, No shows the next kind of e-mail, Cancel drafts none."
PLAIN = {
    MailKind.INVITATION: "Invitations to the agencies, each with its blank.",
    MailKind.INCIDENTS: "The incident counts, to the analyst.",
    MailKind.REMINDER: "Reminders to the agencies that have not answered.",
    MailKind.QUERY: "Questions to the agencies about their returns.",
    MailKind.RESULTS: "The results, to the board.",
}


def choose(status: RoundStatus, ask: Callable[[str, str], str]) -> MailKind | None:
    """The kind that the officer says yes to; None for none of them. RoundError if the set-up cannot be used."""
    if status.glance is None:
        wrong = next(one for one in status.findings if one.severity is Severity.ERROR)
        raise RoundError(f"The set-up workbook cannot be used. {wrong}")
    for kind, why in kinds_in_order(status.glance):
        answer = ask(f"{why}\n\nDraft these now? {HOW}", "yes_no_cancel")
        if answer == YES:
            return kind
        if answer != NO:
            return None
    return None


def kinds_in_order(glance: Glance) -> tuple[tuple[MailKind, str], ...]:
    """Every kind with its reason: what is due first, most urgent first, then the others."""
    due = _due(glance)
    return (*((kind, f"Due now: {why}") for kind, why in due.items()), *((kind, PLAIN[kind]) for kind in MailKind if kind not in due))


def _due(glance: Glance) -> dict[MailKind, str]:
    missing = [one for one in glance.agencies if one.state is AgencyState.MISSING]
    unasked = [one.agency for one in missing if one.asked == NOT_YET]
    silent = [one.agency for one in missing if one.asked != NOT_YET]
    asked = [one.agency for one in glance.agencies if one.questions]
    due: dict[MailKind, str] = {}
    if unasked:
        due[MailKind.INVITATION] = f"invitations, with their blanks; not asked yet: {listed(unasked)}."
    if asked:
        due[MailKind.QUERY] = f"questions about their returns to {listed(asked)}."
    if silent:
        due[MailKind.REMINDER] = f"reminders to {listed(silent)}, who have not answered."
    if glance.without_counts:
        due[MailKind.INCIDENTS] = "the incident counts to the analyst; some are still empty."
    if not due and glance.results.startswith(EDITION):
        due[MailKind.RESULTS] = f"the results to the board ({glance.results})."
    return due
