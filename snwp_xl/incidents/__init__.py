"""Monthly incident counts: the workbook that an analyst fills in, and what it holds when it comes back.

Names are imported when they are first asked for: most verbs only read counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from snwp_xl.late import late

if TYPE_CHECKING:
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

__getattr__ = late(__name__, {
    "snwp_xl.incidents.drawing": (
        "MONTH_WIDTH", "Content", "Line", "counts_sheet", "counts_workbook", "empty_counts", "first_month_column", "head_row",
        "within_as_usual"),
    "snwp_xl.incidents.reading": ("month_columns", "read_counts", "rows_of"),
    "snwp_xl.incidents.rows": ("Counted",),
})
