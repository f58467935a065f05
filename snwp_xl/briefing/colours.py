"""The page's colours as values for its style sheet, taken from the theme: on paper and light screens, and on dark ones."""

from __future__ import annotations

from snwp_xl.theme import FONT, PAGE


def colours() -> dict[str, object]:
    """Names of the style sheet with their values: light, dark, and the font."""
    light, dark = ([(f"--{role}", pair[i]) for role, pair in PAGE.items()] for i in range(2))
    return {"light": light, "dark": dark, "font": FONT}
