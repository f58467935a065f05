"""README says what is so: its commands run, its lists are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from readme_parts import MARK, PARTS, README, with_parts

from snwp_xl.example import write_example

ROOT = README.parent


def test_the_parts_made_from_the_code_are_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    assert all(text.count(MARK.format(name=name)) == 2 for name in PARTS)
    assert with_parts(text) == text, "run: python tests/readme_parts.py"


def test_every_picture_and_file_it_links_to_is_there() -> None:
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_two_commands_are_one_line_each() -> None:
    blocks = re.findall(r"```sh\n(.*?)\n```", README.read_text(encoding="utf-8"), re.DOTALL)
    demo, tests = blocks[:2]
    assert demo.endswith("snwp-xl demo")
    assert "pytest" in tests
    assert "\n" not in demo + tests


def test_only_the_named_things_stand_at_the_top() -> None:
    allowed = {"snwp_xl", "templates", "workbooks", "tests", "pyproject.toml", "README.md", ".ci", ".gitignore", "LICENSE"}
    kept = {Path(line).parts[0] for line in _tracked()}
    assert kept <= allowed


def _tracked() -> list[str]:
    import subprocess

    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() or ["README.md"]


def test_the_example_in_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write_example(tmp_path / "2017-18")
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert "Violent Crime" in said
    assert "Hate Crime" in said
