"""What an agency should answer for, of all that was found in its return."""

from __future__ import annotations

from snwp_xl.findings import Finding, Severity
from snwp_xl.returns.entries import ReadReturn

NOT_SIGNED = "sign-off-missing"


def to_ask(read: ReadReturn) -> tuple[Finding, ...]:
    """The findings that the agency should answer for: errors in its form, questions, and a missing sign-off not explained before."""
    explained = {fact.code for fact in read.settled}
    return tuple(
        found for found in read.findings
        if found.severity in (Severity.ERROR, Severity.QUERY) or (found.code == NOT_SIGNED and NOT_SIGNED not in explained))
