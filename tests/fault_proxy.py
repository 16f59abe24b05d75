"""An HTTP proxy on loopback that does what networks do: it drops, delays, doubles, cuts and answers with other things.

with FaultProxy(network.pds) as proxy:
    proxy.plan(Fault("drop_after"), path="com.atproto.repo")   # the next matching request: forwarded, not answered
    proxy.always = lambda seen: Fault("delay", seconds=0.1) if seen.number % 7 == 0 else None
    ...                                                        # use proxy.address in place of the server's
    proxy.seen                                                 # all requests, with what was done to each
"""

import http.client
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import urlsplit

Kind = Literal["drop_before", "drop_after", "delay", "delay_answer", "duplicate", "answer", "answer_after", "cut"]


@dataclass(frozen=True)
class Fault:
    """What happens to a request. Seconds throughout.

    `drop_before` closes the connection without forwarding; `drop_after` forwards and closes without an answer; `delay`
    waits, then forwards; `delay_answer` forwards, then waits before it answers; `duplicate` forwards twice and gives
    the second answer; `answer` gives `status` and `body` without forwarding, `answer_after` the same after forwarding;
    `cut` forwards and closes in the middle of the answer.
    """

    kind: Kind
    seconds: float = 0.0
    status: int = 500
    body: str = '{"error":"InternalServerError","message":"Internal Server Error"}'
    headers: Mapping[str, str] = field(default_factory=dict)


HTML_ERROR = Fault(
    "answer",
    status=502,
    body="<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
    headers={"content-type": "text/html"},
)
"""What a gateway in front of a dead server says."""


def too_many(seconds: int = 1) -> Fault:
    """A 429 that asks to wait, as the PDS words it."""
    headers = {"ratelimit-limit": "10", "ratelimit-remaining": "0", "ratelimit-policy": "10;w=60"}
    headers["ratelimit-reset"] = str(int(time.time()) + seconds)
    body = '{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}'
    return Fault("answer", status=429, body=body, headers=headers)


@dataclass
class Seen:
    """One request. `number` counts from 0; `fault` is what was done to it, `status` the server's own, 0 for none."""

    number: int
    method: str
    path: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    fault: Fault | None = None
    status: int = 0


class FaultProxy:
    """The proxy. `address` stands in for the server's."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.seen: list[Seen] = []
        self.ahead = 0.0
        """Seconds by which the server's clock seems to be ahead of ours."""
        self.always: Callable[[Seen], Fault | None] | None = None
        self._planned: deque[tuple[str, Fault]] = deque()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def plan(self, fault: Fault, path: str = "", times: int = 1) -> None:
        """Do this to the next `times` requests whose path holds `path`."""
        with self._lock:
            self._planned.extend([(path, fault)] * times)

    def requests(self, path: str) -> list[Seen]:
        """The requests whose path holds `path`, oldest first."""
        with self._lock:
            return [one for one in self.seen if path in one.path]

    def enter(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Seen:
        """Note a request and choose what happens to it."""
        with self._lock:
            seen = Seen(len(self.seen), method, path, body, headers)
            self.seen.append(seen)
            for place, (part, fault) in enumerate(self._planned):
                if part in path:
                    del self._planned[place]
                    seen.fault = fault
                    return seen
        if self.always is not None:
            seen.fault = self.always(seen)
        return seen


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    proxy: FaultProxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        seen = self.server.proxy.enter(self.command, self.path, body, dict(self.headers))
        fault = seen.fault
        kind = fault.kind if fault else ""
        if fault and kind in ("delay", "drop_before"):
            time.sleep(fault.seconds)
        if kind == "drop_before":
            return self._hang_up()
        if fault and kind == "answer":
            return self._answer(fault.status, fault.headers, fault.body.encode())
        status, headers, answer = self._forward(seen, body)
        if kind == "duplicate":
            status, headers, answer = self._forward(seen, body)
        if fault and kind in ("delay_answer", "drop_after"):
            time.sleep(fault.seconds)
        if kind == "drop_after":
            return self._hang_up()
        if fault and kind == "answer_after":
            return self._answer(fault.status, fault.headers, fault.body.encode())
        return self._answer(status, headers, answer, cut=kind == "cut")

    def _forward(self, seen: Seen, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        target = self.server.proxy.target
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=60)
        try:
            headers = {key: value for key, value in self.headers.items() if key.lower() not in ("host", "connection")}
            headers["accept-encoding"] = "identity"
            connection.request(self.command, self.path, body or None, headers | {"connection": "close"})
            response = connection.getresponse()
            answer = response.read()
            seen.status = response.status
            dropped = ("transfer-encoding", "connection", "content-length", "keep-alive")
            return response.status, {k: v for k, v in response.getheaders() if k.lower() not in dropped}, answer
        except OSError:
            return 502, {"content-type": "application/json"}, b'{"error":"UpstreamFailure"}'
        finally:
            connection.close()

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes, *, cut: bool = False) -> None:
        self.send_response_only(status)
        kept = {key.lower(): value for key, value in headers.items()}
        kept.setdefault("date", self.date_time_string())
        if self.server.proxy.ahead:
            kept["date"] = self.date_time_string(time.time() + self.server.proxy.ahead)
        kept.setdefault("content-type", "application/json")
        for key, value in kept.items():
            self.send_header(key, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self._hang_up()

    def _hang_up(self) -> None:
        """Close at once, as a crashed server does."""
        self.wfile.flush()
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
