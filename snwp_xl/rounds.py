"""A round folder: which of its files is what. Workbooks are recognised by what is in them, never by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from snwp_xl import layout, locate
from snwp_xl.assessment import read_setup
from snwp_xl.findings import Finding, Place, RoundError, Severity, finding
from snwp_xl.folders import COUNTS_NAME, SUFFIXES
from snwp_xl.frozen import dataclass
from snwp_xl.incidents import read_counts
from snwp_xl.intake import Book, Refusal, ignorable, read_book
from snwp_xl.last_year import is_of, with_last_year
from snwp_xl.layout import WorkbookKind
from snwp_xl.model import NO_COUNTS, Assessment, Counts


@dataclass(frozen=True, slots=True)
class File:
    """A workbook of the round that was read."""

    name: str  # relative to the round folder
    sha256: str
    book: Book


@dataclass(frozen=True, slots=True)
class Round:
    """A round folder as it stands: its set-up, its counts, and what is wrong with them."""

    folder: Path
    setup: File
    assessment: Assessment | None  # None: the set-up has an ERROR
    counts_file: File | None
    counts: Counts
    findings: tuple[Finding, ...]
    last_year: File | None = None  # last year's results workbook

    def ready(self) -> Assessment:
        """The assessment; RoundError, with the first ERROR in words, if the set-up has one."""
        if self.assessment is not None:
            return self.assessment
        errors = [one for one in self.findings if one.severity is Severity.ERROR]
        more = f" There are {len(errors)} errors; snwp-xl check lists them." if len(errors) > 1 else ""
        raise RoundError(f"The set-up workbook cannot be used. {errors[0]}{more}")


def open_round(folder: Path, *, setup: Path | None = None) -> Round:
    """Read a round's set-up and counts; `setup` names the workbook that a button was pressed in.

    RoundError if there is no such folder or no set-up workbook in it.
    """
    if not folder.is_dir():
        raise RoundError(f"There is no folder {folder}.")
    findings: list[Finding] = []
    found = _workbooks(folder, findings)
    setups = [one for one in found[WorkbookKind.SETUP] if setup is None or one.name == setup.name]
    if not setups:
        raise RoundError(_no_setup(folder, findings))
    findings += _two("set-up workbooks", setups)
    chosen = setups[0]
    assessment, wrong = read_setup(chosen.book, chosen.name)
    findings += wrong
    if len(setups) > 1:
        assessment = None
    counted = found[WorkbookKind.COUNTS]
    findings += _two("incident workbooks", counted)
    counts_file = counted[0] if len(counted) == 1 else None
    if not counted and all(one.place.file != COUNTS_NAME for one in findings):  # one that cannot be read is not missing
        findings.append(finding("counts-missing-file", Place(COUNTS_NAME)))
    counts = _counts(counts_file, assessment, findings)
    earlier = _last_year(found[WorkbookKind.RESULTS], assessment, findings)
    if assessment and earlier:
        assessment, wrong = with_last_year(assessment, earlier.book, earlier.name)
        findings += wrong
    return Round(folder, chosen, assessment, counts_file, counts, tuple(findings), earlier)


def _last_year(files: Sequence[File], assessment: Assessment | None, findings: list[Finding]) -> File | None:
    """Last year's results workbook, where just one lies in the folder; results of this year are not last year's."""
    if assessment is None:
        return None
    earlier = [one for one in files if not is_of(one.book, assessment.name)]
    findings += [finding("last-year-this-year", Place(one.name), name=assessment.name) for one in files if one not in earlier]
    findings += _two("workbooks of earlier results", earlier)
    return earlier[0] if len(earlier) == 1 else None


def _counts(file: File | None, assessment: Assessment | None, findings: list[Finding]) -> Counts:
    if assessment is None or file is None:
        return NO_COUNTS
    counts, wrong = read_counts(file.book, assessment, file.name)
    findings += [*wrong, *_outside(assessment, counts)]
    return counts


def _outside(assessment: Assessment, counts: Counts) -> Iterator[Finding]:
    """Recording changes and known events of months that the counts do not have: a slip of the year, most often."""
    names = {one.number: one.name for one in assessment.crime_types}
    kinds = ((layout.RECORDING_CHANGE, assessment.recording_changes), (layout.KNOWN_EVENT, assessment.known_events))
    for kind, entries in kinds:
        for one in entries:
            if counts.months and one.month not in counts.months:
                place = Place(sheet=layout.CHANGES.sheet)
                yield finding("setup-change-outside", place, kind=kind, name=names.get(one.crime_type, ""), month=one.month.words)


def _workbooks(folder: Path, findings: list[Finding]) -> dict[WorkbookKind, list[File]]:
    found: dict[WorkbookKind, list[File]] = {kind: [] for kind in WorkbookKind}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or not path.is_file() or ignorable(path):
            continue
        book = read_book(path)
        if isinstance(book, Refusal):
            findings.append(finding(book.code, Place(path.name), what=book.what))
            continue
        kind = kind_of(book)
        if kind is not None:
            found[kind].append(File(path.name, book.sha256, book))
    return found


def kind_of(book: Book) -> WorkbookKind | None:
    """What a workbook of a round is, as it says itself; None if it says nothing that is known."""
    said = locate.field(book, layout.KIND)
    if said is None:
        return None
    return next((kind for kind in WorkbookKind if locate.plain(kind) == locate.plain(said.text)), None)


def _two(what: str, files: Sequence[File]) -> list[Finding]:
    if len(files) < 2:
        return []
    names = ", ".join(one.name for one in files)
    return [finding("setup-two-workbooks", Place(files[0].name), what=what, names=names)]


def _no_setup(folder: Path, findings: Sequence[Finding]) -> str:
    if findings:
        return f"There is no set-up workbook in {folder} that can be read. {findings[0]}"
    return f"There is no set-up workbook in {folder}. Make a round folder with: snwp-xl new FOLDER"
