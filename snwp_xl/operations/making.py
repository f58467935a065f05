"""The verbs that make what people fill in: new and blanks."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Set
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.assessment import default_assessment, setup_workbook
from snwp_xl.blanks import blank, blank_name
from snwp_xl.buttons import Interpreter, ProjectRefused, interpreter_here
from snwp_xl.files import Placed, is_open, place
from snwp_xl.findings import Finding, Place, RoundError, finding
from snwp_xl.folders import BLANKS, COUNTS_NAME, FOLDERS, MACRO_SETUP_NAME, SETUP_NAME
from snwp_xl.frozen import dataclass
from snwp_xl.incidents import counts_workbook
from snwp_xl.intake import ignorable
from snwp_xl.model import Assessment, Month
from snwp_xl.rounds import Round, open_round
from snwp_xl.stamp import unchanged

if TYPE_CHECKING:
    from snwp_xl.setup_again import Again

YEAR_OF_FOLDER = re.compile(r"(20\d\d)-(\d\d)")
FIRST_MONTH_OF_YEAR = 4  # assessments run from April


@dataclass(frozen=True, slots=True)
class Made:
    """Files that were made, and what a person should know about them."""

    folder: Path
    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()
    counts: Path | None = None  # the empty incident counts, where they were drawn again


def new_round(folder: Path | str, *, today: date | None = None, macros: bool = True) -> Made:
    """Make a fresh round folder with a set-up workbook holding the project defaults, with buttons or without macros.

    RoundError if the folder already holds a round.
    """
    folder = Path(folder)
    day = today or date.today()
    assessment = default_assessment(_year_of(folder, day), day)
    return write_round(folder, assessment, counts_workbook(assessment), macros=macros)


def write_round(folder: Path, assessment: Assessment, counts: bytes, *, macros: bool = False) -> Made:
    """Make a round folder of an assessment and a counts workbook; RoundError if one stands there already."""
    taken = [name for name in (SETUP_NAME, MACRO_SETUP_NAME, COUNTS_NAME) if (folder / name).exists()]
    if taken:
        raise RoundError(f"There is already a round in {folder} ({taken[0]}). Choose another folder.")
    name, setup, found = _setup(assessment, macros)
    for folder_name in FOLDERS:
        (folder / folder_name).mkdir(parents=True, exist_ok=True)
    placed = (place(folder / name, setup), place(folder / COUNTS_NAME, counts))
    return Made(folder, tuple(one.path for one in placed), (*found, *(single for one in placed for single in one.findings)))


def renew_buttons(folder: Path | str) -> Again:
    """Write the set-up workbook afresh beside the old one, with its settings and buttons that start the Python running now.

    RoundError if an entry in it is wrong, if there are two, or if the installed xlwings does not yield the buttons.
    """
    from snwp_xl.setup_again import make_again  # other verbs need none of it

    return make_again(open_round(Path(folder)), _python_here())


def make_blanks(folder: Path | str, *, setup: Path | None = None) -> Made:
    """Make a blank for each agency, in blanks/, and draw incident counts that nobody has touched again, by the set-up as it is now.

    RoundError if the set-up cannot be used.
    """
    this = open_round(Path(folder), setup=setup)
    assessment = this.ready()
    wanted = {this.folder / BLANKS / blank_name(assessment, one.name): one.name for one in assessment.agencies}
    placed = [place(path, blank(assessment, agency)) for path, agency in wanted.items()]
    counts = _counts_again(this, assessment)
    found = [single for one in (*placed, *([counts] if counts else [])) for single in one.findings]
    found += _left_over(this.folder / BLANKS, {*wanted, *(one.path for one in placed)})
    return Made(this.folder, tuple(one.path for one in placed), (*this.findings, *found), counts.path if counts else None)


def _left_over(folder: Path, made: Set[Path]) -> list[Finding]:
    """Blanks that nobody should be sent any more: of an agency that was renamed or taken out since they were made."""
    left = sorted(path for path in folder.glob("*.xlsx") if path not in made and not ignorable(path))
    return [finding("blank-left-over", Place(f"{BLANKS}/{path.name}")) for path in left]


def _counts_again(this: Round, assessment: Assessment) -> Placed | None:
    """The empty incident counts with the crime types, months and dates of the set-up, which `new` could not know yet.

    None where they are so already, and where they hold a count, or a person has changed them or has them open.
    """
    if this.counts_file is None or this.counts.months:
        return None
    path, data = this.folder / this.counts_file.name, counts_workbook(assessment)
    there = path.read_bytes()
    if there == data or is_open(path) or not unchanged(there):
        return None
    return place(path, data)


def _python_here() -> Interpreter:
    return interpreter_here(sys.platform, sys.executable, os.environ)


def _setup(assessment: Assessment, macros: bool) -> tuple[str, bytes, tuple[Finding, ...]]:
    """The name and the bytes of a set-up workbook; without buttons, and a finding, where they cannot be made."""
    try:
        if macros:
            return MACRO_SETUP_NAME, setup_workbook(assessment, _python_here()), ()
        refused: tuple[Finding, ...] = ()
    except ProjectRefused as problem:
        refused = (finding("setup-no-buttons", Place(SETUP_NAME), why=problem),)
    return SETUP_NAME, setup_workbook(assessment), refused


def _year_of(folder: Path, day: date) -> str:
    """The assessment's name: the folder's year, 2027-28, else the year after the one that today lies in."""
    named = YEAR_OF_FOLDER.search(os.path.basename(os.path.abspath(folder)))
    if named and int(named[2]) == (int(named[1]) + 1) % 100:
        return f"{named[1]}/{named[2]}"
    first = Month.of(day).shift(1 - FIRST_MONTH_OF_YEAR).year + 1
    return f"{first}/{(first + 1) % 100:02d}"
