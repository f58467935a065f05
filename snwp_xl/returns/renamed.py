"""Crime types that the officer renamed after the blanks went out: the returns have the old names, so no agency is to blame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.layout import CRIME_TYPES
from snwp_xl.locate import plain
from snwp_xl.model import Assessment
from snwp_xl.phrases import listed
from snwp_xl.returns.entries import ReadReturn

MISSING, UNKNOWN = "row-missing", "row-unknown"
FEWEST = 2  # agencies, below which a name that is not ours may be the agency's own

Pair = tuple[frozenset[int | None], frozenset[str]]  # crime types that a return lacks, and names that are not ours, in their plain form


def without_renamed(read: Sequence[ReadReturn], assessment: Assessment) -> tuple[list[ReadReturn], list[Finding]]:
    """The returns without what follows from renaming, and one ERROR about the set-up in place of it.

    Crime types were renamed where more than half of the usable returns, of two agencies at least, lack the same ones and have
    as many other names, the same in each.
    """
    pairs = {one.file: _pair(one) for one in read if one.usable}
    told = Counter(pair for pair in pairs.values() if pair[0] and len(pair[0]) == len(pair[1]))
    if not told:
        return list(read), []
    (missing, unknown), count = told.most_common(1)[0]
    agencies = {one.agency for one in read if pairs.get(one.file) == (missing, unknown)}
    if len(agencies) < FEWEST or 2 * count <= len(pairs):
        return list(read), []
    ours = [one.name for one in assessment.crime_types if one.number in missing]
    theirs = next([name for name in one.unknown if plain(name) in unknown] for one in read if pairs.get(one.file) == (missing, unknown))
    said = finding("crime-type-renamed", Place(sheet=CRIME_TYPES.sheet), ours=listed(ours), theirs=listed(theirs), count=count)
    old = {file for file, pair in pairs.items() if missing <= pair[0] and unknown <= pair[1]}
    return [_without(one, missing, unknown) if one.file in old else one for one in read], [said]


def _pair(one: ReadReturn) -> Pair:
    lacking = frozenset(found.crime_type for found in one.findings if found.code == MISSING)
    return lacking, frozenset(plain(name) for name in one.unknown)


def _without(one: ReadReturn, missing: frozenset[int | None], unknown: frozenset[str]) -> ReadReturn:
    names = iter(one.unknown)  # in the order of their findings
    kept = [
        found for found in one.findings
        if not (found.code == MISSING and found.crime_type in missing) and not (found.code == UNKNOWN and plain(next(names)) in unknown)]
    return replace(one, findings=tuple(kept))
