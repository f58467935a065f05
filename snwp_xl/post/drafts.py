"""Who gets which letter: a draft for each recipient, or the reason why there is none. Nothing is written here.

Everything that is wrong is found before anything is written; an ERROR about one recipient stops that draft only.
"""

from __future__ import annotations

from collections.abc import Mapping

from snwp_xl.files import safe_name
from snwp_xl.findings import Finding, Place, Severity, finding
from snwp_xl.frozen import dataclass
from snwp_xl.model import Agency, AgencyState, day_in_words
from snwp_xl.post import kinds
from snwp_xl.post.addresses import Address, one_line, parse_addresses
from snwp_xl.post.asked import open_findings, quoted
from snwp_xl.post.attachments import Found, blank_of, counts_of, fitting, private_page_of, query_of
from snwp_xl.post.desk import Desk
from snwp_xl.post.kinds import ANALYST, BOARD, Letter, MailKind
from snwp_xl.post.message import Attachment, Message, eml
from snwp_xl.post.templates import Templates
from snwp_xl.post.words import of_agency, of_questions, of_results, values

LONGEST_STEM = 120  # characters of a draft's file name
PROVISIONAL = "PROVISIONAL"
NOWHERE = Place()
RETURNED, CLOSED, ALREADY = "has returned its scores", "is closed without a return", "has already sent a return"
NOTHING_TO_ASK = "there is nothing to ask"


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter ready to be written into emails/."""

    kind: MailKind
    recipient: str
    name: str  # of the file
    message: Message
    data: bytes  # of the .eml file

    @property
    def people(self) -> tuple[Address, ...]:
        """Everybody whom it goes to, To and Cc."""
        return (*self.message.to, *self.message.cc)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one recipient's letter."""

    recipient: str
    title: str  # "Reminder"
    draft: Draft | None = None
    why: str = ""  # why there is no draft, or what to know about it
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a letter: where the addresses stand, and what is put into words."""

    name: str
    addresses: str
    place: Place
    words: Mapping[str, object]
    contact: str = ""
    agency: str = ""
    contact_place: Place = NOWHERE


def compose(kind: MailKind, desk: Desk) -> tuple[Outcome, ...]:
    """The outcome for every possible recipient of a kind of e-mail, in the assessment's order."""
    writer = Writer(kind, desk)
    match kind:
        case MailKind.INCIDENTS:
            return (writer.to_analyst(),)
        case MailKind.RESULTS:
            return (writer.to_board(), *(writer.private_page(one) for one in desk.assessment.agencies))
        case _:
            return tuple(writer.to_agency(one) for one in desk.assessment.agencies)


class Writer:
    """Writes the letters of one kind."""

    def __init__(self, kind: MailKind, desk: Desk) -> None:
        self.kind = kind
        self.desk = desk
        self.templates = Templates(desk.folder)
        self.officer, self.wrong = _officer(desk)
        self.names = _file_names(kind, desk)

    # --- who
    def to_agency(self, agency: Agency) -> Outcome:
        """An invitation, reminder or query, if it is one for this agency."""
        letter = kinds.LETTERS[self.kind][0]
        state = self.desk.state(agency)
        open_now = open_findings(self.desk.returns, agency)
        why = _why_not(self.kind, state, bool(open_now))
        if why:
            return Outcome(agency.name, letter.title, why=why)
        words = of_agency(self.desk.assessment, agency, str(state))
        if self.kind is MailKind.QUERY:
            questions, left_out = quoted(open_now, self.desk.assessment)
            words |= of_questions(questions, len(open_now), left_out)
        found = self._form(agency, state)
        outcome = self._write(letter, self._recipient(agency, words), found, self._about_date(agency, state))
        returned = self.kind is MailKind.INVITATION and state is not AgencyState.MISSING
        return outcome if outcome.why or not returned else _remarked(outcome, ALREADY)

    def to_analyst(self) -> Outcome:
        """The incident counts, to whoever fills them in."""
        place = self.desk.field_place("analyst_addresses")
        recipient = Recipient(ANALYST, self.desk.assessment.settings.analyst_addresses, place, {})
        undated = () if self.desk.assessment.dates.counts_by else self._undated("counts_by")
        return self._write(kinds.INCIDENTS, recipient, counts_of(self.desk), undated)

    def to_board(self) -> Outcome:
        """The results, to the board's list."""
        results = self.desk.results
        if results is None or results.workbook is None:
            found = Found(None, results.findings if results else ())
            return Outcome(BOARD, kinds.RESULTS.title, why=_words(found.findings), findings=found.findings)
        place = self.desk.field_place("board_addresses")
        recipient = Recipient(BOARD, self.desk.assessment.settings.board_addresses, place, of_results(results))
        return self._write(kinds.RESULTS, recipient, Found(results.workbook, results.findings), final=results.matrix.status.final)

    def private_page(self, agency: Agency) -> Outcome:
        """An agency's own private page, if there is one."""
        found = private_page_of(self.desk, agency)
        results = self.desk.results
        if results is None or (found.attachment is None and not found.findings):
            return Outcome(agency.name, kinds.PRIVATE_PAGE.title, why="has no private page")
        if not results.current:
            return Outcome(agency.name, kinds.PRIVATE_PAGE.title, why="the results are not up to date")
        words = of_agency(self.desk.assessment, agency, str(self.desk.state(agency))) | of_results(results) | {"themes": []}
        return self._write(kinds.PRIVATE_PAGE, self._recipient(agency, words), found, final=results.matrix.status.final)

    # --- parts
    def _recipient(self, agency: Agency, words: Mapping[str, object]) -> Recipient:
        place, contact_place = (self.desk.agency_place(agency, key) for key in ("email", "contact"))
        return Recipient(agency.name, agency.email, place, words, agency.contact, agency.name, contact_place)

    def _form(self, agency: Agency, state: AgencyState) -> Found:
        """The form that goes with a letter to an agency: its blank, or its own answers with the questions."""
        if state is AgencyState.DUPLICATE and self.kind is not MailKind.INVITATION:
            return Found()
        if self.kind is MailKind.INVITATION or state in (AgencyState.MISSING, AgencyState.UNUSABLE):
            return blank_of(self.desk, agency)
        found = query_of(self.desk, agency)
        if self.kind is MailKind.QUERY or found.attachment:
            return found
        return Found(None, (finding("mail-without-form", found.findings[0].place, agency=agency.name),))  # better than no reminder

    def _about_date(self, agency: Agency, state: AgencyState) -> tuple[Finding, ...]:
        """What is odd about the date by which an agency is asked to answer."""
        due, today = self.desk.assessment.due(agency.name), self.desk.today
        if due is None:
            return self._undated("returns_by")
        if self.kind is MailKind.INVITATION and state is AgencyState.MISSING and today and due < today:
            return (finding("mail-date-passed", self.desk.field_place("returns_by"), agency=agency.name, day=day_in_words(due)),)
        return ()

    def _undated(self, key: str) -> tuple[Finding, ...]:
        from snwp_xl.layout import SETUP_FIELDS

        return (finding("mail-no-date", self.desk.field_place(key), what=SETUP_FIELDS[key].label),)

    def _write(self, letter: Letter, to: Recipient, form: Found, more: tuple[Finding, ...] = (), *, final: bool = True) -> Outcome:
        """The letter as a draft, or why not."""
        people, wrong = _people(to)
        form = fitting(form, self.desk, to.name if to.agency else to.name.lower())
        found = [*self.wrong, *wrong, *form.findings, *more, *self.templates.half_own(letter.template)]
        if any(one.severity is Severity.ERROR for one in found):
            return Outcome(to.name, letter.title, why=_words(found), findings=tuple(found))
        name = form.attachment.name if form.attachment else ""
        said = {**values(self.desk.assessment, name, to.contact), **to.words}
        words = self.templates.write(letter.template, said)
        if isinstance(words, tuple):
            found += words
            return Outcome(to.name, letter.title, why=_words(found), findings=tuple(found))
        message = self._message(people, self._subject(words.subject, final), words.text, words.html, form.attachment)
        draft = Draft(self.kind, to.name, self.names[letter, to.name], message, eml(message))
        return Outcome(to.name, letter.title, draft, findings=tuple(found))

    def _message(self, people: tuple[Address, ...], subject: str, text: str, html: str, attachment: Attachment | None) -> Message:
        told = {one.address.casefold() for one in people}
        cc = tuple(one for one in self.officer if one.address.casefold() not in told)
        return Message(people, subject, text, html, cc, self.officer, self.desk.assessment.dates.assessment, attachment)

    def _subject(self, subject: str, final: bool) -> str:
        """The subject with the protective marking before it, and the word that must not be missed."""
        marking = self.desk.assessment.marking
        parts = (f"[{marking}]" if marking else "", "" if final else f"{PROVISIONAL}:", subject)
        return " ".join(part for part in parts if part)


# --- who gets none -------------------------------------------------------------------------------------------------------------


def _why_not(kind: MailKind, state: AgencyState, asked: bool) -> str:
    """Why an agency gets no such letter; empty if it gets one."""
    if state is AgencyState.CLOSED:
        return CLOSED
    match kind:
        case MailKind.REMINDER if state is AgencyState.COMPLETE:
            return RETURNED
        case MailKind.REMINDER if state is AgencyState.DUPLICATE:
            return "has sent returns that differ: --kind query asks which counts"
        case MailKind.REMINDER if state is AgencyState.INCOMPLETE and not asked:
            return NOTHING_TO_ASK
        case MailKind.QUERY if state is AgencyState.MISSING:
            return "has not returned yet: --kind reminder"
        case MailKind.QUERY if not asked:
            return NOTHING_TO_ASK
    return ""


def _remarked(outcome: Outcome, why: str) -> Outcome:
    return Outcome(outcome.recipient, outcome.title, outcome.draft, why, outcome.findings)


def _words(findings: tuple[Finding, ...] | list[Finding]) -> str:
    """The first ERROR, in short."""
    return next((one.message for one in findings if one.severity is Severity.ERROR), "")


# --- addresses ----------------------------------------------------------------------------------------------------------------


def _people(to: Recipient) -> tuple[tuple[Address, ...], list[Finding]]:
    """Whom a letter goes to, and what is wrong with what was typed."""
    people, pieces = parse_addresses(to.addresses, to.contact)
    who = to.name if to.agency else to.name.lower()
    found = [finding("mail-address-wrong", to.place, agency=to.agency, value=one, who=who) for one in pieces]
    if not people and not found:
        found.append(finding("mail-no-address", to.place, agency=to.agency, who=who))
    if not one_line(to.contact):
        found.append(finding("mail-line-break", to.contact_place, agency=to.agency, what=f"The contact of {to.name}"))
    return people, found


def _officer(desk: Desk) -> tuple[tuple[Address, ...], tuple[Finding, ...]]:
    """Where answers go, and what would spoil every letter of the round."""
    contact = desk.assessment.contact
    typed = ((contact.name, "contact_name", "The officer's name"), (desk.assessment.marking, "marking", "The protective marking"))
    found = [finding("mail-line-break", desk.field_place(key), what=what) for text, key, what in typed if not one_line(text)]
    people, pieces = parse_addresses(contact.email, contact.name)
    place = desk.field_place("contact_email")
    found += [finding("mail-address-wrong", place, value=one, who="anybody") for one in pieces]
    if not people and not pieces:
        found.append(finding("mail-no-address", place, who="the officer whom agencies ask"))
    return people, tuple(found)


# --- file names -----------------------------------------------------------------------------------------------------------------


def stem_of(letter: Letter, desk: Desk) -> str:
    """How the file names of a letter's drafts begin: "Invitation 2017-18 - "."""
    return f"{safe_name(f'{letter.title} {desk.assessment.name}')} - "


def _file_names(kind: MailKind, desk: Desk) -> dict[tuple[Letter, str], str]:
    """A file name for each letter and recipient; names that become alike are told apart by the agency's number."""
    found: dict[tuple[Letter, str], str] = {}
    for letter in kinds.LETTERS[kind]:
        recipients = [(one.name, one.number) for one in desk.assessment.agencies] + [(BOARD, 0), (ANALYST, 0)]
        stems = {name: f"{stem_of(letter, desk)}{safe_name(name)}"[:LONGEST_STEM].rstrip(" .") for name, _ in recipients}
        alike = [stem.casefold() for stem in stems.values()]
        for name, number in recipients:
            more = f" ({number})" if number and alike.count(stems[name].casefold()) > 1 else ""
            found[letter, name] = f"{stems[name]}{more}.eml"
    return found


__all__ = ["Draft", "Outcome", "compose", "stem_of"]
