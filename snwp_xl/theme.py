"""Every colour, font, width and number format, by role. Nothing elsewhere names a colour.

A style is a few role words, "cell centre percent": each word's properties are laid over those before it. The colours
are the Government Analysis Function's accessible palette; each pair of text and fill has a contrast of 4.5 to 1 or more.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

DARK_BLUE = "#12436D"
TURQUOISE = "#28A197"
DARK_PINK = "#801650"
ORANGE = "#F46A25"
GREY = "#3D3D3D"
WHITE = "#FFFFFF"
BLACK = "#0B0C0C"
RULE = "#B1B4B6"  # thin lines between cells
PALE_BLUE = "#E3EDF7"
PALE_GREY = "#E8E8E8"
PALE_ORANGE = "#FDE6DA"
ENTRY = "#FFF9E5"  # cells that a person fills in

FONT = "Arial"
SIZE = 10
TEXT_FIT = 1.08  # letters of running text to a character of column width, erring on the short side
KEPT_TEXTS = 1000  # of which the number of lines is kept: names stand on many sheets
BOLD_FIT = 0.9  # bold letters that take the room of one that is not
COLUMN_WIDTH = 8.43  # of a column that nobody set, in characters
LINE_POINTS = 13.2  # height of a line of body text, in points
PADDING_POINTS = 5

ROLES: Mapping[str, Mapping[str, Any]] = {
    "base": {"font_name": FONT, "font_size": SIZE, "font_color": BLACK, "valign": "top"},
    # --- words on the page
    "title": {"bold": True, "font_size": 18, "font_color": DARK_BLUE, "valign": "vcenter"},
    "subtitle": {"font_size": 11, "font_color": GREY},
    "heading": {"bold": True, "font_size": 13, "font_color": DARK_BLUE, "valign": "bottom", "bottom": 2, "bottom_color": DARK_BLUE},
    "subheading": {"bold": True, "font_size": 11, "font_color": DARK_BLUE, "valign": "bottom"},
    "marking": {"bold": True, "font_color": DARK_PINK},
    "text": {"text_wrap": True},
    "line": {},
    "muted": {"font_color": GREY, "text_wrap": True},
    "strong": {"bold": True},
    "label": {"bold": True, "text_wrap": True, "bottom": 1, "bottom_color": RULE},
    "link": {"font_color": DARK_BLUE, "underline": 1},
    "big": {"bold": True, "font_size": 14, "font_color": DARK_BLUE, "valign": "vcenter"},
    # --- tables
    "head": {
        "bold": True, "font_color": WHITE, "bg_color": DARK_BLUE, "text_wrap": True, "valign": "vcenter",
        "border": 1, "border_color": RULE,
    },
    "cell": {"border": 1, "border_color": RULE, "valign": "vcenter"},
    "wrap": {"text_wrap": True, "indent": 1},
    "shade": {"bg_color": PALE_BLUE},
    "total": {"bold": True, "bg_color": PALE_BLUE},
    "gone": {"font_color": GREY, "italic": True},
    # --- entry
    "input": {"bg_color": ENTRY, "border": 1, "border_color": "#7A6A2B", "locked": False},
    "entry": {"border_color": "#94884F"},  # lighter lines, where there are many such cells
    "locked": {"locked": True},
    "unlocked": {"locked": False},
    # --- position and numbers
    "centre": {"align": "center"},
    "right": {"align": "right", "indent": 1},
    "left": {"align": "left"},
    "middle": {"valign": "vcenter"},
    "bottom": {"valign": "bottom"},
    "indent": {"align": "left", "indent": 1},  # without an alignment a top-aligned cell ignores its indent
    "whole": {"num_format": "#,##0"},
    "one": {"num_format": "#,##0.0"},
    "two": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "wholepercent": {"num_format": "0%"},
    "signed": {"num_format": "+#,##0;-#,##0;0"},
    "signedone": {"num_format": "+0.0;-0.0;0.0"},
    "signedpercent": {"num_format": "+0.0%;-0.0%;0.0%"},
    "truth": {"num_format": '"TRUE";"TRUE";"FALSE";@'},  # some programs show a stored TRUE as 1
    "date": {"num_format": "d mmmm yyyy", "align": "left"},
    "month": {"num_format": "mmm yyyy", "align": "left"},
    "plain": {"num_format": "@"},
    # --- meaning, always beside a word
    "high": {"bold": True, "bg_color": ORANGE, "font_color": BLACK},
    "medium": {"bg_color": "#C9C9C9", "font_color": BLACK},
    "low": {"bg_color": "#CFE3F5", "font_color": DARK_BLUE},
    "none": {"bg_color": WHITE, "font_color": GREY, "italic": True},
    "palehigh": {"bg_color": PALE_ORANGE},
    "palemedium": {"bg_color": "#EFEFEF"},
    "palelow": {"bg_color": "#F1F7FC"},
    "final": {"bold": True, "font_size": 14, "font_color": WHITE, "bg_color": DARK_BLUE, "valign": "vcenter"},
    "provisional": {"bold": True, "font_size": 14, "font_color": BLACK, "bg_color": ORANGE, "valign": "vcenter"},
    "good": {"font_color": DARK_BLUE, "bold": True},
    "todo": {"font_color": DARK_PINK, "bold": True},
    "doubt": {"bg_color": PALE_ORANGE},
    "wrong": {"bold": True, "font_color": DARK_PINK, "bg_color": PALE_ORANGE},
    "done": {"bg_color": PALE_BLUE},
    "spare": {"bg_color": PALE_GREY, "font_color": GREY},
    # --- forms
    "score": {"font_size": 12, "align": "center", "valign": "vcenter"},
    "step": {"bold": True, "font_size": 11, "font_color": DARK_BLUE},
    "banner": {"bold": True, "font_size": 18, "font_color": WHITE, "bg_color": DARK_BLUE, "valign": "vcenter", "indent": 1},
    "underbanner": {"font_size": 11, "font_color": DARK_BLUE, "bg_color": PALE_BLUE, "valign": "vcenter", "indent": 1},
    "ruled": {"bottom": 1, "bottom_color": RULE},
    "small": {"font_size": 9},
    "public": {"font_size": 12},  # of what is published, as the Government Analysis Function advises
}

# Widths of a form's columns, in characters.
FORM_WIDTHS = {
    "label": 24, "words": 94, "help": 48,  # Start here
    "crime type": 30, "longest crime type": 46, "factor": 14, "harm score": 9, "view": 10, "check": 22, "comment": 40,
    "question": 52, "reply": 30,
    "name": 30, "explained": 60, "level": 22,  # Guidance
}

# Lines and marks of charts, as XlsxWriter's properties of a series: told apart by shape and dash in black and white.
CHART_LINES: Mapping[str, Mapping[str, Any]] = {
    "count": {
        "line": {"color": DARK_BLUE, "width": 1.75},
        "marker": {"type": "circle", "size": 4, "border": {"color": DARK_BLUE}, "fill": {"color": DARK_BLUE}},
    },
    "mean": {"line": {"color": GREY, "width": 1}},
    "limit": {"line": {"color": GREY, "width": 1, "dash_type": "dash"}},
    "high": {"line": {"none": True}, "marker": {"type": "triangle", "size": 9, "border": {"color": BLACK}, "fill": {"color": ORANGE}}},
    "low": {"line": {"none": True}, "marker": {"type": "diamond", "size": 10, "border": {"color": BLACK}, "fill": {"color": DARK_PINK}}},
    "event": {"line": {"none": True}, "marker": {"type": "x", "size": 9, "border": {"color": BLACK, "width": 2}, "fill": {"color": BLACK}}},
    "change": {"line": {"none": True}, "marker": {"type": "none"}},
    "dot": {"line": {"none": True}, "marker": {"type": "circle", "size": 7, "border": {"color": WHITE}, "fill": {"color": DARK_BLUE}}},
    "name": {"line": {"none": True}, "marker": {"type": "none"}},
    "high edge": {"line": {"color": ORANGE, "width": 2}, "marker": {"type": "none"}},
    "medium edge": {"line": {"color": GREY, "width": 1.5, "dash_type": "dash"}, "marker": {"type": "none"}},
}
CHART_BAR = {"line": {"color": BLACK, "width": 1.25, "dash_type": "round_dot"}}  # from a mark down to the axis
CHART_WORDS = {
    "title": {"name": FONT, "size": 11, "bold": True, "color": DARK_BLUE},
    "small title": {"name": FONT, "size": 9, "bold": True, "color": DARK_BLUE},
    "axis": {"name": FONT, "size": 9, "color": BLACK}, "small axis": {"name": FONT, "size": 8, "color": BLACK},
    "axis name": {"name": FONT, "size": 9, "bold": False, "color": BLACK}, "mark": {"name": FONT, "size": 8, "color": BLACK},
}
CHART_FRAME = {"line": {"color": RULE, "width": 0.75}}
CHART_AXIS = {"line": {"color": GREY, "width": 0.75}}
# The sheet of charts, printed on A4 landscape: columns in characters, rows and page in points, charts in pixels.
CHART_SHEET = {
    "scale": 85, "page height": 604.0, "column": 127.86, "table column": 7.29, "letters across": 165,  # 900 and 56 pixels
    "title rows": 46.0, "tile row": 111.0, "tile width": 225, "tile height": 144, "gap": 6,
    "heading row": 24.0, "table head row": 28.0, "chart row": 14.0, "chart width": 888, "chart height": 259,
}
SMALL_MARK = 0.65  # of a mark's size, in a small chart

PALE_BAND_ROLES = {"High": "palehigh", "Medium": "palemedium", "Low": "palelow"}  # of a place where nobody stands
BAND_ROLES = {"High": "high", "Medium": "medium", "Low": "low", "Not assessed": "none"}

# The briefing's page: each role on paper and a light screen, and on a dark one. Bands and charts look as they do in workbooks.
PAGE: Mapping[str, tuple[str, str]] = {
    "paper": (WHITE, "#12161A"), "panel": ("#F1F5F9", "#1B232B"), "ink": (BLACK, "#F3F2F1"), "soft": (GREY, "#C5CAD0"),
    "heading": (DARK_BLUE, "#A9CDF2"), "rule": (RULE, "#4A5560"), "edge": (GREY, "#98A2AC"), "link": (DARK_BLUE, "#A9CDF2"),
    "banner": (DARK_BLUE, "#123553"), "banner-ink": (WHITE, WHITE), "accent": (TURQUOISE, TURQUOISE), "marking": (DARK_PINK, "#F0A6CF"),
    "doubt": (PALE_ORANGE, "#45291A"), "alert": (ORANGE, ORANGE), "focus": (DARK_PINK, "#FFD23F"),
    **{f"{role}{part}": (str(ROLES[role][key]), dark) for role, key, part, dark in (
        ("high", "bg_color", "", ORANGE), ("high", "font_color", "-ink", BLACK),
        ("medium", "bg_color", "", "#5C656E"), ("medium", "font_color", "-ink", WHITE),
        ("low", "bg_color", "", "#1F3D59"), ("low", "font_color", "-ink", "#DCEBFA"),
        ("none", "bg_color", "", "#12161A"), ("none", "font_color", "-ink", "#C5CAD0"),
        ("palehigh", "bg_color", "", "#3A2418"), ("palemedium", "bg_color", "", "#262C32"), ("palelow", "bg_color", "", "#17222C"))},
    "chart-count": (CHART_LINES["count"]["line"]["color"], "#86BBEE"), "chart-mean": (CHART_LINES["mean"]["line"]["color"], "#C5CAD0"),
    "chart-limit": (CHART_LINES["limit"]["line"]["color"], "#C5CAD0"), "chart-latest": (PALE_BLUE, "#1D3145"),
    "chart-high": (CHART_LINES["high"]["marker"]["fill"]["color"], ORANGE),
    "chart-low": (CHART_LINES["low"]["marker"]["fill"]["color"], "#E58BBE"), "chart-change": (str(CHART_BAR["line"]["color"]), "#F3F2F1"),
}
# Text and graphics of the page with what they stand on: 4.5 to 1 and 3 to 1, on paper and on a dark screen.
PAGE_TEXT = (
    *((text, ground) for text in ("ink", "soft", "heading", "link") for ground in ("paper", "panel")), ("ink", "doubt"),
    ("marking", "paper"), ("banner-ink", "banner"), ("ink", "chart-latest"), ("soft", "chart-latest"),
    *((f"{band}-ink", band) for band in BAND_ROLES.values()), *(("ink", pale) for pale in PALE_BAND_ROLES.values()),
    *(("soft", pale) for pale in PALE_BAND_ROLES.values()))
PAGE_GRAPHICS = tuple(
    (line, ground) for line in ("chart-count", "chart-mean", "chart-limit", "chart-low", "chart-change", "edge", "focus")
    for ground in ("panel", "chart-latest"))

# What a conditional format may change over a cell's own style.
CONDITIONAL = ("bold", "italic", "font_color", "bg_color")


def properties(style: str, *, locked: bool) -> dict[str, Any]:
    """The XlsxWriter properties of a style; `locked` for words that say nothing of it. KeyError for an unknown role."""
    found: dict[str, Any] = {"locked": locked}
    for word in ("base", *style.split()):
        found.update(ROLES[word])
    return found


def conditional(role: str) -> dict[str, Any]:
    """What a role changes when a condition lays it over a cell."""
    return {key: value for key, value in ROLES[role].items() if key in CONDITIONAL}


@lru_cache(KEPT_TEXTS)
def lines(text: str, width: float, size: float = SIZE) -> int:
    """How many lines a text takes in a column `width` characters wide, erring on one too many."""
    fit = max(1, int(width * TEXT_FIT * SIZE / size))
    return sum(1 if len(part) <= fit else len(textwrap.wrap(part, fit)) for part in text.split("\n"))


def height(*columns: tuple[str, float], least: int = 1) -> float:
    """The height in points of a row that shows each (text, column width) whole."""
    most = max([least, *(lines(text, width) for text, width in columns)])
    return min(409.0, most * LINE_POINTS + PADDING_POINTS)


def room(width: float, style: str) -> float:
    """The width of a column of a style in characters that are not bold: fewer bold ones fit."""
    return width * BOLD_FIT if any(ROLES[word].get("bold") for word in style.split()) else width


def public_height(*columns: tuple[str, float]) -> float:
    """The height in points of a row that shows each (text, column width) whole at the size of what is published."""
    size = float(ROLES["public"]["font_size"])
    most = max([1, *(lines(text, width, size) for text, width in columns)])
    return min(409.0, most * LINE_POINTS * size / SIZE + PADDING_POINTS)


def chart_line(role: str, *, small: bool = False) -> dict[str, Any]:
    """The look of a chart's line or mark; `small` for a chart among many. KeyError for an unknown role."""
    look = {key: dict(value) for key, value in CHART_LINES[role].items()}
    mark = look.get("marker", {})
    if small and role == "count":
        look["marker"], look["line"]["width"] = {"type": "none"}, 1.25
    elif small and "size" in mark:
        mark["size"] = max(4, int(mark["size"] * SMALL_MARK))
    return look
