"""An inbox from before urgency: each message keeps what it is, and gets by when it wants an answer."""

import json
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, insert

from assistant.records import PostRef, Profile, Received, SocialPost
from assistant.store import Database, Mail, tables
from assistant.store.mail import _row

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def received(key: str) -> Received:
    """A message as it is kept today."""
    post = SocialPost(f"at://zoe/{key}", f"cid-{key}", Profile("zoe", "zoe.test"), "Été à vélo 🚲", AT, AT, "")
    return Received("us", post.uri, post.cid, "mention", post.uri, post, AT, by="Maude", draft="d1")


def test_an_older_inbox_is_upgraded(empty_database_url: str) -> None:
    """The word that said why a message stood where it stood says what it is; all else stays to the letter."""
    import assistant.store.database as module

    engine = create_engine(empty_database_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(module.__file__).with_name("migrations")))
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        for kind in ("safety", "complaint", "praise"):
            row = _row(received(kind))
            record = json.loads(str(row["record"]))
            del record["kind"], record["hurried_by"]
            text = json.dumps(record | {"urgency": kind})
            connection.execute(insert(tables.received), row | {"urgency": kind, "record": text})
    engine.dispose()

    database = Database.open(empty_database_url)
    mail = Mail(database)

    found = {one.kind: one.urgency for one in mail.list(["us"])}
    assert found == {"safety": "now", "complaint": "today", "praise": "later"}
    one = mail.get("us", "at://zoe/praise")
    assert (one.post.text, one.by, one.draft, one.hurried_by) == ("Été à vélo 🚲", "Maude", "d1", "")
    assert one.post.ref == PostRef("at://zoe/praise", "cid-praise")
    database.close()
