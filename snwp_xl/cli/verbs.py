"""How a verb is added to the command: its help, its example, its round folder."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def verb(
    verbs: Verbs, name: str, run: Callable[[argparse.Namespace], int], words: str, example: str, *, folder: str = "",
    takes: str = "FOLDER", help: str = "the round folder", json: bool = False,
) -> argparse.ArgumentParser:
    """Add a verb that takes a folder (optional if `folder` gives its default), and `--json` if it has it."""
    parser = verbs.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=f"example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    if folder:
        parser.add_argument("folder", nargs="?", default=folder, type=_named, metavar=takes, help=f"{help} (default: {folder})")
    else:
        parser.add_argument("folder", type=_named, metavar=takes, help=help)
    if json:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.set_defaults(run=run)
    return parser


def _named(folder: str) -> str:
    """A folder's name; none would be the current folder, and a shell gives none for a variable that is not set."""
    if not folder:
        raise argparse.ArgumentTypeError("it is empty")
    return folder
