"""What a sentence of a guideline lays down: quantities with their units, wanting or forbidding, tu or vous."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import snowballstemmer

from assistant.platforms import PLATFORMS
from assistant.platforms import platform as network
from assistant.store.fulltext import search_terms

_UNITS = {
    "minute": "minute minutes min",
    "hour": "hour hours heure heures h hrs",
    "day": "day days jour jours journée",
    "week": "week weeks semaine semaines",
    "month": "month months mois",
    "year": "year years an ans année années",
    "money": "$ € £ dollars dollar euros euro cad usd eur",
    "percent": "% percent pourcent",
    "word": "word words mot mots",
    "character": "character characters caractère caractères signe signes",
    "hashtag": "hashtag hashtags mot-clic mots-clics",
    "emoji": "emoji emojis émoji émojis",
    "sentence": "sentence sentences phrase phrases",
    "line": "line lines ligne lignes",
    "kilometre": "km kilometres kilomètres",
    "gram": "g grams grammes",
    "kilogram": "kg",
    "person": "people personnes",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_SPELLED = {
    word: str(number)
    for number, words in enumerate(
        ("", "one un une", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept", "eight huit",
         "nine neuf", "ten dix", "eleven onze", "twelve douze")
    )
    for word in words.split()
}  # fmt: skip
_WORDS = "|".join(sorted((re.escape(word) for word in _UNIT), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<before>[$€£]\s?)?(?<![\w.,:/-])(?P<number>\d+(?:[ \u00a0\u202f]\d{{3}})*(?:[.,]\d+)?|"
    rf"(?:{'|'.join(_SPELLED)})\b(?=[ \u00a0\u202f-](?:{_WORDS})(?!\w)))"
    rf"[ \u00a0\u202f-]?(?P<unit>(?:{_WORDS})(?!\w))?",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:never|nor|do not|don['’]t|must not|mustn['’]t|should not|shouldn['’]t|cannot|can['’]t|avoid|no longer|"
    r"not allowed|forbidden|jamais|interdite?|éviter|évitez|évite|proscrit|à proscrire|"
    r"ne\b.{1,30}?\bpas|n['’].{1,30}?\bpas)\b",
    re.IGNORECASE,
)
_NOT_ALWAYS = re.compile(r"(?:n['’]t|\bnot) (?:always|necessarily)|\bpas (?:toujours|forcément|systématiquement)", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_ALWAYS = re.compile(r"\b(?:always|must|toujours|systématiquement|il faut|obligatoire|doit|doivent)\b", re.IGNORECASE)
_TU = re.compile(r"\b(?:tutoie|tutoyer|tutoyez|tutoyons|tutoiement)\b|[«“\"]\W?tu\W?[»”\"]", re.IGNORECASE)
_VOUS = re.compile(r"\b(?:vouvoie|vouvoyer|vouvoyez|vouvoyons|vouvoiement)\b|[«“\"]\W?vous\W?[»”\"]", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|except|only|but|in case|with|for|outside|during|after|before|"
    r"si|s['’]il|sauf|quand|lorsque|lorsqu|en cas|seulement|uniquement|mais|pour|avec|chez|envers|hors|pendant|après|"
    r"avant|dès|dans)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b",
    re.IGNORECASE,
)
_EN_DAYS = dict(zip("lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
                    "monday tuesday wednesday thursday friday saturday sunday".split(), strict=True))  # fmt: skip
_POLAR = frozenset("always never must should don do not toujours jamais faut doit doivent avoid evit interdit".split())


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sentence lays down. `quantities` are numbers by unit; `forbids` is True, False or None where it neither
    wants nor forbids in so many words; `address` is `tu` or `vous`; `scope` names networks and days that it is about;
    `words` are its telling words, stemmed, without numbers and without what wants or forbids."""

    quantities: dict[str, frozenset[str]]
    forbids: bool | None
    address: str
    conditional: bool
    scope: frozenset[str]
    words: frozenset[str]


def claims_of(sentence: str, section: tuple[str, ...], language: str) -> Claims:
    """What a sentence under these headings lays down."""
    sentence = _ADDRESS.sub(" ", sentence)
    quantities: dict[str, set[str]] = {}
    for found in _QUANTITY.finditer(sentence):
        unit = "money" if found["before"] else _UNIT.get((found["unit"] or "").lower(), "")
        if unit:
            said = found["number"].lower()
            number = _SPELLED.get(said) or re.sub(r"[ \u00a0\u202f]", "", said).replace(",", ".").removesuffix(".00")
            quantities.setdefault(unit, set()).add(number)
    tu, vous = bool(_TU.search(sentence)), bool(_VOUS.search(sentence))
    both = _NOT_ALWAYS.search(sentence) is not None
    never, always = not both and bool(_NEVER.search(sentence)), not both and bool(_ALWAYS.search(sentence))
    return Claims(
        quantities={unit: frozenset(numbers) for unit, numbers in quantities.items()},
        forbids=True if never else False if always else None,
        address="tu" if tu and not vous else "vous" if vous and not tu else "",
        conditional=_CONDITION.search(sentence) is not None,
        scope=_scope(" ".join((*section, sentence))),
        words=_stems(_QUANTITY.sub(" ", sentence), language) - _POLAR,
    )


def _scope(text: str) -> frozenset[str]:
    lowered = text.casefold()
    networks = {name for name in PLATFORMS if re.search(rf"\b{re.escape(network(name).name.casefold())}\b", lowered)}
    days = {_EN_DAYS.get(day, day) for day in (found[0].lower().rstrip("s") for found in _DAYS.finditer(text))}
    return frozenset(networks | days)


@cache
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer("french" if language == "fr" else "english")


def _stems(text: str, language: str) -> frozenset[str]:
    stems = _stemmer(language).stemWords(list(search_terms(text)))
    return frozenset(unicodedata.normalize("NFC", stem) for stem in stems)
