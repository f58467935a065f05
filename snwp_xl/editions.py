"""Editions of the results: each calculation whose inputs changed gets its number, and none is ever overwritten.

The number and a hash of the inputs stand in the results workbook's own properties, so that they go wherever it goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from snwp_xl.files import Placed, place
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book, Refusal, Sheet, address, read_book, read_book_bytes
from snwp_xl.locate import plain
from snwp_xl.sheets import document_properties, unchanged

EDITION, INPUTS = "snwp_xl edition", "snwp_xl inputs"
EARLIER = "earlier"
COMPARED = ("Harm scores", "Probability", "Risk matrix", "Themes", "Decisions", "All scores", "Incident counts", "Method")
AS_READ, CHECK, AS_CALCULATED = SAID_AGAIN = ("As read", "Check", "As calculated")  # headings of columns that say again what others hold
KEYS = ("Key", "Number", "Theme", "Setting", "Share of all incidents from")  # what a row is known by, the first that it has


@dataclass(frozen=True, slots=True)
class Edition:
    """A results workbook that stands in the round."""

    path: Path
    number: int
    inputs: str  # hash of what it was calculated from


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that differs from the adopted edition."""

    sheet: str
    row: str  # "2 Violent Crime"
    column: str
    adopted: str
    now: str
    cell: str  # in the new edition


def inputs_hash(parts: Iterable[str]) -> str:
    """SHA-256 of everything a calculation rests on: settings, files, versions."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def standing(folder: Path) -> tuple[Edition, ...]:
    """The editions in a results folder, the earlier ones too."""
    paths = [*sorted(folder.glob("*.xlsx")), *sorted((folder / EARLIER).glob("*.xlsx"))]
    found = []
    for path in paths:
        properties = document_properties(path.read_bytes())
        number = properties.get(EDITION, "")
        if number.isdecimal():
            found.append(Edition(path, int(number), properties.get(INPUTS, "")))
    return tuple(found)


def number_for(editions: Sequence[Edition], inputs: str) -> int:
    """The number of a calculation from these inputs: that of the edition that has them, else the next one."""
    same = [one.number for one in editions if one.inputs == inputs]
    return max(same) if same else max((one.number for one in editions), default=0) + 1


def keep_earlier(editions: Sequence[Edition], folder: Path, number: int) -> tuple[Placed, ...]:
    """Copy the editions in a results folder that are not `number` to earlier/, before anything takes their place."""
    kept = []
    for one in editions:
        data = one.path.read_bytes()
        if one.path.parent == folder and one.number != number and unchanged(data):
            kept.append(place(folder / EARLIER / f"{one.path.stem} (edition {one.number}).xlsx", data))
    return tuple(kept)


def differences(adopted: Path, data: bytes) -> tuple[Difference, ...] | Refusal:
    """What differs in a new edition from the adopted one, cell by cell; a Refusal if the adopted one cannot be read."""
    before, now = read_book(adopted), read_book_bytes(data, adopted.name)
    if isinstance(before, Refusal):
        return before
    if isinstance(now, Refusal):
        return now
    return tuple(one for name in COMPARED for one in _of_sheet(name, before, now))


def _of_sheet(name: str, before: Book, now: Book) -> Iterable[Difference]:
    old, new = before.sheet(name), now.sheet(name)
    olds = _cells(old) if old else {}
    news = _cells(new) if new else {}
    for key in dict.fromkeys((*olds, *news)):
        was, is_ = olds.get(key, ("", "")), news.get(key, ("", ""))
        if was[0] != is_[0]:
            yield Difference(name, key[0], key[1], was[0] or "nothing", is_[0] or "nothing", is_[1])


def _cells(sheet: Sheet) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Every cell of a sheet's tables by its row and heading: its text and its address."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    headings: dict[int, str] = {}
    key_column = None
    for row in sheet.rows():
        cells = {column: cell for (_, column), cell in sheet.row_cells(row)}
        texts = {column: str(cell.value) for column, cell in cells.items()}
        key = next((one for one in KEYS if one in texts.values()), None)
        if key is not None and len(texts) > 1:
            headings, key_column = texts, next(column for column, text in texts.items() if text == key)
            continue
        if key_column is None or key_column not in texts:
            continue
        name = next((texts[column] for column, heading in headings.items() if plain(heading) == "crime type" and column in texts), "")
        label = f"{texts[key_column]} {name}".strip()
        for column, text in texts.items():
            if column in headings and column != key_column and headings[column] not in SAID_AGAIN:
                found[label, headings[column]] = (text, address(row, column))
    return found
