"""`snwp-xl reconcile`: the rule behind a published table, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_rounds import PUBLISHED

from snwp_xl import cli
from snwp_xl.example import write_example
from snwp_xl.findings import RoundError
from snwp_xl.operations import calculate, reconcile

RULE = "The sum / 6, rounded half up, makes every one of the 17 totals; no other of the "


def test_the_published_table_is_sum_over_six_half_up_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert [(one.rule, one.roundings) for one in reconcile(PUBLISHED).fits] == [("the sum / 6", ("rounded half up",))]
    assert cli.main(["reconcile", str(PUBLISHED)]) == cli.DONE
    said = capsys.readouterr().out
    assert said.startswith("17 crime types, 5 agencies, totals under ")
    assert RULE in said
    assert "Domestic Abuse" in said.split("rounded half to even")[1]


def test_our_own_results_workbook_is_read_at_its_harm_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_example(tmp_path / "round")
    calculated = calculate(tmp_path / "round", public=True)
    assert calculated.published
    for path in (calculated.results, calculated.published.workbook):
        assert cli.main(["reconcile", str(path)]) == cli.DONE
        said = capsys.readouterr().out
        assert said.startswith("17 crime types, 5 agencies, totals under Combined harm")
        assert RULE in said


@pytest.mark.parametrize("content", [None, "A title only\n", "Name,Total\nRobbery,3\nTheft,4\n", "Name,A,B,C\nRobbery,3,4,5\nTheft,4,4,1\n"])
def test_a_file_without_such_a_table_is_a_wrong_call(tmp_path: Path, content: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(RoundError, match="table.csv"):
        reconcile(path)
    assert cli.main(["reconcile", str(path)]) == cli.BAD_CALL
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
