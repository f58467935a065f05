"""The public edition that stands in a round folder: what it is called, and which edition of the results it was made of."""

from __future__ import annotations

from pathlib import Path

from snwp_xl.files import safe_name
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.folders import RESULTS
from snwp_xl.results.report import Report
from snwp_xl.stamp import document_properties

PUBLIC_EDITION = "snwp_xl public edition"  # property: the number that the cover says


def public_name(report: Report) -> str:
    """What the workbook is called."""
    return f"Harm matrix {safe_name(report.assessment.name)} - public.xlsx"


def older_edition(folder: Path, report: Report) -> tuple[Finding, ...]:
    """A NOTE where a public edition stands that was made of another edition of the results."""
    path = folder / RESULTS / public_name(report)
    number = document_properties(path.read_bytes()).get(PUBLIC_EDITION) if path.is_file() else None
    if number is None or number == str(report.edition):
        return ()
    return (finding("public-older", Place(f"{RESULTS}/{path.name}"), number=number, now=report.edition),)
