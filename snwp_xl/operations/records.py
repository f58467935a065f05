"""What several verbs print as `--json`."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.findings import Finding
from snwp_xl.model import Return
from snwp_xl.returns import ReturnFile, Returns

NOT_IN_FORCE = ("duplicate", "unusable")  # named all the same, the first of several, so that a script can find it


def returns_record(returns: Returns | None) -> list[dict[str, object]]:
    """An entry an agency, as `--json` prints it."""
    if returns is None:
        return []
    files: dict[str, Return | ReturnFile] = {one.agency: one for one in reversed(returns.files) if one.became in NOT_IN_FORCE}
    files |= {one.agency: one for one in returns.in_force}
    return [{"agency": agency, "state": str(state), "file": files[agency].file if agency in files else None,
             "sha256": files[agency].sha256 if agency in files else None} for agency, state in returns.states.items()]


def findings_record(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Findings as `--json` prints them."""
    return [{
        "code": one.code, "severity": str(one.severity), "file": one.place.file or None, "sheet": one.place.sheet or None,
        "cell": one.place.cell or None, "agency": one.agency or None, "message": one.message, "fix": one.fix} for one in findings]
