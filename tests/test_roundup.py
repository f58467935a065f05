"""The roundup: many rounds in one workbook, the same numbers as one at a time, and a bad round is a line."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path

import openpyxl
import pytest
from libreoffice import Office
from openpyxl.utils import column_index_from_string

from snwp_xl import cli
from snwp_xl.cli import crowd
from snwp_xl.example import write_example
from snwp_xl.findings import RoundError
from snwp_xl.operations import calculate, roundup
from snwp_xl.roundup import gather
from snwp_xl.roundup.gather import MEMORY
from snwp_xl.roundup.line import CrimeTypeLine, Line
from snwp_xl.roundup.workbook import roundup_workbook
from workbooks import assert_recalculates, assert_valid, opened

A4_CHARACTERS = 131  # of column width on a page of A4 landscape at its full size, 10 points
LEAST_POINTS = 6.5  # that are read in print
PADDING = 0.71  # of a column's width in a file


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example round, to be copied."""
    folder = tmp_path_factory.mktemp("one") / "2017-18"
    write_example(folder)
    return folder


@pytest.fixture
def county(example: Path, tmp_path: Path) -> Path:
    """Six rounds: one lacks a return, one has no set-up, one a set-up that is no workbook."""
    folder = tmp_path / "county"
    for i in range(1, 7):
        shutil.copytree(example, folder / f"district {i}")
    (folder / "district 2" / "returns" / "UAVA.xlsx").unlink()
    (folder / "district 4" / "assessment.xlsx").unlink()
    (folder / "district 5" / "assessment.xlsx").write_bytes(b"%PDF-1.7 not a workbook")
    (folder / "notes.txt").write_text("not a round")
    return folder


def test_a_folder_with_a_name_that_is_no_text_does_not_stop_the_others(county: Path) -> None:
    try:
        os.mkdir(os.fsencode(county) + b"/district \xff")
    except OSError:
        pytest.skip("this disk takes only names that are text")
    done = roundup(county)
    assert [line.failed for line in done.lines if line.folder == "district 1"] == [False]
    assert len(done.lines) == 7


def test_each_partnership_has_the_numbers_it_has_alone(county: Path) -> None:
    lines = {line.folder: line for line in gather(county, processes=2).lines}
    for name in ("district 1", "district 2"):
        matrix = calculate(county / name).matrix
        assert lines[name].status == matrix.status.words
        assert [(one.name, one.combined_harm, one.probability, one.risk_score, one.band) for one in lines[name].crime_types] == [
            (row.name, row.combined_harm, row.probability, row.risk_score, row.risk_band) for row in matrix.rows]
    assert lines["district 2"].complete == 4
    assert lines["district 1"].priorities[0].startswith("Protecting those that live")


def test_one_process_and_several_say_the_same(county: Path) -> None:
    alone = gather(county, processes=1).lines
    (county / MEMORY).unlink()
    assert gather(county, processes=3).lines == alone


def test_a_round_that_fails_is_a_line(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["roundup", str(county)]) == cli.FOUND_ERRORS
    said = capsys.readouterr().out
    assert "district 4: There is no set-up workbook in" in said
    assert "district 5: There is no set-up workbook in" in said
    assert "it is a PDF" in said
    assert "6 rounds, 6 read this time" in said
    assert "North West Leicestershire (district 1) " in said, "alike names are told apart as in the workbook"


def test_only_what_changed_is_read_again(county: Path) -> None:
    first = roundup(county)
    assert first.read == 6
    again = roundup(county)
    assert (again.read, again.lines) == (0, first.lines)
    (county / "district 3" / "returns" / "Fire.xlsx").unlink()
    third = roundup(county)
    assert third.read == 1
    assert next(line for line in third.lines if line.folder == "district 3").complete == 4


def test_what_was_read_before_an_interruption_is_kept(county: Path) -> None:
    whole = gather(county).lines
    kept = (county / MEMORY).read_text(encoding="utf-8").splitlines()
    (county / MEMORY).write_text("\n".join(kept[:3]) + "\n" + kept[3][:40], encoding="utf-8")
    again = gather(county)
    assert (again.read, again.lines) == (3, whole)
    assert [json.loads(text)["folder"] for text in (county / MEMORY).read_text(encoding="utf-8").splitlines()] == [
        line.folder for line in whole]


def test_interrupted_it_says_so_and_goes_on_from_there(
    county: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(done: int, every: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(crowd, "Progress", lambda: interrupt)
        assert cli.main(["roundup", str(county)]) == crowd.INTERRUPTED
    assert capsys.readouterr().err == "\nsnwp-xl: stopped. What was read is kept: the same command carries on from there.\n"
    assert not (county / "roundup.xlsx").exists()
    assert cli.main(["roundup", str(county)]) == cli.FOUND_ERRORS
    assert "6 rounds, 4 read this time" in capsys.readouterr().out


def test_the_workbook(county: Path, office: Office, tmp_path: Path) -> None:
    data = roundup(county).workbook.read_bytes()
    assert_recalculates(office, data, tmp_path)
    assert_valid(data, tmp_path)
    book = opened(data)
    assert [sheet.name for sheet in book.sheets] == ["Partnerships", "Risk bands", "Risk percent", "All rows", "Not read"]
    bands = book.sheet("Risk bands")
    assert bands is not None
    rows = {bands.cell(row, 0).value: [cell.value for _, cell in bands.row_cells(row)] for row in bands.rows()}
    assert rows["Violent Crime"] == ["Violent Crime", 4, 4, "High", "High", "High", "High"]
    assert roundup(county).workbook.read_bytes() == data


def line(folder: str, *bands: str, priorities: tuple[str, ...] = ()) -> Line:
    """A partnership whose crime types A, B ... have these bands."""
    types = tuple(
        CrimeTypeLine(name, name, None, None, None, None if band == "Not assessed" else 0.5, band, None)
        for name, band in zip("ABCDEFGH", bands, strict=False))
    return Line(folder, "", folder, folder, "2017/18", "FINAL", priorities=priorities, crime_types=types)


def test_a_round_in_which_nobody_scored_a_crime_type_did_not_assess_it(office: Office, tmp_path: Path) -> None:
    data = roundup_workbook([line("East", "High", "Not assessed"), line("West", "Low", "Medium"), line("North", "Not assessed")])
    for name, counts in (("Risk bands", {"A": 2, "B": 1}), ("Risk percent", {"A": 2, "B": 1})):
        sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[name]
        heads = [cell.value for cell in sheet[4]]
        assert {row[0]: row[heads.index("Assessed in")] for row in sheet.iter_rows(min_row=5, values_only=True)} == counts
    assert_recalculates(office, data, tmp_path)


def test_every_sheet_can_be_read_in_print_and_priorities_in_one_line() -> None:
    chosen = ("Protecting people from violence.", "Reducing its causes.")
    data = roundup_workbook([line(f"District {i}", "High", "Low", priorities=chosen) for i in range(40)])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert "Protecting people from violence; Reducing its causes" in {cell.value for cell in book["Partnerships"]["J"]}
    for sheet in book.worksheets:
        area = sheet.print_area.rpartition("$")[0].rpartition("$")[2]
        last = column_index_from_string(area) if area else sheet.max_column
        widths = {i: one.width - PADDING for one in sheet.column_dimensions.values() for i in range(one.min, one.max + 1)}
        across = sheet.page_setup.fitToWidth or 1
        assert widths[1] + sum(widths[i] for i in range(2, last + 1)) / across <= 10 * A4_CHARACTERS / LEAST_POINTS, sheet.title
    assert [cell.value for cell in book["Partnerships"][4]][-2:] == ["Area", "Folder"]
    assert book["Partnerships"].print_area.startswith("'Partnerships'!$A$1:$L$")


def test_no_rounds_is_a_bad_call(tmp_path: Path) -> None:
    with pytest.raises(RoundError, match="There are no round folders"):
        gather(tmp_path)


def test_a_memory_that_is_cut_inside_a_letter_is_no_stop(county: Path) -> None:
    roundup(county)
    (county / MEMORY).write_bytes((county / MEMORY).read_bytes() + b'{"folder": "Gw\xc5')
    again = roundup(county)
    assert (again.read, len(again.lines)) == (0, 6)


def test_a_round_that_cannot_be_looked_into_is_a_line(county: Path) -> None:
    (county / "district 3" / "returns" / "loop.xlsx").symlink_to(county / "district 3" / "returns" / "loop.xlsx")
    lines = {line.folder: line for line in roundup(county).lines}
    assert len(lines) == 6
    assert not lines["district 1"].failed
