"""What one sentence of the knowledge states: its words, the days and the kinds of values it names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from assistant.drafting.claims import claims_of
from assistant.drafting.concepts import concept_of, plainly
from assistant.drafting.days import MONTHS, days_of
from assistant.drafting.places import places_of
from assistant.library.splitting import split_sentences
from assistant.records import Passage
from assistant.store.fulltext import stem_of

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’][\p{L}]+)?")
_ELISION = regex.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", regex.IGNORECASE)
_POSSESSIVE = regex.compile(r"['’]s$")
_PRONOUN = regex.compile(
    r"^(?:il|elle|ils|elles|ça|cela|ceci|c['’]est|ce sont|celui-ci|celle-ci|ceux-ci|le détail|vers|"
    r"it|it['’]s|they|they['’]re|this|that|that['’]s|these|those|both)\b|^s['’]ils? |^si c['’]est|^if it ",
    regex.IGNORECASE,
)
_EVERYWHERE = regex.compile(
    r"\b(?:partout|nulle part|ailleurs|everywhere|anywhere|nowhere|worldwide|monde entier|n['’]importe où|"
    r"(?:seulement|uniquement|exclusivement|only|exclusively)(?= (?:en|à|au|aux|dans|sur|in|to|within|at)\b)|"
    r"(?<=\p{Lu}\p{L}+ )(?:seulement|uniquement|exclusivement|only|exclusively))\b",
    regex.IGNORECASE,
)
_FREE = regex.compile(
    r"\b(?:gratuit\w*|free|sans frais|même prix|same price|compris\w*|inclus\w*|included|no (?:extra )?charge|"
    r"costs? the same|on us|offerte?s?|half)\b",
    regex.IGNORECASE,
)
_MONTH = regex.compile(
    rf"\b(?:{'|'.join((*MONTHS['fr'], *(month.capitalize() for month in MONTHS['en'])))}|"
    r"le \d{1,2} (?:du|de chaque) mois|the \d{1,2}(?:st|nd|rd|th) of (?:the|each|every) month|"
    r"(?:19|20)\d\d)\b"
)
_STREET = regex.compile(
    r"\b\d+(?: bis)?,? (?:rue|avenue|av\.|boulevard|boul\.|bd|chemin|place|quai|route)\b|\b\d+ (?:\p{Lu}\w+ ){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Boulevard|Drive|Square|Way)\b"
)
_WHERE = regex.compile(
    r"\b(?:au|à|en|dans|sur|chez|at|in|on|near|près|by|from|to|vers|aux)\s+(?:the |le |la |les |l['’])?\p{Lu}|"
    r"\b(?:en ligne|online|au comptoir|at the counter|sur le site|on the (?:site|website)|from settings)\b"
)
_AROUND_EACH = regex.compile(
    r"\b(?:avant|après|pendant|before|after|during) (?:chaque|every|each) (?!month|week|year|mois|semaine|année)\p{L}",
    regex.IGNORECASE,
)
"""What holds on any day on which something takes place: « une heure avant chaque spectacle »."""
_TIMES = {"day": ("time",), "clock": ("time", "hour")}
_CLOSED = regex.compile(r"\b(?:closed|fermée?s?)\b", regex.IGNORECASE)
"""To ask at what hour is answered by it too."""
_NEVER = regex.compile(
    r"\bn['’]expire\w* pas\b|\b(?:don['’]t|doesn['’]t|never) expires?\b|\ben tout temps\b|"
    r"\b(?:at )?any ?time\b|\bjamais\b|\bnever\b",
    regex.IGNORECASE,
)
"""What answers « quand? » without a day."""
_SPELT = regex.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze) "
    r"(?:day|week|month|year|hour|minute|jour|semaine|mois|an|année|heure)s?\b",
    regex.IGNORECASE,
)
_STOCK = regex.compile(
    r"\b(?:en|in) stock\b|\bsold out\b|\bépuisé|\bwalk-ins?\b|\bsans réservation\b", regex.IGNORECASE
)
_CHANGE = regex.compile(
    r"\b(?:will|going to|won['’]t|from (?:January|next)|goes? up|until|augment\w+|montera|passera|à partir d[eu]|dès|"
    r"hausse|increase\w*|jusqu['’]au)\b",
    regex.IGNORECASE,
)
"""What speaks of what will be."""
_DESCRIBES = regex.compile(r"^[\p{Lu}«\"][^:.!?]{1,50}\s?:\s[^:]*,")
"""A name, a colon, and what it is: « Écluse : assemblage maison, noisette et cacao »."""
_PERSON = regex.compile(
    r"(?<!\b(?:rue|à|au|aux|en|de|du|in|to|at|the|Le|La|New|Place|São|Los|San) )"
    r"\b(?!(?:Le|La|Les|The|Nos|Our|New|We|On|In|No|Un|Une|A) )\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)? \p{Lu}\p{Ll}+|"
    r"\b\p{Lu}\p{Ll}+ (?:fonde|founded|runs|tient|décide|decides|s['’]occupe|looks after|répond|answers)\b"
)
_KINDS = (
    (_FREE, ("price",)), (_STREET, ("street", "place")), (_WHERE, ("place",)), (_PERSON, ("person",)),
    (_CLOSED, ("hour",)), (_SPELT, ("duration", "time")), (_NEVER, ("duration", "time")), (_CHANGE, ("change",)),
    (_STOCK, ("stock",)), (_DESCRIBES, ("description",)),
)  # fmt: skip
"""What each of these says of a sentence that holds it."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence of a passage. `text` is what is quoted of it: with the sentence before when it begins with a pronoun.
    `words` are its words and those of its headings, in small letters; `stems` are theirs. `everywhere` is true of what
    speaks of all places, or of no other ones. `concepts` are what its words mean in any trade, `topic` the same
    of its headings and their stems, `regions` the codes of the countries, provinces and states that it names."""

    passage: Passage
    text: str
    words: frozenset[str]
    stems: frozenset[str]
    days: frozenset[str]
    kinds: frozenset[str]
    everywhere: bool
    concepts: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


@lru_cache(maxsize=4_000)
def states(passage: Passage) -> tuple[Stated, ...]:
    """The sentences of a passage, in its order."""
    return tuple(_stated(passage))


def words_of(text: str) -> list[str]:
    """The words of a text in its order, in small letters, without French elisions and the English possessive."""
    return [_POSSESSIVE.sub("", _ELISION.sub("", word).lower()) for word in _WORD.findall(text)]


def _stated(passage: Passage) -> Iterator[Stated]:
    heading = " ".join(passage.section)
    sentences: Sequence[str] = [one for line in passage.text.split("\n") for one in split_sentences(line.strip())]
    before = ""
    for sentence in sentences:
        text = f"{before} {sentence}" if before and _PRONOUN.match(sentence) else sentence
        words = frozenset(words_of(f"{heading} {text}"))
        stems = frozenset(stem_of(word) for word in words)
        everywhere = _EVERYWHERE.search(text) is not None
        meant = words | frozenset(words_of(plainly(text)))
        concepts = frozenset(filter(None, map(concept_of, meant)))
        regions = frozenset(one.region for one in places_of(text) if one.region)
        kinds = frozenset(_kinds(text))
        named = frozenset(words_of(plainly(heading)))
        topic = frozenset(filter(None, map(concept_of, named))) | frozenset(map(stem_of, named))
        days = days_of(text)
        if days and _AROUND_EACH.search(text):
            days |= {"every"}
        yield Stated(passage, text, words, stems, days, kinds, everywhere, concepts, topic, regions)
        before = sentence


def _kinds(text: str) -> Iterator[str]:
    """The kinds of values that a text names, as the tables `wants` of `answerability.toml` call them."""
    for claim in claims_of(text):
        if claim.kind == "number":
            yield from _kinds_of_number(claim.value.partition(" ")[2])
        elif claim.kind in _TIMES:
            yield from _TIMES[claim.kind]
        elif claim.kind in ("email", "phone", "link", "handle"):
            yield from (claim.kind, "contact")
    if days_of(text) or _MONTH.search(text):
        yield "time"
    for pattern, kinds in _KINDS:
        if pattern.search(text):
            yield from kinds


def _kinds_of_number(unit: str) -> Iterator[str]:
    if unit in ("$", "€", "£", "cent"):
        yield "price"
    elif unit in ("day", "week", "month", "year", "hour", "min"):
        yield from ("duration", "time", "count")
    else:
        yield "count"
