"""Reading a document in a process of its own, so that a hostile one can neither hang nor eat this one."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import Any

from assistant.errors import Cancelled
from assistant.library.readers.blocks import Block, Document, Remarked, Unreadable

_START = (
    "import sys; kind, memory, seconds, *sys.path[:] = sys.argv[1:]; "
    "from assistant.library.readers.child import main; main(kind, int(memory), int(seconds))"
)
_LOOK = 0.1
_OFFICE_OLD = b"\xd0\xcf\x11\xe0"
_PDF_WITHIN = 1024
"""Bytes within which Acrobat looks for it: PDF reference 1.7, annex H."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: bytes of memory, and seconds by the processor's clock and by ours."""

    memory: int = 1_500_000_000
    seconds: int = 90


LIMITS = Limits()


def kind_of(data: bytes) -> str:
    """`pdf`, `office` (Word or Excel, told apart by what is inside) or `old` (Office before 2007, or locked with a
    password); empty when it is none of these."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "office"
    return "old" if data.startswith(_OFFICE_OLD) else ""


def read_apart(kind: str, data: bytes, *, limits: Limits = LIMITS, cancel: threading.Event | None = None) -> Document:
    """The blocks of a document of this kind (`pdf`, `office` or `html`).

    Raises:
        Unreadable: it gives nothing to read, breaks its reader, or takes more memory or time than any document should.
        Cancelled: the person pressed stop.
    """
    answer = _answer(kind, data, limits, cancel)
    blocks = tuple(
        Block(block, tuple(section), tuple(units), header, page)
        for block, section, units, header, page in answer["blocks"]
    )
    remarks = tuple(Remarked(key, values, left_out) for key, values, left_out in answer["remarks"])
    return Document(blocks, answer["language"], answer["title"], remarks)


def main_text_apart(
    data: bytes, *, limits: Limits = LIMITS, cancel: threading.Event | None = None
) -> tuple[str, str, str]:
    """The main text of a web page in Markdown, its title and language; see `webpage.main_text`.

    Raises:
        Unreadable: nothing on it is to be read, or it takes more memory or time than any page should.
        Cancelled: the person pressed stop.
    """
    answer = _answer("webpage", data, limits, cancel)
    return answer["text"], answer["title"], answer["language"]


def _answer(kind: str, data: bytes, limits: Limits, cancel: threading.Event | None) -> Any:
    command = [sys.executable, "-I", "-c", _START, kind, str(limits.memory), str(limits.seconds), *sys.path]
    bare: dict[str, str] | None = (
        {} if sys.platform != "win32" else None
    )  # no secret of the environment reaches the reader
    # As a file, not through a pipe: Python 3.11 forgets what it had still to send when `communicate` is asked again.
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=bare
        ) as process:
            try:
                said = _wait(process, limits, cancel)
            finally:
                process.kill()
    if process.returncode != 0:
        # The system ends a process that is out of its time with a signal; a reader that broke ends with a code.
        raise Unreadable("library.too_heavy" if process.returncode < 0 else "library.damaged")
    try:
        answer = json.loads(said)
    except ValueError as error:
        raise Unreadable("library.damaged") from error
    if "error" in answer:
        key, values = answer["error"]
        raise Unreadable(key, **values)
    return answer


def _wait(process: subprocess.Popen[bytes], limits: Limits, cancel: threading.Event | None) -> bytes:
    end = time.monotonic() + limits.seconds
    while True:
        try:
            said, _ = process.communicate(timeout=_LOOK)
        except subprocess.TimeoutExpired:
            if cancel is not None and cancel.is_set():
                raise Cancelled("library.cancelled") from None
            if time.monotonic() > end:
                raise Unreadable("library.too_heavy") from None
        else:
            return said
