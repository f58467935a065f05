"""Crime types that the officer renamed after the blanks went out: every return has the old name, so no agency is to blame."""

from __future__ import annotations

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


def without_renamed(read: Sequence[ReadReturn], assessment: Assessment) -> tuple[list[ReadReturn], list[Finding]]:
    """The returns without what follows from renaming, and one ERROR about the set-up in place of it.

    Crime types were renamed where every usable return lacks the same ones and has as many other names, the same in each.
    """
    usable = [one for one in read if one.usable]
    if len({one.agency for one in usable}) < FEWEST:
        return list(read), []
    missing = set.intersection(*({found.crime_type for found in one.findings if found.code == MISSING} for one in usable))
    unknown = set.intersection(*({plain(name) for name in one.unknown} for one in usable))
    if not missing or len(missing) != len(unknown):
        return list(read), []
    ours = [one.name for one in assessment.crime_types if one.number in missing]
    theirs = [name for name in usable[0].unknown if plain(name) in unknown]
    said = finding("crime-type-renamed", Place(sheet=CRIME_TYPES.sheet), ours=listed(ours), theirs=listed(theirs))
    return [_without(one, missing, unknown) if one.usable else one for one in read], [said]


def _without(one: ReadReturn, missing: set[int | None], unknown: set[str]) -> ReadReturn:
    names = iter(one.unknown)  # in the order of their findings
    kept = [
        found for found in one.findings
        if not (found.code == MISSING and found.crime_type in missing) and not (found.code == UNKNOWN and plain(next(names)) in unknown)]
    return replace(one, findings=tuple(kept))
