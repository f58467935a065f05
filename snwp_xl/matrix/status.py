"""Whether a harm matrix is final, and what is missing where it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl.findings import Finding, Severity
from snwp_xl.frozen import dataclass
from snwp_xl.matrix.row import MatrixRow
from snwp_xl.model import AgencyState
from snwp_xl.phrases import listed

NAMED = 5  # so many crime types are named; more are counted

WAITING = {
    AgencyState.MISSING: "{agency} has not returned its scores",
    AgencyState.INCOMPLETE: "{agency}'s return is incomplete",
    AgencyState.UNUSABLE: "{agency}'s return cannot be used",
    AgencyState.DUPLICATE: "{agency} has sent returns that differ",
}


@dataclass(frozen=True, slots=True)
class Status:
    """FINAL or PROVISIONAL, as it is stamped on the results."""

    final: bool
    words: str  # "FINAL", "FINAL, without Fire", "PROVISIONAL"
    missing: tuple[str, ...]  # what stands in the way, a phrase each; empty where final


def status_of(states: Mapping[str, AgencyState], rows: Sequence[MatrixRow], open_findings: Sequence[Finding]) -> Status:
    """The status from where every agency stands, what every row has, and the findings that are still open."""
    missing = [_waiting(agency, state, rows) for agency, state in states.items() if state in WAITING]
    missing += _open(open_findings)
    unscored = [row.name for row in rows if row.combined_harm is None and not row.all_no_view]
    missing += _lacking(unscored, "no combined harm")
    missing += _lacking([row.name for row in rows if row.probability is None], "no probability")
    if missing:
        return Status(False, "PROVISIONAL", tuple(missing))
    closed = [agency for agency, state in states.items() if state is AgencyState.CLOSED]
    return Status(True, f"FINAL, without {listed(closed)}" if closed else "FINAL", ())


def _waiting(agency: str, state: AgencyState, rows: Sequence[MatrixRow]) -> str:
    """What is awaited of an agency; of an incomplete return, for which crime types."""
    words = WAITING[state].format(agency=agency)
    names = [row.name for row in rows if any(one.agency == agency for one in row.outstanding)]
    if state is not AgencyState.INCOMPLETE or not names:
        return words
    return f"{words} (scores are missing for {listed(names, NAMED, what='crime types')})"


def _open(open_findings: Sequence[Finding]) -> list[str]:
    words = []
    for severity, noun in ((Severity.ERROR, ("error", "errors")), (Severity.QUERY, ("query", "queries"))):
        count = sum(finding.severity is severity for finding in open_findings)
        if count:
            words.append(f"{count} {noun[count > 1]} open")
    return words


def _lacking(names: Sequence[str], what: str) -> list[str]:
    if not names:
        return []
    return [f"{what} for {listed(names) if len(names) <= NAMED else f'{len(names)} crime types'}"]
