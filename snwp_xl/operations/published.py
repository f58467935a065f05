"""The verb on a table that somebody published: reconcile."""

from __future__ import annotations

from pathlib import Path

from snwp_xl.analysis.published import read_table
from snwp_xl.analysis.reconcile import Reconciled
from snwp_xl.analysis.reconcile import reconcile as rule_of
from snwp_xl.findings import Finding, RoundError


def reconcile(table: Path | str) -> Reconciled:
    """Find the combining rule that made a published table, a csv or a workbook. RoundError if no such table can be read from it."""
    found = read_table(Path(table))
    if isinstance(found, Finding):
        raise RoundError(str(found))
    return rule_of(found)
