"""The live words of a form: what is still to do in a row and in all, each a formula with the value that it has now.

Each is worked out twice, by a formula for the person who types and here for the value stored beside it; a test
recalculates every one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl import layout
from snwp_xl.forms.form import Line
from snwp_xl.frozen import dataclass
from snwp_xl.layout import NO_VIEW, Grid
from snwp_xl.sheets import Formula, area, cell, own


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where the grid stands, for the live lines of other sheets."""

    head: int
    last: int
    columns: Mapping[str, int]  # heading -> column
    open: int  # crime types still to do
    first_open: str  # the first of them; empty if there is none
    wanted: tuple[int, ...] = ()  # rows whose reply is still to be given

    def rows(self, heading: str, sheet: str = "") -> str:
        """The fixed range of a column's rows."""
        return area(self.head + 1, self.columns[heading], self.last, self.columns[heading], sheet)


def still_to_do(line: Line, grid: Grid) -> str:
    """What the column Still to do says of a row."""
    entered = [score for score in line.scores if score is not None]
    if line.no_view:
        return layout.BESIDE_SCORES if entered else NO_VIEW
    valid = sum(score in grid.allowed for score in entered)
    if len(entered) > valid:
        return layout.TO_CORRECT.format(count=len(entered) - valid)
    missing = len(grid.factors) - valid
    if missing == 0:
        return layout.DONE
    return layout.ONE_MISSING if missing == 1 else layout.MISSING.format(count=missing)


def check(row: int, line: Line, grid: Grid, columns: Mapping[str, int]) -> Formula:
    """The live words of the column Still to do."""
    scores = f"{own(grid.score_columns[0], row)}:{own(grid.score_columns[-1], row)}"
    valid = "SUMPRODUCT(" + "+".join(f"({scores}={score})" for score in grid.allowed) + ")"
    entered, every = f"COUNTA({scores})", len(grid.factors)
    words = (
        f'IF({entered}>{valid},{_counted(layout.TO_CORRECT, f"({entered}-{valid})")},IF({valid}={every},"{layout.DONE}",'
        f'IF({valid}={every - 1},"{layout.ONE_MISSING}",{_counted(layout.MISSING, f"({every}-{valid})")})))'
    )
    if grid.no_view:
        view = own(columns[grid.view], row)
        chosen = f'IF({entered}>0,"{layout.BESIDE_SCORES}",IF({view}="{NO_VIEW}","{NO_VIEW}","{layout.NOT_NO_VIEW}"))'
        words = f'IF({view}<>"",{chosen},{words})'
    wrong = layout.TO_CORRECT.format(count="Scores")
    return Formula(f'=IFERROR({words},"{wrong}")', still_to_do(line, grid))


def _counted(words: str, number: str) -> str:
    before, after = words.split("{count}")
    return f'{number}&"{after}"' if not before else f'"{before}"&{number}&"{after}"'


def open_count(drawn: Drawn, grid: Grid, sheet: str = "") -> str:
    """The formula's part that counts how many crime types are still to do."""
    checks = drawn.rows(grid.check, sheet)
    return f'({len(grid.crime_types)}-COUNTIF({checks},"{layout.DONE}")-COUNTIF({checks},"{NO_VIEW}"))'


def crime_types_to_do(drawn: Drawn, grid: Grid, sheet: str = "") -> Formula:
    """The live line "3 of 17 crime types still to do. Next: Robbery"."""
    every, left = len(grid.crime_types), open_count(drawn, grid, sheet)
    checks, names = drawn.rows(grid.check, sheet), drawn.rows(grid.corner, sheet)
    answered = f'(({checks}="{layout.DONE}")+({checks}="{NO_VIEW}"))'
    place = f"SUMPRODUCT(MIN(ROW({checks})-{drawn.head + 1}+{every}*{answered}))"  # the first row that is not answered
    all_done, some = all_answered(grid), f" of {every} crime types still to do. Next: "
    formula = f'=IF({left}=0,"{all_done}",{left}&"{some}"&INDEX({names},{place}))'
    return Formula(formula, f"{drawn.open}{some}{drawn.first_open}" if drawn.open else all_done)


def all_answered(grid: Grid) -> str:
    """What the live line says when nothing is left to do."""
    return f"All {len(grid.crime_types)} crime types are answered"


def first_entry(grid: Grid, drawn: Drawn) -> str:
    """The address of the first entry cell, for a link to it."""
    return cell(drawn.head + 1, grid.score_columns[0])


def left_of(every: int, counted: Sequence[str], left: int, all_done: str, some: str) -> Formula:
    """The live line of how many of some cells are still empty; `counted` are the references of the cells."""
    open_now = f"({every}-COUNTA({','.join(counted)}))" if counted else "0"
    return Formula(f'=IF({open_now}=0,"{all_done}",{open_now}&"{some}")', f"{left}{some}" if left else all_done)
