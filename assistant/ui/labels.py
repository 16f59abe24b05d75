"""The words on the page's own components, in the language the reader switches to."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import gradio as gr

from assistant.wording import say

C = TypeVar("C", bound=gr.blocks.Block)
Told = str | Callable[[str], Any]
"""A key of `wording/ui.toml`, or what gives a value for a language."""


class Labels:
    """Remembers which property of which component says what, so that all can be said again in another language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._entries: list[tuple[gr.blocks.Block, Mapping[str, Told]]] = []

    def say(self, key: str) -> str:
        """A sentence of the page in the language it is built in."""
        return say(f"ui.{key}", self.language)

    def on(self, component: C, **told: Told) -> C:
        """Remember a component; its properties get their first words now."""
        self._entries.append((component, told))
        for name, value in _values(told, self.language).items():
            setattr(component, name, value)
        return component

    @property
    def components(self) -> list[gr.blocks.Block]:
        """Everything that has words, in the order of `updates`."""
        return [component for component, _ in self._entries]

    def updates(self, language: str) -> list[dict[str, Any]]:
        """The same words in another language; values a person has typed or chosen are left alone."""
        return [gr.update(**_values(told, language)) for _, told in self._entries]


def _values(told: Mapping[str, Told], language: str) -> dict[str, Any]:
    return {name: value(language) if callable(value) else say(f"ui.{value}", language) for name, value in told.items()}
