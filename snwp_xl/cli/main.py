"""The command itself: arguments -> verb -> exit code."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from snwp_xl.cli.terminal import BAD_CALL, DONE, INTERRUPTED, seen
from snwp_xl.findings import RoundError

GROUPS = ("rounds", "counts", "post", "published", "crowd", "desk")  # modules of verbs, in the order of --help
WAITED_FOR = {"check": "rounds", "calculate": "rounds"}  # verbs for which only their own group is imported
GARBAGE = (50_000, 20, 100)  # collect ten times as seldom as Python does: a verb makes much, keeps most of it, and ends


class _Parser(argparse.ArgumentParser):
    """A parser that refuses a wrong call in one line, where argparse prints its usage first."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is, and end."""
        said = message.replace("unrecognized", "unknown")  # argparse spells it the American way
        self.exit(BAD_CALL, f"{self.prog}: {said}. For help: {self.prog} --help\n")


def _parser(verb: str = "") -> argparse.ArgumentParser:
    """The parser of every verb; for one that is waited for, of its group."""
    parser = _Parser(
        prog="snwp-xl", description="Harm scoring for community safety partnerships: blanks out, returns in, harm matrix, results.",
        epilog="example: snwp-xl demo", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", prog=parser.prog)
    for group in (WAITED_FOR[verb],) if verb in WAITED_FOR else GROUPS:
        import_module(f"snwp_xl.cli.{group}").add(verbs)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0 done, 1 done with an ERROR found, 2 the call itself was wrong."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a character must not stop the work
    given = sys.argv[1:] if argv is None else argv
    parser = _parser(given[0] if given else "")
    args = parser.parse_args(given)
    if not args.verb and not args.version:
        parser.error("it needs a command, such as demo")
    try:
        code: int = _say_version() if args.version else args.run(args)
    except BrokenPipeError:  # whoever was reading has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - or Python complains once more as it ends
        return DONE
    except KeyboardInterrupt:
        print("\nsnwp-xl: stopped.", file=sys.stderr)
        return INTERRUPTED
    except (RoundError, OSError) as problem:
        print(seen(f"snwp-xl: {' '.join(_words(problem).split())}"), file=sys.stderr)
        return BAD_CALL
    return code


def _words(problem: RoundError | OSError) -> str:
    """What went wrong, without the system's number for it."""
    if isinstance(problem, OSError) and problem.strerror and problem.filename is not None:
        return f"{problem.filename}: {problem.strerror}."
    return str(problem)


def _say_version() -> int:
    from importlib.metadata import version

    print(f"snwp-xl {version('snwp_xl')}")
    return DONE


def command() -> int:
    """The command as a process of its own: `main`, without collecting garbage that the end of the process frees anyway."""
    gc.set_threshold(*GARBAGE)
    try:
        return main()
    finally:
        gc.freeze()
