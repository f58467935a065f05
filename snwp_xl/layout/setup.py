"""The fields of the set-up workbook's sheet Setup, and the names of its sheets."""

from __future__ import annotations

from snwp_xl.layout.parts import NO, YES, Field, Group, Value
from snwp_xl.model import SCALES, CombiningRule

START_SHEET = "Start"
SETUP_SHEET = "Setup"
LISTS_SHEET = "Lists"
LATEST_SHEET = "Latest"

CONFIRM = "Project default: confirm it."
OBLIGATION_HELP = {
    1: "Leave empty what you do not need.",
    3: "A new round has serious violence here, a duty since 2022: confirm that it applies, or clear the cell."}
SETUP_GROUPS = (
    Group("The assessment", (
        Field("name", "Assessment", Value.TEXT, "The year it sets priorities for, such as 2017/18.", required=True),
        Field("partnership", "Partnership", Value.TEXT, "Its full name, as the board uses it.", required=True),
        Field("area", "Area", Value.TEXT, "The district, as in the police files.", required=True),
        Field("marking", "Protective marking", Value.TEXT, "Shown on every sheet, page and e-mail subject. Leave empty for none."),
    )),
    Group("Dates", (
        Field("assessment_date", "Date of the assessment", Value.DATE, "Documents carry this date.", required=True),
        Field("returns_by", "Returns by", Value.DATE, "When agencies must have sent their scores.", without="the blanks name no date to send them back by"),
        Field("counts_by", "Counts by", Value.DATE, "When the analyst must have filled in the incident counts."),
        Field("papers_out", "Papers out", Value.DATE, "When the board's papers go out."),
        Field("board_date", "Board meeting", Value.DATE, "When the board decides."),
        Field("publish_by", "Publish by", Value.DATE, "When the priorities must be public."),
        Field("keep_returns_until", "Keep returns until", Value.DATE, "When you delete the agencies' returns."),
    )),
    Group("Who agencies ask", (
        Field("contact_name", "Contact name", Value.TEXT, "Printed on each blank.", without="the blanks name nobody to ask"),
        Field("contact_phone", "Contact phone", Value.TEXT, "Printed on each blank."),
        Field("contact_email", "Contact e-mail", Value.TEXT, "Agencies send their returns here.", without="the blanks do not say where to send them"),
        Field("board_addresses", "The board's addresses", Value.LONG, "Who gets the results; put ; between them."),
        Field("analyst_addresses", "The analyst's addresses", Value.LONG, "Who fills in the incident counts; put ; between them."),
    )),
    Group("Scoring", (
        Field("scale", "Highest score", Value.WHOLE, "Scores run from 1, the least harm, to this: 2 to 10.", required=True,
              least=SCALES.start, most=SCALES.stop - 1),
        Field("no_view", "Agencies may say No view", Value.CHOICE, "No view is never 1 and never 0.", (YES, NO), True),
        Field("rule", "Combining rule", Value.CHOICE,
              "Sum / 6 is what made the published 2017/18 table: five agencies' scores divided by six. The table does not say why six.",
              tuple(CombiningRule), True),
        Field("divisor", "Divisor of Sum / 6", Value.WHOLE, "Used by that rule only.", required=True, least=1, most=1000),
    )),
    Group("Bands and priorities", (
        Field("high", "High starts at", Value.PERCENT, f"Percentage of the highest possible risk score. {CONFIRM}", required=True),
        Field("medium", "Medium starts at", Value.PERCENT, f"Percentage of the highest possible risk score. {CONFIRM}", required=True),
        Field("high_harm", "High harm, low volume", Value.PERCENT,
              f"A Low crime type is discussed if its combined harm is at least this share of the highest. {CONFIRM}", required=True),
        Field("places", "Places for priorities", Value.WHOLE, "How many priorities the board sets.", required=True, least=1, most=50),
        Field("top_harm", "Highest combined harm", Value.CHECK, "Worked out: what the rule gives if every agency scores the highest everywhere."),
        Field("top_risk", "Highest possible risk score", Value.CHECK, "Worked out: the highest combined harm times the highest probability."),
        Field("high_points", "High starts at, in points", Value.CHECK, "Worked out: a risk score of this or more is High."),
        Field("medium_points", "Medium starts at, in points", Value.CHECK, "Worked out: a risk score of this or more, and under High, is Medium."),
        Field("high_harm_points", "High harm, in points", Value.CHECK, "Worked out: a Low crime type with this combined harm or more is discussed."),
        Field("needed", "Probability needed for High", Value.CHECK, "Worked out: with a lower probability no crime type can be High, however great its harm."),
        Field("reach_high", "Which crime types can be High", Value.CHECK,
              "Worked out from the sheet Probability matrix: the share of all incidents from which High is within reach."),
    )),
    Group("Statutory obligations, alongside the priorities", tuple(
        Field(f"obligation_{i}", f"Obligation {i}", Value.TEXT, OBLIGATION_HELP.get(i, "")) for i in range(1, 6)
    )),
    Group("Incident counts", (
        Field("last_month", "Last month of counts", Value.MONTH, "The last complete month, such as 01/03/2016. Empty: the last month in the table."),
        Field("screening", "Screen outlying moving ranges", Value.CHOICE, "Off in the NHS tool; see the sheet Method in the results.", (YES, NO), True),
    )),
    Group("Results", (
        Field("board_sees_agency_scores", "Board sees each agency's scores", Value.CHOICE, "In 2017/18 it did.", (YES, NO), True),
        Field("public_agency_scores", "Publish each agency's scores", Value.CHOICE, "In the public edition. In 2017/18 they were published.", (YES, NO), True),
        Field("suppress_below", "Hide counts below", Value.WHOLE, "In the public edition; 0 hides none.", required=True, most=1000),
        Field("adopted_edition", "Edition the board adopted", Value.WHOLE, "Later editions list what differs from it. Empty: none yet.", least=1),
        Field("last_year_highest_harm", "Last year's highest combined harm", Value.NUMBER, "For comparing years; see the sheet Last year."),
        Field("last_year_highest_possible", "Last year's highest possible risk score", Value.NUMBER, "For comparing years; see the sheet Last year."),
    )),
    Group("E-mail and files", (
        Field("figures_in_mail", "Figures in e-mail text", Value.CHOICE, "Voluntary partners may not have secure mail.", (YES, NO), True),
        Field("attachment_limit", "Largest attachment, MB", Value.WHOLE, "Larger ones are not drafted.", required=True, least=1, most=1000),
        Field("round_folder", "Folder of this round", Value.TEXT, "Only if this workbook is opened from SharePoint: where the same folder is on this computer."),
    )),
)
SETUP_FIELDS = {one.key: one for group in SETUP_GROUPS for one in group.fields if one.value is not Value.CHECK}  # those that are read
OBLIGATIONS = tuple(key for key in SETUP_FIELDS if key.startswith("obligation_"))

NOT_BEFORE = {"board_date": "returns_by", "publish_by": "assessment_date"}  # dates, and the one that each cannot come before

# Where Setup has them: rows from 0; labels, entries, checks and explanations side by side.
SETUP_LABEL, SETUP_ENTRY, SETUP_CHECK, SETUP_HELP = range(4)
SETUP_STATE_ROW = 2  # how the whole sheet stands: below the title and a line of words
SETUP_WIDTHS = (38, 44, 18, 74)


def _rows() -> dict[str, int]:
    row, rows = SETUP_STATE_ROW + 1, {}
    for group in SETUP_GROUPS:
        rows[group.heading] = row
        rows |= {one.key: row + i for i, one in enumerate(group.fields, start=1)}
        row += len(group.fields) + 2
    return rows


SETUP_ROWS = _rows()  # by the fields' keys, and by the groups' headings
