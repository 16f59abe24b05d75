"""Start of the page against `import gradio`, each in a fresh process, in turns.

    .venv/bin/python tests/benchmarks/bench_start.py

The page is started as `papillon serve` does, until its first answer with status 200. Goal: at most 1.5 times.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def import_gradio() -> float:
    """Seconds of a process that imports gradio and ends."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import gradio"], check=True, env=_environment(""))
    return time.perf_counter() - begin


def start_page(home: str) -> float:
    """Seconds from the start of the process to the first answer of the page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--port", str(port)],
        cwd=ROOT,
        env=_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                    answer.read()
                return time.perf_counter() - begin
            except (urllib.error.URLError, ConnectionError):
                if process.poll() is not None:
                    raise SystemExit("the page did not start") from None
                time.sleep(0.01)
    finally:
        process.terminate()
        process.wait()


def _environment(home: str) -> dict[str, str]:
    return os.environ | {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "PAPILLON_HOME": home,
        "PAPILLON_KNOWLEDGE": str(ROOT / "knowledge"),
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        "PAPILLON_MODEL": "none",
    }


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        start_page(home)
        pairs = [(import_gradio(), start_page(home)) for _ in range(ROUNDS)]
    gradio, page = (median(column) for column in zip(*pairs, strict=True))
    print(f"import gradio        {gradio:6.2f} s")
    print(f"page answers         {page:6.2f} s")
    print(f"ratio                {page / gradio:6.2f}     (goal: at most 1.5)")


if __name__ == "__main__":
    main()
