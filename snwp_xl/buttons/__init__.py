"""The buttons in Excel: the VBA project of the set-up workbook, the ribbon add-in, and where each finds its Python.

The VBA is xlwings' own, taken from the installed package; what is ours is one short module of macros, each of which
runs one function of `snwp_xl.addin`.
"""

from snwp_xl.buttons.catalogue import BUTTONS, Button
from snwp_xl.buttons.interpreter import Interpreter, configuration, interpreter_here
from snwp_xl.buttons.project import ProjectRefused, vba_project
from snwp_xl.buttons.ribbon import addin_bytes

__all__ = [
    "BUTTONS", "Button", "Interpreter", "ProjectRefused", "addin_bytes", "configuration", "interpreter_here", "vba_project",
]  # fmt: skip
