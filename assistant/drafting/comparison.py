"""The same draft without the voice beside it: what the voice makes of a text, seen at a glance."""

import difflib
import threading
from collections.abc import Iterator

import regex
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.drafting.fencing import quote
from assistant.drafting.hearing import heard
from assistant.drafting.prompts import Prompts
from assistant.drafting.tidying import tidy
from assistant.drafting.writing import tokens_for
from assistant.model.chat import ChatModel
from assistant.records import Comparison, Delta, Draft, Segment
from assistant.wording import language_name

_WORDS = regex.compile(r"\s+|[\p{L}\p{N}'’]+|.", regex.DOTALL)


def write_without_voice(
    draft: Draft,
    purpose: str,
    chat: ChatModel,
    prompts: Prompts,
    *,
    kind: str = "reply",
    cancel: threading.Event | None = None,
) -> Iterator[Delta | Comparison]:
    """The draft's purpose written plainly by the same model from the same facts, as it comes, then both compared.

    `purpose` is the message a reply answers, or the topic of a post. No trait, habit, rule or earlier text of the brand
    is given to the model: what differs is the voice.

    Raises:
        Cancelled: the person pressed stop.
        PapillonError: the model failed.
    """
    prompt = prompts.get("voiceless", draft.language)
    facts = " ".join(source.text for source in draft.sources if source.kind == "fact")
    length = max(draft.fits.limit if draft.fits else 300, len(draft.text))
    length = min(length, max(280, len(draft.text) * 3 // 2))
    asked = prompt.render(
        "request",
        message=quote(purpose),
        facts=prompt.render("facts", facts=facts) if facts else "",
        language=language_name(draft.language, draft.language),
        length=length,
    )
    stream = chat.stream(
        [SystemMessage(prompt.render("post_system" if kind == "post" else "reply_system")), HumanMessage(asked)],
        max_tokens=tokens_for(length),
        temperature=0.2,
        cancel=cancel,
    )
    written = yield from heard(stream, cancel=cancel)
    yield compare_texts(draft.text, tidy(written))


def compare_texts(own: str, other: str) -> Comparison:
    """Word by word, whatever the blanks between them."""
    ours, theirs = _WORDS.findall(own), _WORDS.findall(other)
    matcher = difflib.SequenceMatcher(
        None, [_key(word) for word in ours], [_key(word) for word in theirs], autojunk=False
    )
    found: list[Segment] = []
    for tag, low, high, first, last in matcher.get_opcodes():
        if tag == "equal":
            found.append(Segment("both", "".join(ours[low:high])))
            continue
        if high > low:
            found.append(Segment("own", "".join(ours[low:high])))
        if last > first:
            found.append(Segment("other", "".join(theirs[first:last])))
    return Comparison(own, other, tuple(_joined(found)))


def _key(word: str) -> str:
    return " " if word.isspace() else word.replace("’", "'")


def _joined(segments: list[Segment]) -> Iterator[Segment]:
    """Segments with a lone blank between two differences made part of them, so that words are marked, not letters."""
    own, other = "", ""
    for position, segment in enumerate(segments):
        lone = segment.text.isspace() and 0 < position < len(segments) - 1
        if segment.kind == "own" or (segment.kind == "both" and lone):
            own += segment.text
        if segment.kind == "other" or (segment.kind == "both" and lone):
            other += segment.text
        if segment.kind == "both" and not lone:
            yield from _both_sides(own, other)
            own, other = "", ""
            yield segment
    yield from _both_sides(own, other)


def _both_sides(own: str, other: str) -> Iterator[Segment]:
    if own:
        yield Segment("own", own)
    if other:
        yield Segment("other", other)
