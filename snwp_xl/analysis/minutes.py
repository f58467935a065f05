"""The minutes of the board's decision as paragraphs ready to be copied; a draft to be decided on where it has decided nothing."""

from __future__ import annotations

from collections.abc import Sequence

from snwp_xl.analysis.agreement import Agreement
from snwp_xl.analysis.decisions import Decided, Decisions
from snwp_xl.analysis.voices import voices
from snwp_xl.analysis.words import sentence
from snwp_xl.matrix import Matrix, Theme
from snwp_xl.model import Advice, Choice
from snwp_xl.phrases import listed

TOLD_ADVICE = (
    (Advice.SELECT, "recommended for selection, being High"), (Advice.COMPELLED, "recommended because of a national steer"),
    (Advice.DISCUSS, "recommended for discussion"),
)  # fmt: skip


def minutes(matrix: Matrix, agreement: Agreement, made: Decisions, edition: int) -> tuple[str, ...]:
    """The paragraphs: what was received, what was recommended, what was decided and why, what is left open."""
    return (_received(matrix, edition), agreement.concordance.words, *_recommended(matrix), *_decided(made), *_beside(matrix, made))


def _received(matrix: Matrix, edition: int) -> str:
    of, status = matrix.assessment, matrix.status
    missing = f" Still missing: {'; '.join(status.missing)}." if status.missing else ""
    return (
        f"The board received the harm matrix of {of.partnership} for {of.name}, edition {edition}, {status.words}, made from the scores of "
        f"{voices(matrix).whose_scores} on {len(of.crime_types)} crime types.{missing}"
    )


def _recommended(matrix: Matrix) -> list[str]:
    themes = matrix.themes()
    told = []
    for advice, words in TOLD_ADVICE:
        of_advice = [theme for theme in themes if theme.advice is advice]
        if of_advice:
            verb = "was" if len(of_advice) == 1 else "were"
            told.append(f"{listed([_with_score(theme) for theme in of_advice])} {verb} {words}.")
    return [*(told or ["No theme was recommended for selection or discussion."]), *matrix.by_hand]


def _with_score(theme: Theme) -> str:
    score = theme.leading.risk_score
    return f"{theme.name} (risk score {score})" if score is not None else theme.name


def _decided(made: Decisions) -> list[str]:
    chosen = made.chosen(Choice.PRIORITY)
    if not any(one.decision for one in made.rows):
        return [f"For decision: the board is asked to set its priorities, {made.places} in all."]
    told = ["The board set these priorities:" if chosen else "The board set no priorities."]
    told += [_priority(i, one) for i, one in enumerate(chosen, start=1)]
    for choice, words in ((Choice.NOT_A_PRIORITY, "Not made a priority"), (Choice.DEFERRED, "Deferred")):
        others = [_because(one) for one in made.chosen(choice)]
        told += [sentence(f"{words}: {'; '.join(others)}")] if others else []
    return told


def _priority(number: int, one: Decided) -> str:
    assert one.decision is not None
    said = one.decision
    ground = f" Ground: {said.ground}." if said.ground else ""
    wording = f" {_quoted(said.public_wording)}" if said.public_wording else ""
    return f"{number}. {_because(one)}.{ground}{wording}" + (f" Lead: {said.lead}." if said.lead else "")


def _because(one: Decided) -> str:
    reason = one.decision.reason.strip().rstrip(".") if one.decision else ""
    return f"{one.name}, because: {reason}" if reason else one.name


def _quoted(words: str) -> str:
    return f"Public wording: {words.strip().rstrip('.')}."


def _beside(matrix: Matrix, made: Decisions) -> list[str]:
    obligations = matrix.assessment.settings.statutory_obligations
    told = [f"Alongside the priorities are the statutory obligations: {'; '.join(obligations)}."] if obligations else []
    if made.undecided and any(one.decision for one in made.rows):
        told.append(f"Nothing was decided on {_names(made.undecided)}.")
    waits = [f"{one.name}: {listed(one.still_open)}" for one in made.rows if one.decision and one.still_open]
    told += [f"Still to be written down: {'; '.join(waits)}."] if waits else []
    told += [sentence(f"Noted: {one.name}: {doubt}") for one in made.rows for doubt in one.doubts]
    return told


def _names(rows: Sequence[Decided]) -> str:
    return listed([one.name for one in rows])
