"""A sheet's XML -> its cells, in one pass; empty cells cost next to nothing and nothing is allocated for gaps.

`start` and `end` hear every element of every workbook, so they take the common ones first and call nothing for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import ClassVar

from snwp_xl.frozen import dataclass
from snwp_xl.intake.cells import LAST_ROW, NOTHING, Cell, CellKind, address, parse_address
from snwp_xl.intake.limits import MAX_CELLS, MAX_CHARACTERS, MAX_DEPTH, MAX_FORMULA, Damaged, Deadline, Refused
from snwp_xl.intake.markup import TRUE, WRONG_XML, Attributes, Runs, checked_length, local
from snwp_xl.intake.usual import CELLS, Run, Unexpected, written
from snwp_xl.intake.values import XML_SPACE, iso_moment, moment, number, shifted, unescaped
from snwp_xl.intake.workbookxml import Styles

OUTSIDE, IN_TABLE, IN_ROW, IN_CELL, IN_VALUE, IN_FORMULA, INSIDE = range(7)  # levels: sheetData / row / c / v, f, or something else
ROOT, TABLE = 1, 2  # depths: worksheet / sheetData
ROOTS = ("worksheet", "macrosheet", "dialogsheet", "chartsheet")
FORMULA, NEXT_ROW = 4, 6  # places in what `CELLS` finds: a cell's formula, the number of the row behind it
NOWHERE = (None, -1)
TWO_VALUES = "two values: "
BOOLS = {"1": True, "true": True, "0": False, "false": False}


@dataclass(slots=True)
class Surroundings:
    """What the cells of a workbook's sheets need to be understood, and what was made of them so far."""

    strings: Sequence[str] = ()
    styles: Styles = Styles()
    since_1904: bool = False
    deadline: Deadline = field(default_factory=Deadline)
    room: int = MAX_CELLS  # cells that may still be read
    characters: int = MAX_CHARACTERS  # of texts and formulas that may still be read
    lost_strings: bool = False  # set when a cell refers to a text that is not there
    texts: dict[str, Cell] = field(init=False)  # cells of the shared texts, by number as cells write it
    numbers: dict[tuple[str, str], Cell] = field(default_factory=dict)  # cells already made, by stored number and style

    def __post_init__(self) -> None:
        self.texts = {str(place): Cell(CellKind.TEXT, text, text) for place, text in enumerate(self.strings) if text}
        self.spend(sum(map(len, self.strings)))

    def spend(self, characters: int) -> None:
        """Count what is kept; raises Refused once it is more than a form's."""
        self.characters -= characters
        if self.characters < 0:
            raise Refused("file-too-big", "it contains far more text than a form")


class SheetReader(Runs):
    """Hears a sheet's XML; afterwards `cells`, `hidden_rows` and `struck` are what it holds."""

    usual: ClassVar[re.Pattern[str]] = CELLS
    columns: ClassVar[dict[str, int]] = {}  # by their letters, as far as any sheet had them; at most 16,384
    __slots__ = (
        "_around", "_attributes", "_back", "_depth", "_filled", "_formula", "_formula_attributes", "_hidden",
        "_inline", "_level", "_prefixed", "_row", "_row_text", "_shared", "_stored", "cells", "hidden_rows", "struck",
    )

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.cells: dict[tuple[int, int], Cell] = {}
        self.hidden_rows: set[int] = set()
        self.struck: set[tuple[int, int]] = set()
        self._around = around
        self._level = OUTSIDE
        self._depth = 0  # of elements OUTSIDE the table, or INSIDE one that is not read element by element
        self._back = OUTSIDE  # the level around the element that we are INSIDE
        self._row: int | None = -1  # None: its number makes no sense
        self._row_text = ""  # the row's number as written, which its cells' addresses end with
        self._hidden = False
        self._attributes: Attributes = {}  # of the cell being read, or the last one in this row
        self._filled = False  # whether the cell holds anything: what `_stored`, `_formula` and `_inline` are for
        self._stored: str | None = None
        self._formula: str | None = None
        self._formula_attributes: Attributes = {}
        self._inline = False
        self._prefixed = False  # whether any element had a prefix
        self._shared: dict[str, tuple[tuple[int, int], str]] = {}  # shared formulas by number: where they stand, what they say

    # --- elements: what begins decides the level, so what ends is known by it
    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        level = self._level
        if level == OUTSIDE:
            self._depth = depth = self._depth + 1
            if tag == "sheetData" or depth == ROOT or depth > MAX_DEPTH or ":" in tag:
                self._start_outside(tag)
        elif tag == "c" and level == IN_ROW:
            if "r" not in attributes:
                attributes["r"] = self._next_address()
            self._attributes = attributes
            self._level = IN_CELL
        elif tag == "v" and level == IN_CELL:
            self._level = IN_VALUE
            self.text.clear()
        elif ":" in tag:
            self._prefixed = True
            self.start(local(tag), attributes)
        elif tag == "row" and level == IN_TABLE:
            self._start_row(attributes)
        else:
            self._start_other(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        level = self._level
        if level == OUTSIDE:
            self._depth -= 1
            if self.text:
                self.text.clear()
        elif level == IN_CELL:
            self._level = IN_ROW
            if self._filled:
                self._end_cell()
            elif self.text:
                self.text.clear()
        elif level == IN_VALUE:
            self._level = IN_CELL
            self._stored = "".join(self.text)
            self._filled = True
        elif level == IN_ROW:
            self._level = IN_TABLE
        else:
            self._end_other(tag)

    def _start_other(self, name: str, attributes: Attributes) -> None:
        level = self._level
        if level == INSIDE:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise Refused("file-unsafe", WRONG_XML)
        elif level == IN_CELL and name == "f":
            self._level, self._formula_attributes = IN_FORMULA, attributes
        elif level in (IN_VALUE, IN_FORMULA):
            raise Damaged("a cell's value is in pieces")
        else:
            self._level, self._back, self._depth = INSIDE, level, 1
            if level == IN_CELL and name == "is":
                self._inline = self._filled = True
        self.start_run(name)

    def _end_other(self, tag: str) -> None:
        level = self._level
        if level == INSIDE:
            self._depth -= 1
            if self._inline:
                self.end_run(local(tag))
            if not self._depth:
                self._level = self._back
        elif level == IN_FORMULA:
            self._level, self._formula, self._filled = IN_CELL, "".join(self.text), True
        else:
            self._level, self._depth = OUTSIDE, ROOT
        self.text.clear()

    def _start_outside(self, tag: str) -> None:
        name, depth = local(tag), self._depth
        if name != tag:
            self._prefixed = True
        if depth == ROOT and name not in ROOTS:
            raise Damaged("it is not a sheet")
        if depth > MAX_DEPTH:
            raise Refused("file-unsafe", WRONG_XML)
        if depth == TABLE and name == "sheetData":
            self._level = IN_TABLE

    def _start_row(self, attributes: Attributes) -> None:
        said, row = attributes.get("r", ""), self._row
        if said:
            row = int(said) - 1 if said.isascii() and said.isdigit() and len(said) <= 7 else None
        elif row is not None:
            row += 1
        self._begin_row(row, said, hidden=attributes.get("hidden") in TRUE)

    def _begin_row(self, row: int | None, said: str, *, hidden: bool) -> None:
        self._row = row if row is not None and 0 <= row <= LAST_ROW else None
        self._row_text = said
        self._hidden = hidden
        self._attributes = {}
        self._level = IN_ROW

    # --- a cell
    def run(self, found: Run) -> None:
        """Cells in their usual form stand here, maybe of several rows."""
        if self._level != IN_ROW or (self._prefixed and any(one[NEXT_ROW] for one in found)):  # with a prefix that row's end is another's
            raise Unexpected
        cells, columns, row = self.cells, self.columns, self._row
        formulas, plainly = self._formulas(found), self._plainly_in_row()
        for letters, said, style, kind, formula, stored, next_row, next_hidden, _after in found:
            if stored or formula:
                kind, stored, style = kind or "n", written(stored), style or ""
                cell = self._cell(kind, stored, next(formulas), style) if formula else self._usual(kind, stored, style)
                position = (row, columns.get(letters, -1)) if said == plainly else NOWHERE
                if position[1] < 0 or position in cells or cell is None:
                    self._put(letters + said, cell, style)
                else:
                    cells[position] = cell  # type: ignore[index]
            if next_row:
                self._begin_row(int(next_row) - 1, next_row, hidden=next_hidden in TRUE)
                row, plainly = self._row, self._plainly_in_row()
        if not found[-1][NEXT_ROW]:
            self._attributes = {"r": letters + said}
        self._check_room()

    def _plainly_in_row(self) -> str:
        """How the addresses of cells end that stand in this row and need no second look; empty if all of them do."""
        return "" if self._row is None or self._hidden or self._around.styles.struck else self._row_text

    def _formulas(self, found: Run) -> Iterator[str]:
        """What the formulas of a run say, in their order: they hold no line ends, so all are undone at once."""
        said = written("\n".join(one[FORMULA] for one in found if one[FORMULA]))
        self._around.spend(len(said))
        return ("=" + formula for formula in said.split("\n"))

    def _end_cell(self) -> None:
        """The cell that ended goes to its place."""
        attributes, stored = self._attributes, self._stored
        self._filled, self._stored = False, None
        kind, style = attributes.get("t", "n"), attributes.get("s", "")
        if stored is None or self._inline or self._formula is not None:
            cell = self._unusual(kind, stored, style)
        else:
            cell = self._usual(kind, stored, style)
        self._put(attributes["r"], cell, style)
        self._check_room()

    def _usual(self, kind: str, stored: str, style: str) -> Cell | None:
        """A cell without a formula, mostly one that was made before."""
        if kind == "s":
            return self._around.texts.get(stored) or self._cell(kind, stored, None, style)
        return (kind == "n" and self._around.numbers.get((stored, style))) or self._cell(kind, stored, None, style)

    def _put(self, reference: str, cell: Cell | None, style: str) -> None:
        """A cell goes to its place."""
        if cell is None:
            return
        position = self._position(reference)
        if position in self.cells:
            cell = _both(self.cells[position], cell)
        self.cells[position] = cell
        if self._hidden:
            self.hidden_rows.add(position[0])
        if style in self._around.styles.struck:
            self.struck.add(position)

    def _check_room(self) -> None:
        if len(self.cells) > self._around.room:
            raise Refused("file-too-big", f"more than {MAX_CELLS:,} of its cells hold something")

    def _next_address(self) -> str:
        """Where a cell stands that does not say so: right of the one before it."""
        if self._attributes:
            row, column = self._position(self._attributes["r"])
            return address(row, column + 1)
        if self._row is None:
            raise Damaged(f"a row has the number {self._row_text[:20]!r}")
        return address(self._row, 0)

    def _position(self, reference: str) -> tuple[int, int]:
        """Where an address leads; its column is kept for the cells below."""
        row, row_text = self._row, self._row_text
        letters = reference[: -len(row_text)] if row_text and reference.endswith(row_text) else ""
        if letters in self.columns and row is not None:
            return row, self.columns[letters]
        try:
            position = parse_address(reference)
        except ValueError:
            raise Damaged(f"a cell has the address {reference[:20]!r}") from None
        if position[0] == row and letters.isalpha() and letters.isupper():
            self.columns[letters] = position[1]
        return position

    def _unusual(self, kind: str, stored: str | None, style: str) -> Cell | None:
        """A cell with a formula, or with its text inside it."""
        formula = None if self._formula is None else self._whole_formula(self._formula)
        text = self.take() if self._inline else None
        self._formula, self._inline = None, False
        if text is not None and (stored is None or kind == "inlineStr"):
            self._around.spend(len(text))
            return _text_cell(text, formula)
        if stored is None:
            return NOTHING._replace(formula=formula)
        return self._cell(kind, stored, formula, style)

    def _whole_formula(self, formula: str) -> str:
        """The formula as the cell shows it; one that is shared is written out once and moved along."""
        shared = self._formula_attributes
        if shared.get("t") == "shared":
            row, column = self._position(self._attributes["r"])
            if formula:
                self._shared[shared.get("si", "")] = (row, column), formula
            elif shared.get("si", "") in self._shared:
                (from_row, from_column), formula = self._shared[shared.get("si", "")]
                self._around.deadline.check()
                formula = shifted(formula[:MAX_FORMULA], row - from_row, column - from_column)
        return self._kept_formula(formula)

    def _kept_formula(self, formula: str) -> str:
        self._around.spend(len(formula))
        return "=" + formula

    def _cell(self, kind: str, stored: str, formula: str | None, style: str) -> Cell | None:
        """What the cell holds; None for nothing."""
        self._around.spend(len(checked_length(stored)))
        if kind != "str" and not stored.strip(XML_SPACE):
            return Cell(CellKind.EMPTY, None, "", formula) if formula else None
        if kind == "n":
            return self._number(stored, formula, style)
        if kind == "s":
            return self._shared_text(stored, formula)
        if kind == "b":
            truth = BOOLS.get(stored.strip(XML_SPACE))
            return _error_cell(stored, formula) if truth is None else Cell(CellKind.BOOL, truth, str(truth).upper(), formula)
        if kind == "d":
            day = iso_moment(stored)
            return _error_cell(stored, formula) if day is None else Cell(CellKind.DATE, day, stored, formula)
        return _error_cell(stored, formula) if kind == "e" else _text_cell(unescaped(stored), formula)

    def _number(self, stored: str, formula: str | None, style: str) -> Cell:
        value, around = number(stored), self._around
        if value is None:
            return _error_cell(stored, formula)
        when = moment(value, around.since_1904) if style in around.styles.dates else None
        cell = Cell(CellKind.NUMBER, value, stored, formula) if when is None else Cell(CellKind.DATE, when, stored, formula, value)
        if formula is None:
            around.numbers[stored, style] = cell
        return cell

    def _shared_text(self, stored: str, formula: str | None) -> Cell | None:
        strings, place = self._around.strings, number(stored)
        if not isinstance(place, int) or not 0 <= place < len(strings):
            self._around.lost_strings = True
            return Cell(CellKind.LOST, None, "", formula)
        return _text_cell(strings[place], formula)


def _both(before: Cell, cell: Cell) -> Cell:
    """What stands in a cell that the file holds twice: neither, if they differ."""
    if before == cell or before.text.startswith(TWO_VALUES):
        return before
    said = f"{TWO_VALUES}{before.text[:40]} and {cell.text[:40]}"
    return Cell(CellKind.ERROR, said, said, before.formula or cell.formula)


def _text_cell(text: str, formula: str | None) -> Cell | None:
    return Cell(CellKind.TEXT, text, text, formula) if text or formula else None


def _error_cell(stored: str, formula: str | None) -> Cell:
    return Cell(CellKind.ERROR, stored.strip(XML_SPACE), stored, formula)
