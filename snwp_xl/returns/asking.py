"""What an agency should answer for, of all that was found in its return."""

from __future__ import annotations

from snwp_xl.findings import Finding, Severity
from snwp_xl.layout import SCORES_SHEET, START_HERE
from snwp_xl.returns.entries import ReadReturn

NOT_SIGNED = "sign-off-missing"
FOR_AGENCY = {  # what the agency is to do, where the catalogue tells the officer what to ask; in its form and in e-mails
    "row-twice": f"Please enter the scores that count on {SCORES_SHEET}.",
    "row-missing": f"Please enter its scores on {SCORES_SHEET}.",
    "row-unknown": (f"Please enter the scores on {SCORES_SHEET} beside the crime type that you mean, and reply which one it is, "
                    "or that it is none of them."),
    "row-without-name": f"Please enter the scores on {SCORES_SHEET} beside their crime type, and reply which one it is.",
    "column-missing": f"Please enter its scores on {SCORES_SHEET}.",
    "column-twice": f"Please enter its scores on {SCORES_SHEET}.",
    "grid-shifted": f"Please enter the scores again beside their names on {SCORES_SHEET}; they are not in the form you get back.",
    NOT_SIGNED: f"Please fill in on {START_HERE} who answers for these scores.",
}
SAID_TO_AGENCIES = ("score-", "no-view-", "row-empty", "return-empty")  # codes whose fix speaks to whoever fills in the form


def to_ask(read: ReadReturn) -> tuple[Finding, ...]:
    """The findings that the agency should answer for: errors in its form, questions, and a missing sign-off not explained before."""
    explained = {fact.code for fact in read.settled}
    return tuple(
        found for found in read.findings
        if found.severity in (Severity.ERROR, Severity.QUERY) or (found.code == NOT_SIGNED and NOT_SIGNED not in explained))


def for_agency(found: Finding) -> str:
    """What the agency is to do about it; empty where the catalogue says that to the officer only."""
    spoken_to = found.severity is Severity.QUERY or found.code.startswith(SAID_TO_AGENCIES)
    return FOR_AGENCY.get(found.code) or (found.fix if spoken_to else "")
