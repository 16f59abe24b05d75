"""Tone by situation: what a text may not do when it answers a complaint, a crisis, praise."""

from collections.abc import Iterator

from assistant.records import Finding
from assistant.voice.policies import Tone, text_in
from assistant.voice.spans import spans_of
from assistant.wording import say


def check_tone(text: str, tones: tuple[Tone, ...], situation: str, reader: str = "en") -> Iterator[Finding]:
    """Where `text` does what the house never does in this situation; nothing for a situation without a table."""
    for tone in tones:
        if tone.situation != situation:
            continue
        reason = text_in(tone.reason, reader)
        check = f"tone:{tone.situation}"
        opening = len(text) - len(text.lstrip())
        for start, end in spans_of(tone.openings_never, text):
            if start == opening:
                message = say("voice.tone_opening", reader, words=text[start:end], reason=reason)
                yield Finding(check, tone.level, message.rstrip(), start, end)
        for start, end in spans_of(tone.words_never, text):
            message = say("voice.banned", reader, words=text[start:end], reason=reason)
            yield Finding(check, tone.level, message.rstrip(), start, end)
        if tone.exclamations is not None:
            marks = [place for place, sign in enumerate(text) if sign == "!"]
            for place in marks[tone.exclamations :]:
                message = say("voice.tone_exclamation", reader, count=tone.exclamations, reason=reason)
                yield Finding(check, tone.level, message.rstrip(), place, place + 1, "." if _ends(text, place) else "")


def _ends(text: str, place: int) -> bool:
    """Whether the mark at `place` ends a sentence on its own, so that a full stop can take its place."""
    return text[place - 1 : place] not in ("!", "?", ".", "…", "")
