"""Versions told from folders' names are those that importlib.metadata tells."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from snwp_xl import installed
from snwp_xl.calculation import PACKAGES


@pytest.mark.parametrize("package", [*PACKAGES, "xlsxwriter", "Jinja2", "et-xmlfile", "python.dateutil"])
def test_the_same_versions(package: str) -> None:
    assert installed.version_of(package) == version(package)


def test_a_package_that_is_not_there() -> None:
    with pytest.raises(PackageNotFoundError):
        version("snwp-xl-is-not-called-so")
    assert installed.version_of("snwp-xl-is-not-called-so") is None


def test_the_first_on_the_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, name in (("a", "One_Thing-2.0rc1+local.dist-info"), ("b", "one.thing-1.0.dist-info")):
        (tmp_path / folder / name).mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "b")
    monkeypatch.syspath_prepend(tmp_path / "a")
    assert installed.version_of("one-thing") == "2.0rc1+local"
