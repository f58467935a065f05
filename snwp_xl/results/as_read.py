"""What stood in the typed cells when the results were calculated, and the check that names a cell that no longer holds it.

A row keeps its values as one text with a place of fixed width for each; the check compares its own row with its own text,
so that both may be sorted, and gives TRUE or the address of the first cell that differs.
"""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.layout import NO_VIEW
from snwp_xl.model import ScoreRow
from snwp_xl.results.plan import KEY_STEP, MISSING, Plan, TablePlan, factor_key
from snwp_xl.results.tables import FAR
from snwp_xl.sheets import Formula, column_name

KEY_PLACES, SCORE_PLACES, COUNT_PLACES = 7, 2, 9  # letters kept for a key, a score, a month's count
VIEW_MARK = "V"


def drawn_scores(key: int, said: ScoreRow, factors: int) -> str:
    """The key, each score and the mark of No view of a row of All scores."""
    scores = (*said.scores, *[None] * (factors - len(said.scores)))
    texts = "".join(f"{'' if score is None else score:>{SCORE_PLACES}}" for score in scores)
    return f"{key:<{KEY_PLACES}}{texts}{VIEW_MARK if said.no_view else '.'}"


def drawn_counts(counts: Sequence[int | None]) -> str:
    """Each month's count of a row of Incident counts, and an end that keeps trailing spaces in every program."""
    return "".join(f"{'' if count is None else count:>{COUNT_PLACES}}" for count in counts) + "."


def score_check(table: TablePlan, row: int, factors: int) -> Formula:
    """The check of a row of All scores."""
    key, number, view, kept = (table.own(name, row) for name in ("key", "number", "view", "as_read"))
    scores = table.span(factor_key(1), factor_key(factors), row)
    altered = _first_altered(scores, kept, table.column(factor_key(1)), SCORE_PLACES, KEY_PLACES)
    same_view = f'{view}&""=IF(RIGHT({kept},1)="{VIEW_MARK}","{NO_VIEW}","")'
    added = f'IF({view}="{NO_VIEW}","{NO_VIEW}",IF(COUNT({scores})={factors},SUM({scores}),"{MISSING}"))'
    last = _named(table, "harm", f"IF({table.own('harm', row)}={added},TRUE,", ")")
    last = f"IF({same_view},{last}," + _named(table, "view", "", ")")
    before = _named(table, "key", f'IF({key}&""<>TRIM(LEFT({kept},{KEY_PLACES})),', ",")
    names = _named(table, "number", f"IF({number}<>MOD({key},{KEY_STEP}),", ",")
    return Formula(f"={before}{names}IF({altered}<{FAR},ADDRESS(ROW(),{altered},4),{last})))", True)


def count_check(plan: Plan, row: int) -> Formula:
    """The check of a row of Incident counts."""
    table, months = plan.counts, plan.months
    if not months:
        return Formula("=TRUE", True)
    altered = _first_altered(table.span(months[0], months[-1], row), table.own("as_read", row), table.column(months[0]), COUNT_PLACES, 0)
    return Formula(f"=IF({altered}<{FAR},ADDRESS(ROW(),{altered},4),TRUE)", True)


def _first_altered(cells: str, kept: str, first: int, places: int, after: int) -> str:
    """The number of the first column whose cell differs from its part of the text kept; FAR or more where none does."""
    part = f"TRIM(MID({kept},(COLUMN({cells})-{first + 1})*{places}+{after + 1},{places}))"
    return f'SUMPRODUCT(MIN(COLUMN({cells})+({cells}&""={part})*{FAR}))'


def _named(table: TablePlan, key: str, before: str, after: str) -> str:
    """A piece of formula with the address of a column's cell in the formula's own row between its ends."""
    return f'{before}"{column_name(table.column(key))}"&ROW(){after}'
