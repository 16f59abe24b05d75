"""Fetching one web address, with limits on everything a server decides."""

import http.client
import threading
import time
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.message import Message

from assistant.errors import BadInput, Unreachable
from assistant.fetching.connection import Deadline, ask
from assistant.fetching.reach import PUBLIC, Reach
from assistant.fetching.target import Target, parse, shown

MOST_BYTES = 5_000_000
SECONDS = 15.0
REDIRECTS = 5
PAGES = frozenset({"text/html", "application/xhtml+xml"})
"""What a web page comes as."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNPACKED = {"": 0, "identity": 0, "gzip": 47, "x-gzip": 47, "deflate": 47}
"""How zlib reads what a body may be compressed as: 47 stands for gzip or zlib, by its first bytes."""
_CHUNK = 65_536
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address held.

    `url` is where it was found at last, after redirects; `kind` its media type in lower case, without parameters;
    `body` its bytes, uncompressed; `encoding` the character set that the server named, empty when it named none.
    `whole` is False when the rest was left unread on request.
    """

    url: str
    kind: str
    body: bytes
    encoding: str = ""
    whole: bool = True


def fetch(
    url: str,
    *,
    kinds: Collection[str] = PAGES,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
    beginning: bool = False,
    reach: Reach = PUBLIC,
    cancel: threading.Event | None = None,
) -> Fetched:
    """What a public web address holds: https only, at most `most_bytes` of it uncompressed, within `seconds` in all.

    `kinds` are media types; `image/*` means any image. A redirect is followed up to five times, and where it leads is
    checked like the address itself. With `beginning`, what is longer is cut and not refused: enough for the title of
    a page. No cookies, no proxy of the environment, no credentials. `cancel` is looked at between two reads.

    Raises:
        BadInput: the address means nothing, leads out of the public internet, does not exist (4xx), or holds another
            kind of thing or more than asked for.
        Unreachable: its server does not answer, not in time, not properly, or says that it is broken (5xx, 429).
        Cancelled: the person pressed stop.
    """
    deadline = Deadline(time.monotonic() + seconds, cancel)
    target = parse(url, reach)
    for _ in range(REDIRECTS + 1):
        with ask(target, ", ".join(sorted(kinds)), reach, deadline) as response:
            location = response.headers.get("Location")
            if response.status in _REDIRECTS and location:
                target = target.redirected(location, reach)
                continue
            return _read(target, response, kinds, most_bytes, beginning)
    raise BadInput("fetching.too_many_redirects", url=shown(url))


def _read(
    target: Target, response: http.client.HTTPResponse, kinds: Collection[str], most_bytes: int, beginning: bool
) -> Fetched:
    if response.status != http.HTTPStatus.OK:
        ours = 400 <= response.status < 500 and response.status != http.HTTPStatus.TOO_MANY_REQUESTS
        raise (BadInput if ours else Unreachable)("fetching.status", url=shown(target.url), status=response.status)
    kind, encoding = _kind(response.headers)
    if kind not in kinds and f"{kind.partition('/')[0]}/*" not in kinds:
        raise BadInput("fetching.bad_kind", url=shown(target.url), kind=kind or "?")
    body = bytearray()
    whole = True
    for part in _parts(response):
        body += part
        if len(body) > most_bytes:
            if not beginning:
                megabytes = max(1, most_bytes // _MEGABYTE)
                raise BadInput("fetching.too_large", url=shown(target.url), megabytes=megabytes)
            whole = False
            break
    return Fetched(target.url, kind, bytes(body[:most_bytes]), encoding, whole)


def _parts(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body in uncompressed parts of a bounded size, whatever it was compressed from.

    Raises:
        http.client.HTTPException: it ends too early, or is not compressed as it says.
    """
    coding = (response.headers.get("Content-Encoding") or "").strip().lower()
    if coding not in _UNPACKED:
        raise http.client.HTTPException(coding)
    unpack = zlib.decompressobj(_UNPACKED[coding]) if _UNPACKED[coding] else None
    expected, read = response.length, 0
    while raw := response.read(_CHUNK):
        if unpack is None:
            yield raw
        else:
            try:
                yield unpack.decompress(raw, _CHUNK)
            except zlib.error:
                if read or coding != "deflate":
                    raise http.client.HTTPException(coding) from None
                # Some servers send deflate without its wrapping: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
                unpack = zlib.decompressobj(-zlib.MAX_WBITS)
                yield from _tail(unpack, raw)
            yield from _tail(unpack, unpack.unconsumed_tail)
        read += len(raw)
    if (expected is not None and read < expected) or (unpack is not None and read and not unpack.eof):
        raise http.client.IncompleteRead(b"")


def _tail(unpack: "zlib._Decompress", raw: bytes) -> Iterator[bytes]:
    while raw:
        try:
            yield unpack.decompress(raw, _CHUNK)
        except zlib.error as error:
            raise http.client.HTTPException(str(error)) from None
        raw = unpack.unconsumed_tail


def _kind(headers: Message) -> tuple[str, str]:
    """Media type and character set of an answer; both may be empty."""
    if "Content-Type" not in headers:
        return "", ""
    charset = headers.get_content_charset("") or ""
    return headers.get_content_type(), charset if isinstance(charset, str) else ""
