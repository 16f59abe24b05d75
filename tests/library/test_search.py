"""Finding passages."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.library import Library

from .conftest import WordCounts, write_posts


def ids(library: Library, query: str, **filters: object) -> list[str]:
    """Ids of the hits, best first."""
    return [hit.passage.id for hit in library.search(query, **filters)]  # type: ignore[arg-type]


def test_a_message_finds_the_reply_to_one_like_it(library: Library) -> None:
    """A past reply is found by the message that it answered, in both lists."""
    hit = library.search("mon sac de farine est percé")[0]

    assert hit.passage.id == "posts/bluesky.jsonl#p1"
    assert (hit.dense, hit.lexical) == (1, 1)
    assert hit.similarity is not None
    assert 0.5 < hit.similarity <= 1.0


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        ({"kinds": ("guideline", "fact")}, lambda p: p.kind in ("guideline", "fact")),
        ({"language": "en"}, lambda p: p.language == "en"),
        ({"platform": "mastodon"}, lambda p: p.platform == "mastodon"),
        ({"person": "lea"}, lambda p: p.person == "lea"),
        ({"person": ""}, lambda p: p.person == ""),
        ({"since": date(2025, 6, 1)}, lambda p: p.date is not None and p.date >= datetime(2025, 6, 1, 4, tzinfo=UTC)),
        ({"until": date(2025, 6, 1)}, lambda p: p.date is not None and p.date < datetime(2025, 6, 2, 4, tzinfo=UTC)),
        ({"until": datetime(2025, 3, 18, 12, 11, tzinfo=UTC)}, lambda p: False),  # noqa: ARG005
    ],
)
def test_filters_leave_only_what_they_allow(library: Library, filters: dict[str, object], allowed: object) -> None:
    """Everything that passes a filter is found by a query near to all, and nothing else."""
    everything = library._passages.entries().values()

    found = set(ids(library, "sac farine rye meule moulin mill on phrases", k=50, **filters))

    assert found <= {entry.passage.id for entry in everything if allowed(entry.passage)}  # type: ignore[operator]
    assert len(found) == sum(allowed(entry.passage) for entry in everything)  # type: ignore[operator]


@pytest.mark.parametrize("query", ["", "   ", "\n\u00a0"])
def test_an_empty_query_finds_nothing(library: Library, query: str) -> None:
    """Nothing asked, nothing found."""
    assert library.search(query) == ()
    assert library.search("sac", k=0) == ()


def test_an_empty_library_can_be_told_from_a_search_without_result(
    open_library: object, embedder: WordCounts, folder: Path
) -> None:
    """Before the first ingest the library says that it is empty; afterwards, no."""
    library: Library = open_library(embedder)  # type: ignore[operator]

    assert (library.empty, library.search("sac")) == (True, ())
    assert any("re-index" in notice.lower() for notice in library.overview().notices)

    library.ingest()

    assert (library.empty, library.overview().notices) == (False, ())


def test_a_post_on_two_networks_is_found_once(library: Library, folder: Path) -> None:
    """The same words, cross-posted, take one place among the results."""
    same = {"text": "Le sarrasin est moulu!", "language": "fr"}
    rows = [same | {"id": name, "platform": name} for name in ("threads", "mastodon", "linkedin")]
    write_posts(folder / "posts" / "autres.jsonl", rows)
    library.ingest()

    found = [i for i in ids(library, "sarrasin moulu") if "autres" in i]

    assert len(found) == 1
    assert ids(library, "sarrasin moulu", platform="mastodon", k=1) == ["posts/autres.jsonl#mastodon"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_query_is_an_error(library: Library, query: str) -> None:
    """Whatever is typed, the search answers."""
    library.search(query.encode("utf-8", "replace").decode("utf-8"))


def test_a_message_of_100_000_characters_is_searched(library: Library) -> None:
    """A very long query costs no more than a long one and still finds."""
    assert "posts/bluesky.jsonl#p2" in ids(library, "fresh rye flour " * 7000)


def test_a_lone_surrogate_in_a_query_is_no_error(library: Library) -> None:
    """Half an emoji, as a broken paste may hold, does not break the search."""
    assert library.search("rye \ud83d flour")


def test_each_list_can_be_had_alone(library: Library) -> None:
    """By meaning alone and by words alone the lists stay as they are, to be measured."""
    fused = {hit.passage.id: hit for hit in library.search("sac percé photo", k=50)}

    for by, place in (("dense", "dense"), ("lexical", "lexical")):
        alone = library.search("sac percé photo", k=50, by=by)  # type: ignore[arg-type]
        assert [getattr(hit, place) for hit in alone] == list(range(1, len(alone) + 1))
        assert {hit.passage.id for hit in alone} <= fused.keys()


def said_again(text: str, count: int) -> list[dict[str, object]]:
    """One post in so many copies, each with another greeting."""
    greetings = ("Bonjour", "Allô", "Salut", "Coucou", "Rebonjour")
    return [{"id": f"copie{n}", "text": f"{greetings[n]}! {text}", "platform": "x"} for n in range(count)]


def test_five_copies_of_a_post_do_not_fill_the_list(library: Library, folder: Path) -> None:
    """What says nearly the same as a better passage comes after everything else."""
    text = "Le sarrasin de la ferme Tremblay est moulu ce matin, en sacs de deux kilos."
    other = {"id": "autre", "text": "Du sarrasin, il en reste trois sacs au moulin.", "platform": "x"}
    write_posts(folder / "posts" / "sarrasin.jsonl", [*said_again(text, 5), other])
    library.ingest()

    found = ids(library, "sarrasin moulu ferme Tremblay", k=3, kinds=("post",))

    assert found[0].startswith("posts/sarrasin.jsonl#copie")
    assert not any("copie" in one for one in found[1:])
    assert "posts/sarrasin.jsonl#autre" in found
    everything = ids(library, "sarrasin moulu ferme Tremblay", k=50, kinds=("post",))
    assert sum("copie" in one for one in everything) == 5


def test_of_equal_answers_the_newer_and_the_better_received_comes_first(library: Library, folder: Path) -> None:
    """Recency and likes decide between answers that fit as well, and never against one that fits better."""
    asked = "Livrez-vous la farine de seigle à Gatineau"
    answers = [
        ("ancien", "2021-05-01", 5, "Oui, on y va."),
        ("neuf", "2025-05-01", 5, "Oui, on y est."),
        ("aime", "2021-05-01", 400, "Oui, on y court."),
    ]
    rows: list[dict[str, object]] = [
        {"id": name, "date": day, "likes": likes, "text": text, "kind": "reply", "answered": {"text": asked}}
        for name, day, likes, text in answers
    ]
    rows.append({"id": "autre", "date": "2025-06-01", "likes": 900, "text": "Le moulin ferme à 18 h.", "kind": "reply"})
    write_posts(folder / "posts" / "livraison.jsonl", rows)
    library.ingest()

    found = [one.partition("#")[2] for one in ids(library, asked, kinds=("reply",)) if "livraison" in one]

    assert found.index("neuf") < found.index("ancien")
    assert found.index("aime") < found.index("ancien")
    assert found.index("autre") == 3


def test_an_error_code_finds_its_passage(library: Library, folder: Path) -> None:
    """An exact term comes first, whatever else sounds alike."""
    rows = [{"id": f"e{n}", "text": f"Code d'erreur E-{n} du moulin, on regarde ça."} for n in range(4100, 4160)]
    write_posts(folder / "posts" / "codes.jsonl", rows)  # type: ignore[arg-type]
    library.ingest()

    assert ids(library, "code d'erreur E-4137 moulin")[0] == "posts/codes.jsonl#e4137"


def test_results_are_in_the_order_of_their_scores(library: Library) -> None:
    """Best first, and no more than asked for."""
    hits = library.search("sac percé remplacé photo", k=3)

    assert len(hits) == 3
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]


def test_posts_for_the_voice(library: Library) -> None:
    """Posts come whole, newest first, by person, network and kind."""
    everyone = library.posts()
    (of_lea,) = library.posts(person="lea")
    (reply,) = library.posts(person="", kind="reply")

    assert [post.id for post in everyone] == ["l1", "p2", "p1"]
    assert (of_lea.text, of_lea.person, of_lea.platform) == ("la meule tourne", "lea", "mastodon")
    assert (
        reply.id,
        reply.likes,
        reply.reposts,
        reply.replies,
        reply.answered.author if reply.answered else "",
    ) == ("p1", 3, 1, 2, "zoe.example")
    assert library.posts(platform="linkedin") == ()


def test_langchain_sees_a_retriever(library: Library) -> None:
    """The same search, as LangChain's documents with where they come from."""
    found = library.retriever(k=2, kinds=("guideline",)).invoke("sac percé")

    assert found[0].page_content == "Un sac percé est remplacé ou remboursé. On demande une photo."
    assert (
        found[0].metadata["path"],
        found[0].metadata["section"],
    ) == ("guidelines/plaintes.fr.md", ["Plaintes", "Sac percé"])
    assert {"guideline"} == {document.metadata["kind"] for document in found}


def test_overview_says_what_changed_since(library: Library, folder: Path) -> None:
    """Files edited, added or removed after an ingest are named until the next one."""
    (folder / "guidelines" / "neuf.md").write_text("# Neuf\n\nTexte.\n")
    (folder / "posts" / "bluesky.jsonl").unlink()

    (notice,) = library.overview("fr").notices

    assert "guidelines/neuf.md" in notice
    assert "posts/bluesky.jsonl" in notice
    library.ingest()
    assert library.overview("fr").notices == ()


def test_overview_tells_what_was_left_out_file_by_file(library: Library, folder: Path) -> None:
    """The reason stands with the file, in the language of whoever looks."""
    write_posts(folder / "posts" / "x.jsonl", [{"id": "a", "text": "bon"}, {"id": "b", "text": ""}])
    library.ingest()

    by_path = {file.path: file for file in library.overview("fr").files}

    assert (
        by_path["posts/x.jsonl"].passages,
        by_path["posts/x.jsonl"].skipped,
    ) == (1, ("ligne 2\u00a0: il n'y a pas de texte.",))
    assert library.overview().embedder == "words/1"
