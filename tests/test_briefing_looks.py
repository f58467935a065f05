"""The briefing in a real browser: on a phone, at a desk, in the dark, on paper, and by the rules of accessibility (axe-core).

Without Chromium or axe-core these are skipped with the reason; SNWP_XL_REQUIRE_BROWSER=1 makes that a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from briefings import example, html_of, many_types, shapes, without_fire
from browser import DESKTOP, PHONE, Browser, BrowserMissing, Look, axe_script

from snwp_xl import theme

NARROWEST, TABLET, WIDE_TABLET = 320, 768, 820  # 320 is what WCAG 2.2 asks of reflow
SIDES = {"Fire awaited": 3, "nearly all High": 3}  # where cards that are High or still open need a third; 2 otherwise
SMALLEST_PRINT = 6.0  # points, for the numbers in the heat map's corners
LOOKS = {
    "phone": Look(PHONE, 800), "desktop": Look(DESKTOP),
    "phone in the dark": Look(PHONE, 800, dark=True), "desktop in the dark": Look(dark=True),
}  # fmt: skip


def missing(reason: str) -> None:
    """Skip with the reason, or fail where the machine is meant to have a browser."""
    if os.environ.get("SNWP_XL_REQUIRE_BROWSER") == "1":
        pytest.fail(f"SNWP_XL_REQUIRE_BROWSER is 1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module."""
    try:
        running = Browser()
    except BrowserMissing as problem:
        missing(str(problem))
    else:
        yield running
        running.end()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of each shape of round."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for number, (name, (report, public)) in enumerate(shapes().items()):
        made[name] = folder / f"{number}.html"
        made[name].write_text(html_of(report, public=public), encoding="utf-8")
    return made


@pytest.mark.parametrize("width", [NARROWEST, PHONE, TABLET, WIDE_TABLET, DESKTOP])
@pytest.mark.parametrize("name", ["the example", "withheld in public", "Fire awaited", "no counts"])
def test_nobody_has_to_scroll_sideways(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    with browser.page(pages[name], Look(width, 800)) as page:
        sticking_out = page.run(
            "[...document.querySelectorAll('main *, header *, footer *')].filter(e => !e.closest('.unseen, thead, .skip') &&"
            f" e.getBoundingClientRect().width && e.getBoundingClientRect().right > {width} + 1).map(e => e.outerHTML.slice(0, 80))")
        assert sticking_out == []
        assert page.run("document.documentElement.scrollWidth") == width


BROKEN_WORDS = """(() => {
  const broken = [];
  for (const cell of document.querySelectorAll('.probability th, .probability td'))
    for (const found of cell.textContent.matchAll(/\\S+/g)) {
      const word = document.createRange();
      word.setStart(cell.firstChild, found.index);
      word.setEnd(cell.firstChild, found.index + found[0].length);
      if (new Set([...word.getClientRects()].map(line => line.top)).size > 1) broken.push(found[0]);
    }
  return broken;
})()"""


@pytest.mark.parametrize("width", [NARROWEST, PHONE])
def test_no_word_of_the_method_table_is_broken_on_a_phone(browser: Browser, pages: dict[str, Path], width: int) -> None:
    with browser.page(pages["the example"], Look(width, 800)) as page:
        assert page.run(BROKEN_WORDS) == []


@pytest.mark.parametrize("look", list(LOOKS))
@pytest.mark.parametrize("name", ["the example", "the example in public", "withheld in public", "Fire awaited"])
def test_axe_finds_nothing(browser: Browser, pages: dict[str, Path], name: str, look: str) -> None:
    try:
        axe_script()
    except BrowserMissing as problem:
        missing(str(problem))
    with browser.page(pages[name], LOOKS[look]) as page:
        page.run("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.axe() == []


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    """The judge itself: a page with a fault in it."""
    try:
        axe_script()
    except BrowserMissing as problem:
        missing(str(problem))
    faulty = tmp_path / "faulty.html"
    faulty.write_text(html_of(example()).replace('lang="en-GB"', "").replace("<title id=", "<desc id="), encoding="utf-8")
    with browser.page(faulty) as page:
        assert {one["rule"] for one in page.axe()} >= {"html-has-lang"}


@pytest.mark.parametrize("name", list(shapes()))
def test_it_prints_on_two_sides_of_a4_or_on_a_third_for_what_the_board_must_see(browser: Browser, pages: dict[str, Path], tmp_path: Path, name: str) -> None:
    if shutil.which("pdfinfo") is None:
        missing("there is no pdfinfo (poppler) on this machine")
    printed = tmp_path / "page.pdf"
    with browser.page(pages[name]) as page:
        printed.write_bytes(page.pdf())
    said = dict(line.split(":", 1) for line in subprocess.check_output(["pdfinfo", printed], text=True).splitlines())
    assert int(said["Pages"]) <= SIDES.get(name, 2)
    assert "(A4)" in said["Page size"]
    words = " ".join(subprocess.check_output(["pdftotext", printed, "-"], text=True).split())
    for heading in ("Harm matrix", "Method", "Read with care"):
        assert heading in words
    for row in shapes()[name][0].matrix.rows:
        assert row.name in words


@pytest.mark.parametrize(("number", "sides"), [(17, 2), (30, 3), (40, 3), (60, 4)])
def test_larger_rounds_take_no_more_sides_than_they_need(browser: Browser, tmp_path: Path, number: int, sides: int) -> None:
    if shutil.which("pdfinfo") is None:
        missing("there is no pdfinfo (poppler) on this machine")
    page_path, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page_path.write_text(html_of(many_types(number)), encoding="utf-8")
    with browser.page(page_path) as page:
        printed.write_bytes(page.pdf())
    said = dict(line.split(":", 1) for line in subprocess.check_output(["pdfinfo", printed], text=True).splitlines())
    assert int(said["Pages"]) == sides


def test_the_first_side_is_the_decision_and_the_second_its_reasons(browser: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        missing("there is no pdftotext (poppler) on this machine")
    printed = tmp_path / "page.pdf"
    with browser.page(pages["the example"]) as page:
        printed.write_bytes(page.pdf())
    first, second, _ = subprocess.check_output(["pdftotext", printed, "-"], text=True).split("\f")
    for heading in ("The board's priorities", "Harm matrix", "Heat map"):
        assert heading in first
    assert "Why each one has its band" in second
    assert "Heat map" not in second
    for theme_name in ("Violent Crime", "Anti-Social Behaviour", "Cybercrime"):  # what the board chose keeps its card
        assert theme_name in second.split("Who answered")[0]


def test_print_is_on_white_and_readable_whatever_the_screen(browser: Browser, pages: dict[str, Path]) -> None:
    with browser.page(pages["the example"], Look(dark=True)) as page:
        assert page.run("getComputedStyle(document.body).backgroundColor") == rgb(theme.PAGE["paper"][1])
        page.look(Look(dark=True, printed=True))
        assert page.run("getComputedStyle(document.body).backgroundColor") == rgb(theme.WHITE)
        sizes = page.run(
            "[...document.querySelectorAll('body *')].filter(e => e.offsetParent && e.textContent.trim() && !e.closest('svg, .unseen'))"
            ".map(e => parseFloat(getComputedStyle(e).fontSize) * 72 / 96)")
        assert min(sizes) >= SMALLEST_PRINT - 0.1


def test_on_a_phone_every_number_still_says_what_it_is(browser: Browser, pages: dict[str, Path]) -> None:
    with browser.page(pages["the example"], Look(PHONE, 800)) as page:
        row = page.run("document.querySelector('.matrix tbody tr').innerText")
        labels = page.run(
            "[...document.querySelectorAll('.matrix tbody tr:first-child td')].map(e => getComputedStyle(e, '::before').content)"
            ".filter(label => label.startsWith('\"'))")
        shown = page.run("[...document.querySelectorAll('.heat tbody td')].filter(e => e.getClientRects().length).map(e => e.innerText)")
    assert "Anti-Social Behaviour" in row
    assert [label.strip('" ') for label in labels] == ["Risk score", "Probability", "Harm", "Share", "Keeps its band"]
    assert "Probability 6: 66 High\nAnti-Social Behaviour" in shown
    assert len(shown) == len({(one.probability, one.combined_harm) for one in example().matrix.rows})


def test_headings_and_tables_reach_a_screen_reader(browser: Browser, pages: dict[str, Path]) -> None:
    """Chromium's own accessibility tree, at phone width, where tables are drawn as lists."""
    with browser.page(pages["the example"], Look(PHONE, 800)) as page:
        nodes = page.accessibility()
    heard = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]
    headings = [node for node in nodes if node["role"]["value"] == "heading"]
    levels = [prop["value"]["value"] for node in headings for prop in node["properties"] if prop["name"] == "level"]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert sum(role == "rowheader" and name.startswith("Anti-Social Behaviour") for role, name in heard) >= 1
    assert sum(role == "columnheader" for role, _ in heard) >= 10
    assert ("image", "Violent Crime: monthly counts") in heard
    for landmark in ("banner", "navigation", "main", "contentinfo"):
        assert landmark in {role for role, _ in heard}


def test_the_page_works_without_a_script_and_reports_no_fault(browser: Browser, tmp_path: Path) -> None:
    page_path = tmp_path / "page.html"
    page_path.write_text(html_of(without_fire()), encoding="utf-8")
    with browser.page(page_path) as page:
        assert page.run("document.compatMode") == "CSS1Compat"
        assert page.run("document.scripts.length") == 0
        assert page.run("performance.getEntriesByType('resource').length") == 0
        assert page.faults() == []


def rgb(colour: str) -> str:
    """As a browser says a colour."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"
