"""The public edition written into a round folder: the workbook, a CSV of each of its tables, and their hashes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from snwp_xl.files import place, sha256
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

    Which those are, the list of hashes says, as long as nobody has changed the list itself.
    """
    there = room / HASHES
    ours = hashes_in(there.read_bytes()) if there.is_file() else {}
    found: list[Finding] = []
    paths = []
    for name, data in files.items():
        placed = place(room / name, data, ours=_is(ours.get(name, "")))
        found += placed.findings
        paths.append(placed.path)
    for name in ours.keys() - files.keys():
        earlier = room / name
        if earlier.parent == room and earlier.is_file() and sha256(earlier.read_bytes()) == ours[name]:
            earlier.unlink()
    found += place(there, hash_list(dict(zip((path.name for path in paths), files.values(), strict=True))), ours=sealed).findings
    return tuple(paths), found


def _is(known: str) -> Callable[[bytes], bool]:
    return lambda data: sha256(data) == known
