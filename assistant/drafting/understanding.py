"""What a message is, before anything is written: its language, its situation, who answers it, and what may be said.

Certain signs only, and cheap ones: the rules of the brand and of every house, a table of signs for each situation, the
meaning of the message by weights fitted on labelled ones, and the language detector. No model is asked: a small one
took half a minute on a busy machine and was no better (see `tests/drafting/test_dangers.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from assistant import language
from assistant.drafting.dangers import doubted
from assistant.drafting.decision import Decision, decide, own_words_apart
from assistant.drafting.instructions import is_attack
from assistant.drafting.parts import WHOLE, Parts
from assistant.drafting.situations import SURE, Reading, read_situation, situation_of
from assistant.drafting.urgency import haste_of
from assistant.records import Answer, Message, Situation, Urgency
from assistant.voice.brand import Brand, Register
from assistant.voice.decisions import commitments
from assistant.voice.handling import said_to
from assistant.voice.rules import says_tu, says_vous
from assistant.voice.words import likelier_language
from assistant.wording import say

__all__ = ["Understanding", "register_for", "situation_of", "understand"]


_GRAVE: frozenset[Situation] = frozenset({"crisis", "press", "attack", "spam"})
_AIMLESS: frozenset[Situation] = frozenset({"other", "joke", "spam", "press"})


@dataclass(frozen=True, slots=True)
class Understanding:
    """`language` is the answer's language; `detected` is false when it was chosen or could not be told from the
    message. `register` is the French form of address, None in other languages. `to` names the colleague to whom a
    message is handed over, empty otherwise.

    `confidence`, from 0 to 1, is how sure the situation is, `second` what it may be instead; both are certain when a
    person or a rule said it. `rule` is the id of the rule that decided, empty when none did. `says` are the brand's own
    public words for it: the draft, as it stands. `written` is whether a model may write at all: never for silence, nor
    where the brand's own words are all that may be said. `hint` is for the person who takes over and never part of a
    text; `likes`: a like suffices. `committed` is what an answer may promise here, in the brand's words.
    `urgency` is by when it wants an answer, `haste` why so, in one sentence. `notices` are told to the person.
    """

    language: str
    detected: bool
    situation: Situation
    answer: Answer
    reason: str
    register: Register | None
    to: str = ""
    confidence: float = 1.0
    second: Situation | None = None
    rule: str = ""
    says: str = ""
    written: bool = True
    hint: str = ""
    likes: bool = False
    urgency: Urgency = "later"
    haste: str = ""
    committed: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


_FEW_WORDS = 2


def _language_of(text: str, thread: Sequence[Message], brand: Brand) -> tuple[str, bool]:
    """The language of a message, and whether it tells it. One or two words are in that in which the house's facts hold
    them, where it is one alone (“decaf?”, « décaf? »), or in that in which they are far commoner (“hours”, « prix »);
    else (“matcha?”) in that of the message before, or the brand's first."""
    seen = language.detect(text)
    said = set(_words(text))
    if not 1 <= len(said) <= _FEW_WORDS or seen.code not in brand.languages:
        return seen.code or brand.languages[0], bool(seen.code)
    facts = [(code, set(_words(words))) for fact in brand.facts for code, words in fact.texts.items()]
    spoken = [{code for code, words in facts if word in words} for word in said]
    told = {code for codes in spoken if len(codes) == 1 for code in codes}
    code = told.pop() if len(told) == 1 else likelier_language(said)
    if code in brand.languages:
        return code, True
    before = language.detect(thread[-1].text).code if thread else ""
    return before if before in brand.languages else brand.languages[0], False


def _words(text: str) -> list[str]:
    return list(regex.findall(r"[\p{L}'-]+", text.lower().replace("’", "'")))


def understand(
    message: Message,
    brand: Brand,
    *,
    platform: str,
    chosen_language: str = "",
    person: str = "",
    reader: str = "en",
    thread: Sequence[Message] = (),
    own: Sequence[str] = (),
    situation: Situation | None = None,
    answer: Answer | None = None,
    reading: Reading | None = None,
    worth: float = 0.0,
    parts: Parts = WHOLE,
) -> Understanding:
    """Read a message as far as certain signs allow; `reason` is in the reader's language.

    `thread` is what came before it, oldest first; `own` are texts of the house that it may quote. `situation` and
    `answer` are what a person says instead of what the signs say. `reading` is a better reading of the situation than
    the signs', with the meaning; `worth` is the price of what it is about, where it does not say it. Without
    `parts.decision` everything is answered.
    """
    code, told = _language_of(message.text, thread, brand)
    code = chosen_language or code
    theirs = own_words_apart(message.text, own)
    read = reading or read_situation(theirs)
    if situation is not None:
        read = Reading(situation, 1.0, read.situation, read.scores, read.signs)
    if not parts.decision:
        decision = Decision("reply", say(f"drafting.situation_{read.situation}", reader))
    elif own and not theirs and message.text.strip():
        decision = Decision("no_reply", say("drafting.only_our_words", reader))
    else:
        decision = decide(Message(theirs, message.author), brand, read, thread=thread, worth=worth, reader=reader)
    kind = situation or decision.situation or read.situation
    if kind in _GRAVE and read.confidence < SURE and decision.answer == "reply" and situation is None:
        kind = read_situation(theirs).situation  # not sure enough to act on, so its own words count
    if kind in _AIMLESS and situation is None and decision.situation is None and is_attack(theirs):
        kind = "attack"  # orders to the writer, and nothing else
    sure = 1.0 if situation or decision.situation else read.confidence
    found = decision
    if answer is not None and answer != decision.answer:
        decision = _chosen(answer, brand, reader)
    register = register_for(message.text, brand, platform, kind, person) if code == "fr" else None
    haste = haste_of(theirs, code, kind, decision if answer == "no_reply" else found)
    says = said_to(decision.says or {}, code, register)
    return Understanding(
        code,
        not chosen_language and told,
        kind,
        decision.answer,
        decision.reason,
        register,
        decision.to,
        confidence=sure,
        second=None if sure == 1.0 else read.second,
        rule=decision.rule,
        says=says,
        written=decision.answer == "reply" or (decision.answer == "hand_over" and not says and not decision.only_says),
        hint=decision.hint,
        likes=decision.likes,
        urgency=haste.urgency,
        haste=haste.reason(reader),
        committed=commitments(brand, kind),
        notices=_notices(decision, theirs, read, reader),
    )


def register_for(message: str, brand: Brand, platform: str, situation: str, person: str = "") -> Register:
    """Tu or vous for an answer: vous to who says vous, else what the brand (or the person speaking) keeps to."""
    if says_vous(message) and not says_tu(message):
        return "vous"
    speaker = brand.person(person)
    rules = brand.register_
    if speaker is not None and speaker.register_ is not None:
        return rules.situations.get(situation) or speaker.register_
    return rules.choose(platform, situation)


def _notices(decision: Decision, text: str, reading: Reading, reader: str) -> tuple[str, ...]:
    """What the person should know about a decision; also of a danger that is not likely enough to decide."""
    liked = (say("drafting.like_suffices", reader),) if decision.likes else ()
    maybe = doubted(reading.dangers) if decision.answer == "reply" and text else None
    if maybe is not None:
        liked = (say("drafting.maybe_grave", reader, danger=say(f"drafting.danger_{maybe}", reader)), *liked)
    return (*((decision.hint,) if decision.hint else ()), *liked)


def _chosen(answer: Answer, brand: Brand, reader: str) -> Decision:
    """What a person decided against the signs."""
    return Decision(answer, say(f"drafting.chosen_{answer}", reader), to=brand.name if answer == "hand_over" else "")
