"""A calculation -> the briefing as a file: words from `context`, the shape from templates/briefing.html, the seal."""

from __future__ import annotations

from snwp_xl.briefing.context import context
from snwp_xl.briefing.seal import sealed
from snwp_xl.briefing.view import view_of
from snwp_xl.findings import Finding
from snwp_xl.results import Report
from snwp_xl.texts import Texts

TEMPLATE = "briefing.html"


def briefing(report: Report, texts: Texts, *, public: bool = False) -> bytes | Finding:
    """The page for the board, or for the public; the same report gives the same bytes. A Finding if the template is wrong."""
    page = texts.render(TEMPLATE, context(view_of(report, public=public)))
    return page if isinstance(page, Finding) else sealed(page, report.edition)
