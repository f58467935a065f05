"""The built wheel holds what the package needs and runs the example in an empty folder."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True)
    return folder / done.stdout.split()[-1]


def test_it_holds_the_templates_and_the_data_of_the_example(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder, kept in (("templates", ROOT / "templates"), ("workbooks/source", ROOT / "workbooks" / "source")):
        expected = {f"snwp_xl/{folder}/{path.relative_to(kept).as_posix()}" for path in kept.rglob("*") if path.is_file()}
        assert expected
        assert expected <= set(names)
    assert "snwp_xl/py.typed" in names
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "snwp_xl").rglob("*.bas")} <= set(names)


def test_it_runs_the_example_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as parts:
        parts.extractall(site)
    code = f"import sys; sys.path.insert(0, {str(site)!r}); import snwp_xl, snwp_xl.cli; print(snwp_xl.__file__); " \
           "sys.exit(snwp_xl.cli.main(['demo']))"
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=empty, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(site) in done.stdout
    assert (empty / "2017-18" / "results" / "Harm matrix 2017-18.xlsx").exists()
