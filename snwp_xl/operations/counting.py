"""The verb of the analyst: incidents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from snwp_xl.assessment import read_unfinished
from snwp_xl.findings import Finding, RoundError, in_order
from snwp_xl.folders import COUNTS_NAME
from snwp_xl.frozen import dataclass
from snwp_xl.gathering import Earlier, Gathered, gather, read_earlier, refuse_open, replace_counts, workbook
from snwp_xl.police import Area, read_street_files
from snwp_xl.rounds import Round, open_round


@dataclass(frozen=True, slots=True)
class Added:
    """Incident counts with numbers from police files."""

    folder: Path
    path: Path | None  # the workbook; None: the files gave no number, and nothing was changed
    before: Path | None  # where the earlier workbook went; None: there was none, or the new one is the same
    gathered: Gathered | None
    findings: tuple[Finding, ...]


def add_incidents(
    folder: Path | str, paths: Sequence[Path | str], area: Area | str = "", *, setup: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, every: None,
) -> Added:
    """Make incidents.xlsx from street-level files, folders or zips of data.police.uk, keeping what was typed into the one before.

    `area` is a district's name (empty: the assessment's) or an Area of LSOA codes; `progress` is told how many of how many
    files are read. RoundError if the set-up cannot be used, a path does not exist, or the counts cannot be read or replaced.
    """
    this = open_round(Path(folder), setup=setup)
    _refuse_counts(this)
    assessment = this.assessment or read_unfinished(this.setup.book, this.setup.name) or this.ready()
    wanted = area if isinstance(area, Area) else Area.named(area or assessment.area)
    read = read_street_files([Path(path) for path in paths], wanted, progress)
    if all(number is None for number in read.all_incidents.values()):
        return Added(this.folder, None, None, None, in_order(read.findings))
    old = this.counts_file
    gathered = gather(assessment, read, read_earlier(old.book, old.name) if old else Earlier(), COUNTS_NAME)
    placed, before = replace_counts(
        this.folder / COUNTS_NAME, workbook(gathered), this.folder / old.name if old else None, old.sha256 if old else "")
    return Added(this.folder, placed.path, before, gathered, in_order((*gathered.findings, *gathered.news, *placed.findings)))


def _refuse_counts(this: Round) -> None:
    """RoundError where what was typed into the incident counts could not be carried over."""
    for one in this.findings:
        unreadable = this.counts_file is None and one.place.file == COUNTS_NAME and one.code != "counts-missing-file"
        if one.code == "setup-two-workbooks" or unreadable:
            raise RoundError(f"The incident counts cannot be made again. {one}")
    if this.counts_file:
        refuse_open(this.folder / this.counts_file.name)
