"""Crime types gathered into the themes that the board chooses among, and how they fit the places it has."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.frozen import dataclass
from snwp_xl.matrix.row import MatrixRow
from snwp_xl.model import Advice, RiskBand
from snwp_xl.phrases import counted

STRENGTH = (Advice.SELECT, Advice.COMPELLED, Advice.DISCUSS, Advice.DO_NOT_SELECT)  # strongest first


@dataclass(frozen=True, slots=True)
class Theme:
    """Crime types that the partnership treats as one priority."""

    name: str
    rows: tuple[MatrixRow, ...]  # in rank order, those not assessed last

    @property
    def number(self) -> int:
        """What formulas look it up by: the lowest number of its crime types."""
        return min(row.crime_type.number for row in self.rows)

    @property
    def leading(self) -> MatrixRow:
        """Its crime type with the highest risk score, whose band is the theme's."""
        return self.rows[0]

    @property
    def band(self) -> RiskBand:
        """The band of its highest crime type."""
        return self.leading.risk_band

    @property
    def advice(self) -> Advice | None:
        """The strongest recommendation among its crime types; None where none is assessed."""
        given = {row.recommendation for row in self.rows}
        return next((advice for advice in STRENGTH if advice in given), None)

    @property
    def reason(self) -> str:
        """The crime type that the recommendation comes from, and why."""
        row = next(row for row in self.rows if row.recommendation is self.advice)
        return f"{row.name}: {row.reason or row.not_assessed_because}"


@dataclass(frozen=True, slots=True)
class Priorities:
    """What the method recommends to the board, theme by theme."""

    places: int  # how many priorities the board sets
    select: tuple[Theme, ...]
    compelled: tuple[Theme, ...]
    discuss: tuple[Theme, ...]
    not_assessed: tuple[Theme, ...]
    sentence: str  # how the High themes fit the places; empty once the board has set a priority


def in_rank_order(rows: Sequence[MatrixRow]) -> tuple[MatrixRow, ...]:
    """Rows by rank, ties by the crime type's number, those not assessed last: the one order of every list."""
    return tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.crime_type.number)))


def gathered(rows: Sequence[MatrixRow]) -> tuple[Theme, ...]:
    """The themes in the order of their highest crime types; a crime type without a theme is its own.

    Capitals and spaces tell no themes apart, as in a spreadsheet; the first spelling counts.
    """
    members: dict[str, list[MatrixRow]] = {}
    for row in in_rank_order(rows):
        members.setdefault(" ".join(_named(row).split()).casefold(), []).append(row)
    spelt = {" ".join(_named(row).split()).casefold(): _named(row) for row in reversed(rows)}
    return tuple(Theme(spelt[key], tuple(own)) for key, own in members.items())


def _named(row: MatrixRow) -> str:
    return row.crime_type.theme or row.name


def in_advice_order(themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """Themes by what is recommended, strongest first, those not assessed last; otherwise as they stand."""
    return tuple(sorted(themes, key=lambda theme: STRENGTH.index(theme.advice) if theme.advice else len(STRENGTH)))


def recommended(themes: Sequence[Theme], places: int, *, decided: bool) -> Priorities:
    """The themes sorted by what is recommended, with a sentence on how the High ones fit the places that are still to be filled."""
    by_advice = {advice: tuple(theme for theme in themes if theme.advice is advice) for advice in (*STRENGTH, None)}
    select, compelled, discuss = by_advice[Advice.SELECT], by_advice[Advice.COMPELLED], by_advice[Advice.DISCUSS]
    assessed = len(themes) - len(by_advice[None])
    sentence = "" if decided else _fit(len(select), len(compelled), len(discuss), places, assessed)
    return Priorities(places, select, compelled, discuss, by_advice[None], sentence)


def _fit(high: int, compelled: int, discuss: int, places: int, assessed: int) -> str:
    """How many themes are High, against the places; the compelled ones may take places too."""
    if not assessed:
        return "Nothing is assessed yet, so nothing is recommended."
    themes = "1 theme is High" if high == 1 else f"{high or 'No'} themes are High"
    room = "1 place" if places == 1 else f"{places} places"
    besides = f" In addition, {compelled} {'is' if compelled == 1 else 'are'} compelled." if compelled else ""
    if high > places:
        return f"{themes} and there are only {room}: the board chooses among them, or sets more priorities.{besides}"
    if high == places:
        return f"{themes}, as many as there are places.{besides}"
    left = "1 place is left" if places - high == 1 else f"{places - high} places are left"
    asked = ((compelled, counted(compelled, "compelled theme")), (discuss, f"{counted(discuss, 'theme')} to discuss"))
    others = [words for count, words in asked if count]
    if not others:
        return f"{themes} and there are {room}: {left}, with nothing Medium to discuss."
    return f"{themes} and there are {room}: {left}, which the board may fill from the {' and the '.join(others)}."
