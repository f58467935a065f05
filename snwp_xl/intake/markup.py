"""XML of parts, read by expat with everything refused that a workbook never has."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar
from xml.parsers import expat

from snwp_xl.intake.container import Package
from snwp_xl.intake.limits import (
    CHUNK,
    KEPT,
    MAX_DEPTH,
    MAX_KEPT,
    MAX_RECORDS,
    MAX_SMALL_PART,
    MAX_TEXT,
    MAX_WIDE,
    MAX_XML_NAMES,
    Damaged,
    Refused,
)
from snwp_xl.intake.usual import Run, Unexpected, shortened
from snwp_xl.intake.values import unescaped

SUBSTITUTE = "\ufffd"
CUT_OFF = "its text is cut off or garbled"
WRONG_XML = "XML that no spreadsheet program writes"
TRUE = ("1", "true", "on")  # how XML says yes
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # how it begins
ENCODING = r"(?i)utf-8|utf-16(le|be)?|us-ascii|ascii|iso-8859-(1|2|7|9|15)|windows-125[0-8]"
NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
REFERENCE = r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}));"
WRONG_CHARACTERS = (4, 14)  # expat's codes: an invalid token, a reference to an invalid character

Attributes = dict[str, str]


class Reader(Protocol):
    """What hears the elements of a part; `text` collects the characters between them."""

    text: list[str]

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""


class RunReader(Reader, Protocol):
    """A reader that takes elements in their usual form without hearing their tags."""

    usual: ClassVar[re.Pattern[str]]

    def run(self, found: Run) -> None:
        """Such elements stand here; raises Unexpected where they should not."""


AnyReader = TypeVar("AnyReader", bound=Reader)
AnyRunReader = TypeVar("AnyRunReader", bound=RunReader)
Made = TypeVar("Made")


def local(tag: str) -> str:
    """A name without its prefix: namespaces differ between strict and other workbooks, names do not."""
    return tag.rpartition(":")[2] if ":" in tag else tag


def parse(
    chunks: Iterable[bytes], reader: Reader, encoding: str | None = None, mark: Callable[[str, str], object] | None = None,
) -> None:
    """Let a reader hear a part; raises expat.ExpatError where it is not XML, Refused where it is not safe.

    `mark` is called where an instruction stands: where something was taken out.
    """
    names: dict[str, str] = {}
    parser = expat.ParserCreate(encoding, None, names)
    parser.buffer_text = True
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.ProcessingInstructionHandler = mark
    without_tag = wide = 0
    for chunk in chunks:
        last = chunk.rfind(b"<")
        without_tag = without_tag + len(chunk) if last < 0 else len(chunk) - last
        wide += len(chunk) if wide or chunk.startswith(UTF_16) else 0
        parser.Parse(chunk, False)
        if len(names) > MAX_XML_NAMES or without_tag > CHUNK or wide > MAX_WIDE:  # each would cost memory or time without end
            raise Refused("file-unsafe", WRONG_XML)
    parser.Parse(b"", True)


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Only what expat reads by itself, or byte by byte; it raises any of three errors for others."""
    if encoding and encoding != "UTF-8" and not re.fullmatch(ENCODING, encoding):
        raise Damaged(f"it is written in the encoding {encoding[:20]!r}")


def _refuse_doctype(*_declaration: object) -> None:
    raise Refused("file-unsafe", "a document type (DOCTYPE), which could pull in other files or grow without end")


def read_part(package: Package, part: str, make: Callable[[], AnyRunReader]) -> tuple[AnyRunReader, bool]:
    """A part read; True beside its reader if characters that XML cannot hold were replaced by U+FFFD on the way.

    Raises Damaged where the part is not whole.
    """
    if package.declared_size(part) > CHUNK:
        return _heard(lambda: package.chunks(part), make)
    data = b"".join(package.chunks(part))  # nearly every part of a form
    reader = make()
    return (reader, False) if _takes_usual(data, reader) else _heard(lambda: [data], make)


def _takes_usual(data: bytes, reader: RunReader) -> bool:
    """Let a reader hear a part without what it takes in its usual form; False where the whole must be heard."""
    short = shortened(data, reader.usual)
    if short is None:
        return False
    runs = iter(short.runs)
    try:
        parse([short.data], reader, mark=lambda *_: reader.run(next(runs)))
    except (Unexpected, expat.ExpatError):  # what is wrong, the whole part says
        return False
    return True


def _heard(chunks: Callable[[], Iterable[bytes]], make: Callable[[], AnyReader]) -> tuple[AnyReader, bool]:
    """A part heard by a reader from its first tag to its last; see `read_part`."""
    reader = make()
    try:
        parse(chunks(), reader)
        return reader, False
    except expat.ExpatError as error:
        if error.code not in WRONG_CHARACTERS:
            raise Damaged(CUT_OFF) from None
    reader = make()
    try:
        parse(_without_wrong_characters(chunks()), reader, "utf-8")
        return reader, True
    except expat.ExpatError:
        raise Damaged(CUT_OFF) from None


def _without_wrong_characters(chunks: Iterable[bytes]) -> Iterator[bytes]:
    decode = codecs.getincrementaldecoder("utf-8")("replace").decode
    for chunk in chunks:
        text = re.sub(NOT_IN_XML, SUBSTITUTE, decode(chunk))
        yield re.sub(REFERENCE, _checked_reference, text).encode()


def _checked_reference(found: re.Match[str]) -> str:
    """A reference to a character, or U+FFFD where XML does not know that character."""
    code = int(found[1], 16) if found[1] else int(found[2])
    wrong = code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or re.match(NOT_IN_XML, chr(code))
    return SUBSTITUTE if wrong else found[0]


class Runs:
    """Gathers the text of one string: its runs joined, without the pronunciation that Japanese workbooks add."""

    __slots__ = ("_runs", "_unspoken", "text")

    def __init__(self) -> None:
        self.text: list[str] = []
        self._runs = ""
        self._unspoken = True

    def start_run(self, name: str) -> None:
        """An element inside the string begins."""
        self.text.clear()
        if name == "rPh":
            self._unspoken = False

    def end_run(self, name: str) -> None:
        """An element inside the string ends."""
        if name == "t" and self._unspoken:
            self._runs = checked_length(self._runs + "".join(self.text))
        elif name == "rPh":
            self._unspoken = True
        self.text.clear()

    @property
    def _begun(self) -> bool:
        """Whether a string is not at its beginning."""
        return bool(self._runs) or not self._unspoken

    def take(self) -> str:
        """The string that ended, and begin another."""
        found, self._runs, self._unspoken = self._runs, "", True
        return unescaped(found)


def checked_length(text: str) -> str:
    """The same text; raises Refused if no cell could hold it."""
    if len(text) > MAX_TEXT:
        raise Refused("file-too-big", f"a cell contains more than {MAX_TEXT:,} characters")
    return text


class Element(NamedTuple):
    """An element that was wanted."""

    parent: str
    name: str
    attributes: Attributes
    text: str


class Elements:
    """Keeps the wanted elements of a small part, in the order in which they begin."""

    __slots__ = ("_open", "_places", "_wanted", "found", "root", "root_attributes", "text")

    def __init__(self, wanted: frozenset[str]) -> None:
        self.text: list[str] = []
        self.found: list[Element] = []
        self.root = ""
        self.root_attributes: Attributes = {}
        self._wanted = wanted
        self._open: list[str] = []
        self._places: list[int] = []  # in `found`, of the wanted elements that are open

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        name = local(tag) if ":" in tag else tag
        if not self._open:
            self.root, self.root_attributes = name, attributes
        elif name in self._wanted:
            self._places.append(len(self.found))
            self.found.append(Element(self._open[-1], name, attributes, ""))
        self._open.append(name)
        if len(self._open) > MAX_DEPTH or len(self.found) > MAX_RECORDS:
            raise Refused("file-unsafe", WRONG_XML)
        self.text.clear()

    def end(self, _tag: str) -> None:
        """An element ends."""
        name = self._open.pop()
        if name in self._wanted and self._open:
            place = self._places.pop()
            if self.text:
                self.found[place] = self.found[place]._replace(text="".join(self.text))
        if self.text:
            self.text.clear()


def made_of(package: Package, part: str, make: Callable[[Elements, str], Made], *wanted: str) -> Made:
    """What `make` makes of the wanted elements of a small part, and of its name; raises Damaged.

    Forms that one program saved have the very same styles and lists: what is made of them is kept, so nobody may change it.
    """
    size = package.declared_size(part)
    if size > MAX_SMALL_PART:
        raise Damaged(f"its part {part} is far larger than a form's")
    if size > MAX_KEPT:
        return make(_heard(lambda: package.chunks(part), lambda: Elements(frozenset(wanted)))[0], part)
    made: Made = _kept(b"".join(package.chunks(part)), part, make, wanted)
    return made


@lru_cache(KEPT)
def _kept(data: bytes, part: str, make: Callable[[Elements, str], Any], wanted: tuple[str, ...]) -> Any:
    return make(_heard(lambda: [data], lambda: Elements(frozenset(wanted)))[0], part)
