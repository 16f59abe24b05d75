"""What every tab stands on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from assistant.platforms import PLATFORMS, platform
from assistant.ui.handlers.runs import Runs
from assistant.ui.house import House
from assistant.ui.labels import Labels
from assistant.voice.brand import text_in
from assistant.wording import language_name, say

BRAND_VOICE = "_brand"
AUTO = "auto"
"""Values of the choosers for "the brand itself" and "the message's own language": a chooser cannot hold nothing."""


@dataclass(frozen=True)
class Frame:
    """The open house, the runs under way, the words, and the language the reader chose."""

    house: House
    runs: Runs
    labels: Labels
    reader: gr.Radio
    voices: list[gr.Dropdown] = field(default_factory=list)
    redraws: list[tuple[Callable[..., Any], Sequence[Any], Sequence[Any]]] = field(default_factory=list)
    """Functions that draw a part again in another language, with their inputs (after the language) and outputs."""

    def networks(self) -> list[tuple[str, str]]:
        """Name and id of the networks the brand has an account on; of all we know when it names none."""
        known = [name for name in PLATFORMS if name in self.house.brand.accounts] or list(PLATFORMS)
        return [(platform(name).name, name) for name in known]

    def first_network(self) -> str:
        """The network that is chosen before a person chooses."""
        return self.networks()[0][1]

    def voice_choices(self, language: str) -> list[tuple[str, str]]:
        """The brand, then each person with their role."""
        people = [
            (f"{person.name}, {role}" if (role := text_in(person.role, language)) else person.name, person.id)
            for person in self.house.brand.people
        ]
        return [(say("ui.voice_brand", language, brand=self.house.brand.name), BRAND_VOICE), *people]

    def language_choices(self, language: str) -> list[tuple[str, str]]:
        """The brand's languages by name."""
        return [(language_name(code, language).capitalize(), code) for code in self.house.brand.languages]

    def voice(self) -> gr.Dropdown:
        """A chooser of the voice; all of them on the page follow each other."""
        chooser = self.labels.on(
            gr.Dropdown(
                choices=self.voice_choices(self.labels.language),
                value=BRAND_VOICE,
                filterable=False,
                elem_classes=["voice-chooser"],
            ),
            label="voice",
            choices=self.voice_choices,
        )
        self.voices.append(chooser)
        return chooser


def chosen(value: str | None) -> str:
    """What a chooser means: nothing for "the brand itself" and "the message's own language"."""
    return "" if value in {None, AUTO, BRAND_VOICE} else str(value)
