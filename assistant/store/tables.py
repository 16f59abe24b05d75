"""The tables, as SQLAlchemy sees them. `migrations/` makes them; a test holds the two equal."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)

# SQLite only makes INTEGER PRIMARY KEY its row number, which FTS5 needs.
Number = BigInteger().with_variant(Integer(), "sqlite")

libraries = Table(
    "libraries",
    metadata,
    Column("brand", String(64), primary_key=True),
    Column("embedder", String(200), nullable=False),
    Column("dimensions", Integer, nullable=False),
    Column("generation", String(32), nullable=False),
    Column("indexed", Text, nullable=False, server_default=""),
    Column("ingested", DateTime(timezone=True), nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("brand", String(64), primary_key=True),
    Column("path", String(1024), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("modified", Float, nullable=False),
    Column("remarks", Text, nullable=False, server_default="[]"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("number", Number, primary_key=True),
    Column("embedder", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("floats", LargeBinary, nullable=False),
    UniqueConstraint("embedder", "digest"),
)

passages = Table(
    "passages",
    metadata,
    Column("number", Number, primary_key=True),
    Column("brand", String(64), nullable=False),
    Column("id", String(1200), nullable=False),
    Column("vector", Number, ForeignKey("vectors.number"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("path", String(1024), nullable=False),
    Column("section", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("platform", String(32), nullable=False),
    Column("person", String(64), nullable=False),
    Column("date", String(40)),
    Column("instant", Float),
    Column("answered", Text),
    Column("answered_author", Text),
    Column("post", Text, nullable=False),
    Column("likes", Integer, nullable=False),
    Column("reposts", Integer, nullable=False),
    Column("replies", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("page", Integer, nullable=False, server_default="0"),
    Column("address", Text, nullable=False, server_default=""),
    Column("details", Text, nullable=False, server_default="{}"),
    Column("same", String(32), nullable=False, server_default=""),
    UniqueConstraint("brand", "id"),
    Index("ix_passages_brand", "brand"),
    Index("ix_passages_brand_path", "brand", "path"),
    Index("ix_passages_brand_same", "brand", "same"),
    Index("ix_passages_vector", "vector"),
)

messages = Table(
    "messages",
    metadata,
    Column("number", Number, primary_key=True),
    Column("conversation", String(200), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
)

# ------------------------------------------------------------ the desk
# Each row's `record` is the whole record as JSON; the other columns repeat what is searched for. Moments are seconds
# since 1970.

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("brand", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("answering", String(512), nullable=False, server_default=""),
    Column("due", Float),
    Column("changed", Float, nullable=False),
    Column("record", Text, nullable=False),
    Column("prepared", Text),
    Index("ix_drafts_brand_state", "brand", "state"),
    Index("ix_drafts_answering", "answering"),
)

steps = Table(
    "steps",
    metadata,
    Column("number", Number, primary_key=True),
    Column("draft", String(32), ForeignKey("drafts.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("detail", Text, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    Column("digest", String(128), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

received = Table(
    "received",
    metadata,
    Column("account", String(256), primary_key=True),
    Column("uri", String(512), primary_key=True),
    Column("conversation", String(512), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("urgency", String(16), nullable=False),
    Column("arrived", Float, nullable=False),
    Column("read", Integer, nullable=False),
    Column("record", Text, nullable=False),
    Index("ix_received_account_standing", "account", "standing"),
    Index("ix_received_conversation", "conversation"),
)

watches = Table(
    "watches",
    metadata,
    Column("account", String(256), primary_key=True),
    Column("record", Text, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("account", String(256), primary_key=True),
    Column("words", String(256), primary_key=True),
)

batches = Table(
    "batches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("brand", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("done", Integer, nullable=False),
    Column("made", Float, nullable=False),
    Column("changed", Float, nullable=False),
    Column("record", Text, nullable=False),
    Index("ix_batches_brand_state", "brand", "state"),
)

lessons = Table(
    "lessons",
    metadata,
    Column("brand", String(64), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("record", Text, nullable=False),
)

edits = Table(
    "edits",
    metadata,
    Column("number", Number, primary_key=True),
    Column("brand", String(64), nullable=False, index=True),
    Column("path", String(1024), nullable=False),
    Column("author", String(200), nullable=False),
    Column("edit", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("made", Float, nullable=False),
    Column("undone", Float),
)

# ------------------------------------------------------------ accounts on the networks

accounts = Table(
    "accounts",
    metadata,
    Column("brand", String(64), primary_key=True),
    Column("id", String(256), primary_key=True),
    Column("platform", String(32), nullable=False),
    Column("handle", String(256), nullable=False),
    Column("person", String(64), nullable=False, server_default=""),
    Column("service", String(512), nullable=False),
    Column("session", LargeBinary),
    Column("revision", String(64), nullable=False, server_default=""),
    Column("added", DateTime(timezone=True), nullable=False),
)
