"""The chat model: opened cheaply, started once, then asked for text that streams.

`open_chat(settings)` gives a `ChatModel`; its `stream(messages, max_tokens=300, temperature=0.6)` gives a `ChatStream`,
an iterator of text pieces that afterwards has `text`, `usage` and `finish`.
"""

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.errors import BadInput, ModelBroken, ModelRateLimited, ModelRefused, ModelUnavailable, PapillonError
from assistant.model.addresses import OPENAI_ADDRESS
from assistant.model.builtin import BuiltinSource
from assistant.model.client import Client, as_messages, keep_prompts_here
from assistant.model.missing import MissingSource
from assistant.model.sources import ModelCard, Source, State, remote_source
from assistant.model.stream import ChatStream
from assistant.model.weights import Progress, builtin_installed
from assistant.records import Usage
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.prompt_values import PromptValue
    from langchain_core.runnables import Runnable

    Prompt = Sequence[BaseMessage] | PromptValue

# Measured with the built-in model's tokenizer on French and English prose.
_BYTES_A_TOKEN = 3.4


class ChatModel:
    """One chat model, for all threads. `start` is the only slow part; `stream` starts it when nobody has."""

    def __init__(self, source: Source, timeout: float) -> None:
        self._source = source
        self._timeout = timeout
        self._starting = threading.Lock()
        self._client: Client | None = None
        self._state: State = "not_started" if source.slow else "ready"
        self._failure: PapillonError | None = None
        self._tallies: list[list[Usage]] = []

    def start(self, progress: Progress | None = None) -> None:
        """Bring the model up, in the calling thread. Does nothing when it is up; a second caller waits for the first.

        Raises:
            ModelUnavailable: there is no such model, or it cannot start.
            StorageFull: the disk has no room for its file.
            BadSetting: the model file of the settings is no model.
        """
        with self._starting:
            if self._client is not None:
                return
            self._state = "starting"
            try:
                self._client = Client(self._source.start(progress), self._source.provider == "builtin")
            except PapillonError as error:
                self._failure, self._state = error, "failed"
                raise
            self._failure, self._state = None, "ready"

    def close(self) -> None:
        """Take the model down; the built-in one frees its memory. It can be started again."""
        with self._starting:
            self._client = None
            self._source.close()
            self._state = "not_started" if self._source.slow else "ready"

    def describe(self, language: str = "en") -> ModelCard:
        """What the model is and whether it answers. Never waits and asks nobody."""
        client, failure = self._client, self._failure
        card = self._source.card(language, client.endpoint if client else None, self._state)
        if failure is None:
            return card
        return replace(card, note=failure.text(language))

    def stream(
        self,
        prompt: "Prompt",
        *,
        max_tokens: int,
        temperature: float,
        stop: Sequence[str] = (),
        schema: Mapping[str, Any] | None = None,
        cancel: threading.Event | None = None,
        seed: int | None = None,
    ) -> ChatStream:
        """Ask for an answer. `schema` is a JSON schema that the answer then follows; `cancel`, once set, ends the call.

        Raises:
            as `start` when the model is not up yet; the rest comes while iterating, see `ChatStream`.
        """
        client = self._started()
        options: dict[str, Any] = {"temperature": temperature}
        if stop:
            options["stop"] = list(stop)
        if seed is not None:
            options["seed"] = seed
        call = client.call(as_messages(prompt), options, max_tokens=max_tokens, timeout=self._timeout, schema=schema)
        return ChatStream(call, cancel, self._ended)

    def runnable(self, **options: Any) -> "Runnable[Any, AIMessageChunk]":
        """This model as a LangChain runnable, so that `prompt | chat.runnable(max_tokens=300, …)` composes and streams.

        Takes what `stream` takes. Gives message chunks; the last one has no text but `usage_metadata` and, in
        `response_metadata`, `finish` and `usage` (our `Usage`). Raises as `ChatStream`.
        """
        from langchain_core.messages import AIMessageChunk
        from langchain_core.runnables import RunnableGenerator

        def write(prompts: Iterator[Any]) -> Iterator[AIMessageChunk]:
            for prompt in prompts:
                with self.stream(prompt, **options) as stream:
                    for piece in stream:
                        yield AIMessageChunk(content=piece)
                    yield _last_chunk(stream)

        return RunnableGenerator(write, name="papillon_chat")

    def prefill(self, prompt: "Prompt", cancel: threading.Event | None = None) -> Usage:
        """Let the model read a prompt now, so that the next one that begins alike starts sooner. Raises as `stream`.

        Give only what does not change from one request to the next: the built-in model keeps it on disk too, and has it
        back at once after the next start.
        """
        client = self._started()
        messages = as_messages(prompt)
        prefixes = client.endpoint.prefixes
        slot = prefixes.recall(messages) if prefixes else None
        extra = {} if slot is None else {"id_slot": slot}
        call = client.call(messages, {"temperature": 0.0}, max_tokens=1, timeout=self._timeout, extra=extra)
        with ChatStream(call, cancel, self._ended) as stream:
            try:
                for _ in stream:
                    pass
            except ModelBroken as error:
                if error.key not in ("model.empty", "model.only_thought"):
                    raise
        if prefixes and slot is not None:
            prefixes.keep(messages, slot)
        return stream.usage

    @contextmanager
    def counted(self) -> Iterator[Sequence[Usage]]:
        """What every call costs that ends while this is open, of all threads, in a list that grows."""
        tally: list[Usage] = []
        self._tallies = [*self._tallies, tally]
        try:
            yield tally
        finally:
            self._tallies = [one for one in self._tallies if one is not tally]

    def count_tokens(self, text: str) -> int:
        """About how many tokens a text is, within a fifth for French and English prose. Asks nobody."""
        return math.ceil(len(text.encode("utf-8", "replace")) / _BYTES_A_TOKEN)

    @property
    def context(self) -> int:
        """Tokens one request and its answer may have together; 0 when unknown or not started."""
        return self._client.endpoint.context if self._client else 0

    def _started(self) -> "Client":
        self.start()
        client = self._client
        if client is None:  # closed by another thread since
            card = self.describe()
            raise ModelUnavailable("model.unreachable", server=card.address or card.name, model=card.name)
        return client

    def _ended(self, error: PapillonError | None, usage: Usage) -> None:
        """Remember how the last call ended, for `describe`, and what it cost, for whoever counts."""
        for tally in self._tallies:
            tally.append(usage)
        if error is None or isinstance(error, (BadInput, ModelRefused, ModelRateLimited)):
            self._failure, self._state = None, "ready"
        elif isinstance(error, ModelUnavailable):
            self._failure, self._state = error, "failed"


def _last_chunk(stream: ChatStream) -> "AIMessageChunk":
    from langchain_core.messages import AIMessageChunk
    from langchain_core.messages.ai import InputTokenDetails, UsageMetadata

    usage = stream.usage
    counts = UsageMetadata(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens,
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
    )
    if usage.cached_tokens is not None:
        counts["input_token_details"] = InputTokenDetails(cache_read=usage.cached_tokens)
    return AIMessageChunk(
        content="", usage_metadata=counts, response_metadata={"finish": stream.finish, "usage": usage}
    )


def open_chat(settings: Settings) -> ChatModel:
    """The chat model the settings ask for. Cheap: nothing is loaded and nobody is called.

    A `.gguf` file or an `hf:` setting runs on this machine; otherwise a key or an address means a server; otherwise the
    built-in weights.

    Raises:
        ModelUnavailable: there is none of these, or a part of it is not installed.
        BadSetting: the model file does not exist or is no model, or the `hf:` setting is malformed.
    """
    keep_prompts_here()
    named = settings.model
    if named.startswith("hf:") or named.lower().endswith(".gguf"):
        return ChatModel(BuiltinSource(settings), settings.model_timeout)
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if key or settings.openai_base_url:
        source = remote_source(named, settings.openai_base_url or OPENAI_ADDRESS, key, settings.model_timeout)
        return ChatModel(source, settings.model_timeout)
    if named:
        raise ModelUnavailable("model.key_needed", model=named)
    if not builtin_installed():
        raise ModelUnavailable("model.none")
    return ChatModel(BuiltinSource(settings), settings.model_timeout)


def open_chat_or_none(settings: Settings) -> ChatModel:
    """As `open_chat`, but where there is no model, one that says so when it is started: search, checks and the page
    work without a model.

    Raises:
        BadSetting: the model file does not exist or is no model, or the `hf:` setting is malformed.
    """
    try:
        return open_chat(settings)
    except ModelUnavailable as missing:
        return ChatModel(MissingSource(missing), settings.model_timeout)
