"""Where the details of an error go: a text file of the officer's own, which the message names and ICT can read."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

NAME = "snwp_xl.log"
LARGEST = 1_000_000  # bytes; a bigger one is begun again


def log_file(system: str = sys.platform, environment: Mapping[str, str] | None = None) -> Path:
    """The log's place for this user, on Windows, a Mac or elsewhere."""
    known = os.environ if environment is None else environment
    if system == "win32" and known.get("LOCALAPPDATA"):
        return Path(known["LOCALAPPDATA"], "snwp_xl", NAME)
    home = Path(known.get("HOME") or Path.home())
    if system == "darwin":
        return home / "Library" / "Logs" / "snwp_xl" / NAME
    return Path(known.get("XDG_STATE_HOME") or home / ".local" / "state") / "snwp_xl" / NAME


def write_down(button: str, problem: BaseException, *, where: str = "") -> Path | None:
    """Add an error with all its details to the log; None if nothing can be written there."""
    path = log_file()
    versions = f"Python {platform.python_version()} on {platform.platform()}, {sys.executable}"
    lines = [f"=== {datetime.now().isoformat(' ', 'seconds')}  {button}  {where}".rstrip(), versions, *traceback.format_exception(problem)]
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        begin = not path.exists() or path.stat().st_size > LARGEST
        with path.open("w" if begin else "a", encoding="utf-8", errors="replace") as log:
            log.write("\n".join(lines) + "\n")
        return path
    return None
