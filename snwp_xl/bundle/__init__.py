"""A folder from which the program is installed with no network and no administrator: wheels, install scripts, a page for ICT.

It is made on a computer that reaches the package index, and carried to one that does not. Whatever goes in is fetched by
pip from the index that pip is set up for, when the bundle is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from snwp_xl.bundle.fetch import PYTHONS, fetch_wheels
from snwp_xl.bundle.own_wheel import write_own_wheel
from snwp_xl.bundle.scripts import SCRIPTS, Wheel, ict_page, scripts, wheels_in
from snwp_xl.findings import RoundError
from snwp_xl.frozen import dataclass

__all__ = ["PYTHONS", "Bundle", "Wheel", "make_bundle"]

WHEELS, ICT_PAGE = "wheels", "For ICT.html"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was made."""

    folder: Path
    wheels: tuple[Wheel, ...]
    files: tuple[Path, ...]  # the scripts and the page
    pythons: tuple[str, ...]  # of Windows that it is for, "3.12"


def make_bundle(folder: Path | str, pythons: Sequence[str] = PYTHONS) -> Bundle:
    """Make a bundle for 64-bit Windows with these versions of Python, and for this system with the Python that runs now.

    RoundError if the folder holds something else, or if pip cannot fetch the wheels.
    """
    folder = Path(folder)
    wheels = folder / WHEELS
    if folder.exists() and any(path.name not in (WHEELS, ICT_PAGE, *SCRIPTS) for path in folder.iterdir()):
        raise RoundError(f"There is something else in {folder}. Choose an empty folder for the bundle.")
    wheels.mkdir(parents=True, exist_ok=True)
    for old in wheels.glob("*.whl"):
        old.unlink()
    fetch_wheels(wheels, write_own_wheel(wheels), pythons)
    found = wheels_in(wheels)
    files = {**scripts(found, pythons), ICT_PAGE: ict_page(found, pythons)}
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8"))
        (folder / name).chmod(0o755 if name.endswith(".sh") else 0o644)
    return Bundle(folder, found, tuple(folder / name for name in files), tuple(pythons))
