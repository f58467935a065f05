"""The simulation behind README's table of false alarms: that it runs, repeats itself and has the district's season."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from benchmarks import false_alarms


def test_the_simulation_has_a_row_for_each_variation_and_length_and_repeats_itself() -> None:
    table = false_alarms.table(rounds=5)
    assert [row.split("|")[1:3] for row in table.splitlines()[2:]] == [
        [" Poisson ", " 24 "], [" Poisson ", " 36 "], [" twice Poisson ", " 24 "], [" twice Poisson ", " 36 "],
    ]  # fmt: skip
    assert false_alarms.table(rounds=5) == table


def test_the_second_condition_quiets_rounds_in_which_nothing_changes() -> None:
    simulator = false_alarms.Simulator("twice Poisson", 36, seed=1)
    rounds = [false_alarms.one_round(simulator) for _ in range(40)]
    assert sum(one.band for one in rounds) * 2 < sum(one.band_chart for one in rounds)
    assert sum(one.asb for one in rounds) <= 4 < sum(one.asb_chart for one in rounds)


def test_the_simulated_season_is_the_districts() -> None:
    table = Path(__file__).parents[2] / "shared" / "reference" / "nwl-police-uk-monthly-2025.csv"
    if not table.exists():
        pytest.skip("the district's monthly counts are not beside this checkout")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    for name, season in false_alarms.SEASONS.items():
        assert tuple(int(row[name]) for row in rows) == season
