"""What lies on the desk of somebody who writes the round's letters: the round as it stands, read once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from snwp_xl import layout, locate
from snwp_xl.findings import Finding, Place
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book
from snwp_xl.locate import plain
from snwp_xl.matrix import Matrix
from snwp_xl.model import Agency, AgencyState, Assessment
from snwp_xl.post.message import Attachment
from snwp_xl.returns import Returns


@dataclass(frozen=True, slots=True)
class Results:
    """The harm matrix as the round's files give it now, and the workbook of it that the board gets."""

    matrix: Matrix
    edition: int
    current: bool  # the results workbook in the round was calculated from the files as they are now
    workbook: Attachment | None  # None: there is none that the board may get now
    findings: tuple[Finding, ...] = ()
    agency_scores: bool = True  # the workbook holds each agency's scores

    @property
    def called(self) -> str:
        """edition 3."""
        return f"edition {self.edition}"


@dataclass(frozen=True, slots=True)
class Desk:
    """A round, for its letters."""

    folder: Path
    assessment: Assessment
    returns: Returns
    setup_name: str = ""  # of the set-up workbook, for the places of findings
    setup: Book | None = None
    counts_name: str = ""  # of the incident workbook; empty: there is none
    results: Results | None = None  # read for the results' letters only
    today: date | None = None  # when letters are written

    def state(self, agency: Agency) -> AgencyState:
        """Where an agency's return stands."""
        return self.returns.states.get(agency.name, AgencyState.MISSING)

    def field_place(self, key: str) -> Place:
        """Where a field of the sheet Setup stands."""
        found = locate.field(self.setup, layout.SETUP_FIELDS[key]) if self.setup else None
        return found.place(self.setup_name) if found else Place(self.setup_name, layout.SETUP_SHEET)

    def agency_place(self, agency: Agency, key: str) -> Place:
        """Where a column of an agency's row on the sheet Agencies stands."""
        table = layout.AGENCIES
        headings = [table.column(one).heading for one in ("name", key)]
        head = locate.head(self.setup, table.name, headings) if self.setup else None
        if head:
            for row in head.rows_below():
                name, cell = (head.at(row, heading) for heading in headings)
                if name and cell and plain(name.text) == plain(agency.name):
                    return cell.place(self.setup_name)
        return Place(self.setup_name, table.sheet)
