"""Who the page is for, and so what may stand on it: the board reads more than the public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from snwp_xl.analysis import SinceLastYear, since_last_year
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow
from snwp_xl.model import Assessment
from snwp_xl.public.told import Public, Told, public_of
from snwp_xl.results import Report

LATEST, BEFORE = 0, 1  # places of the years, latest first


@dataclass(frozen=True, slots=True)
class View:
    """A calculation as one reader sees it."""

    report: Report
    public: Public | None  # what of it may be published; None: the page is for the board
    tells: Mapping[int, Told]  # what is told of each crime type, by its number
    since: SinceLastYear | None = None  # what moved since last year; never for the public, who may not know last year's numbers

    @property
    def matrix(self) -> Matrix:
        """The harm matrix."""
        return self.report.matrix

    @property
    def assessment(self) -> Assessment:
        """The assessment that was calculated."""
        return self.report.assessment

    @property
    def names_scores(self) -> bool:
        """Whether it may be told which agency scored what, or what only single scores can tell: a setting for each reader."""
        return self.public.agencies if self.public else self.assessment.settings.board_sees_agency_scores

    @property
    def hides_from(self) -> int:
        """Counts from 1 up to one below this are hidden; 0 hides none."""
        below = self.assessment.settings.suppress_below
        return below if self.public and below > 1 else 0

    def told(self, row: MatrixRow) -> Told:
        """What is told of a crime type."""
        return self.tells[row.crime_type.number]

    def ranked(self) -> tuple[Told, ...]:
        """What is told of each crime type, highest risk first, those without a rank last."""
        return tuple(sorted(self.tells.values(), key=lambda one: (one.rank is None, one.rank or 0, one.row.crime_type.number)))

    def tells_total(self, row: MatrixRow, back: int) -> bool:
        """Whether the count of a year may be told."""
        return self.public is None or self.public.counts.total_told(row.crime_type.number, back)

    def tells_months(self, row: MatrixRow) -> bool:
        """Whether all its monthly counts may be told: a chart, its limits and the values of a signal would give them away."""
        if self.public is None:
            return True
        counts = self.public.counts
        return all(counts.months_told(row.crime_type.number, back) for back in range(len(counts.years)))

    def typed(self, words: str) -> str:
        """What the officer typed for colleagues, such as a reason: never for the public."""
        return "" if self.public else words.strip().rstrip(".")


def view_of(report: Report, *, public: bool) -> View:
    """A calculation as the board or the public sees it."""
    report = replace(report, analysed=report.analysis)
    if public:
        may = public_of(report.matrix)
        return View(report, may, {one.row.crime_type.number: one for one in may.rows})
    every = {row.crime_type.number: Told(row, True, True, True, True, row.rank) for row in report.matrix.rows}
    return View(report, None, every, since_last_year(report.matrix))


def percent_words(part: int, whole: int) -> str:
    """A share as a percentage with one decimal, half up: 24.4%."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"
