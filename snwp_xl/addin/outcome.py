"""What a button says of what it did: in one line for Start, in a message box, and as tables for the sheet Latest.

Pure: no Excel here. Messages are short enough for a message box; everything else stands on Latest and in the results.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from snwp_xl.findings import Finding, Severity
from snwp_xl.frozen import dataclass
from snwp_xl.layout import latest
from snwp_xl.phrases import capital, counted, first_few

if TYPE_CHECKING:
    from snwp_xl.doctor import Line
    from snwp_xl.operations import Calculated, Checked, Drafted, Made
    from snwp_xl.returns import Returns

LONGEST_LINE = 170  # characters of one finding in a message box
LONGEST_CELL = 250  # characters; Excel shows longer ones in text cells as ###
MOST_SAID, MOST_LISTED = 4, 200  # findings in a message box, and on Latest
NAMED = 6  # names in one sentence
KINDS = {"invitation": "invitations", "incidents": "incident counts", "reminder": "reminders", "query": "questions", "results": "results"}
LATEST_HAS_ALL = "The sheet Latest lists them all."

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Section:
    """A table on the sheet Latest. Columns that hold numbers stand side by side."""

    heading: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    numbers: range = range(0)  # the columns that hold numbers
    bands: int = -1  # the column that holds risk bands, which have colours; -1: none does

    def lines(self) -> tuple[tuple[Value, ...], ...]:
        """The rows as they are written: words too long for their column go on in further rows, where they can be seen."""
        last = len(self.headings) - 1
        room = (*latest.WIDTHS[:last], sum(latest.WIDTHS[last:]))
        return tuple(line for row in self.rows for line in zip_longest(*map(_wrapped, row, room)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of pressing a button."""

    state: str  # one line, for Start
    says: str  # for the message box
    sections: tuple[Section, ...] = ()
    results: Path | None = None  # a workbook to offer
    serious: bool = False  # nothing was done, or something is wrong


CANCELLED = Outcome("Cancelled", "")


def of_blanks(made: Made) -> Outcome:
    """Blanks were made."""
    count = counted(len(made.files), "blank")
    files = Section("Blanks", ("File",), tuple((_within(file, made.folder),) for file in made.files))
    again = f"{made.counts.name}, still empty, was made again with the crime types and dates of the set-up." if made.counts else ""
    says = [f"{count} made, in the folder blanks.", *([again] if again else []), *_said(made.findings),
            "Send each agency its own: the button Draft e-mails drafts the invitations. Save what comes back in the folder returns."]
    return Outcome(f"{count} made", _message(says), (files, *_listed(made.findings)))


def of_check(checked: Checked) -> Outcome:
    """Returns were read, or the set-up could not be."""
    errors, queries = (_of(checked.findings, severity) for severity in (Severity.ERROR, Severity.QUERY))
    if checked.returns is None:
        state = f"The set-up has {counted(len(errors), 'error')}"
        says = [f"{state}, so no return was read.", *_said(errors), "Correct the cells named, and press Check returns again."]
        return Outcome(state, _message(says), _listed(checked.findings), serious=True)
    found = ", ".join(counted(len(some), word) for some, word in ((errors, "error"), (queries, "question")) if some) or "nothing to ask"
    state = f"{_standing(checked.returns)}; {found}"
    asked = [counted(len(checked.files), "workbook") + " with questions to send back: see the folder queries."] if checked.files else []
    says = [f"{_sentence(state)}", *_said((*errors, *queries)), *asked, _next_of_check(checked.returns, bool(errors or queries))]
    return Outcome(state, _message(says), (_returns(checked.returns), *_listed(checked.findings)))


def of_calculation(calculated: Calculated) -> Outcome:
    """The harm matrix was calculated."""
    matrix, report = calculated.matrix, calculated.report
    bands = Counter(row.risk_band for row in matrix.rows)
    counts = ", ".join(f"{bands[band]} {band}" for band in dict.fromkeys(row.risk_band for row in matrix.ranked()))
    state = f"{matrix.status.words}, edition {report.edition}: {counts}"
    priorities = matrix.priorities()
    advised = [(words, themes) for words, themes in (("Select", priorities.select), ("Compelled", priorities.compelled)) if themes]
    says = [f"Harm matrix {matrix.assessment.name}: {matrix.status.words}. {counts}.",
            *([f"Still missing: {first_few(matrix.status.missing, NAMED, '; ')}."] if matrix.status.missing else []),
            *(f"{words}: {first_few([theme.name for theme in themes], NAMED)}." for words, themes in advised),
            *([priorities.sentence] if priorities.sentence else []),
            *_said(_of(calculated.findings, Severity.ERROR)), *_new_names(calculated.findings),
            f"The results are in {_within(calculated.results, calculated.folder)}."]
    sections = (_matrix(calculated), _returns(calculated.returns), *_listed(calculated.findings))
    return Outcome(state, _message(says), sections, calculated.results)


def of_drafts(drafted: Drafted) -> Outcome:
    """E-mails were drafted."""
    kind = KINDS[str(drafted.kind)]
    without = [one for one in drafted.outcomes if one.draft is None and one.findings]
    nobody = f"; none for {first_few([one.recipient for one in without], NAMED)}" if without else ""
    state = f"{counted(len(drafted.files), 'draft')} ({kind}){nobody}"
    after = ["They are in the folder emails. Open each, look at the attachment, and send it."] if drafted.files else []
    says = [f"{_sentence(state)}", *after, *_said(_of(drafted.findings, Severity.ERROR))]
    rows = tuple((one.recipient, "drafted" if one.draft else "no draft", _flat(one.why)) for one in drafted.outcomes)
    table = Section(f"E-mails: {kind}", ("Recipient", "Draft", "Remark"), rows)
    return Outcome(state, _message(says), (table, *_listed(drafted.findings)), serious=bool(without))


def of_computer(lines: Sequence[Line]) -> Outcome:
    """This computer was looked at."""
    wrong = [line for line in lines if line.wrong]
    state = f"{counted(len(wrong), 'thing')} to put right" if wrong else "Everything that could be checked is in order"
    said = [short(f"{line.subject}: {line.words} {line.advice}".strip(), LONGEST_LINE) for line in wrong[:MOST_SAID]]
    says = [_sentence(state), *said, "The sheet Latest has every line, to copy for ICT." if wrong else "The sheet Latest has every line."]
    rows = tuple((line.subject, str(line.verdict), _flat(f"{line.words} {line.advice}")) for line in lines)
    return Outcome(state, _message(says), (Section("This computer", ("What", "Verdict", "Words"), rows),), serious=bool(wrong))


def refused(words: str) -> Outcome:
    """Nothing was done, for a reason that the officer can do something about; an older report does not stay beside it."""
    why = Section("Nothing was done", ("Why",), ((_flat(words),),))
    return Outcome(short(f"{latest.NOT_DONE}: {words}"), words, (why,), serious=True)


# --- tables ---------------------------------------------------------------------------------------------------------------


def _matrix(calculated: Calculated) -> Section:
    matrix = calculated.matrix
    rows = tuple(
        (row.name, row.rank, row.combined_harm, row.probability, row.risk_score, str(row.risk_band), str(row.recommendation or "-"))
        for row in matrix.ranked())
    headings = ("Crime type", "Rank", "Combined harm", "Probability", "Risk score", "Risk band", "Recommendation")
    return Section(f"Harm matrix {matrix.assessment.name}: {matrix.status.words}, edition {calculated.report.edition}", headings, rows,
                   range(1, 5), bands=5)


def _returns(returns: Returns) -> Section:
    files = {one.agency: one.file for one in returns.in_force}
    rows = tuple((agency, str(state), files.get(agency, "-")) for agency, state in returns.states.items())
    return Section("Returns", ("Agency", "Return", "File"), rows)


def _listed(findings: Sequence[Finding]) -> tuple[Section, ...]:
    """What was found, notes only where there is nothing else; nothing for nothing."""
    shown = [one for one in findings if one.severity is not Severity.NOTE] or list(findings)
    if not shown:
        return ()
    rows = [(_flat(str(one.place) or one.agency or "The round"), str(one.severity), _flat(f"{one.message} {one.fix}"))
            for one in shown[:MOST_LISTED]]
    if len(shown) > MOST_LISTED:
        rows.append(("Not listed", "", f"and {len(shown) - MOST_LISTED} more; the sheet Findings of the results has them all."))
    return (Section("What was found", ("Where", "Severity", "What, and what to do"), tuple(rows)),)


# --- words ----------------------------------------------------------------------------------------------------------------


def _standing(returns: Returns) -> str:
    """4 of 5 complete, missing Fire."""
    states = Counter(str(state) for state in returns.states.values())
    words = [f"{states.pop('complete', 0)} of {len(returns.states)} complete"]
    for state in states:
        words.append(f"{state}: {first_few([agency for agency, one in returns.states.items() if str(one) == state], NAMED)}")
    return ", ".join(words)


def _next_of_check(returns: Returns, asked: bool) -> str:
    if asked:
        return "Put right what is marked ERROR or ask the agency: the button Draft e-mails drafts the questions."
    waiting = [agency for agency, state in returns.states.items() if str(state) == "missing"]
    return f"{'You can calculate meanwhile' if waiting else 'Next'}: the button Calculate."


def _new_names(findings: Sequence[Finding]) -> list[str]:
    """The officer would look for the results under their usual name."""
    return [short(str(one), LONGEST_LINE) for one in findings if one.code in ("file-open", "file-kept")][:MOST_SAID]


def _of(findings: Iterable[Finding], severity: Severity) -> list[Finding]:
    return [one for one in findings if one.severity is severity]


def _said(findings: Sequence[Finding]) -> list[str]:
    """The first few findings; notes and warnings only on Latest."""
    urgent = [one for one in findings if one.severity in (Severity.ERROR, Severity.QUERY)]
    lines = [f"- {short(str(one), LONGEST_LINE)}" for one in urgent[:MOST_SAID]]
    return ["\n".join(lines + ([LATEST_HAS_ALL] if len(urgent) > MOST_SAID else []))] if lines else []


def _message(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _sentence(words: str) -> str:
    return f"{capital(words)}."


def short(text: str, longest: int = LONGEST_CELL) -> str:
    """A text on one line, cut where a cell or a message box would not show it."""
    flat = _flat(text)
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _wrapped(value: Value, room: int) -> list[Value]:
    """A cell's words in lines of so many characters; a number, or nothing, as it is."""
    return list(textwrap.wrap(value, room, break_on_hyphens=False)) or [value] if isinstance(value, str) else [value]


def _within(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
