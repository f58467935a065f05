"""The harm matrix, the heat map and the probability matrix as rows of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import ceil

from snwp_xl.analysis.words import chance
from snwp_xl.briefing.view import LATEST, View, percent_words
from snwp_xl.matrix import Matrix, MatrixRow, in_words, other_bands
from snwp_xl.model import CHARTED_STATES, RiskBand
from snwp_xl.public.parts import CONFIDENTIAL
from snwp_xl.public.told import Told
from snwp_xl.results.heat_grid import Grid, band_words, grid_of, harm_words, label
from snwp_xl.results.probability import counted_values
from snwp_xl.results.tables import otherwise
from snwp_xl.theme import BAND_ROLES, PALE_BAND_ROLES

MOST_HARMS = 12  # rows of the heat map; a longer range is gathered into steps
NO_ADVICE, NONE = "Not assessed", "None"


def matrix_rows(view: View) -> list[dict[str, object]]:
    """A row for each crime type, highest risk first, those not assessed last."""
    return [_row(one, view) for one in view.ranked()]


def _row(one: Told, view: View) -> dict[str, object]:
    row, hidden = one.row, CONFIDENTIAL
    return {
        "rank": otherwise(one.rank, NONE), "name": row.name, "remarks": list(_remarks(one, view)),
        "band": str(row.risk_band) if one.band else hidden, "role": BAND_ROLES[row.risk_band] if one.band else "none",
        "risk": otherwise(row.risk_score, NONE) if one.risk else hidden,
        "probability": otherwise(row.probability, NONE) if one.probability else hidden,
        "harm": otherwise(row.combined_harm, NONE) if one.harm else hidden, "share": _share(one, view), "state": str(row.control_state),
        "advice": str(row.recommendation or NO_ADVICE) if one.band else hidden, "kept": _kept(row, view),
    }


def _share(one: Told, view: View) -> str:
    row = one.row
    if row.latest_count is None or not row.all_count:
        return str(counted_values(row, view.matrix.counts)["share"])
    return percent_words(row.latest_count, row.all_count) if one.share and view.tells_total(row, LATEST) else CONFIDENTIAL


def _kept(row: MatrixRow, view: View) -> str:
    """In how many cases the band holds when scores are up to one level off."""
    if row.risk_band is RiskBand.NOT_ASSESSED:
        return NO_ADVICE
    off = view.report.analysis.sensitivity.row(row.crime_type.number).one_level_off
    return chance(off.chance_of(row.risk_band))


def _remarks(one: Told, view: View) -> Iterator[str]:
    """What a reader of this row should know besides."""
    row = one.row
    every, chart = len(row.harm_scores), view.matrix.charts.get(row.crime_type.number)
    if row.scored_by < len(view.report.analysis.voices.heard):
        yield f"scored by {row.scored_by} of {every}{', few views' if row.few_views else ''}"
    if row.by_hand:
        yield f"{'probability' if row.probability_by_hand else 'control state'} by hand"
    elif chart is not None and chart.trial:
        yield "trial chart"
    if not one.risk:
        return
    if row.decided_by_rounding:
        yield row.rounding_words
    others = other_bands(view.matrix.could_be(row), row.risk_band)
    if others:
        yield f"could still become {others}"


# --- heat map -------------------------------------------------------------------------------------------------------------------


def heat_map(view: View) -> dict[str, object] | None:
    """Probabilities across and combined harm down, as far as crime types reach; None where none is assessed."""
    matrix = view.matrix
    placed = [one.row for one in view.ranked() if one.risk and one.row.risk_score is not None]
    harms = [row.combined_harm for row in placed if row.combined_harm is not None]
    if not harms:
        return None
    low, high = min(harms), max(harms)
    grid = replace(grid_of(matrix), lowest=low, highest=high, step=ceil((high - low + 1) / MOST_HARMS))
    rows = []
    for span in grid.rows:
        cells = [_cell(matrix, grid, placed, column, span) for column in grid.columns]
        rows.append({"harm": harm_words(span), "cells": cells, "empty": not any(cell["names"] for cell in cells)})
    return {"columns": list(grid.columns), "rows": rows, "left_out": [one.row.name for one in view.ranked() if one.row not in placed]}


def _cell(matrix: Matrix, grid: Grid, placed: list[MatrixRow], probability: int, span: tuple[int, int]) -> dict[str, object]:
    names = [label(row, grid) for row in placed if grid.place(row) == grid.number(probability, span[0])]
    band, scores = band_words(matrix.thresholds, probability, span), [probability * harm for harm in dict.fromkeys(span)]
    role = (BAND_ROLES if names else PALE_BAND_ROLES).get(band, "none")
    return {"names": names, "band": band, "role": role, "probability": probability, "score": " to ".join(map(str, scores))}


# --- probability matrix -----------------------------------------------------------------------------------------------------------


def probability_matrix(view: View) -> dict[str, object]:
    """Shares down, control states across, as the set-up has them."""
    made = view.assessment.probability_matrix
    edges = [f"{in_words(edge * 100)}%" for edge in made.lower_edges]
    words = [f"{low} to under {high}" for low, high in pairwise(edges)] + [f"{edges[-1]} and over"]
    if len(edges) > 1:
        words[0] = f"Under {edges[1]}"
    rows = [{"share": share, "scores": list(scores)} for share, scores in zip(words, made.scores, strict=True)]
    return {"states": [str(state) for state in CHARTED_STATES], "rows": rows}
