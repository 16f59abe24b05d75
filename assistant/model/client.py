"""LangChain's client of one model server: how a request is made and what is never left to the environment."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.model.addresses import is_openai, shown
from assistant.model.characters import encodable
from assistant.model.sources import Endpoint
from assistant.model.stream import Call

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage, BaseMessageChunk
    from langchain_core.prompt_values import PromptValue

# Settings a model may not have; a server that says so is asked again without it, once for all.
_OPTIONAL = frozenset({"temperature", "seed", "stop"})


class Client:
    """LangChain's client for one endpoint, and what that endpoint was found not to accept."""

    def __init__(self, endpoint: Endpoint, local: bool) -> None:
        self.endpoint = endpoint
        self._openai = is_openai(endpoint.address)
        self._refused: set[str] = set()
        self._model = _open_client(endpoint, self._openai, local)

    def call(
        self,
        prompt: "list[BaseMessage]",
        options: Mapping[str, Any],
        *,
        max_tokens: int,
        timeout: float,
        schema: Mapping[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Call:
        """A call that can be begun more than once."""
        # In the body as it is, so that LangChain does not take the answer apart before it can be shown.
        body = {**self.endpoint.extra, **(extra or {})}
        body["max_completion_tokens" if self._openai else "max_tokens"] = max_tokens
        if schema is not None:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)},
            }

        def begin() -> "AsyncIterator[BaseMessageChunk]":
            accepted = {key: value for key, value in options.items() if key not in self._refused}
            chunks: AsyncIterator[BaseMessageChunk] = self._model.astream(prompt, extra_body=body, **accepted)
            return chunks

        return Call(begin, shown(self.endpoint.address), self.endpoint.name, timeout, self._without)

    def _without(self, error: Exception) -> bool:
        """Whether the server refused an optional setting, which is then left out from now on."""
        refused = getattr(error, "param", None)
        if getattr(error, "status_code", 0) != 400 or refused not in _OPTIONAL or refused in self._refused:
            return False
        self._refused.add(refused)
        return True


def keep_prompts_here() -> None:
    """Switch LangSmith's tracing off for the whole process: its variables would send every prompt to a third party.
    Called before any chain can run (0.2 s the first time, which the first chain would take anyway)."""
    import langsmith

    langsmith.configure(enabled=False)


def as_messages(prompt: "Sequence[BaseMessage] | PromptValue") -> "list[BaseMessage]":
    """A prompt's messages, with nothing in their text that cannot be sent."""
    messages = list(prompt) if isinstance(prompt, Sequence) else prompt.to_messages()
    return [
        message.model_copy(update={"content": encodable(message.content)})
        if isinstance(message.content, str)
        else message
        for message in messages
    ]


def _open_client(endpoint: Endpoint, at_openai: bool, local: bool) -> Any:
    import httpx2
    import openai
    from pydantic import SecretStr

    timeout = httpx2.Timeout(None, connect=10.0)
    return _client_class()(
        model=endpoint.name,
        base_url=endpoint.address,
        api_key=SecretStr(endpoint.key),
        use_responses_api=False,
        stream_usage=True,
        store=False if at_openai else None,
        max_retries=0,
        timeout=timeout,
        stream_chunk_timeout=None,
        cache=False,
        openai_proxy="",
        http_socket_options=(),
        # A proxy of the environment is for the world outside, not for the server in this process.
        http_async_client=openai.DefaultAsyncHttpx2Client(timeout=timeout, trust_env=not local),
        http_client=openai.DefaultHttpx2Client(timeout=timeout, trust_env=not local, verify=not local),
    )


def _client_class() -> Callable[..., Any]:
    from langchain_openai import ChatOpenAI

    class ChatClient(ChatOpenAI):
        """ChatOpenAI that lets a streamed refusal through; the original drops it."""

        def _convert_chunk_to_generation_chunk(self, chunk: Any, *rest: Any) -> Any:
            generation = super()._convert_chunk_to_generation_chunk(chunk, *rest)
            choices = chunk.get("choices") or []
            refusal = (choices[0].get("delta") or {}).get("refusal") if choices else None
            if generation is not None and refusal:
                generation.message.additional_kwargs["refusal"] = refusal
            return generation

    return ChatClient
