"""Generated rounds: partnerships with eight agencies each, all different, and rounds with many crime types. Seeded."""

from __future__ import annotations

import os
import random
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from snwp_xl.blanks import blank
from snwp_xl.example import example_assessment, example_counts
from snwp_xl.incidents import counts_workbook
from snwp_xl.model import Agency, Assessment, Counts, CrimeType, Return, ScoreRow, Series, SignOff
from snwp_xl.operations.making import write_round

AGENCIES = 8
SEED = 2017


def county(folder: Path, partnerships: int) -> Path:
    """So many rounds in a folder, with eight returns each."""
    folder.mkdir(parents=True)
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(_partnership, folder), range(1, partnerships + 1)))
    return folder


def part_of(every: Path, folder: Path, partnerships: int) -> Path:
    """The first so many rounds of a county, their files shared."""
    folder.mkdir()
    for path in sorted(path for path in every.iterdir() if path.is_dir())[:partnerships]:
        shutil.copytree(path, folder / path.name, copy_function=os.link)
    return folder


def wide(folder: Path, crime_types: int) -> Path:
    """A round of the example's five agencies with so many crime types."""
    chance = random.Random(SEED)
    kinds = tuple(CrimeType(i, f"Kind of crime {i}", f"Theme {(i + 3) // 4}") for i in range(1, crime_types + 1))
    assessment = replace(example_assessment(), crime_types=kinds, decisions=())
    _write(folder, assessment, _counts(assessment, chance), chance)
    return folder


def _partnership(folder: Path, number: int) -> None:
    chance = random.Random(SEED + number)
    standard = example_assessment()
    more = standard.partners_not_asked[: AGENCIES - len(standard.agencies)]
    first = len(standard.agencies) + 1
    joined = tuple(Agency(i, one.name, one.organisation, one.kind) for i, one in enumerate(more, start=first))
    assessment = replace(
        standard, agencies=(*standard.agencies, *joined), partners_not_asked=(), area=f"District {number:03}",
        partnership=f"Partnership {number:03}", decisions=())
    _write(folder / f"district {number:03}", assessment, _counts(assessment, chance), chance)


def _counts(assessment: Assessment, chance: random.Random) -> Counts:
    """Counts that vary about the example's; All incidents is more than any of them."""
    example = example_counts(example_assessment())
    like = [one.counts for one in example.series]
    series = tuple(
        Series(kind.name, tuple(max(0, round(chance.gauss(count or 0, (count or 0) ** 0.5))) for count in like[i % len(like)]), kind.number)
        for i, kind in enumerate(assessment.crime_types))
    return replace(example, series=series)


def _write(folder: Path, assessment: Assessment, counts: Counts, chance: random.Random) -> None:
    """A round with its set-up, its counts and a completed return of each agency."""
    write_round(folder, assessment, counts_workbook(assessment, counts))
    signed = SignOff("A. Example", "Illustrative", assessment.dates.returns_by)
    scores = range(1, assessment.scale + 1)
    for agency in assessment.agencies:
        rows = tuple(
            ScoreRow(kind.number, tuple(chance.choice(scores) for _ in assessment.factors)) for kind in assessment.crime_types)
        (folder / "returns" / f"{agency.name}.xlsx").write_bytes(blank(assessment, agency.name, Return(agency.name, "", "", rows, signed)))
