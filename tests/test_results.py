"""The results workbook: every number live, every stored value right, whatever is missing and whatever things are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from golden import check_golden, dump
from libreoffice import Office
from small_rounds import all_returned, assessment, assessment_2017, counts, published, returns_2017, year

from snwp_xl.findings import Place, finding
from snwp_xl.matrix import Matrix, combine
from snwp_xl.model import Assessment, CombiningRule, ControlState, Counts, Return, ScoreRow, Thresholds
from snwp_xl.results import InputFile, Report, results_workbook
from workbooks import assert_recalculates, assert_valid, opened

ODD_NAMES = ("Road Safety*", "Theft?", "~Arson", "=1+1", "O'Brien's type", "Vehicle – theft", "<b>&amp;", "@SUM(A1)", "-3", "+44")


def report_of(matrix: Matrix, returns: Sequence[Return]) -> Report:
    """A report with a finding and an input, as a calculation makes it."""
    found = finding("return-missing", Place("returns"), agency="Fire")
    return Report(matrix, tuple(returns), (found, *matrix.findings), (InputFile("assessment.xlsx", "Set-up", "", "used", "0" * 64),))


def results(of: Assessment, returns: Sequence[Return], counted: Counts) -> tuple[Matrix, bytes]:
    """The matrix and its results workbook."""
    matrix = combine(of, returns, counted)
    return matrix, results_workbook(report_of(matrix, returns))


def all_counts(of: Assessment) -> Counts:
    """Two years of counts for every crime type but the last, of several sizes, some rising."""
    names = [one.name for one in of.crime_types][:-1]
    series = {name: year(12 * (i + 1)) + year(12 * (i + 1) * (3 if i % 4 == 0 else 1)) for i, name in enumerate(names)}
    return counts(of, series, year(4000) + year(4400))


def cells(data: bytes, sheet: str) -> dict[tuple[int, int], object]:
    """The values of a sheet."""
    found = opened(data).sheet(sheet)
    assert found is not None
    return {at: cell.value for at, cell in found.cells.items()}


def column(data: bytes, sheet: str, heading: str) -> dict[str, object]:
    """A column of a sheet's first table by the name of the crime type."""
    values = cells(data, sheet)
    row, at = next(place for place, value in values.items() if value == heading)
    name = next(c for (r, c), value in values.items() if r == row and value == "Crime type")
    return {str(values[r, name]): values.get((r, at)) for r in range(row + 1, row + 400) if (r, name) in values}


def test_harm_scores_and_combined_harm_are_the_published_table() -> None:
    _, data = results(assessment_2017(), returns_2017(assessment_2017()), Counts(months=()))
    combined = column(data, "Harm scores", "Combined harm")
    assert combined == {name: total for name, _, total in published()}
    police = column(data, "Harm scores", "Police")
    assert police == {name: scores[1] for name, scores, _ in published()}


@pytest.mark.parametrize("rule", CombiningRule)
@pytest.mark.parametrize("left_out", [(), ("Fire",), ("Fire", "UAVA", "Police")], ids=["all", "one missing", "three missing"])
def test_libreoffice_finds_every_stored_value(office: Office, tmp_path: Path, rule: CombiningRule, left_out: tuple[str, ...]) -> None:
    of = assessment_2017(rule=rule)
    some = [one for one in returns_2017(of) if one.agency not in left_out]
    first = replace(some[0], rows=tuple(
        replace(row, scores=(None,) * 6, no_view=True) if i == 2 else replace(row, scores=(None, *row.scores[1:])) if i == 3 else row
        for i, row in enumerate(some[0].rows)))
    _, data = results(of, [first, *some[1:]], all_counts(of))
    assert assert_recalculates(office, data, tmp_path) > 500
    assert_valid(data, tmp_path)


def test_nobody_scored_and_nothing_counted(office: Office, tmp_path: Path) -> None:
    of = assessment(("Police", "Fire"), ("Robbery", "Arson"))
    matrix, data = results(of, [], Counts(months=()))
    assert matrix.status.words == "PROVISIONAL"
    assert column(data, "Risk matrix", "Risk band") == {"Robbery": "Not assessed", "Arson": "Not assessed"}
    assert column(data, "Harm scores", "Police") == {"Robbery": "Missing", "Arson": "Missing"}
    assert_recalculates(office, data, tmp_path)
    assert_valid(data, tmp_path)


def test_odd_names_are_text_and_looked_up_by_number(office: Office, tmp_path: Path) -> None:
    of = assessment(ODD_NAMES[:4], ODD_NAMES)
    said = all_returned(of, [[6 + (i * 3 + j) % 19 for j in range(4)] for i in range(len(ODD_NAMES))])
    matrix, data = results(of, said, all_counts(of))
    assert_recalculates(office, data, tmp_path)
    assert_valid(data, tmp_path)
    assert column(data, "Risk matrix", "Risk score") == {row.name: row.risk_score or "None" for row in matrix.rows}
    formulas = {cell.formula for sheet in opened(data).sheets for cell in sheet.cells.values() if cell.formula}
    assert not [formula for formula in formulas if any(name in formula for name in ("Road Safety", "O'Brien", "<b>", "1+1"))]


def test_thresholds_that_are_no_round_number_agree_with_the_formula(office: Office, tmp_path: Path) -> None:
    of = assessment(("A1", "B", "C", "D", "E", "F", "G"), ("Robbery", "Arson", "Theft"), 5, thresholds=Thresholds(
        Fraction(37, 100), Fraction(19, 100), Fraction(2, 3)))
    said = all_returned(of, [[7] * 7, [12] * 7, [20] * 7])
    _, data = results(of, said, all_counts(of))
    assert_recalculates(office, data, tmp_path)


def test_state_and_probability_by_hand(office: Office, tmp_path: Path) -> None:
    of = assessment_2017()
    by_hand = tuple(
        replace(one, state_by_hand=ControlState.UNCONTROLLED, by_hand_reason="a reason") if i == 0
        else replace(one, probability_by_hand=3, by_hand_reason="another") if i in (1, 16) else one
        for i, one in enumerate(of.crime_types))
    of = replace(of, crime_types=by_hand)
    _, data = results(of, returns_2017(of), all_counts(of))
    assert column(data, "Probability", "Probability")["Hate Crime"] == 3
    why = column(data, "Probability", "Why")
    assert "By hand: Uncontrolled, because a reason." in str(why["Alcohol Related Violence"])
    assert_recalculates(office, data, tmp_path)


def test_the_largest_round(office: Office, tmp_path: Path) -> None:
    of = assessment([f"Agency {i}" for i in range(1, 41)], [f"Crime type {i}" for i in range(1, 201)], 12, scale=10)
    rows = [[12 + (i * 7 + j * 5) % 109 for j in range(40)] for i in range(200)]
    _, data = results(of, all_returned(of, rows), all_counts(of))
    assert assert_recalculates(office, data, tmp_path) > 16_000
    assert_valid(data, tmp_path)


def test_the_same_report_gives_the_same_bytes() -> None:
    of = assessment_2017()
    assert results(of, returns_2017(of), all_counts(of))[1] == results(of, returns_2017(of), all_counts(of))[1]


def test_a_comment_stays_text_and_reaches_all_scores() -> None:
    of = assessment(("Police", "Fire"), ("Robbery",))
    row = ScoreRow(1, (1, 2, 3, 4, 1, 2), comment='=HYPERLINK("http://x")', cells=("B8", "C8", "D8", "E8", "F8", "G8"))
    _, data = results(of, [Return("Police", "returns/a.xlsx", "0" * 64, (row,))], Counts(months=()))
    values = cells(data, "All scores")
    assert '=HYPERLINK("http://x")' in values.values()
    assert "B8:G8" in values.values()


def test_everything_a_small_results_workbook_says() -> None:
    of = assessment(("Police", "Fire", "Council"), ("Robbery", "Arson", "Hate Crime"))
    said = all_returned(of, [[12, 9, 15], [20, 24, 18], [6, "No view", 8]])
    _, data = results(of, said[:2], all_counts(of))
    check_golden("results", dump(data))
