"""Every number of a crime type worked out a second time, by other formulas than the sheets' own, and compared with them.

What is added here comes from the typed cells: scores, counts, states and settings. Each comparison gives TRUE or the
address of the first cell that differs; it finds the crime type's row on a sheet by its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl.frozen import dataclass
from snwp_xl.model import Advice, Assessment, CombiningRule, RiskBand
from snwp_xl.results.as_read import SMALLEST
from snwp_xl.results.plan import NO_COUNTS, NONE, NOT_RANKED, NOT_SCORED, Plan, TablePlan, agency_key, factor_key
from snwp_xl.results.probability import ALL_NUMBER, share_formula, whole_year, year_of
from snwp_xl.results.risk import NO_ADVICE, NO_STEER
from snwp_xl.results.tables import MARK
from snwp_xl.sheets import column_name

NAMED = "Named"  # a steer that is not None
Own = Mapping[str, str]  # key of a column of the checks -> the cell of the formula's own row


@dataclass(frozen=True, slots=True)
class Rework:
    """The formulas for one assessment's plan."""

    plan: Plan
    assessment: Assessment
    checks: TablePlan  # the rows of crime types

    # --- worked out again
    def formulas(self, own: Own) -> dict[str, str]:
        """What stands in the columns of a crime type's row, as formulas."""
        return {**self._harm(own), **self._probability(own), **self._risk(own)}

    def _harm(self, own: Own) -> dict[str, str]:
        scores, settings = self.plan.all_scores, self.plan.settings
        added = "+".join(
            f'SUMIFS({scores.all(factor_key(i))},{scores.all("number")},{own["number"]},{scores.all("harm")},">0")'
            for i in range(1, len(self.assessment.factors) + 1))
        line = self._line(own["number"])
        rule = {
            CombiningRule.SUM_OVER_DIVISOR: f"{own['sum']}*{settings['agencies']}/({settings['divisor']}*{own['scored']})",
            CombiningRule.MEAN: f"{own['sum']}/{own['scored']}",
            CombiningRule.MEDIAN: f"(SMALL({line},INT(({own['scored']}+1)/2))+SMALL({line},INT(({own['scored']}+2)/2)))/2",
        }[self.assessment.rule]
        return {
            "sum": f"={added}", "scored": f'=COUNTIFS({scores.all("number")},{own["number"]},{scores.all("harm")},">0")',
            "unrounded": f'=IF({own["scored"]}=0,"{NOT_SCORED}",{rule})',
            "harm": f'=IF({own["scored"]}=0,"{NOT_SCORED}",ROUND({own["unrounded"]},0))'}

    def _line(self, number: str) -> str:
        """The harm scores of a crime type on Harm scores."""
        first, last = (agency_key(agency.number) for agency in (self.assessment.agencies[0], self.assessment.agencies[-1]))
        return f"INDEX({self.plan.harm.block(first, last)},{self.plan.harm.place(number)},0)"

    def _probability(self, own: Own) -> dict[str, str]:
        plan, sheet = self.plan, self.plan.probability
        hand, state = sheet.at("hand", own["number"]), sheet.at("state", own["number"])
        row, column = f"SUMPRODUCT(--({plan.edges}<={own['share']}))", f"SUMPRODUCT(({plan.states}={state})*{{1,2,3}})"
        charted = f'IF(AND(ISNUMBER({own["share"]}),{column}>0),INDEX({plan.scores},{row},{column}),"{NONE}")'
        return {
            "latest": f"={self._counted(own['number'])}", "all": f"={self._counted(str(ALL_NUMBER))}", "share": f"={share_formula(own)}",
            "probability": f"=IF(ISNUMBER({hand}),{hand},{charted})"}

    def _counted(self, number: str) -> str:
        """The latest 12 months of a row of Incident counts, month by month."""
        table, months = self.plan.counts, year_of(self.plan.months)
        if not months:
            return f'"{NO_COUNTS}"'
        added = "+".join(f"SUMIFS({table.all(month)},{table.all('number')},{number})" for month in months)
        counted = "+".join(f'COUNTIFS({table.all("number")},{number},{table.all(month)},">=0")' for month in months)
        return whole_year(counted, added)

    def _risk(self, own: Own) -> dict[str, str]:
        settings, checks, risk = self.plan.settings, self.checks, own["risk"]
        risks, numbers = checks.all("risk", here=True), checks.all("number", here=True)
        steer = self.plan.risk.at("steer", own["number"])
        band = f'IF({risk}>={settings["high"]},"{RiskBand.HIGH}",IF({risk}>={settings["medium"]},"{RiskBand.MEDIUM}","{RiskBand.LOW}"))'
        volume = f'IF({own["harm"]}>={settings["high_harm"]},"{Advice.DISCUSS}","{Advice.DO_NOT_SELECT}")'
        low = f'IF({steer}="{NO_STEER}",{volume},"{Advice.COMPELLED}")'
        advice = f'IF({own["band"]}="{RiskBand.HIGH}","{Advice.SELECT}",IF({own["band"]}="{RiskBand.MEDIUM}","{Advice.DISCUSS}",{low}))'
        before = f'COUNTIF({risks},">"&{risk})+SUMPRODUCT(({risks}={risk})*({numbers}<{own["number"]}))'
        behind = f'COUNT({risks})+SUMPRODUCT(({risks}="{NONE}")*({numbers}<{own["number"]}))'
        both = f"AND(ISNUMBER({own['probability']}),ISNUMBER({own['harm']}))"
        return {
            "risk": f'=IF({both},{own["probability"]}*{own["harm"]},"{NONE}")',
            "band": f'=IF(ISNUMBER({risk}),{band},"{RiskBand.NOT_ASSESSED}")',
            "rank": f'=IF(ISNUMBER({risk}),COUNTIF({risks},">"&{risk})+1,"{NOT_RANKED}")',
            "advice": f'=IF(ISNUMBER({risk}),{advice},"{NO_ADVICE}")', "order": f"=IF(ISNUMBER({risk}),{before},{behind})+1"}

    # --- compared
    def checks_of(self, own: Own) -> dict[str, str]:
        """The comparisons of a crime type's row with each sheet, and the first of them that fails."""
        same = f"AND({own['risk']}={own['risk_then']},{own['band']}={own['band_then']})"
        changed = _address(self.plan.risk, "risk", own["number"])
        found = {
            "result_check": f"=IF({same},TRUE,{changed})", "harm_check": self._harm_check(own),
            "probability_check": self._probability_check(own),
            "risk_check": self._risk_check(own, "probability", "harm", "risk", "band", "advice"),
            "rank_check": self._risk_check(own, "rank", "order"), "typed_check": self._typed_check(own)}
        result = "TRUE"
        for key in reversed(("typed_check", "harm_check", "probability_check", "risk_check", "rank_check")):
            result = f"IF({own[key]}<>TRUE,{own[key]},{result})"
        return {**found, "result": f"={result}"}

    def _harm_check(self, own: Own) -> str:
        table, number = self.plan.harm, own["number"]
        line = self._line(number)
        letters = [column_name(table.column(agency_key(self.assessment.agencies[i].number))) for i in (0, -1)]
        row = f"({table.place(number)}+{table.first})"
        whole = f'"{table.sheet}!{letters[0]}"&{row}&":{letters[1]}"&{row}'
        rest = [("unrounded", True), ("combined", False), ("scored", False)]
        again = {"unrounded": own["unrounded"], "combined": own["harm"], "scored": own["scored"]}
        cells = _first_different(table, number, [(key, again[key], exact) for key, exact in rest])
        return _guarded(f"IF(OR(SUM({line})<>{own['sum']},COUNT({line})<>{own['scored']}),{whole},{cells})", table.sheet)

    def _probability_check(self, own: Own) -> str:
        wanted = [("latest", own["latest"], False), ("all", own["all"], False), ("share", own["share"], True),
                  ("probability", own["probability"], False)]
        return _guarded(_first_different(self.plan.probability, own["number"], wanted), self.plan.probability.sheet)

    def _risk_check(self, own: Own, *keys: str) -> str:
        """Its own numbers apart from its place among the others: one altered score moves the places of many."""
        wanted = [(key, own[key], False) for key in keys]
        return _guarded(_first_different(self.plan.risk, own["number"], wanted), self.plan.risk.sheet)

    def _typed_check(self, own: Own) -> str:
        plan, number = self.plan, own["number"]
        steer = f'IF({plan.risk.at("steer", number)}="{NO_STEER}","{NO_STEER}","{NAMED}")'
        found = _first_different(plan.risk, number, [("theme", own["theme_then"], False)])
        found = f'IF({steer}<>{own["steer_then"]},{_address(plan.risk, "steer", number)},{found})'
        hand = f'{plan.probability.at("hand", number)}&""<>{own["hand_then"]}&""'
        found = f'IF({hand},{_address(plan.probability, "hand", number)},{found})'
        for table, key, then in ((plan.probability, "state", "state_then"), (plan.counts, "name", "name"), (plan.risk, "name", "name"),
                                 (plan.probability, "name", "name"), (plan.harm, "name", "name")):
            found = f"IF({table.at(key, number)}<>{own[then]},{_address(table, key, number)},{found})"
        return _guarded(found, "A number of a crime type")


def _first_different(table: TablePlan, number: str, wanted: Sequence[tuple[str, str, bool]]) -> str:
    """TRUE, or the address of the first column whose cell is not what is wanted; `True` beside it allows for floating point."""
    formula = "TRUE"
    for key, again, inexact in reversed(wanted):
        here = table.at(key, number)
        differs = f"{here}<>{again}"
        if inexact:
            differs = f"IF(AND(ISNUMBER({here}),ISNUMBER({again})),ABS({here}-{again})>{SMALLEST},{differs})"
        formula = f"IF({differs},{_address(table, key, number)},{formula})"
    return formula


def _address(table: TablePlan, key: str, number: str) -> str:
    return f'"{table.sheet}!{column_name(table.column(key))}"&({table.place(number)}+{table.first})'


def _guarded(formula: str, what: str) -> str:
    """A comparison that says so where it cannot be made: a number was changed, or an error stands in a cell."""
    return f'=IFERROR({formula},"{what}{MARK} Cannot be worked out")'
