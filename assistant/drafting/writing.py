"""One draft written, checked, and rewritten at most twice: the part that replies, posts and ideas share. A text that is
there already, in the house's own sentences, is checked in the same way."""

import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from assistant.drafting.checks import STATED, Job, check_text, ranked
from assistant.drafting.colleagues import Colleagues
from assistant.drafting.prompts import PromptFile, Prompts
from assistant.drafting.sampling import Pace
from assistant.drafting.sources import mark_used
from assistant.drafting.support import rest_on
from assistant.drafting.tidying import tidy
from assistant.errors import Cancelled, PapillonError
from assistant.model.chat import ChatModel
from assistant.records import (
    Approach,
    Delta,
    Draft,
    Drafted,
    Event,
    Finding,
    Fit,
    Level,
    Restarted,
    Revision,
    Source,
    Stage,
    Usage,
    VoiceMatch,
)
from assistant.voice.brand import Brand
from assistant.voice.typography import typeset
from assistant.wording import language_name, say

MOST_REVISIONS = 2
_WARMER = 0.3
"""Added to the temperature at each revision: a second try must not be the first one again."""
SMALL_MODEL = "small_model"
"""The check that a text by a small model never passes by itself."""
_NO_ANSWER = frozenset({"refusal", "echo", "leak", "copy", "colleague", "empty"})

HearVoice = Callable[[str, Job, str], tuple[VoiceMatch, tuple[Finding, ...]]]
"""Text, what it has to be, and who speaks → how the text compares with that voice, and the findings about it."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One text to be written: the prompt, what the text has to be, and what it may rest on."""

    job: Job
    prompt: list[BaseMessage] = field(default_factory=list)
    length: int = 280
    sources: tuple[Source, ...] = ()
    person: str = ""
    temperature: float = 0.4
    index: int = 0
    total: int = 1
    short_prompts: bool = False
    approach: Approach = "free"
    text: str = ""
    """The text itself, where there is one without a model."""
    revised: bool = True
    """Whether what a check blocks is written anew."""


@dataclass(slots=True)
class _Attempt:
    text: str
    findings: tuple[Finding, ...]
    fits: Fit
    cut_off: bool
    usage: Usage = field(default_factory=Usage)

    @property
    def rank(self) -> tuple[int, int]:
        """Fewer blocking findings first, then fewer of any kind."""
        return sum(finding.level == "block" for finding in self.findings), len(self.findings)


class Writer:
    """Writes drafts for one brand with one chat model. Safe for threads."""

    def __init__(
        self,
        brand: Brand,
        chat: ChatModel,
        prompts: Prompts,
        model_name: Callable[[], str],
        voice: HearVoice,
        *,
        colleagues: Colleagues | None = None,
        revisions: int = MOST_REVISIONS,
        candidates: int = 0,
    ) -> None:
        self._brand = brand
        self._chat = chat
        self._prompts = prompts
        self._model_name = model_name
        self._voice = voice
        self._colleagues = colleagues
        self._revisions = revisions
        self.pace = Pace(candidates)

    def adopt(self, brand: Brand) -> None:
        """Go on with this brand: its rules hold from the next text on."""
        self._brand = brand

    def write(
        self,
        assignment: Assignment,
        cancel: threading.Event | None = None,
        worth_revising: Callable[[], bool] = lambda: True,
    ) -> Iterator[Event]:
        """Events of one draft, the last one `Drafted`.

        A text with a blocking finding is rewritten, at most twice and only while it is `worth_revising`; the best of
        the attempts by the same checks is the draft, the others are its revisions.

        Raises:
            Cancelled: the person pressed stop.
            PapillonError: the model failed.
        """
        if assignment.text:
            yield Drafted(assignment.index, self._ready(assignment))
            return
        attempts: list[_Attempt] = []
        failure: PapillonError | None = None
        index, prompt, temperature = assignment.index, list(assignment.prompt), assignment.temperature
        while True:
            yield Stage("waiting" if not attempts else "revising", index, assignment.total)
            try:
                attempts.append((yield from self._attempt(prompt, temperature, assignment, cancel)))
            except Cancelled:
                raise
            except PapillonError as error:
                if not attempts:
                    raise
                failure = error
                break
            attempt = attempts[-1]
            blocking = tuple(finding for finding in attempt.findings if finding.level == "block")
            most = self._revisions if assignment.revised else 0
            if not blocking or len(attempts) > most or not worth_revising():
                break
            yield Restarted(index, blocking)
            prompt = self._corrected(attempt, assignment)
            temperature = assignment.temperature + _WARMER * len(attempts)
        best = min(attempts, key=lambda attempt: attempt.rank)
        if self._colleagues is not None:
            self._colleagues.remember(assignment.person, best.text)
        yield Drafted(index, self._draft(best, attempts, failure, assignment))

    def _attempt(
        self, prompt: list[BaseMessage], temperature: float, assignment: Assignment, cancel: threading.Event | None
    ) -> Generator[Event, None, _Attempt]:
        stream = self._chat.stream(
            prompt, max_tokens=tokens_for(assignment.length), temperature=temperature, cancel=cancel
        )
        pieces: list[str] = []
        for piece in stream:
            if not pieces:
                yield Stage("writing", assignment.index, assignment.total)
            pieces.append(piece)
            yield Delta(assignment.index, piece)
            if cancel is not None and cancel.is_set():
                raise Cancelled("drafting.cancelled")
        yield Stage("checking", assignment.index, assignment.total)
        locale = self._brand.locales.get(assignment.job.language, assignment.job.language)
        text = tidy("".join(pieces), locale=locale, labels=self._labels(assignment.person))
        cut_off = stream.finish == "length"
        self.pace.learn(stream.usage)
        findings, fits = self._check(text, assignment.job, assignment.person, cut_off=cut_off)
        return _Attempt(text, findings, fits, cut_off, stream.usage)

    def _ready(self, assignment: Assignment) -> Draft:
        """A text that needs no model, with all that is said about it."""
        job = assignment.job
        text = typeset(assignment.text, self._brand.locales.get(job.language, job.language))
        findings, fits = self._check(text, job, assignment.person, cut_off=False)
        attempt = _Attempt(text, findings, fits, cut_off=False)
        return self._draft(attempt, [attempt], None, assignment)

    def _check(self, text: str, job: Job, person: str, *, cut_off: bool) -> tuple[tuple[Finding, ...], Fit]:
        findings, fits = check_text(text, self._brand, job, cut_off=cut_off)
        alike = self._colleagues.check(text, person, self._brand, job) if self._colleagues else ()
        return (ranked((*findings, *alike)) if alike else findings), fits

    def _labels(self, person: str) -> tuple[str, ...]:
        someone = self._brand.person(person)
        return (self._brand.name, *((someone.name, someone.name.split()[0]) if someone else ()))

    def _corrected(self, attempt: _Attempt, assignment: Assignment) -> list[BaseMessage]:
        """The prompt of a revision, in the text's language.

        A large model is shown its text and what blocks it. A small one is asked again with what to mind, because it
        goes on in the way of a bad text; and so is any model that did not answer at all.
        """
        job = assignment.job
        in_its_language = replace(job, reader=job.language)
        findings, _ = self._check(attempt.text, in_its_language, assignment.person, cut_off=attempt.cut_off)
        blocking = [finding for finding in findings if finding.level == "block"]
        values = {"length": assignment.length, "language": language_name(job.language, job.language)}
        if assignment.short_prompts:
            prompt = self._prompts.get("short/revision", job.language)
            lines = [self._reminder(prompt, finding, attempt.text, values) for finding in blocking]
            asked = prompt.render("request", findings="\n".join(dict.fromkeys(lines)))
            return [*assignment.prompt[:-1], HumanMessage(f"{assignment.prompt[-1].content}\n{asked}")]
        if any(finding.check in _NO_ANSWER for finding in blocking):
            return assignment.prompt
        prompt = self._prompts.get("revision", job.language)
        lines = [prompt.render("finding", message=finding.message) for finding in blocking]
        asked = prompt.render("request", findings="\n".join(dict.fromkeys(lines)), **values)
        return [*assignment.prompt, AIMessage(attempt.text), HumanMessage(asked)]

    @staticmethod
    def _reminder(prompt: PromptFile, finding: Finding, text: str, values: Mapping[str, object]) -> str:
        if finding.check in ("length", "cut_off"):
            return prompt.render("length", **values)
        if finding.check == "language":
            return prompt.render("language", **values)
        if finding.check in STATED or finding.check.startswith("rule:"):
            return prompt.render("words", words=text[finding.start : finding.end]) if finding.end else ""
        return prompt.render("other")

    def _draft(
        self, best: _Attempt, attempts: Sequence[_Attempt], failure: PapillonError | None, assignment: Assignment
    ) -> Draft:
        job = assignment.job
        voice, heard = self._voice(best.text, job, assignment.person)
        findings = ranked((*best.findings, *heard, *_unproven(best.text, assignment)))
        if failure is not None:
            unrevised = say("drafting.revision_failed", job.reader, reason=failure.text(job.reader))
            findings = (*findings, Finding("revision", "warn", unrevised))
        return Draft(
            text=best.text,
            platform=job.platform,
            language=job.language,
            person=assignment.person,
            sources=mark_used(assignment.sources, best.text),
            findings=findings,
            voice=voice,
            fits=best.fits,
            revisions=tuple(Revision(one.text, one.findings) for one in attempts if one is not best),
            model="" if assignment.text else self._model_name(),
            usage=_sum([one.usage for one in attempts]),
            cut_off=best.cut_off,
            approach=assignment.approach,
            sentences=rest_on(best.text, assignment.sources, job.message, job.known),
        )


def _unproven(text: str, assignment: Assignment) -> tuple[Finding, ...]:
    """A finding about a text that a small model wrote. It blocks a reply: of ten that the built-in one wrote where the
    house had no sentence of its own, the checks passed three, and all three were wrong or beside the point
    (`tests/eval/drafts_blind_4.toml`, first look). Whoever changes the text makes it theirs."""
    if not assignment.short_prompts or assignment.text or not text.strip():
        return ()
    level: Level = "block" if assignment.job.message else "warn"
    return (Finding(SMALL_MODEL, level, say("drafting.small_model", assignment.job.reader), 0, len(text)),)


def tokens_for(length: int) -> int:
    """Most tokens for a text of `length` characters: French takes some 2.5 characters a token with small vocabularies,
    and a text that runs over must be seen to, so there is room for half as much again."""
    return max(96, int(length / 2.5 * 1.5))


def _sum(usages: Sequence[Usage]) -> Usage:
    first = usages[0]
    cached = [usage.cached_tokens for usage in usages if usage.cached_tokens is not None]
    return replace(
        first,
        prompt_tokens=sum(usage.prompt_tokens for usage in usages),
        completion_tokens=sum(usage.completion_tokens for usage in usages),
        cached_tokens=sum(cached) if cached else None,
        seconds=sum(usage.seconds for usage in usages),
    )
