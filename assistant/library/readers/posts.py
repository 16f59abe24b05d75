"""Past posts and replies, from our JSONL or from a CSV file of any tool."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from assistant.library.readers.columns import guess_columns, guess_day_first
from assistant.library.readers.encodings import clean_text
from assistant.records import Message, Post, PostKind
from assistant.store import Remark

MOST_REMARKS = 200
"""Bad lines of one file that are named one by one; the rest is counted."""

PLATFORMS = {
    "bluesky": "bluesky",
    "bsky": "bluesky",
    "threads": "threads",
    "mastodon": "mastodon",
    "linkedin": "linkedin",
    "twitter": "x",
    "x": "x",
    "x (twitter)": "x",
    "x/twitter": "x",
    "instagram": "instagram",
    "facebook": "facebook",
}

_ISO_LIKE = re.compile(r"^\d{4}-\d{2}-\d{2}")
_SLASHED = re.compile(
    r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2})[:hH ]*(\d{2})?(?::(\d{2}))?\s*([AaPp][Mm])?)?$"
)
_REPLY_WORDS = ("reply", "réponse", "reponse", "comment", "commentaire", "answer")
_NOT_LETTERS = re.compile(r"[^a-z]+")


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


class _BadLine(ValueError):
    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


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
    reading = _Reading(around)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            reading.take(number, lambda line=line: _object(line))  # type: ignore[misc]
    return reading.result()


def read_csv(text: str, around: Circumstances) -> PostsRead:
    """The posts of a CSV text with a header line. Which column holds what is guessed from its name, the separator from
    the header."""
    header = _header(text)
    columns = guess_columns(header or [])
    if header is None or "text" not in columns:
        named = ", ".join(header or [])[:300]
        return PostsRead((), (Remark("library.no_text_column", {"columns": named}),))
    rows = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    table: list[tuple[int, list[str]]] = []
    reading = _Reading(around)
    line = 1
    try:
        next(rows)
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                table.append((line, row))
            line = rows.line_num + 1
    except csv.Error as error:
        reading.remark(line, _BadLine("library.bad_csv", detail=str(error)))
    dates = [_cell(row, columns, "date") for _, row in table]
    day_first, sure = guess_day_first(dates, french=_delimiter(text) == ";" or columns.french)
    if not sure:
        key = "library.dates_day_first" if day_first else "library.dates_month_first"
        reading.remarks.append(Remark(key, {}, left_out=False))
    for number, row in table:
        reading.take(number, lambda row=row: _record(row, columns, day_first))  # type: ignore[misc]
    return reading.result()


class _Reading:
    def __init__(self, around: Circumstances) -> None:
        self.remarks: list[Remark] = []
        self._around = around
        self._posts: dict[str, Post] = {}
        self._left_out = 0

    def take(self, number: int, read: Callable[[], Mapping[str, Any]]) -> None:
        try:
            post = _post(read(), self._around)
            if post.id in self._posts:
                raise _BadLine("library.same_id", id=post.id[:80])
        except _BadLine as error:
            self.remark(number, error)
        else:
            self._posts[post.id] = post

    def remark(self, number: int, error: _BadLine) -> None:
        self._left_out += 1
        if self._left_out <= MOST_REMARKS:
            self.remarks.append(Remark(error.key, {"line": number, **error.values}))

    def result(self) -> PostsRead:
        if self._left_out > MOST_REMARKS:
            self.remarks.append(Remark("library.more_lines", {"count": self._left_out - MOST_REMARKS}))
        return PostsRead(tuple(self._posts.values()), tuple(self.remarks))


def _object(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _BadLine("library.bad_json", detail=str(error)[:120]) from error
    if not isinstance(found, dict):
        raise _BadLine("library.not_an_object")
    return found


def _post(record: Mapping[str, Any], around: Circumstances) -> Post:
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _BadLine("library.no_text")
    text = clean_text(text).strip()
    date = _date(record.get("date"), around.time_zone)
    answered = _answered(record.get("answered"))
    platform = _platform(_string(record, "platform")) or _platform_in(around.name)
    language = _string(record, "language").lower().replace("_", "-").partition("-")[0]
    if language and not re.fullmatch("[a-z]{2,3}", language):
        raise _BadLine("library.bad_language", value=language[:40])
    kind = _string(record, "kind").lower()
    if not kind:
        kind = "reply" if answered else "post"
    if kind not in ("post", "reply"):
        raise _BadLine("library.bad_kind", value=kind[:40])
    return Post(
        id=_string(record, "id") or _made_id(text, platform, date),
        text=text,
        platform=platform,
        language=language or around.detect(text),
        kind="reply" if kind == "reply" else "post",
        date=date,
        person=around.person,
        answered=answered,
        likes=_count(record, "likes"),
        reposts=_count(record, "reposts"),
        replies=_count(record, "replies"),
    )


def _string(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if isinstance(value, bool | dict | list | float):
        raise _BadLine("library.bad_field", field=key)
    return clean_text(str(value)).strip()


def _count(record: Mapping[str, Any], key: str) -> int:
    value = record.get(key)
    if value in (None, ""):
        return 0
    if isinstance(value, str):
        value = re.sub(r"[\s,\u00a0\u202f]", "", value)
    try:
        count = int(float(value))
    except (TypeError, ValueError, OverflowError) as error:
        raise _BadLine("library.bad_field", field=key) from error
    if not 0 <= count < 2**53:
        raise _BadLine("library.bad_field", field=key)
    return count


def _answered(value: Any) -> Message | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return Message(clean_text(value).strip()) if value.strip() else None
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        text = clean_text(value["text"]).strip()
        return Message(text, _string(value, "author")) if text else None
    raise _BadLine("library.bad_field", field="answered")


def _date(value: Any, zone: tzinfo) -> datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            date = datetime.fromisoformat(value.strip().removesuffix(" UTC"))
            return date if date.tzinfo else date.replace(tzinfo=zone)
        except ValueError:
            pass
    raise _BadLine("library.bad_date", value=str(value)[:40])


def _platform(name: str) -> str:
    lowered = name.lower()
    return PLATFORMS.get(lowered, lowered)


def _platform_in(file_name: str) -> str:
    words = _NOT_LETTERS.split(file_name.lower())
    return next((PLATFORMS[word] for word in words if word in PLATFORMS), "")


def _made_id(text: str, platform: str, date: datetime | None) -> str:
    said = f"{platform}\n{date.isoformat() if date else ''}\n{text}"
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:16]


def _delimiter(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t|", key=first.count)


def _header(text: str) -> list[str] | None:
    try:
        return next(csv.reader(io.StringIO(text.lstrip("\n")[:65536]), delimiter=_delimiter(text)), None)
    except csv.Error:
        return None


def _cell(row: list[str], columns: Mapping[str, int], name: str) -> str:
    place = columns.get(name)
    return row[place].strip() if place is not None and place < len(row) else ""


def _record(row: list[str], columns: Mapping[str, int], day_first: bool) -> Mapping[str, Any]:
    record: dict[str, Any] = {name: _cell(row, columns, name) for name in columns}
    if said := record.get("date", ""):
        record["date"] = _iso(f"{said} {record['time']}" if record.get("time") else said, day_first)
    kind: PostKind = "reply" if any(word in record.get("kind", "").lower() for word in _REPLY_WORDS) else "post"
    record["kind"] = kind if record.get("kind") else ""
    if record.get("answered"):
        record["answered"] = {"text": record["answered"], "author": record.get("author", "")}
    return record


def _iso(said: str, day_first: bool) -> str:
    """An ISO 8601 date for the ways spreadsheets write one; what is none is given back."""
    if _ISO_LIKE.match(said):
        return said
    match = _SLASHED.match(said)
    if match is None:
        return said
    first, second, year, hour, minute, seconds, half = match.groups()
    day, month = (first, second) if day_first else (second, first)
    hours = int(hour or 0) % 12 + 12 * (half.lower() == "pm") if half else int(hour or 0)
    whole_year = year if len(year) == 4 else f"20{year}"
    return f"{whole_year}-{int(month):02}-{int(day):02}T{hours:02}:{minute or '00'}:{seconds or '00'}"
