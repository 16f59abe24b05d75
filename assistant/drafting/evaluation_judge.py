"""Two drafts for one message judged side by side by a model: asked both ways, and a tie when the two disagree."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from langchain_core.messages import HumanMessage, SystemMessage

from assistant.drafting.expectations import Expectation
from assistant.drafting.fencing import quote
from assistant.drafting.prompts import Prompts
from assistant.errors import BadInput
from assistant.model.chat import ChatModel

Verdict = Literal["won", "lost", "tied"]

_MOST_TOKENS = 40
_SCHEMA = {
    "type": "object",
    "properties": {"better": {"type": "string", "enum": ["A", "B", "same"]}},
    "required": ["better"],
    "additionalProperties": False,
}


class Judge:
    """A model's choice between two drafts. It is one column among others: models like long answers, and the one they
    read first."""

    def __init__(self, brand: str, chat: ChatModel, prompts: Prompts) -> None:
        self._brand = brand
        self._chat = chat
        self._prompts = prompts

    def __call__(self, expected: Expectation, one: str, other: str) -> Verdict:
        """Whether `one` won against `other`. Equal texts are a tie without asking.

        Raises:
            PapillonError: the model failed.
        """
        if one.split() == other.split():
            return "tied"
        forth, back = self._better(expected, one, other), self._better(expected, other, one)
        if (forth, back) == ("A", "B"):
            return "won"
        return "lost" if (forth, back) == ("B", "A") else "tied"

    def _better(self, expected: Expectation, first: str, second: str) -> str:
        """`A`, `B`, or something else when the model sees no difference or gives no answer."""
        code = expected.language[0]
        prompt = self._prompts.get("judge", code)
        asked = prompt.render(
            "request",
            message=quote(expected.received),
            about=expected.about,
            first=quote(first),
            second=quote(second),
        )
        stream = self._chat.stream(
            [SystemMessage(prompt.render("system", brand=self._brand)), HumanMessage(asked)],
            max_tokens=_MOST_TOKENS,
            temperature=0.0,
            schema=_SCHEMA,
        )
        try:
            return str(json.loads("".join(stream))["better"])
        except (ValueError, KeyError, TypeError):
            return ""


class VerdictsFile:
    """Verdicts kept one a line, so that the same two texts are not judged again by the same model."""

    def __init__(self, path: Path, model: str) -> None:
        self._path = path
        self._model = model
        self._known: Mapping[str, Verdict] | None = None

    def get(self, expected: Expectation, one: str, other: str) -> Verdict | None:
        """The verdict about these two texts, None when they were not judged yet.

        Raises:
            BadInput: the file cannot be read.
        """
        if self._known is None:
            self._known = self._read()
        return self._known.get(self._name(expected, one, other))

    def keep(self, expected: Expectation, one: str, other: str, verdict: Verdict) -> None:
        """Add one verdict.

        Raises:
            BadInput: the file cannot be written.
        """
        line = json.dumps({"id": expected.id, "texts": self._name(expected, one, other), "verdict": verdict})
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
        except OSError as error:
            raise BadInput("drafting.answers_unreadable", path=self._path, reason=error.strerror) from error

    def _name(self, expected: Expectation, one: str, other: str) -> str:
        whole = json.dumps([self._model, expected.received, one, other])
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]

    def _read(self) -> dict[str, Verdict]:
        found: dict[str, Verdict] = {}
        try:
            lines = self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput("drafting.answers_unreadable", path=self._path, reason=error) from error
        for line in lines:
            try:
                given = json.loads(line)
                texts, verdict = str(given["texts"]), given["verdict"]
            except (ValueError, KeyError, TypeError):
                continue  # a line that was cut: judged again
            if verdict in get_args(Verdict):
                found[texts] = verdict
        return found
