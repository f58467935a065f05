"""How often the control charts cry wolf, and how often they see a real rise: a simulation, printed as a Markdown table.

    python -m tests.benchmarks.false_alarms [rounds]

Whole rounds of 17 crime types in which nothing changes, with the district's season; monthly counts vary as Poisson or
with twice its variance (the district's real counts lie in between and beyond). Seeded: the same table every time.
"""

from __future__ import annotations

import random
import sys
from bisect import bisect
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate, cycle, islice
from math import exp
from typing import NamedTuple

from snwp_xl.assessment.defaults import PROBABILITY_MATRIX
from snwp_xl.control import Chart, Direction, assess
from snwp_xl.model import ControlState, Month, RiskBand, Thresholds

ROUNDS = 1000  # for each row of the table; a share of 22% is then good to about 2.6 points either way
SEED = 2017
LAST = Month(2025, 12)
LENGTHS = (24, 36)  # months of counts
RISE = 1.23  # violence against the person, 2014/15 to 2015/16: +22.7%
HIGHEST_HARM = 20  # Sum / 6 with five agencies, six factors and scores to 4

# North West Leicestershire, January to December 2025, from data.police.uk.
# Contains public sector information licensed under the Open Government Licence v3.0.
SEASONS = {
    "Anti-social behaviour": (87, 69, 131, 108, 113, 133, 129, 174, 89, 89, 70, 82),
    "Violence and sexual offences": (239, 246, 265, 245, 244, 276, 239, 255, 243, 261, 186, 236),
    "NWL rows": (622, 603, 737, 676, 715, 748, 664, 740, 598, 660, 541, 580),
}


class Kind(NamedTuple):
    """A crime type to simulate."""

    name: str
    a_year: int  # published for 2015/16 where it is, otherwise illustrative
    harm: int  # published combined harm
    season: str = "NWL rows"


VIOLENCE, ASB = "Violence and sexual offences", "Anti-social behaviour"
ALL_INCIDENTS = Kind("All incidents", 5943, 0)
KINDS = (
    Kind("Alcohol Related Violence", 240, 11, VIOLENCE),
    Kind("Violent Crime", 1009, 12, VIOLENCE),
    Kind("Domestic Abuse", 351, 13, VIOLENCE),
    Kind("Domestic Burglary", 244, 10),
    Kind("Burglary Other", 260, 8),
    Kind("Vehicle Crime - Theft from", 496, 7),
    Kind("Vehicle Crime - Theft of", 116, 8),
    Kind("Criminal Damage (including Arson)", 690, 9),
    Kind("Theft - Shoplifting", 380, 7),
    Kind("Robbery", 30, 11),
    Kind("Sexual Offences", 120, 13, VIOLENCE),
    Kind("Anti-Social Behaviour", 1450, 11, ASB),
    Kind("Road Safety*", 180, 11),
    Kind("Business Crime", 420, 8),
    Kind("Cybercrime", 90, 8),
    Kind("Rural Crime", 110, 8),
    Kind("Hate Crime", 60, 10),
)
RISERS = ("Violent Crime", "Anti-Social Behaviour", "Vehicle Crime - Theft from")

Draw = Callable[[], int]


def poisson(mean: float) -> list[float]:
    """The running sum of the Poisson distribution with that mean."""
    return _running_sum(mean, exp(-mean), lambda k: mean / (k + 1))


def twice_poisson(mean: float) -> list[float]:
    """The running sum of the negative binomial distribution with that mean and twice it as variance."""
    return _running_sum(mean, 0.5**mean, lambda k: (k + mean) / (k + 1) / 2)


def _running_sum(mean: float, none: float, step: Callable[[int], float]) -> list[float]:
    most = int(mean + 12 * (2 * mean) ** 0.5 + 20)
    return list(accumulate(accumulate(range(most), lambda chance, k: chance * step(k), initial=none)))


VARIATIONS = {"Poisson": poisson, "twice Poisson": twice_poisson}


class Simulator:
    """Draws monthly series that end in December 2025."""

    def __init__(self, variation: str, length: int, seed: int) -> None:
        self.months = LAST.shift(1 - length).until(LAST)
        self._random = random.Random(f"{seed} {variation} {length}")
        self._distribution = VARIATIONS[variation]
        self._tables: dict[tuple[Kind, float], list[list[float]]] = {}

    def series(self, kind: Kind, rise: float = 1.0) -> list[int]:
        """Monthly counts of a crime type, whose latest 12 months are `rise` times the level before."""
        before = islice(cycle(self._table(kind, 1.0)), len(self.months) - 12)
        return [bisect(table, self._random.random()) for table in (*before, *self._table(kind, rise))]

    def _table(self, kind: Kind, rise: float) -> list[list[float]]:
        if (kind, rise) not in self._tables:
            season = SEASONS[kind.season]
            means = (kind.a_year * rise * month / sum(season) for month in season)
            self._tables[kind, rise] = [self._distribution(mean) for mean in means]
        return self._tables[kind, rise]


def band(share: Fraction, state: ControlState, harm: int) -> RiskBand:
    """The risk band by the default probability matrix and thresholds."""
    highest = PROBABILITY_MATRIX.highest * HIGHEST_HARM
    risk = PROBABILITY_MATRIX.probability(share, state) * harm
    if risk >= Thresholds().high * highest:
        return RiskBand.HIGH
    return RiskBand.MEDIUM if risk >= Thresholds().medium * highest else RiskBand.LOW


def by_chart_alone(chart: Chart) -> ControlState:
    """What the state would be without METHOD's second condition, for comparison."""
    counting = [signal for signal in chart.signals if signal.counts_for_state]
    if any(signal.direction is Direction.UP for signal in counting):
        return ControlState.UNCONTROLLED
    running = any(signal.last == LAST for signal in counting)
    return ControlState.REDUCING if running else ControlState.UNDER_CONTROL


class Seen(NamedTuple):
    """What one round in which nothing changed showed, first by the method, then by the chart alone."""

    state: bool  # some state other than Under control
    state_chart: bool
    band: bool  # some band other than the same share's with Under control
    band_chart: bool
    band_or_share: bool  # some band other than the true share's with Under control
    asb: bool  # anti-social behaviour other than Under control
    asb_chart: bool


def one_round(simulator: Simulator) -> Seen:
    """One round of 17 crime types in which nothing changes."""
    every = sum(simulator.series(ALL_INCIDENTS)[-12:])
    calm = ControlState.UNDER_CONTROL
    seen = []
    for kind in KINDS:
        counts = simulator.series(kind)
        chart = assess(counts, simulator.months)
        alone, share = by_chart_alone(chart), Fraction(sum(counts[-12:]), every)
        here, quiet = band(share, chart.state, kind.harm), band(share, calm, kind.harm)
        true = band(Fraction(kind.a_year, ALL_INCIDENTS.a_year), calm, kind.harm)
        asb = kind.season == ASB
        seen.append(Seen(
            chart.state is not calm, alone is not calm, here is not quiet, band(share, alone, kind.harm) is not quiet,
            here is not true, asb and chart.state is not calm, asb and alone is not calm,
        ))  # fmt: skip
    return Seen(*(any(column) for column in zip(*seen, strict=True)))


def risers_found(simulator: Simulator, rounds: int) -> list[float]:
    """How often a rise of 23% makes each of RISERS Uncontrolled."""
    kinds = [kind for name in RISERS for kind in KINDS if kind.name == name]
    return [
        sum(assess(simulator.series(kind, RISE), simulator.months).state is ControlState.UNCONTROLLED for _ in range(rounds)) / rounds
        for kind in kinds
    ]


def table(rounds: int = ROUNDS, seed: int = SEED) -> str:
    """The Markdown table: a row for each variation and length."""
    return "\n".join([*HEAD, *(_row(variation, length, rounds, seed) for variation in VARIATIONS for length in LENGTHS)])


HEAD = (
    "| counts vary as | months | some state changes | some band changes by its state | some band changes by state or share "
    "| ASB fires | 23% rise found: violence (1,009 a year) | ASB (1,450) | theft from vehicles (496) |",
    "|---|---|---|---|---|---|---|---|---|",
)


def _row(variation: str, length: int, rounds: int, seed: int) -> str:
    simulator = Simulator(variation, length, seed)
    shares = Seen(*(sum(column) / rounds for column in zip(*(one_round(simulator) for _ in range(rounds)), strict=True)))
    found = risers_found(simulator, rounds)
    cells: Sequence[str] = (
        variation, str(length),
        f"{shares.state:.0%} ({shares.state_chart:.0%})", f"{shares.band:.0%} ({shares.band_chart:.0%})", f"{shares.band_or_share:.0%}",
        f"{shares.asb:.1%} ({shares.asb_chart:.0%})", *(f"{one:.0%}" for one in found),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(table(number))
    print(f"\n{number} rounds a row, seed {SEED}; in brackets what the chart alone would do, without the second condition.")
