"""Fetches every wheel that the commands and the buttons need, with pip: for this system, and for Windows wherever it runs.

pandas and openpyxl are left out: only `Matrix.frame` and its users want them, they are most of the megabytes, and xlwings
imports pandas and numpy at each click wherever they are installed, which takes as long as the calculation itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from email.parser import HeaderParser
from pathlib import Path

from snwp_xl.findings import RoundError

PYTHONS = (f"{sys.version_info[0]}.{sys.version_info[1]}",)  # of Windows, if nothing else is asked for
WINDOWS = "win_amd64"
LEFT_OUT = ("pandas", "openpyxl")
# pip reads conditions such as "on Windows only" for the system that it runs on, so this is asked for by name: what xlwings
# needs on Windows and nowhere else.
ON_WINDOWS = ("pywin32>=224",)
OF_TESTS = re.compile(r"""extra\s*==\s*['"]test['"]""")
LIMIT = 900  # seconds for one call of pip


def fetch_wheels(wheels: Path, own: Path, pythons: Sequence[str]) -> None:
    """Put all that this program's wheel needs beside it; RoundError with pip's own words if that fails."""
    wanted = needed(own)
    _pip("download", "--dest", str(wheels), "--only-binary", ":all:", *wanted)
    for python in pythons:
        _pip("download", "--dest", str(wheels), "--only-binary", ":all:", "--platform", WINDOWS, "--implementation", "cp",
             "--python-version", python, *wanted, *ON_WINDOWS)


def needed(own: Path) -> list[str]:
    """What this program's wheel asks for, other workbook formats included, but for what is left out: "XlsxWriter<4,>=3.2.0"."""
    with zipfile.ZipFile(own) as parts:
        metadata = parts.read(next(name for name in parts.namelist() if name.endswith(".dist-info/METADATA"))).decode()
    asked = HeaderParser().parsestr(metadata).get_all("Requires-Dist", [])
    return [one.partition(";")[0].strip() for one in asked if not OF_TESTS.search(one) and not one.lower().startswith(LEFT_OUT)]


def build_wheel(source: Path, wheels: Path) -> None:
    """Build the wheel of a checkout; RoundError with pip's own words if that fails."""
    _pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(source))


def _pip(*arguments: str) -> None:
    call = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    try:
        done = subprocess.run(call, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        raise RoundError(f"The wheels could not be fetched within {LIMIT // 60} minutes. Try again on a faster connection.") from None
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines() or ["pip said nothing"]
        raise RoundError(f"The wheels could not be fetched. pip says: {errors[0].removeprefix('ERROR: ')}")
