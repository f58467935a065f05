"""What Excel does with values: which texts it turns into something else, and what xlwings makes of a cell's content."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from numbers import Number
from typing import Any

# Texts that Excel turns into a formula, a number, a date or a truth value when they are put into a cell.
MONTHS = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(tember)?|sept|oct(ober)?|nov(ember)?|dec(ember)?"
)
EXCEL_CONVERTS = re.compile(
    rf"""[=+\-@'].*                                                                   # a formula; an apostrophe is swallowed
    | \s* [£$€]? [\d.,]* \d [\d.,]* (e [+-]? \d+)? \s* %? \s*                        # 0012, 1,000, 1E5, 12%, £5
    | \( [\d.,]+ \)                                                                  # (5) is minus five
    | \d+ \s \d+ / \d+ | \d{{1,4}} [-/.] \d{{1,2}} ([-/.] \d{{1,4}})?                      # 1 1/2, 3-4, 1/2, 2018-03-01
    | \d{{1,2}} : \d{{2}} (: \d{{2}})? (\s* [ap]m?)? | \d{{1,2}} \s [ap]m                    # 9:30, 9:30 pm, 9 am
    | \d{{0,4}} [-/ ]* ({MONTHS}) [-/ ]* \d{{1,4}} ([-/ ,]+ \d{{2,4}})?  # MAR1, 3 March 2018
    | \d{{1,2}} [-/ ]* ({MONTHS})         # 1 May
    | true | false""",
    re.IGNORECASE | re.VERBOSE,
)


def excel_would_convert(text: str) -> bool:
    """Whether Excel keeps something other than this text when it is put into a cell that is not formatted as text."""
    return EXCEL_CONVERTS.fullmatch(text) is not None


class CellError(str):
    """An error value, as the text that Excel shows."""


class Values:
    """What xlwings asks of an engine: values made ready for cells and for Python."""

    @staticmethod
    def prepare_xl_data_element(value: Any, options: object) -> Any:
        """A value that a cell can hold; raises TypeError for what COM refuses."""
        if value is None or value != value or type(value).__name__ in ("NaTType", "NAType"):
            return ""
        if isinstance(value, datetime):
            return value.replace(tzinfo=None)
        if isinstance(value, date):
            return datetime.combine(value, time())
        if isinstance(value, (bool, str)):
            return value
        if isinstance(value, Number):
            return float(value)  # type: ignore[arg-type]
        raise TypeError(f"Excel cannot hold a {type(value).__name__}")

    @staticmethod
    def clean_value_data(rows: Any, make_date: Any, empty: Any, make_number: Any, error_texts: bool) -> Any:
        """Cell values as xlwings hands them out."""

        def clean(value: Any) -> Any:
            if value in (None, ""):
                return empty
            if isinstance(value, CellError):
                return str(value) if error_texts else None
            if isinstance(value, datetime):
                parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return make_date(tzinfo=None, **{part: getattr(value, part) for part in parts})
            return make_number(value) if make_number and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in rows]
