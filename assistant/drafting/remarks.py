"""Drafts for kind words without a model: thanks in the house's own words, and, where somebody of the house is praised,
the words with which it passes such thanks on.

They are what `brand.toml` says for it, or sentences of earlier replies to kind words with all that belonged to another
person taken off. No wit is made up: who wants more than thanks writes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from assistant.drafting.case_details import Case as Earlier
from assistant.drafting.checks import brand_material
from assistant.drafting.claims import claims_of
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.instructions import instructions_in
from assistant.drafting.material import Case
from assistant.drafting.situations import SURE, Reading, read_situation
from assistant.drafting.sorrows import tells_of_loss
from assistant.drafting.troubles import kinds_of
from assistant.library.splitting import split_sentences
from assistant.records import Passage
from assistant.voice.brand import Brand
from assistant.voice.handling import said_to
from assistant.voice.rules import says_tu, says_vous
from assistant.voice.words import telling_stems

_LOOKED_AT = 60
_UNSURE = frozenset({"other", "joke", "complaint"})
_KIND = frozenset({"praise", "other", "joke"})
_SHOWN = 1.0
"""Sum of the words of praise from which a message is kind whatever its meaning is taken for."""
_MEANT = 0.75
"""Confidence from which it is kind without a word that says so."""
_LIKELY = 0.4
"""Confidence that words of praise need beside them: they stand in many a question."""
_BY_EMOJI = 1.5
_HARSH = 2.0
_SALE = 1.0
_THANKS = regex.compile(r"\b(?:merci|thanks?|thank you)\b", regex.IGNORECASE)
_BEGINS_KIND = regex.compile(
    r"^\W*(?:(?:un |mille |une? )?(?:grand |gros |immense |énorme )?mercis?|(?:many |big |huge )?thanks|thank you|"
    r"bravo|félicitations|congrat\w+|kudos|shout-?out|hats off|chapeau)\b",
    regex.IGNORECASE,
)
_POLITE_ORDER = regex.compile(
    r"\bmerci (?:d['’]avance|de (?:bien vouloir )?(?!nous |m['’])\p{L}+(?:er|ir|re))\b|\bthank(?:s| you) in advance\b",
    regex.IGNORECASE,
)
_ONLY_THANKS = regex.compile(
    r"^(?:(?:un )?(?:grand |gros |immense )?merci|thanks|thank you|many thanks)\b(?:(?! to | à ).){0,60}$",
    regex.IGNORECASE,
)
_FOR_SOMETHING = regex.compile(r"\b(?:pour|for|de|d['’])\b\s*(?P<what>.*)$", regex.IGNORECASE)
_OF_WRITING = telling_stems(
    "écrit écrire dit dire raconté partagé mot mots message nouvelles writing written telling sharing saying note words"
)
_LONGEST_THANKS = 12
_RELAYS = {
    "fr": regex.compile(
        r"^(?:on|nous) (?:le |l['’])?(?P<whom>lui|leur) (?:dit|dira|passe le mot|fait le message|transmet)\b(?=[.,;!])",
        regex.IGNORECASE,
    ),
    "en": regex.compile(
        r"^we(?:['’]ll| will) (?:tell|let) (?P<whom>him|her|them)(?: know)?\b(?=[.,;!])", regex.IGNORECASE
    ),
}
"""How the house passes thanks on, up to the first sign: what follows is of that day."""
_SOMEBODY = regex.compile(
    r"\b(?:barista|serveu\w+|vendeu\w+|caissi\w+|libraire|ouvreuse|technicien\w*|employée?|staff|server|cashier|"
    r"waiter|waitress|usher|bookseller|driver|livreu\w+|whoever|"
    r"(?:la|the) (?:personne|person|fille|girl|dame|lady|woman)|(?:le|the) (?:gars|guy|man|monsieur|gentleman)|"
    r"cel(?:ui|le) qui|(?:la )?petite (?:brune|blonde))\b",
    regex.IGNORECASE,
)
_SEVERAL = regex.compile(
    r"\b(?:(?:toute )?(?:l['’]|votre |la )(?:équipe|troupe|gang|compagnie|cuisine)|(?:les|aux|vos) (?:baristas|"
    r"comédien\w*|acteurs|actrices|artistes|danseu\w+|musicien\w*|bénévoles|serveu\w+|filles|gars|libraires)|"
    r"(?:your|the|whole) (?:team|crew|cast|kitchen|staff|company|band)|(?:the|your) (?:baristas|actors|dancers|"
    r"musicians|volunteers|ushers|cooks|girls|guys|people)|every(?:one|body) (?:behind|at|in|who|there|involved))\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of an answer, and the earlier reply that it is from, None where it is of `brand.toml`."""

    text: str
    passage: Passage | None


def remark_drafts(case: Case, context: ContextBuilder) -> tuple[Begun, ...]:
    """Thanks, with and without what passes them on; none where the message asks something, is no kind word, or the
    house has no words for it."""
    message = shortened(case.request.message.text)
    if not is_kind(case):
        return ()
    thanks = _thanks(case, context, message)
    relay = _relay(case, context, message)
    if thanks is None:
        return (relay,) if relay is not None else ()
    if relay is None:
        return (thanks,)
    # The sign of thanks stays at the end.
    words = regex.match(r"^(?P<words>.*?[.!])(?P<sign>\s*\P{L}*)$", thanks.text, regex.DOTALL)
    said = f"{words['words']} {relay.text}{words['sign']}" if words else f"{thanks.text} {relay.text}"
    return Begun(said, relay.passage), thanks


def is_kind(case: Case) -> bool:
    """Whether a message is kind words that ask nothing and complain of nothing, and of which nothing is sad: said so,
    or so in meaning and surely."""
    seen, message = case.seen, case.request.message.text
    asks = bool(case.material.asked) or "?" in message or _POLITE_ORDER.search(message) is not None
    if asks or tells_of_loss(message) or instructions_in(message):
        return False
    if case.request.situation is not None:
        return case.request.situation == "praise"
    thanks, shown = _THANKS.search(message) is not None, read_situation(message)
    surely = seen.situation == "praise" and thanks and seen.confidence >= _MEANT
    if kinds_of(message) or not _is_harmless(shown, surely):
        return False
    begins = _BEGINS_KIND.match(message) is not None and seen.situation in _KIND
    kind = begins or ("short" in shown.signs and shown.scores["praise"] >= _SHOWN)
    return kind or _is_meant(case, shown, thanks)


def _is_meant(case: Case, shown: Reading, thanks: bool) -> bool:
    seen = case.seen
    if seen.situation == "praise":
        said = shown.scores["praise"] >= _SHOWN and (thanks or seen.confidence >= _LIKELY)
        return said or (seen.confidence >= _MEANT and seen.second in _KIND)
    praised = shown.scores["praise"] - _BY_EMOJI * ("loving" in shown.signs) > _SHOWN
    return seen.situation in _UNSURE and seen.confidence < SURE and (thanks or praised)


def _is_harmless(shown: Reading, surely: bool) -> bool:
    """Whether nothing beside the kind words is meant; a hard word stands in many that are `surely` kind."""
    ironic = "sarcasm" in shown.signs or "reproach" in shown.signs or "link" in shown.signs
    scores = shown.scores
    return (
        not ironic and scores["complaint"] < _HARSH and scores["spam"] < _SALE and (surely or scores["attack"] < _SALE)
    )


# ---------------------------------------------------------------- thanks


def _thanks(case: Case, context: ContextBuilder, message: str) -> Begun | None:
    """What the brand says for kind words, else thanks of an earlier reply that hold for anybody; None without."""
    own = said_to(context.brand.holding.thanks, case.seen.language, case.seen.register)
    if own:
        return Begun(own, None)
    for passage, sentence in _sentences(case, context, message):
        if not _ONLY_THANKS.match(sentence) or len(sentence.split()) > _LONGEST_THANKS or "?" in sentence:
            continue
        # Thanks for something else are no thanks for this.
        thing = _FOR_SOMETHING.search(sentence)
        if thing is None or telling_stems(thing["what"]) <= telling_stems(message) | _OF_WRITING:
            return Begun(sentence, passage)
    return None


def _sentences(case: Case, context: ContextBuilder, message: str) -> Iterator[tuple[Passage, str]]:
    """The sentences of earlier replies to kind words and jokes, the nearest first, that hold for anybody."""
    house = tuple(brand_material(context.brand))
    language, register = case.seen.language, case.seen.register
    for hit in context.retrieval.find_answered(message, language, case.request.person, _LOOKED_AT):
        past = hit.passage
        if past.answered is None or past.quoted or past.language not in ("", language):
            continue
        if read_situation(past.answered.text).situation not in _KIND:
            continue
        earlier = Earlier(past.answered.text, past.answered.author, message, house, past.person)
        for sentence in (one.strip() for line in past.text.split("\n") for one in split_sentences(line)):
            wrong = language == "fr" and (says_vous(sentence) if register == "tu" else says_tu(sentence))
            states = any(claim.kind in ("number", "clock", "day", "email", "link") for claim in claims_of(sentence))
            relays = language in _RELAYS and _RELAYS[language].match(sentence) is not None
            if not wrong and not states and (relays or not earlier.reason_against(sentence)):
                yield past, sentence


# ---------------------------------------------------------------- passing them on


def _relay(case: Case, context: ContextBuilder, message: str) -> Begun | None:
    """The words with which an earlier reply passed thanks on, said of whom this message praises; None where it praises
    nobody but the house, or no reply did."""
    language = case.seen.language
    whom = _praised(message, context.brand, language)
    if not whom or language not in _RELAYS:
        return None
    for passage, sentence in _sentences(case, context, message):
        found = _RELAYS[language].match(sentence)
        if found is not None:
            return Begun(f"{_passed_on(found, whom, language)}.", passage)
    return None


def _passed_on(found: regex.Match[str], whom: str, language: str) -> str:
    said, place = found.group(), found.span("whom")
    before, after = said[: place[0] - found.start()], said[place[1] - found.start() :]
    if language == "en" or whom in ("lui", "leur"):
        return f"{before}{whom}{after}"
    return f"{before.rstrip()} {after.strip()} à {whom}"


def _praised(message: str, brand: Brand, language: str) -> str:
    """Whom a message praises, as the sentence that passes it on calls them; empty when nobody is singled out."""
    called = [_called(person.name) for person in brand.people if person.name]
    names = [name for name in called if regex.search(rf"\b{regex.escape(name)}\b", message, regex.IGNORECASE)]
    one, several = _SOMEBODY.search(message) is not None, _SEVERAL.search(message) is not None
    if len(names) == 1 and not (one or several):
        return names[0]
    if names or several:
        return "leur" if language == "fr" else "them"
    return ("lui" if language == "fr" else "them") if one else ""


def _called(name: str) -> str:
    """What a person is called: the nickname between quotation marks, else the first name."""
    nickname = regex.search(r"[\"“«]\s?(?P<name>[^\"”»]+?)\s?[\"”»]", name)
    return nickname["name"] if nickname else name.split(maxsplit=1)[0]
