"""Findings: what a person should know about somebody's file, and the catalogue of everything that can be found.

Bad input is returned as findings, all of them, one per cause; exceptions are for bad calls. A message says where,
what rule, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from snwp_xl.frozen import dataclass


class Severity(StrEnum):
    """How much a finding matters, most first."""

    ERROR = "ERROR"  # something could not be used, or would make a number wrong
    QUERY = "QUERY"  # a question that the agency should answer
    WARNING = "WARNING"  # something is missing or odd; numbers stand
    NOTE = "NOTE"  # for information

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Severity).index(self)


NOTHING_TO_DO = "Nothing to do"  # so begins the fix of what nobody need read


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a file of the round, a sheet, a cell; each may be unknown."""

    file: str = ""  # relative to the round folder, with forward slashes
    sheet: str = ""
    cell: str = ""  # "E10" or "E10:J10"

    def __str__(self) -> str:
        inside = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return ", ".join(part for part in (self.file.rsplit("/", 1)[-1], inside) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know."""

    code: str
    severity: Severity
    message: str  # what is so, in plain words, without the place
    fix: str  # what to do about it
    place: Place = Place()
    agency: str = ""
    crime_type: int | None = None  # the number, where it is about one

    @property
    def quiet(self) -> bool:
        """Whether it asks nothing of anybody."""
        return self.severity is Severity.NOTE and self.fix.startswith(NOTHING_TO_DO)

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.place), f"{self.message} {self.fix}".strip()) if part)


@dataclass(frozen=True, slots=True)
class Kind:
    """An entry of the catalogue: {names} in the texts are filled in when it is found."""

    severity: Severity
    message: str
    fix: str


def finding(code: str, place: Place = Place(), *, agency: str = "", crime_type: int | None = None, **values: object) -> Finding:
    """The catalogue's finding `code` at a place, its texts filled with `values`; KeyError for an unknown code or value."""
    kind = CATALOGUE[code]
    known = {"agency": agency, **values}
    return Finding(code, kind.severity, kind.message.format_map(known), kind.fix.format_map(known), place, agency, crime_type)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The most urgent severity among findings, None if there are none."""
    return min((one.severity for one in findings), key=lambda severity: severity.rank, default=None)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings grouped by agency (those about none first), most urgent first, otherwise as found."""
    found = list(findings)
    agencies = {name: i for i, name in enumerate(dict.fromkeys(one.agency for one in found))}
    return tuple(sorted(found, key=lambda one: (one.agency != "", agencies[one.agency], one.severity.rank)))


class RoundError(Exception):
    """The call itself was wrong: no such folder, a set-up that cannot be read. The text is for a person."""


E, Q, W, N = Severity.ERROR, Severity.QUERY, Severity.WARNING, Severity.NOTE

# What a score may be, said once: the pop-up in Excel and the finding use the same words.
SCORE_RULE = "Enter {scores}."
SCORE_RULE_NO_VIEW = "Enter {scores}, or choose No view."

CATALOGUE: dict[str, Kind] = {
    # --- any file -----------------------------------------------------------------------------------------------
    "not-a-workbook": Kind(E, "This file cannot be read as a workbook: {what}.", "Ask for the file again as an Excel workbook (.xlsx)."),
    "file-protected": Kind(E, "This file is locked: {what}.", "Ask for a copy without a password or rights protection."),
    "file-damaged": Kind(E, "This workbook is damaged: {what}.", "Ask for the file again."),
    "file-too-big": Kind(E, "This workbook is far larger than a form could be: {what}.", "Ask for the original form, filled in."),
    "file-unsafe": Kind(E, "This workbook contains something that a form never does: {what}.", "Ask for the original form, filled in."),
    "file-needs-extra": Kind(
        E, "A {what} file needs the extra reader, which is not installed.",
        'Install it with: pip install "snwp_xl[formats]", or save the file as .xlsx in a spreadsheet program.',
    ),
    "file-unreadable": Kind(E, "This file could not be opened: {what}.", "Close it in other programs, check that you have permission to read it, and try again."),
    "file-macros": Kind(N, "This workbook contains macros; they were not run.", "Nothing to do: a mail gateway or somebody's Excel may have added them."),
    "file-external-links": Kind(N, "This workbook links to other files; the links were not followed.", "Check that no score is taken from another workbook."),
    "file-embedded": Kind(N, "This workbook has other files or controls inside it; they were not opened.", "Look at them in Excel if you expected them."),
    "file-strict": Kind(N, "This workbook was saved as Strict Open XML; it was read as usual.", "Nothing to do."),
    "file-values-only": Kind(N, "This workbook is not in .xlsx format, so only its values were read, not its formulas and names.", "Nothing to do if the values are right."),
    "file-strings-lost": Kind(W, "The text in this workbook was lost on the way; its numbers were read.", "Compare it with what the agency sent, or ask for the file again."),
    "file-styles-lost": Kind(W, "The cell formats in this workbook cannot be read, so dates look like numbers.", "Check its dates."),
    "file-characters-replaced": Kind(N, "Characters that a workbook cannot hold were replaced by \ufffd.", "Nothing to do if the text still makes sense."),
    "file-sheet-damaged": Kind(W, "A sheet of this workbook cannot be read.", "Ask for the file again, if the sheet matters."),
    "file-notes": Kind(W, "This workbook has notes or comments on cells, which are not read.", "Open it and read them."),
    "file-ignored": Kind(N, "Not read: {what}.", "Nothing to do if that is what you expected."),
    # --- set-up workbook ------------------------------------------------------------------------------------------
    "setup-missing-part": Kind(E, "{what} was not found in the set-up workbook.", "Put it back, or make a new set-up workbook with snwp-xl new and copy your entries over."),
    "setup-part-gone": Kind(W, "{what} was not found in the set-up workbook; it was read as empty.", "Put it back if you need it."),
    "setup-wrong-version": Kind(E, "This set-up workbook has layout version {found}; this program reads {wanted}.", "Make a new one with snwp-xl new and copy your entries into it."),
    "setup-empty-list": Kind(E, "The list of {what} is empty.", "Enter at least {least}."),
    "setup-too-many": Kind(E, "There are {count} {what}; the maximum is {most}.", "Remove some."),
    "setup-too-few": Kind(E, "The list of {what} has only {count}; the minimum is {least}.", "Add more."),
    "setup-duplicate-name": Kind(E, "Two {what} are called {name}.", "Give each a different name."),
    "setup-duplicate-number": Kind(E, "Two {what} have the number {number}.", "Give each a different number."),
    "setup-name-refused": Kind(E, "{name!r} cannot be used as a name: {why}.", "Choose another name."),
    "setup-missing": Kind(E, "{what} is empty.", "Enter {wanted}."),
    "setup-still-empty": Kind(W, "{what} is empty, so {so}.", "Enter {wanted}."),
    "setup-still-undescribed": Kind(W, "{count} of the {every} factors do not say what the score {score} means.", "Fill in the column Score {score} means, or add one with that heading, so that all agencies mean the same by it."),
    "setup-no-value": Kind(E, "{what} cannot be read: {why}.", "Type the value, or open the workbook in Excel, let it calculate, and save it."),
    "setup-read-from-text": Kind(N, "{what} is the text {value!r}; it was read as {read}.", "Nothing to do if that is what you meant."),
    "setup-date-for-text": Kind(W, "{what} contains the date {value}, which the spreadsheet may have made from something else.", "If it is not a date, type it again with an apostrophe before it."),
    "setup-over-100-percent": Kind(E, "{what} is {value}, which a spreadsheet reads as {percent}.", "Enter a percentage from 0% to 100% with its percent sign, such as 40%."),
    "setup-not-a-number": Kind(E, "{what} is {value!r}, which is not {wanted}.", "Enter {wanted}."),
    "setup-not-a-date": Kind(E, "{what} is {value!r}, which is not a date from 2000 to 2099.", "Enter a date, such as 30 June 2026."),
    "setup-not-a-month": Kind(E, "{what} is {value!r}, which is not a month.", "Enter its first day, such as 01/04/2015."),
    "setup-not-allowed": Kind(E, "{what} is {value!r}, which is not one of the choices.", "Choose one of: {allowed}."),
    "setup-dates-order": Kind(W, "{what} is {day}, before {other}, {first}.", "Check both dates."),
    "setup-thresholds-order": Kind(E, "High starts at {high} and Medium at {medium}.", "Make High higher than Medium."),
    "setup-matrix-edges": Kind(E, "The shares in the probability matrix do not rise from 0%: {what}.", "Start at 0%, and make each row start higher than the one above."),
    "setup-matrix-falls": Kind(W, "The scores in the probability matrix fall: {what}.", "Check the scores; a higher share or a worse control state should not lower the probability."),
    "setup-unknown-crime-type": Kind(E, "{name!r} is not a crime type of this assessment.", "Use a name from the sheet Crime types."),
    "setup-unknown-theme": Kind(W, "{name!r} is not a theme of this assessment.", "Use a theme from the sheet Crime types."),
    "setup-no-reason": Kind(W, "{what} has no reason beside it.", "Say why, so that the board knows."),
    "setup-no-date": Kind(W, "{what} has a reason but no date, so it does not count.", "Enter the date on which you closed it, or clear the reason."),
    "setup-decided-twice": Kind(W, "{name} is decided in two rows; the last one counts.", "Keep one."),
    "setup-change-outside": Kind(W, "{kind} of {name}, {month}: the counts do not include this month, so it changes nothing.", "Check the month."),
    "setup-two-answers": Kind(E, "{what} has both a control state and a probability by hand.", "Keep one."),
    "blank-left-over": Kind(W, "This blank is from an earlier set-up; it was not made this time.", "Delete it, so that it is not sent to anyone."),
    "setup-no-buttons": Kind(W, "The set-up workbook was made without buttons. {why}", "Use the commands, which do the same, or watch: snwp-xl watch FOLDER"),
    "setup-left-behind": Kind(W, "Not carried over into {name}: {what}.", "Copy what you need from the old workbook."),
    "setup-two-workbooks": Kind(E, "There are two {what} in this folder: {names}.", "Keep one and move the other elsewhere."),
    # --- returns ----------------------------------------------------------------------------------------------------
    "crime-type-renamed": Kind(E, "The set-up has {ours}; {count} returns have {theirs} instead, whose scores were not used.", "If you renamed a crime type after the blanks went out, put its old name back on the sheet Crime types."),
    "return-missing": Kind(W, "{agency} has not returned its scores.", "Ask it for its scores, or close the agency on the sheet Agencies with a reason."),
    "return-unusable": Kind(E, "This file is not a harm scoring form made by this program: {what}.", "Ask the agency to use the form it was sent."),
    "return-fault": Kind(E, "The program could not read this file; this is a fault in the program: {what}.", "Report this fault, with the file, and ask the agency to fill in its form again."),
    "return-wrong-round": Kind(E, "This form is for {found}, not {wanted}.", "Ask the agency to fill in this round's form."),
    "return-wrong-version": Kind(E, "This form has layout version {found}; this program reads {wanted}.", "Ask the agency to fill in the form it was sent for this round."),
    "return-unknown-agency": Kind(E, "{name!r} is not an agency of this assessment.", "Correct the agency's name in the file or add it on the sheet Agencies."),
    "return-duplicate": Kind(E, "{agency} has sent {count} returns that differ: {names}. They differ at {cells}.", "Move the old one to returns/superseded, or name the file that counts on the sheet Agencies."),
    "return-identical": Kind(N, "{agency} sent the same answers twice; {name} is the same as {other}.", "Nothing to do."),
    "question-answered-in-words": Kind(W, "{agency} was asked: {asked} It answered: \u201c{reply}\u201d.", "Read the answer; if it means a different score, ask the agency to change it on the form."),
    "reply-still-open": Kind(W, "{agency} was asked: {asked} It answered: \u201c{reply}\u201d. With the scores as they are, the question is still open.", "Ask the agency to change the scores, to choose No view, or to answer Keep."),
    "reply-leaves-wrong": Kind(W, "{agency} was asked: {asked} It answered: \u201c{reply}\u201d. What was asked for is still missing or wrong.", "Ask the agency to put it right on the form itself; a reply cannot."),
    "reply-keeps-unused": Kind(W, "{agency} was asked: {asked} It answered: \u201c{reply}\u201d. But what it wants to keep was not used, and is not on the new form.", "Look at the return that was asked about, and ask the agency where its scores belong."),
    "return-elsewhere": Kind(W, "Not read: {what}.", "If it is a return, move it up into the folder returns."),
    "return-superseded": Kind(N, "{name} is replaced by {other}.", "Nothing to do."),
    "return-set-aside": Kind(N, "{name} does not count, because the sheet Agencies names {other}.", "Nothing to do."),
    "return-counting-file": Kind(W, "The sheet Agencies names {name} as the file of {agency} that counts, but it {why}.", "Correct the name on the sheet Agencies."),
    "return-after-closing": Kind(W, "{agency} is closed without a return, but {name} came from it; it does not count.", "To count it, clear the closing date and the reason on the sheet Agencies."),
    "unusable-after-closing": Kind(W, "{agency} is closed without a return; {name}, which came from it, could not be used. {why}", "Nothing to do if it was not meant for this round. If the agency wants to answer after all, clear the closing date and the reason on the sheet Agencies, and ask it for this round's form."),
    "return-not-asked": Kind(E, "{name} is on the sheet Agencies, but is not asked to score.", "Set Asked to score to Yes there, or move the file to returns/superseded."),
    "return-agency-differs": Kind(E, "This form was made for {made_for}, but its sheet of scores says {found}.", "Ask whose scores these are, on that agency's own form."),
    "return-empty": Kind(E, "Nothing is filled in on this form.", "{rule}"),
    "names-lost": Kind(N, "The defined names of the form were lost on the way; its cells were found by their labels.", "Nothing to do."),
    "sheet-renamed": Kind(N, "The sheet {wanted} is called {name} here.", "Nothing to do."),
    "sheet-copied": Kind(N, "Several sheets contain the form; {name} was read, because {others} adds nothing.", "Nothing to do."),
    "sheet-twice": Kind(E, "Two sheets have different scores: {names}.", "Ask the agency which sheet counts, and ask it to delete the other."),
    "labels-respelt": Kind(N, "Written differently on this form, and read as our names: {names}.", "Nothing to do."),
    "rows-reordered": Kind(N, "The crime types are in a different order; each score was read by the name beside it.", "Nothing to do."),
    "columns-reordered": Kind(N, "The factors are in a different order; each score was read by the heading above it.", "Nothing to do."),
    "rows-hidden": Kind(N, "Rows of scores are hidden ({count}); they were read.", "Nothing to do."),
    "outside-form": Kind(N, "Outside the form, and not read: {cells}.", "Read them yourself; they may be comments."),
    "sheet-added": Kind(N, "The sheet {name} is not part of the form and was not read. It contains: {cells}.", "Read it yourself; it may contain comments."),
    "row-unknown": Kind(E, "{name!r} is not a crime type of this assessment; what was beside it was not used.", "Ask the agency which crime type it means, or add it on the sheet Crime types for all agencies."),
    "row-without-name": Kind(E, "The scores in {cells} have no crime type beside them; they were not used.", "Ask the agency which crime type they are for; a block of scores may have been pasted one row out."),
    "row-twice": Kind(E, "{crime_type_name}: it had several rows on the form that came back, with different entries: {cells}.", "Ask the agency which row counts, and ask it to clear the other."),
    "row-empty": Kind(E, "{crime_type_name}: no scores.", "{rule}"),
    "column-twice": Kind(E, "The factor {factor} had two columns on the form that came back, so its scores were not read.", "Ask the agency to clear the column that does not count."),
    "grid-shifted": Kind(E, "The scores seem to be {how}, so each would count for the wrong name. None were used.", "Ask the agency to put the scores beside their names."),
    "scores-as-text": Kind(N, "Scores written as text were read as numbers: {cells}.", "Nothing to do."),
    "scores-as-formulas": Kind(N, "Some scores are formulas; the values stored with them were read: {cells}.", "Look whether the values are right."),
    "scores-as-dates": Kind(N, "Scores in cells formatted as dates were read as the numbers typed: {cells}.", "Nothing to do."),
    "no-view-in-scores": Kind(N, "{crime_type_name}: No view is in the score cells and was read as No view.", "Nothing to do."),
    "score-error": Kind(E, "{crime_type_name}, {factor}: the cell shows the error {value}.", "{rule}"),
    "score-is-a-date": Kind(E, "{crime_type_name}, {factor}: {value} is a date, perhaps made by the spreadsheet from something like 1-4.", "{rule}"),
    "score-not-calculated": Kind(E, "{crime_type_name}, {factor}: this cell is a formula, and its result was not saved.", "{rule}"),
    "score-crossed-out": Kind(E, "{crime_type_name}, {factor}: the score {value} is crossed out.", "{rule}"),
    "score-lost": Kind(E, "{crime_type_name}, {factor}: the text of this cell was lost on the way.", "{rule}"),
    "score-missing": Kind(E, "{crime_type_name}, {factor}: no score.", "{rule}"),
    "score-out-of-range": Kind(E, "{crime_type_name}, {factor}: {value} is not a score.", "{rule}"),
    "score-not-a-number": Kind(E, "{crime_type_name}, {factor}: {value!r} is not a score.", "{rule}"),
    "score-beside-no-view": Kind(E, "{crime_type_name}: No view is chosen beside scores.", "Keep the scores or No view, not both."),
    "no-view-not-allowed": Kind(E, "{crime_type_name}: No view is not a choice in this assessment.", "Enter {scores} for each factor."),
    "no-view-not-a-choice": Kind(E, "{crime_type_name}: {value!r} is where only No view is allowed.", "Choose No view or clear the cell."),
    "row-missing": Kind(E, "{crime_type_name}: it had no row on the form that came back.", "Ask the agency for its scores for this crime type on the form it was sent."),
    "column-missing": Kind(E, "The factor {factor} had no column on the form that came back.", "Ask the agency for its scores for this factor on the form it was sent."),
    "sign-off-missing": Kind(W, "The form is not signed off: {what}.", "Ask the agency who answers for the scores."),
    "scores-all-equal": Kind(Q, "Every crime type has the same harm score, {score}.", "Please confirm that you mean this, or change the scores."),
    "scores-minimum": Kind(Q, "You gave the lowest harm score, {lowest}, to {count} of the {every} crime types. Do you mean the lowest harm for all of them?", "If so, answer Keep. {otherwise}."),
    "harm-changed": Kind(Q, "{crime_type_name}: your harm score is {score}; last year it was {last}. Is that what you meant?", "If so, answer Keep, and say why if you wish. If not, change the scores."),
    "harms-changed": Kind(Q, "{count} of your harm scores are far from your own last year: {names}. Is that what you meant?", "If so, answer Keep, and say why if you wish. If not, change the scores."),
    "comment-doubt": Kind(Q, "{crime_type_name}: your comment seems to say that a score is not right: \u201c{comment}\u201d", "Please change the score, or answer Keep if it is right."),
    "comments-doubt": Kind(Q, "Your comments seem to say that scores are not right: {names}.", "Please change the scores, or answer Keep if they are right."),
    "reply-unclear": Kind(Q, "{crime_type_name}: your reply is {reply}, but your scores add up to {score}. Which do you mean?", "Please change the scores themselves, or answer Keep."),
    "reply-used": Kind(N, "{crime_type_name}, {factor}: the score {value} was read from the reply.", "Nothing to do."),
    "question-answered": Kind(N, "{agency} was asked: {asked} It answered: \u201c{reply}\u201d.", "Read the answer; the question is closed."),
    "question-kept": Kind(N, "{agency} was asked: {asked} It answered: \u201c{reply}\u201d.", "Nothing to do; the question is closed."),
    "query-put-away": Kind(N, "{name} has no questions still open, so it was moved to queries/answered.", "Nothing to do."),
    "query-out-of-date": Kind(N, "{name} has no questions still open. It was left there, because someone changed it or has it open.", "Do not send it again; move it elsewhere."),
    "far-from-others": Kind(N, "{crime_type_name}: {agency} scored {score}, far from the median of the others, {median}.", "Nothing to do: the agency is not asked, because that would give away what the others scored."),
    # --- incident counts -----------------------------------------------------------------------------------------------
    "counts-missing-file": Kind(W, "There are no incident counts in this folder.", "Fill in incidents.xlsx, or make it with snwp-xl incidents."),
    "counts-missing-part": Kind(E, "{what} was not found in the incident counts.", "Use the incidents.xlsx that snwp-xl new made."),
    "counts-empty": Kind(W, "It has no counts yet.", "Fill it in, or make it with snwp-xl incidents."),
    "counts-no-all-incidents": Kind(E, "There is no row All incidents with counts.", "Enter the number of all incidents in each month; it is never calculated from the crime types."),
    "counts-unknown-row": Kind(W, "{name!r} is not a crime type of this assessment; its counts are not used.", "Use the name from the sheet Crime types, or leave it if the row is for information."),
    "counts-duplicate-row": Kind(E, "{name} has two rows of counts.", "Keep one."),
    "counts-no-row": Kind(W, "There are no counts for {names}.", "Enter the counts, or give a probability by hand in the set-up workbook."),
    "counts-gap": Kind(W, "{name} has no count for {months}.", "Enter the number; if there were none, enter 0."),
    "counts-month-gap": Kind(W, "There are no counts at all for {months}. They are treated as missing, never as 0.", "Enter the numbers if they are known."),
    "counts-not-a-month": Kind(E, "{value!r} is not a month.", "Enter the month as a date, such as 01/04/2025."),
    "counts-duplicate-month": Kind(E, "{month} appears twice in the table.", "Keep one."),
    "counts-negative": Kind(E, "{name}, {month}: {value} is below zero.", "Enter 0 or more."),
    "counts-not-a-number": Kind(E, "{name}, {month}: {value!r} is not a whole number.", "Enter a whole number, or leave the cell empty if it is not known."),
    "counts-all-too-low": Kind(E, "All incidents, {month}: {every} is less than the counts of {count} crime types: {names}. It was not used.", "Check All incidents in this month."),
    "counts-more-than-all": Kind(E, "{name}, {month}: {value} is more than All incidents, {every}. It was not used.", "Correct the number that is wrong."),
    "counts-last-month": Kind(W, "The last month of counts in the set-up is {wanted}, but the table ends with {found}.", "Add the counts or change the setting."),
    # --- police files ----------------------------------------------------------------------------------------------------
    "police-unreadable": Kind(E, "This file cannot be read: {what}.", "Download it again from data.police.uk."),
    "police-empty": Kind(E, "This file is empty; what it should contain is missing, not 0.", "Download it again from data.police.uk."),
    "police-no-rows": Kind(W, "This file has column names but no rows; what it should contain is missing, not 0.", "Check on data.police.uk whether the force published this month."),
    "police-not-street": Kind(W, "Not read: this is not a street-level file; it has no column {missing}.", "Give the files whose names end with -street.csv."),
    "police-no-lsoa": Kind(E, "Not used: the file has no column {missing}, so its rows cannot be assigned to a district.", "Download the months again from data.police.uk, which has added the column to its older files."),
    "police-home-office": Kind(W, "Not read: this is a Home Office table of quarterly counts. Four points a year are too few for a control chart.", "Give the monthly street-level files of data.police.uk."),
    "police-other-files": Kind(N, "Other files, which were not read: {what}.", "Nothing to do; only street-level files are counted."),
    "police-rows-unreadable": Kind(E, "Not used: rows that cannot be read: {count}, the first in line {line} ({what}). A file that is counted in part would give too low a number.", "Download the file again from data.police.uk, and do not save it from a spreadsheet program."),
    "police-cut-short": Kind(E, "Not used: the file breaks off in the middle of line {line}, so rows are missing.", "Download the file again from data.police.uk."),
    "police-month-differs": Kind(W, "The file is named for {named}, but its rows are for {found}. The months in the rows are used.", "Check that the file is the one you meant."),
    "police-duplicate": Kind(N, "{names} have the same counts for {force}, {months}; they are counted once.", "Nothing to do."),
    "police-duplicate-differs": Kind(E, "{names} have different counts for {force}, {months}. Neither is used, so these are missing.", "Give only the file that counts."),
    "police-other-force": Kind(N, "Incidents in {area} that were reported by {force}: {rows}. They are counted.", "Nothing to do."),
    "police-other-force-gap": Kind(W, "{force} reported incidents in {area} in other months, but it has no usable rows for {months}. The counts for these months do not include it.", "Give this force's files for every month, or for none."),
    "police-force-renamed": Kind(N, "{force} is called {names} in some files; they are treated as one force.", "Nothing to do."),
    "police-falls-within": Kind(N, "Rows reported by {force} that fall within another force ({others}): {rows}. They are counted under {force}.", "Nothing to do."),
    "police-no-location": Kind(N, "{rows} of the {every} rows of {force} ({percent}) have no location, so they cannot be assigned to a district. They are not in any count.", "Nothing to do."),
    "police-no-location-high": Kind(W, "An unusually high share of the rows of {force} has no location: {months}. The counts for these months are too low to compare.", "Ask the force, and consider leaving these months out."),
    "police-unknown-category": Kind(W, "{name!r} is not a category that data.police.uk is known to use. It has a row of its own; its incidents in the area ({rows}) are in All incidents.", "Map the row to a crime type if it belongs to one."),
    "police-eras": Kind(W, "The months use different sets of categories, which are not comparable: {sets}. Even a category that keeps its name may cover different offences.", "Use months from one set, or enter a recording change for {changes}."),
    "police-era-differs": Kind(W, "Not among the categories published for {months}: {categories}. Where it is not known that a category was in use, its count is missing.", "Download the months again from data.police.uk."),
    "police-months-missing": Kind(W, "There are no usable rows from {force} for {months}. These months are missing, not 0.", "Give the files of these months."),
    "police-no-area": Kind(E, "No rows are in {area}.{near}", "Give the district's name as in the column LSOA name, without the number after it, or check the LSOA codes."),
    "police-area-vanishes": Kind(E, "No rows for {months} are in {area}, although the other months have {mean} on average. These months are treated as missing, not 0.", "Check in the files what the area's LSOAs are called in these months; names and codes change with boundaries."),
    "police-codes-unseen": Kind(W, "No rows are in these LSOAs: {codes}.", "Check the codes; they change with each census."),
    "police-only-transport": Kind(E, "The only rows are from {force}, which are a small part of what happens in {area}. Nothing is counted.", "Give the street-level files of the area's own force too."),
    "police-nothing": Kind(E, "There are no street-level rows that can be used.", "Give the files whose names end with -street.csv, their folder, or the zip as downloaded from data.police.uk."),
    # --- incident counts with numbers from police files --------------------------------------------------------------------
    "counts-differ": Kind(W, "{name}, {month}: by hand {typed}, in the police files {given}. What was entered by hand is kept.", "If the police files are right, enter {given}."),
    "counts-row-differs": Kind(W, "{name}: in {count} months the number by hand differs from the police files ({examples}). What was entered by hand is kept.", "Compare the row with the sheet Police categories; where the police files are right, enter their numbers."),
    "counts-by-hand": Kind(N, "No police category counts as {names}, and no counts were typed.", "Enter their counts by hand, or give them a category on the sheet Mapping if one covers the same offences."),
    "counts-other-area": Kind(W, "The counts are for {area}, but the area of the assessment is {wanted}.", "Check the name, or the area in the set-up workbook."),
    "counts-area-changed": Kind(W, "The earlier numbers from police files were for {before}, not {area}. They are not carried over; what was entered by hand is.", "Check that {area} is the area you want."),
    "counts-months-stay": Kind(N, "The police files given this time have no usable rows for {months}; the numbers read before are kept.", "Nothing to do."),
    "counts-revised": Kind(N, "The police files have changed since last time: {what}. The newer numbers are used, except where one was entered by hand.", "Nothing to do; data.police.uk corrects months it has already published."),
    "counts-left-behind": Kind(W, "Not carried over from the earlier incident counts: {what}.", "Copy what you need from the earlier workbook, in the folder incidents before."),
    "mapping-unknown-crime-type": Kind(W, "{category} is to count as {name!r}, which is not a crime type of this assessment; it counts as none.", "Choose a crime type from the list, then run snwp-xl incidents again."),
    "mapping-twice": Kind(E, "{category} appears twice, to count as {names}; it counts as none.", "Keep one of the rows, then run snwp-xl incidents again."),
    "mapping-cannot-be-split": Kind(W, "{category} counts as {name}. {why}", "Keep it only if {name} is meant to cover all of them."),
    "mapping-not-given": Kind(N, "These police categories count as no crime type: {names}. Their incidents are in All incidents only.", "Choose a crime type on the sheet Mapping where one covers the same offences."),
    "mapping-changed": Kind(W, "The mapping has changed since the police files were read: {names}. The counts are still the earlier ones.", "Read the police files again with snwp-xl incidents; what was typed is kept."),
    "mapping-gone": Kind(W, "The table of the sheet Mapping was not found, so the suggested mapping is used.", "Check the sheet Mapping."),
    # --- matrix ----------------------------------------------------------------------------------------------------------
    "nobody-scored": Kind(W, "{name}: nobody scored it, so it has no combined harm.", "Ask the agencies, or take it out of the assessment."),
    "few-views": Kind(W, "{name}: only {count} of {every} agencies scored it.", "Tell the board that this row rests on few views."),
    "no-probability": Kind(W, "{name}: there is no probability, because {why}.", "{wanted}"),
    "decided-by-rounding": Kind(N, "{name}: rounding decides its band. Unrounded it would be {band}.", "Tell the board."),
    "decision-low-no-steer": Kind(W, "{name}: {what}.", "State the steer on the sheet Crime types of the set-up, or be ready to say why the board chose it."),
    "decision-doubt": Kind(W, "{name}: {what}.", "Check the ground on the sheet Decisions of the set-up."),
    # --- last year ---------------------------------------------------------------------------------------------------------
    "last-year-unreadable": Kind(W, "This looks like last year's results, but its table of crime types was not found.", "Put an unaltered copy of last year's results workbook here, or type its numbers on the sheet Last year of the set-up."),
    "last-year-this-year": Kind(N, "These results are for {name}, the year of this assessment, so they are not read as last year's.", "Nothing to do."),
    "last-year-other-area": Kind(W, "These results are for {found}, but this assessment is for {wanted}. Harm is still compared.", "Put the results for the same area here."),
    "last-year-unknown": Kind(W, "{name} is on the sheet Last year, but not in last year's results.", "Enter it there as it is in last year's results."),
    "last-year-differs": Kind(W, "{what}: typed {typed}, in last year's results {read}. What was typed is used.", "Clear the cell in the set-up if last year's results are right."),
    "last-year-same-name": Kind(N, "Matched with last year because the name is the same, and not by you: {names}.", "Nothing to do if they mean the same. If one does not, enter last year's name on the sheet Last year and leave this year's empty."),
    "last-year-not-matched": Kind(W, "Nothing this year is matched with these from last year: {names}.", "On the sheet Last year, enter last year's name and beside it this year's, or nothing if it is gone."),
    "last-year-two-rows": Kind(W, "{name} is matched with {others} from last year, so it is not compared.", "Keep one on the sheet Last year, if they can be compared at all."),
    "last-year-too-high": Kind(W, "{name}: last year's {what} is {value}, more than the highest possible, {most}.", "Check the sheet Last year and the highest values on the sheet Setup."),
    "last-year-no-highest": Kind(W, "Last year's {what} is not known, so nothing is compared as a percentage of it.", "Enter it on the sheet Setup, or put last year's results workbook into this folder."),
    # --- private pages -----------------------------------------------------------------------------------------------------
    "private-none": Kind(N, "No agency gets a page about how its answers counted: {why}.", "Nothing to do."),
    "private-other-edition": Kind(W, "The agencies' pages from an earlier calculation were made from a different set of scores. Anyone who has both can work out a score from the difference.", "If the earlier pages have gone out, do not send these."),
    # --- public edition ----------------------------------------------------------------------------------------------------
    "public-private": Kind(W, "The public edition contains {what}.", "If they are not meant to be public, change the words in the set-up and calculate again."),
    "public-provisional": Kind(W, "The public edition is PROVISIONAL: {missing}.", "Publish it when the results are final."),
    "public-marking": Kind(N, "The results are marked {marking}; the public edition carries no marking.", "Publish it only when the partnership has agreed to."),
    "public-withheld": Kind(N, "The public edition withholds the combined harm of {count} of {every} crime types, so that no agency's score can be worked out.", "Nothing to do, or set Publish each agency's scores to Yes on the sheet Setup, if the agencies agree."),
    "public-older": Kind(N, "The public edition here was made from edition {number}; the results are now edition {now}.", "Make it again with snwp-xl calculate --public."),
    # --- published tables ----------------------------------------------------------------------------------------------------
    "table-unclear": Kind(
        E, "No table of harm scores was found: {what}.",
        "Give a table with the crime types down, two or more agencies across, and after them a column headed Total or Combined harm.",
    ),
    # --- the post ----------------------------------------------------------------------------------------------------------
    "mail-no-address": Kind(E, "There is no e-mail address for {who}.", "Enter it in the set-up workbook; put ; between several."),
    "mail-address-wrong": Kind(E, "{value!r} is not an e-mail address, so nothing was drafted for {who}.", "Correct it in the set-up workbook; put ; between several addresses."),
    "mail-line-break": Kind(E, "{what} contains a line break or a character that cannot be shown, which could alter the header of an e-mail.", "Type it again, on one line."),
    "mail-no-date": Kind(W, "{what} is empty in the set-up, so the e-mail asks for an answer without a date.", "Enter the date and draft again."),
    "mail-date-passed": Kind(W, "The invitation to {agency} asks for its scores by {day}, which has passed.", "Enter a later date at Returns by on the sheet Setup, or More time until on the sheet Agencies, and draft again."),
    "mail-no-attachment": Kind(E, "{what} is not there, so nothing was drafted for {who}.", "{fix}"),
    "mail-without-form": Kind(W, "The reminder to {agency} goes without a form: there is no workbook with its answers as they are now.", "Make it with snwp-xl check, then draft again."),
    "mail-attachment-old": Kind(E, "{name} no longer matches the files in this folder, so nothing was drafted for {who}.", "Make it again with {command}, then draft again."),
    "mail-attachment-changed": Kind(W, "{name} has been changed by hand since it was made; it is attached as it is.", "Open the attachment in the draft before you send it."),
    "mail-attachment-other": Kind(E, "{name} cannot go to {who}: {what}.", "Move the file elsewhere, make it again and draft again."),
    "mail-attachment-too-big": Kind(E, "{name} is {size} MB, more than the {most} MB that the set-up allows, so nothing was drafted for {who}.", "Raise Largest attachment on the sheet Setup, or send the file another way."),
    "mail-no-edition": Kind(E, "The board may not see each agency's scores (sheet Setup), and there is no public edition of the present results without them.", "Make it with snwp-xl calculate --public, with No at Publish each agency's scores, or change the setting."),
    "mail-board-edition": Kind(N, "What agencies wrote to the officer is left out of the workbook for the board, {name}.", "Nothing to do; the full workbook stays with you."),
    "mail-draft-left": Kind(W, "{name} is an earlier draft for someone who gets none now; it was kept, because it was changed by hand.", "Delete it if it was not meant to go."),
    "mail-changed": Kind(W, "{name} was changed by hand, so it is not sent from here.", "Send it from your mail program, or delete it and draft again."),
    "mail-not-sent": Kind(E, "The e-mail to {who} was not sent: {what}.", "Send again; nothing is sent twice."),
    "mail-refused": Kind(E, "The relay refused {address}: {what}.", "Check the address; send again to try only what was not sent."),
    "relay-unreachable": Kind(E, "The relay {relay} cannot be used: {what}.", "Check its name and port with ICT, and send again."),
    "relay-not-encrypted": Kind(W, "The relay {relay} offers no encryption; the e-mails went over the network as plain text.", "Ask ICT whether this is intended."),
    "template-wrong": Kind(E, "This template cannot be used: {what}.", "Correct the line, or delete the file from templates to go back to the standard text."),
    "template-no-subject": Kind(E, "The first line of this template is not the subject.", "Begin the file with a line such as: Subject: Harm scores {{{{ assessment }}}}"),
    "template-one-part": Kind(W, "{own} is your own text, but {other}, the other half of the same e-mail, is the standard one. Most people see the HTML.", "Make templates/{other} too."),
    "log-unreadable": Kind(W, "This log cannot be read: {what}. It is not known what was drafted or sent before.", "Put the log back as it was, or move it elsewhere to start a new one."),
    "log-not-written": Kind(W, "The log could not be written: {what}.", "Close it in other programs and draft again."),
    # --- files written -----------------------------------------------------------------------------------------------------
    "file-kept": Kind(W, "{name} has been changed by hand since it was written, so it was kept; the new one is {other}.", "Compare the two and delete the one you do not need."),
    "file-open": Kind(W, "{name} is open in another program; the new one is {other}.", "Close it, then use the new file."),
}
