"""Priorities, Risk matrix and Harm scores of the public edition."""

from __future__ import annotations

from collections.abc import Mapping

from snwp_xl.analysis import Decided
from snwp_xl.layout import NO, NO_VIEW, YES
from snwp_xl.matrix import HarmScore
from snwp_xl.model import UNDECIDED, Choice, CombiningRule, RiskBand
from snwp_xl.public.parts import CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE, Notes, PublicTable, or_mark, table_plan
from snwp_xl.public.told import Public, Told
from snwp_xl.results.report import Report
from snwp_xl.results.tables import Column, TablePlan
from snwp_xl.sheets import Content, Formula

PRIORITIES, RISK, HARM = "Priorities", "Risk matrix", "Harm scores"
TEXT, STRONG, MIDDLE, NUMBER = "cell wrap public", "cell wrap strong public", "cell centre public", "cell right public"


# --- Priorities -----------------------------------------------------------------------------------------------------------------


def priorities(report: Report, public: Public, notes: Notes) -> PublicTable:
    """What is recommended and what the board decided, theme by theme; reasons, leads and minutes stay with the partnership."""
    words = ("The themes of the assessment in the order of their recommendation, and what the board decided.",)
    columns = (
        Column("theme", "Theme", 26, STRONG), Column("band", notes.mark("Risk band", "band"), 22, MIDDLE),
        Column("advice", notes.mark("Recommendation", "advice"), 23, TEXT), Column("choice", "The board's choice", 22, STRONG),
        Column("ground", "Ground", 26, TEXT), Column("wording", "Priority as published", 60, TEXT))
    told = {one.row.crime_type.number: one.band for one in public.rows}
    rows = tuple(_priority(one, told) for one in report.analysis.decisions.rows)
    return PublicTable(table_plan(PRIORITIES, columns, len(rows), len(words)), "Priorities", words, rows)


def _priority(one: Decided, told: Mapping[int, bool]) -> dict[str, Content]:
    """A theme, or what the board decided on that is none of the assessment's themes and so has no band.

    `told` says of each crime type whether its band may be told.
    """
    shown = one.theme is None or all(told[row.crime_type.number] for row in one.theme.rows)
    said, advice = one.decision, one.advice
    ground = said.ground if said and said.choice is Choice.PRIORITY else None
    return {
        "theme": one.name, "band": CONFIDENTIAL if not shown else one.theme.band.value if one.theme else NOT_AVAILABLE,
        "advice": or_mark(advice and advice.value) if shown else CONFIDENTIAL,
        "choice": said.choice.value if said else UNDECIDED, "ground": or_mark(ground and ground.value, NOT_APPLICABLE),
        "wording": or_mark(said.public_wording if said else "", NOT_APPLICABLE)}


# --- Risk matrix ----------------------------------------------------------------------------------------------------------------


def risk_plan(public: Public, notes: Notes) -> TablePlan:
    """The place of the risk matrix."""
    rank = ("Rank", "rank") if public.all_ranked else ("Rank among those published", "rank_some")
    columns = (
        Column("rank", notes.mark(*rank), 14, MIDDLE), Column("number", "Number", 10, MIDDLE), Column("name", "Crime type", 36, STRONG),
        Column("theme", "Theme", 24, TEXT), Column("probability", notes.mark("Probability", "probability"), 14, MIDDLE),
        Column("hand", notes.mark("By hand", "hand"), 12, MIDDLE), Column("harm", notes.mark("Combined harm", "harm"), 15, MIDDLE),
        Column("risk", notes.mark("Risk score", "risk"), 14, MIDDLE),
        Column("band", notes.mark("Risk band", "band"), 22, MIDDLE), Column("steer", notes.mark("National steer", "steer"), 17, MIDDLE),
        Column("advice", notes.mark("Recommendation", "advice"), 23, TEXT))
    return table_plan(RISK, columns, len(public.rows), 1)


def risk_matrix(public: Public, plan: TablePlan, others: Mapping[str, TablePlan], settings: Mapping[str, str]) -> PublicTable:
    """A row for each crime type, highest risk first; worked out live from the other sheets where nothing is withheld."""
    ordered = sorted(public.rows, key=lambda one: (one.rank is None, one.rank or 0, one.row.crime_type.number))
    rows = tuple(_risk_row(one, plan, at, others, settings) for at, one in enumerate(ordered, start=plan.first))
    words = ("Each crime type with its probability, combined harm and risk score. Those with the highest risk score come first.",)
    return PublicTable(plan, "Risk matrix", words, rows)


def _risk_row(one: Told, plan: TablePlan, at: int, others: Mapping[str, TablePlan], settings: Mapping[str, str]) -> dict[str, Content]:
    row = one.row
    number, probability, harm, risk = (plan.own(key, at) for key in ("number", "probability", "harm", "risk"))
    above = f'IF({risk}>={settings["high"]},"{RiskBand.HIGH}",IF({risk}>={settings["medium"]},"{RiskBand.MEDIUM}","{RiskBand.LOW}"))'
    live = one.risk and row.risk_score is not None
    product = f'=IF(AND(ISNUMBER({probability}),ISNUMBER({harm})),{probability}*{harm},"{NOT_AVAILABLE}")'
    rank = f'=IF(ISNUMBER({risk}),RANK({risk},{plan.all("risk", here=True)}),"{NOT_AVAILABLE}")'
    cells: dict[str, tuple[bool, Content]] = {
        "probability": (one.probability, Formula(f"={others['probability'].at('probability', number)}", or_mark(row.probability))),
        "harm": (one.harm, Formula(f"={others['harm'].at('combined', number)}", or_mark(row.combined_harm))),
        "risk": (one.risk, Formula(product, or_mark(row.risk_score))), "rank": (one.risk, Formula(rank, or_mark(one.rank))),
        "band": (one.band, Formula(f"={above}", row.risk_band.value) if live else row.risk_band.value),
        "advice": (one.band, or_mark(row.recommendation and row.recommendation.value))}
    return {
        "number": row.crime_type.number, "name": row.name, "theme": row.crime_type.theme or row.name,
        "steer": YES if row.crime_type.national_steer else NO, "hand": YES if row.by_hand else NO,
        **{key: value if told else CONFIDENTIAL for key, (told, value) in cells.items()}}


# --- Harm scores ----------------------------------------------------------------------------------------------------------------


def harm_plan(report: Report, public: Public, notes: Notes) -> TablePlan:
    """The place of the harm scores; the agencies have a column each only where their scores are published."""
    asked = report.assessment.agencies if public.agencies else ()
    agencies = [Column(_agency(i), notes.mark(one.name, "agencies"), 18, MIDDLE) for i, one in enumerate(asked)]
    note = "harm" if public.agencies or all(one.harm for one in public.rows) else "harm_withheld"
    columns = (
        Column("number", "Number", 10, MIDDLE), Column("name", "Crime type", 36, STRONG), *agencies,
        Column("combined", notes.mark("Combined harm", note), 16, MIDDLE),
        Column("scored", notes.mark("Agencies that scored", "scored"), 18, MIDDLE), Column("asked", "Agencies asked", 12, MIDDLE))
    return table_plan(HARM, columns, len(public.rows), 1)


def harm_scores(report: Report, public: Public, plan: TablePlan) -> PublicTable:
    """The combined harm of each crime type, live from the agencies' scores where these are published, else as a value."""
    words = ("How much harm each crime type does, as the agencies scored it together."
             if not public.agencies else "How much harm each crime type does, as each agency scored it and together.",)
    return PublicTable(plan, "Harm scores", words, tuple(
        _harm_row(report, public, one, plan, at) for at, one in enumerate(public.rows, start=plan.first)))


def _harm_row(report: Report, public: Public, one: Told, plan: TablePlan, at: int) -> dict[str, Content]:
    row, agencies = one.row, report.assessment.agencies
    values: dict[str, Content] = {
        "number": row.crime_type.number, "name": row.name, "combined": or_mark(row.combined_harm) if one.harm else CONFIDENTIAL,
        "scored": row.scored_by, "asked": len(agencies)}
    if not public.agencies:
        return values
    scores = plan.span(_agency(0), _agency(len(agencies) - 1), at)
    together = f'=IF(COUNT({scores})=0,"{NOT_AVAILABLE}",ROUND({_rule(report, scores)},0))'
    shown = {_agency(i): _score(score) for i, score in enumerate(row.harm_scores)}
    live = {"combined": Formula(together, or_mark(row.combined_harm)), "scored": Formula(f"=COUNT({scores})", row.scored_by)}
    return values | shown | live


def _rule(report: Report, scores: str) -> str:
    of = report.assessment
    match of.rule:
        case CombiningRule.MEAN:
            return f"SUM({scores})/COUNT({scores})"
        case CombiningRule.MEDIAN:
            return f"MEDIAN({scores})"
        case _:
            return f"SUM({scores})*{len(of.agencies)}/({of.divisor}*COUNT({scores}))"


def _score(score: HarmScore) -> Content:
    return score if isinstance(score, int) else NOT_AVAILABLE if score is None else NO_VIEW


def _agency(place: int) -> str:
    return f"agency:{place}"
