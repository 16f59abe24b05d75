"""An own earlier reply to the very same question, made into a draft for the person who asks it now.

Two rules hold everything: the question must be the same (`nearness`), and nothing of the earlier case may be left
(`case_details`). Where either is in doubt there is no such draft: a wrong one shown first is worse than none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from assistant.drafting.case_details import Case, is_of_a_day, query_stems_of
from assistant.drafting.checks import brand_material
from assistant.drafting.claims import claims_of
from assistant.drafting.nearness import Likeness, Nearness, compare_questions, core_of, names_of
from assistant.records import Hit, Passage
from assistant.store.fulltext import fold
from assistant.voice.brand import Brand, Register
from assistant.voice.rules import says_tu, says_vous

MOST = 2
"""Drafts of this kind at most: a third would say the same."""

_SENTENCE = regex.compile(r"(?<!\bno\.)(?<=[.!?…](?:\s?[»”\")])?)\s+(?!»)|\n+", regex.IGNORECASE)
_ASIDE = regex.compile(r"\s?\([^()]*\)")
_LEADING_HANDLES = regex.compile(r"^(?:@[\w.-]+(?:@[\w.-]+)?[\s,:]+)+")
_POINTS_BACK = regex.compile(
    r"^\W*(?:(?:et|mais|pis|donc|alors|and|but|so|which|then|ensuite)\s+)?(?:it|its|it['’]s|that|that['’]s|this|"
    r"they|they['’]re|those|these|both|he|she|"
    r"ça|c['’]est|c['’]|cela|ce|il|ils|elle|elles|les deux|la même|le même|lui|en)\b",
    regex.IGNORECASE,
)
_GREETINGS = "bonjour|bonsoir|salut|allo|coucou|merci|hi|hello|hey|thanks|thank you|bienvenue|welcome"
_GREETING = regex.compile(rf"^\W*(?:{_GREETINGS})\b", regex.IGNORECASE)
_SHORT_OPENING = 2
"""Words of an opening such as “Guilty.” that says nothing by itself."""
_WHOLE = 4
"""Words from which a sentence stands by itself."""
_ORDER = regex.compile(r"(?<=(?:commande|order|no|n[°o]|#)\.?\s?(?:no|n[°o]|#)?\s?)[0-9]{3,}", regex.IGNORECASE)
_VOWEL = regex.compile(r"^[aeiouàâéèêëîïôœ]", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Adapted:
    """A draft made of an own earlier reply. `text` is what can be said now, `passage` the reply as it was published,
    `nearness` how near its question is; `left_out` are the sentences that belonged to the earlier case."""

    text: str
    passage: Passage
    nearness: Nearness
    left_out: tuple[str, ...] = ()


def adapt(
    hits: Sequence[Hit],
    message: str,
    language: str,
    register: Register | None,
    *,
    brand: Brand,
    likeness: Likeness | None = None,
) -> tuple[Adapted, ...]:
    """Drafts made of earlier replies to the very question of `message`, the nearest first; empty when there is none.

    `register` is how the answer must address the person in French; `likeness` compares texts by meaning, see
    `Library.likeness`.

    Raises:
        Unreachable: the embedder does not answer.
    """
    house = tuple(brand_material(brand))
    found: list[Adapted] = []
    for hit in hits:
        past = hit.passage
        if past.answered is None or past.quoted or (past.language and past.language != language):
            continue
        if is_of_a_day(core_of(past.answered.text)) or _signed(past.text, brand):
            continue
        asked, reply = _with_own_things(past.answered.text, past.text, message, house, brand)
        near = compare_questions(asked, message, likeness)
        if not near.same:
            continue
        case = Case(asked, past.answered.author, message, house, past.person)
        text, left_out = _cleaned(reply, case)
        if text and _addresses(text, language, register) and not any(text == one.text for one in found):
            found.append(Adapted(text, past, near, left_out))
    return tuple(sorted(found, key=lambda one: -one.nearness.score)[:MOST])


def _addresses(text: str, language: str, register: Register | None) -> bool:
    """Whether a text says tu or vous as it must."""
    if language != "fr" or register is None:
        return True
    return not (says_vous(text) if register == "tu" else says_tu(text))


# ---------------------------------------------------------------- what is taken over from this message


def _with_own_things(asked: str, reply: str, message: str, house: Sequence[str], brand: Brand) -> tuple[str, str]:
    """The earlier exchange with this message's own thing and order number in the place of theirs, where both name one
    only. The thing must be one that a fact of the brand lists beside the other."""
    orders = (set(_ORDER.findall(asked)), set(_ORDER.findall(message)))
    if len(orders[0]) == len(orders[1]) == 1:
        (old,), (new,) = orders
        asked, reply = (regex.sub(rf"(?<!\d){old}(?!\d)", new, one) for one in (asked, reply))
    theirs, ours = (names_of(text) & _capitals("\n".join(house)).keys() for text in (asked, message))
    if len(theirs) == len(ours) == 1 and theirs != ours and _told_only(asked) and _told_only(message):
        (old,), (new,) = theirs, ours
        lists = [_capitals(text) for fact in brand.facts for text in fact.texts.values()]
        new_name = next((names[new] for names in lists if old in names and new in names), "")
        if new_name and not any(old in _capitals(one) and _states(one) for one in _SENTENCE.split(reply)):
            asked, reply = (_exchanged(one, old, new_name) for one in (asked, reply))
    return asked, reply


def _capitals(text: str) -> dict[str, str]:
    """The words of a text that begin with a capital, as they are written, by their folded form."""
    return {fold(word): word for word in regex.findall(r"\p{Lu}[\p{L}-]+", text)}


def _told_only(text: str) -> bool:
    return "?" not in text


def _states(sentence: str) -> bool:
    """Whether a sentence states a figure or an address, which may hold of one thing and not of another."""
    return any(claim.kind in ("number", "clock", "day", "email", "link", "phone") for claim in claims_of(sentence))


def _exchanged(text: str, old: str, new: str) -> str:
    """One name for another, with « de » or « d' » before it as French wants it."""

    def put(match: regex.Match[str]) -> str:
        if not match["of"]:
            return new
        return f"d'{new}" if _VOWEL.match(fold(new)) else f"de {new}"

    pattern = regex.compile(r"(?P<of>\bd['’]|\bde )?(?P<name>\p{L}[\p{L}'’-]*)", regex.IGNORECASE)
    return str(pattern.sub(lambda match: put(match) if fold(match["name"]) == old else match.group(), text))


# ---------------------------------------------------------------- what is left out


def _cleaned(reply: str, case: Case) -> tuple[str, tuple[str, ...]]:
    """What of a reply can be said now, and the sentences that cannot; an empty text when too little is left.

    A reply begins with its answer, so that must stay. After a sentence that goes, only one that states a fact of the
    house by itself stays; when the one that goes stated a fact too, nothing after it does.
    """
    text = _without_names(_LEADING_HANDLES.sub("", reply.strip()), case)
    text = _ASIDE.sub(lambda aside: "" if case.reason_against(aside.group()) else aside.group(), text)
    kept: list[str] = []
    left_out: list[str] = []
    answered = False
    for sentence in (one for one in _SENTENCE.split(text) if one and one.strip()):
        hangs = bool(left_out) and (
            any(_states(one) for one in left_out)
            or not _states(sentence)
            or _POINTS_BACK.match(sentence) is not None
            or len(sentence.split()) < _WHOLE
        )
        if hangs or case.reason_against(sentence):
            if not answered and _GREETING.match(sentence) is None:
                return "", (sentence,)
            if answered:
                left_out.append(sentence)
            continue
        answered = answered or not _is_opening(sentence)
        kept.append(sentence)
    draft = " ".join(kept).strip()
    good = answered and _says_something(draft, case) and _balanced(draft) and case.holds_nothing_of_theirs(draft)
    return (draft if good else ""), tuple(left_out)


def _is_opening(sentence: str) -> bool:
    return len(sentence.split()) <= _SHORT_OPENING or (_GREETING.match(sentence) is not None and len(sentence) < 40)


def _says_something(text: str, case: Case) -> bool:
    """Whether a text answers with something of the house or the message: a greeting alone is no reply."""
    if len(text.split()) <= _SHORT_OPENING:
        return False
    house = frozenset(query_stems_of("\n".join(case.house)))
    return len(set(query_stems_of(text)) & (house | set(query_stems_of(case.message)))) >= 1


def _balanced(text: str) -> bool:
    return all(text.count(one) == text.count(other) for one, other in ("()", "«»", "“”")) and text.count('"') % 2 == 0


def _without_names(text: str, case: Case) -> str:
    """The text without the names by which it addresses the earlier person: « Oui, Denise, … », “Hi Sam!”."""
    for name in sorted(_addressed(text, case), key=len, reverse=True):
        found = regex.escape(name)
        text = regex.sub(rf"(?<=\p{{L}}),\s+{found}(?=\s?[,.!?;:…])", "", text)
        text = regex.sub(rf"(?i:(?<=\b(?:{_GREETINGS})))\s+{found}(?=\s?[,.!?;:…])", "", text)
        text = regex.sub(rf"(?:^|(?<=[.!?…]\s)){found}\s?[,!:]\s*(\p{{L}})", lambda match: str(match[1]).upper(), text)
    return text


def _addressed(text: str, case: Case) -> Iterator[str]:
    """The names in a reply by which the earlier person signed, or is known on the network."""
    signed = set(_capitals(" ".join(case.asked.split()[-3:])))
    signed |= {fold(one) for one in regex.findall(r"\p{L}{3,}", case.author)}
    own = set(regex.findall(r"[\p{L}'’-]+", fold("\n".join(case.house))))
    yield from (word for name, word in _capitals(text).items() if name in signed and name not in own)


def _signed(reply: str, brand: Brand) -> bool:
    """Whether somebody of the house speaks in their own name in a reply: « Ici Maude », “Maude here, founder”."""
    beginning = {fold(one) for one in regex.findall(r"\p{L}+", reply)[:3]}
    return any(fold(person.name.split()[0]) in beginning for person in brand.people)
