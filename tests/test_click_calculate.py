"""A real click on Calculate, on the real Start sheet: mouse, macro, child Python, harm matrix in the sheet, results on disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from clicking import Screen, clicked_book
from small_rounds import published

from snwp_xl.example import write_example
from snwp_xl.layout import latest

NAME = "2017-18 [draft] (1).xlsm"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The example's set-up workbook with buttons, under a name that the officer gave it."""
    folder = tmp_path / "Safer NW (2017-18)"
    write_example(folder, macros=True)
    return (folder / "assessment.xlsm").rename(folder / NAME)


def test_a_click_on_calculate(workbook: Path, screen: Screen) -> None:
    with clicked_book(workbook, screen, answers=["no"]) as book:
        book.press("Calculate")
        assert book.ended() == {"kind": "ended", "code": 0, "errors": ""}
        given = book.events("started")[0]["arguments"]
        assert given[2].endswith("; import snwp_xl.addin; snwp_xl.addin.calculate()")
        assert given[3] == f"--wb={NAME}"
        assert [event["prompt"].splitlines()[0] for event in book.events("alert")] == [
            "Harm matrix 2017/18: FINAL. 2 High, 4 Medium, 11 Low."]
        assert book.events("converted") == []
        assert book.events("status")[-1]["text"] is False
        column = [book.document.read(("Latest", f"A{row}")) for row in range(1, 60)]
        first = column.index("Crime type") + 2
        shown = {column[row - 1]: book.document.read(("Latest", f"C{row}")) for row in range(first, first + 17)}
        assert shown == {name: total for name, _, total in published()}
        said = str(book.document.read(("Start", "D8")))
        assert re.fullmatch(r"\d+ \w+ \d{4}, [\d:]{8}: FINAL, edition 1: 2 High, 4 Medium, 11 Low", said)
        assert book.document.read(("Latest", f"A{latest.row(2) + 1}")) == "Calculate"
    assert (workbook.parent / "results" / "Harm matrix 2017-18.xlsx").is_file()
