"""One answer of a chat model as it is written: text pieces first, then what it cost and how it ended.

The vendor's asynchronous client runs on one background thread of our own, because only there can a call be cancelled at
any moment, also while the server still reads the prompt; readers stay plain iterators.
"""

import asyncio
import queue
import random
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from assistant.errors import Cancelled, ModelBroken, ModelRefused, ModelUnavailable, PapillonError
from assistant.model.failures import MALFORMED, retry_after, told
from assistant.model.repetition import RepetitionGuard
from assistant.records import Usage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessageChunk

Finish = Literal["", "stop", "length", "refused"]

# A transient failure is met by asking again after these seconds, as long as no text has come.
_WAITS = (0.5, 1.0)
# A server that asks to wait longer than this is obeyed by telling the person, not by silence.
_PATIENCE = 2.0
_TICK = 0.05


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `begin` opens the vendor's stream, anew each time it is called; `timeout` is in seconds without a
    chunk; `adapt` says whether a failure was met by changing the request, so that it is worth beginning again."""

    begin: "Callable[[], AsyncIterator[BaseMessageChunk]]"
    server: str
    model: str
    timeout: float
    adapt: Callable[[Exception], bool] = lambda _: False


class ChatStream(Iterator[str]):
    """The pieces of one answer. Once it has ended: `text`, `finish`, `usage`.

    Iterating raises, after which `text` still holds what had come:
        Cancelled: `cancel` was set.
        ModelUnavailable, ModelTimeout, ModelRateLimited: the server is gone, silent or busy.
        ModelRefused: the model declined or its provider blocked the request (`finish` is then "refused").
        ModelBroken: nothing came, or what came is no answer, or it repeats itself without end.
        BadInput: the request is longer than the model can read.
    """

    def __init__(
        self,
        call: Call,
        cancel: threading.Event | None = None,
        ended: Callable[[PapillonError | None, Usage], None] = lambda _, __: None,
    ) -> None:
        self.text = ""
        self.finish: Finish = ""
        self.usage = Usage()
        self._call = call
        self._cancel = cancel
        self._ended = ended
        self._guard = RepetitionGuard()
        self._refusal = ""
        self._chunks = 0
        self._began = time.perf_counter()
        self._first_token = 0.0
        self._over = False
        self._inbox: queue.SimpleQueue[BaseMessageChunk | BaseException | None] = queue.SimpleQueue()
        pump = _pump(call, self._inbox)
        self._task = asyncio.run_coroutine_threadsafe(_until(cancel, pump) if cancel else pump, _background())

    def __next__(self) -> str:
        if self._over:
            raise StopIteration
        try:
            return self._next_piece()
        except StopIteration:
            self._end(None)
            raise
        except BaseException as error:
            self._end(error if isinstance(error, PapillonError) else None)
            raise

    def close(self) -> None:
        """Stop the answer where it is, by closing the connection. No error if it has ended."""
        if not self._over:
            self._end(None)

    def __enter__(self) -> "ChatStream":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        task = getattr(self, "_task", None)
        if task is not None:
            task.cancel()

    def _next_piece(self) -> str:
        while True:
            item = self._wait()
            if item is None:
                self._check_ending()
                raise StopIteration
            if isinstance(item, BaseException):
                raise told(item, server=self._call.server, model=self._call.model, written=bool(self.text)) from item
            piece = self._read(item)
            if piece:
                if not self.text:
                    self._first_token = time.perf_counter() - self._began
                self.text += piece
                if self._guard.repeats(piece):
                    raise ModelBroken("model.endless", model=self._call.model)
                return piece

    def _wait(self) -> "BaseMessageChunk | BaseException | None":
        while True:
            if self._cancel is not None and self._cancel.is_set():
                raise Cancelled("model.cancelled")
            try:
                return self._inbox.get(timeout=_TICK if self._cancel is not None else None)
            except queue.Empty:
                continue

    def _read(self, chunk: "BaseMessageChunk") -> str:
        """Take in one chunk of the vendor's; what of it is text for the reader."""
        self._chunks += 1
        self._refusal += chunk.additional_kwargs.get("refusal") or ""
        counts = getattr(chunk, "usage_metadata", None)
        if counts:
            self.usage = Usage(
                prompt_tokens=counts["input_tokens"],
                completion_tokens=counts["output_tokens"],
                cached_tokens=counts.get("input_token_details", {}).get("cache_read"),
            )
        match chunk.response_metadata.get("finish_reason"):
            case None:
                pass
            case "length":
                self.finish = "length"
            case "content_filter":
                self.finish = "refused"
            case _:
                self.finish = "stop"
        return str(chunk.text)

    def _check_ending(self) -> None:
        """Whether an answer that came to its end is one."""
        names = {"server": self._call.server, "model": self._call.model}
        if self._refusal:
            self.finish = "refused"
            raise ModelRefused("model.refused", reason=self._refusal.strip(), **names)
        if self.finish == "refused":
            raise ModelRefused("model.filtered", **names)
        if not self._chunks:
            raise ModelBroken("model.malformed", **names)
        if not self.finish:
            raise ModelUnavailable("model.gone" if self.text else "model.unreachable", **names)
        if not self.text.strip():
            raise ModelBroken("model.only_thought" if self.finish == "length" else "model.empty", **names)

    def _end(self, error: PapillonError | None) -> None:
        self._over = True
        self._task.cancel()
        self.usage = Usage(
            prompt_tokens=self.usage.prompt_tokens,
            completion_tokens=self.usage.completion_tokens,
            cached_tokens=self.usage.cached_tokens,
            first_token=self._first_token,
            seconds=time.perf_counter() - self._began,
        )
        self._ended(error, self.usage)


async def _until(cancel: threading.Event, pump: Coroutine[Any, Any, None]) -> None:
    """Run `pump` until it is over or `cancel` is set, also when nobody reads any more: a closed page leaves its
    generators to the garbage collector, which may come late."""
    running = asyncio.ensure_future(pump)
    try:
        while not running.done() and not cancel.is_set():
            await asyncio.wait({running}, timeout=_TICK)
    finally:
        running.cancel()


async def _pump(call: Call, inbox: "queue.SimpleQueue[Any]") -> None:
    """Put the chunks of one answer into `inbox`, then None, or the error that ended it."""
    written = False
    for wait in (*_WAITS, None):
        try:
            async with aclosing(cast(Any, call.begin())) as chunks:
                while True:
                    async with asyncio.timeout(call.timeout):
                        chunk = await anext(chunks)
                    written = written or bool(chunk.text)
                    inbox.put(chunk)
        except StopAsyncIteration:
            inbox.put(None)
            return
        except Exception as error:  # noqa: BLE001 (carried to the reader's thread, which maps or raises it)
            pause = None if written or wait is None else 0.0 if call.adapt(error) else _pause(error, wait)
            if pause is None:
                inbox.put(error)
                return
            await asyncio.sleep(pause)


def _pause(error: Exception, wait: float) -> float | None:
    """Seconds to wait before asking again, None when asking again is no use."""
    import openai

    asked = retry_after(error)
    if asked is not None:
        return asked if asked <= _PATIENCE else None
    if isinstance(error, (*MALFORMED, openai.APITimeoutError)):
        return None
    if isinstance(error, openai.APIConnectionError):
        return wait * random.uniform(0.75, 1.0)  # noqa: S311 (so that many clients do not return at once)
    if "insufficient_quota" in (getattr(error, "code", ""), getattr(error, "type", "")):
        return None
    status = getattr(error, "status_code", 0)
    return wait * random.uniform(0.75, 1.0) if status in (408, 409, 429) or status >= 500 else None  # noqa: S311


@cache
def _background() -> asyncio.AbstractEventLoop:
    """The loop all calls run on, started with the first of them."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="papillon-model", daemon=True).start()
    return loop
