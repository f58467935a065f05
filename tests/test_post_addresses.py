"""Addresses as people type and paste them, and as they stand in the head of a message."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snwp_xl.post.addresses import Address, one_line, parse_addresses

GOOD = {
    "a@x.example": ["a@x.example"],
    " a@x.example ; b@y.example;": ["a@x.example", "b@y.example"],
    "a@x.example, b@y.example": ["a@x.example", "b@y.example"],
    "a@x.example\nb@y.example": ["a@x.example", "b@y.example"],
    "a@x.example,\r\nb@y.example,": ["a@x.example", "b@y.example"],
    "Okafor, Sam <sam@x.example>; Müller, Zoë <zoe@y.example>": ["Okafor, Sam <sam@x.example>", "Müller, Zoë <zoe@y.example>"],
    "Sam <sam@x.example>, Zoe <zoe@x.example>": ["Sam <sam@x.example>", "Zoe <zoe@x.example>"],
    '"Okafor; Sam" <sam@x.example>': ["Okafor; Sam <sam@x.example>"],
    "'sam@x.example'": ["sam@x.example"],
    "<sam@x.example>": ["sam@x.example"],
    "“Sam” <mailto:sam@x.example>": ["Sam <sam@x.example>"],
    "Sam (Police) <sam@x.example>": ["Sam (Police) <sam@x.example>"],
    "sam@x.example <sam@x.example>": ["sam@x.example"],
    "sam@x.example; SAM@X.example": ["sam@x.example"],
    "\u200bsam@x.example\u00a0": ["sam@x.example"],
    "info@bücher.example": ["info@xn--bcher-kva.example"],
    "o'brien+harm@x-y.police.uk": ["o'brien+harm@x-y.police.uk"],
    "": [],
    " ; , \n": [],
}
WRONG = [
    "tbc", "sam@police", "sam@", "@x.example", "sam@@x.example", "sam at x.example", "a@x.example b@y.example", "a@x.example/b@y.example",
    "sam@x..example", ".sam@x.example", "sam@-x.example", "zoë@x.example", "Sam, sam@x.example", "Sam <sam@x.example> (Police)",
    "Bcc: spy@evil.example", '"Sam\nBcc: spy@evil.example" <sam@x.example>', "Sam <sam@x.example\nBcc: spy@evil.example>",
    "sam@x.example\x00", "a" * 65 + "@x.example", "a@" + ".".join(["b" * 60] * 5) + ".example",
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), GOOD.items(), ids=repr)
def test_what_people_type_is_understood(text: str, found: list[str]) -> None:
    addresses, wrong = parse_addresses(text)
    assert [str(one) for one in addresses] == found
    assert wrong == ()


@pytest.mark.parametrize("text", WRONG, ids=lambda text: repr(text[:40]))
def test_what_is_no_address_is_named_and_never_taken(text: str) -> None:
    addresses, wrong = parse_addresses(f"good@x.example; {text}")
    assert [str(one) for one in addresses] == ["good@x.example"]
    assert wrong == (text.strip(),)


def test_a_line_break_smuggles_no_header_in() -> None:
    addresses, wrong = parse_addresses("sam@x.example\r\nBcc: spy@evil.example")
    assert [str(one) for one in addresses] == ["sam@x.example"]
    assert wrong == ("Bcc: spy@evil.example",)


def test_a_single_address_gets_the_contacts_name() -> None:
    assert [str(one) for one in parse_addresses("sam@x.example", "Sam Okafor")[0]] == ["Sam Okafor <sam@x.example>"]
    assert [str(one) for one in parse_addresses("S. O. <sam@x.example>", "Sam Okafor")[0]] == ["S. O. <sam@x.example>"]
    assert [str(one) for one in parse_addresses("a@x.example; b@x.example", "Sam")[0]] == ["a@x.example", "b@x.example"]
    assert [str(one) for one in parse_addresses("sam@x.example", "Sam\nBcc: spy@evil.example")[0]] == ["sam@x.example"]


@pytest.mark.parametrize("text", ["Sam\nBcc: x", "Sam\r", "Sam\x00", "Sam\u2028x", "Sam\x1b[1m", "Sam\u202egro.live"])
def test_what_could_alter_a_head_is_not_one_line(text: str) -> None:
    assert not one_line(text)


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), max_size=30))
def test_every_name_comes_back_from_a_header_and_makes_no_other(name: str) -> None:
    shown = " ".join(name.split())
    head = f"To: {Address('sam@x.example', shown).header}\r\n\r\n"
    assert head.isascii()
    message = email.message_from_string(head, policy=email.policy.default)
    assert message.keys() == ["To"]
    (found,) = message["To"].addresses
    assert found.addr_spec == "sam@x.example"
    if len(shown.encode()) < 30:  # longer ones take several encoded words, which older Pythons join with a space
        assert found.display_name == shown


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_only_whole_addresses(text: str) -> None:
    addresses, _ = parse_addresses(text)
    assert all(one_line(one.name) and one.header.isascii() and one.address.count("@") == 1 for one in addresses)
