"""Answer, hand over, or stay silent: the first decision about a message, with its reason in one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from assistant.drafting.addressees import account_of, addressed_to
from assistant.drafting.dangers import URGENT, dangers_in, sounds_like, surest
from assistant.drafting.instructions import is_attack, without_dictation
from assistant.drafting.situations import SITUATIONS, SURE, Reading, read_situation
from assistant.records import Answer, Danger, Message, Situation
from assistant.voice.brand import Brand, text_in
from assistant.voice.decisions import TakingOver, keeps_silent, silences, taking_over
from assistant.voice.spans import plain_words
from assistant.wording import say

HAND_OVER_FROM = 0.4
"""Chance of a crisis or a press request from which a person takes over: looking costs little."""

CRISIS_UNSHOWN_FROM = 0.65
"""The same where no word says so, but only the meaning, which takes many an exaggeration for a crisis: what is veiled
has its own reading (`dangers.py`). Of other situations such a reading must be sure."""

_AGREED = 0.3
_NEVER = 1.1
"""Where no word says press, both readings of the meaning must: what is not a shop's usual message sounds like one.
Of an everyday request that sounds like a danger, both must say crisis, too."""

_BESIDE_ORDERS: frozenset[Danger] = frozenset({"self_harm", "threat", "harm"})
"""What is believed beside an order to the assistant: it sounds like a lawyer, and what it wants said (“safe for
babies”) is nobody's question."""

SILENT_FROM = 0.45
"""Confidence from which spam or bait gets no answer: leaving somebody without one costs more."""

_LIVES = frozenset({"self-harm", "threat"})
"""Rules that hold for words which a message puts in our mouth, too: a life may hang on them."""
_SAME = 0.8
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_QUOTED = regex.compile(r"^[ \t]*>.*$|«[^«»]{12,600}»|“[^“”]{12,600}”|\"[^\"\n]{12,600}\"", regex.MULTILINE)
_REPOSTED = regex.compile(r"\bRT\s+@?[\w.@-]+\s*:?\s*", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with a message. `reason` is one sentence in the reader's language. `rule` is the id of the
    rule that decided, empty when none did; `to` who takes over, by name. `says` are the brand's own words for it, by
    language (see `said_to`), and with `only_says` nothing else may be said. `hint` is for the person only. `likes`: a
    like suffices. `situation` is what the rule says that the message is, None when it says nothing."""

    answer: Answer
    reason: str
    rule: str = ""
    to: str = ""
    says: dict[str, str] | None = None
    only_says: bool = False
    hint: str = ""
    urgent: bool = False
    likes: bool = False
    situation: Situation | None = None


def decide(
    message: Message,
    brand: Brand,
    reading: Reading,
    *,
    thread: Sequence[Message] = (),
    worth: float = 0.0,
    reader: str = "en",
) -> Decision:
    """The decision about a message; `worth` is the price of what it is about, where it does not say it. What may be a
    danger comes first, then what is certainly spam, then the other hand-overs, then silence; everything else is
    answered."""
    text = message.text
    if ours(message, brand):
        return Decision("no_reply", say("drafting.own_post", reader))
    shown = read_situation(text)
    other = addressed_to(text, brand, [one.author for one in thread])
    dangers = reading.dangers or dangers_in(text, shown.scores, shown.signs)
    likely = tuple(name for name in SITUATIONS if reading.chance(name) >= _least(name, text, shown, dangers))
    maybe = likely if other is None else ()
    danger = surest(dangers, linked="link" in shown.signs)
    if (is_attack(text) and danger not in _BESIDE_ORDERS) or (other is not None and danger not in URGENT):
        danger = None
    taken = taking_over(text, brand, maybe, danger, worth=worth)
    if taken is not None and taken.rule.id not in _LIVES and (said := without_dictation(text)) != text:
        taken = taking_over(said, brand, worth=worth)  # what somebody wants us to say is not what they say
    silent = reading.situation if reading.confidence >= SILENT_FROM else ""
    if (
        silent
        and shown.scores.get(silent, 0.0) <= 0
        and (reading.confidence < SURE or {"question", "asks"} & set(shown.signs))
    ):
        silent = ""  # no word says so, only the meaning
    spam = silent == "spam"
    if taken is not None and (taken.rule.urgent or not spam):
        return _handed_over(taken, brand, reading, danger, reader)
    if (answered := _answered(message, thread, brand)) is not None:
        return Decision("no_reply", say("drafting.already_answered", reader, text=answered))
    if other is not None:
        return Decision("no_reply", say("drafting.for_somebody_else", reader, account=other))
    after_us = any(ours(one, brand) for one in thread)
    for silence in silences(brand):
        if keeps_silent(silence, text, reading.situation if silence.after_us else silent, after_us=after_us):
            reason = say("drafting.silence", reader, reason=text_in(silence.reason, reader))
            return Decision("no_reply", reason, silence.id, likes=silence.likes)
    return Decision("reply", say(f"drafting.situation_{reading.situation}", reader))


def _least(situation: Situation, text: str, shown: Reading, dangers: Mapping[Danger, float]) -> float:
    if shown.scores.get(situation, 0.0) >= 1.0:
        return HAND_OVER_FROM
    if situation == "press" and dangers.get("press", 0.0) < _AGREED:
        return _NEVER
    if situation == "crisis" and sounds_like(text) and sum(dangers.values()) < _AGREED:
        return _NEVER
    return CRISIS_UNSHOWN_FROM if situation == "crisis" else SURE


def _handed_over(taken: TakingOver, brand: Brand, reading: Reading, danger: Danger | None, reader: str) -> Decision:
    rule = taken.rule
    to = taken.person.name if taken.person else brand.name
    reason = say("drafting.accused", reader) if taken.accused else text_in(rule.reason, reader)
    situation: Situation = rule.situation or ("press" if rule.id == "press" else "crisis")
    if taken.accused:
        situation = "complaint"
    elif danger == "health" and danger in rule.dangers and reading.situation in ("question", "joke", "other", "lead"):
        situation = "question"  # what may be eaten or used is asked before any harm is done
    return Decision(
        "hand_over",
        say("drafting.hand_over", reader, reason=reason, to=to),
        rule.id,
        to,
        {code: said.replace("{to}", to) for code, said in rule.says.items()},
        rule.only_says,
        text_in(rule.hint, reader),
        rule.urgent,
        situation=situation,
    )


def ours(message: Message, brand: Brand) -> bool:
    """Whether the house itself wrote a message: its name, or an account of the brand or of its people."""
    author = account_of(message.author)
    if not author:
        return False
    return author in {brand.name.casefold(), *map(account_of, brand.handles)}


def own_words_apart(text: str, own: Sequence[str]) -> str:
    """A message without what it quotes of our own posts, so that our words are not read as the person's. `own` are
    texts of the house that it may quote."""
    texts = [plain_words(one) for one in own]

    def is_ours(quoted: str) -> bool:
        plain = plain_words(quoted.strip(' >\t«»“”"….'))
        return len(plain) >= 12 and any(plain in one for one in texts)

    def without_ours(match: regex.Match[str]) -> str:
        quoted = str(match[0])
        return " " if quoted.lstrip().startswith(">") or is_ours(quoted) else quoted

    apart: str = _QUOTED.sub(without_ours, _REPOSTED.sub("", text) if own else text)
    for one in own:
        if len(one) >= 12 and one in apart:
            apart = apart.replace(one, " ")
    return apart.strip()


def _answered(message: Message, thread: Sequence[Message], brand: Brand) -> str | None:
    """What we said to the very same message of the same person before, None when we have not."""
    words = set(_WORD.findall(message.text.casefold()))
    for place, one in enumerate(thread):
        same_person = not message.author or not one.author or account_of(one.author) == account_of(message.author)
        theirs = set(_WORD.findall(one.text.casefold()))
        if words and same_person and not ours(one, brand) and len(words & theirs) >= _SAME * len(words | theirs):
            answer = next((later for later in thread[place + 1 :] if ours(later, brand)), None)
            if answer is not None:
                return answer.text
    return None
