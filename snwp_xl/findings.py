"""Findings: what a person should know about somebody's file, and the catalogue of everything that can be found.

Bad input is returned as findings, all of them, one per cause; exceptions are for bad calls. A message says where,
what rule, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


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
    "not-a-workbook": Kind(E, "This is not a workbook that can be read: {what}.", "Ask for the file again as an Excel workbook (.xlsx)."),
    "file-protected": Kind(E, "This file is locked: {what}.", "Ask for a copy without a password or rights protection."),
    "file-damaged": Kind(E, "This workbook is damaged: {what}.", "Ask for the file again."),
    "file-too-big": Kind(E, "This workbook is far larger than a form could be: {what}.", "Ask for the original form, filled in."),
    "file-unsafe": Kind(E, "This workbook holds something that a form never holds: {what}.", "Ask for the original form, filled in."),
    "file-needs-extra": Kind(
        E, "A {what} file needs the extra reader, which is not installed.",
        'Install it with: pip install "snwp_xl[formats]", or save the file as .xlsx in a spreadsheet program.',
    ),
    "file-unreadable": Kind(E, "This file could not be opened: {what}.", "Close it in other programs, check that you may read it, and try again."),
    "file-macros": Kind(N, "This workbook holds macros; they were not run.", "Nothing to do: a mail gateway or somebody's Excel may have added them."),
    "file-external-links": Kind(N, "This workbook links to other files; the links were not followed.", "Check that no score is taken from another workbook."),
    "file-embedded": Kind(N, "This workbook has other files or controls inside it; they were not opened.", "Look at them in Excel if you expected them."),
    "file-strict": Kind(N, "This workbook was saved as Strict Open XML; it was read as usual.", "Nothing to do."),
    "file-values-only": Kind(N, "This workbook is of another format than .xlsx, so only its values were seen, not its formulas and names.", "Nothing to do, if the values are right."),
    "file-strings-lost": Kind(W, "The texts of this workbook were lost on the way; its numbers were read.", "Compare it with what the agency sent, or ask for the file again."),
    "file-styles-lost": Kind(W, "The formats of this workbook cannot be read, so a date looks like a number.", "Check its dates."),
    "file-characters-replaced": Kind(N, "Characters that no workbook may hold were replaced by \ufffd.", "Nothing to do, if the texts can be understood."),
    "file-sheet-damaged": Kind(W, "A sheet of this workbook cannot be read.", "Ask for the file again, if the sheet matters."),
    "file-ignored": Kind(N, "Not read: {what}.", "Nothing to do, if that is what you expected."),
    # --- set-up workbook ------------------------------------------------------------------------------------------
    "setup-missing-part": Kind(E, "{what} was not found in the set-up workbook.", "Put it back, or make a new set-up workbook with snwp-xl new and copy your entries into it."),
    "setup-empty-list": Kind(E, "The list of {what} is empty.", "Enter at least {least}."),
    "setup-too-many": Kind(E, "There are {count} {what}; the most is {most}.", "Remove some."),
    "setup-too-few": Kind(E, "There are {count} {what}; the fewest is {least}.", "Add some."),
    "setup-duplicate-name": Kind(E, "Two {what} are called {name}.", "Give each its own name."),
    "setup-duplicate-number": Kind(E, "Two crime types have the number {number}.", "Give each its own number."),
    "setup-name-refused": Kind(E, "{name!r} cannot be used as a name: {why}.", "Choose another name."),
    "setup-missing": Kind(E, "{what} is empty.", "Enter {wanted}."),
    "setup-not-a-number": Kind(E, "{what} is {value!r}, which is not {wanted}.", "Enter {wanted}."),
    "setup-not-a-date": Kind(E, "{what} is {value!r}, which is not a date.", "Enter a date, such as 30 June 2026."),
    "setup-not-allowed": Kind(E, "{what} is {value!r}, which is not one of the choices.", "Choose one of: {allowed}."),
    "setup-thresholds-order": Kind(E, "High starts at {high} and Medium at {medium}.", "Make High higher than Medium."),
    "setup-matrix-edges": Kind(E, "The probability matrix's shares do not rise from 0%: {what}.", "Start at 0% and let each row start higher than the one above."),
    "setup-matrix-falls": Kind(W, "The probability matrix falls: {what}.", "Check the scores; a higher share or a worse control state should not lower the probability."),
    "setup-unknown-crime-type": Kind(E, "{name!r} is not a crime type of this assessment.", "Use a name from the sheet Crime types."),
    "setup-unknown-theme": Kind(W, "{name!r} is not a theme of this assessment.", "Use a theme from the sheet Crime types."),
    "setup-no-reason": Kind(W, "{what} has no reason beside it.", "Say why, so that the board can be told."),
    "setup-two-answers": Kind(E, "{what} has both a control state and a probability by hand.", "Keep one."),
    "setup-two-workbooks": Kind(E, "There are two {what} in this folder: {names}.", "Keep one and move the other elsewhere."),
    # --- returns ----------------------------------------------------------------------------------------------------
    "return-missing": Kind(W, "{agency} has not returned its scores.", "Send a reminder, or close the agency on the sheet Agencies with a reason."),
    "return-unusable": Kind(E, "This file is not a harm-scoring form of this program: {what}.", "Ask the agency to use the form that it was sent."),
    "return-wrong-round": Kind(E, "This form is for {found}, not {wanted}.", "Ask the agency to fill in this round's form."),
    "return-wrong-version": Kind(E, "This form has layout version {found}; this program reads {wanted}.", "Ask the agency to fill in the form that it was sent for this round."),
    "return-unknown-agency": Kind(E, "{name!r} is not an agency of this assessment.", "Correct the agency's name in the file or add it on the sheet Agencies."),
    "return-duplicate": Kind(E, "{agency} has sent {count} returns that differ: {names}. They differ at {cells}.", "Move the old one to returns/superseded, or name the file that counts on the sheet Agencies."),
    "return-identical": Kind(N, "{agency} sent the same answers twice; {name} is the same as {other}.", "Nothing to do."),
    "return-superseded": Kind(N, "{name} is replaced by {other}.", "Nothing to do."),
    "score-missing": Kind(E, "{crime_type_name}, {factor}: no score.", "{rule}"),
    "score-out-of-range": Kind(E, "{crime_type_name}, {factor}: {value} is not a score.", "{rule}"),
    "score-not-a-number": Kind(E, "{crime_type_name}, {factor}: {value!r} is not a score.", "{rule}"),
    "score-beside-no-view": Kind(E, "{crime_type_name}: No view is chosen beside scores.", "Keep the scores or No view, not both."),
    "no-view-not-allowed": Kind(E, "{crime_type_name}: No view is not a choice in this assessment.", "Enter {scores} for each factor."),
    "no-view-not-a-choice": Kind(E, "{crime_type_name}: {value!r} stands where only No view may stand.", "Choose No view or clear the cell."),
    "row-missing": Kind(E, "{crime_type_name} is not on the form.", "Ask the agency for its scores of this crime type on the form that it was sent."),
    "column-missing": Kind(E, "The factor {factor} is not on the form.", "Ask the agency for its scores of this factor on the form that it was sent."),
    "sign-off-missing": Kind(W, "The form is not signed off: {what} is missing.", "Ask the agency who answers for the scores."),
    "scores-all-equal": Kind(Q, "Every crime type has the same harm score, {score}.", "Please confirm that you mean this, or change the scores."),
    # --- incident counts -----------------------------------------------------------------------------------------------
    "counts-missing-file": Kind(W, "There are no incident counts in this folder.", "Fill in incidents.xlsx, or make it with snwp-xl incidents."),
    "counts-missing-part": Kind(E, "{what} was not found in the incident counts.", "Use the incidents.xlsx that snwp-xl new made."),
    "counts-no-all-incidents": Kind(E, "There is no row All incidents with counts.", "Enter the number of all incidents in each month; it is never worked out from the crime types."),
    "counts-unknown-row": Kind(W, "{name!r} is not a crime type of this assessment; its counts are not used.", "Use the name from the sheet Crime types, or leave it if the row is for information."),
    "counts-duplicate-row": Kind(E, "{name} has two rows of counts.", "Keep one."),
    "counts-no-row": Kind(W, "{name} has no counts.", "Enter its counts, or give a control state or probability by hand in the set-up workbook."),
    "counts-gap": Kind(W, "{name} has no count for {months}.", "Enter the number; if there were none, enter 0."),
    "counts-month-gap": Kind(W, "These months are not in the table: {months}. They are treated as missing, never as 0.", "Add the months if the numbers are known."),
    "counts-not-a-month": Kind(E, "{value!r} is not a month.", "Enter the month as a date, such as 01/04/2025."),
    "counts-duplicate-month": Kind(E, "{month} stands twice in the table.", "Keep one."),
    "counts-negative": Kind(E, "{name}, {month}: {value} is less than nothing.", "Enter 0 or more."),
    "counts-not-a-number": Kind(E, "{name}, {month}: {value!r} is not a whole number.", "Enter a whole number, or leave the cell empty if it is not known."),
    "counts-more-than-all": Kind(E, "{name}, {month}: {value} is more than All incidents, {every}.", "Check both numbers."),
    "counts-last-month": Kind(W, "The last month of counts in the set-up is {wanted}, but the table ends with {found}.", "Add the counts or change the setting."),
    # --- police files ----------------------------------------------------------------------------------------------------
    "police-unreadable": Kind(E, "This file cannot be read: {what}.", "Download it again from data.police.uk."),
    "police-empty": Kind(E, "This file is empty; what it should hold is missing, not 0.", "Download it again from data.police.uk."),
    "police-no-rows": Kind(W, "This file has column names but no rows; what it should hold is missing, not 0.", "Check on data.police.uk whether the force published this month."),
    "police-not-street": Kind(W, "Not read: this is not a street-level file; it has no column {missing}.", "Give the files whose names end with -street.csv."),
    "police-no-lsoa": Kind(E, "Not used: the file has no column {missing}, so its rows cannot be given to a district.", "Download the months again from data.police.uk, which has added the column to its older files."),
    "police-home-office": Kind(W, "Not read: this is a Home Office table of quarterly counts. Four points a year are too few for a control chart.", "Give the monthly street-level files of data.police.uk."),
    "police-other-files": Kind(N, "Other files, which were not read: {what}.", "Nothing to do; only street-level files are counted."),
    "police-rows-unreadable": Kind(E, "Not used: rows that cannot be read: {count}, the first in line {line} ({what}). A file that is counted in part would give too low a number.", "Download the file again from data.police.uk, and do not save it from a spreadsheet program."),
    "police-cut-short": Kind(E, "Not used: the file breaks off in the middle of line {line}, so rows are lost.", "Download the file again from data.police.uk."),
    "police-month-differs": Kind(W, "The file is named for {named}, but its rows are of {found}. The rows decide.", "Check that the file is the one you meant."),
    "police-duplicate": Kind(N, "{names} hold the same counts for {force}, {months}; they are counted once.", "Nothing to do."),
    "police-duplicate-differs": Kind(E, "{names} hold different counts for {force}, {months}. Neither is used, so these are missing.", "Give only the file that counts."),
    "police-other-force": Kind(N, "Incidents in {area} that were reported by {force}: {rows}. They are counted.", "Nothing to do."),
    "police-other-force-gap": Kind(W, "{force} reported incidents in {area} in other months, but there are no usable rows of it for {months}. The counts of these months lack its part.", "Give this force's files for every month, or for none."),
    "police-force-renamed": Kind(N, "{force} is called {names} in some files; they are taken for one force.", "Nothing to do."),
    "police-falls-within": Kind(N, "Rows reported by {force} that fall within another force ({others}): {rows}. They are counted under {force}.", "Nothing to do."),
    "police-no-location": Kind(N, "{rows} of the {every} rows of {force} ({percent}) have no location, so they cannot be given to a district. They are in no count.", "Nothing to do."),
    "police-no-location-high": Kind(W, "An unusual share of the rows of {force} has no location: {months}. The counts of these months are too low to compare.", "Ask the force, and consider leaving these months out."),
    "police-unknown-category": Kind(W, "{name!r} is not a category that data.police.uk is known to use. It has a row of its own; its incidents in the area ({rows}) are in All incidents.", "Map the row to a crime type if it belongs to one."),
    "police-eras": Kind(W, "The months use different sets of categories, which are not comparable: {sets}. Even a category that keeps its name may hold other offences.", "Use months of one set, or enter a recording change for {changes}."),
    "police-era-differs": Kind(W, "Not among the categories published for {months}: {categories}. Where it is not known that a category was in use, its count is missing.", "Download the months again from data.police.uk."),
    "police-months-missing": Kind(W, "There are no usable rows of {force} for {months}. These months are missing, not 0.", "Give the files of these months."),
    "police-no-area": Kind(E, "No row lies in {area}.{near}", "Give the district's name as in the column LSOA name, without the number after it, or check the LSOA codes."),
    "police-area-vanishes": Kind(E, "No row of {months} lies in {area}, although the other months have {mean} on average. These months are treated as missing, not 0.", "Check in the files what the area's LSOAs are called in these months; names and codes change with boundaries."),
    "police-codes-unseen": Kind(W, "No row lies in these LSOAs: {codes}.", "Check the codes; they change with each census."),
    "police-only-transport": Kind(E, "The only rows are those of {force}, which are a small part of what happens in {area}. Nothing is counted.", "Give the street-level files of the area's own force too."),
    "police-nothing": Kind(E, "There are no street-level rows that can be used.", "Give the files whose names end with -street.csv, their folder, or the zip as downloaded from data.police.uk."),
    # --- matrix ----------------------------------------------------------------------------------------------------------
    "nobody-scored": Kind(W, "{name}: nobody scored it, so it has no combined harm.", "Ask the agencies, or take it out of the assessment."),
    "few-views": Kind(W, "{name}: only {count} of {every} agencies scored it.", "Tell the board that few views stand behind this row."),
    "no-probability": Kind(W, "{name}: there is no probability, because {why}.", "{wanted}"),
    "decided-by-rounding": Kind(N, "{name}: rounding decides its band. Unrounded it would be {band}.", "Tell the board."),
    # --- published tables ----------------------------------------------------------------------------------------------------
    "table-unclear": Kind(
        E, "No table of harm scores was found: {what}.",
        "Give a table with the crime types down, two or more agencies across, and a column Total after them.",
    ),
    # --- files written -----------------------------------------------------------------------------------------------------
    "file-kept": Kind(N, "{name} was changed by a person since it was written, so it was kept; the new one is {other}.", "Compare the two and delete the one you do not need."),
    "file-open": Kind(W, "{name} is open in another program; the new one is {other}.", "Close it, then use the new file."),
}
