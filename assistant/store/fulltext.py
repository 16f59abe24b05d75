"""From any text of a user to a query that no full-text index can misread, and from a passage to its words."""

import re
import unicodedata
from collections.abc import Iterable

MOST_TERMS = 48
"""Of a long message, the first terms say enough; each one costs time."""

_TERM = re.compile(r"[^\W_]+")
# Combining marks: of Latin, Greek and Cyrillic, Hebrew points, Arabic vowels (https://www.unicode.org/charts/).
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_LETTERS_FOR_PREFIX = 7
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


Form = tuple[str, bool]
"""A word to look for, and whether it is only the beginning of one."""


def fold(text: str) -> str:
    """`text` in lower case and without accents, as both full-text indexes have it."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def words_of(text: str) -> list[str]:
    """The folded words of a text in its order, stop words included."""
    return _TERM.findall(fold(text))


def search_terms(text: str) -> tuple[str, ...]:
    """The words of `text` worth looking for: folded, each once, French and English stop words left out."""
    terms = (term for term in words_of(text) if term not in _STOP_WORDS and (len(term) > 1 or term.isdigit()))
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]


def query_forms(text: str) -> tuple[tuple[Form, ...], ...]:
    """For each word worth looking for, the forms that count as that word.

    Long words also match other endings (livraison, livraisons), short ones their plural, singular and feminine
    (percé, percées).
    """
    return tuple(_forms(term) for term in search_terms(text))


def match_expression(text: str) -> str:
    """An FTS5 expression that finds rows with any of the words, empty when there is none to look for.

    Each form is a quoted string, so nothing in it can be an operator
    (https://www.sqlite.org/fts5.html#full_text_query_syntax).
    """
    return expression_of(query_forms(text))


def expression_of(words: Iterable[tuple[Form, ...]]) -> str:
    """The FTS5 expression that finds rows with any form of any of these words."""
    forms = (form for forms in words for form in forms)
    return " OR ".join(f'"{word}" *' if prefix else f'"{word}"' for word, prefix in forms)


def _forms(term: str) -> tuple[Form, ...]:
    if not term.isalpha() or len(term) < 3:
        return ((term, False),)
    if len(term) >= _LETTERS_FOR_PREFIX:
        return ((term[:-2], True),)
    bare = term[:-1] if term[-1] in "sx" and len(term) > 3 else term
    stems = {bare, bare[:-1]} if bare.endswith("ee") else {bare, f"{bare}e"} if bare.endswith("e") else {bare}
    return tuple((form, False) for form in sorted({term} | stems | {f"{stem}s" for stem in stems}))
