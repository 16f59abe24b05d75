"""The language a short text is written in. The only importer of py3langid.

py3langid was right on 77 of 80 short French and English posts when limited to the two (shared/stack.md, section 7), so
the candidates are asked first; a text in another language is recognised when the full model is sure of it.
"""

import re
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

FRENCH_AND_ENGLISH = ("fr", "en")

_NOT_LANGUAGE = re.compile(r"https?://\S+|[@#]\S+|[\w.+-]+@[\w-]+\.\w+|[^\w\s'’-]|\d+")
_FRENCH_LETTERS = re.compile(r"[àâçèêëîïôûùœ]|\b(?:c|d|j|l|m|n|qu|s|t)['’]", re.IGNORECASE)
_NAMES = re.compile(r"\b(?:[sS]te?|[sS]ainte?)-[\w-]+|(?<=[a-z] )[A-ZÀÉÈ]\w+")
"""Names keep their accents in every language: St-Jérôme, Éthiopie."""
_SURE = 0.5
_SURER = 0.9
"""The same where a word of French or English stands in the text: « Au comptoir : latte 5 $ » is not Italian."""
_ASKED = tuple("ar ca cs da de el en es fa fi fr he hi ht hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh".split())
"""Languages a message is sorted into: near twins such as Galician or Walloon would only blur short texts."""
_LOCK = threading.Lock()
_MARKERS: dict[str, frozenset[str]] = {
    "fr": frozenset(
        "le la les un une des du de et est vous je tu on ne pas pour avec sur dans mon ma mes votre vos ça ce cette "
        "ton ta tes ben pis faque bonjour salut merci pourquoi combien quand où au aux qui que c'est j'ai chez mais "
        "donc leur nous ils elles elle été avait avez avons sont suis faut fait faites bien toute chu chui jsuis cest "
        "jai".split()
    ),
    "en": frozenset(
        "the an of and is are you i we it not for with in my your this that hi hello hey thanks thank why how when "
        "where what who do does don't can to have i'm it's was were from at by up out off they he she his her them "
        "their would could should will just got get been had has there here some any than then about didn't "
        "doesn't".split()
    ),
}


@dataclass(frozen=True, slots=True)
class Detection:
    """`code` is ISO 639-1, empty when the text holds no words; `confidence` runs from 0 to 1."""

    code: str
    confidence: float


@cache
def _identifier() -> Any:
    with _LOCK:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        identifier.set_languages(_ASKED)
        return identifier


def warm_up() -> None:
    """Load the language model (about 0.7 s and 130 MB, once a process)."""
    _identifier()


def detect(text: str, candidates: tuple[str, ...] = FRENCH_AND_ENGLISH) -> Detection:
    """The language of `text`: one of `candidates`, or another one when there is little doubt.

    Links, handles, tags, digits and emoji are ignored. A text without words gives an empty code. Only the first
    2,000 characters are read.
    """
    words = _NOT_LANGUAGE.sub(" ", text[:2000]).split()
    if not words:
        return Detection("", 0.0)
    cleaned = " ".join(words)
    lowered = [word.lower().replace("’", "'") for word in words]
    votes = {code: sum(word in _MARKERS.get(code, ()) for word in lowered) for code in candidates}
    if "fr" in votes:
        votes["fr"] += len(_FRENCH_LETTERS.findall(_NAMES.sub(" ", cleaned)))
    ranked: list[tuple[str, float]] = [(str(code), float(share)) for code, share in _identifier().rank(cleaned)]
    overall, share = ranked[0]
    if (
        overall not in candidates
        and share >= (_SURER if any(votes.values()) else _SURE)
        and (len(words) >= 3 or not cleaned.isascii())
        and max(votes.values(), default=0) * 4 < len(words)
    ):
        return Detection(overall, share)
    shares = {code: share for code, share in ranked if code in candidates}
    total = sum(shares.values()) or 1.0
    scored = {code: shares.get(code, 0.0) / total + votes[code] for code in candidates}
    best = max(scored, key=lambda code: scored[code])
    return Detection(best, scored[best] / (sum(scored.values()) or 1.0))
