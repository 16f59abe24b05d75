"""The embedders: the built-in one for real, the remote one against the scripted server."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import BadSetting, ModelBroken, ModelUnavailable
from assistant.model.embeddings import Embedder, open_embedder
from assistant.settings import load_settings
from tests.scripted_server import Scripted, ScriptedServer, vector


@pytest.fixture(scope="module")
def builtin() -> Embedder:
    """The embedder inside the wheel, loaded once."""
    return open_embedder(load_settings())


def cosine(one: list[float], other: list[float]) -> float:
    """Similarity of two vectors of length 1."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def remote(server: ScriptedServer) -> Embedder:
    """An embedder of a compatible server."""
    return open_embedder(load_settings(embeddings="openai:words-1", openai_base_url=server.address, model_timeout=5))


def test_the_same_meaning_in_two_languages_is_near(builtin: Embedder) -> None:
    """A French question is nearer to its English translation than to another French sentence."""
    question, translation, other = builtin.embed_documents(
        ["Quels sont vos horaires ?", "What are your opening hours?", "Ce café goûte la framboise."]
    )
    assert cosine(question, translation) > cosine(question, other) + 0.2


def test_builtin_names_itself_and_its_size(builtin: Embedder) -> None:
    """The id holds model and version, and every vector has `dimensions` numbers and length 1."""
    assert builtin.id == "use-multilingual-v3/0.2.1"
    vectors = builtin.embed_documents(["un", "deux"])
    assert {len(found) for found in vectors} == {builtin.dimensions}
    assert all(math.isclose(cosine(found, found), 1.0, abs_tol=1e-5) for found in vectors)


def test_nothing_to_read_is_similar_to_nothing(builtin: Embedder) -> None:
    """Empty and blank texts get zeros, in their place among the others."""
    empty, text, blank = builtin.embed_documents(["", "café", " \n"])
    assert not any(empty)
    assert not any(blank)
    assert any(text)
    assert builtin.embed_documents([]) == []


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_any_text_has_a_vector(builtin: Embedder, text: str) -> None:
    """No text breaks the embedder, half characters included."""
    found = builtin.embed_query(text)
    assert len(found) == builtin.dimensions
    assert all(math.isfinite(number) for number in found)


def test_a_long_text_is_taken_whole(builtin: Embedder) -> None:
    """The end of a long text counts too."""
    coffee = "Notre torréfaction change avec les saisons et les récoltes. " * 100
    with_end = coffee + "Le métro est en panne et les autobus sont pleins. " * 100
    query = builtin.embed_query("transport en commun en panne")
    assert cosine(builtin.embed_query(with_end), query) > cosine(builtin.embed_query(coffee), query) + 0.1


def test_several_threads_share_one_embedder() -> None:
    """Threads that meet an embedder not yet loaded all get the same vectors."""
    fresh = open_embedder(load_settings())
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: fresh.embed_query("un café au bord du canal"), range(4)))
    assert all(cosine(found[0], other) > 0.9999 for other in found)


def test_remote_sends_texts_in_bounded_requests(scripted: ScriptedServer) -> None:
    """A compatible server gets plain texts, none empty, in several requests, and vectors come back in order."""
    embedder = remote(scripted)
    texts = [f"texte numéro {number}" for number in range(150)]
    texts[3] = ""
    found = embedder.embed_documents(texts)
    assert len(scripted.embeddings) == 3
    assert all(all(isinstance(sent, str) and sent for sent in request.body["input"]) for request in scripted.embeddings)
    assert cosine(found[149], vector("texte numéro 149")) == pytest.approx(1.0, abs=1e-5)
    assert not any(found[3])


def test_remote_learns_its_size(scripted: ScriptedServer) -> None:
    """The size of an unknown model's vectors is asked once; the id tells a compatible server from OpenAI."""
    scripted.embedding_size = 48
    embedder = remote(scripted)
    assert embedder.id == "compatible/words-1"
    assert embedder.dimensions == embedder.dimensions == 48
    assert len(scripted.embeddings) == 1
    at_openai = open_embedder(load_settings(embeddings="openai:text-embedding-3-small", openai_api_key="sk-x"))
    assert (at_openai.id, at_openai.dimensions) == ("openai/text-embedding-3-small", 1536)


def test_remote_failures_are_ours(scripted: ScriptedServer) -> None:
    """A refused key or an unreachable server is told as such."""
    scripted.script(Scripted(status=401))
    with pytest.raises(ModelUnavailable) as caught:
        remote(scripted).embed_query("café")
    assert caught.value.key == "model.key_refused"
    scripted.script(Scripted(page="<html>Welcome to nginx</html>"))
    with pytest.raises(ModelBroken):
        remote(scripted).embed_query("café")


@pytest.mark.parametrize("value", ["word2vec", "openai:", "openai"])
def test_unknown_embedder_is_refused(value: str) -> None:
    """A setting that names no embedder is refused in a sentence that says what would do."""
    with pytest.raises(BadSetting, match="openai:MODEL"):
        open_embedder(load_settings(embeddings=value))


def test_openai_embedder_needs_a_key() -> None:
    """An OpenAI embedder without key or address is refused when opened."""
    with pytest.raises(ModelUnavailable) as caught:
        open_embedder(load_settings(embeddings="openai:text-embedding-3-small"))
    assert caught.value.key == "model.key_needed"
