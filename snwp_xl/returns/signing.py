"""Who in the agency answers for the scores."""

from __future__ import annotations

from datetime import date

from snwp_xl import locate
from snwp_xl.days import day_in
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.intake import Book, Cell, CellKind
from snwp_xl.intake.values import moment
from snwp_xl.layout import SIGN_OFF, Value
from snwp_xl.model import SignOff
from snwp_xl.phrases import listed
from snwp_xl.returns.scores import as_typed

SIGNED = (CellKind.TEXT, CellKind.NUMBER, CellKind.DATE)  # kinds of cells that can sign
FIRST_SERIAL = 36_526  # 1 January 2000


def sign_off(book: Book, file: str) -> tuple[SignOff, list[Finding]]:
    """Who answers for the scores, and a WARNING of what is missing of it."""
    cells = {one.key: locate.field(book, one) for one in SIGN_OFF}
    texts = {key: as_typed(found.text) if found and found.cell and found.cell.kind in SIGNED else "" for key, found in cells.items()}
    dated = cells["sign_date"]
    on = _day(dated.cell) or day_in(dated.cell) if dated else None
    signed = SignOff(texts["sign_name"], texts["sign_role"], on)
    missing = [one for one in SIGN_OFF if not texts[one.key] or (one.value is Value.DATE and on is None)]
    if not missing:
        return signed, []
    empty = [one.label.lower() for one in missing if not texts[one.key]]
    words = [f"{listed(empty)} {'is' if len(empty) == 1 else 'are'} missing"] if empty else []
    words += [f"{texts[one.key]!r} is not a date" for one in missing if texts[one.key]]
    first = cells[missing[0].key]
    return signed, [finding("sign-off-missing", first.place(file) if first else Place(file), what=" and ".join(words))]


def _day(cell: Cell | None) -> date | None:
    """The day of a serial number whose date format was lost on the way, if it is a day of our time."""
    if cell is None or cell.kind is not CellKind.NUMBER or not isinstance(cell.value, int) or cell.value < FIRST_SERIAL:
        return None
    day = moment(cell.value, False)
    return day if isinstance(day, date) else None
