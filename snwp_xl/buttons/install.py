"""Puts the ribbon add-in where Excel looks when it starts, takes it away, and says how it stands.

Each function is given the platform (as in `sys.platform`), the environment and the interpreter, so that what happens on
Windows and on a Mac can be tried elsewhere; on a system without Excel it says what it would do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from snwp_xl.buttons.interpreter import Interpreter
from snwp_xl.buttons.ribbon import ADDIN_FILE, addin_bytes
from snwp_xl.buttons.shipped import shipped_file, xlwings_version
from snwp_xl.frozen import dataclass

# Excel opens every workbook in its start-up folder by itself, so nothing has to be ticked in its list of add-ins.
WINDOWS_FOLDER = ("Microsoft", "Excel", "XLSTART")  # under %APPDATA%
MAC_FOLDER = ("Library", "Group Containers", "UBF8T346G9.Office", "User Content.localized", "Startup.localized", "Excel")  # under $HOME
MAC_SCRIPTS = ("Library", "Application Scripts", "com.microsoft.Excel")  # the one folder whose scripts a sandboxed Excel may run

EXCEL_OPEN = "Close Excel completely and try again"
AGAIN = "Run: snwp-xl addin install"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the add-in's files go."""

    addin: Path
    script: Path | None  # xlwings' AppleScript, through which Excel on a Mac starts a program; None on Windows


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, in words."""

    done: bool
    lines: tuple[str, ...]


def places(platform: str, environment: Mapping[str, str]) -> Places | None:
    """Where the files go for this user; None where there is no Excel, or the user's folder is not known."""
    if platform == "win32" and environment.get("APPDATA"):
        return Places(Path(environment["APPDATA"], *WINDOWS_FOLDER, ADDIN_FILE), None)
    if platform == "darwin" and environment.get("HOME"):
        home = Path(environment["HOME"])
        return Places(home.joinpath(*MAC_FOLDER, ADDIN_FILE), home.joinpath(*MAC_SCRIPTS, _script_name()))
    return None


def install(platform: str, environment: Mapping[str, str], interpreter: Interpreter) -> Report:
    """Write the add-in, over an older one; raises ProjectRefused if the installed xlwings does not yield one."""
    target = places(platform, environment)
    if target is None:
        return Report(False, _elsewhere(platform))
    try:
        for path, content in _files(target, interpreter).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        return Report(False, (f"The add-in could not be written to {target.addin}: {_why(error)}. {EXCEL_OPEN}.",))
    return Report(True, (f"The add-in is in {target.addin}.", "Start Excel again: it has a tab Harm matrix."))


def remove(platform: str, environment: Mapping[str, str]) -> Report:
    """Delete the add-in; xlwings' script on a Mac stays, because other workbooks may use it."""
    target = places(platform, environment)
    if target is None:
        return Report(False, _elsewhere(platform))
    if not target.addin.exists():
        return Report(True, (f"There is no add-in in {target.addin.parent}.",))
    try:
        target.addin.unlink()
    except OSError as error:
        return Report(False, (f"The add-in could not be deleted from {target.addin}: {_why(error)}. {EXCEL_OPEN}.",))
    return Report(True, (f"The add-in was deleted from {target.addin.parent}.", "Start Excel again to remove the tab Harm matrix."))


def status(platform: str, environment: Mapping[str, str], interpreter: Interpreter) -> Report:
    """Whether the add-in is there and is the one that would be written now."""
    target = places(platform, environment)
    if target is None:
        return Report(False, _elsewhere(platform))
    if not target.addin.exists():
        return Report(False, (f"The add-in is not installed. It would go to {target.addin}.",))
    other = [path for path, content in _files(target, interpreter).items() if not path.exists() or path.read_bytes() != content]
    if other:
        changed = ", ".join(path.name for path in other)
        return Report(False, (f"The add-in in {target.addin.parent} is a different version or for a different Python ({changed}).", AGAIN))
    return Report(True, (f"The add-in is installed in {target.addin.parent}, and is up to date.",))


def _files(target: Places, interpreter: Interpreter) -> dict[Path, bytes]:
    """Every file to be in place, with its content."""
    content = {target.addin: addin_bytes(interpreter)}
    if target.script:
        content[target.script] = shipped_file(_script_name())
    return content


def _script_name() -> str:
    return f"xlwings-{xlwings_version()}.applescript"


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _elsewhere(platform: str) -> tuple[str, ...]:
    """What is said where nothing can be done."""
    if platform in ("win32", "darwin"):
        variable = "APPDATA" if platform == "win32" else "HOME"
        return (f"The add-in cannot be installed: this account has no {variable}, the folder in which Excel keeps such files.",)
    return (
        "There is no Excel on this system, so nothing was done.",
        "On Windows the add-in would be " + "\\".join(("%APPDATA%", *WINDOWS_FOLDER, ADDIN_FILE)) + ".",
        "On a Mac it would be " + "/".join(("~", *MAC_FOLDER, ADDIN_FILE)) + ",",
        "and xlwings' script " + "/".join(("~", *MAC_SCRIPTS, _script_name())) + ".",
    )
