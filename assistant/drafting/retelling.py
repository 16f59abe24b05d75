"""What went wrong, said back to the person who wrote it: « Mon colis a été livré chez le voisin » becomes « Votre colis
a été livré chez le voisin. »

A house that says first what happened shows that it has read. Only who speaks is turned round, by tables of pronouns and
auxiliaries; a sentence in which anything else would have to change (another verb with “je”, a question, an insult, a
price) is not said back.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from assistant.drafting.claims import claims_of
from assistant.drafting.instructions import instructions_in
from assistant.drafting.questions import split_questions
from assistant.drafting.situations import read_situation
from assistant.drafting.troubles import plain_words_of_trouble
from assistant.voice.brand import Register
from assistant.voice.words import general_frequency

MOST_WORDS = 20
_LEAST_WORDS = 3
_LEAST_TROUBLE = 0.4
_SHORT = 3
_NONE = -9
_SIGNS = regex.compile(r"https?://\S+|(?<!\w)[@#][\w.@-]+|\p{Extended_Pictographic}|\uFE0F|[*_~]+")
_ASIDE = regex.compile(r"\s?\([^()]*\)")
_END = regex.compile(
    r"(?<!\b(?:no|n[°o]|st|ste|mr|mrs|dr|m|approx|env)\.)(?<=[.!?…])[\"»”)]*\s+|\n+|;\s", regex.IGNORECASE
)
_PIECE = regex.compile(
    r",\s+|:\s+|\s[—–-]\s|\s(?:et|and|mais|but|pis|car|donc|so|because|parce que)\s", regex.IGNORECASE
)
_LAUGH = regex.compile(
    r"[\s,]+(?:lol|lmao|mdr|ptdr|ha(?:ha)+|hihi|smh|wtf|(?:so |and |alors |pis )?(?:what (?:now|next)|now what|"
    r"what do (?:i|we) do(?: now)?|(?:on|je|j) ?fai(?:s|t) quoi(?: avec| là)?))\W*$", regex.IGNORECASE)  # fmt: skip
_ABOUT_THEM = regex.compile(
    r"^(?:vous (?:n['’])?(?:êtes|étiez)|tu (?:n['’])?(?:es|étais)|you(?:['’]re| are| were))\b", regex.IGNORECASE
)
"""How the person is or was: not what went wrong."""
_THEY_DID = regex.compile(r"^(?:vous|tu|you)(?!\s(?:waited|avez attendu|as attendu|stood))\b", regex.IGNORECASE)
_WISHED = regex.compile(
    r"\b(?:avez|aviez|as|avais|you|you['’]d|you had) (?:\w+ )?(?:commandé|demandé|choisi|réservé|pris|ordered|asked|"
    r"picked|booked|reserved|requested|chosen)\b",
    regex.IGNORECASE,
)
"""What was ordered, said where something else came."""
_CAME = regex.compile(r"\b(?:got|received|came|arrived|reçu|ai eu|est arrivée?)\b", regex.IGNORECASE)
_POINTS_BACK = regex.compile(
    r"^(?:c['’]est|c['’]était|c['’]|ça(?! fait (?!pas)\p{L}+ )|cela|ce|il|elle|ils|elles|le premier|la première|"
    r"le deuxième|never|not|still|always|used to|jamais|toujours|encore|y|en|qui|que|"
    r"it|its|it['’]s|that|that['’]s|this|they|those|these|he|she|the first|the second|the other|which|who)\b(?! y a)",
    regex.IGNORECASE,
)
_OTHER_LANGUAGE = {
    "en": regex.compile(
        r"\b(?:je|j['’]\w+|mais|c['’]est|pas|les|des|une|depuis|avec|pour|mes|votre)\b", regex.IGNORECASE
    ),
    "fr": regex.compile(
        r"\b(?:the|my|is|was|and|with|from|but|your|have|i|you|sorry|order|like|just|nobody|so|at|it)\b",
        regex.IGNORECASE,
    ),
}
_FIGURES = regex.compile(r"[?$€£%]|\bc['’]est (?:quand|quoi|où|combien)\b", regex.IGNORECASE)
_ASKS = regex.compile(
    r"^(?:is|are|do|does|did|can|could|will|would|should|have you|has|was|were|est-ce|avez-vous|êtes-vous|"
    r"(?:please |just |maybe )?(?:put|fix|stop|learn|hire|train|update|give|make|tell|try|don['’]?t)\b|"
    r"(?!avez|assez|chez)\p{L}+ez\b|"
    r"pouvez|peut)\b|\b(?:pourquoi|why|which|quel(?:le)?s?|how come|how|comment|combien|est-ce que)\b",
    regex.IGNORECASE,
)
_DROPPED_NE = regex.compile(
    r"(?<!n['’])(?<!\bne )\b(?P<verb>avez|aviez|as|avais|êtes|étiez|es|étais|est|était|a|avait|ont|sont|marche|arrive|"
    r"fonctionne|répond|coule|ferme|ouvre) (?=(?:pas|jamais|rien|toujours pas|même pas|plus(?= depuis|$|,))\b)",
    regex.IGNORECASE,
)
_SUBJECTLESS = {
    "fr": regex.compile(
        r"^(?:pas\s)?(?:commandé|reçu|demandé|payé|attendu|acheté|trouvé|ouvert|réservé|choisi|pris|appelé|écrit)\b",
        regex.IGNORECASE,
    ),
    "en": regex.compile(
        r"^(?:still\s|never\s|just\s)?(?:ordered|got|received|asked|paid|waited|bought|opened|walked|picked|booked|"
        r"reserved|called|emailed|wrote|found|came|went|tried|returned|stood|subscribed|signed)\b",
        regex.IGNORECASE,
    ),
}
_WAITED = {
    "fr": regex.compile(
        r"^(?:plus de |presque |déjà )?(?:\d+|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|vingt|trente|"
        r"quarante) (?:bonnes? )?(?:minutes?|min|heures?|jours?|semaines?|mois)\b"
        r"(?! de (?!queue|file|attente|retard|plus|trop))"
        r"(?!.*\b(?:j['’]|je|on|vous|nous|il|elle|ça)\b)",
        regex.IGNORECASE,
    ),
    "en": regex.compile(
        r"^(?:over |more than |almost |nearly )?(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|"
        r"twenty|thirty|forty) (?:whole |full |business )?(?:minutes?|mins?|hours?|days?|weeks?|months?)\b"
        r"(?! of (?!wait|queu|line))(?!.*\b(?:i|we|you|it|they|he|she)\b)",
        regex.IGNORECASE,
    ),
}
_TOO_LONG = {"fr": "{waited}, c'est trop long", "en": "{waited} is too long"}


def told_back(
    message: str,
    language: str,
    register: Register | None = None,
    names: Mapping[str, str] | None = None,
    people: Collection[str] = (),
    *,
    surely: bool = False,
) -> str:
    """The sentence of a complaint that says what went wrong, turned to its writer; empty when there is none that can be
    turned round by rule, or the language is neither French nor English.

    `names` are the words of the house as it writes them, by their small letters; a sentence with one of the first
    names in `people` is not said back: what is told of a colleague is not ours to repeat. Of what `surely` complains,
    any sentence that tells what happened may be said back, but for what its writer did.
    """
    if language not in _SUBJECTLESS:
        return ""
    turn = _Turn(language, register or "vous", names or {})
    asked = [_bare(one.text) for one in split_questions(message, language)]
    if any(one.sure for one in instructions_in(message)):
        return ""  # who gives the writer orders is not repeated
    best, most, wished = "", 0.0, _NONE
    for place, (sentence, piece) in enumerate(_pieces(message)):
        if not {word.strip(".,;:!?'").lower() for word in piece.split()}.isdisjoint(people):
            continue
        if any(_bare(piece) in one or one in _bare(piece) for one in asked):
            continue
        if wished == sentence - 1 and _CAME.search(piece):
            # What was ordered, then what came.
            came = turn.turned(piece, least=0.0)
            if came:
                best, most, wished = f"{best} {came}", most + 1.0, _NONE
            continue
        turned = turn.turned(piece) or (turn.turned(piece, least=0.0) if surely else "")
        if turned and _trouble(turned) < _LEAST_TROUBLE and (_THEY_DID.match(turned) or _pleased(piece)):
            continue
        # A whole sentence before its parts, and of equal ones the first: people begin with what happened.
        score = _trouble(turned) - 0.02 * place if turned else 0.0
        if turned and (not best or score > most):
            best, most = turned, score
            wished = sentence if _WISHED.search(best) and not _words("wrong").search(best) else _NONE
    return best


def _bare(text: str) -> str:
    """The words of a text with nothing between them but blanks, in small letters."""
    return " {} ".format(" ".join(regex.findall(r"[\p{L}\p{N}]+", text.lower())))


def _pleased(piece: str) -> bool:
    return read_situation(piece).scores["praise"] > 0


def _trouble(turned: str) -> float:
    told = float(min(2, len({match.group().lower() for match in _words("wrong").finditer(turned)})))
    told *= 0.2 if _ABOUT_THEM.match(turned) else 1.0
    too_much = _words("too_much").search(turned) is not None and not _THEY_DID.match(turned)
    return told + 0.5 * bool(_WISHED.search(turned)) + 0.4 * too_much


def _pieces(message: str) -> Iterator[tuple[int, str]]:
    """The sentences of a message and, of the longer ones, what stands before and after each sign or small word that
    joins, with the number of the sentence."""
    text = _ASIDE.sub("", _SIGNS.sub(" ", message)).replace("’", "'")
    for number, sentence in enumerate(_END.split(text)):
        if not sentence or sentence.rstrip().endswith("?"):
            continue
        plain = _plain(_LAUGH.sub("", _opening().sub("", sentence.strip())))
        yield number, plain
        cuts = list(_PIECE.finditer(plain))
        for place, cut in enumerate(cuts):
            yield number, plain[: cut.start()]
            yield number, _opening().sub("", plain[cut.end() :])
            if place + 1 < len(cuts):
                yield number, _opening().sub("", plain[cut.end() : cuts[place + 1].start()])


def _plain(sentence: str) -> str:
    words = [_table()["typed"].get(word.lower(), word) for word in sentence.split()]
    return _stripped(regex.sub(r"(?<!\bil )\b[Yy] a\b", "il y a", " ".join(words)))


@dataclass(frozen=True, slots=True)
class _Turn:
    """To whom sentences are turned: their language, tu or vous in French, and the names that want a capital."""

    language: str
    register: Register
    names: Mapping[str, str]

    def turned(self, piece: str, least: float = _LEAST_TROUBLE) -> str:
        """The sentence turned round; empty where that cannot be, or it tells of too little trouble."""
        words = [self.names.get(word, word) for word in _stripped(piece).split()]
        piece = " ".join(words)
        if not _LEAST_WORDS <= len(words) <= MOST_WORDS or not self._may_be_said(piece, words):
            return ""
        if _WAITED[self.language].search(piece) and not _words(f"happened_{self.language}").search(piece):
            return _sentence(_TOO_LONG[self.language].format(waited=piece))
        if _SUBJECTLESS[self.language].search(piece):
            piece = f"{piece[:1].lower()}{piece[1:]}"
            piece = f"I {piece}" if self.language == "en" else _with_subject(piece)
        turned = _swapped(piece, "you" if self.language == "en" else self.register)
        if not turned or not _words(f"happened_{self.language}").search(turned) or _trouble(turned) < least:
            return ""
        if self.language == "fr":
            turned = _DROPPED_NE.sub(lambda found: _denied(found["verb"]), turned)
        return _sentence(turned)

    def _may_be_said(self, piece: str, words: list[str]) -> bool:
        reaches = any(claim.kind in ("email", "link", "phone", "handle") for claim in claims_of(piece))
        foreign = _OTHER_LANGUAGE[self.language].search(piece) is not None
        asks = _ASKS.search(piece) is not None or _words("open").search(piece) is not None
        refused = asks or bool(_FIGURES.search(piece) or _words("not_said").search(piece) or _POINTS_BACK.match(piece))
        unbalanced = piece.count("«") != piece.count("»") or piece.count('"') % 2 == 1
        return not (unbalanced or reaches or foreign or refused or _unsayable(words, self.names))


def _denied(verb: str) -> str:
    return f"n'{verb} " if verb[:1].lower() in "aeéê" else f"ne {verb} "


def _with_subject(piece: str) -> str:
    return f"je n'ai {piece}" if piece.lower().startswith("pas ") else f"j'ai {piece}"


def _unsayable(words: list[str], names: Collection[str]) -> bool:
    """Whether something is shouted, or no word that a reader knows."""
    bare = [word.strip(".,;:!?'\"()") for word in words]
    shouted = any(len(word) > 2 and word.isalpha() and word.isupper() for word in bare)
    unknown = any(
        word.isalpha()
        and word.islower()
        and len(word) > _SHORT
        and not (word in names or general_frequency(word) or _words("wrong").search(word))
        for word in bare
    )
    return shouted or unknown


def _swapped(piece: str, who: str) -> str:
    """The piece with the one who speaks and the one who is spoken to exchanged; empty where a word forbids it."""
    table, pattern = _exchange(who)
    refused = False

    def put(match: regex.Match[str]) -> str:
        nonlocal refused
        new = table[" ".join(match.group().lower().split())]
        refused = refused or not new
        return new

    turned = str(pattern.sub(put, piece))
    turned = regex.sub(r"\b([Qq]u|[Ll]orsqu|[Pp]uisqu)e (?=on\b)", r"\1'", turned)
    return "" if refused else turned


@cache
def _exchange(who: str) -> tuple[Mapping[str, str], regex.Pattern[str]]:
    """The table of `who` is spoken to (tu, vous or you), and the pattern of its keys, the longest first."""
    table: dict[str, str] = {**(_table()["vous"] if who == "tu" else {}), **_table()[who]}
    keys = (
        regex.escape(key) + ("" if key.endswith("'") else r"(?![\p{L}\p{N}'-])") for key in sorted(table, key=len)[::-1]
    )
    return table, regex.compile(rf"(?<![\p{{L}}\p{{N}}'-])(?:{'|'.join(keys)})", regex.IGNORECASE)


@cache
def _opening() -> regex.Pattern[str]:
    """What a sentence may begin with that says nothing of what happened."""
    return regex.compile(rf"^(?:(?:{'|'.join(_table()['openings'])})\b[\s,:!.…]*)+", regex.IGNORECASE)


@cache
def _words(name: str) -> regex.Pattern[str]:
    words = (*_table()[name], *(plain_words_of_trouble() if name == "wrong" else ()))
    return regex.compile(rf"\b(?:{'|'.join(words)})\b", regex.IGNORECASE)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("assistant.drafting").joinpath("retelling.toml").read_text("utf-8"))


def _stripped(text: str) -> str:
    return text.strip(' .!…,:;-–—"«»“”')


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
