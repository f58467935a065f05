"""Which versions of packages are installed, told from the names of the folders that pip leaves: `openpyxl-3.1.5.dist-info`.

importlib.metadata, which is asked where no such folder is found, needs a tenth of a whole calculation to be imported.
"""

from __future__ import annotations

import os
import re
import sys

MARK = ".dist-info"


def version_of(package: str) -> str | None:
    """The version of an installed package; None if it is not installed."""
    return _by_folder().get(_plain(package)) or _by_metadata(package)


def _by_folder() -> dict[str, str]:
    """Versions by package; where one is installed twice, that which Python would import."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:  # a zip, or nothing
            continue
        for name in names:
            if name.endswith(MARK):
                package, _, version = name.removesuffix(MARK).partition("-")
                found.setdefault(_plain(package), version)
    return found


def _plain(package: str) -> str:
    """A package's name as one of the many ways to write it."""
    return re.sub(r"[-_.]+", "_", package).lower()


def _by_metadata(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None
