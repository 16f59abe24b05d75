"""What a text does or does not do: each measure finds the place in the text, or nothing.

A measure looks at the own words of a post (`Reading.said`: quotations, links, names and tags blanked) unless it is
about these. The lists of words are our own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import regex

from assistant.records import HabitGroup
from assistant.voice.texts import EMOJI, HASHTAG, LINK, MENTION, WORD, Reading

Place = tuple[int, int]
Find = Callable[[Reading], Place | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its name, where it is told, and the languages it is for (none: any)."""

    name: str
    group: HabitGroup
    find: Find
    languages: tuple[str, ...] = ()


_NOT_SILENT = r"(?<!\b(?:est|était|étais|étaient|suis|sont) )"
"""Before « tu », the participle of se taire."""

_IN_TEXT: dict[str, tuple[HabitGroup, dict[str, str]]] = {
    "tu": (
        "address",
        {"fr": _NOT_SILENT + r"(?<!-)\b(?:tu|te|toi|ton|ta|tes)\b|\bt'(?=\w)|\b\w+-t(?:oi|u)\b"},
    ),
    "vous": (
        "address",
        {"fr": r"(?<!rendez-)\b(?:vous|votre|vos|vôtres?)\b|\b(?!(?:chez|assez|nez|rez|rendez|allez)\b)\p{L}{2,}ez\b"},
    ),
    "on": ("address", {"fr": r"\bon\b"}),
    "nous": ("address", {"fr": r"(?<!-)\bnous\b"}),
    "je": ("address", {"fr": r"\bje\b|\bj'(?=\w)"}),
    "we": ("address", {"en": r"\b(?:we|our|ours)\b|\b(?-i:us|Us)\b"}),
    "I": ("address", {"en": r"\b(?:i|my|mine|me)\b(?!\.)"}),
    "you": ("address", {"en": r"\b(?:you|your|yours)\b"}),
    "question": ("signs", {"": r"\?"}),
    "exclamation": ("signs", {"": r"!"}),
    "exclamations": ("signs", {"": r"![^!]*!"}),
    "ellipsis": ("signs", {"": r"…|\.\.\."}),
    "dash": ("signs", {"": r"[—–](?!\d)|(?<=\s)--?(?=\s)"}),
    "semicolon": ("signs", {"": r";(?![)(DP-])"}),
    "colon": ("signs", {"": r":(?=\s|$)"}),
    "parentheses": ("signs", {"": r"\([^()\n]{2,}\)"}),
    "figure": ("words", {"": r"\d+(?:[.,\u00a0\u202f]\d+)*"}),
    "please": ("words", {"fr": r"\bs'il (?:te|vous) plaît\b|\bs[vt]p\b", "en": r"\bpl(?:ease|s|z)\b"}),
    "thanks": ("words", {"fr": r"\bmercis?\b", "en": r"\bthanks?\b|\bthx\b"}),
    "apology": (
        "words",
        {
            "fr": r"\bdésolée?s?\b|\bpardon\b|\bexcuses?\b|\bs'excuse\b|\bnavrée?s?\b|\b(?:notre|ma) faute\b",
            "en": r"\bsorry\b|\bapolog\w+|\b(?:our|my) (?:fault|mistake)\b|\bthat(?:'s| one's) (?:on us|ours)\b",
        },
    ),
    "intensifier": (
        "words",
        {
            "fr": r"\b(?:très|vraiment|tellement|super|trop|hyper|extrêmement|absolument|totalement)\b",
            "en": r"\b(?:very|really|super|totally|absolutely|extremely|incredibly|truly)\b",
        },
    ),
    "enthusiasm": (
        "words",
        {
            "fr": r"\b(?:incroyables?|géni(?:al|ale|aux|ales)|formidables?|magnifiques?|fantastiques?|extraordinaires?"
            r"|exceptionnel(?:le)?s?|merveilleu(?:x|ses?)|fabuleu(?:x|ses?)|(?:ravi|enchanté|emballé)e?s?)\b",
            "en": r"\b(?:amazing|awesome|incredible|fantastic|wonderful|excit(?:ed|ing)|thrilled|delighted|fabulous"
            r"|stunning|gorgeous|brilliant)\b",
        },
    ),
    "hedge": (
        "words",
        {
            "fr": r"\bpeut-être\b|\bprobablement\b|\bsans doute\b|\bje (?:pense|crois)\b|\bon dirait\b|\bplutôt\b",
            "en": r"\bmaybe\b|\bperhaps\b|\bprobably\b|\bi (?:think|guess|suppose)\b|\bkind of\b|\bsort of\b",
        },
    ),
    "spoken": (
        "words",
        {
            "fr": r"\b(?:faque|pis|ben|pantoute|astheure|icitte|ouin|ayoye|coudonc|chu)\b|\by'a(?:vait)?\b|\bj'suis\b",
            "en": r"\b(?:gonna|wanna|gotta|kinda|dunno|yep|nope|yeah|y'all|ain't|lol)\b",
        },
    ),
}
_AT_START: dict[str, dict[str, str]] = {
    "greeting_start": {
        "fr": r"(?:bonjour|bonsoir|salut|allô|allo|coucou|bon matin|bonne journée|hello|hey|chère?s?|rebonjour)\b",
        "en": r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|morning|dear|howdy|greetings)\b",
    },
    "thanks_start": {"fr": r"(?:un grand |mille |gros )?mercis?\b", "en": r"(?:many |big )?(?:thanks?|thx)\b"},
    "yes_no_start": {
        "fr": r"(?:ben |mais )?(?:oui|non|ouais|nope)\b",
        "en": r"(?:yes|no|yep|nope|yeah|nah|sure)\b",
    },
    "figure_start": {"": r"[-–+]?[$€£]?\d+"},
}
_TAIL = regex.compile(rf"(?:\s|{LINK.pattern}|{HASHTAG.pattern}|{MENTION.pattern}|{EMOJI.pattern})+$")
_TERMINAL = regex.compile(r"[.!?…][\"»”’)\]]*$")
_SPEECH_OR_QUOTE = regex.compile(r"«[^«»]+»|“[^“”]+”|\"[^\"\n]+\"")
_LOUD = regex.compile(r"\b\p{Lu}{4,}\b")
_SHORT_ENDING = 6
"""Words a last sentence may have to be called short."""


@cache
def measures(language: str) -> tuple[Measure, ...]:
    """The measures for texts in a language; in an unknown one those that need no words."""
    found = [
        Measure(name, group, partial(_search, pattern))
        for name, (group, patterns) in _IN_TEXT.items()
        if (pattern := _compiled(patterns, language))
    ]
    found += [
        Measure(name, "edges", partial(_match_start, pattern))
        for name, patterns in _AT_START.items()
        if (pattern := _compiled(patterns, language))
    ]
    found += [
        Measure("question_start", "edges", _question_start),
        Measure("question_end", "edges", partial(_ends_with, "?")),
        Measure("exclamation_end", "edges", partial(_ends_with, "!")),
        Measure("open_end", "edges", _open_end),
        Measure("short_end", "rhythm", _short_end),
        Measure("one_sentence", "rhythm", _one_sentence),
        Measure("line_breaks", "rhythm", _line_break),
        Measure("emoji", "signs", partial(_in_body, EMOJI)),
        Measure("hashtag", "signs", partial(_in_body, HASHTAG)),
        Measure("hashtag_end", "signs", _hashtag_end),
        Measure("link", "signs", partial(_in_body, LINK)),
        Measure("mention", "signs", partial(_in_body, MENTION)),
        Measure("speech", "words", _speech),
        Measure("small_start", "typography", _small_start),
        Measure("loud", "typography", partial(_search, _LOUD)),
    ]
    return tuple(found)


def measure(name: str, language: str) -> Measure | None:
    """The measure of this name in a language."""
    return next((one for one in measures(language) if one.name == name), None)


def text_end(reading: Reading) -> int:
    """Where the text ends when closing links, tags, names and emoji are left aside."""
    tail = _TAIL.search(reading.text)
    return tail.start() if tail else len(reading.text)


def _compiled(patterns: dict[str, str], language: str) -> Any:
    pattern = patterns.get("") or patterns.get(language)
    return regex.compile(pattern, regex.IGNORECASE) if pattern else None


def _search(pattern: Any, reading: Reading) -> Place | None:
    match = pattern.search(reading.said)
    return match.span() if match else None


def _match_start(pattern: Any, reading: Reading) -> Place | None:
    match = pattern.match(reading.said, _first_sign(reading))
    return match.span() if match else None


def _in_body(pattern: Any, reading: Reading) -> Place | None:
    match = pattern.search(reading.text, reading.body)
    return match.span() if match else None


def _first_sign(reading: Reading) -> int:
    """Where the text begins: after names, blanks, emoji and opening quotation marks."""
    place = reading.body
    while place < len(reading.text):
        emoji = EMOJI.match(reading.text, place)
        if emoji:
            place = emoji.end()
        elif reading.text[place].isspace() or reading.text[place] in "«“\"'(¡¿":
            place += 1
        else:
            break
    return place


def _question_start(reading: Reading) -> Place | None:
    start = _first_sign(reading)
    end = regex.compile(r"[.!?…\n]").search(reading.text, start)
    return (start, end.end()) if end and end.group() == "?" else None


def _ends_with(sign: str, reading: Reading) -> Place | None:
    end = text_end(reading)
    match = _TERMINAL.search(reading.text, max(reading.body, end - 4), end)
    return match.span() if match and sign in match.group() else None


def _open_end(reading: Reading) -> Place | None:
    """No stop at the end of the words."""
    end = text_end(reading)
    last = reading.text[end - 1 : end]
    return (end - 1, end) if last.isalnum() and end > reading.body else None


def _short_end(reading: Reading) -> Place | None:
    """Of three sentences and more, the last has few words, and half as many as the others on average or fewer."""
    *others, last = reading.sentences or (0,)
    if len(others) < 2 or last > _SHORT_ENDING or last * 2 > sum(others) / len(others):
        return None
    words = [match.span() for match in WORD.finditer(reading.text, 0, text_end(reading))]
    return (words[-last][0], words[-1][1]) if len(words) >= last else None


def _one_sentence(reading: Reading) -> Place | None:
    return (0, 0) if len(reading.sentences) == 1 else None


def _line_break(reading: Reading) -> Place | None:
    place = reading.text.strip().find("\n")
    return (0, 0) if place >= 0 else None


def _hashtag_end(reading: Reading) -> Place | None:
    tags = list(HASHTAG.finditer(reading.text))
    return tags[-1].span() if tags and tags[-1].start() >= text_end(reading) else None


def _speech(reading: Reading) -> Place | None:
    """Somebody's words between quotation marks, three and more."""
    for match in _SPEECH_OR_QUOTE.finditer(reading.text):
        if len(WORD.findall(match.group())) >= 3:
            return (match.start(), match.end())
    return None


def _small_start(reading: Reading) -> Place | None:
    """The first letter is a small one."""
    start = _first_sign(reading)
    word = WORD.match(reading.text, start)
    if word is None or LINK.match(reading.text, start) or not word.group()[0].islower():
        return None
    return (start, word.end())
