"""Keeping, editing, approving and rejecting drafts. Every step is a person's, and is written down."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol
from uuid import uuid4

from assistant.desk import states
from assistant.errors import BadInput, Conflict
from assistant.platforms import bluesky
from assistant.records import (
    Attachment,
    Content,
    Draft,
    DraftState,
    Finding,
    KeptDraft,
    Message,
    Part,
    Step,
)
from assistant.store import Drafts
from assistant.wording import say

MOST_PARTS = 25
"""Posts of one thread: longer ones are refused as mistakes."""
MOST_PICTURES = int(bluesky.PLATFORM.facts["images"].value)
"""Pictures of one post on the one network that the desk publishes to."""


class Checking(Protocol):
    """What can say what is wrong with a text."""

    def check(
        self,
        text: str,
        *,
        platform: str,
        language: str = "",
        person: str = "",
        message: str = "",
        reader: str = "en",
        material: tuple[str, ...] = (),
    ) -> Draft: ...


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class Desk:
    """The drafts of one brand and what people do with them. Safe for threads and processes."""

    def __init__(self, brand: str, drafts: Drafts, checking: Checking, *, clock: Callable[[], datetime] = now) -> None:
        self.brand = brand
        self.drafts = drafts
        self._checking = checking
        self._clock = clock

    def keep(
        self,
        content: Content,
        by: str,
        *,
        drafted: Draft | None = None,
        message: Message | None = None,
        person: str = "",
        language: str = "",
        situation: str = "",
        reader: str = "en",
        pictures: Sequence[tuple[Attachment, bytes]] = (),
    ) -> KeptDraft:
        """Put a draft on the desk. `drafted` is what the model made of it, None when a person wrote it.

        Raises:
            BadInput: it is empty, or nobody's name stands for it.
        """
        by, at = states.named(by), self._clock()
        _check_parts(content)
        draft = KeptDraft(
            id=uuid4().hex[:12],
            brand=self.brand,
            state="draft",
            version=1,
            content=content,
            written=drafted.text if drafted else content.text,
            by=by,
            created=at,
            changed=at,
            changed_by=by,
            drafted=drafted,
            message=message,
            person=person or (drafted.person if drafted else ""),
            language=language or (drafted.language if drafted else ""),
            situation=situation,
        )
        draft = self._checked(draft, reader)
        detail = {"model": drafted.model} if drafted else {}
        self.drafts.add(draft, Step(draft.id, 1, "kept", by, at, detail), pictures)
        return draft

    def edit(
        self,
        draft_id: str,
        version: int,
        content: Content | Sequence[str] | str,
        by: str,
        *,
        reader: str = "en",
        pictures: Sequence[tuple[Attachment, bytes]] = (),
    ) -> KeptDraft:
        """Change a draft that was seen at `version`. Unchanged content changes nothing and leaves an approval alone.

        Raises:
            Conflict: somebody changed it since; holds both texts.
            NotAllowed: it is on its way or out already.
            BadInput: it would be empty, or nobody's name stands for it.
        """
        by, at = states.named(by), self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            wanted = content if isinstance(content, Content) else with_texts(draft.content, content)
            _check_parts(wanted)
            if draft.version != version:
                raise Conflict(
                    "desk.conflict",
                    who=draft.changed_by,
                    when=draft.changed.isoformat(timespec="minutes"),
                    theirs=draft.text,
                    yours=wanted.text,
                )
            if states.digest(wanted) == states.digest(draft.content):
                return draft, None
            changed, step = states.edited(draft, wanted, by, at)
            return self._checked(changed, reader), step

        return self.drafts.change(draft_id, change, pictures=pictures)

    def approve(self, draft_id: str, version: int, by: str, *, reason: str = "", reader: str = "en") -> KeptDraft:
        """Let exactly this version go; it is frozen until somebody edits it.

        Raises:
            Conflict: somebody changed it since it was seen.
            NotAllowed: a finding blocks it and no reason is given, or it is not in a state to be approved.
        """
        by, at = states.named(by), self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            if draft.version != version:
                raise _seen_otherwise(draft)
            if draft.state == "approved":
                return draft, None
            return states.approve(self._checked(draft, reader), by, at, reason)

        return self.drafts.change(draft_id, change)

    def reject(self, draft_id: str, version: int, by: str, *, reason: str = "") -> KeptDraft:
        """Set a draft aside. It can be taken up again by editing it.

        Raises:
            Conflict: somebody changed it since it was seen.
            NotAllowed: it is on its way or out already.
        """
        by, at = states.named(by), self._clock()

        def change(draft: KeptDraft) -> tuple[KeptDraft, Step | None]:
            if draft.version != version:
                raise _seen_otherwise(draft)
            states.must(draft, "rejected")
            changed = replace(
                draft, state="rejected", approval=None, appointment=None, changed=at, changed_by=by
            )  # fmt: skip
            return changed, Step(draft.id, draft.version, "rejected", by, at, {"reason": reason} if reason else {})

        return self.drafts.change(draft_id, change)

    def get(self, draft_id: str) -> KeptDraft:
        """The draft with this id.

        Raises:
            BadInput: there is none.
        """
        return self.drafts.get(draft_id)

    def list(self, waiting: Sequence[DraftState] = (), most: int = 500) -> tuple[KeptDraft, ...]:
        """The brand's drafts in these states (all when empty), the one changed last first."""
        return self.drafts.list(self.brand, waiting, most=most)

    def checked(self, draft: KeptDraft, texts: Sequence[str], reader: str) -> Draft | None:
        """What is to be said about the draft with other texts; a thread's findings are told together, with the count of
        its longest part. None when there is no text."""
        wanted = self._checked(replace(draft, content=with_texts(draft.content, texts)), reader)
        longest = max(texts, key=len, default="")
        if not longest.strip():
            return None
        counted = self._check(draft, longest, reader)
        text = longest if len(texts) == 1 else "\n\n".join(texts)
        return replace(counted, text=text, findings=wanted.findings)

    def _check(self, draft: KeptDraft, text: str, reader: str) -> Draft:
        return self._checking.check(
            text,
            platform=draft.content.platform,
            language=draft.language,
            person=draft.person,
            message=draft.message.text if draft.message else "",
            reader=reader,
            material=tuple(source.text for source in draft.drafted.sources) if draft.drafted else (),
        )

    def _checked(self, draft: KeptDraft, reader: str) -> KeptDraft:
        findings: list[Finding] = []
        several = len(draft.content.parts) > 1
        for number, part in enumerate(draft.content.parts, 1):
            for place, picture in enumerate(part.pictures, 1):
                if not picture.alt.strip():
                    told = say("desk.no_alt", reader, name=picture.name or str(place))
                    findings.append(Finding("alt", "block", told))
            if len(part.pictures) > MOST_PICTURES:
                count = len(part.pictures)
                told = say("networks.many_pictures", reader, part=number, count=count, limit=MOST_PICTURES)
                findings.append(Finding("pictures", "block", told))
            if not part.text.strip():
                continue
            checked = self._check(draft, part.text, reader)
            for finding in checked.findings:
                if several:
                    told = say("desk.part", reader, number=number, message=finding.message)
                    findings.append(Finding(finding.check, finding.level, told))
                else:
                    findings.append(finding)
            if checked.fits is not None and not checked.fits.fits and not any(f.check == "length" for f in findings):
                told = say("desk.too_long", reader, count=checked.fits.count, limit=checked.fits.limit)
                findings.append(Finding("length", "block", told))
        ready = not any(finding.level == "block" for finding in findings)
        return replace(draft, findings=tuple(findings), ready=ready)


def with_texts(content: Content, texts: Sequence[str] | str) -> Content:
    """The content with other texts, each part keeping what goes with it. Parts beyond the texts are dropped; their
    pictures go to the last one that is left."""
    given = [texts] if isinstance(texts, str) else list(texts)
    parts = [
        replace(content.parts[number], text=text) if number < len(content.parts) else Part(text)
        for number, text in enumerate(given)
    ]
    left = tuple(picture for part in content.parts[len(parts) :] for picture in part.pictures)
    if parts and left:
        parts[-1] = replace(parts[-1], pictures=parts[-1].pictures + left, card=None)
    return replace(content, parts=tuple(parts))


def parts_of(text: str) -> tuple[str, ...]:
    """The posts of a thread in one text, one between each two lines of dashes."""
    lines = text.replace("\r\n", "\n").split("\n")
    parts: list[list[str]] = [[]]
    for line in lines:
        if line.strip() in ("---", "———"):
            parts.append([])
        else:
            parts[-1].append(line)
    return tuple("\n".join(part).strip("\n") for part in parts)


def attachment(data: bytes, alt: str, name: str = "") -> Attachment:
    """A picture by its bytes and its description."""
    return Attachment(hashlib.sha256(data).hexdigest(), alt, name)


def _check_parts(content: Content) -> None:
    if not content.parts or not all(part.text.strip() or part.pictures for part in content.parts):
        raise BadInput("desk.empty")
    if len(content.parts) > MOST_PARTS:
        raise BadInput("desk.many_parts", count=len(content.parts), most=MOST_PARTS)


def _seen_otherwise(draft: KeptDraft) -> Conflict:
    when = draft.changed.isoformat(timespec="minutes")
    return Conflict("desk.seen_otherwise", who=draft.changed_by, when=when, theirs=draft.text)
