"""Bluesky repositories: real DAG-CBOR in a real CAR file."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.library import Library
from assistant.library.archives.bluesky_car import Repository, read_car
from assistant.library.archives.pieces import Omitted, Piece
from tests.library.archives.exports import car, skeet, varint

DID = "did:plc:moulin"
POST = "app.bsky.feed.post"


def kept(library: Library, path: Path, **wishes: Any) -> tuple[Any, dict[str, Mapping[str, Any]]]:
    report = library.keep_archive(path, **wishes)
    lines = [json.loads(line) for line in (library.folder / report.path).read_text("utf-8").splitlines()]
    return report, {line["id"].rpartition("/")[2]: line for line in lines}


def reference(did: str, key: str) -> dict[str, Any]:
    at = {"uri": f"at://{did}/{POST}/{key}", "cid": "bafy"}
    return {"reply": {"root": at, "parent": at}}


def test_a_repository_becomes_posts(library: Library, tmp_path: Path) -> None:
    """Posts, replies and threads with their addresses; links whole though their places are in bytes; reposts counted;
    a deleted post, whose block is still there, does not come in."""
    text = "Été au moulin 🌾 : moulin.example/la-fa… à lire"
    start = text.encode().index(b"moulin.example")
    facet = {
        "index": {"byteStart": start, "byteEnd": start + len("moulin.example/la-fa…".encode())},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://moulin.example/la-farine"}],
    }
    card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://moulin.example/carte", "title": "t"}}
    records = {
        f"{POST}/3k1": skeet(text, facets=[facet]),
        f"{POST}/3k2": skeet("On commence par le grain.", "2024-03-02T10:00:00Z"),
        f"{POST}/3k3": skeet("Puis on moud.", "2024-03-02T10:01:00Z", **reference(DID, "3k2")),
        f"{POST}/3k4": skeet("Oui, dès lundi!", "2024-03-03T10:00:00Z", **reference("did:plc:ana", "3zz")),
        f"{POST}/3k5": skeet("Voici la carte", "2024-03-04T10:00:00Z", embed=card),
        f"{POST}/3k6": skeet("", "2024-03-05T10:00:00Z", embed={"$type": "app.bsky.embed.images", "images": []}),
        "app.bsky.feed.repost/3k1": {"subject": {"uri": "at://x", "cid": "y"}, "createdAt": "2024-03-01T10:00:00Z"},
        "app.bsky.feed.like/3k1": {"subject": {"uri": "at://x", "cid": "z"}, "createdAt": "2024-03-01T10:00:00Z"},
    }
    path = tmp_path / "repo.car"
    path.write_bytes(car(DID, records, stray=[skeet("zzsecret deleted")]))

    report, posts = kept(library, path, account="moulin.example")

    assert report.path == "posts/bluesky-archive-did-plc-moulin.jsonl"
    assert posts.keys() == {"3k1", "3k2", "3k4", "3k5"}
    assert posts["3k1"]["text"] == "Été au moulin 🌾 : https://moulin.example/la-farine à lire"
    assert (posts["3k2"]["text"], posts["3k2"]["parts"]) == ("On commence par le grain.\n\nPuis on moud.", 2)
    assert (posts["3k4"]["kind"], posts["3k4"]["reply_to"]) == (
        "reply",
        "https://bsky.app/profile/did:plc:ana/post/3zz",
    )
    assert posts["3k5"]["text"] == "Voici la carte\nhttps://moulin.example/carte"
    assert posts["3k1"]["address"] == f"https://bsky.app/profile/{DID}/post/3k1"
    assert {one.reason: one.count for one in report.left_out} == {"repost": 1, "no_text": 1}
    assert "zzsecret" not in (library.folder / report.path).read_text("utf-8")


def test_a_stream_that_cannot_go_back_is_read(tmp_path: Path) -> None:
    """A repository may come from a network: any binary stream will do."""

    class Wire(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self._data = io.BytesIO(data)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            return self._data.readinto(buffer)

        def seekable(self) -> bool:
            return False

    records = {f"{POST}/3k{n:03}": skeet(f"Le pain {n} est cuit", f"2024-03-01T10:{n % 60:02}:00Z") for n in range(100)}

    repository = Repository(Wire(car(DID, records)), "wire", lambda: None)  # type: ignore[arg-type]
    read = list(read_car(repository))

    assert repository.did == DID
    assert len([one for one in read if isinstance(one, Piece)]) == 100


def test_every_cut_is_seen() -> None:
    """A file that stops anywhere is refused; never half of it."""
    whole = car(DID, {f"{POST}/3k{n}": skeet(f"Le pain {n}") for n in range(6)})

    for end in range(0, len(whole) - 1, 7):
        with pytest.raises(BadInput):
            list(read_car(Repository(io.BytesIO(whole[:end]), "cut", lambda: None)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    """Whatever follows a header, it is read or refused."""
    start = car(DID, {})
    for given_bytes in (data, start[:60] + data, start + data, start + varint(len(data)) + data):
        try:
            for one in read_car(Repository(io.BytesIO(given_bytes), "noise", lambda: None)):
                assert isinstance(one, Piece | Omitted)
        except BadInput:
            continue
