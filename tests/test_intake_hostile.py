"""Hostile files: what makes other readers hang, abort or take gigabytes, read by a process with little time and memory."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile

import pytest
from intake_files import SHEET, Parts, book_parts, changed, ods, ods_number, refused, text_cell, workbook, worksheet, zipped

from snwp_xl.intake import Refusal, limits

GOOD = zipped(book_parts('<row r="1"><c r="A1"><v>3</v></c></row>'))
DOCTYPE = '<!DOCTYPE worksheet [<!ENTITY a "{}">]>'


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_no_document_type_anywhere_in_any_encoding(part: str, encoding: str) -> None:
    def spoil(parts: Parts) -> None:
        text = parts[part].decode().partition("?>")  # type: ignore[union-attr]
        parts[part] = (DOCTYPE.format("x") + (text[2] or text[0])).encode(encoding)

    assert refused(changed(GOOD, spoil)).code == "file-unsafe"


def test_entities_that_are_not_declared_damage_their_sheet() -> None:
    assert refused(zipped(book_parts('<row r="1"><c r="A1"><v>&a;</v></c></row>'))).code == "file-damaged"


def row_of(cells: str) -> str:
    """A row around cells."""
    return f"<row>{cells}</row>"


def hostile() -> dict[str, bytes]:
    """Files that make other readers hang, abort or take gigabytes."""
    many_rows = "".join(
        f'<row r="{row}" s="4" customFormat="1">' + "".join(f'<c r="{c}{row}" s="4"/>' for c in "ABCDEFGHIJ") + "</row>"
        for row in range(1, 200_001)
    )
    sheets = workbook(*(f"S{i}" for i in range(10_000)))
    quadratic = DOCTYPE.format("a" * 100_000) + worksheet(row_of('<c t="str"><v>' + "&a;" * 50_000 + "</v></c>"))
    shared = '<f t="shared" si="0">' + "SUM(A1:B2)+" * 5_000 + "1</f>"
    followers = "".join(f'<row r="{row}"><c r="A{row}"><f t="shared" si="0"/></c></row>' for row in range(2, 100_000))
    duplicates = '<row r="1">' + "".join(f'<c r="A1"><v>{value}</v></c>' for value in range(100_000)) + "</row>"
    sheet = {
        "stray": '<row r="1"><c r="A1"><v>3</v></c></row><row r="1048576">' + text_cell("XFD1048576", " ") + "</row>",
        "empty rows": many_rows,
        "duplicates": duplicates,
        "shared formula": row_of(f"<c>{shared}</c>") + followers,
        "deep": "<a>" * 300_000 + "</a>" * 300_000,
        "deep cells": "<row>" + "<c>" * 300_000 + "</c>" * 300_000 + "</row>",
        "deep runs": row_of("<c><is>" + "<r>" * 300_000 + "</r>" * 300_000 + "</is></c>"),
        "too many cells": "".join(row_of(f"<c><v>{row}</v></c>" * 10) for row in range(limits.MAX_CELLS // 10 + 1)),
        "too many names": "".join(f"<a{i}/>" for i in range(50_000)),
        "many attributes": "<row " + " ".join(f'a{i}=""' for i in range(100_000)) + "/>",
        "huge attribute": f'<row a="{os.urandom(1_500_000).hex()}"/>',
        "long text": row_of(text_cell("A1", "x" * 100_001)),
    }
    stored = ("deep", "deep cells", "deep runs")  # packed, they would be refused for their ratio alone
    whole = {name: zipped(book_parts(rows), zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED) for name, rows in sheet.items()}
    parts = book_parts()
    whole["merge"] = zipped(
        book_parts('<row r="1"><c r="A1"><v>3</v></c></row>', after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    )
    whole["sheets"] = zipped(parts | {"xl/workbook.xml": sheets})
    whole["bomb"] = zipped(parts | {SHEET: bytes(10**9)})
    whole["ratio"] = zipped(parts | {SHEET: worksheet(" " * 10**8)})
    whole["quadratic"] = zipped(parts | {SHEET: quadratic})
    whole["parts"] = zipped(parts | {f"x/{i}": b"" for i in range(3_000)})
    whole["strings"] = zipped(
        parts | {"xl/sharedStrings.xml": "<sst>" + "".join(f"<si><t>{i}</t></si>" for i in range(limits.MAX_STRINGS + 1)) + "</sst>"}
    )
    whole["much text"] = zipped(
        parts
        | {
            "xl/sharedStrings.xml": "<sst>"
            + "".join(f"<si><t>{os.urandom(400).hex()}\U0001f600</t></si>" for _ in range(20_000))
            + "</sst>"
        }
    )
    whole["formats"] = zipped(
        parts | {"xl/styles.xml": "<s>" + "".join(f'<numFmt numFmtId="{i}" formatCode="{"[x" * 200}"/>' for i in range(20_000)) + "</s>"}
    )
    whole["ods, stray"] = ods(
        f'<table:table-row table:number-rows-repeated="1048575"/>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="16383"/>{ods_number(3)}</table:table-row>'
    )
    whole["ods, full"] = ods(f'<table:table-row table:number-rows-repeated="100000">{ods_number(3) * 50}</table:table-row>')
    return whole


REFUSED_HOSTILE = {
    "shared formula": "file-too-big",
    "deep": "file-unsafe",
    "deep cells": "file-unsafe",
    "deep runs": "file-unsafe",
    "too many cells": "file-too-big",
    "too many names": "file-unsafe",
    "many attributes": "file-unsafe",
    "huge attribute": "file-unsafe",
    "long text": "file-too-big",
    "sheets": "file-too-big",
    "bomb": "file-too-big",
    "ratio": "file-too-big",
    "quadratic": "file-unsafe",
    "parts": "file-too-big",
    "strings": "file-too-big",
    "much text": "file-too-big",
}
MEMORY = 300 * 2**20  # bytes that the process which reads may use, on top of nothing
READ_ALL = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[1]), int(sys.argv[1])))
from snwp_xl.intake import read_book
for path in sorted(Path(sys.argv[2]).iterdir()):
    resource.setrlimit(resource.RLIMIT_CPU, (int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 11, -1))
    book = read_book(path)
    print(json.dumps([path.name, getattr(book, "code", ""), [[len(s.cells), s.damage] for s in getattr(book, "sheets", ())]]), flush=True)
"""


@pytest.fixture(scope="module")
def survived(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, list[list[object]]]]:
    """Every hostile file read by one process that may use 300 MB, and 10 seconds for each."""
    folder = tmp_path_factory.mktemp("hostile")
    files = hostile()
    for called, data in files.items():
        (folder / called).write_bytes(data)
    done = subprocess.run([sys.executable, "-c", READ_ALL, str(MEMORY), str(folder)], capture_output=True, text=True, check=False)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(files), done.stderr
    return {name: (code, sheets) for name, code, sheets in found}


@pytest.mark.skipif(sys.platform != "linux", reason="limits of time and memory are set as Linux has them")
def test_hostile_files_take_neither_time_nor_memory(survived: dict[str, tuple[str, list[list[object]]]]) -> None:
    assert {name: code for name, (code, _sheets) in survived.items() if name in REFUSED_HOSTILE} == REFUSED_HOSTILE
    assert survived["stray"] == ("", [[2, ""]])
    assert survived["empty rows"] == ("", [[0, ""]])
    assert survived["duplicates"] == ("", [[1, ""]])
    assert survived["merge"] == ("", [[1, ""]])
    assert survived["formats"] == ("", [[0, ""]])
    assert {survived[name][0] for name in ("ods, stray", "ods, full")} <= {"file-damaged", "file-too-big"}


def test_the_time_for_a_workbook_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 5))
    monkeypatch.setattr(limits.time, "monotonic", lambda: next(clock))
    assert refused(GOOD) == Refusal("file-too-big", "reading it takes too long", hashlib.sha256(GOOD).hexdigest())


def test_no_limit_is_near_what_a_form_needs() -> None:
    assert limits.MAX_CELLS > 10 * 200 * 40
    assert limits.MAX_TEXT > 32_767
    assert limits.MAX_UNPACKED > 1_000 * 60_000
