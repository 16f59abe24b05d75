"""What a draft is written from: the stable beginning of the prompt, the sources, and the request at its end.

The beginning (who speaks, how, the rules, a few of the brand's own answers) is the same, byte by byte, for a language
and a voice until the library changes, so that a model server can keep it in its cache. What changes comes after it,
the message last.
"""

import threading
from collections.abc import Callable, Iterable, Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant import platforms
from assistant.drafting.budget import Budget
from assistant.drafting.fencing import fenced, neutralised, quote
from assistant.drafting.prompts import PromptFile, Prompts, with_line_end, without_blank_runs
from assistant.drafting.retrieval import Retrieval
from assistant.drafting.situations import situation_of
from assistant.drafting.steering import habits_to_tell
from assistant.library import Library
from assistant.model.nearness import Nearness
from assistant.records import Hit, Message, Post, VoiceProfile
from assistant.voice.brand import Brand, text_in
from assistant.voice.rules import says_vous
from assistant.wording import language_name, say

MOST_MESSAGE_CHARACTERS = 4000
"""A longer message is cut for the model, never for the person: LinkedIn posts stop at 3,000."""

_CANDIDATES = 24
_MANNERS = 3


class ContextBuilder:
    """Builds prompts for one brand. Safe for threads."""

    def __init__(
        self,
        brand: Brand,
        library: Library,
        prompts: Prompts,
        budget: Callable[[], Budget],
        habits: Callable[[str, str], VoiceProfile],
        *,
        near: Nearness | None = None,
    ) -> None:
        self.brand = brand
        self.prompts = prompts
        self._library = library
        self.retrieval = Retrieval(brand, library, near)
        self._budget = budget
        self.profile = habits
        self._examples: dict[tuple[str, str, str], tuple[object, list[BaseMessage]]] = {}
        self._lock = threading.Lock()

    def adopt(self, brand: Brand) -> None:
        """Go on with this brand: its traits and rules are told from the next prompt on."""
        self.brand = brand
        self.retrieval.adopt(brand)

    @property
    def budget(self) -> Budget:
        """The budget of the model in use."""
        return self._budget()

    def library_notices(self, reader: str) -> tuple[str, ...]:
        """What the person must know of the library before trusting a draft: it is empty, or one kind is missing."""
        return (say("drafting.empty_library", reader),) if self._library.empty else ()

    def own_posts(self) -> tuple[Post, ...]:
        """What the brand itself published."""
        return self._library.posts(person="")

    def prompt(self, task: str, language: str) -> PromptFile:
        """The prompt file of a task, the short form of it for a small model."""
        return self.prompts.get(f"short/{task}" if self.budget.short_prompts else task, language)

    # ------------------------------------------------------------ the stable beginning

    def beginning(self, task: str, language: str, person: str = "") -> list[BaseMessage]:
        """System message and house examples for a task (`reply`, `post`), identical until the library changes."""
        prompt = self.prompt(task, language)
        system = prompt.render("system", **self.voice_values(language, person, task))
        return [SystemMessage(system), *self._house_examples(task, language, person)]

    def voice_values(self, language: str, person: str = "", task: str = "reply") -> dict[str, str]:
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
            if self.budget.short_prompts and someone.traits.get(language):
                # A short prompt has no list of traits; without these a small model writes as the house does.
                speaks += f" {speaker.render('manner', traits='; '.join(someone.traits[language][:_MANNERS]))}"
        return {
            "brand": self.brand.name,
            "summary": text_in(self.brand.summary, language),
            "speaker": speaks,
            "traits": "\n".join(speaker.render("trait", trait=trait) for trait in traits),
            "habits": self._habits(speaker, task, language, person),
            "banned": self._banned(language),
        }

    def _habits(self, speaker: PromptFile, task: str, language: str, person: str) -> str:
        budget = self.budget
        # A small model copies figures it is told into its text, so it is told none.
        told = habits_to_tell(
            self.profile(person, language), task, language, budget.habits, lengths=not budget.short_prompts
        )
        if budget.short_prompts or not told:
            return " ".join(told)
        return speaker.render("habits", habits="\n".join(speaker.render("trait", trait=one) for one in told))

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
        posts = tuple(post for post in posts if not post.quoted)
        prompt = self.prompt(task, language)
        messages: list[BaseMessage] = []
        if task != "reply":
            for post in varied(posts, self.budget.examples):
                messages += _published(prompt, post.platform, post.text)
            return messages
        grounded: dict[str, tuple[Hit, ...]] = {}
        for post in varied(posts, _CANDIDATES):
            if post.answered is not None:
                grounded[post.id] = self.retrieval.fact_behind(post.answered.text, post.text, language)
        chosen = varied([post for post in posts if grounded.get(post.id)], self.budget.examples)
        if person:  # their voice is worth an example that rests on no fact of ours
            own = [post for post in posts if post.person == person and post.answered and post not in chosen]
            chosen += varied(own, self.budget.examples - len(chosen))
        for post in chosen:
            if post.answered is not None:
                messages += self._exchange(prompt, post.answered, post.text, grounded.get(post.id, ()))
        return messages

    # ------------------------------------------------------------ the changing end

    def request(
        self,
        task: str,
        language: str,
        *,
        register: str | None,
        platform: str,
        length: int,
        facts: Sequence[str],
        guidelines: Sequence[Hit],
        missing: Sequence[str] = (),
        wish: str = "",
        **values: str,
    ) -> HumanMessage:
        """The last message of the prompt: material first, what is asked last. `facts` are sentences, `missing` what has
        to be looked up first."""
        prompt = self.prompt(task, language)
        name = language_name(language, language)
        wished = " ".join(neutralised(wish).split())
        address = f"address_{register}" if register and language == "fr" else "address"
        rendered = prompt.render(
            "request",
            **values,
            facts=_facts(prompt, facts, missing),
            guidance="" if self.budget.short_prompts else self._guidance(prompt, guidelines),
            platform=platforms.platform(platform).name,
            manners=self.prompts.get(f"platforms/{platform}", language).render("manners"),
            wish=with_line_end(prompt.render("wish", wish=wished) if wished else ""),
            language=name,
            address=prompt.render(address, language=name, length=length),
            length=length,
        )
        return HumanMessage(without_blank_runs(rendered))

    def with_guidance(
        self, task: str, language: str, guidelines: Sequence[Hit], turns: Sequence[BaseMessage]
    ) -> list[BaseMessage]:
        """For a small model, the turns with the guideline sections before the first of them: in the request itself it
        copies them out, and a turn of their own makes it lose the thread. Unchanged for a large model."""
        if not self.budget.short_prompts or not guidelines:
            return list(turns)
        prompt = self.prompt(task, language)
        passages = " ".join(self.excerpt(hit.passage.text) for hit in guidelines)
        guide = prompt.render("guidance", passages=" ".join(neutralised(passages).split()))
        return [HumanMessage(f"{guide}\n{turns[0].content}"), *turns[1:]] if turns else [HumanMessage(guide)]

    def exchanges(self, hits: Iterable[Hit], language: str, told: Sequence[BaseMessage] = ()) -> list[BaseMessage]:
        """Past replies as turns of the conversation, each with the fact it rests on, the nearest last; those that the
        prompt has `told` already are left out."""
        prompt = self.prompt("reply", language)
        messages: list[BaseMessage] = []
        known = {str(message.content) for message in told}
        for hit in reversed(tuple(hits)):
            past = hit.passage
            if past.answered is not None and past.text not in known:
                fact = self.retrieval.fact_behind(past.answered.text, past.text, language)
                messages += self._exchange(prompt, past.answered, past.text, fact)
        return messages

    def past_posts(self, hits: Iterable[Hit], language: str) -> list[BaseMessage]:
        """Past posts as turns of the conversation, the nearest last."""
        prompt = self.prompt("post", language)
        shown = (_published(prompt, hit.passage.platform, hit.passage.text) for hit in reversed(tuple(hits)))
        return [message for turns in shown for message in turns]

    def thread(self, task: str, language: str, thread: Sequence[Message], *, fences: bool = True) -> str:
        """What was said before, quoted, oldest first; empty without a thread."""
        if not thread:
            return ""
        said = shortened("\n".join(f"{one.author}: {one.text}" if one.author else one.text for one in thread))
        shown = fenced(said, short=self.budget.short_prompts, fences=fences)
        return with_line_end(self.prompt(task, language).render("thread", messages=shown))

    def excerpt(self, text: str) -> str:
        """The beginning of a passage, whole sentences, as long as the model in use is given."""
        return _first_sentences(text, self.budget.guideline_characters)

    def _exchange(self, prompt: PromptFile, asked: Message, answer: str, facts: Sequence[Hit]) -> list[BaseMessage]:
        shown = prompt.render(
            "example",
            message=quote(asked.text),
            facts=_facts(prompt, [hit.passage.text for hit in facts]) if facts else "",
        )
        return [HumanMessage(shown.strip()), AIMessage(answer)]

    def _guidance(self, prompt: PromptFile, hits: Sequence[Hit]) -> str:
        if not hits:
            return ""
        passages = "\n".join(quote(self.excerpt(hit.passage.text)) for hit in hits)
        return with_line_end(prompt.render("guidance", passages=passages))


def _facts(prompt: PromptFile, facts: Sequence[str], missing: Sequence[str] = ()) -> str:
    if not facts and not missing:
        return prompt.render("no_facts")
    told = prompt.render("facts", facts=neutralised(" ".join(facts))) + "\n" if facts else ""
    return told + (prompt.render("missing", missing=neutralised(", ".join(missing))) if missing else "")


def shortened(text: str) -> str:
    """Text for the model, cut at the most that it is given, the end marked."""
    return text if len(text) <= MOST_MESSAGE_CHARACTERS else text[:MOST_MESSAGE_CHARACTERS].rsplit(" ", 1)[0] + " […]"


def _published(prompt: PromptFile, platform: str, text: str) -> list[BaseMessage]:
    """A past post as a turn of the conversation."""
    return [HumanMessage(prompt.render("example", platform=platforms.platform(platform).name)), AIMessage(text)]


def varied(posts: Sequence[Post], most: int) -> list[Post]:
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
