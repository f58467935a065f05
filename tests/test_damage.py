"""Damage at random: every score is read as it was typed or covered by a finding; and no bytes make the reader fall over."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from corpus import COLUMNS, FIRST, LAST, ROUND, TYPES, Case, all_cases, good, ours
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_files import parts_of, zipped
from rounds import edited
from test_intake_agrees import judged

from snwp_xl.findings import CATALOGUE, Finding, Severity
from snwp_xl.locate import plain
from snwp_xl.returns import ReadReturn, read_return

FUZZ_ROUNDS = int(os.environ.get("SNWP_XL_FUZZ_ROUNDS", "250"))
DAMAGED_ROUNDS = int(os.environ.get("SNWP_XL_DAMAGED_ROUNDS", "200"))
NUMBERS = {plain(one.name): one.number for one in ROUND.crime_types}
FACTORS = {plain(one.name): i for i, one in enumerate(ROUND.factors)}

PLAINLY = {"3": 3, " 2 ": 2, "3 - Significant": 3, "4.0": 4}  # texts that are read as scores

# --- damage at random --------------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from([
    None, " ", "3", " 2 ", "3 - Significant", "4.0", "high", "1-4", "3 or 4", "n/a", "No view", "x", 0, 1, 2, 3, 4, 5, 2.5, -1, True,
    date(2017, 4, 1), "#REF!", "=1+1", *TYPES, *(one.name for one in ROUND.factors), "Comment", "Crime type", "Police", "Fire", "2016/17",
])  # fmt: skip
CELLS = st.builds(lambda column, row: f"{column}{row}", st.sampled_from("ABCDEFGHI"), st.integers(1, LAST + 3))
SCORE_CELLS = st.builds(lambda column, row: f"{column}{row}", st.sampled_from(COLUMNS), st.integers(FIRST, LAST))
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), CELLS, WORDS), st.tuples(st.just("type"), SCORE_CELLS, WORDS),
        st.tuples(st.just("delete row"), st.integers(FIRST - 1, LAST), st.none()),
        st.tuples(st.just("insert row"), st.integers(1, LAST + 1), st.none()),
        st.tuples(st.just("delete column"), st.integers(1, 8), st.none()),
        st.tuples(st.just("insert column"), st.integers(1, 8), st.none()),
        st.tuples(st.just("move"), st.tuples(st.integers(FIRST, LAST), st.integers(FIRST, LAST)), st.integers(-2, 2)),
        st.tuples(st.just("copy sheet"), st.none(), st.none()), st.tuples(st.just("rename"), st.none(), st.none()),
        st.tuples(st.just("forget names"), st.none(), st.none()),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


def damage(book: Any, edits: list[tuple[str, Any, Any]]) -> None:
    for what, where, value in edits:
        sheet = next(one for one in book if one.title.startswith(("Harm", "Mine")))
        match what:
            case "type":
                sheet[where] = value
            case "delete row":
                sheet.delete_rows(where)
            case "insert row":
                sheet.insert_rows(where)
            case "delete column":
                sheet.delete_cols(where)
            case "insert column":
                sheet.insert_cols(where)
            case "move":
                first, last = sorted(where)
                sheet.move_range(f"B{first}:D{last}", rows=value)
            case "copy sheet":
                book.copy_worksheet(sheet).title = f"Copy {len(book.sheetnames)}"
            case "rename":
                sheet.title = f"Mine {len(book.sheetnames)}"
            case "forget names":
                for name in list(book.defined_names):
                    del book.defined_names[name]


def typed_scores(data: bytes) -> list[dict[tuple[int, int], list[object]]]:
    """What stands at each crossing of a crime type's name and a factor's, on each sheet that has such: told by labels alone."""
    found = []
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        heads: dict[int, list[tuple[int, int]]] = {}
        rows: dict[int, list[int]] = {}
        for line in sheet.iter_rows():
            for cell in line:
                label = plain(cell.value)
                if label in FACTORS:
                    heads.setdefault(cell.row, []).append((cell.column, FACTORS[label]))
                if label in NUMBERS:
                    rows.setdefault(NUMBERS[label], []).append(cell.row)
        for head, columns in heads.items():
            crossings: dict[tuple[int, int], list[object]] = {}
            for number, places in rows.items():
                for column, factor in columns:
                    crossings.setdefault((number, factor), []).extend(sheet.cell(row, column).value for row in places if row > head)
            found.append(crossings)
    return found


def covered(number: int, factor: int, findings: tuple[Finding, ...]) -> bool:
    """Whether an ERROR accounts for a score that was not read."""
    name = ROUND.factors[factor].name
    for one in findings:
        whole = one.code in ("return-empty", "grid-shifted") or (one.code in ("column-missing", "column-twice") and name in one.message)
        if one.severity is Severity.ERROR and (whole or one.crime_type == number):
            return True
    return False


@given(EDITS)
@settings(max_examples=DAMAGED_ROUNDS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_score_is_read_as_it_was_typed_or_covered_by_a_finding(edits: list[tuple[str, Any, Any]]) -> None:
    data = edited(good(), lambda book: damage(book, edits))
    read = read_return(data, ROUND)
    if read.return_ is None:
        assert any(one.severity is Severity.ERROR for one in read.findings)
        return
    sheets = typed_scores(data)
    for row in read.return_.rows:
        for factor, score in enumerate(row.scores):
            if score is None:
                assert row.no_view or covered(row.crime_type, factor, read.findings), (row.crime_type, factor)
                continue
            told = [value for crossings in sheets for value in crossings.get((row.crime_type, factor), [])]
            assert score in [PLAINLY.get(value, value) for value in told if not isinstance(value, bool)], (row.crime_type, factor, told)


# --- openpyxl as the judge on the corpus ---------------------------------------------------------------------------------------------

HEAVY = {
    "a merge of everything", "200,000 empty rows with formats", "a declared dimension of everything", "a stray letter in the last cell",
    "a stray space in the last cell", "a zip bomb", "thousands of parts",
}  # fmt: skip
OTHERWISE = {  # openpyxl opens these and is wrong or silent; ours is held to the corpus's own expectations
    "strict Open XML": "sees no sheets", "a text that is gone": "IndexError", "control characters": "keeps the escape",
    "a link to another workbook": "lists no such link", "an entity": "reads it",
}  # fmt: skip


@pytest.mark.parametrize("case", [one for one in all_cases() if one.name not in HEAVY | set(OTHERWISE)], ids=lambda case: case.name)
def test_our_reader_and_openpyxl_agree_on_every_file_of_the_corpus_that_openpyxl_opens(case: Case) -> None:
    data = case.make()
    if opens(data):
        judged(data)


def test_openpyxl_opens_most_of_the_corpus() -> None:
    assert sum(opens(case.make()) for case in all_cases() if case.name not in HEAVY) > 120


def opens(data: bytes) -> bool:
    try:
        openpyxl.load_workbook(io.BytesIO(data))
    except Exception:  # it raises a dozen different types
        return False
    return True


# --- bytes at random -----------------------------------------------------------------------------------------------------------------


def survives(data: bytes) -> ReadReturn:
    """Read anything: findings of the catalogue only, no exception."""
    read = read_return(data, ROUND, file="returns/x.xlsx")
    assert all(one.code in CATALOGUE for one in read.findings)
    assert read.usable or read.findings
    return read


def shaken(data: bytes, dice: random.Random) -> bytes:
    """A workbook with a few bytes of one part changed, cut or doubled."""
    parts = parts_of(data)
    name = dice.choice(sorted(parts))
    content = bytearray(bytes(parts[name]) if isinstance(parts[name], bytes) else str(parts[name]).encode())
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(content) + 1)
        ways: list[Callable[[], bytes]] = [
            lambda: bytes([dice.randrange(256)]), lambda: b"", lambda at=at: bytes(content[at : at + dice.randint(1, 40)]) * 2,  # type: ignore[misc]
            lambda: dice.choice([b"<", b">", b"&", b'"', b"\0", b"&#0;", b"]]>", b"-1", b"9" * 20, b"XFD1048577", b"NaN", b"\xff\xfe"]),
        ]  # fmt: skip
        content[at : at + dice.randint(0, 8)] = dice.choice(ways)()
    return zipped({**parts, name: bytes(content)})


@pytest.mark.parametrize("seed", range(4))
def test_parts_changed_at_random_never_raise(seed: int) -> None:
    dice = random.Random(seed)
    usable = sum(survives(shaken(ours(), dice)).usable for _ in range(FUZZ_ROUNDS))
    assert usable > 0, "the changes are so hard that nothing is ever read: the test tests nothing"


@pytest.mark.parametrize("seed", range(2))
def test_whole_files_changed_at_random_never_raise(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(FUZZ_ROUNDS // 2):
        content = bytearray(good())
        for _ in range(dice.randint(1, 10)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        survives(bytes(content))


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_never_raise(data: bytes) -> None:
    survives(data)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/workbook.xml", data)
    survives(out.getvalue())
