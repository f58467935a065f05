"""The public edition: accessible by every essential, with nothing in it that is not for the public, and nothing to be worked out."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from accessible import Rule, essentials
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from libreoffice import Office
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from small_rounds import Said, all_returned, assessment, by_hand, counts, year

from snwp_xl import theme
from snwp_xl.cli import main
from snwp_xl.example import example_assessment, example_counts, example_returns, write_example
from snwp_xl.findings import Place, finding
from snwp_xl.layout.police import LICENCE
from snwp_xl.matrix import combine
from snwp_xl.model import (
    Agency,
    Assessment,
    Choice,
    CombiningRule,
    Contact,
    ControlState,
    Counts,
    CrimeType,
    Decision,
    Ground,
    Return,
    RiskBand,
    Settings,
    SignOff,
    Thresholds,
)
from snwp_xl.operations import calculate
from snwp_xl.public import FOLDER, public_edition, public_of, public_workbook, write_public
from snwp_xl.public.suppression import ALL, withheld
from snwp_xl.public.tables_apart import csv_files
from snwp_xl.results import InputFile, Report
from workbooks import assert_recalculates, assert_valid

PARTNERSHIP = "Safer North West Community Safety Partnership"
THREE = ("Police", "Fire", "Health")
NO_COUNTS = Counts(months=())
Values = dict[str, dict[str, object]]


def report_of(of: Assessment, returns: Sequence[Return], counted: Counts = NO_COUNTS, **more: object) -> Report:
    """The calculation of some returns and counts."""
    return replace(Report(combine(of, returns, counted), tuple(returns)), **more)  # type: ignore[arg-type]


def example(**changed: object) -> Report:
    """The example's calculation with other settings of what is published."""
    of = example_assessment()
    of = replace(of, settings=replace(of.settings, **changed))  # type: ignore[arg-type]
    returns = tuple(replace(one, file=f"returns/{one.agency}.xlsx", sha256="0" * 64) for one in example_returns(of))
    return report_of(of, returns, example_counts(of))


def published(report: Report) -> bytes:
    """The workbook."""
    return public_workbook(public_edition(report))


def table_of(data: bytes, sheet: str, key: str = "Crime type") -> Values:
    """A table of the workbook by its crime types, its headings without their notes."""
    on = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[sheet]
    (table,) = on.tables.values()
    first, *rows = on[table.ref]
    headings = [re.sub(r" \[note \d+\]", "", str(cell.value)) for cell in first]
    lines = [{heading: cell.value for heading, cell in zip(headings, row, strict=True)} for row in rows]
    return {str(line[key]): line for line in lines}


def unzipped(data: bytes) -> str:
    """Everything in a workbook, the names of its parts included."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(name + parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


# --- the essentials -------------------------------------------------------------------------------------------------------------

RULES = essentials(PARTNERSHIP)
EDITIONS: dict[str, Callable[[], Report]] = {
    "as the partnership published": lambda: example(),
    "scores kept, small counts withheld": lambda: example(public_agency_scores=False, suppress_below=10),
}


@pytest.fixture(scope="module")
def workbooks() -> dict[str, bytes]:
    """The example published in two ways."""
    return {name: published(report()) for name, report in EDITIONS.items()}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("rule", RULES)
def test_every_essential_is_kept(workbooks: Mapping[str, bytes], edition: str, rule: str) -> None:
    assert RULES[rule](workbooks[edition]) == []


def by_openpyxl(edit: Callable[[Workbook], object]) -> Callable[[bytes], bytes]:
    """An edit as a person would make it in a spreadsheet program."""

    def edited(data: bytes) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(data))
        edit(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return edited


def in_part(name: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """An edit of one part of the file."""

    def edited(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
            for one in source.namelist():
                content = source.read(one)
                if one == name:
                    assert old.encode() in content, (name, old)
                    content = content.replace(old.encode(), new.encode(), 1)
                target.writestr(one, content)
        return out.getvalue()

    return edited


def with_part(name: str) -> Callable[[bytes], bytes]:
    """A part more in the file."""

    def edited(data: bytes) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as target:
            target.writestr(name, "<x/>")
        return out.getvalue()

    return edited


def put(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    """Write a cell."""
    return lambda book: setattr(book[sheet][cell], "value", value)


def give(sheet: str, cell: str, what: str, look: object) -> Callable[[Workbook], None]:
    """Change a cell's looks."""
    return lambda book: setattr(book[sheet][cell], what, look)


def rename_table(book: Workbook) -> None:
    """A table called as nothing."""
    table = book["Risk matrix"].tables.pop("RiskMatrix")
    table.name = table.displayName = "Table1"
    book["Risk matrix"].add_table(table)


SCORES = "Harm scores"
BROKEN: tuple[tuple[str, str, Callable[[bytes], bytes]], ...] = (
    ("tables_are_marked_up", "the table is only cells", by_openpyxl(lambda book: book[SCORES].tables.clear())),
    ("tables_are_marked_up", "a remark below the table", by_openpyxl(put(SCORES, "A60", "See also"))),
    ("tables_are_marked_up", "a remark beside the words", by_openpyxl(put(SCORES, "C2", "Draft"))),
    ("tables_have_names", "called Table1", by_openpyxl(rename_table)),
    ("nothing_is_merged", "a merged title", by_openpyxl(lambda book: book[SCORES].merge_cells("A1:D1"))),
    ("no_row_or_column_is_empty", "a row for air", by_openpyxl(lambda book: book["Cover"].insert_rows(3))),
    ("no_row_or_column_is_empty", "a column for air", by_openpyxl(lambda book: book["Cover"].insert_cols(1))),
    ("one_row_of_headings", "two columns alike", by_openpyxl(put("Settings", "B5", "Setting"))),
    ("text_is_wrapped", "a row too low", by_openpyxl(lambda book: setattr(book["Notes"].row_dimensions[6], "height", 15))),
    ("text_is_wrapped", "a long text in one line", by_openpyxl(give("Notes", "B6", "alignment", Alignment(wrap_text=False)))),
    ("no_cell_is_empty", "an empty cell", by_openpyxl(put("Risk matrix", "D7", None))),
    ("no_filters_and_no_frozen_panes", "frozen headings", by_openpyxl(lambda book: setattr(book[SCORES], "freeze_panes", "A5"))),
    ("no_filters_and_no_frozen_panes", "a filter", in_part(
        "xl/tables/table3.xml", "<tableColumns", '<autoFilter ref="A5:J22"/><tableColumns')),
    ("notes_are_on_the_notes_sheet", "a note without words", by_openpyxl(put("Notes", "A5", "note 99"))),
    ("no_symbols_for_notes", "an asterisk", by_openpyxl(put("Settings", "B5", "Value*"))),
    ("no_symbols_for_notes", "a superscript", by_openpyxl(give("Settings", "B5", "font", Font("Arial", 12, vertAlign="superscript")))),
    ("shorthand_is_explained_where_it_is_used", "a shorthand without words", by_openpyxl(put("Settings", "B7", "[x]"))),
    ("sheets_have_names", "Sheet1", by_openpyxl(lambda book: setattr(book["Settings"], "title", "Sheet1"))),
    ("titles_stand_in_the_first_cell", "no title", by_openpyxl(put("Settings", "A1", None))),
    ("titles_stand_in_the_first_cell", "two titles alike", by_openpyxl(put("Contents", "A1", "Notes"))),
    ("tables_start_at_the_left_edge", "a table moved right", by_openpyxl(
        lambda book: setattr(book["Settings"].tables["Settings"], "ref", "B5:D9"))),
    ("nothing_floats", "a comment", by_openpyxl(lambda book: setattr(book["Settings"]["A1"], "comment", Comment("hm", "somebody")))),
    ("nothing_floats", "a text box", with_part("xl/drawings/drawing1.xml")),
    ("headers_and_footers_say_nothing_of_their_own", "a marking in the header", in_part(
        "xl/worksheets/sheet4.xml", "<oddFooter>", "<oddHeader>&amp;COFFICIAL</oddHeader><oddFooter>")),
    ("contents_lead_everywhere", "a sheet without a link", by_openpyxl(lambda book: setattr(book["Contents"]["A7"], "hyperlink", None))),
    ("contents_lead_everywhere", "a link that says nothing", by_openpyxl(put("Contents", "A7", "Click here"))),
    ("fonts_are_plain_and_large", "small print", by_openpyxl(give("Cover", "A4", "font", Font("Arial", 9)))),
    ("fonts_are_plain_and_large", "a serif", by_openpyxl(give("Cover", "A4", "font", Font("Times New Roman", 12)))),
    ("colours_have_contrast", "grey on white", by_openpyxl(give("Cover", "A4", "font", Font("Arial", 12, color="FFBBBBBB")))),
    ("colours_have_contrast", "red below black", by_openpyxl(give("Cover", "A4", "fill", PatternFill("solid", fgColor="FF800000")))),
    ("colour_says_nothing_by_itself", "a colour without a word", by_openpyxl(
        give("Cover", "B4", "fill", PatternFill("solid", fgColor="FFFF0000")))),
    ("the_document_says_what_it_is", "no language", in_part("docProps/core.xml", "<dc:language>en-GB</dc:language>", "")),
    ("the_document_says_what_it_is", "no title", in_part(
        "docProps/core.xml", "<dc:title>Harm matrix 2017/18: public edition</dc:title>", "")),
    ("the_document_says_what_it_is", "a person as its author", in_part(
        "docProps/core.xml", f"<dc:creator>{PARTNERSHIP}<", "<dc:creator>Jo Marsh<")),
    ("the_document_says_what_it_is", "a remark", in_part(
        "docProps/core.xml", "</cp:coreProperties>", "<dc:description>from C:\\Users\\jm</dc:description></cp:coreProperties>")),
    ("it_opens_on_the_first_cell", "opens on another sheet", by_openpyxl(lambda book: setattr(book, "active", 2))),
    ("it_opens_on_the_first_cell", "the cursor elsewhere", by_openpyxl(
        lambda book: setattr(book["Cover"].sheet_view.selection[0], "activeCell", "C9"))),
    ("nothing_is_hidden", "a hidden sheet", by_openpyxl(lambda book: setattr(book["Settings"], "sheet_state", "veryHidden"))),
    ("nothing_is_hidden", "a hidden row", by_openpyxl(lambda book: setattr(book["Settings"].row_dimensions[6], "hidden", True))),
    ("nothing_is_hidden", "a hidden column", by_openpyxl(lambda book: setattr(book["Settings"].column_dimensions["B"], "hidden", True))),
    ("nothing_is_hidden", "a value without looks", by_openpyxl(give("Settings", "B6", "number_format", ";;;"))),
    ("nothing_is_hidden", "a defined name", by_openpyxl(
        lambda book: book.defined_names.add(DefinedName("staff", attr_text="Settings!$A$1")))),
    ("nothing_is_hidden", "a link to a file", with_part("xl/externalLinks/externalLink1.xml")),
    ("nothing_is_hidden", "a pivot's cache", with_part("xl/pivotCache/pivotCacheRecords1.xml")),
)


@pytest.mark.parametrize(("rule", "how", "spoil"), BROKEN, ids=[f"{rule}: {how}" for rule, how, _ in BROKEN])
def test_a_broken_essential_is_seen(workbooks: Mapping[str, bytes], rule: str, how: str, spoil: Callable[[bytes], bytes]) -> None:
    data = workbooks["as the partnership published"]
    test: Rule = RULES[rule]
    assert test(data) == []
    assert test(spoil(data)) != [], how


def test_each_essential_has_been_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


# --- nothing that is not for the public -----------------------------------------------------------------------------------------

PUBLIC_FIELDS = {
    ("Assessment", "name"), ("Assessment", "partnership"), ("Assessment", "area"), ("Agency", "name"), ("CrimeType", "name"),
    ("CrimeType", "theme"), ("Factor", "name"), ("Decision", "theme"), ("Decision", "public_wording"),
    ("Settings", "statutory_obligations"), ("Return", "agency"), ("Series", "name"), ("Counts", "source")}


def marked(value: object, path: str = "") -> object:
    """The value with a marker in the place of every text of it that is not for the public, whatever its field is called."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value).__name__
        kept = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        made = {name: one if (kind, name) in PUBLIC_FIELDS else marked(one, f"{kind}-{name}") for name, one in kept.items()}
        return replace(value, **made)
    if type(value) is tuple:
        return tuple(marked(one, path) for one in value)
    return f"MARKER-{path}" if type(value) is str else value


def secret_report() -> Report:
    """A round in which every text that is not for the public is a marker."""
    of = example_assessment()
    agencies = tuple(
        replace(one, organisation=f"O{one.number}", contact="x", email="x@y.example", counting_file="f") for one in of.agencies)
    types = tuple(replace(one, definition="d", national_steer="s", commissioner_priority="c", community_view="v", by_hand_reason="r",
                          state_by_hand=ControlState.UNCONTROLLED if one.number == 3 else None) for one in of.crime_types)
    of = replace(of, agencies=agencies, crime_types=types, contact=Contact("n", "p", "e@y.example"), marking="m")
    of = marked(of)  # type: ignore[assignment]
    of = replace(of, agencies=tuple(replace(one, organisation=f"{one.organisation}-{one.number}") for one in of.agencies))
    returns = []
    for one in example_returns(example_assessment()):
        rows = tuple(replace(row, comment="says", cells=("E1", "F1")) for row in one.rows)
        returns.append(marked(replace(one, file="f", sha256="s", rows=rows, sign_off=SignOff("n", "r", date(2017, 1, 1)))))
    counted = marked(replace(example_counts(of), source="s", file="f", sha256="h"))
    found = marked(finding("return-missing", Place("f", "s", "c"), agency="a"))
    inputs = (marked(InputFile("f", "w", "a", "s", "h")),)
    hidden = {"findings": (found,), "inputs": inputs, "inputs_hash": "MARKER-hash", "versions": (("MARKER", "MARKER"),)}
    return report_of(of, returns, counted, **hidden)  # type: ignore[arg-type]


@pytest.mark.parametrize("agencies", [True, False])
def test_no_marker_stands_anywhere_in_what_is_published(tmp_path: Path, agencies: bool) -> None:
    report = secret_report()
    of = report.assessment
    of = replace(of, settings=replace(of.settings, public_agency_scores=agencies))
    report = replace(report, matrix=replace(report.matrix, assessment=of))
    assert str(of).count("MARKER") > 100  # it is a round full of markers
    written = write_public(tmp_path, report)
    for path in tmp_path.rglob("*"):
        assert "MARKER" not in path.name
        if path.is_file():
            data = path.read_bytes()
            text = unzipped(data) if path == written.workbook else data.decode("utf-8-sig")
            assert "MARKER" not in text, path.name
    assert "Violent Crime" in unzipped(written.workbook.read_bytes())


def test_the_protective_marking_is_not_published() -> None:
    report = example()
    of = replace(report.assessment, marking="OFFICIAL - SENSITIVE")
    text = unzipped(published(replace(report, matrix=replace(report.matrix, assessment=of))))
    assert "OFFICIAL" not in text
    assert "SENSITIVE" not in text


def cover(report: Report) -> str:
    """The words of the cover, a line each."""
    return "\n".join(str(row[0].value) for row in openpyxl.load_workbook(io.BytesIO(published(report)))["Cover"].iter_rows())


def test_the_cover_says_in_plain_words_whether_the_board_has_chosen() -> None:
    decided = cover(example())
    assert "when it set its priorities for 2017/18." in decided
    assert "\nThe board has chosen three priorities: see the sheet Priorities.\n" in decided
    of = replace(example_assessment(), decisions=())
    undecided = cover(report_of(of, example_returns(of), example_counts(of)))
    assert "as a basis for its priorities for 2017/18." in undecided
    assert "\nThe board has not chosen its priorities yet. The sheet Priorities shows what is recommended.\n" in undecided
    assert not [word for word in ("compelled", "discuss", "place") if word in (decided + undecided).casefold()]


def test_a_provisional_cover_says_what_that_means_and_without_counts_none_is_called_withheld() -> None:
    of = example_assessment()
    provisional = cover(report_of(of, example_returns(of)))
    assert "Status: PROVISIONAL. Edition 1. Date of the assessment: 1 February 2017. Some answers or counts are still missing. " in provisional
    assert "withheld." not in provisional
    assert "still missing" not in cover(example())
    assert "No incident count is withheld." in cover(example())


def test_the_formulas_lead_to_nothing_that_is_not_there() -> None:
    """No formula names a sheet, a name or a file that is not in the workbook."""
    for report in (example(), example(public_agency_scores=False, suppress_below=10)):
        book = openpyxl.load_workbook(io.BytesIO(published(report)))
        formulas = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        named = {name for text in formulas for name in re.findall(r"'([^']+)'!", text)}
        assert named <= set(book.sheetnames)
        assert not [text for text in formulas if "[" in text.replace('"[x]"', "")]


def test_agencies_scores_are_there_only_if_the_setting_says_so() -> None:
    with_, without = published(example()), published(example(public_agency_scores=False))
    assert table_of(with_, SCORES)["Violent Crime"]["UAVA"] == 21
    assert [text for text in unzipped(without).split() if "UAVA" in text] == []
    assert table_of(without, SCORES)["Violent Crime"]["Combined harm"] == 12
    assert table_of(without, "Risk matrix")["Violent Crime"]["Risk score"] == 60


def test_without_agencies_scores_the_bytes_depend_on_what_they_make_together_only() -> None:
    table: list[tuple[Said, ...]] = [(12, 13, 14), (15, 9, 20)]
    of = assessment(THREE, by_hand(3, 4), 6)
    other: list[tuple[Said, ...]] = [(13, 13, 13), (20, 12, 12)]
    first, second = (report_of(of, all_returned(of, one)) for one in (table, other))
    assert [row.combined_harm for row in first.matrix.rows] == [row.combined_harm for row in second.matrix.rows]
    assert published(first) == published(second)
    assert csv_files(public_edition(first)) == csv_files(public_edition(second))


# --- combined harm that would give a score away -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "told"), [
    ((12, 13, 14), True), ((12, 13, "No view"), False), ((12, "No view", "No view"), False), ((6, 6, 6), False), ((24, 24, 23), False),
    (("No view", "No view", "No view"), True)])
def test_a_combined_harm_that_gives_a_score_away_is_withheld(said: tuple[Said, ...], told: bool) -> None:
    of = assessment(THREE, by_hand(5, 3), 6)
    report = report_of(of, all_returned(of, [said, (10, 15, 20)]))
    data = published(report)
    harm, risk = table_of(data, SCORES)["A"], table_of(data, "Risk matrix")["A"]
    if told:
        assert harm["Combined harm"] == (report.matrix.rows[0].combined_harm or "[x]")
        assert "Rank" in risk
    else:
        assert (harm["Combined harm"], risk["Combined harm"], risk["Risk score"]) == ("[c]", "[c]", "[c]")
        assert risk["Rank among those published"] == "[c]"
        assert table_of(data, "Risk matrix")["B"]["Rank among those published"] == 1
    assert risk["Risk band"] == report.matrix.rows[0].risk_band


def test_what_is_published_anyway_is_not_withheld() -> None:
    of = assessment(THREE, by_hand(5), 6)
    of = replace(of, settings=replace(of.settings, public_agency_scores=True))
    data = published(report_of(of, all_returned(of, [(6, 6, "No view")])))
    row = table_of(data, SCORES)["A"]
    assert (row["Police"], row["Health"], row["Combined harm"]) == (6, "No view", 3)


# --- small counts -----------------------------------------------------------------------------------------------------------------


def counted(
    rows: Mapping[str, Sequence[int | None]], every: Sequence[int | None] | None = None, *, below: int = 5, harm: int = 15
) -> Report:
    """A round with these counts; states by hand, so that only the counts themselves tell of them."""
    by_hand_ = {"state_by_hand": ControlState.UNDER_CONTROL, "by_hand_reason": "a test"}
    types = [CrimeType(i, name, name, **by_hand_) for i, name in enumerate(rows, 1)]  # type: ignore[arg-type]
    of = assessment(THREE, types, 6)
    of = replace(of, settings=replace(of.settings, suppress_below=below))
    length = len(next(iter(rows.values())))
    return report_of(of, all_returned(of, [(harm, harm, harm)] * len(rows)), counts(of, rows, every or [2000] * length))


def everything(report: Report) -> tuple[bytes, dict[str, bytes]]:
    """All that is published."""
    edition = public_edition(report)
    return public_workbook(edition), csv_files(edition)


def test_a_small_month_takes_the_months_of_its_year_along_and_leaves_the_total() -> None:
    data = published(counted({"Robbery": [20] * 12 + [20] * 11 + [3], "Arson": [20] * 24}))
    months = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Monthly counts"]
    lines = {(row[1], row[2]): row[3:] for row in months.iter_rows(values_only=True)}
    latest = ("Robbery", "April 2015 to March 2016")
    assert lines[latest] == (*["[c]"] * 12, 223)
    assert lines["Robbery", "April 2014 to March 2015"] == (*[20] * 12, 240)
    assert lines["Arson", "April 2015 to March 2016"] == (*[20] * 12, 240)
    assert table_of(data, "Crime profile")["Robbery"]["Change"] == -17


def test_a_small_total_takes_its_share_and_its_change_along() -> None:
    data = published(counted({"Robbery": year(24) + [0] * 11 + [3], "Arson": year(240) * 2}))
    chance, profile = table_of(data, "Probability")["Robbery"], table_of(data, "Crime profile")["Robbery"]
    assert (chance["Latest 12 months"], chance["Share of all incidents"], chance["All incidents"]) == ("[c]", "[c]", 24000)
    assert (profile["Change"], profile["Change in per cent"], profile["More than chance"]) == ("[c]", "[c]", "[c]")
    before, latest = [heading for heading in profile if "12 months" in heading]
    assert (profile[before], profile[latest]) == (24, "[c]")
    assert table_of(data, "Probability")["Arson"]["Latest 12 months"] == 240


def test_nought_is_told_and_the_limit_itself_is() -> None:
    data = published(counted({"Robbery": [0] * 12 + [5] * 12}))
    profile = table_of(data, "Crime profile")["Robbery"]
    assert [profile[heading] for heading in profile if "12 months" in heading] == [0, 60]
    assert profile["Change in per cent"] == "[x]"


@pytest.mark.parametrize("below", [0, 1])
def test_without_a_limit_nothing_is_withheld(below: int) -> None:
    data = published(counted({"Robbery": [1] * 24}, below=below))
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert not [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row if cell == "[c]"]
    assert table_of(data, "Crime profile")["Robbery"]["Change"] == 0


def test_a_missing_month_is_not_available_and_not_confidential() -> None:
    data = published(counted({"Robbery": [20] * 23 + [None]}))
    row = table_of(data, "Monthly counts", "Months")["April 2015 to March 2016"]
    assert (row["Mar"], row["Feb"], row["Total"]) == ("[x]", 20, "[x]")


def test_rows_that_add_up_to_all_incidents_do_not_give_a_small_month_back() -> None:
    rows = {"Robbery": [20] * 23 + [3], "Arson": [50] * 24, "Theft": [70] * 24}
    every = [sum(month) for month in zip(*rows.values(), strict=True)]
    for more, hidden in ((0, True), (4, True), (5, False)):
        found = withheld(counted(rows, [count + more for count in every]).matrix.counts, 5)
        assert (found.months_told(ALL, 0), found.months_told(ALL, 1), found.total_told(ALL, 0)) == (not hidden, True, True)


def test_rows_that_add_up_to_all_incidents_do_not_give_a_small_total_back() -> None:
    rows: dict[str, list[int]] = {"Robbery": [0] * 11 + [3], "Arson": [10] * 12, "Theft": [70] * 12}
    every = [sum(month) for month in zip(*rows.values(), strict=True)]
    report = counted(rows, every)
    found = withheld(report.matrix.counts, 5)
    assert [found.total_told(number, 0) for number in (1, 2, 3, ALL)] == [False, False, True, True]
    assert not found.months_told(2, 0)  # its months would add up to its total
    told = {one.row.name: one.share for one in public_of(report.matrix).rows}
    assert told == {"Robbery": False, "Arson": False, "Theft": True}


def test_with_no_other_row_to_hide_behind_all_incidents_is_withheld() -> None:
    found = withheld(counted({"Robbery": [0] * 11 + [3]}, [0] * 11 + [4]).matrix.counts, 5)
    assert not found.total_told(ALL, 0)


def test_a_probability_that_only_one_small_total_could_have_is_withheld() -> None:
    """Of 1 to 4 out of 240 only 1 and 2 lie below 1%; of 1 to 4 out of 150 only 1 does."""
    for every, told in ((20, True), (150 / 12, False)):
        counts_ = [int(every * (i + 1)) - int(every * i) for i in range(12)]
        report = counted({"Robbery": [0] * 11 + [1], "Arson": year(60)}, counts_, harm=22)
        (one, other) = public_of(report.matrix).rows
        assert (one.probability, other.probability) == (told, True)
        data = published(report)
        assert (table_of(data, "Risk matrix")["Robbery"]["Risk score"] == "[c]") is not told


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=12, max_size=12), st.data())
def test_moving_incidents_between_months_of_a_withheld_year_changes_no_byte(months: list[int], data: st.DataObject) -> None:
    """Nobody can tell which of many years it was: with the same total, any other one gives the same workbook and the same tables."""
    assume(any(0 < count < 5 for count in months) and sum(months) >= 5)
    other = data.draw(st.permutations(months))
    first, second = (counted({"Robbery": [*year(60), *one], "Arson": year(600) * 2}) for one in (months, other))
    words = [one.matrix.charts[1].profile.words for one in (first, second)]
    assume(words[0] == words[1])
    assert everything(first) == everything(second)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.booleans())
def test_one_small_total_instead_of_another_changes_no_byte(one: int, other: int, adds_up: bool) -> None:
    """All incidents stays, and where the rows add up to it, the next smallest row takes the difference up."""
    made = []
    for total in (one, other):
        arson = [30] * 11 + [30 - total] if adds_up else [30] * 12
        rows = {"Robbery": [0] * 11 + [total], "Arson": arson, "Theft": [70] * 12}
        made.append(everything(counted(rows, [100] * 12 if adds_up else [3000] * 12)))
    assert made[0] == made[1]


# --- numbers ----------------------------------------------------------------------------------------------------------------------


def test_the_tables_hold_what_the_matrix_says() -> None:
    report = example()
    data = published(report)
    risk, chance = table_of(data, "Risk matrix"), table_of(data, "Probability")
    for row in report.matrix.rows:
        found = [risk[row.name][heading] for heading in (
            "Rank", "Combined harm", "Probability", "Risk score", "Risk band", "Recommendation")]
        assert found == [row.rank, row.combined_harm, row.probability, row.risk_score, row.risk_band, row.recommendation]
        assert chance[row.name]["Share of all incidents"] == pytest.approx(float(row.share or 0))
        assert chance[row.name]["Control state"] == row.control_state
    assert [line["Rank"] for line in risk.values()] == sorted(line["Rank"] for line in risk.values())  # type: ignore[type-var]
    assert table_of(data, "Crime profile")["Vehicle Crime - Theft from"]["Change in per cent"] == pytest.approx(-41 / 537)


def test_a_long_bold_name_is_whole() -> None:
    """In 29 bold letters a line it takes three lines, in 32 letters that are not bold two."""
    long = "Thefts from vehicles at stations and shops by the stations"
    of = assessment(THREE, (long,))
    book = openpyxl.load_workbook(io.BytesIO(published(report_of(of, all_returned(of, [(10, 11, 12)])))))
    (row,) = [cell.row for cell in book["Risk matrix"]["C"] if cell.value == long]
    assert book["Risk matrix"].row_dimensions[row].height >= 3 * theme.LINE_POINTS * 12 / theme.SIZE


def test_the_boards_priorities_are_in_its_own_public_words() -> None:
    rows = table_of(published(example()), "Priorities", "Theme")
    assert rows["Cybercrime"]["Priority as published"] == "Support for business, schools and residents to reduce the risk of Cybercrime"
    assert (rows["Cybercrime"]["The board's choice"], rows["Cybercrime"]["Ground"]) == ("Priority", "National steer")
    assert (rows["Robbery"]["The board's choice"], rows["Robbery"]["Ground"]) == ("Not decided", "[z]")


def test_what_the_board_chose_is_listed_though_the_set_up_has_no_such_theme() -> None:
    of = example_assessment()
    made = (*of.decisions, Decision("Cyber crime", Choice.PRIORITY, Ground.COMMUNITY, public_wording="Safer online"))
    report = report_of(replace(of, decisions=made), example_returns(of), example_counts(of))
    rows = table_of(published(report), "Priorities", "Theme")
    assert "The board has chosen four priorities" in cover(report)
    assert sum(row["The board's choice"] == "Priority" for row in rows.values()) == 4
    assert [*rows["Cyber crime"].values()] == ["Cyber crime", "[x]", "[x]", "Priority", "Community view", "Safer online"]
    listed = csv_rows(csv_files(public_edition(report))["priorities-2017-18.csv"])
    assert listed[-1] == [*rows["Cyber crime"].values()]


def test_settings_show_why_a_low_crime_type_is_to_be_discussed() -> None:
    row = table_of(published(example()), "Settings", "Setting")["Low, but to be discussed, from a combined harm of"]
    assert [*row.values()][1:] == [13, 0.65, "project default, to be confirmed by the partnership"]


@pytest.mark.parametrize("rule", CombiningRule)
@pytest.mark.parametrize("agencies", [True, False])
def test_libreoffice_finds_every_stored_value(office: Office, tmp_path: Path, rule: CombiningRule, agencies: bool) -> None:
    names = ("Road Safety*", "=1+1", "O'Brien's <b>", "@SUM(A1)", "-3", "Nobody scores", "No counts")
    types = [CrimeType(i, name, name, national_steer="x" if i == 2 else "") for i, name in enumerate(names, 1)]
    of = assessment(("Police", "=Fire", "Number 7", "Health"), types, 5, rule=rule, thresholds=Thresholds())
    of = replace(of, settings=Settings(public_agency_scores=agencies, suppress_below=5), decisions=(
        Decision("-3", Choice.PRIORITY, Ground.DISCUSSED, public_wording="=HYPERLINK(1)"),))
    said: list[tuple[Said, ...]] = [(9, 10, 11, 15), (5, 5, 5, 5), (8, 7, "No view", None), (20, 20, 19, 20), (12, 13, 14, "No view"),
                                    (None, None, None, None), (9, 12, 11, 13)]
    monthly: dict[str, list[int | None]] = {
        "Road Safety*": [30] * 30, "=1+1": [*[0] * 29, 2], "O'Brien's <b>": [*[8] * 15, None, *[9] * 14], "@SUM(A1)": [1] * 30,
        "-3": [40] * 30, "Nobody scores": [7] * 30}
    data = published(report_of(of, all_returned(of, said), counts(of, monthly, [400] * 30)))
    assert assert_recalculates(office, data, tmp_path) > 40
    assert_valid(data, tmp_path)
    assert [name for name, rule_ in essentials("Safer North West").items() if rule_(data)] == []


def test_nobody_scored_and_nothing_counted(office: Office, tmp_path: Path) -> None:
    of = assessment(THREE, ("Robbery", "Arson"))
    data = published(report_of(of, []))
    row = table_of(data, "Risk matrix")["Robbery"]
    assert (row["Rank"], row["Risk score"], row["Risk band"], row["Recommendation"]) == ("[x]", "[x]", RiskBand.NOT_ASSESSED, "[x]")
    assert_recalculates(office, data, tmp_path)
    assert_valid(data, tmp_path)
    assert [name for name, rule in essentials("Safer North West").items() if rule(data)] == []


def test_the_same_report_gives_the_same_bytes() -> None:
    assert everything(example(suppress_below=5)) == everything(example(suppress_below=5))


def test_it_names_the_licence_of_police_data() -> None:
    report = example()
    assert "Open Government Licence" not in unzipped(published(report))
    for source in ("Street-level crime of data.police.uk", f"data.police.uk, 2025. {LICENCE}"):
        counted = replace(report.matrix.counts, source=source)
        assert cover(replace(report, matrix=replace(report.matrix, counts=counted))).count(LICENCE) == 1


def test_it_says_where_the_counts_come_from_and_that_months_are_illustrative() -> None:
    assert "The split over months and the other rows are illustrative." in cover(example())
    months = public_edition(example()).tables[5].words[0]
    assert months == "Incidents in each month. Crime types overlap: do not add them up. Where the counts come from is on the sheet Cover."


def test_a_source_that_gives_somebody_away_is_pointed_out(tmp_path: Path) -> None:
    of = assessment(THREE, by_hand(3), 6, contact=Contact("Jo Marsh", "01530 454545", "jo.marsh@x.example"))
    counted = replace(counts(of, {"A": [5] * 24}, [50] * 24), source="From Jo Marsh's own list")
    written = write_public(tmp_path, report_of(of, all_returned(of, [(12, 13, 14)]), counted))
    (found,) = (one for one in written.findings if one.code == "public-private")
    assert (found.message, found.place.sheet) == ("The public edition contains a contact's name.", "Cover")


# --- files ------------------------------------------------------------------------------------------------------------------------


def csv_rows(data: bytes) -> list[list[str]]:
    """A CSV as a program reads it."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_table_has_a_csv_with_the_same_cells() -> None:
    edition = public_edition(example(suppress_below=5))
    book = openpyxl.load_workbook(io.BytesIO(public_workbook(edition)), data_only=True)
    files = csv_files(edition)
    assert list(files) == [f"{name}-2017-18.csv" for name in (
        "priorities", "risk-matrix", "harm-scores", "probability", "crime-profile", "monthly-counts", "settings", "probability-matrix")]
    for data, table in zip(files.values(), edition.tables, strict=True):
        sheet = book[table.sheet]
        (made,) = sheet.tables.values()
        cells = [[cell.value for cell in row] for row in sheet[made.ref]]
        rows = csv_rows(data)
        assert len(rows) == len(cells) > 1
        for row, of_sheet in zip(rows, cells, strict=True):
            assert all(same(text, value) for text, value in zip(row, of_sheet, strict=True)), (row, of_sheet)


def same(text: str, value: object) -> bool:
    """Whether a text of a CSV is a cell's value."""
    return abs(float(text) - value) < 1e-6 if isinstance(value, int | float) else text == value


def test_a_csv_is_for_excel_and_starts_no_formula() -> None:
    names = ("=1+1", "+44", "-3", "@SUM(A1)", "  =2", "\uff1d3", 'a "b", c', "Nörd – süd")
    of = assessment(THREE, names)
    files = csv_files(public_edition(report_of(of, all_returned(of, [(9, 10, 11)] * len(names)))))
    data = files["risk-matrix-2017-18.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert {row[2] for row in csv_rows(data)[1:]} == {"'=1+1", "'+44", "'-3", "'@SUM(A1)", "'  =2", "'\uff1d3", 'a "b", c', "Nörd – süd"}
    assert not [cell for one in files.values() for row in csv_rows(one) for cell in row if re.match(r"\s*[=+@]", cell)]


def test_numbers_stay_numbers_in_a_csv() -> None:
    rows = csv_rows(csv_files(public_edition(example()))["crime-profile-2017-18.csv"])
    line = next(row for row in rows if row[1] == "Vehicle Crime - Theft from")
    assert line[2:6] == ["537", "496", "-41", "-0.07635"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example, with its public edition."""
    write_example(tmp_path / "round")
    calculate(tmp_path / "round", public=True)
    return tmp_path / "round"


def codes(found: Sequence[object]) -> list[str]:
    """The codes of findings about what is published, and of files."""
    return [one.code for one in found if one.code.startswith(("public-", "file-"))]  # type: ignore[attr-defined]


def files_in(folder: Path) -> Iterator[str]:
    """What is published in a round."""
    yield from sorted(path.name for path in (folder / "results").glob("*public.xlsx"))
    yield from sorted(path.name for path in (folder / FOLDER).glob("*"))


def test_calculate_writes_it_only_when_asked(folder: Path, tmp_path: Path) -> None:
    assert "Harm matrix 2017-18 - public.xlsx" in list(files_in(folder))
    assert len(list(files_in(folder))) == 10
    write_example(tmp_path / "other")
    assert calculate(tmp_path / "other").published is None
    assert list(files_in(tmp_path / "other")) == []


def test_it_is_not_taken_for_an_edition_of_the_results(folder: Path) -> None:
    calculated = calculate(folder, public=True)
    assert calculated.report.edition == 1
    (folder / "assessment copy.xlsx").write_bytes((folder / "results" / "Harm matrix 2017-18 - public.xlsx").read_bytes())
    assert calculate(folder).matrix.assessment.last_year == ()


def test_the_hashes_are_those_of_the_tables_and_a_changed_table_is_kept(folder: Path) -> None:
    room = folder / FOLDER
    lines = (room / "SHA256SUMS.txt").read_text().splitlines()
    assert len(lines) == 8 + 1
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS.txt"], cwd=room, check=True)
    changed = room / "risk-matrix-2017-18.csv"
    changed.write_bytes(b"mine")
    found = calculate(folder, public=True).findings
    assert "file-kept" in codes(found)
    assert changed.read_bytes() == b"mine"
    assert (room / "risk-matrix-2017-18 (2).csv").exists()


def test_nothing_is_overwritten_or_taken_away_where_a_person_made_the_list_of_hashes_anew(folder: Path) -> None:
    """As anybody does who corrects a table by hand and adds a file."""
    room = folder / FOLDER
    mine = {"read me.txt": b"my notes", "settings-2017-18.csv": b"corrected by hand"}
    for name, data in mine.items():
        (room / name).write_bytes(data)
    hashes = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(room.iterdir()))
    (room / "SHA256SUMS.txt").write_text(hashes)
    found = calculate(folder, public=True).findings
    assert {name: (room / name).read_bytes() for name in mine} == mine
    assert (room / "SHA256SUMS.txt").read_text() == hashes
    assert codes(found).count("file-kept") == 2
    assert (room / "settings-2017-18 (2).csv").exists()


def test_a_changed_table_is_kept_once_however_often_it_is_published(folder: Path) -> None:
    """And what stands beside it is brought up to date, also where the list of hashes was changed too."""
    room = folder / FOLDER
    for changed in ("risk-matrix-2017-18.csv", "SHA256SUMS.txt"):
        (room / changed).write_bytes(b"mine")
        for _ in range(3):
            calculate(folder, public=True)
    (folder / "returns" / "UAVA.xlsx").unlink()
    calculate(folder, public=True)
    names = {name for name in files_in(folder) if "(" in name}
    assert names == {"risk-matrix-2017-18 (2).csv", "SHA256SUMS (2).txt"}
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS (2).txt"], cwd=room, check=True)


def test_a_table_that_is_no_longer_made_is_taken_away(folder: Path) -> None:
    (folder / "incidents.xlsx").unlink()
    calculate(folder, public=True)
    assert "monthly-counts-2017-18.csv" not in list(files_in(folder))


def test_an_older_public_edition_is_pointed_out(folder: Path) -> None:
    assert codes(calculate(folder).findings) == []
    (folder / "returns" / "UAVA.xlsx").unlink()
    (found,) = (one for one in calculate(folder).findings if one.code == "public-older")
    assert found.message == "The public edition here was made from edition 1; the results are now edition 2."


def test_what_to_know_before_it_goes_out_is_said(folder: Path) -> None:
    assert codes(calculate(folder, public=True).findings) == ["public-marking"]
    (folder / "returns" / "UAVA.xlsx").unlink()
    assert codes(calculate(folder, public=True).findings) == ["public-provisional", "public-marking"]


@pytest.mark.parametrize(("wording", "what"), [
    ("Ask Jo Marsh about it", "a contact's name"), ("Write to jo.marsh@x.example!", "an e-mail address"),
    ("Ring 01530 454545", "a phone number"), ("As Sam  OKAFOR says", "the name of somebody who signed"),
    ("We lost two officers in March, so we guess", "an agency's comment"), ("See police return.xlsx", "a file's name")])
def test_a_typed_text_that_gives_somebody_away_is_pointed_out(tmp_path: Path, wording: str, what: str) -> None:
    of = assessment(THREE, by_hand(3), 6, contact=Contact("Jo Marsh", "01530 454545", "jo.marsh@x.example"))
    of = replace(of, decisions=(Decision("A", Choice.PRIORITY, Ground.HIGH, public_wording=wording),))
    police, *others = all_returned(of, [(12, 13, 14)])
    row = replace(police.rows[0], comment="we lost two officers in March, so we guess")
    police = replace(police, sign_off=SignOff("Sam Okafor", "Lead", date(2017, 1, 1)), rows=(row,))
    inputs = (InputFile("returns/police return.xlsx", "Return", "Police", "used", "0"),)
    written = write_public(tmp_path, report_of(of, [police, *others], inputs=inputs))
    (found,) = (one for one in written.findings if one.code == "public-private")
    assert (found.message, found.place.sheet) == (f"The public edition contains {what}.", "Priorities")


def test_names_that_are_public_anyway_are_no_alarm(tmp_path: Path) -> None:
    agencies = [Agency(1, "Police", contact="Police"), Agency(2, "Fire", contact="Robbery"), Agency(3, "Health", contact="A")]
    of = assessment(agencies, [CrimeType(1, "Robbery", "Robbery")], 6)
    assert codes(write_public(tmp_path, report_of(of, all_returned(of, [(12, 13, 14)]))).findings) == ["public-provisional"]


def test_the_command_says_where_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calculate", str(folder), "--public"]) == 0
    said = capsys.readouterr().out
    assert f"Public edition: {folder / 'results' / 'Harm matrix 2017-18 - public.xlsx'}" in said
    assert main(["calculate", str(folder), "--public", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["public"]["workbook"] == "results/Harm matrix 2017-18 - public.xlsx"
    assert len(record["public"]["tables"]) == 8
    assert main(["calculate", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["public"] is None
