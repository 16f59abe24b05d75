"""The model inside our process, for real: llama.cpp and its weights."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.errors import BadInput, Cancelled, ModelUnavailable
from assistant.language import detect
from assistant.model.chat import ChatModel, open_chat
from assistant.model.weights import BUILTIN, builtin_installed
from assistant.settings import load_settings

pytestmark = [
    pytest.mark.builtin_model,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not builtin_installed(), reason="the built-in model is not installed (the `builtin` extra)"),
]

ASK: dict[str, Any] = {"max_tokens": 90, "temperature": 0.3, "seed": 7}
HOUSE = (
    "You are the community manager of the Brûlerie du Canal, a coffee roaster in Montréal. You answer customers in two "
    "short, warm sentences and give only the answer. A broken order is always sent again free of charge. You write in "
    "the language that is asked for, and in no other."
)


@pytest.fixture(scope="module")
def home(builtin_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder that has the weights."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "models").symlink_to(builtin_models)
    return folder


@pytest.fixture(scope="module")
def chat(home: Path) -> Iterator[ChatModel]:
    """The built-in model, started on a machine whose environment names a (dead) proxy for the world outside."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        model = open_chat(load_settings(home=home, model_context=2048, model_timeout=300))
        model.start()
    yield model
    model.close()


def messages(text: str) -> list[BaseMessage]:
    """The house's prompt with a customer's message."""
    return [SystemMessage(HOUSE), HumanMessage(text)]


def test_it_answers_in_french_and_english_and_caches_the_prefix(chat: ChatModel) -> None:
    """Each draft is in the customer's language, and the second one does not read the common beginning again."""
    drafts = []
    for text in (
        "Réponds en français à ce client : « Ma commande #4821 est arrivée percée, c’est la deuxième fois… »",
        "Answer this customer in English: “My order arrived torn for the second time.”",
    ):
        stream = chat.stream(messages(text), **ASK)
        drafts.append("".join(stream))
        assert stream.usage.prompt_tokens > 80
        assert stream.usage.completion_tokens > 5
    assert [detect(draft).code for draft in drafts] == ["fr", "en"]
    assert stream.usage.cached_tokens is not None
    assert stream.usage.cached_tokens > 60


def test_its_card_names_origin_licence_and_size(chat: ChatModel) -> None:
    """The page can say which model it is, where it comes from, under which licence, and that it is ready."""
    card = chat.describe("fr")
    assert (card.provider, card.state, card.licence) == ("builtin", "ready", "Apache-2.0")
    assert "Qwen2.5" in card.name
    assert "huggingface.co/Qwen" in card.origin
    assert card.size_bytes == BUILTIN.size
    assert "plus grand modèle écrit mieux" in card.note


def test_only_who_has_the_key_is_answered(chat: ChatModel) -> None:
    """Another user of the machine who finds the port gets nothing; the server listens on the loopback only."""
    address = chat.describe().address
    assert address.startswith("http://127.0.0.1:")
    for page in ("chat/completions", "completions", "embeddings"):
        assert httpx2.post(f"{address}/{page}", json={"messages": []}, trust_env=False).status_code == 401
    for page in ("models", "../slots", "../props"):
        assert httpx2.get(f"{address}/{page}", trust_env=False).status_code in (401, 404)


def test_stop_makes_it_stop_computing(chat: ChatModel) -> None:
    """After stop, in mid-answer, the model soon uses no processor time."""
    stop = threading.Event()
    stream = chat.stream([HumanMessage("Tell a very long story.")], max_tokens=1500, temperature=0.8, cancel=stop)
    next(stream)
    stop.set()
    with pytest.raises(Cancelled):
        list(stream)
    time.sleep(3)
    before = time.process_time()
    time.sleep(1)
    assert time.process_time() - before < 0.3


def test_what_was_read_is_kept_for_the_next_start(home: Path, chat: ChatModel) -> None:
    """A prefix read before the process ended is not read again after the next start."""
    stable = [SystemMessage(HOUSE + " A handwritten note always goes with it.")]
    assert (chat.prefill(stable).cached_tokens or 0) < 80
    chat.close()
    chat.start()
    again = chat.prefill(stable)
    assert again.cached_tokens is not None
    assert again.cached_tokens > again.prompt_tokens - 10


def test_schema_is_followed(chat: ChatModel) -> None:
    """With a JSON schema the answer is JSON of that shape."""
    schema = {
        "type": "object",
        "properties": {"title": {"type": "string", "maxLength": 40}},
        "required": ["title"],
        "additionalProperties": False,
    }
    answer = "".join(chat.stream([HumanMessage("A title for a post about coffee, as JSON.")], schema=schema, **ASK))
    assert list(json.loads(answer)) == ["title"]


def test_more_than_it_can_read_is_told(chat: ChatModel) -> None:
    """A prompt longer than the context is refused as such, not cut."""
    with pytest.raises(BadInput) as caught:
        list(chat.stream([HumanMessage("mot " * 5000)], **ASK))
    assert caught.value.key == "model.too_long"


def test_file_that_only_looks_like_a_model_is_told(tmp_path: Path) -> None:
    """A damaged model file ends in a sentence, not in a crash of the process."""
    (tmp_path / "broken.gguf").write_bytes(b"GGUF and nothing else")
    chat = open_chat(load_settings(model=str(tmp_path / "broken.gguf")))
    with pytest.raises(ModelUnavailable, match=r"broken\.gguf"):
        chat.start()
    assert chat.describe().state == "failed"
