"""The categories of data.police.uk: three sets over time, and what they say of a partnership's crime types.

Sources: the street-level files themselves and the list of crime types on police.uk. The sets changed in September 2011
and May 2013; nothing here turns one set into another, because the published rows do not say how they were split.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from snwp_xl.frozen import dataclass
from snwp_xl.model import Month

_ALWAYS = ("Anti-social behaviour", "Burglary", "Other crime", "Robbery", "Vehicle crime")
_SINCE_2011 = ("Criminal damage and arson", "Drugs", "Other theft", "Shoplifting")
_SINCE_2013 = ("Bicycle theft", "Possession of weapons", "Public order", "Theft from the person", "Violence and sexual offences")


@dataclass(frozen=True, slots=True)
class Era:
    """A time with one set of categories."""

    first: Month
    categories: tuple[str, ...]  # in alphabetical order


ERAS = (
    Era(Month(2010, 12), tuple(sorted((*_ALWAYS, "Violent crime")))),
    Era(Month(2011, 9), tuple(sorted((*_ALWAYS, *_SINCE_2011, "Public disorder and weapons", "Violent crime")))),
    Era(Month(2013, 5), tuple(sorted((*_ALWAYS, *_SINCE_2011, *_SINCE_2013)))),
)
CATEGORIES = ERAS[-1].categories  # the 14 in use since May 2013
# Each known category once: today's first, then those that were given up.
KNOWN = tuple(dict.fromkeys(category for era in reversed(ERAS) for category in era.categories))
_BY_FOLDED = {category.casefold(): category for category in KNOWN}
NO_CATEGORY = "(no category)"

# Category -> crime type of the 2017/18 assessment, only where both mean the same offences. The officer may change it.
SUGGESTED_MAPPING: Mapping[str, str] = MappingProxyType(
    {
        "Anti-social behaviour": "Anti-Social Behaviour",
        "Criminal damage and arson": "Criminal Damage (including Arson)",
        "Robbery": "Robbery",
        "Shoplifting": "Theft - Shoplifting",
    }
)

CANNOT_BE_SPLIT: Mapping[str, str] = MappingProxyType(
    {
        "Burglary": "It cannot be split into domestic burglary and other burglary: the files do not say what kind of building it was.",
        "Vehicle crime": "It cannot be split into theft from and theft of a vehicle: the files hold both under one name.",
        "Violence and sexual offences": "It cannot be split into violent crime, sexual offences and domestic abuse: the files hold all "
        "under one name, and do not say whether alcohol or hate played a part.",
        "Violent crime": "It cannot be split into violent crime, sexual offences and domestic abuse, and is not comparable with "
        "Violence and sexual offences, which took its place.",
        "Public disorder and weapons": "It cannot be split into public order and possession of weapons, which took its place in May 2013.",
    }
)


def era_of(month: Month) -> Era:
    """The era in which a month was published; the first for months before it."""
    return max((era for era in ERAS if era.first <= month), key=lambda era: era.first, default=ERAS[0])


def official(category: str) -> str:
    """A category as data.police.uk spells it, whatever its case and spaces; others as they stand."""
    text = " ".join(category.split())
    return _BY_FOLDED.get(text.casefold(), text or NO_CATEGORY)


def in_use(month: Month, seen: Collection[str]) -> frozenset[str]:
    """The categories that a month without such rows had 0 of, rather than nobody knows how many.

    They are those of the month's era, and all that any row has. Where rows have categories of another era, only what
    every era that fits has in common is certain.
    """
    known = frozenset(seen).intersection(KNOWN)
    if fits(month, seen):
        return frozenset(seen).union(era_of(month).categories)
    possible = [frozenset(era.categories) for era in ERAS if known.issubset(era.categories)]
    return frozenset(seen).union(frozenset.intersection(*possible) if possible else ())


def fits(month: Month, seen: Iterable[str]) -> bool:
    """Whether the known ones among the categories are all of the month's era."""
    return set(seen).intersection(KNOWN).issubset(era_of(month).categories)
