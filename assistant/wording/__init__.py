"""Every sentence a user can read, in French and English side by side.

One TOML file a room lies beside this module; each table is a key with an `en` and a `fr` text that takes `{name}`
values. Importing this module reads nothing; a file is read when one of its sentences is first said.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def closest_language(code: str | None) -> Language:
    """The interface language for any BCP-47 code: French for `fr…`, English for everything else."""
    return "fr" if (code or "").lower().startswith("fr") else "en"


@cache
def sentences(room: str) -> Mapping[str, Mapping[str, str]]:
    """All sentences of one room, key → language → text with `{name}` places."""
    return tomllib.loads(files(__name__).joinpath(f"{room}.toml").read_text("utf-8"))


def rooms() -> tuple[str, ...]:
    """Names of the rooms that have sentences, sorted."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in files(__name__).iterdir() if f.name.endswith(".toml")))


def say(key: str, language: str = "en", /, **values: object) -> str:
    """The sentence `room.key` in the reader's language with its values filled in.

    Raises:
        KeyError: the room has no such sentence, or a value it needs is missing.
    """
    room, _, name = key.partition(".")
    return sentences(room)[name][closest_language(language)].format_map(values)


def language_name(code: str, language: str = "en") -> str:
    """The name of a language by its ISO 639-1 code, for somebody who reads `language`; the code itself
    when it has no name here."""
    names = sentences("languages").get(code)
    return names[closest_language(language)] if names else code
