"""The VBA project: what is ours in it is exactly our text, and everything else is xlwings', byte for byte."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import olefile
import openpyxl
import pytest
from button_book import SHEETS, make_button_book
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import Office
from openxml_audit import OpenXmlValidator

from snwp_xl.buttons import BUTTONS, ProjectRefused, shipped, vba_project
from snwp_xl.buttons.compression import compress, decompress
from snwp_xl.buttons.container import write_container
from snwp_xl.buttons.modules import modules, read_records, write_records
from snwp_xl.buttons.project import own_macros
from snwp_xl.buttons.shipped import STANDALONE, VBA_PART, shipped_parts

with warnings.catch_warnings():  # oletools still calls pyparsing's old names when it is imported
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream

Streams = dict[str, bytes]


def streams_of(content: bytes) -> Streams:
    """Every stream of a compound file, read by olefile, which is to find nothing wrong with it."""
    with olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_UNSURE) as container:
        assert container.parsing_issues == []
        return {"/".join(path): container.openstream(path).read() for path in container.listdir()}


def shipped_streams() -> Streams:
    return streams_of(shipped_parts(STANDALONE)[VBA_PART])


# --- compression ---------------------------------------------------------------------------------------------------

repeated = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=6).flatmap(
    lambda parts: st.lists(st.sampled_from(parts), max_size=400).map(b"".join)
)


@given(st.one_of(st.binary(max_size=300), repeated))
def test_what_is_compressed_comes_back(data: bytes) -> None:
    assert decompress(compress(data)) == data
    assert bytes(decompress_stream(bytearray(compress(data)))) == data


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 8191, 8192, 8193, 45311])
@pytest.mark.parametrize("pattern", [b"a", b"ab", b"Public Sub Calculate()\r\n", bytes(range(256))])
def test_text_around_the_size_of_a_chunk_comes_back(size: int, pattern: bytes) -> None:
    data = (pattern * (size // len(pattern) + 1))[:size]
    assert decompress(compress(data)) == data
    assert bytes(decompress_stream(bytearray(compress(data)))) == data


@given(st.randoms(use_true_random=False), st.integers(3500, 9000))
def test_what_cannot_be_made_smaller_is_stored_raw_and_padded_only_at_the_end(random, size: int) -> None:
    data = random.randbytes(size)
    found = decompress(compress(data))
    assert found[:size] == data
    assert set(found[size:]) <= {0}
    assert bytes(decompress_stream(bytearray(compress(data)))) == found


@pytest.mark.parametrize(
    ("plain", "packed"),
    [  # the three worked examples of [MS-OVBA] 3.2
        (b"abcdefghijklmnopqrstuv.", "0119b000616263646566676800696a6b6c6d6e6f70007172737475762e"),
        (
            b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
            "012fb000236161616263646582660070616768696a013808616b6c00306d6e6f700671027004107273747576107778797a003c",
        ),
        (b"a" * 73, "0103b002614500"),
    ],
)
def test_the_specifications_examples(plain: bytes, packed: str) -> None:
    assert decompress(bytes.fromhex(packed)) == plain
    assert len(compress(plain)) == len(bytes.fromhex(packed))  # of two equally long copies either may be named


@pytest.mark.parametrize(
    "damaged", [b"", b"\x02", b"\x01\x03", b"\x01\x03\xb0\x02", b"\x01\x01\xb0\x01\x00", b"\x01\x02\xb0\x01\x00\x00"]
)
def test_a_damaged_container_is_said_to_be_one(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"container|chunk"):
        decompress(damaged)


# --- container -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 70_000])
def test_streams_of_every_size_are_read_back(size: int) -> None:
    wanted = {("PROJECT",): b"x" * size, ("VBA", "dir"): b"y" * size, ("VBA", "Module1"): b"z"}
    assert streams_of(write_container(wanted)) == {"/".join(path): data for path, data in wanted.items()}


@pytest.mark.parametrize("count", range(1, 20))
def test_the_directory_is_a_red_black_tree(count: int) -> None:
    names = [f"Sheet{number}" for number in range(1, count + 1)]
    content = write_container({(name,): name.encode() for name in names})
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        entries = container.direntries
        nobody, red = olefile.NOSTREAM, 0
        in_order: list[str] = []

        def black_height(number: int, above_is_red: bool) -> int:
            if number == nobody:
                return 0
            entry = entries[number]
            assert not (above_is_red and entry.color == red), "a red entry under a red one"
            left = black_height(entry.sid_left, entry.color == red)
            in_order.append(entry.name)
            assert black_height(entry.sid_right, entry.color == red) == left, "one side is deeper than the other"
            return left + (entry.color != red)

        black_height(entries[0].sid_child, above_is_red=False)
        assert in_order == sorted(names, key=lambda name: (len(name), name.upper()))


@pytest.mark.parametrize("path", [("VBA", "a", "b"), ("x" * 32,), ("",)])
def test_a_path_that_a_compound_file_cannot_hold_is_a_bad_call(path: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        write_container({path: b""})


def test_more_data_than_the_header_can_account_for_is_a_bad_call() -> None:
    with pytest.raises(ValueError, match="too much"):
        write_container({("PROJECT",): bytes(8_000_000)})


# --- project -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheets", [2, 5, 40])
def test_everything_but_our_module_the_sheets_and_the_lists_is_xlwings_byte_for_byte(sheets: int) -> None:
    ours, theirs = streams_of(vba_project(sheets)), shipped_streams()
    added = {f"VBA/Sheet{number}" for number in range(3, sheets + 1)}
    assert set(ours) - set(theirs) == added
    lists = {"VBA/dir", "PROJECT", "PROJECTwm"} if added else {"VBA/dir"}
    assert {name for name in theirs if ours.get(name) != theirs[name]} == {"VBA/Module1", *lists}


def test_the_lists_gain_the_new_sheets_and_lose_nothing() -> None:
    ours, theirs = streams_of(vba_project(4)), shipped_streams()
    lines, shipped_lines = ours["PROJECT"].decode().split("\r\n"), theirs["PROJECT"].decode().split("\r\n")
    added = ["Document=Sheet3/&H00000000", "Document=Sheet4/&H00000000", "Sheet3=0, 0, 0, 0, C", "Sheet4=0, 0, 0, 0, C"]
    assert [line for line in lines if line not in added] == shipped_lines
    assert [line for line in lines if line in added] == added
    assert ours["PROJECTwm"].startswith(theirs["PROJECTwm"][:-2])
    assert ours["PROJECTwm"].endswith(b"Sheet4\0" + "Sheet4".encode("utf-16-le") + b"\0\0\0\0")
    records = [read_records(decompress(one["VBA/dir"])) for one in (theirs, ours)]
    names = [[module.name for module in modules(one)] for one in records]
    assert names[1] == [*names[0], "Sheet3", "Sheet4"]
    unchanged = [record for record in records[0] if record in records[1]]
    assert len(records[0]) - len(unchanged) == 2  # the number of modules, and where Module1's source begins


@given(st.integers(2, 60))
def test_two_builds_are_the_same_bytes_and_each_sheet_has_its_module_once(sheets: int) -> None:
    content = vba_project(sheets)
    assert content == vba_project(sheets)
    names = [module.name for module in modules(read_records(decompress(streams_of(content)["VBA/dir"])))]
    assert sorted(name for name in names if name.startswith("Sheet")) == sorted(f"Sheet{n}" for n in range(1, sheets + 1))


def test_a_project_for_fewer_sheets_than_xlwings_has_is_a_bad_call() -> None:
    with pytest.raises(ValueError, match="at least two"):
        vba_project(1)


def test_olevba_reads_our_macros_word_for_word(tmp_path: Path) -> None:
    path = make_button_book(tmp_path / "book (1).xlsm")
    parser = VBA_Parser(str(path))
    code = {name: text for _, _, name, text in parser.extract_macros()}
    parser.close()
    body = code["Module1.bas"].replace("\r\n", "\n").removeprefix('Attribute VB_Name = "Module1"\n')
    assert body.rstrip("\n") == own_macros().rstrip("\n")
    sheets = [name for name in code if name.startswith("Sheet")]
    assert sorted(sheets) == [f"Sheet{number}.cls" for number in range(1, len(SHEETS) + 2)]


def test_each_button_has_its_one_line_macro_and_there_is_no_other() -> None:
    macros = own_macros().split("\n\n")[1:]
    assert [macro.strip() for macro in macros] == [
        f'Public Sub {button.macro}()\n    RunPython "{button.command}"\nEnd Sub' for button in BUTTONS
    ]
    assert not any(mark in button.command for button in BUTTONS for mark in '"|')
    for one in ("macro", "caption", "function"):
        assert len({getattr(button, one) for button in BUTTONS}) == len(BUTTONS) == 5


def test_a_workbook_with_the_project_is_sound(tmp_path: Path) -> None:
    path = make_button_book(tmp_path / "book.xlsm")
    found = OpenXmlValidator().validate(str(path))
    assert found.errors == []
    workbook = openpyxl.load_workbook(path)
    assert workbook["xlwings.conf"].sheet_state == "veryHidden"
    assert workbook.code_name == "ThisWorkbook"
    assert [sheet.sheet_properties.codeName for sheet in workbook] == ["Sheet1", "Sheet2", "Sheet3", "Sheet4"]


def test_libreoffice_reads_the_project(office: Office, tmp_path: Path) -> None:
    path = make_button_book(tmp_path / "book.xlsm")
    with office.opened(path) as document:
        libraries = document.model.BasicLibraries
        libraries.loadLibrary("VBAProject")
        library = libraries.getByName("VBAProject")
        assert set(library.ElementNames) == {"ThisWorkbook", "Sheet1", "Sheet2", "Sheet3", "Sheet4", "Module1", "xlwings", "Dictionary"}
        for button in BUTTONS:
            assert f'RunPython "{button.command}"' in library.getByName("Module1")


def test_making_buttons_does_not_import_xlwings() -> None:
    code = "import sys, snwp_xl.buttons as b; b.vba_project(3); b.addin_bytes(b.Interpreter()); print('xlwings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


# --- a package that is not as expected --------------------------------------------------------------------------------


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Streams], None]:
    """Makes the installed xlwings' standalone workbook one with these streams."""

    def change(streams: Streams) -> None:
        container = write_container({tuple(name.split("/")): data for name, data in streams.items()})
        with zipfile.ZipFile(tmp_path / STANDALONE, "w") as archive:
            archive.writestr(VBA_PART, container)
        installed_in(tmp_path, monkeypatch)

    return change


def installed_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = SimpleNamespace(submodule_search_locations=[str(folder)])
    monkeypatch.setattr(shipped, "find_spec", lambda name: spec)


def edited(name: str, change: Callable[[bytes], bytes], *, packed: bool = False) -> Streams:
    """xlwings' streams with one changed, within its compression if it is packed."""
    streams = shipped_streams()
    streams[name] = compress(change(decompress(streams[name]))) if packed else change(streams[name])
    return streams


def test_the_package_unchanged_is_not_refused(pretend: Callable[[Streams], None]) -> None:
    wanted = vba_project(3)
    pretend(shipped_streams())
    assert vba_project(3) == wanted


@pytest.mark.parametrize(
    ("streams", "why"),
    [
        (lambda: edited("VBA/_VBA_PROJECT", lambda data: data + b"compiled"), "compiled code"),
        (lambda: {**shipped_streams(), "VBA/__SRP_0": b"x"}, "other parts"),
        (lambda: edited("VBA/dir", lambda data: data.replace(b"Dictionary", b"Dictionars"), packed=True), "other modules"),
        (lambda: edited("VBA/dir", lambda data: data[:-3], packed=True), "cannot be read"),
        (lambda: edited("VBA/dir", lambda data: b"no container"), "cannot be read"),
        (lambda: edited("VBA/xlwings", lambda data: data.replace(b"RunPython(", b"RunPythons("), packed=True), "RunPython is different"),
        (lambda: edited("VBA/xlwings", lambda data: data.replace(b'String = "0.', b'String = "9.'), packed=True), "RunPython"),
        (lambda: edited("PROJECT", lambda data: data.replace(b"Module=xlwings", b"Module=other")), "names its modules differently"),
        (lambda: edited("PROJECT", lambda data: data.replace(b"[Workspace]", b"[Elsewhere]")), "cannot be read"),
        (lambda: edited("PROJECTwm", lambda data: data[:-2]), "ends differently"),
        (lambda: {name: data for name, data in shipped_streams().items() if name != "VBA/dir"}, "cannot be read"),
    ],
)
def test_a_project_that_is_not_as_expected_is_refused_with_the_reason(
    pretend: Callable[[Streams], None], streams: Callable[[], Streams], why: str
) -> None:
    pretend(streams())
    with pytest.raises(ProjectRefused, match=rf"^The buttons cannot be made from xlwings \d.*{why}.*\.$"):
        vba_project(3)


def test_a_package_without_its_workbook_or_with_a_damaged_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed_in(tmp_path, monkeypatch)
    with pytest.raises(ProjectRefused, match=f"its file {STANDALONE} cannot be read"):
        vba_project(3)
    (tmp_path / STANDALONE).write_bytes(b"no workbook")
    with pytest.raises(ProjectRefused, match="damaged"):
        vba_project(3)
    with zipfile.ZipFile(tmp_path / STANDALONE, "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    with pytest.raises(ProjectRefused, match="has no VBA project"):
        vba_project(3)
    with zipfile.ZipFile(tmp_path / STANDALONE, "w") as archive:
        archive.writestr(VBA_PART, b"no compound file")
    with pytest.raises(ProjectRefused, match="cannot be read"):
        vba_project(3)
    monkeypatch.setattr(shipped, "find_spec", lambda name: None)
    with pytest.raises(ProjectRefused, match="not installed"):
        vba_project(3)


def test_the_list_of_modules_is_written_as_it_was_read() -> None:
    listed = decompress(shipped_streams()["VBA/dir"])
    assert write_records(read_records(listed)) == listed
