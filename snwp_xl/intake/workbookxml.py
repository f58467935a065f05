"""The small parts of an Excel workbook: which sheets it has, what they are called, names, date formats, texts, properties."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from snwp_xl.frozen import dataclass
from snwp_xl.intake.cells import Area, parse_area
from snwp_xl.intake.container import Package
from snwp_xl.intake.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_FORMAT, MAX_FORMATS, MAX_FORMULA, MAX_SHEETS, MAX_STRINGS, Damaged, Refused
from snwp_xl.intake.markup import TRUE, WRONG_XML, Attributes, Element, Elements, Runs, checked_length, local, made_of, read_part
from snwp_xl.intake.usual import TEXTS, Run, Unexpected, written
from snwp_xl.intake.values import BUILT_IN_DATES, is_date_format, unescaped

STRICT = "http://purl.oclc.org/ooxml/"
VISIBILITIES = ("visible", "hidden", "veryHidden")
BUILT_IN_NAME = "_xlnm."  # print areas, filters: never ours
_SHEET_AND_CELLS = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!,()\"\[\]]+))!([$A-Za-z0-9:]+)")


class Link(NamedTuple):
    """A relationship: what kind of part another part leads to."""

    kind: str  # the last word of its type: worksheet, styles, ...
    target: str


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    visibility: str
    part: str  # empty if nothing leads to it


@dataclass(frozen=True, slots=True)
class Contents:
    """What the workbook part says."""

    part: str
    sheets: tuple[SheetEntry, ...]
    links: dict[str, Link]
    since_1904: bool
    strict: bool
    names: dict[str, Area]

    def part_of_kind(self, kind: str, usual: str) -> str:
        """The part that the workbook leads to for a purpose, else the one of the usual name beside it."""
        found = next((link.target for link in self.links.values() if link.kind == kind), "")
        return found or posixpath.join(posixpath.dirname(self.part), usual)


def links_of(package: Package, part: str) -> dict[str, Link]:
    """The relationships of a part by id (of the package itself, for ""); none where they are missing or damaged."""
    folder, name = posixpath.split(part)
    try:
        return made_of(package, posixpath.join(folder, "_rels", name + ".rels"), _links, "Relationship")
    except Damaged:
        return {}


def _links(read: Elements, part: str) -> dict[str, Link]:
    folder = posixpath.dirname(posixpath.dirname(part))
    links = {}
    for one in read.found:
        target = one.attributes.get("Target", "").replace("\\", "/")
        if one.attributes.get("TargetMode", "Internal") == "Internal":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            links[one.attributes.get("Id", "")] = Link(one.attributes.get("Type", "").rpartition("/")[2], path)
    return links


def workbook_part(package: Package) -> str:
    """Where the workbook part is: where the package says, else under its usual name; "" if there is none."""
    said = [link.target for link in links_of(package, "").values() if link.kind == "officeDocument"]
    usual = sorted((name for name in package.names() if posixpath.basename(name) in ("workbook.xml", "workbook.bin")), key=len)
    return next((part for part in said + usual if part in package), "")


def read_contents(package: Package, part: str) -> Contents:
    """What the workbook part says of sheets and names; raises Damaged, or Refused where it is no workbook."""
    said = made_of(package, part, _workbook, "workbookPr", "sheet", "definedName")
    if said is None:
        raise Refused("not-a-workbook", package.what_else())
    links = links_of(package, part)
    sheets = tuple(_sheet_entry(one, place, links, package, part) for place, one in enumerate(said.sheets))
    return Contents(part, sheets, links, said.since_1904, said.strict, said.names)


class _Said(NamedTuple):
    """What the workbook part says by itself."""

    sheets: list[Element]
    since_1904: bool
    strict: bool
    names: dict[str, Area]


def _workbook(read: Elements, _part: str) -> _Said | None:
    """None where it is no workbook part; raises Refused."""
    if read.root != "workbook":
        return None
    sheets = [one for one in read.found if one.name == "sheet" and one.parent == "sheets"]
    if len(sheets) > MAX_SHEETS:
        raise Refused("file-too-big", f"it has more than {MAX_SHEETS} sheets")
    names = _Names([one.attributes.get("name", "") for one in sheets])
    for one in read.found:
        if one.name == "definedName":
            names.add(one)
    since_1904 = any(one.attributes.get("date1904") in TRUE for one in read.found if one.name == "workbookPr")
    strict = any(value.startswith(STRICT) for value in read.root_attributes.values())
    return _Said(sheets, since_1904, strict, names.everywhere())


def _sheet_entry(one: Element, place: int, links: dict[str, Link], package: Package, part: str) -> SheetEntry:
    ids = [value for key, value in one.attributes.items() if ":" in key and local(key) == "id"]
    link = links.get(ids[0]) if ids else None
    target = link.target if link else ""
    if not links:  # the list of relationships is lost: every program numbers its sheets in their order
        target = posixpath.join(posixpath.dirname(part), f"worksheets/sheet{place + 1}.xml")
    state = one.attributes.get("state", "visible")
    visibility = state if state in VISIBILITIES else "visible"
    return SheetEntry(one.attributes.get("name", ""), visibility, target if target in package else "")


class _Names:
    """Sorts defined names by where they lead."""

    def __init__(self, sheets: Sequence[str]) -> None:
        self._places = {str(place): sheet for place, sheet in enumerate(sheets)}
        self._by_fold = {sheet.casefold(): sheet for sheet in reversed(sheets)}
        self.all: dict[str, Area] = {}
        self.local: dict[tuple[str, str], Area] = {}

    def add(self, one: Element) -> None:
        """A definedName element."""
        name = one.attributes.get("name", "")
        if not name or name.startswith(BUILT_IN_NAME):
            return
        area = self._area(one.text.strip()) if len(one.text) <= MAX_FORMULA else None
        scope = one.attributes.get("localSheetId")
        if area is not None and scope is None:
            self.all[name] = area
        elif area is not None and scope in self._places:
            self.local[self._places[scope], name] = area

    def _area(self, reference: str) -> Area | None:
        found = _SHEET_AND_CELLS.fullmatch(reference)
        sheet = found and self._by_fold.get((found[1].replace("''", "'") if found[1] else found[2]).casefold())
        if not found or sheet is None:
            return None
        try:
            return parse_area(found[3], sheet)
        except ValueError:
            return None

    def everywhere(self) -> dict[str, Area]:
        """Names valid in the whole workbook, and those that only one sheet has: a sheet copied to a new workbook brings such."""
        owners: dict[str, list[Area]] = {}
        for (_sheet, name), area in self.local.items():
            owners.setdefault(name, []).append(area)
        return {name: areas[0] for name, areas in owners.items() if len(areas) == 1} | self.all


@dataclass(frozen=True, slots=True)
class Styles:
    """What the look of a cell says of its value: the numbers of cell styles, as cells write them."""

    dates: frozenset[str] = frozenset()  # a number is shown as a date
    struck: frozenset[str] = frozenset()  # crossed out


def read_styles(package: Package, part: str) -> Styles:
    """The cell styles that matter; raises Damaged."""
    return made_of(package, part, _styles, "numFmt", "xf", "font", "strike")


def _styles(read: Elements, _part: str) -> Styles:
    return Styles(_dates(read.found), _struck(read.found))


def _struck(found: Sequence[Element]) -> frozenset[str]:
    fonts, struck = -1, set()
    for one in found:
        fonts += one.name == "font" and one.parent == "fonts"
        if one.name == "strike" and one.parent == "font" and one.attributes.get("val", "1") in TRUE:
            struck.add(str(fonts))
    styles = [one.attributes.get("fontId", "0") for one in found if one.parent == "cellXfs"]
    return frozenset(str(place) for place, font in enumerate(styles) if font in struck)


def _dates(found: Sequence[Element]) -> frozenset[str]:
    if sum(one.name == "numFmt" for one in found) > MAX_FORMATS:
        raise Damaged("it has too many number formats")
    own = {one.attributes.get("numFmtId", ""): one.attributes.get("formatCode", "") for one in found if one.name == "numFmt"}
    styles = [one.attributes.get("numFmtId", "0") for one in found if one.parent == "cellXfs"]
    built_in = {str(code) for code in BUILT_IN_DATES}
    dates = {code for code in set(styles) if (is_date_format(own[code][:MAX_FORMAT]) if code in own else code in built_in)}
    return frozenset(str(place) for place, code in enumerate(styles) if code in dates)


class _SharedStrings(Runs):
    """The table of texts that cells refer to by number."""

    usual: ClassVar[re.Pattern[str]] = TEXTS
    __slots__ = ("_depth", "characters", "strings")

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self.characters = 0
        self._depth = 0

    def start(self, tag: str, _attributes: Attributes) -> None:
        """An element begins."""
        self._depth += 1
        if tag == "t":
            self.text.clear()
            return
        if self._depth > MAX_DEPTH:
            raise Refused("file-unsafe", WRONG_XML)
        self.start_run(local(tag))

    def end(self, tag: str) -> None:
        """An element ends; at depth 2 a string does."""
        self._depth = depth = self._depth - 1
        if depth != 1:
            self.end_run(local(tag))
            return
        self._add([self.take()])

    def run(self, found: Run) -> None:
        """Texts without any formatting stand here."""
        if self._depth != 1 or self._begun:
            raise Unexpected
        self._add([unescaped(checked_length(written(text))) for text, _after in found])

    def _add(self, texts: Sequence[str]) -> None:
        self.strings += texts
        self.characters += sum(map(len, texts))
        if len(self.strings) > MAX_STRINGS or self.characters > MAX_CHARACTERS:
            raise Refused("file-too-big", "it contains far more text than a form")


def shared_strings(package: Package, part: str) -> tuple[list[str], bool]:
    """The table of texts; True beside it if characters had to be replaced. Raises Damaged."""
    reader, replaced = read_part(package, part, _SharedStrings)
    return reader.strings, replaced
