"""Wishes that are meant to last: "from now on, never say synergy", « à partir de maintenant, on tutoie sur Bluesky ».

A wish becomes a change of the brand's file that a person is shown and accepts or not. What names words, networks or
numbers is read by signs; anything else becomes a trait of the voice, which the model puts in the brand's languages.
"""

import json
import threading
from collections.abc import Mapping
from typing import Any

import regex
from langchain_core.messages import HumanMessage, SystemMessage

from assistant import language as languages
from assistant.drafting.fencing import quote
from assistant.drafting.prompts import Prompts
from assistant.drafting.proposals import edits_of
from assistant.errors import Cancelled, PapillonError
from assistant.model.chat import ChatModel
from assistant.records import Passage, Post
from assistant.voice.brand import Brand
from assistant.voice.edits import AddTrait, Edit, SetRegister, Several
from assistant.voice.guide_wording import stated_rules

_MOST_TOKENS = 160
_MOST_CHARACTERS = 200
_NETWORKS = regex.compile(
    r"\b(bluesky|threads|mastodon|linkedin|instagram|facebook|tiktok|youtube|x|twitter)\b", regex.IGNORECASE
)
_LASTING = regex.compile(
    r"\b(?:from now on|going forward|in (?:the )?future|never again|no longer|"
    r"(?:always|never) (?:say|use|write|open|begin|start|end|sign|put|call|address)|"
    r"stop (?:saying|using|writing|opening|starting|putting)|(?:add|change|remove|drop) (?:a|the|this|that|our) rule|"
    r"(?:change|update) (?:the|our) (?:voice|tone|profile)|"
    r"désormais|dorénavant|à partir de maintenant|à l['’]avenir|plus jamais|"
    r"ne (?:dis|dites|disons|écris|écrivez|commence|commencez|mets|mettez) (?:plus|jamais)|"
    r"(?:ajoute|change|retire|enlève|supprime)[zr]? (?:une|la|cette|notre) règle|"
    r"arrête[zr]? (?:de |d['’])(?:dire|écrire|mettre|utiliser|commencer)|"
    r"on (?:ne )?(?:dit|écrit|tutoie|vouvoie|commence|met) (?:toujours|plus|jamais|sur|partout)|"
    r"(?:tutoie|vouvoie)[zr]? (?:sur|partout|tout le monde|toujours))",
    regex.IGNORECASE,
)
_ANNOUNCEMENT = regex.compile(
    r"^\s*(?:(?:please|svp|s['’]il (?:te|vous) plaît|from now on|going forward|in (?:the )?future|désormais|"
    r"dorénavant|"
    r"à partir de maintenant|à l['’]avenir|et|and|alors|so|ok(?:ay)?)\b[\s,:]*)+",
    regex.IGNORECASE,
)
_NAMED_WORDS = regex.compile(
    r"\b(?:never say|never use|never write|stop saying|stop using|stop writing|ne (?:dis|dites|disons|écris|écrivez) "
    r"(?:plus|jamais)|arrête[zr]? de dire|arrête[zr]? d['’]écrire|on ne dit (?:plus|jamais))\s+"
    r"(?P<words>[^«»“”\"\n.!?;:,]{2,60}?)\s*(?:[.!;,]|$)",
    regex.IGNORECASE,
)
_REGISTER = regex.compile(
    r"\b(?:(?P<tu>tuto\w+|say tu|« ?tu ?»)|(?P<vous>vouvo\w+|say vous|« ?vous ?»))", regex.IGNORECASE
)


def is_lasting(text: str) -> bool:
    """Whether a turn says how to speak from now on, rather than asking about it or for another form of one draft."""
    return _LASTING.search(text) is not None and not text.rstrip().endswith("?")


def change_for(
    text: str,
    brand: Brand,
    posts: tuple[Post, ...],
    prompts: Prompts,
    chat: ChatModel,
    *,
    person: str = "",
    cancel: threading.Event | None = None,
) -> Edit:
    """The change of the brand's file, or of a person's, that a lasting wish asks for.

    Raises:
        Cancelled: the person pressed stop.
    """
    code = languages.detect(text).code
    language = code if code in brand.languages else brand.languages[0]
    wish = _ANNOUNCEMENT.sub("", text).strip()
    if (register := _register_in(wish, person)) is not None:
        return register
    quoted = _NAMED_WORDS.sub(lambda found: found[0].replace(found["words"], f"“{found['words'].strip()}”"), wish)
    section = Passage("wish", "guideline", "", quoted, language=language)
    if not person:
        for stated in stated_rules(quoted):
            for edit in edits_of(stated, section, brand, [post.text for post in posts if post.language == language]):
                return edit
    return _trait(wish, language, brand, prompts, chat, person=person, cancel=cancel)


def _register_in(wish: str, person: str) -> SetRegister | None:
    found = _REGISTER.search(wish)
    if found is None:
        return None
    network = _NETWORKS.search(wish)
    platform = "" if network is None or person else {"twitter": "x"}.get(network[0].lower(), network[0].lower())
    return SetRegister(register="tu" if found["tu"] else "vous", platform=platform, person=person)


def _trait(
    wish: str,
    language: str,
    brand: Brand,
    prompts: Prompts,
    chat: ChatModel,
    *,
    person: str,
    cancel: threading.Event | None,
) -> Edit:
    """The wish as a trait in each of the brand's languages; as it was said when the model does not help."""
    own = {language: wish.rstrip(".")[:_MOST_CHARACTERS]}
    try:
        told: Mapping[str, str] = own | dict(_told(wish, brand, prompts.get("change", language), chat, cancel))
    except Cancelled:
        raise
    except PapillonError:
        told = own
    traits = [AddTrait(language=code, text=text, person=person) for code, text in told.items()]
    return traits[0] if len(traits) == 1 else Several(edits=tuple(traits), person=person)


def _told(wish: str, brand: Brand, prompt: Any, chat: ChatModel, cancel: threading.Event | None) -> Mapping[str, str]:
    text = {"type": "string", "maxLength": _MOST_CHARACTERS}
    schema = {
        "type": "object",
        "properties": dict.fromkeys(brand.languages, text),
        "required": list(brand.languages),
        "additionalProperties": False,
    }
    stream = chat.stream(
        [
            SystemMessage(prompt.render("system", brand=brand.name, languages=", ".join(brand.languages))),
            HumanMessage(prompt.render("request", wish=quote(wish))),
        ],
        max_tokens=_MOST_TOKENS,
        temperature=0.0,
        schema=schema,
        cancel=cancel,
    )
    try:
        given = json.loads("".join(stream))
    except ValueError:
        return {}
    if not isinstance(given, dict):
        return {}
    texts = {code: str(given.get(code, "")).strip().rstrip(".") for code in brand.languages}
    return {code: text for code, text in texts.items() if 3 <= len(text) <= _MOST_CHARACTERS and _in(text, code)}


def _in(text: str, code: str) -> bool:
    """Whether a text may be in a language: the detector does not say surely that it is in another."""
    seen = languages.detect(text, tuple(dict.fromkeys((code, *languages.FRENCH_AND_ENGLISH))))
    return seen.code in ("", code) or seen.confidence < 0.8
