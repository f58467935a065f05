"""One verb, three faces: the library's functions, the command's verbs and the buttons are the same operations."""

from __future__ import annotations

import argparse
import ast
from pathlib import Path

import pytest
from pressing import addin

import snwp_xl
from snwp_xl import operations
from snwp_xl.buttons import BUTTONS
from snwp_xl.cli.main import _parser

PACKAGE = Path(snwp_xl.__file__).parent
LIBRARY_TO_COMMAND = {
    "new_round": "new", "make_blanks": "blanks", "check_returns": "check", "calculate": "calculate", "add_incidents": "incidents",
    "draft_emails": "emails", "reconcile": "reconcile", "roundup": "roundup", "round_status": "status",
}
PARTS = {"load_assessment", "load_counts", "read_return", "combine"}  # of verbs, for those who want them
BUTTON_TO_LIBRARY = {
    "create_blanks": "make_blanks", "check_returns": "check_returns", "calculate": "calculate", "draft_emails": "draft_emails"}
OF_A_COMPUTER = {"check_computer": "doctor"}  # the button that is about no round
COMMAND_ONLY = {"demo", "watch", "addin", "doctor", "bundle"}  # about a computer, or made of other verbs


def verbs() -> dict[str, argparse.ArgumentParser]:
    """The command's verbs."""
    actions = _parser()._actions
    return dict(next(one for one in actions if isinstance(one, argparse._SubParsersAction)).choices)


def test_the_command_has_each_of_the_librarys_verbs_and_no_others() -> None:
    assert set(verbs()) == {*LIBRARY_TO_COMMAND.values(), *COMMAND_ONLY}
    for function in LIBRARY_TO_COMMAND:
        assert callable(getattr(operations, function))


def test_the_library_offers_the_verbs_of_a_round() -> None:
    offered = {name for name in snwp_xl.__all__ if name.islower()}
    assert offered - PARTS <= set(LIBRARY_TO_COMMAND)
    assert set(BUTTON_TO_LIBRARY.values()) <= offered


def test_each_button_has_its_function_and_its_twin_among_the_commands() -> None:
    assert [button.function for button in BUTTONS] == [*BUTTON_TO_LIBRARY, *OF_A_COMPUTER]
    assert sorted(addin.__all__) == sorted(button.function for button in BUTTONS)
    assert {LIBRARY_TO_COMMAND[one] for one in BUTTON_TO_LIBRARY.values()} | set(OF_A_COMPUTER.values()) <= set(verbs())


@pytest.mark.parametrize(("button", "operation"), BUTTON_TO_LIBRARY.items())
def test_a_button_calls_the_commands_operation(button: str, operation: str) -> None:
    """Read from the source: in each button's own few lines, the operation is imported and called."""
    tree = ast.parse((PACKAGE / "addin" / "__init__.py").read_text(encoding="utf-8"))
    body = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == f"_{button}")
    imported = {alias.name for node in ast.walk(body) if isinstance(node, ast.ImportFrom) and node.module == "snwp_xl.operations"
                for alias in node.names}
    called = {node.func.id for node in ast.walk(body) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert operation in imported & called


def test_only_the_addin_imports_xlwings() -> None:
    importers = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [
                node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "xlwings" for name in names):
                importers.add(path.relative_to(PACKAGE).as_posix())
            assert not any(name.startswith("xlwings.pro") for name in names), "that part needs a licence key"
    assert importers == {"addin/workbook.py"}
