"""The verb calculate."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.analysis import analysis_record
from snwp_xl.briefing import write_briefing
from snwp_xl.calculation import adopted_beside, report_of
from snwp_xl.editions import keep_earlier, standing
from snwp_xl.files import place, safe_name
from snwp_xl.findings import Finding, in_order
from snwp_xl.folders import RESULTS
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.operations.records import findings_record, returns_record
from snwp_xl.private import no_pages, write_pages
from snwp_xl.public import older_edition
from snwp_xl.results import Report, results_workbook
from snwp_xl.returns import Returns, read_returns
from snwp_xl.rounds import Round, open_round

if TYPE_CHECKING:
    from snwp_xl.public import Published


@dataclass(frozen=True, slots=True)
class Calculated:
    """A calculation: its matrix, where the results stand, and everything found."""

    folder: Path
    report: Report
    returns: Returns
    results: Path
    briefing: Path | None = None  # None: its template is wrong
    published: Published | None = None  # the public edition, where it was asked for
    public_briefing: Path | None = None
    on_sheet: tuple[Finding, ...] = ()  # what stands on the sheet Findings; the other findings came of writing the files

    @property
    def matrix(self) -> Matrix:
        """The harm matrix."""
        return self.report.matrix

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, most urgent first within an agency."""
        return self.report.findings

    def record(self) -> dict[str, object]:
        """What `calculate --json` prints."""
        matrix, at = self.matrix, self.matrix.thresholds
        return {
            "status": "FINAL" if matrix.status.final else "PROVISIONAL", "status_words": matrix.status.words,
            "assessment": matrix.assessment.name, "combining_rule": matrix.assessment.rule.value, "edition": self.report.edition,
            "thresholds": {"high": _number(at.high), "medium": _number(at.medium), "highest_possible": _number(at.highest_possible)},
            "matrix": [matrix.record(row) for row in matrix.rows], **analysis_record(matrix, self.report.analysis),
            "returns": returns_record(self.returns), "findings": findings_record(self.findings),
            "results": self._name(self.results), "briefing": self._name(self.briefing), "public": self._public()}

    def _public(self) -> dict[str, object] | None:
        if self.published is None:
            return None
        return {"workbook": self._name(self.published.workbook), "briefing": self._name(self.public_briefing),
                "tables": [self._name(one) for one in self.published.tables]}

    def _name(self, path: Path | None) -> str | None:
        return path.relative_to(self.folder).as_posix() if path else None


def calculate(folder: Path | str, *, setup: Path | None = None, public: bool = False) -> Calculated:
    """Read, check, combine, and write the results workbook, the briefing and the agencies' pages; with `public` what is published too.

    RoundError if the set-up cannot be used.
    """
    this = open_round(Path(folder), setup=setup)
    calculated = _write_results(this, read_returns(this.folder, this.ready()))
    return _publish(calculated) if public else _noting(calculated, older_edition(calculated.folder, calculated.report))


def _write_results(this: Round, returns: Returns) -> Calculated:
    """Calculate, keep the earlier edition, and put the new one in its place."""
    folder = this.folder / RESULTS
    editions = standing(folder)
    report = report_of(this, returns, editions)
    report = replace(report, findings=in_order((*report.findings, *no_pages(report.matrix))))
    kept = keep_earlier(editions, folder, report.edition)
    report = replace(report, adopted=adopted_beside(this, standing(folder), report))
    placed = place(folder / f"Harm matrix {safe_name(report.assessment.name)}.xlsx", results_workbook(report))
    written = write_briefing(this.folder, report)
    found = (*placed.findings, *(one for copy in kept for one in copy.findings), *written.findings, *write_pages(this.folder, report))
    told = replace(report, findings=in_order((*report.findings, *found)))
    return Calculated(this.folder, told, returns, placed.path, written.page, on_sheet=report.findings)


def _publish(calculated: Calculated) -> Calculated:
    """The same with its public edition and the public briefing written."""
    from snwp_xl.public import write_public  # a cost for nothing where nothing is published

    published = write_public(calculated.folder, calculated.report)
    written = write_briefing(calculated.folder, calculated.report, public=True)
    noted = _noting(calculated, (*published.findings, *written.findings))
    return replace(noted, published=published, public_briefing=written.page)


def _noting(calculated: Calculated, found: tuple[Finding, ...]) -> Calculated:
    """The same with more found."""
    return replace(calculated, report=replace(calculated.report, findings=in_order((*calculated.findings, *found))))


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
