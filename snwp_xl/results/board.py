"""The calculation as the board sees it: agencies' comments, replies and names of people stay with the officer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from snwp_xl.findings import Finding
from snwp_xl.layout import KEEP
from snwp_xl.model import Return
from snwp_xl.results.plan import ALL_SCORES, plan_of
from snwp_xl.results.report import Adopted, Report

QUOTING = ("comment", "reply")  # how the codes of findings begin that quote what an agency wrote
NAME_WITHHELD = "name withheld"
SHORTEST = 3  # characters of a comment, below which it may stand in a message by chance


def for_board(report: Report) -> Report:
    """The report without comments, replies in an agency's own words, names of those who signed, and findings that quote them."""
    written = [text for one in report.returns for text in _texts(one) if len(text) >= SHORTEST]
    returns = tuple(_bare(one) for one in report.returns)
    findings = tuple(one for one in report.findings if not _quotes(one, written))
    return replace(report, returns=returns, findings=findings, adopted=_compared(report))


def _texts(one: Return) -> Iterable[str]:
    yield from (row.comment.strip() for row in one.rows)
    yield from (reply.reply.strip() for reply in one.replies if reply.reply != KEEP)


def _bare(one: Return) -> Return:
    replies = tuple(reply for reply in one.replies if reply.reply == KEEP)  # chosen from a list, not written
    signed = replace(one.sign_off, name=NAME_WITHHELD) if one.sign_off.name else one.sign_off
    return replace(one, rows=tuple(replace(row, comment="") for row in one.rows), sign_off=signed, replies=replies)


def _quotes(one: Finding, written: Iterable[str]) -> bool:
    return one.code.startswith(QUOTING) or any(text in one.message for text in written)


def _compared(report: Report) -> Adopted | None:
    """What differs from the adopted edition, without differences between comments."""
    if report.adopted is None:
        return None
    heading = next(column.heading for column in plan_of(report).all_scores.columns if column.key == "comment")
    kept = tuple(one for one in report.adopted.differences if (one.sheet, one.column) != (ALL_SCORES, heading))
    return replace(report.adopted, differences=kept)
