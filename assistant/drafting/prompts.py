"""Prompt files: plain text under `prompts/<language>/`, in named parts, with `{variables}`.

A file is a row of parts, each begun by a line such as `[system]`. A variable is written `{name}`; a brace that is meant
is doubled. Values are filled in once, so a message that holds `{braces}` stays as it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Formatter

from assistant.errors import BadKnowledge

_PART = re.compile(r"^\[([a-z0-9_-]+)\]\s*$", re.MULTILINE)
WRITTEN = ("fr", "en")
"""Languages the prompts are written in; a draft in another language is asked for in English."""


@dataclass(frozen=True)
class PromptFile:
    """One prompt file and its parts."""

    path: Path

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Part name → text, without outer blank lines.

        Raises:
            BadKnowledge: the file is missing, is not UTF-8, or has no part.
        """
        try:
            text = self.path.read_text("utf-8")
        except FileNotFoundError as error:
            raise BadKnowledge("drafting.prompt_missing", path=self.path) from error
        except UnicodeDecodeError as error:
            raise BadKnowledge("drafting.prompt_not_utf8", path=self.path) from error
        pieces = _PART.split(text)
        if len(pieces) < 3:
            raise BadKnowledge("drafting.prompt_without_parts", path=self.path)
        return {name: part.strip("\n") for name, part in zip(pieces[1::2], pieces[2::2], strict=True)}

    def variables(self, part: str) -> frozenset[str]:
        """Names of the variables of a part."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._part(part)) if name)

    def render(self, part: str, **values: object) -> str:
        """A part with its variables filled in; values that it does not name are ignored.

        Raises:
            BadKnowledge: the part does not exist, or needs a variable that is not given; names it.
        """
        missing = sorted(self.variables(part) - values.keys())
        if missing:
            raise BadKnowledge("drafting.prompt_variable", path=self.path, part=part, names=", ".join(missing))
        return self._part(part).format_map(values)

    def _part(self, name: str) -> str:
        try:
            return self.parts[name]
        except KeyError as error:
            raise BadKnowledge("drafting.prompt_part", path=self.path, part=name) from error


class Prompts:
    """The folder of prompt files; a file is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, PromptFile] = {}

    def get(self, task: str, language: str) -> PromptFile:
        """The file of a task (`reply`, `platforms/bluesky`) in a language, English when it is not one of ours."""
        name = f"{language if language in WRITTEN else 'en'}/{task}.md"
        return self._files.setdefault(name, PromptFile(self._folder / name))


def prompts_folder() -> Path:
    """The `prompts/` folder: beside the package in a checkout, inside it when installed from a wheel."""
    package = Path(__file__).parent.parent
    checkout = package.parent / "prompts"
    return checkout if checkout.is_dir() else package / "prompts"


def with_line_end(text: str) -> str:
    """A part of a prompt on a line of its own; nothing stays nothing."""
    return f"{text}\n" if text else ""


def without_blank_runs(text: str) -> str:
    """A text without its empty lines."""
    return "\n".join(line for line in text.split("\n") if line.strip())
