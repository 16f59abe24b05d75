"""What a draft is written from: the stable beginning of the prompt, the sources, and the request at its end.

The beginning (who speaks, how, the rules, a few of the brand's own answers) is the same, byte by byte, for a language
and a voice until the library changes, so that a model server can keep it in its cache. What changes comes after it,
the message last.
"""

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.drafting.grounding import telling_words
from assistant.drafting.prompts import PromptFile, Prompts, quote
from assistant.drafting.understanding import situation_of
from assistant.library import Library
from assistant.records import Hit, Message, Passage, Post, Source
from assistant.voice.brand import Brand, text_in
from assistant.voice.rules import says_vous
from assistant.wording import language_name, say

MOST_MESSAGE_CHARACTERS = 4000
"""A longer message is cut for the model, never for the person: LinkedIn posts stop at 3,000."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much material a model is given: passages of each kind, and characters of one guideline section."""

    facts: int
    guidelines: int
    replies: int
    examples: int
    guideline_characters: int
    ideas: int
    short_prompts: bool = False


SMALL = Budget(facts=3, guidelines=1, replies=2, examples=3, guideline_characters=200, ideas=6, short_prompts=True)
"""For the built-in model: at some 70 prompt tokens a second on two cores, 300 tokens are a wait of four seconds; and it
follows a short prompt full of examples where a long one with rules makes it refuse or repeat the message."""
LARGE = Budget(facts=6, guidelines=4, replies=5, examples=6, guideline_characters=1200, ideas=10)
_CANDIDATES = 24
_MORE = 5
_LEAST_SIMILARITY = 0.2
"""Cosine under which a fact is not about the message: on the sample brand right facts lie at 0.22 to 0.43, chance ones
mostly under 0.15."""
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"\n]*\"")


class ContextBuilder:
    """Builds prompts for one brand. Safe for threads."""

    def __init__(self, brand: Brand, library: Library, prompts: Prompts, budget: Callable[[], Budget]) -> None:
        self.brand = brand
        self.prompts = prompts
        self._library = library
        self._budget = budget
        self._examples: dict[tuple[str, str, str], tuple[object, list[BaseMessage]]] = {}
        self._lock = threading.Lock()

    @property
    def budget(self) -> Budget:
        """The budget of the model in use."""
        return self._budget()

    def library_notices(self, reader: str) -> tuple[str, ...]:
        """What the person must know of the library before trusting a draft: it is empty, or one kind is missing."""
        return (say("drafting.empty_library", reader),) if self._library.empty else ()

    def prompt(self, task: str, language: str) -> PromptFile:
        """The prompt file of a task, the short form of it for a small model."""
        return self.prompts.get(f"short/{task}" if self.budget.short_prompts else task, language)

    # ------------------------------------------------------------ the stable beginning

    def beginning(self, task: str, language: str, person: str = "") -> list[BaseMessage]:
        """System message and house examples for a task (`reply`, `post`), identical until the library changes."""
        prompt = self.prompt(task, language)
        system = prompt.render("system", **self.voice_values(language, person))
        return [SystemMessage(system), *self._house_examples(task, language, person)]

    def voice_values(self, language: str, person: str = "") -> dict[str, str]:
        """Values of the prompt variables that tell who speaks and how."""
        speaker = self.prompts.get("speaker", language)
        someone = self.brand.person(person)
        traits = [*(someone.traits.get(language) or ())] if someone else []
        traits = traits or [
            *(self.brand.voice.traits.get(language) or next(iter(self.brand.voice.traits.values()), ()))
        ]
        if someone is None:
            speaks = speaker.render("brand")
        else:
            speaks = speaker.render("person", name=someone.name, role=text_in(someone.role, language))
        return {
            "brand": self.brand.name,
            "summary": text_in(self.brand.summary, language),
            "speaker": speaks,
            "traits": "\n".join(speaker.render("trait", trait=trait) for trait in traits),
            "banned": self._banned(language),
        }

    def _banned(self, language: str) -> str:
        words = [
            rule.words[0]
            for rule in self.brand.rules
            if rule.kind == "banned" and rule.level == "block" and rule.language in ("", language)
        ]
        return ", ".join(words) or "-"

    def _house_examples(self, task: str, language: str, person: str) -> list[BaseMessage]:
        version = self._library.generation
        key = (task, language, person)
        with self._lock:
            known = self._examples.get(key)
        if known is not None and known[0] == version:
            return known[1]
        built = self._build_examples(task, language, person)
        with self._lock:
            self._examples[key] = (version, built)
        return built

    def _build_examples(self, task: str, language: str, person: str) -> list[BaseMessage]:
        kind = "reply" if task == "reply" else "post"
        posts = self._library.posts(person=person, language=language, kind=kind)
        if len(posts) < self.budget.examples and person:
            posts = (*posts, *self._library.posts(person="", language=language, kind=kind))
        prompt = self.prompt(task, language)
        messages: list[BaseMessage] = []
        if task != "reply":
            for post in _varied(posts, self.budget.examples):
                shown = prompt.render("example", platform=_shown(post.platform))
                messages += [HumanMessage(shown), AIMessage(post.text)]
            return messages
        grounded: dict[str, tuple[Hit, ...]] = {}
        for post in _varied(posts, _CANDIDATES):
            if post.answered is not None:
                facts = self.find_facts(post.answered.text, language, most=2)
                grounded[post.id] = tuple(hit for hit in facts if _shared(hit.passage.text, post.text) >= 2)
        told = [post for post in posts if grounded.get(post.id)]
        for post in _varied(told, self.budget.examples):
            if post.answered is not None:
                messages += self._exchange(prompt, post.answered, post.text, grounded[post.id][:1])
        return messages

    # ------------------------------------------------------------ what was found

    def find_facts(self, query: str, language: str, most: int) -> tuple[Hit, ...]:
        """Facts about a message, in the language of the answer, else in English, else in the brand's first."""
        for code in dict.fromkeys((language, "en", self.brand.languages[0])):
            hits = self._library.search(query, k=most + _MORE, kinds=("fact",), language=code)
            if hits:
                return _relevant(hits)[:most]
        return ()

    def find_guidelines(self, query: str, language: str, most: int) -> tuple[Hit, ...]:
        """Guideline sections about a message, preferably in the language of the answer."""
        own = self._library.search(query, k=most, kinds=("guideline",), language=language)
        return own or self._library.search(query, k=most, kinds=("guideline",))

    def find_replies(
        self, query: str, language: str, person: str, most: int, likeness: Callable[[Passage], int]
    ) -> tuple[Hit, ...]:
        """Own earlier replies to messages like this one: the speaker's own first, then the brand's; the more alike
        first, those without any `likeness` not at all."""
        found: list[Hit] = []
        for voice in dict.fromkeys((person, "")):
            hits = self._library.search(query, k=most * 5, kinds=("reply",), language=language, person=voice)
            alike = [(likeness(hit.passage), hit) for hit in hits]
            ranked = sorted((pair for pair in alike if pair[0]), key=lambda pair: -pair[0])
            found += [hit for _, hit in ranked][: most - len(found)]
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

    # ------------------------------------------------------------ the changing end

    def request(
        self,
        task: str,
        language: str,
        *,
        register: str | None,
        platform: str,
        length: int,
        facts: Sequence[Hit],
        guidelines: Sequence[Hit],
        wish: str = "",
        **values: str,
    ) -> HumanMessage:
        """The last message of the prompt: material first, what is asked last."""
        prompt = self.prompt(task, language)
        name = language_name(language, language)
        address = f"address_{register}" if register and language == "fr" else "address"
        rendered = prompt.render(
            "request",
            **values,
            facts=self._facts(prompt, facts),
            guidance="" if self.budget.short_prompts else self._guidance(prompt, guidelines),
            platform=_shown(platform),
            manners=self.prompts.get(f"platforms/{platform}", language).render("manners"),
            wish=_with_line_end(prompt.render("wish", wish=" ".join(wish.split())) if wish.strip() else ""),
            language=name,
            address=prompt.render(address, language=name, length=length),
            length=length,
        )
        return HumanMessage(_without_blank_runs(rendered))

    def guidance_turn(self, task: str, language: str, guidelines: Sequence[Hit]) -> list[BaseMessage]:
        """Guideline sections as a turn of their own, long before the end, for a small model: in the request itself it
        copies them out."""
        if not self.budget.short_prompts or not guidelines:
            return []
        prompt = self.prompt(task, language)
        return [HumanMessage(self._guidance(prompt, guidelines).strip()), AIMessage(prompt.render("guidance_answer"))]

    def exchanges(self, hits: Iterable[Hit], language: str, told: Sequence[BaseMessage] = ()) -> list[BaseMessage]:
        """Past replies as turns of the conversation, each with the fact it rests on, the nearest last; those that the
        prompt has `told` already are left out."""
        prompt = self.prompt("reply", language)
        messages: list[BaseMessage] = []
        known = {str(message.content) for message in told}
        for hit in reversed(tuple(hits)):
            past = hit.passage
            if past.answered is not None and past.text not in known:
                facts = self.find_facts(past.answered.text, language, most=2)
                shared = [fact for fact in facts if _shared(fact.passage.text, past.text) >= 2][:1]
                messages += self._exchange(prompt, past.answered, past.text, shared)
        return messages

    def past_posts(self, hits: Iterable[Hit], language: str) -> list[BaseMessage]:
        """Past posts as turns of the conversation, the nearest last."""
        prompt = self.prompt("post", language)
        messages: list[BaseMessage] = []
        for hit in reversed(tuple(hits)):
            shown = prompt.render("example", platform=_shown(hit.passage.platform))
            messages += [HumanMessage(shown), AIMessage(hit.passage.text)]
        return messages

    def thread(self, task: str, language: str, thread: Sequence[Message]) -> str:
        """What was said before, quoted, oldest first; empty without a thread."""
        if not thread:
            return ""
        said = "\n".join(quote(f"{one.author}: {one.text}" if one.author else one.text) for one in thread)
        return _with_line_end(self.prompt(task, language).render("thread", messages=shortened(said)))

    def excerpt(self, text: str) -> str:
        """The beginning of a passage, whole sentences, as long as the model in use is given."""
        return _first_sentences(text, self.budget.guideline_characters)

    def _exchange(self, prompt: PromptFile, asked: Message, answer: str, facts: Sequence[Hit]) -> list[BaseMessage]:
        shown = prompt.render("example", message=quote(asked.text), facts=self._facts(prompt, facts) if facts else "")
        return [HumanMessage(shown.strip()), AIMessage(answer)]

    def _facts(self, prompt: PromptFile, hits: Sequence[Hit]) -> str:
        if not hits:
            return prompt.render("no_facts")
        return prompt.render("facts", facts=" ".join(hit.passage.text for hit in hits))

    def _guidance(self, prompt: PromptFile, hits: Sequence[Hit]) -> str:
        if not hits:
            return ""
        passages = "\n".join(quote(self.excerpt(hit.passage.text)) for hit in hits)
        return _with_line_end(prompt.render("guidance", passages=passages))


def sources_of(*groups: Sequence[Hit]) -> tuple[Source, ...]:
    """The passages given to the model as numbered sources, in the order given, each once."""
    passages = {hit.passage.id: hit.passage for group in groups for hit in group}
    return tuple(_source(number, passage) for number, passage in enumerate(passages.values(), 1))


def instructions_of(beginning: Sequence[BaseMessage], sources: Sequence[Source]) -> tuple[str, ...]:
    """What the model was told and must not say: its instructions and the guide, but not the sentences that the guide
    quotes as examples."""
    guide = (_QUOTED.sub(" ", source.text) for source in sources if source.kind == "guideline")
    return (str(beginning[0].content), *guide)


def mark_used(sources: Sequence[Source], text: str) -> tuple[Source, ...]:
    """The sources, those marked as used of whose telling words the text holds at least a third, or five."""
    own = telling_words(text)
    marked = []
    for source in sources:
        shared = len(telling_words(source.text) & own)
        marked.append(replace(source, used=shared >= 5 or shared * 3 >= len(telling_words(source.text)) > 0))
    return tuple(marked)


def shortened(text: str) -> str:
    """Text for the model, cut at the most that it is given, the end marked."""
    return text if len(text) <= MOST_MESSAGE_CHARACTERS else text[:MOST_MESSAGE_CHARACTERS].rsplit(" ", 1)[0] + " […]"


def _source(number: int, passage: Passage) -> Source:
    return Source(
        number, passage.id, passage.kind, passage.path, passage.section, passage.text,
        passage.date, passage.person, passage.platform, passage.language, passage.answered,
    )  # fmt: skip


def _relevant(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The first hit, the best by words, then those about as near as the first: the rest only came along."""
    nearest = max((hit.similarity or 0.0) for hit in hits)
    least = max(_LEAST_SIMILARITY, nearest * 0.7)
    near = [hit for hit in hits[1:] if (hit.similarity or 0.0) >= least or hit.lexical in (1, 2)]
    return (hits[0], *sorted(near, key=lambda hit: hit.lexical != 1))


def _shared(one: str, other: str) -> int:
    return len(telling_words(one) & telling_words(other))


def _varied(posts: Sequence[Post], most: int) -> list[Post]:
    """Up to `most` posts that differ in what they answer, the best received first; never left to chance."""
    ranked = sorted(posts, key=lambda post: (-post.likes, post.id))
    short = [post for post in ranked if len(post.text) <= 320]
    by_situation: dict[str, list[Post]] = {}
    for post in short:
        asked = post.answered.text if post.answered else post.text
        by_situation.setdefault(f"{situation_of(asked)}{says_vous(post.text)}", []).append(post)
    chosen: list[Post] = []
    while len(chosen) < most and any(by_situation.values()):
        for group in sorted(by_situation):
            if by_situation[group] and len(chosen) < most:
                chosen.append(by_situation[group].pop(0))
    return chosen


def _first_sentences(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[:most]
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? ", ".\n", "\n"))
    return cut[: end + 1].strip() if end > most // 3 else cut.rsplit(" ", 1)[0] + " […]"


def _shown(platform: str) -> str:
    return {"x": "X", "linkedin": "LinkedIn", "tiktok": "TikTok", "youtube": "YouTube"}.get(
        platform, platform.capitalize()
    )


def _with_line_end(text: str) -> str:
    return f"{text}\n" if text else ""


def _without_blank_runs(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())
