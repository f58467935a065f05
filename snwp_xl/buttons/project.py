"""The VBA project of the set-up workbook, derived from the one that the installed xlwings ships.

Changed are Module1's source (ours), the code modules of further sheets (added), and the three lists that name them;
every other stream stays as it is in the package, byte for byte. xlwings ships its project without compiled code, so
Excel compiles the source on opening. A package whose project is not as we know it is refused with a sentence.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files

from snwp_xl.buttons.compression import compress, decompress
from snwp_xl.buttons.container import Path, write_container
from snwp_xl.buttons.modules import CODE_PAGE, Record, modules, read_records, source_at_start, with_document_modules, write_records
from snwp_xl.buttons.shipped import STANDALONE, VBA_PART, ProjectRefused, not_as_expected, shipped_parts, xlwings_version
from snwp_xl.frozen import dataclass

__all__ = ["ProjectRefused", "vba_project"]

SOURCE_ONLY = bytes.fromhex("cc61ffff000100")  # a _VBA_PROJECT stream that holds no compiled code
DIRECTORY, CACHE, TEXT, NAMES = ("VBA", "dir"), ("VBA", "_VBA_PROJECT"), ("PROJECT",), ("PROJECTwm",)
RUN_PYTHON = "Public Function RunPython(PythonCommand As String)"
OWN_MODULE = "Module1"
SHEET_TEMPLATE = "Sheet2"  # the package's own module of an empty sheet
NEW_LINE = "\r\n"
NAMES_END = b"\0\0\0\0"  # a wide name's closing bytes and the stream's

STANDALONE_MODULES = {
    "ThisWorkbook": "Document", "Sheet1": "Document", "Module1": "Module", "Sheet2": "Document", "xlwings": "Module", "Dictionary": "Class",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Project:
    """A VBA project taken apart."""

    streams: Mapping[Path, bytes]
    records: tuple[Record, ...]  # of the stream VBA/dir

    def source(self, name: str) -> str:
        """A module's source; raises KeyError."""
        offset = {module.name: module.source_offset for module in modules(self.records)}[name]
        return decompress(self.streams["VBA", name][offset:]).decode(CODE_PAGE)

    def with_source(self, name: str, source: str) -> Project:
        """The project with other source, whole and with its lines ended as `source` has them, in a module it has."""
        stream = compress(source.encode(CODE_PAGE))
        return replace(self, streams={**self.streams, ("VBA", name): stream}, records=source_at_start(self.records, name))

    def with_sheets(self, sheets: int) -> Project:
        """The project with code modules Sheet1 ... up to that number, which it may have already."""
        have = {module.name for module in modules(self.records)}
        extra = [name for name in (f"Sheet{number}" for number in range(1, sheets + 1)) if name not in have]
        template = self.source(SHEET_TEMPLATE)
        streams = dict(self.streams)
        for name in extra:
            streams["VBA", name] = compress(template.replace(f'"{SHEET_TEMPLATE}"', f'"{name}"').encode(CODE_PAGE))
        streams[TEXT] = _text_with(streams[TEXT], extra)
        streams[NAMES] = _names_with(streams[NAMES], extra)
        return Project(streams, with_document_modules(self.records, extra))

    def packed(self) -> bytes:
        """The file vbaProject.bin."""
        return write_container({**self.streams, DIRECTORY: compress(write_records(self.records))})


def vba_project(sheets: int) -> bytes:
    """The vbaProject.bin of a workbook with so many sheets, whose code names are ThisWorkbook and Sheet1, Sheet2 ...

    The same package and number give the same bytes. Raises ProjectRefused, and ValueError for fewer than two sheets:
    xlwings' project has two, and a module without its sheet would not be ours to explain.
    """
    if sheets < 2:
        raise ValueError("a workbook with buttons has at least two sheets")
    project = read_project(shipped_parts(STANDALONE)[VBA_PART], STANDALONE_MODULES)
    return project.with_source(OWN_MODULE, module_source(OWN_MODULE, own_macros())).with_sheets(sheets).packed()


def own_macros() -> str:
    """The text of Module1, as it ships in this package."""
    return (files("snwp_xl.buttons") / "module1.bas").read_text(encoding="ascii")


def module_source(name: str, text: str) -> str:
    """A module's whole source: the line that names it, then the text, with the line ends that Office writes."""
    return NEW_LINE.join([f'Attribute VB_Name = "{name}"', *text.splitlines(), ""])


def read_project(content: bytes, expected: Mapping[str, str]) -> Project:
    """A vbaProject.bin of xlwings taken apart; raises ProjectRefused unless it holds exactly the `expected` modules.

    `expected` says of each module its word in the stream PROJECT: Document, Module or Class.
    """
    try:
        streams = _streams(content)
        records = read_records(decompress(streams[DIRECTORY]))
        project = Project(streams, records)
        fault = next(_faults(project, expected), "")
    except (OSError, ValueError, KeyError, struct.error) as error:
        raise not_as_expected(f"its VBA project cannot be read ({error})") from error
    if fault:
        raise not_as_expected(fault)
    return project


def _streams(content: bytes) -> dict[Path, bytes]:
    import olefile

    with olefile.OleFileIO(io.BytesIO(content)) as container:
        return {tuple(path): container.openstream(path).read() for path in container.listdir()}


def _faults(project: Project, expected: Mapping[str, str]) -> Iterator[str]:
    """What is different from the project that we know how to change."""
    found = {module.name: module.procedural for module in modules(project.records)}
    if project.streams[CACHE] != SOURCE_ONLY:
        yield "its VBA project holds compiled code"
    if found != {name: word == "Module" for name, word in expected.items()}:
        yield f"its VBA project has other modules ({', '.join(found)})"
    if set(project.streams) != {DIRECTORY, CACHE, TEXT, NAMES, *(("VBA", name) for name in found)}:
        yield "its VBA project has other parts"
    if write_records(project.records) != decompress(project.streams[DIRECTORY]):
        yield "its list of modules is written differently"
    lines = project.streams[TEXT].decode(CODE_PAGE).split(NEW_LINE)
    if not all(_named(lines, name, word) for name, word in expected.items()):
        yield "its VBA project names its modules differently"
    if lines[-1] or not project.streams[NAMES].endswith(NAMES_END):
        yield "its VBA project ends differently"
    version = f'Public Const XLWINGS_VERSION As String = "{xlwings_version()}"'
    if not all(line in project.source("xlwings") for line in (RUN_PYTHON, version)):
        yield "its macro RunPython is different"


def _named(lines: list[str], name: str, word: str) -> bool:
    """Whether the text stream lists a module once, and its window once."""
    listed = f"{word}={name}/&H00000000" if word == "Document" else f"{word}={name}"
    windows = [line for line in lines[lines.index("[Workspace]") :] if line.startswith(f"{name}=")]
    return lines.count(listed) == 1 and len(windows) == 1


def _text_with(text: bytes, sheets: list[str]) -> bytes:
    """The stream PROJECT with further sheets: one line each after the last document, and one for its window."""
    lines = text.decode(CODE_PAGE).split(NEW_LINE)
    last = max(number for number, line in enumerate(lines) if line.startswith("Document="))
    lines[last + 1 : last + 1] = [f"Document={name}/&H00000000" for name in sheets]
    lines[-1:] = [*(f"{name}=0, 0, 0, 0, C" for name in sheets), ""]
    return NEW_LINE.join(lines).encode(CODE_PAGE)


def _names_with(names: bytes, sheets: list[str]) -> bytes:
    """The stream PROJECTwm, which spells each name in two ways, with further sheets before its two closing bytes."""
    spelt = b"".join(name.encode(CODE_PAGE) + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in sheets)
    closing = len(NAMES_END) // 2
    return names[:-closing] + spelt + names[-closing:]
