"""Which LSOAs are counted, and where a row lies.

An LSOA (lower layer super output area) is called by its district and a number of its own: "North West Leicestershire
003A". The names and codes change with each census and when districts merge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from snwp_xl.findings import RoundError
from snwp_xl.frozen import dataclass

IN_AREA, NO_LOCATION, ELSEWHERE = "in area", "no location", "elsewhere"
COMMA_IN_QUOTES = b"\x1f"  # stands for a comma inside quotation marks while a block is split at its commas

_LSOA_CODE = re.compile(r"\b(?:[EWSN]\d{8}|95[A-Z]{2}\d{2}[A-Z]\d)\b", re.IGNORECASE)  # Northern Ireland's begin with 95
_LSOA_NUMBER = re.compile(r"\d+[A-Z]+")  # an LSOA's own part of its name: "003A"


@dataclass(frozen=True, slots=True)
class Area:
    """Where the counted incidents lie: a district by its name in LSOA names, or a list of LSOA codes."""

    name: str
    codes: frozenset[str] = frozenset()  # where there are any, they decide and the name is only for people

    @classmethod
    def named(cls, name: str) -> Area:
        """The district of that name: LSOA "NAME 003A" is in it, "NAME Forest 003A" is not; ValueError if empty."""
        if not name.strip():
            raise ValueError("an area needs a name")
        return cls(" ".join(name.replace("’", "'").split()))

    @classmethod
    def of_codes(cls, codes: Iterable[str], name: str = "") -> Area:
        """The LSOAs with these codes, such as E01025938; ValueError if there are none."""
        wanted = frozenset(code.strip().upper() for code in codes) - {""}
        if not wanted:
            raise ValueError("an area needs at least one LSOA code")
        return cls(name.strip() or f"the {len(wanted)} LSOAs given", wanted)

    @classmethod
    def in_file(cls, path: Path, name: str = "") -> Area:
        """The LSOAs whose codes stand in a text or CSV file, wherever in its lines; RoundError if there are none."""
        codes = _LSOA_CODE.findall(path.read_bytes().decode("utf-8-sig", "replace"))
        if not codes:
            raise RoundError(f"There is no LSOA code, such as E01025938, in {path}. Give a text or CSV file with a code in each line.")
        return cls.of_codes(codes, name)

    @property
    def column(self) -> str:
        """The column that decides."""
        return "LSOA code" if self.codes else "LSOA name"

    def holds(self, lsoa: str) -> bool:
        """Whether a name or code from that column lies in the area; whatever its case."""
        if self.codes:
            return lsoa.upper() in self.codes
        name, folded = self.name.casefold(), lsoa.casefold()
        return folded.startswith(name) and name in (folded, district(lsoa).casefold())


def district(lsoa: str) -> str:
    """The district in an LSOA's name: "Leicester 003A" -> "Leicester"; a name of another form is returned as it is."""
    name, _, number = lsoa.rpartition(" ")
    return name if _LSOA_NUMBER.fullmatch(number) else lsoa


class Places(dict[bytes, str]):
    """LSOA as it stands in a file -> in the area, elsewhere or no location; each is worked out once."""

    def __init__(self, area: Area) -> None:
        super().__init__()
        self.area = area

    def __missing__(self, raw: bytes) -> str:
        lsoa = text_of(raw)
        where = NO_LOCATION if not lsoa else IN_AREA if self.area.holds(lsoa) else ELSEWHERE
        self[raw] = where
        return where

    @property
    def seen(self) -> set[str]:
        """Every LSOA met so far."""
        return {text_of(raw) for raw in self} - {""}


@lru_cache(maxsize=1024)
def text_of(raw: bytes) -> str:
    """A field as text, its commas put back."""
    return raw.replace(COMMA_IN_QUOTES, b",").decode("utf-8", "replace").strip()
