"""Reading JSON that a server sent, which may hold anything: what is not what it should be counts as absent."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any


def text(given: Any, *path: str) -> str:
    """The text at the end of a path of keys, empty when there is none. Broken halves of characters are replaced."""
    found = at(given, *path)
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""


def number(given: Any, *path: str) -> int:
    """The whole number at the end of a path of keys, 0 when there is none."""
    found = at(given, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def truth(given: Any, *path: str) -> bool:
    """Whether `true` stands at the end of a path of keys."""
    return at(given, *path) is True


def moment(given: Any, *path: str) -> datetime | None:
    """The moment at the end of a path of keys, in UTC; None when there is none or it means nothing."""
    try:
        found = datetime.fromisoformat(text(given, *path))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def objects(given: Any, *path: str) -> Iterator[Mapping[str, Any]]:
    """The JSON objects of the list at the end of a path of keys."""
    found = at(given, *path)
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, Mapping))


def texts(given: Any, *path: str) -> tuple[str, ...]:
    """The texts of the list at the end of a path of keys."""
    found = at(given, *path)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def kind(given: Any) -> str:
    """An object's `$type`, such as `app.bsky.embed.images#view`."""
    return text(given, "$type")


def at(given: Any, *path: str) -> Any:
    """What stands at the end of a path of keys, None when the path breaks off."""
    for key in path:
        if not isinstance(given, Mapping):
            return None
        given = given.get(key)
    return given
