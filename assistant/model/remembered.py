"""Vectors of texts, made once: in memory, and in a file for those of the house."""

import json
import logging
import threading
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.files import replacing

if TYPE_CHECKING:
    import numpy as np

logger = logging.getLogger(__name__)

MOST_REMEMBERED = 10_000
"""Vectors kept; each is 2 kB. A brand's facts have some thousand words."""


class Remembered:
    """Vectors of length 1 of texts, those of empty texts zero. Safe for threads.

    `make` turns texts into rows of a matrix, `made_by` tells its name and version when they are needed; `place` is a
    file for the vectors of `learn`, so that they are made once and not at every start.
    """

    def __init__(
        self,
        make: "Callable[[list[str]], np.ndarray[Any, Any]]",
        made_by: Callable[[], str],
        place: Path | None = None,
    ) -> None:
        self._make = make
        self._made_by = made_by
        self._place = place
        self._vectors: dict[str, Any] | None = None
        self._kept: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def learn(self, texts: Sequence[str]) -> None:
        """Read texts of the house now, and keep these and no others in the file."""
        texts = sorted(set(texts))
        if not texts:
            return
        matrix = self.matrix(texts)
        if self._place is not None and self._kept != set(texts):
            _write(self._place, self._made_by(), texts, matrix)
            self._kept = frozenset(texts)

    def matrix(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """The vectors of one text or more, one a row."""
        import numpy as np

        with self._lock:
            if self._vectors is None:
                self._vectors = {} if self._place is None else _read(self._place, self._made_by())
                self._kept = frozenset(self._vectors)
            new = list(dict.fromkeys(text for text in texts if text not in self._vectors))
            if len(self._vectors) + len(new) > MOST_REMEMBERED:
                self._vectors = {}
                new = list(dict.fromkeys(texts))
            if new:
                found = np.asarray(self._make(new), dtype=np.float32)
                lengths = np.linalg.norm(found, axis=1, keepdims=True)
                found /= np.where(lengths > 0, lengths, 1)
                self._vectors.update(zip(new, found, strict=True))
            return np.stack([self._vectors[text] for text in texts])


def cosines(ones: Sequence[str], of: Remembered, others: Sequence[str], against: Remembered) -> list[list[float]]:
    """The cosine of each of `ones`, as `of` reads them, with each of `others`, as `against` does; 0 where one is empty.
    Nothing is read where either side has no text."""
    if not ones or not others:
        return [[] for _ in ones]
    rows: list[list[float]] = (of.matrix(ones) @ against.matrix(others).T).tolist()
    return rows


def _write(place: Path, made_by: str, texts: Sequence[str], matrix: "np.ndarray[Any, Any]") -> None:
    import numpy as np

    told = json.dumps({"embedder": made_by, "texts": texts}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        with replacing(place, prefix=".words-") as file:
            np.savez(file, vectors=matrix, told=np.frombuffer(told, dtype=np.uint8))
    except OSError as error:
        logger.warning("%s: not kept, to be read again at the next start: %s", place, error.strerror)


def _read(place: Path, made_by: str) -> dict[str, Any]:
    """The vectors of a file by their texts; none where it is missing, damaged, or made by another."""
    import numpy as np

    try:
        with np.load(place, allow_pickle=False) as stored:
            told = json.loads(stored["told"].tobytes().decode("utf-8", "surrogatepass"))
            vectors = stored["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    known = told.get("embedder") == made_by and len(told.get("texts", ())) == len(vectors)
    return dict(zip(told["texts"], vectors, strict=True)) if known else {}
