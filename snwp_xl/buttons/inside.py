"""The buttons that a workbook or the ribbon add-in carries: which Python they start, and which xlwings' macros they are."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

from snwp_xl.buttons.compression import decompress
from snwp_xl.buttons.interpreter import MADE_BY, SHEET, Interpreter
from snwp_xl.buttons.modules import CODE_PAGE, modules, read_records
from snwp_xl.buttons.ribbon import ADDIN_SHEET
from snwp_xl.buttons.shipped import VBA_PART
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Refusal, read_book
from snwp_xl.locate import sheet_called

MODULE = "xlwings"
VERSION = re.compile(r'Public Const XLWINGS_VERSION As String = "([^"]{1,40})"')
WINDOWS, MAC = "interpreter_win", "interpreter_mac"


@dataclass(frozen=True, slots=True)
class ButtonsInside:
    """What the buttons rest on."""

    interpreter: Interpreter
    xlwings: str  # the version of its macros; empty where it cannot be told
    snwp_xl: str = ""  # the version that wrote them; empty where it cannot be told


def buttons_inside(path: Path) -> ButtonsInside | None:
    """The buttons of a workbook, or of the ribbon add-in; None if it has none or cannot be read."""
    book = read_book(path)
    sheet = None if isinstance(book, Refusal) else sheet_called(book, SHEET) or sheet_called(book, ADDIN_SHEET)
    if sheet is None:
        return None
    named = {str(cell.value).strip().casefold(): row for (row, column), cell in sheet.cells.items() if column == 0}

    def value(name: str) -> str:
        cell = sheet.cells.get((named.get(name, -1), 1))
        return "" if cell is None or cell.value is None else str(cell.value)

    return ButtonsInside(Interpreter(value(WINDOWS), value(MAC)), _version(path), value(MADE_BY.casefold()))


def _version(path: Path) -> str:
    """What xlwings' module says of itself; Excel may have compiled and rearranged the project since."""
    import olefile

    try:
        with zipfile.ZipFile(path) as archive, olefile.OleFileIO(io.BytesIO(archive.read(VBA_PART))) as container:
            listed = modules(read_records(decompress(container.openstream(["VBA", "dir"]).read())))
            offset = next(one.source_offset for one in listed if one.name == MODULE)
            source = decompress(container.openstream(["VBA", MODULE]).read()[offset:]).decode(CODE_PAGE, "replace")
    except (OSError, ValueError, KeyError, StopIteration, struct.error, zipfile.BadZipFile, zlib.error, NotImplementedError):
        return ""
    found = VERSION.search(source)
    return found[1] if found else ""
