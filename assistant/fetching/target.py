"""An address as it is asked for: taken apart once, by one reading, and refused when it could be read in two ways."""

import contextlib
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from assistant.errors import BadInput
from assistant.fetching.reach import Reach

LONGEST = 2_000
"""Characters of an address. Browsers and servers agree on about this much."""

_PORTS = {"https": 443, "http": 80}
_ODD = re.compile(r"[\x00-\x20\x7f\\\ufffd\ud800-\udfff]")
_HOST = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.?"
)
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Target:
    """Where to ask and for what. `host` is ASCII, without brackets; `path` holds the query and is percent-encoded."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What the server is asked as: the host, and the port when it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def redirected(self, location: str, reach: Reach) -> "Target":
        """Where a redirect leads; never from https down to http.

        Raises:
            BadInput: it leads to where nothing may be fetched.
        """
        target = parse(_joined(self.url, location), reach)
        if self.scheme == "https" and target.scheme != "https":
            raise BadInput("fetching.bad_scheme", url=shown(target.url))
        return target


def parse(url: str, reach: Reach) -> Target:
    """Take an address apart.

    Raises:
        BadInput: it is no address, or one that may not be fetched: another scheme or port, a name and password inside.
    """
    url = url.strip()
    if len(url) > LONGEST or _ODD.search(url):
        raise BadInput("fetching.bad_address", url=shown(url))
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _ascii(parts.hostname or "")
    except ValueError:
        raise BadInput("fetching.bad_address", url=shown(url)) from None
    if parts.scheme not in reach.schemes:
        raise BadInput("fetching.bad_scheme", url=shown(url))
    if "@" in parts.netloc:
        raise BadInput("fetching.credentials")
    port = _PORTS[parts.scheme] if port is None else port
    if reach.ports is not None and port not in reach.ports:
        raise BadInput("fetching.bad_port", port=port)
    path = quote(parts.path or "/", safe="%/:=&?~+!$,;'@()*[]-._")
    query = quote(parts.query, safe="%/:=&?~+!$,;'@()*[]-._")
    return Target(parts.scheme, host, port, path + (f"?{query}" if query else ""))


def shown(url: str) -> str:
    """An address as it can be told to a person: short, in one line, without a password that may stand in it."""
    url = re.sub(r"//[^/?#]*@", "//", _ODD.sub("\ufffd", url))
    return url if len(url) <= _SHOWN else url[: _SHOWN - 1] + "…"


def _ascii(host: str) -> str:
    """The host as it is looked up.

    Raises:
        ValueError: it is none.
    """
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    name = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    if not _HOST.fullmatch(name):
        raise ValueError(host)
    return name


def _joined(url: str, location: str) -> str:
    # Servers send what is not ASCII as UTF-8; the HTTP reader hands it out as Latin-1.
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location.strip())
    except ValueError:
        raise BadInput("fetching.bad_address", url=shown(location)) from None
