"""What a finished workbook carries beside its cells: language, gaps in charts, and a hash of its content.

By the hash a later run tells whether a person has altered a file that the project wrote.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib

LANGUAGE = "en-GB"
CONTENT_PROPERTY = "snwp_xl content"
CUSTOM_PART = "docProps/custom.xml"
PROPERTY = r'<property [^>]*?name="([^"]{1,100})"[^>]*>\s*<vt:lpwstr[^>]*>([^<]{0,1000})</vt:lpwstr>'
NO_HASH = "0" * 64
LAST_OF_CHART, EMPTY_IS_GAP = b"</c:chart>", b'<c:dispBlanksAs val="gap"/>'
CHART_LANGUAGE = b'lang val="en-US"', f'lang val="{LANGUAGE}"'.encode()  # XlsxWriter's own, ours
PORTABLE = (1980, 1, 1, 0, 0, 0)  # a zip's earliest date: the same bytes at every hour


def content_hash(data: bytes) -> tuple[str, str]:
    """(stored, actual) hash of a workbook's content; stored is empty where we did not write it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        stored = ""
        digest = hashlib.sha256()
        for name in sorted(parts.namelist()):
            if name == CUSTOM_PART:
                stored = _properties(parts.read(name).decode("utf-8", "replace")).get(CONTENT_PROPERTY, "")
                continue
            digest.update(name.encode() + b"\0" + parts.read(name))
    return stored, digest.hexdigest()


def unchanged(data: bytes) -> bool:
    """Whether a workbook is exactly as we wrote it; anything unreadable counts as changed."""
    try:
        stored, actual = content_hash(data)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return False
    return stored == actual


def document_properties(data: bytes) -> dict[str, str]:
    """The custom text properties of a workbook, without reading the rest of it; none where there are none to be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return _properties(parts.read(CUSTOM_PART).decode("utf-8", "replace"))
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return {}


def _properties(custom: str) -> dict[str, str]:
    """Custom properties as XlsxWriter and Excel write them."""
    from html import unescape  # the names of 2,231 characters: a cost for nothing where no properties are read

    found = re.findall(PROPERTY, custom)
    return {unescape(name): unescape(value) for name, value in found}


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {info.filename: source.read(info.filename) for info in source.infolist()}


def finished(parts: dict[str, bytes]) -> bytes:
    """The workbook of its parts, with the language and gaps in charts marked, which XlsxWriter leaves out, and the content's hash."""
    parts = dict(parts)
    for name in parts:
        if name.startswith("xl/charts/chart"):
            parts[name] = parts[name].replace(LAST_OF_CHART, EMPTY_IS_GAP + LAST_OF_CHART).replace(*CHART_LANGUAGE)
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = core.replace("</cp:coreProperties>", f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>").encode()
    digest = hashlib.sha256()
    for name in sorted(parts):
        if name != CUSTOM_PART:
            digest.update(name.encode() + b"\0" + parts[name])
    parts[CUSTOM_PART] = parts[CUSTOM_PART].replace(NO_HASH.encode(), digest.hexdigest().encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name, PORTABLE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
