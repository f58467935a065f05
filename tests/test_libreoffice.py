"""The harness itself: what other tests lean on when they say "LibreOffice agrees"."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from libreoffice import DEBIAN_PACKAGES, Document, LockedCell, Office, OfficeError, OfficeTimeout


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two sheets; the formulas' stored values are all wrong."""
    path = tmp_path / "a book (1).xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    unlocked = workbook.add_format({"locked": False})
    scores, sums = workbook.add_worksheet("All scores"), workbook.add_worksheet("Sums")
    for row, (name, score) in enumerate([("b", 1), ("c", 2), ("a", 3)]):
        scores.write_string(row, 0, name, unlocked)
        scores.write_number(row, 1, score, unlocked)
    sums.write_formula("A1", "=SUM('All scores'!B1:B3)", None, 999)
    sums.write_formula("A2", '=IF(A1>6,"more","six")', None, "wrong")
    sums.write_formula("A3", "=A1=6", None, False)
    sums.write_formula("A4", '=MATCH("z",\'All scores\'!A1:A3,0)', None, 0)
    sums.write_formula("A5", "=1/0", None, 0)
    sums.write_formula("A6", '=""', None, "x")
    workbook.define_name("the_scores", "='All scores'!$A$1:$B$3")
    workbook.define_name("first_score", "='All scores'!$B$1")
    workbook.close()
    return path


def test_every_formula_is_worked_out_again_whatever_was_stored(office: Office, book: Path) -> None:
    found = office.recalculate(book)
    assert {cell: value for (sheet, cell), (_, value) in found.items() if sheet == "Sums"} == {
        "A1": 6.0, "A2": "six", "A3": True, "A4": "#N/A", "A5": "#DIV/0!", "A6": "",
    }  # fmt: skip
    assert found["Sums", "A3"][1] is True
    assert len(found) == 6
    assert "SUM(" in found["Sums", "A1"][0]


def test_cells_change_before_the_sums(office: Office, book: Path) -> None:
    found = office.recalculate(book, changes={("All scores", "B2"): 7, "first_score": None})
    assert found["Sums", "A1"][1] == 10
    assert found["Sums", "A2"][1] == "more"


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls"])
def test_fills_in_and_saves_in_each_format(office: Office, book: Path, tmp_path: Path, ending: str) -> None:
    entries = {"first_score": 4, ("All scores", "C1"): "No view", ("All scores", "C2"): date(2018, 3, 1), ("All scores", "C3"): "=B1*2"}
    saved = office.fill(book, entries, tmp_path / f"saved{ending}")
    with office.opened(saved) as document:
        assert document.read("first_score") == 4
        assert document.read(("All scores", "C1")) == "No view"
        assert document.read(("All scores", "C2")) == (date(2018, 3, 1) - date(1899, 12, 30)).days
        assert document.read(("All scores", "C3")) == 8


def test_a_whole_range_is_filled_in_by_its_name(office: Office, book: Path, tmp_path: Path) -> None:
    saved = office.fill(book, {"the_scores": (("x", 4), ("y", None), ("z", "3"))}, tmp_path / "saved.xlsx")
    sheet = openpyxl.load_workbook(saved)["All scores"]
    assert [[cell.value for cell in row] for row in sheet["A1:B3"]] == [["x", 4], ["y", None], ["z", "3"]]


def test_rows_columns_and_sheets_are_moved_about(office: Office, book: Path, tmp_path: Path) -> None:
    def edits(document: Document) -> None:
        document.sort("All scores", "A1:B3", by=0)
        document.insert_rows("All scores", 1, 2)
        document.insert_columns("All scores", "A")
        document.insert_columns("All scores", "C", 3)
        document.delete_columns("All scores", "D", 2)
        document.delete_rows("Sums", 2)
        document.rename("All scores", "Renamed")

    saved = office.fill(book, {}, tmp_path / "saved.xlsx", edits)
    workbook = openpyxl.load_workbook(saved)
    assert workbook.sheetnames == ["Renamed", "Sums"]
    assert [workbook["Renamed"][cell].value for cell in ("B3", "D3", "B4", "D4", "B5", "D5")] == ["a", 3, "b", 1, "c", 2]
    assert workbook.defined_names["the_scores"].attr_text.replace("'", "") == "Renamed!$B$3:$D$5"
    assert workbook["Sums"]["A2"].value.startswith("=A1=6")


def test_a_locked_cell_refuses_what_is_typed(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("Form")
    sheet.write_number("A1", 1, workbook.add_format({"locked": False}))
    sheet.write_number("A2", 1)
    sheet.protect()
    workbook.close()
    assert office.fill(path, {("Form", "A1"): 2}, tmp_path / "saved.xlsx").exists()
    with pytest.raises(LockedCell, match=r"A\$2"):
        office.fill(path, {("Form", "A2"): 2}, tmp_path / "other.xlsx")
    assert not (tmp_path / "other.xlsx").exists()
    office.fill(path, {}, tmp_path / "other.xlsx", lambda document: (document.unprotect("Form"), document.enter(("Form", "A2"), 5)))
    assert openpyxl.load_workbook(tmp_path / "other.xlsx")["Form"]["A2"].value == 5


def test_what_is_not_there_is_a_key_error(office: Office, book: Path) -> None:
    for place in (("No such sheet", "A1"), "no_such_name"):
        with pytest.raises(KeyError, match=r"[Nn]o.such"):
            office.recalculate(book, changes={place: 1})


def test_the_file_given_is_never_changed_and_a_stale_lock_does_not_hang(office: Office, book: Path) -> None:
    before = book.read_bytes()
    lock = book.with_name(f".~lock.{book.name}#")
    lock.write_text(",someone,else,01.01.2020 00:00,file:///nowhere;", encoding="utf-8")
    assert office.recalculate(book)["Sums", "A1"][1] == 6
    assert book.read_bytes() == before
    assert lock.exists()


def test_what_libreoffice_refuses_is_an_error_with_its_words(office: Office, book: Path) -> None:
    def ask(document: Document) -> None:
        document.model.Sheets.getByName("No such sheet")

    with pytest.raises(OfficeError, match="NoSuchElement"):
        office.fill(book, {}, book.with_name("never.xlsx"), ask)
    assert office.recalculate(book)["Sums", "A1"][1] == 6


def test_prints(office: Office, book: Path) -> None:
    assert office.pdf(book).read_bytes().startswith(b"%PDF")


def test_past_its_time_limit_it_is_ended_and_the_next_call_has_another(office: Office, book: Path) -> None:
    def slowly(document: Document) -> None:
        time.sleep(1)
        document.read("first_score")

    with pytest.raises(OfficeTimeout, match="a book"), office.opened(book, limit=0.5) as opened:
        slowly(opened)
    assert office.recalculate(book)["Sums", "A1"][1] == 6


def test_a_file_that_is_no_workbook_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no more")
    with pytest.raises(Exception, match=r"broken|could not open|type detection"):
        office.recalculate(tmp_path / "broken.xlsx")


def test_the_folder_of_debian_packages_does_not_stay_on_the_path(office: Office) -> None:
    assert DEBIAN_PACKAGES not in sys.path


def test_without_soffice_tests_skip_or_where_it_is_required_fail(tmp_path: Path) -> None:
    here = Path(__file__).parent
    (tmp_path / "test_one.py").write_text("def test_one(office):\n    assert office\n", encoding="utf-8")
    borrowed = f"import sys; sys.path.insert(0, {str(here)!r})\nfrom {here.name}.conftest import *\n"
    (tmp_path / "conftest.py").write_text(borrowed, encoding="utf-8")
    outcomes = []
    for required in ("0", "1"):
        command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", str(tmp_path)]
        environment = {"PATH": "/nowhere", "SNWP_XL_REQUIRE_OFFICE": required, "PYTHONPATH": str(here.parent)}
        outcomes.append(subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60).stdout)
    assert "1 skipped" in outcomes[0]
    assert "soffice is not installed" in outcomes[0]
    assert "soffice is not installed" in outcomes[1]
    assert "1 error" in outcomes[1]
