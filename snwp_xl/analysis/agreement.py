"""How far the agencies agree: spread, factors, Kendall's W, each agency's order against the others', one answer everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from snwp_xl.analysis.ranks import LEAST_COMPARED, kendalls_w, spearman
from snwp_xl.analysis.said import Scored, counted_scores
from snwp_xl.analysis.words import sentence
from snwp_xl.control.wording import decimal_words
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix, in_words
from snwp_xl.model import Return
from snwp_xl.phrases import listed

# What Kendall's W and a rank correlation mean in words, from the highest down; a convention, not a test.
W_WORDS = (
    (0.9, "almost the same order"), (0.7, "strong agreement"), (0.5, "some agreement"), (0.3, "little agreement"),
    (0.0, "hardly any agreement"),
)  # fmt: skip
CORRELATION_WORDS = (
    (0.7, "much the same order as the others"), (0.4, "partly the same order as the others"),
    (0.2, "little in common with the others' order"), (-0.2, "nothing in common with the others' order"),
    (-1.0, "rather the opposite of the others' order"),
)  # fmt: skip
NOT_MEASURED = "Agreement cannot be measured: it needs two agencies that scored the same three crime types, and not all alike."


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the harm scores of one crime type lie."""

    crime_type: int
    name: str
    lowest: int
    highest: int
    lowest_by: tuple[str, ...]
    highest_by: tuple[str, ...]

    @property
    def width(self) -> int:
        """Highest less lowest."""
        return self.highest - self.lowest

    @property
    def words(self) -> str:
        """From whom to whom."""
        if not self.width:
            return f"{self.name}: every agency that scored it gave {self.lowest}."
        return f"{self.name}: from {self.lowest} ({listed(self.lowest_by)}) to {self.highest} ({listed(self.highest_by)})."


@dataclass(frozen=True, slots=True)
class FactorSpread:
    """How far apart the agencies' scores on one factor lie."""

    factor: str
    mean_width: Fraction  # highest less lowest score, the mean over the crime types that two or more agencies scored

    @property
    def words(self) -> str:
        """The distance in levels."""
        return f"{self.factor}: highest and lowest score are {in_words(self.mean_width)} levels apart on average."


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W, and what it was worked out from."""

    w: Fraction | None
    agencies: tuple[str, ...]
    left_out: tuple[str, ...]  # agencies that scored too few crime types
    crime_types: int  # those that all of these agencies scored

    @property
    def words(self) -> str:
        """What it means."""
        if self.w is None:
            return NOT_MEASURED
        by_chance = in_words(Fraction(1, len(self.agencies)))
        level = next(words for least, words in W_WORDS if self.w >= least)
        left_out = f" {listed(self.left_out)} scored too few crime types to be compared." if self.left_out else ""
        return (
            f"Kendall's W is {decimal_words(self.w, 2)}, {level}: 1 would be the same order from all {len(self.agencies)} agencies on the "
            f"{self.crime_types} crime types that all of them scored, and unrelated orders would give about {by_chance}.{left_out}"
        )


@dataclass(frozen=True, slots=True)
class AgencyView:
    """How one agency's scores stand to the others'."""

    agency: str
    scored: int  # crime types
    correlation: float | None  # Spearman, with the mean of the others' harm scores; None where it cannot be told
    w_without: Fraction | None  # Kendall's W of the others
    commonest: int | None  # the harm score it gave most often
    commonest_count: int
    is_lowest: bool  # that score is the least it could give

    @property
    def one_answer(self) -> bool:
        """It gave one harm score to more than half of the crime types it scored."""
        return self.scored >= LEAST_COMPARED and 2 * self.commonest_count > self.scored

    @property
    def words(self) -> str:
        """Its order, and its one answer where it has one."""
        if not self.scored:
            return f"{self.agency} has not scored."
        order = "its order cannot be compared with the others'"
        if self.correlation is not None:
            level = next(words for least, words in CORRELATION_WORDS if self.correlation >= least - 1e-9)
            order = f"{level} (rank correlation {_two(self.correlation)})"
        lowest = ", the lowest it could give," if self.is_lowest else ""
        answer = f"; it gave {self.commonest}{lowest} to {self.commonest_count} of {self.scored} crime types" if self.one_answer else ""
        return f"{self.agency}: {order}{answer}."


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the agencies agree on a round."""

    concordance: Concordance
    spreads: tuple[Spread, ...]  # widest first; crime types with two or more harm scores
    factors: tuple[FactorSpread, ...]  # widest first
    agencies: tuple[AgencyView, ...]  # in the assessment's order

    @property
    def one_answer(self) -> tuple[AgencyView, ...]:
        """The agencies with one answer on more than half of what they scored."""
        return tuple(one for one in self.agencies if one.one_answer)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the board should hear first."""
        told = [self.concordance.words]
        for one in self.one_answer:
            without = f" Without it, Kendall's W is {decimal_words(one.w_without, 2)}." if one.w_without is not None else ""
            told.append(one.words + without)
        if self.spreads and self.spreads[0].width:
            told.append(f"The widest apart is {self.spreads[0].words}")
        if self.factors and self.factors[0].mean_width:
            told.append(f"The agencies differ most on {self.factors[0].words}")
        return tuple(map(sentence, told))


def agreement(matrix: Matrix, returns: Sequence[Return]) -> Agreement:
    """How far the agencies agree; ValueError where the returns are not those of the matrix."""
    table = counted_scores(matrix, returns)
    by_agency: dict[str, dict[int, int]] = {one.name: {} for one in matrix.assessment.agencies}
    for row, scored in zip(matrix.rows, table, strict=True):
        for one in scored:
            by_agency[one.agency][row.crime_type.number] = one.harm_score
    return Agreement(
        _concordance(by_agency, len(matrix.rows)), _spreads(matrix, table), _factors(matrix, table),
        tuple(_view(matrix, name, by_agency) for name in by_agency),
    )  # fmt: skip


def _concordance(by_agency: dict[str, dict[int, int]], crime_types: int) -> Concordance:
    """Kendall's W over the crime types that all scored; who scored under half of them would leave too few to compare."""
    spoke = {name: scores for name, scores in by_agency.items() if scores}
    judges = {name: scores for name, scores in spoke.items() if 2 * len(scores) >= crime_types}
    common = [number for number in _first(judges) if all(number in scores for scores in judges.values())]
    w = kendalls_w([[scores[number] for number in common] for scores in judges.values()])
    return Concordance(w, tuple(judges), tuple(name for name in spoke if name not in judges), len(common))


def _first(judges: dict[str, dict[int, int]]) -> dict[int, int]:
    return next(iter(judges.values()), {})


def _spreads(matrix: Matrix, table: Sequence[Sequence[Scored]]) -> tuple[Spread, ...]:
    spreads = []
    for row, scored in zip(matrix.rows, table, strict=True):
        if len(scored) > 1:
            low, high = min(one.harm_score for one in scored), max(one.harm_score for one in scored)
            lowest, highest = (tuple(one.agency for one in scored if one.harm_score == end) for end in (low, high))
            spreads.append(Spread(row.crime_type.number, row.name, low, high, lowest, highest))
    return tuple(sorted(spreads, key=lambda one: -one.width))


def _factors(matrix: Matrix, table: Sequence[Sequence[Scored]]) -> tuple[FactorSpread, ...]:
    compared = [scored for scored in table if len(scored) > 1]
    spreads = []
    for i, factor in enumerate(matrix.assessment.factors):
        columns = [[one.scores[i] for one in scored] for scored in compared]
        if columns:
            spreads.append(FactorSpread(factor.name, Fraction(sum(max(column) - min(column) for column in columns), len(columns))))
    return tuple(sorted(spreads, key=lambda one: -one.mean_width))


def _view(matrix: Matrix, name: str, by_agency: dict[str, dict[int, int]]) -> AgencyView:
    own = by_agency[name]
    others = {other: scores for other, scores in by_agency.items() if other != name}
    beside = {number: [scores[number] for scores in others.values() if number in scores] for number in own}
    shared = [number for number, said in beside.items() if said]
    means = [Fraction(sum(beside[number]), len(beside[number])) for number in shared]
    correlation = spearman([own[number] for number in shared], means)
    commonest, count = max(Counter(own.values()).items(), key=lambda one: (one[1], -one[0]), default=(None, 0))
    without = _concordance(others, len(matrix.rows)).w
    return AgencyView(name, len(own), correlation, without, commonest, count, commonest == matrix.assessment.lowest_harm_score)


def _two(value: float) -> str:
    """A correlation with two decimals."""
    return f"{value:.2f}"
