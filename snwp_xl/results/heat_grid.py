"""The cells of the heat map: which probabilities and combined harms it has, what band each cell is, who stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, MatrixRow, Points, half_up, highest_harm, joined
from snwp_xl.model import RiskBand
from snwp_xl.month_chart import round_number

MOST_ROWS = 20  # of harm; a longer range is gathered into steps
MOST_COLUMNS = 10  # of probability; a longer range shows only the scores that can come
MOST_NAMED = 8  # crime types in a cell of a map that is not live
BY_HAND = ", by hand"
PLACE_STEP = 1_000  # keeps probability before the row of harm in one number

Harms = tuple[int, int]  # the lowest and highest combined harm of a row


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows and columns of the map."""

    columns: tuple[int, ...]  # probabilities
    lowest: int  # combined harm
    highest: int
    step: int

    @property
    def rows(self) -> tuple[Harms, ...]:
        """The rows from the top of the map."""
        lows = range(self.lowest, self.highest + 1, self.step)
        return tuple((low, min(low + self.step - 1, self.highest)) for low in reversed(lows))

    def place(self, row: MatrixRow) -> int | None:
        """The number of the cell that a crime type stands in; None where it is not assessed."""
        if row.probability is None or row.combined_harm is None:
            return None
        return self.number(row.probability, row.combined_harm)

    def number(self, probability: int, harm: int) -> int:
        """The number of a cell."""
        return probability * PLACE_STEP + (harm - self.lowest) // self.step


def grid_of(matrix: Matrix) -> Grid:
    """The map of a matrix: every probability that can come, every combined harm from the rule's lowest to its highest."""
    of = matrix.assessment
    can_come = {score for scores in of.probability_matrix.scores for score in scores}
    can_come |= {row.probability for row in matrix.rows if row.probability is not None}
    columns = range(min(*can_come, 1), max(can_come) + 1)
    least = joined([of.lowest_harm_score] * len(of.agencies), of.rule, len(of.agencies), of.divisor)
    low, high = half_up(least or 0), half_up(highest_harm(of))
    step = round_number((high - low + 1) / MOST_ROWS)
    return Grid(tuple(columns) if len(columns) <= MOST_COLUMNS else tuple(sorted(can_come)), low // step * step, high, step)


def harm_words(harms: Harms) -> str | int:
    """The heading of a row."""
    low, high = harms
    return low if low == high else f"{low} to {high}"


def band_words(at: Points, probability: int, harms: Harms) -> str:
    """The band of a cell, or the bands between which a row of several harms lies."""
    low, high = (at.band(probability * harm) for harm in harms)
    return low.value if low is high else f"{low} to {high}"


def label(row: MatrixRow, grid: Grid) -> str:
    """How a crime type is named on a live map: with its band where a cell may hold several, and marked where something is by hand."""
    return f"{row.name if grid.step == 1 else f'{row.name}, {row.risk_band}'}{hand_mark(row)}"


def hand_mark(row: MatrixRow) -> str:
    """What is put behind the name of a crime type whose probability or control state was set by hand."""
    return BY_HAND if row.by_hand else ""


def cell_words(band: str, names: Sequence[str]) -> str:
    """What a cell says."""
    return "\n".join((band, *names))


def shortened_names(names: Sequence[str]) -> list[str]:
    """The first names and how many more there are."""
    if len(names) <= MOST_NAMED + 1:
        return list(names)
    return [*names[:MOST_NAMED], f"and {len(names) - MOST_NAMED} more"]


def band_formula(high: str, medium: str, probability: int, harms: Harms) -> str:
    """The words of `band_words`, live."""
    low, top = (
        f'IF({probability * harm}>={high},"{RiskBand.HIGH}",IF({probability * harm}>={medium},"{RiskBand.MEDIUM}","{RiskBand.LOW}"))'
        for harm in harms)
    return low if harms[0] == harms[1] else f'IF({low}={top},{low},{low}&" to "&{top})'
