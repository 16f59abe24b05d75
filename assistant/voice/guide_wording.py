"""Rules that a guideline states in plain words: « jamais un "coffee shop" », say "A", not "B", one emoji at most.

Read by signs, without a model: only words that the guide itself puts in quotation marks after a word that forbids or
prefers, and numbers that it names beside emoji or hashtags. What it does not say is not guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import regex

from assistant.voice.spans import PLAIN_SIGNS

StatedKind = Literal["banned", "preferred", "at_most", "emoji", "hashtags"]

_TERM = r"(?:«\s*([^«»\n]{2,60}?)\s*»|“([^“”\n]{2,60}?)”|\"([^\"\n]{2,60}?)\")"
_LIST = rf"(?:{_TERM})(?:\s*(?:,|;|/|et|ou|ni|and|or|nor)\s*(?:de |d'|un |une |a |an |the |le |la |les )?(?:{_TERM}))*"
_ARTICLE = r"(?:(?:un|une|des|de|d'|le|la|les|the|a|an|any|word|words|the word|phrase|le mot|les mots|mot)\s*){0,3}"
_FORBIDS = (
    r"\b(?:jamais|pas|(?:dis|dites|disons|dit|écris|écrivez|écrit) plus|arrête[zr]? de dire|arrête[zr]? d'écrire|"
    r"stop (?:saying|using|writing)|no longer (?:say|use|write)|"
    r"évite[rz]?|on évite|évitons|proscri\w+|banni\w*|bannir|interdi\w*|ni|à éviter\s*:|"
    r"never(?: say| write| use)?|not|no|avoid|don't (?:say|write|use)|do not (?:say|write|use)|instead of|rather than|"
    r"plutôt que|au lieu de)"
)
_SAYS = (
    r"\b(?:on dit|on écrit|dites|dire|écrire|écrivez|préférez|préférer|on préfère|employer|employez|utilisez|utiliser|"
    r"say|write|use|prefer|we say|we write|we use|choose)"
)
_NUMBERS = {
    "un": 1, "une": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4, "cinq": 5,
    "five": 5,
    "aucun": 0, "aucune": 0, "zéro": 0, "zero": 0, "no": 0, "pas d'": 0,
}  # fmt: skip
_NETWORKS = ("bluesky", "threads", "mastodon", "linkedin", "instagram", "facebook", "tiktok", "youtube", "x")
_EXAMPLE_LINE = regex.compile(
    r"^\s*(?:[-*•]\s*)?(?:on (?:n')?écrit|on (?:ne )?dit|oui|non|yes|no|we (?:don't )?(?:write|say)|do|don't|✓|✗|✅|❌)"
    r"(?: pas)?\s*:",
    regex.IGNORECASE,
)
_DENIES = regex.compile(
    r"\b(?:no|not|never|nothing|nobody|none|nor|without|avoid\w*|ban\w*|drop|skip|stop|instead|rather|forbid\w*|\w+n['’]t|"
    r"pas|jamais|rien|aucune?s?|ni|sans|évite\w*|proscri\w+|banni\w*|interdi\w*|plutôt|oublie\w*|cess\w+|arrêt\w+)\b",
    regex.IGNORECASE,
)
_SENTENCE = regex.compile(r"(?:\"[^\"\n]*\"|«[^»\n]*»|“[^”\n]*”|[^.!?\n])++[.!?]*")


@dataclass(frozen=True, slots=True)
class Stated:
    """One rule that a sentence states. `words` are what is banned, limited to `count`, or replaced by `use`; for emoji
    and hashtags `count` is the most in one text and `platforms` the networks that the sentence names. `sentence` is the
    guide's own."""

    kind: StatedKind
    sentence: str
    words: tuple[str, ...] = ()
    use: str = ""
    count: int = 0
    platforms: tuple[str, ...] = ()


def stated_rules(text: str) -> tuple[Stated, ...]:
    """The rules that the sentences of a guideline state in words, each once, in their order. Lines that give an example
    sentence ("On écrit : …", "Yes: …") state none."""
    found: dict[tuple[object, ...], Stated] = {}
    for line in text.split("\n"):
        if _EXAMPLE_LINE.match(line):
            continue
        for match in _SENTENCE.finditer(line.translate(PLAIN_SIGNS)):
            sentence = line[match.start() : match.end()].strip(" -*•\u00a0\t")
            for stated in _stated(sentence):
                found.setdefault((stated.kind, stated.words, stated.use, stated.platforms), stated)
    return tuple(found.values())


def says_number(sentence: str, number: int) -> bool:
    """Whether a sentence names this number, in digits or in words up to five."""
    said = [str(number), *(word for word, value in _NUMBERS.items() if value == number)]
    return any(regex.search(rf"\b{regex.escape(word)}(?!\w)", sentence, regex.IGNORECASE) for word in said)


def denies(sentence: str) -> bool:
    """Whether a French or English sentence denies or forbids anything at all."""
    return _DENIES.search(sentence) is not None


def _stated(sentence: str) -> Iterator[Stated]:
    plain = sentence.translate(PLAIN_SIGNS)
    replaced = False
    for match in _pattern("preferred").finditer(plain):
        use, avoided = _terms(match["use"]), _terms(match["avoided"])
        if len(use) == 1 and avoided and use[0] not in avoided:
            replaced = True
            yield Stated("preferred", sentence, avoided, use[0])
    if not replaced:
        for match in _pattern("banned").finditer(plain):
            if avoided := _terms(match["avoided"]):
                yield Stated("banned", sentence, avoided)
    for kind in ("emoji", "hashtags"):
        yield from _limits(kind, sentence, plain)


def _limits(kind: StatedKind, sentence: str, plain: str) -> Iterator[Stated]:
    for match in _pattern(kind).finditer(plain):
        said = match["count"].lower()
        count = int(said) if said.isdigit() else _NUMBERS[said]
        if kind == "emoji":
            yield Stated(kind, sentence, count=count)
        elif platforms := _networks(plain[match.end() :]):
            yield Stated(kind, sentence, count=count, platforms=platforms)


def _networks(rest: str) -> tuple[str, ...]:
    """Networks named in the rest of a sentence, up to the next number."""
    stop = regex.search(rf"\b(?:{'|'.join(_NUMBERS)}|\d+)\b", rest, regex.IGNORECASE)
    named = rest[: stop.start()] if stop else rest
    return tuple(name for name in _NETWORKS if regex.search(rf"\b{name}\b", named, regex.IGNORECASE))


def _terms(quoted: str) -> tuple[str, ...]:
    terms = ["".join(part for part in groups if part).strip(" .,;!…") for groups in regex.findall(_TERM, quoted)]
    return tuple(dict.fromkeys(term for term in terms if len(term) > 2))


@cache
def _pattern(kind: str) -> Any:
    number = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})"
    most = r"(?:au plus|maximum|max\.?|tout au plus|at most|at the most)"
    patterns = {
        "preferred": rf"{_SAYS}\s+{_ARTICLE}(?P<use>{_TERM})[^«“\"\n.]{{0,25}}?"
        rf"{_FORBIDS}\s*{_ARTICLE}(?P<avoided>{_LIST})",
        "banned": rf"{_FORBIDS}\s*:?\s*{_ARTICLE}(?P<avoided>{_LIST})",
        "emoji": rf"\b{number}\s*(?:emojis?|émojis?)\s+{most}|{most}\s+{number}\s+(?:emojis?|émojis?)",
        "hashtags": rf"\b{number}\s*(?:mots-clics?|hashtags?|mots-clés)?\s*{most}\s+(?=sur|on)|"
        rf"(?:{most}|no more than|pas plus de)\s+{number}\s+(?:mots-clics?|hashtags?|mots-clés)\b",
    }
    return regex.compile(patterns[kind], regex.IGNORECASE)
