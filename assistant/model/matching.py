"""How well what a house states answers what somebody asks, by a head of the built-in embedder that was taught it.

The embedder itself lays texts near that say the same; a question and its answer do not: “any way to split that up?” and
“payment in three instalments”. Its last layers, and how much each piece of a text counts, were taught on questions
about the facts of made-up houses of many trades, in French and English (`tests/benchmarks/fit_matching.py`): of houses
not taught on, the right fact of some thirty comes first for 64 % of the questions instead of 52 %.
"""

import io
import zlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.model.embeddings import BuiltinEmbedder
from assistant.model.remembered import Remembered, cosines
from assistant.model.token_states import WIDTH

if TYPE_CHECKING:
    import numpy as np

ASKED, STATED = 0, 1
"""Which side of the head reads a text."""


class Matcher:
    """Likeness of what is asked and what is stated, from -1 to 1. Remembers what it has read; safe for threads.

    `place` is a file for the texts of `learn`, so that they are read once and not at every start.
    """

    def __init__(self, embedder: BuiltinEmbedder, place: Path | None = None) -> None:
        def made_by() -> str:
            return f"{embedder.id}/{_head_of()[1]}"

        self._asked = Remembered(lambda texts: _read(embedder, texts, ASKED), made_by)
        self._stated = Remembered(lambda texts: _read(embedder, texts, STATED), made_by, place)

    def learn(self, stated: Sequence[str]) -> None:
        """Read what the house states now, and keep it and nothing else in the file."""
        self._stated.learn(stated)

    def between(self, asked: Sequence[str], stated: Sequence[str]) -> list[list[float]]:
        """The likeness of each text asked with each stated, 0 where one is empty."""
        return cosines(asked, self._asked, stated, self._stated)


_SOFT = 8.0


def _read(embedder: BuiltinEmbedder, texts: list[str], side: int) -> "np.ndarray[Any, Any]":
    import numpy as np

    return np.stack([_vector(states, side) for states in embedder.token_states(texts)])


def _vector(states: "np.ndarray[Any, Any]", side: int) -> "np.ndarray[Any, Any]":
    import numpy as np

    if not len(states):
        return np.zeros(WIDTH, dtype=np.float32)
    head = _head_of()[0]
    weights = np.exp(np.tanh(states @ head["look"][side] / _SOFT) @ head["weigh"][side])
    pooled = (weights / weights.sum()) @ states * np.sqrt(len(states))
    first = np.maximum(pooled @ head["d0"], 0)
    second = np.maximum(pooled @ head["p1"] + first @ head["d1"], 0)
    third = np.maximum(second @ head["d2"], 0)
    found = np.tanh(second @ head["p3"] + third @ head["d3"])
    found /= np.linalg.norm(found)
    turned: np.ndarray[Any, Any] = found + found @ head["turn"][side]
    return turned


@cache
def _head_of() -> "tuple[dict[str, np.ndarray[Any, Any]], str]":
    """What was taught, and a mark of it: vectors by another head are not compared."""
    import numpy as np

    told = files("assistant.model").joinpath("matching.npz").read_bytes()
    with np.load(io.BytesIO(told)) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}, f"{zlib.crc32(told):08x}"
