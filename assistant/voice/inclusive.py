"""Written forms that name women and men: un·e, un(e), un/une, étudiantEs, « les clientes et les clients ».

What is found is the form as such; which of them a house uses is its policy. The forms and their names follow the Office
québécois de la langue française (Banque de dépannage linguistique, « Rédaction épicène ») and the list of doublets
abrégés that it advises against.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import regex

from assistant.records import Finding
from assistant.voice.policies import GenderedForm, InclusivePolicy, text_in
from assistant.wording import say

_ENDING = r"(?:e|es|ne|nes|le|les|te|tes|se|ses|ve|ves|ère|ères|fe|trice|trices|teuse|teuses|euse|euses|esse|esses|sse)"
_AFTER = r"(?![\p{L}\p{N}@/])"
_SHORTENED: dict[GenderedForm, str] = {
    "median": rf"\p{{L}}+[·•‧⋅]{_ENDING}(?:[·•‧⋅]?s)?{_AFTER}",
    "dot": rf"(?<![\p{{L}}\p{{N}}@/._-])\p{{L}}{{2,}}\.{_ENDING}(?:\.s)?(?![\p{{L}}\p{{N}}@/.-]\S)",
    "parentheses": rf"\p{{L}}+\({_ENDING}\)s?{_AFTER}",
    "slash": (
        rf"\p{{L}}{{2,}}/{_ENDING}{_AFTER}|\b(?:un/une|une/un|il/elle|ils/elles|tous/toutes|ceux/celles|he/she|she/he|"
        r"s/he|his/her|him/her|himself/herself)\b"
    ),
    "hyphen": rf"\p{{L}}{{3,}}-{_ENDING}(?:-s)?(?![\p{{L}}\p{{N}}@/-])",
    "capital": r"\p{L}\p{Ll}{2,}(?:E|Es|ES|RICE|RICEs|EUSE|EUSEs)(?![\p{L}\p{N}])",
}
_PAIR = regex.compile(
    r"\b(\p{L}+)[ \u00a0]+(?:et|ou)[ \u00a0]+"
    r"(?:(?:à|de|pour|aux|les|la|le|l['’]|une|un|des|tous|toutes|nos|vos|ces|chaque)[ \u00a0]*)*(\p{L}+)",
    regex.IGNORECASE,
)
_SHORT_PAIRS = frozenset(
    map(
        frozenset,
        (("un", "une"), ("tous", "toutes"), ("ceux", "celles"), ("il", "elle"), ("ils", "elles"), ("nul", "nulle")),
    )
)
_PAIRED_ENDINGS = (
    ("eur", "euse"), ("teur", "trice"), ("er", "ère"), ("ien", "ienne"), ("on", "onne"), ("el", "elle"),
    ("eux", "euse"), ("if", "ive"), ("eau", "elle"), ("e", "esse"), ("", "e"), ("c", "que"), ("en", "enne"),
)  # fmt: skip
_OUTSIDE = regex.compile(r"https?://\S+|\S+@\S+|(?<!\w)[#@]\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|ca|fr|org|net|example)\b")


def gendered_forms(text: str) -> Iterator[tuple[GenderedForm, int, int]]:
    """Every form in `text` with its offsets, in the order of the text; links, addresses and tags are left out."""
    outside = [match.span() for match in _OUTSIDE.finditer(text)]
    found = [(form, *match.span()) for form in _SHORTENED for match in _pattern(form).finditer(text)]
    found += [("doublet", *match.span()) for match in _PAIR.finditer(text) if _names_both(match[1], match[2])]
    for form, start, end in sorted(found, key=lambda one: one[1:]):
        if not any(start < high and low < end for low, high in outside):
            yield form, start, end


def check_inclusive(text: str, policy: InclusivePolicy, reader: str = "en") -> Iterator[Finding]:
    """Forms that the house does not use, and doublets beyond the most it wants in one text."""
    doublets = 0
    reason = text_in(policy.reason, reader)
    for form, start, end in gendered_forms(text):
        doublets += form == "doublet"
        if form not in policy.forms:
            name = say(f"voice.form_{form}", reader)
            message = say("voice.gendered_form", reader, words=text[start:end], form=name, reason=reason)
        elif form == "doublet" and policy.doublets_at_most is not None and doublets > policy.doublets_at_most:
            message = say("voice.doublets_too_many", reader, count=policy.doublets_at_most, reason=reason)
        else:
            continue
        yield Finding("inclusive", policy.level, message.rstrip(), start, end)


@cache
def _pattern(form: GenderedForm) -> Any:
    return regex.compile(_SHORTENED[form], 0 if form == "capital" else regex.IGNORECASE)


def _names_both(one: str, other: str) -> bool:
    """Whether two words are the feminine and the masculine of one noun."""
    one, other = one.lower(), other.lower()
    if frozenset((one, other)) in _SHORT_PAIRS:
        return True
    singular = tuple(word.removesuffix("s") for word in (one, other))
    if len(min(singular, key=len)) < 4 or singular[0] == singular[1]:
        return False
    return any(
        masculine.endswith(his) and feminine == masculine[: len(masculine) - len(his)] + hers
        for masculine, feminine in (singular, singular[::-1])
        for his, hers in _PAIRED_ENDINGS
    )
