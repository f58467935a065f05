"""emails/log.csv: what was drafted and sent, to whom, with which attachment. Lines are only ever added.

A cell that a spreadsheet program would take for a formula has an apostrophe before it. A log that somebody saved from
Excel is read all the same; one that cannot be read is left alone.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.post.addresses import one_line

NAME = "log.csv"
HEADINGS = (
    "When", "What", "Kind", "Recipient", "Addresses", "Subject", "Draft", "Attachment", "SHA-256 of the attachment", "Identifier", "Remark")
FORMULA_STARTS = tuple("=+-@\t\r")
WHEN = "%Y-%m-%d %H:%M:%S"
WHEN_FORMATS = (WHEN, "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")  # Excel writes a date in its own way
BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
MOST_BYTES = 20 * 2**20


class Event(StrEnum):
    """What happened to a letter."""

    DRAFTED = "drafted"
    WITHDRAWN = "withdrawn"  # the draft of a letter that is no longer to go was removed
    SENT = "sent"
    REFUSED = "refused"  # by the relay, for these addresses
    NOT_SENT = "not sent"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log."""

    event: Event
    kind: str
    recipient: str  # an agency's name, or The board, The analyst
    addresses: tuple[str, ...]
    subject: str = ""
    draft: str = ""  # file name
    attachment: str = ""  # relative to the round folder
    sha256: str = ""
    identifier: str = ""  # of the message
    remark: str = ""
    when: datetime | None = None  # None: not readable


@dataclass(frozen=True, slots=True)
class Log:
    """The log as it stands."""

    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether it is known what went before."""
        return not self.findings

    def reached(self, identifier: str) -> frozenset[str]:
        """The addresses, in lower case, to which a message has gone."""
        sent = (one for one in self.entries if one.event is Event.SENT and one.identifier == identifier)
        return frozenset(address.casefold() for one in sent for address in one.addresses)

    def times_sent(self, identifier: str) -> int:
        """How often a message has gone to somebody."""
        return sum(one.event is Event.SENT and one.identifier == identifier for one in self.entries)

    def last(self, event: Event, kind: str, recipient: str) -> Entry | None:
        """The last line of that event for a recipient."""
        found = [one for one in self.entries if one.event is event and one.kind == kind and one.recipient == recipient]
        return found[-1] if found else None


def read_log(path: Path) -> Log:
    """The log in a file; an empty one where there is none, and a finding where it cannot be read."""
    try:
        if not path.is_file():
            return Log()
        if path.stat().st_size > MOST_BYTES:
            return _unreadable(path, f"it is larger than {MOST_BYTES // 2**20} MB")
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeError, csv.Error) as problem:
        return _unreadable(path, str(problem))
    if not rows:
        return Log()
    if tuple(cell.strip() for cell in rows[0][: len(HEADINGS)]) != HEADINGS:
        return _unreadable(path, "its first line is not the headings that this program writes")
    return Log(tuple(entry for row in rows[1:] if (entry := _entry(row)) is not None))


def writable(path: Path) -> bool:
    """Whether lines can be added to the log now; a spreadsheet program that has it open may keep others out."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab"):
            return True
    except OSError:
        return False


def append(path: Path, entries: Iterable[Entry], now: datetime) -> tuple[Finding, ...]:
    """Add lines to the log, made safe on disk before this returns; a finding where it cannot be written."""
    lines = [_cells(replace(one, when=now)) for one in entries]
    if not lines:
        return ()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            _end_line(file)
            if file.tell() == 0:
                lines.insert(0, list(HEADINGS))
                file.write(BYTE_ORDER_MARK.encode())
            file.write(_csv(lines).encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        return (finding("log-not-written", _place(path), what=problem.strerror or str(problem)),)
    return ()


def _end_line(file: io.BufferedRandom) -> None:
    """Close a last line that was cut short, so that the next one stands by itself."""
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(-1, os.SEEK_END)
        if file.read(1) != b"\n":
            file.write(b"\r\n")


def _csv(lines: Sequence[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _cells(one: Entry) -> list[str]:
    when = one.when.strftime(WHEN) if one.when else ""
    texts = (when, one.event.value, one.kind, one.recipient, "; ".join(one.addresses), one.subject, one.draft, one.attachment, one.sha256,
             one.identifier, one.remark)
    return [_guarded(text) for text in texts]


def _guarded(text: str) -> str:
    """A text that no spreadsheet program takes for a formula, on one line."""
    shown = text if one_line(text) else "".join(letter if letter.isprintable() else " " for letter in text)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA_STARTS) else shown


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA_STARTS) else text


def _entry(row: Sequence[str]) -> Entry | None:
    """A line read back; None for one that somebody else wrote."""
    cells = [_plain(cell) for cell in (*row, *[""] * len(HEADINGS))]
    event = next((one for one in Event if one.value == cells[1].strip()), None)
    if event is None:
        return None
    addresses = tuple(one for one in (part.strip() for part in cells[4].split(";")) if one)
    return Entry(event, cells[2], cells[3], addresses, cells[5], cells[6], cells[7], cells[8], cells[9], cells[10], _when(cells[0]))


def _when(text: str) -> datetime | None:
    for form in WHEN_FORMATS:
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    return None


def _unreadable(path: Path, what: str) -> Log:
    return Log((), (finding("log-unreadable", _place(path), what=what.rstrip(".")),))


def _place(path: Path) -> Place:
    return Place(f"{path.parent.name}/{path.name}")
