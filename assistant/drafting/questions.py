"""The questions of a message, each apart: with or without question marks, direct or indirect, French, English, others.

A question begins where a sentence, or a part of one after a comma, "et" or "and", begins as questions do; the words are
in `questions.toml`. What is only asked for effect ("are you kidding me?") asks nothing.
"""

from collections.abc import Iterator
from functools import lru_cache

import regex

from assistant.drafting.legible import made_plain
from assistant.drafting.openness import MARKER, TRAILING, is_opened, is_yes_no
from assistant.drafting.question_lists import listed_in, with_items
from assistant.drafting.question_words import QuestionWords
from assistant.drafting.side_by_side import nouns_apart
from assistant.drafting.spellings import spelt, spelt_with_places
from assistant.records import Asked

MOST_QUESTIONS = 40
"""More questions than this in one message are no message that a reply answers."""

_LONGEST = 20_000
_PLAIN_WORDS = 14
"""Words of a part that asks without a question mark and without a verb turned round: a longer one tells a story."""

_BARE_WORDS = 2
_SAME = regex.compile(r"(?:la |the )?(?:même (?:question|chose)|same|pareil)\b")
_SENTENCE = regex.compile(r"[^.!?…;\n\u061f\uff1f]+[.!?…;\u061f\uff1f]*")
_FRONTED = regex.compile(r"\W*(?:les?|la|l'|une?|des|mon|ma|mes|the|an?|my|your|vos|votre) ?(?:[\w'’-]+ ?){1,6}")
_JOINT = regex.compile(
    r"\s+(?:y|e|und)\s+(?=(?:a |de |con |com )?"
    r"(?:qué|quién|cu[aá]|dónde|cómo|qual|quant|quand|onde|como|wie|wann|wo|was|dove)\w*\b)|"
    r"\s*[,;:]?\s*(?=¿)|"
    r"\s*(?:,|;|:|\+|/| [-–—] )\s*(?:(?:et|and|ou|or|pis|puis|mais|but|also|aussi|then|plus|so|donc|&)\s+)?|"
    r"\s+(?:et|and|ou|or|pis|puis|mais|but|also|then|plus|so|&)\s+(?:(?:also|aussi|sinon|then|puis)\s+)?"
)
_HANDLE = regex.compile(r"(?:@[\w.-]+[,:]?\s*)+")
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_MARK = regex.compile(r"[?\u061f\uff1f]")


def split_questions(text: str, language: str) -> tuple[Asked, ...]:
    """The questions of a message in its order, at most `MOST_QUESTIONS`; their spans lie in the text and do not
    overlap. `language` is the message's; French and English are looked for in any case. Nothing is answered yet:
    `answered` says what `find_evidence` makes of each."""
    return tuple(one for one, _ in _split(text, language))


def stands_alone(one: Asked, text: str) -> bool:
    """Whether a question is an item of a list of the text, which says nothing of the items beside it."""
    return any(item and one.start == each.start for each, item in _split(text, ""))


@lru_cache(maxsize=64)
def _split(text: str, language: str) -> tuple[tuple[Asked, bool], ...]:
    """The questions of a text, and of each whether it is an item of a list."""
    words = QuestionWords.of(language)
    said, places = spelt_with_places(made_plain(text[:_LONGEST]))
    listed = listed_in(said, words)
    plain = listed.plain
    nouns: list[tuple[int, int]] = []
    found: list[tuple[Asked, bool]] = []
    for start, end in with_items(plain, _parts(plain, words, nouns), listed, words):
        part = plain[start:end]
        item = any(first <= start < last for first, last in (*listed.items, *nouns))
        # « Et le Huila? » is asked as the question before it was; a bare noun, « Horaires? », leaves the answer open.
        bare = len(_WORD.findall(part)) <= _BARE_WORDS and not words.asks.match(part) and not words.plain.match(part)
        bare = bare and not is_opened(part, words)
        likened = bare or _SAME.match(part)
        yes_no = bool(found and found[-1][0].yes_no) if likened else is_yes_no(part, words)
        if bare and item:
            yes_no = words.shared.search(part.rstrip("? ")) is not None
        first, last = places[start], places[end]
        found.append((Asked(text[first:last], first, last, yes_no), item))
        if len(found) == MOST_QUESTIONS:
            break
    return tuple(found)


def split_wishes(text: str, language: str) -> tuple[Asked, ...]:
    """What a message that asks nothing tells that it wants, or takes for true, each sentence apart: « on aimerait
    l'amener », “was thinking of bringing my mom”. An answer to it is welcome; that there is none is no gap."""
    words = QuestionWords.of(language)
    plain, places = spelt_with_places(made_plain(text[:_LONGEST]))
    found = []
    for sentence in _SENTENCE.finditer(plain):
        if words.wishes.search(sentence.group()) and not words.praise.search(sentence.group()):
            begin = _begin(plain, sentence.start(), sentence.end(), words)
            start, end = places[begin], places[begin + len(TRAILING.sub("", plain[begin : sentence.end()]))]
            found.append(Asked(text[start:end], start, end, yes_no=True))
    return tuple(found[:MOST_QUESTIONS])


def is_open(text: str, language: str) -> bool:
    """Whether a question asks for more than a yes or a no."""
    return not is_yes_no(spelt(made_plain(text)), QuestionWords.of(language))


def _parts(plain: str, words: QuestionWords, listed: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans of what asks; those of bare nouns side by side are put into `listed` too."""
    for sentence in _SENTENCE.finditer(plain):
        whole = sentence.group()
        body = whole.rstrip(".!?…;\u061f\uff1f")
        ending = whole[len(body) :]
        marked = _MARK.search(ending) is not None
        start, end = sentence.start(), sentence.start() + len(body)
        begin = _begin(plain, start, end, words)
        nouns = nouns_apart(plain, begin, end, words) if marked or words.courtesy.search(body) else []
        if len(nouns) > 1:
            listed += nouns
            yield from nouns
            continue
        cuts = _cuts(plain, start, end, words)
        indirect = False
        halves = [
            bool(place and _OTHERWISE.match(plain, cuts[place - 1][1], last)) for place, (_, last) in enumerate(cuts)
        ]
        closing = max((place for place, half in enumerate(halves) if not half), default=0)
        for place, (first, last) in enumerate(cuts):
            final = place == closing
            begin = _begin(plain, first, last, words)
            close = begin + len(TRAILING.sub("", plain[begin:last]))
            part = plain[begin:close]
            if halves[place] or not _WORD.search(part):
                continue
            sure = marked and final
            if place and not sure and _RELATIVE.match(part):
                continue
            carried = indirect and _CARRIED.match(part) is not None
            indirect = indirect or words.wraps.match(part) is not None
            within = marked and len(_WORD.findall(part)) <= _PLAIN_WORDS and words.inside.search(part)
            # “vegan muffins exist at your counter or am I dreaming”
            doubted = place + 1 < len(halves) and halves[place + 1]
            asks = carried or within or doubted
            asks = asks or _asks(part, words, sure=sure, stressed="!" in ending, whole=len(cuts) == 1)
            if not asks and (tail := _TAIL.search(plain, begin + _HEAD, close)) is not None:
                # A long story after a question without a mark: “what time u close sunday, im done at 4 and …”
                close = tail.start()
                asks = words.inside.search(plain, begin, close) and _asks(
                    plain[begin:close], words, sure=False, stressed=False, whole=False
                )
            if asks:
                begin = _unwrapped(plain, begin, close, words)
                close = _told_off(plain, begin, close, words)
                mark = _MARK.search(ending) if sure and place == len(cuts) - 1 else None
                yield begin, end + mark.end() if mark is not None and not plain[close:end].strip() else close


def _told_off(plain: str, begin: int, close: int, words: QuestionWords) -> int:
    """Where a question ends before what is told after it."""
    for told in (_TAIL, _OTHERWISE):
        tail = told.search(plain, begin + _HEAD, close)
        if tail is None:
            continue
        head = plain[begin : tail.start()]
        if _IT_IS.match(plain, tail.start(), close) and _FRONTED.fullmatch(head):
            continue  # « le Huila, c'est du caturra? »: what is asked about stands in front
        if len(head) >= _LONG_HEAD or words.asks.match(head) or is_opened(head, words):
            close = tail.start()
    return close


_RELATIVE = regex.compile(
    r"which (?:for|is|are|was|were|means|i|we|you|they|he|she|it|my|makes|made|has|had|tbh|honestly|by|imo)\b"
)
"""What goes on telling after a comma: “they argued about it, which for them is a compliment”."""
_IT_IS = regex.compile(
    r"\s*,\s(?:c'est|ce sont) (?:du|de la|de l'|d'la|des|en|au|à|aux)\b(?! (?:vrai|moi|toi|vous|ça))"
)
_LONG_HEAD = 12
_HEAD = 8
_TAIL = regex.compile(
    r"\s*,\s(?=(?:he|she|it|i|we|they)(?:'\w+)?\b(?!·)|j'|j[bcdfglmnprstv]\p{L}{2,}\b|(?:jai|javais|chui?|im|ive|ill)\b|"
    r"(?:je|il|elle|on|c'est|mon|"
    r"ma|my|only|just|asking|because|cause|parce|car|question de)\b)"
)
"""What is told after a question in the same breath: “is he allowed in, he's basically furniture”."""
_OTHERWISE = regex.compile(
    r"\s*,?\s*(?:or|ou)\s+(?:(?:do|does|am|is|are|should|will|would|must|can) (?:i|he|she|we|they|it)\b|"
    r"(?:is|are|was) (?:it|that|this|they)\b|"
    r"(?:je|on|faut|c'est|ça (?:marche|se fait|va|passe|joue)|alors|est-ce que je|dois-je|not|no|pas|non|just)\b)"
)
"""The other half of a choice, which asks nothing of its own: “or do I have to befriend people”."""


def _cuts(plain: str, start: int, end: int, words: QuestionWords) -> list[tuple[int, int]]:
    """A sentence in parts: cut where a question begins after a comma, "et", "and"; a tag stays with what it closes."""
    starts, stops = [start], []
    for stop, after, said in _breaks(plain, start, end, words):
        begin = _begin(plain, after, end, words)
        rest = plain[begin:end]
        if begin >= end or stop <= starts[-1] or words.tags.match(rest.strip()):
            continue
        if not said:
            if _is_told(plain, starts[-1], stop, words):
                stops.append(stop)
                starts.append(after)
            continue
        begins = words.wraps.match(rest) or words.asks.match(rest) or words.plain.match(rest)
        opens = plain[after : after + 1] == "¿"
        breath = regex.search(r",|\bpis\b|\bpuis\b", said)
        in_speech = breath and words.ends.search(TRAILING.sub("", rest)) and len(_WORD.findall(rest)) > 1
        # What stands in front of « vous acceptez? » is what it asks about, and no question of its own.
        if _FRONTED.fullmatch(plain[starts[-1] : stop]) and len(_WORD.findall(rest)) <= _BARE_WORDS:
            continue
        likewise = words.inside.search(rest) and words.inside.search(plain, starts[-1], stop)
        announced = ":" in said and _MARK.match(plain, end) and len(_WORD.findall(rest)) > _BARE_WORDS
        begins = begins or opens or in_speech or likewise or announced
        if begins or (_CARRIED.match(rest) and words.wraps.search(plain, start, stop)):
            stops.append(stop)
            starts.append(after)
    return list(zip(starts, (*stops, end), strict=True))


def _breaks(plain: str, start: int, end: int, words: QuestionWords) -> list[tuple[int, int, str]]:
    """Where a sentence may be cut, in its order: the end of one part, the beginning of the next, and what joins them;
    nothing does before what begins a question in the middle of what is told."""
    joints = [(one.start(), one.end(), one.group()) for one in _JOINT.finditer(plain, start, end)]
    inside = [(one.start(), one.start(), "") for one in words.starts.finditer(plain, start, end)]
    return sorted(joints + inside)


def _is_told(plain: str, start: int, end: int, words: QuestionWords) -> bool:
    """Whether a part tells something before the question that follows it, and is neither its beginning nor what it is
    about: « si je prends du Lachine c tu plus cher », « le Guji c tu bon », “how late are you open”."""
    told = plain[_begin(plain, start, end, words) : end]
    asked = words.asks.match(told) or words.wraps.match(told) or words.plain.match(told) or _ASKED.search(told)
    many = len(_WORD.findall(told))
    telling = many >= _MANY_WORDS or (many > _BARE_WORDS and _TELLS.search(told))
    return bool(telling) and not (asked or _CONDITION.match(told) or _FRONTED.fullmatch(told))


_MANY_WORDS = 7
_TELLS = regex.compile(
    r"\b(?:je|j'|jsuis|j'?ai|chu|on|nous|mon|ma|mes|est|sont|il|elle|i|i'm|im|i've|my|we|our|he|she|they|is|was|been|"
    r"just)\b"
)
_ASKED = regex.compile(
    r"\b(?:how|what|what's|when|where|which|who|why|combien|quel(?:le)?s?|quand|où|comment|pourquoi)\b"
)
_CONDITION = regex.compile(r"(?:si|s'|if|when|quand|lorsque|since|because|parce|vu que|comme|whether)\b")

_CARRIED = regex.compile(r"(?:si|if|whether|how|when|where|what|quand|où|comment|pourquoi|combien)\b")
"""What carries on a question that was asked indirectly: « je me demandais si … et si … »."""


def _begin(plain: str, start: int, end: int, words: QuestionWords) -> int:
    """Where a part begins without the list's number, handles and greetings before it."""
    while True:
        begin: int = MARKER.match(plain, start, end).end()
        if handle := _HANDLE.match(plain, begin, end):
            begin = handle.end()
        greeting = words.greets.match(plain, begin, end)
        after = greeting.end() if greeting else begin
        # A greeting stands alone: « bonjour, … », not the first letters or the subject of what follows.
        if (
            greeting
            and after < end
            and regex.match(r"[\s,!:]+(?!de\b|que\b|quoi\b|moi\b|nous\b|one\b|to\b|of\b)", plain[after:end])
        ):
            begin = after
        if begin == start:
            return begin
        start = begin


def _asks(part: str, words: QuestionWords, *, sure: bool, stressed: bool, whole: bool) -> bool:
    """Whether a part asks something that can be answered. `sure` when a question mark closes it, `stressed` when an
    exclamation mark does too."""
    bare = part.rstrip("? ")
    if words.rhetorical.match(bare) or words.empty.match(bare) or (words.tags.fullmatch(bare) and whole):
        return False
    begins = words.asks.match(part) or words.wraps.match(part) or words.starts.search(part)
    if sure:
        return bool(begins or words.plain.match(part)) if stressed else True
    if not stressed and words.closes.search(bare):
        return True
    if begins:
        return not (stressed and words.praise.search(part))
    if stressed or words.praise.search(part) or len(_WORD.findall(part)) > _PLAIN_WORDS:
        return False
    return bool(words.plain.match(part) or (words.ends.search(bare) and len(_WORD.findall(part)) > 1))


def _unwrapped(plain: str, start: int, end: int, words: QuestionWords) -> int:
    """Where the question itself begins: after « je me demandais si »."""
    begin = start
    while (wrap := words.wraps.match(plain, begin, end)) and wrap.end() < end:
        begin = wrap.end()
    alone = begin == start and words.asks.match(plain, begin, end)
    joint = words.if_.match(plain, begin, end) if not alone else None
    if joint and (begin > start or joint.group().strip() in _IFS):
        begin = joint.end()
    return begin if _WORD.search(plain, begin, end) else start


_IFS = frozenset({"si", "if", "whether", "whether or not"})
