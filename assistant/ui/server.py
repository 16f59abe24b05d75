"""Serves the page. gradio is imported only when it starts."""

import errno
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadSetting, PapillonError
from assistant.ui.house import House
from assistant.wording import LANGUAGES, say

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger(__name__)

ASSETS = Path(__file__).parent / "assets"
MAX_UPLOAD = "1gb"
_SAID_BY_SCRIPT = ("applied", "moved", "page_title")
_HEAD = (
    '<link rel="stylesheet" href="/papillon/papillon.css">'
    '<link rel="preload" href="/papillon/fonts/hanken-grotesk-latin-wght-normal.woff2" as="font" type="font/woff2" '
    'crossorigin><link rel="icon" href="/papillon/mark.svg" type="image/svg+xml">'
    '<script type="application/json" id="papillon-words">{words}</script>'
    '<script src="/papillon/papillon.js" defer></script>'
)


def build_app(house: House, host: str = "") -> "FastAPI":
    """The page as an ASGI application.

    Sets gradio's switches in the environment first: they are read when gradio is imported.
    """
    for name, value in _switches(house).items():
        os.environ[name] = value

    import gradio as gr
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.ui.gate import Gate
    from assistant.ui.page import Page
    from assistant.ui.theme import paper_and_ink

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/papillon", StaticFiles(directory=ASSETS))
    gr.mount_gradio_app(
        app,
        Page(house).blocks,
        path="/",
        theme=paper_and_ink(),
        head=_head(),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        show_error=False,
        max_file_size=MAX_UPLOAD,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    app.add_middleware(Gate, hosts=(host,) if host else ())
    return app


class PageServer:
    """The page on a host and port of this machine. `port` 0 takes any free one.

    Raises:
        BadSetting: nobody can listen there.
    """

    def __init__(self, house: House, host: str, port: int) -> None:
        import uvicorn

        self._socket = _listen(host, port)
        self.address = _address(host, self._socket.getsockname()[1])
        config = uvicorn.Config(build_app(house, host), log_level="warning", server_header=False, ws="none")
        self._server = uvicorn.Server(config)

    def run(self, ready: Callable[[], None]) -> None:
        """Answer until `stop`, or until the process is told to end. `ready` is called, in a thread, once it answers."""
        threading.Thread(target=self._announce, args=(ready,), name="papillon-ready", daemon=True).start()
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Finish what is being answered and end `run`."""
        self._server.should_exit = True

    def _announce(self, ready: Callable[[], None]) -> None:
        while not self._server.started:
            if self._server.should_exit:
                return
            time.sleep(0.01)
        ready()


def serve(
    house: House,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    warm_up: Callable[[], None] | None = None,
    ready: Callable[[str], None] | None = None,
    language: str = "en",
) -> None:
    """Answer until the process is told to end.

    `ready` is told the page's address once it answers (printed when not given); only then do the model's start and
    `warm_up` begin, in the background, so that the page is there first.

    Raises:
        BadSetting: nobody can listen on this host and port.
    """
    server = PageServer(house, host, port)

    def announce() -> None:
        if ready is not None:
            ready(server.address)
        else:
            print(say("ui.serving", language, address=server.address), flush=True)  # noqa: T201 - what was asked for
        _warm(house, warm_up)

    server.run(announce)


def _warm(house: House, warm_up: Callable[[], None] | None) -> None:
    """The model starts beside the rest: on a first run it is assembled while the knowledge is read."""
    for step in (house.chat.start, warm_up):
        if step is not None:
            threading.Thread(target=_try, args=(step,), name="papillon-warm-up", daemon=True).start()


def _try(step: Callable[[], None]) -> None:
    try:
        step()
    except PapillonError as error:
        # Shown in the page's header too, with what to do about it.
        log.warning("%s", error)


def _head() -> str:
    words = {code: {key: say(f"ui.{key}", code) for key in _SAID_BY_SCRIPT} for code in LANGUAGES}
    return _HEAD.format(words=json.dumps(words).replace("<", "\\u003c"))


def _switches(house: House) -> dict[str, str]:
    return {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "GRADIO_TEMP_DIR": str((house.settings.home / "uploads").absolute()),
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        key = "ui.port_taken" if error.errno == errno.EADDRINUSE else "ui.cannot_listen"
        raise BadSetting(key, host=host, port=port, reason=error.strerror) from error
    return listening


def _address(host: str, port: int) -> str:
    from assistant.ui.gate import ANY_ADDRESS

    shown = "127.0.0.1" if host in ANY_ADDRESS else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
