"""The infrastructure of the end-to-end click, proved on a small workbook and a module of a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from button_book import SHEETS, make_button_book
from clicking import Screen, clicked_book
from libreoffice import OfficeTimeout

from snwp_xl.buttons import BUTTONS

TINY_ADDIN = '''
import sys

import xlwings


def calculate():
    book = xlwings.Book.caller()
    book.app.status_bar = "Calculating"
    book.sheets["Harm matrix"]["A1"].value = [["Crime type", "Risk"], ["Hate Crime", 12], ["Robbery", 30], ["All", "=SUM(B2:B3)"]]
    answer = book.app.alert("Done. Open the results?", "Harm matrix", "yes_no")
    book.sheets["Audit"]["A1"].value = [[book.name], [book.fullname], [answer]]
    book.app.status_bar = False


def check_returns():
    sys.exit(3)


def check_computer():
    raise RuntimeError("no such luck")
'''


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with a package snwp_xl of one module."""
    package = tmp_path / "tiny" / "snwp_xl"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "addin.py").write_text(TINY_ADDIN, encoding="utf-8")
    return package.parent


@pytest.mark.parametrize("name", ["round.xlsm", "Officer's copy (1) [draft] & more.xlsm"])
def test_a_click_runs_our_macro_which_runs_our_python_which_fills_the_sheet(screen: Screen, tiny: Path, tmp_path: Path, name: str) -> None:
    path = make_button_book(tmp_path / name)
    with clicked_book(path, screen, first_on_path=[tiny], answers=["yes"]) as book:
        book.press("Calculate")
        assert book.ended() == {"kind": "ended", "code": 0, "errors": ""}
        cells = {address: book.document.read(("Harm matrix", address)) for address in ("A1", "B2", "A3", "B4")}
        assert cells == {"A1": "Crime type", "B2": 12, "A3": "Robbery", "B4": 42}
        assert [book.document.read(("Audit", f"A{row}")) for row in (1, 2, 3)] == [name, str(path), "yes"]
        assert [event["text"] for event in book.events("status")] == ["Calculating", False]
        assert [event["prompt"] for event in book.events("alert")] == ["Done. Open the results?"]
        assert [event["text"] for event in book.events("converted")] == ["=SUM(B2:B3)"]
        given = book.events("started")[0]["arguments"]
        assert given[:2] == ["-B", "-c"]
        assert given[2].endswith("; import snwp_xl.addin; snwp_xl.addin.calculate()")
        assert given[3:] == [f"--wb={name}", "--from_xl=1", "--app=soffice", "--hwnd=0"]


def test_a_button_further_down_is_scrolled_to_and_a_failure_is_seen(screen: Screen, tiny: Path, tmp_path: Path) -> None:
    path = make_button_book(tmp_path / "round.xlsm", rows_between=20)
    with clicked_book(path, screen, first_on_path=[tiny]) as book:
        book.press("Check this computer")
        ended = book.ended()
        assert ended["code"] == 1
        assert "no such luck" in ended["errors"]
        book.press("Check returns")
        assert book.ended(2)["code"] == 3


def test_each_button_presses_its_own_macro(screen: Screen, tiny: Path, tmp_path: Path) -> None:
    module = tiny / "snwp_xl" / "addin.py"
    functions = "".join(f"def {button.function}():\n    write({button.function!r})\n" for button in BUTTONS)
    head = "import xlwings\ndef write(text):\n    xlwings.Book.caller().sheets['Audit']['A1'].value = text\n"
    module.write_text(head + functions, encoding="utf-8")
    with clicked_book(make_button_book(tmp_path / "round.xlsm"), screen, first_on_path=[tiny]) as book:
        for times, button in enumerate(BUTTONS, start=1):
            book.press(button.caption)
            assert book.ended(times)["code"] == 0
            assert book.document.read(("Audit", "A1")) == button.function
        with pytest.raises(KeyError, match="Calculate"):
            book.press("No such button")


def test_pictures_are_taken(screen: Screen, tmp_path: Path) -> None:
    with clicked_book(make_button_book(tmp_path / "round.xlsm"), screen) as book:
        assert book.document.sheets[: len(SHEETS)] == SHEETS
        picture = screen.picture(tmp_path / "screen.png")
    assert picture is None or picture.read_bytes().startswith(b"\x89PNG")


def test_a_click_that_starts_nothing_is_said_to(screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clicking.RUN_LIMIT", 1)
    with clicked_book(make_button_book(tmp_path / "round.xlsm"), screen) as book, pytest.raises(OfficeTimeout, match="has not ended"):
        book.ended()
