"""Writing prepared records: all or nothing, and safe to repeat."""

import json
from collections.abc import Mapping, Sequence

from assistant.errors import (
    BadInput,
    NetworkRateLimited,
    NetworkRefused,
    NetworkUnreachable,
    OutcomeUnknown,
    PostGone,
)
from assistant.networks.answers import objects, text
from assistant.networks.preparing import GATE, QUOTE_GATE
from assistant.networks.references import POST, key_of, owner_of, web_address
from assistant.networks.wire import Wire
from assistant.records import PostRef, Prepared, PreparedRecord, Published

_CREATE = "com.atproto.repo.applyWrites#create"


def publish(wire: Wire, prepared: Prepared, handle: str) -> Published:
    """Upload the files and write the records in one commit. The server refuses a record key that is in use, so a
    second try, or a second worker, writes nothing; it then finds what the first one wrote.

    Raises:
        NetworkUnreachable, NetworkRateLimited: nothing was written.
        OutcomeUnknown: it may have been written.
        NetworkRefused: it was not written and never will be.
    """
    for blob in prepared.blobs:
        kept = wire.upload(blob.data, blob.type)
        if text(kept, "blob", "ref", "$link") != blob.id:
            raise NetworkRefused("networks.refused", reason=f"blob {blob.id}", server=wire.name)
    try:
        answer = wire.procedure("com.atproto.repo.applyWrites", _writes(prepared))
    except (OutcomeUnknown, NetworkRefused):
        # Servers answer a key in use with 500, later ones perhaps with 400: only a look tells that from a failure.
        found = _found_or_none(wire, prepared, handle)
        if found is None:
            raise
        return found
    written = [text(one, "cid") for one in objects(answer, "results")]
    if written and written != [record.cid for record in prepared.records]:
        raise NetworkRefused("networks.other_content", server=wire.name)
    return _published(prepared, handle)


def find(wire: Wire, prepared: Prepared, handle: str) -> Published | None:
    """The posts when any of them stands on the server; they were written together.

    Raises:
        NetworkRefused: other content stands under the same keys.
        NetworkUnreachable, NetworkRateLimited: it cannot be told now.
    """
    for record in prepared.records:
        if record.collection != POST:
            continue
        standing = _standing(wire, prepared.account, record)
        if standing is None:
            continue
        if standing != record.cid:
            raise NetworkRefused("networks.other_content", server=wire.name)
        return _published(prepared, handle, already=True)
    return None


def delete(wire: Wire, account: str, refs: Sequence[PostRef]) -> None:
    """Delete posts of this account with their rules; what is gone already is no fault.

    Raises:
        BadInput: a post is another account's.
    """
    for ref in refs:
        if owner_of(ref.uri) != account:
            raise BadInput("networks.not_ours", uri=ref.uri)
    for ref in reversed(refs):
        for collection in (POST, GATE, QUOTE_GATE):
            remove(wire, account, collection, key_of(ref.uri))


def remove(wire: Wire, account: str, collection: str, key: str) -> None:
    """Delete one record; deleting it again changes nothing, so an unknown outcome may simply be repeated."""
    wire.procedure("com.atproto.repo.deleteRecord", {"repo": account, "collection": collection, "rkey": key})


def put(wire: Wire, account: str, collection: str, key: str, value: Mapping[str, object]) -> str:
    """Write one record under a key of ours; the same again changes nothing. Gives its address."""
    body = {"repo": account, "collection": collection, "rkey": key, "record": value}
    return text(wire.procedure("com.atproto.repo.putRecord", body), "uri")


def _writes(prepared: Prepared) -> str:
    """The request's JSON with each record's own text in it, unchanged."""
    writes = ",".join(
        f'{{"$type":"{_CREATE}","collection":{json.dumps(record.collection)},'
        f'"rkey":{json.dumps(record.key)},"value":{record.value}}}'
        for record in prepared.records
    )
    return f'{{"repo":{json.dumps(prepared.account)},"validate":true,"writes":[{writes}]}}'


def _found_or_none(wire: Wire, prepared: Prepared, handle: str) -> Published | None:
    try:
        return find(wire, prepared, handle)
    except (NetworkUnreachable, NetworkRateLimited):
        return None


def _standing(wire: Wire, account: str, record: PreparedRecord) -> str | None:
    """The cid of what stands under a record's key on the server that holds the account, None for nothing."""
    try:
        found = wire.query("com.atproto.repo.getRecord", repo=account, collection=record.collection, rkey=record.key)
    except PostGone:
        return None
    return text(found, "cid")


def _published(prepared: Prepared, handle: str, *, already: bool = False) -> Published:
    addresses = tuple(web_address(handle, prepared.account, ref.uri) for ref in prepared.posts)
    return Published(prepared.posts, addresses, already)
