"""A real HTTP server on the loopback interface that speaks the OpenAI protocol and says what a test tells it to say.

    with ScriptedServer() as server:
        server.say("Bonjour !")                      # the next answer
        server.script(Scripted(status=429, headers={"Retry-After": "7"}))
        server.script(Scripted(pieces=("Bon", "jour"), ending="drop"))
        ...                                          # point OPENAI_BASE_URL at server.address
        server.chats[0].body["messages"]             # what was asked

When the queue is empty, `default` answers: a text, or a function from the request's body to a text or a `Scripted`.
"""

import base64
import contextlib
import hashlib
import json
import re
import select
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Ending = Literal["done", "drop", "stall", "garbage", "no_finish", "error", "empty_choice"]


@dataclass(frozen=True)
class Scripted:
    """One answer. Seconds throughout.

    `wait` before the first byte, `delay` before each piece. With a `status` of 400 or more, an error with `message`,
    `code` and `param`; with `page`, that text as HTML instead. `ending` is what happens after the last piece: `drop`
    cuts the connection, `stall` says nothing more, `garbage` sends broken JSON, `no_finish` ends without a finish
    reason, `error` sends an error event, `empty_choice` a chunk whose choices are no list.
    """

    pieces: tuple[str, ...] = ()
    finish: str = "stop"
    refusal: str = ""
    wait: float = 0.0
    delay: float = 0.0
    status: int = 200
    message: str = "scripted error"
    code: str | None = None
    param: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    ending: Ending = "done"
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None


@dataclass(frozen=True)
class Recorded:
    """One request as it came. `gone` is set when the client closed the connection before the answer was over."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    gone: threading.Event = field(default_factory=threading.Event)


Answer = str | Scripted
Default = Answer | Callable[[dict[str, Any]], Answer]


class ScriptedServer:
    """The server. `requests` holds all that came, oldest first; `chats` and `embeddings` the two main kinds."""

    def __init__(
        self, default: Default = "A scripted answer.", *, models: Sequence[str] = ("scripted-1",), key: str = ""
    ) -> None:
        self.default = default
        self.models = tuple(models)
        self.key = key
        self.requests: list[Recorded] = []
        self.embedding_size = 64
        self._queue: deque[Scripted] = deque()
        self._prompts: list[str] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._http: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        """What OPENAI_BASE_URL should be."""
        assert self._http is not None, "the server is not started"
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def chats(self) -> list[Recorded]:
        """The chat requests, oldest first."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    @property
    def embeddings(self) -> list[Recorded]:
        """The embedding requests, oldest first."""
        return [request for request in self.requests if request.path.endswith("/embeddings")]

    def script(self, *answers: Scripted) -> None:
        """Add answers to the queue."""
        with self._lock:
            self._queue.extend(answers)

    def say(self, *texts: str, **options: Any) -> None:
        """Add texts to the queue, streamed word by word."""
        self.script(*(Scripted(pieces=words(text), **options) for text in texts))

    def reset(self, default: Default = "A scripted answer.") -> None:
        """Forget the queue and the requests, for a server that several tests share."""
        with self._lock:
            self._queue.clear()
            self._prompts.clear()
            self.requests.clear()
            self.default = default

    def start(self) -> "ScriptedServer":
        """Listen on a free port."""
        scripted = self

        class Handler(_Handler):
            server_of_script = scripted

        self._http = _Server(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True, name="scripted-server").start()
        return self

    def close(self) -> None:
        """Stop listening; answers under way are cut."""
        self._closing.set()
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()

    def __enter__(self) -> "ScriptedServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def next_embedding(self) -> Scripted | None:
        """The failure scripted for the next embedding request, None when it should succeed."""
        with self._lock:
            failing = self._queue and (self._queue[0].status >= 400 or self._queue[0].page)
            return self._queue.popleft() if failing else None

    def record(self, request: Recorded) -> None:
        """Keep a request."""
        with self._lock:
            self.requests.append(request)

    def answer(self, body: dict[str, Any]) -> Scripted:
        """The next answer of the queue, or the default one, cut at `max_tokens` words."""
        with self._lock:
            if self._queue:
                return self._queue.popleft()
        given = self.default(body) if callable(self.default) else self.default
        if isinstance(given, Scripted):
            return given
        pieces = words(given)
        room = body.get("max_tokens") or body.get("max_completion_tokens") or len(pieces)
        return Scripted(pieces=pieces[:room], finish="stop" if len(pieces) <= room else "length")

    def cached_tokens(self, prompt: str) -> int:
        """Tokens of the longest beginning that this prompt shares with an earlier one, as a prefix cache would find."""
        with self._lock:
            shared = max((_shared(prompt, earlier) for earlier in self._prompts), default=0)
            self._prompts.append(prompt)
        return shared // 4

    def pause(self, seconds: float, gone: Callable[[], bool]) -> bool:
        """Wait; False as soon as the client has left or the server closes."""
        end = time.monotonic() + seconds
        while True:
            if gone() or self._closing.is_set():
                return False
            left = end - time.monotonic()
            if left <= 0:
                return True
            time.sleep(min(0.01, left))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the play; anything else is a mistake of this server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for the client's acknowledgement
    server_of_script: ScriptedServer
    connection: socket.socket

    def log_message(self, *_: Any) -> None:
        """Tests print nothing."""

    def do_GET(self) -> None:
        script = self.server_of_script
        script.record(Recorded("GET", self.path, dict(self.headers), {}))
        if not self._welcome():
            return
        if self.path.endswith("/models") and script.models:
            entries = [{"id": name, "object": "model", "created": 0, "owned_by": "test"} for name in script.models]
            self._json(200, {"object": "list", "data": entries})
        else:
            self._error(Scripted(status=404, message="no such page"))

    def do_POST(self) -> None:
        script = self.server_of_script
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(raw or b"{}")
        self.recorded = Recorded("POST", self.path, dict(self.headers), body)
        script.record(self.recorded)
        if not self._welcome():
            return
        try:
            if self.path.endswith("/chat/completions"):
                self._chat(body, script.answer(body))
            elif self.path.endswith("/embeddings"):
                self._embed(body)
            else:
                self._error(Scripted(status=404, message="no such page"))
        except (BrokenPipeError, ConnectionResetError):
            self.recorded.gone.set()
            self.close_connection = True

    def _welcome(self) -> bool:
        key = self.server_of_script.key
        if not key or self.headers.get("Authorization") == f"Bearer {key}":
            return True
        self._error(Scripted(status=401, message="Incorrect API key provided", code="invalid_api_key"))
        return False

    def _chat(self, body: dict[str, Any], answer: Scripted) -> None:
        usage = self._usage(body, answer)
        if not self._pause(answer.wait):
            return
        if answer.page or answer.status >= 400:
            self._error(answer)
        elif body.get("stream"):
            self._stream(body, answer, usage)
        else:
            message = {
                "role": "assistant",
                "content": "".join(answer.pieces) or None,
                "refusal": answer.refusal or None,
            }
            choice = {"index": 0, "message": message, "finish_reason": answer.finish}
            self._json(200, {**_head(body, "chat.completion"), "choices": [choice], "usage": usage})

    def _stream(self, body: dict[str, Any], answer: Scripted, usage: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        head = _head(body, "chat.completion.chunk")
        for chunk in _chunks(answer):
            if not self._pause(answer.delay):
                return
            self._event(json.dumps({**head, **chunk}))
        if not self._finish(answer, head):
            return
        if (body.get("stream_options") or {}).get("include_usage"):
            self._event(json.dumps({**head, "choices": [], "usage": usage}))
        self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _finish(self, answer: Scripted, head: dict[str, Any]) -> bool:
        """Send what comes after the last piece; False when the stream is over with it."""
        match answer.ending:
            case "done":
                self._event(
                    json.dumps({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": answer.finish}]})
                )
                return True
            case "no_finish":
                return True
            case "garbage":
                self._event('{"choices": [{"index": 0, "delta": {"content": "half a')
            case "empty_choice":
                self._event(json.dumps({**head, "choices": [{"index": 0, "delta": "text"}]}))
            case "error":
                error = {"message": answer.message, "code": answer.code, "type": "server_error"}
                self._event(json.dumps({"error": error}))
            case "stall":
                self._pause(3600.0)
            case "drop":
                pass
        self.wfile.flush()
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        return False

    def _usage(self, body: dict[str, Any], answer: Scripted) -> dict[str, Any]:
        prompt = json.dumps(body.get("messages", []), ensure_ascii=False)
        cached = self.server_of_script.cached_tokens(prompt)
        asked = len(prompt) // 4 if answer.prompt_tokens is None else answer.prompt_tokens
        given = len(answer.pieces) if answer.completion_tokens is None else answer.completion_tokens
        return {
            "prompt_tokens": asked,
            "completion_tokens": given,
            "total_tokens": asked + given,
            "prompt_tokens_details": {
                "cached_tokens": cached if answer.cached_tokens is None else answer.cached_tokens
            },
        }

    def _embed(self, body: dict[str, Any]) -> None:
        answer = self.server_of_script.next_embedding()
        if answer is not None:
            self._error(answer)
            return
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        size = self.server_of_script.embedding_size
        data = [
            {"object": "embedding", "index": index, "embedding": _encoded(vector(text, size), body)}
            for index, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        self._json(200, {"object": "list", "data": data, "model": body["model"], "usage": usage})

    def _event(self, data: str) -> None:
        event = f"data: {data}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))

    def _error(self, answer: Scripted) -> None:
        if answer.page:
            self._send(answer.status, answer.page.encode(), "text/html; charset=utf-8", answer.headers)
            return
        error = {"message": answer.message, "type": "scripted", "code": answer.code, "param": answer.param}
        self._json(answer.status, {"error": error}, answer.headers)

    def _json(self, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), "application/json", headers or {})

    def _send(self, status: int, data: bytes, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _pause(self, seconds: float) -> bool:
        if self.server_of_script.pause(seconds, self._client_gone):
            return True
        self.recorded.gone.set()
        self.close_connection = True
        return False

    def _client_gone(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        if not readable:
            return False
        try:
            return self.connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True


def words(text: str) -> tuple[str, ...]:
    """A text in pieces as a model would stream it; joined, they are the text again."""
    return tuple(re.findall(r"\s*\S+|\s+$", text))


def vector(text: str, size: int = 64) -> list[float]:
    """A vector of length 1 that counts words: texts that share words are similar."""
    counts = [0.0] * size
    for word in re.findall(r"\w+", text.lower()):
        counts[int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:4], "big") % size] += 1.0
    length = sum(count * count for count in counts) ** 0.5 or 1.0
    return [count / length for count in counts]


def _encoded(numbers: list[float], body: dict[str, Any]) -> list[float] | str:
    if body.get("encoding_format") != "base64":
        return numbers
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def _chunks(answer: Scripted) -> Iterator[dict[str, Any]]:
    yield {"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}]}
    for piece in answer.pieces:
        yield {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]}
    if answer.refusal:
        yield {"choices": [{"index": 0, "delta": {"refusal": answer.refusal}, "finish_reason": None}]}


def _head(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-scripted", "object": kind, "created": 0, "model": body.get("model", "")}


def _shared(one: str, other: str) -> int:
    """Length of the common beginning."""
    length = min(len(one), len(other))
    return next((place for place in range(length) if one[place] != other[place]), length)
