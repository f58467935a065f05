"""The notes of the public edition: how its numbers are made and what is withheld, in words for anybody."""

from __future__ import annotations

from snwp_xl.assessment.origins import bands_origin, matrix_origin
from snwp_xl.model import Assessment, CombiningRule


def note_texts(of: Assessment) -> dict[str, str]:
    """Every note by its key; an edition prints those that its tables use."""
    below = of.settings.suppress_below
    return {
        "harm": f"Each agency scores each crime type from 1, the least harm, to {of.scale} on {len(of.factors)} factors: "
                f"{'; '.join(one.name for one in of.factors)}. The sum is its harm score. {_rule(of)}",
        "agencies": "Missing scores are never counted as zero. No view: the agency says that it has no view on the crime type.",
        "harm_withheld": "Each agency's scores are not published. A combined harm is withheld where anyone, in one of the agencies or "
                         "outside, could work out a single agency's score from it, or nearly: where too few agencies scored it, "
                         "or all are at one end of the scale. Its risk score and rank are withheld too.",
        "probability": "The probability score comes from the share of all incidents and the control state, using the table on the sheet "
                       f"Probability matrix ({matrix_origin(of)}).",
        "share": "Incidents of the crime type in the latest 12 months out of all incidents in the same months. Crime types overlap, and "
                 "some are not part of all incidents, so shares do not add up to 100 per cent.",
        "state": "Uncontrolled: the control chart shows a rise, and the year's total is higher than the year before by more than chance. "
                 "Reducing: the same downwards. Under control: everything else. Not assessable: too few months of counts.",
        "hand": "Set by the partnership for a reason, instead of by the chart and the share.",
        "risk": "Probability times combined harm. This is a convention and not a measurement: scores are ordered, not measured.",
        "band": f"Where the bands start is on the sheet Settings ({bands_origin(of)}).",
        "advice": "Select: High. Discuss: Medium, or Low with high harm. Compelled: Low, but a national steer asks for it. Do not select: "
                  "the rest. The board decides.",
        "rank": "1 is the highest risk score. Ties share a rank and the next is left out.",
        "rank_some": "1 is the highest risk score among the crime types whose risk score is published. Ties share a rank.",
        "chance": "Whether the two years differ by more than chance would explain, comparing the same months of both years.",
        "counts": f"Counts from 1 to {below - 1} are withheld, and anything that would give them away: all months of a year in which "
                  "one of them is withheld, and the shares and changes of a total that is withheld. 0 is published.",
        "months": "The months are counted back from the latest one. A missing month is not available; it is never 0.",
        "steer": "A body outside the partnership asks for the crime type to be a priority.",
        "scored": "How many of the agencies that were asked gave a full set of scores.",
    }


def _rule(of: Assessment) -> str:
    match of.rule:
        case CombiningRule.MEAN:
            return "The combined harm is the mean of the harm scores, rounded half up."
        case CombiningRule.MEDIAN:
            return "The combined harm is the median of the harm scores, rounded half up."
        case _:
            return (f"The combined harm is the sum of the harm scores x {len(of.agencies)} / ({of.divisor} x the agencies that scored), "
                    f"rounded half up: where all scored, their sum divided by {of.divisor}.")
