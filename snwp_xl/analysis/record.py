"""The analysis under the names of `calculate --json`: plain values, a missing one None."""

from __future__ import annotations

from snwp_xl.analysis.agreement import Agreement
from snwp_xl.analysis.flips import Flip
from snwp_xl.analysis.scenario import Scenario
from snwp_xl.analysis.sensitivity import RowSensitivity, Sensitivity
from snwp_xl.analysis.voices import Voices
from snwp_xl.matrix.bands import ORDER
from snwp_xl.matrix.table import as_float


def voices_record(voices: Voices) -> dict[str, object]:
    """Who was asked, heard and not asked."""
    return {
        "heard": list(voices.heard), "in_part": [one.agency for one in voices.in_part], "awaited": list(voices.awaited),
        "closed": [one.name for one in voices.closed], "not_asked": [one.name for one in voices.not_asked],
        "one_organisation": [{"organisation": one.organisation, "agencies": list(one.agencies)} for one in voices.shared],
        "sentences": list(voices.sentences),
    }  # fmt: skip


def agreement_record(agreement: Agreement) -> dict[str, object]:
    """The key `agreement`."""
    measured = agreement.concordance
    return {
        "kendalls_w": as_float(measured.w), "agencies_compared": list(measured.agencies), "crime_types_compared": measured.crime_types,
        "sentences": list(agreement.sentences),
        "spread": [
            {
                "crime_type": one.name, "lowest": one.lowest, "lowest_by": list(one.lowest_by),
                "highest": one.highest, "highest_by": list(one.highest_by),
            }
            for one in agreement.spreads
        ],
        "factors": [{"factor": one.factor, "mean_width": float(one.mean_width)} for one in agreement.factors],
        "agencies": [
            {
                "agency": one.agency, "scored": one.scored, "rank_correlation": one.correlation,
                "kendalls_w_without": as_float(one.w_without), "commonest_harm_score": one.commonest,
                "commonest_count": one.commonest_count, "one_answer": one.one_answer,
            }
            for one in agreement.agencies
        ],
    }  # fmt: skip


def sensitivity_record(sensitivity: Sensitivity) -> dict[str, object]:
    """The key `sensitivity`."""
    return {
        "sentences": list(sensitivity.sentences),
        "crime_types": [_row(one) for one in sensitivity.rows],
        "scenarios": [_scenario(one) for one in sensitivity.scenarios],
    }


def _row(one: RowSensitivity) -> dict[str, object]:
    ranks = one.one_level_off.ranks
    return {
        "crime_type": one.row.name, "risk_band": str(one.row.risk_band),
        "could_be": [str(band) for band in reversed(ORDER) if band in one.could_be], "settled": one.settled,
        "could_have_been": [str(band) for band in reversed(ORDER) if band in one.could_have_been],
        "one_level_off": {str(band): share for band, share in one.one_level_off.bands},
        "ranks_one_level_off": list(ranks) if ranks else None,
        "higher": _flip(one.flip.higher), "lower": _flip(one.flip.lower), "smallest_change": one.flip.words, "remarks": list(one.remarks),
    }  # fmt: skip


def _flip(flip: Flip | None) -> dict[str, object] | None:
    return {"levels": flip.levels, "risk_band": str(flip.band), "agencies_alone": list(flip.alone)} if flip else None


def _scenario(one: Scenario) -> dict[str, object]:
    return {
        "kind": str(one.kind), "label": one.label, "sentence": one.words,
        "band_changes": [{"crime_type": new.name, "from": str(old.band), "to": str(new.band)} for old, new in one.band_changes],
    }  # fmt: skip
