"""What is doubtful in incident counts that can each be read: parts that do not fit together, and what is not there."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from snwp_xl import locate
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.incidents.rows import Counted
from snwp_xl.intake import Book
from snwp_xl.layout import ALL_INCIDENTS, police
from snwp_xl.locate import plain
from snwp_xl.model import Assessment, Counts

MOST_OVER = 3  # crime types with more than All incidents in a month, above which All incidents is taken to be what is wrong


def doubts(assessment: Assessment, counts: Counts, book: Book, place: Place) -> Iterator[Finding]:
    """What only the whole table shows; `place` is its sheet."""
    if counts.all_incidents is None:
        yield finding("counts-no-all-incidents", place)
    without = [one for one in assessment.crime_types
               if counts.of(one.number) is None and one.probability_by_hand is None]  # a state by hand needs a share beside it
    if without:
        names = ", ".join(one.name for one in without)
        yield finding("counts-no-row", place, names=names, crime_type=without[0].number if len(without) == 1 else None)
    last = assessment.settings.last_month
    if last and last != counts.months[-1] and last not in counts.months:
        yield finding("counts-last-month", place, wanted=last.words, found=counts.months[-1].words)
    yield from _mapping_changed(book, place.file)


def without_excess(lines: Sequence[Counted], file: str, findings: list[Finding]) -> list[Counted]:
    """The rows without counts that cannot be: a part that is more than the whole, or the whole if most likely that is wrong."""
    whole = next((line for line in lines if plain(line.name.text) == plain(ALL_INCIDENTS)), None)
    if whole is None:
        return list(lines)
    within = [line for line in lines if line.within and plain(line.name.text) != plain(ALL_INCIDENTS)]
    out: set[tuple[int, int]] = set()  # row and column
    for month, every in sorted(whole.counts.items()):
        over = [line for line in within if line.counts.get(month, 0) > every]
        if len(over) > MOST_OVER:
            names = ", ".join(line.name.text for line in over)
            at = whole.cells[month]
            findings.append(finding("counts-all-too-low", at.place(file), month=month.words, every=every, count=len(over), names=names))
            out.add((at.row, at.column))
            continue
        for line in over:
            at = line.cells[month]
            findings.append(finding("counts-more-than-all", at.place(file), name=line.name.text, month=month.words,
                                    value=line.counts[month], every=every))
            out.add((at.row, at.column))
    return [_without(line, out) for line in lines]


def _without(line: Counted, out: Container[tuple[int, int]]) -> Counted:
    kept = {month: count for month, count in line.counts.items() if (line.cells[month].row, line.cells[month].column) not in out}
    return replace(line, counts=kept)


def _mapping_changed(book: Book, file: str) -> Iterator[Finding]:
    """A WARNING if somebody changed what a police category counts as, and the files were not read again."""
    head = locate.head(book, police.MAPPING_HEAD, [police.CATEGORY, police.MAPPING_STATE])
    states = ((head.at(row, police.CATEGORY), head.at(row, police.MAPPING_STATE)) for row in head.rows_below()) if head else ()
    changed = [category.text for category, state in states if category and state and state.text == police.MAPPING_CHANGED]
    if head and changed:
        yield finding("mapping-changed", Place(file, head.sheet.name), names=", ".join(changed))
