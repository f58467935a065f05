"""An assessment, its returns and its counts -> the harm matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl.findings import Finding, finding
from snwp_xl.frozen import dataclass
from snwp_xl.matrix.bands import Points, advise, points, reason, rounding_words
from snwp_xl.matrix.bounds import Outstanding
from snwp_xl.matrix.harm import NO_VIEW, HarmScore, combined_harm, half_up
from snwp_xl.matrix.probability import Probability, charts_of, complete_months, probability
from snwp_xl.matrix.row import MatrixRow
from snwp_xl.matrix.status import status_of
from snwp_xl.matrix.table import Matrix
from snwp_xl.model import AgencyState, Assessment, Counts, CrimeType, Return, ScoreRow

SCORING = (AgencyState.COMPLETE, AgencyState.INCOMPLETE)  # states in which an agency's return counts


@dataclass(frozen=True, slots=True)
class _Part:
    """What one crime type brings, before it is compared with the others."""

    crime_type: CrimeType
    said: tuple[HarmScore, ...]
    outstanding: tuple[Outstanding, ...]
    chance: Probability
    risk: int | None


def combine(
    assessment: Assessment, returns: Sequence[Return], counts: Counts, *,
    states: Mapping[str, AgencyState] | None = None, open_findings: Sequence[Finding] = (),
) -> Matrix:
    """The harm matrix of an assessment from its usable returns and monthly counts.

    `states` says where each agency stands, by its name; without it an agency is complete or incomplete by its return,
    closed or missing without one. A return counts where its agency is complete or incomplete. `open_findings` are those
    that a person has still to settle: an ERROR or QUERY among them keeps the matrix provisional.
    ValueError: two returns of one agency, or a score that is not one of the assessment's.
    """
    by_agency = _by_agency(assessment, returns)
    stand = _standing(assessment, by_agency, states or {})
    heard = {name: one for name, one in by_agency.items() if stand[name] in SCORING}
    used = complete_months(assessment, counts)
    charts, at = charts_of(assessment, used), points(assessment)
    parts = []
    for crime_type in assessment.crime_types:
        chance = probability(crime_type, assessment.probability_matrix, used, charts.get(crime_type.number))
        said = [_said(heard.get(agency.name), crime_type) for agency in assessment.agencies]
        outstanding = _outstanding(assessment, crime_type, heard, stand)
        parts.append(_Part(crime_type, tuple(said), outstanding, chance, _risk(assessment, said, chance)))
    rows = tuple(_row(assessment, at, part, _rank(part, parts)) for part in parts)
    return Matrix(assessment, rows, status_of(stand, rows, open_findings), at, stand, charts, used, _findings(rows, parts))


def _by_agency(assessment: Assessment, returns: Sequence[Return]) -> dict[str, Return]:
    """The returns by the assessment's own spelling of the agency."""
    by_agency: dict[str, Return] = {}
    for one in returns:
        try:
            name = assessment.agency(one.agency).name
        except KeyError:
            raise ValueError(f"{one.agency!r} is not an agency of this assessment") from None
        if name in by_agency:
            raise ValueError(f"two returns of {name}; combine takes the one that counts")
        by_agency[name] = one
        for row in one.rows:
            _check(assessment, name, row)
    return by_agency


def _check(assessment: Assessment, agency: str, row: ScoreRow) -> None:
    """ValueError for scores that no reader lets through, so that they cannot become a plausible wrong number."""
    if len(row.scores) != len(assessment.factors):
        raise ValueError(f"{agency}, crime type {row.crime_type}: {len(row.scores)} scores for {len(assessment.factors)} factors")
    for score in row.scores:
        if score is not None and not 1 <= score <= assessment.scale:
            raise ValueError(f"{agency}, crime type {row.crime_type}: {score} is not a score from 1 to {assessment.scale}")


def _standing(assessment: Assessment, by_agency: Mapping[str, Return], states: Mapping[str, AgencyState]) -> dict[str, AgencyState]:
    """Where each agency stands: as told, or else by its return and the set-up."""
    stand = {}
    for agency in assessment.agencies:
        came = by_agency.get(agency.name)
        if came is not None:
            complete = all(_row_of(came, crime_type).answered for crime_type in assessment.crime_types)
            own = AgencyState.COMPLETE if complete else AgencyState.INCOMPLETE
        else:
            own = AgencyState.MISSING if agency.closed is None else AgencyState.CLOSED
        stand[agency.name] = states.get(agency.name, own)
    return stand


def _row_of(came: Return | None, crime_type: CrimeType) -> ScoreRow:
    """What a return says of a crime type; an empty row where it says nothing."""
    if came is not None:
        for row in came.rows:
            if row.crime_type == crime_type.number:
                return row
    return ScoreRow(crime_type.number, (None,))


def _said(came: Return | None, crime_type: CrimeType) -> HarmScore:
    row = _row_of(came, crime_type)
    return NO_VIEW if row.no_view else row.harm_score


def _outstanding(
    assessment: Assessment, crime_type: CrimeType, heard: Mapping[str, Return], stand: Mapping[str, AgencyState]
) -> tuple[Outstanding, ...]:
    """The harm scores that have not come and still may, with the range in which each lies."""
    still = []
    for agency in assessment.agencies:
        row = _row_of(heard.get(agency.name), crime_type)
        if row.answered or stand[agency.name] is AgencyState.CLOSED:
            continue
        known = [score for score in row.scores if score is not None]
        open_ = len(assessment.factors) - len(known)
        still.append(Outstanding(agency.name, sum(known) + open_, sum(known) + open_ * assessment.scale, begun=bool(known)))
    return tuple(still)


def _scores(said: Sequence[HarmScore]) -> list[int]:
    return [score for score in said if isinstance(score, int)]


def _risk(assessment: Assessment, said: Sequence[HarmScore], chance: Probability) -> int | None:
    harm = combined_harm(assessment, _scores(said))
    return None if harm is None or chance.value is None else chance.value * half_up(harm)


def _rank(part: _Part, parts: Sequence[_Part]) -> int | None:
    """1 for the highest risk score; ties share and the next rank is left out: 1, 2, 2, 4."""
    if part.risk is None:
        return None
    return 1 + sum(other.risk is not None and other.risk > part.risk for other in parts)


def _row(assessment: Assessment, at: Points, part: _Part, rank: int | None) -> MatrixRow:
    exact, chance, scored = combined_harm(assessment, _scores(part.said)), part.chance, len(_scores(part.said))
    harm = None if exact is None else half_up(exact)
    band, steer = at.band(part.risk), part.crime_type.national_steer
    unrounded = at.band(None if exact is None or chance.value is None else chance.value * exact)
    return MatrixRow(
        crime_type=part.crime_type,
        harm_scores=part.said,
        outstanding=part.outstanding,
        combined_harm=harm,
        combined_harm_unrounded=exact,
        scored_by=scored,
        few_views=2 * scored < len(assessment.agencies),
        share=chance.share,
        latest_count=chance.latest_count,
        all_count=chance.all_count,
        chart_state=chance.chart_state,
        control_state=chance.control_state,
        state_by_hand=chance.state_by_hand,
        probability=chance.value,
        probability_by_hand=chance.by_hand,
        probability_from_chart=chance.from_chart,
        by_hand=chance.by_hand_words,
        probability_unsplit=chance.unsplit,
        band_unsplit=None if chance.unsplit is None or harm is None else at.band(chance.unsplit * harm),
        close_to_edge=chance.close_to_edge,
        risk_score=part.risk,
        risk_band=band,
        unrounded_band=unrounded,
        rank=rank,
        recommendation=advise(band, harm, steer, at),
        reason=reason(band, harm, chance.value, steer, at, by_hand=chance.by_hand_words, rounding=rounding_words(band, unrounded)),
        not_assessed_because=_lacking(part, scored),
    )


def _lacking(part: _Part, scored: int) -> str:
    """Why a crime type is not assessed, as one sentence; empty where it is."""
    causes = [] if scored else ["no agency has scored it" if part.outstanding else "nobody scored it"]
    if part.chance.gap is not None:
        causes.append(part.chance.gap.because)
    return f"Not assessed: {'; '.join(causes)}." if causes else ""


def _findings(rows: Sequence[MatrixRow], parts: Sequence[_Part]) -> tuple[Finding, ...]:
    """What the matrix has to say, one finding a cause; views that are still awaited are not called few."""
    found = []
    for row in rows:
        name, number = row.name, row.crime_type.number
        if not row.scored_by and not row.outstanding:
            found.append(finding("nobody-scored", crime_type=number, name=name))
        elif 2 * (row.scored_by + len(row.outstanding)) < len(row.harm_scores):
            found.append(finding("few-views", crime_type=number, name=name, count=row.scored_by, every=len(row.harm_scores)))
        if row.decided_by_rounding:
            found.append(finding("decided-by-rounding", crime_type=number, name=name, band=row.unrounded_band))
    return (*found, *_gap_findings(parts))


def _gap_findings(parts: Sequence[_Part]) -> list[Finding]:
    """A finding for each crime type without a probability; one for all where they have one cause."""
    lacking = [(part.crime_type, part.chance.gap) for part in parts if part.chance.gap is not None]
    shared = [crime_type.name for crime_type, gap in lacking if gap.everywhere]
    found = [
        finding("no-probability", crime_type=crime_type.number, name=crime_type.name, why=gap.because, wanted=gap.wanted)
        for crime_type, gap in lacking if not gap.everywhere or len(shared) == 1
    ]
    if len(shared) > 1:
        gap = next(gap for _, gap in lacking if gap.everywhere)
        found.insert(0, finding("no-probability", name=f"{len(shared)} crime types", why=gap.because, wanted=gap.wanted))
    return found
