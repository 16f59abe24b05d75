"""What may be reached, and how a name becomes an address."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue

from assistant.errors import BadInput, Unreachable
from assistant.fetching.addresses import Address, is_public

Resolve = Callable[[str, int], tuple[Address, ...]]
"""The addresses of a host; raises OSError when it has none."""


def resolve(host: str, port: int) -> tuple[Address, ...]:
    """The addresses of a host by the system's resolver, in its order.

    Raises:
        OSError: it has none, or the resolver does not answer.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = (ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)
    return tuple(dict.fromkeys(addresses))


@cache
def public_trust() -> ssl.SSLContext:
    """The certificates of the system and those that come with httpx: a slim container has only the latter."""
    import httpx

    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


@dataclass(frozen=True, slots=True)
class Reach:
    """What a fetch may reach. The default is the public internet over https; tests reach their own server by another
    one. `ports` None means any."""

    allowed: Callable[[Address], bool] = is_public
    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] | None = frozenset({443})
    trust: Callable[[], ssl.SSLContext] = public_trust
    resolve: Resolve = resolve

    def addresses(self, host: str, port: int, seconds: float) -> tuple[Address, ...]:
        """The addresses of a host that may be connected to, looked up once.

        Raises:
            BadInput: it has none but those that may not be reached.
            Unreachable: it has none, or the resolver takes longer than `seconds`.
        """
        found = _within(seconds, lambda: self.resolve(host, port), host)
        allowed = tuple(address for address in found if self.allowed(address))
        if not allowed:
            raise BadInput("fetching.not_public", host=host)
        return allowed


PUBLIC = Reach()


def _within(seconds: float, look_up: Callable[[], tuple[Address, ...]], host: str) -> tuple[Address, ...]:
    """The system's resolver takes no time limit, so it is waited for from beside."""
    answer: SimpleQueue[tuple[Address, ...] | OSError | UnicodeError] = SimpleQueue()

    def work() -> None:
        try:
            answer.put(look_up())
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=work, name="papillon-resolve", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except Empty:
        raise Unreachable("fetching.too_slow", host=host) from None
    if isinstance(found, (OSError, UnicodeError)):
        raise Unreachable("fetching.no_such_host", host=host) from found
    if not found:
        raise Unreachable("fetching.no_such_host", host=host)
    return found
