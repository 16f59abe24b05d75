"""Where words stand in a text: whole, whatever the case, the kind of apostrophe or of blank."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import regex

PLAIN_SIGNS = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " "})
"""Signs that are one and the same to a reader, each for one, so that offsets hold."""

_MOST_CHARACTERS = 4000
"""Of a longer text the beginning is searched for forms."""
_SECONDS = 0.05
"""A form that has not been found by then is not."""


def spans_of(words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Where any of `words` stands in `text` as whole words, whatever the case, the kind of apostrophe or of blank."""
    if words:
        for match in _words_pattern(tuple(words)).finditer(text.translate(PLAIN_SIGNS)):
            yield match.span()


def spans_outside(words: Sequence[str], exceptions: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Where any of `words` stands in `text`, but not inside one of `exceptions`: “cold”, not “cold brew”."""
    excepted = list(spans_of(exceptions, text))
    for start, end in spans_of(words, text):
        if not any(low <= start and end <= high for low, high in excepted):
            yield start, end


def spelled_as(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """Words or forms as the writer of a text spells: without accents where the text has none (« jai ete brulee »)."""
    return tuple(words) if unaccented(text) != text else _unaccented(tuple(words))


@lru_cache(maxsize=4096)
def unaccented(text: str) -> str:
    """A text without its accents, letter for letter."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


@lru_cache(maxsize=512)
def _unaccented(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(unaccented, words))


def has_form(form: str, text: str) -> bool:
    """Whether a pattern of our tables is found in a text, whatever the case and the kind of apostrophe or of blank."""
    return form_in(form, text) is not None


def form_in(form: str, text: str) -> tuple[int, int] | None:
    """Where a pattern of our tables is first found in a text; None where it is not."""
    try:
        found = _compiled(form).search(text.translate(PLAIN_SIGNS)[:_MOST_CHARACTERS], timeout=_SECONDS)
    except TimeoutError:
        return None
    return found.span() if found is not None else None


def without_forms(forms: Sequence[str], text: str) -> str:
    """A text with blanks in place of all that patterns of our tables find in it, so that offsets hold."""
    for form in forms:
        while (span := form_in(form, text)) is not None and text[slice(*span)].strip():
            text = text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]
    return text


@lru_cache(maxsize=4096)
def _compiled(form: str) -> Any:
    return regex.compile(form, regex.IGNORECASE | regex.DOTALL)


@lru_cache(maxsize=512)
def _words_pattern(words: tuple[str, ...]) -> Any:
    return regex.compile("|".join(_whole(word) for word in sorted(words, key=len, reverse=True)), regex.IGNORECASE)


def _whole(word: str) -> str:
    """A pattern for `word` that does not begin or end inside another word; signs such as `!` match anywhere."""
    pattern = r"\s+".join(regex.escape(part) for part in word.translate(PLAIN_SIGNS).split())
    before = r"(?<![\p{L}\p{N}])" if word[:1].isalnum() else ""
    after = r"(?![\p{L}\p{N}])" if word[-1:].isalnum() else ""
    return before + pattern + after


def plain_words(text: str) -> str:
    """A text as words match it: small letters, plain apostrophes, one blank between words."""
    return " ".join(text.translate(PLAIN_SIGNS).lower().split())
