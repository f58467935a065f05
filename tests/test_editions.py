"""Editions: a calculation whose inputs changed gets its number; nothing that a board may have decided on is lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from snwp_xl.assessment import setup_workbook
from snwp_xl.example import example_assessment, write_example
from snwp_xl.operations import calculate
from snwp_xl.sheets import unchanged
from workbooks import opened

RESULT = "results/Harm matrix 2017-18.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example, calculated once: edition 1."""
    write_example(tmp_path / "round")
    assert calculate(tmp_path / "round").report.edition == 1
    return tmp_path / "round"


def standing(folder: Path) -> list[str]:
    """The results in a round, whole names."""
    return sorted(path.relative_to(folder).as_posix() for path in (folder / "results").rglob("*.xlsx"))


def test_another_input_is_another_edition_and_the_earlier_one_is_kept(folder: Path) -> None:
    first = (folder / RESULT).read_bytes()
    (folder / "returns" / "UAVA.xlsx").unlink()
    assert calculate(folder).report.edition == 2
    earlier = folder / "results" / "earlier" / "Harm matrix 2017-18 (edition 1).xlsx"
    assert earlier.read_bytes() == first
    assert calculate(folder).report.edition == 2
    assert standing(folder) == [RESULT, "results/earlier/Harm matrix 2017-18 (edition 1).xlsx"]


def test_going_back_to_earlier_inputs_is_the_earlier_edition(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "returns" / "UAVA.xlsx", tmp_path / "UAVA.xlsx")
    calculate(folder)
    shutil.move(tmp_path / "UAVA.xlsx", folder / "returns" / "UAVA.xlsx")
    assert calculate(folder).report.edition == 1
    assert (folder / RESULT).read_bytes() == (folder / "results" / "earlier" / "Harm matrix 2017-18 (edition 1).xlsx").read_bytes()


def test_results_that_a_person_changed_stay_and_the_new_ones_stand_beside_them(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / RESULT)
    book["Summary"]["I1"].value = "a note of the chair's"
    book.save(folder / RESULT)
    changed = (folder / RESULT).read_bytes()
    assert not unchanged(changed)
    calculated = calculate(folder)
    assert (folder / RESULT).read_bytes() == changed
    assert calculated.results.name == "Harm matrix 2017-18 (2).xlsx"
    assert [one.code for one in calculated.findings if one.code.startswith("file-")] == ["file-kept"]


def test_a_later_edition_lists_what_differs_from_the_adopted_one(folder: Path) -> None:
    of = example_assessment()
    settings = replace(of.settings, adopted_edition=1)
    (folder / "assessment.xlsx").write_bytes(setup_workbook(replace(of, settings=settings)))
    (folder / "returns" / "UAVA.xlsx").unlink()
    calculated = calculate(folder)
    adopted = calculated.report.adopted
    assert adopted is not None
    assert (adopted.edition, adopted.file, adopted.problem) == (1, "results/earlier/Harm matrix 2017-18 (edition 1).xlsx", "")
    found = {(one.sheet, one.row, one.column): (one.adopted, one.now) for one in adopted.differences}
    assert found["Harm scores", "2 Violent Crime", "UAVA"] == ("21", "Missing")
    assert found["Harm scores", "2 Violent Crime", "Combined harm"] == ("12", "11")
    assert found["Risk matrix", "2 Violent Crime", "Risk score"] == ("60", "55")
    assert ("Harm scores", "2 Violent Crime", "Police") not in found
    sheet = opened(calculated.results.read_bytes()).sheet("Since adopted")
    assert sheet is not None
    assert len([1 for row in sheet.rows() if row > 5]) == len(adopted.differences)


def test_a_lost_adopted_edition_is_said(folder: Path) -> None:
    of = example_assessment()
    (folder / "assessment.xlsx").write_bytes(setup_workbook(replace(of, settings=replace(of.settings, adopted_edition=7))))
    adopted = calculate(folder).report.adopted
    assert adopted is not None
    assert adopted.problem == "Edition 7 is not in results or results/earlier, so nothing could be compared."


def test_files_that_are_only_listed_make_no_new_edition(folder: Path) -> None:
    """Excel leaves a lock file while a return is open, a Mac its own files; a superseded return is never read."""
    for name in ("~$Police.xlsx", ".DS_Store", "superseded/Police.xlsx"):
        (folder / "returns" / name).parent.mkdir(exist_ok=True)
        (folder / "returns" / name).write_bytes(b"listed")
    assert calculate(folder).report.edition == 1
    assert not (folder / "results" / "earlier").exists()


def test_a_return_that_cannot_be_read_is_another_edition_than_none(folder: Path) -> None:
    police = folder / "returns" / "Police.xlsx"
    police.unlink()
    assert calculate(folder).report.edition == 2
    try:
        police.symlink_to(police)
    except OSError:
        pytest.skip("no links here")
    assert calculate(folder).report.edition == 3
