"""Every damaged return of the corpus gives exactly the findings expected, at their cells; no score is silently changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import corpus
import pytest
from corpus import GOOD, ROUND, Case, all_cases, good, typed
from libreoffice import Office

from snwp_xl.findings import CATALOGUE
from snwp_xl.model import AgencyState
from snwp_xl.returns import ReadReturn, read_return, read_returns

CASES = all_cases()


def said(read: ReadReturn) -> list[tuple[str, str]]:
    return sorted((one.code, f"{one.place.sheet}!{one.place.cell}" if one.place.cell else one.place.sheet) for one in read.findings)


def check(case: Case, read: ReadReturn) -> None:
    assert said(read) == sorted(case.expected)
    if case.read is None:
        assert (read.return_, read.state) == (None, AgencyState.UNUSABLE)
        return
    assert read.return_ is not None
    for row in read.return_.rows:
        for i, score in enumerate(row.scores):
            expected = case.read.get((row.crime_type, i), typed(row.crime_type, i))
            assert score == expected, f"crime type {row.crime_type}, factor {i}"
    assert {row.crime_type for row in read.return_.rows if row.no_view} == case.no_view
    assert read.state == (AgencyState.COMPLETE if all(row.answered for row in read.return_.rows) else AgencyState.INCOMPLETE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_damaged_return_is_read_as_far_as_it_can_be(case: Case) -> None:
    check(case, read_return(case.make(), ROUND, file=f"returns/return{case.ending}"))


def test_the_corpus_is_large_and_no_two_cases_are_called_the_same() -> None:
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_undamaged_return_has_nothing_to_be_said_of_it() -> None:
    check(Case("good", good, ()), read_return(good(), ROUND))


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    unusable = [case for case in CASES if case.read is None]
    for number, case in enumerate(unusable):
        (folder / f"{number:03d}{case.ending}").write_bytes(case.make())
    (folder / "zzz.xlsx").write_bytes(good())
    returns = read_returns(tmp_path, ROUND)
    assert returns.states["Police"] == AgencyState.COMPLETE
    assert returns.of("Police").file == "returns/zzz.xlsx"
    assert [one.became for one in returns.files] == ["unusable"] * len(unusable) + ["used"]
    assert all(len(one.sha256) == 64 and one.reason for one in returns.files if one.became == "unusable")


def test_every_code_of_returns_is_in_the_catalogue_and_most_are_in_the_corpus() -> None:
    expected = {code for case in CASES for code, _ in case.expected}
    assert expected <= set(CATALOGUE)
    kinds = {code for code in CATALOGUE if code.startswith(("score-", "scores-", "row-", "rows-", "column", "sheet-", "no-view", "grid-"))}
    assert kinds - expected == {"no-view-not-allowed"}, "an assessment without No view: see test_returns"


# --- saved by LibreOffice as a person would -------------------------------------------------------------------------------------

S = "Harm scores!"


def office_case(name: str, edit: Callable[[Any], object], expected: tuple[tuple[str, str], ...], read: corpus.Read | None = None,
                ending: str = ".xlsx") -> Any:  # fmt: skip
    return pytest.param(edit, expected, read or {}, ending, id=name)


def unprotected(*edits: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda document: [document.unprotect("Harm scores"), *(edit(document) for edit in edits)]


VALUES_ONLY = ("file-values-only", "")


@pytest.mark.parametrize(
    ("edit", "expected", "read", "ending"),
    [
        office_case("saved as it is", lambda document: None, ()),
        office_case("saved as .ods", lambda document: None, (VALUES_ONLY,), ending=".ods"),
        office_case("saved as .xls", lambda document: None, (VALUES_ONLY,), ending=".xls"),
        office_case("rows inserted in the grid", unprotected(lambda d: d.insert_rows("Harm scores", 9, 3)), ()),
        office_case("rows inserted on top", unprotected(lambda d: d.insert_rows("Harm scores", 1, 5)), ()),
        office_case("columns inserted", unprotected(lambda d: d.insert_columns("Harm scores", "C", 2)), ()),
        office_case("a column inserted in front", unprotected(lambda d: d.insert_columns("Harm scores", "A")), ()),
        office_case("sheet renamed", lambda d: d.rename("Harm scores", "Our scores"), (("sheet-renamed", "Our scores"),)),
        office_case("all at once", unprotected(
            lambda d: d.insert_rows("Harm scores", 8, 2), lambda d: d.insert_columns("Harm scores", "D"), lambda d: d.rename("Harm scores", "X")),
            (("sheet-renamed", "X"),)),
        office_case("sorted by name", unprotected(lambda d: d.sort("Harm scores", "A7:H12")), (("rows-reordered", "Harm scores"),)),
        office_case("sorted in .ods", unprotected(lambda d: d.sort("Harm scores", "A7:H12")), (("rows-reordered", "Harm scores"), VALUES_ONLY),
                    ending=".ods"),
        office_case("a row deleted", unprotected(lambda d: d.delete_rows("Harm scores", 8)), (("row-missing", "Harm scores"),),
                    {(2, i): None for i in range(3)}),
        office_case("a column deleted", unprotected(lambda d: d.delete_columns("Harm scores", "C")), (("column-missing", "Harm scores"),),
                    {(n, 1): None for n in GOOD}),
        office_case("the column with the agency deleted", unprotected(lambda d: d.delete_columns("Harm scores", "B")),
                    (("column-missing", "Harm scores"),), {(n, 0): None for n in GOOD}),
        office_case("the column of the round deleted", unprotected(lambda d: d.delete_columns("Harm scores", "H")), ()),
        office_case("a wrong score after rows were inserted", unprotected(
            lambda d: d.enter(("Harm scores", "B8"), 7), lambda d: d.insert_rows("Harm scores", 7, 2)),
            (("score-out-of-range", S + "B10"),), {(2, 0): None}),
        office_case("a formula typed", lambda d: d.enter(("Harm scores", "B8"), "=1+2"), (("scores-as-formulas", S + "B8"),)),
        office_case("text typed in .xls", lambda d: d.enter(("Harm scores", "B8"), "3 - Significant"),
                    (("scores-as-text", S + "B8"), VALUES_ONLY), ending=".xls"),
        office_case("a wrong score in .ods", lambda d: d.enter(("Harm scores", "B8"), 9), (("score-out-of-range", S + "B8"), VALUES_ONLY),
                    {(2, 0): None}, ".ods"),
        office_case("the scores sheet deleted", lambda d: d.model.Sheets.removeByName("Harm scores"), (("return-unusable", ""),), None, ".xlsx"),
    ],
)  # fmt: skip
def test_saved_by_libreoffice(
    office: Office, tmp_path: Path, edit: Callable[[Any], object], expected: tuple[tuple[str, str], ...], read: corpus.Read, ending: str
) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(good())
    saved = office.fill(path, {}, tmp_path / f"saved{ending}", edit)
    unusable = any(code == "return-unusable" for code, _ in expected)
    check(Case("", good, expected, None if unusable else read), read_return(saved, ROUND))
