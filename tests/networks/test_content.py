"""Names by content, the same as the servers' own."""

from typing import Any

import libipld
import pytest
from atproto import models
from atproto_client.models.utils import get_model_as_dict
from hypothesis import given
from hypothesis import strategies as st

from assistant.networks.content import file_id, record_id
from tests.bluesky_network import BlueskyNetwork, TestAccount

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=30), inner, max_size=6),
    max_leaves=30,
)


@given(st.dictionaries(st.text(max_size=30), values, max_size=8))
def test_the_same_as_another_library(value: dict[str, Any]) -> None:
    """Our encoding gives the hash that the library atproto reads repositories with gives (libipld)."""
    import hashlib

    digest = hashlib.sha256(libipld.encode_dag_cbor(value)).digest()

    assert record_id(value) == libipld.encode_cid(bytes((1, 0x71, 0x12, 32)) + digest)


def test_a_file() -> None:
    """A file's name is that of raw bytes (the example of https://docs.ipfs.tech: an empty file)."""
    assert file_id(b"") == "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


def test_what_a_record_cannot_hold() -> None:
    """There are no fractions in records."""
    with pytest.raises(TypeError):
        record_id({"a": 1.5})


@pytest.mark.bluesky
def test_the_same_as_the_server(bluesky_network: BlueskyNetwork, customer: TestAccount) -> None:
    """The PDS gives a record with links to files the very name we compute for it."""
    from tests.networks.pictures import photograph

    client = bluesky_network.client(customer)
    blob = client.upload_blob(photograph()).blob
    embed = models.AppBskyEmbedImages.Main(images=[models.AppBskyEmbedImages.Image(alt="é 🦋", image=blob)])
    sent = client.send_post("Une image", embed=embed, langs=["fr"])
    stored = client.com.atproto.repo.get_record(
        {"repo": customer.did, "collection": "app.bsky.feed.post", "rkey": sent.uri.split("/")[-1]}
    )

    assert file_id(photograph()) == blob.ref.link
    assert record_id(get_model_as_dict(stored.value)) == sent.cid
