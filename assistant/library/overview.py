"""What a library holds and what a person should know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.errors import PapillonError
from assistant.library.folder import Found
from assistant.library.index import Owner
from assistant.library.remarks import told
from assistant.records import KnownFile, Overview
from assistant.store import LibraryState, Passages, StoredFile
from assistant.wording import say

_NAMED = 3
"""Changed files named in a notice; the others are counted."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How the parts around the database are: the embedder of the settings, another owner of the index, why Chroma is
    not asked, empty when it is, the people's files that cannot be read, and whether Chroma holds another state than the
    database."""

    embedder: str
    holder: Owner | None
    failure: str
    broken: Sequence[PapillonError] = ()
    behind: bool = False


def describe(passages: Passages, now: Sequence[Found], condition: Condition, reader: str) -> Overview:
    """The overview of a library in the reader's language; `now` are the files of its folder as they are."""
    state = passages.state()
    stored = passages.files()
    with passages.view() as view:
        counts = {name: view.counts(name) for name in ("kind", "language", "platform", "person", "path")}
    total = sum(counts["kind"].values())
    notices = [say("library.nothing_yet", reader)] if state is None else []
    if state is not None:
        notices += [] if total else [say("library.nothing_inside", reader)]
        notices += _about_vectors(state, condition, reader)
        notices += _about_files(now, stored, reader)
    notices += [error.text(reader) for error in condition.broken]
    return Overview(
        brand=passages.brand,
        passages=total,
        by_kind=counts["kind"],
        by_language=counts["language"],
        by_platform=counts["platform"],
        by_person=counts["person"],
        files=tuple(_known(file, counts["path"].get(file.path, 0), reader) for file in stored.values()),
        ingested=state.ingested if state else None,
        embedder=state.embedder if state else "",
        notices=tuple(notices),
    )


def _known(file: StoredFile, passages: int, reader: str) -> KnownFile:
    return KnownFile(
        path=file.path,
        passages=passages,
        skipped=tuple(told(remark, reader) for remark in file.remarks),
        size=file.size,
        modified=datetime.fromtimestamp(file.modified, UTC) if file.digest else None,
    )


def _about_vectors(state: LibraryState, condition: Condition, reader: str) -> list[str]:
    notices = []
    if state.embedder != condition.embedder:
        notices.append(say("library.meaning_off", reader, stored=state.embedder, current=condition.embedder))
    if condition.holder is not None:
        notices.append(say("library.scanning", reader, owner=condition.holder.name, pid=condition.holder.pid))
    if condition.failure:
        notices.append(say("library.index_failed", reader, reason=condition.failure))
    if condition.behind:
        notices.append(say("library.index_behind", reader))
    return notices


def _about_files(files: Sequence[Found], stored: Mapping[str, StoredFile], reader: str) -> list[str]:
    """Files that are new, gone, or of another size or time than when they were read."""
    before = {path: (file.size, file.modified) for path, file in stored.items() if file.digest}
    now: dict[str, tuple[int, float]] = {}
    for found in files:
        if found.remark is None:
            try:
                status = found.file.stat()
            except OSError:  # gone between the listing and now
                continue
            now[found.path] = (status.st_size, status.st_mtime)
    changed = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    if not changed:
        return []
    names = ", ".join(changed[:_NAMED]) + ("…" if len(changed) > _NAMED else "")
    return [say("library.files_changed", reader, count=len(changed), names=names)]
