"""Starts the Python that a click asks for, with the arguments that xlwings' VBA gives it on Windows, and notes how it ends.

Run as: launch.py SETTINGS COMMAND WORKBOOK; SETTINGS is JSON with the workbook's path and the child's environment.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

LIMIT = 240  # seconds, less than the test waits


def arguments(command: str, name: str, path: str) -> list[str]:
    """What xlwings' ExecuteWindows runs, taken apart as Windows would."""
    search = f"False;{path};{path};;;;".replace("\\", "\\\\")
    code = f'import xlwings.utils;xlwings.utils.prepare_sys_path("{search}"); {command}'
    return [sys.executable, "-B", "-c", code, f"--wb={name}", "--from_xl=1", "--app=soffice", "--hwnd=0"]


def main() -> None:
    """Run the child and write a line to the journal before and after."""
    settings = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    command, name = sys.argv[2:]
    own = {key: value for key, value in os.environ.items() if key not in ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")}
    journal = Path(settings["environment"]["SNWP_OFFICE_JOURNAL"])
    call = arguments(command, name, settings["workbook"])

    def note(kind: str, **values: object) -> None:
        with journal.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"kind": kind, **values}) + "\n")

    note("started", arguments=call[1:])
    try:
        child = subprocess.run(
            call, env={**own, **settings["environment"]}, capture_output=True, text=True, timeout=LIMIT, cwd=Path(sys.executable).parent
        )
    except subprocess.TimeoutExpired:
        note("ended", code=None, errors=f"not ended after {LIMIT} seconds")
    else:
        note("ended", code=child.returncode, errors=child.stderr)


if __name__ == "__main__":
    main()
