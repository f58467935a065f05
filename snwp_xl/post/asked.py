"""What an agency is asked about its own return, in words that may stand in an e-mail.

Only findings about the agency's own answers are quoted, never what compares it with others or names them. Figures are left
out unless the set-up allows them: not every partner has secure mail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from snwp_xl.findings import Finding, Severity
from snwp_xl.frozen import dataclass
from snwp_xl.model import Agency, AgencyState, Assessment
from snwp_xl.returns import Returns, for_agency, to_ask

MOST_QUOTED = 12  # questions in an e-mail; the form has them all
LEFT_OUT = "[…]"
OWN_WORDS = {  # findings about whole files, in words for the agency
    "return-agency-differs": ("It is not clear whose scores these are.", "Please use the form that was made for your agency."),
    "return-duplicate": ("You have sent returns that differ from each other.", "Please say which one counts."),
}
QUOTED = "\u201c.*\u201d"  # a comment
FIGURE = r"(?<![\w.,])[-+]?\d+(?:[.,]\d+)*%?(?!\w)"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A question as it stands in an e-mail."""

    words: str
    fix: str = ""


def open_findings(returns: Returns, agency: Agency) -> tuple[Finding, ...]:
    """What is open about an agency's return, the questions before the errors; none where it is closed or has sent nothing."""
    state, read = returns.states.get(agency.name), returns.read.get(agency.name)
    if state in (AgencyState.COMPLETE, AgencyState.INCOMPLETE) and read:
        return tuple(sorted(to_ask(read), key=lambda one: one.severity is not Severity.QUERY))
    if state in (AgencyState.UNUSABLE, AgencyState.DUPLICATE):
        return tuple(one for one in returns.findings if one.agency == agency.name and one.severity is Severity.ERROR)
    return ()


def quoted(findings: Sequence[Finding], assessment: Assessment) -> tuple[tuple[Quoted, ...], bool]:
    """The findings as they are put to the agency, each once, and whether figures were left out of them."""
    figures = assessment.settings.figures_in_mail
    names = [*(one.name for one in assessment.crime_types), *(one.name for one in assessment.factors)]  # none is empty
    made: dict[Quoted, None] = {}
    left_out = False
    for one in findings[:MOST_QUOTED]:
        words, fix = OWN_WORDS.get(one.code, (one.message, for_agency(one)))
        shown = words if figures else without_figures(words, names)
        left_out = left_out or shown != words
        made[Quoted(shown, fix)] = None
    return tuple(made), left_out


def without_figures(words: str, names: Sequence[str]) -> str:
    """A sentence with its numbers and what it quotes left out; numbers in names are kept."""
    kept = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(f"({kept})|{QUOTED}|{FIGURE}", lambda found: found[1] or LEFT_OUT, words, flags=re.DOTALL)
