"""Makers of exports as X, Meta, Mastodon and Bluesky write them (shared/formats-and-metrics.md, section 2)."""

import hashlib
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import libipld

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = "https://m.example/users/moulin/followers"


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def tarred(path: Path, members: Mapping[str, bytes]) -> Path:
    """A tar.gz of these members."""
    with tarfile.open(path, "w:gz") as file:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return path


# ---------------------------------------------------------------- X


def ytd(name: str, items: Sequence[object], part: int = 0, end: str = "") -> str:
    """A script of an X archive."""
    return f"window.YTD.{name}.part{part} = {json.dumps(items, indent=2)}{end}"


def tweet(number: int, text: str, **more: object) -> dict[str, Any]:
    """One post of X, every number a text."""
    made = {
        "id": str(number),
        "id_str": str(number),
        "full_text": text,
        "created_at": f"Wed Oct 19 {number % 24:02}:07:25 +0000 2022",
        "favorite_count": "3",
        "retweet_count": "1",
        "retweeted": False,
        "lang": "fr",
        "display_text_range": ["0", str(len(text))],
        "entities": {"urls": [], "media": []},
    }
    return {"tweet": made | more}


# ---------------------------------------------------------------- Mastodon


def create(
    number: int, html: str, to: Sequence[str] = (PUBLIC,), cc: Sequence[str] = (FOLLOWERS,), **more: object
) -> dict[str, Any]:
    """An activity that makes a post."""
    note = {
        "id": f"https://m.example/users/moulin/statuses/{number}",
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": f"2023-05-{1 + number % 28:02}T10:00:00Z",
        "url": f"https://m.example/@moulin/{number}",
        "attributedTo": "https://m.example/users/moulin",
        "to": list(to),
        "cc": list(cc),
        "content": html,
        "contentMap": {"fr": html},
        "tag": [],
    }
    note |= more
    return {
        "id": f"{note['id']}/activity",
        "type": "Create",
        "actor": "https://m.example/users/moulin",
        "published": note["published"],
        "to": note["to"],
        "cc": note["cc"],
        "object": note,
    }


def outbox(activities: Sequence[object]) -> str:
    """An outbox of these activities."""
    return json.dumps(
        {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": "outbox.json",
            "type": "OrderedCollection",
            "totalItems": len(activities),
            "orderedItems": activities,
        }
    )


ACTOR = json.dumps(
    {
        "id": "https://m.example/users/moulin",
        "type": "Person",
        "preferredUsername": "moulin",
        "outbox": "outbox.json",
        "likes": "likes.json",
    }
)


# ---------------------------------------------------------------- Meta


def mangled(value: Any) -> Any:
    """Texts as Meta writes them: the bytes of their UTF-8 as Latin-1."""
    if isinstance(value, str):
        return value.encode("utf-8").decode("latin-1")
    if isinstance(value, dict):
        return {mangled(key): mangled(one) for key, one in value.items()}
    return [mangled(one) for one in value] if isinstance(value, list) else value


# ---------------------------------------------------------------- Bluesky


def cid_of(data: bytes) -> bytes:
    """The hash by which a block of DAG-CBOR is found."""
    return b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()


def varint(number: int) -> bytes:
    """A number of seven bits a byte."""
    data = b""
    while number > 0x7F:
        data += bytes([number & 0x7F | 0x80])
        number >>= 7
    return data + bytes([number])


def car(
    did: str, records: Mapping[str, Mapping[str, Any]], stray: Sequence[Mapping[str, Any]] = (), node: int = 4
) -> bytes:
    """A repository of these records by key, in nodes of so many entries; `stray` are blocks that no tree names."""
    blocks: dict[bytes, bytes] = {}

    def put(value: Mapping[str, Any]) -> bytes:
        data = libipld.encode_dag_cbor(dict(value))
        blocks[cid_of(data)] = data
        return cid_of(data)

    for record in stray:
        put(record)
    left: bytes | None = None
    keys = sorted(records)
    for start in range(0, len(keys), node):
        entries = []
        before = b""
        for key in keys[start : start + node]:
            raw = key.encode()
            shared = 0
            while shared < min(len(raw), len(before)) and raw[shared] == before[shared]:
                shared += 1
            entries.append({"p": shared, "k": raw[shared:], "v": put(records[key]), "t": None})
            before = raw
        left = put({"l": left, "e": entries})
    root = put(
        {
            "did": did,
            "version": 3,
            "data": left or put({"l": None, "e": []}),
            "rev": "3k",
            "prev": None,
            "sig": b"s" * 64,
        }
    )
    header = libipld.encode_dag_cbor({"roots": [root], "version": 1})
    whole = varint(len(header)) + header
    for cid, data in blocks.items():
        whole += varint(len(cid) + len(data)) + cid + data
    return whole


def skeet(text: str, at: str = "2024-03-01T10:00:00.000Z", **more: object) -> dict[str, Any]:
    """A post of Bluesky."""
    return {"$type": "app.bsky.feed.post", "text": text, "createdAt": at, "langs": ["fr"]} | more
