"""A text cut into sentences and clauses, each with the words that tell something, its days and its sign.

A clause is a stretch between two signs or small words that join: what is said of one thing. Its sign is negative when
it denies, or says the opposite: “closed”, “not open” and « fermé » are one and the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

from assistant.drafting.claims import DAY, DAY_NUMBERS, Claim, claims_of
from assistant.drafting.meanings import closes, country_of, meaning_of, places_in

_END = regex.compile(
    r"(?<!\b(?i:M|MM|Mr|Mrs|Ms|Dr|St|Ste|no|p|ex|vs|env|approx|a\.m|p\.m|e\.g|"
    r"i\.e)\.)(?<=[.!?…])[\"»”’)\]]*(?=\s+|$)|\n+"
)
_CUT = regex.compile(
    r"[,;:()—–](?!\d)|(?<=\s)-(?=\s)|"
    r"(?<!\w)(?:mais|but|sauf|except|excepté|hormis|(?<!avec ou )sans|(?<!with or )without|parce que?|because|car|donc|"
    r"so|et|and|ou(?! sans)|or(?! without)|puis|pis|"
    r"then|although|though|plutôt que|rather than|instead of)(?!\w)",
    regex.IGNORECASE,
)
_NOT = regex.compile(
    r"(?<!\w)(?:pas(?! (?:seulement|juste|que|mal(?!\w)))|jamais|rien|aucune?|ni|personne ne|nulle part|n['’]est "
    r"plus|"
    r"n['’]a plus|n['’]y a plus|plus (?:jamais|aucun)|(?:ne|n['’])\s?\w+ plus|not(?! (?:only|just))|cannot|"
    r"can['’]t|never|"
    r"none|nothing|nowhere|neither|nor|no(?!\.? ?\d|\.|,| (?:problem|worries|doubt|matter)\b)(?= ?\p{L})|"
    r"(?<!avec ou )sans|(?<!with or )without|"
    r"zéro|zero|non(?=[ -]\p{L}))(?!\w)|(?<=\w)n['’]t(?!\w)",
    regex.IGNORECASE,
)
_ONLY = regex.compile(
    r"(?<!\w)(?:only|seulement|uniquement|exclusivement|juste|solely|exclusively)(?!\w)|"
    r"(?<!\w)n['’e]\s?\w+ (?:qu['’e])",
    regex.IGNORECASE,
)
_IF = regex.compile(
    r"^\W*(?:si(?! \w+ (?:bien|fait))|s['’]il|même|even|if|unless|when|quand|lorsqu|once|dès que|au cas)\b",
    regex.IGNORECASE,
)
_EXCEPT = regex.compile(r"^\W*(?:sauf|except|excepté|hormis|apart from|à part)\b", regex.IGNORECASE)
_AND = regex.compile(r"^\W*(?:et|and|ou|or)\b", regex.IGNORECASE)
_OR = regex.compile(r"^\W*(?:ou|or)\b", regex.IGNORECASE)
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:[-‐‑][\p{L}\p{N}]+)*")
_UNTIL = frozenset({"until", "till", "jusqu"})
_NOUN_BEFORE = frozenset({"la", "une", "par", "un", "le", "ce", "ces", "les", "des", "a", "per"})
_PRONOUNS = frozenset("vous tu on nous je il elle ils elles moi toi le la les lui leur y en là ci ce".split())
_PAYERS = frozenset({"we", "i", "you", "they", "who", "ve", "have", "never"})
_LEAVING = frozenset({"ça", "ca", "il", "elle", "on", "colis", "commande", "sac", "tout", "qui"})
_RANGE = regex.compile(
    r"\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday)s?"
    r"\s?(?:au|à|to|through|thru|until|[-–])\s?"
    r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday)s?\b",
    regex.IGNORECASE,
)
_SHORTEST_RANGE = 5
_DAY_GROUPS = (
    (regex.compile(r"\b(?:week-?ends?|fins? de semaine)\b", regex.IGNORECASE), frozenset({5, 6})),
    (regex.compile(r"\b(?:weekdays?|en semaine|jours de semaine)\b", regex.IGNORECASE), frozenset(range(5))),
    (
        regex.compile(
            r"\b(?:every ?day|tous les jours|seven days a week|7 jours sur 7|7 days a week|daily)\b", regex.IGNORECASE
        ),
        frozenset(range(7)),
    ),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A telling word: what it stands for, -1 when it says the opposite of that, and where it is."""

    meaning: str
    sign: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """What is said of one thing. `words` are the meanings of its telling words, days among them as `day:5`; `sign` is
    -1 when it denies. `before` are the words of the sentence before it."""

    start: int
    end: int
    words: frozenset[str]
    days: frozenset[int]
    sign: int
    only: bool
    conditional: bool
    before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence at `start` to `end` of a text, its words in order, its clauses, and whether it asks."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    claims: tuple[Claim, ...]
    asks: bool

    @property
    def said(self) -> str:
        """The sentence as it stands."""
        return self.text[self.start : self.end]

    @property
    def meanings(self) -> frozenset[str]:
        """What its words stand for."""
        return frozenset(word.meaning for word in self.words)


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Parsed, ...]:
    """The sentences of a text that hold a word, with exact spans."""
    claims = claims_of(text)
    return tuple(_parsed(text, start, end, claims) for start, end in sentence_spans(text))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand, blanks around them left out."""
    spans, start = [], 0
    for match in (*_END.finditer(text), None):
        stop = match.end() if match else len(text)
        piece = text[start:stop]
        low = start + len(piece) - len(piece.lstrip())
        high = start + len(piece.rstrip())
        if low < high and _WORD.search(text, low, high):
            spans.append((low, high))
        start = stop
    return spans


def days_in(text: str) -> frozenset[int]:
    """The days that a text names, 0 for Monday, ranges counted out."""
    days = {DAY_NUMBERS[match[1].lower()] for match in DAY.finditer(text)}
    if len(text) < _SHORTEST_RANGE:
        return frozenset(days)
    for match in _RANGE.finditer(text):
        first, last = DAY_NUMBERS[match[1].lower()], DAY_NUMBERS[match[2].lower()]
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    for pattern, group in _DAY_GROUPS:
        if pattern.search(text):
            days |= group
    return frozenset(days)


def things(words: frozenset[str], besides: Iterable[str] = ()) -> frozenset[str]:
    """Words without the days, and without `besides`."""
    return frozenset(word for word in words if not word.startswith("day:")).difference(besides)


def words_of(text: str, start: int, end: int, *, hours: bool = False) -> tuple[Word, ...]:
    """The telling words between two places of a text. `hours` says that a time of day stands there."""
    found: list[Word] = []
    previous = ""
    for match in _WORD.finditer(text, start, end):
        written = match.group()
        lowered = written.lower()
        head, hyphen, pronoun = lowered.rpartition("-")
        if hyphen and pronoun in _PRONOUNS:
            # « livrez-vous », « y a-t-il », « dis-le »
            lowered = head.removesuffix("-t").removesuffix("-le").removesuffix("-nous")
        meaning, sign = meaning_of(lowered)
        if lowered in ("livre", "livres") and previous in _NOUN_BEFORE:
            meaning = "livre"
        if lowered == "paid" and previous in _PAYERS:
            # “We paid $4.92” is no fee.
            meaning, sign = "pay", 1
        if hours and lowered in _UNTIL:
            meaning, sign = "open", 1
        if hours and meaning == "open" and closes(lowered):
            sign = 1
        if lowered == "part" and previous in _LEAVING:
            meaning = "leave"
        if meaning and not (written == "US" or (lowered == "partir" and previous == "à")):
            found.append(Word(meaning, sign, *match.span()))
        dollars = written == "US" and "$" in text[max(start, match.start() - 2) : match.end() + 1]
        country = "" if dollars else "us" if written == "US" else country_of(lowered)
        if country:
            found.append(Word(f"place:{country}", 1, *match.span()))
        previous = lowered
    found += [Word(f"place:{country}", 1, *span) for country, *span in places_in(text, start, end)]
    return tuple(sorted(found, key=lambda word: word.start))


def _parsed(text: str, start: int, end: int, claims: tuple[Claim, ...]) -> Parsed:
    inside = tuple(claim for claim in claims if start <= claim.start and claim.end <= end)
    hours = any(claim.kind == "clock" for claim in inside)
    words = words_of(text, start, end, hours=hours)
    clauses: list[Clause] = []
    low = start
    before: frozenset[str] = frozenset()
    excepting = False
    cuts = [match.start() for match in _CUT.finditer(text, start, end)]
    for high in (*cuts, end):
        own = [word for word in words if low <= word.start < high and word.end <= max(high, word.start + 1)]
        piece = text[low:high]
        if own or days_in(piece):
            days = days_in(piece)
            sign = -1 if _NOT.search(piece) else 1
            for word in own:
                sign *= word.sign
            meanings = frozenset({word.meaning for word in own} | {f"day:{day}" for day in days})
            if _EXCEPT.match(piece):
                # “Included, except in the dormitory”: not included in the dormitory.
                sign, excepting = -(clauses[-1].sign if clauses else 1), True
                meanings |= clauses[-1].words if clauses else frozenset()
            elif clauses and ((excepting and _AND.match(piece)) or (clauses[-1].sign < 0 and _OR.match(piece))):
                sign = clauses[-1].sign
            else:
                excepting = False
            if not own and clauses:
                # « fermé le samedi et le dimanche » : what has no word of its own goes on with what came before.
                sign = clauses[-1].sign
                meanings |= {word for word in clauses[-1].words if not word.startswith("day:")}
            conditional = _IF.search(piece) is not None
            only = _ONLY.search(piece) is not None
            clauses.append(Clause(low, high, meanings, days, sign, only, conditional, before))
            before |= meanings
        low = high
    return Parsed(text, start, end, words, tuple(clauses), inside, text[start:end].rstrip('»”" )').endswith("?"))
