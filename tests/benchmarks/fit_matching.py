"""Teaches the head that matches what is asked with what a house states, and tells how well it does on other houses.

Run by hand, in an environment of its own, for JAX is no part of Papillon:

    .venv/bin/python -m tests.benchmarks.fit_matching states STATES.npz     # reads all texts with the built-in embedder
    pip install jax optax && python tests/benchmarks/fit_matching.py teach STATES.npz [--runs 3] [--write]

Taught on `tests/eval/trades/taught/` (houses of sixty trades, written for this), tried on `tests/eval/trades/weighed/`.
It starts from the embedder's own last layers. A step takes the questions and the facts of two houses: of each question
the right facts are to be nearest, or nothing, where no fact answers. The runs differ in the order of the questions, and
their mean is kept: it does better on other houses than any of them.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
TAUGHT, TRIED = (ROOT / "tests" / "eval" / "trades" / name for name in ("taught", "weighed"))
WEIGHTS = ROOT / "assistant" / "model" / "matching.npz"
LAYERS = ("d0", "d1", "d2", "d3", "p1", "p3")
MOST = 64
"""Pieces of a text; questions and facts of a step: at most 32 and 64."""
LOOK = 32
EPOCHS, RATE, KEPT, DROPPED = 3, 2e-4, 1e-3, 0.1
"""Epochs, learning rate, what it costs to leave the embedder's own layers, share of a question's vector left out."""


def houses(folder: Path) -> Iterator[tuple[str, dict[str, dict[str, Any]], list[dict[str, Any]]]]:
    """Each house: its name, the texts of its facts by language, its questions."""
    for path in sorted(folder.glob("*.jsonl")):
        first, *lines = map(json.loads, path.read_text("utf-8").splitlines())
        facts = {}
        for one in first["facts"]:
            facts[one["id"]] = {
                language: {
                    "whole": f"{one['topic']} {one[language]}",
                    "sentences": _sentences(one[language]),
                    "topic": one["topic"],
                }
                for language in ("fr", "en")
            }
        questions = [
            {
                "text": ask["q"],
                "message": line.get("text", ask["q"]),
                "language": line["lang"],
                "right": [one for one in ask["answers"] if one in facts],
            }
            for line in lines
            for ask in line.get("asks", [{"q": line.get("q", line.get("text")), "answers": line.get("a", [])}])
        ]
        yield path.stem, facts, questions


def _sentences(text: str) -> list[str]:
    import regex

    return [one for one in regex.split(r"(?<=[.!?])\s+(?=[\p{Lu}«])", text) if len(one) > 3]


def texts() -> list[str]:
    """Every text that is read."""
    found: dict[str, None] = {}
    for folder in (TAUGHT, TRIED):
        for _, facts, questions in houses(folder):
            for fact in facts.values():
                for one in fact.values():
                    topical = (f"{one['topic']} {sentence}" for sentence in one["sentences"])
                    found.update(dict.fromkeys((one["whole"], *one["sentences"], *topical)))
            found.update(dict.fromkeys(text for one in questions for text in (one["text"], one["message"])))
    return list(found)


def read_states(place: Path) -> None:
    """The states of every piece of every text, in one file."""
    from assistant.model.embeddings import BuiltinEmbedder, _encoder

    embedder = BuiltinEmbedder()
    said = texts()
    states = [one.astype(np.float16) for one in embedder.token_states(said)]
    layers = {name: getattr(_encoder()._model, name) for name in LAYERS}
    told = np.frombuffer(json.dumps(said).encode(), dtype=np.uint8)
    np.savez(place, flat=np.concatenate(states), lengths=[len(one) for one in states], said=told, **layers)


class Teaching:
    """The head, its loss and its steps. Needs JAX and optax."""

    def __init__(self, place: Path) -> None:
        with np.load(place) as stored:
            self.flat, self.lengths = stored["flat"], stored["lengths"]
            said = json.loads(stored["said"].tobytes())
            layers = {name: stored[name].astype(np.float32) for name in LAYERS}
        self.places = {text: number for number, text in enumerate(said)}
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)])
        look = np.random.RandomState(0).randn(2, 512, LOOK).astype(np.float32) * 0.05
        turn = np.zeros((2, 512, 512), np.float32)
        self.start = {**layers, "look": look, "weigh": np.zeros((2, LOOK), np.float32), "turn": turn,
                      "sharp": np.float32(2.7), "nothing": np.float32(0.35)}  # fmt: skip

    def states(self, said: list[str]) -> tuple[Any, Any]:
        """States and mask of texts, filled up to `MOST` pieces."""
        states, mask = np.zeros((len(said), MOST, 512), np.float32), np.zeros((len(said), MOST), np.float32)
        for row, text in enumerate(said):
            number = self.places[text]
            count = min(self.lengths[number], MOST)
            states[row, :count] = self.flat[self.starts[number] : self.starts[number] + count]
            mask[row, :count] = 1
        return states, mask

    @staticmethod
    def vectors(head: Any, side: int, states: Any, mask: Any) -> Any:
        """As `assistant.model.matching` makes them, and of length 1."""
        import jax
        import jax.numpy as jnp

        weights = jnp.exp(jnp.tanh(states @ head["look"][side] / 8) @ head["weigh"][side]) * mask
        count = mask.sum(1, keepdims=True)
        pooled = (weights[..., None] * states).sum(1) / weights.sum(1, keepdims=True) * jnp.sqrt(count)
        first = jax.nn.relu(pooled @ head["d0"])
        second = jax.nn.relu(pooled @ head["p1"] + first @ head["d1"])
        found = jnp.tanh(second @ head["p3"] + jax.nn.relu(second @ head["d2"]) @ head["d3"])
        found /= jnp.linalg.norm(found, axis=-1, keepdims=True)
        found += found @ head["turn"][side]
        return found / jnp.linalg.norm(found, axis=-1, keepdims=True)

    def loss(self, head: Any, asked: Any, stated: Any, right: Any, key: Any) -> Any:
        """How unlikely the right facts are, or nothing (the last column), and how far the layers have moved."""
        import jax
        import jax.numpy as jnp

        questions, facts = self.vectors(head, 0, *asked), self.vectors(head, 1, *stated)
        questions *= jax.random.bernoulli(key, 1 - DROPPED, questions.shape) / (1 - DROPPED)
        likeness = jnp.exp(head["sharp"]) * jnp.concatenate(
            [questions @ facts.T, jnp.full((len(questions), 1), head["nothing"])], 1
        )
        chances = jnp.where(right > 0, jax.nn.log_softmax(likeness, 1), -1e9)
        moved = sum(((head[name] - self.start[name]) ** 2).sum() for name in (*LAYERS, "turn"))
        return -jax.scipy.special.logsumexp(chances, 1).mean() + KEPT * moved

    def run(self, seed: int) -> Any:
        """One head, taught with the questions in one order."""
        import jax
        import optax

        taught, chance = list(houses(TAUGHT)), random.Random(seed)
        steps = EPOCHS * sum(len(questions) for _, _, questions in taught) // 32
        slow, fast = (optax.adam(optax.cosine_decay_schedule(rate, steps)) for rate in (RATE, 10 * RATE))
        kinds = {name: "slow" if name in (*LAYERS, "turn") else "fast" for name in self.start}
        rule = optax.multi_transform({"slow": slow, "fast": fast}, kinds)
        head, key = self.start, jax.random.PRNGKey(seed)
        state = rule.init(head)

        @jax.jit
        def step(head: Any, state: Any, *given: Any) -> Any:
            lost, slope = jax.value_and_grad(self.loss)(head, *given)
            change, state = rule.update(slope, state, head)
            return optax.apply_updates(head, change), state, lost

        lost = []
        for number in range(steps):
            asked, stated, right = self._step(taught, chance)
            head, state, one = step(head, state, self.states(asked), self.states(stated), right,
                                    jax.random.fold_in(key, number))  # fmt: skip
            lost.append(float(one))
        print(f"run {seed}: {steps} steps, loss {np.mean(lost[:100]):.2f} to {np.mean(lost[-100:]):.2f}", flush=True)
        return jax.tree.map(np.asarray, head)

    @staticmethod
    def _step(taught: list[Any], chance: random.Random) -> tuple[list[str], list[str], Any]:
        language = chance.choice(("fr", "en"))
        asked, stated, answers = [], [], []
        for _, facts, questions in chance.sample(taught, 2):
            among = [one for one in questions if one["language"] == language]
            first, names = len(stated), list(facts)
            for fact in facts.values():
                told = fact[language if chance.random() < 0.85 else "en" if language == "fr" else "fr"]
                sentence, view = chance.choice(told["sentences"] or [told["whole"]]), chance.random()
                stated.append(
                    told["whole"] if view < 0.4 else sentence if view < 0.6 else f"{told['topic']} {sentence}"
                )
            for one in chance.sample(among, min(16, len(among))):
                asked.append(one["message"] if chance.random() < 0.4 else one["text"])
                answers.append([first + names.index(name) for name in one["right"]])
        stated = (stated + stated[:1] * MOST)[:MOST]
        asked, answers = (asked + asked[:1] * 32)[:32], (answers + answers[:1] * 32)[:32]
        right = np.zeros((32, MOST + 1), np.float32)
        for row, places in enumerate(answers):
            kept = [place for place in places if place < MOST]
            right[row, kept or [MOST]] = 1
        return asked, stated, right

    def tell(self, name: str, head: Any) -> None:
        """How often a right fact comes first, among the first three, the first six, of houses not taught on."""
        counts, asked = dict.fromkeys((1, 3, 6), 0), 0
        for _, facts, questions in houses(TRIED):
            for language in ("fr", "en"):
                among = [one for one in questions if one["language"] == language and one["right"]]
                told = [
                    (name, text)
                    for name, views in facts.items()
                    for view in (views[language],)
                    for text in (view["whole"], *(f"{view['topic']} {one}" for one in view["sentences"]))
                ]
                stated = np.asarray(self.vectors(head, 1, *self.states([text for _, text in told])))
                both = [
                    np.asarray(self.vectors(head, 0, *self.states([one[part] for one in among])))
                    for part in ("text", "message")
                ]
                for one, row in zip(among, sum(both) @ stated.T, strict=True):
                    ranked = list(dict.fromkeys(told[place][0] for place in np.argsort(-row)))
                    asked += 1
                    for most in counts:
                        counts[most] += bool(set(ranked[:most]) & set(one["right"]))
        print(name, {most: round(count / asked, 3) for most, count in counts.items()}, f"of {asked}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("states", "teach"))
    parser.add_argument("place", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.what == "states":
        read_states(given.place)
        return
    teaching = Teaching(given.place)
    teaching.tell("the embedder itself", teaching.start)
    heads = []
    for seed in range(given.runs):
        heads.append(teaching.run(seed))
        teaching.tell(f"run {seed}", heads[-1])
    head = {name: np.mean([one[name] for one in heads], axis=0) for name in teaching.start}
    teaching.tell("their mean", head)
    if given.write:
        kept = {name: value.astype(np.float16) for name, value in head.items() if name not in {"sharp", "nothing"}}
        np.savez_compressed(WEIGHTS, **kept)


if __name__ == "__main__":
    main()
