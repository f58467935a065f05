"""Harm scoring for community safety partnerships: blanks out, returns in, the harm matrix and a results workbook.

The verbs `new_round`, `make_blanks`, `check_returns`, `calculate`, `add_incidents`, `draft_emails` take a round folder;
`load_assessment`, `read_return` and `combine` are their parts. Names are imported when they are first used, so that a command
loads only what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    from snwp_xl.operations import make_blanks as make_blanks
    from snwp_xl.operations import new_round as new_round
    from snwp_xl.returns import read_return as read_return

_HOMES = {
    "Assessment": "model", "Finding": "findings", "Matrix": "matrix", "Return": "model", "RoundError": "findings", "Severity": "findings",
    "add_incidents": "operations", "calculate": "operations", "check_returns": "operations", "combine": "matrix",
    "draft_emails": "operations", "load_assessment": "operations", "make_blanks": "operations", "new_round": "operations",
    "read_return": "returns",
}

__all__ = [*sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'snwp_xl' has no attribute {name!r}")
    return getattr(import_module(f"snwp_xl.{_HOMES[name]}"), name)
