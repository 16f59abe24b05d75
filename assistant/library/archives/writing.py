"""The file of posts that an archive becomes: written whole or not at all."""

import contextlib
import errno
import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import BadInput, PapillonError, StorageFull, Unreachable
from assistant.files import replacing
from assistant.wording import say

_TEMPORARY = ".archive-"
_STALE = 24 * 3600


def lines_of(place: Path) -> Iterator[tuple[int, Any]]:
    """The lines of the file as it is; one that is no JSON is nobody's any more."""
    try:
        with place.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                with contextlib.suppress(ValueError):
                    yield number, json.loads(line)
    except FileNotFoundError:
        return


def write_whole(
    place: Path, name: str, lines: Iterable[str], nothing: Callable[[], PapillonError], reader: str
) -> None:
    """The whole file or none of it, whatever happens in between. `name` is what people are told, `nothing` the error
    when there is no line.

    Raises:
        BadInput: a link stands in its place.
        StorageFull, Unreachable: nothing has changed.
    """
    if place.is_symlink() or place.parent.is_symlink():
        raise BadInput("library.bad_upload", name=name, reason=say("library.link", reader))
    try:
        _sweep(place.parent)
        with replacing(place, prefix=_TEMPORARY) as file:
            count = 0
            for line in lines:
                count += 1
                file.write(f"{line}\n".encode(errors="replace"))
            if not count:
                raise nothing()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull("library.full", path=name) from error
        raise Unreachable("library.not_written", path=name, reason=error.strerror) from error


def _sweep(folder: Path) -> None:
    """Remove what a killed conversion left."""
    for left in folder.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()
