"""A private page for each agency: how its own answers counted. Nothing in one lets another agency's score be worked out."""

from __future__ import annotations

from pathlib import Path

from snwp_xl.analysis import own_answers, why_no_pages
from snwp_xl.files import place, safe_name
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.matrix import Matrix
from snwp_xl.model import Assessment
from snwp_xl.private.page import COUNTED, SCORED, private_page
from snwp_xl.results.report import Report
from snwp_xl.sheets import document_properties, unchanged

FOLDER = "results/for agencies"


def page_name(assessment: Assessment, agency: str) -> str:
    """What the workbook of an agency is called."""
    return f"{safe_name(f'{COUNTED} {assessment.name} - {agency}')}.xlsx"


def private_pages(report: Report) -> dict[str, bytes]:
    """Each agency's workbook by its name; none where `why_no_pages` has a reason."""
    if why_no_pages(report.matrix):
        return {}
    return {one.agency: private_page(report.matrix, one, own_answers(report.matrix, one)) for one in report.returns}


def no_pages(matrix: Matrix) -> tuple[Finding, ...]:
    """A NOTE where no agency gets a page, and why."""
    why = why_no_pages(matrix)
    return (finding("private-none", Place(FOLDER), why=why),) if why else ()


def write_pages(folder: Path, report: Report) -> tuple[Finding, ...]:
    """Write each agency's workbook into a round folder, and take away earlier ones that no longer hold; what came of it."""
    room = folder / FOLDER
    pages = {page_name(report.assessment, name): data for name, data in private_pages(report).items()}
    found = _another_edition(room, pages)
    _take_away(room, set(pages))
    for name, data in pages.items():
        found += place(room / name, data).findings
    return tuple(found)


def _another_edition(room: Path, pages: dict[str, bytes]) -> list[Finding]:
    """A WARNING where pages stand here that were made of other agencies' scores: two side by side give scores away."""
    for name, data in pages.items():
        there = room / name
        if there.is_file() and document_properties(there.read_bytes()).get(SCORED) not in (None, document_properties(data).get(SCORED)):
            return [finding("private-other-edition", Place(FOLDER))]
    return []


def _take_away(room: Path, names: set[str]) -> None:
    """Remove earlier pages that are as we wrote them and are not written again."""
    for path in sorted(room.glob(f"{COUNTED}*.xlsx")) if room.is_dir() else ():
        if path.name not in names and unchanged(path.read_bytes()):
            path.unlink()


__all__ = ["FOLDER", "no_pages", "page_name", "private_page", "private_pages", "write_pages"]
