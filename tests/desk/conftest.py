"""A desk over a real database, with a checker that blocks one word; and posts as a network gives them."""

# ruff: noqa: ARG002  - the checker takes all that its protocol gives it

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from assistant.desk import Desk
from assistant.records import Content, Draft, Finding, Fit, Part, PostRef, Profile, SocialPost, Target
from assistant.store import Database, Drafts

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


class Checker:
    """Says that "zut" blocks, and counts to 300."""

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
    ) -> Draft:
        """The text with its findings."""
        at = text.find("zut")
        findings = (Finding("rule:no-zut", "block", "no swearing", at, at + 3),) if at >= 0 else ()
        return Draft(text, platform, language, fits=Fit(platform, "graphemes", len(text), 300, len(text) <= 300),
                     findings=findings)  # fmt: skip


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new database: what uses it runs on SQLite and on PostgreSQL."""
    database = Database.open(database_url)
    yield database
    database.close()


@pytest.fixture
def drafts(database: Database) -> Drafts:
    """The drafts in it."""
    return Drafts(database)


@pytest.fixture
def desk(drafts: Drafts) -> Desk:
    """The desk of a brand."""
    return Desk("moulin", drafts, Checker())


def content(*texts: str, target: Target | None = None, account: str = "did:plc:us") -> Content:
    """What a draft holds, one part a text."""
    return Content(tuple(Part(text) for text in texts), "bluesky", account=account, answering=target)


def post(text: str, *, key: str = "3kabc", author: str = "zoe.test", did: str = "did:plc:zoe") -> SocialPost:
    """A customer's post."""
    return SocialPost(
        f"at://{did}/app.bsky.feed.post/{key}",
        f"cid-{key}",
        Profile(did, author),
        text,
        NOW,
        NOW,
        f"https://bsky.app/profile/{author}/post/{key}",
    )


def target(text: str = "Mon sac est percé", key: str = "3kabc") -> Target:
    """The post that a draft answers."""
    seen = post(text, key=key)
    return Target(PostRef(seen.uri, seen.cid), seen.author.handle, text)
