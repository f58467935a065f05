"""Which cards there is room for on paper: an estimate in lines of print, on the careful side.

The page prints on two sides of A4. It takes a further one where it must: for what is above and below the cards, and for cards
of crime types that are High, chosen or still open. Other cards are printed as far as those sides have room; on a screen every
card is shown. The numbers below were measured in a browser's print; the tests print rounds of many shapes and count the sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from math import ceil
from typing import Any

SIDE = 84.5  # lines of print on a side
SIDES = 2  # that a page has at least
COLUMNS = 3  # below the heading of the cards
LEAD = 4.2  # lines of that heading and the key to the charts
LEAST_ROOM = 20  # lines of a column below the tables, without which the cards begin on a new side
MAY_BE_LEFT_OFF = 2  # the weight of such cards
WIDE, LETTERS, LISTED = 128, 44, 41  # letters in a line: across the page, in a column, in a list in a column
CARD, CHART, PARAGRAPH = 2.6, 5.6, 0.2  # lines of a card's title and edges, of its chart, and above each of its paragraphs
TITLE = 26  # letters of a name that stand in one line with its band
METHOD, ONLY_PUBLIC = 49, 6  # lines of what is the same in every round: headings, method, table, caveats
HEAD, HEAT_HEAD = 17.5, 3.6  # of titles, headings and captions above the cards, and of the heat map's
TABLE_LINE, TABLE_ROW = 0.92, 0.33  # of a line of the harm matrix or the heat map, and around each of their rows
MATRIX_LETTERS = 40  # of a name in a line of the harm matrix
HEAT_LETTERS, PLACE = 21, 8  # in a line of the heat map, and of them for a place's score and band
HALF, WORDING, THEME, BECAUSE = 62, 50, 13, 26  # letters in a line of the priorities' halves and of their columns

Values = Mapping[str, Any]


def on_paper(cards: Sequence[Values], page: Values) -> tuple[int, ...]:
    """The places of the cards that are printed: all that must be, and of the others those that fit on the same sides."""
    by_weight = sorted(range(len(cards)), key=lambda place: (cards[place]["weight"], place))
    must = sum(card["weight"] < MAY_BE_LEFT_OFF for card in cards)
    lines = [min(card_lines(card), SIDE - LEAD - _foot(page)) for card in cards]  # none is longer than a side
    rest = _rest(page)
    choices = ((sides, sorted(by_weight[:many])) for sides in count(SIDES) for many in range(len(cards), must - 1, -1))
    return next(tuple(chosen) for sides, chosen in choices if _fits([lines[place] for place in chosen], _columns(page, sides), rest))


def _columns(page: Values, sides: int) -> list[float]:
    """The lines that each column for cards and the rest has on so many sides, in the order in which they are filled."""
    above = first_side(page)
    begun = ceil(above / SIDE)
    left = begun * SIDE - above - LEAD
    new_side = left < LEAST_ROOM
    further = sides - begun - new_side
    if further < 0:
        return []
    heights = [SIDE - LEAD if new_side else left, *[SIDE] * further]
    heights[-1] -= _foot(page)
    return [height for height in heights for _ in range(COLUMNS)]


def _rest(page: Values) -> float:
    """The lines of everything below the cards, in a column."""
    listed = (*(one["words"] for one in page["who"] if one["on_paper"]), *page["notes"])
    return METHOD + (ONLY_PUBLIC if page["public"] else 0) + sum(_lines(text, LISTED) for text in listed)


def _fits(cards: Sequence[float], columns: Sequence[float], rest: float) -> bool:
    """Cards are not broken, so they leave gaps below; the rest is text, which fills what is left."""
    left = list(columns)
    for lines in cards:
        while left and left[0] < lines:
            del left[0]
        if not left:
            return False
        left[0] -= lines
    return sum(left) >= rest


def card_lines(card: Values) -> float:
    """The lines of a card."""
    texts = (f"Chart: {card['said']}", f"Why: {' '.join(card['why'])}", f"Would it change? {' '.join(card['change'])}")
    fixed = CARD + (CHART if card["chart"] else 0) + (len(card["name"]) > TITLE)
    return fixed + sum(_lines(text) + PARAGRAPH for text in texts)


def _foot(page: Values) -> float:
    return 1.6 + sum(_lines(text, WIDE) + PARAGRAPH for text in (page["source"], page["officer"].get("name", "")) if text)


def first_side(page: Values) -> float:
    """The lines of everything above the cards."""
    matrix = sum(TABLE_ROW + TABLE_LINE * _lines(_named(row), MATRIX_LETTERS) for row in page["matrix"])
    status = page["status"]
    missing = 0 if status["final"] else 4 + sum(_lines(one, WIDE) for one in status["missing"])
    since = _lines(" ".join(page["since"]), WIDE)
    return HEAD + _priorities(page) + matrix + since + missing + _heat_lines(page["heat"])


def _priorities(page: Values) -> float:
    """The higher of the two halves: the board's decisions, and the themes recommended."""
    told = page["recommended"]
    summary = 1.5 + sum(_lines(text, HALF) + PARAGRAPH for text in (page["fit"], " ".join(page["open"])))
    decided = sum(_decided(one) for one in page["decided"])
    themes = 4 + sum(max(_lines(one["name"], THEME), _lines(one["why"], BECAUSE)) + 0.3 for one in told["rows"])
    others = sum(_lines(told[key], HALF) for key in ("not_selected", "not_assessed", "withheld")) + 0.5
    obligations = _lines("; ".join(page["obligations"]), HALF) + 1
    left, right = decided + obligations, themes + others
    return max(left, right + summary) if page["decided"] else max(left + summary, right)


def _decided(one: Values) -> float:
    """A priority: its wording, larger and bold, and what stands below."""
    return _lines(one["wording"] or one["theme"], WORDING) * 1.15 + _lines(_beside(one), HALF) * 1.1 + 0.5


def _beside(one: Values) -> str:
    return f"{one['theme']} {one['band']}  Ground: {one['ground']}  Lead: {one['lead']}  {one['reason']}"


def _named(row: Values) -> str:
    return f"{row['name']} {'; '.join(row['remarks'])}".strip()


def _heat_lines(heat: Values | None) -> float:
    """A row of the heat map is as high as its fullest place."""
    if heat is None:
        return 0
    rows = sum(TABLE_ROW + TABLE_LINE * max(_place(cell["names"]) for cell in row["cells"]) for row in heat["rows"])
    return HEAT_HEAD + rows + _lines("; ".join(heat["left_out"]), WIDE)


def _place(names: Iterable[str]) -> int:
    return max(1, sum(_lines(" " * PLACE * (not i) + name, HEAT_LETTERS) for i, name in enumerate(names)))


def _lines(text: str, letters: int = LETTERS) -> int:
    """The lines of a text; none for no text."""
    return -(-len(text) // letters)
