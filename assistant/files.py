"""A file that is written whole or not at all, whatever happens in between."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

READABLE = 0o644
"""Permissions of a new file: its owner writes it, everybody reads it."""


@contextlib.contextmanager
def replacing(place: Path, *, prefix: str = ".new-", permissions: int = READABLE) -> Iterator[BinaryIO]:
    """A file open for writing that takes the place of another when it is closed, on the disk before that. After an
    error, whatever it is, the other is as it was and nothing is left beside it; folders on the way are made.

    `prefix` is what a file is called that a killed process left half-written.

    Raises:
        OSError: the folder or the file cannot be written, or the disk is full.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=prefix)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(permissions)
        temporary.replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def replace_file(place: Path, data: bytes, *, prefix: str = ".new-", permissions: int = READABLE) -> None:
    """Write a whole file, as `replacing` does.

    Raises:
        OSError: the folder or the file cannot be written, or the disk is full.
    """
    with replacing(place, prefix=prefix, permissions=permissions) as file:
        file.write(data)
