"""The background that ships with Papillon: enough posts, of voices that can be told apart."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from assistant.voice.score.background import background, background_posts
from assistant.voice.score.masking import mask
from assistant.voice.score.terms import character_terms

LANGUAGES = ("fr", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_of_it(language: str) -> None:
    """At least 300 posts and replies of at least 20 voices, each voice with posts and replies both."""
    posts = background_posts(language)
    kinds = defaultdict(Counter)
    for post in posts:
        kinds[post.voice][post.kind] += 1

    assert len(posts) >= 300
    assert len(kinds) >= 20
    assert min(sum(counted.values()) for counted in kinds.values()) >= 10
    assert all(counted["post"] >= 4 and counted["reply"] >= 4 for counted in kinds.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_are_nearly_the_same(language: str) -> None:
    """No two posts have more than a quarter of their runs of characters in common."""
    runs = [set(character_terms(mask(post.text).lower())) for post in background_posts(language)]
    alike = max(
        len(one & other) / max(len(one | other), 1) for place, one in enumerate(runs) for other in runs[place + 1 :]
    )

    assert alike < 0.25


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_lengths_differ(language: str) -> None:
    """From a few words to whole paragraphs, and the voices differ in their usual length."""
    lengths = [len(post.text) for post in background_posts(language)]
    usual = [float(np.median([len(text) for text in voice])) for voice in background(language)]

    assert min(lengths) < 35
    assert max(lengths) > 350
    assert max(usual) > 3 * min(usual)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_voices_can_be_told_apart(language: str) -> None:
    """Learnt from four fifths of the posts, the voice of the others is guessed right five times as often as by chance
    (one in twenty-eight)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score

    posts = background_posts(language)
    space = TfidfVectorizer(analyzer=character_terms, sublinear_tf=True, min_df=2).fit_transform(
        mask(post.text) for post in posts
    )
    right = cross_val_score(LogisticRegression(C=10, max_iter=200), space, [post.voice for post in posts], cv=5)

    assert right.mean() > 5 / 28


def test_another_language_has_none() -> None:
    """A language without a background has no posts and raises nothing."""
    assert background("de") == ()
    assert background_posts("../secret") == ()
