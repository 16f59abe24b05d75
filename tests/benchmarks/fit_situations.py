"""Fits what a message's meaning and signs say of its situation, and of what only a person may answer, on the tuning
halves of the labelled messages (`tests/drafting/situations.jsonl`, `decisions.jsonl` and, by two other authors and for
the dangers only, `decisions_others.jsonl`; all written for this). Beside them the dangers see the questions to sixty
made-up houses of other trades (`tests/eval/trades/taught`): what people ask every day and no author of near misses
thinks of.

    .venv/bin/python tests/benchmarks/fit_situations.py          # prints cross-validated figures, writes the weights
    .venv/bin/python tests/benchmarks/fit_situations.py dangers  # the dangers only

Run it anew after a change of `situations.toml`, `dangers.toml` or of the labelled messages. The weights of the meaning
are for the built-in embedder; with another one the signs alone are read.
"""

import json
import os
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.drafting.danger_words import words_and_pairs
from assistant.drafting.dangers import DANGERS, WORDS_SHARE, Meaning, features
from assistant.drafting.dangers import MEANING_SCALE as DANGER_MEANING_SCALE
from assistant.drafting.situations import (
    MEANING_SCALE,
    SIGNS_SCALE,
    SITUATIONS,
    asked,
    read_meaning,
    read_situation,
    seen_in,
)
from assistant.model.embeddings import open_embedder
from assistant.settings import load_settings
from assistant.voice.decisions import every_house
from assistant.voice.spans import spans_outside

ROOT = Path(__file__).parents[2]
FILES = ("situations.jsonl", "decisions.jsonl", "decisions_others.jsonl")
MESSAGES = [ROOT / "tests" / "drafting" / name for name in FILES]
ORDINARY = ROOT / "tests" / "eval" / "trades" / "taught"
FOLDER = ROOT / "assistant" / "drafting"
FOLDS = 8
SITUATION_STRENGTH = 0.3
ALONE_STRENGTH = 1.0
DANGER_STRENGTH = 0.3
"""Inverse of the penalty on large weights."""
CUES_SCALE = 0.4
"""What the cues are worth beside the meaning: their table was written on messages of one author, for whom it finds far
more than for others. By it, and by a stronger meaning, what is found of an author not fitted on is most."""
ORDINARY_WEIGHT = 0.2
"""What an everyday question counts beside a labelled message: enough of them to know that most messages are harmless,
not so many that what is rare is lost."""
NEAREST = {"staff": "discrimination", "money": "data"}
"""Of the labels of others that are no danger of ours, the one whose rule takes them over: both are grave accusations.
With these, 92 of 120 messages kept aside are found instead of 83, at 20 instead of 15 false alarms among 159."""
WORDS_FROM = 3
WORDS_STRENGTH = 10.0
WORDS_LEAST = 0.5
"""In how many messages a word must stand, the inverse of its penalty, and below what it is left out: with all of them
no more is found."""
ALARMS = (0.01, 0.02, 0.04)


def main() -> None:
    """Fit both, tell how good they are by cross-validation, write."""
    rows = [json.loads(line) for path in MESSAGES for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["half"] == "tune"]
    ordinary = ordinary_questions()
    embedder = open_embedder(load_settings(embeddings="use"))
    meaning = np.asarray(embedder.embed_documents([row["text"] for row in (*rows, *ordinary)]), dtype=np.float64)
    meaning /= np.linalg.norm(meaning, axis=1, keepdims=True)
    own = [place for place, row in enumerate(rows) if "author" not in row]
    if "dangers" not in sys.argv[1:]:
        readings = [read_situation(rows[one]["text"]) for one in own]
        fit_situations([rows[one] for one in own], meaning[own], readings, embedder.id)
    fit_dangers(rows, ordinary, meaning, embedder.id)


def ordinary_questions() -> list[dict[str, Any]]:
    """What people ask houses of many trades, without the questions in which a word alone calls for a person."""
    lines = [line for path in sorted(ORDINARY.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    asked = [str(row["q"]) for row in map(json.loads, lines) if "q" in row]
    plain = [rule for rule in every_house().hand_over if rule.words]
    return [
        {"text": text, "answer": "reply", "author": "ordinary"}
        for text in asked
        if not any(any(spans_outside(rule.words, rule.exceptions, text)) for rule in plain)
    ]


def fit_situations(rows: Sequence[dict[str, Any]], meaning: Any, readings: Sequence[Any], embedder: str) -> None:
    """The ten situations. What calls for a person in `decisions.jsonl` is left to the dangers: veiled as it is, it
    would teach that any odd message is a crisis."""
    kept = [place for place, row in enumerate(rows) if row["answer"] != "hand_over" or "trade" not in row]
    rows, meaning, readings = [rows[p] for p in kept], meaning[kept], [readings[p] for p in kept]
    signs = np.asarray([seen_in(reading) for reading in readings])
    said = np.asarray([SITUATIONS.index(row["situation"]) for row in rows])
    seen = np.hstack([meaning * MEANING_SCALE, signs * SIGNS_SCALE])
    model = LogisticRegression(C=SITUATION_STRENGTH, max_iter=5000, class_weight="balanced")
    raised = np.asarray([[asked(reading).get(name, 0.0) for name in SITUATIONS] for reading in readings])
    chances = np.log(_by_folds(model, seen, said, _folds_of_trades(rows)) + 1e-9) + raised
    print(f"{len(rows)} messages, situation by trade: {(chances.argmax(1) == said).mean():.3f}")
    model.fit(seen, said)
    width = meaning.shape[1]
    weights = {
        "embedder": embedder,
        "messages": len(rows),
        "situations": list(SITUATIONS),
        "bias": _rounded(model.intercept_, 3),
        "signs": _rounded(model.coef_[:, width:], 3),
        "meaning": _rounded(model.coef_[:, :width], 2),
    }
    _write("situation_weights.json", weights)


def fit_dangers(
    rows: Sequence[dict[str, Any]], ordinary: Sequence[dict[str, Any]], meaning: Any, embedder: str
) -> None:
    """The dangers, by cues alone and with the meaning: that of `rows`, then that of the `ordinary` questions. What a
    colleague is reproached and much money that is gone count as the dangers they are nearest to."""
    every = [{**row, "danger": NEAREST.get(row.get("danger", ""), row.get("danger"))} for row in (*rows, *ordinary)]
    kept = [place for place, row in enumerate(every) if row["answer"] != "hand_over" or row.get("danger") in DANGERS]
    rows, meaning = [every[place] for place in kept], meaning[kept]
    readings = [read_situation(row["text"]) for row in rows]
    cues = np.asarray([features(row["text"], one.scores, one.signs) for row, one in zip(rows, readings, strict=True)])
    said = np.asarray([DANGERS.index(row["danger"]) + 1 if row["answer"] == "hand_over" else 0 for row in rows])
    weights: dict[str, Any] = {"embedder": embedder, "messages": len(rows), "dangers": list(DANGERS)}
    counted = np.where(_authors(rows) == "ordinary", ORDINARY_WEIGHT, 1.0)
    words = fit_words(rows, said > 0, counted)
    width = cues.shape[1]
    likely = np.asarray([_likely(row["text"], one, embedder) for row, one in zip(rows, meaning, strict=True)])
    both = np.hstack([cues * CUES_SCALE, likely, meaning * DANGER_MEANING_SCALE])
    for name, seen, scale, strength in (
        ("alone", cues, 1.0, ALONE_STRENGTH),
        ("meaning", both, CUES_SCALE, DANGER_STRENGTH),
    ):
        model = LogisticRegression(C=strength, max_iter=5000)
        chances = _by_folds(model, seen, said, _authors(rows), counted)
        _tell_dangers(f"{name}, by author", 1 - chances[:, 0], said, rows)
        odds = np.log(1 - chances[:, 0] + 1e-9) - np.log(chances[:, 0] + 1e-9)
        both_views = (odds + WORDS_SHARE * words)[:, None]
        settling = LogisticRegression(C=1e3).fit(both_views, said > 0, sample_weight=counted)
        _tell_dangers(f"{name} and words, by author", settling.predict_proba(both_views)[:, 1], said, rows)
        model.fit(seen, said, sample_weight=counted)
        weights[name] = {"bias": _rounded(model.intercept_, 3), "seen": _rounded(scale * model.coef_[:, :width], 3)}
        weights[name]["settled"] = _rounded([settling.coef_[0][0], settling.intercept_[0]], 3)
        if name == "meaning":
            after = width + likely.shape[1]
            weights[name]["situations"] = _rounded(model.coef_[:, width:after], 3)
            weights[name]["vector"] = _rounded(model.coef_[:, after:], 2)
    _write("danger_weights.json", weights)


def fit_words(rows: Sequence[dict[str, Any]], is_danger: Any, counted: Any) -> Any:
    """The words and pairs of words that stand in three messages and more: writes what each is worth, and gives the
    logarithms of odds of each message by those of the other authors."""
    said = [words_and_pairs(row["text"]) for row in rows]
    often = Counter(one for words in said for one in words)
    known = {one: place for place, one in enumerate(sorted(one for one, times in often.items() if times >= WORDS_FROM))}
    cells = [(row, known[one], len(words) ** -0.5) for row, words in enumerate(said) for one in words if one in known]
    places, columns, values = zip(*cells, strict=True)
    seen = csr_matrix((values, (places, columns)), shape=(len(rows), len(known)))
    model = LogisticRegression(C=WORDS_STRENGTH, solver="liblinear")
    chances = _by_folds(model, seen, is_danger.astype(int), _authors(rows), counted)
    model.fit(seen, is_danger, sample_weight=counted)
    worth = dict(zip(known, np.round(model.coef_[0], 1).tolist(), strict=True))
    kept = {one: weight for one, weight in worth.items() if abs(weight) >= WORDS_LEAST}
    table = {"bias": round(float(model.intercept_[0]), 2), "words": kept}
    text = json.dumps(table, ensure_ascii=False, indent=0).replace('": ', '":')
    (FOLDER / "danger_words.json").write_text(text + "\n", "utf-8")
    return np.log(chances[:, 1] + 1e-9) - np.log(chances[:, 0] + 1e-9)


def _tell_dangers(name: str, chances: Any, said: Any, rows: Sequence[dict[str, Any]]) -> None:
    """What is found at so many false alarms among the others, for each author apart."""
    authors = _authors(rows)
    for author in np.unique(authors[said > 0]):
        danger, is_one = chances[authors == author], said[authors == author] > 0
        least = np.quantile(danger[~is_one], [1 - share for share in ALARMS])
        found = ", ".join(
            f"{(danger[is_one] > one).mean():.2f} from {one:.2f} for {share:.0%}"
            for share, one in zip(ALARMS, least, strict=True)
        )
        print(f"{name}: {author}, of {is_one.sum()} and {(~is_one).sum()} others: {found}")


def _authors(rows: Sequence[dict[str, Any]]) -> Any:
    return np.asarray([row.get("author", "ours") for row in rows])


def _folds_of_trades(rows: Sequence[dict[str, Any]]) -> Any:
    return np.asarray([zlib.crc32(row.get("trade", row["text"]).encode()) % FOLDS for row in rows])


def _likely(text: str, vector: Any, embedder: str) -> tuple[float, ...]:
    """What the dangers weigh of the situations, as it is when a message is read."""
    values = [float(value) for value in vector]
    read = read_meaning(text, values, embedder)
    return Meaning(values, embedder, [read.chance(name) for name in SITUATIONS]).seen()


def _by_folds(model: Any, seen: Any, said: Any, folds: Any, counted: Any = None) -> Any:
    """The chances of each message by a model that has not seen any of its fold; each counts for so much."""
    counted = np.ones(len(said)) if counted is None else counted
    chances = np.zeros((len(said), int(said.max()) + 1))
    for fold in np.unique(folds):
        apart = folds != fold
        model.fit(seen[apart], said[apart], sample_weight=counted[apart])
        chances[np.ix_(folds == fold, model.classes_)] = model.predict_proba(seen[folds == fold])
    return chances


def _rounded(values: Any, places: int) -> Any:
    return np.round(np.asarray(values, dtype=float), places).tolist()


def _write(name: str, weights: dict[str, Any]) -> None:
    text = json.dumps(weights, separators=(",", ":")).replace("],[", "],\n[")
    (FOLDER / name).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
