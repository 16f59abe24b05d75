"""What goes out beside a draft's text, as fields to fill in while it may be changed, as it is afterwards."""

import base64
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

from assistant.desk.approval import MOST_PICTURES
from assistant.desk.attaching import REPLY_GROUPS, WARNINGS, takes_attachments
from assistant.records import Attachment, CardAttachment, Content, Part, Target
from assistant.wording import say

_MOST_ALT = 2000


def beside(
    content: Content | None, thumbnails: Mapping[str, bytes], links: Sequence[str], reader: str, *, editable: bool
) -> str:
    """All of it. `thumbnails` are small JPEGs by the digest of their picture; `links` are addresses in the text, which
    are offered for a link card. Nothing for a network that the desk does not publish to."""
    if content is None or not takes_attachments(content):
        return ""
    several = len(content.parts) > 1
    posts = ""
    for number, part in enumerate(content.parts):
        body = _post(content, number, part, thumbnails, links, reader, editable=editable)
        head = f"<h4>{say('ui.beside_post', reader, n=number + 1)}</h4>" if several and body else ""
        posts += f'<div class="beside-post" data-drop="{number}">{head}{body}</div>' if body else ""
    rules = (_audience if editable else _audience_told)(content, reader)
    warnings = (_warnings if editable else _warnings_told)(content, reader)
    inner = f"{posts}{rules}{warnings}"
    return f'<section class="beside-text" aria-label="{_words("beside", reader)}">{inner}</section>' if inner else ""


def _post(  # noqa: PLR0917 - one call, one place
    content: Content,
    number: int,
    part: Part,
    thumbnails: Mapping[str, bytes],
    links: Sequence[str],
    reader: str,
    *,
    editable: bool,
) -> str:
    shown = ""
    if part.pictures:
        items = "".join(
            _picture(number, place, one, thumbnails, reader, editable=editable)
            for place, one in enumerate(part.pictures)
        )
        shown += f'<ul class="pictures">{items}</ul>'
    if part.card is not None:
        shown += _card(number, part.card, thumbnails, reader, editable=editable)
    quoting = content.quoting if number == 0 else None
    if quoting is not None:
        shown += _quote(quoting, reader, editable=editable)
    if not editable:
        return shown
    offers = ""
    if part.card is None and len(part.pictures) < MOST_PICTURES:
        offers += (
            f'<button type="button" class="act" data-go="pick" data-part="{number}">'
            f"{say('ui.beside_picture', reader)}</button>"
        )
    if number == 0 and quoting is None:
        offers += _asked("quote", number, "https://bsky.app/profile/…/post/…", "", reader)
    if part.card is None and not part.pictures:
        offers += _asked("card", number, "https://", links[0] if links and number == 0 else "", reader)
    return f'{shown}<div class="offers-row">{offers}</div>' if offers else shown


def _picture(
    number: int, place: int, one: Attachment, thumbnails: Mapping[str, bytes], reader: str, *, editable: bool
) -> str:
    small = thumbnails.get(one.digest)
    image = f'<img src="{_data(small)}" alt="">' if small else '<span class="no-image"></span>'
    if not editable:
        alt = escape(one.alt) or say("ui.inbox_no_alt", reader)
        return f'<li>{image}<p class="alt"><span>{say("ui.inbox_image", reader)}</span> {alt}</p></li>'
    name = escape(one.name or str(place + 1))
    hint = "" if one.alt.strip() else f'<p class="quiet">{say("ui.beside_alt_why", reader)}</p>'
    return (
        f'<li>{image}<div><label><span class="label">{say("ui.beside_alt", reader, name=name)}</span>'
        f'<textarea rows="2" maxlength="{_MOST_ALT}" data-alt="{number}:{place}">{escape(one.alt)}</textarea></label>'
        f"{hint}</div>{_take_out('unpicture', number, 'beside_no_picture', reader, place=str(place), name=name)}</li>"
    )


def _card(number: int, card: CardAttachment, thumbnails: Mapping[str, bytes], reader: str, *, editable: bool) -> str:
    small = thumbnails.get(card.digest)
    image = f'<img src="{_data(small)}" alt="">' if small else ""
    site = escape(urlsplit(card.address).hostname or card.address)
    if editable:
        words = (
            f'<input type="text" maxlength="300" aria-label="{_words("beside_title", reader)}" '
            f'data-card-title="{number}" value="{escape(card.title, quote=True)}">'
            f'<textarea rows="2" maxlength="1000" aria-label="{_words("beside_description", reader)}" '
            f'data-card-description="{number}">{escape(card.description)}</textarea>'
        )
        out = _take_out("uncard", number, "beside_no_card", reader)
    else:
        words, out = f"<strong>{escape(card.title)}</strong><p>{escape(card.description)}</p>", ""
    return f'<figure class="link-card">{image}<div>{words}<p class="handle">{site}</p></div>{out}</figure>'


def _quote(target: Target, reader: str, *, editable: bool) -> str:
    out = _take_out("unquote", 0, "beside_no_quote", reader) if editable else ""
    return (
        f'<figure class="quoted"><blockquote class="cited"><b>@{escape(target.author)}</b>'
        f"{escape(target.text)}</blockquote>{out}</figure>"
    )


def _asked(what: str, number: int, example: str, value: str, reader: str) -> str:
    """A field that opens, for an address."""
    label = _words(f"beside_{what}_field", reader)
    return (
        f"<details><summary>{say(f'ui.beside_{what}', reader)}</summary>"
        f'<div class="one-line"><input type="text" inputmode="url" aria-label="{label}" '
        f'placeholder="{example}" value="{escape(value, quote=True)}">'
        f'<button type="button" class="act plain" data-go="{what}" data-part="{number}">'
        f"{say(f'ui.beside_{what}_go', reader)}</button></div></details>"
    )


def _audience(content: Content, reader: str) -> str:
    audience = content.audience
    chosen = "everybody" if audience.replies is None else "groups" if audience.replies else "nobody"
    ticks = ""
    if content.answering is None:
        for way in ("everybody", "nobody", "groups"):
            ticks += _tick("radio", f'name="who-replies" value="{way}"', way == chosen, f"replies_{way}", reader)
        for group in REPLY_GROUPS:
            on = audience.replies is not None and group in audience.replies
            ticks += _tick("checkbox", f'data-group value="{group}"', on, f"replies_{group}", reader, inner=True)
    ticks += _tick("checkbox", "data-noquotes", not audience.quotes, "replies_no_quotes", reader)
    return _folded(_rules_of(content), ticks, _audience_words(content, reader), reader)


def _warnings(content: Content, reader: str) -> str:
    ticks = "".join(
        _tick("checkbox", f'data-label value="{one}"', one in content.labels, _warning_key(one), reader)
        for one in WARNINGS
    )
    hint = f'<p class="quiet">{say("ui.warnings_hint", reader)}</p>'
    return _folded("warnings", f"{hint}{ticks}", _warnings_words(content, reader), reader)


def _audience_told(content: Content, reader: str) -> str:
    return _told(_rules_of(content), _audience_words(content, reader), reader)


def _warnings_told(content: Content, reader: str) -> str:
    return _told("warnings", _warnings_words(content, reader), reader)


def _rules_of(content: Content) -> str:
    """What can be decided: who may reply to a thread, and who may quote it; of a reply only the latter."""
    return "quotes" if content.answering else "replies"


def _audience_words(content: Content, reader: str) -> str:
    """Who may reply, in words; empty when it is as always."""
    replies = content.audience.replies
    said = []
    if replies is not None:
        said = [say(f"ui.replies_{group}", reader) for group in replies] or [say("ui.replies_nobody", reader)]
    if not content.audience.quotes:
        said.append(say("ui.replies_no_quotes", reader))
    return ", ".join(said)


def _warnings_words(content: Content, reader: str) -> str:
    return ", ".join(say(f"ui.{_warning_key(one)}", reader) for one in content.labels)


def _warning_key(label: str) -> str:
    return f"warning_{label.replace('-', '_')}"


def _told(what: str, words: str, reader: str) -> str:
    return f'<p class="alt"><span>{say(f"ui.beside_{what}", reader)}</span> {escape(words)}</p>' if words else ""


def _folded(what: str, body: str, words: str, reader: str) -> str:
    """A choice that opens; its line says what is chosen, also while it is being changed."""
    usual = escape(say(f"ui.usual_{what}", reader), quote=True)
    return (
        f'<details class="choice" data-usual="{usual}"><summary>{say(f"ui.beside_{what}", reader)} '
        f'<span>{escape(words) or usual}</span></summary><div class="ticks">{body}</div></details>'
    )


def _tick(kind: str, given: str, on: bool, key: str, reader: str, *, inner: bool = False) -> str:
    words = say(f"ui.{key}", reader)
    return (
        f'<label class="tick{" inner" if inner else ""}"><input type="{kind}" {given}{" checked" if on else ""}> '
        f"<span>{words}</span></label>"
    )


def _take_out(go: str, number: int, key: str, reader: str, *, place: str = "", name: str = "") -> str:
    label = escape(say(f"ui.{key}", reader, name=name), quote=True)
    return (
        f'<button type="button" class="take-out" data-go="{go}" data-part="{number}" data-place="{place}" '
        f'aria-label="{label}" title="{label}">×</button>'
    )


def _words(key: str, reader: str) -> str:
    return escape(say(f"ui.{key}", reader), quote=True)


def _data(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
