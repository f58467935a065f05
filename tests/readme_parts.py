"""The parts of README that are made from the code. `python tests/readme_parts.py` writes them; a test compares."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from snwp_xl.cli.main import _parser
from snwp_xl.findings import CATALOGUE, Severity

README = Path(__file__).parent.parent / "README.md"
FILLED_IN, NAMED = re.compile(r"{([a-z_]+)(![rs])?}"), r"*\1*"
MARK = "<!-- made from the code: {name} -->"


def commands() -> str:
    """Every verb with what it does and its example."""
    verbs = next(action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    helps = {action.dest: action.help or "" for action in verbs._choices_actions}
    rows = [f"| `{(verb.epilog or '').removeprefix('example: ')}` | {helps[name]} |" for name, verb in verbs.choices.items()]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def catalogue() -> str:
    """Every finding, most urgent first."""
    rows = []
    for severity in Severity:
        for code, kind in CATALOGUE.items():
            if kind.severity is severity:
                words = " ".join(f"{kind.message} {kind.fix}".split()).replace("|", "\\|")
                rows.append(f"| {severity} | `{code}` | {FILLED_IN.sub(NAMED, words)} |")
    return "\n".join(["| severity | code | what it says |", "|---|---|---|", *rows])


PARTS: dict[str, Callable[[], str]] = {"commands": commands, "findings": catalogue}


def with_parts(text: str) -> str:
    """README with every part made anew."""
    for name, make in PARTS.items():
        mark = MARK.format(name=name)
        before, _, rest = text.partition(f"{mark}\n")
        _, _, after = rest.partition(f"\n{mark}")
        text = f"{before}{mark}\n{make()}\n{mark}{after}"
    return text


if __name__ == "__main__":
    README.write_text(with_parts(README.read_text(encoding="utf-8")), encoding="utf-8")
