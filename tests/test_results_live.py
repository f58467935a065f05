"""A score changed in the results workbook changes what follows as Python says it should; an altered cell is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from calc_document import Document
from libreoffice import Office
from small_rounds import assessment_2017, returns_2017
from test_results import all_counts, results

from snwp_xl.intake import address
from snwp_xl.matrix import Matrix, combine, in_advice_order
from snwp_xl.model import Assessment, Choice, CombiningRule, Decision, Ground, Return, ScoreRow
from snwp_xl.phrases import counted
from snwp_xl.results.risk import why
from workbooks import opened

Found = Mapping[tuple[str, str], tuple[str, object]]
CHECKED = "As calculated: nothing was altered since (sheet Checks)."
THEMES = {"Domestic Abuse": "Violence", "Violent Crime": "Violence", "Hate Crime": "Violence", "Robbery": "Robbery"}
UAVA, FIRE = 5, 3  # agency numbers


def themed(**other: object) -> Assessment:
    """The 2017/18 assessment with some themes, a steer and a decision."""
    of = assessment_2017(**other)
    types = tuple(
        replace(one, theme=THEMES.get(one.name, one.name), national_steer="Home Office" if one.name == "Cybercrime" else "")
        for one in of.crime_types)
    return replace(of, crime_types=types, decisions=(Decision("Violence", Choice.PRIORITY, Ground.HIGH),))


@cache
def built(rule: CombiningRule = CombiningRule.SUM_OVER_DIVISOR) -> tuple[Assessment, Matrix, bytes]:
    """The themed round with its matrix and its results workbook."""
    of = themed(rule=rule)
    return of, *results(of, returns_2017(of), all_counts(of))


def written(folder: Path) -> tuple[Path, bytes]:
    """The results workbook of the themed round as a file."""
    path, data = folder / "book.xlsx", built()[2]
    path.write_bytes(data)
    return path, data


@cache
def table(data: bytes, sheet: str, key: str = "Number") -> tuple[dict[str, int], dict[object, int]]:
    """Columns of a sheet's first table by heading, and rows by what stands under `key`."""
    found = opened(data).sheet(sheet)
    assert found is not None
    head = next(row for (row, _), cell in sorted(found.cells.items()) if cell.value == key)
    columns = {str(cell.value): column for (row, column), cell in found.cells.items() if row == head}
    rows: dict[object, int] = {}
    row = head + 1
    while (row, columns[key]) in found.cells:
        rows[found.cells[row, columns[key]].value] = row
        row += 1
    return columns, rows


def column(data: bytes, found: Found, sheet: str, heading: str, key: str = "Number") -> dict[object, object]:
    """A recalculated column by the row's key."""
    columns, rows = table(data, sheet, key)
    return {one: found[sheet, address(row, columns[heading])][1] for one, row in rows.items()}


def scores_at(data: bytes, of: Assessment, agency: int, crime_type: int) -> list[tuple[str, str]]:
    """The cells of All scores with an agency's scores of a crime type, and last the one with its view."""
    columns, rows = table(data, "All scores", "Key")
    row = rows[agency * 10_000 + crime_type]
    return [("All scores", address(row, columns[heading])) for heading in (*(one.name for one in of.factors), "View")]


def changed(returns: Sequence[Return], agency: int, crime_type: int, row: ScoreRow) -> tuple[Return, ...]:
    """The returns with one row of one agency's another one."""
    rows = tuple(row if one.crime_type == crime_type else one for one in returns[agency - 1].rows)
    return (*returns[: agency - 1], replace(returns[agency - 1], rows=rows), *returns[agency:])


def assert_follows(data: bytes, found: Found, now: Matrix) -> None:
    """Every live number of the workbook is what the matrix says."""
    rows = {row.crime_type.number: row for row in now.rows}

    def told(value: object, words: str) -> object:
        return words if value is None else float(value) if not isinstance(value, int) else value  # type: ignore[arg-type]

    assert column(data, found, "Harm scores", "Combined harm") == {n: told(one.combined_harm, "Not scored") for n, one in rows.items()}
    assert column(data, found, "Harm scores", "Unrounded") == pytest.approx(
        {n: told(one.combined_harm_unrounded, "Not scored") for n, one in rows.items()})
    for heading, words in (("Probability", "probability"), ("Risk score", "risk_score")):
        assert column(data, found, "Risk matrix", heading) == {n: told(getattr(one, words), "None") for n, one in rows.items()}
    assert column(data, found, "Risk matrix", "Rank") == {n: told(one.rank, "Not ranked") for n, one in rows.items()}
    assert column(data, found, "Risk matrix", "Risk band") == {n: str(one.risk_band) for n, one in rows.items()}
    assert column(data, found, "Risk matrix", "Recommendation") == {n: str(one.recommendation or "Not assessed") for n, one in rows.items()}
    ranked = {one.crime_type.number: place for place, one in enumerate(now.ranked(), start=1)}
    assert column(data, found, "Risk matrix", "Order") == ranked
    assert_summary_follows(found, now)
    assert_map_follows(data, found, now)


def assert_summary_follows(found: Found, now: Matrix) -> None:
    """The lists and counts of Summary."""
    themes = in_advice_order(now.themes())
    told = [tuple(found["Summary", f"{letter}{row}"][1] for letter in "ABCD") for row in range(8, 20)]
    assert told == [(one.name, str(one.band), str(one.advice or "Not assessed"), why(one)) for one in themes[:12]]
    choice = {found["Summary", f"A{row}"][1]: found["Summary", f"E{row}"][1] for row in range(8, 20)}
    assert choice.pop("Violence", "Priority (High)") == "Priority (High)"
    assert set(choice.values()) == {"Not decided"}
    bands = [str(one.risk_band) for one in now.rows]
    first = 8 + 12 + (len(themes) > 12) + 2
    numbers = [found["Summary", f"B{first + i}"][1] for i in range(4)]
    assert numbers == [bands.count(band) for band in ("High", "Medium", "Low", "Not assessed")]
    medium = [f"{one.name} ({one.risk_score})" for one in now.ranked() if one.risk_band == "Medium"]
    lines = [str(value) for (sheet, cell), (_, value) in sorted(found.items(), key=lambda one: (len(one[0][1]), one[0][1]))
             if sheet == "Summary" and cell.startswith("B") and int(cell[1:]) > first + 4]
    listed = [part for line in lines for part in line.split("; ") if part]
    if medium:
        assert [part for part in listed if not part.startswith("and ")] == medium[: len([p for p in listed if not p.startswith("and ")])]
        more = [part for part in listed if part.startswith("and ")]
        assert more == ([f"and {counted(len(medium) - len(listed) + 1, 'more crime type')}"] if len(medium) > len(listed) - len(more) else [])
    else:
        assert listed == ["No crime type is Medium."]


def assert_map_follows(data: bytes, found: Found, now: Matrix) -> None:
    """Each crime type stands in the cell of its probability and combined harm."""
    columns, rows = table(data, "Heat map", "Combined harm")
    for harm, row in rows.items():
        for probability in range(1, 7):
            words = str(found["Heat map", address(row, columns[f"Probability {probability}"])][1]).split("\n")
            assert words[0] == str(now.thresholds.band(int(str(harm)) * probability))
            assert words[1:] == [one.name for one in now.rows if (one.combined_harm, one.probability) == (harm, probability)]


CHANGES: dict[str, tuple[int, int, ScoreRow]] = {
    "a level more": (FIRE, 15, ScoreRow(15, (2, 1, 1, 1, 1, 1))),
    "the highest everywhere": (FIRE, 3, ScoreRow(3, (4,) * 6)),
    "a score cleared": (UAVA, 2, ScoreRow(2, (4, 4, None, 3, 3, 3))),
    "no view": (UAVA, 11, ScoreRow(11, (None,) * 6, no_view=True)),
}


@pytest.mark.parametrize("rule", CombiningRule)
@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_score_changes_what_follows(office: Office, tmp_path: Path, rule: CombiningRule, what: str) -> None:
    of, _, data = built(rule)
    before = returns_2017(of)
    agency, crime_type, row = CHANGES[what]
    cells = scores_at(data, of, agency, crime_type)
    typed = dict(zip(cells, (*row.scores, "No view" if row.no_view else None), strict=True))
    now = combine(of, changed(before, agency, crime_type, row), all_counts(of))
    path = tmp_path / "live.xlsx"
    path.write_bytes(data)
    found = office.recalculate(path, changes=typed)  # type: ignore[arg-type]
    assert_follows(data, found, now)
    said = before[agency - 1].row(crime_type)
    expected = [cell for cell, old, new in zip(cells, said.scores, row.scores, strict=False) if old != new] or [cells[-1]]
    assert found["Checks", "C7"][1] == "!".join(expected[0])
    assert [found["Checks", f"C{line}"][1] for line in range(8, 18)] == [True] * 10
    assert found["Summary", "A4"][1] == f"ALTERED SINCE CALCULATION: {'!'.join(expected[0])}"


def test_several_scores_of_several_agencies_at_once(office: Office, tmp_path: Path) -> None:
    of, _, data = built()
    now, typed = returns_2017(of), {}
    for agency in range(1, 6):
        row = ScoreRow(agency + 4, (agency % 4 + 1, 1, 4, 2, 3, 1))
        typed |= dict(zip(scores_at(data, of, agency, agency + 4), (*row.scores, None), strict=True))
        now = changed(now, agency, agency + 4, row)
    path = tmp_path / "live.xlsx"
    path.write_bytes(data)
    found = office.recalculate(path, changes=typed)  # type: ignore[arg-type]
    assert_follows(data, found, combine(of, now, all_counts(of)))
    assert str(found["Checks", "C7"][1]).endswith(" and 4 more rows")


def test_nothing_is_altered_in_a_fresh_workbook(office: Office, tmp_path: Path) -> None:
    _, matrix, _ = built()
    path, data = written(tmp_path)
    found = office.recalculate(path)
    assert_follows(data, found, matrix)
    assert found["Summary", "A4"][1] == CHECKED
    assert [found["Checks", f"C{line}"][1] for line in range(7, 19)] == [True] * 12


ALTERED = [  # sheet, heading, key of the row, what is typed, the line of Checks that names it
    ("All scores", "Key", 20004, 77, 1), ("All scores", "Number", 20004, 5, 1), ("All scores", "Harm score", 20004, 24, 1),
    ("Incident counts", "Mar 16", 3, 900, 2), ("Incident counts", "Apr 14", 3, 900, 2), ("Incident counts", "Jul 15", 0, None, 2),
    ("Probability", "Control state used", 4, "Uncontrolled", 5), ("Probability", "Probability by hand", 4, 6, 5),
    ("Risk matrix", "Theme", 4, "Violence", 5), ("Risk matrix", "National steer", 4, "Somebody", 5),
    ("Risk matrix", "Crime type", 4, "Robbery", 5),
    ("Harm scores", "Police", 4, 24, 6), ("Harm scores", "UAVA", 9, "Missing", 6), ("Harm scores", "Combined harm", 4, 20, 7),
    ("Harm scores", "Unrounded", 4, 19.5, 7), ("Harm scores", "Scored by", 4, 2, 7),
    ("Probability", "Latest 12 months", 4, 3, 8), ("Probability", "Share of all incidents", 4, 0.5, 8),
    ("Probability", "Probability", 4, 6, 8),
    ("Risk matrix", "Probability", 4, 6, 9), ("Risk matrix", "Combined harm", 4, 20, 9), ("Risk matrix", "Risk score", 4, 99, 9),
    ("Risk matrix", "Risk band", 4, "High", 9), ("Risk matrix", "Recommendation", 4, "Select", 9), ("Risk matrix", "Rank", 4, 1, 9),
    ("Risk matrix", "Order", 4, 1, 9), ("Themes", "Risk band", 4, "High", 10), ("Themes", "Recommendation", 4, "Select", 10),
    ("Themes", "Risk score", 4, 99, 10), ("Themes", "Place in the list", 4, 99, 10),
]  # fmt: skip


@pytest.fixture(scope="module")
def board(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    """The results workbook, open; each test types over a cell and puts it back."""
    path, _ = written(tmp_path_factory.mktemp("board"))
    with office.opened(path) as document:
        yield document


def typed_over(board: Document, sheet: str, cell: str, value: object) -> tuple[str, list[object]]:
    """What Summary says and the lines of Checks, with another value in a cell."""
    place = board.cells((sheet, cell))
    before = place.getFormula()
    board.enter((sheet, cell), value)  # type: ignore[arg-type]
    said, lines = str(board.read(("Summary", "A4"))), [board.read(("Checks", f"C{row}")) for row in range(7, 19)]
    place.setFormula(before)
    assert board.read(("Summary", "A4")) == CHECKED
    return said, lines


@pytest.mark.parametrize(("sheet", "heading", "key", "value", "line"), ALTERED, ids=[f"{one[0]}, {one[1]}" for one in ALTERED])
def test_an_altered_cell_is_named(board: Document, sheet: str, heading: str, key: int, value: object, line: int) -> None:
    columns, rows = table(built()[2], sheet, "Key" if sheet == "All scores" else "Number")
    cell = address(rows[key], columns[heading])
    said, lines = typed_over(board, sheet, cell, value)
    assert lines[line - 1] == f"{sheet}!{cell}"
    assert said == f"ALTERED SINCE CALCULATION: {sheet}!{cell}"
    assert lines[: line - 1] == [True] * (line - 1)


@pytest.mark.parametrize(("cell", "value", "line"), [("B10", 9, 4), ("B14", 0.3, 4), ("A26", 0.06, 3), ("C25", 5, 3), ("D28", None, 3)])
def test_an_altered_setting_is_named(board: Document, cell: str, value: float, line: int) -> None:
    said, lines = typed_over(board, "Method", cell, value)
    assert str(lines[line - 1]).split(" and ")[0] == f"Method!{cell}"
    assert said.startswith(f"ALTERED SINCE CALCULATION: Method!{cell}")


@pytest.mark.parametrize("cell", ["B8", "C9", "D10", "A11", "E9", "B24"])
def test_words_typed_over_the_board_s_own_page_are_named(board: Document, cell: str) -> None:
    said, _ = typed_over(board, "Summary", cell, "High as ever")
    assert said == f"ALTERED SINCE CALCULATION: Summary!{cell}"
