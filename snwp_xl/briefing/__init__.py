"""Matrix, analysis and decisions -> the briefing: one HTML page that prints on two sides or a few more, for the board or the public."""

from __future__ import annotations

from pathlib import Path

from snwp_xl.briefing.page import briefing
from snwp_xl.briefing.seal import edition_of, ours
from snwp_xl.editions import EARLIER
from snwp_xl.files import place, safe_name
from snwp_xl.findings import Finding
from snwp_xl.frozen import dataclass
from snwp_xl.results import Report
from snwp_xl.texts import Texts

RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Written:
    """The briefing as it stands in a round folder."""

    page: Path | None  # None: the template is wrong
    findings: tuple[Finding, ...] = ()


def briefing_name(report: Report, *, public: bool = False) -> str:
    """What the page is called."""
    return f"Briefing {safe_name(report.assessment.name)}{' - public' if public else ''}.html"


def write_briefing(folder: Path, report: Report, *, public: bool = False) -> Written:
    """Write the page into a round folder; one of an earlier edition is kept in earlier/ before the new one takes its place."""
    name = briefing_name(report, public=public)
    page = briefing(report, Texts(folder), public=public)
    if isinstance(page, Finding):
        return Written(None, (page,))
    kept = _keep_earlier(folder / RESULTS / name, report.edition)
    placed = place(folder / RESULTS / name, page, ours=ours)
    return Written(placed.path, (*kept, *placed.findings))


def _keep_earlier(path: Path, number: int) -> tuple[Finding, ...]:
    """Copy the page of another edition to earlier/, unless a person changed it: then it stays where it is anyhow."""
    data = path.read_bytes() if path.is_file() else b""
    before = edition_of(data)
    if before is None or before == number:
        return ()
    return place(path.parent / EARLIER / f"{path.stem} (edition {before}){path.suffix}", data, ours=ours).findings


__all__ = ["Written", "briefing", "briefing_name", "edition_of", "ours", "write_briefing"]
