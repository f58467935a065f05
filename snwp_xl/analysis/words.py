"""Numbers and names as a person says them, for the sentences of the analysis."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.phrases import capital, listed

LEAST_TOLD = 0.01  # smaller chances are not told apart
MOST_NAMED = 6  # names in a sentence; more are counted

NUMBERS = "no one two three four five six seven eight nine".split()
ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def number(count: int) -> str:
    """A small number as a word, a larger one in figures."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def some(count: int, one: str, many: str = "") -> str:
    """One level, two levels."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def ordinal(rank: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    teens = rank % 100 in (11, 12, 13)
    return f"{rank}{'th' if teens else ORDINAL_ENDINGS.get(rank % 10, 'th')}"


def shortened(phrases: Sequence[str], what: str = "crime types") -> str:
    """The phrases listed, those beyond the first few only counted."""
    return listed(phrases, MOST_NAMED, what=what)


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    return f"{capital(text)}{'' if text.endswith('.') else '.'}"


def chance(share: float) -> str:
    """A chance as whole percent, half up, without claiming a certainty that is not there."""
    if 0 < share < LEAST_TOLD:
        return f"under {LEAST_TOLD:.0%}"
    if 1 - LEAST_TOLD < share < 1:
        return f"over {1 - LEAST_TOLD:.0%}"
    return f"{int(share * 100 + 0.5)}%"
