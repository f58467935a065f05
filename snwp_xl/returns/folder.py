"""All the files of returns/ -> each agency's return in force, and what became of every file.

A query workbook supersedes the return whose SHA-256 it carries. Any other second return is identical (NOTE), or a
duplicate (ERROR) unless the sheet Agencies names the file that counts. Nothing in the folder is written, moved or deleted.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import field
from pathlib import Path

from snwp_xl.findings import Finding, Place, Severity, finding
from snwp_xl.folders import RETURNS, SUPERSEDED
from snwp_xl.frozen import dataclass
from snwp_xl.intake import Book, Refusal, ignorable, read_book
from snwp_xl.layout import grid_of
from snwp_xl.model import Agency, AgencyState, Assessment, Return, ScoreRow
from snwp_xl.questions import far_from_others
from snwp_xl.returns.entries import IGNORED, ReadReturn, ReturnFile, Returns
from snwp_xl.returns.grid import some
from snwp_xl.returns.reading import read_return, with_questions
from snwp_xl.returns.renamed import without_renamed

REMARKS = ("outside-form", "sheet-added", "file-notes")  # words that no other file has to hold
IN_A_FOLDER = "it is in a subfolder of returns"
NOT_COUNTED = "not counted"  # what becomes of a return that came after its agency was closed


def read_returns(folder: Path | str, assessment: Assessment) -> Returns:
    """Read every file in the round folder's returns/; a bad one never stops the others."""
    read, files, findings = [], [], []
    for path, name in _files(Path(folder) / RETURNS):
        reason = _not_read(path, name)
        if reason:
            files.append(ReturnFile(name, IGNORED, reason=reason))
            if not _superseded(name):
                findings.append(finding("return-elsewhere" if reason == IN_A_FOLDER else "file-ignored", Place(name), what=reason))
            continue
        read.append(_read_one(path, name, assessment))
    return collect(read, assessment, files, findings)


def _read_one(path: Path, name: str, assessment: Assessment) -> ReadReturn:
    book: Book | Refusal = read_book(path, name=name)
    if isinstance(book, Refusal):
        return _refused(name, book.sha256, finding(book.code, Place(name), what=book.what))
    try:
        return read_return(book, assessment, file=name)
    except Exception as fault:  # a fault of ours with one file never stops the others
        return _refused(name, book.sha256, finding("return-fault", Place(name), what=f"{type(fault).__name__}: {fault}"))


def _refused(name: str, sha256: str, found: Finding) -> ReadReturn:
    return ReadReturn(name, sha256, AgencyState.UNUSABLE, findings=(found,))


def _files(folder: Path) -> list[tuple[Path, str]]:
    """Every file under a folder, with its name from the round folder on, in the order of names.

    OSError where something is there that cannot be looked into: that nobody has returned is never guessed.
    """
    if not os.path.lexists(folder):
        return []
    os.scandir(folder).close()
    paths = [path for path in folder.rglob("*") if not path.is_dir()]
    named = [(path, f"{RETURNS}/{path.relative_to(folder).as_posix()}") for path in paths]
    return sorted(named, key=lambda one: (one[1].casefold(), one[1]))


def _superseded(name: str) -> bool:
    return name.casefold().startswith(f"{SUPERSEDED}/")


def _not_read(path: Path, name: str) -> str:
    """Why a file is not read; empty if it is."""
    if _superseded(name):
        return f"it is in {SUPERSEDED}"
    why = ignorable(path)
    if why:
        return why
    return IN_A_FOLDER if name.count("/") > 1 else ""


# --- which return counts -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Arrivals:
    """What arrived from one agency, being sorted out."""

    agency: Agency
    read: Sequence[ReadReturn]
    became: dict[str, tuple[str, str]] = field(default_factory=dict)  # file -> what became of it, and why
    findings: list[Finding] = field(default_factory=list)
    in_force: ReadReturn | None = None
    state: AgencyState = AgencyState.MISSING

    def find(self, code: str, file: str = "", **values: object) -> None:
        """Note a finding about this agency."""
        self.findings.append(finding(code, Place(file), agency=self.agency.name, **values))  # type: ignore[arg-type]

    def put_aside(self, one: ReadReturn, became: str, reason: str, code: str, **values: object) -> None:
        """Say that a file does not count, and why; what somebody wrote beside its form is told all the same."""
        self.became[one.file] = (became, reason)
        self.find(code, one.file, name=_short(one.file), **values)
        self.findings += [found for found in one.findings if found.code in REMARKS]


def collect(
    read: Iterable[ReadReturn], assessment: Assessment, files: Sequence[ReturnFile] = (), findings: Sequence[Finding] = ()
) -> Returns:
    """Decide, of files already read, which return of each agency is in force."""
    every, renamed = without_renamed(list(read), assessment)
    arrivals = [_sort_out(agency, [one for one in every if one.agency == agency.name], assessment) for agency in assessment.agencies]
    found = [*findings, *renamed, *(one for single in every if not single.agency for one in single.findings)]
    became = {file: words for one in arrivals for file, words in one.became.items()}
    listed = [*files, *(_listed(one, became) for one in every)]
    in_force = tuple(one.in_force.return_ for one in arrivals if one.in_force and one.in_force.return_)
    found += [single for one in arrivals for single in one.findings]
    return Returns(
        in_force,
        {one.agency.name: one.state for one in arrivals},
        (*found, *far_from_others(assessment, in_force)),
        tuple(sorted(listed, key=lambda one: (one.file.casefold(), one.file))),
        {one.agency.name: one.in_force for one in arrivals if one.in_force},
    )


def _listed(one: ReadReturn, became: dict[str, tuple[str, str]]) -> ReturnFile:
    words, reason = became.get(one.file, ("unusable", one.findings[0].message if one.findings else ""))
    return ReturnFile(one.file, words, one.sha256, one.agency, reason)


def _sort_out(agency: Agency, read: Sequence[ReadReturn], assessment: Assessment) -> Arrivals:
    these = Arrivals(agency, read)
    if agency.closed:
        return _closed(these)
    usable = [one for one in read if one.usable]
    for one in read:
        if not one.usable:
            these.findings += one.findings
            these.became[one.file] = ("unusable", one.findings[0].message)
    latest = _latest(these, usable)
    latest = _named(these, latest)
    kept = _different(these, latest)
    if len(kept) > 1:
        _duplicates(these, kept, assessment)
    elif kept:
        earlier = [fact for old in read if old is not kept[0] and _descends(kept[0], old, read) for fact in old.settled]
        these.in_force, these.state = with_questions(kept[0], assessment, earlier), kept[0].state
        these.became[kept[0].file] = ("used", "")
        these.findings += these.in_force.findings
    elif read:
        these.state = AgencyState.UNUSABLE
    else:
        these.find("return-missing")
    return these


def _closed(these: Arrivals) -> Arrivals:
    """The officer's word stands, but an answer that came all the same is never passed over in silence."""
    these.state = AgencyState.CLOSED
    reason = "the agency is closed without a return"
    for one in these.read:
        if one.usable:
            these.put_aside(one, NOT_COUNTED, reason, "return-after-closing")
        else:
            these.put_aside(one, "unusable", reason, "unusable-after-closing", why=one.findings[0].message)
    return these


def _latest(these: Arrivals, usable: Sequence[ReadReturn]) -> list[ReadReturn]:
    """The returns that no other one replaces."""
    by_hash = {sha256: one for one in usable for sha256 in one.ancestors if sha256 != one.sha256}
    for one in usable:
        if one.sha256 in by_hash:
            other = _short(by_hash[one.sha256].file)
            these.put_aside(one, "superseded", f"replaced by {other}", "return-superseded", other=other)
    return [one for one in usable if one.sha256 not in by_hash]


def _named(these: Arrivals, latest: Sequence[ReadReturn]) -> list[ReadReturn]:
    """Only the file that the sheet Agencies names, or what supersedes it; all of them if it names none."""
    wanted = these.agency.counting_file.strip()
    if not wanted:
        return list(latest)
    named = [one for one in these.read if _called(one.file, wanted)]
    counting = [one for one in latest if any(_descends(one, old, these.read) for old in named)]
    if not counting:
        why = "cannot be used" if named else "is not in returns"
        these.find("return-counting-file", named[0].file if named else "", name=wanted, why=why)
        if not named:
            return list(latest)
    for one in latest:
        if one not in counting:
            reason = f"the sheet Agencies names {wanted}"
            these.put_aside(one, "set aside", reason, "return-set-aside", other=wanted)
    return counting


def _called(file: str, wanted: str) -> bool:
    name, asked = (_short(one.replace("\\", "/").casefold()) for one in (file, wanted))
    return asked in (name, name.rpartition(".")[0])


def _short(file: str) -> str:
    return file.removeprefix(f"{RETURNS}/")


def _descends(one: ReadReturn, old: ReadReturn, read: Sequence[ReadReturn]) -> bool:
    """Whether a return is an old one, or answers for it, directly or through others."""
    reached, found = {one.sha256}, 0
    while len(reached) > found:
        found = len(reached)
        reached |= {sha256 for other in read if other.sha256 in reached for sha256 in other.ancestors}
    return old.sha256 in reached


def _different(these: Arrivals, latest: Sequence[ReadReturn]) -> list[ReadReturn]:
    """One of each set of returns that say the same."""
    kept: list[ReadReturn] = []
    for one in latest:
        same = next((other for other in kept if _answers(other) == _answers(one)), None)
        if same is None:
            kept.append(one)
        else:
            these.put_aside(one, "identical", f"the same as {_short(same.file)}", "return-identical", other=_short(same.file))
    return kept


def _answers(one: ReadReturn) -> object:
    """All that an agency said, wherever it stands in the file; what is no score is in the findings' words."""
    assert one.return_ is not None
    entries = [(entry.crime_type, entry.scores, entry.no_view, entry.comment) for entry in one.entries]
    wrong = sorted((found.code, found.message) for found in one.findings if found.severity is Severity.ERROR)
    return entries, wrong, one.return_.sign_off, [(reply.question, reply.reply) for reply in one.return_.replies]


def _duplicates(these: Arrivals, kept: Sequence[ReadReturn], assessment: Assessment) -> None:
    these.state = AgencyState.DUPLICATE
    names = [_short(one.file) for one in kept]
    first, second, *_ = (one.return_ for one in kept if one.return_)
    these.find(
        "return-duplicate", kept[0].file, count=len(kept), names=", ".join(names), cells=some(differences(first, second, assessment)))
    for one in kept:
        these.became[one.file] = ("duplicate", "differs from another return of the agency")


def differences(one: Return, other: Return, assessment: Assessment) -> list[str]:
    """Where two returns of an agency differ: the first one's cells, with both answers."""
    found = [words for crime_type in assessment.crime_types
             for words in _row_differences(crime_type.name, one.row(crime_type.number), other.row(crime_type.number), assessment)]
    if one.sign_off != other.sign_off:
        found.append("the sign-off")
    return found or ["the replies or cells that hold no score"]


def _row_differences(name: str, mine: ScoreRow, yours: ScoreRow, assessment: Assessment) -> list[str]:
    grid = grid_of(assessment)
    found = [
        f"{cell} ({name}, {factor}: {_word(score)} or {_word(other)})"
        for factor, cell, score, other in zip(grid.factors, mine.cells, mine.scores, yours.scores, strict=True) if score != other]
    if mine.no_view != yours.no_view:
        found.append(f"{name}, {grid.view}")
    if mine.comment != yours.comment:
        found.append(f"{name}, {grid.comment}")
    return found


def _word(score: int | None) -> str:
    return "nothing" if score is None else str(score)
