"""A letter -> the bytes of an .eml file that a mail program opens as a message to send.

The same letter gives the same bytes: the date is the assessment's, the identifier is made of the content, and the lines
between the parts never change. By the identifier `unchanged` tells later whether a person has altered the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from snwp_xl.files import sha256
from snwp_xl.frozen import dataclass
from snwp_xl.post.addresses import CRLF, Address

WIDE = SMTP.clone(max_line_length=None)  # a file's name in one piece: Outlook loses names that are cut over lines
# No encoded line can hold "=_": the lines between the parts never meet the same in a part (RFC 2045, 6.7).
MIXED, ALTERNATIVE = "=_snwp_xl_mixed", "=_snwp_xl_alternative"
EPOCH = date(2000, 1, 1)  # of letters of an assessment without a date
NOBODY = "snwp-xl.invalid"  # where identifiers come from if the officer has no address
IDENTIFIER = re.compile(rb"^Message-ID: <([0-9a-f]{40})(?:\.\d+)?@[^>\r\n]*>\r\n", re.MULTILINE)
UNSENT = re.compile(rb"^X-Unsent: 1\r\n", re.MULTILINE)
DATE = re.compile(rb"^Date: [^\r\n]*\r\n", re.MULTILINE)
WORKBOOK_TYPES = {
    ".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "vnd.ms-excel.sheet.macroEnabled.12",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    file: str  # relative to the round folder
    data: bytes

    @property
    def name(self) -> str:
        """The file's own name, as the reader sees it."""
        return self.file.rsplit("/", 1)[-1]

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hex."""
        return sha256(self.data)


@dataclass(frozen=True, slots=True)
class Message:
    """What a letter says, and to whom."""

    to: tuple[Address, ...]
    subject: str
    text: str
    html: str
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    day: date | None = None
    attachment: Attachment | None = None


def eml(message: Message) -> bytes:
    """The message as a draft: an .eml file with `X-Unsent: 1`."""
    day = datetime.combine(message.day or EPOCH, time(), UTC)
    lines = ["X-Unsent: 1", *_people("To", message.to), *_people("Cc", message.cc), *_people("Reply-To", message.reply_to),
             f"Subject: {_encoded(message.subject, 'Subject')}", f"Date: {format_datetime(day)}"]
    head = "".join(line + CRLF for line in lines).encode("ascii")
    body = _body(message)
    domain = message.reply_to[0].address.rpartition("@")[2] if message.reply_to else NOBODY
    return head + f"Message-ID: <{_digest(head + body)}@{domain}>{CRLF}".encode("ascii") + body


def unchanged(data: bytes) -> bool:
    """Whether an .eml file is exactly as `eml` wrote it."""
    found = IDENTIFIER.search(data)
    return found is not None and found[1].decode() == _digest(data[: found.start()] + data[found.end() :])


def identifier(data: bytes) -> str:
    """The identifier of a draft, without its brackets and domain; empty where there is none."""
    found = IDENTIFIER.search(data)
    return found[1].decode() if found else ""


def to_send(draft: bytes, sender: Address, at: datetime, times_before: int = 0) -> bytes:
    """The bytes of a draft that go over the network: with a sender and the present date.

    The identifier stays, so that a mail system knows a message that reaches it twice, unless the message is meant to go
    again: then it tells how often it went before.
    """
    sent = UNSENT.sub(b"", draft, count=1)
    sent = DATE.sub(f"Date: {format_datetime(at)}{CRLF}".encode("ascii"), sent, count=1)
    if times_before:
        sent = IDENTIFIER.sub(lambda found: found[0].replace(found[1], found[1] + f".{times_before}".encode()), sent, count=1)
    return f"From: {sender.header}{CRLF}".encode("ascii") + sent


def _digest(data: bytes) -> str:
    return sha256(data)[:40]


def _people(name: str, people: Sequence[Address]) -> Iterable[str]:
    """A line for each person: folded lines inside a list of names are where mail programs go wrong."""
    return (f"{name}: {f',{CRLF} '.join(one.header for one in people)}",) if people else ()


def _encoded(text: str, name: str) -> str:
    return Header(text, None if text.isascii() else "utf-8", header_name=name).encode(linesep=CRLF)


def _body(message: Message) -> bytes:
    made = EmailMessage(policy=SMTP)
    made.set_content(message.text, cte="quoted-printable")
    made.add_alternative(message.html, subtype="html", cte="quoted-printable")
    made.set_boundary(ALTERNATIVE)
    if message.attachment:
        name = message.attachment.name
        suffix = name[name.rfind(".") :].casefold() if "." in name else ""
        made.add_attachment(
            message.attachment.data, maintype="application", subtype=WORKBOOK_TYPES.get(suffix, "octet-stream"), filename=name,
            params={"name": name})
        made.set_boundary(MIXED)
    return made.as_bytes(policy=WIDE)
