"""What in an earlier reply belongs to the case it answered, and so must not reach another person.

A sentence is judged by what can be seen: names, numbers and addresses that are neither the house's nor this message's,
days that have passed, things told about that customer, words taken up from their message. What cannot be judged is not
kept: a sentence too few costs a joke, one too many tells a stranger about somebody else.
"""

from dataclasses import dataclass
from functools import cached_property

import regex

from assistant.drafting.claims import claims_of
from assistant.drafting.days import MONTHS
from assistant.drafting.grounding import Ground
from assistant.store.fulltext import fold, query_stems
from assistant.voice.words import telling_stems

_MOMENT = regex.compile(
    r"\b(?:hier|avant-hier|demain|aujourd['’]hui|tant[ôo]t|tout à l['’]heure|là là|maintenant|"
    r"ce (?:matin|midi|soir|mois(?:-ci)?|jour-là|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|cet après-midi|"
    r"cette (?:semaine|nuit|année)|(?:la|le) (?:semaine|mois|fois|an)\w* (?:dernier|dernière|passée?|prochaine?)|"
    r"\w+ (?:dernier|dernière|passée?|prochaine?)s?\b|prochaine?s?|"
    r"il y a (?:\w+ )?(?:jours?|semaines?|mois|ans?|heures?)|"
    r"yesterday|tomorrow|today|tonight|now|right now|ago|earlier|"
    r"this (?:morning|afternoon|evening|week|weekend|month|year|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|time|quarter)|(?:last|next) \w+|is next|just (?:left|shipped|arrived|sold)|"
    r"depuis (?:hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|since (?:\w+day))\b",
    regex.IGNORECASE,
)
_DATE = regex.compile(
    r"\b[0-9]{1,2}(?:er|e|st|nd|rd|th)\b|\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}[/-][0-9]{1,2}(?:[/-][0-9]{2,4})?\b",
    regex.IGNORECASE,
)
_ON_A_DATE = regex.compile(
    r"\b(?:le|du|au|the|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\p{L}+day)\s[0-9]{1,2}(?:er|st|nd|rd|"
    r"th)?\b"
    r"(?!\s?(?:h\b|\$|%|g\b|kg|ml|:|[ap]m\b|tasses|cups|sacs|bags))",
    regex.IGNORECASE,
)
_MONTHS = tuple(fold(month) for months in MONTHS.values() for month in months if month != "may")
"""Without “may”, which is seldom the month."""
_HOLIDAYS = frozenset(
    {
        *_MONTHS,
        *"noel christmas xmas paques easter fetes holidays boxing valentin valentine thanksgiving".split(),
    }
)
_SEASON = (
    *_MONTHS,
    *"noel christmas paques easter fetes holidays hiver winter ete summer automne autumn fall printemps spring".split(),
)
_STATE = regex.compile(
    r"\b(?:il|y)['’ ]?en reste|\breste(?:nt)? (?:encore|plus)|\bépuisée?s?|\bcomplet\b|\bcomplète\b|\ben rupture|"
    r"\bde retour\b|\bsold out\b|\bout of stock\b|\bin stock\b|\bback in\b|\bfully booked\b|\bleft in\b|\bstill "
    r"have\b",
    regex.IGNORECASE,
)
_DONE = regex.compile(
    r"\b(?:je|j['’]|on|nous)\s?(?:(?:vous|te|t['’]|lui|leur|l['’]|le|la|les)\s?)+"
    r"(?:ai|a|avons|avait)\s+\p{L}+|\b(?:I|we)(?:['’]ve| have| had)\s+\p{L}+|\best transmise?\b|"
    r"\ba été (?:lu|transmis)|"
    r"\bwe (?:packed|ground|sent|took|made|wrote|ordered)\b|\bon (?:a|s['’]est) \p{L}+(?:é|és|u|us|is|it)\b",
    regex.IGNORECASE,
)
_PAST = regex.compile(
    r"\b(?:ai|as|a|avons|avez|ont|est|sont|es|êtes|t['’]as|y['’]a)\s+(?:\p{L}+\s)?\p{L}{2,}(?:é|ée|és|ées|i|is|it|"
    r"u|us|ue|ues)\b|"
    r"\b\p{L}{2,}(?:ais|ait|aient|iez|ions)\b|"
    r"\b(?:was|were|had|did|didn['’]t|wasn['’]t|weren['’]t|hadn['’]t|went|left|sent|took|got|came|told|"
    r"\p{L}{3,}ed)\b",
    regex.IGNORECASE,
)
_YOURS = regex.compile(
    r"\b(?:ton|ta|tes|votre|vos|your)\s+(?:[\p{L}\p{N}'’.-]+\s+)?[\p{L}\p{N}'’-]+|\b(?:your|ton|ta|tes|vos|votre)\b",
    regex.IGNORECASE,
)
_HER_OR_HIM = regex.compile(r"\b(?:he|she|him|her|hers|his)(?:['’]\p{L}+)?\b", regex.IGNORECASE)
_SINGULAR = regex.compile(
    r"\b(?:je|moi|mon|ma|mes|me)\b|\bj['’]|\bm['’]|\bI\b|\b(?:me|my|mine)\b(?![’'])|\bI['’]", regex.IGNORECASE
)
_HOUSE_WORDS = frozenset(
    "commande order courriel email mail message numero number photo sac bag colis parcel cafe coffee tasse cup "
    "choix choice question reponse answer call way place turn tour nom name adresse address mot word note compte "
    "account own side".split()
)
_NUMBER_WORDS = {
    word: str(number)
    for number, words in enumerate(
        ("", "", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept", "eight huit",
         "nine neuf", "ten dix", "eleven onze", "twelve douze", "thirteen treize", "fourteen quatorze",
         "fifteen quinze", "sixteen seize", "", "eighteen", "", "twenty vingt")
    )
    for word in words.split()
} | {"dozen": "12", "douzaine": "12", "trente": "30", "thirty": "30", "quarante": "40", "forty": "40"}  # fmt: skip
_CALLED = regex.compile(r"(?:^|[.!?…]\s|[«“\"(]\s?)(\p{Lu}[\p{L}'’-]+)\s?[,!:]")
"""A first word with a sign after it: somebody's name, unless it is one of these or the house says it."""
_OPENINGS = frozenset(
    "oui non si yes no yep nope ok okay sure salut bonjour bonsoir allo coucou merci bravo hi hello hey thanks sorry "
    "desole desoles desolee welcome bienvenue honestly genuinely right true vrai promis exact exactement zero deal "
    "noted note guilty water eau done correct absolument absolutely ben both d'accord d'habitude ici here cash enfin "
    "finalement usually sadly malheureusement mal bien well so alors bon good great super parfait perfect"
    " agreed ah also legally volontiers".split()
)
_HANDLE_LIKE = regex.compile(r"@[\w.-]+(?:@[\w.-]+)?")


@dataclass(frozen=True)
class Case:
    """An earlier exchange beside the message of now. `house` is what the brand says of itself, `person` the id of who
    wrote the reply, empty for the brand."""

    asked: str
    author: str
    message: str
    house: tuple[str, ...]
    person: str = ""

    @cached_property
    def ground(self) -> Ground:
        """What may be said to this person: what the brand says of itself, and their own words."""
        return Ground((*self.house, self.message))

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Stems of the brand's facts and of this message."""
        return frozenset(query_stems_of("\n".join((*self.house, self.message))))

    @cached_property
    def their_words(self) -> frozenset[str]:
        """Stems of the earlier message and its author that neither the house nor this message says."""
        author = regex.sub(r"[^\p{L}\p{N}]+", " ", self.author)
        words = {*query_stems_of(self.asked), *(one for one in query_stems_of(author) if len(one) > 3)}
        return frozenset(words) - self.own_words - _HOUSE_STEMS

    def reason_against(self, sentence: str) -> str:
        """Why a sentence of the earlier reply cannot be said now: the name of the sign, empty when nothing speaks
        against it."""
        for name, found in (
            ("moment", _MOMENT.search(self._without_own(sentence)) or _DATE.search(self._without_own(sentence))),
            ("season", self._season(sentence)),
            ("state", _STATE.search(sentence)),
            ("done", _DONE.search(sentence)),
            ("handle", any(self._foreign(one.group()) for one in _HANDLE_LIKE.finditer(sentence))),
            ("claim", not all(self.ground.holds(claim) for claim in claims_of(sentence))),
            ("called", any(self._is_name(one[1]) for one in _CALLED.finditer(sentence))),
            ("number", self._spelled_number(sentence) or self._bare_number(sentence)),
            ("taken_up", self.their_words & set(query_stems_of(sentence))),
            ("yours", self._theirs_alone(sentence)),
            ("somebody", _HER_OR_HIM.search(sentence)),
            ("past", _PAST.search(sentence) and self._unknown(sentence)),
            ("singular", not self.person and _SINGULAR.search(sentence)),
        ):
            if found:
                return name
        return ""

    def holds_nothing_of_theirs(self, text: str) -> bool:
        """Whether no name, number, handle or address of the earlier exchange is in a text, but the house's own and
        those of this message. The last look before a text is shown."""
        if any(not self.ground.holds(claim) for claim in claims_of(text)):
            return False
        own = fold("\n".join((*self.house, self.message)))
        held = {*regex.findall(r"[\p{L}\p{N}]+", own)}
        theirs = set(regex.findall(r"[\p{L}\p{N}]+", fold(text))) & set(
            regex.findall(r"[\p{L}\p{N}]+", fold(f"{self.asked} {self.author}"))
        )
        capitals = {fold(one) for one in regex.findall(r"\p{Lu}[\p{L}'’-]+", self.asked)}
        author = {one for one in regex.findall(r"[\p{L}\p{N}]+", fold(self.author)) if len(one) > 2}
        return not any(
            word not in held and (word in author or word in capitals or any(sign.isdigit() for sign in word))
            for word in theirs
        )

    def _without_own(self, sentence: str) -> str:
        """The sentence without the moments that this message itself speaks of, or a fact does (“the 20th”)."""
        said = fold("\n".join((*self.house, self.message)))
        for pattern in (_MOMENT, _DATE):
            sentence = pattern.sub(lambda found: " " if fold(found.group()) in said else found.group(), sentence)
        return sentence

    def _season(self, sentence: str) -> bool:
        mine, theirs = set(fold(self.message).split()), set(regex.findall(r"\p{L}+", fold(sentence)))
        return any(one in theirs and one not in mine for one in _SEASON)

    def _foreign(self, handle: str) -> bool:
        return fold(handle) not in fold("\n".join((*self.house, self.message)))

    def _spelled_number(self, sentence: str) -> bool:
        said = set(regex.findall(r"[\p{L}\p{N}]+", fold("\n".join((*self.house, self.message)))))
        return any(
            word in _NUMBER_WORDS and word not in said and _NUMBER_WORDS[word] not in said
            for word in regex.findall(r"\p{L}+", fold(sentence))
        )

    def _is_name(self, word: str) -> bool:
        stems = set(query_stems_of(word))
        return fold(word) not in _OPENINGS and not (stems and stems <= self.own_words | _HOUSE_STEMS)

    def _bare_number(self, sentence: str) -> bool:
        """Whether a number counts something that neither the house nor this message speaks of: « 60 couverts »."""
        for claim in claims_of(sentence):
            if claim.kind == "number" and " " not in claim.value:
                counted = next(
                    iter(query_stems_of(regex.sub(r"[0-9]+", " ", sentence[claim.end : claim.end + 40]))), ""
                )
                if counted and counted not in self.own_words:
                    return True
        return False

    def _theirs_alone(self, sentence: str) -> bool:
        """Whether something is said to be this person's that neither they nor the house spoke of."""
        for match in _YOURS.finditer(sentence):
            words = set(query_stems_of(match.group()))
            if words and not words & (self.own_words | _HOUSE_STEMS):
                return True
        return False

    def _unknown(self, sentence: str) -> bool:
        known = {word[:4] for word in self.own_words | _HOUSE_STEMS}
        return any(word[:4] not in known for word in telling_stems(sentence))


def is_of_a_day(question: str) -> bool:
    """Whether the answer to a question hangs on the calendar: it was right then, and need not be now."""
    words = set(regex.findall(r"\p{L}+", fold(question)))
    return bool(_MOMENT.search(question) or _ON_A_DATE.search(question) or words & _HOLIDAYS)


def query_stems_of(text: str) -> tuple[str, ...]:
    """Stems of the words of a text, compounds apart, whatever its length."""
    pieces = regex.sub(r"[-\u2010\u2011]", " ", text).split("\n")
    return tuple(stem for piece in pieces for stem in query_stems(piece))


_HOUSE_STEMS = frozenset(query_stems_of("\n".join(sorted(_HOUSE_WORDS))))
