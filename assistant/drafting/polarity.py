"""Whether a text affirms what the sources deny, or denies what they affirm.

Each clause of the text is laid beside the clause of the sources that it shares most with. It is wrong when that one has
the other sign and none with the same sign is as near.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from assistant.drafting.clauses import Clause, Parsed, parse, things
from assistant.drafting.meanings import POLAR, meaning_of

_NEAR = 0.5
"""What a word from the rest of the sentence weighs beside one of the clause itself."""
_NEARLY = 0.75
_COVERED = 0.6
_COVERED_BY_NO = 0.8
"""A denial may be of less than what is affirmed: « pas de brûlerie à Lachine »."""
_OTHER = 0.25
"""What a word of the known clause takes away that the text does not have: it may be about something else."""
_ELLIPTIC = 2
_DECIDES = 10.0
_AS_HEAVY = 0.6
_NO_SUCH = regex.compile(r"\b(?:(?:pas|plus|point) d(?:e\b|['’])|aucune?\b|no\b|zéro\b)", regex.IGNORECASE)
"""« Pas de rampe » says that there is none at all; « pas la rampe » that it is another one."""
_PAST = regex.compile(
    r"\b(?:he|his|him|she|her|lui)\b|\b(?:did(?:n['’]t)?|was(?:n['’]t)?|were(?:n['’]t)?|"
    r"has(?:n['’]t)?|had(?:n['’]t)?|should(?:n['’]t)?|would(?:n['’]t)?|"
    r"thought|aurai[st]|aurait|devait|devrai[st]|était|étaient|avais|avait|pensai[st])\b|"
    r"\b(?:n['’]a(?:i|s|vez|vons)?|n['’]ont|n['’]est|ne sont|n['’]es) (?:pas|jamais|rien) "
    r"(?:arriv|part|ven|reç|rest|pass|tomb|all|sort|rentr|livr)(?:é|i|u)e?s?\b|"
    r"\b(?:n['’]ai|n['’]a|n['’]as|n['’]avez|n['’]avons|n['’]ont)\b",
    regex.IGNORECASE,
)
_YOURS = regex.compile(r"^\W*(?:votre|vos|ton|ta|tes|tu|t['’]|vous|you|your)\b", regex.IGNORECASE)
_WIDER = frozenset(
    meaning_of(word)[0] for word in ("inside", "everywhere", "anywhere", "partout", "always", "toujours", "salle")
)
"""What reaches further than “only”."""
_ELSEWHERE = regex.compile(
    r"\b(?:anywhere else|nowhere else|elsewhere|rien ailleurs|pas ailleurs|nulle part ailleurs|only|seulement|"
    r"uniquement)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A stretch of a text and the sentence of the sources that says the contrary."""

    start: int
    end: int
    said: str
    strength: float


@dataclass(frozen=True, slots=True)
class _Known:
    place: int
    clause: Clause
    sentence: Parsed
    own: frozenset[str]
    near: frozenset[str]


class Statements:
    """The clauses of the sources, ready to be laid beside those of a text."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.told: list[tuple[Parsed, frozenset[str]]] = []
        self._known: list[_Known] = []
        for source in sources:
            before: frozenset[str] = frozenset()
            for sentence in parse(source):
                if not sentence.asks:
                    self.told.append((sentence, before))
                    for clause in sentence.clauses:
                        self._known.append(
                            _Known(
                                len(self._known),
                                clause,
                                sentence,
                                clause.words,
                                (clause.before | before) - clause.words,
                            )
                        )
                before = sentence.meanings
        self._counts = Counter(word for known in self._known for word in known.own)
        self._weights = {word: float(count**-0.5) for word, count in self._counts.items()}
        self._limits = [known for known in self._known if known.clause.only and known.clause.sign > 0]
        self._by_word: dict[str, list[_Known]] = {}
        for known in self._known:
            for word in known.own:
                self._by_word.setdefault(word, []).append(known)
        self._held = {
            sign: frozenset(word for known in self._known if known.clause.sign == sign for word in known.own)
            for sign in (1, -1)
        }
        self.words = frozenset(self._counts)
        sent = [sentence.meanings for sentence, before in self.told if "ship" in sentence.meanings | before]
        self._served = frozenset(word for one in sent for word in one if word.startswith(("land:", "place:")))

    def _sharing(self, words: frozenset[str]) -> Iterator[_Known]:
        """The clauses that have any of these words, in the order of the sources."""
        found = {id(known): known for word in words for known in self._by_word.get(word, ())}
        return iter(sorted(found.values(), key=lambda known: known.place))

    def beyond(self, words: frozenset[str], near: frozenset[str], days: frozenset[int]) -> Parsed | None:
        """The sentence that limits these words to less: « le dimanche seulement », “on the terrace only”."""
        for known in self._limits:
            shared = words & (known.own | known.near) - POLAR
            if not shared:
                continue
            other_days = bool(days and known.clause.days) and not days <= known.clause.days
            wider = words & _WIDER and not known.own & _WIDER and len(words & (known.own | known.near)) > 1
            if other_days or wider:
                return known.sentence
        return self._elsewhere(words, near)

    def _elsewhere(self, words: frozenset[str], near: frozenset[str]) -> Parsed | None:
        """The sentence that says “nowhere else”, when these words send to a country that no source names."""
        lands = frozenset(word for word in words if word.startswith(("land:", "place:")))
        if not lands or "ship" not in words | near or lands & self._served:
            return None
        return next((one for one in self.sentences if "ship" in one.meanings and _ELSEWHERE.search(one.said)), None)

    @property
    def sentences(self) -> list[Parsed]:
        """The sentences of the sources that state something; `told` has each with the words of the one before."""
        return [sentence for sentence, _ in self.told]

    def weight(self, word: str) -> float:
        """How much a word tells: less the more clauses it stands in."""
        return self._weights.get(word, 1.0)

    def against(
        self,
        words: frozenset[str],
        near: frozenset[str],
        sign: int,
        *,
        denies_being: bool = False,
        answers: bool = False,
    ) -> tuple[Parsed, float] | None:
        """The sentence that says the contrary of these words, and how surely, None when none does.

        `denies_being` says that a thing is not there at all, so that one word is enough; `answers` that it is a yes or
        no to a question, which may use other words than the sources.
        """
        total = sum(self.weight(word) for word in words)
        if not total or all(word.startswith("day:") for word in words) or words <= POLAR:
            return None
        needed = _COVERED if sign > 0 or answers else _COVERED_BY_NO
        same, other, found = 0.0, 0.0, None
        held = self._held[sign]
        heaviest = max((self.weight(word) for word in words & held), default=0.0)
        for known in self._sharing(words):
            shared = words & known.own
            # “They are not allowed in the dining room” does not speak against cats that are welcome.
            elsewhere = shared <= POLAR and things(known.own) - words - near and not words & known.clause.before
            if known.clause.conditional or elsewhere:
                continue
            likeness = sum(self.weight(word) for word in shared)
            likeness += _NEAR * sum(self.weight(word) for word in words & known.near)
            likeness += _NEAR * sum(self.weight(word) for word in near & known.own)
            likeness -= _OTHER * sum(self.weight(word) for word in things(known.own) - words - near)
            of_no_kind = denies_being and not words & POLAR and known.clause.sign > 0
            if not of_no_kind and not _speak_alike(words, known):
                continue
            alone = len(words) == 1 and known.own != words and not near & (known.own | known.near)
            if alone and not (denies_being and known.clause.sign > 0):
                continue
            if (known.clause.sign == sign) != _turns(words, known.own):
                same = max(same, likeness)
                continue
            covered = (
                sum(
                    self.weight(word) * (1 if word in known.own else _NEARLY)
                    for word in words & (known.own | known.near)
                )
                / total
            )
            if covered >= needed:
                # A word that no clause of this sign has at all decides by itself.
                likeness += sum(
                    _DECIDES for word in shared if word not in held and self.weight(word) >= _AS_HEAVY * heaviest
                )
                if likeness > other:
                    other, found = likeness, known
        if found is None or other <= same + 1e-9:
            return None
        return found.sentence, sum(self.weight(word) for word in words & (found.own | found.near)) / total


def _turns(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one says before what the other says after: “no refund after the second class” agrees with a refund
    before it."""
    return ("before" in words and "after" in other) or ("after" in words and "before" in other)


def _speak_alike(words: frozenset[str], known: _Known) -> bool:
    """Whether two clauses open, accept or include the same, or neither does. “No cash.” denies all of it."""
    theirs = known.own & POLAR
    elliptic = not theirs and known.clause.sign < 0 and len(known.own) <= _ELLIPTIC
    return elliptic or words & POLAR == theirs


def tells_of_then(text: str) -> bool:
    """Whether a text tells what happened once, which speaks against nothing that holds."""
    return _PAST.search(text) is not None


def contradictions(text: str, statements: Statements, message: str = "") -> Iterator[Contradiction]:
    """Clauses of a text that the sources say the contrary of. “They're free.” is about what the message asks."""
    questions = parse(message)
    question = questions[0].meanings if len(questions) == 1 else frozenset()
    before: frozenset[str] = frozenset()
    for sentence in parse(text):
        if not sentence.asks:
            for clause in sentence.clauses:
                found = _against(text, clause, before, statements, question)
                if found is not None:
                    yield found
        before = sentence.meanings


def _against(
    text: str, clause: Clause, before: frozenset[str], statements: Statements, question: frozenset[str]
) -> Contradiction | None:
    piece = text[clause.start : clause.end]
    if clause.conditional or _PAST.search(piece) or _YOURS.match(piece.lstrip(" ,;:(")):
        return None
    near = (clause.before | (before if len(clause.words) < 2 else frozenset())) - clause.words
    none_such = clause.sign < 0 and _NO_SUCH.search(piece) is not None
    words = clause.words
    if words <= POLAR and not clause.before:
        words |= question or before
    found = statements.against(words, near, clause.sign, denies_being=none_such)
    wider = statements.beyond(clause.words, near, clause.days) if clause.sign > 0 and not clause.only else None
    if wider is not None:
        return Contradiction(*trimmed(text, clause.start, clause.end), wider.said, 1.0)
    if found is None:
        return None
    sentence, strength = found
    return Contradiction(*trimmed(text, clause.start, clause.end), sentence.said, strength)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks and signs around it."""
    while start < end and not (text[start].isalnum() or text[start] in '«“"$€'):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in '»”"$€%'):
        end -= 1
    return start, end
