"""How near words and short texts are in meaning, and how well what a house states answers what is asked, by the
embedder inside the wheel.

It is taken whatever the library is indexed with, so that what was measured with it holds for every setting.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.model.embeddings import BuiltinEmbedder
from assistant.model.matching import Matcher
from assistant.model.remembered import Remembered, cosines

if TYPE_CHECKING:
    import numpy as np


class Nearness:
    """Cosines between texts. Remembers what it has read; safe for threads.

    `embedder` is shared when the library has the built-in one already. `place` is a file for the vectors of `learn`, so
    that they are read once and not at every start; what is stated is kept beside it.
    """

    def __init__(self, embedder: BuiltinEmbedder | None = None, place: Path | None = None) -> None:
        embedder = embedder or BuiltinEmbedder()
        self._texts = Remembered(lambda texts: _embedded(embedder, texts), lambda: embedder.id, place)
        self._matcher = Matcher(embedder, place and place.with_name(f"{place.stem}-stated{place.suffix}"))

    def learn(self, texts: Sequence[str], stated: Sequence[str] = ()) -> None:
        """Read texts of the house now, and what it states, and keep these and no others in the files."""
        self._texts.learn(texts)
        self._matcher.learn(stated)

    def between(self, ones: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        """The cosine of each of `ones` with each of `others`, 0 where one is empty."""
        return cosines(ones, self._texts, others, self._texts)

    def answers(self, asked: Sequence[str], stated: Sequence[str]) -> list[list[float]]:
        """How well each text stated answers each text asked, from -1 to 1, 0 where one is empty."""
        return self._matcher.between(asked, stated)


def _embedded(embedder: BuiltinEmbedder, texts: list[str]) -> "np.ndarray[Any, Any]":
    import numpy as np

    return np.asarray(embedder.embed_documents(texts), dtype=np.float32)
