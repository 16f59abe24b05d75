"""Drafting posts: one topic, one native draft for each network."""

import threading
from collections.abc import Iterator

from assistant import language as languages
from assistant import platforms
from assistant.drafting.checks import Job, length_for
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.fencing import fenced
from assistant.drafting.reply import MOST_CHARACTERS, check_person
from assistant.drafting.sources import instructions_of, published_in, sources_of
from assistant.drafting.writing import Assignment, Writer
from assistant.errors import BadInput, Cancelled, PapillonError
from assistant.records import Event, Failed, Gathered, PostRequest, Stage
from assistant.wording import say

POST_CHARACTERS = {"linkedin": 900, "facebook": 600, "instagram": 600, "youtube": 700, "tiktok": 300}
"""Characters a post is asked to have where the limit is far away: our own choice, no rule of the network."""


def draft_posts(
    request: PostRequest, context: ContextBuilder, writer: Writer, cancel: threading.Event | None = None
) -> Iterator[Event]:
    """Events of one draft for each platform, in the order given.

    Raises:
        BadInput: the topic is empty or far too long, no platform is chosen, or a platform or person is unknown.
        Cancelled: the person pressed stop.
    """
    check_topic(request.topic, request.platforms)
    check_person(request.person, context)
    total = len(request.platforms)
    yield Stage("understanding", total=total)
    language = request.language or languages.detect(request.topic).code or context.brand.languages[0]
    for index, platform in enumerate(request.platforms):
        try:
            yield from write_post(
                request.topic, platform, language, context, writer,
                person=request.person, wish=request.wish, reader=request.reader,
                index=index, total=total, cancel=cancel,
            )  # fmt: skip
        except Cancelled:
            raise
        except PapillonError as error:
            yield Failed(index, error.text(request.reader), error.exit_code)


def check_topic(topic: str, names: tuple[str, ...]) -> None:
    """Raises BadInput for an empty or endless topic and for no or unknown platforms."""
    if not topic.strip():
        raise BadInput("drafting.empty_topic")
    if len(topic) > MOST_CHARACTERS:
        raise BadInput("drafting.long_message", count=len(topic), limit=MOST_CHARACTERS)
    if not names:
        raise BadInput("drafting.no_platform")
    for name in names:
        platforms.platform(name)


def write_post(
    topic: str,
    platform: str,
    language: str,
    context: ContextBuilder,
    writer: Writer,
    *,
    angle: str = "",
    person: str = "",
    wish: str = "",
    reader: str = "en",
    index: int = 0,
    total: int = 1,
    cancel: threading.Event | None = None,
) -> Iterator[Event]:
    """Events of one post about a topic, on one network, in one language."""
    yield Stage("searching", index, total)
    budget = context.budget
    query = shortened(f"{topic} {angle}".strip())
    facts = context.retrieval.find_facts(query, language, budget.facts)
    guidelines = context.retrieval.find_guidelines(query, language, budget.guidelines)
    past = context.retrieval.find_posts(query, language, person, platform, budget.replies)
    sources = sources_of(facts, guidelines, past)
    notices = list(context.library_notices(reader))
    if not facts:
        notices.append(say("drafting.no_facts_found", reader))
    yield Gathered(language, "other", "reply", "", sources, tuple(notices))
    limit = length_for(context.brand, platform)
    length = min(limit * 9 // 10, POST_CHARACTERS.get(platform, limit))
    register = context.brand.register_.choose(platform, "") if language == "fr" else None
    beginning = context.beginning("post", language, person)
    prompt = context.prompt("post", language)
    shown = prompt.render("angle", topic=shortened(topic), angle=angle) if angle else shortened(topic)
    asked = context.request(
        "post",
        language,
        register=register,
        platform=platform,
        length=length,
        facts=[hit.passage.text for hit in facts],
        guidelines=guidelines,
        wish=wish,
        topic=fenced(shown, short=context.budget.short_prompts),
    )
    messages = [
        *beginning,
        *context.with_guidance("post", language, guidelines, context.past_posts(past, language)),
        asked,
    ]
    yield from writer.write(
        Assignment(
            prompt=messages,
            job=Job(
                platform=platform,
                language=language,
                register=register,
                material=(*(source.text for source in sources if source.kind != "post"), topic, angle, wish),
                secret=instructions_of(beginning, sources),
                sources=sources,
                earlier=published_in(messages),
                new=True,
                reader=reader,
            ),
            length=length,
            sources=sources,
            person=person,
            temperature=0.6,
            index=index,
            total=total,
            short_prompts=budget.short_prompts,
        ),
        cancel,
    )
