"""A real mail relay on this machine for tests: it can refuse recipients, demand encryption, and drop a connection in the middle."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from post_office import parsed

HOST = "127.0.0.1"


@dataclass
class Delivered:
    """A message that the relay accepted."""

    sender: str
    to: tuple[str, ...]
    data: bytes
    encrypted: bool

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return parsed(self.data)

    @property
    def identifier(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"])


@dataclass
class Behaviour:
    """What the relay does, and what it has accepted."""

    refuse: set[str] = field(default_factory=set)  # addresses
    drop: set[int] = field(default_factory=set)  # which messages, from 1, break the connection before they are accepted
    lose_answer: set[int] = field(default_factory=set)  # which are accepted, but the answer never arrives
    delivered: list[Delivered] = field(default_factory=list)
    seen: int = 0
    connections: int = 0
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:
        """Count connections."""
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        """Take a recipient, or refuse it."""
        if address in self.refuse:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message, or break the connection."""
        self.seen += 1
        if self.seen in self.drop:
            assert server.transport is not None
            server.transport.abort()
            return "451 gone"
        assert isinstance(envelope.content, bytes)
        self.delivered.append(Delivered(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content, session.ssl is not None))
        if self.seen in self.lose_answer:
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        """Note who signs in; one password is right."""
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)

    @property
    def reached(self) -> list[str]:
        """Every address that got a message, as often as it did, in order of names."""
        return sorted(address for one in self.delivered for address in one.to)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextmanager
def relay(behaviour: Behaviour, tls: ssl.SSLContext | None = None, *, implicit: bool = False, login: bool = False) -> Iterator[int]:
    """The relay while the block runs; gives its port."""
    more = {"ssl_context": tls} if implicit else {"tls_context": tls, "require_starttls": tls is not None}
    port = free_port()
    controller = Controller(
        behaviour, hostname=HOST, port=port, authenticator=behaviour.authenticate if login else None, auth_required=login, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for this machine that nobody else trusts: the relay's side of it, and the file for those who trust it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay of the tests")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256()))
    public, private = folder / "relay.pem", folder / "relay.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
