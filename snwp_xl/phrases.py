"""Words and lists as a person writes them, for sentences anywhere."""

from __future__ import annotations

from collections.abc import Sequence


def capital(words: str) -> str:
    """The words with a capital."""
    return words[:1].upper() + words[1:]


def counted(number: int, what: str) -> str:
    """1 blank, 2 blanks."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def first_few(words: Sequence[str], most: int, between: str = ", ") -> str:
    """The first `most` of some words, and how many more there are."""
    more = len(words) - most
    return between.join(words[:most]) + (f" and {more} more" if more > 0 else "")


def listed(names: Sequence[str], most: int | None = None, last: str = "and") -> str:
    """Names as a person lists them: Fire; Fire and Police; Fire, Police and UAVA. Empty for none.

    With `most`, those beyond it are only counted; `last` stands before the last one: and, or.
    """
    if most is not None and len(names) > most:
        return first_few(names, most)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
