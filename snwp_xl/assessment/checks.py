"""What the set-up workbook's checks say while the officer types: each a formula with the words it gives now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from snwp_xl import layout
from snwp_xl.layout import Column, Field, Table, Value
from snwp_xl.model import Assessment, CombiningRule
from snwp_xl.sheets import Plain, area, cell, own, text_literal

OK, MISSING = "OK", "Missing"
NOT_A_DATE, NOT_A_NUMBER, NOT_A_CHOICE = "Not a date", "Not a number", "Not in the list"
INCOMPLETE, TWICE, MUST_RISE, FALLS = "Incomplete", "Stands twice", "Must rise", "Falls"
UNIQUE = {"agencies": ("name",), "crime_types": ("number", "name"), "factors": ("name",)}


@dataclass(frozen=True, slots=True)
class Check:
    """A live check and what it says of the values now there."""

    formula: str
    words: str


def field_check(one: Field, row: int, column: int, value: Plain) -> Check:
    """The check beside a field of Setup."""
    at = cell(row, column, fixed=True)
    empty = MISSING if one.required else ""
    test, wrong = _test(one, at)
    formula = f'=IF(LEN(TRIM({at}))=0,{text_literal(empty)},IF({test},"{OK}","{wrong}"))'
    if value in (None, ""):
        return Check(formula, empty)
    return Check(formula, OK if _fits(one, value) else wrong)


def _test(one: Field, at: str) -> tuple[str, str]:
    match one.value:
        case Value.DATE | Value.MONTH:
            return f"ISNUMBER({at})", NOT_A_DATE
        case Value.WHOLE | Value.PERCENT:
            return f"ISNUMBER({at})", NOT_A_NUMBER
        case Value.CHOICE:
            words = ",".join(text_literal(str(word)) for word in one.allowed)
            return f"SUMPRODUCT(--({{{words}}}={at}))>0", NOT_A_CHOICE
        case _:
            return "TRUE", OK


def _fits(one: Field, value: Plain) -> bool:
    match one.value:
        case Value.DATE | Value.MONTH:
            return isinstance(value, date)
        case Value.WHOLE | Value.PERCENT:
            return isinstance(value, int | float | Fraction)
        case Value.CHOICE:
            return value in one.allowed
        case _:
            return True


def row_check(table: Table, columns: Sequence[Column], entries: Sequence[Mapping[str, Plain]], i: int, first: int, last: int) -> Check:
    """The check behind row `i` of a table whose rows stand from `first` to `last`."""
    row = first + i
    entry = entries[i] if i < len(entries) else {}
    line = f"{own(0, row)}:{own(len(columns) - 1, row)}"
    needed = [own(at, row) + '=""' for at, column in enumerate(columns) if column.required]
    tests = [(f"OR({','.join(needed)})", INCOMPLETE)] if needed else []
    for key in UNIQUE.get(table.key, ()):
        at = [column.key for column in columns].index(key)
        tests.append((f"SUMPRODUCT(--({area(first, at, last, at)}={own(at, row)}))>1", TWICE))
    if table is layout.PROBABILITY_MATRIX:
        tests += _matrix_tests(row, first)
    formula = f'"{OK}"'
    for test, words in reversed(tests):
        formula = f'IF({test},"{words}",{formula})'
    return Check(f'=IF(COUNTA({line})=0,"",{formula})', _row_words(table, columns, entries, entry))


def _matrix_tests(row: int, first: int) -> list[tuple[str, str]]:
    edge, reducing, control, uncontrolled = (own(at, row) for at in range(4))
    above = own(0, row - 1)
    rises = f"{edge}<>0" if row == first else f"{edge}<={above}"
    falls = f"OR({reducing}>{control},{control}>{uncontrolled})"
    if row > first:
        before = [own(at, row - 1) for at in range(1, 4)]
        falls = f"OR({falls},{','.join(f'{own(at, row)}<{before[at - 1]}' for at in range(1, 4))})"
    return [(rises, MUST_RISE), (falls, FALLS)]


def _row_words(table: Table, columns: Sequence[Column], entries: Sequence[Mapping[str, Plain]], entry: Mapping[str, Plain]) -> str:
    if not any(value not in (None, "") for value in entry.values()):
        return ""
    if any(column.required and entry.get(column.key) in (None, "") for column in columns):
        return INCOMPLETE
    for key in UNIQUE.get(table.key, ()):
        if sum(_alike(other.get(key), entry.get(key)) for other in entries) > 1:
            return TWICE
    return _matrix_words(entries, entry) if table is layout.PROBABILITY_MATRIX else OK


def _alike(one: Plain, other: Plain) -> bool:
    return str(one).casefold() == str(other).casefold()  # as a spreadsheet compares


def _matrix_words(entries: Sequence[Mapping[str, Plain]], entry: Mapping[str, Plain]) -> str:
    keys = ("reducing", "under_control", "uncontrolled")
    i = next(at for at, other in enumerate(entries) if other is entry)
    numbers = [_value(entry[key]) for key in keys]
    if (i == 0 and _value(entry["from"]) != 0) or (i and _value(entry["from"]) <= _value(entries[i - 1]["from"])):
        return MUST_RISE
    fallen = i > 0 and any(_value(entry[key]) < _value(entries[i - 1][key]) for key in keys)
    return FALLS if fallen or numbers != sorted(numbers) else OK


def _value(value: Plain) -> Fraction:
    return Fraction(value) if isinstance(value, int | float | Fraction) else Fraction(0)


# --- thresholds in points -----------------------------------------------------------------------------------------------


def points(assessment: Assessment, at: Mapping[str, int], column: int) -> Iterator[tuple[str, str, int | float | Fraction, str]]:
    """Lines under the thresholds: label, formula, value, explanation."""
    where = {key: cell(row, column, fixed=True) for key, row in at.items()}
    asked, factors, highest = _counted(layout.AGENCIES, "asked"), _counted(layout.FACTORS, "number"), _highest()
    most = f"COUNT({factors})*{where['scale']}"
    published = text_literal(CombiningRule.SUM_OVER_DIVISOR)
    harm = f"IF({where['rule']}={published},{most}*COUNTIF({asked},\"{layout.YES}\")/{where['divisor']},{most})"
    top_harm = _highest_harm(assessment)
    top = top_harm * assessment.probability_matrix.highest
    next_row = max(at.values()) + 1
    harm_at, top_at, high_at = (cell(next_row + i, column, fixed=True) for i in range(3))
    high, medium = assessment.thresholds.high * top, assessment.thresholds.medium * top
    yield "Highest combined harm", f"={harm}", top_harm, "What the rule gives if every agency scores the highest everywhere."
    yield "Highest possible risk score", f"={harm_at}*MAX({highest})", top, "Highest combined harm times the highest probability."
    yield "High starts at, in points", f"={where['high']}*{top_at}", high, "A risk score of this or more is High."
    yield "Medium starts at, in points", f"={where['medium']}*{top_at}", medium, "A risk score of this or more is Medium."
    needed = -(-high // top_harm) if top_harm else 0
    words = "With a lower probability no crime type can be High, however great its harm."
    yield "Probability needed for High", f"=ROUNDUP(ROUND({high_at}/{harm_at},9),0)", int(needed), words


def _highest_harm(assessment: Assessment) -> Fraction:
    most = Fraction(assessment.highest_harm_score)
    if assessment.rule is CombiningRule.SUM_OVER_DIVISOR:
        return most * len(assessment.agencies) / assessment.divisor
    return most


def _counted(table: Table, key: str) -> str:
    first = len(table.intro) + 3
    at = [column.key for column in table.columns].index(key)
    return area(first, at, first + 199, at, table.sheet)


def _highest() -> str:
    table = layout.PROBABILITY_MATRIX
    first = len(table.intro) + 3
    return area(first, 1, first + 199, 3, table.sheet)


__all__ = ["Check", "field_check", "points", "row_check"]
