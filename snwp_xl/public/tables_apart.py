"""Each table of the public edition as a file of comma-separated values, and the list of their hashes.

UTF-8 with a byte order mark, which Excel needs to show a dash or an accent right and other programs skip; lines end as the
standard for such files says (RFC 4180).
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from fractions import Fraction

from snwp_xl.files import safe_name, sha256
from snwp_xl.public.edition import PublicEdition
from snwp_xl.public.parts import PublicTable
from snwp_xl.sheets import Content

ENCODING = "utf-8-sig"
DANGEROUS = tuple("=+-@\t\r\n|%＝＋－＠")  # a spreadsheet program may take a text that starts so for a formula
DECIMALS = 6
HASHES = "SHA256SUMS.txt"
HASH_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
SEAL = "# Made by snwp_xl; this line shows that nobody has changed the lines above: "  # sha256sum passes over it


def csv_files(edition: PublicEdition) -> dict[str, bytes]:
    """Each table's file by its name."""
    year = _slug(safe_name(edition.report.assessment.name))
    return {f"{_slug(table.sheet)}-{year}.csv": csv_bytes(table) for table in edition.tables}


def csv_bytes(table: PublicTable) -> bytes:
    """A table as comma-separated values, its headings first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_plain(heading) for heading in table.plan.headings])
    writer.writerows([_plain(value) for value in row] for row in table.values())
    return out.getvalue().encode(ENCODING, "replace")


def _plain(value: Content) -> str:
    """A value as text that no spreadsheet program takes for a formula; numbers stay numbers."""
    match value:
        case bool() | None:
            return "" if value is None else str(value)
        case int():
            return str(value)
        case float() | Fraction():
            return _decimal(Fraction(value))
        case date():
            return value.isoformat()
        case _:
            text = str(value)
            return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def _decimal(value: Fraction) -> str:
    """A number with at most six decimals, rounded half up, away from zero."""
    scaled = (abs(value) * 10**DECIMALS * 2 + 1) // 2
    whole, rest = divmod(scaled, 10**DECIMALS)
    text = f"{whole}.{rest:0{DECIMALS}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and scaled else text


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "table"


# --- hashes ---------------------------------------------------------------------------------------------------------------------


def hash_list(files: dict[str, bytes]) -> bytes:
    """The SHA-256 of each file, a line each, as sha256sum writes and checks them, and a seal."""
    lines = "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(files.items())).encode()
    return lines + _seal(lines)


def hashes_in(data: bytes) -> dict[str, str]:
    """File name -> hash, from such a list; nothing where it is none, or where somebody changed it."""
    if not sealed(data):
        return {}
    lines = (HASH_LINE.fullmatch(line) for line in data.decode("utf-8", "replace").splitlines())
    return {line[2]: line[1] for line in lines if line}


def sealed(data: bytes) -> bool:
    """Whether a list is as it was written."""
    lines = data[: data.rfind(SEAL.encode())]
    return data == lines + _seal(lines)


def _seal(lines: bytes) -> bytes:
    return f"{SEAL}{sha256(lines)}\n".encode()
