"""Fits what a message's meaning and signs say of its situation, and of what only a person may answer, on the tuning
halves of the labelled messages (`tests/drafting/situations.jsonl` and `decisions.jsonl`, both written by us).

    .venv/bin/python tests/benchmarks/fit_situations.py          # prints cross-validated figures, writes the weights

Run it anew after a change of `situations.toml`, `dangers.toml` or of the labelled messages. The weights of the meaning
are for the built-in embedder; with another one the signs alone are read.
"""

import json
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.drafting.dangers import DANGERS, SURE_DANGER, features
from assistant.drafting.dangers import MEANING_SCALE as DANGER_MEANING_SCALE
from assistant.drafting.situations import MEANING_SCALE, SIGNS_SCALE, SITUATIONS, read_situation, seen_in
from assistant.model.embeddings import open_embedder
from assistant.settings import load_settings

ROOT = Path(__file__).parents[2]
MESSAGES = [ROOT / "tests" / "drafting" / name for name in ("situations.jsonl", "decisions.jsonl")]
FOLDER = ROOT / "assistant" / "drafting"
FOLDS = 8
SITUATION_STRENGTH = 0.3
DANGER_STRENGTH = 1.0
"""Inverse of the penalty on large weights."""


def main() -> None:
    """Fit both, tell how good they are by cross-validation, write."""
    rows = [json.loads(line) for path in MESSAGES for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["half"] == "tune"]
    embedder = open_embedder(load_settings(embeddings="use"))
    meaning = np.asarray(embedder.embed_documents([row["text"] for row in rows]), dtype=np.float64)
    meaning /= np.linalg.norm(meaning, axis=1, keepdims=True)
    readings = [read_situation(row["text"]) for row in rows]
    fit_situations(rows, meaning, readings, embedder.id)
    fit_dangers(rows, meaning, readings, embedder.id)


def fit_situations(rows: Sequence[dict[str, Any]], meaning: Any, readings: Sequence[Any], embedder: str) -> None:
    """The ten situations. What calls for a person in `decisions.jsonl` is left to the dangers: veiled as it is, it
    would teach that any odd message is a crisis."""
    kept = [place for place, row in enumerate(rows) if row["answer"] != "hand_over" or "trade" not in row]
    rows, meaning, readings = [rows[p] for p in kept], meaning[kept], [readings[p] for p in kept]
    signs = np.asarray([seen_in(reading) for reading in readings])
    said = np.asarray([SITUATIONS.index(row["situation"]) for row in rows])
    seen = np.hstack([meaning * MEANING_SCALE, signs * SIGNS_SCALE])
    model = LogisticRegression(C=SITUATION_STRENGTH, max_iter=5000, class_weight="balanced")
    guessed = _by_folds(model, seen, said, rows).argmax(1)
    by_signs, by_both = (signs[:, : len(SITUATIONS)].argmax(1) == said).mean(), (guessed == said).mean()
    print(f"{len(rows)} messages; signs {by_signs:.3f}, with meaning {by_both:.3f}")
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


def fit_dangers(rows: Sequence[dict[str, Any]], meaning: Any, readings: Sequence[Any], embedder: str) -> None:
    """The dangers, by cues alone and with the meaning. Requests for money and for a colleague, and what a colleague is
    reproached, have rules of their own and are left out."""
    kept = [place for place, row in enumerate(rows) if row["answer"] != "hand_over" or row.get("danger") in DANGERS]
    rows = [rows[place] for place in kept]
    cues = np.asarray(
        [features(row["text"], readings[p].scores, readings[p].signs) for p, row in zip(kept, rows, strict=True)]
    )
    said = np.asarray([DANGERS.index(row["danger"]) + 1 if row["answer"] == "hand_over" else 0 for row in rows])
    model = LogisticRegression(C=DANGER_STRENGTH, max_iter=5000)
    weights: dict[str, Any] = {"embedder": embedder, "messages": len(rows), "dangers": list(DANGERS)}
    for name, seen in (("alone", cues), ("meaning", np.hstack([cues, meaning[kept] * DANGER_MEANING_SCALE]))):
        sure = 1 - _by_folds(model, seen, said, rows)[:, 0] >= SURE_DANGER
        print(
            f"{name}: found {sure[said > 0].mean():.3f} of {(said > 0).sum()}, for nothing {sure[said == 0].mean():.4f}"
        )
        model.fit(seen, said)
        width = cues.shape[1]
        weights[name] = {"bias": _rounded(model.intercept_, 3), "seen": _rounded(model.coef_[:, :width], 3)}
        if name == "meaning":
            weights[name]["vector"] = _rounded(model.coef_[:, width:], 2)
    _write("danger_weights.json", weights)


def _by_folds(model: Any, seen: Any, said: Any, rows: Sequence[dict[str, Any]]) -> Any:
    """The chances of each message by a model that has not seen it: by trade where that is known, else by text."""
    folds = np.asarray([zlib.crc32(row.get("trade", row["text"]).encode()) % FOLDS for row in rows])
    chances = np.zeros((len(rows), int(said.max()) + 1))
    for fold in range(FOLDS):
        model.fit(seen[folds != fold], said[folds != fold])
        chances[folds == fold] = model.predict_proba(seen[folds == fold])
    return chances


def _rounded(values: Any, places: int) -> Any:
    return np.round(np.asarray(values, dtype=float), places).tolist()


def _write(name: str, weights: dict[str, Any]) -> None:
    text = json.dumps(weights, separators=(",", ":")).replace("],[", "],\n[")
    (FOLDER / name).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
