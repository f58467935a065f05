"""The briefing: its numbers are the matrix's, its sentences are true, it holds nothing that its reader may not see."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from briefings import NOWHERE, card, example, html_of, many_types, part, read, report_of, shapes, table, without_fire
from small_rounds import all_returned, assessment, counts, year

from snwp_xl import theme
from snwp_xl.analysis import since_last_year
from snwp_xl.briefing import briefing, briefing_name, edition_of, ours, write_briefing
from snwp_xl.example import example_assessment, example_counts, example_returns
from snwp_xl.matrix import combine
from snwp_xl.model import (
    AgencyState,
    Choice,
    Closed,
    Counts,
    Decision,
    KnownEvent,
    LastYear,
    Month,
    RecordingChange,
    RiskBand,
)
from snwp_xl.resources import shipped
from snwp_xl.results import Report
from snwp_xl.results.chart_points import axis
from snwp_xl.texts import Texts

TEMPLATES = ("briefing.html", "briefing-chart.html", "briefing.css")


# --- what it says -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(shapes()))
def test_the_table_is_the_matrix(name: str) -> None:
    report, public = shapes()[name]
    matrix = report.matrix
    rows = {
        re.sub(r" \(.*; .*\)$| \((scored|trial|prob|control|decided|could).*\)$", "", row["Crime type"]): row
        for row in table(read(html_of(report, public=public)), "matrix")
    }
    assert len(rows) == len(matrix.rows)
    for one in matrix.rows:
        row = rows[one.name]
        assert row["Risk band"] == one.risk_band
        assert row["Risk score"] == ("None" if one.risk_score is None else str(one.risk_score))
        assert row["Probability"] == ("None" if one.probability is None else str(one.probability))
        assert row["Combined harm"] == ("None" if one.combined_harm is None else str(one.combined_harm))
        assert row["Rank"] == ("None" if one.rank is None else str(one.rank))
        assert row["Recommendation"] == (one.recommendation or "Not assessed")
        assert row["Control state"] == one.control_state
        shown = "No counts" if one.share is None else f"{float(one.share):.1%}"
        assert row["Share of all incidents"] == shown


def test_the_order_is_by_rank() -> None:
    report = example()
    assert [row["Crime type"] for row in table(read(html_of(report)), "matrix")] == [one.name for one in report.matrix.ranked()]


def test_the_heat_map_has_each_crime_type_once_where_it_stands() -> None:
    report = example()
    rows = table(read(html_of(report)), "heat")
    placed = {}
    for row in rows:
        harm = int(row["Harm"].removeprefix("Combined harm"))
        for probability in range(1, 7):
            cell = row[f"Probability {probability}"].removeprefix(f"Probability {probability}: ")
            found = re.fullmatch(r"(\d+) (High|Medium|Low)(.*)", cell)
            assert found is not None, cell
            assert int(found[1]) == probability * harm
            assert found[2] == report.matrix.thresholds.band(probability * harm)
            placed[probability, harm] = found[3]
    names = {one.name for one in report.matrix.rows}
    for one in report.matrix.rows:
        assert one.probability is not None
        assert one.combined_harm is not None
        assert [at for at, text in placed.items() if one.name in text] == [(one.probability, one.combined_harm)]
    assert len("".join(placed.values()).replace(" ", "")) == sum(len(name.replace(" ", "")) for name in names)


def test_priorities_are_the_boards_own_words_in_its_order() -> None:
    report = example()
    said = [one.one("strong").text for one in read(html_of(report)).one("ol", "priorities").all("li")]
    assert said == [one.public_wording for one in report.assessment.decisions]
    themes = {row["Theme"]: row for row in table(read(html_of(report)), "themes")}
    assert {name: row["Recommendation"] for name, row in themes.items()} == {
        "Anti-social behaviour": "Select",
        "Violence": "Select",
        "Cybercrime": "Compelled",
        "Criminal damage": "Discuss",
        "Road safety": "Discuss",
    }
    assert themes["Violence"]["Because"] == "Violent Crime: 5 × 12 = 60, High"
    assert (themes["Violence"]["Board's choice"], themes["Road safety"]["Board's choice"]) == ("Priority", "Not decided")


def test_before_the_board_decides_the_page_recommends() -> None:
    page = read(html_of(example(decisions=())))
    assert "Recommended priorities" in [one.text for one in page.all("h2")]
    assert not page.all("ol")
    assert "2 themes are High and there are 3 places" in page.text


def test_why_is_this_one_high() -> None:
    violent = card(read(html_of(example())), "Violent Crime")
    assert part(violent, "Why:") == (
        "Risk score 60 = probability 5 × harm 12; High starts at 48. Probability: 17.0% of incidents (1,009 of 5,943), Uncontrolled. "
        "Harm: 5 of 5 scored it, 6 (Fire) to 21 (UAVA)."
    )
    assert part(violent, "Would it change?").startswith("Leaving out any one agency, it stays High.")


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("report", [example(), without_fire()], ids=["all scored", "without Fire"])
def test_the_rule_gives_the_printed_number_to_somebody_with_a_calculator(report: Report, public: bool) -> None:
    said = read(html_of(report, public=public)).text
    short = re.search(r"the sum of all 5 agencies' harm scores divided by (\d+),", said)
    long = re.search(r"the sum of the harm scores × (\d+) ÷ \((\d+) × the number of agencies that scored it\)", said)
    for row in report.matrix.rows:
        if short:
            worked_out = Fraction(sum(row.scores), int(short[1]))
        else:
            assert long is not None
            worked_out = Fraction(sum(row.scores) * int(long[1]), int(long[2]) * row.scored_by)
        assert row.combined_harm == (2 * worked_out + 1) // 2


def test_what_the_board_chose_beside_the_themes_is_not_called_withheld() -> None:
    of = example_assessment()
    page = read(html_of(example(decisions=(*of.decisions, Decision("Cyber crime", Choice.PRIORITY, None))), public=True))
    assert page.one("ol", "priorities").all("li")[-1].text == "Cyber crime Cyber crime Not assessed"


@pytest.mark.parametrize("closed", [None, Closed("Nobody could be spared", None)])
def test_would_it_change_if_fire_had_answered(closed: Closed | None) -> None:
    """Against every harm score that Fire could have given."""
    report = without_fire(closed)
    page, matrix, of = read(html_of(report)), report.matrix, report.assessment
    asked = 0
    for one in page.all("article"):
        row = next(row for row in matrix.rows if one.one("h3").text == f"{row.name} {row.risk_band}")
        assert row.probability is not None
        could = set()
        for said in range(of.lowest_harm_score, of.highest_harm_score + 1):
            harm = (2 * (sum(row.scores) + said) + of.divisor) // (2 * of.divisor)
            could.add(matrix.thresholds.band(row.probability * harm))
        others = could - {row.risk_band}
        words = part(one, "Would it change?")
        told = re.match(
            r"Had Fire answered, it (?:could have been|would still be) (.*?)\."
            if closed
            else r"With the answers of Fire it could become (.*?)\.|Whatever the answers of Fire, it stays (.*?)\.",
            words,
        )
        assert told is not None, words
        said_bands = set(re.split(" or |, ", told[1] or told[told.lastindex or 1]))
        assert said_bands == ({str(band) for band in others} or {str(row.risk_band)})
        asked += 1
    assert asked > 3


def test_those_still_to_answer_are_told_apart_from_those_closed() -> None:
    """Fire, which is closed, will change nothing any more; the Police may, by the scores that they left out."""
    of = example_assessment()
    closed = tuple(replace(one, closed=Closed("Nobody could be spared", None)) if one.name == "Fire" else one for one in of.agencies)
    of = replace(of, agencies=closed)
    said = [one for one in example_returns(of) if one.agency != "Fire"]
    police = next(one for one in said if one.agency == "Police")
    rows = tuple(replace(row, scores=(None, *row.scores[1:])) for row in police.rows)
    report = report_of(of, [replace(police, rows=rows) if one is police else one for one in said], example_counts(of))
    page, asked = read(html_of(report)), 0
    for row in report.matrix.rows:
        if not any(one.one("h3").text == f"{row.name} {row.risk_band}" for one in page.all("article")):
            continue
        words = part(card(page, row.name), "Would it change?")
        others = [str(band) for band in (RiskBand.HIGH, RiskBand.MEDIUM, RiskBand.LOW) if band in report.matrix.could_be(row) - {row.risk_band}]
        expected = f"With the answers of Police it could become {' or '.join(others)}." if others else (
            f"Whatever the answers of Police, it stays {row.risk_band}.")
        assert words.startswith(f"{expected} Had Fire answered too, it ")
        asked += 1
    assert asked > 3


def test_leaving_an_agency_out_is_what_the_matrix_says_without_it() -> None:
    """Against the matrix calculated with the agency closed."""
    report = example()
    of, returns = report.assessment, report.returns
    page = read(html_of(report))
    without = {}
    for agency in of.agencies:
        states = {agency.name: AgencyState.CLOSED}
        matrix = combine(of, [one for one in returns if one.agency != agency.name], example_counts(of), states=states)
        without[agency.name] = {row.name: row.risk_band for row in matrix.rows}
    for one in page.all("article"):
        row = next(row for row in report.matrix.rows if one.one("h3").text == f"{row.name} {row.risk_band}")
        words = part(one, "Would it change?")
        moved = {agency: bands[row.name] for agency, bands in without.items() if bands[row.name] is not row.risk_band}
        assert {agency for agency in without if f"Without {agency}, it would be {moved.get(agency)}." in words} == set(moved)
        assert (f"Leaving out any one agency, it stays {row.risk_band}." in words) == (not moved)
    assert "Without Fire, it would be Medium." in part(card(page, "Sexual Offences"), "Would it change?")


def test_a_provisional_page_says_so_and_what_is_missing() -> None:
    page = read(html_of(without_fire()))
    assert "PROVISIONAL" in page.one("header").text
    assert page.one("section", "provisional").one("li").text == "Fire has not returned its scores."
    assert not read(html_of(example())).all("section", "provisional")


def test_a_missing_month_is_not_called_no_counts() -> None:
    of = assessment(["Police", "Fire"], ["Gap", "Empty", "Whole"])
    counted = counts(of, {"Gap": [*year(60), *year(60)[:-1], None], "Empty": [None] * 24, "Whole": year(60) * 2}, year(600) * 2)
    rows = table(read(html_of(report_of(of, (), counted))), "matrix")
    shares = {row["Crime type"].split()[0]: row["Share of all incidents"] for row in rows}
    assert shares == {"Gap": "Months missing", "Empty": "No counts", "Whole": "10.0%"}


def test_recording_changes_events_and_entries_by_hand_are_said_with_their_reasons() -> None:
    of = example_assessment()
    crime_types = tuple(
        replace(one, probability_by_hand=5, by_hand_reason="Seen by the analyst") if one.name == "Robbery" else one
        for one in of.crime_types
    )
    report = example(
        crime_types=crime_types,
        recording_changes=(RecordingChange(Month(2015, 4), 2, "A new system"),),
        known_events=(KnownEvent(Month(2015, 8), 12, "Festival"),),
    )
    page = read(html_of(report))
    assert "Recording of Violent Crime changed in April 2015 (A new system)." in page.text
    assert "A known event in August 2015 is left out of the chart of Anti-Social Behaviour (Festival)." in page.text
    assert "Probability set by hand, because: Seen by the analyst. Share and chart would give 1." in page.text
    assert any(row["Crime type"] == "Robbery (probability by hand)" for row in table(page, "matrix"))
    public = html_of(report, public=True)
    assert not [reason for reason in ("A new system", "Festival", "Seen by the analyst") if reason in public]


# --- charts -----------------------------------------------------------------------------------------------------------------------


def places(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+?) (\S+?)(?=[ML]|$)", path)]


def test_a_chart_is_its_counts() -> None:
    report = example()
    drawn = card(read(html_of(report)), "Cybercrime").one("svg", "chart")
    series = report.matrix.counts.of(15)
    assert series is not None
    at = axis(report.matrix.charts[15])
    top, bottom = (
        float(drawn.one("rect").attributes["y"]),
        float(drawn.one("rect").attributes["y"]) + float(drawn.one("rect").attributes["height"]),
    )
    points = places(drawn.one("path", "count").attributes["d"])
    shown = [round(at.bottom + (bottom - y) / (bottom - top) * (at.top - at.bottom)) for _, y in points]
    assert shown == list(series.counts)
    assert len({round(b[0] - a[0], 1) for a, b in pairwise(points)}) <= 2  # one width a month, but for rounding
    signalled = {month for signal in report.matrix.charts[15].signals for month in signal.marked}
    assert len(drawn.all("path", "high")) == len(signalled) == 3
    assert not drawn.all("path", "low")
    numbers = [one.text for one in card(read(html_of(report)), "Cybercrime").one("table", "months").all("td")]
    assert numbers == [str(count) for count in series.counts]


def test_a_missing_month_breaks_the_line_and_is_never_nought() -> None:
    of = example_assessment()
    full = example_counts(of)
    gap = tuple(replace(one, counts=(*one.counts[:5], None, *one.counts[6:])) if one.crime_type == 12 else one for one in full.series)
    page = read(html_of(report_of(of, example_returns(of), replace(full, series=gap))))
    behaviour = card(page, "Anti-Social Behaviour")
    assert behaviour.one("path", "count").attributes["d"].count("M") == 2
    assert len(places(behaviour.one("path", "count").attributes["d"])) == 23
    assert behaviour.one("table", "months").all("td")[5].text == "Missing"


def test_each_chart_has_a_name_and_words_of_its_own() -> None:
    page = read(html_of(example()))
    ids = [one.attributes["id"] for one in page.walk() if "id" in one.attributes]
    assert Counter(ids).most_common(1)[0][1] == 1
    charts = page.all("svg", "chart")
    assert len(charts) == 8
    for one in charts:
        title, desc = one.one("title"), one.one("desc")
        assert one.attributes["role"] == "img"
        assert (one.attributes["aria-labelledby"], one.attributes["aria-describedby"]) == (title.attributes["id"], desc.attributes["id"])
        assert "April 2014 to March 2016. Limits from" in desc.text
    assert len({one.one("title").text for one in charts}) == 8


# --- the file ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [True, False])
def test_it_needs_nothing_from_outside(public: bool) -> None:
    text = html_of(example(), public=public)
    page = read(text)
    assert not re.search(r"https?:|//|url\(|@import|srcset|src=", re.sub(r"<!--.*?-->", "", text))
    assert not [one for one in page.walk() if one.tag in ("script", "link", "img", "iframe")]
    assert all(one.attributes["href"].startswith("#") for one in page.all("a"))
    ids = {one.attributes.get("id") for one in page.walk()}
    assert all(one.attributes["href"][1:] in ids for one in page.all("a"))
    policy = next(one for one in page.all("meta") if one.attributes.get("http-equiv"))
    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def test_the_same_calculation_gives_the_same_bytes() -> None:
    assert briefing(example(), Texts(NOWHERE)) == briefing(example(), Texts(NOWHERE))


def test_the_seal_sees_every_change() -> None:
    page = briefing(example(), Texts(NOWHERE))
    assert isinstance(page, bytes)
    assert ours(page)
    assert edition_of(page) == 1
    for changed in (
        page.replace(b"High", b"Low", 1),
        page.replace(b"\n", b"\r\n"),
        page + b"\n",
        page.replace(b"edition 1 content", b"edition 2 content"),
        b"",
    ):
        assert not ours(changed)
        assert edition_of(changed) is None


def test_a_page_that_a_person_changed_is_kept(tmp_path: Path) -> None:
    first = write_briefing(tmp_path, example())
    assert first.page == tmp_path / "results" / "Briefing 2017-18.html"
    assert not first.findings
    assert write_briefing(tmp_path, example()).page == first.page
    first.page.write_bytes(first.page.read_bytes().replace(b"Method", b"My method", 1))
    second = write_briefing(tmp_path, example())
    assert second.page == tmp_path / "results" / "Briefing 2017-18 (2).html"
    assert [one.code for one in second.findings] == ["file-kept"]
    assert b"My method" in first.page.read_bytes()


def test_an_earlier_edition_is_kept_where_the_workbooks_are(tmp_path: Path) -> None:
    first = write_briefing(tmp_path, example())
    assert first.page is not None
    before = first.page.read_bytes()
    write_briefing(tmp_path, replace(example(), edition=2))
    assert (tmp_path / "results" / "earlier" / "Briefing 2017-18 (edition 1).html").read_bytes() == before
    assert edition_of(first.page.read_bytes()) == 2


def test_the_public_page_has_its_own_name() -> None:
    assert briefing_name(example(), public=True) == "Briefing 2017-18 - public.html"


def test_a_partnership_may_write_its_own_page(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "briefing.html").write_text("<p>{{ partnership }}: {{ matrix[0].name }}</p>", encoding="utf-8")
    page = briefing(example(), Texts(tmp_path))
    assert isinstance(page, bytes)
    assert page.startswith(b"<p>Safer North West Community Safety Partnership: Anti-Social Behaviour</p>")
    assert ours(page)


@pytest.mark.parametrize(
    ("wrong", "line", "what"),
    [
        ("<p>\n{{ nosuch }}</p>", "line 2", "'nosuch' is undefined"),
        ("{% if %}", "line 1", "Expected an expression"),
        ("{{ matrix.__class__.__mro__ }}", "line 1", "__class__"),
    ],
)
def test_a_mistake_in_it_is_told_with_its_line_and_loses_nothing(tmp_path: Path, wrong: str, line: str, what: str) -> None:
    good = write_briefing(tmp_path, example())
    assert good.page is not None
    own = tmp_path / "templates"
    own.mkdir()
    (own / "briefing.html").write_text(wrong, encoding="utf-8")
    bad = write_briefing(tmp_path, example())
    assert bad.page is None
    (found,) = bad.findings
    assert (found.code, found.place.file, found.place.cell) == ("template-wrong", "templates/briefing.html", line)
    assert what in found.message
    assert good.page.exists()


# --- its shape --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [True, False])
def test_it_can_be_followed_without_seeing_it(public: bool) -> None:
    page = read(html_of(example(), public=public))
    assert page.one("html").attributes["lang"] == "en-GB"
    assert page.one("head").one("title").text.endswith("Safer North West Community Safety Partnership")
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    levels = [int(one.tag[1]) for one in page.walk() if re.fullmatch("h[1-6]", one.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for one in page.all("table"):
        assert one.one("caption").text
        assert all(cell.attributes.get("scope") == "col" for cell in one.one("thead").all("th"))
        assert all(row.all("th")[0].attributes.get("scope") == "row" for row in one.one("tbody").all("tr"))
        assert not [cell for cell in one.walk() if cell.tag in ("td", "th") and not cell.text]
    assert page.all("a", "skip")[0].attributes["href"] == "#" + page.one("main").attributes["id"]


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_colours_come_from_the_theme_and_can_be_told_apart() -> None:
    for name in TEMPLATES:
        assert not re.search(
            r"#[0-9A-Fa-f]{3,8}\b(?![^<]*</)|rgba?\(|hsl", shipped("templates", name).read_text(encoding="utf-8").replace("#main", "")
        )
    used = set(re.findall(r"var\(--([a-z-]+)\)", shipped("templates", "briefing.css").read_text(encoding="utf-8")))
    assert used <= set(theme.PAGE)
    for pairs, least in ((theme.PAGE_TEXT, 4.5), (theme.PAGE_GRAPHICS, 3.0)):
        for one, other in pairs:
            for screen in (0, 1):
                assert contrast(theme.PAGE[one][screen], theme.PAGE[other][screen]) >= least, (one, other, screen)


@cache
def odd_rounds() -> dict[str, Report]:
    """Rounds at the edges of what an assessment may be."""
    one = assessment(["Police"], ["Only"])
    many = assessment([f"Agency {i}" for i in range(40)], [f"Crime type {i}" for i in range(200)], factors=12, scale=10)
    tall = [[12 + (i * 7 + j) % 108 for j in range(40)] for i in range(200)]
    long = assessment(["Police", "Fire"], ["Long"])
    series = [20 + (i * 7) % 9 for i in range(130)]
    unseen = assessment(["Police", "Fire"], ["Silent", "Heard"])
    return {
        "one of each": report_of(one, all_returned(one, [[14]]), counts(one, {"Only": year(60)}, year(100))),
        "the largest": report_of(
            many, all_returned(many, tall), counts(many, {f"Crime type {i}": year(i * 12) for i in range(200)}, year(90000))
        ),
        "eleven years": report_of(long, all_returned(long, [(14, 15)]), counts(long, {"Long": series}, [200] * 130)),
        "a single month": report_of(long, all_returned(long, [(14, 15)]), counts(long, {"Long": [5]}, [50])),
        "no view": report_of(unseen, all_returned(unseen, [("No view", "No view"), (10, "No view")]), Counts(months=())),
        "nothing at all": report_of(unseen, (), Counts(months=())),
    }


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("name", list(odd_rounds()))
def test_every_round_has_a_page(name: str, public: bool) -> None:
    report = odd_rounds()[name]
    page = read(html_of(report, public=public))
    assert len(table(page, "matrix")) == len(report.matrix.rows)
    assert "None" not in [one.text for one in page.all("h3")]
    assert len(page.all("article")) <= 9


@pytest.mark.parametrize("report", [*(one for one, _ in shapes().values()), many_types(30), many_types(40)])
def test_no_card_that_is_high_or_still_open_is_left_off_paper(report: Report) -> None:
    page = read(html_of(report))
    for one in page.all("article", "off-paper"):
        row = next(row for row in report.matrix.rows if one.one("h3").text == f"{row.name} {row.risk_band}")
        assert row.risk_band is not RiskBand.HIGH
        assert report.matrix.settled(row)
        assert "Leaving out any one agency, it stays" in part(one, "Would it change?")


def test_without_a_card_on_paper_their_heading_and_key_are_not_printed_either() -> None:
    for number in range(40, 100):
        page = read(html_of(many_types(number, probability=1)))
        printed = len(page.all("article")) - len(page.all("article", "off-paper"))
        assert bool(page.all("div", "off-paper")) == (printed == 0)
        if not printed:
            return
    pytest.fail("every round had room for a card")


def test_a_long_heat_map_is_gathered_into_steps() -> None:
    report = odd_rounds()["the largest"]
    rows = table(read(html_of(report)), "heat")
    assert len(rows) <= 12
    assert all(re.fullmatch(r"Combined harm \d+( to \d+)?", row["Harm"]) for row in rows)
    assert sum(text.count("Crime type") for row in rows for text in row.values()) == 200


def test_what_moved_since_last_year_is_for_the_board() -> None:
    of = example_assessment()
    before = tuple(LastYear(one.number, one.name, 10, 3, 30, RiskBand.MEDIUM) for one in of.crime_types if one.name != "Cybercrime")
    settings = replace(of.settings, last_year_highest_possible=Fraction(120), last_year_highest_harm=Fraction(20))
    report = example(last_year=before, settings=settings)
    page = read(html_of(report))
    since = since_last_year(report.matrix)
    assert since is not None
    assert all(words in page.text for words in since.sentences)
    assert "New: Cybercrime." in page.text
    violent = next(one for one in since.moves if one.name == "Violent Crime")
    assert (violent.before.band, violent.now.band) == (RiskBand.MEDIUM, RiskBand.HIGH)
    assert f"Since last year: {violent.words}" in part(card(page, "Violent Crime"), "Why:")
    assert "last year" not in read(html_of(report, public=True)).text
