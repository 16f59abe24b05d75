"""A model's answer made into a draft: the text alone, without the wrapping that models add.

Nothing that was said is taken away: only labels, quotation marks around the whole, Markdown marks and role echoes.
"""

import html

import regex

from assistant.voice.typography import typeset

_NOUN = r"(?:réponse|reply|response|answer|draft|brouillon|publication|post|texte?|rédaction|message|version)"
_QUALIFIER = (
    r"(?:possible|draft|suggested|proposed|final|revised|reworked|rewritten|corrected|"
    r"(?:proposé|suggéré|révisé|retravaillé|corrigé|réécrit)e?|finale?)"
)
_WHERE = (
    r"(?:\([^)\n]{1,30}\)|(?:pour|sur|for|on) (?:bluesky|threads|mastodon|x|twitter|linkedin|instagram|facebook|"
    r"tiktok|youtube)|en (?:français|anglais)|in (?:french|english)|n?[o°]?\s?\d)"
)
_LABEL = regex.compile(
    # “Here is the reply you asked for:”, but not “Here is our reply:”, which the house itself may say.
    rf"^\s*(?:\*\*)?(?:(?:voici|voilà|here(?:['’]s| is))\s+(?:une?|l[ea]|a|an|the|your|my|votre|ta|ton)\s"
    rf"[^\n:]{{0,20}}?\b{_NOUN}\b[^\n:]{{0,50}}|(?:{_QUALIFIER}\s)?{_NOUN}(?:\s(?:{_NOUN}|"
    rf"{_QUALIFIER}))?(?:\s{_WHERE})*|assistant)"
    r"(?:\*\*)?\s?:(?:\*\*)?\s*(?:\n+|(?=\S))",
    regex.IGNORECASE,
)
_ENTITY = regex.compile(r"&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[\da-f]{1,6});", regex.IGNORECASE)
_QUOTES = (("«", "»"), ("“", "”"), ('"', '"'), ("'", "'"))
_EMPHASIS = regex.compile(
    r"\*\*(\S(?:[^*\n]*\S)?)\*\*|__(\S(?:[^_\n]*\S)?)__|(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])"
)
_HEADING = regex.compile(r"^#{1,6}\s+", regex.MULTILINE)
_QUOTED_LINE = regex.compile(r"^>\s?", regex.MULTILINE)
_LINK = regex.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")


def tidy(answer: str, *, locale: str = "", labels: tuple[str, ...] = ()) -> str:
    """The draft in a model's answer.

    `labels` are names that models put before what they say, such as the brand's. French spacing follows `locale`.
    """
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), answer).replace("\r\n", "\n").strip()
    for _ in range(3):
        before = text
        text = _LABEL.sub("", text, count=1) if _LABEL.match(text) and len(_LABEL.sub("", text, count=1)) > 3 else text
        for label in labels:
            text = regex.sub(rf"^\s*{regex.escape(label)}\s*:\s*", "", text, flags=regex.IGNORECASE)
        text = _unwrapped(text.strip())
        if text == before:
            break
    text = _EMPHASIS.sub(lambda match: match[1] or match[2] or match[3], text)
    text = _HEADING.sub("", text)
    text = _QUOTED_LINE.sub("", text)
    text = _LINK.sub(lambda match: match[2] if match[1] == match[2] else f"{match[1]} {match[2]}", text)
    text = regex.sub(r"[ \t]+\n", "\n", regex.sub(r"\n{3,}", "\n\n", text))
    return typeset(text.strip(), locale)


def _unwrapped(text: str) -> str:
    for opening, closing in _QUOTES:
        if len(text) > 2 and text.startswith(opening) and text.endswith(closing):
            inside = text[len(opening) : -len(closing)].strip()
            if opening not in inside and closing not in inside:
                return inside
    if text.startswith("```") and text.endswith("```") and len(text) > 6:
        return str(regex.sub(r"^```\w*\n?|\n?```$", "", text)).strip()
    return text
