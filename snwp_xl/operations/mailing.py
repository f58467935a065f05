"""The verbs of the post: emails and status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.correspondence import Drafted, RoundStatus, Sent, deliver, draft, glance
from snwp_xl.findings import RoundError
from snwp_xl.post import MailKind
from snwp_xl.rounds import open_round

if TYPE_CHECKING:
    from snwp_xl.post.sending import Delivery, Relay


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


def _kind(kind: MailKind | str) -> MailKind:
    try:
        return MailKind(kind)
    except ValueError:
        raise RoundError(f"There is no kind of e-mail called {kind}. There are: {', '.join(MailKind)}.") from None
