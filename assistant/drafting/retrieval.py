"""What the library has about a message or a topic: facts, guideline sections, own earlier replies and posts."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import regex

from assistant.drafting.adaptation import Adapted, adapt
from assistant.drafting.concepts import concept_of
from assistant.drafting.decision import ours
from assistant.drafting.grounding import telling_words
from assistant.drafting.situations import Reading, read_meaning
from assistant.library import Library
from assistant.model.embeddings import BuiltinEmbedder
from assistant.model.nearness import Nearness
from assistant.records import Hit, Message, Passage, PassageKind
from assistant.voice.brand import Brand, Register

_MORE = 5
_EARLIER = 12
"""Earlier replies that are looked at for one to the very same question."""
_LEAST_SIMILARITY = 0.2
"""Cosine under which a fact is not about the message: on the sample brand right facts lie at 0.22 to 0.43, chance ones
mostly under 0.15."""

_SAME_WORDS = 0.7
_IS = regex.compile(
    r"^.*?(?=,| (?:dans|au|à|en|sur|in|by|at|on|near|for|pour|depuis|since) |[.;:]|$)|"
    r"(?<=[.;] )(?:une?|an?|one) [\w-]+(?=[,.;])",
    regex.IGNORECASE,
)
"""What a summary says that a house is: “A small roaster by the canal”; and, alone, « Un café, … »."""


def nearness_of(library: Library, place: Path | None = None) -> Nearness:
    """How near texts are in meaning; the library's own embedder is read into memory once for both, when it is the
    built-in one. `place`: a file that keeps what was read."""
    embedder = library.embedder
    return Nearness(embedder if isinstance(embedder, BuiltinEmbedder) else None, place)


class Retrieval:
    """Searches of one brand's library that drafting asks for. Safe for threads."""

    def __init__(self, brand: Brand, library: Library, near: Nearness | None = None) -> None:
        self._brand = brand
        self._library = library
        self.near = near or nearness_of(library)
        self._facts_of = ""
        self._facts_behind: dict[tuple[str, str, str], tuple[Hit, ...]] = {}
        self._lock = threading.Lock()

    def adopt(self, brand: Brand) -> None:
        """Go on with this brand."""
        self._brand = brand

    @property
    def own_words(self) -> frozenset[str]:
        """The words of the brand's name, and what its summary says that it is (a café, a bookshop), in small letters:
        in a question they mean the house itself. What it has besides, a bar or a studio, is not the house."""
        said = " ".join(found.group() for one in self._brand.summary.values() for found in _IS.finditer(one))
        kinds = {word.strip(".,;:!?").lower() for word in said.split() if word.islower()}
        return frozenset({*self._brand.name.lower().split(), *(word for word in kinds if not concept_of(word))})

    def find_facts(self, query: str, language: str, most: int) -> tuple[Hit, ...]:
        """Facts about a message, in the language of the answer, else in English, else in the brand's first."""
        for code in dict.fromkeys((language, "en", self._brand.languages[0])):
            hits = self._library.search(query, k=most + _MORE, kinds=("fact",), language=code)
            if hits:
                return _relevant(hits)[:most]
        return ()

    def find_candidates(self, query: str, language: str, most: int, kind: PassageKind = "fact") -> tuple[Hit, ...]:
        """Passages that may answer a question, nearest first, none left out: in the language of the answer, else in
        English, else in the brand's first."""
        for code in dict.fromkeys((language, "en", self._brand.languages[0])):
            if hits := self._library.search(query, k=most, kinds=(kind,), language=code):
                return hits
        return self._library.search(query, k=most, kinds=(kind,))

    def find_same(
        self,
        asked: str,
        language: str,
        *,
        person: str | None = None,
        register: Register | None = None,
    ) -> tuple[Adapted, ...]:
        """What own earlier replies to the very thing asked, a question or a whole message, say that holds for anybody,
        see `adapt`: replies of anyone, or with a `person` theirs first, then the brand's."""
        hits = self.find_answered(asked, language, person, _EARLIER)
        return adapt(hits, asked, language, register, brand=self._brand, likeness=self._library.likeness)

    def facts(self) -> tuple[Passage, ...]:
        """Every fact of the library."""
        return tuple(passage for passage in self._library.passages() if passage.kind == "fact")

    def guidelines(self, language: str) -> tuple[Passage, ...]:
        """Every guideline section in a language."""
        return tuple(
            passage
            for passage in self._library.passages()
            if passage.kind == "guideline" and passage.language in ("", language)
        )

    def find_guidelines(self, query: str, language: str, most: int) -> tuple[Hit, ...]:
        """Guideline sections about a message, preferably in the language of the answer."""
        own = self._library.search(query, k=most, kinds=("guideline",), language=language)
        return own or self._library.search(query, k=most, kinds=("guideline",))

    def find_replies(
        self, query: str, language: str, person: str, most: int, likeness: Callable[[Passage], int]
    ) -> tuple[Hit, ...]:
        """Own earlier replies to messages like this one: the speaker's own first, then the brand's; the more alike
        first, those without any `likeness` not at all, and of replies that say nearly the same one only."""
        found: list[Hit] = []
        for voice in dict.fromkeys((person, "")):
            hits = self._library.search(query, k=most * 5, kinds=("reply",), language=language, person=voice)
            alike = [(likeness(hit.passage), hit) for hit in hits]
            ranked = sorted((pair for pair in alike if pair[0]), key=lambda pair: -pair[0])
            for _, hit in ranked:
                if len(found) < most and not any(_alike(hit.passage.text, one.passage.text) for one in found):
                    found.append(hit)
        return tuple(found)

    def find_answered(self, query: str, language: str, person: str | None, most: int) -> tuple[Hit, ...]:
        """Own earlier replies whose message is nearest, the speaker's own first, then the brand's; with None those of
        anyone."""
        found: list[Hit] = []
        for voice in (None,) if person is None else dict.fromkeys((person, "")):
            hits = self._library.search(query, k=most, kinds=("reply",), language=language, person=voice)
            found += [hit for hit in hits if hit.passage.answered is not None]
        return tuple(found)

    def find_posts(self, query: str, language: str, person: str, platform: str, most: int) -> tuple[Hit, ...]:
        """Own earlier posts about a topic: on the same network first, then elsewhere."""
        found = self._library.search(
            query, k=most, kinds=("post",), language=language, person=person, platform=platform
        )
        if len(found) < most:
            seen = {hit.passage.id for hit in found}
            more = self._library.search(query, k=most * 2, kinds=("post",), language=language, person=person)
            found += tuple(hit for hit in more if hit.passage.id not in seen)[: most - len(found)]
        return found

    def read(self, text: str) -> Reading:
        """What a message is, by its signs and its meaning."""
        embedder, vector = self._library.vector(text)
        return read_meaning(text, vector, embedder)

    def find_own_words(self, message: Message, thread: Sequence[Message] = ()) -> tuple[str, ...]:
        """Texts of the house that a message may quote: what we said in its thread, and the nearest published ones."""
        said = [one.text for one in thread if ours(one, self._brand)]
        near = self._library.search(message.text, k=2, kinds=("post", "reply"))
        return tuple(dict.fromkeys((*said, *(hit.passage.text for hit in near))))

    def fact_behind(self, asked: str, answer: str, language: str) -> tuple[Hit, ...]:
        """The fact that a past reply rests on, when there is one; looked up once for each state of the library."""
        generation = self._library.generation
        with self._lock:
            if self._facts_of != generation:
                self._facts_of, self._facts_behind = generation, {}
            known = self._facts_behind.get((asked, answer, language))
        if known is None:
            facts = self.find_facts(asked, language, most=2)
            known = tuple(hit for hit in facts if _shared(hit.passage.text, answer) >= 2)[:1]
            with self._lock:
                self._facts_behind[asked, answer, language] = known
        return known


def _relevant(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The first hit, the best by words, then those about as near as the first: the rest only came along."""
    nearest = max((hit.similarity or 0.0) for hit in hits)
    least = max(_LEAST_SIMILARITY, nearest * 0.7)
    near = [hit for hit in hits[1:] if (hit.similarity or 0.0) >= least or hit.lexical in (1, 2)]
    return (hits[0], *sorted(near, key=lambda hit: hit.lexical != 1))


def _alike(one: str, other: str) -> bool:
    """Whether two replies are nearly the same words: a second one teaches a model nothing."""
    ours, theirs = set(one.lower().split()), set(other.lower().split())
    return len(ours & theirs) >= _SAME_WORDS * min(len(ours), len(theirs))


def _shared(one: str, other: str) -> int:
    return len(telling_words(one) & telling_words(other))
