"""The lines of the sheet Checks: each TRUE, or the address of the first cell that somebody altered."""

from __future__ import annotations

from snwp_xl.frozen import dataclass
from snwp_xl.model import RiskBand
from snwp_xl.results.check_plan import LINES, CheckPlan
from snwp_xl.results.plan import Plan, TablePlan
from snwp_xl.results.tables import MARK


@dataclass(frozen=True, slots=True)
class Lines:
    """The formulas of the lines."""

    plan: Plan
    at: CheckPlan

    def formulas(self) -> dict[str, str]:
        """A formula for each line, by its key."""
        rows = self.at.rows
        made = {
            "scores": _worded(self.plan.all_scores.all("check")), "counts": _worded(self.plan.counts.all("check")),
            "settings": _worded(self.plan.setting_checks), "matrix": _worded(self.plan.matrix_checks),
            "typed": _first_wrong(rows, "typed_check"), "harm": self._harm(),
            "combined": _first_wrong(rows, "harm_check"), "probability": _first_wrong(rows, "probability_check"),
            "risk": self._risk(), "themes": _first_wrong(self.at.themes, "result"), "bands": self._bands(),
            "result": self._result()}
        return {key: f'=IFERROR({made[key]},"Cannot be worked out{MARK} A cell shows an error")' for key, _ in LINES}

    def _harm(self) -> str:
        """Rows and columns of Harm scores; where one of each is wrong the cell is where they cross."""
        rows, agencies, harm = self.at.rows, self.at.agencies, self.plan.harm
        row = f"INDEX({rows.all('number')},{rows.first_worded('harm_check')})"
        letter = f"INDEX({agencies.all('letter')},{agencies.first_worded('result')})"
        columns = _first_wrong(agencies, "result")
        crossing = f'"{harm.sheet}{MARK}"&{letter}&({harm.place(row)}+{harm.first})'
        return f"IF({columns}=TRUE,TRUE,IF({_first_wrong(rows, 'harm_check')}=TRUE,{columns},{crossing}))"

    def _risk(self) -> str:
        """A crime type's own numbers before its place among the others."""
        numbers, places = _first_wrong(self.at.rows, "risk_check"), _first_wrong(self.at.rows, "rank_check")
        return f"IF({numbers}=TRUE,{places},{numbers})"

    def _bands(self) -> str:
        """The numbers on Summary beside the bands worked out again; together they are all crime types."""
        found = "TRUE"
        for band in reversed(RiskBand):
            cell = self.plan.band_counts[band]
            found = f'IF({cell}<>COUNTIF({self.at.rows.all("band")},"{band}"),"{cell.replace("$", "").replace(chr(39), "")}",{found})'
        return found

    def _result(self) -> str:
        """How many crime types have another risk score or band than was calculated, and the first of them."""
        checks = self.at.rows.all("result_check")
        differ = f"(ROWS({checks})-COUNTIF({checks},TRUE))"
        told = f'{differ}&IF({differ}=1," crime type differs: "," crime types differ, first ")&{self.at.rows.first_words("result_check")}'
        return f"IF({differ}=0,TRUE,{told})"


def _worded(checks: str) -> str:
    """TRUE where all checks are, else the first cell that they name, and how many rows name more."""
    wrong, first = f"(ROWS({checks})-COUNTIF({checks},TRUE))", f'INDEX({checks},MATCH("*{MARK}*",{checks},0))'
    more = f'IF({wrong}>1," and "&({wrong}-1)&IF({wrong}=2," more row"," more rows"),"")'
    return f"IF({wrong}=0,TRUE,{first}&{more})"


def _first_wrong(table: TablePlan, key: str) -> str:
    """TRUE, or what the first check of a column says that is not."""
    checks = table.all(key)
    return f"IF(COUNTIF({checks},TRUE)=ROWS({checks}),TRUE,{table.first_words(key)})"
