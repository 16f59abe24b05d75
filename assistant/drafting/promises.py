"""What a text commits the house to: sending, refunding, calling, keeping, giving, and when it will arrive.

A promise stands on a source that states that deed for that case, or on what the brand lets its people promise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from assistant.drafting.clauses import Parsed, parse
from assistant.drafting.polarity import Statements

_OBJECTS = r"(?:(?:te|t['’]|vous|le|la|les|l['’]|lui|leur|en|y|me)\s?)*"
_FRENCH_US = rf"(?:on|nous|je|j['’]|maude|l['’]équipe)\s(?:ne\s)?{_OBJECTS}"
_ENGLISH_US = (
    r"(?:we|i)(?:['’]ll| will| are going to|['’]re going to|['’]m going to| can| could|['’]d be happy to| promise to)"
    r"(?: (?:gladly|happily|personally|also|definitely|certainly|just))?"
)
_DEEDS: tuple[tuple[str, str], ...] = (
    ("refund", rf"{_FRENCH_US}rembours\w+|{_ENGLISH_US} (?:refund|reimburse)\b|{_ENGLISH_US} (?:give|get|send) "
               rf"you (?:a|your|the) "
               r"(?:full )?(?:refund|money)|you(?:['’]ll| will)? (?:get|receive|have) (?:a |your )?(?:full |cash |"
               r"complete )*(?:refund|money)|(?:tu auras|vous aurez|tu recevras|vous recevrez|tu as droit à|vous "
               r"avez droit à) un remboursement|refund is (?:on its way|coming|done)|(?:tu seras|vous serez) "
               r"remboursée?s?"),
    ("replace", rf"{_FRENCH_US}remplac\w+|{_ENGLISH_US} replace\b|{_ENGLISH_US} (?:send|ship|mail|give|get)(?: you)? "
                rf"(?:a |another |the )?(?:new|another|replacement|free|right)\b|"
                rf"{_FRENCH_US}(?:r?envoi\w*|r?enverr\w+|réexpédi\w+|redonn\w+) (?:un|une|d['’]) ?(?:autre|"
                rf"nouve\w+)"),
    ("ship", r"(?:on|nous|je|j['’])\s(?:te|t['’]|vous)\s?(?:(?:en|le|la|les|l['’])\s?)?"
             r"(?:r?envoi\w*|r?enverr\w+|expédi\w+|livr\w+)(?! (?:un message|un courriel|un mot|en privé|ça en "
             r"privé))|"
             rf"{_ENGLISH_US} (?:send|ship|deliver|mail|drop)\b(?! you (?:a|an) (?:message|dm|email|note|e-mail))"),
    ("call", rf"{_FRENCH_US}(?:r?appell\w+|téléphon\w+)(?!\w)|{_ENGLISH_US} (?:call|phone|ring)\b"),
    ("keep", r"(?:on|nous|je|j['’])\s(?:te|t['’]|vous)\s?(?:(?:en|le|la|les|l['’])\s?)?(?:gard\w+|réserv\w+|"
             r"met\w* (?:\w+ )?de côté)|"
             rf"{_ENGLISH_US} (?:hold|keep|reserve|save|set aside|put aside)\b"),
    ("repair", r"(?:on|nous|je)\s(?:te|t['’]|vous)\s?(?:(?:en|le|la|les|l['’])\s?)?répar\w+|"
               rf"{_ENGLISH_US} (?:fix|repair)\b"),
    ("gift", r"(?:on|nous|je|j['’])\s(?:te|t['’]|vous)\s?(?:en\s|l['’]\s?)?(?:offr\w+|donn\w+ (?:un|une|des) )|"
             rf"{_ENGLISH_US} (?:give|offer|treat) you\b|\bon the house\b|\bon us\b|\bc['’]est (?:notre tournée|"
             rf"nous qui offrons)|"
             r"\baux frais de la maison\b"),
    ("discount", r"\b(?:rabais|réduction|escompte|remise|promo(?:tion)?|discount|voucher|coupon|store credit|"
                 r"crédit)\b|"
                 r"\b\d+\s?% (?:off|de moins)\b|\b\d+ ?\$ (?:off|de moins|de rabais)\b|\b\$\d+ off\b"),
    ("arrive", r"\b(?:tu l['’]auras|vous l['’]aurez|tu (?:le |la |les )?recevras|vous (?:le |la |les )?recevrez|"
               r"arrivera|"
               r"sera (?:là|chez (?:toi|vous)|livrée?)|seront (?:là|livrée?s))\b[^.!?]{0,40}?\b(?:demain|"
               r"aujourd['’]hui|"
               r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce soir|avant|d['’]ici)|"
               r"\b(?:(?:it|they|that|your \w+|you)(?:['’]ll| will) (?:be there|arrive|be with you|get it|have it|"
               r"be delivered|receive it|"
               r"get there))\b[^.!?]{0,30}?\b(?:tomorrow|today|tonight|by|on|before|in time)\b"),
    ("sure", r"\b(?:c['’]est promis|promis(?: juré)?(?=\s*[,.!]|\s*$)|sans faute|(?<!\b(?:sa|la|ma|ta|votre|notre|"
             r"une|sous|de|en) "
             r")garantie?s?|guaranteed?|for sure|we promise|i promise|"
             r"without fail|on (?:te |vous )?promet\w*|je (?:te |vous )?promets|nous vous promettons)\b"),
)  # fmt: skip
_PATTERNS = tuple((deed, regex.compile(rf"(?<!\w)(?:{pattern})", regex.IGNORECASE)) for deed, pattern in _DEEDS)
_SAID_AS = {
    "gift": regex.compile(r"\b(?:offert\w*|offr\w+|gratuit\w*|free|on us|donn\w+)\b", regex.IGNORECASE),
    "discount": regex.compile(
        r"\b(?:rabais|réduction|escompte|remise|discount|off|coupon|crédit|credit)\b", regex.IGNORECASE
    ),
    "sure": regex.compile(r"\b(?:garanti\w*|guarantee\w*|promis\w*|promise\w*|sans faute)\b", regex.IGNORECASE),
    "arrive": regex.compile(
        r"\b(?:arriv\w+|recev\w+|livr\w+ le|delivered on|next[- ]day|lendemain)\b", regex.IGNORECASE
    ),
}
_STANDS_FOR = {"replace": ("replace", "exchange"), "ship": ("ship", "replace"), "repair": ("repair",)}
_OPEN = regex.compile(
    r"\b(?:décide\w*|decides?|peut-être|maybe|perhaps|au cas par cas|case by case|never promise|on ne promet|"
    r"selon)\b",
    regex.IGNORECASE,
)
_NEGATED = regex.compile(
    r"(?:\b(?:ne|n['’]|not|never|jamais|pas|sans|without|no|aucune?|can(?:no|['’])t|won['’]t)\b|"
    r"n['’]t\b)[^.!?;,]{0,25}$",
    regex.IGNORECASE,
)
_BLANKET = frozenset(
    "refund replace ship gift call keep repair bag order command numero numb photo free choix choic include new "
    "nouveau".split()
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment in a text, and the deed it is: `refund`, `replace`, `ship`, `call`, `keep`, `repair`, `gift`,
    `discount`, `arrive` or `sure`."""

    deed: str
    start: int
    end: int


def promises_of(text: str) -> Iterator[Promise]:
    """The commitments of a text, in its order, denied and asked ones left out."""
    found: list[Promise] = []
    for sentence in parse(text):
        if sentence.asks:
            continue
        for deed, pattern in _PATTERNS:
            for match in pattern.finditer(text, sentence.start, sentence.end):
                if _NEGATED.search(text[sentence.start : match.start()]) or _negated_inside(match.group()):
                    continue
                if not any(match.start() < one.end and one.start < match.end() for one in found):
                    found.append(Promise(deed, *match.span()))
    yield from sorted(found, key=lambda one: one.start)


def broken_promises(
    text: str,
    message: str,
    statements: Statements,
    *,
    guides: Statements | None = None,
    allowed: Sequence[str] = (),
) -> Iterator[Promise]:
    """The commitments of a text that nothing supports. `guides` are asked only where no source speaks of the deed.

    A sentence of the sources supports a deed when it states it and speaks of what the message or the text speaks of;
    one that says that somebody decides does not, whatever is `allowed`. Otherwise what is `allowed` needs no case.
    """
    case = frozenset().union(*(one.meanings for one in (*parse(message), *parse(text)))) - _BLANKET
    theirs = frozenset().union(*(one.meanings for one in parse(message))) - _BLANKET
    permitted = Statements(allowed)
    for promise in promises_of(text):
        stated = [
            (sum(statements.weight(word) for word in (one.meanings | before) & (theirs or case)), one, before)
            for one, before in _telling(promise.deed, statements, guides)
            if _states(promise.deed, one)
        ]
        # The sentence nearest to what is asked tells: for a lost parcel, not the one about torn bags.
        nearest = max((weight for weight, *_ in stated), default=0.0)
        fitting = [(one, before) for weight, one, before in stated if weight == nearest]
        for_case = [one for one, before in fitting if ((one.meanings | before) - _BLANKET) & case]
        if any(not _OPEN.search(one.said) for one in for_case):
            continue
        left_open = bool(for_case) and nearest > 0
        if left_open or not any(_states(promise.deed, one) for one in permitted.sentences):
            yield promise


def _telling(deed: str, statements: Statements, guides: Statements | None) -> list[tuple[Parsed, frozenset[str]]]:
    if guides is None or any(_states(deed, one) for one in statements.sentences):
        return statements.told
    return guides.told


def _states(deed: str, sentence: Parsed) -> bool:
    if deed in _SAID_AS:
        return _SAID_AS[deed].search(sentence.said) is not None
    meant = set(_STANDS_FOR.get(deed, (deed,)))
    return any(clause.sign > 0 and clause.words & meant for clause in sentence.clauses)


def _negated_inside(matched: str) -> bool:
    return regex.search(r"\b(?:ne|n['’]|pas|not)\b|n['’]t\b", matched, regex.IGNORECASE) is not None
