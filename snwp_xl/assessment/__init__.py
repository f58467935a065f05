"""Set-up workbook <-> Assessment."""

from snwp_xl.assessment.defaults import default_assessment
from snwp_xl.assessment.draw import setup_workbook
from snwp_xl.assessment.read import read_setup, read_unfinished, settings_hash

__all__ = ["default_assessment", "read_setup", "read_unfinished", "settings_hash", "setup_workbook"]
