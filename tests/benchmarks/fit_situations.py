"""Fits what a message's meaning adds to the signs of its situation, on the tuning half of the labelled messages.

    .venv/bin/python tests/benchmarks/fit_situations.py          # prints cross-validated accuracy, writes the weights

Run it anew after a change of `situations.toml` or of the labelled messages. The weights are for the built-in embedder;
with another one the signs alone are read.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from assistant.drafting.situations import MEANING_SCALE, SIGNS_SCALE, SITUATIONS, read_situation
from assistant.model.embeddings import open_embedder
from assistant.settings import load_settings

ROOT = Path(__file__).parents[2]
MESSAGES = ROOT / "tests" / "drafting" / "situations.jsonl"
WEIGHTS = ROOT / "assistant" / "drafting" / "situation_weights.json"


def main() -> None:
    """Fit, tell how good it is by cross-validation, write."""
    rows = [json.loads(line) for line in MESSAGES.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["half"] == "tune"]
    embedder = open_embedder(load_settings(embeddings="use"))
    meaning = np.asarray(embedder.embed_documents([row["text"] for row in rows]), dtype=np.float64)
    meaning /= np.linalg.norm(meaning, axis=1, keepdims=True)
    readings = [read_situation(row["text"]) for row in rows]
    signs = np.asarray([[reading.scores[name] for name in SITUATIONS] for reading in readings])
    said = np.asarray([SITUATIONS.index(row["situation"]) for row in rows])
    features = np.hstack([meaning * MEANING_SCALE, signs * SIGNS_SCALE])
    folds = StratifiedKFold(10, shuffle=True, random_state=1)
    model = LogisticRegression(C=1.0, max_iter=5000, class_weight="balanced")
    guessed = cross_val_predict(model, features, said, cv=folds)
    by_signs, by_both = np.mean(signs.argmax(1) == said), np.mean(guessed == said)
    print(f"{len(rows)} messages; signs {by_signs:.3f}, with meaning {by_both:.3f}")
    model.fit(features, said)
    width = meaning.shape[1]
    weights = {
        "embedder": embedder.id,
        "messages": len(rows),
        "situations": list(SITUATIONS),
        "bias": [round(float(one), 3) for one in model.intercept_],
        "signs": [[round(float(one), 3) for one in row[width:]] for row in model.coef_],
        "meaning": [[round(float(one), 2) for one in row[:width]] for row in model.coef_],
    }
    text = json.dumps(weights, separators=(",", ":")).replace("],[", "],\n[")
    WEIGHTS.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
