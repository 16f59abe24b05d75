"""A Bluesky repository as a CAR file: blocks of DAG-CBOR, of which a tree names those that stand.

Only records that the tree of the signed root reaches are the account's posts; a block may also be of one that is gone.
The file is walked twice, once for the tree and once for the posts, and never held whole.
Formats: https://atproto.com/specs/repository, https://ipld.io/specs/transport/car/carv1/.
"""

import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any, BinaryIO, cast

from assistant.errors import BadInput
from assistant.library.archives.pieces import Omitted, Piece, Reading, dated, listed, mapped
from assistant.library.archives.streams import LookForStop

POSTS = "app.bsky.feed.post"
REPOSTS = "app.bsky.feed.repost"

_LONGEST_BLOCK = 8_000_000
_MOST_NODES = 2_000_000
_SPOOLED = 16_000_000
_EVERY = 1 << 16


class Repository:
    """The tree of a repository: whose it is, and which records stand, by the hash of their block."""

    def __init__(self, stream: "IO[bytes]", name: str, look_for_stop: LookForStop) -> None:
        """
        Raises:
            BadInput: it is no repository, or it is damaged.
        """
        self._stream = _seekable(stream)
        self._name = name
        self._look_for_stop = look_for_stop
        self.did = ""
        self.posts: dict[bytes, str] = {}
        self._roots: list[bytes] = []
        self.reposts = 0
        self._read_tree()

    def records(self) -> Iterator[tuple[str, Any]]:
        """The key and the value of every post that stands. Two posts of one content are one block."""
        for cid, data in self._blocks():
            key = self.posts.get(cid)
            if key is not None:
                yield key, self._decoded(data)

    def _read_tree(self) -> None:
        nodes: dict[bytes, bytes] = {}
        commits: dict[bytes, Mapping[str, Any]] = {}
        for cid, data in self._blocks():
            # A node is a map of e and l, in this order; a commit has a signature. Posts are not decoded here.
            if data.startswith(b"\xa2ae"):
                nodes[cid] = data
                if len(nodes) > _MOST_NODES:
                    raise BadInput("library.archive_too_many", name=self._name, most=_MOST_NODES)
            elif b"cdid" in data[:200] and b"csig" in data:
                value = self._decoded(data)
                if isinstance(mapped(value).get("did"), str) and isinstance(value.get("data"), bytes):
                    commits[cid] = value
        root = next((commits[cid] for cid in self._roots if cid in commits), None)
        if root is None:
            raise BadInput("library.archive_damaged", name=self._name, detail="no signed root")
        self.did = str(root["did"])
        self._walk(nodes, root["data"])

    def _walk(self, nodes: Mapping[bytes, bytes], root: bytes) -> None:
        waiting: list[bytes] = [root]
        seen: set[bytes] = set()
        while waiting:
            cid = waiting.pop()
            if cid not in nodes:
                raise BadInput("library.archive_damaged", name=self._name, detail="a part of its tree is missing")
            if cid in seen:
                continue
            seen.add(cid)
            node = mapped(self._decoded(nodes[cid]))
            if isinstance(node.get("l"), bytes):
                waiting.append(node["l"])
            key = b""
            for entry in listed(node.get("e")):
                shared, rest, value, tree = (mapped(entry).get(name) for name in ("p", "k", "v", "t"))
                if not isinstance(shared, int) or not isinstance(rest, bytes) or not isinstance(value, bytes):
                    raise BadInput("library.archive_damaged", name=self._name, detail="its tree is malformed")
                key = key[:shared] + rest
                collection, _, record = key.decode("utf-8", "replace").partition("/")
                if collection == POSTS:
                    self.posts[value] = record
                self.reposts += collection == REPOSTS
                if isinstance(tree, bytes):
                    waiting.append(tree)

    def _blocks(self) -> Iterator[tuple[bytes, bytes]]:
        self._stream.seek(0)
        header = self._decoded(self._take(self._length() or 0))
        if not isinstance(header, dict) or header.get("version") != 1:
            raise BadInput("library.archive_damaged", name=self._name, detail="no CAR file of version 1")
        self._roots = [cid for cid in listed(header.get("roots")) if isinstance(cid, bytes)]
        passed = 0
        while (length := self._length()) is not None:
            block = self._take(length)
            # CID version 1, DAG-CBOR or raw, SHA-256 of 32 bytes: the only kind that repositories have.
            if block[:1] != b"\x01" or block[2:4] != b"\x12\x20" or len(block) < 36:
                raise BadInput("library.archive_damaged", name=self._name, detail="an unknown kind of hash")
            yield block[:36], block[36:]
            passed += length
            if passed >= _EVERY:
                passed = 0
                self._look_for_stop()

    def _length(self) -> int | None:
        """A number of seven bits a byte; None at the end."""
        result, shift = 0, 0
        while shift < 35:
            byte = self._stream.read(1)
            if not byte:
                if shift:
                    break
                return None
            result |= (byte[0] & 0x7F) << shift
            if byte[0] < 0x80:
                if result > _LONGEST_BLOCK:
                    raise BadInput("library.archive_record_too_long", name=self._name)
                return result
            shift += 7
        raise BadInput("library.archive_damaged", name=self._name, detail="it stops in its middle")

    def _take(self, length: int) -> bytes:
        data = self._stream.read(length)
        if len(data) < length:
            raise BadInput("library.archive_damaged", name=self._name, detail="it stops in its middle")
        return data

    def _decoded(self, data: bytes) -> Any:
        import libipld

        try:
            return libipld.decode_dag_cbor(data)
        except (ValueError, TypeError, RecursionError, OverflowError) as error:
            raise BadInput("library.archive_damaged", name=self._name, detail=str(error)[:80]) from error


def read_car(repository: Repository) -> Reading:
    """The posts and replies of a repository. Reposts are another collection and hold no words: they are counted."""
    if repository.reposts:
        yield Omitted("repost", count=repository.reposts)
    for key, record in repository.records():
        yield _read(key, record, repository.did)


def _read(key: str, record: Any, did: str) -> Piece | Omitted:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return Omitted("unreadable")
    address = f"at://{did}/{POSTS}/{key}"
    reply = mapped(record.get("reply"))
    parent = str(mapped(reply.get("parent")).get("uri") or "")
    languages = [one for one in listed(record.get("langs")) if isinstance(one, str)]
    return Piece(
        id=address,
        text=_whole(record),
        platform="bluesky",
        date=dated(record.get("createdAt")),
        kind="reply" if parent and not parent.startswith(f"at://{did}/") else "post",
        parent=parent,
        address=f"https://bsky.app/profile/{did}/post/{key}",
        reply_to=_page_of(parent),
        language=languages[0] if len(languages) == 1 else "",
    )


def _whole(record: Mapping[str, Any]) -> str:
    """The text with its links whole. Their places are in bytes of UTF-8; a link that stands only in the card under the
    post is added."""
    data = record["text"].encode("utf-8", "replace")
    links = []
    for facet in listed(record.get("facets")):
        index = mapped(mapped(facet).get("index"))
        start, end = index.get("byteStart"), index.get("byteEnd")
        for feature in listed(mapped(facet).get("features")):
            uri = mapped(feature).get("uri")
            match start, end, uri:
                case int(), int(), str() if 0 <= start < end <= len(data):
                    links.append((start, end, uri))
    for start, end, uri in sorted(links, reverse=True):
        shown = data[start:end].decode("utf-8", "replace")
        if _is_address(shown, uri):
            data = data[:start] + uri.encode("utf-8", "replace") + data[end:]
    text = data.decode("utf-8", "replace").strip()
    card = mapped(mapped(record.get("embed")).get("external")).get("uri")
    return f"{text}\n{card}".strip() if isinstance(card, str) and card not in text else text


def _is_address(shown: str, uri: str) -> bool:
    """Whether a link shows its own address, perhaps cut; else its words are the author's and stay."""
    bare = shown.rstrip("….").removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return len(bare) >= 4 and bare in uri


def _page_of(uri: str) -> str:
    parts = uri.removeprefix("at://").split("/")
    return f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}" if len(parts) == 3 else uri


def _seekable(stream: "IO[bytes]") -> "IO[bytes]":
    """A stream that can be read again: what comes over a network or out of a zip is kept in a file without a name."""
    if stream.seekable():
        return stream
    spooled = tempfile.SpooledTemporaryFile(_SPOOLED)  # noqa: SIM115 - closed with the reader
    while data := stream.read(_EVERY):
        spooled.write(data)
    return cast("BinaryIO", spooled)
