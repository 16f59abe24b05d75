"""Who should answer: a quiet line under the choice of voice, with the posts that prove it."""

from collections.abc import Mapping
from html import escape

from assistant.drafting.speakers import reason
from assistant.records import Advice, Passage
from assistant.ui.rendering.sources import excerpt, origin
from assistant.ui.rendering.status import notice
from assistant.voice.brand import Brand
from assistant.wording import say


def who_line(
    advice: Advice | None, problem: str, brand: Brand, platform: str, reader: str, *, names: Mapping[str, str]
) -> str:
    """The person advised, why, and a button that chooses their voice; that nobody fits better; or nothing."""
    if problem:
        return notice(problem, "bad")
    if advice is None:
        return ""
    best = advice.of(advice.best)
    if not advice.best or best is None:
        return f'<p class="who">{escape(say("drafting.who_house", reader, name=brand.name))}</p>'
    told = escape(reason(best, advice, brand, reader, platform=platform))
    choose = escape(say("ui.who_choose", reader, name=names.get(best.person, best.person)))
    button = f'<button type="button" class="apply" data-voice="{escape(best.person, quote=True)}">{choose}</button>'
    posts = "".join(f"<li>{_proof(passage, reader, names)}</li>" for passage in best.posts)
    shown = f"<details><summary>{say('ui.who_proof', reader)}</summary><ul>{posts}</ul></details>" if posts else ""
    return f'<div class="who"><p>{told} {button}</p>{shown}</div>'


def _proof(passage: Passage, reader: str, names: Mapping[str, str]) -> str:
    asked = (
        f'<p class="answered">{say("ui.in_answer_to", reader)} <q>{escape(excerpt(passage.answered.text))}</q></p>'
        if passage.answered
        else ""
    )
    said = f'<blockquote lang="{escape(passage.language)}">{escape(excerpt(passage.text))}</blockquote>'
    return f'<p class="from">{origin(passage, reader, names)}</p>{asked}{said}'
