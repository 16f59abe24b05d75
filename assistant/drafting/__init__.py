"""The corridor from a message to a checked draft: replies, posts, ideas, and the chat about tone."""

import threading
from collections.abc import Callable, Iterator

from langchain_core.messages import BaseMessage

from assistant import language as languages
from assistant.drafting.budget import LARGE, SMALL, Budget
from assistant.drafting.checks import Job, check_text, check_voice, ranked
from assistant.drafting.colleagues import Colleagues
from assistant.drafting.comparison import write_without_voice
from assistant.drafting.context import ContextBuilder
from assistant.drafting.conversation import ChatEvent, converse
from assistant.drafting.evidence import read_ahead
from assistant.drafting.ideas import find_ideas
from assistant.drafting.parts import WHOLE, Parts
from assistant.drafting.post import draft_posts
from assistant.drafting.prompts import Prompts
from assistant.drafting.reply import draft_reply
from assistant.drafting.retrieval import nearness_of
from assistant.drafting.speakers import Speakers
from assistant.drafting.support import rest_on
from assistant.drafting.trial import try_change
from assistant.drafting.understanding import register_for, situation_of
from assistant.drafting.voices import Voices
from assistant.drafting.writing import MOST_REVISIONS, Writer
from assistant.library import Library
from assistant.model.chat import ChatModel
from assistant.model.nearness import Nearness
from assistant.records import (
    Advice,
    ChatRequest,
    Comparison,
    Delta,
    Draft,
    Event,
    Finding,
    IdeasRequest,
    Known,
    PostRequest,
    ReplyRequest,
    Source,
    Stage,
    Trial,
    VoiceMatch,
    VoiceProfile,
)
from assistant.store import Conversations, Drafts
from assistant.voice.brand import Brand
from assistant.voice.cliches import check_cliches
from assistant.voice.score import HouseVoices

__all__ = ["LARGE", "SMALL", "WHOLE", "Budget", "Drafting", "Parts", "Prompts"]


class Drafting:
    """The three jobs for one brand. Safe for threads; every job is an iterator of events, the caller may stop any time.

    `model_name` and `budget` are asked at each draft, because the model may still be starting.
    """

    def __init__(
        self,
        brand: Brand,
        library: Library,
        chat: ChatModel,
        prompts: Prompts,
        conversations: Conversations,
        *,
        scorers: HouseVoices,
        model_name: Callable[[], str],
        budget: Callable[[], Budget],
        kept: Drafts | None = None,
        parts: Parts = WHOLE,
        candidates: int = 0,
        near: Nearness | None = None,
    ) -> None:
        self.parts = parts
        self._candidates = candidates
        self.brand = brand
        self._library = library
        self._chat = chat
        self.prompts = prompts
        self._model_name = model_name
        self._budget = budget
        self._conversations = conversations
        self.scorers = scorers
        self._voices = Voices(brand, library)
        self._speakers = Speakers(library)
        self.colleagues = Colleagues(library, kept)
        self._near = near or nearness_of(library)
        self._context, self._writer = self._room(brand, self.colleagues)

    def adopt(self, brand: Brand) -> None:
        """Go on with the brand as it is after a change of its file: the next draft keeps to it."""
        self.brand = brand
        self._context.adopt(brand)
        self._voices.adopt(brand)
        self._writer.adopt(brand)

    def with_parts(self, parts: Parts) -> "Drafting":
        """The same with these parts only, which remembers no drafts of this one: for measuring what a part is worth."""
        return Drafting(
            self.brand,
            self._library,
            self._chat,
            self.prompts,
            self._conversations,
            scorers=self.scorers,
            model_name=self._model_name,
            budget=self._budget,
            parts=parts,
            candidates=self._candidates,
            near=self._near,
        )

    def keep_consents(self) -> None:
        """Go on with the people as their files say now: who left or withdrew is forgotten before anything is done."""
        brand = self._library.keep_consents()
        if brand is not None:
            self.adopt(brand)
            self.scorers.forget_old()

    def without_voice(
        self, draft: Draft, purpose: str, kind: str = "reply", cancel: threading.Event | None = None
    ) -> Iterator[Delta | Comparison]:
        """The same draft written without the voice, compared with it, see `write_without_voice`."""
        return write_without_voice(draft, purpose, self._chat, self.prompts, kind=kind, cancel=cancel)

    def try_change(
        self, brand: Brand, person: str = "", reader: str = "en", cancel: threading.Event | None = None
    ) -> Iterator[Stage | Trial]:
        """Real messages answered as the brand is, and as it would be, see `drafting.trial`."""
        posts = self._library.posts(person=person, kind="reply") or self._library.posts(person="", kind="reply")
        now = (self._context, self._writer)
        return try_change(posts, now, self._room(brand), person=person, reader=reader, cancel=cancel)

    def _room(self, brand: Brand, colleagues: Colleagues | None = None) -> tuple[ContextBuilder, Writer]:
        context = ContextBuilder(
            brand, self._library, self.prompts, self._budget, self._voices.profile, near=self._near
        )
        writer = Writer(
            brand,
            self._chat,
            self.prompts,
            self._model_name,
            self._hear,
            colleagues=colleagues,
            revisions=MOST_REVISIONS if self.parts.revisions else 0,
            candidates=self._candidates,
        )
        return context, writer

    def reply(self, request: ReplyRequest, cancel: threading.Event | None = None) -> Iterator[Event]:
        """Events of a reply, see `draft_reply`."""
        self.keep_consents()
        yield from draft_reply(request, self._context, self._writer, cancel, self.parts)

    def post(self, request: PostRequest, cancel: threading.Event | None = None) -> Iterator[Event]:
        """Events of posts, see `draft_posts`."""
        self.keep_consents()
        yield from draft_posts(request, self._context, self._writer, cancel)

    def ideas(self, request: IdeasRequest, cancel: threading.Event | None = None) -> Iterator[Event]:
        """Events of ideas, see `find_ideas`."""
        self.keep_consents()
        yield from find_ideas(request, self._context, self._writer, self._chat, cancel)

    def chat(self, request: ChatRequest, cancel: threading.Event | None = None) -> Iterator[ChatEvent]:
        """Events of a turn of the chat about tone, see `converse`."""
        self.keep_consents()
        yield from converse(
            request, self._context, self._writer, self._chat, conversations=self._conversations, cancel=cancel
        )

    def check(
        self,
        text: str,
        *,
        platform: str,
        language: str = "",
        person: str = "",
        message: str = "",
        reader: str = "en",
        material: tuple[str, ...] = (),
        sources: tuple[Source, ...] = (),
        known: tuple[Known, ...] = (),
    ) -> Draft:
        """What is to be said about a text that a person wrote or changed. `material` are texts it may rest on beside
        the brand's facts and the message; `sources` and `known` those of the draft it was made from, which each of its
        sentences is held against.

        Raises:
            BadInput: the platform is not one of ours.
        """
        code = language or languages.detect(message or text).code or self.brand.languages[0]
        if person:
            self.keep_consents()
        situation = situation_of(message) if message else "other"
        register = register_for(message, self.brand, platform, situation, person) if message and code == "fr" else None
        job = Job(platform, code, situation, register, message, material, sources=sources, known=known, reader=reader)
        findings, fits = check_text(text, self.brand, job)
        voice, heard = self._hear(text, job, person)
        findings = ranked((*findings, *self.colleagues.check(text, person, self.brand, job), *heard))
        rests = rest_on(text, sources, message, known) if sources or known else ()
        return Draft(
            text, platform, code, person, sources=sources, findings=findings, voice=voice, fits=fits, sentences=rests
        )

    def match(self, text: str, *, language: str, person: str = "", kind: str = "", reader: str = "en") -> VoiceMatch:
        """How a text compares with the posts of a person (empty: the brand) in a language. `kind` (`post`, `reply`)
        says what its length is compared with. Of somebody without consent nothing is known."""
        self.keep_consents()
        return self.scorers.score(text, language=language, person=person, kind=kind, reader=reader)

    def voice(self, person: str = "", language: str = "", platform: str = "") -> VoiceProfile:
        """The measured voice of a person (empty: the brand) in a language and on a network, once for each state of the
        library. Of very many posts an even sample is measured, and the profile says so. Of somebody without consent
        nothing is."""
        self.keep_consents()
        return self._voices.profile(person, language, platform)

    def who(self, message: str, *, platform: str = "", language: str = "") -> Advice:
        """Who of the house should answer a message or post about a topic, see `Speakers.advise`.

        Raises:
            BadInput: the message is empty, or the network is none of ours.
        """
        self.keep_consents()
        return self._speakers.advise(self.brand, message, platform=platform, language=language)

    def read_ahead(self) -> None:
        """Read the facts once, so that the first message does not wait for it."""
        read_ahead(self._context.retrieval)

    def beginnings(self, task: str = "reply") -> Iterator[list[BaseMessage]]:
        """The stable beginnings of prompts in the brand's languages, for a model server to read ahead of time."""
        for language in self.brand.languages:
            yield self._context.beginning(task, language)

    def _hear(self, text: str, job: Job, person: str) -> tuple[VoiceMatch, tuple[Finding, ...]]:
        """How a text compares with its voice, and what is to be said of it: off, and models' clichés that this voice
        does not use itself."""
        kind = "reply" if job.message else "post" if job.new else ""
        scorer = self.scorers.scorer(person, job.language)
        voice = scorer.score(text, kind=kind, reader=job.reader)
        return voice, (*check_voice(voice, job.reader), *check_cliches(text, job.language, scorer.used, job.reader))
