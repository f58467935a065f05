"""Text for people on a terminal: tables, wrapped lines, findings, progress. The only place that prints."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Sequence

from snwp_xl.findings import Finding, Severity, worst
from snwp_xl.phrases import counted, listed

DONE, FOUND_ERRORS, BAD_CALL = 0, 1, 2
INTERRUPTED = 130  # what a shell says of a program that Ctrl-C ended
COLOURS = {Severity.ERROR: "31", Severity.QUERY: "35", Severity.WARNING: "33", Severity.NOTE: "36"}
NOT_FOR_TERMINALS = r"\x1b(?!\[\d*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]"
TEXT_WIDTH = 100
MOST_FINDINGS = 40
BAR_AFTER = 1.0  # seconds of work before a progress bar shows
BAR_WIDTH = 40


def say(text: str = "") -> None:
    """A line of text."""
    print(seen(text))


def seen(text: str) -> str:
    """A text without control characters, which a file's name or a typed text may hold, but for colours: none reaches a terminal."""
    return text if text.isprintable() else re.sub(NOT_FOR_TERMINALS, " ", text)


def code(findings: Iterable[Finding]) -> int:
    """The exit code that findings call for."""
    return FOUND_ERRORS if worst(findings) is Severity.ERROR else DONE


def findings_text(findings: Sequence[Finding], elsewhere: str = "") -> None:
    """Findings grouped by agency, each with its share of the room; notes that ask nothing only where there is nothing else.

    `elsewhere` says where those are that were not printed.
    """
    shown = [one for one in findings if not one.quiet] or list(findings)
    if not shown:
        return
    groups: dict[str, list[Finding]] = {}
    for one in shown:
        groups.setdefault(one.agency or "The round", []).append(one)
    room = _shares([len(group) for group in groups.values()], MOST_FINDINGS)
    for (name, group), most in zip(groups.items(), room, strict=True):
        say(bold(name))
        for one in group[:most]:
            say(wrapped(f"  {coloured(one.severity)} {one}", "    "))
        if most < len(group):
            say(f"  ... and {len(group) - most} more")
    _not_printed(len(shown) - sum(room), len(findings) - len(shown), elsewhere)
    say()


def _shares(sizes: Sequence[int], room: int) -> list[int]:
    """How many of each group are shown: as many of one as of another, as far as they go."""
    shares = [0] * len(sizes)
    while room and shares != list(sizes):
        for i, size in enumerate(sizes):
            if room and shares[i] < size:
                shares[i] += 1
                room -= 1
    return shares


def _not_printed(more: int, quiet: int, elsewhere: str) -> None:
    """Say what is not printed; of notes that ask nothing only where they can be read."""
    left = [counted(more, "more finding")] if more else []
    left += [f"{counted(quiet, 'note')} that {'asks' if quiet == 1 else 'ask'} nothing of you"] if quiet and elsewhere else []
    if left:
        say(wrapped(f"Not printed: {listed(left)}{f'; {elsewhere}' if elsewhere else ''}.", ""))


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under headings; numbers to the right, a missing value as a dash."""
    texts = [["-" if value is None else str(value) for value in row] for row in rows]
    widths = [max(len(heading), *(len(row[i]) for row in texts)) if texts else len(heading) for i, heading in enumerate(headings)]
    right = [all(isinstance(row[i], int | float | None) or row[i] == "-" for row in rows) for i in range(len(headings))]
    say(bold("  ".join(heading.ljust(width) for heading, width in zip(headings, widths, strict=True)).rstrip()))
    for row in texts:
        cells = (text.rjust(width) if to_right else text.ljust(width) for text, width, to_right in zip(row, widths, right, strict=True))
        say("  ".join(cells).rstrip())


def wrapped(text: str, indent: str) -> str:
    """A text in lines, the later ones indented."""
    import textwrap

    return textwrap.fill(text, TEXT_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _colourful() -> bool:
    return sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str) -> str:
    """Text in bold, on a terminal that shows it."""
    return f"\x1b[1m{text}\x1b[0m" if _colourful() else text


def coloured(severity: Severity) -> str:
    """A severity in its colour, on a terminal that shows it."""
    return f"\x1b[{COLOURS[severity]}m{severity}\x1b[0m" if _colourful() else str(severity)


def print_json(record: dict[str, object]) -> None:
    """One JSON object, in characters that every console has."""
    import json

    print(json.dumps(record, indent=1, allow_nan=False))


class Progress:
    """A bar on a terminal for work that takes more than a second; nothing elsewhere."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._shown = False

    def __call__(self, done: int, every: int) -> None:
        """Show that so many of so many are done."""
        if sys.stderr is None or not sys.stderr.isatty() or time.monotonic() - self._start < BAR_AFTER:
            return
        filled = BAR_WIDTH * done // max(1, every)
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done} of {every}")
        self._shown = True
        if done == every:
            sys.stderr.write("\n")
        sys.stderr.flush()
