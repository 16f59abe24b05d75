"""One bare call of the model: what somebody gets who gives it the facts, the voice and three past replies as examples.

Nothing is decided before and nothing checked after, so that the text is shown as it comes. The checks are still asked,
to say of it what they say of any draft; they do not keep it back.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from langchain_core.messages import HumanMessage, SystemMessage

from assistant import language as languages
from assistant import platforms
from assistant.drafting.hearing import heard
from assistant.drafting.prompts import Prompts
from assistant.library import Library
from assistant.model.chat import ChatModel
from assistant.records import Draft, Drafted, Event, Gathered, ReplyRequest
from assistant.voice.brand import Brand, text_in
from assistant.wording import language_name

_EXAMPLES = 3
_TEMPERATURE = 0.4
_MOST_TOKENS = 300

Check = Callable[[str, ReplyRequest, str], Draft]
"""Text, what it answers, its language → what is to be said of it."""


class BareReply:
    """Answers a message with one call. Iterating gives the events that `Drafting.reply` gives."""

    def __init__(self, brand: Brand, library: Library, chat: ChatModel, prompts: Prompts, check: Check) -> None:
        self._brand = brand
        self._library = library
        self._chat = chat
        self._prompts = prompts
        self._check = check

    def __call__(self, request: ReplyRequest) -> Iterator[Event]:
        """Events of one bare reply.

        Raises:
            PapillonError: the model failed.
        """
        code = languages.detect(request.message.text).code or self._brand.languages[0]
        yield Gathered(code, "other", "reply", "", ())  # nothing is decided: whatever comes is answered
        stream = self._chat.stream(self.prompt(request, code), max_tokens=_MOST_TOKENS, temperature=_TEMPERATURE)
        text = (yield from heard(stream)).strip()
        yield Drafted(0, replace(self._check(text, request, code), usage=stream.usage))

    def prompt(self, request: ReplyRequest, code: str) -> list[SystemMessage | HumanMessage]:
        """The one prompt: facts and voice, three past replies, the message."""
        brand, prompt = self._brand, self._prompts.get("bare", code)
        written = code if code in brand.languages else "en"
        traits = brand.voice.traits.get(written, ())
        system = prompt.render(
            "system",
            brand=brand.name,
            summary=text_in(brand.summary, written),
            traits="\n".join(f"- {trait}" for trait in traits),
            facts="\n".join(f"- {text_in(fact.texts, written)}" for fact in brand.facts),
            language=language_name(code, written),
            length=platforms.platform(request.platform).limit,
        )
        hits = self._library.search(
            request.message.text, _EXAMPLES, kinds=("reply",), language=written, person=request.person or ""
        )
        examples = [
            prompt.render("exchange", message=hit.passage.answered.text, reply=hit.passage.text)
            for hit in hits
            if hit.passage.answered is not None
        ]
        shown = prompt.render("example", examples="\n\n".join(examples)) if examples else ""
        thread = "".join(f"{one.author}: {one.text}\n" for one in request.thread)
        asked = prompt.render("request", thread=thread, platform=request.platform, message=request.message.text)
        return [SystemMessage("\n\n".join(part for part in (system, shown) if part)), HumanMessage(asked)]
