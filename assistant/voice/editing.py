"""A change made in the text of `brand.toml` or `person.toml`: nothing but its own lines changes.

Comments, order and layout stay as the person left them. The result is read back; an edit whose result is not exactly
what was meant is refused.
"""

import copy
import tomllib
import unicodedata
from collections.abc import Callable, MutableMapping
from typing import Any

import regex
import tomlkit
from tomlkit.exceptions import TOMLKitError

from assistant.errors import BadInput, BadKnowledge
from assistant.voice.brand import Rule
from assistant.voice.edits import (
    AddFact,
    AddRule,
    AddTrait,
    Edit,
    RemoveRule,
    RemoveTrait,
    SetEmoji,
    SetHashtags,
    SetRegister,
    Several,
    Single,
)

_WRITTEN_FIRST = (
    "id",
    "kind",
    "language",
    "platforms",
    "situations",
    "level",
    "words",
    "pattern",
    "count",
    "use",
    "reason",
)


def apply_edit(text: str, edit: Edit) -> str:
    """The file's text with the edit made.

    Raises:
        BadInput: there is nothing to change (a rule with that id exists already, or does not exist), or the file is
            laid out in a way that the edit cannot be made without touching other lines.
        BadKnowledge: the file is no TOML.
    """
    if isinstance(edit, Several):
        for single in edit.edits:
            text = apply_edit(text, single)
        return text
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadKnowledge("voice.broken_toml", path=edit.path, detail=error) from error
    expected = _changed(data, edit)
    make = _MAKERS[edit.kind]
    try:
        edited = make(text, edit)
        right = tomllib.loads(edited) == expected
    except (tomllib.TOMLDecodeError, TOMLKitError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("voice.edit_by_hand", path=edit.path) from error
    if not right:
        raise BadInput("voice.edit_by_hand", path=edit.path)
    return edited


# ---------------------------------------------------------------- what the file must say afterwards


def _changed(data: dict[str, Any], edit: Single) -> dict[str, Any]:
    after = copy.deepcopy(data)
    match edit:
        case AddFact():
            after.setdefault("facts", []).append(_fact_table(edit, data))
        case AddRule():
            if any(rule.get("id") == edit.rule.id for rule in after.get("rules", ())):
                raise BadInput("voice.rule_exists", id=edit.rule.id)
            after.setdefault("rules", []).append(_rule_table(edit.rule))
        case RemoveRule():
            kept = [rule for rule in after.get("rules", ()) if rule.get("id") != edit.id]
            if len(kept) == len(after.get("rules", ())):
                raise BadInput("voice.no_such_rule", id=edit.id)
            after["rules"] = kept
            if not kept:
                del after["rules"]
        case AddTrait() | RemoveTrait():
            holder = _traits_holder(after, edit)
            traits = holder.setdefault("traits", {}).setdefault(edit.language, [])
            if (edit.text in traits) == isinstance(edit, AddTrait):
                key = "voice.trait_exists" if isinstance(edit, AddTrait) else "voice.no_such_trait"
                raise BadInput(key, text=edit.text)
            traits.append(edit.text) if isinstance(edit, AddTrait) else traits.remove(edit.text)
        case SetRegister():
            _set_register(after, edit)
        case SetEmoji():
            after.setdefault("emoji", {})["at_most"] = edit.at_most
        case SetHashtags():
            after.setdefault("hashtags", {}).setdefault("at_most", {})[edit.platform] = edit.at_most
    if after == data:
        raise BadInput("voice.edit_changes_nothing")
    return after


def _traits_holder(document: MutableMapping[str, Any], edit: AddTrait | RemoveTrait) -> MutableMapping[str, Any]:
    """The table whose `traits` an edit means: the person's file itself, the brand's [voice], or one [[tone]]."""
    holder: MutableMapping[str, Any] = document
    if edit.situation:
        tones = document.get("tone", [])
        holder = next((tone for tone in tones if tone.get("situation") == edit.situation), {})
        if not holder:
            raise BadInput("voice.no_such_tone", situation=edit.situation)
    elif not edit.person:
        holder = document.setdefault("voice", {})
    return holder


def _set_register(document: MutableMapping[str, Any], edit: SetRegister) -> None:
    if edit.person:
        document["register"] = edit.register_
        return
    register = document.setdefault("register", {})
    if edit.situation:
        register.setdefault("situations", {})[edit.situation] = edit.register_
    elif edit.platform:
        register.setdefault("platforms", {})[edit.platform] = edit.register_
    else:
        register["default"] = edit.register_


def _rule_table(rule: Rule) -> dict[str, Any]:
    """A rule as its table: what is as usual is left out."""
    table = rule.model_dump(mode="json", exclude_defaults=True)
    return {name: table[name] for name in _WRITTEN_FIRST if name in table} | table


def _fact_table(edit: AddFact, data: dict[str, Any]) -> dict[str, Any]:
    """A fact as its table, under an id that no other fact of the file has."""
    taken = {str(fact.get("id")) for fact in data.get("facts", ())}
    if edit.id in taken:
        raise BadInput("voice.fact_exists", id=edit.id)
    name = edit.id or _free_name(edit.topic, taken)
    table: dict[str, Any] = {"id": name, "topic": _one_line(edit.topic)}
    table |= {language: _one_line(text) for language, text in edit.texts.items()}
    return (
        table | ({"by": _one_line(edit.by)} if edit.by.strip() else {}) | ({"since": edit.since} if edit.since else {})
    )


def _free_name(topic: str, taken: set[str]) -> str:
    """An id that says what a fact is about."""
    plain = regex.sub(r"\p{M}", "", unicodedata.normalize("NFD", topic.lower()))
    stem = regex.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-") or "fact"
    return next(name for n in range(1, len(taken) + 3) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)


def _one_line(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------- how its text comes to say it


def _add_rule(text: str, edit: Any) -> str:
    return _with_block(text, "[[rules]]", _rule_table(edit.rule))


def _add_fact(text: str, edit: Any) -> str:
    return _with_block(text, "[[facts]]", _fact_table(edit, tomllib.loads(text)))


def _with_block(text: str, head: str, table: dict[str, Any]) -> str:
    """The text with one more table, after the last of its kind or at the end."""
    block = [head, *(f"{name} = {_on_one_line(value)}" for name, value in table.items())]
    lines = text.split("\n")
    blocks = _blocks(lines, head)
    if blocks:
        end = blocks[-1][1]
        return "\n".join([*lines[:end], "", *block, *lines[end:]])
    return "\n".join([text.rstrip("\n"), "", *block, ""])


def _on_one_line(value: Any) -> str:
    if not isinstance(value, dict):
        return str(tomlkit.item(value).as_string())
    table = tomlkit.inline_table()
    table.update(value)
    return f"{{ {table.as_string()[1:-1]} }}"


def _remove_rule(text: str, edit: Any) -> str:
    lines = text.split("\n")
    ids = [rule["id"] for rule in tomllib.loads(text)["rules"]]
    start, end = _blocks(lines, "[[rules]]")[ids.index(edit.id)]
    after = end + 1 if end < len(lines) and not lines[end].strip() else end
    return "\n".join([*lines[:start], *lines[after:]])


def _by_tomlkit(change: Callable[[MutableMapping[str, Any], Any], None]) -> Callable[[str, Any], str]:
    def make(text: str, edit: Any) -> str:
        document = tomlkit.parse(text)
        change(document, edit)
        return tomlkit.dumps(document)

    return make


def _add_trait(document: MutableMapping[str, Any], edit: Any) -> None:
    traits = _traits_holder(document, edit).setdefault("traits", tomlkit.table())
    if edit.language not in traits:
        traits[edit.language] = tomlkit.array()
    traits[edit.language].append(edit.text)


def _remove_trait(document: MutableMapping[str, Any], edit: Any) -> None:
    traits = _traits_holder(document, edit)["traits"][edit.language]
    del traits[list(traits).index(edit.text)]


def _set_emoji(document: MutableMapping[str, Any], edit: Any) -> None:
    document.setdefault("emoji", tomlkit.table())["at_most"] = edit.at_most


def _set_hashtags(document: MutableMapping[str, Any], edit: Any) -> None:
    hashtags = document.setdefault("hashtags", tomlkit.table())
    hashtags.setdefault("at_most", tomlkit.inline_table())[edit.platform] = edit.at_most


def _blocks(lines: list[str], head: str) -> list[tuple[int, int]]:
    """Where each table of this head stands: its first line, and the one after its last that is no blank or comment."""
    heads = [number for number, line in enumerate(lines) if line.lstrip().startswith("[")]
    found = []
    for start in (number for number in heads if lines[number].strip() == head):
        inner = f"[{head.strip('[]')}."
        end = next((n for n in heads if n > start and not lines[n].lstrip().startswith(inner)), len(lines))
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        found.append((start, end))
    return found


_MAKERS: dict[str, Callable[[str, Any], str]] = {
    "add_fact": _add_fact,
    "add_rule": _add_rule,
    "remove_rule": _remove_rule,
    "add_trait": _by_tomlkit(_add_trait),
    "remove_trait": _by_tomlkit(_remove_trait),
    "set_register": _by_tomlkit(_set_register),
    "set_emoji": _by_tomlkit(_set_emoji),
    "set_hashtags": _by_tomlkit(_set_hashtags),
}
