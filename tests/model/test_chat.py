"""The chat model against a scripted server: what is sent, what comes back, and how each failure is told."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.tracers.langchain import wait_for_all_tracers

from assistant.errors import (
    BadInput,
    BadSetting,
    Cancelled,
    ModelBroken,
    ModelRateLimited,
    ModelRefused,
    ModelTimeout,
    ModelUnavailable,
    PapillonError,
)
from assistant.model.chat import ChatModel, open_chat, open_chat_or_none
from assistant.records import Usage
from assistant.settings import load_settings
from tests.scripted_server import Scripted, ScriptedServer, words

ASK: dict[str, Any] = {"max_tokens": 80, "temperature": 0.4}
SENTENCE = "We are sorry and will make it right for you today. "


def test_text_arrives_in_pieces(chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """The answer comes piece by piece as the server writes it, and `text` is the whole of it."""
    scripted.say("Oh non, on vous la renvoie demain.")
    stream = chat.stream(prompt, **ASK)
    pieces = list(stream)
    assert pieces == list(words("Oh non, on vous la renvoie demain."))
    assert stream.text == "Oh non, on vous la renvoie demain."
    assert stream.finish == "stop"


def test_first_piece_does_not_wait_for_the_last(
    chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]
) -> None:
    """A reader sees the first word while the server still writes."""
    scripted.script(Scripted(pieces=("Un", " deux", " trois"), delay=0.15))
    stream = chat.stream(prompt, **ASK)
    began = time.perf_counter()
    next(stream)
    first = time.perf_counter() - began
    list(stream)
    assert first < time.perf_counter() - began - 0.2
    assert stream.usage.first_token < stream.usage.seconds - 0.2


def test_usage_is_the_servers(chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """Prompt, written and cached tokens are those the server counted."""
    scripted.script(Scripted(pieces=("Bonjour",), prompt_tokens=1200, completion_tokens=7, cached_tokens=1100))
    stream = chat.stream(prompt, **ASK)
    list(stream)
    usage = stream.usage
    assert (usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens) == (1200, 7, 1100)
    assert 0 < usage.first_token <= usage.seconds


def test_the_same_beginning_is_cached(chat: ChatModel, prompt: list[BaseMessage]) -> None:
    """Two prompts that begin alike are sent so that a prefix cache finds the second one's beginning."""
    list(chat.stream(prompt, **ASK))
    again = chat.stream([prompt[0], HumanMessage("Another message.")], **ASK)
    list(again)
    assert again.usage.cached_tokens is not None
    assert again.usage.cached_tokens > len(str(prompt[0].content)) // 5


def test_request_carries_every_option(chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """Model, limits, stops, seed and schema are sent as asked, and usage is always asked for."""
    schema = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    list(chat.stream(prompt, max_tokens=42, temperature=0.7, stop=["\n\n"], seed=7, schema=schema))
    body = scripted.chats[0].body
    assert body["model"] == "scripted-1"
    assert (body["max_tokens"], body["temperature"], body["stop"], body["seed"]) == (42, 0.7, ["\n\n"], 7)
    assert body["response_format"]["json_schema"]["schema"] == schema
    assert body["stream_options"] == {"include_usage": True}
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_half_characters_are_sent_as_unknown(chat: ChatModel, scripted: ScriptedServer) -> None:
    """A message with half an emoji, cut by a careless copy, is still answered."""
    list(chat.stream([HumanMessage("Merci \ud83d !")], **ASK))
    assert scripted.chats[0].body["messages"][0]["content"] == "Merci \ufffd !"


def test_cut_off_answer_is_no_error(chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """An answer that reached its limit is given whole, and `finish` says it was cut."""
    scripted.script(Scripted(pieces=("We are", " very"), finish="length"))
    stream = chat.stream(prompt, **ASK)
    assert "".join(stream) == "We are very"
    assert stream.finish == "length"


FAILURES: list[tuple[str, Scripted, type[PapillonError], str, str]] = [
    ("wrong key", Scripted(status=401), ModelUnavailable, "model.key_refused", ""),
    ("no access", Scripted(status=403), ModelUnavailable, "model.forbidden", ""),
    ("no such model", Scripted(status=404), ModelUnavailable, "model.unknown", ""),
    (
        "openai too long",
        Scripted(status=400, code="context_length_exceeded", message="Your input is too long"),
        BadInput,
        "model.too_long",
        "",
    ),
    (
        "llama.cpp too long",
        Scripted(status=400, message="the request exceeds the available context size"),
        BadInput,
        "model.too_long",
        "",
    ),
    ("blocked", Scripted(status=400, code="content_filter"), ModelRefused, "model.filtered", ""),
    ("other 400", Scripted(status=400, message="no can do"), ModelBroken, "model.bad_request", ""),
    (
        "asks to wait",
        Scripted(status=429, headers={"Retry-After": "7"}),
        ModelRateLimited,
        "model.rate_limited_for",
        "",
    ),
    ("no credit", Scripted(status=429, code="insufficient_quota"), ModelUnavailable, "model.no_credit", ""),
    ("web page", Scripted(page="<html>Welcome to nginx</html>"), ModelBroken, "model.malformed", ""),
    ("broken json", Scripted(pieces=("Bon", "jour"), ending="garbage"), ModelBroken, "model.malformed", "Bonjour"),
    (
        "strange json",
        Scripted(pieces=("Bon", "jour"), ending="empty_choice"),
        ModelBroken,
        "model.malformed",
        "Bonjour",
    ),
    ("server gone", Scripted(pieces=("Bon", "jour"), ending="drop"), ModelUnavailable, "model.gone", "Bonjour"),
    ("error event", Scripted(pieces=("Bon", "jour"), ending="error"), ModelUnavailable, "model.gone", "Bonjour"),
    ("no end", Scripted(pieces=("Bon", "jour"), ending="no_finish"), ModelUnavailable, "model.gone", "Bonjour"),
    ("silent", Scripted(wait=5.0), ModelTimeout, "model.timeout", ""),
    ("falls silent", Scripted(pieces=("Bon", "jour"), ending="stall"), ModelTimeout, "model.stalled", "Bonjour"),
    ("refusal", Scripted(refusal="I can’t help with that."), ModelRefused, "model.refused", ""),
    ("filtered", Scripted(pieces=("Bon",), finish="content_filter"), ModelRefused, "model.filtered", "Bon"),
    ("empty", Scripted(), ModelBroken, "model.empty", ""),
    ("blank", Scripted(pieces=("\n\n",)), ModelBroken, "model.empty", "\n\n"),
    ("only thought", Scripted(finish="length"), ModelBroken, "model.only_thought", ""),
    ("endless", Scripted(pieces=(SENTENCE,) * 500), ModelBroken, "model.endless", SENTENCE * 5),
]


@pytest.mark.filterwarnings("ignore:Pydantic serializer")
@pytest.mark.parametrize("failure", FAILURES, ids=lambda row: row[0])
def test_each_failure_is_told_as_what_it_is(
    scripted: ScriptedServer, prompt: list[BaseMessage], failure: tuple[str, Scripted, type[PapillonError], str, str]
) -> None:
    """Every way a server can fail has its own error and sentence in both languages, and the text that came is kept."""
    _, answer, kind, key, kept = failure
    patience = 0.6 if kind is ModelTimeout else 60
    chat = open_chat(load_settings(openai_base_url=scripted.address, model="scripted-1", model_timeout=patience))
    scripted.script(answer)
    stream = chat.stream(prompt, **ASK)
    with pytest.raises(kind) as caught:
        list(stream)
    assert caught.value.key == key
    assert stream.text == kept
    assert caught.value.text("fr") != caught.value.text("en")
    assert len(scripted.chats) == 1, "it was asked again in vain"
    assert list(stream) == [], "a stream that has failed is over"
    assert kind is not ModelTimeout or scripted.chats[0].gone.wait(2), "the server was not hung up on"


def test_wait_is_told_in_seconds(chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """A server's wish to wait reaches the person as a number of seconds, at once."""
    scripted.script(Scripted(status=429, headers={"Retry-After": "30"}))
    with pytest.raises(ModelRateLimited, match="30 s") as caught:
        list(chat.stream(prompt, **ASK))
    assert caught.value.values["seconds"] == 30


@pytest.mark.parametrize(
    "answer", [Scripted(status=500), Scripted(status=503), Scripted(status=429, headers={"Retry-After": "0"})]
)
def test_passing_trouble_is_met_by_asking_again(
    chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage], answer: Scripted
) -> None:
    """A server that stumbles before the first word is asked again, and nobody notices."""
    scripted.script(answer, Scripted(pieces=("Voilà",)))
    assert "".join(chat.stream(prompt, **ASK)) == "Voilà"
    assert len(scripted.chats) == 2


def test_dropped_before_the_first_word_is_asked_again(
    chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]
) -> None:
    """A connection lost before any text is tried anew; the pieces are not doubled."""
    scripted.script(Scripted(ending="drop"), Scripted(pieces=("Voilà",)))
    assert "".join(chat.stream(prompt, **ASK)) == "Voilà"


def test_no_server_is_told(prompt: list[BaseMessage]) -> None:
    """An address where nobody listens is named in the error."""
    with ScriptedServer() as server:
        address = server.address
    chat = open_chat(load_settings(openai_base_url=address, model="m"))
    with pytest.raises(ModelUnavailable, match=address) as caught:
        list(chat.stream(prompt, **ASK))
    assert caught.value.key == "model.unreachable"
    card = chat.describe("fr")
    assert card.state == "failed"
    assert "ne répond pas" in card.note


def test_setting_the_model_lacks_is_left_out(
    chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]
) -> None:
    """A model that takes no temperature is asked again without it, and from then on never with it."""
    scripted.script(Scripted(status=400, param="temperature", code="unsupported_value"))
    assert "".join(chat.stream(prompt, **ASK))
    assert "".join(chat.stream(prompt, **ASK))
    assert ["temperature" in request.body for request in scripted.chats] == [True, False, False]


@pytest.mark.parametrize("answer", [Scripted(wait=30.0), Scripted(pieces=("un ",) * 300, delay=0.05)])
def test_stop_closes_the_connection(scripted: ScriptedServer, prompt: list[BaseMessage], answer: Scripted) -> None:
    """Pressing stop, before the first word or in mid-answer, ends the stream and hangs up on the server at once."""
    chat = open_chat(load_settings(openai_base_url=scripted.address, model="m"))
    scripted.script(answer)
    stop = threading.Event()
    stream = chat.stream(prompt, **ASK, cancel=stop)
    threading.Timer(0.3, stop.set).start()
    began = time.perf_counter()
    with pytest.raises(Cancelled):
        list(stream)
    assert time.perf_counter() - began < 1.5
    assert scripted.chats[0].gone.wait(2)
    assert bool(stream.text) == bool(answer.pieces)


def test_stop_closes_the_connection_of_an_answer_nobody_reads(
    chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]
) -> None:
    """A closed page may hold its generator until the garbage is collected: its switch alone hangs up on the server."""
    scripted.script(Scripted(pieces=("un ",) * 300, delay=0.05))
    stop = threading.Event()
    stream = chat.stream(prompt, **ASK, cancel=stop)
    next(stream)
    stop.set()
    assert scripted.chats[0].gone.wait(2)
    with pytest.raises(Cancelled):
        list(stream)


def test_leaving_a_stream_closes_the_connection(
    chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]
) -> None:
    """A reader who goes away (a closed browser tab) leaves no answer running."""
    scripted.script(Scripted(pieces=("un ",) * 300, delay=0.05))
    stream = chat.stream(prompt, **ASK)
    next(stream)
    del stream
    assert scripted.chats[0].gone.wait(2)


def test_two_answers_at_once_do_not_mix(chat: ChatModel, scripted: ScriptedServer) -> None:
    """Answers asked for from several threads each go to who asked."""
    scripted.default = lambda body: f"This is for {body['messages'][0]['content']} and nobody else."

    def ask(name: str) -> str:
        return "".join(chat.stream([HumanMessage(name)], **ASK))

    names = [f"reader{number}" for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, names))
    assert answers == [f"This is for {name} and nobody else." for name in names]


def test_it_composes_in_a_chain(chat: ChatModel, scripted: ScriptedServer) -> None:
    """`prompt | chat.runnable()` streams pieces, then tells usage and finish; a parser after it gives the text."""
    chain = ChatPromptTemplate.from_messages([("human", "{message}")]) | chat.runnable(**ASK)
    scripted.say("Bonjour à vous", cached_tokens=3)
    chunks = list(chain.stream({"message": "Salut"}))
    assert [chunk.content for chunk in chunks] == ["Bonjour", " à", " vous", ""]
    usage = chunks[-1].response_metadata["usage"]
    assert isinstance(usage, Usage)
    assert usage.cached_tokens == 3
    assert chunks[-1].response_metadata["finish"] == "stop"
    scripted.say("Bonjour encore")
    assert (chain | StrOutputParser()).invoke({"message": "Salut"}) == "Bonjour encore"
    scripted.script(Scripted(status=401))
    with pytest.raises(ModelUnavailable):
        list(chain.stream({"message": "Salut"}))


def test_prefill_asks_for_one_token(chat: ChatModel, scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """Warming the cache sends the prompt, asks for one token, and makes nothing of a model that answers none."""
    scripted.script(Scripted(finish="length"))
    usage = chat.prefill(prompt)
    assert scripted.chats[0].body["max_tokens"] == 1
    assert usage.prompt_tokens > 0


def test_tokens_are_estimated_within_a_fifth(chat: ChatModel) -> None:
    """The estimate for French and English prose is near what Qwen's tokenizer counts (30 and 25 tokens, measured)."""
    french = "Bonjour Camille, merci de nous l’avoir dit, désolés pour ce sac percé. Votre commande repart aujourd’hui."
    english = (
        "Hi Camille, thanks for telling us, and sorry about the torn bag. Your order leaves today, free of charge."
    )
    assert chat.count_tokens(french) == pytest.approx(30, rel=0.25)
    assert chat.count_tokens(english) == pytest.approx(25, rel=0.25)
    assert chat.count_tokens("") == 0


def test_unnamed_model_is_the_servers_own(scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """With an address and no name, the server's own first model is used, and the card says that there were several."""
    scripted.models = ("local-a", "local-b")
    chat = open_chat(load_settings(openai_base_url=scripted.address))
    assert chat.describe().state == "not_started"
    list(chat.stream(prompt, **ASK))
    assert scripted.chats[0].body["model"] == "local-a"
    assert chat.describe().name == "local-a"
    assert "first of the server’s 2 models" in chat.describe("en").note


def test_server_without_a_list_gets_the_default_name(scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """A server that lists no models is tried with the default name, and the card says so."""
    scripted.models = ()
    chat = open_chat(load_settings(openai_base_url=scripted.address))
    list(chat.stream(prompt, **ASK))
    assert scripted.chats[0].body["model"] in chat.describe("fr").note


def test_key_is_sent_and_never_shown(scripted: ScriptedServer, prompt: list[BaseMessage]) -> None:
    """The key goes to the server, and neither the card nor an error nor a repr holds it."""
    scripted.key = "sk-secret-1"
    chat = open_chat(load_settings(openai_base_url=scripted.address, model="m", openai_api_key="sk-secret-1"))
    assert "".join(chat.stream(prompt, **ASK))
    wrong = open_chat(load_settings(openai_base_url=scripted.address, model="m", openai_api_key="sk-secret-2"))
    with pytest.raises(ModelUnavailable) as caught:
        list(wrong.stream(prompt, **ASK))
    told = f"{chat.describe()} {caught.value} {caught.value!r} {vars(chat)}"
    assert "sk-secret" not in told


def test_openai_itself_is_named() -> None:
    """A key alone means OpenAI and its default model, ready without any call; the card says that texts go there."""
    chat = open_chat(load_settings(openai_api_key="sk-x"))
    card = chat.describe("en")
    assert (card.provider, card.state, card.address) == ("openai", "ready", "https://api.openai.com/v1")
    assert card.name
    assert "sent there" in card.note


def test_openai_is_asked_not_to_store(
    scripted: ScriptedServer, prompt: list[BaseMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenAI, here behind the environment's proxy, is told to store nothing, and the newer token limit is used."""
    monkeypatch.setenv("HTTP_PROXY", scripted.address.removesuffix("/v1"))
    chat = open_chat(load_settings(openai_base_url="http://api.openai.com/v1", openai_api_key="sk-x", model="m"))
    assert "".join(chat.stream(prompt, **ASK)) == "A scripted answer."
    body = scripted.chats[0].body
    assert scripted.chats[0].path == "http://api.openai.com/v1/chat/completions"
    assert body["store"] is False
    assert body["max_completion_tokens"] == 80
    assert "max_tokens" not in body


def test_environment_cannot_reroute(
    scripted: ScriptedServer, prompt: list[BaseMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    """LangSmith's tracing and gateway, and other libraries' own variables, send nothing anywhere else."""
    with ScriptedServer() as elsewhere:
        for name in ("LANGSMITH_GATEWAY", "LANGSMITH_ENDPOINT", "OPENAI_API_BASE", "OPENAI_BASE_URL", "OPENAI_PROXY"):
            monkeypatch.setenv(name, elsewhere.address)
        for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_stray")
        chat = open_chat(load_settings(openai_base_url=scripted.address, model="m"))
        chain = ChatPromptTemplate.from_messages([("human", "{message}")]) | chat.runnable(**ASK)
        assert chain.invoke({"message": "Salut"}).content == "A scripted answer."
        wait_for_all_tracers()
        assert elsewhere.requests == []
    assert "lsv2" not in str(scripted.chats[0].headers)


@pytest.mark.parametrize(
    ("given", "kind", "key"),
    [
        ({"model": "gpt-9"}, ModelUnavailable, "model.key_needed"),
        ({"model": "nowhere/model.gguf"}, BadSetting, "model.file_missing"),
        ({"model": "hf:owner/model"}, BadSetting, "model.hub_setting"),
        ({"model": "hf:owner/repository/readme.md"}, BadSetting, "model.hub_setting"),
        ({"openai_base_url": "https://api.openai.com/v1"}, ModelUnavailable, "model.key_needed"),
    ],
)
def test_settings_that_lead_to_no_model_are_refused(given: dict[str, Any], kind: type[PapillonError], key: str) -> None:
    """A model that cannot be had is refused when opened, with what to do, before anything slow."""
    with pytest.raises(kind) as caught:
        open_chat(load_settings(**given))
    assert caught.value.key == key


def test_a_house_without_a_model_opens_and_says_so_when_asked_for_a_draft(prompt: list[BaseMessage]) -> None:
    """Where there is no model, everything opens; the card and the first draft say what to do."""
    chat = open_chat_or_none(load_settings(model="gpt-9"))

    card = chat.describe("fr")
    with pytest.raises(ModelUnavailable) as caught:
        chat.stream(prompt, **ASK)

    assert (card.state, caught.value.key) == ("failed", "model.key_needed")
    assert card.note == caught.value.text("fr")


def test_closed_model_starts_again(chat: ChatModel, prompt: list[BaseMessage]) -> None:
    """A model that was closed answers again when asked."""
    list(chat.stream(prompt, **ASK))
    chat.close()
    assert "".join(chat.stream(prompt, **ASK)) == "A scripted answer."
