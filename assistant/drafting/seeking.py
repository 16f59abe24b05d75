"""What a question seeks: its telling words and how much each says, the days and places it names, and the kinds of
values that would answer it. The tables: `answerability.toml`."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from assistant.drafting.concepts import concept_of, plainly
from assistant.drafting.days import MONTHS, days_of
from assistant.drafting.places import places_of
from assistant.drafting.question_words import QuestionWords
from assistant.drafting.stated import words_of
from assistant.store.fulltext import fold, search_terms
from assistant.voice.words import general_frequency

WEAK = 0.35
"""What a word of any trade counts, where a telling one counts 1."""
AROUND = 0.15
"""What a word counts that was said before the question."""
_COMMON = 3e-4
"""Share of all words in general language from which a word says little: “actually”, “hard”; “wheelchair” is rarer."""
LEANS = regex.compile(
    r"(?<![cC]['’])(?<!\b(?:is|was|does|isn't|will|would|did) )"
    r"\b(?:ça|cela|il|elle|ils|elles|en|y(?!['’]? ?a\b)|it's|this|that|they|them|those|these|one|ones|"
    r"celui|celle|lui)\b"
    r"(?!['’ -]?(?:anglais|français|ligne))|"
    r"\bl['’](?=annul|arrêt|échang|achet|avoir|a\b)|\bit\b(?! (?:possible|true|ok))",
    regex.IGNORECASE,
)
"""What stands for something said before."""
_ACTS = regex.compile(
    r"\b(?:can|could|may|should|do|does|will|would|did|must|shall) (?:i|we|he|she|it|they|that|this)(?: just| still| "
    r"also| really| even| only)? (?P<verb>\w+)(?: {after}|\W*$)|"
    r"\b(?:i|we|he|she|they) (?:can|could|have to|need to|get to|want to) (?P<verb>\w+)(?: {after}|\W*$)|"
    r"\b(?:have|has|hoping|wanna|want|like|love|planning) to (?P<verb>\w+)|"
    r"\b(?:thinking of|thinking about|planning on|of) (?P<verb>\w+ing)\b|^(?P<verb>\w+ing)\b"
    r"(?! (?:prices?|costs?|fees?|hours|times?|dates?|schedule)\b)|"
    r"\b(?:j'ai|on a|nous avons|i|we|i've|we've) (?:just )?(?P<verb>\w+(?:é|és|i|is|u|us|ed)|got|bought|found)\b|"
    r"\b(?:je|on|il|elle|ils|elles|ça|ca|jpeux|jveux|jdois) "
    r"(?:(?:peu[xt]|pourrai[st]|doi[st]|veu[xt]|vai?s?|voudrai[st]|aimerai[st]|faut)(?:[ -](?:je|on|tu|il|elle))? "
    r"(?P<verb>\w+(?:er|ir|re|oir))(?: {after}|\W*$)|(?P<verb>\w+)(?= (?:à|a|de|du|en|au|tu|avec)\b))|"
    r"\b(?P<verb>\w+)-t?-?(?:il|elle|on|ils|elles)\b|"
    r"\b(?:puis-je|peut-on|dois-je|faut-il|jpeux|jveux) (?:tu )?(?P<verb>\w+(?:er|ir|re|oir))(?: {after}|\W*$)".replace(
        "{after}",
        r"(?:in|inside|with|w|by|over|at|to|on|onto|around|outside|as|out|up|back|down|through|there|here|"
        r"à|a|de|du|en|au|aux|avec|chez|dans|sur|ici|là|dehors|dedans|pour)\b",
    )
)
"""What somebody does who is not the house: « je peux-tu choisir », “can we pop in”. What the house does,
« réparez-vous », is what is asked for."""
THERE = regex.compile(r"\b(?:là-bas|là-dedans|there|over here|here|ici)\b|-y\b|\b(?:j'|on |s')y\b", regex.IGNORECASE)
"""What stands for a place said before."""
_PLACE = regex.compile(
    r"\b(?:à|au|aux|en|vers|jusqu'à|jusqu'au|jusqu'en|hors|to|in|into|within|outside|nach|hacia)\s+"
    r"(?:la |le |l'|the )?(?!(?:vélo|pied|partir|emporter|table|côté|ligne|stock|person|time|order|pay|use)\b)"
    r"([\p{L}][\p{L}-]+)"
)
_MONTHS = frozenset(month for months in MONTHS.values() for month in months)
_CAPITAL = regex.compile(r"(?<!^)(?<![.!?]\s)\b\p{Lu}[\p{L}'’-]+")


_ORDERED = regex.compile(
    r"\b(?:if|when|si|quand)? ?(?:i|we|je|j|on|nous)(?:['’](?:m|ve|d|ai))? (?:just |ai |a |avons )?"
    r"(?:order|place|buy|bought|click|pay|paid|command|achèt|achet|clique|pass[eé])\w*[^,?.;!]*|"
    r"^(?:j['’]?ai |on a )?(?:command[eé]|ordered|bought|achet[eé])\b[^,?.;!]*",
    regex.IGNORECASE,
)
"""When somebody orders: no day of that is the one that they ask for: “if I order on Wednesday, when does it leave?”"""
_THAT_DAY = regex.compile(r"\bthat (?:day|morning|evening|night)\b|\bce (?:jour|matin|soir)-là\b", regex.IGNORECASE)
_WHEN = frozenset({"moment", "duration"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word that an answer must cover: how much it counts, whether it is a name, or what is to be named, or a place,
    the kinds of values that cover it as well as its like would (« adresse » by a street), what it means in any trade,
    and the codes of where the place lies. `common` is true of a word that says little, `around` of one that was said
    before the question, in that `sentence` of it."""

    word: str
    weight: float
    name: bool = False
    place: bool = False
    kinds: frozenset[str] = frozenset()
    concept: str = ""
    within: frozenset[str] = frozenset()
    common: bool = False
    around: bool = False
    sentence: int = 0

    @property
    def tells(self) -> bool:
        """Whether it says what a question is about."""
        return self.weight >= 1.0 and not self.common


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question seeks. `context` is what was said just before, where the question leans on it."""

    text: str
    words: tuple[Word, ...]
    days: frozenset[str]
    wants: frozenset[str]
    context: str = ""

    @property
    def is_of_a_thing(self) -> bool:
        """Whether the question names in a word of its own what it is about, or a day."""
        return bool(self.days) or any(word.tells for word in self.words)


def seek(text: str, context: str = "", own: Collection[str] = ()) -> Sought:
    """What a question seeks: its telling words, days and kinds of answer, those of its context with less weight. `own`
    are words that mean the house itself, in small letters: they say nothing."""
    text = _without_courtesy(text)
    said = text.lower().replace("’", "'")
    wants = frozenset(
        name for name, one in table()["wants"].items() if regex.search(one["asks"], f"{said} \n {plainly(text)}")
    )
    main, aside = _apart(text)
    words = _telling(main, own)
    known = {word.word for word in words}
    # A place counts wherever it is said: “do you deliver, I'm in Verdun”.
    words += [
        word if word.place else replace(word, weight=AROUND * word.weight, around=True, sentence=_LAST)
        for word in _telling(aside, own)
        if word.word not in known
    ]
    known = {word.word for word in words}
    around = {
        word.word: replace(word, weight=AROUND * word.weight, around=True, sentence=number)
        for number, sentence in enumerate(_SENTENCE.split(context))
        for word in _telling(sentence, own)
        if word.word not in known
    }
    telling = [word for word in words if word.tells]
    asked = _ORDERED.sub(" ", text) if wants & _WHEN else text
    leant = (not telling and asked == text) or _THAT_DAY.search(text) is not None
    days = days_of(asked) or (days_of(_ORDERED.sub(" ", context)) if leant else frozenset())
    return Sought(text, (*words, *around.values()), days, wants, context)


def _without_courtesy(text: str) -> str:
    """A question without the courtesy behind it, which asks for nothing: « horaire svp » is « horaire »."""
    said = text.lower().replace("’", "'")
    found = QuestionWords.of("").courtesy.search(said) if len(said) == len(text) else None
    return text[: found.start()] if found and found.start() else text


def names_a_thing(question: str) -> bool:
    """Whether a question says what it is about in a word of its own: “is it with you”, « ça se fait? » do not."""
    return seek(question).is_of_a_thing


def is_empty(word: str) -> bool:
    """Whether a word, in small letters, says nothing about what is asked."""
    return word in _listed()[0] or fold(word) in _listed()[3] or (not search_terms(word) and word not in _listed()[2])


def kinds_called(text: str, language: str) -> tuple[str, ...]:
    """What the kinds of answer that a question wants are called, in French or else in English."""
    called = table()["called"]["fr" if language == "fr" else "en"]
    return tuple(called[kind] for kind in called if kind in seek(text).wants)


def is_weak(word: str) -> bool:
    """Whether a word, in small letters, says little of what is asked: it is of any trade, or asks for a price."""
    return word in _listed()[1]


@cache
def table() -> Mapping[str, Any]:
    """The tables of `answerability.toml`."""
    return tomllib.loads(files("assistant.drafting").joinpath("answerability.toml").read_text("utf-8"))


_SENTENCE = regex.compile(r"[.!?…;\n]+\s*")
_LAST = 1_000
_PARENTHESIS = regex.compile(r"\([^()]{3,80}\)")
_ASIDE = regex.compile(
    r"(?<=\w.{12,}),\s*(?=(?:i|i'm|im|i've|i am|we|we're|we've|my|our|he's|she's|they're|don'?t|got to|gotta|cause|cuz|"
    r"because|since|je|j'|jsuis|chu|on|mon|ma|mes|c'est pour|parce que|pcq|car|vu que)\b[^?]*$)",
    regex.IGNORECASE,
)
"""Where a question ends and goes on telling: “what's the last tram on Saturdays, don't fancy walking”."""
_YEARS = regex.compile(r"\b(?:20)?(\d\d) ?[-/–] ?(?:20)?(\d\d)\b")
_YEAR = regex.compile(r"20[2-9]\d")


def _apart(text: str) -> tuple[str, str]:
    """What a question asks, and what it tells besides: in brackets, or after it."""
    told = [found.group() for found in _PARENTHESIS.finditer(text)]
    main = _PARENTHESIS.sub(" ", text)
    if (cut := _ASIDE.search(main)) and (regex.search(r"\?", text) is None or len(main[: cut.start()].split()) > 2):
        main, told = main[: cut.start()], [*told, main[cut.end() :]]
    return (main, " ".join(told)) if regex.search(r"\p{L}{3}", main) else (text, "")


def _spelt_out(plain: str) -> str:
    """A text with a season's or a school year's two years whole: « la saison 27-28 »."""
    spelt: str = _YEARS.sub(
        lambda found: f"20{found[1]} 20{found[2]}" if int(found[2]) == int(found[1]) + 1 else found.group(), plain
    )
    return spelt


def _telling(text: str, own: Collection[str]) -> list[Word]:
    plain = _spelt_out(plainly(text))
    # Only what leads on to a place: « à un café » is none.
    places = {found[1] for found in _PLACE.finditer(plain)}
    names = {word for found in _CAPITAL.finditer(text) for word in words_of(found.group())}
    lying = {word: one.within for one in places_of(text) for word in words_of(text[one.start : one.end])}
    acts = {word for found in _ACTS.finditer(plain) for word in found.captures("verb")}
    asked = {word for found in _asking("which").finditer(plain) for word in words_of(found[1])}
    told = []
    for word in dict.fromkeys(words_of(_asking("how").sub(" ", plain))):
        if is_empty(word) or word in own or len(word) < 2:
            continue
        if not any(map(str.isalpha, word)) and not _YEAR.fullmatch(word):
            continue
        if days_of(word) or _asking("time").fullmatch(word) or word in _MONTHS:
            continue
        concept = concept_of(word)
        told.append(
            Word(
                word,
                WEAK if word in _listed()[1] and not concept else 1.0,
                name=word in names or word in asked,
                place=word in places or word in lying,
                kinds=frozenset(kind for kind, words in table()["covers"].items() if word in words.split()),
                concept=concept,
                within=lying.get(word, frozenset()),
                common=not (concept or word in asked or word in names or word in lying)
                and (word in acts or general_frequency(word) >= _COMMON),
            )
        )
    return told


@cache
def _asking(name: str) -> regex.Pattern[str]:
    return regex.compile(table()["asking"][name])


@cache
def _listed() -> tuple[frozenset[str], ...]:
    """Empty, weak and kept words, and the empty ones as they are written without their accents, where these are not
    words of their own."""
    empty, weak, kept = (frozenset(table()[name].split()) for name in ("empty", "weak", "kept"))
    bare = frozenset(fold(word) for word in empty if not word.isascii())
    return empty, weak, kept, bare - {fold(word) for word in kept}
