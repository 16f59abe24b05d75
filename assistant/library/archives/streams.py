"""Reading the members of an archive piece by piece: text of any encoding, JSON one record at a time, lines of a table.

A record may have 16 million bytes; a longer one is no post, and would fill the memory.
"""

import codecs
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

import ijson
import numpy as np

from assistant.errors import BadInput

CHUNK = 1 << 16
LONGEST_RECORD = 16_000_000
DEEPEST = 1000
"""Brackets in brackets: ijson names the place of each, which takes memory by the square of the depth."""

_PROLOGUE = re.compile(rb"^\s*window\.YTD\.([\w-]+)\.part\d+\s*=\s*")
LookForStop = Callable[[], None]


def from_windows(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 is taken for Windows-1252, the other way in which such files are written."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("papillon-windows", from_windows)


def ytd_name(head: bytes) -> str:
    """Which file of an X archive starts so (`tweets`, `note_tweet`, `account`…), empty for none."""
    match = _PROLOGUE.match(head.removeprefix(codecs.BOM_UTF8))
    return match[1].decode("ascii", "replace").lower() if match else ""


class _Utf8:
    """The bytes of a JSON text as UTF-8 from its first bracket on, without what follows its end, counted."""

    def __init__(self, stream: "IO[bytes]", name: str, look_for_stop: LookForStop) -> None:
        self._stream = stream
        self._name = name
        self._look_for_stop = look_for_stop
        start = stream.read(CHUNK)
        self._decoder = codecs.getincrementaldecoder(encoding_of(start))("papillon-windows")
        bracket = re.search(rb"[\[{]", start)
        prologue = _PROLOGUE.match(start.removeprefix(codecs.BOM_UTF8))
        self._first = start[bracket.start() :] if prologue and bracket else start
        self._held = b""
        self._ended = False
        self.since = 0
        """Bytes given since the last whole record."""
        self.depth = 0

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""  # ijson asks so what kind of stream this is
        while not self._ended:
            self._look_for_stop()
            data, self._first = self._first or self._stream.read(CHUNK), b""
            self._ended = not data
            text = self._held + self._decoder.decode(data, final=self._ended).encode("utf-8", "replace")
            # A file of an X archive may end with a semicolon.
            kept = text.rstrip(b"; \t\r\n")
            self._held = b"" if self._ended else text[len(kept) :]
            if len(self._held) > CHUNK:
                kept, self._held = text, b""
            if kept:
                self.since += len(kept)
                deepest, self.depth = depths(kept, self.depth)
                if self.since > LONGEST_RECORD or deepest > DEEPEST:
                    raise BadInput("library.archive_record_too_long", name=self._name)
                return kept.removeprefix(codecs.BOM_UTF8)
        return b""


def depths(data: bytes, before: int = 0) -> tuple[int, int]:
    """How deep the brackets of a piece of JSON stand in one another at most, and at its end. Those inside of texts are
    counted too: they are few."""
    signs = np.frombuffer(data, dtype=np.uint8)
    folded = signs & 0xDF  # [ and {, ] and } differ in one bit
    steps = (folded == 0x5B).astype(np.int32) - (folded == 0x5D)
    sums = np.cumsum(steps)
    return (before + int(sums.max()), before + int(sums[-1])) if len(sums) else (before, before)


def encoding_of(start: bytes) -> str:
    """The encoding of a text that starts so. Other than UTF-16, everything is read as UTF-8 with exceptions."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(start) >= 4 and start[1:4:2] == b"\x00\x00":
        return "utf-16-le"
    if len(start) >= 4 and start[0:3:2] == b"\x00\x00":
        return "utf-16-be"
    return "utf-8"


def json_items(stream: "IO[bytes]", prefix: str, name: str, look_for_stop: LookForStop) -> Iterator[Any]:
    """The values at `prefix` (as ijson writes it: `item` is each of an array), one at a time.

    Raises:
        BadInput: it is no JSON, stops in its middle, or one value is far too long.
    """
    source = _Utf8(stream, name, look_for_stop)
    with json_failures(name):
        for item in ijson.items(cast("IO[bytes]", source), prefix, use_float=True):
            source.since = source.depth = 0
            yield item


@contextmanager
def json_failures(name: str) -> Iterator[None]:
    """The errors of JSON as ours."""
    try:
        yield
    except (ijson.JSONError, UnicodeError, RecursionError, OverflowError) as error:
        raise BadInput("library.archive_bad_json", name=name, detail=_first_line(error)) from error


def _first_line(error: BaseException) -> str:
    said = error.args[0] if error.args else error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text.strip().split("\n")[0][:120]


def text_lines(stream: "IO[bytes]", name: str, look_for_stop: LookForStop) -> Iterator[str]:
    """The lines of a text with their ends, as `csv.reader` takes them; every kind of end becomes a newline."""
    data = stream.read(CHUNK)
    decoder = io.IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(encoding_of(data))("papillon-windows"), translate=True
    )
    rest = ""
    while data:
        look_for_stop()
        *lines, rest = (rest + decoder.decode(data)).removeprefix("\ufeff").split("\n")
        for line in lines:
            yield f"{line}\n"
        if len(rest) > LONGEST_RECORD:
            raise BadInput("library.archive_record_too_long", name=name)
        data = stream.read(CHUNK)
    if rest := rest + decoder.decode(b"", final=True):
        yield rest


def json_lines(stream: "IO[bytes]", name: str, look_for_stop: LookForStop) -> Iterator[tuple[int, Any]]:
    """The values of a JSONL text with the number of their line; None for a line that is none."""
    for number, line in enumerate(text_lines(stream, name, look_for_stop), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, None
