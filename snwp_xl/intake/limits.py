"""How much of a file is read before it is refused, and why each limit is where it is.

A real return's sheet is about 60 kB of XML and holds some thousand cells; the largest round (200 crime types, 12 factors)
some 4,000, the largest round's results some 280,000. Each limit is far above what a form needs and far below what hurts: whatever is
sent, reading it takes under 10 s and 300 MB.
"""

from __future__ import annotations

import time

MAX_FILE = 25 * 2**20  # bytes on disk: more than mail servers let through as an attachment
MAX_HASHED = 2**30  # bytes: a file that is too big to be read still gets its SHA-256, up to here
MAX_PARTS = 2_000  # files in the zip: a form has 15 to 30; a workbook full of pictures some hundreds
MAX_UNPACKED = 192 * 2**20  # bytes of all parts: a sheet with 200,000 formatted empty rows has 60 MB
MAX_RATIO = 250  # unpacked / packed of a part that is read: sheets reach 60, a zip bomb 1,000
RATIO_MATTERS = 2**20  # bytes unpacked, below which no ratio does harm
MAX_SHEETS = 200
MAX_CELLS = 400_000  # cells of a workbook that hold something, some 400 bytes each; the largest results have 280,000
MAX_STRINGS = 400_000  # entries of the shared table of texts: as many as cells
MAX_TEXT = 100_000  # characters in a cell: Excel allows 32,767, Google Sheets 50,000
MAX_CHARACTERS = 16 * 10**6  # of all texts and formulas kept: a form has some 50,000; up to 4 bytes each
MAX_FORMULA = 8_192  # characters, as in Excel
MAX_NUMBER = 64  # characters of a number as stored: Excel writes up to 24
MAX_SMALL_PART = 16 * 2**20  # bytes of the parts that list sheets, names and formats: some 20 kB, with stale names some MB
MAX_RECORDS = 200_000  # elements kept of one such part: Excel allows 64,000 styles, and people keep names by the thousand
MAX_KEPT = 2**15  # bytes of such a part that is kept for the next workbook, which often has the very same
KEPT = 32  # such parts: a round has some ten of them in its set-up, counts and forms, and more where agencies save with other programs
MAX_FORMATS = 2_000  # number formats of the workbook's own: Excel allows some 250
MAX_FORMAT = 255  # characters of a number format, as in Excel
MAX_DEPTH = 100  # XML elements inside each other: a sheet has 8, extensions some 20
MAX_XML_NAMES = 5_000  # different element and attribute names in one part: a sheet has some 60
MAX_WIDE = 8 * 2**20  # bytes of a part in UTF-16, which no spreadsheet program chooses and where tags are not found by bytes
CHUNK = 2**19  # bytes inflated and parsed at a time; XML with no tag in so many is refused
SECONDS = 8.0  # for one workbook; reached only by what stays inside every other limit and is still slow


class Refused(Exception):
    """The whole file cannot be used; `code` is of the catalogue, `what` says why in plain words."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(code, what)
        self.code = code
        self.what = what


class Damaged(Exception):
    """One part of the file cannot be read; the text says why in plain words."""


class Deadline:
    """The time by which a workbook has to be read."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise Refused once the time is up."""
        if time.monotonic() > self._end:
            raise Refused("file-too-big", "reading it takes too long")
