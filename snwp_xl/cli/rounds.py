"""The verbs of a round: demo, new, blanks, check, calculate."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.cli.terminal import bold, code, findings_text, print_json, say, table, wrapped
from snwp_xl.cli.verbs import Verbs, verb
from snwp_xl.findings import Severity
from snwp_xl.folders import BLANKS
from snwp_xl.phrases import counted, listed

if TYPE_CHECKING:
    from snwp_xl.matrix import MatrixRow
    from snwp_xl.operations import Calculated, Checked, Made

SAID_OF_BLANKS = ("file-", "setup-still-", "blank-")  # how the codes of warnings begin that are about the blanks themselves


def add(verbs: Verbs) -> None:
    """Add these verbs to the command."""
    demo = verb(verbs, "demo", _demo, "make the whole 2017/18 example and calculate it", "snwp-xl demo", folder="2017-18")
    new = verb(verbs, "new", _new, "make a fresh round folder with the project defaults", "snwp-xl new 2027-28")
    for parser in (demo, new):
        parser.add_argument("--no-macros", action="store_true", help="make assessment.xlsx, without buttons, instead of assessment.xlsm")
    new.add_argument("--buttons", action="store_true",
                     help="for an existing round: write its set-up workbook again beside the old one, with buttons for this Python")
    verb(verbs, "blanks", _blanks, "make a blank for each agency", "snwp-xl blanks 2027-28")
    verb(verbs, "check", _check, "say who has returned, and everything that is wrong, with its cell", "snwp-xl check 2027-28", json=True)
    calculate = verb(
        verbs, "calculate", _calculate, "combine scores and counts and write the results workbook", "snwp-xl calculate 2027-28", json=True)
    calculate.add_argument("--public", action="store_true", help="write the public edition too, and a CSV of each of its tables")


def _demo(args: argparse.Namespace) -> int:
    from snwp_xl.example import write_example
    from snwp_xl.operations import calculate

    folder = Path(args.folder)
    made = write_example(folder, macros=not args.no_macros)
    say(f"Made the 2017/18 example in {folder}: set-up, counts, blanks and five completed returns.")
    findings_text(made.findings)
    return _calculated(calculate(folder))


def _new(args: argparse.Namespace) -> int:
    from snwp_xl.operations import new_round

    if args.buttons:
        return _buttons(args)
    made = new_round(args.folder, macros=not args.no_macros)
    say(f"Made a round folder: {made.folder}")
    for file in made.files:
        say(f"  {file.relative_to(made.folder)}")
    findings_text(made.findings)
    button = "press Create blanks, or" if made.files[0].suffix == ".xlsm" else "then"
    say(f"Next: open {made.files[0].name}, fill in the sheets, save it, {button}: snwp-xl blanks {made.folder}")
    return code(made.findings)


def _buttons(args: argparse.Namespace) -> int:
    from snwp_xl.operations import renew_buttons

    again = renew_buttons(args.folder)
    if again.new is None:
        say(f"{again.old.name} is what would be made; its buttons start the Python that runs now.")
        return code(again.findings)
    say(f"Made {again.new}, with the settings of {again.old.name}, which was left as it is.")
    findings_text(again.findings)
    say(wrapped(f"Next: look through {again.new.name}, then move {again.old.name} out of the folder. Until then only the buttons "
                  "know which of the two is meant; the commands refuse to guess.", ""))
    return code(again.findings)


def _blanks(args: argparse.Namespace) -> int:
    from snwp_xl.operations import make_blanks

    return _made(make_blanks(args.folder), "blank", "Send each agency its own. Save what comes back in returns, then: snwp-xl check")


def _check(args: argparse.Namespace) -> int:
    from snwp_xl.operations import check_returns

    checked = check_returns(args.folder)
    if args.json:
        print_json(checked.record())
        return code(checked.findings)
    _returns_table(checked)
    asked = "the workbooks in queries have what the agencies are asked, and " if checked.files else ""
    findings_text(checked.findings, f"{asked}check --json has them all")
    for file in checked.files:
        say(f"Questions to send back: {file.relative_to(checked.folder)}")
    say(_next_step(checked))
    return code(checked.findings)


def _calculate(args: argparse.Namespace) -> int:
    from snwp_xl.operations import calculate

    calculated = calculate(args.folder, public=args.public)
    if args.json:
        print_json(calculated.record())
        return code(calculated.findings)
    return _calculated(calculated)


# --- what is said ----------------------------------------------------------------------------------------------------------


def _calculated(calculated: Calculated) -> int:
    matrix = calculated.matrix
    say()
    say(bold(f"{matrix.assessment.partnership}, {matrix.assessment.name}: {matrix.status.words}"))
    for reason in matrix.status.missing:
        say(f"  - {reason}")
    say()
    rows = [(row.rank or "-", row.name, row.combined_harm, _probability(row), row.risk_score, row.risk_band, row.recommendation or "-")
            for row in matrix.ranked()]
    table(("Rank", "Crime type", "Combined harm", "Probability", "Risk score", "Band", "Recommendation"), rows)
    say()
    _priorities(calculated)
    on_sheet = {one for one in calculated.on_sheet if one.severity is Severity.NOTE}
    findings_text([one for one in calculated.findings if one not in on_sheet], "the sheet Findings of the results and --json have them")
    if on_sheet:
        say(f"There {'is' if len(on_sheet) == 1 else 'are'} {counted(len(on_sheet), 'note')} on the sheet Findings.")
    say(f"Results workbook: {calculated.results}")
    if calculated.briefing:
        say(f"Briefing: {calculated.briefing}")
    if calculated.published:
        say(f"Public edition: {calculated.published.workbook}")
        if calculated.public_briefing:
            say(f"Public briefing: {calculated.public_briefing}")
        say(f"  and a CSV of each of its {len(calculated.published.tables)} tables beside it. Look through both before you publish them.")
    return code(calculated.findings)


def _probability(row: MatrixRow) -> int | str | None:
    """The probability, marked where it or the control state was set by hand."""
    return f"{row.probability} (by hand)" if row.by_hand and row.probability is not None else row.probability


def _priorities(calculated: Calculated) -> None:
    matrix = calculated.matrix
    say(bold("Recommended to the board"))
    priorities = matrix.priorities()
    for theme in (*priorities.select, *priorities.compelled):
        say(wrapped(f"  {theme.advice}: {theme.name}. {theme.reason}", "    "))
    if priorities.sentence:
        say(wrapped(f"  {priorities.sentence}", "  "))
    chosen = [one for one in matrix.assessment.decisions if one.choice == "Priority"]
    if chosen:
        say(bold("What the board decided"))
        for i, one in enumerate(chosen, start=1):
            wording = f": {one.public_wording}" if one.public_wording else ""  # never the reason, which is not meant for the public
            say(wrapped(f"  {i}. {one.theme} ({one.ground or 'no ground given'}){wording}", "     "))
    obligations = matrix.assessment.settings.statutory_obligations
    if obligations:
        say(wrapped(f"  Alongside them, by law: {'; '.join(obligations)}.", "  "))
    say()


def _returns_table(checked: Checked) -> None:
    if checked.returns is None:
        return
    files = {one.agency: one.file for one in checked.returns.in_force}
    table(("Agency", "Return", "File"), [(agency, state, files.get(agency, "-")) for agency, state in checked.returns.states.items()])
    say()


def _next_step(checked: Checked) -> str:
    if checked.assessment is None:
        return "Next: correct the set-up workbook, save it, and check again."
    ask = f"send the questions back: snwp-xl emails {checked.folder} --kind query." if checked.files else ""
    errors = [one for one in checked.findings if one.severity is Severity.ERROR]
    if errors:
        theirs = f", or {ask or 'ask the agency.'}" if any(one.agency for one in errors) else "."
        return f"Next: put right what is marked ERROR{theirs} Then check again."
    waiting = [agency for agency, state in checked.returns.states.items() if state == "missing"] if checked.returns else []
    if checked.returns and len(waiting) == len(checked.returns.states) and not any((checked.folder / BLANKS).glob("*.xlsx")):
        return f"Next: snwp-xl blanks {checked.folder}"
    theirs = "its return" if len(waiting) == 1 else "their returns"
    returns = f"ask {listed(waiting)} for {theirs}; snwp-xl status {checked.folder} says whom to invite or remind." if waiting else ""
    calculate = f"snwp-xl calculate {checked.folder}"
    first = " Then ".join(part for part in (ask, returns) if part)
    return f"Next: {first} You can calculate meanwhile: {calculate}" if first else f"Next: {calculate}"


def _made(made: Made, what: str, then: str) -> int:
    say(f"Made {counted(len(made.files), what)}:")
    for file in made.files:
        say(f"  {file.relative_to(made.folder)}")
    if made.counts:
        say(f"Made {made.counts.name} again, with the crime types and dates of the set-up; nobody had filled it in.")
    findings_text([one for one in made.findings if one.severity is not Severity.WARNING or one.code.startswith(SAID_OF_BLANKS)])
    say(f"Next: {then} {made.folder}")
    return code(made.findings)
