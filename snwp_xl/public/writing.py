"""The public edition written into a round folder: the workbook, a CSV of each of its tables, and their hashes."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from snwp_xl.files import names_like, place, sha256
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.folders import RESULTS
from snwp_xl.frozen import dataclass
from snwp_xl.public.edition import PublicEdition, public_edition
from snwp_xl.public.guard import leaks
from snwp_xl.public.standing import public_name
from snwp_xl.public.tables_apart import HASHES, csv_files, hash_list, hashes_in, sealed
from snwp_xl.public.workbook import public_workbook
from snwp_xl.results.report import Report

FOLDER = f"{RESULTS}/public tables"


@dataclass(frozen=True, slots=True)
class Published:
    """The public edition as it stands in a round folder."""

    workbook: Path
    tables: tuple[Path, ...]
    findings: tuple[Finding, ...]


def write_public(folder: Path, report: Report) -> Published:
    """Write the public edition into a round folder: the workbook, a CSV of each table, and their hashes."""
    edition = public_edition(report)
    name = public_name(report)
    placed = place(folder / RESULTS / name, public_workbook(edition))
    tables, found = _write_tables(folder / FOLDER, csv_files(edition))
    return Published(placed.path, tables, (*_worth_knowing(edition, f"{RESULTS}/{name}"), *placed.findings, *found))


def _worth_knowing(edition: PublicEdition, file: str) -> tuple[Finding, ...]:
    """What the officer should know before anything goes out."""
    report, place_ = edition.report, Place(file)
    found = list(leaks(edition, file))
    if not report.matrix.status.final:
        found.append(finding("public-provisional", place_, missing="; ".join(report.matrix.status.missing)))
    if report.assessment.marking:
        found.append(finding("public-marking", place_, marking=report.assessment.marking))
    kept = [one.row.name for one in edition.public.rows if not one.harm]
    if kept:
        found.append(finding("public-withheld", place_, count=len(kept), every=len(edition.public.rows)))
    return tuple(found)


# --- CSV ------------------------------------------------------------------------------------------------------------------------


def _write_tables(room: Path, files: dict[str, bytes]) -> tuple[tuple[Path, ...], list[Finding]]:
    """Write the tables, keep what a person changed, and take away earlier ones that are as we wrote them.

    Which those are, the lists of hashes say, as long as nobody has changed the lists themselves.
    """
    there = room / HASHES
    ours = _as_written(there)
    placed = [place(room / name, data, ours=lambda found: sha256(found) in ours.values()) for name, data in files.items()]
    names = [one.path.name for one in placed]
    for name in ours.keys() - set(names):
        earlier = room / name
        if earlier.parent == room and earlier.is_file() and sha256(earlier.read_bytes()) == ours[name]:
            earlier.unlink()
    listed = place(there, hash_list(dict(zip(names, files.values(), strict=True))), ours=sealed)
    return tuple(one.path for one in placed), [found for one in (*placed, listed) for found in one.findings]


def _as_written(there: Path) -> dict[str, str]:
    """The hash of each table as it was written last, from the list of hashes and those put beside one that a person changed."""
    ours: dict[str, str] = {}
    for path in takewhile(Path.is_file, names_like(there)):
        ours |= hashes_in(path.read_bytes())
    return ours
