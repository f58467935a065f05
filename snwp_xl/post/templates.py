"""A letter in words: its subject, its text and its HTML, from the two templates that bear its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from snwp_xl.findings import Finding, finding
from snwp_xl.frozen import dataclass
from snwp_xl.post.addresses import one_line
from snwp_xl.texts import Texts, template_place

TEXT, HTML = ".txt", ".html"
SUBJECT = re.compile(r"\s*Subject:[^\S\n]*(?P<subject>[^\n]*)\n?(?P<text>.*)", re.DOTALL | re.IGNORECASE)
BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")


@dataclass(frozen=True, slots=True)
class Words:
    """A letter in words."""

    subject: str
    text: str
    html: str


class Templates:
    """The letters of a round; each is written from NAME.txt and NAME.html."""

    def __init__(self, round_folder: Path) -> None:
        self.texts = Texts(round_folder)

    def write(self, name: str, values: Mapping[str, object]) -> Words | tuple[Finding, ...]:
        """The letter, or what is wrong with its templates."""
        text, html = self.texts.render(name + TEXT, values), self.texts.render(name + HTML, values)
        wrong = tuple(one for one in (text, html) if isinstance(one, Finding))
        if isinstance(text, Finding) or isinstance(html, Finding):
            return wrong
        parts = SUBJECT.fullmatch(text)
        if parts is None or not parts["subject"].strip():
            return (finding("template-no-subject", template_place(name + TEXT)),)
        subject = " ".join(parts["subject"].split())
        if not one_line(subject):
            return (finding("mail-line-break", template_place(name + TEXT), what="The subject"),)
        return Words(subject, BLANK_LINES.sub("\n\n", parts["text"]).strip() + "\n", html)

    def half_own(self, name: str) -> tuple[Finding, ...]:
        """A WARNING where an officer changed one part of a letter and not the other."""
        halves = [name + suffix for suffix in (TEXT, HTML)]
        own = [half for half in halves if (self.texts.own / half).is_file()]
        if len(own) != 1:
            return ()
        other = next(half for half in halves if half not in own)
        return (finding("template-one-part", template_place(own[0]), own=own[0], other=other),)
