"""Drafts -> a council's own mail relay: encrypted where it offers that, each message once, everything in the log.

Office mail systems no longer take a password from a program, so this is for a relay that knows the machine. What did
not go is tried again by the next call; what went is never sent twice, for the log says to whom it went.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from snwp_xl.findings import Finding, Place, RoundError, finding
from snwp_xl.folders import EMAILS
from snwp_xl.frozen import dataclass
from snwp_xl.post import log
from snwp_xl.post.addresses import Address
from snwp_xl.post.drafts import Draft
from snwp_xl.post.log import Event, Log
from snwp_xl.post.message import identifier, to_send
from snwp_xl.post.tray import entry

PORT, TLS_PORT = 25, 465
SECONDS = 60.0  # to wait for an answer of the relay
TROUBLE = (smtplib.SMTPException, OSError, EOFError, ValueError)  # ValueError: a host or a password that no network can carry


@dataclass(frozen=True, slots=True)
class Relay:
    """Where messages are handed over."""

    host: str
    port: int = PORT
    user: str = ""
    password: str = ""
    context: ssl.SSLContext | None = None  # None: the machine's own list of whom to trust

    @classmethod
    def parse(cls, text: str, *, user: str = "", password: str = "", context: ssl.SSLContext | None = None) -> Relay:
        """The relay written as HOST:PORT, HOST or [IPv6]:PORT; RoundError for anything else."""
        host, colon, port = text.strip().rpartition(":")
        if not colon or (text.strip().startswith("[") and text.strip().endswith("]")):
            host, port = text.strip(), str(PORT)
        host = host.removeprefix("[").removesuffix("]")
        if not host or any(letter.isspace() for letter in host) or not port.isdecimal() or not 0 < int(port) < 2**16:
            raise RoundError(f"{text!r} is not a mail relay. Give it as HOST:PORT, such as relay.council.example:25.")
        return cls(host, int(port), user, password, context)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Fate(StrEnum):
    """What became of a draft that was to be sent."""

    WOULD_GO = "would be sent"
    GONE_BEFORE = "was sent before"
    SENT = "sent"
    PARTLY = "sent to some"
    NOT_SENT = "not sent"
    CHANGED = "changed by a person"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A draft and what became of it."""

    draft: Draft
    addresses: tuple[str, ...]  # those it still had to reach
    fate: Fate
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """Messages on their way through one relay."""

    relay: Relay
    sender: Address
    log_file: Path
    now: Callable[[], datetime]
    again: bool = False  # send what went before once more


def planned(drafts: Iterable[Draft], files: Sequence[Path], before: Log, *, again: bool = False) -> tuple[Delivery, ...]:
    """What sending would do: who still has to be reached. Nothing leaves the machine."""
    return tuple(_plan(draft, file, before, again) for draft, file in zip(drafts, files, strict=True))


def _plan(draft: Draft, file: Path, before: Log, again: bool) -> Delivery:
    reached = frozenset() if again else before.reached(identifier(draft.data))
    addresses = tuple(one.address for one in draft.people if one.address.casefold() not in reached)
    if file.name != draft.name or file.read_bytes() != draft.data:
        return Delivery(draft, addresses, Fate.CHANGED, (finding("mail-changed", Place(f"{EMAILS}/{draft.name}"), name=draft.name),))
    return Delivery(draft, addresses, Fate.WOULD_GO if addresses else Fate.GONE_BEFORE)


def send(deliveries: Iterable[Delivery], before: Log, post: Post) -> Iterator[Delivery]:
    """Send what is planned, one after the other, each with its line in the log; gives what became of each.

    A message that breaks the connection does not stop the others: each begins on a new one. If the relay cannot be
    reached at all, the rest is left for the next call.
    """
    line = Line(post.relay)
    try:
        for one in deliveries:
            yield _send(one, before, post, line) if one.fate is Fate.WOULD_GO else one
    finally:
        line.close()


class Line:
    """The connection to the relay, made when it is needed."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.dead = ""  # why it makes no sense to try again
        self.plain = False  # the relay offers no encryption
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        """The connection; raises what smtplib, ssl or the network raise."""
        if self._smtp is None:
            self._smtp = self._connect()
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        relay, context = self.relay, self.relay.context or ssl.create_default_context()
        if relay.port == TLS_PORT:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(relay.host, relay.port, timeout=SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(relay.host, relay.port, timeout=SECONDS)
        try:
            self._secure(smtp, context)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _secure(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self.relay.port != TLS_PORT:
            self.plain = not smtp.has_extn("starttls")
            if not self.plain:
                smtp.starttls(context=context)
        if self.relay.user:
            if self.plain:
                raise smtplib.SMTPException("it offers no encryption, so no password was sent to it")
            smtp.login(self.relay.user, self.relay.password)

    def drop(self) -> None:
        """Forget a connection that is in an unknown state."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def close(self) -> None:
        """Say goodbye; whether the relay still answers does not matter."""
        try:
            if self._smtp is not None:
                self._smtp.quit()
        except TROUBLE:
            pass
        self.drop()


def _send(one: Delivery, before: Log, post: Post, line: Line) -> Delivery:
    if not line.dead:
        try:
            line.open()
        except TROUBLE as problem:
            line.dead = reason(problem)
    if line.dead:
        return _not_sent(one, post, line.dead, finding("relay-unreachable", relay=str(post.relay), what=line.dead))
    times = before.times_sent(identifier(one.draft.data)) if post.again else 0
    data = to_send(one.draft.data, post.sender, post.now(), times)
    try:
        refused = line.open().sendmail(post.sender.address, list(one.addresses), data)
    except smtplib.SMTPRecipientsRefused as problem:
        refused = problem.recipients
    except TROUBLE as problem:
        line.drop()
        return _not_sent(one, post, reason(problem), finding("mail-not-sent", agency="", who=one.draft.recipient, what=reason(problem)))
    return _sent(one, post, refused, line)


def _sent(one: Delivery, post: Post, refused: dict[str, tuple[int, bytes]], line: Line) -> Delivery:
    """Note whom the message reached, and whom the relay refused."""
    reached = [address for address in one.addresses if address not in refused]
    words = {address: f"{code} {_text(answer)}" for address, (code, answer) in refused.items()}
    entries = [entry(one.draft, Event.REFUSED, addresses=[address], remark=what) for address, what in words.items()]
    if reached:
        entries.insert(0, entry(one.draft, Event.SENT, addresses=reached, remark=f"through {post.relay}"))
    found = [finding("mail-refused", address=address, what=what) for address, what in words.items()]
    found += log.append(post.log_file, entries, post.now())
    if found and found[-1].code == "log-not-written":
        line.dead = "the log cannot be written, so nobody would know what was sent"
    if line.plain:
        found.append(finding("relay-not-encrypted", relay=str(post.relay)))
    fate = Fate.NOT_SENT if not reached else Fate.PARTLY if refused else Fate.SENT
    return Delivery(one.draft, one.addresses, fate, tuple(found))


def _not_sent(one: Delivery, post: Post, why: str, wrong: Finding) -> Delivery:
    noted = entry(one.draft, Event.NOT_SENT, addresses=one.addresses, remark=why)
    return Delivery(one.draft, one.addresses, Fate.NOT_SENT, (wrong, *log.append(post.log_file, [noted], post.now())))


def reason(problem: BaseException) -> str:
    """What went wrong, in words for a person."""
    match problem:
        case ssl.SSLCertVerificationError():
            return f"its certificate cannot be trusted ({problem.verify_message})"
        case smtplib.SMTPSenderRefused():
            return f"it refused a message from {problem.sender}: {problem.smtp_code} {_text(problem.smtp_error)}"
        case smtplib.SMTPResponseException():
            return f"it answered {problem.smtp_code} {_text(problem.smtp_error)}"
        case smtplib.SMTPServerDisconnected() | EOFError() | ConnectionResetError() | BrokenPipeError():
            return "the connection was lost"
        case TimeoutError():
            return "it did not answer in time"
        case UnicodeError():
            return "its name or the password contains characters that cannot be sent"
        case OSError() if problem.strerror:
            return problem.strerror
    return " ".join(str(problem).split()) or type(problem).__name__


def _text(answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
