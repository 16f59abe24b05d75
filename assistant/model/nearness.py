"""How near words and short texts are in meaning, by the embedder inside the wheel.

It is taken whatever the library is indexed with, so that what was measured with it holds for every setting.
"""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.model.embeddings import BuiltinEmbedder

if TYPE_CHECKING:
    import numpy as np

MOST_REMEMBERED = 10_000
"""Vectors kept; each is 2 kB. A brand's facts have some thousand words."""


class Nearness:
    """Cosines between texts. Remembers what it has read; safe for threads.

    `embedder` is shared when the library has the built-in one already.
    """

    def __init__(self, embedder: BuiltinEmbedder | None = None) -> None:
        self._embedder = embedder or BuiltinEmbedder()
        self._vectors: dict[str, Any] = {}
        self._lock = threading.Lock()

    def between(self, ones: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        """The cosine of each of `ones` with each of `others`, 0 where one is empty."""
        if not ones or not others:
            return [[] for _ in ones]
        rows: list[list[float]] = (self._matrix(ones) @ self._matrix(others).T).tolist()
        return rows

    def _matrix(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        import numpy as np

        with self._lock:
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
