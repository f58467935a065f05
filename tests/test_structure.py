"""The plan of the house: imports go downwards, addresses and colours have one home, every module and function is small."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "snwp_xl"

# Rooms from the roof to the cellar; a room imports only from rooms below its own line.
STOREYS = (
    ("__main__",),
    ("cli", "addin"),
    ("example", "watching"),
    ("operations",),
    ("correspondence", "roundup"),
    ("calculation", "setup_again"),
    ("rounds",),
    ("post",),
    ("briefing",),
    ("private", "public"),
    ("results",),
    ("editions", "analysis", "gathering"),
    ("queries",),
    ("blanks", "returns", "incidents", "last_year"),
    ("forms", "questions"),
    ("assessment",),
    ("matrix", "doctor", "bundle"),
    ("control", "police", "buttons"),
    ("files",),
    ("days",),
    ("locate", "sheets"),
    ("intake", "scatter_chart", "stamp", "texts", "writer"),
    ("month_chart",),
    ("chart_labels",),
    ("layout", "theme", "resources"),
    ("model", "findings", "formulas", "installed", "late", "folders", "phrases"),
    ("frozen",),
)
ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(:\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
LONGEST_FUNCTION, LONGEST_MODULE = 45, 400


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room that a module's file stands in."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def room(dotted: str) -> str:
    """The room that snwp_xl.results.plan stands in: results."""
    return dotted.split(".")[1] if "." in dotted else ""


def imported(path: Path) -> Iterator[str]:
    """The modules of the package that a module imports, whole names; those for type checking only are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {id(node) for branch in ast.walk(tree) if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test)
                 for node in ast.walk(branch)}
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "snwp_xl":
            yield from (f"{node.module}.{alias.name}" if node.module == "snwp_xl" else node.module for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "snwp_xl")
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path}: write imports in full"


def storey(name: str) -> int:
    """How far down a room stands; fails for a room that is on no storey."""
    for i, rooms in enumerate(STOREYS):
        if name in rooms:
            return i
    pytest.fail(f"{name} stands on no storey of the plan in this test")


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_downwards(path: Path) -> None:
    mine = room_of(path)
    if mine == "__init__":
        return
    upwards = [name for name in imported(path) if room(name) and room(name) != mine and storey(room(name)) <= storey(mine)]
    assert not upwards


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_addresses_live_in_layout_and_colours_in_theme(path: Path) -> None:
    texts = [node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    if room_of(path) != "layout":
        assert not [text for text in texts if ADDRESS.fullmatch(text)]
    if path.stem != "theme":
        assert not [text for text in texts if COLOUR.search(text)]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rooms_stay_small_and_promise_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    assert not [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", source)
