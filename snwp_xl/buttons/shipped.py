"""xlwings' own workbooks, found in the installed package without importing it (that takes longer than a calculation)."""

from __future__ import annotations

import zipfile
import zlib
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

STANDALONE = "quickstart_standalone.xlsm"
RIBBON = "quickstart_addin_ribbon.xlam"
VBA_PART = "xl/vbaProject.bin"

NOT_INSTALLED = "The buttons need xlwings, which is not installed."


class ProjectRefused(Exception):
    """The installed xlwings does not hold the VBA that we know how to change; the text is for a person."""


def xlwings_version() -> str:
    """The installed version; raises ProjectRefused if there is none."""
    try:
        return version("xlwings")
    except PackageNotFoundError as error:
        raise ProjectRefused(NOT_INSTALLED) from error


def not_as_expected(why: str) -> ProjectRefused:
    """The refusal to raise when something in the package is not what we know."""
    return ProjectRefused(f"The buttons cannot be made from xlwings {xlwings_version()}: {why}.")


def shipped_file(name: str) -> bytes:
    """A file of the installed package; raises ProjectRefused."""
    spec = find_spec("xlwings")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ProjectRefused(NOT_INSTALLED)
    try:
        return (Path(folders[0]) / name).read_bytes()
    except OSError as error:
        raise not_as_expected(f"its file {name} cannot be read") from error


def shipped_parts(name: str) -> dict[str, bytes]:
    """The parts of one of xlwings' workbooks, in the file's order; raises ProjectRefused."""
    try:
        with zipfile.ZipFile(BytesIO(shipped_file(name))) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error) as error:
        raise not_as_expected(f"its file {name} is damaged") from error
    if VBA_PART not in parts:
        raise not_as_expected(f"its file {name} has no VBA project")
    return parts
