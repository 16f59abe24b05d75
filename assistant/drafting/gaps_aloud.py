"""What of a gap is said aloud: the name of the thing, what its "it" stands for, or the question in quotation marks."""

from collections.abc import Sequence

import regex

from assistant.drafting.antecedents import thing_before, things_before
from assistant.drafting.claims import Claim, claims_of
from assistant.drafting.gap_names import noun_of
from assistant.drafting.instructions import instructions_in
from assistant.drafting.seeking import LEANS, kinds_called, names_a_thing, seek
from assistant.drafting.spellings import spelt
from assistant.drafting.stated import words_of
from assistant.records import Asked
from assistant.voice.words import general_frequency, telling_stems

MOST_QUOTED = 90
"""Characters of a question that are quoted."""
_FEWEST_WORDS = 3
"""Words of a question that says nothing of its own, from which it is told by quoting it."""
_BRACKETS = regex.compile(r"\[[^\[\]]*\]?|\([^()]*\)?")
_SENTENCES = regex.compile(r"[^.!?\n]+[.!?]*")
_ENDS = " ?!.,;:…"
_LEAST_LETTERS = 4
_LEADS_TO_A_THING = regex.compile(
    r"(?:\b(?:du|de|des|un|une|le|la|les|au|aux|en|vos|votre|nos|notre|mes|mon|ma|ce|cette|ces|quel(?:le)?s?|y a-t-il|"
    r"il y a|avez-vous|as-tu|avez|faites-vous|offrez-vous|vendez-vous|par|pour|avec|sans|sur|et|ou|"
    r"a|an|the|any|some|your|you|our|my|this|that|these|what|which|there|have|has|got|do|offer|sell|carry|take|accept|"
    r"how many|how much|combien de|combien d'|of|for|with|without|about|to|in|on|by|and|or)|[ld]['’])\s*$"
)
_MONEY = ("$", "€", "£", "%")
_COMMON, _RARE = 5e-4, 3e-5
"""Shares of all words in general language: “actually” is more common, “matcha” rarer."""
_CLAIMS = frozenset("zero zéro no none sans without free gratuit gratuite 100 literally totally really yeah".split())
"""Words that make a gap's name a claim."""
_NO_NOUN = regex.compile(r"(?:ing|ly|ez)$|^j(?![aeiouyhàâéèêëîïôûœ])", regex.IGNORECASE)
"""Forms that a single word has which names no thing: “pouring”, “roughly”, « vendez », « jfais »."""
_REASON = regex.compile(
    r"(?<=\S{3}.{12,})[\s,]+(?:so(?: that)? (?:i|we)\b|because|cause|cuz|parce qu|pcq|vu qu|pour pas)\b?.*$",
    regex.IGNORECASE,
)
"""Why somebody asks, after what they ask."""
_CITES = regex.compile(
    r"[\"“”«»@#<>{}]|\p{L}\.\p{L}{2,}|//|\b(?:chat)?gpt\b|\b(?:claude|gemini|llama|llms?|prompts?|configs?|chatbots?)\b",
    regex.IGNORECASE,
)
"""What a question that is quoted may not hold: another quotation, an account, an address, the signs of a program, the
machine that helps to answer."""
_MOST_WORDS = 4
"""Words of a gap's name that can be said aloud; a longer one is half a sentence, and better left out."""


def say_aloud(
    gap: Asked, language: str, facts: str = "", message: str = "", *, quoted: bool = True, most: int = MOST_QUOTED
) -> str:
    """What is missing, as it can be said aloud: what its "it" stands for in the `message`; its name, where that leaves
    nothing out of what is asked and the `facts` stated before do not speak of it; else the question in quotation marks,
    of at most so many characters (if it may be `quoted`). Empty where that gives orders, holds somebody else's words,
    or says nothing."""
    points_back = not names_a_thing(gap.text)
    if (LEANS.search(gap.text) or points_back) and (thing := thing_before(message, gap.start)):
        return thing
    told = telling_stems(gap.missing) <= telling_stems(facts)
    if gap.missing in kinds_called(gap.text, language) and not told:
        return gap.missing
    if _is_name(gap, facts) and not told:
        return gap.missing
    if points_back and (thing := _rarest(things_before(message, gap.start))):
        return thing
    asked = _quotable(gap.text, most)
    few = len(asked.split()) < (_FEWEST_WORDS if points_back else 2)
    if not quoted or (few and not is_sayable(asked)):
        return ""
    return _in_quotes(asked, language)


def say_message(message: str, language: str) -> str:
    """A short message of which no question was read apart, in quotation marks: the sentence of it with a question mark,
    or all of it. Empty where that may not be quoted."""
    marked = [one for one in _SENTENCES.findall(message) if one.rstrip().endswith("?")]
    said = marked[0] if marked else message
    if len(said) > MOST_QUOTED or "\n" in said.strip():
        return ""
    return _in_quotes(_quotable(said, MOST_QUOTED), language)


def _is_name(gap: Asked, facts: str) -> bool:
    """Whether a gap's name can be said, is that of a thing, and says all that is asked about."""
    name = gap.missing
    if not (is_sayable(name) and is_thing(name, gap.text)) or "[" in gap.text:
        return False
    if any(_is_unsaid(claim) for claim in claims_of(name)):
        return False
    said = set(words_of(spelt(name.lower())))
    left = {one.word for one in seek(gap.text).words if one.tells and one.word not in said}
    return telling_stems(" ".join(word for word in left if noun_of(word) not in said)) <= telling_stems(facts)


def _rarest(things: Sequence[Sequence[str]]) -> str:
    """Of things that are said in a few words, each given with fewer words first, the one with the rarest word."""
    names = [next(filter(is_sayable, thing), "") for thing in things]
    return min(filter(None, names), key=lambda name: min(map(general_frequency, name.split())), default="")


def _quotable(text: str, most: int) -> str:
    """A question as it may be quoted, empty where it may not: without why it is asked and what stands in brackets; an
    ellipsis for a price or an hour, which is not repeated in our name, and for the end of a long one."""
    asked = " ".join(_REASON.sub("", _BRACKETS.sub(" … ", text)).strip(_ENDS).split())
    if not asked or instructions_in(asked) or _CITES.search(asked):
        return ""
    for claim in reversed(claims_of(asked)):
        if _is_unsaid(claim):
            asked = f"{asked[: claim.start].rstrip()} … {asked[claim.end :].lstrip()}".strip()
    asked = asked if len(asked) <= most else f"{asked[:most].rsplit(' ', 1)[0]}…"
    return (
        asked if any(one.tells or one.kinds for one in seek(asked).words) or len(asked.split()) >= _FEWEST_WORDS else ""
    )


def _is_unsaid(claim: Claim) -> bool:
    """Whether it is an hour or a price, which may be wrong."""
    return claim.kind == "clock" or claim.value.endswith(_MONEY)


def _in_quotes(asked: str, language: str) -> str:
    if not asked:
        return ""
    return f"«\u00a0{asked}\u00a0»" if language == "fr" else f"“{asked}”"


def is_thing(name: str, question: str) -> bool:
    """Whether a gap's name is that of a thing: not words of the question, or led up to there as a thing is. “Funeral or
    french press?” and « goutes » are no names."""
    asked = question.lower()
    places = [found.start() for found in regex.finditer(regex.escape(name.lower()), asked)]
    return not places or name[:1].isupper() or any(_LEADS_TO_A_THING.search(asked[:place]) for place in places)


def is_sayable(name: str) -> bool:
    """Whether a gap's name says what is missing and can be said aloud: a few words, one of them telling by itself, none
    as common as “actually”, none that claims: “zero caffeine” is no thing to be looked up in our name. Names of places
    keep their capital."""
    words = [word.strip(".,;:!?") for word in name.split()]
    if len(words) == 1 and _NO_NOUN.search(words[0]):
        return False
    if any(word.lower() in _CLAIMS for word in words) or any(sign in name for sign in "()[]"):
        return False
    known = [general_frequency(word) for word in words if len(word) >= _LEAST_LETTERS and word.islower()]
    named = any(not word.islower() for word in words[1:])
    return 0 < len(words) <= _MOST_WORDS and max(known, default=1.0) < _COMMON and (named or min(known) < _RARE)
