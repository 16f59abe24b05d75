"""What a score may see of a text: it without links, names, mentions, tags and digits, and its content-masked form.

A voice is not what it talks about. The first form keeps the words; the second keeps function words, punctuation, emoji
and the shapes of all other words, so that being on the topic does not look like being in the voice.
"""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

import regex

LINK, NAME, TAG = "\ue001", "\ue002", "\ue003"
"""Places of what was masked, from the private use area: no text holds them."""

_LINK = regex.compile(r"https?://\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.[\w.]+")
_MENTION = regex.compile(r"(?<![\w@])@[\w][\w.@-]*")
_TAG = regex.compile(r"(?<![\w&])[#＃][\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*")
_DIGITS = regex.compile(r"\p{Nd}[\p{Nd}.,:  ]*\p{Nd}|\p{Nd}")
_NAME = regex.compile(r"(?<=[\p{Ll},;:)\d] )\p{Lu}[\p{Ll}\p{Lu}'’-]*\p{Ll}(?: \p{Lu}[\p{Ll}'’-]+)*")
_BLANKS = regex.compile(r"[^\S\n]+")
_SIGNS = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "“": '"', "”": '"'})
EMOJI = regex.compile(r"(?:\p{RI}\p{RI}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F)(?:\u200D\p{Emoji}\uFE0F?|\p{EMod})*")
_TOKEN = regex.compile(
    rf"{EMOJI.pattern}|\p{{L}}+(?:['-]\p{{L}}+)*'?|[{LINK}{NAME}{TAG}]|0|\.{{2,}}|([!?…,;:.()\"«»—–/*-])\1*|\n+"
)


def normalise(text: str) -> str:
    """One form for signs that differ by keyboard and not by voice: apostrophes, quotation marks, blanks, ellipses."""
    plain = unicodedata.normalize("NFC", text).translate(_SIGNS).replace("...", "…")
    return str(_BLANKS.sub(" ", plain)).strip()


def mask(text: str) -> str:
    """The text with links, mentions, tags, names and digits replaced by one sign each."""
    plain: str = _LINK.sub(LINK, normalise(text))
    plain = _MENTION.sub(NAME, plain)
    plain = _TAG.sub(TAG, plain)
    plain = _DIGITS.sub("0", plain)
    return str(_NAME.sub(NAME, plain))


def shapes(masked: str, language: str) -> list[str]:
    """The content-masked form of a masked text, as tokens: function words and signs as they are, other words as their
    case and their last two letters."""
    known = function_words(language)
    tokens: list[str] = []
    for match in _TOKEN.finditer(masked):
        found = match.group()
        if found[0].isalpha() and found not in (LINK, NAME, TAG):
            tokens.extend(_parts(found, known))
        else:
            tokens.append("\n" if found[0] == "\n" else found)
    return tokens


def _parts(word: str, known: frozenset[str]) -> list[str]:
    low = word.lower()
    if low in known:
        return [low]
    head, apostrophe, tail = low.partition("'")
    if apostrophe and tail and f"{head}'" in known:
        return [f"{head}'", *_parts(word[len(head) + 1 :], known)]
    case = "X" if word.isupper() and len(word) > 1 else "x" if word[:1].islower() else "Xx"
    return [f"{case}{low[-2:]}"]


@cache
def function_words(language: str) -> frozenset[str]:
    """The function words of a language; empty for a language that has no list."""
    lists = tomllib.loads(files("assistant.voice.score").joinpath("function_words.toml").read_text("utf-8"))
    return frozenset(str(lists.get(language, "")).split())
