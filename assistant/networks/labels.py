"""The label by which an account says of itself that it is automated: the self-label `bot` on its profile.

Value and place are those of the Bluesky app (bluesky-social/social-app 2026,
src/screens/Settings/AutomationLabelSettings.tsx and src/components/BotBadge.tsx: it counts when the account itself set
it); the form is com.atproto.label.defs#selfLabels.
"""

from collections.abc import Mapping
from typing import Any

from assistant.errors import NetworkRefused, PostGone
from assistant.networks.answers import at, kind, objects, text
from assistant.networks.wire import Wire

PROFILE = "app.bsky.actor.profile"
BOT = "bot"
_SELF_LABELS = "com.atproto.label.defs#selfLabels"


def is_automated(wire: Wire, account: str) -> bool:
    """Whether the account's own profile carries the label, asked from the server that holds it."""
    return any(text(one, "val") == BOT for one in _labels(_profile(wire, account)[0]))


def mark_automated(wire: Wire, account: str, on: bool) -> bool:
    """Put the label on the profile, or take it off; everything else of the profile stays. False when nothing had to be
    changed. What somebody else changes at the same moment is not overwritten: the profile is then read anew, once."""
    for last in (False, True):
        profile, cid = _profile(wire, account)
        labels = _labels(profile)
        others = [one for one in labels if text(one, "val") != BOT]
        if (len(others) < len(labels)) == on:
            return False
        wanted = [*others, {"val": BOT}] if on else others
        profile = {key: value for key, value in profile.items() if key != "labels"}
        if wanted:
            profile["labels"] = {"$type": _SELF_LABELS, "values": wanted}
        body = {"repo": account, "collection": PROFILE, "rkey": "self", "record": profile, "swapRecord": cid or None}
        try:
            wire.procedure("com.atproto.repo.putRecord", body)
        except NetworkRefused:
            if last:
                raise
        else:
            return True
    raise AssertionError  # the second round returns or raises


def _profile(wire: Wire, account: str) -> tuple[dict[str, Any], str]:
    """The profile's record and its cid; an empty one for an account that never wrote it."""
    try:
        found = wire.query("com.atproto.repo.getRecord", repo=account, collection=PROFILE, rkey="self")
    except PostGone:
        return {"$type": PROFILE}, ""
    value = found.get("value")
    return (dict(value) if isinstance(value, dict) else {"$type": PROFILE}), text(found, "cid")


def _labels(profile: dict[str, Any]) -> list[Mapping[str, Any]]:
    labels = at(profile, "labels")
    return list(objects(labels, "values")) if kind(labels) == _SELF_LABELS else []
