"""Paths as a person gives them -> the files of data.police.uk in them: files, folders, the zip as published.

Nothing is unpacked to disk. What is no street-level file is named, not read.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, cast

from snwp_xl.findings import Finding, Place, RoundError, finding
from snwp_xl.frozen import dataclass
from snwp_xl.police.streetfile import READ_ERRORS

MOST_MEMBERS = 20_000  # in a zip; three years of all forces are some 5,000
MOST_MEMBER_BYTES = 1 << 30  # unpacked; the biggest force's month is some 25 MB
MOST_ZIP_BYTES = 1 << 36  # unpacked, all its street-level files
MOST_SEARCHED = 1 << 25  # bytes of a workbook in which column names are looked for
WORKBOOKS = {".ods", ".xlsx", ".xlsm"}
PARTS_WITH_TEXT = ("content.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
HOME_OFFICE_WORDS = (b"Financial Quarter", b"CSP Name")


class Sort(StrEnum):
    """What a file is, by its name."""

    TABLE = "CSV"
    ZIP = "zip in a zip"
    OUTCOMES = "of outcomes"
    STOP_AND_SEARCH = "of stop and search"
    WORKBOOK = "of spreadsheets"
    OTHER = "of another kind"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may hold street-level rows."""

    label: str
    open: Callable[[], BinaryIO]  # gives it from its start each time


@dataclass(frozen=True, slots=True)
class Download:
    """What the given paths hold."""

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def sources_in(paths: Sequence[Path], stack: ExitStack) -> Download:
    """Every file that may be a street-level file, in a fixed order, each once; zips stay open until `stack` closes.

    RoundError for a path that does not exist.
    """
    files = _files(paths)
    labels = Counter(label for _, label in files)
    sources: list[Source] = []
    found: list[Finding] = []
    others: Counter[Sort] = Counter()
    for path, label in files:
        label = label if labels[label] == 1 else path.as_posix()
        sort = sort_of(path.name)
        if sort is Sort.OTHER and path in paths:
            sort = Sort.TABLE  # given by name: its content decides
        if sort is Sort.TABLE:
            sources.append(Source(label, _file_opener(path)))
        elif sort is Sort.ZIP:
            sources += _members(path, label, stack, found, others)
        elif sort is Sort.WORKBOOK and (path in paths or holds_home_office_table(path)):
            found.append(_about_workbook(path, label))
        else:
            others[sort] += 1
    if others:
        what = ", ".join(f"{others[sort]} {sort}" for sort in Sort if others[sort])
        found.append(finding("police-other-files", what=what))
    return Download(tuple(_told_apart(sources)), tuple(found))


def _told_apart(sources: Sequence[Source]) -> Iterator[Source]:
    """The same sources, no two with one label: a file is found again by its label."""
    seen: Counter[str] = Counter()
    for source in sources:
        seen[source.label] += 1
        number = f" ({seen[source.label]})" if seen[source.label] > 1 else ""
        yield Source(source.label + number, source.open)


def sort_of(name: str) -> Sort:
    """What a file is, by its name."""
    stem, dot, ending = name.casefold().rpartition(".")
    if dot + ending == ".zip":
        return Sort.ZIP
    if dot + ending in WORKBOOKS:
        return Sort.WORKBOOK
    if dot + ending != ".csv":
        return Sort.OTHER
    endings = {"-outcomes": Sort.OUTCOMES, "-stop-and-search": Sort.STOP_AND_SEARCH}
    return next((sort for text, sort in endings.items() if stem.endswith(text)), Sort.TABLE)


def _files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Each file below the paths with the name to call it by; a file reached twice counts once."""
    found: dict[Path, tuple[Path, str]] = {}
    for given in paths:
        if given.is_dir():
            top = given.resolve().name
            below = sorted(path for path in given.rglob("*") if path.is_file() and not _hidden(path.relative_to(given).parts))
            for path in below:
                found.setdefault(path.resolve(), (path, f"{top}/{path.relative_to(given).as_posix()}"))
        elif given.exists():
            found.setdefault(given.resolve(), (given, given.name))
        else:
            raise RoundError(f"There is no file or folder {given}.")
    return list(found.values())


def _hidden(parts: Sequence[str]) -> bool:
    """Files that a system keeps beside a person's: .DS_Store, __MACOSX, Excel's ~$ locks."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts)


def _file_opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _members(path: Path, label: str, stack: ExitStack, found: list[Finding], others: Counter[Sort]) -> Iterator[Source]:
    """The tables in a zip, which stays open until the stack closes; a zip beyond all measure is refused whole."""
    place = Place(file=label)
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except READ_ERRORS as error:
        found.append(finding("police-unreadable", place, what=f"its zip directory is damaged ({error})"))
        return
    members = [member for member in archive.infolist() if not member.is_dir() and not _hidden(member.filename.split("/"))]
    tables = [member for member in members if sort_of(member.filename) is Sort.TABLE]
    why = _beyond_measure(len(members), [member.file_size for member in tables])
    if why:
        found.append(finding("police-unreadable", place, what=why))
        return
    sorts = (sort_of(member.filename) for member in members)
    others.update(sort for sort in sorts if sort is not Sort.TABLE)
    for member in sorted(tables, key=lambda one: one.filename):
        yield Source(f"{label}/{member.filename}", _member_opener(archive, member))


def _beyond_measure(members: int, sizes: Sequence[int]) -> str:
    """Why a zip is not read, empty if it is."""
    if members > MOST_MEMBERS:
        return f"it contains {members:,} files; the limit is {MOST_MEMBERS:,}"
    if max(sizes, default=0) > MOST_MEMBER_BYTES or sum(sizes) > MOST_ZIP_BYTES:
        return "unpacked, it would be far larger than any download from data.police.uk"
    return ""


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile("it is compressed in a way that data.police.uk does not use")
        return cast(BinaryIO, archive.open(member))

    return opened


def _about_workbook(path: Path, label: str) -> Finding:
    """A workbook is never read; the Home Office's quarterly tables come as one."""
    if holds_home_office_table(path):
        return finding("police-home-office", Place(file=label))
    return finding("police-unreadable", Place(file=label), what="it is a workbook, not a CSV file from data.police.uk")


def holds_home_office_table(path: Path) -> bool:
    """Whether a workbook has the column names of the Home Office's tables by community safety partnership."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(_mentions(archive, part) for part in PARTS_WITH_TEXT if part in archive.namelist())
    except READ_ERRORS:
        return False


def _mentions(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a part's first MOST_SEARCHED bytes hold all HOME_OFFICE_WORDS."""
    missing, tail, left = set(HOME_OFFICE_WORDS), b"", MOST_SEARCHED
    with archive.open(part) as stream:
        while missing and left > 0 and (block := stream.read(1 << 20)):
            left -= len(block)
            missing -= {word for word in missing if word in tail + block}
            tail = block[-max(map(len, HOME_OFFICE_WORDS)) :]
    return not missing
