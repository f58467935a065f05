"""The verb of a county or a country: roundup."""

from __future__ import annotations

import argparse
import sys

from snwp_xl.cli.terminal import INTERRUPTED, Progress, bold, code, findings_text, say, table
from snwp_xl.cli.verbs import Verbs, verb
from snwp_xl.phrases import counted


def add(verbs: Verbs) -> None:
    """Add this verb to the command."""
    verb(verbs, "roundup", _roundup, "gather many rounds into one workbook", "snwp-xl roundup county", takes="FOLDER_OF_ROUNDS",
         help="a folder that contains round folders")


def _roundup(args: argparse.Namespace) -> int:
    from snwp_xl.operations import roundup

    try:
        done = roundup(args.folder, progress=Progress())
    except KeyboardInterrupt:
        sys.stderr.write("\nsnwp-xl: stopped. What was read is kept: the same command carries on from there.\n")
        return INTERRUPTED
    failed = [line for line in done.lines if line.failed]
    rows = [(name, line.status, f"{line.complete} of {line.asked}", line.count("High"), line.count("Medium")) for name, line in done.named]
    table(("Partnership", "Status", "Returns", "High", "Medium"), rows)
    if failed:
        say(bold("Not read"))
        for line in failed:
            say(f"  {line.folder}: {line.problem}")
    findings_text(done.findings)
    say(f"{counted(len(done.lines), 'round')}, {done.read} read this time. Workbook: {done.workbook}")
    return code(done.findings) or (1 if failed else 0)
