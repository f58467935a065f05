"""What a board should know of a harm matrix: who spoke, how far they agree, what would change it, what it has decided.

Pure functions of a `Matrix` and the returns that it was made of, with answers as values and in words. The modules
`published` and `reconcile` stand apart: they ask which rule made a table that somebody else published.
"""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.analysis.agreement import AgencyView, Agreement, Concordance, FactorSpread, Spread, agreement
from snwp_xl.analysis.decisions import Decided, Decisions, decision_findings, decisions, decisions_record
from snwp_xl.analysis.disclosure import publishable, tellable
from snwp_xl.analysis.flips import Flip, FlipRoom
from snwp_xl.analysis.minutes import minutes
from snwp_xl.analysis.own_answers import OwnAnswers, OwnRow, own_answers, why_no_pages
from snwp_xl.analysis.record import agreement_record, sensitivity_record, voices_record
from snwp_xl.analysis.scenario import Kind, Outcome, Scenario, scenarios, without
from snwp_xl.analysis.sensitivity import OneLevelOff, RowSensitivity, Sensitivity, sensitivity
from snwp_xl.analysis.since_last_year import AgencyMove, Move, SinceLastYear, Standing, last_year_findings, since_last_year
from snwp_xl.analysis.voices import SharedVoice, Voices, voices
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.model import Return

__all__ = [
    "AgencyMove", "AgencyView", "Agreement", "Analysis", "Concordance", "Decided", "Decisions", "FactorSpread", "Flip", "FlipRoom",
    "Kind", "Move", "OneLevelOff", "Outcome", "OwnAnswers", "OwnRow", "RowSensitivity", "Scenario", "Sensitivity", "SharedVoice",
    "SinceLastYear", "Spread", "Standing", "Voices", "agreement", "agreement_record", "analyse", "analysis_record",
    "decision_findings", "decisions", "decisions_record", "last_year_findings", "minutes", "own_answers", "publishable", "scenarios",
    "sensitivity", "sensitivity_record", "since_last_year", "tellable", "voices", "voices_record", "why_no_pages", "without",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the analysis says of one matrix."""

    voices: Voices
    agreement: Agreement
    sensitivity: Sensitivity
    without_one_answer: Scenario | None  # the matrix without the agencies that gave one answer nearly everywhere
    decisions: Decisions


def analyse(matrix: Matrix, returns: Sequence[Return]) -> Analysis:
    """All of it, from a matrix and its returns; ValueError where the returns are not those of the matrix."""
    agree = agreement(matrix, returns)
    same = [one.agency for one in agree.one_answer]
    return Analysis(voices(matrix), agree, sensitivity(matrix, returns), without(matrix, *same) if same else None, decisions(matrix))


def analysis_record(matrix: Matrix, made: Analysis) -> dict[str, object]:
    """The keys `agreement`, `sensitivity` and `decisions` of `calculate --json`."""
    return {
        "agreement": {"who_spoke": voices_record(made.voices), **agreement_record(made.agreement)},
        "sensitivity": sensitivity_record(made.sensitivity), "decisions": decisions_record(matrix),
    }
