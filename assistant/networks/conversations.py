"""A post with the thread above it and the replies around it."""

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.errors import BadInput, NetworkRefused, PapillonError, PostGone
from assistant.networks.answers import at, objects, text
from assistant.networks.posts import gone_of, post_of, profile_of
from assistant.networks.references import is_did, parse_reference
from assistant.networks.wire import Wire
from assistant.records import Conversation, Gone, Profile, SocialPost, ThreadReply

MOST_ABOVE = 80
"""Posts above that are asked for (`parentHeight`; the AppView's own most is 1,000)."""
REPLY_DEPTH = 3
MOST_BELOW_ONE = 6
"""Replies shown under one reply."""
HIDDEN_FROM_STRANGERS = "!no-unauthenticated"
"""The label by which people ask that their posts be shown to signed-in readers only
(com.atproto.label.defs#selfLabels)."""


def read_conversation(wire: Wire, reference: str, us: str, most_replies: int) -> Conversation:
    """The conversation at an address, as the account `us` sees it; empty `us`: as everybody does.

    Raises:
        BadInput: the reference is no address of a post, or names nobody.
        PostGone: the post was deleted, is hidden by a block, or is shown to signed-in readers only.
    """
    wanted = parse_reference(reference)
    did = wanted.actor if is_did(wanted.actor) else resolve(wire, wanted.actor)
    found = wire.query(
        "app.bsky.feed.getPostThread", uri=wanted.uri(did), depth=REPLY_DEPTH, parentHeight=MOST_ABOVE
    ).get("thread")
    gone = gone_of(found)
    if gone is not None or not isinstance(at(found, "post"), Mapping):
        blocked = gone is not None and gone.why == "blocked"
        raise PostGone("networks.post_blocked" if blocked else "networks.post_gone")
    post = post_of(at(found, "post"))
    if not us and HIDDEN_FROM_STRANGERS in post.author.labels:
        raise PostGone("networks.needs_account")
    above, cut = _above(found)
    branches = [(one, branch) for branch in objects(found, "replies") if (one := _post(branch)) is not None]
    ours = tuple(one for one, _ in branches if isinstance(one, SocialPost) and us and one.author.id == us)
    shown = _chosen(branches, us, post.author.id, most_replies)
    replies = tuple(_below(shown, most_replies))
    direct = sum(reply.depth == 1 for reply in replies)
    return Conversation(
        post=post,
        author=_author(wire, post.author),
        above=above,
        replies=replies,
        unshown=max(0, post.replies - direct),
        ours=ours,
        cut_above=cut,
    )


def resolve(wire: Wire, handle: str) -> str:
    """The DID of a handle.

    Raises:
        BadInput: nobody has that handle.
    """
    try:
        return text(wire.query("com.atproto.identity.resolveHandle", handle=handle), "did")
    except NetworkRefused as error:
        raise BadInput("networks.unknown_handle", handle=handle) from error


def _author(wire: Wire, known: Profile) -> Profile:
    """The long form of a profile; the short one when the long one cannot be had."""
    try:
        return profile_of(wire.query("app.bsky.actor.getProfile", actor=known.id))
    except PapillonError:
        return known


def _above(found: Any) -> tuple[tuple[SocialPost | Gone, ...], bool]:
    chain: list[SocialPost | Gone] = []
    view = at(found, "parent")
    while isinstance(view, Mapping) and (one := _post(view)) is not None:
        chain.append(one)
        view = at(view, "parent")
    first = chain[-1] if chain else None
    cut = isinstance(first, SocialPost) and first.parent is not None
    return tuple(reversed(chain)), cut


def _post(view: Any) -> SocialPost | Gone | None:
    gone = gone_of(view)
    if gone is not None:
        return gone
    return post_of(at(view, "post")) if isinstance(at(view, "post"), Mapping) else None


Branch = tuple[SocialPost | Gone, Mapping[str, Any]]


def _chosen(branches: list[Branch], us: str, author: str, most: int) -> list[Branch]:
    """The replies worth showing when there are more than fit: ours and the author's own, then those that others
    answered and liked; in the order of time."""

    def weight(branch: Branch) -> tuple[bool, bool, int]:
        one = branch[0]
        if isinstance(one, Gone):
            return (False, False, -1)
        return (bool(us) and one.author.id == us, one.author.id == author, one.likes + 2 * one.replies)

    kept = sorted(branches, key=weight, reverse=True)[: max(most, 0)]
    return sorted(kept, key=_when)


def _below(branches: list[Branch], most: int, depth: int = 1) -> Iterator[ThreadReply]:
    left = most - len(branches)
    for one, view in branches:
        yield ThreadReply(one, depth)
        inner = [(post, below) for below in objects(view, "replies") if (post := _post(below)) is not None]
        inner = sorted(inner, key=_when)[: max(0, min(left, MOST_BELOW_ONE))]
        if inner:
            under = list(_below(inner, min(left, MOST_BELOW_ONE), depth + 1))
            left -= len(under)
            yield from under


def _when(branch: Branch) -> tuple[bool, float]:
    indexed = branch[0].indexed if isinstance(branch[0], SocialPost) else None
    return (indexed is None, indexed.timestamp() if indexed else 0.0)
