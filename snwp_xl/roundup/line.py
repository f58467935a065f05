"""One partnership in a roundup: what its round says, small enough to keep for hundreds of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

from snwp_xl.findings import RoundError, Severity
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, combine
from snwp_xl.model import AgencyState, Choice
from snwp_xl.returns import read_returns
from snwp_xl.rounds import open_round

FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class CrimeTypeLine:
    """A crime type of a partnership's matrix."""

    name: str
    theme: str
    combined_harm: int | None
    probability: int | None
    risk_score: int | None
    percent: float | None  # risk score as a share of this partnership's highest possible
    band: str
    recommendation: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A partnership: its status, its priorities, its risk bands; or why it could not be read."""

    folder: str
    fingerprint: str  # of its files, by which an unchanged round is told
    partnership: str = ""
    area: str = ""
    assessment: str = ""
    status: str = FAILED
    rule: str = ""
    asked: int = 0
    complete: int = 0
    errors: int = 0
    priorities: tuple[str, ...] = ()  # as the board chose them; empty: nothing decided yet
    recommended: tuple[str, ...] = ()  # themes
    crime_types: tuple[CrimeTypeLine, ...] = ()
    problem: str = ""
    marking: str = ""  # protective marking of the round

    @property
    def failed(self) -> bool:
        """The round could not be read at all."""
        return self.status == FAILED

    def count(self, band: str) -> int:
        """How many crime types have a band."""
        return sum(one.band == band for one in self.crime_types)


def line_of(folder: Path, fingerprint: str) -> Line:
    """Read one round, calculate it, and keep what a roundup shows. A round that fails is a line that says why, never a stop."""
    try:
        return _read(folder, fingerprint)
    except (RoundError, OSError) as problem:
        return Line(folder.name, fingerprint, problem=" ".join(str(problem).split()))
    except Exception as problem:  # one partnership's surprise must not stop three hundred
        return Line(folder.name, fingerprint, problem=f"The program failed on this round: {type(problem).__name__}: {problem}")


def _read(folder: Path, fingerprint: str) -> Line:
    this = open_round(folder)
    assessment = this.ready()
    returns = read_returns(folder, assessment)
    found = (*this.findings, *returns.findings)
    matrix = combine(assessment, returns.in_force, this.counts, states=returns.states, open_findings=found)
    chosen = tuple(one.public_wording or one.theme for one in assessment.decisions if one.choice is Choice.PRIORITY)
    priorities = matrix.priorities()
    return Line(
        folder.name, fingerprint, assessment.partnership, assessment.area, assessment.name, matrix.status.words, assessment.rule.value,
        len(assessment.agencies), sum(state is AgencyState.COMPLETE for state in returns.states.values()),
        sum(one.severity is Severity.ERROR for one in found), chosen,
        tuple(theme.name for theme in (*priorities.select, *priorities.compelled)), _crime_types(matrix), marking=assessment.marking)


def _crime_types(matrix: Matrix) -> tuple[CrimeTypeLine, ...]:
    possible = matrix.thresholds.highest_possible
    return tuple(
        CrimeTypeLine(
            row.name, row.crime_type.theme, row.combined_harm, row.probability, row.risk_score,
            None if row.risk_score is None else float(Fraction(row.risk_score) / possible), row.risk_band.value,
            row.recommendation.value if row.recommendation else None)
        for row in matrix.rows)


# --- kept between runs ----------------------------------------------------------------------------------------------------

OF_A_LINE, OF_A_CRIME_TYPE = ([one.name for one in fields(kind)] for kind in (Line, CrimeTypeLine))


def to_record(line: Line) -> dict[str, object]:
    """The line as JSON can keep it."""
    crime_types = [{name: getattr(one, name) for name in OF_A_CRIME_TYPE} for one in line.crime_types]
    return {**{name: getattr(line, name) for name in OF_A_LINE}, "crime_types": crime_types}


def from_record(record: Mapping[str, object]) -> Line:
    """The line that `to_record` kept; TypeError or ValueError for anything else."""
    values = dict(record)
    crime_types = values.pop("crime_types")
    if not isinstance(crime_types, list):
        raise ValueError("no crime types")
    for key in ("priorities", "recommended"):
        listed = values[key]
        if not isinstance(listed, list):
            raise ValueError(f"{key} is no list")
        values[key] = tuple(listed)
    return Line(**values, crime_types=tuple(CrimeTypeLine(**one) for one in crime_types))  # type: ignore[arg-type]
