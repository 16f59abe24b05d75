"""One request on one connection to an address that was checked, with an end in time."""

import contextlib
import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from assistant.errors import Cancelled, Unreachable
from assistant.fetching.addresses import Address
from assistant.fetching.reach import Reach
from assistant.fetching.target import Target

CONNECT = 5.0
"""Seconds for one of several addresses before the next one is tried."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When everything must be over, and whether a person pressed stop."""

    end: float
    cancel: threading.Event | None = None

    def left(self) -> float:
        """Seconds left.

        Raises:
            TimeoutError: none is.
            Cancelled: the person pressed stop.
        """
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("fetching.cancelled")
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


@contextlib.contextmanager
def ask(target: Target, accept: str, reach: Reach, deadline: Deadline) -> Iterator[http.client.HTTPResponse]:
    """The answer of a server, its head read and its body to be read inside of the block.

    The host is looked up once, and the very address that was checked is connected to.

    Raises:
        BadInput: the host has no address that may be reached.
        Unreachable: it does not answer, too slowly, or not in HTTP; what is raised inside of the block is told alike.
        Cancelled: the person pressed stop.
    """
    try:
        addresses = reach.addresses(target.host, target.port, deadline.left())
        with contextlib.closing(_connected(target, addresses, reach, deadline)) as connection:
            connection.settimeout(deadline.left())
            connection.sendall(_head(target, accept))
            response = http.client.HTTPResponse(cast(socket.socket, _Paced(connection, deadline)), method="GET")
            with contextlib.closing(response):
                response.begin()
                yield response
    except TimeoutError:
        raise Unreachable("fetching.too_slow", host=target.host) from None
    except ssl.SSLCertVerificationError as error:
        raise Unreachable("fetching.bad_certificate", host=target.host, reason=error.verify_message) from error
    except (http.client.HTTPException, ValueError) as error:
        raise Unreachable("fetching.not_http", host=target.host) from error
    except OSError as error:
        raise Unreachable("fetching.no_answer", host=target.host) from error


def _connected(target: Target, addresses: tuple[Address, ...], reach: Reach, deadline: Deadline) -> socket.socket:
    for place, address in enumerate(addresses):
        last = place == len(addresses) - 1
        try:
            wait = deadline.left() if last else min(deadline.left(), CONNECT)
            plain = socket.create_connection((str(address), target.port), timeout=wait)
            break
        except OSError:
            if last or deadline.left() <= 0:
                raise
    if target.scheme == "http":
        return plain
    try:
        plain.settimeout(deadline.left())
        return reach.trust().wrap_socket(plain, server_hostname=target.host.rstrip("."))
    except BaseException:
        plain.close()
        raise


def _head(target: Target, accept: str) -> bytes:
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        "User-Agent: Papillon",
        f"Accept: {accept}",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


class _Paced(io.RawIOBase):
    """What the HTTP reader takes for a socket: each wait is at most as long as what is left of the whole time, so that
    a server that sends a byte now and then cannot hold us."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline

    def makefile(self, _mode: str) -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(self, 65536))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._connection.settimeout(self._deadline.left())
        return self._connection.recv_into(buffer)
