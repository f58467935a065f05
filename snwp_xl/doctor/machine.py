"""What a computer has, as far as the buttons care; `this_machine` looks at the real one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from snwp_xl.frozen import dataclass
from snwp_xl.installed import version_of

PACKAGES = ("snwp_xl", "xlwings", "XlsxWriter", "jinja2", "olefile")  # without which no button works
OF_WINDOWS, OF_MAC = ("pywin32",), ("appscript", "psutil")  # what xlwings needs beside them
START_LIMIT = 30  # seconds for a program to start and end
SIXTY_FOUR = 2**32  # numbers above are known to 64-bit programs only

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer, through the few questions that the checks ask of it."""

    platform: str  # as in sys.platform
    environment: Mapping[str, str]
    executable: str  # of the Python that runs now
    base: str  # of the Python that its environment was made from
    python: tuple[int, int]
    bits: int
    packages: Mapping[str, str]  # name -> version installed; empty: not installed
    exists: Callable[[str], bool]  # a file
    starts: Callable[[str], str]  # why this Python cannot be started; empty if it can
    registry: Callable[[str], Values | None]  # values of a key such as HKCU\\Software\\...; None if there is no such key
    keys: Callable[[str], tuple[str, ...]]  # the keys below a key
    mark: Callable[[str], str]  # what Windows noted of where a file came from


def this_machine() -> Machine:
    """The computer that this runs on."""
    windows = sys.platform == "win32"
    return Machine(
        sys.platform, dict(os.environ), sys.executable, getattr(sys, "_base_executable", sys.executable), sys.version_info[:2],
        64 if sys.maxsize > SIXTY_FOUR else 32, {name: version_of(name) or "" for name in (*PACKAGES, *_more())},
        lambda path: Path(path).is_file(), _starts, _values if windows else _no_values, _keys if windows else _no_keys,
        _mark if windows else lambda path: "")


def _more() -> tuple[str, ...]:
    return OF_WINDOWS if sys.platform == "win32" else OF_MAC if sys.platform == "darwin" else ()


def _starts(program: str) -> str:
    """Run it, as a button does, to see whether a policy stands in the way."""
    try:
        done = subprocess.run([program, "-c", "import snwp_xl, xlwings"], capture_output=True, text=True, timeout=START_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return f"it did not answer within {START_LIMIT} seconds"
    except OSError as problem:
        return problem.strerror or type(problem).__name__
    lines = done.stderr.strip().splitlines()
    return "" if done.returncode == 0 else lines[-1] if lines else f"it ended with code {done.returncode}"


def _mark(path: str) -> str:
    try:
        return Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


# --- the registry of Windows --------------------------------------------------------------------------------------------


def _no_values(key: str) -> Values | None:
    return None


def _no_keys(key: str) -> tuple[str, ...]:
    return ()


def _values(key: str) -> Values | None:
    if sys.platform != "win32":
        return None
    import winreg

    roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
    root, _, path = key.partition("\\")
    try:
        with winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            count = winreg.QueryInfoKey(opened)[1]
            return {name: value for name, value, _ in (winreg.EnumValue(opened, number) for number in range(count))}
    except OSError:
        return None


def _keys(key: str) -> tuple[str, ...]:
    if sys.platform != "win32":
        return ()
    import winreg

    roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
    root, _, path = key.partition("\\")
    try:
        with winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            return tuple(winreg.EnumKey(opened, number) for number in range(winreg.QueryInfoKey(opened)[0]))
    except OSError:
        return ()
