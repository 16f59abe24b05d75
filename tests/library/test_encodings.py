"""From bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.readers.encodings import NotText, clean_text, decode_text

TEXT = "L'été, « 22 $ » l'œuf — déjà!\nDeuxième ligne\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_of_real_files_are_read(encoding: str) -> None:
    """UTF-8 and UTF-16, marked or not, and Windows-1252 give the same text."""
    assert decode_text(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"PK\x03\x04" + b"\x14\x00" * 50,
        bytes(range(256)) * 10,
        b"text with a zero \x00 inside of it, as no text has",
        b"\x01\x02\x03 nearly text \x04\x05\x06\x07" * 20,
    ],
)
def test_a_binary_is_not_taken_for_text(data: bytes) -> None:
    """Images, PDFs, archives and noise are told from text, whatever their name."""
    with pytest.raises(NotText):
        decode_text(data)


def test_line_ends_are_made_one_kind() -> None:
    """Windows and old Mac line ends become newlines."""
    assert decode_text(b"a\r\nb\rc\n") == "a\nb\nc\n"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_any_utf8_text_survives(text: str) -> None:
    """What is written in UTF-8 is read as it was written."""
    assert text.removeprefix("\ufeff") == decode_text(text.encode("utf-8")) or text.encode("utf-8").startswith(
        (b"%PDF-", b"RIFF", b"GIF8", b"SQLite format")
    )


def test_what_cannot_be_stored_is_taken_out() -> None:
    """Lone surrogates, as JSON may hold, become a mark that can be stored; NUL goes."""
    assert clean_text("a\ud800\x00b☕") == "a\ufffdb☕"
