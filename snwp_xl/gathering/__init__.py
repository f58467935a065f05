"""Police files + the mapping and what was typed before -> the incident counts, with everything that should be said of them."""

from snwp_xl.gathering.draw import workbook
from snwp_xl.gathering.earlier import Earlier, read_earlier
from snwp_xl.gathering.gather import Gathered, GridRow, gather
from snwp_xl.gathering.replacing import refuse_open, replace_counts

__all__ = ["Earlier", "Gathered", "GridRow", "gather", "read_earlier", "refuse_open", "replace_counts", "workbook"]
