"""The factor scores behind a matrix: those that were counted, by crime type and agency."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.model import Return


@dataclass(frozen=True, slots=True)
class Scored:
    """One agency's counted scores of one crime type."""

    agency: str
    scores: tuple[int, ...]  # one a factor

    @property
    def harm_score(self) -> int:
        """The sum of the scores."""
        return sum(self.scores)


def counted_scores(matrix: Matrix, returns: Sequence[Return]) -> tuple[tuple[Scored, ...], ...]:
    """For each row of the matrix the scores that its combined harm was made of, in the agencies' order.

    ValueError where the returns are not those that the matrix was made of.
    """
    by_agency = {one.agency.casefold(): one for one in returns}
    said = {name: {row.crime_type: row for row in one.rows} for name, one in by_agency.items()}
    table = []
    for row in matrix.rows:
        heard = []
        for agency, harm_score in zip(matrix.assessment.agencies, row.harm_scores, strict=True):
            if not isinstance(harm_score, int):
                continue
            own = said.get(agency.name.casefold(), {}).get(row.crime_type.number)
            if own is None or own.harm_score != harm_score:
                raise ValueError(f"{agency.name}, {row.name}: the returns are not those that the matrix was made of")
            heard.append(Scored(agency.name, tuple(score for score in own.scores if score is not None)))
        table.append(tuple(heard))
    return tuple(table)
