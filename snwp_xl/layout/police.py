"""What the incident counts hold once police files have been read: sheets, headings and names, for drawing and for finding them again."""

from __future__ import annotations

from snwp_xl.layout.parts import Field, Value

MAPPING_SHEET, POLICE_SHEET, FILES_SHEET = "Mapping", "Police categories", "Police files"

# --- Mapping: a row a category
MAPPING_HEAD = "snwp_mapping_head"  # defined name of the row of headings
CATEGORY, CRIME_TYPE = "Police category", "Crime type"
MAPPING_STATE = "Counted"
MAPPING_CHANGED = "Changed: read the files again"  # stands there, live, from the moment that the crime type is another
MAPPING_HEADINGS = (CATEGORY, CRIME_TYPE, MAPPING_STATE, "Incidents read", "Remark")

# --- Police categories: months across, the same columns as on Incident counts
POLICE_HEAD = "snwp_police_head"
POLICE_CORNER = "Incidents by category"
GIVEN_HEAD = "snwp_given_head"
GIVEN_CORNER = "Incidents by crime type"
ALL_MONTHS = "All months"
FORCE_ROWS = "The force: all rows"
NO_LOCATION = "The force: rows without a location"
ELSEWHERE = "The force: rows in other districts"
OF_THE_FORCE = (FORCE_ROWS, NO_LOCATION, ELSEWHERE)

# --- Police files: what was read
POLICE_AREA = Field("police_area", "Area counted", Value.TEXT)
POLICE_CODES = Field("police_codes", "Its LSOA codes", Value.LONG)
POLICE_SOURCE = Field("police_source", "Read from", Value.LONG)
FORCES_HEADINGS = ("Other force", "Rows", "Of these", "Months without its rows")
FINDINGS_HEADINGS = ("Severity", "Where", "What was found", "What to do")

# --- where the numbers come from
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


def source_words(source: str) -> str:
    """Where counts come from, as it is said wherever they are shown: what was typed, with the licence that data.police.uk asks for."""
    asked = "police.uk" in source.casefold() and LICENCE.casefold() not in source.casefold()
    return f"{source.rstrip('.')}. {LICENCE}" if asked else source
