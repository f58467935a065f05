"""What one calculation found, whole: what the results workbook is written from."""

from __future__ import annotations

from dataclasses import field

from snwp_xl.analysis import Analysis, analyse
from snwp_xl.editions import Difference
from snwp_xl.findings import Finding
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.model import Assessment, Return


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that the calculation read, or left alone, and what became of it."""

    file: str  # relative to the round folder
    what: str  # "Set-up", "Incident counts", "Return"
    agency: str
    state: str  # "used", "superseded", "unusable: ..."
    sha256: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """The edition that the board adopted, and what differs from it now."""

    edition: int
    file: str  # where it stands, relative to the round folder
    differences: tuple[Difference, ...] = ()
    problem: str = ""  # why it could not be compared


@dataclass(frozen=True, slots=True)
class Report:
    """One calculation."""

    matrix: Matrix
    returns: tuple[Return, ...]  # in force, in the assessment's order of agencies
    findings: tuple[Finding, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    edition: int = 1
    inputs_hash: str = ""  # of everything the calculation rests on
    adopted: Adopted | None = None  # set where the set-up names the edition that the board adopted
    versions: tuple[tuple[str, str], ...] = field(default=())  # package, version
    analysed: Analysis | None = None  # given where it is made already

    @property
    def assessment(self) -> Assessment:
        """The assessment that was calculated."""
        return self.matrix.assessment

    @property
    def analysis(self) -> Analysis:
        """What the analysis says of the matrix."""
        return self.analysed or analyse(self.matrix, self.returns)
