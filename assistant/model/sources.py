"""Where a chat model comes from: a server somewhere, or llama.cpp inside this process (`builtin`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from assistant.errors import ModelUnavailable
from assistant.model.addresses import is_openai, shown
from assistant.model.failures import failures_told
from assistant.model.prefixes import Prefixes
from assistant.model.weights import Progress
from assistant.wording import say

Provider = Literal["builtin", "openai", "compatible"]
State = Literal["ready", "starting", "not_started", "failed"]

# The one place that names an OpenAI model. No end date is listed for it in the `openai` 3.54 package
# (openai/resources/chat/completions, "deprecations"); https://platform.openai.com/docs/models
DEFAULT_OPENAI_MODEL = "gpt-5.4-mini"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a person may know of the model in use. `size_bytes` is 0 when unknown; `note` is in their language."""

    name: str
    provider: Provider
    address: str
    origin: str
    licence: str
    size_bytes: int
    state: State
    note: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model that answers: where, under which name, and with which key.

    `extra` goes into every request body. `context` is in tokens, 0 when unknown. `prefixes` keeps prompts on disk.
    """

    address: str
    key: str = field(repr=False)
    name: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    context: int = 0
    prefixes: Prefixes | None = None
    note: tuple[str, Mapping[str, object]] | None = None
    """Key and values of a sentence about how this endpoint was chosen."""


class Source(Protocol):
    """Something that can bring a model up."""

    provider: Provider
    slow: bool
    """Whether `start` has something to do."""

    def start(self, progress: Progress | None = None) -> Endpoint:
        """Bring the model up and say where it answers. Called once at a time."""

    def card(self, language: str, endpoint: Endpoint | None, state: State) -> ModelCard:
        """What is known of the model now, without waiting."""

    def close(self) -> None:
        """Take the model down."""


class RemoteSource:
    """OpenAI, or any server that speaks its protocol. Without a name, the server's own list decides."""

    def __init__(self, name: str, address: str, key: str, timeout: float) -> None:
        self.provider: Provider = "openai" if is_openai(address) else "compatible"
        self._name = name or (DEFAULT_OPENAI_MODEL if self.provider == "openai" else "")
        self.slow = not self._name
        self._address = address
        self._key = key
        self._timeout = timeout

    def start(self, progress: Progress | None = None) -> Endpoint:  # noqa: ARG002 (nothing here takes long)
        """Where the model answers; asks the server for its models when none is named.

        Raises:
            Unreachable: the server does not answer, or does not accept the key.
        """
        if self._name:
            return Endpoint(self._address, self._key, self._name)
        names = self._listed()
        if not names:
            note = ("model.note_guessed", {"model": DEFAULT_OPENAI_MODEL})
            return Endpoint(self._address, self._key, DEFAULT_OPENAI_MODEL, note=note)
        several = ("model.note_first_of", {"count": len(names)}) if len(names) > 1 else None
        return Endpoint(self._address, self._key, names[0], note=several)

    def card(self, language: str, endpoint: Endpoint | None, state: State) -> ModelCard:
        """What is known of the model now."""
        server = shown(self._address)
        note = say(f"model.note_{self.provider}", language, server=server)
        if endpoint and endpoint.note:
            key, values = endpoint.note
            note = f"{note} {say(key, language, **values)}"
        return ModelCard(
            name=endpoint.name if endpoint else self._name,
            provider=self.provider,
            address=server,
            origin="OpenAI" if self.provider == "openai" else server,
            licence=say("model.licence_unknown", language),
            size_bytes=0,
            state=state,
            note=note,
        )

    def close(self) -> None:
        """Nothing to take down."""

    def _listed(self) -> list[str]:
        """Names of the server's models, empty when it has no such list."""
        import openai

        with failures_told(server=shown(self._address), model=""):
            client = openai.OpenAI(
                base_url=self._address, api_key=self._key, max_retries=1, timeout=min(10.0, self._timeout)
            )
            try:
                return [model.id for model in client.models.list().data]
            except (openai.NotFoundError, openai.BadRequestError):
                return []
            finally:
                client.close()


def remote_source(name: str, address: str, key: str, timeout: float) -> RemoteSource:
    """A server's model.

    Raises:
        ModelUnavailable: OpenAI itself without a key.
    """
    if not key and is_openai(address):
        raise ModelUnavailable("model.key_needed", model=name or DEFAULT_OPENAI_MODEL)
    # A server of one's own often wants no key, but the client wants one to send.
    return RemoteSource(name, address, key or "none", timeout)
