"""What a message does not say happened: a trouble that is only supposed (“worst case a bag shows up torn, do I…?”), and
what a picture shows, told in square brackets for those who do not see it."""

import regex

from assistant.drafting.questions import split_questions
from assistant.drafting.troubles import kinds_of

_SUPPOSED = regex.compile(
    r"\b(?:if (?!(?:this|it) (?:is|isn['’]t|gets|keeps))|in case|worst case|what happens (?:if|when)|suppos(?:e|ing)|"
    r"before (?:i|we) (?:\w+ )?(?:order|book|buy|pay|commit|sign)\w*|au cas où|si jamais|en cas d|dans le cas où|"
    r"avant (?:de|que je|qu['’]on) (?:\w+ )?(?:command|réserv|achet|pay|sign)\w*|admettons|supposons|mettons que|"
    r"s['’]il (?:arrive|y a)|si (?:un|une|le|la|les|mon|ma|mes|je|j['’]|on|ça|quelque|quelqu))",
    regex.IGNORECASE,
)
_HAPPENED = regex.compile(
    r"\b(?:j['’]ai (?:reçu|command|attend|pay|ouvert|eu)|on a (?:reçu|attend|eu)|i(?:['’]ve)? (?:got|received|ordered|"
    r"waited|paid|opened|bought)|we(?:['’]ve)? (?:got|received|ordered|waited|paid)|(?:came|arrived) (?:\w+ )?"
    r"(?:torn|ripped|broken|damaged|late|wrong)|est arrivée?)\b",
    regex.IGNORECASE,
)
_DESCRIPTION = regex.compile(
    r"\[\s*(?:image|photo|picture|pic|gif|vidéo|video|alt|screenshot|capture|dessin|drawing)\b[^\[\]]*\]",
    regex.IGNORECASE,
)


def is_supposed(message: str, language: str) -> bool:
    """Whether what goes wrong in a message is only supposed, and something is asked about it."""
    found = _SUPPOSED.search(message)
    if found is None or _HAPPENED.search(message) or kinds_of(message[: found.start()]):
        return False
    return "?" in message or bool(split_questions(message, language))


def without_descriptions(message: str) -> str:
    """The message without what its pictures show."""
    return str(_DESCRIPTION.sub(" ", message)).strip()
