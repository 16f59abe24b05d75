"""Addresses of posts and accounts, as people paste them."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from assistant.errors import BadInput

POST = "app.bsky.feed.post"
_APPS = ("bsky.app", "bsky.dev", "deer.social", "blacksky.community")
"""Web clients whose addresses have the same form as the official one's; their subdomains too."""
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}[A-Za-z0-9._-]")  # https://atproto.com/specs/did
_HANDLE = re.compile(  # https://atproto.com/specs/handle
    r"(?=.{3,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.I
)
_KEY = re.compile(r"[A-Za-z0-9._:~-]{1,512}")  # https://atproto.com/specs/record-key


@dataclass(frozen=True, slots=True)
class Reference:
    """A post by its author, a handle or DID, and its record key."""

    actor: str
    key: str

    def uri(self, did: str) -> str:
        """The at:// address, its author's DID known."""
        return f"at://{did}/{POST}/{self.key}"


def parse_reference(text: str) -> Reference:
    """The post at a browser address or at:// address.

    Raises:
        BadInput: it is neither.
    """
    found = _parsed(text)
    if found is None:
        raise BadInput("networks.no_post_address", address=_short(text))
    return found


def is_reference(text: str) -> bool:
    """Whether a text is the address of a Bluesky post and nothing else."""
    return _parsed(text) is not None


def parse_handle(text: str) -> str:
    """A handle as typed, in lower case and without @ or the address around it; a DID stays.

    Raises:
        BadInput: it is neither.
    """
    name = text.strip().strip("\u2068\u2069\u200e\u200f\u202a\u202c")  # the app copies handles with invisible marks
    if "/profile/" in name:
        name = name.partition("/profile/")[2].split("/")[0].split("?")[0]
    name = name.removeprefix("at://").removeprefix("@")
    if is_did(name):
        return name
    if not _HANDLE.fullmatch(name):
        raise BadInput("networks.no_handle", handle=_short(text))
    return name.lower()


def is_did(name: str) -> bool:
    """Whether a name is an account's permanent one."""
    return _DID.fullmatch(name) is not None


def key_of(uri: str) -> str:
    """The record key at the end of an at:// address."""
    return uri.rpartition("/")[2]


def owner_of(uri: str) -> str:
    """The account in whose repository an at:// address points."""
    return uri.removeprefix("at://").partition("/")[0]


def web_address(handle: str, did: str, uri: str) -> str:
    """Where a browser shows a post. A handle that no longer belongs to its account is not put in an address."""
    actor = handle if _HANDLE.fullmatch(handle) and handle != "handle.invalid" else did
    return f"https://bsky.app/profile/{actor}/post/{key_of(uri)}"


def _parsed(text: str) -> Reference | None:
    address = text.strip().strip("<>").rstrip(".,;!?)")
    if address.startswith("at://"):
        parts = address.removeprefix("at://").split("/")
        collection = parts[1:2]
    else:
        if "://" not in address:
            address = f"https://{address}"
        try:
            split = urlsplit(address)
            host = (split.hostname or "").lower()
        except ValueError:
            return None
        if split.scheme not in ("http", "https") or not any(host == app or host.endswith(f".{app}") for app in _APPS):
            return None
        path = unquote(split.path).strip("/").split("/")
        if len(path) < 4 or path[0] != "profile" or path[2] != "post":
            return None
        parts, collection = [path[1], POST, path[3]], [POST]
    if len(parts) != 3 or collection != [POST]:
        return None
    actor, key = parts[0].removeprefix("@"), parts[2]
    if not (is_did(actor) or _HANDLE.fullmatch(actor)) or not _KEY.fullmatch(key) or key in (".", ".."):
        return None
    return Reference(actor if is_did(actor) else actor.lower(), key)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
