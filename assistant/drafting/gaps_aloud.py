"""What of a gap is said aloud: the name of the thing, what its "it" stands for, or the question in quotation marks."""

import regex

from assistant.drafting.antecedents import thing_before
from assistant.drafting.claims import claims_of
from assistant.drafting.instructions import instructions_in
from assistant.drafting.seeking import LEANS, kinds_called, names_a_thing
from assistant.records import Asked
from assistant.voice.words import general_frequency, telling_stems

_MOST_QUOTED = 70
"""Characters of a question that are quoted."""
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


def say_aloud(gap: Asked, language: str, facts: str = "", message: str = "", *, quoted: bool = True) -> str:
    """What is missing, as it can be said aloud: its name, where the `facts` stated before do not speak of that, or what
    its "it" stands for in the `message`, else the beginning of the question in quotation marks (if it may be
    `quoted`); empty where that holds a price or an hour, a claim or somebody else's words, or names nothing."""
    points_back = not names_a_thing(gap.text)
    if (LEANS.search(gap.text) or points_back) and (thing := thing_before(message, gap.start)):
        return thing
    told = telling_stems(gap.missing) <= telling_stems(facts)
    if gap.missing in kinds_called(gap.text, language) and not told:
        return gap.missing
    if is_sayable(gap.missing) and is_thing(gap.missing, gap.text) and "[" not in gap.text and not told:
        return gap.missing
    asked = " ".join(_REASON.sub("", regex.sub(r"\[[^\[\]]*\]|\([^()]*\)", " ", gap.text)).strip(" ?!.").split())
    if not asked or not quoted or points_back or instructions_in(asked) or _CITES.search(asked):
        return ""  # orders to the writer are nobody's question; “is it with you” says nothing
    if any(claim.kind == "clock" or claim.value.endswith(_MONEY) for claim in claims_of(asked)):
        return ""  # a wrong price or hour is not repeated in our name, quoted or not
    shown = asked if len(asked) <= _MOST_QUOTED else f"{asked[:_MOST_QUOTED].rsplit(' ', 1)[0]}…"
    return f"«\u00a0{shown}\u00a0»" if language == "fr" else f"“{shown}”"


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
    if any(word.lower() in _CLAIMS for word in words):
        return False
    known = [general_frequency(word) for word in words if len(word) >= _LEAST_LETTERS and word.islower()]
    named = any(not word.islower() for word in words[1:])
    return 0 < len(words) <= _MOST_WORDS and max(known, default=1.0) < _COMMON and (named or min(known) < _RARE)
