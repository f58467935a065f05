"""The last look before something is published: does any typed text of it hold what somebody said or wrote in confidence?

Typed texts reach the public edition in a few places only: names, themes, the public wording, the obligations, where the counts
come from. If one of them holds a person's name, an address, a comment or a file's name, the officer hears of it before anybody
else does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.layout import KEEP
from snwp_xl.locate import plain
from snwp_xl.public.edition import PublicEdition
from snwp_xl.results.report import Report
from snwp_xl.sheets import cell

LEAST = 4  # letters of a name or an address, below which it may stand in a text by chance
LEAST_SENTENCE = 20  # the same of what somebody wrote: a single word of it is nobody's secret
MOST_FINDINGS = 10
TYPED = ("theme", "name", "wording")  # columns of the public tables that hold typed texts


def private_texts(report: Report) -> dict[str, str]:
    """The texts of a round that are not for the public, as people read them, and what each is."""
    found: dict[str, str] = {}
    public = {plain(text) for text in _public(report)}
    for what, least, texts in _confidential(report):
        for text in map(plain, texts):
            if len(text) >= least and text not in public:
                found.setdefault(text, what)
    return found


def _confidential(report: Report) -> Iterator[tuple[str, int, Iterable[str]]]:
    of, returns = report.assessment, report.returns
    officers = (of.contact.email, of.settings.board_addresses, of.settings.analyst_addresses)
    addresses = ";".join((*officers, *(one.email for one in of.agencies)))
    yield "a contact's name", LEAST, (of.contact.name, *(one.contact for one in of.agencies))
    yield "a phone number", LEAST, (of.contact.phone,)
    yield "an e-mail address", LEAST, addresses.replace(",", ";").split(";")
    yield "the name of somebody who signed", LEAST, (one.sign_off.name for one in returns)
    yield "a file's name", LEAST, (part for one in report.inputs for part in (one.file, one.file.rsplit("/", 1)[-1]))
    yield "the folder of the round", LEAST, (of.settings.round_folder,)
    yield "an agency's comment", LEAST_SENTENCE, (row.comment for one in returns for row in one.rows)
    yield "an agency's reply", LEAST_SENTENCE, (reply.reply for one in returns for reply in one.replies if reply.reply != KEEP)
    yield "why an agency was closed", LEAST_SENTENCE, (one.closed.reason for one in of.agencies if one.closed)
    yield "a reason for an entry by hand", LEAST_SENTENCE, (one.by_hand_reason for one in of.crime_types)
    yield "a reason of the board's", LEAST_SENTENCE, (one.reason for one in of.decisions)


def _public(report: Report) -> Iterator[str]:
    """Texts that are public whoever else uses them: an agency may have a contact that is called as itself."""
    of = report.assessment
    yield from (of.name, of.partnership, of.area)
    yield from (one.name for one in of.agencies)
    yield from (text for one in of.crime_types for text in (one.name, one.theme))


def leaks(edition: PublicEdition, file: str) -> tuple[Finding, ...]:
    """A WARNING for each typed text of the edition that holds something confidential."""
    private = [(re.compile(rf"(?<!\w){re.escape(words)}(?!\w)"), what) for words, what in private_texts(edition.report).items()]
    found = []
    for place, text in _typed(edition, file):
        read = plain(text)
        found += [finding("public-private", place, what=what) for words, what in private if words.search(read)]
    return tuple(found[:MOST_FINDINGS])


def _typed(edition: PublicEdition, file: str) -> Iterator[tuple[Place, str]]:
    """Every typed text that is in the edition, and where."""
    of = edition.report.assessment
    cover = (of.name, of.partnership, of.area, edition.report.matrix.counts.source, *of.settings.statutory_obligations)
    yield from ((Place(file, "Cover"), text) for text in cover)
    yield from ((Place(file, "Notes"), one.name) for one in of.factors)
    for table in edition.tables:
        for row, values in enumerate(table.rows, start=table.plan.first):
            for key in TYPED:
                if isinstance(values.get(key), str):
                    yield Place(file, table.sheet, cell(row, table.plan.column(key))), str(values[key])
