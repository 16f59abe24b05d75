"""How a post will look on its network, near enough to judge it: name, text, links and tags in the network's manner."""

from html import escape

from assistant.drafting.checks import limits_for
from assistant.platforms import find, split
from assistant.platforms import platform as network
from assistant.platforms.units import clusters
from assistant.records import Draft, Idea
from assistant.ui.handlers.board import Slot
from assistant.ui.rendering.drafts import actions, meter
from assistant.ui.rendering.marks import finding_list
from assistant.ui.rendering.sources import sources
from assistant.ui.rendering.status import notice
from assistant.voice.brand import Brand
from assistant.wording import language_name, say


def account(brand: Brand, platform: str, person: str) -> tuple[str, str]:
    """Name and handle that a post would stand under."""
    who = brand.person(person)
    name = who.name if who else brand.name
    handle = (who.accounts if who else brand.accounts).get(platform, "")
    return name, handle.rsplit("/", 1)[-1].lstrip("@")


def home_server(brand: Brand, platform: str, person: str) -> str:
    """The server of an account such as `@name@server`, on a network that has many."""
    who = brand.person(person)
    handle = (who.accounts if who else {}).get(platform) or brand.accounts.get(platform, "")
    name, at, server = handle.lstrip("@").rpartition("@")
    return server if at and name else ""


def people_names(brand: Brand) -> dict[str, str]:
    """Names of the brand's people by id."""
    return {person.id: person.name for person in brand.people}


def initials(name: str) -> str:
    """One or two letters for the round picture we do not have."""
    words = [word for word in name.split() if word[0].isupper()] or name.split()
    return "".join(word[0] for word in words[:2]).upper()


def preview(draft: Draft, brand: Brand, reader: str) -> str:
    """The post as its network would show it; one that is too long as the thread it could become."""
    name, handle = account(brand, draft.platform, draft.person)
    rules = network(draft.platform)
    parts = split(draft.text, draft.platform, limits=limits_for(brand, draft.platform))
    proposal = ""
    if len(parts) > 1:
        told = say("ui.preview_thread", reader, network=rules.name, n=len(parts))
        proposal = f'<p class="proposal" lang="{escape(reader)}">{escape(told)}</p>'
    else:
        parts = (draft.text,)
    at = f'<span class="handle">@{escape(handle)}</span>' if handle else ""
    posts = "".join(
        f'<div class="post"><span class="avatar" aria-hidden="true">{escape(initials(name))}</span>'
        f'<div><p class="who"><strong>{escape(name)}</strong> {at}'
        + (f'<span class="part">{number}/{len(parts)}</span>' if proposal else "")
        + f'</p><p class="said">{linked(part, draft.platform, reader)}</p></div></div>'
        for number, part in enumerate(parts, 1)
    )
    return (
        f'<figure class="preview {escape(draft.platform)}" lang="{escape(draft.language)}">'
        f'<figcaption class="sr">{escape(say("ui.preview", reader, network=rules.name))}</figcaption>'
        f"{proposal}{posts}</figure>"
    )


def linked(text: str, platform: str, reader: str = "") -> str:
    """The text with what the network would make a link, as it would look; nothing in it can be clicked.

    With a `reader`, also a mark in their language where the network would probably fold the text.
    """
    fold = fold_at(text, platform) if reader else 0
    mark = _fold_mark(platform, reader) if fold else ""
    pieces, at = [], 0
    for entity in sorted(find(text, platform), key=lambda entity: entity.start):
        if entity.start < at:
            continue
        pieces.append(_folded(text, at, entity.start, fold, mark))
        pieces.append(f'<span class="entity">{_folded(text, entity.start, entity.end, fold, mark)}</span>')
        at = entity.end
    pieces.append(_folded(text, at, len(text), fold, mark))
    return "".join(pieces)


def fold_at(text: str, platform: str) -> int:
    """Where the network would probably fold the text, in code points and never inside a grapheme; 0 for nowhere."""
    fact = network(platform).facts.get("fold")
    if fact is None or len(text) <= fact.value:
        return 0
    return max((end for _, end in clusters(text) if end <= fact.value), default=0)


def _folded(text: str, start: int, end: int, fold: int, mark: str) -> str:
    if not start < fold <= end:
        return escape(text[start:end])
    return f"{escape(text[start:fold])}{mark}{escape(text[fold:end])}"


def _fold_mark(platform: str, reader: str) -> str:
    rules = network(platform)
    title = escape(say("ui.preview_fold_title", reader, network=rules.name, n=rules.facts["fold"].value), quote=True)
    return f'<span class="fold" lang="{escape(reader)}" title="{title}">{escape(say("ui.preview_fold", reader))}</span>'


def idea_card(number: int, slot: Slot, brand: Brand, reader: str) -> str:
    """One idea: title, angle, preview, count, findings, what can be done with it."""
    if slot.problem:
        title = say("ui.idea_number", reader, n=number)
        return f'<li class="idea failed"><h3>{escape(title)}</h3>{notice(slot.problem, "bad")}</li>'
    if slot.draft is None:
        if not slot.text and not slot.stage:
            return ""
        return f'<li class="idea writing" aria-busy="true"><p class="said">{escape(slot.text)}</p></li>'
    draft, idea = slot.draft, slot.idea or Idea(str(number), say("ui.idea_number", reader, n=number), "", slot.draft)
    chips = (
        f'<p class="chips"><span class="network {escape(draft.platform)}">{escape(network(draft.platform).name)}</span>'
        f"<span>{escape(language_name(draft.language, reader))}</span></p>"
    )
    server = home_server(brand, draft.platform, draft.person)
    findings = finding_list(draft.text, draft.findings, reader, clickable=False)
    return (
        f'<li class="idea">{chips}<h3>{escape(idea.title)}</h3><p class="angle">{escape(idea.angle)}</p>'
        f"{preview(draft, brand, reader)}{meter(draft.fits, reader) if draft.fits else ''}"
        f"{findings if draft.findings else ''}"
        f"{actions(draft, reader, discuss=number - 1, server=server, copy_text=True)}"
        f"{sources(draft.sources, reader, people_names(brand))}</li>"
    )


def idea_list(slots: tuple[Slot, ...], brand: Brand, reader: str, *, running: bool = False) -> str:
    """All ideas there are, and while the run lasts those that have begun."""
    cards = "".join(
        idea_card(number, slot, brand, reader)
        for number, slot in enumerate(slots, 1)
        if running or slot.draft or slot.problem
    )
    return f'<ol class="ideas">{cards}</ol>' if cards else ""
