"""The chat about tone: questions are answered from the guidelines with citations; a wish reworks the current draft."""

import threading
from collections.abc import Generator, Iterator
from dataclasses import replace

import regex
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant import language as languages
from assistant.drafting.checks import Job, length_for
from assistant.drafting.context import ContextBuilder, shortened
from assistant.drafting.fencing import fenced, neutralised, quote
from assistant.drafting.hearing import heard
from assistant.drafting.reply import MOST_CHARACTERS, check_person
from assistant.drafting.sources import sources_of
from assistant.drafting.standing_wish import change_for, is_lasting
from assistant.drafting.writing import Assignment, Writer
from assistant.errors import BadInput
from assistant.model.chat import ChatModel
from assistant.records import ChatAnswer, ChatRequest, Delta, Drafted, Restarted, Stage
from assistant.store import Conversations
from assistant.voice.brand import Register
from assistant.voice.edit_wording import describe_edit
from assistant.voice.edits import plain_edit
from assistant.voice.rules import says_tu, says_vous
from assistant.wording import language_name, say

_REMEMBERED_TURNS = 6
_ANSWER_TOKENS = 320
_DEFAULT_PLATFORM = "bluesky"
_QUESTION = regex.compile(
    r"\?\s*$|^\s*(?:est-ce|pourquoi|comment|quand|que |qu['’]|quel|combien|où |qui |peut-on|doit-on|faut-il|"
    r"why|how|when|what|which|who|where|should|can |could|do |does|is |are )",
    regex.IGNORECASE,
)
_POLITE_WISH = regex.compile(
    r"^\s*(?:(?:can|could|would|will) you|(?:peux|pourrais)-tu|(?:pouvez|pourriez)-vous|tu (?:peux|pourrais)|"
    r"vous (?:pouvez|pourriez)|est-ce que tu peux|est-ce que vous pouvez)\b.{0,20}?\b(?:make|rewrite|rework|shorten|"
    r"soften|add|remove|drop|cut|change|replace|translate|raccourci|allonge|rallonge|refai|réécri|reformule|"
    r"ajoute|enl[eè]ve|"
    r"retire|rend|change|remplace|tradui|coupe|adouci)",
    regex.IGNORECASE,
)
"""“Could you make it shorter?” asks for a change, though it ends like a question."""

ChatEvent = Stage | Delta | Restarted | ChatAnswer


def is_rework(text: str, draft: str) -> bool:
    """Whether a turn asks for another form of the current draft ("shorter", « plus chaleureux ») and is no question."""
    asks = _QUESTION.search(text) is not None and _POLITE_WISH.search(text) is None
    return bool(draft.strip()) and not asks


def converse(
    request: ChatRequest,
    context: ContextBuilder,
    writer: Writer,
    chat: ChatModel,
    *,
    conversations: Conversations,
    cancel: threading.Event | None = None,
) -> Iterator[ChatEvent]:
    """Events of one turn, the last one `ChatAnswer`; the turn is kept in the conversation once it is answered.

    Raises:
        BadInput: the turn is empty or far too long, or the person or platform is unknown.
        Cancelled: the person pressed stop.
        PapillonError: the model failed; the conversation stays as it was.
    """
    if not request.text.strip():
        raise BadInput("drafting.empty_turn")
    if len(request.text) > MOST_CHARACTERS:
        raise BadInput("drafting.long_message", count=len(request.text), limit=MOST_CHARACTERS)
    check_person(request.person, context)
    if is_lasting(request.text):
        answer = yield from _change(request, context, chat, cancel)
    elif is_rework(request.text, request.draft):
        answer = yield from _rework(request, context, writer, cancel)
    else:
        answer = yield from _answer(request, context, chat, conversations, cancel)
    said = answer.rework.text if answer.rework else answer.text
    conversations.append(request.conversation, ("user", request.text), ("assistant", said))
    yield answer


def _answer(
    request: ChatRequest,
    context: ContextBuilder,
    chat: ChatModel,
    conversations: Conversations,
    cancel: threading.Event | None,
) -> Generator[ChatEvent, None, ChatAnswer]:
    yield Stage("searching")
    language = languages.detect(request.text).code or request.reader
    query = shortened(request.text)
    guidelines = context.retrieval.find_guidelines(query, language, max(3, context.budget.guidelines))
    facts = context.retrieval.find_facts(query, language, 1)
    past = context.retrieval.find_posts(query, language, request.person, "", 1)
    sources = sources_of(guidelines, facts, past)
    prompt = context.prompts.get("chat", language)
    shown = [
        prompt.render(
            "passage",
            number=source.number,
            where=" › ".join((source.path, *source.section)),
            text=fenced(context.excerpt(source.text), short=context.budget.short_prompts),
        )
        for source in sources
    ]
    values = context.voice_values(language, request.person) | {"language": language_name(language, language)}
    asked = prompt.render(
        "request",
        passages="\n".join(shown) or "-",
        draft=prompt.render("draft", draft=fenced(request.draft, short=context.budget.short_prompts))
        if request.draft.strip()
        else "",
        question=neutralised(shortened(request.text)),
    )
    history: list[BaseMessage] = [
        HumanMessage(neutralised(shortened(turn.text))) if turn.role == "user" else AIMessage(shortened(turn.text))
        for turn in conversations.load(request.conversation, last=_REMEMBERED_TURNS)
    ]
    yield Stage("waiting")
    messages = [SystemMessage(prompt.render("system", **values)), *history, HumanMessage(asked)]
    stream = chat.stream(messages, max_tokens=_ANSWER_TOKENS, temperature=0.3, cancel=cancel)
    text = (yield from heard(stream, cancel=cancel)).strip()
    if stream.finish == "length":
        text = f"{text} […]\n\n{say('drafting.cut_off', request.reader)}"
    cited = {int(number) for number in regex.findall(r"\[(\d{1,2})\]", text)}
    marked = tuple(replace(source, used=source.number in cited) for source in sources)
    return ChatAnswer(text, marked, usage=stream.usage)


def _change(
    request: ChatRequest, context: ContextBuilder, chat: ChatModel, cancel: threading.Event | None
) -> Generator[ChatEvent, None, ChatAnswer]:
    yield Stage("waiting")
    edit = change_for(
        request.text, context.brand, context.own_posts(), context.prompts, chat, person=request.person, cancel=cancel
    )
    told = say("drafting.change_proposed", request.reader, change=describe_edit(edit, request.reader))
    return ChatAnswer(told, edit=plain_edit(edit))


def _rework(
    request: ChatRequest, context: ContextBuilder, writer: Writer, cancel: threading.Event | None
) -> Generator[ChatEvent, None, ChatAnswer]:
    platform = request.platform or _DEFAULT_PLATFORM
    length = min(length_for(context.brand, platform) * 9 // 10, max(280, len(request.draft) * 3 // 2))
    language = languages.detect(request.draft).code or context.brand.languages[0]
    prompt = context.prompts.get("chat", language)
    sources = sources_of(context.retrieval.find_guidelines(shortened(f"{request.text} {request.draft}"), language, 2))
    system = prompt.render("rework_system", **context.voice_values(language, request.person))
    asked = prompt.render(
        "rework",
        draft=quote(request.draft),
        wish=" ".join(neutralised(shortened(request.text)).split()),
        language=language_name(language, language),
        length=length,
    )
    assignment = Assignment(
        prompt=[SystemMessage(system), HumanMessage(asked)],
        job=Job(
            platform=platform,
            language=language,
            register=_register_of(request.draft, language),
            material=(request.draft, request.text),
            secret=(system,),
            reader=request.reader,
        ),
        length=length,
        sources=sources,
        person=request.person,
    )
    for event in writer.write(assignment, cancel):
        if isinstance(event, Drafted):
            return ChatAnswer(prompt.render("reworked"), sources, rework=event.draft, usage=event.draft.usage)
        if isinstance(event, Stage | Delta | Restarted):
            yield event
    raise AssertionError("a writer ends with Drafted")


def _register_of(draft: str, language: str) -> Register | None:
    """The form of address that a French draft keeps to, None when it has none or both."""
    if language != "fr" or says_tu(draft) == says_vous(draft):
        return None
    return "vous" if says_vous(draft) else "tu"
