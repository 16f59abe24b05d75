"""A file that a person gives to the library, put where it belongs in the brand's folder."""

import contextlib
import errno
import os
import re
import unicodedata
from pathlib import Path, PurePosixPath

from assistant.errors import BadInput, PapillonError, StorageFull, Unreachable
from assistant.files import replace_file
from assistant.library.folder import GUIDELINE_SUFFIXES, POSTS_SUFFIXES, most_bytes
from assistant.library.guidelines import DOCUMENT_SUFFIXES, read_guideline
from assistant.library.readers.blocks import Unreadable
from assistant.library.readers.encodings import NotText, decode_text
from assistant.library.readers.posts import looks_like_csv, looks_like_jsonl
from assistant.library.readers.terms import looks_like_terms
from assistant.wording import say

_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f\x7f]+')
_TAKEN_BY_WINDOWS = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST_NAME = 100


def keep_file(folder: Path, name: str, data: bytes, *, reader: str, replace: bool) -> Path:
    """Put a file under `guidelines/` or `posts/`, by what it holds, and give its path.

    The same content under the same name is left as it is.

    Raises:
        BadInput: it cannot be read, or another file has that name and `replace` is not set.
        StorageFull: the disk has no room; nothing is left behind.
    """
    safe = safe_name(name)
    place = folder / _room_of(safe, data, reader) / safe
    for parent in (place.parent, place):
        if parent.is_symlink():
            raise _refused(safe, "library.link", reader)
    with contextlib.suppress(OSError):
        if place.read_bytes() == data:
            return place
    if place.exists() and not replace:
        raise BadInput("library.exists", path=place.relative_to(folder).as_posix())
    write_whole(folder, place, data)
    return place


def write_whole(folder: Path, place: Path, data: bytes) -> None:
    """The whole file or none of it.

    Raises:
        StorageFull: the disk has no room.
        Unreachable: the file cannot be written.
    """
    try:
        replace_file(place, data, prefix=".upload-")
    except OSError as error:
        path = place.relative_to(folder).as_posix()
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull("library.full", path=path) from error
        raise Unreachable("library.not_written", path=path, reason=error.strerror) from error


def safe_name(name: str) -> str:
    """The last part of a name, with nothing in it that a file system or a shell could take for something else."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    last = _NOT_IN_NAMES.sub("-", last.encode("utf-8", "replace").decode("utf-8")).strip().lstrip(".-~ ")
    stem, suffix = os.path.splitext(last)  # noqa: PTH122 - a name, not a path
    stem = stem.rstrip(". ") or "file"
    if _TAKEN_BY_WINDOWS.match(stem):
        stem = f"{stem}-file"
    return stem[: _LONGEST_NAME - len(suffix)] + suffix[:20].lower()


def _room_of(name: str, data: bytes, reader: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in GUIDELINE_SUFFIXES | POSTS_SUFFIXES:
        raise _refused(name, "library.unknown_kind", reader, suffix=suffix or name)
    if len(data) > most_bytes(suffix):
        raise _refused(name, "library.too_large", reader, megabytes=most_bytes(suffix) // 1_000_000)
    if suffix in DOCUMENT_SUFFIXES:
        try:
            read_guideline(PurePosixPath(name), data)
        except Unreadable as nothing:
            raise _refused(name, nothing.key, reader, **nothing.values) from nothing
        return "guidelines"
    try:
        text = decode_text(data)
    except NotText:
        raise _refused(name, "library.binary", reader) from None
    if not text.strip():
        raise _refused(name, "library.empty", reader)
    if suffix not in POSTS_SUFFIXES:
        return "guidelines"
    if suffix in (".csv", ".tsv") and looks_like_terms(text):
        return "guidelines"
    if suffix in (".csv", ".tsv") and not looks_like_csv(text):
        first = text.lstrip().partition("\n")[0]
        raise _refused(name, "library.no_text_column", reader, columns=first[:200])
    if suffix in (".jsonl", ".ndjson") and not looks_like_jsonl(text):
        raise _refused(name, "library.not_an_object", reader)
    return "posts"


def _refused(name: str, key: str, reader: str, **values: object) -> PapillonError:
    return BadInput("library.bad_upload", name=name, reason=say(key, reader, **values))
