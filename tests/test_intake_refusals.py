"""What is refused and in which words; hostile files, in a process with little time and memory; what is not read at all."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_files import (
    SHEET,
    book_parts,
    links,
    ods,
    ole,
    parts_of,
    refused,
    workbook,
    worksheet,
    xlsb,
    zipped,
)
from libreoffice import Office, property_values

from snwp_xl.findings import CATALOGUE, finding
from snwp_xl.intake import Book, Refusal, ignorable, limits, read_book, read_book_bytes, sniff

GOOD = zipped(book_parts('<row r="1"><c r="A1"><v>3</v></c></row>'))

# --- what a file really is -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "what"),
    [
        (b"", "not-a-workbook", "it is empty"),
        (b"P", "file-damaged", "the download stopped halfway"),
        (b"PK\x03", "file-damaged", "the download stopped halfway"),
        (b"\xd0\xcf\x11", "file-damaged", "the download stopped halfway"),
        (b"%PDF-1.7 ...", "not-a-workbook", "it is a PDF"),
        (b"{\\rtf1 ...", "not-a-workbook", "it is a Word document in rich text format"),
        (b"\x89PNG\r\n\x1a\n", "not-a-workbook", "it is a picture"),
        (b"\xff\xd8\xff\xe0", "not-a-workbook", "it is a photograph"),
        (b"PK\x05\x06" + b"\0" * 18, "not-a-workbook", "it is an empty zip file"),
        (b"\r\n <!DOCTYPE html><p>Sign in", "not-a-workbook", "it is a web page"),
        ("\ufeff<HTML>".encode(), "not-a-workbook", "it is a web page"),
        ("<html>".encode("utf-16"), "not-a-workbook", "it is a web page"),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook", "not-a-workbook", "it is an e-mail or a saved web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "not-a-workbook",
            "it is an XML spreadsheet of 2003: save it as .xlsx",
        ),
        (b"[InternetShortcut]\nURL=https://...", "not-a-workbook", "it is a link to a file, not the file"),
        (b'{"url": "https://docs.google.com/x"}', "not-a-workbook", "it is a link to a Google sheet, not the sheet"),
        (b"Crime type,Physical\nRobbery,3\n", "not-a-workbook", "it is plain text, such as a CSV file"),
        ("Notes of the café".encode("latin-1"), "not-a-workbook", "it is plain text"),
        (b"\0" * 5000, "not-a-workbook", "it contains nothing but zeros, as after a failed download"),
        (bytes(range(128, 256)) * 9, "not-a-workbook", "it is an unknown kind of file"),
        (ole("EncryptionInfo", "EncryptedPackage"), "file-protected", "it has a password"),
        (ole("EncryptedPackage", "\x06DataSpaces", "DRMEncryptedTransform"), "file-protected", "it is protected by rights management"),
        (ole("WordDocument"), "not-a-workbook", "it is a Word document"),
        (ole("__properties_version1.0"), "not-a-workbook", "it is an e-mail saved by Outlook"),
        (ole("Something"), "not-a-workbook", "it is a file from some other program (in the old Office format)"),
        (ole("Workbook")[:700], "file-damaged", "the download stopped halfway"),
        (ole("Workbook"), "file-damaged", "its content cannot be understood"),
        (
            zipped({"word/document.xml": "<a/>", "_rels/.rels": links(("officeDocument", "word/document.xml"))}),
            "not-a-workbook",
            "it is a Word document",
        ),
        (
            zipped({"Index/Document.iwa": b"x", "Index/Tables/DataList.iwa": b"x"}),
            "not-a-workbook",
            "it is an Apple Numbers, Pages or Keynote document: export it as Excel",
        ),
        (zipped({"return/Police.xlsx": GOOD}), "not-a-workbook", "it is a zip file that contains police.xlsx: unpack it first"),
        (zipped({"a.txt": "x"}), "not-a-workbook", "it is a zip file of other things"),
    ],
)
def test_a_file_that_is_something_else_is_named(data: bytes, code: str, what: str) -> None:
    assert refused(data) == Refusal(code, what, hashlib.sha256(data).hexdigest())


def test_every_refusal_becomes_a_finding() -> None:
    found = refused(b"%PDF-1.7")
    assert finding(found.code, what=found.what).message == "This file cannot be read as a workbook: it is a PDF."


@pytest.mark.parametrize(("ending", "filter_name"), [(".xls", "MS Excel 97"), (".ods", "calc8")])
def test_a_workbook_saved_with_a_password(office: Office, tmp_path: Path, ending: str, filter_name: str) -> None:
    sent = tmp_path / "sent.xlsx"
    sent.write_bytes(GOOD)
    saved = tmp_path / f"locked{ending}"
    with office.opened(sent) as document:
        document.model.storeToURL(saved.as_uri(), property_values(FilterName=filter_name, Password="secret"))
    found = refused(saved.read_bytes())
    assert (found.code, found.what) == ("file-protected", "it has a password")


# --- damaged on the way --------------------------------------------------------------------------------------------


def test_a_download_that_stopped_anywhere_is_refused() -> None:
    whole = zipped(book_parts('<row r="1"><c r="A1"><v>3</v></c></row>'), zipfile.ZIP_STORED)
    for length in range(1, len(whole) - 21):
        found = refused(whole[:length])
        assert (found.code, found.what) == ("file-damaged", "the download stopped halfway")


def flip(data: bytes, at: int) -> bytes:
    """The same bytes with one of them changed."""
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def at_entry(data: bytes, part: str) -> int:
    """Where a part's entry in the directory begins."""
    return data.rindex(b"PK\x01\x02", 0, data.rindex(part.encode()))


@pytest.mark.parametrize(
    ("spoil", "code", "what"),
    [
        (lambda data: flip(data, data.index(b"<v>3") + 3), "file-damaged", "some of its bytes were lost or changed on the way"),
        (lambda data: flip(data, data.index(SHEET.encode())), "file-damaged", "its directory and its parts do not agree"),
        (lambda data: patch(data, at_entry(data, SHEET) + 10, "<H", 12), "file-damaged", "it is compressed in a way that Excel does not use"),
        (lambda data: patch(data, at_entry(data, SHEET) + 10, "<H", 99), "file-damaged", "it is compressed in a way that Excel does not use"),
        (lambda data: patch(data, at_entry(data, SHEET) + 8, "<H", 1), "file-protected", "it has a password"),
        (lambda data: patch(data, at_entry(data, SHEET) + 24, "<I", 9), "file-unsafe", "a part that is larger than it says"),
        (
            lambda data: patch(data, at_entry(data, SHEET) + 24, "<I", 10**9),
            "file-too-big",
            "it unpacks to far more than a form could hold",
        ),
        (
            lambda data: patch(data, at_entry(data, SHEET) + 24, "<I", 10**6),
            "file-damaged",
            "some of its bytes were lost or changed on the way",
        ),
        (
            lambda data: patch(data, at_entry(data, SHEET) + 20, "<I", 9),
            "file-damaged",
            "some of its bytes were lost or changed on the way",
        ),
        (lambda data: patch(data, at_entry(data, SHEET) + 42, "<I", len(data)), "file-damaged", "its directory and its parts do not agree"),
        (lambda data: patch(data, at_entry(data, SHEET) + 20, "<I", 0xFFFFFFFF), "file-unsafe", "a part that is larger than it says"),
        (
            lambda data: patch(data, data.rindex(b"PK\x05\x06") + 16, "<I", 0xFFFFFFFF),
            "file-damaged",
            "its directory and its parts do not agree",
        ),
        (lambda data: patch(data, data.rindex(b"PK\x05\x06") + 12, "<I", 0xFFFF), "file-damaged", "the list of its parts is damaged"),
    ],
)
def test_a_zip_that_does_not_hold_what_it_says(spoil: Callable[[bytes], bytes], code: str, what: str) -> None:
    found = refused(spoil(zipped(book_parts('<row r="1"><c r="A1"><v>3</v></c></row>'), zipfile.ZIP_STORED)))
    assert (found.code, found.what) == (code, what)


def patch(data: bytes, at: int, form: str, value: int) -> bytes:
    """The same bytes with a number written over some."""
    return data[:at] + struct.pack(form, value) + data[at + struct.calcsize(form) :]


def test_sizes_in_the_long_form_of_a_zip_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in book_parts('<row r="1"><c r="A1"><v>3</v></c></row>').items():
            with file.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
                part.write(content if isinstance(content, bytes) else content.encode())
    found = read_book_bytes(out.getvalue(), "x")
    assert isinstance(found, Book)
    assert found.sheets[0].cell(0, 0).value == 3


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", [SHEET, SHEET.upper(), SHEET.replace("/", "\\")])
def test_two_parts_of_the_same_name(second: str) -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(second, worksheet('<row r="1"><c r="A1"><v>4</v></c></row>'))
    assert refused(out.getvalue()).code == "file-unsafe"


def test_no_sheet_that_can_be_read() -> None:
    parts = book_parts()
    assert refused(zipped(parts | {SHEET: "<worksheet"})).code == "file-damaged"
    assert refused(zipped(parts | {"xl/workbook.xml": workbook()})).what == "it has no sheets"
    assert refused(zipped(parts | {"xl/workbook.xml": "<workbook"})).code == "file-damaged"
    assert refused(zipped(parts | {"xl/workbook.xml": "<html/>"})).code == "not-a-workbook"


# --- files on disk ---------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    assert read_book(tmp_path / "none.xlsx") == Refusal("file-unreadable", "No such file or directory", "")
    assert read_book(tmp_path) == Refusal("not-a-workbook", "it is a folder or a device, not a file", "")
    assert read_book(Path("a\0b")).code == "file-unreadable"  # type: ignore[union-attr]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert read_book(tmp_path / "pipe").code == "not-a-workbook"  # type: ignore[union-attr]


def test_a_file_too_big_for_a_form_still_has_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    data = GOOD + bytes(limits.MAX_FILE)
    path.write_bytes(data)
    assert read_book(path) == Refusal("file-too-big", "it is larger than 25 MB", hashlib.sha256(data).hexdigest())
    assert refused(data).code == "file-too-big"


@pytest.mark.parametrize(
    ("called", "content", "reason"),
    [
        ("~$Police.xlsx", b"x", "lock file"),
        (".~lock.Police.xlsx#", b"x", "lock file"),
        ("Thumbs.db", b"x", "operating system"),
        ("._Police.xlsx", b"x", "operating system"),
        (".Police.xlsx.icloud", b"x", "cloud placeholder"),
        ("Police.xlsx.crdownload", b"x", "unfinished"),
        ("Police.xlsx", b"", "cloud placeholder"),
        ("Police.xlsx", b"x", None),
        ("Police $1.xlsx", b"x", None),
    ],
)
def test_files_that_are_nobodys_return(tmp_path: Path, called: str, content: bytes, reason: str | None) -> None:
    path = tmp_path / called
    path.write_bytes(content)
    found = ignorable(path)
    assert (found is None) == (reason is None)
    assert reason is None or (found is not None and reason in found)


@pytest.mark.parametrize(("content", "ignored"), [(b"x", False), (None, True)])
def test_a_file_that_is_only_in_the_cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, ignored: bool) -> None:
    class InTheCloud:
        st_size = 60_000
        st_file_attributes = 0x400000

    path = tmp_path / "Police.xlsx"
    if content is not None:
        path.write_bytes(content)  # OneDrive fetches it when its first byte is asked for
    monkeypatch.setattr(sniff.os, "stat", lambda _path: InTheCloud)
    assert (ignorable(path) is not None) == ignored
    assert ignorable(tmp_path / "~$Police.xlsx") is not None


# --- the extra reader ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("data", "ending"), [(ods(""), ".ods"), (xlsb(), ".xlsb"), (ole("Workbook"), ".xls")])
def test_without_the_extra_reader_it_is_said_which(monkeypatch: pytest.MonkeyPatch, data: bytes, ending: str) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.delitem(sys.modules, "snwp_xl.intake.foreign", raising=False)
    found = refused(data)
    monkeypatch.delitem(sys.modules, "snwp_xl.intake.foreign")
    assert (found.code, found.what) == ("file-needs-extra", ending)
    assert ending in CATALOGUE[found.code].message.format(what=found.what)


def test_reading_imports_nothing_but_the_standard_library() -> None:
    script = "import sys; from snwp_xl.intake import read_book_bytes; read_book_bytes(sys.stdin.buffer.read(), 'x'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], input=GOOD, capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.decode().split()}
    assert not loaded & {"openpyxl", "python_calamine", "pandas", "numpy", "xlsxwriter", "olefile", "lxml", "jinja2", "xlwings"}
    assert "subprocess" not in loaded


def test_the_parts_of_a_good_file_are_left_as_they_are() -> None:
    assert zipped(parts_of(GOOD)) == zipped(parts_of(GOOD))
