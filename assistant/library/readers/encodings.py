"""From the bytes of a file to its text."""

import codecs
import io
import re
from pathlib import Path
from typing import TextIO

_BINARY_STARTS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"SQLite format", b"RIFF")
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CHUNK = 1 << 20
_MOST_CONTROLS = 0.002
"""Share of control characters above which decoded bytes are no text. Texts hold none but a stray one."""


class NotText(ValueError):
    """The bytes are no text in an encoding that we know."""


def decode_text(data: bytes) -> str:
    """The text of `data`: UTF-8 or UTF-16, with or without a mark, else Windows-1252. Lines end with a newline.

    Raises:
        NotText: it is a binary file.
    """
    if data.startswith(_BINARY_STARTS):
        raise NotText
    text = _decode(data)
    if "\x00" in text:
        raise NotText
    controls = len(_NOT_IN_TEXT.findall(text))
    if controls > max(1, len(text) * _MOST_CONTROLS):
        raise NotText
    return clean_text(text.removeprefix("\ufeff"))


def open_text(file: Path) -> TextIO:
    """A file as text, line by line, whatever its size: what `decode_text` does, without holding it.

    Raises:
        NotText: it is a binary file.
        OSError: it cannot be read.
    """
    with file.open("rb") as source:
        start = source.read(2000)
        size = source.seek(0, io.SEEK_END)
    if start.startswith(_BINARY_STARTS):
        raise NotText
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        guess = "utf-16"
    else:
        # Python's decoder for a marked file takes half a mark for an empty text, so it is for marked files only.
        utf8 = "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"
        guess = (_unmarked_utf16(start[: len(start) // 2 * 2]) if size % 2 == 0 else "") or utf8
    encoding = next((name for name in (guess, "cp1252") if _is_text(file, name)), None)
    if encoding is None:
        raise NotText
    return file.open(encoding=encoding, errors="strict")


def _is_text(file: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    characters = controls = 0
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            if b"\x00" in chunk and not encoding.startswith("utf-16"):
                return False
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError:
                return False
            if "\x00" in text:
                return False
            characters += len(text)
            controls += len(_NOT_IN_TEXT.findall(text))
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return controls <= max(1, characters * _MOST_CONTROLS)


def clean_text(text: str) -> str:
    """`text` with newlines only, and without what can neither be stored nor shown: NUL and lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _decode(data: bytes) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if guess := _unmarked_utf16(data):
            return data.decode(guess)
        if b"\x00" in data:
            raise NotText
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise NotText from error


def _unmarked_utf16(data: bytes) -> str:
    """Western text in UTF-16 has a zero in nearly every second byte."""
    start = data[:2000]
    if len(start) < 4 or len(data) % 2:
        return ""
    odd, even = start[1::2].count(0), start[0::2].count(0)
    half = len(start) // 2
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return ""
