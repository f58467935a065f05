"""What the board decided beside what the method recommends: what is still open, and what does not fit its own ground.

The decisions are typed by the officer. Nothing here judges the board; it says what a reader of the minutes would ask.
"""

from __future__ import annotations

from snwp_xl.analysis.words import sentence
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, Theme, in_advice_order
from snwp_xl.model import Advice, Assessment, Choice, Decision, Ground, RiskBand
from snwp_xl.phrases import listed

SHEET = "Decisions"  # of the set-up workbook
RECOMMENDED = (Advice.SELECT, Advice.COMPELLED)
RAISED = (*RECOMMENDED, Advice.DISCUSS)  # themes on which the board has something to say
NO_PRIORITY = (RiskBand.LOW, RiskBand.NOT_ASSESSED)  # bands that make none by themselves
OUTSIDE = (Ground.NATIONAL_STEER, Ground.COMMISSIONER, Ground.COMMUNITY, Ground.STATUTORY)  # grounds that the set-up must bear out
LOW_CHOSEN = "chosen although"
NO_SUCH_THEME = "the set-up has no such theme"
SECOND = "the set-up has more than one decision on this theme"


@dataclass(frozen=True, slots=True)
class Decided:
    """A theme with what the board decided of it, if it did."""

    name: str  # of the theme; as typed where there is no such theme
    theme: Theme | None
    decision: Decision | None
    still_open: tuple[str, ...]  # what is not yet decided or written down, a phrase each
    doubts: tuple[str, ...]  # what does not fit, a phrase each

    @property
    def band(self) -> RiskBand:
        """The theme's band."""
        return self.theme.band if self.theme else RiskBand.NOT_ASSESSED

    @property
    def advice(self) -> Advice | None:
        """What the method recommends."""
        return self.theme.advice if self.theme else None

    @property
    def low_without_steer(self) -> bool:
        """A priority that neither its band nor a stated steer explains."""
        return any(doubt.startswith(LOW_CHOSEN) for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Every theme with its decision, in the order of the recommendation; then decisions on anything else."""

    rows: tuple[Decided, ...]
    places: int
    typed: tuple[Decision, ...]  # in the officer's order

    def chosen(self, choice: Choice) -> tuple[Decided, ...]:
        """The themes with that choice, in the order in which the officer typed them."""
        typed = [decision for decision in self.typed if decision.choice is choice]
        return tuple(one for decision in typed for one in self.rows if one.decision is decision)

    @property
    def undecided(self) -> tuple[Decided, ...]:
        """Themes that are recommended or to be discussed, of which nothing is decided yet."""
        return tuple(one for one in self.rows if one.decision is None and one.advice in RAISED)

    @property
    def sentences(self) -> tuple[str, ...]:
        """How far the board has come, and what does not fit."""
        chosen, places = len(self.chosen(Choice.PRIORITY)), self.places
        if not any(one.decision for one in self.rows):
            return (f"The board has decided nothing yet. It sets {_some(places)}.",)
        told = [f"the board has set {_some(chosen)} for {'1 place' if places == 1 else f'{places} places'}"]
        if self.undecided:
            told.append(f"not decided: {listed([one.name for one in self.undecided])}")
        told += [f"{one.name}: {doubt}" for one in self.rows for doubt in one.doubts]
        return tuple(map(sentence, told))


def decisions(matrix: Matrix) -> Decisions:
    """The decisions of a matrix's assessment, theme by theme."""
    of = matrix.assessment
    made: dict[str, list[Decision]] = {}
    for one in of.decisions:
        made.setdefault(one.theme.casefold(), []).append(one)
    rows = []
    for theme in in_advice_order(matrix.themes()):
        rows += _of_theme(of, theme, made.pop(theme.name.casefold(), []))
    rows += [Decided(one.theme, None, one, _unwritten(one), (NO_SUCH_THEME,)) for several in made.values() for one in several]
    return Decisions(tuple(rows), of.settings.places, of.decisions)


def decision_findings(matrix: Matrix, file: str) -> tuple[Finding, ...]:
    """A finding for each decision that does not fit; `file` is the set-up workbook."""
    found = []
    for one in decisions(matrix).rows:
        if one.theme is not None:
            code = "decision-low-no-steer" if one.low_without_steer else "decision-doubt"
            found += [finding(code, Place(file, SHEET), name=one.name, what=doubt) for doubt in one.doubts]
    return tuple(found)


def decisions_record(matrix: Matrix) -> dict[str, object]:
    """The key `decisions` of `calculate --json`."""
    made = decisions(matrix)
    return {
        "places": made.places, "chosen": len(made.chosen(Choice.PRIORITY)),
        "statutory_obligations": list(matrix.assessment.settings.statutory_obligations), "sentences": list(made.sentences),
        "themes": [_record(one) for one in made.rows],
    }  # fmt: skip


def _record(one: Decided) -> dict[str, object]:
    said = one.decision
    return {
        "theme": one.name, "risk_band": str(one.band), "recommendation": str(one.advice) if one.advice else None,
        "recommendation_reason": one.theme.reason if one.theme else None,
        "choice": str(said.choice) if said else None, "ground": str(said.ground) if said and said.ground else None,
        **{key: getattr(said, key, None) or None for key in ("reason", "public_wording", "lead", "board", "minute")},
        "date": said.on.isoformat() if said and said.on else None,
        "still_open": list(one.still_open), "doubts": list(one.doubts),
    }  # fmt: skip


def _of_theme(of: Assessment, theme: Theme, made: list[Decision]) -> list[Decided]:
    """A row for each decision on a theme; one without a decision where there is none."""
    if not made:
        waits = ("the board's choice",) if theme.advice in RAISED else ()
        return [Decided(theme.name, theme, None, waits, ())]
    second = (SECOND,) if len(made) > 1 else ()
    return [Decided(theme.name, theme, one, _still_open(theme, one), (*_doubts(of, theme, one), *second)) for one in made]


def _still_open(theme: Theme, decision: Decision) -> tuple[str, ...]:
    waits = _unwritten(decision)
    if decision.choice is Choice.NOT_A_PRIORITY and theme.advice in RECOMMENDED and not decision.reason:
        waits = (f"the reason against the recommendation {theme.advice}", *waits)
    return waits


def _unwritten(decision: Decision) -> tuple[str, ...]:
    """What the set-up does not hold of a decision."""
    minuted = (("date", decision.on), ("minute", decision.minute))
    if decision.choice is Choice.PRIORITY:
        wanted = (
            ("ground", decision.ground), ("reason", decision.reason), ("public wording", decision.public_wording),
            ("lead agency", decision.lead), *minuted)  # fmt: skip
        return tuple(name for name, value in wanted if not value)
    if decision.choice is Choice.DEFERRED:
        return ("the decision, which is deferred",)
    return tuple(name for name, value in minuted if not value)


def _doubts(of: Assessment, theme: Theme, decision: Decision) -> tuple[str, ...]:
    """Where a priority's ground is not borne out by the matrix or the set-up."""
    if decision.choice is not Choice.PRIORITY:
        return ()
    steers, ground = _steers(of, theme), decision.ground
    if ground in steers or (ground is Ground.DISCUSSED and theme.advice is Advice.DISCUSS):
        return ()
    if theme.band in NO_PRIORITY and not steers - {Ground.STATUTORY}:
        return (f"{LOW_CHOSEN} it is {theme.band} and the set-up states no steer for it",)
    if ground is Ground.HIGH and theme.band is not RiskBand.HIGH:
        return (f"the ground is High, but its band is {theme.band}",)
    return (f"the ground is {ground}, but the set-up names none for it",) if ground in OUTSIDE else ()


def _steers(of: Assessment, theme: Theme) -> frozenset[Ground]:
    """The grounds that the set-up itself bears out."""
    stated = (
        (Ground.NATIONAL_STEER, any(row.crime_type.national_steer for row in theme.rows)),
        (Ground.COMMISSIONER, any(row.crime_type.commissioner_priority for row in theme.rows)),
        (Ground.COMMUNITY, any(row.crime_type.community_view for row in theme.rows)),
        (Ground.STATUTORY, bool(of.settings.statutory_obligations)),
    )
    return frozenset(ground for ground, holds in stated if holds)


def _some(count: int) -> str:
    return "1 priority" if count == 1 else f"{count or 'no'} priorities"
