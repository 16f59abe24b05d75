"""The main job with the model a newcomer gets: `papillon reply` on a fresh home folder, in French and in English."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.language import detect
from assistant.model.weights import builtin_installed
from assistant.wording import say

ROOT = Path(__file__).parent.parent
READABLE = 4
"""Words from which the language of a text is checked."""

pytestmark = [
    pytest.mark.builtin_model,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not builtin_installed(), reason="the built-in model is not installed: make install"),
]


@pytest.fixture(scope="module")
def answers(builtin_models: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Replies of one process: French, English, French again, of messages for which the house has no sentence of its
    own, so that the model writes; then one for which it has."""
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(builtin_models)
    lines = (
        {
            "message": "Ma blonde dit que j'ai plus de mousse dans la barbe que dans ma tasse. Ça compte comme "
            "un latte à emporter?",
            "platform": "bluesky",
            "variants": 3,
            "model_too": True,
        },
        {
            "message": "if i bring my own enormous mug that says worlds okayest piano tuner do I get money off or just "
            "stares",
            "platform": "threads",
            "variants": 3,
            "model_too": True,
        },
        {
            "message": "Mon chat regarde votre sac de Lachine comme si c'était un oiseau. Il a du goût, ce chat-là.",
            "platform": "bluesky",
            "variants": 3,
            "model_too": True,
        },
        {"message": "how much is a cortado at the counter?", "platform": "bluesky", "variants": 2},
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "PAPILLON_"))}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "reply", "--jsonl"],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment | {"PAPILLON_HOME": str(home), "PAPILLON_LANGUAGE": "fr", "PAPILLON_MODEL_TIMEOUT": "300"},
        check=False,
    )
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def written(answer: dict[str, Any]) -> dict[str, Any]:
    """The first draft of an answer that the model wrote; those in the house's own sentences need none."""
    draft: dict[str, Any] = next(draft for draft in answer["drafts"] if draft["model"])
    return draft


def told(draft: dict[str, Any], check: str) -> bool:
    """Whether a blocking finding of this check is shown with the draft."""
    return any(finding["check"] == check and finding["level"] == "block" for finding in draft["findings"])


def test_each_draft_is_in_the_language_of_its_message(answers: list[dict[str, Any]]) -> None:
    """French is answered in French and English in English, with a text that fits; what the small model gets wrong is
    told with the draft, and that a person must read it. « D'accord. » alone is too short to be checked."""
    drafts = [written(answer) for answer in answers[:3]]

    assert [draft["language"] for draft in drafts] == ["fr", "en", "fr"]
    assert sum(len(draft["text"]) > 20 for draft in drafts) >= 2
    for draft in drafts:
        assert draft["text"].strip()
        short = len(draft["text"].split()) < READABLE
        assert short or detect(draft["text"]).code == draft["language"] or told(draft, "language")
        assert draft["fits"]["fits"] is not told(draft, "length")
        assert told(draft, "small_model")


def test_each_draft_shows_guidelines_and_past_replies_as_sources(answers: list[dict[str, Any]]) -> None:
    """Sources come from facts, from the guidelines and from past replies; findings and fit are there."""
    for answer in answers[:3]:
        draft = written(answer)
        assert {"guideline", "reply"} <= {source["kind"] for source in draft["sources"]}
        assert isinstance(draft["findings"], list)
        assert draft["model"].startswith("Qwen2.5-Coder-1.5B")


def test_the_second_french_reply_does_not_read_the_beginning_again(answers: list[dict[str, Any]]) -> None:
    """The stable beginning of the prompt is reused from the model server's cache."""
    usage = written(answers[2])["usage"]

    assert usage["cached_tokens"] > 300


def test_beside_a_ready_sentence_the_small_model_is_spared(answers: list[dict[str, Any]]) -> None:
    """Where the house's own sentence answers, the model is not asked for the second draft, and that is told."""
    last = answers[3]

    assert [draft["approach"] for draft in last["drafts"]] == ["facts"]
    assert say("drafting.spared", "fr") in last["notices"]
