"""What the board is told: Summary on a page, the heat map, who spoke, how far they agree, what would change it, decisions."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from charts_of import NAMES
from libreoffice import Office
from scipy import stats
from small_rounds import all_returned, assessment, assessment_2017, published, returned, returns_2017
from test_results import all_counts, results

from snwp_xl import results as results_room
from snwp_xl import theme
from snwp_xl.analysis import sensitivity
from snwp_xl.analysis.words import chance
from snwp_xl.example import example_assessment, example_counts, example_returns, write_example
from snwp_xl.findings import Place, finding
from snwp_xl.intake import parse_address, parse_area
from snwp_xl.matrix import Matrix, combine, half_up
from snwp_xl.model import (
    Agency,
    AgencyKind,
    Choice,
    Closed,
    CombiningRule,
    Counts,
    Decision,
    Ground,
    Partner,
    RiskBand,
    ScoreRow,
    Thresholds,
)
from snwp_xl.operations import calculate
from snwp_xl.results import InputFile, Report, results_workbook
from snwp_xl.results.heat_grid import grid_of
from snwp_xl.scatter_chart import spread
from workbooks import assert_recalculates, assert_second_engine_agrees, assert_valid, opened

A4_CHARACTERS = 145  # of column width on a page of A4 landscape
Cells = dict[tuple[int, int], object]
Row = dict[str, object]


def cells(data: bytes, sheet: str) -> Cells:
    """The values of a sheet."""
    found = opened(data).sheet(sheet)
    assert found is not None
    return {at: cell.value for at, cell in found.cells.items()}


def rows(data: bytes, sheet: str, *headings: str) -> list[Row]:
    """The rows of the table whose headings begin with these."""
    values = cells(data, sheet)
    top, left = next(at for at in sorted(values) if all(values.get((at[0], at[1] + i)) == one for i, one in enumerate(headings)))
    names = []
    while (top, left + len(names)) in values:
        names.append(str(values[top, left + len(names)]))
    found, row = [], top + 1
    while (row, left) in values:
        found.append({name: values.get((row, left + i)) for i, name in enumerate(names)})
        row += 1
    return found


def words(data: bytes, sheet: str) -> str:
    """Everything that a sheet says, on one line."""
    return " ".join(str(value) for _, value in sorted(cells(data, sheet).items()))


@cache
def example_report() -> Report:
    """The calculation of the 2017/18 example."""
    of = example_assessment()
    matrix = combine(of, example_returns(of), example_counts(of))
    return Report(matrix, example_returns(of), matrix.findings)


@cache
def example() -> tuple[Matrix, bytes]:
    """The 2017/18 example and its results."""
    return example_report().matrix, results_workbook(example_report())


@cache
def largest_report() -> Report:
    """200 crime types, 40 agencies, 12 factors, scores to 10, long names, many themes."""
    of = assessment([f"Agency {i} of the partnership" for i in range(1, 41)],
                    [f"Crime type {i}, including attempts and conspiracies" for i in range(1, 201)], 12, scale=10)
    of = replace(of, crime_types=tuple(replace(one, theme=f"Theme {one.number % 60}") for one in of.crime_types))
    said = all_returned(of, [[12 + (i * 7 + j * 5) % 109 for j in range(40)] for i in range(200)])
    return Report(combine(of, said, all_counts(of)), said)


def drawn_alone(report: Report, *sheets: str) -> bytes:
    """Some sheets of the results without the others, so that nobody waits for those."""
    whole = results_room.SHEETS
    try:
        results_room.SHEETS = tuple(one for one in whole if one[0] in sheets)
        return results_workbook(report)
    finally:
        results_room.SHEETS = whole


# --- Summary ----------------------------------------------------------------------------------------------------------------


def test_summary_tells_the_answer_in_its_first_rows() -> None:
    matrix, data = example()
    values = cells(data, "Summary")
    assert [values[row, 0] for row in (0, 1, 2)] == [
        "Harm matrix: 2017/18", "OFFICIAL | Safer North West Community Safety Partnership | FINAL", " FINAL"]
    assert values[4, 0] == "Date of the assessment: 1 February 2017. Edition 1. Made from the scores of 5 of 5 agencies."
    told = rows(data, "Summary", "Theme", "Risk band", "Recommendation")
    assert [(one["Theme"], one["Recommendation"], one["The board's choice"]) for one in told[:5]] == [
        ("Anti-social behaviour", "Select", "Priority (High)"), ("Violence", "Select", "Priority (High)"),
        ("Cybercrime", "Compelled", "Priority (National steer)"), ("Criminal damage", "Discuss", "Not decided"),
        ("Road safety", "Discuss", "Not decided")]
    row = matrix.row(12)
    assert told[0]["Why"] == f"Anti-Social Behaviour: risk score {row.risk_score} = {row.probability} x {row.combined_harm}, High"
    assert told[2]["Why"].endswith("Low; national steer")  # type: ignore[union-attr]
    said = words(data, "Summary")
    assert "The board has set 3 priorities for 3 places." in said
    assert " left" not in said
    assert "Always alongside the priorities: Reducing reoffending; Tackling substance misuse." in said
    assert "Two returns come from one organisation, North West Leicestershire District Council: NWLDC and Community safety." in said
    assert "Not asked: County council, Probation, Health and Commissioner." in said
    assert "16 of 17 crime types keep their band in 90% of cases or more" in said


def test_summary_says_what_is_missing_and_what_could_still_change() -> None:
    of = assessment_2017()
    _, data = results(of, [one for one in returns_2017(of) if one.agency != "UAVA"], all_counts(of))
    values = cells(data, "Summary")
    assert values[2, 0] == " PROVISIONAL"
    said = words(data, "Summary")
    assert "UAVA has not returned its scores." in said
    assert "No probability for Hate Crime." in said
    assert "could still become" in said
    assert "Awaited: UAVA." in said


def test_an_incomplete_return_is_not_counted_as_whole() -> None:
    of = assessment_2017()
    whole = returns_2017(of)
    part = replace(whole[4], rows=tuple(ScoreRow(row.crime_type, (None,) * 6) if row.crime_type > 15 else row for row in whole[4].rows))
    _, data = results(of, [*whole[:4], part], all_counts(of))
    said = " ".join(words(data, "Summary").split())
    assert "Made from the scores of 4 of 5 agencies and, in part, of one more." in said
    assert "UAVA's return is incomplete (scores are missing for Rural Crime and Hate Crime)." in said
    assert "4 of 5 agencies asked have scored in full; in part: UAVA (15 of 17 crime types)." in said
    minutes = words(data, "Minutes")
    assert "made from the scores of 4 of 5 agencies and, in part, of one more on 17 crime types. Still missing: UAVA's return" in minutes
    assert "; no probability for Hate Crime." in minutes


def test_would_it_change_if_fire_had_answered() -> None:
    """On Summary and in the crime type's own row, while Fire is awaited and when it was closed without a return."""
    of = example_assessment()
    closed = replace(of, agencies=tuple(
        replace(one, closed=Closed("late", date(2017, 1, 30))) if one.name == "Fire" else one for one in of.agencies))
    for one, answer, steady, stays, opens in (
            (of, "10 of 17 crime types keep their band whatever the missing scores of Fire are",
             "one level off", "No missing score can change its band.", "Could still become High."),
            (closed, "Had Fire answered, 10 of 17 crime types would still have the same band",
             "one level off", "Would still be High had Fire answered.", "Could have been High had Fire answered.")):
        scored = tuple(answers for answers in example_returns(of) if answers.agency != "Fire")
        data = results_workbook(Report(combine(one, scored, example_counts(of)), scored))
        said = words(data, "Summary").replace("\n", " ")
        assert f"{answer}, among them Violent Crime (High) and Anti-Social Behaviour (High)." in re.sub(" +", " ", said)
        assert "13 of 17 crime types keep their band in 90% of cases or more if every score received may be " + steady in said
        why = {str(row["Crime type"]): str(row["Why, as calculated"]) for row in rows(data, "Risk matrix", "Rank", "Number", "Crime type")}
        assert why["Violent Crime"] == f"Risk score 70 (5 x 14) is High (48 or more). {stays}"
        assert why["Domestic Abuse"] == f"Risk score 42 (3 x 14) is Medium (30 to under 48). {opens}"


@pytest.mark.parametrize("report", [example_report, largest_report], ids=["the example", "the largest round"])
def test_summary_is_one_printed_page(office: Office, tmp_path: Path, report: Callable[[], Report]) -> None:
    path = tmp_path / "summary.xlsx"
    path.write_bytes(drawn_alone(report(), "Summary"))
    assert pages(office.pdf(path, tmp_path / "summary.pdf")) == 1


def pages(pdf: Path) -> int:
    """How many pages a printout has."""
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout.count("\f")


# --- heat map ----------------------------------------------------------------------------------------------------------------


def test_each_crime_type_stands_in_its_cell_under_the_cells_band() -> None:
    matrix, data = example()
    told = rows(data, "Heat map", "Combined harm", "Probability 1")
    assert [one["Combined harm"] for one in told] == list(range(20, 4, -1))
    places = {}
    for one in told:
        for probability in range(1, 7):
            band, *names = str(one[f"Probability {probability}"]).split("\n")
            harm = int(str(one["Combined harm"]))
            assert band == ("High" if harm * probability >= 48 else "Medium" if harm * probability >= 30 else "Low")
            places |= dict.fromkeys(names, (probability, harm))
    assert places == {row.name: (row.probability, row.combined_harm) for row in matrix.rows}
    assert cells(data, "Heat map")[4, 0] == (
        "17 of 17 crime types are on the map. Those without a probability or a combined harm are not assessed.")


def test_a_long_range_of_harm_is_gathered_into_steps_and_cells_on_an_edge_say_both_bands() -> None:
    report = largest_report()
    grid = grid_of(report.matrix)
    assert (grid.lowest, grid.highest, grid.step, len(grid.rows)) == (50, 800, 50, 16)
    assert grid.rows[0] == (800, 800)
    assert grid.rows[-1] == (50, 99)
    data = drawn_alone(report, "Heat map")
    told = rows(data, "Heat map", "Combined harm", "Probability 1")
    assert [one["Combined harm"] for one in told[:3]] == ["800", "750 to 799", "700 to 749"] or told[0]["Combined harm"] == 800
    at = report.matrix.thresholds
    for one, (low, high) in zip(told, grid.rows, strict=True):
        for probability in grid.columns:
            bands = [str(at.band(harm * probability)) for harm in (low, high)]
            expected = bands[0] if bands[0] == bands[1] else " to ".join(bands)
            assert str(one[f"Probability {probability}"]).split("\n")[0] == expected
    names = [line for one in told for value in one.values() for line in str(value).split("\n")[1:]]
    more = sum(int(line.split()[1]) for line in names if line.startswith("and "))
    assert len([line for line in names if not line.startswith("and ")]) + more == 199


def test_a_step_is_live_too(office: Office, tmp_path: Path) -> None:
    of = assessment(("Police", "Fire"), ("Robbery", "Arson", "Theft"), 12, scale=10, rule=CombiningRule.MEAN)
    matrix, data = results(of, all_returned(of, [[100, 90], [40, 41], [13, 12]]), all_counts(of))
    assert grid_of(matrix).step == 10
    assert_recalculates(office, data, tmp_path)
    assert_valid(data, tmp_path)


def test_the_chart_draws_each_point_and_where_the_bands_begin() -> None:
    matrix, data = example()
    dots = rows(data, "Heat map", "Number", "Crime type", "Point: probability")
    assert {one["Number"]: (one["Point: probability"], one["Point: unrounded combined harm"]) for one in dots} == {
        row.crime_type.number: (row.probability, pytest.approx(float(row.combined_harm_unrounded or 0))) for row in matrix.rows}
    for one in rows(data, "Heat map", "Band that begins"):
        product = float(str(one["Probability"])) * float(str(one["Combined harm"]))
        assert product == pytest.approx({"High": 48, "Medium": 30}[str(one["Band that begins"])])
    chart, says = scatter(data)
    assert "Violent Crime (5 x 12.33)" in says
    values = cells(data, "Heat map")
    for series in chart.iterfind(".//c:ser", NAMES):
        for axis in ("xVal", "yVal"):
            area = parse_area(str(series.findtext(f"c:{axis}/c:numRef/c:f", "", NAMES)).rpartition("!")[2].replace("$", ""))
            assert area is not None
            kept = [float(one.text or "") for one in series.iterfind(f"c:{axis}//c:pt/c:v", NAMES)]
            assert kept == pytest.approx([values[row, area.first_column] for row in range(area.first_row, area.last_row + 1)])
    labels = [[run.text for run in one.iterfind(".//a:t", NAMES)] for one in chart.iterfind(".//c:dLbl", NAMES)]
    assert sorted(name[0].rstrip("…") for name in labels) == sorted(  # type: ignore[union-attr]
        row.name if len(row.name) <= 26 else "Criminal Damage" for row in matrix.rows)


def test_a_name_on_the_chart_is_clear_of_the_lines_and_the_axis_shows_the_scores_there_are() -> None:
    _, data = example()
    chart, _ = scatter(data)
    sides = {"".join(run.text or "" for run in one.iterfind(".//a:t", NAMES)): one.find("c:dLblPos", NAMES)
             for one in chart.iterfind(".//c:dLbl", NAMES)}
    found = {name: side.attrib["val"] for name, side in sides.items() if side is not None}
    assert found.pop("Sexual Offences") == "l"
    assert "l" not in found.values()
    formats = {one.attrib["formatCode"] for one in chart.iterfind(".//c:valAx/c:numFmt", NAMES)}
    assert formats == {'[<1]"";[>6]"";0', "0"}


def test_without_a_chart_the_heat_map_does_not_speak_of_one() -> None:
    _, data = results(assessment_2017(), (), Counts(months=()))
    assert "The map is live." in words(data, "Heat map")
    assert "chart" not in words(data, "Heat map")


def scatter(data: bytes) -> tuple[ElementTree.Element, str]:
    """The chart of the Heat map and what it says to those who do not see it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.startswith(("xl/charts/chart", "xl/drawings/drawing"))]
    (chart,) = [text for text in texts if "<c:scatterChart>" in text]
    (says,) = [one for text in texts for one in re.findall(r'descr="([^"]*)"', text) if one.startswith("Points of ")]
    return ElementTree.fromstring(chart), says


def test_names_on_the_chart_never_lie_on_each_other() -> None:
    found = spread([5.0, 5.1, 5.2, 9.0, 9.0, 1.0], 0.5)
    assert all(b - a >= 0.5 - 1e-9 for a, b in pairwise(sorted(found)))
    assert [round(one, 3) for one in found] == [4.6, 5.1, 5.6, 8.75, 9.25, 1.0]


# --- who spoke, agreement ----------------------------------------------------------------------------------------------------


def test_who_spoke_names_everybody_and_what_became_of_them() -> None:
    of = assessment(
        [Agency(1, "Police", "Leicestershire Police"), Agency(2, "Fire", closed=Closed("No reply", date(2017, 2, 1))),
         Agency(3, "NWLDC", "District Council"), Agency(4, "Housing", "District Council"), Agency(5, "Health")], ("Robbery", "Arson"),
        partners_not_asked=(Partner("Probation", "Probation Service", AgencyKind.RESPONSIBLE),))
    said = (returned(of, "Police", (10, "No view")), returned(of, "NWLDC", (12, 12)), returned(of, "Housing", (9, None)))
    _, data = results(of, said, Counts(months=()))
    told = {str(one["Body"]): one for one in rows(data, "Who spoke", "Body", "Organisation")}
    assert [(name, one["Asked to score"], one["Its return"], one["Crime types scored"], one["No view"]) for name, one in told.items()] == [
        ("Police", "Yes", "Complete", 1, 1), ("Fire", "Yes", "Closed without a return", 0, 0), ("NWLDC", "Yes", "Complete", 2, 0),
        ("Housing", "Yes", "Incomplete", 1, 0), ("Health", "Yes", "Not received", 0, 0),
        ("Probation", "Not asked", "Not asked", "None", "None")]
    assert told["Fire"]["Remark"] == "Closed on 1 February 2017: No reply"
    assert told["NWLDC"]["Remark"] == "Same organisation as Housing"
    assert "Two returns come from one organisation, District Council: NWLDC and Housing." in words(data, "Who spoke")


def kendalls_w(table: Sequence[Sequence[int]]) -> float:
    """W over raters (columns), from scipy's Friedman test, which corrects for ties."""
    raters = list(zip(*table, strict=True))
    return float(stats.friedmanchisquare(*table).statistic / (len(raters) * (len(table) - 1)))


def test_agreement_of_2017_18_against_scipy() -> None:
    scores = [given for _, given, _ in published()]
    names = [agency.name for agency in example_assessment().agencies]
    assert kendalls_w(scores) == pytest.approx(0.526, abs=5e-4)
    fire = names.index("Fire")
    without = [[score for i, score in enumerate(row) if i != fire] for row in scores]
    assert kendalls_w(without) == pytest.approx(0.71, abs=5e-3)
    _, data = example()
    said = words(data, "Agreement")
    assert "Kendall's W is 0.53, some agreement" in said
    assert "it gave 6, the lowest it could give, to 14 of 17 crime types. Without it, Kendall's W is 0.71." in " ".join(said.split())
    for i, one in enumerate(rows(data, "Agreement", "Agency", "Name")):
        others = [sum(row) - row[i] for row in scores]
        mine = [row[i] for row in scores]
        assert one["Rank correlation with the others"] == pytest.approx(stats.spearmanr(mine, others).statistic)
        assert one["Kendall's W without it"] == pytest.approx(kendalls_w([[s for j, s in enumerate(row) if j != i] for row in scores]))
    spreads = {str(one["Crime type"]): one for one in rows(data, "Agreement", "Number", "Crime type", "Lowest harm score")}
    for name, given, _ in published():
        one = spreads[name]
        assert (one["Lowest harm score"], one["Highest"], one["Apart"]) == (min(given), max(given), max(given) - min(given))
        assert one["Highest from"] == " and ".join(agency for agency, score in zip(names, given, strict=True) if score == max(given))


def test_the_matrix_without_the_agency_of_one_answer() -> None:
    _, data = example()
    told = {str(one["Crime type"]): one for one in rows(data, "Agreement", "Number", "Crime type", "Combined harm")}
    for name, given, total in published():
        four = sum(given) - given[2]
        assert told[name]["Combined harm"] == total
        assert told[name]["Without"] == half_up(Fraction(four * 5, 6 * 4))
    harms = {name: Fraction((sum(given) - given[2]) * 5, 24) for name, given, _ in published()}
    rounded = {name: half_up(harm) for name, harm in harms.items()}
    now = {name: total for name, _, total in published()}
    ranks = [1 + sum(other > table["Road Safety"] for other in table.values()) for table in (now, rounded)]
    assert ranks == [4, 9]
    assert "Road Safety goes from 4th to 9th by combined harm." in words(data, "One change at a time")
    others = next(i for i, value in cells(data, "Other rules and agencies").items() if value == "Rank by combined harm")
    table = [(at, value) for at, value in cells(data, "Other rules and agencies").items() if at[0] > others[0]]
    head = {str(value): at[1] for at, value in table if at[0] == others[0] + 1}
    row = next(at[0] for at, value in table if value == "Road Safety")
    values = dict(table)
    assert (values[row, head["As it is"]], values[row, head["Without Fire"]]) == (4, 9)


# --- what would change it --------------------------------------------------------------------------------------------------


def test_what_would_change_it_says_what_is_open_close_and_smallest() -> None:
    of = assessment_2017()
    some = [one for one in returns_2017(of) if one.agency != "UAVA"]
    matrix, data = results(of, some, all_counts(of))
    told = {one["Number"]: one for one in rows(data, "What would change it", "Number", "Crime type", "Risk band")}
    assert [one["Crime type"] for one in told.values()] == [row.name for row in matrix.ranked()]
    for row in matrix.rows:
        one = told[row.crime_type.number]
        bands = matrix.could_be(row)
        stays = "Not assessed: it has no counts" if row.risk_band is RiskBand.NOT_ASSESSED else "Settled whatever they say"
        settled = stays if len(bands) == 1 else "Could still become"
        assert str(one["With the scores not received"]).startswith(settled)
        if row.risk_score is not None:
            chances = dict(sensitivity(matrix, some).row(row.crime_type.number).one_level_off.bands)
            for band in (RiskBand.HIGH, RiskBand.MEDIUM, RiskBand.LOW):
                share, shown = chances.get(band, 0), one[f"{band}, one level off"]
                rounds_to_certainty = 0 < share < 0.01 or 0.99 < share < 1
                assert shown == (chance(share) if rounds_to_certainty else pytest.approx(share))
    assert {one["Risk band"] for one in told.values()} <= {str(band) for band in RiskBand}
    assert {"over 99%", "under 1%"} <= {str(one["High, one level off"]) for one in told.values()} | {
        str(one["Low, one level off"]) for one in told.values()}


def test_what_scores_of_1_do_to_one_level_off_is_said() -> None:
    _, data = example()
    assert "crime types with many scores of 1 lean upwards" in words(data, "What would change it")
    assert "crime types with many scores of 1 lean upwards" in words(data, "Method").replace("  ", " ")


def test_other_rules_against_the_matrix_calculated_under_them() -> None:
    matrix, data = example()
    of = matrix.assessment
    told = {one["Number"]: one for one in rows(data, "Other rules and agencies", "Number", "Crime type", "As it is")}
    for rule in (CombiningRule.MEAN, CombiningRule.MEDIAN):
        other = combine(replace(of, rule=rule), example_returns(of), example_counts(of))
        for row in other.rows:
            changed = ", changed" if row.risk_band is not matrix.row(row.crime_type.number).risk_band else ""
            assert told[row.crime_type.number][f"Rule {rule}"] == f"{row.rank} {row.risk_band}{changed}"
    for agency in of.agencies:
        rest = [one for one in example_returns(of) if one.agency != agency.name]
        other = combine(of, rest, example_counts(of))
        for row in other.rows:
            changed = ", changed" if row.risk_band is not matrix.row(row.crime_type.number).risk_band else ""
            assert told[row.crime_type.number][f"Without {agency.name}"] == f"{row.rank} {row.risk_band}{changed}"


def test_each_threshold_and_probability_against_the_matrix_calculated_with_it() -> None:
    matrix, data = example()
    of = matrix.assessment
    told = {str(one["To what"]): one for one in rows(data, "One change at a time", "Line", "What is changed")}
    lower = replace(of, thresholds=Thresholds(of.thresholds.high, of.thresholds.medium - Fraction(5, 100)))
    other = combine(lower, example_returns(of), example_counts(of))
    moved = sum(a.risk_band is not b.risk_band for a, b in zip(matrix.rows, other.rows, strict=True))
    assert told["Medium from 20%"]["Bands that change"] == moved > 0
    assert len([one for one in told if one.startswith("Probability ")]) == 27


# --- decisions, minutes, trace -----------------------------------------------------------------------------------------------


def test_a_low_chosen_without_a_steer_is_flagged_in_words_and_as_a_finding(tmp_path: Path) -> None:
    of = example_assessment()
    low = replace(of, decisions=(*of.decisions, Decision("Shoplifting", Choice.PRIORITY, Ground.COMMUNITY, "Shops asked for it.")))
    matrix = combine(low, example_returns(of), example_counts(of))
    data = results_workbook(Report(matrix, example_returns(of)))
    told = {str(one["Theme"]): one for one in rows(data, "Decisions", "Number", "Theme")}
    assert told["Shoplifting"]["What does not fit"] == "Chosen although it is Low and the set-up states no steer for it"
    assert told["Shoplifting"]["Still open"] == "Public wording; lead agency; date; minute"
    assert told["Violence"]["Still open"] == told["Violence"]["What does not fit"] == "None"
    assert told["Road safety"]["Still open"] == "The board's choice"
    assert "Noted: Shoplifting: chosen although it is Low and the set-up states no steer for it." in words(data, "Minutes")


def test_minutes_are_a_paragraph_a_cell() -> None:
    _, data = example()
    minutes = {at: str(value) for at, value in cells(data, "Minutes").items() if at[0] >= 4}
    assert {column for _, column in minutes} == {0}
    assert minutes[10, 0].startswith("1. Violence, because: High in the harm matrix. Ground: High. Public wording: Protecting those that")


def test_a_risk_score_is_followed_to_the_file_it_comes_from(tmp_path: Path) -> None:
    """By links: Risk matrix, Harm scores, All scores, Audit; Probability, the chart, the signals that fired, the counts."""
    folder = tmp_path / "round"
    write_example(folder)
    data = calculate(folder).results.read_bytes()
    one = next(row for row in rows(data, "Risk matrix", "Rank", "Number") if row["Crime type"] == "Violent Crime")
    assert (one["Its harm scores"], one["Its probability"], one["Its chart"]) == ("Harm scores", "Probability", "Chart")
    harm = next(row for row in rows(data, "Harm scores", "Number", "Crime type") if row["Number"] == one["Number"])
    assert harm["Each agency's scores"] == "All scores"
    score = next(row for row in rows(data, "All scores", "Key", "Agency") if row["Number"] == one["Number"] and row["Agency"] == "Police")
    assert (score["Return"], score["Harm score"]) == ("returns/Police.xlsx", harm["Police"])
    first, last = str(score["Cells"]).split(":")
    sheet = opened((folder / "returns" / "Police.xlsx").read_bytes()).sheet("Harm scores")
    assert sheet is not None
    column = [cell.value for at, cell in sorted(sheet.cells.items()) if _within(at, first, last)]
    assert sum(int(str(value)) for value in column) == score["Harm score"]
    audit = next(row for row in rows(data, "Audit", "File", "Name") if row["Name"] == "returns/Police.xlsx")
    assert audit["SHA-256"] == hashlib.sha256((folder / "returns" / "Police.xlsx").read_bytes()).hexdigest()
    chance = next(row for row in rows(data, "Probability", "Number", "Crime type") if row["Number"] == one["Number"])
    assert (chance["Its chart"], chance["Its signals"], chance["Its counts"]) == ("Chart", "Signals", "Counts")


def _within(at: tuple[int, int], first: str, last: str) -> bool:
    (top, left), (bottom, right) = parse_address(first), parse_address(last)
    return top <= at[0] <= bottom and left <= at[1] <= right


def test_the_same_facts_as_json(tmp_path: Path) -> None:
    folder = tmp_path / "round"
    write_example(folder)
    record = json.loads(json.dumps(calculate(folder).record(), allow_nan=False))
    agreement, sensitivity, decisions = (record[key] for key in ("agreement", "sensitivity", "decisions"))
    assert agreement["kendalls_w"] == pytest.approx(kendalls_w([given for _, given, _ in published()]))
    fire = next(one for one in agreement["agencies"] if one["agency"] == "Fire")
    assert (fire["commonest_harm_score"], fire["commonest_count"], fire["one_answer"]) == (6, 14, True)
    assert fire["kendalls_w_without"] == pytest.approx(0.71, abs=5e-3)
    assert agreement["who_spoke"]["not_asked"] == ["County council", "Probation", "Health", "Commissioner"]
    assert len(sensitivity["crime_types"]) == 17
    assert any("Road Safety goes from 4th to 9th by combined harm" in one["sentence"] for one in sensitivity["scenarios"])
    chosen = [one["theme"] for one in decisions["themes"] if one["choice"] == "Priority"]
    assert chosen == ["Anti-social behaviour", "Violence", "Cybercrime"]
    assert decisions["statutory_obligations"] == ["Reducing reoffending", "Tackling substance misuse"]


# --- the whole workbook ------------------------------------------------------------------------------------------------------


def test_a_second_engine_finds_every_stored_value(tmp_path: Path) -> None:
    _, data = example()
    assert assert_second_engine_agrees(data, tmp_path) > 1_500


@pytest.mark.parametrize("rule", CombiningRule)
def test_a_second_engine_agrees_with_scores_missing(tmp_path: Path, rule: CombiningRule) -> None:
    of = assessment_2017(rule=rule)
    some = list(returns_2017(of))[1:]
    lines = tuple(ScoreRow(row.crime_type, (None,) * 6, no_view=i == 2) if i in (2, 3) else row for i, row in enumerate(some[0].rows))
    _, data = results(of, [replace(some[0], rows=lines), *some[1:]], all_counts(of))
    assert_second_engine_agrees(data, tmp_path)


def test_every_sheet_has_its_title_its_marking_and_a_printed_width() -> None:
    _, data = example()
    for sheet in opened(data).sheets:
        title, marking = sheet.cells[0, 0].value, sheet.cells[1, 0].value
        assert re.fullmatch(r".+: 2017/18", str(title)), sheet.name
        assert str(marking).startswith("OFFICIAL | Safer North West"), sheet.name
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        wide = sum(one.width for one in sheet.column_dimensions.values()) * (sheet.page_setup.scale or 100) / 100
        assert sheet.sheet_properties.pageSetUpPr.fitToPage or wide <= A4_CHARACTERS, sheet.title
        assert sheet.page_setup.paperSize == 9, sheet.title


def test_a_long_agency_is_whole_on_findings_and_audit() -> None:
    long = "Leicestershire and Rutland Community Rehabilitation Company"
    of = assessment((long, "Police"), ("Robbery",))
    said = all_returned(of, [[10, 11]])
    found = finding("sign-off-missing", Place("a.xlsx"), agency=long, what="the name")
    report = Report(combine(of, said, Counts(())), said, (found,), (InputFile("a.xlsx", "Return", long, "Counts", "0" * 64),))
    book = openpyxl.load_workbook(io.BytesIO(results_workbook(report)))
    for sheet in ("Findings", "Audit"):
        (cell, *_) = [cell for row in book[sheet].iter_rows(min_row=7) for cell in row if cell.value == long]
        width = next(one.width for one in book[sheet].column_dimensions.values() if one.min <= cell.column <= one.max)
        assert book[sheet].row_dimensions[cell.row].height >= theme.height((long, width)) - 0.25  # a file has quarters of a point


def test_agencies_called_like_our_columns_do_not_break_a_table(office: Office, tmp_path: Path) -> None:
    of = assessment(("Number", "unrounded", "Crime type", "Check"), ("Robbery", "Arson"))
    _, data = results(of, all_returned(of, [[10, 11, 12, 13], [7, 8, 9, 24]]), all_counts(of))
    assert_valid(data, tmp_path)
    assert_recalculates(office, data, tmp_path)
