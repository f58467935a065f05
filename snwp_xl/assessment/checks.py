"""The live check of one value in the set-up workbook: a formula with the words that it gives now.

The rules are the reader's (`cells`, `entries`): a cell in which the reader finds something is one whose check is not OK.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from snwp_xl import layout
from snwp_xl.assessment.names import LONGEST_NAME, among, length, refused, refused_test
from snwp_xl.days import last_day
from snwp_xl.layout import Column, Field, Value
from snwp_xl.model import Month
from snwp_xl.sheets import Formula, Plain, text_literal

OK = "OK"
MISSING, STILL_EMPTY, WRONG, UNREADABLE = "missing", "still empty", "wrong", "cannot be read"


class Rule(NamedTuple):
    """Something that may be wrong: a formula's part that is TRUE if it is, whether it is now, and what the check then says."""

    test: str
    wrong: bool
    words: str


def empty(value: Plain) -> bool:
    """Whether nothing stands in a cell with that value."""
    return value is None or not str(value).strip()


def is_empty(at: str) -> str:
    """A formula's part that is TRUE where nothing stands in a cell."""
    return f"LEN(TRIM({at}))=0"


# --- one value ------------------------------------------------------------------------------------------------------------


def fits_test(one: Field | Column, at: str) -> str:
    """A formula's part that is TRUE where a cell that is not empty holds what it should; nothing where anything may stand there."""
    earliest, latest = (f"DATE({day.year},{day.month},{day.day})" for day in (layout.EARLIEST, layout.LATEST))
    dated = f"{at}>={earliest},{at}<{latest}+1"
    match one.value:
        case Value.DATE:
            return f"IF(ISNUMBER({at}),AND({dated}),FALSE)"
        case Value.MONTH:
            return f"IF(ISNUMBER({at}),IF(AND({dated}),OR(DAY({at})=1,DAY({at}+1)=1),FALSE),FALSE)"
        case Value.WHOLE:
            return f"IF(ISNUMBER({at}),AND({at}>={one.least},{at}<={one.most},INT({at})={at}),FALSE)"
        case Value.PERCENT:
            return f"IF(ISNUMBER({at}),AND({at}>=0,{at}<=1),FALSE)"
        case Value.NUMBER:
            return f"IF(ISNUMBER({at}),AND({at}>=0,{at}<={one.most}),FALSE)"
        case Value.CHOICE if one.allowed:
            return among(one.allowed, at)
        case _:
            return ""


def fits(one: Field | Column, value: Plain) -> bool:
    """Whether a value that is not empty is what should stand there."""
    match one.value:
        case Value.DATE:
            return isinstance(value, date) and layout.EARLIEST <= value <= layout.LATEST
        case Value.MONTH:
            return isinstance(value, date) and value in (Month.of(value).first_day, last_day(Month.of(value)))
        case Value.WHOLE:
            return isinstance(value, int) and one.least <= value <= one.most
        case Value.PERCENT:
            return isinstance(value, int | float | Fraction) and 0 <= value <= 1
        case Value.NUMBER:
            return isinstance(value, int | float | Fraction) and 0 <= value <= one.most
        case Value.CHOICE if one.allowed:
            return value in one.allowed
        case _:
            return True


def field_check(one: Field, at: str, value: Plain, *more: Rule) -> Formula:
    """The check beside a field of Setup, whose cell is `at`; `more` are rules of its own."""
    said = MISSING.capitalize() if one.required else STILL_EMPTY.capitalize() if one.without else ""
    test = fits_test(one, at)
    rules = [Rule(f"NOT({test})", not fits(one, value), WRONG.capitalize())] if test else []
    return checked(is_empty(at), empty(value), said, [*rules, *more])


def checked(unused: str, is_unused: bool, said: str, rules: Sequence[Rule]) -> Formula:
    """A check: `said` where nothing stands there, the words of the first rule that is broken, else OK."""
    formula = text_literal(OK)
    for rule in reversed(rules):
        formula = f"IF({rule.test},{text_literal(rule.words)},{formula})"
    words = said if is_unused else next((rule.words for rule in rules if rule.wrong), OK)
    return Formula(f"=IFERROR(IF({unused},{text_literal(said)},{formula}),{text_literal(UNREADABLE.capitalize())})", words)


def name_rule(at: str, name: Plain) -> Rule:
    """A name that cannot be used."""
    return Rule(refused_test(at), length(str(name)) > LONGEST_NAME or bool(refused(str(name))), "Name not usable")
