"""Which names the workbooks, Excel and Windows cannot use: for the reader in words, for the live checks as a formula."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from snwp_xl import layout
from snwp_xl.formulas import text_literal
from snwp_xl.layout import Grid
from snwp_xl.locate import plain
from snwp_xl.model import SCALES

LONGEST_NAME = 80  # characters; longer names break headings and file names
UNSEEN = ("Cc", "Co", "Cn", "Cs")  # Unicode's classes of what cannot be printed
WINDOWS_REFUSES = '<>:"/\\|?*'
PORTS = range(1, 10)
WINDOWS_DEVICES = ("con", "prn", "aux", "nul", *(f"com{i}" for i in PORTS), *(f"lpt{i}" for i in PORTS))
FORM = Grid(crime_types=(), factors=(), scale=SCALES.start, no_view=True, asks=True)
HEADINGS = (  # of columns and rows that stand beside those of agencies, factors and crime types
    *FORM.headings, "Number", "Theme", "Combined harm", "Unrounded", "Scored by", "Agency", "Factor", layout.CHECK.heading,
    layout.ALL_INCIDENTS, layout.COUNTS_CORNER,
)  # fmt: skip
PLAIN_HEADINGS = frozenset(plain(one) for one in HEADINGS)


def length(name: str) -> int:
    """How many characters a spreadsheet counts: one beyond the basic plane, such as an emoji, is two."""
    return len(name.encode("utf-16-le", "replace")) // 2


def refused(name: str) -> str:
    """Why a name cannot head a row or a column; empty if it can."""
    if length(name) > LONGEST_NAME:
        return f"it has {length(name)} characters and the limit is {LONGEST_NAME}"
    if any(unicodedata.category(letter) in UNSEEN for letter in name):
        return "it contains a character that cannot be printed"
    if plain(name) in PLAIN_HEADINGS:
        return "the workbooks use this word as a heading"
    return ""


def refused_by_windows(name: str) -> str:
    """Why a name cannot be part of a file's name; empty if it can."""
    bad = sorted({letter for letter in name if letter in WINDOWS_REFUSES})
    if bad:
        return f"Windows does not allow {' '.join(bad)} in a file name"
    if name.endswith("."):
        return "Windows does not allow a full stop at the end of a file name"
    if name.partition(".")[0].strip().casefold() in WINDOWS_DEVICES:
        return "Windows reserves this name"
    return ""


def refused_test(at: str) -> str:
    """A formula's part that is TRUE where the name in a cell is refused. (It does not look for what cannot be printed.)"""
    return f"OR(LEN(TRIM({at}))>{LONGEST_NAME},{among(HEADINGS, at)})"


def windows_test(at: str) -> str:
    """A formula's part that is TRUE where Windows refuses the name in a cell."""
    letters = ",".join(text_literal(letter) for letter in WINDOWS_REFUSES)
    before_stop = f'LEFT({at},FIND(".",{at}&".")-1)'
    return f'OR(SUMPRODUCT(--ISNUMBER(FIND({{{letters}}},{at})))>0,RIGHT(TRIM({at}),1)=".",{among(WINDOWS_DEVICES, before_stop)})'


def among(words: Sequence[str], at: str) -> str:
    """A formula's part that is TRUE where a text is one of some words, whatever its case and the spaces around it."""
    return f"SUMPRODUCT(--({{{','.join(text_literal(str(word)) for word in words)}}}=TRIM({at})))>0"
