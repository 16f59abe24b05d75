"""What gives a model away: found in models' prose, hardly ever in people's, never in what the voice itself says."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.voice.cliches import all_ask_at_the_end, check_cliches, find_cliches, used_by
from assistant.voice.score.background import background_posts

SHARED = Path(__file__).parents[3] / "shared" / "data"
SAMPLE = Path(__file__).parents[2] / "knowledge" / "brulerie-du-canal"


def strong(text: str, language: str) -> bool:
    return any(one.strength == "strong" for one in find_cliches(text, language))


def share(texts: list[str], language: str) -> float:
    return sum(strong(text, language) for text in texts) / len(texts)


@pytest.mark.parametrize(
    ("language", "text", "words", "suggestion"),
    [
        ("en", "We delve into roasting today.", "delve into", "look at"),
        ("en", "Delve into roasting with us.", "Delve into", "Look at"),
        ("en", "It’s not just a coffee, it’s a journey.", "It’s not just a coffee, it’s", None),
        ("en", "Great question! We open at 8.", "Great question", None),
        ("en", "A new blend is here. What's your favorite roast?", "What's your favorite roast?", None),
        ("fr", "Il est crucial de bien moudre.", "Il est crucial de", "Il faut"),
        ("fr", "Ce n’est pas seulement un café, c’est un voyage.", "n’est pas seulement un café, c’est", None),
        ("fr", "Excellente question\u00a0! On ouvre à 8 h.", "Excellente question", None),
        ("fr", "Le nouveau sac est là. Et vous, quel est votre café préféré\u00a0?", None, None),
    ],
)
def test_a_strong_one_is_a_warning(language: str, text: str, words: str | None, suggestion: str | None) -> None:
    """One warning where the words stand, whatever the apostrophe, with a plain word where there is one."""
    (finding,) = check_cliches(text, language)

    assert (finding.check, finding.level, finding.suggestion) == ("cliche", "warn", suggestion)
    assert words is None or text[finding.start : finding.end] == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "This robust landscape is crucial, vibrant and comprehensive."),
        ("en", "It's not a bug."),
        ("en", "We've delved deeper than the pond."),
        ("fr", "N'hésitez pas à passer, c'est un lieu convivial et authentique."),
        ("fr", "Ce n'est pas une panne, c'est une grève."),
    ],
)
def test_weak_ones_and_plain_prose_are_no_warning(language: str, text: str) -> None:
    """What people write as well raises nothing."""
    assert check_cliches(text, language) == ()


def test_weak_ones_are_still_found() -> None:
    """They are counted for the details."""
    found = find_cliches("N'hésitez pas à passer, c'est un lieu convivial.", "fr")

    assert {one.name for one in found} == {"n'hésitez pas", "convivial"}
    assert {one.strength for one in found} == {"weak"}


def test_what_the_voice_says_itself_is_not_told() -> None:
    """Phrases and structures of own posts are the voice's habits."""
    own = used_by(["We delve into geology.", "Great question! It's basalt."], "en")

    assert check_cliches("Great question! Let us delve into it.", "en", own) == ()
    assert check_cliches("Great question! A tapestry of layers.", "en", own)[0].start > 0


def test_another_language_has_no_list() -> None:
    """Nothing is found and nothing breaks."""
    assert find_cliches("Tauchen Sie ein!", "de") == ()


def test_a_question_at_the_end_of_every_post_is_seen_in_a_batch_only() -> None:
    """Four texts are needed, and more than half of them."""
    asking, telling = "Et vous\u00a0? ", "On ouvre. "

    assert all_ask_at_the_end([asking, asking, asking, telling])
    assert not all_ask_at_the_end([asking, asking, telling, telling])
    assert not all_ask_at_the_end([asking] * 3)
    assert not all_ask_at_the_end([])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_background_knows_people_from_models(language: str) -> None:
    """Of the shipped background, under 1 % of the voices of people are flagged, and over half of the model's."""
    posts = background_posts(language)
    people = [post.text for post in posts if not post.voice.startswith("assistant")]
    model = [post.text for post in posts if post.voice.startswith("assistant")]

    assert share(people, language) < 0.01
    assert share(model, language) > 0.5


def test_the_sample_brand_is_never_flagged() -> None:
    """None of the sample brand's posts, nor its people's, holds a strong one."""
    for path in [*SAMPLE.glob("posts/*.jsonl"), *SAMPLE.glob("people/*/posts.jsonl")]:
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            assert check_cliches(one["text"], one["language"]) == (), one["id"]


def french() -> Iterator[str]:
    for path in SHARED.glob("posts-fr-presidentielle2017/*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            if not one["is_retweet"]:
                yield one["text"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data")
def test_people_are_rarely_flagged() -> None:
    """Under 1 % of 15,000 French posts by people, under 2 % of English ones."""
    with (SHARED / "posts-en-obama" / "BarackObama.csv").open(encoding="latin-1", newline="") as file:
        english = [row["text"] for row in csv.DictReader(file)]
    galaxy = (SHARED / "brand-galaxy-en" / "posts.jsonl").read_text("utf-8").splitlines()
    english += [json.loads(line)["text"] for line in galaxy]

    assert share(list(french()), "fr") < 0.01
    assert share(english, "en") < 0.01


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data")
def test_some_models_are_caught() -> None:
    """About a quarter of 160 essays by four models hold a strong one: a warning that fires is worth reading, one that
    does not proves nothing."""
    lines = (SHARED / "llm-texts-en" / "texts.jsonl").read_text("utf-8").splitlines()

    assert share([json.loads(line)["text"] for line in lines], "en") > 0.2
