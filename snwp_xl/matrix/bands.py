"""From a risk score to its band, and from the band to what is recommended to the board, with the reason in words."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from snwp_xl.frozen import dataclass
from snwp_xl.matrix.harm import highest_harm
from snwp_xl.model import Advice, Assessment, RiskBand
from snwp_xl.phrases import listed

ORDER = (RiskBand.NOT_ASSESSED, RiskBand.LOW, RiskBand.MEDIUM, RiskBand.HIGH)  # upwards


@dataclass(frozen=True, slots=True)
class Points:
    """The assessment's thresholds as points of the risk score and of combined harm, unrounded."""

    highest_harm: Fraction  # the most that combined harm can be under the rule
    highest_possible: Fraction  # the highest risk score: highest probability x highest harm
    high: Fraction  # High from here
    medium: Fraction  # Medium from here
    high_harm: Fraction  # a combined harm from here is high, whatever the volume

    def band(self, risk: Fraction | int | None) -> RiskBand:
        """The band of a risk score; None is Not assessed."""
        if risk is None:
            return RiskBand.NOT_ASSESSED
        if risk >= self.high:
            return RiskBand.HIGH
        return RiskBand.MEDIUM if risk >= self.medium else RiskBand.LOW


def other_bands(bands: Collection[RiskBand], now: RiskBand) -> str:
    """Bands but for the one that a row has now, highest first: High, Medium or Low. Empty where there is no other."""
    return listed([str(band) for band in reversed(ORDER) if band in bands and band is not now], last="or")


def points(assessment: Assessment) -> Points:
    """The thresholds of an assessment in points."""
    harm = highest_harm(assessment)
    possible = assessment.probability_matrix.highest * harm
    parts = assessment.thresholds
    return Points(harm, possible, parts.high * possible, parts.medium * possible, parts.high_harm * harm)


def in_words(value: Fraction | int) -> str:
    """A number as a person writes it: 48, 67.2; at most two decimals, half up."""
    hundredths = (200 * Fraction(value) + 1) // 2
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def advise(band: RiskBand, harm: int | None, steer: str, at: Points) -> Advice | None:
    """What the method recommends; None where the crime type is not assessed."""
    if band is RiskBand.NOT_ASSESSED or harm is None:
        return None
    if band is RiskBand.HIGH:
        return Advice.SELECT
    if band is RiskBand.MEDIUM:
        return Advice.DISCUSS
    if steer:
        return Advice.COMPELLED
    return Advice.DISCUSS if harm >= at.high_harm else Advice.DO_NOT_SELECT


def rounding_words(band: RiskBand, unrounded: RiskBand) -> str:
    """That rounding decided a band, beside the one that the unrounded combined harm would give; empty where it is the same."""
    return "" if unrounded is band else f"decided by rounding: unrounded it would be {unrounded}"


def reason(
    band: RiskBand, harm: int | None, probability: int | None, steer: str, at: Points,
    *, by_hand: str, rounding: str,
) -> str:
    """Why that is recommended, in one sentence; empty where the crime type is not assessed.

    `by_hand` says what was set by hand, `rounding` that rounding decided the band; each may be empty.
    """
    if band is RiskBand.NOT_ASSESSED or harm is None or probability is None:
        return ""
    high, medium = in_words(at.high), in_words(at.medium)
    limits = {RiskBand.HIGH: f"{high} or more", RiskBand.MEDIUM: f"{medium} to under {high}", RiskBand.LOW: f"under {medium}"}
    scored = f"Risk score {probability * harm} ({probability} x {harm}) is {band} ({limits[band]})"
    extra = [words for words in (by_hand, rounding) if words]
    if band is RiskBand.LOW and steer:
        extra.append(f"national steer: {steer}")
    if band is RiskBand.LOW and harm >= at.high_harm:
        extra.append(f"high harm, low volume: combined harm {harm} of at most {in_words(at.highest_harm)}")
    return "; ".join([scored, *extra]) + "."
