"""emails/: drafts are put there, never over what a person changed, and earlier ones of letters that no longer go are taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from snwp_xl.files import place
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.folders import EMAILS
from snwp_xl.frozen import dataclass
from snwp_xl.post import kinds, log
from snwp_xl.post.desk import Desk
from snwp_xl.post.drafts import Draft, Outcome, stem_of
from snwp_xl.post.kinds import MailKind
from snwp_xl.post.log import Entry, Event, Log
from snwp_xl.post.message import identifier, unchanged

TAKEN_AWAY = "its earlier draft was removed"


@dataclass(frozen=True, slots=True)
class Laid:
    """Drafts as they stand in emails/."""

    outcomes: tuple[Outcome, ...]
    files: tuple[Path, ...]  # where each draft is, in the outcomes' order
    findings: tuple[Finding, ...]


def lay(kind: MailKind, desk: Desk, outcomes: Sequence[Outcome], now: datetime) -> Laid:
    """Write the drafts into emails/, take away those that are no longer to go, and add to the log what is new."""
    folder = desk.folder / EMAILS
    before = log.read_log(folder / log.NAME)
    findings: list[Finding] = [*before.findings]
    files: list[Path] = []
    entries: list[Entry] = []
    for one in outcomes:
        if one.draft is None:
            continue
        placed = place(folder / one.draft.name, one.draft.data, ours=unchanged)
        findings += placed.findings
        files.append(placed.path)
        if before.readable and not _known(before, one.draft):
            entries.append(entry(one.draft, Event.DRAFTED, file=placed.path.name, remark=desk.results.called if desk.results else ""))
    gone, kept = _take_away(kind, desk, {path.name for path in files})
    findings += (finding("mail-draft-left", Place(f"{EMAILS}/{name}"), name=name) for name in kept)
    entries += (Entry(Event.WITHDRAWN, kind.value, _recipient(outcomes, name), (), draft=name) for name in gone)
    if before.readable:
        findings += log.append(folder / log.NAME, entries, now)
    return Laid(_marked(outcomes, gone), tuple(files), tuple(findings))


def entry(draft: Draft, event: Event, *, addresses: Iterable[str] = (), file: str = "", remark: str = "") -> Entry:
    """A line of the log about a draft; for all its addresses, if none are given."""
    attachment = draft.message.attachment
    return Entry(
        event, draft.kind.value, draft.recipient, tuple(addresses) or tuple(one.address for one in draft.people), draft.message.subject,
        file or draft.name, attachment.file if attachment else "", attachment.sha256 if attachment else "", identifier(draft.data), remark)


def _known(before: Log, draft: Draft) -> bool:
    """Whether the same draft is in the log already."""
    last = before.last(Event.DRAFTED, draft.kind.value, draft.recipient)
    mine = [one for one in before.entries if one.event in (Event.DRAFTED, Event.WITHDRAWN) and one.draft == draft.name]
    return bool(last and mine and mine[-1].event is Event.DRAFTED and mine[-1].identifier == identifier(draft.data))


def _take_away(kind: MailKind, desk: Desk, written: set[str]) -> tuple[list[str], list[str]]:
    """Remove earlier drafts of this kind that were not written now: the names of those removed, and of those a person changed."""
    gone, kept = [], []
    stems = tuple(stem_of(letter, desk) for letter in kinds.LETTERS[kind])
    for path in sorted((desk.folder / EMAILS).glob("*.eml")):
        if path.name in written or not path.name.startswith(stems):
            continue
        if unchanged(path.read_bytes()):
            path.unlink()
            gone.append(path.name)
        elif not _beside(path.name, written):
            kept.append(path.name)
    return gone, kept


def _beside(name: str, written: set[str]) -> bool:
    """Whether a changed draft has a new one beside it, "NAME (2).eml": that was said already."""
    return any(one.startswith(f"{name.removesuffix('.eml')} (") for one in written)


def _recipient(outcomes: Sequence[Outcome], name: str) -> str:
    return next((one.recipient for one in outcomes if name.removesuffix(".eml").endswith(f" - {one.recipient}")), "")


def _marked(outcomes: Sequence[Outcome], gone: Sequence[str]) -> tuple[Outcome, ...]:
    """The outcomes, saying so where an earlier draft was removed."""
    names = [_recipient(outcomes, name) for name in gone]
    return tuple(
        replace(one, why="; ".join(part for part in (one.why, TAKEN_AWAY) if part)) if one.draft is None and one.recipient in names else one
        for one in outcomes)
