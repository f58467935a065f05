"""The verbs that only read: check, and the assessment for those who want the parts."""

from __future__ import annotations

from pathlib import Path

from snwp_xl.files import Placed, place, put_away
from snwp_xl.findings import Finding, Place, Severity, finding, in_order, worst
from snwp_xl.folders import ANSWERED, QUERIES
from snwp_xl.frozen import dataclass
from snwp_xl.model import AgencyState, Assessment, Counts
from snwp_xl.operations.records import findings_record, returns_record
from snwp_xl.returns import Returns, read_returns, to_ask
from snwp_xl.rounds import open_round


@dataclass(frozen=True, slots=True)
class Checked:
    """Who has returned, and everything found."""

    folder: Path
    assessment: Assessment | None
    returns: Returns | None
    findings: tuple[Finding, ...]
    files: tuple[Path, ...] = ()  # queries written

    @property
    def worst(self) -> Severity | None:
        """The most urgent severity found."""
        return worst(self.findings)

    def record(self) -> dict[str, object]:
        """What `check --json` prints."""
        return {"returns": returns_record(self.returns), "findings": findings_record(self.findings)}


def check_returns(folder: Path | str, *, setup: Path | None = None) -> Checked:
    """Read the set-up, the counts and every return, and write a query workbook for each agency that has something to answer.

    A query workbook that asks nothing that is still open is moved to queries/answered, so that nobody sends it again.

    Nothing is calculated. RoundError if there is no set-up workbook.
    """
    this = open_round(Path(folder), setup=setup)
    if this.assessment is None:
        return Checked(this.folder, None, None, in_order(this.findings))
    returns = read_returns(this.folder, this.assessment)
    placed = _queries(this.folder, returns, this.assessment)
    old = _put_away(this.folder, returns, this.assessment)
    found = (*this.findings, *returns.findings, *(one for single in placed for one in single.findings), *old)
    return Checked(this.folder, this.assessment, returns, in_order(found), tuple(one.path for one in placed))


def load_assessment(path: Path | str) -> Assessment:
    """The assessment in a round folder or a set-up workbook. RoundError, with the first ERROR, if it cannot be used."""
    path = Path(path)
    return open_round(path).ready() if path.is_dir() else open_round(path.parent, setup=path).ready()


def load_counts(folder: Path | str) -> Counts:
    """The monthly counts of a round folder, without any where it has no incident workbook. RoundError as `load_assessment`."""
    this = open_round(Path(folder))
    this.ready()
    return this.counts


def _queries(folder: Path, returns: Returns, assessment: Assessment) -> list[Placed]:
    """Write the query workbooks, if there is anything to ask: most checks find nothing, and need none of what draws workbooks."""
    if not any(to_ask(read) for read in returns.read.values()):
        return []
    from snwp_xl.queries import queries

    return [place(folder / QUERIES / name, data) for name, data in queries(returns, assessment).items()]


def _put_away(folder: Path, returns: Returns, assessment: Assessment) -> list[Finding]:
    """Put away the query workbooks of agencies that have answered, or are closed: nothing in them is asked any more."""
    if not any((folder / QUERIES).glob("*.xlsx")):
        return []
    from snwp_xl.queries import query_name

    found = []
    for agency, state in returns.states.items():
        read = returns.read.get(agency)
        path = folder / QUERIES / query_name(assessment, agency)
        if path.is_file() and (state is AgencyState.CLOSED or (read and not to_ask(read))):
            code = "query-put-away" if put_away(path, folder / ANSWERED) else "query-out-of-date"
            found.append(finding(code, Place(f"{QUERIES}/{path.name}"), agency=agency, name=path.name))
    return found
