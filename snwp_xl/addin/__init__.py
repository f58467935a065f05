"""The five buttons: each runs the same operation as the command, on the round that the open workbook belongs to.

xlwings' macro starts Python, imports this package and calls one of these functions. They ask Excel through
`workbook`, say what came of it through `outcome`, and never raise: every error becomes a sentence and a log file.
"""

from __future__ import annotations

from snwp_xl.addin.outcome import Outcome
from snwp_xl.addin.pressed import Desk, press


def create_blanks() -> None:
    """The button Create blanks: a scoring form for each agency."""
    press("create_blanks", _create_blanks)


def check_returns() -> None:
    """The button Check returns: who has answered, and what is wrong."""
    press("check_returns", _check_returns)


def calculate() -> None:
    """The button Calculate: the harm matrix and the results workbook."""
    press("calculate", _calculate)


def draft_emails() -> None:
    """The button Draft e-mails: the kind that is due, or the one that the officer chooses."""
    press("draft_emails", _draft_emails)


def check_computer() -> None:
    """The button Check this computer: whether it can run the buttons; needs no round."""
    press("check_computer", _check_computer, needs_round=False)


# --- what each does: operations are imported here, late, so that a broken installation is still explained ------------


def _create_blanks(desk: Desk) -> Outcome:
    from snwp_xl.addin.outcome import of_blanks
    from snwp_xl.operations import make_blanks

    return of_blanks(make_blanks(desk.folder, setup=desk.setup))


def _check_returns(desk: Desk) -> Outcome:
    from snwp_xl.addin.outcome import of_check
    from snwp_xl.operations import check_returns

    return of_check(check_returns(desk.folder, setup=desk.setup))


def _calculate(desk: Desk) -> Outcome:
    from snwp_xl.addin.outcome import of_calculation
    from snwp_xl.operations import calculate

    return of_calculation(calculate(desk.folder, setup=desk.setup))


def _draft_emails(desk: Desk) -> Outcome:
    from snwp_xl.addin.letters import choose
    from snwp_xl.addin.outcome import CANCELLED, of_drafts
    from snwp_xl.operations import draft_emails, round_status

    status = round_status(desk.folder, setup=desk.setup)
    kind = choose(status, desk.ask)
    return CANCELLED if kind is None else of_drafts(draft_emails(desk.folder, kind, setup=desk.setup))


def _check_computer(desk: Desk) -> Outcome:
    from snwp_xl.addin.outcome import of_computer
    from snwp_xl.doctor import examine, this_machine

    return of_computer(examine(this_machine(), desk.setup))


__all__ = ["calculate", "check_computer", "check_returns", "create_blanks", "draft_emails"]
