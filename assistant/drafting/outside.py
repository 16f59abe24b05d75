"""What must not come out of a model because it came in from outside: prompts, other customers, and orders obeyed.

A draft is compared with what was sent to the model. What it holds of the prompt, of another customer's exchange, or of
what an instruction in the message asked for, was not said by the house. A text with such a finding is not shown as a
draft (`NOT_SHOWN`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import regex

from assistant import language as languages
from assistant.drafting.claims import claims_of
from assistant.drafting.fencing import fences_in
from assistant.drafting.grounding import Ground
from assistant.drafting.instructions import Instruction, instructions_in, pattern
from assistant.records import Finding
from assistant.store.fulltext import fold, query_stems
from assistant.voice.words import telling_stems
from assistant.wording import say

NOT_SHOWN = frozenset({"leak", "obeyed", "outside_address", "other_customer", "persona"})
"""Checks whose blocking finding means that the text is no draft at all: it is withheld, and the person is told why."""

_SYSTEM_RUN = 6
"""Words of the instructions in a row that no text of ours has by chance: the sample brand's own replies share at most
five with its prompts."""
_RETOLD = 0.7
_LEAST_TOLD = 6
_RUN = 3
_SHARE = 0.6
_MOST_PAYLOAD = 40
_CARRIED = 5
_MOST_LINES = 12
_VARIABLE = regex.compile(r"\{[a-z_]{2,}\}|\[(?:system|request|example|thread|guidance|facts)\]")
_LABELS = regex.compile(
    r"\((?:facts|faits|guide|instruction|consigne)\s?:|\bmessage (?:received on|reçu sur) \p{L}+\s?:|^>\s",
    regex.IGNORECASE | regex.MULTILINE,
)
_ADDRESSES = frozenset({"link", "email", "handle", "phone"})
_DOMAIN = regex.compile(r"(?<![\w@.-])(?:[\w-]+\.)+[\p{L}]{2,}(?:/[^\s<>«»\"]*)?", regex.IGNORECASE)
_TOKEN = regex.compile(r"\b(?=\w*\d)(?=\w*\p{L})\w{20,}\b")
_CODE = regex.compile(
    r"```|\bdef \w+\(|\bprint\(|\bfunction \w*\(|\bconsole\.log|\bSELECT\b.+\bFROM\b|</?[a-z]+>|^import \w+|;\s*$",
    regex.MULTILINE,
)
_LISTED = regex.compile(r"\A(?:\s*-?\s*[\w ]+[:,].*\n?){2,}\Z")
_ENCODED = regex.compile(r"[A-Za-z0-9+/]{20,}={0,2}|(?:[.\-]{1,5} ){5,}")
_WRITTEN_AS = {
    "json": regex.compile(r"^\s*[\[{]|\"\w+\"\s*:"),
    **dict.fromkeys(("yaml", "csv"), _LISTED),
    **dict.fromkeys(("xml", "html", "python", "javascript", "sql", "code", "markdown"), _CODE),
    **dict.fromkeys(("base64", "morse", "rot13", "backwards"), _ENCODED),
}
_LOUD = frozenset({"all caps", "caps lock", "capitals", "capital letters", "uppercase", "majuscules"})
_PLAYED = regex.compile(
    r"\b(?:arr+|ahoy|matey|avast|moussaillons?|mille sabords|beep boop|bip boup|meow|miaou|squawk)\b|\bDAN\s?:",
    regex.IGNORECASE,
)


class Sent(Protocol):
    """What was sent to a model for a text, see `checks.Job`."""

    @property
    def language(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def material(self) -> tuple[str, ...]: ...
    @property
    def secret(self) -> tuple[str, ...]: ...
    @property
    def thread(self) -> tuple[str, ...]: ...
    @property
    def others(self) -> tuple[str, ...]: ...
    @property
    def fences(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Room:
    """The texts a draft is compared with: the house's and what a person gave, and what came from outside."""

    trusted: tuple[str, ...]
    outside: tuple[str, ...]
    instructions: tuple[Instruction, ...]

    @property
    def attacked(self) -> bool:
        """Whether the outside text surely instructs the writer: then all that it asks for is suspect."""
        return any(one.sure for one in self.instructions)


def check_outside(text: str, house: Sequence[str], sent: Sent, reader: str = "en") -> tuple[Finding, ...]:
    """Findings about what a text holds of the prompt, of other customers, or of an instruction in the message. `house`
    are the brand's own facts, names and accounts."""
    if not sent.fences or not text.strip():
        return ()
    outside = tuple(one for one in (sent.message, *sent.thread) if one.strip())
    trusted = (*house, *(one for one in sent.material if one and one not in sent.thread))
    found = tuple(one for piece in outside for one in instructions_in(piece))
    room = _Room(trusted, outside, found)
    return (
        *_leaks(text, house, sent, reader),
        *_persona(text, room, reader),
        *_obeyed(text, room, sent, reader),
        *_addresses(text, room, reader),
        *_of_others(text, room, sent, reader),
    )


def notice_of(message: str, thread: Iterable[str] = (), reader: str = "en") -> str:
    """What a person is told of a message that tries to instruct the assistant; empty for any other."""
    for text in (message, *thread):
        for one in instructions_in(text):
            if one.sure:
                words = " ".join(text[one.start : one.end].split())
                shown = words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + "…"
                return say("drafting.tries_to_instruct", reader, words=shown)
    return ""


# ---------------------------------------------------------------- the prompt


def _leaks(text: str, house: Sequence[str], sent: Sent, reader: str) -> Iterator[Finding]:
    mark = _VARIABLE.search(text) or _LABELS.search(text)
    if mark is not None or any(True for _ in fences_in(text)):
        start, end = mark.span() if mark else (0, len(text))
        yield Finding("leak", "block", say("drafting.leak", reader), start, end)
        return
    if not sent.secret or not sent.message:
        return
    instructions = sent.secret[0]
    own = _runs(text, _SYSTEM_RUN) - {run for one in house for run in _runs(one, _SYSTEM_RUN)}
    if own & _runs(instructions, _SYSTEM_RUN) or _retold(text, instructions, house):
        yield Finding("leak", "block", say("drafting.leak", reader), 0, len(text))


def _retold(text: str, instructions: str, house: Sequence[str]) -> bool:
    """Whether a sentence of the instructions is told in nearly its own words, in whatever order."""
    ours = set(query_stems("\n".join(house)))
    said = {stem for piece in text.split("\n") for stem in query_stems(piece)} - ours
    for sentence in regex.split(r"(?<=[.!?:])\s+|\n+", instructions):
        stems = set(query_stems(sentence)) - ours
        if len(stems) >= _LEAST_TOLD and len(stems & said) >= _RETOLD * len(stems):
            return True
    return False


def _persona(text: str, room: _Room, reader: str) -> Iterator[Finding]:
    own = fold("\n".join(room.trusted))
    match = next((one for one in pattern("always", "persona").finditer(text) if fold(one.group()) not in own), None)
    kinds = {one.kind for one in room.instructions if one.sure}
    played = _PLAYED.search(text) if "role" in kinds else None
    told = pattern("asked_for", "persona").search(text) if "reveal" in kinds else None
    found: Any = match or played or told
    if found is not None:
        yield Finding("persona", "block", say("drafting.persona", reader), *found.span())


# ---------------------------------------------------------------- instructions of the message


def _obeyed(text: str, room: _Room, sent: Sent, reader: str) -> Iterator[Finding]:
    for one in (*room.instructions, *_carried(room)):
        span = None
        if one.kind in ("say", "hidden"):
            span = _said(text, one, room)
        elif one.kind == "format":
            span = (0, len(text)) if _has_form(text, one.payload) else None
        elif one.kind == "language" and one.payload != sent.language and len(text.split()) >= 3:
            seen = languages.detect(text, tuple(dict.fromkeys((sent.language, one.payload))))
            span = (0, len(text)) if seen.code == one.payload else None
        if span is not None:
            yield Finding("obeyed", "block", say("drafting.obeyed", reader, words=text[span[0] : span[1]][:80]), *span)
            return


def _carried(room: _Room) -> Iterator[Instruction]:
    """What stands after the marks of a prompt or an order to forget the rules: all of it is to be said or done."""
    for piece in room.outside:
        for one in instructions_in(piece):
            if one.kind in ("marks", "override"):
                for line in regex.split(r"\n+|(?<=[.!?])\s+", piece[one.end :])[:_MOST_LINES]:
                    if len(line.split()) >= _CARRIED:
                        yield Instruction(one.start, len(piece), "say", line, sure=False)


def _said(text: str, one: Instruction, room: _Room) -> tuple[int, int] | None:
    """Where a text says what an instruction dictates and no source of ours does."""
    payload = _words(one.payload.split("\n")[0])[:_MOST_PAYLOAD]
    words = [(fold(match.group()), match.span()) for match in regex.finditer(r"[\p{L}\p{N}]+", text)]
    start, length = _longest([word for word, _ in words], payload)
    if not payload or not length:
        return None
    run = [word for word, _ in words[start : start + length]]
    first, last = words[start][1][0], words[start + length - 1][1][1]
    said = " ".join(run)
    if any(f" {said} " in f" {' '.join(_words(source))} " for source in room.trusted):
        return None
    whole = length == len(payload) or length >= max(_RUN, _SHARE * min(len(payload), 8))
    if not whole:
        return None
    if one.sure or room.attacked:
        loud = run[0].upper() in text and one.payload.split()[0].isupper()
        return (first, last) if length >= _RUN or len(words) <= length + 1 or loud else None
    known = {stem for source in room.trusted for stem in query_stems(source)}
    new = [stem for stem in query_stems(said) if stem not in known]
    return (first, last) if length >= _RUN and new and telling_stems(said) else None


def _longest(words: Sequence[str], payload: Sequence[str]) -> tuple[int, int]:
    """Where the longest row of words that both have begins in the first, and how long it is."""
    best, place = 0, 0
    lengths = [0] * (len(payload) + 1)
    for number, word in enumerate(words):
        row = [0] * (len(payload) + 1)
        for other, said in enumerate(payload):
            if word == said:
                row[other + 1] = lengths[other] + 1
                if row[other + 1] > best:
                    best, place = row[other + 1], number - row[other + 1] + 1
        lengths = row
    return place, best


def _has_form(text: str, form: str) -> bool:
    """Whether a text has the form that was demanded."""
    letters = [sign for sign in text if sign.isalpha()]
    lines = [line for line in text.split("\n") if line.strip()]
    if form in _LOUD:
        return len(letters) >= 12 and sum(sign.isupper() for sign in letters) >= 0.7 * len(letters)
    if form in _WRITTEN_AS:
        return _WRITTEN_AS[form].search(text) is not None
    if "emoji" in form or "émoji" in form:
        return not letters
    return len(lines) >= 3 and all(len(line.split()) <= 10 for line in lines)


# ---------------------------------------------------------------- addresses and other people


def _addresses(text: str, room: _Room, reader: str) -> Iterator[Finding]:
    """Links, addresses, handles and telephone numbers that only the outside text has."""
    ours, theirs = Ground(room.trusted), Ground(room.outside)
    taken: list[tuple[int, int]] = []
    for claim in claims_of(text):
        if claim.kind in _ADDRESSES:
            taken.append((claim.start, claim.end))
            if not ours.holds(claim) and theirs.holds(claim):
                yield _address(text, claim.start, claim.end, reader)
    own, other = fold("\n".join(room.trusted)), fold("\n".join(room.outside))
    for match in (*_DOMAIN.finditer(text), *_TOKEN.finditer(text)):
        found = fold(match.group()).rstrip("./")
        inside = any(low <= match.start() < high for low, high in taken)
        if not inside and found in other and found not in own and len(found) >= 5:
            yield _address(text, match.start(), match.end(), reader)


def _address(text: str, start: int, end: int, reader: str) -> Finding:
    message = say("drafting.outside_address", reader, what=text[start:end])
    return Finding("outside_address", "block", message, start, end)


def _of_others(text: str, room: _Room, sent: Sent, reader: str) -> Iterator[Finding]:
    """Names, numbers and addresses that stand in another customer's exchange and nowhere else."""
    if not sent.others:
        return
    known, others = Ground((*room.trusted, *room.outside)), Ground(sent.others)
    for claim in claims_of(text):
        telling = claim.kind in ("name", "order", *_ADDRESSES) or (
            claim.kind == "number" and " " not in claim.value and len(claim.value) >= 4
        )
        if telling and not known.holds(claim) and others.holds(claim):
            yield _other(text, claim.start, claim.end, reader)
    # A name at the beginning of a sentence is no claim, as any word has a capital there.
    names = {fold(word) for one in sent.others for claim in claims_of(one) if claim.kind == "name" for word in
             regex.findall(r"\p{Lu}[\p{L}'’-]+", claim.value)}  # fmt: skip
    ours = set(_words("\n".join((*room.trusted, *room.outside))))
    for match in regex.finditer(r"(?:^|(?<=[.!?…:\n]\s))\p{Lu}[\p{L}'’-]+", text):
        if fold(match.group()) in names and fold(match.group()) not in ours and telling_stems(match.group()):
            yield _other(text, match.start(), match.end(), reader)


def _other(text: str, start: int, end: int, reader: str) -> Finding:
    return Finding("other_customer", "block", say("drafting.other_customer", reader, what=text[start:end]), start, end)


def _words(text: str) -> list[str]:
    return list(regex.findall(r"[\p{L}\p{N}]+", fold(text)))


def _runs(text: str, size: int) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}
