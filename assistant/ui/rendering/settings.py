"""What is configured, what is missing and how to mend it."""

from html import escape
from typing import TYPE_CHECKING

from assistant.platforms import PLATFORMS
from assistant.platforms import platform as network
from assistant.settings import Settings
from assistant.ui.rendering.figures import size
from assistant.ui.rendering.status import notice
from assistant.voice.brand import Brand, text_in
from assistant.wording import language_name, say

if TYPE_CHECKING:
    from assistant.model.sources import ModelCard


def settings_page(settings: Settings, brand: Brand, card: "ModelCard", reader: str) -> str:
    """Every section of the tab."""
    return "".join(
        (
            _section("model", _model(settings, card, reader), reader),
            _section("brand", _brand(settings, brand, reader), reader),
            _section("people", _people(brand, reader), reader),
            _section("networks", _networks(brand, reader), reader),
            _section("folders", _folders(settings, reader), reader),
        )
    )


def _section(name: str, body: str, reader: str) -> str:
    return f'<section class="setting"><h3>{say(f"ui.settings_{name}", reader)}</h3><div>{body}</div></section>'


def _rows(rows: list[tuple[str, str]], reader: str) -> str:
    cells = "".join(f"<div><dt>{say(f'ui.{key}', reader)}</dt><dd>{value}</dd></div>" for key, value in rows if value)
    return f"<dl>{cells}</dl>"


def _model(settings: Settings, card: "ModelCard", reader: str) -> str:
    address = escape(card.address) if card.provider != "builtin" else ""
    rows = [
        ("setting_name", f"<strong>{escape(card.name)}</strong>"),
        ("setting_where", " ".join((say(f"ui.provider_{card.provider}", reader), address)).strip()),
        ("setting_state", say(f"ui.state_{card.state}", reader)),
        ("setting_origin", escape(card.origin) if card.origin != card.address else ""),
        ("setting_licence", escape(card.licence)),
        ("setting_size", size(card.size_bytes, reader) if card.size_bytes else ""),
    ]
    needless = card.provider == "builtin" and not settings.openai_api_key
    missing = notice(say("ui.no_key", reader)) if needless else ""
    level = "bad" if card.state == "failed" else "info"
    small = notice(say("ui.larger_model", reader)) if card.provider == "builtin" else ""
    return _rows(rows, reader) + notice(card.note, level) + small + missing


def _brand(settings: Settings, brand: Brand, reader: str) -> str:
    rows = [
        ("setting_name", f"<strong>{escape(brand.name)}</strong>"),
        ("setting_summary", escape(text_in(brand.summary, reader))),
        ("setting_languages", escape(", ".join(language_name(code, reader) for code in brand.languages))),
        ("setting_rules", str(len(brand.rules))),
        ("setting_facts", str(len(brand.facts))),
        ("setting_file", f"<code>{escape(str(settings.knowledge / brand.id / 'brand.toml'))}</code>"),
    ]
    return _rows(rows, reader)


def _people(brand: Brand, reader: str) -> str:
    if not brand.people:
        return notice(say("ui.no_people", reader))
    items = "".join(
        f"<li><strong>{escape(person.name)}</strong> <span>{escape(text_in(person.role, reader))}</span></li>"
        for person in brand.people
    )
    return f'<ul class="people">{items}</ul>'


def _networks(brand: Brand, reader: str) -> str:
    known = "".join(
        f'<li><span class="network {name}">{escape(network(name).name)}</span> '
        f"<span>{escape(brand.accounts.get(name, '')) or say('ui.no_account', reader)}</span></li>"
        for name in PLATFORMS
    )
    return f'<ul class="networks">{known}</ul>'


def _folders(settings: Settings, reader: str) -> str:
    embedder = say("ui.embedder_builtin", reader) if settings.embeddings == "use" else escape(settings.embeddings)
    rows = [
        ("setting_knowledge", f"<code>{escape(str(settings.knowledge.resolve()))}</code>"),
        ("setting_home", f"<code>{escape(str(settings.home.resolve()))}</code>"),
        ("setting_embedder", embedder),
    ]
    return _rows(rows, reader)
