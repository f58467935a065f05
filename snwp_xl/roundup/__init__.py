"""Many rounds into one workbook: a county's or a country's partnerships side by side."""

from snwp_xl.roundup.gather import Gathered, gather
from snwp_xl.roundup.line import Line
from snwp_xl.roundup.workbook import names_of, roundup_workbook

__all__ = ["Gathered", "Line", "gather", "names_of", "roundup_workbook"]
