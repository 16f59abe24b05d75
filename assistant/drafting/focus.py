"""The very thing that a question asks for: the ounces of “how many ounces is the latte”, the card of “do you take
amex”, the caffeine of “which has more caffeine”. A sentence that lacks it shares its surroundings only.
"""

from collections.abc import Sequence
from functools import cache

import regex

from assistant.drafting.concepts import concept_of, plainly
from assistant.drafting.seeking import Sought, Word, is_empty, is_weak, table
from assistant.drafting.stated import words_of

_COUNTED = regex.compile(
    r"\bhow many (?P<thing>[\w'-]+)|\bhow much (?P<thing>[\w'-]+)"
    r"(?= (?:is|are|do|does|did|in|of|comes?|per|has|have)\b)|"
    r"\b(?:which|what|who|where)\b.{0,40}\b(?:more|less|fewer|most|least) (?P<thing>[\w'-]+)|"
    r"\b(?:which|what|quel(?:le)?) (?P<thing>bus|autobus|tram|train|line|ligne|exit|sortie)\b|"
    r"(?<!should i )(?<!to )(?<!would you )\b(?P<thing>choose)\b|"
    r"\b(?:peux|peut|pouvons|puis-je|peut-on|peux-tu|peux tu) (?P<thing>choisir)\b|"
    r"\bcombien d(?:e |')(?P<thing>[\w'-]+)|"
    r"\b(?:quel(?:le)?s?|lequel|laquelle|qui)\b.{0,40}\b(?:plus|moins) d(?:e |')(?P<thing>[\w'-]+)"
)
"""What is counted or compared, what leads there, and whether there is a choice."""
_HAD = regex.compile(
    r"\b(?:do|does|did|will|would|can|could) (?:you|u|ya|y'all|they|the \w+|it) "
    r"(?:guys |all |folks )?(?:also |still |ever |even |happen to )?"
    r"(?:take|accept|have|sell|carry|stock|serve|offer|do|make|got|use|rent|run|keep|give)(?P<things> .+)|"
    r"(?:^|\bu |\byou )(?:take|accept|have|sell|carry|stock|serve|offer|got|have got|rent)(?P<things> .+)|"
    r"\b(?:is|are) there (?:still |also |even )?(?P<things> ?.+)|^any (?P<things>.+)|"
    r"\b(?:avez|vendez|prenez|acceptez|offrez|servez|faites(?!-vous ça\b)|utilisez|louez|proposez)-vous(?P<things> .+)|"
    r"\bvous (?:avez|vendez|prenez|acceptez|offrez|servez|faites|utilisez|louez|proposez)(?:[ -]tu)?(?P<things> .+)|"
    r"\b(?:as-tu|t'as(?: tu|-tu)?|y a[- ]t[- ]?(?:il|u|elle)|y'?a[- ]?t[- ]?(?:il|u)|y'?a|il y a)(?P<things> .+)|"
    r"\bc'?est (?:du|de la|de l'|d'la)(?P<things> ?.+)|"
    r"\b(?:can|does|will|may|do|could|would)(?: \S+){1,4} (?:pay for|be used (?:for|on|at|in|towards?)|go towards?|"
    r"count (?:for|towards?)|cover|include)(?P<things> .+)|"
    r"\b(?:peut|peuvent|sert|servent|servir|marche|marchent|compte|comptent)(?:-elles?|-ils?)?(?: tu)? "
    r"(?:à payer|payer|pour payer|couvrir)(?P<things> .+)|"
    r"\b(?:réserv(?:er|ez|e)|louer|book|reserve|rent|hire)"
    r"(?P<things> (?:une?|des|la|le|l['’]|votre|vos|an?|the|your|some) .+)"
)
"""What is had, taken, sold or paid with something."""
_ENDS = regex.compile(
    r"[,.;:?!()]|\b(?:for|in|at|on|that|who|which|if|when|near|to|or|and|so|because|by|from|like|as|near|around|during|"
    r"a few|each|every|"
    r"pour|dans|sur|qui|que|si|quand|ou|et|à|au|aux|chez|en|par|près|pis|avant|après|comme|le|ce)\b|['’]s\b"
)
_PAIR = regex.compile(r"\b(?P<one>\p{L}{3,})(?: | de | d')(?P<other>\p{L}{3,})\b")
_ITEMS = regex.compile(
    r"\p{L}{0,2}(?:\s*,\s*(?:\p{L}+,\s*){0,3}|\s+(?:and|et)\s+)(?:du |de la |de l['’]|des |d['’]|les? |la |l['’])?"
)
"""What stands between two items of a list of plain things."""
_VALUE_CONCEPTS = frozenset({"price", "cheap", "free"})
"""What any price covers: no thing of its own."""
KNOWN = 0.5
"""How far a word must be covered to be known."""
SAID = 0.95
"""How far a word is covered that is said, or nearly: what is only near to it is another thing."""


def focus_of(question: str) -> tuple[str, ...]:
    """The words, in small letters, of what a question asks for, at least one of which an answer says; none where that
    cannot be told."""
    plain = " ".join(plainly(question).split())
    for found in _COUNTED.finditer(plain):
        if thing := _telling(found["thing"]):
            return thing[:1]
    found = _HAD.search(plain)
    if found is None:
        return ()
    things = _ENDS.split(found["things"], maxsplit=1)[0]
    return _telling(things)


def lacks_focus(focus: Sequence[str], words: Sequence[Word], matches: Sequence[float]) -> bool:
    """Whether a sentence that covers the words sought so far says nothing of the focus."""
    at = [match for word, match in zip(words, matches, strict=True) if word.word in focus]
    return bool(at) and max(at) < SAID


def is_elsewhere(words: Sequence[Word], row: Sequence[float], known: Sequence[float]) -> bool:
    """Whether a sentence speaks of nothing that is asked about, and another one of all of it: to the hour of the bike
    round, the hours of the shop are no answer, nor is free wifi to “is oat extra?”. Nor does anything answer what is
    asked of one way to come, to send or pay, by bike, in cash, that leaves it out where another sentence does not."""
    strong = [place for place, word in enumerate(words) if word.weight >= 1.0]
    ways = [place for place in strong if words[place].concept in table()["ways"] and not words[place].around]
    if any(row[place] < KNOWN and known[place] >= 1.0 for place in ways):
        return True
    things = [place for place in strong if words[place].tells and not words[place].kinds]
    about = things if len(things) == 1 else strong
    return bool(about) and all(row[place] < KNOWN and known[place] >= 1.0 for place in about)


def lacks_place(sought: Sought, row: Sequence[float]) -> bool:
    """Whether a place is asked about that a sentence neither names nor lies around: to Laval, the round of Verdun is no
    answer."""
    return any(
        match < KNOWN and word.weight >= 1.0 and word.place and (word.name or word.within)
        for word, match in zip(sought.words, row, strict=True)
    )


def is_listed_apart(question: str, sentence: str) -> bool:
    """Whether two words that a question says as one thing, “soy milk”, « lait de soya », stand in a sentence as two
    things of a list: “milk, soy, oats”."""
    for pair in _PAIR.finditer(question.lower(), overlapped=True):
        one, other = pair["one"], pair["other"]
        if all(_telling(word) for word in (one, other)) and _apart(one, other, sentence.lower()):
            return True
    return False


def is_of_something_else(sought: Sought, matches: Sequence[float]) -> bool:
    """Whether nothing but a price or a length is asked for, « et combien? », “how long”, and a sentence lies in no
    place named before, or, where none is, says nothing that was. A price may be that of the thing, wherever it goes."""
    if not sought.wants & _VALUES or any(word.tells and not (word.around or word.kinds) for word in sought.words):
        return False
    around = [(word, match) for word, match in zip(sought.words, matches, strict=True) if word.around]
    lying = [match for word, match in around if word.place and word.within]
    if lying and "price" not in sought.wants:
        return max(lying) < 1.0
    told = lying + [match for word, match in around if not (word.common or word.kinds) and (not lying or word.concept)]
    return bool(told) and max(told) < _NAMED


def is_of_another_kind(sought: Sought, matches: Sequence[float], sentence: str) -> bool:
    """Whether a sentence speaks of another kind of the thing asked for: of oat milk, not of soy milk."""
    lacking = {word.word for word, match in zip(sought.words, matches, strict=True) if match < _NAMED}
    said = sentence.lower().replace("’", "'")
    for pair in _PAIR.finditer(sought.text.lower(), overlapped=True):
        before, after = pair["one"], pair["other"]
        first = " de " in pair.group() or " d'" in pair.group()
        kind, thing = (after, before) if first else (before, after)
        if kind not in lacking or thing in lacking or not _telling(thing):
            continue
        other = rf"\b{thing} d(?:e |')(?P<kind>\p{{L}}{{3,}})" if first else rf"(?P<kind>\p{{L}}{{3,}}) {thing}\b"
        if any(_telling(found["kind"]) and found["kind"] != kind for found in regex.finditer(other, said)):
            return True
    return False


def holds_for_others(message: str, question: str, sentence: str) -> bool:
    """Whether what a sentence says does not hold for who writes: it is said of what the house does wrong, or of things
    of another kind."""
    return is_of_our_fault(message, sentence) or is_of_the_others(message, question, sentence)


def is_of_the_others(message: str, question: str, sentence: str) -> bool:
    """Whether a message speaks of a kind of a thing that has rules of its own, a guide dog, and a sentence does not:
    it speaks of all such things, or the question points to that one, « peut-il entrer? »."""
    told, said = message.lower(), sentence.lower()
    points = _POINTS.search(question.lower()) is not None
    return any(
        kind.search(told) and (points or thing.search(said)) and not kind.search(said) for kind, thing in _kinds_apart()
    )


def kind_apart_in(text: str) -> str:
    """The last such kind that a text speaks of, as it is written there; empty where it speaks of none."""
    found = [one for kind, _ in _kinds_apart() for one in kind.finditer(text.lower())]
    return text[found[-1].start() : found[-1].end()] if found else ""


_POINTS = regex.compile(r"\b(?:il|elle|he|she|him|her|lui)\b(?! y a\b)|\b(?:avec|with)\W*$")
"""What stands for a living thing that was named before."""


@cache
def _kinds_apart() -> tuple[tuple[regex.Pattern[str], regex.Pattern[str]], ...]:
    return tuple((regex.compile(one["kind"]), regex.compile(one["thing"])) for one in table()["apart"])


_VALUES = frozenset({"price", "duration", "description"})
_NAMED = 0.8


def is_what_we_paid(question: str, sentence: str) -> bool:
    """Whether a sentence tells what the house paid and a question does not ask that: it is no price of ours."""
    return _WE_PAID.search(sentence) is not None and _PAID.search(question) is None


_WE_PAID = regex.compile(
    r"\b(?:we|on|nous) (?:have |also |avons |a )?(?:paid|pay|pay[ée]\w*|payons|paie)\b", regex.IGNORECASE
)
_PAID = regex.compile(
    r"\b(?:pay|pays|paid|paying|pay[ée]\w*|paie\w*|payez|farm\w*|grow\w*|producers?|producteu\w+|productrice\w*|fermi\w+|"
    r"green|vert|fair|équitable\w*|wages?|salaires?|transparen\w+)\b",
    regex.IGNORECASE,
)


def is_of_our_fault(message: str, sentence: str) -> bool:
    """Whether a sentence says what holds where the house was wrong, and a message blames the one who writes, or tells
    nothing that went wrong."""
    if _OUR_FAULT.search(sentence) is None:
        return False
    return _THEIR_FAULT.search(message) is not None or _WENT_WRONG.search(message) is None


_OUR_FAULT = regex.compile(
    r"\b(?:par|de) notre faute\b|\bnotre erreur\b|\bour (?:fault|mistake|error)\b|\bwe (?:\w+ )?\w+ (?:it )?wrong\b",
    regex.IGNORECASE,
)
_THEIR_FAULT = regex.compile(
    r"\b(?:ma|mon) (?:propre )?(?:faute|erreur)\b|\bmy (?:own |bad|fault|mistake)|"
    r"\b(?:by|par) (?:accident|mistake|erreur)\b|\bme suis tromp|\bj['’]ai (?:coché|choisi|cliqué)|"
    r"\b(?:i|we) (?:picked|chose|selected|clicked)\b",
    regex.IGNORECASE,
)
_WENT_WRONG = regex.compile(
    r"\b(?:wrong\w*|mauvais\w*|erreurs?|mistakes?|tromp\w+|instead|au lieu|pas (?:le bon|la bonne)|mal|"
    r"error|faute|fault|reçu\w*|received|got|came|arrivée?s?|arrived|messed up|screwed up|"
    r"you (?:guys )?(?:\w+ )?(?:ground|sent|gave|made))\b",
    regex.IGNORECASE,
)


def _apart(one: str, other: str, sentence: str) -> bool:
    places = [[found.span() for found in regex.finditer(rf"\b{regex.escape(word)}", sentence)] for word in (one, other)]
    between = [sentence[min(a[1], b[1]) : max(a[0], b[0])] for a in places[0] for b in places[1]]
    return bool(between) and all(_ITEMS.fullmatch(gap) for gap in between)


def _telling(text: str) -> tuple[str, ...]:
    return tuple(
        word
        for word in words_of(text)
        if len(word) > 2
        and not (is_empty(word) or (is_weak(word) and not concept_of(word)) or concept_of(word) in _VALUE_CONCEPTS)
    )
