"""Reading and writing against the least that any program must do with the same bytes, and against openpyxl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.parsers import expat

import openpyxl

from snwp_xl.calculation import report_of
from snwp_xl.editions import standing
from snwp_xl.intake import read_book
from snwp_xl.results import results_workbook
from snwp_xl.returns import read_returns
from snwp_xl.rounds import open_round
from tests.benchmarks.measure import Pairs, call, in_turns

XML = (".xml", ".rels")


def workbooks(round_folder: Path) -> list[Path]:
    """What a click reads: set-up, counts and returns."""
    return [*sorted(round_folder.glob("*.xls[mx]")), *sorted((round_folder / "returns").glob("*.xlsx"))]


def unzip_and_parse(files: Sequence[Path]) -> None:
    """Every XML part heard by a parser that calls nobody."""
    for path in files:
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith(XML):
                    expat.ParserCreate().Parse(parts.read(name), True)


def with_openpyxl(files: Sequence[Path]) -> None:
    """Values and then formulas, which is what ours reads in one pass."""
    for path in files:
        for values in (True, False):
            openpyxl.load_workbook(path, data_only=values)


def zipped(parts: Sequence[tuple[str, bytes]]) -> None:
    """A finished workbook's parts, zipped."""
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            target.writestr(name, content)


def compared(round_folder: Path, pairs: int) -> list[Pairs]:
    """Reading the round's workbooks, and writing its results workbook."""
    files = workbooks(round_folder)
    this = open_round(round_folder)
    report = report_of(this, read_returns(this.folder, this.ready()), standing(this.folder / "results"))
    with zipfile.ZipFile(io.BytesIO(results_workbook(report))) as finished:
        parts = [(name, finished.read(name)) for name in finished.namelist()]
    read, write = f"reading {len(files)} workbooks", "writing the results workbook"

    def pair(name: str, against: str, ours: Callable[[], object], theirs: Callable[[], object]) -> Pairs:
        return in_turns(name, against, lambda: call(ours), lambda: call(theirs), pairs, floor=True)

    def reading() -> object:
        return [read_book(path) for path in files]

    return [
        pair(read, "unzipping, and expat without handlers", reading, lambda: unzip_and_parse(files)),
        pair(f"{read} with openpyxl", "the same", lambda: with_openpyxl(files), lambda: unzip_and_parse(files)),
        pair(write, "zipping the same parts", lambda: results_workbook(report), lambda: zipped(parts))]
