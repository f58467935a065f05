"""What moved since last year: combined harm and risk as shares of each year's highest possible, probability, rank, band.

Scales, rules and numbers of agencies differ from year to year; a share of the highest possible means the same in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from snwp_xl.analysis.ranks import competition_ranks
from snwp_xl.analysis.words import number, sentence, shortened, some
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.layout import LAST_YEAR
from snwp_xl.locate import plain
from snwp_xl.matrix import Matrix, MatrixRow, half_up, in_words
from snwp_xl.matrix.bands import ORDER
from snwp_xl.model import LastYear, Match, RiskBand


@dataclass(frozen=True, slots=True)
class Standing:
    """How a crime type stood in one year; None is not known."""

    combined_harm: int | None
    probability: int | None
    risk_score: int | None
    band: RiskBand | None
    rank: int | None
    harm_share: Fraction | None  # of that year's highest combined harm
    risk_share: Fraction | None  # of that year's highest possible risk score


@dataclass(frozen=True, slots=True)
class Move:
    """A crime type in both years."""

    crime_type: int
    name: str
    before_name: str
    match: Match
    before: Standing
    now: Standing

    @property
    def renamed(self) -> bool:
        """Called otherwise last year."""
        return plain(self.name) != plain(self.before_name)

    @property
    def steps(self) -> int:
        """Bands up, or down below 0; 0 where a band is not known or nothing was assessed."""
        bands = (self.before.band, self.now.band)
        if None in bands or RiskBand.NOT_ASSESSED in bands:
            return 0
        before, now = (ORDER.index(band) for band in bands if band)
        return now - before

    @property
    def words(self) -> str:
        """What moved, in one sentence."""
        told = [*_band_words(self.before.band, self.now.band), *_rank_words(self.before.rank, self.now.rank),
                *_share_words(self.before.risk_share, self.now.risk_share)]
        return sentence("; ".join(told)) if told else "Not compared: a number is missing."


@dataclass(frozen=True, slots=True)
class AgencyMove:
    """An agency's own harm scores in both years."""

    agency: str
    scores: Mapping[int, tuple[int, int]]  # by crime type: last year's, this year's; only where it gave both


@dataclass(frozen=True, slots=True)
class SinceLastYear:
    """This year beside last year."""

    name: str  # of last year's assessment; empty where it was only typed
    moves: tuple[Move, ...]  # in the assessment's order
    new: tuple[str, ...]  # this year's crime types that nothing of last year is matched with
    gone: tuple[str, ...]  # last year's, which the officer entered without one of this year's
    open: tuple[str, ...]  # last year's, from its results workbook, matched with nothing
    merged: tuple[tuple[str, tuple[str, ...]], ...]  # this year's name, and the several of last year that are matched with it
    agencies: tuple[AgencyMove, ...]  # in the assessment's order; those with scores in both years, on one scale
    other_scale: bool  # last year an agency's harm score ran to another highest value
    ranks: Mapping[str, int | None]  # last year's, by last year's name as people read it; None without a risk score

    @property
    def ranked(self) -> int:
        """How many crime types of last year have a risk score."""
        return sum(rank is not None for rank in self.ranks.values())

    @property
    def counted(self) -> str:
        """How many crime types changed their band, in one sentence."""
        up, down = (sum(one.steps * way > 0 for one in self.moves) for way in (1, -1))
        both = some(len(self.moves), "crime type")
        higher, lower = (number(count) if count else "none" for count in (up, down))
        return f"Of {both} in both years, {higher} {'is' if up == 1 else 'are'} in a higher band now and {lower} in a lower one."

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the board should hear first."""
        told = _up_and_down(self.moves)
        renamed = [f"{one.name} (was {one.before_name})" for one in self.moves if one.renamed]
        merged = [f"{name} ({', '.join(several)})" for name, several in self.merged]
        lists = (("New", self.new), ("Renamed", renamed), ("Gone", self.gone), ("Not matched", self.open), ("Several in one", merged))
        told += [f"{what}: {shortened(names)}." for what, names in lists if names]
        return tuple(told)


def since_last_year(matrix: Matrix) -> SinceLastYear | None:
    """This year beside last year; None where nothing of last year was given."""
    rows = matrix.assessment.last_year
    if not rows:
        return None
    ranks, matched = _ranks(rows), _matched(rows)
    moves, merged = [], []
    for row in matrix.rows:
        several = matched.get(row.crime_type.number, [])
        if len({plain(one.name) for one in several}) > 1:
            merged.append((row.name, tuple(one.name for one in several)))
        elif several:
            moves.append(_move(matrix, row, several[0], ranks))
    of_file = matrix.assessment.last_year_results
    other = bool(of_file and of_file.highest_harm_score not in (None, matrix.assessment.highest_harm_score))
    return SinceLastYear(
        of_file.name if of_file else "", tuple(moves), tuple(row.name for row in matrix.rows if row.crime_type.number not in matched),
        _unmatched(rows, Match.OFFICER), _unmatched(rows, Match.NONE), tuple(merged),
        () if other else _agencies(matrix, moves, matched), other, ranks)


def _matched(rows: Sequence[LastYear]) -> dict[int, list[LastYear]]:
    found: dict[int, list[LastYear]] = {}
    for one in rows:
        if one.crime_type is not None:
            found.setdefault(one.crime_type, []).append(one)
    return found


def _unmatched(rows: Sequence[LastYear], how: Match) -> tuple[str, ...]:
    return tuple(one.name for one in rows if one.crime_type is None and one.match is how)


def _ranks(rows: Sequence[LastYear]) -> dict[str, int | None]:
    """Last year's rank by name; a name that was split over several rows counts once."""
    scores = {plain(one.name): one.risk_score for one in rows}
    return dict(zip(scores, competition_ranks(tuple(scores.values())), strict=True))


def _move(matrix: Matrix, row: MatrixRow, last: LastYear, ranks: Mapping[str, int | None]) -> Move:
    settings, at = matrix.assessment.settings, matrix.thresholds
    before = Standing(
        last.combined_harm, last.probability, last.risk_score, last.risk_band, ranks[plain(last.name)],
        _share(last.combined_harm, settings.last_year_highest_harm), _share(last.risk_score, settings.last_year_highest_possible))
    now = Standing(
        row.combined_harm, row.probability, row.risk_score, row.risk_band, row.rank, _share(row.combined_harm, at.highest_harm),
        _share(row.risk_score, at.highest_possible))
    return Move(row.crime_type.number, row.name, last.name, last.match, before, now)


def _share(value: int | None, most: Fraction | None) -> Fraction | None:
    return value / most if value is not None and most else None


def _agencies(matrix: Matrix, moves: Iterable[Move], matched: Mapping[int, Sequence[LastYear]]) -> tuple[AgencyMove, ...]:
    comparable = [one.crime_type for one in moves]
    found = []
    for i, agency in enumerate(matrix.assessment.agencies):
        scores = {}
        for crime_type in comparable:
            last = {plain(name): score for name, score in matched[crime_type][0].harm_scores}.get(plain(agency.name))
            now = matrix.row(crime_type).harm_scores[i]
            if last is not None and isinstance(now, int):
                scores[crime_type] = (last, now)
        if scores:
            found.append(AgencyMove(agency.name, scores))
    return tuple(found)


# --- words ------------------------------------------------------------------------------------------------------------------


def _band_words(before: RiskBand | None, now: RiskBand | None) -> list[str]:
    if before is None or now is None or before is now:
        return [f"{now} as last year"] if now and before is now else []
    return [f"from {before} to {now}"]


def _rank_words(before: int | None, now: int | None) -> list[str]:
    if before is None or now is None:
        return []
    places = before - now
    if not places:
        return [f"rank {now} as last year"]
    return [f"{'up' if places > 0 else 'down'} {abs(places)} {'place' if abs(places) == 1 else 'places'} to rank {now}"]


def _share_words(before: Fraction | None, now: Fraction | None) -> list[str]:
    if before is None or now is None:
        return []
    points = 100 * (now - before)
    tenths = Fraction(half_up(abs(points) * 10), 10)
    return [f"risk {'up' if points > 0 else 'down'} {in_words(tenths)} points"] if tenths else ["risk as last year"]


def _up_and_down(moves: Sequence[Move]) -> list[str]:
    told = []
    for what, way in (("In a higher band", 1), ("In a lower band", -1)):
        names = [f"{one.name} (from {one.before.band} to {one.now.band})" for one in moves if one.steps * way > 0]
        told += [f"{what}: {shortened(names)}."] if names else []
    return told or ["No crime type that is in both years has changed its band."]


# --- findings ---------------------------------------------------------------------------------------------------------------


def last_year_findings(matrix: Matrix, setup: str) -> tuple[Finding, ...]:
    """What a person should know of the comparison; `setup` is the set-up workbook's name."""
    since = since_last_year(matrix)
    if since is None:
        return ()
    place, settings = Place(setup, LAST_YEAR.sheet), matrix.assessment.settings
    same = [one.name for one in since.moves if one.match is Match.SAME_NAME]
    found = [finding("last-year-two-rows", place, name=name, others=" and ".join(several)) for name, several in since.merged]
    if same:
        found.append(finding("last-year-same-name", place, names=shortened(same)))
    if since.open:
        found.append(finding("last-year-not-matched", place, names=shortened(since.open)))
    for what, most, values in (
        ("highest combined harm", settings.last_year_highest_harm, [(one.name, one.combined_harm) for one in matrix.assessment.last_year]),
        ("highest possible risk score", settings.last_year_highest_possible,
         [(one.name, one.risk_score) for one in matrix.assessment.last_year])):
        if most is None and any(value is not None for _, value in values):
            found.append(finding("last-year-no-highest", place, what=what))
        found += [finding("last-year-too-high", place, name=name, what=what.removeprefix("highest ").removeprefix("possible "), value=value,
                          most=in_words(most)) for name, value in values if most is not None and value is not None and value > most]
    return tuple(found)
