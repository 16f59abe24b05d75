"""The sample brand is the demo, the tests' data and the model's examples: it must keep its own rules."""

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assistant import platforms
from assistant.language import detect
from assistant.voice.brand import Brand, brand_folders, load_brand
from assistant.voice.examples import wrong_examples
from assistant.voice.rules import check_rules
from assistant.voice.typography import typeset

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "knowledge" / "brulerie-du-canal"
GUIDELINE_TOPICS = {
    "voice", "tone-by-situation", "complaints", "crisis", "accessibility", "networks", "typography",
    "inclusive-writing", "what-we-never-promise",
}  # fmt: skip


def load_posts(paths: list[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


BRAND_POSTS = load_posts(sorted(FOLDER.glob("posts/*.jsonl")))
PEOPLE_POSTS = {path.parent.name: load_posts([path]) for path in sorted(FOLDER.glob("people/*/posts.jsonl"))}
ALL_POSTS = [*BRAND_POSTS, *(post for posts in PEOPLE_POSTS.values() for post in posts)]


@pytest.fixture(scope="module")
def brand() -> Brand:
    return load_brand(FOLDER)


def test_the_sample_brand_loads(brand: Brand) -> None:
    """There is one brand, bilingual, with three people who agreed to lend their voice."""
    assert brand_folders(ROOT / "knowledge") == (FOLDER,)
    assert (brand.id, brand.name) == ("brulerie-du-canal", "Brûlerie du Canal")
    assert brand.languages == ("fr", "en")
    assert [person.id for person in brand.people] == ["camille", "maude", "teo"]
    assert all(person.consent and person.role and person.traits.keys() == {"fr", "en"} for person in brand.people)


def test_every_rule_does_what_its_sentences_say(brand: Brand) -> None:
    """Each rule catches its failing sentence and lets its passing one through; hand-over rules likewise."""
    assert len(brand.rules) >= 12
    assert len(brand.hand_over) >= 3
    assert wrong_examples(brand) == ()


def test_every_reason_and_fact_is_bilingual(brand: Brand) -> None:
    """Facts, reasons and the summary are there in French and in English; hand-overs name a person of the house."""
    tables = {
        **{rule.id: rule.reason for rule in brand.rules},
        **{rule.id: rule.reason for rule in brand.hand_over},
        **{fact.id: fact.texts for fact in brand.facts},
        "summary": brand.summary,
    }

    assert {name for name, texts in tables.items() if texts.keys() != {"fr", "en"} or not all(texts.values())} == set()
    assert all(brand.person(rule.to) for rule in brand.hand_over)


@pytest.mark.parametrize("topic", ["prices", "hours", "shipping", "allergens", "returns"])
def test_facts_cover_what_people_ask(brand: Brand, topic: str) -> None:
    """The brand states its prices, hours, shipping, allergens and returns."""
    assert any(fact.id.startswith(topic) for fact in brand.facts)


def test_french_facts_and_english_facts_name_the_same_figures(brand: Brand) -> None:
    """A fact says the same in both languages: the same figures, as far as both write them with digits."""
    apart = {}
    for fact in brand.facts:
        digits = {code: Counter(re.findall(r"\d+", text)) for code, text in fact.texts.items()}
        if "clock" not in fact.topic and not re.search(r"\d\s?(?:h|am|pm)\b", fact.texts["fr"] + fact.texts["en"]):
            only = (digits["fr"] - digits["en"]) + (digits["en"] - digits["fr"])
            if only:
                apart[fact.id] = dict(only)

    assert all(set(only) <= {"1"} | {str(n) for n in range(2, 10)} for only in apart.values()), apart


def test_guidelines_are_bilingual() -> None:
    """Nine topics, each in French and in English with as many sections."""
    files = {path.name for path in (FOLDER / "guidelines").glob("*.md")}

    assert files == {f"{topic}.{code}.md" for topic in GUIDELINE_TOPICS for code in ("fr", "en")}
    assert 8 <= len(GUIDELINE_TOPICS) <= 10
    for topic in GUIDELINE_TOPICS:
        texts = {code: (FOLDER / "guidelines" / f"{topic}.{code}.md").read_text("utf-8") for code in ("fr", "en")}
        headings = {code: re.findall(r"^(#+) ", text, re.MULTILINE) for code, text in texts.items()}
        assert headings["fr"] == headings["en"], topic
        assert all(detect(text).code == code for code, text in texts.items()), topic


def test_there_are_enough_posts() -> None:
    """At least 160 posts and replies of the brand over four networks, and 40 for each of three people."""
    per_network = Counter(post["platform"] for post in BRAND_POSTS)

    assert len(BRAND_POSTS) >= 160
    assert {"bluesky", "threads", "x", "linkedin"} <= per_network.keys()
    assert len(PEOPLE_POSTS) == 3
    assert all(len(posts) >= 40 for posts in PEOPLE_POSTS.values())


def test_posts_are_whole() -> None:
    """Each post has its own id, a date in the past with a time zone, a language it is written in, and a reply has the
    message it answers."""
    ids = [post["id"] for post in ALL_POSTS]
    dates = [datetime.fromisoformat(post["date"]) for post in ALL_POSTS]

    assert len(ids) == len(set(ids))
    assert all(date.tzinfo is not None and date.year in range(2014, 2027) for date in dates)
    assert {post["language"] for post in ALL_POSTS} == {"fr", "en"}
    assert {post["kind"] for post in ALL_POSTS} == {"post", "reply"}
    assert [p["id"] for p in ALL_POSTS if (p["kind"] == "reply") != bool(p["answered"] and p["answered"]["text"])] == []
    assert len({post["text"] for post in ALL_POSTS}) == len(ALL_POSTS)
    assert set(Counter(post["language"] for post in BRAND_POSTS).values()).isdisjoint(range(40))


def test_posts_are_in_the_language_they_say() -> None:
    """What is marked French is French, what is marked English is English (the detector errs on a few)."""
    wrong = [post["id"] for post in ALL_POSTS if detect(post["text"]).code != post["language"]]

    assert len(wrong) <= len(ALL_POSTS) // 100, wrong


def test_every_post_fits_its_network() -> None:
    """No past post is longer than its network allows."""
    too_long = [post["id"] for post in ALL_POSTS if not platforms.count(post["text"], post["platform"]).fits]

    assert too_long == []


def test_no_brand_post_breaks_a_blocking_rule(brand: Brand) -> None:
    """What the brand has published keeps the rules that would stop a draft; so does what its people say."""
    broken = [
        (post["id"], finding.check, finding.message)
        for post in ALL_POSTS
        for finding in check_rules(post["text"], brand, platform=post["platform"], language=post["language"])
        if finding.level == "block"
    ]

    assert broken == []


def test_brand_posts_keep_the_house_manners(brand: Brand) -> None:
    """The brand's own posts keep its emoji and hashtag policy too, so that the examples teach it."""
    broken = [
        (post["id"], finding.message)
        for post in BRAND_POSTS
        for finding in check_rules(post["text"], brand, platform=post["platform"], language=post["language"])
        if finding.check in ("emoji", "hashtags")
    ]

    assert broken == []


def test_french_posts_are_typeset_the_quebec_way() -> None:
    """French posts of the brand have no blank before ! ? and ;."""
    texts = {post["id"]: post["text"] for post in BRAND_POSTS if post["language"] == "fr"}
    wrong = [name for name, text in texts.items() if re.search(r"[ \u00a0\u202f][!?;]", text)]

    assert wrong == []
    assert all(re.sub(r"\s", "", typeset(text, "fr-CA")) == re.sub(r"\s", "", text) for text in texts.values())


def test_people_are_distinct_to_the_ear() -> None:
    """Each of the three has a voice note, and figures that no other shares."""
    notes = {name: (FOLDER / "people" / name / "voice.md").read_text("utf-8") for name in PEOPLE_POSTS}
    lengths = {name: sum(len(p["text"]) for p in posts) / len(posts) for name, posts in PEOPLE_POSTS.items()}
    emoji = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
    with_emoji = {
        name: sum(bool(emoji.search(post["text"])) for post in posts) / len(posts)
        for name, posts in PEOPLE_POSTS.items()
    }
    ordered = sorted(lengths.values())

    assert all(len(note) > 300 for note in notes.values())
    assert ordered[2] > 1.5 * ordered[0]
    assert with_emoji["maude"] == 0
    assert not any("!" in post["text"] for post in PEOPLE_POSTS["maude"])
