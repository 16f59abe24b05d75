"""How well voices are told apart: the newest posts held out, scored by models that have not seen them.

Besides the scorer as it is, each of its parts alone and the background taken away, so that each earns its place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.records import Band, Post
from assistant.voice.score.background import background
from assistant.voice.score.calibration import Doubles, band_of
from assistant.voice.score.fitting import FEWEST, fit, gather, usable
from assistant.voice.score.model import Reading, VoiceModel, Weights
from assistant.voice.score.scorer import FEWEST_WORDS, joined_band
from assistant.voice.score.terms import shape_terms

HELD_OUT = 5
"""One post in so many, the newest ones, is held out."""
_BATCH = 5
_MOST_JUDGED = 400
_FEWEST_JUDGED = 4
PARTS = ("all", "characters", "masked", "surface", "no_surface", "likeness", "shipped_only", "no_shipped")
"""`all` is the score as it is; `characters`, `masked` and `surface` are its parts alone; `likeness` is plain likeness
to own posts, without any background; `shipped_only` has no colleagues as background, `no_shipped` only them."""


@dataclass(frozen=True, slots=True)
class VoiceEvaluation:
    """How one voice is told from the others. `auc` and `auc_of_five` are the chance that an own held-out post (or the
    mean of five) scores above one of another voice, by part; None where there are too few. `own` and `theirs` are
    shares of each band among own held-out posts and among those of others."""

    person: str
    language: str
    learnt: int
    own_posts: int
    other_posts: int
    auc: Mapping[str, float | None]
    auc_of_five: Mapping[str, float | None]
    own: Mapping[str, float]
    theirs: Mapping[str, float]


Voices = Mapping[str, Sequence[Post]]
"""The posts of each voice of one language."""


def evaluate(voices: Voices, language: str, *, shipped: bool = True) -> tuple[VoiceEvaluation, ...]:
    """Each voice with enough posts against the others of the same language. `shipped` takes in Papillon's background.

    Others' held-out posts are what a voice is told from; where there are no other voices, nothing can be measured and
    the figures are None.
    """
    learnt: dict[str, tuple[Post, ...]] = {}
    judged: dict[str, tuple[Post, ...]] = {}
    for name, posts in voices.items():
        kept = [post for post, _ in usable([post for post in posts if post.language == language])]
        out = min(len(kept) // HELD_OUT, _MOST_JUDGED)
        learnt[name], judged[name] = tuple(kept[: len(kept) - out]), tuple(kept[len(kept) - out :])
    enough = [name for name in voices if len(learnt[name]) >= FEWEST and len(judged[name]) >= _FEWEST_JUDGED]
    return tuple(_evaluate(name, learnt, judged, language, shipped=shipped) for name in enough)


def _evaluate(
    name: str,
    learnt: Mapping[str, tuple[Post, ...]],
    judged: Mapping[str, tuple[Post, ...]],
    language: str,
    *,
    shipped: bool,
) -> VoiceEvaluation:
    colleagues = [[post.text for post in posts] for other, posts in learnt.items() if other != name and posts]
    corpora: dict[str, list[Sequence[str]]] = {"": [*colleagues, *(background(language) if shipped else ())]}
    if shipped and colleagues:
        corpora |= {"shipped_only": list(background(language)), "no_shipped": [*colleagues]}
    models = {
        part: fit(corpus)
        for part, others in corpora.items()
        if len((corpus := gather(learnt[name], others, language)).others) >= FEWEST
    }
    own = [post.text for post in judged[name]]
    theirs = [[post.text for post in posts] for other, posts in judged.items() if other != name and posts]
    if "" not in models:
        nothing: dict[str, float | None] = dict.fromkeys(PARTS)
        count = sum(map(len, theirs))
        return VoiceEvaluation(name, language, len(learnt[name]), len(own), count, nothing, nothing, {}, {})
    model = models[""]
    one: dict[str, float | None] = {}
    five: dict[str, float | None] = {}
    for part, measure in _measures(models, learnt[name]).items():
        mine, others = _scores(own, measure), [_scores(texts, measure) for texts in theirs]
        one[part] = _auc(mine, [score for scores in others for score in scores])
        five[part] = _auc(_batches(mine), [mean for scores in others for mean in _batches(scores)])
    everything = [text for texts in theirs for text in texts]
    return VoiceEvaluation(
        name,
        language,
        len(learnt[name]),
        len(own),
        len(everything),
        {part: one.get(part) for part in PARTS},
        {part: five.get(part) for part in PARTS},
        _bands(own, model),
        _bands(everything, model),
    )


Measure = Callable[[str], float]


def _measures(models: Mapping[str, VoiceModel], learnt: Sequence[Post]) -> dict[str, Measure]:
    model = models[""]
    bare = {name: np.zeros_like(getattr(model.full, name)) for name in ("characters", "shapes", "surface")}

    def only(weights: Weights, *kept: str) -> Measure:
        emptied = replace(weights, **{name: zeros for name, zeros in bare.items() if name not in kept})
        variant = replace(model, full=emptied)
        return lambda text: variant.read(text).score

    likeness = _likeness(model, learnt)
    found: dict[str, Measure] = {
        "all": lambda text: model.read(text).score,
        "characters": only(model.full, "characters"),
        "masked": lambda text: model.read(text).masked_score,
        "surface": only(model.full, "surface"),
        "no_surface": only(model.full, "characters", "shapes"),
        "likeness": lambda text: likeness(model.read(text)),
    }
    for part in ("shipped_only", "no_shipped"):
        if part in models:
            found[part] = lambda text, other=models[part]: other.read(text).score  # type: ignore[misc]
    return found


def _likeness(model: VoiceModel, learnt: Sequence[Post]) -> Callable[[Reading], float]:
    """The mean of all own posts, and how near a text is to it: what fails, kept here to be seen failing."""
    middle = np.zeros(len(model.characters.terms) + len(model.shapes.terms), dtype=np.float64)
    split = len(model.characters.terms)
    for post in learnt[-1000:]:
        reading = model.read(post.text)
        middle[reading.characters[0]] += reading.characters[1]
        shaped = model.shapes.vector(shape_terms(reading.masked, model.language))
        middle[split + shaped[0]] += shaped[1]

    def near(reading: Reading) -> float:
        shaped = model.shapes.vector(shape_terms(reading.masked, model.language))
        characters = float(middle[reading.characters[0]] @ reading.characters[1])
        return characters + float(middle[split + shaped[0]] @ shaped[1])

    return near


def _scores(texts: Sequence[str], measure: Measure) -> list[float]:
    return [measure(text) for text in texts]


def _batches(scores: Sequence[float]) -> list[float]:
    """Means of five posts in a row; what is left over is left out."""
    whole = len(scores) // _BATCH
    return [float(np.mean(scores[place * _BATCH : (place + 1) * _BATCH])) for place in range(whole)]


def _auc(mine: Sequence[float], others: Sequence[float]) -> float | None:
    """The chance that one of mine is above one of the others, ties counted half (Mann-Whitney)."""
    if not mine or not others:
        return None
    high: Doubles = np.sort(np.asarray(others, dtype=np.float64))
    low, up = np.searchsorted(high, mine, side="left"), np.searchsorted(high, mine, side="right")
    won = float((low + up).sum()) / 2
    return round(won / (len(mine) * len(others)), 4)


def _bands(texts: Sequence[str], model: VoiceModel) -> dict[str, float]:
    counted: dict[Band, int] = {"in_range": 0, "drifting": 0, "off": 0, "unknown": 0}
    masked_off = 0
    for text in texts:
        reading = model.read(text)
        if reading.words < FEWEST_WORDS:
            counted["unknown"] += 1
            continue
        rank = model.calibration.rank(reading.score, reading.length)
        masked_rank = model.masked_calibration.rank(reading.masked_score, reading.length)
        counted[joined_band(rank, masked_rank)] += 1
        masked_off += band_of(masked_rank) == "off"
    whole = max(len(texts), 1)
    return {band: round(times / whole, 4) for band, times in counted.items()} | {
        "masked_off": round(masked_off / whole, 4)
    }
