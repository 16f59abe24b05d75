"""A batch of post ideas: first the angles, all at once so that they differ, then a text for each that fits."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from langchain_core.messages import HumanMessage, SystemMessage

from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.fencing import fenced, quote
from assistant.drafting.post import check_topic, write_post
from assistant.drafting.reply import check_person
from assistant.drafting.writing import Writer
from assistant.errors import BadInput, Cancelled, ModelBroken, PapillonError
from assistant.model.chat import ChatModel
from assistant.records import Draft, Drafted, Event, Failed, Finding, Idea, IdeasRequest, Stage
from assistant.voice.cliches import all_ask_at_the_end
from assistant.wording import language_name, say

MOST_IDEAS = 60
_TOKENS_AN_IDEA = 70


def find_ideas(
    request: IdeasRequest,
    context: ContextBuilder,
    writer: Writer,
    chat: ChatModel,
    cancel: threading.Event | None = None,
) -> Iterator[Event]:
    """Events of `n` ideas; platforms and languages take turns. What is done when the person stops is kept.

    Raises:
        BadInput: the topic, a platform, a language or the number cannot be used.
        Cancelled: the person pressed stop.
        PapillonError: the model failed before there was any idea.
    """
    check_topic(request.topic, request.platforms)
    check_person(request.person, context)
    if not 1 <= request.n <= MOST_IDEAS:
        raise BadInput("drafting.bad_count", given=request.n, most=MOST_IDEAS)
    spoken = request.languages or context.brand.languages
    places = [
        (request.platforms[index % len(request.platforms)], spoken[index // len(request.platforms) % len(spoken)])
        for index in range(request.n)
    ]
    yield Stage("understanding", total=request.n)
    angles = {
        code: _think(request, context, chat, language=code, n=times, cancel=cancel)
        for code, times in Counter(language for _, language in places).items()
    }
    texts: list[str] = []
    for index, (platform, language) in enumerate(places):
        title, angle = angles[language].pop(0)
        try:
            for event in write_post(
                request.topic, platform, language, context, writer,
                angle=angle, person=request.person, reader=request.reader, index=index, total=request.n, cancel=cancel,
            ):  # fmt: skip
                if isinstance(event, Drafted):
                    texts.append(event.draft.text)
                    draft = _with_batch_finding(event.draft, texts, request) if index == request.n - 1 else event.draft
                    yield Drafted(index, draft, Idea(f"idea-{index + 1:03d}", title, angle, draft))
                else:
                    yield event
        except Cancelled:
            raise
        except PapillonError as error:
            yield Failed(index, error.text(request.reader), error.exit_code)


def _with_batch_finding(draft: Draft, texts: list[str], request: IdeasRequest) -> Draft:
    """The last draft of a batch, with a warning when most of the batch ends with a question."""
    if not all_ask_at_the_end(texts):
        return draft
    told = Finding("cliche", "warn", say("drafting.all_ask", request.reader))
    return replace(draft, findings=(*draft.findings, told))


def _think(
    request: IdeasRequest,
    context: ContextBuilder,
    chat: ChatModel,
    *,
    language: str,
    n: int,
    cancel: threading.Event | None,
) -> list[tuple[str, str]]:
    """`n` different titles with their angles. A model that gives too few is asked again, twice at most."""
    topic = shortened(request.topic)
    prompt = context.prompts.get("ideas", language)
    facts = context.retrieval.find_facts(topic, language, context.budget.facts)
    recent = context.retrieval.find_posts(topic, language, request.person, "", context.budget.replies)
    found: dict[str, str] = {}
    for attempt in range(3):
        wanted = min(n - len(found), context.budget.ideas)
        done = [*found, *(hit.passage.text for hit in recent)]
        system = prompt.render("system", **context.voice_values(language, request.person))
        asked = prompt.render(
            "request",
            topic=fenced(topic, short=context.budget.short_prompts),
            facts=prompt.render("facts", facts="\n".join(hit.passage.text for hit in facts)) if facts else "",
            recent=quote("\n".join(done)) if done else "-",
            n=wanted,
            language=language_name(language, language),
        )
        stream = chat.stream(
            [SystemMessage(system), HumanMessage(asked)],
            max_tokens=_TOKENS_AN_IDEA * wanted + 60,
            temperature=0.7 + attempt / 10,
            schema=_schema(wanted),
            cancel=cancel,
        )
        for title, angle in parse_ideas("".join(stream)):
            if len(found) < n and title.lower() not in {known.lower() for known in found}:
                found[title] = angle
        if len(found) >= n:
            break
    if not found:
        raise ModelBroken("drafting.no_ideas")
    ideas = list(found.items())
    return [ideas[index % len(ideas)] for index in range(n)]


def parse_ideas(answer: str) -> list[tuple[str, str]]:
    """Titles and angles of an answer; of one that was cut off, those that are whole."""
    try:
        items: Any = json.loads(answer)["ideas"]
    except (ValueError, KeyError, TypeError):
        items = None
    if not isinstance(items, list):
        items = _whole_objects(answer)
    pairs = ((item.get("title"), item.get("angle")) for item in items if isinstance(item, dict))
    return [
        (title.strip(), angle.strip())
        for title, angle in pairs
        if isinstance(title, str) and isinstance(angle, str) and title.strip() and angle.strip()
    ]


def _whole_objects(answer: str) -> list[Any]:
    decoder, found = json.JSONDecoder(), []
    start = answer.find("{", answer.find("[") + 1)
    while start != -1:
        try:
            value, end = decoder.raw_decode(answer, start)
        except ValueError:
            break
        found.append(value)
        start = answer.find("{", end)
    return found


def _schema(n: int) -> dict[str, object]:
    text = {"type": "string"}
    idea = {
        "type": "object",
        "properties": {"title": text, "angle": text},
        "required": ["title", "angle"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"ideas": {"type": "array", "items": idea, "minItems": n, "maxItems": n}},
        "required": ["ideas"],
        "additionalProperties": False,
    }
