"""Briefings for tests: rounds of many shapes as values, and a page read back as a person or a screen reader meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from small_rounds import AGENCIES, all_returned, assessment, counts

from snwp_xl.analysis import analyse
from snwp_xl.briefing import briefing
from snwp_xl.example import example_assessment, example_counts, example_returns
from snwp_xl.matrix import combine
from snwp_xl.model import (
    NO_COUNTS,
    Assessment,
    Closed,
    CombiningRule,
    Counts,
    CrimeType,
    KnownEvent,
    Month,
    RecordingChange,
    Return,
    Thresholds,
)
from snwp_xl.results import Report
from snwp_xl.texts import Texts

VOID = {"meta", "link", "img", "br", "hr", "input"}
NOWHERE = Path("no such round")  # a round folder without templates of its own


def report_of(of: Assessment, returns: Sequence[Return], counts: Counts, edition: int = 1) -> Report:
    """A calculation without files."""
    matrix = combine(of, returns, counts)
    return Report(matrix, tuple(returns), edition=edition, analysed=analyse(matrix, returns))


def example(**changed: object) -> Report:
    """The 2017/18 example; `changed` replaces parts of its assessment."""
    return _example(**changed) if changed else _published()


@cache
def _published() -> Report:
    return _example()


def _example(**changed: object) -> Report:
    of = replace(example_assessment(), **changed)  # type: ignore[arg-type]
    return report_of(of, example_returns(of), example_counts(of))


def settings(**changed: object) -> dict[str, object]:
    """The example's settings with some changed, for `example`."""
    return {"settings": replace(example_assessment().settings, **changed)}  # type: ignore[arg-type]


def without_fire(closed: Closed | None = None) -> Report:
    """Fire has not answered: awaited, or closed without a return."""
    of = example_assessment()
    of = replace(of, agencies=tuple(replace(one, closed=closed) if one.name == "Fire" else one for one in of.agencies))
    return report_of(of, [one for one in example_returns(of) if one.agency != "Fire"], example_counts(of))


@cache
def shapes() -> dict[str, tuple[Report, bool]]:
    """Rounds with 17 crime types that fill a page in different ways, and whether the page is the public one."""
    of = example_assessment()
    noted = example(
        recording_changes=(RecordingChange(Month(2015, 4), 2, "A new recording system counts more"),),
        known_events=(KnownEvent(Month(2015, 8), 12, "Festival weekend"),),
        decisions=(),
        rule=CombiningRule.MEDIAN,
    )
    busy = example(thresholds=Thresholds(high=Fraction(15, 100), medium=Fraction(9, 100)))
    hidden = example(**settings(suppress_below=6, public_agency_scores=False))
    return {
        "the example": (example(), False),
        "the example in public": (example(), True),
        "withheld in public": (hidden, True),
        "nothing decided": (noted, False),
        "Fire awaited": (without_fire(), False),
        "Fire closed": (without_fire(Closed("Nobody could be spared", date(2017, 1, 30))), False),
        "nearly all High": (busy, False),
        "no counts": (report_of(of, example_returns(of), NO_COUNTS), False),
        "nobody answered": (report_of(of, (), example_counts(of)), False),
    }


def many_types(number: int, probability: int | None = None) -> Report:
    """A round of five agencies and many crime types, whose scores and counts differ; or all alike, with a probability by hand."""
    names = [f"Crime type number {i}" for i in range(number)]
    types = [CrimeType(i, name, name, probability_by_hand=probability, by_hand_reason="a test") for i, name in enumerate(names, 1)]
    of = assessment(AGENCIES, types if probability else names)
    said = [[7] * 5 if probability else [6 + (5 * i + 7 * j + i * j) % 19 for j in range(5)] for i in range(number)]
    monthly = {name: [(5, 20, 60, 150)[i % 4] + (i + 3 * month) % 5 for month in range(30)] for i, name in enumerate(names)}
    return report_of(of, all_returned(of, said), counts(of, monthly, [1000] * 30))


def html_of(report: Report, *, public: bool = False, folder: Path = NOWHERE) -> str:
    """The page as text."""
    made = briefing(report, Texts(folder), public=public)
    assert isinstance(made, bytes), made
    return made.decode("utf-8")


# --- reading a page ---------------------------------------------------------------------------------------------------------------


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and every one in it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str, kind: str = "") -> list[Element]:
        """The elements with a tag, and a class if one is given."""
        return [one for one in self.walk() if one.tag == tag and (not kind or kind in one.attributes.get("class", "").split())]

    def one(self, tag: str, kind: str = "") -> Element:
        """The only such element."""
        (found,) = self.all(tag, kind)
        return found

    @property
    def text(self) -> str:
        """Its words, with single spaces and without marks for hyphens."""
        return " ".join("".join(self._words()).replace("\u00ad", "").split())

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("style", "script"):
                yield from child._words()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    """The page's elements; AssertionError where tags are not nested."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def table(page: Element, kind: str) -> list[dict[str, str]]:
    """A table's rows by its headings."""
    found = page.one("table", kind)
    headings = [cell.text for cell in found.one("thead").all("th")]
    rows = [[cell.text for cell in row.walk() if cell.tag in ("th", "td")] for row in found.one("tbody").all("tr")]
    return [dict(zip(headings, row, strict=True)) for row in rows]


def card(page: Element, name: str) -> Element:
    """The card of a crime type."""
    return next(
        one for one in page.all("article") if re.fullmatch(rf"{re.escape(name)} (High|Medium|Low|Not assessed)", one.one("h3").text)
    )


def part(element: Element, label: str) -> str:
    """What stands behind a label such as Why:."""
    return next(
        one.text.removeprefix(label).strip() for one in element.walk() if one.tag in ("p", "figcaption") and one.text.startswith(label)
    )
