"""The lines of the sheet Checks: each TRUE, or the address of the first cell that somebody altered."""

from __future__ import annotations

from dataclasses import dataclass

from snwp_xl.model import Assessment, RiskBand
from snwp_xl.results.check_plan import LINES, CheckPlan
from snwp_xl.results.plan import METHOD, SETTING_COLUMN, Plan, TablePlan
from snwp_xl.results.tables import FAR
from snwp_xl.sheets import column_name

SMALLEST = "1E-9"


@dataclass(frozen=True, slots=True)
class Lines:
    """The formulas of the lines."""

    plan: Plan
    at: CheckPlan
    assessment: Assessment

    def formulas(self) -> dict[str, str]:
        """A formula for each line, by its key."""
        rows = self.at.rows
        made = {
            "scores": self._typed(self.plan.all_scores), "counts": self._typed(self.plan.counts), "settings": self._settings(),
            "matrix": self._matrix(), "typed": _first_wrong(rows, "typed_check"), "harm": self._harm(),
            "combined": _first_wrong(rows, "harm_check"), "probability": _first_wrong(rows, "probability_check"),
            "risk": self._risk(), "themes": _first_wrong(self.at.themes, "result"), "bands": self._bands(),
            "result": self._result()}
        return {key: f'=IFERROR({made[key]},"Cannot be worked out: an error stands in a cell")' for key, _ in LINES}

    def _typed(self, table: TablePlan) -> str:
        """The checks that stand beside the typed rows of a sheet."""
        checks = table.all("check")
        wrong = f"ROWS({checks})-COUNTIF({checks},TRUE)"
        first = f"INDEX({checks},{table.first_where(f'({checks}<>TRUE)', 'check')})"
        more = f'IF({wrong}>1," and "&{wrong}-1&IF({wrong}=2," more row"," more rows"),"")'
        return f'IF({wrong}=0,TRUE,"{table.sheet}!"&{first}&{more})'

    def _settings(self) -> str:
        """The settings beside what they were; the first that differs."""
        now, then = self.plan.settings_now, self.plan.settings_then
        letter = column_name(SETTING_COLUMN)
        return _first_apart(now, then, f'"{METHOD}!{letter}"&SUMPRODUCT(MIN(ROW({now})+(ABS({now}-{then})<={SMALLEST})*{FAR}))')

    def _matrix(self) -> str:
        """The probability matrix beside its numbers in the set-up, which stand in the formula."""
        now, matrix = self.plan.matrix, self.assessment.probability_matrix
        then = ";".join(
            ",".join(repr(float(value)) for value in (edge, *scores))
            for edge, scores in zip(matrix.lower_edges, matrix.scores, strict=True))
        same = f"(ABS({now}-{{{then}}})<={SMALLEST})*{FAR}"
        place = f'ADDRESS(SUMPRODUCT(MIN(ROW({now})+{same})),SUMPRODUCT(MIN(COLUMN({now})+{same})),4)'
        return _first_apart(now, f"{{{then}}}", f'"{METHOD}!"&{place}')

    def _harm(self) -> str:
        """Rows and columns of Harm scores; where one of each is wrong the cell is where they cross."""
        rows, agencies, harm = self.at.rows, self.at.agencies, self.plan.harm
        wrong_row = f"({rows.all('harm_check')}<>TRUE)"
        row = f"INDEX({rows.all('number')},{rows.first_where(wrong_row, 'number')})"
        crossing = f'"{harm.sheet}!"&INDEX({agencies.all("letter")},{agencies.first_where(_wrong(agencies), "letter")})' \
                   f"&({harm.place(row)}+{harm.first})"
        columns = _first_wrong(agencies, "result")
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
        rows = self.at.rows
        differs = f"(({rows.all('risk')}<>{rows.all('risk_then')})+({rows.all('band')}<>{rows.all('band_then')})>0)"
        count, first = f"SUMPRODUCT(--{differs})", f"INDEX({rows.all('name')},{rows.first_where(differs, 'name')})"
        told = f'{count}&IF({count}=1," crime type differs: "," crime types differ, first ")&{first}'
        return f"IF({count}=0,TRUE,{told})"


def _wrong(table: TablePlan) -> str:
    return f"({table.all('result')}<>TRUE)"


def _first_wrong(table: TablePlan, key: str) -> str:
    """TRUE, or what the first check of a column says that is not."""
    checks = table.all(key)
    return f"IF(COUNTIF({checks},TRUE)=ROWS({checks}),TRUE,INDEX({checks},{table.first_where(f'({checks}<>TRUE)', key)}))"


def _first_apart(now: str, then: str, place: str) -> str:
    """TRUE where two blocks of numbers are the same, else the place of the first that is not."""
    compared = f"IF(SUMPRODUCT(--(ABS({now}-{then})>{SMALLEST}))=0,TRUE,{place})"
    return f'IF(COUNT({now})<ROWS({now})*COLUMNS({now}),"{METHOD}: a number is missing",{compared})'
