"""Bare nouns side by side, each with a thing of its own, are questions apart: “hours, wifi, dogs?”. One question stays
what shares its thing, « prix du latte et du croissant? », or what is said of both, « chiens et chats admis? »."""

from dataclasses import dataclass

import regex

from assistant.drafting.question_words import QuestionWords
from assistant.drafting.seeking import seek
from assistant.store.fulltext import stem_of

_MOST_WORDS = 6
_MOST_CHARACTERS = 200
_LEAST_LISTED = 3
"""Nouns between commas from which each is taken for a thing of its own, where two mean something in any trade."""
_JOINT = regex.compile(
    r"\s*,\s*(?:(?P<and>et|and|pis|&) )?|\s*(?:;|\+| / )\s*|"
    r"\s+(?P<and>et|and|pis|puis|plus|&|ou|or|n)\s+(?:aussi |also )?"
)
_OR = regex.compile(r"\b(?:ou|or)\b")
COMPLEMENT = regex.compile(
    r"(?:du|de|des|d'|d|à|au|aux|pour|sans|avec|en|dans|sur|chez|of|for|to|with|without|in|on|at|from)\b"
)
"""How what belongs to the noun before it begins."""
_OF = regex.compile(r"\w (?:(?:du|de|des|of|for|pour)\b|d')")
_FOR = regex.compile(r"\w (?:(?:pour|avec|du|de|des|for|with|of)\b|d')")
_PRICE = regex.compile(r"(?:(?:les?|the|vos|your) )?(?:prix|tarifs?|coûts?|prices?|pricing|costs?)")
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_NOUN = regex.compile(r"[^\p{L}\p{N}]*\p{L}+'?\p{L}")
"""How a noun begins: not with how many of it."""
_GENERAL = frozenset({"open", "price", "address", "phone"})
"""What the words that name what is wanted mean: no thing."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a few words name: what is wanted of a house, what means something in any trade, and other things."""

    wanted: frozenset[str]
    concepts: frozenset[str]
    others: frozenset[str]

    @property
    def known(self) -> bool:
        """Whether they name what a house is asked in any trade."""
        return bool(self.wanted or self.concepts)

    @property
    def all(self) -> frozenset[str]:
        """All that they name."""
        return self.wanted | self.concepts | self.others

    def shares(self, other: "Named") -> bool:
        """Whether both name one thing, or want the same and not each of its own thing: “filter price, oat price”."""
        one, another = self.concepts | self.others, other.concepts | other.others
        return bool(one & another or (self.wanted & other.wanted and not (one and another)))

    @property
    def closed(self) -> bool:
        """Whether they name what is wanted and no thing that it is wanted of: another noun may not be its second."""
        return bool(self.wanted) and not (self.concepts or self.others)


def named_in(text: str, words: QuestionWords) -> Named:
    """What a few words in small letters name."""
    wanted = frozenset(found.group() for found in words.wanted.finditer(text))
    telling = [word for word in seek(text).words if word.tells and not (wanted and words.wanted.fullmatch(word.word))]
    concepts = frozenset(word.concept for word in telling if word.concept)
    return Named(
        wanted,
        concepts - _GENERAL if wanted else concepts,
        frozenset(stem_of(word.word) for word in telling if not word.concept),
    )


def nouns_apart(plain: str, start: int, end: int, words: QuestionWords) -> list[tuple[int, int]]:
    """The spans of bare nouns that are asked each, one or none where a part is no more than one question."""
    if end - start > _MOST_CHARACTERS:
        return []
    if courtesy := words.courtesy.search(plain, start, end):
        end = courtesy.start()
    end = start + len(plain[start:end].rstrip(" ,;"))
    joints = list(_JOINT.finditer(plain, start, end))
    starts = [start, *(one.end() for one in joints)]
    stops = [*(one.start() for one in joints), end]
    spans = list(zip(starts, stops, strict=True))
    said = [plain[slice(*span)] for span in spans]
    if len(said) < 2 or not all(_is_bare(one, words) for one in said):
        return []
    named = [named_in(one, words) for one in said]
    many = len(said) >= _LEAST_LISTED and sum(one.known for one in named) >= 2
    apart: list[bool] = []
    shared = False
    for place in range(len(joints) - 1, -1, -1):
        joint, one, other = joints[place], named[place], named[place + 1]
        both = joint["and"] is not None
        shared = not one.wanted and (shared or (both and words.shared.search(said[place + 1]) is not None))
        apart.append(
            not (shared or _OR.search(joint.group()))
            and _are_apart((said[place], one), (said[place + 1], other), words, both=both, many=many)
        )
    groups = [spans[0]]
    for cut, (first, last) in zip(reversed(apart), spans[1:], strict=True):
        if cut:
            groups.append((first, last))
        else:
            groups[-1] = (groups[-1][0], last)
    return groups


def _are_apart(
    left: tuple[str, Named], right: tuple[str, Named], words: QuestionWords, *, both: bool, many: bool
) -> bool:
    """Whether two neighbours are asked each. `both` when “and” joins them, `many` in a list of things of any trade."""
    (said, one), (after, other) = left, right
    if COMPLEMENT.match(after) or not one.all or not other.all or one.shares(other):
        return False
    # “oat milk, extra?”, « le Huila, prix? »; « terrasse pour chiens et poussettes »
    of_it = words.shared.fullmatch(after) or (_PRICE.fullmatch(after) and not one.wanted and not many)
    if of_it or (_FOR.search(said) and not (one.closed or other.wanted or many)):
        return False
    if both and len(_WORD.findall(said)) == 1 and _OF.search(after):
        return False  # “hours and price of the tasting”
    if both and other.wanted and not other.closed and not one.closed:
        return bool(one.wanted or words.wanted.match(after))  # “latte and croissant prices”
    if one.closed or other.wanted or (many and not both):
        return True
    return other.known and (one.known or not both or not other.others)


def _is_bare(said: str, words: QuestionWords) -> bool:
    """Whether a part is a noun with what belongs to it, and neither asks nor tells in words of its own."""
    if not 1 <= len(_WORD.findall(said)) <= _MOST_WORDS or not _NOUN.match(said) or ":" in said:
        return False
    begins = words.asks.match(said) or words.wraps.match(said) or words.starts.search(said) or words.inside.search(said)
    ends = words.ends.search(said) or words.closes.search(said) or words.tags.fullmatch(said)
    told = words.persons.search(said) or words.praise.search(said) or words.rhetorical.match(said)
    return not (begins or ends or told or words.empty.match(said) or words.greets.fullmatch(said))
