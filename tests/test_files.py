"""Nothing is lost on the way to the disk: a crash half way leaves what was there before."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from snwp_xl import operations
from snwp_xl.example import write_example


@pytest.fixture
def calculated(tmp_path: Path) -> Path:
    """The example round with its results."""
    folder = tmp_path / "2017-18"
    write_example(folder)
    operations.calculate(folder)
    (folder / "returns" / "Fire.xlsx").unlink()  # so that the next calculation has something else to say
    return folder


def standing(folder: Path) -> dict[str, bytes]:
    """Every file of a round."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def results(files: dict[str, bytes]) -> dict[str, bytes]:
    """The results workbook and the briefing among them."""
    return {name: data for name, data in files.items() if name.startswith("results") and "earlier" not in name}


def test_a_full_disk_leaves_the_former_results_and_no_half_files(calculated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = standing(calculated)

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        operations.calculate(calculated)
    assert results(standing(calculated)) == results(before)
    assert [name for name in standing(calculated) if ".snwp_xl-" in name] == []


def test_a_fault_while_the_workbook_is_drawn_leaves_the_former_results(calculated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = standing(calculated)

    def fault(_report: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("snwp_xl.operations.calculating.results_workbook", fault)
    with pytest.raises(MemoryError):
        operations.calculate(calculated)
    assert results(standing(calculated)) == results(before)
    monkeypatch.undo()
    again = operations.calculate(calculated)
    assert again.matrix.status.final is False, "and the next calculation works"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_files_are_as_private_as_the_person_asked_for(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_example(tmp_path / "round")
    finally:
        os.umask(before)
    assert [path.name for path in (tmp_path / "round").rglob("*") if path.is_file() and path.stat().st_mode & 0o077] == []
