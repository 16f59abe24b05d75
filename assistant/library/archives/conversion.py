"""From an archive to a file of our own posts: read, cleaned, joined, counted, compared, written whole or not at all.

Between reading and writing everything stands on a workbench (`workbench.py`), so the memory does not grow with the
archive.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

import numpy as np

from assistant.language import detect
from assistant.library.archives.masking import Masks
from assistant.library.archives.pieces import Omitted, Piece, Reading, Told
from assistant.library.archives.quotations import quoted_spans, words_of
from assistant.library.archives.streams import LookForStop
from assistant.library.archives.workbench import Workbench, written
from assistant.library.readers.encodings import clean_text
from assistant.library.sameness import HASHES, near_copies, said, signature
from assistant.records import LeftOutReason

LONGEST_POST = 100_000
"""Characters; the longest posts of any network have 40,000."""

_LEAST_OWN_WORDS = 3
_MANY = 2000
_LINK = re.compile(r"https?://\S+|www\.\S+")
_TELLING = 0.9


@dataclass(slots=True)
class Tally:
    """What was counted on the way."""

    posts: int = 0
    replies: int = 0
    threads: int = 0
    joined: int = 0
    left_out: Counter[LeftOutReason] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    languages: Counter[str] = field(default_factory=Counter)
    platforms: Counter[str] = field(default_factory=Counter)
    told: list[Told] = field(default_factory=list)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept_before: int = 0


class Conversion:
    """One archive on its way. `tell` is called with what is done so far."""

    def __init__(self, bench: Workbench, masks: Masks, look_for_stop: LookForStop) -> None:
        self.tally = Tally()
        self.bench = bench
        self._masks = masks
        self._look_for_stop = look_for_stop
        self._signatures = bytearray()
        self._signed: list[int] = []
        self._keys: dict[bytes, int] = {}
        self._copies: dict[int, list[int]] = {}

    # ------------------------------------------------------------ in

    def take(self, reading: Reading) -> Iterator[int]:
        """Read everything; gives how many posts were seen, now and then."""
        for number, one in enumerate(reading, 1):
            if isinstance(one, Omitted):
                self._omit(one.reason, one.count)
                if one.id:
                    self.bench.forget(one.id)
            elif isinstance(one, Told):
                self.tally.told.append(one)
            else:
                self._take(one)
            if number % _MANY == 0:
                self._look_for_stop()
                yield number
        self._omit("deleted", self.bench.drop_gone())
        self._omit("edited", self.bench.drop_old_versions())

    def _take(self, piece: Piece) -> None:
        if len(piece.text) > LONGEST_POST:
            self._omit("unreadable")
            return
        piece.text = self._masks.mask(clean_text(piece.text)).strip()
        piece.answered = self._masks.mask(clean_text(piece.answered)[:LONGEST_POST]).strip()
        spans = tuple(span for span in piece.quoted if span[1] <= len(piece.text))
        piece.quoted = quoted_spans(piece.text, spans)
        if not self.bench.add(piece):
            self._omit("duplicate")

    # ------------------------------------------------------------ together

    def settle(self) -> Iterator[int]:
        """Join threads, find languages and copies; gives how many posts are done, now and then."""
        for number, parts in enumerate(self.bench.threads(), 1):
            self._settle(parts)
            if number % _MANY == 0:
                self._look_for_stop()
                yield number
        signatures = np.frombuffer(bytes(self._signatures), dtype=np.uint32).reshape(-1, HASHES)
        near = near_copies(signatures, lambda row: self.bench.words(self._signed[row]))
        for copy, of in near.items():
            self._copies.setdefault(self._signed[of], []).append(self._signed[copy])
            self._omit("near_duplicate")
        del signatures
        self._signatures.clear()

    def _settle(self, parts: Sequence[Piece]) -> None:
        piece = _joined(parts)
        if reason := _nothing_said(piece):
            self._omit(reason, len(parts))
            return
        detected = detect(piece.text)
        piece.language = _language(piece.language, detected.code, detected.confidence, piece.text)
        words = said(piece.text)
        key = _key(piece, words)
        first = self._keys.get(key)
        number = self.bench.add_post(_line(piece, len(parts)), piece.date, words)
        if number is None:
            self._omit("duplicate", len(parts))
            return
        if first is not None:
            self._copies.setdefault(first, []).append(number)
            self._omit("duplicate")
            return
        self._keys[key] = number
        row = None if piece.answered else signature(f"{piece.kind} {words}")
        if row is not None:
            self._signatures += row.tobytes()
            self._signed.append(number)

    # ------------------------------------------------------------ out

    @property
    def kept(self) -> int:
        """Posts that `lines` will give."""
        copies = sum(len(group) for group in self._copies.values())
        return int(self.bench.connection.execute("SELECT count(*) FROM posts").fetchone()[0]) - copies

    def lines(self) -> Iterator[dict[str, Any]]:
        """The posts as they will be written, by date, each once with all its places."""
        copies = {copy for group in self._copies.values() for copy in group}
        for number, text in self.bench.posts():
            if number in copies:
                continue
            line = json.loads(text)
            if number in self._copies:
                line = self._best(number)
            self._count(line)
            yield line

    def _best(self, number: int) -> dict[str, Any]:
        """Of several copies the one that was received best, else the latest, with the places of the others."""
        numbers = [number, *self._of(number)]
        found = sorted((self.bench.post(one) for one in numbers), key=lambda post: (-post[2], -post[1]))
        best, *others = (line for line, _, _ in found)
        places = list(best.get("places", []))
        for line in others:
            place = {
                "platform": line["platform"],
                "address": line.get("address"),
                "date": line["date"],
                "id": line["id"],
            }
            places += [{name: value for name, value in place.items() if value}, *line.get("places", [])]
        return best | {"places": places}

    def _of(self, number: int) -> Iterator[int]:
        for copy in self._copies.get(number, ()):
            yield copy
            yield from self._of(copy)

    def _count(self, line: Mapping[str, Any]) -> None:
        tally = self.tally
        tally.posts += 1
        tally.replies += line["kind"] == "reply"
        if (parts := line.get("parts", 1)) > 1:
            tally.threads += 1
            tally.joined += parts
        tally.languages[line["language"]] += 1
        tally.platforms[line["platform"]] += 1
        if line["date"]:
            date = datetime.fromisoformat(line["date"])
            tally.first = min(tally.first or date, date)
            tally.last = max(tally.last or date, date)

    def _omit(self, reason: LeftOutReason, count: int = 1) -> None:
        if count:
            self.tally.left_out[reason] += count


def merged(
    lines: Iterable[dict[str, Any]], bench: Workbench, before: Iterable[tuple[int, Any]], tally: Tally
) -> Iterator[str]:
    """The lines of the new file: those of the archive, then what only the file of before held and is not gone. What was
    one post before and has other places now keeps both."""
    for _, line in before:
        if isinstance(line, dict) and isinstance(line.get("id"), str):
            bench.connection.execute("INSERT OR REPLACE INTO before VALUES (?, ?)", (line["id"], written(line)))
    for line in lines:
        row = bench.connection.execute("SELECT line FROM before WHERE id = ?", (line["id"],)).fetchone()
        text = written(line)
        if row is None:
            tally.added += 1
        elif row[0] == text:
            tally.unchanged += 1
        else:
            tally.updated += 1
        yield text
    rest = bench.connection.execute(
        "SELECT line FROM before WHERE id NOT IN (SELECT id FROM posts) AND id NOT IN (SELECT id FROM gone) "
        "ORDER BY rowid"
    )
    for (text,) in rest:
        tally.kept_before += 1
        yield text


def _joined(parts: Sequence[Piece]) -> Piece:
    first = parts[0]
    if len(parts) == 1:
        return first
    text = ""
    quoted: list[tuple[int, int]] = []
    for part in parts:
        if part.text:
            start = len(text) + 2 if text else 0
            text = f"{text}\n\n{part.text}" if text else part.text
            quoted += [(start + one, start + other) for one, other in part.quoted]
    return replace(first, text=text, quoted=tuple(quoted))


def _nothing_said(piece: Piece) -> LeftOutReason | None:
    if not piece.text:
        return "no_text"
    if not _LINK.sub("", piece.text).strip():
        return "bare_share"
    if piece.quoted:
        ends = (0, *(end for _, end in piece.quoted))
        starts = (*(start for start, _ in piece.quoted), len(piece.text))
        if words_of(" ".join(piece.text[a:b] for a, b in zip(ends, starts, strict=True))) < _LEAST_OWN_WORDS:
            return "quotation"
    return None


def _language(declared: str, detected: str, confidence: float, text: str) -> str:
    """What the text itself says, where it is long enough to say; else what the archive says of it."""
    known = declared.lower().replace("_", "-").partition("-")[0]
    if not re.fullmatch("[a-z]{2}", known):
        return detected
    sure = detected and confidence >= _TELLING and words_of(text) >= 5
    return detected if sure else known


def _key(piece: Piece, words: str) -> bytes:
    return blake2b(f"{piece.kind}\n{said(piece.answered)}\n{words}".encode(), digest_size=12).digest()


def _line(piece: Piece, parts: int) -> dict[str, Any]:
    answered = {"author": piece.answered_author, "text": piece.answered} if piece.answered else None
    more = {
        "address": piece.address,
        "reply_to": piece.reply_to,
        "addressed": list(piece.addressed),
        "quoted": [list(span) for span in piece.quoted],
        "parts": parts if parts > 1 else 0,
    }
    return {
        "id": piece.id,
        "date": piece.date.isoformat() if piece.date else None,
        "platform": piece.platform,
        "language": piece.language,
        "kind": piece.kind,
        "text": piece.text,
        "answered": answered,
        "likes": piece.likes,
        "reposts": piece.reposts,
        "replies": piece.replies,
    } | {name: value for name, value in more.items() if value}
