"""Method: the settings that formulas use, the probability matrix, and how the numbers are made, in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from snwp_xl.assessment.origins import matrix_origin, threshold_origin
from snwp_xl.editions import AS_CALCULATED, CHECK
from snwp_xl.model import CHARTED_STATES, CombiningRule
from snwp_xl.results import page
from snwp_xl.results.as_read import SMALLEST
from snwp_xl.results.plan import (
    MATRIX_CHECK,
    MATRIX_HEAD,
    METHOD,
    SETTING_CHECK,
    SETTING_COLUMN,
    SETTING_SOURCE,
    SETTINGS,
    SETTINGS_HEAD,
    THEN_COLUMN,
    Plan,
)
from snwp_xl.results.report import Report
from snwp_xl.results.tables import MARK
from snwp_xl.sheets import Content, Formula, Sheet, column_name, own

WIDTHS = (38, 16, 16, 16, 56)


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Settings and the probability matrix as live cells, then the method in words."""
    sheet.widths(WIDTHS)
    page.head(sheet, report, "Method", ("The settings below are live: change one to see what follows.",))
    headings = ("Setting", "Value", AS_CALCULATED, CHECK, "Where it comes from")
    sheet.table(SETTINGS_HEAD, 0, "Settings", headings, SETTINGS_HEAD + len(SETTINGS), filters=False, looks=["head indent"] * len(headings))
    for row, (key, label) in enumerate(SETTINGS, start=SETTINGS_HEAD + 1):
        value, style, source = _settings(report, plan)[key]
        sheet.put(row, 0, label, "cell wrap strong")
        sheet.put(row, SETTING_COLUMN, value, f"cell indent {style}")
        sheet.put(row, THEN_COLUMN, value.value if isinstance(value, Formula) else value, f"cell indent {style}")
        sheet.put(row, SETTING_CHECK, _same([(SETTING_COLUMN, own(THEN_COLUMN, row))], row), "cell indent truth")
        sheet.put(row, SETTING_SOURCE, source, "cell wrap")
    sheet.when((SETTINGS_HEAD + 1, SETTING_CHECK, SETTINGS_HEAD + len(SETTINGS), SETTING_CHECK),
               f"={own(SETTING_CHECK, SETTINGS_HEAD + 1)}<>TRUE", "wrong")
    _probability_matrix(sheet, report)
    row = MATRIX_HEAD + len(report.assessment.probability_matrix.lower_edges) + 3
    for heading, lines in words(report):
        sheet.put(row, 0, heading, "subheading")
        row += 1
        for line in lines:
            row = sheet.paragraph(row, 0, line, sum(WIDTHS))
        row += 1
    sheet.page(landscape=True)


def _settings(report: Report, plan: Plan) -> dict[str, tuple[Content, str, str]]:
    one, at, cells = report.assessment, report.matrix.thresholds, plan.settings
    most = f"{cells['factors']}*{cells['scale']}"
    published = one.rule is CombiningRule.SUM_OVER_DIVISOR
    harm = f"={most}*{cells['agencies']}/{cells['divisor']}" if published else f"={most}"

    def part(key: str, of: str) -> str:
        return f"=ROUND({cells[key]}*{cells[of]},9)"

    possible = Formula(f"={cells['highest_harm']}*{cells['highest_probability']}", at.highest_possible)
    return {
        "agencies": (len(one.agencies), "", "set-up: Agencies"), "factors": (len(one.factors), "", "set-up: Factors"),
        "scale": (one.scale, "", "set-up"), "divisor": (one.divisor, "", "set-up; used by Sum / 6 only"),
        "highest_harm": (Formula(harm, at.highest_harm), "", f"the rule's highest: {one.rule.value}"),
        "highest_probability": (Formula(f"=MAX({plan.scores})", one.probability_matrix.highest), "", "the matrix below"),
        "highest_possible": (possible, "", "harm x probability"),
        "high_percent": (one.thresholds.high, "percent", threshold_origin(one, "high")),
        "high": (Formula(part("high_percent", "highest_possible"), _points(at.high)), "", ""),
        "medium_percent": (one.thresholds.medium, "percent", threshold_origin(one, "medium")),
        "medium": (Formula(part("medium_percent", "highest_possible"), _points(at.medium)), "", ""),
        "high_harm_percent": (one.thresholds.high_harm, "percent", threshold_origin(one, "high_harm")),
        "high_harm": (Formula(part("high_harm_percent", "highest_harm"), _points(at.high_harm)), "", "combined harm"),
    }


def _points(value: Fraction) -> Fraction:
    """As the formula rounds it, to nine decimals half up; a whole number stays one."""
    scaled = value * 10**9
    return Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**9)


def _probability_matrix(sheet: Sheet, report: Report) -> None:
    matrix = report.assessment.probability_matrix
    sheet.put(MATRIX_HEAD - 1, 0, f"Probability matrix ({matrix_origin(report.assessment)})", "subheading")
    headings = ("Share of all incidents from", *(state.value for state in CHARTED_STATES), CHECK)
    looks = ("head indent", *("head centre" for _ in CHARTED_STATES), "head indent")
    sheet.table(MATRIX_HEAD, 0, "ProbabilityMatrix", headings, MATRIX_HEAD + len(matrix.lower_edges), filters=False, looks=looks)
    for row, (edge, scores) in enumerate(zip(matrix.lower_edges, matrix.scores, strict=True), start=MATRIX_HEAD + 1):
        sheet.put(row, 0, edge, "cell indent percent")
        sheet.across(row, 1, scores, "cell centre")
        then = [(0, repr(float(edge))), *((column, str(score)) for column, score in enumerate(scores, start=1))]
        sheet.put(row, MATRIX_CHECK, _same(then, row), "cell indent truth")
    first = MATRIX_HEAD + 1
    sheet.when((first, MATRIX_CHECK, MATRIX_HEAD + len(matrix.lower_edges), MATRIX_CHECK), f"={own(MATRIX_CHECK, first)}<>TRUE", "wrong")


def _same(then: Sequence[tuple[int, str]], row: int) -> Formula:
    """TRUE where cells of a row hold the numbers that they had, else the address of the first that does not."""
    formula = "TRUE"
    for column, value in reversed(then):
        here = own(column, row)
        formula = f'IF(IF(ISNUMBER({here}),ABS({here}-{value})>{SMALLEST},TRUE),"{METHOD}{MARK}{column_name(column)}"&ROW(),{formula})'
    return Formula(f"={formula}", True)


def words(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The method in words, heading by heading; README prints the same."""
    one = report.assessment
    return (
        ("Harm", (
            f"Each agency scores each crime type from 1, the least harm, to {one.scale} on each factor. Their sum is its harm score.",
            f"The harm scores are combined by the rule {one.rule.value} and rounded half up. Missing scores and No view are never zero.",
            "Agencies weigh the same, so that every partner has a proportionate say.",
        )),
        ("Probability", (
            "Share: the crime type's incidents in the latest 12 months out of All incidents in the same months.",
            "Control state: an XmR control chart of the monthly counts, with the four rules of NHS England's Making Data Count, and a "
            "change in the yearly total by more than chance. Both must agree before a state is Uncontrolled or Reducing.",
        )),
        ("How firm the results are", (
            "Kendall's W says how far the agencies put the crime types in the same order: 1 is the same order from all; unrelated orders "
            "give about one divided by the number of agencies.",
            f"One level off: each score is independently one lower, the same or one higher, a third each, held at 1 and {one.scale}, and "
            "the chance of each band is worked out exactly. A score held at 1 can only rise, so crime types with many scores of 1 lean "
            "upwards.",
            "The smallest change is the fewest levels in all, from any agencies, that give a crime type a different band. Its probability "
            "stays the same.",
            "An agency left out counts as one closed without a return: the number of agencies, and so the scale, stays the same.",
            "The sheet Checks adds everything up again with different formulas, and names any cell altered since this was calculated.",
        )),
        ("What this is and is not", (
            "Multiplying a probability score by a harm score is a convention, not a measurement. Scores are ordered, not measured.",
            "Lean on what stays the same under small changes; the sheets Agreement and What would change it say what does.",
            "The 2017/18 summary's matrix, thresholds, descriptors and probability numbers were pictures and are not public. "
            "The sheet Audit lists what is a project default here.",
        )),
    )
