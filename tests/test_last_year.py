"""Last year: typed, or taken from its results workbook; matched by the officer or by the same name, never by guesswork."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from libreoffice import Office
from small_rounds import all_returned, assessment, assessment_2017, by_hand, returns_2017

from snwp_xl.analysis import last_year_findings, since_last_year
from snwp_xl.assessment import setup_workbook
from snwp_xl.example import example_assessment, write_example
from snwp_xl.findings import Finding
from snwp_xl.last_year import with_last_year
from snwp_xl.matrix import Matrix, combine
from snwp_xl.model import Assessment, Counts, CrimeType, EarlierResults, LastYear, Match, RiskBand
from snwp_xl.operations import calculate
from snwp_xl.results import Report, results_workbook
from workbooks import assert_recalculates, assert_valid, opened

NO_COUNTS = Counts(months=())
LAST_RESULTS = "Harm matrix 2016-17.xlsx"


def codes(found: Sequence[Finding]) -> list[str]:
    """The codes of findings about last year."""
    return [one.code for one in found if one.code.startswith("last-year") or one.code == "setup-two-workbooks"]


def results_of(of: Assessment, table: Sequence[Sequence[int | str]]) -> bytes:
    """A results workbook of an assessment, its harm scores given crime type by crime type."""
    returns = all_returned(of, table)
    return results_workbook(Report(combine(of, returns, NO_COUNTS), returns))


def then() -> Assessment:
    """Last year: two agencies, five factors, three crime types with a probability by hand."""
    names = ("Burglary Dwelling", "Robbery", "Fraud")
    types = [replace(one, name=name, theme=name) for one, name in zip(by_hand(5, 3, 2), names, strict=True)]
    return replace(assessment(("Police", "Fire"), types, 6), name="2016/17")


def now(**other: object) -> Assessment:
    """This year: three agencies; Robbery stays, Domestic Burglary is another name for Burglary Dwelling, Cybercrime is new."""
    types = [replace(one, name=name, theme=name)
             for one, name in zip(by_hand(4, 4, 3), ("Domestic Burglary", "Robbery", "Cybercrime"), strict=True)]
    return assessment(("Police", "Fire", "UAVA"), types, 6, **other)


THEN = results_of(then(), [(20, 18), (12, 10), (6, 8)])
MATCHED = (LastYear(1, "Burglary Dwelling"), LastYear(None, "Fraud"))


def matrix_of(of: Assessment) -> Matrix:
    """This year's matrix."""
    return combine(of, all_returned(of, [(18, 17, 16), (20, 22, 21), (9, 9, 9)]), NO_COUNTS)


def joined(of: Assessment, data: bytes = THEN) -> tuple[Assessment, list[str]]:
    """The assessment with last year's results, and the codes found."""
    made, found = with_last_year(of, opened(data), LAST_RESULTS)
    return made, codes(found)


def test_a_results_workbook_is_read_back_as_it_was_calculated() -> None:
    last = combine(then(), all_returned(then(), [(20, 18), (12, 10), (6, 8)]), NO_COUNTS)
    made, found = joined(now())
    assert found == []
    assert [(one.name, one.combined_harm, one.probability, one.risk_score, one.risk_band) for one in made.last_year] == [
        (row.name, row.combined_harm, row.probability, row.risk_score, row.risk_band) for row in last.rows]
    assert [one.harm_scores for one in made.last_year] == [
        (("Police", 20), ("Fire", 18)), (("Police", 12), ("Fire", 10)), (("Police", 6), ("Fire", 8))]
    assert made.settings.last_year_highest_harm == last.thresholds.highest_harm
    assert made.settings.last_year_highest_possible == last.thresholds.highest_possible
    assert made.last_year_results == EarlierResults("2016/17", LAST_RESULTS, 24)


def test_only_the_same_name_is_matched_by_itself_and_it_says_so() -> None:
    made, _ = joined(now())
    assert [(one.name, one.crime_type, one.match) for one in made.last_year] == [
        ("Burglary Dwelling", None, Match.NONE), ("Robbery", 2, Match.SAME_NAME), ("Fraud", None, Match.NONE)]
    found = {one.code: one.message for one in last_year_findings(matrix_of(made), "assessment.xlsx")}
    assert found == {
        "last-year-same-name": "Matched with last year because the name is the same, and not by you: Robbery.",
        "last-year-not-matched": "Nothing this year is matched with these from last year: Burglary Dwelling and Fraud."}


@pytest.mark.parametrize("spelling", ["robbery", "ROBBERY ", "Robbery\u200b"])
def test_the_same_name_is_the_same_as_people_read_it(spelling: str) -> None:
    of = now()
    types = (of.crime_types[0], replace(of.crime_types[1], name=spelling), of.crime_types[2])
    made, _ = joined(replace(of, crime_types=types))
    assert made.last_year[1].match is Match.SAME_NAME


@pytest.mark.parametrize("other", ["Robberies", "Robbery (all)", "Personal robbery", "Robery"])
def test_a_name_that_is_only_like_it_is_not(other: str) -> None:
    of = now()
    types = (of.crime_types[0], replace(of.crime_types[1], name=other), of.crime_types[2])
    made, _ = joined(replace(of, crime_types=types))
    assert made.last_year[1].match is Match.NONE


def test_the_officer_matches_renamed_and_gone_ones() -> None:
    made, found = joined(now(last_year=MATCHED))
    assert found == []
    since = since_last_year(matrix_of(made))
    assert since is not None
    assert [(one.name, one.before_name, one.renamed, one.match) for one in since.moves] == [
        ("Domestic Burglary", "Burglary Dwelling", True, Match.OFFICER), ("Robbery", "Robbery", False, Match.SAME_NAME)]
    assert (since.new, since.gone, since.open) == (("Cybercrime",), ("Fraud",), ())
    assert since.sentences == (
        "In a higher band: Robbery (from Medium to High).", "New: Cybercrime.",
        "Renamed: Domestic Burglary (was Burglary Dwelling).", "Gone: Fraud.")


def test_what_the_officer_calls_gone_is_gone_even_if_this_year_has_the_name() -> None:
    since = since_last_year(matrix_of(joined(now(last_year=(*MATCHED, LastYear(None, "Robbery"))))[0]))
    assert since is not None
    assert since.gone == ("Fraud", "Robbery")
    assert since.new == ("Robbery", "Cybercrime")


def test_moves_are_in_percent_of_each_years_highest_possible() -> None:
    """Two agencies then, three now: 38 x 2 / 12 is 6 of 8 then; 51 x 3 / 18 is 9 of 12 now: the same harm, in percent and in truth."""
    since = since_last_year(matrix_of(joined(now(last_year=MATCHED))[0]))
    assert since is not None
    burglary, robbery = since.moves
    assert (burglary.before.combined_harm, burglary.before.harm_share) == (6, Fraction(6, 8))
    assert (burglary.now.combined_harm, burglary.now.harm_share) == (9, Fraction(9, 12))
    assert (burglary.before.risk_score, burglary.before.risk_share) == (30, Fraction(30, 48))
    assert (burglary.now.risk_score, burglary.now.risk_share) == (36, Fraction(36, 72))
    assert (burglary.before.rank, burglary.now.rank) == (1, 2)
    assert burglary.words == "High as last year; down 1 place to rank 2; risk down 12.5 points."
    assert (robbery.before.band, robbery.now.band) == (RiskBand.MEDIUM, RiskBand.HIGH)
    assert robbery.words == "From Medium to High; up 1 place to rank 1; risk up 36.1 points."
    assert [(one.agency, dict(one.scores)) for one in since.agencies] == [
        ("Police", {1: (20, 18), 2: (12, 20)}), ("Fire", {1: (18, 17), 2: (10, 22)})]


def test_what_was_typed_stands_and_a_difference_is_said() -> None:
    typed = (LastYear(1, "Burglary Dwelling", combined_harm=7, probability=5, harm_scores=(("Police", 21),)), LastYear(None, "Nowhere"))
    made, found = joined(now(last_year=typed))
    assert found == ["last-year-differs", "last-year-unknown"]
    first = made.last_year[0]
    assert (first.combined_harm, first.risk_score) == (7, 30)
    assert first.harm_scores == (("Police", 21), ("Fire", 18))


def test_two_of_last_year_in_one_of_this_year_are_not_compared() -> None:
    matrix = matrix_of(joined(now(last_year=(LastYear(1, "Burglary Dwelling"), LastYear(1, "Fraud"))))[0])
    since = since_last_year(matrix)
    assert since is not None
    assert since.merged == (("Domestic Burglary", ("Burglary Dwelling", "Fraud")),)
    assert [one.name for one in since.moves] == ["Robbery"]
    assert "last-year-two-rows" in codes(last_year_findings(matrix, "assessment.xlsx"))


def test_one_of_last_year_in_two_of_this_year_counts_once_in_its_ranks() -> None:
    split = (LastYear(1, "Burglary", 6, 5, 30, RiskBand.HIGH), LastYear(2, "Burglary", 6, 5, 30, RiskBand.HIGH))
    since = since_last_year(matrix_of(now(last_year=(*split, LastYear(3, "Fraud", 5, 2, 10)))))
    assert since is not None
    assert [one.before.rank for one in since.moves] == [1, 1, 2]


def test_typed_numbers_without_the_highest_are_not_turned_into_percentages() -> None:
    matrix = matrix_of(now(last_year=(LastYear(2, "Robbery", 5, 3, 15, RiskBand.MEDIUM),)))
    since = since_last_year(matrix)
    assert since is not None
    assert (since.moves[0].before.risk_share, since.moves[0].now.risk_share) == (None, Fraction(44, 72))
    assert codes(last_year_findings(matrix, "x")) == ["last-year-no-highest", "last-year-no-highest"]


def test_more_than_the_highest_possible_is_said() -> None:
    of = now(last_year=(LastYear(2, "Robbery", 9, 3, 15, RiskBand.MEDIUM),))
    settings = replace(of.settings, last_year_highest_harm=Fraction(8), last_year_highest_possible=Fraction(48))
    found = last_year_findings(matrix_of(replace(of, settings=settings)), "x")
    assert [(one.code, one.message) for one in found] == [
        ("last-year-too-high", "Robbery: last year's combined harm is 9, more than the highest possible, 8.")]


def test_another_scale_is_not_compared_agency_by_agency() -> None:
    last = replace(assessment(("Police", "Fire"), [CrimeType(1, "Robbery", "Robbery")], 5), name="2016/17")
    since = since_last_year(matrix_of(joined(now(), results_of(last, [(10, 10)]))[0]))
    assert since is not None
    assert since.other_scale
    assert since.agencies == ()
    assert [one.name for one in since.moves] == ["Robbery"]


# --- in the results -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [MATCHED, (), (LastYear(1, "Burglary Dwelling"), LastYear(1, "Fraud"), LastYear(2, "Robbery"))])
def test_the_sheets_recalculate(office: Office, tmp_path: Path, rows: tuple[LastYear, ...]) -> None:
    made, _ = joined(now(last_year=rows))
    matrix = matrix_of(made)
    data = results_workbook(Report(matrix, all_returned(made, [(18, 17, 16), (20, 22, 21), (9, 9, 9)])))
    assert assert_recalculates(office, data, tmp_path) > 50
    assert_valid(data, tmp_path)


def test_typed_with_gaps_recalculates_too(office: Office, tmp_path: Path) -> None:
    rows = (LastYear(1, "Burglary", 6), LastYear(2, "Burglary", 6), LastYear(3, "=1+1", None, 2, 10, RiskBand.LOW, (("Fire", 9),)))
    matrix = matrix_of(now(last_year=rows))
    data = results_workbook(Report(matrix, all_returned(matrix.assessment, [(18, 17, 16), (20, 22, 21), (9, 9, 9)])))
    assert_recalculates(office, data, tmp_path)
    assert_valid(data, tmp_path)


def test_without_last_year_there_are_no_such_sheets() -> None:
    of = assessment_2017()
    names = [one.name for one in opened(results_workbook(Report(combine(of, returns_2017(of), NO_COUNTS), returns_2017(of)))).sheets]
    assert not {"Since last year", "Agencies since last year", "Last year"} & set(names)


# --- in a round folder ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example's round, and its own results under another year's name as last year's."""
    write_example(tmp_path / "round")
    return tmp_path / "round"


def earlier_results(folder: Path, name: str = "2016/17", area: str = "") -> bytes:
    """The example's results as those of another year."""
    of = calculate(folder).report
    made = replace(of.assessment, name=name, area=area or of.assessment.area)
    return results_workbook(replace(of, matrix=replace(of.matrix, assessment=made)))


def test_it_is_known_by_what_is_in_it_whatever_it_is_called(folder: Path) -> None:
    (folder / "from the old laptop.xlsx").write_bytes(earlier_results(folder))
    calculated = calculate(folder)
    assert calculated.matrix.assessment.last_year_results is not None
    assert calculated.matrix.assessment.last_year_results.file == "from the old laptop.xlsx"
    assert ("from the old laptop.xlsx", "Last year's results") in [(one.file, one.what) for one in calculated.report.inputs]
    assert calculated.report.edition == 2
    assert codes(calculated.findings) == ["last-year-same-name"]
    assert opened(calculated.results.read_bytes()).sheet("Since last year") is not None


def test_this_years_own_results_are_not_last_years(folder: Path) -> None:
    results = calculate(folder).results
    (folder / "copy.xlsx").write_bytes(results.read_bytes())
    calculated = calculate(folder)
    assert codes(calculated.findings) == ["last-year-this-year"]
    assert calculated.matrix.assessment.last_year == ()
    assert calculated.report.edition == 1


def test_two_of_them_are_an_error_that_names_both_and_neither_is_used(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(earlier_results(folder))
    (folder / "b.xlsx").write_bytes(earlier_results(folder, "2015/16"))
    calculated = calculate(folder)
    assert [one.message for one in calculated.findings if one.code == "setup-two-workbooks"] == [
        "There are two workbooks of earlier results in this folder: a.xlsx, b.xlsx."]
    assert calculated.matrix.assessment.last_year == ()


def test_another_districts_results_are_said_to_be_so(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(earlier_results(folder, area="Hinckley and Bosworth"))
    assert "last-year-other-area" in codes(calculate(folder).findings)


def test_its_numbers_reach_the_questions_about_an_agencys_own_change(folder: Path) -> None:
    """An agency is asked about a harm score far from its own last year, from the workbook as from a typed table."""
    (folder / "a.xlsx").write_bytes(earlier_results(folder))
    assert dict(calculate(folder).matrix.assessment.last_year[1].harm_scores)["UAVA"] == 21


def test_typed_in_the_set_up_it_is_read_with_its_agencies(folder: Path) -> None:
    of = example_assessment()
    rows = (LastYear(2, "Violence", 12, 5, 60, RiskBand.HIGH, (("Police", 15),)),)
    settings = replace(of.settings, last_year_highest_harm=Fraction(20), last_year_highest_possible=Fraction(120))
    (folder / "assessment.xlsx").write_bytes(setup_workbook(replace(of, last_year=rows, settings=settings)))
    calculated = calculate(folder)
    since = since_last_year(calculated.matrix)
    assert since is not None
    half = Fraction(1, 2)
    assert [(one.name, one.before.risk_share, one.now.risk_share) for one in since.moves] == [("Violent Crime", half, half)]
    assert [(one.agency, dict(one.scores)) for one in since.agencies] == [("Police", {2: (15, 15)})]
    assert since.sentences[0] == "No crime type that is in both years has changed its band."
