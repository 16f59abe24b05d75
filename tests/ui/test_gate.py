"""Who may ask the page, and what browsers are told."""

import asyncio
from typing import Any

import pytest

from assistant.ui.gate import HEADERS, Gate


async def _page(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"X-Frame-Options", b"ALLOW")]})
    await send({"type": "http.response.body", "body": b"page"})


def ask(
    host: str, method: str = "GET", origin: str = "", hosts: tuple[str, ...] = ()
) -> tuple[int, dict[bytes, bytes]]:
    sent: list[dict[str, Any]] = []
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    scope = {"type": "http", "method": method, "path": "/", "headers": headers}
    asyncio.run(Gate(_page, hosts)(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"])


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "LOCALHOST", "[::1]:7860"])
def test_this_machine_is_answered(host: str) -> None:
    """The names of this machine are let in, with or without a port."""
    assert ask(host)[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7860", ""])
def test_another_name_is_refused(host: str) -> None:
    """A name that only resolves to this machine (DNS rebinding) is refused."""
    assert ask(host)[0] == 421


def test_the_configured_host_is_answered() -> None:
    """A host given in the settings is let in; listening on every address lets in any name."""
    assert ask("papillon.lan:80", hosts=("papillon.lan",))[0] == 200
    assert ask("papillon.lan", hosts=("0.0.0.0",))[0] == 200  # noqa: S104 - a name, not listened on


def test_another_sites_page_cannot_post() -> None:
    """A request that changes something must come from this page; a script of another site is refused."""
    assert ask("localhost:1", "POST", "http://evil.example")[0] == 403
    assert ask("localhost:1", "POST", "http://localhost:1")[0] == 200
    assert ask("localhost:1", "GET", "http://evil.example")[0] == 200


def test_every_answer_carries_the_headers() -> None:
    """Pages and refusals both: no framing, no sniffing, no referrer, nothing from another host."""
    for host in ("localhost", "evil.example"):
        headers = ask(host)[1]
        assert {name: headers[name] for name, _ in HEADERS} == dict(HEADERS)
        policy = headers[b"content-security-policy"].decode()
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
