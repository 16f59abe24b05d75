"""Drafts for messages whose right answers are known: asked one by one, kept line by line.

A run is one way to answer: the whole corridor, the corridor without some of its parts, or one bare call of the model.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from assistant.drafting.expectations import Expectation
from assistant.drafting.parts import Parts
from assistant.errors import BadInput, PapillonError
from assistant.model.chat import ChatModel
from assistant.records import (
    Answer,
    Delta,
    Draft,
    Drafted,
    Event,
    Failed,
    Finding,
    Gathered,
    Ranked,
    ReplyRequest,
    Usage,
)

WHOLE_RUN = "whole"
BARE_RUN = "bare"
PARTS = tuple(part.name for part in fields(Parts))
"""The parts that can be left out, in the order of the corridor."""
_WITHOUT = "without "
_WITHHELD = 1
"""The exit code of a draft that was written and may not be shown."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What one run made of one message. `answer` is what was decided, `text` the draft proposed first, empty when there
    is none; `withheld` and `failure` say why in the reader's language. `ready` is False when a check blocks the text.
    `calls` counts the answers of the model; `cached_tokens` is None when the server does not say. Seconds are wall
    clock; `first_visible` is the wait for the first words on the screen, 0 when there were none."""

    run: str
    id: str
    digest: str
    answer: Answer
    reason: str = ""
    situation: str = ""
    text: str = ""
    ready: bool = False
    findings: tuple[Finding, ...] = ()
    fits: bool | None = None
    band: str = "unknown"
    approach: str = ""
    candidates: int = 0
    withheld: str = ""
    failure: str = ""
    exit_code: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int | None = None
    first_visible: float = 0.0
    seconds: float = 0.0


Reply = Callable[[ReplyRequest], Iterator[Event]]
"""One way to answer a message, as `Drafting.reply` does."""


@dataclass(frozen=True, slots=True)
class Run:
    """One way to answer all messages. One that is not `checked` understands nothing and shows whatever was written."""

    name: str
    reply: Reply
    checked: bool = True


def run_name(without: Sequence[str]) -> str:
    """What a run without these parts is called."""
    return f"{_WITHOUT}{'+'.join(without)}" if without else WHOLE_RUN


def without(run: str) -> tuple[str, ...]:
    """The parts that the run of this name leaves out."""
    return tuple(run.removeprefix(_WITHOUT).split("+")) if run.startswith(_WITHOUT) else ()


def parts_without(names: Sequence[str]) -> Parts:
    """All parts but these.

    Raises:
        BadInput: there is no part of that name; says which there are.
    """
    for name in names:
        if name not in PARTS:
            raise BadInput("drafting.unknown_part", part=name, known=", ".join(PARTS))
    return replace(Parts(), **dict.fromkeys(names, False))


def digest_of(expected: Expectation, model: str) -> str:
    """A short name of exactly this message for exactly this model: a draft of another is asked anew."""
    request = expected.request
    given = (model, request.platform, request.person, asdict(request.message), [asdict(one) for one in request.thread])
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:16]


def answers(
    run: Run,
    messages: Sequence[Expectation],
    chat: ChatModel,
    kept: Mapping[tuple[str, str, str], Answered],
    *,
    model: str,
    reader: str = "en",
) -> Iterator[tuple[Answered, bool]]:
    """What a run makes of each message, and whether it was asked now: what is `kept` is not asked again."""
    for expected in messages:
        digest = digest_of(expected, model)
        if (earlier := kept.get((run.name, expected.id, digest))) is not None:
            yield earlier, False
            continue
        with chat.counted() as calls:
            found = answer_message(run.reply, expected, calls, reader)
        ready = found.ready if run.checked else bool(found.text)
        situation = found.situation if run.checked else ""
        yield replace(found, run=run.name, digest=digest, ready=ready, situation=situation), True


def answer_message(reply: Reply, expected: Expectation, calls: Sequence[Usage], reader: str = "en") -> Answered:
    """What a way to answer makes of a message; `calls` is the list that the model's answers are counted in. An error
    is told in it, so that the other messages go on."""
    begin, first = time.perf_counter(), 0.0
    answered = Answered("", expected.id, "", "reply")
    drafts: dict[int, Draft] = {}
    failed: list[Failed] = []
    order: tuple[int, ...] = ()
    try:
        for event in reply(replace(expected.request, reader=reader)):
            match event:
                case Gathered():
                    answered = replace(answered, answer=event.answer, reason=event.reason, situation=event.situation)
                case Delta() | Drafted():
                    first = first or time.perf_counter() - begin
                    if isinstance(event, Drafted):
                        drafts[event.index] = event.draft
                case Failed():
                    failed.append(event)
                case Ranked():
                    order = event.order
    except PapillonError as error:
        failed.append(Failed(0, error.text(reader), error.exit_code))
        drafts.clear()
    answered = replace(answered, seconds=time.perf_counter() - begin, first_visible=first, candidates=len(drafts))
    return _with_usage(_with_draft(answered, drafts, order, failed), calls)


def _with_draft(
    answered: Answered, drafts: Mapping[int, Draft], order: Sequence[int], failed: Sequence[Failed]
) -> Answered:
    best = next((drafts[index] for index in (*order, *sorted(drafts)) if index in drafts), None)
    if best is None:
        withheld = next((one.message for one in failed if one.exit_code == _WITHHELD), "")
        broken = next((one for one in failed if one.exit_code != _WITHHELD), None)
        if broken is None:
            return replace(answered, withheld=withheld)
        return replace(answered, withheld=withheld, failure=broken.message, exit_code=broken.exit_code)
    return replace(
        answered,
        text=best.text,
        ready=not any(finding.level == "block" for finding in best.findings),
        findings=best.findings,
        fits=best.fits.fits if best.fits else None,
        band=best.voice.band,
        approach=best.approach,
    )


def _with_usage(answered: Answered, calls: Sequence[Usage]) -> Answered:
    cached = [usage.cached_tokens for usage in calls if usage.cached_tokens is not None]
    return replace(
        answered,
        calls=len(calls),
        prompt_tokens=sum(usage.prompt_tokens for usage in calls),
        completion_tokens=sum(usage.completion_tokens for usage in calls),
        cached_tokens=sum(cached) if cached else None,
    )


# ---------------------------------------------------------------- which messages


def chosen(
    messages: Sequence[Expectation], only: Sequence[str] = (), language: str = "", sample: int = 0
) -> tuple[Expectation, ...]:
    """The messages that are asked for, in the order of their file. `only` names ids, sorts or situations; of `sample`
    messages as many as can be are of each sort, and of each language in turn.

    Raises:
        BadInput: a name of `only` means no message, or none is left.
    """
    for name in only:
        if not any(name in (one.id, one.sort, one.situation) for one in messages):
            raise BadInput("drafting.no_such_messages", name=name)
    kept = [one for one in messages if not only or {one.id, one.sort, one.situation} & set(only)]
    kept = [one for one in kept if not language or language in one.language]
    if not kept:
        raise BadInput("drafting.no_messages_left", language=language)
    if not sample or sample >= len(kept):
        return tuple(kept)
    sorts = dict.fromkeys(one.sort for one in kept)
    piles = [_alternating([one for one in kept if one.sort == sort], place) for place, sort in enumerate(sorts)]
    dealt = [pile[place] for place in range(len(kept)) for pile in piles if place < len(pile)][:sample]
    return tuple(one for one in kept if one in dealt)


def _alternating(messages: Sequence[Expectation], first: int) -> list[Expectation]:
    """Of each language in turn, beginning with another one for each sort."""
    groups: dict[tuple[str, ...], list[Expectation]] = {}
    for one in messages:
        groups.setdefault(one.language if len(one.language) == 1 else (), []).append(one)
    piles = list(groups.values())
    piles = [*piles[first % len(piles) :], *piles[: first % len(piles)]]
    longest = max(len(pile) for pile in piles)
    return [pile[place] for place in range(longest) for pile in piles if place < len(pile)]


# ---------------------------------------------------------------- what is kept


class AnswersFile:
    """Answers kept one a line, so that a run that was stopped goes on where it was."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[tuple[str, str, str], Answered]:
        """What is kept, by run, message and digest; failures are left out, to be asked again. A line that was cut, as
        when the machine went down, is passed over.

        Raises:
            BadInput: the file cannot be read, or holds something else.
        """
        try:
            lines = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput("drafting.answers_unreadable", path=self.path, reason=error) from error
        found: dict[tuple[str, str, str], Answered] = {}
        for number, line in enumerate(lines, 1):
            try:
                answered = _read(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                if number == len(lines):
                    break
                reason = f"line {number}"
                raise BadInput("drafting.answers_unreadable", path=self.path, reason=reason) from error
            if not answered.failure:
                found[answered.run, answered.id, answered.digest] = answered
        return found

    def keep(self, answered: Answered) -> None:
        """Add one answer, on the disk before anything else is asked.

        Raises:
            BadInput: the folder cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            whole = not self.path.exists() or self.path.read_bytes()[-1:] in (b"", b"\n")
            with self.path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(f"{'' if whole else chr(10)}{json.dumps(asdict(answered), ensure_ascii=False)}\n")
        except OSError as error:
            raise BadInput("drafting.answers_unreadable", path=self.path, reason=error.strerror) from error


def _read(given: dict[str, Any]) -> Answered:
    return Answered(**{**given, "findings": tuple(Finding(**one) for one in given["findings"])})
