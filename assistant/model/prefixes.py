"""Prompt beginnings that the built-in model has read, kept on disk, so that the next start need not read them again.

Reading 2,000 tokens takes half a minute on two cores; taking the result back from disk takes a tenth of a second. Each
file holds about 28 kB a token.
"""

import contextlib
import hashlib
import json
import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

logger = logging.getLogger(__name__)

_MOST_BYTES = 512 * 1024 * 1024
_SECONDS = 60.0


class Prefixes:
    """What the model server at `address` has read, in `folder`. `model` tells one model file and version from another.

    A prefix is taken back only into a slot that nobody has used yet; later ones are left to the server's own cache in
    memory, which is not lost while the process lives. What fails here only costs time, so it is logged, not raised.
    """

    def __init__(self, folder: Path, address: str, key: str, model: str, slots: int) -> None:
        self._folder = folder
        self._address = address.removesuffix("/v1")
        self._key = key
        self._model = model
        self._unused = list(range(slots))
        self._known: set[str] = set()
        self._lock = threading.Lock()

    def recall(self, messages: "Sequence[BaseMessage]") -> int | None:
        """Take a prefix back from disk if it is there; else the slot to read it in so that it can be kept, or None when
        the server should choose."""
        name = self._name(messages)
        with self._lock:
            if name in self._known or not self._unused:
                return None
            self._known.add(name)
            slot = self._unused.pop()
        file = self._folder / name
        if file.is_file() and self._ask(slot, "restore", name):
            with contextlib.suppress(OSError):
                file.touch()
            return None
        return slot

    def keep(self, messages: "Sequence[BaseMessage]", slot: int) -> None:
        """Write what the model has read in `slot` to disk, and drop the oldest files beyond half a gigabyte."""
        name = self._name(messages)
        part = self._folder / f"{name}.part"
        try:
            if self._ask(slot, "save", part.name):
                part.replace(self._folder / name)
            part.unlink(missing_ok=True)
            self._prune()
        except OSError as error:
            logger.warning("a prompt's beginning could not be kept in %s: %s", self._folder, error)

    def _ask(self, slot: int, action: str, name: str) -> bool:
        import httpx2

        try:
            answer = httpx2.post(
                f"{self._address}/slots/{slot}?action={action}",
                json={"filename": name},
                headers={"Authorization": f"Bearer {self._key}"},
                timeout=_SECONDS,
                trust_env=False,
            )
        except httpx2.HTTPError as error:
            logger.warning("could not %s a prompt's beginning: %s", action, error)
            return False
        if answer.status_code != 200:
            logger.warning("could not %s a prompt's beginning: status %s", action, answer.status_code)
        return answer.status_code == 200

    def _name(self, messages: "Sequence[BaseMessage]") -> str:
        text = json.dumps([self._model, *((message.type, message.content) for message in messages)])
        return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.prefix"

    def _prune(self) -> None:
        room = _MOST_BYTES
        for file in sorted(self._folder.glob("*.prefix"), key=lambda path: -path.stat().st_mtime):
            room -= file.stat().st_size
            if room < 0:
                file.unlink(missing_ok=True)
