"""What is right and wrong in an answer, by what its message expects."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.expectations import Always, Expectation, ExpectationSet, Kind, MustNot

_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe", "Œ": "oe", "–": "-", "—": "-"}
)
_ABBREVIATED = r"(?<!\bno\.)(?<!\bst\.)(?<!\bm\.)(?<!a\.m\.)(?<!p\.m\.)(?<!\bp\.o\.)"
_SENTENCE_END = re.compile(rf"(?<=[.!?;。！？]){_ABBREVIATED}\s+|(?<=[。！？])|\n+", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:[$€£]\s?(?P<before>\d+(?:[.,]\d{1,2})?)(?!\d))"
    r"|(?<![\d.,])(?P<after>\d+(?:[.,]\d{1,2})?)\s?(?:[$€£]|(?:dollars?|euros?|eur|pounds|quid|bucks|piasses?|balles)\b)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<h12>\d{1,2})(?::(?P<m12>\d{2}))?\s?(?P<half>[ap])\.?m\b"
    r"|(?<![\d.,:])(?P<h24>\d{1,2})\s?h(?:\s?(?P<m24>\d{2}))?(?![a-z\d])"
    r"|(?<![\d.,:$])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![\d:])",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(
    r"(?<![@\w.-])(?:https?://)?((?:[\w-]+\.)+(?:com|ca|org|net|io|co|shop|example|qc\.ca))\b", re.IGNORECASE
)
_PHONE = re.compile(r"(?<!\d)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)|(?<!\d)(?:\+33 ?|0)\d(?:[ .-]?\d{2}){4}(?!\d)")
_PHONE_DIGITS = 9
"""Of a telephone number, its last digits tell it apart: `+33 2` and `02` are one, `+1 514` and `514` too."""
_BREWING = 6
"""`2:50` is how long a coffee runs; an hour of the day before six is written with am, pm or h."""


_SAID_BY_US = frozenset({"fact", "promise"})
"""What nobody says who quotes the question of another person."""
_QUOTED = re.compile(r"[“«]\s*([^“”«»]+?)\s*[”»]")


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that no right answer says: its kind, why, and the words."""

    kind: Kind
    why: str
    quote: str


@dataclass(frozen=True, slots=True)
class Marks:
    """An answer by what its message expects. `missing` are the groups of which nothing was said, each by its first
    pattern. `admitted` is None where the knowledge answers all that is asked."""

    slips: tuple[Slip, ...] = ()
    missing: tuple[str, ...] = ()
    admitted: bool | None = None

    def has(self, *kinds: Kind) -> bool:
        """Whether there is a slip of one of these kinds."""
        return any(slip.kind in kinds for slip in self.slips)

    @property
    def false(self) -> bool:
        """Whether something is said that is not so, or promised that nobody may promise."""
        return self.has("fact", "promise")


def mark(text: str, expected: Expectation, messages: ExpectationSet) -> Marks:
    """The marks of an answer to one of these messages."""
    if not text.strip():
        return Marks(admitted=None if expected.gap is None else False)
    sentences = _sentences(text)
    own = _sentences(_without_quotes(text, expected.received))
    whole = " ".join(sentences)
    received = _fold(expected.received)
    slips = [
        Slip(never.kind, never.why, found)
        for never in _nevers(expected, messages)
        if (found := _said(never, own if never.kind in _SAID_BY_US else sentences, messages))
        and not (isinstance(never, Always) and never.kind == "leak" and found.casefold() in received.casefold())
    ]
    slips += _unknown(whole, expected, messages)
    missing = tuple(
        group[0] for group in expected.must if not any(_find(pattern, whole, messages) for pattern in group)
    )
    admitted = None
    if expected.gap is not None:
        claimed = [found for one in sentences for found in _claims(one, expected.gap.claims, messages)]
        slips += [Slip("fact", "The knowledge does not say.", found) for found in claimed[:1]]
        named = any(_find(word, whole, messages) for word in expected.gap.words)
        admitted = named and not claimed and admits(text, messages)
    return Marks(tuple(slips), missing, admitted)


def _without_quotes(text: str, received: str) -> str:
    """A text without what it quotes of the message: what another person said is stated by nobody here."""
    said = " ".join(_fold(received).split()).casefold()

    def kept(found: re.Match[str]) -> str:
        # An ellipsis stands for what a quotation leaves out.
        parts = [part.strip(" .") for part in re.split(r"…|\.{3}", " ".join(_fold(found[1]).split()).casefold())]
        return "…" if any(parts) and all(part in said for part in parts) else found[0]

    return _QUOTED.sub(kept, text)


def admits(text: str, messages: ExpectationSet) -> bool:
    """Whether an answer says somewhere that something is being checked, or is not known."""
    patterns = messages.admits.says if messages.admits else ()
    return any(_find(pattern, sentence, messages) for sentence in _sentences(text) for pattern in patterns)


def breaks(text: str, never: MustNot, messages: ExpectationSet) -> str:
    """The words of a text that this says never to write, empty when there are none."""
    return _said(never, _sentences(text), messages)


def _nevers(expected: Expectation, messages: ExpectationSet) -> Iterator[MustNot]:
    yield from expected.must_not
    yield from (always for always in messages.always if always.id not in expected.allows)


def _said(never: MustNot, sentences: Sequence[str], messages: ExpectationSet) -> str:
    match never.where:
        case "text":
            places: Sequence[str] = (" ".join(sentences),)
        case "opening":
            places = (" ".join(sentences[:2]),)
        case _:
            places = sentences
    for place in places:
        if never.kind == "fact" and never.where == "sentence" and place.endswith("?"):
            continue
        if any(_find(pattern, place, messages) for pattern in never.unless):
            continue
        for pattern in never.says:
            if found := _find(pattern, place, messages):
                return found
    return ""


def _claims(sentence: str, claims: Iterable[str], messages: ExpectationSet) -> Iterator[str]:
    """What a sentence claims about a gap; one that asks, or says itself that it is being checked, claims nothing."""
    if not sentence.endswith("?") and not admits(sentence, messages):
        for pattern in claims:
            if found := _find(pattern, sentence, messages):
                yield found


def _unknown(whole: str, expected: Expectation, messages: ExpectationSet) -> Iterator[Slip]:
    """Amounts, times of day and places to write to that are not the brand's, or not right for this message."""
    received = _fold(expected.received)
    amounts = {*messages.known.money, *_amounts(received)} if expected.money is None else set(expected.money)
    if (strange := next((one for one in _amounts(whole) if one not in amounts), None)) is not None:
        yield Slip("fact", "An amount that is not right here.", f"{strange:g}")
    known = messages.known.times if expected.times is None else expected.times
    times = {*known, *(_times(received) if expected.times is None else ())}
    if strange_time := next((one for one in _times(whole) if one not in times), ""):
        yield Slip("fact", "A time of day that is not right here.", strange_time)
    contacts = {_fold(one).casefold() for one in messages.known.contacts}
    for pattern in (_MAIL, _SITE, _PHONE):
        for found in pattern.finditer(whole):
            place = (found[1] if pattern is _SITE else found[0]).casefold().removeprefix("www.")
            if (_number(place) in map(_number, contacts)) if pattern is _PHONE else place in contacts:
                continue
            if place not in received.casefold():
                yield Slip("fact", "No place of ours to write to.", found[0])
                return


def _number(place: str) -> str:
    return re.sub(r"\D", "", place)[-_PHONE_DIGITS:]


def _amounts(text: str) -> list[float]:
    found = (one["before"] or one["after"] for one in _AMOUNT.finditer(text))
    return [float(amount.replace(",", ".")) for amount in found]


def _times(text: str) -> list[str]:
    times = []
    for one in _CLOCK.finditer(text):
        if one["h12"]:
            hour = int(one["h12"]) % 12 + (12 if one["half"].casefold() == "p" else 0)
            times.append(f"{hour}:{one['m12'] or '00'}")
        elif one["h24"]:
            times.append(f"{int(one['h24'])}:{one['m24'] or '00'}")
        elif int(one["hour"]) >= _BREWING:
            times.append(f"{int(one['hour'])}:{one['minute']}")
    return [time for time in times if int(time.split(":")[0]) < 24]


def _find(pattern: str, text: str, messages: ExpectationSet) -> str:
    """The words a pattern finds, empty when it finds nothing."""
    found = messages.compiled(pattern).search(text)
    return found[0] or found.string[found.start() : found.start() + 20] if found else ""


@lru_cache(maxsize=1024)
def _sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, plain: without accents, curly quotes and doubled blanks."""
    plain = text.strip().translate(_QUOTES)
    pieces = (_SPACES.sub(" ", _fold(piece)).strip(' "') for piece in _SENTENCE_END.split(plain))
    return tuple(piece for piece in pieces if piece)


def _fold(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    return "".join(one for one in spread if not unicodedata.combining(one))
