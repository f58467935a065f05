"""The command itself: arguments -> verb -> exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from snwp_xl.cli import counts, crowd, desk, post, published, rounds
from snwp_xl.cli.terminal import BAD_CALL, DONE
from snwp_xl.findings import RoundError

GROUPS = (rounds, counts, post, published, crowd, desk)  # modules of verbs, in the order of --help


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="snwp-xl", description="Harm scoring for community safety partnerships: blanks out, returns in, harm matrix, results.",
        epilog="example: snwp-xl demo", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    for group in GROUPS:
        group.add(verbs)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0 done, 1 done with an ERROR found, 2 the call itself was wrong."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a character must not stop the work
    parser = _parser()
    args = parser.parse_args(argv)
    if args.version:
        from importlib.metadata import version

        print(f"snwp-xl {version('snwp_xl')}")
        return DONE
    if not args.verb:
        parser.print_help()
        return BAD_CALL
    try:
        code: int = args.run(args)
    except (RoundError, OSError) as problem:
        print(f"snwp-xl: {' '.join(str(problem).split())}", file=sys.stderr)
        return BAD_CALL
    return code
