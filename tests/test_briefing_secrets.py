"""What the briefing may not hold: what agencies and people said in confidence, small counts, single agencies' scores, scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from briefings import card, example, html_of, part, read, report_of, table, without_fire
from small_rounds import all_returned, assessment, by_hand, counts, year

from snwp_xl.example import example_assessment, example_counts, example_returns
from snwp_xl.findings import Finding, Place, Severity
from snwp_xl.matrix import combine
from snwp_xl.model import Closed, CombiningRule, Contact, Counts, CrimeType, KnownEvent, Month, RecordingChange, Reply, RiskBand, SignOff
from snwp_xl.results import InputFile, Report

MARK = "Zq9"  # begins every text that must not be published


def marked() -> Report:
    """The example with a marker in every text that is not for the public."""
    of = example_assessment()
    agencies = tuple(
        replace(
            one,
            contact=f"{MARK} contact",
            email=f"{MARK}@partner.example",
            counting_file=f"{MARK} file.xlsx",
            closed=Closed(f"{MARK} closing", date(2017, 1, 30)) if one.name == "UAVA" else None,
        )
        for one in of.agencies
    )
    crime_types = tuple(
        replace(
            one,
            by_hand_reason=f"{MARK} by hand",
            national_steer=f"{MARK} steer" if one.national_steer else "",
            commissioner_priority=f"{MARK} commissioner",
            community_view=f"{MARK} view",
            probability_by_hand=3 if one.name == "Road Safety" else None,
        )
        for one in of.crime_types
    )
    decisions = tuple(
        replace(one, reason=f"{MARK} reason", lead=f"{MARK} lead", board=f"{MARK} board", minute=f"{MARK} minute") for one in of.decisions
    )
    of = replace(
        of,
        agencies=agencies,
        crime_types=crime_types,
        decisions=decisions,
        marking=f"{MARK} marking",
        contact=Contact(f"{MARK} officer", f"{MARK} phone", f"{MARK}@nwl.example"),
        recording_changes=(RecordingChange(Month(2015, 4), 2, f"{MARK} change"),),
        known_events=(KnownEvent(Month(2015, 8), 12, f"{MARK} event"),),
        settings=replace(
            of.settings,
            board_addresses=f"{MARK}@board.example",
            analyst_addresses=f"{MARK}@analyst.example",
            round_folder=f"C:\\{MARK}\\round",
        ),
    )
    returns = tuple(
        replace(
            one,
            file=f"returns/{MARK}.xlsx",
            sheet=f"{MARK} sheet",
            sign_off=SignOff(f"{MARK} name", f"{MARK} role", date(2017, 1, 12)),
            rows=tuple(replace(row, comment=f"{MARK} comment") for row in one.rows),
            replies=(Reply("key", "asked", f"{MARK} reply", False),),
        )
        for one in example_returns(of)
        if one.agency != "UAVA"
    )
    counted = replace(example_counts(of), file=f"{MARK} counts.xlsx")
    found = Finding("comment", Severity.NOTE, f"{MARK} finding", f"{MARK} fix", Place(f"returns/{MARK}.xlsx"))
    return replace(
        report_of(of, returns, counted), findings=(found,), inputs=(InputFile(f"{MARK} input.xlsx", "Return", "Police", "used", "0" * 64),)
    )


@pytest.mark.parametrize("agency_scores", [True, False])
@pytest.mark.parametrize("below", [0, 6])
def test_nothing_confidential_is_published(agency_scores: bool, below: int) -> None:
    report = marked()
    of = report.assessment
    chosen = replace(of, settings=replace(of.settings, public_agency_scores=agency_scores, suppress_below=below))
    public = html_of(replace(report, matrix=combine(chosen, report.returns, report.matrix.counts), analysed=None), public=True)
    assert MARK.casefold() not in public.casefold()
    assert MARK in html_of(report)  # the board reads some of them


def test_comments_and_people_are_not_on_the_boards_page_either() -> None:
    page = html_of(marked())
    assert not [
        what
        for what in ("comment", "name", "role", "reply", "contact", "finding", "input", "file", "sheet", "round")
        if f"{MARK} {what}" in page
    ]


@pytest.mark.parametrize("public", [True, False])
def test_no_agency_is_named_where_each_ones_scores_are_kept_back(public: bool) -> None:
    of = example_assessment()
    renamed = {one.name: f"Quux{one.number}" for one in of.agencies}
    of = replace(
        of,
        agencies=tuple(replace(one, name=renamed[one.name], organisation="") for one in of.agencies),
        decisions=(),
        settings=replace(of.settings, public_agency_scores=False, board_sees_agency_scores=False),
    )
    returns = [replace(one, agency=renamed[one.agency]) for one in example_returns(example_assessment())]
    page = html_of(report_of(of, returns, example_counts(of)), public=public)
    assert "Quux" not in page
    assert not re.search(r"leaving out|by the rule|keeps its band|Kendall", page, re.IGNORECASE)


def two_agencies(rule: CombiningRule = CombiningRule.SUM_OVER_DIVISOR) -> Report:
    """From their combined harm each of two agencies knows the other's score."""
    of = assessment(["Police", "Fire"], by_hand(6, 3, 1), rule=rule)
    of = replace(of, settings=replace(of.settings, public_agency_scores=False))
    return report_of(of, all_returned(of, [(22, 21), (17, 13), (9, 8)]), Counts(months=()))


@pytest.mark.parametrize("rule", CombiningRule)
def test_a_combined_harm_from_which_a_score_follows_is_withheld_with_all_that_tells_it(rule: CombiningRule) -> None:
    report = two_agencies(rule)
    page = read(html_of(report, public=True))
    for row in table(page, "matrix"):
        assert (row["Combined harm"], row["Risk score"], row["Rank"]) == ("[c]", "[c]", "None")
        assert row["Risk band"] in set(map(str, RiskBand))
    assert not page.all("table", "heat")
    assert "level" not in " ".join(one.text for one in page.all("article"))
    assert "[c]: withheld" in page.text


def test_small_counts_are_withheld_with_their_chart_share_and_words() -> None:
    of = assessment(["A", "B", "C", "D", "E"], [CrimeType(1, "Rare", "Rare"), CrimeType(2, "Common", "Common")])
    counted = counts(of, {"Rare": [0] * 23 + [3], "Common": year(600) + year(1800)}, year(5000) + year(5000))
    returns = all_returned(of, [(14, 15, 16, 17, 18), (12, 13, 14, 15, 16)])
    of = replace(of, settings=replace(of.settings, suppress_below=5))
    report = report_of(of, returns, counted)
    shown, hidden = read(html_of(report)), read(html_of(report, public=True))
    by_name = {row["Crime type"].removesuffix(" (trial chart)"): row for row in table(hidden, "matrix")}
    assert by_name["Rare"]["Share of all incidents"] == "[c]"
    assert by_name["Common"]["Share of all incidents"] == "36.0%"
    assert card(shown, "Rare").all("svg", "chart")
    rare = card(hidden, "Rare")
    assert not rare.all("svg", "chart")
    assert not rare.all("table")
    assert "3" not in part(rare, "Chart:")
    assert "share of all incidents [c]" in part(rare, "Why:")
    assert card(hidden, "Common").all("svg", "chart")


def test_the_public_page_carries_no_marking_and_the_boards_page_does() -> None:
    assert "OFFICIAL" in read(html_of(example())).one("header").text
    assert "OFFICIAL" not in html_of(example(), public=True)


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "</style></title><b>bold",
    "a & b &amp; c",
    "'; --><!--",
)


@pytest.mark.parametrize("public", [True, False])
def test_hostile_names_are_words(public: bool) -> None:
    of = example_assessment()
    n = len(HOSTILE)
    crime_types = tuple(
        replace(one, name=f"{HOSTILE[i % n]} {i}", theme=f"{HOSTILE[(i + 1) % n]} theme {i}") for i, one in enumerate(of.crime_types)
    )
    agencies = tuple(replace(one, name=f"{HOSTILE[i]} agency") for i, one in enumerate(of.agencies))
    decisions = tuple(
        replace(one, theme=crime_types[i].theme, public_wording=HOSTILE[i], reason=HOSTILE[i]) for i, one in enumerate(of.decisions)
    )
    hostile = replace(
        of,
        crime_types=crime_types,
        agencies=agencies,
        decisions=decisions,
        partnership=HOSTILE[0],
        area=HOSTILE[1],
        marking=HOSTILE[3],
        contact=Contact(HOSTILE[1], HOSTILE[2], HOSTILE[5]),
        settings=replace(of.settings, statutory_obligations=HOSTILE),
    )
    returns = [replace(one, agency=agencies[i].name) for i, one in enumerate(example_returns(of))]
    page = read(html_of(report_of(hostile, returns, replace(example_counts(of), source=HOSTILE[0])), public=public))
    assert not [one for one in page.walk() if one.tag in ("script", "img", "b", "iframe", "object", "link")]
    assert not [name for one in page.walk() for name in one.attributes if name.startswith("on")]
    said = " ".join(one.text for one in page.all("th"))
    assert all(" ".join(one.name.split()) in said for one in crime_types)
    assert "49" not in [one.text for one in page.all("th")]


def test_who_answered_is_said_to_the_board_with_the_reason_and_to_the_public_without() -> None:
    closed = without_fire(Closed("Nobody could be spared", date(2017, 1, 30)))
    assert "Fire was closed without a return on 30 January 2017: Nobody could be spared." in read(html_of(closed)).text
    public = read(html_of(closed, public=True)).text
    assert "Closed without a return: Fire." in public
    assert "spared" not in public
