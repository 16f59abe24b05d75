"""From any text of a user to a query that no full-text index can misread, and from a passage to its words."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

MOST_TERMS = 48
"""Of a long message, the first terms say enough; each one costs time."""

_LONGEST_STEMMED = 40
_STEMMING = threading.Lock()

_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
_HYPHEN = re.compile(r"[-\u2010\u2011]")
# Combining marks: of Latin, Greek and Cyrillic, Hebrew points, Arabic vowels (https://www.unicode.org/charts/).
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_STOP_WORDS = frozenset(
    "a ai aie ait alors apres as au aucun aura aurait aussi autre aux avait avec avez avoir avons ca ce ceci cela "
    "celle celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des donc dont du elle elles en "
    "encore entre es est et etait etaient ete etes etre eu eux fait faire fois font ici il ils j je jusque l la le "
    "les leur leurs lui m ma mais me meme mes mien moi mon n ne ni nos notre nous on ont ou par parce pas peu peut "
    "plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se sera serait ses si sien soi son "
    "sont sous suis sur t ta tandis te tes toi ton tous tout toute toutes tres tu un une va vers vos votre vous y "
    "about after again all also am an and any are aren be because been before being but by can could did didn do does "
    "doesn doing don down each few for from further get had has have having he her here hers him his how i if in into "
    "is isn it its itself just ll more most my no nor not now of off once only or other our ours out over own re same "
    "she should so some such than that the their theirs them then there these they this those through to too under "
    "until up ve very was wasn we were what when where which while who whom why will with won would you "
    "your yours".split()
)


def fold(text: str) -> str:
    """`text` in lower case and without accents, ligatures written out."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", _spelt_out(text)))


def words_of(text: str) -> list[str]:
    """The folded words of a text in its order, stop words included, a compound of two also as one (Wi-Fi, wifi)."""
    return _words(fold(text))


def search_terms(text: str) -> tuple[str, ...]:
    """The words of `text` worth looking for: folded, each once, French and English stop words left out."""
    return tuple(dict.fromkeys(word for word in words_of(text) if _telling(word)))[:MOST_TERMS]


def index_terms(text: str) -> list[str]:
    """The stems of the words of `text` that are worth finding, in its order: what both full-text indexes hold."""
    words = _words(unicodedata.normalize("NFC", _spelt_out(text)))
    return [stem for word in words if _telling(fold(word)) and (stem := stem_of(word))]


def query_stems(text: str) -> tuple[str, ...]:
    """The stems to look for of any text of a user, each once."""
    return tuple(dict.fromkeys(index_terms(text)))[:MOST_TERMS]


def match_expression(stems: Iterable[str]) -> str:
    """An FTS5 expression that finds rows with any of these stems, empty when there are none.

    Each is a quoted string, so nothing in it can be an operator
    (https://www.sqlite.org/fts5.html#full_text_query_syntax).
    """
    return " OR ".join(f'"{stem}"' for stem in stems)


@lru_cache(maxsize=200_000)
def stem_of(word: str) -> str:
    """One stem for all endings of a word in lower case, French or English, folded: livraison, livraisons.

    The English stem of the French one: texts need not say their language, the two share many words, and the measure
    found no difference to two stems a word.
    """
    if not word.isalpha() or len(word) > _LONGEST_STEMMED:
        return fold(word)
    # Stemmers keep their state between calls.
    with _STEMMING:
        french, english = _stemmers()
        return str(english.stemWord(fold(french.stemWord(word))))


def _words(text: str) -> list[str]:
    found: list[str] = _WORD.findall(text)
    if not _HYPHEN.search(text):
        return found
    words: list[str] = []
    for word in found:
        if word.isalnum():
            words.append(word)
            continue
        parts = _HYPHEN.split(word)
        words += parts
        if len(parts) == 2 and any(_telling(fold(part)) for part in parts):
            words.append("".join(parts))
    return words


def _telling(word: str) -> bool:
    return word not in _STOP_WORDS and (len(word) > 1 or word.isdigit())


def _spelt_out(text: str) -> str:
    return text.casefold().replace("œ", "oe").replace("æ", "ae")


@cache
def _stemmers() -> tuple[Any, Any]:
    import snowballstemmer

    return snowballstemmer.stemmer("french"), snowballstemmer.stemmer("english")
