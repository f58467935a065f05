"""Monthly incident counts: the workbook that an analyst fills in, and what it holds when it comes back."""

from snwp_xl.incidents.drawing import (
    MONTH_WIDTH,
    Content,
    Line,
    counts_sheet,
    counts_workbook,
    empty_counts,
    first_month_column,
    head_row,
    within_as_usual,
)
from snwp_xl.incidents.reading import month_columns, read_counts, rows_of
from snwp_xl.incidents.rows import Counted

__all__ = [
    "MONTH_WIDTH", "Content", "Counted", "Line", "counts_sheet", "counts_workbook", "empty_counts", "first_month_column", "head_row",
    "month_columns", "read_counts", "rows_of", "within_as_usual",
]
