"""The fields of the set-up workbook's sheet Setup, and the names of its sheets."""

from __future__ import annotations

from snwp_xl.layout.parts import NO, YES, Field, Group, Value
from snwp_xl.model import CombiningRule

START_SHEET = "Start"
SETUP_SHEET = "Setup"
LATEST_SHEET = "Latest"

SETUP_GROUPS = (
    Group("The assessment", (
        Field("name", "Assessment", Value.TEXT, "The year it sets priorities for, such as 2017/18.", required=True),
        Field("partnership", "Partnership", Value.TEXT, "Its full name, as the board uses it.", required=True),
        Field("area", "Area", Value.TEXT, "The district, as in the police's files.", required=True),
        Field("marking", "Protective marking", Value.TEXT, "Stands on every sheet, page and e-mail subject. Leave empty for none."),
    )),
    Group("Dates", (
        Field("assessment_date", "Date of the assessment", Value.DATE, "Documents carry this date.", required=True),
        Field("returns_by", "Returns by", Value.DATE, "When agencies must have sent their scores.", required=True),
        Field("counts_by", "Counts by", Value.DATE, "When the analyst must have filled in the incident counts."),
        Field("papers_out", "Papers out", Value.DATE, "When the board's papers go out."),
        Field("board_date", "Board meeting", Value.DATE, "When the board decides."),
        Field("publish_by", "Publish by", Value.DATE, "When the priorities must be public."),
        Field("keep_returns_until", "Keep returns until", Value.DATE, "When you delete the agencies' returns."),
    )),
    Group("Who agencies ask", (
        Field("contact_name", "Name", Value.TEXT, "Printed on each blank.", required=True),
        Field("contact_phone", "Phone", Value.TEXT, "Printed on each blank."),
        Field("contact_email", "E-mail", Value.TEXT, "Agencies send their returns here.", required=True),
        Field("board_addresses", "The board's addresses", Value.LONG, "Who gets the results; with ; between them."),
        Field("analyst_addresses", "The analyst's addresses", Value.LONG, "Who fills in the incident counts; with ; between them."),
    )),
    Group("Scoring", (
        Field("scale", "Highest score", Value.WHOLE, "Scores run from 1, the least harm, to this: 2 to 10.", required=True),
        Field("no_view", "Agencies may say No view", Value.CHOICE, "No view is never 1 and never 0.", (YES, NO), True),
        Field("rule", "Combining rule", Value.CHOICE,
              "Sum / 6 is what made the published 2017/18 table: five agencies' scores divided by six. The table does not say why six.",
              tuple(CombiningRule), True),
        Field("divisor", "Divisor of Sum / 6", Value.WHOLE, "Used by that rule only.", required=True),
    )),
    Group("Bands and priorities", (
        Field("high", "High starts at", Value.PERCENT, "Percentage of the highest possible risk score. Project default: confirm it.", required=True),
        Field("medium", "Medium starts at", Value.PERCENT,
              "Percentage of the highest possible risk score. Project default: confirm it.", required=True),
        Field("high_harm", "High harm, low volume", Value.PERCENT,
              "A Low crime type is discussed if its combined harm is at least this share of the highest. Project default: confirm it.",
              required=True),
        Field("places", "Places for priorities", Value.WHOLE, "How many priorities the board sets.", required=True),
    )),
    Group("Statutory obligations, beside the priorities", tuple(
        Field(f"obligation_{i}", f"Obligation {i}", Value.TEXT, "Leave empty what you do not need." if i == 1 else "") for i in range(1, 6)
    )),
    Group("Incident counts", (
        Field("last_month", "Last month of counts", Value.MONTH, "The last complete month, such as 01/03/2016. Empty: the last month in the table."),
        Field("screening", "Screen outlying moving ranges", Value.CHOICE, "Off in the NHS tool; see the method sheet of the results.", (YES, NO), True),
    )),
    Group("Results", (
        Field("board_sees_agency_scores", "Board sees each agency's scores", Value.CHOICE, "In 2017/18 it did.", (YES, NO), True),
        Field("public_agency_scores", "Publish each agency's scores", Value.CHOICE, "In the public edition. In 2017/18 they were published.", (YES, NO), True),
        Field("suppress_below", "Hide counts below", Value.WHOLE, "In the public edition; 0 hides none.", required=True),
        Field("adopted_edition", "Edition the board adopted", Value.WHOLE, "Later editions list what differs from it. Empty: none yet."),
        Field("last_year_highest_harm", "Last year's highest combined harm", Value.TEXT, "For comparing years; see the sheet Last year."),
        Field("last_year_highest_possible", "Last year's highest possible risk score", Value.TEXT, "For comparing years; see the sheet Last year."),
    )),
    Group("E-mail and files", (
        Field("figures_in_mail", "Figures in e-mail text", Value.CHOICE, "Voluntary partners may not have secure mail.", (YES, NO), True),
        Field("attachment_limit", "Largest attachment, MB", Value.WHOLE, "Larger ones are not drafted.", required=True),
        Field("round_folder", "Folder of this round", Value.TEXT, "Only if this workbook is opened from SharePoint: where the same folder is on this computer."),
    )),
)
SETUP_FIELDS = {one.key: one for group in SETUP_GROUPS for one in group.fields}
