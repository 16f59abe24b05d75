"""Passages and files as rows of their tables, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Row

from assistant.records import Message, Passage, PassageKind, Place


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a file: the key of a sentence and its values. `left_out` when a part of the file, or the
    whole, is not in the library because of it."""

    key: str
    values: Mapping[str, str | int]
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was when it was read. `digest` is of its bytes, `modified` in seconds since 1970."""

    path: str
    digest: str
    size: int
    modified: float
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the database holds it: with the digest of what was embedded, and what only a post has. Posts with
    one `same`, where it is not empty, say the same."""

    passage: Passage
    digest: str
    post: str = ""
    reposts: int = 0
    replies: int = 0
    reply_to: str = ""
    addressed: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    parts: int = 1
    same: str = ""


# Most posts have neither headings nor details, and a search reads a hundred rows.
@lru_cache(maxsize=1000)
def _section_of(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=1000)
def _quoted_of(details: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in json.loads(details).get("quoted", ()))


def passage_of(row: Row[Any]) -> Passage:
    """The passage of a row of the table."""
    return Passage(
        id=row.id,
        kind=cast(PassageKind, row.kind),
        path=row.path,
        text=row.text,
        section=_section_of(row.section),
        language=row.language,
        platform=row.platform,
        person=row.person,
        date=datetime.fromisoformat(row.date) if row.date else None,
        answered=Message(row.answered, row.answered_author or "") if row.answered is not None else None,
        likes=row.likes,
        position=row.position,
        page=row.page,
        address=row.address,
        quoted=_quoted_of(row.details),
    )


def entry_of(row: Row[Any]) -> Entry:
    details = json.loads(row.details)
    return Entry(
        passage_of(row),
        row.digest,
        row.post,
        row.reposts,
        row.replies,
        reply_to=details.get("reply_to", ""),
        addressed=tuple(details.get("addressed", ())),
        places=tuple(_place(given) for given in details.get("places", ())),
        parts=details.get("parts", 1),
        same=row.same,
    )


def _place(given: Mapping[str, str]) -> Place:
    date = datetime.fromisoformat(given["date"]) if given.get("date") else None
    return Place(given.get("platform", ""), given.get("address", ""), date, given.get("id", ""))


def _place_values(place: Place) -> dict[str, str]:
    date = place.date.isoformat() if place.date else ""
    said = {"platform": place.platform, "address": place.address, "date": date, "id": place.id}
    return {name: value for name, value in said.items() if value}


def _details(entry: Entry) -> dict[str, object]:
    """What is never asked for alone, without what is empty."""
    said = {
        "quoted": entry.passage.quoted,
        "reply_to": entry.reply_to,
        "addressed": entry.addressed,
        "places": [_place_values(place) for place in entry.places],
        "parts": entry.parts if entry.parts > 1 else 0,
    }
    return {name: value for name, value in said.items() if value}


def entry_values(brand: str, entry: Entry, vector: int) -> dict[str, object]:
    passage = entry.passage
    return {
        "brand": brand,
        "id": passage.id,
        "vector": vector,
        "kind": passage.kind,
        "path": passage.path,
        "section": json.dumps(passage.section, ensure_ascii=False),
        "text": passage.text,
        "language": passage.language,
        "platform": passage.platform,
        "person": passage.person,
        "date": passage.date.isoformat() if passage.date else None,
        "instant": passage.date.timestamp() if passage.date else None,
        "answered": passage.answered.text if passage.answered else None,
        "answered_author": passage.answered.author if passage.answered else None,
        "post": entry.post,
        "likes": passage.likes,
        "reposts": entry.reposts,
        "replies": entry.replies,
        "position": passage.position,
        "page": passage.page,
        "address": passage.address,
        "details": json.dumps(_details(entry), ensure_ascii=False),
        "same": entry.same,
    }


def file_values(brand: str, file: StoredFile) -> dict[str, object]:
    return {
        "brand": brand,
        "path": file.path,
        "digest": file.digest,
        "size": file.size,
        "modified": file.modified,
        "remarks": json.dumps([[r.key, dict(r.values), r.left_out] for r in file.remarks], ensure_ascii=False),
    }


def remarks_of(text: str) -> tuple[Remark, ...]:
    return tuple(Remark(key, values, left_out) for key, values, left_out in json.loads(text))
