"""Method: the settings that formulas use, the probability matrix, and how the numbers are made, in words."""

from __future__ import annotations

from fractions import Fraction

from snwp_xl.editions import AS_CALCULATED
from snwp_xl.model import CHARTED_STATES, CombiningRule
from snwp_xl.results import page
from snwp_xl.results.plan import MATRIX_HEAD, SETTINGS, SETTINGS_HEAD, THEN_COLUMN, Plan
from snwp_xl.results.report import Report
from snwp_xl.sheets import Content, Formula, Sheet

DEFAULT = "project default, to be confirmed by the partnership"
WIDTHS = (38, 16, 16, 16, 60)


def draw(sheet: Sheet, report: Report, plan: Plan) -> None:
    """Settings and the probability matrix as live cells, then the method in words."""
    sheet.widths(WIDTHS)
    page.head(sheet, report, "Method", ("The settings below are live: change one to see what follows.",))
    sheet.table(SETTINGS_HEAD, 0, "Settings", ("Setting", "Value", AS_CALCULATED, "Where it comes from"), SETTINGS_HEAD + len(SETTINGS))
    for row, (key, label) in enumerate(SETTINGS, start=SETTINGS_HEAD + 1):
        value, style, source = _settings(report, plan)[key]
        sheet.put(row, 0, label, "cell strong")
        sheet.put(row, 1, value, f"cell left {style}")
        sheet.put(row, THEN_COLUMN, value.value if isinstance(value, Formula) else value, f"cell left {style}")
        sheet.put(row, THEN_COLUMN + 1, source, "cell")
    _probability_matrix(sheet, report)
    row = MATRIX_HEAD + len(report.assessment.probability_matrix.lower_edges) + 3
    for heading, lines in words(report):
        sheet.put(row, 0, heading, "subheading")
        for line in lines:
            row += 1
            sheet.put(row, 0, line, "line")
        row += 2
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
        "high_percent": (one.thresholds.high, "percent", DEFAULT),
        "high": (Formula(part("high_percent", "highest_possible"), _points(at.high)), "", ""),
        "medium_percent": (one.thresholds.medium, "percent", DEFAULT),
        "medium": (Formula(part("medium_percent", "highest_possible"), _points(at.medium)), "", ""),
        "high_harm_percent": (one.thresholds.high_harm, "percent", DEFAULT),
        "high_harm": (Formula(part("high_harm_percent", "highest_harm"), _points(at.high_harm)), "", "combined harm"),
    }


def _points(value: Fraction) -> Fraction:
    """As the formula rounds it, to nine decimals half up; a whole number stays one."""
    scaled = value * 10**9
    return Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**9)


def _probability_matrix(sheet: Sheet, report: Report) -> None:
    matrix = report.assessment.probability_matrix
    sheet.put(MATRIX_HEAD - 1, 0, f"Probability matrix ({DEFAULT})", "subheading")
    headings = ("Share of all incidents from", *(state.value for state in CHARTED_STATES))
    sheet.table(MATRIX_HEAD, 0, "ProbabilityMatrix", headings, MATRIX_HEAD + len(matrix.lower_edges))
    for row, (edge, scores) in enumerate(zip(matrix.lower_edges, matrix.scores, strict=True), start=MATRIX_HEAD + 1):
        sheet.put(row, 0, edge, "cell left percent")
        sheet.across(row, 1, scores, "cell centre")


def words(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The method in words, heading by heading; README prints the same."""
    one = report.assessment
    return (
        ("Harm", (
            f"Each agency scores each crime type from 1, the least harm, to {one.scale} on each factor. Their sum is its harm score.",
            f"The harm scores are joined by the rule {one.rule.value} and rounded half up. Missing scores and No view are never zero.",
            "Agencies weigh the same, so that every partner has a proportionate say.",
        )),
        ("Probability", (
            "Share: the crime type's incidents in the latest 12 months out of All incidents in the same months.",
            "Control state: an XmR control chart of the monthly counts, with the four rules of NHS England's Making Data Count, and a "
            "change of the yearly total by more than chance. Both must agree before a state is Uncontrolled or Reducing.",
        )),
        ("What this is and is not", (
            "Multiplying a probability score by a harm score is a convention, not a measurement. Scores are ordered, not measured.",
            "Lean on what stays the same under small changes; the sheets Agreement and What would change it say what does.",
            "The 2017/18 summary's matrix, thresholds, descriptors and probability numbers were pictures and are not public: "
            "those here are project defaults.",
        )),
    )
