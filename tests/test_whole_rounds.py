"""Whole rounds from files to files: an agency closed, the largest round that is allowed, names of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from libreoffice import Office
from rounds import a_return, largest_assessment, small_assessment, varied_scores

from snwp_xl import cli
from snwp_xl.assessment import setup_workbook
from snwp_xl.blanks import blank
from snwp_xl.example import example_assessment, write_example
from snwp_xl.incidents import counts_workbook
from snwp_xl.layout import ALL_INCIDENTS
from snwp_xl.model import (
    AgencyState,
    Assessment,
    Closed,
    ControlState,
    Counts,
    Month,
    RecordingChange,
    Series,
    Thresholds,
)
from snwp_xl.operations import calculate, check_returns, make_blanks, write_round
from workbooks import assert_recalculates, assert_valid, opened

ODD = ("Road Safety*", "Theft?", "~Arson", "=1+1", "O'Brien's type", "Vehicle – theft", "Crime & <disorder>")


def counts_for(of: Assessment) -> Counts:
    """Two years of counts for every crime type."""
    months = Month(2014, 4).until(Month(2016, 3))
    series = tuple(Series(one.name, tuple(5 + (i + m * 7) % 11 for m in range(24)), one.number) for i, one in enumerate(of.crime_types))
    return Counts(months, series, Series(ALL_INCIDENTS, tuple(3000 + m for m in range(24))))


def make(folder: Path, of: Assessment) -> None:
    """A round whose agencies have all returned."""
    write_round(folder, of, counts_workbook(of, counts_for(of)))
    for i, agency in enumerate(of.agencies):
        said = a_return(of, agency.name, varied_scores(of))
        (folder / "returns" / f"{i}.xlsx").write_bytes(blank(of, agency.name, said))


def test_an_agency_closed_without_a_return(tmp_path: Path) -> None:
    folder = tmp_path / "round"
    write_example(folder)
    (folder / "returns" / "Fire.xlsx").unlink()
    of = example_assessment()
    closed = tuple(replace(one, closed=Closed("No reply by the deadline", date(2017, 1, 31))) if one.name == "Fire" else one
                   for one in of.agencies)
    (folder / "assessment.xlsx").write_bytes(setup_workbook(replace(of, agencies=closed)))
    for macros in folder.glob("*.xlsm"):
        macros.unlink()
    matrix = calculate(folder).matrix
    assert matrix.status.words == "FINAL, without Fire"
    assert [row.scored_by for row in matrix.rows] == [4] * 17
    violent = matrix.rows[1]
    assert violent.combined_harm_unrounded == pytest.approx(68 * 5 / 24)
    assert violent.combined_harm == 14


def test_names_of_every_kind_go_through_a_whole_round(tmp_path: Path) -> None:
    of = small_assessment(("Police", "Fire & Rescue", "O'Neill - Trust", "+Plus"), ODD, ("Physical", "=Economic*"))
    make(tmp_path / "round", of)
    checked = check_returns(tmp_path / "round")
    assert checked.returns is not None
    assert set(checked.returns.states.values()) == {"complete"}
    calculated = calculate(tmp_path / "round")
    assert [row.name for row in calculated.matrix.rows] == list(ODD)
    assert all(row.scored_by == 4 for row in calculated.matrix.rows)
    assert_valid(calculated.results.read_bytes(), tmp_path)


def test_the_largest_round_goes_through_blanks_returns_and_results(tmp_path: Path) -> None:
    of = largest_assessment()
    make(tmp_path / "round", of)
    assert len(make_blanks(tmp_path / "round").files) == 40
    calculated = calculate(tmp_path / "round")
    matrix = calculated.matrix
    assert (len(matrix.rows), len(matrix.assessment.agencies)) == (200, 40)
    wanted = {number: sum(scores) for number, scores in varied_scores(of).items()}
    assert all(row.harm_scores == (wanted[row.crime_type.number],) * 40 for row in matrix.rows)
    assert calculated.results.stat().st_size > 1_000_000


@pytest.mark.parametrize("there", ["two", "damaged", "none"])
def test_counts_are_called_missing_only_where_there_are_none(tmp_path: Path, there: str) -> None:
    folder = tmp_path / "round"
    write_example(folder)
    counts = folder / "incidents.xlsx"
    if there == "two":
        (folder / "incidents old.xlsx").write_bytes(counts.read_bytes())
    elif there == "damaged":
        counts.write_bytes(counts.read_bytes()[:4000])
    else:
        counts.unlink()
    codes = [one.code for one in check_returns(folder).findings if "incident" in str(one)]
    assert codes == {"two": ["setup-two-workbooks"], "damaged": ["file-damaged"], "none": ["counts-missing-file"]}[there]


@pytest.mark.parametrize(("high", "medium"), [("1", "0"), ("1/100", "0"), ("1", "99/100")])
def test_thresholds_at_their_ends(tmp_path: Path, office: Office, high: str, medium: str) -> None:
    folder = tmp_path / "round"
    write_example(folder)
    of = replace(example_assessment(), thresholds=Thresholds(Fraction(high), Fraction(medium)))
    (folder / "assessment.xlsx").write_bytes(setup_workbook(of))
    data = calculate(folder).results.read_bytes()
    assert_valid(data, tmp_path)
    assert_recalculates(office, data, tmp_path)


# What a file's name or a text may hold, of which no XML can hold the first four; Excel writes them as _x0001_ and so on.
UNFIT = ("\x01", "\x0b", "\ufffe", "\uffff", "\r\n", "\x7f", "\u200b")


def test_characters_that_no_workbook_can_hold_make_none_malformed(tmp_path: Path) -> None:
    odd = "".join(UNFIT)
    of = small_assessment(("Police", "Fire"))
    of = replace(
        of, partnership=f"Safer{odd}", area=f"North{odd}", marking=f"OFFICIAL{odd}",
        crime_types=tuple(replace(one, theme=f"{one.theme}{odd}", national_steer=odd) for one in of.crime_types),
        factors=tuple(replace(one, question=f"Who?{odd}", levels=tuple(f"{level}{odd}" for level in one.levels)) for one in of.factors))
    folder = tmp_path / "round"
    write_round(folder, of, counts_workbook(of, counts_for(of)))
    said = a_return(of, "Police", varied_scores(of))
    comments = tuple(replace(row, comment=f"{row.comment}{odd}") for row in said.rows)
    (folder / "returns" / "Po\x01lice\x0b.xlsx").write_bytes(blank(of, "Police", replace(said, rows=comments)))
    make_blanks(folder)
    calculated = calculate(folder, public=True)
    assert check_returns(folder).returns.states["Police"] is AgencyState.COMPLETE  # type: ignore[union-attr]
    for path in folder.rglob("*.xlsx"):
        assert_valid(path.read_bytes(), tmp_path)
        opened(path.read_bytes())
    assert calculated.matrix.rows[0].scored_by == 1


def test_what_was_set_by_hand_is_marked_wherever_the_board_looks(
    tmp_path: Path, office: Office, capsys: pytest.CaptureFixture[str],
) -> None:
    of = example_assessment()
    hand = {"Robbery": {"probability_by_hand": 6}, "Hate Crime": {"state_by_hand": ControlState.UNCONTROLLED}}
    of = replace(of, crime_types=tuple(
        replace(one, by_hand_reason="as the board says", **hand[one.name]) if one.name in hand else one for one in of.crime_types))
    folder = tmp_path / "round"
    write_example(folder)
    (folder / "assessment.xlsx").write_bytes(setup_workbook(of))
    assert cli.main(["calculate", "--public", str(folder)]) == 0
    assert "6 (by hand)" in next(line for line in capsys.readouterr().out.splitlines() if " Robbery " in line)
    data = (folder / "results" / "Harm matrix 2017-18.xlsx").read_bytes()
    said = {sheet.name: "\n".join(str(cell.value) for cell in sheet.cells.values()) for sheet in opened(data).sheets}
    assert "Probability by hand: Robbery." in said["Summary"]
    assert "Control state by hand: Hate Crime." in said["Summary"]
    assert "probability by hand (share and chart would give 1)" in said["Risk matrix"]
    assert "control state by hand (the chart says Under control)" in said["Risk matrix"]
    assert "\nRobbery, by hand" in said["Heat map"]
    assert "Probability by hand: Robbery." in said["Minutes"]
    assert_valid(data, tmp_path)
    assert_recalculates(office, data, tmp_path)
    public = opened((folder / "results" / "Harm matrix 2017-18 - public.xlsx").read_bytes()).sheet("Risk matrix")
    assert public is not None
    rows = [[cell.value for _, cell in public.row_cells(row)] for row in public.rows()]
    (headings,) = [row for row in rows if "Crime type" in row]
    marked = next(i for i, heading in enumerate(headings) if str(heading).startswith("By hand"))
    assert {row[2] for row in rows if len(row) > marked and row[marked] == "Yes"} == set(hand)


def test_summary_says_what_must_be_read_beside_the_numbers_however_much_is_still_open(tmp_path: Path) -> None:
    """A recording change that gives another state is not cut away behind rows whose scores are missing."""
    of = example_assessment()
    violent = next(one for one in of.crime_types if one.name == "Violent Crime")
    changes = (RecordingChange(Month(2015, 4), violent.number, "a new counting rule"),)
    of = replace(of, recording_changes=changes)
    folder = tmp_path / "round"
    write_example(folder)
    (folder / "assessment.xlsx").write_bytes(setup_workbook(of))
    (folder / "returns" / "Fire.xlsx").unlink()
    data = calculate(folder).results.read_bytes()
    said = {sheet.name: [str(cell.value) for cell in sheet.cells.values()] for sheet in opened(data).sheets}
    assert any(text.startswith("Violent Crime: had recording not changed, the chart would say Uncontrolled") for text in said["Summary"])
    assert any("without the recording change its probability would be 5, and its band the same" in text
               for text in said["What would change it"])
