"""What the round is written to people about."""

from __future__ import annotations

from enum import StrEnum

from snwp_xl.frozen import dataclass


class MailKind(StrEnum):
    """The kinds of e-mail, in the order of the round, as the command names them."""

    INVITATION = "invitation"  # to each agency, with its blank
    INCIDENTS = "incidents"  # to the analyst, with the incident counts
    REMINDER = "reminder"  # to each agency whose scores are still to come
    QUERY = "query"  # to each agency that is to be asked about its return
    RESULTS = "results"  # to the board, with the results; to each agency, with its own private page


@dataclass(frozen=True, slots=True)
class Letter:
    """One text of the post: its templates, and how its drafts are called."""

    template: str  # templates/NAME.txt and templates/NAME.html
    title: str  # of the draft's file: "Invitation 2017-18 - Police.eml"


INVITATION = Letter("invitation", "Invitation")
INCIDENTS = Letter("incidents", "Incident counts")
REMINDER = Letter("reminder", "Reminder")
QUERY = Letter("query", "Query")
RESULTS = Letter("results", "Results")
PRIVATE_PAGE = Letter("private-page", "Private page")

LETTERS = {
    MailKind.INVITATION: (INVITATION,),
    MailKind.INCIDENTS: (INCIDENTS,),
    MailKind.REMINDER: (REMINDER,),
    MailKind.QUERY: (QUERY,),
    MailKind.RESULTS: (RESULTS, PRIVATE_PAGE),
}

BOARD, ANALYST = "The board", "The analyst"  # recipients that are no agency, in tables and in the log
