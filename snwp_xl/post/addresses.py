"""The addresses that an officer typed or pasted -> names and addresses, and what is wrong with them.

Several may stand in a cell, with ; or , or line breaks between; Outlook's "Okafor, Sam <sam@police.example>" keeps its comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.header import Header

from snwp_xl.frozen import dataclass

LONGEST_LOCAL, LONGEST_ADDRESS = 64, 254  # characters, RFC 5321
ENCODED_WORD = 75  # characters, the most that RFC 2047 allows; longer names fold
CRLF = "\r\n"
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})+")
NAMED = re.compile(r"(?P<name>.*?)<\s*(?P<address>[^<>]*)>\s*", re.DOTALL)
WITHOUT_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))  # pasted along from web pages
QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019"}
LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody's e-mail address, with the name to show."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address

    @property
    def header(self) -> str:
        """As it stands in the head of a message: ASCII, the name quoted or encoded; long names fold over lines."""
        if not self.name:
            return self.address
        if self.name.isascii():
            quoted = self.name.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{quoted}" <{self.address}>'
        return f"{Header(self.name, 'utf-8', maxlinelen=ENCODED_WORD).encode(linesep=CRLF)} <{self.address}>"


def one_line(text: str) -> bool:
    """Whether a text can stand in the head of a message: no line break and nothing else that cannot be shown."""
    return all(letter.isprintable() for letter in text)


def parse_addresses(text: str, name: str = "") -> tuple[tuple[Address, ...], tuple[str, ...]]:
    """The addresses in a cell, each once, and the pieces that are none; a single address without a name gets `name`."""
    found: dict[str, Address] = {}
    wrong: list[str] = []
    for piece in _pieces(text.translate(WITHOUT_WIDTH)):
        address = _address(piece)
        if address is None:
            wrong.append(piece)
        else:
            found.setdefault(address.address.casefold(), address)
    every = tuple(found.values())
    if len(every) == 1 and not every[0].name and one_line(name):
        every = (Address(every[0].address, name.strip()),)
    return every, tuple(wrong)


def _pieces(text: str) -> Iterator[str]:
    """The text cut at ; and line ends outside quotes, and at commas behind something that holds an address."""
    piece, closing = "", ""
    for letter in text:
        ends = letter == ";" or letter in LINE_ENDS or (letter == "," and "@" in piece)
        if not closing and ends and not _open_bracket(piece):
            yield from _trimmed(piece)
            piece = ""
            continue
        if letter == closing:
            closing = ""
        elif letter == '"' and not closing:
            closing = '"'
        piece += letter
    yield from _trimmed(piece)


def _open_bracket(piece: str) -> bool:
    return piece.rfind("<") > piece.rfind(">")


def _trimmed(piece: str) -> Iterable[str]:
    trimmed = piece.strip().strip(",").strip()
    return (trimmed,) if trimmed else ()


def _address(piece: str) -> Address | None:
    named = NAMED.fullmatch(piece)
    name, address = (named["name"], named["address"]) if named else ("", piece)
    name, address = _unquoted(name), _unquoted(address).removeprefix("mailto:")
    if not one_line(name) or not one_line(address):
        return None
    local, _, domain = address.rpartition("@")
    address = f"{local}@{_ascii_domain(domain)}"
    fits = len(local) <= LONGEST_LOCAL and len(address) <= LONGEST_ADDRESS
    if not fits or not ADDRESS.fullmatch(address):
        return None
    return Address(address, "" if name.casefold() == address.casefold() else name)


def _unquoted(text: str) -> str:
    stripped = text.strip()
    if len(stripped) > 1 and QUOTES.get(stripped[0]) == stripped[-1]:
        return stripped[1:-1].strip()
    return stripped


def _ascii_domain(domain: str) -> str:
    """The domain as the network knows it: a non-ASCII one in its xn-- form."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
