"""What is said about a text that a person has changed."""

from dataclasses import dataclass, replace

from assistant.records import Draft, Known, Sentence, Source, Target
from assistant.ui.house import House


@dataclass(frozen=True, slots=True)
class Context:
    """What an edited text is checked against: where it goes, in whose voice, in answer to what,
    and the texts beside the brand's facts that it may rest on. `target` is the very post it answers, when the message
    was read from a network."""

    platform: str
    language: str = ""
    person: str = ""
    message: str = ""
    material: tuple[str, ...] = ()
    target: Target | None = None
    topic: str = ""
    """What a post is about; empty for a reply."""
    sources: tuple[Source, ...] = ()
    known: tuple[Known, ...] = ()
    """What each of its sentences is held against: the draft's sources, and what a person told to fill gaps."""


def check(house: House, text: str, context: Context, reader: str) -> Draft:
    """The text with fresh findings and count."""
    return house.drafting.check(
        text,
        platform=context.platform,
        language=context.language,
        person=context.person,
        message=context.message,
        reader=reader,
        material=context.material,
        sources=context.sources,
        known=context.known,
    )


def recheck(house: House, text: str, drafted: Draft, context: Context, reader: str) -> Draft:
    """A text as a person has changed it, with fresh findings and count; what a sentence of the draft rests on still
    holds where it stands word for word, unless something newer is known."""
    new = check(house, text, context, reader)
    new = new if new.sources else replace(new, sources=drafted.sources)
    if new.sentences or not drafted.sentences:
        return new
    kept: list[Sentence] = []
    at = 0
    for sentence in in_text(drafted):
        said = drafted.text[sentence.start : sentence.end]
        start = text.find(said, at)
        if start >= 0 and said.strip():
            kept += [*_bare(text, at, start), Sentence(start, start + len(said), sentence.support)]
            at = start + len(said)
    return replace(new, sentences=(*kept, *_bare(text, at, len(text))))


def in_text(draft: Draft) -> list[Sentence]:
    """The sentences that lie in the text, in order, none over another."""
    spans: list[Sentence] = []
    for sentence in sorted(draft.sentences, key=lambda one: one.start):
        if (spans[-1].end if spans else 0) <= sentence.start < sentence.end <= len(draft.text):
            spans.append(sentence)
    return spans


def _bare(text: str, start: int, end: int) -> list[Sentence]:
    """The span, without the blanks at its ends, as a sentence that rests on nothing; none when it is all blank."""
    said = text[start:end]
    if not said.strip():
        return []
    return [Sentence(start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip()))]
