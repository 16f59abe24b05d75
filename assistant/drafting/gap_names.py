"""What a gap of the knowledge is called: a few words of the question that found it."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

import regex

from assistant.drafting.concepts import concept_of
from assistant.drafting.days import days_of
from assistant.drafting.seeking import is_empty, is_weak, kinds_called
from assistant.drafting.spellings import spelt
from assistant.drafting.stated import words_of

MOST_CHARACTERS = 60

_TOKEN = regex.compile(r"(?:\b[cdjlmnst]|\bqu|\bjusqu)['’]|[\p{L}\p{N}$€%]+(?:['’-][\p{L}\p{N}]+)*", regex.IGNORECASE)
_LINKS = frozenset(
    "de du des d' à au aux en sur dans pour avec sans par le la les l' un une et ou of for to in on at with "
    "without by "
    "from the a an and or per under over sous chez vers que than".split()
)
_PRONOUN = regex.compile(r"-(?:vous|tu|t-il|t-elle|t-on|il|elle|on|ils|elles|ce|je|nous)$", regex.IGNORECASE)


def name_gap(question: str, covered: Collection[str], language: str = "en") -> str:
    """The part of a question that holds what nothing of the knowledge covers; `covered` are the words that are. Never
    empty for a question that holds a word."""
    tokens = [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(question)]
    telling = [place for place, (word, _, _) in enumerate(tokens) if _tells(word, question, tokens, place)]
    missing = [place for place in telling if _bare(tokens[place][0]) not in covered]
    wanted = [place for place in missing if not is_weak(_bare(tokens[place][0]))] or missing or telling
    if not wanted:
        kinds = kinds_called(question, language)
        return kinds[0] if kinds else _shortened(question) or question.strip() or question
    run = _run(tokens, telling, _together(tokens, telling, wanted))
    named = question[tokens[run[0]][1] : tokens[run[1]][2]]
    verb = next((place for place in telling if _bare(tokens[place][0]) in _nouns()), None)
    if verb is None or verb > run[1]:
        return _shortened(named)
    noun = _nouns()[_bare(tokens[verb][0])]
    if noun in _PAYING and _MEANS.isdisjoint(
        concept_of(_bare(tokens[place][0])) for place in range(verb + 1, run[1] + 1)
    ):
        return _shortened(named)  # « vous acceptez les chiens? » asks for no payment by dogs
    rest = max(run[0], verb + 1)
    while rest <= run[1] and _bare(tokens[rest][0]) in _PRONOUNS:
        rest += 1
    while verb + 1 < rest and _link(tokens[rest - 1][0]):
        rest -= 1
    after = question[tokens[rest][1] : tokens[run[1]][2]] if rest <= run[1] else ""
    first, _, others = after.partition(" ")
    if noun.isalpha() and first.lower() in _OF:
        after = f"{_OF[first.lower()]} {others}"
    return _shortened(f"{noun} {after}".strip())


_PAYING = frozenset({"paiement par", "payment by"})
_MEANS = frozenset({"card_payment", "cash", "cheque", "gift"})
_OF = {"le": "du", "la": "de la", "les": "des", "un": "d'un", "une": "d'une", "des": "de"}


_AND = frozenset("et and ou or".split())
_PRONOUNS = frozenset("vous tu il elle on ils elles you they it we i".split())


def _together(tokens: list[tuple[str, int, int]], telling: list[int], missing: list[int]) -> list[int]:
    """The first of the missing words and those that nothing but small and telling words part from it."""
    kept = missing[:1]
    for place in missing[1:]:
        between = range(kept[-1] + 1, place)
        if any(one not in telling and not _link(tokens[one][0]) for one in between):
            break
        kept.append(place)
    return kept


def _run(tokens: list[tuple[str, int, int]], telling: list[int], missing: list[int]) -> tuple[int, int]:
    """From the first to the last missing word and the telling words around these, joined by small words only. What
    stands beside a missing word with "and" is another thing, when it is known."""
    low, high = missing[0], missing[-1]
    for place in range(low - 1, -1, -1):
        if place in telling:
            low = place
        elif not _link(tokens[place][0]) or _bare(tokens[place][0]) in _AND:
            break
    for place in range(high + 1, len(tokens)):
        if place in telling:
            high = place
        elif not _link(tokens[place][0]) or _bare(tokens[place][0]) in _AND:
            break
    while low < missing[0] and (low not in telling or is_weak(_bare(tokens[low][0]))):
        low += 1
    return low, high


def _link(word: str) -> bool:
    return word.lower().replace("’", "'") in _LINKS


def _tells(word: str, question: str, tokens: list[tuple[str, int, int]], place: int) -> bool:
    bare = _bare(word)
    if days_of(bare) or regex.fullmatch(r"\d+(?:er|th|st|nd|rd)?", bare):
        around = question[tokens[max(0, place - 1)][1] : tokens[min(len(tokens) - 1, place + 1)][2]]
        return bool(days_of(around)) or bare.isdigit()
    return not _link(word) and not all(map(is_empty, words_of(spelt(bare)))) and len(bare) > 1


def _bare(word: str) -> str:
    bare: str = _PRONOUN.sub("", word.lower().replace("’", "'"))
    return bare


def _shortened(text: str) -> str:
    """Words of a gap, a few of them."""
    text = " ".join(text.split()).strip(" ,;:-–—?!.\"'«»")
    if len(text) <= MOST_CHARACTERS:
        return text
    cut = text[:MOST_CHARACTERS].rsplit(" ", 1)[0]
    return cut or text[:MOST_CHARACTERS]


def noun_of(verb: str) -> str:
    """What a verb of a question, in small letters, is called in a name: « livraison » of « livrez »; else empty."""
    return _nouns().get(verb, "").split(" ")[0]


@cache
def _nouns() -> Mapping[str, str]:
    table: Mapping[str, str] = tomllib.loads(
        files("assistant.drafting").joinpath("answerability.toml").read_text("utf-8")
    )["nouns"]
    return {verb: noun for noun, verbs in table.items() for verb in verbs.split()}
