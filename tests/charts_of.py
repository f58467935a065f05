"""Charts as a workbook holds them, read from its parts: for tests that ask what a chart draws and where it stands."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart", "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "x": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip
RELATION = f"{{{NAMES['r']}}}id"


@dataclass(frozen=True)
class SeriesRead:
    """A series: what the chart keeps of its values, and where they come from."""

    name: str
    cells: str  # 'Chart data'!$D$7:$D$30
    values: dict[int, float]  # place from 0 -> value; gaps are left out
    count: int
    symbol: str
    dashed: bool
    dates: tuple[str, dict[int, float]] | None  # cells and values of the axis, where this series brings them
    bars: bool
    words: dict[int, str]  # beside points
    sides: dict[int, str]  # where those words are: t, b, l or r


@dataclass(frozen=True)
class ChartRead:
    """A chart on a sheet."""

    title: str
    says: str  # alt text
    row: int  # of its top left cell, from 1
    last_row: int
    column: int
    series: tuple[SeriesRead, ...]
    legend: bool
    date_format: str
    gaps: bool  # empty cells are gaps
    lowest: float
    highest: float

    def named(self, name: str) -> list[SeriesRead]:
        """The series of that name."""
        return [one for one in self.series if one.name == name]


def charts_of(data: bytes) -> list[ChartRead]:
    """Every chart over months of a workbook, in the order in which it stands on its sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = [
            chart for name in sorted(parts.namelist()) if name.startswith("xl/drawings/drawing")
            for chart in _drawing(parts, name)
        ]
    return found


def _drawing(parts: zipfile.ZipFile, name: str) -> Iterator[ChartRead]:
    folder, file = posixpath.split(name)
    targets = {
        one.attrib["Id"]: posixpath.normpath(posixpath.join(folder, one.attrib["Target"]))
        for one in ElementTree.fromstring(parts.read(f"{folder}/_rels/{file}.rels"))
    }
    for anchor in ElementTree.fromstring(parts.read(name)):
        chart = anchor.find(".//c:chart", NAMES)
        assert chart is not None
        root = ElementTree.fromstring(parts.read(targets[chart.attrib[RELATION]]))
        if root.find(".//c:dateAx", NAMES) is not None:
            yield _chart(root, anchor)


def _chart(root: ElementTree.Element, anchor: ElementTree.Element) -> ChartRead:
    row, column, last = (int(_text(anchor, path)) for path in ("x:from/x:row", "x:from/x:col", "x:to/x:row"))
    about = anchor.find(".//x:cNvPr", NAMES)
    blanks = root.find("c:chart/c:dispBlanksAs", NAMES)
    dates, values = root.find(".//c:dateAx/c:numFmt", NAMES), root.find(".//c:valAx/c:scaling", NAMES)
    assert about is not None
    assert dates is not None
    assert values is not None
    return ChartRead(
        title="".join(one.text or "" for one in root.findall("c:chart/c:title//a:t", NAMES)), says=about.attrib.get("descr", ""),
        row=row + 1, last_row=last + 1, column=column + 1, series=tuple(_series(one) for one in root.findall(".//c:ser", NAMES)),
        legend=root.find("c:chart/c:legend", NAMES) is not None, date_format=dates.attrib["formatCode"],
        gaps=blanks is not None and blanks.attrib["val"] == "gap", lowest=_val(values, "c:min"), highest=_val(values, "c:max"))


def _series(one: ElementTree.Element) -> SeriesRead:
    values = one.find("c:val/c:numRef", NAMES)
    dates = one.find("c:cat/c:numRef", NAMES)
    symbol = one.find("c:marker/c:symbol", NAMES)
    assert values is not None
    assert symbol is not None
    words = {place: "".join(run.text or "" for run in label.findall(".//a:t", NAMES)) for place, label in _labels(one)}
    sides = {place: _val_text(label, "c:dLblPos") or "r" for place, label in _labels(one)}
    return SeriesRead(
        name=_text(one, "c:tx/c:v"), cells=_text(values, "c:f"), values=_cache(values), count=int(_val(values, "c:numCache/c:ptCount")),
        symbol=symbol.attrib["val"], dashed=one.find("c:spPr/a:ln/a:prstDash", NAMES) is not None,
        dates=None if dates is None else (_text(dates, "c:f"), _cache(dates)), bars=one.find("c:errBars", NAMES) is not None, words=words,
        sides=sides)


def _labels(one: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    """The place and the label of each point that has words."""
    for label in one.findall("c:dLbls/c:dLbl", NAMES):
        if label.find("c:delete", NAMES) is None:
            yield int(_val(label, "c:idx")), label


def _cache(numbers: ElementTree.Element) -> dict[int, float]:
    return {int(one.attrib["idx"]): float(_text(one, "c:v")) for one in numbers.findall("c:numCache/c:pt", NAMES)}


def _text(element: ElementTree.Element, path: str) -> str:
    found = element.find(path, NAMES)
    assert found is not None, path
    return found.text or ""


def _val(element: ElementTree.Element, path: str) -> float:
    return float(_val_text(element, path))


def _val_text(element: ElementTree.Element, path: str) -> str:
    found = element.find(path, NAMES)
    return "" if found is None else found.attrib["val"]
