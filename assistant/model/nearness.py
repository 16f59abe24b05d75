"""How near words and short texts are in meaning, by the embedder inside the wheel.

It is taken whatever the library is indexed with, so that what was measured with it holds for every setting.
"""

import json
import logging
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.files import replacing
from assistant.model.embeddings import BuiltinEmbedder

if TYPE_CHECKING:
    import numpy as np

logger = logging.getLogger(__name__)

MOST_REMEMBERED = 10_000
"""Vectors kept; each is 2 kB. A brand's facts have some thousand words."""


class Nearness:
    """Cosines between texts. Remembers what it has read; safe for threads.

    `embedder` is shared when the library has the built-in one already. `place` is a file for the vectors of `learn`, so
    that they are read once and not at every start.
    """

    def __init__(self, embedder: BuiltinEmbedder | None = None, place: Path | None = None) -> None:
        self._embedder = embedder or BuiltinEmbedder()
        self._place = place
        self._vectors: dict[str, Any] | None = None
        self._kept: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def learn(self, texts: Sequence[str]) -> None:
        """Read texts of the house now, and keep these and no others in the file."""
        texts = sorted(set(texts))
        if not texts:
            return
        matrix = self._matrix(texts)
        if self._place is not None and self._kept != set(texts):
            _write(self._place, self._embedder.id, texts, matrix)
            self._kept = frozenset(texts)

    def between(self, ones: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        """The cosine of each of `ones` with each of `others`, 0 where one is empty."""
        if not ones or not others:
            return [[] for _ in ones]
        rows: list[list[float]] = (self._matrix(ones) @ self._matrix(others).T).tolist()
        return rows

    def _matrix(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        import numpy as np

        with self._lock:
            if self._vectors is None:
                self._vectors = {} if self._place is None else _read(self._place, self._embedder.id)
                self._kept = frozenset(self._vectors)
            new = list(dict.fromkeys(text for text in texts if text not in self._vectors))
            if len(self._vectors) + len(new) > MOST_REMEMBERED:
                self._vectors = {}
                new = list(dict.fromkeys(texts))
            if new:
                found = np.asarray(self._embedder.embed_documents(new), dtype=np.float32)
                lengths = np.linalg.norm(found, axis=1, keepdims=True)
                found /= np.where(lengths > 0, lengths, 1)
                self._vectors.update(zip(new, found, strict=True))
            return np.stack([self._vectors[text] for text in texts])


def _write(place: Path, embedder: str, texts: Sequence[str], matrix: "np.ndarray[Any, Any]") -> None:
    import numpy as np

    told = json.dumps({"embedder": embedder, "texts": texts}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        with replacing(place, prefix=".words-") as file:
            np.savez(file, vectors=matrix, told=np.frombuffer(told, dtype=np.uint8))
    except OSError as error:
        logger.warning("%s: not kept, to be read again at the next start: %s", place, error.strerror)


def _read(place: Path, embedder: str) -> dict[str, Any]:
    """The vectors of a file by their texts; none where it is missing, damaged, or of another embedder."""
    import numpy as np

    try:
        with np.load(place, allow_pickle=False) as stored:
            told = json.loads(stored["told"].tobytes().decode("utf-8", "surrogatepass"))
            vectors = stored["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    known = told.get("embedder") == embedder and len(told.get("texts", ())) == len(vectors)
    return dict(zip(told["texts"], vectors, strict=True)) if known else {}
