"""The 2017/18 example: the published numbers, and a whole round that comes out the same each time it is made."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from small_rounds import published

from snwp_xl.example import FOLDER, example_assessment, example_counts, example_returns, main, write_example
from snwp_xl.findings import Severity
from snwp_xl.model import CombiningRule, ControlState, Month, RecordingChange
from snwp_xl.operations import calculate, check_returns
from workbooks import opened

ROOT = Path(__file__).parent.parent
PROFILE = {  # crime-profile-2014-16: the partnership's published counts
    "Violent Crime": (822, 1009), "Domestic Abuse": (378, 351), "Domestic Burglary": (215, 244),
    "Vehicle Crime - Theft from": (537, 496), "Vehicle Crime - Theft of": (116, 116), "Anti-Social Behaviour": (1188, 1450),
}  # fmt: skip


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as a round folder, calculated."""
    folder = tmp_path_factory.mktemp("example") / FOLDER
    main(folder)
    return folder


def test_each_agencys_harm_scores_are_the_published_ones() -> None:
    said = {one.agency: one for one in example_returns(example_assessment())}
    agencies = [agency.name for agency in example_assessment().agencies]
    found = [(one.name, tuple(said[name].row(one.number).harm_score for name in agencies)) for one in example_assessment().crime_types]
    assert found == [(name, scores) for name, scores, _ in published()]


def test_annual_counts_are_the_published_profile() -> None:
    counts = example_counts(example_assessment())
    assert counts.months[0] == Month(2014, 4)
    assert counts.months[-1] == Month(2016, 3)
    totals = {one.name: (sum(filter(None, one.counts[:12])), sum(filter(None, one.counts[12:]))) for one in counts.series}
    assert {name: totals[name] for name in PROFILE} == PROFILE
    assert counts.all_incidents is not None
    assert sum(filter(None, counts.all_incidents.counts[12:])) == 4493 + 1450
    assert sum(filter(None, counts.all_incidents.counts[:12])) == 4454 + 1188


def test_the_calculation_gives_the_published_totals_and_priorities(example: Path) -> None:
    calculated = calculate(example)
    matrix = calculated.matrix
    assert [row.combined_harm for row in matrix.rows] == [total for _, _, total in published()]
    assert matrix.status.words == "FINAL"
    assert not [one for one in calculated.findings if one.severity in (Severity.ERROR, Severity.QUERY)]
    priorities = matrix.priorities()
    assert {theme.name for theme in priorities.select} == {"Violence", "Anti-social behaviour"}
    assert [theme.name for theme in priorities.compelled] == ["Cybercrime"]
    assert {one.theme for one in matrix.assessment.decisions} == {"Violence", "Anti-social behaviour", "Cybercrime"}


def test_making_it_again_changes_nothing(example: Path) -> None:
    """The committed example is what the one documented command makes, cell by cell; Audit names this installation's versions."""
    committed = ROOT / "workbooks" / FOLDER
    made = {path.relative_to(example).as_posix(): cells_of(path) for path in example.rglob("*.xlsx")}
    kept = {path.relative_to(committed).as_posix(): cells_of(path) for path in committed.rglob("*.xlsx")}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == [], "make it again: see README, The 2017/18 example"


def cells_of(path: Path) -> dict[str, object]:
    """Every cell of a workbook but those of Audit."""
    return {
        f"{sheet.name}!{at}": (cell.value, cell.formula) for sheet in opened(path.read_bytes()).sheets for at, cell in sheet.cells.items()
        if sheet.name != "Audit"
    }


def test_without_a_return_nothing_is_zero_and_the_status_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "round"
    write_example(folder)
    (folder / "returns" / "Fire.xlsx").unlink()
    calculated = calculate(folder)
    matrix = calculated.matrix
    assert matrix.status.words == "PROVISIONAL"
    assert matrix.status.missing == ("Fire has not returned its scores",)
    assert [one.code for one in calculated.findings if one.agency == "Fire"] == ["return-missing"]
    for row, (_, scores, _) in zip(matrix.rows, published(), strict=True):
        four = sum(scores) - scores[2]
        assert row.scored_by == 4
        assert row.combined_harm_unrounded == pytest.approx(four * 5 / (6 * 4), abs=1e-12)
        assert row.combined_harm == (four * 5 * 2 + 24) // 48
    record = calculated.record()
    assert record["status"] == "PROVISIONAL"
    assert record["matrix"][0]["harm_scores"]["Fire"] is None  # type: ignore[index]


@pytest.mark.parametrize(("rule", "values"), [
    (CombiningRule.MEAN, lambda scores: sum(scores) / 5), (CombiningRule.MEDIAN, lambda scores: sorted(scores)[2])])
def test_other_rules(rule: CombiningRule, values: object) -> None:
    from dataclasses import replace

    from snwp_xl.matrix import combine

    of = replace(example_assessment(), rule=rule)
    matrix = combine(of, example_returns(of), example_counts(of))
    assert [row.combined_harm_unrounded for row in matrix.rows] == pytest.approx([values(scores) for _, scores, _ in published()])  # type: ignore[operator]


def test_a_recording_change_for_violence_is_shown_beside_the_unsplit_verdict() -> None:
    """The summary says that recording changed: splitting violence at April 2015 leaves trial limits and another state."""
    from dataclasses import replace

    from snwp_xl.matrix import combine

    plain = example_assessment()
    violent = next(one for one in plain.crime_types if one.name == "Violent Crime")
    split = replace(plain, recording_changes=(RecordingChange(Month(2015, 4), violent.number, "The police changed their recording"),))
    before = combine(plain, example_returns(plain), example_counts(plain)).row(violent.number)
    after = combine(split, example_returns(split), example_counts(split)).row(violent.number)
    assert before.control_state is ControlState.UNCONTROLLED
    assert after.control_state is ControlState.UNDER_CONTROL
    assert (after.probability, after.probability_unsplit) == (4, 5)
    assert (after.risk_score, after.risk_band, after.band_unsplit) == (48, "High", "High")


def test_check_finds_nothing_wrong_with_the_example(example: Path) -> None:
    checked = check_returns(example)
    assert checked.returns is not None
    assert set(checked.returns.states.values()) == {"complete"}


def test_the_committed_data_is_small_and_readable() -> None:
    with (ROOT / "workbooks" / "source" / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + 5 * 17
