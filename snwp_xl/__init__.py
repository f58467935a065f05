"""Harm scoring for community safety partnerships: blanks out, returns in, the harm matrix and a results workbook.

The verbs `new_round`, `make_blanks`, `check_returns`, `calculate`, `add_incidents`, `draft_emails` take a round folder;
`load_assessment`, `load_counts`, `read_return` and `combine` are their parts. Names are imported when they are first used, so
that a command loads only what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from snwp_xl.late import late

if TYPE_CHECKING:
    from snwp_xl.findings import Finding as Finding
    from snwp_xl.findings import RoundError as RoundError
    from snwp_xl.findings import Severity as Severity
    from snwp_xl.matrix import Matrix as Matrix
    from snwp_xl.matrix import combine as combine
    from snwp_xl.model import Assessment as Assessment
    from snwp_xl.model import Return as Return
    from snwp_xl.operations import add_incidents as add_incidents
    from snwp_xl.operations import calculate as calculate
    from snwp_xl.operations import check_returns as check_returns
    from snwp_xl.operations import draft_emails as draft_emails
    from snwp_xl.operations import load_assessment as load_assessment
    from snwp_xl.operations import load_counts as load_counts
    from snwp_xl.operations import make_blanks as make_blanks
    from snwp_xl.operations import new_round as new_round
    from snwp_xl.returns import read_return as read_return

__all__ = [
    "Assessment", "Finding", "Matrix", "Return", "RoundError", "Severity", "add_incidents", "calculate", "check_returns", "combine",
    "draft_emails", "load_assessment", "load_counts", "make_blanks", "new_round", "read_return",
]

__getattr__ = late(__name__, {
    "snwp_xl.findings": ("Finding", "RoundError", "Severity"),
    "snwp_xl.matrix": ("Matrix", "combine"),
    "snwp_xl.model": ("Assessment", "Return"),
    "snwp_xl.operations": (
        "add_incidents", "calculate", "check_returns", "draft_emails", "load_assessment", "load_counts", "make_blanks", "new_round"),
    "snwp_xl.returns": ("read_return",),
})
