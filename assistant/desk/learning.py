"""What was published becomes part of what the house knows: our own reply, with the message that it answered."""

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import IndexHeld, PapillonError, Unreachable
from assistant.files import replace_file
from assistant.records import KeptDraft

log = logging.getLogger(__name__)

FILE = "published-with-papillon.jsonl"


class Learning:
    """Keeps published texts in the brand's folder, one JSON object a line, and takes them into the library.

    A post is known by its address, so learning it twice changes nothing, and a later import of the account's own posts
    finds it there.
    """

    def __init__(self, folder: Path, ingest: Callable[[Sequence[Path]], object]) -> None:
        """`folder` is the brand's; `ingest` takes files of it into the library."""
        self._folder = folder
        self._ingest = ingest

    def learn(self, draft: KeptDraft) -> None:
        """Take in what a draft became. Without a post there is nothing to learn.

        Raises:
            Unreachable: the file cannot be written.
        """
        if not draft.posts:
            return
        path = self._file(draft)
        record = published_record(draft)
        lines = [line for line in _lines(path) if _id_of(line) != record["id"]]
        _write(path, [*lines, json.dumps(record, ensure_ascii=False)])
        self._take_in(path)

    def forget(self, draft: KeptDraft) -> None:
        """Take out what was withdrawn; nothing happens when it was never learnt.

        Raises:
            Unreachable: the file cannot be written.
        """
        path = self._file(draft)
        ids = {post.uri for post in draft.posts}
        lines = _lines(path)
        kept = [line for line in lines if _id_of(line) not in ids]
        if kept != lines:
            _write(path, kept)
            self._take_in(path)

    def _file(self, draft: KeptDraft) -> Path:
        own = self._folder / "people" / draft.person
        return (own if draft.person and own.is_dir() else self._folder / "posts") / FILE

    def _take_in(self, path: Path) -> None:
        try:
            self._ingest([path])
        except IndexHeld:
            log.info("%s is read when the process that holds the index ingests next", path)
        except PapillonError as error:
            # The text is out and in the file; the library reads it at the next ingest.
            log.warning("%s", error)


def published_record(draft: KeptDraft) -> dict[str, Any]:
    """A published draft as a line of a brand's posts: the parts of a thread are joined by empty lines."""
    target = draft.content.answering
    answered = {"author": target.author, "text": target.text} if target else None
    return {
        "id": draft.posts[0].uri,
        "date": draft.changed.isoformat(timespec="seconds"),
        "platform": draft.content.platform,
        "language": draft.language,
        "kind": "reply" if target else "post",
        "text": draft.text,
        "answered": answered,
        "address": draft.posts[0].uri,
        "reply_to": target.post.uri if target else "",
        "parts": len(draft.content.parts),
    }


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise Unreachable("desk.file_unreadable", path=path) from error


def _id_of(line: str) -> str:
    try:
        found = json.loads(line)
    except ValueError:
        return ""
    return str(found.get("id", "")) if isinstance(found, dict) else ""


def _write(path: Path, lines: Sequence[str]) -> None:
    """All of it or nothing: the file is replaced whole."""
    try:
        replace_file(path, "".join(f"{line}\n" for line in lines).encode("utf-8"), prefix=".published-")
    except OSError as error:
        raise Unreachable("desk.file_not_written", path=path, reason=error.strerror) from error
