"""The plain script that the benchmarks compare with: what a good analyst would write with pandas and openpyxl.

    python plain.py calculate ROUND OUT.xlsx [--rest CONTENTS]
    python plain.py check ROUND
    python plain.py roundup FOLDER_OF_ROUNDS OUT.xlsx

It reads each workbook once, asks pandas only for the sheets it needs, reads returns by their labels, makes each style
once, and writes eleven sheets of the results workbook with the same columns, formulas and looks, and two control charts
for each crime type. It trusts its files: no score is checked beyond 1 to 4, a moved row or a renamed sheet stops it, and
formulas have no stored values. It leaves out the other twelve sheets, among them Heat map, Decisions, Agreement, What would
change it, Checks and Findings; the briefing; and the agencies' pages.

With `--rest` it writes those twelve sheets and the agencies' pages too, cell by cell in their styles. What stands in them
is not worked out but taken from a file that `rest.py` made, so a script that did the whole job would take longer still.
"""

from __future__ import annotations

import sys
from itertools import accumulate
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl.chart import LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table
from rest import write_rest

HEAD = 5  # the row of headings on every sheet, from 0
LIMIT, TWO_SIGMA = 2.66, 2 / 3
STATES = ["Reducing", "Under control", "Uncontrolled"]
THIN = Side(style="thin", color="B1B4B6")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WORDS, TITLE = Font(name="Arial", size=10, color="0B0C0C"), Font(name="Arial", size=18, bold=True, color="12436D")
STRONG, HEAD_WORDS = Font(name="Arial", size=10, bold=True, color="0B0C0C"), Font(name="Arial", size=10, bold=True, color="FFFFFF")
BLUE, PALE = PatternFill("solid", fgColor="12436D"), PatternFill("solid", fgColor="E3EDF7")
BANDS = {"High": "F46A25", "Medium": "C9C9C9", "Low": "CFE3F5"}
BAND_FILLS = {band: PatternFill("solid", fgColor=colour) for band, colour in BANDS.items()}
LEFT = Alignment(vertical="center", wrap_text=True, indent=1)
CENTRE, HEAD_PLACE = Alignment(horizontal="center", vertical="center"), Alignment(vertical="center", wrap_text=True)


# --- reading ---------------------------------------------------------------------------------------------------------------


def below(sheet: pd.DataFrame, label: str) -> pd.DataFrame:
    """The table of a sheet that has `label` among its headings, without rows that hold nothing in that column."""
    row = sheet.index[(sheet == label).any(axis=1)][0]
    table = sheet.loc[row + 1 :]
    table.columns = sheet.loc[row].tolist()
    return table[table[label].notna()]


def read_setup(folder: Path) -> dict:
    """What the calculation needs of the set-up workbook."""
    wanted = ["Setup", "Agencies", "Crime types", "Factors", "Probability matrix"]
    sheets = pd.read_excel(next(folder.glob("assessment.xls[mx]")), sheet_name=wanted, header=None, engine="openpyxl")
    fields = sheets["Setup"].set_index(0)[1]
    agencies = below(sheets["Agencies"], "Agency")
    matrix = below(sheets["Probability matrix"], "Share of all incidents from")
    return {
        "name": fields["Assessment"], "partnership": fields["Partnership"], "marking": fields["Protective marking"],
        "agencies": agencies.loc[agencies["Asked to score"] == "Yes", "Agency"].tolist(),
        "crime_types": below(sheets["Crime types"], "Number").set_index("Number")[["Crime type", "Theme", "National steer"]],
        "factors": below(sheets["Factors"], "Number")["Factor"].tolist(),
        "edges": matrix["Share of all incidents from"].astype(float).tolist(), "scores": matrix[STATES].astype(int).to_numpy(),
        "divisor": int(fields["Divisor of Sum / 6"]), "high": float(fields["High starts at"]), "medium": float(fields["Medium starts at"]),
        "last": pd.Timestamp(fields["Last month of counts"]),
    }


def read_return(path: Path, factors: list[str]) -> pd.DataFrame:
    """One return: a row a crime type, a column a factor."""
    sheet = pd.read_excel(path, sheet_name="Harm scores", header=None, engine="openpyxl")
    agency = sheet.loc[sheet[0] == "Agency", 1].iloc[0]
    table = below(sheet, "Crime type")
    table = table[[*factors, "No view", "Comment"]].assign(**{"Crime type": table["Crime type"], "Agency": agency, "Return": path.name})
    table[factors] = table[factors].apply(pd.to_numeric, errors="coerce")
    return table


def read_returns(folder: Path, factors: list[str]) -> pd.DataFrame:
    """Every return of a round."""
    return pd.concat([read_return(path, factors) for path in sorted((folder / "returns").glob("*.xlsx"))], ignore_index=True)


def read_counts(folder: Path) -> pd.DataFrame:
    """Monthly counts: a row a crime type, a column a month."""
    counts = below(pd.read_excel(folder / "incidents.xlsx", sheet_name=0, header=None, engine="openpyxl"), "Counts of")
    counts = counts.set_index("Counts of").iloc[:, 2:]
    counts.columns = pd.to_datetime(counts.columns, format="%b %y")
    return counts.apply(pd.to_numeric, errors="coerce")


# --- computing -------------------------------------------------------------------------------------------------------------


def wrong_scores(scores: pd.DataFrame, factors: list[str]) -> list[str]:
    """What is missing or out of range, in words."""
    given = scores.loc[scores["No view"].isna(), ["Agency", "Crime type", *factors]].melt(["Agency", "Crime type"], var_name="Factor")
    wrong = given[~given["value"].between(1, 4)]
    return [f"{agency}: {crime_type}, {factor}: {value}" for agency, crime_type, factor, value in wrong.itertuples(index=False)]


def runs(signs: np.ndarray) -> np.ndarray:
    """How long the run is that each point ends, negative for one of -1s."""
    return np.array(list(accumulate(signs, lambda run, sign: run + sign if run * sign > 0 else sign)))


def chart(series: pd.Series, last: pd.Timestamp) -> dict:
    """Mean, limits and control state of a monthly series."""
    counts = series[:last].to_numpy()[-36:]
    baseline, latest, before = counts[:-12], counts[-12:], counts[-24:-12]
    mean, spread = baseline.mean(), LIMIT * np.abs(np.diff(baseline)).mean()
    away = counts - mean
    beside, moving = runs(np.sign(away)), runs(np.sign(np.diff(counts, prepend=np.nan)))  # six steps lead through seven points
    near = (np.abs(away) > TWO_SIGMA * spread) & (np.abs(away) <= spread)
    above, under = (np.convolve(near & (np.sign(away) == way), [1, 1, 1])[: len(counts)] for way in (1, -1))
    up = (away > spread) | (beside >= 7) | (moving >= 6) | (above >= 2)
    down = (away < -spread) | (beside <= -7) | (moving <= -6) | (under >= 2)
    total, was = latest.sum(), before.sum()
    factor = max(1.0, (latest - before).var(ddof=1) / ((total + was) / 12))
    real = abs(total - was) / (factor * (total + was)) ** 0.5 > 1.96
    risen, fallen = up[-12:].any() and real and total > was, down[-12:].any() and real and total < was
    state = STATES[2] if risen else STATES[0] if fallen else STATES[1]
    return {"Mean": mean, "Lower": mean - spread, "Upper": mean + spread, "Before": was, "Latest": total, "State": state}


def combine(setup: dict, scores: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """The harm matrix: a row a crime type."""
    scores["Harm score"] = scores[setup["factors"]].sum(axis=1, skipna=False)
    matrix = setup["crime_types"].reset_index()
    harm = scores.groupby(["Crime type", "Agency"])["Harm score"].first().unstack()[setup["agencies"]]
    matrix = matrix.join(harm, on="Crime type")
    given = matrix[setup["agencies"]]
    matrix["Scored by"] = given.count(axis=1)
    matrix["Unrounded"] = given.sum(axis=1) * len(setup["agencies"]) / (setup["divisor"] * matrix["Scored by"])
    matrix["Combined harm"] = (matrix["Unrounded"] + 0.5 + 1e-9) // 1
    charts = pd.DataFrame({name: chart(series, setup["last"]) for name, series in counts.iterrows()}).T
    matrix = matrix.join(charts, on="Crime type")
    matrix["Share"] = (matrix["Latest"] / charts.loc["All incidents", "Latest"]).astype(float)
    rows = pd.cut(matrix["Share"], [*setup["edges"], 1e9], right=False, labels=False)
    matrix["Probability"] = setup["scores"][rows, [STATES.index(state) for state in matrix["State"]]]
    matrix["Risk score"] = matrix["Probability"] * matrix["Combined harm"]
    highest = setup["scores"].max() * len(setup["agencies"]) * len(setup["factors"]) * 4 / setup["divisor"]
    setup["points"] = {"High": setup["high"] * highest, "Medium": setup["medium"] * highest}
    bands = [-1, setup["points"]["Medium"], setup["points"]["High"], 1e9]
    matrix["Risk band"] = pd.cut(matrix["Risk score"], bands, right=False, labels=["Low", "Medium", "High"]).astype(str)
    matrix["Rank"] = matrix["Risk score"].rank(ascending=False, method="min").astype(int)
    return matrix.sort_values(["Rank", "Number"], ignore_index=True)


# --- writing ---------------------------------------------------------------------------------------------------------------


def put(
    book: pd.ExcelWriter, setup: dict, name: str, frame: pd.DataFrame, widths: list[float], left: tuple[str, ...] = ("Crime type",),
    numbers: dict[str, str] | None = None, words: str = "",
) -> None:
    """A frame as a sheet: title, marking, headings, borders, widths, an Excel table, and how it prints."""
    frame.to_excel(book, sheet_name=name, startrow=HEAD, index=False)
    sheet = book.sheets[name]
    sheet["A1"], sheet["A2"], sheet["A3"] = f"{name}: {setup['name']}", f"{setup['marking']} | {setup['partnership']}", words
    sheet["A1"].font, sheet["A2"].font, sheet["A3"].font = TITLE, STRONG, WORDS
    places = [LEFT if column in left else CENTRE for column in frame.columns]
    formats = [(numbers or {}).get(column) for column in frame.columns]
    last = HEAD + 1 + len(frame)
    for cell in next(sheet.iter_rows(HEAD + 1, HEAD + 1)):
        cell.font, cell.fill, cell.border, cell.alignment = HEAD_WORDS, BLUE, BORDER, HEAD_PLACE
    for row in sheet.iter_rows(HEAD + 2, last):
        for cell, place, number in zip(row, places, formats, strict=True):
            cell.font, cell.border, cell.alignment = WORDS, BORDER, place
            if number:
                cell.number_format = number
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.add_table(Table(displayName=name.replace(" ", ""), ref=f"A{HEAD + 1}:{get_column_letter(len(frame.columns))}{last}"))
    sheet.freeze_panes = sheet.cell(HEAD + 2, 3)
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD + 1}:{HEAD + 1}"
    sheet.sheet_view.showGridLines = False


def formulas(rows: int, text: str) -> list[str]:
    """The same formula for every row of a table, {r} being its row."""
    return [text.replace("{r}", str(row)) for row in range(HEAD + 2, HEAD + 2 + rows)]


def colour_bands(sheet, column: int, bands: list[str]) -> None:
    """A fill for each band, beside its word."""
    for row, band in enumerate(bands, HEAD + 2):
        sheet.cell(row, column).fill = BAND_FILLS[band]


def write_results(out: Path, setup: dict, scores: pd.DataFrame, counts: pd.DataFrame, matrix: pd.DataFrame, rest: Path | None) -> None:
    """The results workbook."""
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        _summary(book, setup, matrix)
        _risk(book, setup, matrix)
        by_number = matrix.sort_values("Number", ignore_index=True)
        _harm(book, setup, by_number)
        _probability(book, setup, by_number, counts)
        _profile(book, setup, by_number, counts)
        _themes(book, setup, matrix)
        _all_scores(book, setup, scores)
        _counts(book, setup, counts)
        _chart_data(book, setup, by_number, counts)
        _method(book, setup)
        if rest:
            write_rest(rest, book.book, out.parent)


def _summary(book: pd.ExcelWriter, setup: dict, matrix: pd.DataFrame) -> None:
    last = HEAD + 1 + len(matrix)
    bands = pd.DataFrame({"Risk band": list(BANDS)})
    bands["Crime types"] = [f"=COUNTIF('Risk matrix'!$H${HEAD + 2}:$H${last},$A{row})" for row in range(HEAD + 2, HEAD + 2 + len(bands))]
    for place in range(1, 11):
        bands[f"{place}."] = [f"=INDEX('Risk matrix'!$C${HEAD + 2}:$C${last},{place})", "", ""]
    put(book, setup, "Summary", bands, [20, 14, *([24] * 10)], ("Risk band",), words="Risk bands, and the crime types in order of risk.")
    colour_bands(book.sheets["Summary"], 1, list(BANDS))


def _risk(book: pd.ExcelWriter, setup: dict, matrix: pd.DataFrame) -> None:
    rows = len(matrix)
    last = HEAD + 1 + rows
    frame = matrix[["Number", "Crime type", "Theme"]].copy()
    frame.insert(0, "Rank", formulas(rows, f"=RANK($G{{r}},$G${HEAD + 2}:$G${last})"))
    look = "=INDEX('{}'!${}${}:${}${},MATCH($B{{r}},'{}'!$A${}:$A${},0))"
    frame["Probability"] = formulas(rows, look.format("Probability", "G", HEAD + 2, "G", last, "Probability", HEAD + 2, last))
    column = get_column_letter(3 + len(setup["agencies"]))
    frame["Combined harm"] = formulas(rows, look.format("Harm scores", column, HEAD + 2, column, last, "Harm scores", HEAD + 2, last))
    frame["Risk score"] = formulas(rows, '=IF(AND(ISNUMBER($E{r}),ISNUMBER($F{r})),$E{r}*$F{r},"None")')
    frame["Risk band"] = formulas(
        rows, f"=IF($G{{r}}>='Method'!$B${HEAD + 2},\"High\",IF($G{{r}}>='Method'!$B${HEAD + 3},\"Medium\",\"Low\"))")
    frame["National steer"] = matrix["National steer"].fillna("None")
    frame["Recommendation"] = formulas(
        rows, '=IF($H{r}="High","Select",IF($H{r}="Medium","Discuss",IF($I{r}<>"None","Compelled","Do not select")))')
    frame["Why"] = [f"Risk score {risk:.0f} ({p} x {h:.0f}) is {band}." for risk, p, h, band in zip(
        matrix["Risk score"], matrix["Probability"], matrix["Combined harm"], matrix["Risk band"], strict=True)]
    put(book, setup, "Risk matrix", frame, [11, 9, 34, 21, 11, 10, 9, 13, 16, 15, 52],
        ("Crime type", "Theme", "National steer", "Recommendation", "Why"), words="Risk score = probability x combined harm.")
    colour_bands(book.sheets["Risk matrix"], 8, matrix["Risk band"].tolist())


def _harm(book: pd.ExcelWriter, setup: dict, matrix: pd.DataFrame) -> None:
    rows, agencies = len(matrix), setup["agencies"]
    frame = matrix[["Number", "Crime type"]].copy()
    end = HEAD + 1 + rows * len(agencies)
    for i, agency in enumerate(agencies, 1):
        frame[agency] = formulas(
            rows, f"=INDEX('All scores'!$L${HEAD + 2}:$L${end},MATCH({i}0000+$A{{r}},'All scores'!$A${HEAD + 2}:$A${end},0))")
    first, last = "C", get_column_letter(2 + len(agencies))
    unrounded = get_column_letter(4 + len(agencies))
    frame["Combined harm"] = formulas(rows, f'=IF(ISNUMBER(${unrounded}{{r}}),ROUND(${unrounded}{{r}},0),"Not scored")')
    scored = f"COUNT(${first}{{r}}:${last}{{r}})"
    frame["Unrounded"] = formulas(
        rows, f'=IF({scored}=0,"Not scored",SUM(${first}{{r}}:${last}{{r}})*{len(agencies)}/({setup["divisor"]}*{scored}))')
    frame["Scored by"] = formulas(rows, f"={scored}")
    frame["In words"] = formulas(rows, f'="scored by "&{scored}&" of {len(agencies)}"')
    put(book, setup, "Harm scores", frame, [9, 34, *([12] * len(agencies)), 11, 11, 9, 26], ("Crime type", "In words"),
        {"Unrounded": "#,##0.00"}, "Each agency's harm score is the sum of its scores.")


def _latest(counts: pd.DataFrame) -> tuple[str, str, str]:
    """Ranges on Incident counts: the latest 12 months, the 12 before, the crime types' numbers."""
    last = HEAD + 1 + len(counts)
    columns = [get_column_letter(2 + len(counts.columns) - i) for i in (11, 0, 23, 12)]
    ranges = [f"'Incident counts'!${a}${HEAD + 2}:${b}${last}" for a, b in (columns[:2], columns[2:])]
    return ranges[0], ranges[1], f"'Incident counts'!$A${HEAD + 2}:$A${last}"


def _probability(book: pd.ExcelWriter, setup: dict, matrix: pd.DataFrame, counts: pd.DataFrame) -> None:
    rows = len(matrix)
    latest, _, numbers = _latest(counts)
    total = "=IF(COUNT(INDEX({0},MATCH({2},{1},0),0))=12,SUM(INDEX({0},MATCH({2},{1},0),0)),\"No counts\")"
    frame = matrix[["Number", "Crime type"]].copy()
    frame["Latest 12 months"] = formulas(rows, total.format(latest, numbers, "$A{r}"))
    frame["All incidents"] = formulas(rows, total.format(latest, numbers, "0"))
    frame["Share of all incidents"] = formulas(rows, '=IF(AND(ISNUMBER($C{r}),ISNUMBER($D{r})),$C{r}/$D{r},"No counts")')
    frame["Control state"] = matrix["State"]
    first, last = HEAD + 10, HEAD + 9 + len(setup["edges"])
    frame["Probability"] = formulas(
        rows, f"=IFERROR(INDEX('Method'!$B${first}:$D${last},MATCH($E{{r}},'Method'!$A${first}:$A${last},1),"
              f"MATCH($F{{r}},'Method'!$B${first - 1}:$D${first - 1},0)),\"None\")")
    frame["Why"] = [f"{state}: mean {mean:.1f}, limits {low:.1f} and {high:.1f}; {now:.0f} after {was:.0f}." for state, mean, low, high, now, was
                    in zip(*(matrix[one] for one in ("State", "Mean", "Lower", "Upper", "Latest", "Before")), strict=True)]
    put(book, setup, "Probability", frame, [9, 30, 10, 10, 10, 15, 12, 62], ("Crime type", "Control state", "Why"),
        {"Latest 12 months": "#,##0", "All incidents": "#,##0", "Share of all incidents": "0.0%"}, "Share of all incidents and control state.")


def _profile(book: pd.ExcelWriter, setup: dict, matrix: pd.DataFrame, counts: pd.DataFrame) -> None:
    rows = len(matrix)
    latest, before, numbers = _latest(counts)
    total = "=IF(COUNT(INDEX({0},MATCH($A{{r}},{1},0),0))=12,SUM(INDEX({0},MATCH($A{{r}},{1},0),0)),\"No counts\")"
    frame = matrix[["Number", "Crime type"]].copy()
    frame["12 months before"] = formulas(rows, total.format(before, numbers))
    frame["Latest 12 months"] = formulas(rows, total.format(latest, numbers))
    frame["Change"] = formulas(rows, '=IF(AND(ISNUMBER($C{r}),ISNUMBER($D{r})),$D{r}-$C{r},"None")')
    frame["Percent"] = formulas(rows, '=IF(ISNUMBER($E{r}),IF($C{r}>0,$E{r}/$C{r},"None"),"None")')
    put(book, setup, "Crime profile", frame, [9, 34, 14, 14, 10, 10], numbers={
        "12 months before": "#,##0", "Latest 12 months": "#,##0", "Change": "+#,##0;-#,##0;0", "Percent": "+0.0%;-0.0%;0.0%"})


def _themes(book: pd.ExcelWriter, setup: dict, matrix: pd.DataFrame) -> None:
    themes = matrix.groupby("Theme", sort=False).agg({"Crime type": list, "Risk band": "first"}).reset_index()
    rows, last = len(themes), HEAD + 1 + len(matrix)
    frame = themes[["Theme"]].copy()
    look = f"=INDEX('Risk matrix'!${{0}}${HEAD + 2}:${{0}}${last},MATCH($A{{{{r}}}},'Risk matrix'!$D${HEAD + 2}:$D${last},0))"
    for heading, column in (("Highest crime type", "C"), ("Risk score", "G"), ("Risk band", "H"), ("Recommendation", "J")):
        frame[heading] = formulas(rows, look.format(column))
    frame["Its crime types"] = themes["Crime type"].str.join(", ")
    put(book, setup, "Themes", frame, [24, 30, 9, 13, 16, 52], ("Theme", "Highest crime type", "Recommendation", "Its crime types"))
    colour_bands(book.sheets["Themes"], 4, themes["Risk band"].tolist())


def _all_scores(book: pd.ExcelWriter, setup: dict, scores: pd.DataFrame) -> None:
    numbers = {name: number for number, name in setup["crime_types"]["Crime type"].items()}
    places = {agency: i for i, agency in enumerate(setup["agencies"], 1)}
    frame = scores[["Agency", "Crime type", *setup["factors"], "No view", "Comment", "Return"]].copy()
    frame.insert(1, "Number", frame["Crime type"].map(numbers))
    frame.insert(0, "Key", frame["Agency"].map(places) * 10_000 + frame["Number"])
    frame = frame.sort_values(["Number", "Key"], ignore_index=True)
    first, last = get_column_letter(5), get_column_letter(4 + len(setup["factors"]))
    view = get_column_letter(5 + len(setup["factors"]))
    harm = (f'=IF(${view}{{r}}="No view","No view",IF(COUNT(${first}{{r}}:${last}{{r}})={len(setup["factors"])},'
            f'SUM(${first}{{r}}:${last}{{r}}),"Missing"))')
    frame.insert(5 + len(setup["factors"]), "Harm score", formulas(len(frame), harm))
    put(book, setup, "All scores", frame, [9, 18, 9, 30, *([13] * len(setup["factors"])), 10, 10, 40, 30],
        ("Agency", "Crime type", "Comment", "Return"), words="Every score as the agency gave it.")


def _counts(book: pd.ExcelWriter, setup: dict, counts: pd.DataFrame) -> None:
    numbers = {name: number for number, name in setup["crime_types"]["Crime type"].items()}
    frame = counts.rename(columns=lambda month: f"{month:%b %y}").reset_index(names="Crime type")
    frame.insert(0, "Number", frame["Crime type"].map(numbers).fillna(0).astype(int))
    months = list(frame.columns[2:])
    put(book, setup, "Incident counts", frame, [9, 34, *([7.5] * len(months))], numbers=dict.fromkeys(months, "#,##0"), words="Monthly counts.")


def _chart_data(book: pd.ExcelWriter, setup: dict, matrix: pd.DataFrame, counts: pd.DataFrame) -> None:
    """A row a crime type and month, as the charts need it; the charts on a sheet of their own."""
    long = counts.reset_index(names="Crime type").melt("Crime type", var_name="Month", value_name="Count")
    limits = matrix[["Number", "Crime type", "Mean", "Lower", "Upper"]]
    frame = limits.merge(long, on="Crime type").sort_values(["Number", "Month"], ignore_index=True)
    frame["Month"] = [f"{month:%b %y}" for month in frame["Month"]]
    frame = frame[["Number", "Crime type", "Month", "Count", "Mean", "Lower", "Upper"]]
    put(book, setup, "Chart data", frame, [9, 30, 10, 10, 10, 10, 10], numbers=dict.fromkeys(("Mean", "Lower", "Upper"), "#,##0.0"))
    _draw_charts(book, frame, matrix["Crime type"].tolist(), len(counts.columns))


def _draw_charts(book: pd.ExcelWriter, frame: pd.DataFrame, names: list[str], months: int) -> None:
    """Each crime type's control chart twice: large, and small beside it for the overview."""
    sheet = book.book.create_sheet("Control charts")
    for i, name in enumerate(names):
        first = HEAD + 2 + i * months
        for column, height, width in (("A", 7, 23), ("N", 5, 9)):
            sheet.add_chart(_control_chart(book.sheets["Chart data"], name, (first, first + months - 1), height, width), f"{column}{1 + i * 16}")


def _control_chart(data, name: str, rows: tuple[int, int], height: float, width: float) -> LineChart:
    drawn = LineChart()
    drawn.title, drawn.height, drawn.width = name, height, width
    drawn.y_axis.title, drawn.y_axis.delete, drawn.x_axis.delete = "Incidents a month", False, False
    drawn.add_data(Reference(data, min_col=4, max_col=7, min_row=rows[0], max_row=rows[1]), titles_from_data=False)
    drawn.set_categories(Reference(data, min_col=3, min_row=rows[0], max_row=rows[1]))
    for line, (colour, thick, dash) in zip(drawn.series, (
            ("12436D", 22225, None), ("3D3D3D", 12700, None), ("3D3D3D", 12700, "dash"), ("3D3D3D", 12700, "dash")), strict=True):
        line.graphicalProperties.line.solidFill, line.graphicalProperties.line.width = colour, thick
        line.graphicalProperties.line.dashStyle, line.smooth = dash, False
    return drawn


def _method(book: pd.ExcelWriter, setup: dict) -> None:
    points = pd.DataFrame({"Setting": ["High from, points", "Medium from, points"], "Value": list(setup["points"].values())})
    put(book, setup, "Method", points, [34, 14, 14, 14], ("Setting",), words="Project defaults, to be confirmed by the partnership.")
    sheet = book.sheets["Method"]
    for i, heading in enumerate(["Share of all incidents from", *STATES], 1):
        cell = sheet.cell(HEAD + 9, i, heading)
        cell.font, cell.fill, cell.border, cell.alignment = HEAD_WORDS, BLUE, BORDER, HEAD_PLACE
    for row, (edge, scores) in enumerate(zip(setup["edges"], setup["scores"].tolist(), strict=True), HEAD + 10):
        for i, value in enumerate([edge, *scores], 1):
            cell = sheet.cell(row, i, value)
            cell.font, cell.border, cell.alignment = WORDS, BORDER, CENTRE
        sheet.cell(row, 1).number_format = "0%"


# --- the jobs --------------------------------------------------------------------------------------------------------------


def calculate(folder: Path, out: Path, rest: Path | None = None) -> pd.DataFrame:
    """Read a round, combine it, write the results."""
    setup = read_setup(folder)
    scores, counts = read_returns(folder, setup["factors"]), read_counts(folder)
    for line in wrong_scores(scores, setup["factors"]):
        print(line)
    matrix = combine(setup, scores, counts)
    write_results(out, setup, scores, counts, matrix, rest)
    print(matrix[["Rank", "Crime type", "Combined harm", "Probability", "Risk score", "Risk band"]].to_string(index=False))
    return matrix


def check(folder: Path) -> None:
    """Say who has returned and which scores are missing or wrong."""
    setup = read_setup(folder)
    counts, scores = read_counts(folder), read_returns(folder, setup["factors"])
    back = set(scores["Agency"])
    for agency in setup["agencies"]:
        print(f"{agency}: {'returned' if agency in back else 'missing'}")
    for name in counts.index[counts.isna().any(axis=1)]:
        print(f"{name}: a month has no count")
    for line in wrong_scores(scores, setup["factors"]):
        print(line)


def roundup(folder: Path, out: Path) -> pd.DataFrame:
    """Every round of a folder into one workbook: a row a crime type of a partnership, and a table of bands."""
    rounds = []
    for one in sorted(path for path in folder.iterdir() if path.is_dir()):
        setup = read_setup(one)
        rounds.append(combine(setup, read_returns(one, setup["factors"]), read_counts(one)).assign(Partnership=setup["partnership"]))
    every = pd.concat(rounds, ignore_index=True)
    head = {"name": "all", "marking": "OFFICIAL", "partnership": f"{len(rounds)} partnerships"}
    columns = ["Partnership", "Crime type", "Theme", "Combined harm", "Probability", "Risk score", "Risk band"]
    bands = every.pivot(index="Crime type", columns="Partnership", values="Risk band").reset_index()
    by_partnership = every.groupby("Partnership")["Risk band"].value_counts().unstack(fill_value=0).reset_index()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        put(book, head, "Partnerships", by_partnership, [34, 12, 12, 12], ("Partnership",))
        put(book, head, "Risk bands", bands, [34, *([14] * len(rounds))])
        put(book, head, "All rows", every[columns], [34, 34, 22, 10, 10, 10, 13], ("Partnership", "Crime type", "Theme"))
    return every


if __name__ == "__main__":
    job, *paths = sys.argv[1:]
    if job == "calculate":
        calculate(Path(paths[0]), Path(paths[1]), rest=Path(paths[3]) if "--rest" in paths else None)
    elif job == "check":
        check(Path(paths[0]))
    else:
        roundup(Path(paths[0]), Path(paths[1]))
