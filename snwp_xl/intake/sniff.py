"""What a file is, told from its bytes and never from its name; and whose files are not returns at all."""

from __future__ import annotations

import os
from pathlib import Path

from snwp_xl.intake.limits import Refused

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_HEADER = 512  # bytes, before the first sector
OLE_SECTOR = 512  # bytes; newer files may have 4,096, so this asks for no more than must be there
LEAD = 4096  # bytes looked at for what text is about

NOT_WORKBOOKS = (  # first bytes, what they are
    (b"%PDF", "it is a PDF"),
    (b"{\\rtf", "it is a Word document in rich text format"),
    (b"\x89PNG", "it is a picture"),
    (b"\xff\xd8\xff", "it is a photograph"),
    (b"GIF8", "it is a picture"),
    (b"Rar!", "it is an archive (.rar) that has to be unpacked first"),
    (b"7z\xbc\xaf\x27\x1c", "it is an archive (.7z) that has to be unpacked first"),
    (b"\x1f\x8b", "it is an archive (.gz) that has to be unpacked first"),
    (b"PK\x05\x06", "it is an empty zip file"),
    (b"PK00PK", "it is one part of a split zip file"),
    (b"\x09\x08\x04", "it was saved by Excel 4 or earlier"),
    (b"\x09\x04\x06", "it was saved by Excel 4 or earlier"),
    (b"\x09\x02\x06", "it was saved by Excel 4 or earlier"),
    (b"\x09\x00\x04", "it was saved by Excel 4 or earlier"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "it is a shortcut to a file, not the file"),
)
TEXTS = (  # what text has near its beginning, in lower case; what it then is
    ("urn:schemas-microsoft-com:office:spreadsheet", "it is an XML spreadsheet of 2003: save it as .xlsx"),
    ("<!doctype html", "it is a web page"),
    ("<html", "it is a web page"),
    ("mime-version:", "it is an e-mail or a saved web page"),
    ("received: from", "it is an e-mail"),
    ("[internetshortcut]", "it is a link to a file, not the file"),
    ("docs.google.com", "it is a link to a Google sheet, not the sheet"),
    ("<?xml", "it is XML of some other kind"),
)
OLE_STREAMS = (  # names in the file's directory, most telling first; code and what it then is
    ("DRMEncryptedTransform", "file-protected", "it is protected by rights management"),
    ("DRMEncryptedDataSpace", "file-protected", "it is protected by rights management"),
    ("\tDRMContent", "file-protected", "it is protected by rights management"),
    ("EncryptedPackage", "file-protected", "it has a password"),
    ("WordDocument", "not-a-workbook", "it is a Word document"),
    ("PowerPoint Document", "not-a-workbook", "it is a PowerPoint presentation"),
    ("__properties_version1.0", "not-a-workbook", "it is an e-mail saved by Outlook"),
)
WORKBOOK_BEGINS = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # BOF of the workbook's own stream, Excel 97 and later (MS-XLS 2.4.21)
FILE_PASS = 0x2F  # the record of an encrypted workbook (MS-XLS 2.4.117)
FIRST_RECORDS = 4  # among which it stands
OLD_WORKBOOKS = ("Workbook", "Book")
CLOUD_ATTRIBUTES = 0x1000 | 0x40000 | 0x400000  # Windows: offline, recall on open, recall on data access (OneDrive)


def container_of(data: bytes) -> str:
    """"zip", or "xls" for an old workbook; raises Refused for everything else, saying what it is."""
    if data.startswith(ZIP):
        return "zip"
    if data.startswith(OLE):
        return _old_office(data)
    if not data:
        raise Refused("not-a-workbook", "it is empty")
    if data in (ZIP[:1], ZIP[:2], ZIP[:3]) or (len(data) < len(OLE) and OLE.startswith(data)):
        raise Refused("file-damaged", "the download stopped halfway")
    for beginning, what in NOT_WORKBOOKS:
        if data.startswith(beginning):
            raise Refused("not-a-workbook", what)
    raise Refused("not-a-workbook", _kind_of_text(data))


def _old_office(data: bytes) -> str:
    """An OLE file: which one, from the entries of its directory, found wherever they lie."""
    directory = int.from_bytes(data[48:52], "little")  # the sector that the directory begins in
    if len(data) < OLE_HEADER + (directory + 1) * OLE_SECTOR:
        raise Refused("file-damaged", "the download stopped halfway")
    for name, code, what in OLE_STREAMS:
        if _ole_entry(name) in data:
            raise Refused(code, what)
    if not any(_ole_entry(name) in data for name in OLD_WORKBOOKS):
        raise Refused("not-a-workbook", "it is a file from some other program (in the old Office format)")
    if _record_kinds(data) & {FILE_PASS}:
        raise Refused("file-protected", "it has a password")
    return "xls"


def _record_kinds(data: bytes) -> set[int]:
    """The kinds of the first records of an old workbook; one that is encrypted says so among them, in the clear."""
    at = data.find(WORKBOOK_BEGINS)
    kinds: set[int] = set()
    for _ in range(FIRST_RECORDS if at >= 0 else 0):
        kinds.add(int.from_bytes(data[at : at + 2], "little"))
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return kinds


def _ole_entry(name: str) -> bytes:
    """How a directory entry begins: its name in 64 bytes, then its length with the final null, in bytes."""
    return name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")


def _kind_of_text(data: bytes) -> str:
    """What a file without a telling beginning is, as far as its text says."""
    if not data.strip(b"\0"):
        return "it contains nothing but zeros, as after a failed download"
    lead = data[:LEAD]
    encoding = "utf-16" if lead[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = lead.decode(encoding, "replace").lower()
    for mark, what in TEXTS:
        if mark in text:
            return what
    if "\0" in text or text.count("\ufffd") > len(text) // 10:
        return "it is an unknown kind of file"
    return "it is plain text, such as a CSV file" if any(mark in text for mark in ",;\t") else "it is plain text"


def ignorable(path: Path) -> str | None:
    """Why a file in a folder is nobody's return, in plain words; None if it should be read."""
    name = path.name.lower()
    if name.startswith(("~$", ".~lock.")):
        return "a lock file, which is there while somebody has the workbook open"
    if name in ("thumbs.db", "desktop.ini", ".ds_store") or name.startswith("._"):
        return "an operating system file"
    if name.startswith(".") and name.endswith(".icloud"):
        return "a cloud placeholder: the file itself has not been downloaded"
    if name.endswith((".tmp", ".crdownload", ".part", ".partial")):
        return "an unfinished download or save"
    return _placeholder(path)


def _placeholder(path: Path) -> str | None:
    try:
        found = os.stat(path)
    except OSError:
        return None  # reading it will say why
    if found.st_size == 0:
        return "a cloud placeholder or a failed copy: the file is empty"
    if getattr(found, "st_file_attributes", 0) & CLOUD_ATTRIBUTES and not _fetched(path):
        return "a cloud placeholder: the file itself could not be downloaded"
    return None


def _fetched(path: Path) -> bool:
    """Whether the first byte can be had; asking for it makes OneDrive download the file."""
    try:
        with path.open("rb") as file:
            return bool(file.read(1))
    except OSError:
        return False
