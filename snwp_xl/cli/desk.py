"""The verbs about a computer: addin, doctor, watch, bundle."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.cli.terminal import DONE, FOUND_ERRORS, bold, findings_text, say, table, wrapped
from snwp_xl.cli.verbs import Verbs, verb
from snwp_xl.findings import RoundError, Severity

if TYPE_CHECKING:
    from snwp_xl.buttons.install import Report
    from snwp_xl.watching import Seen

ADDIN = ("install", "remove", "status")
MACRO_BOOK = "*.xlsm"


def add(verbs: Verbs) -> None:
    """Add these verbs to the command."""
    verb(verbs, "watch", _watch, "calculate whenever you save or a return arrives, without macros", "snwp-xl watch 2027-28")
    verb(verbs, "addin", _addin, "put the buttons into Excel's ribbon, for workbooks without macros", "snwp-xl addin install",
         takes="|".join(ADDIN), help="what to do with the ribbon add-in")
    verb(verbs, "doctor", _doctor, "say whether this computer can run the buttons and, if not, what to tell ICT", "snwp-xl doctor 2027-28",
         folder=".")
    bundle = verb(verbs, "bundle", _bundle, "make a folder from which to install with no network and no administrator",
                  "snwp-xl bundle snwp_xl-install", takes="NEW_FOLDER", help="the folder to make")
    bundle.add_argument("--python", action="append", metavar="3.12", help="the version of Python on Windows it is for; may be repeated")


# --- addin -----------------------------------------------------------------------------------------------------------------


def _addin(args: argparse.Namespace) -> int:
    from snwp_xl.buttons import ProjectRefused, interpreter_here
    from snwp_xl.buttons import install as place

    here = interpreter_here(sys.platform, sys.executable, os.environ)
    try:
        match args.folder:
            case "install":
                report = place.install(sys.platform, os.environ, here)
            case "remove":
                report = place.remove(sys.platform, os.environ)
            case "status":
                report = place.status(sys.platform, os.environ, here)
            case other:
                raise RoundError(f"{other} is not one of: {', '.join(ADDIN)}.")
    except ProjectRefused as refused:
        raise RoundError(str(refused)) from refused
    return _reported(report)


def _reported(report: Report) -> int:
    for line in report.lines:
        say(line)
    return DONE if report.done else FOUND_ERRORS


# --- doctor ----------------------------------------------------------------------------------------------------------------


def _doctor(args: argparse.Namespace) -> int:
    from snwp_xl.doctor import examine, this_machine

    folder = Path(args.folder)
    if not folder.exists():
        raise RoundError(f"There is no folder {folder}.")
    lines = examine(this_machine(), _workbook(folder))
    for line in lines:
        say(wrapped(f"{line.verdict:9}  {bold(line.subject)}: {line.words}", " " * 11))
        if line.advice:
            say(wrapped(f"{'':11}{line.advice}", " " * 11))
    wrong = sum(line.wrong for line in lines)
    say()
    say(f"{wrong} to put right. The commands work without any of it." if wrong else "Nothing to put right.")
    return FOUND_ERRORS if wrong else DONE


def _workbook(folder: Path) -> Path | None:
    """The set-up workbook with buttons in a folder, or the workbook itself."""
    if folder.is_file():
        return folder
    found = [path for path in sorted(folder.glob(MACRO_BOOK)) if not path.name.startswith("~$")]
    return found[0] if found else None


# --- watch -----------------------------------------------------------------------------------------------------------------


def _watch(args: argparse.Namespace) -> int:
    from snwp_xl.watching import watch

    try:
        for seen in watch(args.folder):
            _seen(seen, args.folder)
    except KeyboardInterrupt:
        say("Stopped.")
    return DONE


def _seen(seen: Seen, folder: str) -> None:
    what = f"{', '.join(seen.changed)} changed" if seen.changed else f"watching {folder}, until you press Ctrl+C"
    say(bold(f"{datetime.now():%H:%M:%S}  {what}"))
    if seen.calculated is None:
        say(wrapped(f"  Not calculated. {seen.problem}", "  "))
        return
    matrix = seen.calculated.matrix
    for reason in matrix.status.missing:
        say(f"  - {reason}")
    rows = [(row.rank or "-", row.name, row.risk_score, row.risk_band) for row in matrix.ranked() if row.risk_band in ("High", "Medium")]
    table(("Rank", "Crime type", "Risk score", "Band"), rows)
    findings_text([one for one in seen.calculated.findings if one.severity in (Severity.ERROR, Severity.QUERY)])
    say(f"  {matrix.status.words}, edition {seen.calculated.report.edition}: {seen.calculated.results}")
    sys.stdout.flush()


# --- bundle ----------------------------------------------------------------------------------------------------------------


def _bundle(args: argparse.Namespace) -> int:
    from snwp_xl.bundle import PYTHONS, make_bundle

    say("Fetching wheels with pip; this takes a minute ...")
    sys.stdout.flush()
    made = make_bundle(args.folder, tuple(args.python or PYTHONS))
    megabytes = sum(one.size for one in made.wheels) // 1_000_000
    say(f"{len(made.wheels)} wheels, {megabytes} MB, for 64-bit Windows with Python {' or '.join(made.pythons)} and for this system.")
    say(wrapped(f"Next: copy {made.folder} to the other computer. There, double-click install.cmd, or run: sh install.sh. "
                "Show ICT the page For ICT.html.", ""))
    return DONE
