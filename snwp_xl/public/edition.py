"""A calculation -> its public edition as values: the tables, the notes they ask for, and the words of the cover.

Only what is named here gets in. Comments, people, contacts, file names, reasons, findings and what was read are not filtered
out of something: nothing takes them up.
"""

from __future__ import annotations

from snwp_xl.analysis.words import some
from snwp_xl.frozen import dataclass
from snwp_xl.layout.police import source_words
from snwp_xl.model import Choice, day_in_words
from snwp_xl.public.count_tables import monthly, probability, probability_plan, profile
from snwp_xl.public.harm_tables import PRIORITIES, harm_plan, harm_scores, priorities, risk_matrix, risk_plan
from snwp_xl.public.notes import note_texts
from snwp_xl.public.parts import PROVISIONAL, SHORTHAND, Notes, PublicTable
from snwp_xl.public.setting_tables import probability_matrix, settings, settings_cells, settings_plan
from snwp_xl.public.told import Public, public_of
from snwp_xl.results.report import Report

LEFT_OUT = (
    "What the partnership keeps to itself is not in this edition: comments, people's names and contacts, the files that were read, "
    "what was found in them, and the reasons for individual entries.")
CSV_WORDS = (
    "Each table is also a file of comma-separated values. Any text that starts with a sign such as = or - has an apostrophe before it, "
    "so that no program reads it as a formula.")


@dataclass(frozen=True, slots=True)
class PublicEdition:
    """The public edition of a calculation."""

    report: Report
    public: Public
    cover: tuple[str, ...]  # below its title
    tables: tuple[PublicTable, ...]
    notes: tuple[tuple[int, str], ...]

    @property
    def title(self) -> str:
        """What the edition is called."""
        return f"Harm matrix {self.report.assessment.name}: public edition"

    @property
    def belongs(self) -> str:
        """The line below each sheet's title. It carries no protective marking: what is published has none."""
        return f"Public edition | {self.report.assessment.partnership} | {self.report.matrix.status.words}"


def public_edition(report: Report) -> PublicEdition:
    """The public edition of a calculation, by the settings of its assessment."""
    public, notes = public_of(report.matrix), Notes(note_texts(report.assessment))
    first = priorities(report, public, notes)
    risk = risk_plan(public, notes)
    harm, chance, at = harm_plan(report, public, notes), probability_plan(public, notes), settings_plan()
    tables = (
        first, risk_matrix(public, risk, {"harm": harm, "probability": chance}, settings_cells(at)), harm_scores(report, public, harm),
        probability(public, chance), profile(public, notes), *((monthly(public, notes),) if public.matrix.counts.months else ()),
        settings(public, at), probability_matrix(public))
    return PublicEdition(report, public, _cover(report, public), tables, notes.numbered())


def _cover(report: Report, public: Public) -> tuple[str, ...]:
    of, source = report.assessment, report.matrix.counts.source
    obligations, chosen = "; ".join(of.settings.statutory_obligations), len(report.analysis.decisions.chosen(Choice.PRIORITY))
    lines = [
        f"This workbook shows how the {of.partnership} compared the harm and the likelihood of crime types in {of.area} "
        f"{'when it set' if chosen else 'as a basis for'} its priorities for {of.name}.",
        _status(report),
        f"The board has chosen {some(chosen, 'priority', 'priorities')}: see the sheet {PRIORITIES}." if chosen else
        f"The board has not chosen its priorities yet. The sheet {PRIORITIES} shows what is recommended.",
        f"Statutory obligations, alongside the priorities: {obligations}." if obligations else "",
        LEFT_OUT if public.agencies else f"{LEFT_OUT} Nor are the scores of each agency: only the combined result is published.",
        _counts(public),
        f"Shorthand: {'; '.join(f'{mark} {words}' for mark, words in SHORTHAND.items())}. Each table says which it uses.",
        "Multiplying a probability score by a harm score is a convention, not a measurement: small differences in risk scores mean little.",
        CSV_WORDS,
        f"Where the incident counts come from: {source_words(source)}" if source else "",
    ]
    return tuple(line for line in lines if line)


def _status(report: Report) -> str:
    """How far the assessment is, and what that means where it is not final; what is missing is the partnership's own business."""
    status, day = report.matrix.status, report.assessment.dates.assessment
    dated = f" Date of the assessment: {day_in_words(day)}." if day else ""
    return f"Status: {status.words}. Edition {report.edition}.{dated}{'' if status.final else f' {PROVISIONAL}'}"


def _counts(public: Public) -> str:
    below = public.matrix.assessment.settings.suppress_below
    if not public.matrix.counts.months:
        return ""
    if below < 2:
        return "No incident count is withheld."
    return f"Incident counts from 1 to {below - 1} are withheld, and anything that would give them away."


__all__ = ["PublicEdition", "public_edition"]
