"""A real Chroma server for the tests: `chroma run` on a free port of the loopback, in a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

COMMAND = "import sys; from chromadb.cli.cli import app; sys.argv[0] = 'chroma'; app()"
"""What the `chroma` command does: it is not beside every Python that has chromadb."""


@contextmanager
def running_chroma() -> Iterator[str]:
    """The address of a server that answers; it is stopped, and its folder removed, at the end."""
    folder = tempfile.mkdtemp(prefix="papillon-chroma-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = ["run", "--host", "127.0.0.1", "--port", str(port), "--path", f"{folder}/data"]
    with (Path(folder) / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *asked],
            stdout=log,
            stderr=log,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
            cwd=folder,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process, Path(folder) / "log")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; what it said is shown when it does not."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/api/v2/heartbeat", timeout=2).is_success:
                return
        time.sleep(0.1)
    raise AssertionError(f"the Chroma server did not start: {log.read_text(errors='replace')[-1000:]}")
