"""The order of the desk: which step leads from where to where. Nothing else decides it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from assistant.errors import BadInput, NotAllowed
from assistant.records import Action, Approval, Content, DraftState, KeptDraft, Sending, Step

FROM: Mapping[str, frozenset[DraftState]] = {
    "edited": frozenset({"draft", "edited", "approved", "failed", "rejected"}),
    "approved": frozenset({"draft", "edited", "failed"}),
    "rejected": frozenset({"draft", "edited", "approved", "failed"}),
    "scheduled": frozenset({"approved"}),
    "claimed": frozenset({"approved", "publishing", "failed"}),
    "withdrawn": frozenset({"publishing", "published"}),
}
"""For each step, the states from which it may be taken."""


def digest(content: Content) -> str:
    """The fingerprint of all that an approval freezes."""
    held = asdict(content)
    for part in held["parts"]:
        if part["card"] is None:  # as before there were cards, so that what was approved then still is
            del part["card"]
    return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def written(content: Content) -> dict[str, str]:
    """What an edit left, for the audit trail: the text, and what goes with it."""
    told = {"text": content.text}
    if pictures := [picture for part in content.parts for picture in part.pictures]:
        told["pictures"] = "; ".join(f"{one.name or one.digest[:12]}: {one.alt}" for one in pictures)
    if cards := [part.card.address for part in content.parts if part.card is not None]:
        told["cards"] = " ".join(cards)
    if content.quoting is not None:
        told["quoting"] = content.quoting.post.uri
    if content.labels:
        told["labels"] = " ".join(content.labels)
    if content.audience.replies is not None:
        told["replies"] = " ".join(content.audience.replies) or "nobody"
    if not content.audience.quotes:
        told["quotes"] = "no"
    return told


def may(draft: KeptDraft, action: Action) -> bool:
    """Whether a draft may take a step as it stands."""
    return draft.state in FROM[action]


def must(draft: KeptDraft, action: Action) -> None:
    """Raises NotAllowed when a draft may not take a step as it stands."""
    if not may(draft, action):
        raise NotAllowed(f"desk.cannot_{action}", id=draft.id)


def approved(draft: KeptDraft) -> bool:
    """Whether a person approved exactly what the draft holds now."""
    return draft.approval is not None and draft.approval.digest == digest(draft.content)


def named(by: str) -> str:
    """The name of who acts.

    Raises:
        BadInput: it is empty: nothing at the desk happens without a name.
    """
    if not by.strip():
        raise BadInput("desk.no_name")
    return by.strip()


def edited(draft: KeptDraft, content: Content, by: str, at: datetime) -> tuple[KeptDraft, Step]:
    """A draft with new content: whatever was approved or appointed before holds no more."""
    must(draft, "edited")
    changed = replace(
        draft,
        content=content,
        state="edited",
        version=draft.version + 1,
        changed=at,
        changed_by=by,
        approval=None,
        appointment=None,
        sending=Sending(),
    )
    return changed, Step(draft.id, changed.version, "edited", by, at, written(content))


def approve(draft: KeptDraft, by: str, at: datetime, reason: str) -> tuple[KeptDraft, Step]:
    """A draft whose content is frozen by a person. `reason` is needed where a finding blocks it."""
    must(draft, "approved")
    if not draft.ready and not reason.strip():
        blocking = "; ".join(finding.message for finding in draft.findings if finding.level == "block")
        raise NotAllowed("desk.blocked", id=draft.id, findings=blocking)
    approval = Approval(by, at, digest(draft.content), "" if draft.ready else reason.strip())
    changed = replace(draft, state="approved", approval=approval, changed=at, changed_by=by, sending=Sending())
    detail = {"digest": approval.digest} | ({"reason": approval.reason} if approval.reason else {})
    return changed, Step(draft.id, draft.version, "approved", by, at, detail)
