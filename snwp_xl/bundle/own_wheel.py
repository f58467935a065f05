"""This program as a wheel: built from the checkout that it runs from, or packed again from where it is installed."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from snwp_xl.bundle.fetch import build_wheel
from snwp_xl.findings import RoundError

NAME = "snwp_xl"
RECORD = "RECORD"
OF_AN_INSTALLATION = {RECORD, "INSTALLER", "REQUESTED", "direct_url.json"}  # written by pip, not part of the wheel
FIXED_DATE = (2018, 4, 1, 0, 0, 0)


def write_own_wheel(folder: Path) -> Path:
    """Put this program's wheel into a folder; RoundError if it is not installed, or cannot be built."""
    try:
        own = distribution(NAME)
    except PackageNotFoundError:
        raise RoundError("A bundle is made from an installed snwp_xl; this one is not installed.") from None
    checkout = _checkout(own)
    if checkout is None:
        return pack_again(own, folder)
    build_wheel(checkout, folder)
    return next(iter(sorted(folder.glob(f"{NAME}-*.whl"))))


def _checkout(own: Distribution) -> Path | None:
    """Where an editable installation's files are."""
    origin = json.loads(own.read_text("direct_url.json") or "{}")
    if not origin.get("dir_info", {}).get("editable"):
        return None
    return Path(url2pathname(urlsplit(origin["url"]).path))


def pack_again(own: Distribution, folder: Path) -> Path:
    """The wheel that an installation came from, from its files."""
    files = {name: path.read_bytes() for name, path in _files(own)}
    info = next(name.partition("/")[0] for name in files if name.partition("/")[0].endswith(".dist-info"))
    record = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in files.items()) + f"{info}/{RECORD},,\n"
    target = folder / f"{info.removesuffix('.dist-info')}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in {**files, f"{info}/{RECORD}": record.encode()}.items():
            wheel.writestr(zipfile.ZipInfo(name, FIXED_DATE), data, zipfile.ZIP_DEFLATED)
    return target


def _files(own: Distribution) -> Iterator[tuple[str, Path]]:
    """Everything that the wheel held: no compiled files, no scripts outside the packages, nothing of pip's."""
    for file in sorted(own.files or (), key=str):
        inside = ".." not in file.parts and "__pycache__" not in file.parts
        if inside and not (file.parts[0].endswith(".dist-info") and file.name in OF_AN_INSTALLATION):
            yield file.as_posix(), Path(str(file.locate()))


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
