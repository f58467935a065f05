"""A verb imports only what it needs, and templates compiled before say the same as templates compiled now."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from snwp_xl import texts
from snwp_xl.example import write_example
from snwp_xl.findings import Finding
from snwp_xl.texts import Texts

TABLES = {"pandas", "numpy", "openpyxl"}
HEAVY = TABLES | {"xlsxwriter", "jinja2", "xlwings"}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example round, not yet calculated."""
    folder = tmp_path_factory.mktemp("start") / "2017-18"
    write_example(folder)
    return folder


def imported(*arguments: str) -> set[str]:
    """The packages that the command has imported when it ends, which it must do with exit code 0."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('IMPORTED', *sorted({name.split('.')[0] for name in sys.modules})))\n"
        f"sys.argv = ['snwp-xl', *{list(arguments)!r}]\n"
        "from snwp_xl.cli import command\n"
        "sys.exit(command())")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "100"})
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()[-1].split()
    assert said[0] == "IMPORTED"
    assert "snwp_xl" in said
    return set(said[1:])


@pytest.mark.parametrize("arguments", [("--help",), ("calculate", "--help"), ("roundup", "--help"), ("--version",)])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not imported(*arguments) & HEAVY


def test_check_neither_reads_with_pandas_nor_loads_what_writes(example: Path) -> None:
    assert not imported("check", str(example)) & HEAVY


def test_calculate_does_without_pandas(example: Path) -> None:
    found = imported("calculate", str(example))
    assert not found & (TABLES | {"xlwings"})
    assert {"xlsxwriter", "jinja2"} <= found


def test_status_and_roundup_do_without_pandas(example: Path) -> None:
    assert not imported("status", str(example)) & TABLES
    assert not imported("roundup", str(example.parent)) & (TABLES | {"jinja2", "xlwings"})


# --- compiled templates ----------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled templates are kept during a test."""
    folder = tmp_path / "kept"
    folder.mkdir()
    monkeypatch.setattr(texts, "__spec__", SimpleNamespace(cached=str(folder / "texts")))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


def signature(round_folder: Path) -> str | Finding:
    """A small standard template, filled in."""
    officer = {"name": "A. Example", "phone": "01530 000000", "email": "a@b.example"}
    return Texts(round_folder).render("signature.txt", {"officer": officer, "partnership": "Safer Here", "marking": "OFFICIAL"})


@pytest.mark.parametrize("spoil", [lambda data: data, lambda data: data[:40], lambda data: b"", lambda data: data[:12] + b"\xff" * 40])
def test_compiled_before_is_the_same_as_compiled_now(kept: Path, tmp_path: Path, spoil: object) -> None:
    first = signature(tmp_path)
    assert first == "A. Example\nSafer Here\n01530 000000\na@b.example\n\nOFFICIAL"
    files = list(kept.iterdir())
    assert [path.suffix for path in files] == [".cache"]
    files[0].write_bytes(spoil(files[0].read_bytes()))  # type: ignore[operator]
    assert signature(tmp_path) == first


def test_what_an_officer_wrote_is_never_kept(kept: Path, tmp_path: Path) -> None:
    signature(tmp_path)
    before = {path: path.read_bytes() for path in kept.iterdir()}
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "signature.txt").write_text("Ours: {{ partnership }}")
    assert signature(tmp_path) == "Ours: Safer Here"
    assert {path: path.read_bytes() for path in kept.iterdir()} == before


def test_without_a_place_to_keep_them_templates_are_compiled(kept: Path, tmp_path: Path) -> None:
    first = signature(tmp_path)
    for path in kept.iterdir():
        path.unlink()
    kept.rmdir()
    assert signature(tmp_path) == first
