"""Sending through a real relay on this machine: encrypted, refused, broken off, resumed; every message delivered once."""

from __future__ import annotations

import csv
import errno
import ssl
from pathlib import Path

import pytest
from post_office import BEFORE, NAMES, OFFICER, a_round, an_assessment, attachments, codes, with_agency
from relay import HOST, Behaviour, certificate, relay

from snwp_xl import cli
from snwp_xl.findings import RoundError
from snwp_xl.operations import Sent, draft_emails, send_emails
from snwp_xl.post.sending import Fate, Line, Relay

pytestmark = pytest.mark.usefixtures("in_time")
ALL = sorted(f"mailbox-{name.casefold()}@{name.casefold()}.example" for name in NAMES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A round with its blanks."""
    return a_round(tmp_path / "2017-18")


def send(folder: Path, port: int, *, dry_run: bool = False, again: bool = False, context: ssl.SSLContext | None = None) -> Sent:
    """Send the invitations."""
    return send_emails(folder, "invitation", Relay(HOST, port, context=context), dry_run=dry_run, again=again)


def fates(sent: Sent) -> dict[str, str]:
    """What became of each recipient's message."""
    return {one.draft.recipient: str(one.fate) for one in sent.deliveries}


def logged(folder: Path) -> list[tuple[str, str, str]]:
    """What the log says: event, recipient, addresses."""
    with (folder / "emails" / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(row["What"], row["Recipient"], row["Addresses"]) for row in csv.DictReader(file)]


def to_agencies(behaviour: Behaviour) -> list[str]:
    """The agencies' addresses that were reached, without the officer's copies."""
    return [address for address in behaviour.reached if address != OFFICER.email]


# --- dry run -------------------------------------------------------------------------------------------------------------------


def test_without_yes_nothing_leaves_the_machine(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    behaviour = Behaviour()
    with relay(behaviour) as port:
        assert cli.main(["emails", str(folder), "--kind", "invitation", "--send", "--smtp", f"{HOST}:{port}"]) == cli.DONE
    assert behaviour.connections == 0
    said = capsys.readouterr().out
    assert "nothing was sent" in said
    assert said.count("would be sent") == len(NAMES)
    assert "Next: the same with --yes sends 5 e-mails." in said
    assert {event for event, _, _ in logged(folder)} == {"drafted"}


def test_a_dry_run_says_what_went_before(folder: Path) -> None:
    with relay(Behaviour()) as port:
        send(folder, port)
        assert set(fates(send(folder, port, dry_run=True)).values()) == {"was sent before"}


# --- sending -------------------------------------------------------------------------------------------------------------------


def test_each_agency_gets_its_own_message_once(folder: Path) -> None:
    behaviour = Behaviour()
    with relay(behaviour) as port:
        first, second = send(folder, port), send(folder, port)
    assert set(fates(first).values()) == {"sent"}
    assert set(fates(second).values()) == {"was sent before"}
    assert behaviour.reached == sorted([*ALL, *[OFFICER.email] * len(NAMES)])
    for one in behaviour.delivered:
        (own,) = [address for address in one.to if address != OFFICER.email]
        name = own.split("@")[1].partition(".")[0].capitalize()
        assert attachments(one.message) == {
            f"Harm scores 2017-18 - {name}.xlsx": (folder / "blanks" / f"Harm scores 2017-18 - {name}.xlsx").read_bytes()}


def test_what_goes_is_a_message_and_no_draft(folder: Path) -> None:
    behaviour = Behaviour()
    with relay(behaviour) as port:
        send(folder, port)
    one = behaviour.delivered[0]
    assert one.sender == OFFICER.email
    assert "X-Unsent" not in one.message
    assert one.message["From"] == f"{OFFICER.name} <{OFFICER.email}>"
    assert one.message["Date"].datetime.replace(tzinfo=None) == BEFORE
    draft = (folder / "emails" / "Invitation 2017-18 - Police.eml").read_bytes()
    assert one.identifier.encode() in draft
    assert all(len(line) <= 998 for line in one.data.split(b"\r\n"))


def test_the_log_says_what_went_to_whom(folder: Path) -> None:
    with relay(Behaviour()) as port:
        send(folder, port)
    lines = [line for line in logged(folder) if line[0] == "sent"]
    assert [recipient for _, recipient, _ in lines] == list(NAMES)
    assert lines[0][2] == f"mailbox-police@police.example; {OFFICER.email}"


def test_a_refused_recipient_stops_nobody_else_and_is_tried_again(folder: Path) -> None:
    behaviour = Behaviour(refuse={"mailbox-fire@fire.example", OFFICER.email})
    with relay(behaviour) as port:
        first = send(folder, port)
        assert fates(first) == {**dict.fromkeys(NAMES, "sent to some"), "Fire": "not sent"}
        assert codes(first.findings) == ["mail-refused", "relay-not-encrypted", "mail-refused"], "the officer's copies are one cause"
        assert "mailbox-fire@fire.example: 550 5.1.1 no such mailbox" in str(next(
            one for one in first.findings if "fire" in one.message))
        behaviour.refuse = {OFFICER.email}
        second = send(folder, port)
    assert fates(second)["Fire"] == "sent to some"
    assert to_agencies(behaviour) == ALL


def test_only_the_addresses_that_were_refused_are_tried_again(tmp_path: Path) -> None:
    two = with_agency(an_assessment(), "Police", email="one@police.example; two@police.example")
    folder = a_round(tmp_path / "round", two)
    behaviour = Behaviour(refuse={"two@police.example"})
    with relay(behaviour) as port:
        send(folder, port)
        behaviour.refuse = set()
        second = send(folder, port)
    police = next(one for one in second.deliveries if one.draft.recipient == "Police")
    assert police.addresses == ("two@police.example",)
    assert behaviour.reached.count("one@police.example") == behaviour.reached.count("two@police.example") == 1


def test_a_dropped_connection_in_the_middle_is_resumed(folder: Path) -> None:
    behaviour = Behaviour(drop={2})
    with relay(behaviour) as port:
        first = send(folder, port)
        assert fates(first) == {**dict.fromkeys(NAMES, "sent"), "Fire": "not sent"}
        assert codes(first.findings) == ["relay-not-encrypted", "mail-not-sent"]
        assert "the connection was lost" in str(first.findings[1])
        second = send(folder, port)
    assert {name for name, fate in fates(second).items() if fate == "sent"} == {"Fire"}
    assert to_agencies(behaviour) == ALL
    assert len({one.identifier for one in behaviour.delivered}) == len(NAMES)


def test_a_relay_that_goes_away_leaves_the_rest_for_the_next_call(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    behaviour = Behaviour(drop={3})
    real = Line.open

    def open_line(line: Line) -> object:
        if behaviour.seen == 3:  # the third message broke the connection, and nobody answers any more
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        return real(line)

    with relay(behaviour) as port:
        with monkeypatch.context() as patch:
            patch.setattr(Line, "open", open_line)
            first = send(folder, port)
        assert list(fates(first).values()) == ["sent", "sent", "not sent", "not sent", "not sent"]
        assert codes(first.findings) == ["relay-not-encrypted", "mail-not-sent", "relay-unreachable"], "said once, not for each message"
        second = send(folder, port)
    assert [name for name, fate in fates(second).items() if fate == "sent"] == ["Health", "Probation", "District"]
    assert to_agencies(behaviour) == ALL


def test_a_message_whose_answer_was_lost_goes_again_under_the_same_identifier(folder: Path) -> None:
    behaviour = Behaviour(lose_answer={1})
    with relay(behaviour) as port:
        assert fates(send(folder, port))["Police"] == "not sent"
        assert fates(send(folder, port))["Police"] == "sent"
    twice = [one.identifier for one in behaviour.delivered if "mailbox-police@police.example" in one.to]
    assert len(twice) == 2
    assert len(set(twice)) == 1, "by which a mail system knows that it has the message already"


def test_again_is_another_message(folder: Path) -> None:
    behaviour = Behaviour()
    with relay(behaviour) as port:
        send(folder, port)
        assert set(fates(send(folder, port, again=True)).values()) == {"sent"}
    assert to_agencies(behaviour) == sorted([*ALL, *ALL])
    assert len({one.identifier for one in behaviour.delivered}) == 2 * len(NAMES)


def test_a_draft_that_a_person_changed_is_not_sent_from_here(folder: Path) -> None:
    draft_emails(folder, "invitation")
    path = folder / "emails" / "Invitation 2017-18 - Fire.eml"
    path.write_bytes(path.read_bytes().replace(b"Please give the view", b"Please do give the view"))
    behaviour = Behaviour()
    with relay(behaviour) as port:
        sent = send(folder, port)
    assert fates(sent)["Fire"] == "changed by a person"
    assert "mailbox-fire@fire.example" not in behaviour.reached
    assert "mail-changed" in codes(sent.findings)
    assert b"Please do give" in path.read_bytes()


# --- the log as the memory -------------------------------------------------------------------------------------------------------


def test_nothing_is_sent_while_it_is_not_known_what_went_before(folder: Path) -> None:
    (folder / "emails" / "log.csv").write_text("something else\r\n", encoding="utf-8")
    behaviour = Behaviour()
    with relay(behaviour) as port, pytest.raises(RoundError, match=r"Nothing was sent.*log\.csv"):
        send(folder, port)
    assert behaviour.delivered == []


def test_sending_stops_when_it_can_no_longer_be_noted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from snwp_xl.findings import finding
    from snwp_xl.post import log

    draft_emails(folder, "invitation")
    monkeypatch.setattr(log, "append", lambda *_: (finding("log-not-written", what="it is open"),))
    behaviour = Behaviour()
    with relay(behaviour) as port:
        sent = send(folder, port)
    assert list(fates(sent).values()) == ["sent", *["not sent"] * 4]
    assert len(behaviour.delivered) == 1


# --- encryption --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tls(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate made for this test: the relay's side, and that of somebody who trusts it."""
    pytest.importorskip("cryptography", reason="the certificate of the test's relay is made with the package cryptography")
    server, public = certificate(tmp_path)
    return server, ssl.create_default_context(cafile=public)


def test_encryption_is_used_where_it_is_offered(folder: Path, tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    behaviour = Behaviour()
    with relay(behaviour, tls[0]) as port:
        sent = send(folder, port, context=tls[1])
    assert set(fates(sent).values()) == {"sent"}
    assert sent.findings == ()
    assert all(one.encrypted for one in behaviour.delivered)


def test_a_dropped_connection_is_resumed_under_encryption(folder: Path, tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    behaviour = Behaviour(drop={3})
    with relay(behaviour, tls[0]) as port:
        assert fates(send(folder, port, context=tls[1]))["Health"] == "not sent"
        send(folder, port, context=tls[1])
    assert to_agencies(behaviour) == ALL


def test_a_certificate_that_nobody_trusts_is_refused_and_nothing_goes_as_plain_text(
    folder: Path, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    behaviour = Behaviour()
    with relay(behaviour, tls[0]) as port:
        sent = send(folder, port, context=ssl.create_default_context())
    assert set(fates(sent).values()) == {"not sent"}
    assert behaviour.delivered == []
    (wrong,) = [one for one in sent.findings if one.code == "relay-unreachable"]
    assert "its certificate cannot be trusted" in wrong.message


def test_a_relay_without_encryption_is_said(folder: Path) -> None:
    with relay(Behaviour()) as port:
        sent = send(folder, port)
    assert codes(sent.findings) == ["relay-not-encrypted"]


def test_a_password_goes_only_over_encryption(folder: Path, tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    plain, safe = Behaviour(), Behaviour()
    with relay(plain) as port:
        sent = send_emails(folder, "invitation", Relay(HOST, port, "jo", "right"), dry_run=False)
    assert set(fates(sent).values()) == {"not sent"}
    assert plain.logins == []
    with relay(safe, tls[0], login=True) as port:
        sent = send_emails(folder, "invitation", Relay(HOST, port, "jo", "right", tls[1]), dry_run=False)
    assert set(fates(sent).values()) == {"sent"}
    assert safe.logins == [(b"jo", b"right")]


def test_a_wrong_password_is_said_in_words(folder: Path, tls: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    with relay(Behaviour(), tls[0], login=True) as port:
        sent = send_emails(folder, "invitation", Relay(HOST, port, "jo", "wrong", tls[1]), dry_run=False)
    (wrong,) = [one for one in sent.findings if one.code == "relay-unreachable"]
    assert "it answered 535" in wrong.message


# --- bad calls -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "host", "port"), [
    ("relay.council.example:587", "relay.council.example", 587), ("relay.council.example", "relay.council.example", 25),
    ("[::1]:2525", "::1", 2525), ("[::1]", "::1", 25), (" 10.0.0.5:25 ", "10.0.0.5", 25),
])  # fmt: skip
def test_relays_as_people_write_them(text: str, host: str, port: int) -> None:
    assert (Relay.parse(text).host, Relay.parse(text).port) == (host, port)


@pytest.mark.parametrize("text", ["", ":25", "relay:", "relay:smtp", "relay:0", "relay:70000", "two words:25"])
def test_what_is_no_relay_is_refused(text: str) -> None:
    with pytest.raises(RoundError, match="is not a mail relay"):
        Relay.parse(text)


@pytest.mark.parametrize(("more", "said"), [
    (["--send"], "--send needs --smtp"), (["--yes"], "go with --send"), (["--smtp", "relay:25"], "go with --send"),
    (["--send", "--smtp", "relay:x"], "is not a mail relay"),
])  # fmt: skip
def test_calls_that_make_no_sense_are_one_line(folder: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str) -> None:
    assert cli.main(["emails", str(folder), "--kind", "invitation", *more]) == cli.BAD_CALL
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert not list((folder / "emails").iterdir())


def test_the_password_is_never_an_argument(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SNWP_XL_SMTP_PASSWORD", raising=False)
    call = ["emails", str(folder), "--kind", "invitation", "--send", "--smtp", "relay:25", "--user", "jo", "--yes"]
    assert cli.main(call) == cli.BAD_CALL
    assert "needs a password in SNWP_XL_SMTP_PASSWORD" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["relay..example", "a" * 64 + ".example", "nowhere.invalid", "r\u00e9lais\u2028.example"])
def test_a_relay_that_no_network_knows_is_said_in_words(folder: Path, host: str) -> None:
    sent = send_emails(folder, "invitation", Relay(host, 25), dry_run=False)
    assert set(fates(sent).values()) == {"not sent"}
    assert codes(sent.findings) == ["relay-unreachable"]


def test_a_relay_that_is_not_there_is_an_error_and_the_drafts_stay(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with relay(Behaviour()) as port:
        pass
    call = ["emails", str(folder), "--kind", "invitation", "--send", "--smtp", f"{HOST}:{port}", "--yes"]
    assert cli.main(call) == cli.FOUND_ERRORS
    said = capsys.readouterr()
    assert said.err == ""
    assert f"The relay {HOST}:{port} cannot be used: Connection refused." in " ".join(said.out.split())
    assert "0 e-mails sent." in said.out
    assert len(list((folder / "emails").glob("*.eml"))) == len(NAMES)
    assert Fate.NOT_SENT == "not sent"
