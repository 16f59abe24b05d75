"""A whole repository as a CAR file, streamed to the disk."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import BadInput, StorageFull, Unreachable
from assistant.networks.answers import text
from assistant.networks.failures import told
from assistant.networks.wire import CONNECT_SECONDS, Wire
from assistant.records import Exported

_CHUNK = 1 << 18
_SECONDS_A_CHUNK = 60.0


def export(wire: Wire, account: str, handle: str, path: Path, *, since: str, most_bytes: int) -> Exported:
    """Write the repository to `path`, all of it or, with `since`, what is newer than that revision.

    The revision is asked for first: what is written meanwhile comes again with the next export, never not at all.

    Raises:
        BadInput: it is larger than `most_bytes`.
        StorageFull: the disk has no room.
        PapillonError: the server does not answer, or refuses; nothing is left at `path`.
    """
    revision = text(wire.query("com.atproto.sync.getLatestCommit", did=account), "rev")
    fresh = path.with_name(f"{path.name}.part")
    try:
        size = _download(wire, account, since, fresh, most_bytes)
        fresh.replace(path)
    except OSError as error:
        kind = StorageFull if error.errno == errno.ENOSPC else Unreachable
        raise kind("networks.cannot_write", path=path, reason=error.strerror) from error
    finally:
        fresh.unlink(missing_ok=True)
    return Exported(account, handle, revision, size, datetime.now(UTC))


def _download(wire: Wire, account: str, since: str, path: Path, most_bytes: int) -> int:
    import httpx

    address = f"{wire.server}/xrpc/com.atproto.sync.getRepo"
    asked = {"did": account} | ({"since": since} if since else {})
    timeout = httpx.Timeout(_SECONDS_A_CHUNK, connect=CONNECT_SECONDS)
    size = 0
    try:
        with (
            os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
            httpx.stream("GET", address, params=asked, timeout=timeout) as answer,
        ):
            answer.raise_for_status()
            for chunk in answer.iter_bytes(_CHUNK):
                size += len(chunk)
                if size > most_bytes:
                    raise BadInput("networks.repository_too_large", megabytes=most_bytes // 1_000_000)
                file.write(chunk)
    except httpx.HTTPError as error:
        raise told(error, server=wire.name, account=account) from error
    return size
