"""Completed workbooks -> Returns and findings."""

from snwp_xl.returns.asking import NOT_SIGNED, for_agency, to_ask
from snwp_xl.returns.entries import IGNORED, Entry, ReadReturn, ReturnFile, Returns
from snwp_xl.returns.folder import NOT_COUNTED, collect, read_returns
from snwp_xl.returns.reading import read_return

__all__ = [
    "IGNORED", "NOT_COUNTED", "NOT_SIGNED", "Entry", "ReadReturn", "ReturnFile", "Returns", "collect", "for_agency", "read_return",
    "read_returns", "to_ask",
]
