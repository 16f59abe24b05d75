"""Drafts kept at the desk, and the audit trail of what people and the house did with them."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, func, insert, select, update

from assistant.errors import BadInput
from assistant.records import Attachment, Blob, DraftState, KeptDraft, Prepared, Step
from assistant.store.database import Database
from assistant.store.tables import attachments, drafts, steps

Change = Callable[[KeptDraft], tuple[KeptDraft, Step | None]]
"""What is to become of a draft as it stands now, and the line of the audit trail that tells it."""


class Drafts:
    """Kept drafts of all brands. Safe for threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, draft: KeptDraft, step: Step, pictures: Sequence[tuple[Attachment, bytes]] = ()) -> None:
        """Keep a new draft with its first line in the audit trail and its pictures' bytes."""
        with self._database.write() as connection:
            for picture, data in pictures:
                _keep_bytes(connection, picture.digest, data)
            connection.execute(insert(drafts), _row(draft))
            _append(connection, step)

    def change(
        self,
        draft_id: str,
        change: Change,
        *,
        prepared: Prepared | None = None,
        pictures: Sequence[tuple[Attachment, bytes]] = (),
    ) -> KeptDraft:
        """Replace a draft by what `change` makes of it, as it stands at this moment; nobody changes it in between.

        `change` may raise: then nothing changes. With `prepared`, the exact records to be sent are kept with it.

        Raises:
            BadInput: there is no such draft.
        """
        with self._database.write() as connection:
            row = connection.execute(select(drafts).where(drafts.c.id == draft_id).with_for_update()).first()
            if row is None:
                raise BadInput("store.no_draft", id=draft_id)
            changed, step = change(_draft_of(row.record))
            values = _row(changed)
            if prepared is not None:
                for blob in prepared.blobs:
                    _keep_bytes(connection, blob.id, blob.data)
                values["prepared"] = _prepared_text(prepared)
            elif changed.state not in ("publishing", "published", "withdrawn"):
                values["prepared"] = None
            for picture, data in pictures:
                _keep_bytes(connection, picture.digest, data)
            connection.execute(update(drafts).where(drafts.c.id == draft_id).values(**values))
            if step is not None:
                _append(connection, step)
        return changed

    def get(self, draft_id: str) -> KeptDraft:
        """The draft with this id.

        Raises:
            BadInput: there is none.
        """
        with self._database.read() as connection:
            record = connection.execute(select(drafts.c.record).where(drafts.c.id == draft_id)).scalar()
        if record is None:
            raise BadInput("store.no_draft", id=draft_id)
        return _draft_of(record)

    def list(
        self, brand: str, states: Sequence[DraftState] = (), *, answering: str = "", most: int = 500
    ) -> tuple[KeptDraft, ...]:
        """The brand's drafts in these states (all when empty), the one changed last first."""
        query = select(drafts.c.record).where(drafts.c.brand == brand).order_by(drafts.c.changed.desc()).limit(most)
        if states:
            query = query.where(drafts.c.state.in_(states))
        if answering:
            query = query.where(drafts.c.answering == answering)
        with self._database.read() as connection:
            return tuple(_draft_of(record) for record in connection.execute(query).scalars())

    def some(self, ids: Sequence[str]) -> dict[str, KeptDraft]:
        """Those of these drafts that there are, by id."""
        query = select(drafts.c.record).where(drafts.c.id.in_([one for one in ids if one]))
        with self._database.read() as connection:
            found = [_draft_of(record) for record in connection.execute(query).scalars()]
        return {draft.id: draft for draft in found}

    def stamp(self, brand: str) -> str:
        """Changes whenever one of the brand's drafts does."""
        query = select(func.count(), func.max(drafts.c.changed), func.sum(drafts.c.version))
        with self._database.read() as connection:
            return str(tuple(connection.execute(query.where(drafts.c.brand == brand)).one()))

    def prepared(self, draft_id: str) -> Prepared | None:
        """The exact records that are to be sent for a draft, None before they were chosen."""
        with self._database.read() as connection:
            text = connection.execute(select(drafts.c.prepared).where(drafts.c.id == draft_id)).scalar()
            return _prepared_of(connection, text) if text else None

    def picture(self, digest: str) -> bytes:
        """The bytes of a picture.

        Raises:
            BadInput: they are not there.
        """
        with self._database.read() as connection:
            data = connection.execute(select(attachments.c.data).where(attachments.c.digest == digest)).scalar()
        if data is None:
            raise BadInput("store.no_picture", digest=digest)
        return bytes(data)

    def steps(self, draft_id: str) -> tuple[Step, ...]:
        """The audit trail of a draft, oldest first."""
        query = select(steps).where(steps.c.draft == draft_id).order_by(steps.c.number)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Step(
                row.draft, row.version, row.action, row.by, datetime.fromtimestamp(row.at, UTC), json.loads(row.detail)
            )
            for row in rows
        )


@cache
def _adapter() -> TypeAdapter[KeptDraft]:
    return TypeAdapter(KeptDraft)


@cache
def _prepared_adapter() -> TypeAdapter[Prepared]:
    return TypeAdapter(Prepared)


def _draft_of(record: str) -> KeptDraft:
    return _adapter().validate_json(record)


def _row(draft: KeptDraft) -> dict[str, object]:
    answering = draft.content.answering
    return {
        "id": draft.id,
        "brand": draft.brand,
        "state": draft.state,
        "version": draft.version,
        "answering": answering.post.uri if answering else "",
        "due": draft.appointment.due.timestamp() if draft.appointment else None,
        "changed": draft.changed.timestamp(),
        "record": _adapter().dump_json(draft).decode(),
    }


def _append(connection: Connection, step: Step) -> None:
    connection.execute(
        insert(steps).values(
            draft=step.draft,
            version=step.version,
            action=step.action,
            by=step.by,
            at=step.at.timestamp(),
            detail=json.dumps(dict(step.detail), ensure_ascii=False),
        )
    )


def _keep_bytes(connection: Connection, digest: str, data: bytes) -> None:
    known = connection.execute(select(attachments.c.digest).where(attachments.c.digest == digest)).first()
    if known is None:
        connection.execute(insert(attachments).values(digest=digest, data=data))


def _prepared_text(prepared: Prepared) -> str:
    """The records as JSON; the files' bytes stand in their own table."""
    bare = Prepared(
        prepared.account,
        prepared.platform,
        prepared.posts,
        prepared.records,
        tuple(Blob(blob.id, blob.type, b"") for blob in prepared.blobs),
        prepared.remarks,
    )
    return _prepared_adapter().dump_json(bare).decode()


def _prepared_of(connection: Connection, text: str) -> Prepared:
    bare = _prepared_adapter().validate_json(text)
    blobs = []
    for blob in bare.blobs:
        data = connection.execute(select(attachments.c.data).where(attachments.c.digest == blob.id)).scalar()
        blobs.append(Blob(blob.id, blob.type, bytes(data or b"")))
    return Prepared(bare.account, bare.platform, bare.posts, bare.records, tuple(blobs), bare.remarks)
