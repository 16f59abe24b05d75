"""Outside text as a model sees it: quoted, with nothing in it that could pass for ours. A person sees it unchanged.

Marks of chat templates, role names, our own labels and the fence itself are made harmless, signs that cannot be seen
are taken out, letters of other scripts that imitate Latin ones become Latin ones, and runs that only a machine reads
are left out. Ordinary text stays as it is, letter by letter.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterator

import regex

_ESCAPES = regex.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]|\x9b[0-?]*[ -/]*[@-~]")
"""Commands to a terminal (ECMA-48): colours, erased lines, window titles."""
_UNSEEN = regex.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef]|(?<!\p{Emoji}\ufe0f?|\p{EMod})\u200d|\u200d(?!\p{Emoji})"
    r"|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
"""Signs without width, signs that turn the direction of writing, Unicode's invisible tags, control characters. The
joiner stays inside of an emoji."""
_TEMPLATE = re.compile(
    r"<\|[^|<>\n]{1,40}\|>|<\|[a-z_]+>|\[/?(?:INST|SYS|SYSTEM|USER|ASSISTANT|AVAILABLE_TOOLS|TOOL_CALLS)\]|<</?SYS>>|"
    r"</?s>|<(?:bos|eos|pad|unk|start_of_turn|end_of_turn)>|<｜[^｜<>\n]{1,40}｜>|^[^\S\n]*#{2,}[^\S\n]*(?:system|instructions?|"
    r"response|assistant|consignes?|réponse)\b\s*:?",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks of ChatML, Llama 2 and 3, Mistral, Gemma, DeepSeek and Alpaca prompts, as their model cards give them."""
_TAG = re.compile(r"<(/?[A-Za-z_][\w:.-]{0,40}(?:\s[^<>\n]{0,120})?/?)>")
_ROLE = re.compile(
    r"^([^\S\n]*(?:[-*•][^\S\n]*)?)((?:system|assistant|user|developer|human|tool|ai|bot|système|utilisateur|développeur|assistante)"
    r"(?:\s+(?:message|prompt|note|consigne))?)([^\S\n]{0,3}(?:\([^)\n]{0,20}\))?[^\S\n]{0,3})[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL = re.compile(
    r"[(（\[]\s{0,3}((?:facts?|faits?|instructions?|consignes?|guide|system|système)\b[^:\n]{0,20}[:：])", re.IGNORECASE
)
"""How our own prompts introduce what is true and what is asked: outside text may not."""
_QUOTED_LINE = re.compile(r"^([^\S\n]*)(?:>[^\S\n]?)+", re.MULTILINE)
_BOUNDARY = re.compile(r"^[^\S\n]*[=\-_~*#|]{3,}|[⟦⟧]", re.MULTILINE)
_BLOB = regex.compile(
    r"(?<![\w/+=])(?=[A-Za-z0-9+/]*[0-9+/])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+/]{32,}={0,2}(?![\w/+=])"
)
_LONG_RUN = regex.compile(r"([^\w\s])\1{11,}|(\S{1,12}?)\2{15,}")
_REPEATED = regex.compile(r"\s{4,}|(\S)\1{3,}")
_SPELLED_OUT = regex.compile(r"(?:(?<!\p{L})\p{L}[ .\-_*]){5,}\p{L}(?!\p{L})")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_LATIN = regex.compile(r"\p{Latin}")
_TWINS = str.maketrans(
    "аеорсухіјѕԁһԛѡкмтвнАВЕКМНОРСТХІЈЅοανρτικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwkmtbhABEKMHOPCTXIJSoavptikuABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones (https://www.unicode.org/Public/security/latest/confusables.txt)."""
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LEFT_OUT = "[…]"


def neutralised(text: str) -> str:
    """Outside text without anything that a model could take for a part of the prompt. Twice is as once."""
    text = "\n".join(_LINE_ENDS.split(text))
    text = plainly_written(_UNSEEN.sub("", _ESCAPES.sub("", text)))
    text = _TEMPLATE.sub(lambda mark: " ".join(re.findall(r"\w+", mark.group())), text)
    text = _TAG.sub(r"‹\1›", text)
    text = _ROLE.sub(r"\1\2\3 –", text)
    text = _LABEL.sub(lambda label: f"« {label[1][:-1].strip()} – ", text)
    text = _QUOTED_LINE.sub(r"\1› ", text)
    text = _BOUNDARY.sub("", text)
    text = _BLOB.sub(_LEFT_OUT, text)
    return str(_LONG_RUN.sub(lambda run: f"{run.group()[:3]}{_LEFT_OUT}", text))


def plainly_written(text: str) -> str:
    """Fancy and imitated letters as the plain ones they are read as; other scripts stay."""
    if text.isascii():
        return text
    text = "".join(_plain(sign) for sign in text)
    letters = [sign for sign in text if sign.isalpha()]
    mostly_latin = sum(_LATIN.match(sign) is not None for sign in letters) * 10 >= len(letters) * 7

    def put(word: regex.Match[str]) -> str:
        found = str(word.group())
        latin = found.translate(_TWINS)
        mixed = _LATIN.search(found) is not None and latin != found
        whole = mostly_latin and len(found) > 1 and all(_LATIN.match(sign) for sign in latin)
        return latin if mixed or whole else found

    return str(_WORD.sub(put, text))


def _plain(sign: str) -> str:
    """Full-width forms and mathematical, circled and squared letters as letters; every other sign as it is."""
    code = ord(sign)
    fancy = (
        0xFF01 <= code <= 0xFF5E or 0x1D400 <= code <= 0x1D7FF or 0x24B6 <= code <= 0x24E9 or 0x1F130 <= code <= 0x1F149
    )
    return unicodedata.normalize("NFKC", sign) if fancy else sign


def readable(text: str) -> tuple[str, list[int]]:
    """A text as it is meant to be read, unseen signs and the blanks of spelt-out words gone, with the place of each of
    its signs in the text as it stands; one place more for its end."""
    gone = {place for sign in (*_ESCAPES.finditer(text), *_UNSEEN.finditer(text)) for place in range(*sign.span())}
    gone |= {place for run in _REPEATED.finditer(text) for place in range(run.start() + 3, run.end())}
    for word in _SPELLED_OUT.finditer(text):
        gone |= {place for place in range(*word.span()) if not text[place].isalpha()}
    places = [place for place in range(len(text)) if place not in gone]
    return plainly_written("".join(text[place] for place in places)), [*places, len(text)]


def quote(text: str) -> str:
    """Outside text as quoted material: neutralised, every line begun by `> `, so that none can pass for ours."""
    return "\n".join(f"> {line}" for line in neutralised(text.strip()).split("\n"))


def fenced(text: str, *, short: bool = False, fences: bool = True) -> str:
    """Outside text for the changing end of a prompt. A large model gets it between two lines with a code drawn for this
    text, which what stands inside cannot know; a small one only quoted, because it loses the thread over codes.
    Without `fences`, the lines as they are."""
    if not fences:
        return "\n".join(f"> {line}" for line in _LINE_ENDS.split(text.strip()))
    if short:
        return quote(text)
    code = secrets.token_hex(4)
    return f"⟦{code}⟧\n{quote(text)}\n⟦{code}⟧"


def fences_in(text: str) -> Iterator[str]:
    """Fence marks in a text: what a draft must never hold."""
    for mark in re.finditer(r"⟦[^⟧\n]*⟧?|⟧", text):
        yield mark.group()
