"""What stood in the typed cells when the results were calculated, and the check that names a cell that no longer holds it.

A row keeps its values as one text with a place of fixed width for each; the check compares its own row with its own text,
so that both may be sorted, and gives TRUE or the address of the first cell that differs.
"""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.layout import NO_VIEW
from snwp_xl.model import ScoreRow
from snwp_xl.results.plan import KEY_STEP, MISSING, Plan, TablePlan, factor_key
from snwp_xl.results.tables import MARK
from snwp_xl.sheets import Formula, column_name

KEY_PLACES, SCORE_PLACES, COUNT_PLACES = 7, 2, 9  # letters kept for a key, a score, a month's count
VIEW_MARK, END = "V", "."  # the last letter, which no program trims
MOST_MONTHS = 50  # compared one by one, the latest; the earlier ones by their number and sum: formulas nest 64 deep
SMALLEST = "1E-9"  # a difference under this is one of floating point


def drawn_scores(key: int, said: ScoreRow, factors: int) -> str:
    """The key, each score and the mark of No view of a row of All scores."""
    scores = (*said.scores, *[None] * (factors - len(said.scores)))
    texts = "".join(f"{'' if score is None else score:>{SCORE_PLACES}}" for score in scores)
    return f"{key:<{KEY_PLACES}}{texts}{VIEW_MARK if said.no_view else END}"


def drawn_counts(counts: Sequence[int | None]) -> str:
    """Each month's count of a row of Incident counts, the latest months only where there are many."""
    return "".join(f"{'' if count is None else count:>{COUNT_PLACES}}" for count in counts[-MOST_MONTHS:]) + END


def score_check(table: TablePlan, row: int, factors: int) -> Formula:
    """The check of a row of All scores: key, number, each score, the view, and the harm score that follows."""
    key, number, view, kept = (table.own(name, row) for name in ("key", "number", "view", "as_read"))
    scores = table.span(factor_key(1), factor_key(factors), row)
    added = f'IF({view}="{NO_VIEW}","{NO_VIEW}",IF(COUNT({scores})={factors},SUM({scores}),"{MISSING}"))'
    tests = [("key", f'{key}&""<>TRIM(LEFT({kept},{KEY_PLACES}))'), ("number", f"{number}<>MOD({key},{KEY_STEP})")]
    for i in range(1, factors + 1):
        tests.append((factor_key(i), _differs(table.own(factor_key(i), row), kept, KEY_PLACES + (i - 1) * SCORE_PLACES, SCORE_PLACES)))
    tests.append(("view", f'{view}&""<>IF(RIGHT({kept},1)="{VIEW_MARK}","{NO_VIEW}","")'))
    tests.append(("harm", f"{table.own('harm', row)}<>{added}"))
    return Formula(f"={first_that(tests, table)}", True)


def count_check(plan: Plan, row: int, counts: Sequence[int | None]) -> Formula:
    """The check of a row of Incident counts."""
    table, kept = plan.counts, plan.counts.own("as_read", row)
    late, early = plan.months[-MOST_MONTHS:], plan.months[:-MOST_MONTHS]
    tests = [(month, _differs(table.own(month, row), kept, i * COUNT_PLACES, COUNT_PLACES)) for i, month in enumerate(late)]
    if early:
        cells, known = table.span(early[0], early[-1], row), [count for count in counts[: len(early)] if count is not None]
        tests.append((early[0], f"OR(COUNT({cells})<>{len(known)},SUM({cells})<>{sum(known)})"))
    return Formula(f"={first_that(tests, table)}", True)


def _differs(cell: str, kept: str, after: int, places: int) -> str:
    """A cell is not what stands for it in the text kept."""
    return f'{cell}&""<>TRIM(MID({kept},{after + 1},{places}))'


def first_that(tests: Sequence[tuple[str, str]], table: TablePlan) -> str:
    """TRUE, or the address in the formula's own row of the first column for which its test holds."""
    formula = "TRUE"
    for key, test in reversed(tests):
        formula = f'IF({test},"{table.sheet}{MARK}{column_name(table.column(key))}"&ROW(),{formula})'
    return formula
