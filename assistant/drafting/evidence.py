"""What of the knowledge answers each question of a message, and which questions nothing answers.

Weekday hours do not answer for a date ("are you open on December 24?"), nor does a list that does not say it is the
whole one answer for what is not on it: a house that says "only" or "nowhere else" has said no, one that lists has not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from assistant.drafting.answerability import SURE, Judged, judge
from assistant.drafting.days import dates_said, days_of
from assistant.drafting.gap_names import name_gap
from assistant.drafting.likenesses import stated_by, words_compared
from assistant.drafting.questions import split_questions, split_wishes, stands_alone
from assistant.drafting.relations import prices_in
from assistant.drafting.retrieval import Retrieval
from assistant.drafting.seeking import LEANS, THERE, Sought, Word, seek
from assistant.drafting.stated import states
from assistant.model.nearness import Nearness
from assistant.records import Asked, Hit, Known, Passage, Support
from assistant.store.fulltext import fold, stem_of
from assistant.voice.words import telling_stems

SURE_OF_A_WISH = 0.55
"""The same for what is told and not asked: nothing is lost when it is passed over."""
_BESIDE = 0.6
"""Share of the best sentence's score from which another one stands beside it."""
_MOST_SUPPORT = 3
_MOST_ANSWERS = 12  # of more questions at once no reply holds the answers
_NEAR = 0.3
"""Score from which a fact that does not answer is still worth showing to the writer."""
_MOST_NEAR = 2
_PERHAPS = 0.05
"""Score from which a sentence is shown to a person as one that may answer."""
_MOST_PERHAPS = 3
_CANDIDATES = 40
_SAME_QUESTION = 0.75
_COVERED = 0.5
_CONTEXT_CHARACTERS = 240
_FEW_WORDS = 2
_VALUES = frozenset({"price", "duration", "time"})
"""Kinds whose words ask for a value and do not say of what: “what would the price be?”."""
_SHORT = 4
_HOURS = regex.compile(r"\b(?:open|opens|close|closes|hours|ouvr\w+|ouvert\w*|ferm\w+|heures)\b", regex.IGNORECASE)
_NEXT = 16
"""Characters between two questions of which the second one may lean on the first."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`facts` are the passages that answer, best first, as many as were asked for or one for each question; `asked` are
    the questions with what answers them: `Support.source` is the place of its passage in `facts`, from 1."""

    facts: tuple[Hit, ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, each once, in the order asked."""
        return tuple(dict.fromkeys(one.missing for one in self.asked if not one.answered))


def find_evidence(
    asked: Sequence[Asked],
    language: str,
    retrieval: Retrieval,
    *,
    most: int,
    message: str = "",
    known: Sequence[Known] = (),
    thread: Sequence[str] = (),
) -> Evidence:
    """The sentences that answer each question, from facts of the language, else of another one; where none does, from
    an own earlier reply to the very same question.

    Questions that do not say what they are about, nor follow anything that does, are left out. `message` is where the
    questions stand, `thread` what was said before it: what is said just before a question tells what its "it" is.
    `known` is what a person typed; it wins, as source 0.

    Raises:
        Unreachable: the embedder or the database does not answer.
    """
    contexts = {one: _context(one, message, thread) for one in asked}
    asked = [one for one in asked if _says_something(one, contexts[one])]
    found = [_look(one, contexts[one], message, language=language, retrieval=retrieval, known=known) for one in asked]
    facts = _shared_out([each.hits for each in found], max(most, min(len(asked), _MOST_ANSWERS)))
    numbers = {hit.passage.id: number for number, hit in enumerate(facts, 1)}
    own = retrieval.own_words
    answered = [_answered(one, each, numbers, language, own) for one, each in zip(asked, found, strict=True)]
    return Evidence(facts, tuple(_without_what_leans(answered, language, own)))


def find_message_evidence(
    message: str,
    language: str,
    retrieval: Retrieval,
    *,
    most: int,
    known: Sequence[Known] = (),
    thread: Sequence[str] = (),
) -> Evidence:
    """What answers the questions of a message; where it asks none, what answers the wishes that it tells, without those
    that nothing answers.

    Raises:
        Unreachable: the embedder or the database does not answer.
    """
    if asked := split_questions(message, language):
        return find_evidence(asked, language, retrieval, most=most, message=message, known=known, thread=thread)
    wishes = split_wishes(message, language)
    found = find_evidence(wishes, language, retrieval, most=most, message=message, known=known, thread=thread)
    sure = tuple(one for one in found.asked if one.answered and one.support and one.support[0].score >= SURE_OF_A_WISH)
    return replace(found, asked=sure) if sure else Evidence()


def read_ahead(retrieval: Retrieval) -> None:
    """Read every fact once, so that no message waits for it: some seconds for a hundred facts, and none at the next
    start."""
    facts = [one for passage in retrieval.facts() for one in states(passage)]
    retrieval.near.learn(words_compared(facts), stated_by(facts))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for one question: what a person typed, sentences of facts judged, an earlier reply to the same
    question, and the passages these stand in, those that answer first."""

    typed: Known | None
    judged: tuple[Judged, ...]
    earlier: Passage | None
    hits: tuple[Hit, ...]


def _look(
    one: Asked, context: str, message: str, *, language: str, retrieval: Retrieval, known: Sequence[Known]
) -> _Found:
    typed = _typed(one, known, retrieval.near)
    if typed is not None:
        # Of one that a person took from what the house knows, its passage is the source.
        stands = [hit for hit in retrieval.find_candidates(typed.text, language, 1) if typed.text in hit.passage.text]
        return _Found(typed, (), None, tuple(stands))
    query = f"{context} {one.text}".strip()
    bare = _is_bare(one)
    text, context = (query, "") if bare else (_dated(one, message), context)
    hits = retrieval.find_candidates(query, language, _CANDIDATES)
    candidates = [sentence for hit in hits for sentence in states(hit.passage)]
    said = one.text if stands_alone(one, message) else message
    judged = judge(seek(text, context, retrieval.own_words), candidates, retrieval.near, said)
    best = max((each.score for each in judged), default=0.0)
    by_id = {hit.passage.id: hit for hit in hits}
    near = [each.stated.passage.id for each in judged if each.score >= max(_NEAR, _BESIDE * best)]
    ordered = tuple(by_id[number] for number in dict.fromkeys(near))
    if best < SURE:
        ordered = ordered[:_MOST_NEAR]
    if best < SURE and (same := retrieval.find_same(query, language)):
        # Only what holds for anybody: the rest of the reply belonged to the person it was written to.
        earlier = replace(same[0].passage, text=same[0].text)
        return _Found(None, judged, earlier, (Hit(earlier, same[0].nearness.score), *ordered))
    if bare and best < SURE:
        return _Found(None, (), None, ())
    return _Found(None, judged, None, ordered)


def _dated(one: Asked, message: str) -> str:
    """The question with the date of a visit that was said before it, where it asks when the house is open and names no
    day: “jan 2, three of us, do you open at 8?”"""
    dates = dates_said(message[: one.start]) if _HOURS.search(one.text) and not days_of(one.text) else ()
    return " ".join((one.text, *dates))


def _says_something(one: Asked, context: str) -> bool:
    """Whether a question says what it is about, or what was said before does: « et ça? », “ok so can I?” may not."""
    sought = seek(one.text, context)
    return bool(sought.words or sought.days or sought.wants)


def _is_bare(one: Asked) -> bool:
    """Whether a question says nothing of its own: « c'est possible? », “am I fine?”."""
    sought = seek(one.text)
    return not (sought.is_of_a_thing or sought.wants)


def _context(one: Asked, message: str, thread: Sequence[str] = ()) -> str:
    """What was said before a question that leans on it: « c'est combien? », « et le dimanche? »; before the message
    where nothing was said in it."""
    strong = _named(seek(one.text))
    short = len(one.text.split()) <= _SHORT
    points = LEANS.search(one.text) is not None or THERE.search(one.text) is not None
    if not points and (len(strong) >= _FEW_WORDS or (strong and (not short or stands_alone(one, message)))):
        return ""
    before = message[max(0, one.start - _CONTEXT_CHARACTERS) : one.start].strip(" ,.;:!?\n-–—")
    if not seek(before).words and thread:
        said = split_questions(thread[-1], "")
        last = said[-1].text if said else thread[-1][-_CONTEXT_CHARACTERS:]
        before = f"{last}. {before}".strip()
    return before


def _answered(one: Asked, found: _Found, numbers: Mapping[str, int], language: str, own: frozenset[str]) -> Asked:
    """The question with what answers it; without support where its passages found no room among the facts."""
    best = found.judged[0] if found.judged else None
    support: list[Support] = []
    if found.typed is not None:
        place = next((numbers[hit.passage.id] for hit in found.hits if hit.passage.id in numbers), 0)
        support = [Support(found.typed.text, place, 1.0)]
    elif found.earlier is not None:
        number = numbers.get(found.earlier.id)
        support = [Support(found.earlier.text, number, round(found.hits[0].score, 3))] if number else []
    elif best is None or best.score < SURE:
        missing = _missing(one, best, language, own)
        return replace(one, answered=False, missing=missing, support=(), near=_near(found.judged, numbers))
    else:
        for each in found.judged:
            number = numbers.get(each.stated.passage.id)
            said = any(each.stated.text in other.text for other in support)
            if each.score >= max(SURE, _BESIDE * best.score) and number and not said:
                support.append(Support(each.stated.text, number, round(each.score, 3)))
    return replace(one, answered=True, missing="", support=tuple(support[:_MOST_SUPPORT]))


def _near(judged: Sequence[Judged], numbers: Mapping[str, int]) -> tuple[Support, ...]:
    """The sentences that may answer a question though nothing surely does: of 85 in 100 questions that a fact answers
    it is among the first three (fourteen houses of other trades, `tests/eval/trades/weighed`)."""
    likely = {one.stated.text: one for one in judged[:_MOST_PERHAPS] if one.score >= _PERHAPS}
    return tuple(
        Support(text, numbers.get(one.stated.passage.id, 0), round(one.score, 3)) for text, one in likely.items()
    )


def _without_what_leans(asked: Sequence[Asked], language: str, own: frozenset[str]) -> Iterator[Asked]:
    """The questions, where one that only asks the price or the hour of what was asked just before has no answer when
    that has none, « Vous louez la salle? Et à combien? », and the same when that names a price."""
    before: Asked | None = None
    for one in asked:
        left = one
        if before is not None and one.start - before.start - len(before.text) <= _NEXT and _asks_a_value(one):
            if not before.answered and _leans_on(one, before):
                missing = _missing(one, None, language, own)
                left = replace(one, answered=False, missing=missing, support=(), near=one.support)
            elif "price" in seek(one.text).wants and before.support and prices_in(before.support[0].text):
                left = replace(one, answered=True, missing="", support=before.support[:1])
        yield left
        before = left


def _leans_on(one: Asked, before: Asked) -> bool:
    """Whether a question names nothing but a value, right after another one, and what answers it does not speak of what
    that one names."""
    if not (one.answered and one.support and one.support[0].source):
        return False
    named = telling_stems(before.text)
    return _is_bare(before) or 3 * len(named & telling_stems(one.support[0].text)) < len(named)


def _asks_a_value(one: Asked) -> bool:
    sought = seek(one.text)
    return bool(sought.wants & _VALUES) and not _named(sought) and not sought.days


def _named(sought: Sought) -> list[Word]:
    """The words of what a question is about, but for those that only name the kind of value it wants."""
    return [word for word in sought.words if word.tells and not word.kinds & _VALUES]


def _missing(one: Asked, best: Judged | None, language: str, own: frozenset[str]) -> str:
    covered = {*own, *map(fold, own)}
    if best is not None:
        sought = seek(one.text)
        matches = {word.word: match for word, match in zip(best.sought.words, best.matches, strict=True)}
        covered |= {word.word for word in sought.words if matches.get(word.word, 0.0) >= _COVERED}
    return name_gap(one.text, covered, language)


def _typed(one: Asked, known: Sequence[Known], near: Nearness) -> Known | None:
    """What a person typed for this question, or for one of the same words."""
    if not known:
        return None
    cosines = near.between([one.text], [each.question for each in known])[0]
    for each, cosine in sorted(zip(known, cosines, strict=True), key=lambda pair: -pair[1]):
        same = each.question.strip(" ?").casefold() == one.text.strip(" ?").casefold()
        if each.text.strip() and (same or (cosine >= _SAME_QUESTION and _stems(each.question) == _stems(one.text))):
            return each
    return None


def _stems(question: str) -> set[str]:
    sought = seek(question)
    return {stem_of(word.word) for word in sought.words} | sought.days


def _shared_out(groups: Sequence[Sequence[Hit]], most: int) -> tuple[Hit, ...]:
    """At most so many passages, one for each question in turn, each once."""
    return tuple(list({hit.passage.id: hit for hit in _in_turn(groups)}.values())[:most])


def _in_turn(groups: Sequence[Sequence[Hit]]) -> Iterator[Hit]:
    for rank in range(max(map(len, groups), default=0)):
        yield from (group[rank] for group in groups if rank < len(group))
