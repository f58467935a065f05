"""Street-level files of data.police.uk -> monthly counts for an area, with everything that a person should know of them.

Standard library only: the module is quick to import, and its memory does not grow with the files.
"""

from snwp_xl.police.area import Area
from snwp_xl.police.categories import CANNOT_BE_SPLIT, CATEGORIES, ERAS, KNOWN, SUGGESTED_MAPPING, Era
from snwp_xl.police.counts import EraMonths, OtherForce, StreetCounts
from snwp_xl.police.read import read_street_files, source_line

__all__ = [
    "CANNOT_BE_SPLIT", "CATEGORIES", "ERAS", "KNOWN", "SUGGESTED_MAPPING", "Area", "Era", "EraMonths", "OtherForce",
    "StreetCounts", "read_street_files", "source_line",
]  # fmt: skip
