"""Control charts and crime profile in the results: a chart draws its own cells, marks what the rules found, and says so."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from charts_of import ChartRead, charts_of
from hypothesis import given
from hypothesis import strategies as st
from libreoffice import Office
from small_rounds import all_returned, assessment, counts

from snwp_xl.chart_labels import Label, Plot, placed
from snwp_xl.control import Chart, Direction, Rule
from snwp_xl.example import example_assessment, example_counts, example_returns
from snwp_xl.intake import parse_address
from snwp_xl.matrix import Matrix, combine
from snwp_xl.model import Assessment, ControlState, Counts, CrimeType, KnownEvent, Month, RecordingChange
from snwp_xl.month_chart import Axis, axis_for
from snwp_xl.results import Report, results_workbook
from snwp_xl.results.charts import span_short
from snwp_xl.results.summary_lines import beside
from workbooks import assert_recalculates, assert_valid, opened

LAST = Month(2025, 12)
CHANGED = Month(2024, 11)
MARKS = {"High signal": "triangle", "Low signal": "diamond", "Known event": "x"}
TILES = 20  # small charts on a page
A4_LANDSCAPE = (0.4, 0.5, 0.4, 0.6)  # margins in inches: left, top, right, bottom
POINTS_AN_INCH = 72
WIDEST_DIGIT = 5.57  # points of Arial 10, as LibreOffice lays columns out; Excel takes 7 pixels, 5.25
A4_HIGH, A4_WIDE = 595.28, 841.89  # points, landscape

# 36 months that end with December 2025, one of each kind of trouble.
STEADY = [20, 22, 19, 21, 23, 20, 18, 22, 21, 20, 19, 23] * 3
RISING = [20, 22, 19, 21, 23, 20, 18, 22, 21, 20, 19, 23] * 2 + [41, 44, 39, 42, 45, 40, 38, 43, 42, 41, 39, 44]
FALLING = [40, 44, 38, 42, 46, 40, 36, 44, 42, 40, 38, 46] * 2 + [20, 22, 19, 21, 23, 20, 18, 22, 21, 20, 19, 23]
FESTIVAL = [*STEADY[:30], 95, *STEADY[31:]]
GAPPY = [*STEADY[:8], None, None, *STEADY[10:]]
RERECORDED = [
    10, 12, 9, 11, 13, 10, 8, 12, 11, 10, 9, 13, 10, 12, 9, 11, 13, 10, 8, 12, 11, 10,
    30, 33, 28, 31, 35, 29, 27, 32, 31, 30, 28, 34, 30, 31,
]  # fmt: skip
RARE = [0, 1, 3, 0, 2, 1, 0, 4, 1, 0, 2, 1] * 3
SHORT = [None] * 30 + [5, 6, 7, 5, 6, 7]
MONTHLY: Mapping[str, Sequence[int | None]] = {
    "Robbery": STEADY, "Theft": RISING, "Arson": FALLING, "Public Order": FESTIVAL, "Road Safety*": GAPPY, "Shoplifting": RERECORDED,
    "Hate Crime": RARE, "Stop!M25 crime": SHORT, "=1+1": STEADY,
}  # fmt: skip
UNCOUNTED, BY_HAND = "Cybercrime", "Rural Crime"
EVERY = [400] * 24 + [410] * 12


def troubled(**other: object) -> Assessment:
    """An assessment with a recording change, a known event, a crime type without counts and two by hand."""
    names = [*MONTHLY, UNCOUNTED]
    rows = [CrimeType(i, name, name) for i, name in enumerate(names, 1)]
    rows[0] = replace(rows[0], state_by_hand=ControlState.UNCONTROLLED, by_hand_reason="one gang, arrested")
    rows.append(CrimeType(len(rows) + 1, BY_HAND, BY_HAND, probability_by_hand=2, by_hand_reason="a survey of farms"))
    return assessment(
        ("Police", "Fire"), rows,
        recording_changes=(RecordingChange(CHANGED, 6, "shops report for themselves"),),
        known_events=(KnownEvent(Month(2025, 7), 4, "a festival"),), **other)


def counted(of: Assessment, monthly: Mapping[str, Sequence[int | None]] = MONTHLY, every: Sequence[int | None] = EVERY) -> Counts:
    """Counts that end with December 2025."""
    return counts(of, monthly, every, LAST)


def made(of: Assessment, numbers: Counts) -> tuple[Matrix, bytes]:
    """The matrix and its results workbook; every crime type has one harm score from all."""
    said = all_returned(of, [[14] * len(of.agencies)] * len(of.crime_types))
    matrix = combine(of, said, numbers)
    return matrix, results_workbook(Report(matrix, said, matrix.findings))


@pytest.fixture(scope="module")
def book() -> tuple[Matrix, bytes]:
    """The troubled round."""
    return made(troubled(), counted(troubled()))


def cells(data: bytes, sheet: str) -> dict[tuple[int, int], object]:
    """The values of a sheet that are not empty, rows and columns from 0."""
    found = opened(data).sheet(sheet)
    assert found is not None
    return {at: cell.value for at, cell in found.cells.items() if cell.value not in (None, "")}


def table(data: bytes, sheet: str, key: str = "Crime type") -> dict[str, dict[str, object]]:
    """A sheet's first table that has this heading: for each value under it, the row by its headings."""
    values = cells(data, sheet)
    head, at = min(place for place, value in values.items() if value == key)
    headings = {column: str(value) for (row, column), value in values.items() if row == head}
    found = {}
    row = head + 1
    while (row, at) in values:
        found[str(values[row, at])] = {name: values.get((row, column)) for column, name in headings.items()}
        row += 1
    return found


def large(data: bytes) -> dict[str, ChartRead]:
    """The large charts by crime type: the alt text begins with its name."""
    found = {}
    for chart in charts_of(data):
        if chart.legend:
            found[chart.says.removeprefix("Line chart of the monthly counts of ").rpartition(", January 2023 to")[0]] = chart
    return found


def marks(chart: Chart, direction: Direction) -> dict[int, int]:
    """The places and counts that signals of a direction mark, worked out from rule, limits and values alone."""
    found = {}
    for signal in chart.signals:
        if signal.direction is not direction:
            continue
        side = 1 if direction is Direction.UP else -1
        for month, value in zip(signal.first.until(signal.last), signal.values, strict=True):
            beyond = side * (value - signal.limits.centre)
            near = Fraction(2, 3) * signal.limits.reach < beyond <= signal.limits.reach
            if signal.rule is not Rule.NEAR_LIMIT or near:
                found[month.serial - chart.months[0].serial] = value
    return found


# --- what is drawn ------------------------------------------------------------------------------------------------------


def test_each_crime_type_with_counts_has_a_small_and_a_large_chart(book: tuple[Matrix, bytes]) -> None:
    _, data = book
    charts = charts_of(data)
    assert set(large(data)) == set(MONTHLY)
    assert len(charts) == 2 * len(MONTHLY)
    assert [chart.legend for chart in charts] == [False] * len(MONTHLY) + [True] * len(MONTHLY)


def test_every_series_keeps_what_its_cells_hold_and_its_cells_are_its_own(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    values = cells(data, "Chart data")
    names = {row.name: row.crime_type.number for row in matrix.rows}
    for name, chart in large(data).items():
        for series in chart.series:
            for place, kept, count in ((series.cells, series.values, series.count), *(((*series.dates, 36),) if series.dates else ())):
                sheet, _, area = place.partition("!")
                assert sheet == "'Chart data'"
                (first, column), (last, same) = (parse_address(one) for one in area.split(":"))
                assert (column, last - first + 1) == (same, count) == (column, 36)
                assert {row - first: _number(values[row, column]) for row in range(first, last + 1) if (row, column) in values} == kept
                assert {values[row, 0] for row in range(first, last + 1)} == {names[name]}
                assert {values[row, 1] for row in range(first, last + 1)} == {name}


def _number(value: object) -> float:
    if isinstance(value, date):
        return float((value if type(value) is date else value.date()).toordinal() - date(1899, 12, 30).toordinal())  # type: ignore[attr-defined]
    assert isinstance(value, int | float)
    return float(value)


def test_counts_and_months_are_the_charts_own(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    for row in matrix.rows[: len(MONTHLY)]:
        (line,) = large(data)[row.name].named("Count")
        assert line.values == {i: count for i, count in enumerate(MONTHLY[row.name]) if count is not None}
        assert line.dates is not None
        assert [date.fromordinal(int(day) + date(1899, 12, 30).toordinal()) for day in line.dates[1].values()] == [
            month.first_day for month in matrix.counts.months]
        assert large(data)[row.name].date_format == "mmm yy"


def test_a_missing_month_is_a_gap_and_never_nothing(book: tuple[Matrix, bytes]) -> None:
    _, data = book
    chart = large(data)["Road Safety*"]
    assert chart.gaps
    (line,) = chart.named("Count")
    assert set(range(36)) - set(line.values) == {8, 9}
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Chart data"]
    empty = [row[3].value for row in sheet.iter_rows(min_row=7) if row[1].value == "Road Safety*"][8:10]
    assert empty == [None, None]


def test_marked_points_are_the_signals_and_shapes_tell_them_apart(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    seen = set()
    for number, chart in matrix.charts.items():
        drawn = large(data)[matrix.row(number).name]
        for name, direction in (("High signal", Direction.UP), ("Low signal", Direction.DOWN)):
            expected = marks(chart, direction)
            assert [series.values for series in drawn.named(name)] == ([expected] if expected else [])
        for series in drawn.series:
            assert series.symbol == MARKS.get(series.name, "circle" if series.name == "Count" else "none")
            seen.add(series.name)
        assert [series.dashed for series in drawn.named("Limits")] == [True] * len(drawn.named("Limits"))
    assert set(MARKS) < seen


def test_the_third_rule_marks_only_months_near_the_limit() -> None:
    of = assessment(("Police",), ("Robbery",))
    matrix, data = made(of, counted(of, {"Robbery": [*STEADY[:31], 25, 20, 26, *STEADY[34:]]}))
    (signal,) = matrix.charts[1].signals
    assert (signal.rule, signal.values) == (Rule.NEAR_LIMIT, (25, 20, 26))
    assert signal.marked == (Month(2025, 8), Month(2025, 10))
    (high,) = large(data)["Robbery"].named("High signal")
    assert high.values == {31: 25, 33: 26}
    assert high.words == {31: "Aug 25", 33: "Oct 25"}


def test_a_known_event_is_drawn_and_marked_but_no_signal(book: tuple[Matrix, bytes]) -> None:
    _, data = book
    chart = large(data)["Public Order"]
    (event,) = chart.named("Known event")
    assert event.values == {30: 95}
    assert event.words == {30: "Jul 25"}
    assert chart.named("High signal") == []
    assert chart.named("Count")[0].values[30] == 95
    assert "Known event in July 2025 (a festival); left out of limits and signals." in chart.says


def test_limits_break_where_recording_changed(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    chart, place = large(data)["Shoplifting"], CHANGED.serial - matrix.counts.months[0].serial
    for name in ("Mean", "Limits"):
        lines = chart.named(name)
        assert {len(set(line.values.values())) for line in lines} == {1}
        assert {(min(line.values), max(line.values)) for line in lines} == {(0, place - 1), (place, 35)}
    after, before = chart.named("Mean")
    assert after.values[35] == pytest.approx(matrix.charts[6].segments[1].mean)
    assert before.values[0] == pytest.approx(matrix.charts[6].segments[0].mean)
    (mark,) = chart.named("Recording changed")
    assert mark.values == {place: chart.highest}
    assert mark.bars
    assert mark.words == {place: "Recording changed"}
    assert not [one for name, other in large(data).items() if name != "Shoplifting" for one in other.named("Recording changed")]


def test_a_lower_limit_below_0_stands_in_the_table_and_is_not_drawn(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    chart = large(data)["Hate Crime"]
    limits = matrix.charts[7].limits
    assert limits is not None
    assert limits.lower < 0
    (upper,) = chart.named("Limits")
    assert list(upper.values.values()) == [pytest.approx(limits.upper)] * 36
    values = cells(data, "Chart data")
    column = next(column for (_, column), value in values.items() if value == "Lower limit")
    lower = [value for (row, at), value in values.items() if at == column and values.get((row, 1)) == "Hate Crime"]
    assert lower == [pytest.approx(limits.lower)] * 36
    assert "(below 0, so not drawn)" in chart.says
    assert chart.lowest == 0


def test_dates_stand_at_single_marks_and_at_the_ends_of_runs(book: tuple[Matrix, bytes]) -> None:
    _, data = book
    (high,) = large(data)["Theft"].named("High signal")
    assert high.words == {23: "Dec 24", 35: "Dec 25"}
    assert [span_short(Month(2025, 6), last) for last in (Month(2025, 6), Month(2025, 8), Month(2026, 1))] == [
        "Jun 25", "Jun to Aug 25", "Jun 25 to Jan 26"]
    assert all(not series.words for chart in charts_of(data) if not chart.legend for series in chart.series)


def test_words_beside_a_mark_are_where_no_line_strikes_them_through() -> None:
    """The 2017/18 example: a low month on the axis, runs under the upper limit, marks above it."""
    of = example_assessment()
    matrix = combine(of, example_returns(of), example_counts(of))
    data = results_workbook(Report(matrix, example_returns(of)))
    charts = {chart.title.partition(":")[0]: chart for chart in charts_of(data) if chart.legend}
    (hate,) = charts["Hate Crime"].named("Low signal")
    assert (hate.words, hate.sides) == ({0: "Apr 14"}, {0: "t"})
    assert charts["Hate Crime"].named("High signal")[0].sides == {12: "t", 17: "t"}
    (violent,) = charts["Violent Crime"].named("High signal")
    assert (violent.words[21], violent.sides[21]) == ("Dec 15 to Feb 16", "b")
    (disorder,) = charts["Anti-Social Behaviour"].named("High signal")
    assert (disorder.words[18], disorder.sides[18]) == ("Oct 15", "r")
    assert "lower 0.03. " in charts["Hate Crime"].says
    assert "Also marked: April 2014 (0) is below the lower limit of 0.03." in charts["Hate Crime"].says


def test_a_place_is_chosen_by_what_lies_over_it() -> None:
    plot = Plot(240, 100, 12, 0, 100)
    flat: list[float | None] = [50.0] * 12

    def where(value: float, *lines: list[float | None], place: int = 6, wanted: str = "above") -> str:
        return placed(plot, lines, [Label(place, value, "Jul 25", wanted)])[0]

    assert where(50.0, flat) == "above"
    assert where(50.0, flat, [64.0] * 12) == "below"
    assert where(2.0, wanted="below") == "above"  # not on the axis
    assert where(98.0) == "below"  # not in the title
    assert where(50.0, [64.0] * 12, [36.0] * 12) == "right"
    assert where(50.0, [64.0] * 12, [36.0] * 12, place=11) == "left"
    assert where(50.0, [None if i in (5, 6, 7) else 64.0 for i in range(12)]) == "above"
    assert placed(plot, [], [Label(6, 50, "Jul 25", "above"), Label(7, 50, "Aug 25", "above")]) == ["above", "below"]


# --- what is said -------------------------------------------------------------------------------------------------------


def test_titles_state_the_verdict(book: tuple[Matrix, bytes]) -> None:
    _, data = book
    titles = {name: chart.title.replace("\u2060", "") for name, chart in large(data).items()}
    assert titles["Theft"] == "Theft: Uncontrolled, two signals"
    assert titles["Arson"] == "Arson: Reducing, two signals"
    assert titles["Public Order"] == "Public Order: Under control"
    assert titles["Robbery"] == "Robbery: Under control; by hand: Uncontrolled"
    assert titles["Hate Crime"] == "Hate Crime: Under control; low count"
    assert titles["Shoplifting"] == "Shoplifting: Under control (trial, from 14 months)"
    assert titles["Stop!M25 crime"] == "Stop!M25 crime: Not assessable"
    assert titles["=1+1"] == "=1+1: Under control"


def test_every_chart_says_what_it_shows(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    for number, chart in matrix.charts.items():
        says = large(data)[matrix.row(number).name].says
        assert chart.sentence in says
        assert "January 2023 to December 2025" in says
    small = [chart for chart in charts_of(data) if not chart.legend]
    assert [chart.says for chart in small][1] == "Small chart of the monthly counts of Theft: Uncontrolled, two signals."
    assert "By hand: Uncontrolled." in large(data)["Robbery"].says


def test_the_overview_names_the_states_and_who_has_no_chart(book: tuple[Matrix, bytes]) -> None:
    _, data = book
    words = [str(value) for value in cells(data, "Control charts").values()]
    assert "Uncontrolled: Theft; Under control: 6; Reducing: Arson; Not assessable: Stop!M25 crime." in words
    assert f"No counts: {UNCOUNTED}." in words
    assert f"No counts, set by hand: {BY_HAND}." in words


def test_without_any_counts_the_sheet_says_so_and_is_valid(office: Office, tmp_path: Path) -> None:
    of = assessment(("Police",), ("Robbery", "Arson"))
    _, data = made(of, Counts(()))
    assert charts_of(data) == []
    words = [str(value) for value in cells(data, "Control charts").values()]
    assert "There are no charts, because there are no counts." in words
    assert "No counts: Robbery and Arson." in words
    assert_valid(data, tmp_path)
    assert_recalculates(office, data, tmp_path)


def test_signals_are_listed_with_rule_months_values_and_lines(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    values = cells(data, "Signals")
    listed = {(values[row, 0], values[row, 2], values[row, 7]) for row in range(6, 200) if (row, 0) in values}
    expected = sum(len(chart.signals) for chart in matrix.charts.values())
    assert len(listed) == expected == 4
    (first,) = [one for one in matrix.charts[2].signals if one.rule is Rule.OUTSIDE_LIMITS]
    assert first.counts_for_state
    assert any(number == 2 and rule == 1 and "(41, 44, 39" in str(words) and "above the upper limit of" in str(words)
               for number, rule, words in listed)


# --- the same month last year, the profile --------------------------------------------------------------------------------


def test_the_same_months_last_year_stand_beside_the_chart(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Control charts"]
    for number, chart in matrix.charts.items():
        rows = [[cell.value for cell in row] for row in sheet[sheet.tables[f"Season{number}"].ref]]
        assert rows[0] == ["Month", "Count", "Year before", "Change"]
        for (month, latest, before), row in zip(chart.same_month_last_year, rows[1:], strict=True):
            change = "Missing" if latest is None or before is None else latest - before
            assert row == [
                row[0], "Missing" if latest is None else latest, "Missing" if before is None else before, change]
            assert row[0].date() == month.first_day
        block = large(data)[matrix.row(number).name]
        assert sheet.tables[f"Season{number}"].ref.startswith(f"B{block.row}:")


def test_the_profile_computes_every_percentage_and_says_what_is_chance() -> None:
    """The seed prints +12.7% for Theft from Motor Vehicle, 537 to 496; it is -7.6%."""
    of = assessment(("Police",), ("Theft from Motor Vehicle", "ASB", "Gone", "New"))
    monthly = {
        "Theft from Motor Vehicle": [45] * 9 + [44] * 3 + [41] * 8 + [42] * 4, "ASB": [99] * 12 + [121] * 10 + [120] * 2,
        "Gone": [None] + [5] * 23, "New": [0] * 12 + [3] * 12,
    }  # fmt: skip
    matrix, data = made(of, counted(of, monthly, [473] * 10 + [456] * 2 + [495] * 12))
    found = table(data, "Crime profile")
    latest, before = "Latest 12 months: January to December 2025", "12 months before: January to December 2024"
    theft = found["Theft from Motor Vehicle"]
    assert (theft[before], theft[latest], theft["Change"]) == (537, 496, -41)
    assert f"{theft['Percent']:.1%}" == "-7.6%"
    assert theft["More than chance?"] == "No more than chance"
    assert found["ASB"]["More than chance?"] == "Higher by more than chance"
    assert f"{found['ASB']['Percent']:.1%}" == "22.1%"
    gone = found["Gone"]
    assert (gone[before], gone[latest], gone["Change"], gone["Percent"]) == ("Months missing", 60, "None", "None")
    assert gone["More than chance?"] == "Cannot be judged: a total is missing"
    assert (found["New"]["Change"], found["New"]["Percent"]) == (36, "None")
    assert next(iter(found)) == "All incidents"
    assert found["All incidents"][latest] == 5940
    assert "Recording changed" not in theft
    assert matrix.charts[1].profile.percent == Fraction(-4100, 537)


def test_a_year_with_a_month_missing_is_not_said_to_have_no_counts(office: Office, tmp_path: Path) -> None:
    """In Probability, Crime profile and Checks alike, stored and recalculated; so with All incidents, and with a short table."""
    of = assessment(("Police",), ("Whole", "Eleven", "None"))
    monthly = {"Whole": [5] * 24, "Eleven": [5] * 20 + [None] + [5] * 3}
    alls: list[tuple[list[int | None], int]] = [([400] * 24, 24), ([400] * 23 + [None], 24), ([400] * 24, 9)]
    for every, months in alls:
        given = counted(of, {name: one[-months:] for name, one in monthly.items()}, every[-months:])
        _, data = made(of, given)
        rows = table(data, "Probability")
        latest = [rows[name]["Latest 12 months"] for name in ("Whole", "Eleven", "None")]
        assert latest == [60 if months == 24 else "Months missing", "Months missing", "No counts"]
        assert [rows[name]["Share of all incidents"] for name in ("Eleven", "None")] == ["Months missing", "No counts"]
        share = rows["Whole"]["Share of all incidents"]
        assert share == ("Months missing" if months == 9 or None in every else pytest.approx(60 / 4800))
        assert_recalculates(office, data, tmp_path)


def test_the_profile_does_not_compare_across_a_recording_change(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    row = table(data, "Crime profile")["Shoplifting"]
    assert row["More than chance?"] == "Cannot be judged across a change of recording"
    assert row["Recording changed"] == "November 2024: shops report for themselves"
    unsplit = matrix.charts[6].unsplit
    assert unsplit is not None
    assert (row["Chart says"], row["Chart as if recording had not changed"]) == ("Under control", str(unsplit.state))
    assert table(data, "Crime profile")["Robbery"]["Recording changed"] == "None"


def test_probability_shows_both_verdicts_and_what_must_be_read_with_a_state(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    rows = table(data, "Probability")
    of = matrix.row(6)
    shop = rows["Shoplifting"]
    assert shop["Chart says as if recording had not changed"] == "Uncontrolled"
    assert shop["Probability from that"] == of.probability_unsplit == 4
    assert shop["Risk band from that"] == of.band_unsplit
    assert shop["Beside the state"] == "trial"
    assert (rows["Robbery"]["Chart says"], rows["Robbery"]["Control state used"], rows["Robbery"]["Beside the state"]) == (
        "Under control", "Uncontrolled", "by hand")
    assert rows["Hate Crime"]["Beside the state"] == "low count"
    assert (rows["Arson"]["Probability from that"], rows["Arson"]["Risk band from that"]) == ("None", "None")
    assert rows[BY_HAND]["Probability"] == 2


def test_summary_says_where_the_verdicts_differ(book: tuple[Matrix, bytes]) -> None:
    matrix, data = book
    (line,) = [line for line in beside(matrix) if line.startswith("Shoplifting: had")]
    assert "the chart would say Uncontrolled instead of Under control; probability 4 instead of 3" in line
    words = " ".join(str(value) for value in cells(data, "Summary").values())
    assert "Shoplifting: had recording not changed, the chart would say" in words


def test_a_state_by_hand_goes_before_a_chart_that_says_nothing_since_recording_changed() -> None:
    of = troubled()
    recent = replace(of, recording_changes=(RecordingChange(Month(2025, 6), 6, "shops report for themselves"),))
    given = [replace(one, state_by_hand=ControlState.UNCONTROLLED) if one.number == 6 else one for one in of.crime_types]
    for one, tells in (
            (recent, "Uncontrolled instead of Not assessable; High instead of Not assessed."),
            (replace(recent, crime_types=tuple(given)), "Uncontrolled instead of Not assessable; by hand it is Uncontrolled.")):
        matrix, _ = made(one, counted(one))
        assert matrix.row(6).probability_from_chart is None
        (line,) = [line for line in beside(matrix) if line.startswith("Shoplifting: had")]
        assert line == f"Shoplifting: had recording not changed, the chart would say {tells}"


# --- the sheet in print, the file -----------------------------------------------------------------------------------------


def test_a_block_never_breaks_over_two_pages_and_everything_is_printed(book: tuple[Matrix, bytes]) -> None:
    _, data = book
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Control charts"]
    page_height = A4_HIGH - (A4_LANDSCAPE[1] + A4_LANDSCAPE[3]) * POINTS_AN_INCH
    scale = sheet.page_setup.scale / 100
    assert sheet.page_setup.orientation == "landscape"
    starts = [1, *(one.id + 1 for one in sheet.row_breaks.brk)]
    last = max(chart.last_row for chart in charts_of(data))
    assert sheet.print_area.split("!")[1].startswith("$A$1:$E$")
    assert int(sheet.print_area.rpartition("$")[2]) >= last
    heights = {row: sheet.row_dimensions[row].height or 15.0 for row in range(1, last + 2)}
    for start, end in zip(starts, [*starts[1:], last + 1], strict=True):
        assert sum(heights[row] for row in range(start, end)) * scale <= page_height
    blocks = [chart.row - 3 for chart in charts_of(data) if chart.legend]
    assert starts[1] == blocks[0]
    assert set(starts[1:]) <= set(blocks)
    characters = sum((one.max - one.min + 1) * one.width for one in sheet.column_dimensions.values())
    assert characters * WIDEST_DIGIT * scale <= A4_WIDE - (A4_LANDSCAPE[0] + A4_LANDSCAPE[2]) * POINTS_AN_INCH


def test_libreoffice_finds_every_stored_value_and_the_validator_nothing(office: Office, tmp_path: Path, book: tuple[Matrix, bytes]) -> None:
    _, data = book
    assert assert_recalculates(office, data, tmp_path) > 300
    assert_valid(data, tmp_path)


@pytest.mark.parametrize("months", [11, 12, 13, 23, 24, 60])
def test_any_number_of_months(office: Office, tmp_path: Path, months: int) -> None:
    of = troubled()
    longer = {name: [*[None] * 24, *values][-months:] for name, values in MONTHLY.items()}
    matrix, data = made(of, counted(of, longer, ([400] * 60)[-months:]))
    assert all(len(chart.months) == months for chart in matrix.charts.values())
    assert_valid(data, tmp_path)
    assert_recalculates(office, data, tmp_path)


@pytest.mark.parametrize(("sheet", "name"), [("Probability", "ProbabilityScores"), ("Crime profile", "CrimeProfile")])
def test_sorted_rows_keep_their_own_numbers(office: Office, tmp_path: Path, book: tuple[Matrix, bytes], sheet: str, name: str) -> None:
    _, data = book
    path = tmp_path / "results.xlsx"
    path.write_bytes(data)
    area = openpyxl.load_workbook(io.BytesIO(data))[sheet].tables[name].ref

    def edits(document: object) -> None:
        document.sort(sheet, area, by=1, ascending=False, header=True)  # type: ignore[attr-defined]

    saved = office.fill(path, {}, tmp_path / "sorted.xlsx", edits).read_bytes()
    before, after = table(data, sheet), table(saved, sheet)
    assert list(after) == sorted(after, key=str.casefold, reverse=True) != list(before)
    assert {key: _rounded(row) for key, row in after.items()} == {key: _rounded(row) for key, row in before.items()}


def _rounded(row: Mapping[str, object]) -> dict[str, object]:
    return {key: round(value, 9) if isinstance(value, float) else value for key, value in row.items()}


def test_the_same_round_gives_the_same_bytes(book: tuple[Matrix, bytes]) -> None:
    assert made(troubled(), counted(troubled()))[1] == book[1]


def test_two_hundred_crime_types(tmp_path: Path) -> None:
    names = [f"Crime type {i:03d}, including attempts and conspiracies" for i in range(1, 201)]
    of = assessment(("Police",), names)
    numbers = counted(of, {name: [(i * 7 + j * j) % 40 for j in range(36)] for i, name in enumerate(names)}, [9000] * 36)
    _, data = made(of, numbers)
    charts = charts_of(data)
    assert len(charts) == 400
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Control charts"]
    breaks = [one.id + 1 for one in sheet.row_breaks.brk]
    pages: dict[int, int] = defaultdict(int)
    for chart in charts:
        if not chart.legend:
            pages[sum(one <= chart.row for one in breaks)] += 1
    assert set(pages.values()) == {TILES}
    assert len(sheet.tables) == 200
    places = [(chart.row, chart.column) for chart in charts if chart.legend]
    assert len(set(places)) == 200
    assert_valid(data, tmp_path)


# --- the value axis -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "axis"), [
    ([], Axis(0, 1, 1)), ([0, 0], Axis(0, 1, 1)), ([3, 8.5], Axis(0, 10, 2)), ([189, 295], Axis(0, 300, 50)),
    ([200, 295], Axis(180, 300, 20)), ([60], Axis(59, 61, 1)), ([5, 60], Axis(0, 70, 10)),
])  # fmt: skip
def test_the_axis_starts_at_0_unless_everything_lies_in_the_upper_third(values: list[float], axis: Axis) -> None:
    assert axis_for(values) == axis


@given(st.lists(st.integers(0, 100_000) | st.floats(0, 100_000), min_size=1), st.sampled_from([Fraction(1), Fraction(23, 20)]))
def test_the_axis_holds_every_value_in_whole_steps(values: list[float], room: Fraction) -> None:
    axis = axis_for(values, room=room)
    assert 0 <= axis.bottom <= min(values)
    assert axis.top > max(values)
    assert axis.top >= float(max(values) * room) * (1 - 1e-9)
    assert (axis.top - axis.bottom) % axis.step == 0
    assert (axis.top - axis.bottom) // axis.step <= 9
