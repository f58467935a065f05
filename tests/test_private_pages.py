"""How your answers counted: what an agency sees of its own answers, and that nothing in it gives another agency's away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libreoffice import Office
from small_rounds import Said, all_returned, assessment, by_hand

from snwp_xl.analysis import own_answers, tellable
from snwp_xl.example import write_example
from snwp_xl.matrix import combine, combined_harm, half_up
from snwp_xl.model import Agency, AgencyState, Assessment, Closed, CombiningRule, Contact, Counts, Return, SignOff
from snwp_xl.operations import calculate
from snwp_xl.post.attachments import private_page_of
from snwp_xl.post.desk import Desk
from snwp_xl.private import FOLDER, no_pages, page_name, private_pages, write_pages
from snwp_xl.results import Report
from snwp_xl.returns import read_returns
from snwp_xl.sheets import document_properties
from workbooks import assert_recalculates, assert_valid, opened

NO_COUNTS = Counts(months=())
DAY = date(2017, 1, 1)
FOUR = ("Police", "Fire", "Health", "Probation")
TOTALS = (CombiningRule.SUM_OVER_DIVISOR, CombiningRule.MEAN)  # rules that tell the sum


def round_of(table: Sequence[Sequence[Said]], agencies: Sequence[str | Agency] = FOUR, **other: object) -> Assessment:
    """An assessment with a crime type for each row, its probability by hand."""
    return assessment(agencies, by_hand(*[2 + i % 4 for i in range(len(table))]), 6, **other)


def report_of(of: Assessment, returns: Sequence[Return], **states: AgencyState) -> Report:
    """The calculation of some returns."""
    return Report(combine(of, returns, NO_COUNTS, states=states or None), tuple(returns))


def pages(of: Assessment, table: Sequence[Sequence[Said]]) -> dict[str, bytes]:
    """Every agency's page."""
    return private_pages(report_of(of, all_returned(of, table)))


def unzipped(data: bytes) -> str:
    """Everything in a workbook, names of parts included."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(name + parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def counted(data: bytes) -> dict[str, dict[str, object]]:
    """The table of the first sheet: crime type, then heading, then value."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["How your answers counted"]
    (first, *rows) = sheet[sheet.tables["Counted"].ref]
    headings = [cell.value for cell in first]
    return {str(row[1].value): {str(heading): cell.value for heading, cell in zip(headings, row, strict=True)} for row in rows}


# --- what it says --------------------------------------------------------------------------------------------------------------


def test_own_and_combined_scores_and_what_would_be_without_them() -> None:
    table = [(10, 12, 14, 20), (24, 12, 13, 11), (16, 16, 15, 17)]
    of = round_of(table)
    row = counted(pages(of, table)["Police"])["B"]
    assert row["Your harm score"] == 24
    assert row["All agencies together"] == 15
    assert row["You above or below"] == 9
    assert (row["Scored by, of 4"], row["Combined harm"], row["Probability"], row["Risk score"]) == (4, 10, 3, 30)
    others = combined_harm(of, [12, 13, 11])
    assert others is not None
    assert half_up(others) == 8
    assert (row["Rank"], row["Rank without your scores"]) == (2, 2)


def test_the_sentences_name_where_it_differs_most() -> None:
    table = [(10, 16, 16, 16), (24, 12, 13, 11), (16, 16, 15, 17), (6, 20, 19, 18)]
    text = unzipped(pages(round_of(table), table)["Police"])
    assert "Furthest above all agencies together: B (you 24, together 15)." in text
    assert "Furthest below all agencies together: D (you 6, together 15.75); A (you 10, together 14.5)." in text


def test_it_says_which_band_would_be_another_without_it() -> None:
    table = [(24, 9, 10, 11), (12, 12, 12, 13)]
    text = unzipped(pages(round_of(table), table)["Police"])
    assert "Without your scores the band would change for" in text or "no crime type that is shown would be in a different band" in text
    of = round_of(table)
    answers = own_answers(report_of(of, all_returned(of, table)).matrix, all_returned(of, table)[0])
    for row in answers.told:
        matrix = report_of(of, all_returned(of, table)[1:], Police=AgencyState.CLOSED).matrix
        assert row.band_without is matrix.row(row.crime_type).risk_band


def test_comments_and_scores_stand_as_they_were_read() -> None:
    of = round_of([(12, 12, 12, 13)])
    police, *others = all_returned(of, [((1, 2, 3, 4, 1, 2), 12, 12, 13)])
    police = replace(police, rows=(replace(police.rows[0], comment="=1+1, we say"),))
    data = private_pages(report_of(of, [police, *others]))["Police"]
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Your answers as read"]
    ((_, row),) = [list(sheet[sheet.tables["YourAnswers"].ref])]
    assert [cell.value for cell in row[2:8]] == [1, 2, 3, 4, 1, 2]
    assert (row[-1].value, row[-1].data_type) == ("=1+1, we say", "s")


# --- nothing of the others -------------------------------------------------------------------------------------------------------


def test_nothing_of_another_agency_stands_anywhere_in_a_page() -> None:
    """Marker strings in everything that an agency brings: its name, organisation, people, addresses, files, comments, sign-off."""
    names = ("Aye-agency", "Bee-agency", "Cee-agency", "Dee-agency")
    agencies = [
        Agency(i, name, f"ORG-{name}", contact=f"PERSON-{name}", email=f"mail-{name}@x.example", counting_file=f"FILE-{name}.xlsx")
        for i, name in enumerate(names, 1)]
    of = round_of([(12, 12, 12, 13), (9, 10, 11, 12)], agencies, contact=Contact("Jo Marsh", "01530 454545", "jo@x.example"))
    returns = [
        replace(one, file=f"returns/PATH-{one.agency}.xlsx", sign_off=SignOff(f"SIGNED-{one.agency}", f"ROLE-{one.agency}", DAY),
                rows=tuple(replace(row, comment=f"SAYS-{one.agency}") for row in one.rows))
        for one in all_returned(of, [(12, 12, 12, 13), (9, 10, 11, 12)])]
    for name, data in private_pages(report_of(of, returns)).items():
        text = unzipped(data)
        assert f"SAYS-{name}" in text
        assert name in text
        assert [other for other in names if other != name and other in text] == []


def test_the_status_names_no_closed_agency() -> None:
    agencies = [*(Agency(i, name) for i, name in enumerate(FOUR, 1)), Agency(5, "Closed-agency", closed=Closed("no staff", DAY))]
    table: list[tuple[Said, ...]] = [(12, 12, 12, 13, None)]
    of = round_of(table, agencies)
    returns = all_returned(of, table)[:4]
    report = report_of(of, returns)
    assert report.matrix.status.words == "FINAL, without Closed-agency"
    assert "Closed-agency" not in unzipped(private_pages(report)["Police"])


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from(TOTALS))
def test_other_scores_that_make_the_same_together_give_the_same_bytes(data: st.DataObject, rule: CombiningRule) -> None:
    """A page is a function of the agency's own answers and of sums over the others: whatever else they scored, not a byte differs."""
    table = data.draw(st.lists(st.tuples(*[st.integers(6, 24)] * 4), min_size=3, max_size=3))
    others = [_same_sum(data, row[1:]) for row in table]
    of = round_of(table, rule=rule)
    first = pages(of, table)["Police"]
    assert first == pages(of, [(row[0], *rest) for row, rest in zip(table, others, strict=True)])["Police"]


def _same_sum(data: st.DataObject, scores: Sequence[int]) -> tuple[int, ...]:
    """Other scores of as many agencies with the same sum, each on the scale."""
    total, left, made = sum(scores), len(scores), []
    for _ in range(left - 1):
        left -= 1
        made.append(data.draw(st.integers(max(6, total - left * 24), min(24, total - left * 6))))
        total -= made[-1]
    return (*made, total)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(*[st.integers(6, 24)] * 4), min_size=2, max_size=2), st.permutations([1, 2, 3]))
def test_under_the_median_who_of_the_others_gave_what_makes_no_difference(table: list[tuple[int, ...]], order: list[int]) -> None:
    of = round_of(table, rule=CombiningRule.MEDIAN)
    mixed = [(row[0], *(row[i] for i in order)) for row in table]
    assert pages(of, table)["Police"] == pages(of, mixed)["Police"]


def test_under_the_median_nothing_is_told_of_what_would_be_without_it() -> None:
    table = [(12, 9, 14, 18)]
    row = counted(pages(round_of(table, rule=CombiningRule.MEDIAN), table)["Police"])["A"]
    assert (row["Band without your scores"], row["Rank without your scores"]) == ("None", "None")
    assert row["Combined harm"] == 13


# --- what is withheld --------------------------------------------------------------------------------------------------------------


def test_with_two_agencies_there_is_none_and_the_reason_is_told(tmp_path: Path) -> None:
    of = round_of([(12, 13)], ("Police", "Fire"))
    report = report_of(of, all_returned(of, [(12, 13)]))
    assert write_pages(tmp_path, report) == ()
    (found,) = no_pages(report.matrix)
    assert found.code == "private-none"
    assert found.message.startswith("No agency gets a page about how its answers counted: with two agencies, each could work out")
    assert not (tmp_path / FOLDER).exists()


def test_with_three_of_which_one_has_no_view_the_two_others_are_not_told() -> None:
    table: list[tuple[Said, ...]] = [(12, 13, "No view"), (12, 13, 14)]
    of = round_of(table, ("Police", "Fire", "Health"))
    made = pages(of, table)
    for name in ("Police", "Fire"):
        rows = counted(made[name])
        assert set(list(rows["A"].values())[3:]) == {"Withheld"}
        assert rows["A"]["Your harm score"] in (12, 13)
        assert rows["B"]["Combined harm"] == 7
        assert "Rank among those shown" in rows["B"]
    assert counted(made["Health"])["A"]["Combined harm"] == 6  # of two others' scores together, which hides each
    assert counted(made["Health"])["A"]["Your harm score"] == "No view"


def test_a_withheld_row_leaves_no_gap_in_the_ranks() -> None:
    table: list[tuple[Said, ...]] = [(12, 13, 14), (20, 20, "No view"), (10, 11, 12)]
    of = round_of(table, ("Police", "Fire", "Health"))
    rows = counted(pages(of, table)["Police"])
    assert [row["Rank among those shown"] for row in rows.values()] == [2, "Withheld", 1]


@pytest.mark.parametrize(("others", "told"), [
    ((6, 6, 6), False), ((24, 24, 24), False), ((6, 6, 9), False), ((6, 6, 10), True), ((24, 24, 20), True), ((15, 15, 15), True)])
def test_where_all_others_lie_at_an_end_of_the_scale_nothing_is_told(others: tuple[int, ...], told: bool) -> None:
    of = round_of([(12, *others)])
    matrix = report_of(of, all_returned(of, [(12, *others)])).matrix
    assert tellable(matrix, matrix.rows[0], "Police") is told


def test_agencies_of_one_organisation_count_as_one_reader() -> None:
    force = "Leicestershire Police"
    agencies = [Agency(1, "Police", force), Agency(2, "Custody", force.casefold()), Agency(3, "Fire"), Agency(4, "Health")]
    table: list[tuple[Said, ...]] = [(12, 14, 15, "No view"), (12, 14, 15, 13)]
    matrix = report_of(round_of(table, agencies), all_returned(round_of(table, agencies), table)).matrix
    assert [tellable(matrix, matrix.rows[0], name) for name in ("Police", "Custody", "Fire", "Health")] == [False, False, True, True]
    assert [tellable(matrix, matrix.rows[1], name) for name in ("Police", "Custody", "Fire", "Health")] == [True] * 4


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(2, 8), min_size=3, max_size=4), st.sampled_from(CombiningRule))
def test_what_is_told_leaves_every_other_score_enough_values(scores: list[int], rule: CombiningRule) -> None:
    """Every combination of the others' scores is tried: what they can be, once the exact combined harm is known."""
    of = assessment(FOUR[: len(scores)], by_hand(3), 2, rule=rule)
    matrix = report_of(of, all_returned(of, [scores])).matrix
    exact = matrix.rows[0].combined_harm_unrounded
    others = len(scores) - 1
    fitting = [made for made in product(range(2, 9), repeat=others) if combined_harm(of, [scores[0], *made]) == exact]
    fewest = min(len({made[i] for made in fitting}) for i in range(others))
    assert tellable(matrix, matrix.rows[0], "Police") is (fewest >= 5)


# --- in a round --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example, calculated."""
    write_example(tmp_path / "round")
    calculate(tmp_path / "round")
    return tmp_path / "round"


def names_in(folder: Path) -> list[str]:
    """The pages in a round."""
    return sorted(path.name for path in (folder / FOLDER).glob("*"))


def codes(found: Iterator[object] | Sequence[object]) -> list[str]:
    """The codes of findings about pages."""
    return [one.code for one in found if one.code.startswith(("private", "file-"))]  # type: ignore[attr-defined]


def test_calculate_writes_a_page_for_each_agency(folder: Path) -> None:
    assert names_in(folder) == [
        f"How your answers counted 2017-18 - {name}.xlsx" for name in ("Community safety", "Fire", "NWLDC", "Police", "UAVA")]


def test_while_scores_can_still_come_there_are_none_and_earlier_ones_go(folder: Path) -> None:
    (folder / "returns" / "UAVA.xlsx").unlink()
    calculated = calculate(folder)
    assert codes(calculated.findings) == codes(calculated.on_sheet) == ["private-none"]
    told = openpyxl.load_workbook(calculated.results)["Findings"]
    assert "private-none" in [cell.value for row in told.iter_rows() for cell in row]
    assert names_in(folder) == []


def test_a_page_that_a_person_changed_stays(folder: Path) -> None:
    path = folder / FOLDER / "How your answers counted 2017-18 - Police.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["P1"] = "a note"
    book.save(path)
    changed = path.read_bytes()
    assert codes(calculate(folder).findings) == ["file-kept"]
    assert path.read_bytes() == changed
    (folder / "returns" / "UAVA.xlsx").unlink()
    calculate(folder)
    assert names_in(folder) == [path.name]


def test_pages_that_differ_by_one_agencys_scores_are_warned_of(folder: Path) -> None:
    report = calculate(folder).report
    fewer = [one for one in report.returns if one.agency != "UAVA"]
    closed = tuple(replace(one, closed=Closed("late", DAY) if one.name == "UAVA" else None) for one in report.assessment.agencies)
    of = replace(report.assessment, agencies=closed)
    matrix = combine(of, fewer, report.matrix.counts)
    assert codes(write_pages(folder, replace(report, matrix=matrix, returns=tuple(fewer)))) == ["private-other-edition"]


def test_the_post_finds_the_page_and_knows_whose_it_is(folder: Path) -> None:
    of = calculate(folder).matrix.assessment
    desk = Desk(folder, of, read_returns(folder, of))
    police, fire = of.agency("Police"), of.agency("Fire")
    found = private_page_of(desk, police)
    assert found.attachment is not None
    assert found.attachment.file == f"{FOLDER}/{page_name(of, 'Police')}"
    (folder / FOLDER / page_name(of, "Fire")).write_bytes(found.attachment.data)
    assert [one.code for one in private_page_of(desk, fire).findings] == ["mail-attachment-other"]


def test_a_page_that_lands_among_the_returns_is_not_read_as_one(folder: Path) -> None:
    page = next((folder / FOLDER).glob("*Police*"))
    (folder / "returns" / "reply.xlsx").write_bytes(page.read_bytes())
    found = [one for one in calculate(folder).findings if one.place.file == "returns/reply.xlsx"]
    assert [(one.code, one.message) for one in found] == [
        ("return-unusable", "This file is not a harm scoring form made by this program: it is a workbook of a different kind: How your answers counted.")]


@pytest.mark.parametrize("rule", CombiningRule)
def test_the_page_recalculates_and_is_valid_and_the_same_each_time(office: Office, tmp_path: Path, rule: CombiningRule) -> None:
    table: list[tuple[Said, ...]] = [(12, 13, "No view", 14), (12, 13, "No view", "No view"), (6, 6, 6, 6), ("No view", 14, 15, 16)]
    of = round_of(table, rule=rule, marking="OFFICIAL")
    for data in pages(of, table).values():
        assert_recalculates(office, data, tmp_path)
        assert_valid(data, tmp_path)
        assert all(any("OFFICIAL" in str(cell.value) for cell in sheet.cells.values()) for sheet in opened(data).sheets)
    assert pages(of, table) == pages(of, table)


def test_the_mark_of_the_numbers_fits_however_many_crime_types_there_are() -> None:
    """A property holds 255 characters; the largest assessment's pages keep their mark, by which another edition is told."""
    of = assessment(FOUR, by_hand(*[3] * 10), 6)
    many = replace(of, crime_types=tuple(replace(of.crime_types[0], number=i, name=f"Type {i}") for i in range(1, 201)))
    (page, *_) = pages(many, [(12, 13, 14, 15)] * 200).values()
    assert len(document_properties(page)["snwp_xl scored"]) == 64
