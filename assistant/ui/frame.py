"""What every tab stands on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from assistant.platforms import PLATFORMS, platform
from assistant.ui.handlers.runs import Runs
from assistant.ui.house import House
from assistant.ui.labels import Labels
from assistant.ui.rendering.previews import people_names
from assistant.voice.people import speakers
from assistant.wording import language_name

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
    voices: list[gr.Radio] = field(default_factory=list)
    redraws: list[tuple[Callable[..., Any], Sequence[Any], Sequence[Any]]] = field(default_factory=list)
    """Functions that draw a part again in another language, with their inputs (after the language) and outputs."""
    who_lines: list[gr.HTML] = field(default_factory=list)
    """Where it is said who should answer; a click in one chooses the voice."""
    names_given: list[gr.Textbox] = field(default_factory=list)
    """The box in which a person gives their name, once it is there."""

    @property
    def names(self) -> dict[str, str]:
        """Names of the brand's people by id."""
        return people_names(self.house.brand)

    def networks(self) -> list[tuple[str, str]]:
        """Name and id of the networks the brand has an account on; of all we know when it names none."""
        known = [name for name in PLATFORMS if name in self.house.brand.accounts] or list(PLATFORMS)
        return [(platform(name).name, name) for name in known]

    def first_network(self) -> str:
        """The network that is chosen before a person chooses."""
        return self.networks()[0][1]

    def voice_choices(self) -> list[tuple[str, str]]:
        """The brand, then each person who lends it their voice now."""
        brand = self.house.drafting.brand
        return [(brand.name, BRAND_VOICE), *((person.name, person.id) for person in speakers(brand))]

    def language_choices(self, language: str) -> list[tuple[str, str]]:
        """The brand's languages by name."""
        return [(language_name(code, language).capitalize(), code) for code in self.house.brand.languages]

    def voice(self) -> gr.Radio:
        """A chooser of the voice; all of them on the page follow each other."""
        chooser = self.labels.on(
            gr.Radio(self.voice_choices(), value=BRAND_VOICE, elem_classes=["chips-chooser", "small"]),
            label="voice",
            choices=lambda _: self.voice_choices(),
        )
        self.voices.append(chooser)
        return chooser


def chosen(value: str | None) -> str:
    """What a chooser means: nothing for "the brand itself" and "the message's own language"."""
    return "" if value in {None, AUTO, BRAND_VOICE} else str(value)
