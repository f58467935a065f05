"""The command `snwp-xl`: arguments -> operation -> text and exit code. The only module that prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.findings import Finding, RoundError, Severity, worst

if TYPE_CHECKING:
    from snwp_xl.operations import Calculated, Checked, Made

DONE, FOUND_ERRORS, BAD_CALL = 0, 1, 2
COLOURS = {Severity.ERROR: "31", Severity.QUERY: "35", Severity.WARNING: "33", Severity.NOTE: "36"}
TEXT_WIDTH = 100
MOST_ROWS = 40


# --- the verbs -----------------------------------------------------------------------------------------------------------


def _demo(args: argparse.Namespace) -> int:
    from snwp_xl.example import write_example
    from snwp_xl.operations import calculate

    folder = Path(args.folder)
    write_example(folder)
    print(f"Made the 2017/18 example in {folder}: set-up, counts, blanks and five completed returns.")
    return _calculated(calculate(folder))


def _new(args: argparse.Namespace) -> int:
    from snwp_xl.operations import new_round

    made = new_round(args.folder)
    print(f"Made a round folder: {made.folder}")
    for file in made.files:
        print(f"  {file.relative_to(made.folder)}")
    print(f"Next: open {made.files[0].name}, fill in the sheets, save it, then: snwp-xl blanks {made.folder}")
    return _code(made.findings)


def _blanks(args: argparse.Namespace) -> int:
    from snwp_xl.operations import make_blanks

    return _made(make_blanks(args.folder), "blanks", "Send each agency its own. Save what comes back in returns, then: snwp-xl check")


def _check(args: argparse.Namespace) -> int:
    from snwp_xl.operations import check_returns

    checked = check_returns(args.folder)
    if args.json:
        _print_json(checked.record())
        return _code(checked.findings)
    _returns_table(checked)
    _findings_text(checked.findings)
    print(_next_step(checked))
    return _code(checked.findings)


def _calculate(args: argparse.Namespace) -> int:
    from snwp_xl.operations import calculate

    calculated = calculate(args.folder)
    if args.json:
        _print_json(calculated.record())
        return _code(calculated.findings)
    return _calculated(calculated)


# --- what is said ----------------------------------------------------------------------------------------------------------


def _calculated(calculated: Calculated) -> int:
    matrix = calculated.matrix
    print()
    print(_bold(f"{matrix.assessment.partnership}, {matrix.assessment.name}: {matrix.status.words}"))
    for reason in matrix.status.missing:
        print(f"  - {reason}")
    print()
    rows = [(row.rank or "-", row.name, row.combined_harm, row.probability, row.risk_score, row.risk_band, row.recommendation or "-")
            for row in matrix.ranked()]
    _table(("Rank", "Crime type", "Combined harm", "Probability", "Risk score", "Band", "Recommendation"), rows)
    print()
    _priorities(calculated)
    _findings_text(calculated.findings)
    print(f"Results workbook: {calculated.results}")
    return _code(calculated.findings)


def _priorities(calculated: Calculated) -> None:
    matrix = calculated.matrix
    print(_bold("Recommended to the board"))
    priorities = matrix.priorities()
    for theme in (*priorities.select, *priorities.compelled):
        print(_wrapped(f"  {theme.advice}: {theme.name}. {theme.reason}", "    "))
    print(_wrapped(f"  {priorities.sentence}", "  "))
    chosen = [one for one in matrix.assessment.decisions if one.choice == "Priority"]
    if chosen:
        print(_bold("What the board decided"))
        for i, one in enumerate(chosen, start=1):
            print(_wrapped(f"  {i}. {one.theme} ({one.ground or 'no ground given'}): {one.public_wording or one.reason}", "     "))
    obligations = matrix.assessment.settings.statutory_obligations
    if obligations:
        print(f"  Beside them, by law: {'; '.join(obligations)}.")
    print()


def _returns_table(checked: Checked) -> None:
    if checked.returns is None:
        return
    files = {one.agency: one.file for one in checked.returns.in_force}
    _table(("Agency", "Return", "File"), [(agency, state, files.get(agency, "-")) for agency, state in checked.returns.states.items()])
    print()


def _findings_text(findings: Sequence[Finding]) -> None:
    shown = [one for one in findings if one.severity is not Severity.NOTE] or list(findings)
    if not shown:
        return
    heading = None
    for one in shown[:MOST_ROWS]:
        group = one.agency or "The round"
        if group != heading:
            print(_bold(group))
            heading = group
        print(_wrapped(f"  {_coloured(one.severity)} {one}", "    "))
    if len(shown) > MOST_ROWS:
        print(f"  ... and {len(shown) - MOST_ROWS} more; the sheet Findings of the results has them all.")
    print()


def _next_step(checked: Checked) -> str:
    if checked.assessment is None:
        return "Next: correct the set-up workbook, save it, and check again."
    if checked.worst is Severity.ERROR:
        return "Next: put right what is marked ERROR, or ask the agency, then check again."
    waiting = [agency for agency, state in checked.returns.states.items() if state == "missing"] if checked.returns else []
    if waiting:
        return f"Next: remind {', '.join(waiting)}. You can calculate meanwhile: snwp-xl calculate {checked.folder}"
    return f"Next: snwp-xl calculate {checked.folder}"


def _made(made: Made, what: str, then: str) -> int:
    print(f"Made {len(made.files)} {what}:")
    for file in made.files:
        print(f"  {file.relative_to(made.folder)}")
    _findings_text([one for one in made.findings if one.severity is not Severity.WARNING])
    print(f"Next: {then} {made.folder}")
    return _code(made.findings)


def _code(findings: Iterable[Finding]) -> int:
    return FOUND_ERRORS if worst(findings) is Severity.ERROR else DONE


# --- the terminal ------------------------------------------------------------------------------------------------------------


def _table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under headings; numbers to the right, a missing value as a dash."""
    texts = [["-" if value is None else str(value) for value in row] for row in rows]
    widths = [max(len(heading), *(len(row[i]) for row in texts)) if texts else len(heading) for i, heading in enumerate(headings)]
    right = [all(isinstance(row[i], int | float | None) or row[i] == "-" for row in rows) for i in range(len(headings))]
    print(_bold("  ".join(heading.ljust(width) for heading, width in zip(headings, widths, strict=True)).rstrip()))
    for row in texts:
        cells = (text.rjust(width) if to_right else text.ljust(width) for text, width, to_right in zip(row, widths, right, strict=True))
        print("  ".join(cells).rstrip())


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, TEXT_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _colourful() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _bold(text: str) -> str:
    return f"\x1b[1m{text}\x1b[0m" if _colourful() else text


def _coloured(severity: Severity) -> str:
    return f"\x1b[{COLOURS[severity]}m{severity}\x1b[0m" if _colourful() else str(severity)


def _print_json(record: dict[str, object]) -> None:
    print(json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False))


# --- arguments ---------------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="snwp-xl", description="Harm scoring for community safety partnerships: blanks out, returns in, harm matrix, results.",
        epilog="example: snwp-xl demo", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    _verb(verbs, "demo", _demo, "make the whole 2017/18 example and calculate it", "snwp-xl demo", folder="2017-18")
    _verb(verbs, "new", _new, "make a fresh round folder with the project defaults", "snwp-xl new 2027-28")
    _verb(verbs, "blanks", _blanks, "make a blank for each agency", "snwp-xl blanks 2027-28")
    _verb(verbs, "check", _check, "say who has returned, and everything that is wrong, with its cell", "snwp-xl check 2027-28", json=True)
    _verb(verbs, "calculate", _calculate, "combine scores and counts and write the results workbook", "snwp-xl calculate 2027-28", json=True)
    return parser


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Callable[[argparse.Namespace], int], words: str,
    example: str, *, folder: str = "", json: bool = False,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}.", epilog=f"example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    if folder:
        parser.add_argument("folder", nargs="?", default=folder, metavar="FOLDER", help=f"the round folder (default: {folder})")
    else:
        parser.add_argument("folder", metavar="FOLDER", help="the round folder")
    if json:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.set_defaults(run=run)
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


if __name__ == "__main__":
    sys.exit(main())
