"""What a question that says only "it" or "that" is about, when it is named aloud: the thing that was lost,
or what somebody wants to book."""

import regex

from assistant.drafting.focus import kind_apart_in

_LOST = regex.compile(
    r"\b(?:lost|left|forgot|misplaced|dropped|missing|oublié|laissé|perdu|échappé|égaré)"
    r"(?: behind| there| here)?\s*[:,]?\s*"
    r"(?:my|an?|one|the|our|his|her|mon|ma|mes|une?|le|la|les|son|sa|notre|nos)\s+"
    r"(?P<thing>(?:[\p{L}'’-]+ ){0,3}?[\p{L}'’-]+)"
    r"(?=\s+(?:on|in|at|with|near|by|behind|under|over|from|for|last|yesterday|this|when|after|before|today|sunday|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sur|dans|à|au|aux|chez|avec|près|derrière|sous|hier|samedi|"
    r"dimanche|lundi|mardi|mercredi|jeudi|vendredi|tant[oô]t|en|ce|cet|cette|quand|après|avant)\b|\s*[,.;:!?(]|\s*$)",
    regex.IGNORECASE,
)
_WISHES = (
    (regex.compile(r"\b(?:réserver|réserve|privatiser)\b", regex.IGNORECASE), "réservation"),
    (regex.compile(r"\b(?:louer|location)\b", regex.IGNORECASE), "location"),
    (regex.compile(r"\b(?:book|reserve|booking)\b", regex.IGNORECASE), "booking"),
    (regex.compile(r"\b(?:rent|hire)\b", regex.IGNORECASE), "rental"),
)
_SENTENCE = regex.compile(r"[.!?…;\n]+\s*")
_LED = regex.compile(
    r"\b(?:du|de la|de l['’]|des|une?|le|la|les|l['’]|vos|votre|tes|ton|mon|ma|mes|ce|cette|ces|"
    r"your|my|our|the|an?|some|any|those|these)\b\s*(?P<words>[\p{L}'’-]+(?: [\p{L}'’-]+){0,2})",
    regex.IGNORECASE,
)


_VERB = regex.compile(
    r"(?:^| )(?:est|sont|était|étaient|sera|seront|serait|a|ont|avait|is|are|was|were|has|had|will|(?:is|was)n['’]t)\b",
    regex.IGNORECASE,
)
"""Where a thing's name ends: « le cupping est plein »."""


def thing_before(message: str, start: int) -> str:
    """The name of what a question that begins at `start` points back to, without its article; empty where nothing is
    plain."""
    before = message[:start]
    if lost := list(_LOST.finditer(before)):
        return str(lost[-1]["thing"]).strip()
    if kind := kind_apart_in(before):
        return kind
    sentences = [one for one in _SENTENCE.split(before) if one.strip()]
    if not sentences:
        return ""
    for pattern, noun in _WISHES:
        if pattern.search(sentences[-1]):
            return noun
    return ""


def things_before(message: str, start: int) -> tuple[tuple[str, ...], ...]:
    """What an article leads up to in the last sentence before a place of a message, each in one word, two and three."""
    sentences = [one for one in _SENTENCE.split(message[:start]) if one.strip()]
    led = [
        _VERB.split(found["words"], maxsplit=1)[0].split()
        for found in (_LED.finditer(sentences[-1], overlapped=True) if sentences else ())
    ]
    return tuple(tuple(" ".join(words[: count + 1]) for count in range(len(words))) for words in led)
