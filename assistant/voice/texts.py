"""A post made ready to be measured: its own words apart from what it quotes, links, names and tags.

What is blanked keeps its length, so that spans found in the own words are spans of the post.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import regex

from assistant.records import Post

EMOJI = regex.compile(
    r"(?:\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|\p{Emoji_Presentation}|\p{Emoji}\uFE0F)(?:\u200D\p{Emoji}\uFE0F?|\p{EMod})*"
)
LINK = regex.compile(r"https?://\S+|\bwww\.\S+")
HASHTAG = regex.compile(r"(?<![\w&])[#＃][\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*")
MENTION = regex.compile(r"(?<![\w.])@[\w](?:[\w.-]*\w)?(?:@[\w.-]+\w)?")
ADDRESS = regex.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")

_REPOST = regex.compile(r"\s*RT\s+@|\s*RT\s*:")
_QUOTED_LINE = regex.compile(r"^[ \t]*>.*$", regex.MULTILINE)
_LEADING_MENTIONS = regex.compile(r"^(?:\s*\.?@[\w](?:[\w.-]*\w)?(?:@[\w.-]+\w)?[,:]?)+\s*")
_SPEECH = regex.compile(r"«[^«»]{1,600}»|“[^“”]{1,600}”|\"[^\"\n]{1,600}\"")
_FEW_WORDS = 3
"""Fewer words between quotation marks are a name or a word held up, more are somebody else's speech."""
_ABBREVIATED = r"(?<!\b(?:M|MM|Mr|Mrs|Ms|Dr|St|Ste|no|p|ex|vs|env|approx)\.)"
_SENTENCE_END = regex.compile(rf"[.!?…]+{_ABBREVIATED}[\"»”’)\]]*(?=\s|$)|\n+", regex.IGNORECASE)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'"})
_ELIDED = regex.compile(r"^(?:c|d|j|l|m|n|s|t|y|qu|jusqu|lorsqu|puisqu|quoiqu)'", regex.IGNORECASE)
_WHOLE = frozenset({"aujourd'hui", "quelqu'un", "quelqu'une", "p'tit", "p'tite", "d'abord", "d'accord"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A post and what is measured in it.

    `said` has the length of the post's text: what is quoted from others, links, addresses, names and tags are blanks
    in it, curly apostrophes straight. `words` are its words in small letters. `sentences` holds the number of words of
    each sentence, quotations included; `length` the words of the whole. `body` is where the text begins, after the
    names a reply is addressed to.
    """

    post: Post
    said: str
    words: tuple[str, ...]
    sentences: tuple[int, ...]
    length: int
    body: int

    @property
    def text(self) -> str:
        """The post as published."""
        return self.post.text


def is_repost(text: str) -> bool:
    """Whether a post repeats somebody else's (`RT @name: …`)."""
    return _REPOST.match(text) is not None


def read(post: Post) -> Reading:
    """A post made ready."""
    text = post.text
    leading = _LEADING_MENTIONS.match(text)
    body = leading.end() if leading else 0
    whole = text
    for start, end in post.quoted:
        whole = whole[:start] + regex.sub(r"\S", " ", whole[start:end]) + whole[end:]
    whole = _blank(whole, _QUOTED_LINE, LINK, ADDRESS, MENTION, HASHTAG)
    own = _SPEECH.sub(_without_speech, whole).translate(_APOSTROPHES)
    counted = tuple(count for part in split_sentences(whole) if (count := len(WORD.findall(part))))
    return Reading(
        post=post,
        said=own,
        words=tuple(word.lower() for word in WORD.findall(own)),
        sentences=counted,
        length=sum(counted),
        body=body,
    )


def split_sentences(text: str) -> list[str]:
    """The sentences of a text that hold a word: cut at . ! ? … before a blank, and at line ends."""
    pieces, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        pieces.append(text[start : match.end()])
        start = match.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if WORD.search(piece)]


def plain_words(words: Iterable[str], language: str) -> list[str]:
    """Words as the frequency lists have them: without digits, French elisions and hyphens undone."""
    found = []
    for word in words:
        if language == "fr" and "'" in word and word not in _WHOLE:
            word = _ELIDED.sub("", word).rpartition("'")[2]  # noqa: PLW2901
        found += [part for part in word.split("-") if part and not any(sign.isdigit() for sign in part)]
    return found


def _blank(text: str, *patterns: Any) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda match: regex.sub(r"\S", " ", match.group()), text)
    return text


def _without_speech(match: Any) -> str:
    spoken = match.group()
    return " " * len(spoken) if len(WORD.findall(spoken)) >= _FEW_WORDS else spoken
