"""What the incident-count workbook holds."""

from __future__ import annotations

from snwp_xl.layout.parts import Field, Value

COUNTS_SHEET = "Incident counts"
COUNTS_HEAD = "snwp_counts_head"  # defined name of the row of headings: these three, then the months
COUNTS_CORNER = "Counts of"
COUNTS_WITHIN = "Part of All incidents"
COUNTS_EMPTY = "Months still empty"
COUNTS_FROM = "Where from"  # heading, only where numbers come from police files
COUNTS_SOURCE = Field("counts_source", "Source", Value.LONG, "Where the numbers come from. The public edition shows it, so do not name anyone.")
