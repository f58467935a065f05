"""What happens when a button is pressed, whichever it is: find the round, save, work, tell; and never a traceback.

The time of pressing is written on the sheet Latest before the workbook is saved. Only when the file says that time is it
the workbook that the officer sees: a read-only file never does, and one that OneDrive has yet to fetch does so later.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from snwp_xl import layout
from snwp_xl.addin.logbook import write_down
from snwp_xl.addin.outcome import CANCELLED, Outcome, refused
from snwp_xl.addin.workbook import NotThere, OpenBook, say_anyhow
from snwp_xl.buttons import BUTTONS, Button
from snwp_xl.findings import RoundError
from snwp_xl.frozen import dataclass
from snwp_xl.model import Month

STARTED = "Started, and not finished"
WAIT, PAUSE = 60.0, 1.0  # seconds for OneDrive to bring a saved workbook to this computer, and between looks
ROUND_FIELD = "round_folder"
YES = "yes"


@dataclass(frozen=True, slots=True)
class Desk:
    """What a button works on."""

    folder: Path  # of the round
    setup: Path  # the workbook that the button was pressed in, on this computer
    ask: Callable[[str, str], str]  # a message box with a question


class Stopped(Exception):
    """The officer said no."""


def press(function: str, work: Callable[[Desk], Outcome], *, needs_round: bool = True) -> None:
    """Do what a button says and tell the officer; nothing is raised, whatever happens."""
    button = next(one for one in BUTTONS if one.function == function)
    try:
        book = OpenBook.caller()
    except Exception as problem:
        _without_workbook(button, problem)
        return
    try:
        _tell(book, _outcome(button, book, work, needs_round))
    except Exception as problem:  # Excel went away, or shows a dialog of its own
        write_down(button.caption, problem, where=book.name)


def _outcome(button: Button, book: OpenBook, work: Callable[[Desk], Outcome], needs_round: bool) -> Outcome:
    """What came of it, every error in words; it stands on Latest when this returns."""
    when = _now()
    try:
        desk, remark = _desk(button, book, when) if needs_round else (_anywhere(book), "")
        with book.progress(f"{button.caption} ..."):
            outcome = work(desk)
            outcome = _remarked(outcome, before=remark)
    except Stopped:
        outcome = CANCELLED
    except (RoundError, NotThere) as problem:
        outcome = refused(str(problem))
    except Exception as problem:
        outcome = refused(_explained(problem, write_down(button.caption, problem, where=book.name)))
    return _on_latest(button, book, when, outcome)


def _on_latest(button: Button, book: OpenBook, when: str, outcome: Outcome) -> Outcome:
    """The outcome, written down on Latest and saved; with a remark if that cannot be."""
    if not book.is_setup:
        return outcome if outcome.serious else _remarked(outcome, after=f"Nothing was recorded, because {_not_ours(book)}")
    try:
        with book.progress("writing the sheet Latest ..."):
            book.note(button, when, outcome.state)
            if outcome.sections:
                book.report(button, when, outcome)
            book.save()
    except NotThere as problem:
        return outcome if str(problem) in outcome.says else _remarked(outcome, after=str(problem))
    return outcome


def _remarked(outcome: Outcome, before: str = "", after: str = "") -> Outcome:
    """The outcome with more to say, if it says anything."""
    says = "\n\n".join(part for part in (before, outcome.says, after) if part) if outcome.says else ""
    return replace(outcome, says=says)


def _tell(book: OpenBook, outcome: Outcome) -> None:
    """The message box, and the results if the officer wants them."""
    if not outcome.says:
        return
    if outcome.results is None:
        book.say(outcome.says, serious=outcome.serious)
    elif book.ask(f"{outcome.says}\n\nOpen the results workbook now?", "yes_no") == YES:
        try:
            book.open(outcome.results)
        except NotThere as problem:
            book.say(str(problem), serious=True)


# --- the round ------------------------------------------------------------------------------------------------------------


def _desk(button: Button, book: OpenBook, when: str) -> tuple[Desk, str]:
    """The round of the workbook, its entries saved, and what the officer should know of that."""
    if not book.is_setup:
        raise NotThere(f"Nothing was done, because {_not_ours(book)} Open the round's own, and press again.")
    path = book.path()
    from_the_web = path is None
    setup = path or _elsewhere(book)
    if not _is_round(setup.parent) and book.ask(_no_round(setup), "yes_no") != YES:
        raise Stopped
    with book.progress("saving your entries ..."):
        book.note(button, when, STARTED)
        book.save()
        if _says(setup, when) or (from_the_web and _arrives(book, setup, when)):
            return Desk(setup.parent, setup, book.ask), ""
    if from_the_web:
        raise NotThere(
            f"The workbook was saved to the web, but it has not arrived in {setup.parent} yet, so the entries there may be old ones. "
            "Wait until OneDrive shows that it has finished, and press again.")
    if book.ask(_not_saved(book), "yes_no") != YES:
        raise Stopped
    return Desk(setup.parent, setup, book.ask), "Done with the workbook as it was last saved."


def _anywhere(book: OpenBook) -> Desk:
    """For a button that needs no round: the workbook, wherever it is."""
    path = book.path() or Path(book.name)
    return Desk(path.parent, path, book.ask)


def _elsewhere(book: OpenBook) -> Path:
    """The copy on this computer of a workbook that is open from the web, in the folder that the officer names on Setup."""
    field = layout.SETUP_FIELDS[ROUND_FIELD]
    typed = book.field(field).strip('"')
    if not typed:
        raise NotThere(
            "This workbook is open from SharePoint or OneDrive, or was never saved, so its folder on this computer is not known. "
            f"Enter it on the sheet {layout.SETUP_SHEET}, {field.label} (in File Explorer: the address of the synchronised folder), "
            "and press again.")
    path = Path(os.path.expandvars(typed)).expanduser() / book.name
    if not path.is_file():
        raise NotThere(
            f"{field.label} on the sheet {layout.SETUP_SHEET} is {typed}, but there is no {book.name} in it. "
            "Correct the folder, and press again.")
    return path


def _is_round(folder: Path) -> bool:
    """Whether a folder looks like a round: a downloaded copy of the workbook may stand anywhere."""
    from snwp_xl.folders import COUNTS_NAME, FOLDERS

    return (folder / COUNTS_NAME).exists() or any((folder / name).is_dir() for name in FOLDERS)


def _no_round(setup: Path) -> str:
    return (f"{setup.name} is in {setup.parent}, where there are no blanks, returns or counts of a round. It may be a copy: "
            "if so, close it and open the one in the round's folder.\n\nUse this folder anyway?")


def _not_ours(book: OpenBook) -> str:
    return f"{book.name} is not the set-up workbook of a round."


def _not_saved(book: OpenBook) -> str:
    return (f"{book.name} could not be saved: it is read-only, or open on another computer. What you typed since it was last saved "
            "is not in the file.\n\nGo on with the workbook as it was last saved?")


def _arrives(book: OpenBook, setup: Path, when: str) -> bool:
    """Whether the saved workbook comes to this computer within a minute."""
    give_up = time.monotonic() + WAIT
    with book.progress("waiting for OneDrive to bring the saved workbook to this computer ..."):
        while time.monotonic() < give_up:
            if _says(setup, when):
                return True
            time.sleep(PAUSE)
    return False


def _says(setup: Path, when: str) -> bool:
    """Whether the file holds this time of pressing, and so is what the officer sees."""
    from snwp_xl.intake import Refusal, read_book
    from snwp_xl.locate import sheet_called

    book = read_book(setup)
    sheet = None if isinstance(book, Refusal) else sheet_called(book, layout.LATEST_SHEET)
    return sheet is not None and any(cell.value == when for cell in sheet.cells.values())


# --- words ----------------------------------------------------------------------------------------------------------------


def _now() -> str:
    """7 May 2018, 14:03:22."""
    now = datetime.now()
    return f"{now.day} {Month.of(now).words}, {now:%H:%M:%S}"


def _explained(problem: Exception, log: Path | None) -> str:
    """An error that nobody foresaw, in words."""
    details = f" The details are in {log}." if log else ""
    if isinstance(problem, ImportError):
        part = problem.name or "a part"
        return f"The program is not complete on this computer: {part} is missing. Ask ICT to install it again.{details}"
    if isinstance(problem, PermissionError):
        return f"{_file(problem)} cannot be read or written: it is open in another program, or you do not have permission.{details}"
    if isinstance(problem, OSError):
        return f"{_file(problem)} could not be read or written ({problem.strerror or type(problem).__name__}).{details}"
    return ("Something unexpected went wrong. Your workbook and the files of the round are as they were, except for what was already "
            f"written.{details} Send that file to whoever looks after the program.")


def _file(problem: OSError) -> str:
    return Path(str(problem.filename)).name if problem.filename else "A file"


def _without_workbook(button: Button, problem: Exception) -> None:
    """No workbook to speak through: a message box of any Excel that runs, else words for xlwings' own message box."""
    words = str(problem) if isinstance(problem, NotThere) else _explained(problem, write_down(button.caption, problem))
    if not say_anyhow(words):
        sys.stderr.write(f"{words}\n")
        sys.exit(1)  # xlwings' macro then shows what was written
