"""The verbs: each takes a round folder, joins reading, computing and writing, and returns a frozen outcome.

The command line, the buttons and the library call these same functions. Each is imported with its module when it is first
asked for: a verb that only reads should not wait for what others write with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from snwp_xl.late import late

if TYPE_CHECKING:
    from snwp_xl.correspondence import Drafted, RoundStatus, Sent
    from snwp_xl.operations.calculating import Calculated, calculate
    from snwp_xl.operations.checking import Checked, check_returns, load_assessment, load_counts
    from snwp_xl.operations.counting import Added, add_incidents
    from snwp_xl.operations.crowd import RoundedUp, roundup
    from snwp_xl.operations.mailing import draft_emails, round_status, send_emails
    from snwp_xl.operations.making import Made, make_blanks, new_round, renew_buttons, write_round
    from snwp_xl.operations.published import reconcile
    from snwp_xl.rounds import open_round

__all__ = [
    "Added", "Calculated", "Checked", "Drafted", "Made", "RoundStatus", "RoundedUp", "Sent", "add_incidents", "calculate",
    "check_returns", "draft_emails", "load_assessment", "load_counts", "make_blanks", "new_round", "open_round", "reconcile",
    "renew_buttons", "round_status", "roundup", "send_emails", "write_round",
]

__getattr__ = late(__name__, {
    "snwp_xl.correspondence": ("Drafted", "RoundStatus", "Sent"),
    "snwp_xl.operations.calculating": ("Calculated", "calculate"),
    "snwp_xl.operations.checking": ("Checked", "check_returns", "load_assessment", "load_counts"),
    "snwp_xl.operations.counting": ("Added", "add_incidents"),
    "snwp_xl.operations.crowd": ("RoundedUp", "roundup"),
    "snwp_xl.operations.mailing": ("draft_emails", "round_status", "send_emails"),
    "snwp_xl.operations.making": ("Made", "make_blanks", "new_round", "renew_buttons", "write_round"),
    "snwp_xl.operations.published": ("reconcile",),
    "snwp_xl.rounds": ("open_round",),
})
