"""Learning a voice from its own posts against a background of other voices.

Plain likeness to past posts does worse than chance (0.42 on labelled replies, formats-and-metrics.md section 3), so
there is always a background: the shipped corpus, the house's other voices, and texts without a voice where there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from assistant.records import OwnPost, Post
from assistant.voice.score import surface
from assistant.voice.score.calibration import Calibration, Doubles, calibrate
from assistant.voice.score.habits import measure_habits
from assistant.voice.score.masking import mask
from assistant.voice.score.model import Neighbours, Surface, VoiceModel, Weights
from assistant.voice.score.terms import Floats, Vocabulary, character_terms, shape_terms

FEWEST = 20
"""Own posts under which nothing is said."""
ENOUGH = 50
"""Own posts from which a classifier is learnt; under it, the difference of two centroids."""
_MOST_OWN = 1200
_MOST_READ = 6000
_MOST_OF_A_VOICE = 400
_MOST_OTHERS = 3000
_MOST_NEIGHBOURS = 1000
_CHARACTER_TERMS, _SHAPE_TERMS = 10_000, 5_000
_FOLDS = 6
_FORWARD_FROM = 200
"""Own posts from which the calibration looks forward: each later stretch of time judged by what came before it, as the
next post will be. Voices drift; judged from both sides in time, up to 9 % of the newest posts were called off."""


@dataclass(frozen=True)
class Corpus:
    """What a voice is learnt from: masked texts, own ones oldest first, and those of others."""

    own: tuple[Post, ...]
    own_texts: tuple[str, ...]
    others: tuple[str, ...]
    language: str


def _moment(post: Post) -> tuple[bool, float]:
    return post.date is not None, post.date.timestamp() if post.date else 0.0


def usable(posts: Sequence[Post]) -> list[tuple[Post, str]]:
    """Posts with their masked texts, oldest first, without reposts, repeats and texts that hold no words."""
    seen: set[str] = set()
    kept: list[tuple[Post, str]] = []
    for post in sorted(posts, key=_moment):
        if post.text.startswith("RT @"):
            continue
        masked = mask(post.own_text)
        if masked in seen or surface.words(masked) < 2:
            continue
        seen.add(masked)
        kept.append((post, masked))
    return kept


def gather(own: Sequence[Post], others: Sequence[Sequence[str]], language: str) -> Corpus:
    """A corpus of bounded size: the newest own posts, for a voice is what it is now, and a part of each other voice."""
    kept = usable(sorted(own, key=_moment)[-_MOST_READ:])
    kept = kept[-_MOST_OWN:]
    share = max(_MOST_OTHERS // max(len(others), 1), _MOST_OF_A_VOICE)
    mine = {masked for _, masked in kept}
    theirs: list[str] = []
    for voice in others:
        texts = [masked for masked in dict.fromkeys(mask(text) for text in voice) if masked not in mine]
        places = np.linspace(0, len(texts) - 1, min(share, len(texts))).astype(int) if texts else ()
        theirs.extend(texts[place] for place in places)
    if len(theirs) > _MOST_OTHERS:
        theirs = [theirs[place] for place in np.linspace(0, len(theirs) - 1, _MOST_OTHERS).astype(int)]
    return Corpus(tuple(p for p, _ in kept), tuple(t for _, t in kept), tuple(theirs), language)


def fit(corpus: Corpus) -> VoiceModel:
    """Learn the voice of a corpus with at least `FEWEST` own posts and some of others.

    Own scores for the calibration come from models that had not seen the post's stretch of time.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        return _fit(corpus)


def _fit(corpus: Corpus) -> VoiceModel:
    texts = [*corpus.own_texts, *corpus.others]
    own = np.arange(len(texts)) < len(corpus.own)
    rates, average = surface.rates(texts, corpus.language)
    compared = Surface(average, rates.mean(axis=0), rates.std(axis=0) + np.float32(1e-6))
    space, characters, shaped, pieces = _space(corpus, compared)
    learn = _classifier if len(corpus.own) >= ENOUGH else _centroids
    split = len(characters.terms)
    full, calibration = _learn(space, own, learn, pieces)
    masked, masked_calibration = _learn(space[:, split:], own, learn, replace(pieces, space=pieces.space[:, split:]))
    ends = (split, split + len(shaped.terms))
    return VoiceModel(
        language=corpus.language,
        posts=len(corpus.own),
        method="classifier" if learn is _classifier else "centroids",
        characters=characters,
        shapes=shaped,
        surface=compared,
        full=Weights(full[0][: ends[0]], full[0][ends[0] : ends[1]], full[0][ends[1] :], full[1]),
        masked=Weights(full[0][:0], masked[0][: ends[1] - split], masked[0][ends[1] - split :], masked[1]),
        calibration=calibration,
        masked_calibration=masked_calibration,
        neighbours=_neighbours(corpus, characters),
        habits=measure_habits(corpus.own, corpus.own_texts, corpus.others, corpus.language),
    )


Linear = tuple[Floats, float]
Learner = Callable[[Any, Any], Linear]


@dataclass(frozen=True)
class _Pieces:
    """Own posts and one sentence of each, as rows: what a calibration hears. `posts` says which post a row is of;
    `lengths` are logarithms of their numbers of words."""

    space: Any
    posts: Any
    lengths: Doubles


def _space(corpus: Corpus, compared: Surface) -> tuple[Any, Vocabulary, Vocabulary, _Pieces]:
    """The texts as rows of characters, shapes and surface features side by side; the same of pieces of own posts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion
    from sklearn.preprocessing import FunctionTransformer

    def weighed(terms: Callable[[str], list[str]], most: int) -> Any:
        return TfidfVectorizer(analyzer=terms, sublinear_tf=True, max_features=most, min_df=2, dtype=np.float32)

    characters = weighed(character_terms, _CHARACTER_TERMS)

    def built(texts: Sequence[str]) -> Floats:
        return compared.standardise(surface.rates(texts, corpus.language, compared.average)[0])

    shaped = weighed(partial(shape_terms, language=corpus.language), _SHAPE_TERMS)
    union = FeatureUnion([("characters", characters), ("shapes", shaped), ("surface", FunctionTransformer(built))])
    space = union.fit_transform([*corpus.own_texts, *corpus.others]).tocsr()
    sentences = [(place, sentence) for place, text in enumerate(corpus.own_texts) if (sentence := _piece(place, text))]
    heard = [*corpus.own_texts, *(sentence for _, sentence in sentences)]
    pieces = _Pieces(
        union.transform(heard).tocsr(),
        np.asarray([*range(len(corpus.own_texts)), *(place for place, _ in sentences)]),
        np.log1p([surface.words(text) for text in heard]),
    )
    return space, _vocabulary(characters), _vocabulary(shaped), pieces


def _piece(place: int, text: str) -> str:
    """The first or the last sentence of a post in turn, for how the voice sounds when it is brief; empty when the post
    is one sentence, or the sentence too short to hear a voice in."""
    sentences = surface.sentences(text)
    chosen = sentences[-(place % 2)] if len(sentences) > 1 else ""
    return chosen if surface.words(chosen) > 3 else ""


def _vocabulary(fitted: Any) -> Vocabulary:
    return Vocabulary(tuple(fitted.get_feature_names_out()), fitted.idf_.astype(np.float32))


def _learn(space: Any, own: Any, learn: Learner, pieces: _Pieces) -> tuple[Linear, Calibration]:
    """The model of all posts, and how own posts and sentences score that a model had not seen."""
    count = int(own.sum())
    held_out: Doubles = np.full(len(pieces.posts), np.nan)
    forward = count >= _FORWARD_FROM
    folds = np.array_split(np.arange(count), count if learn is _centroids else _FOLDS)
    for fold in folds[_FOLDS // 2 :] if forward else folds:
        kept = np.ones(len(own), dtype=bool)
        kept[fold[0] : count if forward else fold[-1] + 1] = False
        weights, intercept = learn(space[kept], own[kept])
        rows = np.flatnonzero((pieces.posts >= fold[0]) & (pieces.posts <= fold[-1]))
        held_out[rows] = pieces.space[rows] @ weights + intercept
    judged = ~np.isnan(held_out)
    return learn(space, own), calibrate(held_out[judged], pieces.lengths[judged])


def _classifier(space: Any, own: Any) -> Linear:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=2.0, class_weight="balanced", solver="liblinear", max_iter=60, tol=1e-3)
    model.fit(space, own)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _centroids(space: Any, own: Any) -> Linear:
    """The direction from the middle of the background to the middle of the voice."""
    mine, theirs = (np.asarray(space[rows].mean(axis=0), dtype=np.float32).ravel() for rows in (own, ~own))
    direction = mine - theirs
    direction /= max(float(np.linalg.norm(direction)), 1e-6)
    return direction, -float(direction @ (mine + theirs)) / 2


def _neighbours(corpus: Corpus, characters: Vocabulary) -> Neighbours:
    newest = range(max(0, len(corpus.own) - _MOST_NEIGHBOURS), len(corpus.own))
    columns: list[Any] = []
    rows: list[Any] = []
    values: list[Any] = []
    for row, place in enumerate(newest):
        indices, weights = characters.vector(character_terms(corpus.own_texts[place]))
        columns.append(indices)
        rows.append(np.full(len(indices), row, dtype=np.int32))
        values.append(weights)
    column = np.concatenate(columns)
    order = np.argsort(column, kind="stable")
    starts = np.searchsorted(column[order], np.arange(len(characters.terms) + 1)).astype(np.int64)
    posts = tuple(OwnPost(corpus.own[place].id, corpus.own[place].text) for place in newest)
    return Neighbours(posts, starts, np.concatenate(rows)[order], np.concatenate(values)[order])
