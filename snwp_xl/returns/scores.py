"""One score cell -> the score, or why it is none.

Tolerant where only one reading is possible ("3", " 3.0 ", full-width digits, "3 - Significant"), firm where a guess could be
wrong (a date made of "1-4", 2.5, "3 or 4", an error, a formula without a stored value).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from snwp_xl.frozen import dataclass
from snwp_xl.intake import Cell, CellKind, Value
from snwp_xl.layout import NO_VIEW
from snwp_xl.locate import plain
from snwp_xl.model import day_in_words

AS_TEXT, AS_FORMULA, AS_DATE = "scores-as-text", "scores-as-formulas", "scores-as-dates"
DIGITS_OF_A_SHEET = 15  # a spreadsheet shows and compares so many: 3.0000000000000004 is 3
LONGEST_SHOWN = 40  # characters of a cell in a message
MOST_KEPT = 100  # readings of numbers that are kept
NUMBER = re.compile(r"([0-9]{1,9})(?:[.,]0*)?")
DESCRIBED = r"([0-9]{1,9})\s*[-:=(.]\s*(.+?)\)?"  # "3 - Significant", "3: significant", "3 (significant)"
PLAINLY_NO_VIEW = plain(NO_VIEW)
UNSURE = frozenset("or not no maybe perhaps probably unsure to and but tbc tbd na n/a".split())
CONTROL = dict.fromkeys([*(code for code in range(0x20) if code != 0x0A), 0x7F], " ")
INVISIBLE = {**CONTROL, 0x0A: " ", **dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])}
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


@dataclass(frozen=True, slots=True)
class Said:
    """What a score cell says: a score, nothing, or something that is no score."""

    score: int | None = None
    wrong: str = ""  # the finding's code, where it is no score
    remark: str = ""  # the code of the NOTE that this reading deserves
    shown: str = ""  # the cell's content, for messages

    @property
    def entered(self) -> bool:
        """Whether anything stands in the cell."""
        return self.score is not None or bool(self.wrong)


NOTHING_SAID = Said()


def read_score(cell: Cell, allowed: tuple[int, ...], levels: Sequence[str] = ()) -> Said:
    """What a cell says; `levels` are the factor's descriptors of score 1, 2, ..."""
    match cell.kind:
        case CellKind.NUMBER:
            return _with_formula(_number(cell.value, cell.text, allowed), cell)
        case CellKind.EMPTY:
            return Said(wrong="score-not-calculated", shown=cell.formula or "") if cell.uncalculated else NOTHING_SAID
        case CellKind.TEXT:
            return _with_formula(_text(cell.text, allowed, levels), cell)
        case CellKind.DATE:
            return _date(cell, allowed)
        case CellKind.ERROR:
            return Said(wrong="score-error", shown=shown(cell))
        case CellKind.LOST:
            return Said(wrong="score-lost")
        case _:
            return Said(wrong="score-not-a-number", shown=shown(cell))


def whole(value: object) -> int | None:
    """The whole number that a spreadsheet would show for a number; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int) and abs(value) < 10**DIGITS_OF_A_SHEET:
        return value
    rounded = float(f"{value:.{DIGITS_OF_A_SHEET}g}")
    return int(rounded) if rounded.is_integer() else None


def whole_text(text: str) -> int | None:
    """The whole number that a text plainly is; None for anything else."""
    found = NUMBER.fullmatch(" ".join(clean(text).split()))
    return int(found[1]) if found else None


def shown(cell: Cell) -> str:
    """A cell's content, short enough for a message."""
    return _shown(str(cell.text or cell.value))


def _shown(text: str) -> str:
    words = text if text.isalnum() and text.isascii() else " ".join(clean(text).split())
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"


def clean(text: str) -> str:
    """A text with spaces for control characters, without full-width forms and marks without width."""
    if text.isascii() and text.isprintable():  # nothing to do, as nearly always
        return text
    return unicodedata.normalize("NFKC", text).translate(INVISIBLE)


def as_typed(text: str) -> str:
    """A person's words as they were typed: lines kept, other control characters as spaces."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def is_no_view(text: str) -> bool:
    """Whether a text says No view."""
    return plain(text) == PLAINLY_NO_VIEW


@lru_cache(MOST_KEPT)
def _number(value: Value, text: str, allowed: tuple[int, ...]) -> Said:
    """What a number says: nearly every cell is one, and there are four of them in all."""
    score, seen = whole(value), _shown(text or str(value))
    return Said(score, shown=seen) if score in allowed else Said(wrong="score-out-of-range", shown=seen)


def _with_formula(said: Said, cell: Cell) -> Said:
    if cell.formula is None or said.score is None:
        return said
    return Said(said.score, remark=AS_FORMULA, shown=said.shown)


def _date(cell: Cell, allowed: Sequence[int]) -> Said:
    """A number typed into a cell with a date's format is that number; a date of our time was made of something else."""
    score = whole(cell.number)
    if score in allowed:
        return Said(score, remark=AS_DATE, shown=shown(cell))
    return Said(wrong="score-is-a-date", shown=day_in_words(cell.value) if isinstance(cell.value, date) else str(cell.value))


def _text(text: str, allowed: Sequence[int], levels: Sequence[str]) -> Said:
    words = " ".join(clean(text).split())
    if not words:
        return NOTHING_SAID
    short = words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
    number = NUMBER.fullmatch(words)
    if number:
        return _read(int(number[1]), allowed, short)
    described = re.fullmatch(DESCRIBED, words.translate(DASHES))
    if described and _describes(int(described[1]), described[2], allowed, levels):
        return _read(int(described[1]), allowed, short)
    return Said(wrong="score-not-a-number", shown=short)


def _read(score: int, allowed: Sequence[int], short: str) -> Said:
    return Said(score, remark=AS_TEXT, shown=short) if score in allowed else Said(wrong="score-out-of-range", shown=short)


def _describes(score: int, words: str, allowed: Sequence[int], levels: Sequence[str]) -> bool:
    """Whether words behind a number say nothing against it: they are its descriptor, or nobody's and without doubt."""
    said = plain(words)
    meant = [i for i, level in enumerate(levels, start=1) if level and (plain(level).startswith(said) or said.startswith(plain(level)))]
    if meant:
        return score in meant
    doubt = any(letter.isdigit() or letter in "?/" for letter in said) or UNSURE & set(re.findall(r"[\w/]+", said))
    return not doubt and score in allowed and any(letter.isalpha() for letter in said)
