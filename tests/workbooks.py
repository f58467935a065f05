"""What tests ask of every workbook that the project writes: valid, recalculating to its stored values, the same twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from libreoffice import Office
from openxml_audit import OpenXmlValidator

from snwp_xl.intake import Book, address, parse_address, read_book_bytes

CLOSE = 1e-9  # formulas are recalculated in another order; nothing shown to a person differs


def opened(data: bytes, name: str = "book.xlsx") -> Book:
    """A workbook of ours as our reader sees it."""
    book = read_book_bytes(data, name)
    assert isinstance(book, Book), book
    return book


def stored_formulas(data: bytes) -> dict[tuple[str, str], object]:
    """Each formula cell's stored value, by sheet and address."""
    return {
        (sheet.name, address(row, column)): cell.value if cell.number is None else cell.number  # of a date: its number
        for sheet in opened(data).sheets for (row, column), cell in sheet.cells.items() if cell.formula is not None
    }


def assert_recalculates(office: Office, data: bytes, folder: Path) -> int:
    """LibreOffice works every formula out again and finds the stored value; gives the number of formulas."""
    path = folder / "recalculated.xlsx"
    path.write_bytes(data)
    stored = stored_formulas(data)
    found = office.recalculate(path)
    assert found.keys() == stored.keys()
    wrong = {at: (stored[at], *found[at]) for at in stored if not same(stored[at], found[at][1])}
    assert not wrong, dict(list(wrong.items())[:10])
    return len(stored)


def same(stored: object, found: object) -> bool:
    """Whether a stored and a recalculated value are one to a person."""
    if stored in (None, "") or found in (None, ""):
        return stored in (None, "") and found in (None, "")
    if isinstance(stored, bool) or isinstance(found, bool):
        return stored is found
    if isinstance(stored, int | float) and isinstance(found, int | float):
        return abs(stored - found) <= CLOSE * max(1.0, abs(stored))
    return stored == found


def assert_valid(data: bytes, folder: Path) -> None:
    """The Open XML validator finds nothing."""
    path = folder / "validated.xlsx"
    path.write_bytes(data)
    result = OpenXmlValidator().validate(str(path))
    assert result.is_valid, [str(one) for one in result.errors][:5]


def assert_second_engine_agrees(data: bytes, folder: Path) -> int:
    """IronCalc, which has nothing in common with LibreOffice, finds every stored value as well; gives the number of formulas."""
    ironcalc = pytest.importorskip("ironcalc", reason="the second formula engine is not installed")
    path = folder / "second.xlsx"
    path.write_bytes(data)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    sheets = {one["name"]: i for i, one in enumerate(model.get_worksheets_properties())}
    stored, wrong = stored_formulas(data), {}
    for (sheet, cell), value in stored.items():
        row, column = parse_address(cell)
        found = model.get_cell_value(sheets[sheet], row + 1, column + 1)
        if not same(value, found):
            wrong[sheet, cell] = (value, found)
    assert not wrong, dict(list(wrong.items())[:10])
    return len(stored)
