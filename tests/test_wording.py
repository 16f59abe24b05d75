"""Every sentence a user can read: in both languages, with the same places, in good French typography, and in use."""

import re
from pathlib import Path
from string import Formatter

import pytest

from assistant.wording import LANGUAGES, closest_language, language_name, rooms, say, sentences

ROOT = Path(__file__).parent.parent
KEYS = [(room, key) for room in rooms() for key in sentences(room)]

_KEY_IN_CODE = re.compile(rf'["\'](?P<key>(?:{"|".join(rooms())})\.[A-Za-z0-9_]+)["\']')
_FAMILY_IN_CODE = re.compile(rf'["\'`](?P<start>(?:{"|".join(rooms())})\.[a-z0-9_]+_)(?:\{{|<|["\'] \+)')
_BARE_FAMILY_IN_CODE = re.compile(r'f["\'](?P<start>[a-z0-9_]+_)\{')
NAMED_WITHOUT_ROOM = {"platforms", "ui", "library", "model", "store"}
"""Rooms that say their own sentences through a function that puts the room before the key."""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def code() -> str:
    return "\n".join(path.read_text("utf-8") for path in [*(ROOT / "assistant").rglob("*.py"), ROOT / "app.py"])


def french_faults(text: str) -> list[str]:
    text = re.sub(r"`[^`]*`|\{\{.*?\}\}", "", text)
    without_addresses = re.sub(r"https?://\S+|hf:\S+|\{[^}]*\}:\{[^}]*\}|\b\w+:\w+\b", "", text)
    faults = {
        "blank before ! ? ;": re.search(r"[ \u00a0\u202f][!?;]", text),
        "no no-break space before :": re.search(r"(?<![\u00a0\u202f]):(?=\s|$)", without_addresses),
        "no no-break space in « »": re.search(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»", text),
        "straight quotation marks": re.search('"', text),
    }
    return [fault for fault, found in faults.items() if found]


@pytest.mark.parametrize("room", rooms())
def test_sentences_are_in_both_languages(room: str) -> None:
    """Each key holds an English and a French text, no other language, none empty, and both name the same places."""
    for key, texts in sentences(room).items():
        assert set(texts) == set(LANGUAGES), key
        assert all(text.strip() == text and text for text in texts.values()), key
        assert places(texts["en"]) == places(texts["fr"]), key


@pytest.mark.parametrize("room", rooms())
def test_french_is_typeset(room: str) -> None:
    """French sentences keep a no-break space before a colon and inside « », and none before ! ? and ;."""
    assert {key: faults for key, texts in sentences(room).items() if (faults := french_faults(texts["fr"]))} == {}


@pytest.mark.parametrize("room", rooms())
def test_english_is_typeset(room: str) -> None:
    """English sentences have no blank before a sign."""
    wrong = [k for k, texts in sentences(room).items() if re.search(r"[ \u00a0\u202f][!?;:,](?=\s|$)", texts["en"])]

    assert wrong == []


def written() -> set[str]:
    return {f"{room}.{key}" for room, key in KEYS}


def test_every_key_in_the_code_exists() -> None:
    """No sentence is asked for that is not written; where a count decides, the singular and the plural are."""
    asked = {match["key"] for match in _KEY_IN_CODE.finditer(code())}
    files = {f"{room}.{ending}" for room in rooms() for ending in ("py", "db", "toml", "md")}
    missing = {
        key
        for key in asked - written() - files
        if not key.endswith("_") and not {f"{key}_one", f"{key}_many"} <= written()
    }

    assert missing == set()


def test_every_sentence_is_used() -> None:
    """No sentence is left over: each is named in the code, whole or by the beginning of its family."""
    text = code()
    families = tuple(match["start"] for match in _FAMILY_IN_CODE.finditer(text))
    bare_families = tuple(match["start"] for match in _BARE_FAMILY_IN_CODE.finditer(text))
    bare = set(re.findall(r'["\']([A-Za-z0-9_]+)["\']', text))

    def used(room: str, key: str) -> bool:
        whole, counted = f"{room}.{key}", re.sub(r"_(?:one|many)$", "", key)
        return (
            any(f"{mark}{room}.{name}{mark}" in text for name in (key, counted) for mark in "\"'")
            or whole.startswith(families)
            or (room in NAMED_WITHOUT_ROOM and (bool({key, counted} & bare) or key.startswith(bare_families)))
        )

    assert [f"{room}.{key}" for room, key in KEYS if room != "languages" and not used(room, key)] == []


def test_said_in_the_readers_language() -> None:
    """A sentence comes in French for any kind of French, in English for everything else, its places filled in."""
    assert say("drafting.promise", "fr-CA", what="demain") == "Une promesse que personne ici n'a faite\u00a0: demain"
    assert say("drafting.promise", "de", what="{x}") == "A promise nobody here made: {x}"
    assert closest_language(None) == "en"
    assert closest_language("FR_ca.UTF-8") == "fr"


def test_missing_value_is_a_mistake_of_ours() -> None:
    """A sentence without one of its values raises and is never shown with a hole."""
    with pytest.raises(KeyError):
        say("drafting.promise", "en")
    with pytest.raises(KeyError):
        say("drafting.no_such_sentence", "en")


def test_language_names() -> None:
    """Languages are called by their names in the reader's language; an unknown code stays as it is."""
    assert language_name("fr", "en") == "French"
    assert language_name("en", "fr") == "anglais"
    assert language_name("tlh", "fr") == "tlh"
