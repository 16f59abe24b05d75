"""How a draft compares with the voice: the band as a word with a mark, its reasons, the nearest own posts."""

from html import escape

from assistant.records import VoiceMatch
from assistant.wording import say


def match(voice: VoiceMatch, reader: str, language: str = "") -> str:
    """The comparison as HTML; empty when there is nothing to say. The mark is full, half or empty, so that the band can
    be told without its colour."""
    if voice.band == "unknown":
        return f'<p class="voice unknown">{escape(voice.note)}</p>' if voice.note else ""
    parts = [
        f'<p class="band"><span class="mark" aria-hidden="true"></span>'
        f"<strong>{escape(say(f'ui.voice_{voice.band}', reader))}</strong></p>"
    ]
    if voice.reasons:
        parts.append(f"<ul>{''.join(f'<li>{escape(reason)}</li>' for reason in voice.reasons)}</ul>")
    if voice.note:
        parts.append(f'<p class="note">{escape(voice.note)}</p>')
    if voice.references and voice.band != "in_range":
        spoken = f' lang="{escape(language)}"' if language else ""
        near = "".join(f"<blockquote{spoken}>{escape(post.text)}</blockquote>" for post in voice.references)
        parts.append(f"<details><summary>{escape(say('ui.voice_nearest', reader))}</summary>{near}</details>")
    return f'<div class="voice {voice.band}">{"".join(parts)}</div>'
