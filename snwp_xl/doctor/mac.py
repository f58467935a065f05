"""Excel on a Mac: it may start a program only through a script in one folder, which must be of the macros' version."""

from __future__ import annotations

from collections.abc import Iterator

from snwp_xl.buttons.install import places
from snwp_xl.doctor.lines import Line, ok, wrong
from snwp_xl.doctor.machine import Machine

EXCEL = "/Applications/Microsoft Excel.app/Contents/Info.plist"


def lines(machine: Machine) -> Iterator[Line]:
    """Excel, and xlwings' script."""
    if machine.exists(EXCEL):
        yield ok("Excel", "Excel is in Applications.")
    else:
        yield wrong("Excel", "Excel was not found in Applications.", "The buttons need Excel for Mac; the commands do not.")
    target = places(machine.platform, machine.environment)
    if target is None or target.script is None:
        yield wrong("xlwings' script", "This account has no HOME, so the script's folder is not known.", "Ask ICT.")
    elif machine.exists(str(target.script)):
        yield ok("xlwings' script", f"{target.script.name} is in place.")
    else:
        words = f"{target.script} is not there; without it Excel may not start Python."
        yield wrong("xlwings' script", words, "Run once: xlwings runpython install")
