"""One file of the brand's folder, read into passages ready to be embedded."""

import csv
import hashlib
import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant.language import detect
from assistant.library.folder import Found
from assistant.library.guidelines import DOCUMENT_SUFFIXES, Guideline, read_guideline
from assistant.library.readers.blocks import Unreadable
from assistant.library.readers.encodings import NotText, decode_text, open_text
from assistant.library.readers.posts import (
    Circumstances,
    PostsRead,
    read_csv,
    read_jsonl,
    stream_csv,
    stream_jsonl,
)
from assistant.library.readers.terms import looks_like_terms, read_terms_csv
from assistant.library.sameness import same_key
from assistant.library.splitting import split_blocks
from assistant.library.zones import time_zone_of
from assistant.records import Passage, Post
from assistant.store import Entry, Remark, StoredFile
from assistant.voice.brand import Brand

READING = 4
"""Raised when files must be read anew because this room reads them differently."""

_PASSAGE_BYTES = 1500
"""About what a passage of a guideline takes, to guess how many a file will give."""
_DOCUMENT_PASSAGE_BYTES = 8000
"""The same in a PDF, Word or Excel file, which hold more than their text."""

_TELLING_WORDS = 4
_NAMED_LANGUAGE = re.compile(r"[._-](fr|en)(?:[_-][a-z]{2})?$", re.IGNORECASE)
_NOT_IN_SLUG = re.compile(r"[^\w]+")


LARGE = 2_000_000
"""Bytes from which a file of posts is read post by post; what is smaller is held whole."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file gives, and what to say about it. Of a large file, both are whole once the entries, which can be
    walked once, are through."""

    entries: Iterable[Entry]
    remarks: Sequence[Remark] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that is not as it was read last. `expected` is how many passages it may give."""

    found: Found
    brand: Brand
    digest: str
    size: int
    modified: float
    expected: int

    def read(self, cancel: threading.Event | None = None) -> FileRead:
        """Its passages. What cannot be read is left out and told, never raised.

        Raises:
            Cancelled: the person pressed stop.
        """
        try:
            if self.found.role == "posts" and self.size >= LARGE:
                return _large_posts(self.found, self.brand)
            return read_file(self.found, self.found.file.read_bytes(), self.brand, cancel)
        except OSError as error:  # it went between the look and now
            return FileRead((), (_unreadable(error),))

    def stored(self, remarks: Sequence[Remark]) -> StoredFile:
        """What the database is to know of it once it is read."""
        return StoredFile(self.found.path, self.digest, self.size, self.modified, tuple(remarks))


def look_at_file(found: Found, brand: Brand, before: StoredFile | None) -> Changed | StoredFile:
    """Whether a file is to be read: when it is as before, or cannot be read, what the database is to know of it."""
    if found.remark is not None:
        return StoredFile(found.path, "", 0, 0.0, (found.remark,))
    try:
        status = found.file.stat()
        digest, lines = _digest_and_lines(found.file, brand)
    except OSError as error:
        return StoredFile(found.path, "", 0, 0.0, (_unreadable(error),))
    if before is not None and before.digest == digest:
        return StoredFile(found.path, digest, status.st_size, status.st_mtime, before.remarks)
    document = PurePosixPath(found.path).suffix.lower() in DOCUMENT_SUFFIXES
    per_passage = _DOCUMENT_PASSAGE_BYTES if document else _PASSAGE_BYTES
    expected = {"facts": len(brand.facts), "posts": lines}.get(found.role, -(-status.st_size // per_passage))
    return Changed(found, brand, digest, status.st_size, status.st_mtime, expected)


def _kind_of_reading(brand: Brand) -> bytes:
    return f"{READING} {brand.time_zone}\n".encode()


def _digest_and_lines(file: Path, brand: Brand) -> tuple[str, int]:
    digest, lines, last = hashlib.sha256(_kind_of_reading(brand)), 0, b""
    with file.open("rb") as source:
        while chunk := source.read(1 << 20):
            digest.update(chunk)
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return digest.hexdigest(), lines + (last not in (b"", b"\n"))


def _unreadable(error: OSError) -> Remark:
    return Remark("library.unreadable", {"reason": error.strerror or ""})


def read_file(found: Found, data: bytes, brand: Brand, cancel: threading.Event | None = None) -> FileRead:
    """The passages of a file, in its order. What cannot be read is left out and told, never raised.

    Raises:
        Cancelled: the person pressed stop.
    """
    if found.role == "facts":
        return FileRead(tuple(_facts(brand, found.path)))
    try:
        if found.role != "posts":
            return _guideline(found, read_guideline(PurePosixPath(found.path), data, cancel))
        text = decode_text(data)
        if not text.strip():
            raise Unreadable("library.empty")
    except NotText:
        return FileRead((), (Remark("library.binary", {}),))
    except Unreadable as nothing:
        return FileRead((), (Remark(nothing.key, nothing.values),))
    return _terms(found, text) if _is_table(found) and looks_like_terms(text) else _posts(found, text, brand)


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: the message that a reply answered, else its text under its headings.

    A search is most often for a message like one that was answered before. With the built-in embedder, message and
    reply in one text hid exactly those: of seven messages tried on the sample brand, "my bag showed up with a hole in
    it" found no torn bag that way and three by the messages alone. A message of a word or two says too little.
    """
    if passage.answered is not None and len(passage.answered.text.split()) >= _TELLING_WORDS:
        return passage.answered.text
    if passage.answered is not None:
        return f"{passage.answered.text}\n{passage.text}"
    return f"{' – '.join(passage.section)}\n{passage.text}" if passage.section else passage.text


def _entry(passage: Passage, post: Post | None = None) -> Entry:
    digest = hashlib.sha256(embedded_text(passage).encode("utf-8")).hexdigest()[:32]
    if post is None:
        return Entry(passage, digest)
    return Entry(
        passage,
        digest,
        post.id,
        post.reposts,
        post.replies,
        reply_to=post.reply_to,
        addressed=post.addressed,
        places=post.places,
        parts=post.parts,
        same=same_key(post),
    )


def _facts(brand: Brand, path: str) -> Iterable[Entry]:
    place = 0
    for fact in brand.facts:
        for language, text in fact.texts.items():
            yield _entry(
                Passage(
                    id=f"{path}#{fact.id}.{language}",
                    kind="fact",
                    path=path,
                    text=text.strip(),
                    section=(fact.topic,),
                    language=language,
                    position=place,
                )
            )
            place += 1


def _terms(found: Found, text: str) -> FileRead:
    try:
        return _guideline(found, Guideline(read_terms_csv(text)))
    except csv.Error as error:
        return FileRead((), (Remark("library.bad_terms", {"detail": str(error)[:120]}),))


def _guideline(found: Found, read: Guideline) -> FileRead:
    remarks = tuple(Remark(one.key, one.values, one.left_out) for one in read.remarks)
    pieces = split_blocks(read.blocks)
    if not pieces:
        return FileRead((), (*remarks, Remark("library.empty", {})))
    named = _NAMED_LANGUAGE.search(PurePosixPath(found.path).stem)
    language = named[1].lower() if named else read.language or detect(" ".join(piece.text for piece in pieces)).code
    seen: Counter[str] = Counter()
    entries = []
    for place, piece in enumerate(pieces):
        slug = "/".join(_slug(title) for title in piece.section)
        seen[slug] += 1
        number = f"~{seen[slug]}" if seen[slug] > 1 else ""
        entries.append(
            _entry(
                Passage(
                    id=f"{found.path}#{slug}{number}",
                    kind="voice" if found.role == "voice" else "guideline",
                    path=found.path,
                    text=piece.text,
                    section=piece.section,
                    language=language,
                    person=found.person,
                    position=place,
                    page=piece.page,
                    address=read.address,
                )
            )
        )
    return FileRead(tuple(entries), remarks)


def _posts(found: Found, text: str, brand: Brand) -> FileRead:
    around = _around(found, brand)
    read: PostsRead
    read = read_csv(text, around) if _is_table(found) else read_jsonl(text, around)
    return FileRead(tuple(_entries(found, read.posts)), read.remarks)


def _large_posts(found: Found, brand: Brand) -> FileRead:
    """The same as `_posts`, post by post.

    Raises:
        OSError: the file cannot be read.
    """
    around = _around(found, brand)
    try:
        with open_text(found.file):
            pass
    except NotText:
        return FileRead((), (Remark("library.binary", {}),))
    if _is_table(found):
        reading = stream_csv(lambda: open_text(found.file), around)
    else:
        reading = stream_jsonl(_lines(found.file), around)
    return FileRead(_entries(found, reading), reading.remarks)


def _lines(file: Path) -> Iterator[str]:
    with open_text(file) as lines:
        yield from lines


def _is_table(found: Found) -> bool:
    return PurePosixPath(found.path).suffix.lower() in (".csv", ".tsv")


def _around(found: Found, brand: Brand) -> Circumstances:
    name = PurePosixPath(found.path).stem
    return Circumstances(found.person, time_zone_of(brand), lambda said: detect(said).code, name)


def _entries(found: Found, posts: Iterable[Post]) -> Iterator[Entry]:
    for place, post in enumerate(posts):
        yield _entry(
            Passage(
                id=f"{found.path}#{_short(post.id)}",
                kind=post.kind,
                path=found.path,
                text=post.text,
                language=post.language,
                platform=post.platform,
                person=post.person,
                date=post.date,
                answered=post.answered,
                likes=post.likes,
                position=place,
                address=post.address,
                quoted=post.quoted,
            ),
            post,
        )


def _short(post_id: str) -> str:
    return post_id if len(post_id) <= 200 else hashlib.sha256(post_id.encode("utf-8")).hexdigest()[:32]


def _slug(title: str) -> str:
    return _NOT_IN_SLUG.sub("-", title.lower()).strip("-")[:60]
