"""Files of models that run on this machine: put together whole or not at all."""

import hashlib
import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadSetting, ModelUnavailable, StorageFull
from assistant.model.weights import Weights, assemble, hub_parts, own_file, verified

CONTENT = b"GGUF" + bytes(range(256)) * 40


def weights(content: bytes, size: int | None = None) -> Weights:
    """A small model file as it should be."""
    digest = hashlib.sha256(content).hexdigest()
    return Weights("small", "small.gguf", "a test", "none", len(content) if size is None else size, digest)


def slices(folder: Path, content: bytes, count: int = 3) -> list[Path]:
    """The content in files, in order."""
    step = -(-len(content) // count)
    paths = []
    for number in range(count):
        path = folder / f"part{number:02}.bin"
        path.write_bytes(content[number * step : (number + 1) * step])
        paths.append(path)
    return paths


def test_slices_become_the_whole_file(tmp_path: Path) -> None:
    """The slices in order are the file, progress ends at 1, and the file is known as verified."""
    target = tmp_path / "home" / "models" / "small.gguf"
    seen: list[float] = []
    assemble(slices(tmp_path, CONTENT), target, weights(CONTENT), lambda _, done: seen.append(done))
    assert target.read_bytes() == CONTENT
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert verified(target, weights(CONTENT))


def test_damaged_slices_are_refused(tmp_path: Path) -> None:
    """Slices that are not the expected file leave nothing behind, and the sentence says how to get them again."""
    parts = slices(tmp_path, CONTENT)
    parts[1].write_bytes(b"?" + parts[1].read_bytes()[1:])
    target = tmp_path / "models" / "small.gguf"
    with pytest.raises(ModelUnavailable, match="force-reinstall"):
        assemble(parts, target, weights(CONTENT))
    assert list(target.parent.iterdir()) == []


def test_too_small_a_disk_is_told_before_writing(tmp_path: Path) -> None:
    """A file larger than the free space is refused at once, with the size and the folder."""
    target = tmp_path / "models" / "small.gguf"
    with pytest.raises(StorageFull, match="PAPILLON_HOME"):
        assemble(slices(tmp_path, CONTENT), target, weights(CONTENT, size=10**18))
    assert list(target.parent.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit to set")
def test_disk_that_fills_up_leaves_nothing(tmp_path: Path) -> None:
    """When the system refuses more bytes in mid-write, the person is told and the half file is gone."""
    slices(tmp_path, CONTENT)
    script = f"""
        import resource, signal
        from pathlib import Path
        from assistant.errors import StorageFull
        from tests.model.test_weights import CONTENT, assemble, weights
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        folder = Path({str(tmp_path)!r})
        try:
            assemble(sorted(folder.glob("part*.bin")), folder / "models" / "small.gguf", weights(CONTENT))
        except StorageFull:
            print(sorted(path.name for path in (folder / "models").iterdir()))
    """
    assert run(script) == "[]"


def test_changed_file_is_not_trusted(tmp_path: Path) -> None:
    """A file changed after it was verified is read again and no longer accepted."""
    target = tmp_path / "small.gguf"
    assemble(slices(tmp_path, CONTENT), target, weights(CONTENT))
    target.write_bytes(CONTENT[:-1] + b"?")
    os.utime(target, (time.time(), time.time() + 5))
    assert not verified(target, weights(CONTENT))
    target.write_bytes(CONTENT[:-1])
    assert not verified(target, weights(CONTENT))
    assert not verified(tmp_path / "nowhere.gguf", weights(CONTENT))


def test_part_of_a_killed_process_is_removed(tmp_path: Path) -> None:
    """What a killed process left an hour ago is cleaned up; a part being written now by another is not touched."""
    old, new = tmp_path / ".small.gguf.aaaa.part", tmp_path / ".small.gguf.bbbb.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    assemble(slices(tmp_path, CONTENT), tmp_path / "small.gguf", weights(CONTENT))
    assert not old.exists()
    assert new.exists()


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A home that cannot hold files is named, with what to do."""
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(ModelUnavailable, match="PAPILLON_HOME"):
        assemble(slices(tmp_path, CONTENT), tmp_path / "models" / "small.gguf", weights(CONTENT))


def test_own_file_must_be_a_model(tmp_path: Path) -> None:
    """A file that is not there, or is no GGUF file, is refused by name."""
    (tmp_path / "notes.gguf").write_text("not a model")
    (tmp_path / "real.gguf").write_bytes(CONTENT)
    for name in ("nowhere.gguf", "notes.gguf"):
        with pytest.raises(BadSetting, match=name):
            own_file(str(tmp_path / name))
    assert own_file(str(tmp_path / "real.gguf")) == tmp_path / "real.gguf"


@given(st.text(max_size=40))
def test_hub_setting_is_parts_or_refused(text: str) -> None:
    """An `hf:` setting names owner, repository and a .gguf file, or is refused as malformed; nothing else happens."""
    try:
        repository, file = hub_parts(f"hf:{text}")
    except BadSetting:
        return
    assert f"hf:{repository}/{file}" == f"hf:{text}"
    assert file.lower().endswith(".gguf")


class Hub(BaseHTTPRequestHandler):
    """A model hub that has one file."""

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""

    def do_HEAD(self) -> None:
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(CONTENT)

    def _answer(self, body: bytes) -> None:
        found = self.path == "/owner/model/resolve/main/q4/small.gguf"
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(CONTENT) if found else 0))
        if found:
            self.send_header("ETag", '"abc"')
            self.send_header("X-Repo-Commit", "0" * 40)
        else:
            self.send_header("X-Error-Code", "EntryNotFound")
        self.end_headers()
        if found:
            self.wfile.write(body)


@pytest.fixture
def hub() -> Iterator[str]:
    """The address of a running hub."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_hub_file_is_fetched_once_and_failures_are_told(hub: str, tmp_path: Path) -> None:
    """A hub's file is fetched into the home folder and kept; a missing file and no connection are each told."""
    script = f"""
        from assistant.errors import PapillonError
        from assistant.model.weights import hub_file
        from assistant.settings import load_settings
        settings = load_settings(home={str(tmp_path)!r})
        steps = []
        first = hub_file("hf:owner/model/q4/small.gguf", settings, lambda *step: steps.append(step))
        again = hub_file("hf:owner/model/q4/small.gguf", settings, lambda *step: steps.append(step))
        print(first == again, first.is_relative_to(settings.home.absolute()), first.stat().st_size, len(steps))
        try:
            hub_file("hf:owner/model/q4/other.gguf", settings)
        except PapillonError as error:
            print(type(error).__name__, error.key)
    """
    fetched = run(script, HF_ENDPOINT=hub, HF_HOME=str(tmp_path / "hf"))
    assert fetched.splitlines() == [f"True True {len(CONTENT)} 2", "ModelUnavailable model.hub_not_found"]
    # What was fetched is used without the hub; what was not is told.
    offline = run(script, HF_ENDPOINT=hub, HF_HOME=str(tmp_path / "hf"), HF_HUB_OFFLINE="1")
    assert offline.splitlines() == [f"True True {len(CONTENT)} 0", "ModelUnavailable model.hub_unreachable"]


def run(script: str, **environment: str) -> str:
    """What a script prints, in a process of its own."""
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
