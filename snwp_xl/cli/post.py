"""The verbs of the post: emails and status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from snwp_xl.cli.terminal import bold, code, findings_text, say, table, wrapped
from snwp_xl.cli.verbs import Verbs, verb
from snwp_xl.findings import RoundError
from snwp_xl.model import day_in_words
from snwp_xl.phrases import counted

if TYPE_CHECKING:
    from snwp_xl.operations import Drafted, RoundStatus, Sent
    from snwp_xl.post.message import Message
    from snwp_xl.post.sending import Delivery, Relay

KINDS = ("invitation", "incidents", "reminder", "query", "results")
PASSWORD = "SNWP_XL_SMTP_PASSWORD"  # the environment variable; a password has no place on a command line


def add(verbs: Verbs) -> None:
    """Add these verbs to the command."""
    emails = verb(verbs, "emails", _emails, "draft e-mails with the right attachments, which you check and send",
                  "snwp-xl emails 2027-28 --kind reminder")
    emails.add_argument("--kind", required=True, choices=KINDS, help="which e-mails")
    emails.add_argument("--send", action="store_true", help="send them through your council's relay; without --yes, only say what would go")
    emails.add_argument("--smtp", metavar="HOST:PORT", help="the relay, such as relay.council.example:25")
    emails.add_argument("--yes", action="store_true", help="with --send: send now")
    emails.add_argument("--again", action="store_true", help="with --send: send again what was sent before")
    emails.add_argument("--user", default="", help=f"with --send: who signs in; the password is asked for, or read from {PASSWORD}")
    verb(verbs, "status", _status, "show the round at a glance, and what to do next", "snwp-xl status 2027-28")


# --- emails ----------------------------------------------------------------------------------------------------------------


def _emails(args: argparse.Namespace) -> int:
    from snwp_xl.operations import draft_emails, send_emails

    if not args.send:
        if args.smtp or args.yes or args.again or args.user:
            raise RoundError("--smtp, --yes, --again and --user go with --send.")
        return _drafted(draft_emails(args.folder, args.kind))
    relay = _relay(args)
    sent = send_emails(args.folder, args.kind, relay, dry_run=not args.yes, again=args.again, progress=_sent_line)
    return _sent(sent)


def _relay(args: argparse.Namespace) -> Relay:
    from snwp_xl.post.sending import Relay

    if not args.smtp:
        raise RoundError("--send needs --smtp HOST:PORT, your council's mail relay.")
    return Relay.parse(args.smtp, user=args.user, password=_password() if args.user and args.yes else "")


def _password() -> str:
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise RoundError(f"--user needs a password in {PASSWORD}, or a terminal to ask for it.")
    from getpass import getpass

    return getpass("Password for the relay: ")


def _drafted(drafted: Drafted) -> int:
    _outcomes(drafted)
    findings_text(drafted.findings)
    if drafted.files:
        say(wrapped(f"{counted(len(drafted.files), 'draft')} in {drafted.files[0].parent}. "
                    "Next: open each in Outlook or Thunderbird, look at the attachment, and send it.", ""))
    else:
        say("There is nothing to draft.")
    return code(drafted.findings)


def _outcomes(drafted: Drafted) -> None:
    rows = []
    for one in drafted.outcomes:
        message = one.draft.message if one.draft else None
        attachment = message.attachment.name if message and message.attachment else "-"
        remark = one.why if one.draft else f"no draft: {'see below' if one.findings else one.why}"
        rows.append((one.recipient, _people(message), attachment, remark))
    table(("Recipient", "To", "Attachment", "Remark"), rows)
    say()


def _people(message: Message | None) -> str:
    if message is None:
        return "-"
    more = len(message.to) - 1
    return f"{message.to[0].address}{f' and {more} more' if more else ''}"


def _sent_line(delivery: Delivery) -> None:
    say(f"  {delivery.draft.recipient}: {delivery.fate}")


def _sent(sent: Sent) -> int:
    from snwp_xl.post.sending import Fate

    if sent.dry_run:
        _outcomes(sent.drafted)
        say(bold(f"What would go through {sent.relay}; nothing was sent"))
        table(("Recipient", "Addresses", "Now"), [_delivery(one) for one in sent.deliveries])
    say()
    findings_text(sent.findings)
    waiting = [one for one in sent.deliveries if one.fate is Fate.WOULD_GO]
    if sent.dry_run:
        none = "There is nothing to send; --again sends again what was sent before."
        say(f"Next: the same with --yes sends {counted(len(waiting), 'e-mail')}." if waiting else none)
    else:
        gone = sum(one.fate in (Fate.SENT, Fate.PARTLY) for one in sent.deliveries)
        say(f"{counted(gone, 'e-mail')} sent. emails/log.csv lists who was sent what.")
    return code(sent.findings)


def _delivery(one: Delivery) -> tuple[str, str, str]:
    return one.draft.recipient, ", ".join(one.addresses) or "-", str(one.fate)


# --- status ----------------------------------------------------------------------------------------------------------------


def _status(args: argparse.Namespace) -> int:
    from snwp_xl.operations import round_status

    status = round_status(args.folder)
    if status.assessment is None or status.glance is None:
        findings_text(status.findings)
        say("Next: correct the set-up workbook, save it, and look again.")
        return code(status.findings)
    _glance(status)
    return code(status.findings)


def _glance(status: RoundStatus) -> None:
    glance, assessment = status.glance, status.assessment
    assert glance is not None
    assert assessment is not None
    say(bold(f"{assessment.partnership}, {assessment.name}"))
    say()
    rows = [(one.agency, one.asked, one.reminded, "yes" if one.returned else "no", one.state, one.queried, one.questions or "-",
             _until(one.due, one.extended), one.closed or "-") for one in glance.agencies]
    table(("Agency", "Asked", "Reminded", "Returned", "State", "Queried", "Open", "Returns by", "Why closed"), rows)
    say("Asked, reminded, queried: drafted, unless it was sent from here. Open: questions and errors in the return.")
    say()
    if glance.dates:
        table(("Date", "When", ""), [(one.label, day_in_words(one.day), one.words) for one in glance.dates])
        say()
    say(wrapped(f"Crime types without full counts: {_names(glance.without_counts)}.", "  "))
    say(f"Results: {glance.results}.")
    say()
    findings_text(status.findings)
    say(bold("Next"))
    for number, step in enumerate(glance.next_steps, start=1):
        say(wrapped(f"  {number}. {step}", "     "))


def _until(day: date | None, extended: bool) -> str:
    return f"{day_in_words(day) if day else '-'}{' (extended)' if extended else ''}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
