"""Messages as they arrive: how one is told to the inbox, what of a known one stays, and which belong together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.desk.approval import now
from assistant.desk.urgency import crowds, place, weight_of
from assistant.records import Exchange, MailKind, Notification, Received, SocialPost, Standing
from assistant.voice.brand import Brand

_RECENT = timedelta(days=3)
_OURS: frozenset[Standing] = frozenset({"answered", "liked", "no_reply", "handed_over"})
_CHANGED_BY_CROWD: frozenset[MailKind] = frozenset({"complaint", "question", "other", "several"})


def notified(account: str, one: Notification, post: SocialPost, brand: Brand) -> Received:
    """A notification as a message of the inbox."""
    standing: Standing = "answered" if one.answered else "liked" if post.liked else "open"
    weight = weight_of(post.text, brand)
    return Received(
        account,
        one.uri,
        one.cid,
        one.reason,
        post.root.uri if post.root else post.uri,
        post,
        one.indexed,
        one.read,
        standing,
        weight.kind,
        weight.haste.urgency,
        answer=one.answered or post.liked,
    )


def searched(account: str, words: str, post: SocialPost, brand: Brand, at: datetime) -> Received:
    """A post that a saved search found as a message of the inbox; `at` when the network does not say when it came."""
    weight = weight_of(post.text, brand)
    return Received(
        account,
        post.uri,
        post.cid,
        "search",
        post.root.uri if post.root else post.uri,
        post,
        post.indexed or post.created or at,
        standing="liked" if post.liked else "open",
        kind=weight.kind,
        urgency=weight.haste.urgency,
        search=words,
    )


def weighed(messages: Sequence[Received], brand: Brand, at: datetime) -> list[Received]:
    """Those of the waiting messages whose weight changes because several people say the same, or do not any more."""
    recent = [one for one in messages if one.arrived > at - _RECENT and one.kind != "spam"]
    many = crowds([(one.uri, one.post.author.id, one.post.text) for one in recent])
    changed = []
    for one in recent:
        crowd, kind, urgency = many.get(one.uri, 0), one.kind, one.urgency
        if crowd and kind in _CHANGED_BY_CROWD:
            kind, urgency = "several", "now"
        elif kind == "several" and not crowd:
            weight = weight_of(one.post.text, brand)
            kind, urgency = weight.kind, weight.haste.urgency
        if one.hurried_by:
            urgency = one.urgency
        if (crowd, kind, urgency) != (one.crowd, one.kind, one.urgency):
            changed.append(replace(one, crowd=crowd, kind=kind, urgency=urgency))
    return changed


def merged(before: Received, fresh: Received) -> Received:
    """A known message as it is now; what a person or our answer made of it stays."""
    standing = before.standing if before.standing in _OURS and fresh.standing == "open" else fresh.standing
    return replace(
        before,
        cid=fresh.cid,
        post=fresh.post,
        read=before.read or fresh.read,
        standing=standing,
        answer=fresh.answer or before.answer,
    )


def exchange(key: str, account: str, messages: list[Received]) -> Exchange:
    ordered = tuple(sorted(messages, key=lambda one: one.arrived))
    waiting = [one for one in ordered if one.standing == "open"]
    first = min(waiting, key=place) if waiting else ordered[-1]
    return Exchange(key, account, ordered, first)


def age(moment: datetime, clock: Callable[[], datetime] = now) -> timedelta:
    """How long ago something was; never negative, since other people's clocks may be ahead."""
    return max(timedelta(0), clock() - moment.astimezone(UTC))
