"""A real web server on loopback, over http or https with a certificate made for the test."""

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assistant.fetching import Reach
from assistant.fetching.addresses import Address

Answer = Callable[[socket.socket, str], None]
"""Sends whatever it likes to a client that asked for a path."""


def page(body: bytes, kind: str = "text/html", *more: str, status: str = "200 OK") -> Answer:
    """An ordinary answer with this body and these further header lines."""

    def answer(client: socket.socket, path: str) -> None:
        lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more, "", "")
        client.sendall("\r\n".join(lines).encode() + body)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    """An answer that sends elsewhere."""
    return raw(f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())


def raw(data: bytes) -> Answer:
    """Exactly these bytes, then the end."""

    def answer(client: socket.socket, path: str) -> None:
        client.sendall(data)

    return answer


class Site:
    """Serves what `pages` says, one thread a client; `asked` keeps each request's head as it came."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.scheme = "https" if context else "http"
        self.stopped = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/", host: str = "site.example") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        self.stopped.set()
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._one, args=(client,), daemon=True).start()

    def _one(self, client: socket.socket) -> None:
        # A client that hangs up or distrusts the certificate is what half of the tests are about.
        with contextlib.suppress(OSError), client:
            stream = self._context.wrap_socket(client, server_side=True) if self._context else client
            with stream:
                head = b""
                while b"\r\n\r\n" not in head and (more := stream.recv(4096)):
                    head += more
                self.asked.append(head.decode())
                path = head.decode().split(" ")[1]
                self.pages.get(path, page(b"not here", status="404 Not Found"))(stream, path)


def loopback(address: Address) -> bool:
    """What the tests may reach."""
    return address.is_loopback


def always(*addresses: str) -> Callable[[str, int], tuple[Address, ...]]:
    """A resolver that knows only these addresses."""

    def resolve(host: str, port: int) -> tuple[Address, ...]:
        return tuple(ipaddress.ip_address(address) for address in addresses)

    return resolve


@pytest.fixture
def site() -> Iterator[Site]:
    """A server without encryption."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def reach() -> Reach:
    """Every name leads to loopback, any port, http allowed."""
    return Reach(allowed=loopback, schemes=frozenset({"http", "https"}), ports=None, resolve=always("127.0.0.1"))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for site.example that nobody signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site.example")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("site.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "site.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def secure_site(certificate: Path) -> Iterator[Site]:
    """A server over https, as site.example."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    site = Site(context)
    yield site
    site.close()


@pytest.fixture
def secure_reach(certificate: Path) -> Reach:
    """https only, to loopback, trusting the test's certificate."""
    return Reach(
        allowed=loopback,
        ports=None,
        trust=lambda: ssl.create_default_context(cafile=str(certificate)),
        resolve=always("127.0.0.1"),
    )
