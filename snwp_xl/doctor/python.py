"""The Python that the buttons start: there, allowed to run, complete, and of the same version as the macros."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from snwp_xl.buttons import Interpreter
from snwp_xl.buttons.inside import ButtonsInside
from snwp_xl.doctor.lines import Line, Verdict, ok, wrong
from snwp_xl.doctor.machine import Machine

LEAST = (3, 11)
AGAIN = "Ask ICT to install the program again from its folder, with no network: install.cmd or install.sh."
RENEW = "Run snwp-xl new --buttons FOLDER, which writes a new set-up workbook beside this one."
ADDIN_AGAIN = "Run snwp-xl addin install, and start Excel again."
STORE = "windowsapps"  # a part of the path of the Microsoft Store's Python
BARRED = ("Send to ICT: please allow this program to run from there (AppLocker, WDAC or antivirus may block programs in the profile), "
          "or install Python and snwp_xl where programs may run.")


def lines(machine: Machine, inside: ButtonsInside | None, *, alone: bool = False) -> Iterator[Line]:
    """Version, packages, and the Python that a workbook's buttons start; `alone`: without them, the ribbon's are looked at instead."""
    yield _version(machine)
    yield _packages(machine)
    if machine.platform == "win32" and STORE in f"{machine.base} {machine.executable}".lower():
        yield _store(machine)
    if inside and inside.xlwings:
        yield _agree(machine, inside)
    elif inside:
        yield Line("Versions", Verdict.UNKNOWN, "The xlwings version of the workbook's macros could not be found.")
    if machine.platform in ("win32", "darwin") and (inside or not alone):
        yield _interpreter(machine, inside)


def ribbon(machine: Machine, inside: ButtonsInside | None) -> Line:
    """The ribbon add-in, where it is installed: of the same version, and its Python there and allowed to run."""
    subject, here = "Ribbon add-in", machine.packages.get("xlwings", "")
    if inside is None:
        return wrong(subject, "The add-in could not be read.", ADDIN_AGAIN)
    if inside.xlwings and inside.xlwings != here:
        return wrong(subject, f"Its macros are from xlwings {inside.xlwings}, and {here or 'none'} is installed.", ADDIN_AGAIN)
    path = _path(machine, inside.interpreter)
    if not machine.exists(path):
        return wrong(subject, f"Its buttons start {path}, which is not there.", ADDIN_AGAIN)
    if why := machine.starts(path):
        return wrong(subject, f"{path} could not be started: {why}.", BARRED)
    return ok(subject, f"It is installed; its buttons start {path}.")


def _version(machine: Machine) -> Line:
    shown = f"{'.'.join(str(one) for one in machine.python)}, {machine.bits}-bit, {machine.executable}"
    if machine.python < LEAST or machine.bits < 64:
        least = ".".join(str(one) for one in LEAST)
        advice = f"Send to ICT: please install Python {least} or later, 64-bit, from python.org."
        return wrong("Python", f"This is Python {shown}.", advice)
    return ok("Python", f"Python {shown}.")


def _packages(machine: Machine) -> Line:
    missing = [name for name, version in machine.packages.items() if not version]
    if missing:
        return wrong("Packages", f"Not installed: {', '.join(missing)}.", AGAIN)
    return ok("Packages", f"{', '.join(f'{name} {version}' for name, version in machine.packages.items())}.")


def _store(machine: Machine) -> Line:
    """Its files in AppData are kept elsewhere, where Excel does not find them."""
    words = "This is the Microsoft Store's Python: Windows keeps what it installs in a place that Excel cannot see."
    return wrong("Microsoft Store", words, "Send to ICT: please install Python from python.org, and snwp_xl with it.")


def _agree(machine: Machine, inside: ButtonsInside) -> Line:
    here, ours = machine.packages.get("xlwings", ""), machine.packages.get("snwp_xl", "")
    if inside.xlwings != here:
        return wrong("Versions", f"The workbook's macros are from xlwings {inside.xlwings}, and {here or 'none'} is installed.", RENEW)
    if inside.snwp_xl and inside.snwp_xl != ours:
        return wrong("Versions", f"The workbook was made by snwp_xl {inside.snwp_xl}, and {ours or 'none'} is installed.", RENEW)
    return ok("Versions", f"The workbook's macros and the installed xlwings are both {here}.")


def _interpreter(machine: Machine, inside: ButtonsInside | None) -> Line:
    """Where the buttons look for Python: is it there, and may it run."""
    subject = "Buttons' Python"
    said = inside.interpreter if inside else Interpreter()
    path = _path(machine, said)
    if not path:
        return wrong(subject, "The workbook does not say which Python its buttons start.", RENEW)
    if not machine.exists(path):
        where = "The buttons start" if inside else "A workbook's buttons would start"
        return wrong(subject, f"{where} {path}, which is not there.", f"{RENEW} Or install the program there: install.cmd or install.sh.")
    if why := machine.starts(path):
        return wrong(subject, f"{path} could not be started: {why}.", BARRED)
    same = "the one that runs now" if _same(path, machine) else f"not the one that runs now, {machine.executable}"
    return ok(subject, f"{path} starts, and is {same}.")


def _path(machine: Machine, said: Interpreter) -> str:
    return expanded(said.windows if machine.platform == "win32" else said.mac, machine)


def expanded(path: str, machine: Machine) -> str:
    """A path of the settings with %NAME% and a leading $HOME filled in, as xlwings' macro does."""
    if machine.platform == "win32":
        for name, value in machine.environment.items():
            path = path.replace(f"%{name.upper()}%", value)
        return path
    return path.replace("$HOME", machine.environment.get("HOME", "$HOME"))


def _same(path: str, machine: Machine) -> bool:
    kind: type[PurePath] = PureWindowsPath if machine.platform == "win32" else PurePosixPath
    return kind(path) == kind(machine.executable)
