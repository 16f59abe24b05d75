"""Past posts and replies, from our JSONL or from a CSV file of any tool."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, TextIO

from assistant.library.readers.columns import guess_columns, guess_day_first
from assistant.library.readers.encodings import clean_text
from assistant.library.readers.values import (
    BadLine,
    count_in,
    date_of,
    iso_date,
    message_of,
    not_public,
    place_of,
    platform_in,
    platform_named,
    span_of,
    string_in,
)
from assistant.records import Post, PostKind
from assistant.store import Remark

MOST_REMARKS = 200
"""Bad lines of one file that are named one by one; the rest is counted."""

LONGEST_PLATFORM = 32
"""Letters that the database keeps of a network's name."""

_HEADER = 65_536
"""Characters in which a header ends."""

_REPLY_WORDS = ("reply", "réponse", "reponse", "comment", "commentaire", "answer")


@dataclass(frozen=True, slots=True)
class PostsRead:
    """What a file of posts gave: the posts in its order, and what to say about the lines left out."""

    posts: tuple[Post, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a file's posts have in common when they do not say it themselves. `detect` gives the language of a text."""

    person: str
    time_zone: tzinfo
    detect: Callable[[str], str]
    name: str = ""


def looks_like_jsonl(text: str) -> bool:
    """Whether the first line that is not empty is a JSON object."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


def looks_like_csv(text: str) -> bool:
    """Whether the first line names at least two columns of which one can be the text of a post."""
    header = _header(text)
    return header is not None and len(header) > 1 and "text" in guess_columns(header)


def read_jsonl(text: str, around: Circumstances) -> PostsRead:
    """The posts of a JSONL text, one object a line: `text` is needed, all else may be missing. A bad line is left out
    and told."""
    return stream_jsonl(text.split("\n"), around).all()


def read_csv(text: str, around: Circumstances) -> PostsRead:
    """The posts of a CSV text with a header line. Which column holds what is guessed from its name, the separator from
    the header."""
    return stream_csv(lambda: io.StringIO(text), around).all()


def stream_jsonl(lines: Iterable[str], around: Circumstances) -> "Reading":
    """The posts of JSONL lines, one at a time."""
    reading = Reading(around)

    def posts() -> Iterator[Post]:
        for number, line in enumerate(lines, 1):
            said = line.rstrip("\n")
            if said.strip() and (post := reading.take(number, lambda said=said: _object(said))):  # type: ignore[misc]
                yield post

    reading.posts = posts()
    return reading


def stream_csv(open_text: Callable[[], TextIO], around: Circumstances) -> "Reading":
    """The posts of a CSV text, one at a time. It is opened twice: how dates are written shows in all of them."""
    with open_text() as file:
        start = file.read(_HEADER)
    delimiter, header, columns = _delimiter(start), _header(start), guess_columns(_header(start) or [])
    reading = Reading(around)
    if header is None or "text" not in columns:
        reading.remarks.append(Remark("library.no_text_column", {"columns": ", ".join(header or [])[:300]}))
        return reading

    def posts() -> Iterator[Post]:
        with open_text() as file:
            dates = (_cell(row, columns, "date") for _, row in _rows(file, delimiter, lambda _line, _error: None))
            day_first, sure = guess_day_first(dates, french=delimiter == ";" or columns.french)
        if not sure:
            key = "library.dates_day_first" if day_first else "library.dates_month_first"
            reading.remarks.append(Remark(key, {}, left_out=False))
        with open_text() as file:
            for number, row in _rows(file, delimiter, reading.remark):
                if post := reading.take(number, lambda row=row: record_of(row, columns, day_first)):  # type: ignore[misc]
                    yield post

    reading.posts = posts()
    return reading


class Reading:
    """A file of posts being read: `posts` gives them one at a time, once; `remarks` is whole after the last one."""

    def __init__(self, around: Circumstances) -> None:
        self.posts: Iterator[Post] = iter(())
        self.remarks: list[Remark] = []
        self._around = around
        self._ids: set[str] = set()
        self._left_out = 0

    def __iter__(self) -> Iterator[Post]:
        yield from self.posts
        if self._left_out > MOST_REMARKS:
            self.remarks.append(Remark("library.more_lines", {"count": self._left_out - MOST_REMARKS}))

    def all(self) -> PostsRead:
        """All of it at once."""
        posts = tuple(self)
        return PostsRead(posts, tuple(self.remarks))

    def take(self, number: int, read: Callable[[], Mapping[str, Any]]) -> Post | None:
        """The post of a line; None when the line gives none, which is told."""
        try:
            post = post_of(read(), self._around)
            if post.id in self._ids:
                raise BadLine("library.same_id", id=post.id[:80])
        except BadLine as error:
            self.remark(number, error)
            return None
        self._ids.add(post.id)
        return post

    def remark(self, number: int, error: BadLine) -> None:
        """Say of a line why it is left out."""
        self._left_out += 1
        if self._left_out <= MOST_REMARKS:
            self.remarks.append(Remark(error.key, {"line": number, **error.values}))


def _rows(file: Iterable[str], delimiter: str, bad: Callable[[int, BadLine], None]) -> Iterator[tuple[int, list[str]]]:
    """The rows after the header that hold anything, with the line each begins at."""
    rows = csv.reader(file, delimiter=delimiter)
    line = 1
    try:
        next(rows, None)
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        bad(line, BadLine("library.bad_csv", detail=str(error)))


def _object(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("library.bad_json", detail=str(error)[:120]) from error
    if not isinstance(found, dict):
        raise BadLine("library.not_an_object")
    return found


def post_of(record: Mapping[str, Any], around: Circumstances) -> Post:
    """The post of one record of ours.

    Raises:
        BadLine: it gives none.
    """
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadLine("library.no_text")
    text = clean_text(text).strip()
    if not_public(record):
        raise BadLine("library.not_public")
    date = date_of(record.get("date"), around.time_zone)
    answered = message_of(record.get("answered"))
    platform = platform_named(string_in(record, "platform")) or platform_in(around.name)
    if len(platform) > LONGEST_PLATFORM:
        raise BadLine("library.bad_field", field="platform")
    language = string_in(record, "language").lower().replace("_", "-").partition("-")[0]
    if language and not re.fullmatch("[a-z]{2,3}", language):
        raise BadLine("library.bad_language", value=language[:40])
    kind = string_in(record, "kind").lower()
    if not kind:
        kind = "reply" if answered else "post"
    if kind not in ("post", "reply"):
        raise BadLine("library.bad_kind", value=kind[:40])
    return Post(
        id=string_in(record, "id") or _made_id(text, platform, date),
        text=text,
        platform=platform,
        language=language or around.detect(text),
        kind="reply" if kind == "reply" else "post",
        date=date,
        person=around.person,
        answered=answered,
        likes=count_in(record, "likes"),
        reposts=count_in(record, "reposts"),
        replies=count_in(record, "replies"),
        **_surroundings(record, text, around.time_zone),
    )


def _surroundings(record: Mapping[str, Any], text: str, zone: tzinfo) -> dict[str, Any]:
    """What only converted archives say: where a post stands, what it answers and quotes, its other places."""
    names = ("addressed", "quoted", "places")
    given = {name: record.get(name) or [] for name in names}
    if bad := next((name for name in names if not isinstance(given[name], list)), ""):
        raise BadLine("library.bad_field", field=bad)
    parts = count_in(record, "parts") or 1
    return {
        "address": string_in(record, "address"),
        "reply_to": string_in(record, "reply_to"),
        "addressed": tuple(clean_text(str(name)) for name in given["addressed"]),
        "quoted": tuple(span_of(span, text) for span in given["quoted"]),
        "places": tuple(place_of(place, zone) for place in given["places"]),
        "parts": min(parts, 10_000),
    }


def _made_id(text: str, platform: str, date: datetime | None) -> str:
    said = f"{platform}\n{date.isoformat() if date else ''}\n{text}"
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:16]


def _delimiter(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t|", key=first.count)


def _header(text: str) -> list[str] | None:
    try:
        return next(csv.reader(io.StringIO(text.lstrip("\n")[:_HEADER]), delimiter=_delimiter(text)), None)
    except csv.Error:
        return None


def _cell(row: list[str], columns: Mapping[str, int], name: str) -> str:
    place = columns.get(name)
    return row[place].strip() if place is not None and place < len(row) else ""


def record_of(row: list[str], columns: Mapping[str, int], day_first: bool) -> Mapping[str, Any]:
    """A row of a table as a record of ours; `kind_said` is what its column of kinds says."""
    record: dict[str, Any] = {name: _cell(row, columns, name) for name in columns}
    if said := record.get("date", ""):
        record["date"] = iso_date(f"{said} {record['time']}" if record.get("time") else said, day_first)
    kind: PostKind = "reply" if any(word in record.get("kind", "").lower() for word in _REPLY_WORDS) else "post"
    record["kind_said"] = record.get("kind", "")
    record["kind"] = kind if record["kind_said"] else ""
    if record.get("answered"):
        record["answered"] = {"text": record["answered"], "author": record.get("author", "")}
    return record
