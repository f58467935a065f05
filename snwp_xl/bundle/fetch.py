"""Fetches every wheel that the program needs, with pip: for this system, and for Windows wherever it runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from snwp_xl.findings import RoundError

PYTHONS = (f"{sys.version_info[0]}.{sys.version_info[1]}",)  # of Windows, if nothing else is asked for
WINDOWS = "win_amd64"
# pip reads conditions such as "on Windows only" for the system that it runs on, so these are asked for by name:
# what xlwings and pandas need on Windows and nowhere else.
ON_WINDOWS = ("pywin32>=224", "tzdata")
EXTRA = "formats"
LIMIT = 900  # seconds for one call of pip; wheels of a bundle have some 60 MB


def fetch_wheels(wheels: Path, own: Path, pythons: Sequence[str]) -> None:
    """Put this program's wheel and all that it needs into a folder; RoundError with pip's own words if that fails."""
    wanted = f"{own}[{EXTRA}]"
    _pip("download", "--dest", str(wheels), "--only-binary", ":all:", wanted)
    for python in pythons:
        _pip("download", "--dest", str(wheels), "--only-binary", ":all:", "--platform", WINDOWS, "--implementation", "cp",
             "--python-version", python, wanted, *ON_WINDOWS)


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
