"""The page's server as a stranger meets it."""

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from assistant.errors import BadSetting
from assistant.ui.server import _listen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def ask(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode("utf-8", "replace"), dict(refused.headers)


def test_the_page_keeps_its_door(address: str, indexed_home: Path) -> None:
    """Another host name is refused; no function is offered to programs, no documentation, no monitoring, no file."""
    assert ask(address, Host="papillon.evil.example")[0] == 421

    code, page, headers = ask(address)
    assert code == 200
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert str(indexed_home) not in page
    offered = json.loads(ask(f"{address}/gradio_api/info")[1])
    assert offered == {"named_endpoints": {}, "unnamed_endpoints": {}}
    for path in ("docs", "openapi.json", "redoc", "monitoring", f"gradio_api/file={indexed_home}/papillon.db"):
        assert ask(f"{address}/{path}")[0] in {401, 403, 404, 405}, path


def test_a_port_in_use_is_told() -> None:
    """Where another program listens, the user reads which port and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadSetting, match=f"{port} is already in use"):
            _listen("127.0.0.1", port)
