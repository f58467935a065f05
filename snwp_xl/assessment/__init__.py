"""Set-up workbook <-> Assessment. Names are imported when they are first asked for: most verbs only read a set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from snwp_xl.late import late

if TYPE_CHECKING:
    from snwp_xl.assessment.defaults import default_assessment
    from snwp_xl.assessment.draw import setup_workbook
    from snwp_xl.assessment.read import read_setup, read_unfinished, settings_hash

__all__ = ["default_assessment", "read_setup", "read_unfinished", "settings_hash", "setup_workbook"]

__getattr__ = late(__name__, {
    "snwp_xl.assessment.defaults": ("default_assessment",),
    "snwp_xl.assessment.draw": ("setup_workbook",),
    "snwp_xl.assessment.read": ("read_setup", "read_unfinished", "settings_hash"),
})
