"""Which rule made a published table: the one of 2017/18, and tables made here by every rule that is tried."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter
from small_rounds import PUBLISHED, published

from snwp_xl.analysis.published import PublishedTable, csv_grid, read_table, table_of
from snwp_xl.analysis.reconcile import Attempt, reconcile
from snwp_xl.findings import Finding

HEADINGS = ["Crime type", "X", "Y", "Z", "Total"]
SCORES = [[6, 6, 9], [24, 7, 11], [13, 12, 12], [20, 21, 6], [9, 17, 23], [8, 10, 13], [14, 22, 6]]


def table(totals: list[object], scores: list[list[object]] | None = None, headings: list[str] | None = None) -> PublishedTable:
    """A table of made-up scores with these totals."""
    rows = [[f"Crime type {i}", *row, total] for i, (row, total) in enumerate(zip(scores or SCORES, totals, strict=True), 1)]
    found = table_of([headings or HEADINGS, *rows])
    assert found is not None
    return found


def fits(found: PublishedTable) -> list[tuple[str, tuple[str, ...]]]:
    """The rules that make a table, with their roundings."""
    return [(one.rule, one.roundings) for one in reconcile(found).fits]


def rounded(value: Fraction, how: str = ROUND_HALF_UP, unit: str = "1") -> Decimal:
    """A fraction rounded by Python's decimals, as an independent judge."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(unit), how)


# --- the rule -----------------------------------------------------------------------------------------------------------


def test_the_published_table_is_sum_over_six_half_up_and_only_that() -> None:
    found = read_table(PUBLISHED)
    assert isinstance(found, PublishedTable)
    result = reconcile(found)
    assert result.fits == (Attempt("the sum / 6", (), ("rounded half up",), ()),)
    assert result.sentences[0] == (
        f"The sum / 6, rounded half up, makes every one of the 17 totals; no other of the {result.tried} ways tried does."
    )
    assert [(one.rule, one.roundings, [row.name for row in one.differing]) for one in result.nearest[:2]] == [
        ("the sum / 6", ("rounded half to even",), ["Domestic Abuse"]),
        ("the sum / 6", ("rounded half down",), ["Domestic Abuse", "Business Crime"]),
    ]


def test_the_mean_makes_none_of_the_published_totals() -> None:
    assert not any(rounded(Fraction(sum(scores), 5)) == total for _, scores, total in published())
    assert all(rounded(Fraction(sum(scores), 6)) == total for _, scores, total in published())


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("the mean", [Fraction(sum(row), 3) for row in SCORES]),
        ("the sum / 7", [Fraction(sum(row), 7) for row in SCORES]),
        ("the sum / 40", [Fraction(sum(row), 40) for row in SCORES]),
        ("the highest score", [Fraction(max(row)) for row in SCORES]),
        ("the lowest score", [Fraction(min(row)) for row in SCORES]),
        ("halfway between highest and lowest", [Fraction(max(row) + min(row), 2) for row in SCORES]),
        ("the mean without the highest", [Fraction(sum(row) - max(row), 2) for row in SCORES]),
        ("the mean without the lowest", [Fraction(sum(row) - min(row), 2) for row in SCORES]),
        ("the mean without Y", [Fraction(row[0] + row[2], 2) for row in SCORES]),
        ("the mean with Z counted twice", [Fraction(sum(row) + row[2], 4) for row in SCORES]),
        ("X's own score", [Fraction(row[0]) for row in SCORES]),
    ],
)
def test_each_rule_is_found_in_a_table_that_it_made(words: str, values: list[Fraction]) -> None:
    for totals in ([str(rounded(value)) for value in values], [str(rounded(value, unit="0.01")) for value in values]):
        made = dict(fits(table(list(totals))))
        assert any("half up" in one or one == "however it is rounded" for one in made[words])


def test_equal_descriptions_are_one_answer() -> None:
    totals: list[object] = [str(rounded(Fraction(sum(row), 3), unit="0.1")) for row in SCORES]
    result = reconcile(table(totals))
    assert [(one.rule, one.same_as) for one in result.fits] == [("the mean", ("the sum / 3",))]
    middle: list[object] = [sorted(row)[1] for row in SCORES]
    assert [(one.rule, one.same_as) for one in reconcile(table(middle)).fits] == [("the median", ("the mean without highest and lowest",))]


def test_roundings_that_a_table_cannot_tell_apart_are_all_named() -> None:
    thirds: list[object] = [int(rounded(Fraction(sum(row), 3))) for row in SCORES]
    assert fits(table(thirds)) == [("the mean", ("rounded half up", "rounded half to even", "rounded half down"))]
    result = reconcile(table(thirds))
    assert result.sentences[0].startswith(
        "The mean (here the same as the sum / 3), rounded half up, rounded half to even or rounded half down, "
        "makes every one of the 7 totals; no other"
    )


@pytest.mark.parametrize(("how", "words"), [(ROUND_HALF_EVEN, "rounded half to even"), (ROUND_UP, "rounded up")])
def test_the_rounding_is_told_where_the_table_can_tell(how: str, words: str) -> None:
    scores: list[list[object]] = [[6, 7, 6, 6], [9, 9, 9, 7], [10, 10, 12, 6], [11, 10, 10, 11]]
    totals: list[object] = [str(rounded(Fraction(sum(row), 4), how)) for row in scores]  # type: ignore[arg-type]
    found = table(totals, scores, ["Crime type", "W", "X", "Y", "Z", "Total"])
    assert [(one.rule, one.roundings) for one in reconcile(found).fits if one.rule == "the mean"] == [("the mean", (words,))]


def test_totals_that_were_never_rounded() -> None:
    totals: list[object] = [sum(row) / 7 for row in SCORES]
    assert fits(table(totals)) == [("the sum / 7", ("not rounded",))]


def test_a_table_without_fractions_says_nothing_of_rounding() -> None:
    totals: list[object] = [sum(row) for row in SCORES]
    assert fits(table(totals)) == [("the sum / 1", ("however it is rounded",))]


def test_missing_scores_are_left_out_or_scaled_up() -> None:
    scores: list[list[object]] = [[12, 6, "No view"], [14, None, 9], [7, 8, 10], [20, 11, "n/a"], [13, 13, 18]]
    given: list[list[int]] = [[one for one in row if isinstance(one, int)] for row in scores]
    scaled: list[object] = [int(rounded(Fraction(sum(row) * 3, 4 * len(row)))) for row in given]
    halves = ("rounded half up", "rounded half to even", "rounded half down")  # no row stands on a half
    assert ("the sum x 3 / (4 x how many scored)", halves) in fits(table(scaled, scores))
    left_out: list[object] = [f"{rounded(Fraction(sum(row), len(row)), unit='0.1')}" for row in given]
    assert ("the mean", tuple(f"{one} to one decimal" for one in halves)) in fits(table(left_out, scores))


def test_a_table_that_no_rule_makes_names_the_nearest_and_its_rows() -> None:
    totals: list[object] = [int(rounded(Fraction(sum(row), 3))) for row in SCORES]
    totals[1], totals[4] = 99, 1
    result = reconcile(table(totals))
    assert result.fits == ()
    assert result.sentences[0] == f"None of the {result.tried} ways tried makes all 7 totals."
    assert result.nearest[0].rule == "the mean"
    assert [(row.name, row.printed, row.computed) for row in result.nearest[0].differing] == [
        ("Crime type 2", 99, 14), ("Crime type 5", 1, 16),
    ]  # fmt: skip
    assert "differs in 2 of 7 rows: Crime type 2 (printed 99, by this rule 14) and Crime type 5 (printed 1, by this rule 16)." in (
        result.sentences[1]
    )


# --- the table --------------------------------------------------------------------------------------------------------------


def test_the_total_is_found_by_its_heading_and_never_guessed() -> None:
    rows = [["Robbery", 10, 12, 11, 33.5, 2], ["Hate Crime", 8, 9, 9, 27.5, 1]]
    by_heading = table_of([["", "X", "Y", "Combined harm", "Combined harm, unrounded", "Rank"], *rows])
    assert by_heading is not None
    assert (by_heading.agencies, by_heading.total_heading) == (("X", "Y"), "Combined harm")
    assert table_of([["", "X", "Y", "Z", "W", "V"], *rows]) is None
    assert table_of([["", "Probability", "Combined harm", "Risk score", "Place", "Order"], *rows]) is None, "one column is not two agencies"


def test_titles_numbers_footers_and_blank_rows_are_not_crime_types() -> None:
    found = table_of([
        ["Harm scores 2017/18"], [], ["No.", "Crime type", "X", "Y", "Note", "Total"], [1, "Robbery", 10, 12, "ours", 11], [],
        [2, "Hate Crime", 8, 9, "", 9], [3, "Cybercrime", 8, 9, "", None], ["", "Total", 26, 30, "", 20],
    ])  # fmt: skip
    assert found is not None
    assert [(row.name, row.scores, row.total) for row in found.rows] == [("Robbery", (10, 12), 11), ("Hate Crime", (8, 9), 9)]
    assert (found.agencies, found.left_out) == (("X", "Y"), ("Cybercrime",))
    assert reconcile(found).sentences[-1] == "Left out, having no total: Cybercrime."


@pytest.mark.parametrize(
    "text",
    ["", "a,b\n1,2\n", "Crime type,X,Total\nRobbery,1,2\nArson,2,3\n", "Crime type,X,Y,Total\nRobbery,1,2,3\n", "\0\0\x01"],
)
def test_what_is_no_such_table_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    found = read_table(path)
    assert isinstance(found, Finding)
    assert (found.code, found.place.file) == ("table-unclear", "table.csv")


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")])
def test_csv_of_any_usual_kind(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["Crime type", "Café", "Y", "Total"], ["Theft – from vehicle", "10", "12", "11"], ["Arson", "9", "9", "9"]]
    path = tmp_path / "table.csv"
    path.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding=encoding)
    found = read_table(path)
    assert isinstance(found, PublishedTable)
    assert (found.agencies, found.rows[0].name) == (("Café", "Y"), "Theft – from vehicle")


def test_a_workbook_is_read_like_a_csv_whatever_sheet_the_table_is_on(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "Published 2017")
        sheet = book.add_worksheet("Table")
        for i, row in enumerate(csv_grid(PUBLISHED.read_bytes()), 3):
            for j, value in enumerate(row, 2):
                sheet.write(i, j, int(value) if value.isdecimal() else value)
    found, same = read_table(path), read_table(PUBLISHED)
    assert isinstance(found, PublishedTable)
    assert isinstance(same, PublishedTable)
    assert (found.agencies, found.rows) == (same.agencies, same.rows)
    wrong_ending = path.rename(tmp_path / "table.csv")
    assert read_table(wrong_ending) == found


def test_files_that_cannot_be_read_are_findings(tmp_path: Path) -> None:
    broken = tmp_path / "table.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    missing = [read_table(tmp_path / name) for name in ("none.csv", "none.xlsx")]
    for found in (read_table(broken), *missing):
        assert isinstance(found, Finding)
        assert found.severity == "ERROR"
    assert [found.code for found in missing if isinstance(found, Finding)] == ["file-unreadable", "file-unreadable"]
