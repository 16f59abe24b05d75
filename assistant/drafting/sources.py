"""The passages given to a model as numbered sources of its draft."""

import re
from collections.abc import Sequence
from dataclasses import replace

from langchain_core.messages import BaseMessage

from assistant.drafting.grounding import telling_words
from assistant.records import Hit, Passage, Source

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"\n]*\"")


def sources_of(*groups: Sequence[Hit]) -> tuple[Source, ...]:
    """The passages given to the model as numbered sources, in the order given, each once."""
    passages = {hit.passage.id: hit.passage for group in groups for hit in group}
    return tuple(_source(number, passage) for number, passage in enumerate(passages.values(), 1))


def with_passage(sources: Sequence[Source], passage: Passage) -> tuple[Source, ...]:
    """The sources and one more passage, when it is none of them."""
    if any(source.id == passage.id for source in sources):
        return tuple(sources)
    return (*sources, _source(len(sources) + 1, passage))


def instructions_of(beginning: Sequence[BaseMessage], sources: Sequence[Source]) -> tuple[str, ...]:
    """What the model was told and must not say: its instructions and the guide, but not the sentences that the guide
    quotes as examples."""
    guide = (_QUOTED.sub(" ", source.text) for source in sources if source.kind == "guideline")
    return (str(beginning[0].content), *guide)


def published_in(prompt: Sequence[BaseMessage]) -> tuple[str, ...]:
    """The house's own earlier texts that a prompt shows as answers."""
    return tuple(str(message.content) for message in prompt if message.type == "ai")


def shown_of_others(turns: Sequence[BaseMessage]) -> tuple[str, ...]:
    """What other customers wrote and were answered, as the turns before the request show it."""
    return tuple(str(turn.content) for turn in turns if turn.type in ("human", "ai"))


def mark_used(sources: Sequence[Source], text: str) -> tuple[Source, ...]:
    """The sources, those marked as used of whose telling words the text holds at least a third, or five."""
    own = telling_words(text)
    marked = []
    for source in sources:
        shared = len(telling_words(source.text) & own)
        marked.append(replace(source, used=shared >= 5 or shared * 3 >= len(telling_words(source.text)) > 0))
    return tuple(marked)


def _source(number: int, passage: Passage) -> Source:
    return Source(
        number, passage.id, passage.kind, passage.path, passage.section, passage.text,
        passage.date, passage.person, passage.platform, passage.language, passage.answered,
        page=passage.page, address=passage.address,
    )  # fmt: skip
