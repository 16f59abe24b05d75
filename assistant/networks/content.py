"""Names by content: the hash of a record or a file, computed here before anything is sent.

With it a thread's parts can point to each other in one write, and a record found on the server is known to be ours.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

# https://github.com/multiformats/multicodec/blob/master/table.csv
_RAW, _DAG_CBOR, _SHA2_256 = 0x55, 0x71, 0x12
_LINK_TAG = 42  # https://ipld.io/specs/codecs/dag-cbor/spec/#links


def record_id(value: Mapping[str, Any]) -> str:
    """The CID of a record given as its JSON object (https://atproto.com/specs/data-model)."""
    return _id(_DAG_CBOR, _encoded(value))


def file_id(data: bytes) -> str:
    """The CID of a file (https://atproto.com/specs/blob)."""
    return _id(_RAW, data)


def _id(codec: int, data: bytes) -> str:
    digest = hashlib.sha256(data).digest()
    whole = bytes((1, codec, _SHA2_256, len(digest))) + digest
    return "b" + base64.b32encode(whole).decode().rstrip("=").lower()


def _encoded(value: Any) -> bytes:
    """DAG-CBOR: shortest heads, keys by length and then by byte, no floats in AT Protocol."""
    if value is None or isinstance(value, bool):
        return bytes((0xF6 if value is None else 0xF4 + value,))
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, str):
        raw = value.encode()
        return _head(3, len(raw)) + raw
    if isinstance(value, (list, tuple)):
        return _head(4, len(value)) + b"".join(_encoded(one) for one in value)
    if isinstance(value, Mapping):
        return _encoded_map(value)
    raise TypeError(f"no such thing in a record: {type(value).__name__}")


def _encoded_map(value: Mapping[str, Any]) -> bytes:
    if value.keys() == {"$link"}:
        raw = b"\0" + base64.b32decode(value["$link"][1:].upper() + "=" * (-len(value["$link"][1:]) % 8))
        return _head(6, _LINK_TAG) + _head(2, len(raw)) + raw
    if value.keys() == {"$bytes"}:
        raw = base64.b64decode(value["$bytes"] + "=" * (-len(value["$bytes"]) % 4))
        return _head(2, len(raw)) + raw
    items = sorted(((key.encode(), one) for key, one in value.items()), key=lambda item: (len(item[0]), item[0]))
    return _head(5, len(items)) + b"".join(_head(3, len(key)) + key + _encoded(one) for key, one in items)


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes((major << 5 | number,))
    for extra, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes((major << 5 | extra,)) + number.to_bytes(size)
    raise ValueError(f"too large for a record: {number}")
