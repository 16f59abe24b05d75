"""The files of a brand's folder, and what each is read as."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from assistant.library.guidelines import DOCUMENT_SUFFIXES, MOST_DOCUMENT_BYTES, TEXT_SUFFIXES
from assistant.store import Remark
from assistant.voice.brand import BRAND_FILE, PERSON_FILE

Role = Literal["facts", "guideline", "voice", "posts"]

GUIDELINE_SUFFIXES = TEXT_SUFFIXES | DOCUMENT_SUFFIXES
POSTS_SUFFIXES = frozenset({".jsonl", ".ndjson", ".csv", ".tsv"})
MOST_BYTES = 50_000_000
"""A larger file is no guideline that people read."""

MOST_BYTES_OF_POSTS = 2_000_000_000
"""Posts are read one by one; of so many, an ingest would take days."""

QUESTIONS_FILE = "questions.toml"
"""The name of a brand's own questions, in its folder: what its search is measured with, nothing to find."""

MESSAGES_FILE = "messages.toml"
"""The name of the messages its drafts are measured with: with the right answers in it, nothing that may be found."""

_NOT_OURS = frozenset({"license", "licence", "readme", "changelog"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file: `path` from the brand's folder with forward slashes, what it is read as, and whose it is (the id of a
    person, empty for the brand). `remark` says why it cannot be read at all."""

    path: str
    file: Path
    role: Role = "guideline"
    person: str = ""
    remark: Remark | None = None


def find_files(folder: Path) -> tuple[Found, ...]:
    """Every file under `folder`, by path. Hidden files are not ours; links are not followed and told."""
    return tuple(sorted(_walk(folder, folder), key=lambda found: found.path))


def look_at(folder: Path, file: Path) -> Found | None:
    """What one file or link of the folder is; None when it is not for the library."""
    path = file.relative_to(folder).as_posix()
    if not _storable(path):
        return Found(path.encode("utf-8", "replace").decode(), file, remark=Remark("library.bad_name", {}))
    parts = PurePosixPath(path).parts
    person = parts[1] if len(parts) > 2 and parts[0] == "people" else ""
    try:
        status = file.lstat()
    except OSError as error:
        return Found(path, file, remark=Remark("library.unreadable", {"reason": error.strerror or ""}))
    if path == BRAND_FILE:
        return Found(path, file, "facts")
    if (len(parts) == 3 and person and parts[-1] == PERSON_FILE) or (
        len(parts) == 1 and (file.stem.lower() in _NOT_OURS or path in (QUESTIONS_FILE, MESSAGES_FILE))
    ):
        return None
    suffix = file.suffix.lower()
    remark = None
    if stat.S_ISLNK(status.st_mode):
        remark = Remark("library.link", {})
    elif not stat.S_ISREG(status.st_mode):
        remark = Remark("library.not_a_file", {})
    elif suffix not in GUIDELINE_SUFFIXES | POSTS_SUFFIXES:
        remark = Remark("library.unknown_kind", {"suffix": suffix or file.name})
    elif status.st_size > (most := MOST_BYTES_OF_POSTS if suffix in POSTS_SUFFIXES else most_bytes(suffix)):
        remark = Remark("library.too_large", {"megabytes": most // 1_000_000})
    role: Role = "posts" if suffix in POSTS_SUFFIXES else "voice" if person else "guideline"
    return Found(path, file, role, person, remark)


def most_bytes(suffix: str) -> int:
    """How large a file with this ending may be that is held whole."""
    return MOST_DOCUMENT_BYTES if suffix in DOCUMENT_SUFFIXES else MOST_BYTES


def _walk(folder: Path, inside: Path) -> Iterator[Found]:
    try:
        with os.scandir(inside) as listing:
            entries = [entry for entry in listing if not entry.name.startswith((".", "~$"))]
    except OSError as error:
        path = inside.relative_to(folder).as_posix()
        yield Found(path, inside, remark=Remark("library.unreadable", {"reason": error.strerror or ""}))
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, Path(entry.path))
        elif found := look_at(folder, Path(entry.path)):
            yield found


def _storable(path: str) -> bool:
    """File names are bytes on Linux: one may be no text."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\n" not in path
