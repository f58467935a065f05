"""Words and lists as a person writes them, for sentences anywhere."""

from __future__ import annotations

from collections.abc import Sequence


def capital(words: str) -> str:
    """The words with a capital."""
    return words[:1].upper() + words[1:]


def counted(number: int, what: str) -> str:
    """1 blank, 2 blanks."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def first_few(words: Sequence[str], most: int, between: str = ", ", what: str = "") -> str:
    """The first `most` of some words, and how many more there are, of `what`; a single one more is named, not counted."""
    more = len(words) - most
    if more < 2:
        return between.join(words)
    return f"{between.join(words[:most])} and {more} more{f' {what}' if what else ''}"


def listed(names: Sequence[str], most: int | None = None, last: str = "and", what: str = "") -> str:
    """Names as a person lists them: Fire; Fire and Police; Fire, Police and UAVA. Empty for none.

    With `most`, those beyond it are only counted, as `what`; `last` comes before the last one: and, or.
    """
    if most is not None and len(names) > most + 1:
        return first_few(names, most, what=what)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
