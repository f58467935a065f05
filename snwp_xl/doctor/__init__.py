"""Can this computer run the buttons; if not, which part is in the way, and what to tell ICT.

Pure checks over a `Machine`, which says what a computer has: the real one, or in tests any.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from snwp_xl.buttons.inside import ButtonsInside, buttons_inside
from snwp_xl.buttons.install import places
from snwp_xl.doctor import mac, python, windows
from snwp_xl.doctor.lines import Line, Verdict
from snwp_xl.doctor.machine import Machine, this_machine

__all__ = ["Line", "Machine", "Verdict", "examine", "this_machine"]

ELSEWHERE = "The buttons run in Excel on Windows and on a Mac. The commands do the same here."


def examine(machine: Machine, workbook: Path | None = None) -> tuple[Line, ...]:
    """Every line, for a set-up workbook with buttons if one is given."""
    inside = buttons_inside(workbook) if workbook and workbook.is_file() else None
    return tuple(_lines(machine, workbook, inside))


def _lines(machine: Machine, workbook: Path | None, inside: ButtonsInside | None) -> Iterator[Line]:
    if workbook is not None:
        yield _workbook(workbook, inside)
    target = places(machine.platform, machine.environment)
    addin = target is not None and machine.exists(str(target.addin))
    yield from python.lines(machine, inside, alone=addin)
    if target and addin:
        yield python.ribbon(machine, buttons_inside(target.addin))
    if machine.platform == "win32":
        yield from windows.lines(machine, workbook)
    elif machine.platform == "darwin":
        yield from mac.lines(machine)
    else:
        yield Line("Excel", Verdict.UNKNOWN, "There is no Excel on this system.", ELSEWHERE)


def _workbook(workbook: Path, inside: ButtonsInside | None) -> Line:
    if not workbook.is_file():
        words = f"{workbook.name} is not on this computer (it may be open from the web), so its macros were not looked at."
        return Line("Workbook", Verdict.UNKNOWN, words)
    if inside is None:
        again = "To add them: snwp-xl new --buttons FOLDER."
        return Line("Workbook", Verdict.UNKNOWN, f"{workbook.name} has no buttons, or could not be read.", again)
    return Line("Workbook", Verdict.OK, f"{workbook.name} has the buttons.")
