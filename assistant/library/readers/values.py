"""Values of one post as people's files and tools write them: counts, dates, names of networks."""

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from assistant.library.readers.encodings import clean_text
from assistant.records import LeftOutReason, Message, Place

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
_NOT_LETTERS = re.compile(r"[^a-z]+")


class BadLine(ValueError):
    """A line that gives no post: the key of the sentence that says why, and its values."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def string_in(record: Mapping[str, Any], key: str) -> str:
    """A text or a whole number as text; empty when it is missing."""
    value = record.get(key)
    if value is None:
        return ""
    if isinstance(value, bool | dict | list | float):
        raise BadLine("library.bad_field", field=key)
    return clean_text(str(value)).strip()


def count_in(record: Mapping[str, Any], key: str) -> int:
    """A count of 0 or more, also as a person writes it."""
    value = record.get(key)
    if value in (None, ""):
        return 0
    if isinstance(value, str):
        value = re.sub(r"[\s,\u00a0\u202f]", "", value)
    try:
        count = int(float(value))
    except (TypeError, ValueError, OverflowError) as error:
        raise BadLine("library.bad_field", field=key) from error
    if not 0 <= count < 2**31:  # what an INTEGER column holds in PostgreSQL
        raise BadLine("library.bad_field", field=key)
    return count


def date_of(value: Any, zone: tzinfo) -> datetime | None:
    """A moment in ISO 8601; without a zone it is in `zone`."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            date = datetime.fromisoformat(value.strip().removesuffix(" UTC"))
            return date if date.tzinfo else date.replace(tzinfo=zone)
        except ValueError:
            pass
    raise BadLine("library.bad_date", value=str(value)[:40])


def platform_named(name: str) -> str:
    """Our id of a network, by any of its names; an unknown name in lower case."""
    lowered = name.lower()
    return PLATFORMS.get(lowered, lowered)


def platform_in(file_name: str) -> str:
    """The network that a file is named after, if any."""
    words = _NOT_LETTERS.split(file_name.lower())
    return next((PLATFORMS[word] for word in words if word in PLATFORMS), "")


def iso_date(said: str, day_first: bool) -> str:
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


_UNPUBLISHED = re.compile(
    r"draft|brouillon|schedul|planifi|programm|pending|en attente|queued|failed|[ée]chou|rejected|refus|trash|corbeille"
)
_DELETED = re.compile(r"delet|remov|supprim|retir")
_PRIVATE = re.compile(
    r"priv|only[ _-]?me|moi seul|direct|followers?|abonn|friends?|amis|connections?|relations?|mutual|circle"
)


def not_public(record: Mapping[str, Any]) -> LeftOutReason | None:
    """Why a record that says its `status` or its `visibility` must not come in, None when it may."""
    status = str(record.get("status") or "").casefold()
    if _DELETED.search(status):
        return "deleted"
    if _UNPUBLISHED.search(status):
        return "draft"
    visibility = str(record.get("visibility") or "").casefold()
    return "private" if _PRIVATE.search(visibility) else None


def span_of(given: Any, text: str) -> tuple[int, int]:
    """Two offsets in `text`."""
    match given:
        case [int(start), int(end)] if 0 <= start <= end <= len(text):
            return start, end
    raise BadLine("library.bad_field", field="quoted")


def place_of(given: Any, zone: tzinfo) -> Place:
    """Another place of a post."""
    if not isinstance(given, dict):
        raise BadLine("library.bad_field", field="places")
    platform = platform_named(string_in(given, "platform"))
    return Place(platform, string_in(given, "address"), date_of(given.get("date"), zone), string_in(given, "id"))


def message_of(value: Any) -> Message | None:
    """The message that a reply answers, as a text or with its author."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return Message(clean_text(value).strip()) if value.strip() else None
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        text = clean_text(value["text"]).strip()
        return Message(text, string_in(value, "author")) if text else None
    raise BadLine("library.bad_field", field="answered")
