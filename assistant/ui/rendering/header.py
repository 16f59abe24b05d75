"""What stands at the top of every page: the mark, the brand, the voice and the model in use."""

from html import escape
from typing import TYPE_CHECKING

from assistant.ui.rendering.mark import BUTTERFLY
from assistant.voice.brand import Brand
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.model.sources import ModelCard


def masthead(brand: Brand) -> str:
    """The mark, the product's name and the brand's."""
    return (
        f'<div class="masthead">{BUTTERFLY}<p class="wordmark">Papillon</p>'
        f'<p class="brand">{escape(brand.name)}</p></div>'
    )


def standing(brand: Brand, person: str, card: "ModelCard", reader: str) -> str:
    """In whose voice, and with which model, its state in words."""
    who = brand.person(person)
    voice = who.name if who else brand.name
    where = say(f"ui.provider_{card.provider}", reader)
    state = say(f"ui.state_{card.state}", reader)
    return (
        f'<p class="standing"><span>{say("ui.standing_voice", reader)} <b>{escape(voice)}</b></span>'
        f'<span class="model {card.state}" title="{escape(card.note, quote=True)}"><i aria-hidden="true"></i>'
        f"{say('ui.standing_model', reader)} <b>{escape(card.name)}</b> "
        f"<span>· {where} · {state}</span></span></p>"
    )
