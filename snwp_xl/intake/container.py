"""The zip that a workbook is: its parts, inflated piece by piece and never beyond the limits."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from snwp_xl.intake.limits import CHUNK, MAX_PARTS, MAX_RATIO, MAX_UNPACKED, RATIO_MATTERS, Damaged, Deadline, Refused

DIRECTORY_ENTRY = b"PK\x01\x02"
LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, ..., length of the name, length of the extra field
ROOT_PARTS = ("_rels/.rels", "mimetype")  # what stands in a package's outermost folder (Excel, OpenDocument)
ENCRYPTED = 0x1  # flag bits of an entry
UNREADABLE = (  # what zipfile raises for directories that are damaged in one way or another
    zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, OverflowError, struct.error, IndexError,
)
OTHER_PACKAGES = (  # how a part's name begins or ends, in lower case; what the zip then is
    ("word/", "it is a Word document"),
    ("ppt/", "it is a PowerPoint presentation"),
    ("visio/", "it is a Visio drawing"),
    ("index/document.iwa", "it is an Apple Numbers, Pages or Keynote document: export it as Excel"),
    ("index.zip", "it is an Apple Numbers, Pages or Keynote document: export it as Excel"),
)
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


class Package:
    """The parts of a zip by name, as Excel takes names: without regard to case, with / or \\ between folders.

    Raises Refused where the zip as a whole is too big, protected or unsafe.
    """

    def __init__(self, data: bytes, deadline: Deadline) -> None:
        self._data = data
        self._deadline = deadline
        self._room = MAX_UNPACKED
        self._parts: dict[str, list[zipfile.ZipInfo]] = {}
        for info in _directory(data):
            self._parts.setdefault(_folded(info.filename), []).append(info)
        self._root = self._find_root()

    def _find_root(self) -> str:
        """The folder that everything stands in, where somebody zipped a folder."""
        roots = {name.removesuffix(mark) for name in self._parts for mark in ROOT_PARTS if ("/" + name).endswith("/" + mark)}
        return roots.pop() if len(roots) == 1 else ""

    def names(self) -> list[str]:
        """The parts' names in lower case, with / between folders, from the package's root."""
        return [name.removeprefix(self._root) for name in self._parts if name.startswith(self._root)]

    def __contains__(self, name: str) -> bool:
        return self._root + _folded(name) in self._parts

    def declared_size(self, name: str) -> int:
        """Bytes that the directory says a part unpacks to; 0 for one that is not there."""
        found = self._parts.get(self._root + _folded(name))
        return found[0].file_size if found else 0

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part's bytes, inflated CHUNK by CHUNK; raises Damaged, or Refused beyond a limit."""
        found = self._parts.get(self._root + _folded(name))
        if not found:
            raise Damaged(f"its part {name} is missing")
        if len(found) > 1:
            raise Refused("file-unsafe", f"two parts of the same name, {name}")
        for chunk in _inflated(self._packed(found[0]), found[0]):
            self._deadline.check()
            self._room -= len(chunk)
            if self._room < 0:
                raise Refused("file-too-big", "it unpacks to far more than a form could hold")
            yield chunk

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        """The bytes of a part as they lie in the zip, wherever its local header says that they begin."""
        start = info.header_offset
        try:
            signature, name_length, extra_length = LOCAL_HEADER.unpack_from(self._data, start)
        except struct.error:
            raise Damaged("its directory and its parts do not agree") from None
        name = self._data[start + LOCAL_HEADER.size : start + LOCAL_HEADER.size + name_length]
        if signature != b"PK\x03\x04" or not _same_name(name, info):
            raise Damaged("its directory and its parts do not agree")
        begin = start + LOCAL_HEADER.size + name_length + extra_length
        return memoryview(self._data)[begin : begin + info.compress_size]

    def what_else(self) -> str:
        """What a zip is that is no workbook."""
        names = self.names()
        for mark, what in OTHER_PACKAGES:
            if any(name.startswith(mark) or name.endswith("/" + mark) for name in names):
                return what
        inside = [name for name in names if name.endswith(WORKBOOK_ENDINGS)]
        if inside:
            return f"it is a zip file that contains {posixpath.basename(inside[0])[:60]}: unpack it first"
        return "it is a zip file of other things"


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    """The zip's directory, if it is one that a workbook may have."""
    if data.count(DIRECTORY_ENTRY) > MAX_PARTS:  # counted before zipfile makes an object of each
        raise Refused("file-too-big", f"it has more than {MAX_PARTS:,} parts")
    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
    except UNREADABLE:
        raise Refused("file-damaged", _without_directory(data)) from None
    files = [info for info in entries if not info.filename.startswith("__MACOSX/") and info.filename[-1:] not in ("/", "\\")]
    if any(info.flag_bits & ENCRYPTED for info in files):
        raise Refused("file-protected", "it has a password")
    if sum(info.file_size for info in files) > MAX_UNPACKED:
        raise Refused("file-too-big", "it unpacks to far more than a form could hold")
    return files


def _without_directory(data: bytes) -> str:
    """Why there is no directory: it stands at the end, so a file that stopped early has none."""
    return "the list of its parts is damaged" if b"PK\x05\x06" in data else "the download stopped halfway"


def _inflated(packed: memoryview, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, piece by piece; Damaged at the end if they are not those that were packed."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Damaged("it is compressed in a way that Excel does not use")
    if info.file_size > RATIO_MATTERS and info.file_size > MAX_RATIO * max(1, len(packed)):
        raise Refused("file-too-big", "it unpacks to far more than its size")
    checksum = size = 0
    for chunk in _pieces(packed) if info.compress_type == zipfile.ZIP_STORED else _deflated(packed):
        size += len(chunk)
        if size > info.file_size:
            raise Refused("file-unsafe", "a part that is larger than it says")
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if size != info.file_size or checksum != info.CRC:
        raise Damaged("some of its bytes were lost or changed on the way")


def _pieces(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), CHUNK):
        yield bytes(packed[start : start + CHUNK])


def _deflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in _pieces(packed):
            rest = piece
            while rest and not inflater.eof:
                yield inflater.decompress(rest, CHUNK)
                rest = inflater.unconsumed_tail
            if inflater.eof:
                return
        yield inflater.flush()  # at most a few hundred bytes: the input is used up
    except zlib.error:
        raise Damaged("some of its bytes were lost or changed on the way") from None


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _same_name(raw: bytes, info: zipfile.ZipInfo) -> bool:
    """Whether a part's own header has the name that the directory gives it (in either of the encodings that zips use)."""
    return any(_folded(raw.decode(encoding, "replace")) == _folded(info.orig_filename) for encoding in ("utf-8", "cp437"))
