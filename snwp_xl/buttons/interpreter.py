"""Which Python a button starts: the rows of the very hidden sheet `xlwings.conf` that xlwings' macro reads first."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from snwp_xl.frozen import dataclass
from snwp_xl.installed import version_of

SHEET = "xlwings.conf"  # very hidden; read by xlwings' macro GetConfig before any file
MADE_BY = "Made by snwp_xl"  # a row that xlwings does not ask for
FALSE = "False"  # as text, which is how the macro compares it

# Where the instructions and `snwp-xl bundle` put the program, the same on every officer's computer.
FIXED_WINDOWS = r"%LOCALAPPDATA%\snwp_xl\venv\Scripts\python.exe"
FIXED_MAC = "$HOME/.snwp_xl/venv/bin/python"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The Python that the buttons start, on each system; %NAME% and a leading $HOME are filled in there."""

    windows: str = FIXED_WINDOWS
    mac: str = FIXED_MAC


def interpreter_here(
    platform: str = sys.platform, executable: str = sys.executable, environment: Mapping[str, str] | None = None
) -> Interpreter:
    """The Python that runs now, for its own system, and the fixed place for the other; the fixed places elsewhere.

    A path within the user's own folder is written relative to it, so that the workbook works for a colleague who
    installed the program in the same way. `platform` and `executable` are as in `sys`.
    """
    known = environment or {}
    if platform == "win32" and executable:
        own: PurePath = PureWindowsPath(executable)
        return Interpreter(windows=_relative(own, "%LOCALAPPDATA%", known.get("LOCALAPPDATA", "")))
    if platform == "darwin" and executable:
        own = PurePosixPath(executable)
        return Interpreter(mac=_relative(own, "$HOME", known.get("HOME", "")))
    return Interpreter()


def _relative(path: PurePath, name: str, folder: str) -> str:
    """The path with the folder's name in place of the folder, where it lies in it."""
    if folder and path.is_relative_to(folder):
        return str(type(path)(name) / path.relative_to(folder))
    return str(path)


def configuration(interpreter: Interpreter) -> tuple[tuple[str, str], ...]:
    """The rows of `xlwings.conf` from cell A1 on, setting and value, all to be written as text.

    A setting that is missing here would be looked for in files on the officer's computer, so those that could lead
    elsewhere are given, empty or off. ADD_WORKBOOK_TO_PYTHONPATH off: else whatever lies beside the workbook could be
    imported in place of a module of the same name, and a web address would fail before our code runs. The last row is ours:
    the version that wrote the buttons, for the check of this computer.
    """
    return (
        ("Interpreter_Win", interpreter.windows),
        ("Interpreter_Mac", interpreter.mac),
        ("PYTHONPATH", ""),
        ("Conda Path", ""),
        ("Conda Env", ""),
        ("Use UDF Server", FALSE),
        ("Show Console", FALSE),
        ("ADD_WORKBOOK_TO_PYTHONPATH", FALSE),
        (MADE_BY, version_of("snwp_xl") or ""),
    )
